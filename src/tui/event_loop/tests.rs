use std::sync::TryLockError;
use std::sync::mpsc::channel;

use crossterm::event::KeyCode;

use super::*;
use crate::config::ConfigInputs;
use crate::engine::Engine;
use crate::tui::effect::Effect;
use crate::tui::runner::{EffectResult, EffectsOutcome, RunEffect, answer, run_effects};
use crate::tui::screen::fixture::{
    RecordedScreen, SIZE, ScreenCall, SentKeys, WATCHDOG, ctrl, screen_text, typed,
};
use crate::tui::screen_catalog::ScreenCatalog;

/// A terminal without a device, as the test sees it.
struct TestTerminal {
    calls: Receiver<ScreenCall>,
    shell: Sender<()>,
}

impl TestTerminal {
    /// Waits for `call`; other requests to the screen are skipped.
    fn wait_for(&self, call: &ScreenCall) {
        let until = Instant::now() + WATCHDOG;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.calls.recv_timeout(left) {
                Ok(other) if other == *call => return,
                Ok(_) => {}
                Err(error) => panic!("{error} before {call:?}"),
            }
        }
    }
}

/// Returns an explorer over the catalog of `engine`, and its terminal.
fn app_over(engine: Arc<Engine>, sender: Sender<AppEvent>) -> (App, TestTerminal) {
    let (calls, called) = channel();
    let (shell, continued) = channel();
    let app = App {
        state: AppState::new(ScreenCatalog::load(engine.catalog()), SIZE),
        screen: Some(Box::new(RecordedScreen::new(calls, continued))),
        lent: false,
        effects: EffectRunner::start(
            sender,
            engine,
            None,
            &Config::resolve(&ConfigInputs::default()),
        )
        .unwrap(),
        restored: Session::default(),
        initial: InitialSettings { theme: None, mouse: true },
        bookmarks_seen: Vec::new(),
        draw_by: None,
    };
    (app, TestTerminal { calls: called, shell })
}

fn shared(app: App) -> Arc<SharedApp> {
    Arc::new(SharedApp { app: Mutex::new(Some(app)), turn_done: Condvar::new() })
}

fn config() -> Config {
    Config::resolve(&ConfigInputs::default())
}

fn pressed(key: KeyEvent) -> AppEvent {
    AppEvent::Input(Input::Key(key))
}

/// A pack with so many roles that a search is answered on a thread.
fn many_roles() -> Arc<Engine> {
    let mut text = "[pack]\nformat = 1\nid = \"many\"\ntitle = \"Many\"\nversion = \"1\"\n\
                    license = \"CC0-1.0\"\nas-of = 2026-01-02\n"
        .to_string();
    for n in 0..1_200 {
        text += &format!("[[role]]\nid = \"r{n}\"\ntitle = \"Craft {n}\"\nfamily = \"craft\"\n");
    }
    let loaded = crate::pack::from_files("many", &[("many.toml", &text)]);
    assert_eq!(loaded.catalog.roles().len(), 1_200, "{:?}", loaded.diagnostics);
    Arc::new(Engine::new(Arc::new(loaded.catalog)))
}

/// An outside world without threads: an engine that answers every question at once.
struct EngineWorld<'a>(&'a Engine);

impl RunEffect for EngineWorld<'_> {
    fn run_effect(&mut self, effect: Effect, state: &mut AppState) -> io::Result<EffectResult> {
        let msg = answer(self.0, &effect).unwrap_or_else(|| panic!("{effect:?}"));
        Ok(EffectResult::Continue(update::update(state, msg)))
    }
}

/// Returns the screen after `keys`, without threads.
fn screen_after(engine: &Engine, keys: &[KeyEvent]) -> String {
    let mut state = AppState::new(ScreenCatalog::load(engine.catalog()), SIZE);
    for key in keys {
        let chord = KeyChord::from_event(*key).unwrap();
        let msg = message_for_key(&state, chord).unwrap();
        let effects = update::update(&mut state, msg);
        let end = run_effects(&mut EngineWorld(engine), &mut state, effects).unwrap();
        assert!(matches!(end, EffectsOutcome::Done));
    }
    screen_text(&state)
}

