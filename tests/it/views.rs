//! Compare, Path, Gap and Matrix show the roles that the header names, whatever happened before.

use std::sync::OnceLock;

use proptest::prelude::*;
use roledex::model::{Catalog, RoleId};
use roledex::tui::action::{ACTIONS, Action};
use roledex::tui::key::KeyChord;
use roledex::tui::message_for_key;
use roledex::tui::pane::gap::GapStart;
use roledex::tui::state::{Focus, ScreenView};
use roledex::tui::update::Msg;

use crate::script::{Script, small};

const SMALL: &str = include_str!("fixtures/small.toml");

/// The small pack without one of its roles, with another title, and with a role more before all
/// others.
fn packs() -> Vec<String> {
    let at = SMALL.find("[[role]]\nid = \"kitchen-hand\"").unwrap();
    let end = SMALL[at + 1..].find("\n[[").map_or(SMALL.len(), |i| at + 1 + i);
    let without =
        format!("{}{}", &SMALL[..at], &SMALL[end..]).replace("\"kitchen-hand\"", "\"baker\"");
    let renamed = SMALL
        .replace("title = \"Baker\"", "title = \"Bread maker\"")
        .replace("aliases = [\"Bread maker\"", "aliases = [\"Baker\"");
    let first = SMALL.find("[[role]]").unwrap();
    let more = format!(
        "{}[[role]]\nid = \"aide\"\ntitle = \"Aide\"\nfamily = \"bakery\"\nsummary = \"Helps.\"\n\n{}",
        &SMALL[..first],
        &SMALL[first..]
    );
    vec![SMALL.to_string(), without, renamed, more]
}

fn catalogs() -> &'static [Catalog] {
    static CATALOGS: OnceLock<Vec<Catalog>> = OnceLock::new();
    let read = |text: &String| {
        let loaded = roledex::pack::from_files("small", &[("small.toml", text.as_str())]);
        assert!(loaded.catalog.roles().len() > 3, "{:?}", loaded.diagnostics);
        loaded.catalog
    };
    CATALOGS.get_or_init(|| packs().iter().map(read).collect())
}

/// What stands behind `A` and `B` on a line, `–` where nothing is marked.
fn named(line: &str, between: &str) -> Option<(String, String)> {
    let (_, rest) =
        line.split_once(" A ").or_else(|| line.strip_prefix("A ").map(|rest| ("", rest)))?;
    let (a, rest) = rest.split_once(between)?;
    let b = rest.split("  ").next().unwrap_or_default();
    // What a mark that is missing is for.
    let (a, b) = (a.trim().trim_start_matches("(from) "), b.trim().trim_start_matches("(to) "));
    Some((a.to_string(), b.to_string()))
}

/// The titles over the two columns of a comparison, or in the first two lines of one column.
fn compared(lines: &[&str]) -> Option<(String, String)> {
    let title = |line: &str, letter: &str| {
        Some(line.strip_prefix(letter)?.split("  ").next()?.trim().to_string())
    };
    named(lines[1], " │ B ").or_else(|| Some((title(lines[1], "A ")?, title(lines[2], "B ")?)))
}

/// The goals of a gap from the profile: it takes the place of A; with A alone, that is the goal.
fn profile_goals(script: &Script) -> Vec<RoleId> {
    script.state.marks.b.or(script.state.marks.a).into_iter().collect()
}

