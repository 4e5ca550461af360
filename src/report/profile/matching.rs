//! How the skills in a profile or a resume were matched to the open packs.

use std::io::{self, Write};

use crate::import::resume::UnreadPart;
use crate::model::Catalog;
use crate::model::text::quoted;
use crate::profile::{KnownSkill, LeftOutSkill, ResolvedSkills, StatedLevel, UnknownSkill};
use crate::reading::cv::LeftOutReason;
use crate::report::document::{DocumentCell, DocumentRow, DocumentSection, SpanMeaning, columns};
use crate::report::{AnsiStyle, PageSetup, name_list, skills};

/// The match `HTML 5 → HTML and CSS`, if a skill is not written as in the pack.
pub(super) fn match_text(catalog: &Catalog, known: &KnownSkill) -> Option<String> {
    let skill = catalog.skill(known.skill);
    let written = as_written(known);
    let same = written.to_lowercase() == skill.name.to_lowercase() || written == skill.id;
    (!same).then(|| skills::change_text(&written, &skill.name))
}

/// The name as written, with its maker.
fn as_written(known: &KnownSkill) -> String {
    known
        .maker
        .as_ref()
        .map_or_else(|| known.written.clone(), |maker| format!("{maker} {}", known.written))
}

/// The level as written, `4 of 5`, if it is a bare number that was interpreted as a fraction.
pub(super) fn written_level(known: &KnownSkill) -> Option<String> {
    let level = known.written_level.as_ref()?;
    match known.maximum {
        Some(of) if !level.contains(['/', '%']) && level.trim().parse::<f64>().is_ok() => {
            let on_a_scale = known.level.level().is_none() || of == 0;
            Some(if on_a_scale { level.clone() } else { format!("{level}/{of}") })
        }
        _ => Some(level.clone()),
    }
}

/// Warnings about a profile or a resume, one per line: levels that were not understood, parts that
/// were not read, or no skills at all.
pub fn warnings(catalog: &Catalog, resolved: &ResolvedSkills) -> Vec<String> {
    let mut lines = Vec::new();
    if resolved.empty {
        lines.push(format!("no skills found: {}", no_skills_reason(resolved)));
    } else if resolved.known.is_empty() && !resolved.unknown.is_empty() {
        lines.push(match resolved.unknown.len() {
            1 => "the file's only skill is not in the open packs".to_string(),
            count => format!("none of the file's {count} skills is in the open packs"),
        });
    }
    let unclear = unclear_levels(catalog, resolved);
    if !unclear.is_empty() {
        lines.push(format!("level not understood, counted as missing: {}", unclear.join(", ")));
    }
    let not_read: Vec<String> =
        resolved.unread.iter().take(MAX_UNREAD_LISTED).map(unread_part_text).collect();
    if !not_read.is_empty() {
        let more = resolved.unread.len() - not_read.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        lines.push(format!("not read: {}{more}", not_read.join(", ")));
    }
    lines
}

/// The reason why a file names no skill at all.
fn no_skills_reason(resolved: &ResolvedSkills) -> String {
    let sections: Vec<String> = resolved.sections.iter().map(|name| format!("`{name}`")).collect();
    let has = if sections.is_empty() {
        String::new()
    } else {
        format!("it has {}; ", sections.join(", "))
    };
    format!(
        "{has}skills are read from `skills` (names, or objects with a name, a level and keywords), from `languages`, and \
         from the keywords of `work` and `projects`"
    )
}

/// Maximum number of unread parts named on one line.
const MAX_UNREAD_LISTED: usize = 12;

/// Levels that were not understood, each once with its skills.
fn unclear_levels(catalog: &Catalog, resolved: &ResolvedSkills) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for known in resolved.unclear_levels() {
        let Some(level) = written_level(known) else { continue };
        let text = skills::with_note(&quoted(&level), &catalog.skill(known.skill).name);
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all
}

fn unread_part_text(part: &UnreadPart) -> String {
    skills::with_note(&part.place, &part.reason)
}

pub(super) fn suggestion_text(catalog: &Catalog, unknown: &UnknownSkill) -> String {
    let names: Vec<&str> =
        unknown.suggestions.iter().map(|skill| catalog.skill(*skill).name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(" (perhaps {})", names.join(", ")) }
}

