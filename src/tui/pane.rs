//! The panes: each folder holds a pane's state and what it shows, as toned text; drawing is in `view`.

pub mod compare;
pub mod detail;
pub mod roles;
pub mod skills;
