//! Lays out the documents of word processors: DOCX and ODT.

use std::io::{Cursor, ErrorKind};

use zip::ZipArchive;
use zip::result::ZipError;

use super::encoding::decode;
use super::error::ReadingFault;
use crate::disk::read::read_bounded;

mod blocks;
mod docx;
mod odt;
mod styles;
mod xml;

pub(super) use self::docx::{DOCX_TEXT, lay_out_docx};
pub(super) use self::odt::{ODT_TEXT, lay_out_odt};

/// Maximum number of files in a document.
const MAX_ENTRIES: usize = 10_000;

/// Maximum size in bytes of one of its files once it is unpacked.
const MAX_PART_SIZE: u64 = 64 << 20;

/// Maximum compression ratio of a file that is not small. Texts of documents shrink to a fiftieth
/// at most.
const MAX_RATIO: u64 = 200;

/// Below this size any ratio is harmless.
const MIN_CHECKED_SIZE: u64 = 4 << 20;

/// The archive that a document is.
pub(super) struct OfficeArchive<'a> {
    kind: &'static str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> OfficeArchive<'a> {
    /// Opens the archive of a document, which is called `kind` in messages.
    ///
    /// # Errors
    ///
    /// When it is damaged.
    pub(super) fn open(kind: &'static str, bytes: &'a [u8]) -> Result<Self, ReadingFault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(kind, &error))?;
        if archive.len() > MAX_ENTRIES {
            let why = format!("it contains {} files", archive.len());
            return Err(ReadingFault::Damaged { kind, why });
        }
        Ok(Self { kind, archive })
    }

    /// Returns the archive, called `kind` in messages.
    pub(super) fn named(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// Whether there is a file with this name.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Returns the text of the file `name`, if it is there.
    ///
    /// # Errors
    ///
    /// When it is damaged, too large, or protected by a password.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, ReadingFault> {
        let kind = self.kind;
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::InvalidPassword) => return Err(ReadingFault::Password { kind }),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(ReadingFault::Password { kind });
            }
            Err(error) => return Err(damaged(kind, &error)),
        };
        // The sizes stated by an archive are only a claim.
        let packed = entry.compressed_size().max(1);
        let most = MAX_PART_SIZE.min(packed.saturating_mul(MAX_RATIO).max(MIN_CHECKED_SIZE));
        let size = entry.size();
        let bytes = read_bounded(entry, size, most).map_err(|error| match error.kind() {
            ErrorKind::FileTooLarge => ReadingFault::TooMuchText,
            _ => damaged(kind, &ZipError::Io(error)),
        })?;
        decode(&bytes, None).map(Some)
    }
}

fn damaged(kind: &'static str, error: &ZipError) -> ReadingFault {
    ReadingFault::Damaged { kind, why: error.to_string() }
}
