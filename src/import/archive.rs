//! Finds the files of a data set in folders, in zip archives (whose content is limited to what a
//! data set needs), or named one by one.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::mpsc::Receiver;

use zip::ZipArchive;
use zip::result::ZipError;

use super::cells::{BlankWords, TableCells};
use super::error::ImportError;
use super::options::{ImportProgress, ProgressCallback};
use crate::disk::read as disk;
use crate::model::text::printable;

/// Maximum number of files in an archive; no data set has more.
pub(super) const MAX_ENTRIES: usize = 5_000;

/// Maximum size of a table (the largest known one has 40 MB).
const MAX_TABLE_SIZE: u64 = 256 << 20;

/// Maximum size of all tables together.
const MAX_TOTAL_SIZE: u64 = 1 << 30;

/// Maximum compression ratio. Tables of releases shrink to a fifteenth at most. A file that shrinks
/// this much, and is not small, is made to fill memory.
const MAX_RATIO: u64 = 50;

/// Maximum compression ratio of all tables together. Those of a release shrink to a tenth at most.
const MAX_TOTAL_RATIO: u64 = 40;

/// Below this size any ratio is harmless.
const MIN_CHECKED_SIZE: u64 = 4 << 20;

/// Maximum depth to which folders are searched.
const MAX_DEPTH: usize = 8;

/// Location of the bytes of one file.
#[derive(Debug, Clone)]
enum BytesLocation {
    File(PathBuf),
    Entry(Arc<Path>, usize),
}

type OpenArchive = ZipArchive<BufReader<File>>;

/// A file that was found, by its index among all of them.
pub(super) type FileId = usize;

/// A file that was found.
#[derive(Debug, Clone)]
pub(super) struct FoundFile {
    place: BytesLocation,
    size: u64,
    /// Its name as its publisher writes it.
    pub(super) name: String,
    /// The folder or archive that contains it, as shown in a message.
    pub(super) folder: String,
    /// The names of the folders and archives that lead to it, starting with the one that the user
    /// named. They may reveal its release.
    pub(super) path_names: String,
}

impl FoundFile {
    /// Returns the full path of the file, as shown in a message.
    pub(super) fn path(&self) -> String {
        if self.folder.is_empty() {
            self.name.clone()
        } else {
            format!("{}/{}", self.folder, self.name)
        }
    }

    /// Whether it is in an archive.
    pub(super) fn is_packed(&self) -> bool {
        matches!(self.place, BytesLocation::Entry(..))
    }

    /// Returns the file's extension in lower case.
    pub(super) fn extension(&self) -> String {
        extension(&self.name)
    }

    /// Whether the file may be a table.
    pub(super) fn is_table(&self) -> bool {
        is_table(&self.name)
    }
}

/// A file, and the table that was read and parsed from it.
type ParsedTable = (FileId, Result<(u64, TableCells), ImportError>);

/// Open folders, archives and files.
pub(super) struct DataSetFiles<'w> {
    /// The paths that the user named.
    pub(super) paths: Vec<PathBuf>,
    files: Arc<Vec<FoundFile>>,
    /// Archives in a folder named by the user that cannot be read, and why.
    pub(super) broken: Vec<String>,
    /// The tables that are read ahead, in the order in which they are requested.
    prefetched: Option<Receiver<ParsedTable>>,
    /// Tables that arrived before they were requested.
    early: Vec<ParsedTable>,
    /// The progress callback; a fork has none.
    on_progress: Option<ProgressCallback<'w>>,
    progress: Arc<SharedProgress>,
}

/// State shared by a source and its forks.
#[derive(Debug, Default)]
struct SharedProgress {
    /// Bytes of tables processed.
    done: AtomicU64,
    /// Bytes of all tables.
    total: AtomicU64,
    /// Whether the progress callback has stopped the import.
    stopped: AtomicBool,
}

