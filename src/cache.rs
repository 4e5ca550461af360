//! Compiled packs in the platform's cache folder, so that a pack of thousands of roles opens at
//! once.
//!
//! A cache file is named after the paths of its packs and records what it was made from: the size,
//! times and content hash of each file, and the build of roledex that wrote it. It is used only
//! while all of that still matches, and silently ignored when it does not, is damaged, or cannot be
//! read. It is written atomically, so that two roledex processes do not disturb each other.
//!
//! Only the catalog blocks that are needed are read. The search index, the word weights for
//! comparisons, the relations between roles and the lists of similar roles are in files next to it,
//! each valid for that catalog only.

mod paged;

use std::fs::{File, Metadata};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::analysis::diff::Differ;
use crate::analysis::path::NeighbourTable;
use crate::analysis::related::SimilarityIndex;
use crate::disk;
use crate::model::text::{path_text, printable};
use crate::model::{ByteStore, Catalog};
use crate::pack::{CancelToken, LoadedPacks, ReadError};
use crate::search::SearchIndex;
use crate::{builtin, pack};
use paged::PagedCatalog;

/// The first bytes of a compiled catalog.
const MAGIC: &[u8; 8] = b"roledex\0";

/// Data derived from a catalog and stored next to it: the file extension, and its first bytes.
pub type ArtifactFormat = (&'static str, &'static [u8; 8]);

/// The search index.
const INDEX: ArtifactFormat = ("index", b"roledex\x01");

/// The word weights.
const WORDS: ArtifactFormat = ("words", b"roledex\x02");

/// The relations between roles.
const RELATIONS: ArtifactFormat = ("relations", b"roledex\x03");

/// The similar roles of each role.
const NEIGHBOURS: ArtifactFormat = ("neighbours", b"roledex\x04");

/// The build of roledex: the meaning of the bytes changes with the code that reads and writes them.
const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("ROLEDEX_LAYOUT"));

/// Smaller packs open faster than the cache could be checked.
const MIN_CACHED_SIZE: u64 = 256 << 10;

/// Files written this recently before the cache may have been written again within the same clock
/// tick.
const CLOCK_TICK: Duration = Duration::from_secs(2);

/// Maximum number of cached catalogs, each with its index; the oldest are removed.
const MAX_CATALOGS: usize = 16;

/// A file that a cache was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FileStamp {
    path: PathBuf,
    size: u64,
    /// Last change of the content, and of the file's record where the system keeps a time that
    /// users cannot set.
    times: (u128, i128),
}

