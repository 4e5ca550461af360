//! The file of settings, as the command line and the explorer read it.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use roledex::config::file::ConfigFile;
use roledex::tui::action::ACTIONS;
use roledex::tui::effect::Effect;
use roledex::tui::keymap::Keymap;

use crate::script::Script;

fn roledex(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roledex"));
    command
        .env_clear()
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder)
        .env("XDG_CACHE_HOME", folder.join("cache"));
    command.args(args).output().unwrap()
}

fn keymap(text: &str) -> Arc<Keymap> {
    let file = ConfigFile::parse("config.toml", text);
    let (keymap, faults) = Keymap::new(&file.keys);
    assert_eq!((&file.faults, &faults), (&vec![], &vec![]));
    Arc::new(keymap)
}

#[test]
fn the_file_to_begin_with_says_what_holds_and_has_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let out = roledex(folder.path(), &["config", "--default"]);
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    // Whoever takes away the sign of a comment before a setting changes nothing.
    let settings = text.lines().map(|line| match line.strip_prefix("# ") {
        Some(rest) if rest.starts_with("[theme.") => rest,
        Some(rest) if rest.split_once(" = ").is_some_and(|(name, _)| !name.contains(' ')) => rest,
        _ => line,
    });
    let text = settings.collect::<Vec<_>>().join("\n");
    let file = ConfigFile::parse("config.toml", &text);
    assert_eq!(file.keys.len(), ACTIONS.len());
    assert_eq!(keymap(&text).to_string(), Keymap::default().to_string());
    let (themes, faults) = roledex::tui::theme::build_themes(&file.themes);
    assert_eq!((themes.last().unwrap().name.as_str(), faults), ("mine", vec![]));
    assert_eq!(file.theme.unwrap().text, "terminal");
    assert_eq!((file.mouse, file.accessible), (Some(true), Some(false)));
}

#[test]
fn faults_of_the_file_are_all_told_with_their_places() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roledex/config.toml");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "[keys.list]\nmark = \"Ctrl+X\"\nmarc = \"y\"\ncompare = \"x\"\n")
        .unwrap();
    let out = roledex(folder.path(), &["config"]);
    assert_eq!(out.status.code(), Some(1));
    let text = String::from_utf8(out.stdout).unwrap();
    for told in [
        "config.toml:2:8",
        "write `ctrl-x`",
        "config.toml:3:1",
        "did you mean `mark`?",
        "2 errors in 1 file",
    ] {
        assert!(text.contains(told), "{told} is missing from\n{text}");
    }
    // What is sound of it holds.
    let out = roledex(folder.path(), &["keys"]);
    assert_eq!(out.status.code(), Some(1));
    let keys = String::from_utf8(out.stdout).unwrap();
    assert!(keys.contains("| `x` | Compare A with B"), "{keys}");
    assert!(keys.contains("| `space` | Mark the role"), "{keys}");
    let told = String::from_utf8(out.stderr).unwrap();
    assert!(told.contains("config.toml:2 ") && told.contains("and 1 more"), "{told}");
}

#[test]
fn a_file_that_is_asked_for_must_be_there_and_none_is_needed_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let out = roledex(folder.path(), &["config"]);
    assert_eq!(out.status.code(), Some(0));
    assert!(String::from_utf8(out.stdout).unwrap().contains("not found (optional)"));
    let out = roledex(folder.path(), &["--config", "/nowhere/x.toml", "config"]);
    assert_eq!(out.status.code(), Some(3));
    assert!(String::from_utf8(out.stderr).unwrap().contains("/nowhere/x.toml"));
}

#[test]
fn wished_keys_work_and_every_place_that_names_keys_says_so() {
    let mut script = Script::small(120, 30);
    script.state.keymap =
        keymap("[keys.list]\nmark = \"x\"\n[keys.global]\nhelp = [\"f2\"]\nquit = []\n");
    let script = script.keys("x j x d");
    assert!(script.state.compare.pair().is_some());
    let mut script = Script::small(120, 30);
    script.state.keymap =
        keymap("[keys.list]\nmark = \"x\"\n[keys.global]\nhelp = [\"f2\"]\nquit = []\n");
    assert!(
        script.text().contains("f2 help") && script.text().contains("x mark"),
        "{}",
        script.text()
    );
    let script = script.keys("f2 / \"mark_the\"");
    assert!(script.text().contains("x Mark the role as A"), "{}", script.text());
    // There is always a way out.
    let script = script.keys("ctrl-c ctrl-c ctrl-c");
    assert_eq!(script.effects, [Effect::Quit(0)]);
}

#[test]
fn a_theme_that_there_is_not_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let out = roledex(folder.path(), &["--theme", "drak", "config"]);
    assert_eq!(out.status.code(), Some(2));
    let told = String::from_utf8(out.stderr).unwrap();
    assert!(told.contains("no theme named `drak`; choose from terminal, dark, light"), "{told}");
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "[ui]\ntheme = \"drak\"\n").unwrap();
    let out = roledex(folder.path(), &["--config", path.to_str().unwrap(), "config"]);
    let told = String::from_utf8(out.stdout).unwrap();
    assert!(told.contains("did you mean `dark`?") && told.contains("config.toml:2:9"), "{told}");
}