impl<'w> DataSetFiles<'w> {
    /// Finds the files at `paths`: folders, archives and tables. In a folder, archives that contain
    /// a file whose name satisfies `known` count as folders.
    pub(super) fn open(
        paths: &[PathBuf],
        known: &dyn Fn(&str) -> bool,
        watch: ProgressCallback<'w>,
    ) -> Result<Self, ImportError> {
        let (mut files, mut broken) = (Vec::new(), Vec::new());
        for path in paths {
            let about = std::fs::metadata(path).map_err(read_error(path))?;
            let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
            if about.is_dir() {
                let mut archives = Vec::new();
                let found = FolderScan {
                    root: &whole,
                    files: &mut files,
                    archives: &mut archives,
                    broken: &mut broken,
                };
                scan_folder(found, path, &last_component(&whole), MAX_DEPTH)?;
                for (archive, trail) in archives {
                    match archive_entries(&archive, &trail) {
                        Ok(found) if found.iter().any(|f| known(&f.name)) => files.extend(found),
                        Ok(_) => {}
                        Err(error) => broken.push(error.to_string()),
                    }
                }
            } else if let Some(source) = disk::unreadable_error(path) {
                return Err(read_error(path)(source));
            } else if is_table(&last_component(path)) {
                let above = path.parent().map(printable).unwrap_or_default();
                let trail = whole.parent().map(last_component).unwrap_or_default();
                files.push(FoundFile {
                    place: BytesLocation::File(path.clone()),
                    size: about.len(),
                    name: printable(last_component(path)),
                    folder: above,
                    path_names: trail,
                });
            } else if let Some(why) = not_an_archive_reason(path) {
                return Err(ImportError::Archive { path: path.clone(), why });
            } else {
                files.extend(archive_entries(path, &last_component(&whole))?);
            }
            if files.len() > MAX_ENTRIES {
                return Err(archive_error(
                    path,
                    &format!("it contains more than {MAX_ENTRIES} files, more than any release"),
                ));
            }
        }
        Ok(Self {
            paths: paths.to_vec(),
            files: Arc::new(files),
            broken,
            prefetched: None,
            early: Vec::new(),
            on_progress: Some(watch),
            progress: Arc::default(),
        })
    }

    /// Returns a copy for another thread. It stops when the progress callback of this one does.
    pub(super) fn fork(&self) -> DataSetFiles<'static> {
        DataSetFiles {
            paths: self.paths.clone(),
            files: Arc::clone(&self.files),
            broken: Vec::new(),
            prefetched: None,
            early: Vec::new(),
            on_progress: None,
            progress: Arc::clone(&self.progress),
        }
    }

    /// Returns all files that were found.
    pub(super) fn files(&self) -> &[FoundFile] {
        &self.files
    }

    /// Returns the file `id`.
    pub(super) fn file(&self, id: FileId) -> &FoundFile {
        &self.files[id]
    }

    /// Returns the paths that the user named, for a message.
    pub(super) fn path_list(&self) -> String {
        self.paths.iter().map(printable).collect::<Vec<_>>().join(", ")
    }

    /// Starts to read `wanted`, best in the order of use: a separate thread reads and parses them
    /// while the previous table is processed.
    pub(super) fn prefetch(&mut self, wanted: &[FileId], blanks: BlankWords) {
        let wanted = wanted.to_vec();
        self.progress.total.fetch_add(wanted.iter().map(|id| self.files[*id].size).sum(), Relaxed);
        let files = Arc::clone(&self.files);
        // One table waits while another is read: never more in memory than those two of a large
        // release.
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        self.prefetched = Some(receiver);
        std::thread::spawn(move || {
            let mut open = None;
            for id in wanted {
                let bytes = extract(&files[id], &mut open);
                let parsed =
                    bytes.map(|bytes| (bytes.len() as u64, TableCells::parse(bytes, blanks)));
                let failed = parsed.is_err();
                // The receiver is gone when the import was stopped.
                if sender.send((id, parsed)).is_err() || failed {
                    return;
                }
            }
        });
    }

    /// Returns the cells of the table in `file`, which was passed to `prefetch` before.
    pub(super) fn take_cells(&mut self, file: FileId) -> Result<TableCells, ImportError> {
        let table = &self.files[file].name;
        let (done, total) = (self.progress.done.load(Relaxed), self.progress.total.load(Relaxed));
        let broken = self
            .on_progress
            .as_mut()
            .is_some_and(|watch| watch(ImportProgress { table, done, total }).is_break());
        if broken || self.progress.stopped.load(Relaxed) {
            self.progress.stopped.store(true, Relaxed);
            return Err(ImportError::Interrupted);
        }
        let parsed = loop {
            if let Some(at) = self.early.iter().position(|(early, _)| *early == file) {
                break self.early.swap_remove(at).1;
            }
            // No table follows one that cannot be read.
            match self.prefetched.as_ref().and_then(|ahead| ahead.recv().ok()) {
                Some(early @ (_, Ok(_))) => self.early.push(early),
                Some((_, failed)) => break failed,
                None => {
                    let path = PathBuf::from(self.files[file].path());
                    break Err(ImportError::Read { path, source: io::ErrorKind::NotFound.into() });
                }
            }
        };
        let (size, cells) = parsed?;
        self.progress.done.fetch_add(size, Relaxed);
        Ok(cells)
    }

    /// Returns the bytes of the small file `file`.
    pub(super) fn bytes(&self, file: FileId) -> Result<Vec<u8>, ImportError> {
        extract(&self.files[file], &mut None)
    }
}

