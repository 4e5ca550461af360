//! The cache entry for packs: the compiled catalog, and what it was made from.

use std::fs::Metadata;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::artifact;
use super::cached::CachedCatalog;
use super::paged::{self, PagedCatalog};
use crate::disk;
use crate::model::text::path_text;
use crate::model::{Catalog, RowStore};
use crate::{builtin, pack};

/// The first bytes of a compiled catalog.
pub(super) const MAGIC: &[u8; 8] = b"roledex\0";

/// The build of roledex: the meaning of the bytes changes with the code that reads and writes them.
const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("ROLEDEX_LAYOUT"));

/// Smaller packs open faster than the cache could be checked.
pub(super) const MIN_CACHED_SIZE: u64 = 256 << 10;

/// Files written this recently before the cache may have been written again within the same clock
/// tick.
const CLOCK_TICK: Duration = Duration::from_secs(2);

/// Maximum number of cached catalogs, each with what is derived from it; the oldest are removed.
const MAX_CATALOGS: usize = 16;

/// A file that a cache was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileStamp {
    path: PathBuf,
    size: u64,
    /// Last change of the content, and of the file's record where the system keeps a time that
    /// users cannot set.
    times: (u128, i128),
}

impl FileStamp {
    pub(super) fn of(path: PathBuf) -> io::Result<(Self, SystemTime)> {
        let about = std::fs::metadata(&path)?;
        let modified = about.modified()?;
        let since = modified.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
        Ok((Self { path, size: about.len(), times: (since, changed(&about)) }, modified))
    }
}

#[cfg(unix)]
fn changed(about: &Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt;
    i128::from(about.ctime()) * 1_000_000_000 + i128::from(about.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> i128 {
    0
}

/// The header before the compiled pack.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CacheHeader {
    pub(super) build: String,
    pub(super) stamps: Vec<FileStamp>,
    /// Hash of the content of all files, in order.
    pub(super) content: u64,
    /// Size of the catalog that follows, in bytes.
    pub(super) size: u64,
    /// Checksums of the catalog's blocks.
    pub(super) checksums: Vec<u64>,
}

/// The response to a damaged row of a cached catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDamage {
    /// Read the packs in its place: the caller waits, and the answer is right.
    ReadPacks,
    /// Answer with an empty row at once, and report that the catalog is incomplete.
    Report,
}

/// The cache entry for the packs at certain paths.
#[derive(Debug, Clone)]
pub struct CacheEntry {
    pub(super) file: PathBuf,
    pub(super) paths: Vec<PathBuf>,
    pub(super) stamps: Vec<FileStamp>,
    pub(super) newest: SystemTime,
}

impl CacheEntry {
    /// The entry for the packs at `paths` in `folder`. `None` for small packs, for packs that
    /// cannot be read, and in a folder of another user.
    ///
    /// Call it before the packs are read: it records the state of their files.
    pub fn of(folder: &Path, paths: &[PathBuf]) -> Option<Self> {
        if disk::is_foreign(folder) {
            return None;
        }
        let mut stamps = Vec::new();
        let mut youngest = UNIX_EPOCH;
        let mut name = String::new();
        for path in paths {
            if path.as_os_str() == builtin::NAME {
                name += &format!("{}\n", builtin::fingerprint());
                continue;
            }
            // Includes the path as given, since the pack states where it came from.
            name += &format!("{}\n{}\n", path_text(path), path_text(&path.canonicalize().ok()?));
            let path = path.canonicalize().ok()?;
            for file in pack::files(&path).ok()? {
                let (stamp, modified) = FileStamp::of(file).ok()?;
                youngest = youngest.max(modified);
                stamps.push(stamp);
            }
        }
        let size: u64 = stamps.iter().map(|s| s.size).sum();
        let file = folder.join(format!("{:016x}.pack", xxh3_64(name.as_bytes())));
        (size >= MIN_CACHED_SIZE).then_some(Self {
            file,
            paths: paths.to_vec(),
            stamps,
            newest: youngest,
        })
    }