/// Says what is wrong where the view in focus shows something else than the header names, in the
/// state or on the screen.
#[expect(clippy::too_many_lines, reason = "one check after another, each short")]
fn fault(script: &Script) -> Result<(), String> {
    let state = &script.state;
    let title = |role: RoleId| state.catalog.role(role).title.clone();
    let marked = state.marks.pair();
    let text = script.text();
    let lines: Vec<&str> = text.lines().collect();
    let has_columns = |lines: &[&str], roles: &[RoleId]| {
        let columns = state.matrix.columns().0;
        let headings: Vec<String> = columns
            .map(|at| {
                let title = title(roles[at]);
                let label = match state.matrix.family() {
                    Some(_) => (at + 1).to_string(),
                    None => char::from(b'A' + at as u8).to_string(),
                };
                format!("{label} {}", title.split(' ').next().unwrap_or_default())
            })
            .collect();
        // Titles are wrapped: the first word of each is on the first line.
        let in_order = |line: &&str| {
            let mut rest = *line;
            headings.iter().all(|heading| match rest.split_once(heading.as_str()) {
                Some((_, after)) => {
                    rest = after;
                    true
                }
                None => false,
            })
        };
        !state.overlays.is_empty() || lines.iter().skip(1).take(3).any(in_order)
    };
    let wrong = |what: &str| {
        Err(format!(
            "{what}: marks {:?}\n{text}",
            state.marks.roles().into_iter().map(title).collect::<Vec<_>>()
        ))
    };
    let shown = match state.focus.view() {
        ScreenView::Roles | ScreenView::Skills => return Ok(()),
        ScreenView::Compare => state.compare.pair(),
        ScreenView::Path => {
            if let (Some((_, way)), Some((from, to))) = (state.path.current_path(), state.path.pair)
                && let (Some(first), Some(last)) = (way.hops.first(), way.hops.last())
                && (first.from, last.to) != (from, to)
            {
                return wrong("a way between others");
            }
            state.path.pair
        }
        ScreenView::Gap => match &state.gap.question {
            Some((GapStart::Role(from), to)) => to.first().map(|to| (*from, *to)),
            Some((GapStart::Profile, to)) if *to == profile_goals(script) => return Ok(()),
            Some((GapStart::Profile, _)) => return wrong("a gap of others"),
            None => None,
        },
        ScreenView::Matrix if state.matrix.family().is_some() => {
            let header = state.overlays.is_empty().then(|| named(lines[0], "  B ")).flatten();
            if header.is_some_and(|header| header != ("–".into(), "–".into())) {
                return wrong("a family under a header of roles");
            }
            let of_family = |role: &RoleId| {
                Some(state.catalog.role(*role).family.as_str()) == state.matrix.family()
            };
            return if state.matrix.roles().iter().all(of_family)
                && has_columns(&lines, state.matrix.roles())
            {
                Ok(())
            } else {
                wrong("other roles than those of the family")
            };
        }
        ScreenView::Matrix => match state.matrix.roles() {
            [a, b, ..] => Some((*a, *b)),
            _ => None,
        },
    };
    if shown != marked {
        return wrong("another pair in the state");
    }
    if !state.overlays.is_empty() {
        return Ok(());
    }
    let header = named(lines[0], "  B ");
    let told = marked.map_or_else(
        || (state.marks.a.map_or("–".into(), title), "–".to_string()),
        |(a, b)| (title(a), title(b)),
    );
    if header.as_ref() != Some(&told) {
        return wrong("another pair in the header");
    }
    let between = match state.focus {
        Focus::Compare if compared(&lines) == marked.map(|(a, b)| (title(a), title(b))) => {
            return Ok(());
        }
        Focus::Compare => return wrong("another pair on the page"),
        Focus::Path | Focus::Gap => " to B ",
        Focus::Matrix if marked.is_some() && !has_columns(&lines, state.matrix.roles()) => {
            return wrong("other columns in the matrix");
        }
        _ => return Ok(()),
    };
    if named(lines[1], between) != marked.map(|(a, b)| (title(a), title(b))) {
        return wrong("another pair on the page");
    }
    Ok(())
}

