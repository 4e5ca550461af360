//! Every command where something is missing: a reader, a terminal, a home, a place to write.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use clap::CommandFactory;

use crate::program::{SMALL, command, err, out};

/// A run of each command, on the small pack or on files below the folder where it runs, with what is
/// typed into it. Each prints something.
const COMMANDS: [(&[&str], &str); 32] = [
    (&["list"], ""),
    (&["list", "edges"], ""),
    (&["list", "responsibilities", "-f", "ndjson"], ""),
    (&["show", "baker"], ""),
    (&["show", "kneading", "-f", "html"], ""),
    (&["diff", "baker", "head-baker"], ""),
    (&["diff", "--pairs", "-"], "baker\thead-baker\n"),
    (&["search", "knead"], ""),
    (&["search", "--queries", "-"], "knead\n"),
    (&["related", "baker"], ""),
    (&["related", "--all"], ""),
    (&["read", "-"], "Kneads and bakes.\n"),
    (&["gap", "--from", "baker", "--to", "head-baker"], ""),
    (&["profile", "path"], ""),
    (&["profile", "add", "kneading=expert"], ""),
    (&["path", "apprentice", "head-baker"], ""),
    (&["matrix", "baker", "head-baker"], ""),
    (&["check"], ""),
    (&["check", "--explain"], ""),
    (&["new", "pack", "made"], ""),
    (&["fmt", "-"], "[pack]\nformat = 1\n"),
    (&["rename", "baker", "bread-maker", "--dry-run"], ""),
    (&["site", "-o", "pages"], ""),
    (&["schema"], ""),
    (&["schema", "list-edges"], ""),
    (&["config"], ""),
    (&["config", "show"], ""),
    (&["completions", "bash"], ""),
    (&["man"], ""),
    (&["keys"], ""),
    (&["about"], ""),
    (&["--help"], ""),
];

/// Runs `args` in `folder`, which is its home too, as `change` wants it.
fn run(folder: &Path, (args, typed): (&[&str], &str), change: impl FnOnce(&mut Command)) -> Output {
    let mut command = command(&[&["--pack", SMALL], args].concat());
    command.env("HOME", folder).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    change(&mut command);
    let mut child = command.spawn().unwrap();
    // A command may end without reading it.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

/// Standard error without the next step that a command proposes when it has done its work.
fn faults(output: &Output) -> String {
    let is_step = |line: &&str| line.contains("fill in the ") || line.contains("would rename ");
    let said = err(output);
    let faults: Vec<&str> = said.split_inclusive('\n').filter(|line| !is_step(line)).collect();
    faults.concat()
}

#[test]
fn every_command_is_here() {
    for known in roledex::cli::Args::command().get_subcommands() {
        // An import writes a file; see its own tests.
        let name = known.get_name();
        assert!(name == "import" || COMMANDS.iter().any(|(args, _)| args[0] == name), "{name}");
    }
}

#[test]
fn a_reader_that_takes_one_line_gets_it_in_peace() {
    for (args, typed) in COMMANDS {
        let folder = tempfile::tempdir().unwrap();
        let mut command = command(args);
        command.args(["--pack", SMALL]).env("HOME", folder.path()).current_dir(folder.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let status = child.wait().unwrap();
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(!line.is_empty(), "{args:?}");
        let quiet = said.is_empty() || ["new", "rename"].contains(&args[0]);
        assert!(status.code() == Some(0) && quiet, "{args:?}: {said}");
    }
}

#[test]
fn output_that_cannot_be_written_is_one_line_and_the_status_of_a_failure() {
    for (args, typed) in COMMANDS {
        let folder = tempfile::tempdir().unwrap();
        let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let to_full = run(folder.path(), (args, typed), |command| {
            command.stdout(full());
        });
        let said = faults(&to_full);
        assert_eq!(to_full.status.code(), Some(3), "{args:?}: {said}");
        assert!(said.contains("could not write the output: "), "{args:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{args:?}: {said}");
    }
}

/// The runtime opens the null device where standard output is closed, and nobody can tell that from
/// a caller who wants no output: the command does its work, and says nothing.
#[test]
fn closed_standard_output_is_output_that_nobody_wants() {
    for (args, typed) in COMMANDS {
        let folder = tempfile::tempdir().unwrap();
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", "exec \"$0\" \"$@\" >&-", env!("CARGO_BIN_EXE_roledex")]);
        shell.args(["--pack", SMALL]).args(args).env_clear();
        shell.env("HOME", folder.path()).env("TERM", "xterm").current_dir(folder.path());
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = shell.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let closed = child.wait_with_output().unwrap();
        assert_eq!((closed.status.code(), faults(&closed)), (Some(0), String::new()), "{args:?}");
    }
}

