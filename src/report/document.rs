//! An answer as a sheet: its content, defined once for all output formats.
//!
//! A report puts its answer into a [`ReportDocument`]: rows of cells in named columns, grouped into
//! sections. Its records, piped text and [`csv`], are the unchanged cells; its pages, [`markdown`]
//! and [`html`], show the non-empty columns of each section. As all of them read the same cells
//! they cannot diverge.

mod cell;
mod columns;
pub mod csv;
pub mod html;
pub mod markdown;
pub mod svg;

use std::borrow::Cow;
use std::io::{self, Write};

pub(super) use self::cell::PAGE_LIST_SEPARATOR;
pub use self::cell::{CellSpan, DocumentCell, DocumentLink, SpanMeaning};
pub use self::columns::ColumnSet;
pub(crate) use self::columns::columns;
use super::{OutputFormat, PageSetup};
use crate::model::{Catalog, Pack, RoleId, SourceId};

/// The verdict on a row, which its text states as well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowTone {
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
pub struct DocumentRow {
    /// A cell for each column of the sheet, followed by those shown on pages only; missing cells
    /// are empty.
    pub cells: Vec<DocumentCell>,
    /// The verdict.
    pub tone: RowTone,
    /// Whether, on a page, an empty cell gives its space to the one before it.
    pub spans_empty_cells: bool,
    /// The source that the row is the entry of: links on the same page lead to the row.
    pub anchor: Option<SourceId>,
}

impl DocumentRow {
    /// A row of `cells` without a verdict.
    pub fn new(cells: impl IntoIterator<Item = DocumentCell>) -> Self {
        Self { cells: cells.into_iter().collect(), ..Self::default() }
    }

    /// A row with `cells` in their columns and without a verdict; the other cells are empty.
    pub fn of<C: ColumnSet>(cells: impl IntoIterator<Item = (C, DocumentCell)>) -> Self {
        let mut row =
            Self { cells: vec![DocumentCell::default(); C::ALL.len()], ..Self::default() };
        for (column, cell) in cells {
            row.cells[column.into()] = cell;
        }
        row
    }

    /// The cell in `column`.
    pub fn cell(&self, column: impl Into<usize>) -> &DocumentCell {
        static EMPTY: DocumentCell = DocumentCell { spans: Vec::new() };
        self.cells.get(column.into()).unwrap_or(&EMPTY)
    }

    /// The cell in `column`, to be changed.
    pub(super) fn cell_mut(&mut self, column: impl Into<usize>) -> Option<&mut DocumentCell> {
        self.cells.get_mut(column.into())
    }
}

/// A column that a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageColumn {
    /// The position in [`DocumentRow::cells`].
    pub column: usize,
    /// The title above it.
    pub title: String,
    /// The item that the title names.
    pub link: Option<DocumentLink>,
}

/// The layout of a section on a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SectionLayout {
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
pub struct DocumentSection {
    /// The heading above it on a page.
    pub heading: String,
    /// The columns that a page shows, in display order. A page skips a section that shows none, and
    /// a column in which all cells are empty; it writes a single column as a list.
    pub page_columns: Vec<PageColumn>,
    /// The column that names the subject of a row.
    pub row_header: Option<usize>,
    /// The column whose cells are headings above the rows that share them.
    pub group_by: Option<usize>,
    /// Whether the rows are shown on pages only.
    pub page_only: bool,
    /// The layout on a page.
    pub layout: SectionLayout,
    /// The title of an empty column to write in by hand, which appears in print only.
    pub margin: Option<String>,
    /// The rows.
    pub rows: Vec<DocumentRow>,
}

impl DocumentSection {
    /// A section under `heading` that shows nothing yet.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), ..Self::default() }
    }

    /// Shows `column` under `title`.
    #[must_use]
    pub(crate) fn show_column(
        mut self,
        column: impl Into<usize>,
        title: impl Into<String>,
    ) -> Self {
        let (column, title) = (column.into(), title.into());
        self.page_columns.push(PageColumn { column, title, link: None });
        self
    }

    /// Shows `column` under the title of `role`.
    #[must_use]
    pub(crate) fn show_role_column(
        self,
        column: impl Into<usize>,
        catalog: &Catalog,
        role: RoleId,
    ) -> Self {
        let mut section = self.show_column(column, catalog.role_title(role));
        if let Some(last) = section.page_columns.last_mut() {
            last.link = Some(DocumentLink::Role(role));
        }
        section
    }

    /// Makes `column` the one that names the subject of a row.
    #[must_use]
    pub(crate) fn row_header(mut self, column: impl Into<usize>) -> Self {
        self.row_header = Some(column.into());
        self
    }

    /// Groups the rows under headings from `column`.
    #[must_use]
    pub(crate) fn group_by(mut self, column: impl Into<usize>) -> Self {
        self.group_by = Some(column.into());
        self
    }

    /// Sets `layout` as the layout on a page.
    #[must_use]
    pub fn layout(mut self, layout: SectionLayout) -> Self {
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
    pub(crate) fn page_only(mut self) -> Self {
        self.page_only = true;
        self
    }

    /// Adds `rows`.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = DocumentRow>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// Adds a first column, which pages do not show, with the result of `cell` for each row's
    /// position.
    #[must_use]
    pub(crate) fn with_first_column(mut self, cell: impl Fn(usize) -> DocumentCell) -> Self {
        self.rows.iter_mut().enumerate().for_each(|(at, row)| row.cells.insert(0, cell(at)));
        self.page_columns.iter_mut().for_each(|head| head.column += 1);
        self.row_header = self.row_header.map(|column| column + 1);
        self.group_by = self.group_by.map(|column| column + 1);
        self
    }

    /// The parts of the section that a page shows.
    fn visible(&self) -> VisibleSection<'_> {
        let has_content = self
            .page_columns
            .iter()
            .filter(|head| self.rows.iter().any(|row| !row.cell(head.column).is_empty()));
        let heads = has_content.collect();
        let groups = match self.group_by {
            None => vec![(None, self.rows.as_slice())],
            Some(group) => {
                let chunks = self.rows.chunk_by(|a, b| a.cell(group) == b.cell(group));
                chunks.map(|rows| (Some(rows[0].cell(group)), rows)).collect()
            }
        };
        VisibleSection { columns: heads, groups }
    }
}

