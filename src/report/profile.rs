//! The user's skills, changes to them, and how a profile or a resume was interpreted.

mod json;
mod matching;

use std::io::{self, Write};
use std::path::Path;

pub(super) use self::json::{
    EntryChange, MatchingEntry, ProfileAnswer, ProfileLine, ProfilePathAnswer, ProfileUpdateAnswer,
};
pub use self::json::{json, lines};
pub(crate) use self::json::{path_json, update_json, update_lines};
pub(crate) use self::matching::matching_section;
use self::matching::{match_text, suggestion_text, write_places};
pub use self::matching::{warnings, write_matching};
use super::document::{
    ColumnSet as _, DocumentCell, DocumentRow, DocumentSection, ReportDocument, RowTone, columns,
};
use super::{AnsiStyle, PageSetup, name_list, skills, write_hanging};
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
pub(crate) struct ProfileEntryChange {
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
pub(crate) struct ProfileUpdateReport<'a> {
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
pub(crate) fn update_document(catalog: &Catalog, done: &ProfileUpdateReport<'_>) -> ReportDocument {
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
pub(crate) fn write_update(
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
        write_places(out, catalog, reading, width, page)?;
        let path = crate::model::text::printable(done.profile.path);
        writeln!(out, "\n{}: {path}", page.styled(&change_counts(done.changes), AnsiStyle::Title))?;
    }
    Ok(())
}
