use super::super::diff::{DiffOptions, Differ, fixture};
use super::*;

/// Returns the lines of every row of the comparison of two roles, by the text on the left or
/// else on the right.
fn lines(left: &[&str], right: &[&str], align: PairingMode) -> Vec<(String, Vec<String>)> {
    lines_of(&fixture::catalog(&[left, right]), align)
}

fn lines_of(catalog: &Catalog, align: PairingMode) -> Vec<(String, Vec<String>)> {
    let differ = Differ::new(catalog);
    let ids: Vec<RoleId> = catalog.role_ids().collect();
    let diff = differ.diff(catalog, ids[0], ids[1], align);
    let why = differ.explainer(catalog, &diff, DiffOptions::from(align));
    diff.responsibilities
        .iter()
        .map(|row: &ResponsibilityRow| {
            let side = row.left.as_ref().or(row.right.as_ref()).unwrap();
            (side.text(), why.lines(row))
        })
        .collect()
}

fn of<'a>(lines: &'a [(String, Vec<String>)], text: &str) -> &'a [String] {
    &lines.iter().find(|(other, _)| other == text).unwrap().1
}

#[test]
fn a_pair_names_what_made_it_one() {
    let left = [
        "Keeps the books.",
        "Hires people. @hire",
        "Writes detailed product requirements.",
        "Guards doors.",
    ];
    let right = [
        "keeps the books",
        "Finds colleagues. @hire",
        "Writes product requirements.",
        "Bakes bread.",
    ];
    let lines = lines(&left, &right, PairingMode::Auto);
    assert_eq!(of(&lines, "Keeps the books."), ["paired: same words"]);
    assert_eq!(of(&lines, "Hires people."), ["paired: same activity; no shared words"]);
    let written = &of(&lines, "Writes detailed product requirements.")[0];
    let enough = format!(
        "% likely to be the same work; {} % is needed to share a row",
        percent(PAIR_THRESHOLD)
    );
    assert!(written.contains(&enough), "{written}");
    assert!(written.contains("shared words: ") && written.contains("requirements"), "{written}");
    let alone = of(&lines, "Guards doors.");
    assert!(alone.len() == 1 && alone[0].starts_with("no counterpart"), "{alone:?}");
}

#[test]
fn what_joins_a_pair_says_why() {
    let left = ["Pays bills. @pay", "Hires people. @hire", "Talks to new people. @hire"];
    let right = ["Guards the door.", "Hires and talks to people. @hire"];
    let lines = lines(&left, &right, PairingMode::Auto);
    let group = lines.iter().find(|(_, lines)| lines.len() > 1).unwrap();
    assert!(
        group.1.iter().any(|line| line.contains("joins the pair: same activity; shared words: ")),
        "{group:?}"
    );
}

#[test]
fn a_shared_verb_and_other_headings_are_said() {
    assert_eq!(
        reason_for("Develops the roadmap.", "Develops new talent."),
        PairingReason::OnlyOpening("develops".to_string())
    );
    assert_eq!(reason_for("Keeps bees.", "Guards doors."), PairingReason::NoSharedWord);
    assert_eq!(
        reason_for("Develops the roadmaps.", "Owns and develops a roadmap."),
        PairingReason::SharedWords(vec!["roadmaps".to_string(), "develops".to_string()], 0)
    );
    let catalog = fixture::themed(&[
        vec![themed_text("Keeps the books of the house.", 0), themed_text("Keeps bees.", 1)],
        vec![themed_text("Keeps the books of the house.", 1), themed_text("Sells honey.", 0)],
    ]);
    let lines = lines_of(&catalog, PairingMode::Auto);
    let book = of(&lines, "Keeps the books of the house.");
    assert_eq!(book, ["paired: same words; different themes: Theme 0 and Theme 1"]);
}

fn reason_for(left: &str, right: &str) -> PairingReason {
    let catalog = fixture::catalog(&[&[left], &[right]]);
    shared_words(&Vocabulary::new(&catalog), left, right)
}

