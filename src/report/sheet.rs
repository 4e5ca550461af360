//! An answer as a sheet: its content, defined once for all output formats.
//!
//! A report puts its answer into a [`Sheet`]: rows of cells in named columns, grouped into
//! sections. Its records, piped text and [`csv`], are the unchanged cells; its pages, [`markdown`]
//! and [`html`], show the non-empty columns of each section. As all of them read the same cells
//! they cannot diverge.

pub mod csv;
pub mod html;
pub mod markdown;

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Ink, Page};
use crate::model::text::{SEPARATOR, Width as _, fit, list_item};
use crate::model::{Catalog, Pack};

/// The meaning of a piece of text; each writer has its own way to show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Running text.
    Plain,
    /// Less important than the text around it.
    Dim,
    /// Found on the left side only.
    Left,
    /// Found on the right side only.
    Right,
    /// Text that a search matched.
    Found,
    /// A sign that repeats the meaning of the words beside it: left out of records.
    Sign,
    /// Starts a new line; has no text.
    Break,
    /// Starts an item of a list; has no text.
    Item,
}

/// A piece of text with one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// The meaning.
    pub meaning: Meaning,
}

impl Span {
    /// The text, with words of one side only between `‹` and `›`, or in colour.
    fn marked(&self, page: Page) -> Cow<'_, str> {
        match self.meaning {
            Meaning::Left if page.colour => page.ink(&self.text, Ink::Left).into(),
            Meaning::Right if page.colour => page.ink(&self.text, Ink::Right).into(),
            Meaning::Left | Meaning::Right => format!("‹{}›", self.text).into(),
            _ => Cow::Borrowed(&self.text),
        }
    }
}

/// The separator between the items of a list for people.
pub(super) const BETWEEN: &str = " · ";

/// The content of one cell of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The pieces of text, in reading order.
    pub spans: Vec<Span>,
}

impl Cell {
    /// `text` with one meaning; an empty cell if it is empty.
    pub fn new(text: impl Into<String>, meaning: Meaning) -> Self {
        Self::default().and(text, meaning)
    }

    /// A sign and the word that it represents.
    pub fn signed(sign: &str, word: impl Into<String>) -> Self {
        Self::new(sign, Meaning::Sign).and(word, Meaning::Plain)
    }

    /// A cell with one line for each of `cells`.
    pub fn lines(cells: impl IntoIterator<Item = Self>) -> Self {
        let mut spans = Vec::new();
        for cell in cells.into_iter().filter(|cell| !cell.is_empty()) {
            if !spans.is_empty() {
                spans.push(Span { text: String::new(), meaning: Meaning::Break });
            }
            spans.extend(cell.spans);
        }
        Self { spans }
    }

    /// A list on one line: people see ` · ` between its items, and records contain it as written by
    /// [`crate::model::text::list`].
    pub fn list(cells: impl IntoIterator<Item = impl Into<Self>>) -> Self {
        let item = || Span { text: String::new(), meaning: Meaning::Item };
        let cells = cells.into_iter().map(Into::into).filter(|cell: &Self| !cell.is_empty());
        Self { spans: cells.flat_map(|cell| std::iter::once(item()).chain(cell.spans)).collect() }
    }

