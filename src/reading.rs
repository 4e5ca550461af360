//! Reads texts that are not packs: job ads, role descriptions, resumes.
//!
//! [`formats`] reads every format into a [`layout::LaidOutText`]. [`sections`] finds its sections,
//! [`skills`] the skills of a catalog in it, and [`role`] reads it as a role, which [`added`] adds
//! to the catalog; [`corrections`] say what its words mean where that was read wrongly. [`cv`] reads
//! it as a person's skills instead.

pub mod added;
pub mod corrections;
pub mod cv;
pub mod formats;
pub mod layout;
pub mod role;
pub mod sections;
pub mod skills;
