//! The final report of an import: what was read, imported and skipped, and why.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::{AnsiStyle, PageSetup, pad_to_width, write_hanging};
use crate::import::{DataSet, ImportedPack};
use crate::model::text::{path_text, printable};

/// The result of an import.
#[derive(Debug, Clone, Copy)]
pub struct ImportReport<'a> {
    /// The data set.
    pub set: DataSet,
    /// The pack file written.
    pub output: &'a Path,
    /// The imported content.
    pub imported: &'a ImportedPack,
}

/// Summarises the content of the pack in words.
fn pack_counts(answer: &ImportReport<'_>) -> String {
    let tables = &answer.imported.tables;
    let duties: usize = tables.roles.iter().map(|r| r.responsibilities.len()).sum();
    let required: usize = tables.roles.iter().map(|r| r.skills.len()).sum();
    let (roles, skills) = (tables.roles.len(), tables.skills.len());
    format!(
        "{roles} roles, {duties} responsibilities, {skills} skills, {required} skill requirements"
    )
}

/// Writes the report as text; in a pipe as `table`, `read`, `taken`, `skipped`, `why`, separated by
/// tabs, one line for each reason.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    answer: &ImportReport<'_>,
    page: PageSetup,
) -> io::Result<()> {
    let tally = &answer.imported.tally;
    let Some(wide) = page.width else { return write_records(out, answer) };
    writeln!(
        out,
        "{}",
        page.styled(
            &format!("{}: {}", printable(answer.output), pack_counts(answer)),
            AnsiStyle::Title
        )
    )?;
    if let Some(layout) = tally.layout {
        writeln!(out, "Table layout: {layout}")?;
    }
    let names = tally
        .tables
        .iter()
        .map(|t| t.table.as_str())
        .chain(tally.missing_tables.iter().map(|(t, _)| t.as_str()));
    let width = names.map(super::display_width).max().unwrap_or(0);
    writeln!(
        out,
        "\n{}",
        page.styled(
            &format!("{}     READ     USED  SKIPPED", pad_to_width("TABLE", width)),
            AnsiStyle::Dim
        )
    )?;
    for table in &tally.tables {
        let skipped = table.read - table.taken;
        writeln!(
            out,
            "{} {:>8} {:>8} {skipped:>8}",
            pad_to_width(&table.table, width),
            table.read,
            table.taken
        )?;
        let indent = " ".repeat(width + 19);
        for (why, count) in &table.skipped {
            writeln!(
                out,
                "{}",
                page.styled(&format!("{indent}{count:>8}  {why}"), AnsiStyle::Dim)
            )?;
        }
        for (column, lost) in &table.missing_columns {
            writeln!(
                out,
                "{}",
                page.styled(
                    &format!("{indent}          no column `{column}`; unavailable: {lost}"),
                    AnsiStyle::Dim
                )
            )?;
        }
    }
    if !tally.missing_tables.is_empty() {
        writeln!(out, "\n{}", page.styled("NOT FOUND", AnsiStyle::Dim))?;
        for (table, lost) in &tally.missing_tables {
            writeln!(out, "{}  unavailable: {lost}", pad_to_width(table, width))?;
        }
    }
    if !tally.unread_tables.is_empty() {
        writeln!(out, "\n{}", page.styled("NOT READ", AnsiStyle::Dim))?;
        for (why, tables) in group_by_reason(&tally.unread_tables) {
            write_hanging(out, "", &format!("{why}: {}", tables.join(", ")), wide)?;
        }
    }
    for note in &tally.notes {
        writeln!(out)?;
        write_hanging(out, "", note, wide)?;
    }
    writeln!(out, "\nOpen it with: roledex --pack {}", printable(answer.output))
}

/// The tables that were not read, by reason, in the order in which the reasons occur.
fn group_by_reason(unread: &[(String, String)]) -> Vec<(&str, Vec<&str>)> {
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
fn write_records(out: &mut impl Write, answer: &ImportReport<'_>) -> io::Result<()> {
    // File names may contain anything: a tab would add a cell.
    let mut record = |cells: [&str; 5]| writeln!(out, "{}", cells.map(printable).join("\t"));
    let tally = &answer.imported.tally;
    for table in &tally.tables {
        let [read, taken, skipped] =
            [table.read, table.taken, table.read - table.taken].map(|n| n.to_string());
        record([&table.table, &read, &taken, &skipped, ""])?;
        for (why, count) in &table.skipped {
            record([&table.table, "", "", &count.to_string(), why])?;
        }
        for (column, lost) in &table.missing_columns {
            record([
                &table.table,
                "",
                "",
                "",
                &format!("no column `{column}`; unavailable: {lost}"),
            ])?;
        }
    }
    for (table, lost) in &tally.missing_tables {
        record([table, "", "", "", &format!("not found; unavailable: {lost}")])?;
    }
    for (table, why) in &tally.unread_tables {
        record([table, "", "", "", &format!("not read: {why}")])?;
    }
    if let Some(layout) = tally.layout {
        record(["", "", "", "", &format!("table layout: {layout}")])?;
    }
    for note in &tally.notes {
        record(["", "", "", "", note])?;
    }
    record([&printable(answer.output), "", "", "", &pack_counts(answer)])
}

/// The report as JSON.
pub fn json(answer: &ImportReport<'_>) -> Value {
    let ImportedPack { tables, tally } = answer.imported;
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
            "lacking": t.missing_columns.iter().map(|(c, lost)| json!({ "column": c, "without": lost })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "missing": tally.missing_tables.iter().map(|(t, lost)| json!({ "table": t, "without": lost })).collect::<Vec<_>>(),
        "unread": tally.unread_tables.iter().map(|(t, why)| json!({ "table": t, "why": why })).collect::<Vec<_>>(),
        "notes": tally.notes,
    })
}
