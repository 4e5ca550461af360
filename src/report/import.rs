//! The end report of an import: what was read, taken and left out, and why.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::{Ink, Page, fill};
use crate::import::{Imported, Set};

/// What an import did.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The data set.
    pub set: Set,
    /// The pack file written.
    pub output: &'a Path,
    /// What is in it.
    pub imported: &'a Imported,
}

/// What the pack holds, in words.
fn holds(answer: &Answer<'_>) -> String {
    let tables = &answer.imported.tables;
    let duties: usize = tables.roles.iter().map(|r| r.responsibilities.len()).sum();
    let required: usize = tables.roles.iter().map(|r| r.skills.len()).sum();
    let (roles, skills) = (tables.roles.len(), tables.skills.len());
    format!("{roles} roles, {duties} responsibilities, {skills} skills, required {required} times")
}

/// Writes the report as text; in a pipe as `table`, `read`, `taken`, `skipped`, `why`, separated by tabs, a line for
/// each reason.
///
/// # Errors
///
/// What `out` returns.
pub fn write_text(out: &mut impl Write, answer: &Answer<'_>, page: Page) -> io::Result<()> {
    let tally = &answer.imported.tally;
    if page.width.is_none() {
        for table in &tally.tables {
            writeln!(out, "{}\t{}\t{}\t{}\t", table.table, table.read, table.taken, table.read - table.taken)?;
            for (why, count) in &table.skipped {
                writeln!(out, "{}\t\t\t{count}\t{why}", table.table)?;
            }
        }
        for (table, lost) in &tally.missing {
            writeln!(out, "{table}\t\t\t\tmissing: without {lost}")?;
        }
        for note in &tally.notes {
            writeln!(out, "\t\t\t\t{note}")?;
        }
        return writeln!(out, "{}\t\t\t\t{}", answer.output.display(), holds(answer));
    }
    writeln!(out, "{}", page.ink(&format!("{}: {}", answer.output.display(), holds(answer)), Ink::Title))?;
    let names = tally.tables.iter().map(|t| t.table.as_str()).chain(tally.missing.iter().map(|(t, _)| *t));
    let width = names.map(|n| n.chars().count()).max().unwrap_or(0);
    writeln!(out, "\n{}", page.ink(&format!("{}     READ    TAKEN  SKIPPED", fill("TABLE", width)), Ink::Dim))?;
    for table in &tally.tables {
        let skipped = table.read - table.taken;
        writeln!(out, "{} {:>8} {:>8} {skipped:>8}", fill(&table.table, width), table.read, table.taken)?;
        for (why, count) in &table.skipped {
            writeln!(out, "{}", page.ink(&format!("{}{count:>8}  {why}", " ".repeat(width + 19)), Ink::Dim))?;
        }
    }
    if !tally.missing.is_empty() {
        writeln!(out, "\n{}", page.ink("NOT IN THIS RELEASE", Ink::Dim))?;
        for (table, lost) in &tally.missing {
            writeln!(out, "{}  without {lost}", fill(table, width))?;
        }
    }
    for note in &tally.notes {
        writeln!(out, "\n{note}")?;
    }
    writeln!(out, "\nOpen it with: roledex --pack {}", answer.output.display())
}

/// The report as JSON.
pub fn json(answer: &Answer<'_>) -> Value {
    let Imported { tables, tally } = answer.imported;
    json!({
        "schema": "roledex/import/1",
        "set": answer.set.word(),
        "output": answer.output.display().to_string(),
        "roles": tables.roles.len(),
        "skills": tables.skills.len(),
        "responsibilities": tables.roles.iter().map(|r| r.responsibilities.len()).sum::<usize>(),
        "requirements": tables.roles.iter().map(|r| r.skills.len()).sum::<usize>(),
        "tables": tally.tables.iter().map(|t| json!({
            "table": t.table, "read": t.read, "taken": t.taken, "skipped": t.skipped,
        })).collect::<Vec<_>>(),
        "missing": tally.missing.iter().map(|(t, lost)| json!({ "table": t, "without": lost })).collect::<Vec<_>>(),
        "notes": tally.notes,
    })
}
