//! A cached catalog, and the data derived from it.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::artifact::{ArtifactFile, ArtifactFormat, CachedArtifact, HEAD};
use crate::disk;
use crate::model::Catalog;

/// A cached catalog, and the location of the data derived from it.
#[derive(Debug, Clone)]
pub struct CachedCatalog {
    pub(super) file: PathBuf,
    /// Distinguishes the catalog from others saved at the same path.
    pub(super) seal: u64,
    /// See [`CachedCatalog::is_incomplete`].
    pub(super) incomplete: Arc<AtomicBool>,
}

impl CachedCatalog {
    pub(super) fn artifact_path(&self, beside: ArtifactFormat) -> PathBuf {
        self.file.with_extension(beside.0)
    }

    /// The file of derived data, if it belongs to this catalog.
    fn open_artifact(&self, beside: ArtifactFormat) -> Option<ArtifactFile> {
        let path = self.artifact_path(beside);
        let (mut file, about) = disk::open_own(&path)?;
        let mut first = [0; HEAD];
        file.read_exact(&mut first).ok()?;
        let size = about.len().checked_sub(HEAD as u64)?;
        let belongs = first.strip_prefix(beside.1)? == self.seal.to_le_bytes();
        belongs.then_some(ArtifactFile { file, path, size })
    }

    /// Whether the catalog turned out to be damaged where the packs could not replace it, so that
    /// answers are incomplete.
    pub(crate) fn is_incomplete(&self) -> bool {
        self.incomplete.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// Removes the cached catalog, so that the packs are read the next time.
    pub(crate) fn discard(&self) {
        // One that cannot be removed is found to be damaged again.
        let _ = std::fs::remove_file(&self.file);
    }

    /// Whether a `T` is cached. Whether it is valid is checked when it is read.
    pub(crate) fn has_artifact<T: CachedArtifact>(&self) -> bool {
        self.open_artifact(T::FORMAT).is_some()
    }

    /// The cached `T` derived from the catalog; `None` when there is no valid one.
    ///
    /// `catalog` must be the cached catalog.
    pub fn load<T: CachedArtifact>(&self, catalog: &Arc<Catalog>) -> Option<T> {
        let made = T::open(catalog, self.open_artifact(T::FORMAT)?);
        if made.is_err() {
            // Removed so that it does not block a rebuilt file.
            let _ = std::fs::remove_file(self.artifact_path(T::FORMAT));
        }
        made.ok()
    }

    /// Saves `made` next to its catalog.
    ///
    /// # Errors
    ///
    /// When the cache cannot be written. The error need not be shown, as with
    /// [`super::CacheEntry::save`].
    pub(crate) fn save_artifact<T: CachedArtifact>(&self, made: &T) -> io::Result<()> {
        disk::write_private(&self.artifact_path(T::FORMAT), |out| {
            out.write_all(T::FORMAT.1)?;
            out.write_all(&self.seal.to_le_bytes())?;
            made.write(out)
        })
    }
}
