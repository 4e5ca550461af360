//! The README's transcripts are what the program prints, and its picture is the explorer's.
//!
//! A `console` block holds commands after `$ ` and their output. `…` on a line of its own stands
//! for lines left out; the others must come in this order, in one piece between two of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use roledex::tui::svg::{SvgPalette, svg};
use roledex::tui::theme::ColourTheme;

use crate::script::Script;

/// Width of the page on which transcripts are printed, in columns.
const WIDTH: &str = "104";

/// The path of a file of the repository.
fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn blesses() -> bool {
    std::env::var_os("ROLEDEX_BLESS").is_some()
}

/// The keys from the first screen to the comparison of the picture.
const KEYS: &str = "/ \"product-manager\" tab ctrl-u \"product-lead\" tab esc esc d n";

#[test]
fn the_picture_in_the_readme_is_the_explorers() {
    let script = Script::builtin(110, 30).keys(KEYS);
    for name in ["dark", "light"] {
        let themes = ColourTheme::builtin();
        let theme = themes.iter().find(|theme| theme.is_called(name)).unwrap();
        let (frame, _) = script.draw(theme);
        let title = "roledex: a product manager beside a product lead";
        let drawn = svg(&frame, &SvgPalette::of(theme), title);
        assert!(drawn.contains("Product lead") && drawn.contains("Priorities"), "{drawn}");
        let path = place(&format!(".github/explorer-{name}.svg"));
        if blesses() {
            std::fs::write(&path, &drawn).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == drawn,
            "{} is stale: run ROLEDEX_BLESS=1 cargo test --test it readme",
            path.display()
        );
    }
}

/// A command of a transcript, and the lines printed as its output.
#[cfg(unix)]
struct Transcript<'a> {
    command: &'a str,
    lines: Vec<&'a str>,
}

/// Returns the transcripts of the console blocks of `page`, in order.
#[cfg(unix)]
fn transcripts(page: &str) -> Vec<Transcript<'_>> {
    let mut found: Vec<Transcript<'_>> = Vec::new();
    for block in page.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for line in block.lines() {
            match (line.strip_prefix("$ "), found.last_mut()) {
                (Some(command), _) => found.push(Transcript { command, lines: Vec::new() }),
                (None, Some(transcript)) => transcript.lines.push(line),
                (None, None) => panic!("{line} comes before any command"),
            }
        }
    }
    found
}

/// Prints `command` as on a terminal of the width of the page, in a `folder` with nothing but the
/// samples.
#[cfg(unix)]
fn printed(command: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_roledex")).parent().unwrap();
    let rest = std::env::var_os("PATH").unwrap();
    let path = std::iter::once(program.to_path_buf()).chain(std::env::split_paths(&rest));
    let done = Command::new("sh")
        .args(["-c", &format!("{command} --pretty")])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("HOME", folder)
        .env("COLUMNS", WIDTH)
        .env("LANG", "en_GB.UTF-8")
        .env("NO_COLOR", "1")
        .env_remove("ROLEDEX_PACK")
        .output()
        .unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success(), "{command}: {said}");
    String::from_utf8(done.stdout).unwrap()
}

/// Whether `printed` has the lines of `transcript` where it says that they are.
#[cfg(unix)]
fn agrees(transcript: &[&str], printed: &[&str]) -> bool {
    let pieces: Vec<&[&str]> = transcript.split(|line| *line == "…").collect();
    let mut rest = printed;
    for (at, piece) in pieces.iter().enumerate() {
        let (first, last) = (at == 0, at + 1 == pieces.len());
        let start = match () {
            () if first => Some(0),
            () if last => rest.len().checked_sub(piece.len()),
            () => rest.windows(piece.len().max(1)).position(|window| window == *piece),
        };
        let Some(found) = start.and_then(|start| rest.get(start..start + piece.len())) else {
            return false;
        };
        if found != *piece || (first && last && found.len() != rest.len()) {
            return false;
        }
        rest = &rest[start.unwrap() + piece.len()..];
    }
    true
}

#[test]
#[cfg(unix)]
fn lines_left_out_are_marked() {
    let printed = ["a", "b", "c", "d"];
    for right in
        [&["a", "b", "c", "d"][..], &["a", "…"], &["…", "c", "…"], &["a", "…", "d"], &["…", "d"]]
    {
        assert!(agrees(right, &printed), "{right:?}");
    }
    for wrong in
        [&["a", "b"][..], &["b", "…"], &["…", "c"], &["a", "…", "c"], &["…", "d", "…", "c", "…"]]
    {
        assert!(!agrees(wrong, &printed), "{wrong:?}");
    }
}

#[test]
#[cfg(unix)]
fn the_readmes_transcripts_are_what_is_printed() {
    let readme = std::fs::read_to_string(place("README.md")).unwrap();
    let found = transcripts(&readme);
    assert!(found.len() >= 3, "the README shows what the program prints");
    let folder = tempfile::tempdir().unwrap();
    let samples = folder.path().join("tests/samples");
    std::fs::create_dir_all(&samples).unwrap();
    for sample in std::fs::read_dir(place("tests/samples")).unwrap() {
        let sample = sample.unwrap();
        std::fs::copy(sample.path(), samples.join(sample.file_name())).unwrap();
    }
    // The sample that the README names.
    std::fs::copy(place("tests/it/fixtures/ladder.csv"), folder.path().join("ladder.csv")).unwrap();
    for transcript in found {
        let printed = printed(transcript.command, folder.path());
        let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
        assert!(
            agrees(&transcript.lines, &lines),
            "README.md has other output for: {}\nIt is now:\n{printed}",
            transcript.command
        );
    }
}
