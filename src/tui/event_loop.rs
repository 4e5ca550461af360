//! The state of the explorer, and the threads that take turns on it.
//!
//! Two threads take turns: one reads keys, and one empties the inbox. The thread that receives
//! something handles it and draws, so that no key is passed between threads before it shows.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, KeyEvent};

use super::action::Action;
use super::effect_runner::{EffectRunner, LoanEnd, files};
use super::event::{AppEvent, message_for_key};
use super::key::KeyChord;
use super::outcome::ExplorerOutcome;
use super::screen::{InputSource, Screen};
use super::session::{InitialSettings, Session};
use super::state::AppState;
use super::terminal;
use super::update::{self, Msg};
use crate::config::Config;

/// Maximum time that a frame waits for search results: half the time that it stays on a screen.
const FRAME_WAIT: Duration = Duration::from_millis(8);

/// Maximum time that keys without a pause are handled before a frame is drawn.
const MAX_UNDRAWN: Duration = Duration::from_millis(200);

/// Maximum time that a key waits for the answer that it depends on. After that it acts on the
/// contents of the screen.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// The state of the running explorer.
pub(super) struct App {
    pub(super) state: AppState,
    // Dropped before waiting for the threads behind the inbox.
    /// `None` while another program has the terminal.
    pub(super) screen: Option<Box<dyn Screen>>,
    /// Whether another program has the terminal.
    pub(super) lent: bool,
    pub(super) effects: EffectRunner,
    /// The memory as it was when the explorer opened, and the settings that the command line made
    /// for this run only.
    pub(super) restored: Session,
    pub(super) initial: InitialSettings,
    /// Changes of the bookmarks that were already given to be saved.
    pub(super) bookmarks_seen: Vec<(String, bool)>,
    /// Time by which handled input must be on the screen; `None` if it already is.
    pub(super) draw_by: Option<Instant>,
}

impl App {
    /// Handles one event. Returns how the explorer ends, if it does.
    fn handle_event(
        &mut self,
        event: AppEvent,
        config: &Config,
    ) -> io::Result<Option<ExplorerOutcome>> {
        self.draw_by.get_or_insert_with(|| Instant::now() + FRAME_WAIT);
        let opened = matches!(event, AppEvent::PacksRead(..));
        let Some(screen) = &mut self.screen else { return Ok(None) };
        let mut ended = self.effects.handle_event(event, &mut self.state, &mut **screen)?;
        if ended.is_none() {
            ended = self.effects.replace_damaged_cache(&mut self.state, &mut **screen)?;
        }
        self.save_if_ended(ended.as_ref(), config);
        self.save_new_bookmarks(config)?;
        if ended.is_none() && opened && config.session_file.is_some() {
            self.state.restore_session(&self.restored, &self.initial);
        }
        Ok(ended)
    }

    /// Goes on with the terminal after another program had it. Returns how the explorer ends, if it
    /// does.
    fn end_loan(&mut self, end: LoanEnd, config: &Config) -> io::Result<Option<ExplorerOutcome>> {
        let Some(screen) = &mut self.screen else { return Ok(None) };
        let ended = self.effects.end_loan(end, &mut self.state, &mut **screen)?;
        self.save_if_ended(ended.as_ref(), config);
        Ok(ended)
    }

    /// Saves the bookmarks as soon as they have changed: neither a failure nor the end of the program
    /// by force may lose them silently.
    fn save_new_bookmarks(&mut self, config: &Config) -> io::Result<()> {
        let Some(path) = &config.session_file else { return Ok(()) };
        if self.state.bookmark_changes == self.bookmarks_seen {
            return Ok(());
        }
        let is_new =
            self.state.bookmark_changes.iter().any(|change| !self.bookmarks_seen.contains(change));
        self.bookmarks_seen.clone_from(&self.state.bookmark_changes);
        if is_new {
            let snapshot = self.state.bookmark_snapshot(&self.restored);
            self.effects.save_bookmarks(path.clone(), snapshot)?;
        }
        Ok(())
    }

    fn save_if_ended(&self, ended: Option<&ExplorerOutcome>, config: &Config) {
        if let (Some(_), Some(path)) = (ended, &config.session_file) {
            // If it cannot be written, the next run starts without it.
            let _ = files::save_session(path, &self.state, &self.restored, &self.initial);
        }
    }

