//! The lines that explain the letters and signs of a diff.

use crate::analysis::diff::{Diff, FactStatus};
use crate::analysis::skills::{DIFFERING_DEMAND, SkillRow, SkillStatus};
use crate::model::Catalog;
use crate::model::text::group_digits;
use crate::wording;
use crate::wording::side_by_side::level_legend;

/// The letters, and those signs that the rows have; `has_nearest` says whether one names the most
/// similar text.
pub(super) fn letters_legend(diff: &Diff, (a, b): (&str, &str), has_nearest: bool) -> String {
    let mut signs = Vec::new();
    if diff.key_differences.iter().any(|point| point.left.is_some() || point.right.is_some()) {
        signs.push(format!("{} stated difference", wording::DIFFERENCE_SIGN));
    }
    if diff.facts.iter().any(|fact| fact.status == FactStatus::Incomparable) {
        let unsure = wording::fact_label(FactStatus::Incomparable);
        signs.push(format!("{} {unsure}", wording::UNCERTAIN_SIGN));
    }
    if has_nearest {
        signs.push(NEAREST.to_string());
    }
    let signs = if signs.is_empty() { String::new() } else { format!(" {}.", signs.join(" · ")) };
    format!("A is {a}, B is {b}.{signs}")
}

/// The meaning of a note on the most similar text.
const NEAREST: &str = "nearest: the most similar text of the other role, and how likely both are the \
                       same work";

/// The signs that the skills have, and their levels.
pub(super) fn signs_legend(catalog: &Catalog, diff: &Diff) -> String {
    if diff.skills.is_empty() {
        return String::new();
    }
    let mut signs = Vec::new();
    for status in SkillStatus::ORDER {
        let (differing, plain): (Vec<&SkillRow>, Vec<&SkillRow>) = diff
            .skills
            .iter()
            .filter(|row| row.status == status)
            .partition(|row| row.is_asked_differently());
        if !differing.is_empty() {
            let (sign, word) = DIFFERING_DEMAND;
            signs.push(format!("{sign} {word}: at another importance, or one states no level"));
        }
        if plain.is_empty() {
            continue;
        }
        let (sign, word) = status.advice();
        signs.push(match status {
            SkillStatus::Grow => format!("{sign} {word}: B asks for more"),
            SkillStatus::Right => format!("{sign} {word}: only B asks for it"),
            SkillStatus::Same => format!("{sign} {word}: both ask for the same"),
            SkillStatus::LetGo => format!("{sign} B asks for less"),
            SkillStatus::Left => format!("{sign} only A asks for it"),
        });
    }
    let levels = level_legend(catalog, &[diff.left, diff.right]).unwrap_or_default();
    let gap = if levels.is_empty() { "" } else { ". " };
    format!("Skills: {}{gap}{}", signs.join(" · "), levels.replace('\u{a0}', " "))
}

/// The sentence that explains how responsibilities were paired, if not all of them were compared
/// with each other.
pub(crate) fn pairing_limit_note(diff: &Diff) -> Option<String> {
    let (left, right) = diff.too_many?;
    let [left, right] = [left, right].map(|count| group_digits(count as u64));
    Some(format!(
        "Too many responsibilities to compare all ({left} × {right}): each was compared with those that share its rare \
         words or nearly all of its words."
    ))
}
