//! The result of writing a site.

use std::io::{self, Write};
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::json::to_value;
use crate::model::text::{count_text, path_text, printable};

/// A site that was written: where, and the numbers of its pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SiteReport<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// Number of pages.
    pub pages: usize,
    /// Number of pages of roles.
    pub roles: usize,
    /// Number of pages of skills.
    pub skills: usize,
    /// Number of pages of comparisons.
    pub comparisons: usize,
}

/// A site that was written as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct SiteAnswer {
    schema: &'static str,
    folder: String,
    pages: usize,
    roles: usize,
    skills: usize,
    comparisons: usize,
}

/// Writes the numbers, and the page to open.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(crate) fn write_text(out: &mut impl Write, report: SiteReport<'_>) -> io::Result<()> {
    writeln!(
        out,
        "wrote {}: {}, {}, {}; open {}",
        count_text(report.pages, "page", "pages"),
        count_text(report.roles, "role", "roles"),
        count_text(report.skills, "skill", "skills"),
        count_text(report.comparisons, "comparison", "comparisons"),
        printable(report.folder.join("index.html"))
    )
}

/// The answer as JSON.
pub(crate) fn json(report: SiteReport<'_>) -> Value {
    to_value(&SiteAnswer {
        schema: "roledex/site/1",
        folder: path_text(report.folder),
        pages: report.pages,
        roles: report.roles,
        skills: report.skills,
        comparisons: report.comparisons,
    })
}
