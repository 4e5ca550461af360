//! A text and its layout: its lines, and what the layout says about each of them.
//!
//! Every format is read into a [`LaidOutText`], so that what comes after need not know whether a
//! job ad was a page, a document or plain text.

/// A text line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LaidOutText {
    /// The title that the format itself states, such as that of a job posting inside a page.
    pub title: Option<String>,
    /// The lines in order. None is empty.
    pub lines: Vec<TextLine>,
}

/// A line of a text: a heading, an item of a list, a paragraph or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// Its line in the source, from 1; in formats without lines, the number of its paragraph or
    /// row.
    pub number: usize,
    /// Its shape by the layout.
    pub shape: LineShape,
    /// Its words without marks of layout: no bullets, no asterisks, no tags.
    pub text: String,
    /// Whether it comes first, or after a gap: an empty line, or the end of another block.
    pub after_gap: bool,
}

/// The shape of a line by its layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineShape {
    /// A heading; 1 is the highest level. A short line in bold type is a heading of level 7.
    Heading(u8),
    /// An item of a list; 0 is the outermost list.
    Item(u8),
    /// Anything else, or unknown.
    Paragraph,
    /// A row of a table. The text of the line is that of its cells, joined by " | ".
    Row(LaidOutRow),
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidOutRow {
    /// The cells, each as its lines. Merged cells are repeated.
    pub cells: Vec<Vec<String>>,
    /// Whether the row is the head of its table, or the first row of a table without one.
    pub starts_table: bool,
}

impl LaidOutText {
    /// Returns the words of all lines, joined by line breaks.
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        lines.join("\n")
    }
}
