//! Finds things of an older copy that have another id in the newer one by their content, as Git
//! finds renamed files.

use std::cmp::Reverse;

use foldhash::{HashMap, HashMapExt};

use super::assign::WorthMatrix;
use super::words::TermHash;

/// Minimum similarity for a removed thing and a new thing to count as one; Git's default for files.
pub(super) const RENAME_THRESHOLD: f64 = 0.5;

/// Maximum number of new things compared in full with a removed one.
const CANDIDATES: usize = 16;
/// A term in more things than this leads to no candidates: it is not distinctive, and following it
/// would compare all with all.
const COMMON_TERM_LIMIT: usize = 200;
/// Maximum number of cells for which a group of candidates is assigned optimally; beyond it the
/// most similar pair goes first.
const MAX_EXACT_CELLS: usize = 40_000;

/// The terms of a thing, each as often as it occurs.
#[derive(Debug, Clone, Default)]
pub(super) struct TermBag(Vec<TermHash>);

impl TermBag {
    pub(super) fn new(mut terms: Vec<TermHash>) -> Self {
        terms.sort_unstable();
        Self(terms)
    }

    /// Returns the terms of both.
    pub(super) fn union(&self, other: &Self) -> Self {
        Self::new(self.0.iter().chain(&other.0).copied().collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the share of both that is common, 0 to 1.
    pub(super) fn similarity(&self, other: &Self) -> f64 {
        let (mut i, mut j, mut shared) = (0, 0, 0_usize);
        while i < self.0.len() && j < other.0.len() {
            match self.0[i].cmp(&other.0[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
            }
        }
        match self.0.len() + other.0.len() {
            0 => 0.0,
            all => 2.0 * shared as f64 / all as f64,
        }
    }

    fn distinct(&self) -> impl Iterator<Item = TermHash> + '_ {
        self.0.chunk_by(|a, b| a == b).map(|run| run[0])
    }
}

/// Returns the weighted mean of the parts that can be compared, each a similarity with its weight.
pub(super) fn mean(parts: &[(f64, Option<f64>)]) -> f64 {
    let known = || parts.iter().filter_map(|(weight, part)| part.map(|part| (weight, part)));
    let weight: f64 = known().map(|(weight, _)| weight).sum();
    if weight > 0.0 {
        known().map(|(weight, part)| weight * part).sum::<f64>() / weight
    } else {
        0.0
    }
}

/// Pairs `old` with `new`, each at most once, so that the sum of similarities is largest; pairs
/// below [`RENAME_THRESHOLD`] do not count.
///
/// Only things that share a term are compared, and only the likeliest of these: the work grows with
/// the number of things, not with its square.
pub(super) fn pairs(
    old: &[TermBag],
    new: &[TermBag],
    likeness: impl Fn(usize, usize) -> f64,
) -> Vec<(usize, usize, f64)> {
    let mut edges: Vec<(usize, usize, f64)> = Vec::new();
    for (left, right) in candidates(old, new) {
        let likeness = likeness(left, right);
        if likeness >= RENAME_THRESHOLD {
            edges.push((left, right, likeness));
        }
    }
    // Groups of things that can be paired with each other but with nothing else.
    let mut group: Vec<usize> = (0..old.len() + new.len()).collect();
    for (left, right, _) in &edges {
        let (a, b) = (root(&mut group, *left), root(&mut group, old.len() + right));
        group[a.max(b)] = a.min(b);
    }
    let mut groups: HashMap<usize, Vec<(usize, usize, f64)>> = HashMap::new();
    for edge in edges {
        groups.entry(root(&mut group, edge.0)).or_default().push(edge);
    }
    let mut paired: Vec<(usize, usize, f64)> = groups.into_values().flat_map(assigned).collect();
    paired.sort_by_key(|(left, right, _)| (*left, *right));
    paired
}

/// Returns the first of the group that `at` belongs to.
fn root(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// Returns the pairs to compare: for each of `old`, the few of `new` that share most of its rare
/// terms.
fn candidates(old: &[TermBag], new: &[TermBag]) -> Vec<(usize, usize)> {
    let mut holders: HashMap<TermHash, Vec<usize>> = HashMap::new();
    for (at, bag) in new.iter().enumerate() {
        for term in bag.distinct() {
            holders.entry(term).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for (left, bag) in old.iter().enumerate() {
        let mut shared: HashMap<usize, u64> = HashMap::new();
        for term in bag.distinct() {
            let Some(at) = holders.get(&term).filter(|at| at.len() <= COMMON_TERM_LIMIT) else {
                continue;
            };
            for right in at {
                *shared.entry(*right).or_default() += 1_000_000 / at.len() as u64;
            }
        }
        let mut best: Vec<(usize, u64)> = shared.into_iter().collect();
        best.sort_by_key(|(right, worth)| (Reverse(*worth), *right));
        found.extend(best.into_iter().take(CANDIDATES).map(|(right, _)| (left, right)));
    }
    found
}

/// Returns the best pairs of one group.
fn assigned(mut edges: Vec<(usize, usize, f64)>) -> Vec<(usize, usize, f64)> {
    let (lefts, rights) =
        (sorted_places(&|edge| edge.0, &edges), sorted_places(&|edge| edge.1, &edges));
    if lefts.len() * rights.len() <= MAX_EXACT_CELLS {
        let known: HashMap<(usize, usize), f64> =
            edges.iter().map(|(l, r, like)| ((*l, *r), *like)).collect();
        let worth = WorthMatrix::new(lefts.len(), rights.len(), |l, r| {
            known_similarity(l, r, &known, &lefts, &rights).map_or(0, |like| (like * 1e6) as i64)
        });
        return worth
            .best()
            .into_iter()
            .filter_map(|(l, r)| {
                Some((lefts[l], rights[r], known_similarity(l, r, &known, &lefts, &rights)?))
            })
            .collect();
    }
    edges.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let (mut left, mut right) =
        (std::collections::HashSet::new(), std::collections::HashSet::new());
    edges.retain(|(l, r, _)| {
        let free = !left.contains(l) && !right.contains(r);
        if free {
            left.insert(*l);
            right.insert(*r);
        }
        free
    });
    edges
}

fn sorted_places(
    side: &dyn Fn(&(usize, usize, f64)) -> usize,
    edges: &[(usize, usize, f64)],
) -> Vec<usize> {
    let mut all: Vec<usize> = edges.iter().map(side).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn known_similarity(
    l: usize,
    r: usize,
    known: &HashMap<(usize, usize), f64>,
    lefts: &[usize],
    rights: &[usize],
) -> Option<f64> {
    known.get(&(lefts[l], rights[r])).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bags(all: &[&[TermHash]]) -> Vec<TermBag> {
        all.iter().map(|terms| TermBag::new(terms.to_vec())).collect()
    }

    fn paired(old: &[TermBag], new: &[TermBag]) -> Vec<(usize, usize)> {
        pairs(old, new, |l, r| old[l].similarity(&new[r]))
            .into_iter()
            .map(|(l, r, _)| (l, r))
            .collect()
    }

    #[test]
    fn the_likeliest_things_go_together() {
        let old = bags(&[&[1, 2, 3, 4], &[1, 2, 3, 9], &[20, 21]]);
        let new = bags(&[&[1, 2, 3, 9], &[1, 2, 3, 4], &[30, 31]]);
        assert_eq!(paired(&old, &new), [(0, 1), (1, 0)]);
        // A thing that is half new is still the same; one that is mostly new is another.
        assert_eq!(paired(&bags(&[&[1, 2, 3, 4]]), &bags(&[&[1, 2, 8, 9]])), [(0, 0)]);
        assert_eq!(paired(&bags(&[&[1, 2, 3, 4]]), &bags(&[&[1, 7, 8, 9]])), []);
        assert_eq!(paired(&[], &new), []);
    }

    /// A good pair is given up if two others are better together.
    #[test]
    fn the_sum_counts() {
        let (old, new) = (bags(&[&[1, 2], &[1, 2]]), bags(&[&[1, 2], &[1, 2]]));
        let table = [[0.9, 0.8], [0.85, 0.5]];
        let found = pairs(&old, &new, |l, r| table[l][r]);
        assert_eq!(found.iter().map(|(l, r, _)| (*l, *r)).collect::<Vec<_>>(), [(0, 1), (1, 0)]);
    }

    /// Many things with the same terms: each is compared with a few others, and each that occurs
    /// twice matches itself.
    #[test]
    fn many_things_are_paired_without_comparing_all_with_all() {
        let things: Vec<TermBag> = (0..3000_u64)
            .map(|n| TermBag::new(vec![1, 2, 100 + n, 100_000 + n / 3, 200_000 + n]))
            .collect();
        let asked = std::cell::Cell::new(0_usize);
        let turned: Vec<TermBag> = things.iter().rev().cloned().collect();
        let found = pairs(&things, &turned, |l, r| {
            asked.set(asked.get() + 1);
            things[l].similarity(&turned[r])
        });
        assert_eq!(found.len(), 3000);
        assert!(found.iter().all(|(l, r, like)| l + r == 2999 && *like > 0.99));
        assert!(asked.get() <= 3000 * CANDIDATES);
    }

    #[test]
    fn the_mean_passes_over_what_is_not_known() {
        assert!((mean(&[(0.5, Some(1.0)), (0.5, None)]) - 1.0).abs() < 1e-9);
        assert!((mean(&[(3.0, Some(1.0)), (1.0, Some(0.0))]) - 0.75).abs() < 1e-9);
        assert!(mean(&[(1.0, None)]).abs() < 1e-9);
    }
}
