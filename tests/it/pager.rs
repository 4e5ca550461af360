//! The pager: long output on a terminal goes through it, and the terminal is as before afterwards.

use crate::program::SMALL;
use crate::pty::Terminal;

const ROLEDEX: &str = env!("CARGO_BIN_EXE_roledex");

/// A terminal of 9 rows in which roledex runs `args` with `env`.
fn terminal(args: &[&str], env: &[(&str, &str)]) -> Terminal {
    let env = [&[("PATH", "/usr/bin:/bin"), ("LC_ALL", "C.UTF-8")], env].concat();
    Terminal::run(ROLEDEX, args, &env, 80, 9)
}

#[test]
fn long_output_waits_in_the_pager() {
    if crate::program::find("less").is_none() {
        println!("less is not installed: it is not tested as the pager");
        return;
    }
    let mut shown = terminal(&["list"], &[]);
    shown.wait("Associate");
    shown.wait(":");
    // Ctrl-C is for the pager, which stays.
    shown.keys("\x03");
    // The system drops what is typed just after it.
    std::thread::sleep(std::time::Duration::from_millis(300));
    shown.keys("G");
    shown.wait("(END)");
    shown.keys("q");
    assert_eq!(shown.end(), 0);
    // Leaving before all has been read is no fault.
    let mut shown = terminal(&["list", "edges"], &[]);
    shown.wait("Associate");
    shown.keys("q");
    let (status, said) = shown.end_with();
    assert_eq!(status.exit_code(), 0);
    assert!(!said.contains("roledex:"), "{said}");
    // A signal that ends roledex ends the pager first.
    let shown = terminal(&["list", "edges"], &[]);
    shown.wait("Associate");
    shown.signal("-TERM");
    let (status, _) = shown.end_with();
    assert!(!status.success());
    // A pager that Ctrl-C ends leaves nothing behind either. A shell that is about to start another
    // program may die without it; this one only replaces itself.
    let pager = [("ROLEDEX_PAGER", "head -n 2; echo WAITS; exec sleep 60")];
    let mut shown = terminal(&["list", "edges"], &pager);
    shown.wait("WAITS");
    shown.keys("\x03");
    let (status, _) = shown.end_with();
    assert!(!status.success());
}

#[test]
fn the_pager_is_the_one_that_is_named() {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config.toml");
    std::fs::write(&config, "[defaults]\npager = \"sed s/^/SET:/\"\n").unwrap();
    let config = config.to_str().unwrap();
    let list = ["--config", config, "--pack", SMALL, "list", "edges"];
    for (args, env, shown, hidden) in [
        (&list[..], &[][..], "SET:", "none"),
        (&list, &[("PAGER", "sed s/^/PAGER:/")], "SET:", "PAGER:"),
        (&list, &[("ROLEDEX_PAGER", "sed s/^/OWN:/")], "OWN:", "SET:"),
        (&list, &[("ROLEDEX_PAGER", "")], "Head baker", "SET:"),
        (&list, &[("ROLEDEX_PAGER", "cat")], "Head baker", "SET:"),
        // What only a shell understands.
        (&list, &[("ROLEDEX_PAGER", "sed 's/^/A:/' | sed 's/^/B:/'")], "B:A:", "SET:"),
        (
            &["--no-pager", "--config", config, "--pack", SMALL, "list", "edges"],
            &[],
            "baker",
            "SET:",
        ),
        // What fits on the screen is shown at once.
        (&["--config", config, "--pack", SMALL, "list", "themes"], &[], "craft", "SET:"),
        (&list, &[("TERM", "dumb")], "Head baker", "SET:"),
        (&["--help"], &[("ROLEDEX_PAGER", "sed s/^/OWN:/")], "OWN:", "none"),
        (&["--no-pager", "--help"], &[("ROLEDEX_PAGER", "sed s/^/OWN:/")], "Usage", "OWN:"),
        (&["list", "--help"], &[("PAGER", "sed s/^/OWN:/")], "OWN:", "none"),
    ] {
        let terminal = terminal(args, env);
        terminal.wait_written(shown);
        let written = terminal.written();
        assert!(!written.contains(hidden), "{args:?} {env:?}: {written}");
        assert_eq!(terminal.end(), 0, "{args:?} {env:?}");
    }
}

#[test]
fn a_pager_that_fails_loses_nothing_in_silence() {
    let args = ["--pack", SMALL, "list", "edges"];
    let shown = terminal(&args, &[("ROLEDEX_PAGER", "no-such-pager")]);
    shown.wait_written("cannot start the pager `no-such-pager`");
    let text = shown.written();
    assert_eq!(shown.end(), 0);
    assert!(text.contains("Head baker"), "{text}");
    // A shell says only afterwards that there is none.
    let shown = terminal(&args, &[("ROLEDEX_PAGER", "no-such-pager | cat; exit 127")]);
    shown.wait_written("cannot run the pager");
    assert_eq!(shown.end(), 3);
    // One that leaves early, and one that reads nothing.
    for pager in ["head -n 2", "true"] {
        let shown = terminal(&["list", "edges"], &[("ROLEDEX_PAGER", pager)]);
        let (status, said) = shown.end_with();
        assert_eq!((status.exit_code(), said.contains("roledex:")), (0, false), "{pager}: {said}");
    }
}

#[test]
fn messages_come_when_the_pager_has_left_the_terminal() {
    // The name is read loosely, which a message says; it comes before the output or after it.
    let args = ["--pack", SMALL, "show", "Baker, head"];
    let env = [("ROLEDEX_PAGER", "sh -c 'cat; echo LEFT'"), ("LINES", "5")];
    let shown = Terminal::run(ROLEDEX, &args, &env, 80, 5);
    shown.wait_written("LEFT");
    let text = shown.written();
    assert_eq!(shown.end(), 0);
    let inside = text.find("Head baker").unwrap()..text.find("LEFT").unwrap();
    assert!(!text[inside].contains("roledex:"), "{text}");
}

/// Without a pager, signals end roledex as they do elsewhere.
#[test]
fn a_pager_that_cannot_start_leaves_signals_as_they_were() {
    let size = portable_pty::PtySize { rows: 9, cols: 80, pixel_width: 0, pixel_height: 0 };
    // Nobody reads what is written, so that the program is still running.
    let unread = portable_pty::native_pty_system().openpty(size).unwrap();
    let mut command = portable_pty::CommandBuilder::new(ROLEDEX);
    command.args(["list", "edges"]);
    command.env("ROLEDEX_PAGER", "no-such-pager");
    command.env("TERM", "xterm");
    let mut child = unread.slave.spawn_command(command).unwrap();
    std::thread::sleep(std::time::Duration::from_secs(1));
    let pid = child.process_id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let ended = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        child.try_wait().unwrap().is_some()
    });
    let _ = child.kill();
    assert!(ended, "SIGTERM did not end it");
}

/// What to do next comes after the names of the files that it is about.
#[test]
fn notes_come_after_the_output_that_they_are_about() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("made");
    let shown = terminal(&["new", "pack", folder.to_str().unwrap()], &[]);
    shown.wait_written("fill in");
    let written = shown.written();
    assert_eq!(shown.end(), 0);
    let [file, note] = ["pack.toml", "fill in"].map(|text| written.find(text));
    assert!(file.is_some() && file < note, "{written}");
}
