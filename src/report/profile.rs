//! The user's skills, changes to them, and how a profile or a resume was interpreted.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::sheet::{Cell, Meaning, Row, Section, Sheet, Tone};
use super::{Ink, Page, names, skills, write_hanging};
use crate::import::resume::NotRead;
use crate::model::text::quoted;
use crate::model::{Catalog, SkillId, words};
use crate::profile::{Known, Profile, Resolved, Stated, Unknown};

words!(
    /// The result for one skill of the profile.
    Change {
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

impl Change {
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
pub struct Changed {
    /// The result.
    pub change: Change,
    /// The skill; `None` if the open packs do not know it.
    pub skill: Option<SkillId>,
    /// The entry as written in the profile.
    pub written: String,
    /// The level before.
    pub from: Option<String>,
    /// The level now.
    pub to: Option<String>,
}

impl Changed {
    fn name<'a>(&'a self, catalog: &'a Catalog) -> &'a str {
        self.skill.map_or(&self.written, |skill| &catalog.skill(skill).name)
    }

    fn level<'a>(&'a self) -> String {
        let level = |level: &'a Option<String>| level.as_deref().unwrap_or_default();
        skills::change(level(&self.from), level(&self.to))
    }
}

/// A profile.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The file it is saved in.
    pub path: &'a Path,
    /// The entries of the profile.
    pub profile: &'a Profile,
    /// The profile matched against the open packs.
    pub resolved: &'a Resolved,
}

/// The result of changing a profile.
#[derive(Debug, Clone, Copy)]
pub struct Done<'a> {
    /// The profile after the changes.
    pub answer: Answer<'a>,
    /// The changes, in the order in which they were requested.
    pub changes: &'a [Changed],
    /// Result of interpreting the resume that the changes come from.
    pub reading: Option<&'a Resolved>,
}

/// A profile as a sheet. The path of the file is left out, as readers of the page need not know it.
pub fn sheet(catalog: &Catalog, answer: &Answer<'_>) -> Sheet {
    let Resolved { known, unknown, .. } = answer.resolved;
    let row = |known: &Known| {
        let skill = catalog.skill(known.skill);
        let level = known.written_level.as_deref().unwrap_or_default();
        let cells = [&skill.id, &skill.name, level, &known.written].map(Cell::from);
        let taken = taken(catalog, known).map_or("", |_| &known.written);
        Row::new(cells.into_iter().chain([skills::level(known.level.level(), level), taken.into()]))
    };
    let stranger = |unknown: &Unknown| {
        let level = unknown.written_level.as_deref().unwrap_or_default();
        let near = unknown.near.iter().map(|skill| Cell::from(&catalog.skill(*skill).name));
        let cells = ["", "", level, &unknown.written].map(Cell::from);
        Row::new(cells.into_iter().chain([Cell::default(), Cell::lines(near)]))
    };
    let skills =
        Section::new("Skills").row_head(1).show(1, "Skill").show(4, "Level").show(5, "Written");
    let others =
        Section::new("Not known to the open packs").row_head(3).show(3, "Written").show(2, "Level");
    Sheet::new(catalog, "My profile", ["id", "name", "level", "written"])
        .lead(count(answer.profile))
        .section(skills.rows(known.iter().map(row)))
        .section(others.show(5, "Perhaps").rows(unknown.iter().map(stranger)))
}

fn count(profile: &Profile) -> String {
    match profile.entries().len() {
        1 => "1 skill".to_string(),
        count => format!("{count} skills"),
    }
}

/// Writes a profile as text; in a pipe as the records of its [`sheet()`]: `id`, `name`, `level`,
/// `written`, separated by tabs, the first two of which are empty for skills that the open packs do
/// not know.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &Answer<'_>,
    page: Page,
) -> io::Result<()> {
    let Resolved { known, unknown, .. } = answer.resolved;
    let Some(width) = page.width else { return sheet(catalog, answer).write_records(out, page) };
    let path = crate::model::text::shown(answer.path);
    write_hanging(
        out,
        &page.ink("My profile  ", Ink::Title),
        &format!("{} · {path}", count(answer.profile)),
        width,
    )?;
    let name = |known: &Known| match taken(catalog, known) {
        Some(taken) => taken,
        None => catalog.skill(known.skill).name.clone(),
    };
    let shown: Vec<String> = known.iter().map(name).collect();
    let column = names::column(shown.iter().map(String::as_str), width);
    for (known, name) in known.iter().zip(&shown) {
        let level = match (&known.written_level, known.level) {
            (Some(level), Stated::Unclear) => {
                format!("{level} (not understood, so not good enough)")
            }
            (Some(level), Stated::Nothing) => format!("{level} (not counted: you do not have it)"),
            (Some(level), _) => level.clone(),
            (None, _) => String::new(),
        };
        names::write_beside(out, ("  ", name), column, &level, (width, page, Ink::Plain))?;
    }
    if unknown.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", page.ink("NOT KNOWN TO THE OPEN PACKS", Ink::Heading))?;
    for unknown in unknown {
        let level = unknown
            .written_level
            .as_deref()
            .map(|level| format!(": {}", quoted(level)))
            .unwrap_or_default();
        let near = perhaps(catalog, unknown);
        write_hanging(out, "  ", &format!("{}{level}{near}", quoted(&unknown.written)), width)?;
    }
    Ok(())
}

