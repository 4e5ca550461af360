//! The report of a ladder's import: how headings, columns and cells were understood, and what was
//! left out.

use std::io::{self, Write};
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::import::{self, group_by_reason, write_record};
use super::{AnsiStyle, PageSetup, write_hanging};
use crate::import::ladder::{ImportedLadder, SourceReading};
use crate::json::to_value;
use crate::model::text::{count_text, path_text, printable};
use crate::model::{Role, family_name};

/// The result of an import.
#[derive(Debug, Clone, Copy)]
pub struct LadderReport<'a> {
    /// The pack file written; none if only the report was asked for.
    pub output: Option<&'a Path>,
    /// The imported content.
    pub imported: &'a ImportedLadder,
}

/// Summarises the content of the pack in words.
fn pack_counts(answer: &LadderReport<'_>) -> String {
    let tables = &answer.imported.tables;
    let themes = format!(" in {}", count_text(tables.themes.len(), "theme", "themes"));
    import::pack_counts(tables, &themes)
}

/// Returns what was found in a source, in words.
fn found_text(source: &SourceReading) -> String {
    format!(
        "{}, {}",
        import::responsibility_count(source.responsibilities),
        import::requirement_count(source.skills)
    )
}

/// Joins what was left out for one reason; a long list is shortened.
fn joined(all: &[&str]) -> String {
    const MOST: usize = 8;
    if all.len() <= MOST {
        return all.join(", ");
    }
    format!("{}, and {} more", all[..MOST].join(", "), all.len() - MOST)
}

/// Writes the report as text; in a pipe as `source`, `kind`, `text`, separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    answer: &LadderReport<'_>,
    page: PageSetup,
) -> io::Result<()> {
    let reading = &answer.imported.reading;
    let Some(wide) = page.width else { return write_records(out, answer) };
    let head = match answer.output {
        Some(path) => format!("{}: {}", printable(path), pack_counts(answer)),
        None => format!("Nothing written. It would be: {}", pack_counts(answer)),
    };
    writeln!(out, "{}", page.styled(&head, AnsiStyle::Title))?;
    for (names, source) in merged(&reading.sources) {
        writeln!(out)?;
        write_hanging(
            out,
            "",
            &format!("{}: read as {}", printable(joined(&names)), source.shape),
            wide,
        )?;
        for (kind, text) in &source.understood {
            write_hanging(out, "  ", &format!("{kind}: {}", printable(text)), wide)?;
        }
        write_hanging(out, "  ", &format!("found: {}", found_text(&source)), wide)?;
        for (why, all) in group_by_reason(&source.left_out) {
            write_hanging(
                out,
                "  ",
                &format!("left out: {}: {why}", printable(joined(&all))),
                wide,
            )?;
        }
    }
    if !reading.left_out.is_empty() {
        writeln!(out, "\n{}", page.styled("NOT READ", AnsiStyle::Dim))?;
        for (why, all) in group_by_reason(&reading.left_out) {
            write_hanging(out, "", &format!("{why}: {}", printable(joined(&all))), wide)?;
        }
    }
    writeln!(out, "\n{}", page.styled("ROLES", AnsiStyle::Dim))?;
    for (family, titles) in &families(answer) {
        let line = format!("{}: {titles}", family_name(family));
        write_hanging(out, "", &printable(line), wide)?;
    }
    for note in &reading.notes {
        writeln!(out)?;
        write_hanging(out, "", &printable(note), wide)?;
    }
    if let Some(path) = answer.output {
        writeln!(out, "\nOpen it with: roledex --pack {}", printable(path))?;
    }
    Ok(())
}

/// Sources that were understood in the same way, such as the files of a folder, as one with their
/// names.
fn merged(sources: &[SourceReading]) -> Vec<(Vec<&str>, SourceReading)> {
    let mut all: Vec<(Vec<&str>, SourceReading)> = Vec::new();
    for source in sources {
        match all.iter_mut().find(|(_, other)| are_alike(source, other)) {
            Some((names, other)) => {
                names.push(&source.name);
                other.responsibilities += source.responsibilities;
                other.skills += source.skills;
                for entry in &source.understood {
                    if !other.understood.contains(entry) {
                        other.understood.push(entry.clone());
                    }
                }
            }
            None => all.push((vec![&source.name], source.clone())),
        }
    }
    all
}

/// Whether two sources were understood in the same way, and the same was left out.
fn are_alike(source: &SourceReading, other: &SourceReading) -> bool {
    source.shape == other.shape
        && columns(source).eq(columns(other))
        && source.left_out == other.left_out
}

/// Labels of a source as they were read, without its levels.
fn columns(reading: &SourceReading) -> impl Iterator<Item = &(String, String)> {
    reading
        .understood
        .iter()
        .filter(|(kind, _)| !matches!(kind.as_str(), "role" | "levels" | "cells"))
}

