//! The user's skills, changes to them, and how a profile or a resume was interpreted.

mod json;

use std::io::{self, Write};
use std::path::Path;

pub(super) use self::json::MatchingEntry;
pub use self::json::{json, matching_json, update_json};
use super::document::{
    ColumnSet as _, DocumentCell, DocumentRow, DocumentSection, ReportDocument, RowTone,
    SpanMeaning, columns,
};
use super::{AnsiStyle, PageSetup, name_list, skills, write_hanging};
use crate::import::resume::UnreadPart;
use crate::model::text::quoted;
use crate::model::{Catalog, SkillId, words};
use crate::profile::{KnownSkill, Profile, ResolvedSkills, StatedLevel, UnknownSkill};

words!(
    /// The result for one skill of the profile.
    ProfileEntryChangeKind {
        /// It is new.
        Added = "added",
        /// Its level changed.
        Changed = "changed",
        /// It existed already and is unchanged.
        Kept = "kept",
        /// It was removed.
        Removed = "removed",
    }
);

impl ProfileEntryChangeKind {
    fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Changed => "~",
            Self::Kept => "=",
            Self::Removed => "−",
        }
    }
}

/// A requested change of one skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileEntryChange {
    /// The result.
    pub change: ProfileEntryChangeKind,
    /// The skill; `None` if the open packs do not know it.
    pub skill: Option<SkillId>,
    /// The entry as written in the profile.
    pub written: String,
    /// The level before.
    pub from: Option<String>,
    /// The level now.
    pub to: Option<String>,
}

impl ProfileEntryChange {
    fn name<'a>(&'a self, catalog: &'a Catalog) -> &'a str {
        self.skill.map_or(&self.written, |skill| &catalog.skill(skill).name)
    }

    fn level_change(&self) -> String {
        let [from, to] = [&self.from, &self.to].map(|level| level.as_deref().unwrap_or_default());
        skills::change_text(from, to)
    }
}

/// A profile.
#[derive(Debug, Clone, Copy)]
pub struct ProfileReport<'a> {
    /// The file it is saved in.
    pub path: &'a Path,
    /// The entries of the profile.
    pub profile: &'a Profile,
    /// The profile matched against the open packs.
    pub resolved: &'a ResolvedSkills,
}

/// The result of changing a profile.
#[derive(Debug, Clone, Copy)]
pub struct ProfileUpdateReport<'a> {
    /// The profile after the changes.
    pub profile: ProfileReport<'a>,
    /// The changes, in the order in which they were requested.
    pub changes: &'a [ProfileEntryChange],
    /// Result of interpreting the resume that the changes come from.
    pub matched: Option<&'a ResolvedSkills>,
}

columns!(
    /// The columns of a profile.
    ProfileColumn {
        /// The id of the skill; empty if no open pack has it.
        Id = "id",
        /// The name of the skill; empty if no open pack has it.
        Name = "name",
        /// The level as written.
        Level = "level",
        /// The skill as written.
        Written = "written",
    } pages {
        /// The level with its dots.
        LevelWithDots,
        /// The skill as written, if that is not its name; for an unknown skill those that may be
        /// meant.
        Remark,
    }
);

columns!(
    /// The columns of changes to a profile.
    ProfileUpdateColumn {
        /// The kind of change.
        Change = "change",
        /// The id of the skill.
        Id = "id",
        /// The name of the skill.
        Name = "name",
        /// The level before.
        From = "from",
        /// The level now.
        To = "to",
        /// The entry as written.
        Written = "written",
    } pages {
        /// The name of the skill, or the entry as written.
        Skill,
        /// The change of the level.
        LevelChange,
    }
);

/// A skill that an open pack has, as a row.
fn known_row(catalog: &Catalog, known: &KnownSkill) -> DocumentRow {
    let skill = catalog.skill(known.skill);
    let level = known.written_level.as_deref().unwrap_or_default();
    let written = match_text(catalog, known).map_or("", |_| &known.written);
    DocumentRow::of([
        (ProfileColumn::Id, DocumentCell::from(&skill.id)),
        (ProfileColumn::Name, DocumentCell::from(&skill.name)),
        (ProfileColumn::Level, level.into()),
        (ProfileColumn::Written, DocumentCell::from(&known.written)),
        (ProfileColumn::LevelWithDots, skills::level_cell(known.level.level(), level)),
        (ProfileColumn::Remark, written.into()),
    ])
}

/// A skill that no open pack has, as a row.
fn unknown_row(catalog: &Catalog, unknown: &UnknownSkill) -> DocumentRow {
    let suggestions = unknown.suggestions.iter();
    let suggestions = suggestions.map(|skill| DocumentCell::from(&catalog.skill(*skill).name));
    DocumentRow::of([
        (ProfileColumn::Level, unknown.written_level.as_deref().unwrap_or_default().into()),
        (ProfileColumn::Written, DocumentCell::from(&unknown.written)),
        (ProfileColumn::Remark, DocumentCell::lines(suggestions)),
    ])
}

