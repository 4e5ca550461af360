//! What the explorer remembers from one run to the next, as plain values: [`State::remember`] says it, [`State::recall`]
//! takes it up. Ids are strings, as packs change between runs; what is not there any more is passed over.
//!
//! Marks are not among it: a mark that somebody has forgotten would make the next one mean something else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state::State;
use crate::analysis::facets::Order;
use crate::model::RoleId;

/// The version that is written and read.
pub const VERSION: u32 = 1;

/// What is remembered. Fields that there are not are as in a first run, so that older files stay good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// [`VERSION`]; another one is not read.
    pub version: u32,
    /// The theme worn last, and the one that was set: it holds until another one is set.
    pub theme: Option<(String, String)>,
    /// Whether the mouse was ours last, and whether it was set to be.
    pub mouse: Option<(bool, bool)>,
    /// By how many columns the list is wider than usual.
    pub split: i16,
    /// By how many cells the rule between two roles side by side is right of the middle.
    pub lean: i16,
    /// What was searched for, latest first.
    pub queries: Vec<String>,
    /// By the ids of the packs that were open: where one was in them.
    pub packs: BTreeMap<String, Spot>,
}

/// Where one was in some packs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Spot {
    /// The role that was selected last.
    pub role: Option<String>,
    /// Roles with a bookmark.
    pub bookmarks: Vec<String>,
    /// Families that were folded.
    pub folded: Vec<String>,
    /// The order of the roles, where it was not the usual one.
    pub order: Option<Order>,
    /// Whether they stood in one list.
    pub flat: bool,
}

/// What was set before anything was recalled. What is changed in a run holds until something else is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set {
    /// The theme; `None` where it is of this run alone: nothing is recalled of themes then, and nothing forgotten.
    pub theme: Option<String>,
    /// Whether the mouse is ours.
    pub mouse: bool,
}

impl Memory {
    /// What `text` remembers; nothing where it is none of ours, or of another version.
    pub fn parse(text: &str) -> Self {
        serde_json::from_str(text).ok().filter(|memory: &Self| memory.version == VERSION).unwrap_or_default()
    }
}

/// What tells one set of packs from another.
fn packs(state: &State) -> String {
    let ids: Vec<&str> = state.catalog.packs().iter().map(|pack| pack.id.as_str()).collect();
    ids.join(" ")
}

impl State {
    /// Adds what is to be remembered of this run to `memory`.
    pub fn remember(&self, memory: &mut Memory, set: &Set) {
        memory.version = VERSION;
        if let Some(theme) = &set.theme {
            let worn = &self.theme().name;
            memory.theme = (worn != theme).then(|| (worn.clone(), theme.clone()));
        }
        memory.mouse = (self.mouse != set.mouse).then_some((self.mouse, set.mouse));
        (memory.split, memory.lean) = (self.split, self.compare.lean);
        memory.queries.clone_from(&self.queries);
        if self.catalog.roles().is_empty() {
            return;
        }
        let id = |role: RoleId| self.catalog.role(role).id.clone();
        let spot = Spot {
            role: self.roles.selected().map(id),
            bookmarks: self.bookmarks.iter().copied().map(id).collect(),
            folded: self.roles.folded().map(str::to_string).collect(),
            order: Some(self.roles.order).filter(|order| *order != Order::Family),
            flat: self.roles.flat,
        };
        memory.packs.insert(packs(self), spot);
    }

    /// Takes up what is remembered, before the first key.
    pub fn recall(&mut self, memory: &Memory, set: &Set) {
        if let Some((worn, _)) = memory.theme.as_ref().filter(|(_, of)| Some(of) == set.theme.as_ref()) {
            self.wear(worn);
        }
        if let Some((ours, _)) = memory.mouse.filter(|(_, of)| *of == set.mouse) {
            self.mouse = ours;
        }
        (self.split, self.compare.lean) = (memory.split, memory.lean);
        self.queries.clone_from(&memory.queries);
        let Some(spot) = memory.packs.get(&packs(self)) else { return };
        let role = |id: &String| self.catalog.role_by_id(id);
        self.bookmarks = spot.bookmarks.iter().filter_map(role).collect();
        let last = spot.role.as_ref().and_then(role);
        self.roles.set_folded(spot.folded.iter().cloned());
        self.roles.arrange(&self.catalog, spot.order.unwrap_or(Order::Family), spot.flat);
        if let Some(last) = last {
            self.roles.select(&self.catalog, last);
        } else {
            self.roles.select_first();
        }
        super::update::settle(self);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_theme_of_one_run_neither_changes_what_is_kept_nor_takes_it() {
        let state = |theme: &str| {
            let mut state = State::new(Arc::default(), (80, 24));
            state.wear(theme);
            state
        };
        let kept = || Set { theme: Some("terminal".to_string()), mouse: true };
        let once = || Set { theme: None, mouse: true };
        let mut memory = Memory::default();
        state("dark").remember(&mut memory, &kept());
        assert_eq!(memory.theme, Some(("dark".to_string(), "terminal".to_string())));
        // A run without colour, or with a theme by flag: whatever is worn at its end.
        for worn in ["mono", "terminal", "light"] {
            state(worn).remember(&mut memory, &once());
            let mut next = state("mono");
            next.recall(&memory, &once());
            assert_eq!(next.theme().name, "mono");
        }
        let mut next = state("terminal");
        next.recall(&memory, &kept());
        assert_eq!(next.theme().name, "dark");
        // One that goes back to what is set wears that from then on.
        state("terminal").remember(&mut memory, &kept());
        assert_eq!(memory.theme, None);
    }

    #[test]
    fn what_is_none_of_ours_is_a_first_run() {
        for text in ["", "{", "[]", "{\"version\": 99, \"split\": 3}", "{\"version\": \"x\"}", "{\"split\": 3}"] {
            assert_eq!(Memory::parse(text), Memory::default(), "{text}");
        }
        // What a later version adds is passed over.
        assert_eq!(Memory::parse("{\"version\": 1, \"split\": 3, \"more\": []}").split, 3);
    }
}
