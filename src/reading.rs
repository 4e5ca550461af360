//! Reads texts that are not packs: job ads, role descriptions, resumes.
//!
//! [`formats`] reads every format into a [`layout::LaidOutText`]. [`skills`] finds the skills of a catalog in a
//! text.

pub mod formats;
pub mod layout;
pub mod skills;
