//! The terminal in other hands: an editor that is open, fails or is ended; the shell, while the
//! explorer is stopped.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::program::SMALL;
use crate::pty::{Terminal, ended_by, hang_up};

/// How long something may take to happen. Never reached but on failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder with an editor in it.
struct World(tempfile::TempDir);

impl World {
    /// One whose editor is this script.
    fn new(script: &str) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let world = Self(tempfile::tempdir().unwrap());
        std::fs::copy(SMALL, world.path("pack.toml")).unwrap();
        let editor = world.path("ed");
        std::fs::write(
            &editor,
            format!("#!/bin/sh\necho $$ $PPID > '{}'\n{script}\n", world.path("pid").display()),
        )
        .unwrap();
        std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The explorer over the pack, with VISUAL and EDITOR set so.
    fn open_with(&self, visual: &str, editor: &str) -> Terminal {
        let home = self.0.path().to_str().unwrap();
        let env = [
            ("VISUAL", visual),
            ("EDITOR", editor),
            ("PATH", "/usr/bin:/bin"),
            ("XDG_CACHE_HOME", home),
        ];
        let terminal =
            Terminal::open(&["--pack", self.path("pack.toml").to_str().unwrap()], &env, 120, 30);
        terminal.wait("Senior baker");
        terminal
    }

    fn open(&self) -> Terminal {
        self.open_with(self.path("ed").to_str().unwrap(), "")
    }

    /// The editor's process, and that of the explorer.
    fn pids(&self) -> (String, String) {
        let text = std::fs::read_to_string(self.path("pid")).unwrap();
        let (editor, explorer) = text.trim().split_once(' ').unwrap();
        (editor.to_string(), explorer.to_string())
    }

    fn pid(&self) -> String {
        self.pids().0
    }
}

fn alive(pid: &str) -> bool {
    // One that has ended and is not waited for yet does not count.
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map(|(_, rest)| rest.chars().next());
    if Path::new("/proc/self/stat").exists() {
        return !matches!(state.flatten(), None | Some('Z'));
    }
    std::process::Command::new("kill").args(["-0", pid]).status().unwrap().success()
}

