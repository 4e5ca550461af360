//! A list of labels prepared for search.

use std::io;

use memchr::memmem::find_iter;

use super::fits::LabelKind;
use super::vocabulary::LabelVocabulary;
use super::weights::{ALL, LITERALLY, WITH_SIGNS};
use crate::search::blocks::{Array, BlockReader, BlockWriter, Rows};

/// A list of labels prepared for search.
#[derive(Debug)]
pub(in crate::search) struct Labels {
    pub(super) kind: LabelKind,
    /// The folded labels, each followed by a line end.
    pub(super) text: Rows<str>,
    pub(super) vocabulary: LabelVocabulary,
    /// Words of each label in its order.
    pub(super) words: LabelWords,
    /// Number of labels of each word.
    pub(super) posting_counts: Array<u32>,
    /// Labels of each word, ascending.
    pub(super) postings: Rows<[u32]>,
    /// First letters of the words of each label, each label followed by a line end; only for names.
    pub(super) initials: Rows<[u8]>,
    /// Set of letters of each label; only for names.
    pub(super) letters: Array<u64>,
}

/// Words of labels: few vocabularies have more of them than fit in two bytes.
#[derive(Debug)]
pub(super) enum LabelWords {
    Narrow(Rows<[u16]>),
    Wide(Rows<[u32]>),
}

/// Maximum number of words that fit in two bytes.
const NARROW: usize = 1 << u16::BITS;

impl LabelWords {
    /// Cuts `words`, of a vocabulary of `known`, into labels that end at `ends`.
    pub(super) fn of(words: &[u32], ends: &[u32], known: usize) -> Self {
        if known > NARROW {
            return Self::Wide(Rows::of(words, ends));
        }
        let words: Vec<u16> = words.iter().map(|word| *word as u16).collect();
        Self::Narrow(Rows::of(&*words, ends))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Narrow(rows) => rows.len(),
            Self::Wide(rows) => rows.len(),
        }
    }

    /// Returns the memory used by what is in memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Narrow(rows) => rows.bytes(),
            Self::Wide(rows) => rows.bytes(),
        }
    }

    pub(super) fn write(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        match self {
            Self::Narrow(rows) => rows.write(out),
            Self::Wide(rows) => rows.write(out),
        }
    }

    /// Opens the words, of a vocabulary of `known`, that were written next.
    pub(super) fn open(input: &mut BlockReader, known: usize) -> io::Result<Self> {
        Ok(if known > NARROW {
            Self::Wide(Rows::open(input, known)?)
        } else {
            Self::Narrow(Rows::open(input, known)?)
        })
    }
}

impl Labels {
    /// Returns the number of labels.
    pub(in crate::search) fn len(&self) -> usize {
        self.text.len()
    }

    /// Returns the folded text of `label`.
    pub(in crate::search) fn text(&self, label: u32) -> &str {
        let line = self.text.row(label as usize);
        line.strip_suffix('\n').unwrap_or(line)
    }

    /// Returns the bonus if `label` equals `whole` or begins with it.
    pub(super) fn literally(&self, label: u32, whole: &[u8]) -> i32 {
        match self.text(label).as_bytes().strip_prefix(whole) {
            Some([]) => ALL,
            Some(_) if whole.iter().any(u8::is_ascii_punctuation) => WITH_SIGNS,
            Some(_) => LITERALLY,
            None => 0,
        }
    }

    /// Returns the number of words of `label`.
    pub(super) fn word_count(&self, label: u32) -> usize {
        match &self.words {
            LabelWords::Narrow(rows) => rows.row(label as usize).len(),
            LabelWords::Wide(rows) => rows.row(label as usize).len(),
        }
    }

    /// Returns the words of `label` from the one at `from` on.
    pub(super) fn words_from(&self, label: u32, from: usize) -> impl Iterator<Item = usize> + '_ {
        (from..self.word_count(label)).map(move |at| match &self.words {
            LabelWords::Narrow(rows) => usize::from(rows.row(label as usize)[at]),
            LabelWords::Wide(rows) => rows.row(label as usize)[at] as usize,
        })
    }

    /// Returns the labels that contain `word`, ascending.
    pub(super) fn postings(&self, word: u32) -> &[u32] {
        self.postings.row(word as usize)
    }

    /// Finds the labels whose text contains `sought`.
    pub(in crate::search) fn containing(&self, sought: &str, mut found: impl FnMut(u32)) {
        for (first, block) in self.text.blocks() {
            let mut next = 0;
            for at in find_iter(block.items().as_bytes(), sought.as_bytes()) {
                if at < next {
                    continue;
                }
                let (row, span) = block.row_at(at);
                next = span.end;
                found((first + row) as u32);
            }
        }
    }
}

/// Returns the byte for a word that begins with `c`.
pub(super) fn initial(c: char) -> u8 {
    if c.is_ascii() && c != '\n' { c as u8 } else { 0x80 | (c as u32 & 0x7F) as u8 }
}
