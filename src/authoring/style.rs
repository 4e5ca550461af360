//! The style of pack files: rewrites a file so that only its layout changes.
//!
//! Keys and the tables of an entry follow the order of the format; entries stay in the order of the
//! file, because authors group them. Comments stay with the line that they are above or beside.

mod comments;
mod shape;
mod value;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use toml_edit::{DocumentMut, Item, Key, Table, TableLike, Value};

use self::comments::{HeaderComments, all_comments, push_comments, trailing_comment};
use self::shape::{FormatShape, ListFormat};
pub(super) use self::value::push_key;
use self::value::{has_inner_comments, plain_value, push_value};
use crate::pack::format::{DOCUMENT, FieldKind};

/// A reason why a file was not rewritten.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// The text is not TOML.
    #[error("{message}")]
    Syntax {
        /// The parser's message, on one line.
        message: String,
        /// The bytes that it is about.
        span: Range<usize>,
    },
    /// The rewritten text would not say the same.
    #[error("rewriting it would change what it says, so it was left alone")]
    Changed,
}

/// Rewrites the pack file `text` in the one style.
///
/// ```
/// use roledex::authoring::style::restyle;
///
/// let text = "[[theme]]\ntitle='Craft'\nid = \"craft\" # the first\n";
/// let styled = restyle(text).unwrap();
/// assert_eq!(styled, "[[theme]]\nid = \"craft\" # the first\ntitle = \"Craft\"\n");
/// assert_eq!(restyle(&styled).unwrap(), styled);
/// ```
///
/// # Errors
///
/// When `text` is not TOML, or when the result would not mean the same.
pub fn restyle(text: &str) -> Result<String, StyleError> {
    let ends_in_crlf = text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let document = parse(&text)?;
    let styled = FileStyler::new(&document).write(&document);
    let again = parse(&styled).map_err(|_| StyleError::Changed)?;
    let same = plain_value(again.as_item()) == plain_value(document.as_item())
        && all_comments(&styled) == all_comments(&text);
    match same {
        false => Err(StyleError::Changed),
        true if ends_in_crlf => Ok(styled.replace('\n', "\r\n")),
        true => Ok(styled),
    }
}

fn parse(text: &str) -> Result<DocumentMut, StyleError> {
    text.parse().map_err(|error: toml_edit::TomlError| StyleError::Syntax {
        message: error.message().lines().collect::<Vec<_>>().join(" "),
        span: error.span().unwrap_or(0..0),
    })
}

/// An entry of a table, as it is laid out.
enum Layout<'a> {
    /// `key = value`.
    Line(Cow<'a, Value>),
    /// A table with a header of its own, or one for each table of a list.
    Blocks(Vec<Block<'a>>),
}

/// A table below a header.
struct Block<'a> {
    table: &'a dyn TableLike,
    /// The table itself if it has a header in the file.
    headed: Option<&'a Table>,
    is_array: bool,
    /// The comment beside it, if it has no header in the file.
    beside: Option<String>,
}

impl<'a> Block<'a> {
    /// A table that is a header in the file, or dotted keys.
    fn headed(table: &'a Table, is_array: bool) -> Self {
        Self { table, headed: Some(table), is_array, beside: None }
    }

    /// A table that is a value in the file, with the comment beside it.
    fn inline(table: &'a dyn TableLike, is_array: bool, beside: Option<String>) -> Self {
        Self { table, headed: None, is_array, beside }
    }

    /// The position of its own header in the file.
    fn position(&self) -> Option<isize> {
        self.headed.filter(|table| has_own_header(table)).and_then(Table::position)
    }
}

/// Writes the tables of a file.
struct FileStyler {
    out: String,
    /// Comments that belong to the header at a position of the file.
    headers: HashMap<isize, HeaderComments>,
    /// Comments after the last line of the table with a header at a position.
    tails: HashMap<isize, Vec<String>>,
}

impl FileStyler {
    /// Splits the comments between the tables of `document`: those directly below a line belong to
    /// its table, the others to the next header.
    fn new(document: &DocumentMut) -> Self {
        let mut positions = Vec::new();
        collect_headers(document.as_table(), &mut positions);
        positions.sort_by_key(|(position, _)| *position);
        let mut styler =
            Self { out: String::new(), headers: HashMap::new(), tails: HashMap::new() };
        let mut before = document.as_table().iter().any(|(_, item)| item.is_value()).then_some(-1);
        for (position, table) in positions {
            let mut comments = HeaderComments::of(table.decor());
            if let Some(before) = before {
                styler.tails.insert(before, comments.take_attached());
            }
            styler.headers.insert(position, comments);
            before = Some(position);
        }
        let mut last = HeaderComments::of_trailing(document.trailing());
        if let Some(before) = before {
            styler.tails.insert(before, last.take_attached());
        }
        styler.headers.insert(isize::MAX, last);
        styler
    }

