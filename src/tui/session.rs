//! The explorer's memory from one run to the next, as plain values: [`AppState::save_session`] writes it,
//! [`AppState::restore_session`] restores it. Ids are strings, as packs change between runs; those that no
//! longer exist are skipped.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::state::{AppState, QUERIES, RoleMarks};
use crate::analysis::facets::RoleOrder;

/// The format version that is written and read.
pub(crate) const VERSION: u32 = 1;

/// The explorer's saved state. Missing fields have the defaults of a first run, so that older files
/// stay valid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// `VERSION`; files of other versions are not read.
    pub version: u32,
    /// The theme used last, and the configured one: the last theme applies until another one is
    /// configured.
    pub theme: Option<(String, String)>,
    /// Whether the mouse was captured last, and whether it was configured to be.
    pub mouse: Option<(bool, bool)>,
    /// Number of columns by which the list is wider than usual.
    pub split: i16,
    /// Offset of the column divider between two compared roles from the centre, in cells.
    pub lean: i16,
    /// Past queries, latest first.
    pub queries: Vec<String>,
    /// Whether a role was ever marked or two were compared: until then, a tip says how.
    pub compared: bool,
    /// The saved positions, by the ids of the open packs.
    pub packs: BTreeMap<String, SavedPosition>,
    /// Fields unknown to this version; they are kept.
    #[serde(flatten)]
    pub unknown: BTreeMap<String, Value>,
}

/// The saved position in a set of packs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedPosition {
    /// The role that was selected last.
    pub role: Option<String>,
    /// Roles with a bookmark.
    pub bookmarks: Vec<String>,
    /// Marked roles, A first.
    pub marks: Vec<String>,
    /// Families that were folded.
    pub folded: Vec<String>,
    /// The order of the roles, if not the usual one.
    pub order: Option<RoleOrder>,
    /// Whether they were shown in a flat list.
    pub flat: bool,
    /// Fields unknown to this version; they are kept.
    #[serde(flatten)]
    pub unknown: BTreeMap<String, Value>,
}

impl SavedPosition {
    /// Applies bookmarks added (true) and removed, by the ids of their roles. Others are kept,
    /// including those on roles that the packs lack today.
    fn change_bookmarks(&mut self, changes: &[(String, bool)]) {
        for (role, added) in changes {
            match (added, self.bookmarks.contains(role)) {
                (true, false) => self.bookmarks.push(role.clone()),
                (false, true) => self.bookmarks.retain(|other| other != role),
                _ => {}
            }
        }
    }
}

/// The settings before the memory was restored. A change made in a run applies until the setting
/// changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InitialSettings {
    /// The theme; `None` if it is for this run only: then no theme is restored, and none is
    /// forgotten.
    pub theme: Option<String>,
    /// Whether the mouse is captured.
    pub mouse: bool,
}

/// The reason why a file cannot be read as a memory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// A later version wrote the file.
    #[error("it was written by a newer roledex")]
    Newer,
    /// The file is something else, or incomplete.
    #[error("it is damaged")]
    Damaged,
}

impl Session {
    /// Parses `text`; an empty text is an empty memory.
    ///
    /// # Errors
    ///
    /// When it is not a memory file, or has another version.
    pub fn parse(text: &str) -> Result<Self, SessionError> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let value: Value = serde_json::from_str(text).map_err(|_| SessionError::Damaged)?;
        if value
            .get("version")
            .and_then(Value::as_u64)
            .is_some_and(|version| version > u64::from(VERSION))
        {
            return Err(SessionError::Newer);
        }
        let memory: Self = serde_json::from_value(value).map_err(|_| SessionError::Damaged)?;
        if memory.version == VERSION { Ok(memory) } else { Err(SessionError::Damaged) }
    }
}

