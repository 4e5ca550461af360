//! Finds the tables of a data set: in a folder or in a zip archive, which may hold no more than a data set does.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

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
#[derive(Debug)]
enum Place {
    File(PathBuf),
    Entry(usize),
}

/// A folder or archive, open.
pub(super) struct Source<'w> {
    /// What the user named.
    pub(super) path: PathBuf,
    /// The tables by lower-case file name without its folder: where each lies, its size, and its
    /// name as written, with its folder.
    tables: BTreeMap<String, (Place, u64, String)>,
    archive: Option<ZipArchive<BufReader<File>>>,
    watch: Watch<'w>,
    done: u64,
    total: u64,
}

impl<'w> Source<'w> {
    /// Looks what there is at `path`.
    pub(super) fn open(path: &Path, watch: Watch<'w>) -> Result<Self, Error> {
        let failed = |source| Error::Read { path: path.to_path_buf(), source };
        let about = std::fs::metadata(path).map_err(failed)?;
        let mut source =
            Self { path: path.to_path_buf(), tables: BTreeMap::new(), archive: None, watch, done: 0, total: 0 };
        if about.is_dir() {
            source.folder(path, DEEPEST)?;
        } else {
            source.zip(path)?;
        }
        Ok(source)
    }

    fn folder(&mut self, folder: &Path, depth: usize) -> Result<(), Error> {
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
                self.tables.entry(name.to_lowercase()).or_insert((
                    Place::File(entry.path()),
                    about.len(),
                    entry.path().display().to_string(),
                ));
            }
            if self.tables.len() > MOST_ENTRIES {
                return Err(self.refuse(&format!("it holds more than {MOST_ENTRIES} tables, which no release does")));
            }
        }
        for folder in below {
            if depth > 0 {
                self.folder(&folder, depth - 1)?;
            }
        }
        Ok(())
    }

    fn zip(&mut self, path: &Path) -> Result<(), Error> {
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
            self.tables.entry(name.to_lowercase()).or_insert((Place::Entry(at), size, full));
        }
        if self.tables.values().map(|(_, size, _)| size).sum::<u64>() > LARGEST_SET {
            return Err(self.refuse("its tables are larger than any release"));
        }
        self.archive = Some(archive);
        Ok(())
    }

    fn refuse(&self, why: &str) -> Error {
        Error::Archive { path: self.path.clone(), why: format!("{why}; download the data set from its publisher") }
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

    /// Says which tables will be read, for the progress.
    pub(super) fn expect(&mut self, names: &[&str]) {
        self.total = names.iter().filter_map(|n| self.tables.get(*n)).map(|(_, size, _)| size).sum();
    }

    /// The bytes of the table called `name`, which [`Self::find`] found.
    pub(super) fn read(&mut self, name: &str) -> Result<Vec<u8>, Error> {
        let progress = Progress { table: name, done: self.done, total: self.total.max(self.done) };
        if (self.watch)(progress) == ControlFlow::Break(()) {
            return Err(Error::Interrupted);
        }
        let Some((place, size, _)) = self.tables.get(name) else {
            return Err(Error::Read { path: self.path.join(name), source: io::ErrorKind::NotFound.into() });
        };
        let (size, mut bytes) = (*size, Vec::new());
        match place {
            Place::File(path) => {
                let failed = |source| Error::Read { path: path.clone(), source };
                let file = File::open(path).map_err(failed)?;
                bytes.reserve(size.min(LARGEST_TABLE) as usize);
                file.take(LARGEST_TABLE + 1).read_to_end(&mut bytes).map_err(failed)?;
            }
            Place::Entry(at) => {
                let at = *at;
                let Some(archive) = &mut self.archive else { return Ok(bytes) };
                let unpacked = archive.by_index(at).map_err(io::Error::from).and_then(|entry| {
                    bytes.reserve(size as usize);
                    // What an archive says of its sizes is only a claim.
                    entry.take(size.saturating_add(1)).read_to_end(&mut bytes)
                });
                if let Err(error) = unpacked {
                    let why = format!("`{name}` cannot be unpacked ({error}); download the archive again");
                    return Err(Error::Archive { path: self.path.clone(), why });
                }
                if bytes.len() as u64 > size {
                    return Err(self.refuse(&format!("`{name}` is larger than the archive says")));
                }
            }
        }
        if bytes.len() as u64 > LARGEST_TABLE {
            return Err(self.refuse(&format!("`{name}` is larger than any table of a release")));
        }
        self.done += bytes.len() as u64;
        Ok(bytes)
    }
}

/// Whether a file of this name may be a table.
fn is_table(name: &str) -> bool {
    let extension = Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase());
    !name.starts_with('.') && extension.is_some_and(|e| e == "txt" || e == "csv" || e == "tsv")
}
