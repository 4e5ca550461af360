//! Reads a table by the names of its columns, whatever their order, and cleans its cells.

use std::borrow::Cow;

use csv::{ByteRecord, ReaderBuilder};

use super::archive::Source;
use super::{Counted, Error, Tally};

/// How cells are separated and quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Tab-separated; a quote is a letter like others, and `n/a` means nothing.
    Tabs,
    /// RFC 4180.
    Commas,
}

/// A table has at most a quarter of the cells that 32 bits can count.
const PLAIN: u32 = 1 << 31;

/// Rows of cells as they stand in a file, the headers among them. Rows may differ in length.
pub(super) struct Cells {
    /// All cells, one after the other.
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<u32>,
    /// How many cells there are up to the end of each row; with [`PLAIN`] where [`is_plain`] says so of them together.
    rows: Vec<u32>,
    dialect: Dialect,
    /// Whether some bytes were no text and are replaced.
    replaced: bool,
}

/// A table in memory.
pub(super) struct Table {
    name: String,
    cells: Cells,
    headers: Vec<String>,
}

/// A row, to be asked by column number.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    cells: &'a Cells,
    /// Its cells, by their place among all.
    from: usize,
    to: usize,
    plain: bool,
}

impl Cells {
    /// Takes a file of less than 2 GB apart.
    pub(super) fn parse(bytes: Vec<u8>, dialect: Dialect) -> Self {
        let (bytes, replaced) = match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
        };
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true);
        if dialect == Dialect::Tabs {
            builder.delimiter(b'\t').quoting(false);
        }
        let (mut reader, mut record) = (builder.from_reader(bytes.as_bytes()), ByteRecord::new());
        let (mut text, mut ends, mut rows) = (Vec::with_capacity(bytes.len()), Vec::new(), Vec::new());
        // Rows may have any length: there is nothing for the reader to refuse.
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let base = text.len();
            text.extend_from_slice(record.as_slice());
            ends.extend((0..record.len()).filter_map(|at| record.range(at)).map(|range| (base + range.end) as u32));
            rows.push(ends.len() as u32 | if is_plain(record.as_slice()) { PLAIN } else { 0 });
        }
        // It is cut at ASCII only, so it still is text.
        Self { text: String::from_utf8(text).unwrap_or_default(), ends, rows, dialect, replaced }
    }

    /// All rows.
    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let starts = std::iter::once(0).chain(self.rows.iter().copied());
        starts.zip(&self.rows).map(|(from, &to)| Row {
            cells: self,
            from: (from & !PLAIN) as usize,
            to: (to & !PLAIN) as usize,
            plain: to & PLAIN != 0,
        })
    }
}

impl Table {
    /// The table called `name`.
    pub(super) fn read(source: &mut Source<'_>, name: &str, tally: &mut Tally) -> Result<Self, Error> {
        let cells = source.cells(name)?;
        if cells.replaced {
            tally.notes.push(format!("{name} is not UTF-8 throughout: some letters are replaced"));
        }
        let header = |name: &str| name.trim_start_matches('\u{feff}').trim().to_string();
        let first = cells.rows().next();
        let headers =
            first.map(|row| (0..row.len()).filter_map(|at| row.raw(at)).map(header).collect()).unwrap_or_default();
        Ok(Self { name: source.written(name), headers, cells })
    }

    /// The column called `name`, if there is one; case, blanks and signs do not matter.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        let key =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let wanted = key(name);
        self.headers.iter().position(|h| key(h) == wanted)
    }

    /// The columns called `names`, all of which must be there.
    pub(super) fn columns<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N], Error> {
        let mut found = [0; N];
        for (at, name) in found.iter_mut().zip(names) {
            *at = self.column(name).ok_or_else(|| Error::Column {
                table: self.name.clone(),
                column: name.to_string(),
                columns: if self.headers.is_empty() { "none".to_string() } else { self.headers.join(", ") },
            })?;
        }
        Ok(found)
    }

    /// Gives every row to `each`, which says why it left the row out, if it did. The counts go to `tally`.
    pub(super) fn rows<'t>(&'t self, tally: &mut Tally, mut each: impl FnMut(Row<'t>) -> Result<(), &'static str>) {
        let mut counted = Counted { table: self.name.clone(), ..Counted::default() };
        for row in self.cells.rows().skip(1) {
            match each(row) {
                Ok(()) => counted.take(),
                Err(why) => counted.skip(why),
            }
        }
        tally.tables.push(counted);
    }
}

impl<'a> Row<'a> {
    fn len(&self) -> usize {
        self.to - self.from
    }

    /// The cell of `column` as it stands in the file.
    fn raw(&self, column: usize) -> Option<&'a str> {
        let at = self.from.checked_add(column).filter(|at| *at < self.to)?;
        let from = if at == 0 { 0 } else { self.cells.ends[at - 1] };
        self.cells.text.get(from as usize..self.cells.ends[at] as usize)
    }

    /// The cell of `column`, clean; nothing when it is empty, missing from a short row, or says that nothing is known.
    pub(super) fn get(&self, column: usize) -> Option<Cow<'a, str>> {
        let cell = self.raw(column)?;
        let as_it_is = self.plain && !cell.starts_with(' ') && !cell.ends_with(' ');
        let cell = if as_it_is { Cow::Borrowed(cell) } else { clean(cell) };
        let nothing = cell.is_empty() || (self.cells.dialect == Dialect::Tabs && cell == "n/a");
        (!nothing).then_some(cell)
    }

    /// The cell of a column that a release may lack.
    pub(super) fn maybe(&self, column: Option<usize>) -> Option<Cow<'a, str>> {
        self.get(column?)
    }

    /// The lines of the cell of `column`, each clean; also split at ` | `, as some tables have it.
    pub(super) fn list(&self, column: Option<usize>) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let cell = column.and_then(|c| self.raw(c)).unwrap_or_default();
        cell.split('\n').flat_map(|line| line.split(" | ")).map(clean).filter(|label| !label.is_empty())
    }
}

/// `text` without blanks at its ends, with single blanks inside, and without characters that take no room.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let plain = |text: &str| {
        let mut blank = true;
        for c in text.chars() {
            if is_invisible(c) || (c.is_whitespace() && (c != ' ' || blank)) {
                return false;
            }
            blank = c == ' ';
        }
        !blank || text.is_empty()
    };
    if plain(text) {
        return Cow::Borrowed(text);
    }
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    Cow::Owned(visible.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether cells are printable ASCII without two blanks together, as nearly all are. One by one they then are clean but
/// for a blank at an end.
fn is_plain(cells: &[u8]) -> bool {
    // Counted to the end, without a way out early: that the processor does for many bytes at once.
    let odd = cells.iter().filter(|b| !(b' '..0x7f).contains(*b)).count();
    let double = cells.iter().zip(cells.iter().skip(1)).filter(|(a, b)| (**a).max(**b) == b' ').count();
    odd + double == 0
}

/// Characters that are never seen and mean nothing in a name. The joiners of Indic scripts and emoji do.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{200e}' | '\u{200f}')
        || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::{clean, is_plain};

    #[test]
    fn cells_are_clean() {
        for (cell, wanted) in [
            ("plain text", "plain text"),
            (" a\u{a0}b ", "a b"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("two  blanks\r", "two blanks"),
            ("\u{200b}", ""),
            ("", ""),
            ("می‌خواهم", "می‌خواهم"),
        ] {
            assert_eq!(clean(cell), wanted, "{cell:?}");
            assert!(!is_plain(cell.as_bytes()) || cell.trim_matches(' ') == wanted, "{cell:?}");
        }
    }
}
