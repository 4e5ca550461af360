//! A table of rows of any length.

use std::io;
use std::ops::{Index, Range};

use super::directory::{BlockReader, BlockWriter};
use super::number::{decode_numbers, encode_numbers, push_varint, take_varint, width_of};
use super::store::Blocks;
use crate::flat::damaged_error;

/// Approximate size of a block in memory, in bytes. Rows that are needed together may be far apart:
/// much larger blocks would mostly read unneeded bytes.
const BLOCK_BYTES: usize = 4 << 10;

/// Maximum number of rows in a block, as a power of two.
const MAX_BITS: u32 = 12;

/// The rows of a block, one after the other.
pub(in crate::search) trait RowItems: Index<Range<usize>, Output = Self> {
    /// Number of items.
    fn count(&self) -> usize;

    /// Returns the number of bytes that each item takes where it is stored.
    fn width(&self) -> usize {
        1
    }

    /// Appends the items to `bytes`, `width` bytes each.
    fn encode(&self, width: usize, bytes: &mut Vec<u8>);

    /// Returns the items in `bytes`; `None` if they could not have been written.
    fn decode(bytes: &[u8], width: usize, limit: usize) -> Option<Box<Self>>;

    /// Whether rows that end at `ends` are complete.
    fn has_rows(&self, ends: &[u32]) -> bool;

    fn to_box(&self) -> Box<Self>;

    fn empty() -> Box<Self>;
}

/// Texts, each of which ends in a line end.
impl RowItems for str {
    fn count(&self) -> usize {
        self.len()
    }

    fn encode(&self, _: usize, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.as_bytes());
    }

    fn decode(bytes: &[u8], _: usize, _: usize) -> Option<Box<Self>> {
        std::str::from_utf8(bytes).ok().map(Box::from)
    }

    fn has_rows(&self, ends: &[u32]) -> bool {
        self.as_bytes().has_rows(ends)
    }

    fn to_box(&self) -> Box<Self> {
        self.into()
    }

    fn empty() -> Box<Self> {
        Box::default()
    }
}

/// Texts of one byte a character, each of which ends in a line end.
impl RowItems for [u8] {
    fn count(&self) -> usize {
        self.len()
    }

    fn encode(&self, _: usize, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self);
    }

    fn decode(bytes: &[u8], _: usize, _: usize) -> Option<Box<Self>> {
        Some(bytes.into())
    }

    fn has_rows(&self, ends: &[u32]) -> bool {
        let mut start = 0;
        ends.iter().all(|end| {
            let before = std::mem::replace(&mut start, *end);
            before < *end && self.get(*end as usize - 1) == Some(&b'\n')
        })
    }

    fn to_box(&self) -> Box<Self> {
        self.into()
    }

    fn empty() -> Box<Self> {
        Box::default()
    }
}

/// Implements [`RowItems`] for numbers below a limit.
macro_rules! rows_of_numbers {
    ($($number:ty)*) => {$(
        impl RowItems for [$number] {
            fn count(&self) -> usize {
                self.len()
            }

            fn width(&self) -> usize {
                width_of(self.iter().copied())
            }

            fn encode(&self, width: usize, bytes: &mut Vec<u8>) {
                encode_numbers(self, width, bytes);
            }

            fn decode(bytes: &[u8], width: usize, limit: usize) -> Option<Box<Self>> {
                let numbers = decode_numbers::<$number>(bytes, width)?;
                let most = numbers.iter().max().map_or(0, |most| *most as usize);
                (most < limit || numbers.is_empty()).then_some(numbers)
            }

            fn has_rows(&self, _: &[u32]) -> bool {
                true
            }

            fn to_box(&self) -> Box<Self> {
                self.into()
            }

            fn empty() -> Box<Self> {
                Box::default()
            }
        }
    )*};
}

rows_of_numbers!(u16 u32);

/// Consecutive rows of a table.
#[derive(Debug)]
pub(in crate::search) struct RowBlock<R: ?Sized> {
    /// Start of each row in `items`, and one more at the end.
    starts: Box<[u32]>,
    items: Box<R>,
}

impl<R: RowItems + ?Sized> RowBlock<R> {
    /// Returns the rows, one after the other.
    pub(in crate::search) fn items(&self) -> &R {
        &self.items
    }

