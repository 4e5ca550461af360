//! Files of the explorer: what it remembers, and what is carried out into one.

use std::io::{self, Write};
use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::disk::{self, Existing, Readers};
use crate::tui::carry::{File, Written};
use crate::tui::memory::{Memory, Set};
use crate::tui::picture::{self, Palette};
use crate::tui::state::State;
use crate::tui::view::view;

/// What the file at `path` remembers. Nothing in it is worth a complaint.
pub(in crate::tui) fn recall(path: &Path) -> Memory {
    std::fs::read_to_string(path).map(|text| Memory::parse(&text)).unwrap_or_default()
}

/// Has the file at `path` remember `state`, upon what stands there now: another one may have left since.
///
/// # Errors
///
/// When it cannot be written; it is as it was then.
pub(in crate::tui) fn remember(path: &Path, state: &State, set: &Set) -> io::Result<()> {
    let mut memory = recall(path);
    state.remember(&mut memory, set);
    if let Some(folder) = path.parent() {
        disk::own_folder(folder)?;
    }
    disk::write_whole(path, Existing::Replace, Readers::Owner, |out| {
        serde_json::to_writer_pretty(&mut *out, &memory)?;
        out.write_all(b"\n")
    })
}

/// Writes `bytes` into `file`, whole or not at all.
pub(super) fn write(file: &File, bytes: &[u8]) -> Written {
    let existing = if file.replace { Existing::Replace } else { Existing::Keep };
    match disk::write_whole(&file.path, existing, Readers::Usual, |out| out.write_all(bytes)) {
        Ok(()) => Written::Whole,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Written::There,
        Err(error) => Written::Failed(error.to_string()),
    }
}

/// The screen as a picture, without what lies on top of it.
pub(super) fn picture(state: &State) -> String {
    let (width, height) = state.size;
    let mut drawn = Buffer::empty(Rect::new(0, 0, width, height));
    view(state, state.theme(), &mut drawn);
    picture::svg(&drawn, Palette::of(state.theme()), &state.command())
}
