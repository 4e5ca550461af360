//! The rows of overlays, and the effects of choosing them.

use super::action::Action;
use super::export::{CopyKind, ExportFormat};
use crate::analysis::facets::Facet;
use crate::model::{RoleId, SkillId};

/// A facet that can be turned on or off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetChoice {
    /// The facet.
    pub facet: Facet,
    /// Number of roles that it would leave.
    pub count: usize,
    /// Whether it is on.
    pub on: bool,
}

/// A text that can be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyChoice {
    /// The kind of text.
    pub kind: CopyKind,
    /// The key that copies it.
    pub key: char,
    /// The label: the kind and the text.
    pub label: String,
}

/// The purpose for which two roles are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairAction {
    /// Comparing them.
    Compare,
    /// Finding the paths from the first to the second.
    Path,
    /// Showing the skill gap from the first to the second.
    Gap,
    /// Showing them in a matrix.
    Matrix,
}

/// A meaning of words, as the user says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordMeaning {
    /// They don't mean the skill in question.
    NotThis,
    /// They mean this skill instead.
    Skill(SkillId),
    /// They are read as they were at first.
    AsRead,
}

/// Effect of choosing a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceTarget {
    /// Runs an action.
    Run(Action),
    /// Opens a role.
    Open(RoleId),
    /// Takes the role as the first for this purpose, and asks for the second.
    FirstRole(PairAction, RoleId),
    /// Runs this purpose for these two roles.
    OtherRole(PairAction, RoleId, RoleId),
    /// Runs the past query in the label again.
    PastQuery,
    /// Copies.
    Copy(CopyKind),
    /// Writes a file in this format; the label is its name.
    Export(ExportFormat),
    /// Reads the text in a file; the label is its path.
    ReadText,
    /// Says what words of a text mean.
    Correct(WordMeaning),
    /// Opens a skill.
    OpenSkill(SkillId),
    /// Turns the facet at this position on or off.
    ToggleFacet(usize),
}

/// A row of an overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayChoice {
    /// The effect of choosing it.
    pub target: ChoiceTarget,
    /// The keys, if it has any.
    pub keys: String,
    /// The text of the row.
    pub label: String,
    /// The context or family that it belongs to.
    pub place: String,
}
