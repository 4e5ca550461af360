//! The explorer among other programs and in unusual terminals: clipboards, sizes, slow lines, packs
//! on standard input, files that cannot be written.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::program::SMALL;
use crate::pty::Terminal;

/// How long something may take to happen. Never reached but on failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until `is`.
fn until(what: &str, is: impl Fn() -> bool) {
    let start = Instant::now();
    while !is() {
        assert!(start.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Puts programs into `folder` that run these scripts.
fn programs(folder: &Path, scripts: &[(&str, &str)]) {
    use std::os::unix::fs::PermissionsExt;
    for (name, script) in scripts {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}

/// The explorer over the small pack, where these programs exist and these variables are set.
fn with_programs(folder: &Path, scripts: &[(&str, &str)], set: &[&str]) -> Terminal {
    programs(folder, scripts);
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let mut env = vec![("PATH", path.as_str())];
    env.extend(set.iter().map(|name| (*name, "x")));
    let terminal = Terminal::open(&["--pack", SMALL], &env, 120, 30);
    terminal.wait("Senior baker");
    terminal
}

#[test]
fn copying_takes_the_way_that_the_surroundings_have() {
    let home = tempfile::tempdir().unwrap();
    let out = |name: &str| std::fs::read_to_string(home.path().join(name)).unwrap_or_default();
    let keeps = |name: &str| format!("cat > '{}'", home.path().join(name).display());
    let asks_terminal = |terminal: &Terminal| terminal.written().contains("]52;c;");
    // On a desktop its program copies, and the terminal is not asked.
    let mut terminal =
        with_programs(home.path(), &[("wl-copy", &keeps("wayland"))], &["WAYLAND_DISPLAY"]);
    terminal.keys("jyi");
    terminal.wait("copied the ID: baker (by wl-copy)");
    assert_eq!(out("wayland"), "baker");
    assert!(!asks_terminal(&terminal));
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    // Where it fails, the terminal is asked, and the reason is said.
    let mut terminal = with_programs(home.path(), &[("wl-copy", "exit 4")], &["WAYLAND_DISPLAY"]);
    terminal.keys("jyi");
    terminal.wait("by the terminal, if it allows it; wl-copy failed with exit status 4");
    assert!(terminal.written().contains("\x1b]52;c;"));
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    // In tmux its buffer is filled, also by versions that cannot pass it on, and the terminal is
    // asked through tmux.
    let tmux = format!("case \"$*\" in *-w*) exit 1;; esac; {}", keeps("tmux-buffer"));
    let mut terminal = with_programs(home.path(), &[("tmux", &tmux)], &["TMUX", "SSH_TTY"]);
    terminal.keys("jyi");
    terminal.wait("copied the ID: baker (to tmux)");
    assert_eq!(out("tmux-buffer"), "baker");
    assert!(terminal.written().contains("\x1bPtmux;\x1b\x1b]52;c;"));
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    // Over SSH the other machine has the clipboard, whatever is installed here.
    let scripts = [("wl-copy", "exit 1"), ("xclip", "exit 1")];
    let mut terminal =
        with_programs(home.path(), &scripts, &["SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY"]);
    terminal.keys("jyi");
    terminal.wait("copied the ID: baker (by the terminal, if it allows it)");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_copy_that_a_program_takes_is_complete_however_long_it_is() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    // It reads late, when the pipe has long been full.
    let script = format!("sleep 0.2; cat > '{}'", out.display());
    programs(home.path(), &[("xclip", &script)]);
    let path = format!("{}:/usr/bin:/bin", home.path().display());
    let env = [("PATH", path.as_str()), ("DISPLAY", ":0")];
    let mut terminal = Terminal::open(&[], &env, 120, 30);
    terminal.wait("ROLES");
    // Leaving does not break it off.
    terminal.keys("5M");
    terminal.keys("\x1b\x1b");
    terminal.wait("ROLES");
    terminal.keys("\x1b[Fyj");
    terminal.wait("characters of JSON (by xclip)");
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{} bytes", text.len());
    terminal.keys("yi");
    std::thread::sleep(Duration::from_millis(50));
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    assert!(!std::fs::read_to_string(&out).unwrap().starts_with('{'));
}

#[test]
fn a_terminal_without_a_size_is_drawn_on_all_the_same() {
    let mut terminal = Terminal::open(&[], &[], 0, 0);
    terminal.wait("ROLES");
    terminal.wait("? help");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    let mut terminal = Terminal::open(&[], &[("COLUMNS", "60"), ("LINES", "14")], 0, 0);
    terminal.wait("ROLES");
    until("the last line is the 14th", || {
        terminal.text().lines().nth(13).is_some_and(|line| line.contains("mark"))
    });
    assert!(terminal.text().lines().all(|line| line.trim_end().chars().count() <= 60));
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_pack_on_standard_input_is_explored_with_the_keys_of_the_terminal() {
    let home = tempfile::tempdir().unwrap();
    programs(home.path(), &[("ed", "read line; echo \"EDITED $line\"; sleep 0.1")]);
    let program = env!("CARGO_BIN_EXE_roledex");
    for input in [format!("< '{SMALL}'"), String::new()] {
        let before = if input.is_empty() { format!("cat '{SMALL}' | ") } else { String::new() };
        let script = format!("{before}'{program}' --no-state --pack - {input}; echo ENDED $?");
        let mut terminal = Terminal::run("/bin/sh", &["-c", &script], &[], 120, 30);
        terminal.wait("Senior baker");
        terminal.keys("j\r");
        terminal.wait("▌Baker");
        terminal.keys("\x1be");
        terminal.wait("this pack is not a file you can edit");
        terminal.keys("r");
        terminal.wait("nothing to reload");
        terminal.keys("Q");
        terminal.wait("ENDED 0");
        assert_eq!(terminal.end(), 0);
    }
    // Beside a pack on standard input, one that is a file: its editor has the terminal.
    let other = home.path().join("other.toml");
    let text = std::fs::read_to_string(SMALL).unwrap().replace("id = \"small\"", "id = \"other\"");
    std::fs::write(&other, text).unwrap();
    let script = format!(
        "cat '{SMALL}' | VISUAL='{}' '{program}' --no-state --pack '{}' --pack -; echo ENDED $?",
        home.path().join("ed").display(),
        other.display()
    );
    let mut terminal = Terminal::run("/bin/sh", &["-c", &script], &[], 120, 30);
    terminal.wait("Senior baker");
    terminal.keys("e");
    terminal.wait("waiting for the editor");
    terminal.keys("typed\r");
    terminal.wait_written("EDITED typed");
    terminal.insist("Q");
    terminal.wait("ENDED 0");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn commands_read_a_pack_from_standard_input_and_say_what_is_wrong_with_it() {
    use std::io::Write;
    use std::process::Stdio;
    let run = |args: &[&str], text: &[u8]| {
        let mut command = crate::program::command(args);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(text);
        let out = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (out.status.code(), text(&out.stdout), text(&out.stderr))
    };
    let small = std::fs::read(SMALL).unwrap();
    let (code, out, _) = run(&["--pack", "-", "list"], &small);
    assert!(code == Some(0) && out.contains("baker"), "{out}");
    let (code, out, _) = run(&["check", "-"], &small);
    assert!(code == Some(0), "{out}");
    let (code, _, err) = run(&["--pack", "-", "list"], b"[pack]\nformat = 1\nid = 3\n");
    assert!(code == Some(3) && err.contains("<stdin>:3"), "{err}");
    let (code, _, err) = run(&["--pack", "-", "list"], b"{\"a\": 1}");
    assert!(code == Some(3) && err.contains("cannot read <stdin>"), "{err}");
}

#[test]
fn a_file_is_written_where_its_name_says_and_the_notice_names_the_place() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("notes")).unwrap();
    let env = [("HOME", home.path().to_str().unwrap())];
    let mut terminal = Terminal::open(&["--pack", SMALL], &env, 160, 30);
    terminal.wait("Senior baker");
    terminal.keys("jx~/baker.md\r");
    let place = |name: &str| home.path().join(name).display().to_string();
    terminal.wait(&format!("saved the role Baker to {}", place("baker.md")));
    assert!(home.path().join("baker.md").is_file());
    // A folder alone: the proposed name in it.
    terminal.keys("x~/notes/\r");
    terminal.wait(&format!("saved the role Baker to {}", place("notes/show-baker.md")));
    // A format that there is not: nothing is renamed, and nothing is written.
    for (name, ending) in [("~/levels.docx", "docx"), ("~/levels.md.pdf", "pdf")] {
        terminal.keys(&format!("x{name}\r"));
        terminal.wait(&format!("{ending} is not known: md, html, svg, json, csv"));
        terminal.keys("\x1b");
        std::thread::sleep(Duration::from_millis(150));
        terminal.keys("\x1b");
        std::thread::sleep(Duration::from_millis(150));
    }
    // What exists is not written over at the first attempt.
    std::fs::write(home.path().join("mine.json"), "mine").unwrap();
    terminal.keys("x~/mine.json\r");
    terminal.wait(&format!("{} already exists", place("mine.json")));
    assert_eq!(std::fs::read_to_string(home.path().join("mine.json")).unwrap(), "mine");
    let mut names: Vec<PathBuf> = std::fs::read_dir(home.path())
        .unwrap()
        .map(|entry| PathBuf::from(entry.unwrap().file_name()))
        .collect();
    names.retain(|name| name.extension().is_some());
    names.sort();
    assert_eq!(names, [Path::new("baker.md"), Path::new("mine.json")]);
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_bookmark_is_saved_at_once_and_a_failure_is_said() {
    let home = tempfile::tempdir().unwrap();
    let env = [("XDG_STATE_HOME", home.path().to_str().unwrap())];
    let file = home.path().join("roledex/state.json");
    let saved = |id: &str| {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let state: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        state["packs"]["bakery"]["bookmarks"].as_array().is_some_and(|ids| ids.contains(&id.into()))
    };
    let mut terminal = Terminal::open(&["--pack", SMALL], &env, 120, 30);
    terminal.wait("Senior baker");
    terminal.keys("jb");
    terminal.wait("bookmarked Baker");
    until("the bookmark is saved", || saved("baker"));
    terminal.keys("b");
    terminal.wait("removed bookmark: Baker");
    until("it is removed", || !saved("baker"));
    terminal.keys("jb");
    until("another one is saved", || saved("senior-baker"));
    terminal.signal("-KILL");
    let mut terminal = Terminal::open(&["--pack", SMALL], &env, 120, 30);
    terminal.wait("Senior baker ★");
    // What another explorer removes stays removed.
    let other = Terminal::open(&["--pack", SMALL], &env, 120, 30);
    other.wait("Senior baker ★");
    terminal.keys("jb");
    until("the bookmark is saved", || saved("baker"));
    let mut third = Terminal::open(&["--pack", SMALL], &env, 120, 30);
    third.wait("  Baker ★");
    third.keys("jb");
    until("it is removed", || !saved("baker"));
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    assert!(!saved("baker"));
    for mut terminal in [third, other] {
        terminal.keys("Q");
        assert_eq!(terminal.end(), 0);
    }
    // A folder that cannot be made.
    let env = [("XDG_STATE_HOME", "/proc/no-folder")];
    let mut terminal = Terminal::open(&["--pack", SMALL], &env, 120, 30);
    terminal.wait("Senior baker");
    terminal.keys("jb");
    terminal.wait("could not save the bookmarks: /proc/no-folder/roledex/state.json");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn keys_whose_bytes_come_apart_are_what_they_are() {
    let mut terminal = Terminal::open(&["--pack", SMALL], &[("SSH_TTY", "x")], 120, 30);
    terminal.wait("Senior baker");
    terminal.keys(" ");
    terminal.wait("A is");
    for key in ["\x1b[B", "\x1bOB", "\x1b[A", "\x1bOA"] {
        for byte in key.chars() {
            terminal.keys(&byte.to_string());
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    terminal.keys("/bak");
    terminal.wait("/ bak");
    // Esc and j in one piece, as a multiplexer sends them: the field is left, and the list moves.
    terminal.keys("\x1bj");
    terminal.wait("space mark");
    assert!(!terminal.text().contains("bakj"), "{}", terminal.text());
    assert!(terminal.text().contains("A Apprentice"), "{}", terminal.text());
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn no_motion_is_reported_and_no_report_reaches_the_shell() {
    let script = format!(
        "'{}' --no-state --pack '{SMALL}'; read line; echo \"GOT <$line>\"",
        env!("CARGO_BIN_EXE_roledex")
    );
    let mut terminal = Terminal::run("/bin/sh", &["-c", &script], &[], 120, 30);
    terminal.wait("Senior baker");
    assert!(terminal.written().contains("\x1b[?1002h"));
    assert!(!terminal.written().contains("\x1b[?1003h"));
    terminal.keys("\x1b[<65;5;7M");
    std::thread::sleep(Duration::from_millis(50));
    terminal.keys("\x1b[<65;5;7MQ");
    for _ in 0..10 {
        terminal.keys("\x1b[<65;5;7M\x1b[<64;5;7M");
    }
    terminal.wait_written("\x1b[?1049l");
    std::thread::sleep(Duration::from_millis(600));
    terminal.keys("typed\r");
    terminal.wait("GOT <typed>");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn settings_that_are_missing_leave_the_explorer_open() {
    let mut terminal = Terminal::open(&["--config", "/nowhere/x.toml"], &[], 160, 30);
    terminal.wait("ROLES");
    terminal.wait("/nowhere/x.toml:1 there is no such file");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}
