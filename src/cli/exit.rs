//! Exit status of a run.

use std::io;
use std::process::ExitCode;

use crate::pack::Diagnostic;

/// End of a run in which nothing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done: 0.
    Success,
    /// No result: 1.
    NoResult,
    /// Wrong usage: 2.
    Usage,
    /// A pack could not be read or a file not written: 3.
    Failed,
    /// The exit status of the explorer.
    Status(u8),
    /// Ended by this signal, as the system ends programs that do not handle it.
    Signal(i32),
}

impl Exit {
    /// Returns the exit status. Does not return if a signal is to end the process.
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Success => 0,
            Self::NoResult => 1,
            Self::Usage => 2,
            Self::Failed => 3,
            Self::Status(status) => status,
            Self::Signal(signal) => {
                #[cfg(unix)]
                let _ = signal_hook::low_level::emulate_default_handler(signal);
                // As shells report it.
                128 + signal as u8
            }
        })
    }
}

/// A reason why a run has no answer.
#[derive(Debug)]
pub enum CommandError {
    /// The reader of the output closed it.
    OutputClosed,
    /// The packs have faults.
    InvalidPack(Vec<Diagnostic>),
    /// The user's profile has faults.
    InvalidProfile(Vec<Diagnostic>),
    /// There is no result: no such role.
    NoResult(String),
    /// The arguments do not make sense together.
    Usage(String),
    /// Something could not be read or written.
    Failed(String),
    /// A signal, given by its number, ended the work before it was done.
    Interrupted(u8),
}

impl CommandError {
    /// Returns how the run ends.
    pub fn exit(&self) -> Exit {
        match self {
            // `roledex list | head` is not a failure.
            Self::OutputClosed => Exit::Success,
            Self::NoResult(_) => Exit::NoResult,
            Self::Usage(_) => Exit::Usage,
            Self::InvalidPack(_) | Self::InvalidProfile(_) | Self::Failed(_) => Exit::Failed,
            // As a shell reports a program that was ended by the signal itself.
            Self::Interrupted(signal) => Exit::Status(128 | *signal),
        }
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::Failed(format!("could not write the output: {error}")),
        }
    }
}
