//! A run of every command that there is.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use clap::CommandFactory;
use tempfile::TempDir;

use crate::program::{SMALL, command};

/// A run: its arguments, what is typed into it, and the formats that it has. It is made on the small
/// pack, in a folder of its own, and prints something in text and in JSON.
pub type Run = (&'static [&'static str], &'static str, &'static [&'static str]);

pub const RUNS: [Run; 68] = [
    (&["list"], "", ALL),
    (&["list", "roles"], "", ALL),
    (&["list", "skills"], "", ALL),
    (&["list", "themes"], "", ALL),
    (&["list", "packs"], "", ALL),
    (&["list", "edges"], "", ALL),
    (&["list", "responsibilities"], "", ALL),
    (&["list", "moves"], "", GRAPHS),
    (&["list", "reporting"], "", GRAPHS),
    (&["list", "pay"], "", ALL),
    (&["list", "experience"], "", ALL),
    (&["list", "codes"], "", ALL),
    (&["list", "aliases"], "", ALL),
    (&["list", "sources"], "", ALL),
    (&["list", "comparisons"], "", ALL),
    (&["list", "levels"], "", ALL),
    (&["show", "baker"], "", ROLE),
    (&["show", "kneading"], "", ALL),
    (&["diff", "baker", "head-baker"], "", PICTURES),
    (&["diff", "--since", FULL], "", ALL),
    (&["diff", "--since", FULL, "baker"], "", ALL),
    (&["diff", "--pairs", "-"], "baker\thead-baker\napprentice\tbaker\n", LINES),
    (&["search", "knead", "--in", "all"], "", ALL),
    (&["search", "--queries", "-"], "knead\n\nbak\n", LINES),
    (&["read", "-"], "Kneading, and no French needed\n", READ),
    (&["read", "--lines", "-"], "Kneading by hand\n\nFrench\n", LINES),
    (&["related", "baker"], "", ALL),
    (&["related", "--all"], "", LINES),
    (&["gap", "--from", "baker", "--to", "head-baker"], "", ALL),
    (&["gap", "--from", "baker", "--to", "head-baker", "senior-baker"], "", ALL),
    (&["path", "apprentice", "head-baker"], "", GRAPHS),
    (&["matrix", "baker", "head-baker"], "", PICTURES),
    (&["check"], "", FAULTS),
    (&["check", "--explain"], "", JSON),
    (&["check", FAULTY], "", FAULTS),
    (&["new", "pack", "made"], "", JSON),
    (&["new", "role", "porter", "--in", "mine.toml"], "", JSON),
    (&["new", "comparison", "apprentice", "head-baker", "--in", "mine.toml"], "", JSON),
    (&["fmt", "-"], "[pack]\nformat   = 1\n", TEXT),
    (&["fmt", "mine.toml"], "", JSON),
    (&["rename", "baker", "bread-maker", "--dry-run"], "", JSON),
    (&["rename", "baker", "bread-maker", "--in", "mine.toml"], "", JSON),
    (&["import", "onet", "db", "-o", "onet.toml"], "", JSON),
    (&["import", "esco", "esco", "-o", "esco.toml"], "", JSON),
    (&["import", "ladder", LADDER, "-o", "ladder.toml"], "", JSON),
    (&["import", "ladder", LADDER, "--dry-run"], "", JSON),
    (&["site", "-o", "pages"], "", JSON),
    (&["schema"], "", REFERENCE),
    (&["schema", "list-edges"], "", JSON),
    (&["schema", "keys"], "", JSON),
    (&["config"], "", JSON),
    (&["config", "--default"], "", TEXT),
    (&["config", "path"], "", JSON),
    (&["config", "show"], "", JSON),
    (&["config", "init"], "", JSON),
    (&["profile"], "", ALL),
    (&["profile", "path"], "", JSON),
    (&["profile", "add", "kneading=expert"], "", ALL),
    (&["profile", "remove", "baking"], "", ALL),
    (&["profile", "import", "-"], "skill,level\nKneading,expert\nHerding,3\n", ALL),
    (&["completions", "bash"], "", TEXT),
    (&["completions", "zsh"], "", TEXT),
    (&["completions", "fish"], "", TEXT),
    (&["completions", "powershell"], "", TEXT),
    (&["completions", "elvish"], "", TEXT),
    (&["man"], "", TEXT),
    (&["keys"], "", REFERENCE),
    (&["about"], "", JSON),
];

const TEXT: &[&str] = &["text"];
const JSON: &[&str] = &["text", "json"];
const LINES: &[&str] = &["text", "json", "ndjson"];
const REFERENCE: &[&str] = &["text", "json", "markdown"];
const FAULTS: &[&str] = &["text", "json", "ndjson", "github", "sarif"];
const ALL: &[&str] = &["text", "json", "ndjson", "csv", "markdown", "html"];
const GRAPHS: &[&str] = &["text", "json", "ndjson", "csv", "markdown", "html", "mermaid", "dot"];
const PICTURES: &[&str] = &["text", "json", "ndjson", "csv", "markdown", "html", "svg"];
const ROLE: &[&str] = &["text", "json", "ndjson", "csv", "markdown", "html", "jsonld", "toml"];
const READ: &[&str] = &["text", "json", "ndjson", "csv", "markdown", "html", "toml"];

/// A pack with an error.
pub const FAULTY: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/faulty/unknown-skill.toml");
/// A pack with every key of the format, which differs from the small one in everything.
pub const FULL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/full.toml");
/// A ladder as a table.
pub const LADDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/ladder.csv");

/// The formats of the command line.
pub fn formats() -> Vec<String> {
    let program = roledex::cli::Args::command();
    let format = program.get_arguments().find(|arg| arg.get_id() == "format").unwrap();
    format.get_possible_values().iter().map(|value| value.get_name().to_string()).collect()
}

/// Whether a run has an effect besides what it prints.
pub fn writes(args: &[&str]) -> bool {
    match args {
        ["new" | "site", ..]
        | ["fmt", "mine.toml"]
        | ["config", "init"]
        | ["profile", "add" | "remove" | "import", ..] => true,
        ["import" | "rename", ..] => !args.contains(&"--dry-run"),
        _ => false,
    }
}

/// A new folder for a run: a home with a profile, a pack of one's own, and two data sets.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(SMALL, folder.path().join("mine.toml")).unwrap();
    let own = folder.path().join(".config/roledex");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("profile.toml"), "format = 1\nskills = [\"baking: working\"]\n")
        .unwrap();
    for (set, table, text) in [
        (
            "db",
            "Occupation Data.txt",
            "O*NET-SOC Code\tTitle\tDescription\n11-1.00\tChief\tLeads.\n",
        ),
        (
            "esco",
            "occupations_en.csv",
            "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\n\
             Occupation,http://data.europa.eu/esco/occupation/1,7512,baker,bread maker,Bakes.\n",
        ),
    ] {
        std::fs::create_dir(folder.path().join(set)).unwrap();
        std::fs::write(folder.path().join(set).join(table), text).unwrap();
    }
    folder
}

