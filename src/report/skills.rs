//! Formatting of skills, their levels and amounts of learning, for all answers.

use serde_json::{Value, json};

use super::Ink;
use super::sheet::{Cell, Tone};
use crate::analysis::skills::{Asked, STEP, SkillRow, SkillStatus};
pub(super) use crate::analysis::skills::{levels, number, to_learn};
use crate::model::{Catalog, Importance, Level, RoleId};

/// The level that `role` requires: `working`, `working (useful)`.
pub(super) fn asked(catalog: &Catalog, role: RoleId, asked: Option<Asked>) -> String {
    let Some(asked) = asked else { return "–".to_string() };
    let level = asked.level.map_or("", |l| catalog.level_name(role, l));
    match asked.importance {
        Importance::Essential if level.is_empty() => "essential".to_string(),
        Importance::Essential => level.to_string(),
        Importance::Useful if level.is_empty() => "useful".to_string(),
        Importance::Useful => noted(level, "useful"),
    }
}

/// The levels that two roles require of a skill: `working → expert`.
pub(super) fn both(catalog: &Catalog, (left, right): (RoleId, RoleId), row: &SkillRow) -> String {
    change(&asked(catalog, left, row.left), &asked(catalog, right, row.right))
}

/// The change `from → to`, or the value that both have; if one side is empty, only the other.
pub(super) fn change(from: &str, to: &str) -> String {
    if from.is_empty() || from == to {
        return to.to_string();
    }
    if to.is_empty() { from.to_string() } else { format!("{from} → {to}") }
}

/// `name (note)`, or the name alone.
pub(super) fn noted(name: &str, note: &str) -> String {
    if note.is_empty() { name.to_string() } else { format!("{name} ({note})") }
}

/// `text` about `level`, with its dots as a visual aid.
pub(super) fn level(level: Option<Level>, text: impl Into<String>) -> Cell {
    Cell::signed(&level.map(Level::dots).unwrap_or_default(), text)
}

/// The advice on a skill, with its sign.
pub(super) fn advice(status: SkillStatus) -> Cell {
    let (sign, word) = status.advice();
    Cell::signed(sign, word)
}

/// The verdict on a row about a skill.
pub(super) fn tone(status: SkillStatus) -> Tone {
    match status {
        SkillStatus::Same => Tone::Same,
        SkillStatus::Grow | SkillStatus::Right => Tone::Right,
        SkillStatus::LetGo => Tone::Changed,
        SkillStatus::Left => Tone::Left,
    }
}

/// The style of a verdict on a terminal.
pub(super) fn ink(status: SkillStatus) -> Ink {
    match status {
        SkillStatus::Same => Ink::Dim,
        SkillStatus::Grow | SkillStatus::Right => Ink::Right,
        SkillStatus::LetGo | SkillStatus::Left => Ink::Left,
    }
}

/// The effort to learn, in levels, for programs.
pub(super) fn in_levels(effort: u64) -> f64 {
    effort as f64 / f64::from(STEP)
}

/// The requirement of `role` as JSON, null if it does not require the skill.
pub(super) fn asked_json(catalog: &Catalog, role: RoleId, asked: Option<Asked>) -> Value {
    match asked {
        Some(asked) => json!({
            "level": asked.level.map(|level| catalog.level_name(role, level)),
            "importance": asked.importance.word(),
        }),
        None => Value::Null,
    }
}

/// Skills of two roles as JSON, in the shape of the contract.
pub(super) fn rows_json(
    catalog: &Catalog,
    (left, right): (RoleId, RoleId),
    rows: &[SkillRow],
) -> Value {
    let one = |row: &SkillRow| {
        json!({
            "id": catalog.skill(row.skill).id,
            "name": catalog.skill(row.skill).name,
            "status": row.status.word(),
            "left": asked_json(catalog, left, row.left),
            "right": asked_json(catalog, right, row.right),
        })
    };
    Value::Array(rows.iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_where_there_is_one() {
        for (from, to, text) in
            [("a", "b", "a → b"), ("a", "a", "a"), ("", "b", "b"), ("a", "", "a"), ("", "", "")]
        {
            assert_eq!(change(from, to), text);
        }
    }
}
