//! The final report of an import: what was read, imported and skipped, and why.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{AnsiStyle, PageSetup, pad_to_width, write_hanging};
use crate::import::{DataSet, ImportedPack, TableTally};
use crate::json::to_value;
use crate::model::CatalogTables;
use crate::model::text::{count_text, path_text, printable};

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

/// Summarises the content of a pack in words; `themes` is what to say of its themes.
pub(super) fn pack_counts(tables: &CatalogTables, themes: &str) -> String {
    let duties = tables.roles.iter().map(|role| role.responsibilities.len()).sum();
    let required = tables.roles.iter().map(|role| role.skills.len()).sum();
    format!(
        "{}, {}{themes}, {}, {}",
        count_text(tables.roles.len(), "role", "roles"),
        responsibility_count(duties),
        count_text(tables.skills.len(), "skill", "skills"),
        requirement_count(required)
    )
}

/// Returns a number of responsibilities: `1 responsibility`.
pub(super) fn responsibility_count(count: usize) -> String {
    count_text(count, "responsibility", "responsibilities")
}

/// Returns a number of required skills: `1 skill requirement`.
pub(super) fn requirement_count(count: usize) -> String {
    count_text(count, "skill requirement", "skill requirements")
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
            &format!("{}: {}", printable(answer.output), pack_counts(&answer.imported.tables, "")),
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

/// Returns what was left out by reason, in the order in which the reasons occur. Each entry is what
/// was left out, and why.
pub(super) fn group_by_reason(left_out: &[(String, String)]) -> Vec<(&str, Vec<&str>)> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (what, why) in left_out {
        match reasons.iter_mut().find(|(known, _)| known == why) {
            Some((_, all)) => all.push(what),
            None => reasons.push((why, vec![what])),
        }
    }
    reasons
}

/// The report for programs.
fn write_records(out: &mut impl Write, answer: &ImportReport<'_>) -> io::Result<()> {
    let tally = &answer.imported.tally;
    for table in &tally.tables {
        let [read, taken, skipped] =
            [table.read, table.taken, table.read - table.taken].map(|n| n.to_string());
        write_record(out, [&table.table, &read, &taken, &skipped, ""])?;
        for (why, count) in &table.skipped {
            write_record(out, [&table.table, "", "", &count.to_string(), why])?;
        }
        for (column, lost) in &table.missing_columns {
            write_record(
                out,
                [&table.table, "", "", "", &format!("no column `{column}`; unavailable: {lost}")],
            )?;
        }
    }
    for (table, lost) in &tally.missing_tables {
        write_record(out, [table, "", "", "", &format!("not found; unavailable: {lost}")])?;
    }
    for (table, why) in &tally.unread_tables {
        write_record(out, [table, "", "", "", &format!("not read: {why}")])?;
    }
    if let Some(layout) = tally.layout {
        write_record(out, ["", "", "", "", &format!("table layout: {layout}")])?;
    }
    for note in &tally.notes {
        write_record(out, ["", "", "", "", note])?;
    }
    write_record(
        out,
        [&printable(answer.output), "", "", "", &pack_counts(&answer.imported.tables, "")],
    )
}

/// Writes a record. Names may contain anything: a tab would add a cell.
pub(super) fn write_record<const N: usize>(
    out: &mut impl Write,
    cells: [&str; N],
) -> io::Result<()> {
    writeln!(out, "{}", cells.map(printable).join("\t"))
}

/// The report as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct ImportAnswer<'a> {
    schema: &'static str,
    set: &'static str,
    output: String,
    pack: Option<&'a str>,
    version: Option<&'a str>,
    language: Option<&'a str>,
    layout: Option<&'a str>,
    roles: usize,
    skills: usize,
    responsibilities: usize,
    requirements: usize,
    tables: Vec<TableEntry<'a>>,
    missing: Vec<MissingTable<'a>>,
    unread: Vec<UnreadTable<'a>>,
    notes: &'a [String],
}

/// A table that was read as JSON.
#[derive(Serialize, JsonSchema)]
struct TableEntry<'a> {
    table: &'a str,
    read: usize,
    taken: usize,
    skipped: &'a BTreeMap<&'static str, usize>,
    lacking: Vec<MissingColumn<'a>>,
}

/// A column that a table lacks, and what the pack lacks without it.
#[derive(Serialize, JsonSchema)]
struct MissingColumn<'a> {
    column: &'a str,
    without: &'a str,
}

/// A table that is missing, and what the pack lacks without it.
#[derive(Serialize, JsonSchema)]
struct MissingTable<'a> {
    table: &'a str,
    without: &'a str,
}

/// A table that was not read.
#[derive(Serialize, JsonSchema)]
struct UnreadTable<'a> {
    table: &'a str,
    why: &'a str,
}

impl<'a> TableEntry<'a> {
    fn new(tally: &'a TableTally) -> Self {
        let lacking = tally.missing_columns.iter();
        Self {
            table: &tally.table,
            read: tally.read,
            taken: tally.taken,
            skipped: &tally.skipped,
            lacking: lacking.map(|(column, without)| MissingColumn { column, without }).collect(),
        }
    }
}

/// The report as JSON.
pub fn json(answer: &ImportReport<'_>) -> Value {
    let ImportedPack { tables, tally } = answer.imported;
    let pack = tables.packs.first();
    let missing = tally.missing_tables.iter();
    let unread = tally.unread_tables.iter();
    to_value(&ImportAnswer {
        schema: "roledex/import/1",
        set: answer.set.word(),
        output: path_text(answer.output),
        pack: pack.map(|pack| pack.id.as_str()),
        version: pack.map(|pack| pack.version.as_str()),
        language: pack.and_then(|pack| pack.language.as_deref()),
        layout: tally.layout,
        roles: tables.roles.len(),
        skills: tables.skills.len(),
        responsibilities: tables.roles.iter().map(|role| role.responsibilities.len()).sum(),
        requirements: tables.roles.iter().map(|role| role.skills.len()).sum(),
        tables: tally.tables.iter().map(TableEntry::new).collect(),
        missing: missing.map(|(table, without)| MissingTable { table, without }).collect(),
        unread: unread.map(|(table, why)| UnreadTable { table, why }).collect(),
        notes: &tally.notes,
    })
}
