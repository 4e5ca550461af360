//! Pairing of the responsibilities of two roles.
//!
//! The best one-to-one pairs come first; see [`align()`]. Each remaining responsibility may then
//! join a pair if a reader is likely enough to expect it in that row: one role may split into two
//! sentences what the other puts in one. The chosen pairing has the greatest total likelihood above
//! [`PAIR_THRESHOLD`], and the chosen joins the greatest total above [`JOIN_THRESHOLD`]. A row puts one
//! responsibility against several, never several against several. A responsibility that is still
//! alone names the most similar one of the other role.

mod group;
mod order;
mod sparse;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::group::MAX_JOINED;
use self::group::UnpairedSide;
use self::order::order_evidence;
use super::assign::WorthMatrix;
use super::diff::rows::{PairingBasis, PairingMode};
use super::evidence::{
    ORDER, PairFeatures, PairMatrix as Pairwise, PreparedText, WEIGHTS, pair_features,
};
use crate::model::{Responsibility, ThemeId};

/// Minimum likelihood for two responsibilities to share a row: how likely a reader is to expect
/// them in one.
pub(super) const PAIR_THRESHOLD: f64 = 0.30;
/// Minimum likelihood for a responsibility to join a row that is already a pair. It is higher
/// because a row of several takes longer to read.
pub(super) const JOIN_THRESHOLD: f64 = 0.50;
/// Minimum likelihood for a responsibility without a pair to name the most similar one.
pub(super) const NEAREST_THRESHOLD: f64 = 0.15;
/// Texts that share at least this part of their words, and at least [`MIN_SHARED_WORDS`] words, are one
/// responsibility whatever the other evidence: all words but one of seven, or two of fourteen.
const NEAR_DUPLICATE_SHARE: f64 = 0.85;
/// Minimum number of shared words: with fewer, the word that differs may be the very subject of the
/// responsibility.
const MIN_SHARED_WORDS: usize = 4;
/// Maximum number of pairs that are all compared: the number of steps is the number of pairs times
/// the length of the shorter side.
const MAX_PAIRS: usize = 250_000;
/// Share of pairs that are under the same heading because they are pairs, not by chance: 73 in 100
/// judged pairs of the built-in pack.
const SAME_THEME: f64 = 0.73;
/// Part of those log-odds that counts for a pair under the same heading: responsibilities under one
/// heading share words because of it, and the words are already counted.
const THEME_EVIDENCE_SHARE: f64 = 0.5;
/// Log-odds subtracted if the authors gave both an activity, but different ones.
const OTHER_ACTIVITY_PENALTY: f64 = 2.0;
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

/// One side of an alignment.
#[derive(Clone, Copy)]
pub(super) struct AlignSide<'a> {
    /// The responsibilities of the role.
    pub(super) responsibilities: &'a [Responsibility],
    /// The same responsibilities, prepared for comparison.
    pub(super) prepared: &'a [PreparedText],
}

/// Pairs the responsibilities one-to-one: the same words first, then (with [`PairingMode::Auto`]) the
/// same activity, then nearly the same words, then likelihood by the texts (with [`PairingMode::Auto`] by
/// their headings too), each by the best total. With `groups`, the remaining ones join pairs or
/// name the most similar responsibility. If there are [too many](exceeds_pair_limit) pairs, only likely
/// ones are compared, and there are no groups.
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
    table.pair_texts();
    if groups {
        table.into_groups()
    } else {
        Alignment { pairs: table.pairs, ..Alignment::default() }
    }
}

/// Whether there are too many responsibilities on the two sides to compare each with each.
pub(super) fn exceeds_pair_limit(left: usize, right: usize) -> bool {
    left.saturating_mul(right) > MAX_PAIRS
}

/// Evidence from the authors' headings and activity keys for the pairs of two roles.
struct AuthoredKeys<'a> {
    left: &'a [Responsibility],
    right: &'a [Responsibility],
    /// Headings that both roles use. No pair can be under any other heading.
    shared: BTreeSet<ThemeId>,
    /// Share of all pairs that are under the same heading.
    chance: f64,
}

impl<'a> AuthoredKeys<'a> {
    fn new(left: &'a [Responsibility], right: &'a [Responsibility]) -> Self {
        let (in_left, in_right) = (count_by_theme(left), count_by_theme(right));
        let both = in_left
            .iter()
            .filter_map(|(theme, count)| Some((*theme, count * in_right.get(theme)?)));
        let same: usize = both.clone().map(|(_, pairs)| pairs).sum();
        let chance = same as f64 / (left.len() * right.len()).max(1) as f64;
        Self { left, right, shared: both.map(|(theme, _)| theme).collect(), chance }
    }