    /// Inserts `text` into the focused field, as one piece. Returns how the explorer ends, if it
    /// does.
    fn insert_typed(
        &mut self,
        text: &mut String,
        config: &Config,
    ) -> io::Result<Option<ExplorerOutcome>> {
        if text.is_empty() {
            return Ok(None);
        }
        self.handle_event(AppEvent::Typed(std::mem::take(text)), config)
    }

    /// Draws the handled input, or returns when to try again: search results mostly arrive before a
    /// frame would be seen, and a frame that shows them is worth more than an earlier one that does
    /// not.
    fn draw_if_due(&mut self) -> io::Result<Option<Instant>> {
        let Some(due) = self.draw_by else { return Ok(None) };
        if self.effects.pending_search.is_some() && Instant::now() < due {
            return Ok(Some(due));
        }
        self.draw_by = None;
        if let Some(screen) = &mut self.screen {
            screen.draw(&self.state)?;
        }
        Ok(None)
    }
}

/// The meaning of a key to the thread that reads keys.
enum KeyMeaning {
    /// A character for the focused field.
    Typed(char),
    /// A key that depends on the last search: Enter, an arrow.
    NeedsAnswer,
    /// Anything else.
    Other,
}

impl App {
    /// Whether `key` has a meaning here.
    fn is_bound(&self, key: KeyEvent) -> bool {
        KeyChord::from_event(key).is_some_and(|chord| message_for_key(&self.state, chord).is_some())
    }

    fn key_meaning(&self, key: KeyEvent) -> KeyMeaning {
        let chord = KeyChord::from_event(key);
        match chord.and_then(|chord| message_for_key(&self.state, chord)) {
            // In the list of copies, a character is a key.
            Some(Msg::Char(c)) if !update::is_choosing(&self.state, c) => KeyMeaning::Typed(c),
            Some(Msg::Act(action)) if !is_independent(action) => KeyMeaning::NeedsAnswer,
            _ => KeyMeaning::Other,
        }
    }

    /// Whether the text typed into a field is not answered yet.
    fn is_awaiting(&self) -> bool {
        self.effects.pending_search.is_some()
            || (self.state.packs_being_read.is_some() && self.state.focus.is_input())
    }
}

/// Whether `action` does the same regardless of search results.
fn is_independent(action: Action) -> bool {
    action.is_editing()
        || matches!(
            action,
            Action::Quit | Action::Interrupt | Action::Cancel | Action::Suspend | Action::Redraw
        )
}

/// State shared by both threads.
struct SharedApp {
    /// Empty when the explorer has ended.
    app: Mutex<Option<App>>,
    /// Notified after each turn of the inbox.
    turn_done: Condvar,
}

/// The explorer while the calling thread has the turn.
type AppGuard<'a> = MutexGuard<'a, Option<App>>;

/// Takes the turn once no other program has the terminal; `None` after a panic.
fn lock_app(shared: &SharedApp) -> Option<AppGuard<'_>> {
    let lock = shared.app.lock().ok()?;
    shared.turn_done.wait_while(lock, has_lent).ok()
}

fn has_lent(app: &mut Option<App>) -> bool {
    app.as_ref().is_some_and(|app| app.lent)
}

/// Handles one event. If it gives the terminal to another program, the lock is released until that
/// has ended. Returns how the explorer ends, if it does.
fn handle_event<'a>(
    shared: &'a SharedApp,
    mut lock: AppGuard<'a>,
    event: AppEvent,
    config: &Config,
) -> io::Result<(AppGuard<'a>, Option<ExplorerOutcome>)> {
    let Some(app) = lock.as_mut() else { return Ok((lock, None)) };
    let mut ended = app.handle_event(event, config)?;
    while ended.is_none()
        && let Some(app) = lock.as_mut()
        && let Some(loan) = app.effects.take_loan()
        && let Some(screen) = app.screen.take()
    {
        let mouse = app.state.mouse;
        app.lent = true;
        drop(lock);
        let mut lent = LentScreen { shared, screen: Some(screen) };
        let end = lent.screen.as_mut().map(|screen| loan.run(&mut **screen, mouse)).transpose();
        drop(lent);
        // The other thread may have lent it meanwhile.
        lock = shared.app.lock().unwrap_or_else(PoisonError::into_inner);
        lock = shared.turn_done.wait_while(lock, has_lent).unwrap_or_else(PoisonError::into_inner);
        if let (Some(app), Some(end)) = (lock.as_mut(), end?) {
            ended = app.end_loan(end, config)?;
        }
    }
    Ok((lock, ended))
}