/// The changes to a profile as a sheet.
pub fn done_sheet(catalog: &Catalog, done: &Done<'_>) -> Sheet {
    let row = |changed: &Changed| {
        let id = changed.skill.map_or("", |skill| &catalog.skill(skill).id);
        let name = changed.skill.map_or("", |skill| &catalog.skill(skill).name);
        let (from, to) = (
            changed.from.as_deref().unwrap_or_default(),
            changed.to.as_deref().unwrap_or_default(),
        );
        let change = Cell::signed(changed.change.sign(), changed.change.word());
        let cells = [id, name, from, to, &changed.written].map(Cell::from);
        let shown = [changed.name(catalog), &changed.level()].map(Cell::from);
        let tone = match changed.change {
            Change::Added => Tone::Right,
            Change::Changed => Tone::Changed,
            Change::Kept => Tone::Same,
            Change::Removed => Tone::Left,
        };
        Row { tone, ..Row::new([change].into_iter().chain(cells).chain(shown)) }
    };
    let section = Section::new("Skills").row_head(6).show(0, "").show(6, "Skill").show(7, "Level");
    let mut sheet =
        Sheet::new(catalog, "My profile", ["change", "id", "name", "from", "to", "written"])
            .lead(counts(done.changes))
            .section(section.rows(done.changes.iter().map(row)));
    sheet.sections.extend(done.reading.map(|reading| reading_section(catalog, reading)));
    sheet
}

/// The summary `3 added, 1 changed, 0 kept`; the number removed only if there are any.
fn counts(changes: &[Changed]) -> String {
    let count = |change| changes.iter().filter(|changed| changed.change == change).count();
    let all = [Change::Added, Change::Changed, Change::Kept, Change::Removed]
        .map(|change| (count(change), change));
    let told = all.iter().filter(|(count, change)| *count > 0 || *change != Change::Removed);
    told.map(|(count, change)| format!("{count} {change}")).collect::<Vec<_>>().join(", ")
}

/// Writes the changes to a profile; in a pipe as the records of its [sheet](done_sheet): `change`,
/// `id`, `name`, `from`, `to`, `written`, separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_done(
    out: &mut impl Write,
    catalog: &Catalog,
    done: &Done<'_>,
    page: Page,
) -> io::Result<()> {
    let Some(width) = page.width else { return done_sheet(catalog, done).write_records(out, page) };
    let column = names::column(done.changes.iter().map(|changed| changed.name(catalog)), width);
    for changed in done.changes {
        let ink = match changed.change {
            Change::Added => Ink::Right,
            Change::Changed => Ink::Heading,
            Change::Kept => Ink::Dim,
            Change::Removed => Ink::Left,
        };
        let sign = format!("{} ", page.ink(changed.change.sign(), ink));
        let named = (sign.as_str(), changed.name(catalog));
        names::write_beside(out, named, column, &changed.level(), (width, page, Ink::Plain))?;
    }
    if let Some(reading) = done.reading {
        write_reading(out, catalog, reading, page)?;
        let path = crate::model::text::shown(done.answer.path);
        writeln!(out, "\n{}: {path}", page.ink(&counts(done.changes), Ink::Title))?;
    }
    Ok(())
}

/// The match `HTML 5 → HTML and CSS`, if a skill is not written as in the pack.
fn taken(catalog: &Catalog, known: &Known) -> Option<String> {
    let skill = catalog.skill(known.skill);
    let plain = |text: &str| text.to_lowercase();
    let written = as_written(known);
    let same = plain(&written) == plain(&skill.name) || written == skill.id;
    (!same).then(|| skills::change(&written, &skill.name))
}

/// The name as written, with its maker.
fn as_written(known: &Known) -> String {
    known
        .maker
        .as_ref()
        .map_or_else(|| known.written.clone(), |maker| format!("{maker} {}", known.written))
}

/// The level as written, `4 of 5`, if it is a bare number that was interpreted as a fraction.
fn written_level(known: &Known) -> Option<String> {
    let level = known.written_level.as_ref()?;
    match known.of {
        Some(of) if !level.contains(['/', '%']) && level.trim().parse::<f64>().is_ok() => {
            let on_a_scale = known.level.level().is_none() || of == 0;
            Some(if on_a_scale { level.clone() } else { format!("{level}/{of}") })
        }
        _ => Some(level.clone()),
    }
}

