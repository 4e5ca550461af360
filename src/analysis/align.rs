//! Which responsibilities of two roles belong together.

use std::collections::BTreeMap;

use super::assign::Worth;
use super::diff::{Align, PairedBy};
use super::mark::same_words;
use super::similarity::{Similarity, Vectors};
use crate::model::Responsibility;

/// Likeness below which two duties each stand alone.
///
/// A false pair puts words side by side that have nothing to do with each other, and is worse than a missed one: the
/// value is set where, reading the built-in pack, pairs stop being ones that a person would draw.
const THRESHOLD: f64 = 0.37;
/// Likeness in whole numbers, so that equal sums are equal on every machine.
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
    /// Likeness of the texts, 0 to 1; 1 for the same words.
    pub(super) similarity: f64,
    /// What made it a pair.
    pub(super) by: PairedBy,
}

/// Pairs the responsibilities one-to-one: the same words first, then (with [`Align::Auto`]) the same activity, then
/// likeness of the texts, each by the best total.
pub(super) fn align(
    similarity: &Similarity,
    left: &[Responsibility],
    right: &[Responsibility],
    align: Align,
) -> Vec<Pair> {
    if align == Align::Off {
        return Vec::new();
    }
    let activities = align == Align::Auto;
    let mut table = Table::new(similarity, left, right, activities);
    table.pair_same_words();
    if activities {
        table.pair_activities();
    }
    table.pair_texts();
    table.pairs
}

/// Both sides, how alike each two are, and what is paired so far.
struct Table<'a> {
    left: &'a [Responsibility],
    right: &'a [Responsibility],
    /// Whether activity keys are looked at.
    activities: bool,
    likeness: Vec<Vec<f64>>,
    free_left: Vec<usize>,
    free_right: Vec<usize>,
    pairs: Vec<Pair>,
}

impl<'a> Table<'a> {
    fn new(similarity: &Similarity, left: &'a [Responsibility], right: &'a [Responsibility], activities: bool) -> Self {
        let vectors = |side: &[Responsibility]| -> Vec<Vectors> {
            side.iter().map(|duty| similarity.vectors(&duty.text)).collect()
        };
        let (left_vectors, right_vectors) = (vectors(left), vectors(right));
        let likeness = left
            .iter()
            .zip(&left_vectors)
            .map(|(l, a)| {
                right.iter().zip(&right_vectors).map(|(r, b)| Similarity::of(a, b, l.theme == r.theme)).collect()
            })
            .collect();
        Self {
            left,
            right,
            activities,
            likeness,
            free_left: (0..left.len()).collect(),
            free_right: (0..right.len()).collect(),
            pairs: Vec::new(),
        }
    }

    fn same_activity(&self, left: usize, right: usize) -> bool {
        let key = &self.left[left].activity;
        self.activities && key.is_some() && *key == self.right[right].activity
    }

    /// Where several have the same words, those of the same activity and theme go together, then by position.
    fn pair_same_words(&mut self) {
        let worth = |this: &Self, l: usize, r: usize| {
            let (a, b) = (&this.left[l], &this.right[r]);
            if !same_words(&a.text, &b.text) {
                return 0;
            }
            100 + 4 * i64::from(this.same_activity(l, r))
                + 2 * i64::from(a.theme == b.theme)
                + i64::from(a.text == b.text)
        };
        self.pair_free(&self.free_left.clone(), &self.free_right.clone(), worth, |_, _, _| 1.0);
    }

    fn pair_activities(&mut self) {
        let mut groups: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for &l in &self.free_left {
            if let Some(key) = &self.left[l].activity {
                groups.entry(key).or_default().0.push(l);
            }
        }
        for &r in &self.free_right {
            if let Some(key) = &self.right[r].activity {
                groups.entry(key).or_default().1.push(r);
            }
        }
        for (lefts, rights) in groups.into_values() {
            // The key alone makes the pair; the texts only choose among several.
            self.pair_free(&lefts, &rights, |this, l, r| 1 + units(this.likeness[l][r]), likeness);
        }
    }

    fn pair_texts(&mut self) {
        // What a pair is worth is what it has above the threshold: two poor pairs do not outweigh a good one.
        let worth = |this: &Self, l: usize, r: usize| units(this.likeness[l][r]) - units(THRESHOLD);
        self.pair_free(&self.free_left.clone(), &self.free_right.clone(), worth, likeness);
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
            self.pairs.push(Pair { left, right, similarity: similarity(self, left, right), by });
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

fn likeness(table: &Table<'_>, left: usize, right: usize) -> f64 {
    table.likeness[left][right]
}

fn units(likeness: f64) -> i64 {
    (likeness * UNITS).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::diff::fixture;

    fn pairs(left: &[&str], right: &[&str], how: Align) -> Vec<(usize, usize, PairedBy)> {
        let catalog = fixture::catalog(&[left, right]);
        let similarity = Similarity::new(&catalog);
        let (a, b) = (&catalog.roles()[0], &catalog.roles()[1]);
        let mut pairs: Vec<_> = align(&similarity, &a.responsibilities, &b.responsibilities, how)
            .into_iter()
            .map(|p| (p.left, p.right, p.by))
            .collect();
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
