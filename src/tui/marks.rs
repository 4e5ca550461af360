//! The user's own data that several panes show: the marked roles and the skills of the profile.

use super::remap::IdRemap;
use crate::analysis::gap::CurrentSkill;
use crate::model::{Level, RoleId, SkillId};

/// The roles marked for comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoleMarks {
    /// The left side.
    pub a: Option<RoleId>,
    /// The right side.
    pub b: Option<RoleId>,
}

impl RoleMarks {
    /// Creates marks with both `a` and `b`.
    pub fn both(a: RoleId, b: RoleId) -> Self {
        Self { a: Some(a), b: Some(b) }
    }

    /// Returns A and B, if both are marked.
    pub fn pair(self) -> Option<(RoleId, RoleId)> {
        self.a.zip(self.b)
    }

    /// Returns the marked roles, A first.
    pub fn roles(self) -> Vec<RoleId> {
        self.a.into_iter().chain(self.b).collect()
    }

    /// Returns the same roles of another catalog. There is no B without an A: it becomes A.
    #[must_use]
    pub fn remap(self, map: &IdRemap<'_>) -> Self {
        let mut remapped = map.roles(&self.roles()).into_iter();
        Self { a: remapped.next(), b: remapped.next() }
    }
}

/// The user's skills, from their saved profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserSkills {
    /// The skills of the catalog that it lists, by id.
    pub skills: Vec<CurrentSkill>,
    /// Whether it was read.
    pub is_read: bool,
    /// The reason why it cannot be read or written, if so.
    pub fault: Option<String>,
}

impl UserSkills {
    /// Returns whether the user has `skill`, and at which level.
    #[allow(
        clippy::option_option,
        reason = "a level that nobody states is not a skill that one lacks"
    )]
    pub fn level(&self, skill: SkillId) -> Option<Option<Level>> {
        self.skills
            .binary_search_by_key(&skill, |have| have.skill)
            .ok()
            .map(|at| self.skills[at].level)
    }

    /// Whether a level of `skill` is stated that is not recognised.
    pub fn is_unclear(&self, skill: SkillId) -> bool {
        self.skills
            .binary_search_by_key(&skill, |have| have.skill)
            .is_ok_and(|at| self.skills[at].unclear)
    }

    /// Sets the level of `skill`, or removes it.
    #[allow(clippy::option_option, reason = "see `level`")]
    pub fn set(&mut self, skill: SkillId, level: Option<Option<Level>>) {
        let at = self.skills.binary_search_by_key(&skill, |have| have.skill);
        match (at, level) {
            (Ok(at), Some(level)) => {
                (self.skills[at].level, self.skills[at].unclear) = (level, false);
            }
            (Ok(at), None) => drop(self.skills.remove(at)),
            (Err(at), Some(level)) => {
                self.skills.insert(at, CurrentSkill { skill, level, unclear: false });
            }
            (Err(_), None) => {}
        }
    }
}
