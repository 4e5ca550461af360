//! Finds in other scopes what a search did not find in its own.

use std::sync::Arc;

use crate::model::SkillId;
use crate::search::{Hits, SearchItem};
use crate::tui::remap::IdRemap;

/// Numbers of hits in the other scopes when the current scope has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ElsewhereCounts {
    /// Skills.
    pub skills: usize,
    /// Roles.
    pub roles: usize,
    /// Responsibilities.
    pub responsibilities: usize,
}

impl ElsewhereCounts {
    /// Returns the number of hits of each kind as text; `None` if there are none.
    pub fn text(&self) -> Option<String> {
        let found = [
            (self.skills, "in skills"),
            (self.roles, "in roles"),
            (self.responsibilities, "in responsibilities"),
        ];
        let told: Vec<String> =
            found.iter().filter(|(n, _)| *n > 0).map(|(n, place)| format!("{n} {place}")).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

/// Maximum number of hits of each kind that are kept: as many as are ever shown at once.
const MAX_SHOWN: usize = 12;

/// The items of other kinds that a search matches which found nothing of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundElsewhere {
    /// How many there are of each kind.
    pub counts: ElsewhereCounts,
    /// The best of each kind, best first.
    items: Arc<[SearchItem]>,
}

impl FoundElsewhere {
    /// Counts the `hits` that contain all words of the query.
    pub fn of(hits: &Hits) -> Self {
        let (mut counts, mut items) = (ElsewhereCounts::default(), Vec::new());
        for hit in hits.hits.iter().filter(|hit| hit.missing == 0) {
            let count = match hit.item {
                SearchItem::Skill(_) => &mut counts.skills,
                SearchItem::Role(_) => &mut counts.roles,
                SearchItem::Responsibility(..) => &mut counts.responsibilities,
            };
            *count += 1;
            if *count <= MAX_SHOWN {
                items.push(hit.item);
            }
        }
        Self { counts, items: items.into() }
    }

    /// Returns the best items, best first.
    pub(crate) fn items(&self) -> &[SearchItem] {
        &self.items
    }

    /// Returns the only skill that matches, if there is exactly one.
    pub(crate) fn only_skill(&self) -> Option<SkillId> {
        let skill = self.items.iter().find_map(|item| match item {
            SearchItem::Skill(skill) => Some(*skill),
            _ => None,
        });
        skill.filter(|_| self.counts.skills == 1)
    }

    /// Returns what opening it does; `None` if there is nothing.
    pub(crate) fn open_hint(&self) -> Option<&'static str> {
        self.counts.text()?;
        Some(if self.only_skill().is_some() { "open it" } else { "show them" })
    }

    /// Returns the same items of another catalog, as far as they still exist.
    #[must_use]
    pub(crate) fn remap(&self, map: &IdRemap<'_>) -> Self {
        let items = self.items.iter().filter_map(|item| map.item(*item)).collect();
        Self { counts: self.counts, items }
    }
}
