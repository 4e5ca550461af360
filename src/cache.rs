//! Compiled packs in the platform's cache folder, so that a pack of thousands of roles opens at once.
//!
//! A cache file is named after the paths of its packs and says what it was made from: every file with its size, its
//! times and a hash of its content, and the build of roledex that wrote it. It is used only when all of that still
//! holds, and passed over without a word when it does not, is damaged, or cannot be read. It is written whole or not
//! at all, so two roledex do not disturb each other.

use std::fs::Metadata;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::disk::{self, Existing, Readers};
use crate::model::Catalog;
use crate::pack::{Loaded, ReadError};
use crate::{builtin, pack};

/// The first bytes of every cache file.
const MAGIC: &[u8; 8] = b"roledex\0";

/// What bytes mean changes with the code that reads and writes them.
const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("ROLEDEX_LAYOUT"));

/// Smaller packs open faster than two files are looked at.
const WORTH_IT: u64 = 256 << 10;

/// Files written this shortly before the cache may have been written again in the same tick of the clock.
const TICK: Duration = Duration::from_secs(2);

/// So many cache files stay; the oldest go.
const MOST_FILES: usize = 16;

/// A file that a cache was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    path: PathBuf,
    size: u64,
    /// Last change of the content, and of the file's record where the system keeps one that nobody can set.
    times: (u128, i128),
}

impl Stamp {
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

/// What stands before the compiled pack.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    build: String,
    stamps: Vec<Stamp>,
    /// Of the content of all files, one after the other.
    content: u64,
}

/// Packs, before anything but the cache is read.
pub enum Opened {
    /// The cache holds what reading the packs would give.
    Cached(Box<Catalog>),
    /// They must be read.
    Unread(Unread),
}

/// Packs that are about to be read.
#[derive(Debug, Clone)]
pub struct Unread {
    paths: Vec<PathBuf>,
    /// Where to lay the catalog once it is read without a fault.
    pub slot: Option<Slot>,
    /// The bytes of all files to be read, as far as known.
    pub size: u64,
}

impl Unread {
    /// Reads the packs.
    ///
    /// # Errors
    ///
    /// As [`pack::load`].
    pub fn read(&self) -> Result<Loaded, ReadError> {
        pack::load_with(&self.paths, |path| (path.as_os_str() == builtin::NAME).then(builtin::text))
    }

    /// What to say while they are read: `onet.toml, esco.toml (26 MB)`.
    pub fn text(&self) -> String {
        let names = self.paths.iter().map(|p| p.file_name().unwrap_or(p.as_os_str()).to_string_lossy());
        format!("{} ({} MB)", names.collect::<Vec<_>>().join(", "), self.size.div_ceil(1 << 20))
    }
}

/// Looks for the packs at `paths` in the cache `folder`, where there is one.
pub fn open(folder: Option<&Path>, paths: &[PathBuf]) -> Opened {
    let slot = folder.and_then(|folder| Slot::of(folder, paths));
    if let Some(catalog) = slot.as_ref().and_then(Slot::open) {
        return Opened::Cached(Box::new(catalog));
    }
    let files = paths.iter().flat_map(|path| pack::files(path).unwrap_or_default());
    let size = files.filter_map(|file| std::fs::metadata(file).ok()).map(|about| about.len()).sum();
    Opened::Unread(Unread { paths: paths.to_vec(), slot, size })
}

/// The place in the cache for the packs at certain paths.
#[derive(Debug, Clone)]
pub struct Slot {
    file: PathBuf,
    stamps: Vec<Stamp>,
    youngest: SystemTime,
}

/// The bytes of a cache file from some byte on.
struct Tail {
    all: Vec<u8>,
    from: usize,
}

impl AsRef<[u8]> for Tail {
    fn as_ref(&self) -> &[u8] {
        &self.all[self.from..]
    }
}

impl Slot {
    /// The place for the packs at `paths` in `folder`. Nothing for small packs, and for those that cannot be looked at.
    ///
    /// Ask for it before the packs are read: it remembers the state of their files.
    pub fn of(folder: &Path, paths: &[PathBuf]) -> Option<Self> {
        let mut stamps = Vec::new();
        let mut youngest = UNIX_EPOCH;
        let mut name = String::new();
        for path in paths {
            if path.as_os_str() == builtin::NAME {
                name += &format!("{}\n", builtin::fingerprint());
                continue;
            }
            // As it was named too, since the pack says where it came from.
            name += &format!("{}\n{}\n", path.display(), path.canonicalize().ok()?.display());
            let path = path.canonicalize().ok()?;
            for file in pack::files(&path).ok()? {
                let (stamp, modified) = Stamp::of(file).ok()?;
                youngest = youngest.max(modified);
                stamps.push(stamp);
            }
        }
        let size: u64 = stamps.iter().map(|s| s.size).sum();
        let file = folder.join(format!("{:016x}.pack", xxh3_64(name.as_bytes())));
        (size >= WORTH_IT).then_some(Self { file, stamps, youngest })
    }

    /// The catalog that lies here, if it is what reading the packs would give.
    pub fn open(&self) -> Option<Catalog> {
        let written = std::fs::metadata(&self.file).and_then(|m| m.modified()).ok()?;
        let all = std::fs::read(&self.file).ok()?;
        let rest = all.strip_prefix(MAGIC)?;
        let (checksum, rest) = rest.split_first_chunk::<8>()?;
        if xxh3_64(rest) != u64::from_le_bytes(*checksum) {
            return None;
        }
        let (head, bytes) = postcard::take_from_bytes::<Head>(rest).ok()?;
        if head.build != BUILD {
            return None;
        }
        let sure = head.stamps == self.stamps && self.youngest + TICK < written;
        if !sure {
            if content(&self.stamps)? != head.content || !self.same_files(&head) {
                return None;
            }
            // The content is what it was. Now that it is some time since it was written, say so.
            if head.stamps == self.stamps
                && let Ok(file) = std::fs::File::options().append(true).open(&self.file)
            {
                let _ = file.set_modified(SystemTime::now());
            }
        }
        let from = all.len() - bytes.len();
        pack::compiled::open(Arc::new(Tail { all, from })).ok()
    }