    /// A [`list`](Self::list) of plain texts.
    pub fn texts<'a>(texts: impl ExactSizeIterator<Item = &'a String>) -> Self {
        let mut spans = Vec::with_capacity(2 * texts.len());
        for text in texts.filter(|text| !text.is_empty()) {
            spans.push(Span { text: String::new(), meaning: Meaning::Item });
            spans.push(Span { text: text.clone(), meaning: Meaning::Plain });
        }
        Self { spans }
    }

    /// This cell with `text` appended.
    #[must_use]
    pub fn and(mut self, text: impl Into<String>, meaning: Meaning) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.spans.push(Span { text, meaning });
        }
        self
    }

    /// Whether the cell has no content.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The text for people, without signs and marks.
    pub fn text(&self) -> String {
        self.read(|span| Cow::Borrowed(&span.text))
    }

    /// The sign, if there is one.
    pub fn sign(&self) -> &str {
        self.spans.iter().find(|span| span.meaning == Meaning::Sign).map_or("", |span| &span.text)
    }

    /// The text for people, with words of one side only between `‹` and `›`, or in colour.
    pub fn marked(&self, page: Page) -> String {
        self.read(|span| span.marked(page))
    }

    /// The text for programs: lines and lists can be split again.
    fn record(&self, page: Page) -> Cow<'_, str> {
        // Most cells consist of one span.
        if let [span] = &self.spans[..]
            && !matches!(span.meaning, Meaning::Sign | Meaning::Break | Meaning::Item)
        {
            return span.marked(page);
        }
        let listed =
            self.spans.iter().any(|span| matches!(span.meaning, Meaning::Break | Meaning::Item));
        let mut out = String::new();
        for span in &self.spans {
            match span.meaning {
                Meaning::Sign => {}
                Meaning::Break | Meaning::Item if out.is_empty() => {}
                Meaning::Break | Meaning::Item => out.push_str(SEPARATOR),
                _ if listed => out.push_str(&list_item(&span.marked(page))),
                _ => out.push_str(&span.marked(page)),
            }
        }
        Cow::Owned(out)
    }

    fn read<'a>(&'a self, show: impl Fn(&'a Span) -> Cow<'a, str>) -> String {
        let mut out = String::new();
        for span in &self.spans {
            match span.meaning {
                Meaning::Sign => {}
                Meaning::Break | Meaning::Item if out.is_empty() => {}
                Meaning::Break => out.push_str("; "),
                Meaning::Item => out.push_str(BETWEEN),
                _ => out.push_str(&show(span)),
            }
        }
        out
    }

    /// The lines of the cell, each as the items of its [`list`](Self::list) or as a single item;
    /// none if it is empty.
    pub(super) fn lines_of_items(&self) -> Vec<Vec<Self>> {
        let items = |line: &[Span]| {
            let items =
                line.split(|span| span.meaning == Meaning::Item).filter(|spans| !spans.is_empty());
            items.map(|spans| Self { spans: spans.to_vec() }).collect::<Vec<_>>()
        };
        self.split().map(items).filter(|items| !items.is_empty()).collect()
    }

    /// This cell with `cell` on a line of its own below.
    #[must_use]
    pub(super) fn then(mut self, cell: Self) -> Self {
        if !self.is_empty() && !cell.is_empty() {
            self.spans.push(Span { text: String::new(), meaning: Meaning::Break });
        }
        self.spans.extend(cell.spans);
        self
    }

    /// The lines of the cell, each [`marked`](Self::marked); none if it is empty.
    pub(super) fn marked_lines(&self, page: Page) -> Vec<String> {
        if self.is_empty() {
            return Vec::new();
        }
        self.split().map(|spans| Self { spans: spans.to_vec() }.marked(page)).collect()
    }

    /// The text for people in a line of `room` cells, in which less important words may be
    /// shortened.
    pub(super) fn shortened(&self, room: usize) -> Option<String> {
        let width = |dim: bool| -> usize {
            self.spans
                .iter()
                .filter(|span| (span.meaning == Meaning::Dim) == dim)
                .map(|span| span.text.width())
                .sum()
        };
        let (dim, rest) = (width(true), width(false));
        if dim == 0 || rest >= room {
            return None;
        }
        Some(self.read(|span| match span.meaning {
            Meaning::Dim => fit(&span.text, room - rest),
            _ => Cow::Borrowed(&span.text),
        }))
    }

    /// The lines of the cell: one, except for [`Cell::lines`].
    fn split(&self) -> impl Iterator<Item = &[Span]> {
        self.spans.split(|span| span.meaning == Meaning::Break)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::new(text, Meaning::Plain)
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::new(text, Meaning::Plain)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::new(text, Meaning::Plain)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::new(number.to_string(), Meaning::Plain)
    }
}

/// The verdict on a row, which its text states as well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// None.
    #[default]
    Plain,
    /// Equal on all sides.
    Same,
    /// Something differs.
    Changed,
    /// On the left only, or no longer needed.
    Left,
    /// On the right only, or to be gained.
    Right,
}