    /// The cached catalog, if it is what reading the packs would give. `on_damage` is for damage
    /// that is found later, where it is read.
    pub fn open(&self, on_damage: OnDamage) -> Option<(Catalog, CachedCatalog)> {
        // Files that others could have put there are not trusted. The folder becomes private when
        // something is saved.
        if !self.file.parent().is_some_and(disk::is_private) {
            return None;
        }
        let (mut file, about) = disk::open_own(&self.file)?;
        let mut first = [0; 20];
        file.read_exact(&mut first).ok()?;
        let (seal, length) = first.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
        let (seal, length) =
            (u64::from_le_bytes(*seal), u32::from_le_bytes(*length.first_chunk()?));
        let from = first.len() as u64 + u64::from(length);
        let mut head = vec![0; if from <= about.len() { length as usize } else { return None }];
        file.read_exact(&mut head).ok()?;
        if xxh3_64(&head) != seal {
            return None;
        }
        let head: CacheHeader = postcard::from_bytes(&head).ok()?;
        let size = usize::try_from(head.size).ok()?;
        let whole = head.size.checked_add(from) == Some(about.len())
            && head.checksums.len() == size.div_ceil(paged::BLOCK);
        if head.build != BUILD || !whole {
            return None;
        }
        let sure =
            head.stamps == self.stamps && self.newest + CLOCK_TICK < about.modified().ok()?;
        if !sure {
            if hash_contents(&self.stamps)? != head.content || !self.has_same_files(&head) {
                return None;
            }
            // The content is unchanged and old enough by now: updating the cache's time saves
            // hashing it again.
            if head.stamps == self.stamps {
                let _ = file.set_modified(SystemTime::now());
            }
        }
        let mut blocks = Vec::new();
        blocks.resize_with(head.checksums.len(), OnceLock::new);
        let kept = self.cached_catalog(seal);
        let paged = PagedCatalog {
            file,
            path: self.file.clone(),
            offset: from,
            size,
            checksums: head.checksums,
            blocks,
            packs: (on_damage == OnDamage::ReadPacks).then(|| self.paths.clone()),
            rebuilt: OnceLock::new(),
            incomplete: Arc::clone(&kept.incomplete),
        };
        // A cache with a damaged first block can still be ignored at no cost; later blocks are
        // checked when they are read.
        paged.read(0)?;
        let stored: Arc<dyn RowStore> = Arc::new(paged);
        let catalog = pack::compiled::open(&stored).ok()?;
        Some((catalog, kept))
    }

    fn cached_catalog(&self, seal: u64) -> CachedCatalog {
        CachedCatalog { file: self.file.clone(), seal, incomplete: Arc::default() }
    }

    /// Whether the cache was made from the current files, whatever their times.
    fn has_same_files(&self, head: &CacheHeader) -> bool {
        head.stamps.len() == self.stamps.len()
            && head
                .stamps
                .iter()
                .zip(&self.stamps)
                .all(|(a, b)| a.path == b.path && a.size == b.size)
    }

    /// Saves `catalog`, which was read from the files of this entry; `None` when they have changed
    /// since.
    ///
    /// # Errors
    ///
    /// When the cache cannot be written. The error need not be shown: it only makes the next start
    /// slower.
    pub fn save(&self, catalog: &Catalog) -> io::Result<Option<CachedCatalog>> {
        let bytes = pack::compiled::encode(catalog).map_err(io::Error::other)?;
        let content = hash_contents(&self.stamps).ok_or(io::ErrorKind::NotFound)?;
        // A file changed while it was read: the result may be neither the old nor the new content.
        for stamp in &self.stamps {
            if FileStamp::of(stamp.path.clone())?.0 != *stamp {
                return Ok(None);
            }
        }
        let (build, stamps, size) = (BUILD.to_string(), self.stamps.clone(), bytes.len() as u64);
        let head =
            CacheHeader { build, stamps, content, size, checksums: paged::checksums(&bytes) };
        let head = postcard::to_stdvec(&head).map_err(io::Error::other)?;
        let seal = xxh3_64(&head);
        let folder = self.file.parent().unwrap_or(Path::new("."));
        disk::create_private_folder(folder)?;
        if !disk::make_private(folder)? {
            return Ok(None);
        }
        disk::write_private(&self.file, |out| {
            out.write_all(MAGIC)?;
            out.write_all(&seal.to_le_bytes())?;
            out.write_all(&(head.len() as u32).to_le_bytes())?;
            out.write_all(&head)?;
            out.write_all(&bytes)
        })?;
        remove_oldest(folder);
        Ok(Some(self.cached_catalog(seal)))
    }
}

/// The hash of the content of all files. `None` when one cannot be read.
fn hash_contents(stamps: &[FileStamp]) -> Option<u64> {
    let mut all = Xxh3::new();
    for stamp in stamps {
        let bytes = pack::read_bytes(&stamp.path).ok()?;
        all.update(&(bytes.len() as u64).to_le_bytes());
        all.update(&bytes);
    }
    Some(all.digest())
}

/// Removes the oldest files, and partial files left by a crash.
fn remove_oldest(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut files: Vec<(SystemTime, PathBuf)> = Vec::new();
    for entry in entries.flatten() {
        let (Ok(about), path) = (entry.metadata(), entry.path()) else { continue };
        let Ok(modified) = about.modified() else { continue };
        let old = modified.elapsed().is_ok_and(|age| age > Duration::from_secs(3600));
        match path.extension().and_then(|e| e.to_str()) {
            Some("pack") => files.push((modified, path)),
            Some("part") if old => drop(std::fs::remove_file(path)),
            _ => {}
        }
    }
    files.sort();
    for (_, path) in files.iter().rev().skip(MAX_CATALOGS) {
        let _ = std::fs::remove_file(path);
        for (extension, _) in artifact::ALL {
            let _ = std::fs::remove_file(path.with_extension(extension));
        }
    }
}
