//! Evidence from the order of the two lists.
//!
//! Many ladders list the same kinds of work in the same order at each level. Then a responsibility
//! between two that have counterparts belongs between those counterparts, even if it shares no word
//! with the one that is there. Other lists have an order of their own, which says nothing. The
//! likely pairs of the two lists show which is the case.
//!
//! Likely pairs are anchors. For each pair, the anchors around it vote: those at the same distance
//! on both sides are for it, the others against. A pair's own row and column have no vote. The share
//! of votes for a pair, compared with the share of the others in its row and column, is its ratio.
//! If the anchors have high ratios themselves, the lists are in the same order: the log-odds of that
//! are the sum of the logarithms of their ratios, plus [`PRIOR`]. The evidence for a pair is the
//! logarithm of its expected ratio; a ratio of 1 is expected of lists in different orders.

use crate::analysis::evidence::PairMatrix;

/// Minimum likelihood of an anchor.
const ANCHOR: f64 = 0.2;
/// Log-odds that two lists are in the same order before any anchors are seen. With more, lists that
/// agree by chance lose pairs; with less, ladders in the same order take too long to show it.
const PRIOR: f64 = -4.0;
/// Number of places over which the vote of an anchor falls to a third.
const REACH: f64 = 4.0;
/// Votes that are divided by chance, besides those of the anchors.
const CHANCE_VOTES: f64 = 0.5;
/// Share of the votes that a pair has by chance, times the length of the shorter list.
const CHANCE_SHARE: f64 = 1.5;
/// Least ratio that an anchor, and a pair, can have.
const LEAST_RATIOS: (f64, f64) = (0.05, 0.02);
/// Units in a vote. Whole numbers make sums the same from either side.
const UNITS: f64 = 1e6;
/// Maximum number of votes that are counted: order says nothing about longer lists.
const MAX_VOTES: usize = 4_000_000;

/// A likely pair.
struct Anchor {
    left: usize,
    right: usize,
    likelihood: f64,
}

/// Returns the evidence from the order of the lists for each pair, in log-odds that are still to be
/// weighted, given the likelihood of each pair by the other evidence before it is calibrated.
pub(super) fn order_evidence(likelihood: &PairMatrix<f64>) -> PairMatrix<f64> {
    let (lefts, rights) = (likelihood.len(), likelihood.first().map_or(0, Vec::len));
    let mut evidence = vec![vec![0.0; rights]; lefts];
    let anchors = anchors(likelihood);
    let votes = (lefts * rights).saturating_mul(anchors.len());
    if anchors.len() < 2 || votes > MAX_VOTES {
        return evidence;
    }
    let ratios = ratios(&anchors, lefts, rights);
    let agreement: i64 = (anchors.iter())
        .map(|anchor| {
            let ratio = ratios[anchor.left][anchor.right].max(LEAST_RATIOS.0);
            to_units(anchor.likelihood * ratio.ln())
        })
        .sum();
    let same_order = 1.0 / (1.0 + (-PRIOR - agreement as f64 / UNITS).exp());
    for (evidence, ratios) in evidence.iter_mut().zip(&ratios) {
        for (evidence, ratio) in evidence.iter_mut().zip(ratios) {
            let expected = same_order * ratio + (1.0 - same_order);
            *evidence = expected.max(LEAST_RATIOS.1).ln();
        }
    }
    evidence
}

fn anchors(likelihood: &PairMatrix<f64>) -> Vec<Anchor> {
    let cells = likelihood.iter().enumerate().flat_map(|(left, row)| {
        row.iter().enumerate().map(move |(right, &likelihood)| Anchor { left, right, likelihood })
    });
    cells.filter(|anchor| anchor.likelihood > ANCHOR).collect()
}

/// Returns how the share of votes for each pair compares with those for the others in its row and
/// column.
fn ratios(anchors: &[Anchor], lefts: usize, rights: usize) -> PairMatrix<f64> {
    let count = VoteCount::new(anchors, lefts, rights);
    let mut shares: PairMatrix<f64> = (0..lefts)
        .map(|left| (0..rights).map(|right| count.share(left, right)).collect())
        .collect();
    let in_rows: Vec<f64> = shares.iter().map(|row| mean(row.iter().copied(), rights)).collect();
    let in_columns: Vec<f64> =
        (0..rights).map(|right| mean(shares.iter().map(|row| row[right]), lefts)).collect();
    for (row, in_row) in shares.iter_mut().zip(&in_rows) {
        for (share, in_column) in row.iter_mut().zip(&in_columns) {
            *share /= f64::midpoint(*in_row, *in_column);
        }
    }
    shares
}

/// Anchors with the weights of their votes by distance, all in [`UNITS`].
struct VoteCount {
    /// Position on the left, on the right, and likelihood.
    anchors: Vec<(usize, usize, i64)>,
    /// Weight of the vote of an anchor this many places away, on the side where it is closer.
    by_distance: Vec<i64>,
    /// Part of a vote that is for a pair if the distances on the two sides differ by this much.
    by_difference: Vec<i64>,
    /// Share of the votes that a pair has by chance.
    chance: f64,
}

