//! A matrix of several roles.

mod board;

use std::io::{self, Write};

use serde_json::{Value, json};

use self::board::Board;
use super::sheet::{Cell, Layout, Meaning, Row, Section, Sheet, Tone};
use super::{Page, skills};
use crate::analysis::matrix::{Duties, DutyRow, Matrix, SkillRow, ThemeRow};
use crate::analysis::skills::Asked;
use crate::model::{Catalog, RoleId, words};

words!(
    /// The parts to compare roles by.
    By {
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
pub struct View {
    /// The parts to show.
    pub by: By,
    /// Whether rows that are the same for all roles are left out.
    pub only_differences: bool,
}

impl View {
    fn skills(self, matrix: &Matrix) -> Vec<&SkillRow> {
        let told =
            |row: &&SkillRow| self.by != By::Themes && (row.differs() || !self.only_differences);
        matrix.skills.iter().filter(told).collect()
    }

    fn themes(self, matrix: &Matrix) -> Vec<&ThemeRow> {
        let told =
            |row: &&ThemeRow| self.by != By::Skills && (row.differs() || !self.only_differences);
        matrix.themes.iter().filter(told).collect()
    }

    fn duties(self, theme: &ThemeRow) -> impl Iterator<Item = &DutyRow> {
        theme.duties.iter().filter(move |duty| duty.differs() || !self.only_differences)
    }
}

/// The columns of the records, before those of the roles.
const ROW: usize = 1;
const DIFFERS: usize = 2;
const FIRST: usize = 3;

/// A row of `section` with a cell for each role, followed by the cells shown on pages only.
fn row(section: &str, name: &str, differs: bool, cells: impl IntoIterator<Item = Cell>) -> Row {
    let (verdict, tone) = if differs {
        (Cell::signed("≠", "yes"), Tone::Changed)
    } else {
        (Cell::signed("=", "no"), Tone::Same)
    };
    let cells = [section.into(), name.into(), verdict].into_iter().chain(cells).collect();
    Row { cells, tone, spread: false }
}

/// The cell on a page where a role has no requirement or responsibility.
fn nothing() -> Cell {
    Cell::new("·", Meaning::Sign)
}

fn skill_cell(catalog: &Catalog, role: RoleId, asked: Option<Asked>) -> Cell {
    match asked {
        None => nothing(),
        Some(asked) => skills::level(asked.level, skills::asked(catalog, role, Some(asked))),
    }
}

fn theme_cell(duties: &Duties) -> Cell {
    if duties.indices.is_empty() {
        return nothing();
    }
    let mut remarks = Vec::new();
    for (count, word) in [(duties.strategic, "strategic"), (duties.tactical, "tactical")] {
        remarks.extend((count > 0).then(|| format!("{count} {word}")));
    }
    remarks.extend(duties.share.map(|share| format!("{} of the time", percent(share))));
    let remarks =
        if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) };
    Cell::from(duties.indices.len()).and(remarks, Meaning::Dim)
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 1000.0).round() / 10.0)
}

/// The matrix as a sheet.
pub fn sheet(catalog: &Catalog, matrix: &Matrix, view: View) -> Sheet {
    let roles = &matrix.roles;
    let title = |role: &RoleId| catalog.role(*role).title.as_str();
    let (pages, all) = (FIRST + roles.len(), FIRST + 2 * roles.len());
    let grid = |heading: &str, head: &str, from: usize| {
        let section = Section::new(heading).layout(Layout::Grid).row_head(ROW).show(ROW, head);
        let section = section.show(DIFFERS, "Differs");
        roles
            .iter()
            .enumerate()
            .fold(section, |section, (i, role)| section.show(from + i, title(role)))
    };
    let skills = view.skills(matrix).into_iter().map(|skill| {
        let cells =
            roles.iter().zip(&skill.cells).map(|(role, asked)| skill_cell(catalog, *role, *asked));
        row("Skills", &catalog.skill(skill.skill).name, skill.differs(), cells)
    });
    let themes = view.themes(matrix);
    let counted = themes.iter().map(|theme| {
        let numbers = theme.cells.iter().map(|duties| match duties.indices.len() {
            0 => Cell::default(),
            number => number.into(),
        });
        let cells = numbers.chain(theme.cells.iter().map(theme_cell));
        row("Themes", &catalog.theme(theme.theme).title, theme.differs(), cells)
    });
    let said = |role: &RoleId, cell: &Option<usize>| {
        Cell::from(
            cell.map_or("", |index| catalog.role(*role).responsibilities[index].text.as_str()),
        )
    };
    let duties = themes.iter().flat_map(|theme| {
        let name = &catalog.theme(theme.theme).title;
        view.duties(theme).map(move |duty| {
            row(
                "Duties",
                name,
                duty.differs(),
                roles.iter().zip(&duty.cells).map(|(role, cell)| said(role, cell)),
            )
        })
    });
    // A page shows all responsibilities of a theme in one row: those of each role, preceded by
    // those of all.
    let together = themes.iter().map(|theme| {
        let of = |column: usize| {
            view.duties(theme).filter(move |d| d.differs() && d.cells[column].is_some())
        };
        let lines = |(column, role): (usize, &RoleId)| {
            Cell::lines(of(column).map(|d| said(role, &d.cells[column])))
        };
        let shared = view
            .duties(theme)
            .filter(|duty| !duty.differs())
            .map(|duty| duty.text(catalog, roles).into());
        let cells = roles.iter().enumerate().map(lines).chain(vec![Cell::default(); roles.len()]);
        row(
            "Duties",
            &catalog.theme(theme.theme).title,
            theme.differs(),
            cells.chain([Cell::lines(shared)]),
        )
    });
    let page = Section::new("Duties").page_only().row_head(ROW).show(ROW, "Theme").show(all, "All");
    let page =
        roles.iter().enumerate().fold(page, |page, (i, role)| page.show(FIRST + i, title(role)));
    let columns = ["section", "row", "differs"]
        .into_iter()
        .chain(roles.iter().map(|role| &*catalog.role(*role).id));
    let lead = |part: &str, told: bool, count: Count| {
        if told { format!("{part}: {}", count.words(view)) } else { String::new() }
    };
    Sheet::new(catalog, named(catalog, roles), columns)
        .lead(lead("Skills", view.by != By::Themes, Count::skills(matrix)))
        .lead(lead("Themes", view.by != By::Skills, Count::themes(matrix)))
        .section(grid("Skills", "Skill", FIRST).rows(skills))
        .section(grid("Themes", "Theme", pages).rows(counted))
        .section(Section::new("Duties").rows(duties))
        .section(page.rows(together))
}

