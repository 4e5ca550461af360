//! Labels and words that match typed words, and how well.

use crate::search::loan::{PooledVec, pooled};

pooled!(FoundLabel);

/// Strictness of matching: names may be abbreviated and misspelt, prose may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum LabelKind {
    /// Names and aliases.
    Name,
    /// Sentences: scattered letters in them are not significant.
    Prose,
}

/// A label that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) struct FoundLabel {
    /// Number of the label.
    pub(in crate::search) label: u32,
    /// Score: higher is better.
    pub(in crate::search) score: i32,
}

/// The vocabulary words that one typed word matches.
#[derive(Debug, Clone)]
pub(in crate::search) struct WordFits {
    /// Quality of the match for each word of the vocabulary; 0 means no match.
    pub(super) quality: PooledVec<u16>,
    /// Words that match.
    pub(super) words: PooledVec<u32>,
    /// Maximum number of labels that contain one of them.
    pub(super) reach: usize,
}

impl WordFits {
    /// Returns the maximum number of labels that contain a matching word.
    pub(in crate::search) fn reach(&self) -> usize {
        self.reach
    }

    /// Returns the quality of the match for `word`; 0 means no match.
    #[inline]
    pub(super) fn quality_of(&self, word: impl Into<u32>) -> u16 {
        self.quality[word.into() as usize]
    }
}

/// The parts of the score of a label that contains all typed words.
pub(super) struct LabelScore {
    pub(super) score: i32,
    /// Whether its first word matches the first one typed.
    pub(super) first: bool,
    /// Whether the words follow each other as typed.
    pub(super) follow: bool,
}
