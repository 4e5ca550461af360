//! A list of labels prepared for search.

use memchr::memmem::find_iter;

use super::fits::LabelKind;
use super::vocabulary::LabelVocabulary;
use super::weights::{ALL, LITERALLY, WITH_SIGNS};
use crate::search::blocks::{Column, Rows};

/// A list of labels prepared for search.
#[derive(Debug)]
pub(in crate::search) struct Labels {
    pub(super) kind: LabelKind,
    /// The folded labels, each followed by a line end.
    pub(super) text: Rows<str>,
    pub(super) vocabulary: LabelVocabulary,
    /// Words of each label in its order.
    pub(super) words: Rows<[u32]>,
    /// Number of labels of each word.
    pub(super) posting_counts: Column<u32>,
    /// Labels of each word, ascending.
    pub(super) postings: Rows<[u32]>,
    /// First letters of the words of each label, each label followed by a line end; only for names.
    pub(super) initials: Rows<[u8]>,
    /// Set of letters of each label; only for names.
    pub(super) letters: Column<u64>,
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

    #[inline]
    pub(super) fn words(&self, label: u32) -> &[u32] {
        self.words.row(label as usize)
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