/// The last component of a path as text.
fn last_component(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Files found in a folder that the user named.
struct FolderScan<'a> {
    /// The folder's path, without links.
    root: &'a Path,
    files: &'a mut Vec<FoundFile>,
    /// The archives, with the names that lead to them.
    archives: &'a mut Vec<(PathBuf, String)>,
    /// Archives that cannot be read, and why.
    broken: &'a mut Vec<String>,
}

/// Adds the files in `path`, and the archives with the names that lead to them.
fn scan_folder(
    mut found: FolderScan<'_>,
    path: &Path,
    trail: &str,
    depth: usize,
) -> Result<(), ImportError> {
    let mut below = Vec::new();
    let mut entries = std::fs::read_dir(path)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .map_err(read_error(path))?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        // Skip broken links: no table can be read through them.
        let Ok(about) = std::fs::metadata(entry.path()) else { continue };
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let linked = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        let out = linked
            && !entry.path().canonicalize().is_ok_and(|target| target.starts_with(found.root));
        if about.is_dir() {
            // Inside, its files are read at their own place.
            match linked {
                true if out => found.broken.push(format!(
                    "{} is a link that points outside the folder",
                    printable(entry.path())
                )),
                true => {}
                false => below.push((entry.path(), format!("{trail}/{name}"))),
            }
            continue;
        }
        let archive = extension(&name) == "zip";
        if archive || is_table(&name) {
            if out {
                let why = "this link points outside the folder; copy the file into it, or name the file itself";
                return Err(read_error(&entry.path())(io::Error::other(why)));
            }
            if !about.is_file() {
                let kind = disk::describe_kind(&about);
                let why = format!("this is {kind}, not a file; remove it from the folder");
                return Err(read_error(&entry.path())(io::Error::other(why)));
            }
        }
        if archive {
            found.archives.push((entry.path(), format!("{trail}/{name}")));
        } else {
            found.files.push(FoundFile {
                place: BytesLocation::File(entry.path()),
                size: about.len(),
                folder: printable(path),
                path_names: trail.to_string(),
                name: printable(&name),
            });
        }
        if found.files.len() > MAX_ENTRIES {
            return Err(archive_error(
                path,
                &format!("it contains more than {MAX_ENTRIES} files, more than any release"),
            ));
        }
    }
    for (path, trail) in below {
        if depth > 0 {
            let FolderScan { root, files, archives, broken } = &mut found;
            scan_folder(FolderScan { root, files, archives, broken }, &path, &trail, depth - 1)?;
        } else {
            found
                .broken
                .push(format!("{} is nested too deeply; name it directly", printable(path)));
        }
    }
    Ok(())
}

