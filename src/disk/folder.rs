//! Folders that are written completely or not at all.
//!
//! The files are written into a temporary folder beside the final one, which then takes its name.
//! A list in the folder names each file with a checksum of its content: a folder is replaced only if
//! it has exactly the files of its list, unchanged.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::{target, temporary};
use crate::model::text::printable;

/// Maximum size of a list of files.
const MAX_LIST: u64 = 64 << 20;

/// A folder to write.
#[derive(Debug)]
pub(crate) struct FolderTarget {
    path: PathBuf,
    list_name: &'static str,
    content: FolderContent,
}

/// The content of a folder before it is written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum FolderContent {
    /// There is no folder, or an empty one.
    Nothing,
    /// Exactly the files of its list.
    Listed,
    /// Files, but no list of them.
    Unlisted,
    /// A list, and this file or folder, which is not in it or not as it was written.
    Foreign(String),
}

/// The name of a file below a folder, with slashes, and the checksum of its content.
type FileSums = BTreeMap<String, u64>;

impl FolderTarget {
    /// Looks at the folder at `path`, whose files are listed in its file `list_name`.
    ///
    /// # Errors
    ///
    /// When there is something else at `path`, or the folder cannot be read or replaced.
    pub(crate) fn open(path: &Path, list_name: &'static str) -> io::Result<Self> {
        // Without a slash at the end, which would follow a link.
        let path = target::follow_links(&path.components().collect::<PathBuf>())?;
        let about = match std::fs::metadata(&path) {
            Ok(about) => Some(about),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if about.as_ref().is_some_and(|about| !about.is_dir()) {
            return Err(io::Error::other("it is not a folder; name a folder"));
        }
        let parent = target::folder_of(&path);
        if !parent.is_dir() {
            let what = format!("there is no folder {}", printable(parent));
            return Err(io::Error::new(io::ErrorKind::NotFound, what));
        }
        // Ends in `.` or `..`, or is a root: there is no name to give to another folder.
        let has_name = matches!(path.components().next_back(), Some(Component::Normal(_)));
        if !has_name || about.is_some() && is_around_current_folder(&path) {
            let what = "you are in it; run the command from another folder";
            return Err(io::Error::other(what));
        }
        let content = match about {
            Some(_) => content_of(&path, list_name)?,
            None => FolderContent::Nothing,
        };
        Ok(Self { path, list_name, content })
    }

    /// Returns the present content.
    pub(crate) fn content(&self) -> &FolderContent {
        &self.content
    }

    /// Writes the folder with everything that `fill` writes. Files that are already there are
    /// replaced if they are [`FolderContent::Listed`].
    ///
    /// # Errors
    ///
    /// Returns the errors of `fill` and of the system; then nothing has changed.
    pub(crate) fn write<T>(
        &self,
        fill: impl FnOnce(&FolderWriter) -> io::Result<T>,
    ) -> io::Result<T> {
        let parent = target::folder_of(&self.path);
        let folder = temporary::create_folder(parent)?;
        let writer = FolderWriter {
            root: folder.path().to_path_buf(),
            sums: Mutex::default(),
            folders: Mutex::default(),
        };
        let result = fill(&writer)?;
        let mut list = String::new();
        for (name, sum) in &*writer.sums.lock().unwrap_or_else(PoisonError::into_inner) {
            list += &format!("{sum:016x} {name}\n");
        }
        let mut file = File::create_new(folder.path().join(self.list_name))?;
        file.write_all(list.as_bytes())?;
        file.sync_all()?;
        drop(file);
        if self.content == FolderContent::Listed {
            // What was changed since must not be lost.
            if content_of(&self.path, self.list_name)? != FolderContent::Listed {
                return Err(io::Error::other("its files have just changed; run the command again"));
            }
            folder.replace(&self.path)?;
        } else {
            folder.persist(&self.path)?;
        }
        Ok(result)
    }
}

/// Whether the process is in the folder at `path` or below it.
fn is_around_current_folder(path: &Path) -> bool {
    match (std::env::current_dir().and_then(|here| here.canonicalize()), path.canonicalize()) {
        (Ok(here), Ok(path)) => here.starts_with(path),
        _ => false,
    }
}

/// Compares the files of a folder with its list.
fn content_of(folder: &Path, list_name: &str) -> io::Result<FolderContent> {
    let mut found = BTreeSet::new();
    find_files(folder, "", &mut found)?;
    if found.is_empty() {
        return Ok(FolderContent::Nothing);
    }
    let list = folder.join(list_name);
    let is_file = std::fs::symlink_metadata(&list).is_ok_and(|about| about.is_file());
    let listed = match is_file.then(|| super::read::bytes(&list, MAX_LIST)) {
        Some(bytes) => read_list(&bytes?),
        None => None,
    };
    let Some(listed) = listed else { return Ok(FolderContent::Unlisted) };
    for name in found {
        if name == list_name {
            continue;
        }
        let is_as_written = listed.get(&name).is_some_and(|sum| {
            std::fs::read(folder.join(&name)).is_ok_and(|bytes| xxh3_64(&bytes) == *sum)
        });
        if !is_as_written {
            return Ok(FolderContent::Foreign(name));
        }
    }
    Ok(FolderContent::Listed)
}

/// Collects the names of the files below `folder`, and of whatever is neither a file nor a folder
/// with files.
fn find_files(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", printable(entry.file_name()));
        if entry.file_type()?.is_dir() {
            let before = found.len();
            find_files(&entry.path(), &format!("{name}/"), found)?;
            if found.len() > before {
                continue;
            }
        }
        found.insert(name);
    }
    Ok(())
}

