//! The bytes that blocks are read from, and the blocks that were read.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

use crate::model::ByteStore;

/// The bytes of several tables.
pub(in crate::search) struct BlockStore {
    bytes: Arc<dyn ByteStore>,
    damaged: AtomicBool,
}

impl fmt::Debug for BlockStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockStore").field("size", &self.bytes.size()).finish_non_exhaustive()
    }
}

impl BlockStore {
    pub(super) fn new(bytes: Arc<dyn ByteStore>) -> Self {
        Self { bytes, damaged: AtomicBool::new(false) }
    }

    /// Whether a block turned out to be damaged, so that a blank one replaced it.
    pub(in crate::search) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Acquire)
    }

    /// Discards the bytes: they are of no use to a later run either.
    pub(in crate::search) fn discard(&self) {
        self.bytes.discard();
    }

    /// Returns what `decode` makes of the block at `place`, if it is as it was written.
    fn decode<B>(&self, place: BlockPlace, decode: impl FnOnce(&[u8]) -> Option<B>) -> Option<B> {
        let bytes = self.bytes.get(place.start..place.start.checked_add(place.length as usize)?)?;
        (xxh3_64(&bytes) == place.checksum).then(|| decode(&bytes)).flatten()
    }
}

/// The position of a block, and its checksum.
#[derive(Debug, Clone, Copy)]
pub(super) struct BlockPlace {
    pub(super) start: usize,
    pub(super) length: u32,
    pub(super) checksum: u64,
}

/// A block that is read each time that it is needed.
#[derive(Debug)]
pub(in crate::search) struct StoredBlock {
    store: Arc<BlockStore>,
    place: BlockPlace,
}

impl StoredBlock {
    pub(super) fn new(store: Arc<BlockStore>, place: BlockPlace) -> Self {
        Self { store, place }
    }

    /// Returns what `decode` makes of the block. If it is damaged, `None`, and the bytes are
    /// discarded.
    pub(in crate::search) fn read<T>(&self, decode: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        let made = self.store.decode(self.place, decode);
        if made.is_none() {
            self.store.discard();
        }
        made
    }
}

/// The blocks of a table.
#[derive(Debug)]
pub(in crate::search) struct Blocks<B> {
    cells: Box<[OnceLock<B>]>,
    stored: Option<StoredBlocks>,
}

/// Where the blocks of a table are read from.
#[derive(Debug)]
struct StoredBlocks {
    store: Arc<BlockStore>,
    places: Box<[BlockPlace]>,
}

impl<B> Blocks<B> {
    /// Returns blocks that were built.
    pub(in crate::search) fn built(blocks: impl IntoIterator<Item = B>) -> Self {
        Self { cells: blocks.into_iter().map(OnceLock::from).collect(), stored: None }
    }

    pub(super) fn stored(store: Arc<BlockStore>, places: Box<[BlockPlace]>) -> Self {
        let mut cells = Vec::new();
        cells.resize_with(places.len(), OnceLock::new);
        Self { cells: cells.into(), stored: Some(StoredBlocks { store, places }) }
    }

    pub(in crate::search) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Returns the blocks in memory.
    pub(super) fn in_memory(&self) -> impl Iterator<Item = &B> {
        self.cells.iter().filter_map(OnceLock::get)
    }

    /// Returns the block at `at`. If it has to be read, `decode` makes it of its bytes; if it is
    /// damaged, `blank` replaces it.
    #[inline]
    pub(in crate::search) fn get(
        &self,
        at: usize,
        decode: impl FnOnce(&[u8]) -> Option<B>,
        blank: impl FnOnce() -> B,
    ) -> &B {
        match self.cells[at].get() {
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
        self.cells[at].get_or_init(|| {
            let stored = self.stored.as_ref();
            let block = stored.and_then(|stored| stored.store.decode(stored.places[at], decode));
            block.unwrap_or_else(|| {
                if let Some(stored) = stored {
                    stored.store.damaged.store(true, Ordering::Release);
                }
                blank()
            })
        })
    }
}
