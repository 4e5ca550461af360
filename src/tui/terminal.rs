//! The terminal as it was before: taken over, and given back however roledex ends.

use std::io::{self, Write};
use std::process::ExitStatus;
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

use super::layout;
use super::pen::Pen;
use super::state::State;
use super::view::view;

/// The terminal as a file. The standard output of the library would cut a frame at its last line
/// feed, and write twice.
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

/// How another program on our terminal has ended.
pub(super) enum Lent {
    /// By itself, or it could not be started.
    Ended(io::Result<ExitStatus>),
    /// A signal ends us, and the other program was sent it too.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there are no such signals"))]
    Signalled(i32),
}

/// The exit status of a program that this signal ended, as shells report it.
pub(super) fn status(signal: i32) -> u8 {
    128 + signal as u8
}

/// How long a terminal may take nothing in before what undoes our modes is worth more than what it
/// has not read.
#[cfg(unix)]
const UNREAD: Duration = Duration::from_millis(200);

/// The exit status when the terminal is gone: that of SIGHUP, which may reach us later than the
/// failure to read or write.
pub(super) const GONE: u8 = 129;

/// Whether `error` means that the terminal is gone.
pub(super) fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    return [rustix::io::Errno::IO, rustix::io::Errno::NXIO]
        .map(|errno| Some(errno.raw_os_error()))
        .contains(&error.raw_os_error());
    #[cfg(not(unix))]
    return false;
}

/// Whether the terminal is ours: nothing is drawn on it otherwise.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Held while the terminal is given back.
static RESTORING: Mutex<()> = Mutex::new(());

/// The screen while it is ours. Dropping it gives it back.
pub(super) struct Screen {
    pen: Pen<Out>,
    /// The last frame, to be drawn over.
    frame: Buffer,
    /// Width and height of the terminal, where nobody has told of another size since.
    size: Option<(u16, u16)>,
    /// Whether what stands on the terminal is not what was drawn last.
    stale: bool,
    /// Whether another program has had the terminal; see [`Screen::was_lent`].
    lent: bool,
}

impl Screen {
    /// Takes the terminal over: raw mode, alternate screen, pasted text as such, the mouse if
    /// wanted.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        let entered = (|| {
            let mut pen = Pen::new(out()?);
            take_over(&mut pen, mouse)?;
            Ok(Self { pen, frame: Buffer::default(), size: None, stale: false, lent: false })
        })();
        if entered.is_err() {
            restore();
        }
        entered
    }

    /// Draws `state` as one update, so that the terminal never shows half a frame.
    pub(super) fn draw(&mut self, state: &State) -> io::Result<()> {
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(());
        }
        let (width, height) = match self.size {
            Some(size) => size,
            // Asking opens the terminal anew: not for every key.
            None => *self.size.insert(layout::drawn(crossterm::terminal::size()?)),
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
        self.pen.show(&self.frame, caret);
        self.pen.hand_over()
    }

    /// Makes the next frame draw every cell of the terminal, whatever its size is by then.
    ///
    /// A terminal that was made smaller and larger again within one burst of events has its old
    /// size, and not its old content: whoever is told of a new size calls this, whatever the
    /// size.
    pub(super) fn forget(&mut self) {
        (self.stale, self.size) = (true, None);
    }

    /// Asks for mouse events, or no longer.
    pub(super) fn mouse(&mut self, on: bool) -> io::Result<()> {
        let pen = &mut self.pen;
        if on { queue!(pen, EnableMouseCapture) } else { queue!(pen, DisableMouseCapture) }
    }

    /// Offers `text` to the clipboard of the terminal, which may be on another machine than we are
    /// (OSC 52).
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        queue!(self.pen, CopyToClipboard::to_clipboard_from(text))
    }

    /// Gives the terminal back while `other` runs on it, and takes it over again as it was; unless
    /// a signal ends us.
    ///
    /// What was typed meanwhile and not read was not meant for us, and is dropped.
    pub(super) fn lend(&mut self, mouse: bool, other: impl FnOnce() -> Lent) -> io::Result<Lent> {
        restore();
        let modes = Modes::save();
        let lent = other();
        if matches!(lent, Lent::Signalled(_)) {
            // Whatever the other program has left behind.
            drop(modes);
            give_back();
            return Ok(lent);
        }
        modes.drop_typed();
        drop(modes);
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        self.lent = true;
        take_over(&mut self.pen, mouse)?;
        self.forget();
        Ok(lent)
    }

    /// Says whether another program has had the terminal since this was last asked: keys that were
    /// read before and not taken in were typed for that one.
    pub(super) fn was_lent(&mut self) -> bool {
        std::mem::take(&mut self.lent)
    }

    /// Gives the terminal back, stops until the shell continues us, and takes it over again; says
    /// whether there is a shell that would.
    ///
    /// In raw mode Ctrl-Z is a key like any other, so the stop is ours to make.
    #[cfg(unix)]
    pub(super) fn suspend(&mut self, mouse: bool) -> io::Result<bool> {
        if !super::signal::can_stop() {
            return Ok(false);
        }
        restore();
        super::signal::stop_job();
        self.take_back(mouse)?;
        Ok(true)
    }

    /// Takes the terminal over again after we were stopped and continued; not where a signal ends
    /// us.
    ///
    /// Continued in the background, as `bg` does it, we stop again until the terminal is ours.
    #[cfg(unix)]
    pub(super) fn take_back(&mut self, mouse: bool) -> io::Result<()> {
        while is_in_background() {
            if super::signal::ending().is_some() {
                return Ok(());
            }
            if !super::signal::can_stop() {
                break;
            }
            super::signal::stop_job();
        }
        if super::signal::ending().is_some() {
            return Ok(());
        }
        // Raw mode is only set where it is not known to be set.
        let _ = disable_raw_mode();
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        take_over(&mut self.pen, mouse)?;
        self.forget();
        Ok(())
    }

    /// There is nothing to stop to.
    #[cfg(not(unix))]
    pub(super) fn suspend(&mut self, _mouse: bool) -> io::Result<bool> {
        Ok(false)
    }
}

