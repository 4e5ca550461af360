//! The part of a matrix that is shown, and how much of it differs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::matrix::{
    Matrix, MatrixResponsibilityRow, MatrixSkillRow, MatrixThemeRow, SharedSkills,
};
use crate::model::{Catalog, words};
use crate::wording::side_by_side::{WordRow, key_difference_rows, word_rows};

words!(
    /// The parts to compare roles by.
    MatrixParts {
        /// The skills they require.
        Skills = "skills",
        /// Their responsibilities, by theme.
        Themes = "themes",
        /// Both.
        Both = "both",
    }
);

/// The part of a matrix that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatrixOptions {
    /// The parts to show.
    pub by: MatrixParts,
    /// Whether rows that are the same for all roles are left out.
    pub only_differences: bool,
}

impl MatrixOptions {
    pub(super) fn skills(self, matrix: &Matrix) -> Vec<&MatrixSkillRow> {
        let skills = matrix.skills.iter().filter(|row| row.differs() || !self.only_differences);
        if self.by == MatrixParts::Themes { Vec::new() } else { skills.collect() }
    }

    /// Returns the rows of words, unless only skills or themes are asked for.
    pub(super) fn words(self, catalog: &Catalog, matrix: &Matrix) -> Vec<WordRow> {
        if self.by != MatrixParts::Both {
            return Vec::new();
        }
        let mut rows = word_rows(catalog, &matrix.roles);
        rows.retain(|row| row.differs() || !self.only_differences);
        rows
    }

    /// Returns the key differences, unless only skills or themes are asked for.
    pub(super) fn key_differences(self, catalog: &Catalog, matrix: &Matrix) -> Vec<WordRow> {
        if self.by == MatrixParts::Both {
            key_difference_rows(catalog, &matrix.roles)
        } else {
            Vec::new()
        }
    }

    /// Returns the skills by how the roles share them.
    pub(super) fn shared_skills(self, matrix: &Matrix) -> SharedSkills<'_> {
        let mut shared = matrix.shared_skills();
        if self.by == MatrixParts::Themes {
            return SharedSkills::default();
        }
        if self.only_differences {
            shared.alike.clear();
        }
        shared
    }

    pub(super) fn themes(self, matrix: &Matrix) -> Vec<&MatrixThemeRow> {
        let themes = matrix.themes.iter().filter(|row| row.differs() || !self.only_differences);
        if self.by == MatrixParts::Skills { Vec::new() } else { themes.collect() }
    }

    pub(super) fn responsibilities(
        self,
        theme: &MatrixThemeRow,
    ) -> impl Iterator<Item = &MatrixResponsibilityRow> {
        theme.responsibilities.iter().filter(move |duty| duty.differs() || !self.only_differences)
    }
}

/// Number of rows of one part that differ, and number that do not.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(super) struct DifferenceCount {
    differ: usize,
    same: usize,
}

impl DifferenceCount {
    pub(super) fn skills(matrix: &Matrix) -> Self {
        let differ = matrix.skills.iter().filter(|row| row.differs()).count();
        Self { differ, same: matrix.skills.len() - differ }
    }

    pub(super) fn themes(matrix: &Matrix) -> Self {
        let differ = matrix.themes.iter().filter(|row| row.differs()).count();
        Self { differ, same: matrix.themes.len() - differ }
    }

    /// `≠ 12 differ · = 3 same`.
    pub(super) fn words(self, view: MatrixOptions) -> String {
        if self.differ + self.same == 0 {
            return "none listed".to_string();
        }
        let verb = if self.differ == 1 { "differs" } else { "differ" };
        let left_out = if view.only_differences && self.same > 0 { ", hidden" } else { "" };
        format!("≠ {} {verb} · = {} same{left_out}", self.differ, self.same)
    }
}

/// A share in per cent.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", (share * 1000.0).round() / 10.0)
}
