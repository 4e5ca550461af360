//! What people come for, by the keys that it takes from a cold start: the fewest of the orders
//! tried. Each is logged: `cargo test --test it tasks:: -- --nocapture`.

use roledex::analysis::pay::main_figure;
use roledex::analysis::related::SimilarityIndex;
use roledex::model::{Importance, RoleId};
use roledex::question::command_line::to_args;
use roledex::tui::effect::Effect;
use roledex::tui::state::Focus;

use crate::script::Script;

/// How many keys a script presses.
fn presses(keys: &str) -> usize {
    keys.split_whitespace()
        .map(|key| key.strip_prefix('"').map_or(1, |text| text.trim_end_matches('"').len()))
        .sum()
}

/// Presses `keys` on the built-in pack, logs the task, and checks the number of keys and the focus.
#[expect(clippy::print_stdout, reason = "the log")]
fn task(name: &str, keys: &str, count: usize, focus: Focus) -> Script {
    let script = Script::builtin(120, 40).keys(keys);
    let text = script.text();
    let title = text.lines().nth(1).unwrap_or_default().trim();
    println!("{name}\n  {keys}  ({count} keys)\n  {title}");
    assert_eq!(presses(keys), count, "{name}");
    assert_eq!(script.state.focus, focus, "{name}: {text}");
    script
}

/// The pair that is shown.
fn pair(script: &Script, from: &str, to: &str) {
    assert_eq!(script.state.marks.pair(), Some((script.role(from), script.role(to))));
    let text = script.text();
    for role in [from, to] {
        let title = &script.state.catalog.role(script.role(role)).title;
        assert!(text.contains(title.as_str()), "{title}: {text}");
    }
}

/// Whether `text` is on the screen, wherever its lines are broken.
fn shows(script: &Script, text: &str) {
    let screen = script.text();
    let first: Vec<&str> = text.split_whitespace().take(4).collect();
    assert!(screen.contains(&first.join(" ")), "{text}: {screen}");
}

fn title(script: &Script, role: RoleId) -> String {
    script.state.catalog.role(role).title.clone()
}

#[test]
fn read_a_role() {
    let script = task("read a role", "/ \"pm\" enter", 4, Focus::Detail);
    let role = script.role("product-manager");
    assert_eq!(script.state.detail.role(), Some(role));
    shows(&script, &script.state.catalog.role(role).summary.clone());
}

/// Product lead against product manager: find the one, compare it, find the other. (Marking both in
/// the tree takes more keys wherever they are further apart than these two.)
const COMPARE: &str = "/ \"pl\" enter d \"pm\" enter";

#[test]
fn compare_two_roles() {
    let script = task("compare two roles", COMPARE, 8, Focus::Compare);
    assert_eq!(script.state.command(), "roledex diff product-lead product-manager");
    pair(&script, "product-lead", "product-manager");
    assert!(script.text().contains("RESPONSIBILITIES"), "{}", script.text());
    assert!(script.state.compare.doc().changes[0] < 40);
}

#[test]
fn see_what_is_missing() {
    let keys = "/ \"da\" enter c \"den\" enter";
    let script = task("what do I lack", keys, 9, Focus::Gap);
    assert_eq!(script.state.command(), "roledex gap --to data-engineer --from data-analyst");
    pair(&script, "data-analyst", "data-engineer");
    let missing = script.state.gap.gaps()[0].rows.iter().find(|row| row.is_open()).unwrap().skill;
    shows(&script, &script.state.catalog.skill(missing).name.clone());
}

/// The same for those who stand on the role that they want: one key turns the question round.
#[test]
fn see_what_is_missing_from_the_goal() {
    let keys = "/ \"den\" enter c tab \"da\" enter";
    let script = task("what do I lack, from the goal", keys, 10, Focus::Gap);
    pair(&script, "data-analyst", "data-engineer");
    assert_eq!(script.state.command(), "roledex gap --to data-engineer --from data-analyst");
}

#[test]
fn find_the_first_step() {
    let keys = "/ \"css\" enter p \"pm\" enter";
    let script = task("the first step", keys, 9, Focus::Path);
    pair(&script, "customer-support-specialist", "product-manager");
    let (_, path) = script.state.path.current_path().unwrap();
    shows(&script, &title(&script, path.hops[0].to));
}

