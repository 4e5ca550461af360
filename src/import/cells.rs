//! The cells of a table as they are in a file, in any encoding and with any separator.

use std::borrow::Cow;

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::WINDOWS_1252;

use crate::model::text::is_invisible;

/// Words for "unknown" that a data set uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlankWords {
    /// An empty cell.
    Empty,
    /// An empty cell, `n/a`, or the equivalents of databases and spreadsheets.
    NotAvailable,
}

/// Separators and quotes of cells, as detected from the header line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CsvDialect {
    delimiter: u8,
    /// Whether quotes enclose cells. In O*NET's own tables a quote is an ordinary character.
    quoted: bool,
}

impl CsvDialect {
    fn of(text: &str) -> Self {
        const DELIMITERS: [u8; 4] = *b"\t,;|";
        let header = text.split(['\n', '\r']).next().unwrap_or_default();
        let (mut inside, mut counts) = (false, [0_usize; 4]);
        for byte in header.bytes() {
            inside ^= byte == b'"';
            if let Some(at) = DELIMITERS.iter().position(|d| *d == byte).filter(|_| !inside) {
                counts[at] += 1;
            }
        }
        // Tabs are never part of a name; otherwise the most frequent separator counts. A single
        // column has none.
        let at =
            if counts[0] > 0 { 0 } else { (1..4).rev().max_by_key(|at| counts[*at]).unwrap_or(1) };
        let tabs = DELIMITERS[at] == b'\t' && counts[0] > 0;
        let delimiter = if counts[at] == 0 { b',' } else { DELIMITERS[at] };
        Self { delimiter, quoted: !tabs || header.contains('"') }
    }
}

/// The encoding in which a file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextEncoding {
    Utf8,
    Utf16,
    /// UTF-8 with errors, which are replaced.
    InvalidUtf8,
    Windows1252,
}

/// Returns the text of a file and its encoding.
fn decode(bytes: Vec<u8>) -> (String, TextEncoding) {
    let wide = match &bytes[..] {
        [0xff, 0xfe, ..] => Some((2, true)),
        [0xfe, 0xff, ..] => Some((2, false)),
        // Without a byte order mark: the first letters of a header are ASCII.
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some((0, true)),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some((0, false)),
        _ => None,
    };
    if let Some((skip, little)) = wide {
        let units: Vec<u16> =
            bytes[skip..].chunks_exact(2).map(|pair| code_unit(pair, little)).collect();
        return (String::from_utf16_lossy(&units), TextEncoding::Utf16);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, TextEncoding::Utf8),
        Err(error) => {
            let bytes = error.as_bytes();
            let (mut sound, mut faults) = (0_usize, 0_usize);
            for chunk in bytes.utf8_chunks() {
                sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
                faults += usize::from(!chunk.invalid().is_empty());
            }
            if sound >= faults {
                return (String::from_utf8_lossy(bytes).into_owned(), TextEncoding::InvalidUtf8);
            }
            let text = WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
            (text, TextEncoding::Windows1252)
        }
    }
}

/// Two bytes as a code unit of UTF-16.
fn code_unit(pair: &[u8], little: bool) -> u16 {
    let pair = [pair[0], pair[1]];
    if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
}

/// Number of cells that any table may have, however small the file.
const ALWAYS_ALLOWED_CELLS: usize = 4 << 20;

/// Minimum number of bytes per cell of a larger table: releases have ten and more. A file of
/// nothing but separators takes four times its size to be read.
const MIN_BYTES_PER_CELL: usize = 4;

/// Flag in a cell count: a table has at most a quarter of the cells that 32 bits can count.
const PLAIN: u32 = 1 << 31;

/// Rows of cells as they are in a file, including the headers. Rows may differ in length.
pub(super) struct TableCells {
    /// All cells, one after the other.
    text: String,
    /// The end of each cell in the text.
    ends: Vec<u32>,
    /// Number of cells up to the end of each row, combined with [`PLAIN`] if [`is_plain`] is true
    /// of the row's cells together.
    rows: Vec<u32>,
    blanks: BlankWords,
    pub(super) encoding: TextEncoding,
    /// Whether it has more cells than a table of its size can have; the rest is not read then.
    pub(super) too_many_cells: bool,
}

