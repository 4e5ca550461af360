//! Key scripts: what pressing keys does to the state, without a terminal.

use proptest::prelude::*;
use roledex::analysis::facets::RoleOrder;
use roledex::analysis::gap::{CurrentSkill, Gap};
use roledex::search::{SearchItem, SearchScope};
use roledex::tui::action::ACTIONS;
use roledex::tui::effect::{Effect, ProfileSkillEdit, ProfileSkillValue};
use roledex::tui::pane::gap::GapStart;
use roledex::tui::pane::roles::RoleTreeRow;
use roledex::tui::state::{Focus, RoleMarks, ScreenView};
use roledex::tui::update::Msg;

use crate::script::Script;

#[test]
fn two_marks_and_d_compare() {
    let script = Script::small(100, 30).keys("space j space j d");
    let (a, b) = (script.role("apprentice"), script.role("baker"));
    assert_eq!(script.state.focus, Focus::Compare);
    assert_eq!(script.state.compare.pair(), Some((a, b)));
    assert_eq!(script.state.marks, RoleMarks::both(a, b));
    assert_eq!(script.state.command(), "roledex diff apprentice baker");
}

#[test]
fn without_b_the_user_is_asked_and_the_role_here_is_the_first_offer() {
    for (key, focus) in [
        ("d", Focus::Compare),
        ("3", Focus::Compare),
        ("p", Focus::Path),
        ("5", Focus::Path),
        ("c", Focus::Gap),
        ("6", Focus::Gap),
        ("M", Focus::Matrix),
        ("7", Focus::Matrix),
    ] {
        let script = Script::small(100, 30).keys("space j j").keys(key);
        let a = script.role("apprentice");
        // Nothing is taken unasked.
        assert_eq!(script.state.marks, RoleMarks::of([a]), "{key}");
        assert_eq!((script.state.focus, script.state.overlays.len()), (Focus::Roles, 1), "{key}");
        let pair = RoleMarks::both(a, script.role("senior-baker"));
        let script = script.keys("enter");
        assert_eq!((script.state.focus, script.state.marks), (focus, pair), "{key}");
        // With both, the role here has no say.
        let script = Script::small(100, 30).keys("space j space j j").keys(key);
        let pair = RoleMarks::both(a, script.role("baker"));
        assert_eq!((script.state.focus, script.state.marks), (focus, pair), "{key}");
        assert!(script.state.overlays.is_empty(), "{key}");
        // Nothing is marked, and there is no role here: both are asked for.
        let script = Script::small(100, 30).keys("4 esc").keys(key);
        assert_eq!(script.state.overlays.len(), 1, "{key}: {}", script.text());
        let script = script.keys("\"head\" enter \"kitchen\" enter");
        let pair = RoleMarks::both(script.role("head-baker"), script.role("kitchen-hand"));
        assert_eq!((script.state.focus, script.state.marks), (focus, pair), "{key}");
    }
    let script = Script::small(100, 30).keys("d \"head\" enter");
    assert_eq!(
        script.state.compare.pair(),
        Some((script.role("apprentice"), script.role("head-baker")))
    );
    assert_eq!(script.state.focus, Focus::Compare);
}

#[test]
fn the_nearest_roles_are_offered_first_unless_somebody_typed() {
    let near = |script: &Script| vec![script.role("head-baker"), script.role("senior-baker")];
    let offered = |script: &Script| {
        let top = script.state.overlays.last().unwrap();
        (0..top.len())
            .map(|at| top.row(&script.state.catalog, at).unwrap().label)
            .collect::<Vec<_>>()
    };
    let mut script = Script::small(100, 30).keys("d");
    assert_ne!(offered(&script)[1], "Head baker");
    script.send(Msg::SimilarFound(script.role("apprentice"), near(&script)));
    // Those that people confuse it with come first.
    assert_eq!(offered(&script)[..3], ["Kitchen hand 厨房", "Head baker", "Senior baker"]);
    let mut script = Script::small(100, 30).keys("d down");
    let before = offered(&script);
    script.send(Msg::SimilarFound(script.role("apprentice"), near(&script)));
    assert_eq!(offered(&script), before);
}

#[test]
fn themes_are_walked_around() {
    let mut script = Script::small(100, 30);
    let mut worn = Vec::new();
    for _ in 0..script.state.themes.len() {
        script = script.keys("T");
        worn.push(script.state.theme().name.clone());
        assert_eq!(script.state.notice, Some(format!("theme: {}", script.state.theme().name)));
    }
    assert_eq!(
        worn,
        ["dark", "light", "colour-blind", "colour-blind-light", "mono", "ascii", "terminal"]
    );
}

#[test]
fn roles_are_marked_while_typing() {
    // The cursor stays: the same key takes the mark away again.
    let script = Script::small(100, 30).keys("/ \"baker\" tab tab");
    assert_eq!(script.state.marks, RoleMarks::default());
    let script = Script::small(100, 30).keys("/ \"baker\" tab down tab");
    let (a, b) = (script.state.marks.a, script.state.marks.b);
    assert!(a.is_some() && b.is_some() && a != b);
    assert_eq!((script.state.focus, script.state.roles.filter.value()), (Focus::Filter, "baker"));
    assert_eq!(script.keys("esc d").state.compare.pair(), a.zip(b));
    let script = Script::small(100, 30).keys("4 ctrl-t \"baker\" tab down tab");
    assert!(script.state.marks.a.is_some() && script.state.marks.b.is_some());
    assert_eq!(script.state.focus, Focus::SkillInput);
    // A skill cannot be marked: on to the list.
    let script = Script::small(100, 30).keys("4 \"knead\" tab");
    assert_eq!((script.state.focus, script.state.marks), (Focus::Skills, RoleMarks::default()));
}

#[test]
fn the_palette_compares_too() {
    let script = Script::small(100, 30).keys("space j space j : \"compare_a\" enter");
    assert_eq!(
        script.state.compare.pair(),
        Some((script.role("apprentice"), script.role("baker")))
    );
}

