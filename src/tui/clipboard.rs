//! Ways to the clipboard: the terminal's own, that of a terminal multiplexer, and the programs of
//! the desktop.
//!
//! A terminal does not report whether it accepts a copy, so the environment decides: on a desktop
//! its own program copies, with an exit status. Over SSH the clipboard is on the other machine, and
//! only the terminal reaches it. A multiplexer keeps a buffer of its own besides, and by default
//! passes nothing on to the terminal unless it is wrapped.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

/// Maximum size of a text copied by the terminal, in bytes; terminals may cut off longer ones.
pub(super) const MAX_TERMINAL_BYTES: usize = 74_000;

/// Maximum time for a program to take a text.
const PROGRAM_TIMEOUT: Duration = Duration::from_secs(2);

/// Interval at which it is checked whether the program has ended.
const PROGRAM_CHECK: Duration = Duration::from_millis(5);

/// Maximum length of a string that GNU screen passes on to the terminal.
const SCREEN_STRING: usize = 700;

/// A program that puts its standard input on a clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ClipboardProgram {
    /// Its name.
    program: &'static str,
    /// The arguments to try, in order.
    arguments: &'static [&'static [&'static str]],
    /// Whether it takes text in UTF-16.
    utf16: bool,
    /// How the notice names this way: `by wl-copy`.
    label: &'static str,
    /// Whether its clipboard is that of the desktop.
    desktop: bool,
}

const TMUX: ClipboardProgram = ClipboardProgram {
    program: "tmux",
    // Versions before 3.2 cannot pass a buffer on to the terminal.
    arguments: &[&["load-buffer", "-w", "-"], &["load-buffer", "-"]],
    utf16: false,
    label: "to tmux",
    desktop: false,
};

const fn desktop(
    program: &'static str,
    arguments: &'static [&'static [&'static str]],
    label: &'static str,
) -> ClipboardProgram {
    ClipboardProgram { program, arguments, utf16: false, label, desktop: true }
}

const PBCOPY: ClipboardProgram = desktop("pbcopy", &[&[]], "by pbcopy");
const WL_COPY: ClipboardProgram = desktop("wl-copy", &[&[]], "by wl-copy");
const XCLIP: ClipboardProgram = desktop("xclip", &[&["-selection", "clipboard"]], "by xclip");
const XSEL: ClipboardProgram = desktop("xsel", &[&["--clipboard", "--input"]], "by xsel");
const CLIP_EXE: ClipboardProgram =
    ClipboardProgram { utf16: true, ..desktop("clip.exe", &[&[]], "by clip.exe") };

/// The multiplexer that the terminal's own way has to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Multiplexer {
    None,
    Tmux,
    Screen,
}

/// The ways to the clipboard in an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClipboardWays {
    /// The programs that copy, all of them.
    pub(super) programs: Vec<ClipboardProgram>,
    /// Whether the terminal is asked to copy as well.
    pub(super) terminal: bool,
}

impl ClipboardWays {
    /// Returns the ways in the environment of this process.
    pub(super) fn from_env() -> Self {
        Self::choose(has_variable, is_on_path)
    }

    /// Returns the ways where these environment variables are `set`, and these programs `exist`.
    fn choose(set: impl Fn(&str) -> bool, exist: impl Fn(&str) -> bool) -> Self {
        let remote = set("SSH_CONNECTION") || set("SSH_TTY");
        let wsl = set("WSL_DISTRO_NAME") || set("WSL_INTEROP");
        let desktops = [
            (cfg!(target_os = "macos"), PBCOPY),
            (cfg!(windows) || wsl, CLIP_EXE),
            (set("WAYLAND_DISPLAY"), WL_COPY),
            (set("DISPLAY"), XCLIP),
            (set("DISPLAY"), XSEL),
        ];
        let desktop = desktops
            .into_iter()
            .find(|(here, way)| *here && !remote && exist(way.program))
            .map(|(_, way)| way);
        let tmux = (set("TMUX") && exist(TMUX.program)).then_some(TMUX);
        let multiplexed = multiplexer(&set) != Multiplexer::None;
        Self {
            terminal: desktop.is_none() || multiplexed,
            programs: tmux.into_iter().chain(desktop).collect(),
        }
    }
}

/// How a copy by programs ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CopyReport {
    /// The ways that worked, as the notice names them.
    worked: Vec<&'static str>,
    /// The ways that failed, with their reasons.
    failed: Vec<String>,
    /// Whether the desktop's program failed, so that the terminal is to be asked.
    pub(super) needs_terminal: bool,
}

