use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::likelihood::AuthoredKeys;
use super::*;
use crate::analysis::diff::{Diff, Differ, fixture};
use crate::model::{Catalog, RoleId, ThemeId};

fn pairs(left: &[&str], right: &[&str], how: PairingMode) -> Vec<(usize, usize, PairingBasis)> {
    let catalog = fixture::catalog(&[left, right]);
    let [a, b] = fixture::read(&catalog);
    let mut pairs: Vec<_> =
        align(align_side(&catalog, 0, &a), align_side(&catalog, 1, &b), how, false)
            .pairs
            .into_iter()
            .map(|p| (p.left, p.right, p.by))
            .collect();
    pairs.sort_unstable();
    pairs
}

fn align_side<'a>(
    catalog: &'a Catalog,
    role: usize,
    prepared: &'a [PreparedText],
) -> AlignSide<'a> {
    let responsibilities = &catalog.roles()[role].responsibilities;
    AlignSide { responsibilities, prepared, themes: ThemeOrigin::Authored }
}

#[test]
fn the_same_words_go_together_whatever_else_is_alike() {
    let left = ["Writes detailed requirements.", "Writes the requirements of each release."];
    let right = ["writes the requirements of each release", "Writes more detailed requirements."];
    assert_eq!(
        pairs(&left, &right, PairingMode::Text),
        [(0, 1, PairingBasis::Text), (1, 0, PairingBasis::Text)]
    );
}

#[test]
fn an_activity_pairs_what_shares_no_word_and_only_when_asked() {
    let (left, right) = (
        ["Hires people. @hire", "Pays bills."],
        ["Finds new colleagues. @hire", "Guards the door."],
    );
    assert_eq!(pairs(&left, &right, PairingMode::Auto), [(0, 0, PairingBasis::Activity)]);
    assert_eq!(pairs(&left, &right, PairingMode::Text), []);
    assert_eq!(pairs(&left, &right, PairingMode::Off), []);
}

#[test]
fn several_of_one_activity_are_told_apart_by_their_texts() {
    let left = ["Interviews customers. @learn", "Reads market reports. @learn"];
    let right = ["Orders reports on the market. @learn", "Runs customer interviews. @learn"];
    assert_eq!(
        pairs(&left, &right, PairingMode::Auto),
        [(0, 1, PairingBasis::Activity), (1, 0, PairingBasis::Activity)]
    );
}

/// Returns the complete result: the pairs, what joins them by number of the pair, and the most
/// similar responsibilities.
fn aligned(left: &[&str], right: &[&str], how: PairingMode) -> Alignment {
    let catalog = fixture::catalog(&[left, right]);
    let [a, b] = fixture::read(&catalog);
    align(align_side(&catalog, 0, &a), align_side(&catalog, 1, &b), how, true)
}

#[test]
fn a_duty_that_the_other_role_splits_is_one_row() {
    let left = [
        "Pays bills. @pay",
        "Hires people. @hire",
        "Finds new colleagues. @hire",
        "Talks to them. @hire",
    ];
    let right = ["Guards the door.", "Builds the team. @hire"];
    let found = aligned(&left, &right, PairingMode::Auto);
    assert_eq!(found.pairs.len(), 1);
    let pair = found.pairs[0];
    let mut all: Vec<usize> =
        found.joined[0].iter().map(|join| join.at).chain([pair.left]).collect();
    all.sort_unstable();
    assert_eq!((all, pair.right), (vec![1, 2, 3], 1));
    assert!(found.joined[0].iter().all(|join| join.pair == 0 && join.by == PairingBasis::Activity));
    assert_eq!(found.joined[1], []);
    // By text alone, there is no key to join by.
    assert_eq!(aligned(&left, &right, PairingMode::Text).joined, [vec![], vec![]]);
    assert_eq!(aligned(&left, &right, PairingMode::Off).pairs, []);
}