    /// Whether the cache was made from the files that are there now, whatever their times.
    fn same_files(&self, head: &Head) -> bool {
        head.stamps.len() == self.stamps.len()
            && head.stamps.iter().zip(&self.stamps).all(|(a, b)| a.path == b.path && a.size == b.size)
    }

    /// Lays `catalog`, which was read from the files of this slot, into the cache.
    ///
    /// # Errors
    ///
    /// When the cache cannot be written. Nobody needs to be told: the next start is slower, and that is all.
    pub fn save(&self, catalog: &Catalog) -> io::Result<()> {
        let bytes = pack::compiled::encode(catalog).map_err(io::Error::other)?;
        let content = content(&self.stamps).ok_or(io::ErrorKind::NotFound)?;
        // Changed while it was read: what was read may be neither the old nor the new.
        for stamp in &self.stamps {
            if Stamp::of(stamp.path.clone())?.0 != *stamp {
                return Ok(());
            }
        }
        let head = Head { build: BUILD.to_string(), stamps: self.stamps.clone(), content };
        let mut rest = postcard::to_stdvec(&head).map_err(io::Error::other)?;
        rest.extend(bytes);
        let folder = self.file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        disk::write_whole(&self.file, Existing::Replace, Readers::Owner, |out| {
            out.write_all(MAGIC)?;
            out.write_all(&xxh3_64(&rest).to_le_bytes())?;
            out.write_all(&rest)
        })?;
        prune(folder);
        Ok(())
    }
}

/// The hash of the content of all files. Nothing when one cannot be read.
fn content(stamps: &[Stamp]) -> Option<u64> {
    let mut all = xxhash_rust::xxh3::Xxh3::new();
    for stamp in stamps {
        let bytes = std::fs::read(&stamp.path).ok()?;
        all.update(&(bytes.len() as u64).to_le_bytes());
        all.update(&bytes);
    }
    Some(all.digest())
}

/// Removes the oldest files, and what a crash may have left half-written.
fn prune(folder: &Path) {
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
    for (_, path) in files.iter().rev().skip(MOST_FILES) {
        let _ = std::fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pack of some size, at `path`.
    fn pack_at(path: &Path, skills: usize) {
        let mut text = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n".to_string();
        for i in 0..skills {
            let words = "long ".repeat(40);
            text += &format!(
                "[[skill]]\nid = \"s{i:05}\"\nname = \"Skill\"\nkind = \"craft\"\ndescription = \"{words}\"\n"
            );
        }
        std::fs::write(path, text).unwrap();
    }

    fn load(path: &Path) -> Catalog {
        let loaded = pack::load(&[path.to_path_buf()]).unwrap();
        assert!(loaded.diagnostics.is_empty());
        loaded.catalog
    }

    #[test]
    fn a_cache_is_used_only_while_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, path) = (folder.path().join("cache"), folder.path().join("p.toml"));
        let slot = || Slot::of(&cache, std::slice::from_ref(&path)).unwrap();
        pack_at(&path, 2_000);
        assert!(slot().open().is_none());
        let read = load(&path);
        slot().save(&read).unwrap();
        assert_eq!(slot().open().unwrap().skills(), read.skills());
        // Touched, and not changed.
        std::fs::File::options().append(true).open(&path).unwrap().set_modified(UNIX_EPOCH).unwrap();
        assert_eq!(slot().open().unwrap().skills().len(), 2_000);
        // Changed, to the same size and with the old time.
        let text = std::fs::read_to_string(&path).unwrap().replace("Skill", "Craft");
        std::fs::write(&path, text).unwrap();
        std::fs::File::options().append(true).open(&path).unwrap().set_modified(UNIX_EPOCH).unwrap();
        assert!(slot().open().is_none());
        // Another size.
        pack_at(&path, 2_001);
        assert!(slot().open().is_none());
    }

    #[test]
    fn what_is_damaged_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.toml");
        pack_at(&path, 2_000);
        let slot = Slot::of(folder.path(), std::slice::from_ref(&path)).unwrap();
        slot.save(&load(&path)).unwrap();
        let whole = std::fs::read(&slot.file).unwrap();
        for at in [0, 9, 20, 500, whole.len() / 2, whole.len() - 1] {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            std::fs::write(&slot.file, &bytes).unwrap();
            assert!(slot.open().is_none(), "byte {at}");
            std::fs::write(&slot.file, &whole[..at]).unwrap();
            assert!(slot.open().is_none(), "cut at {at}");
        }
        std::fs::write(&slot.file, &whole).unwrap();
        assert!(slot.open().is_some());
    }

    #[test]
    fn a_folder_with_another_file_is_another_pack() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, pack) = (folder.path().join("cache"), folder.path().join("pack"));
        std::fs::create_dir(&pack).unwrap();
        pack_at(&pack.join("a.toml"), 2_000);
        let slot = || Slot::of(&cache, std::slice::from_ref(&pack)).unwrap();
        slot().save(&load(&pack)).unwrap();
        assert!(slot().open().is_some());
        std::fs::write(pack.join("b.toml"), "[[theme]]\nid = \"t\"\ntitle = \"T\"\n").unwrap();
        assert!(slot().open().is_none());
        // Small packs are not worth a file.
        std::fs::remove_file(pack.join("a.toml")).unwrap();
        assert!(Slot::of(&cache, &[pack]).is_none());
    }
}
