//! The pack that is part of the program.

/// Every file of `content/`: its path below that folder, and its text.
pub(super) const FILES: &[(&str, &str)] = &[];
