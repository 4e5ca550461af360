//! Files to documents: which files make a pack, what is in them, and what the parser says.

use std::io;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::faults::{Faults, File};
use super::format::DOCUMENT;
use super::lower::{Document, Draft, lower};
use super::{Loaded, ReadError, shape};

/// A larger file is not content that somebody wrote.
const LARGEST: u64 = 256 << 20;

/// Folders below a pack's folder are followed this far down.
const DEEPEST: usize = 8;

/// A pack's files as they lie on disk, or in the program: their names and their bytes.
pub(super) struct Sources {
    /// Where it was read from, as shown to people.
    pub(super) origin: String,
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// Reads the file or folder at `path`.
pub(super) fn sources(path: &Path) -> Result<Sources, ReadError> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| ReadError { path, source }
    };
    let about = std::fs::metadata(path).map_err(failed(path))?;
    let mut paths = Vec::new();
    if about.is_dir() {
        collect(path, DEEPEST, &mut paths)?;
        paths.sort();
    } else {
        paths.push(path.to_path_buf());
    }
    let mut files = Vec::with_capacity(paths.len());
    for file in paths {
        let size = std::fs::metadata(&file).map_err(failed(&file))?.len();
        if size > LARGEST {
            let why = io::Error::other(format!("{size} bytes are more than a pack file may have ({LARGEST})"));
            return Err(ReadError { path: file, source: why });
        }
        let bytes = std::fs::read(&file).map_err(failed(&file))?;
        files.push((file.display().to_string(), bytes));
    }
    Ok(Sources { origin: path.display().to_string(), files })
}

/// Every `.toml` file below `folder`. Links to folders are not followed, so that nothing loops.
fn collect(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> Result<(), ReadError> {
    let failed = |source| ReadError { path: folder.to_path_buf(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden {
            continue;
        }
        if entry.file_type().map_err(failed)?.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, paths)?;
            }
        } else if path.extension().is_some_and(|e| e == "toml") {
            paths.push(path);
        }
    }
    Ok(())
}

/// Parses and validates `packs`, and puts them together.
pub(super) fn load(packs: Vec<Sources>) -> Loaded {
    let mut faults = Faults::default();
    let mut files: Vec<File> = Vec::new();
    let mut ranges = Vec::new();
    for pack in packs {
        let first = files.len();
        for (name, bytes) in pack.files {
            let text = match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => {
                    let at = error.utf8_error().valid_up_to();
                    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                    faults.file = files.len();
                    faults
                        .error("not-utf8", at..at + 1, "this is not UTF-8 text".to_string())
                        .hint("save the file as UTF-8");
                    text
                }
            };
            files.push(File { name, text });
        }
        if first == files.len() {
            faults.file = first;
            faults.error("empty-folder", 0..0, "there is no .toml file here".to_string());
            files.push(File { name: pack.origin.clone(), text: String::new() });
        }
        ranges.push((pack.origin, first..files.len()));
    }
    let drafts: Vec<Draft<'_>> = ranges
        .into_iter()
        .map(|(origin, range)| {
            let first_file = range.start;
            let documents = range.map(|file| parse(file, &files[file].text, &mut faults)).collect();
            Draft { origin, documents, first_file }
        })
        .collect();
    let catalog = lower(&drafts, &mut faults, &files);
    Loaded { catalog, diagnostics: faults.into_diagnostics(&files) }
}

/// Parses one file, as far as it can be parsed, and checks its form.
fn parse<'a>(file: usize, text: &'a str, faults: &mut Faults) -> Document<'a> {
    faults.file = file;
    let (root, errors) = DeTable::parse_recoverable(text);
    let broken = !errors.is_empty();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let mut message = error.message().lines().collect::<Vec<_>>().join(", ");
        if message.is_empty() {
            message = "this is not TOML".to_string();
        }
        let hint = match () {
            () if message.starts_with("invalid date") => "the calendar has no such day",
            () if message.starts_with("duplicate key") => "say it once",
            () => "see https://toml.io/en/v1.0.0 for how TOML is written",
        };
        faults.error("syntax", span, message).hint(hint);
    }
    shape::check(faults, root.get_ref(), 0..0, &DOCUMENT, !broken);
    Document { file, root, broken }
}
