//! Files of the explorer: its memory, and exports.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::disk::{self, Existing, Lock, Readers};
use crate::tui::carry::{File, Written};
use crate::tui::memory::{Memory, Set, Unreadable};
use crate::tui::picture::{self, Palette};
use crate::tui::state::State;
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
pub(in crate::tui) fn recall(path: &Path) -> Result<Memory, (Box<Memory>, String)> {
    let bytes = match disk::read::bytes(path, disk::read::LARGEST_LIST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Memory::default()),
        Err(error) => return Err((Box::default(), error.to_string())),
    };
    parse(&bytes).map_err(|error| match error {
        Unreadable::Newer => (Box::default(), error.to_string()),
        Unreadable::Damaged => {
            (Box::new(Memory::salvage(&String::from_utf8_lossy(&bytes))), error.to_string())
        }
    })
}

fn parse(bytes: &[u8]) -> Result<Memory, Unreadable> {
    std::str::from_utf8(bytes).map_err(|_| Unreadable::Damaged).and_then(Memory::parse)
}

/// Saves `state`, which began with `before`, to the file at `path`, on top of its current contents:
/// another run may have quit since. A link stays a link: its target is written.
///
/// # Errors
///
/// When it cannot be read or written; it is then unchanged.
pub(in crate::tui) fn remember(
    path: &Path,
    state: &State,
    before: &Memory,
    set: &Set,
) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        disk::own_folder(folder)?;
    }
    let _alone = Lock::beside(path)?;
    for _ in 0..TRIES {
        let known = match disk::read::bytes(path, disk::read::LARGEST_LIST) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let mut memory = parse(known.as_deref().unwrap_or_default()).map_err(io::Error::other)?;
        state.remember(&mut memory, before, set);
        let write = |out: &mut BufWriter<&std::fs::File>| crate::json::write_json(out, &memory);
        if disk::write_over(path, known.as_deref(), Readers::Owner, write)? {
            return Ok(());
        }
    }
    Err(io::Error::other("another program keeps changing it"))
}

/// Writes `bytes` to `file`, completely or not at all.
pub(super) fn write(file: &File, bytes: &[u8]) -> Written {
    let existing = if file.replace { Existing::Replace } else { Existing::Keep };
    match disk::write_whole(&file.path, existing, Readers::Usual, |out| out.write_all(bytes)) {
        Ok(()) => Written::Whole,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Written::There,
        Err(error) => Written::Failed(error.to_string()),
    }
}

/// Returns the screen as a picture, without overlays.
pub(super) fn picture(state: &State) -> String {
    let (width, height) = state.size;
    let mut drawn = Buffer::empty(Rect::new(0, 0, width, height));
    view(state, state.theme(), &mut drawn);
    picture::svg(&drawn, Palette::of(state.theme()), &state.command())
}
