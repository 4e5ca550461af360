//! Files that nobody vouches for: pipes, devices, links that lead elsewhere, and more than there
//! can be.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::program;

const PACK: &str = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n";

fn role(id: &str) -> String {
    format!("[[role]]\nid = \"{id}\"\ntitle = \"{id}\"\nfamily = \"f\"\nsummary = \"Does it.\"\n")
}

/// The program in `home`, which is ended should it wait for ever.
fn run(home: &Path, args: &[&str]) -> Output {
    let mut command = program::command(args);
    command.current_dir(home).env("HOME", home).stdout(Stdio::piped()).stderr(Stdio::piped());
    ended(command.spawn().unwrap())
}

fn ended(mut child: Child) -> Output {
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(120) {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// A home with the folder `pack` in it, which has one role, and a secret beside it.
fn home() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let pack = home.path().join("pack");
    std::fs::create_dir(&pack).unwrap();
    std::fs::write(pack.join("pack.toml"), PACK.to_string() + &role("a")).unwrap();
    std::fs::create_dir(home.path().join("private")).unwrap();
    std::fs::write(home.path().join("private/secret.toml"), "TOKEN=hunter2").unwrap();
    (home, pack)
}

/// What `check` says of the folder, with its status.
fn check(home: &Path) -> (Option<i32>, String) {
    let output = run(home, &["check", "pack"]);
    (output.status.code(), program::out(&output) + &program::err(&output))
}

#[test]
fn links_out_of_a_pack_are_named_and_not_followed() {
    for (link, target) in [
        ("x.toml", "/proc/self/environ"),
        ("x.toml", "../private/secret.toml"),
        ("deep/er/x.toml", "../../../private/secret.toml"),
        ("x.toml", "y.toml"),
    ] {
        let (home, pack) = home();
        std::fs::create_dir_all(pack.join("deep/er")).unwrap();
        // A link to a link that leads out leads out.
        symlink(home.path().join("private/secret.toml"), pack.join("y.toml")).unwrap();
        symlink(target, pack.join(link)).unwrap();
        let (status, told) = check(home.path());
        assert_eq!(status, Some(1), "{told}");
        assert!(
            told.contains("link-out") && told.contains("link points outside the pack's folder"),
            "{told}"
        );
        assert!(told.contains(&format!("pack/{link}")), "{told}");
        let every = ["list", "show", "search", "about"].map(|command| {
            let args: &[&str] =
                if matches!(command, "show" | "search") { &[command, "a"] } else { &[command] };
            run(home.path(), &[&["--pack", "pack"], args].concat())
        });
        for output in every {
            assert_eq!(output.status.code(), Some(3), "{output:?}");
            assert!(
                !format!("{}{}", program::out(&output), program::err(&output)).contains("hunter2")
            );
        }
        assert!(!told.contains("hunter2") && !told.contains("HOME="), "{told}");
    }
}

#[test]
fn a_linked_folder_outside_is_named_and_one_inside_is_read_once() {
    let (home, pack) = home();
    symlink("../private", pack.join("more")).unwrap();
    std::fs::create_dir(pack.join("roles")).unwrap();
    std::fs::write(pack.join("roles/b.toml"), role("b")).unwrap();
    symlink("roles", pack.join("same")).unwrap();
    symlink(".", pack.join("roles/round")).unwrap();
    symlink("../pack.toml", pack.join("roles/readme.md")).unwrap();
    let (status, told) = check(home.path());
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("warning[link-out]") && told.contains("pack/more"), "{told}");
    assert!(
        !told.contains("same") && !told.contains("round") && !told.contains("hunter2"),
        "{told}"
    );
    let listed = run(home.path(), &["--pack", "pack", "list"]);
    assert_eq!(program::out(&listed).lines().count(), 2);
    // By whatever link its folder is reached: that the user named.
    symlink("pack", home.path().join("link")).unwrap();
    let listed = run(home.path(), &["--pack", "link", "list"]);
    assert_eq!((listed.status.code(), program::out(&listed).lines().count()), (Some(0), 2));
    // A file that the user names may lie anywhere, and so may what a link inside leads to inside.
    symlink("pack/pack.toml", home.path().join("one.toml")).unwrap();
    assert_eq!(run(home.path(), &["check", "one.toml"]).status.code(), Some(0));
    std::fs::rename(pack.join("roles/b.toml"), pack.join("roles/b.txt")).unwrap();
    symlink("b.txt", pack.join("roles/b.toml")).unwrap();
    let listed = run(home.path(), &["--pack", "pack", "list"]);
    assert_eq!((listed.status.code(), program::out(&listed).lines().count()), (Some(0), 2));
}