/// Warnings about a profile or a resume, one per line: levels that were not understood, parts that
/// were not read, or no skills at all.
pub fn warnings(catalog: &Catalog, resolved: &Resolved) -> Vec<String> {
    let mut lines = Vec::new();
    if resolved.empty {
        lines.push(format!("no skills found: {}", nothing_found(resolved)));
    } else if resolved.known.is_empty() && !resolved.unknown.is_empty() {
        lines.push(match resolved.unknown.len() {
            1 => "the skill in it is not known to the open packs".to_string(),
            count => format!("none of the {count} skills in it is known to the open packs"),
        });
    }
    let unclear = unclear(catalog, resolved);
    if !unclear.is_empty() {
        lines.push(format!("level not understood, so not good enough: {}", unclear.join(", ")));
    }
    let not_read: Vec<String> = resolved.not_read.iter().take(SHOWN).map(not_read).collect();
    if !not_read.is_empty() {
        let more = resolved.not_read.len() - not_read.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        lines.push(format!("not read: {}{more}", not_read.join(", ")));
    }
    lines
}

/// The reason why a file names no skill at all.
fn nothing_found(resolved: &Resolved) -> String {
    let sections: Vec<String> = resolved.sections.iter().map(|name| format!("`{name}`")).collect();
    let has = if sections.is_empty() {
        String::new()
    } else {
        format!("it has {}; ", sections.join(", "))
    };
    format!(
        "{has}they are read from `skills` (names, or objects with a name, a level and keywords), from `languages`, and \
         from the keywords of `work` and `projects`"
    )
}

/// Maximum number of unread parts named on one line.
const SHOWN: usize = 12;

/// Levels that were not understood, each once with its skills.
fn unclear(catalog: &Catalog, resolved: &Resolved) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for known in resolved.unclear() {
        let Some(level) = written_level(known) else { continue };
        let told = skills::noted(&quoted(&level), &catalog.skill(known.skill).name);
        if !all.contains(&told) {
            all.push(told);
        }
    }
    all
}

fn not_read(part: &NotRead) -> String {
    skills::noted(&part.place, &part.why)
}

fn perhaps(catalog: &Catalog, unknown: &Unknown) -> String {
    let names: Vec<&str> =
        unknown.near.iter().map(|skill| catalog.skill(*skill).name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(" (perhaps {})", names.join(", ")) }
}

