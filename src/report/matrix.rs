//! A matrix of several roles.

mod json;
mod options;
mod terminal;
mod words;

use std::io::{self, Write};

pub(super) use self::json::MatrixAnswer;
pub use self::json::json;
use self::options::{DifferenceCount, percent};
pub use self::options::{MatrixOptions, MatrixParts};
use self::terminal::TerminalMatrix;
use super::document::{
    ColumnSet as _, DocumentCell, DocumentRow, DocumentSection, ReportDocument, RowTone,
    SectionLayout, SpanMeaning, columns,
};
use super::{PageSetup, skills};
use crate::analysis::matrix::{Matrix, MatrixSkillRow, MatrixThemeRow, ThemeResponsibilities};
use crate::analysis::skills::SkillDemand;
use crate::model::{Catalog, RoleId};
use crate::wording;
use crate::wording::side_by_side::{self, WordRow};

columns!(
    /// The columns of a matrix, before those of the roles.
    MatrixColumn {
        /// The section of the row.
        Section = "section",
        /// The skill or the theme.
        Row = "row",
        /// Whether the roles differ.
        Differs = "differs",
    }
);

/// The heading of the themes.
const THEMES: &str = "Themes";

/// The column of the first role.
const FIRST_ROLE: usize = MatrixColumn::NAMES.len();

/// A row of `section` with a cell for each role, followed by the cells shown on pages only.
fn matrix_row(
    section: &str,
    name: impl Into<DocumentCell>,
    differs: bool,
    cells: impl IntoIterator<Item = DocumentCell>,
) -> DocumentRow {
    let (verdict, tone) = if differs {
        (DocumentCell::with_sign("≠", "yes"), RowTone::Changed)
    } else {
        (DocumentCell::with_sign("=", "no"), RowTone::Same)
    };
    let mut row = DocumentRow::of([
        (MatrixColumn::Section, section.into()),
        (MatrixColumn::Row, name.into()),
        (MatrixColumn::Differs, verdict),
    ]);
    row.cells.extend(cells);
    DocumentRow { tone, ..row }
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

/// A section that shows a grid of roles, whose cells begin in the column `from`.
fn grid_section(
    catalog: &Catalog,
    roles: &[RoleId],
    (heading, row_title): (&str, &str),
    from: usize,
) -> DocumentSection {
    let mut section = DocumentSection::new(heading)
        .layout(SectionLayout::Grid)
        .row_header(MatrixColumn::Row)
        .show_column(MatrixColumn::Row, row_title)
        .show_column(MatrixColumn::Differs, "Differs");
    for (at, role) in roles.iter().enumerate() {
        section = section.show_role_column(from + at, catalog, *role);
    }
    section
}

fn word_row(catalog: &Catalog, roles: &[RoleId], section: &str, row: &WordRow) -> DocumentRow {
    let cells = roles.iter().zip(&row.cells).map(|(role, text)| {
        let managers = catalog.reports_to(*role);
        let named = managers.iter().chain(roles).copied().filter(|named| named != role);
        DocumentCell::from(text).link_titles(catalog, named)
    });
    matrix_row(section, &row.label, row.differs(), cells)
}

fn skill_row(catalog: &Catalog, roles: &[RoleId], row: &MatrixSkillRow) -> DocumentRow {
    let cells = roles.iter().zip(&row.cells);
    let cells = cells.map(|(role, asked)| skill_cell(catalog, *role, *asked));
    let name = DocumentCell::skill(catalog, row.skill);
    matrix_row(wording::SKILLS, name, row.differs(), cells)
}

/// A theme with the numbers of responsibilities: for records first, then for pages.
fn theme_row(catalog: &Catalog, row: &MatrixThemeRow) -> DocumentRow {
    let numbers = row.cells.iter().map(|duties| match duties.indices.len() {
        0 => DocumentCell::default(),
        number => number.into(),
    });
    let cells = numbers.chain(row.cells.iter().map(theme_cell));
    matrix_row(THEMES, &catalog.theme(row.theme).title, row.differs(), cells)
}

/// The text of a responsibility of a role, empty if it has none.
fn responsibility_cell(catalog: &Catalog, role: RoleId, index: Option<usize>) -> DocumentCell {
    let text = index.map(|index| catalog.role(role).responsibilities[index].text.as_str());
    text.unwrap_or_default().into()
}

/// The responsibilities of a theme as records.
fn responsibility_records<'a>(
    catalog: &'a Catalog,
    roles: &'a [RoleId],
    theme: &'a MatrixThemeRow,
    view: MatrixOptions,
) -> impl Iterator<Item = DocumentRow> + 'a {
    view.responsibilities(theme).map(move |row| {
        let cells = roles.iter().zip(&row.cells);
        let cells = cells.map(|(role, index)| responsibility_cell(catalog, *role, *index));
        let name = &catalog.theme(theme.theme).title;
        matrix_row(wording::RESPONSIBILITIES, name, row.differs(), cells)
    })
}

