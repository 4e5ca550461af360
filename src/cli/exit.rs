//! Exit status of a run.

use std::error::Error;
use std::fmt;
use std::io;
use std::process::ExitCode;

use crate::pack::Diagnostic;

/// The message that the file of a folder has faults.
pub(super) const INVALID_PROJECT: &str =
    "the file that names the packs of this folder has errors; fix it, or name packs with --pack";

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
    /// The file that names the packs of a folder has faults.
    InvalidProject(Vec<Diagnostic>),
    /// The user's profile has faults.
    InvalidProfile(Vec<Diagnostic>),
    /// There is no result: no such role.
    NoResult(String),
    /// The arguments do not make sense together.
    Usage(String),
    /// The output could not be written.
    Output(io::Error),
    /// Something could not be read or written.
    Failed(Box<dyn Error + Send + Sync>),
    /// A signal, given by its number, ended the work before it was done.
    Interrupted(u8),
    /// A signal, given by its number, ended the pager and is to end the program.
    #[cfg(unix)]
    Ended(i32),
}

impl CommandError {
    /// Creates the problem that `error` caused.
    pub fn failed(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Failed(Box::new(error))
    }

    /// Creates the problem that `action`, such as `cannot read cv.json`, failed because of `error`.
    pub(crate) fn failed_to(action: &str, error: impl Error + Send + Sync + 'static) -> Self {
        Self::failed_with(format!("{action}: {error}"), error)
    }

    /// Creates the problem that `message` explains and `error` caused.
    pub(crate) fn failed_with(message: String, error: impl Error + Send + Sync + 'static) -> Self {
        Self::Failed(Box::new(ExplainedError { message, source: Box::new(error) }))
    }

    /// Returns how the run ends.
    pub fn exit(&self) -> Exit {
        match self {
            // `roledex list | head` is not a failure.
            Self::OutputClosed => Exit::Success,
            Self::NoResult(_) => Exit::NoResult,
            Self::Usage(_) => Exit::Usage,
            Self::InvalidPack(_)
            | Self::InvalidProject(_)
            | Self::InvalidProfile(_)
            | Self::Output(_)
            | Self::Failed(_) => Exit::Failed,
            // As a shell reports a program that was ended by the signal itself.
            Self::Interrupted(signal) => Exit::Status(128 | *signal),
            #[cfg(unix)]
            Self::Ended(signal) => Exit::Signal(*signal),
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutputClosed => f.write_str("could not write the output"),
            Self::InvalidPack(_) => f.write_str("the pack has errors"),
            Self::InvalidProject(_) => f.write_str(INVALID_PROJECT),
            Self::InvalidProfile(_) => {
                f.write_str("the profile has errors: `roledex profile` shows them")
            }
            Self::NoResult(text) | Self::Usage(text) => f.write_str(text),
            Self::Output(error) => write!(f, "could not write the output: {error}"),
            Self::Failed(error) => error.fmt(f),
            Self::Interrupted(_) => f.write_str("interrupted"),
            #[cfg(unix)]
            Self::Ended(_) => f.write_str("interrupted"),
        }
    }
}

impl Error for CommandError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Output(error) => Some(error),
            Self::Failed(error) => Some(&**error),
            _ => None,
        }
    }
}

/// An error with a message for the user.
#[derive(Debug)]
struct ExplainedError {
    message: String,
    source: Box<dyn Error + Send + Sync>,
}

impl fmt::Display for ExplainedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for ExplainedError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::Output(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_keeps_the_errors_that_caused_it() {
        let problem = CommandError::from(io::Error::from(io::ErrorKind::StorageFull));
        assert!(problem.to_string().starts_with("could not write the output: "), "{problem}");
        let mut root: &dyn Error = &problem;
        while let Some(source) = root.source() {
            root = source;
        }
        assert_ne!(root.to_string(), problem.to_string());
        let root = root.downcast_ref::<io::Error>().map(io::Error::kind);
        assert_eq!(root, Some(io::ErrorKind::StorageFull));
    }
}
