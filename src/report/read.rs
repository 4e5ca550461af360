//! A role as it was read from a text: the facts, responsibilities and skills of a role, and what was set
//! aside.

mod json;

use std::io::{self, Write};

pub use self::json::json;
pub(crate) use self::json::json_line;
pub(super) use self::json::{ReadAnswer, ReadLine};
use super::document::{
    CellSpan, ColumnSet as _, DocumentCell, DocumentLink, DocumentRow, DocumentSection,
    ReportDocument, SpanMeaning, columns,
};
use super::{AnsiStyle, PageSetup, write_hanging};
use crate::model::text::{quoted, visible};
use crate::model::{Catalog, Importance, Level, ThemeId};
use crate::reading::added::ReadDescription;
use crate::reading::role::{
    MarkedWords, ReadResponsibility, ReadRoleSkill, marked_parts, skills_of,
};
use crate::reading::sections::TextPlace;
use crate::wording;
use crate::wording::read_facts::{ReadFact, facts_of, label_word, lines_text};

/// Heading of responsibilities that fit no theme well.
const NO_THEME: &str = "No theme fits";

/// Heading of the corrections.
const CORRECTIONS: &str = "Corrections";

/// Remark beside it.
const CORRECTED_BY: &str = "meanings that you gave to words, in the lines that are read for skills";

/// Text for what a text does not state.
const NOT_STATED: &str = "not stated";

/// Returns where words begin and end in [`crate::reading::layout::LaidOutText::text`], in bytes.
fn words_in_text(reading: &ReadDescription<'_>, place: &TextPlace) -> [usize; 2] {
    let lines = reading.text.lines.iter().take(place.line);
    let before: usize = lines.map(|line| line.text.len() + 1).sum();
    [before + place.bytes.start, before + place.bytes.end]
}

/// Returns the name of a level that was read, on the scale of the first pack.
fn level_name(catalog: &Catalog, level: Level) -> Option<&str> {
    catalog.packs().first().map(|pack| pack.scale.name(level))
}

/// The parts of the skills of a text, each with its heading and its remark.
const PARTS: [(SkillPart, &str, &str); 5] = [
    (SkillPart::Asked(Some(Importance::Essential)), "Essential skills", "named, or very likely"),
    (SkillPart::Asked(Some(Importance::Useful)), "Useful skills", "named, or very likely"),
    (SkillPart::Asked(None), "Other skills", "the text does not say how important they are"),
    (SkillPart::Likely, "Likely skills", "similar to the text; check these yourself"),
    (SkillPart::NotAsked, "Not asked for", "the text says that you don't need it, or can learn it"),
];

/// The part that a skill belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SkillPart {
    /// Sure, with its importance where the text states it.
    Asked(Option<Importance>),
    Likely,
    NotAsked,
}

impl SkillPart {
    /// Whether a skill of its list belongs to it.
    fn has(self, found: &ReadRoleSkill) -> bool {
        match self {
            Self::Asked(importance) => found.sure && found.importance == importance,
            Self::Likely => !found.sure,
            Self::NotAsked => true,
        }
    }
}

/// Returns the skills in `part`, in the order of the role. Of those that are likely, returns the
/// `limit` likeliest, best first.
fn part_of<'a>(
    reading: &ReadDescription<'a>,
    part: SkillPart,
    limit: usize,
) -> Vec<&'a ReadRoleSkill> {
    let role = reading.role;
    let all = if part == SkillPart::NotAsked { &role.not_asked } else { &role.skills };
    let mut found: Vec<&ReadRoleSkill> = all.iter().filter(|found| part.has(found)).collect();
    if part == SkillPart::Likely {
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found.truncate(limit);
    }
    found
}

/// Returns the responsibilities by theme, in the order of the themes; those that fit none last.
fn by_theme<'a>(reading: &ReadDescription<'a>) -> Vec<&'a ReadResponsibility> {
    let mut all: Vec<&ReadResponsibility> = reading.role.responsibilities.iter().collect();
    all.sort_by_key(|duty| (duty.theme.is_none(), duty.theme));
    all
}

fn theme_title(catalog: &Catalog, theme: Option<ThemeId>) -> &str {
    theme.map_or(NO_THEME, |theme| &catalog.theme(theme).title)
}