/// The parts of a section that a page shows.
struct VisibleSection<'a> {
    /// The columns that are not empty.
    columns: Vec<&'a PageColumn>,
    /// The rows in their groups, each with its heading.
    groups: Vec<(Option<&'a DocumentCell>, &'a [DocumentRow])>,
}

/// An answer, ready to be written as records or as a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportDocument {
    /// The title.
    pub title: String,
    /// Paragraphs under the title.
    pub intro: Vec<DocumentCell>,
    /// The columns of its records, by their names for programs.
    pub columns: Vec<String>,
    /// The content.
    pub sections: Vec<DocumentSection>,
    /// The notices that the open packs require.
    pub notices: Vec<String>,
    /// The BCP 47 tag of the language of most of the text.
    pub language: String,
}

/// The address of `source` on the web, if it states one.
pub(crate) fn web_address(catalog: &Catalog, source: SourceId) -> Option<&str> {
    catalog.source(source).url.as_deref().filter(|url| is_web_address(url))
}

/// Whether `url` is an address that a browser can open, and nothing else.
fn is_web_address(url: &str) -> bool {
    let start = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (start.starts_with("https://") || start.starts_with("http://"))
        && url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\`".contains(&byte))
}

impl ReportDocument {
    /// An empty sheet titled `title` for `catalog`, with records of `columns`.
    pub fn new<C: ToString>(
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
            intro: Vec::new(),
            columns: columns.into_iter().map(|name| name.to_string()).collect(),
            sections: Vec::new(),
            notices: catalog.packs().iter().map(pack_notice).collect(),
            language: language.to_string(),
        }
    }

    /// Adds a paragraph under the title, unless it is empty.
    #[must_use]
    pub(crate) fn intro(mut self, cell: impl Into<DocumentCell>) -> Self {
        self.intro.extend(Some(cell.into()).filter(|cell| !cell.is_empty()));
        self
    }

    /// Adds `section`.
    #[must_use]
    pub fn section(mut self, section: DocumentSection) -> Self {
        self.sections.push(section);
        self
    }

    /// Adds a first column called `name`, in which all rows have `value`.
    #[must_use]
    pub(crate) fn with_first_column(mut self, name: &str, value: &str) -> Self {
        self.columns.insert(0, name.to_string());
        self.sections = self
            .sections
            .into_iter()
            .map(|section| section.with_first_column(|_| value.into()))
            .collect();
        self
    }

    /// The rows that are records.
    fn records(&self) -> impl Iterator<Item = &DocumentRow> {
        self.sections.iter().filter(|section| !section.page_only).flat_map(|section| &section.rows)
    }

    /// Writes it, an answer from `catalog`, in `format`: as a table or a page; in any other format as
    /// records.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(
        &self,
        out: &mut impl Write,
        catalog: &Catalog,
        format: OutputFormat,
    ) -> io::Result<()> {
        match format {
            OutputFormat::Csv => csv::write(out, self),
            OutputFormat::Markdown => markdown::write(out, self),
            OutputFormat::Html => html::write(out, catalog, self),
            OutputFormat::Svg => svg::write(out, self),
            _ => self.write_records(out, PageSetup::PLAIN),
        }
    }

    /// Writes the records one per line, their fields separated by tabs. Words of one side only are
    /// between `‹` and `›` if there is no colour.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write_records(&self, out: &mut impl Write, page: PageSetup) -> io::Result<()> {
        for row in self.records() {
            for column in 0..self.columns.len() {
                let tab = if column > 0 { "\t" } else { "" };
                write!(out, "{tab}{}", replace_breaks(&row.cell(column).record(page)))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

/// `text` with blanks in place of characters that would end a field or a record.
pub(super) fn replace_breaks(text: &str) -> Cow<'_, str> {
    if count_break_starts(text) > 0 && text.contains(is_break) {
        text.replace(is_break, " ").into()
    } else {
        text.into()
    }
}

/// Returns the number of bytes of `text` that may begin a break. They are rare.
pub(super) fn count_break_starts(text: &str) -> usize {
    // Counting all of them is faster than stopping at the first: many bytes are compared at once.
    text.bytes().filter(|byte| matches!(byte, b'\t'..=b'\r' | 0xc2 | 0xe2)).count()
}

/// Whether a character would end a field or a record.
fn is_break(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The notice to show wherever the content of a pack goes.
fn pack_notice(pack: &Pack) -> String {
    let mut parts = vec![pack_title_with_version(pack)];
    parts.extend(pack.license.clone());
    parts.extend(pack.as_of.map(|date| format!("as of {date}")));
    let mut text = parts.join(" · ");
    if let Some(attribution) = &pack.attribution {
        text += &format!(". {attribution}");
    }
    text
}

/// The title of a pack with its version; the title of a data set already includes its release.
pub(crate) fn pack_title_with_version(pack: &Pack) -> String {
    if pack.title.ends_with(pack.version.as_str()) {
        pack.title.clone()
    } else {
        format!("{} {}", pack.title, pack.version)
    }
}

#[cfg(test)]
pub(super) mod tests;
