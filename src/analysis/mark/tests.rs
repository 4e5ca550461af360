use super::super::diff::MarkedText;
use super::*;
use proptest::prelude::*;

fn shown(spans: &[MarkedSpan]) -> String {
    spans.iter().map(|s| if s.changed { format!("‹{}›", s.text) } else { s.text.clone() }).collect()
}

#[test]
fn words_are_marked_as_people_would() {
    for (left, right, left_shown, right_shown) in [
        // The levels of one responsibility: only the difference.
        (
            "Sets the direction for one product.",
            "Sets the direction for a line of products.",
            "Sets the direction for ‹one product›.",
            "Sets the direction for ‹a line of products›.",
        ),
        // Only one side has more.
        (
            "Writes requirements.",
            "Writes detailed requirements.",
            "Writes requirements.",
            "Writes ‹detailed› requirements.",
        ),
        // The capital of the first word is not a change.
        (
            "Product strategy is kept.",
            "A product strategy is kept.",
            "Product strategy is kept.",
            "‹A› product strategy is kept.",
        ),
        // A lone function word between two changes is marked with them.
        (
            "Plans the work of two teams.",
            "Plans the budget of one house.",
            "Plans the ‹work of two teams›.",
            "Plans the ‹budget of one house›.",
        ),
        // Almost nothing in common: phrases, not confetti.
        (
            "Keeps the risk list and warns the owners in time.",
            "Talks to customers in the field each week.",
            "‹Keeps the risk list and warns the owners in time›.",
            "‹Talks to customers in the field each week›.",
        ),
        // Number and tense are marked next to another change.
        (
            "Leads one team, plans its launches and coaches engineers.",
            "Leads several teams, plans every launch and coaches its engineer.",
            "Leads ‹one team›, plans ‹its launches› and coaches ‹engineers›.",
            "Leads ‹several teams›, plans ‹every launch› and coaches ‹its engineer›.",
        ),
        // By themselves they are not worth a mark, unless nothing else changed.
        (
            "Coordinates product launches across teams that build.",
            "Coordinates product launch across teams that build and sell.",
            "Coordinates product launches across teams that build.",
            "Coordinates product launch across teams that build ‹and sell›.",
        ),
        (
            "Writes requirements.",
            "Writes requirement.",
            "Writes ‹requirements›.",
            "Writes ‹requirement›.",
        ),
        // Shared words between two changes are marked on both sides or on neither.
        (
            "Assists engineers to place designs in industrial plants.",
            "Assists engineers in the layout of robots.",
            "Assists engineers ‹to place designs in industrial plants›.",
            "Assists engineers ‹in the layout of robots›.",
        ),
        // Little in common: only the verb stays unmarked.
        (
            "Monitors the wear of tools, belts and bearings.",
            "Monitors how calls are answered.",
            "Monitors ‹the wear of tools, belts and bearings›.",
            "Monitors ‹how calls are answered›.",
        ),
        // A shared ending of two words stays unmarked even then.
        (
            "Runs large trials of every new idea with our customers.",
            "Hears what support knows and passes it on with our customers.",
            "‹Runs large trials of every new idea› with our customers.",
            "‹Hears what support knows and passes it on› with our customers.",
        ),
        // Punctuation attached to a word is not part of it.
        (
            "Builds, ships, and sells.",
            "Builds, tests, and sells.",
            "Builds, ‹ships›, and sells.",
            "Builds, ‹tests›, and sells.",
        ),
        ("Writes C++ code.", "Writes C# code.", "Writes ‹C++› code.", "Writes ‹C#› code."),
    ] {
        let (l, r) = mark(left, right, false);
        assert_eq!((shown(&l).as_str(), shown(&r).as_str()), (left_shown, right_shown));
    }
}

#[test]
fn a_change_is_marked_wherever_it_is() {
    for (left, right, left_shown, right_shown) in [
        ("Bakes bread.", "Bakes bread!", "Bakes ‹bread.›", "Bakes ‹bread!›"),
        ("bakes bread", "Bakes bread", "‹bakes ›bread", "‹Bakes ›bread"),
        (
            "Writes requirements.",
            "Writes requirement.",
            "Writes ‹requirements›.",
            "Writes ‹requirement›.",
        ),
        ("Same.", "Same.", "Same.", "Same."),
    ] {
        let (l, r) = mark_change(left, right);
        assert_eq!((shown(&l).as_str(), shown(&r).as_str()), (left_shown, right_shown));
    }
    let (l, r) = mark_lists(
        &owned_texts(&["PM", "Manager, product"]),
        &owned_texts(&["Manager, product", "a|b"]),
    );
    for (side, listed, text) in [
        (l, "‹PM› | Manager, product", "PM · Manager, product"),
        (r, "Manager, product | ‹a\\|b›", "Manager, product · a|b"),
    ] {
        let side = MarkedText::List(side);
        assert_eq!((shown(&side.spans()).as_str(), side.text().as_str()), (listed, text));
    }
}

fn owned_texts(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_string()).collect::<Vec<_>>()
}

#[test]
fn endings_of_number_and_tense_are_passed_over() {
    for same in [
        "launch launches launched launching",
        "manage manages managed managing",
        "policy policies",
        "plan plans planned planning",
        "team team's teams’",
        "organise organizes organising",
        "process processes processing",
        "analyze analysed",
    ] {
        let forms: Vec<String> = same.split(' ').map(uninflected).collect();
        assert!(forms.iter().all(|form| *form == forms[0]), "{forms:?}");
    }
    for other in
        ["strategy strategic", "need feed", "thing the", "business busy", "bus bu", "王 玉"]
    {
        let forms: Vec<String> = other.split(' ').map(uninflected).collect();
        assert_ne!(forms[0], forms[1]);
    }
}