/// How the terminal treats what is typed and written while it is not ours.
struct Modes {
    #[cfg(unix)]
    saved: Option<(std::fs::File, rustix::termios::Termios)>,
}

#[cfg(unix)]
impl Modes {
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

    /// Drops what was typed and is not read yet.
    fn drop_typed(&self) {
        if let Some((tty, _)) = &self.saved {
            let _ = rustix::termios::tcflush(tty, rustix::termios::QueueSelector::IFlush);
        }
    }
}

#[cfg(not(unix))]
impl Modes {
    fn save() -> Self {
        Self {}
    }

    /// The console is read where keys are: they are dropped there.
    fn drop_typed(&self) {}
}

/// Sets them again as they were.
#[cfg(unix)]
impl Drop for Modes {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        // From the background this would stop us.
        if let Some((tty, modes)) = &self.saved
            && !is_in_background()
        {
            let _ = tcsetattr(tty, OptionalActions::Now, modes);
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Whether another job has the terminal now: to change its modes would stop us.
#[cfg(unix)]
fn is_in_background() -> bool {
    // Of a terminal that is not that of our session there is no background.
    rustix::termios::tcgetpgrp(io::stdout()).is_ok_and(|job| job != rustix::process::getpgrp())
}

/// Asks for the alternate screen, for pasted text as such, and for the mouse if wanted.
fn take_over(pen: &mut Pen<Out>, mouse: bool) -> io::Result<()> {
    queue!(pen, EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse { queue!(pen, EnableMouseCapture) } else { Ok(()) }
}

/// Gives the terminal back where it is ours. From then on nothing is drawn on it.
pub(super) fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        give_back();
    }
}

/// Undoes everything that [`Screen::enter`] and later wishes may have set. Harmless when repeated.
fn give_back() {
    let _alone = RESTORING.lock().unwrap_or_else(PoisonError::into_inner);
    // Not by the standard output of the library: what a terminal that is gone does not take would
    // wait there, and its failure be taken for that of an answer.
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
        // A frame that nobody has read is worth less than what undoes it.
        flush_unread();
    }
    // Nothing sensible can be done when the terminal is gone.
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

/// Whether the terminal takes something in, at once or in a moment.
#[cfg(unix)]
fn takes_bytes() -> bool {
    use filedescriptor::{POLLOUT, poll, pollfd};
    use std::os::fd::AsRawFd;
    let mut fds = [pollfd { fd: io::stdout().as_raw_fd(), events: POLLOUT, revents: 0 }];
    !matches!(poll(&mut fds, Some(UNREAD)), Ok(0))
}

#[cfg(unix)]
fn flush_unread() {
    use rustix::termios::{Action, QueueSelector, tcflow, tcflush};
    if is_in_background() {
        return;
    }
    let _ = tcflush(io::stdout(), QueueSelector::OFlush);
    // Whoever waits for room is only woken by this on Linux.
    let _ = tcflow(io::stdout(), Action::OOff);
    let _ = tcflow(io::stdout(), Action::OOn);
}

/// Drops what was drawn and the terminal has not taken in, so that whoever waits for that can go
/// on.
pub(super) fn drop_unread() {
    // What undoes everything is not to be dropped.
    let Ok(_alone) = RESTORING.try_lock() else { return };
    #[cfg(unix)]
    if TAKEN.load(Ordering::SeqCst) {
        flush_unread();
    }
}
