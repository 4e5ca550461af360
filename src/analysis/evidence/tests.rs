use super::matches::{MAX_MATCHED, WordMatches};
use super::*;
use crate::analysis::diff::fixture;

fn log_odds(left: &[&str], right: &[&str]) -> PairMatrix<f64> {
    let catalog = fixture::catalog(&[left, right]);
    let vocabulary = Vocabulary::new(&catalog);
    let mut stems = StemHasher::new();
    let table = pair_features(
        &prepare(left, &vocabulary, &mut stems),
        &prepare(right, &vocabulary, &mut stems),
    );
    table.iter().map(|row| row.iter().map(|figures| WEIGHTS.log_odds(figures)).collect()).collect()
}

fn prepare(texts: &[&str], vocabulary: &Vocabulary, stems: &mut StemHasher) -> Vec<PreparedText> {
    texts.iter().map(|text| PreparedText::new(vocabulary, stems, text)).collect()
}

#[test]
fn the_same_duty_in_other_words_is_nearer_than_the_same_frame_about_something_else() {
    for (duty, same, other) in [
        (
            "Prioritises the product backlog.",
            "Prioritises the backlog of the team.",
            "Prioritises hiring plans.",
        ),
        ("Writes detailed product requirements.", "Writes requirements.", "Writes release notes."),
        (
            "Defines the product strategy.",
            "Defines strategic goals of the product.",
            "Defines the test data.",
        ),
    ] {
        let odds = log_odds(&[duty, "Keeps the books."], &[same, other]);
        assert!(odds[0][0] > odds[0][1], "{duty}: {odds:?}");
    }
}

#[test]
fn idioms_are_not_evidence() {
    let plain = log_odds(&["Payroll."], &["Payroll of the group.", "Tax."]);
    let with = log_odds(
        &["Takes full responsibility for payroll."],
        &["Payroll of the group.", "Takes full responsibility for tax."],
    );
    for (plain, with) in plain[0].iter().zip(&with[0]) {
        assert!((plain - with).abs() < 0.2, "{plain} {with}");
    }
}

#[test]
fn both_sides_see_the_same() {
    let (left, right) =
        (["Keeps bees.", "Sells honey in jars.", "—"], ["Sells honey.", "Builds hives of wood."]);
    let (there, back) = (log_odds(&left, &right), log_odds(&right, &left));
    for (l, row) in there.iter().enumerate() {
        for (r, odds) in row.iter().enumerate() {
            assert_eq!(odds.to_bits(), back[r][l].to_bits());
        }
    }
}

#[test]
fn texts_without_words_are_like_nothing() {
    for odds in log_odds(&["—", ""], &["Writes.", "…"]).into_iter().flatten() {
        assert!(odds < WEIGHTS.base + 0.5, "{odds}");
    }
    assert_eq!(log_odds(&["Writes."], &[]), [Vec::<f64>::new()]);
}

/// Returns how well the words of two responsibilities match, comparing each word with each.
fn match_score(left: &PreparedText, right: &PreparedText) -> f64 {
    let (lefts, rights) = (&left.stems[..], &right.stems[..]);
    let matched = |own: &[WeightedStem], theirs: &[WeightedStem]| -> f64 {
        let best = |word: &WeightedStem| {
            let similarities = theirs.iter().map(|other| word.word.similarity(other.word));
            f64::from(word.share * similarities.fold(0.0, f32::max))
        };
        own.iter().take(MAX_MATCHED).map(best).sum()
    };
    let (there, back) = (matched(lefts, rights), matched(rights, lefts));
    if there + back > 0.0 { 2.0 * there * back / (there + back) } else { 0.0 }
}

#[test]
fn visiting_similar_words_alone_changes_no_score() {
    let left = [
        "Recruits engineers and mentors juniors.",
        "Keeps bees and sells honey.",
        "Plans the budget with finance; reviews costs and spending.",
        "Qwertz and zuiop.",
        "—",
    ];
    let right = [
        "Hires developers, coaches them and reviews their work.",
        "Sells honey in jars, keeps bees.",
        "Forecasts spending and controls budgets, plans and costs.",
        "Zuiop above all.",
    ];
    let catalog = fixture::catalog(&[&left, &right]);
    let vocabulary = Vocabulary::new(&catalog);
    let mut stems = StemHasher::new();
    let (left, right) =
        (prepare(&left, &vocabulary, &mut stems), prepare(&right, &vocabulary, &mut stems));
    let mut matches = WordMatches::new(&left, &right);
    let mut similar = 0;
    for compared in [vec![0, 1, 2, 3], vec![1, 3], vec![], vec![2, 0]] {
        for (l, duty) in left.iter().enumerate() {
            let scores = matches.scores(duty, l, &compared);
            for (r, score) in compared.iter().zip(&scores) {
                let expected = match_score(duty, &right[*r]);
                assert_eq!(score.to_bits(), expected.to_bits(), "{l} {r}: {score} {expected}");
                similar += usize::from((0.01..0.9).contains(score));
            }
        }
    }
    assert!(similar >= 8, "{similar}");
}

#[test]
fn thirty_percent_is_calibrated_as_it_was_fitted() {
    for (fitted, least, most) in [(0.3_f64, 0.295, 0.305), (0.6, 0.65, 0.8), (0.1, 0.03, 0.08)] {
        let log_odds = calibrated((fitted / (1.0 - fitted)).ln());
        let likelihood = 1.0 / (1.0 + (-log_odds).exp());
        assert!((least..most).contains(&likelihood), "{fitted} {likelihood}");
    }
}