/// Opens the file or archive at `path`.
fn open_file(path: &Path) -> Result<(File, u64), ImportError> {
    let (file, about) = disk::open(path)
        .map_err(|source| ImportError::Read { path: path.to_path_buf(), source })?;
    Ok((file, about.len()))
}

/// Whether the entry `name` of an archive would be outside the folder that the archive is unpacked
/// into.
fn escapes_folder(name: &str) -> bool {
    name.starts_with('/') || name.get(1..2) == Some(":") || name.split('/').any(|part| part == "..")
}

/// Makes the error that `path` cannot be read from its cause.
fn read_error(path: &Path) -> impl Fn(io::Error) -> ImportError {
    |source| ImportError::Read { path: path.to_path_buf(), source }
}

/// Lists the files in the archive at `path`.
fn archive_entries(path: &Path, trail: &str) -> Result<Vec<FoundFile>, ImportError> {
    let (file, length) = open_file(path)?;
    let mut archive =
        ZipArchive::new(BufReader::new(file)).map_err(|error| zip_error(path, error))?;
    if archive.len() > MAX_ENTRIES {
        return Err(archive_error(
            path,
            &format!("it contains {} files, more than any release", archive.len()),
        ));
    }
    let shared: Arc<Path> = path.into();
    let (mut found, mut all) = (Vec::new(), 0);
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|error| zip_error(path, error))?;
        let Ok(full) = entry.name().map(|name| name.replace('\\', "/")) else { continue };
        let (above, name) =
            full.rsplit_once('/').map_or(("", full.as_str()), |(above, name)| (above, name));
        if escapes_folder(&full) {
            let full = printable(&full);
            return Err(archive_error(
                path,
                &format!("it contains `{full}`, a path outside the archive"),
            ));
        }
        if entry.is_dir() || name.starts_with('.') {
            continue;
        }
        // The sizes stated by an archive are only a claim: none of its files takes more than the
        // archive itself.
        let (size, packed) = (entry.size(), entry.compressed_size().min(length));
        if is_table(name) {
            let steep = size > MIN_CHECKED_SIZE && size / packed.max(1) > MAX_RATIO;
            if size > MAX_TABLE_SIZE || steep {
                let full = printable(&full);
                let why = format!(
                    "`{full}` would unpack from {packed} to {size} bytes, more than any table of a release"
                );
                return Err(archive_error(path, &why));
            }
            all = size.saturating_add(all);
        }
        found.push(FoundFile {
            place: BytesLocation::Entry(Arc::clone(&shared), at),
            size,
            folder: printable(path_in_archive(&printable(path), above)),
            path_names: path_in_archive(trail, above),
            name: printable(name),
        });
    }
    let steep = all > MIN_CHECKED_SIZE && all / length.max(1) > MAX_TOTAL_RATIO;
    if all > MAX_TOTAL_SIZE || steep {
        return Err(archive_error(
            path,
            &format!("its tables would unpack from {length} to {all} bytes, more than any release"),
        ));
    }
    Ok(found)
}

/// The path of the folder `above` inside the archive `root`.
fn path_in_archive(root: &str, above: &str) -> String {
    if above.is_empty() { root.to_string() } else { format!("{root}/{above}") }
}

fn archive_error(path: &Path, why: &str) -> ImportError {
    ImportError::Archive {
        path: path.to_path_buf(),
        why: format!("{why}; download the data set from its publisher"),
    }
}

fn zip_error(path: &Path, error: ZipError) -> ImportError {
    match error {
        ZipError::Io(source) if source.kind() != io::ErrorKind::UnexpectedEof => {
            ImportError::Read { path: path.to_path_buf(), source }
        }
        error => ImportError::Archive {
            path: path.to_path_buf(),
            why: format!("the zip archive is incomplete or damaged ({error}); download it again"),
        },
    }
}

