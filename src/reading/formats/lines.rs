//! Collects the lines of a text while its format is read.

use std::collections::HashSet;

use super::error::ReadingFault;
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
        self.push(number, LineShape::Item(depth.min(MAX_LIST_DEPTH) as u8), text);
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

    /// Adds a row of a table, unless all of its cells are blank.
    pub(super) fn push_row(&mut self, number: usize, cells: &[Vec<String>], starts_table: bool) {
        let cells: Vec<Vec<String>> = cells
            .iter()
            .map(|lines| lines.iter().map(|l| tidy(l)).filter(|l| !l.is_empty()).collect())
            .collect();
        if cells.iter().all(Vec::is_empty) {
            return;
        }
        if starts_table {
            self.gap();
        }
        self.cells += cells.len();
        let joined: Vec<String> = cells.iter().map(|lines| lines.join(" ")).collect();
        // The cells are kept beside the text of the line.
        self.size += joined.iter().map(String::len).sum::<usize>();
        let shape = LineShape::Row(LaidOutRow { cells, starts_table });
        self.push_tidy(number, shape, joined.join(" | "));
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

    /// Whether there is nothing to read in it.
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

/// Whether a character takes no ink.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

/// Whether a character takes no room: soft hyphens and zero-width characters, but not the joiners
/// that emoji and some scripts need.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
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