/// All responsibilities of a theme in one row of a page: those of each role, and those of all in
/// the last column.
fn responsibility_page_row(
    catalog: &Catalog,
    roles: &[RoleId],
    theme: &MatrixThemeRow,
    view: MatrixOptions,
) -> DocumentRow {
    let mut cells = Vec::new();
    for (column, role) in roles.iter().enumerate() {
        let own =
            view.responsibilities(theme).filter(|row| row.differs() && row.cells[column].is_some());
        let lines = own.map(|row| responsibility_cell(catalog, *role, row.cells[column]));
        cells.push(DocumentCell::lines(lines));
    }
    cells.resize(2 * roles.len(), DocumentCell::default());
    let shared = view.responsibilities(theme).filter(|row| !row.differs());
    cells.push(DocumentCell::lines(shared.map(|row| row.text(catalog, roles).into())));
    let name = &catalog.theme(theme.theme).title;
    matrix_row(wording::RESPONSIBILITIES, name, theme.differs(), cells)
}

/// The matrix as a sheet.
pub fn document(catalog: &Catalog, matrix: &Matrix, view: MatrixOptions) -> ReportDocument {
    let roles = &matrix.roles;
    let (pages, all) = (FIRST_ROLE + roles.len(), FIRST_ROLE + 2 * roles.len());
    let themes = view.themes(matrix);
    let words = grid_section(catalog, roles, (side_by_side::IN_WORDS, ""), FIRST_ROLE);
    let words = words.rows(
        view.words(catalog, matrix)
            .iter()
            .map(|row| word_row(catalog, roles, side_by_side::IN_WORDS, row)),
    );
    let aspects = grid_section(catalog, roles, (wording::KEY_DIFFERENCES, "Aspect"), FIRST_ROLE)
        .rows(
            view.key_differences(catalog, matrix)
                .iter()
                .map(|row| word_row(catalog, roles, wording::KEY_DIFFERENCES, row)),
        );
    let shared = view.shared_skills(matrix);
    let skills = [
        (side_by_side::ONLY_ONE, shared.only_one),
        (side_by_side::SHARED_NOT_ALIKE, shared.not_alike),
        (side_by_side::SHARED_ALIKE, shared.alike),
    ];
    let skills = skills.map(|(heading, rows)| {
        grid_section(catalog, roles, (heading, "Skill"), FIRST_ROLE)
            .rows(rows.into_iter().map(|row| skill_row(catalog, roles, row)))
    });
    let theme_grid = grid_section(catalog, roles, (THEMES, "Theme"), pages)
        .rows(themes.iter().map(|row| theme_row(catalog, row)));
    let records = DocumentSection::new(wording::RESPONSIBILITIES)
        .rows(themes.iter().flat_map(|theme| responsibility_records(catalog, roles, theme, view)));
    // Texts of many roles do not fit beside each other.
    let layout = if roles.len() > 4 { SectionLayout::Grid } else { SectionLayout::Rows };
    let mut page = DocumentSection::new(wording::RESPONSIBILITIES)
        .page_only()
        .layout(layout)
        .row_header(MatrixColumn::Row)
        .show_column(MatrixColumn::Row, "Theme")
        .show_column(all, "All");
    for (at, role) in roles.iter().enumerate() {
        page = page.show_role_column(FIRST_ROLE + at, catalog, *role);
    }
    let page =
        page.rows(themes.iter().map(|theme| responsibility_page_row(catalog, roles, theme, view)));
    let ids = roles.iter().map(|role| catalog.role(*role).id.as_str());
    let columns = MatrixColumn::NAMES.iter().copied().chain(ids);
    let mut document = ReportDocument::new(catalog, matrix_title(catalog, roles), columns);
    if view.by != MatrixParts::Themes {
        let count = DifferenceCount::skills(matrix).words(view);
        document = document.intro(format!("{}: {count}", wording::SKILLS));
    }
    if view.by != MatrixParts::Skills {
        document =
            document.intro(format!("{THEMES}: {}", DifferenceCount::themes(matrix).words(view)));
    }
    document = document.section(words).section(aspects);
    for section in skills {
        document = document.section(section);
    }
    document.section(theme_grid).section(records).section(page)
}

/// The titles of a few roles, or their number.
fn matrix_title(catalog: &Catalog, roles: &[RoleId]) -> String {
    if roles.len() > 4 {
        return format!("{} roles side by side", roles.len());
    }
    roles.iter().map(|role| catalog.role_title(*role)).collect::<Vec<_>>().join(" · ")
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
