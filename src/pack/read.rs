//! Turns files into documents: finds and reads the files of a pack, and collects their faults.

mod skipped;

use std::collections::HashSet;
use std::io::{self, IsTerminal};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use toml::de::DeTable;

pub(crate) use self::skipped::SkipReason;
use super::faults::{FaultList, PackText, PackTextPiece};
use super::format::DOCUMENT;
use super::lower::{PackDraft, ParsedFile, lower};
use super::repair::{self, RepairedText, repair};
use super::sniff::{FileKind, file_kind};
use super::{CancelToken, LoadedPacks, ReadError, shape};
use crate::disk::read as disk;
use crate::model::text::{path_text, printable};
use crate::pack::DiagnosticCode;
use crate::thread;

/// A larger file is not a pack: half a million roles take less.
const MAX_FILE_SIZE: u64 = 1 << 30;

/// Maximum size of the files of a folder together.
const MAX_FOLDER_SIZE: u64 = 2 << 30;

/// Maximum depth to which folders below a pack's folder are followed; no real pack is deeper.
const MAX_DEPTH: usize = 64;

/// A pack's files as they are on disk or in the program: their names and their bytes.
pub(super) struct PackFiles {
    /// Origin of the pack, as shown to the user.
    pub(super) origin: String,
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Entries found in its folder and not read.
    pub(super) skipped: Vec<SkippedPath>,
}

/// An entry found in the folder of a pack and not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SkippedPath {
    pub(crate) path: PathBuf,
    pub(crate) reason: SkipReason,
}

/// Returns the files that make up the pack at `path`, in reading order.
pub(super) fn files(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    Ok(list_contents(path)?.files)
}

/// Finds what is at `path`: the pack's files in reading order, its folders, and the entries that
/// are not read.
pub(super) fn list_contents(path: &Path) -> Result<FolderContents, ReadError> {
    let about = std::fs::metadata(path).map_err(read_error(path))?;
    let mut found = FolderContents::default();
    if about.is_dir() {
        let root = path.canonicalize().map_err(read_error(path))?;
        collect_files(path, &root, MAX_DEPTH, &mut found)?;
        found.files.sort();
        found.skipped.sort();
    } else {
        found.files.push(path.to_path_buf());
    }
    Ok(found)
}

/// Makes the error that a file or folder cannot be read from its cause.
fn read_error(path: &Path) -> impl Fn(io::Error) -> ReadError {
    |source| ReadError { path: path.to_path_buf(), source }
}

/// Returns the folders in which files of the pack at `path` may appear: `path` itself, and the
/// folders below it that are searched. None if it is a file or cannot be read.
pub(super) fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found = FolderContents::default();
    if path.is_dir()
        && let Ok(root) = path.canonicalize()
    {
        // Whatever can be read is enough.
        let _ = collect_files(path, &root, MAX_DEPTH, &mut found);
    }
    found.folders
}

/// Contents of a folder.
#[derive(Debug, Default)]
pub(crate) struct FolderContents {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) skipped: Vec<SkippedPath>,
}

/// Reads the file or folder at `path`.
pub(super) fn read_files(path: &Path) -> Result<PackFiles, ReadError> {
    if super::is_standard_input(path) {
        return read_standard_input();
    }
    let found = list_contents(path)?;
    let mut files = Vec::with_capacity(found.files.len());
    let mut size = 0;
    for file in found.files {
        let bytes = read_bytes(&file)?;
        size += bytes.len() as u64;
        if size > MAX_FOLDER_SIZE {
            let why = format!(
                "its files exceed {} MB, the maximum size of a pack",
                MAX_FOLDER_SIZE >> 20
            );
            return Err(ReadError { path: path.to_path_buf(), source: io::Error::other(why) });
        }
        // In a folder it is one file of several, and a fault with a place.
        if let Some(kind) =
            Some(&file).filter(|file| *file == path).and_then(|file| foreign_kind(file, &bytes))
        {
            return Err(ReadError {
                path: file,
                source: io::Error::other(not_a_pack_message(kind)),
            });
        }
        files.push((path_text(&file), bytes));
    }
    Ok(PackFiles { origin: printable(path), files, skipped: found.skipped })
}

/// Name of the pack on standard input, as messages show it.
const STANDARD_INPUT: &str = "<stdin>";

