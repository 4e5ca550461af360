//! Completions: what roledex answers to each shell, and real shells that complete with it.

use std::path::Path;
use std::process::Output;

use crate::program::{self, SMALL, err, out};
#[cfg(unix)]
use crate::pty::Terminal;

/// What `shell` is answered about `words`, the last of which is completed.
fn complete(shell: &str, words: &[&str], home: &Path) -> Output {
    let args = [&["--", "roledex"], words].concat();
    let index = words.len().to_string();
    let mut command = program::command(&args);
    command.env("ROLEDEX_COMPLETE", shell).env("HOME", home);
    command.env("_CLAP_COMPLETE_INDEX", index).env("_CLAP_IFS", "\n").current_dir(home);
    let output = command.output().unwrap();
    // A shell would put any message into the line that is typed.
    assert_eq!((output.status.code(), err(&output)), (Some(0), String::new()), "{words:?}");
    output
}

/// The values among the answers to fish.
fn values(words: &[&str]) -> Vec<String> {
    let home = tempfile::tempdir().unwrap();
    let text = out(&complete("fish", words, home.path()));
    text.lines().map(|line| line.split('\t').next().unwrap().to_string()).collect()
}

#[test]
fn names_come_from_the_packs_in_force() {
    for (words, wanted) in [
        (&["-p", SMALL, "show", "head"][..], &["head-baker"][..]),
        (&["--pack", SMALL, "show", "ba"], &["baker", "baking"]),
        (&["list", "--pack", SMALL, "--family", ""], &["bakery", "kitchen"]),
        (&["--pack", SMALL, "list", "-F", "kit"], &["kitchen"]),
        (&["--pack", SMALL, "list", "--level", ""], &["1", "2", "3", "4"]),
        (&["--pack", SMALL, "diff", "baker", "h"], &["head-baker"]),
        (&["--pack", SMALL, "diff", "BAKER", "H"], &["head-baker"]),
        (&["--pack", SMALL, "related", "kit"], &["kitchen-hand"]),
        (&["--pack", SMALL, "path", "baker", "sen"], &["senior-baker"]),
        (&["--pack", SMALL, "matrix", "baker", "head-baker", "sen"], &["senior-baker"]),
        (&["--pack", SMALL, "matrix", "--family", "b"], &["bakery"]),
        (&["--pack", SMALL, "gap", "--to", "app"], &["apprentice"]),
        (&["--pack", SMALL, "gap", "--from", "app"], &["apprentice"]),
        (&["--pack", SMALL, "gap", "--have", "kn"], &["kneading"]),
        (&["--pack", SMALL, "gap", "--have", "french,kneading=e"], &["french,kneading=expert"]),
        (&["--pack", SMALL, "profile", "add", "kneading=exp"], &["kneading=expert"]),
        (&["--pack", SMALL, "search", "ski"], &["skill:"]),
        (&["--pack", SMALL, "search", "skill:bo"], &["skill:bookkeeping"]),
        (&["--pack", SMALL, "search", "level:>=exp"], &["level:>=expert"]),
        (&["--pack", SMALL, "search", "bread family:kit"], &["bread family:kitchen"]),
        (&["--pack", SMALL, "rename", "craf"], &["craft"]),
        (&["rename", "--in", SMALL, "craf"], &["craft"]),
        (&["rename", "--in", SMALL, "guil"], &["guild"]),
        (&["new", "role", "x", "--in", SMALL, "--extends", "kit"], &["kitchen-hand"]),
        (&["check", "--explain", "unknown-sk"], &["unknown-skill"]),
        (&["--theme", "colour-blind-"], &["colour-blind-light"]),
        (&["--pack", "buil"], &["built-in"]),
        (&["show", "product-lea"], &["product-lead"]),
        (&["list", "--format", "nd"], &["ndjson"]),
        (&["completions", "po"], &["powershell"]),
        (&["schema", "list-ed"], &["list-edges"]),
        (&["config", "ini"], &["init"]),
    ] {
        assert_eq!(values(words), wanted, "{words:?}");
    }
    // Without a name begun, names come and options do not; after a hyphen it is the other way round.
    let all = values(&["--pack", SMALL, "show", ""]);
    assert!(all.contains(&"kneading".to_string()) && !all.iter().any(|v| v.starts_with('-')));
    let options = values(&["--pack", SMALL, "show", "--"]);
    assert!(options.contains(&"--duties".to_string()) && options.contains(&"--pack".to_string()));
    assert!(!options.contains(&"--theme".to_string()), "{options:?}");
}

#[test]
fn a_profile_and_settings_of_ones_own_are_completed() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/roledex");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(SMALL, home.path().join("mine.toml")).unwrap();
    let settings = "[defaults]\npacks = \"~/mine.toml\"\n[theme.night]\nbase = \"dark\"\n";
    std::fs::write(folder.join("config.toml"), settings).unwrap();
    let add = program::command(&["profile", "add", "kneading=expert"])
        .env("HOME", home.path())
        .output()
        .unwrap();
    assert_eq!(add.status.code(), Some(0), "{}", err(&add));
    for (words, wanted) in [
        (&["show", "head"][..], "head-baker\tHead baker\n"),
        (&["profile", "remove", ""], "kneading\texpert\n"),
        (&["--theme", "nig"], "night\n"),
    ] {
        assert_eq!(out(&complete("fish", words, home.path())), wanted, "{words:?}");
    }
}

