//! Resolves the targets of writes: links are followed, and only regular files are written.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

/// Maximum number of links followed, as in the system.
const MAX_LINKS: usize = 40;

/// The folder that contains `path`.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The file that `path` names once all links are followed. It need not exist: a link to a missing
/// file resolves to where it would be.
///
/// # Errors
///
/// When links form a cycle, lead through an inaccessible folder, or were put by another user into a
/// folder that everyone may write to.
pub(super) fn follow_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..MAX_LINKS {
        match std::fs::symlink_metadata(&path) {
            Ok(about) if about.is_symlink() => {
                if is_planted(&path, &about) {
                    let what = "it is another user's link in a shared folder; name the file itself";
                    return Err(io::Error::new(io::ErrorKind::PermissionDenied, what));
                }
                path = folder_of(&path).join(std::fs::read_link(&path)?);
            }
            Ok(_) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("it is a link to itself; name another file"))
}

/// Whether the link at `path` is one that Linux itself would not follow: in a folder such as
/// `/tmp`, owned by neither the user nor the folder's owner.
#[cfg(unix)]
fn is_planted(path: &Path, about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    const STICKY_AND_SHARED: u32 = 0o1002;
    let Ok(folder) = std::fs::metadata(folder_of(path)) else { return false };
    folder.mode() & STICKY_AND_SHARED == STICKY_AND_SHARED
        && about.uid() != folder.uid()
        && about.uid() != rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_planted(_: &Path, _: &Metadata) -> bool {
    false
}

/// Checks that a file can be written at `path`: that nothing or a regular file is there. A link
/// counts as its target.
///
/// # Errors
///
/// States what is there instead, and what to do.
pub fn check_kind(path: &Path) -> io::Result<()> {
    let about = match std::fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        // A cycle of links, or an inaccessible folder.
        Err(error) => return follow_links(path).and(Err(error)),
    };
    if about.is_file() {
        return Ok(());
    }
    let what = if about.is_dir() { "it is a folder; name a file in it" } else { special(&about) };
    Err(io::Error::new(io::ErrorKind::InvalidInput, what))
}

#[cfg(unix)]
fn special(about: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = about.file_type();
    if kind.is_fifo() {
        "it is a pipe, not a file; write to standard output instead"
    } else if kind.is_socket() {
        "it is a socket, not a file; name a file"
    } else {
        "it is a device, not a file; name a file"
    }
}

#[cfg(not(unix))]
fn special(_: &Metadata) -> &'static str {
    "it is not a regular file; name a file"
}
