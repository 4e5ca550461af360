//! Reads texts that are not packs: job ads, role descriptions, resumes.
//!
//! [`skills`] finds the skills of a catalog in a text.

pub mod skills;
