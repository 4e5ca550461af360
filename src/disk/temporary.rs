//! Partial files and folders: temporary ones next to those they will become.
//!
//! A partial file is locked as long as its writer runs, and the system releases the lock however
//! the writer ends. Every writer first removes the unlocked partial files in its folder: those left
//! by killed runs.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use tempfile::{NamedTempFile, TempDir};

use crate::model::text::printable;

const PREFIX: &str = ".roledex-";
const SUFFIX: &str = ".part";
const FOLDER_SUFFIX: &str = ".parts";

/// Age after which a partial file of another machine, of an earlier boot, or of a roledex that did
/// not lock it is considered abandoned: a lock on a network drive may not be visible from here.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

/// Maximum number of attempts to create a partial file and lock it before another process removes
/// it.
const ATTEMPTS: usize = 16;

/// Identifies this boot of this machine, which containers share: processes of the same boot can see
/// each other's locks.
static RUNNING: LazyLock<String> = LazyLock::new(|| {
    let start = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    format!("{:08x}", xxhash_rust::xxh3::xxh3_64(start.as_bytes()) as u32)
});

/// A new partial file in `folder`, after removing abandoned ones. Only its owner can read it; if
/// `shared`, the user's umask applies.
pub(super) fn create(folder: &Path, shared: bool) -> io::Result<NamedTempFile> {
    remove_leftovers(folder);
    let prefix = format!("{PREFIX}{}-", *RUNNING);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(SUFFIX);
    #[cfg(unix)]
    if shared {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = shared;
    for _ in 1..ATTEMPTS {
        let file = builder.tempfile_in(folder)?;
        if hold(&file)? {
            return Ok(file);
        }
    }
    builder.tempfile_in(folder)
}

/// A partial folder. It is removed with everything in it unless it takes a name of its own.
#[derive(Debug)]
pub(super) struct PartialFolder {
    folder: TempDir,
    /// Holds the lock.
    _lock: Option<File>,
}

/// A new partial folder in `parent`, after removing abandoned ones. The user's umask applies.
pub(super) fn create_folder(parent: &Path) -> io::Result<PartialFolder> {
    remove_leftover_folders(parent);
    let prefix = format!("{PREFIX}{}-", *RUNNING);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(FOLDER_SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o777));
    }
    let folder = builder.tempdir_in(parent).map_err(|error| {
        let what =
            error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
        let parent = printable(parent);
        io::Error::new(error.kind(), format!("cannot create a folder in {parent}: {what}"))
    })?;
    let lock = lock_folder(folder.path());
    Ok(PartialFolder { folder, _lock: lock })
}

impl PartialFolder {
    /// Returns the path.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Gives the folder this name, which nothing or an empty folder has.
    pub(super) fn persist(self, path: &Path) -> io::Result<()> {
        // Not every system gives the name of an empty folder to another one.
        #[cfg(not(unix))]
        let _ = std::fs::remove_dir(path);
        std::fs::rename(self.folder.path(), path)?;
        let _ = self.folder.keep();
        Ok(())
    }

    /// Gives the folder the name of the one at `path`, and removes that.
    pub(super) fn replace(self, path: &Path) -> io::Result<()> {
        if exchange(self.folder.path(), path) {
            return Ok(());
        }
        // Without such a call there is a moment with neither; a failure puts the old one back.
        let parent = super::target::folder_of(path);
        let aside = create_folder(parent)?;
        let old = aside.path().join("old");
        std::fs::rename(path, &old)?;
        if let Err(error) = std::fs::rename(self.folder.path(), path) {
            std::fs::rename(&old, path)?;
            return Err(error);
        }
        let _ = self.folder.keep();
        Ok(())
    }

    /// Leaves the folder as a killed run would.
    #[cfg(test)]
    pub(super) fn keep(self) -> std::path::PathBuf {
        self.folder.keep()
    }
}

/// Exchanges the names of two folders at once; returns whether the system can.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// Locks a partial folder, which marks it as being written, where that is possible.
#[cfg(unix)]
fn lock_folder(folder: &Path) -> Option<File> {
    use rustix::fs::{FlockOperation, flock};
    let file = File::open(folder).ok()?;
    flock(&file, FlockOperation::NonBlockingLockExclusive).ok()?;
    Some(file)
}

#[cfg(not(unix))]
fn lock_folder(_: &Path) -> Option<File> {
    None
}

/// Removes the partial folders that killed runs of this user left in `parent`.
fn remove_leftover_folders(parent: &Path) {
    for_each_part(parent, FOLDER_SUFFIX, |path, ours| {
        if is_left_over(path, ours) {
            let _ = std::fs::remove_dir_all(path);
        }
    });
}

/// Whether the writer of the partial folder at `path` has ended; `ours` is whether its lock is
/// visible from here.
#[cfg(unix)]
fn is_left_over(path: &Path, ours: bool) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Ok(about) = std::fs::symlink_metadata(path) else { return false };
    about.is_dir()
        && about.uid() == rustix::process::geteuid().as_raw()
        && (is_old(&about) || ours)
        && lock_folder(path).is_some()
}