/// A row of a section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// A cell for each column of the sheet, followed by those shown on pages only; missing cells
    /// are empty.
    pub cells: Vec<Cell>,
    /// The verdict.
    pub tone: Tone,
    /// Whether, on a page, an empty cell gives its space to the one before it.
    pub spread: bool,
}

impl Row {
    /// A row of `cells` without a verdict.
    pub fn new(cells: impl IntoIterator<Item = Cell>) -> Self {
        Self { cells: cells.into_iter().collect(), ..Self::default() }
    }

    /// The cell in `column`.
    pub fn cell(&self, column: usize) -> &Cell {
        static EMPTY: Cell = Cell { spans: Vec::new() };
        self.cells.get(column).unwrap_or(&EMPTY)
    }
}

/// A column that a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The position in [`Row::cells`].
    pub column: usize,
    /// The title above it.
    pub title: String,
}

/// The layout of a section on a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// Row by row: if space is tight a page breaks the rows up.
    #[default]
    Rows,
    /// The cells are short and meant to be read along columns: if they do not all fit a page lets
    /// them scroll sideways.
    Grid,
    /// The groups are the rungs of a ladder.
    Ladder,
}

/// Rows that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading above it on a page.
    pub heading: String,
    /// The columns that a page shows, in display order. A page skips a section that shows none, and
    /// a column in which all cells are empty; it writes a single column as a list.
    pub shown: Vec<Head>,
    /// The column that names the subject of a row.
    pub row_head: Option<usize>,
    /// The column whose cells are headings above the rows that share them.
    pub group: Option<usize>,
    /// Whether the rows are shown on pages only.
    pub page_only: bool,
    /// The layout on a page.
    pub layout: Layout,
    /// The title of an empty column to write in by hand, which appears in print only.
    pub margin: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Section {
    /// A section under `heading` that shows nothing yet.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), ..Self::default() }
    }

    /// Shows `column` under `title`.
    #[must_use]
    pub fn show(mut self, column: usize, title: impl Into<String>) -> Self {
        self.shown.push(Head { column, title: title.into() });
        self
    }

    /// Makes `column` the one that names the subject of a row.
    #[must_use]
    pub fn row_head(mut self, column: usize) -> Self {
        self.row_head = Some(column);
        self
    }

    /// Groups the rows under headings from `column`.
    #[must_use]
    pub fn group(mut self, column: usize) -> Self {
        self.group = Some(column);
        self
    }

    /// Sets `layout` as the layout on a page.
    #[must_use]
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// Adds an empty column under `title` to write in by hand.
    #[must_use]
    pub fn margin(mut self, title: impl Into<String>) -> Self {
        self.margin = Some(title.into());
        self
    }

    /// Shows it on pages only.
    #[must_use]
    pub fn page_only(mut self) -> Self {
        self.page_only = true;
        self
    }

    /// Adds `rows`.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// Adds a first column, which pages do not show, with the result of `cell` for each row's
    /// position.
    #[must_use]
    pub fn first_column(mut self, cell: impl Fn(usize) -> Cell) -> Self {
        self.rows.iter_mut().enumerate().for_each(|(at, row)| row.cells.insert(0, cell(at)));
        self.shown.iter_mut().for_each(|head| head.column += 1);
        self.row_head = self.row_head.map(|column| column + 1);
        self.group = self.group.map(|column| column + 1);
        self
    }

    /// The parts of the section that a page shows.
    fn on_page(&self) -> Shown<'_> {
        let says = |head: &&Head| self.rows.iter().any(|row| !row.cell(head.column).is_empty());
        let heads = self.shown.iter().filter(says).collect();
        let groups = match self.group {
            None => vec![(None, self.rows.as_slice())],
            Some(group) => {
                let chunks = self.rows.chunk_by(|a, b| a.cell(group) == b.cell(group));
                chunks.map(|rows| (Some(rows[0].cell(group)), rows)).collect()
            }
        };
        Shown { heads, groups }
    }
}

