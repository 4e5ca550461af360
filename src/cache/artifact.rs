//! Data derived from a catalog and stored next to it.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use super::file::FileBytes;
use crate::analysis::diff::Differ;
use crate::analysis::path::NeighbourTable;
use crate::analysis::related::{SimilarityIndex, SimilarityTerms};
use crate::analysis::themes::ThemeIndex;
use crate::flat::damaged_error;
use crate::model::{ByteStore, Catalog};
use crate::reading::skills::ReadingIndex;
use crate::search::{RoleNames, SearchIndex};

/// Data derived from a catalog and stored next to it: the file extension, and its first bytes.
pub type ArtifactFormat = (&'static str, &'static [u8; 8]);

/// The search index.
pub(super) const INDEX: ArtifactFormat = ("index", b"roledex\x01");

/// The word weights.
pub(super) const WORDS: ArtifactFormat = ("words", b"roledex\x02");

/// The relations between roles.
pub(super) const RELATIONS: ArtifactFormat = ("relations", b"roledex\x03");

/// The similar roles of each role.
pub(super) const NEIGHBOURS: ArtifactFormat = ("neighbours", b"roledex\x04");

/// The roles by their names.
pub(super) const NAMES: ArtifactFormat = ("names", b"roledex\x05");

/// The skills, prepared for reading texts.
pub(super) const READING: ArtifactFormat = ("reading", b"roledex\x06");

/// The words of the relations between roles.
pub(super) const TERMS: ArtifactFormat = ("terms", b"roledex\x07");

/// The responsibilities, prepared for finding themes.
pub(super) const THEMES: ArtifactFormat = ("themes", b"roledex\x08");

/// All of them.
pub(super) const ALL: [ArtifactFormat; 8] =
    [INDEX, WORDS, RELATIONS, NEIGHBOURS, NAMES, READING, TERMS, THEMES];

/// Number of bytes before the data: those of its format, and the seal of its catalog.
pub(super) const HEAD: usize = 16;

/// Number of bytes of the checksum after data that is read as a whole.
const CHECKSUM: u64 = 8;

/// Data derived from a catalog that can be read without the catalog's rows and is stored next to
/// it.
pub trait CachedArtifact: Sized {
    /// The file extension, and its first bytes.
    const FORMAT: ArtifactFormat;

    /// Writes it so that [`CachedArtifact::open`] can read it.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    fn write(&self, out: &mut dyn Write) -> io::Result<()>;

    /// Opens the data written for `catalog`. Bytes that could not have been written are an error or
    /// are noticed when they are read, whatever their origin: no later query may panic or run
    /// forever.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is not valid.
    fn open(catalog: &Arc<Catalog>, file: ArtifactFile) -> io::Result<Self>;
}

/// The file of derived data, after its first bytes.
pub struct ArtifactFile {
    pub(super) file: File,
    pub(super) path: PathBuf,
    /// Number of bytes left.
    pub(super) size: u64,
}

impl ArtifactFile {
    /// Returns the bytes of the file, which are read when they are requested.
    fn into_bytes(self) -> Arc<dyn ByteStore> {
        let Self { file, path, size } = self;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        Arc::new(FileBytes { file, path, offset: HEAD as u64, size })
    }

    /// Returns what `read` makes of the file and its size, if every byte is as [`write_checked`]
    /// wrote it.
    fn read_checked<T>(
        self,
        read: impl FnOnce(&mut dyn Read, u64) -> io::Result<T>,
    ) -> io::Result<T> {
        let left = self.size.checked_sub(CHECKSUM).ok_or_else(damaged_error)?;
        let inner = BufReader::with_capacity(64 << 10, self.file);
        let mut file = ChecksumStream { inner, sum: Xxh3::new(), left };
        let made = read(&mut file, left)?;
        let mut sum = [0; CHECKSUM as usize];
        let whole = file.left == 0 && file.inner.read_exact(&mut sum).is_ok();
        let sound = whole && file.sum.digest().to_le_bytes() == sum;
        if sound { Ok(made) } else { Err(damaged_error()) }
    }
}

/// Writes what `write` writes, and its checksum.
fn write_checked(
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = ChecksumStream { inner: out, sum: Xxh3::new(), left: 0 };
    write(&mut out)?;
    let sum = out.sum.digest();
    out.inner.write_all(&sum.to_le_bytes())
}

/// A reader or writer that computes the checksum of the bytes that pass through it.
struct ChecksumStream<T> {
    inner: T,
    sum: Xxh3,
    /// Number of bytes that may still be read.
    left: u64,
}

impl<T: Read> Read for ChecksumStream<T> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).map_or(bytes.len(), |left| bytes.len().min(left));
        let read = self.inner.read(&mut bytes[..most])?;
        self.sum.update(&bytes[..read]);
        self.left -= read as u64;
        Ok(read)
    }
}

impl<T: Write> Write for ChecksumStream<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl CachedArtifact for SearchIndex {
    const FORMAT: ArtifactFormat = INDEX;

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        Self::write(self, out)
    }

    fn open(catalog: &Arc<Catalog>, file: ArtifactFile) -> io::Result<Self> {
        Self::open(Arc::clone(catalog), file.into_bytes())
    }
}

impl CachedArtifact for RoleNames {
    const FORMAT: ArtifactFormat = NAMES;

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        Self::write(self, out)
    }

    fn open(_: &Arc<Catalog>, file: ArtifactFile) -> io::Result<Self> {
        Self::open(file.into_bytes())
    }
}

/// Implements [`CachedArtifact`] for data that is read as a whole.
macro_rules! cached_artifacts {
    ($($made:ty, $format:ident;)*) => {$(
        impl CachedArtifact for $made {
            const FORMAT: ArtifactFormat = $format;

            fn write(&self, out: &mut dyn Write) -> io::Result<()> {
                write_checked(out, |out| <$made>::write(self, out))
            }

            fn open(catalog: &Arc<Catalog>, file: ArtifactFile) -> io::Result<Self> {
                file.read_checked(|input, size| <$made>::read(catalog, input, size))
            }
        }
    )*};
}

cached_artifacts! {
    Differ, WORDS;
    SimilarityIndex, RELATIONS;
    NeighbourTable, NEIGHBOURS;
    ReadingIndex, READING;
    SimilarityTerms, TERMS;
    ThemeIndex, THEMES;
}