/// The titles of a few roles, or their number.
fn named(catalog: &Catalog, roles: &[RoleId]) -> String {
    if roles.len() > 4 {
        return format!("{} roles beside each other", roles.len());
    }
    roles.iter().map(|role| catalog.role(*role).title.as_str()).collect::<Vec<_>>().join(" · ")
}

/// Number of rows of one part that differ, and number that do not.
#[derive(Debug, Clone, Copy)]
struct Count {
    differ: usize,
    same: usize,
}

impl Count {
    fn skills(matrix: &Matrix) -> Self {
        let differ = matrix.skills.iter().filter(|row| row.differs()).count();
        Self { differ, same: matrix.skills.len() - differ }
    }

    fn themes(matrix: &Matrix) -> Self {
        let differ = matrix.themes.iter().filter(|row| row.differs()).count();
        Self { differ, same: matrix.themes.len() - differ }
    }

    /// `≠ 12 differ · = 3 the same`.
    fn words(self, view: View) -> String {
        if self.differ + self.same == 0 {
            return "none is stated".to_string();
        }
        let verb = if self.differ == 1 { "differs" } else { "differ" };
        let left_out = if view.only_differences && self.same > 0 { ", left out" } else { "" };
        format!("≠ {} {verb} · = {} the same{left_out}", self.differ, self.same)
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
    view: View,
    page: Page,
) -> io::Result<()> {
    match page.width {
        Some(width) => Board::new(catalog, matrix, view, width, page).write(out, matrix, view),
        None => sheet(catalog, matrix, view).write_records(out, page),
    }
}

/// The matrix as JSON; a part that was not requested is null.
pub fn json(catalog: &Catalog, matrix: &Matrix, view: View) -> Value {
    let role = |id: &RoleId| {
        let role = catalog.role(*id);
        json!({ "id": role.id, "title": role.title, "family": role.family, "level": role.level })
    };
    let asked =
        |(role, asked): (&RoleId, &Option<Asked>)| skills::asked_json(catalog, *role, *asked);
    let skill = |row: &SkillRow| {
        json!({
            "id": catalog.skill(row.skill).id,
            "name": catalog.skill(row.skill).name,
            "differs": row.differs(),
            "spread": skills::in_levels(u64::from(row.spread)),
            "cells": matrix.roles.iter().zip(&row.cells).map(asked).collect::<Vec<_>>(),
        })
    };
    let duties = |duties: &Duties| {
        json!({
            "duties": duties.indices.len(), "indices": duties.indices, "strategic": duties.strategic,
            "tactical": duties.tactical, "share": duties.share.map(|share| (share * 1e6).round() / 1e6),
        })
    };
    let duty = |row: &DutyRow| {
        let cells = matrix.roles.iter().zip(&row.cells).map(|(role, cell)| match cell {
            Some(index) => {
                json!({ "index": index, "text": catalog.role(*role).responsibilities[*index].text })
            }
            None => Value::Null,
        });
        json!({ "differs": row.differs(), "cells": cells.collect::<Vec<_>>() })
    };
    let theme = |row: &ThemeRow| {
        json!({
            "id": catalog.theme(row.theme).id,
            "title": catalog.theme(row.theme).title,
            "differs": row.differs(),
            "spread": row.spread,
            "cells": row.cells.iter().map(duties).collect::<Vec<_>>(),
            "duties": view.duties(row).map(duty).collect::<Vec<_>>(),
        })
    };
    let count = |count: Count| json!({ "differ": count.differ, "same": count.same });
    let skills = (view.by != By::Themes)
        .then(|| view.skills(matrix).into_iter().map(skill).collect::<Vec<_>>());
    let themes = (view.by != By::Skills)
        .then(|| view.themes(matrix).into_iter().map(theme).collect::<Vec<_>>());
    json!({
        "schema": "roledex/matrix/1",
        "roles": matrix.roles.iter().map(role).collect::<Vec<_>>(),
        "skills": skills,
        "themes": themes,
        "summary": { "skills": count(Count::skills(matrix)), "themes": count(Count::themes(matrix)) },
    })
}
