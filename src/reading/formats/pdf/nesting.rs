//! Measures how deeply the parts of a document are nested.

use crate::reading::formats::error::ReadingFault;

/// Maximum depth of arrays and dictionaries within each other.
const MAX_DEPTH: usize = 400;

/// Depth of arrays and dictionaries within each other.
#[derive(Debug, Default)]
pub(super) struct NestingDepth {
    depth: usize,
    /// Number of open parentheses of a text, in which brackets mean nothing.
    texts: usize,
    is_escaped: bool,
}

impl NestingDepth {
    /// Follows the next bytes.
    ///
    /// # Errors
    ///
    /// When they are nested too deeply.
    pub(super) fn follow(&mut self, bytes: &[u8]) -> Result<(), ReadingFault> {
        for byte in bytes {
            if std::mem::take(&mut self.is_escaped) {
                continue;
            }
            match byte {
                b'\\' if self.texts > 0 => self.is_escaped = true,
                b'(' => self.texts += 1,
                b')' => self.texts = self.texts.saturating_sub(1),
                b'[' | b'<' if self.texts == 0 => self.depth += 1,
                b']' | b'>' if self.texts == 0 => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            if self.depth > MAX_DEPTH || self.texts > MAX_DEPTH {
                return Err(ReadingFault::TooDeep);
            }
        }
        Ok(())
    }
}