#[test]
fn marks_stay_where_they_are_made_and_have_letters_in_order() {
    let script = Script::small(100, 30).keys("space");
    let [a, b, c] = ["apprentice", "baker", "senior-baker"].map(|id| script.role(id));
    assert_eq!(script.state.roles.selected(), Some(a), "the cursor moved");
    let script = script.keys("j space j space");
    assert_eq!(script.state.marks, RoleMarks::of([a, b, c]));
    assert_eq!(
        script.state.notice.as_deref(),
        Some("C is Senior baker; M shows all 3"),
        "{}",
        script.text()
    );
    let first = script.text().lines().next().unwrap().to_string();
    assert!(first.ends_with("A Apprentice…  B Baker  C Senior baker"), "{first}");
    // The matrix shows exactly these, and the views of a pair show A and B.
    let script = script.keys("M");
    assert_eq!(script.state.matrix.roles(), [a, b, c]);
    let script = script.keys("1 3");
    assert_eq!(script.state.compare.pair(), Some((a, b)));
    // A mark on a mark takes it away, and the letters after it move up.
    let script = script.keys("1 g j space");
    assert_eq!(script.state.marks, RoleMarks::of([b, c]));
    assert_eq!(script.state.notice.as_deref(), Some("Apprentice baker unmarked; A is now Baker"));
    let script = script.keys("7");
    assert_eq!(script.state.matrix.roles(), [b, c]);
    // It comes back by the same key.
    let script = script.keys("1 space");
    assert_eq!(script.state.marks, RoleMarks::of([b, c, a]));
}

#[test]
fn marks_are_cleared_by_their_own_key_alone_and_come_back() {
    let script = Script::small(100, 30).keys("space j space j");
    let marks = script.state.marks;
    assert!(marks.pair().is_some());
    let script = script.keys("esc esc / \"head\" esc esc esc");
    assert_eq!(script.state.marks, marks);
    let script = script.keys("U");
    assert_eq!(script.state.marks, RoleMarks::default());
    assert!(
        script.state.notice.as_ref().unwrap().contains("U restores them"),
        "{:?}",
        script.state.notice
    );
    let script = script.keys("U");
    assert_eq!(script.state.marks, marks);
    // Any number of them, and the letters stay.
    let script = Script::small(100, 30).keys("space j space j space j space U");
    assert!(
        script.state.notice.as_ref().unwrap().contains("marks A, B, C, D cleared"),
        "{:?}",
        script.state.notice
    );
    assert_eq!(script.keys("U").state.marks.roles().len(), 4);
    let script = Script::small(100, 30).keys("U");
    assert_eq!(
        script.state.notice.as_deref(),
        Some("nothing is marked; press space to mark a role")
    );
}

#[test]
fn a_new_search_replaces_the_old_one() {
    let typed = |script: &Script| match script.state.focus {
        _ if script.state.find.is_some() => {
            script.state.find.as_ref().unwrap().input.value().to_string()
        }
        Focus::Filter => script.state.roles.filter.value().to_string(),
        focus => {
            assert_eq!(focus, Focus::SkillInput);
            script.state.skills.input.value().to_string()
        }
    };
    for (keys, wanted) in [
        ("/ \"bak\" enter / \"head\"", "head"),
        ("/ \"bak\" esc / \"head\"", "head"),
        ("/ \"bak\" esc 4 esc 1 / \"head\"", "head"),
        ("4 \"knead\" esc / \"shape\"", "shape"),
        ("4 \"knead\" esc 1 4 \"shape\"", "shape"),
        ("4 \"knead\" enter / \"shape\"", "shape"),
        ("4 \"knead\" esc 1 space j space j d / \"shape\"", "shape"),
        // The results can be looked at before.
        ("/ \"bak\" esc / down down \"head\"", "head"),
        ("4 \"knead\" esc / ctrl-t \"head\"", "head"),
        // Whoever goes into the text keeps it.
        ("/ \"bak\" esc / end \"er\"", "baker"),
        ("/ \"bak\" esc / left \"x\"", "baxk"),
        ("/ \"bak\" esc / home \"x\"", "xbak"),
        // What deletes takes all of it.
        ("/ \"bak\" esc / backspace \"x\"", "x"),
        ("/ \"bak\" esc / delete", ""),
        ("/ \"bak\" esc / ctrl-w", ""),
        // Leaving it alone changes nothing.
        ("/ \"bak\" esc / esc /", "bak"),
        ("/ \"bak\" \"er\"", "baker"),
    ] {
        assert_eq!(typed(&Script::small(100, 30).keys(keys)), wanted, "{keys}");
    }
    let mut script = Script::small(100, 30).keys("/ \"bak\" esc /");
    script.send(Msg::Paste("head".to_string()));
    assert_eq!(typed(&script), "head");
    // What was replaced is a past query.
    assert_eq!(script.keys("ctrl-r enter").state.roles.filter.value(), "bak");
    // It looks selected while typing would replace it.
    let selected = |keys: &str| {
        Script::small(100, 30).keys(keys).looks("mono")[1][3..6]
            .iter()
            .all(|look| look.contains("reversed"))
    };
    assert!(selected("/ \"bak\" esc /"));
    assert!(
        !selected("/ \"bak\"") && !selected("/ \"bak\" esc") && !selected("/ \"bak\" esc / end")
    );
}

#[test]
fn the_filter_narrows_live_and_selects_the_best() {
    let script = Script::small(100, 30).keys("j / \"head_b\"");
    assert_eq!(script.state.roles.selected(), Some(script.role("head-baker")));
    assert_eq!(script.state.roles.match_count(), Some(1));
    let script = script.keys("esc");
    assert_eq!((script.state.focus, script.state.roles.match_count()), (Focus::Roles, Some(1)));
    // Without the filter, the place before it comes back.
    let script = script.keys("esc");
    assert_eq!(script.state.roles.match_count(), None);
    assert_eq!(script.state.roles.selected(), Some(script.role("baker")));
    // A role that was opened stays.
    let script = Script::small(100, 30).keys("j / \"head_b\" enter esc esc");
    assert_eq!(script.state.roles.match_count(), None);
    assert_eq!(script.state.roles.selected(), Some(script.role("head-baker")));
    // So does the place in vain searches, in folded families too.
    for keys in ["h / \"qqq\" esc esc", "h / \"head\" ctrl-u", "h / \"head\" esc esc"] {
        let script = Script::small(100, 30).keys(keys);
        let RoleTreeRow::Family { name, folded: true, .. } = script.state.roles.row().unwrap()
        else {
            panic!("{keys}: {}", script.text())
        };
        assert_eq!((name.as_str(), script.state.roles.cursor.at), ("bakery", 0), "{keys}");
    }
}

