//! Parts of a catalog that can be referred to.

use super::{RoleId, SkillId, SourceId, ThemeId};

/// A part of a catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CatalogPart {
    /// A complete role.
    Role(RoleId),
    /// The summary of a role.
    Summary(RoleId),
    /// A responsibility of a role, by its position.
    Responsibility(RoleId, usize),
    /// A skill that a role requires, by its position.
    Requirement(RoleId, usize),
    /// A pay figure of a role, by its position.
    Pay(RoleId, usize),
    /// A move of a role, by its position.
    Move(RoleId, usize),
    /// A complete skill.
    Skill(SkillId),
    /// A name of a skill: 0 is its own name, others are its aliases.
    SkillName(SkillId, usize),
    /// A theme.
    Theme(ThemeId),
    /// A source.
    Source(SourceId),
    /// A comparison, by its position.
    Comparison(usize),
}
