//! How skills, their levels and amounts of learning are written, whatever the answer.

use serde_json::{Value, json};

use super::Ink;
use super::sheet::{Cell, Tone};
use crate::analysis::skills::{Asked, STEP, SkillRow, SkillStatus};
use crate::model::{Catalog, Importance, Level, RoleId};

/// What `role` asks: `working`, `working (useful)`.
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

/// What two roles ask of a skill: `working → expert`.
pub(super) fn both(catalog: &Catalog, (left, right): (RoleId, RoleId), row: &SkillRow) -> String {
    change(&asked(catalog, left, row.left), &asked(catalog, right, row.right))
}

/// `from → to`, or what both are; where there is nothing on one side the other alone.
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

/// `text` about `level`, with its dots for the eye.
pub(super) fn level(level: Option<Level>, text: impl Into<String>) -> Cell {
    Cell::signed(&level.map(Level::dots).unwrap_or_default(), text)
}

/// What to do about a skill, with its sign.
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

/// The look of a verdict on a terminal.
pub(super) fn ink(status: SkillStatus) -> Ink {
    match status {
        SkillStatus::Same => Ink::Dim,
        SkillStatus::Grow | SkillStatus::Right => Ink::Right,
        SkillStatus::LetGo | SkillStatus::Left => Ink::Left,
    }
}

/// How many levels there are to learn, to a tenth; what there is is never nothing.
pub(super) fn number(effort: u64) -> String {
    let step = u64::from(STEP);
    let tenths = ((effort * 10 + step / 2) / step).max(u64::from(effort > 0));
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// `7.5 levels`: see [`number`].
pub(super) fn levels(effort: u64) -> String {
    let number = number(effort);
    format!("{number} level{}", if number == "1" { "" } else { "s" })
}

/// `7.5 levels to learn`; `open` says whether anything is to be learnt at all, however little.
pub(super) fn to_learn(effort: u64, open: bool) -> String {
    match effort {
        0 if open => "hardly anything to learn".to_string(),
        0 => "nothing to learn".to_string(),
        effort => format!("{} to learn", levels(effort)),
    }
}

/// What is to be learnt, in levels, for programs.
pub(super) fn in_levels(effort: u64) -> f64 {
    effort as f64 / f64::from(STEP)
}

/// What `role` asks as JSON, null where it does not ask for the skill.
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
pub(super) fn rows_json(catalog: &Catalog, (left, right): (RoleId, RoleId), rows: &[SkillRow]) -> Value {
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
    fn amounts_of_learning_are_told_to_a_tenth_of_a_level() {
        let step = u64::from(STEP);
        for (effort, text) in [
            (0, "nothing to learn"),
            (1, "0.1 levels to learn"),
            (step / 2, "0.5 levels to learn"),
            (step, "1 level to learn"),
            (step + 49, "1 level to learn"),
            (20 * step + 500, "20.5 levels to learn"),
            (100 * step, "100 levels to learn"),
        ] {
            assert_eq!(to_learn(effort, effort > 0), text, "{effort}");
        }
        assert_eq!(to_learn(0, true), "hardly anything to learn");
        assert_eq!(in_levels(1500).to_string(), "1.5");
    }

    #[test]
    fn a_change_is_told_where_there_is_one() {
        for (from, to, text) in [("a", "b", "a → b"), ("a", "a", "a"), ("", "b", "b"), ("a", "", "a"), ("", "", "")] {
            assert_eq!(change(from, to), text);
        }
    }
}
