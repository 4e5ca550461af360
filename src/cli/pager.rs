//! The pager, a program such as `less` that shows long output on a terminal.
//!
//! While it runs, it has the terminal: signals of the keyboard are for it, and roledex waits for its
//! end. Ctrl-C in `less` stops a search there; it ends roledex only if it ends the pager. A signal that
//! would end roledex ends the pager first, so that it can restore the terminal.

use std::io::{self, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use super::{CommandError, stderr};
use crate::config::DEFAULT_PAGER;
use crate::model::text::quoted;
use crate::thread;

/// Characters that only a shell understands.
const SHELL_SYNTAX: &str = "|&;<>()$`*?[]#~={}\n";

/// The signals about which the pager, or its end, decides.
const SIGNALS: [i32; 4] = [SIGINT, SIGQUIT, SIGTERM, SIGHUP];

/// Lets the signals end roledex again: closing their receiver leaves them ignored.
fn restore_signals() {
    for signal in SIGNALS {
        let always = Arc::new(AtomicBool::new(true));
        let _ = signal_hook::flag::register_conditional_default(signal, always);
    }
}

/// A running pager.
#[derive(Debug)]
pub(super) struct Pager {
    child: Child,
    /// Its input, until there is no more.
    input: Option<ChildStdin>,
    command: String,
    signals: Arc<PagerSignals>,
    handle: Handle,
}

/// The signals received while the pager runs.
#[derive(Debug, Default)]
struct PagerSignals {
    /// The signal that is to end the program; 0 for none.
    ending: AtomicI32,
    /// The pager, as long as its number is not that of another program.
    running: Mutex<Option<Pid>>,
}

impl PagerSignals {
    fn receive(&self, signal: i32) {
        if matches!(signal, SIGINT | SIGQUIT) {
            return;
        }
        self.ending.store(signal, Ordering::SeqCst);
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pager) = *running {
            let _ = kill_process(pager, Signal::TERM);
        }
    }
}

impl Pager {
    /// Starts the pager `command`. Returns `None` if it cannot be started, and says so on standard
    /// error unless it is the default pager.
    pub(super) fn start(command: &str) -> Option<Self> {
        let signals = Arc::new(PagerSignals::default());
        let mut received = Signals::new(SIGNALS).ok()?;
        let handle = received.handle();
        let child = match program(command).and_then(|mut program| program.spawn()) {
            Ok(child) => child,
            Err(error) => {
                handle.close();
                restore_signals();
                if command != DEFAULT_PAGER {
                    let command = quoted(command);
                    stderr::print_note(format!("cannot start the pager `{command}`: {error}"));
                }
                return None;
            }
        };
        *signals.running.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Pid::from_child(&child));
        let receiver = Arc::clone(&signals);
        // Without the thread, signals wait until the pager ends.
        let _ = thread::spawn("pager signals", move || {
            received.forever().for_each(|signal| receiver.receive(signal));
        });
        stderr::hold();
        let (mut child, command) = (child, command.to_string());
        Some(Self { input: child.stdin.take(), child, command, signals, handle })
    }

    /// Ends the pager's input.
    pub(super) fn close(&mut self) {
        self.input = None;
    }

    /// Waits until the user leaves the pager.
    pub(super) fn wait(&mut self) -> Result<(), CommandError> {
        self.close();
        let pid = Pid::from_child(&self.child);
        let ended = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while let Err(rustix::io::Errno::INTR) = waitid(WaitId::Pid(pid), ended) {}
        *self.signals.running.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let status = self.child.wait();
        self.handle.close();
        stderr::release();
        match self.signals.ending.load(Ordering::SeqCst) {
            0 => {}
            signal => return Err(CommandError::Ended(signal)),
        }
        let status = status.ok();
        if let Some(signal @ (SIGINT | SIGQUIT)) = status.and_then(|status| status.signal()) {
            return Err(CommandError::Ended(signal));
        }
        match status.and_then(|status| status.code()) {
            // As shells report it.
            Some(126 | 127) => Err(CommandError::Failed(
                format!(
                    "cannot run the pager `{}`; set ROLEDEX_PAGER or PAGER to another one, or use \
                     --no-pager",
                    quoted(&self.command)
                )
                .into(),
            )),
            _ => Ok(()),
        }
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.input {
            Some(input) => input.write(bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.input.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Pager {
    /// Waits for the pager however roledex ends: the terminal is not given back before.
    fn drop(&mut self) {
        let _ = self.wait();
    }
}

/// Returns the program that `command` names; a shell runs it if only a shell understands it.
fn program(command: &str) -> io::Result<Command> {
    let needs_shell = command.contains(|c| SHELL_SYNTAX.contains(c));
    let mut program = if needs_shell {
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c").arg(command);
        shell
    } else {
        let words = shell_words::split(command).map_err(io::Error::other)?;
        let (first, rest) = words
            .split_first()
            .ok_or_else(|| io::Error::other("its command does not name a program"))?;
        let mut program = Command::new(first);
        program.args(rest);
        program
    };
    // As Git does: colours are shown, and what fits on the screen needs no key.
    for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
        if std::env::var_os(name).is_none() {
            program.env(name, value);
        }
    }
    program.stdin(Stdio::piped());
    Ok(program)
}