/// A profile as a sheet. The path of the file is left out, as readers of the page need not know it.
pub fn document(catalog: &Catalog, answer: &ProfileReport<'_>) -> ReportDocument {
    let ResolvedSkills { known, unknown, .. } = answer.resolved;
    let skills = DocumentSection::new("Skills")
        .row_header(ProfileColumn::Name)
        .show_column(ProfileColumn::Name, "Skill")
        .show_column(ProfileColumn::LevelWithDots, "Level")
        .show_column(ProfileColumn::Remark, "Written")
        .rows(known.iter().map(|known| known_row(catalog, known)));
    let others = DocumentSection::new("Not in the open packs")
        .row_header(ProfileColumn::Written)
        .show_column(ProfileColumn::Written, "Written")
        .show_column(ProfileColumn::Level, "Level")
        .show_column(ProfileColumn::Remark, "Perhaps")
        .rows(unknown.iter().map(|unknown| unknown_row(catalog, unknown)));
    ReportDocument::new(catalog, "My profile", ProfileColumn::NAMES)
        .intro(skill_count(answer.profile))
        .section(skills)
        .section(others)
}

fn skill_count(profile: &Profile) -> String {
    match profile.entries().len() {
        1 => "1 skill".to_string(),
        count => format!("{count} skills"),
    }
}

/// Writes a profile as text; in a pipe as the records of its [`document()`]: `id`, `name`, `level`,
/// `written`, separated by tabs, the first two of which are empty for skills that the open packs do
/// not know.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &ProfileReport<'_>,
    page: PageSetup,
) -> io::Result<()> {
    let ResolvedSkills { known, unknown, .. } = answer.resolved;
    let Some(width) = page.width else { return document(catalog, answer).write_records(out, page) };
    let path = crate::model::text::printable(answer.path);
    write_hanging(
        out,
        &page.styled("My profile  ", AnsiStyle::Title),
        &format!("{} · {path}", skill_count(answer.profile)),
        width,
    )?;
    let mut shown = Vec::new();
    for known in known {
        let name = match_text(catalog, known);
        shown.push(name.unwrap_or_else(|| catalog.skill(known.skill).name.clone()));
    }
    let column = name_list::column_width(shown.iter().map(String::as_str), width);
    for (known, name) in known.iter().zip(&shown) {
        let level = match (&known.written_level, known.level) {
            (Some(level), StatedLevel::Unclear) => {
                format!("{level} (not understood, so counted as missing)")
            }
            (Some(level), StatedLevel::Absent) => {
                format!("{level} (not counted: you do not have it)")
            }
            (Some(level), _) => level.clone(),
            (None, _) => String::new(),
        };
        name_list::write_beside(
            out,
            ("  ", name),
            column,
            &level,
            (width, page, AnsiStyle::Plain),
        )?;
    }
    if unknown.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", page.styled("NOT IN THE OPEN PACKS", AnsiStyle::Heading))?;
    for unknown in unknown {
        let level = unknown
            .written_level
            .as_deref()
            .map(|level| format!(": {}", quoted(level)))
            .unwrap_or_default();
        let near = suggestion_text(catalog, unknown);
        write_hanging(out, "  ", &format!("{}{level}{near}", quoted(&unknown.written)), width)?;
    }
    Ok(())
}

/// A change as a row.
fn change_row(catalog: &Catalog, changed: &ProfileEntryChange) -> DocumentRow {
    let skill = changed.skill.map(|skill| catalog.skill(skill));
    let tone = match changed.change {
        ProfileEntryChangeKind::Added => RowTone::Right,
        ProfileEntryChangeKind::Changed => RowTone::Changed,
        ProfileEntryChangeKind::Kept => RowTone::Same,
        ProfileEntryChangeKind::Removed => RowTone::Left,
    };
    let change = DocumentCell::with_sign(changed.change.sign(), changed.change.word());
    let row = DocumentRow::of([
        (ProfileUpdateColumn::Change, change),
        (ProfileUpdateColumn::Id, skill.map_or("", |skill| &skill.id).into()),
        (ProfileUpdateColumn::Name, skill.map_or("", |skill| &skill.name).into()),
        (ProfileUpdateColumn::From, changed.from.as_deref().unwrap_or_default().into()),
        (ProfileUpdateColumn::To, changed.to.as_deref().unwrap_or_default().into()),
        (ProfileUpdateColumn::Written, DocumentCell::from(&changed.written)),
        (ProfileUpdateColumn::Skill, changed.name(catalog).into()),
        (ProfileUpdateColumn::LevelChange, changed.level_change().into()),
    ]);
    DocumentRow { tone, ..row }
}

/// The changes to a profile as a sheet.
pub fn update_document(catalog: &Catalog, done: &ProfileUpdateReport<'_>) -> ReportDocument {
    let section = DocumentSection::new("Skills")
        .row_header(ProfileUpdateColumn::Skill)
        .show_column(ProfileUpdateColumn::Change, "")
        .show_column(ProfileUpdateColumn::Skill, "Skill")
        .show_column(ProfileUpdateColumn::LevelChange, "Level")
        .rows(done.changes.iter().map(|changed| change_row(catalog, changed)));
    let mut document = ReportDocument::new(catalog, "My profile", ProfileUpdateColumn::NAMES)
        .intro(change_counts(done.changes))
        .section(section);
    document.sections.extend(done.matched.map(|reading| matching_section(catalog, reading)));
    document
}

