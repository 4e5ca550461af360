//! A matrix of several roles.

mod json;
mod terminal;

use std::io::{self, Write};

use serde::Serialize;

pub use self::json::json;
use self::terminal::TerminalMatrix;
use super::document::{
    DocumentCell, DocumentRow, DocumentSection, ReportDocument, RowTone, SectionLayout, SpanMeaning,
};
use super::{PageSetup, skills};
use crate::analysis::matrix::{
    Matrix, MatrixResponsibilityRow, MatrixSkillRow, MatrixThemeRow, ThemeResponsibilities,
};
use crate::analysis::skills::SkillDemand;
use crate::model::{Catalog, RoleId, words};

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
    fn skills(self, matrix: &Matrix) -> Vec<&MatrixSkillRow> {
        let is_visible = |row: &&MatrixSkillRow| {
            self.by != MatrixParts::Themes && (row.differs() || !self.only_differences)
        };
        matrix.skills.iter().filter(is_visible).collect()
    }

    fn themes(self, matrix: &Matrix) -> Vec<&MatrixThemeRow> {
        let is_visible = |row: &&MatrixThemeRow| {
            self.by != MatrixParts::Skills && (row.differs() || !self.only_differences)
        };
        matrix.themes.iter().filter(is_visible).collect()
    }

    fn responsibilities(
        self,
        theme: &MatrixThemeRow,
    ) -> impl Iterator<Item = &MatrixResponsibilityRow> {
        theme.responsibilities.iter().filter(move |duty| duty.differs() || !self.only_differences)
    }
}

/// The columns of the records, before those of the roles.
const ROW: usize = 1;
const DIFFERS: usize = 2;
const FIRST_ROLE: usize = 3;

/// A row of `section` with a cell for each role, followed by the cells shown on pages only.
fn matrix_row(
    section: &str,
    name: &str,
    differs: bool,
    cells: impl IntoIterator<Item = DocumentCell>,
) -> DocumentRow {
    let (verdict, tone) = if differs {
        (DocumentCell::with_sign("≠", "yes"), RowTone::Changed)
    } else {
        (DocumentCell::with_sign("=", "no"), RowTone::Same)
    };
    let cells = [section.into(), name.into(), verdict].into_iter().chain(cells).collect();
    DocumentRow { cells, tone, spans_empty_cells: false }
}

/// The cell on a page where a role has no requirement or responsibility.
fn empty_cell() -> DocumentCell {
    DocumentCell::new("·", SpanMeaning::Sign)
}

fn skill_cell(catalog: &Catalog, role: RoleId, asked: Option<SkillDemand>) -> DocumentCell {
    match asked {
        None => empty_cell(),
        Some(asked) => {
            skills::level_cell(asked.level, skills::requirement_text(catalog, role, Some(asked)))
        }
    }
}

fn theme_cell(duties: &ThemeResponsibilities) -> DocumentCell {
    if duties.indices.is_empty() {
        return empty_cell();
    }
    let mut remarks = Vec::new();
    for (count, word) in [(duties.strategic, "strategic"), (duties.tactical, "tactical")] {
        remarks.extend((count > 0).then(|| format!("{count} {word}")));
    }
    remarks.extend(duties.share.map(|share| format!("{} of the time", percent(share))));
    let remarks =
        if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) };
    DocumentCell::from(duties.indices.len()).append(remarks, SpanMeaning::Dim)
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 1000.0).round() / 10.0)
}

