//! Pairing of the responsibilities of two roles.
//!
//! Texts with the same words are pairs, then responsibilities with the same activity, then texts
//! that differ in one word of many. Everything else follows one objective, which decides on pairs
//! and groups together. A row puts one responsibility against one or several of the other role,
//! never several against several. It is worth the sum of the likelihoods of its pairs above
//! [`PAIR_THRESHOLD`], less the difference to [`JOIN_THRESHOLD`] for each pair besides the first: a
//! row of several takes longer to read. The rows are those of greatest total worth; `group` says how
//! they are found, and when they are only nearly the best. Each responsibility is in one row, and one
//! that is alone names the most similar one of the other role.
//!
//! Swapping the roles swaps the sides of the rows and changes nothing else: the roles are always
//! compared in the same order, that of their texts.

mod group;
pub(super) mod likelihood;
mod order;
mod sparse;

use std::collections::BTreeMap;

pub(super) use self::group::MAX_JOINED;
use super::assign::{WeightedPair, WorthMatrix};
use super::diff::rows::{PairingBasis, PairingMode};
use super::evidence::{PairMatrix, PreparedText};
use crate::model::{Responsibility, ThemeId};

/// Minimum likelihood for two responsibilities to share a row: how likely a reader is to expect
/// them in one.
pub(super) const PAIR_THRESHOLD: f64 = 0.30;
/// Minimum likelihood for a responsibility to join a row that is already a pair. It is higher
/// because a row of several takes longer to read.
pub(super) const JOIN_THRESHOLD: f64 = 0.60;
/// Minimum likelihood for a responsibility without a pair to name the most similar one: below one
/// in five, a reader would take for a counterpart what is none.
pub(super) const NEAREST_THRESHOLD: f64 = 0.20;
/// How likely a theme that was read is the right one, as measured in `super::themes`.
const READ_THEME_CERTAINTY: f64 = 0.73;
/// Texts that share at least this part of their words, and at least [`MIN_SHARED_WORDS`] words, are one
/// responsibility whatever the other evidence: all words but one of seven, or two of fourteen.
const NEAR_DUPLICATE_SHARE: f64 = 0.85;
/// Minimum number of shared words: with fewer, the word that differs may be the very subject of the
/// responsibility.
const MIN_SHARED_WORDS: usize = 4;
/// Maximum number of pairs that are all compared: the number of steps is the number of pairs times
/// the length of the shorter side.
const MAX_PAIRS: usize = 250_000;
/// Units in a likelihood of 1. Whole numbers make equal sums equal on every machine.
const UNITS: f64 = 1e6;
/// Number of bits below one unit that are reserved for breaking ties.
const TIE_BITS: u32 = 26;

/// Two responsibilities that belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct AlignedPair {
    /// Position on the left.
    pub(super) left: usize,
    /// Position on the right.
    pub(super) right: usize,
    /// Likelihood that the two are one kind of work, 0 to 1; 1 for the same words.
    pub(super) similarity: f64,
    /// Basis of the pair.
    pub(super) by: PairingBasis,
    /// Whether both have the same words.
    pub(super) same: bool,
}

/// A responsibility that joins a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GroupMember {
    /// Position of the pair in [`Alignment::pairs`].
    pub(super) pair: usize,
    /// Position of the responsibility in its role.
    pub(super) at: usize,
    /// Likelihood that it and the responsibility on the other side are one kind of work.
    pub(super) likelihood: f64,
    /// Basis of the join.
    pub(super) by: PairingBasis,
}

/// The responsibility of the other role that is most similar to one without a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NearestMatch {
    /// Position in the other role.
    pub(super) at: usize,
    /// Likelihood that the two are one kind of work.
    pub(super) likelihood: f64,
}

