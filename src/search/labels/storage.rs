//! Writes prepared labels, and reads them.

use super::vocabulary::{LabelVocabulary, all_below, all_end_lines};
use super::{LabelKind, Labels};
use crate::flat::{self, FlatReader};
use std::io::{self, Write};

/// Whether `ends` cuts `count` things into pieces.
pub(super) fn is_partition(ends: &[u32], count: usize) -> bool {
    ends.is_sorted() && ends.last().map_or(0, |end| *end as usize) == count
}

impl Labels {
    /// Returns the memory used by the list, in bytes.
    pub(in crate::search) fn bytes(&self) -> usize {
        let vocabulary = &self.vocabulary;
        self.text.len()
            + self.initials.len()
            + 8 * (self.letters.len() + vocabulary.letters.len())
            + vocabulary.text.len()
            + vocabulary.lengths.len()
            + 4 * [&self.ends, &self.words, &self.word_ends, &self.postings, &self.posting_ends]
                .into_iter()
                .chain([&vocabulary.starts, &vocabulary.slots])
                .map(Vec::len)
                .sum::<usize>()
    }

    /// Writes the list for [`Labels::read`].
    pub(in crate::search) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self {
            kind: _,
            text,
            ends,
            vocabulary,
            words,
            word_ends,
            postings,
            posting_ends,
            initials,
            letters,
        } = self;
        flat::write_numbers(out, text.as_bytes())?;
        flat::write_numbers(out, vocabulary.text.as_bytes())?;
        flat::write_numbers(out, &vocabulary.lengths)?;
        for numbers in
            [&vocabulary.starts, &vocabulary.slots, ends, words, word_ends, postings, posting_ends]
        {
            flat::write_numbers(out, numbers)?;
        }
        flat::write_numbers(out, initials)?;
        flat::write_numbers(out, &vocabulary.letters)?;
        flat::write_numbers(out, letters)
    }

    /// Reads the list that was written.
    pub(in crate::search) fn read(input: &mut FlatReader<'_>, kind: LabelKind) -> io::Result<Self> {
        let text = input.read_text()?;
        let (vocabulary, lengths) = (input.read_text()?, input.read_numbers()?);
        let (starts, slots) = (input.read_numbers()?, input.read_numbers()?);
        let (ends, words, word_ends) =
            (input.read_numbers()?, input.read_numbers()?, input.read_numbers()?);
        let (postings, posting_ends, initials) =
            (input.read_numbers()?, input.read_numbers()?, input.read_numbers()?);
        let vocabulary = LabelVocabulary {
            text: vocabulary,
            starts,
            lengths,
            letters: input.read_numbers()?,
            slots,
        };
        let letters = input.read_numbers()?;
        let read = Self {
            kind,
            text,
            ends,
            vocabulary,
            words,
            word_ends,
            postings,
            posting_ends,
            initials,
            letters,
        };
        if read.is_valid() { Ok(read) } else { Err(flat::damaged_error()) }
    }

    /// Whether every number points at existing data, so that no search panics or loops forever.
    pub(super) fn is_valid(&self) -> bool {
        let Self {
            kind,
            text,
            ends,
            vocabulary,
            words,
            word_ends,
            postings,
            posting_ends,
            initials,
            letters,
        } = self;
        let (labels, known) = (ends.len(), vocabulary.len());
        // For labels searched by initials: one for each word and a line end for each label.
        let by_initials =
            if *kind == LabelKind::Name { (words.len() + labels, labels) } else { (0, 0) };
        vocabulary.is_valid()
            && all_end_lines(ends, text, 0)
            && word_ends.len() == labels
            && is_partition(word_ends, words.len())
            && all_below(words, known)
            && posting_ends.len() == known
            && is_partition(posting_ends, postings.len())
            && all_below(postings, labels)
            && (initials.len(), letters.len()) == by_initials
    }
}