#[test]
fn links_that_lead_to_nothing_and_what_is_no_file_are_faults() {
    let (home, pack) = home();
    symlink("nowhere.toml", pack.join("broken.toml")).unwrap();
    symlink("loop.toml", pack.join("loop.toml")).unwrap();
    symlink("/dev/zero", pack.join("zero.toml")).unwrap();
    pipe(&pack.join("pipe.toml"));
    symlink("pipe.toml", pack.join("to-pipe.toml")).unwrap();
    let _listener = std::os::unix::net::UnixListener::bind(pack.join("socket.toml")).unwrap();
    let (status, told) = check(home.path());
    assert_eq!(status, Some(1), "{told}");
    for (file, code) in [
        ("broken", "broken-link"),
        ("loop", "broken-link"),
        ("zero", "link-out"),
        ("pipe", "not-a-file"),
        ("to-pipe", "not-a-file"),
        ("socket", "not-a-file"),
    ] {
        let fault = told
            .split("error[")
            .find(|fault| fault.contains(&format!("pack/{file}.toml")))
            .unwrap_or_default();
        assert!(fault.starts_with(code), "{file}: {told}");
    }
    assert!(told.contains("this is a named pipe") && told.contains("this is a socket"), "{told}");
}

#[test]
fn pipes_and_devices_that_are_named_are_refused_and_not_waited_for() {
    let (home, _) = home();
    pipe(&home.path().join("pipe"));
    for (args, what) in [
        (&["check", "pipe"][..], "a named pipe"),
        (&["--pack", "pipe", "list"], "a named pipe"),
        (&["check", "/dev/zero"], "a device"),
        (&["diff", "--since", "pipe", "product-manager"], "a named pipe"),
        (&["import", "onet", "pipe", "-o", "o.toml"], "a named pipe"),
        (&["import", "esco", "/dev/zero", "-o", "o.toml"], "a device"),
        (&["gap", "--to", "product-manager", "--profile", "pipe"], "a named pipe"),
        (&["gap", "--to", "product-manager", "--profile", "/dev/zero"], "a device"),
        (&["profile", "import", "pipe"], "a named pipe"),
        (&["search", "--queries", "pipe"], "a named pipe"),
        (&["diff", "--pairs", "/dev/zero", "--format", "ndjson"], "a device"),
    ] {
        let output = run(home.path(), args);
        let told = program::err(&output);
        assert_eq!(output.status.code(), Some(3), "{args:?}: {told}");
        assert!(told.contains(what) && told.contains("name a regular file"), "{args:?}: {told}");
    }
    // Settings that cannot be read are a fault of theirs, and keep nothing from working.
    let output = run(home.path(), &["--config", "pipe", "config"]);
    let told = program::out(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("a named pipe") && told.contains("roledex uses its default settings"),
        "{told}"
    );
    // In the folders of the platform too.
    let folder = home.path().join(".config/roledex");
    std::fs::create_dir_all(&folder).unwrap();
    pipe(&folder.join("profile.toml"));
    pipe(&folder.join("config.toml"));
    for args in [&["profile"][..], &["profile", "add", "sql"]] {
        let output = run(home.path(), args);
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        assert!(program::err(&output).contains("a named pipe"), "{output:?}");
    }
    let output = run(home.path(), &["config"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(program::out(&output).contains("a named pipe"), "{output:?}");
}

#[test]
fn what_a_shell_passes_as_a_descriptor_is_read() {
    let (home, _) = home();
    let program = env!("CARGO_BIN_EXE_roledex");
    let piped = |line: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(home.path()).env_clear().env("HOME", home.path());
        shell.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("ROLEDEX", program);
        ended(
            shell
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap(),
        )
    };
    for line in [
        "(sleep 0.2; cat pack/pack.toml) | \"$ROLEDEX\" --pack /dev/stdin list",
        "(sleep 0.2; cat pack/pack.toml) | \"$ROLEDEX\" --pack /dev/fd/0 list",
        "\"$ROLEDEX\" --pack /dev/fd/3 list 3<pack/pack.toml",
    ] {
        let output = piped(line);
        assert_eq!(
            (output.status.code(), program::out(&output).lines().count()),
            (Some(0), 1),
            "{line}: {output:?}"
        );
    }
    let output = piped(
        "printf 'skill,level\nsql,working\n' | \"$ROLEDEX\" gap --to product-manager --profile /dev/stdin",
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn personal_files_of_millions_of_bytes_are_refused_unread() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/roledex");
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["profile.toml", "config.toml"] {
        // Holes: nothing is on the disk.
        let file = std::fs::File::create(folder.join(name)).unwrap();
        file.set_len(300 << 20).unwrap();
        file.set_len(1 << 40).unwrap();
    }
    for args in [&["profile"][..], &["profile", "add", "sql"], &["gap", "--to", "product-manager"]]
    {
        let output = run(home.path(), args);
        let told = program::err(&output);
        assert_eq!(output.status.code(), Some(3), "{args:?}: {output:?}");
        assert!(told.contains("larger than 1 MB"), "{told}");
    }
    let output = run(home.path(), &["config"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(program::out(&output).contains("larger than 1 MB"), "{output:?}");
}

#[test]
fn deep_folders_are_read_and_too_deep_ones_are_named() {
    let (home, pack) = home();
    let deep = pack.join("f/".repeat(40));
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::write(deep.join("b.toml"), role("b")).unwrap();
    let (status, told) = check(home.path());
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("2 roles"), "{told}");
    let deeper = pack.join("f/".repeat(70));
    std::fs::create_dir_all(&deeper).unwrap();
    std::fs::write(deeper.join("c.toml"), role("c")).unwrap();
    let (status, told) = check(home.path());
    assert_eq!(status, Some(1), "{told}");
    assert!(
        told.contains("error[too-deep]") && told.contains("more than 64 folders deep"),
        "{told}"
    );
}

#[test]
fn a_character_of_a_million_marks_is_not_sent_to_the_terminal() {
    let (home, pack) = home();
    let marks = "\u{301}".repeat(1_000_000);
    std::fs::write(
        pack.join("b.toml"),
        role("b").replace("title = \"b\"", &format!("title = \"b{marks}\"")),
    )
    .unwrap();
    for args in [
        &["list"][..],
        &["show", "b"],
        &["list", "--format", "csv"],
        &["show", "b", "--format", "html"],
    ] {
        let output = run(home.path(), &[&["--pack", "pack"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{output:.200?}");
        let told = program::out(&output);
        assert!(
            told.contains("‹+999969›") && told.len() < 20_000,
            "{args:?}: {} bytes",
            told.len()
        );
    }
    // A fault behind it on its line has its place all the same.
    let line = format!(
        "[[theme]]\nid = \"t\"\ntitle = \"T\"\nodd = {{ a = \"a{marks}\", é = \"a{marks}é\" }}\n"
    );
    std::fs::write(pack.join("c.toml"), line).unwrap();
    let (status, told) = check(home.path());
    assert!(status == Some(1) && told.len() < 20_000, "{told:.2000}");
}

/// A release whose import takes a while.
fn long_release(home: &Path) {
    let set = home.join("db");
    std::fs::create_dir(&set).unwrap();
    let mut text = "O*NET-SOC Code\tTitle\tDescription\n".to_string();
    for at in 0..60_000 {
        text += &format!("{:02}-{at:04}.00\tChief {at}\tLeads.\n", at % 90);
    }
    std::fs::write(set.join("Occupation Data.txt"), text).unwrap();
    let mut text = "O*NET-SOC Code\tTask ID\tTask\tTask Type\n".to_string();
    for at in 0..400_000 {
        text += &format!("{:02}-{:04}.00\t{at}\tDirects {at}.\tCore\n", at % 90, at % 60_000);
    }
    std::fs::write(set.join("Task Statements.txt"), text).unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn an_interrupted_import_ends_as_the_signal_says_and_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    long_release(home.path());
    for (signal, name) in [(2, "INT"), (15, "TERM"), (1, "HUP")] {
        let mut command = program::command(&["import", "onet", "db", "-o", "o.toml"]);
        command
            .current_dir(home.path())
            .env("HOME", home.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        // Once the program listens to the signal, it is to end by itself.
        let listens = || {
            let status =
                std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            let caught =
                status.lines().find_map(|line| line.strip_prefix("SigCgt:")).map(str::trim);
            let caught =
                caught.and_then(|mask| u64::from_str_radix(mask, 16).ok()).unwrap_or_default();
            caught >> (signal - 1) & 1 == 1
        };
        let start = Instant::now();
        while !listens() && start.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(
            Command::new("kill")
                .args([format!("-{name}"), child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        let output = ended(child);
        assert_eq!(output.status.code(), Some(128 + signal), "{output:?}");
        assert!(program::err(&output).contains("interrupted; nothing was written"), "{output:?}");
        let left: Vec<_> = std::fs::read_dir(home.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, ["db"]);
    }
}

#[test]
fn links_and_pipes_among_the_tables_of_a_release_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let set = home.path().join("db");
    std::fs::create_dir(&set).unwrap();
    let head = "O*NET-SOC Code\tTitle\tDescription\n11-1011.00\tChief\tLeads.\n";
    std::fs::write(set.join("Occupation Data.txt"), head).unwrap();
    std::fs::write(home.path().join("secret.txt"), "hunter2").unwrap();
    let import = || {
        let output = run(home.path(), &["import", "onet", "db", "-o", "o.toml", "--force"]);
        (output.status.code(), program::err(&output))
    };
    assert_eq!(import(), (Some(0), String::new()));
    symlink("../secret.txt", set.join("Task Statements.txt")).unwrap();
    let (status, told) = import();
    assert_eq!(status, Some(3));
    assert!(
        told.contains("Task Statements.txt") && told.contains("link points outside the folder"),
        "{told}"
    );
    std::fs::remove_file(set.join("Task Statements.txt")).unwrap();
    pipe(&set.join("Task Statements.txt"));
    let (status, told) = import();
    assert_eq!(status, Some(3));
    assert!(told.contains("this is a named pipe"), "{told}");
}
