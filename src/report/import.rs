//! The final report of an import: what was read, imported and skipped, and why.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::{Ink, Page, fill, write_hanging};
use crate::import::{Imported, Set};
use crate::model::text::{path_text, shown};

/// The result of an import.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The data set.
    pub set: Set,
    /// The pack file written.
    pub output: &'a Path,
    /// The imported content.
    pub imported: &'a Imported,
}

/// Summarises the content of the pack in words.
fn holds(answer: &Answer<'_>) -> String {
    let tables = &answer.imported.tables;
    let duties: usize = tables.roles.iter().map(|r| r.responsibilities.len()).sum();
    let required: usize = tables.roles.iter().map(|r| r.skills.len()).sum();
    let (roles, skills) = (tables.roles.len(), tables.skills.len());
    format!("{roles} roles, {duties} responsibilities, {skills} skills, required {required} times")
}

/// Writes the report as text; in a pipe as `table`, `read`, `taken`, `skipped`, `why`, separated by
/// tabs, one line for each reason.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(out: &mut impl Write, answer: &Answer<'_>, page: Page) -> io::Result<()> {
    let tally = &answer.imported.tally;
    let Some(wide) = page.width else { return write_lines(out, answer) };
    writeln!(
        out,
        "{}",
        page.ink(&format!("{}: {}", shown(answer.output), holds(answer)), Ink::Title)
    )?;
    if let Some(layout) = tally.layout {
        writeln!(out, "Layout of the tables: {layout}")?;
    }
    let names = tally
        .tables
        .iter()
        .map(|t| t.table.as_str())
        .chain(tally.missing.iter().map(|(t, _)| t.as_str()));
    let width = names.map(super::cells).max().unwrap_or(0);
    writeln!(
        out,
        "\n{}",
        page.ink(&format!("{}     READ    TAKEN  SKIPPED", fill("TABLE", width)), Ink::Dim)
    )?;
    for table in &tally.tables {
        let skipped = table.read - table.taken;
        writeln!(
            out,
            "{} {:>8} {:>8} {skipped:>8}",
            fill(&table.table, width),
            table.read,
            table.taken
        )?;
        let indent = " ".repeat(width + 19);
        for (why, count) in &table.skipped {
            writeln!(out, "{}", page.ink(&format!("{indent}{count:>8}  {why}"), Ink::Dim))?;
        }
        for (column, lost) in &table.lacking {
            writeln!(
                out,
                "{}",
                page.ink(
                    &format!("{indent}          no column `{column}`: without {lost}"),
                    Ink::Dim
                )
            )?;
        }
    }
    if !tally.missing.is_empty() {
        writeln!(out, "\n{}", page.ink("NOT FOUND", Ink::Dim))?;
        for (table, lost) in &tally.missing {
            writeln!(out, "{}  without {lost}", fill(table, width))?;
        }
    }
    if !tally.unread.is_empty() {
        writeln!(out, "\n{}", page.ink("NOT READ", Ink::Dim))?;
        for (why, tables) in by_reason(&tally.unread) {
            write_hanging(out, "", &format!("{why}: {}", tables.join(", ")), wide)?;
        }
    }
    for note in &tally.notes {
        writeln!(out)?;
        write_hanging(out, "", note, wide)?;
    }
    writeln!(out, "\nOpen it with: roledex --pack {}", shown(answer.output))
}

/// The tables that were not read, by reason, in the order in which the reasons occur.
fn by_reason(unread: &[(String, String)]) -> Vec<(&str, Vec<&str>)> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (table, why) in unread {
        match reasons.iter_mut().find(|(known, _)| known == why) {
            Some((_, tables)) => tables.push(table),
            None => reasons.push((why, vec![table])),
        }
    }
    reasons
}

/// The report for programs.
fn write_lines(out: &mut impl Write, answer: &Answer<'_>) -> io::Result<()> {
    // File names may contain anything: a tab would add a cell.
    let mut record = |cells: [&str; 5]| writeln!(out, "{}", cells.map(shown).join("\t"));
    let tally = &answer.imported.tally;
    for table in &tally.tables {
        let [read, taken, skipped] =
            [table.read, table.taken, table.read - table.taken].map(|n| n.to_string());
        record([&table.table, &read, &taken, &skipped, ""])?;
        for (why, count) in &table.skipped {
            record([&table.table, "", "", &count.to_string(), why])?;
        }
        for (column, lost) in &table.lacking {
            record([&table.table, "", "", "", &format!("no column `{column}`: without {lost}")])?;
        }
    }
    for (table, lost) in &tally.missing {
        record([table, "", "", "", &format!("not found: without {lost}")])?;
    }
    for (table, why) in &tally.unread {
        record([table, "", "", "", &format!("not read: {why}")])?;
    }
    if let Some(layout) = tally.layout {
        record(["", "", "", "", &format!("layout of the tables: {layout}")])?;
    }
    for note in &tally.notes {
        record(["", "", "", "", note])?;
    }
    record([&shown(answer.output), "", "", "", &holds(answer)])
}

/// The report as JSON.
pub fn json(answer: &Answer<'_>) -> Value {
    let Imported { tables, tally } = answer.imported;
    let pack = tables.packs.first();
    json!({
        "schema": "roledex/import/1",
        "set": answer.set.word(),
        "output": path_text(answer.output),
        "pack": pack.map(|p| &p.id),
        "version": pack.map(|p| &p.version),
        "language": pack.and_then(|p| p.language.as_ref()),
        "layout": tally.layout,
        "roles": tables.roles.len(),
        "skills": tables.skills.len(),
        "responsibilities": tables.roles.iter().map(|r| r.responsibilities.len()).sum::<usize>(),
        "requirements": tables.roles.iter().map(|r| r.skills.len()).sum::<usize>(),
        "tables": tally.tables.iter().map(|t| json!({
            "table": t.table, "read": t.read, "taken": t.taken, "skipped": t.skipped,
            "lacking": t.lacking.iter().map(|(c, lost)| json!({ "column": c, "without": lost })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "missing": tally.missing.iter().map(|(t, lost)| json!({ "table": t, "without": lost })).collect::<Vec<_>>(),
        "unread": tally.unread.iter().map(|(t, why)| json!({ "table": t, "why": why })).collect::<Vec<_>>(),
        "notes": tally.notes,
    })
}
