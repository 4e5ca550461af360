//! The panes: each file contains a pane's state and builds what it shows, as toned text; drawing is
//! in `view`.

pub mod compare;
pub mod detail;
pub mod gap;
pub mod linked_page;
pub mod matrix;
pub mod path;
pub mod roles;
mod rows;
pub mod skills;