#[test]
fn neither_home_nor_terminal_nor_locale_matters_to_an_answer() {
    for (args, typed) in COMMANDS {
        // These are about the home.
        if ["profile", "config"].contains(&args[0]) {
            continue;
        }
        let folder = || tempfile::tempdir().unwrap();
        let usual = run(folder().path(), (args, typed), |_| {});
        let bare = run(folder().path(), (args, typed), |command| {
            command.env_remove("HOME").env_remove("TERM");
        });
        let foreign = run(folder().path(), (args, typed), |command| {
            command.env("LANG", "C").env("LC_ALL", "C").env("TERM", "dumb");
        });
        assert_eq!((usual.status.code(), faults(&usual)), (Some(0), String::new()), "{args:?}");
        for other in [bare, foreign] {
            assert_eq!((other.status.code(), faults(&other)), (Some(0), String::new()), "{args:?}");
            let timeless = |output: &Output| {
                let text = out(output);
                text.split("\"micros\":").next().unwrap().to_string()
            };
            assert_eq!(timeless(&other), timeless(&usual), "{args:?}");
        }
    }
}

#[test]
fn a_place_that_cannot_be_written_is_one_line_and_the_status_of_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    for (args, typed) in COMMANDS {
        // These write files of their own.
        let options: &[&str] = match args {
            ["--help"] | ["new" | "fmt" | "site", ..] | ["profile", "add", ..] => continue,
            _ => &["-o", "/proc/no-such-folder/x.txt"],
        };
        let output = run(folder.path(), (&[args, options].concat(), typed), |_| {});
        let said = faults(&output);
        assert_eq!(
            (output.status.code(), out(&output)),
            (Some(3), String::new()),
            "{args:?}: {said}"
        );
        assert_eq!(said.lines().count(), 1, "{args:?}: {said}");
        assert!(said.contains("/proc/no-such-folder"), "{args:?}: {said}");
    }
    // A home where nothing can be made: what only reads is not disturbed.
    let home = Path::new("/proc/no-such-folder");
    for (args, typed) in COMMANDS {
        let output = run(folder.path(), (args, typed), |command| {
            command.env("HOME", home);
        });
        let said = faults(&output);
        if args.starts_with(&["profile", "add"]) {
            assert_eq!((output.status.code(), said.lines().count()), (Some(3), 1), "{said}");
        } else if args.starts_with(&["new"]) {
            assert_eq!(output.status.code(), Some(0), "{said}");
        } else {
            assert_eq!((output.status.code(), said), (Some(0), String::new()), "{args:?}");
        }
    }
    for args in [
        &["config", "init"][..],
        &["new", "pack", "/proc/no-such-folder/x"],
        &["fmt", "/proc/no-such-folder/x.toml"],
        &["man", "-o", "/proc/no-such-folder/x"],
    ] {
        let output = run(folder.path(), (args, ""), |command| {
            command.env("HOME", home);
        });
        let said = faults(&output);
        assert_eq!(
            (output.status.code(), out(&output)),
            (Some(3), String::new()),
            "{args:?}: {said}"
        );
        assert!(said.lines().count() == 1 && said.contains("/proc/no-such"), "{args:?}: {said}");
    }
}
