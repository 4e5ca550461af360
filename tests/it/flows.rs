//! From a question to its answer and back: which way round a pair is asked for, what a list offers
//! where it found nothing, and where going back leads.

use roledex::pack;
use roledex::tui::action::Action;
use roledex::tui::bars;
use roledex::tui::effect::Effect;
use roledex::tui::export::ExportOutcome;
use roledex::tui::footer::footer;
use roledex::tui::overlay::OverlayContent;
use roledex::tui::state::{Focus, RoleMarks, ScreenView};
use roledex::tui::update::Msg;

use crate::script::{Script, small};

fn overlay_title(script: &Script) -> String {
    script.state.overlays.last().unwrap().title(&script.state.catalog)
}

/// A pack with these roles, each with the tables that follow it.
fn pack_of(roles: &[(&str, &str)]) -> roledex::model::Catalog {
    let mut text = "[pack]\nformat = 1\nid = \"few\"\ntitle = \"Few\"\nversion = \"1\"\n\
                    license = \"CC0-1.0\"\nas-of = 2026-01-02\n"
        .to_string();
    if roles.iter().any(|(_, more)| more.contains("sewing")) {
        text += "[[skill]]\nid = \"sewing\"\nname = \"Sewing\"\nkind = \"craft\"\n";
    }
    for (id, more) in roles {
        text += &format!(
            "[[role]]\nid = \"{id}\"\ntitle = \"{id}\"\nfamily = \"work\"\nsummary = \"Works.\"\n{more}\n"
        );
    }
    let loaded = pack::from_files("few", &[("few.toml", text.as_str())]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.catalog
}

#[test]
fn a_pair_is_asked_for_in_the_direction_that_the_list_says() {
    for (key, what, focus) in [("c", "Skill gap", Focus::Gap), ("p", "Path", Focus::Path)] {
        for (width, height) in [(80, 24), (120, 36)] {
            // On the start: the usual way.
            let script = Script::small(width, height).keys("j enter").keys(key);
            assert_eq!(overlay_title(&script), format!("{what} from Baker to …"));
            assert!(script.text().contains("tab: to Baker from …"), "{}", script.text());
            let there = script.keys("\"head\" enter");
            let [baker, head] = ["baker", "head-baker"].map(|id| there.role(id));
            assert_eq!(there.state.marks.pair(), Some((baker, head)));
            // On the goal: one key turns the question round, before or after typing.
            for keys in ["tab \"head\" enter", "\"head\" tab enter"] {
                let script = Script::small(width, height).keys("j enter").keys(key).keys(keys);
                assert_eq!(script.state.focus, focus);
                assert_eq!(script.state.marks.pair(), Some((head, baker)), "{keys}");
                assert!(
                    script.text().contains("From A Head baker to B Baker"),
                    "{}",
                    script.text()
                );
            }
        }
    }
}

#[test]
fn the_direction_is_turned_for_one_list_alone() {
    let script = Script::small(80, 24).keys("j p tab");
    assert_eq!(overlay_title(&script), "Path to Baker from …");
    assert!(script.text().contains("tab: from Baker to …"), "{}", script.text());
    assert_eq!(overlay_title(&script.keys("tab")), "Path from Baker to …");
    // The next list asks as the last line says.
    let script = Script::small(80, 24).keys("j p tab esc G c");
    assert_eq!(overlay_title(&script), "Skill gap from Kitchen hand 厨房 to …");
    // Two roles side by side have no direction: the key does nothing there.
    let script = Script::small(80, 24).keys("j d tab");
    assert_eq!(overlay_title(&script), "Compare Baker with …");
    assert!(!script.keys_shown().contains("turn"), "{}", script.keys_shown());
    // Where the first role is asked for too, the second is asked for in the usual direction.
    let script = Script::small(80, 24).keys("g p tab");
    assert_eq!(overlay_title(&script), "Path: choose the role to get to");
    let script = script.keys("\"head\" enter");
    assert_eq!(overlay_title(&script), "Path to Head baker from …");
}

/// Long titles give way to the words that say which of the two roles is asked for.
#[test]
fn the_direction_is_never_cut_off() {
    let long = "the-most-senior-of-all-the-bakers-who-ever-kneaded-a-dough-in-this-or-another-town";
    for width in [40, 60, 80] {
        let script = Script::new(pack_of(&[(long, ""), ("x", "")]), width, 24).keys("p");
        let text = script.text();
        assert!(text.contains("… to …") && text.contains("from …"), "{text}");
        assert!(text.contains("Path from the-"), "{text}");
    }
}

/// With A and B marked, a key for two roles takes these, and says so where another role is shown.
#[test]
fn a_pair_that_is_marked_is_not_the_role_here() {
    for key in ["d", "c", "p"] {
        let script = Script::small(120, 30).keys("j space j space j").keys(key);
        let said = script.notice();
        assert!(said.contains("to use ") && said.ends_with("press U first"), "{said}");
        let script = Script::small(120, 30).keys("j space j space").keys(key);
        assert_eq!(script.notice(), "", "{key}: the role here is one of them");
    }
}

/// What `enter` unfolds at the lower edge of the screen comes into sight.
#[test]
fn unfolded_rows_come_into_sight() {
    for height in [16, 24, 30] {
        let script = Script::small(100, height).keys("j space j space 7 G enter");
        let page = script.state.page().unwrap();
        let cursor = page.selected_lines().end;
        let seen = page.scroll.top + usize::from(height);
        assert!(cursor < page.doc().rows.len(), "nothing was unfolded: {}", script.text());
        assert!(cursor + 1 < seen, "{height}: {}", script.text());
        let below = &page.doc().rows[cursor];
        let text: String = below.iter().map(|piece| piece.text.as_str()).collect();
        assert!(script.text().contains(text.trim()), "{height}: {text}: {}", script.text());
    }
}

/// In a field a letter is text: the notice names the keys that work from there.
#[test]
fn a_mark_made_in_the_filter_names_keys_that_work_there() {
    let script = Script::small(100, 30).keys("/ tab");
    assert!(script.notice().ends_with("mark B, or press esc then d to choose it"));
    let script = script.keys("down tab");
    assert!(script.notice().ends_with("enter compares A and B"), "{}", script.notice());
    let compared = Script::small(100, 30).keys("/ tab down tab esc d");
    assert!(compared.state.compare.pair().is_some(), "{}", compared.text());
    let script = script.keys("down tab");
    assert!(script.notice().ends_with("enter shows all 3"), "{}", script.notice());
    let script = script.keys("esc M");
    assert_eq!(script.state.focus, Focus::Matrix, "{}", script.text());
}

#[test]
fn the_third_mark_is_said_to_be_left_out_once() {
    let marked = "j space j space j space";
    for key in ["3", "5", "6", "d", "c", "p"] {
        let script = Script::small(100, 30).keys(marked).keys(key);
        let told = "C Head baker is left out: this view shows only A and B; M shows all";
        assert_eq!(script.notice(), told, "{key}");
        assert_eq!(script.keys("q").keys(key).notice(), "", "{key}: it was said");
    }
    assert_eq!(Script::small(100, 30).keys(marked).keys("7").notice(), "");
    // Other marks are news.
    let script = Script::small(100, 30).keys(marked).keys("3 1 j j space 3");
    assert!(script.notice().starts_with("C and D are left out"), "{}", script.notice());
    assert_eq!(Script::small(100, 30).keys("j space j space 3").notice(), "");
}

/// The first line.
fn header(script: &Script) -> String {
    script.text().lines().next().unwrap().to_string()
}

#[test]
fn the_header_names_as_many_marks_as_fit() {
    let marks = "j space j space j space j j space";
    for (width, named, more) in [(200, 4, ""), (140, 4, ""), (110, 3, "+1")] {
        let line = header(&Script::small(width, 24).keys(marks));
        for (at, title) in
            ["Baker", "Senior baker", "Head baker", "Kitchen hand"].iter().enumerate()
        {
            assert_eq!(line.contains(title), at < named, "{width}: {line}");
        }
        assert_eq!(line.contains(" +"), !more.is_empty(), "{line}");
        assert!(line.contains("7 Matrix"), "{line}");
    }
    for width in 60..220 {
        for keys in ["", "j space", "j space j space", marks] {
            let line = header(&Script::small(width, 24).keys(keys));
            assert!(unicode_width::UnicodeWidthStr::width(line.as_str()) <= width.into(), "{line}");
            // A number stands for marks only where the next one would not fit.
            if let Some((_, more)) = line.split_once(" +") {
                assert!(more.starts_with(['1', '2']), "{line}");
            }
        }
    }
}

/// The names of the views stay as long as the marks can be told apart beside them.
#[test]
fn marks_give_way_to_the_names_of_the_views_at_80_columns() {
    let views = ["1 Roles", "2 Role", "3 Compare", "4 Skills", "5 Path", "6 Gap", "7 Matrix"];
    for keys in ["", "j space", "j space j space", "j space j space j space"] {
        let line = header(&Script::builtin(80, 24).keys(keys));
        for view in views {
            assert!(line.contains(view), "{keys}: {line}");
        }
        assert!(line.contains(" A ") && line.contains('B'), "{line}");
    }
    // The most marks there can be.
    let many: Vec<String> = (0..26).map(|at| format!("role-number-{at}")).collect();
    let roles: Vec<(&str, &str)> = many.iter().map(|id| (id.as_str(), "")).collect();
    let mut script = Script::new(pack_of(&roles), 80, 24);
    script.state.marks =
        RoleMarks::of(script.state.catalog.families().flat_map(|(_, all)| all).copied());
    for (width, more) in [(120, "+23"), (200, "+1"), (80, "")] {
        script.send(Msg::Resize(width, 24));
        let line = header(&script);
        assert!(line.contains(more) && line.contains("7 Matrix") || width == 80, "{line}");
    }
    // Titles that begin alike are told apart by the words that do not.
    let roles = [("senior-software-engineer", ""), ("senior-software-tester", "")];
    let line = header(&Script::new(pack_of(&roles), 80, 24).keys("j space k space"));
    assert!(line.contains(" …engine") && line.contains(" …tester"), "{line}");
}

#[test]
fn a_slash_opens_a_field_once() {
    for (open, focus) in [("/", Focus::Filter), ("4", Focus::SkillInput)] {
        let script = Script::small(100, 30).keys(open).keys("\"/\" \"/\" \"bak\"");
        assert_eq!(script.state.focus, focus);
        let typed = [script.state.roles.filter.value(), script.state.skills.input.value()];
        assert!(typed.contains(&"bak") && !typed.concat().contains('/'), "{typed:?}");
        // Later it is a character like others, and a paste is as it is.
        let script = script.keys("\"/\"");
        let typed = [script.state.roles.filter.value(), script.state.skills.input.value()];
        assert!(typed.contains(&"bak/"), "{typed:?}");
        // It neither deletes nor replaces what is selected.
        let script = Script::small(100, 30).keys(open).keys("\"bak\" esc / \"/\"");
        let typed = [script.state.roles.filter.value(), script.state.skills.input.value()];
        assert!(typed.contains(&"bak"), "{typed:?}");
    }
    let mut script = Script::small(100, 30).keys("/");
    script.send(Msg::Typed("/bak".to_string()));
    assert_eq!(script.state.roles.filter.value(), "bak", "typed fast");
    let script = Script::small(100, 30).keys("j d \"/head\" enter");
    assert_eq!(script.state.marks.b, Some(script.role("head-baker")), "a list on top too");
    // A path begins with one.
    let script = Script::small(100, 30).keys("x \"/tmp/a.md\" enter");
    assert!(matches!(script.effects.last(), Some(Effect::Export(..))), "{:?}", script.effects);
}

#[test]
fn lists_are_filtered_and_pages_are_searched_in_the_same_words() {
    for (keys, word) in [
        ("", "/ filter"),
        ("4 esc", "/ filter"),
        ("enter", "/ find"),
        ("d enter", "/ find"),
        ("c enter", "/ find"),
        ("p enter", "/ find"),
        ("M", "/ find"),
    ] {
        let script = Script::small(160, 30).keys(keys);
        assert!(script.keys_shown().contains(word), "{keys}: {}", script.keys_shown());
        for other in ["/ search", "results"] {
            assert!(!script.text().contains(other), "{keys}: {}", script.text());
        }
    }
    // In a field, the first row is chosen already: enter, tab and esc matter.
    let script = Script::small(80, 24).keys("/ \"bak\"");
    let shown = script.keys_shown();
    for hint in ["enter open", "tab mark", "esc close"] {
        assert!(shown.contains(hint), "{shown}");
    }
    assert!(!shown.contains("scope"), "it changes nothing here: {shown}");
    assert!(script.keys("tab").keys_shown().contains("tab unmark"));
}

/// Going back leads to the filter, the row and the scroll position where one was.
#[test]
fn going_back_returns_to_the_list_as_it_was_left() {
    let place = |script: &Script| {
        let (roles, skills) = (&script.state.roles, &script.state.skills);
        let search = (skills.input.value().to_string(), skills.cursor, skills.item(), skills.needs);
        (
            script.state.focus.without_field(),
            roles.filter.value().to_string(),
            roles.cursor,
            roles.rows().to_vec(),
            (script.state.focus.view() == ScreenView::Skills).then_some(search),
        )
    };
    for (there, away) in [
        // From a role to one that the filter does not have, and to a skill.
        ("/ \"product\" down down down down down enter #", "enter"),
        ("/ \"product\" enter ] ] enter", "4 \"sql\" enter j enter"),
        ("/ \"data\" down down esc", "4 esc"),
        // A filter without a role leads to a skill, and back to the filter.
        ("/ \"kubernetes\"", "enter"),
        ("/ \"kubernetes\"", "enter enter"),
        // A search to a role and back.
        ("4 \"data\" down down down enter j", "enter"),
        ("4 \"data\" ctrl-t down down", "enter"),
        ("f \"design\" enter esc j j j j enter", "4 \"sql\" enter enter"),
    ] {
        let before = Script::builtin(100, 16).keys(there);
        let mut script = Script::builtin(100, 16).keys(there).keys(away);
        assert_ne!(place(&script), place(&before), "{there} {away}");
        for _ in 0..4 {
            if place(&script) != place(&before) {
                script.press("q");
            }
        }
        assert_eq!(place(&script), place(&before), "{there} {away}");
        // The text is where it was too.
        script.state.notice = None;
        let lines =
            |script: &Script| script.text().lines().skip(1).take(13).collect::<Vec<_>>().join("\n");
        if before.state.focus == script.state.focus {
            assert_eq!(lines(&script), lines(&before), "{there} {away}");
        }
    }
}

/// A skill that was shown before another one is the one that comes back.
#[test]
fn going_back_returns_to_the_skill_that_was_shown() {
    let script = Script::builtin(100, 30).keys("4 \"sql\" enter enter");
    let role = script.state.detail.role();
    let script = script.keys("4 \"python\" enter");
    let name = |script: &Script| {
        let skill = script.state.skills.selected().unwrap();
        script.state.catalog.skill(skill).id.clone()
    };
    assert_eq!(name(&script), "python");
    let script = script.keys("q");
    assert_eq!((script.state.focus, script.state.detail.role()), (Focus::Detail, role));
    let script = script.keys("q");
    assert_eq!((script.state.focus, name(&script).as_str()), (Focus::Needs, "sql"));
    let script = script.keys("L L");
    assert_eq!(name(&script), "python");
}

#[test]
fn a_list_that_found_nothing_shows_what_there_is_elsewhere() {
    // One skill: its page, with the roles that ask for it.
    let script = Script::small(100, 30).keys("/ \"knead\"");
    let text = script.text();
    for part in ["Kneading", "ESSENTIAL FOR", "enter opens"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(script.keys_shown().contains("enter open it"), "{}", script.keys_shown());
    // Several things: the best of each kind.
    let text = Script::small(100, 30).keys("/ \"trays\"").text();
    assert!(text.contains("IN RESPONSIBILITIES") && text.contains("enter shows"), "{text}");
    let script = Script::small(100, 30).keys("4 \"senior\"");
    let text = script.text();
    assert!(text.contains("IN ROLES") && text.contains("Senior baker"), "{text}");
    assert!(script.keys_shown().contains("enter show them"), "{}", script.keys_shown());
    let script = script.keys("enter");
    assert_eq!(script.state.skills.role(), Some(script.role("senior-baker")));
    // A word that the page does not have.
    let script = Script::small(120, 30).keys("j enter / \"qqqq\"");
    for part in ["no match on this page", "esc, then 4 searches everything"] {
        assert!(script.text().contains(part), "{}", script.text());
    }
    let script = script.keys("enter");
    assert!(!script.keys_shown().contains("next match"), "{}", script.keys_shown());
    // Nothing anywhere: what to press, and no key that would do nothing.
    let script = Script::small(100, 30).keys("/ \"qqqqq\"");
    assert!(script.text().contains("esc clears the filter"), "{}", script.text());
    assert!(!script.keys_shown().contains("enter"), "{}", script.keys_shown());
}

#[test]
fn walking_says_when_it_goes_around_and_into_another_section() {
    // Changes.
    let mut script = Script::small(100, 20).keys("j space j space 3");
    let changes = script.state.compare.doc().changes.len();
    let (mut told, mut sections) = (Vec::new(), Vec::new());
    for _ in 0..=changes {
        let before = (script.state.compare.page.section(), script.state.compare.page.item());
        script.press("n");
        let after = (script.state.compare.page.section(), script.state.compare.page.item());
        let said = script.notice().to_string();
        assert_eq!(after.1 < before.1, said.starts_with("from the top"), "{said}");
        if after.0 != before.0 {
            let title = &script.state.compare.doc().sections[after.0.unwrap()].1;
            let name = title.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
            assert!(said.ends_with(&format!("in {name}")), "{said}: {title}");
            sections.push(after.0);
        }
        told.push(said);
    }
    assert!(told.iter().any(|said| said.starts_with("from the top")), "{told:?}");
    assert!(sections.len() > 1 && told.iter().any(String::is_empty), "{told:?}");
    let script = script.keys("g N");
    assert!(script.notice().starts_with("from the bottom"), "{}", script.notice());
    // Matches on a page: beside their number.
    let script = Script::small(100, 20).keys("j space j space 3 / \"bak\" enter");
    let count = script.state.find.as_ref().unwrap().matches().len();
    let script = script.keys(&"n ".repeat(count));
    let line = script.keys_shown();
    assert!(line.contains(" from the top"), "{line}");
    let script = script.keys("N");
    assert!(script.keys_shown().contains("from the bottom"), "{}", script.keys_shown());
    assert!(!script.keys("k").keys_shown().contains("from the"));
    // Roles of a filter, and paths.
    let script = Script::small(100, 20).keys("/ \"baker\" esc N");
    assert!(script.notice().ends_with(", from the bottom"), "{}", script.notice());
    let script = script.keys("n");
    assert!(script.notice().ends_with("match 1 of 4, from the top"), "{}", script.notice());
}

#[test]
fn an_unknown_ending_leaves_the_name_to_be_replaced() {
    let script = Script::small(100, 30).keys("x \"levels.docx\" enter");
    assert!(matches!(script.state.overlays.last().unwrap().content, OverlayContent::Export(..)));
    assert!(script.text().contains("docx is not known: md, html, svg, json, csv"));
    assert_eq!(script.effects, []);
    // The next name stands alone.
    let script = script.keys("\"levels.md\"");
    assert_eq!(script.state.overlays.last().unwrap().input.value(), "levels.md");
    // Whoever moves into the name wants to change it.
    let script = Script::small(100, 30).keys("x \"levels.docx\" enter left backspace \"x\"");
    assert_eq!(script.state.overlays.last().unwrap().input.value(), "levels.doxx");
    // The same where a list finds nothing.
    let script = Script::small(100, 30).keys("j d \"qqq\" enter \"head\" enter");
    assert_eq!(script.state.marks.b, Some(script.role("head-baker")));
}

#[test]
fn what_is_saved_is_named_before_and_after() {
    for (keys, kind, full) in [
        ("j x", "the role", "the role Baker"),
        ("j enter x", "the role", "the role Baker"),
        ("g x", "the list of roles", "the list of roles"),
        ("j space j space 3 x", "the comparison", "the comparison of Baker and Senior baker"),
        ("4 esc x", "the list of skills", "the list of skills"),
        ("4 \"knead\" esc x", "the search results", "the search results for ‹knead›"),
        ("j space j space 5 x", "the path", "the path from Baker to Senior baker"),
        ("j space j space 6 x", "the skill gap", "the skill gap from Baker to Senior baker"),
        ("j space j space 7 x", "the matrix", "the matrix of 2 roles"),
        ("M x", "the matrix", "the matrix of the family bakery"),
    ] {
        let mut script = Script::small(120, 30).keys(keys);
        let title = format!("Save {full}: type a file name or pick one");
        assert_eq!(overlay_title(&script), title, "{keys}");
        assert!(script.text().contains(&title), "{}", script.text());
        assert!(script.keys_shown().contains("enter save"), "{}", script.keys_shown());
        script = script.keys("enter");
        let path = std::path::PathBuf::from("/tmp/a.md");
        script.send(Msg::Exported(path.clone(), ExportOutcome::Complete(path)));
        assert_eq!(script.notice(), format!("saved {full} to /tmp/a.md"), "{keys}");
        // Where that is too long, its kind remains.
        let mut script = Script::small(56, 12).keys(keys).keys("enter");
        let path = std::path::PathBuf::from("/home/someone/notes/a-long-name.md");
        script.send(Msg::Exported(path.clone(), ExportOutcome::Complete(path)));
        assert!(script.notice().starts_with(&format!("saved {kind}")), "{}", script.notice());
        assert!(script.notice().ends_with("name.md"), "{}", script.notice());
    }
    let mut script = Script::small(120, 30).keys("j space j space 3 x \"a.svg\" enter");
    let path = std::path::PathBuf::from("/tmp/a.svg");
    script.send(Msg::Exported(path.clone(), ExportOutcome::Complete(path)));
    assert_eq!(script.notice(), "saved a picture of the screen to /tmp/a.svg");
}

/// The footer says what a key would do now, and leaves out one that would do nothing.
#[test]
fn the_footer_says_what_a_key_would_do_now() {
    let compare = "j space j space 3";
    for (keys, shown) in [
        (compare.to_string(), "u changes only"),
        (format!("{compare} u"), "u all rows"),
        ("j space j space 6".to_string(), "u missing only"),
        ("j space j space 6 u".to_string(), "u all skills"),
        ("j space j space 6".to_string(), "S swap"),
        ("j space j space 5".to_string(), "S swap"),
        ("j enter".to_string(), "# similar"),
        (String::new(), "tab to the role"),
        ("j enter".to_string(), "tab to the list"),
        ("4 esc".to_string(), "tab to its roles"),
        ("4 esc enter".to_string(), "tab to the list"),
        (compare.to_string(), "tab section"),
        ("g".to_string(), "enter fold"),
        ("g enter".to_string(), "enter unfold"),
        ("j space".to_string(), "space unmark"),
    ] {
        let script = Script::small(220, 30).keys(&keys);
        assert!(script.keys_shown().contains(shown), "{keys}: {}", script.keys_shown());
    }
    assert!(!Script::small(220, 30).keys_shown().contains("# similar"));
    let learns = "[role.skills]\nessential = [\"sewing\"]";
    for (keys, shown) in [
        ("space j space 7", "u changes only"),
        ("space j space 7 u", "u all rows"),
        ("space j space 6", "u missing only"),
    ] {
        let alike = pack_of(&[("miner", learns), ("tailor", learns)]);
        let script = Script::new(alike, 220, 30).keys(keys);
        assert!(script.keys_shown().contains(shown), "{keys}: {}", script.keys_shown());
    }
    // Where every row differs there is none to hide, and the key says so.
    for (keys, told) in [
        ("space j space 3", "every row differs: none to hide"),
        ("space j space 7", "every row differs: none to hide"),
        ("space j space 6", "every skill here is missing: none to hide"),
    ] {
        let skills = pack_of(&[("miner", ""), ("tailor", learns)]);
        let script = Script::new(skills, 220, 30).keys(keys);
        let has_key = script.keys_shown().contains(" u ");
        assert_eq!(has_key, script.keys("u").notice() != told, "{keys}");
    }
    // Swapping comes first where there is a direction.
    for keys in ["j space j space 5", "j space j space 6"] {
        let shown = Script::small(80, 24).keys(keys).keys_shown();
        assert!(shown.starts_with(" S swap"), "{shown}");
    }
}

/// `tab` stays between a list and what is beside it; the field is reached by its own key.
#[test]
fn tab_goes_between_the_list_and_what_is_beside_it() {
    let script = Script::builtin(120, 30).keys("4 \"kubernetes\" enter tab");
    assert_eq!(script.state.focus, Focus::Skills);
    let script = script.keys("tab");
    assert_eq!(script.state.focus, Focus::Needs);
    let skill = script.state.skills.selected().unwrap();
    assert_eq!(script.state.catalog.skill(skill).id, "kubernetes");
    let script = script.keys("down enter");
    assert_eq!(script.state.focus, Focus::Detail);
}

#[test]
fn the_help_explains_the_marks() {
    for (keys, marks) in [
        ("", &["◆", "◇", "■▒◆□", "[1]"][..]),
        ("enter", &["◆", "·"]),
        ("d enter", &["~ =", "− +", "▲ ▼"]),
        ("c enter", &["+", "▲", "····"]),
        ("p enter", &["▲"]),
        ("M", &["(●●●○)"]),
        ("4 esc", &["●●●○", "✓"]),
    ] {
        for (width, height) in [(80, 24), (120, 36)] {
            let script = Script::builtin(width, height).keys(keys).keys("?");
            let text = script.text();
            assert!(text.contains("MARKS"), "{keys}: {text}");
            for mark in marks {
                assert!(text.contains(mark), "{keys}: {mark}: {text}");
            }
            let help: Vec<&str> = text.lines().filter(|line| line.starts_with('│')).collect();
            let cut = help.iter().any(|line| line.replace("save as…", "").contains('…'));
            assert!(height > 24 || (help.len() > 14 && !cut), "{keys}: {text}");
        }
    }
}

/// Each view that has nothing to show says what to press, and the key does that.
#[test]
fn every_empty_view_says_what_to_press() {
    for (view, key) in [("3", "d"), ("5", "p"), ("6", "c"), ("7", "M")] {
        // Nothing is marked.
        let script = Script::small(80, 24).keys("j space j space").keys(view).keys("U");
        let text = script.text();
        assert!(text.contains(&format!("Press {key} to choose two")), "{view}: {text}");
        assert!(text.contains("U to restore the marks"), "{view}: {text}");
        assert!(script.state.question().is_none(), "there is nothing to save: {view}");
        assert_eq!(
            Script::small(80, 24).keys("j space j space").keys(view).keys("U x").notice(),
            "nothing to save yet"
        );
        let script = script.keys(key);
        assert!(!script.state.overlays.is_empty(), "{view}");
        // One is marked.
        let mut script = Script::small(80, 24).keys("j space j space").keys(view);
        let a = script.role("baker");
        script.state.marks = RoleMarks::of([a]);
        let script = script.keys("T");
        let text = script.text();
        let told = format!("A is Baker. Press {key} to choose the role");
        assert!(text.contains(&told), "{view}: {text}");
        let script = script.keys(key);
        assert!(
            matches!(script.state.overlays.last().unwrap().content,
            OverlayContent::OtherRole { first, .. } if first == a),
            "{view}"
        );
    }
}

#[test]
fn lists_to_choose_from_say_why_they_are_empty() {
    // A pack with one role.
    for key in ["d", "c", "p"] {
        let script = Script::new(pack_of(&[("tailor", "")]), 80, 24).keys("j").keys(key);
        assert!(
            script.text().contains("There is no other role in this pack."),
            "{}",
            script.text()
        );
        assert!(!script.keys_shown().contains("enter"), "{}", script.keys_shown());
        assert!(!script.keys("enter").state.overlays.is_empty());
    }
    // Nothing found.
    for keys in ["j d \"qqq\"", "p \"qqq\"", "g p \"qqq\""] {
        let script = Script::small(80, 24).keys(keys);
        let told = "No role matches ‹qqq›. Try fewer letters.";
        assert!(script.text().contains(told), "{keys}: {}", script.text());
    }
    for keys in [": \"qqqq\"", "f \"qqqq\"", "? / \"qqqq\"", "b ' \"qqqq\""] {
        let script = Script::small(80, 24).keys(keys);
        let told = "No match for ‹qqqq›. Try fewer letters.";
        assert!(script.text().contains(told), "{keys}: {}", script.text());
    }
}

/// Roles without skills or responsibilities are shown in every view, with words for what is not
/// there.
#[test]
fn roles_that_state_nothing_are_shown_in_words() {
    for keys in ["j enter", "j d enter", "j c enter", "j p enter", "j M", "j space j space 7"] {
        for (width, height) in [(80, 24), (120, 36)] {
            let bare = pack_of(&[("tailor", ""), ("miner", "")]);
            let script = Script::new(bare, width, height).keys(keys);
            let text = script.text();
            let body: Vec<&str> =
                text.lines().skip(1).take(usize::from(height) - 2).map(str::trim).collect();
            let filled = body.iter().filter(|line| line.len() > 2).count();
            assert!(filled >= 3, "{keys}: {text}");
        }
    }
    // A pack without a skill.
    let script = Script::new(pack_of(&[("tailor", "")]), 80, 24).keys("4 esc");
    assert!(script.text().contains("This pack has no skills."), "{}", script.text());
    let script = Script::new(small(), 80, 24).keys("4 \"qqqq\"");
    assert!(script.text().contains("anywhere else. Try fewer letters"), "{}", script.text());
}

/// The footer that is clicked is the footer that is shown, beside a search too.
#[test]
fn a_click_on_the_footer_runs_the_key_that_is_there() {
    let mut script = Script::small(120, 30).keys("j enter / \"bak\" enter");
    let line = script.text().lines().last().unwrap().to_string();
    let at = line.chars().position(|c| c == 'N').unwrap();
    let before = script.state.find.as_ref().unwrap().count_text();
    script.send(Msg::Click(at as u16, 29));
    let after = script.state.find.as_ref().unwrap().count_text();
    assert_ne!(before, after, "{line}");
    let hint = footer(&script.state, 120)
        .into_iter()
        .find_map(|(piece, target)| target.filter(|_| piece.text == "N"));
    assert_eq!(hint, Some(bars::ClickTarget::Run(Action::PreviousMatch)));
}
