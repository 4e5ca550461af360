//! What can be pointed at in a catalog.

use super::{RoleId, SkillId, SourceId, ThemeId};

/// A part of a catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A role as a whole.
    Role(RoleId),
    /// The summary of a role.
    Summary(RoleId),
    /// A responsibility of a role, by its position.
    Responsibility(RoleId, usize),
    /// A skill that a role asks for, by its position.
    Requirement(RoleId, usize),
    /// A pay figure of a role, by its position.
    Pay(RoleId, usize),
    /// A move of a role, by its position.
    Move(RoleId, usize),
    /// A skill as a whole.
    Skill(SkillId),
    /// A name of a skill: 0 is its own, others are its aliases.
    SkillName(SkillId, usize),
    /// A theme.
    Theme(ThemeId),
    /// A source.
    Source(SourceId),
    /// A comparison, by its position.
    Comparison(usize),
}
