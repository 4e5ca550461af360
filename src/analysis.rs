//! Pure answers to questions about a [`crate::model::Catalog`]: no I/O, no formatting.

pub mod diff;