/// The screen while another program has the terminal. When dropped, the explorer has it again, and
/// the other thread may take its turn; after a panic, there is no screen.
struct LentScreen<'a> {
    shared: &'a SharedApp,
    screen: Option<Box<dyn Screen>>,
}

impl Drop for LentScreen<'_> {
    fn drop(&mut self) {
        let screen = self.screen.take().filter(|_| !std::thread::panicking());
        if let Some(app) = self.shared.app.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            (app.screen, app.lent) = (screen, false);
        }
        self.shared.turn_done.notify_all();
    }
}

/// Runs until the user quits or a signal ends it. The thread that reads keys opens them.
///
/// # Errors
///
/// When the terminal cannot be written to.
pub(super) fn run_event_loop<K: InputSource>(
    desk: App,
    open_keys: impl FnOnce() -> io::Result<K> + Send + 'static,
    sender: Sender<AppEvent>,
    inbox: &Receiver<AppEvent>,
    config: &Config,
) -> io::Result<ExplorerOutcome> {
    let shared = Arc::new(SharedApp { app: Mutex::new(Some(desk)), turn_done: Condvar::new() });
    let _closed = AppExitGuard(Arc::clone(&shared));
    let (of_keys, config_of_keys) = (Arc::clone(&shared), config.clone());
    let keys = crate::thread::spawn("keys", move || {
        let _left = KeyReaderExitGuard(sender);
        read_keys(open_keys()?, &of_keys, &config_of_keys)
    })?;
    let ended = read_inbox(&shared, inbox, config);
    let ended = match ended {
        Ok(None) => match keys.join() {
            Ok(ended) => ended.map(|ended| ended.unwrap_or(ExplorerOutcome::Status(0))),
            // Its message is printed when the terminal is given back.
            Err(panic) => std::panic::resume_unwind(panic),
        },
        ended => ended.map(|ended| ended.unwrap_or(ExplorerOutcome::Status(0))),
    };
    match ended {
        Err(error) if terminal::is_gone(&error) => end_without_terminal(&shared, config),
        ended => ended,
    }
}

/// Gives the terminal back and finishes all writes when dropped, after a panic too. A thread that
/// still reads keys then finds nothing to handle them.
struct AppExitGuard(Arc<SharedApp>);

impl Drop for AppExitGuard {
    fn drop(&mut self) {
        drop(self.0.app.lock().unwrap_or_else(PoisonError::into_inner).take());
        self.0.turn_done.notify_all();
    }
}

/// Ends as if the system had asked for it, with everything saved.
fn end_without_terminal(shared: &SharedApp, config: &Config) -> io::Result<ExplorerOutcome> {
    let mut lock = shared.app.lock().unwrap_or_else(PoisonError::into_inner);
    let ended = lock.as_mut().map_or(Ok(None), |desk| {
        desk.handle_event(AppEvent::Terminate(terminal::HANGUP_STATUS), config)
    });
    ended.map(|ended| ended.unwrap_or(ExplorerOutcome::Status(terminal::HANGUP_STATUS)))
}

/// Notifies the inbox that keys are no longer read, whatever the reason.
struct KeyReaderExitGuard(Sender<AppEvent>);

impl Drop for KeyReaderExitGuard {
    fn drop(&mut self) {
        let _ = self.0.send(AppEvent::KeyReaderEnded);
    }
}