impl CopyReport {
    /// Copies `text` by `programs`. It takes as long as they take: call it on a thread.
    pub(super) fn of(programs: &[ClipboardProgram], text: &str) -> Self {
        let mut report = Self::default();
        for way in programs {
            let input = if way.utf16 { to_utf16(text) } else { text.as_bytes().to_vec() };
            let mut ended = Ok(());
            for arguments in way.arguments {
                ended = feed(way.program, arguments, &input);
                if ended.is_ok() {
                    break;
                }
            }
            match ended {
                Ok(()) => report.worked.push(way.label),
                Err(why) => {
                    report.needs_terminal |= way.desktop;
                    report.failed.push(format!("{} {why}", way.program));
                }
            }
        }
        report
    }

    /// Describes by which ways `what` was copied, and which failed; the terminal was asked too if
    /// `terminal` says so.
    pub(super) fn text(&self, what: &str, terminal: bool) -> String {
        let mut ways = self.worked.clone();
        if ways.is_empty() && terminal {
            ways.push("by the terminal, if it allows it");
        }
        let ways = ways.join(" and ");
        let parts: Vec<&str> =
            std::iter::once(ways.as_str()).chain(self.failed.iter().map(String::as_str)).collect();
        format!("{what} ({})", parts.join("; "))
    }

    /// Whether nothing worked.
    pub(super) fn has_failed(&self) -> bool {
        self.worked.is_empty() && !self.failed.is_empty()
    }

    /// Describes why nothing worked.
    pub(super) fn failure(&self) -> String {
        self.failed.join("; ")
    }
}

/// Whether the environment variable `name` is set to anything.
fn has_variable(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Whether `program` is in a folder of the search path.
fn is_on_path(program: &str) -> bool {
    let folders: OsString = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| is_program(&folder.join(program)))
}

fn is_program(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        path.metadata()
            .is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    path.is_file()
}

fn multiplexer(set: impl Fn(&str) -> bool) -> Multiplexer {
    match () {
        () if set("TMUX") => Multiplexer::Tmux,
        () if set("STY") => Multiplexer::Screen,
        () => Multiplexer::None,
    }
}

/// Returns the bytes that ask the terminal to copy `text`, by OSC 52: the terminal may be on another
/// machine than the program.
pub(super) fn terminal_request(text: &str) -> Vec<u8> {
    request_through(multiplexer(has_variable), text)
}

/// Returns the request wrapped so that `multiplexer` passes it on to the terminal.
fn request_through(multiplexer: Multiplexer, text: &str) -> Vec<u8> {
    let mut request = String::new();
    // Writing to memory does not fail.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut request);
    match multiplexer {
        Multiplexer::None => request.into_bytes(),
        Multiplexer::Tmux => {
            format!("\x1bPtmux;{}\x1b\\", request.replace('\x1b', "\x1b\x1b")).into_bytes()
        }
        Multiplexer::Screen => {
            // The end of the request would end the wrapping too: BEL ends it as well.
            let request = request.trim_end_matches("\x1b\\").trim_end_matches('\x07');
            let request = format!("{request}\x07");
            let mut wrapped = Vec::new();
            for part in request.as_bytes().chunks(SCREEN_STRING) {
                wrapped.extend_from_slice(b"\x1bP");
                wrapped.extend_from_slice(part);
                wrapped.extend_from_slice(b"\x1b\\");
            }
            wrapped
        }
    }
}