/// Reads the pack on standard input. Its text is kept, as it can be read only once.
fn read_standard_input() -> Result<PackFiles, ReadError> {
    static TEXT: OnceLock<Result<Vec<u8>, (io::ErrorKind, String)>> = OnceLock::new();
    let failed = |source| ReadError { path: PathBuf::from(STANDARD_INPUT), source };
    if io::stdin().is_terminal() {
        return Err(failed(io::Error::other("it is a terminal; pipe a pack into roledex")));
    }
    let read = TEXT.get_or_init(|| {
        disk::standard_input(MAX_FILE_SIZE).map_err(|error| (error.kind(), error.to_string()))
    });
    let bytes = match read {
        Ok(bytes) => bytes.clone(),
        Err((kind, why)) => return Err(failed(io::Error::new(*kind, why.as_str()))),
    };
    if let Some(kind) = foreign_kind(Path::new(STANDARD_INPUT), &bytes) {
        return Err(failed(io::Error::other(not_a_pack_message(kind))));
    }
    let files = vec![(STANDARD_INPUT.to_string(), bytes)];
    Ok(PackFiles { origin: STANDARD_INPUT.to_string(), files, skipped: vec![] })
}

/// Returns the bytes of the file at `path`.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    disk::bytes(path, MAX_FILE_SIZE)
        .map_err(|source| ReadError { path: path.to_path_buf(), source })
}

/// Returns the kind of the file at `path`, with the content `bytes`, if it is certainly not TOML:
/// an error for each of its lines would not help.
fn foreign_kind(path: &Path, bytes: &[u8]) -> Option<FileKind> {
    let kind = file_kind(&path.to_string_lossy(), bytes).filter(|kind| *kind != FileKind::Empty)?;
    // TOML contains no NUL, so a text with one need not be parsed.
    let text =
        std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0') && !is_too_long(text));
    text.is_none_or(|text| DeTable::parse(text).is_err()).then_some(kind)
}

/// Maximum number of tokens (signs, words and line ends) in a text: the parser keeps a record of
/// each, a quarter of a gigabyte in total.
const MAX_TOKENS: usize = 4 << 20;

/// Whether `text` is too large to be parsed in one piece: hostile texts have a token for each byte.
fn is_too_long(text: &str) -> bool {
    // Most texts have fewer bytes than that.
    text.len() > MAX_TOKENS && {
        text.as_bytes().chunks(255).map(|part| usize::from(count_tokens(part))).sum::<usize>()
            > MAX_TOKENS
    }
}

/// Whether a byte is a token of TOML by itself.
fn is_token_by_itself(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && !matches!(byte, b' ' | b'-' | b'_' | 0x80..)
}

/// Number of tokens in a part, one byte wide so that the sum can be vectorised.
fn count_tokens(part: &[u8]) -> u8 {
    part.iter().fold(0_u8, |sum, byte| sum.wrapping_add(u8::from(is_token_by_itself(*byte))))
}

fn not_a_pack_message(kind: FileKind) -> String {
    let next = match kind {
        FileKind::Zip => "`roledex import onet|esco PATH -o FILE` converts a data set into a pack",
        _ => "a pack is a TOML file or a folder of TOML files; see `roledex schema`",
    };
    format!("this is {}, not a pack; {next}", kind.name())
}

/// Collects every `.toml` file below `folder`, which is in the folder `root` of a pack; `root` is
/// written without links.
///
/// Links to folders are not followed, so that nothing loops. Links to files are followed only
/// inside `root`: a pack from someone else must not expose the files of its reader.
fn collect_files(
    folder: &Path,
    root: &Path,
    depth: usize,
    found: &mut FolderContents,
) -> Result<(), ReadError> {
    found.folders.push(folder.to_path_buf());
    for entry in std::fs::read_dir(folder).map_err(read_error(folder))? {
        let entry = entry.map_err(read_error(folder))?;
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden {
            continue;
        }
        let kind = entry.file_type().map_err(read_error(folder))?;
        let toml = path.extension().is_some_and(|e| e == "toml");
        if kind.is_dir() {
            if depth > 0 {
                collect_files(&path, root, depth - 1, found)?;
            } else {
                found.skipped.push(SkippedPath { path, reason: SkipReason::TooDeep });
            }
            continue;
        }
        let why = if kind.is_symlink() {
            link_skip_reason(&path, root, toml)
        } else {
            special_skip_reason(&entry, toml)
        };
        match why {
            Some(why) => found.skipped.push(SkippedPath { path, reason: why }),
            None if toml && !(kind.is_symlink() && path.is_dir()) => found.files.push(path),
            None => {}
        }
    }
    Ok(())
}

