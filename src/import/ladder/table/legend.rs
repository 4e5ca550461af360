//! Explanations of the levels of skills beside a table: `Scale`, and rows such as `1, Novice`.

use super::super::grade::{Grade, says_scale, short_name};
use super::super::grid::{Grid, GridRow};
use super::super::words::label;

/// An explanation of the levels of skills.
pub(super) struct Legend {
    /// Each level as cells name it, and what it is called.
    pub(super) grades: Vec<(String, String)>,
    /// The first and last of its rows.
    pub(super) rows: (usize, usize),
}

/// Removes the explanation of the levels of skills from a grid: rows of a level and its name, below
/// a label such as "Scale", or apart from the others.
pub(super) fn take(grid: &mut Grid) -> Option<Legend> {
    for start in 0..grid.rows.len() {
        let texts = texts_of(&grid.rows[start]);
        let has_label = matches!(&texts[..], [text] if says_scale(text));
        let first = start + usize::from(has_label);
        let mut grades: Vec<(String, String)> = Vec::new();
        let mut end = first;
        while let Some(row) = grid
            .rows
            .get(end)
            .filter(|row| end == first || row.number == grid.rows[end - 1].number + 1)
        {
            let [grade, meaning] = &texts_of(row)[..] else { break };
            let is_known = has_label || matches!(Grade::read(meaning), Some(Grade::Level(_)));
            let is_number = grade.len() <= 2 && grade.bytes().all(|b| b.is_ascii_digit());
            let is_letter = grade.len() == 1 && has_label;
            if !is_known || !(is_number || is_letter) {
                break;
            }
            let name = short_name(meaning).unwrap_or_else(|| grade.clone());
            grades.push((grade.clone(), name));
            end += 1;
        }
        if grades.len() > 1 && (has_label || (is_apart(grid, start) && is_apart(grid, end))) {
            let rows = (grid.rows[start].number, grid.rows[end - 1].number);
            grid.rows.drain(start..end);
            grades.retain(|(grade, _)| grade != "0");
            return Some(Legend { grades, rows });
        }
    }
    None
}

/// Whether a row is the first, behind the last, or below an empty one.
fn is_apart(grid: &Grid, row: usize) -> bool {
    row == 0 || row >= grid.rows.len() || grid.rows[row].number > grid.rows[row - 1].number + 1
}

/// Returns the texts of a row.
fn texts_of(row: &GridRow) -> Vec<String> {
    row.cells.iter().map(|cell| label(cell)).filter(|text| !text.is_empty()).collect()
}
