//! The state of the explorer, and the threads that take turns on it.
//!
//! Two threads take turns: one reads keys, and one empties the inbox. The thread that receives
//! something handles it and draws, so that no key is passed between threads before it shows.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, KeyEvent};

use super::Ended;
use super::action::Action;
use super::event::Event;
use super::input::Keys;
use super::key::Chord;
use super::memory::{Memory, Set};
use super::outside::{Outside, files};
use super::state::State;
use super::terminal::{self, Screen};
use super::update::Msg;
use super::{press, update};
use crate::config::Config;

/// Maximum time that a frame waits for search results: half the time that it stays on a screen.
const PATIENCE: Duration = Duration::from_millis(8);

/// Maximum time that keys without a pause are handled before a frame is drawn.
const UNDRAWN: Duration = Duration::from_millis(200);

/// Maximum time that a key waits for the answer that it depends on. After that it acts on the
/// contents of the screen.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// The state of the running explorer.
pub(super) struct Desk {
    pub(super) state: State,
    // Dropped before waiting for the threads behind the inbox.
    pub(super) screen: Screen,
    pub(super) outside: Outside,
    /// The memory as it was when the explorer opened, and the settings that the command line made
    /// for this run only.
    pub(super) recalled: Memory,
    pub(super) set: Set,
    /// Time by which handled input must be on the screen; `None` if it already is.
    pub(super) owed: Option<Instant>,
}

impl Desk {
    /// Handles one event. Returns how the explorer ends, if it does.
    fn take(&mut self, event: Event, config: &Config) -> io::Result<Option<Ended>> {
        self.owed.get_or_insert_with(|| Instant::now() + PATIENCE);
        let opened = matches!(event, Event::Read(..));
        let ended = self.outside.take(event, &mut self.state, &mut self.screen)?;
        if let (Some(_), Some(path)) = (&ended, &config.memory) {
            // If it cannot be written, the next run starts without it.
            let _ = files::remember(path, &self.state, &self.recalled, &self.set);
        }
        if ended.is_none() && opened && config.memory.is_some() {
            self.state.recall(&self.recalled, &self.set);
        }
        Ok(ended)
    }

    /// Inserts `text` into the focused field, as one piece. Returns how the explorer ends, if it
    /// does.
    fn put_in(&mut self, text: &mut String, config: &Config) -> io::Result<Option<Ended>> {
        if text.is_empty() {
            return Ok(None);
        }
        self.take(Event::Typed(std::mem::take(text)), config)
    }

    /// Draws the handled input, or returns when to try again: search results mostly arrive before a
    /// frame would be seen, and a frame that shows them is worth more than an earlier one that does
    /// not.
    fn settle(&mut self) -> io::Result<Option<Instant>> {
        let Some(due) = self.owed else { return Ok(None) };
        if self.outside.awaited.is_some() && Instant::now() < due {
            return Ok(Some(due));
        }
        self.owed = None;
        self.screen.draw(&self.state)?;
        Ok(None)
    }
}

/// The meaning of a key to the thread that reads keys.
enum Meaning {
    /// A character for the focused field.
    Typed(char),
    /// A key that depends on the last search: Enter, an arrow.
    OfAnswer,
    /// Anything else.
    Else,
}

impl Desk {
    fn meaning(&self, key: KeyEvent) -> Meaning {
        let chord = Chord::from_event(key);
        match chord.and_then(|chord| press(&self.state, chord)) {
            // In the list of copies, a character is a key.
            Some(Msg::Text(c)) if !update::is_choosing(&self.state) => Meaning::Typed(c),
            Some(Msg::Act(action)) if !is_independent(action) => Meaning::OfAnswer,
            _ => Meaning::Else,
        }
    }

    /// Whether the text typed into a field is not answered yet.
    fn is_awaiting(&self) -> bool {
        self.outside.awaited.is_some()
            || (self.state.reading.is_some() && self.state.focus.is_input())
    }
}

/// Whether `action` does the same regardless of search results.
fn is_independent(action: Action) -> bool {
    action.is_editing()
        || matches!(action, Action::Quit | Action::Cancel | Action::Suspend | Action::Redraw)
}

/// State shared by both threads.
struct Shared {
    /// Empty when the explorer has ended.
    desk: Mutex<Option<Desk>>,
    /// Notified after each turn of the inbox.
    taken: Condvar,
}

/// Runs until the user quits or a signal ends it.
///
/// # Errors
///
/// When the terminal cannot be written to.
pub(super) fn work(
    desk: Desk,
    sender: Sender<Event>,
    inbox: &Receiver<Event>,
    config: &Config,
) -> io::Result<Ended> {
    let shared = Arc::new(Shared { desk: Mutex::new(Some(desk)), taken: Condvar::new() });
    let _closed = Closed(Arc::clone(&shared));
    let (of_keys, config_of_keys) = (Arc::clone(&shared), config.clone());
    let keys = crate::thread::spawn("keys", move || {
        let _left = Left(sender);
        read_keys(&of_keys, &config_of_keys)
    })?;
    let ended = read_inbox(&shared, inbox, config);
    let ended = match ended {
        Ok(None) => match keys.join() {
            Ok(ended) => ended.map(|ended| ended.unwrap_or(Ended::Status(0))),
            // Its message is printed when the terminal is given back.
            Err(panic) => std::panic::resume_unwind(panic),
        },
        ended => ended.map(|ended| ended.unwrap_or(Ended::Status(0))),
    };
    match ended {
        Err(error) if terminal::is_gone(&error) => end_without_terminal(&shared, config),
        ended => ended,
    }
}

