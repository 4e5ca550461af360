//! What changed between two copies of packs.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::sheet::{Cell, Meaning, Row, Section, Sheet, Tone, named};
use super::{Ink, Page, diff, role_json, write_hanging};
use crate::analysis::diff::Excerpt;
use crate::analysis::review::{Copies, Review};
use crate::model::{Catalog, Pack, RoleId};

/// The packs of the older and of the newer copy, as they are called: `Product roles 2026.10 → 2026.11`.
pub fn title(before: &Catalog, now: &Catalog) -> String {
    let names = |catalog: &Catalog| catalog.packs().iter().map(named).collect::<Vec<_>>().join(", ");
    match (before.packs(), now.packs()) {
        ([old], [new]) if old.title == new.title && old.version != new.version => {
            format!("{} → {}", named(old), new.version)
        }
        _ => format!("{} → {}", names(before), names(now)),
    }
}

fn titles(catalog: &Catalog, roles: &[RoleId]) -> String {
    roles.iter().map(|role| catalog.role(*role).title.as_str()).collect::<Vec<_>>().join(" · ")
}

/// How many roles changed, came, went and stayed: sign, number, word.
fn counts(review: &Review) -> [(&'static str, usize, &'static str); 4] {
    [
        ("~", review.changed.len(), "changed"),
        ("+", review.added.len(), "added"),
        ("−", review.dropped.len(), "dropped"),
        ("=", review.same, "as before"),
    ]
}

/// The review as a sheet: a section for the roles that came and went, then those of each role that changed.
pub fn sheet(copies: &Copies, review: &Review, title: &str) -> Sheet {
    let catalog = &copies.catalog;
    let columns = std::iter::once("role").chain(diff::COLUMNS);
    let counts = counts(review).into_iter().fold(Cell::default(), |cell, (sign, count, word)| {
        let gap = if cell.is_empty() { "" } else { " · " };
        cell.and(gap, Meaning::Plain).and(sign, Meaning::Sign).and(format!("{count} {word}"), Meaning::Plain)
    });
    let fate = |role: &RoleId, sign: &str, word: &str, tone: Tone| {
        let role = catalog.role(*role);
        let (left, right) = if tone == Tone::Left { (role.title.as_str(), "") } else { ("", role.title.as_str()) };
        let cells = [&role.id, "Roles", ""].map(Cell::from);
        let cells = cells.into_iter().chain([Cell::signed(sign, word), left.into(), right.into(), Cell::default()]);
        Row { cells: cells.collect(), tone, spread: false }
    };
    let came = review.added.iter().map(|role| fate(role, "+", "added", Tone::Right));
    let went = review.dropped.iter().map(|role| fate(role, "−", "dropped", Tone::Left));
    let roles = Section::new("Roles").show(3, "").show(4, "Before").show(5, "Now").rows(came.chain(went));
    let mut sheet = Sheet::new(catalog, title, columns).lead(counts).section(roles);
    sheet.notices.dedup();
    for changed in &review.changed {
        let role = catalog.role(changed.right);
        for section in diff::sheet(catalog, &changed.excerpt(Excerpt::DIFFERENCES)).sections {
            sheet = sheet.section(of_role(section, &role.id, &role.title));
        }
    }
    sheet
}

/// A section of one role's diff as one of the review: its rows begin with the role.
fn of_role(mut section: Section, id: &str, title: &str) -> Section {
    for row in &mut section.rows {
        for column in [diff::STATUS, diff::VERDICT] {
            if let Some(cell) = row.cells.get_mut(column) {
                *cell = in_time(cell, section.heading == "Responsibilities");
            }
        }
        row.cells.insert(0, id.into());
    }
    section.heading = format!("{title}: {}", section.heading.to_lowercase());
    for head in &mut section.shown {
        head.column += 1;
    }
    section.row_head = section.row_head.map(|column| column + 1);
    section.group = section.group.map(|column| column + 1);
    section
}

/// What a verdict on two sides means for two times.
fn in_time(verdict: &Cell, duty: bool) -> Cell {
    let word = match verdict.text().as_str() {
        "left" | "only left" => "dropped",
        "right" | "only right" => "added",
        "changed" if duty => "reworded",
        _ => return verdict.clone(),
    };
    Cell::signed(verdict.sign(), word)
}

/// Writes the review as text; in a pipe as `role` and then the columns of a diff, separated by tabs.
///
/// # Errors
///
/// What `out` returns.
pub fn write_text(out: &mut impl Write, copies: &Copies, review: &Review, title: &str, page: Page) -> io::Result<()> {
    let catalog = &copies.catalog;
    let Some(width) = page.width else { return sheet(copies, review, title).write_records(out, page) };
    write_hanging(out, "", &page.ink(title, Ink::Heading), width)?;
    let counts = counts(review).map(|(sign, count, word)| format!("{sign} {count} {word}"));
    writeln!(out, "{}", counts.join("  "))?;
    for (sign, word, roles, ink) in
        [("+", "added", &review.added, Ink::Right), ("−", "dropped", &review.dropped, Ink::Left)]
    {
        if !roles.is_empty() {
            let label = page.ink(&format!("{sign} {word:<9}"), ink);
            write_hanging(out, &label, &titles(catalog, roles), width)?;
        }
    }
    for changed in &review.changed {
        let rule = "─".repeat(width.min(72));
        writeln!(out, "\n{}", page.ink(&rule, Ink::Dim))?;
        writeln!(out, "{}", page.ink(&catalog.role(changed.right).title, Ink::Title))?;
        diff::write_counts(out, changed, ["reworded", "dropped", "added", "as before"])?;
        diff::write_sections(out, &diff::sheet(catalog, &changed.excerpt(Excerpt::DIFFERENCES)), width, page)?;
    }
    Ok(())
}

/// The review as JSON.
pub fn json(copies: &Copies, review: &Review, before: &Catalog, now: &Catalog) -> Value {
    let catalog = &copies.catalog;
    let roles = |roles: &[RoleId]| roles.iter().map(|role| role_json(catalog, *role)).collect::<Vec<_>>();
    let pack = |pack: &Pack| json!({ "id": pack.id, "title": pack.title, "version": pack.version });
    json!({
        "schema": "roledex/review/1",
        "before": before.packs().iter().map(pack).collect::<Vec<_>>(),
        "now": now.packs().iter().map(pack).collect::<Vec<_>>(),
        "added": roles(&review.added),
        "dropped": roles(&review.dropped),
        "changed": review.changed.iter().map(|changed| diff::json(catalog, &changed.excerpt(Excerpt::DIFFERENCES))).collect::<Vec<_>>(),
        "same": review.same,
    })
}
