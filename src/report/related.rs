//! The roles most similar to a given one.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::sheet::{Cell, Row, Section, Sheet};
use super::{Ink, Page, codes_json, names, write_hanging};
use crate::analysis::related::Near;
use crate::model::{Catalog, RoleId, SkillId};

/// The first of `skills` by name, and the number of the others.
fn named(catalog: &Catalog, skills: &[SkillId]) -> Vec<String> {
    names::first(
        skills.iter().map(|skill| catalog.skill(*skill).name.clone()).collect(),
        names::FEW,
    )
}

/// `near`, the roles most similar to `role`, as a sheet.
pub fn sheet(catalog: &Catalog, role: RoleId, near: &[Near]) -> Sheet {
    let row = |near: &Near| {
        let other = catalog.role(near.role);
        Row::new([
            Cell::from(&other.id),
            Cell::from(&other.title),
            format!("{:.3}", near.score).into(),
            near.shared.len().into(),
            near.shared_responsibilities.into(),
            format!("{:.0} %", near.score * 100.0).into(),
            named(catalog, &near.shared).join(" · ").into(),
            named(catalog, &near.missing).join(" · ").into(),
            named(catalog, &near.extra).join(" · ").into(),
        ])
    };
    let columns = ["id", "title", "score", "shared_skills", "shared_responsibilities"];
    let section = Section::new("Nearest first").row_head(1);
    let section =
        section.show(1, "Role").show(5, "Likeness").show(6, "Both take").show(7, "To learn");
    let section = section.show(8, "Left behind").show(4, "Duties in common").show(0, "Id");
    let sheet = Sheet::new(catalog, format!("Near {}", catalog.role(role).title), columns);
    let sheet =
        if near.is_empty() { sheet.lead("No role shares anything with it.") } else { sheet };
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
    near: &[Near],
    page: Page,
) -> io::Result<()> {
    let Some(width) = page.width else {
        return sheet(catalog, role, near).write_records(out, page);
    };
    writeln!(out, "{}", page.ink(&format!("Near {}", catalog.role(role).title), Ink::Heading))?;
    if near.is_empty() {
        return writeln!(out, "  no role shares anything with it");
    }
    for near in near {
        let other = catalog.role(near.role);
        let duties = match near.shared_responsibilities {
            0 => String::new(),
            1 => " · 1 responsibility in common".to_string(),
            n => format!(" · {n} responsibilities in common"),
        };
        let about = format!("{} · {:.0} %{duties}", catalog.family(near.role), near.score * 100.0);
        write_hanging(out, &format!("{}  ", page.ink(&other.title, Ink::Title)), &about, width)?;
        for (label, skills) in
            [("both take", &near.shared), ("to learn", &near.missing), ("not listed", &near.extra)]
        {
            if !skills.is_empty() {
                let label = page.ink(&format!("    {label:<13}"), Ink::Dim);
                names::write(out, &label, &named(catalog, skills), width)?;
            }
        }
    }
    Ok(())
}

/// The answer as JSON.
pub fn json(catalog: &Catalog, role: RoleId, near: &[Near]) -> Value {
    let ids = |skills: &[SkillId]| {
        skills.iter().map(|skill| catalog.skill(*skill).id.clone()).collect::<Vec<_>>()
    };
    let one = |near: &Near| {
        let other = catalog.role(near.role);
        json!({
            "id": other.id, "title": other.title, "codes": codes_json(&other.codes),
            "score": (near.score * 1e6).round() / 1e6,
            "shared_skills": ids(&near.shared),
            "missing_skills": ids(&near.missing),
            "extra_skills": ids(&near.extra),
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
