//! The first steps of people who had never seen the explorer, and where they stumbled.

use roledex::tui::effect::Effect;
use roledex::tui::footer::footer;
use roledex::tui::state::{AppState, Focus};

use crate::script::Script;

fn notice(script: &Script) -> &str {
    script.state.notice.as_deref().unwrap_or_default()
}

/// The keys in the last line, whatever message covers them.
fn keys_shown(state: &AppState, width: u16) -> String {
    footer(state, width).iter().map(|(piece, _)| piece.text.as_str()).collect()
}

#[test]
fn enter_compares_what_was_marked_in_the_filter() {
    let script = Script::small(100, 30).keys("/ \"baker\" tab");
    assert!(notice(&script).contains("or press esc then d to choose it"), "{}", notice(&script));
    let script = script.keys("down tab");
    let (a, b) = script.state.marks.pair().unwrap();
    assert!(notice(&script).ends_with("; enter compares A and B"), "{}", notice(&script));
    let shown = keys_shown(&script.state, 80);
    assert!(shown.contains("enter compare A and B"), "{shown}");
    // Wherever the cursor is by then, and whatever else was typed.
    let script = script.keys("down enter");
    assert_eq!((script.state.focus, script.state.compare.pair()), (Focus::Compare, Some((a, b))));
    assert_eq!(script.state.notice, None);
    assert_eq!(script.state.queries, ["baker"]);
    // Three are shown in the matrix.
    let script = Script::small(100, 30).keys("/ \"baker\" tab down tab down tab");
    assert!(notice(&script).ends_with("; enter shows all 3"), "{}", notice(&script));
    let shown = keys_shown(&script.state, 80);
    assert!(shown.contains("enter matrix A–C"), "{shown}");
    let script = script.keys("enter");
    assert_eq!((script.state.focus, script.state.matrix.roles().len()), (Focus::Matrix, 3));
    // The field above the skills finds roles too.
    let script = Script::small(100, 30).keys("4 ctrl-t \"baker\" tab down tab enter");
    assert_eq!(script.state.focus, Focus::Compare);
}

#[test]
fn enter_in_the_filter_opens_the_row_unless_it_was_marked_there() {
    let opened = |keys: &str| {
        let script = Script::small(100, 30).keys(keys);
        (script.state.focus, script.state.marks.roles().len())
    };
    assert_eq!(opened("/ \"baker\" enter"), (Focus::Detail, 0));
    assert_eq!(opened("/ \"baker\" tab enter"), (Focus::Detail, 1));
    // Marked before the filter was opened, or no longer marked.
    assert_eq!(opened("space j space / \"baker\" enter"), (Focus::Detail, 2));
    assert_eq!(opened("space j space / \"head\" tab tab enter"), (Focus::Detail, 2));
    assert_eq!(opened("/ \"baker\" tab down tab esc / enter"), (Focus::Detail, 2));
    // One before and one here are two.
    assert_eq!(opened("space / \"head\" tab enter"), (Focus::Compare, 2));
    // A list without rows has something else to open.
    assert_eq!(opened("/ \"baker\" tab down tab ctrl-u \"knead\" enter").0, Focus::Needs);
}

#[test]
fn a_message_names_the_key_that_works_where_it_is_shown() {
    let script = Script::small(100, 30).keys("space space");
    assert!(notice(&script).ends_with("; space marks it again"), "{}", notice(&script));
    let script = Script::small(100, 30).keys("/ \"baker\" tab tab");
    assert!(notice(&script).ends_with("; tab marks it again"), "{}", notice(&script));
    let script = Script::small(100, 30).keys("/ ctrl-t");
    assert!(notice(&script).contains("esc then 4 searches everything"), "{}", notice(&script));
}

#[test]
fn one_mark_is_not_several() {
    let script = Script::small(100, 30).keys("space U");
    assert_eq!(notice(&script), "mark A cleared; U restores it");
    let script = script.keys("U");
    assert!(notice(&script).starts_with("mark restored: "), "{}", notice(&script));
    let script = Script::small(100, 30).keys("space j space U");
    assert_eq!(notice(&script), "marks A, B cleared; U restores them");
}

#[test]
fn q_takes_the_filter_off_before_it_quits() {
    for (keys, hint) in [("/ \"baker\" esc", "q clear filter"), ("f enter esc", "q clear facets")] {
        let script = Script::small(100, 30).keys(keys);
        let shown = keys_shown(&script.state, 80);
        assert!(shown.contains(hint), "{keys}: {shown}");
        let script = script.keys("q");
        assert_eq!(script.effects, [], "{keys}");
        assert_eq!(script.state.roles.filter.value(), "", "{keys}");
        assert!(script.state.roles.facets.selected.is_empty(), "{keys}");
        assert!(keys_shown(&script.state, 80).contains("q quit"), "{keys}");
        assert_eq!(script.keys("q").effects, [Effect::Quit(0)], "{keys}");
    }
    // Facets are under the filter.
    let script = Script::small(100, 30).keys("f enter esc / \"baker\" esc q");
    assert_eq!(script.state.roles.facets.selected.len(), 1);
    assert_eq!(script.keys("q q").effects, [Effect::Quit(0)]);
}

#[test]
fn sections_are_reached_from_the_list_too() {
    let section = |script: &Script| script.state.detail.page.section();
    let mut script = Script::small(80, 24).keys("j");
    let sections = script.state.detail.doc().sections.len();
    assert!(sections > 2, "{}", script.text());
    for at in 1..sections {
        script = script.keys(if at % 2 == 0 { "]" } else { "}" });
        assert_eq!((script.state.focus, section(&script)), (Focus::Roles, Some(at)));
    }
    let script = script.keys("]");
    assert_eq!(notice(&script), "this is the last section");
    let script = script.keys("[ {");
    assert!(section(&script) < Some(sections - 1), "{}", script.text());
    // The next role begins at its first.
    assert_eq!(section(&script.keys("j")), Some(0));
    let script = Script::small(40, 20).keys("j ]");
    assert_eq!(notice(&script), "no text beside the list; enter opens the role");
}

#[test]
fn eighty_columns_have_room_for_the_key_of_sections() {
    for keys in ["j enter", "space j space d", "M"] {
        let script = Script::builtin(80, 24).keys(keys);
        let shown = keys_shown(&script.state, 80);
        assert!(shown.contains("] section"), "{keys}: {shown}");
        assert!(!shown.contains("tab section"), "{keys}: {shown}");
    }
}

#[test]
fn a_family_has_the_same_name_everywhere() {
    let family = |keys: &str, width: u16| {
        let text = Script::builtin(width, 40).keys(keys).text();
        assert!(!text.contains("It ·") && !text.contains(" it ·"), "{keys}: {text}");
        assert!(!text.contains("▸ It ") && !text.contains("▾ It "), "{keys}: {text}");
        text
    };
    assert!(family("Z", 140).contains("▸ IT "));
    assert!(family("/ \"it_support\" enter", 140).contains("IT · "));
    assert!(family("f \"it\"", 140).contains("IT"));
    assert!(family("f \"product\" enter esc", 140).contains("Product"));
    assert!(family("d \"it_support\"", 140).contains("IT · seniority"));
    assert!(family("4 ctrl-t \"it_support\"", 140).contains("role · IT"));
}
