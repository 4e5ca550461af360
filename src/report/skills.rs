//! Formatting of skills, their levels and amounts of learning, for all answers.

use schemars::JsonSchema;
use serde::Serialize;

use super::AnsiStyle;
use super::document::{DocumentCell, RowTone};
use crate::analysis::skills::{LEVEL_STEP, SkillDemand, SkillRow, SkillStatus};
pub(super) use crate::analysis::skills::{levels_number, levels_text};
use crate::model::{Catalog, Importance, Level, RoleId};

/// The level that `role` requires: `working`, `working (useful)`.
pub(super) fn requirement_text(
    catalog: &Catalog,
    role: RoleId,
    asked: Option<SkillDemand>,
) -> String {
    let Some(asked) = asked else { return "–".to_string() };
    let level = asked.level.map_or("", |l| catalog.level_name(role, l));
    match asked.importance {
        Importance::Essential if level.is_empty() => "essential".to_string(),
        Importance::Essential => level.to_string(),
        Importance::Useful if level.is_empty() => "useful".to_string(),
        Importance::Useful => with_note(level, "useful"),
    }
}

/// The levels that two roles require of a skill: `working → expert`.
pub(super) fn requirement_change(
    catalog: &Catalog,
    (left, right): (RoleId, RoleId),
    row: &SkillRow,
) -> String {
    change_text(
        &requirement_text(catalog, left, row.left),
        &requirement_text(catalog, right, row.right),
    )
}

/// The change `from → to`, or the value that both have; if one side is empty, only the other.
pub(super) fn change_text(from: &str, to: &str) -> String {
    if from.is_empty() || from == to {
        return to.to_string();
    }
    if to.is_empty() { from.to_string() } else { format!("{from} → {to}") }
}

/// `name (note)`, or the name alone.
pub(super) fn with_note(name: &str, note: &str) -> String {
    if note.is_empty() { name.to_string() } else { format!("{name} ({note})") }
}

/// `text` about `level`, with its dots as a visual aid.
pub(super) fn level_cell(level: Option<Level>, text: impl Into<String>) -> DocumentCell {
    DocumentCell::with_sign(&level.map(Level::dots).unwrap_or_default(), text)
}

/// The advice on a skill, with its sign.
pub(super) fn advice_cell(status: SkillStatus) -> DocumentCell {
    let (sign, word) = status.advice();
    DocumentCell::with_sign(sign, word)
}

/// The verdict on a row about a skill.
pub(super) fn skill_tone(status: SkillStatus) -> RowTone {
    match status {
        SkillStatus::Same => RowTone::Same,
        SkillStatus::Grow | SkillStatus::Right => RowTone::Right,
        SkillStatus::LetGo => RowTone::Changed,
        SkillStatus::Left => RowTone::Left,
    }
}

/// The style of a verdict on a terminal.
pub(super) fn skill_style(status: SkillStatus) -> AnsiStyle {
    match status {
        SkillStatus::Same => AnsiStyle::Dim,
        SkillStatus::Grow | SkillStatus::Right => AnsiStyle::Right,
        SkillStatus::LetGo | SkillStatus::Left => AnsiStyle::Left,
    }
}

/// The effort to learn, in levels, for programs.
pub(super) fn effort_in_levels(effort: u64) -> f64 {
    effort as f64 / f64::from(LEVEL_STEP)
}

/// The requirement of a skill as JSON.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DemandEntry<'a> {
    level: Option<&'a str>,
    importance: &'static str,
}

impl<'a> DemandEntry<'a> {
    /// Returns the requirement of `role`; `None` if it does not require the skill.
    pub(super) fn new(
        catalog: &'a Catalog,
        role: RoleId,
        asked: Option<SkillDemand>,
    ) -> Option<Self> {
        asked.map(|asked| Self {
            level: asked.level.map(|level| catalog.level_name(role, level)),
            importance: asked.importance.word(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_where_there_is_one() {
        for (from, to, text) in
            [("a", "b", "a → b"), ("a", "a", "a"), ("", "b", "b"), ("a", "", "a"), ("", "", "")]
        {
            assert_eq!(change_text(from, to), text);
        }
    }
}
