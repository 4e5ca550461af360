//! Maps the ids of one catalog to those of another: entries with the same id in their packs stay
//! the same.
//!
//! When packs are reloaded, everything that the state holds by id goes through a [`IdRemap`]: each
//! type that holds a [`RoleId`], a [`SkillId`] or a [`ThemeId`] has a method `remap`, called by
//! `update`.

use std::sync::Arc;

use crate::analysis::diff::Differ;
use crate::analysis::gap::CurrentSkill;
use crate::analysis::path::PathQuestion;
use crate::model::{Catalog, RoleId, SkillId, ThemeId};
use crate::question::{CompareQuestion, GapQuestion, MatrixRoles, Question, SkillOrigin};
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
    pub(crate) fn item(&self, item: SearchItem) -> Option<SearchItem> {
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

    /// Returns the same question, if all that it is about still exists. A matrix may lose roles, but
    /// not all; a family that is gone is replaced by its roles.
    pub fn question(&self, question: &Question) -> Option<Question> {
        Some(match question {
            Question::List(_) | Question::Search { .. } => question.clone(),
            Question::Role { role, scope } => {
                Question::Role { role: self.role(*role)?, scope: *scope }
            }
            Question::Skill(skill) => Question::Skill(self.skill(*skill)?),
            Question::Related { role, limit } => {
                Question::Related { role: self.role(*role)?, limit: *limit }
            }
            Question::Compare(asked) => {
                let (left, right) = self.pair((asked.left, asked.right))?;
                Question::Compare(CompareQuestion { left, right, ..*asked })
            }
            Question::Path(asked) => {
                let (from, to) = self.pair((asked.from, asked.to))?;
                Question::Path(PathQuestion { from, to, ..asked.clone() })
            }
            Question::Gap(asked) => {
                let targets = asked.targets.iter().map(|role| self.role(*role));
                Question::Gap(GapQuestion {
                    start: self.skill_origin(&asked.start)?,
                    targets: targets.collect::<Option<_>>()?,
                    show_all: asked.show_all,
                })
            }
            Question::Matrix { roles, options } => {
                Question::Matrix { roles: self.matrix_roles(roles)?, options: *options }
            }
        })
    }

    fn skill_origin(&self, origin: &SkillOrigin) -> Option<SkillOrigin> {
        Some(match origin {
            SkillOrigin::Role(role) => SkillOrigin::Role(self.role(*role)?),
            SkillOrigin::SavedProfile | SkillOrigin::File(_) => origin.clone(),
            SkillOrigin::Named(skills) => {
                let skills = skills.iter().filter_map(|have| {
                    self.skill(have.skill).map(|skill| CurrentSkill { skill, ..*have })
                });
                SkillOrigin::Named(skills.collect())
            }
        })
    }

    fn matrix_roles(&self, roles: &MatrixRoles) -> Option<MatrixRoles> {
        let before = match roles {
            MatrixRoles::Roles(roles) => roles.as_slice(),
            MatrixRoles::Family(name) => {
                if self.new.families().any(|(other, _)| other == name) {
                    return Some(roles.clone());
                }
                self.old
                    .families()
                    .find(|(other, _)| other == name)
                    .map_or(&[][..], |(_, roles)| roles)
            }
        };
        let after = self.roles(before);
        (!after.is_empty() || before.is_empty()).then_some(MatrixRoles::Roles(after))
    }

    /// Returns the same hit, if it still exists. The reason for the match may have changed: search
    /// again to update it.
    pub fn hit(&self, hit: Hit) -> Option<Hit> {
        Some(Hit { item: self.item(hit.item)?, ..hit })
    }
}

/// Returns the positions of a list of `len` in the order in which they replace the one at `at`:
/// itself, those after it, those before it, each closest first.
pub(crate) fn by_distance(at: usize, len: usize) -> impl Iterator<Item = usize> {
    (at.min(len)..len).chain((0..at.min(len)).rev())
}
