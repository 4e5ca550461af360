//! Parts of a catalog that can be referred to.

use super::{RoleId, SkillId, SourceId, ThemeId};

/// A part of a catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CatalogPart {
    /// A complete role.
    Role(RoleId),
    /// A name of a role: 0 is its title, then its aliases, then its hidden names.
    RoleName(RoleId, usize),
    /// The summary of a role.
    Summary(RoleId),
    /// The education that a role usually requires.
    Education(RoleId),
    /// A role that this one reports to, by its position.
    Superior(RoleId, usize),
    /// A role that this one manages, by its position.
    Report(RoleId, usize),
    /// A source for a role in general, by its position.
    RoleSource(RoleId, usize),
    /// A responsibility of a role, by its position.
    Responsibility(RoleId, usize),
    /// The note on a responsibility, by the position of the responsibility.
    ResponsibilityNote(RoleId, usize),
    /// A skill that a role requires, by its position.
    Requirement(RoleId, usize),
    /// The note on a skill that a role requires, by the position of the skill.
    RequirementNote(RoleId, usize),
    /// A pay figure of a role, by its position.
    Pay(RoleId, usize),
    /// A move of a role, by its position.
    Move(RoleId, usize),
    /// A requirement of a move, by the positions of both.
    MoveRequirement(RoleId, usize, usize),
    /// A complete skill.
    Skill(SkillId),
    /// A name of a skill: 0 is its own name, others are its aliases.
    SkillName(SkillId, usize),
    /// The description of a skill.
    SkillDescription(SkillId),
    /// The behaviour at a level of a skill, by its position.
    SkillLevel(SkillId, usize),
    /// The note on a skill.
    SkillNote(SkillId),
    /// A theme.
    Theme(ThemeId),
    /// A source.
    Source(SourceId),
    /// A comparison, by its position.
    Comparison(usize),
    /// The aspect of a point of a comparison, by the positions of both.
    Aspect(usize, usize),
    /// The text for a role in a point of a comparison, by the positions of all three.
    ComparisonText(usize, usize, usize),
    /// The position of a source in a point of a comparison, by the positions of all three.
    Position(usize, usize, usize),
}
