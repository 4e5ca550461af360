//! Manual pages: one for each command, which man and groff show without a warning.

use std::process::Command;

use clap::CommandFactory;

use crate::program::{self, err, find, out};

/// The names of all commands, `new-role` for one of a command.
fn command_names(command: &clap::Command, above: &str, names: &mut Vec<String>) {
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        let name = format!("{above}{}", below.get_name());
        command_names(below, &format!("{name}-"), names);
        names.push(name);
    }
}

#[test]
fn every_command_has_a_page_without_warnings() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("man1");
    let output = program::run(&["man", "-o", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let mut names = Vec::new();
    let mut command = roledex::cli::Args::command();
    command.build();
    command_names(&command, "roledex-", &mut names);
    names.push("roledex".to_string());
    names.sort();
    let mut files: Vec<String> = std::fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut wanted: Vec<String> = names.iter().map(|name| format!("{name}.1")).collect();
    wanted.sort();
    assert_eq!(files, wanted);
    // Pages that exist are kept, all of them.
    let again = program::run(&["man", "-o", path.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(3));
    assert!(err(&again).contains("already exists; --force overwrites it"), "{}", err(&again));
    let forced = program::run(&["man", "--force", "-o", path.to_str().unwrap()]);
    assert_eq!(forced.status.code(), Some(0), "{}", err(&forced));
    for (viewer, args) in [
        ("man", &["--warnings", "-l"][..]),
        ("groff", &["-ww", "-z", "-man", "-Kutf8", "-Tutf8"]),
        ("mandoc", &["-Werror", "-Tutf8"]),
    ] {
        let Some(program) = find(viewer) else {
            println!("{viewer} is not installed: pages are not shown with it");
            continue;
        };
        for locale in ["C.UTF-8", "C"] {
            for file in &files {
                let mut command = Command::new(&program);
                command.args(args).arg(path.join(file)).env_clear();
                command.env("LC_ALL", locale).env("MANWIDTH", "80").env("PATH", "/usr/bin:/bin");
                let shown = command.output().unwrap();
                let said = err(&shown).replace("mandoc: outdated mandoc.db", "");
                assert_eq!(said, "", "{viewer} {file}");
            }
        }
    }
}

#[test]
fn a_page_says_what_the_help_says() {
    let page = |words: &[&str]| {
        let output = program::run(&[&["man"], words].concat());
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", err(&output));
        out(&output).replace("\\-", "-")
    };
    let root = page(&[]);
    for text in [".TH ROLEDEX 1", "roledex-diff(1)", ".SH \"EXIT STATUS\"", ".SH ENVIRONMENT"] {
        assert!(root.contains(text), "{text}: {root}");
    }
    assert!(root.contains("EXPLORER OPTIONS") && root.contains("--accessible"), "{root}");
    let list = page(&["list"]);
    for text in ["list - List roles, skills", ".SH EXAMPLES", "--with-pay", "GLOBAL OPTIONS"] {
        assert!(list.contains(text), "{text}: {list}");
    }
    assert!(!list.contains("--accessible"), "{list}");
    assert!(page(&["new", "role"]).contains("NEW-ROLE"));
    let unknown = program::run(&["man", "lisst"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("no command named `lisst`"), "{}", err(&unknown));
}
