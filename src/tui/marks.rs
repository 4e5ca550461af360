//! The user's own data that several panes show: the marked roles and the skills of the profile.

use super::remap::IdRemap;
use crate::analysis::gap::CurrentSkill;
use crate::model::{Level, RoleId, SkillId};

/// Maximum number of marked roles: a wider matrix is unreadable.
pub(crate) const MAX_MARKS: usize = 26;

/// The roles that the user marked, by letter: A and B are the pair that the views of two roles
/// show, and the matrix shows all of them. There is no letter without those before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoleMarks {
    /// The left side.
    pub a: Option<RoleId>,
    /// The right side.
    pub b: Option<RoleId>,
    /// C and the letters after it.
    more: [Option<RoleId>; MAX_MARKS - 2],
}

impl RoleMarks {
    /// Creates marks with both `a` and `b`.
    pub fn both(a: RoleId, b: RoleId) -> Self {
        Self::of([a, b])
    }

    /// Marks `roles` as A, B and so on: each once, and at most `MAX_MARKS` of them.
    pub fn of(roles: impl IntoIterator<Item = RoleId>) -> Self {
        let mut unique: Vec<RoleId> = Vec::new();
        for role in roles {
            if unique.len() < MAX_MARKS && !unique.contains(&role) {
                unique.push(role);
            }
        }
        let mut unique = unique.into_iter();
        let (a, b) = (unique.next(), unique.next());
        Self { a, b, more: std::array::from_fn(|_| unique.next()) }
    }

    /// Returns A and B, if both are marked.
    pub fn pair(self) -> Option<(RoleId, RoleId)> {
        self.a.zip(self.b)
    }

    /// Returns the marked roles, A first.
    pub fn roles(self) -> Vec<RoleId> {
        self.a.into_iter().chain(self.b).chain(self.more.into_iter().flatten()).collect()
    }

    /// Returns the letter of `role`, if it is marked.
    pub fn letter(self, role: RoleId) -> Option<char> {
        let at = self.roles().iter().position(|other| *other == role)?;
        ('A'..='Z').nth(at)
    }

    /// Marks `role` with the next letter, or removes its mark: the letters after it move up. `None`
    /// if all letters are taken.
    pub(crate) fn toggled(self, role: RoleId) -> Option<Self> {
        let mut roles = self.roles();
        match roles.iter().position(|other| *other == role) {
            Some(at) => drop(roles.remove(at)),
            None if roles.len() == MAX_MARKS => return None,
            None => roles.push(role),
        }
        Some(Self::of(roles))
    }

    /// Returns the marks with `a` and `b` as A and B. A role that had another letter changes places
    /// with the one that had this; otherwise it replaces that one. The other letters stay marked.
    #[must_use]
    pub(crate) fn with_pair(self, a: RoleId, b: RoleId) -> Self {
        let mut roles = self.roles();
        for (at, role) in [a, b].into_iter().enumerate() {
            match roles.iter().position(|other| *other == role) {
                Some(before) if before >= at => roles.swap(at, before),
                Some(_) => {}
                None if at < roles.len() => roles[at] = role,
                None => roles.push(role),
            }
        }
        Self::of(roles)
    }

    /// Returns the same roles of another catalog. There is no B without an A: it becomes A.
    #[must_use]
    pub(crate) fn remap(self, map: &IdRemap<'_>) -> Self {
        Self::of(map.roles(&self.roles()))
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
    /// The start of the profile, as long as nothing else has changed it: it can be undone.
    pub started: Option<ProfileStart>,
}

/// How a profile was started: with the skills of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProfileStart {
    /// The role.
    pub from: RoleId,
    /// The skill that was added or raised.
    pub skill: SkillId,
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
    pub(crate) fn is_unclear(&self, skill: SkillId) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(range: std::ops::Range<usize>) -> Vec<RoleId> {
        range.map(RoleId::from_index).collect()
    }

    #[test]
    fn letters_follow_each_other_without_a_gap() {
        let mut marks = RoleMarks::default();
        for (at, role) in ids(0..MAX_MARKS).into_iter().enumerate() {
            marks = marks.toggled(role).unwrap();
            assert_eq!(marks.letter(role), ('A'..='Z').nth(at));
        }
        assert_eq!(marks.roles(), ids(0..MAX_MARKS));
        assert_eq!(marks.toggled(RoleId::from_index(MAX_MARKS)), None, "all letters are taken");
        // Without the first, all others move up.
        let marks = marks.toggled(RoleId::from_index(0)).unwrap();
        assert_eq!((marks.roles(), marks.letter(RoleId::from_index(0))), (ids(1..MAX_MARKS), None));
        assert_eq!(marks.a, Some(RoleId::from_index(1)));
    }

    #[test]
    fn another_pair_leaves_the_other_letters_alone() {
        let role = RoleId::from_index;
        let marks = RoleMarks::of(ids(0..4));
        assert_eq!(marks.with_pair(role(0), role(9)).roles(), [0, 9, 2, 3].map(role));
        // A role that is marked already changes places: none is lost.
        assert_eq!(marks.with_pair(role(0), role(2)).roles(), [0, 2, 1, 3].map(role));
        assert_eq!(marks.with_pair(role(1), role(0)).roles(), [1, 0, 2, 3].map(role));
        assert_eq!(marks.with_pair(role(3), role(9)).roles(), [3, 9, 2, 0].map(role));
        assert_eq!(RoleMarks::of([role(1)]).with_pair(role(0), role(1)).roles(), [0, 1].map(role));
        assert_eq!(RoleMarks::of([role(5), role(5)]).pair(), None);
    }
}