#[test]
fn nearly_the_same_words_are_a_pair_whatever_their_headings_and_keys() {
    let text =
        "Writes the detailed requirements of each release and ranks them with the customers of one";
    let left = vec![
        keyed_responsibility("region", "x", 0, &text),
        ("Writes requirements.".to_string(), 1),
    ];
    let right = vec![
        ("Writes the requirements.".to_string(), 2),
        keyed_responsibility("country", "y", 1, &text),
    ];
    let catalog = fixture::themed(&[left, right]);
    let [a, b] = fixture::read(&catalog);
    for how in [PairingMode::Auto, PairingMode::Text] {
        let pairs =
            align(align_side(&catalog, 0, &a), align_side(&catalog, 1, &b), how, true).pairs;
        let mut places: Vec<(usize, usize)> =
            pairs.iter().map(|pair| (pair.left, pair.right)).collect();
        places.sort_unstable();
        assert_eq!(places, [(0, 1), (1, 0)]);
        assert!(pairs.iter().all(|pair| pair.similarity >= NEAR_DUPLICATE_SHARE));
    }
}

fn keyed_responsibility(end: &str, key: &str, theme: usize, text: &&str) -> (String, usize) {
    (format!("{text} {end}. @{key}"), theme)
}

#[test]
fn where_all_is_under_one_heading_headings_say_nothing() {
    let catalog = fixture::catalog(&[&["Keeps the books."], &["Guards the door.", "Keeps bees."]]);
    let [left, right] = [0, 1].map(|role: usize| align_side(&catalog, role, &[]));
    let keys = AuthoredKeys::new(left, right);
    assert!(keys.log_odds(0, 0).abs() < f64::EPSILON && keys.log_odds(0, 1).abs() < f64::EPSILON);
    let catalog = fixture::themed(&[
        vec![bees_under(0), bees_under(1)],
        vec![bees_under(0), bees_under(0), bees_under(2)],
    ]);
    let [left, right] = [0, 1].map(|role: usize| align_side(&catalog, role, &[]));
    let keys = AuthoredKeys::new(left, right);
    assert!(keys.log_odds(0, 0) > 0.3 && keys.log_odds(0, 2) < -0.5);
    // Neither heading is used by the other role, so no pair could be under the same heading.
    assert!(keys.log_odds(1, 2).abs() < f64::EPSILON);
    // Headings that were read may be wrong: they say less, and one that was not found nothing.
    let read = |none| AlignSide { themes: ThemeOrigin::Read { none }, ..right };
    let less = AuthoredKeys::new(left, read(None));
    assert!(less.log_odds(0, 0) > 0.1 && less.log_odds(0, 0) < keys.log_odds(0, 0));
    assert!(less.log_odds(0, 2) < -0.3 && less.log_odds(0, 2) > keys.log_odds(0, 2));
    let open = AuthoredKeys::new(left, read(Some(ThemeId(2))));
    assert!(open.log_odds(0, 2).abs() < f64::EPSILON);
    let open = AuthoredKeys::new(left, read(Some(ThemeId(0))));
    assert!(open.log_odds(0, 0).abs() < f64::EPSILON);
}

fn bees_under(theme: usize) -> (String, usize) {
    ("Keeps bees.".to_string(), theme)
}