impl FileStamp {
    fn of(path: PathBuf) -> io::Result<(Self, SystemTime)> {
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
struct CacheHeader {
    build: String,
    stamps: Vec<FileStamp>,
    /// Hash of the content of all files, in order.
    content: u64,
    /// Size of the catalog that follows, in bytes.
    size: u64,
    /// Checksums of the catalog's blocks.
    checksums: Vec<u64>,
}

/// Packs that were looked up in the cache and not yet read.
pub enum CacheLookup {
    /// The cache contains the catalog that reading the packs would give.
    Cached(Box<Catalog>, CachedCatalog),
    /// The packs must be read.
    Pending(PendingPacks),
}

/// Packs that are about to be read.
#[derive(Debug, Clone)]
pub struct PendingPacks {
    paths: Vec<PathBuf>,
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
    /// Returns the errors of [`pack::load`].
    pub fn read(&self) -> Result<LoadedPacks, ReadError> {
        self.read_cancellable(&CancelToken::default()).map(Option::unwrap_or_default)
    }

    /// Reads the packs, unless `stop` interrupts it.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`pack::load`].
    pub fn read_cancellable(&self, stop: &CancelToken) -> Result<Option<LoadedPacks>, ReadError> {
        pack::load_cancellable(
            &self.paths,
            |path| (path.as_os_str() == builtin::NAME).then(builtin::to_toml),
            stop,
        )
    }

    /// Whether the packs are large enough to be worth caching.
    pub fn is_worth_caching(&self) -> bool {
        self.size >= MIN_CACHED_SIZE
    }

    /// A label to show while they are read: `onet.toml, esco.toml (26 MB)`.
    pub fn summary(&self) -> String {
        let names = self.paths.iter().map(|p| printable(p.file_name().unwrap_or(p.as_os_str())));
        format!("{} ({} MB)", names.collect::<Vec<_>>().join(", "), self.size.div_ceil(1 << 20))
    }
}

/// The reason why the cache `folder` is not used, if it belongs to another user.
pub fn distrust_reason(folder: &Path) -> Option<String> {
    disk::is_foreign(folder).then(|| {
        format!(
            "the cache folder {} belongs to another user and is not used; remove it, or set XDG_CACHE_HOME to a folder of \
             your own",
            printable(folder)
        )
    })
}

/// Looks up the packs at `paths` in the cache `folder`, if there is one.
pub fn open(folder: Option<&Path>, paths: &[PathBuf]) -> CacheLookup {
    let slot = folder.and_then(|folder| CacheEntry::of(folder, paths));
    if let Some((catalog, kept)) = slot.as_ref().and_then(CacheEntry::open) {
        return CacheLookup::Cached(Box::new(catalog), kept);
    }
    let files = paths.iter().flat_map(|path| pack::files(path).unwrap_or_default());
    let size = files.filter_map(|file| std::fs::metadata(file).ok()).map(|about| about.len()).sum();
    CacheLookup::Pending(PendingPacks { paths: paths.to_vec(), cache_entry: slot, size })
}

/// The cache entry for the packs at certain paths.
#[derive(Debug, Clone)]
pub struct CacheEntry {
    file: PathBuf,
    paths: Vec<PathBuf>,
    stamps: Vec<FileStamp>,
    newest: SystemTime,
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

    /// The cached catalog, if it is what reading the packs would give.
    pub fn open(&self) -> Option<(Catalog, CachedCatalog)> {
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
        let packs = PendingPacks { paths: self.paths.clone(), cache_entry: None, size: 0 };
        let kept = self.cached_catalog(seal);
        let stored = PagedCatalog {
            file,
            path: self.file.clone(),
            offset: from,
            size,
            checksums: head.checksums,
            blocks,
            pending: packs,
            rebuilt: OnceLock::new(),
            incomplete: Arc::clone(&kept.incomplete),
        };
        // A cache with a damaged first block can still be ignored at no cost; later blocks are
        // checked when they are read.
        stored.read(0)?;
        let stored: Arc<dyn ByteStore> = Arc::new(stored);
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

/// A cached catalog, and the location of the data derived from it.
#[derive(Debug, Clone)]
pub struct CachedCatalog {
    file: PathBuf,
    /// Distinguishes the catalog from others saved at the same path.
    seal: u64,
    /// See [`CachedCatalog::is_incomplete`].
    incomplete: Arc<AtomicBool>,
}

/// A reader or writer that computes the checksum of the bytes that pass through it.
struct ChecksumStream<T> {
    inner: T,
    sum: Xxh3,
    /// Number of bytes that may still be read.
    left: u64,
}

impl<T: Read> Read for ChecksumStream<T> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).map_or(bytes.len(), |left| bytes.len().min(left));
        let read = self.inner.read(&mut bytes[..most])?;
        self.sum.update(&bytes[..read]);
        self.left -= read as u64;
        Ok(read)
    }
}

impl<T: Write> Write for ChecksumStream<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl CachedCatalog {
    fn artifact_path(&self, beside: ArtifactFormat) -> PathBuf {
        self.file.with_extension(beside.0)
    }

    /// The file after its first bytes, if it belongs to this catalog, and the number of bytes left.
    fn open_artifact(&self, beside: ArtifactFormat) -> Option<(File, u64)> {
        let (mut file, about) = disk::open_own(&self.artifact_path(beside))?;
        let mut first = [0; 16];
        file.read_exact(&mut first).ok()?;
        let left = about.len().checked_sub(16 + 8)?;
        (first.strip_prefix(beside.1)? == self.seal.to_le_bytes()).then_some((file, left))
    }

