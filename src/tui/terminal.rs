//! Takes the terminal over, and restores it however roledex ends.

#[cfg(unix)]
use std::io::IsTerminal;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
#[cfg(unix)]
use std::time::{Duration, Instant};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::backend::TerminalBackend;
use super::clipboard;
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
#[cfg(unix)]
pub(super) fn is_gone(error: &io::Error) -> bool {
    [rustix::io::Errno::IO, rustix::io::Errno::NXIO]
        .map(|errno| Some(errno.raw_os_error()))
        .contains(&error.raw_os_error())
}

/// Whether an error means that the terminal is gone. A console stays as long as its programs run.
#[cfg(not(unix))]
pub(super) fn is_gone(_: &io::Error) -> bool {
    false
}

/// Size of a terminal that reports none, and of which nothing else is known.
const USUAL_SIZE: (u16, u16) = (80, 24);

/// Returns width and height of the terminal in cells. Serial lines and some remote consoles report
/// zero: then COLUMNS and LINES count.
pub(super) fn size() -> (u16, u16) {
    size_or_variables(reported_size(), |name| std::env::var(name).ok())
}

#[cfg(unix)]
fn reported_size() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    Some((size.ws_col, size.ws_row))
}

#[cfg(not(unix))]
fn reported_size() -> Option<(u16, u16)> {
    crossterm::terminal::size().ok()
}

/// Returns the size that was `reported`; for what is missing of it, the size in the environment
/// `variable`s, and else the usual one.
fn size_or_variables(
    reported: Option<(u16, u16)>,
    variable: impl Fn(&str) -> Option<String>,
) -> (u16, u16) {
    let (width, height) = reported.unwrap_or_default();
    let stated = |name: &str| variable(name)?.trim().parse().ok();
    let known = |cells: u16, name: &str, usual: u16| {
        Some(cells).filter(|n| *n > 0).or_else(|| stated(name).filter(|n| *n > 0)).unwrap_or(usual)
    };
    (known(width, "COLUMNS", USUAL_SIZE.0), known(height, "LINES", USUAL_SIZE.1))
}

/// Opens the terminal for its keys: standard input, or the controlling terminal if standard input
/// is something else, such as a pack.
#[cfg(unix)]
pub(super) fn open_input() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return stdin.as_fd().try_clone_to_owned().map(std::fs::File::from);
    }
    std::fs::File::options().read(true).write(true).open("/dev/tty")
}

/// Whether keys can be read.
pub(super) fn has_keys() -> bool {
    #[cfg(unix)]
    return open_input().is_ok();
    #[cfg(not(unix))]
    return true;
}

/// Whether the terminal is on another machine, so that its bytes may arrive separately.
#[cfg(unix)]
pub(super) fn is_remote() -> bool {
    ["SSH_CONNECTION", "SSH_TTY"].iter().any(|name| std::env::var_os(name).is_some())
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
        Ok(size())
    }

    fn draw(&mut self, state: &AppState) -> io::Result<()> {
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(());
        }
        let (width, height) = match self.size {
            Some(size) => size,
            // Not for every key.
            None => *self.size.insert(layout::clamp_size(size())),
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
        self.pen.write_all(if on { MOUSE_ON } else { MOUSE_OFF })
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        self.pen.write_all(&clipboard::terminal_request(text))
    }

    fn lend(
        &mut self,
        mouse: bool,
        other: &mut dyn FnMut() -> ChildOutcome,
    ) -> io::Result<ChildOutcome> {
        restore();
        let modes = TerminalModes::save();
        show_line(WAITING);
        let lent = other();
        show_line("");
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

/// Text in the terminal while an editor that has a window of its own is open.
const WAITING: &str = "waiting for the editor; keys typed here are ignored";

/// Shows `text` in the cursor's line, in place of what is there.
fn show_line(text: &str) {
    #[cfg(unix)]
    if !takes_bytes() {
        return;
    }
    if let Ok(mut out) = out() {
        // A terminal that is gone needs no message.
        let _ = out.write_all(format!("\r\x1b[K{text}").as_bytes());
        let _ = out.flush();
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
        let tty = open_input().ok();
        Self {
            saved: tty
                .and_then(|tty| rustix::termios::tcgetattr(&tty).ok().map(|modes| (tty, modes))),
        }
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
    if mouse { pen.write_all(MOUSE_ON) } else { Ok(()) }
}

/// Asks for clicks, turns of the wheel and drags, in the formats without limits. Mere motion is not
/// reported: it would fill slow lines, and mean nothing here.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1015h\x1b[?1006h";

const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1015l\x1b[?1002l\x1b[?1000l";

/// When the mouse was last used.
#[cfg(unix)]
static MOUSE_USED: Mutex<Option<Instant>> = Mutex::new(None);

/// Remembers that the mouse is being used.
#[cfg(unix)]
pub(super) fn note_mouse() {
    *MOUSE_USED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
}

/// Time after which the mouse is no longer in use.
#[cfg(unix)]
const MOUSE_IDLE: Duration = Duration::from_millis(500);

/// Pause after which no more reports are on their way; the second is for remote terminals.
#[cfg(unix)]
const REPORTS_PAUSE: [Duration; 2] = [Duration::from_millis(30), Duration::from_millis(120)];

/// Maximum time to wait for that pause.
#[cfg(unix)]
const REPORTS_TIMEOUT: Duration = Duration::from_millis(400);

/// Drops reports of the mouse that were sent before the terminal stopped sending them: the shell
/// would take them for typing. Only if the mouse is in use, as it drops keys typed for the shell
/// too.
#[cfg(unix)]
fn drop_mouse_reports() {
    use filedescriptor::{POLLIN, poll, pollfd};
    use std::os::fd::AsRawFd;
    let used = MOUSE_USED.lock().unwrap_or_else(PoisonError::into_inner).take();
    if used.is_none_or(|at| at.elapsed() > MOUSE_IDLE) {
        return;
    }
    let pause = REPORTS_PAUSE[usize::from(is_remote())];
    let until = Instant::now() + REPORTS_TIMEOUT;
    while Instant::now() < until {
        let mut fds = [pollfd { fd: io::stdout().as_raw_fd(), events: POLLIN, revents: 0 }];
        if !matches!(poll(&mut fds, Some(pause)), Ok(1)) || fds[0].revents != POLLIN {
            return;
        }
        let _ = rustix::termios::tcflush(io::stdout(), rustix::termios::QueueSelector::IFlush);
    }
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
    let mut bytes = MOUSE_OFF.to_vec();
    let _ = queue!(
        bytes,
        EndSynchronizedUpdate,
        ResetColor,
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
    #[cfg(unix)]
    drop_mouse_reports();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_without_a_size_has_the_one_of_the_environment_or_the_usual_one() {
        let cases = [
            (Some((100, 30)), ["7", "7"], (100, 30)),
            (Some((0, 0)), ["132", "43"], (132, 43)),
            (Some((0, 0)), ["", "x"], (80, 24)),
            (Some((0, 30)), ["0", "9"], (80, 30)),
            (Some((100, 0)), ["", " 50 "], (100, 50)),
            (None, ["-3", "70000"], (80, 24)),
        ];
        for (reported, [columns, lines], expected) in cases {
            let variable =
                |name: &str| Some(if name == "COLUMNS" { columns } else { lines }.to_string());
            assert_eq!(size_or_variables(reported, variable), expected, "{reported:?}");
            let unset = size_or_variables(reported, |_| None);
            assert!(unset.0 > 0 && unset.1 > 0, "{unset:?}");
        }
    }
}
