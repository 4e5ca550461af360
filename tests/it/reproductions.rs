//! Faults that were found by trying the explorer as a newcomer, and complaints about programs like
//! it: each by the keys that showed it.

use roledex::model::Catalog;
use roledex::pack;
use roledex::tui::effect::Effect;
use roledex::tui::overlay::OverlayContent;
use roledex::tui::state::{Focus, RoleMarks};

use crate::script::Script;

/// The pair that the header names is the pair that is shown.
fn names_what_it_shows(script: &Script) {
    let pair = script.state.marks.pair().unwrap();
    let shown = match script.state.focus {
        Focus::Compare => script.state.compare.pair(),
        Focus::Path => script.state.path.pair,
        Focus::Gap => match &script.state.gap.question {
            Some((roledex::tui::pane::gap::GapStart::Role(from), to)) => Some((*from, to[0])),
            _ => None,
        },
        _ => Some((script.state.matrix.roles()[0], script.state.matrix.roles()[1])),
    };
    assert_eq!(shown, Some(pair));
    let text = script.text();
    let lines: Vec<&str> = text.lines().collect();
    for role in [pair.0, pair.1] {
        let title = &script.state.catalog.role(role).title;
        assert!(lines[0].contains(title.as_str()), "{title}: {}", lines[0]);
        let word = title.split(' ').next().unwrap();
        assert!(lines[1..8].iter().any(|line| line.contains(word)), "{word}: {text}");
    }
}

#[test]
fn the_views_of_a_pair_follow_the_marks() {
    let marked_again = "space j space U j space j j space";
    for view in ["5", "6", "7", "3"] {
        names_what_it_shows(&Script::builtin(200, 30).keys("space j space").keys(view));
        // Back, other marks, and there again by each of the other views.
        for other in ["5", "6", "7", "3"] {
            let keys = format!("space j space {other} 1 {marked_again} {view}");
            names_what_it_shows(&Script::builtin(200, 30).keys(&keys));
            let keys = format!("space j space {other} S 1 {view}");
            names_what_it_shows(&Script::builtin(200, 30).keys(&keys));
        }
    }
    names_what_it_shows(&Script::builtin(200, 30).keys("space j space 6 S"));
}

/// The numbers before the words for skills and levels to learn, in the line that has `mark`.
fn to_learn(text: &str, mark: &str) -> Vec<String> {
    let line = text.lines().find(|line| line.contains(mark)).unwrap_or_else(|| panic!("{text}"));
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    line.split_whitespace().filter(is_number).map(ToString::to_string).collect()
}

#[test]
fn a_path_and_a_gap_agree_on_what_there_is_to_learn() {
    for (from, to) in [("css", "pm"), ("css", "pl"), ("qa", "pm"), ("da", "den")] {
        let keys = format!("/ \"{from}\" enter c \"{to}\" enter");
        let gap = Script::builtin(160, 40).keys(&keys);
        let (text, gap) = (gap.text(), &gap.state.gap.gaps()[0]);
        let line = text.lines().find(|line| line.contains("skills to learn")).unwrap();
        let before = line.split(" skills to learn, ").collect::<Vec<_>>();
        let skills = before[0].rsplit(' ').next().unwrap();
        let levels = before[1].split(' ').next().unwrap();
        assert_eq!(skills, gap.count_open().to_string());
        let keys = format!("/ \"{from}\" enter p \"{to}\" enter");
        let path = Script::builtin(160, 40).keys(&keys);
        // Steps, skills and levels of the direct way.
        let told = to_learn(&path.text(), "  0  straight there");
        assert_eq!(told[..4], ["0", "1", skills, levels], "{from} {to}: {}", path.text());
        // What was learnt in one step is not learnt from the start in a later one.
        for way in path.state.path.paths() {
            for (at, hop) in way.hops.iter().enumerate() {
                for row in hop.skills.iter().filter(|row| row.is_open()) {
                    let earlier = way.hops[..at].iter().flat_map(|hop| &hop.skills);
                    let had = earlier.filter(|old| old.skill == row.skill).count() > 0;
                    assert!(!had || row.have.is_some(), "{from} {to}");
                }
            }
        }
    }
}

#[test]
fn no_view_takes_a_role_that_was_not_chosen() {
    let css = "/ \"customer_support\"";
    for key in ["p", "c", "d", "3", "5", "6"] {
        let script = Script::builtin(120, 36).keys(css).keys("tab esc").keys(key);
        let a = script.role("customer-support-specialist");
        assert!(
            matches!(script.state.overlays.last().unwrap().content,
            OverlayContent::OtherRole { first, .. } if first == a),
            "{key}"
        );
        assert_eq!(script.state.marks, RoleMarks::of([a]), "{key}: nothing else was marked");
    }
    // The same key takes the mark away again, and the matrix is of a family.
    let script = Script::builtin(120, 36).keys("space space M");
    assert_eq!(script.state.marks, RoleMarks::default());
    assert!(script.state.matrix.family().is_some());
    // Two marks are two columns.
    let script = Script::builtin(120, 36).keys("space j space j j M");
    assert_eq!(script.state.matrix.roles().len(), 2);
    // Marking does not move on: enter opens the role that was marked.
    let script = Script::builtin(120, 36).keys(css).keys("tab enter");
    assert_eq!(script.state.detail.role(), Some(script.role("customer-support-specialist")));
}

