//! Sessions at random in a real terminal: keys, clicks, pasted text and sizes; however they go, the
//! explorer ends when it is asked to, without a panic, and leaves the terminal as it found it.
//!
//! A few by default; `ROLEDEX_SESSIONS=1000` runs so many, `ROLEDEX_SESSION_PACKS` (a path list)
//! over further packs, `ROLEDEX_SESSION_PROGRAM` with another build; `ROLEDEX_SESSION_FIRST` is the
//! number of the first, to run one again.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use roledex::tui::action::{ACTIONS, Action};

use crate::day::Dice;
use crate::pty::Terminal;

/// Keys and clicks in a session.
const STEPS: usize = 200;

/// How a terminal sends `key`.
fn bytes(key: &str) -> Option<String> {
    let (key, alt) = key.strip_prefix("alt-").map_or((key, ""), |key| (key, "\x1b"));
    let text = match key {
        "space" => " ".to_string(),
        "enter" => "\r".to_string(),
        "tab" => "\t".to_string(),
        "shift-tab" => "\x1b[Z".to_string(),
        "esc" => "\x1b".to_string(),
        "backspace" => "\x7f".to_string(),
        "delete" => "\x1b[3~".to_string(),
        "up" => "\x1b[A".to_string(),
        "down" => "\x1b[B".to_string(),
        "right" => "\x1b[C".to_string(),
        "left" => "\x1b[D".to_string(),
        "home" => "\x1b[H".to_string(),
        "end" => "\x1b[F".to_string(),
        "pgup" => "\x1b[5~".to_string(),
        "pgdn" => "\x1b[6~".to_string(),
        "f1" => "\x1bOP".to_string(),
        _ => match key.strip_prefix("ctrl-") {
            Some(letter) => char::from(letter.bytes().next()? & 0x1f).to_string(),
            None if key.chars().count() == 1 => key.to_string(),
            None => return None,
        },
    };
    Some(format!("{alt}{text}"))
}

/// All keys that mean something, but for those that end the session, start other programs or write
/// files.
fn all_keys() -> Vec<String> {
    let left_out = [
        Action::Quit,
        Action::Interrupt,
        Action::Back,
        Action::OpenLink,
        Action::Edit,
        Action::Suspend,
    ];
    let specs = ACTIONS.iter().filter(|spec| !left_out.contains(&spec.action));
    specs
        .flat_map(|spec| spec.keys.iter())
        .filter_map(|key| bytes(key))
        .filter(|key| key != "q" && key != "Q")
        .collect()
}

/// Something that a person, or a terminal, might send.
fn step(dice: &mut Dice, keys: &[String]) -> String {
    const TEXTS: [&str; 9] = [
        "lead",
        "\u{202e}abc",
        "e\u{301}\u{301}\u{301}",
        "日本語の仕事",
        "a | b !c ^d e$",
        "\u{1f469}\u{200d}\u{1f680}",
        "\r\n\t",
        "\x1b[31m",
        "'\"\\",
    ];
    match dice.roll(14) {
        0 => format!("\x1b[<{};{};{}M", dice.roll(3), dice.roll(210), dice.roll(70)),
        1 => format!(
            "\x1b[<{};{};{}M",
            [64, 65, 32, 35][dice.roll(4)],
            dice.roll(210),
            dice.roll(70)
        ),
        2 => format!("\x1b[200~{}\x1b[201~", dice.pick(&TEXTS).repeat(1 + dice.roll(50))),
        3 => dice.pick(&TEXTS).replace(['\r', '\n'], " "),
        4 => char::from(b'a' + dice.roll(26) as u8).to_string().replace('q', "r"),
        5 => ["\x1b[?62;1;4c", "\x1b]11;rgb:1e1e/1e1e/2e2e\x07", "\x1b[I", "\x1b[12;40R"]
            [dice.roll(4)]
        .to_string(),
        _ => dice.pick(keys).clone(),
    }
}

