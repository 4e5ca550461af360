//! The choice of what to import, and how far the import has come.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::model::words;

words!(
    /// A public data set.
    DataSet {
        /// O*NET, by the U.S. Department of Labor.
        Onet = "onet",
        /// ESCO, by the European Commission.
        Esco = "esco",
    }
);

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
    pub(super) fn includes(&self, part: DataSetPart) -> bool {
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