    /// Returns the text of `document`.
    fn write(mut self, document: &DocumentMut) -> String {
        let root = document.as_table();
        let shape = FormatShape::Known(&DOCUMENT);
        let (lines, mut blocks) = self.layouts(root, shape);
        self.lines(root, &lines, shape);
        self.tail(-1);
        // Entries stay in the order of the file; those without a header come first.
        blocks.sort_by_key(|(_, block)| block.headed.map_or(-1, first_position));
        let mut first = None;
        for (key, block) in blocks {
            let leading = leading_of(root, key, &block, &mut first);
            self.block(&[key], &block, shape.below(key), leading);
        }
        if let Some(last) = self.headers.remove(&isize::MAX) {
            last.push_last(&mut self.out);
        }
        while self.out.ends_with("\n\n") {
            self.out.pop();
        }
        self.out
    }

    /// Writes a table below its header.
    fn block(
        &mut self,
        path: &[&str],
        block: &Block<'_>,
        shape: FormatShape,
        leading: Option<&Key>,
    ) {
        let position = block.position();
        let (lines, blocks) = self.layouts(block.table, shape);
        let has_header = block.is_array
            || block.headed.is_none_or(|table| !table.is_implicit())
            || !lines.is_empty()
            || blocks.is_empty();
        let comments = position.and_then(|position| self.headers.remove(&position));
        if has_header {
            if !self.out.is_empty() && !self.out.ends_with("\n\n") {
                self.out.push('\n');
            }
            if let Some(key) = leading {
                push_comments(&mut self.out, key.leaf_decor().prefix(), "");
            }
            let beside = comments.as_ref().and_then(|comments| comments.beside.clone());
            let beside = beside.or_else(|| block.beside.clone());
            if let Some(comments) = &comments {
                comments.push_above(&mut self.out);
            }
            self.header(path, block.is_array, beside.as_deref());
        }
        self.lines(block.table, &lines, shape);
        if let Some(position) = position {
            self.tail(position);
        }
        let mut first = None;
        for (key, inner) in blocks {
            let path: Vec<&str> = path.iter().copied().chain([key]).collect();
            let leading = leading_of(block.table, key, &inner, &mut first);
            self.block(&path, &inner, shape.below(key), leading);
        }
    }

    fn header(&mut self, path: &[&str], is_array: bool, beside: Option<&str>) {
        let (open, close) = if is_array { ("[[", "]]") } else { ("[", "]") };
        self.out.push_str(open);
        for (at, key) in path.iter().enumerate() {
            if at > 0 {
                self.out.push('.');
            }
            push_key(&mut self.out, key);
        }
        self.out.push_str(close);
        push_beside(&mut self.out, beside);
    }

    /// Writes the keys of a table that take one line, or a list.
    fn lines(
        &mut self,
        table: &dyn TableLike,
        lines: &[(&str, Cow<'_, Value>)],
        shape: FormatShape,
    ) {
        for (key, value) in lines {
            if let Some(key) = table.key(key) {
                push_comments(&mut self.out, key.leaf_decor().prefix(), "");
            }
            let start = self.out.len();
            push_key(&mut self.out, key);
            self.out.push_str(" = ");
            let prefix = self.out[start..].chars().count();
            push_value(&mut self.out, value, prefix, ListFormat::of(shape, key));
            push_beside(&mut self.out, trailing_comment(value.decor().suffix()).as_deref());
        }
    }

    fn tail(&mut self, position: isize) {
        for line in self.tails.remove(&position).into_iter().flatten() {
            let _ = writeln!(self.out, "{line}");
        }
    }
}

/// Ends a line, after a comment if there is one.
fn push_beside(out: &mut String, comment: Option<&str>) {
    if let Some(comment) = comment {
        out.push(' ');
        out.push_str(comment);
    }
    out.push('\n');
}

/// Returns the key whose comments belong above `block`: that of a value that has no header in the
/// file. Of a list of tables, it is the first.
fn leading_of<'a>(
    table: &'a dyn TableLike,
    key: &'a str,
    block: &Block<'_>,
    first: &mut Option<&'a str>,
) -> Option<&'a Key> {
    if block.headed.is_some() || *first == Some(key) {
        return None;
    }
    *first = Some(key);
    table.key(key)
}