/// Returns `text` in the encoding that `clip.exe` recognises whatever the code page is.
fn to_utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// Runs `program` with `input` on its standard input. Returns why it failed.
fn feed(program: &str, arguments: &[&str], input: &[u8]) -> Result<(), String> {
    let mut command = Command::new(program);
    // Its output would be drawn over the screen, and a program that stays behind to serve the
    // clipboard would keep a pipe open.
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    // It may outlive us: what the terminal sends to our group is not meant for it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| format!("could not be started: {error}"))?;
    let stdin = child.stdin.take();
    let input = input.to_vec();
    // A program that does not read must not keep us.
    crate::thread::spawn("clipboard", move || {
        if let Some(mut stdin) = stdin {
            // If it cannot be written, the exit status shows it.
            let _ = stdin.write_all(&input);
        }
    })
    .map_err(|error| error.to_string())?;
    let until = Instant::now() + PROGRAM_TIMEOUT;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(status.code().map_or_else(
                    || "failed".to_string(),
                    |code| format!("failed with exit status {code}"),
                ));
            }
            Ok(None) if Instant::now() < until => std::thread::sleep(PROGRAM_CHECK),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err("did not answer".to_string());
            }
            Err(error) => return Err(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the ways where `variables` are set and `programs` exist, by their names, and whether
    /// the terminal is asked.
    fn ways(variables: &[&str], programs: &[&str]) -> (Vec<&'static str>, bool) {
        let ways = ClipboardWays::choose(
            |name| variables.contains(&name),
            |name| programs.contains(&name),
        );
        (ways.programs.iter().map(|way| way.program).collect(), ways.terminal)
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_environment_decides_which_ways_are_taken() {
        let all = ["tmux", "wl-copy", "xclip", "xsel", "clip.exe"];
        assert_eq!(ways(&[], &all), (vec![], true));
        assert_eq!(ways(&["WAYLAND_DISPLAY", "DISPLAY"], &all), (vec!["wl-copy"], false));
        assert_eq!(ways(&["WAYLAND_DISPLAY", "DISPLAY"], &["xsel"]), (vec!["xsel"], false));
        assert_eq!(ways(&["DISPLAY"], &all), (vec!["xclip"], false));
        assert_eq!(ways(&["DISPLAY"], &[]), (vec![], true));
        assert_eq!(ways(&["WSL_INTEROP", "DISPLAY"], &all), (vec!["clip.exe"], false));
        // The clipboard of a remote machine is not the one that the user pastes from.
        assert_eq!(ways(&["SSH_TTY", "DISPLAY"], &all), (vec![], true));
        assert_eq!(ways(&["SSH_CONNECTION", "TMUX"], &all), (vec!["tmux"], true));
        assert_eq!(ways(&["TMUX", "WAYLAND_DISPLAY"], &all), (vec!["tmux", "wl-copy"], true));
        assert_eq!(ways(&["TMUX"], &[]), (vec![], true));
        assert_eq!(ways(&["STY", "DISPLAY"], &all), (vec!["xclip"], true));
    }

    #[test]
    fn a_request_is_wrapped_for_the_multiplexer_that_it_has_to_pass() {
        let plain = request_through(Multiplexer::None, "sql");
        assert_eq!(String::from_utf8(plain).unwrap(), "\x1b]52;c;c3Fs\x1b\\");
        let tmux = request_through(Multiplexer::Tmux, "sql");
        assert_eq!(
            String::from_utf8(tmux).unwrap(),
            "\x1bPtmux;\x1b\x1b]52;c;c3Fs\x1b\x1b\\\x1b\\"
        );
        let screen =
            String::from_utf8(request_through(Multiplexer::Screen, &"x".repeat(2_000))).unwrap();
        let parts: Vec<&str> = screen.split_terminator("\x1b\\").collect();
        assert!(parts.len() > 3 && parts.iter().all(|part| part.len() <= SCREEN_STRING + 2));
        let whole: String = parts.iter().map(|part| part.strip_prefix("\x1bP").unwrap()).collect();
        assert!(whole.starts_with("\x1b]52;c;eHh4") && whole.ends_with('\x07'), "{whole}");
        assert_eq!(whole.matches('\x1b').count(), 1);
    }

    #[test]
    fn text_for_clip_is_marked_as_utf_16() {
        assert_eq!(to_utf16("é€"), [0xff, 0xfe, 0xe9, 0, 0xac, 0x20]);
    }

    #[test]
    #[cfg(unix)]
    fn programs_get_the_text_and_their_failures_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let script = format!("cat > '{}'", crate::model::text::path_text(&out));
        assert_eq!(feed("sh", &["-c", &script], "a é\n".as_bytes()), Ok(()));
        assert_eq!(std::fs::read_to_string(&out).unwrap(), "a é\n");
        assert_eq!(feed("sh", &["-c", "exit 3"], b"x"), Err("failed with exit status 3".into()));
        assert!(feed("no-such-program", &[], b"x").unwrap_err().starts_with("could not be"));
        // One that stays behind, as those of X do, is not waited for.
        assert_eq!(feed("sh", &["-c", "cat > /dev/null; sleep 60 & exit 0"], b"x"), Ok(()));
        let failing = ClipboardProgram {
            program: "sh",
            arguments: &[&["-c", "exit 1"], &["-c", "exit 2"]],
            ..XCLIP
        };
        let second =
            ClipboardProgram { arguments: &[&["-c", "exit 1"], &["-c", "exit 0"]], ..failing };
        let report = CopyReport::of(&[second, failing], "x");
        assert_eq!(
            report.text("the ID: x", true),
            "the ID: x (by xclip; sh failed with exit status 2)"
        );
        assert!(report.needs_terminal && !report.has_failed());
        let report = CopyReport::of(&[failing], "x");
        assert!(report.has_failed());
        assert_eq!(
            report.text("the ID: x", true),
            "the ID: x (by the terminal, if it allows it; sh failed with exit status 2)"
        );
        let none = CopyReport::default();
        assert_eq!(none.text("the ID: x", true), "the ID: x (by the terminal, if it allows it)");
    }
}
