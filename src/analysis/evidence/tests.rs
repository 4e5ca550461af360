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
