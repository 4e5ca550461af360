use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::{AddedRole, AddedRoles, Role, RoleId};
use crate::reading::added::READ_FAMILY;
use crate::tui::action::Action;
use crate::tui::screen_catalog::ScreenCatalog;
use crate::tui::update::{Msg, update};

fn with_theme(theme: &str) -> AppState {
    let mut state = AppState::new(ScreenCatalog::default(), (80, 24));
    state.set_theme(theme);
    state
}

/// Ends a run in which `theme` was used last.
fn end_run(theme: &str, memory: &mut Session, set: &InitialSettings) {
    let before = memory.clone();
    with_theme(theme).save_session(memory, &before, set);
}

fn letters(text: &str) -> Vec<String> {
    text.chars().map(String::from).collect()
}

#[test]
fn a_theme_of_one_run_neither_changes_what_is_kept_nor_takes_it() {
    let kept = InitialSettings { theme: Some("terminal".to_string()), mouse: true };
    let once = InitialSettings { theme: None, mouse: true };
    let mut memory = Session::default();
    end_run("dark", &mut memory, &kept);
    assert_eq!(memory.theme, Some(("dark".to_string(), "terminal".to_string())));
    // A run without colour, or with a theme by flag: whichever theme is in use at its end.
    for worn in ["mono", "terminal", "light"] {
        end_run(worn, &mut memory, &once);
        let mut next = with_theme("mono");
        next.restore_session(&memory, &once);
        assert_eq!(next.theme().name, "mono");
    }
    let mut next = with_theme("terminal");
    next.restore_session(&memory, &kept);
    assert_eq!(next.theme().name, "dark");
    // A run that returns to the configured theme uses that one from then on.
    end_run("terminal", &mut memory, &kept);
    assert_eq!(memory.theme, None);
}

#[test]
fn what_is_not_ours_is_told_apart_from_a_first_run() {
    for text in ["", " \n", "{\"version\": 1}"] {
        assert_eq!(Session::parse(text).map(|memory| memory.packs.len()), Ok(0), "{text}");
    }
    for text in [
        "{",
        "[]",
        "{\"version\": \"x\"}",
        "{\"split\": 3}",
        "{}",
        "{\"version\": 1, \"split\": \"x\"}",
    ] {
        assert_eq!(Session::parse(text), Err(SessionError::Damaged), "{text}");
    }
    for text in ["{\"version\": 99, \"split\": 3}", "{\"version\": 2, \"split\": \"wide\"}"] {
        assert_eq!(Session::parse(text), Err(SessionError::Newer), "{text}");
    }
}