/// Gives the terminal back and finishes all writes when dropped, after a panic too. A thread that
/// still reads keys then finds nothing to handle them.
struct Closed(Arc<Shared>);

impl Drop for Closed {
    fn drop(&mut self) {
        drop(self.0.desk.lock().unwrap_or_else(PoisonError::into_inner).take());
        self.0.taken.notify_all();
    }
}

/// Ends as if the system had asked for it, with everything saved.
fn end_without_terminal(shared: &Shared, config: &Config) -> io::Result<Ended> {
    let mut lock = shared.desk.lock().unwrap_or_else(PoisonError::into_inner);
    let ended =
        lock.as_mut().map_or(Ok(None), |desk| desk.take(Event::End(terminal::GONE), config));
    ended.map(|ended| ended.unwrap_or(Ended::Status(terminal::GONE)))
}

/// Notifies the inbox that keys are no longer read, whatever the reason.
struct Left(Sender<Event>);

impl Drop for Left {
    fn drop(&mut self) {
        let _ = self.0.send(Event::Left);
    }
}

/// Handles the input of the terminal. Returns how the explorer ends; `None` if it already has.
fn read_keys(shared: &Shared, config: &Config) -> io::Result<Option<Ended>> {
    let mut keys = Keys::open()?;
    let mut due: Option<Instant> = None;
    loop {
        let come = keys.wait(due);
        let Ok(mut lock) = shared.desk.lock() else { return Ok(None) };
        let mut next = come;
        // Characters for a field, which are inserted together: each by itself would start a search.
        let mut typed_text = String::new();
        let until = Instant::now() + UNDRAWN;
        // All pending input is handled before the next frame: a burst of keys costs one draw.
        while next.unwrap_or(true) {
            let Some(desk) = lock.as_mut() else { return Ok(None) };
            let Some(typed) = keys.take() else {
                return desk.take(Event::End(terminal::GONE), config);
            };
            let bound = |key| {
                Chord::from_event(key).is_some_and(|chord| press(&desk.state, chord).is_some())
            };
            for input in typed.events(bound).into_iter().flatten() {
                let Some(desk) = lock.as_mut() else { return Ok(None) };
                let meaning =
                    if let Input::Key(key) = input { desk.meaning(key) } else { Meaning::Else };
                if let Meaning::Typed(c) = meaning {
                    typed_text.push(c);
                    continue;
                }
                if let Some(ended) = desk.put_in(&mut typed_text, config)? {
                    return Ok(Some(ended));
                }
                if matches!(meaning, Meaning::OfAnswer) {
                    lock = answered(shared, lock)?;
                }
                let Some(desk) = lock.as_mut() else { return Ok(None) };
                if let Some(ended) = desk.take(Event::Input(input), config)? {
                    return Ok(Some(ended));
                }
                if desk.screen.was_lent() {
                    keys.clear();
                    break;
                }
            }
            next = if Instant::now() < until { keys.wait(Some(Instant::now())) } else { Ok(false) };
        }
        let Some(desk) = lock.as_mut() else { return Ok(None) };
        if let Some(ended) = desk.put_in(&mut typed_text, config)? {
            return Ok(Some(ended));
        }
        due = desk.settle()?;
        if due.is_none() && !keys.wait(Some(Instant::now())).unwrap_or(true) {
            update::look_ahead(&mut desk.state);
        }
    }
}

/// Waits until the text typed into a field is answered: Enter right after a word acts on the
/// results for that word, and not on the earlier list. The typed text shows meanwhile.
fn answered<'a>(
    shared: &'a Shared,
    mut lock: MutexGuard<'a, Option<Desk>>,
) -> io::Result<MutexGuard<'a, Option<Desk>>> {
    let until = Instant::now() + ANSWER_TIMEOUT;
    while let Some(desk) = lock.as_mut().filter(|desk| desk.is_awaiting()) {
        let due = desk.settle()?.map_or(until, |due| due.min(until));
        let left = due.saturating_duration_since(Instant::now());
        if left.is_zero() && due == until {
            break;
        }
        lock = match shared.taken.wait_timeout(lock, left) {
            Ok((lock, _)) => lock,
            Err(poisoned) => poisoned.into_inner().0,
        };
    }
    Ok(lock)
}

/// Handles the events from other threads. Returns how the explorer ends; `None` if the thread that
/// reads keys knows.
fn read_inbox(
    shared: &Shared,
    inbox: &Receiver<Event>,
    config: &Config,
) -> io::Result<Option<Ended>> {
    let mut due: Option<Instant> = None;
    loop {
        let mut next = match due {
            None => Some(inbox.recv().unwrap_or(Event::Left)),
            Some(due) => match inbox.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Event::Left),
            },
        };
        let Ok(mut lock) = shared.desk.lock() else { return Ok(None) };
        let Some(desk) = lock.as_mut() else { return Ok(None) };
        while let Some(event) = next {
            if matches!(event, Event::Left) {
                return Ok(None);
            }
            if let Some(ended) = desk.take(event, config)? {
                return Ok(Some(ended));
            }
            next = inbox.try_recv().ok();
        }
        due = desk.settle()?;
        shared.taken.notify_all();
    }
}
