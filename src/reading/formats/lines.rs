//! Collects the lines of a text while its format is read.

use std::collections::HashSet;

use super::bullets::list_mark;
use super::error::ReadingFault;
use crate::model::text::is_invisible;
use crate::reading::layout::{LaidOutRow, LaidOutText, LineShape, TextLine};

/// Maximum size in bytes of a text once it is laid out: about 1,000 pages.
pub(super) const MAX_TEXT_SIZE: usize = 4 << 20;

/// Maximum number of cells of all tables together.
const MAX_CELLS: usize = 200_000;

/// Maximum number of characters of a heading that is only bold.
const MAX_BOLD_HEADING: usize = 80;

/// Level of headings that are only bold.
pub(super) const BOLD_HEADING: u8 = 7;

/// Maximum depth of a list.
const MAX_LIST_DEPTH: usize = 20;

/// Maximum size in bytes of a number or letter before an item, such as `(12)`.
const MAX_MARK: usize = 8;

/// The lines laid out so far.
#[derive(Debug, Default)]
pub(super) struct LineCollector {
    lines: Vec<TextLine>,
    is_after_gap: bool,
    size: usize,
    cells: usize,
}

impl LineCollector {
    /// Notes that the next line begins another block.
    pub(super) fn gap(&mut self) {
        self.is_after_gap = true;
    }

    /// Number of lines so far.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Adds a line, unless it is blank. Its blanks are tidied.
    pub(super) fn push(&mut self, number: usize, shape: LineShape, text: &str) {
        let text = tidy(text);
        if !text.is_empty() {
            self.push_tidy(number, shape, text);
        }
    }

    fn push_tidy(&mut self, number: usize, shape: LineShape, text: String) {
        let after_gap = std::mem::take(&mut self.is_after_gap) || self.lines.is_empty();
        self.size += text.len();
        if self.size <= MAX_TEXT_SIZE {
            self.lines.push(TextLine { number, shape, text, after_gap });
        }
    }

    /// Adds an item of a list at `depth`.
    pub(super) fn push_item(&mut self, number: usize, depth: usize, text: &str) {
        self.push(number, item_shape(depth), text);
    }

    /// Adds `text` as a heading if it is a short line in bold type, and as a paragraph otherwise.
    pub(super) fn push_styled(&mut self, number: usize, text: &StyledText) {
        let shape = if text.is_bold_heading() {
            LineShape::Heading(BOLD_HEADING)
        } else {
            LineShape::Paragraph
        };
        self.push(number, shape, &text.text);
    }

    /// Adds `count` cells with the lines of `text` to `row`, unless there would be more text or
    /// cells than are read. All but the first are repeats.
    pub(super) fn extend_row(&mut self, row: &mut RowCells, text: &[String], count: usize) {
        self.repeat_cell(row, text, count.saturating_sub(1));
        row.texts.extend((count > 0).then(|| text.to_vec()));
    }

    /// Adds `count` repeats of the lines of `text` to `row`, unless there would be more text or
    /// cells than are read.
    pub(super) fn repeat_cell(&mut self, row: &mut RowCells, text: &[String], count: usize) {
        let size: usize = text.iter().map(String::len).sum();
        // Each text is kept in its cell and in its line.
        row.repeated_size += 2 * size.saturating_mul(count);
        row.repeated += count;
        self.cells += count;
        if self.is_full() || self.size + row.repeated_size > MAX_TEXT_SIZE {
            self.size = MAX_TEXT_SIZE + 1;
            return;
        }
        row.texts.extend(std::iter::repeat_n(text.to_vec(), count));
    }

    /// Adds a row of a table, unless all of its cells are blank. Returns whether it did.
    pub(super) fn push_row(&mut self, number: usize, row: &RowCells, starts_table: bool) -> bool {
        let cells: Vec<Vec<String>> = row
            .texts
            .iter()
            .map(|lines| lines.iter().map(|l| tidy(l)).filter(|l| !l.is_empty()).collect())
            .collect();
        if cells.iter().all(Vec::is_empty) {
            return false;
        }
        if starts_table {
            self.gap();
        }
        self.cells += cells.len().saturating_sub(row.repeated);
        let joined: Vec<String> = cells.iter().map(|lines| lines.join(" ")).collect();
        // The cells are kept beside the text of the line.
        self.size += joined.iter().map(String::len).sum::<usize>();
        let shape = LineShape::Row(LaidOutRow { cells, starts_table });
        self.push_tidy(number, shape, joined.join(" | "));
        true
    }

    /// Adds the lines of `part` that are not there yet, under a heading. Adds no heading without
    /// lines.
    pub(super) fn push_section(&mut self, heading: &str, part: Self) {
        let present: HashSet<&str> = self.lines.iter().map(|line| &*line.text).collect();
        let missing: Vec<TextLine> =
            part.lines.into_iter().filter(|line| !present.contains(&*line.text)).collect();
        if missing.is_empty() {
            return;
        }
        self.gap();
        self.push(self.lines.len() + 1, LineShape::Heading(2), heading);
        for line in missing {
            self.push_tidy(line.number, line.shape, line.text);
        }
        self.size += part.size.saturating_sub(MAX_TEXT_SIZE);
    }

    /// Numbers all lines from 1, in formats whose source has no lines.
    pub(super) fn number_lines(&mut self) {
        for (at, line) in self.lines.iter_mut().enumerate() {
            line.number = at + 1;
        }
    }

    /// Removes the lines from `start` on and returns their texts.
    pub(super) fn take_texts_from(&mut self, start: usize) -> Vec<String> {
        self.is_after_gap = false;
        let texts: Vec<String> = self.lines.drain(start..).map(|line| line.text).collect();
        self.size -= texts.iter().map(String::len).sum::<usize>().min(self.size);
        texts
    }

