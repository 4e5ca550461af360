//! Packs read again while they are looked at: everything that is held by id finds itself again.

use roledex::tui::pane::linked_page::PageLink;
use roledex::tui::state::{FaultLine, Focus, ShownVersion};
use roledex::tui::update::{Msg, ReloadOutcome};

use crate::frames::VIEWS;
use crate::script::Script;

const SMALL: &str = include_str!("fixtures/small.toml");

fn reread(script: &mut Script, text: &str) {
    let loaded = roledex::pack::from_files("small", &[("small.toml", text)]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    script.take_up(loaded.catalog);
}

/// A pack whose roles stand in another order has other numbers for all of them.
fn turned_around() -> String {
    let at = SMALL.find("[[role]]").unwrap();
    let end = SMALL[at..].find("[[comparison]]").map_or(SMALL.len(), |i| at + i);
    let mut roles: Vec<&str> =
        SMALL[at..end].split("[[role]]").filter(|role| !role.trim().is_empty()).collect();
    roles.reverse();
    let roles: String =
        roles.iter().flat_map(|role| ["[[role]]", role.trim_end(), "\n\n"]).collect();
    format!("{}{roles}{}", &SMALL[..at], &SMALL[end..])
}

#[test]
fn what_is_read_again_looks_as_before() {
    for (name, keys) in VIEWS {
        let mut script = Script::small(120, 40).keys(keys);
        // The first message asks for the similar roles.
        script.send(Msg::Resize(120, 40));
        let before = script.text();
        reread(&mut script, SMALL);
        script.state.notice = None;
        assert_eq!(script.text(), before, "{name}");
    }
}

#[test]
fn other_numbers_are_the_same_things() {
    let id = |script: &Script, role| script.state.catalog.role(role).id.clone();
    let held = |script: &Script| {
        let state = &script.state;
        let pair = |pair: Option<(_, _)>| pair.map(|(a, b)| (id(script, a), id(script, b)));
        let link =
            state.page().and_then(roledex::tui::pane::linked_page::LinkedPage::link).map(|link| {
                match link {
                    PageLink::Role(role) => id(script, role),
                    PageLink::Hop(from, to) => format!("{} {}", id(script, from), id(script, to)),
                    PageLink::Skill(skill) => state.catalog.skill(skill).id.clone(),
                    other => format!("{other:?}"),
                }
            });
        (
            state.focus,
            state.roles.selected().map(|role| id(script, role)),
            state.detail.role().map(|role| id(script, role)),
            (
                state.marks.a.map(|role| id(script, role)),
                state.marks.b.map(|role| id(script, role)),
            ),
            pair(state.compare.pair()),
            pair(state.path.pair),
            state.skills.selected().map(|skill| state.catalog.skill(skill).id.clone()),
            link,
        )
    };
    for (name, keys) in VIEWS {
        let mut script = Script::small(120, 40).keys(keys);
        let before = held(&script);
        reread(&mut script, &turned_around());
        assert_eq!(held(&script), before, "{name}");
    }
}

#[test]
fn what_is_gone_is_told_and_its_neighbour_stands_in() {
    let at = SMALL.find("[[role]]\nid = \"kitchen-hand\"").unwrap();
    let end = SMALL[at + 1..].find("\n[[").map_or(SMALL.len(), |i| at + 1 + i);
    let without =
        format!("{}{}", &SMALL[..at], &SMALL[end..]).replace("\"kitchen-hand\"", "\"baker\"");
    let mut script = Script::small(120, 40).keys("G space j b");
    assert_eq!(script.state.marks.a, Some(script.role("kitchen-hand")));
    let loaded = roledex::pack::from_files("small", &[("small.toml", &without)]);
    script.take_up(loaded.catalog);
    assert_eq!((script.state.marks.a, script.state.bookmarks.len()), (None, 0));
    let told = script.state.notice.clone().unwrap();
    assert!(told.contains("removed: Kitchen hand"), "{told}");
    let _ = script.text();
}

#[test]
fn faults_keep_what_is_shown_and_go_when_they_are_mended() {
    let mut script = Script::small(120, 40).keys("j enter");
    let fault = FaultLine { place: "small.toml:12".into(), message: "unknown skill `x`".into() };
    let catalog = script.state.catalog.clone();
    script.send(Msg::Reloaded(ReloadOutcome::Faulty(vec![fault])));
    assert_eq!(
        (script.state.shown_version, script.state.focus),
        (ShownVersion::LastGood, Focus::Detail)
    );
    assert!(script.state.catalog.is_same(&catalog));
    assert!(
        script.text().contains("small.toml:12 unknown skill `x` · showing the last valid version"),
        "{}",
        script.text()
    );
    // Where there is little room folders give way, and not what is wrong.
    let place = format!("/a/{}/small.toml:12", "long/".repeat(30));
    let fault = FaultLine { place, message: "unknown skill `x`".into() };
    script.send(Msg::Reloaded(ReloadOutcome::Faulty(vec![fault])));
    assert!(
        script
            .text()
            .contains("…/small.toml:12 unknown skill `x` · showing the last valid version"),
        "{}",
        script.text()
    );
    script.send(Msg::Reloaded(ReloadOutcome::Unchanged { asked: false }));
    assert!(!script.text().contains("last valid"), "{}", script.text());
}

#[test]
fn a_text_that_was_made_before_the_packs_changed_is_not_shown_again() {
    let changed = include_str!("fixtures/small.toml")
        .replace("Keeps the oven clean.", "Keeps the oven spotless.");
    // The baker's text is made, then that of the next one; then the packs change, and one comes
    // back.
    for keys in ["j j", "j"] {
        let mut script = Script::small(120, 40).keys(keys);
        reread(&mut script, &changed);
        let script = if keys == "j j" { script.keys("k") } else { script.keys("j k") };
        assert!(script.text().contains("Keeps the oven spotless."), "{keys}: {}", script.text());
    }
}