columns!(
    /// The columns of what was read.
    ReadColumn {
        /// The part: fact, responsibility, skill, likely skill, skill not asked for, correction, or
        /// set aside.
        Part = "part",
        /// The id of the skill or the theme.
        Id = "id",
        /// The name of the fact, the skill, the theme or the subject that was set aside.
        Name = "name",
        /// The value of a fact, or the number of lines that were set aside.
        Value = "value",
        /// The importance of a skill, if the text states it.
        Importance = "importance",
        /// The level of a skill, if the text states it.
        Level = "level",
        /// How likely the text means it, 0 to 1.
        Score = "score",
        /// Whether it is sure: yes or no.
        Sure = "sure",
        /// How the text mentions a skill: named, implied, corrected, wished or negated.
        Mention = "mention",
        /// The line of the text.
        Line = "line",
        /// The words that it was read from.
        Words = "words",
    } pages {
        /// The likelihood in per cent.
        Likely,
        /// The words with what was read from them marked.
        Marked,
        /// The skills that the marked words were taken for.
        TakenFor,
    }
);

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn fact_rows(reading: &ReadDescription<'_>, fact: &ReadFact) -> Vec<DocumentRow> {
    if fact.values.is_empty() {
        return vec![DocumentRow::of([
            (ReadColumn::Part, "fact".into()),
            (ReadColumn::Name, fact.name.into()),
            (ReadColumn::Sure, "no".into()),
            (ReadColumn::Marked, DocumentCell::new(NOT_STATED, SpanMeaning::Dim)),
        ])];
    }
    fact.values
        .iter()
        .map(|(value, place)| {
            let words = place.as_ref().map(|place| reading.words_at(place)).unwrap_or_default();
            let line = place.as_ref().map(|place| reading.line_number(place.line).into());
            DocumentRow::of([
                (ReadColumn::Part, "fact".into()),
                (ReadColumn::Name, fact.name.into()),
                (ReadColumn::Value, value.as_str().into()),
                (ReadColumn::Sure, yes_or_no(!fact.is_ambiguous()).into()),
                (ReadColumn::Line, line.unwrap_or_default()),
                (ReadColumn::Words, words.into()),
                (ReadColumn::Marked, value.as_str().into()),
            ])
        })
        .collect()
}

fn duty_row(
    catalog: &Catalog,
    reading: &ReadDescription<'_>,
    duty: &ReadResponsibility,
) -> DocumentRow {
    let theme = duty.theme.map(|theme| DocumentCell::from(&catalog.theme(theme).id));
    let words = reading.words_at(&duty.place);
    DocumentRow::of([
        (ReadColumn::Part, "responsibility".into()),
        (ReadColumn::Id, theme.unwrap_or_default()),
        (ReadColumn::Name, theme_title(catalog, duty.theme).into()),
        (ReadColumn::Score, format!("{:.3}", duty.confidence).into()),
        (ReadColumn::Sure, yes_or_no(duty.theme.is_some()).into()),
        (ReadColumn::Line, reading.line_number(duty.place.line).into()),
        (ReadColumn::Words, words.as_str().into()),
        (ReadColumn::Marked, words.into()),
    ])
}

fn skill_row(
    catalog: &Catalog,
    reading: &ReadDescription<'_>,
    (part, found): (SkillPart, &ReadRoleSkill),
) -> DocumentRow {
    let part = match part {
        SkillPart::Asked(_) => "skill",
        SkillPart::Likely => "likely skill",
        SkillPart::NotAsked => "skill not asked for",
    };
    let level = found.level.and_then(|level| level_name(catalog, level)).unwrap_or_default();
    DocumentRow::of([
        (ReadColumn::Part, part.into()),
        (ReadColumn::Id, DocumentCell::from(&catalog.skill(found.skill).id)),
        (ReadColumn::Name, DocumentCell::skill(catalog, found.skill)),
        (ReadColumn::Importance, found.importance.map_or("", Importance::word).into()),
        (ReadColumn::Level, level.into()),
        (ReadColumn::Score, format!("{:.3}", found.score).into()),
        (ReadColumn::Sure, yes_or_no(found.sure).into()),
        (ReadColumn::Mention, found.mention.word().into()),
        (ReadColumn::Line, reading.line_number(found.place.line).into()),
        (ReadColumn::Words, reading.words_at(&found.place).into()),
        (ReadColumn::Likely, per_cent(found.score).into()),
    ])
}

fn per_cent(score: f32) -> String {
    format!("{:.0} %", score * 100.0)
}

