//! Tables in blocks, each of which is read when it is first needed.
//!
//! A table that was built is in memory. One that was opened from bytes reads a block when one of
//! its rows is requested, and checks it. A damaged block is replaced by a blank one of the same
//! number of rows, and [`BlockStore::is_damaged`] is true from then on: an answer that may be based
//! on it must be discarded.
//!
//! The bytes are the blocks, one after the other, and then the directory: the start and the
//! checksum of each block, the numbers that describe the tables, how many there are of both, and
//! the checksum of the directory.

mod column;
mod directory;
mod number;
mod rows;
mod store;

pub(super) use self::column::{Array, Column};
#[cfg(test)]
pub(crate) use self::directory::reseal;
pub(super) use self::directory::{BlockReader, BlockWriter};
pub(super) use self::rows::{RowBlock, Rows};
pub(super) use self::store::{BlockStore, StoredBlock};

#[cfg(test)]
mod tests;
