//! What people come for, by the keys that it takes from a cold start: the fewest of the orders
//! tried.

use roledex::tui::state::Focus;

use crate::script::Script;

/// How many keys a script presses.
fn presses(keys: &str) -> usize {
    keys.split_whitespace()
        .map(|key| key.strip_prefix('"').map_or(1, |text| text.trim_end_matches('"').len()))
        .sum()
}

/// Product lead against product manager: find the one, compare it, find the other. (Marking both in
/// the tree takes more keys wherever they are further apart than these two.)
const COMPARE: &str = "/ \"pl\" enter d \"pm\" enter";

#[test]
fn compare_product_lead_with_product_manager() {
    let script = Script::builtin(120, 40).keys(COMPARE);
    assert_eq!(script.state.focus, Focus::Compare);
    assert_eq!(
        script.state.command(),
        "roledex diff product-lead product-manager",
        "{}",
        script.text()
    );
    assert_eq!(presses(COMPARE), 8);
}

/// Who needs SQL as an expert: the roles stand by importance and level beside the skill, the
/// highest first.
const EXPERTS: &str = "4 \"sql\"";

#[test]
fn find_who_needs_sql_at_expert_level() {
    let script = Script::builtin(120, 40).keys(EXPERTS);
    let text = script.text();
    let expert: Vec<&str> = text.lines().filter(|line| line.contains("●●●● expert")).collect();
    let catalog = &script.state.catalog;
    let sql = script.state.skills.selected().unwrap();
    assert_eq!(catalog.skill(sql).id, "sql");
    let wanted = catalog
        .needs(sql)
        .iter()
        .filter(|need| need.level.is_some_and(|level| level.rank + 1 == level.of));
    assert_eq!(expert.len(), wanted.count(), "{text}");
    assert!(!expert.is_empty());
    assert_eq!(presses(EXPERTS), 4);
}

/// What to learn to become a data engineer from a data analyst.
const LEARN: &str = "/ \"da\" enter c \"den\" enter";

#[test]
fn see_what_to_learn_from_data_analyst_to_data_engineer() {
    let script = Script::builtin(120, 40).keys(LEARN);
    assert_eq!(script.state.command(), "roledex gap --to data-engineer --from data-analyst");
    assert!(script.text().contains("LEARN FIRST"), "{}", script.text());
    assert_eq!(presses(LEARN), 9);
}