#[test]
fn a_filtered_list_is_flat_with_the_best_role_first() {
    let catalog = numbered(&["Assistant nurse aide", "Nurse", "Night nurse", "Nurse manager"]);
    let script = Script::new(catalog, 100, 30).keys("/ \"nurse\"");
    let rows = script.state.roles.rows();
    assert!(rows.iter().all(|row| matches!(row, RoleTreeRow::Role(_))), "{}", script.text());
    assert_eq!((script.state.roles.cursor.at, rows.len()), (0, 4));
    let first = script.state.catalog.role(script.state.roles.selected().unwrap());
    assert_eq!(first.title, "Nurse", "{}", script.text());
    // The family is at the right.
    let line = script.text().lines().nth(2).unwrap().to_string();
    let (list, _) = line.split_once('│').unwrap();
    assert!(list.trim_end().ends_with("Family 1"), "{line}");
    // The next and previous roles of the filter are a key away.
    let at = |script: &Script| script.state.roles.cursor.at;
    let script = script.keys("esc n");
    assert_eq!((at(&script), script.state.notice.as_deref()), (1, Some("match 2 of 4")));
    let script = script.keys("N N");
    assert_eq!(at(&script), 3);
    // In the text of a role that was opened from it too, unless that was searched.
    let script = script.keys("g / enter n");
    assert_eq!((script.state.focus, at(&script)), (Focus::Detail, 1));
    let script = Script::small(100, 30).keys("n");
    assert_eq!(script.state.notice.as_deref(), Some("the list is not filtered; / filters it"));
}

/// A pack of roles with these titles, each in a family of its own.
fn numbered(titles: &[&str]) -> roledex::model::Catalog {
    let mut text = "[pack]\nformat = 1\nid = \"few\"\ntitle = \"Few\"\nversion = \"1\"\n\
                    license = \"CC0-1.0\"\nas-of = 2026-01-02\n"
        .to_string();
    for (at, title) in titles.iter().enumerate() {
        text +=
            &format!("[[role]]\nid = \"r{at}\"\ntitle = \"{title}\"\nfamily = \"family {at}\"\n");
    }
    let loaded = roledex::pack::from_files("few", &[("few.toml", &text)]);
    assert_eq!(loaded.catalog.roles().len(), titles.len(), "{:?}", loaded.diagnostics);
    loaded.catalog
}

#[test]
fn titles_are_sorted_as_people_sort_them() {
    let catalog =
        numbered(&["Role 10", "Zoo keeper", "Ärztin", "role 2", "Éclair chef", "Artist", "Čistič"]);
    let script = Script::new(catalog, 100, 30).keys("t s \"title\" enter");
    let titles: Vec<&str> = script
        .state
        .roles
        .rows()
        .iter()
        .filter_map(|row| match row {
            RoleTreeRow::Role(role) => Some(script.state.catalog.role(*role).title.as_str()),
            RoleTreeRow::Family { .. } => None,
        })
        .collect();
    let sorted = ["Artist", "Ärztin", "Čistič", "Éclair chef", "role 2", "Role 10", "Zoo keeper"];
    assert_eq!(titles, sorted);
}

#[test]
fn a_filter_without_a_role_leads_to_what_there_is() {
    // One skill is called that.
    let script = Script::small(100, 30).keys("j / \"knead\"");
    for words in ["No role matches ‹knead›, but a skill", "does: Kneading. enter opens it."] {
        assert!(script.text().contains(words), "{}", script.text());
    }
    let script = script.keys("enter");
    assert_eq!(script.state.focus, Focus::Needs);
    let skill = script.state.skills.selected().unwrap();
    assert_eq!(script.state.catalog.skill(skill).name, "Kneading");
    // Coming back, the list is as it was.
    let script = script.keys("1");
    assert_eq!(script.state.roles.match_count(), None);
    assert_eq!(script.state.roles.selected(), Some(script.role("baker")));
    // A responsibility has these words.
    let script = Script::small(100, 30).keys("/ \"trays\" enter");
    assert_eq!(script.state.skills.scope, SearchScope::Responsibilities, "{}", script.text());
    assert!(!script.state.skills.is_empty());
    // There is nothing: the field keeps the focus, and says so.
    let script = Script::small(100, 30).keys("/ \"qqqqq\" enter");
    assert_eq!(script.state.focus, Focus::Filter);
    assert!(
        script.state.notice.as_ref().unwrap().contains("no match for qqqqq anywhere"),
        "{:?}",
        script.state.notice
    );
    // Facets leave none of the roles that match.
    let script = Script::small(100, 30).keys("f \"kitchen\" enter esc / \"head\"");
    assert!(script.text().contains("1 role matches ‹head›, but"), "{}", script.text());
}

#[test]
fn skills_are_found_as_one_types_and_lead_to_roles() {
    let script = Script::small(100, 30).keys("4 \"knead\"");
    assert_eq!(script.state.skills.len(), 1);
    let script = script.keys("enter j enter");
    assert_eq!(script.state.focus, Focus::Detail);
    // Essential first, the highest level first: senior baker, baker.
    assert_eq!(script.state.detail.role(), Some(script.role("baker")));
    assert_eq!(script.state.command(), "roledex show baker");
}

#[test]
fn search_finds_roles_and_responsibilities_too() {
    // Skills, roles, responsibilities, all.
    let script = Script::small(100, 30).keys("4 \"shape\" ctrl-t ctrl-t");
    assert_eq!(script.state.skills.scope, SearchScope::Responsibilities);
    assert_eq!(script.state.command(), "roledex search --in responsibilities shape");
    let Some(SearchItem::Responsibility(role, duty)) = script.state.skills.item() else {
        panic!("{}", script.text())
    };
    let text = script.state.catalog.role(role).responsibilities[duty as usize].text.clone();
    assert!(text.contains("Shapes"), "{text}");
    assert!(
        script.text().contains(&format!("· {text}")),
        "the role is shown beside it:\n{}",
        script.text()
    );
    let script = script.keys("enter");
    assert_eq!((script.state.focus, script.state.detail.role()), (Focus::Detail, Some(role)));
    let (_, looks) = script.frame("mono");
    assert!(looks.contains("bold underlined"), "what was searched for is not lit");
    // Walked through, and put out again.
    let script = script.keys("n");
    assert!(script.text().contains(" of "), "{}", script.text());
    let script = script.keys("esc");
    assert!(script.state.focus == Focus::Detail && script.state.find.is_none());
    // A role that was found can be marked, compared and left for.
    let script = Script::small(100, 30).keys("4 ctrl-t \"head\" esc space");
    assert_eq!(script.state.marks.a, Some(script.role("head-baker")));
    let script = Script::small(100, 30).keys("4 ctrl-t ctrl-t ctrl-t \"bak\" esc");
    let skills = &script.state.skills;
    let kinds: std::collections::BTreeSet<_> = (0..skills.len())
        .filter_map(|at| skills.get(at))
        .map(|found| std::mem::discriminant(&found.item))
        .map(|d| format!("{d:?}"))
        .collect();
    assert!(kinds.len() > 1, "{}", script.text());
}

