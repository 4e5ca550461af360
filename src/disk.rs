//! Files that are written whole or not at all, files that are read whoever made them, and the platform's folders for
//! roledex.

pub mod read;

use std::fs::{File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::time::{Duration, Instant};

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use tempfile::NamedTempFile;

/// What to do with a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Leave it alone: writing fails with [`io::ErrorKind::AlreadyExists`].
    Keep,
    /// Put the new one in its place.
    Replace,
}

/// Who may read what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Whom the user's settings allow.
    Usual,
    /// The user alone.
    Owner,
}

/// Writes the file at `path` by way of a temporary one beside it: others see the old file or the whole new one, and
/// nothing is left behind when `fill` or the disk fails.
///
/// # Errors
///
/// What `fill` returns, what the system says, or that the file is there and is to be kept.
pub fn write_whole(
    path: &Path,
    existing: Existing,
    readers: Readers,
    fill: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    let file = prepare(path, readers, fill)?;
    match existing {
        Existing::Replace => file.persist(path).map_err(|e| e.error)?,
        Existing::Keep => file.persist_noclobber(path).map_err(|e| e.error)?,
    };
    Ok(())
}

/// Writes the file at `path` as [`write_whole`] does, if it still holds `known`, or still is not there when that is
/// nothing; says whether it was written.
///
/// A program that reads a file, changes it and writes it back with this does not undo what others wrote in between. The
/// check and the write are two steps: hold the folder's [`Lock`] where another writer must not come between them.
///
/// # Errors
///
/// What `fill` returns, or what the system says.
pub fn write_over(
    path: &Path,
    known: Option<&[u8]>,
    readers: Readers,
    fill: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<bool> {
    let file = prepare(path, readers, fill)?;
    let Some(known) = known else {
        return match file.persist_noclobber(path) {
            Ok(_) => Ok(true),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error.error),
        };
    };
    // Longer than what is known is something else.
    match read::bytes(path, known.len() as u64) {
        Ok(held) if held == known => file.persist(path).map(|_| true).map_err(|e| e.error),
        Ok(_) => Ok(false),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::FileTooLarge) => Ok(false),
        Err(error) => Err(error),
    }
}

/// A temporary file beside `path` with all that `fill` writes, safely on disk.
fn prepare(
    path: &Path,
    readers: Readers,
    fill: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        let what = format!("there is no folder {}", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, what));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".roledex-").suffix(".part");
    #[cfg(unix)]
    if readers == Readers::Usual {
        use std::os::unix::fs::PermissionsExt;
        // The user's mask still applies.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
    let mut out = BufWriter::with_capacity(1 << 16, file.as_file());
    fill(&mut out)?;
    out.flush()?;
    drop(out);
    file.as_file().sync_all()?;
    Ok(file)
}

/// How long to wait for another roledex that is writing. A write is short, so after this long the other one hangs.
#[cfg(unix)]
const LOCK_PATIENCE: Duration = Duration::from_secs(10);

/// An exclusive lock on the files that roledex keeps in a folder. It is released when dropped, or when the process ends.
///
/// The folder itself is locked, so that no lock file is left beside the user's own files.
#[derive(Debug)]
pub struct Lock {
    /// `None` where the file system has no such locks.
    #[cfg(unix)]
    _folder: Option<File>,
}

impl Lock {
    /// Waits until no other roledex holds the lock on the folder of `path`; if `path` is a link, on that of its target.
    ///
    /// # Errors
    ///
    /// When another roledex holds the lock for many seconds.
    pub fn beside(path: &Path) -> io::Result<Self> {
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        Self::of(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
    }

    #[cfg(unix)]
    fn of(folder: &Path) -> io::Result<Self> {
        use rustix::fs::{FlockOperation, flock};
        use rustix::io::Errno;
        let Ok(file) = File::open(folder) else { return Ok(Self { _folder: None }) };
        let start = Instant::now();
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Self { _folder: Some(file) }),
                Err(Errno::WOULDBLOCK | Errno::INTR) if start.elapsed() < LOCK_PATIENCE => {
                    std::thread::sleep(Duration::from_millis(2));
                }
                Err(Errno::WOULDBLOCK | Errno::INTR) => {
                    let what = format!(
                        "another roledex has kept {} locked for too long; close it and try again",
                        folder.display()
                    );
                    return Err(io::Error::new(io::ErrorKind::WouldBlock, what));
                }
                // Some network file systems have no locks. What is written is still compared with what was read.
                Err(_) => return Ok(Self { _folder: None }),
            }
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
    fn of(_folder: &Path) -> io::Result<Self> {
        Ok(Self {})
    }
}

