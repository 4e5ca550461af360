//! What lists, popups and the lines around them say at every size: what a row keeps, what a key does
//! now, and where closing leads.

use roledex::analysis::facets::RoleOrder;
use roledex::tui::effect::Effect;
use roledex::tui::overlay::OverlayContent;
use roledex::tui::pane::roles::RoleTreeRow;
use roledex::tui::state::{Focus, ScreenView};
use roledex::tui::update::Msg;

use crate::script::Script;

const SIZES: [(u16, u16); 2] = [(80, 24), (140, 40)];

/// The lines of the list of roles, below its heading, without what is beside it.
fn list_lines(script: &Script) -> Vec<String> {
    let width = usize::from(script.state.areas().list.width);
    let lines = script.text().lines().skip(2).map(str::to_string).collect::<Vec<_>>();
    lines.iter().map(|line| line.chars().take(width).collect()).collect()
}

/// The line above the list of roles, on a screen of 80 columns.
fn heading(script: &Script) -> String {
    script.text().lines().nth(1).unwrap().chars().take(32).collect()
}

fn quits(script: &Script) -> bool {
    script.effects.contains(&Effect::Quit(0))
}

/// The keys that mark the role with this title.
fn mark(title: &str) -> String {
    format!("/ \"{}\" enter space esc esc", title.replace(' ', "_"))
}

/// Whether the tip is shown after these keys in the first session.
fn has_tip(keys: &str) -> bool {
    let mut script = Script::builtin(80, 24);
    script.state.has_compared = false;
    script.keys(keys).text().contains("New here?")
}

/// The start of each line of the pane beside the list.
fn page(script: &Script) -> Vec<String> {
    let (x, height) = (usize::from(script.state.areas().main.x), script.state.size.1);
    let text = script.text();
    let lines = text.lines().skip(1).take(usize::from(height) - 3);
    lines.map(|line| line.chars().skip(x).take(24).collect()).collect()
}

#[test]
fn a_title_keeps_its_place_beside_what_the_roles_are_sorted_by() {
    for (width, height) in SIZES {
        for keys in ["", "t", "/ \"manager\" enter esc"] {
            for order in RoleOrder::all().filter(|order| *order != RoleOrder::Family) {
                let menu = Script::builtin(width, height).keys(keys).keys("s");
                let down = RoleOrder::all().position(|other| other == order).unwrap();
                let script = menu.keys(&"down ".repeat(down)).keys("enter g");
                assert_eq!(script.state.roles.order, order);
                let roles = &script.state.roles;
                let shown = roles.rows().iter().skip(roles.cursor.top).zip(list_lines(&script));
                for (row, line) in shown.take(usize::from(height) - 4) {
                    let RoleTreeRow::Role(role) = row else { continue };
                    let title = &script.state.catalog.role(*role).title;
                    let start: String = title.chars().take(19).collect();
                    assert!(line[2..].contains(&start), "{order} {width}: {line:?}");
                }
            }
        }
    }
}

#[test]
fn pay_is_one_number_and_a_borrowed_one_is_marked() {
    for (width, height) in SIZES {
        let script = Script::builtin(width, height).keys("t s \"pay\" enter g");
        let said = script.notice().to_string();
        let lines = list_lines(&script);
        let amounts: Vec<&str> =
            lines.iter().filter_map(|line| line.split_whitespace().last()).collect();
        assert!(amounts[0].starts_with('$') && amounts[0].ends_with('k'), "{lines:?}");
        assert!(said.is_empty(), "{said}");
        // Roles with figures of their own come first.
        let lines = list_lines(&script.keys("pgdn pgdn pgdn pgdn"));
        assert!(lines.iter().any(|line| line.contains(" ~$")), "{lines:?}");
    }
    let sorted = Script::builtin(140, 40).keys("s \"pay\" enter");
    assert_eq!(
        sorted.notice(),
        "sorted by pay (US, base, per year) within families, own figures first; \
         ~ similar occupation, ( ) other terms"
    );
    // The signs are explained above the list, as long as it is sorted so.
    for (width, legend) in [(80, "by pay ~similar"), (140, "by pay ~similar"), (200, "by pay")] {
        let sorted = Script::builtin(width, 40).keys("s \"pay\" enter j j j");
        assert_eq!(sorted.notice(), "");
        let text = sorted.text();
        let title = text.lines().find(|line| line.contains("ROLES")).unwrap();
        assert!(title.contains(legend) && title.contains("similar"), "{width}: {title}");
    }
    // Where the heading has no room for all of them, or a filter is in its place, a message does.
    for keys in ["", "t ", "/ \"data\" esc ", "enter z "] {
        for width in [60, 80, 110, 140, 200, 300] {
            let sorted = Script::builtin(width, 40).keys(keys).keys("s \"pay\" enter");
            let lines = sorted.text();
            let (above, last) = lines.trim_end().rsplit_once('\n').unwrap();
            let is_above = above.contains("~ similar") && above.contains("( ) other");
            let is_told = last.contains("~ similar occupation, ( ) other terms");
            assert!(is_above != is_told, "{width} {keys}: {lines}");
            assert!(!lines.contains("similar job"), "{width} {keys}: {lines}");
        }
    }
    // It stays there wherever the cursor is.
    for width in 80..200 {
        let sorted = Script::builtin(width, 40).keys("s \"pay\" enter");
        let is_told = sorted.notice().contains("~ similar occupation, ( ) other terms");
        let text = sorted.keys("G").text();
        let title = text.lines().find(|line| line.contains("ROLES")).unwrap();
        assert!(is_told || title.contains("( ) other"), "{width}: {title}");
    }
    // The order is named for what it is: borrowed figures may be higher.
    let menu = Script::builtin(100, 30).keys("s").text();
    assert!(menu.contains("Pay: own figures first, then those of similar occupations"), "{menu}");
}