    /// Returns what headings and keys add to the log-odds of the pair at these positions. If all
    /// responsibilities are under one heading, the heading adds nothing.
    fn log_odds(&self, left: usize, right: usize) -> f64 {
        let (left, right) = (&self.left[left], &self.right[right]);
        let theme = if left.theme == right.theme {
            THEME_EVIDENCE_SHARE
                * ((self.chance + (1.0 - self.chance) * SAME_THEME) / self.chance).ln()
        } else if self.shared.contains(&left.theme) || self.shared.contains(&right.theme) {
            (1.0 - SAME_THEME).ln()
        } else {
            0.0
        };
        let told_apart =
            left.activity.is_some() && right.activity.is_some() && left.activity != right.activity;
        if told_apart { theme - OTHER_ACTIVITY_PENALTY } else { theme }
    }
}

fn count_by_theme(duties: &[Responsibility]) -> BTreeMap<ThemeId, usize> {
    let mut counts: BTreeMap<ThemeId, usize> = BTreeMap::new();
    for duty in duties {
        *counts.entry(duty.theme).or_default() += 1;
    }
    counts
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

/// What is known of each pair before any are chosen.
#[derive(Debug, Default)]
pub(super) struct PairEvidence {
    /// Likelihood that the two are one kind of work. Empty if there are too many to compare each
    /// with each.
    pub(super) likelihood: Pairwise<f64>,
    /// Part of its log-odds that comes from the order of the two lists.
    pub(super) order: Pairwise<f64>,
}

/// Returns the evidence for each of `left` with each of `right`; with `keys`, activities and
/// headings count.
pub(super) fn evidence(left: AlignSide<'_>, right: AlignSide<'_>, keys: bool) -> PairEvidence {
    if exceeds_pair_limit(left.responsibilities.len(), right.responsibilities.len()) {
        return PairEvidence::default();
    }
    let figures = figures(left, right, keys);
    let likelihood = likelihoods(left, right, keys, &figures);
    let order =
        figures.iter().map(|row| row.iter().map(|pair| WEIGHTS.order * pair[ORDER]).collect());
    PairEvidence { likelihood, order: order.collect() }
}

/// Returns the figures of each pair, that for the order of the lists included; with `keys`,
/// activities and headings count for it.
pub(super) fn figures(
    left: AlignSide<'_>,
    right: AlignSide<'_>,
    keys: bool,
) -> Pairwise<PairFeatures> {
    let mut figures = pair_features(left.prepared, right.prepared);
    let order = order_evidence(&likelihoods(left, right, keys, &figures));
    for (row, order) in figures.iter_mut().zip(&order) {
        for (pair, order) in row.iter_mut().zip(order) {
            pair[ORDER] = *order;
        }
    }
    figures
}

/// Returns the likelihood that each of `left` and each of `right` are one kind of work, by
/// `figures` and, with `keys`, by activities and headings.
fn likelihoods(
    left: AlignSide<'_>,
    right: AlignSide<'_>,
    keys: bool,
    figures: &Pairwise<PairFeatures>,
) -> Pairwise<f64> {
    let authored = keys.then(|| AuthoredKeys::new(left.responsibilities, right.responsibilities));
    let rows = figures.iter().enumerate().map(|(l, row)| {
        let pairs = row.iter().enumerate().map(|(r, pair)| {
            let keyed = authored.as_ref().map_or(0.0, |keys| keys.log_odds(l, r));
            let likelihood = 1.0 / (1.0 + (-WEIGHTS.log_odds(pair) - keyed).exp());
            likelihood.max(minimum_likelihood(&left.prepared[l], &right.prepared[r]))
        });
        pairs.collect()
    });
    rows.collect()
}

/// Both sides, the likelihood of each pair, and the pairs made so far.
struct Aligner<'a> {
    left: AlignSide<'a>,
    right: AlignSide<'a>,
    /// Whether activity keys and headings count.
    keys: bool,
    likelihood: Pairwise<f64>,
    free_left: Vec<usize>,
    free_right: Vec<usize>,
    pairs: Vec<AlignedPair>,
}

impl<'a> Aligner<'a> {
    fn new(left: AlignSide<'a>, right: AlignSide<'a>, keys: bool) -> Self {
        let figures = figures(left, right, keys);
        Self {
            left,
            right,
            keys,
            likelihood: likelihoods(left, right, keys, &figures),
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
            |_, _, _| 1.0,
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
            self.pair_unpaired(
                &lefts,
                &rights,
                |this, l, r| 1 + to_units(this.likelihood[l][r]),
                likelihood,
            );
        }
    }

    /// Pairs texts that differ in one word of many, whatever their headings and the worth of other
    /// pairs.
    fn pair_near_duplicates(&mut self) {
        self.pair_unpaired(
            &self.free_left.clone(),
            &self.free_right.clone(),
            near_duplicate_worth,
            likelihood,
        );
    }