/// The summary `3 added, 1 changed, 0 kept`; the number removed only if there are any.
fn change_counts(changes: &[ProfileEntryChange]) -> String {
    let mut counts = Vec::new();
    for kind in [
        ProfileEntryChangeKind::Added,
        ProfileEntryChangeKind::Changed,
        ProfileEntryChangeKind::Kept,
        ProfileEntryChangeKind::Removed,
    ] {
        let count = changes.iter().filter(|changed| changed.change == kind).count();
        if count > 0 || kind != ProfileEntryChangeKind::Removed {
            counts.push(format!("{count} {kind}"));
        }
    }
    counts.join(", ")
}

/// Writes the changes to a profile; in a pipe as the records of its [document](update_document): `change`,
/// `id`, `name`, `from`, `to`, `written`, separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_update(
    out: &mut impl Write,
    catalog: &Catalog,
    done: &ProfileUpdateReport<'_>,
    page: PageSetup,
) -> io::Result<()> {
    let Some(width) = page.width else {
        return update_document(catalog, done).write_records(out, page);
    };
    let column =
        name_list::column_width(done.changes.iter().map(|changed| changed.name(catalog)), width);
    for changed in done.changes {
        let ink = match changed.change {
            ProfileEntryChangeKind::Added => AnsiStyle::Right,
            ProfileEntryChangeKind::Changed => AnsiStyle::Heading,
            ProfileEntryChangeKind::Kept => AnsiStyle::Dim,
            ProfileEntryChangeKind::Removed => AnsiStyle::Left,
        };
        let sign = format!("{} ", page.styled(changed.change.sign(), ink));
        let named = (sign.as_str(), changed.name(catalog));
        name_list::write_beside(
            out,
            named,
            column,
            &changed.level_change(),
            (width, page, AnsiStyle::Plain),
        )?;
    }
    if let Some(reading) = done.matched {
        write_matching(out, catalog, reading, page)?;
        let path = crate::model::text::printable(done.profile.path);
        writeln!(out, "\n{}: {path}", page.styled(&change_counts(done.changes), AnsiStyle::Title))?;
    }
    Ok(())
}

/// The match `HTML 5 → HTML and CSS`, if a skill is not written as in the pack.
fn match_text(catalog: &Catalog, known: &KnownSkill) -> Option<String> {
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
fn written_level(known: &KnownSkill) -> Option<String> {
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

fn suggestion_text(catalog: &Catalog, unknown: &UnknownSkill) -> String {
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
    let none: Vec<String> = none
        .filter_map(|known| {
            known
                .written_level
                .as_ref()
                .map(|level| skills::with_note(&catalog.skill(known.skill).name, &quoted(level)))
        })
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
        ("not counted, you do not have it", none),
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
    }
);

/// A page section on how a profile or a resume was interpreted: the content that [`write_matching`]
/// shows on a terminal.
pub fn matching_section(catalog: &Catalog, resolved: &ResolvedSkills) -> DocumentSection {
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
        let row = matching_row(as_written(known), name, level);
        if told && !rows.contains(&row) {
            rows.push(row);
        }
    }
    for unknown in &resolved.unknown {
        let remark = format!("not recognised{}", suggestion_text(catalog, unknown));
        let level = unknown.written_level.as_deref().unwrap_or_default();
        rows.push(matching_row(&unknown.written, dim_cell(remark), level));
    }
    for heading in &resolved.headings {
        rows.push(matching_row(heading, dim_cell("treated as a heading"), ""));
    }
    for part in &resolved.unread {
        let remark = format!("not read: {}", part.reason);
        rows.push(matching_row(&part.place, dim_cell(remark), ""));
    }
    if resolved.empty {
        let remark = format!("no skills found: {}", no_skills_reason(resolved));
        rows.push(matching_row("", dim_cell(remark), ""));
    }
    DocumentSection::new("How your skills were matched")
        .page_only()
        .row_header(MatchingColumn::Written)
        .show_column(MatchingColumn::Written, "Written")
        .show_column(MatchingColumn::Matched, "Matched")
        .show_column(MatchingColumn::Level, "Level")
        .rows(rows)
}

/// A row on how a skill was matched.
fn matching_row(
    written: impl Into<DocumentCell>,
    matched: DocumentCell,
    level: impl Into<DocumentCell>,
) -> DocumentRow {
    DocumentRow::of([
        (MatchingColumn::Written, written.into()),
        (MatchingColumn::Matched, matched),
        (MatchingColumn::Level, level.into()),
    ])
}

/// A less important text.
fn dim_cell(text: impl Into<String>) -> DocumentCell {
    DocumentCell::new(text, SpanMeaning::Dim)
}