fn until(what: &str, is: impl Fn() -> bool) {
    let start = Instant::now();
    while !is() {
        assert!(start.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn signals_are_obeyed_while_an_editor_is_open() {
    for (signal, status) in
        [("-TERM", 143), ("-HUP", 129), ("-QUIT", 131), ("-USR1", 138), ("-ALRM", 142)]
    {
        let world = World::new("echo EDITING\nexec sleep 100");
        let mut terminal = world.open();
        terminal.keys("e");
        terminal.wait("EDITING");
        terminal.signal(signal);
        assert_eq!(ended_by(terminal), status, "{signal}");
        // The editor was told too, so that it can keep what is not saved.
        let pid = world.pid();
        until("the editor is left behind", || !alive(&pid));
    }
}

#[test]
fn a_terminal_that_is_gone_while_an_editor_is_open_ends_it_as_a_hangup() {
    // One that reads, one that does not, and one that is not told.
    for (script, controlling) in
        [("read a", true), ("read a", false), ("exec sleep 60", true), ("exec sleep 60", false)]
    {
        let world = World::new(&format!("echo EDITING\n{script}"));
        let (editor, pack) = (world.path("ed"), world.path("pack.toml"));
        let env = [
            ("VISUAL", editor.to_str().unwrap()),
            ("PATH", "/usr/bin:/bin"),
            ("XDG_CACHE_HOME", world.0.path().to_str().unwrap()),
        ];
        // The editor may end before the signal reaches us, or after it.
        for _ in 0..4 {
            let args = ["--no-state", "--pack", pack.to_str().unwrap()];
            assert_eq!(hang_up(&args, &env, "e", "EDITING", controlling), 129, "{script}");
            let pid = world.pid();
            until("the editor is left behind", || !alive(&pid));
        }
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_while_an_editor_is_open_ends_both() {
    // In a thread that the editor has nothing to do with, and in those that watch it.
    for thread in ["search", "editor", "terminal"] {
        let world =
            World::new("stty raw -echo\nprintf '\\033[?1049h\\033[?25lEDITING'\nexec sleep 100");
        let home = world.0.path().to_str().unwrap();
        let (editor, when, pack) = (world.path("ed"), world.path("when"), world.path("pack.toml"));
        let env = [
            ("VISUAL", editor.to_str().unwrap()),
            ("PATH", "/usr/bin:/bin"),
            ("XDG_CACHE_HOME", home),
            ("ROLEDEX_PANIC_IN", thread),
            ("ROLEDEX_PANIC_WHEN", when.to_str().unwrap()),
        ];
        let mut terminal = Terminal::open(&["--pack", pack.to_str().unwrap()], &env, 120, 30);
        terminal.wait("Senior baker");
        terminal.keys("e");
        terminal.wait("EDITING");
        std::fs::write(&when, "").unwrap();
        let (status, told) = terminal.end_with();
        assert_eq!(status.exit_code(), 101, "{thread}");
        assert!(told.contains(&format!("told to panic in {thread}")), "{told}");
        let pid = world.pid();
        until("the editor is left behind", || !alive(&pid));
    }
}

#[test]
fn a_stopped_job_can_be_ended_and_goes_on_only_in_front() {
    let home = tempfile::tempdir().unwrap();
    let pid = home.path().join("pid");
    for signal in ["-TSTP", "-STOP"] {
        let script = format!(
            "set -m\nmodes=$(stty -g)\nsh -c 'echo $$ > \"{0}\"; exec \"$@\"' sh '{1}' --no-state\necho STOPPED $?\nread go\n\
             bg\nsleep 1\njobs\necho BEHIND\nread go\nkill %1\nkill -CONT %1\nsleep 1\nstty \"$modes\"\necho GONE\n",
            pid.display(),
            env!("CARGO_BIN_EXE_roledex")
        );
        let mut terminal =
            Terminal::run("/bin/sh", &["-c", &script], &[("PATH", "/usr/bin:/bin")], 100, 30);
        terminal.wait("ROLES");
        let number = std::fs::read_to_string(&pid).unwrap().trim().to_string();
        assert!(
            std::process::Command::new("kill").args([signal, &number]).status().unwrap().success()
        );
        until("it does not stop", || terminal.written().contains("STOPPED"));
        terminal.keys("\n");
        until("the shell is stopped too", || terminal.written().contains("BEHIND"));
        assert!(
            terminal.written().rsplit("STOPPED").next().unwrap().contains("Stopped"),
            "{}",
            terminal.written()
        );
        terminal.keys("\n");
        until("the shell does not go on", || terminal.written().contains("GONE"));
        until("it cannot be ended", || !alive(&number));
        assert_eq!(terminal.end(), 0, "{signal}");
    }
}

#[test]
fn an_editor_that_does_not_listen_does_not_keep_us() {
    let script =
        "trap '' TERM HUP\nstty raw -echo\nprintf '\\033[?1049h\\033[?25lEDITING'\nsleep 100";
    let world = World::new(script);
    let mut terminal = world.open();
    terminal.keys("e");
    terminal.wait("EDITING");
    terminal.signal("-TERM");
    assert_eq!(terminal.end(), 143);
    // It may hold what somebody has written.
    let pid = world.pid();
    assert!(alive(&pid));
    let _ = std::process::Command::new("kill").args(["-KILL", &pid]).status();
}

#[test]
fn the_modes_that_an_editor_leaves_are_not_kept() {
    let world = World::new("stty raw -echo\nprintf '\\033[?1049hEDITING'\nread x\nexit 0");
    let home = world.0.path().to_str().unwrap();
    let script = format!(
        "'{}' --no-state --pack '{}'; stty -a | tr ';' '\\n'; echo; echo SHELL",
        env!("CARGO_BIN_EXE_roledex"),
        world.path("pack.toml").display()
    );
    let editor = world.path("ed");
    let env =
        [("VISUAL", editor.to_str().unwrap()), ("PATH", "/usr/bin:/bin"), ("XDG_CACHE_HOME", home)];
    let mut terminal = Terminal::run("/bin/sh", &["-c", &script], &env, 120, 40);
    terminal.wait("Senior baker");
    terminal.keys("e");
    terminal.wait("EDITING");
    terminal.keys("\n");
    terminal.wait("Senior baker");
    terminal.keys("Q");
    terminal.wait("SHELL");
    let text = terminal.text();
    assert!(
        text.contains(" echo ") && text.contains(" icanon ") || text.contains("icanon"),
        "{text}"
    );
    assert!(!text.contains("-echo ") && !text.contains("-icanon"), "{text}");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn ctrl_c_in_an_editor_is_the_editors() {
    let world = World::new("trap 'echo CAUGHT' INT\necho EDITING\nread a\nread b\nexit 0");
    let mut terminal = world.open();
    terminal.keys("e");
    terminal.wait("EDITING");
    terminal.keys("\x03");
    terminal.wait("CAUGHT");
    terminal.keys("\r\r\r");
    terminal.wait("Senior baker");
    terminal.keys("j");
    terminal.wait("Bakes bread");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    // One that ends by it is told of, and we go on.
    let world =
        World::new("echo x >> \"$0.times\"\necho EDITING $(grep -c x \"$0.times\")\nread a");
    let mut terminal = world.open();
    for time in 1..=3 {
        terminal.keys("e");
        terminal.wait(&format!("EDITING {time}"));
        terminal.keys("\x03");
        terminal.wait("was killed by signal 2 (SIGINT)");
        terminal.keys("j");
    }
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn keys_typed_while_an_editor_is_open_are_not_carried_out_afterwards() {
    // One that reads nothing, as those in a window of their own do.
    let go = tempfile::tempdir().unwrap();
    let go = go.path().join("go");
    let world = World::new(&format!(
        "echo EDITING\nwhile ! [ -e '{}' ]; do sleep 0.05; done\nexit 3",
        go.display()
    ));
    let mut terminal = world.open();
    // What is typed together with the key that opens it is not carried out either.
    terminal.keys("eQ");
    terminal.wait("EDITING");
    terminal.keys("Q\rq\x1b[BQ");
    std::thread::sleep(Duration::from_millis(100));
    std::fs::write(&go, "").unwrap();
    terminal.wait("failed with exit status 3");
    std::thread::sleep(Duration::from_millis(100));
    terminal.keys("j");
    terminal.wait("Bakes bread");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn an_editor_that_could_not_start_or_failed_is_told_until_the_next_key() {
    let world = World::new("exit 3");
    let path = |name: &str| world.path(name).display().to_string();
    std::fs::write(world.path("plain"), "").unwrap();
    for (name, text) in [("orphan", "#!/no/such/shell\n"), ("killed", "#!/bin/sh\nkill -KILL $$\n")]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::write(world.path(name), text).unwrap();
        std::fs::set_permissions(world.path(name), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let (ed, folder) = (path("ed"), path(""));
    for (visual, editor, told) in [
        (ed.as_str(), "", "failed with exit status 3"),
        // VISUAL comes first; empty ones are not set.
        ("no-such-editor", ed.as_str(), "program not found: no-such-editor; set VISUAL"),
        ("  ", "no-such-editor -w", "program not found: no-such-editor; set EDITOR"),
        ("", "/no/such/editor", "file not found: /no/such/editor"),
        ("", &path("plain"), "is not executable"),
        ("", &path("orphan"), "needs an interpreter that is missing"),
        ("", &folder, "is a folder"),
        ("", &path("killed"), "was killed by signal 9 (SIGKILL)"),
        ("", "sh -c 'kill -KILL $$' sh", "failed with exit status 137 (SIGKILL)"),
        ("", "sh -c 'exit 4' \"a b\"", "failed with exit status 4"),
        ("", "nope $HOME", "was not found (exit status 127)"),
        ("", "vi 'x", "unclosed quote in EDITOR"),
    ] {
        let mut terminal = world.open_with(visual, editor);
        terminal.keys("e");
        terminal.wait(told);
        // Reading the packs again does not hide it.
        std::thread::sleep(Duration::from_millis(300));
        assert!(terminal.text().contains(told), "{told}: {}", terminal.text());
        terminal.keys("j");
        until("the notice stays", || !terminal.text().contains(told));
        terminal.keys("Q");
        assert_eq!(terminal.end(), 0);
    }
}

#[test]
fn a_window_editor_is_waited_for_with_a_word_and_what_is_typed_meanwhile_is_dropped() {
    let world = World::new("while [ ! -e \"$(dirname \"$0\")/done\" ]; do sleep 0.05; done");
    let mut terminal = world.open();
    terminal.keys("e");
    terminal.wait("waiting for the editor; keys typed here are ignored");
    terminal.keys("bbQ");
    std::thread::sleep(Duration::from_millis(100));
    std::fs::write(world.path("done"), "").unwrap();
    terminal.wait("Senior baker");
    assert!(!terminal.text().contains("waiting for the editor"), "{}", terminal.text());
    assert!(!terminal.text().contains("bookmark"), "{}", terminal.text());
    terminal.keys("Q");
    let (status, told) = terminal.end_with();
    assert_eq!(status.exit_code(), 0);
    assert!(!told.contains("waiting"), "{told}");
}

#[test]
fn ctrl_z_without_a_shell_does_nothing_and_says_so() {
    let mut terminal = Terminal::open(&[], &[], 80, 24);
    terminal.wait("ROLES");
    terminal.keys("\x1a");
    terminal.wait("no shell to suspend to; Q quits");
    // A stop from elsewhere does nothing either, as for every program without such a shell.
    terminal.signal("-TSTP");
    terminal.keys("j");
    until("the notice stays", || !terminal.text().contains("no shell"));
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    // A wrapper does not make one.
    let script = format!("'{}' --no-state; echo ENDED $?", env!("CARGO_BIN_EXE_roledex"));
    let mut terminal = Terminal::run("/bin/sh", &["-c", &script], &[], 80, 24);
    terminal.wait("ROLES");
    terminal.keys("\x1a");
    terminal.wait("no shell to suspend to");
    terminal.keys("Q");
    terminal.wait("ENDED 0");
    assert_eq!(terminal.end(), 0);
}

/// A shell with job control that runs `job`, waits for a line when it is stopped, and continues it.
fn shell(job: &str, env: &[(&str, &str)]) -> Terminal {
    let script = format!(
        "set -m\n{job}\necho STOPPED $?\nstty -a | grep -q -- ' icanon' && echo SANE\nread go\nfg\necho DONE $?\n",
    );
    let env = [&[("PATH", "/usr/bin:/bin")], env].concat();
    Terminal::run("/bin/sh", &["-c", &script], &env, 100, 30)
}

#[test]
fn ctrl_z_stops_the_whole_job_and_comes_back() {
    let roledex = concat!("'", env!("CARGO_BIN_EXE_roledex"), "' --no-state");
    for job in [
        roledex.to_string(),
        format!("nice {roledex}"),
        format!("sh -c \"{roledex}; echo AFTER\""),
        format!("sh -c \"sh -c \\\"{roledex}; echo AFTER\\\"; echo OUTER\""),
        // A wrapper that does not want to be stopped does not keep the shell from the terminal.
        format!("sh -c \"trap '' TSTP; {roledex}; echo AFTER\""),
    ] {
        let mut terminal = shell(&job, &[]);
        terminal.wait("ROLES");
        terminal.keys("jj\x1a");
        terminal.wait("STOPPED");
        terminal.wait("SANE");
        // Another size meanwhile.
        terminal.resize(80, 20);
        terminal.keys("\r");
        terminal.wait("ROLES");
        until("it does not read the size anew", || {
            let text = terminal.text();
            text.lines().next().is_some_and(|line| line.chars().count() <= 80)
                && text.contains("ROLES")
        });
        terminal.keys("?");
        terminal.wait("q closes");
        terminal.keys("\x03\x03");
        terminal.wait("DONE 0");
        assert_eq!(terminal.end(), 0, "{job}");
    }
}

#[test]
fn a_stop_from_elsewhere_gives_the_terminal_back() {
    let roledex = concat!("'", env!("CARGO_BIN_EXE_roledex"), "' --no-state");
    let home = tempfile::tempdir().unwrap();
    let pid = home.path().join("pid");
    let job = format!("sh -c 'echo $$ > \"{}\"; exec \"$@\"' sh {roledex}", pid.display());
    for signal in ["-TSTP", "-STOP"] {
        let mut terminal = shell(&job, &[]);
        terminal.wait("ROLES");
        let pid = std::fs::read_to_string(&pid).unwrap().trim().to_string();
        assert!(
            std::process::Command::new("kill").args([signal, &pid]).status().unwrap().success()
        );
        if signal == "-TSTP" {
            terminal.wait("STOPPED");
            terminal.wait("SANE");
        } else {
            // Nothing can be done about this one; but it comes back as it was.
            std::thread::sleep(Duration::from_millis(200));
        }
        terminal.keys("\n");
        terminal.wait("ROLES");
        terminal.keys("?");
        terminal.wait("q closes");
        terminal.keys("\x03\x03");
        terminal.wait("DONE 0");
        assert_eq!(terminal.end(), 0, "{signal}");
    }
}

#[test]
fn an_editor_that_stops_gives_the_shell_the_terminal() {
    // By ctrl-z of the terminal, which stops all; by itself alone; and when only we are told to
    // stop.
    for (script, key) in [
        ("echo EDITING\nread a", "\x1a"),
        ("echo EDITING\nread a\nkill -STOP $$\nread b", "\r"),
        ("echo EDITING\nread a\n# we", ""),
    ] {
        let world = World::new(script);
        let (home, editor) = (world.0.path().to_str().unwrap(), world.path("ed"));
        let job = format!(
            "'{}' --no-state --pack '{}'",
            env!("CARGO_BIN_EXE_roledex"),
            world.path("pack.toml").display()
        );
        let mut terminal =
            shell(&job, &[("VISUAL", editor.to_str().unwrap()), ("XDG_CACHE_HOME", home)]);
        terminal.wait("Senior baker");
        terminal.keys("e");
        terminal.wait("EDITING");
        terminal.keys(key);
        if key.is_empty() {
            let explorer = world.pids().1;
            assert!(
                std::process::Command::new("kill")
                    .args(["-TSTP", &explorer])
                    .status()
                    .unwrap()
                    .success()
            );
        }
        terminal.wait("STOPPED");
        terminal.keys("\r");
        // The editor goes on where it was.
        std::thread::sleep(Duration::from_millis(400));
        terminal.keys("\r");
        terminal.wait("Senior baker");
        terminal.keys("Q");
        terminal.wait("DONE 0");
        assert_eq!(terminal.end(), 0, "{script}");
    }
}

#[test]
fn an_editor_opens_at_the_line_of_the_entry_however_it_is_written() {
    let world = World::new("");
    let text = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\nattribution = \"\"\"\nid = \"x\"\n\"\"\"\n\
        # id = \"x\"\n[[theme]]\nid = \"x\"\ntitle = \"T\"\n[[skill]]\nid = \"x\"\nname = \"X\"\nkind = \"craft\"\n\
        [[role]]\ntitle = \"Senior baker\"\nid='x'\nfamily = \"f\"\nsummary = \"S.\"\n";
    std::fs::write(world.path("pack.toml"), text).unwrap();
    std::fs::rename(world.path("ed"), world.path("vim")).unwrap();
    let log = world.path("log");
    std::fs::write(world.path("vim"), format!("#!/bin/sh\necho \"$@\" > '{}'\n", log.display()))
        .unwrap();
    let vim = world.path("vim").display().to_string();
    let line = text.lines().position(|line| line == "id='x'").unwrap() + 1;
    for editor in [
        vim.clone(),
        format!("'{vim}' -c 'set nu'"),
        format!("A=b {vim}"),
        format!("\"{vim}\" \"a  b\""),
    ] {
        let mut terminal = world.open_with("", &editor);
        terminal.keys("je");
        until("the editor is not opened", || {
            std::fs::read_to_string(&log).is_ok_and(|text| text.ends_with('\n'))
        });
        let told = std::fs::read_to_string(&log).unwrap();
        assert!(
            told.ends_with(&format!("+{line} {}\n", world.path("pack.toml").display())),
            "{told}"
        );
        std::fs::remove_file(&log).unwrap();
        // Keys that are typed before it is back are dropped.
        until("it does not come back", || terminal.entered() == 2);
        terminal.wait("Senior baker");
        terminal.keys("Q");
        assert_eq!(terminal.end(), 0);
    }
}
