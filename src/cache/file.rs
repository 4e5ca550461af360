//! A file of which only the requested bytes are read.

use std::borrow::Cow;
use std::fs::File;
use std::ops::Range;
use std::path::PathBuf;

use crate::model::ByteStore;

/// The end of a file. Nothing that was read is kept.
pub(super) struct FileBytes {
    pub(super) file: File,
    pub(super) path: PathBuf,
    /// The offset of the first byte in the file.
    pub(super) offset: u64,
    pub(super) size: usize,
}

impl ByteStore for FileBytes {
    fn size(&self) -> usize {
        self.size
    }

    fn get(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>> {
        if range.end > self.size {
            return None;
        }
        let mut bytes = vec![0; range.end.checked_sub(range.start)?];
        read_at(&self.file, &mut bytes, self.offset + range.start as u64).ok()?;
        Some(Cow::Owned(bytes))
    }

    fn discard(&self) {
        // A file that cannot be removed is found to be damaged again.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
pub(super) fn read_at(file: &File, bytes: &mut [u8], at: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
pub(super) fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> std::io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                at += read as u64;
            }
        }
    }
    Ok(())
}
