//! The columns of a matrix: how they share the width, and rows of cells with wrapped text.

use crate::analysis::matrix::Matrix;
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, RoleId};
use crate::tui::doc::{TextRow, TextTone, TonedText, pad_row, truncate, wrap};
use crate::tui::pane::linked_page::PageDraft;
use crate::tui::pane::rows::{GUTTER, restore_blanks};

/// Minimum and maximum width of a role's column: sentences are wrapped in it.
const COLUMN: (usize, usize) = (11, 64);

/// Minimum and maximum width of the column of names, which are wrapped in it.
const NAMES: (usize, usize) = (14, 30);

/// Number of lines in a column's head.
const HEAD: usize = 3;

/// Maximum number of lines of a row: a narrow column would push everything else off the screen.
const LINES: usize = 12;

/// Returns the letter of a column: A to Z, then lower case.
pub(super) fn letter(column: usize) -> char {
    let letters = ('A'..='Z').chain('a'..='z');
    letters.clone().nth(column % letters.count()).unwrap_or('?')
}

/// Returns the tone of a column's letter: A and B have their colours everywhere.
fn letter_tone(column: usize) -> TextTone {
    match column {
        0 => TextTone::SideA,
        1 => TextTone::SideB,
        2 => TextTone::Changed,
        _ => TextTone::Accent,
    }
}

/// Column widths.
pub(super) struct MatrixGrid {
    pub(super) width: usize,
    names: usize,
    column: usize,
    /// Number of role columns that fit.
    pub(super) visible_columns: usize,
}

impl MatrixGrid {
    pub(super) fn new(catalog: &Catalog, answer: &Matrix, width: usize) -> Self {
        let skills = answer.skills.iter().map(|row| catalog.skill(row.skill).name.width());
        let themes = answer.themes.iter().map(|row| catalog.theme(row.theme).title.width());
        let widest = skills.chain(themes).max().unwrap_or(0);
        // A quarter of the width: the roles matter more than the names of the rows.
        let most = (width / 4).clamp(NAMES.0, NAMES.1);
        let names =
            widest.max(NAMES.0).min(most).min(width.saturating_sub(GUTTER + COLUMN.0 + 1)).max(4);
        let room = width.saturating_sub(GUTTER + names);
        let each = room / answer.roles.len().max(1);
        let column = each.saturating_sub(1).clamp(COLUMN.0, COLUMN.1);
        Self { width, names, column, visible_columns: (room / (column + 1)).max(1) }
    }

    /// Returns the wrapped titles of `roles`, each with its letter.
    pub(super) fn head(&self, catalog: &Catalog, roles: &[RoleId], first: usize) -> Vec<TextRow> {
        let mut titles: Vec<Vec<TextRow>> = Vec::with_capacity(roles.len());
        for (at, role) in roles.iter().enumerate() {
            let column = first + at;
            let letter = TonedText::new(format!("{} ", letter(column)), letter_tone(column));
            let title = TonedText::new(catalog.role_title(*role), TextTone::Title);
            titles.push(wrap(&[letter, title], self.column));
        }
        let count = titles.iter().map(Vec::len).max().unwrap_or(0).min(HEAD);
        (0..count).map(|at| self.line(Vec::new(), &titles, at)).collect()
    }

    /// Adds a row to the current item: a name and a text for each visible column, all wrapped.
    pub(super) fn row(&self, draft: &mut PageDraft, name: &str, cells: Vec<Vec<TonedText>>) {
        let mut columns: Vec<Vec<TextRow>> = Vec::with_capacity(cells.len());
        for cell in cells {
            let mut lines = if cell.is_empty() { Vec::new() } else { wrap(&cell, self.column) };
            lines.iter_mut().flatten().for_each(restore_blanks);
            if lines.len() > LINES {
                lines.truncate(LINES);
                // Say that the text goes on.
                if let Some(last) = lines.last_mut().and_then(|line| line.last_mut()) {
                    let room = self.column.saturating_sub(1);
                    last.text = format!("{}…", truncate(&last.text, room)).into();
                }
            }
            columns.push(lines);
        }
        let names = wrap(&[TonedText::new(name, TextTone::Text)], self.names);
        let count = columns.iter().map(Vec::len).max().unwrap_or(0).max(names.len());
        for at in 0..count {
            let name = names.get(at).cloned().unwrap_or_default();
            let row = self.line(name, &columns, at);
            draft.doc.row(row);
        }
    }

    /// Returns line number `at` of a row.
    fn line(&self, name: TextRow, columns: &[Vec<TextRow>], at: usize) -> TextRow {
        let mut row = vec![TonedText::new(" ".repeat(GUTTER), TextTone::Text)];
        row.extend(pad_row(name, self.names));
        for lines in columns {
            row.push(TonedText::new(" ", TextTone::Text));
            let part = lines.get(at).cloned().unwrap_or_default();
            row.extend(pad_row(part, self.column));
        }
        row
    }
}