/// Packs that nobody would write on purpose, and the file of each in `folder`.
fn hostile_packs(folder: &Path) -> Vec<PathBuf> {
    let head = |title: &str| {
        format!(
            "[pack]\nformat = 1\nid = \"p\"\ntitle = {title:?}\nversion = \"1\"\n[[theme]]\nid = \"t\"\ntitle = {title:?}\n"
        )
    };
    let quoted = |text: &str| {
        // As TOML escapes what it cannot hold.
        let mut out = String::new();
        for c in text.chars() {
            let _ = match c {
                '"' | '\\' => write!(out, "\\{c}"),
                c if c.is_control() => write!(out, "\\u{:04X}", c as u32),
                c => write!(out, "{c}"),
            };
        }
        format!("\"{out}\"")
    };
    let of = |texts: &[String], skills: usize| {
        let mut pack = head("Hostile");
        for at in 0..skills {
            let name = quoted(&format!("{} {at}", texts[at % texts.len()]));
            let _ = write!(pack, "[[skill]]\nid = \"s{at}\"\nname = {name}\nkind = \"tool\"\n");
        }
        for (at, text) in texts.iter().enumerate() {
            let (title, text) = (quoted(&format!("{text} {at}")), quoted(text));
            let _ = write!(
                pack,
                "[[role]]\nid = \"r{at}\"\ntitle = {title}\nfamily = \"f{}\"\nlevel = {}\nsummary = {text}\n",
                at % 3,
                1 + at % 4
            );
            let _ = write!(pack, "[role.responsibilities]\nt = [{text}, {title}]\n");
            if skills > 0 {
                let _ = write!(pack, "[role.skills]\nessential = [\"s{}\"]\n", at % skills);
            }
        }
        pack
    };
    let texts = [
        format!("a{}", "\u{301}".repeat(400)),
        "\u{202e}right to left\u{202c} \u{2066}שלום עולם\u{2069}".to_string(),
        "日本語の長い役職名".repeat(8),
        "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}".repeat(5),
        ".".to_string(),
        "word ".repeat(1_000),
        "x".repeat(5_000),
        "\x1b[2J\x07\x1b]0;title\x07 bell and clear".to_string(),
        "\u{200b}\u{feff}\u{ad} nothing to see".to_string(),
        "\u{9b}31m C1 \u{85}".to_string(),
    ];
    let packs = [
        ("hostile", of(&texts, 7)),
        ("lonely", of(&texts[4..5], 0)),
        ("empty", head("Nothing")),
        ("many", of(&(0..700).map(|at| format!("Role of {at}")).collect::<Vec<_>>(), 700)),
    ];
    let written = packs.into_iter().map(|(name, text)| {
        let path = folder.join(format!("{name}.toml"));
        std::fs::write(&path, text).unwrap();
        path
    });
    written.collect()
}

fn session(seed: u64, program: &str, pack: Option<&Path>, home: &str, keys: &[String]) {
    let mut dice = Dice::new(seed);
    // What is exported at random goes there; and editors and browsers are none.
    let mut args = vec!["-c", "cd \"$0\" && exec \"$@\"", home, program, "--no-state"];
    if let Some(pack) = pack {
        args.extend(["--pack", pack.to_str().unwrap()]);
    }
    let env = [
        ("XDG_CACHE_HOME", home),
        ("XDG_CONFIG_HOME", home),
        ("VISUAL", "/bin/true"),
        ("PATH", home),
    ];
    let mut terminal =
        Terminal::run("/bin/sh", &args, &env, 1 + dice.roll(200) as u16, 1 + dice.roll(60) as u16);
    terminal.wait_written("\x1b[?1049h");
    for _ in 0..STEPS {
        if dice.roll(10) == 0 {
            terminal.resize(1 + dice.roll(200) as u16, 1 + dice.roll(60) as u16);
        }
        terminal.keys(&step(&mut dice, keys));
        if dice.roll(8) == 0 {
            std::thread::sleep(std::time::Duration::from_millis(dice.roll(4) as u64));
        }
    }
    // An escape by itself, and a paste whose end is lost, are over by then.
    std::thread::sleep(std::time::Duration::from_millis(60));
    terminal.insist("\x03");
    let (status, told) = terminal.end_with();
    assert!(status.success(), "session {seed} over {pack:?} ends with {status:?}: {told}");
}

#[test]
fn sessions_at_random_leave_the_terminal_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let (first, count) =
        (number("ROLEDEX_SESSION_FIRST").unwrap_or(0), number("ROLEDEX_SESSIONS").unwrap_or(20));
    let mut packs: Vec<Option<PathBuf>> = vec![None];
    packs.extend(hostile_packs(home.path()).into_iter().map(Some));
    if let Some(further) = std::env::var_os("ROLEDEX_SESSION_PACKS") {
        packs.extend(
            std::env::split_paths(&further).filter(|path| !path.as_os_str().is_empty()).map(Some),
        );
    }
    let keys = all_keys();
    let program = std::env::var("ROLEDEX_SESSION_PROGRAM");
    let program = program.as_deref().unwrap_or(env!("CARGO_BIN_EXE_roledex"));
    for seed in first..first + count {
        let pack = packs[seed as usize % packs.len()].as_deref();
        session(seed, program, pack, home.path().to_str().unwrap(), &keys);
    }
}
