//! The program as scripts run it: in a clean environment, without a terminal.

use std::process::{Command, Output, Stdio};

/// The small pack of the fixtures.
pub const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/small.toml");

/// The program with `args`; it knows of no home but the folder for temporary files.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roledex"));
    let home = std::env::temp_dir();
    command
        .env_clear()
        .env("HOME", home)
        .env("TERM", "xterm-256color")
        .args(args)
        .stdin(Stdio::null());
    command
}

/// What becomes of it on the built-in pack, where `args` name no other.
pub fn run(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

/// What becomes of it on the small pack.
pub fn small(args: &[&str]) -> Output {
    run(&[&["--pack", SMALL], args].concat())
}

/// Its standard output.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Its standard error.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Where another program is, if it is installed.
pub fn find(name: &str) -> Option<String> {
    let folders = ["/usr/local/bin", "/usr/bin", "/bin", "/opt/homebrew/bin"];
    let paths = folders.iter().map(|folder| format!("{folder}/{name}"));
    paths.into_iter().find(|path| std::path::Path::new(path).is_file())
}
