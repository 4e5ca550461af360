//! Reasons why a data set cannot be imported.

use std::path::PathBuf;

use crate::model::text::printable;

/// Reasons why a data set cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The path, or a file in it, cannot be read.
    #[error("cannot read {}: {source}", printable(path))]
    Read {
        /// The path of the file or folder.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// The archive is damaged or not what it claims to be.
    #[error("{}: {why}", printable(path))]
    Archive {
        /// The archive.
        path: PathBuf,
        /// The fault, and what to do about it.
        why: String,
    },
    /// The paths do not contain the data set.
    #[error("{paths} is not {set}: `{table}` not found; {hint}")]
    WrongDataSet {
        /// The paths that were searched.
        paths: String,
        /// The requested data set, as its publisher calls it.
        set: &'static str,
        /// The table that every release has.
        table: &'static str,
        /// Advice: what was found instead, and where to get the data set.
        hint: String,
    },
    /// Several data sets were found where only one can be read.
    #[error("{what}: {found}; {hint}")]
    Ambiguous {
        /// The kind of thing that was found several times.
        what: &'static str,
        /// The files.
        found: String,
        /// Advice on how to choose between them.
        hint: String,
    },
    /// No row of the occupations is usable.
    #[error("{table}: no usable occupations ({why})")]
    NoOccupation {
        /// The file.
        table: String,
        /// Reasons why its rows were left out.
        why: String,
    },
    /// A table lacks a required column.
    #[error("{table}: missing column `{column}`; found: {columns}")]
    MissingColumn {
        /// The file.
        table: String,
        /// The column that was looked for.
        column: String,
        /// The columns that were found.
        columns: String,
    },
    /// The watch callback stopped the import.
    #[error("interrupted")]
    Interrupted,
}
