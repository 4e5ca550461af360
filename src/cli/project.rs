//! The packs that the file `.roledex.toml` of a folder names.

use super::{CommandContext, CommandError, stderr};
use crate::config::ConfigInputs;
use crate::config::project::ProjectFile;
use crate::model::text::printable;

/// Returns the file that names packs for the current folder, if neither a flag nor the environment
/// does.
pub(super) fn find(given: &ConfigInputs) -> Option<ProjectFile> {
    let listed = given.pack_list.as_ref().is_some_and(|list| !list.is_empty());
    if listed || !given.packs.is_empty() {
        return None;
    }
    ProjectFile::find(&std::env::current_dir().ok()?, given.home.as_deref())
}

impl CommandContext<'_> {
    /// Checks the file that names the open packs.
    pub(super) fn check_project(&self) -> Result<(), CommandError> {
        match &self.config.project {
            Some(file) if !file.faults.is_empty() => {
                Err(CommandError::InvalidProject(file.faults.clone()))
            }
            _ => Ok(()),
        }
    }

    /// Says on standard error which file names the open packs.
    pub(super) fn note_project(&self) {
        if let Some(file) = self.config.project.as_ref().filter(|_| !self.in_explorer) {
            stderr::print_note(format!("the packs are those of {}", printable(&file.path)));
        }
    }
}
