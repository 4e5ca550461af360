//! Reads a table by the names of its columns, in any order.

use super::archive::{DataSetFiles, FileId};
use super::cells::{CsvRow, TableCells, TextEncoding, clean};
use super::error::ImportError;
use super::tally::{EMPTY, ImportTally, TableTally};

/// A table in memory.
pub(super) struct CsvTable {
    pub(super) name: String,
    cells: TableCells,
    headers: Vec<String>,
    /// Columns that were not found, and the data lost without each.
    missing_columns: Vec<(String, &'static str)>,
}

impl CsvTable {
    /// Returns the table in `file`.
    pub(super) fn read(
        source: &mut DataSetFiles<'_>,
        file: FileId,
        tally: &mut ImportTally,
    ) -> Result<Self, ImportError> {
        let cells = source.take_cells(file)?;
        let name = source.file(file).name.clone();
        if cells.too_many_cells {
            let path = source.file(file).path().into();
            let why = "it has more cells than a table of its size can contain; download the data set from its publisher";
            return Err(ImportError::Archive { path, why: why.to_string() });
        }
        match cells.encoding {
            TextEncoding::Utf8 | TextEncoding::Utf16 => {}
            TextEncoding::InvalidUtf8 => {
                tally.notes.push(format!("{name} is not valid UTF-8: unreadable characters appear as \u{fffd}"));
            }
            TextEncoding::Windows1252 => tally.notes.push(format!(
                "{name} is not UTF-8: read as Windows-1252; if characters look wrong, save the table as UTF-8 and import again"
            )),
        }
        let first = cells.rows().next();
        let headers = first
            .map(|row| {
                (0..row.len())
                    .filter_map(|at| row.raw(at))
                    .map(|name| clean(name).into_owned())
                    .collect()
            })
            .unwrap_or_default();
        Ok(Self { name, headers, cells, missing_columns: Vec::new() })
    }

    /// Returns the first column called one of `names`, if any; case, blanks and signs do not
    /// matter.
    pub(super) fn find_column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| {
            let wanted = header_key(name);
            self.headers.iter().position(|h| header_key(h) == wanted)
        })
    }

    /// Returns the column called one of `names`; if there is none, reports that `lost` is lost.
    pub(super) fn column_or_note(&mut self, names: &[&str], lost: &'static str) -> Option<usize> {
        let found = self.find_column(names);
        if let (None, Some(name)) = (found, names.first()) {
            self.missing_columns.push(((*name).to_string(), lost));
        }
        found
    }

    /// Returns the columns called one of the names in each of `names`; all of them are required.
    pub(super) fn require_columns<const N: usize>(
        &self,
        names: [&[&str]; N],
    ) -> Result<[usize; N], ImportError> {
        let mut found = [0; N];
        for (at, names) in found.iter_mut().zip(names) {
            *at = self.find_column(names).ok_or_else(|| ImportError::MissingColumn {
                table: self.name.clone(),
                column: names.first().copied().unwrap_or_default().to_string(),
                columns: if self.headers.is_empty() {
                    EMPTY.to_string()
                } else {
                    self.headers.join(", ")
                },
            })?;
        }
        Ok(found)
    }

    /// Passes every row to `each`, which returns why it left the row out, if it did. The counts go
    /// to `tally`.
    pub(super) fn for_each_row<'t>(
        &'t self,
        tally: &mut ImportTally,
        mut each: impl FnMut(CsvRow<'t>) -> Result<(), &'static str>,
    ) {
        let mut counted = TableTally {
            table: self.name.clone(),
            missing_columns: self.missing_columns.clone(),
            ..TableTally::default()
        };
        for row in self.cells.rows().skip(1) {
            match each(row) {
                Ok(()) => counted.count_taken(),
                Err(why) => counted.count_skipped(why),
            }
        }
        if counted.read == 0 {
            tally.notes.push(format!("{} has a header but no rows", self.name));
        } else if counted.taken == 0 {
            tally.notes.push(format!("{}: no usable rows", self.name));
        }
        tally.tables.push(counted);
    }
}

/// The letters and digits of a header in lower case, by which headers are compared.
fn header_key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
}
