//! Bounds the work of reading a document: a small one may name the same large part again and again.

use crate::reading::formats::error::ReadingFault;

/// Maximum work for a document: about as much as reading content of this size in bytes.
const MAX_WORK: usize = 256 << 20;

/// Work of finding an object by its name.
pub(super) const LOOK_UP: usize = 1 << 10;

/// Work of an instruction, of a glyph, or of an entry of a list.
pub(super) const STEP: usize = 16;

/// Work that may still be done.
#[derive(Debug)]
pub(super) struct WorkLimit {
    left: usize,
}

impl Default for WorkLimit {
    fn default() -> Self {
        Self { left: MAX_WORK }
    }
}

impl WorkLimit {
    /// Subtracts work, in bytes that are read or their equivalent.
    ///
    /// # Errors
    ///
    /// When it is more than is left.
    pub(super) fn spend(&mut self, work: usize) -> Result<(), ReadingFault> {
        self.left = self.left.checked_sub(work).ok_or(ReadingFault::TooMuchText)?;
        Ok(())
    }
}
