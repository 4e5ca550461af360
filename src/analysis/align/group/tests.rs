use proptest::prelude::*;

use super::*;

/// Returns the greatest total worth of any rows, by trying every set of pairs: each row puts one
/// against up to four, every certain pair is in one, and each pair of a row besides the first costs
/// `join_cost`. `pairs` may share a row; `certain` ones do, and are worth nothing themselves.
pub(in crate::analysis) fn greatest(
    pairs: &[(usize, usize, i64)],
    certain: &[(usize, usize)],
    join_cost: i64,
) -> i64 {
    let mut chosen: Vec<(usize, usize)> = certain.to_vec();
    greatest_with(pairs, &mut chosen, 0, join_cost).unwrap_or(i64::MIN)
}

fn greatest_with(
    pairs: &[(usize, usize, i64)],
    chosen: &mut Vec<(usize, usize)>,
    worth: i64,
    join_cost: i64,
) -> Option<i64> {
    // Removing a pair from rows leaves rows.
    let rows = count_rows(chosen)?;
    let Some((&(left, right, more), rest)) = pairs.split_first() else {
        return Some(worth - join_cost * (chosen.len() - rows) as i64);
    };
    let without = greatest_with(rest, chosen, worth, join_cost);
    chosen.push((left, right));
    let with = greatest_with(rest, chosen, worth + more, join_cost);
    chosen.pop();
    with.max(without)
}

/// Returns the number of rows that `pairs` form; `None` if they form something else.
pub(in crate::analysis) fn count_rows(pairs: &[(usize, usize)]) -> Option<usize> {
    let (mut lefts, mut rights) = (HashMap::new(), HashMap::new());
    for &(left, right) in pairs {
        *lefts.entry(left).or_insert(0) += 1;
        *rights.entry(right).or_insert(0) += 1;
    }
    let mut rows = 0.0;
    for (left, right) in pairs {
        let (several, one) = (lefts[left].max(rights[right]), lefts[left].min(rights[right]));
        if one > 1 || several > 1 + MAX_JOINED {
            return None;
        }
        rows += 1.0 / several as f64;
    }
    Some(rows.round() as usize)
}

/// Returns the total worth of `rows`, checking that they are rows.
fn total(
    rows: &[Row],
    table: &[(usize, usize, i64)],
    certain: &[(usize, usize)],
    join_cost: i64,
) -> i64 {
    let pairs: Vec<(usize, usize)> = rows.concat();
    assert_eq!(count_rows(&pairs), Some(rows.len()), "{rows:?}");
    assert!(certain.iter().all(|certain| rows.iter().any(|row| row[0] == *certain)), "{rows:?}");
    let worth = pairs.iter().filter(|pair| !certain.contains(pair)).map(|(left, right)| {
        table.iter().find(|(l, r, _)| l == left && r == right).map_or(0, |(_, _, worth)| *worth)
    });
    worth.sum::<i64>() - join_cost * (pairs.len() - rows.len()) as i64
}

fn candidates(
    table: &[(usize, usize, i64)],
    certain: &[(usize, usize)],
    join_cost: i64,
) -> Candidates {
    let pairs = table.iter().map(|&(left, right, worth)| WeightedPair { left, right, worth });
    Candidates { pairs: pairs.collect(), certain: certain.to_vec(), join_cost }
}

/// Pairs with their worths.
type WorthTable = Vec<(usize, usize, i64)>;

/// Tables of worths, each pair once, with certain pairs.
fn any_table(
    longer: usize,
    shorter: usize,
) -> impl Strategy<Value = (WorthTable, Vec<(usize, usize)>)> {
    let worths = prop::collection::vec(prop::option::weighted(0.55, 1_i64..30), longer * shorter);
    (worths, 0..3_usize, prop::sample::subsequence((0..shorter).collect::<Vec<_>>(), 2)).prop_map(
        move |(worths, count, places)| {
            let certain: Vec<(usize, usize)> =
                places.into_iter().take(count).map(|at| (longer - 1 - at, at)).collect();
            let cells = worths.into_iter().enumerate().filter_map(|(cell, worth)| {
                let (left, right) = (cell / shorter, cell % shorter);
                (!certain.contains(&(left, right))).then_some((left, right, worth?))
            });
            (cells.collect(), certain)
        },
    )
}

fn turned_if(turned: bool, (left, right): (usize, usize)) -> (usize, usize) {
    if turned { (right, left) } else { (left, right) }
}

proptest! {
    #[test]
    fn no_other_rows_are_worth_more(
        (table, certain) in any_table(5, 3),
        join_cost in 0_i64..20,
        turned in any::<bool>(),
    ) {
        let table: Vec<_> = table.iter().map(|&(l, r, w)| (turned_if(turned, (l, r)).0, turned_if(turned, (l, r)).1, w)).collect();
        let certain: Vec<_> = certain.into_iter().map(|pair| turned_if(turned, pair)).collect();
        let rows = candidates(&table, &certain, join_cost).best_rows();
        prop_assert_eq!(total(&rows, &table, &certain, join_cost), greatest(&table, &certain, join_cost));
    }

    #[test]
    fn what_is_found_quickly_fits_and_is_counted(
        (table, certain) in any_table(6, 5),
        join_cost in 0_i64..20,
    ) {
        let rows = candidates(&table, &certain, join_cost).rows(|component| {
            let (pairs, worth) = component.approximate();
            let best = component.best(MAX_STEPS).expect("a small component");
            let edge = |&(long, short): &(usize, usize)| {
                component.edges[long].iter().find(|edge| edge.shorter == short).unwrap().worth
            };
            let of = |pairs: &[(usize, usize)]| {
                let rows = count_rows(pairs).unwrap();
                pairs.iter().map(edge).sum::<i64>() - join_cost * (pairs.len() - rows) as i64
            };
            assert_eq!(of(&pairs), worth);
            assert!(worth <= of(&best));
            pairs
        });
        total(&rows, &table, &certain, join_cost);
    }
}

#[test]
fn the_stated_size_is_always_solved_and_more_is_bounded() {
    // All the same: nothing tells choices apart.
    for (longer, shorter, solved) in [(16, 5, true), (60, 40, false)] {
        let all = (0..longer).flat_map(|l| (0..shorter).map(move |r| (l, r)));
        let pairs = all.map(|(left, right)| WeightedPair { left, right, worth: 3 }).collect();
        let none = HashMap::new();
        let component =
            Component::new(((0..longer).collect(), (0..shorter).collect()), pairs, &none, 1);
        assert_eq!(component.best(MAX_STEPS).is_some(), solved);
        assert!(count_rows(&component.approximate().0).is_some());
    }
}