#[test]
fn sorting_and_filtering_are_found_from_everywhere() {
    assert!(Script::builtin(80, 24).keys_shown().contains("s sort  f facets"));
    // The role's text has the same keys, and its help lists them.
    let script = Script::builtin(80, 24).keys("enter ?");
    for words in ["s         sort", "f         facets"] {
        assert!(script.text().contains(words), "{}", script.text());
    }
    let script = Script::builtin(80, 24).keys("enter s");
    assert!(matches!(script.state.overlays.last().unwrap().content, OverlayContent::Sort(_)));
    for (view, words) in [("", "pay"), ("enter", "salary"), ("d enter", "sort"), ("4 esc", "order")]
    {
        let script = Script::builtin(80, 24).keys(view).keys(&format!(": \"{words}\""));
        let script = script.keys("enter");
        let top = script.state.overlays.last().unwrap();
        assert!(matches!(top.content, OverlayContent::Sort(_)), "{view} {words}");
        assert_eq!(script.state.focus.view(), ScreenView::Roles);
    }
    for (words, found) in [("filter", "Filter"), ("sim", "Show the nearest"), ("near", "Show the")]
    {
        let script = Script::builtin(80, 24).keys(&format!("d enter : \"{words}\""));
        let row = script.text().lines().nth(3).unwrap().to_string();
        assert!(row.contains(found), "{words}: {row}");
    }
}

#[test]
fn the_list_says_what_it_is_filtered_and_sorted_by() {
    let script = Script::builtin(80, 24).keys("f \"product\" space esc");
    assert!(heading(&script).starts_with(" ROLES · Product 1/16"), "{}", heading(&script));
    let script = script.keys("s \"pay\" enter");
    assert!(heading(&script).contains("Product · by pay "), "{}", heading(&script));
    let script = Script::builtin(80, 24).keys("t s \"pay\" enter");
    assert!(heading(&script).contains("by pay · flat "), "{}", heading(&script));
    let script = Script::builtin(140, 40).keys("f \"product\" space esc / \"lead\"");
    let line = script.text().lines().nth(1).unwrap().to_string();
    assert!(line.contains("Product · "), "{line}");
}

#[test]
fn coming_home_ends_the_way_back() {
    let marked = "j space j space d";
    let script = Script::builtin(80, 24).keys(marked).keys("1");
    assert!(script.keys_shown().contains("q quit"), "{}", script.keys_shown());
    assert!(quits(&Script::builtin(80, 24).keys(marked).keys("1 q")));
    let there = Script::builtin(80, 24).keys(marked).keys("1 esc");
    assert!(there.state.focus == Focus::Roles && there.notice().contains("q quits"));
    // History still leads to it, and back from what was opened since closing leads home.
    assert_eq!(Script::builtin(80, 24).keys(marked).keys("1 H").state.focus, Focus::Compare);
    let script = Script::builtin(80, 24).keys(marked).keys("1 p q");
    assert_eq!(script.state.focus, Focus::Roles);
    assert!(!quits(&script) && quits(&script.keys("q")));
}

#[test]
fn closing_never_leads_to_an_empty_page() {
    let script = Script::builtin(80, 24).keys("j space j space d U");
    assert!(script.text().contains("No roles are marked"), "{}", script.text());
    for keys in ["1 H", "4 esc q", "1 4 esc H"] {
        let script = Script::builtin(80, 24).keys("j space j space d U").keys(keys);
        assert!(!script.text().contains("No roles are marked"), "{keys}: {}", script.text());
    }
}

