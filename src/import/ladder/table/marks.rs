//! Cells of levels that are marks and letters, and no sentences.

use super::super::grade::Grade;
use super::super::words::{is_blank, key};

/// The signs that the cells of levels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellMarks {
    /// Words, numbers or nothing.
    None,
    /// Marks of what is asked.
    Checks,
    /// Letters for levels of skills.
    Letters,
}

impl CellMarks {
    /// Returns the signs that all of `cells` are.
    pub(super) fn of(cells: &[&str]) -> Self {
        if are_checks(cells) {
            Self::Checks
        } else if are_letters(cells) {
            Self::Letters
        } else {
            Self::None
        }
    }
}

/// Returns the cells that say something.
fn filled<'c>(cells: &'c [&str]) -> impl Iterator<Item = &'c str> {
    cells.iter().map(|cell| cell.trim()).filter(|cell| !is_blank(cell))
}

/// Whether cells only mark that something is asked, or not.
fn are_checks(cells: &[&str]) -> bool {
    let mut marks = filled(cells).map(Grade::read);
    filled(cells).next().is_some()
        && filled(cells).any(|cell| Grade::read(cell) == Some(Grade::Asked))
        && marks.all(|mark| matches!(mark, Some(Grade::Asked | Grade::NotAsked)))
}

/// Whether cells are letters that stand for levels of skills, such as `B`, `I`, `A`. The letters of
/// who is responsible, accountable, consulted and informed are none.
fn are_letters(cells: &[&str]) -> bool {
    let mut letters: Vec<&str> = Vec::new();
    for cell in filled(cells) {
        let is_letter = cell.len() == 1 && cell.bytes().all(|b| b.is_ascii_uppercase());
        if !is_letter {
            return false;
        }
        if !letters.contains(&cell) {
            letters.push(cell);
        }
    }
    let of_duties = letters.iter().all(|letter| "RACIS".contains(letter)) && letters.contains(&"R");
    let known = letters.iter().all(|letter| "NLBFIMWPAEH".contains(letter));
    (2..=6).contains(&letters.len()) && known && !of_duties
}

/// Whether the name of a row is that of a sum.
pub(super) fn is_sum(name: &str) -> bool {
    matches!(
        key(name).as_str(),
        "total"
            | "totals"
            | "sum"
            | "subtotal"
            | "total score"
            | "average"
            | "mean"
            | "grand total"
            | "summe"
            | "gesamt"
            | "somme"
            | "suma"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_letters_are_told_apart() {
        assert!(are_checks(&["x", "", "✓", "no"]));
        assert!(!are_checks(&["x", "2"]) && !are_checks(&["", "-"]) && !are_checks(&["no"]));
        assert!(are_letters(&["B", "I", "", "A"]) && are_letters(&["A", "W", "P", "E"]));
        assert!(!are_letters(&["R", "A", "C", "I"]) && !are_letters(&["B"]));
        assert!(!are_letters(&["B", "Bakes"]));
        assert!(is_sum("Total") && !is_sum("Total quality"));
    }
}