/// A row, whose cells are read by column number.
#[derive(Clone, Copy)]
pub(super) struct CsvRow<'a> {
    cells: &'a TableCells,
    /// Its first cell, by index among all cells.
    from: usize,
    to: usize,
    plain: bool,
}

impl TableCells {
    /// Parses a file of less than 2 GB.
    pub(super) fn parse(bytes: Vec<u8>, blanks: BlankWords) -> Self {
        let (decoded, encoding) = decode(bytes);
        let whole = decoded.strip_prefix('\u{feff}').unwrap_or(&decoded);
        // Spreadsheets may name the delimiter on a line of its own.
        let named = whole.strip_prefix("sep=").and_then(|rest| rest.split_once('\n'));
        let whole = named.map_or(whole, |(_, rest)| rest);
        let dialect = CsvDialect::of(whole);
        let mut builder = ReaderBuilder::new();
        builder
            .has_headers(false)
            .flexible(true)
            .delimiter(dialect.delimiter)
            .quoting(dialect.quoted);
        let (mut reader, mut record) = (builder.from_reader(whole.as_bytes()), ByteRecord::new());
        let (mut text, mut ends, mut rows) =
            (Vec::with_capacity(whole.len()), Vec::new(), Vec::new());
        let most = ALWAYS_ALLOWED_CELLS.max(whole.len() / MIN_BYTES_PER_CELL);
        let mut crowded = false;
        // Rows may have any length, so the reader has nothing to reject.
        while !crowded && reader.read_byte_record(&mut record).unwrap_or(false) {
            crowded = ends.len() + record.len() > most;
            let base = text.len();
            text.extend_from_slice(record.as_slice());
            ends.extend(
                (0..record.len())
                    .filter_map(|at| record.range(at))
                    .map(|range| (base + range.end) as u32),
            );
            rows.push(ends.len() as u32 | if is_plain(record.as_slice()) { PLAIN } else { 0 });
        }
        // It is cut only at ASCII, so it is still text.
        Self {
            text: String::from_utf8(text).unwrap_or_default(),
            ends,
            rows,
            blanks,
            encoding,
            too_many_cells: crowded,
        }
    }

    /// Returns all rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = CsvRow<'_>> {
        let starts = std::iter::once(0).chain(self.rows.iter().copied());
        starts.zip(&self.rows).map(|(from, &to)| CsvRow {
            cells: self,
            from: (from & !PLAIN) as usize,
            to: (to & !PLAIN) as usize,
            plain: to & PLAIN != 0,
        })
    }
}

impl<'a> CsvRow<'a> {
    pub(super) fn len(&self) -> usize {
        self.to - self.from
    }

    /// Returns the cell of `column` as it is in the file.
    pub(super) fn raw(&self, column: usize) -> Option<&'a str> {
        let at = self.from.checked_add(column).filter(|at| *at < self.to)?;
        let from = if at == 0 { 0 } else { self.cells.ends[at - 1] };
        self.cells.text.get(from as usize..self.cells.ends[at] as usize)
    }

    /// Returns the cleaned cell of `column`; `None` if it is empty, missing from a short row, or
    /// means "unknown".
    pub(super) fn get(&self, column: usize) -> Option<Cow<'a, str>> {
        let cell = self.raw(column)?;
        let as_it_is = self.plain && !cell.starts_with(' ') && !cell.ends_with(' ');
        let cell = if as_it_is { Cow::Borrowed(cell) } else { clean(cell) };
        let nothing = cell.is_empty()
            || (cell.len() <= 4
                && self.cells.blanks == BlankWords::NotAvailable
                && is_not_available(&cell));
        (!nothing).then_some(cell)
    }

    /// Returns the cell of a column that a release may lack.
    pub(super) fn get_optional(&self, column: Option<usize>) -> Option<Cow<'a, str>> {
        self.get(column?)
    }

    /// Returns the cell of `column` as a number; a decimal comma is accepted.
    pub(super) fn number(&self, column: usize) -> Option<f64> {
        let cell = self.get(column)?;
        cell.parse()
            .ok()
            .or_else(|| cell.replace(',', ".").parse().ok())
            .filter(|n: &f64| n.is_finite())
    }

    /// Whether the cell of `column` means yes.
    pub(super) fn is_yes(&self, column: Option<usize>) -> bool {
        self.get_optional(column).is_some_and(|cell| {
            ["y", "yes", "true", "1"].iter().any(|word| cell.eq_ignore_ascii_case(word))
        })
    }

    /// Returns the cleaned lines of the cell of `column`; also split at `|`, which some tables use.
    pub(super) fn list(
        &self,
        column: Option<usize>,
    ) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let cell = column.and_then(|c| self.raw(c)).unwrap_or_default();
        cell.split(['\n', '\r', '|']).map(clean).filter(|label| !label.is_empty())
    }
}

