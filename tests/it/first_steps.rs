//! The first steps of people who had never seen the explorer, and where they stumbled.

use roledex::tui::effect::Effect;
use roledex::tui::footer::footer;
use roledex::tui::state::{AppState, Focus, RoleMarks, ScreenView};
use roledex::tui::update::Msg;

use crate::script::Script;

/// The keys in the last line, whatever message covers them.
fn keys_shown(state: &AppState, width: u16) -> String {
    footer(state, width).iter().map(|(piece, _)| piece.text.as_str()).collect()
}

/// What has the focus after `keys`, and how many roles are marked.
fn opened(keys: &str) -> (Focus, usize) {
    let script = Script::small(100, 30).keys(keys);
    (script.state.focus, script.state.marks.roles().len())
}

/// The section that the cursor in the text of the role is in.
fn section(script: &Script) -> Option<usize> {
    script.state.detail.page.section()
}

fn row(script: &Script) -> usize {
    script.state.roles.cursor.at
}

/// The screen after `keys`, on which no family has a name in other letters.
fn family_screen(keys: &str) -> String {
    let text = Script::builtin(140, 40).keys(keys).text();
    for wrong in ["It ·", " it ·", "▸ It ", "▾ It "] {
        assert!(!text.contains(wrong), "{keys}: {text}");
    }
    text
}

/// The tab of the section that is lit, and the screen.
fn lit_section(script: &Script) -> (String, String) {
    let text = script.text();
    let tab = text.lines().find_map(|line| line.split_once('▐'));
    let tab = tab.unwrap_or_else(|| panic!("{text}")).1.split('▌').next().unwrap().to_string();
    (tab, text)
}

fn first_line(width: u16, keys: &str) -> String {
    Script::builtin(width, 24).keys(keys).text().lines().next().unwrap().to_string()
}

/// The first line with these roles as A and B.
fn marks_in_first_line(a: &str, b: &str, width: u16) -> String {
    let mut script = Script::builtin(width, 24);
    script.state.marks = RoleMarks::of([a, b].map(|id| script.role(id)));
    script.text().lines().next().unwrap().to_string()
}

