//! The panes: each file contains the state of a pane and lays out its text. The views that they
//! belong to are in `views`, where a new one keeps its pane behind it.

pub(in crate::tui) mod compare;
pub mod detail;
pub(in crate::tui) mod elsewhere;
pub mod gap;
pub mod linked_page;
pub(in crate::tui) mod matrix;
pub(in crate::tui) mod page_search;
pub mod path;
pub mod roles;
mod rows;
pub(in crate::tui) mod skills;