#[test]
fn each_shell_is_answered_in_its_syntax() {
    let home = tempfile::tempdir().unwrap();
    let words = ["-p", SMALL, "show", "head"];
    for (shell, wanted) in [
        ("bash", "head-baker"),
        ("elvish", "head-baker\n"),
        ("fish", "head-baker\tHead baker\n"),
        ("powershell", "head-baker\tHead baker\n"),
        ("zsh", "head-baker:Head baker\n"),
    ] {
        assert_eq!(out(&complete(shell, &words, home.path())), wanted, "{shell}");
        let script = program::run(&["completions", shell]);
        assert_eq!(script.status.code(), Some(0), "{}", err(&script));
        assert!(out(&script).contains("ROLEDEX_COMPLETE"), "{}", out(&script));
    }
    // Bash gives what it takes for words of their own, and wants only the last of them.
    let split = ["list", "--format", "=", "nd"];
    assert_eq!(out(&complete("bash", &split, home.path())), "ndjson");
    assert_eq!(program::run(&["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn nothing_is_said_when_there_is_nothing_to_say() {
    let home = tempfile::tempdir().unwrap();
    let faulty =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/faulty/unknown-skill.toml");
    for words in [
        &[][..],
        &["--pack", "/nowhere", "show", ""],
        &["--pack", "/dev/zero", "show", "b"],
        &["--pack", "-", "show", "b"],
        &["--pack", faulty, "rename", "zzz"],
        &["--config", "/nowhere", "show", "zzz"],
        &["nonsense", "zzz"],
        &["show", "zzz\u{1b}]0;x\u{7}"],
        &["--", "zzz"],
    ] {
        for shell in ["bash", "zsh", "fish", "powershell", "elvish", "tcsh", "/bin/bash"] {
            complete(shell, words, home.path());
        }
    }
    // A file of the settings that is wrong keeps nobody from completing.
    let folder = home.path().join(".config/roledex");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "[defaults\npacks = 3").unwrap();
    let found = out(&complete("fish", &["show", "product-lea"], home.path()));
    assert!(found.starts_with("product-lead\t"), "{found}");
}

/// A shell, how it starts, what it reads to complete the command line of roledex, and the keys that
/// take back what was typed.
#[cfg(unix)]
const SHELLS: [(&str, &[&str], &str, &str); 4] = [
    ("bash", &["--norc", "--noprofile", "-i"], "source <(roledex completions bash)", "\x05\x15"),
    (
        "zsh",
        &["-f", "-i"],
        "autoload -Uz compinit; compinit -u -D; source <(roledex completions zsh)",
        "\x05\x15",
    ),
    ("fish", &["--no-config", "-i"], "roledex completions fish | source", "\x05\x15"),
    ("elvish", &["-norc"], "eval (roledex completions elvish | slurp)", "\x03"),
];

#[cfg(unix)]
#[test]
fn real_shells_complete_commands_and_names() {
    for (shell, args, setup, undo) in SHELLS {
        let Some(program) = crate::program::find(shell) else {
            println!("{shell} is not installed: its completions are not tested");
            continue;
        };
        let home = tempfile::tempdir().unwrap();
        let home = home.path().canonicalize().unwrap();
        std::fs::copy(SMALL, home.join("p.toml")).unwrap();
        let own = Path::new(env!("CARGO_BIN_EXE_roledex")).parent().unwrap().display();
        let path = format!("{own}:/usr/local/bin:/usr/bin:/bin");
        let env = [
            ("PATH", path.as_str()),
            ("HOME", home.to_str().unwrap()),
            ("LC_ALL", "C.UTF-8"),
            ("PS1", "> "),
        ];
        let mut terminal = Terminal::run(&program, args, &env, 100, 30);
        // The echo of the command is not its output.
        terminal.keys(&format!("cd '{}'; {setup}; echo REA''DY\r", home.display()));
        terminal.wait("READY");
        terminal.keys("clear\r");
        terminal.wait_until(|text| !text.contains("READY"));
        for (typed, completed) in [
            ("roledex comple", "roledex completions"),
            ("roledex -p p.toml show head", "show head-baker"),
            ("roledex -p p.toml list --family kit", "--family kitchen"),
            ("roledex -p p.toml diff baker sen", "diff baker senior-baker"),
            ("roledex -p p.toml gap --have kneading=exp", "kneading=expert"),
            ("roledex list --format=ndj", "--format=ndjson"),
        ] {
            terminal.keys(typed);
            terminal.wait(typed);
            terminal.keys("\t");
            terminal.wait(completed);
            terminal.keys(undo);
            terminal.wait_until(|text| !text.contains(completed));
            // Elvish drops what is typed right after its line was taken back.
            std::thread::sleep(std::time::Duration::from_millis(100));
            terminal.keys("clear\r");
            terminal.wait_until(|text| !text.contains("clear"));
        }
        terminal.keys("exit\r");
        terminal.end_with();
    }
}
