//! What takes longer than a frame and is done elsewhere: relations of roles, ways between them, the user's profile.

pub(super) mod editor;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::analysis::gap::Have;
use crate::analysis::path::{Answer, path};
use crate::analysis::related::Relations;
use crate::cache::Kept as Cached;
use crate::disk::{self, Existing, Readers};
use crate::model::{Catalog, RoleId};
use crate::profile::{self, Error, Kept, resolve};
use crate::search::SkillNames;

use super::carry::{File, Written};
use super::effect::{Edit, Standing, Ways};
use super::memory::{Memory, Set};
use super::pane::path::question;
use super::picture;
use super::state::State;
use super::view::view;

/// What the roles of a catalog have in common, made by the first who asks.
pub(super) struct Kin {
    catalog: Arc<Catalog>,
    kept: Option<Cached>,
    relations: OnceLock<Relations>,
}

impl Kin {
    /// Of the roles of `catalog`, which lies in the cache as `kept`.
    pub(super) fn new(catalog: Arc<Catalog>, kept: Option<Cached>) -> Self {
        Self { catalog, kept, relations: OnceLock::new() }
    }

    /// Waits until they are there.
    pub(super) fn relations(&self) -> &Relations {
        self.relations.get_or_init(|| {
            let kept = self.kept.as_ref().and_then(Cached::relations);
            kept.unwrap_or_else(|| Relations::new(&self.catalog))
        })
    }

    /// Whether nobody has to wait for them any more.
    pub(super) fn is_ready(&self) -> bool {
        self.relations.get().is_some()
    }

    /// The roles nearest to `role`, nearest first.
    pub(super) fn near(&self, role: RoleId) -> Vec<RoleId> {
        let mut near: Vec<(f64, RoleId)> =
            self.relations().likeness(role).into_iter().zip(self.catalog.role_ids()).collect();
        near.retain(|(likeness, _)| *likeness > 0.0);
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.into_iter().map(|(_, role)| role).take(NEAR).collect()
    }

    /// Finds the ways that are asked for.
    pub(super) fn ways(&self, ways: Ways) -> Answer {
        path(&self.catalog, &question(ways.from, ways.to), |role| self.relations().likeness(role))
    }
}

/// So many roles are near enough to be offered.
const NEAR: usize = 20;

/// What the file at `path` remembers. Nothing in it is worth a complaint.
pub(super) fn recall(path: &Path) -> Memory {
    std::fs::read_to_string(path).map(|text| Memory::parse(&text)).unwrap_or_default()
}

/// Has the file at `path` remember `state`, upon what stands there now: another one may have left since.
///
/// # Errors
///
/// When it cannot be written; it is as it was then.
pub(super) fn remember(path: &Path, state: &State, set: &Set) -> io::Result<()> {
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
    picture::svg(&drawn, &picture::DARK, &state.command())
}

/// Writers that get in each other's way this often do so on purpose.
const TRIES: usize = 8;

/// A thread that reads the profile at `path` and changes it as told. `deliver` is called on it with what then stands in
/// the profile, or why that cannot be told. It ends, with everything written, when the sender is dropped.
///
/// # Errors
///
/// When the system refuses another thread.
pub(super) fn keep_profile(
    path: PathBuf,
    catalog: Arc<Catalog>,
    deliver: impl Fn(Result<Vec<Have>, String>) + Send + 'static,
) -> io::Result<(Sender<Edit>, JoinHandle<()>)> {
    let (edits, inbox) = channel::<Edit>();
    let thread = std::thread::Builder::new().name("profile".to_string()).spawn(move || {
        let names = SkillNames::new(&catalog);
        let have = |kept: &Kept| resolve(&catalog, &names, &kept.profile).have();
        match Kept::open(&path) {
            // Nobody who keeps no profile needs to hear of it.
            Ok(kept) if !kept.exists() => {}
            opened => deliver(opened.map(|kept| have(&kept)).map_err(|error| told(&error))),
        }
        for edit in inbox {
            let id = &catalog.skill(edit.skill).id;
            deliver(change(&path, id, &edit.to).map(|kept| have(&kept)).map_err(|error| told(&error)));
        }
    })?;
    Ok((edits, thread))
}

/// Makes one change in the file, upon whatever stands there now.
fn change(path: &Path, skill: &str, to: &Standing) -> Result<Kept, Error> {
    let mut tries = 0;
    loop {
        let mut kept = Kept::open(path)?;
        match to {
            Standing::Absent => drop(kept.profile.remove(skill)),
            Standing::At(level) => kept.profile.set(skill, level.as_deref()),
        }
        match kept.save() {
            Err(Error::Changed { .. }) if tries < TRIES => tries += 1,
            Err(error) => return Err(error),
            Ok(()) => return Ok(kept),
        }
    }
}

/// A fault of the profile on one line.
fn told(error: &profile::Error) -> String {
    let text = match error {
        Error::Faults(faults) => match faults.first() {
            Some(fault) => format!("{}:{}:{} {}: mend it first", fault.file, fault.line, fault.column, fault.message),
            None => error.to_string(),
        },
        error => error.to_string(),
    };
    crate::model::text::visible_line(&text)
}