/// The families, as the pack writes them, with their levels in a line, from the lowest.
fn families<'a>(answer: &'a LadderReport<'_>) -> Vec<(&'a str, String)> {
    let tables = &answer.imported.tables;
    let mut lines = Vec::new();
    for family in tables.packs.iter().flat_map(|pack| &pack.families) {
        let mut roles: Vec<&Role> =
            tables.roles.iter().filter(|role| role.family == *family).collect();
        roles.sort_by_key(|role| role.seniority);
        let titles: Vec<String> = roles
            .iter()
            .map(|role| match role.seniority {
                Some(rank) => format!("{rank} {}", role.title),
                None => format!("? {}", role.title),
            })
            .collect();
        lines.push((family.as_str(), titles.join(", ")));
    }
    lines
}

/// The report for programs.
fn write_records(out: &mut impl Write, answer: &LadderReport<'_>) -> io::Result<()> {
    let reading = &answer.imported.reading;
    for source in &reading.sources {
        write_record(out, [&source.name, "shape", &source.shape])?;
        for (kind, text) in &source.understood {
            write_record(out, [&source.name, kind, text])?;
        }
        write_record(out, [&source.name, "found", &found_text(source)])?;
        for (what, why) in &source.left_out {
            write_record(out, [&source.name, "left out", &format!("{what}: {why}")])?;
        }
    }
    for (what, why) in &reading.left_out {
        write_record(out, [what, "not read", why])?;
    }
    for (family, titles) in &families(answer) {
        write_record(out, ["", "roles", &format!("{family}: {titles}")])?;
    }
    for note in &reading.notes {
        write_record(out, ["", "note", note])?;
    }
    let output = answer.output.map(printable).unwrap_or_default();
    write_record(out, [&output, "pack", &pack_counts(answer)])
}

/// The report as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct LadderAnswer<'a> {
    schema: &'static str,
    output: Option<String>,
    pack: Option<&'a str>,
    roles: usize,
    themes: usize,
    responsibilities: usize,
    skills: usize,
    requirements: usize,
    sources: Vec<SourceEntry<'a>>,
    not_read: Vec<LeftOut<'a>>,
    levels: Vec<LadderLevelEntry<'a>>,
    notes: &'a [String],
}

/// How a file, sheet or table was understood.
#[derive(Serialize, JsonSchema)]
struct SourceEntry<'a> {
    source: &'a str,
    shape: &'a str,
    understood: Vec<Understood<'a>>,
    left_out: Vec<LeftOut<'a>>,
    responsibilities: usize,
    requirements: usize,
}

/// A part of a source, and what it was read as.
#[derive(Serialize, JsonSchema)]
struct Understood<'a> {
    kind: &'a str,
    text: &'a str,
}

/// A part that was left out, and why.
#[derive(Serialize, JsonSchema)]
struct LeftOut<'a> {
    what: &'a str,
    why: &'a str,
}

/// A role of the ladder.
#[derive(Serialize, JsonSchema)]
struct LadderLevelEntry<'a> {
    id: &'a str,
    title: &'a str,
    family: &'a str,
    level: Option<&'a str>,
    seniority: Option<u32>,
    responsibilities: usize,
    requirements: usize,
}

fn left_out(entries: &[(String, String)]) -> Vec<LeftOut<'_>> {
    entries.iter().map(|(what, why)| LeftOut { what, why }).collect()
}

/// The report as JSON.
pub fn json(answer: &LadderReport<'_>) -> Value {
    let ImportedLadder { tables, reading } = answer.imported;
    let levels = tables.roles.iter().map(|role| LadderLevelEntry {
        id: &role.id,
        title: &role.title,
        family: &role.family,
        level: role
            .codes
            .iter()
            .find(|(scheme, _)| scheme == "level")
            .map(|(_, code)| code.as_str()),
        seniority: role.seniority,
        responsibilities: role.responsibilities.len(),
        requirements: role.skills.len(),
    });
    let sources = reading.sources.iter().map(|source| SourceEntry {
        source: &source.name,
        shape: &source.shape,
        understood: source
            .understood
            .iter()
            .map(|(kind, text)| Understood { kind, text })
            .collect(),
        left_out: left_out(&source.left_out),
        responsibilities: source.responsibilities,
        requirements: source.skills,
    });
    to_value(&LadderAnswer {
        schema: "roledex/import-ladder/1",
        output: answer.output.map(path_text),
        pack: tables.packs.first().map(|pack| pack.id.as_str()),
        roles: tables.roles.len(),
        themes: tables.themes.len(),
        responsibilities: tables.roles.iter().map(|role| role.responsibilities.len()).sum(),
        skills: tables.skills.len(),
        requirements: tables.roles.iter().map(|role| role.skills.len()).sum(),
        sources: sources.collect(),
        not_read: left_out(&reading.left_out),
        levels: levels.collect(),
        notes: &reading.notes,
    })
}