/// The pairs and joins of the responsibilities of two roles.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    /// The pairs.
    pub(super) pairs: Vec<AlignedPair>,
    /// Responsibilities that join a pair on the left, and on the right; a pair has joins on at most
    /// one side.
    pub(super) joined: [Vec<GroupMember>; 2],
    /// The most similar responsibility of the other role for each one of the left role, and of the
    /// right. `None` if it is in a row, or if nothing it was compared with reaches [`NEAREST_THRESHOLD`].
    pub(super) nearest: [Vec<Option<NearestMatch>>; 2],
}

impl Alignment {
    /// Returns the same with the sides swapped.
    fn turned(self) -> Self {
        let ([joined_left, joined_right], [nearest_left, nearest_right]) =
            (self.joined, self.nearest);
        Self {
            pairs: (self.pairs.into_iter())
                .map(|pair| AlignedPair { left: pair.right, right: pair.left, ..pair })
                .collect(),
            joined: [joined_right, joined_left],
            nearest: [nearest_right, nearest_left],
        }
    }
}

/// One side of an alignment.
#[derive(Clone, Copy)]
pub(super) struct AlignSide<'a> {
    /// The responsibilities of the role.
    pub(super) responsibilities: &'a [Responsibility],
    /// The same responsibilities, prepared for comparison.
    pub(super) prepared: &'a [PreparedText],
    /// Where their themes come from.
    pub(super) themes: ThemeOrigin,
}

/// Where the themes of the responsibilities of a role come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ThemeOrigin {
    /// From the authors of a pack.
    Authored,
    /// From reading a text; those that fit no theme have the theme `none`.
    Read { none: Option<ThemeId> },
}

impl ThemeOrigin {
    /// Returns how likely the theme of a responsibility is the right one, 0 to 1.
    fn certainty(self) -> f64 {
        match self {
            Self::Authored => 1.0,
            Self::Read { .. } => READ_THEME_CERTAINTY,
        }
    }

    /// Whether `theme` says something of a responsibility.
    fn tells(self, theme: ThemeId) -> bool {
        self != Self::Read { none: Some(theme) }
    }
}

impl<'a> AlignSide<'a> {
    /// Whether this role comes first by its texts, headings and activities; two equal roles do.
    fn precedes(self, other: Self) -> bool {
        self.keys().le(other.keys())
    }

    fn keys(self) -> impl Iterator<Item = (&'a str, ThemeId, Option<&'a str>)> {
        let duties = self.responsibilities.iter();
        duties.map(|duty| (duty.text.as_str(), duty.theme, duty.activity.as_deref()))
    }
}

/// Returns the rows of the responsibilities, see the module. Activities and headings count with
/// [`PairingMode::Auto`]. Without `groups`, all rows are one-to-one, and no responsibility names the
/// most similar one. If there are [too many](exceeds_pair_limit) pairs, only likely ones are
/// compared, and there are no groups.
pub(super) fn align(
    left: AlignSide<'_>,
    right: AlignSide<'_>,
    align: PairingMode,
    groups: bool,
) -> Alignment {
    if align == PairingMode::Off {
        return Alignment::default();
    }
    let keys = align == PairingMode::Auto;
    if left.precedes(right) {
        align_in_order(left, right, keys, groups)
    } else {
        align_in_order(right, left, keys, groups).turned()
    }
}

fn align_in_order(
    left: AlignSide<'_>,
    right: AlignSide<'_>,
    keys: bool,
    groups: bool,
) -> Alignment {
    if exceeds_pair_limit(left.responsibilities.len(), right.responsibilities.len()) {
        let alignment = sparse::align(left, right, keys);
        return if groups {
            alignment
        } else {
            Alignment { pairs: alignment.pairs, ..Alignment::default() }
        };
    }
    let mut table = Aligner::new(left, right, keys);
    table.pair_same_words();
    if keys {
        table.pair_activities();
    }
    table.pair_near_duplicates();
    if groups {
        table.into_groups()
    } else {
        table.pair_texts();
        Alignment { pairs: table.pairs, ..Alignment::default() }
    }
}

/// Whether there are too many responsibilities on the two sides to compare each with each.
pub(super) fn exceeds_pair_limit(left: usize, right: usize) -> bool {
    left.saturating_mul(right) > MAX_PAIRS
}

