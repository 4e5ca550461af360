//! An answer as a sheet: what is to be read, once, whatever it is written as.
//!
//! A report puts its answer into a [`Sheet`]: rows of cells in named columns, gathered into
//! sections. Its records, piped text and [`csv`], are the cells as they stand; its pages,
//! [`markdown`] and [`html`], show of each section the columns that say something there. As all of
//! them read the same cells they cannot drift apart.

pub mod csv;
pub mod html;
pub mod markdown;

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Ink, Page};
use crate::model::text::{SEPARATOR, Width as _, fit, list_item};
use crate::model::{Catalog, Pack};

/// What a stretch of text means; each writer has its own way to show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Running text.
    Plain,
    /// Less important than the text around it.
    Dim,
    /// Only the left side says it.
    Left,
    /// Only the right side says it.
    Right,
    /// What a search matched.
    Found,
    /// A sign that repeats for the eye what the words beside it say: left out of records.
    Sign,
    /// What follows stands on a line of its own; has no text.
    Break,
    /// What follows is an item of a list; has no text.
    Item,
}

/// A stretch of text with one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The stretch.
    pub text: String,
    /// What it means.
    pub meaning: Meaning,
}

impl Span {
    /// The words, with what only one side says between `‹` and `›`, or in colour.
    fn marked(&self, page: Page) -> Cow<'_, str> {
        match self.meaning {
            Meaning::Left if page.colour => page.ink(&self.text, Ink::Left).into(),
            Meaning::Right if page.colour => page.ink(&self.text, Ink::Right).into(),
            Meaning::Left | Meaning::Right => format!("‹{}›", self.text).into(),
            _ => Cow::Borrowed(&self.text),
        }
    }
}

/// What people read between the items of a list.
pub(super) const BETWEEN: &str = " · ";

/// What stands in one place of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The stretches, in the order to be read.
    pub spans: Vec<Span>,
}

impl Cell {
    /// `text` with one meaning; nothing where it is empty.
    pub fn new(text: impl Into<String>, meaning: Meaning) -> Self {
        Self::default().and(text, meaning)
    }

    /// A sign and the word that it stands for.
    pub fn signed(sign: &str, word: impl Into<String>) -> Self {
        Self::new(sign, Meaning::Sign).and(word, Meaning::Plain)
    }

    /// One line for each of `cells`.
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

    /// A list in a line: people read ` · ` between its items, and records hold it as
    /// [`crate::model::text::list`] writes it.
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

    /// The same with more behind it.
    #[must_use]
    pub fn and(mut self, text: impl Into<String>, meaning: Meaning) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.spans.push(Span { text, meaning });
        }
        self
    }

    /// Whether there is nothing to be read.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The words alone, for people: without signs, and without marks.
    pub fn text(&self) -> String {
        self.read(|span| Cow::Borrowed(&span.text))
    }

    /// The sign, where there is one.
    pub fn sign(&self) -> &str {
        self.spans.iter().find(|span| span.meaning == Meaning::Sign).map_or("", |span| &span.text)
    }

    /// The words, for people, with what only one side says between `‹` and `›`, or in colour.
    pub fn marked(&self, page: Page) -> String {
        self.read(|span| span.marked(page))
    }

    /// The same for programs: lines and lists can be taken apart again.
    fn record(&self, page: Page) -> Cow<'_, str> {
        // Most cells are of one piece.
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

    /// Its lines, and of each the items of a [`list`](Self::list) or what it is of alone; none
    /// where it is empty.
    pub(super) fn lines_of_items(&self) -> Vec<Vec<Self>> {
        let items = |line: &[Span]| {
            let items =
                line.split(|span| span.meaning == Meaning::Item).filter(|spans| !spans.is_empty());
            items.map(|spans| Self { spans: spans.to_vec() }).collect::<Vec<_>>()
        };
        self.split().map(items).filter(|items| !items.is_empty()).collect()
    }

    /// The same with `cell` on a line of its own behind it.
    #[must_use]
    pub(super) fn then(mut self, cell: Self) -> Self {
        if !self.is_empty() && !cell.is_empty() {
            self.spans.push(Span { text: String::new(), meaning: Meaning::Break });
        }
        self.spans.extend(cell.spans);
        self
    }

    /// Its lines, each [`marked`](Self::marked); none where it is empty.
    pub(super) fn marked_lines(&self, page: Page) -> Vec<String> {
        if self.is_empty() {
            return Vec::new();
        }
        self.split().map(|spans| Self { spans: spans.to_vec() }.marked(page)).collect()
    }

    /// The words for people in a line of `room` cells, where less important ones among them may be
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

    /// The lines of which it consists: one, but for [`Cell::lines`].
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

