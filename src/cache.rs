//! Compiled packs in the platform's cache folder, so that a pack of thousands of roles opens at
//! once.
//!
//! A cache file is named after the paths of its packs and records what it was made from: the size,
//! times and content hash of each file, and the build of roledex that wrote it. It is used only
//! while all of that still matches, and silently ignored when it does not, is damaged, or cannot be
//! read. It is written atomically, so that two roledex processes do not disturb each other.
//!
//! Of the catalog and of the search index, only the blocks that are needed are read. The word weights
//! for comparisons, the relations between roles, the lists of similar roles and the names of roles
//! are read as a whole. All are in files next to the catalog, each valid for that catalog only.

mod artifact;
mod cached;
mod entry;
mod file;
mod paged;
mod pending;
mod reading;

use std::path::{Path, PathBuf};

pub use self::artifact::{ArtifactFile, ArtifactFormat, CachedArtifact};
pub use self::cached::CachedCatalog;
pub use self::entry::{CacheEntry, OnDamage};
pub use self::pending::PendingPacks;
use crate::model::Catalog;
use crate::model::text::printable;
use crate::{disk, pack};

/// Packs that were looked up in the cache and not yet read.
pub enum CacheLookup {
    /// The cache contains the catalog that reading the packs would give.
    Cached(Box<Catalog>, CachedCatalog),
    /// The packs must be read.
    Pending(PendingPacks),
}

/// The reason why the cache `folder` is not used, if it belongs to another user.
pub(crate) fn distrust_reason(folder: &Path) -> Option<String> {
    disk::is_foreign(folder).then(|| {
        format!(
            "the cache folder {} belongs to another user and is not used; remove it, or set XDG_CACHE_HOME to a folder of \
             your own",
            printable(folder)
        )
    })
}

/// Looks up the packs at `paths` in the cache `folder`, if there is one.
pub fn open(folder: Option<&Path>, paths: &[PathBuf], on_damage: OnDamage) -> CacheLookup {
    let slot = folder.and_then(|folder| CacheEntry::of(folder, paths));
    if let Some((catalog, kept)) = slot.as_ref().and_then(|slot| slot.open(on_damage)) {
        return CacheLookup::Cached(Box::new(catalog), kept);
    }
    let files = paths.iter().flat_map(|path| pack::files(path).unwrap_or_default());
    let size = files.filter_map(|file| std::fs::metadata(file).ok()).map(|about| about.len()).sum();
    CacheLookup::Pending(PendingPacks { paths: paths.to_vec(), cache_entry: slot, size })
}

#[cfg(test)]
mod damage;

#[cfg(test)]
mod tests;