/// Returns a table of two sides that have only what is in `cells` in common.
fn with_table(cells: &[Vec<f64>], test: impl Fn(Aligner<'_>)) {
    let (left, right) =
        (numbered_texts("left", cells.len()), numbered_texts("right", cells[0].len()));
    let catalog = fixture::themed(&[under_one_theme(&left), under_one_theme(&right)]);
    let [a, b] = fixture::read(&catalog);
    let mut table = Aligner::new(align_side(&catalog, 0, &a), align_side(&catalog, 1, &b), false);
    table.likelihood = cells.to_vec();
    test(table);
}

fn numbered_texts(side: &str, count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{side}{at}")).collect::<Vec<_>>()
}

fn under_one_theme(texts: &[String]) -> Vec<(String, usize)> {
    texts.iter().map(|text| (text.clone(), 0)).collect::<Vec<_>>()
}

proptest! {
    #[test]
    fn no_other_rows_are_worth_more(
        cells in prop::collection::vec(prop::collection::vec(0_u32..1_000_000, 3), 1..5),
        rights in 1_usize..4,
    ) {
        let cells: Vec<Vec<f64>> =
            cells.iter().map(|row| row[..rights].iter().map(|&x| f64::from(x) / 1e6).collect()).collect();
        with_table(&cells, |table| {
            let found = table.into_groups();
            let worths: Vec<(usize, usize, i64)> = cells.iter().enumerate().flat_map(|(l, row)| {
                row.iter().enumerate().map(move |(r, cell)| (l, r, pair_worth(*cell, l, r)))
            }).collect();
            let joins = found.joined.iter().enumerate().flat_map(|(side, joined)| {
                joined.iter().map(move |join| (side, join))
            });
            let mut pairs: Vec<(usize, usize)> = joins.map(|(side, join)| {
                let pair = found.pairs[join.pair];
                if side == 0 { (join.at, pair.right) } else { (pair.left, join.at) }
            }).collect();
            let costs = join_cost() * pairs.len() as i64;
            pairs.extend(found.pairs.iter().map(|pair| (pair.left, pair.right)));
            assert_eq!(group::tests::count_rows(&pairs), Some(found.pairs.len()));
            let total: i64 = pairs.iter().map(|&(l, r)| pair_worth(cells[l][r], l, r)).sum();
            assert_eq!(total - costs, group::tests::greatest(&worths, &[], join_cost()));
            // A responsibility left alone names the most similar one, if there is any.
            for (at, row) in cells.iter().enumerate() {
                let alone = pairs.iter().all(|(left, _)| *left != at);
                let near = row.iter().copied().fold(0.0, f64::max);
                let expected = (alone && near >= NEAREST_THRESHOLD).then_some(near);
                assert_eq!(found.nearest[0][at].map(|near| near.likelihood), expected);
            }
        });
    }
}

#[test]
fn what_has_nothing_to_do_with_each_other_stands_alone() {
    let left = ["Manages the product backlog.", "Coaches junior colleagues."];
    let right = ["Manages vendor contracts.", "Negotiates office leases."];
    assert_eq!(pairs(&left, &right, PairingMode::Auto), []);
}

/// Returns the matching of greatest total worth, by trying all; `None` if several are best.
fn best_matching(
    lefts: &[usize],
    rights: &[usize],
    worth: &dyn Fn(usize, usize) -> i64,
) -> Option<Vec<(usize, usize)>> {
    fn best(
        lefts: &[usize],
        rights: &[usize],
        worth: &dyn Fn(usize, usize) -> i64,
    ) -> (i64, Vec<Vec<(usize, usize)>>) {
        let Some((&left, others)) = lefts.split_first() else { return (0, vec![Vec::new()]) };
        let mut found = best(others, rights, worth);
        for &right in rights.iter().filter(|right| worth(left, **right) > 0) {
            let rest: Vec<usize> = rights.iter().copied().filter(|r| *r != right).collect();
            let (mut total, mut all) = best(others, &rest, worth);
            total += worth(left, right);
            for pairs in &mut all {
                pairs.push((left, right));
            }
            match total.cmp(&found.0) {
                std::cmp::Ordering::Greater => found = (total, all),
                std::cmp::Ordering::Equal => found.1.extend(all),
                std::cmp::Ordering::Less => {}
            }
        }
        found
    }
    let (_, mut all) = best(lefts, rights, worth);
    if all.len() == 1 { all.pop() } else { None }
}

/// Returns the pairs that are certain, by trying all; `None` if there is a choice.
fn certain_pairs(table: &Aligner<'_>) -> Option<Vec<(usize, usize)>> {
    let stages: [&dyn Fn(usize, usize) -> i64; 3] = [
        &|l, r| {
            let (a, b) = (&table.left.responsibilities[l], &table.right.responsibilities[r]);
            let agreed = 4 * i64::from(table.same_activity(l, r))
                + 2 * i64::from(a.theme == b.theme)
                + i64::from(a.text == b.text);
            if table.same_words(l, r) { 100 + agreed } else { 0 }
        },
        &|l, r| {
            if table.same_activity(l, r) { 1 + to_units(table.likelihood[l][r]) } else { 0 }
        },
        &|l, r| near_duplicate_worth(table, l, r),
    ];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for worth in stages {
        let lefts =
            (0..table.left.prepared.len()).filter(|at| pairs.iter().all(|pair| pair.0 != *at));
        let rights =
            (0..table.right.prepared.len()).filter(|at| pairs.iter().all(|pair| pair.1 != *at));
        let (lefts, rights): (Vec<usize>, Vec<usize>) = (lefts.collect(), rights.collect());
        pairs.extend(best_matching(&lefts, &rights, &|l, r| break_tie(worth(l, r), l, r))?);
    }
    Some(pairs)
}

/// Returns all pairs that share a row of `diff`.
fn pairs_of_rows(diff: &Diff) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for row in &diff.responsibilities {
        let (Some(left), Some(right)) = (&row.left, &row.right) else { continue };
        for l in left.responsibilities() {
            pairs.extend(right.responsibilities().map(|r| (l.index, r.index)));
        }
    }
    pairs
}

