//! Faults of a file that keep it from being read.

use std::fmt;

/// A file that could not be read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingError {
    name: String,
    fault: ReadingFault,
}

impl ReadingError {
    /// Makes the error that the file `name` has this fault.
    pub(super) fn new(name: &str, fault: ReadingFault) -> Self {
        Self { name: name.to_string(), fault }
    }

    /// Returns the fault.
    pub fn fault(&self) -> &ReadingFault {
        &self.fault
    }
}

impl fmt::Display for ReadingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}: {}", self.name, self.fault)
    }
}

impl std::error::Error for ReadingError {}

/// A reason why a file cannot be read as text, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadingFault {
    /// A file with only blanks.
    #[error("it is empty")]
    Empty,
    /// A file of a format that is not read.
    #[error("it is {kind}; {advice}")]
    OtherFormat {
        /// Its format, after "it is".
        kind: &'static str,
        /// The next step.
        advice: &'static str,
    },
    /// A document of a known format without any text.
    #[error("this {kind} contains only pictures, or nothing; save its text, or run it through OCR")]
    NoText {
        /// Its format.
        kind: &'static str,
    },
    /// A document that needs a password.
    #[error("this {kind} is protected by a password; save a copy without one")]
    Password {
        /// Its format.
        kind: &'static str,
    },
    /// A document that is incomplete or damaged.
    #[error("this {kind} is damaged or incomplete ({why}); save or download it again")]
    Damaged {
        /// Its format.
        kind: &'static str,
        /// The first fault that was found.
        why: String,
    },
    /// More bytes than are read.
    #[error("it is larger than {} MiB; save only the text you need", .limit >> 20)]
    TooLarge {
        /// The maximum size in bytes.
        limit: u64,
    },
    /// More text than is read.
    #[error("it has more than {} MiB of text; save only the part you need", super::lines::MAX_TEXT_SIZE >> 20)]
    TooMuchText,
    /// Parts within parts within parts, deeper than any document needs.
    #[error("its parts are nested too deeply; save it as plain text")]
    TooDeep,
    /// A text of an unknown encoding.
    #[error("its encoding is unknown; save it as plain text in UTF-8")]
    UnknownEncoding,
}
