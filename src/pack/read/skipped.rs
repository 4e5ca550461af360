//! Reasons why an entry in the folder of a pack is not read.

use super::MAX_DEPTH;
use crate::pack::DiagnosticCode;

/// Reasons why an entry in the folder of a pack is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SkipReason {
    /// A link to a file outside the folder.
    LinkOut,
    /// A link to a folder outside the folder.
    FolderLinkOut,
    /// A link to a missing target, or to itself.
    BrokenLink,
    /// Not a regular file: its actual kind.
    NotAFile(&'static str),
    /// A folder that is nested too deeply.
    TooDeep,
}

impl SkipReason {
    /// Returns the code of the fault, its message, and how to fix it.
    pub(super) fn fault(self) -> (DiagnosticCode, String, &'static str) {
        match self {
            Self::LinkOut => (
                DiagnosticCode::LinkOut,
                "this link points outside the pack's folder; it was not read".to_string(),
                "copy the file into the folder, or open it with its own --pack",
            ),
            Self::FolderLinkOut => (
                DiagnosticCode::LinkOut,
                "this link points to a folder outside the pack's folder; its files were not read"
                    .to_string(),
                "move the folder into the pack's folder, or open it with its own --pack",
            ),
            Self::BrokenLink => (
                DiagnosticCode::BrokenLink,
                "this link is broken; it was not read".to_string(),
                "remove the link, or restore its target",
            ),
            Self::NotAFile(what) => (
                DiagnosticCode::NotAFile,
                format!("this is {what}, not a file; it was not read"),
                "replace it with a file, or remove it",
            ),
            Self::TooDeep => (
                DiagnosticCode::TooDeep,
                format!(
                    "this folder is more than {MAX_DEPTH} folders deep; its files were not read"
                ),
                "move its files to a higher folder",
            ),
        }
    }

    /// Whether the pack may be missing something that belongs to it.
    pub(super) fn is_error(self) -> bool {
        // A linked folder may have nothing to do with the pack, such as those that other tools
        // create.
        self != Self::FolderLinkOut
    }
}
