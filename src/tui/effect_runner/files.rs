//! Files of the explorer: its memory, and exports.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::disk::{self, FileAccess, FolderLock, IfExists};
use crate::model::text::printable;
use crate::tui::export::{ExportFile, ExportOutcome};
use crate::tui::session::{BookmarkSnapshot, InitialSettings, Session, SessionError};
use crate::tui::state::AppState;
use crate::tui::svg::{self, SvgPalette};
use crate::tui::view::view;

/// Maximum number of attempts: another program that changes the file this often in between does so
/// on purpose.
const TRIES: usize = 8;

/// Reads the memory from the file at `path`; it is empty if there is no such file.
///
/// # Errors
///
/// The valid part of the file, and why the rest cannot be read. The file must not be overwritten
/// then.
pub(in crate::tui) fn load_session(path: &Path) -> Result<Session, (Box<Session>, String)> {
    let bytes = match disk::read::bytes(path, disk::read::MAX_LIST_SIZE) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Session::default()),
        Err(error) => return Err((Box::default(), error.to_string())),
    };
    parse(&bytes).map_err(|error| match error {
        SessionError::Newer => (Box::default(), error.to_string()),
        SessionError::Damaged => {
            (Box::new(Session::salvage(&String::from_utf8_lossy(&bytes))), error.to_string())
        }
    })
}

fn parse(bytes: &[u8]) -> Result<Session, SessionError> {
    std::str::from_utf8(bytes).map_err(|_| SessionError::Damaged).and_then(Session::parse)
}

/// Saves `state`, which began with `before`, to the file at `path`, on top of its current contents:
/// another run may have quit since. A link stays a link: its target is written.
///
/// # Errors
///
/// When it cannot be read or written; it is then unchanged.
pub(in crate::tui) fn save_session(
    path: &Path,
    state: &AppState,
    before: &Session,
    set: &InitialSettings,
) -> io::Result<()> {
    change_session(path, |memory| state.save_session(memory, before, set))
}

/// Saves the bookmarks in `snapshot` to the file at `path`, as [`save_session`] does.
///
/// # Errors
///
/// When it cannot be read or written; it is then unchanged.
pub(super) fn save_bookmarks(path: &Path, snapshot: &BookmarkSnapshot) -> io::Result<()> {
    change_session(path, |memory| snapshot.merge_into(memory))
        .map_err(|error| io::Error::other(format!("{}: {error}", printable(path))))
}

/// Changes the memory in the file at `path`.
fn change_session(path: &Path, change: impl Fn(&mut Session)) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        disk::create_private_folder(folder)?;
    }
    let _alone = FolderLock::acquire_beside(path)?;
    for _ in 0..TRIES {
        let known = match disk::read::bytes(path, disk::read::MAX_LIST_SIZE) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let mut memory = parse(known.as_deref().unwrap_or_default()).map_err(io::Error::other)?;
        change(&mut memory);
        if disk::write_if_unchanged(path, known.as_deref(), FileAccess::Owner, |out| {
            crate::json::write_json(out, &memory)
        })? {
            return Ok(());
        }
    }
    Err(io::Error::other("another program keeps changing it"))
}

/// Writes `bytes` to `file`, completely or not at all.
pub(super) fn write(file: &ExportFile, bytes: &[u8]) -> ExportOutcome {
    let existing = if file.replace { IfExists::Replace } else { IfExists::Keep };
    let path = full_path(&file.path, disk::home_folder().as_deref());
    match disk::write_atomic(&path, existing, FileAccess::Default, |out| out.write_all(bytes)) {
        Ok(()) => ExportOutcome::Complete(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            ExportOutcome::AlreadyExists(path)
        }
        Err(error) => ExportOutcome::Failed(error.to_string()),
    }
}

/// Returns the place that `path` names, from the root; `~` is the folder `home`, as in a shell.
fn full_path(path: &Path, home: Option<&Path>) -> PathBuf {
    let expanded = disk::expand_home(path, home);
    std::path::absolute(&expanded).unwrap_or(expanded)
}

/// Returns the screen as a picture, without overlays.
pub(super) fn screen_svg(state: &AppState) -> String {
    let (width, height) = state.size;
    let mut drawn = Buffer::empty(Rect::new(0, 0, width, height));
    view(state, state.theme(), &mut drawn);
    svg::svg(&drawn, &SvgPalette::of(state.theme()), &state.command())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_folder_and_nothing_else_is_changed() {
        let home = Some(Path::new("/home/me"));
        for (typed, full) in [
            ("~/lead.md", "/home/me/lead.md"),
            ("~/a/b c.md", "/home/me/a/b c.md"),
            ("/tmp/~/lead.md", "/tmp/~/lead.md"),
            ("/tmp/lead~.md", "/tmp/lead~.md"),
        ] {
            assert_eq!(full_path(Path::new(typed), home), Path::new(full), "{typed}");
        }
        let here = std::env::current_dir().unwrap();
        assert_eq!(full_path(Path::new("lead.md"), home), here.join("lead.md"));
        assert_eq!(full_path(Path::new("~lead.md"), home), here.join("~lead.md"));
        assert_eq!(full_path(Path::new("~/lead.md"), None), here.join("~/lead.md"));
    }
}