#[test]
fn enter_compares_what_was_marked_in_the_filter() {
    let script = Script::small(100, 30).keys("/ \"baker\" tab");
    assert!(script.notice().contains("or press esc then d to choose it"), "{}", script.notice());
    let script = script.keys("down tab");
    let (a, b) = script.state.marks.pair().unwrap();
    assert!(script.notice().ends_with("; enter compares A and B"), "{}", script.notice());
    let shown = keys_shown(&script.state, 80);
    assert!(shown.contains("enter compare A and B"), "{shown}");
    // Wherever the cursor is by then, and whatever else was typed.
    let script = script.keys("down enter");
    assert_eq!((script.state.focus, script.state.compare.pair()), (Focus::Compare, Some((a, b))));
    assert_eq!(script.state.notice, None);
    assert_eq!(script.state.queries, ["baker"]);
    // Three are shown in the matrix.
    let script = Script::small(100, 30).keys("/ \"baker\" tab down tab down tab");
    assert!(script.notice().ends_with("; enter shows all 3"), "{}", script.notice());
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
fn enter_in_another_field_does_not_compare_what_was_marked_before() {
    let mut script = Script::builtin(110, 24).keys("/ \"data\" tab down tab");
    assert!(keys_shown(&script.state, 110).contains("compare A and B"));
    let text = script.text();
    let at = text.lines().next().unwrap().find("4 Skills").unwrap();
    script.send(Msg::Click(u16::try_from(at).unwrap(), 0));
    assert_eq!(script.state.focus, Focus::SkillInput, "{text}");
    let script = script.keys("\"sql\"");
    assert!(!script.state.skills.is_empty(), "{}", script.text());
    let shown = keys_shown(&script.state, 110);
    assert!(!shown.contains("compare A and B"), "{shown}");
    let script = script.keys("enter");
    assert_eq!(script.state.focus.view(), ScreenView::Skills, "{}", script.text());
}

#[test]
fn a_message_names_the_key_that_works_where_it_is_shown() {
    let script = Script::small(100, 30).keys("space space");
    assert!(script.notice().ends_with("; space marks it again"), "{}", script.notice());
    let script = Script::small(100, 30).keys("/ \"baker\" tab tab");
    assert!(script.notice().ends_with("; tab marks it again"), "{}", script.notice());
    let script = Script::small(100, 30).keys("/ ctrl-t");
    assert!(script.notice().contains("esc then 4 searches everything"), "{}", script.notice());
}

#[test]
fn one_mark_is_not_several() {
    let script = Script::small(100, 30).keys("space U");
    assert_eq!(script.notice(), "mark A cleared; U restores it");
    let script = script.keys("U");
    assert!(script.notice().starts_with("mark restored: "), "{}", script.notice());
    let script = Script::small(100, 30).keys("space j space U");
    assert_eq!(script.notice(), "marks A, B cleared; U restores them");
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
    let mut script = Script::small(80, 24).keys("j");
    let sections = script.state.detail.doc().sections.len();
    assert!(sections > 2, "{}", script.text());
    for at in 1..sections {
        script = script.keys(if at % 2 == 0 { "]" } else { "}" });
        assert_eq!((script.state.focus, section(&script)), (Focus::Roles, Some(at)));
    }
    let script = script.keys("]");
    assert_eq!(script.notice(), "this is the last section");
    let script = script.keys("[ {");
    assert!(section(&script) < Some(sections - 1), "{}", script.text());
    // The next role begins at its first.
    assert_eq!(section(&script.keys("j")), Some(0));
    let script = Script::small(40, 20).keys("j ]");
    assert_eq!(script.notice(), "no text beside the list; enter opens the role");
    // On a family, that key folds.
    let script = Script::small(40, 20).keys("g ]");
    assert_eq!(script.notice(), "no text beside the list; enter on a role opens it");
}

#[test]
fn eighty_columns_have_room_for_the_key_of_sections() {
    for keys in ["j enter", "space j space d", "M"] {
        let script = Script::builtin(80, 24).keys(keys);
        let shown = keys_shown(&script.state, 80);
        assert!(shown.contains("] section"), "{keys}: {shown}");
    }
}

#[test]
fn a_family_has_the_same_name_everywhere() {
    assert!(family_screen("Z").contains("▸ IT "));
    assert!(family_screen("/ \"it_support\" enter").contains("IT · "));
    assert!(family_screen("f \"it\"").contains("IT"));
    assert!(family_screen("f \"product\" enter esc").contains("Product"));
    assert!(family_screen("d \"it_support\"").contains("IT · seniority"));
    assert!(family_screen("4 ctrl-t \"it_support\"").contains("role · IT"));
}

#[test]
fn what_is_typed_into_a_field_does_not_run_into_the_count() {
    for (width, typed) in [
        (80, "^data_eng$engineer_!of"),
        (80, "how_do_I_become_a_pm_or_so"),
        (40, "data_engineering"),
    ] {
        let keys = format!("/ \"{typed}\"");
        let text = Script::builtin(width, 24).keys(&keys).text();
        let line = text.lines().nth(1).unwrap();
        let (field, _) = line.split_once(" of 159").unwrap();
        let (field, count) = field.rsplit_once("  ").unwrap();
        assert!(count.parse::<usize>().is_ok(), "{line}");
        let shown = field.trim().trim_start_matches("/ ");
        let typed = typed.replace('_', " ");
        assert!(
            shown == typed || (shown.starts_with('…') && typed.ends_with(&shown[3..])),
            "{line}"
        );
    }
}

#[test]
fn ctrl_k_moves_up_at_the_end_of_a_field() {
    let script = Script::small(80, 24).keys("/ \"baker\" ctrl-j ctrl-j");
    assert_eq!(row(&script), 2);
    let script = script.keys("ctrl-k");
    assert_eq!((row(&script), script.state.roles.filter.value()), (1, "baker"));
    // Before the end it cuts.
    let script = script.keys("left left ctrl-k");
    assert_eq!(script.state.roles.filter.value(), "bak");
    // So it does in lists on top, and where there is no list it only cuts.
    let script = Script::small(80, 24).keys("d ctrl-j ctrl-j ctrl-k");
    assert_eq!(script.state.overlays.last().unwrap().cursor.at, 1);
    let script = Script::small(80, 24).keys("4 ctrl-j ctrl-j ctrl-k");
    assert_eq!(script.state.skills.cursor.at, 1);
    // A text that is selected is cut, with the caret at its end.
    let script = Script::small(80, 24).keys("/ \"baker\" esc / ctrl-k");
    assert_eq!(
        (script.state.roles.filter.value(), script.state.deleted_text.as_str()),
        ("", "baker")
    );
    let script = Script::small(80, 24).keys("d \"xyzzy\" enter ctrl-k");
    let top = script.state.overlays.last().unwrap();
    assert_eq!((top.input.value(), top.len()), ("", script.state.catalog.roles().len() - 1));
    // The field of a list that was just opened is empty.
    let script = Script::small(80, 24).keys("/ ctrl-j ctrl-j");
    let before = row(&script);
    assert_eq!(row(&script.keys("ctrl-k")), before - 1);
    let script = Script::small(80, 24).keys("j enter / \"knead\" ctrl-k");
    assert_eq!(script.state.find.as_ref().unwrap().input.value(), "knead");
}

#[test]
fn the_columns_of_a_family_are_not_called_like_marks() {
    let script = Script::builtin(140, 40).keys("g M");
    let family = script.state.matrix.family().unwrap().to_string();
    let head = script.state.matrix.page.head();
    let head: String = head[0].iter().map(|piece| piece.text.as_str()).collect();
    assert!(head.trim_start().starts_with("1 ") && head.contains("  2 "), "{family}: {head}");
    assert!(!head.contains("A ") && !head.contains("B "), "{head}");
    // The same roles, marked.
    let script = Script::small(140, 40).keys("space j space j space j space M");
    let text = script.text();
    assert!(text.contains("A Apprentice") && text.contains("B Baker"), "{text}");
    let script = script.keys("1 g M");
    let text = script.text();
    assert!(text.contains("1 Apprentice") && text.contains("2 Baker"), "{text}");
    assert!(text.contains(" only)"), "{text}");
    assert!(!text.contains("(A only)") && !text.contains("(B only)"), "{text}");
}

#[test]
fn the_name_of_a_family_is_whole_where_there_is_room() {
    for width in 60..=140 {
        let script = Script::builtin(width, 30).keys("g M");
        let text = script.text();
        let first = text.lines().next().unwrap();
        assert!(first.contains("Family ") && !first.contains('…'), "{width}: {first}");
    }
}

#[test]
fn the_last_line_offers_to_open_only_what_can_be_opened() {
    for keys in ["g M", "space j space M", "j enter", "p \"head\" enter", "c \"head\" enter"] {
        let mut script = Script::small(140, 40).keys(keys);
        for _ in 0..40 {
            let has_link = script.state.page().unwrap().link().is_some();
            let shown = keys_shown(&script.state, 140);
            assert_eq!(shown.contains(" enter "), has_link, "{keys}: {shown}");
            script = script.keys("j");
        }
    }
}

#[test]
fn the_page_of_a_family_says_only_what_it_draws_and_cuts_nothing() {
    for width in [60, 80, 100, 140, 200] {
        let script = Script::builtin(width, 40).keys("/ \"product_manager\" enter esc esc");
        let script = script.keys("h");
        let doc = script.state.detail.doc();
        let rows: Vec<String> = doc
            .rows
            .iter()
            .map(|row| row.iter().map(|piece| piece.text.as_str()).collect())
            .collect();
        let at = doc.sections.iter().find(|(_, title)| title == "Pay").unwrap().0;
        let pay = rows[at..].join("\n");
        let has_bars = pay.contains(['▒', '■', '◆']);
        assert_eq!(pay.contains("bars from 0"), has_bars, "{width}: {pay}");
        assert!(!pay.contains('…'), "{width}: {pay}");
        assert!(pay.contains("Product manager") && pay.contains("median "), "{width}: {pay}");
        // A figure of another occupation is marked as one; the sign is explained above the figures.
        assert!(pay.contains("~from $81,900, median $161,030"), "{width}: {pay}");
        assert!(!pay.contains(" from $81,900") && pay.contains(" mean $117,000"), "{width}: {pay}");
        assert!(rows[at].contains('~') || rows[at + 1].contains('~'), "{width}: {pay}");
    }
}

#[test]
fn the_lit_section_of_a_family_is_the_one_on_the_screen() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut script = Script::builtin(width, height).keys("g");
        assert!(script.state.detail.role().is_none());
        assert_eq!(lit_section(&script).0, "Roles");
        script = script.keys("tab");
        for key in ["j", "]", "[", "G", "k", "k", "g"] {
            script = script.keys(key);
            let (tab, text) = lit_section(&script);
            let page = &script.state.detail.page;
            let pay = page.doc().sections.iter().find(|(_, title)| title == "Pay").unwrap().0;
            if page.scroll.top >= pay {
                assert_eq!(tab, "Pay", "{key}: {text}");
            }
            if tab == "Pay" {
                // Its heading may be above the screen, its rows are not below it.
                assert!(page.scroll.top + usize::from(height) > pay + 5, "{key}: {text}");
            }
        }
    }
}

