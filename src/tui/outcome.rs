//! How a run of the explorer ended.

use crate::pack::{Diagnostic, ReadError};

/// Outcome of running the explorer.
#[derive(Debug)]
pub enum ExplorerOutcome {
    /// The user quit, or a signal ended it; with this exit status.
    Status(u8),
    /// Ended by a signal after which the system writes a core dump: the parent process should see
    /// it.
    Signal(i32),
    /// There is nothing to show but faults.
    Faults(Vec<Diagnostic>),
    /// The packs could not be read.
    Unreadable(ReadError),
}