/// Returns why `path`, a file that is not a table, cannot be an archive of tables.
fn not_an_archive_reason(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    if let Some(form) = other_format(&name) {
        return Some(format!(
            "this is {form}, which roledex cannot read; download the text or CSV version"
        ));
    }
    let mut start = [0_u8; 4];
    let read = disk::open(path).and_then(|(mut file, _)| file.read(&mut start)).unwrap_or(0);
    if start[..read].starts_with(b"PK") || extension(&name) == "zip" {
        return None;
    }
    Some(match &start[..read] {
        [0x1f, 0x8b, ..]
        | [b'B', b'Z', b'h', _]
        | [0xfd, b'7', b'z', b'X']
        | [b'7', b'z', 0xbc, 0xaf]
        | b"Rar!" => "this is not a zip archive; unpack it and import the folder".to_string(),
        _ => "this is not a folder, zip archive or table (.txt, .csv, .tsv)".to_string(),
    })
}

/// Returns another format in which data sets are published, by a file's name.
pub(super) fn other_format(name: &str) -> Option<&'static str> {
    Some(match extension(name).as_str() {
        "xlsx" | "xls" | "xlsm" => "an Excel file",
        "ods" | "odt" => "an OpenDocument file",
        "sql" | "mysql" | "dump" => "an SQL script",
        "accdb" | "mdb" | "db" | "sqlite" => "a database file",
        "ttl" | "rdf" | "owl" | "nt" | "jsonld" => "an RDF file",
        "json" | "ndjson" => "a JSON file",
        "parquet" => "a Parquet file",
        _ => return None,
    })
}

/// Returns the bytes of `found`. `open` is the archive that was read last.
fn extract(
    found: &FoundFile,
    open: &mut Option<(Arc<Path>, OpenArchive)>,
) -> Result<Vec<u8>, ImportError> {
    let (name, size) = (&found.name, found.size);
    match &found.place {
        BytesLocation::File(path) => {
            disk::bytes(path, MAX_TABLE_SIZE).map_err(|source| match source.kind() {
                io::ErrorKind::FileTooLarge => too_large_error(path, name),
                _ => ImportError::Read { path: path.clone(), source },
            })
        }
        BytesLocation::Entry(path, at) => {
            let archive = match open {
                Some((last, archive)) if last == path => archive,
                _ => {
                    let archive = ZipArchive::new(BufReader::new(open_file(path)?.0))
                        .map_err(|error| broken_archive_error(&error, name, path))?;
                    &mut open.insert((Arc::clone(path), archive)).1
                }
            };
            if size > MAX_TABLE_SIZE {
                return Err(too_large_error(path, name));
            }
            let entry =
                archive.by_index(*at).map_err(|error| broken_archive_error(&error, name, path))?;
            let bytes = disk::read_bounded(entry, size, size);
            bytes.map_err(|error| match error.kind() {
                io::ErrorKind::FileTooLarge => {
                    archive_error(path, &format!("`{name}` is larger than the archive states"))
                }
                _ => broken_archive_error(&ZipError::Io(error), name, path),
            })
        }
    }
}

/// The error for the entry `name`, which is larger than any table of a release.
fn too_large_error(path: &Path, name: &str) -> ImportError {
    archive_error(path, &format!("`{name}` is larger than any table of a release"))
}

/// The error for the entry `name` of an archive that cannot be unpacked.
fn broken_archive_error(error: &ZipError, name: &str, path: &Path) -> ImportError {
    let why = format!("cannot unpack `{name}` ({error}); download the archive again");
    ImportError::Archive { path: path.to_path_buf(), why }
}

fn extension(name: &str) -> String {
    Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Whether a file with this name may be a table.
fn is_table(name: &str) -> bool {
    !name.starts_with('.') && matches!(extension(name).as_str(), "txt" | "csv" | "tsv" | "tab")
}