/// The files below `folder` with their content, without those of the cache.
pub fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        } else if !path.ends_with(".cache") {
            found.extend(files_below(&path));
        }
    }
    found
}

/// Runs `args` in `folder` with `typed` as standard input, as `change` wants it.
pub fn run_in(
    folder: &Path,
    (args, typed): (&[&str], &str),
    change: impl FnOnce(&mut Command),
) -> Output {
    let mut command = command(&[&["--pack", SMALL], args].concat());
    command.env("HOME", folder).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    change(&mut command);
    let mut child = command.spawn().unwrap();
    // Where the arguments make no sense nobody reads it.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

/// Adds the commands of `command` that can be run, and the words that its first argument may be.
fn add_commands(command: &clap::Command, above: &str, found: &mut Vec<String>) {
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        let name = format!("{above}{}", below.get_name());
        if !below.is_subcommand_required_set() {
            found.push(name.clone());
        }
        // Of the schemas there are as many as there are answers; schemas.rs tries each.
        let first = below.get_positionals().next().filter(|_| name != "schema");
        let values = first.map(clap::Arg::get_possible_values).unwrap_or_default();
        found.extend(values.iter().map(|value| format!("{name} {}", value.get_name())));
        add_commands(below, &format!("{name} "), found);
    }
}

#[test]
fn every_command_is_run() {
    let mut program = roledex::cli::Args::command();
    program.build();
    let mut found = Vec::new();
    add_commands(&program, "", &mut found);
    assert!(found.len() > 45, "{found:?}");
    for wanted in ["list edges", "profile", "profile remove", "new role", "completions elvish"] {
        assert!(found.iter().any(|name| name == wanted), "{wanted}: {found:?}");
    }
    let runs: Vec<String> = RUNS.iter().map(|(args, ..)| format!("{} ", args.join(" "))).collect();
    for name in &found {
        assert!(runs.iter().any(|run| run.starts_with(&format!("{name} "))), "{name}");
    }
    let known = formats();
    for (args, _, formats) in RUNS {
        assert!(formats.iter().all(|format| known.iter().any(|it| it == format)), "{args:?}");
    }
    for format in known {
        assert!(RUNS.iter().any(|(.., formats)| formats.contains(&format.as_str())), "{format}");
    }
}
