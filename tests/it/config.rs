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
    assert_eq!(file.faults, []);
    let defaults = &file.defaults;
    assert_eq!(
        (&defaults.packs[..], defaults.format.as_deref()),
        (&["built-in".into()][..], Some("text"))
    );
    assert_eq!(defaults.pager.as_deref(), Some(roledex::config::DEFAULT_PAGER));
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
    let script = script.keys("f2 / \"mark_as\"");
    assert!(script.text().contains("x Mark a role as A (from)"), "{}", script.text());
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

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn init_makes_the_file_and_keeps_one_that_exists() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roledex/config.toml");
    let shown = path.display();
    assert_eq!(text(&roledex(folder.path(), &["config", "path"]).stdout), format!("{shown}\n"));
    let made = roledex(folder.path(), &["config", "init"]);
    assert_eq!((made.status.code(), text(&made.stdout)), (Some(0), format!("wrote {shown}\n")));
    let printed = roledex(folder.path(), &["config", "--default"]);
    assert_eq!(std::fs::read(&path).unwrap(), printed.stdout);
    assert_eq!(
        text(&roledex(folder.path(), &["config"]).stdout),
        format!("{shown}: no problems\n")
    );
    std::fs::write(&path, "[ui]\nmouse = false\n").unwrap();
    let again = roledex(folder.path(), &["config", "init"]);
    assert_eq!(again.status.code(), Some(3));
    assert!(text(&again.stderr).contains("already exists; --force overwrites it"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "[ui]\nmouse = false\n");
    assert_eq!(roledex(folder.path(), &["config", "init", "--force"]).status.code(), Some(0));
    assert_eq!(std::fs::read(&path).unwrap(), printed.stdout);
    // Another file, in a folder that is not there yet; and one that cannot be made.
    let other = folder.path().join("new/other.toml");
    let args = ["--config", other.to_str().unwrap(), "config", "init", "-f", "json"];
    let made = roledex(folder.path(), &args);
    assert!(other.is_file(), "{}", text(&made.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(answer["file"], other.to_str().unwrap());
    let refused =
        roledex(folder.path(), &["--config", other.join("x").to_str().unwrap(), "config", "init"]);
    assert_eq!((refused.status.code(), text(&refused.stdout)), (Some(3), String::new()));
    assert_eq!(text(&refused.stderr).lines().count(), 1, "{}", text(&refused.stderr));
}

/// Writes the settings of `folder`, and a pack of its own beside them.
fn settings(folder: &Path, text: &str) {
    let own = folder.join("roledex");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::copy(crate::program::SMALL, own.join("mine.toml")).unwrap();
    std::fs::write(own.join("config.toml"), text).unwrap();
}

#[test]
fn defaults_of_the_file_hold_where_nothing_else_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    settings(
        folder.path(),
        "[defaults]\npacks = [\"mine.toml\"]\nformat = \"csv\"\ncolor = \"always\"\n",
    );
    let out = |args: &[&str]| text(&roledex(folder.path(), args).stdout);
    let listed = out(&["list"]);
    assert!(listed.starts_with("id,title") && listed.contains("\nhead-baker,"), "{listed}");
    // Options come first, and the name of a file.
    assert!(out(&["list", "--format", "text"]).starts_with("apprentice\t"));
    assert!(out(&["list", "-p", "built-in"]).contains("\nproduct-manager,"));
    let file = folder.path().join("x.json");
    roledex(folder.path(), &["list", "-o", file.to_str().unwrap()]);
    assert!(std::fs::read_to_string(&file).unwrap().starts_with('{'));
    // What a command does not have, it need not have.
    assert!(out(&["about"]).contains("roledex"));
    assert_eq!(roledex(folder.path(), &["about"]).status.code(), Some(0));
    assert_eq!(roledex(folder.path(), &["check"]).status.code(), Some(0));
    assert_eq!(roledex(folder.path(), &["about", "-f", "csv"]).status.code(), Some(2));
    assert!(out(&["--pretty", "show", "baker"]).contains("\x1b["));
    assert!(!out(&["--pretty", "show", "baker", "--color", "never"]).contains('\x1b'));
    // The environment, and the file of a folder, come before.
    let mut command = Command::new(env!("CARGO_BIN_EXE_roledex"));
    command.env_clear().env("HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path());
    command.env("ROLEDEX_PACK", "built-in").env("NO_COLOR", "1");
    let output = command.args(["--pretty", "list"]).output().unwrap();
    let listed = text(&output.stdout);
    assert!(listed.contains("Product manager") && !listed.contains('\x1b'), "{listed}");
    let work = folder.path().join("work");
    std::fs::create_dir(&work).unwrap();
    std::fs::write(work.join(".roledex.toml"), "packs = [\"built-in\"]\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_roledex"));
    command.env_clear().env("HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path());
    let output = command.arg("list").current_dir(&work).output().unwrap();
    assert!(text(&output.stdout).contains("\nproduct-manager,"), "{}", text(&output.stderr));
}

#[test]
fn faults_of_the_defaults_are_said_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for (line, said) in [
        ("format = \"jsn\"", "`jsn` is not a value of `format`: did you mean `json`?"),
        ("color = \"red\"", "`red` is not a value of `color`"),
        ("pack = [\"x\"]", "unknown key `pack` in [defaults]: did you mean `packs`?"),
        ("packs = [\"-\"]", "this is not a file or folder"),
        ("packs = 3", "`packs` must be a path, or a list of paths, not an integer"),
        ("format = ", "config.toml:2"),
    ] {
        settings(folder.path(), &format!("[defaults]\n{line}\n"));
        let output = roledex(folder.path(), &["list"]);
        let stderr = text(&output.stderr);
        assert!(stderr.contains(said) && stderr.lines().count() == 1, "{line}: {stderr}");
        // What is valid holds, and the command does what it can.
        assert_eq!(output.status.code(), Some(0), "{line}");
        assert_eq!(roledex(folder.path(), &["config"]).status.code(), Some(1), "{line}");
    }
    // Faults elsewhere are the explorer's.
    settings(folder.path(), "[ui]\nmouse = 3\n");
    assert_eq!(text(&roledex(folder.path(), &["list"]).stderr), "");
    // Packs that are not there are an error that names them.
    settings(folder.path(), "[defaults]\npacks = \"gone.toml\"\n");
    let output = roledex(folder.path(), &["list"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("gone.toml"), "{}", text(&output.stderr));
    let output = roledex(folder.path(), &["--config", "/nowhere/x.toml", "list"]);
    assert_eq!((output.status.code(), output.stdout), (Some(3), Vec::new()));
}

#[test]
fn show_says_where_each_setting_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    settings(
        folder.path(),
        "[defaults]\npacks = [\"mine.toml\"]\nformat = \"json\"\n[ui]\ntheme = \"dark\"\n",
    );
    let file = folder.path().join("roledex/config.toml").display().to_string();
    let mine = folder.path().join("roledex/mine.toml").display().to_string();
    let output = roledex(folder.path(), &["config", "show", "-f", "text", "--color", "always"]);
    let shown = text(&output.stdout);
    for line in [
        format!("file\t{file}\tdefault"),
        format!("defaults.packs\t{mine}\t{file}"),
        format!("defaults.format\tjson\t{file}"),
        "defaults.color\talways\t--color".to_string(),
        "defaults.pager\tless -FRX\tdefault".to_string(),
        format!("ui.theme\tdark\t{file}"),
        "ui.mouse\ttrue\tdefault".to_string(),
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
    let output = roledex(folder.path(), &["--no-cache", "-p", "built-in", "config", "show"]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let entries = answer["settings"].as_array().unwrap();
    let of = |name: &str| entries.iter().find(|entry| entry["setting"] == name).unwrap().clone();
    assert_eq!(of("defaults.packs")["value"], serde_json::json!(["built-in"]));
    assert_eq!(of("defaults.packs")["from"], "--pack");
    assert_eq!(
        (of("cache")["value"].clone(), of("cache")["from"].clone()),
        (serde_json::json!([]), "--no-cache".into())
    );
}

#[test]
fn the_formats_of_the_settings_are_those_of_the_command_line() {
    let words = roledex::report::OutputFormat::ANY.map(roledex::report::OutputFormat::word);
    assert_eq!(roledex::config::file::FORMATS, words);
}
