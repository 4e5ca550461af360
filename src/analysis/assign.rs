//! The best one-to-one assignment between two sides of unequal size.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// The worth of each pairing of a left with a right; values at or below 0 mean "better not".
#[derive(Debug, Clone)]
pub(super) struct WorthMatrix {
    lefts: usize,
    rights: usize,
    cells: Vec<i64>,
}

impl WorthMatrix {
    /// Calls `worth` for every pairing of `lefts` × `rights`.
    pub(super) fn new(
        lefts: usize,
        rights: usize,
        mut worth: impl FnMut(usize, usize) -> i64,
    ) -> Self {
        let cells = (0..lefts)
            .flat_map(|l| (0..rights).map(move |r| (l, r)))
            .map(|(l, r)| worth(l, r))
            .collect();
        Self { lefts, rights, cells }
    }

    /// Returns the worth of a pairing.
    pub(super) fn at(&self, left: usize, right: usize) -> i64 {
        self.cells[left * self.rights + right]
    }

    /// Returns the pairs (left, right) of greatest total worth, ordered by left; every left and
    /// every right occurs at most once, and every pair is worth something.
    ///
    /// Uses the Hungarian method with potentials, O(n² m) for n the shorter side. If several
    /// assignments are equally good, the table alone decides which is found: the same table always
    /// gives the same pairs.
    pub(super) fn best(&self) -> Vec<(usize, usize)> {
        let turned = self.lefts > self.rights;
        let (rows, columns) =
            if turned { (self.rights, self.lefts) } else { (self.lefts, self.rights) };
        // Leaving a pair out is worth 0, so a negative worth never beats it: clip, solve, drop the
        // zeros.
        let mut pairs: Vec<(usize, usize)> =
            cheapest(rows, columns, |row: usize, column: usize| {
                let worth = if turned { self.at(column, row) } else { self.at(row, column) };
                -worth.max(0)
            })
            .into_iter()
            .enumerate()
            .map(|(row, column)| if turned { (column, row) } else { (row, column) })
            .filter(|&(l, r)| self.at(l, r) > 0)
            .collect();
        pairs.sort_unstable();
        pairs
    }
}

/// A pair that is worth something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WeightedPair {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) worth: i64,
}

/// Maximum number of steps for assigning connected edges in the best way; beyond it the best edges
/// are taken one after the other.
const MAX_STEPS: usize = 1_000_000;