/// Writes how a profile or a resume was interpreted: what each skill was matched to, which are
/// unknown, and which lines are headings. Writes nothing if everything is as written. In a pipe it
/// is a one-line note beside the answer.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_matching(
    out: &mut impl Write,
    catalog: &Catalog,
    resolved: &ResolvedSkills,
    page: PageSetup,
) -> io::Result<()> {
    let mut seen: Vec<String> = Vec::new();
    for taken in resolved.known.iter().filter_map(|known| match_text(catalog, known)) {
        if !seen.contains(&taken) {
            seen.push(taken);
        }
    }
    let unknown: Vec<String> = resolved
        .unknown
        .iter()
        .map(|unknown| format!("{}{}", quoted(&unknown.written), suggestion_text(catalog, unknown)))
        .collect();
    let mut levels: Vec<String> = Vec::new();
    for known in &resolved.known {
        if let (Some(written), Some(level)) = (
            written_level(known),
            known.level.level().and_then(|level| catalog.profile_level_name(level)),
        ) && written.to_lowercase() != level.to_lowercase()
        {
            let read = skills::change_text(&written, level);
            if !levels.contains(&read) {
                levels.push(read);
            }
        }
    }
    let none = resolved.known.iter().filter(|known| known.level == StatedLevel::Absent);
    let not_counted: Vec<String> = none
        .filter_map(|known| {
            let level = quoted(known.written_level.as_ref()?);
            let note = format!("{level}: you do not have it");
            Some(skills::with_note(&catalog.skill(known.skill).name, &note))
        })
        .chain(left_out_names(catalog, resolved))
        .collect();
    let assumed =
        resolved.maximum.map(|whole| format!("numbers without a scale are out of {whole}"));
    let parts = [
        (
            "no skills found",
            resolved.empty.then(|| no_skills_reason(resolved)).into_iter().collect(),
        ),
        ("matched to", seen),
        ("levels", levels),
        ("assumed", assumed.into_iter().collect()),
        ("not recognised", unknown),
        ("level not understood, counted as missing", unclear_levels(catalog, resolved)),
        ("not counted", not_counted),
        ("not read", resolved.unread.iter().map(unread_part_text).collect()),
        ("headings", resolved.headings.clone()),
    ];
    let Some(width) = page.width else {
        let parts = parts
            .iter()
            .filter(|(word, list)| !matches!(*word, "levels" | "headings") && !list.is_empty());
        let parts: Vec<String> =
            parts.map(|(word, list)| format!("{word}: {}", list.join(", "))).collect();
        return if parts.is_empty() { Ok(()) } else { writeln!(out, "{}", parts.join("; ")) };
    };
    if parts.iter().all(|(_, list)| list.is_empty()) {
        return Ok(());
    }
    writeln!(out, "\n{}", page.styled("HOW YOUR SKILLS WERE MATCHED", AnsiStyle::Heading))?;
    for (word, list) in parts.iter().filter(|(_, list)| !list.is_empty()) {
        let word = word.split(',').next().unwrap_or_default();
        name_list::write_names(
            out,
            &page.styled(&format!("{word:<14}  "), AnsiStyle::Dim),
            list,
            width,
        )?;
    }
    Ok(())
}

/// Skills that a CV names and that are not counted, each with the reason.
fn left_out_names(catalog: &Catalog, resolved: &ResolvedSkills) -> Vec<String> {
    let left = resolved.left_out.iter();
    left.map(|left| skills::with_note(&catalog.skill(left.skill).name, left_out_text(left.reason)))
        .collect()
}

/// The reason why a skill of a CV is not counted, for a person.
fn left_out_text(reason: LeftOutReason) -> &'static str {
    match reason {
        LeftOutReason::Perhaps => "perhaps meant, not sure",
        LeftOutReason::Negated => "you say that you do not have it",
        LeftOutReason::Wished => "wished for",
        LeftOutReason::Another => "another person's",
        LeftOutReason::Interest => "an interest",
        LeftOutReason::Education => "named in your education",
        LeftOutReason::Published => "named in a publication, an award or a membership",
        LeftOutReason::Heading => "part of a title, or an employer",
    }
}

/// The place of a skill in a CV with the words that it was read from.
fn place_text(place: &str, words: &str) -> String {
    format!("{place}: “{}”", quoted(words))
}