/// Returns why the link at `path` is not followed; `None` if it is followed, or has nothing to do
/// with a pack.
fn link_skip_reason(path: &Path, root: &Path, toml: bool) -> Option<SkipReason> {
    let Ok(target) = path.canonicalize() else { return toml.then_some(SkipReason::BrokenLink) };
    let inside = target.starts_with(root);
    let Ok(about) = std::fs::metadata(&target) else {
        return toml.then_some(SkipReason::BrokenLink);
    };
    if about.is_dir() {
        // Inside `root`, its files are read at their own place.
        return (!inside).then_some(SkipReason::FolderLinkOut);
    }
    match () {
        () if !toml => None,
        () if !inside => Some(SkipReason::LinkOut),
        () if !about.is_file() => Some(SkipReason::NotAFile(disk::describe_kind(&about))),
        () => None,
    }
}

/// Returns why `entry`, which is neither a folder nor a link, is not read.
fn special_skip_reason(entry: &std::fs::DirEntry, toml: bool) -> Option<SkipReason> {
    let about = entry.metadata().ok().filter(|about| toml && !about.is_file())?;
    Some(SkipReason::NotAFile(disk::describe_kind(&about)))
}

/// Parses and validates `packs`, and combines them.
pub(super) fn load(packs: Vec<PackFiles>) -> LoadedPacks {
    load_cancellable(packs, &CancelToken::default()).unwrap_or_default()
}

/// The texts of all packs, and what is not a text.
#[derive(Default)]
struct CollectedTexts {
    texts: Vec<PackText>,
    /// The origin of each pack, its texts, and whether it has none.
    ranges: Vec<(String, Range<usize>, bool)>,
    /// Texts that are not UTF-8 from this byte on, or are something else altogether.
    not_text: Vec<(usize, usize, Option<FileKind>)>,
    /// Texts that were left out.
    skipped: Vec<(usize, SkipReason)>,
}

/// Decodes the files of `packs`.
fn collect_texts(packs: Vec<PackFiles>) -> CollectedTexts {
    let CollectedTexts { mut texts, mut ranges, mut not_text, mut skipped } =
        CollectedTexts::default();
    for pack in packs {
        let first = texts.len();
        for (name, bytes) in pack.files {
            let text = match foreign_kind(Path::new(&name), &bytes) {
                Some(kind) => {
                    not_text.push((texts.len(), 0, Some(kind)));
                    String::new()
                }
                None => String::from_utf8(bytes).unwrap_or_else(|error| {
                    not_text.push((texts.len(), error.utf8_error().valid_up_to(), None));
                    String::from_utf8_lossy(error.as_bytes()).into_owned()
                }),
            };
            texts.push(PackText::new(name, text));
        }
        for SkippedPath { path, reason: why } in pack.skipped {
            skipped.push((texts.len(), why));
            texts.push(PackText::new(path_text(&path), String::new()));
        }
        let empty = first == texts.len();
        if empty {
            texts.push(PackText::new(pack.origin.clone(), String::new()));
        }
        ranges.push((pack.origin, first..texts.len(), empty));
    }
    CollectedTexts { texts, ranges, not_text, skipped }
}

