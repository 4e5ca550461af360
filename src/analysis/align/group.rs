//! Assignment of the remaining responsibilities to pairs, so that a row puts one against several.
//!
//! A pair may grow on one side only: a row is one-to-one or one-to-several, never
//! several-to-several. Each remaining responsibility joins at most one row, and the total worth of
//! the joins is as great as any choice allows. Rows that could grow on either side make the choice
//! hard: in each component connected by such rows, every combination of their sides is tried. If
//! that takes too many steps, the join that is worth most is taken first, then the next one that
//! still fits.

use std::cmp::Reverse;

use crate::analysis::assign::WorthMatrix;

/// Maximum number of responsibilities that join a row, besides the paired one.
pub(in crate::analysis) const MAX_JOINED: usize = 3;

/// Maximum number of steps for grouping a component in the best way; see the module.
const MAX_STEPS: usize = 2_000_000;

/// A remaining responsibility that joins a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GroupJoin {
    /// Position of the row.
    pub(super) row: usize,
    /// Position of the responsibility in its role.
    pub(super) at: usize,
}

/// One side of the remaining responsibilities, with the worth of each in each row.
pub(super) struct UnpairedSide<'a> {
    /// Positions of the remaining responsibilities in the role.
    pub(super) free: &'a [usize],
    /// Worth of each of them in each row; at 0 or below it does not join.
    pub(super) worth: WorthMatrix,
    /// The texts of the role, by position: they decide between choices of equal worth, as nothing
    /// else is the same from either side.
    pub(super) texts: &'a dyn Fn(usize) -> &'a str,
}

impl UnpairedSide<'_> {
    /// Returns the rows where the responsibility at `free` of [`UnpairedSide::free`] is worth
    /// something.
    fn rows(&self, free: usize, rows: usize) -> impl Iterator<Item = usize> + '_ {
        (0..rows).filter(move |&row| self.worth.at(free, row) > 0)
    }

    fn has(&self, row: usize) -> bool {
        (0..self.free.len()).any(|free| self.worth.at(free, row) > 0)
    }
}

/// A set of rows and remaining responsibilities connected by joins that are worth something. The
/// responsibilities of either side are positions in [`UnpairedSide::free`].
#[derive(Default)]
struct JoinComponent {
    rows: Vec<usize>,
    free: [Vec<usize>; 2],
}