#[test]
fn what_is_valid_in_a_damaged_file_is_taken_up() {
    let text = "{\"version\": 1, \"split\": 1e999, \"lean\": \"x\", \"queries\": [\"sql\"], \"mouse\": 7, \
                \"packs\": {\"a\": {\"role\": 5}, \"b\": {\"bookmarks\": [\"cook\"]}}}";
    assert_eq!(Session::parse(text), Err(SessionError::Damaged));
    assert_eq!(Session::salvage(text), Session::default(), "1e999 is not a number of JSON");
    let memory = Session::salvage(&text.replace("1e999", "-0.5"));
    assert_eq!((memory.split, memory.lean, memory.mouse), (0, 0, None));
    assert_eq!(memory.queries, ["sql"]);
    assert_eq!(memory.packs.keys().collect::<Vec<_>>(), ["b"]);
    let nested =
        format!("{{\"version\": 1, \"more\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for text in ["", "{", "[]", "{\"version\": 2, \"split\": 3}", &nested] {
        assert_eq!(Session::salvage(text), Session::default());
    }
}

#[test]
fn what_a_later_build_adds_stays() {
    let text = "{\"version\": 1, \"split\": 3, \"more\": [1], \"packs\": {\"small\": {\"tags\": {\"a\": true}}}}";
    let mut memory = Session::parse(text).unwrap();
    let before = memory.clone();
    assert_eq!(memory.split, 3);
    explorer(&memory).save_session(&mut memory, &before, &SET);
    let written: Value = serde_json::from_str(&serde_json::to_string(&memory).unwrap()).unwrap();
    assert_eq!(written["more"], serde_json::json!([1]));
    assert_eq!(written["packs"]["small"]["tags"], serde_json::json!({"a": true}));
}

const SET: InitialSettings = InitialSettings { theme: None, mouse: true };

/// Returns an explorer over the small pack that opens with `memory`.
fn explorer(memory: &Session) -> AppState {
    let text = include_str!("../../../tests/it/fixtures/small.toml");
    let catalog = crate::pack::from_files("small", &[("small.toml", text)]).catalog;
    let mut state = AppState::new(ScreenCatalog::load(&Arc::new(catalog)), (100, 30));
    state.restore_session(memory, &SET);
    state
}

/// Adds or removes the bookmark on role `at`.
fn bookmark(state: &mut AppState, at: usize) {
    state.roles.select(&state.catalog.clone(), RoleId::from_index(at));
    let _ = update(state, Msg::Act(Action::Bookmark));
}

fn ids(state: &AppState, roles: &[usize]) -> Vec<String> {
    roles.iter().map(|at| state.catalog.role(RoleId::from_index(*at)).id.clone()).collect()
}

#[test]
fn any_remembered_widths_can_be_changed() {
    for split in [i16::MIN, i16::MAX] {
        for (size, key) in
            [((200, 60), Action::Widen), ((200, 60), Action::Narrow), ((1, 1), Action::Widen)]
        {
            let mut state =
                explorer(&Session { version: VERSION, split, lean: split, ..Session::default() });
            let _ = update(&mut state, Msg::Resize(size.0, size.1));
            let _ = update(&mut state, Msg::Act(key));
            assert!(state.split.unsigned_abs() < 200, "{}", state.split);
            state.dragging = true;
            let _ = update(&mut state, Msg::Drag(1 << 15, 0));
            assert!(state.split.unsigned_abs() < 200, "{}", state.split);
        }
    }
}

#[test]
fn of_two_explorers_neither_undoes_what_the_other_did() {
    let mut file = Session::default();
    let mut first = explorer(&file);
    bookmark(&mut first, 0);
    bookmark(&mut first, 1);
    let before = file.clone();
    first.save_session(&mut file, &before, &SET);
    let opened = file.clone();
    let (mut left, mut right) = (explorer(&opened), explorer(&opened));
    bookmark(&mut left, 0);
    left.remember_query("bread");
    left.split = 7;
    bookmark(&mut right, 2);
    right.remember_query("dough");
    right.compare.divider_offset = 4;
    left.save_session(&mut file, &opened, &SET);
    right.save_session(&mut file, &opened, &SET);
    let spot = file.packs.values().next().unwrap();
    assert_eq!(spot.bookmarks, ids(&left, &[1, 2]));
    assert_eq!(file.queries, ["dough", "bread"]);
    assert_eq!((file.split, file.lean), (7, 4));
    // A run without changes updates only the position.
    let mut looked = explorer(&opened);
    looked.roles.select(&looked.catalog.clone(), RoleId::from_index(1));
    let mut after = file.clone();
    looked.save_session(&mut after, &opened, &SET);
    after.packs.values_mut().next().unwrap().role = spot.role.clone();
    assert_eq!(after, file);
}

#[test]
fn bookmarks_on_roles_that_the_pack_lacks_today_stay() {
    let mut file = Session::default();
    let before = file.clone();
    explorer(&file).save_session(&mut file, &before, &SET);
    file.packs.values_mut().next().unwrap().bookmarks = vec!["gone".to_string()];
    let opened = file.clone();
    let mut state = explorer(&opened);
    bookmark(&mut state, 0);
    state.save_session(&mut file, &opened, &SET);
    let expected = [vec!["gone".to_string()], ids(&state, &[0])].concat();
    assert_eq!(file.packs.values().next().unwrap().bookmarks, expected);
}

#[test]
fn bookmarks_saved_at_once_are_those_saved_at_the_end() {
    let (before, mut file) = (Session::default(), Session::default());
    let mut state = explorer(&before);
    bookmark(&mut state, 0);
    bookmark(&mut state, 2);
    state.bookmark_snapshot(&before).merge_into(&mut file);
    assert_eq!(file.packs.values().next().unwrap().bookmarks, ids(&state, &[0, 2]));
    // Another run adds one meanwhile.
    let mut other = explorer(&file);
    bookmark(&mut other, 1);
    other.bookmark_snapshot(&file.clone()).merge_into(&mut file);
    bookmark(&mut state, 0);
    state.bookmark_snapshot(&before).merge_into(&mut file);
    assert_eq!(file.packs.values().next().unwrap().bookmarks, ids(&state, &[2, 1]));
    let saved = file.packs.values().next().unwrap().bookmarks.clone();
    state.save_session(&mut file, &before, &SET);
    assert_eq!(file.packs.values().next().unwrap().bookmarks, saved);
}

#[test]
fn marks_are_there_again_and_roles_that_are_gone_are_not() {
    let (before, mut file) = (Session::default(), Session::default());
    let mut state = explorer(&before);
    let roles: Vec<RoleId> = state.catalog.role_ids().take(3).collect();
    state.marks = RoleMarks::of([roles[2], roles[0], roles[1]]);
    state.save_session(&mut file, &before, &SET);
    let next = explorer(&file);
    assert_eq!((next.marks, next.notice), (state.marks, None));
    // A run that marks nothing else leaves what another one marked meanwhile.
    let opened = file.clone();
    let (looked, mut other) = (explorer(&opened), explorer(&opened));
    other.marks = RoleMarks::of([roles[1]]);
    other.save_session(&mut file, &opened, &SET);
    looked.save_session(&mut file, &opened, &SET);
    assert_eq!(explorer(&file).marks, RoleMarks::of([roles[1]]));
    let spot = file.packs.values_mut().next().unwrap();
    spot.marks = [vec!["gone".to_string()], ids(&state, &[1])].concat();
    let mut next = explorer(&file);
    assert_eq!((next.marks, next.notice.as_ref()), (RoleMarks::of([RoleId::from_index(1)]), None));
    // It may only be missing today: a run that changes no mark leaves it marked.
    let opened = file.clone();
    next.save_session(&mut file, &opened, &SET);
    assert_eq!(
        file.packs.values().next().unwrap().marks,
        opened.packs.values().next().unwrap().marks
    );
    let _ = update(&mut next, Msg::Act(Action::ToggleMarks));
    next.save_session(&mut file, &opened, &SET);
    assert_eq!(file.packs.values().next().unwrap().marks, [""; 0]);
}

#[test]
fn quitting_on_a_role_that_was_read_keeps_the_place_before() {
    let mut memory = Session::default();
    let mut state = explorer(&memory);
    let last = state.catalog.role_ids().last().unwrap();
    assert_ne!(state.roles.selected(), Some(last), "the first place is another");
    state.roles.select(&state.catalog.clone(), last);
    state.save_session(&mut memory, &Session::default(), &SET);
    let role = Role::new("read:ad", "Baker (ad.txt)", READ_FAMILY);
    let title = "Baker".to_string();
    let read = AddedRole { role, title, read_from: "ad.txt".to_string() };
    let added = AddedRoles { roles: vec![read], ..AddedRoles::default() };
    let catalog = Arc::new(state.catalog.with_roles(added));
    let read = catalog.read_roles().next().unwrap();
    let before = memory.clone();
    let mut state = AppState::new(ScreenCatalog::load(&catalog), (80, 24));
    state.roles.select(&state.catalog.clone(), read);
    state.save_session(&mut memory, &before, &SET);
    assert_eq!(explorer(&memory).roles.selected(), Some(last));
}

#[test]
fn the_tip_goes_for_good_with_the_first_comparison() {
    let mut file = Session::default();
    let mut state = explorer(&file);
    state.has_compared = false;
    state.save_session(&mut file, &Session::default(), &SET);
    assert!(!file.compared);
    for key in [Action::Compare, Action::Open] {
        let _ = update(&mut state, Msg::Act(key));
    }
    assert!(state.has_compared && state.marks.pair().is_some());
    state.save_session(&mut file, &Session::default(), &SET);
    let mut next = explorer(&Session::default());
    next.has_compared = false;
    next.restore_session(&file, &SET);
    assert!(next.has_compared);
}

#[test]
fn queries_of_two_are_both_kept() {
    for (theirs, before, mine, merged) in [
        ("cba", "cba", "cba", "cba"),
        ("cba", "cba", "dcba", "dcba"),
        ("ecba", "cba", "dcba", "decba"),
        ("ecba", "cba", "acb", "aecb"),
        ("ba", "", "dc", "dcba"),
        ("ba", "ba", "ab", "ab"),
        ("cba", "ba", "ba", "cba"),
    ] {
        assert_eq!(
            merge_queries(&letters(theirs), &letters(before), &letters(mine)),
            letters(merged),
            "{theirs} {before} {mine}"
        );
    }
    let many: Vec<String> = (0..QUERIES).map(|n| n.to_string()).collect();
    let merged = merge_queries(&many, &[], &letters("ab"));
    assert_eq!(
        (merged.len(), &merged[0], &merged[2]),
        (QUERIES, &"a".to_string(), &"0".to_string())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Explorers that open, toggle bookmarks and quit in any order: the file finally contains
    /// the changes of all of them, applied in the order in which they quit.
    #[test]
    fn bookmarks_survive_any_interleaving(
        runs in proptest::collection::vec((0usize..6, proptest::collection::vec(0usize..5, 0..5)), 1..7),
    ) {
        let mut file = Session::default();
        let before = file.clone();
        explorer(&file).save_session(&mut file, &before, &SET);
        // Each opens with one of the earlier versions of the file.
        let mut files = vec![file.clone()];
        let mut expected: Vec<String> = Vec::new();
        for (opened, toggles) in runs {
            let opened = files[opened % files.len()].clone();
            let mut state = explorer(&opened);
            for at in toggles {
                bookmark(&mut state, at);
            }
            for (role, added) in &state.bookmark_changes {
                expected.retain(|other| other != role || *added);
                if *added && !expected.contains(role) {
                    expected.push(role.clone());
                }
            }
            state.save_session(&mut file, &opened, &SET);
            files.push(file.clone());
            let found = &file.packs.values().next().unwrap().bookmarks;
            prop_assert_eq!(found, &expected);
        }
    }
}