/// Loads `packs` as [`load`] does, unless `stop` cancels it.
pub(super) fn load_cancellable(packs: Vec<PackFiles>, stop: &CancelToken) -> Option<LoadedPacks> {
    let mut faults = FaultList::default();
    let CollectedTexts { mut texts, ranges, not_text, skipped } = collect_texts(packs);
    // Each text as a whole, followed by the pieces that it is cut into.
    let (cuts, too_long) = all_cut_points(&mut texts);
    let count: usize = cuts.iter().map(|cuts| cuts.len().max(1)).sum();
    let mended: Vec<OnceLock<RepairedText>> =
        std::iter::repeat_with(OnceLock::new).take(count).collect();
    let mut files: Vec<PackTextPiece<'_>> = Vec::new();
    let mut wholes: Vec<Range<usize>> = Vec::new();
    for (of, cuts) in texts.iter().zip(&cuts) {
        let first = files.len();
        let pieces = cuts.windows(2).map(|at| at[0]..at[1]);
        for at in std::iter::once(0..of.text.len()).chain(pieces) {
            files.push(PackTextPiece::new(of, at, &mended[files.len()]));
        }
        wholes.push(first..files.len());
    }
    let mut unreadable = Vec::new();
    for (text, at, kind) in not_text {
        let file = wholes[text].start;
        if let Some(kind) = kind {
            faults.error(DiagnosticCode::NotToml, file, 0..0, not_a_pack_message(kind));
        } else {
            let fault = faults.error(
                DiagnosticCode::NotUtf8,
                file,
                at..at + 1,
                "this is not UTF-8 text".to_string(),
            );
            fault.hint("save the file as UTF-8");
        }
        unreadable.push(wholes[text].clone());
    }
    for text in too_long {
        faults
            .error(
                DiagnosticCode::TooLarge,
                wholes[text].start,
                0..0,
                "this file is too large to parse".to_string(),
            )
            .hint("split its roles and skills into several files");
        unreadable.push(wholes[text].clone());
    }
    for (text, why) in skipped {
        let (code, message, hint) = why.fault();
        let fault = if why.is_error() { FaultList::error } else { FaultList::warning };
        fault(&mut faults, code, wholes[text].start, 0..0, message).hint(hint);
        if why.is_error() {
            unreadable.push(wholes[text].clone());
        }
    }
    let mut documents = parse_all(&files, &wholes, &mut faults, stop).into_iter().peekable();
    let mut drafts: Vec<PackDraft<'_>> = Vec::new();
    for (origin, range, empty) in ranges {
        let first_file = wholes[range.start].start;
        if empty {
            faults.error(
                DiagnosticCode::EmptyFolder,
                first_file,
                0..0,
                "this folder contains no .toml file".to_string(),
            );
        }
        let end = wholes[range.end - 1].end;
        let documents = std::iter::from_fn(|| documents.next_if(|d| d.file < end)).collect();
        let unreadable = unreadable.iter().any(|files| (first_file..end).contains(&files.start));
        drafts.push(PackDraft { origin, documents, first_file, unreadable });
    }
    let catalog = lower(&mut drafts, &mut faults, &files, !unreadable.is_empty(), stop);
    if stop.is_cancelled() {
        return None;
    }
    let diagnostics = faults.into_diagnostics(&files, &unreadable);
    let documents: Vec<_> = drafts.into_iter().flat_map(|draft| draft.documents).collect();
    thread::map_each(documents, 1, drop);
    Some(LoadedPacks { catalog, diagnostics })
}

/// Target size of the pieces that texts are cut into, in bytes: small enough to keep every thread
/// busy to the end, and large enough to cost nothing.
const PIECE_SIZE: usize = 128 << 10;

/// The arrays of tables that make up a document; nothing before the header of one of them can
/// affect what it starts.
const ARRAYS: [&str; 5] = ["[[role]]", "[[skill]]", "[[source]]", "[[theme]]", "[[comparison]]"];

/// Returns the [`cut_points`] of each text, and the positions of those that are too long to be parsed,
/// which are emptied.
fn all_cut_points(texts: &mut [PackText]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let mut all: Vec<Vec<usize>> = texts.iter().map(|text| cut_points(&text.text)).collect();
    let mut too_long = Vec::new();
    for (at, (file, cuts)) in texts.iter_mut().zip(&mut all).enumerate() {
        // As it will be parsed: in pieces, or in full.
        let is_too_long = match &cuts[..] {
            [] => is_too_long(&file.text),
            cuts => cuts.windows(2).any(|place| is_too_long(&file.text[place[0]..place[1]])),
        };
        if is_too_long {
            too_long.push(at);
            cuts.clear();
            *file = PackText::new(std::mem::take(&mut file.name), String::new());
        }
    }
    (all, too_long)
}

/// Returns where `text` may be cut so that each piece is a document: from 0 to its length, or
/// nothing if it should be read in full.
///
/// A header inside a multi-line string is not a header. Rather than find out, a text with such
/// strings is not cut.
pub(super) fn cut_points(text: &str) -> Vec<usize> {
    if text.len() < 2 * PIECE_SIZE
        || contains_text(text, "\"\"\"")
        || contains_text(text, "'''")
        || repair::has_conflict(text)
    {
        return Vec::new();
    }
    let mut cuts = vec![0];
    let mut from = PIECE_SIZE;
    while from < text.len() {
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let Some(at) = text[from..].find("\n[[").map(|at| from + at + 1) else { break };
        if ARRAYS.iter().any(|header| text[at..].starts_with(header)) {
            cuts.push(at);
            from = at + PIECE_SIZE;
        } else {
            from = at;
        }
    }
    cuts.push(text.len());
    cuts
}