impl Session {
    /// Returns the valid part of a `text` that is [damaged](SessionError::Damaged), field by field;
    /// the rest of it is lost, so the file must not be overwritten.
    pub(crate) fn salvage(text: &str) -> Self {
        let mut memory = Self::default();
        let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(text) else { return memory };
        if fields.get("version").and_then(Value::as_u64) != Some(u64::from(VERSION)) {
            return memory;
        }
        for (name, value) in fields {
            if let ("packs", Value::Object(packs)) = (name.as_str(), &value) {
                for (id, position) in packs {
                    if let Ok(position) = serde_json::from_value(position.clone()) {
                        memory.packs.insert(id.clone(), position);
                    }
                }
                continue;
            }
            let Some(read) = Self::with_field(&name, &value) else { continue };
            match name.as_str() {
                "version" => memory.version = read.version,
                "theme" => memory.theme = read.theme,
                "mouse" => memory.mouse = read.mouse,
                "split" => memory.split = read.split,
                "lean" => memory.lean = read.lean,
                "queries" => memory.queries = read.queries,
                "compared" => memory.compared = read.compared,
                _ => memory.unknown.extend(read.unknown),
            }
        }
        memory
    }

    /// Reads a single field, as if there were no others.
    fn with_field(name: &str, value: &Value) -> Option<Self> {
        serde_json::from_value(serde_json::json!({ name: value })).ok()
    }
}

/// Replaces `theirs` with `mine` if it differs from `before`: another run may have changed what
/// this run did not.
fn merge<T: PartialEq>(theirs: &mut T, before: &T, mine: T) {
    if mine != *before {
        *theirs = mine;
    }
}

/// Returns the queries in `theirs`, with those that turned `before` into `mine` on top, latest
/// first.
fn merge_queries(theirs: &[String], before: &[String], mine: &[String]) -> Vec<String> {
    // A query moves to the front and the others keep their order, so the new ones are those in
    // front of the remaining old ones.
    let new = (0..mine.len()).find(|new| {
        let mut old = before.iter().filter(|query| !mine[..*new].contains(query));
        mine[*new..].iter().all(|mine| old.next() == Some(mine))
    });
    let new = &mine[..new.unwrap_or(mine.len())];
    let others = theirs.iter().filter(|query| !new.contains(query));
    new.iter().chain(others).take(QUERIES).cloned().collect()
}

/// The bookmarks of a run, as they are saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookmarkSnapshot {
    /// The key of the open packs.
    key: String,
    /// Whether the packs were not in the memory when the run began.
    is_first: bool,
    /// The roles with a bookmark, by their ids.
    bookmarks: Vec<String>,
    /// Bookmarks added (true) and removed that are not saved yet, by the ids of their roles.
    pub changes: Vec<(String, bool)>,
}

impl BookmarkSnapshot {
    /// Merges the bookmarks into `memory`, which is the current content of the file.
    pub(crate) fn merge_into(&self, memory: &mut Session) {
        memory.version = VERSION;
        let first = self.is_first && !memory.packs.contains_key(&self.key);
        let spot = memory.packs.entry(self.key.clone()).or_default();
        if first {
            spot.bookmarks.clone_from(&self.bookmarks);
        }
        spot.change_bookmarks(&self.changes);
    }
}

/// Returns the key that identifies a set of packs.
fn packs(state: &AppState) -> String {
    let ids: Vec<&str> = state.catalog.packs().iter().map(|pack| pack.id.as_str()).collect();
    ids.join(" ")
}

