//! Packs that are about to be read.

use std::path::PathBuf;

use super::entry::{CacheEntry, MIN_CACHED_SIZE};
use super::reading::read_packs;
use crate::model::text::printable;
use crate::pack::{CancelToken, LoadedPacks, ReadError};

/// Packs that are about to be read.
#[derive(Debug, Clone)]
pub struct PendingPacks {
    pub(super) paths: Vec<PathBuf>,
    /// The cache entry for the catalog once it has been read without errors.
    pub cache_entry: Option<CacheEntry>,
    /// Total size of the files to be read in bytes, as far as known.
    pub size: u64,
}

impl PendingPacks {
    /// Reads the packs.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`crate::pack::load`].
    pub fn read(&self) -> Result<LoadedPacks, ReadError> {
        self.read_cancellable(&CancelToken::default()).map(Option::unwrap_or_default)
    }

    /// Reads the packs, unless `stop` interrupts it.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`crate::pack::load`].
    pub(crate) fn read_cancellable(
        &self,
        stop: &CancelToken,
    ) -> Result<Option<LoadedPacks>, ReadError> {
        read_packs(&self.paths, stop)
    }

    /// Whether the packs are large enough to be worth caching.
    pub(crate) fn is_worth_caching(&self) -> bool {
        self.size >= MIN_CACHED_SIZE
    }

    /// A label to show while they are read: `onet.toml, esco.toml (26 MB)`.
    pub fn summary(&self) -> String {
        let names = self.paths.iter().map(|p| printable(p.file_name().unwrap_or(p.as_os_str())));
        format!("{} ({} MB)", names.collect::<Vec<_>>().join(", "), self.size.div_ceil(1 << 20))
    }
}