/// Returns the share of words that two texts have in common if they differ in one word of many, or
/// only in words that carry no meaning; `None` for other texts.
pub(super) fn near_duplicate_share(left: &PreparedText, right: &PreparedText) -> Option<f64> {
    let (a, b) = (left.words().len(), right.words().len());
    let all = (a + b) as f64;
    if a.min(b) < 2 || 2.0 * (a.min(b) as f64) < NEAR_DUPLICATE_SHARE * all {
        return None;
    }
    let shared = left.common(right).count();
    let likeness = 2.0 * shared as f64 / all;
    let many = shared >= MIN_SHARED_WORDS || shared == a.max(b);
    (likeness >= NEAR_DUPLICATE_SHARE && many).then_some(likeness)
}

/// Returns the minimum likelihood that two texts are one responsibility because their words are the
/// same, or nearly so, whatever the other evidence.
fn minimum_likelihood(left: &PreparedText, right: &PreparedText) -> f64 {
    if left.same_words(right) {
        1.0
    } else {
        near_duplicate_share(left, right).map_or(0.0, |likeness| likeness.min(0.99))
    }
}

/// Returns the number of words that one of two texts has and the other lacks, for the text with
/// more of them.
pub(super) fn count_different_words(left: &PreparedText, right: &PreparedText) -> usize {
    left.words().len().max(right.words().len()) - left.common(right).count()
}

/// Both sides, the likelihood of each pair, and the pairs made so far.
struct Aligner<'a> {
    left: AlignSide<'a>,
    right: AlignSide<'a>,
    /// Whether activity keys and headings count.
    keys: bool,
    likelihood: PairMatrix<f64>,
    free_left: Vec<usize>,
    free_right: Vec<usize>,
    pairs: Vec<AlignedPair>,
}

impl<'a> Aligner<'a> {
    fn new(left: AlignSide<'a>, right: AlignSide<'a>, keys: bool) -> Self {
        let (figures, fixed) = likelihood::figures(left, right, keys);
        Self {
            left,
            right,
            keys,
            likelihood: likelihood::likelihoods(&figures, &fixed),
            free_left: (0..left.responsibilities.len()).collect(),
            free_right: (0..right.responsibilities.len()).collect(),
            pairs: Vec::new(),
        }
    }

    fn same_activity(&self, left: usize, right: usize) -> bool {
        let key = &self.left.responsibilities[left].activity;
        self.keys && key.is_some() && *key == self.right.responsibilities[right].activity
    }

    fn same_words(&self, left: usize, right: usize) -> bool {
        self.left.prepared[left].same_words(&self.right.prepared[right])
    }

    /// Pairs responsibilities with the same words. If several have them, the same activity and
    /// theme decide, then position.
    fn pair_same_words(&mut self) {
        self.pair_unpaired(
            &self.free_left.clone(),
            &self.free_right.clone(),
            |this: &Self, l: usize, r: usize| {
                if !this.same_words(l, r) {
                    return 0;
                }
                let (a, b) = (&this.left.responsibilities[l], &this.right.responsibilities[r]);
                100 + 4 * i64::from(this.same_activity(l, r))
                    + 2 * i64::from(a.theme == b.theme)
                    + i64::from(a.text == b.text)
            },
        );
    }

    fn pair_activities(&mut self) {
        let mut groups: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for &l in &self.free_left {
            if let Some(key) = &self.left.responsibilities[l].activity {
                groups.entry(key).or_default().0.push(l);
            }
        }
        for &r in &self.free_right {
            if let Some(key) = &self.right.responsibilities[r].activity {
                groups.entry(key).or_default().1.push(r);
            }
        }
        for (lefts, rights) in groups.into_values() {
            // The key alone makes the pair; the texts only decide between several.
            self.pair_unpaired(&lefts, &rights, |this, l, r| 1 + to_units(this.likelihood[l][r]));
        }
    }

