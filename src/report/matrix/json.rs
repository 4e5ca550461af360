//! A matrix as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::options::{DifferenceCount, MatrixOptions, MatrixParts};
use crate::analysis::matrix::{
    Matrix, MatrixResponsibilityRow, MatrixSkillRow, MatrixThemeRow, ThemeResponsibilities,
};
use crate::json::to_value;
use crate::model::{Catalog, RoleId, Track};
use crate::report::reference::{RoleRef, SkillRef, ThemeRef};
use crate::report::skills::{self, DemandEntry};
use crate::wording::side_by_side::WordRow;

#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct MatrixAnswer<'a> {
    schema: &'static str,
    roles: Vec<MatrixRoleEntry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    key_differences: Vec<AspectEntry>,
    skills: Option<Vec<MatrixSkillEntry<'a>>>,
    themes: Option<Vec<MatrixThemeEntry<'a>>>,
    summary: MatrixSummary,
}

#[derive(Serialize, JsonSchema)]
struct MatrixRoleEntry<'a> {
    #[serde(flatten)]
    role: RoleRef<'a>,
    /// The family of the role; left out if it was read from a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<&'a str>,
    seniority: Option<u32>,
    track: Option<&'static str>,
    reports_to: Vec<RoleRef<'a>>,
    summary: &'a str,
}

impl<'a> MatrixRoleEntry<'a> {
    fn new(catalog: &'a Catalog, id: RoleId) -> Self {
        let role = catalog.role(id);
        let managers = catalog.reports_to(id).iter();
        Self {
            role: RoleRef::new(catalog, id),
            family: catalog.pack_of(id).map(|_| role.family.as_str()),
            seniority: role.seniority,
            track: role.track.map(Track::word),
            reports_to: managers.map(|role| RoleRef::new(catalog, *role)).collect(),
            summary: &role.summary,
        }
    }
}

/// A key difference, with a text for each role.
#[derive(Serialize, JsonSchema)]
struct AspectEntry {
    aspect: String,
    cells: Vec<Option<String>>,
}

impl AspectEntry {
    fn new(row: WordRow) -> Self {
        let cells = row.cells.into_iter();
        let cells = cells.map(|text| Some(text).filter(|text| !text.is_empty()));
        Self { aspect: row.label, cells: cells.collect() }
    }
}

#[derive(Serialize, JsonSchema)]
struct MatrixSkillEntry<'a> {
    #[serde(flatten)]
    skill: SkillRef<'a>,
    differs: bool,
    only_one: bool,
    spread: f64,
    cells: Vec<Option<DemandEntry<'a>>>,
}

impl<'a> MatrixSkillEntry<'a> {
    fn new(catalog: &'a Catalog, roles: &[RoleId], row: &MatrixSkillRow) -> Self {
        let cells = roles.iter().zip(&row.cells);
        Self {
            skill: SkillRef::new(catalog, row.skill),
            differs: row.differs(),
            only_one: roles.len() > 1 && row.cells.iter().flatten().count() == 1,
            spread: skills::effort_in_levels(u64::from(row.spread)),
            cells: cells.map(|(role, asked)| DemandEntry::new(catalog, *role, *asked)).collect(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct MatrixThemeEntry<'a> {
    #[serde(flatten)]
    theme: ThemeRef<'a>,
    differs: bool,
    spread: usize,
    cells: Vec<ThemeCell<'a>>,
    responsibilities: Vec<MatrixResponsibilityEntry<'a>>,
}

impl<'a> MatrixThemeEntry<'a> {
    fn new(
        catalog: &'a Catalog,
        roles: &[RoleId],
        row: &'a MatrixThemeRow,
        options: MatrixOptions,
    ) -> Self {
        Self {
            theme: ThemeRef::new(catalog, row.theme),
            differs: row.differs(),
            spread: row.spread,
            cells: row.cells.iter().map(ThemeCell::new).collect(),
            responsibilities: options
                .responsibilities(row)
                .map(|duty| MatrixResponsibilityEntry::new(catalog, roles, duty))
                .collect(),
        }
    }
}

/// The responsibilities of one role in a theme.
#[derive(Serialize, JsonSchema)]
struct ThemeCell<'a> {
    count: usize,
    indices: &'a [usize],
    strategic: usize,
    tactical: usize,
    share: Option<f64>,
}

impl<'a> ThemeCell<'a> {
    fn new(duties: &'a ThemeResponsibilities) -> Self {
        Self {
            count: duties.indices.len(),
            indices: &duties.indices,
            strategic: duties.strategic,
            tactical: duties.tactical,
            share: duties.share.map(|share| (share * 1e6).round() / 1e6),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct MatrixResponsibilityEntry<'a> {
    differs: bool,
    cells: Vec<Option<ResponsibilityCell<'a>>>,
}

/// The responsibility of one role.
#[derive(Serialize, JsonSchema)]
struct ResponsibilityCell<'a> {
    index: usize,
    text: &'a str,
}

impl<'a> MatrixResponsibilityEntry<'a> {
    fn new(catalog: &'a Catalog, roles: &[RoleId], row: &MatrixResponsibilityRow) -> Self {
        let cells = roles.iter().zip(&row.cells).map(|(role, index)| {
            let index = (*index)?;
            let text = &catalog.role(*role).responsibilities[index].text;
            Some(ResponsibilityCell { index, text })
        });
        Self { differs: row.differs(), cells: cells.collect() }
    }
}

#[derive(Serialize, JsonSchema)]
struct MatrixSummary {
    skills: DifferenceCount,
    themes: DifferenceCount,
}

/// The matrix as JSON; a part that was not requested is null.
pub fn json(catalog: &Catalog, matrix: &Matrix, options: MatrixOptions) -> Value {
    let roles = &matrix.roles;
    let skills = options.skills(matrix).into_iter();
    let themes = options.themes(matrix).into_iter();
    to_value(&MatrixAnswer {
        schema: "roledex/matrix/1",
        roles: roles.iter().map(|role| MatrixRoleEntry::new(catalog, *role)).collect(),
        key_differences: options
            .key_differences(catalog, matrix)
            .into_iter()
            .map(AspectEntry::new)
            .collect(),
        skills: (options.by != MatrixParts::Themes)
            .then(|| skills.map(|row| MatrixSkillEntry::new(catalog, roles, row)).collect()),
        themes: (options.by != MatrixParts::Skills).then(|| {
            themes.map(|row| MatrixThemeEntry::new(catalog, roles, row, options)).collect()
        }),
        summary: MatrixSummary {
            skills: DifferenceCount::skills(matrix),
            themes: DifferenceCount::themes(matrix),
        },
    })
}