#[test]
fn enter_acts_on_the_answer_of_the_search_thread_and_the_loop_ends() {
    let engine = many_roles();
    // Enter opens a role from the search of roles.
    let mut keys = vec![typed('4'), ctrl('t')];
    keys.extend("craft 777".chars().map(typed));
    keys.push(KeyEvent::from(KeyCode::Enter));
    let expected = screen_after(&engine, &keys);
    assert!(expected.contains("Craft 777"), "{expected}");

    let (sender, inbox) = channel();
    let (press, sent) = channel();
    let (app, terminal) = app_over(engine, sender.clone());
    // All of them come at once, so that there is no time for an answer before Enter.
    for key in keys {
        press.send(key).unwrap();
    }
    let run = std::thread::spawn(move || {
        run_event_loop(app, move || Ok(SentKeys::new(sent)), sender, &inbox, &config())
    });
    terminal.wait_for(&ScreenCall::Draw(expected));
    press.send(ctrl('c')).unwrap();
    let ended = run.join().unwrap().unwrap();
    assert!(matches!(ended, ExplorerOutcome::Status(0)), "{ended:?}");
}

#[test]
fn a_terminal_that_is_gone_ends_the_loop() {
    let (sender, inbox) = channel();
    let (press, sent) = channel();
    let (app, _terminal) = app_over(Arc::new(Engine::builtin()), sender.clone());
    drop(press);
    let ended =
        run_event_loop(app, move || Ok(SentKeys::new(sent)), sender, &inbox, &config()).unwrap();
    assert!(matches!(ended, ExplorerOutcome::Status(terminal::HANGUP_STATUS)), "{ended:?}");
}

#[test]
fn nothing_is_locked_or_drawn_while_another_program_has_the_terminal() {
    let (sender, _inbox) = channel();
    let (app, terminal) = app_over(Arc::new(Engine::builtin()), sender);
    let shared = shared(app);
    let lender = {
        let shared = Arc::clone(&shared);
        std::thread::spawn(move || {
            let lock = lock_app(&shared).unwrap();
            let (mut lock, ended) =
                handle_event(&shared, lock, pressed(ctrl('z')), &config()).unwrap();
            lock.as_mut().unwrap().draw_by = Some(Instant::now());
            assert!(lock.as_mut().unwrap().draw_if_due().unwrap().is_none());
            ended.is_none()
        })
    };
    assert_eq!(terminal.calls.recv_timeout(WATCHDOG), Ok(ScreenCall::Suspend));
    match shared.app.try_lock() {
        Ok(app) => {
            let app = app.as_ref().unwrap();
            assert!(app.lent && app.screen.is_none());
        }
        Err(TryLockError::WouldBlock) => panic!("locked while the shell has the terminal"),
        Err(TryLockError::Poisoned(error)) => panic!("{error}"),
    }
    // The thread of the inbox waits for its turn, and draws nothing.
    let (begin, begun) = channel();
    let other = {
        let shared = Arc::clone(&shared);
        std::thread::spawn(move || {
            begin.send(()).unwrap();
            let lock = lock_app(&shared).unwrap();
            lock.as_ref().is_some_and(|app| !app.lent && app.screen.is_some())
        })
    };
    begun.recv_timeout(WATCHDOG).unwrap();
    assert!(terminal.calls.try_recv().is_err());
    terminal.shell.send(()).unwrap();
    assert!(lender.join().unwrap());
    assert!(other.join().unwrap());
    let calls: Vec<ScreenCall> = terminal.calls.try_iter().collect();
    assert_eq!(calls[0], ScreenCall::Resume);
    assert!(matches!(calls.last(), Some(ScreenCall::Draw(_))), "{calls:?}");
}

#[test]
fn a_panic_while_another_program_has_the_terminal_leaves_no_screen_and_no_lock() {
    let (sender, _inbox) = channel();
    let (app, terminal) = app_over(Arc::new(Engine::builtin()), sender);
    let shared = shared(app);
    // The screen panics instead of waiting for a shell that is gone.
    drop(terminal.shell);
    let lender = {
        let shared = Arc::clone(&shared);
        std::thread::spawn(move || {
            let lock = lock_app(&shared).unwrap();
            handle_event(&shared, lock, pressed(ctrl('z')), &config()).map(|(_, ended)| ended)
        })
    };
    assert!(lender.join().is_err());
    let mut lock = lock_app(&shared).unwrap();
    let app = lock.as_mut().unwrap();
    assert!(!app.lent && app.screen.is_none());
    // What is drawn after that goes nowhere.
    app.draw_by = Some(Instant::now());
    assert!(app.draw_if_due().unwrap().is_none());
}
