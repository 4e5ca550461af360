//! The columns of a matrix: how they share the width, and rows of cells with wrapped text.

use crate::analysis::matrix::Matrix;
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, RoleId};
use crate::tui::doc::{TextRow, TextTone, TonedText, pad, pad_row, row_width, wrap};
use crate::tui::pane::linked_page::PageDraft;
use crate::tui::pane::rows::{GUTTER, restore_blanks};
use crate::wording::side_by_side::WordRow;

/// Minimum and maximum width of a role's column: sentences are wrapped in it. Where fewer fit, the
/// others are scrolled to.
const COLUMN: (usize, usize) = (22, 64);

/// Width from which a column is still legible, if all of the roles fit with it.
const NARROW_COLUMN: usize = 18;

/// Maximum width of a column that a long word makes wider.
const LONGEST_WORD: usize = 34;

/// Minimum and maximum width of the column of names, which are wrapped in it.
const NAMES: (usize, usize) = (14, 20);

/// Blanks before a column, so that its text is not read on from the one before.
const BETWEEN: usize = 2;

/// Number of lines in a column's head.
const HEAD: usize = 3;

/// Maximum number of lines of a row: a narrow column would push everything else off the screen.
const LINES: usize = 12;

/// Maximum number of letters behind a label.
const MAX_LETTERS: usize = 6;

/// Labels of columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum ColumnLabels {
    /// By the letters of the marks.
    #[default]
    Marks,
    /// By numbers: the roles of a family are not marked.
    Numbers,
}

impl ColumnLabels {
    /// Returns what the column at this position is called: A to Z, then lower case; or 1 and on.
    fn of(self, column: usize) -> String {
        match self {
            Self::Marks => {
                let letters = ('A'..='Z').chain('a'..='z');
                letters.clone().nth(column % letters.count()).unwrap_or('?').to_string()
            }
            Self::Numbers => (column + 1).to_string(),
        }
    }

    /// Returns the tone of a column's label, as in lists and in the first line.
    fn tone(self, column: usize) -> TextTone {
        match (self, column) {
            (Self::Marks, 0) => TextTone::SideA,
            (Self::Marks, 1) => TextTone::SideB,
            _ => TextTone::Accent,
        }
    }

    /// Returns the labels of the columns that are in `has`, with a dot for each other one: `A·C`,
    /// or `1 · 3`.
    pub(super) fn pattern(self, has: &[bool]) -> String {
        let columns = has.iter().enumerate();
        let labels: Vec<String> =
            columns.map(|(at, has)| if *has { self.of(at) } else { "·".to_string() }).collect();
        match self {
            Self::Marks => labels.concat(),
            Self::Numbers => {
                // Columns of labels stay columns.
                let widest = self.of(has.len().saturating_sub(1)).len();
                labels.iter().map(|label| pad(label, widest)).collect::<Vec<_>>().join(" ")
            }
        }
    }
}

/// Returns the label of `row`, with those of the roles that it is about unless it is about all.
pub(super) fn row_label(row: &WordRow, columns: ColumnLabels) -> String {
    let told = row.cells.iter().enumerate().filter(|(_, text)| !text.is_empty());
    let letters: Vec<String> = told.map(|(at, _)| columns.of(at)).collect();
    if letters.len() == row.cells.len() || letters.len() > MAX_LETTERS {
        return row.label.clone();
    }
    format!("{} ({} only)", row.label, letters.join(", "))
}

/// Column widths.
pub(super) struct MatrixGrid {
    pub(super) width: usize,
    names: usize,
    pub(super) column: usize,
    /// Number of role columns that fit.
    pub(super) visible_columns: usize,
    /// Their labels.
    pub(super) labels: ColumnLabels,
}