    /// Returns the row at `at` of the block.
    #[inline]
    pub(in crate::search) fn row(&self, at: usize) -> &R {
        &self.items[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// Returns the row that has the item at `item`, and its position.
    pub(in crate::search) fn row_at(&self, item: usize) -> (usize, Range<usize>) {
        let row = self.starts[1..].partition_point(|end| *end as usize <= item);
        (row, self.starts[row] as usize..self.starts[row + 1] as usize)
    }

    /// Returns the block of `rows` rows in `bytes`: the length of each, and their items.
    fn decode(mut bytes: &[u8], rows: usize, width: usize, limit: usize) -> Option<Self> {
        let mut starts = Vec::with_capacity(rows + 1);
        let mut start = 0_u32;
        starts.push(start);
        for _ in 0..rows {
            start = start.checked_add(take_varint(&mut bytes)?)?;
            starts.push(start);
        }
        let items = R::decode(bytes, width, limit)?;
        let sound = items.count() == start as usize && items.has_rows(&starts[1..]);
        sound.then(|| Self { starts: starts.into(), items })
    }

    fn blank(rows: usize) -> Self {
        Self { starts: vec![0; rows + 1].into(), items: R::empty() }
    }

    fn encode(&self, width: usize, bytes: &mut Vec<u8>) {
        for row in self.starts.windows(2) {
            push_varint(row[1] - row[0], bytes);
        }
        self.items.encode(width, bytes);
    }
}

/// A table of rows of any length.
#[derive(Debug)]
pub(in crate::search) struct Rows<R: ?Sized> {
    len: usize,
    /// Number of rows in a block, as a power of two.
    bits: u32,
    /// Number of bytes of a stored item.
    width: usize,
    /// Stored numbers that are not below this are damaged.
    limit: usize,
    blocks: Blocks<RowBlock<R>>,
}

impl<R: RowItems + ?Sized> Rows<R> {
    /// Cuts `items` into the rows that end at `ends`. Few of them are needed at a time.
    pub(in crate::search) fn of(items: &R, ends: &[u32]) -> Self {
        let mean = size_of_val(items) / ends.len().max(1);
        Self::built(items, ends, (BLOCK_BYTES / mean.max(1)).max(1).ilog2().min(MAX_BITS))
    }

    /// Cuts `items` into the rows that end at `ends`. All of them are needed together: see
    /// [`Rows::only_block`].
    pub(in crate::search) fn in_one_block(items: &R, ends: &[u32]) -> Self {
        Self::built(items, ends, ends.len().next_power_of_two().trailing_zeros())
    }

    fn built(items: &R, ends: &[u32], bits: u32) -> Self {
        let mut start = 0;
        let blocks = ends.chunks(1 << bits).map(|ends| {
            let first = start;
            start = ends.last().copied().unwrap_or(start);
            let starts = std::iter::once(0).chain(ends.iter().map(|end| end - first)).collect();
            RowBlock { starts, items: items[first as usize..start as usize].to_box() }
        });
        let blocks = Blocks::built(blocks.collect::<Vec<_>>());
        Self { len: ends.len(), bits, width: 0, limit: usize::MAX, blocks }
    }

    /// Returns the number of rows.
    pub(in crate::search) fn len(&self) -> usize {
        self.len
    }

    /// Returns the row at `row`, which exists.
    #[inline]
    pub(in crate::search) fn row(&self, row: usize) -> &R {
        self.block(row >> self.bits).row(row & ((1 << self.bits) - 1))
    }

    /// Returns the block of a table [in one block](Rows::in_one_block) that is not empty.
    pub(in crate::search) fn only_block(&self) -> &RowBlock<R> {
        self.block(0)
    }

    /// Returns the blocks, each with the number of its first row.
    pub(in crate::search) fn blocks(&self) -> impl Iterator<Item = (usize, &RowBlock<R>)> {
        (0..self.blocks.len()).map(|at| (at << self.bits, self.block(at)))
    }

    #[inline]
    fn block(&self, at: usize) -> &RowBlock<R> {
        self.blocks.get(
            at,
            |bytes| RowBlock::decode(bytes, self.rows_of(at), self.width, self.limit),
            || RowBlock::blank(self.rows_of(at)),
        )
    }

    /// Returns the number of rows of the block at `at`.
    fn rows_of(&self, at: usize) -> usize {
        (self.len - (at << self.bits)).min(1 << self.bits)
    }

    /// Returns the memory used by its blocks, in bytes.
    pub(in crate::search) fn bytes(&self) -> usize {
        let blocks = self.blocks.in_memory();
        blocks.map(|block| size_of_val(&*block.starts) + size_of_val(&*block.items)).sum()
    }

    /// Writes the table for [`Rows::open`].
    pub(in crate::search) fn write(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        let width = self.blocks().map(|(_, block)| block.items.width()).max().unwrap_or(1);
        for number in [self.len, self.bits as usize, width] {
            out.push_number(number);
        }
        let mut bytes = Vec::new();
        for (_, block) in self.blocks() {
            bytes.clear();
            block.encode(width, &mut bytes);
            out.write_block(&bytes)?;
        }
        Ok(())
    }

    /// Opens the table that was written next. If its items are numbers, all are below `limit`.
    pub(in crate::search) fn open(input: &mut BlockReader, limit: usize) -> io::Result<Self> {
        let (len, bits, width) = (input.number()?, input.bits()?, input.number()?);
        let blocks = input.blocks(len.div_ceil(1 << bits))?;
        let store = input.store();
        // A row takes at least one byte: no more memory is requested than the file is long.
        if store.size(&blocks) < len {
            return Err(damaged_error());
        }
        let blocks = Blocks::stored(store, &blocks);
        Ok(Self { len, bits, width, limit, blocks })
    }

    /// Opens the table that was written next, of one or more rows [in one
    /// block](Rows::in_one_block).
    pub(in crate::search) fn open_in_one_block(input: &mut BlockReader) -> io::Result<Self> {
        let rows = Self::open(input, usize::MAX)?;
        if rows.blocks.len() == 1 { Ok(rows) } else { Err(damaged_error()) }
    }
}
