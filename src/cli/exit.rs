//! Exit status of a run.

use std::io;
use std::process::ExitCode;

use crate::pack::Diagnostic;

/// End of a run in which nothing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done: 0.
    Done,
    /// No result: 1.
    No,
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
            Self::Done => 0,
            Self::No => 1,
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
pub enum Problem {
    /// The reader of the output closed it.
    Closed,
    /// The packs have faults.
    Faults(Vec<Diagnostic>),
    /// The user's profile has faults.
    Profile(Vec<Diagnostic>),
    /// There is no result: no such role.
    No(String),
    /// The arguments do not make sense together.
    Usage(String),
    /// Something could not be read or written.
    Failed(String),
    /// A signal, given by its number, ended the work before it was done.
    Interrupted(u8),
}

impl Problem {
    /// Returns how the run ends.
    pub fn exit(&self) -> Exit {
        match self {
            // `roledex list | head` is not a failure.
            Self::Closed => Exit::Done,
            Self::No(_) => Exit::No,
            Self::Usage(_) => Exit::Usage,
            Self::Faults(_) | Self::Profile(_) | Self::Failed(_) => Exit::Failed,
            // As a shell reports a program that was ended by the signal itself.
            Self::Interrupted(signal) => Exit::Status(128 | *signal),
        }
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Failed(format!("could not write the output: {error}")),
        }
    }
}
