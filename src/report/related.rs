//! The roles most similar to a given one.

use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::document::{
    ColumnSet as _, DocumentCell, DocumentRow, DocumentSection, ReportDocument, columns,
};
use super::reference::{RoleRef, SkillRef, codes_by_scheme};
use super::{AnsiStyle, PageSetup, name_list, write_hanging};
use crate::analysis::related::RelatedRole;
use crate::json::to_value;
use crate::model::{Catalog, RoleId, SkillId, family_name};
use crate::wording::SIMILARITY_MEANING;

/// Number of responsibilities in common that are shown for a role.
const MAX_SHARED_TEXTS: usize = 3;

/// The first of `skills` by name, and the number of the others.
fn skill_names(catalog: &Catalog, skills: &[SkillId]) -> Vec<String> {
    name_list::truncate_names(
        skills.iter().map(|skill| catalog.skill(*skill).name.clone()).collect(),
        name_list::MAX_NAMES_IN_ROWS,
    )
}

columns!(
    /// The columns of similar roles.
    RelatedColumn {
        /// The id of the role.
        Id = "id",
        /// The title of the role.
        Title = "title",
        /// The similarity from 0 to 1.
        Score = "score",
        /// Number of skills that both require.
        SharedSkills = "shared_skills",
        /// Number of responsibilities in common.
        SharedResponsibilities = "shared_responsibilities",
    } pages {
        /// The similarity in per cent.
        Similar,
        /// The skills that both require.
        BothNeed,
        /// The skills to learn.
        ToLearn,
        /// The skills that the other role does not list.
        NotListed,
    }
);

/// The first of `skills` as links, and the number of the others.
fn skill_links(catalog: &Catalog, skills: &[SkillId]) -> DocumentCell {
    let visible = name_list::visible_count(skills.len(), name_list::MAX_NAMES_IN_ROWS);
    let more = skills.len() - visible;
    let links = skills[..visible].iter().map(|skill| DocumentCell::skill(catalog, *skill));
    let rest = (more > 0).then(|| DocumentCell::from(format!("and {more} more")));
    DocumentCell::inline_list(links.chain(rest))
}

/// A similar role as a row.
fn related_row(catalog: &Catalog, near: &RelatedRole) -> DocumentRow {
    let other = catalog.role(near.role);
    DocumentRow::of([
        (RelatedColumn::Id, DocumentCell::from(&other.id)),
        (RelatedColumn::Title, DocumentCell::role(catalog, near.role)),
        (RelatedColumn::Score, format!("{:.3}", near.score).into()),
        (RelatedColumn::SharedSkills, near.shared.len().into()),
        (RelatedColumn::SharedResponsibilities, near.shared_positions.len().into()),
        (RelatedColumn::Similar, near.score_text().into()),
        (RelatedColumn::BothNeed, skill_links(catalog, &near.shared)),
        (RelatedColumn::ToLearn, skill_links(catalog, &near.missing)),
        (RelatedColumn::NotListed, skill_links(catalog, &near.extra)),
    ])
}

/// `near`, the roles most similar to `role`, as a sheet.
pub fn document(catalog: &Catalog, role: RoleId, near: &[RelatedRole]) -> ReportDocument {
    let section = DocumentSection::new("Most similar first")
        .row_header(RelatedColumn::Title)
        .show_column(RelatedColumn::Title, "Role")
        .show_column(RelatedColumn::Similar, "Similarity")
        .show_column(RelatedColumn::BothNeed, "Both need")
        .show_column(RelatedColumn::ToLearn, "To learn")
        .show_column(RelatedColumn::NotListed, "Not listed")
        .show_column(RelatedColumn::SharedResponsibilities, "Responsibilities in common")
        .show_column(RelatedColumn::Id, "Id");
    let title = format!("Similar to {}", catalog.role(role).title);
    let sheet = ReportDocument::new(catalog, title, RelatedColumn::NAMES);
    let about = if near.is_empty() { "No similar roles." } else { SIMILARITY_MEANING };
    let sheet = sheet.intro(about);
    sheet.section(section.rows(near.iter().map(|near| related_row(catalog, near))))
}

