use proptest::prelude::*;

use super::*;
use crate::analysis::diff::fixture;

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
    catalog: &'a crate::model::Catalog,
    role: usize,
    prepared: &'a [PreparedText],
) -> AlignSide<'a> {
    AlignSide { responsibilities: &catalog.roles()[role].responsibilities, prepared }
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
    let [left, right] = [0, 1].map(|role: usize| &catalog.roles()[role].responsibilities[..]);
    let keys = AuthoredKeys::new(left, right);
    assert!(keys.log_odds(0, 0).abs() < f64::EPSILON && keys.log_odds(0, 1).abs() < f64::EPSILON);
    let catalog = fixture::themed(&[
        vec![bees_under(0), bees_under(1)],
        vec![bees_under(0), bees_under(0), bees_under(2)],
    ]);
    let [left, right] = [0, 1].map(|role: usize| &catalog.roles()[role].responsibilities[..]);
    let keys = AuthoredKeys::new(left, right);
    assert!(keys.log_odds(0, 0) > 0.3 && keys.log_odds(0, 2) < -0.5);
    // Neither heading is used by the other role, so no pair could be under the same heading.
    assert!(keys.log_odds(1, 2).abs() < f64::EPSILON);
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

/// Returns the greatest total of any pairing, with ties broken by position, and of any grouping
/// of that pairing: each left pairs with a right or with none, then each remaining one joins a
/// pair or none.
fn greatest(cells: &[Vec<f64>]) -> (i64, i64) {
    fn group(
        cells: &[Vec<f64>],
        pairs: &[(usize, usize)],
        at: usize,
        sizes: &mut Vec<[usize; 2]>,
    ) -> i64 {
        let (lefts, rights) = (cells.len(), cells[0].len());
        if at == lefts + rights {
            return 0;
        }
        let mut best = group(cells, pairs, at + 1, sizes);
        let side = usize::from(at >= lefts);
        let at_side = at - side * lefts;
        if pairs.iter().any(|&(l, r)| [l, r][side] == at_side) {
            return best;
        }
        for (row, &(l, r)) in pairs.iter().enumerate() {
            let likely = if side == 0 { cells[at_side][r] } else { cells[l][at_side] };
            let worth = to_units(likely) - to_units(JOIN_THRESHOLD);
            if worth > 0 && sizes[row][1 - side] == 0 && sizes[row][side] < 3 {
                sizes[row][side] += 1;
                best = best.max(worth + group(cells, pairs, at + 1, sizes));
                sizes[row][side] -= 1;
            }
        }
        best
    }
    fn pair(cells: &[Vec<f64>], left: usize, pairs: &mut Vec<(usize, usize)>) -> (i64, i64) {
        if left == cells.len() {
            let total = pairs
                .iter()
                .map(|&(l, r)| break_tie(to_units(cells[l][r]) - to_units(PAIR_THRESHOLD), l, r))
                .sum();
            return (total, group(cells, pairs, 0, &mut vec![[0, 0]; pairs.len()]));
        }
        let mut best = pair(cells, left + 1, pairs);
        for right in 0..cells[0].len() {
            if cells[left][right] > PAIR_THRESHOLD && pairs.iter().all(|(_, r)| *r != right) {
                pairs.push((left, right));
                best = best.max(pair(cells, left + 1, pairs));
                pairs.pop();
            }
        }
        best
    }
    pair(cells, 0, &mut Vec::new())
}

proptest! {
    #[test]
    fn no_other_pairs_and_groups_are_worth_more(
        cells in prop::collection::vec(prop::collection::vec(0_u32..1_000_000, 4), 1..6),
        rights in 1_usize..5,
    ) {
        let cells: Vec<Vec<f64>> =
            cells.iter().map(|row| row[..rights].iter().map(|&x| f64::from(x) / 1e6).collect()).collect();
        with_table(&cells, |mut table| {
            table.pair_texts();
            let found = table.into_groups();
            let worth = |l: usize, r: usize| break_tie(to_units(cells[l][r]) - to_units(PAIR_THRESHOLD), l, r);
            let pairs = found.pairs.iter().map(|pair| worth(pair.left, pair.right)).sum();
            let joined = found.joined.iter().flatten();
            let joins = joined.map(|join| to_units(join.likelihood) - to_units(JOIN_THRESHOLD)).sum();
            assert_eq!((pairs, joins), greatest(&cells));
            // A responsibility left alone names the most similar one, if there is any.
            for (at, row) in cells.iter().enumerate() {
                let alone = found.pairs.iter().all(|pair| pair.left != at)
                    && found.joined[0].iter().all(|join| join.at != at);
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
