//! A file of which only the requested blocks are read.

use std::borrow::Cow;
use std::fs::File;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

use super::file::read_at;
use super::reading::read_packs;
use crate::model::{ByteStore, Catalog, RowStore};
use crate::pack::CancelToken;

/// Number of bytes that are read and checked together. The skills of a role are far apart: much
/// larger blocks would mostly read unneeded bytes.
pub(super) const BLOCK: usize = 8 << 10;

/// A compiled catalog in a cache file. A block is read when one of its rows is requested, and stays
/// in memory.
#[derive(Debug)]
pub(super) struct PagedCatalog {
    pub(super) file: File,
    pub(super) path: PathBuf,
    /// The offset of the catalog in the file.
    pub(super) offset: u64,
    pub(super) size: usize,
    /// Checksum of each block.
    pub(super) checksums: Vec<u64>,
    /// The blocks that were read; `None` for a damaged one.
    pub(super) blocks: Vec<OnceLock<Option<Box<[u8]>>>>,
    /// The packs to read again if the file turns out to be damaged; `None` to report it only.
    pub(super) packs: Option<Vec<PathBuf>>,
    pub(super) rebuilt: OnceLock<Option<Catalog>>,
    /// Whether some data could be read neither from here nor from the packs.
    pub(super) incomplete: Arc<AtomicBool>,
}

/// The checksums of the blocks of `bytes`.
pub(super) fn checksums(bytes: &[u8]) -> Vec<u64> {
    bytes.chunks(BLOCK).map(xxh3_64).collect()
}

impl PagedCatalog {
    fn span(&self, block: usize) -> Range<usize> {
        block * BLOCK..self.size.min((block + 1) * BLOCK)
    }

    fn block(&self, block: usize) -> Option<&[u8]> {
        let cell = self.blocks.get(block)?;
        if cell.get().is_none() {
            // If another thread was faster, its block is used: none waits for another to read.
            let _ = cell.set(self.read(block));
        }
        cell.get()?.as_deref()
    }

    /// The bytes of `block` that are in `range`.
    fn part(&self, block: usize, range: &Range<usize>) -> Option<&[u8]> {
        let span = self.span(block);
        let from = range.start.max(span.start) - span.start;
        self.block(block)?.get(from..range.end.min(span.end) - span.start)
    }

    /// The bytes of `block` from the file, if they match their checksum.
    pub(super) fn read(&self, block: usize) -> Option<Box<[u8]>> {
        let span = self.span(block);
        let mut bytes = vec![0; span.len()].into_boxed_slice();
        read_at(&self.file, &mut bytes, self.offset + span.start as u64).ok()?;
        (xxh3_64(&bytes) == *self.checksums.get(block)?).then_some(bytes)
    }
}

impl ByteStore for PagedCatalog {
    fn size(&self) -> usize {
        self.size
    }

    fn get(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>> {
        if range.start > range.end || range.end > self.size {
            return None;
        }
        let (first, last) =
            (range.start / BLOCK, range.end.saturating_sub(1).max(range.start) / BLOCK);
        if range.is_empty() {
            return Some(Cow::Borrowed(&[]));
        }
        if first == last {
            return self.part(first, &range).map(Cow::Borrowed);
        }
        let mut all = Vec::with_capacity(range.len());
        for block in first..=last {
            all.extend_from_slice(self.part(block, &range)?);
        }
        Some(Cow::Owned(all))
    }
}

impl RowStore for PagedCatalog {
    fn load(&self) {
        let damaged = (0..self.blocks.len()).filter(|block| self.block(*block).is_none()).count();
        if damaged > 0 && self.rebuilt_catalog().is_none() {
            self.mark_incomplete();
        }
        // A row that turns out to be damaged from now on is empty: the packs are not read for it.
        let _ = self.rebuilt.set(None);
    }

    fn rebuilt_catalog(&self) -> Option<&Catalog> {
        let packs = self.packs.as_ref()?;
        let again = self.rebuilt.get_or_init(|| {
            // The next start should not use this file.
            let _ = std::fs::remove_file(&self.path);
            let loaded = read_packs(packs, &CancelToken::default());
            loaded.ok().flatten().map(|loaded| loaded.catalog)
        });
        again.as_ref()
    }

    fn mark_incomplete(&self) {
        self.incomplete.store(true, Relaxed);
    }
}
