//! The terminal as it was before: taken over, and given back however roledex ends.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::Once;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::state::State;
use super::view::view;

/// The screen while it is ours. Dropping it gives it back.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    /// Whether what stands on the terminal is not what was drawn last.
    stale: bool,
}

impl Screen {
    /// Takes the terminal over: raw mode, alternate screen, pasted text as such, the mouse if wanted.
    ///
    /// A panic from now on gives the terminal back before it prints.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        restore_on_panic();
        enable_raw_mode()?;
        let entered = (|| {
            let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
            queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
            if mouse {
                queue!(out, EnableMouseCapture)?;
            }
            Terminal::new(CrosstermBackend::new(out))
        })();
        match entered {
            Ok(terminal) => Ok(Self { terminal, stale: false }),
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }

    /// Draws `state` as one update, so that the terminal never shows half a frame.
    pub(super) fn draw(&mut self, state: &State) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        if std::mem::take(&mut self.stale) {
            // The framework's `clear` first asks the terminal where its cursor is, and waits for the answer; a resize
            // clears without asking.
            let size = self.terminal.size()?;
            self.terminal.resize(size.into())?;
        }
        self.terminal.draw(|frame| view(state, state.theme(), frame))?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Write::flush(self.terminal.backend_mut())
    }

    /// Makes the next frame draw every cell.
    ///
    /// A terminal that was made smaller and larger again within one burst of events has its old size, and not its old
    /// content: whoever is told of a new size calls this, whatever the size.
    pub(super) fn forget(&mut self) {
        self.stale = true;
    }

    /// Asks for mouse events, or no longer.
    pub(super) fn mouse(&mut self, on: bool) -> io::Result<()> {
        if on {
            queue!(self.terminal.backend_mut(), EnableMouseCapture)
        } else {
            queue!(self.terminal.backend_mut(), DisableMouseCapture)
        }
    }

    /// Offers `text` to the clipboard of the terminal, which may be on another machine than we are (OSC 52).
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Gives the terminal back while `other` runs on it, and takes it over again.
    pub(super) fn lend<T>(&mut self, mouse: bool, other: impl FnOnce() -> T) -> io::Result<T> {
        restore();
        let result = other();
        enable_raw_mode()?;
        queue!(self.terminal.backend_mut(), EnterAlternateScreen, EnableBracketedPaste)?;
        self.mouse(mouse)?;
        self.forget();
        Ok(result)
    }

    /// Gives the terminal back, stops until the shell continues us, and takes it over again.
    ///
    /// In raw mode Ctrl-Z is a key like any other, so the stop is ours to make.
    #[cfg(unix)]
    pub(super) fn suspend(&mut self, mouse: bool) -> io::Result<()> {
        let stop = || signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
        self.lend(mouse, stop)?
    }

    /// There is nothing to stop to.
    #[cfg(not(unix))]
    pub(super) fn suspend(&mut self, _mouse: bool) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Undoes everything that [`Screen::enter`] and later wishes may have set. Harmless when repeated.
fn restore() {
    let mut out = io::stdout();
    // Nothing sensible can be done when the terminal is gone.
    let _ = queue!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = out.flush();
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