/// Writes where each skill of a CV was read from, and which were not imported, with the reason.
/// Writes nothing for other files.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(super) fn write_places(
    out: &mut impl Write,
    catalog: &Catalog,
    resolved: &ResolvedSkills,
    width: usize,
    page: PageSetup,
) -> io::Result<()> {
    let mut rows: Vec<(&str, String)> = Vec::new();
    for known in &resolved.known {
        if let (Some(place), Some(words)) = (&known.path, &known.words) {
            let row = (catalog.skill(known.skill).name.as_str(), place_text(place, words));
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    let left: Vec<(&str, String)> = resolved
        .left_out
        .iter()
        .map(|left| {
            let place = place_text(&left.path, &left.words);
            let text = format!("{}; {place}", left_out_text(left.reason));
            (catalog.skill(left.skill).name.as_str(), text)
        })
        .collect();
    let column = name_list::column_width(rows.iter().chain(&left).map(|(name, _)| *name), width);
    for (heading, rows) in [("READ FROM", rows), ("NOT IMPORTED", left)] {
        if rows.is_empty() {
            continue;
        }
        let count =
            if heading == "NOT IMPORTED" { format!(" ({})", rows.len()) } else { String::new() };
        writeln!(out, "\n{}{count}", page.styled(heading, AnsiStyle::Heading))?;
        for (name, text) in &rows {
            name_list::write_beside(
                out,
                ("  ", name),
                column,
                text,
                (width, page, AnsiStyle::Plain),
            )?;
        }
    }
    Ok(())
}

columns!(
    /// The columns on how skills were matched, on pages.
    MatchingColumn {
    } pages {
        /// The skill as written.
        Written,
        /// The skill that it was matched to.
        Matched,
        /// The level as it was read.
        Level,
        /// The place in a CV, with the words.
        Place,
    }
);

/// A page section on how a profile or a resume was interpreted: the content that [`write_matching`]
/// shows on a terminal.
pub(crate) fn matching_section(catalog: &Catalog, resolved: &ResolvedSkills) -> DocumentSection {
    let mut rows: Vec<DocumentRow> = Vec::new();
    for known in &resolved.known {
        let level = known.level.level().and_then(|level| catalog.profile_level_name(level));
        let written = written_level(known).unwrap_or_default();
        let told = match_text(catalog, known).is_some()
            || level.unwrap_or_default().to_lowercase() != written.to_lowercase();
        let level = match level {
            _ if written.is_empty() => DocumentCell::default(),
            Some(level) => skills::change_text(&written, level).into(),
            None if known.level == StatedLevel::Absent => DocumentCell::from(written)
                .append(" (not counted: you do not have it)", SpanMeaning::Dim),
            None => DocumentCell::from(written)
                .append(" (not understood, so counted as missing)", SpanMeaning::Dim),
        };
        let name = DocumentCell::from(&catalog.skill(known.skill).name);
        let place = match (&known.path, &known.words) {
            (Some(place), Some(words)) => place_text(place, words),
            _ => String::new(),
        };
        let told = told || !place.is_empty();
        let row = matching_row(as_written(known), name, level, place);
        if told && !rows.contains(&row) {
            rows.push(row);
        }
    }
    for unknown in &resolved.unknown {
        let remark = format!("not recognised{}", suggestion_text(catalog, unknown));
        let level = unknown.written_level.as_deref().unwrap_or_default();
        rows.push(matching_row(&unknown.written, dim_cell(remark), level, ""));
    }
    rows.extend(resolved.left_out.iter().map(|left| left_out_row(catalog, left)));
    for heading in &resolved.headings {
        rows.push(matching_row(heading, dim_cell("treated as a heading"), "", ""));
    }
    for part in &resolved.unread {
        let remark = format!("not read: {}", part.reason);
        rows.push(matching_row(&part.place, dim_cell(remark), "", ""));
    }
    if resolved.empty {
        let remark = format!("no skills found: {}", no_skills_reason(resolved));
        rows.push(matching_row("", dim_cell(remark), "", ""));
    }
    let section = DocumentSection::new("How your skills were matched")
        .page_only()
        .row_header(MatchingColumn::Written)
        .show_column(MatchingColumn::Written, "Written")
        .show_column(MatchingColumn::Matched, "Matched")
        .show_column(MatchingColumn::Level, "Level");
    let has_places =
        resolved.known.iter().any(|known| known.words.is_some()) || !resolved.left_out.is_empty();
    let section =
        if has_places { section.show_column(MatchingColumn::Place, "Read from") } else { section };
    section.rows(rows)
}

/// A skill of a CV that is not counted, as a row.
fn left_out_row(catalog: &Catalog, left: &LeftOutSkill) -> DocumentRow {
    let name = DocumentCell::from(&catalog.skill(left.skill).name)
        .append(format!(" (not counted: {})", left_out_text(left.reason)), SpanMeaning::Dim);
    matching_row("", name, "", place_text(&left.path, &left.words))
}

/// A row on how a skill was matched.
fn matching_row(
    written: impl Into<DocumentCell>,
    matched: DocumentCell,
    level: impl Into<DocumentCell>,
    place: impl Into<DocumentCell>,
) -> DocumentRow {
    DocumentRow::of([
        (MatchingColumn::Written, written.into()),
        (MatchingColumn::Matched, matched),
        (MatchingColumn::Level, level.into()),
        (MatchingColumn::Place, place.into()),
    ])
}

/// A less important text.
fn dim_cell(text: impl Into<String>) -> DocumentCell {
    DocumentCell::new(text, SpanMeaning::Dim)
}