#[test]
fn a_search_in_vain_tells_where_there_is_something() {
    let script = Script::small(100, 30).keys("4 \"senior\"");
    for told in ["No match for ‹senior› in skills, but 1 in", "enter shows them, ctrl-t changes"]
    {
        assert!(script.text().contains(told), "{}", script.text());
    }
    let script = script.keys("ctrl-t enter");
    assert_eq!(script.state.detail.role(), Some(script.role("senior-baker")));
    let script = Script::small(100, 30).keys("4 \"qqqqq\"");
    assert!(script.text().contains("or anywhere"), "{}", script.text());
}

#[test]
fn roles_are_ordered_narrowed_and_bookmarked() {
    let titles = |script: &Script| -> Vec<String> {
        let role = |row: &RoleTreeRow| match row {
            RoleTreeRow::Role(role) => Some(script.state.catalog.role(*role).title.clone()),
            RoleTreeRow::Family { .. } => None,
        };
        script.state.roles.rows().iter().filter_map(role).collect()
    };
    // One list, by title.
    let script = Script::small(100, 30).keys("t s \"title\" enter");
    assert_eq!(script.state.roles.order, RoleOrder::Title);
    assert!(titles(&script).is_sorted() && script.text().contains("by title"), "{}", script.text());
    assert_eq!(script.state.notice.as_deref(), Some("sorted by title"));
    // The command prints the same.
    let script = Script::small(100, 30).keys("h s down down enter");
    assert_eq!(script.state.command(), "roledex list --sort level");
    // Only the kitchen; Enter keeps the list of facets open.
    let script = Script::small(100, 30).keys("f \"kitchen\" enter");
    assert!(!script.state.overlays.is_empty());
    let script = script.keys("esc");
    assert_eq!(titles(&script), ["Kitchen hand 厨房"]);
    assert!(script.text().contains("ROLES · Kitchen"), "{}", script.text());
    let script = script.keys("h");
    assert_eq!(script.state.command(), "roledex list --family kitchen");
    let script = script.keys("l esc");
    assert_eq!(titles(&script).len(), 5);
    // All families folded, and unfolded again.
    assert_eq!(titles(&script.keys("Z")).len(), 0);
    // A bookmark leads back.
    let script = Script::small(100, 30).keys("'");
    assert!(
        script.state.notice.as_ref().unwrap().contains("no bookmarks yet; b adds"),
        "{:?}",
        script.state.notice
    );
    let script = script.keys("j b");
    assert!(script.text().contains("Baker ★"), "{}", script.text());
    let script = script.keys("4 esc ' enter");
    assert_eq!(
        (script.state.focus, script.state.detail.role()),
        (Focus::Detail, Some(script.role("baker")))
    );
    assert!(script.keys("b").state.bookmarks.is_empty());
}

#[test]
fn the_split_moves_with_keys_and_with_the_mouse() {
    let rule = |script: &Script| {
        script.text().lines().nth(1).unwrap().chars().position(|c| c == '│').unwrap()
    };
    let script = Script::small(100, 30);
    let usual = rule(&script);
    let script = script.keys("> >");
    assert_eq!(rule(&script), usual + 8);
    let mut script = script.keys("=");
    assert_eq!(rule(&script), usual);
    script.send(Msg::Click(usual as u16, 5));
    script.send(Msg::Drag(30, 7));
    assert_eq!(rule(&script), 30);
    // Both panes stay legible.
    script.send(Msg::Drag(2, 7));
    assert_eq!(rule(&script), 20);
    let script = script.keys("<");
    assert!(script.state.notice.as_ref().unwrap().contains("any narrower"));
    // Whoever did not take hold of it moves nothing.
    let mut script = Script::small(100, 30);
    script.send(Msg::Click(3, 4));
    script.send(Msg::Drag(30, 7));
    assert_eq!(rule(&script), usual);
}

#[test]
fn tabs_marks_trail_and_hints_can_be_clicked() {
    let at = |script: &Script, y: usize, text: &str| {
        let line = script.text().lines().nth(y).unwrap().to_string();
        let byte = line.find(text).unwrap_or_else(|| panic!("{text} is not in {line}"));
        unicode_width::UnicodeWidthStr::width(&line[..byte]) as u16
    };
    let mut script = Script::small(110, 30).keys("j");
    script.send(Msg::Click(at(&script, 2, "Skills 3"), 2));
    assert_eq!(script.state.focus, Focus::Detail);
    assert!(script.state.detail.page.scroll.top > 0);
    let mut script = Script::small(110, 30).keys("space j 4 esc");
    script.send(Msg::Click(at(&script, 0, "Apprentice"), 0));
    assert_eq!(script.state.detail.role(), Some(script.role("apprentice")));
    let mut script = Script::small(160, 30).keys("space j space j j space d");
    script.send(Msg::Click(at(&script, 0, "1 Roles"), 0));
    assert_eq!(script.state.focus, Focus::Roles);
    for (text, focus) in [
        ("6 Gap", Focus::Gap),
        ("2 Role ", Focus::Detail),
        ("7 Matrix", Focus::Matrix),
        ("3 Compare", Focus::Compare),
        ("C Head", Focus::Detail),
        ("B Baker", Focus::Detail),
    ] {
        script.send(Msg::Click(at(&script, 0, text), 0));
        assert_eq!(script.state.focus, focus, "{text}");
    }
    assert_eq!(script.state.detail.role(), Some(script.role("baker")));
    // A right click takes the mark away.
    script.send(Msg::RightClick(at(&script, 0, "B Baker"), 0));
    assert_eq!(
        script.state.marks.pair(),
        Some((script.role("apprentice"), script.role("head-baker")))
    );
    script = script.keys("j");
    script.send(Msg::Click(at(&script, 29, "help"), 29));
    assert!(!script.state.overlays.is_empty());
    // What stands there instead of a hint is none.
    let mut script = Script::small(110, 30).keys("space");
    script.send(Msg::Click(3, 29));
    assert!(script.state.overlays.is_empty() && script.state.notice.is_none());
}

