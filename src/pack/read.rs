//! Files to documents: which files make a pack, what is in them, and what the parser says.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

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
    let mut documents = parse_all(&files, &mut faults).into_iter();
    let drafts: Vec<Draft<'_>> = ranges
        .into_iter()
        .map(|(origin, range)| {
            let first_file = range.start;
            Draft { origin, documents: documents.by_ref().take(range.len()).collect(), first_file }
        })
        .collect();
    let catalog = lower(&drafts, &mut faults, &files);
    Loaded { catalog, diagnostics: faults.into_diagnostics(&files) }
}

/// Below this many bytes a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 32 << 10;

/// Parses every file, on as many threads as the machine has cores; the documents come in the order of `files`.
fn parse_all<'a>(files: &'a [File], faults: &mut Faults) -> Vec<Document<'a>> {
    let bytes: usize = files.iter().map(|f| f.text.len()).sum();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(files.len()).min(bytes / WORTH_A_THREAD).max(1);
    // The largest first, so that no thread is left with one when the others are done.
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|&file| std::cmp::Reverse(files[file].text.len()));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut faults = Faults::default();
        let mut documents = Vec::new();
        while let Some(&file) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            documents.push(parse(file, &files[file].text, &mut faults));
        }
        (documents, faults)
    };
    let mut parts = Vec::with_capacity(threads);
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        parts.push(work());
        for other in others {
            match other.join() {
                Ok(part) => parts.push(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    let mut documents = Vec::with_capacity(files.len());
    for (part, noted) in parts {
        documents.extend(part);
        faults.absorb(noted);
    }
    documents.sort_by_key(|document: &Document<'_>| document.file);
    documents
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
