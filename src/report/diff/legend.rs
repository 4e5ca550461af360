//! The lines that explain the letters and signs of a diff.

use crate::analysis::diff::{Diff, FactStatus};
use crate::analysis::skills::SkillStatus;
use crate::model::Catalog;
use crate::model::text::group_digits;
use crate::wording;
use crate::wording::side_by_side::level_legend;

/// The letters and signs of the rows.
pub(super) fn letters_legend(a: &str, b: &str) -> String {
    let unsure = wording::fact_label(FactStatus::Incomparable);
    format!(
        "A is {a}, B is {b}. {} stated difference · {} {unsure} · nearest: the most similar text of \
         the other role, and how likely both are the same work.",
        wording::DIFFERENCE_SIGN,
        wording::UNCERTAIN_SIGN,
    )
}

/// The signs and levels of the skills.
pub(super) fn signs_legend(catalog: &Catalog, diff: &Diff) -> String {
    if diff.skills.is_empty() {
        return String::new();
    }
    let signs = SkillStatus::ORDER.map(|status| {
        let (sign, word) = status.advice();
        let meaning = match status {
            SkillStatus::Grow => "B asks for more",
            SkillStatus::Right => "only B asks for it",
            SkillStatus::Same => "both ask for the same",
            SkillStatus::LetGo => return format!("{sign} B asks for less"),
            SkillStatus::Left => return format!("{sign} only A asks for it"),
        };
        format!("{sign} {word}: {meaning}")
    });
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
