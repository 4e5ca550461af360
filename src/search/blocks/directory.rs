//! Writes blocks and their directory, and reads the directory.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::store::{BlockEntry, BlockStore, StoredBlock};
use crate::flat::damaged_error;
use crate::model::ByteStore;

/// Size of the entry of a block: its start and its checksum.
const ENTRY: usize = 8 + 8;

/// Size of the end of the directory: the number of blocks, the number of numbers, and the checksum.
const END: usize = 4 + 4 + 8;

/// Writes blocks, and then the directory.
pub(in crate::search) struct BlockWriter<'a> {
    out: &'a mut dyn Write,
    /// Number of bytes written.
    size: u64,
    entries: Vec<u8>,
    numbers: Vec<u8>,
}

impl<'a> BlockWriter<'a> {
    pub(in crate::search) fn new(out: &'a mut dyn Write) -> Self {
        Self { out, size: 0, entries: Vec::new(), numbers: Vec::new() }
    }

    pub(in crate::search) fn write_block(&mut self, block: &[u8]) -> io::Result<()> {
        self.entries.extend(self.size.to_le_bytes());
        self.entries.extend(xxh3_64(block).to_le_bytes());
        self.size += block.len() as u64;
        self.out.write_all(block)
    }

    /// Keeps a number that describes the tables.
    pub(in crate::search) fn push_number(&mut self, number: usize) {
        self.numbers.extend((number as u64).to_le_bytes());
    }

    /// Writes the directory.
    pub(in crate::search) fn finish(self) -> io::Result<()> {
        let counts = [self.entries.len() / ENTRY, self.numbers.len() / 8];
        let mut directory = [self.entries, self.numbers].concat();
        for count in counts {
            directory.extend(u32::try_from(count).map_err(io::Error::other)?.to_le_bytes());
        }
        directory.extend(xxh3_64(&directory).to_le_bytes());
        self.out.write_all(&directory)
    }
}

/// Hands out the blocks and numbers of a directory in the order in which they were written.
#[derive(Debug)]
pub(in crate::search) struct BlockReader {
    store: Arc<BlockStore>,
    /// The next block.
    next: usize,
    numbers: std::vec::IntoIter<u64>,
}

impl BlockReader {
    /// Reads the directory at the end of `bytes`.
    pub(in crate::search) fn open(bytes: Arc<dyn ByteStore>) -> io::Result<Self> {
        let (entries, end, numbers) = read_directory(&*bytes).ok_or_else(damaged_error)?;
        let store = Arc::new(BlockStore::new(bytes, entries, end));
        Ok(Self { store, next: 0, numbers: numbers.into_iter() })
    }

    /// Returns the bytes that the blocks are read from.
    pub(in crate::search) fn store(&self) -> Arc<BlockStore> {
        Arc::clone(&self.store)
    }

    /// Returns the next number.
    pub(in crate::search) fn number(&mut self) -> io::Result<usize> {
        let number = self.numbers.next().ok_or_else(damaged_error)?;
        usize::try_from(number).map_err(|_| damaged_error())
    }

    /// Returns the next number, a power of two that a number of rows can be.
    pub(super) fn bits(&mut self) -> io::Result<u32> {
        let bits = self.number()?;
        u32::try_from(bits).ok().filter(|bits| *bits < 32).ok_or_else(damaged_error)
    }

    /// Returns the next block.
    pub(in crate::search) fn block(&mut self) -> io::Result<StoredBlock> {
        let blocks = self.blocks(1)?;
        Ok(StoredBlock::new(self.store(), blocks.start))
    }

    /// Returns the next `count` blocks.
    pub(super) fn blocks(&mut self, count: usize) -> io::Result<Range<usize>> {
        if count > self.store.len() - self.next {
            return Err(damaged_error());
        }
        let first = self.next;
        self.next += count;
        Ok(first..self.next)
    }

    /// Whether everything in the directory was handed out.
    pub(in crate::search) fn is_at_end(&self) -> bool {
        self.next == self.store.len() && self.numbers.len() == 0
    }
}

/// Returns the range of the directory in bytes that end in `end`, and the number of its blocks.
fn directory_span(size: usize, end: &[u8]) -> Option<(Range<usize>, usize)> {
    let (blocks, rest) = end.split_first_chunk()?;
    let (blocks, numbers) =
        (u32::from_le_bytes(*blocks) as usize, u32::from_le_bytes(*rest.first_chunk()?) as usize);
    let length = blocks.checked_mul(ENTRY)?.checked_add(numbers.checked_mul(8)?)? + END;
    Some((size.checked_sub(length)?..size, blocks))
}

/// A directory: the entries of the blocks, the end of the last one, and the numbers.
type Directory = (Box<[BlockEntry]>, usize, Vec<u64>);

/// Reads the directory at the end of `bytes`; `None` if it is damaged.
fn read_directory(bytes: &dyn ByteStore) -> Option<Directory> {
    let size = bytes.size();
    let (span, blocks) = directory_span(size, &bytes.get(size.checked_sub(END)?..size)?)?;
    let directory = bytes.get(span.clone())?;
    let (content, checksum) = directory.split_last_chunk::<8>()?;
    if xxh3_64(content) != u64::from_le_bytes(*checksum) {
        return None;
    }
    let (entries, numbers) = content.get(..content.len() - 8)?.split_at_checked(blocks * ENTRY)?;
    let entries: Box<[BlockEntry]> =
        entries.as_chunks::<ENTRY>().0.iter().map(read_entry).collect();
    let numbers = numbers.as_chunks::<8>().0.iter().map(|number| u64::from_le_bytes(*number));
    let sound = entries.is_sorted_by_key(|entry| entry.start)
        && entries.last().is_none_or(|last| last.start <= span.start as u64);
    sound.then(|| (entries, span.start, numbers.collect()))
}

fn read_entry(entry: &[u8; ENTRY]) -> BlockEntry {
    let number = u128::from_le_bytes(*entry);
    BlockEntry { start: number as u64, checksum: (number >> 64) as u64 }
}

/// Makes the checksums in `bytes` fit what is in them, as far as there is still a directory.
#[cfg(test)]
pub(crate) fn reseal(bytes: &mut [u8]) {
    let size = bytes.len();
    let end = bytes[size.saturating_sub(END)..].to_vec();
    let Some((span, blocks)) = directory_span(size, &end) else { return };
    let entries = bytes[span.start..span.start + blocks * ENTRY].as_chunks::<ENTRY>().0;
    let mut starts: Vec<usize> =
        entries.iter().map(|entry| read_entry(entry).start as usize).collect();
    starts.push(span.start);
    for block in 0..blocks {
        let at = span.start + block * ENTRY + 8;
        let Some(content) = bytes.get(starts[block]..starts[block + 1]) else {
            continue;
        };
        let checksum = xxh3_64(content).to_le_bytes();
        bytes[at..at + 8].copy_from_slice(&checksum);
    }
    let checksum = xxh3_64(&bytes[span.start..size - 8]).to_le_bytes();
    bytes[size - 8..].copy_from_slice(&checksum);
}