/// Returns the pairs (left, right) among `edges` of greatest total worth, ordered by left; every
/// left and every right occurs at most once.
///
/// Each connected component is assigned at once, see [`WorthMatrix::best`]; if that takes too many steps,
/// the edge that is worth most is taken first.
pub(super) fn best_of(mut edges: Vec<WeightedPair>) -> Vec<(usize, usize)> {
    // Equal edges in order of position, the same from either side.
    edges.sort_unstable_by_key(|e| {
        (Reverse(e.worth), e.left + e.right, e.left.abs_diff(e.right), e.left)
    });
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (lefts, rights, edges) in components(edges) {
        let shorter = lefts.len().min(rights.len());
        if lefts.len().saturating_mul(rights.len()).saturating_mul(shorter) <= MAX_STEPS {
            let mut cells = vec![0; lefts.len() * rights.len()];
            for edge in edges {
                cells[position_in(&lefts, edge.left) * rights.len()
                    + position_in(&rights, edge.right)] = edge.worth;
            }
            let worth = WorthMatrix { lefts: lefts.len(), rights: rights.len(), cells };
            pairs.extend(worth.best().into_iter().map(|(l, r)| (lefts[l], rights[r])));
        } else {
            let (mut free_left, mut free_right) = (HashSet::new(), HashSet::new());
            for edge in edges {
                if !free_left.contains(&edge.left) && !free_right.contains(&edge.right) {
                    free_left.insert(edge.left);
                    free_right.insert(edge.right);
                    pairs.push((edge.left, edge.right));
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

fn position_in(all: &[usize], at: usize) -> usize {
    all.binary_search(&at).unwrap_or_default()
}

/// A connected component: the lefts and the rights in order, and the edges in their own order.
pub(super) type AssignmentComponent = (Vec<usize>, Vec<usize>, Vec<WeightedPair>);

/// Returns the connected components of `edges`.
pub(super) fn components(edges: Vec<WeightedPair>) -> Vec<AssignmentComponent> {
    let mut parent: Vec<usize> = (0..edges.len()).collect();
    let (mut of_left, mut of_right) = (HashMap::new(), HashMap::new());
    for (at, edge) in edges.iter().enumerate() {
        for first in
            [*of_left.entry(edge.left).or_insert(at), *of_right.entry(edge.right).or_insert(at)]
        {
            let (a, b) = (component_root(&mut parent, first), component_root(&mut parent, at));
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut all: BTreeMap<usize, AssignmentComponent> = BTreeMap::new();
    for (at, edge) in edges.into_iter().enumerate() {
        let (lefts, rights, edges) = all.entry(component_root(&mut parent, at)).or_default();
        lefts.push(edge.left);
        rights.push(edge.right);
        edges.push(edge);
    }
    for (lefts, rights, _) in all.values_mut() {
        for side in [lefts, rights] {
            side.sort_unstable();
            side.dedup();
        }
    }
    all.into_values().collect()
}

fn component_root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Returns the column of each row in the cheapest assignment of all `rows <= columns`. Rows and
/// columns are counted from 1 inside, as 0 stands for "none" in this method.
fn cheapest(rows: usize, columns: usize, cost: impl Fn(usize, usize) -> i64) -> Vec<usize> {
    let mut row_potential = vec![0_i64; rows + 1];
    let mut column_potential = vec![0_i64; columns + 1];
    let mut row_of = vec![0_usize; columns + 1];
    let mut came_from = vec![0_usize; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut column = 0;
        let mut slack = vec![i64::MAX; columns + 1];
        let mut used = vec![false; columns + 1];
        while row_of[column] != 0 {
            used[column] = true;
            let here = row_of[column];
            let (mut step, mut next) = (i64::MAX, 0);
            for candidate in (1..=columns).filter(|&c| !used[c]) {
                let reduced = cost(here - 1, candidate - 1)
                    - row_potential[here]
                    - column_potential[candidate];
                if reduced < slack[candidate] {
                    slack[candidate] = reduced;
                    came_from[candidate] = column;
                }
                if slack[candidate] < step {
                    step = slack[candidate];
                    next = candidate;
                }
            }
            for c in 0..=columns {
                if used[c] {
                    row_potential[row_of[c]] += step;
                    column_potential[c] -= step;
                } else if slack[c] != i64::MAX {
                    slack[c] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            let previous = came_from[column];
            row_of[column] = row_of[previous];
            column = previous;
        }
    }
    let mut column_of = vec![0; rows];
    for column in 1..=columns {
        if row_of[column] != 0 {
            column_of[row_of[column] - 1] = column - 1;
        }
    }
    column_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(worth: &WorthMatrix) -> i64 {
        worth.best().iter().map(|&(l, r)| worth.at(l, r)).sum()
    }

    /// Returns the greatest total of all assignments, trying every way of pairing or leaving out.
    fn greatest(worth: &WorthMatrix, left: usize, taken: u32) -> i64 {
        if left == worth.lefts {
            return 0;
        }
        let skip = greatest(worth, left + 1, taken);
        (0..worth.rights)
            .filter(|r| taken & (1 << r) == 0)
            .map(|r| worth.at(left, r) + greatest(worth, left + 1, taken | (1 << r)))
            .fold(skip, i64::max)
    }

    #[test]
    fn the_best_total_wins_over_the_best_single_pair() {
        let table = [[9, 8], [8, 1]];
        let worth = WorthMatrix::new(2, 2, |l, r| table[l][r]);
        assert_eq!(worth.best(), [(0, 1), (1, 0)]);
    }

    #[test]
    fn nothing_is_paired_for_nothing() {
        assert_eq!(WorthMatrix::new(2, 3, |_, _| 0).best(), []);
        assert_eq!(WorthMatrix::new(0, 3, |_, _| 1).best(), []);
        assert_eq!(WorthMatrix::new(3, 0, |_, _| 1).best(), []);
        assert_eq!(WorthMatrix::new(1, 3, |_, r| i64::from(r == 1) - 5).best(), []);
    }

    #[test]
    fn what_hangs_together_by_too_many_edges_is_taken_best_first() {
        for n in [10, 3_000] {
            let expected: Vec<(usize, usize)> = (0..n).map(|at| (at, at + 1)).collect();
            assert_eq!(best_of(chain_of_edges(n)), expected);
        }
        assert_eq!(best_of(Vec::new()), []);
    }

    /// A chain through all of them: each left with its right, and worth more with the next one.
    fn chain_of_edges(n: usize) -> Vec<WeightedPair> {
        (0..n).flat_map(|at| [weighted_edge(at, at, 2), weighted_edge(at, at + 1, 3)]).collect()
    }

    fn weighted_edge(left: usize, right: usize, worth: i64) -> WeightedPair {
        WeightedPair { left, right, worth }
    }

    proptest! {
        #[test]
        fn edges_are_assigned_as_the_table_of_them_is(
            cells in prop::collection::vec((0_usize..7, 0_usize..7, 1_i64..40), 0..20),
        ) {
            let mut table = [[0; 7]; 7];
            let mut edges = Vec::new();
            for (left, right, worth) in cells {
                if table[left][right] == 0 {
                    table[left][right] = worth;
                    edges.push(WeightedPair { left, right, worth });
                }
            }
            let worth = WorthMatrix::new(7, 7, |l, r| table[l][r]);
            let found = best_of(edges);
            prop_assert_eq!(found.iter().map(|&(l, r)| worth.at(l, r)).sum::<i64>(), total(&worth));
            for (at, a) in found.iter().enumerate() {
                prop_assert!(found[at + 1..].iter().all(|b| a.0 != b.0 && a.1 != b.1));
            }
        }

        #[test]
        fn no_other_assignment_is_worth_more(
            lefts in 0_usize..=7,
            rights in 0_usize..=7,
            cells in prop::collection::vec(-5_i64..40, 49),
        ) {
            let worth = WorthMatrix::new(lefts, rights, |l, r| cells[l * 7 + r]);
            prop_assert_eq!(total(&worth), greatest(&worth, 0, 0));
            let turned = WorthMatrix::new(rights, lefts, |l, r| cells[r * 7 + l]);
            prop_assert_eq!(total(&turned), total(&worth));
            let pairs = worth.best();
            for (i, a) in pairs.iter().enumerate() {
                prop_assert!(worth.at(a.0, a.1) > 0);
                prop_assert!(pairs[i + 1..].iter().all(|b| a.0 != b.0 && a.1 != b.1));
            }
        }
    }
}
