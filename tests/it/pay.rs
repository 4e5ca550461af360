//! Pay of several roles side by side: whatever does not compare says so.

use crate::program::{out, run};
use crate::script::Script;

fn text(args: &[&str]) -> String {
    out(&run(args))
}

/// The roles whose figures differ in currency, country, kind and measure, in every answer that has
/// both.
#[test]
fn figures_that_do_not_compare_say_so_wherever_they_meet() {
    let (a, b) = ("customer-success-manager", "product-manager");
    let markdown = ["--format", "markdown"];
    let gap = text(&[&["gap", "--from", a, "--to", b], &markdown[..]].concat());
    assert!(gap.contains("£68,000 base a year, UK, 2022"), "{gap}");
    for (what, answer) in [
        ("gap", gap),
        ("path", text(&[&["path", a, b], &markdown[..]].concat())),
        ("matrix", text(&[&["matrix", a, b], &markdown[..]].concat())),
    ] {
        let why = "different measure, currency, basis, region, population and year";
        assert!(answer.contains("not comparable"), "{what}: {answer}");
        assert!(!answer.contains("Pay: not"), "{what}: {answer}");
        assert!(answer.contains(why), "{what}: {answer}");
    }
    let diff = text(&[&["diff", a, b], &markdown[..]].concat());
    assert!(diff.contains("not comparable: different basis"), "{diff}");
}

/// One figure on both sides is neither a difference nor beyond comparison.
#[test]
fn one_figure_for_both_roles_is_named_as_one() {
    let (a, b) = ("chief-product-officer", "chief-executive-officer");
    let same = "the same published figure for both: chief executives";
    let diff = text(&["diff", a, b, "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_str(&diff).unwrap();
    let pay = diff["facts"].as_array().unwrap().iter().find(|fact| fact["field"] == "pay").unwrap();
    assert_eq!((pay["status"].as_str(), pay["note"].as_str()), (Some("same"), Some(same)));
    assert_ne!(pay["left"], pay["right"], "their remarks differ");
    let gap = text(&["gap", "--from", a, "--to", b, "--format", "markdown"]);
    assert!(gap.contains(&format!("Pay is {same}")) && !gap.contains("not comparable"), "{gap}");
    let path = text(&["path", a, b, "--format", "markdown"]);
    assert!(path.contains("the same published figure as Chief product officer"), "{path}");
    let matrix = text(&["matrix", a, b, "--format", "markdown"]);
    assert!(matrix.contains("the same published figure for all"), "{matrix}");
}

/// The year of a figure is in every form of it, and nowhere the day.
#[test]
fn pay_has_its_year_at_every_width() {
    for width in [40, 60, 80, 100, 140] {
        let gap = Script::builtin(width, 45)
            .keys("/ \"support_manager\" enter space c \"product_manager\" enter");
        let screen = gap.text();
        let words: String =
            screen.split_whitespace().filter(|word| *word != "┃").collect::<Vec<_>>().join(" ");
        assert!(words.contains("$58,450"), "{width}: {screen}");
        assert!(words.contains("US, 2020"), "{width}: {screen}");
        assert!(words.contains("not comparable"), "{width}: {screen}");
    }
    for args in [
        &["show", "product-manager"][..],
        &["diff", "product-manager", "product-lead"],
        &["matrix", "product-manager", "product-lead"],
    ] {
        let page = text(&[args, &["--format", "markdown"]].concat());
        assert!(page.contains("2024") && !page.contains("2024-05-01"), "{page}");
    }
}
