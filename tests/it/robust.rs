//! Every command where something is missing: a reader, a terminal, a home, a place to write.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::commands::{FAULTY, LADDER, RUNS, folder, run_in, writes};
use crate::program::{SMALL, command, err, out};

/// The runs of every command, and its help; each ends well and prints something.
fn runs() -> impl Iterator<Item = (&'static [&'static str], &'static str)> {
    let runs = RUNS.into_iter().map(|(args, typed, _)| (args, typed));
    runs.filter(|(args, _)| !args.contains(&FAULTY)).chain([(&["--help"][..], "")])
}

/// Standard error without what a command says when it has done its work: the next step, and what it
/// did not understand.
fn faults(output: &Output) -> String {
    let notes = ["fill in the ", "would rename ", "renamed the ", "not recognised: Herding"];
    let said = err(output);
    let lines = said.split_inclusive('\n');
    lines.filter(|line| !notes.iter().any(|note| line.contains(note))).collect()
}

#[test]
fn a_reader_that_takes_one_line_gets_it_in_peace() {
    for (args, typed) in runs() {
        let folder = folder();
        let mut command = command(args);
        command.args(["--pack", SMALL]).env("HOME", folder.path()).current_dir(folder.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "{args:?}");
        let left = child.wait_with_output().unwrap();
        assert_eq!((left.status.code(), faults(&left)), (Some(0), String::new()), "{args:?}");
    }
}

#[test]
fn output_that_cannot_be_written_is_one_line_and_the_status_of_a_failure() {
    for (args, typed) in runs() {
        let folder = folder();
        let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let to_full = run_in(folder.path(), (args, typed), |command| {
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
    for (args, typed) in runs() {
        let folder = folder();
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
    for (args, typed) in runs() {
        // These are about the home.
        if ["profile", "config"].contains(&args[0]) {
            continue;
        }
        let usual = run_in(folder().path(), (args, typed), |_| {});
        let bare = run_in(folder().path(), (args, typed), |command| {
            command.env_remove("HOME").env_remove("TERM");
        });
        let foreign = run_in(folder().path(), (args, typed), |command| {
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
    // Those that write files of their own have those below.
    let has_file = |args: &[&str]| args[0] != "import" && args[0] != "--help" && !writes(args);
    for (args, typed) in runs().filter(|(args, _)| has_file(args)) {
        let folder = folder();
        let args = [args, &["-o", "/proc/no-such-folder/x.txt"]].concat();
        let output = run_in(folder.path(), (&args, typed), |_| {});
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
    for (args, typed) in runs() {
        let folder = folder();
        let output = run_in(folder.path(), (args, typed), |command| {
            command.env("HOME", home);
        });
        let said = faults(&output);
        let status = match args {
            ["profile", "add" | "import", ..] | ["config", "init"] => 3,
            // There the profile is empty.
            ["profile"] | ["profile", "remove", ..] => 1,
            _ => 0,
        };
        assert_eq!(output.status.code(), Some(status), "{args:?}: {said}");
        assert_eq!(said.lines().count(), usize::from(status > 0), "{args:?}: {said}");
    }
    let folder = folder();
    for args in [
        &["config", "init"][..],
        &["new", "pack", "/proc/no-such-folder/x"],
        &["fmt", "/proc/no-such-folder/x.toml"],
        &["man", "-o", "/proc/no-such-folder/x"],
        &["site", "-o", "/proc/no-such-folder/x"],
        &["import", "ladder", LADDER, "-o", "/proc/no-such-folder/x.toml"],
        &["rename", "baker", "bread-maker", "--in", "/proc/no-such-folder/x.toml"],
    ] {
        let output = run_in(folder.path(), (args, ""), |command| {
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
