//! Which responsibilities of two roles belong together.

mod sparse;

use std::collections::BTreeMap;

use super::assign::Worth;
use super::diff::{Align, PairedBy};
use super::evidence::{Duty, Table as Pairwise, WEIGHTS, figures};
use crate::model::Responsibility;

/// A pair at least this likely is one, where only texts are looked at.
///
/// Over pairs of O*NET occupations this is where the harmonic mean of precision and recall is best: 58 of 100 pairs are
/// ones that the analysts would make too, and many of the others differ in no more than the verb.
const LIKELY: f64 = 0.26;
/// The same where activities and headings are looked at as well. A false pair puts words side by side that have nothing
/// to do with each other, and is worse than a missed one: of what the authors' own keys leave over, less is taken.
const LIKELY_LEFT_OVER: f64 = 0.50;
/// Of more pairs not all are compared: it takes as many steps as there are pairs, times the shorter side.
const MOST_PAIRS: usize = 250_000;
/// What the same heading adds to the log-odds, and another one takes away.
const SAME_THEME: f64 = 1.0;
/// What takes away that the authors gave both an activity, and not the same.
const OTHER_ACTIVITY: f64 = 2.0;
/// Likelihood in whole numbers, so that equal sums are equal on every machine.
const UNITS: f64 = 1e6;
/// Room below one unit for what decides between equals.
const TIE_BITS: u32 = 26;

/// Two responsibilities that belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// Position on the left.
    pub(super) left: usize,
    /// Position on the right.
    pub(super) right: usize,
    /// How likely the two are one kind of work, 0 to 1; 1 for the same words.
    pub(super) similarity: f64,
    /// What made it a pair.
    pub(super) by: PairedBy,
    /// Whether both have the same words.
    pub(super) same: bool,
}

/// One side of an alignment.
#[derive(Clone, Copy)]
pub(super) struct Duties<'a> {
    /// What the role says.
    pub(super) told: &'a [Responsibility],
    /// The same, made ready for comparison.
    pub(super) read: &'a [Duty],
}

/// Pairs the responsibilities one-to-one: the same words first, then (with [`Align::Auto`]) the same activity, then
/// likelihood by the texts (with [`Align::Auto`] by their headings too), each by the best total. Where there are
/// [too many](is_too_many) pairs, only likely ones are compared.
pub(super) fn align(left: Duties<'_>, right: Duties<'_>, align: Align) -> Vec<Pair> {
    if align == Align::Off {
        return Vec::new();
    }
    let keys = align == Align::Auto;
    if is_too_many(left.told.len(), right.told.len()) {
        return sparse::align(left, right, keys);
    }
    let mut table = Table::new(left, right, keys);
    table.pair_same_words();
    if keys {
        table.pair_activities();
    }
    table.pair_texts();
    table.pairs
}

/// Whether so many responsibilities on either side are too many to compare each with each.
pub(super) fn is_too_many(left: usize, right: usize) -> bool {
    left.saturating_mul(right) > MOST_PAIRS
}

/// Both sides, how likely each two are one, and what is paired so far.
struct Table<'a> {
    left: Duties<'a>,
    right: Duties<'a>,
    /// Whether activity keys and headings are looked at.
    keys: bool,
    likelihood: Pairwise<f64>,
    free_left: Vec<usize>,
    free_right: Vec<usize>,
    pairs: Vec<Pair>,
}

/// What the authors' keys add to the log-odds of a pair.
fn keyed(left: &Responsibility, right: &Responsibility) -> f64 {
    let theme = if left.theme == right.theme { SAME_THEME } else { -SAME_THEME };
    let told_apart = left.activity.is_some() && right.activity.is_some() && left.activity != right.activity;
    if told_apart { theme - OTHER_ACTIVITY } else { theme }
}

impl<'a> Table<'a> {
    fn new(left: Duties<'a>, right: Duties<'a>, keys: bool) -> Self {
        let mut likelihood: Pairwise<f64> = Vec::with_capacity(left.told.len());
        for (l, row) in left.told.iter().zip(figures(left.read, right.read)) {
            let odds =
                |(r, figures): (&Responsibility, _)| WEIGHTS.log_odds(figures) + if keys { keyed(l, r) } else { 0.0 };
            likelihood.push(right.told.iter().zip(&row).map(odds).map(|odds| 1.0 / (1.0 + (-odds).exp())).collect());
        }
        Self {
            left,
            right,
            keys,
            likelihood,
            free_left: (0..left.told.len()).collect(),
            free_right: (0..right.told.len()).collect(),
            pairs: Vec::new(),
        }
    }

    fn same_activity(&self, left: usize, right: usize) -> bool {
        let key = &self.left.told[left].activity;
        self.keys && key.is_some() && *key == self.right.told[right].activity
    }

    fn same_words(&self, left: usize, right: usize) -> bool {
        self.left.read[left].same_words(&self.right.read[right])
    }