#[test]
fn past_queries_come_back() {
    let script = Script::small(100, 30).keys("4 \"knead\" esc / \"x\" ctrl-u \"shape\" esc");
    assert_eq!(script.state.queries, ["shape", "knead"]);
    let script = script.keys("1 / ctrl-r down enter");
    assert_eq!(script.state.roles.filter.value(), "knead");
    assert_eq!(script.state.focus, Focus::Filter);
    // Each stands once, the latest first.
    let script = script.keys("esc");
    assert_eq!(script.state.queries, ["knead", "shape"]);
}

#[test]
fn a_field_that_there_is_not_is_told_of() {
    let script = Script::small(100, 30).keys("4 \"rol:baker\"");
    assert_eq!(script.state.notice.as_deref(), Some("unknown field `rol`; did you mean `role:`?"));
}

#[test]
fn an_answer_to_an_old_question_is_dropped() {
    let mut script = Script::small(100, 30).keys("4 \"knead\"");
    let found = |script: &Script| (script.state.skills.len(), script.state.skills.get(0));
    let before = found(&script);
    let old = roledex::search::SearchAnswer { generation: 1, hits: std::sync::Arc::default() };
    script.send(Msg::SearchAnswered(old));
    assert_eq!(found(&script), before);
}

#[test]
fn history_leads_back_and_forward_and_q_quits_at_the_start() {
    let script = Script::small(100, 30).keys("space j space j d 4 esc");
    assert_eq!(script.state.focus, Focus::Skills);
    let script = script.keys("H");
    assert_eq!(script.state.focus, Focus::Compare);
    let script = script.keys("L");
    assert_eq!(script.state.focus.view(), ScreenView::Skills);
    let script = script.keys("q q");
    assert_eq!(script.state.focus, Focus::Roles);
    assert!(script.effects.is_empty());
    let script = script.keys("q");
    assert_eq!(script.effects, [Effect::Quit(0)]);
}

#[test]
fn escape_never_quits() {
    let script =
        Script::small(100, 30).keys("4 esc esc esc esc esc space j d esc esc esc esc esc esc");
    assert!(!script.effects.iter().any(|e| matches!(e, Effect::Quit(_))));
}

#[test]
fn quitting_works_everywhere_and_a_field_or_a_popup_closes_first() {
    for keys in ["", "space j space j d", "enter", "/ esc", "4 esc"] {
        let script = Script::small(100, 30).keys(keys).keys("ctrl-c");
        assert_eq!(script.effects, [Effect::Quit(0)], "after {keys:?}");
    }
    for keys in ["/", "/ \"bak\"", "4", "4 \"x\"", ":", ": \"x\"", "?", "d", "f", "y", "x", "? /"] {
        let script = Script::small(100, 30).keys(keys).keys("ctrl-c");
        assert_eq!(script.effects, [], "after {keys:?}");
        // The search in the help is closed before the help.
        let more = if keys == "? /" { "ctrl-c ctrl-c" } else { "ctrl-c" };
        assert_eq!(script.keys(more).effects, [Effect::Quit(0)], "after {keys:?}");
    }
}

#[test]
fn quitting_asks_only_when_the_settings_say_so() {
    let mut script = Script::small(100, 30);
    script.state.confirm_quit = true;
    let script = script.keys("q");
    assert_eq!(script.effects, []);
    assert_eq!(script.state.notice.as_deref(), Some("press q again to quit"));
    let script = script.keys("j q");
    assert_eq!(script.effects, [], "another key came in between");
    assert_eq!(script.keys("q").effects, [Effect::Quit(0)]);
}

#[test]
fn help_lists_what_works_here_filters_and_runs() {
    let script = Script::small(100, 30).keys("? / \"unfold\"");
    assert!(script.text().contains("Unfold the family"), "{}", script.text());
    let script = Script::small(100, 30).keys("? / \"skills\" enter");
    assert_eq!(script.state.focus, Focus::SkillInput);
    // It is a page to be read: the keys that close such pages close it.
    for keys in ["? q", "? ?", "? esc", "? f1", "? / esc q", "? / \"q\" esc esc"] {
        let script = Script::small(100, 30).keys(keys);
        assert!(script.state.overlays.is_empty() && script.effects.is_empty(), "{keys}");
    }
    for heading in ["MOVE", "THIS VIEW", "EVERYWHERE", "1 Roles   2 Role   3 Compare"] {
        let script = Script::small(80, 24).keys("?");
        assert!(script.text().contains(heading), "{heading}: {}", script.text());
    }
    // On a small screen it scrolls.
    let short = Script::small(60, 12).keys("?");
    let before = short.text();
    assert_ne!(short.keys("j").text(), before);
}

#[test]
fn pasted_line_ends_do_not_run_anything() {
    let mut script = Script::small(100, 30).keys("4");
    script.send(Msg::Paste("kne\nad\x1b[31m".to_string()));
    assert_eq!(script.state.skills.input.value(), "kne ad␛[31m");
    assert_eq!(script.state.focus, Focus::SkillInput);
}

#[test]
fn editing_keys_edit() {
    for (keys, left) in [
        ("ctrl-u", ""),
        ("ctrl-w", "two "),
        ("alt-backspace", "two "),
        ("backspace backspace", "two wor"),
        ("home ctrl-k", ""),
        ("ctrl-a delete", "wo words"),
        ("left left ctrl-u", "ds"),
        ("alt-b ctrl-k", "two "),
        ("home alt-d", " words"),
        ("ctrl-a ctrl-f ctrl-f \"x\"", "twxo words"),
        ("ctrl-b ctrl-b alt-backspace", "two ds"),
        ("alt-left alt-d", "two "),
        ("home alt-right \"x\"", "two xwords"),
        // What was deleted last comes back.
        ("ctrl-w ctrl-y ctrl-y", "two wordswords"),
        ("ctrl-u \"x\" ctrl-y", "xtwo words"),
        ("ctrl-y", "two words"),
    ] {
        let script = Script::small(100, 30).keys("4 \"two_words\"").keys(keys);
        assert_eq!(script.state.skills.input.value(), left, "{keys}");
    }
}

