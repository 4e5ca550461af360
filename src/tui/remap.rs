//! Maps the ids of one catalog to those of another: entries with the same id in their packs stay
//! the same.
//!
//! When packs are reloaded, everything that the state holds by id goes through a [`IdRemap`]: each
//! type that holds a [`RoleId`], a [`SkillId`] or a [`ThemeId`] has a method `remap`, called by
//! `update`.

use std::sync::Arc;

use crate::analysis::diff::Differ;
use crate::model::{Catalog, RoleId, SkillId, ThemeId};
use crate::search::{Hit, SearchItem};

/// Maps the ids of an old catalog to those of a new one.
#[derive(Debug, Clone, Copy)]
pub struct IdRemap<'a> {
    /// The catalog that the ids belong to.
    pub old: &'a Catalog,
    /// The catalog to map the ids to.
    pub new: &'a Catalog,
    /// The differ of the new catalog.
    pub differ: &'a Arc<Differ>,
}

impl IdRemap<'_> {
    /// Returns the role with the same id, if it still exists.
    pub fn role(&self, role: RoleId) -> Option<RoleId> {
        self.new.role_by_id(&self.old.role(role).id)
    }

    /// Returns those of `roles` that still exist.
    pub fn roles(&self, roles: &[RoleId]) -> Vec<RoleId> {
        roles.iter().filter_map(|role| self.role(*role)).collect()
    }

    /// Returns the two roles, if both still exist.
    pub fn pair(&self, (left, right): (RoleId, RoleId)) -> Option<(RoleId, RoleId)> {
        Some((self.role(left)?, self.role(right)?))
    }

    /// Returns the skill with the same id, if it still exists.
    pub fn skill(&self, skill: SkillId) -> Option<SkillId> {
        self.new.skill_by_id(&self.old.skill(skill).id)
    }

    /// Returns the theme with the same id, if it still exists.
    pub fn theme(&self, theme: ThemeId) -> Option<ThemeId> {
        let id = &self.old.theme(theme).id;
        self.new.themes().iter().position(|theme| theme.id == *id).map(ThemeId::from_index)
    }

    /// Returns the same item, if it still exists.
    pub fn item(&self, item: SearchItem) -> Option<SearchItem> {
        Some(match item {
            SearchItem::Skill(skill) => SearchItem::Skill(self.skill(skill)?),
            SearchItem::Role(role) => SearchItem::Role(self.role(role)?),
            SearchItem::Responsibility(role, at) => {
                let role = self.role(role)?;
                let there = (at as usize) < self.new.role(role).responsibilities.len();
                there.then_some(SearchItem::Responsibility(role, at))?
            }
        })
    }

    /// Returns the same hit, if it still exists. The reason for the match may have changed: search
    /// again to update it.
    pub fn hit(&self, hit: Hit) -> Option<Hit> {
        Some(Hit { item: self.item(hit.item)?, ..hit })
    }
}

/// Returns the positions of a list of `len` in the order in which they replace the one at `at`:
/// itself, those after it, those before it, each closest first.
pub fn by_distance(at: usize, len: usize) -> impl Iterator<Item = usize> {
    (at.min(len)..len).chain((0..at.min(len)).rev())
}