#[test]
fn see_what_it_pays() {
    let script = task("what it pays", "/ \"pm\"", 3, Focus::Filter);
    let role = script.state.roles.selected().unwrap();
    assert_eq!(role, script.role("product-manager"));
    let figure = main_figure(script.state.catalog.role(role), None).unwrap();
    assert_eq!(figure.proxy_for, None);
    shows(&script, &figure.amounts_text());
}

#[test]
fn save_a_comparison() {
    let script = task("save a comparison", &format!("{COMPARE} x enter"), 10, Focus::Compare);
    let Some(Effect::Export(question, _, _)) = script.effects.last() else {
        panic!("{:?}", script.effects)
    };
    let args = to_args(question, &script.state.catalog);
    assert_eq!(args, ["diff", "product-lead", "product-manager"]);
}

/// Every role that needs the skill is on the screen, those for which it is essential first.
fn names_all_that_need_kubernetes(script: &Script) {
    let catalog = &script.state.catalog;
    let skill = catalog.skill_by_id("kubernetes").unwrap();
    let needs = catalog.needs(skill);
    assert!(needs.iter().any(|need| need.importance == Importance::Essential));
    for need in needs {
        let title = title(script, need.role);
        assert!(script.text().contains(&title), "{title}: {}", script.text());
    }
}

#[test]
fn find_who_needs_kubernetes() {
    let script = task("who needs Kubernetes", "4 \"kub\"", 4, Focus::SkillInput);
    names_all_that_need_kubernetes(&script);
    // Typed where roles are looked for, it is answered there.
    let script = task("who needs Kubernetes, in Roles", "/ \"kubernetes\"", 11, Focus::Filter);
    names_all_that_need_kubernetes(&script);
}

#[test]
fn find_what_is_near_to_a_role() {
    let script = task("what is near to QA", "/ \"qa\" enter", 4, Focus::Detail);
    assert_eq!(script.state.detail.role(), Some(script.role("qa-engineer")));
    let related = SimilarityIndex::new(&script.state.catalog);
    let nearest = related.nearest(&script.state.catalog, script.role("qa-engineer"), 1);
    shows(&script, &format!("▸{}", title(&script, nearest[0].role)));
    // The reasons are in a section of their own.
    let script = task("… with reasons", "/ \"qa\" enter #", 5, Focus::Detail);
    let page = &script.state.detail.page;
    let section = &page.doc().sections[page.section().unwrap()].1;
    assert!(section.starts_with("Similar roles"), "{section}");
}

#[test]
fn find_a_word_in_a_comparison() {
    let keys = format!("{COMPARE} / \"team\" enter n");
    let script = task("a word in the comparison", &keys, 15, Focus::Compare);
    let find = script.state.find.as_ref().unwrap();
    assert!(find.matches().len() > 2);
    let count = find.count_text();
    assert!(count.starts_with(&format!("2 of {}", find.matches().len())), "{count}");
    assert!(script.text().lines().last().unwrap().contains("/ team"), "{}", script.text());
}

/// Who needs most of SQL: the roles stand by importance and level beside the skill, the highest
/// first.
#[test]
fn find_who_needs_most_of_sql() {
    let script = task("who needs most of SQL", "4 \"sql\"", 4, Focus::SkillInput);
    let catalog = &script.state.catalog;
    let sql = script.state.skills.selected().unwrap();
    assert_eq!(catalog.skill(sql).id, "sql");
    let needs = catalog.needs(sql);
    let essential = needs.iter().filter(|need| need.importance == Importance::Essential);
    let highest = essential.clone().filter_map(|need| need.level).max().unwrap();
    let wanted = essential.filter(|need| need.level == Some(highest)).count();
    let text = script.text();
    let first = text.lines().skip_while(|line| !line.contains("ESSENTIAL FOR")).skip(1);
    let level = format!("{} ", catalog.level_name(needs[0].role, highest));
    let shown = first.take_while(|line| line.contains(&level)).count();
    assert_eq!(shown, wanted, "{text}");
}
