//! Finds the tables of a data set: in a folder or in a zip archive, which may hold no more than a data set does.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::mpsc::Receiver;

use zip::ZipArchive;
use zip::result::ZipError;

use super::table::{Cells, Dialect};
use super::{Error, Progress, Watch};

/// More files than this are no data set.
const MOST_ENTRIES: usize = 5_000;

/// No table is larger (the largest known has 40 MB).
const LARGEST_TABLE: u64 = 1 << 30;

/// All tables together are not larger.
const LARGEST_SET: u64 = 4 << 30;

/// Tables shrink to a tenth or so. What shrinks this much, and is not small, is made to fill a disk.
const STEEPEST: u64 = 200;

/// Below this size any ratio is harmless.
const SMALL: u64 = 16 << 20;

/// Folders are looked into this deep.
const DEEPEST: usize = 3;

/// Where one table lies.
#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    Entry(usize),
}

type Archive = ZipArchive<BufReader<File>>;

/// The tables by lower-case file name without its folder: where each lies, its size, and its name as written, with its
/// folder.
type Tables = BTreeMap<String, (Place, u64, String)>;

/// A table that was read and taken apart, and what was called for.
type Parsed = (String, Result<(u64, Cells), Error>);

/// A folder or archive, open.
pub(super) struct Source<'w> {
    /// What the user named.
    pub(super) path: PathBuf,
    tables: Arc<Tables>,
    archive: Option<Archive>,
    /// The tables that are read ahead, in the order in which they are called for.
    ahead: Option<Receiver<Parsed>>,
    /// Those that came before they were called for.
    early: Vec<Parsed>,
    /// Whoever watches; a fork has nobody.
    watch: Option<Watch<'w>>,
    progress: Arc<Shared>,
}

/// What a source and its forks have in common.
#[derive(Debug, Default)]
struct Shared {
    /// Bytes of tables put to use.
    done: AtomicU64,
    /// Bytes of all tables.
    total: AtomicU64,
    /// Whether the watch has broken off.
    stopped: AtomicBool,
}

impl<'w> Source<'w> {
    /// Looks what there is at `path`.
    pub(super) fn open(path: &Path, watch: Watch<'w>) -> Result<Self, Error> {
        let failed = |source| Error::Read { path: path.to_path_buf(), source };
        let about = std::fs::metadata(path).map_err(failed)?;
        let mut source = Self {
            path: path.to_path_buf(),
            tables: Arc::default(),
            archive: None,
            ahead: None,
            early: Vec::new(),
            watch: Some(watch),
            progress: Arc::default(),
        };
        let mut tables = BTreeMap::new();
        if about.is_dir() {
            source.folder(&mut tables, path, DEEPEST)?;
        } else {
            source.zip(&mut tables, path)?;
        }
        source.tables = Arc::new(tables);
        Ok(source)
    }