/// Returns the lines that were set aside, by subject, each as a row.
fn set_aside_rows(reading: &ReadDescription<'_>) -> Vec<DocumentRow> {
    let rows = reading.role.set_aside.iter().map(|(label, lines)| {
        let numbers = lines.iter().map(|at| reading.line_number(*at).to_string());
        DocumentRow::of([
            (ReadColumn::Part, "set aside".into()),
            (ReadColumn::Name, label_word(*label).into()),
            (ReadColumn::Value, lines.len().into()),
            (ReadColumn::Line, DocumentCell::inline_list(numbers)),
            (ReadColumn::Marked, lines_text(lines.len()).into()),
        ])
    });
    rows.collect()
}

/// Returns the text of a line with the words that were read as skills marked.
fn marked_line(text: &str, marked: &[MarkedWords]) -> DocumentCell {
    let mut cell = DocumentCell::default();
    for (words, position) in marked_parts(text, marked) {
        let meaning = if position.is_some() { SpanMeaning::Match } else { SpanMeaning::Plain };
        let mut span = CellSpan::new(words, meaning);
        span.link = position.map(|at| DocumentLink::Skill(marked[at].skill));
        cell.spans.push(span);
    }
    cell
}

/// Returns the rows of the corrections: what words of the text mean, as a person says.
fn correction_rows(catalog: &Catalog, reading: &ReadDescription<'_>) -> Vec<DocumentRow> {
    let rows = reading.role.corrections.iter().map(|correction| {
        let ids = correction.skills().iter().chain(correction.ruled_out()).cloned();
        DocumentRow::of([
            (ReadColumn::Part, "correction".into()),
            (ReadColumn::Id, DocumentCell::inline_list(ids)),
            (ReadColumn::Name, correction.predicate(catalog).into()),
            (ReadColumn::Words, correction.words.as_str().into()),
        ])
    });
    rows.collect()
}

/// Returns the section with all lines of the text, in which the words that were read as skills are
/// marked.
fn text_section(catalog: &Catalog, reading: &ReadDescription<'_>) -> DocumentSection {
    let rows = reading.text.lines.iter().enumerate().map(|(at, line)| {
        let marked = reading.role.marked_in(at);
        let names = skills_of(marked);
        let names = names.iter().map(|skill| DocumentCell::skill(catalog, *skill));
        let label = reading.role.sections.labels.get(at).copied().map_or("", label_word);
        DocumentRow::of([
            (ReadColumn::Part, label.into()),
            (ReadColumn::Line, line.number.into()),
            (ReadColumn::Marked, marked_line(&line.text, marked)),
            (ReadColumn::TakenFor, DocumentCell::inline_list(names)),
        ])
    });
    DocumentSection::new("The text: marked words were read as skills")
        .show_column(ReadColumn::Line, "Line")
        .show_column(ReadColumn::Marked, "Text")
        .show_column(ReadColumn::Part, "Read as")
        .show_column(ReadColumn::TakenFor, "Skills")
        .page_only()
        .rows(rows)
}

/// Returns `reading` as a document: the facts, the responsibilities under their themes, the skills,
/// what was set aside, and the text itself; at most `limit` skills that are likely.
pub fn document(catalog: &Catalog, reading: &ReadDescription<'_>, limit: usize) -> ReportDocument {
    let title = format!("{}: read from {}", shown_title(reading), reading.source);
    let mut document = ReportDocument::new(catalog, title, ReadColumn::NAMES);
    if is_empty(reading) {
        document = document.intro("No responsibilities and no skills found.");
    }
    let facts = DocumentSection::new("Facts")
        .row_header(ReadColumn::Name)
        .show_column(ReadColumn::Name, "Fact")
        .show_column(ReadColumn::Marked, "Stated")
        .show_column(ReadColumn::Line, "Line")
        .rows(facts_of(reading).iter().flat_map(|fact| fact_rows(reading, fact)));
    let duties = DocumentSection::new(wording::RESPONSIBILITIES)
        .group_by(ReadColumn::Name)
        .show_column(ReadColumn::Marked, "Responsibility")
        .show_column(ReadColumn::Line, "Line")
        .rows(by_theme(reading).into_iter().map(|duty| duty_row(catalog, reading, duty)));
    document = document.section(facts).section(duties);
    for (part, heading, remark) in PARTS {
        let rows: Vec<DocumentRow> = part_of(reading, part, limit)
            .into_iter()
            .map(|found| skill_row(catalog, reading, (part, found)))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let mut section = DocumentSection::new(format!("{heading}: {remark}"))
            .row_header(ReadColumn::Name)
            .show_column(ReadColumn::Name, "Skill")
            .show_column(ReadColumn::Level, "Level")
            .show_column(ReadColumn::Words, "Read from")
            .show_column(ReadColumn::Line, "Line");
        if part == SkillPart::Likely {
            section = section.show_column(ReadColumn::Likely, "Likelihood");
        } else {
            section = section.show_column(ReadColumn::Mention, "Mentioned");
        }
        section = section.show_column(ReadColumn::Id, "Id");
        document = document.section(section.rows(rows));
    }
    if !reading.role.corrections.is_empty() {
        let corrections = DocumentSection::new(format!("{CORRECTIONS}: {CORRECTED_BY}"))
            .row_header(ReadColumn::Words)
            .show_column(ReadColumn::Words, "Words")
            .show_column(ReadColumn::Name, "Meaning")
            .rows(correction_rows(catalog, reading));
        document = document.section(corrections);
    }
    let set_aside = DocumentSection::new("Set aside: neither responsibilities nor requirements")
        .row_header(ReadColumn::Name)
        .show_column(ReadColumn::Name, "Subject")
        .show_column(ReadColumn::Marked, "Lines")
        .show_column(ReadColumn::Line, "Line numbers")
        .rows(set_aside_rows(reading));
    document.section(set_aside).section(text_section(catalog, reading))
}

