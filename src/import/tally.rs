//! Counts what was imported from each table, what was not, and why.

use std::collections::BTreeMap;

use super::error::ImportError;

/// The columns of a file without a header.
pub(super) const EMPTY: &str = "none (the file is empty)";

/// Reasons for leaving out a row or a table that the data sets have in common.
pub(super) const NO_OCCUPATION: &str = "no such occupation";
pub(super) const INCOMPLETE_ROW: &str = "incomplete row";
pub(super) const DUPLICATE: &str = "duplicate";
pub(super) const EXCLUDED: &str = "excluded by --without";

/// Counts of the rows of one table. `read` always equals `taken` plus all of `skipped`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableTally {
    /// The file.
    pub table: String,
    /// Rows read.
    pub read: usize,
    /// Rows that were imported, at least in part.
    pub taken: usize,
    /// Rows left out, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
    /// Columns that the table does not have, and the data lost without each.
    pub missing_columns: Vec<(String, &'static str)>,
}

impl TableTally {
    /// Counts a row that is imported.
    pub(super) fn count_taken(&mut self) {
        self.read += 1;
        self.taken += 1;
    }

    /// Counts a row that is left out.
    pub(super) fn count_skipped(&mut self, why: &'static str) {
        self.read += 1;
        *self.skipped.entry(why).or_default() += 1;
    }
}

/// The final report of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportTally {
    /// The layout of the release that was recognised, if there are several.
    pub layout: Option<&'static str>,
    /// Every table that was read, in reading order.
    pub tables: Vec<TableTally>,
    /// Tables that are missing, and the data lost without each.
    pub missing_tables: Vec<(String, &'static str)>,
    /// Tables that were found and not read, and why.
    pub unread_tables: Vec<(String, String)>,
    /// Other remarks.
    pub notes: Vec<String>,
}

impl ImportTally {
    /// Reports a table that lacks a column as unread, which loses `lost`; returns other errors.
    pub(super) fn tolerate_missing_column(
        &mut self,
        read: Result<(), ImportError>,
        lost: &str,
    ) -> Result<(), ImportError> {
        let Err(ImportError::MissingColumn { table, column, columns }) = read else { return read };
        let why = match columns.as_str() {
            EMPTY => format!("the file is empty; unavailable: {lost}"),
            _ => format!("no column `{column}` (found: {columns}); unavailable: {lost}"),
        };
        self.unread_tables.push((table, why));
        Ok(())
    }

    /// Returns the version of the pack, which is the number of the release; adds a remark if the
    /// number is unknown.
    pub(super) fn pack_version(&mut self, number: Option<String>) -> String {
        number.unwrap_or_else(|| {
            self.notes.push(
                "the release does not state its number; set a title with --title".to_string(),
            );
            "unknown".to_string()
        })
    }

    /// Checks that the number of `roles`, all of which come from the table read last, is not zero.
    pub(super) fn check_occupations(&self, roles: usize) -> Result<(), ImportError> {
        match self.tables.last() {
            Some(counted) if roles == 0 => {
                let reasons = counted.skipped.iter().map(|(why, count)| format!("{count} × {why}"));
                let why = if counted.read == 0 {
                    "it has no rows".to_string()
                } else {
                    reasons.collect::<Vec<_>>().join(", ")
                };
                Err(ImportError::NoOccupation { table: counted.table.clone(), why })
            }
            _ => Ok(()),
        }
    }
}