/// Letters typed for a list that did not open run as keys: closing brings the pair back.
#[test]
fn a_pair_outlives_letters_that_were_meant_for_a_list() {
    let marked = Script::builtin(80, 24).keys("j space j space");
    let pair = marked.state.marks.pair();
    for key in ["p", "c", "d"] {
        let mut script =
            Script::builtin(80, 24).keys("j space j space").keys(key).keys("s u p p o r t S d");
        for _ in 0..20 {
            if script.state.focus == Focus::Roles && script.state.overlays.is_empty() {
                break;
            }
            let key = if script.state.overlays.is_empty() { "q" } else { "esc" };
            script = script.keys(key);
        }
        assert_eq!((script.state.focus, script.state.marks.pair()), (Focus::Roles, pair), "{key}");
    }
}

#[test]
fn the_last_line_says_what_a_key_does_with_the_marks() {
    let script = Script::builtin(140, 40).keys("j");
    for words in ["d compare…", "p path…", "c gap…"] {
        assert!(script.keys_shown().contains(words), "{}", script.keys_shown());
    }
    let script = script.keys("space j space");
    for words in ["d compare A B", "p path A→B", "c gap A→B"] {
        assert!(script.keys_shown().contains(words), "{}", script.keys_shown());
    }
    assert!(!script.keys_shown().contains("matrix"));
    let script = Script::builtin(80, 24).keys("j space j space j space");
    assert!(script.keys_shown().contains("M matrix A–C"), "{}", script.keys_shown());
    assert!(script.notice().ends_with("M shows all 3"), "{}", script.notice());
    let script = script.keys("d");
    assert!(script.notice().ends_with("M shows all"), "{}", script.notice());
    assert_eq!(script.keys("M").state.matrix.roles().len(), 3);
}

#[test]
fn the_tab_of_the_cursor_is_always_in_sight() {
    for keys in ["enter", "j space j j j space d"] {
        for section in 0..9 {
            let mut script = Script::builtin(140, 40).keys(keys);
            script = script.keys(&"] ".repeat(section));
            for width in [40, 44, 52, 60, 66, 72, 80, 96, 120, 140] {
                script.send(Msg::Resize(width, 24));
                let tabs = script.text();
                assert!(tabs.contains('▐'), "{keys} {section} {width}\n{tabs}");
            }
        }
    }
    let script = Script::builtin(80, 24).keys("enter > > > ] ] ]");
    assert!(script.text().contains('▐'), "{}", script.text());
}

#[test]
fn marks_with_titles_that_begin_alike_are_told_apart() {
    for (a, b) in [
        ("senior product manager", "senior product designer"),
        ("product manager", "program manager"),
        ("senior software engineer", "senior data scientist"),
    ] {
        for width in [60, 72, 80, 90, 100] {
            let script = Script::builtin(width, 24).keys(&mark(a)).keys(&mark(b));
            let header = script.text().lines().next().unwrap().to_string();
            let Some((_, marks)) = header.split_once(" A ") else { panic!("{header}") };
            let (first, second) = marks.split_once('B').unwrap();
            assert!(first.is_empty() || first.trim() != second.trim(), "{width}: {header}");
        }
    }
}

#[test]
fn a_popup_fills_a_narrow_screen_and_counts_what_it_does_not_show() {
    for keys in ["d", "p", ":", "f"] {
        let script = Script::builtin(80, 24).keys(keys);
        let text = script.text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].starts_with('┌') && lines[1].ends_with('┐'), "{keys}\n{text}");
        let len = script.state.overlays.last().unwrap().len();
        assert!(lines[2].contains(&format!("1 of {len} ")), "{keys}\n{text}");
        assert!(text.contains('┃'), "{keys}\n{text}");
        let below = script.keys("down down");
        assert!(below.text().contains(&format!("3 of {len} ")), "{}", below.text());
    }
    // All of a short one is shown.
    assert!(!Script::builtin(80, 24).keys("s").text().contains("1 of"));
}

#[test]
fn a_popup_and_the_last_line_use_the_same_word() {
    for (keys, word) in [
        ("d", "choose"),
        ("s", "sort"),
        ("f", "toggle"),
        ("x", "save"),
        ("y", "copy"),
        (":", "run"),
        (": \"accountant\"", "open"),
        ("b '", "open"),
    ] {
        let script = Script::builtin(80, 24).keys("j").keys(keys);
        let last = script.keys_shown();
        assert!(last.contains(&format!("enter {word} ")), "{keys}: {last}");
        let text = script.text();
        let border = text.lines().find(|line| line.starts_with('└')).unwrap();
        assert!(border.contains(&format!("enter {word} · esc close")), "{keys}: {border}");
    }
    let script = Script::builtin(80, 24).keys("f \"zzzz\"");
    assert!(!script.text().contains("space or enter"), "{}", script.text());
}

