//! Writes blocks and their directory, and reads the directory.

use std::io::{self, Write};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::store::{BlockPlace, BlockStore, StoredBlock};
use crate::flat::damaged_error;
use crate::model::ByteStore;

/// Size of the entry of a block: its length and its checksum.
const ENTRY: usize = 4 + 8;

/// Size of the end of the directory: the number of blocks, the number of numbers, and the checksum.
const END: usize = 4 + 4 + 8;

/// Writes blocks, and then the directory.
pub(in crate::search) struct BlockWriter<'a> {
    out: &'a mut dyn Write,
    entries: Vec<u8>,
    numbers: Vec<u8>,
}

impl<'a> BlockWriter<'a> {
    pub(in crate::search) fn new(out: &'a mut dyn Write) -> Self {
        Self { out, entries: Vec::new(), numbers: Vec::new() }
    }

    pub(in crate::search) fn write_block(&mut self, block: &[u8]) -> io::Result<()> {
        let length = u32::try_from(block.len()).map_err(io::Error::other)?;
        self.entries.extend(length.to_le_bytes());
        self.entries.extend(xxh3_64(block).to_le_bytes());
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
    places: std::vec::IntoIter<BlockPlace>,
    numbers: std::vec::IntoIter<u64>,
}

impl BlockReader {
    /// Reads the directory at the end of `bytes`.
    pub(in crate::search) fn open(bytes: Arc<dyn ByteStore>) -> io::Result<Self> {
        let (places, numbers) = read_directory(&*bytes).ok_or_else(damaged_error)?;
        let (places, numbers) = (places.into_iter(), numbers.into_iter());
        Ok(Self { store: Arc::new(BlockStore::new(bytes)), places, numbers })
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
        let place = self.places.next().ok_or_else(damaged_error)?;
        Ok(StoredBlock::new(self.store(), place))
    }

    /// Returns the places of the next `count` blocks.
    pub(super) fn blocks(&mut self, count: usize) -> io::Result<Box<[BlockPlace]>> {
        if count > self.places.len() {
            return Err(damaged_error());
        }
        Ok(self.places.by_ref().take(count).collect())
    }

    /// Whether everything in the directory was handed out.
    pub(in crate::search) fn is_at_end(&self) -> bool {
        self.places.len() == 0 && self.numbers.len() == 0
    }
}

/// Returns the range of the directory in bytes that end in `end`, and the number of its blocks.
fn directory_span(size: usize, end: &[u8]) -> Option<(std::ops::Range<usize>, usize)> {
    let (blocks, rest) = end.split_first_chunk()?;
    let (blocks, numbers) =
        (u32::from_le_bytes(*blocks) as usize, u32::from_le_bytes(*rest.first_chunk()?) as usize);
    let length = blocks.checked_mul(ENTRY)?.checked_add(numbers.checked_mul(8)?)? + END;
    Some((size.checked_sub(length)?..size, blocks))
}

/// Returns the places of all blocks, and the numbers; `None` if the directory is damaged.
fn read_directory(bytes: &dyn ByteStore) -> Option<(Vec<BlockPlace>, Vec<u64>)> {
    let size = bytes.size();
    let (span, blocks) = directory_span(size, &bytes.get(size.checked_sub(END)?..size)?)?;
    let directory = bytes.get(span.clone())?;
    let (content, checksum) = directory.split_last_chunk::<8>()?;
    if xxh3_64(content) != u64::from_le_bytes(*checksum) {
        return None;
    }
    let (entries, numbers) = content.get(..content.len() - 8)?.split_at_checked(blocks * ENTRY)?;
    let mut start = 0_usize;
    let mut places = Vec::with_capacity(blocks);
    for entry in entries.as_chunks::<ENTRY>().0 {
        let length = u32::from_le_bytes(*entry.first_chunk()?);
        let checksum = u64::from_le_bytes(*entry.last_chunk()?);
        places.push(BlockPlace { start, length, checksum });
        start = start.checked_add(length as usize)?;
    }
    let numbers = numbers.as_chunks::<8>().0.iter().map(|number| u64::from_le_bytes(*number));
    (start == span.start).then(|| (places, numbers.collect()))
}

/// Makes the checksums in `bytes` fit what is in them, as far as there is still a directory.
#[cfg(test)]
pub(crate) fn reseal(bytes: &mut [u8]) {
    let size = bytes.len();
    let end = bytes[size.saturating_sub(END)..].to_vec();
    let Some((span, blocks)) = directory_span(size, &end) else { return };
    let mut start = 0;
    for at in (0..blocks).map(|block| span.start + block * ENTRY) {
        let length = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let Some(block) = bytes.get(start..start + length) else { break };
        let checksum = xxh3_64(block).to_le_bytes();
        bytes[at + 4..at + ENTRY].copy_from_slice(&checksum);
        start += length;
    }
    let checksum = xxh3_64(&bytes[span.start..size - 8]).to_le_bytes();
    bytes[size - 8..].copy_from_slice(&checksum);
}