    fn pair_texts(&mut self) {
        let threshold = to_units(PAIR_THRESHOLD);
        // A pair is worth its likelihood above the threshold, so that two poor pairs do not
        // outweigh a good one.
        self.pair_unpaired(
            &self.free_left.clone(),
            &self.free_right.clone(),
            |this: &Self, l: usize, r: usize| to_units(this.likelihood[l][r]) - threshold,
            likelihood,
        );
    }

    fn pair_unpaired(
        &mut self,
        lefts: &[usize],
        rights: &[usize],
        worth: impl Fn(&Self, usize, usize) -> i64,
        similarity: impl Fn(&Self, usize, usize) -> f64,
    ) {
        let best = WorthMatrix::new(lefts.len(), rights.len(), |l: usize, r: usize| {
            break_tie(worth(self, lefts[l], rights[r]), lefts[l], rights[r])
        })
        .best();
        for (l, r) in best {
            let (left, right) = (lefts[l], rights[r]);
            let by = self.pairing_basis(left, right);
            let (similarity, same) = (similarity(self, left, right), self.same_words(left, right));
            self.pairs.push(AlignedPair { left, right, similarity, by, same });
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
    /// Returns the pairs with the responsibilities that join them, and the most similar
    /// responsibility for each one left alone.
    fn into_groups(mut self) -> Alignment {
        let (left, right) = (self.left.responsibilities, self.right.responsibilities);
        // Sort in an order that is the same from either side.
        self.pairs.sort_by_cached_key(|pair| {
            let mut texts = [left[pair.left].text.as_str(), right[pair.right].text.as_str()];
            texts.sort_unstable();
            (pair.left + pair.right, pair.left.abs_diff(pair.right), texts)
        });
        let worths = [
            WorthMatrix::new(self.free_left.len(), self.pairs.len(), |free, row| {
                self.join_worth(self.free_left[free], self.pairs[row].right, self.pairs[row])
            }),
            WorthMatrix::new(self.free_right.len(), self.pairs.len(), |free, row| {
                self.join_worth(self.pairs[row].left, self.free_right[free], self.pairs[row])
            }),
        ];
        let [worth_left, worth_right] = worths;
        let joins = group::join(
            self.pairs.len(),
            &[
                UnpairedSide {
                    free: &self.free_left,
                    worth: worth_left,
                    texts: &|at| &left[at].text,
                },
                UnpairedSide {
                    free: &self.free_right,
                    worth: worth_right,
                    texts: &|at| &right[at].text,
                },
            ],
        );
        let [joined_left, joined_right] = joins;
        let joined_left = joined_left.iter().map(|join| {
            let (l, r) = (join.at, self.pairs[join.row].right);
            GroupMember {
                pair: join.row,
                at: join.at,
                likelihood: self.likelihood[l][r],
                by: self.pairing_basis(l, r),
            }
        });
        let joined_right = joined_right.iter().map(|join| {
            let (l, r) = (self.pairs[join.row].left, join.at);
            GroupMember {
                pair: join.row,
                at: join.at,
                likelihood: self.likelihood[l][r],
                by: self.pairing_basis(l, r),
            }
        });
        let joined: [Vec<GroupMember>; 2] = [joined_left.collect(), joined_right.collect()];
        let nearest = [self.nearest(&joined[0], true), self.nearest(&joined[1], false)];
        Alignment { pairs: self.pairs, joined, nearest }
    }

    /// Returns the worth of a join in which one of `left` and `right` belongs to `pair` and the
    /// other joins it. If both sides of the pair have the same words, nothing joins by its words.
    fn join_worth(&self, left: usize, right: usize, pair: AlignedPair) -> i64 {
        let worth = if self.same_activity(left, right) {
            to_units(1.0) + to_units(self.likelihood[left][right])
        } else if pair.same {
            0
        } else {
            to_units(self.likelihood[left][right]) - to_units(JOIN_THRESHOLD)
        };
        break_tie(worth, left, right)
    }

    /// Returns the most similar responsibility of the other side for each one of this side that is
    /// in no row.
    fn nearest(&self, joined: &[GroupMember], of_left: bool) -> Vec<Option<NearestMatch>> {
        let (free, all, others) = if of_left {
            (&self.free_left, self.left.responsibilities.len(), self.right.responsibilities.len())
        } else {
            (&self.free_right, self.right.responsibilities.len(), self.left.responsibilities.len())
        };
        let mut nearest = vec![None; all];
        for &at in free.iter().filter(|at| joined.iter().all(|joined| joined.at != **at)) {
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

fn likelihood(table: &Aligner<'_>, left: usize, right: usize) -> f64 {
    table.likelihood[left][right]
}

fn to_units(likelihood: f64) -> i64 {
    (likelihood * UNITS).round() as i64
}

#[cfg(test)]
mod tests;
