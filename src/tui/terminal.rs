//! Takes the terminal over, and restores it however roledex ends.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
#[cfg(unix)]
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::backend::TerminalBackend;
use super::layout;
use super::screen::{ChildOutcome, Screen};
use super::state::AppState;
use super::view::view;

/// The terminal as a file. The library's standard output would cut a frame at its last line feed,
/// and write twice.
#[cfg(unix)]
type Out = std::fs::File;
#[cfg(not(unix))]
type Out = io::Stdout;

#[cfg(unix)]
fn out() -> io::Result<Out> {
    use std::os::fd::AsFd;
    io::stdout().as_fd().try_clone_to_owned().map(Out::from)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
fn out() -> io::Result<Out> {
    Ok(io::stdout())
}

/// Returns the exit status of a program that this signal ended, as shells report it.
pub(super) fn exit_status(signal: i32) -> u8 {
    128 + signal as u8
}

/// Maximum time for which a terminal may accept no output; after that, restoring its modes takes
/// precedence over the unread output.
#[cfg(unix)]
const OUTPUT_TIMEOUT: Duration = Duration::from_millis(200);

/// The exit status when the terminal is gone: that of SIGHUP, which may arrive later than the
/// failure to read or write.
pub(super) const HANGUP_STATUS: u8 = 129;

/// Whether `error` means that the terminal is gone.
pub(super) fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    return [rustix::io::Errno::IO, rustix::io::Errno::NXIO]
        .map(|errno| Some(errno.raw_os_error()))
        .contains(&error.raw_os_error());
    #[cfg(not(unix))]
    return false;
}

/// Whether we have the terminal: otherwise nothing is drawn on it.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Locked while the terminal is given back.
static RESTORING: Mutex<()> = Mutex::new(());

/// The terminal while we have it. Dropping it gives the terminal back.
pub(super) struct TerminalScreen {
    pen: TerminalBackend<Out>,
    /// The last frame, reused for drawing.
    frame: Buffer,
    /// Width and height of the terminal, if no other size was reported since.
    size: Option<(u16, u16)>,
    /// Whether the contents of the terminal differ from the last drawn frame.
    stale: bool,
    /// Whether another program has had the terminal; see [`Screen::was_lent`].
    lent: bool,
}

impl TerminalScreen {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste, and the mouse if
    /// requested.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        let entered = (|| {
            let mut pen = TerminalBackend::new(out()?);
            take_over(&mut pen, mouse)?;
            Ok(Self { pen, frame: Buffer::default(), size: None, stale: false, lent: false })
        })();
        if entered.is_err() {
            restore();
        }
        entered
    }
}

impl Screen for TerminalScreen {
    fn size(&self) -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    fn draw(&mut self, state: &AppState) -> io::Result<()> {
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(());
        }
        let (width, height) = match self.size {
            Some(size) => size,
            // Asking opens the terminal again: not for every key.
            None => *self.size.insert(layout::clamp_size(crossterm::terminal::size()?)),
        };
        let area = Rect::new(0, 0, width, height);
        self.pen.begin();
        if self.frame.area != area {
            self.stale |= !self.frame.area.is_empty();
            self.frame.resize(area);
        }
        if std::mem::take(&mut self.stale) {
            self.pen.clear();
        }
        self.frame.reset();
        let caret = view(state, state.theme(), &mut self.frame);
        self.pen.draw(&self.frame, caret);
        self.pen.send()
    }

    fn invalidate(&mut self) {
        (self.stale, self.size) = (true, None);
    }

    fn mouse(&mut self, on: bool) -> io::Result<()> {
        let pen = &mut self.pen;
        if on { queue!(pen, EnableMouseCapture) } else { queue!(pen, DisableMouseCapture) }
    }

    /// By OSC 52: the terminal may be on another machine than the program.
    fn copy(&mut self, text: &str) -> io::Result<()> {
        queue!(self.pen, CopyToClipboard::to_clipboard_from(text))
    }

    fn lend(
        &mut self,
        mouse: bool,
        other: &mut dyn FnMut() -> ChildOutcome,
    ) -> io::Result<ChildOutcome> {
        restore();
        let modes = TerminalModes::save();
        let lent = other();
        if matches!(lent, ChildOutcome::Signalled(_)) {
            // Whatever the other program has changed.
            drop(modes);
            reset_terminal();
            return Ok(lent);
        }
        modes.drop_typed();
        drop(modes);
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        self.lent = true;
        take_over(&mut self.pen, mouse)?;
        self.invalidate();
        Ok(lent)
    }

    fn was_lent(&mut self) -> bool {
        std::mem::take(&mut self.lent)
    }

    /// In raw mode Ctrl-Z is a key like any other, so the program must stop itself.
    #[cfg(unix)]
    fn suspend(&mut self, mouse: bool) -> io::Result<bool> {
        if !super::signal::can_stop() {
            return Ok(false);
        }
        restore();
        super::signal::stop_job();
        self.resume(mouse)?;
        Ok(true)
    }

    /// If it is continued in the background, as by `bg`, it stops again until it has the terminal.
    #[cfg(unix)]
    fn resume(&mut self, mouse: bool) -> io::Result<()> {
        while is_in_background() {
            if super::signal::ending_signal().is_some() {
                return Ok(());
            }
            if !super::signal::can_stop() {
                break;
            }
            super::signal::stop_job();
        }
        if super::signal::ending_signal().is_some() {
            return Ok(());
        }
        // Raw mode is set only if it is not known to be set.
        let _ = disable_raw_mode();
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        take_over(&mut self.pen, mouse)?;
        self.invalidate();
        Ok(())
    }

    /// Does nothing: there is no job control here.
    #[cfg(not(unix))]
    fn suspend(&mut self, _mouse: bool) -> io::Result<bool> {
        Ok(false)
    }
}

