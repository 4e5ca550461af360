//! A lock that lets one roledex process write at a time.

use std::io;
use std::path::Path;
#[cfg(unix)]
use std::{
    fs::File,
    path::PathBuf,
    time::{Duration, Instant},
};

use super::target::{folder_of, follow_links};

/// Time to wait while nothing changes. A write is short, so after this time the other process must
/// be hanging.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest pause between two attempts.
#[cfg(unix)]
const PAUSE: Duration = Duration::from_millis(10);

/// The file to lock where the folder cannot be locked. It is removed with the lock.
#[cfg(unix)]
const LOCK_FILE: &str = ".roledex.lock";

/// The file whose existence is the lock where nothing can be locked. It is removed with the lock.
#[cfg(unix)]
const LOCK_NAME: &str = ".roledex.held";

/// An exclusive lock on the files of roledex in a folder. It is released when dropped, or when the
/// process ends.
///
/// The folder itself is locked, so that no lock file appears next to the user's own files. Where
/// that is not possible, as on NFS or in a folder that cannot be listed, a file in it is locked;
/// and where the file system has no locks at all, the existence of the file is the lock.
#[derive(Debug)]
pub struct FolderLock {
    /// `None` where no file can be created: then nothing can be written either.
    #[cfg(unix)]
    _held: Option<LockFile>,
}

#[cfg(unix)]
#[derive(Debug)]
struct LockFile {
    _file: Option<File>,
    /// The lock file, if the folder is not locked itself.
    path: Option<PathBuf>,
}

#[cfg(unix)]
impl Drop for LockFile {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // Removed while still locked: another process that has it open notices.
            let _ = std::fs::remove_file(path);
        }
    }
}

impl FolderLock {
    /// Waits until no other roledex process has the lock on the folder of `path`; if `path` is a
    /// link, on the folder of its target.
    ///
    /// # Errors
    ///
    /// When others keep the lock for many seconds without changing the file.
    pub(crate) fn acquire_beside(path: &Path) -> io::Result<Self> {
        let path = follow_links(path).unwrap_or_else(|_| path.to_path_buf());
        Self::of(folder_of(&path), &path)
    }

    #[cfg(unix)]
    fn of(folder: &Path, path: &Path) -> io::Result<Self> {
        if let Ok(file) = File::open(folder)
            && wait(&file, folder, path)?
        {
            return Ok(Self { _held: Some(LockFile { _file: Some(file), path: None }) });
        }
        Self::of_file(folder, path)
    }

    /// The lock on a file in `folder`.
    #[cfg(unix)]
    fn of_file(folder: &Path, path: &Path) -> io::Result<Self> {
        use rustix::fs::{Mode, OFlags, open};
        let at = folder.join(LOCK_FILE);
        let flags =
            OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        loop {
            let Ok(file) = open(&at, flags, Mode::RUSR | Mode::WUSR).map(File::from) else { break };
            if !wait(&file, folder, path)? {
                return Self::of_name(&folder.join(LOCK_NAME), folder, path);
            }
            // The previous owner removed the file with its lock: the next process would lock a
            // different file.
            if super::is_at(&file, &at) {
                return Ok(Self { _held: Some(LockFile { _file: Some(file), path: Some(at) }) });
            }
        }
        Ok(Self { _held: None })
    }

    /// The lock that consists of the existence of `at`, where the file system has no other. A lock
    /// left by a killed process is taken over when nothing has changed for a long time.
    #[cfg(unix)]
    fn of_name(at: &Path, folder: &Path, path: &Path) -> io::Result<Self> {
        let mut patience = LockWait::new(path);
        loop {
            match File::options().write(true).create_new(true).open(at) {
                Ok(_) => {
                    return Ok(Self {
                        _held: Some(LockFile { _file: None, path: Some(at.to_path_buf()) }),
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(_) => return Ok(Self { _held: None }),
            }
            if patience.wait(path) {
                continue;
            }
            let left = std::fs::symlink_metadata(at).and_then(|about| about.modified());
            if !left.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > PATIENCE)) {
                return Err(locked(folder));
            }
            // Only one of two competing processes can take it.
            let mine = at.with_extension(std::process::id().to_string());
            if std::fs::rename(at, &mine).is_ok() {
                let _ = std::fs::remove_file(&mine);
            }
            patience = LockWait::new(path);
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
    fn of(_folder: &Path, _path: &Path) -> io::Result<Self> {
        Ok(Self {})
    }
}

/// Waits for the lock on `file`; returns false where it cannot be locked.
#[cfg(unix)]
fn wait(file: &File, folder: &Path, path: &Path) -> io::Result<bool> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    let mut patience = LockWait::new(path);
    loop {
        match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(true),
            Err(Errno::INTR) => {}
            Err(Errno::WOULDBLOCK) if patience.wait(path) => {}
            Err(Errno::WOULDBLOCK) => return Err(locked(folder)),
            // Some network file systems have no locks.
            Err(_) => return Ok(false),
        }
    }
}

#[cfg(unix)]
fn locked(folder: &Path) -> io::Error {
    let folder = crate::model::text::printable(folder);
    let what =
        format!("another roledex process has locked {folder} for too long; quit it and try again");
    io::Error::new(io::ErrorKind::WouldBlock, what)
}

/// The time spent waiting for others. As long as the file changes, there are many of them rather
/// than one that hangs.
#[cfg(unix)]
struct LockWait {
    since: Instant,
    /// The identity of the file when it was last checked.
    seen: Option<(u64, i64, i64)>,
    pause: Duration,
}

#[cfg(unix)]
impl LockWait {
    fn new(path: &Path) -> Self {
        Self { since: Instant::now(), seen: Self::stamp(path), pause: Duration::from_millis(1) }
    }

    fn stamp(path: &Path) -> Option<(u64, i64, i64)> {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).ok().map(|about| (about.ino(), about.mtime(), about.mtime_nsec()))
    }

    /// Waits briefly; returns false when nothing has changed for a long time.
    fn wait(&mut self, path: &Path) -> bool {
        if self.since.elapsed() > PATIENCE {
            let now = Self::stamp(path);
            if now == self.seen {
                return false;
            }
            (self.since, self.seen) = (Instant::now(), now);
        }
        std::thread::sleep(self.pause);
        self.pause = (self.pause * 2).min(PAUSE);
        true
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    /// Has eight threads count in a file under the lock that `take` returns.
    fn count(folder: &Path, take: impl Fn(&Path) -> FolderLock + Sync) {
        let path = folder.join("profile.toml");
        std::fs::write(&path, "0").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _alone = take(&path);
                        let count: u32 = std::fs::read_to_string(&path).unwrap().parse().unwrap();
                        std::fs::write(&path, (count + 1).to_string()).unwrap();
                    }
                });
            }
        });
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "400");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    }

    #[test]
    fn a_lock_file_serves_where_the_folder_cannot_be_locked_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        // A process that was killed while it had the lock.
        std::fs::write(folder.path().join(LOCK_FILE), "").unwrap();
        count(folder.path(), |path| FolderLock::of_file(folder.path(), path).unwrap());
    }

    #[test]
    fn a_file_is_the_lock_where_nothing_can_be_locked() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join(LOCK_NAME);
        count(folder.path(), |path| FolderLock::of_name(&at, folder.path(), path).unwrap());
    }

    #[test]
    fn the_folder_is_the_lock_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        count(folder.path(), |path| FolderLock::acquire_beside(path).unwrap());
    }
}
