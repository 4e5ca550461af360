//! What the explorer works on, and whose turn it is.
//!
//! Two threads take turns: one reads keys, and one empties the inbox. Whoever has something takes it in and draws, so
//! that no key is handed from thread to thread before it shows.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::Ended;
use super::event::Event;
use super::input::Keys;
use super::key::Chord;
use super::memory::{Memory, Set};
use super::outside::{Outside, files};
use super::state::State;
use super::terminal::Screen;
use super::{press, update};
use crate::config::Config;

/// So long a frame waits for what was searched for: half of what one stands on a screen.
const PATIENCE: Duration = Duration::from_millis(8);

/// What the explorer works on.
pub(super) struct Desk {
    pub(super) state: State,
    // Given back before the threads behind the inbox are waited for.
    pub(super) screen: Screen,
    pub(super) outside: Outside,
    /// What was remembered when it opened, and what the command line set for this run alone.
    pub(super) recalled: Memory,
    pub(super) set: Set,
    /// By when what was taken in must be on the screen; none where it is.
    pub(super) owed: Option<Instant>,
}

impl Desk {
    /// Takes one event in. Gives how the explorer ends when it does.
    fn take(&mut self, event: Event, config: &Config) -> io::Result<Option<Ended>> {
        self.owed.get_or_insert_with(|| Instant::now() + PATIENCE);
        let opened = matches!(event, Event::Read(..));
        let ended = self.outside.take(event, &mut self.state, &mut self.screen)?;
        if let (Some(_), Some(path)) = (&ended, &config.memory) {
            // Whoever cannot write it starts anew the next time, and that is all.
            let _ = files::remember(path, &self.state, &self.recalled, &self.set);
        }
        if ended.is_none() && opened && config.memory.is_some() {
            self.state.recall(&self.recalled, &self.set);
        }
        Ok(ended)
    }

    /// Draws what was taken in, or tells by when to come back: what is searched for is mostly found before a frame would
    /// be seen, and one that shows it is worth more than an early one that does not.
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

/// What both threads reach for; empty when the explorer has ended.
type Shared = Arc<Mutex<Option<Desk>>>;

/// Works until the user leaves or is made to.
///
/// # Errors
///
/// When the terminal cannot be written to.
pub(super) fn work(desk: Desk, sender: Sender<Event>, inbox: &Receiver<Event>, config: &Config) -> io::Result<Ended> {
    let desk: Shared = Arc::new(Mutex::new(Some(desk)));
    let (shared, config_of_keys) = (Arc::clone(&desk), config.clone());
    let keys = std::thread::Builder::new().name("keys".to_string()).spawn(move || {
        let _left = Left(sender);
        read_keys(&shared, &config_of_keys)
    })?;
    let ended = read_inbox(&desk, inbox, config);
    let ended = match ended {
        Ok(None) => match keys.join() {
            Ok(ended) => ended.map(|ended| ended.unwrap_or(Ended::Status(0))),
            // The terminal is given back, and the message printed, where it happened.
            Err(panic) => std::panic::resume_unwind(panic),
        },
        ended => ended.map(|ended| ended.unwrap_or(Ended::Status(0))),
    };
    // Whoever still reads keys finds nothing to take them.
    drop(desk.lock().map(|mut desk| desk.take()));
    ended
}

/// Tells the inbox that nobody reads keys any more, whatever the reason.
struct Left(Sender<Event>);

impl Drop for Left {
    fn drop(&mut self) {
        let _ = self.0.send(Event::Left);
    }
}

/// Takes in what the terminal sends. Gives how the explorer ends; none when it has.
fn read_keys(desk: &Mutex<Option<Desk>>, config: &Config) -> io::Result<Option<Ended>> {
    let mut keys = Keys::open()?;
    let mut due: Option<Instant> = None;
    loop {
        let come = keys.wait(due);
        let Ok(mut desk) = desk.lock() else { return Ok(None) };
        let Some(desk) = desk.as_mut() else { return Ok(None) };
        let mut next = come;
        // Everything that waits is taken in before the next frame: a burst of keys costs one drawing.
        while next.unwrap_or(true) {
            // Where the terminal is gone nobody can ask us to end any more.
            let Some(typed) = keys.take() else { return desk.take(Event::End(0), config) };
            let bound = |key| Chord::from_event(key).is_some_and(|chord| press(&desk.state, chord).is_some());
            for input in typed.events(bound).into_iter().flatten() {
                if let Some(ended) = desk.take(Event::Input(input), config)? {
                    return Ok(Some(ended));
                }
                if desk.screen.was_lent() {
                    keys.clear();
                    break;
                }
            }
            next = keys.wait(Some(Instant::now()));
        }
        due = desk.settle()?;
        if due.is_none() && !keys.wait(Some(Instant::now())).unwrap_or(true) {
            update::look_ahead(&mut desk.state);
        }
    }
}

/// Takes in what other threads tell. Gives how the explorer ends; none when whoever reads keys knows.
fn read_inbox(desk: &Mutex<Option<Desk>>, inbox: &Receiver<Event>, config: &Config) -> io::Result<Option<Ended>> {
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
        let Ok(mut desk) = desk.lock() else { return Ok(None) };
        let Some(desk) = desk.as_mut() else { return Ok(None) };
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
    }
}
