//! The keys of a console that sends them as events.

use std::io;
use std::time::Instant;

use super::terminal_input::TerminalInput;
use crate::tui::screen::InputSource;

/// The keys of the console, which sends them as events.
pub(in crate::tui) struct Keys {
    next: Option<TerminalInput>,
}

impl Keys {
    /// Opens the console.
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
    pub(in crate::tui) fn open() -> io::Result<Self> {
        Ok(Self { next: None })
    }
}

impl InputSource for Keys {
    fn wait(&mut self, due: Option<Instant>) -> io::Result<bool> {
        let left = due.map(|due| due.saturating_duration_since(Instant::now()));
        if self.next.is_none()
            && left.is_none_or(|left| crossterm::event::poll(left).unwrap_or(true))
        {
            self.next = Some(TerminalInput::Event(crossterm::event::read()?));
        }
        Ok(self.next.is_some())
    }

    fn take(&mut self) -> Option<TerminalInput> {
        self.next.take()
    }

    fn clear(&mut self) {
        self.next = None;
        // With a timeout of zero crossterm does not check what it has already read.
        let moment = std::time::Duration::from_millis(20);
        while crossterm::event::poll(moment).unwrap_or(false) && crossterm::event::read().is_ok() {}
    }
}
