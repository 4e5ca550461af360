//! Pages: one cursor that every key moves, names that can be followed, and search within the page.

use proptest::prelude::*;
use roledex::tui::action::ACTIONS;
use roledex::tui::pane::linked_page::PageLink;
use roledex::tui::state::Focus;
use roledex::tui::update::Msg;

use crate::script::{Script, small};

/// The keys that lead to each page.
const PAGES: [(Focus, &str); 5] = [
    (Focus::Detail, "j enter"),
    (Focus::Compare, "j enter d \"head\" enter"),
    (Focus::Path, "p \"head\" enter"),
    (Focus::Gap, "c \"head\" enter"),
    (Focus::Matrix, "space j space 7"),
];

/// The text of the row under the cursor.
fn row(script: &Script) -> String {
    let page = script.state.page().unwrap();
    let rows = &page.doc().rows[page.selected_lines()];
    rows.iter().flatten().map(|piece| piece.text.as_str()).collect()
}

/// Says whether a part of the row under the cursor is out of sight, although there is a page.
fn is_lost(script: &Script) -> bool {
    let state = &script.state;
    let Some(page) = state.page() else { return false };
    let lines = page.selected_lines();
    let height = usize::from(state.view().scroll_area(state, &state.areas(), state.focus).height);
    let window = page.scroll.top..page.scroll.top + height;
    !lines.is_empty() && height > 0 && (lines.start >= window.end || lines.end <= window.start)
}

