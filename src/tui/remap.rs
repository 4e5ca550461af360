//! From the ids of one catalog to those of another: what is the same by the names that packs give
//! stays the same.
//!
//! When packs are read again everything that the state holds by id goes through a [`Remap`]:
//! whatever holds a [`RoleId`], a [`SkillId`] or a [`ThemeId`] has a method `remap`, called by
//! `update`.

use crate::model::{Catalog, RoleId, SkillId, ThemeId};
use crate::search::{Hit, Item};

/// From the ids of an old catalog to those of a new one.
#[derive(Debug, Clone, Copy)]
pub struct Remap<'a> {
    /// The catalog that ids are of.
    pub old: &'a Catalog,
    /// The catalog that they are to be of.
    pub new: &'a Catalog,
}

impl Remap<'_> {
    /// The role of the same id, if there still is one.
    pub fn role(&self, role: RoleId) -> Option<RoleId> {
        self.new.role_by_id(&self.old.role(role).id)
    }

    /// Those of `roles` that there still are.
    pub fn roles(&self, roles: &[RoleId]) -> Vec<RoleId> {
        roles.iter().filter_map(|role| self.role(*role)).collect()
    }

    /// Two roles, if there still are both.
    pub fn pair(&self, (left, right): (RoleId, RoleId)) -> Option<(RoleId, RoleId)> {
        Some((self.role(left)?, self.role(right)?))
    }

    /// The skill of the same id, if there still is one.
    pub fn skill(&self, skill: SkillId) -> Option<SkillId> {
        self.new.skill_by_id(&self.old.skill(skill).id)
    }

    /// The theme of the same id, if there still is one.
    pub fn theme(&self, theme: ThemeId) -> Option<ThemeId> {
        let id = &self.old.theme(theme).id;
        self.new.themes().iter().position(|theme| theme.id == *id).map(ThemeId::from_index)
    }

    /// What can be found, if it still is there.
    pub fn item(&self, item: Item) -> Option<Item> {
        Some(match item {
            Item::Skill(skill) => Item::Skill(self.skill(skill)?),
            Item::Role(role) => Item::Role(self.role(role)?),
            Item::Responsibility(role, at) => {
                let role = self.role(role)?;
                let there = (at as usize) < self.new.role(role).responsibilities.len();
                there.then_some(Item::Responsibility(role, at))?
            }
        })
    }

    /// What was found, if it still is there. Why it was found may have changed: who wants to know
    /// searches again.
    pub fn hit(&self, hit: Hit) -> Option<Hit> {
        Some(Hit { item: self.item(hit.item)?, ..hit })
    }
}

/// The places of a list of `len` in the order in which they stand in for the one at `at`: itself,
/// those behind it, those before it, each nearest first.
pub fn nearest(at: usize, len: usize) -> impl Iterator<Item = usize> {
    (at.min(len)..len).chain((0..at.min(len)).rev())
}