/// The matrix as a sheet.
pub fn document(catalog: &Catalog, matrix: &Matrix, view: MatrixOptions) -> ReportDocument {
    let roles = &matrix.roles;
    let title = |role: &RoleId| catalog.role(*role).title.as_str();
    let (pages, all) = (FIRST_ROLE + roles.len(), FIRST_ROLE + 2 * roles.len());
    let grid = |heading: &str, head: &str, from: usize| {
        let section = DocumentSection::new(heading)
            .layout(SectionLayout::Grid)
            .row_header(ROW)
            .show_column(ROW, head);
        let section = section.show_column(DIFFERS, "Differs");
        roles
            .iter()
            .enumerate()
            .fold(section, |section, (i, role)| section.show_column(from + i, title(role)))
    };
    let skills = view.skills(matrix).into_iter().map(|skill| {
        let cells =
            roles.iter().zip(&skill.cells).map(|(role, asked)| skill_cell(catalog, *role, *asked));
        matrix_row("Skills", &catalog.skill(skill.skill).name, skill.differs(), cells)
    });
    let themes = view.themes(matrix);
    let theme_rows = themes.iter().map(|theme| {
        let numbers = theme.cells.iter().map(|duties| match duties.indices.len() {
            0 => DocumentCell::default(),
            number => number.into(),
        });
        let cells = numbers.chain(theme.cells.iter().map(theme_cell));
        matrix_row("Themes", &catalog.theme(theme.theme).title, theme.differs(), cells)
    });
    let responsibility_cell = |role: &RoleId, cell: &Option<usize>| {
        DocumentCell::from(
            cell.map_or("", |index| catalog.role(*role).responsibilities[index].text.as_str()),
        )
    };
    let duties = themes.iter().flat_map(|theme| {
        let name = &catalog.theme(theme.theme).title;
        view.responsibilities(theme).map(move |duty| {
            matrix_row(
                "Responsibilities",
                name,
                duty.differs(),
                roles.iter().zip(&duty.cells).map(|(role, cell)| responsibility_cell(role, cell)),
            )
        })
    });
    // A page shows all responsibilities of a theme in one row: those of each role, preceded by
    // those of all.
    let page_rows = themes.iter().map(|theme| {
        let of = |column: usize| {
            view.responsibilities(theme).filter(move |d| d.differs() && d.cells[column].is_some())
        };
        let lines = |(column, role): (usize, &RoleId)| {
            DocumentCell::lines(of(column).map(|d| responsibility_cell(role, &d.cells[column])))
        };
        let shared = view
            .responsibilities(theme)
            .filter(|duty| !duty.differs())
            .map(|duty| duty.text(catalog, roles).into());
        let cells =
            roles.iter().enumerate().map(lines).chain(vec![DocumentCell::default(); roles.len()]);
        matrix_row(
            "Responsibilities",
            &catalog.theme(theme.theme).title,
            theme.differs(),
            cells.chain([DocumentCell::lines(shared)]),
        )
    });
    let page = DocumentSection::new("Responsibilities")
        .page_only()
        .row_header(ROW)
        .show_column(ROW, "Theme")
        .show_column(all, "All");
    let page = roles
        .iter()
        .enumerate()
        .fold(page, |page, (i, role)| page.show_column(FIRST_ROLE + i, title(role)));
    let columns = ["section", "row", "differs"]
        .into_iter()
        .chain(roles.iter().map(|role| &*catalog.role(*role).id));
    let lead = |part: &str, told: bool, count: DifferenceCount| {
        if told { format!("{part}: {}", count.words(view)) } else { String::new() }
    };
    ReportDocument::new(catalog, matrix_title(catalog, roles), columns)
        .intro(lead("Skills", view.by != MatrixParts::Themes, DifferenceCount::skills(matrix)))
        .intro(lead("Themes", view.by != MatrixParts::Skills, DifferenceCount::themes(matrix)))
        .section(grid("Skills", "Skill", FIRST_ROLE).rows(skills))
        .section(grid("Themes", "Theme", pages).rows(theme_rows))
        .section(DocumentSection::new("Responsibilities").rows(duties))
        .section(page.rows(page_rows))
}

/// The titles of a few roles, or their number.
fn matrix_title(catalog: &Catalog, roles: &[RoleId]) -> String {
    if roles.len() > 4 {
        return format!("{} roles side by side", roles.len());
    }
    roles.iter().map(|role| catalog.role(*role).title.as_str()).collect::<Vec<_>>().join(" · ")
}

/// Number of rows of one part that differ, and number that do not.
#[derive(Debug, Clone, Copy, Serialize)]
struct DifferenceCount {
    differ: usize,
    same: usize,
}

impl DifferenceCount {
    fn skills(matrix: &Matrix) -> Self {
        let differ = matrix.skills.iter().filter(|row| row.differs()).count();
        Self { differ, same: matrix.skills.len() - differ }
    }

    fn themes(matrix: &Matrix) -> Self {
        let differ = matrix.themes.iter().filter(|row| row.differs()).count();
        Self { differ, same: matrix.themes.len() - differ }
    }

    /// `≠ 12 differ · = 3 same`.
    fn words(self, view: MatrixOptions) -> String {
        if self.differ + self.same == 0 {
            return "none listed".to_string();
        }
        let verb = if self.differ == 1 { "differs" } else { "differ" };
        let left_out = if view.only_differences && self.same > 0 { ", hidden" } else { "" };
        format!("≠ {} {verb} · = {} same{left_out}", self.differ, self.same)
    }
}

/// Writes the matrix as text; in a pipe as `section`, `row`, `differs` and a column for each role,
/// separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    matrix: &Matrix,
    view: MatrixOptions,
    page: PageSetup,
) -> io::Result<()> {
    match page.width {
        Some(width) => {
            TerminalMatrix::new(catalog, matrix, view, width, page).write(out, matrix, view)
        }
        None => document(catalog, matrix, view).write_records(out, page),
    }
}