    /// The same once more, for another thread. It ends when the watch of this one breaks off.
    pub(super) fn fork(&self) -> Source<'static> {
        Source {
            path: self.path.clone(),
            tables: Arc::clone(&self.tables),
            archive: None,
            ahead: None,
            early: Vec::new(),
            watch: None,
            progress: Arc::clone(&self.progress),
        }
    }

    fn folder(&self, tables: &mut Tables, folder: &Path, depth: usize) -> Result<(), Error> {
        let failed = |source| Error::Read { path: folder.to_path_buf(), source };
        let mut below = Vec::new();
        let mut entries = std::fs::read_dir(folder).map_err(failed)?.collect::<io::Result<Vec<_>>>().map_err(failed)?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let about = std::fs::metadata(entry.path());
            // A dangling link is somebody else's trouble.
            let Ok(about) = about else { continue };
            if about.is_dir() {
                below.push(entry.path());
            } else if is_table(&entry.file_name().to_string_lossy()) {
                let name = entry.file_name().to_string_lossy().into_owned();
                tables.entry(name.to_lowercase()).or_insert((
                    Place::File(entry.path()),
                    about.len(),
                    entry.path().display().to_string(),
                ));
            }
            if tables.len() > MOST_ENTRIES {
                return Err(self.refuse(&format!("it holds more than {MOST_ENTRIES} tables, which no release does")));
            }
        }
        for folder in below {
            if depth > 0 {
                self.folder(tables, &folder, depth - 1)?;
            }
        }
        Ok(())
    }

    fn zip(&mut self, tables: &mut Tables, path: &Path) -> Result<(), Error> {
        let file = File::open(path).map_err(|source| Error::Read { path: path.to_path_buf(), source })?;
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| self.broken(error))?;
        if archive.len() > MOST_ENTRIES {
            return Err(self.refuse(&format!("it holds {} files, which no release does", archive.len())));
        }
        for at in 0..archive.len() {
            let entry = archive.by_index_raw(at).map_err(|error| self.broken(error))?;
            let Ok(full) = entry.name().map(std::borrow::Cow::into_owned) else { continue };
            let name = full.rsplit(['/', '\\']).next().unwrap_or_default().to_string();
            if entry.is_dir() || !is_table(&name) {
                continue;
            }
            let (size, packed) = (entry.size(), entry.compressed_size());
            let steep = size > SMALL && size / packed.max(1) > STEEPEST;
            if size > LARGEST_TABLE || steep {
                let why = format!("`{full}` would unpack to {size} bytes from {packed}");
                drop(entry);
                return Err(self.refuse(&why));
            }
            tables.entry(name.to_lowercase()).or_insert((Place::Entry(at), size, full));
        }
        if tables.values().map(|(_, size, _)| size).sum::<u64>() > LARGEST_SET {
            return Err(self.refuse("its tables are larger than any release"));
        }
        self.archive = Some(archive);
        Ok(())
    }

    fn refuse(&self, why: &str) -> Error {
        refuse(&self.path, why)
    }

    fn broken(&self, error: ZipError) -> Error {
        match error {
            ZipError::Io(source) if source.kind() != io::ErrorKind::UnexpectedEof => {
                Error::Read { path: self.path.clone(), source }
            }
            error => Error::Archive {
                path: self.path.clone(),
                why: format!("this is no whole zip archive ({error}); download it again"),
            },
        }
    }

    /// The file name of the first of `names` that is there. `*` at the end of a stem stands for a language, so that
    /// `skills_*.csv` is the table in any one language.
    pub(super) fn find(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let name = name.to_lowercase();
            let Some((stem, rest)) = name.split_once('*') else {
                return self.tables.contains_key(&name).then_some(name);
            };
            let fits = |n: &&String| {
                n.strip_prefix(stem)
                    .and_then(|n| n.strip_suffix(rest))
                    .is_some_and(|language| (2..=5).contains(&language.len()))
            };
            self.tables.keys().find(fits).cloned()
        })
    }

    /// The table called `name` as its publisher writes it.
    pub(super) fn written(&self, name: &str) -> String {
        self.place(name).rsplit(['/', '\\']).next().unwrap_or_default().to_string()
    }

    /// The same with the folders it lies in.
    pub(super) fn place<'a>(&'a self, name: &'a str) -> &'a str {
        self.tables.get(name).map_or(name, |(_, _, written)| written)
    }

    /// Says which tables will be read, best in the order of reading: a thread of its own reads them and takes them
    /// apart by `dialect` while the one before is put to use.
    pub(super) fn expect(&mut self, names: &[&str], dialect: Dialect) {
        let wanted: Vec<(String, Place, u64)> = names
            .iter()
            .filter_map(|name| self.tables.get_key_value(*name))
            .map(|(name, (place, size, _))| (name.clone(), place.clone(), *size))
            .collect();
        self.progress.total.fetch_add(wanted.iter().map(|(_, _, size)| size).sum(), Relaxed);
        let (path, mut archive) = (self.path.clone(), self.archive.take());
        // One waits, one is being read: never more than that of a large release in memory.
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        self.ahead = Some(receiver);
        std::thread::spawn(move || {
            for (name, place, size) in wanted {
                let bytes = unpack(&path, &mut archive, &name, &place, size);
                let parsed = bytes.map(|bytes| (bytes.len() as u64, Cells::parse(bytes, dialect)));
                let failed = parsed.is_err();
                // Who asked has gone when the import was broken off.
                if sender.send((name, parsed)).is_err() || failed {
                    return;
                }
            }
        });
    }

    /// The cells of the table called `name`, which was said to be expected.
    pub(super) fn cells(&mut self, name: &str) -> Result<Cells, Error> {
        let (done, total) = (self.progress.done.load(Relaxed), self.progress.total.load(Relaxed));
        let broken = self.watch.as_mut().is_some_and(|watch| watch(Progress { table: name, done, total }).is_break());
        if broken || self.progress.stopped.load(Relaxed) {
            self.progress.stopped.store(true, Relaxed);
            return Err(Error::Interrupted);
        }
        let parsed = loop {
            if let Some(at) = self.early.iter().position(|(early, _)| early == name) {
                break self.early.swap_remove(at).1;
            }
            // After a table that cannot be read comes no other.
            match self.ahead.as_ref().and_then(|ahead| ahead.recv().ok()) {
                Some(early @ (_, Ok(_))) => self.early.push(early),
                Some((_, Err(error))) => break Err(error),
                None => break Err(Error::Read { path: self.path.join(name), source: io::ErrorKind::NotFound.into() }),
            }
        };
        let (size, cells) = parsed?;
        self.progress.done.fetch_add(size, Relaxed);
        Ok(cells)
    }

    /// The bytes of the small file called `name`.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Error> {
        let Some((place, size, _)) = self.tables.get(name) else {
            return Err(Error::Read { path: self.path.join(name), source: io::ErrorKind::NotFound.into() });
        };
        unpack(&self.path, &mut None, name, place, *size)
    }
}