#[test]
fn what_looks_like_one_character_is_one() {
    let text = "a✏\u{fe0f}e\u{301}👩\u{200d}👧b";
    for (keys, wanted) in [
        ("backspace backspace", "a✏\u{fe0f}e\u{301}"),
        ("left left backspace", "a✏\u{fe0f}👩\u{200d}👧b"),
        ("home right right \"x\"", "a✏\u{fe0f}xe\u{301}👩\u{200d}👧b"),
        ("home right delete delete delete", "ab"),
    ] {
        let mut script = Script::small(100, 30).keys("4");
        script.send(Msg::Paste(text.to_string()));
        assert_eq!(script.keys(keys).state.skills.input.value(), wanted, "{keys}");
    }
}

#[test]
fn folding_hides_a_family_and_filtering_opens_it() {
    let script = Script::small(100, 30).keys("h");
    let rows = script.state.roles.rows().len();
    assert_eq!(rows, 3);
    let script = script.keys("l j l");
    assert_eq!(script.state.roles.rows().len(), 7);
    assert_eq!(script.state.focus, Focus::Detail);
}

#[test]
fn a_click_selects_a_second_opens_and_the_wheel_scrolls_what_is_under_it() {
    let mut script = Script::small(100, 12);
    script.send(Msg::Click(5, 4));
    assert_eq!(script.state.roles.selected(), Some(script.role("baker")));
    script.send(Msg::Click(5, 4));
    assert_eq!(script.state.focus, Focus::Detail);
    let top = script.state.detail.page.scroll.top;
    script.send(Msg::Wheel(60, 5, 3));
    assert!(script.state.detail.page.scroll.top > top);
    script.send(Msg::Wheel(5, 5, 3));
    assert_ne!(script.state.roles.selected(), Some(script.role("baker")));
    // A double click opens once, whether the row was selected before or not.
    for before in [Some(2), Some(4), None] {
        let mut script = Script::small(100, 12);
        if let Some(row) = before {
            script.send(Msg::Click(5, row));
        }
        script.send(Msg::Click(5, 4));
        script.send(Msg::DoubleClick(5, 4));
        assert_eq!(
            (script.state.focus, script.state.detail.role()),
            (Focus::Detail, Some(script.role("baker"))),
            "{before:?}"
        );
    }
}

#[test]
fn a_right_click_marks_the_role_under_the_pointer() {
    let mut script = Script::small(100, 30);
    let [a, b] = ["apprentice", "baker"].map(|id| script.role(id));
    script.send(Msg::RightClick(5, 4));
    assert_eq!((script.state.marks, script.state.roles.selected()), (RoleMarks::of([b]), Some(b)));
    script.send(Msg::RightClick(5, 3));
    assert_eq!((script.state.marks, script.state.focus), (RoleMarks::of([b, a]), Focus::Roles));
    script.send(Msg::RightClick(5, 4));
    assert_eq!(script.state.marks, RoleMarks::of([a]));
    // A family has no mark, and the text of a role marks the role.
    script.send(Msg::RightClick(5, 2));
    assert_eq!(script.state.notice.as_deref(), Some("no role here to mark"));
    let mut script = Script::small(100, 30).keys("j");
    script.send(Msg::RightClick(60, 8));
    assert_eq!(script.state.marks, RoleMarks::of([b]));
    // Nor does a click on something that is not a role.
    script.send(Msg::RightClick(5, 29));
    assert_eq!(script.state.marks, RoleMarks::of([b]));
}

#[test]
fn a_blank_toggles_check_boxes_and_starts_no_search() {
    let script = Script::small(100, 30).keys("f \"kitchen\"");
    let mut script = script;
    script.send(Msg::Char(' '));
    assert_eq!(script.state.roles.facets.selected.len(), 1, "{}", script.text());
    assert_eq!(script.state.overlays.last().unwrap().input.value(), "kitchen");
    script.send(Msg::Char(' '));
    assert_eq!(script.state.roles.facets.selected.len(), 0);
    // In a field with text it is a blank; before any text, it would search for nothing.
    let mut script = Script::small(100, 30).keys("d");
    let before = script.text();
    script.send(Msg::Char(' '));
    assert_eq!(script.text(), before);
    let script = script.keys("\"head_baker\"");
    assert_eq!(script.state.overlays.last().unwrap().input.value(), "head baker");
}

#[test]
fn the_palette_has_no_two_rows_for_one_thing_and_knows_other_words() {
    let rows = |script: &Script| -> Vec<String> {
        let top = script.state.overlays.last().unwrap();
        let row = |at| top.row(&script.state.catalog, at).unwrap();
        (0..top.len()).map(row).filter(|row| !row.keys.is_empty()).map(|row| row.label).collect()
    };
    let script = Script::small(100, 30).keys(":");
    let labels = rows(&script);
    assert!(labels.iter().any(|label| label == "Compare A with B, or choose the roles"));
    assert!(!labels.iter().any(|label| label.starts_with("Go to the comparison")), "{labels:?}");
    let unique: std::collections::HashSet<_> = labels.iter().collect();
    assert_eq!(unique.len(), labels.len());
    for (word, label) in [
        ("related", "Show the nearest roles: similar and related ones"),
        ("similar", "Show the nearest roles: similar and related ones"),
        ("near", "Show the nearest roles: similar and related ones"),
        ("versus", "Compare A with B, or choose the roles"),
        ("save", "Save as a file: Markdown, HTML, SVG, JSON or CSV"),
        ("career", "Find a path from A to B"),
        ("missing", "See what to learn to get from A to B"),
    ] {
        let script = Script::small(100, 30).keys(&format!(": \"{word}\""));
        assert!(rows(&script).iter().any(|row| row == label), "{word}: {:?}", rows(&script));
    }
}

