//! Files that are written over: links, modes, devices, standard output, and what a killed run
//! leaves.

use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::program::{command, err, out};

/// A small release of O*NET.
fn onet(home: &Path) -> PathBuf {
    let folder = home.join("db_30_3_text");
    std::fs::create_dir_all(&folder).unwrap();
    let mut text = "O*NET-SOC Code\tTitle\tDescription\n".to_string();
    (11..40).for_each(|n| text += &format!("{n}-1011.00\tTitle {n}\tDoes {n}.\n"));
    std::fs::write(folder.join("Occupation Data.txt"), text).unwrap();
    folder
}

fn import(home: &Path, output: &str, more: &[&str]) -> Command {
    let input = onet(home);
    let mut command =
        command(&[&["import", "onet", input.to_str().unwrap(), "-o", output], more].concat());
    command.current_dir(home);
    command
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Whether `text` is a pack from its first line to its last.
fn is_pack(text: &str) -> bool {
    let loaded = roledex::pack::from_files("p", &[("p.toml", text)]);
    loaded.diagnostics.is_empty() && loaded.catalog.roles().len() == 29
}

fn failure(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    err(output)
}

#[test]
fn force_keeps_a_link_a_link_and_a_mode_a_mode() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    std::fs::create_dir(at("far")).unwrap();
    std::fs::write(at("far/pack.toml"), "old").unwrap();
    std::fs::set_permissions(at("far/pack.toml"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("far/pack.toml", at("link.toml")).unwrap();
    let refused = import(home.path(), "link.toml", &[]).output().unwrap();
    assert!(failure(&refused).contains("link.toml already exists; --force overwrites it"));
    assert!(import(home.path(), "link.toml", &["--force"]).status().unwrap().success());
    assert_eq!(std::fs::read_link(at("link.toml")).unwrap(), Path::new("far/pack.toml"));
    assert_eq!(std::fs::metadata(at("far/pack.toml")).unwrap().mode() & 0o7777, 0o640);
    assert!(is_pack(&std::fs::read_to_string(at("far/pack.toml")).unwrap()));
    assert_eq!(names(&at("far")), ["pack.toml"]);
}

#[test]
fn devices_and_pipes_are_refused() {
    let home = tempfile::tempdir().unwrap();
    assert!(Command::new("mkfifo").arg(home.path().join("pipe")).status().unwrap().success());
    symlink("/dev/full", home.path().join("link")).unwrap();
    for (output, what) in [("pipe", "a pipe"), ("link", "a device"), ("/dev/full", "a device")] {
        for more in [&["--force"][..], &[]] {
            let refused = import(home.path(), output, more).output().unwrap();
            assert!(
                failure(&refused)
                    .contains(&format!("cannot write {output}: it is {what}, not a file"))
            );
        }
    }
    assert!(std::fs::metadata(home.path().join("pipe")).unwrap().file_type().is_fifo());
    assert!(std::fs::symlink_metadata(home.path().join("link")).unwrap().is_symlink());
}

#[test]
fn a_dash_is_standard_output_and_the_report_goes_aside() {
    let home = tempfile::tempdir().unwrap();
    let mut said = Vec::new();
    for name in ["-", "/dev/stdout"] {
        let output = import(home.path(), name, &[]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(is_pack(&out(&output)));
        assert!(err(&output).contains("Occupation Data.txt"), "{}", err(&output));
        said.push(out(&output));
        // Into a file as well: nothing is replaced but by the shell.
        let file = std::fs::File::create(home.path().join("by-shell")).unwrap();
        assert!(
            import(home.path(), name, &[])
                .stdout(file)
                .stderr(Stdio::null())
                .status()
                .unwrap()
                .success()
        );
        said.push(std::fs::read_to_string(home.path().join("by-shell")).unwrap());
    }
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(names(home.path()), ["by-shell", "db_30_3_text"]);
    for name in ["/dev/null", "/dev/fd/2"] {
        assert!(import(home.path(), name, &[]).output().unwrap().status.success(), "{name}");
    }
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = import(home.path(), "-", &[]).stdout(full).output().unwrap();
    assert!(failure(&output).contains("cannot write standard output"));
}

/// Whatever is printed to a full disk, help included, is an error.
#[test]
fn help_that_cannot_be_written_is_an_error() {
    for args in [
        &["--help"][..],
        &["-h"],
        &["--version"],
        &["help"],
        &["list", "--help"],
        &["help", "diff"],
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = command(args).stdout(full).output().unwrap();
        assert!(failure(&output).contains("could not write the output"), "{args:?}");
        // A pager that was quit is none.
        let mut child =
            command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""), "{args:?}");
    }
}

fn parts(folder: &Path) -> usize {
    names(folder).iter().filter(|name| name.starts_with(".roledex-")).count()
}

/// An import that is stopped while its part is open.
fn stopped(home: &Path) -> Child {
    let start = Instant::now();
    loop {
        let mut child = import(home, "big.toml", &[])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let before = parts(home);
        while child.try_wait().unwrap().is_none() {
            if parts(home) > before {
                let pid = rustix::process::Pid::from_child(&child);
                rustix::process::kill_process(pid, rustix::process::Signal::STOP).unwrap();
                std::thread::sleep(Duration::from_millis(20));
                if parts(home) > before {
                    return child;
                }
                rustix::process::kill_process(pid, rustix::process::Signal::CONT).unwrap();
                break;
            }
        }
        let _ = child.wait();
        let _ = std::fs::remove_file(home.join("big.toml"));
        assert!(start.elapsed() < Duration::from_secs(60), "never stopped in time");
    }
}

#[test]
fn the_next_run_removes_what_a_killed_one_left_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let mut child = stopped(home.path());
    std::fs::write(home.path().join(".roledex-mine.part"), "mine").unwrap();
    // As long as it runs, however slowly, its part stays.
    assert!(
        import(home.path(), "other.toml", &[]).stdout(Stdio::null()).status().unwrap().success()
    );
    assert_eq!(parts(home.path()), 2);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(parts(home.path()), 2);
    assert!(
        import(home.path(), "other.toml", &["--force"])
            .stdout(Stdio::null())
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(names(home.path()), [".roledex-mine.part", "db_30_3_text", "other.toml"]);
}

/// Kills `roledex` at some time within `span`.
fn kill(mut roledex: Command, span: Duration, at: u32) {
    let mut child = roledex.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // Spread evenly, in no order.
    std::thread::sleep(span * (at * 619 % 1000) / 1000);
    let _ = child.kill();
    child.wait().unwrap();
}

/// All parts below `folder`.
fn all_parts(folder: &Path) -> usize {
    let entries =
        || std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let below: usize = entries().filter(|path| path.is_dir()).map(|path| all_parts(&path)).sum();
    below + if folder.is_dir() { parts(folder) } else { 0 }
}

#[test]
#[ignore = "a thousand kills take minutes: cargo test --test it kills -- --ignored"]
fn kills_leave_the_old_file_or_the_new_one_and_the_next_run_no_leftover() {
    const ROUNDS: u32 = 334;
    let home = tempfile::tempdir().unwrap();
    let path = home.path();
    let timed = |mut command: Command| {
        let start = Instant::now();
        assert!(command.stdout(Stdio::null()).status().unwrap().success());
        start.elapsed() * 11 / 10
    };
    // An import.
    let run = || import(path, "pack.toml", &["--force"]);
    let span = timed(run());
    let pack = path.join("pack.toml");
    let new = std::fs::read_to_string(&pack).unwrap();
    for at in 0..ROUNDS {
        std::fs::write(&pack, "old").unwrap();
        kill(run(), span, at);
        let now = std::fs::read_to_string(&pack).unwrap();
        assert!(now == "old" || now == new, "{now}");
    }
    timed(run());
    assert_eq!(all_parts(path), 0);
    // The profile.
    let add = |level: &str| {
        let mut command = command(&["profile", "add", &format!("sql={level}")]);
        command.env("XDG_CONFIG_HOME", path);
        command
    };
    let span = timed(add("working"));
    let profile = path.join("roledex/profile.toml");
    for at in 0..ROUNDS {
        kill(add(["expert", "awareness"][at as usize % 2]), span, at);
        let kept = roledex::profile::ProfileFile::open(&profile).unwrap();
        assert_eq!(kept.profile.entries().len(), 1);
    }
    timed(add("working"));
    assert_eq!(all_parts(path), 0);
    // The cache.
    let mut large = new.clone();
    for n in 0..4000 {
        let names = format!("name = \"Skill number {n}\"\nkind = \"tool\"\naliases = [\"S {n}\"]");
        large += &format!("[[skill]]\nid = \"s{n}\"\n{names}\n");
    }
    std::fs::write(&pack, large).unwrap();
    let search = || {
        let mut command = command(&["--pack", pack.to_str().unwrap(), "search", "number"]);
        command.env("XDG_CACHE_HOME", path.join("cache"));
        command
    };
    let wanted = out(&search().output().unwrap());
    let clear = || {
        for entry in std::fs::read_dir(path.join("cache/roledex")).into_iter().flatten().flatten() {
            if !entry.file_name().to_string_lossy().starts_with('.') {
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
    };
    clear();
    let span = timed(search());
    for at in 0..ROUNDS {
        clear();
        kill(search(), span, at);
        if at % 10 == 0 {
            assert_eq!(out(&search().output().unwrap()), wanted);
        }
    }
    clear();
    timed(search());
    assert_eq!(all_parts(path), 0);
}
