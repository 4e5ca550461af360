//! The real program on a real pseudo-terminal: open, search, compare, quit; the terminal restored
//! however it ends.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a screen may take to appear. Never reached but on failure.
const PATIENCE: Duration = Duration::from_secs(20);

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

/// How many cells a terminal draws that reports `n`: the usual number if it reports none.
fn drawn(n: u16, usual: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap_or(cells(usual))
}

pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    /// The screen, and every byte written to it.
    screen: Arc<Mutex<(vt100::Parser, Vec<u8>)>>,
    /// Whether the terminal takes in nothing of what is written to it.
    deaf: Arc<AtomicBool>,
    /// Whether everybody who could write to it has closed it.
    closed: Arc<AtomicBool>,
    /// How it treated what is typed and written at first.
    modes: String,
}

impl Terminal {
    pub fn open(args: &[&str], env: &[(&str, &str)], width: u16, height: u16) -> Self {
        // Where one was is another test's business.
        let stateless = !env.iter().any(|(name, _)| *name == "XDG_STATE_HOME");
        let args = [if stateless { &["--no-state"][..] } else { &[] }, args].concat();
        Self::run(env!("CARGO_BIN_EXE_roledex"), &args, env, width, height)
    }

    /// Runs `program`, which is the first of a session of its own.
    pub fn run(
        program: &str,
        args: &[&str],
        env: &[(&str, &str)],
        width: u16,
        height: u16,
    ) -> Self {
        let (child, master, modes) = spawn(program, args, env, (width, height), true);
        let screen = Arc::new(Mutex::new((
            vt100::Parser::new(drawn(height, 24), drawn(width, 80), 0),
            Vec::new(),
        )));
        let mut reader = master.try_clone_reader().unwrap();
        let shared = Arc::clone(&screen);
        let deaf = Arc::new(AtomicBool::new(false));
        let is_deaf = Arc::clone(&deaf);
        let closed = Arc::new(AtomicBool::new(false));
        let is_closed = Arc::clone(&closed);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n) = reader.read(&mut buffer) {
                while is_deaf.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(5));
                }
                if n == 0 {
                    break;
                }
                let mut shared = shared.lock().unwrap();
                shared.0.process(&buffer[..n]);
                shared.1.extend_from_slice(&buffer[..n]);
            }
            is_closed.store(true, Ordering::SeqCst);
        });
        let writer = master.take_writer().unwrap();
        Self { child, master, writer, screen, deaf, closed, modes }
    }

    /// From now on the terminal takes in nothing of what is written to it, or does again.
    pub fn be_deaf(&self, deaf: bool) {
        self.deaf.store(deaf, Ordering::SeqCst);
    }

    /// All that has been written to the terminal.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.screen.lock().unwrap().1).into_owned()
    }

    /// What has been written to the terminal since the explorer gave it back.
    pub fn since_given_back(&self) -> String {
        self.written().rsplit("\x1b[?1049l").next().unwrap().to_string()
    }

    pub fn keys(&mut self, bytes: &str) {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    pub fn text(&self) -> String {
        self.screen.lock().unwrap().0.screen().contents()
    }

    /// Waits until the screen shows `text`.
    pub fn wait(&self, text: &str) {
        let start = Instant::now();
        while !self.text().contains(text) {
            assert!(
                start.elapsed() < PATIENCE,
                "{text:?} never came; the screen is\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Sends `bytes` until the terminal is given back: what is typed while another program has it
    /// is not for us.
    pub fn insist(&mut self, bytes: &str) {
        let start = Instant::now();
        while self.child.try_wait().unwrap().is_none() && start.elapsed() < PATIENCE {
            if self.left_on().is_some() {
                let _ = self.writer.write_all(bytes.as_bytes()).and_then(|()| self.writer.flush());
            }
            std::thread::sleep(Duration::from_millis(300));
        }
    }

    /// Waits until the screen is as it `is` to be.
    pub fn wait_until(&self, is: impl Fn(&str) -> bool) {
        let start = Instant::now();
        while !is(&self.text()) {
            assert!(start.elapsed() < PATIENCE, "the screen stays\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until `text` has been written, control sequences included.
    pub fn wait_written(&self, text: &str) {
        let start = Instant::now();
        while !self.written().contains(text) {
            assert!(
                start.elapsed() < PATIENCE,
                "{text:?} never came; the screen is\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end; returns the exit status and asserts that the terminal is as it was
    /// before.
    pub fn end(self) -> u32 {
        self.end_with().0.exit_code()
    }

    /// The same; returns how it ended, and what was written after the terminal was given back.
    pub fn end_with(mut self) -> (portable_pty::ExitStatus, String) {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end; the screen is\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        };
        // What was written last may still be on its way. The terminal is closed then, unless
        // another one has it too.
        let start = Instant::now();
        while !self.closed.load(Ordering::SeqCst) && start.elapsed() < Duration::from_millis(500) {
            std::thread::sleep(Duration::from_millis(5));
        }
        while let Some(left) = self.left_on() {
            assert!(start.elapsed() < PATIENCE, "{left} is left on");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(modes_of(&*self.master), self.modes, "the modes of the terminal");
        let told = self.since_given_back();
        drop(self.master);
        (status, told)
    }

    /// A mode that was set and not unset since.
    fn left_on(&self) -> Option<&'static str> {
        let shared = self.screen.lock().unwrap();
        let bytes = String::from_utf8_lossy(&shared.1);
        let modes = ["?1049", "?2004", "?1000", "?1002", "?1003", "?1006", "?2026"];
        let on = |mode: &&str| {
            let (set, unset) =
                (bytes.rfind(&format!("\x1b[{mode}h")), bytes.rfind(&format!("\x1b[{mode}l")));
            set.is_some() && unset < set
        };
        // Of the cursor it is the other way around.
        let hidden = bytes.rfind("\x1b[?25l") > bytes.rfind("\x1b[?25h");
        modes.into_iter().find(on).or(hidden.then_some("the hidden cursor"))
    }

    /// How often the program has taken the whole screen.
    pub fn entered(&self) -> usize {
        String::from_utf8_lossy(&self.screen.lock().unwrap().1).matches("\x1b[?1049h").count()
    }

    /// Gives the terminal another size.
    pub fn resize(&self, cols: u16, rows: u16) {
        self.screen.lock().unwrap().0.screen_mut().set_size(cells(rows), cells(cols));
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    pub fn signal(&self, signal: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(
            std::process::Command::new("kill").args([signal, &pid]).status().unwrap().success()
        );
    }
}

/// How the terminal treats what is typed and written.
fn modes_of(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

type Spawned = (Box<dyn Child + Send + Sync>, Box<dyn MasterPty + Send>, String);

/// Runs `program` as the first of a session of its own; whose terminal this is, if it is
/// `controlling`. Gives its modes as well.
fn spawn(
    program: &str,
    args: &[&str],
    env: &[(&str, &str)],
    (width, height): (u16, u16),
    controlling: bool,
) -> Spawned {
    let pty = native_pty_system();
    let pair = pty
        .openpty(PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 })
        .unwrap();
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", std::env::temp_dir());
    for (name, value) in env {
        command.env(name, value);
    }
    command.args(args);
    command.set_controlling_tty(controlling);
    let modes = modes_of(&*pair.master);
    (pair.slave.spawn_command(command).unwrap(), pair.master, modes)
}

/// Runs the explorer with `args` and `env`, presses `keys` when it has drawn "ROLES", closes the
/// terminal when it shows `text`, and returns the exit status. Where the terminal is not
/// `controlling`, no signal tells of it.
pub fn hang_up(
    args: &[&str],
    env: &[(&str, &str)],
    keys: &str,
    text: &str,
    controlling: bool,
) -> u32 {
    let (mut child, master, _) =
        spawn(env!("CARGO_BIN_EXE_roledex"), args, env, (100, 30), controlling);
    let (mut reader, mut writer) =
        (master.try_clone_reader().unwrap(), master.take_writer().unwrap());
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    let mut wait = |text: &str| {
        while !String::from_utf8_lossy(&seen).contains(text) {
            let count = reader.read(&mut buffer).unwrap();
            assert!(count > 0, "{text:?} never came");
            seen.extend_from_slice(&buffer[..count]);
        }
    };
    wait("ROLES");
    writer.write_all(keys.as_bytes()).unwrap();
    wait(text);
    drop((reader, writer, master));
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.exit_code();
        }
        assert!(start.elapsed() < PATIENCE, "it does not end without a terminal");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_terminal_that_is_gone_ends_it_as_a_hangup_and_loses_no_bookmark() {
    // Whether the signal or the end of the keys comes first differs from time to time.
    for at in 0..8 {
        let home = tempfile::tempdir().unwrap();
        let env = [("XDG_STATE_HOME", home.path().to_str().unwrap())];
        assert_eq!(hang_up(&[], &env, "b", "bookmarked", at % 2 == 0), 129);
        let state = std::fs::read_to_string(home.path().join("roledex/state.json")).unwrap();
        assert!(state.contains("associate-product-manager"), "{state}");
    }
}

/// The number of skills of the built-in pack.
fn skill_count() -> usize {
    roledex::builtin::catalog().skills().len()
}

#[test]
fn open_search_compare_quit() {
    let mut terminal = Terminal::open(&[], &[], 120, 40);
    terminal.wait("Product manager");
    terminal.keys("4");
    terminal.wait(&format!("of {}", skill_count()));
    terminal.keys("roadmp");
    terminal.wait(&format!("3 of {}", skill_count()));
    terminal.wait("ESSENTIAL FOR");
    terminal.keys("\x1b");
    terminal.wait("tab to its roles");
    terminal.keys(":");
    terminal.wait("Actions and roles");
    terminal.keys("product lead");
    terminal.wait("Product lead");
    terminal.keys("\r");
    terminal.wait("Defines product vision");
    terminal.keys("d");
    terminal.wait("Compare Product lead with");
    terminal.keys("product manager");
    terminal.wait("Product manager");
    terminal.keys("\r");
    terminal.wait("Key differences");
    terminal.keys("n");
    terminal.wait("row 2 of");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn sizes_change_while_it_runs() {
    let mut terminal = Terminal::open(&[], &[], 140, 40);
    terminal.wait("Product manager");
    for (cols, rows) in
        [(20, 5), (40, 10), (80, 24), (140, 40), (1, 1), (65_535, 2), (2, 65_535), (80, 24)]
    {
        terminal.resize(cols, rows);
        terminal.keys("j");
        std::thread::sleep(Duration::from_millis(20));
    }
    terminal.wait("ROLES");
    terminal.keys("q");
    assert_eq!(terminal.end(), 0);
}

/// Sends `bytes` one by one, as far apart as a slow line has them.
fn slowly(terminal: &mut Terminal, bytes: &[u8]) {
    for byte in bytes {
        terminal.writer.write_all(&[*byte]).unwrap();
        terminal.writer.flush().unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn sequences_that_come_in_parts_are_what_they_are() {
    let mut terminal = Terminal::open(&[], &[], 120, 40);
    terminal.wait("ROLES  ");
    terminal.keys(" ");
    terminal.wait("A is Associate product manager");
    // Down, up and a click, and nothing of them is typed or taken for an escape.
    slowly(&mut terminal, b"\x1b[B\x1bOB\x1b[A\x1b[1;1B");
    slowly(&mut terminal, b"\x1b[<0;5;7M\x1b[<0;5;7m");
    terminal.keys("/");
    terminal.wait("/ ");
    slowly(&mut terminal, "l\u{e9}ad".as_bytes());
    terminal.wait("/ l\u{e9}ad");
    // Pasted text in parts, and in it what looks like the end.
    slowly(&mut terminal, b" \x1b[200~x\x1b[201\x1b[A y\x1b[201~z");
    terminal.wait("/ l\u{e9}ad x\u{241b}[201\u{241b}[A yz");
    // Both of what terminals send for Backspace, and with Alt for a word.
    slowly(&mut terminal, b"\x15one two three xy\x08\x7f");
    terminal.wait("/ one two three  ");
    slowly(&mut terminal, b"\x1b\x7f\x1b\x08");
    terminal.wait("/ one   ");
    // The mark is there still.
    assert!(terminal.text().contains("A Associate product manager"), "{}", terminal.text());
    terminal.keys("\x03\x03");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn an_escape_by_itself_leaves_the_field_and_no_mark_is_lost() {
    let mut terminal = Terminal::open(&[], &[], 120, 40);
    terminal.wait("ROLES  ");
    terminal.keys(" /lead");
    terminal.wait("/ lead");
    terminal.keys("\x1b");
    terminal.wait("space mark");
    terminal.keys("\x1b");
    terminal.wait("ROLES  ");
    terminal.keys("\x1b\x1b\x1b");
    // Esc and a key in a hurry are both.
    terminal.keys("/lead");
    terminal.wait("/ lead");
    terminal.keys("\x1b");
    terminal.keys("?");
    terminal.wait("Keys that work here");
    terminal.keys("\x1b");
    terminal.wait("space mark");
    assert!(terminal.text().contains("A Associate product manager"), "{}", terminal.text());
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn what_the_terminal_answers_is_neither_typed_nor_carried_out() {
    let answers: [&[u8]; 9] = [
        b"\x1b[?62;1;4c",
        b"\x1b[>41;354;0c",
        b"\x1b[12;40R",
        b"\x1b[?1u",
        b"\x1b[?2026;2$y",
        b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
        b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
        b"\x1bP>|a terminal(1.0)\x1b\\",
        b"\x1b[I\x1b[O",
    ];
    let mut terminal = Terminal::open(&[], &[], 120, 40);
    terminal.wait("ROLES  ");
    terminal.keys(" ");
    terminal.wait("A is Associate product manager");
    for answer in answers {
        terminal.writer.write_all(answer).unwrap();
        slowly(&mut terminal, answer);
        // Its escape was long ago: it is known all the same.
        terminal.keys("\x1b");
        std::thread::sleep(Duration::from_millis(150));
        terminal.writer.write_all(&answer[1..]).unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    terminal.keys("/");
    terminal.wait("/ ");
    for answer in answers {
        terminal.writer.write_all(answer).unwrap();
        slowly(&mut terminal, answer);
    }
    terminal.keys("lead");
    terminal.wait("/ lead ");
    assert!(terminal.text().contains("A Associate product manager"), "{}", terminal.text());
    terminal.keys("\x03\x03");
    assert_eq!(terminal.end(), 0);
}

/// Ends the terminal's program by `signal`, and says which one it was as shells do.
pub fn ended_by(terminal: Terminal) -> u32 {
    let (status, _) = terminal.end_with();
    match status.signal() {
        None => status.exit_code(),
        // Only those after which the system keeps an image of the program are passed on.
        Some(told) => {
            let names = [
                "Quit",
                "Trace/breakpoint trap",
                "Aborted",
                "Bus error",
                "Bad system call",
                "CPU time limit exceeded",
            ];
            let numbers = [3, 5, 6, 7, 31, 24];
            128 + names
                .iter()
                .position(|name| told.starts_with(name))
                .map_or_else(|| panic!("{told}"), |at| numbers[at])
        }
    }
}

#[test]
fn the_terminal_is_restored_after_signals() {
    let ending = [
        ("-TERM", 143),
        ("-HUP", 129),
        ("-INT", 130),
        ("-QUIT", 131),
        ("-ABRT", 134),
        ("-USR1", 138),
        ("-ALRM", 142),
    ];
    for (signal, status) in ending {
        let terminal = Terminal::open(&[], &[], 80, 24);
        terminal.wait("ROLES");
        terminal.signal(signal);
        assert_eq!(ended_by(terminal), status, "{signal}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_terminal_is_restored_after_signals_that_few_send() {
    for signal in [5, 7, 12, 16, 24, 26, 27, 29, 30, 31, 34, 50, 64] {
        let terminal = Terminal::open(&[], &[], 80, 24);
        terminal.wait("ROLES");
        // They are heard a moment after the first frame.
        std::thread::sleep(Duration::from_millis(200));
        terminal.signal(&format!("-{signal}"));
        assert_eq!(ended_by(terminal), 128 + signal, "{signal}");
    }
}

#[test]
fn a_signal_that_asks_for_an_image_of_the_program_ends_it_as_such() {
    for (signal, told) in [("-QUIT", "Quit"), ("-ABRT", "Abort")] {
        let terminal = Terminal::open(&[], &[], 80, 24);
        terminal.wait("ROLES");
        terminal.signal(signal);
        let (status, _) = terminal.end_with();
        assert!(status.signal().is_some_and(|name| name.starts_with(told)), "{status:?}");
    }
}

#[test]
fn a_signal_ends_it_while_the_terminal_takes_nothing_in() {
    let mut terminal = Terminal::open(&[], &[], 200, 60);
    terminal.wait("ROLES");
    terminal.be_deaf(true);
    for _ in 0..60 {
        terminal.keys("?");
        std::thread::sleep(Duration::from_millis(10));
        terminal.keys("\x1b[B12");
        std::thread::sleep(Duration::from_millis(10));
    }
    terminal.signal("-TERM");
    let start = Instant::now();
    while terminal.child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < PATIENCE, "it waits for the terminal");
        std::thread::sleep(Duration::from_millis(5));
    }
    terminal.be_deaf(false);
    assert_eq!(terminal.end(), 143);
}

#[test]
#[cfg(debug_assertions)]
fn the_terminal_is_restored_after_a_panic() {
    let mut terminal = Terminal::open(&[], &[("ROLEDEX_PANIC_ON", "x")], 80, 24);
    terminal.wait("ROLES");
    terminal.keys("x");
    terminal.wait("told to panic on x");
    let (status, told) = terminal.end_with();
    assert_eq!(status.exit_code(), 101);
    assert!(
        told.contains("thread 'keys' panicked at") && told.contains("told to panic on x"),
        "{told}"
    );
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_in_any_thread_ends_it_with_the_message_on_the_restored_terminal() {
    for threads in
        ["search", "profile", "keeper", "watch", "signals", "keys", "ways", "search,profile,keys"]
    {
        let home = tempfile::tempdir().unwrap();
        let (when, pack) = (home.path().join("when"), home.path().join("pack.toml"));
        std::fs::write(&pack, SMALL).unwrap();
        let home = home.path().to_str().unwrap();
        let env = [
            ("ROLEDEX_PANIC_IN", threads),
            ("ROLEDEX_PANIC_WHEN", when.to_str().unwrap()),
            ("XDG_STATE_HOME", home),
            ("XDG_CONFIG_HOME", home),
            ("XDG_CACHE_HOME", home),
        ];
        // Large enough for what would otherwise be answered without a thread.
        let large = threads == "ways";
        if large {
            std::fs::write(&pack, ladder(400)).unwrap();
        }
        let mut terminal = Terminal::open(&["--pack", pack.to_str().unwrap()], &env, 100, 30);
        terminal.wait("ROLES");
        if large {
            terminal.keys("pRung 3\r");
        }
        if threads != "keys" && !threads.contains(',') && !large {
            terminal.keys("jb");
            terminal.wait("bookmarked");
        }
        std::fs::write(&when, "").unwrap();
        let (status, told) = terminal.end_with();
        assert_eq!(status.exit_code(), 101, "{threads}");
        let first = if threads.contains(',') { "" } else { threads };
        assert!(told.contains(&format!("told to panic in {first}")), "{threads}: {told}");
        // What the user did is kept: only a thread that knows nothing of it is gone.
        if threads != "keys" && !threads.contains(',') && !large {
            let state = std::fs::read_to_string(format!("{home}/roledex/state.json")).unwrap();
            assert!(
                state.contains("senior-baker") || state.contains("\"baker\""),
                "{threads}: {state}"
            );
        }
    }
}

#[test]
fn no_color_keeps_the_selection_visible() {
    let mut terminal = Terminal::open(&[], &[("NO_COLOR", "1")], 80, 24);
    terminal.wait("Associate product manager");
    {
        let shared = terminal.screen.lock().unwrap();
        let screen = shared.0.screen();
        let row =
            screen.rows(0, 31).position(|row| row.contains("Associate product manager")).unwrap();
        let row = u16::try_from(row).unwrap();
        assert!(screen.cell(row, 6).unwrap().inverse(), "the selected row is not lit");
        let coloured = (0..24u16).flat_map(|y| (0..80u16).map(move |x| (y, x)));
        for (y, x) in coloured {
            let Some(cell) = screen.cell(y, x) else { continue };
            assert_eq!(
                (cell.fgcolor(), cell.bgcolor()),
                (vt100::Color::Default, vt100::Color::Default)
            );
        }
    }
    terminal.keys("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_locale_without_unicode_gets_ascii_alone_however_small_the_screen() {
    let mut terminal = Terminal::open(&[], &[("LC_ALL", "C")], 30, 8);
    terminal.wait("40x10. q quits.");
    assert!(terminal.text().is_ascii(), "{}", terminal.text());
    terminal.keys("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_faulty_pack_opens_with_what_is_sound_and_says_what_is_not() {
    let faulty =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/faulty/unknown-skill.toml");
    let mut terminal = Terminal::open(&["--pack", faulty], &[], 140, 24);
    terminal.wait("unknown skill `roadmaping`");
    terminal.keys("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn what_is_added_to_the_profile_is_written_before_we_leave() {
    let home = tempfile::tempdir().unwrap();
    let [config, state] = ["config", "state"].map(|name| home.path().join(name));
    let env = [
        ("XDG_CONFIG_HOME", config.to_str().unwrap()),
        ("XDG_STATE_HOME", state.to_str().unwrap()),
    ];
    let open = || Terminal::open(&[], &env, 120, 40);
    let mut terminal = open();
    terminal.wait("Product manager");
    terminal.keys("4sql");
    terminal.wait("Queries databases");
    terminal.keys("\r++Q");
    assert_eq!(terminal.end(), 0);
    let profile = std::fs::read_to_string(config.join("roledex/profile.toml")).unwrap();
    assert!(profile.contains("\"sql: working\""), "{profile}");
    // The place is remembered too.
    let mut terminal = Terminal::open(&["--no-state"], &env, 120, 40);
    terminal.wait("Product manager");
    terminal.keys("4sql");
    terminal.wait("✓ in your profile at ●●○○ working");
    terminal.keys("\rQ");
    assert_eq!(terminal.end(), 0);
}

/// Without state, a profile and bookmarks last until the end, and say so.
#[test]
fn without_state_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().to_str().unwrap();
    let env = [
        ("XDG_CONFIG_HOME", folder),
        ("XDG_STATE_HOME", folder),
        ("XDG_CACHE_HOME", folder),
        ("HOME", folder),
    ];
    let mut terminal = Terminal::open(&["--no-state", "--no-cache"], &env, 140, 40);
    terminal.wait("Product manager");
    terminal.keys("jb");
    terminal.wait("until you quit: --no-state saves nothing");
    terminal.keys("4sql");
    terminal.wait("Queries databases");
    terminal.keys("\r+");
    terminal.wait("✓ in your profile at ●○○○ awareness");
    terminal.wait("until you quit: --no-state saves nothing");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    let left: Vec<_> = std::fs::read_dir(home.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_way_is_found_on_a_pack_of_thousands_of_roles_while_keys_work() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("ladder.toml");
    std::fs::write(&path, ladder(400)).unwrap();
    let mut terminal = Terminal::open(&["--pack", path.to_str().unwrap()], &[], 100, 30);
    terminal.wait("Rung 0");
    terminal.keys("pRung 3\r");
    terminal.wait("Rung 0  →  Rung 3");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

/// A pack of so many roles, each of which leads to the next.
fn ladder(count: usize) -> String {
    use std::fmt::Write as _;
    let mut pack =
        "[pack]\nformat = 1\nid = \"ladder\"\ntitle = \"A long ladder\"\nversion = \"1\"\n"
            .to_string();
    for at in 0..count {
        let _ = write!(
            pack,
            "[[role]]\nid = \"r{at}\"\ntitle = \"Rung {at}\"\nfamily = \"ladder\"\nsummary = \"A rung.\"\n"
        );
        if at + 1 < count {
            let _ = write!(pack, "[[role.move]]\nto = \"r{}\"\n", at + 1);
        }
    }
    pack
}

#[test]
fn keys_right_behind_a_word_are_about_what_it_finds() {
    use std::fmt::Write as _;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("many.toml");
    let mut pack =
        "[pack]\nformat = 1\nid = \"many\"\ntitle = \"Many roles\"\nversion = \"1\"\n".to_string();
    // So many that searches are not answered at once.
    for at in 0..1_200 {
        let title = match at {
            700 => "Baker".to_string(),
            701 => "Baker of cakes".to_string(),
            900 => "Butcher".to_string(),
            at => format!("Rung {at}"),
        };
        let _ = write!(
            pack,
            "[[role]]\nid = \"r{at}\"\ntitle = \"{title}\"\nfamily = \"ladder\"\nsummary = \"Does {at}.\"\n"
        );
    }
    std::fs::write(&path, pack).unwrap();
    let mut terminal = Terminal::open(&["--pack", path.to_str().unwrap()], &[], 120, 30);
    terminal.wait("Rung 0");
    // A role to compare with, all in one piece.
    terminal.keys("dbutcher\r");
    terminal.wait("A Rung 0  B Butcher");
    // The row below the best one.
    terminal.keys("1/baker\x1b[B\r");
    terminal.wait("Does 701.");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn ten_thousand_characters_are_typed_at_once() {
    let mut terminal = Terminal::open(&[], &[], 120, 40);
    terminal.wait("Product manager");
    // A terminal that does not tell pasted text apart sends it like this.
    terminal.keys(&format!(":{}roadmap", "a few words ".repeat(833)));
    terminal.wait("words roadmap");
    terminal.keys("\x15road map\x1bQ");
    assert_eq!(terminal.end(), 0);
}

/// A pack in a folder of its own, and a program that shows it.
fn watched(text: &str, home: &std::path::Path) -> (std::path::PathBuf, Terminal) {
    let path = home.join("pack.toml");
    std::fs::write(&path, text).unwrap();
    let cache = home.join("cache");
    let env = [("XDG_CACHE_HOME", cache.to_str().unwrap())];
    let terminal = Terminal::open(&["--pack", path.to_str().unwrap()], &env, 120, 30);
    terminal.wait("Baker");
    (path, terminal)
}

const SMALL: &str = include_str!("fixtures/small.toml");

#[test]
fn what_is_saved_shows_at_once_and_the_place_stays() {
    let home = tempfile::tempdir().unwrap();
    let (path, mut terminal) = watched(SMALL, home.path());
    terminal.keys("jj");
    terminal.wait("Senior baker  ");
    // As vim saves: another file, put in the place of the old one.
    let new = home.path().join("pack.toml~");
    std::fs::write(&new, SMALL.replace("title = \"Senior baker\"", "title = \"Master baker\""))
        .unwrap();
    std::fs::rename(&new, &path).unwrap();
    terminal.wait("the packs changed and were reloaded");
    terminal.wait("Master baker");
    // The same role is selected still: its id is the same.
    terminal.keys("\r");
    terminal.wait("▌Master baker");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

/// A pack that is large enough for the cache, and for several blocks there.
fn large_pack() -> String {
    use std::fmt::Write as _;
    let mut pack = SMALL.to_string();
    for at in 0..400 {
        let _ = write!(
            pack,
            "\n[[role]]\nid = \"added-{at}\"\ntitle = \"Added {at:03}\"\nfamily = \"Added\"\n\
             summary = \"Does {at}. {}\"\n",
            "It is done well. ".repeat(50)
        );
    }
    pack
}

#[test]
fn a_damaged_cache_is_reported_and_replaced() {
    let home = tempfile::tempdir().unwrap();
    let (path, cache) = (home.path().join("pack.toml"), home.path().join("cache"));
    std::fs::write(&path, large_pack()).unwrap();
    let list = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_roledex"));
        command.arg("--pack").arg(&path).arg("list").env("XDG_CACHE_HOME", &cache);
        let out = command.output().unwrap();
        assert!(out.status.success(), "{out:?}");
        out.stdout
    };
    let known = list();
    let entries = std::fs::read_dir(cache.join("roledex")).unwrap().flatten();
    let file = entries
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "pack"))
        .unwrap();
    let whole = std::fs::read(&file).unwrap();
    let mut bytes = whole.clone();
    bytes[whole.len() / 2] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    let env = [("XDG_CACHE_HOME", cache.to_str().unwrap())];
    let mut terminal = Terminal::open(&["--pack", path.to_str().unwrap()], &env, 120, 30);
    terminal.wait("the cache is damaged; reading the packs again");
    terminal.keys("G");
    terminal.wait("Added 399");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    assert_ne!(std::fs::read(&file).ok(), Some(bytes.clone()));
    // A command has no frame to draw: it reads the packs in place of what is damaged.
    std::fs::write(&file, &bytes).unwrap();
    assert_eq!(list(), known);
}

#[test]
fn half_a_file_and_none_keep_the_last_good_version() {
    let home = tempfile::tempdir().unwrap();
    let (path, mut terminal) = watched(SMALL, home.path());
    std::fs::write(&path, &SMALL[..SMALL.len() / 2]).unwrap();
    terminal.wait("showing the last valid version");
    terminal.wait("Head baker");
    std::fs::write(&path, SMALL.replace("title = \"Head baker\"", "title = \"Chief baker\""))
        .unwrap();
    terminal.wait("Chief baker");
    std::fs::remove_file(&path).unwrap();
    terminal.wait("showing the last valid version");
    terminal.wait("Chief baker");
    // It is picked up when it is back, with a notice or without.
    std::fs::write(&path, SMALL.replace("title = \"Head baker\"", "title = \"First baker\""))
        .unwrap();
    terminal.wait("First baker");
    terminal.keys("r");
    terminal.wait("nothing changed");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn it_opens_where_it_was_left() {
    let home = tempfile::tempdir().unwrap();
    let state = home.path().to_str().unwrap();
    let open = |args: &[&str]| Terminal::open(args, &[("XDG_STATE_HOME", state)], 120, 40);
    let mut terminal = open(&[]);
    terminal.wait("Product manager");
    terminal.keys("/tech lead\r");
    terminal.wait("▌Tech lead");
    terminal.keys("b");
    terminal.wait("bookmarked Tech lead");
    terminal.keys("TQ");
    assert_eq!(terminal.end(), 0);
    let file = home.path().join("roledex/state.json");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // The role, its bookmark, the theme; and for whoever wants none of it, a first run.
    let mut terminal = open(&[]);
    terminal.wait("Tech lead ★");
    terminal.keys("T");
    terminal.wait("theme: light");
    terminal.keys("/\x12");
    terminal.wait("tech lead");
    terminal.keys("\x03\x03\x03");
    assert_eq!(terminal.end(), 0);
    let before = std::fs::read(&file).unwrap();
    let mut terminal = open(&["--no-state"]);
    terminal.wait("Associate product manager ");
    terminal.keys("jjjbTQ");
    assert_eq!(terminal.end(), 0);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    // What is damaged, or of a newer version, is said and left alone.
    for (text, why) in [
        ("{\"version\": 1, \"pa", "it is damaged"),
        ("{\"version\": 2}", "it was written by a newer roledex"),
    ] {
        std::fs::write(&file, text).unwrap();
        let mut terminal = open(&[]);
        terminal.wait("Associate product manager ");
        terminal.wait(&format!("bookmarks will not be saved: {why}"));
        terminal.keys("bQ");
        assert_eq!(terminal.end(), 0);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }
}

#[test]
fn resizing_while_typing_loses_no_key() {
    let mut terminal = Terminal::open(&[], &[], 120, 40);
    terminal.wait("Product manager");
    terminal.keys("4");
    terminal.wait(&format!("of {}", skill_count()));
    // A generator of numbers that look random, and are the same every time.
    let mut seed = 7u32;
    let mut next = |most: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % most
    };
    for at in 0..200 {
        let (cols, rows) = (1 + next(160) as u16, 1 + next(60) as u16);
        terminal.resize(cols, rows);
        terminal.keys(["r", "o", "a", "d", "\x7f", "\x7f", "\x7f", "\x7f"][at % 8]);
    }
    terminal.resize(120, 40);
    terminal.keys("roadmp");
    terminal.wait(" / roadmp");
    terminal.wait(&format!("3 of {}", skill_count()));
    terminal.keys("\x03\x03");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn pasted_lines_are_text_and_run_nothing() {
    let mut terminal = Terminal::open(&[], &[], 120, 40);
    terminal.wait("Product manager");
    terminal.keys("4");
    terminal.wait(&format!("of {}", skill_count()));
    terminal.keys("\x1b[200~road\rmap\nQ\x1b[201~");
    terminal.wait("/ road map Q");
    terminal.keys("\x03\x03");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn settings_with_a_fault_leave_the_explorer_open_and_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    for (text, fault) in [
        (&b"# caf\xe9\n[keys.list]\nmark = \"x\"\n"[..], "config.toml:1 this is not UTF-8 text"),
        (b"[ui]\ntheme = \"dark\n[keys.list]\nmark = \"x\"\n", "config.toml:2 "),
    ] {
        std::fs::write(&file, text).unwrap();
        let mut terminal = Terminal::open(&["--config", file.to_str().unwrap()], &[], 160, 40);
        terminal.wait("Product manager");
        terminal.wait(fault);
        // What is valid in it holds.
        terminal.keys("j");
        terminal.wait("x mark");
        terminal.keys("\x03");
        assert_eq!(terminal.end(), 0);
    }
    let mut terminal = Terminal::open(&["--config", folder.path().to_str().unwrap()], &[], 160, 40);
    terminal.wait("this is a folder");
    terminal.keys("\x03");
    assert_eq!(terminal.end(), 0);
}

/// What OSC 52 asks the terminal to put on its clipboard, latest last.
fn copied(terminal: &Terminal) -> Vec<String> {
    let bytes = String::from_utf8_lossy(&terminal.screen.lock().unwrap().1).into_owned();
    let mut texts = Vec::new();
    for part in bytes.split("\x1b]52;c;").skip(1) {
        let code: String =
            part.chars().take_while(|c| c.is_ascii_alphanumeric() || "+/=".contains(*c)).collect();
        texts.push(decoded(&code));
    }
    texts
}

/// Base 64, as RFC 4648 has it.
fn decoded(code: &str) -> String {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for four in code.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = four
            .iter()
            .enumerate()
            .fold(0u32, |bits, (at, c)| bits | u32::from(value(*c)) << (18 - 6 * at));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn what_is_copied_and_written_is_what_the_command_prints() {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().join("lead.html");
    let mut terminal = Terminal::open(&[], &[], 120, 40);
    terminal.wait("Product manager");
    terminal.keys(":product lead\r");
    terminal.wait("▌Product lead");
    terminal.keys("yi");
    terminal.wait("copied the ID: product-lead");
    terminal.keys("ym");
    terminal.wait("characters of Markdown");
    let texts = copied(&terminal);
    assert_eq!(texts[0], "product-lead");
    let printed = crate::program::run(&["show", "product-lead", "--format", "markdown"]);
    assert_eq!(texts[1], String::from_utf8(printed.stdout).unwrap());
    terminal.keys(&format!("x{}\r", name.display()));
    terminal.wait("saved the role Product lead to /");
    let printed = crate::program::run(&["show", "product-lead", "--format", "html"]);
    assert_eq!(std::fs::read(&name).unwrap(), printed.stdout);
    // It is not written over unless it is asked for twice.
    terminal.keys(&format!("x{}\r", name.display()));
    terminal.wait("already exists");
    let picture = folder.path().join("lead.svg");
    terminal.keys(&format!("x{}\r", picture.display()));
    terminal.wait("saved a picture of the screen to /");
    let svg = std::fs::read_to_string(picture).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("Product lead"), "{svg}");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
#[cfg(unix)]
fn an_editor_gets_the_line_and_every_key_and_its_change_is_shown() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("pack.toml");
    std::fs::write(&path, SMALL).unwrap();
    // An editor that shows what it was given, reads a line from the terminal, and changes a title.
    let script = home.path().join("ed");
    let log = home.path().join("log");
    let text = format!(
        "#!/bin/sh\nstty sane\necho \"EDITING $1\"\nread line\necho \"$1 $line\" > '{}'\n\
         sed -i 's/title = \"Baker\"/title = \"Oven master\"/' \"$1\"\n",
        log.display()
    );
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let env = [
        ("VISUAL", script.to_str().unwrap()),
        ("PATH", "/usr/bin:/bin"),
        ("XDG_CACHE_HOME", home.path().to_str().unwrap()),
    ];
    let mut terminal = Terminal::open(&["--pack", path.to_str().unwrap()], &env, 120, 30);
    terminal.wait("Senior baker");
    terminal.keys("j");
    terminal.wait("Bakes bread");
    terminal.keys("e");
    terminal.wait("EDITING");
    terminal.keys("every key of it\r");
    terminal.wait("Oven master");
    let told = std::fs::read_to_string(&log).unwrap();
    assert_eq!(told.trim_end(), format!("{} every key of it", path.display()));
    // Keys are ours again, none of them lost or come late.
    terminal.keys("G");
    terminal.wait("Helps wherever hands are missing");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}
