use std::sync::mpsc::{Receiver, channel};

use super::*;
use crate::config::ConfigInputs;
use crate::tui::screen::fixture::{RecordedScreen, SIZE, ScreenCall};

/// The runner of an explorer over the built-in pack, without the threads that read keys and the
/// inbox.
struct Bench {
    runner: EffectRunner,
    state: AppState,
    screen: RecordedScreen,
    calls: Receiver<ScreenCall>,
    inbox: Receiver<AppEvent>,
}

impl Bench {
    fn new() -> Self {
        let engine = Arc::new(Engine::builtin());
        let (sender, inbox) = channel();
        let (calls, called) = channel();
        let (_shell, continued) = channel();
        Self {
            state: AppState::new(Arc::clone(engine.catalog()), SIZE),
            runner: EffectRunner::start(
                sender,
                engine,
                None,
                &Config::resolve(&ConfigInputs::default()),
            )
            .unwrap(),
            screen: RecordedScreen::new(calls, continued),
            calls: called,
            inbox,
        }
    }

    fn handle(&mut self, event: AppEvent) -> Option<ExplorerOutcome> {
        self.runner.handle_event(event, &mut self.state, &mut self.screen).unwrap()
    }

    fn run(&mut self, effects: Vec<Effect>) -> Option<ExplorerOutcome> {
        self.runner.run_effects(effects.into(), &mut self.state, &mut self.screen).unwrap()
    }

    fn calls(&self) -> Vec<ScreenCall> {
        self.calls.try_iter().collect()
    }
}

fn copy(text: &str) -> Effect {
    Effect::CopyText(text.to_string(), "a text".to_string())
}

fn notice(text: &str) -> AppEvent {
    AppEvent::Answered(Msg::Notice(text.to_string()))
}

#[test]
fn answers_about_an_earlier_catalog_are_dropped() {
    let mut bench = Bench::new();
    let earlier = bench.runner.jobs.epoch_sender();
    let engine = Arc::new(Engine::new(Arc::new(crate::builtin::catalog())));
    let changed = ReloadedPacks { engine, faults: vec![] };
    assert!(bench.handle(AppEvent::Reloaded(ReloadResult::Changed(changed), true)).is_none());
    let now = bench.runner.jobs.epoch_sender();
    let before = bench.state.notice.clone();
    assert_ne!(before.as_deref(), Some("earlier"));

    earlier.send(notice("earlier"));
    let event = bench.inbox.recv().unwrap();
    assert!(bench.handle(event).is_none());
    assert_eq!(bench.state.notice, before);

    now.send(notice("now"));
    let event = bench.inbox.recv().unwrap();
    assert!(bench.handle(event).is_none());
    assert_eq!(bench.state.notice.as_deref(), Some("now"));
}

#[test]
fn the_end_of_an_earlier_catalog_is_not_the_end() {
    let mut bench = Bench::new();
    let earlier = bench.runner.jobs.epoch_sender();
    bench.runner.show_engine(Arc::new(Engine::builtin())).unwrap();
    earlier.send(AppEvent::Terminate(7));
    let event = bench.inbox.recv().unwrap();
    assert!(bench.handle(event).is_none());
    assert!(matches!(bench.handle(AppEvent::Terminate(7)), Some(ExplorerOutcome::Status(7))));
}

#[test]
fn effects_run_in_order_and_wait_for_a_program_that_has_the_terminal() {
    let mut bench = Bench::new();
    let effects = vec![Effect::Redraw, copy("before"), Effect::Suspend, copy("after")];
    assert!(bench.run(effects).is_none());
    assert_eq!(bench.calls(), [ScreenCall::Invalidate, ScreenCall::Copy("before".to_string())]);
    let loan = bench.runner.take_loan();
    assert!(matches!(loan, Some(Loan::Shell)));
    assert!(bench.runner.take_loan().is_none());

    let end = LoanEnd::Shell(true);
    let ended = bench.runner.end_loan(end, &mut bench.state, &mut bench.screen).unwrap();
    assert!(ended.is_none());
    assert_eq!(bench.calls(), [ScreenCall::Copy("after".to_string())]);
}

#[test]
fn nothing_runs_after_quitting() {
    let mut bench = Bench::new();
    let ended = bench.run(vec![copy("before"), Effect::Quit(3), copy("after")]);
    assert!(matches!(ended, Some(ExplorerOutcome::Status(3))));
    assert_eq!(bench.calls(), [ScreenCall::Copy("before".to_string())]);
}
