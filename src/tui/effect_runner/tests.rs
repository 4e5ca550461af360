use std::sync::mpsc::{Receiver, channel};

use super::*;
use crate::config::ConfigInputs;
use crate::tui::effect::TextToRead;
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

impl Bench {
    /// Handles events until a text was read, or read again for changed packs.
    fn wait_for_text(&mut self) {
        loop {
            let event = self.inbox.recv_timeout(Duration::from_mins(2)).unwrap();
            let is_text = matches!(event, AppEvent::TextRead(_) | AppEvent::PacksAndTexts(_));
            self.handle(event);
            if is_text {
                return;
            }
        }
    }

    /// The places of the texts that were read, as the catalog on the screen has them.
    fn texts(&self) -> Vec<&str> {
        let catalog = &self.state.catalog;
        catalog.read_roles().filter_map(|role| catalog.read_from(role)).collect()
    }
}

#[test]
fn texts_are_read_on_a_thread_and_kept_until_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ad.txt");
    let ad = "Data engineer\n\nWhat you will do\n\n- Build data pipelines with SQL and Python\n";
    std::fs::write(&path, ad).unwrap();
    let read = Effect::ReadText(TextToRead::File(path.clone()));
    let paste = |text: &str| Effect::ReadText(TextToRead::Pasted(text.to_string()));
    let mut bench = Bench::new();
    bench.run(vec![read.clone()]);
    assert_eq!(bench.texts(), [""; 0], "nothing waits for the text");
    bench.wait_for_text();
    let shown = path.to_str().unwrap();
    assert_eq!(bench.texts(), [shown]);
    let role = bench.state.catalog.read_roles().next().unwrap();
    assert_eq!(bench.state.detail.role(), Some(role));
    assert_eq!(bench.state.catalog.family(role), "Read");
    assert!(bench.state.notice.as_ref().unwrap().contains("until you quit"));
    assert!(Arc::ptr_eq(bench.runner.engine.catalog(), &bench.state.catalog));
    // It is a role as any other for every question.
    assert!(!bench.runner.engine.most_similar(role).is_empty());
    // Two at once: neither is lost.
    bench.run(vec![paste(ad), paste(&format!("{ad}- Write SQL\n"))]);
    bench.wait_for_text();
    bench.wait_for_text();
    bench.wait_for_text();
    assert_eq!(bench.texts(), [shown, "pasted text", "pasted text 2"]);
    // The same file again takes the place of its earlier version.
    std::fs::write(&path, ad.replace("Data engineer", "Pipeline engineer")).unwrap();
    bench.run(vec![read]);
    bench.wait_for_text();
    assert_eq!(bench.texts().len(), 3);
    let role = bench.state.catalog.read_roles().next().unwrap();
    assert!(bench.state.catalog.role_title(role).starts_with("Pipeline engineer"));
    // The packs change, and the texts are read for their new contents.
    let changed = ReloadedPacks { engine: Arc::new(Engine::builtin()), faults: Vec::new() };
    let expected = Arc::clone(&changed.engine);
    bench.handle(AppEvent::Reloaded(ReloadResult::Changed(changed), false));
    bench.wait_for_text();
    assert_eq!(bench.texts().len(), 3);
    assert!(Arc::ptr_eq(bench.runner.engine.base().unwrap(), &expected));
}

#[test]
fn what_is_no_text_of_a_role_is_reported_and_changes_nothing() {
    let mut bench = Bench::new();
    for text in [
        TextToRead::File("/no/such/ad.txt".into()),
        TextToRead::Pasted(" \n \n".to_string()),
        TextToRead::Pasted("Hm.\nHm.\n".to_string()),
    ] {
        bench.run(vec![Effect::ReadText(text.clone())]);
        bench.wait_for_text();
        let warning = bench.state.warning.take().unwrap_or_default();
        assert!(warning.contains("cannot read") || warning.contains("found in"), "{warning}");
        assert!(bench.texts().is_empty() && bench.runner.texts.is_empty());
    }
}
