//! The keys of a terminal, read as bytes.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use crossterm::event::Event;
use filedescriptor::{POLLIN, poll, pollfd};

use super::decode::InputDecoder;
use super::terminal_input::TerminalInput;
use crate::tui::screen::InputSource;
use crate::tui::terminal;

/// Time after which a lone escape is taken for the Escape key.
const ESCAPE_TIMEOUT: Duration = Duration::from_millis(80);

/// The same time over a remote connection, whose packets may arrive separately.
const REMOTE_ESCAPE_TIMEOUT: Duration = Duration::from_millis(200);

/// Time after that in which the rest of a sequence is still recognised, if it arrives in one
/// piece.
const LATE: Duration = Duration::from_secs(1);

/// The keys of the terminal.
pub(in crate::tui) struct Keys {
    tty: File,
    decoder: InputDecoder,
    /// When the last bytes arrived.
    heard: Instant,
    /// When an escape was taken for the Escape key.
    escaped: Option<Instant>,
}

impl Keys {
    /// Opens the terminal: standard input, or the controlling terminal if standard input is
    /// something else.
    pub(in crate::tui) fn open() -> io::Result<Self> {
        let tty = terminal::open_input()?;
        let remote = terminal::is_remote();
        let decoder =
            InputDecoder::new(if remote { REMOTE_ESCAPE_TIMEOUT } else { ESCAPE_TIMEOUT });
        Ok(Self { tty, decoder, heard: Instant::now(), escaped: None })
    }

    /// Whether there are bytes, or will be by `until`.
    fn comes(&self, until: Option<Instant>) -> io::Result<bool> {
        loop {
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            // Part of a millisecond would be rounded down to none.
            let left = left
                .map(|left| if left.is_zero() { left } else { left.max(Duration::from_millis(1)) });
            let mut fds = [pollfd { fd: self.tty.as_raw_fd(), events: POLLIN, revents: 0 }];
            match poll(&mut fds, left) {
                Ok(count) => return Ok(count > 0),
                Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error))
                    if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }

    fn read(&mut self) -> io::Result<()> {
        let mut bytes = [0; 1024];
        let count = loop {
            match self.tty.read(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        if count == 0 {
            // The terminal is gone.
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let late = self.escaped.take().is_some_and(|at| at.elapsed() < LATE);
        self.heard = Instant::now();
        self.decoder.feed(&bytes[..count], late);
        Ok(())
    }
}

impl InputSource for Keys {
    fn wait(&mut self, due: Option<Instant>) -> io::Result<bool> {
        loop {
            if self.decoder.has_any() {
                return Ok(true);
            }
            let given_up = self.decoder.timeout().map(|patience| self.heard + patience);
            let until = given_up.into_iter().chain(due).min();
            if self.comes(until)? {
                self.read()?;
            } else if given_up.is_some_and(|at| at <= Instant::now()) {
                self.escaped = self.decoder.give_up().then(Instant::now);
            } else {
                return Ok(false);
            }
        }
    }

    fn take(&mut self) -> Option<TerminalInput> {
        let input = self.decoder.take();
        if matches!(input, Some(TerminalInput::Event(Event::Mouse(_)))) {
            terminal::note_mouse();
        }
        input
    }

    fn clear(&mut self) {
        self.decoder.clear();
        self.escaped = None;
    }
}