#[test]
fn another_mark_shows_in_every_view() {
    for view in ["3", "5", "6", "7"] {
        for (before, after) in [
            // Another B.
            ("space j", "esc 1 j j space j"),
            ("space j space j", "1 j j space j"),
            ("space j space j", "1 G space j"),
            ("space j space j", "1 g j j space G space"),
            ("space j space j", "1 g j space"),
            ("space j space j space", "1 g j j space"),
            // Exchanged in another view, and looked back at.
            ("space j", "6 S esc"),
            ("space j space j", "5 S esc"),
            ("space j space j", "5 S 3 H H H"),
            ("space j space j", "d S"),
            // Cleared, and brought back.
            ("space j space j", "1 U"),
            ("space j space j", "U"),
            ("space j space j", "U U"),
            ("space j space j", "1 U j space j"),
            ("space j space j", "1 g j space j"),
            // Another way to two roles.
            ("space j space j", "1 p esc 1 c esc"),
            ("space j space j", "5 j d"),
            ("space j space j", "3 d \"head\" enter"),
            ("space j space j", "H H L"),
            ("space j space j", "q q"),
            // A family in between.
            ("space j space j", "1 g M"),
            ("space j space j", "1 h M"),
            ("space j space j", "1 G M"),
        ] {
            let mut script = Script::small(160, 30);
            for key in [before, view, after, view, "esc esc", view]
                .iter()
                .flat_map(|keys| keys.split_whitespace())
            {
                script = script.keys(key);
                if let Err(wrong) = fault(&script) {
                    panic!("{before} {view} {after}, at {key}: {wrong}");
                }
            }
        }
    }
}

#[test]
fn the_views_of_a_pair_without_one_say_how_to_choose_it() {
    for (view, focus) in
        [("d", Focus::Compare), ("p", Focus::Path), ("c", Focus::Gap), ("7", Focus::Matrix)]
    {
        let script = Script::small(160, 30).keys("space j space j").keys(view).keys("U");
        assert_eq!(script.state.focus, focus);
        let text = script.text();
        let key = if view == "7" { "M" } else { view };
        let told = format!("No roles are marked. Press {key} to choose two, or U to restore");
        assert!(text.contains(&told), "{view}: {text}");
        assert!(script.state.question().is_none(), "{view}");
        // It shows the same again when they are back.
        let before = Script::small(160, 30).keys("space j space j").keys(view);
        let mut script = script.keys("U");
        script.state.notice = before.state.notice.clone();
        assert_eq!(script.text(), before.text());
    }
}

#[test]
fn both_marks_are_the_matrix_and_a_third_role_comes_only_when_asked() {
    let script = Script::small(160, 30).keys("space j space j 7");
    let pair = [script.role("apprentice"), script.role("baker")];
    assert_eq!(script.state.matrix.roles(), pair);
    let script = Script::small(160, 30).keys("space j space j M");
    assert_eq!(script.state.matrix.roles(), pair, "the role under the cursor came along");
    let script = script.keys("1 space 7");
    assert_eq!(script.state.matrix.roles().len(), 3);
    // With one mark the other one is asked for.
    let script = Script::small(160, 30).keys("space j M enter");
    assert_eq!(
        (script.state.matrix.roles(), script.state.marks.roles()),
        (&pair[..], pair.to_vec())
    );
    // A family is called by its name.
    let script = Script::small(160, 30).keys("space j space j g M");
    assert!(script.text().lines().next().unwrap().contains("Family Bakery"), "{}", script.text());
}

#[test]
fn the_profile_takes_the_place_of_a_and_goes_to_the_other_marks() {
    let script = Script::small(160, 30).keys("4 \"knead\" esc + 1 g j space j space j 6 f");
    let marks = script.state.marks;
    let (_, goal) = marks.pair().unwrap();
    assert_eq!(script.state.gap.question, Some((GapStart::Profile, vec![goal])));
    // Others are marked: the same question of them.
    let script = script.keys("1 G space j 6");
    assert_ne!(script.state.marks, marks);
    let goals = script.state.marks.roles()[1..].to_vec();
    assert_eq!(goals.len(), 2);
    assert_eq!(script.state.gap.question, Some((GapStart::Profile, goals)));
    let script = script.keys("f");
    let (a, b) = script.state.marks.pair().unwrap();
    assert_eq!(script.state.gap.question, Some((GapStart::Role(a), vec![b])));
}

#[test]
fn history_says_when_it_brings_other_marks_back() {
    let script = Script::small(160, 30).keys("space j space 3 1 g j j space G space H");
    assert_eq!(script.state.focus, Focus::Compare);
    assert_eq!(script.state.notice.as_deref(), Some("A is Apprentice baker again, B is Baker"));
    assert!(fault(&script).is_ok());
}

