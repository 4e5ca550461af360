//! Reasons why a ladder cannot be read.

use std::path::PathBuf;

use crate::model::text::printable;

/// Reasons why a ladder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LadderError {
    /// A path cannot be read.
    #[error("cannot read {}: {source}", printable(path))]
    Read {
        /// The path of the file or folder.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// A file is not what its name says, or exceeds a bound.
    #[error("{}: {why}", printable(file))]
    File {
        /// The file, and its sheet.
        file: String,
        /// The fault, and what to do about it.
        why: String,
    },
    /// Nothing at the paths could be read as a ladder.
    #[error("{paths}: no levels found; {hint}")]
    NoLevels {
        /// The paths.
        paths: String,
        /// The content found instead, and what to do.
        hint: String,
    },
}

impl LadderError {
    /// Returns the error for a file.
    pub(super) fn file(file: impl Into<String>, why: impl Into<String>) -> Self {
        Self::File { file: file.into(), why: why.into() }
    }
}