/// The parts of a section that a page shows.
struct Shown<'a> {
    /// The columns that are not empty.
    heads: Vec<&'a Head>,
    /// The rows in their groups, each with its heading.
    groups: Vec<(Option<&'a Cell>, &'a [Row])>,
}

/// An answer, ready to be written as records or as a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The title.
    pub title: String,
    /// Paragraphs under the title.
    pub lead: Vec<Cell>,
    /// The columns of its records, by their names for programs.
    pub columns: Vec<String>,
    /// The content.
    pub sections: Vec<Section>,
    /// The notices that the open packs require.
    pub notices: Vec<String>,
    /// The BCP 47 tag of the language of most of the text.
    pub language: String,
}

impl Sheet {
    /// An empty sheet titled `title` for `catalog`, with records of `columns`.
    pub fn new<C: Into<String>>(
        catalog: &Catalog,
        title: impl Into<String>,
        columns: impl IntoIterator<Item = C>,
    ) -> Self {
        let mut languages = catalog.packs().iter().map(|pack| pack.language.as_deref());
        let first = languages.next().flatten();
        // Text of roledex itself is English; so is the sheet if the packs do not agree on another
        // language.
        let language =
            first.filter(|first| languages.all(|other| other == Some(first))).unwrap_or("en");
        Self {
            title: title.into(),
            lead: Vec::new(),
            columns: columns.into_iter().map(Into::into).collect(),
            sections: Vec::new(),
            notices: catalog.packs().iter().map(notice).collect(),
            language: language.to_string(),
        }
    }

    /// Adds a paragraph under the title, unless it is empty.
    #[must_use]
    pub fn lead(mut self, cell: impl Into<Cell>) -> Self {
        self.lead.extend(Some(cell.into()).filter(|cell| !cell.is_empty()));
        self
    }