#[test]
fn the_filter_is_what_n_walks_and_a_word_of_it_finds_the_role_first() {
    let script = Script::builtin(120, 36).keys("/ \"engineer\" enter n");
    assert!(script.notice().starts_with("match 2 of "), "{}", script.notice());
    let script = script.keys("q n");
    assert!(script.notice().starts_with("match 3 of "), "{}", script.notice());
    // The best hit is the first row, whatever the families are called.
    let roles = [
        ("hospital-pharmacist", "Health", "Works with nurses."),
        ("nurse-assistant", "Health", "Helps."),
        ("nurse", "Ward", "Cares for people."),
    ];
    let script = Script::new(pack_of(&roles), 100, 24).keys("/ \"nurse\"");
    assert_eq!(script.state.roles.cursor.at, 0);
    assert_eq!(script.state.roles.selected(), Some(script.role("nurse")), "{}", script.text());
}

/// A pack of roles, each given by its id, family and summary.
fn pack_of(roles: &[(&str, &str, &str)]) -> Catalog {
    let mut text = "[pack]\nformat = 1\nid = \"few\"\ntitle = \"Few\"\nversion = \"1\"\n\
                    license = \"CC0-1.0\"\nas-of = 2026-01-02\n"
        .to_string();
    for (id, family, summary) in roles {
        text += &format!(
            "[[role]]\nid = \"{id}\"\ntitle = \"{}\"\nfamily = \"{family}\"\n\
             summary = \"{summary}\"\n",
            id.replace('-', " ")
        );
    }
    let loaded = pack::from_files("few", &[("few.toml", text.as_str())]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.catalog
}

#[test]
fn keys_do_in_fields_and_lists_what_hands_expect() {
    for keys in ["? q", "? ?", "? esc", "f esc", ": esc", "/ \"lead\" ctrl-c", "4 \"x\" ctrl-c"] {
        let script = Script::small(100, 30).keys(keys);
        assert!(script.state.overlays.is_empty() && script.effects.is_empty(), "{keys}");
        assert!(!script.state.focus.is_input(), "{keys}");
    }
    // A blank toggles a facet, and is not typed.
    let script = Script::small(100, 30).keys("f space");
    assert_eq!(script.state.overlays.last().unwrap().input.value(), "");
    assert_eq!(script.state.roles.facets.selected.len(), 1);
    // Esc leaves the marks alone, however often it is pressed.
    let script = Script::small(100, 30).keys("space j space esc esc esc esc 3 esc esc esc");
    assert!(script.state.marks.pair().is_some());
    assert_eq!(script.effects.iter().filter(|effect| **effect == Effect::Quit(0)).count(), 0);
}

/// Digits are views everywhere outside of fields, whatever follows them: there are no counts.
#[test]
fn a_digit_is_a_view_and_the_key_behind_it_is_its_own() {
    let script = Script::small(100, 30).keys("space j space 5 j");
    assert_eq!(script.state.focus, Focus::Path);
    let here = script.state.path.page.item();
    assert!(here > Script::small(100, 30).keys("space j space 5").state.path.page.item());
    let script = Script::small(100, 30).keys("j 4 esc 3 \"head\" enter enter");
    assert_eq!(script.state.focus, Focus::Compare);
}

#[test]
fn a_filter_without_hits_gives_the_place_back() {
    for (way, filter) in [("j j j", "qqqq"), ("G k", "zzzz"), ("j j j j j j j j j j", "kubernetes")]
    {
        let before = Script::builtin(100, 16).keys(way);
        let after =
            Script::builtin(100, 16).keys(way).keys(&format!("/ \"{filter}\"")).keys("esc esc");
        assert_eq!(after.state.roles.cursor, before.state.roles.cursor, "{way} {filter}");
        assert_eq!(after.text(), before.text(), "{way} {filter}");
    }
}

/// Words behind an emoji with a variation selector stay on the line.
#[test]
fn no_word_vanishes_behind_an_emoji() {
    let words = ["Alpha", "beta", "gamma", "delta", "epsilon", "zeta", "omega"];
    let summary = words.join(" ✔\u{fe0f} ⚠\u{fe0f} ");
    let catalog = || pack_of(&[("baker", "Bakery", &summary)]);
    for width in 40..140 {
        let text = Script::new(catalog(), width, 30).keys("j enter z").text();
        for word in words {
            assert!(text.contains(word), "{width}: {word}: {text}");
        }
    }
}

/// Wide screens: lists grow, and prose stays readable.
#[test]
fn three_hundred_columns_are_used_for_names_and_not_for_prose() {
    let list = |width| {
        let text = Script::builtin(width, 40).keys("/ \"data\"").text();
        let line = text.lines().nth(2).unwrap().to_string();
        line.chars().position(|c| c == '│' || c == '┃').unwrap()
    };
    // From 140 columns on, the facts beside a role need room too.
    assert!(list(300) > list(160) && list(160) >= 36, "{} {}", list(300), list(160));
    assert!(list(300) >= 72);
    for keys in ["enter", "c \"pl\" enter", "p \"pl\" enter", "M", "4 \"sql\""] {
        let script = Script::builtin(300, 50).keys(keys);
        for line in script.text().lines().skip(3) {
            // Words of one sentence: no gap of a column.
            for part in line.split("  ").filter(|part| part.contains(". ")) {
                let width = unicode_width::UnicodeWidthStr::width(part);
                assert!(width <= 100, "{keys}: {width}: {part}");
            }
        }
    }
}