fn any_key() -> impl Strategy<Value = String> {
    let keys: Vec<String> =
        ACTIONS.iter().flat_map(|s| s.keys.iter().map(|k| (*k).to_string())).collect();
    let often = [
        "j", "k", "]", "[", "n", "N", "G", "g", "pgdn", "pgup", "ctrl-d", "ctrl-u", "l", "h",
        "tab", "enter", "H", "L", "u", "f", "i", "w", "s", "esc", "/", "3", "5", "6", "7", "2",
    ];
    prop_oneof![
        5 => proptest::sample::select(often.map(str::to_string).to_vec()),
        1 => proptest::sample::select(keys),
        1 => "[a-e]",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_row_under_the_cursor_is_on_the_screen(
        start in 0_usize..5,
        steps in proptest::collection::vec((any_key(), 0_u16..140, 0_u16..40, 0_u8..20), 1..40),
    ) {
        let (width, height) = [(80, 24), (140, 45), (60, 12), (100, 30), (40, 10)][start];
        let mut script = Script::new(small(), width, height).keys(PAGES[start].1);
        let mut done = Vec::new();
        for (key, x, y, what) in steps {
            match what {
                0 => script.send(Msg::Resize(x.max(40), y.max(10))),
                1 | 2 => script.send(Msg::Click(x, y)),
                3 | 4 => script.send(Msg::Wheel(x, y, if y % 2 == 0 { 3 } else { -3 })),
                _ => script = script.keys(&key),
            }
            done.push(format!("{key}/{what}"));
            prop_assert!(!is_lost(&script), "{}\n{}", done.join(" "), script.text());
        }
    }
}

#[test]
fn every_movement_key_moves_the_cursor() {
    for (focus, way) in PAGES {
        for (key, more) in [
            ("j", true),
            ("down", true),
            ("ctrl-d", true),
            ("pgdn", true),
            ("G", true),
            ("]", true),
        ] {
            let before = Script::small(80, 16).keys(way);
            assert_eq!(before.state.focus, focus);
            let after = Script::small(80, 16).keys(way).keys(key);
            let [was, is] =
                [&before, &after].map(|script| script.state.page().unwrap().selected_lines().start);
            assert_eq!(is > was, more, "{key} in {focus:?}");
            // The bar is drawn over it.
            let (_, looks) = after.frame("mono");
            assert!(looks.contains("reversed"), "{key} in {focus:?}");
        }
    }
}

/// `n`, a section and scrolling all go on from where the cursor is.
#[test]
fn changes_are_walked_from_the_cursor() {
    let way = "j enter d \"head\" enter";
    for keys in ["n n ]", "G k k k", "j j j", "pgdn", "n ctrl-d"] {
        let script = Script::small(100, 16).keys(way).keys(keys);
        let here = script.state.page().unwrap().selected_lines().start;
        let script = script.keys("n");
        let next = script.state.page().unwrap().selected_lines().start;
        let changes = &script.state.compare.doc().changes;
        let wanted = changes.iter().copied().find(|&line| line > here).unwrap_or(changes[0]);
        assert_eq!(next, wanted, "{keys}");
    }
    // Esc closes the note, then leaves.
    let script = Script::builtin(100, 30).keys("j j j space j space d n");
    let rows = script.state.compare.doc().rows.len();
    let script = script.keys("enter");
    assert!(script.state.compare.doc().rows.len() > rows, "{}", script.text());
    let script = script.keys("esc");
    assert_eq!((script.state.focus, script.state.compare.doc().rows.len()), (Focus::Compare, rows));
    assert_ne!(script.keys("esc").state.focus, Focus::Compare);
}

#[test]
fn names_are_followed_and_history_leads_back_to_the_row() {
    let script = Script::small(100, 30).keys("j enter");
    assert!(row(&script).starts_with("Reports to"), "{}", row(&script));
    let (senior, head) = (script.role("senior-baker"), script.role("head-baker"));
    assert_eq!(script.state.page().unwrap().link(), Some(PageLink::Role(senior)));
    let script = script.keys("l");
    assert_eq!(script.state.page().unwrap().link(), Some(PageLink::Role(head)));
    let script = script.keys("enter");
    assert_eq!((script.state.focus, script.state.detail.role()), (Focus::Detail, Some(head)));
    let script = script.keys("H");
    assert_eq!(script.state.detail.role(), Some(script.role("baker")));
    assert_eq!(script.state.page().unwrap().link(), Some(PageLink::Role(head)));
    // `h` goes back to the first name, then to the list.
    let script = script.keys("h");
    assert_eq!(script.state.page().unwrap().link(), Some(PageLink::Role(senior)));
    assert_eq!(script.keys("h").state.focus, Focus::Roles);
    // A skill, and a row of a comparison.
    let script = Script::small(100, 40).keys("j enter / \"kneading\" enter enter");
    assert_eq!(script.state.skills.selected(), script.state.catalog.skill_by_id("kneading"));
    let script = Script::small(100, 40).keys("j enter d \"head\" enter tab tab j j j j l enter");
    assert_ne!(script.state.focus, Focus::Compare, "{}", script.text());
    // A row without a name says so.
    let script = Script::small(100, 30).keys("j enter g enter");
    assert_eq!(script.state.notice.as_deref(), Some("no name to open in this row"));
}

#[test]
fn a_click_on_a_name_opens_it() {
    let mut script = Script::small(100, 30).keys("j enter");
    let text = script.text();
    let (y, line) = text.lines().enumerate().find(|(_, line)| line.contains("Reports to")).unwrap();
    let at = line.find("▸Head baker").unwrap();
    let x = line[..at].chars().count() as u16 + 3;
    script.send(Msg::Click(x, y as u16));
    assert_eq!(script.state.detail.role(), Some(script.role("head-baker")));
}

#[test]
fn a_slash_finds_in_every_page() {
    for (focus, way) in PAGES {
        let script = Script::small(100, 20).keys(way).keys("/ \"BAK\"");
        assert!(script.text().contains("no match on this page"), "{focus:?}\n{}", script.text());
        let script = Script::small(100, 20).keys(way).keys("/ \"k\"");
        let lines: Vec<String> = script.text().lines().map(str::to_string).collect();
        assert!(lines.last().unwrap().starts_with(" / k"), "{focus:?}\n{}", script.text());
        assert!(lines.last().unwrap().contains(" of "), "{focus:?}\n{}", script.text());
        assert!(row(&script).to_lowercase().contains('k'), "{focus:?} {}", row(&script));
        let script = script.keys("enter n");
        assert_eq!(script.state.focus, focus);
        assert!(row(&script).to_lowercase().contains('k'), "{focus:?} {}", row(&script));
        // Esc ends the search and the cursor stays.
        let item = script.state.page().unwrap().item();
        let script = script.keys("esc");
        assert!(script.state.find.is_none() && script.state.focus == focus, "{focus:?}");
        assert_eq!(script.state.page().unwrap().item(), item);
    }
    // An accent is as good as none.
    let script = Script::small(100, 20).keys("c \"head\" enter / \"francais\"");
    let found = script.state.find.as_ref().unwrap().matches().len();
    assert_eq!(found > 0, script.text().contains("Français"), "{}", script.text());
}

#[test]
fn a_comparison_opens_on_the_responsibilities() {
    let keys = "/ \"product_manager\" enter d \"product_lead\" enter";
    let script = Script::builtin(80, 24).keys(keys);
    assert_eq!(script.state.command(), "roledex diff product-manager product-lead");
    let text = script.text();
    let catalog = &script.state.catalog;
    let roles = [script.role("product-manager"), script.role("product-lead")];
    let duties = roles.iter().flat_map(|role| &catalog.role(*role).responsibilities);
    let seen = duties.filter(|duty| {
        let first: Vec<&str> = duty.text.split(' ').take(4).collect();
        text.contains(&first.join(" "))
    });
    assert!(seen.count() >= 4, "{text}");
    // The tabs lead to each section, and back.
    let titles: Vec<String> =
        script.state.compare.doc().sections.iter().map(|(_, title)| title.clone()).collect();
    for (title, begins) in titles.iter().zip(["Responsibilities", "Key diff", "Facts", "Skills"]) {
        assert!(title.starts_with(begins), "{titles:?}");
    }
    let script = script.keys("]");
    assert!(script.text().contains(&format!("▐{}▌", titles[1])), "{}", script.text());
    assert!(script.keys("[ [").text().contains(&format!("▐{}▌", titles[0])));
}

#[test]
fn both_sides_of_a_difference_have_their_names() {
    let script = Script::small(120, 60).keys("j enter");
    let text = script.text();
    assert!(text.contains("Baker: Bakes what is decided."), "{text}");
    assert!(text.contains("Head baker: Decides what is baked."), "{text}");
    // No activity key and no id is shown where a row tells more.
    let mut script = Script::small(120, 60).keys("j enter d \"head\" enter");
    for _ in 0..12 {
        script = script.keys("enter j");
    }
    assert!(!script.text().contains("head-baker") || script.text().contains("roledex diff"));
}

/// A figure of another occupation never reads as the role's own.
#[test]
fn a_similar_occupation_is_named_before_its_pay() {
    let script = Script::builtin(120, 60).keys("/ \"product_manager\" enter");
    let catalog = &script.state.catalog;
    let mut checked = 0;
    for id in catalog.role_ids() {
        let doc = roledex::tui::pane::detail::role_doc(
            catalog,
            id,
            90,
            roledex::analysis::diff::ResponsibilityScope::InForce,
        );
        let lines = doc
            .rows
            .iter()
            .map(|row| row.iter().map(|piece| piece.text.as_str()).collect::<String>());
        let text = lines.collect::<Vec<_>>().join(" ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for pay in catalog.role(id).pay.iter().filter(|pay| pay.proxy_for.is_some()) {
            let full = format!("{}: ", pay.proxy_text().unwrap());
            let short = format!("{}: ", pay.proxy_for.as_deref().unwrap());
            let own = catalog.role(id).pay.iter().filter(|other| other.proxy_for.is_none());
            if own.clone().any(|own| own.amounts_text() == pay.amounts_text()) {
                continue;
            }
            let amount = pay.amounts_text();
            assert!(text.contains(&amount), "{amount} {text}");
            for (at, _) in text.match_indices(&amount) {
                let before = &text[..at];
                let is_named = before.ends_with(&full) || before.ends_with(&short);
                assert!(is_named, "{}: {amount}", catalog.role(id).id);
                checked += 1;
            }
        }
    }
    assert!(checked > 20, "{checked}");
}

#[test]
fn similar_roles_are_named_with_reasons() {
    let script = Script::small(100, 40).keys("j #");
    assert_eq!(
        (script.state.focus, script.state.detail.role()),
        (Focus::Detail, Some(script.role("baker")))
    );
    let text = script.text();
    assert!(text.contains("SIMILAR ROLES") && text.contains("both need"), "{text}");
    assert!(row(&script).contains('%'), "{}", row(&script));
    // In the summary too, and what A has of it.
    let script = Script::small(100, 40).keys("space j j enter");
    let text = script.text();
    assert!(text.contains("From A") && text.contains("essential skills: "), "{text}");
}