    /// Adds `section`.
    #[must_use]
    pub fn section(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// Adds a first column called `name`, in which all rows have `value`.
    #[must_use]
    pub fn first_column(mut self, name: &str, value: &str) -> Self {
        self.columns.insert(0, name.to_string());
        self.sections = self
            .sections
            .into_iter()
            .map(|section| section.first_column(|_| value.into()))
            .collect();
        self
    }

    /// The rows that are records.
    fn records(&self) -> impl Iterator<Item = &Row> {
        self.sections.iter().filter(|section| !section.page_only).flat_map(|section| &section.rows)
    }

    /// Writes the records one per line, their fields separated by tabs. Words of one side only are
    /// between `‹` and `›` if there is no colour.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write_records(&self, out: &mut impl Write, page: Page) -> io::Result<()> {
        for row in self.records() {
            for column in 0..self.columns.len() {
                let tab = if column > 0 { "\t" } else { "" };
                write!(out, "{tab}{}", one_line(&row.cell(column).record(page)))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

/// `text` with blanks in place of characters that would end a field or a record.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let breaks = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    if text.contains(breaks) { text.replace(breaks, " ").into() } else { text.into() }
}

/// The notice to show wherever the content of a pack goes.
fn notice(pack: &Pack) -> String {
    let mut parts = vec![named(pack)];
    parts.extend(pack.license.clone());
    parts.extend(pack.as_of.map(|date| format!("as of {date}")));
    let mut text = parts.join(" · ");
    if let Some(attribution) = &pack.attribution {
        text += &format!(". {attribution}");
    }
    text
}

/// The title of a pack with its version; the title of a data set already includes its release.
pub fn named(pack: &Pack) -> String {
    if pack.title.ends_with(pack.version.as_str()) {
        pack.title.clone()
    } else {
        format!("{} {}", pack.title, pack.version)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Text that would be markup, a formula, or the end of a line if it were not escaped.
    pub(in crate::report) const HOSTILE: [&str; 24] = [
        "<script>alert(1)</script>",
        "</td></table><img src=x onerror=alert(1)>",
        "a | b || c",
        "`code` and ``more``",
        "*bold* **bold** _under_ __under__ ~~gone~~",
        "line\nend\r\n# heading",
        "=SUM(A1:A9)",
        "+1",
        "-2+3",
        "@cmd",
        "'=1",
        "# heading #",
        "1. one",
        "- item",
        "> quote",
        "[link](http://example.org) ![i](x) [ref]: x",
        "https://example.org www.example.org me@example.org",
        "&amp; &#35; &lt;b&gt; R&D",
        "back\\slash \\| \\*",
        "$x$ $$y$$",
        "quote \" and ' and \",\"",
        "--- ===",
        "\u{1b}[31mred \u{0}",
        "trailing \\",
    ];

    /// A sheet of one section with `text`, one of [`HOSTILE`], in every place where text can be.
    pub(in crate::report) fn hostile(text: &str) -> Sheet {
        let cell = Cell::lines([
            Cell::new(text, Meaning::Plain).and(text, Meaning::Left).and(text, Meaning::Right),
            Cell::signed(text, text).and(text, Meaning::Dim).and(text, Meaning::Found),
        ]);
        let row = Row { cells: vec![text.into(), cell.clone(), "third".into()], ..Row::default() };
        let table = Section::new(text)
            .show(0, text)
            .show(1, text)
            .show(2, "Third")
            .group(0)
            .rows([row.clone()]);
        let list = Section::new("List").show(1, "").rows([row]);
        Sheet {
            title: text.to_string(),
            lead: vec![cell],
            columns: vec!["a".to_string(), text.to_string()],
            sections: vec![table, list],
            notices: vec![text.to_string()],
            language: text.to_string(),
        }
    }

    #[test]
    fn records_are_lines_whatever_stands_in_them() {
        for text in HOSTILE {
            let mut out = Vec::new();
            hostile(text).write_records(&mut out, Page::PLAIN).unwrap();
            let out = String::from_utf8(out).unwrap();
            assert_eq!(out.lines().count(), 2, "{out:?}");
            assert!(out.lines().all(|line| line.split('\t').count() == 2), "{out:?}");
        }
    }

    #[test]
    fn signs_are_for_the_eye_and_marks_for_all() {
        let cell = Cell::signed("●●", "working").and(" more", Meaning::Left);
        assert_eq!(cell.text(), "working more");
        assert_eq!(cell.marked(Page::PLAIN), "working‹ more›");
        assert_eq!(cell.sign(), "●●");
        let lines = Cell::lines(["a".into(), Cell::default(), "b|c".into()]);
        assert_eq!(
            (lines.record(Page::PLAIN).as_ref(), lines.text().as_str()),
            (r"a | b\|c", "a; b|c")
        );
    }

    #[test]
    fn lists_read_well_and_can_be_taken_apart() {
        let list = Cell::list(["a".into(), Cell::default(), Cell::new("b|c", Meaning::Left)])
            .and(" [1]", Meaning::Dim);
        assert_eq!(list.record(Page::PLAIN), r"a | ‹b\|c› [1]");
        assert_eq!(
            (list.text(), list.marked(Page::PLAIN)),
            ("a · b|c [1]".into(), "a · ‹b|c› [1]".into())
        );
        // A list of one item is still a list.
        assert_eq!(
            (Cell::list(["a|b"]).record(Page::PLAIN).into_owned(), Cell::list(["a|b"]).text()),
            (r"a\|b".into(), "a|b".into())
        );
        assert!(Cell::list([""; 2]).is_empty());
    }

    #[test]
    fn a_page_shows_what_says_something() {
        let row = |a: &str, b: &str| Row::new([a.into(), b.into(), Cell::default()]);
        let section = Section::new("S").show(1, "B").show(2, "C").group(0);
        let section = section.rows([row("x", "1"), row("x", "2"), row("y", "3"), row("x", "4")]);
        let Shown { heads, groups } = section.on_page();
        assert_eq!(heads.len(), 1);
        let groups: Vec<(String, usize)> =
            groups.iter().map(|(g, rows)| (g.unwrap().text(), rows.len())).collect();
        assert_eq!(groups, [("x".into(), 2), ("y".into(), 1), ("x".into(), 1)]);
    }
}
