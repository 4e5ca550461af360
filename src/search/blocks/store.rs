//! The bytes that blocks are read from, and the blocks that were read.

use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

use crate::model::ByteStore;

/// The bytes of several tables.
pub(in crate::search) struct BlockStore {
    bytes: Arc<dyn ByteStore>,
    /// Start and checksum of each block.
    entries: Box<[BlockEntry]>,
    /// End of the last block.
    end: usize,
    damaged: AtomicBool,
}

/// The start of a block, and its checksum.
#[derive(Debug, Clone, Copy)]
pub(super) struct BlockEntry {
    pub(super) start: u64,
    pub(super) checksum: u64,
}

impl fmt::Debug for BlockStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockStore").field("size", &self.bytes.size()).finish_non_exhaustive()
    }
}

impl BlockStore {
    /// Returns the blocks of `bytes` that begin where `entries` say, in ascending order, and the
    /// last of which ends at `end`.
    pub(super) fn new(bytes: Arc<dyn ByteStore>, entries: Box<[BlockEntry]>, end: usize) -> Self {
        Self { bytes, entries, end, damaged: AtomicBool::new(false) }
    }

    /// Whether a block turned out to be damaged, so that a blank one replaced it.
    pub(in crate::search) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Acquire)
    }

    /// Discards the bytes: they are of no use to a later run either.
    pub(in crate::search) fn discard(&self) {
        self.bytes.discard();
    }

    /// Returns the number of blocks.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns the start of a block, or the end of the last one.
    fn start(&self, block: usize) -> usize {
        self.entries.get(block).map_or(self.end, |entry| entry.start as usize)
    }

    /// Returns the number of bytes of these blocks.
    pub(super) fn size(&self, blocks: &Range<usize>) -> usize {
        self.start(blocks.end).saturating_sub(self.start(blocks.start))
    }

    /// Returns what `decode` makes of a block, if it is as it was written.
    fn decode<B>(&self, block: usize, decode: impl FnOnce(&[u8]) -> Option<B>) -> Option<B> {
        let checksum = self.entries.get(block)?.checksum;
        let bytes = self.bytes.get(self.start(block)..self.start(block + 1))?;
        (xxh3_64(&bytes) == checksum).then(|| decode(&bytes)).flatten()
    }
}

/// A block that is read each time that it is needed.
#[derive(Debug)]
pub(in crate::search) struct StoredBlock {
    store: Arc<BlockStore>,
    block: usize,
}

impl StoredBlock {
    pub(super) fn new(store: Arc<BlockStore>, block: usize) -> Self {
        Self { store, block }
    }

    /// Returns what `decode` makes of the block. If it is damaged, `None`, and the bytes are
    /// discarded.
    pub(in crate::search) fn read<T>(&self, decode: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        let made = self.store.decode(self.block, decode);
        if made.is_none() {
            self.store.discard();
        }
        made
    }
}

/// The blocks of a table.
#[derive(Debug)]
pub(in crate::search) struct Blocks<B> {
    len: usize,
    /// Requested with the first block: most tables are not needed by most queries.
    cells: OnceLock<Box<[OnceLock<B>]>>,
    stored: Option<StoredBlocks>,
}

/// Where the blocks of a table are read from.
#[derive(Debug)]
struct StoredBlocks {
    store: Arc<BlockStore>,
    /// The first of them.
    first: usize,
}

impl<B> Blocks<B> {
    /// Returns blocks that were built.
    pub(super) fn built(blocks: impl IntoIterator<Item = B>) -> Self {
        let cells: Box<[_]> = blocks.into_iter().map(OnceLock::from).collect();
        Self { len: cells.len(), cells: OnceLock::from(cells), stored: None }
    }

    /// Returns the `blocks` of `store`.
    pub(super) fn stored(store: Arc<BlockStore>, blocks: &Range<usize>) -> Self {
        let stored = Some(StoredBlocks { store, first: blocks.start });
        Self { len: blocks.len(), cells: OnceLock::new(), stored }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Returns the blocks in memory.
    pub(super) fn in_memory(&self) -> impl Iterator<Item = &B> {
        self.cells.get().into_iter().flatten().filter_map(OnceLock::get)
    }

    /// Returns the block at `at`. If it has to be read, `decode` makes it of its bytes; if it is
    /// damaged, `blank` replaces it.
    #[inline]
    pub(super) fn get(
        &self,
        at: usize,
        decode: impl FnOnce(&[u8]) -> Option<B>,
        blank: impl FnOnce() -> B,
    ) -> &B {
        match self.cells.get().and_then(|cells| cells[at].get()) {
            Some(block) => block,
            None => self.read(at, decode, blank),
        }
    }

    #[cold]
    #[inline(never)]
    fn read(
        &self,
        at: usize,
        decode: impl FnOnce(&[u8]) -> Option<B>,
        blank: impl FnOnce() -> B,
    ) -> &B {
        let cells = self.cells.get_or_init(|| {
            let mut cells = Vec::new();
            cells.resize_with(self.len, OnceLock::new);
            cells.into()
        });
        cells[at].get_or_init(|| {
            let stored = self.stored.as_ref();
            let block = stored.and_then(|stored| stored.store.decode(stored.first + at, decode));
            block.unwrap_or_else(|| {
                if let Some(stored) = stored {
                    stored.store.damaged.store(true, Ordering::Release);
                }
                blank()
            })
        })
    }
}