#[cfg(not(unix))]
fn is_left_over(path: &Path, _ours: bool) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|about| about.is_dir() && is_old(&about))
}

/// Locks `part`, which marks it as being written; returns false where another process had already
/// considered it abandoned.
#[cfg(unix)]
fn hold(part: &NamedTempFile) -> io::Result<bool> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    use std::os::unix::fs::MetadataExt;
    match flock(part.as_file(), FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(part.as_file().metadata()?.nlink() > 0),
        Err(Errno::WOULDBLOCK) => Ok(false),
        // Some file systems have no locks. A partial file there is considered abandoned when it is
        // old.
        Err(_) => Ok(true),
    }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
fn hold(_: &NamedTempFile) -> io::Result<bool> {
    Ok(true)
}

/// Removes the files that killed runs of this user left in `folder`. Files that cannot be read or
/// removed stay.
pub(super) fn remove_leftovers(folder: &Path) {
    for_each_part(folder, SUFFIX, remove_if_left_over);
}

/// Calls `remove` with each partial file or folder in `folder` whose name ends in `suffix`, and
/// with whether the lock of its writer is visible from here.
fn for_each_part(folder: &Path, suffix: &str, remove: impl Fn(&Path, bool)) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let ours = format!("{PREFIX}{}-", *RUNNING);
    for entry in entries.flatten() {
        let name = entry.file_name();
        let bytes = name.as_encoded_bytes();
        if bytes.starts_with(PREFIX.as_bytes()) && bytes.ends_with(suffix.as_bytes()) {
            remove(&entry.path(), bytes.starts_with(ours.as_bytes()));
        }
    }
}

fn is_old(about: &Metadata) -> bool {
    about.modified().ok().and_then(|at| at.elapsed().ok()).is_some_and(|age| age > OLD)
}

/// Removes the partial file at `path` if its writer has ended; `ours` is whether its lock is
/// visible from here.
#[cfg(unix)]
fn remove_if_left_over(path: &Path, ours: bool) {
    use rustix::fs::{FlockOperation, Mode, OFlags, flock, open};
    use rustix::io::Errno;
    use std::os::unix::fs::MetadataExt;
    let flags =
        OFlags::RDWR | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let Ok(about) = std::fs::symlink_metadata(path) else { return };
    if !about.is_file()
        || about.uid() != rustix::process::geteuid().as_raw()
        || !(ours || is_old(&about))
    {
        return;
    }
    let Ok(file) = open(path, flags, Mode::empty()).map(std::fs::File::from) else { return };
    let left = match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => true,
        Err(Errno::WOULDBLOCK) => false,
        Err(_) => is_old(&about),
    };
    // It may have been renamed to its final name, or removed, before the lock was acquired.
    if left && super::is_at(&file, path) {
        let _ = std::fs::remove_file(path);
    }
}

#[cfg(not(unix))]
fn remove_if_left_over(path: &Path, _ours: bool) {
    if std::fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && is_old(&about)) {
        let _ = std::fs::remove_file(path);
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The name of a part written by this run.
    fn ours(rest: &str) -> String {
        format!("{PREFIX}{}-{rest}{SUFFIX}", *RUNNING)
    }

    #[test]
    fn parts_that_nobody_holds_go_and_all_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let old = SystemTime::now() - OLD - Duration::from_secs(60);
        // A run that is still writing, however long ago it started.
        let held = create(folder.path(), false).unwrap();
        held.as_file().set_modified(old).unwrap();
        let held = held.path().file_name().unwrap().to_str().unwrap().to_string();
        for (name, time) in [
            (ours("killed").as_str(), None),
            (".roledex-elsewhere-fresh.part", None),
            (".roledex-elsewhere-old.part", Some(old)),
            ("mine.part", Some(old)),
        ] {
            let file = File::create(at(name)).unwrap();
            if let Some(time) = time {
                file.set_modified(time).unwrap();
            }
        }
        std::fs::create_dir(at(&ours("folder"))).unwrap();
        std::os::unix::fs::symlink("mine.part", at(&ours("link"))).unwrap();
        remove_leftovers(folder.path());
        let mut kept = vec![
            held,
            ours("folder"),
            ours("link"),
            ".roledex-elsewhere-fresh.part".into(),
            "mine.part".into(),
        ];
        kept.sort();
        assert_eq!(names(folder.path()), kept);
    }

    #[test]
    fn a_part_that_another_one_is_removing_is_not_taken() {
        let folder = tempfile::tempdir().unwrap();
        let part = tempfile::Builder::new().tempfile_in(folder.path()).unwrap();
        assert!(hold(&part).unwrap());
        std::fs::remove_file(part.path()).unwrap();
        assert!(!hold(&part).unwrap());
    }
}
