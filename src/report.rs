//! Answers written as text, JSON, CSV, Markdown and HTML through `impl Write`.
//!
//! On a terminal text is laid out for people: wrapped, with headings and, if enabled, colour. In a
//! pipe it is one record per line, fields separated by tabs, never cut, never coloured. The records
//! and the content of CSV, Markdown and HTML come from one [`document::ReportDocument`] for each answer.
//!
//! # Shapes of JSON answers
//!
#![doc = include_str!("report/shapes.md")]

pub(crate) mod about;
pub mod diagnostics;
pub mod diff;
pub mod document;
mod format;
pub mod gap;
pub(crate) mod graph;
pub mod import;
pub mod ladder;
pub mod list;
pub mod matrix;
mod name_list;
pub(crate) mod occupation;
pub mod path;
pub mod profile;
pub mod read;
mod reference;
pub mod related;
pub mod review;
pub(crate) mod schema;
pub mod search;
pub(crate) mod settings;
pub mod show;
pub(crate) mod site;
mod skills;
mod table;

use std::io::{self, Write};

use crate::model::text::{DisplayWidth, display_width};
use serde_json::Value;

pub use self::format::OutputFormat;
pub use crate::json::{write_json, write_json_line};

use crate::model::{Catalog, RoleId, SourceId};

/// The notice that two names refer to the same role.
pub(crate) fn same_role_notice(
    catalog: &Catalog,
    first: &str,
    second: &str,
    role: RoleId,
) -> String {
    let (first, second) = (crate::model::text::quoted(first), crate::model::text::quoted(second));
    format!("`{first}` and `{second}` name the same role: {}", catalog.role(role).title)
}

/// The layout of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSetup {
    /// Width of the terminal in columns; `None` writes plain lines for programs.
    pub width: Option<usize>,
    /// Whether to use colour.
    pub colour: bool,
}

/// The style of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsiStyle {
    /// No style.
    Plain,
    /// A heading.
    Heading,
    /// The name of the item.
    Title,
    /// Less important.
    Dim,
    /// Text of the left side only.
    Left,
    /// Text of the right side only.
    Right,
}

impl PageSetup {
    /// Plain lines for programs.
    pub const PLAIN: Self = Self { width: None, colour: false };

    /// `text` in `style`, with escapes only if colour is enabled.
    pub(crate) fn styled(self, text: &str, style: AnsiStyle) -> String {
        let code = match style {
            AnsiStyle::Plain => "",
            AnsiStyle::Heading => "1;36",
            AnsiStyle::Title => "1",
            AnsiStyle::Dim => "90",
            AnsiStyle::Left => "34",
            AnsiStyle::Right => "33",
        };
        if self.colour && !code.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_string()
        }
    }
}

/// A sequence of JSON answers: one per line, or the items of one array.
#[derive(Debug)]
pub struct JsonAnswerWriter {
    one_per_line: bool,
    has_written: bool,
}

impl JsonAnswerWriter {
    /// Starts without answers; they are written one per line if `lines`, otherwise as an array.
    pub fn new(lines: bool) -> Self {
        Self { one_per_line: lines, has_written: false }
    }

    /// Writes the next answer.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn push(&mut self, out: &mut impl Write, value: &Value) -> io::Result<()> {
        if self.one_per_line {
            return write_json_line(out, value);
        }
        write!(out, "{}", if self.has_written { ",\n" } else { "[\n" })?;
        self.has_written = true;
        crate::json::write_value(out, value)
    }

    /// Ends the array.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn finish(self, out: &mut impl Write) -> io::Result<()> {
        match (self.one_per_line, self.has_written) {
            (true, _) => Ok(()),
            (false, true) => writeln!(out, "\n]"),
            (false, false) => writeln!(out, "[]"),
        }
    }
}

/// Cites by publisher: short enough to follow a sentence.
fn publisher_cell(catalog: &Catalog, sources: &[SourceId]) -> document::DocumentCell {
    document::DocumentCell::inline_list(publishers(catalog, sources))
}

/// The publisher of each of `sources`, as the name of the source.
fn publishers(
    catalog: &Catalog,
    sources: &[SourceId],
) -> impl Iterator<Item = document::DocumentCell> {
    sources.iter().map(|&source| {
        document::DocumentCell::from(&catalog.source(source).publisher)
            .linked(document::DocumentLink::Source(source))
    })
}

/// Writes `text` wrapped to `width`, with `first` before the first line and an indent of the same
/// width before the others.
fn write_hanging(out: &mut impl Write, first: &str, text: &str, width: usize) -> io::Result<()> {
    let indent = " ".repeat(strip_ansi(first).width());
    let room = width.saturating_sub(indent.len()).max(8);
    for (i, line) in crate::model::text::wrap(text, room).iter().enumerate() {
        writeln!(out, "{}{line}", if i == 0 { first } else { &indent })?;
    }
    Ok(())
}

/// Writes `text` in `ink`, wrapped to `width`. Colour never spans a line end.
fn write_styled(
    out: &mut impl Write,
    text: &str,
    style: AnsiStyle,
    width: usize,
    page: PageSetup,
) -> io::Result<()> {
    crate::model::text::wrap(text, width.max(8))
        .iter()
        .try_for_each(|line| writeln!(out, "{}", page.styled(line, style)))
}

/// `text` without the escapes of [`PageSetup::styled`].
fn strip_ansi(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\x1b[") {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// `text` padded with blanks to `width` cells; longer text is unchanged.
fn pad_to_width(text: &str, width: usize) -> String {
    let used = text.width();
    format!("{text}{}", " ".repeat(width.saturating_sub(used)))
}
/// A likelihood rounded to four decimal places.
fn round_likelihood(likelihood: f64) -> f64 {
    (likelihood * 1e4).round() / 1e4
}