    /// Where several have the same words, those of the same activity and theme go together, then by position.
    fn pair_same_words(&mut self) {
        let worth = |this: &Self, l: usize, r: usize| {
            if !this.same_words(l, r) {
                return 0;
            }
            let (a, b) = (&this.left.told[l], &this.right.told[r]);
            100 + 4 * i64::from(this.same_activity(l, r))
                + 2 * i64::from(a.theme == b.theme)
                + i64::from(a.text == b.text)
        };
        self.pair_free(&self.free_left.clone(), &self.free_right.clone(), worth, |_, _, _| 1.0);
    }

    fn pair_activities(&mut self) {
        let mut groups: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for &l in &self.free_left {
            if let Some(key) = &self.left.told[l].activity {
                groups.entry(key).or_default().0.push(l);
            }
        }
        for &r in &self.free_right {
            if let Some(key) = &self.right.told[r].activity {
                groups.entry(key).or_default().1.push(r);
            }
        }
        for (lefts, rights) in groups.into_values() {
            // The key alone makes the pair; the texts only choose among several.
            self.pair_free(&lefts, &rights, |this, l, r| 1 + units(this.likelihood[l][r]), likelihood);
        }
    }

    fn pair_texts(&mut self) {
        let threshold = units(if self.keys { LIKELY_LEFT_OVER } else { LIKELY });
        // What a pair is worth is what it has above the threshold: two poor pairs do not outweigh a good one.
        let worth = |this: &Self, l: usize, r: usize| units(this.likelihood[l][r]) - threshold;
        self.pair_free(&self.free_left.clone(), &self.free_right.clone(), worth, likelihood);
    }

    fn pair_free(
        &mut self,
        lefts: &[usize],
        rights: &[usize],
        worth: impl Fn(&Self, usize, usize) -> i64,
        similarity: impl Fn(&Self, usize, usize) -> f64,
    ) {
        let worth = |l: usize, r: usize| tie_broken(worth(self, lefts[l], rights[r]), lefts[l], rights[r]);
        let best = Worth::new(lefts.len(), rights.len(), worth).best();
        for (l, r) in best {
            let (left, right) = (lefts[l], rights[r]);
            let by = if self.same_activity(left, right) { PairedBy::Activity } else { PairedBy::Text };
            let (similarity, same) = (similarity(self, left, right), self.same_words(left, right));
            self.pairs.push(Pair { left, right, similarity, by, same });
            self.free_left.retain(|&i| i != left);
            self.free_right.retain(|&i| i != right);
        }
    }
}

/// `worth` with a small part that decides between equals: near places first, then early ones. Squares make crossing
/// pairs lose. The same from either side, so that swapping the roles swaps the pairs.
fn tie_broken(worth: i64, left: usize, right: usize) -> i64 {
    if worth <= 0 {
        return 0;
    }
    let apart = left.abs_diff(right).min(500) as i64;
    let late = (left + right).min(127) as i64;
    (worth << TIE_BITS) - (apart * apart * 128 + late)
}

fn likelihood(table: &Table<'_>, left: usize, right: usize) -> f64 {
    table.likelihood[left][right]
}

fn units(likelihood: f64) -> i64 {
    (likelihood * UNITS).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::diff::fixture;

    fn pairs(left: &[&str], right: &[&str], how: Align) -> Vec<(usize, usize, PairedBy)> {
        let catalog = fixture::catalog(&[left, right]);
        let [a, b] = fixture::read(&catalog);
        let side = |role: usize, read| Duties { told: &catalog.roles()[role].responsibilities, read };
        let mut pairs: Vec<_> =
            align(side(0, &a), side(1, &b), how).into_iter().map(|p| (p.left, p.right, p.by)).collect();
        pairs.sort_unstable();
        pairs
    }

    #[test]
    fn the_same_words_go_together_whatever_else_is_alike() {
        let left = ["Writes detailed requirements.", "Writes the requirements of each release."];
        let right = ["writes the requirements of each release", "Writes more detailed requirements."];
        assert_eq!(pairs(&left, &right, Align::Text), [(0, 1, PairedBy::Text), (1, 0, PairedBy::Text)]);
    }

    #[test]
    fn an_activity_pairs_what_shares_no_word_and_only_when_asked() {
        let (left, right) =
            (["Hires people. @hire", "Pays bills."], ["Finds new colleagues. @hire", "Guards the door."]);
        assert_eq!(pairs(&left, &right, Align::Auto), [(0, 0, PairedBy::Activity)]);
        assert_eq!(pairs(&left, &right, Align::Text), []);
        assert_eq!(pairs(&left, &right, Align::Off), []);
    }

    #[test]
    fn several_of_one_activity_are_told_apart_by_their_texts() {
        let left = ["Interviews customers. @learn", "Reads market reports. @learn"];
        let right = ["Orders reports on the market. @learn", "Runs customer interviews. @learn"];
        assert_eq!(pairs(&left, &right, Align::Auto), [(0, 1, PairedBy::Activity), (1, 0, PairedBy::Activity)]);
    }

    #[test]
    fn what_has_nothing_to_do_with_each_other_stands_alone() {
        let left = ["Manages the product backlog.", "Coaches junior colleagues."];
        let right = ["Manages vendor contracts.", "Negotiates office leases."];
        assert_eq!(pairs(&left, &right, Align::Auto), []);
    }
}
