//! The terminal as it was before: taken over, and given back however roledex ends.

use std::io::{self, Write};
use std::process::ExitStatus;
use std::sync::Once;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::layout;
use super::pen::Pen;
use super::state::State;
use super::view::view;

/// The terminal as a file. The standard output of the library would cut a frame at its last line feed, and write twice.
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

/// The exit status when the terminal is gone: that of SIGHUP, which may reach us later than the failure to read or write.
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
    /// Takes the terminal over: raw mode, alternate screen, pasted text as such, the mouse if wanted.
    ///
    /// A panic from now on gives the terminal back before it prints.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        restore_on_panic();
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
    /// A terminal that was made smaller and larger again within one burst of events has its old size, and not its old
    /// content: whoever is told of a new size calls this, whatever the size.
    pub(super) fn forget(&mut self) {
        (self.stale, self.size) = (true, None);
    }

    /// Asks for mouse events, or no longer.
    pub(super) fn mouse(&mut self, on: bool) -> io::Result<()> {
        let pen = &mut self.pen;
        if on { queue!(pen, EnableMouseCapture) } else { queue!(pen, DisableMouseCapture) }
    }

    /// Offers `text` to the clipboard of the terminal, which may be on another machine than we are (OSC 52).
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        queue!(self.pen, CopyToClipboard::to_clipboard_from(text))
    }

    /// Gives the terminal back while `other` runs on it, and takes it over again as it was; unless a signal ends us.
    ///
    /// What was typed meanwhile and not read was not meant for us, and is dropped.
    pub(super) fn lend(&mut self, mouse: bool, other: impl FnOnce() -> Lent) -> io::Result<Lent> {
        restore();
        let modes = Modes::save();
        let lent = other();
        // Whatever the other program has left behind.
        modes.restore();
        if matches!(lent, Lent::Signalled(_)) {
            restore();
            return Ok(lent);
        }
        enable_raw_mode()?;
        modes.drop_typed();
        self.lent = true;
        take_over(&mut self.pen, mouse)?;
        self.forget();
        Ok(lent)
    }

    /// Says whether another program has had the terminal since this was last asked: keys that were read before and not
    /// taken in were typed for that one.
    pub(super) fn was_lent(&mut self) -> bool {
        std::mem::take(&mut self.lent)
    }

    /// Gives the terminal back, stops until the shell continues us, and takes it over again; says whether there is a
    /// shell that would.
    ///
    /// In raw mode Ctrl-Z is a key like any other, so the stop is ours to make.
    #[cfg(unix)]
    pub(super) fn suspend(&mut self, mouse: bool) -> io::Result<bool> {
        if !super::signal::can_stop() {
            return Ok(false);
        }
        restore();
        super::signal::stop_job();
        enable_raw_mode()?;
        take_over(&mut self.pen, mouse)?;
        self.forget();
        Ok(true)
    }

    /// Takes the terminal over again after somebody else has stopped and continued us.
    #[cfg(unix)]
    pub(super) fn take_back(&mut self, mouse: bool) -> io::Result<()> {
        // Raw mode is only set where it is not known to be set.
        let _ = disable_raw_mode();
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

    fn restore(&self) {
        use rustix::termios::{OptionalActions, tcgetpgrp, tcsetattr};
        // From the background this would stop us.
        if let Some((tty, modes)) = &self.saved
            && tcgetpgrp(tty) == Ok(rustix::process::getpgrp())
        {
            let _ = tcsetattr(tty, OptionalActions::Now, modes);
        }
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

    fn restore(&self) {}

    /// The console is read where keys are: they are dropped there.
    fn drop_typed(&self) {}
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Asks for the alternate screen, for pasted text as such, and for the mouse if wanted.
fn take_over(pen: &mut Pen<Out>, mouse: bool) -> io::Result<()> {
    queue!(pen, EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse { queue!(pen, EnableMouseCapture) } else { Ok(()) }
}

/// Undoes everything that [`Screen::enter`] and later wishes may have set. Harmless when repeated.
fn restore() {
    // Not by the standard output of the library: what a terminal that is gone does not take would wait there, and its
    // failure be taken for that of an answer.
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
    // Nothing sensible can be done when the terminal is gone.
    if let Ok(mut out) = out() {
        let _ = out.write_all(&bytes);
        let _ = out.flush();
    }
    let _ = disable_raw_mode();
}

fn restore_on_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            restore();
            before(panic);
        }));
    });
}
