//! Writes files and folders atomically, reads files of any origin, and locates the platform's folders for
//! roledex.

pub(crate) mod folder;
mod lock;
pub mod read;
mod target;
mod temporary;

use std::fs::{File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use tempfile::NamedTempFile;

pub use lock::FolderLock;
pub use target::check_kind;

use crate::model::text::printable;

/// The handling of a file that already exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfExists {
    /// Leaves it alone: writing fails with [`io::ErrorKind::AlreadyExists`].
    Keep,
    /// Replaces its content. A link stays a link, and the file keeps its mode and, where the system
    /// allows it, its owner.
    Replace,
}

/// The users who may read a newly created file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAccess {
    /// Everyone whom the user's settings allow.
    Default,
    /// Only the user.
    Owner,
}

/// Writes the file at `path` through a temporary file next to it: others see either the old file or
/// the complete new one, and nothing is left behind when `fill` or the disk fails.
///
/// # Errors
///
/// Returns the errors of `fill` and of the system, and an error when the file exists and is to be
/// kept, or is not a regular file.
pub fn write_atomic(
    path: &Path,
    existing: IfExists,
    readers: FileAccess,
    fill: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    check_kind(path)?;
    match existing {
        IfExists::Replace => {
            let (path, about) = resolve_target(path)?;
            let file = write_temporary(&path, about.as_ref(), readers, fill)?;
            file.persist(&path).map_err(|e| e.error)?;
        }
        IfExists::Keep => {
            let file = write_temporary(path, None, readers, fill)?;
            file.persist_noclobber(path).map_err(|e| e.error)?;
        }
    }
    Ok(())
}

/// Writes the file at `path`, which belongs to roledex and can be rebuilt, for the user alone. An
/// existing link, or a file that others may read, is replaced.
///
/// # Errors
///
/// Returns the errors of `fill` and of the system.
pub(crate) fn write_private(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    write_temporary(path, None, FileAccess::Owner, fill)?
        .persist(path)
        .map(drop)
        .map_err(|e| e.error)
}

