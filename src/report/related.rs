//! The roles most similar to a given one.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::document::{DocumentCell, DocumentRow, DocumentSection, ReportDocument};
use super::reference::SkillRef;
use super::{AnsiStyle, PageSetup, codes_json, name_list, write_hanging};
use crate::analysis::related::RelatedRole;
use crate::model::{Catalog, RoleId, SkillId};

/// The first of `skills` by name, and the number of the others.
fn skill_names(catalog: &Catalog, skills: &[SkillId]) -> Vec<String> {
    name_list::truncate_names(
        skills.iter().map(|skill| catalog.skill(*skill).name.clone()).collect(),
        name_list::MAX_NAMES_IN_ROWS,
    )
}

/// `near`, the roles most similar to `role`, as a sheet.
pub fn document(catalog: &Catalog, role: RoleId, near: &[RelatedRole]) -> ReportDocument {
    let row = |near: &RelatedRole| {
        let other = catalog.role(near.role);
        DocumentRow::new([
            DocumentCell::from(&other.id),
            DocumentCell::from(&other.title),
            format!("{:.3}", near.score).into(),
            near.shared.len().into(),
            near.shared_responsibilities.into(),
            near.score_text().into(),
            skill_names(catalog, &near.shared).join(" · ").into(),
            skill_names(catalog, &near.missing).join(" · ").into(),
            skill_names(catalog, &near.extra).join(" · ").into(),
        ])
    };
    let columns = ["id", "title", "score", "shared_skills", "shared_responsibilities"];
    let section = DocumentSection::new("Most similar first").row_header(1);
    let section = section
        .show_column(1, "Role")
        .show_column(5, "Similar")
        .show_column(6, "Both need")
        .show_column(7, "To learn");
    let section = section
        .show_column(8, "Not listed")
        .show_column(4, "Responsibilities in common")
        .show_column(0, "Id");
    let sheet =
        ReportDocument::new(catalog, format!("Similar to {}", catalog.role(role).title), columns);
    let sheet = if near.is_empty() { sheet.intro("No similar roles.") } else { sheet };
    sheet.section(section.rows(near.iter().map(row)))
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
    for near in near {
        let other = catalog.role(near.role);
        let duties = match near.shared_responsibilities {
            0 => String::new(),
            1 => " · 1 responsibility in common".to_string(),
            n => format!(" · {n} responsibilities in common"),
        };
        let about = format!("{} · {:.0} %{duties}", catalog.family(near.role), near.score * 100.0);
        write_hanging(
            out,
            &format!("{}  ", page.styled(&other.title, AnsiStyle::Title)),
            &about,
            width,
        )?;
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

/// The answer as JSON.
pub fn json(catalog: &Catalog, role: RoleId, near: &[RelatedRole]) -> Value {
    let refs = |skills: &[SkillId]| SkillRef::list(catalog, skills);
    let one = |near: &RelatedRole| {
        let other = catalog.role(near.role);
        json!({
            "id": other.id, "title": other.title, "codes": codes_json(&other.codes),
            "score": (near.score * 1e6).round() / 1e6,
            "shared_skills": refs(&near.shared),
            "missing_skills": refs(&near.missing),
            "extra_skills": refs(&near.extra),
            "shared_responsibilities": near.shared_responsibilities,
        })
    };
    json!({
        "schema": "roledex/related/1",
        "id": catalog.role(role).id,
        "title": catalog.role(role).title,
        "codes": codes_json(&catalog.role(role).codes),
        "related": near.iter().map(one).collect::<Vec<_>>(),
    })
}
