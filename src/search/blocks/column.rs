//! A table of one number a row.

use std::io;

use super::directory::{BlockReader, BlockWriter};
use super::number::{TableNumber, decode_numbers, encode_numbers, width_of};
use super::store::Blocks;
use crate::flat::damaged_error;

/// Number of rows in a block, as a power of two.
const BLOCK_BITS: u32 = 11;

/// A table of one number a row.
#[derive(Debug)]
pub(in crate::search) struct Column<T> {
    len: usize,
    /// Number of rows in a block, as a power of two.
    bits: u32,
    /// Number of bytes of a stored number.
    width: usize,
    /// Stored numbers that are not below this are damaged.
    limit: u64,
    blocks: Blocks<Box<[T]>>,
}

impl<T: TableNumber> Column<T> {
    /// Returns a column of `numbers`, of which few rows are needed at a time.
    pub(in crate::search) fn of(numbers: &[T]) -> Self {
        Self::built(numbers, BLOCK_BITS)
    }

    /// Returns a column of `numbers`, all of which are needed together: see [`Column::all`].
    pub(in crate::search) fn in_one_block(numbers: &[T]) -> Self {
        let bits = numbers.len().next_power_of_two().trailing_zeros();
        Self::built(numbers, bits)
    }

    fn built(numbers: &[T], bits: u32) -> Self {
        let blocks = Blocks::built(numbers.chunks(1 << bits).map(Box::from));
        Self { len: numbers.len(), bits, width: 0, limit: u64::MAX, blocks }
    }

    /// Returns the number of rows.
    pub(in crate::search) fn len(&self) -> usize {
        self.len
    }

    /// Returns the number at `row`, which exists.
    #[inline]
    pub(in crate::search) fn get(&self, row: usize) -> T {
        self.block(row >> self.bits)[row & ((1 << self.bits) - 1)]
    }

    /// Returns all numbers of a column [in one block](Column::in_one_block).
    pub(in crate::search) fn all(&self) -> &[T] {
        if self.len == 0 { &[] } else { self.block(0) }
    }

    #[inline]
    fn block(&self, at: usize) -> &[T] {
        let rows = || (self.len - (at << self.bits)).min(1 << self.bits);
        self.blocks.get(
            at,
            |bytes| {
                let numbers = decode_numbers::<T>(bytes, self.width)?;
                let sound = numbers.len() == rows()
                    && numbers.iter().max().is_none_or(|most| (*most).into() < self.limit);
                sound.then_some(numbers)
            },
            || vec![T::default(); rows()].into(),
        )
    }

    /// Returns the memory used by its blocks, in bytes.
    pub(in crate::search) fn bytes(&self) -> usize {
        self.blocks.in_memory().map(|block| size_of_val::<[T]>(block)).sum()
    }

    /// Writes the column for [`Column::open`].
    pub(in crate::search) fn write(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        let blocks = || (0..self.blocks.len()).map(|at| self.block(at));
        let width = width_of(blocks().flatten().copied());
        for number in [self.len, self.bits as usize, width] {
            out.push_number(number);
        }
        let mut bytes = Vec::new();
        for block in blocks() {
            bytes.clear();
            encode_numbers(block, width, &mut bytes);
            out.write_block(&bytes)?;
        }
        Ok(())
    }

    /// Opens the column that was written next. All its numbers are below `limit`.
    pub(in crate::search) fn open(input: &mut BlockReader, limit: u64) -> io::Result<Self> {
        let (len, bits, width) = (input.number()?, input.bits()?, input.number()?);
        let places = input.blocks(len.div_ceil(1 << bits))?;
        let sizes = places.iter().map(|place| place.length as usize).sum::<usize>();
        let sound = (1..=size_of::<T>()).contains(&width) && Some(sizes) == len.checked_mul(width);
        if !sound {
            return Err(damaged_error());
        }
        let blocks = Blocks::stored(input.store(), places);
        Ok(Self { len, bits, width, limit, blocks })
    }

    /// Opens the column that was written next, of `len` rows [in one block](Column::in_one_block).
    pub(in crate::search) fn open_in_one_block(
        input: &mut BlockReader,
        len: usize,
        limit: u64,
    ) -> io::Result<Self> {
        let column = Self::open(input, limit)?;
        let sound = column.len == len && column.blocks.len() <= 1;
        if sound { Ok(column) } else { Err(damaged_error()) }
    }
}
