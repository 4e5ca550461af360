//! The best match of each item.

use crate::search::loan::{PooledVec, pooled};

pooled!(ItemFit);

/// The best label of each item so far.
pub(super) struct BestFits {
    /// Best match by place.
    pub(super) of: PooledVec<ItemFit>,
    pub(super) found: PooledVec<u32>,
    /// How the labels are like a single word that none of them has.
    pub(super) likeness: Option<Likeness>,
}

/// A likeness of texts that do not have a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// They have its letters, in their order.
    Letters,
    /// They are spelt similarly.
    Spelling,
}

/// Quality of an item's match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ItemFit {
    pub(super) score: i32,
    /// Label with its part.
    pub(super) part: u32,
    pub(super) label: u32,
    /// Missing words, as bits.
    pub(super) missing: u32,
}

pub(super) const NO_SCORE: i32 = i32::MIN;

/// Minimum score of entire words, starts of words and initials; matches inside words are less
/// certain.
pub(super) const UNDERSTOOD_SCORE: i32 = 750;

impl ItemFit {
    pub(super) const NONE: Self = Self { score: NO_SCORE, part: 0, label: 0, missing: 0 };

    pub(super) fn is_full(&self) -> bool {
        self.score != NO_SCORE && self.missing == 0
    }
}

impl BestFits {
    pub(super) fn new(places: usize) -> Self {
        Self { of: PooledVec::of(ItemFit::NONE, places), found: PooledVec::new(), likeness: None }
    }

    pub(super) fn offer(&mut self, place: u32, score: i32, part: usize, label: u32, missing: u32) {
        let (known, part) = (&mut self.of[place as usize], part as u32);
        if known.score == NO_SCORE {
            self.found.push(place);
        }
        // Among equal labels, the first in order of preference.
        if known.score == NO_SCORE || (score, known.part, known.label) > (known.score, part, label)
        {
            *known = ItemFit { score, part, label, missing };
        }
    }
}