/// The verdict on a row, which its words say as well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// None.
    #[default]
    Plain,
    /// The same on all sides.
    Same,
    /// Something differs.
    Changed,
    /// On the left only, or to be left.
    Left,
    /// On the right only, or to be gained.
    Right,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// A cell for each column of the sheet, then those that stand on pages only; what is missing
    /// is empty.
    pub cells: Vec<Cell>,
    /// The verdict.
    pub tone: Tone,
    /// On a page an empty cell gives its room to the one before it.
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
    /// By position in [`Row::cells`].
    pub column: usize,
    /// What stands above it.
    pub title: String,
}

/// How a page lays a section out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// Row by row: where there is little room a page breaks the rows up.
    #[default]
    Rows,
    /// The cells are short and meant to be read along columns: where there is no room for all of
    /// them a page lets them scroll sideways.
    Grid,
    /// The groups are the rungs of a ladder.
    Ladder,
}

/// Rows that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// What stands above it on a page.
    pub heading: String,
    /// The columns that a page shows, in its order. A page passes over a section that shows none,
    /// and over a column in which all cells are empty; a single column it writes as a list.
    pub shown: Vec<Head>,
    /// The column that says what a row is about.
    pub row_head: Option<usize>,
    /// The column whose cells stand as headings above the rows that share them.
    pub group: Option<usize>,
    /// Whether the rows stand on pages only.
    pub page_only: bool,
    /// How a page lays it out.
    pub layout: Layout,
    /// What stands above an empty column to write in by hand, which is there on paper alone.
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

    /// Lets `column` say what a row is about.
    #[must_use]
    pub fn row_head(mut self, column: usize) -> Self {
        self.row_head = Some(column);
        self
    }

    /// Puts the rows under headings from `column`.
    #[must_use]
    pub fn group(mut self, column: usize) -> Self {
        self.group = Some(column);
        self
    }

    /// Lets a page lay it out as `layout`.
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

    /// The same with a first column, which pages do not show: of each row, by its position, `cell`.
    #[must_use]
    pub fn first_column(mut self, cell: impl Fn(usize) -> Cell) -> Self {
        self.rows.iter_mut().enumerate().for_each(|(at, row)| row.cells.insert(0, cell(at)));
        self.shown.iter_mut().for_each(|head| head.column += 1);
        self.row_head = self.row_head.map(|column| column + 1);
        self.group = self.group.map(|column| column + 1);
        self
    }

    /// What a page shows of it.
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

/// What a page shows of a section.
struct Shown<'a> {
    /// The columns that say something.
    heads: Vec<&'a Head>,
    /// The rows in their groups, each with its heading.
    groups: Vec<(Option<&'a Cell>, &'a [Row])>,
}

/// An answer, ready to be written as records or as a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it answers.
    pub title: String,
    /// Paragraphs under the title.
    pub lead: Vec<Cell>,
    /// The columns of its records, by the names that programs use.
    pub columns: Vec<String>,
    /// The answer.
    pub sections: Vec<Section>,
    /// What the open packs ask to be said of them.
    pub notices: Vec<String>,
    /// The BCP 47 tag of the language of most of the text.
    pub language: String,
}

impl Sheet {
    /// A sheet that answers `title` from `catalog`, in records of `columns`.
    pub fn new<C: Into<String>>(
        catalog: &Catalog,
        title: impl Into<String>,
        columns: impl IntoIterator<Item = C>,
    ) -> Self {
        let mut languages = catalog.packs().iter().map(|pack| pack.language.as_deref());
        let first = languages.next().flatten();
        // Our own words are English; so is what is said where packs do not agree on another
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

    /// Adds a paragraph under the title, if it says something.
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

    /// The same records with a first column called `name`, in which all rows have `value`.
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

    /// Writes the records one a line, their fields separated by tabs. What only one side says
    /// stands between `‹` and `›` where there is no colour.
    ///
    /// # Errors
    ///
    /// What `out` returns.
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

/// `text` with blanks for what would end a field or a record.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let breaks = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    if text.contains(breaks) { text.replace(breaks, " ").into() } else { text.into() }
}

/// What is to be said of a pack wherever its content goes.
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

/// The title of a pack with its version; a data set's release is part of what it is called.
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

    /// A sheet of one section that holds each of [`HOSTILE`] in every place where text can stand.
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
        // A list of one is a list all the same.
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
