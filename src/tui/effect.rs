//! The effects that `update` requests, as plain values.

use std::path::PathBuf;

use super::export::{ExportFile, ExportTarget};
use crate::model::{Level, RoleId, SkillId};
use crate::question::{OutputFormat, Question};
use crate::reading::corrections::WordCorrection;
use crate::search::{SearchItem, SearchScope};

/// A request of [`super::update::update`] that needs the outside world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Search, and answer with the same generation.
    Search(FieldQuery),
    /// Find the paths from one role to another, and answer with the same generation.
    FindPaths(PathRequest),
    /// Find the roles most similar to this one.
    FindSimilar(RoleId),
    /// Find the roles most similar to this one, and what they have in common with it.
    FindRelated(RoleId),
    /// Load what compares the roles of the catalog.
    LoadDiffer,
    /// Read a text as a role.
    ReadText(TextToRead),
    /// Change the meaning of words of the text at this place, and read it again.
    CorrectText(String, CorrectionChange),
    /// Write the role that was read from the text at this place to a pack file.
    WriteReadRole(String, ExportFile),
    /// Change the user's profile.
    EditProfile(ProfileSkillEdit),
    /// Read the packs again.
    Reload,
    /// Copy a text to the clipboard, and report it under this description.
    CopyText(String, String),
    /// Answer this question in a format, and send the answer to this destination.
    Export(Question, OutputFormat, ExportTarget),
    /// Draw the screen to a file.
    ExportSvg(ExportFile),
    /// Open the file of this item in an editor, at its line.
    OpenEditor(SearchItem),
    /// Open a link in the system's default program.
    OpenLink(String),
    /// Quit the program with this exit status.
    Quit(u8),
    /// Give the terminal back and stop, until the shell continues the program.
    Suspend,
    /// Turn mouse events on or off.
    Mouse(bool),
    /// Redraw every cell.
    Redraw,
}

/// A text to read as a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextToRead {
    /// The file at this path, which may begin with a tilde.
    File(PathBuf),
    /// This text.
    Pasted(String),
}

/// A change of the corrections of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorrectionChange {
    /// Words mean other skills.
    Set(WordCorrection),
    /// These words are read as they were at first.
    Remove(String),
}

/// The effects of one message, in order. Dropping them loses what the user asked for.
#[must_use = "effects that are not run are lost"]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects(Vec<Effect>);

impl Effects {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<Effect>> for Effects {
    fn from(effects: Vec<Effect>) -> Self {
        Self(effects)
    }
}

impl Extend<Effect> for Effects {
    fn extend<T: IntoIterator<Item = Effect>>(&mut self, effects: T) {
        self.0.extend(effects);
    }
}

impl IntoIterator for Effects {
    type Item = Effect;
    type IntoIter = std::vec::IntoIter<Effect>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A query for the search worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldQuery {
    /// Distinguishes the answer from those to older queries.
    pub generation: u64,
    /// The text typed.
    pub query: String,
    /// The scope to search.
    pub scope: SearchScope,
}

/// A query for the paths between two roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathRequest {
    /// Distinguishes the answer from those to older queries.
    pub generation: u64,
    /// The start.
    pub from: RoleId,
    /// The end.
    pub to: RoleId,
}

/// A change of the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSkillEdit {
    /// The skill.
    pub skill: SkillId,
    /// The state that the user saw when they made the change: absent, or the level if one is
    /// stated. If the file differs by then, it was changed elsewhere and is left unchanged.
    #[allow(
        clippy::option_option,
        reason = "a level that nobody states is not a skill that one lacks"
    )]
    pub from: Option<Option<Level>>,
    /// The new state of the skill.
    pub to: ProfileSkillValue,
}

/// State of a skill in a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileSkillValue {
    /// Not in the profile.
    Absent,
    /// In the profile, at a level by its name if the skill has levels.
    Present(Option<String>),
}