fn refuse(path: &Path, why: &str) -> Error {
    Error::Archive { path: path.to_path_buf(), why: format!("{why}; download the data set from its publisher") }
}

/// The bytes of the table `name` at `place`. `archive` is opened where it is not yet.
fn unpack(path: &Path, archive: &mut Option<Archive>, name: &str, place: &Place, size: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    match place {
        Place::File(path) => {
            let failed = |source| Error::Read { path: path.clone(), source };
            let file = File::open(path).map_err(failed)?;
            bytes.reserve(size.min(LARGEST_TABLE) as usize);
            file.take(LARGEST_TABLE + 1).read_to_end(&mut bytes).map_err(failed)?;
        }
        &Place::Entry(at) => {
            let broken = |error: ZipError| {
                let why = format!("`{name}` cannot be unpacked ({error}); download the archive again");
                Error::Archive { path: path.to_path_buf(), why }
            };
            let archive = if let Some(archive) = archive {
                archive
            } else {
                let file = File::open(path).map_err(|source| Error::Read { path: path.to_path_buf(), source })?;
                archive.insert(ZipArchive::new(BufReader::new(file)).map_err(broken)?)
            };
            let entry = archive.by_index(at).map_err(broken)?;
            bytes.reserve(size as usize);
            // What an archive says of its sizes is only a claim.
            entry.take(size.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| broken(ZipError::Io(e)))?;
            if bytes.len() as u64 > size {
                return Err(refuse(path, &format!("`{name}` is larger than the archive says")));
            }
        }
    }
    if bytes.len() as u64 > LARGEST_TABLE {
        return Err(refuse(path, &format!("`{name}` is larger than any table of a release")));
    }
    Ok(bytes)
}

/// Whether a file of this name may be a table.
fn is_table(name: &str) -> bool {
    let extension = Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase());
    !name.starts_with('.') && extension.is_some_and(|e| e == "txt" || e == "csv" || e == "tsv")
}
