//! Public data sets as packs: O*NET and ESCO, from the folder or the archive that their publishers offer; and
//! resumes.
//!
//! `archive` finds the tables and bounds what an archive may hold, `table` reads them by the names of their columns,
//! `onet` and `esco` know what the columns mean, and `tally` counts what was taken and what was not, and why. What
//! comes out are tables of the model, to be written by [`crate::pack::write`].

mod archive;
mod esco;
mod ids;
mod onet;
pub mod resume;
mod table;
mod tally;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use archive::Source;
pub use tally::{Counted, Tally};

use crate::model::{Tables, words};

words!(
    /// A public data set.
    Set {
        /// O*NET, of the U.S. Department of Labor.
        Onet = "onet",
        /// ESCO, of the European Commission.
        Esco = "esco",
    }
);

words!(
    /// A part of a data set that can be left out.
    Part {
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

/// What an import is asked to leave out.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Parts not taken.
    pub without: BTreeSet<Part>,
}

impl Options {
    fn takes(&self, part: Part) -> bool {
        !self.without.contains(&part)
    }
}

/// How far an import has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// The table being read.
    pub table: &'a str,
    /// Bytes of tables read so far.
    pub done: u64,
    /// Bytes of all tables.
    pub total: u64,
}

/// Is told how far the import is; breaks to stop it.
pub type Watch<'a> = &'a mut (dyn FnMut(Progress<'_>) -> ControlFlow<()> + Send);

/// A data set as a pack.
#[derive(Debug)]
pub struct Imported {
    /// One pack with its roles and skills.
    pub tables: Tables,
    /// What was taken, and what was not.
    pub tally: Tally,
}

/// Why a data set cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The path, or a file in it, cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// What was read.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The archive is damaged or not what it claims to be.
    #[error("{}: {why}", path.display())]
    Archive {
        /// The archive.
        path: PathBuf,
        /// What is wrong with it, and what to do.
        why: String,
    },
    /// There is no such data set at the path.
    #[error("{} is not {set}: there is no `{table}` in it; {hint}", path.display())]
    NotTheSet {
        /// What was looked at.
        path: PathBuf,
        /// The data set that was asked for, as its publisher calls it.
        set: &'static str,
        /// The table that every release has.
        table: &'static str,
        /// Where to get it.
        hint: &'static str,
    },
    /// A table lacks a column that it cannot do without.
    #[error("{table}: there is no column `{column}`; the columns are: {columns}")]
    Column {
        /// The file.
        table: String,
        /// What was looked for.
        column: String,
        /// What there is.
        columns: String,
    },
    /// The watch broke off.
    #[error("interrupted")]
    Interrupted,
}

/// Reads the data set at `path`: the folder of its tables, or the archive of it.
///
/// # Errors
///
/// When it cannot be read, is something else, lacks what every release has, or `watch` breaks off.
pub fn read(set: Set, path: &Path, options: &Options, watch: Watch<'_>) -> Result<Imported, Error> {
    let mut source = Source::open(path, watch)?;
    match set {
        Set::Onet => onet::read(&mut source, options),
        Set::Esco => esco::read(&mut source, options),
    }
}

#[cfg(test)]
mod tests;
