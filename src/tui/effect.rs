//! What `update` asks of the world, as plain values.

use crate::search::Scope;

/// A wish of [`super::update::update`] that only the outside can fulfil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Search, and answer with the same generation.
    Search(Ask),
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