/// Adds the tables below `table` that have a header in the file, with its position.
fn collect_headers<'a>(table: &'a Table, found: &mut Vec<(isize, &'a Table)>) {
    for (_, item) in table {
        let tables: Vec<&Table> = match item {
            Item::Table(table) => vec![table],
            Item::ArrayOfTables(tables) => tables.iter().collect(),
            _ => vec![],
        };
        for table in tables {
            if let Some(position) = table.position().filter(|_| has_own_header(table)) {
                found.push((position, table));
            }
            collect_headers(table, found);
        }
    }
}

fn has_own_header(table: &Table) -> bool {
    !table.is_dotted() && !table.is_implicit()
}

/// The position in the file of the first header of `table` or of a table below it.
fn first_position(table: &Table) -> isize {
    let mut below = Vec::new();
    collect_headers(table, &mut below);
    let own = table.position().filter(|_| has_own_header(table));
    below.iter().map(|(position, _)| *position).chain(own).min().unwrap_or(-1)
}

/// Lines and tables below headers, each with its key.
type TableParts<'a> = (Vec<(&'a str, Cow<'a, Value>)>, Vec<(&'a str, Block<'a>)>);

impl FileStyler {
    /// The entries of a table that take one line, and those that have headers, both in the order of
    /// the format.
    fn layouts<'a>(&self, table: &'a dyn TableLike, shape: FormatShape) -> TableParts<'a> {
        let mut entries: Vec<(&str, &Item)> = table.iter().collect();
        entries.sort_by_key(|(key, _)| shape.place(key));
        let (mut lines, mut blocks) = (Vec::new(), Vec::new());
        for (key, item) in entries {
            match self.layout(key, item, shape) {
                Layout::Line(value) => lines.push((key, value)),
                Layout::Blocks(all) => blocks.extend(all.into_iter().map(|block| (key, block))),
            }
        }
        (lines, blocks)
    }

    /// Decides how an entry is laid out.
    fn layout<'a>(&self, key: &str, item: &'a Item, shape: FormatShape) -> Layout<'a> {
        let kind = shape.kind(key);
        match item {
            Item::None => Layout::Blocks(Vec::new()),
            Item::Table(table) => {
                let block = Block::headed(table, false);
                let line = value::as_line(key, table)
                    .filter(|_| is_line_map(key, kind) && !self.has_comments(&block));
                line.map_or(Layout::Blocks(vec![block]), |value| Layout::Line(Cow::Owned(value)))
            }
            Item::ArrayOfTables(tables) => {
                Layout::Blocks(tables.iter().map(|table| Block::headed(table, true)).collect())
            }
            Item::Value(value) => value_layout(key, value, kind),
        }
    }

    /// Whether comments belong to the header of a table or to its end.
    fn has_comments(&self, block: &Block<'_>) -> bool {
        let Some(position) = block.position() else { return false };
        self.tails.get(&position).is_some_and(|tail| !tail.is_empty())
            || self.headers.get(&position).is_some_and(HeaderComments::has_any)
    }
}

/// Whether a map takes one line if it fits: codes do; sentences have a line each, however short.
fn is_line_map(key: &str, kind: Option<FieldKind>) -> bool {
    key == "codes" && matches!(kind, Some(FieldKind::Map(_)))
}

/// Decides how a value is laid out: tables get headers, unless comments are inside of them.
fn value_layout<'a>(key: &str, value: &'a Value, kind: Option<FieldKind>) -> Layout<'a> {
    match (kind, value) {
        _ if has_inner_comments(value) => Layout::Line(Cow::Borrowed(value)),
        (
            Some(FieldKind::Table(_) | FieldKind::ByTheme(_) | FieldKind::ByImportance(_)),
            Value::InlineTable(table),
        ) => Layout::Blocks(vec![Block::inline(
            table,
            false,
            trailing_comment(table.decor().suffix()),
        )]),
        (Some(FieldKind::Map(_)), Value::InlineTable(table))
            if !is_line_map(key, kind) || !value::fits_on_a_line(key, value) =>
        {
            Layout::Blocks(vec![Block::inline(
                table,
                false,
                trailing_comment(table.decor().suffix()),
            )])
        }
        (Some(FieldKind::Tables(_)), Value::Array(array))
            if !array.is_empty() && array.iter().all(Value::is_inline_table) =>
        {
            let tables = array.iter().filter_map(Value::as_inline_table).enumerate();
            let comment = trailing_comment(array.decor().suffix());
            Layout::Blocks(
                tables
                    .map(|(at, table)| {
                        Block::inline(table, true, comment.clone().filter(|_| at == 0))
                    })
                    .collect(),
            )
        }
        _ => Layout::Line(Cow::Borrowed(value)),
    }
}

#[cfg(test)]
mod tests;