/// Makes `folder`, and what leads to it, for the user alone; one that is there stays as it is.
///
/// # Errors
///
/// What the system says.
pub fn own_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether what `about` tells of, a file or a folder, is the user's own, and nobody else may change it.
#[cfg(unix)]
fn is_own(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.uid() == rustix::process::geteuid().as_raw() && about.mode() & 0o022 == 0
}

/// Whether `folder` is there, belongs to the user, and can be written by nobody else. A link counts by itself and by what
/// it leads to.
#[cfg(unix)]
pub fn is_private(folder: &Path) -> bool {
    !is_foreign(folder) && std::fs::metadata(folder).is_ok_and(|about| about.is_dir() && is_own(&about))
}

/// Whether `folder`, or a link in its place, is there and belongs to somebody else.
#[cfg(unix)]
pub fn is_foreign(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    [std::fs::symlink_metadata(folder), std::fs::metadata(folder)].into_iter().flatten().any(|about| about.uid() != own)
}

/// Makes `folder` one that only the user can look into; says whether it is.
///
/// # Errors
///
/// What the system says.
#[cfg(unix)]
pub fn make_private(folder: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    let about = std::fs::metadata(folder)?;
    if is_foreign(folder) || !about.is_dir() {
        return Ok(false);
    }
    if about.permissions().mode() & 0o777 != 0o700 {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(true)
}

/// Opens the file at `path`, which must be the user's own and no link, and writable by nobody else: what others can change
/// is not to be believed.
#[cfg(unix)]
pub fn open_own(path: &Path) -> Option<(File, Metadata)> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOFOLLOW;
    let file = File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path).ok()?;
    let about = file.metadata().ok()?;
    (about.is_file() && is_own(&about)).then_some((file, about))
}

/// Elsewhere the folders of the platform are the user's own.
#[cfg(not(unix))]
mod elsewhere {
    use std::fs::{File, Metadata};
    use std::io;
    use std::path::Path;

    /// Whether `folder` is there.
    pub fn is_private(folder: &Path) -> bool {
        folder.is_dir()
    }

    /// Whether `folder` belongs to somebody else.
    pub fn is_foreign(_: &Path) -> bool {
        false
    }

    /// Whether `folder` can be used.
    ///
    /// # Errors
    ///
    /// None.
    pub fn make_private(folder: &Path) -> io::Result<bool> {
        Ok(folder.is_dir())
    }

    /// Opens the file at `path`.
    pub fn open_own(path: &Path) -> Option<(File, Metadata)> {
        super::read::open(path).ok()
    }
}
#[cfg(not(unix))]
pub use elsewhere::{is_foreign, is_private, make_private, open_own};

/// The folder for what the user sets and keeps, if the platform tells one. It need not exist.
pub fn config_folder() -> Option<PathBuf> {
    strategy().map(|s| s.config_dir())
}

/// The folder for what can be made again, if the platform tells one. It need not exist.
pub fn cache_folder() -> Option<PathBuf> {
    strategy().map(|s| s.cache_dir())
}

/// The folder for what is remembered from run to run, if the platform tells one. It need not exist.
pub fn state_folder() -> Option<PathBuf> {
    strategy().and_then(|s| s.state_dir())
}

fn strategy() -> Option<impl AppStrategy> {
    let args =
        AppStrategyArgs { top_level_domain: String::new(), author: String::new(), app_name: "roledex".to_string() };
    choose_app_strategy(args).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let failed = write_whole(&path, Existing::Keep, Readers::Usual, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no"))
        });
        assert!(failed.is_err());
        assert!(names(folder.path()).is_empty());
        write_whole(&path, Existing::Keep, Readers::Usual, |out| out.write_all(b"one")).unwrap();
        let kept = write_whole(&path, Existing::Keep, Readers::Usual, |out| out.write_all(b"two")).unwrap_err();
        assert_eq!(kept.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        write_whole(&path, Existing::Replace, Readers::Owner, |out| out.write_all(b"three")).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }
}
