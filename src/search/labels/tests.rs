use proptest::prelude::*;

use std::cmp::Reverse;

use super::*;
use crate::search::loan::PooledVec;
use crate::search::score;
use crate::search::word::TypedWord;

fn needles(text: &str) -> Vec<TypedWord> {
    text.split(' ').map(|word| TypedWord::new(&word.chars().collect::<Vec<_>>())).collect()
}

#[test]
fn memory_stays_small() {
    let labels: Vec<String> =
        (0..10_000).map(|i| format!("manage the stock of warehouse number {i}")).collect();
    let (labels, _) = Labels::new(labels.iter().map(|l| (l.as_str(), 0)), LabelKind::Name);
    assert!(labels.bytes() / labels.len() < 300, "{}", labels.bytes() / labels.len());
}

proptest! {
    #[test]
    fn scattered_letters_rank_as_fuzzy_matcher_ranks_them(
        texts in prop::collection::vec("[a-dé]{1,5}([ /-][a-d1]{1,6}){0,4}", 1..40),
        typed in "[a-d]{1,4}( [a-d]{1,3})?",
        limit in 1_usize..12,
    ) {
        let (labels, _) = Labels::new(texts.iter().map(|t| (t.as_str(), 0)), LabelKind::Name);
        let needles = needles(&typed);
        let mut found = PooledVec::new();
        labels.scattered(&needles, limit, &mut found);
        // The exhaustive scan: every label, with a matcher of its own.
        let mut all: Vec<(Reverse<i32>, u32)> = Vec::new();
        for label in 0..labels.len() as u32 {
            all.extend(needles.iter().map(|needle: &TypedWord| score::subsequence(labels.text(label), &needle.text)).sum::<Option<i32>>().map(|sum| (Reverse(sum), label)));
        }
        all.sort_unstable();
        let labels: Vec<u32> = found.iter().map(|f| f.label).collect();
        prop_assert_eq!(labels, all.iter().take(limit).map(|(_, label)| *label).collect::<Vec<_>>());
    }

    #[test]
    fn holding_is_what_a_scan_of_all_words_finds(
        texts in prop::collection::vec("[a-c]{1,4}( [a-c]{1,4}){0,3}", 1..40),
        typed in "[a-c]{2,3}( [a-c]{2,3})?",
    ) {
        let (labels, _) = Labels::new(texts.iter().map(|t| (t.as_str(), 0)), LabelKind::Name);
        let needles = needles(&typed);
        let mut found = PooledVec::new();
        labels.labels_with_all(&labels.fit_words(&needles), &typed, &mut found);
        let mut found: Vec<u32> = found.iter().map(|f| f.label).collect();
        found.sort_unstable();
        prop_assert_eq!(found, (0..labels.len() as u32).filter(|label: &u32| {
            needles.iter().all(|n| labels.text(*label).split(' ').any(|word| word.contains(&n.text)))
        }).collect::<Vec<_>>());
    }
}