impl MatrixGrid {
    /// Divides `width` cells; `words` are the rows of words that the columns have to show.
    pub(super) fn new<'a>(
        catalog: &Catalog,
        answer: &Matrix,
        words: impl Iterator<Item = &'a WordRow> + Clone,
        (width, columns): (usize, ColumnLabels),
    ) -> Self {
        let skills = answer.skills.iter().map(|row| catalog.skill(row.skill).name.as_str());
        let themes = answer.themes.iter().map(|row| catalog.theme(row.theme).title.as_str());
        let labels: Vec<String> = words.clone().map(|row| row_label(row, columns)).collect();
        let names = skills.clone().chain(themes).chain(labels.iter().map(String::as_str));
        let (widest, word) = names.fold((0, 0), |(widest, word), name| {
            (widest.max(name.width()), word.max(longest_word(name)))
        });
        let titles = answer.roles.iter().map(|role| catalog.role_title(*role));
        let cells = words.flat_map(|row| row.cells.iter().map(String::as_str));
        let word_of_cells = titles.chain(cells).chain(skills).map(longest_word).max().unwrap_or(0);
        // The roles matter more than the names of the rows.
        let narrow = word.clamp(NAMES.0, NAMES.1);
        let names = widest.clamp(narrow, NAMES.1).min((width / 4).max(narrow));
        let names = names.min(width.saturating_sub(GUTTER + COLUMN.0 + BETWEEN)).max(4);
        let count = answer.roles.len().max(1);
        let each =
            |names: usize| (width.saturating_sub(GUTTER + names) / count).saturating_sub(BETWEEN);
        let least = word_of_cells.clamp(COLUMN.0, LONGEST_WORD);
        let enough = word_of_cells.max(NARROW_COLUMN);
        // All roles at once are worth a column that is somewhat narrower.
        let (names, column) = if each(names) >= least.min(enough) {
            (names, each(names))
        } else if narrow < names && each(narrow) >= enough {
            (narrow, each(narrow))
        } else {
            (names, least)
        };
        let room = width.saturating_sub(GUTTER + names);
        // A screen that is narrower than a column has one all the same.
        let column = column.min(COLUMN.1).min(room.saturating_sub(BETWEEN)).max(1);
        let visible_columns = (room / (column + BETWEEN)).clamp(1, count);
        // What is left over makes the columns wider.
        let column = (room / visible_columns).saturating_sub(BETWEEN).clamp(column, COLUMN.1);
        Self { width, names, column, visible_columns, labels: columns }
    }

    /// Returns the wrapped titles of `roles`, each with the label of its column.
    pub(super) fn head(&self, catalog: &Catalog, roles: &[RoleId], first: usize) -> Vec<TextRow> {
        let mut titles: Vec<Vec<TextRow>> = Vec::with_capacity(roles.len());
        for (at, role) in roles.iter().enumerate() {
            let column = first + at;
            let (label, tone) = (self.labels.of(column), self.labels.tone(column));
            let label = TonedText::new(format!("{label} "), tone);
            let title = TonedText::new(catalog.role_title(*role), TextTone::Title);
            titles.push(wrap(&[label, title], self.column));
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
                if let Some(last) = lines.last_mut() {
                    end_with_ellipsis(last, self.column);
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
            row.push(TonedText::new(" ".repeat(BETWEEN), TextTone::Text));
            let part = lines.get(at).cloned().unwrap_or_default();
            row.extend(pad_row(part, self.column));
        }
        row
    }
}

/// Returns the width of the widest word of `text`, which no line breaks.
fn longest_word(text: &str) -> usize {
    text.split(' ').map(DisplayWidth::width).max().unwrap_or(0)
}

/// Says that a text goes on after `line`, which is at most `width` cells wide: after a word.
fn end_with_ellipsis(line: &mut TextRow, width: usize) {
    while let Some(mut last) = line.pop() {
        let before = row_width(line);
        let ends = last.text.char_indices().rev().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
        let ends: Vec<usize> = [last.text.len()].into_iter().chain(ends).collect();
        let fits = |end: &usize| {
            let kept = last.text[..*end].trim_end_matches([' ', ',', ';', ':', '.', '·', '–']);
            (!kept.is_empty() && before + kept.width() < width).then(|| kept.to_string())
        };
        let Some(kept) = ends.iter().find_map(fits) else { continue };
        last.text = format!("{kept}…").into();
        line.push(last);
        return;
    }
    line.push(TonedText::new("…", TextTone::Text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::doc::row_text;

    fn ended(text: &str, width: usize) -> String {
        let mut line = vec![TonedText::new(text, TextTone::Text)];
        end_with_ellipsis(&mut line, width);
        row_text(&line)
    }

    #[test]
    fn columns_are_called_as_marks_or_by_numbers() {
        let has = [true, false, true];
        assert_eq!(ColumnLabels::Marks.pattern(&has), "A·C");
        assert_eq!(ColumnLabels::Numbers.pattern(&has), "1 · 3");
        let many: Vec<bool> = (0..11).map(|at| at % 5 == 0).collect();
        assert_eq!(ColumnLabels::Numbers.pattern(&many), "1  ·  ·  ·  ·  6  ·  ·  ·  ·  11");
    }

    #[test]
    fn a_text_that_goes_on_ends_after_a_word_with_one_ellipsis() {
        assert_eq!(ended("decides who and", 16), "decides who and…");
        assert_eq!(ended("decides who, and", 16), "decides who…");
        assert_eq!(ended("$42,070–144,610", 15), "…");
        assert_eq!(ended("", 4), "…");
    }
}