/// Whether a cell of O*NET means "unknown".
fn is_not_available(cell: &str) -> bool {
    ["n/a", "null", "nan", "\\n"].iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Returns `text` with its ends trimmed, inner blanks reduced to single spaces, and without
/// zero-width characters.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    Cow::Owned(visible.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a cell has single spaces inside and nothing invisible.
fn is_clean(text: &str) -> bool {
    let mut blank = true;
    for c in text.chars() {
        if is_invisible(c) || (c.is_whitespace() && (c != ' ' || blank)) {
            return false;
        }
        blank = c == ' ';
    }
    !blank || text.is_empty()
}

/// Whether cells are printable ASCII without two adjacent blanks, as nearly all are. Each is then
/// clean except for a blank at an end.
fn is_plain(cells: &[u8]) -> bool {
    // Counted to the end, without an early exit, so that it can be vectorised.
    let odd = cells.iter().filter(|b| !(b' '..0x7f).contains(*b)).count();
    let double =
        cells.iter().zip(cells.iter().skip(1)).filter(|(a, b)| (**a).max(**b) == b' ').count();
    odd + double == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_shows_the_delimiter() {
        for (header, delimiter, quoted) in [
            ("O*NET-SOC Code\tTitle, long\tDescription\r\n\"", b'\t', false),
            ("\"a\"\t\"b\"\n", b'\t', true),
            ("a,b,c\n", b',', true),
            ("a;b;\"c,d,e,f\"\n", b';', true),
            ("a|b\n", b'|', true),
            ("alone\n", b',', true),
        ] {
            assert_eq!(CsvDialect::of(header), CsvDialect { delimiter, quoted }, "{header}");
        }
    }

    #[test]
    fn files_are_read_in_the_encodings_that_programs_save() {
        let text = "Titel,Text\nBäcker,backt\n";
        let wide: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let marked = [&[0xff, 0xfe][..], &little].concat();
        let big: Vec<u8> = [0xfe, 0xff]
            .into_iter()
            .chain(wide.iter().flat_map(|unit| unit.to_be_bytes()))
            .collect();
        let western: Vec<u8> = text.chars().map(|c| c as u8).collect();
        let faulty = [text.as_bytes(), b"\xff"].concat();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), TextEncoding::Utf8),
            (["\u{feff}sep=,\r\n", text].concat().into_bytes(), TextEncoding::Utf8),
            (little, TextEncoding::Utf16),
            (marked, TextEncoding::Utf16),
            (big, TextEncoding::Utf16),
            (western, TextEncoding::Windows1252),
            (faulty, TextEncoding::InvalidUtf8),
        ] {
            let cells = TableCells::parse(bytes, BlankWords::Empty);
            assert_eq!(cells.encoding, encoding);
            let rows: Vec<_> =
                cells.rows().take(2).map(|row| row.get(0).unwrap().into_owned()).collect();
            assert_eq!(rows, ["Titel", "Bäcker"], "{encoding:?}");
        }
    }

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