#[test]
fn one_against_several_is_marked_by_what_none_of_the_others_has() {
    for (one, several, one_shown, several_shown) in [
        (
            "Hires, coaches and pays engineers.",
            &["Coaches every engineer.", "Hires engineers for the team."][..],
            "Hires, coaches and ‹pays› engineers.",
            &["Coaches ‹every› engineer.", "Hires engineers for the ‹team›."][..],
        ),
        // Only one word in common: it stays unmarked.
        (
            "Plans the size of the budget.",
            &["Sets the budget.", "Sells."],
            "‹Plans the size› of the budget.",
            &["‹Sets› the budget.", "‹Sells›."],
        ),
        ("—", &["The.", ""], "—", &["The.", ""]),
    ] {
        let (a, b) = mark_group(one, several);
        assert_eq!(shown(&a), one_shown);
        assert_eq!(b.iter().map(|spans| shown(spans)).collect::<Vec<_>>(), several_shown);
    }
}

/// Returns a text of `words` words, some of which `change` replaces.
fn long(words: usize, change: impl Fn(usize) -> Option<&'static str>) -> String {
    (0..words)
        .map(|at: usize| {
            change(at).map_or_else(|| format!("w{}", spread_number(at) % 3_001), str::to_string)
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Words so varied that hardly any occurs only once, and no run of four occurs twice.
fn spread_number(at: usize) -> u64 {
    (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33
}

#[test]
fn long_texts_are_marked_where_they_differ() {
    let left = long(60_000, |_| None);
    let right = long(60_000, |at| (at % 50 == 7).then_some("other"));
    let (l, r) = mark(&left, &right, true);
    assert_eq!((count_changed(&l), count_changed(&r)), (1_200, 1_200));
    assert!(r.iter().filter(|span| span.changed).all(|span| span.text == "other"));
    // Nothing in common, or nothing that is certain to correspond.
    for (left, right) in [
        (long(60_000, |_| None), long(60_000, |at| Some(if at % 2 == 0 { "even" } else { "odd" }))),
        ("a ".repeat(60_000), "b a ".repeat(60_000)),
    ] {
        let (l, r) = mark(&left, &right, true);
        assert_eq!(l.iter().map(|span| span.text.as_str()).collect::<String>(), left);
        assert_eq!(r.iter().map(|span| span.text.as_str()).collect::<String>(), right);
        assert!(count_changed(&l) + count_changed(&r) > 0);
    }
}

fn count_changed(spans: &[MarkedSpan]) -> usize {
    spans.iter().filter(|span| span.changed).count()
}

#[test]
fn no_more_cells_are_filled_than_are_allowed() {
    let (left, right): (Vec<u32>, Vec<u32>) = (mixed_numbers(3), mixed_numbers(5));
    let mut common =
        CommonWords { left: &left, right: &right, cells: MAX_CELLS, pairs: Vec::new() };
    common.find(0..left.len(), 0..right.len(), &UNIQUE_RUN_LENGTHS);
    assert!(common.cells <= MAX_CELLS);
    assert!(common.pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
    assert!(common.pairs.iter().all(|(l, r)| left[*l] == right[*r]));
    let ops = common.ops();
    assert_eq!(ops.iter().map(|op| op.old_range().len()).sum::<usize>(), left.len());
    assert_eq!(ops.iter().map(|op| op.new_range().len()).sum::<usize>(), right.len());
}

fn mixed_numbers(seed: u32) -> Vec<u32> {
    (0..50_000_u32).map(|at| at.wrapping_mul(2_654_435_761).rotate_left(seed) % 900).collect()
}

#[test]
fn case_and_outer_punctuation_do_not_make_words_differ() {
    assert_eq!(normalised_words("Ranks the backlog."), normalised_words("ranks the backlog"));
    for (one, other) in [
        ("Owns the team’s go-to-market plan", "owns the team's go to market plan."),
        ("Plans 3–5 years ahead", "plans 3-5 years ahead"),
        ("Builds,ships and sells", "Builds, ships and sells"),
        ("“Yes” to change", "\"yes\" to change"),
    ] {
        assert!(same_words(one, other), "{one} {other}");
    }
    for (one, other) in [
        ("Writes C++.", "Writes C."),
        ("Gives 3/4 of the time", "Gives 3-4 of the time"),
        ("Pays 1.5 %", "Pays 15 %"),
        ("Re-signs contracts", "Resigns contracts"),
    ] {
        assert!(!same_words(one, other), "{one} {other}");
    }
    assert_ne!(normalised_words("—"), normalised_words("…"));
}

proptest! {
    #[test]
    fn spans_join_to_the_text_and_alternate(left in "[ a-d,.é開発\u{e33}-]{0,40}", right in "[ a-d,.é開発-]{0,40}") {
        let (l, r) = mark(&left, &right, false);
        for (text, spans) in [(&left, &l), (&right, &r)] {
            prop_assert_eq!(text, &spans.iter().map(|s| s.text.as_str()).collect::<String>());
            prop_assert!(spans.iter().all(|s| !s.text.is_empty()));
            prop_assert!(spans.windows(2).all(|w| w[0].changed != w[1].changed));
        }
    }

    #[test]
    fn equal_texts_are_unmarked(text in "[ a-d,.é開発-]{0,40}") {
        let (l, r) = mark(&text, &text, false);
        prop_assert!(l.iter().chain(&r).all(|s| !s.changed));
    }
}
