//! Reads TOML packs into the validated model: folders, embedded packs, merging, and every fault
//! with its place.
//!
//! `read` finds and parses files, `shape` checks their form against the tables of `format`, `lower`
//! resolves references and builds the catalog. All faults of all files are reported at once.

mod code;
pub mod compiled;
mod diagnostic;
mod faults;
pub(crate) mod format;
mod locate;
mod lower;
mod read;
mod reference;
mod repair;
mod schema;
mod shape;
mod sniff;
pub(crate) mod toml_reader;
mod write;

pub use code::DiagnosticCode;
pub use diagnostic::{Diagnostic, RelatedPlace, Severity, is_valid};
pub(crate) use faults::{LineIndex, MAX_REPORTED, suggest};
pub use locate::{FileLocation, PackLocator};
pub(crate) use read::read_bytes;
pub use reference::reference;
pub use schema::{SCHEMA_FILE, schema};
pub use shape::is_id;
pub(crate) use sniff::csv_separator;
pub use sniff::{FileKind, file_kind};
pub(crate) use write::quote;
pub(crate) use write::write_definitions;
pub use write::{EntryNames, write, write_role};

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::{Catalog, text};

/// The result of reading packs: the valid part, and everything that is wrong.
#[derive(Debug, Clone, Default)]
pub struct LoadedPacks {
    /// The valid part. Items with a fatal fault are left out, and so are references to them.
    pub catalog: Catalog,
    /// All faults, in the order of the files and their lines.
    pub diagnostics: Vec<Diagnostic>,
}

/// A path that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {source}", text::printable(path))]
pub struct ReadError {
    /// The path.
    pub path: PathBuf,
    /// The system's error.
    pub source: std::io::Error,
}

/// Cancels a read because the files have changed. All clones share one state.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// Cancels the read at its next check.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Clears the cancellation.
    pub fn reset(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Whether the read was cancelled.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Reads a pack from memory: `files` are (name, text), together one pack shown as `origin`.
///
/// ```
/// let pack = [("a.toml", "[pack]\nformat = 1\nid = \"mini\"\ntitle = \"Mini\"\nversion = \"1\"\n")];
/// let loaded = roledex::pack::from_files("mini", &pack);
/// assert!(loaded.diagnostics.is_empty());
/// assert_eq!(loaded.catalog.packs()[0].id, "mini");
/// ```
pub fn from_files(origin: &str, files: &[(&str, &str)]) -> LoadedPacks {
    let files =
        files.iter().map(|(name, text)| ((*name).to_string(), text.as_bytes().to_vec())).collect();
    read::load(vec![read::PackFiles { origin: origin.to_string(), files, skipped: vec![] }])
}

/// Files in memory: names and contents.
pub type FileContents = Vec<(String, Vec<u8>)>;

/// Reads packs from memory into one catalog: each is its origin, as shown to the user, and its files.
pub(crate) fn from_memory(packs: Vec<(String, FileContents)>) -> LoadedPacks {
    let packs = packs.into_iter();
    read::load(
        packs.map(|(origin, files)| read::PackFiles { origin, files, skipped: vec![] }).collect(),
    )
}

/// Reads a single-file pack from arbitrary bytes.
pub fn from_bytes(name: &str, bytes: &[u8]) -> LoadedPacks {
    let files = vec![(name.to_string(), bytes.to_vec())];
    read::load(vec![read::PackFiles { origin: name.to_string(), files, skipped: vec![] }])
}

/// Whether `path` names standard input as a pack.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads the packs at `paths`, each a TOML file, a folder of them, or `-` for standard input, into
/// one catalog.
///
/// # Errors
///
/// When a path does not exist or cannot be read. Faults in the files are in
/// [`LoadedPacks::diagnostics`].
pub fn load(paths: &[PathBuf]) -> Result<LoadedPacks, ReadError> {
    load_with(paths, |_| None)
}

/// Reads the packs at `paths` as [`load`] does, except those whose full text is in `known`.
///
/// # Errors
///
/// As [`load`].
pub(crate) fn load_with(
    paths: &[PathBuf],
    known: impl Fn(&Path) -> Option<String>,
) -> Result<LoadedPacks, ReadError> {
    load_cancellable(paths, known, &CancelToken::default()).map(Option::unwrap_or_default)
}

/// Reads the packs at `paths` as [`load_with`] does; returns `None` if `stop` cancels it.
///
/// # Errors
///
/// As [`load`].
pub(crate) fn load_cancellable(
    paths: &[PathBuf],
    known: impl Fn(&Path) -> Option<String>,
    stop: &CancelToken,
) -> Result<Option<LoadedPacks>, ReadError> {
    let sources = |path: &PathBuf| match known(path) {
        Some(text) => {
            let origin = text::printable(path);
            Ok(read::PackFiles {
                files: vec![(origin.clone(), text.into_bytes())],
                origin,
                skipped: vec![],
            })
        }
        None => read::read_files(path),
    };
    let packs = paths.iter().map(sources).collect::<Result<Vec<_>, _>>()?;
    Ok(read::load_cancellable(packs, stop))
}

/// Returns the files that make up the pack at `path`, in the order in which [`load`] reads them.
///
/// # Errors
///
/// When the path does not exist or cannot be read.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    read::files(path)
}

/// Returns the files that make up the pack at `path`, and the files in its folder that are not
/// read.
///
/// # Errors
///
/// When the path does not exist or cannot be read.
pub(crate) fn list_contents(path: &Path) -> Result<read::FolderContents, ReadError> {
    read::list_contents(path)
}

/// Returns the id in the `[pack]` table of a file, if it has one.
pub fn pack_id(text: &str) -> Option<String> {
    // Most files of a folder have no such table.
    if !text.contains("pack") {
        return None;
    }
    let (root, _) = toml::de::DeTable::parse_recoverable(text);
    let id = root.get_ref().get("pack")?.get_ref().get("id")?.get_ref().as_str()?;
    Some(id.to_string())
}

/// Returns the folders in which files of the pack at `path` may appear, including `path` itself;
/// none if it is a file.
pub fn folders(path: &Path) -> Vec<PathBuf> {
    read::folders(path)
}

/// Reads the pack at `path`, shown to the user as `origin`.
///
/// # Errors
///
/// When the path does not exist or cannot be read.
pub fn load_as(origin: &str, path: &Path) -> Result<LoadedPacks, ReadError> {
    let sources = read::read_files(path)?;
    Ok(read::load(vec![read::PackFiles { origin: origin.to_string(), ..sources }]))
}

#[cfg(test)]
mod tests;