/// `near` as a section of the page of the role to which they are similar.
pub(crate) fn similar_section(catalog: &Catalog, near: &[RelatedRole]) -> DocumentSection {
    let section = DocumentSection::new("Similar roles")
        .row_header(RelatedColumn::Title)
        .show_column(RelatedColumn::Title, "Role")
        .show_column(RelatedColumn::Similar, "Similarity")
        .show_column(RelatedColumn::BothNeed, "Both need")
        .show_column(RelatedColumn::SharedResponsibilities, "Responsibilities in common");
    section.rows(near.iter().map(|near| {
        let common = match near.shared_positions.len() {
            0 => DocumentCell::default(),
            number => number.into(),
        };
        DocumentRow::of([
            (RelatedColumn::Title, DocumentCell::role(catalog, near.role)),
            (RelatedColumn::Similar, near.score_text().replace(' ', "\u{a0}").into()),
            (RelatedColumn::BothNeed, skill_links(catalog, &near.shared)),
            (RelatedColumn::SharedResponsibilities, common),
        ])
    }))
}

/// Writes `near`, the roles most similar to `role`, as text; in a pipe as `id`, `title`, `score`,
/// shared skills and shared responsibilities, separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    role: RoleId,
    near: &[RelatedRole],
    page: PageSetup,
) -> io::Result<()> {
    let Some(width) = page.width else {
        return document(catalog, role, near).write_records(out, page);
    };
    writeln!(
        out,
        "{}",
        page.styled(&format!("Similar to {}", catalog.role(role).title), AnsiStyle::Heading)
    )?;
    if near.is_empty() {
        return writeln!(out, "  no similar roles");
    }
    write_hanging(out, "", &page.styled(SIMILARITY_MEANING, AnsiStyle::Dim), width)?;
    for near in near {
        let other = catalog.role(near.role);
        let duties = match near.shared_positions.len() {
            0 => String::new(),
            1 => " · 1 responsibility in common".to_string(),
            n => format!(" · {n} responsibilities in common"),
        };
        let about = format!(
            "{} · {:.0} %{duties}",
            family_name(catalog.family(near.role)),
            near.score * 100.0
        );
        write_hanging(
            out,
            &format!("{}  ", page.styled(&other.title, AnsiStyle::Title)),
            &about,
            width,
        )?;
        let texts = near.shared_texts(catalog).map(str::to_string).collect();
        let texts = name_list::truncate_names(texts, MAX_SHARED_TEXTS);
        for (at, text) in texts.iter().enumerate() {
            let label = if at == 0 { "in common" } else { "" };
            let label = page.styled(&format!("    {label:<13}"), AnsiStyle::Dim);
            write_hanging(out, &label, text, width)?;
        }
        for (label, skills) in
            [("both need", &near.shared), ("to learn", &near.missing), ("not listed", &near.extra)]
        {
            if !skills.is_empty() {
                let label = page.styled(&format!("    {label:<13}"), AnsiStyle::Dim);
                name_list::write_names(out, &label, &skill_names(catalog, skills), width)?;
            }
        }
    }
    Ok(())
}

/// The roles most similar to one as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct RelatedAnswer<'a> {
    schema: &'static str,
    #[serde(flatten)]
    role: RoleRef<'a>,
    codes: BTreeMap<&'a str, &'a str>,
    related: Vec<RelatedEntry<'a>>,
}

/// A similar role as JSON.
#[derive(Serialize, JsonSchema)]
struct RelatedEntry<'a> {
    #[serde(flatten)]
    role: RoleRef<'a>,
    codes: BTreeMap<&'a str, &'a str>,
    score: f64,
    shared_skills: Vec<SkillRef<'a>>,
    missing_skills: Vec<SkillRef<'a>>,
    extra_skills: Vec<SkillRef<'a>>,
    shared_responsibilities: usize,
}

impl<'a> RelatedEntry<'a> {
    fn new(catalog: &'a Catalog, near: &RelatedRole) -> Self {
        Self {
            role: RoleRef::new(catalog, near.role),
            codes: codes_by_scheme(&catalog.role(near.role).codes),
            score: (near.score * 1e6).round() / 1e6,
            shared_skills: SkillRef::list(catalog, &near.shared),
            missing_skills: SkillRef::list(catalog, &near.missing),
            extra_skills: SkillRef::list(catalog, &near.extra),
            shared_responsibilities: near.shared_positions.len(),
        }
    }
}

/// The answer as JSON.
pub fn json(catalog: &Catalog, role: RoleId, near: &[RelatedRole]) -> Value {
    to_value(&RelatedAnswer {
        schema: "roledex/related/1",
        role: RoleRef::new(catalog, role),
        codes: codes_by_scheme(&catalog.role(role).codes),
        related: near.iter().map(|near| RelatedEntry::new(catalog, near)).collect(),
    })
}