impl VoteCount {
    fn new(anchors: &[Anchor], lefts: usize, rights: usize) -> Self {
        let longest = lefts.max(rights);
        Self {
            anchors: (anchors.iter())
                .map(|anchor| (anchor.left, anchor.right, to_units(anchor.likelihood)))
                .collect(),
            by_distance: falling(longest, REACH),
            by_difference: falling(2 * longest, 1.0),
            chance: CHANCE_SHARE / lefts.min(rights) as f64,
        }
    }

    /// Returns the share of the votes that are for the pair at these positions.
    fn share(&self, left: usize, right: usize) -> f64 {
        let (mut votes, mut all) = (0, 0);
        for &(anchor_left, anchor_right, likelihood) in &self.anchors {
            let (down, along) = (anchor_left.abs_diff(left), anchor_right.abs_diff(right));
            if down == 0 || along == 0 {
                continue;
            }
            let vote = likelihood * self.by_distance[down.min(along)];
            let same_direction = (anchor_left > left) == (anchor_right > right);
            let difference = if same_direction { down.abs_diff(along) } else { down + along };
            votes += vote / UNITS as i64 * self.by_difference[difference];
            all += vote;
        }
        let (votes, all) = (votes as f64 / UNITS / UNITS, all as f64 / UNITS / UNITS);
        (votes + CHANCE_VOTES * self.chance) / (all + CHANCE_VOTES)
    }
}

/// Returns weights in [`UNITS`] for distances below `end`: each is a third of the one `reach` places
/// before.
fn falling(end: usize, reach: f64) -> Vec<i64> {
    (0..end).map(|places| to_units((-(places as f64) / reach).exp())).collect()
}

fn mean(values: impl Iterator<Item = f64>, count: usize) -> f64 {
    values.sum::<f64>() / count as f64
}

fn to_units(votes: f64) -> i64 {
    (votes * UNITS).round() as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the likelihoods of `lefts` by `rights` pairs: those in `likely`, and little for the
    /// others.
    fn table(lefts: usize, rights: usize, likely: &[(usize, usize)]) -> PairMatrix<f64> {
        let mut table = vec![vec![0.03; rights]; lefts];
        for &(left, right) in likely {
            table[left][right] = 0.9;
        }
        table
    }

    #[test]
    fn what_is_between_counterparts_belongs_between_them() {
        let likely = [(0, 0), (1, 1), (2, 2), (4, 4), (5, 5), (6, 6), (7, 7)];
        let evidence = order_evidence(&table(8, 8, &likely));
        assert!(evidence[3][3] > 1.0, "{evidence:?}");
        assert!(evidence[3][6] < -1.0 && evidence[6][3] < -1.0, "{evidence:?}");
        // Something is inserted on the right: what follows is one further.
        let shifted = [(0, 0), (1, 1), (2, 3), (3, 4), (4, 5), (6, 7), (7, 8)];
        let evidence = order_evidence(&table(8, 9, &shifted));
        assert!(evidence[5][6] > 1.0 && evidence[5][6] > evidence[5][5], "{evidence:?}");
    }

    #[test]
    fn lists_in_another_order_say_nothing_of_what_is_beside_each_other() {
        let likely = [(0, 5), (1, 2), (2, 7), (4, 0), (5, 6), (6, 1), (7, 4)];
        for evidence in order_evidence(&table(8, 8, &likely)).concat() {
            assert!(evidence.abs() < 0.1, "{evidence}");
        }
    }

    #[test]
    fn two_pairs_are_too_few_to_show_an_order() {
        for evidence in order_evidence(&table(6, 6, &[(1, 1), (2, 2)])).concat() {
            assert!(evidence.abs() < 0.2, "{evidence}");
        }
        assert_eq!(order_evidence(&table(2, 3, &[(0, 0)])), [[0.0; 3], [0.0; 3]]);
        assert_eq!(order_evidence(&Vec::new()), PairMatrix::<f64>::new());
        assert_eq!(order_evidence(&vec![vec![]]), [Vec::<f64>::new()]);
    }

    #[test]
    fn lists_that_are_too_long_have_no_evidence() {
        let likely: Vec<(usize, usize)> = (0..200).map(|at| (at, at)).collect();
        assert!(order_evidence(&table(200, 200, &likely)).concat().iter().all(|x| *x == 0.0));
        assert!(order_evidence(&table(100, 100, &likely[..100]))[50][50] > 1.0);
    }

    proptest! {
        #[test]
        fn both_sides_see_the_same(
            cells in prop::collection::vec(prop::collection::vec(0.0..1.0_f64, 5), 1..7),
        ) {
            let turned: PairMatrix<f64> =
                (0..5).map(|right| cells.iter().map(|row| row[right]).collect()).collect();
            let (there, back) = (order_evidence(&cells), order_evidence(&turned));
            for (left, row) in there.iter().enumerate() {
                for (right, evidence) in row.iter().enumerate() {
                    prop_assert!(evidence.is_finite());
                    prop_assert_eq!(evidence.to_bits(), back[right][left].to_bits());
                }
            }
        }
    }
}