#[test]
fn rows_of_roles_say_more_where_there_is_room() {
    let script = Script::builtin(80, 24).keys("j p \"support\"");
    assert!(script.text().contains("Support · seniority"), "{}", script.text());
    // The role that one comes from is first, and its place says so.
    let script = Script::builtin(100, 30).keys("j space G d");
    let text = script.text();
    let first = text.lines().find(|line| line.starts_with("│ ") && !line.starts_with("│ / "));
    assert!(first.unwrap().contains(" · here "), "{text}");
    assert!(text.contains("here, then nearest first"), "{text}");
}

#[test]
fn names_of_files_keep_their_endings() {
    for width in [40, 60, 80] {
        let script = Script::builtin(width, 24)
            .keys("/ \"product_marketing\" enter d \"product_op\" enter x");
        let text = script.text();
        assert!(text.contains("name: "), "{text}");
        for ending in [".md", ".html", ".svg", ".json", ".csv"] {
            assert!(text.contains(ending), "{width}: {ending}\n{text}");
        }
    }
    assert!(Script::builtin(80, 24).keys("R").text().contains("name: "));
}

#[test]
fn the_tip_is_there_until_it_was_followed() {
    for keys in ["", "j j", "s", "/ esc"] {
        assert!(has_tip(keys), "{keys}");
    }
    for keys in ["/ \"man\"", "/ \"zzzz\" esc", "j space", "j space space", "j enter", "d enter q"]
    {
        assert!(!has_tip(keys), "{keys}");
    }
}

#[test]
fn a_heading_of_the_gap_offers_no_skill() {
    let script =
        Script::builtin(140, 40).keys("/ \"customer_support\" enter c \"product_m\" enter");
    let mut headings = 0;
    let mut script = script;
    for _ in 0..30 {
        let offers = script.keys_shown().contains("+ have it");
        assert_eq!(offers, script.state.gap.skill().is_some(), "{}", script.text());
        headings += usize::from(!offers);
        script = script.keys("j");
    }
    assert!(headings > 0);
}

#[test]
fn the_tabs_of_a_comparison_count_what_is_shown() {
    let script =
        Script::builtin(160, 40).keys("/ \"product_manager\" enter d \"product_lead\" enter");
    assert!(!script.text().contains(" of 9  Skills"), "{}", script.text());
    let script = script.keys("u");
    let diff = script.state.compare.diff().unwrap();
    let same = diff.facts.iter().filter(|fact| fact.left == fact.right).count();
    let (all, skills) = (diff.facts.len(), diff.skills.len());
    assert!(same > 0 && diff.summary.same == 0);
    let text = script.text();
    assert!(
        text.contains(&format!(" of {all} ")) && text.contains(&format!(" of {skills} ")),
        "{text}"
    );
    let rows = diff.responsibilities.len();
    assert!(
        script.notice().starts_with(&format!("all {rows} responsibilities differ; ")),
        "{text}"
    );
    assert!(script.notice().ends_with(" hidden"), "{}", script.notice());
}

/// The cursor of a comparison is on a row after each jump, and its number is shown.
#[test]
fn a_jump_to_a_section_of_a_comparison_is_to_its_first_row() {
    for (width, height) in SIZES {
        let start = Script::builtin(width, height)
            .keys("/ \"product_manager\" enter d \"product_lead\" enter");
        let sections = start.state.compare.doc().sections.len();
        let mut script = start;
        for section in 1..sections - 1 {
            script = script.keys("]");
            assert_eq!(script.state.compare.page.section(), Some(section));
            assert!(script.text().contains("row 1 of "), "{}", script.text());
        }
        for section in (0..sections - 2).rev() {
            script = script.keys("[");
            assert_eq!(script.state.compare.page.section(), Some(section), "{}", script.text());
            assert!(script.text().contains("row 1 of "), "{}", script.text());
        }
        assert!(script.keys("[").notice().contains("first section"));
    }
}

#[test]
fn a_key_without_a_meaning_says_so() {
    for key in ["K", "*", "$", "%", "ctrl-o", "f5"] {
        let said = Script::builtin(80, 24).keys(key);
        assert_eq!(said.notice(), format!("{key} does nothing here; ? shows the keys"));
    }
    // What a terminal sent in parts is no key.
    assert_eq!(Script::builtin(80, 24).keys("alt-x").notice(), "");
    assert_eq!(Script::builtin(80, 24).keys("/ K").notice(), "");
}

#[test]
fn a_title_stays_where_it_is_when_the_role_is_entered() {
    for (width, height) in SIZES {
        for keys in ["j", "4 \"kubernetes\" esc"] {
            let script = Script::builtin(width, height).keys(keys);
            let before = page(&script);
            let after = script.keys("tab");
            assert!(matches!(after.state.focus, Focus::Detail | Focus::Needs));
            assert_eq!(before, page(&after), "{keys}");
        }
    }
}
