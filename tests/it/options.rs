//! Options: where the help lists them, where they act, and their short names.

use std::collections::BTreeMap;

use clap::CommandFactory;

use crate::program::{self, SMALL, err, out};

fn built() -> clap::Command {
    let mut command = roledex::cli::Args::command();
    command.build();
    command
}

#[test]
fn the_help_of_a_command_tells_its_own_options_from_those_of_all() {
    // Checks, too, that no two options have one name.
    roledex::cli::Args::command().debug_assert();
    for command in built().get_subcommands().filter(|command| command.get_name() != "help") {
        let name = command.get_name();
        let help = out(&program::run(&[name, "--help"]));
        let (own, global) = help.split_once("Global options:").unwrap_or_else(|| panic!("{help}"));
        for option in ["--pack <PATH>", "--no-cache", "--config <FILE>", "--pretty", "--color"] {
            assert!(
                !own.contains(&format!("  {option}")) && global.contains(option),
                "{name}: {option}"
            );
        }
        for option in ["--theme", "--accessible", "--no-state"] {
            assert!(!help.contains(&format!("  {option}")), "{name}: {option}");
        }
    }
    let help = out(&program::run(&["--help"]));
    let explorer = help.split_once("Explorer options:").unwrap().1;
    assert!(explorer.contains("--theme <NAME>") && explorer.contains("--no-state"), "{help}");
}

#[test]
fn options_of_the_explorer_are_refused_by_commands() {
    for args in [
        &["--theme", "dark", "list"][..],
        &["list", "--theme", "dark"],
        &["list", "--theme=dark"],
        &["--accessible", "show", "baker"],
        &["show", "baker", "--accessible"],
        &["--no-state", "check"],
        &["profile", "path", "--no-state"],
    ] {
        let output = program::small(args);
        let said = err(&output);
        assert_eq!((output.status.code(), out(&output)), (Some(2), String::new()), "{args:?}");
        assert!(
            said.contains("is an option of the explorer") && said.lines().count() == 1,
            "{said}"
        );
    }
    // Without a terminal the explorer lists roles.
    assert_eq!(program::small(&["--theme", "dark", "--no-state"]).status.code(), Some(0));
}

#[test]
fn an_option_that_would_do_nothing_is_refused() {
    for (args, said) in [
        (&["list", "--force"][..], "--force overwrites the file of --output"),
        (&["--force", "new", "pack", "/nowhere/x"], "--force overwrites the file of --output"),
        (&["config", "init", "-o", "x"], "`config init` writes the settings file itself"),
        (&["--pretty", "list", "-f", "json"], "--pretty lays out text"),
        (&["-o", "x.csv"], "--output needs a command"),
    ] {
        let output = program::small(args);
        assert_eq!((output.status.code(), out(&output)), (Some(2), String::new()), "{args:?}");
        let text = err(&output);
        assert!(text.contains(said) && text.lines().count() == 1, "{args:?}: {text}");
    }
}

#[test]
fn short_names_mean_the_same_everywhere() {
    let mut meanings: BTreeMap<char, Vec<String>> = BTreeMap::new();
    for command in built().get_subcommands() {
        for arg in command.get_arguments() {
            if let (Some(short), Some(long)) = (arg.get_short(), arg.get_long()) {
                let longs = meanings.entry(short).or_default();
                if !longs.contains(&long.to_string()) {
                    longs.push(long.to_string());
                }
            }
        }
    }
    // As in Git, -n is a number of results, and of a command that changes files a trial.
    assert_eq!(meanings.remove(&'n'), Some(vec!["limit".to_string(), "dry-run".to_string()]));
    for (short, longs) in &meanings {
        assert_eq!(longs.len(), 1, "-{short}: {longs:?}");
    }
    for (short, long) in [
        (
            &["-p", SMALL, "list", "-F", "bakery", "-s", "title"][..],
            &["--pack", SMALL, "list", "--family", "bakery", "--sort", "title"][..],
        ),
        (&["-p", SMALL, "list", "-f", "csv"], &["--pack", SMALL, "list", "--format", "csv"]),
        (
            &["-p", SMALL, "search", "-i", "all", "-n", "1", "bak"],
            &["--pack", SMALL, "search", "--in", "all", "--limit", "1", "bak"],
        ),
        (
            &["-p", SMALL, "related", "-a", "-f", "json"],
            &["--pack", SMALL, "related", "--all", "--format", "json"],
        ),
        (
            &["-p", SMALL, "diff", "baker", "head-baker", "-U", "0"],
            &["--pack", SMALL, "diff", "baker", "head-baker", "--context", "0"],
        ),
        (
            &["-p", SMALL, "diff", "baker", "head-baker", "-C", "1"],
            &["--pack", SMALL, "diff", "baker", "head-baker", "--context", "1"],
        ),
        (
            &["-p", SMALL, "matrix", "-F", "bakery", "-b", "skills"],
            &["--pack", SMALL, "matrix", "--family", "bakery", "--by", "skills"],
        ),
        (
            &["-p", SMALL, "gap", "-t", "baker", "--have", "french"],
            &["--pack", SMALL, "gap", "--to", "baker", "--have", "french"],
        ),
    ] {
        let (short_output, long_output) = (program::run(short), program::run(long));
        assert_eq!(short_output.status.code(), Some(0), "{short:?}: {}", err(&short_output));
        assert_eq!(out(&short_output), out(&long_output), "{short:?}");
    }
}