/// Returns the joins of greatest total worth on the left and on the right of `rows` rows.
pub(super) fn join(rows: usize, sides: &[UnpairedSide<'_>; 2]) -> [Vec<GroupJoin>; 2] {
    let mut all = [Vec::new(), Vec::new()];
    for component in components(rows, sides) {
        let joins = component.best(sides).unwrap_or_else(|| component.greedy(sides));
        for (all, joins) in all.iter_mut().zip(joins) {
            all.extend(joins.into_iter().map(|(join, _)| join));
        }
    }
    for joins in &mut all {
        joins.sort_unstable();
    }
    all
}

fn components(rows: usize, sides: &[UnpairedSide<'_>; 2]) -> Vec<JoinComponent> {
    let mut parent: Vec<usize> = (0..rows).collect();
    for side in sides {
        for free in 0..side.free.len() {
            let mut joined = side.rows(free, rows);
            let Some(first) = joined.next() else { continue };
            for row in joined {
                let (a, b) = (component_root(&mut parent, first), component_root(&mut parent, row));
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    let mut components: Vec<JoinComponent> = (0..rows).map(|_| JoinComponent::default()).collect();
    for row in 0..rows {
        components[component_root(&mut parent, row)].rows.push(row);
    }
    for (number, side) in sides.iter().enumerate() {
        for free in 0..side.free.len() {
            if let Some(row) = side.rows(free, rows).next() {
                components[component_root(&mut parent, row)].free[number].push(free);
            }
        }
    }
    components.retain(|component| component.free.iter().any(|free| !free.is_empty()));
    components
}

fn component_root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Joins with the worth of each.
type ScoredJoins = Vec<(GroupJoin, i64)>;

impl JoinComponent {
    /// Returns the best joins if finding them takes few enough steps.
    fn best(&self, sides: &[UnpairedSide<'_>; 2]) -> Option<[ScoredJoins; 2]> {
        let torn: Vec<usize> = self
            .rows
            .iter()
            .copied()
            .filter(|&row| sides.iter().all(|side| side.has(row)))
            .collect();
        let steps = self
            .free
            .iter()
            .map(|free| free.len() * free.len() * self.rows.len() * MAX_JOINED)
            .sum::<usize>();
        let ways = 1_usize.checked_shl(torn.len() as u32).filter(|_| torn.len() < 20)?;
        if ways.saturating_mul(steps) > MAX_STEPS {
            return None;
        }
        let mut best: Option<([ScoredJoins; 2], i64)> = None;
        for way in 0..ways {
            let joins = [0, 1].map(|number| {
                let rows: Vec<usize> = self
                    .rows
                    .iter()
                    .copied()
                    .filter(|&row| is_growing(number, row, &torn, way))
                    .collect();
                assign(&sides[number], &self.free[number], &rows)
            });
            let worth = joins.iter().flatten().map(|(_, worth)| worth).sum::<i64>();
            let better = best.as_ref().is_none_or(|(other, most)| {
                worth > *most
                    || worth == *most && join_texts(sides, &joins) < join_texts(sides, other)
            });
            if better {
                best = Some((joins, worth));
            }
        }
        best.map(|(joins, _)| joins)
    }

    /// Takes the join that is worth most, then each that still fits.
    fn greedy(&self, sides: &[UnpairedSide<'_>; 2]) -> [ScoredJoins; 2] {
        let mut edges: Vec<(i64, usize, usize, usize)> = Vec::new();
        for (number, side) in sides.iter().enumerate() {
            for &free in &self.free[number] {
                edges.extend(
                    self.rows
                        .iter()
                        .map(|&row| (side.worth.at(free, row), row, number, free))
                        .filter(|e| e.0 > 0),
                );
            }
        }
        edges.sort_by_cached_key(|&(worth, row, number, free)| {
            let side = &sides[number];
            (Reverse(worth), row, (side.texts)(side.free[free]), side.free[free])
        });
        let mut taken = [vec![false; sides[0].free.len()], vec![false; sides[1].free.len()]];
        let mut joins = [ScoredJoins::new(), ScoredJoins::new()];
        for (worth, row, number, free) in edges {
            if !taken[number][free]
                && count_joins(&joins[1 - number], row) == 0
                && count_joins(&joins[number], row) < MAX_JOINED
            {
                taken[number][free] = true;
                joins[number].push((GroupJoin { row, at: sides[number].free[free] }, worth));
            }
        }
        joins
    }
}

fn is_growing(number: usize, row: usize, torn: &[usize], way: usize) -> bool {
    torn.iter().position(|&torn| torn == row).is_none_or(|bit| way >> bit & 1 == number)
}

fn count_joins(joins: &ScoredJoins, row: usize) -> usize {
    joins.iter().filter(|(join, _)| join.row == row).count()
}

/// Returns the best joins of `free`, as positions in [`UnpairedSide::free`], to `rows` that may all
/// grow on this side.
fn assign(side: &UnpairedSide<'_>, free: &[usize], rows: &[usize]) -> ScoredJoins {
    let joins: ScoredJoins =
        free.iter().filter_map(|&free| best_join(free, rows, &side.worth, side.free)).collect();
    if !rows.iter().any(|&row| is_overfull(row, &joins)) {
        return joins;
    }
    // A row has a place for each responsibility that may join it.
    let places = WorthMatrix::new(free.len(), rows.len() * MAX_JOINED, |at, place| {
        side.worth.at(free[at], rows[place / MAX_JOINED])
    });
    places
        .best()
        .into_iter()
        .map(|(at, place)| scored_join(free[at], rows[place / MAX_JOINED], &side.worth, side.free))
        .collect()
}

fn scored_join(
    free: usize,
    row: usize,
    side_worth: &WorthMatrix,
    side_free: &[usize],
) -> (GroupJoin, i64) {
    (GroupJoin { row, at: side_free[free] }, side_worth.at(free, row))
}

/// Returns the join of the responsibility at `free` that is worth most, and its worth; `None` if
/// none is worth anything. Usually each responsibility can have this one.
fn best_join(
    free: usize,
    rows: &[usize],
    side_worth: &WorthMatrix,
    side_free: &[usize],
) -> Option<(GroupJoin, i64)> {
    // The first of equal ones.
    let best = rows
        .iter()
        .copied()
        .filter(|&row| join_worth(row, free, side_worth) > 0)
        .min_by_key(|&row| (Reverse(join_worth(row, free, side_worth)), row));
    best.map(|row| scored_join(free, row, side_worth, side_free))
}

fn is_overfull(row: usize, joins: &[(GroupJoin, i64)]) -> bool {
    joins.iter().filter(|(join, _)| join.row == row).count() > MAX_JOINED
}

fn join_worth(row: usize, free: usize, side_worth: &WorthMatrix) -> i64 {
    side_worth.at(free, row)
}

/// Returns the rows and texts of joins in an order of their own: it breaks ties, the same from
/// either side.
fn join_texts<'a>(
    sides: &[UnpairedSide<'a>; 2],
    joins: &[ScoredJoins; 2],
) -> Vec<(&'a str, usize)> {
    let mut all: Vec<(&str, usize)> = sides
        .iter()
        .zip(joins)
        .flat_map(|(side, joins): (&UnpairedSide<'a>, &ScoredJoins)| {
            joins.iter().map(|(join, _)| ((side.texts)(join.at), join.row)).collect::<Vec<_>>()
        })
        .collect();
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the greatest worth of any choice, tried in turn: each remaining responsibility joins
    /// no row or one of them.
    fn greatest(tables: &[Vec<Vec<i64>>; 2], rows: usize) -> i64 {
        fn rest(tables: &[Vec<Vec<i64>>; 2], at: usize, counts: &mut [Vec<usize>; 2]) -> i64 {
            let (number, place) =
                if at < tables[0].len() { (0, at) } else { (1, at - tables[0].len()) };
            let Some(worths) = tables[number].get(place) else { return 0 };
            let mut best = rest(tables, at + 1, counts);
            for (row, &worth) in worths.iter().enumerate() {
                if worth > 0 && counts[1 - number][row] == 0 && counts[number][row] < MAX_JOINED {
                    counts[number][row] += 1;
                    best = best.max(worth + rest(tables, at + 1, counts));
                    counts[number][row] -= 1;
                }
            }
            best
        }
        rest(tables, 0, &mut [vec![0; rows], vec![0; rows]])
    }

    /// Returns the joins, with `texts` as the texts of either side.
    fn joined(
        tables: &[Vec<Vec<i64>>; 2],
        rows: usize,
        texts: [&[&str]; 2],
    ) -> [Vec<GroupJoin>; 2] {
        let free: [Vec<usize>; 2] = [0, 1].map(|number: usize| (0..tables[number].len()).collect());
        let worth = |number: usize| {
            WorthMatrix::new(free[number].len(), rows, |free, row| tables[number][free][row])
        };
        let (left, right) = (|at: usize| texts[0][at], |at: usize| texts[1][at]);
        let sides = [
            UnpairedSide { free: &free[0], worth: worth(0), texts: &left },
            UnpairedSide { free: &free[1], worth: worth(1), texts: &right },
        ];
        join(rows, &sides)
    }

    /// Texts of the two sides. None is on both sides: equal texts would be a pair.
    const TEXTS: [&[&str]; 2] = [&["a", "c", "e", "g", "i", "k"], &["b", "d", "f", "h", "j", "l"]];

    fn assert_fits(joins: &[Vec<GroupJoin>; 2], rows: usize) {
        for row in 0..rows {
            assert!(
                joins_of(0, row, joins).min(joins_of(1, row, joins)) == 0
                    && joins_of(0, row, joins).max(joins_of(1, row, joins)) <= MAX_JOINED
            );
        }
        for joins in joins {
            let mut at: Vec<usize> = joins.iter().map(|join| join.at).collect();
            at.sort_unstable();
            assert!(at.windows(2).all(|two| two[0] < two[1]));
        }
    }

    fn joins_of(number: usize, row: usize, joins: &[Vec<GroupJoin>; 2]) -> usize {
        joins[number].iter().filter(|join| join.row == row).count()
    }

    proptest! {
        #[test]
        fn no_other_choice_is_worth_more(
            rows in 1_usize..4,
            left in prop::collection::vec(prop::collection::vec(-6_i64..10, 3), 0..6),
            right in prop::collection::vec(prop::collection::vec(-6_i64..10, 3), 0..4),
        ) {
            let cut = |table: Vec<Vec<i64>>| table.into_iter().map(|row| row[..rows].to_vec()).collect::<Vec<_>>();
            let tables = [cut(left), cut(right)];
            let joins = joined(&tables, rows, TEXTS);
            assert_fits(&joins, rows);
            let worth = |number: usize| joins[number].iter().map(|join| tables[number][join.at][join.row]).sum::<i64>();
            prop_assert_eq!(worth(0) + worth(1), greatest(&tables, rows));
        }

        #[test]
        fn from_the_other_side_the_same_join(
            left in prop::collection::vec(prop::collection::vec(-6_i64..4, 3), 0..6),
            right in prop::collection::vec(prop::collection::vec(-6_i64..4, 3), 0..4),
        ) {
            let there = joined(&[left.clone(), right.clone()], 3, TEXTS);
            let [b, a] = joined(&[right, left], 3, [TEXTS[1], TEXTS[0]]);
            prop_assert_eq!(there, [a, b]);
        }
    }

    #[test]
    fn what_is_too_much_to_try_is_joined_best_first() {
        // Thirty connected rows, each of which could grow on either side.
        let rows = 30;
        let free: Vec<usize> = (0..rows).collect();
        let side = |most: i64| {
            let table = diagonal_table(most, rows);
            UnpairedSide {
                free: &free,
                worth: WorthMatrix::new(rows, rows, |free, row| table[free][row]),
                texts: &|_| "x",
            }
        };
        let joins = join(rows, &[side(9), side(8)]);
        assert_fits(&joins, rows);
        assert_eq!(joins[0], (0..rows).map(|row| GroupJoin { row, at: row }).collect::<Vec<_>>());
        assert_eq!(joins[1], []);
    }

    fn diagonal_table(most: i64, rows: usize) -> Vec<Vec<i64>> {
        (0..rows)
            .map(|free| (0..rows).map(|row| if row == free { most } else { 1 }).collect())
            .collect()
    }
}
