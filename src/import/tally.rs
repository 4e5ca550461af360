//! What was taken of each table, and what was not, and why.

use std::collections::BTreeMap;

/// The rows of one table. `read` is always `taken` and all of `skipped` together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// The file.
    pub table: String,
    /// Rows read.
    pub read: usize,
    /// Rows of which something came over.
    pub taken: usize,
    /// Rows left out, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
}

impl Counted {
    /// Counts a row that comes over.
    pub(super) fn take(&mut self) {
        self.read += 1;
        self.taken += 1;
    }

    /// Counts a row that does not.
    pub(super) fn skip(&mut self, why: &'static str) {
        self.read += 1;
        *self.skipped.entry(why).or_default() += 1;
    }
}

/// The end report of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Every table that was read, in the order of reading.
    pub tables: Vec<Counted>,
    /// Tables that are not there, and what is lost without each.
    pub missing: Vec<(&'static str, &'static str)>,
    /// What else is worth a word.
    pub notes: Vec<String>,
}
