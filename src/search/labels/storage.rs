//! Writes prepared labels, and opens them.

use std::io;

use super::fits::LabelKind;
use super::list::{LabelWords, Labels};
use super::vocabulary::LabelVocabulary;
use crate::flat::damaged_error;
use crate::search::blocks::{Array, BlockReader, BlockWriter, Rows};

impl Labels {
    /// Returns the memory used by what is in memory, in bytes.
    pub(in crate::search) fn bytes(&self) -> usize {
        self.vocabulary.bytes()
            + self.text.bytes()
            + self.words.bytes()
            + self.posting_counts.bytes()
            + self.postings.bytes()
            + self.initials.bytes()
            + self.letters.bytes()
    }

    /// Writes the list for [`Labels::open`].
    pub(in crate::search) fn write(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        self.text.write(out)?;
        self.vocabulary.write(out)?;
        self.words.write(out)?;
        self.posting_counts.write(out)?;
        self.postings.write(out)?;
        self.initials.write(out)?;
        self.letters.write(out)
    }

    /// Opens the list that was written next.
    pub(in crate::search) fn open(input: &mut BlockReader, kind: LabelKind) -> io::Result<Self> {
        let text = Rows::open(input, usize::MAX)?;
        let vocabulary = LabelVocabulary::open(input)?;
        let (labels, known) = (text.len(), vocabulary.len());
        // Only names are searched by letters.
        let by_letters = if kind == LabelKind::Name { labels } else { 0 };
        let words = LabelWords::open(input, known)?;
        let posting_counts = Array::open(input, known, u64::MAX)?;
        let postings = Rows::open(input, labels)?;
        let initials = Rows::open(input, usize::MAX)?;
        let letters = Array::open(input, by_letters, u64::MAX)?;
        let lengths = (words.len(), postings.len(), initials.len());
        if lengths != (labels, known, by_letters) {
            return Err(damaged_error());
        }
        Ok(Self { kind, text, vocabulary, words, posting_counts, postings, initials, letters })
    }
}