/// Writes the file at `path` as [`write_atomic`] does, if it still contains `known`, or still does
/// not exist when `known` is `None`; returns whether it was written. A file that its owner has made
/// read-only is left alone.
///
/// A program that reads a file, changes it and writes it back with this does not undo changes that
/// others made in between. The check and the write are two steps: take the folder's [`FolderLock`] where
/// another writer must not come between them.
///
/// # Errors
///
/// Returns the errors of `fill` and of the system, and an error when the file is read-only or not a
/// regular file.
pub(crate) fn write_if_unchanged(
    path: &Path,
    known: Option<&[u8]>,
    readers: FileAccess,
    fill: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<bool> {
    check_kind(path)?;
    let (path, about) = resolve_target(path)?;
    if about.as_ref().is_some_and(|about| about.permissions().readonly()) {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "it is read-only; make it writable first",
        ));
    }
    let file = write_temporary(&path, about.as_ref(), readers, fill)?;
    let Some(known) = known else {
        return match file.persist_noclobber(&path) {
            Ok(_) => Ok(true),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error.error),
        };
    };
    // Anything longer than the known content differs from it.
    match read::bytes(&path, known.len() as u64) {
        Ok(held) if held == known => file.persist(&path).map(|_| true).map_err(|e| e.error),
        Ok(_) => Ok(false),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::FileTooLarge) =>
        {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Removes temporary files that killed runs left next to the file at `path`. Every write does so;
/// call it where there may be no write.
pub(crate) fn remove_leftovers(path: &Path) {
    if let Ok(path) = target::follow_links(path) {
        temporary::remove_leftovers(target::folder_of(&path));
    }
}

/// The file that `path` names after following all links, with its metadata if it exists.
fn resolve_target(path: &Path) -> io::Result<(PathBuf, Option<Metadata>)> {
    let path = target::follow_links(path)?;
    match std::fs::symlink_metadata(&path) {
        Ok(about) => Ok((path, Some(about))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((path, None)),
        Err(error) => Err(error),
    }
}

/// A temporary file next to `path` with everything that `fill` writes, synced to disk; it has the
/// owner and mode of the file it replaces.
fn write_temporary(
    path: &Path,
    replaced: Option<&Metadata>,
    readers: FileAccess,
    fill: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<NamedTempFile> {
    let folder = target::folder_of(path);
    if !folder.is_dir() {
        let what = format!("there is no folder {}", printable(folder));
        return Err(io::Error::new(io::ErrorKind::NotFound, what));
    }
    let file = temporary::create(folder, replaced.is_none() && readers == FileAccess::Default)
        .map_err(|error| {
            // The name of a temporary file would be confusing.
            let what = error
                .raw_os_error()
                .map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
            io::Error::new(
                error.kind(),
                format!("cannot create a file in {}: {what}", printable(folder)),
            )
        })?;
    let mut out = BufWriter::with_capacity(1 << 16, file.as_file());
    fill(&mut out)?;
    out.flush()?;
    drop(out);
    if let Some(about) = replaced {
        take_after(file.as_file(), about)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Gives `file` the mode of the file it replaces, from `about`, and its owner where the system
/// allows it.
#[cfg(unix)]
fn take_after(file: &File, about: &Metadata) -> io::Result<()> {
    use rustix::fs::{Gid, Uid, fchown};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let now = file.metadata()?;
    let (uid, gid) = (Uid::from_raw(about.uid()), Gid::from_raw(about.gid()));
    let same_group = now.gid() == about.gid() || fchown(file, None, Some(gid)).is_ok();
    let same_owner = now.uid() == about.uid() || fchown(file, Some(uid), None).is_ok();
    let mut mode = about.mode() & 0o7777;
    if !same_group {
        // Permissions of the old group must not go to another group.
        mode &= !0o070 | ((mode & 0o007) << 3);
    }
    if !(same_group && same_owner) {
        mode &= 0o777;
    }
    file.set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn take_after(file: &File, about: &Metadata) -> io::Result<()> {
    file.set_permissions(about.permissions())
}

/// Creates `folder` and its missing parents for the user alone; an existing folder is unchanged.
///
/// # Errors
///
/// Returns the error of the system.
pub(crate) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether `about` describes a file or folder that belongs to the user and that only the user can
/// change.
#[cfg(unix)]
fn is_own(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.uid() == rustix::process::geteuid().as_raw() && about.mode() & 0o022 == 0
}

/// Whether `folder` exists, belongs to the user, and is writable by the user alone. For a link,
/// both the link and its target are checked.
#[cfg(unix)]
pub(crate) fn is_private(folder: &Path) -> bool {
    !is_foreign(folder)
        && std::fs::metadata(folder).is_ok_and(|about| about.is_dir() && is_own(&about))
}

/// Whether `folder`, or a link in its place, exists and belongs to another user.
#[cfg(unix)]
pub(crate) fn is_foreign(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    [std::fs::symlink_metadata(folder), std::fs::metadata(folder)]
        .into_iter()
        .flatten()
        .any(|about| about.uid() != own)
}

/// Makes `folder` accessible to the user alone; returns whether it is.
///
/// # Errors
///
/// Returns the error of the system.
#[cfg(unix)]
pub(crate) fn make_private(folder: &Path) -> io::Result<bool> {
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

/// Opens the file at `path`, which must belong to the user, not be a link, and be writable by the
/// user alone: files that others can change are not trusted.
#[cfg(unix)]
pub(crate) fn open_own(path: &Path) -> Option<(File, Metadata)> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOFOLLOW;
    let file =
        File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path).ok()?;
    let about = file.metadata().ok()?;
    (about.is_file() && is_own(&about)).then_some((file, about))
}

/// On other platforms the folders belong to the user.
#[cfg(not(unix))]
mod elsewhere {
    use std::fs::{File, Metadata};
    use std::io;
    use std::path::Path;

    /// Whether `folder` exists.
    pub(crate) fn is_private(folder: &Path) -> bool {
        folder.is_dir()
    }

    /// Whether `folder` belongs to another user.
    pub(crate) fn is_foreign(_: &Path) -> bool {
        false
    }

    /// Whether `folder` can be used.
    ///
    /// # Errors
    ///
    /// None.
    pub(crate) fn make_private(folder: &Path) -> io::Result<bool> {
        Ok(folder.is_dir())
    }

    /// Opens the file at `path`.
    pub(crate) fn open_own(path: &Path) -> Option<(File, Metadata)> {
        super::read::open(path).ok()
    }
}
#[cfg(not(unix))]
pub(crate) use elsewhere::{is_foreign, is_private, make_private, open_own};

/// Returns the user's home folder.
pub(crate) fn home_folder() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty())
}

/// Returns `path` with the folder `home` in place of a tilde at its start, as in a shell.
pub(crate) fn expand_home(path: &Path, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_path_buf(),
    }
}

/// The folder for settings and user data, if the platform defines one. It need not exist.
pub(crate) fn config_folder() -> Option<PathBuf> {
    strategy().map(|s| s.config_dir())
}

/// The folder for data that can be rebuilt, if the platform defines one. It need not exist.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    strategy().map(|s| s.cache_dir())
}

/// The folder for state that persists between runs, if the platform defines one. It need not exist.
pub(crate) fn state_folder() -> Option<PathBuf> {
    // Windows has no folder of its own for state; its cache folder is beside the right place.
    strategy().and_then(|s| s.state_dir().or_else(|| Some(s.cache_dir().with_file_name("state"))))
}

fn strategy() -> Option<impl AppStrategy> {
    let args = AppStrategyArgs {
        top_level_domain: String::new(),
        author: String::new(),
        app_name: "roledex".to_string(),
    };
    choose_app_strategy(args).ok()
}

/// Whether the open `file` is still the one at `path`: it may have been removed or renamed since
/// it was opened.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(held), Ok(found)) = (file.metadata(), std::fs::symlink_metadata(path)) else {
        return false;
    };
    (held.dev(), held.ino()) == (found.dev(), found.ino())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn a_file_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let failed = write_atomic(&path, IfExists::Keep, FileAccess::Default, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no"))
        });
        assert!(failed.is_err());
        assert!(names(folder.path()).is_empty());
        write_atomic(&path, IfExists::Keep, FileAccess::Default, |out| out.write_all(b"one"))
            .unwrap();
        let kept =
            write_atomic(&path, IfExists::Keep, FileAccess::Default, |out| out.write_all(b"two"))
                .unwrap_err();
        assert_eq!(kept.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        write_atomic(&path, IfExists::Replace, FileAccess::Owner, |out| out.write_all(b"three"))
            .unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    fn put(path: &Path, existing: IfExists) -> io::Result<()> {
        write_atomic(path, existing, FileAccess::Default, |out| out.write_all(b"new"))
    }

    #[cfg(unix)]
    fn mode(path: &Path) -> u32 {
        std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(path).unwrap()) & 0o7777
    }

    #[cfg(unix)]
    fn set_mode(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_mode_a_mode() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let (sub, other) = (folder.path().join("sub"), folder.path().join("sub/file"));
        std::fs::create_dir(&sub).unwrap();
        for known in [false, true] {
            for (links, mode_before) in [(0, 0o640), (1, 0o600), (2, 0o755), (1, 0o666)] {
                std::fs::write(&other, "old").unwrap();
                set_mode(&other, mode_before);
                let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
                let _ = (std::fs::remove_file(&one), std::fs::remove_file(&two));
                symlink("sub/../sub/file", &one).unwrap();
                symlink("one", &two).unwrap();
                let path = [&other, &one, &two][links];
                if known {
                    let written =
                        write_if_unchanged(path, Some(b"old"), FileAccess::Owner, |out| {
                            out.write_all(b"new")
                        });
                    assert!(written.unwrap());
                } else {
                    assert_eq!(
                        put(path, IfExists::Keep).unwrap_err().kind(),
                        io::ErrorKind::AlreadyExists
                    );
                    put(path, IfExists::Replace).unwrap();
                }
                assert_eq!(std::fs::read_to_string(&other).unwrap(), "new");
                assert_eq!(mode(&other), mode_before);
                assert_eq!(std::fs::read_link(&one).unwrap(), Path::new("sub/../sub/file"));
                assert_eq!(std::fs::read_link(&two).unwrap(), Path::new("one"));
                assert_eq!(names(&sub), ["file"]);
                assert_eq!(names(folder.path()).len(), 3);
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nothing_makes_its_file_and_one_to_itself_is_refused() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("missing", at("link")).unwrap();
        assert_eq!(
            put(&at("link"), IfExists::Keep).unwrap_err().kind(),
            io::ErrorKind::AlreadyExists
        );
        assert!(!at("missing").exists());
        assert!(
            write_if_unchanged(&at("link"), None, FileAccess::Owner, |out| out.write_all(b"new"))
                .unwrap()
        );
        assert_eq!(
            (std::fs::read_to_string(at("missing")).unwrap().as_str(), mode(&at("missing"))),
            ("new", 0o600)
        );
        assert!(at("link").is_symlink());
        symlink("b", at("a")).unwrap();
        symlink("a", at("b")).unwrap();
        for existing in [IfExists::Keep, IfExists::Replace] {
            let error = put(&at("a"), existing).unwrap_err();
            assert_eq!(error.to_string(), "it is a link to itself; name another file");
        }
        symlink("no/folder/file", at("far")).unwrap();
        let error = put(&at("far"), IfExists::Replace).unwrap_err().to_string();
        assert!(
            error.starts_with("there is no folder ") && error.ends_with("no/folder"),
            "{error}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0)
            .unwrap();
        let socket = folder.path().join("socket");
        let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        std::os::unix::fs::symlink("/dev/null", folder.path().join("null")).unwrap();
        let link = folder.path().join("null");
        for (path, what) in [
            (pipe.as_path(), "it is a pipe"),
            (&socket, "it is a socket"),
            (&link, "it is a device"),
            (Path::new("/dev/null"), "it is a device"),
            (folder.path(), "it is a folder"),
        ] {
            for existing in [IfExists::Keep, IfExists::Replace] {
                let error = put(path, existing).unwrap_err();
                assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
                assert!(error.to_string().starts_with(what), "{error}");
            }
            let over =
                write_if_unchanged(path, Some(b""), FileAccess::Owner, |out| out.write_all(b"new"));
            assert!(over.unwrap_err().to_string().starts_with(what));
        }
        assert_eq!(names(folder.path()).len(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_read_only_is_replaced_on_request_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "old").unwrap();
        set_mode(&path, 0o444);
        let error =
            write_if_unchanged(&path, Some(b"old"), FileAccess::Owner, |out| out.write_all(b"new"))
                .unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        put(&path, IfExists::Replace).unwrap();
        assert_eq!((std::fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("new", 0o444));
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_can_be_made_again_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let [path, other] = ["cache", "other"].map(|name| folder.path().join(name));
        std::fs::write(&other, "theirs").unwrap();
        std::os::unix::fs::symlink(&other, &path).unwrap();
        write_private(&path, |out| out.write_all(b"new")).unwrap();
        assert!(!path.is_symlink());
        assert_eq!(
            (mode(&path), std::fs::read_to_string(&other).unwrap().as_str()),
            (0o600, "theirs")
        );
    }
}