/// Handles the input of the terminal. Returns how the explorer ends; `None` if it already has.
fn read_keys(
    mut keys: impl InputSource,
    shared: &SharedApp,
    config: &Config,
) -> io::Result<Option<ExplorerOutcome>> {
    let mut due: Option<Instant> = None;
    loop {
        let come = keys.wait(due);
        let Some(mut lock) = lock_app(shared) else { return Ok(None) };
        let mut next = come;
        // Characters for a field, which are inserted together: each by itself would start a search.
        let mut typed_text = String::new();
        let until = Instant::now() + MAX_UNDRAWN;
        // All pending input is handled before the next frame: a burst of keys costs one draw.
        while next.unwrap_or(true) {
            let Some(desk) = lock.as_mut() else { return Ok(None) };
            let Some(typed) = keys.take() else {
                return desk.handle_event(AppEvent::Terminate(terminal::HANGUP_STATUS), config);
            };
            for input in typed.events(|key| desk.is_bound(key)).into_iter().flatten() {
                let Some(desk) = lock.as_mut() else { return Ok(None) };
                let meaning = if let Input::Key(key) = input {
                    desk.key_meaning(key)
                } else {
                    KeyMeaning::Other
                };
                if let KeyMeaning::Typed(c) = meaning {
                    typed_text.push(c);
                    continue;
                }
                if let Some(ended) = desk.insert_typed(&mut typed_text, config)? {
                    return Ok(Some(ended));
                }
                if matches!(meaning, KeyMeaning::NeedsAnswer) {
                    lock = wait_for_answer(shared, lock)?;
                }
                let ended;
                (lock, ended) = handle_event(shared, lock, AppEvent::Input(input), config)?;
                if ended.is_some() {
                    return Ok(ended);
                }
                let Some(desk) = lock.as_mut() else { return Ok(None) };
                if desk.screen.as_mut().is_some_and(|screen| screen.was_lent()) {
                    keys.clear();
                    break;
                }
            }
            next = if Instant::now() < until { keys.wait(Some(Instant::now())) } else { Ok(false) };
        }
        let Some(desk) = lock.as_mut() else { return Ok(None) };
        if let Some(ended) = desk.insert_typed(&mut typed_text, config)? {
            return Ok(Some(ended));
        }
        due = desk.draw_if_due()?;
        if due.is_none() && !keys.wait(Some(Instant::now())).unwrap_or(true) {
            update::prefetch(&mut desk.state);
        }
    }
}

/// Waits until the text typed into a field is answered: Enter right after a word acts on the
/// results for that word, and not on the earlier list. The typed text shows meanwhile.
fn wait_for_answer<'a>(
    shared: &'a SharedApp,
    mut lock: MutexGuard<'a, Option<App>>,
) -> io::Result<MutexGuard<'a, Option<App>>> {
    let until = Instant::now() + ANSWER_TIMEOUT;
    while let Some(desk) = lock.as_mut().filter(|desk| desk.is_awaiting()) {
        let due = desk.draw_if_due()?.map_or(until, |due| due.min(until));
        let left = due.saturating_duration_since(Instant::now());
        if left.is_zero() && due == until {
            break;
        }
        lock = match shared.turn_done.wait_timeout(lock, left) {
            Ok((lock, _)) => lock,
            Err(poisoned) => poisoned.into_inner().0,
        };
    }
    Ok(lock)
}

/// Handles the events from other threads. Returns how the explorer ends; `None` if the thread that
/// reads keys knows.
fn read_inbox(
    shared: &SharedApp,
    inbox: &Receiver<AppEvent>,
    config: &Config,
) -> io::Result<Option<ExplorerOutcome>> {
    let mut due: Option<Instant> = None;
    loop {
        let mut next = match due {
            None => Some(inbox.recv().unwrap_or(AppEvent::KeyReaderEnded)),
            Some(due) => match inbox.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(AppEvent::KeyReaderEnded),
            },
        };
        let Some(mut lock) = lock_app(shared) else { return Ok(None) };
        while let Some(event) = next {
            if matches!(event, AppEvent::KeyReaderEnded) {
                return Ok(None);
            }
            let ended;
            (lock, ended) = handle_event(shared, lock, event, config)?;
            if ended.is_some() {
                return Ok(ended);
            }
            next = inbox.try_recv().ok();
        }
        let Some(desk) = lock.as_mut() else { return Ok(None) };
        due = desk.draw_if_due()?;
        shared.turn_done.notify_all();
    }
}

#[cfg(test)]
mod tests;