/// An answer for A and B that comes when others are marked.
#[test]
fn a_late_answer_for_another_pair_is_dropped() {
    let mut script = Script::small(160, 30);
    script.slow = true;
    let mut script = script.keys("space j space j 5 1 g j j space G space 5");
    let waiting = std::mem::take(&mut script.waiting);
    assert_eq!(waiting.len(), 2);
    script.answer(waiting[0]);
    assert!(script.state.path.is_waiting() && fault(&script).is_ok());
    script.answer(waiting[1]);
    assert!(!script.state.path.is_waiting() && fault(&script).is_ok());
    script.answer(waiting[0]);
    assert!(fault(&script).is_ok());
    // Nor does it come up where nothing is marked.
    let mut script = script.keys("S U");
    for ways in std::mem::take(&mut script.waiting) {
        script.answer(ways);
    }
    assert!(fault(&script).is_ok() && script.state.path.current_path().is_none());
}

fn any_key() -> impl Strategy<Value = String> {
    let keys: Vec<String> =
        ACTIONS.iter().flat_map(|s| s.keys.iter().map(|k| (*k).to_string())).collect();
    // Those that have to do with marks come often.
    let often = [
        "space", "tab", "3", "5", "6", "7", "M", "d", "p", "c", "S", "U", "H", "L", "1", "esc",
        "enter", "j", "k", "f", "n",
    ];
    prop_oneof![3 => proptest::sample::select(often.map(str::to_string).to_vec()), 2 => proptest::sample::select(keys), 1 => "[a-z]"]
}

/// Whether `action` may change the marks: those that say so, and going back to another pair.
fn may_change_marks(action: Action, script: &Script) -> bool {
    match action {
        // Going back brings the pair of an earlier place back.
        Action::Mark
        | Action::ToggleMarks
        | Action::Swap
        | Action::HistoryBack
        | Action::HistoryForward
        | Action::Back
        | Action::Cancel => true,
        // A role was chosen in a list on top, or an action in the palette.
        Action::Open => !script.state.overlays.is_empty(),
        // Two roles of a step.
        Action::Compare => script.state.focus == Focus::Path,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn marks_change_only_by_their_own_actions(
        keys in proptest::collection::vec(any_key(), 1..80),
    ) {
        let mut script = Script::small(160, 30);
        for (at, key) in keys.iter().enumerate() {
            let (before, pair) = (script.state.marks, script.state.marks.pair());
            let chord = KeyChord::parse(key).unwrap();
            let action = match message_for_key(&script.state, chord) {
                Some(Msg::Act(action)) => Some(action),
                _ => None,
            };
            let may = action.is_some_and(|action| may_change_marks(action, &script));
            script.press(key);
            let after = script.state.marks;
            let done = keys[..=at].join(" ");
            prop_assert!(may || after == before, "{done}: {before:?} became {after:?}");
            // Going back shows another pair, and never clears a mark.
            let goes_back = matches!(action, Some(Action::Cancel | Action::Back | Action::HistoryBack));
            if goes_back && after != before {
                prop_assert!(after.pair().is_some() && after.pair() != pair, "{done}");
                prop_assert!(script.state.notice.as_ref().is_some_and(|text| text.contains("again")));
            }
        }
    }

    #[test]
    #[test]
    fn the_header_names_what_is_shown(
        steps in proptest::collection::vec((any_key(), 0u16..160, 0u16..30, 0u8..24), 1..60),
        slow in any::<bool>(),
    ) {
        let mut script = Script::new(small(), 160, 30);
        script.slow = slow;
        let mut done = Vec::new();
        for (key, x, y, what) in steps {
            match what {
                0 => script.take_up(catalogs()[usize::from(x) % 4].clone()),
                1 | 2 => script.send(Msg::Click(x, y)),
                // Answers come late, and in any order.
                3 | 4 if !script.waiting.is_empty() => {
                    let at = usize::from(x) % script.waiting.len();
                    let ways = script.waiting.remove(at);
                    script.answer(ways);
                }
                _ => script = script.keys(&key),
            }
            done.push(format!("{key}/{what}"));
            let wrong = fault(&script);
            prop_assert!(wrong.is_ok(), "{}: {}", done.join(" "), wrong.unwrap_err());
        }
    }
}
