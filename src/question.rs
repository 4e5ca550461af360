//! Typed questions about a catalog, and their answers.
//!
//! A command line is parsed to a [`Question`], each view of the explorer asks one, and exports
//! answer it: [`answer()`] computes the answer, [`Answer::write`] writes it in any format, and
//! [`command_line`] names the command that asks the same.

mod answer;
pub mod command_line;

use std::path::PathBuf;

pub use answer::{Answer, AnswerSource, GapAnswer, answer, has_differences, match_skills};

use crate::analysis::diff::{DiffOptions, ExcerptOptions, ResponsibilityScope};
use crate::analysis::facets::{FacetSelection, RoleOrder};
use crate::analysis::gap::CurrentSkill;
use crate::analysis::path::PathQuestion;
use crate::model::{RoleId, SkillId};
pub use crate::report::OutputFormat;
pub use crate::report::list::ListedItems;
pub use crate::report::matrix::{MatrixOptions, MatrixParts};
use crate::search::SearchScope;

/// Default maximum number of search results.
pub(crate) const SEARCH_LIMIT: usize = 20;

/// Default maximum number of skills read from a text.
pub(crate) const READ_LIMIT: usize = 20;

/// Default maximum number of similar roles.
pub(crate) const RELATED_LIMIT: usize = 10;

/// Default maximum number of paths via other roles.
pub(crate) const PATH_LIMIT: usize = 3;

/// A question about a catalog, with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// The entries of one kind, such as roles or skills.
    List(ListQuestion),
    /// One role in full.
    Role {
        /// The role.
        role: RoleId,
        /// The responsibilities to show.
        scope: ResponsibilityScope,
    },
    /// One skill in full.
    Skill(SkillId),
    /// Two roles side by side.
    Compare(CompareQuestion),
    /// The matches of a search.
    Search {
        /// The query as typed.
        query: String,
        /// Where to search.
        scope: SearchScope,
        /// Maximum number of results.
        limit: usize,
    },
    /// The roles most similar to one.
    Related {
        /// The role.
        role: RoleId,
        /// Maximum number of similar roles.
        limit: usize,
    },
    /// The paths from one role to another.
    Path(PathQuestion),
    /// The skills that are missing for one or more roles.
    Gap(GapQuestion),
    /// Several roles next to each other.
    Matrix {
        /// The roles.
        roles: MatrixRoles,
        /// The part to show.
        options: MatrixOptions,
    },
}

/// A question for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuestion {
    /// The kind of entries.
    pub items: ListedItems,
    /// Properties that roles must have.
    pub filter: FacetSelection,
    /// The order of roles.
    pub order: RoleOrder,
}

impl ListQuestion {
    /// Every entry of one kind, in the order of the packs.
    pub fn all(items: ListedItems) -> Self {
        Self { items, filter: FacetSelection::default(), order: RoleOrder::Family }
    }
}

/// A question for the differences between two roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompareQuestion {
    /// The left role.
    pub left: RoleId,
    /// The right role.
    pub right: RoleId,
    /// How to compare them.
    pub options: DiffOptions,
    /// The rows to show.
    pub excerpt: ExcerptOptions,
    /// Whether to explain why responsibilities share a row.
    pub why: bool,
}

/// A question for a skill gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapQuestion {
    /// The skills to start from.
    pub start: SkillOrigin,
    /// The roles to reach, each once.
    pub targets: Vec<RoleId>,
    /// Whether a terminal lists every skill, however many.
    pub show_all: bool,
}

/// The skills to start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkillOrigin {
    /// Those that a role requires.
    Role(RoleId),
    /// Those in the saved profile.
    SavedProfile,
    /// Those in this profile, resume or CSV; `-` is standard input.
    File(PathBuf),
    /// These.
    Named(Vec<CurrentSkill>),
}

/// The roles of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatrixRoles {
    /// These roles.
    Roles(Vec<RoleId>),
    /// All roles of this family, by seniority.
    Family(String),
}