/// Whether `text` contains `part`.
fn contains_text(text: &str, part: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}

/// Below this many bytes a second thread costs more than it saves.
const MIN_BYTES_PER_THREAD: usize = 32 << 10;

/// Parses every text: in pieces where it is cut, and in full where it is not or where a piece has a
/// fault that the cut may have caused. The documents are in the order of `files`.
fn parse_all<'a>(
    files: &[PackTextPiece<'a>],
    wholes: &[Range<usize>],
    faults: &mut FaultList,
    stop: &CancelToken,
) -> Vec<ParsedFile<'a>> {
    let parts: Vec<usize> = wholes
        .iter()
        .flat_map(|w| if w.len() == 1 { w.clone() } else { w.start + 1..w.end })
        .collect();
    let bytes: usize = parts.iter().map(|&file| files[file].text.len()).sum();
    let work = |file: usize| {
        if stop.is_cancelled() {
            (ParsedFile::empty(file), FaultList::default())
        } else {
            parse(file, files[file])
        }
    };
    let mut parsed = if bytes < 2 * MIN_BYTES_PER_THREAD {
        parts.into_iter().map(work).collect()
    } else {
        thread::map_each(parts, 1, work)
    }
    .into_iter()
    .peekable();
    let mut documents = Vec::with_capacity(files.len());
    for whole in wholes {
        let pieces: Vec<(ParsedFile<'a>, FaultList)> =
            std::iter::from_fn(|| parsed.next_if(|(document, _)| document.file < whole.end))
                .collect();
        // Both notations in one text: an array in brackets in the first piece, and headers in the
        // others.
        let mixed = |(head, _): &(ParsedFile<'a>, FaultList)| {
            ARRAYS.iter().any(|header| {
                let key = header.trim_matches(|c| c == '[' || c == ']');
                head.root.get_ref().contains_key(key) && !files[head.file].text.contains(header)
            })
        };
        let cut = pieces.len() > 1;
        if cut && pieces.first().is_some_and(mixed) && !is_too_long(files[whole.start].text) {
            let (document, noted) = parse(whole.start, files[whole.start]);
            documents.push(document);
            faults.merge(noted);
            continue;
        }
        for (document, noted) in pieces {
            documents.push(document);
            faults.merge(noted);
        }
    }
    documents
}

/// Parses one text as far as possible, and checks its form.
fn parse(at: usize, file: PackTextPiece<'_>) -> (ParsedFile<'_>, FaultList) {
    let mut faults = FaultList::default();
    if !repair::has_conflict(file.text) {
        let (root, errors) = DeTable::parse_recoverable(file.text);
        if errors.is_empty() {
            shape::check(&mut faults.in_file(at), root.get_ref(), 0..0, &DOCUMENT);
            return (ParsedFile::new(at, root), faults);
        }
    }
    let mended = file.set_repaired(repair(file.text, file.is_last()));
    for problem in &mended.problems {
        let fault = faults
            .error(problem.code, at, problem.span.clone(), problem.message.clone())
            .hint(problem.hint.clone());
        if let Some((span, remark)) = &problem.related {
            fault.related(at, span.clone(), remark);
        }
    }
    let (root, errors) = DeTable::parse_recoverable(&mended.text);
    // The rest are duplicates; a section that appears twice is one fault.
    let mut sections = HashSet::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        if mended.is_damaged(span.start) || !sections.insert(mended.section(span.start)) {
            continue;
        }
        let mut message = error.message().lines().collect::<Vec<_>>().join(", ");
        if message.is_empty() {
            message = "this is not TOML".to_string();
        }
        let hint = match () {
            () if message.starts_with("duplicate key") => "remove the duplicate",
            () => repair::repair_hint(""),
        };
        faults.error(DiagnosticCode::Syntax, at, span, message).hint(hint);
    }
    shape::check(&mut faults.in_file(at), root.get_ref(), 0..0, &DOCUMENT);
    (ParsedFile::new(at, root), faults)
}

#[cfg(test)]
mod tests;