    /// Pairs texts that differ in one word of many, whatever their headings and the worth of other
    /// pairs.
    fn pair_near_duplicates(&mut self) {
        self.pair_unpaired(&self.free_left.clone(), &self.free_right.clone(), near_duplicate_worth);
    }

    fn pair_texts(&mut self) {
        self.pair_unpaired(
            &self.free_left.clone(),
            &self.free_right.clone(),
            |this: &Self, l: usize, r: usize| {
                to_units(this.likelihood[l][r]) - to_units(PAIR_THRESHOLD)
            },
        );
    }

    fn pair_unpaired(
        &mut self,
        lefts: &[usize],
        rights: &[usize],
        worth: impl Fn(&Self, usize, usize) -> i64,
    ) {
        let best = WorthMatrix::new(lefts.len(), rights.len(), |l: usize, r: usize| {
            break_tie(worth(self, lefts[l], rights[r]), lefts[l], rights[r])
        })
        .best();
        for (l, r) in best {
            let (left, right) = (lefts[l], rights[r]);
            self.pairs.push(self.aligned_pair(left, right));
            self.free_left.retain(|&i| i != left);
            self.free_right.retain(|&i| i != right);
        }
    }
}

fn near_duplicate_worth(this: &Aligner<'_>, l: usize, r: usize) -> i64 {
    match near_duplicate_share(&this.left.prepared[l], &this.right.prepared[r]) {
        // Among several equally similar texts, prefer those under the same heading.
        Some(_) => {
            let theme = this.left.responsibilities[l].theme == this.right.responsibilities[r].theme;
            to_units(this.likelihood[l][r]) + if theme { to_units(0.1) } else { 1 }
        }
        None => 0,
    }
}

impl Aligner<'_> {
    /// Returns the best rows with the pairs made so far as certain ones, and the most similar
    /// responsibility for each one left alone.
    fn into_groups(mut self) -> Alignment {
        let rows = group::Candidates {
            pairs: self.candidates(),
            certain: self.pairs.iter().map(|pair| (pair.left, pair.right)).collect(),
            join_cost: join_cost(),
        }
        .best_rows();
        let mut pairs = Vec::with_capacity(rows.len());
        let mut joined = [Vec::new(), Vec::new()];
        for row in rows {
            let Some((&(left, right), others)) = row.split_first() else { continue };
            for &(l, r) in others {
                let member = GroupMember {
                    pair: pairs.len(),
                    at: if r == right { l } else { r },
                    likelihood: self.likelihood[l][r],
                    by: self.pairing_basis(l, r),
                };
                joined[usize::from(r != right)].push(member);
            }
            pairs.push(self.aligned_pair(left, right));
        }
        let mut paired = [vec![], vec![]];
        for (side, free) in [&mut self.free_left, &mut self.free_right].into_iter().enumerate() {
            paired[side] = pairs.iter().map(|pair| [pair.left, pair.right][side]).collect();
            paired[side].extend(joined[side].iter().map(|join| join.at));
            free.retain(|at| !paired[side].contains(at));
            joined[side].sort_unstable_by_key(|join| (join.pair, join.at));
        }
        self.pairs = pairs;
        let nearest = [self.nearest(true), self.nearest(false)];
        Alignment { pairs: self.pairs, joined, nearest }
    }

    /// Returns the pairs that may share a row, besides those made so far.
    fn candidates(&self) -> Vec<WeightedPair> {
        let mut in_pair = [
            vec![None; self.left.responsibilities.len()],
            vec![None; self.right.responsibilities.len()],
        ];
        for pair in &self.pairs {
            in_pair[0][pair.left] = Some(pair.same);
            in_pair[1][pair.right] = Some(pair.same);
        }
        let mut candidates = Vec::new();
        for (left, row) in self.likelihood.iter().enumerate() {
            for (right, likelihood) in row.iter().enumerate() {
                let worth = match (in_pair[0][left], in_pair[1][right]) {
                    (Some(_), Some(_)) => 0,
                    (None, None) => pair_worth(*likelihood, left, right),
                    (Some(same), None) | (None, Some(same)) => self.join_worth(left, right, same),
                };
                if worth > 0 {
                    candidates.push(WeightedPair { left, right, worth });
                }
            }
        }
        candidates
    }

    /// Returns the worth of a join to a pair made before, the cost of joining included. If both
    /// sides of that pair have the same words, nothing joins by its words.
    fn join_worth(&self, left: usize, right: usize, same: bool) -> i64 {
        let worth = if self.same_activity(left, right) {
            to_units(1.0) + to_units(self.likelihood[left][right])
        } else if same {
            0
        } else {
            to_units(self.likelihood[left][right]) - to_units(JOIN_THRESHOLD)
        };
        let worth = break_tie(worth, left, right);
        if worth > 0 { worth + join_cost() } else { 0 }
    }

    /// Returns the most similar responsibility of the other side for each one of this side that is
    /// in no row.
    fn nearest(&self, of_left: bool) -> Vec<Option<NearestMatch>> {
        let (free, all, others) = if of_left {
            (&self.free_left, self.left.responsibilities.len(), self.right.responsibilities.len())
        } else {
            (&self.free_right, self.right.responsibilities.len(), self.left.responsibilities.len())
        };
        let mut nearest = vec![None; all];
        for &at in free {
            // The first of equal ones.
            let best = (0..others).min_by_key(|&other| {
                (std::cmp::Reverse(worth(other, of_left, at, &self.likelihood)), other)
            });
            nearest[at] = best
                .map(|other| NearestMatch {
                    at: other,
                    likelihood: pair_likelihood(other, of_left, at, &self.likelihood),
                })
                .filter(|near| near.likelihood >= NEAREST_THRESHOLD);
        }
        nearest
    }

    fn aligned_pair(&self, left: usize, right: usize) -> AlignedPair {
        let (by, same) = (self.pairing_basis(left, right), self.same_words(left, right));
        AlignedPair { left, right, similarity: self.likelihood[left][right], by, same }
    }

    fn pairing_basis(&self, left: usize, right: usize) -> PairingBasis {
        if self.same_activity(left, right) { PairingBasis::Activity } else { PairingBasis::Text }
    }
}