#[test]
fn marks_keep_words_that_tell_them_apart_in_the_first_line() {
    let line = marks_in_first_line("data-analyst", "data-engineer", 80);
    assert!(line.contains("7 Matrix") && line.contains("A …analyst  B …engineer"), "{line}");
    let line = marks_in_first_line("customer-success-manager", "product-manager", 80);
    assert!(line.contains("A Customer…  B Product…"), "{line}");
    let line = marks_in_first_line("data-analyst", "data-engineer", 140);
    assert!(line.contains("A Data analyst  B Data engineer"), "{line}");
}

#[test]
fn a_is_where_one_comes_from_and_b_where_one_goes() {
    assert!(first_line(140, "").contains("A (from) –  B (to) –"), "{}", first_line(140, ""));
    assert!(first_line(140, "space").contains("  B (to) –"), "{}", first_line(140, "space"));
    assert!(first_line(80, "").contains("A –  B –"), "{}", first_line(80, ""));
    for (width, tip) in
        [(100, "space marks A (from), then B (to)."), (80, "space marks A, then B.")]
    {
        let mut script = Script::builtin(width, 24);
        script.state.has_compared = false;
        assert!(script.text().contains(tip), "{}", script.text());
    }
    assert!(Script::builtin(80, 24).keys("?").text().contains("from, to"));
}