/// Writes how a profile or a resume was interpreted: what each skill was matched to, which are
/// unknown, and which lines are headings. Writes nothing if everything is as written. In a pipe it
/// is a one-line note beside the answer.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_reading(
    out: &mut impl Write,
    catalog: &Catalog,
    resolved: &Resolved,
    page: Page,
) -> io::Result<()> {
    let mut seen: Vec<String> = Vec::new();
    for taken in resolved.known.iter().filter_map(|known| taken(catalog, known)) {
        if !seen.contains(&taken) {
            seen.push(taken);
        }
    }
    let unknown: Vec<String> = resolved
        .unknown
        .iter()
        .map(|unknown| format!("{}{}", quoted(&unknown.written), perhaps(catalog, unknown)))
        .collect();
    let mut levels: Vec<String> = Vec::new();
    for known in &resolved.known {
        if let (Some(written), Some(level)) = (
            written_level(known),
            known.level.level().and_then(|level| catalog.own_level_name(level)),
        ) && written.to_lowercase() != level.to_lowercase()
        {
            let read = skills::change(&written, level);
            if !levels.contains(&read) {
                levels.push(read);
            }
        }
    }
    let none = resolved.known.iter().filter(|known| known.level == Stated::Nothing);
    let none: Vec<String> = none
        .filter_map(|known| {
            known
                .written_level
                .as_ref()
                .map(|level| skills::noted(&catalog.skill(known.skill).name, &quoted(level)))
        })
        .collect();
    let assumed = resolved.whole.map(|whole| format!("numbers without a scale are out of {whole}"));
    let parts = [
        ("no skills found", resolved.empty.then(|| nothing_found(resolved)).into_iter().collect()),
        ("taken for", seen),
        ("levels", levels),
        ("assumed", assumed.into_iter().collect()),
        ("not known", unknown),
        ("level not understood, so not good enough", unclear(catalog, resolved)),
        ("not counted, you do not have it", none),
        ("not read", resolved.not_read.iter().map(not_read).collect()),
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
    writeln!(out, "\n{}", page.ink("HOW THE SKILLS WERE READ", Ink::Heading))?;
    for (word, list) in parts.iter().filter(|(_, list)| !list.is_empty()) {
        let word = word.split(',').next().unwrap_or_default();
        names::write(out, &page.ink(&format!("{word:<10}  "), Ink::Dim), list, width)?;
    }
    Ok(())
}

/// A page section on how a profile or a resume was interpreted: the content that [`write_reading`]
/// shows on a terminal.
pub fn reading_section(catalog: &Catalog, resolved: &Resolved) -> Section {
    let mut rows: Vec<Row> = Vec::new();
    for known in &resolved.known {
        let level = known.level.level().and_then(|level| catalog.own_level_name(level));
        let written = written_level(known).unwrap_or_default();
        let told = taken(catalog, known).is_some()
            || level.unwrap_or_default().to_lowercase() != written.to_lowercase();
        let level = match level {
            _ if written.is_empty() => Cell::default(),
            Some(level) => skills::change(&written, level).into(),
            None if known.level == Stated::Nothing => {
                Cell::from(written).and(" (not counted: you do not have it)", Meaning::Dim)
            }
            None => Cell::from(written).and(" (not understood, so not good enough)", Meaning::Dim),
        };
        let row = Row::new([
            Cell::from(as_written(known)),
            Cell::from(&catalog.skill(known.skill).name),
            level,
        ]);
        if told && !rows.contains(&row) {
            rows.push(row);
        }
    }
    let unknown = |unknown: &Unknown| {
        let near = format!("not known{}", perhaps(catalog, unknown));
        let level = unknown.written_level.as_deref().unwrap_or_default();
        Row::new([Cell::from(&unknown.written), Cell::new(near, Meaning::Dim), level.into()])
    };
    rows.extend(resolved.unknown.iter().map(unknown));
    rows.extend(
        resolved
            .headings
            .iter()
            .map(|heading| Row::new([Cell::from(heading), Cell::new("a heading", Meaning::Dim)])),
    );
    let not_read = |part: &NotRead| {
        Row::new([
            Cell::from(&part.place),
            Cell::new(format!("not read: {}", part.why), Meaning::Dim),
        ])
    };
    rows.extend(resolved.not_read.iter().map(not_read));
    if resolved.empty {
        let told = format!("no skills found: {}", nothing_found(resolved));
        rows.push(Row::new([Cell::default(), Cell::new(told, Meaning::Dim)]));
    }
    let section = Section::new("How the skills were read").page_only().row_head(0);
    section.show(0, "Written").show(1, "Taken for").show(2, "Level").rows(rows)
}

fn skill_json(catalog: &Catalog, skill: SkillId) -> Value {
    json!({ "id": catalog.skill(skill).id, "name": catalog.skill(skill).name })
}

/// The interpretation of a profile or a resume as JSON.
pub fn reading_json(catalog: &Catalog, resolved: &Resolved) -> Value {
    let known = |known: &Known| {
        let skill = catalog.skill(known.skill);
        let level = known.level.level().and_then(|level| catalog.own_level_name(level));
        json!({
            "id": skill.id, "name": skill.name, "level": level, "written": known.written, "maker": known.maker,
            "written_level": written_level(known), "level_status": known.level.word(), "place": known.place,
        })
    };
    let unknown = |unknown: &Unknown| {
        json!({
            "written": unknown.written, "written_level": unknown.written_level, "place": unknown.place,
            "near": unknown.near.iter().map(|skill| skill_json(catalog, *skill)).collect::<Vec<_>>(),
        })
    };
    let not_read = |part: &NotRead| json!({ "place": part.place, "why": part.why });
    json!({
        "known": resolved.known.iter().map(known).collect::<Vec<_>>(),
        "unknown": resolved.unknown.iter().map(unknown).collect::<Vec<_>>(),
        "headings": resolved.headings,
        "not_read": resolved.not_read.iter().map(not_read).collect::<Vec<_>>(),
        "numbers_out_of": resolved.whole,
        "empty": resolved.empty,
    })
}

/// A profile as JSON.
pub fn json(catalog: &Catalog, answer: &Answer<'_>) -> Value {
    let mut value = json!({ "schema": "roledex/profile/1", "file": crate::model::text::path_text(answer.path) });
    let reading = reading_json(catalog, answer.resolved);
    value["skills"] = reading["known"].clone();
    value["unknown"] = reading["unknown"].clone();
    value
}

/// The changes to a profile as JSON, with the profile.
pub fn done_json(catalog: &Catalog, done: &Done<'_>) -> Value {
    let mut value = json(catalog, &done.answer);
    let changed = |changed: &Changed| {
        json!({
            "change": changed.change.word(),
            "id": changed.skill.map(|skill| catalog.skill(skill).id.clone()),
            "name": changed.skill.map(|skill| catalog.skill(skill).name.clone()),
            "written": changed.written,
            "from": changed.from,
            "to": changed.to,
        })
    };
    value["changes"] = json!(done.changes.iter().map(changed).collect::<Vec<_>>());
    if let Some(reading) = done.reading {
        value["reading"] = reading_json(catalog, reading);
    }
    value
}
