//! A terminal without a device: it reports what is asked of it, and its keys come from a channel.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::{ChildOutcome, InputSource, Screen};
use crate::tui::input::TerminalInput;
use crate::tui::state::AppState;
use crate::tui::view::view;

/// Maximum time for something to happen before a test fails instead of hanging.
pub(in crate::tui) const WATCHDOG: Duration = Duration::from_secs(60);

/// Width and height of the terminal.
pub(in crate::tui) const SIZE: (u16, u16) = (100, 30);

/// Returns the screen of `state` as text, a line for each row.
pub(in crate::tui) fn screen_text(state: &AppState) -> String {
    let area = Rect::new(0, 0, SIZE.0, SIZE.1);
    let mut buffer = Buffer::empty(area);
    view(state, state.theme(), &mut buffer);
    let rows = buffer.content.chunks(usize::from(SIZE.0));
    rows.map(|row| row.iter().map(Cell::symbol).collect::<String>() + "\n").collect()
}

/// A request to the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) enum ScreenCall {
    /// This text was drawn.
    Draw(String),
    /// This text was copied.
    Copy(String),
    /// The mouse was turned on or off.
    Mouse(bool),
    /// The next frame draws every cell.
    Invalidate,
    /// The program gave the terminal back and stopped.
    Suspend,
    /// The program has the terminal again.
    Resume,
}

/// A screen that sends every request to a test.
pub(in crate::tui) struct RecordedScreen {
    calls: Sender<ScreenCall>,
    /// Continues the program after it stopped; it panics once the sender is gone.
    shell: Receiver<()>,
    lent: bool,
}

impl RecordedScreen {
    pub(in crate::tui) fn new(calls: Sender<ScreenCall>, shell: Receiver<()>) -> Self {
        Self { calls, shell, lent: false }
    }

    fn record(&self, call: ScreenCall) {
        // The test may have ended by then.
        let _ = self.calls.send(call);
    }
}

impl Screen for RecordedScreen {
    fn draw(&mut self, state: &AppState) -> io::Result<()> {
        self.record(ScreenCall::Draw(screen_text(state)));
        Ok(())
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        Ok(SIZE)
    }

    fn invalidate(&mut self) {
        self.record(ScreenCall::Invalidate);
    }

    fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.record(ScreenCall::Mouse(on));
        Ok(())
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        self.record(ScreenCall::Copy(text.to_string()));
        Ok(())
    }

    fn lend(
        &mut self,
        _mouse: bool,
        other: &mut dyn FnMut() -> ChildOutcome,
    ) -> io::Result<ChildOutcome> {
        self.lent = true;
        Ok(other())
    }

    fn was_lent(&mut self) -> bool {
        std::mem::take(&mut self.lent)
    }

    fn suspend(&mut self, _mouse: bool) -> io::Result<bool> {
        self.record(ScreenCall::Suspend);
        self.shell.recv_timeout(WATCHDOG).expect("the shell is gone");
        self.record(ScreenCall::Resume);
        Ok(true)
    }

    #[cfg(unix)]
    fn resume(&mut self, _mouse: bool) -> io::Result<()> {
        self.record(ScreenCall::Resume);
        Ok(())
    }
}

/// Returns the key that types `c`.
pub(in crate::tui) fn typed(c: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)
}

/// Returns `c` with Ctrl.
pub(in crate::tui) fn ctrl(c: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)
}

/// Keys that a test sends; the terminal is gone when it drops the sender.
pub(in crate::tui) struct SentKeys {
    keys: Receiver<KeyEvent>,
    next: Option<KeyEvent>,
    is_gone: bool,
}

impl SentKeys {
    pub(in crate::tui) fn new(keys: Receiver<KeyEvent>) -> Self {
        Self { keys, next: None, is_gone: false }
    }
}

impl InputSource for SentKeys {
    fn wait(&mut self, due: Option<Instant>) -> io::Result<bool> {
        if self.next.is_none() && !self.is_gone {
            let received = match due {
                Some(due) => self.keys.recv_timeout(due.saturating_duration_since(Instant::now())),
                None => self.keys.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match received {
                Ok(key) => self.next = Some(key),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => self.is_gone = true,
            }
        }
        Ok(self.next.is_some() || self.is_gone)
    }

    fn take(&mut self) -> Option<TerminalInput> {
        self.next.take().map(|key| TerminalInput::Event(Event::Key(key)))
    }

    fn clear(&mut self) {
        self.next = None;
    }
}
