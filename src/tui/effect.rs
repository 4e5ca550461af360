//! What `update` asks of the world, as plain values.

use super::carry::{File, Form, Sink};
use crate::model::{Level, RoleId, SkillId};
use crate::search::{Item, Scope};

/// A wish of [`super::update::update`] that only the outside can fulfil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Search, and answer with the same generation.
    Search(Ask),
    /// Find the ways from one role to another, and answer with the same generation.
    Ways(Ways),
    /// Tell which roles are nearest to one.
    Near(RoleId),
    /// Change what the user keeps of themselves.
    Profile(Edit),
    /// Read the packs again.
    Reload,
    /// Put a text on the clipboard, and say that it is this.
    Clip(String, String),
    /// Have what these arguments print put into a form, and carried there.
    Answer(Vec<String>, Form, Sink),
    /// Draw the screen into a file.
    Picture(File),
    /// Open the file of this in an editor, at its line.
    Edit(Item),
    /// Open a link in whatever opens links.
    Link(String),
    /// Leave the program with this exit status.
    Quit(u8),
    /// Hand the terminal back and stop, until the shell continues us.
    Suspend,
    /// Ask the terminal for mouse events, or no longer.
    Mouse(bool),
    /// Draw every cell anew.
    Redraw,
}

/// A question for the search worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Tells the answer apart from those to older questions.
    pub generation: u64,
    /// What was typed.
    pub query: String,
    /// Where to search.
    pub scope: Scope,
}

/// A question for the ways between two roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    /// Tells the answer apart from those to older questions.
    pub generation: u64,
    /// Where to start.
    pub from: RoleId,
    /// Where to end.
    pub to: RoleId,
}

/// A change of the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The skill.
    pub skill: SkillId,
    /// What the user saw when they asked for it: nothing, or the level where one is stated. Where
    /// the file says something else by then, another one has changed it and it stays.
    #[allow(
        clippy::option_option,
        reason = "a level that nobody states is not a skill that one lacks"
    )]
    pub from: Option<Option<Level>>,
    /// What becomes of it.
    pub to: Standing,
}

/// What stands of a skill in a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Absent,
    /// That one has it, at a level by its name where there are levels.
    At(Option<String>),
}