impl AppState {
    /// Merges the state of this run into `memory`, which is the current content of the file.
    /// `before` is its content when this run began: another run may have written it since.
    ///
    /// What this run did not change stays as the other run left it. Bookmarks and queries are
    /// merged one by one. If two runs change the same setting, or have two places in the same
    /// packs, the one that quits last wins.
    pub fn save_session(&self, memory: &mut Session, before: &Session, set: &InitialSettings) {
        memory.version = VERSION;
        if let Some(theme) = &set.theme {
            let worn = &self.theme().name;
            let mine = (worn != theme).then(|| (worn.clone(), theme.clone()));
            merge(&mut memory.theme, &before.theme, mine);
        }
        merge(
            &mut memory.mouse,
            &before.mouse,
            (self.mouse != set.mouse).then_some((self.mouse, set.mouse)),
        );
        merge(&mut memory.split, &before.split, self.split);
        merge(&mut memory.lean, &before.lean, self.compare.divider_offset);
        memory.queries = merge_queries(&memory.queries, &before.queries, &self.queries);
        memory.compared |= self.has_compared;
        if self.catalog.roles().is_empty() {
            return;
        }
        let key = packs(self);
        self.bookmark_snapshot(before).merge_into(memory);
        let no_spot = SavedPosition::default();
        let before = before.packs.get(&key).unwrap_or(&no_spot);
        let spot = memory.packs.entry(key).or_default();
        let last = self.roles.selected();
        // A role that was read from a text is gone with this run: the place before it stays.
        if last.is_none_or(|role| self.catalog.read_from(role).is_none()) {
            spot.role = last.map(|role| self.catalog.role(role).id.clone());
        }
        merge(&mut spot.marks, &self.saved_ids(self.restored_marks), self.saved_ids(self.marks));
        merge(&mut spot.folded, &before.folded, self.roles.folded().map(str::to_string).collect());
        let order = Some(self.roles.order).filter(|order| *order != RoleOrder::Family);
        merge(&mut spot.order, &before.order, order);
        merge(&mut spot.flat, &before.flat, self.roles.flat);
    }

    /// Returns the ids of marked roles, without those that were read from a text.
    fn saved_ids(&self, marks: RoleMarks) -> Vec<String> {
        let marks = marks.roles().into_iter();
        let marks = marks.filter(|role| self.catalog.read_from(*role).is_none());
        marks.map(|role| self.catalog.role(role).id.clone()).collect()
    }

    /// Returns the bookmarks to be saved, in a run that began with the memory `before`.
    pub(crate) fn bookmark_snapshot(&self, before: &Session) -> BookmarkSnapshot {
        let key = packs(self);
        BookmarkSnapshot {
            is_first: !before.packs.contains_key(&key),
            bookmarks: self
                .bookmarks
                .iter()
                .map(|role| self.catalog.role(*role).id.clone())
                .collect(),
            changes: self.bookmark_changes.clone(),
            key,
        }
    }

    /// Restores the memory, before the first key.
    pub fn restore_session(&mut self, memory: &Session, set: &InitialSettings) {
        if let Some((worn, _)) =
            memory.theme.as_ref().filter(|(_, of)| Some(of) == set.theme.as_ref())
        {
            self.set_theme(worn);
        }
        if let Some((ours, _)) = memory.mouse.filter(|(_, of)| *of == set.mouse) {
            self.mouse = ours;
        }
        (self.split, self.compare.divider_offset) = (memory.split, memory.lean);
        self.queries.clone_from(&memory.queries);
        self.has_compared |= memory.compared;
        let Some(spot) = memory.packs.get(&packs(self)) else { return };
        let bookmarks = spot.bookmarks.iter();
        self.bookmarks = bookmarks.filter_map(|id| self.catalog.role_by_id(id)).collect();
        let marks = spot.marks.iter();
        self.marks = RoleMarks::of(marks.filter_map(|id| self.catalog.role_by_id(id)));
        self.restored_marks = self.marks;
        let last = spot.role.as_ref().and_then(|id| self.catalog.role_by_id(id));
        self.roles.set_folded(spot.folded.iter().cloned());
        self.roles.set_order(&self.catalog, spot.order.unwrap_or(RoleOrder::Family), spot.flat);
        if let Some(last) = last {
            self.roles.select(&self.catalog, last);
        } else {
            self.roles.select_first();
        }
        super::update::relayout(self);
    }
}

#[cfg(test)]
mod tests;
