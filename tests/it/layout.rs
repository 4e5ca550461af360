//! Text that is laid out where there is no terminal: for previews, and for programs that show it.

use crate::program::{self, SMALL, command, err, out};

fn pretty(args: &[&str], columns: &str) -> String {
    let args = [&["--pack", SMALL, "--pretty"], args].concat();
    let output = command(&args).env("COLUMNS", columns).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    out(&output)
}

const COMMANDS: [&[&str]; 8] = [
    &["list"],
    &["show", "baker"],
    &["diff", "baker", "head-baker"],
    &["search", "knead"],
    &["related", "baker"],
    &["gap", "--from", "baker", "--to", "head-baker"],
    &["path", "apprentice", "head-baker"],
    &["matrix", "baker", "head-baker"],
];

#[test]
fn text_in_a_pipe_is_laid_out_in_the_columns_that_are_asked_for() {
    for args in COMMANDS {
        for columns in [50, 72, 100] {
            let text = pretty(args, &columns.to_string());
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= columns, "{args:?} in {columns}: {widest}\n{text}");
            assert!(!text.contains('\t') && !text.contains('\x1b'), "{args:?}: {text}");
        }
        // One short result is the same in any width.
        if args[0] != "search" {
            assert_ne!(pretty(args, "50"), pretty(args, "100"), "{args:?}");
        }
        // A width that says nothing is the usual one.
        assert_eq!(pretty(args, "many"), pretty(args, "80"), "{args:?}");
        assert_eq!(pretty(args, "0"), pretty(args, "80"), "{args:?}");
        let coloured = pretty(&[args, &["--color", "always"]].concat(), "60");
        assert!(coloured.contains("\x1b["), "{args:?}: {coloured}");
        // Without being asked, a pipe has records.
        let plain = out(&program::small(args));
        assert!(plain.contains('\t'), "{args:?}: {plain}");
    }
}

#[test]
fn a_file_can_have_laid_out_text_and_other_formats_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("baker.txt");
    let path = path.to_str().unwrap();
    pretty(&["show", "baker", "-o", path], "50");
    assert_eq!(std::fs::read_to_string(path).unwrap(), pretty(&["show", "baker"], "50"));
    for format in ["json", "csv", "html"] {
        let output = program::small(&["--pretty", "list", "--format", format]);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("--pretty lays out text"), "{}", err(&output));
    }
}

#[cfg(unix)]
#[test]
fn columns_count_on_a_terminal_too() {
    let env = [("COLUMNS", "50"), ("ROLEDEX_PAGER", "")];
    let args = ["--pack", SMALL, "show", "baker"];
    let terminal = crate::pty::Terminal::run(env!("CARGO_BIN_EXE_roledex"), &args, &env, 100, 200);
    terminal.wait("Head baker");
    let widest = terminal.text().lines().map(|line| line.trim_end().chars().count()).max();
    assert!(widest.unwrap() <= 50, "{}", terminal.text());
    assert_eq!(terminal.end(), 0);
}
