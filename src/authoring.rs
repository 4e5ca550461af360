//! Writing packs: one style for their files, new files with marked holes, ids renamed in place.
//!
//! Everything here works on text: the commands read and write the files.

pub mod read_role;
pub mod rename;
pub mod style;
pub mod template;
