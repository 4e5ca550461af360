//! TOML packs to the validated model: folders, embedding, merging, every fault with its place.
//!
//! `read` finds and parses files, `shape` checks their form against the tables of `format`, `lower`
//! resolves references and builds the catalog. All faults of all files come back at once.

pub mod compiled;
mod diagnostic;
mod faults;
mod format;
mod lower;
mod mend;
mod places;
mod read;
mod schema;
mod shape;
mod sniff;
mod write;

pub use diagnostic::{Diagnostic, Severity, is_valid};
pub(crate) use faults::{Lines, REPORTED, suggest};
pub use places::{Place, Places};
pub(crate) use read::contents;
pub use schema::schema;
pub use shape::is_id;
pub(crate) use sniff::separator;
pub use sniff::{FileKind, file_kind};
pub(crate) use write::quote;
pub use write::write;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::{Catalog, text};

/// What was read: the sound part, and everything that is wrong.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// All that is sound. Items with a fault that cannot be passed over are left out, and so are
    /// references to them.
    pub catalog: Catalog,
    /// All faults, in the order of the files and their lines.
    pub diagnostics: Vec<Diagnostic>,
}

/// A path that could not be read at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {source}", text::shown(path))]
pub struct ReadError {
    /// The path.
    pub path: PathBuf,
    /// What the system says.
    pub source: std::io::Error,
}

/// Breaks off a reading, because what it reads has changed. Copies of it are the same.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Breaks off what is being read, as soon as it looks.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Starts anew.
    pub fn reset(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Whether to break off.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Reads a pack that lies in memory: `files` are (name, text), together one pack shown as `origin`.
///
/// ```
/// let pack = [("a.toml", "[pack]\nformat = 1\nid = \"mini\"\ntitle = \"Mini\"\nversion = \"1\"\n")];
/// let loaded = roledex::pack::from_files("mini", &pack);
/// assert!(loaded.diagnostics.is_empty());
/// assert_eq!(loaded.catalog.packs()[0].id, "mini");
/// ```
pub fn from_files(origin: &str, files: &[(&str, &str)]) -> Loaded {
    let files =
        files.iter().map(|(name, text)| ((*name).to_string(), text.as_bytes().to_vec())).collect();
    read::load(vec![read::Sources { origin: origin.to_string(), files, skipped: vec![] }])
}

/// Reads a pack of one file that may hold any bytes.
pub fn from_bytes(name: &str, bytes: &[u8]) -> Loaded {
    let files = vec![(name.to_string(), bytes.to_vec())];
    read::load(vec![read::Sources { origin: name.to_string(), files, skipped: vec![] }])
}

/// Reads the packs at `paths`, each a TOML file or a folder of them, into one catalog.
///
/// # Errors
///
/// When a path does not exist or cannot be read. Faults in what was read are in
/// [`Loaded::diagnostics`].
pub fn load(paths: &[PathBuf]) -> Result<Loaded, ReadError> {
    load_with(paths, |_| None)
}

/// Reads the packs at `paths` as [`load`] does, but for those of which `known` has the text of a
/// whole pack.
///
/// # Errors
///
/// As [`load`].
pub fn load_with(
    paths: &[PathBuf],
    known: impl Fn(&Path) -> Option<String>,
) -> Result<Loaded, ReadError> {
    load_until(paths, known, &Stop::default()).map(Option::unwrap_or_default)
}

/// Reads the packs at `paths` as [`load_with`] does, unless `stop` breaks it off: then there is
/// nothing.
///
/// # Errors
///
/// As [`load`].
pub fn load_until(
    paths: &[PathBuf],
    known: impl Fn(&Path) -> Option<String>,
    stop: &Stop,
) -> Result<Option<Loaded>, ReadError> {
    let sources = |path: &PathBuf| match known(path) {
        Some(text) => {
            let origin = text::shown(path);
            Ok(read::Sources {
                files: vec![(origin.clone(), text.into_bytes())],
                origin,
                skipped: vec![],
            })
        }
        None => read::sources(path),
    };
    let packs = paths.iter().map(sources).collect::<Result<Vec<_>, _>>()?;
    Ok(read::load_until(packs, stop))
}

/// The files that make up the pack at `path`, in the order in which [`load`] reads them.
///
/// # Errors
///
/// When the path does not exist or cannot be read.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    read::files(path)
}

/// The files that make up the pack at `path`, and what is in its folder and is not read.
///
/// # Errors
///
/// When the path does not exist or cannot be read.
pub(crate) fn find(path: &Path) -> Result<read::Found, ReadError> {
    read::find(path)
}

/// The folders in which files of the pack at `path` may come to lie, itself included; none where it
/// is a file.
pub fn folders(path: &Path) -> Vec<PathBuf> {
    read::folders(path)
}

/// Reads the pack at `path`, shown to people as `origin`.
///
/// # Errors
///
/// When the path does not exist or cannot be read.
pub fn load_as(origin: &str, path: &Path) -> Result<Loaded, ReadError> {
    let sources = read::sources(path)?;
    Ok(read::load(vec![read::Sources { origin: origin.to_string(), ..sources }]))
}

#[cfg(test)]
mod tests;