#[test]
fn a_tip_leads_to_the_first_comparison_and_goes_with_it() {
    let mut script = Script::small(80, 24);
    script.state.has_compared = false;
    let script = script.keys("j k");
    assert!(
        script.text().contains("New here? d, then enter: this role beside a similar one."),
        "{}",
        script.text()
    );
    let lines = script.text().lines().count();
    let script = script.keys("d enter");
    assert_eq!(script.state.focus, Focus::Compare);
    assert!(!script.text().contains("New here?") && script.text().lines().count() == lines);
    assert!(!script.keys("1").text().contains("New here?"));
}

#[test]
fn the_keys_for_saving_going_back_and_help_are_always_shown() {
    for keys in
        ["", "j enter", "space j space d", "p \"head\" enter", "c \"head\" enter", "M", "4 esc"]
    {
        for width in [60, 80, 120, 200] {
            let script = Script::small(width, 24).keys(keys);
            let mut script = script;
            script.state.notice = None;
            let text = script.text();
            let last = text.lines().last().unwrap();
            for hint in ["x save as…", " q ", "? help"] {
                assert!(last.contains(hint), "{keys:?} at {width}: {last}");
            }
        }
    }
    // Nor is any view missing in the first line, which says where one is.
    let text = Script::small(80, 24).text();
    let first = text.lines().next().unwrap();
    for view in ["1 Roles", "2 Role", "3 Compare", "4 Skills", "5 Path", "6 Gap", "7 Matrix"] {
        assert!(first.contains(view), "{first}");
    }
}

