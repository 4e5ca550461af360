//! Turns public data sets into packs: O*NET and ESCO, from the folder or the archive that their
//! publishers offer; and reads resumes.
//!
//! `archive` finds the files and limits what an archive may contain, `release` chooses those of one
//! release, `table` reads them by the names of their columns, `onet` and `esco` know the meaning of
//! the columns, and `tally` counts what was imported and what was not, and why. The result is
//! tables of the model, to be written by [`crate::pack::write`].

mod archive;
mod esco;
mod ids;
mod onet;
mod release;
pub mod resume;
mod table;
mod tally;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;

use archive::DataSetFiles;
pub use tally::{ImportTally, TableTally};

use crate::model::text::printable;
use crate::model::{CatalogTables, words};

words!(
    /// A public data set.
    DataSet {
        /// O*NET, by the U.S. Department of Labor.
        Onet = "onet",
        /// ESCO, by the European Commission.
        Esco = "esco",
    }
);

impl DataSet {
    /// Every data set.
    const ALL: [Self; 2] = [Self::Onet, Self::Esco];

    /// Returns the importer of the data set.
    fn importer(self) -> &'static dyn Importer {
        match self {
            Self::Onet => &onet::OnetImporter,
            Self::Esco => &esco::EscoImporter,
        }
    }

    /// Returns the name of the data set as its publisher writes it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Onet => "O*NET",
            Self::Esco => "ESCO",
        }
    }
}

words!(
    /// A part of a data set that can be left out.
    DataSetPart {
        /// O*NET: alternate titles. ESCO: alternative labels.
        AlternateTitles = "alternate-titles",
        /// O*NET: the detailed work activity of each task.
        Activities = "activities",
        /// O*NET: tasks that are new or being revised.
        EmergingTasks = "emerging-tasks",
        /// O*NET: software.
        Technology = "technology",
        /// O*NET: machines, instruments and equipment.
        Tools = "tools",
        /// O*NET: skills and knowledge with their ratings. ESCO: knowledge.
        Knowledge = "knowledge",
        /// O*NET: related occupations. ESCO: broader occupations and skills.
        Related = "related",
        /// ESCO: skills that are optional for an occupation.
        Optional = "optional",
        /// Hidden search terms.
        Hidden = "hidden",
        /// Descriptions of skills.
        Descriptions = "descriptions",
    }
);

/// Options of an import.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Parts to leave out.
    pub without: BTreeSet<DataSetPart>,
    /// The language to import if a data set has several.
    pub language: Option<String>,
    /// The id of the pack, instead of the data set's name.
    pub id: Option<String>,
    /// The title of the pack, instead of the data set's name and release.
    pub title: Option<String>,
}

impl ImportOptions {
    fn includes(&self, part: DataSetPart) -> bool {
        !self.without.contains(&part)
    }
}

/// Progress of an import.
#[derive(Debug, Clone, Copy)]
pub struct ImportProgress<'a> {
    /// The table being read.
    pub table: &'a str,
    /// Bytes of tables read so far.
    pub done: u64,
    /// Bytes of all tables.
    pub total: u64,
}

/// Called with the progress of the import; breaks to stop it.
pub type ProgressCallback<'a> = &'a mut (dyn FnMut(ImportProgress<'_>) -> ControlFlow<()> + Send);

/// A data set as a pack.
#[derive(Debug)]
pub struct ImportedPack {
    /// The pack's tables, with its roles and skills.
    pub tables: CatalogTables,
    /// Counts of what was imported, and what was not.
    pub tally: ImportTally,
}

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

/// Reads one public data set.
///
/// An importer chooses the release and the language once, by the table of occupations, and refuses
/// when several fit: tables of two releases or languages are never combined.
trait Importer: Sync {
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

/// Reads the data set at `paths`: the folders of its tables, its archives, or its tables one by
/// one.
///
/// # Errors
///
/// When it cannot be read, is something else, lacks a table or column that every release has,
/// consists of more than one release, or is stopped by `watch`.
pub fn read(
    set: DataSet,
    paths: &[PathBuf],
    options: &ImportOptions,
    watch: ProgressCallback<'_>,
) -> Result<ImportedPack, ImportError> {
    let importer = set.importer();
    let mut source = DataSetFiles::open(paths, &|name| importer.is_known(name), watch)?;
    let mut imported = importer.read(&mut source, options)?;
    for pack in &mut imported.tables.packs {
        if let Some(id) = &options.id {
            pack.id.clone_from(id);
        }
        if let Some(title) = &options.title {
            pack.title.clone_from(title);
        }
    }
    Ok(imported)
}

/// Describes what was found at the paths of `source` instead of the requested data set.
fn describe_other_content(source: &DataSetFiles<'_>, set: DataSet, advice: &str) -> String {
    let files = source.files();
    let mut others = DataSet::ALL.into_iter().filter(|other| *other != set);
    let other = others.find(|set| files.iter().any(|f| set.importer().is_occupations(&f.name)));
    if let Some(other) = other {
        return format!("this looks like {}: use `roledex import {other}`", other.title());
    }
    if let Some((file, form)) =
        files.iter().find_map(|f| Some((f, archive::other_format(&f.name)?)))
    {
        return format!("`{}` is {form}, which roledex cannot read; {advice}", file.name);
    }
    if let Some(inner) = files.iter().find(|f| f.extension() == "zip") {
        return format!(
            "`{}` is an archive inside the archive: unpack it and import it; {advice}",
            inner.name
        );
    }
    if let Some(broken) = source.broken.first() {
        return format!("{broken}; {advice}");
    }
    let tables: Vec<&str> =
        files.iter().filter(|f| f.is_table()).map(|f| f.name.as_str()).collect();
    match &tables[..] {
        [] => advice.to_string(),
        tables if tables.len() <= 8 => format!("tables found: {}; {advice}", tables.join(", ")),
        tables => format!("tables found: {}, …; {advice}", tables[..8].join(", ")),
    }
}

#[cfg(test)]
mod tests;
