//! The interface of the importers.

use super::archive::DataSetFiles;
use super::error::ImportError;
use super::options::ImportOptions;
use super::tally::ImportTally;
use crate::model::CatalogTables;

/// A data set as a pack.
#[derive(Debug)]
pub struct ImportedPack {
    /// The pack's tables, with its roles and skills.
    pub tables: CatalogTables,
    /// Counts of what was imported, and what was not.
    pub tally: ImportTally,
}

/// Reads one public data set.
///
/// An importer chooses the release and the language once, by the table of occupations, and refuses
/// when several fit: tables of two releases or languages are never combined.
pub(super) trait Importer: Sync {
    /// Whether a file with this name is the table that every release has.
    fn is_occupations(&self, name: &str) -> bool;

    /// Whether a file with this name shows that an archive contains the data set.
    fn is_known(&self, name: &str) -> bool {
        self.is_occupations(name)
    }

    /// Reads the data set from `files`.
    fn read(
        &self,
        files: &mut DataSetFiles<'_>,
        options: &ImportOptions,
    ) -> Result<ImportedPack, ImportError>;
}