#[test]
fn the_command_that_prints_the_same_is_copied_by_its_key() {
    let script = Script::small(100, 30).keys("space j space d Y");
    let copied = script.effects.iter().find_map(|effect| match effect {
        Effect::CopyText(text, _) => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(copied, Some("roledex diff apprentice baker"));
}

#[test]
fn ways_are_shown_turned_and_walked() {
    let script = Script::small(100, 30).keys("p \"head\" enter");
    let (a, b) = (script.role("apprentice"), script.role("head-baker"));
    assert_eq!((script.state.focus, script.state.path.pair), (Focus::Path, Some((a, b))));
    assert_eq!(script.state.marks, RoleMarks::both(a, b));
    assert_eq!(script.state.command(), "roledex path apprentice head-baker");
    assert!(script.state.path.paths().len() > 1);
    // The straight way is listed first; as there is a reason against it, the next is shown.
    assert_eq!(script.state.path.current_path().unwrap().0, 1);
    assert!(
        script.state.path.paths()[0].is_direct()
            && script.text().contains("Path 1: 3 steps, 3 skills to learn")
    );
    let script = script.keys("n");
    assert_eq!(script.state.path.current_path().unwrap().0, 0);
    let script = script.keys("n");
    assert_eq!(script.state.path.current_path().unwrap().0, 1);
    let script = script.keys("j j j d");
    assert_eq!(script.state.focus, Focus::Compare);
    assert_eq!(script.state.compare.pair(), Some((a, script.role("baker"))));
    let script = script.keys("q enter");
    assert_eq!(
        (script.state.focus, script.state.detail.role()),
        (Focus::Detail, Some(script.role("baker")))
    );
    let script = script.keys("q S");
    assert_eq!(script.state.path.pair, Some((b, a)));
    let script = script.keys("H");
    assert_eq!(script.state.path.pair, Some((a, b)));
}

#[test]
fn a_way_that_is_not_there_is_explained() {
    let script = Script::small(100, 30).keys("/ \"head\" enter p \"kitchen\" enter");
    // The straight way stands there all the same, with the reason against it.
    assert!(script.state.path.paths().len() == 1 && script.state.path.paths()[0].is_direct());
    let text = script.text();
    assert!(text.contains("caution: no recorded move or reporting line leads"), "{text}");
    assert!(text.contains("No recorded path leads from Head baker to Kitchen hand"), "{text}");
}

#[test]
fn a_gap_is_told_from_a_role_and_from_oneself() {
    let script = Script::small(100, 30).keys("c \"head\" enter");
    let (a, b) = (script.role("apprentice"), script.role("head-baker"));
    assert_eq!(script.state.gap.question, Some((GapStart::Role(a), vec![b])));
    assert_eq!(script.state.command(), "roledex gap --to head-baker --from apprentice");
    let script = script.keys("f");
    assert!(script.state.notice.as_ref().unwrap().contains("no profile yet"));
    let script = script.keys("4 \"knead\" esc + 6 f");
    // A was the start, and is not a goal.
    assert_eq!(script.state.gap.question, Some((GapStart::Profile, vec![b])));
    assert_eq!(script.state.command(), "roledex gap --to head-baker");
    assert!(script.text().contains("From your profile to Head baker"), "{}", script.text());
    let script = script.keys("enter");
    assert_eq!(script.state.focus, Focus::Needs);
}

#[test]
fn a_level_of_the_profile_that_was_not_understood_is_to_be_learnt() {
    let mut script = Script::small(100, 30).keys("c \"head\" enter 4 \"knead\" esc");
    let skill = script.state.skills.selected().unwrap();
    script.send(Msg::ProfileLoaded(Ok(vec![CurrentSkill { skill, level: None, unclear: true }])));
    assert!(script.text().contains("✓ in your profile, level not understood"), "{}", script.text());
    let script = script.keys("6 f");
    let open =
        |script: &Script| script.state.gap.gaps().iter().map(Gap::count_open).collect::<Vec<_>>();
    let before = open(&script);
    assert!(script.text().contains("level not understood"), "{}", script.text());
    // Once it is at a level of the scale it counts as that.
    let script = script.keys("4 esc + + + + 6");
    assert!(!script.text().contains("not understood"), "{}", script.text());
    assert!(open(&script) < before, "{before:?}");
}

#[test]
fn a_skill_is_added_to_the_profile_raised_and_taken_out() {
    let mut script = Script::small(100, 30).keys("4 \"knead\" esc +");
    let skill = script.state.skills.selected().unwrap();
    let edits = |script: &Script| {
        let profile = |effect: &Effect| match effect {
            Effect::EditProfile(ProfileSkillEdit { skill, to, .. }) => Some((*skill, to.clone())),
            _ => None,
        };
        script.effects.iter().filter_map(profile).collect::<Vec<_>>()
    };
    let at = |level: &str| (skill, ProfileSkillValue::Present(Some(level.to_string())));
    assert_eq!(edits(&script), [at("awareness")]);
    assert!(script.text().contains("✓ in your profile at ●○○○ awareness"), "{}", script.text());
    script = script.keys("+ + + +");
    assert!(script.state.notice.as_ref().unwrap().contains("no higher level"));
    assert_eq!(edits(&script).last(), Some(&at("expert")));
    script = script.keys("- - - -");
    assert_eq!(edits(&script).last(), Some(&(skill, ProfileSkillValue::Absent)));
    assert!(!script.text().contains("in your profile at"));
    // A file that cannot be read is not written over.
    script.send(Msg::ProfileLoaded(Err("profile.toml:1:1 this is not TOML".to_string())));
    let before = edits(&script).len();
    script = script.keys("+");
    assert_eq!(edits(&script).len(), before);
    assert!(script.text().contains("this is not TOML"));
}

#[test]
fn inherited_duties_can_be_left_out() {
    let script = Script::small(120, 40).keys("/ \"senior_baker\" enter");
    assert!(script.text().contains("from Baker"), "{}", script.text());
    let script = script.keys("i");
    assert!(!script.text().contains("from Baker"));
    assert_eq!(script.state.command(), "roledex show senior-baker --duties added-here");
    let script = script.keys("d \"kitchen\" enter");
    let rows = |script: &Script| script.state.compare.diff().unwrap().responsibilities.len();
    let few = rows(&script);
    let script = script.keys("i");
    assert!(rows(&script) > few);
}

#[test]
fn a_family_or_the_marked_roles_stand_beside_each_other() {
    let script = Script::small(100, 30).keys("g M");
    assert_eq!(script.state.command(), "roledex matrix --family bakery");
    assert!(script.state.matrix.roles().len() > 3);
    let script = Script::small(100, 30).keys("space j space j M");
    assert_eq!(script.state.command(), "roledex matrix apprentice baker");
    let rows = |script: &Script| script.state.matrix.page.doc().rows.len();
    let all = rows(&script);
    let script = script.keys("u");
    assert!(rows(&script) <= all);
    // The duties under a theme are shown where it stands.
    let script = script.keys("u G enter");
    assert!(rows(&script) > all, "{}", script.text());
    let script = script.keys("g ] enter");
    assert_eq!(script.state.focus, Focus::Needs, "{}", script.text());
}

fn any_key() -> impl Strategy<Value = String> {
    let keys: Vec<String> =
        ACTIONS.iter().flat_map(|s| s.keys.iter().map(|k| (*k).to_string())).collect();
    prop_oneof![4 => proptest::sample::select(keys), 1 => "[a-z|!'^$]"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    #[test]
    fn no_keys_no_clicks_no_sizes_make_it_panic(
        steps in proptest::collection::vec((any_key(), 0u16..160, 0u16..60, 0u8..12), 1..60),
    ) {
        let mut script = Script::small(80, 24);
        for (key, x, y, what) in steps {
            match what {
                0 => script.send(Msg::Resize(x, y)),
                1 => script.send(Msg::Click(x, y)),
                2 => script.send(Msg::Wheel(x, y, isize::try_from(y).unwrap() - 30)),
                _ => script = script.keys(&key),
            }
            let _ = script.text();
        }
    }
}

#[test]
fn closing_a_role_after_coming_home_leads_to_the_list() {
    let script = Script::small(100, 30).keys("p \"head\" enter 1 enter");
    assert_eq!(script.state.focus, Focus::Detail);
    let script = script.keys("q");
    assert_eq!(script.state.focus, Focus::Roles);
    // History still leads back.
    let script = script.keys("H");
    assert_eq!(script.state.focus, Focus::Path);
}

#[test]
fn a_place_reached_twice_after_coming_home_is_still_left_by_the_way_back() {
    let script = Script::small(100, 30).keys("j space j space k d U 1 U d q");
    assert_eq!(script.state.focus, Focus::Roles);
    let script = script.keys("L");
    assert_eq!((script.state.focus, script.notice()), (Focus::Compare, ""));
    // Back at the start, closing quits.
    let script = script.keys("q q");
    assert_eq!(script.effects, [Effect::Quit(0)]);
}

#[test]
fn what_is_folded_hides_no_role_that_is_being_read() {
    // From the list, the cursor goes to the family of the role.
    let script = Script::small(100, 30).keys("G");
    let role = script.state.roles.selected().unwrap();
    let family = script.state.catalog.role(role).family.clone();
    assert_ne!(Some(family.as_str()), script.state.catalog.families().next().map(|(name, _)| name));
    let script = script.keys("Z");
    let row = script.state.roles.row().unwrap();
    assert!(matches!(row, RoleTreeRow::Family { name, folded: true, .. } if *name == family));
    // A role that is being read stays, and so does the focus.
    for (keys, place) in [("G enter Z", "Z"), ("t G enter t", "t"), ("Z t G enter t", "Z t")] {
        let script = Script::small(100, 30).keys(keys);
        assert_eq!(script.state.focus, Focus::Detail, "{place}");
        assert_eq!(script.state.detail.role(), Some(role), "{place}: {}", script.text());
        assert_eq!(script.state.roles.selected(), Some(role), "{place}");
    }
    let script = Script::small(100, 30).keys("G enter Z");
    assert!(script.notice().starts_with("folded all families but "), "{}", script.notice());
    let folded = script.state.roles.rows().len();
    // The next time, all are unfolded.
    let script = script.keys("Z");
    assert_eq!((script.state.focus, script.notice()), (Focus::Detail, ""));
    assert!(script.state.roles.rows().len() > folded);
    assert_eq!(script.state.detail.role(), Some(role));
    // A facet takes it out of the list: then the list has the focus.
    let script = Script::small(100, 30).keys("j enter f \"kitchen\" enter esc");
    assert_eq!(script.state.focus, Focus::Roles);
    let script = Script::small(100, 30).keys("G enter f \"kitchen\" enter esc");
    assert_eq!((script.state.focus, script.state.detail.role()), (Focus::Detail, Some(role)));
    // One list has no families to read about.
    let script = Script::small(100, 30).keys("G Z tab");
    assert_eq!((script.state.focus, script.state.detail.role()), (Focus::Detail, None));
    assert_eq!(script.keys("t").state.focus, Focus::Roles);
}

#[test]
fn an_action_is_found_by_a_word_shown_and_one_that_is_not() {
    let script = Script::builtin(100, 30).keys(": \"sort_salary\"");
    assert!(script.text().contains("Sort"), "{}", script.text());
}