/// Reads a list of files; `None` if it is not one.
fn read_list(bytes: &[u8]) -> Option<FileSums> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.lines()
        .map(|line| {
            let (sum, name) = line.split_once(' ')?;
            Some((name.to_string(), u64::from_str_radix(sum, 16).ok()?))
        })
        .collect()
}

/// Writes the files of a new folder, from several threads if need be.
#[derive(Debug)]
pub(crate) struct FolderWriter {
    root: PathBuf,
    sums: Mutex<FileSums>,
    folders: Mutex<BTreeSet<String>>,
}

impl FolderWriter {
    /// Writes the file `name`, a path below the folder with slashes.
    ///
    /// # Errors
    ///
    /// Returns the errors of the system; no name may be written twice.
    pub(crate) fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        if let Some((folder, _)) = name.rsplit_once('/') {
            let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
            if !folders.contains(folder) {
                std::fs::create_dir_all(self.root.join(folder))?;
                folders.insert(folder.to_string());
            }
        }
        File::create_new(self.root.join(name))?.write_all(content)?;
        let mut sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        sums.insert(name.to_string(), xxh3_64(content));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = ".list";

    fn fill(path: &Path, files: &[(&str, &str)]) -> io::Result<()> {
        FolderTarget::open(path, LIST)?.write(|writer| {
            files.iter().try_for_each(|(name, text)| writer.write(name, text.as_bytes()))
        })
    }

    fn content(path: &Path) -> FolderContent {
        FolderTarget::open(path, LIST).unwrap().content
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut found = BTreeSet::new();
        find_files(folder, "", &mut found).unwrap();
        found.into_iter().collect()
    }

    #[test]
    fn a_folder_is_written_completely_or_not_at_all() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("site");
        let target = FolderTarget::open(&path, LIST).unwrap();
        assert_eq!(*target.content(), FolderContent::Nothing);
        let failed = target.write(|writer| {
            writer.write("a/b.html", b"half")?;
            Err::<(), _>(io::Error::other("no"))
        });
        assert!(failed.is_err());
        assert_eq!(names(parent.path()), Vec::<String>::new());
        fill(&path, &[("a/b.html", "one"), ("c.html", "two")]).unwrap();
        assert_eq!(names(&path), [LIST, "a/b.html", "c.html"]);
        fill(&path, &[("c.html", "three"), ("d.html", "")]).unwrap();
        assert_eq!(names(&path), [LIST, "c.html", "d.html"]);
        assert_eq!(std::fs::read_to_string(path.join("c.html")).unwrap(), "three");
        assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 1);
        // An empty folder is as good as none.
        let empty = parent.path().join("empty");
        std::fs::create_dir(&empty).unwrap();
        fill(&empty, &[("x", "")]).unwrap();
        assert_eq!(names(&empty), [LIST, "x"]);
    }

    #[test]
    fn a_file_that_was_added_or_changed_is_noticed() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("site");
        fill(&path, &[("a/b.html", "one"), ("c.html", "two")]).unwrap();
        assert_eq!(content(&path), FolderContent::Listed);
        std::fs::remove_file(path.join("c.html")).unwrap();
        assert_eq!(content(&path), FolderContent::Listed);
        std::fs::write(path.join("a/CNAME"), "").unwrap();
        assert_eq!(content(&path), FolderContent::Foreign("a/CNAME".to_string()));
        std::fs::remove_file(path.join("a/CNAME")).unwrap();
        std::fs::create_dir(path.join("mine")).unwrap();
        assert_eq!(content(&path), FolderContent::Foreign("mine".to_string()));
        std::fs::remove_dir(path.join("mine")).unwrap();
        std::fs::write(path.join("a/b.html"), "mine").unwrap();
        assert_eq!(content(&path), FolderContent::Foreign("a/b.html".to_string()));
        std::fs::write(path.join(LIST), "# mine").unwrap();
        assert_eq!(content(&path), FolderContent::Unlisted);
        std::fs::remove_file(path.join(LIST)).unwrap();
        assert_eq!(content(&path), FolderContent::Unlisted);
    }

    #[test]
    fn what_is_no_folder_to_replace_is_an_error() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("file");
        std::fs::write(&path, "mine").unwrap();
        for (path, what) in [
            (path.as_path(), "it is not a folder"),
            (&parent.path().join("no/such"), "there is no folder"),
            (Path::new("."), "you are in it"),
            (Path::new(".."), "you are in it"),
            (Path::new("/"), "you are in it"),
        ] {
            let error = FolderTarget::open(path, LIST).unwrap_err().to_string();
            assert!(error.contains(what), "{path:?}: {error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_folder_left_by_a_killed_run_goes() {
        let parent = tempfile::tempdir().unwrap();
        let (link, real) = (parent.path().join("link"), parent.path().join("real"));
        std::os::unix::fs::symlink("real", &link).unwrap();
        fill(&link, &[("a", "")]).unwrap();
        fill(&link, &[("b", "")]).unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(names(&real), [LIST, "b"]);
        // A link among the files is not one of them.
        std::os::unix::fs::symlink("/", real.join("out")).unwrap();
        assert_eq!(content(&link), FolderContent::Foreign("out".to_string()));
        let left = temporary::create_folder(parent.path()).unwrap().keep();
        std::fs::write(left.join("half"), "").unwrap();
        let held = temporary::create_folder(parent.path()).unwrap();
        assert!(!left.exists() && held.path().exists());
    }
}