/// Returns the title that the text states, or a remark that it states none.
fn shown_title<'a>(reading: &ReadDescription<'a>) -> &'a str {
    reading.title().unwrap_or("No title stated")
}

/// Whether nothing of a role was found.
pub fn is_empty(reading: &ReadDescription<'_>) -> bool {
    let role = reading.role;
    role.responsibilities.is_empty() && role.skills.is_empty() && role.not_asked.is_empty()
}

/// Writes `reading` as text; in a pipe as the columns of [`ReadColumn`], separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    reading: &ReadDescription<'_>,
    (limit, page): (usize, PageSetup),
) -> io::Result<()> {
    let Some(width) = page.width else {
        return document(catalog, reading, limit).write_records(out, page);
    };
    writeln!(out, "{}", page.styled(&visible(shown_title(reading)), AnsiStyle::Heading))?;
    let source = format!("read from {}", visible(reading.source));
    writeln!(out, "{}\n", page.styled(&source, AnsiStyle::Dim))?;
    for fact in facts_of(reading) {
        write_fact(out, reading, &fact, (width, page))?;
    }
    if !reading.role.responsibilities.is_empty() {
        let heading = page.styled(wording::RESPONSIBILITIES, AnsiStyle::Heading);
        writeln!(out, "\n{heading}")?;
    }
    let mut theme = None;
    for duty in by_theme(reading) {
        if theme != Some(duty.theme) {
            theme = Some(duty.theme);
            let title = visible(theme_title(catalog, duty.theme)).into_owned();
            writeln!(out, "  {}", page.styled(&title, AnsiStyle::Title))?;
        }
        let words = visible(&reading.words_at(&duty.place)).into_owned();
        let line = page.styled(&line_text(reading, &duty.place), AnsiStyle::Dim);
        write_hanging(out, "    ", &format!("{words}  {line}"), width)?;
    }
    for (part, heading, remark) in PARTS {
        let rows = part_of(reading, part, limit);
        if rows.is_empty() {
            continue;
        }
        let remark = page.styled(&format!("  {remark}"), AnsiStyle::Dim);
        writeln!(out, "\n{}{remark}", page.styled(heading, AnsiStyle::Heading))?;
        for found in rows {
            write_skill(out, catalog, reading, (part, found, width, page))?;
        }
    }
    write_corrections(out, catalog, reading, (width, page))?;
    write_set_aside(out, reading, (width, page))
}

fn write_corrections(
    out: &mut impl Write,
    catalog: &Catalog,
    reading: &ReadDescription<'_>,
    (width, page): (usize, PageSetup),
) -> io::Result<()> {
    let corrections = &reading.role.corrections;
    if corrections.is_empty() {
        return Ok(());
    }
    let remark = page.styled(&format!("  {CORRECTED_BY}"), AnsiStyle::Dim);
    writeln!(out, "\n{}{remark}", page.styled(CORRECTIONS, AnsiStyle::Heading))?;
    for correction in corrections {
        let words = format!("  ‹{}› ", visible(&correction.words));
        write_hanging(out, &words, &visible(&correction.predicate(catalog)), width)?;
    }
    Ok(())
}

/// Returns the line of a place in words.
fn line_text(reading: &ReadDescription<'_>, place: &TextPlace) -> String {
    format!("line {}", reading.line_number(place.line))
}