    /// The result of `read`, which receives the file and its size; `None` unless every byte is as
    /// it was written.
    fn read_artifact<T>(
        &self,
        beside: ArtifactFormat,
        read: impl FnOnce(&mut dyn Read, u64) -> io::Result<T>,
    ) -> Option<T> {
        let (file, left) = self.open_artifact(beside)?;
        let mut file = ChecksumStream {
            inner: BufReader::with_capacity(64 << 10, file),
            sum: Xxh3::new(),
            left,
        };
        let made = read(&mut file, left);
        let mut sum = [0; 8];
        let whole = file.left == 0 && file.inner.read_exact(&mut sum).is_ok();
        let made = made.ok().filter(|_| whole && file.sum.digest().to_le_bytes() == sum);
        if made.is_none() {
            // Removed so that it does not block a rebuilt file.
            let _ = std::fs::remove_file(self.artifact_path(beside));
        }
        made
    }

    fn write_artifact(
        &self,
        beside: ArtifactFormat,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        disk::write_private(&self.artifact_path(beside), |out| {
            out.write_all(beside.1)?;
            out.write_all(&self.seal.to_le_bytes())?;
            let mut out = ChecksumStream { inner: out, sum: Xxh3::new(), left: 0 };
            write(&mut out)?;
            let sum = out.sum.digest();
            out.inner.write_all(&sum.to_le_bytes())
        })
    }

    /// Whether the catalog turned out to be damaged where the packs could not replace it, so that
    /// answers are incomplete. The cache is removed, so that the next run reads the packs.
    pub fn is_incomplete(&self) -> bool {
        self.incomplete.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// Whether a `T` is cached. Whether it is valid is checked when it is read.
    pub fn has_artifact<T: CachedArtifact>(&self) -> bool {
        self.open_artifact(T::FORMAT).is_some()
    }

    /// The cached `T` derived from the catalog; `None` when there is no valid one.
    ///
    /// `catalog` must be the cached catalog.
    pub fn load<T: CachedArtifact>(&self, catalog: &Arc<Catalog>) -> Option<T> {
        self.read_artifact(T::FORMAT, |input, size| T::read(catalog, input, size))
    }

    /// Saves `made` next to its catalog.
    ///
    /// # Errors
    ///
    /// When the cache cannot be written. The error need not be shown, as with [`CacheEntry::save`].
    pub fn save_artifact<T: CachedArtifact>(&self, made: &T) -> io::Result<()> {
        self.write_artifact(T::FORMAT, |out| made.write(out))
    }
}

/// Data derived from a catalog that can be read without the catalog's rows and is stored next to
/// it.
pub trait CachedArtifact: Sized {
    /// The file extension, and its first bytes.
    const FORMAT: ArtifactFormat;

    /// Writes it so that [`CachedArtifact::read`] can read it.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    fn write(&self, out: &mut dyn Write) -> io::Result<()>;

    /// Reads the data written for `catalog`, at most `size` bytes. Bytes that could not have been
    /// written are an error, whatever their origin: no later query may panic or run forever.
    ///
    /// # Errors
    ///
    /// Returns the errors of `input`, and an error when the bytes are not valid.
    fn read(catalog: &Arc<Catalog>, input: &mut dyn Read, size: u64) -> io::Result<Self>;
}

macro_rules! cached_artifacts {
    ($($made:ty, $beside:ident;)*) => {$(
        impl CachedArtifact for $made {
            const FORMAT: ArtifactFormat = $beside;

            fn write(&self, out: &mut dyn Write) -> io::Result<()> {
                <$made>::write(self, out)
            }

            fn read(catalog: &Arc<Catalog>, input: &mut dyn Read, size: u64) -> io::Result<Self> {
                <$made>::read(catalog, input, size)
            }
        }
    )*};
}

impl CachedArtifact for SearchIndex {
    const FORMAT: ArtifactFormat = INDEX;

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        Self::write(self, out)
    }

    fn read(catalog: &Arc<Catalog>, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        Self::read(Arc::clone(catalog), input, size)
    }
}

cached_artifacts! {
    Differ, WORDS;
    SimilarityIndex, RELATIONS;
    NeighbourTable, NEIGHBOURS;
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
        for (extension, _) in [INDEX, WORDS, RELATIONS, NEIGHBOURS] {
            let _ = std::fs::remove_file(path.with_extension(extension));
        }
    }
}

#[cfg(test)]
mod damage;

#[cfg(test)]
mod tests;