    /// Whether there are more lines or cells than are read.
    pub(super) fn is_full(&self) -> bool {
        self.size > MAX_TEXT_SIZE || self.cells > MAX_CELLS
    }

    /// Returns the text.
    ///
    /// # Errors
    ///
    /// When it is larger than [`MAX_TEXT_SIZE`].
    pub(super) fn finish(self, title: Option<String>) -> Result<LaidOutText, ReadingFault> {
        if self.is_full() {
            return Err(ReadingFault::TooMuchText);
        }
        let title = title.map(|title| tidy(&title)).filter(|title| !title.is_empty());
        Ok(LaidOutText { title, lines: self.lines })
    }
}

/// The cells of a row that is being put together.
#[derive(Debug, Default)]
pub(super) struct RowCells {
    texts: Vec<Vec<String>>,
    /// Number of cells that repeat others, and the size of their text in bytes.
    repeated: usize,
    repeated_size: usize,
}

impl From<Vec<Vec<String>>> for RowCells {
    fn from(texts: Vec<Vec<String>>) -> Self {
        Self { texts, repeated: 0, repeated_size: 0 }
    }
}

impl RowCells {
    /// Number of cells.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns the cells, each as its lines.
    pub(super) fn into_texts(self) -> Vec<Vec<String>> {
        self.texts
    }
}

/// Returns the shape of an item of a list at `depth`, from 0.
pub(super) fn item_shape(depth: usize) -> LineShape {
    LineShape::Item(depth.min(MAX_LIST_DEPTH) as u8)
}

/// A line with the share of it that is in bold type.
#[derive(Debug, Clone, Default)]
pub(super) struct StyledText {
    /// The text.
    pub(super) text: String,
    bold: usize,
    visible: usize,
}

impl StyledText {
    /// Adds `text`.
    pub(super) fn push(&mut self, text: &str, is_bold: bool) {
        let visible = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.visible += visible;
        self.bold += if is_bold { visible } else { 0 };
        self.text.push_str(text);
    }

    /// Puts commas in place of the tabs between words, which separate columns.
    pub(super) fn separate_tabs(&mut self) {
        if self.text.contains('\t') {
            self.text = separate_tabs(&self.text);
        }
    }

    /// Whether it has only blanks.
    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(is_blank)
    }

    /// Whether it is a short line in bold type.
    pub(super) fn is_bold_heading(&self) -> bool {
        let text = self.text.trim();
        self.visible > 0
            && self.bold == self.visible
            && text.chars().count() <= MAX_BOLD_HEADING
            && !text.ends_with(['.', ';', ','])
    }
}

/// Returns `text` with commas in place of the tabs between words, which separate columns.
pub(super) fn separate_tabs(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.split('\t') {
        let part = part.trim();
        if part.chars().all(is_blank) {
            continue;
        }
        if !line.is_empty() {
            let is_word = line.ends_with(|c: char| c.is_alphanumeric() || ")+#%\"”".contains(c));
            // After a number or letter, the text of an item follows.
            let is_mark = line.len() <= MAX_MARK
                && list_mark(&format!("{line} x")).is_some_and(|mark| mark.text == "x");
            line.push_str(if is_word && !is_mark { ", " } else { " " });
        }
        line.push_str(part);
    }
    line
}

/// Returns `text` as one line: runs of blanks become one space, and invisible characters are left
/// out. Ligatures become the letters they stand for.
pub(super) fn tidy(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut is_after_blank = true;
    for c in text.chars() {
        if is_blank(c) {
            if !is_after_blank && !is_invisible(c) {
                line.push(' ');
                is_after_blank = true;
            }
            continue;
        }
        is_after_blank = false;
        match c {
            '\u{fb00}' => line.push_str("ff"),
            '\u{fb01}' => line.push_str("fi"),
            '\u{fb02}' => line.push_str("fl"),
            '\u{fb03}' => line.push_str("ffi"),
            '\u{fb04}' => line.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => line.push_str("st"),
            _ => line.push(c),
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Whether a character leaves no mark on paper.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_tidied() {
        for (text, wanted) in [
            ("  a \t b\u{a0}\u{a0}c\n", "a b c"),
            ("soft\u{ad}ware\u{200b}", "software"),
            ("\u{fb01}nance e\u{fb03}cient", "finance efficient"),
            ("a\0b\u{7}", "ab"),
            ("\u{200b}\u{a0}", ""),
        ] {
            assert_eq!(tidy(text), wanted);
        }
    }

    #[test]
    fn tabs_separate_words() {
        for (text, wanted) in
            [("SQL\tGo", "SQL, Go"), ("12)\tPlans", "12) Plans"), ("SQL:\tGo\t\u{200b}", "SQL: Go")]
        {
            assert_eq!(separate_tabs(text), wanted);
        }
    }

    #[test]
    fn short_bold_lines_are_headings() {
        for (parts, wanted) in [
            (&[("Skills", true)][..], true),
            (&[("Skills", true), (":", false)], true),
            (&[("Skills", true), (": SQL", false)], false),
            (&[("You will be responsible for everything.", true)], false),
            (&[(":", true)], false),
        ] {
            let mut line = StyledText::default();
            for (text, bold) in parts {
                line.push(text, *bold);
            }
            assert_eq!(line.is_bold_heading(), wanted, "{parts:?}");
        }
    }

    #[test]
    fn a_text_without_end_is_not_kept() {
        let mut lines = LineCollector::default();
        let line = "x".repeat(1 << 20);
        (0..10).for_each(|at| lines.push(at, LineShape::Paragraph, &line));
        assert_eq!(lines.len(), 4);
        assert!(matches!(lines.finish(None), Err(ReadingFault::TooMuchText)));
    }
}