/// The terminal modes for input and output while we do not have it.
struct TerminalModes {
    #[cfg(unix)]
    saved: Option<(std::fs::File, rustix::termios::Termios)>,
}

#[cfg(unix)]
impl TerminalModes {
    fn save() -> Self {
        use rustix::termios::{isatty, tcgetattr};
        use std::os::fd::AsFd;
        let stdin = io::stdin();
        let tty = if isatty(&stdin) {
            stdin.as_fd().try_clone_to_owned().map(std::fs::File::from)
        } else {
            std::fs::File::options().read(true).write(true).open("/dev/tty")
        };
        Self { saved: tty.ok().and_then(|tty| tcgetattr(&tty).ok().map(|modes| (tty, modes))) }
    }

    /// Drops typed input that is not read yet.
    fn drop_typed(&self) {
        if let Some((tty, _)) = &self.saved {
            let _ = rustix::termios::tcflush(tty, rustix::termios::QueueSelector::IFlush);
        }
    }
}

#[cfg(not(unix))]
impl TerminalModes {
    fn save() -> Self {
        Self {}
    }

    /// Does nothing: the console is read by the keys module, which drops the input.
    fn drop_typed(&self) {}
}

/// Restores the modes.
#[cfg(unix)]
impl Drop for TerminalModes {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        // From the background this would stop the program.
        if let Some((tty, modes)) = &self.saved
            && !is_in_background()
        {
            let _ = tcsetattr(tty, OptionalActions::Now, modes);
        }
    }
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        restore();
    }
}

/// Whether another job has the terminal now: changing its modes would stop the program.
#[cfg(unix)]
fn is_in_background() -> bool {
    // A terminal of another session has no background.
    rustix::termios::tcgetpgrp(io::stdout()).is_ok_and(|job| job != rustix::process::getpgrp())
}

/// Turns on the alternate screen and bracketed paste, and the mouse if requested.
fn take_over(pen: &mut TerminalBackend<Out>, mouse: bool) -> io::Result<()> {
    queue!(pen, EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse { queue!(pen, EnableMouseCapture) } else { Ok(()) }
}

/// Gives the terminal back if we have it. From then on nothing is drawn on it.
pub(super) fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        reset_terminal();
    }
}

/// Undoes everything that [`TerminalScreen::enter`] and later requests may have set. Harmless when
/// repeated.
fn reset_terminal() {
    let _alone = RESTORING.lock().unwrap_or_else(PoisonError::into_inner);
    // Not by the library's standard output: bytes that a closed terminal does not accept would wait
    // there, and the failure would be taken for that of an answer.
    let mut bytes = Vec::new();
    let _ = queue!(
        bytes,
        EndSynchronizedUpdate,
        ResetColor,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    #[cfg(unix)]
    if !takes_bytes() {
        // An unread frame is worth less than the bytes that undo it.
        flush_unread();
    }
    // There is nothing left to do when the terminal is gone.
    if let Ok(mut out) = out() {
        let _ = out.write_all(&bytes);
        let _ = out.flush();
    }
    #[cfg(unix)]
    if is_in_background() {
        return;
    }
    let _ = disable_raw_mode();
}

/// Whether the terminal accepts output, at once or in a moment.
#[cfg(unix)]
fn takes_bytes() -> bool {
    use filedescriptor::{POLLOUT, poll, pollfd};
    use std::os::fd::AsRawFd;
    let mut fds = [pollfd { fd: io::stdout().as_raw_fd(), events: POLLOUT, revents: 0 }];
    !matches!(poll(&mut fds, Some(OUTPUT_TIMEOUT)), Ok(0))
}

#[cfg(unix)]
fn flush_unread() {
    use rustix::termios::{Action, QueueSelector, tcflow, tcflush};
    if is_in_background() {
        return;
    }
    let _ = tcflush(io::stdout(), QueueSelector::OFlush);
    // A blocked writer is only woken by this on Linux.
    let _ = tcflow(io::stdout(), Action::OOff);
    let _ = tcflow(io::stdout(), Action::OOn);
}

/// Drops output that the terminal has not accepted, so that a blocked writer can go on.
pub(super) fn drop_unread() {
    // The bytes that undo everything must not be dropped.
    let Ok(_alone) = RESTORING.try_lock() else { return };
    #[cfg(unix)]
    if TAKEN.load(Ordering::SeqCst) {
        flush_unread();
    }
}
