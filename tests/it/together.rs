//! Several roledex at once: what each of them saves is there in the end.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::program;
#[cfg(unix)]
use crate::pty::Terminal;

fn roledex(config: &Path, args: &[&str]) -> Command {
    let mut command = program::command(args);
    command.env("XDG_CONFIG_HOME", config).stdout(Stdio::null());
    command
}

/// What stands in the profile, by skill.
fn entries(config: &Path) -> Vec<String> {
    let path = config.join("roledex/profile.toml");
    let kept = roledex::profile::ProfileFile::open(&path).unwrap();
    let mut entries: Vec<String> =
        kept.profile.entries().iter().map(|entry| entry.skill.clone()).collect();
    entries.sort();
    entries
}

#[test]
fn twenty_that_add_to_the_profile_at_once_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let catalog = roledex::builtin::catalog();
    let mut skills: Vec<String> =
        catalog.skills().iter().take(20).map(|skill| skill.id.clone()).collect();
    let running: Vec<_> = skills
        .iter()
        .map(|skill| roledex(home.path(), &["profile", "add", skill.as_str()]).spawn().unwrap())
        .collect();
    for mut child in running {
        assert!(child.wait().unwrap().success());
    }
    skills.sort();
    assert_eq!(entries(home.path()), skills);
}

#[test]
fn those_that_add_and_those_that_remove_do_not_undo_each_other() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("roledex");
    std::fs::create_dir_all(&folder).unwrap();
    let catalog = roledex::builtin::catalog();
    let ids: Vec<&str> = catalog.skills().iter().take(22).map(|skill| skill.id.as_str()).collect();
    let (ids, imported) = ids.split_at(16);
    let (old, new) = ids.split_at(8);
    let listed: Vec<String> = old.iter().map(|id| format!("  \"{id}\", # about {id}\n")).collect();
    let listed = listed.concat();
    let path = folder.join("profile.toml");
    std::fs::write(&path, format!("# my own words\nskills = [\n{listed}]\n# the end\n")).unwrap();
    let (leaving, staying) = old.split_at(6);
    let remove =
        leaving.iter().map(|id| roledex(home.path(), &["profile", "remove", id]).spawn().unwrap());
    let add = new.iter().map(|id| roledex(home.path(), &["profile", "add", id]).spawn().unwrap());
    let import = imported.chunks(2).enumerate().map(|(at, pair)| {
        let resume = home.path().join(format!("{at}.csv"));
        std::fs::write(&resume, format!("skill\n{}\n", pair.join("\n"))).unwrap();
        roledex(home.path(), &["profile", "import", resume.to_str().unwrap()]).spawn().unwrap()
    });
    for mut child in remove.chain(add).chain(import).collect::<Vec<_>>() {
        assert!(child.wait().unwrap().success());
    }
    let mut expected: Vec<String> =
        staying.iter().chain(new).chain(imported).map(ToString::to_string).collect();
    expected.sort();
    assert_eq!(entries(home.path()), expected);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# my own words\n") && text.ends_with("# the end\n"), "{text}");
    assert!(staying.iter().all(|id| text.contains(&format!("# about {id}\n"))), "{text}");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
#[cfg(unix)]
fn the_command_line_beside_an_explorer_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().to_str().unwrap();
    let env = [("XDG_CONFIG_HOME", config), ("XDG_STATE_HOME", config)];
    let mut terminal = Terminal::open(&[], &env, 120, 40);
    terminal.wait("Product manager");
    terminal.keys("4sql");
    terminal.wait("Queries databases");
    for (skill, level) in [("roadmapping", "expert"), ("sql", "expert")] {
        let set = format!("{skill}={level}");
        assert!(roledex(home.path(), &["profile", "add", &set]).status().unwrap().success());
    }
    // The explorer has not seen that SQL is there: it does not lower what another one has set.
    terminal.keys("\r+");
    terminal.wait("SQL was set to expert elsewhere; press the key again to change it");
    terminal.wait("in your profile at ●●●● expert");
    terminal.keys("-");
    terminal.wait("in your profile at ●●●○ practitioner");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    let profile = std::fs::read_to_string(home.path().join("roledex/profile.toml")).unwrap();
    assert!(
        profile.contains("\"roadmapping: expert\"") && profile.contains("\"sql: practitioner\""),
        "{profile}"
    );
}

#[test]
#[cfg(unix)]
fn two_explorers_lose_no_bookmark() {
    let home = tempfile::tempdir().unwrap();
    let state = home.path().to_str().unwrap();
    let open = || {
        let terminal = Terminal::open(&[], &[("XDG_STATE_HOME", state)], 120, 40);
        terminal.wait("ROLES");
        terminal
    };
    let bookmark = |terminal: &mut Terminal, role: &str| {
        terminal.keys(&format!("/{}\r", role.to_lowercase()));
        terminal.wait(&format!("▌{role}"));
        terminal.keys("b");
    };
    let mut first = open();
    bookmark(&mut first, "Tech lead");
    first.wait("bookmarked Tech lead");
    first.keys("Q");
    assert_eq!(first.end(), 0);
    let (mut left, mut right) = (open(), open());
    bookmark(&mut left, "Product lead");
    left.wait("bookmarked Product lead");
    bookmark(&mut right, "Tech lead");
    right.wait("removed bookmark: Tech lead");
    right.keys("Q");
    assert_eq!(right.end(), 0);
    left.keys("Q");
    assert_eq!(left.end(), 0);
    let text = std::fs::read_to_string(home.path().join("roledex/state.json")).unwrap();
    let state: serde_json::Value = serde_json::from_str(&text).unwrap();
    let spots: Vec<_> = state["packs"].as_object().unwrap().values().collect();
    assert_eq!(spots[0]["bookmarks"], serde_json::json!(["product-lead"]));
    assert_eq!(state["queries"], serde_json::json!(["product lead", "tech lead"]));
}

#[test]
#[cfg(unix)]
fn a_bookmark_is_saved_before_the_explorer_ends_and_a_failure_is_reported() {
    let home = tempfile::tempdir().unwrap();
    let state = home.path().to_str().unwrap();
    let path = home.path().join("roledex/state.json");
    let mut terminal = Terminal::open(&[], &[("XDG_STATE_HOME", state)], 120, 40);
    terminal.wait("Product manager");
    terminal.keys("b");
    terminal.wait("bookmarked");
    let mut tries = 0;
    while !std::fs::read_to_string(&path).is_ok_and(|text| text.contains("\"bookmarks\"")) {
        tries += 1;
        assert!(tries < 600, "nothing is saved while the explorer runs");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let saved: serde_json::Value = serde_json::from_str(&text).unwrap();
    let spot = saved["packs"].as_object().unwrap().values().next().unwrap();
    assert_eq!(spot["bookmarks"].as_array().unwrap().len(), 1);
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    // A file is in the way of the folder.
    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join("roledex"), "not a folder").unwrap();
    let state = other.path().to_str().unwrap();
    let mut terminal = Terminal::open(&[], &[("XDG_STATE_HOME", state)], 120, 40);
    terminal.wait("Product manager");
    terminal.keys("b");
    terminal.wait("could not save the bookmarks:");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}
