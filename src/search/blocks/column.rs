//! Tables of one number a row.

use std::io;

use super::directory::{BlockReader, BlockWriter};
use super::number::{TableNumber, decode_numbers, encode_numbers, number_at, width_of};
use super::store::Blocks;
use crate::flat::damaged_error;

/// Number of rows in a block, as a power of two.
const BLOCK_BITS: u32 = 11;

/// A table of one number a row, of which few are needed at a time. In memory, too, they take as few
/// bytes as the largest.
#[derive(Debug)]
pub(in crate::search) struct Column {
    len: usize,
    /// Number of bytes of a number.
    width: usize,
    /// Stored numbers that are not below this are damaged.
    limit: u32,
    blocks: Blocks<Box<[u8]>>,
}

impl Column {
    /// Returns a column of `numbers`.
    pub(in crate::search) fn of(numbers: &[u32]) -> Self {
        let width = width_of(numbers.iter().copied());
        let blocks = numbers.chunks(1 << BLOCK_BITS).map(|numbers| {
            let mut bytes = Vec::with_capacity(numbers.len() * width);
            encode_numbers(numbers, width, &mut bytes);
            bytes.into()
        });
        let blocks = Blocks::built(blocks.collect::<Vec<_>>());
        Self { len: numbers.len(), width, limit: u32::MAX, blocks }
    }

    /// Returns the number of rows.
    pub(in crate::search) fn len(&self) -> usize {
        self.len
    }

    /// Returns the number at `row`, which exists.
    #[inline]
    pub(in crate::search) fn get(&self, row: usize) -> u32 {
        let at = row & ((1 << BLOCK_BITS) - 1);
        number_at(self.block(row >> BLOCK_BITS), at, self.width)
    }

    #[inline]
    fn block(&self, at: usize) -> &[u8] {
        self.blocks.get(at, |bytes| self.decode(at, bytes), || self.blank(at))
    }

    fn rows(&self, block: usize) -> usize {
        (self.len - (block << BLOCK_BITS)).min(1 << BLOCK_BITS)
    }

    fn decode(&self, block: usize, bytes: &[u8]) -> Option<Box<[u8]>> {
        let rows = self.rows(block);
        let sound = bytes.len() == rows * self.width
            && (0..rows).all(|row| number_at(bytes, row, self.width) < self.limit);
        sound.then(|| bytes.into())
    }

    fn blank(&self, block: usize) -> Box<[u8]> {
        vec![0; self.rows(block) * self.width].into()
    }

    /// Returns the memory used by its blocks, in bytes.
    pub(in crate::search) fn bytes(&self) -> usize {
        self.blocks.in_memory().map(|block| block.len()).sum()
    }

    /// Writes the column for [`Column::open`].
    pub(in crate::search) fn write(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        out.push_number(self.len);
        out.push_number(self.width);
        (0..self.blocks.len()).try_for_each(|at| out.write_block(self.block(at)))
    }

    /// Opens the column that was written next. All its numbers are below `limit`.
    pub(in crate::search) fn open(input: &mut BlockReader, limit: u32) -> io::Result<Self> {
        let (len, width) = (input.number()?, input.number()?);
        let blocks = input.blocks(len.div_ceil(1 << BLOCK_BITS))?;
        let store = input.store();
        let sound = (1..=4).contains(&width) && Some(store.size(&blocks)) == len.checked_mul(width);
        let blocks = Blocks::stored(store, &blocks);
        if sound { Ok(Self { len, width, limit, blocks }) } else { Err(damaged_error()) }
    }
}

/// A table of one number a row, all of which are needed together.
#[derive(Debug)]
pub(in crate::search) struct Array<T> {
    len: usize,
    /// Number of bytes of a stored number.
    width: usize,
    /// Stored numbers that are not below this are damaged.
    limit: u64,
    block: Blocks<Box<[T]>>,
}

impl<T: TableNumber> Array<T> {
    /// Returns an array of `numbers`.
    pub(in crate::search) fn of(numbers: &[T]) -> Self {
        let block = Blocks::built([numbers.into()]);
        Self { len: numbers.len(), width: 0, limit: u64::MAX, block }
    }

    /// Returns the numbers.
    pub(in crate::search) fn all(&self) -> &[T] {
        self.block.get(0, |bytes| self.decode(bytes), || vec![T::default(); self.len].into())
    }

    fn decode(&self, bytes: &[u8]) -> Option<Box<[T]>> {
        let numbers = decode_numbers::<T>(bytes, self.width)?;
        let sound = numbers.len() == self.len
            && numbers.iter().max().is_none_or(|most| (*most).into() < self.limit);
        sound.then_some(numbers)
    }

    /// Returns the memory used by what is in memory, in bytes.
    pub(in crate::search) fn bytes(&self) -> usize {
        self.block.in_memory().map(|block| size_of_val::<[T]>(block)).sum()
    }

    /// Writes the array for [`Array::open`].
    pub(in crate::search) fn write(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        let width = width_of(self.all().iter().copied());
        out.push_number(width);
        let mut bytes = Vec::new();
        encode_numbers(self.all(), width, &mut bytes);
        out.write_block(&bytes)
    }

    /// Opens the array of `len` numbers below `limit` that was written next.
    pub(in crate::search) fn open(
        input: &mut BlockReader,
        len: usize,
        limit: u64,
    ) -> io::Result<Self> {
        let width = input.number()?;
        let blocks = input.blocks(1)?;
        let store = input.store();
        let sound = Some(store.size(&blocks)) == len.checked_mul(width);
        let block = Blocks::stored(store, &blocks);
        if sound && width > 0 {
            Ok(Self { len, width, limit, block })
        } else {
            Err(damaged_error())
        }
    }
}