/// Checks that no other rows of the first two roles of `catalog` are worth more than those of their
/// diff. Returns the number of groups; `None` if several choices are equally good.
fn assert_best_rows(catalog: &Catalog, how: PairingMode) -> Option<usize> {
    let [a, b] = fixture::read(catalog);
    let (left, right) = (align_side(catalog, 0, &a), align_side(catalog, 1, &b));
    let table = Aligner::new(left, right, how == PairingMode::Auto);
    let certain = certain_pairs(&table)?;
    let worth = |l: usize, r: usize| {
        let mut taken = certain.iter().filter(|pair| pair.0 == l || pair.1 == r);
        match (taken.next(), taken.next()) {
            (None, _) => pair_worth(table.likelihood[l][r], l, r),
            (Some(pair), None) if *pair == (l, r) => 0,
            (Some(pair), None) => table.join_worth(l, r, table.same_words(pair.0, pair.1)),
            _ => i64::MIN / 64,
        }
    };
    let cells = (0..a.len()).flat_map(|l| (0..b.len()).map(move |r| (l, r)));
    let pairs: Vec<(usize, usize, i64)> =
        cells.map(|(l, r)| (l, r, worth(l, r))).filter(|pair| pair.2 > 0).collect();
    let diff =
        Differ::new(catalog).diff(catalog, RoleId::from_index(0), RoleId::from_index(1), how);
    let found = pairs_of_rows(&diff);
    assert!(certain.iter().all(|pair| found.contains(pair)), "{certain:?} {found:?}");
    let rows = diff.responsibilities.iter().filter(|row| row.left.is_some() && row.right.is_some());
    let rows = rows.count();
    assert_eq!(group::tests::count_rows(&found), Some(rows));
    let total: i64 = found.iter().map(|&(l, r)| worth(l, r)).sum();
    let costs = join_cost() * (found.len() - rows) as i64;
    assert_eq!(total - costs, group::tests::greatest(&pairs, &certain, join_cost()), "{diff:?}");
    Some(found.len() - rows)
}

#[test]
fn the_rows_of_a_diff_are_worth_as_much_as_any() {
    let text = "(Plans|Reviews|Writes|Coaches) (budgets|costs|release notes|engineers|roadmaps)\
                ( and (costs|plans|teams))?( of the (team|product))?( @(x|y))?";
    let left = prop::collection::vec((text, 0_usize..2), 0..5);
    let right = prop::collection::vec((text, 0_usize..2), 0..4);
    let mut runner = TestRunner::deterministic();
    let (mut groups, mut undecided) = (0, 0);
    for _ in 0..400 {
        let (left, right) =
            (left.new_tree(&mut runner).unwrap(), right.new_tree(&mut runner).unwrap());
        let catalog = fixture::themed(&[left.current(), right.current()]);
        for how in [PairingMode::Auto, PairingMode::Text] {
            match assert_best_rows(&catalog, how) {
                Some(found) => groups += found,
                None => undecided += 1,
            }
        }
    }
    assert!(groups > 50 && undecided < 80, "{groups} {undecided}");
}
