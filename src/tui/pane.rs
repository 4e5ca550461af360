//! The panes: each file contains the state of a pane and lays out its text. The views that they
//! belong to are in `views`, where a new one keeps its pane behind it.

pub mod compare;
pub mod detail;
pub mod elsewhere;
pub mod gap;
pub mod linked_page;
pub mod matrix;
pub mod page_search;
pub mod path;
pub mod roles;
mod rows;
pub mod skills;
