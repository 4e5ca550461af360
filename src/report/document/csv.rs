//! A sheet as comma-separated records (RFC 4180) with a header line.
//!
//! Spreadsheets treat a cell as a formula when it begins with `=`, `+`, `-` or `@`, and a formula
//! can fetch and run things. Packs come from anywhere, so such a cell gets an apostrophe in front
//! (OWASP, "CSV injection"), unless it is a number. To keep this reversible, a cell that already
//! begins with apostrophes followed by such a sign gets one more: removing the first apostrophe of
//! `'…=` restores the text. Tab-separated text and JSON are never changed.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{ReportDocument, replace_breaks};
use crate::report::PageSetup;

/// Writes the records of `document` under a header of column names.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write(out: &mut impl Write, document: &ReportDocument) -> io::Result<()> {
    let mut writer = CsvWriter::new(out, document.columns.iter())?;
    for row in document.records() {
        let columns = 0..document.columns.len();
        writer.write_record(columns.map(|column| row.cell(column).record(PageSetup::PLAIN)))?;
    }
    writer.finish()
}

/// Writes records one by one, under a header.
pub(in crate::report) struct CsvWriter<W: Write>(::csv::Writer<W>);

impl<W: Write> CsvWriter<W> {
    /// Starts with the names of the columns.
    pub(in crate::report) fn new(
        out: W,
        columns: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> io::Result<Self> {
        let writer =
            ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        let mut writer = Self(writer);
        columns.into_iter().try_for_each(|name| writer.write_field(name.as_ref()))?;
        writer.end_record()?;
        Ok(writer)
    }

    /// Writes a record.
    pub(in crate::report) fn write_record<'a>(
        &mut self,
        fields: impl Iterator<Item = Cow<'a, str>>,
    ) -> io::Result<()> {
        for field in fields {
            self.write_field(&field)?;
        }
        self.end_record()
    }

    fn write_field(&mut self, field: &str) -> io::Result<()> {
        let field = escape_formula(replace_breaks(field));
        self.0.write_field(field.as_ref()).map_err(io_error)
    }

    fn end_record(&mut self) -> io::Result<()> {
        self.0.write_record(None::<&[u8]>).map_err(io_error)
    }

    /// Writes what is still in memory.
    pub(in crate::report) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The error of the underlying writer, with its own kind: a closed pipe must be distinguished from
/// a full disk.
fn io_error(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// `text` changed so that no spreadsheet treats it as a formula.
fn escape_formula(text: Cow<'_, str>) -> Cow<'_, str> {
    let first = text.trim_start_matches('\'').trim_start().chars().next();
    // The full-width forms start formulas in Chinese and Japanese locales.
    let formula = first.is_some_and(|c| "=+-@＝＋－＠".contains(c));
    // Names such as `-inf` are numbers only to Rust.
    let number = text.parse::<f64>().is_ok_and(f64::is_finite);
    if formula && !number { format!("'{text}").into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::escape_list_item;
    use crate::report::document::tests::{HOSTILE, hostile};
    use proptest::prelude::*;

    #[test]
    fn every_reader_of_csv_gets_the_text_back() {
        for text in HOSTILE {
            let sheet = hostile(text);
            let mut out = Vec::new();
            write(&mut out, &sheet).unwrap();
            let mut reader =
                ::csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_slice());
            let records: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert_eq!(records.len(), 3);
            let plain = replace_breaks(text).into_owned();
            assert_eq!(
                records[0].iter().collect::<Vec<_>>(),
                ["a", escape_formula(plain.as_str().into()).as_ref()]
            );
            assert_eq!(&records[1][0], escape_formula(plain.as_str().into()).as_ref());
            let item = escape_list_item(&plain);
            // Marks are added before the item is escaped.
            let said = format!("{item}‹{item}›‹{item}› | {item}{item}{item}");
            assert_eq!(&records[1][1], escape_formula(said.as_str().into()).as_ref());
        }
    }

    #[test]
    fn formulas_are_told_from_text_and_numbers() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+CMD()", "'+CMD()"),
            ("-x", "'-x"),
            ("@Road GeoManager", "'@Road GeoManager"),
            ("＝1", "'＝1"),
            ("  =1", "'  =1"),
            ("'=1", "''=1"),
            ("'90s", "'90s"),
            ("-3", "-3"),
            ("+2.5", "+2.5"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(escape_formula(text.into()), written, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_apostrophe_can_be_taken_off_again(text in "'{0,2} ?[=+@a1-]{0,3}") {
            let written = escape_formula(text.as_str().into()).into_owned();
            let bare = written.trim_start_matches('\'').trim_start();
            let guarded = written.starts_with('\'') && bare.starts_with(['=', '+', '-', '@']);
            let read = if guarded { &written[1..] } else { &written };
            prop_assert_eq!(read, &text);
        }
    }
}
