//! Turns public data sets into packs: O*NET and ESCO, from the folder or the archive that their
//! publishers offer; reads career ladders ([`ladder`]) into packs; and reads resumes.
//!
//! `archive` finds the files and limits what an archive may contain, `release` chooses those of one
//! release, `cells` decodes them and `table` reads them by the names of their columns; `onet` and
//! `esco`, which implement the trait of `importer`, know the meaning of the columns, and `tally`
//! counts what was imported and what was not, and why. The result is tables of the model, to be
//! written by [`crate::pack::write`].

mod archive;
mod cells;
mod error;
mod esco;
mod html;
mod ids;
mod importer;
pub mod ladder;
mod onet;
mod options;
mod release;
pub mod resume;
mod table;
mod tally;
mod tree;

use std::path::PathBuf;

use self::archive::DataSetFiles;
pub use self::error::ImportError;
pub use self::importer::ImportedPack;
use self::importer::Importer;
pub use self::options::{DataSet, DataSetPart, ImportOptions, ImportProgress, ProgressCallback};
pub use self::tally::{ImportTally, TableTally};

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
    let mut imported = importer
        .read(&mut source, options)
        .map_err(|error| name_other_content(error, &source, set))?;
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

/// Names what the paths contain instead, if `error` says that they do not contain the data set.
fn name_other_content(error: ImportError, source: &DataSetFiles<'_>, set: DataSet) -> ImportError {
    match error {
        ImportError::WrongDataSet { paths, set: title, table, hint } => {
            let hint = describe_other_content(source, set, &hint);
            ImportError::WrongDataSet { paths, set: title, table, hint }
        }
        error => error,
    }
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