fn write_fact(
    out: &mut impl Write,
    reading: &ReadDescription<'_>,
    fact: &ReadFact,
    (width, page): (usize, PageSetup),
) -> io::Result<()> {
    let values: Vec<String> = fact
        .values
        .iter()
        .map(|(value, place)| {
            let line = place.as_ref().map(|place| line_text(reading, place)).unwrap_or_default();
            let line = page.styled(&line, AnsiStyle::Dim);
            format!("{}  {line}", visible(value)).trim_end().to_string()
        })
        .collect();
    let text = match &values[..] {
        [] => page.styled(NOT_STATED, AnsiStyle::Dim),
        [one] => one.clone(),
        several => format!("stated in several ways: {}", several.join("; ")),
    };
    write_hanging(out, &format!("  {:<11}", fact.name), &text, width)
}

fn write_skill(
    out: &mut impl Write,
    catalog: &Catalog,
    reading: &ReadDescription<'_>,
    (part, found, width, page): (SkillPart, &ReadRoleSkill, usize, PageSetup),
) -> io::Result<()> {
    let name = page.styled(&quoted(&catalog.skill(found.skill).name), AnsiStyle::Title);
    let words = visible(&reading.words_at(&found.place)).into_owned();
    let mut about = String::new();
    if let Some(level) = found.level.and_then(|level| level_name(catalog, level)) {
        about += &format!("{} · ", visible(level));
    }
    about += &format!("‹{words}› {}", line_text(reading, &found.place));
    match part {
        SkillPart::Likely => about += &format!(" · {}", per_cent(found.score)),
        SkillPart::NotAsked => about += &format!(" · {}", found.mention.word()),
        SkillPart::Asked(_) => {}
    }
    write_hanging(out, &format!("  {name}  "), &about, width)
}

fn write_set_aside(
    out: &mut impl Write,
    reading: &ReadDescription<'_>,
    (width, page): (usize, PageSetup),
) -> io::Result<()> {
    let set_aside = &reading.role.set_aside;
    if set_aside.is_empty() {
        return Ok(());
    }
    let remark = page.styled("  neither responsibilities nor requirements", AnsiStyle::Dim);
    writeln!(out, "\n{}{remark}", page.styled("Set aside", AnsiStyle::Heading))?;
    let counts: Vec<String> = set_aside
        .iter()
        .map(|(label, lines)| format!("{}: {}", label_word(*label), lines_text(lines.len())))
        .collect();
    write_hanging(out, "  ", &counts.join(" · "), width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SkillId;
    use crate::reading::layout::{LaidOutText, LineShape, TextLine};
    use crate::reading::role::ReadRole;
    use crate::reading::skills::SkillMention;

    #[test]
    fn a_limit_keeps_the_likeliest_skills_whatever_their_importance() {
        let catalog = crate::builtin::catalog();
        let line = TextLine {
            number: 1,
            shape: LineShape::Paragraph,
            text: "Bakes data".to_string(),
            after_gap: true,
        };
        let text = LaidOutText { title: None, lines: vec![line] };
        let skill = |at: usize, importance, sure, score| ReadRoleSkill {
            skill: SkillId::from_index(at),
            importance,
            level: None,
            level_place: None,
            place: TextPlace { line: 0, bytes: 0..5 },
            mention: SkillMention::Implied,
            sure,
            score,
        };
        // In the order of the reader: by importance, then the sure ones, then by score.
        let role = ReadRole {
            skills: vec![
                skill(0, Some(Importance::Essential), true, 0.2),
                skill(1, Some(Importance::Essential), false, 0.3),
                skill(2, Some(Importance::Useful), false, 0.4),
                skill(3, None, false, 0.9),
                skill(4, None, false, 0.1),
            ],
            ..ReadRole::default()
        };
        let reading = ReadDescription { source: "ad.txt", text: &text, role: &role };
        let mut out = Vec::new();
        write_text(&mut out, &catalog, &reading, (2, PageSetup::PLAIN)).unwrap();
        let records = String::from_utf8(out).unwrap();
        let skills: Vec<(&str, &str)> = records
            .lines()
            .map(|record| record.split('\t').collect::<Vec<_>>())
            .filter(|cells| cells[0].ends_with("skill"))
            .map(|cells| (cells[0], cells[1]))
            .collect();
        let id = |at: usize| catalog.skill(SkillId::from_index(at)).id.as_str();
        assert_eq!(
            skills,
            [("skill", id(0)), ("likely skill", id(3)), ("likely skill", id(2))],
            "{records}"
        );
    }
}