fn places(other: usize, of_left: bool, at: usize) -> (usize, usize) {
    if of_left { (at, other) } else { (other, at) }
}

fn pair_likelihood(other: usize, of_left: bool, at: usize, likelihood: &[Vec<f64>]) -> f64 {
    likelihood[places(other, of_left, at).0][places(other, of_left, at).1]
}

fn worth(other: usize, of_left: bool, at: usize, likelihood: &[Vec<f64>]) -> i64 {
    break_tie(
        to_units(pair_likelihood(other, of_left, at, likelihood)),
        places(other, of_left, at).0,
        places(other, of_left, at).1,
    )
}

/// Returns `worth` with a small part that breaks ties: close positions first, then early ones.
/// Squares make crossing pairs lose. It is the same from either side, so that swapping the roles
/// swaps the pairs.
fn break_tie(worth: i64, left: usize, right: usize) -> i64 {
    if worth <= 0 {
        return 0;
    }
    let apart = left.abs_diff(right).min(500) as i64;
    let late = (left + right).min(127) as i64;
    (worth << TIE_BITS) - (apart * apart * 128 + late)
}

/// Returns the worth of a row of two: its likelihood above the threshold, so that two poor pairs do
/// not outweigh a good one.
fn pair_worth(likelihood: f64, left: usize, right: usize) -> i64 {
    break_tie(to_units(likelihood) - to_units(PAIR_THRESHOLD), left, right)
}

/// Returns what a pair costs that joins a row, in the units of [`pair_worth`].
fn join_cost() -> i64 {
    (to_units(JOIN_THRESHOLD) - to_units(PAIR_THRESHOLD)) << TIE_BITS
}

fn to_units(likelihood: f64) -> i64 {
    (likelihood * UNITS).round() as i64
}

#[cfg(test)]
mod tests;