fn themed_text(text: &str, theme: usize) -> (String, usize) {
    (text.to_string(), theme)
}

#[test]
fn words_for_like_work_are_named() {
    assert_eq!(similar("Hires engineers.", "Recruits people."), [owned_pair("hires", "recruits")]);
    assert_eq!(similar("Recruits people.", "Hires engineers."), [owned_pair("recruits", "hires")]);
    assert_eq!(similar("Mentors juniors.", "Coaches juniors."), [owned_pair("mentors", "coaches")]);
    assert_eq!(similar("Keeps bees.", "Guards doors."), []);
}

fn similar(left: &str, right: &str) -> Vec<(String, String)> {
    similar_words(left, right)
}

fn owned_pair(left: &str, right: &str) -> (String, String) {
    (left.to_string(), right.to_string())
}

#[test]
fn a_duty_said_twice_says_where_its_counterpart_is() {
    let lines = lines(
        &["Keeps the books.", "Guards doors."],
        &["Keeps the books.", "Keeps the books!"],
        PairingMode::Text,
    );
    let told = "no counterpart; most similar: “Keeps the books.”: 100 % likely to be the same work; it already has a \
                counterpart with the same words; same words";
    assert_eq!(of(&lines, "Keeps the books!"), [told]);
}

#[test]
fn what_was_not_compared_gives_no_reason() {
    let lines = lines(&["Keeps bees."], &["Keeps bees."], PairingMode::Off);
    assert!(lines.len() == 2 && lines.iter().all(|(_, lines)| lines.is_empty()), "{lines:?}");
    let (left, right) = (many_texts("a"), many_texts("b"));
    let lines = lines_of(
        &fixture::themed(&[under_one_theme(&left), under_one_theme(&right)]),
        PairingMode::Text,
    );
    assert_eq!(lines.len(), 1002);
    let told = "no counterpart among the compared responsibilities of Role 1";
    assert!(lines.iter().any(|(_, lines)| lines[0] == told));
}

/// Returns more texts than are all compared.
fn many_texts(side: &str) -> Vec<String> {
    (0..501).map(|at| format!("{side}{at} {side}{}", at * 7)).collect::<Vec<_>>()
}

fn under_one_theme(texts: &[String]) -> Vec<(String, usize)> {
    texts.iter().map(|text| (text.clone(), 0)).collect::<Vec<_>>()
}

#[test]
fn no_percentage_reaches_what_its_likelihood_does_not() {
    for (likelihood, told) in
        [(0.2999, 29), (0.30, 30), (0.999, 99), (1.0, 100), (0.0, 0), (0.58, 58)]
    {
        assert_eq!(percent(likelihood), told);
    }
}

#[test]
fn the_order_of_both_lists_is_a_reason() {
    let left = [
        "Plans the work of the kitchen each week.",
        "Bakes bread and rolls before dawn.",
        "Orders flour and yeast from the mill.",
        "Receives little instruction.",
        "Cleans the oven after the last batch.",
        "Counts the takings of the shop.",
        "Teaches apprentices to shape loaves.",
    ];
    let right = [
        "Plans the work of all kitchens each month.",
        "Bakes bread and pastry before dawn.",
        "Orders flour, yeast and sugar from the mill.",
        "Chooses tasks without help.",
        "Cleans the oven and the mixer after the last batch.",
        "Counts the takings of every shop.",
        "Teaches apprentices to shape and score loaves.",
    ];
    let lines = lines(&left, &right, PairingMode::Text);
    let reasons = of(&lines, "Receives little instruction.");
    let same_place = "no shared words; same place in the order of both lists";
    assert!(reasons[0].contains(same_place), "{reasons:?}");
    // The same lists in different orders.
    let mut moved = right;
    moved.swap(0, 4);
    moved.swap(1, 6);
    moved.swap(2, 5);
    let lines = self::lines(&left, &moved, PairingMode::Text);
    assert!(lines.iter().flat_map(|(_, lines)| lines).all(|line| !line.contains("in the order")));
}
