//! The terminal as the explorer uses it: a screen to draw on and a source of keys. The program has a
//! real terminal, and tests have one of their own.

use std::io;
use std::process::ExitStatus;
use std::time::Instant;

use super::input::TerminalInput;
use super::state::AppState;

/// Outcome of running another program on our terminal.
pub(super) enum ChildOutcome {
    /// Ended by itself, or could not be started.
    Ended(io::Result<ExitStatus>),
    /// A signal ends us, and was passed on to the other program.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there are no such signals"))]
    Signalled(i32),
}

/// The screen while the explorer has the terminal.
pub(super) trait Screen: Send {
    /// Draws `state` as one update, so that the terminal never shows half a frame.
    fn draw(&mut self, state: &AppState) -> io::Result<()>;

    /// Returns the width and height that the terminal has by now.
    fn size(&self) -> io::Result<(u16, u16)>;

    /// Makes the next frame draw every cell of the terminal, whatever its size is by then.
    ///
    /// A terminal that was made smaller and larger again within one burst of events has its old
    /// size, but not its old content: call this for every reported size, whatever it is.
    fn invalidate(&mut self);

    /// Turns mouse events on or off.
    fn mouse(&mut self, on: bool) -> io::Result<()>;

    /// Sends `text` to the clipboard of the terminal.
    fn copy(&mut self, text: &str) -> io::Result<()>;

    /// Gives the terminal back while `other` runs on it, and takes it over again as it was; unless
    /// a signal ends the program.
    ///
    /// Input that was typed meanwhile and not read was not meant for the explorer, and is dropped.
    fn lend(
        &mut self,
        mouse: bool,
        other: &mut dyn FnMut() -> ChildOutcome,
    ) -> io::Result<ChildOutcome>;

    /// Returns whether another program has had the terminal since the last call: keys that were
    /// read before and not handled were typed for that program.
    fn was_lent(&mut self) -> bool;

    /// Gives the terminal back, stops until the shell continues the program, and takes it over
    /// again; returns whether there is such a shell.
    fn suspend(&mut self, mouse: bool) -> io::Result<bool>;

    /// Takes the terminal over again after the program was stopped and continued; not if a signal
    /// ends it.
    #[cfg(unix)]
    fn resume(&mut self, mouse: bool) -> io::Result<()>;
}

/// A source of keys, clicks and pasted text.
pub(super) trait InputSource {
    /// Waits for input, until `due` at most. Returns whether there is any.
    fn wait(&mut self, due: Option<Instant>) -> io::Result<bool>;

    /// Returns the next input, without waiting for more; `None` if the terminal is gone.
    fn take(&mut self) -> Option<TerminalInput>;

    /// Drops input that was read and not handled yet.
    fn clear(&mut self);
}

#[cfg(test)]
pub(super) mod fixture;
