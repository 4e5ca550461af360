//! The skills that were read from a text.

use std::io::{self, Write};
use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::document::{
    ColumnSet as _, DocumentCell, DocumentRow, DocumentSection, ReportDocument, columns,
};
use super::{AnsiStyle, PageSetup, write_hanging};
use crate::json::to_value;
use crate::model::Catalog;
use crate::model::text::{quoted, visible};
use crate::reading::skills::{ReadSkill, SkillMention};
use crate::report::round_likelihood;

/// A text, and the skills that were read from it.
#[derive(Debug, Clone, Copy)]
pub struct SkillReading<'a> {
    /// The place of the text as shown: a path, or `standard input`.
    pub source: &'a str,
    /// The text.
    pub text: &'a str,
    /// Its skills, the likeliest first.
    pub skills: &'a [ReadSkill],
}

/// The parts of a reading, each with its heading and its remark.
const PARTS: [(SkillPart, &str, &str); 3] = [
    (SkillPart::Sure, "Found", "named in the text, or very likely meant"),
    (SkillPart::Likely, "Likely", "similar to the text; check these yourself"),
    (SkillPart::NotAsked, "Not asked for", "the text says that you don't need it, or can learn it"),
];

/// The part of a reading that a skill belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SkillPart {
    Sure,
    Likely,
    NotAsked,
}

impl SkillPart {
    fn of(found: &ReadSkill) -> Self {
        match found.mention {
            SkillMention::Negated | SkillMention::Wished => Self::NotAsked,
            _ if found.sure => Self::Sure,
            _ => Self::Likely,
        }
    }
}

impl SkillReading<'_> {
    /// Returns the words that a skill was read from.
    fn words(&self, found: &ReadSkill) -> &str {
        self.text.get(found.words.clone()).unwrap_or_default()
    }

    /// Returns the line of the text that a skill was read from, counted from 1.
    fn line(&self, found: &ReadSkill) -> usize {
        let before = self.text.get(..found.words.start).unwrap_or_default();
        before.matches('\n').count() + 1
    }

    fn part(&self, part: SkillPart) -> impl Iterator<Item = &ReadSkill> {
        self.skills.iter().filter(move |found| SkillPart::of(found) == part)
    }
}

/// Returns the words on one line.
fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

columns!(
    /// The columns of skills that were read.
    ReadColumn {
        /// The id of the skill.
        Id = "id",
        /// The name of the skill.
        Name = "name",
        /// How likely the text means it, 0 to 1.
        Score = "score",
        /// Whether it is sure: yes or no.
        Sure = "sure",
        /// How the text mentions it: named, implied, wished or negated.
        Mention = "mention",
        /// The line of the text.
        Line = "line",
        /// The words that it was read from.
        Words = "words",
    } pages {
        /// The likelihood in per cent.
        Likely,
    }
);

fn read_row(catalog: &Catalog, reading: &SkillReading<'_>, found: &ReadSkill) -> DocumentRow {
    let skill = catalog.skill(found.skill);
    DocumentRow::of([
        (ReadColumn::Id, DocumentCell::from(&skill.id)),
        (ReadColumn::Name, DocumentCell::from(&skill.name)),
        (ReadColumn::Score, format!("{:.3}", found.score).into()),
        (ReadColumn::Sure, if found.sure { "yes" } else { "no" }.into()),
        (ReadColumn::Mention, found.mention.word().into()),
        (ReadColumn::Line, reading.line(found).into()),
        (ReadColumn::Words, on_one_line(reading.words(found)).into()),
        (ReadColumn::Likely, per_cent(found).into()),
    ])
}

fn per_cent(found: &ReadSkill) -> String {
    format!("{:.0} %", found.score * 100.0)
}

/// Returns the skills of `reading` as a document: those that are sure, then those that are likely,
/// then those that the text does not ask for.
pub fn document(catalog: &Catalog, reading: &SkillReading<'_>) -> ReportDocument {
    let title = format!("Skills in {}", reading.source);
    let mut document = ReportDocument::new(catalog, title, ReadColumn::NAMES);
    if reading.skills.is_empty() {
        document = document.intro("No skills found.");
    }
    for (part, heading, remark) in PARTS {
        let rows: Vec<DocumentRow> =
            reading.part(part).map(|found| read_row(catalog, reading, found)).collect();
        if rows.is_empty() {
            continue;
        }
        let section = DocumentSection::new(format!("{heading}: {remark}"))
            .row_header(ReadColumn::Name)
            .show_column(ReadColumn::Name, "Skill")
            .show_column(ReadColumn::Words, "Read from")
            .show_column(ReadColumn::Line, "Line")
            .show_column(ReadColumn::Mention, "Mentioned")
            .show_column(ReadColumn::Likely, "Likelihood")
            .show_column(ReadColumn::Id, "Id");
        document = document.section(section.rows(rows));
    }
    document
}

/// Writes the skills of `reading` as text; in a pipe as the columns of [`ReadColumn`], separated by
/// tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    reading: &SkillReading<'_>,
    page: PageSetup,
) -> io::Result<()> {
    let Some(width) = page.width else {
        return document(catalog, reading).write_records(out, page);
    };
    let title = format!("Skills in {}", visible(reading.source));
    writeln!(out, "{}", page.styled(&title, AnsiStyle::Heading))?;
    if reading.skills.is_empty() {
        return writeln!(out, "  no skills found");
    }
    for (part, heading, remark) in PARTS {
        let mut rows = reading.part(part).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let remark = page.styled(&format!("  {remark}"), AnsiStyle::Dim);
        writeln!(out, "\n{}{remark}", page.styled(heading, AnsiStyle::Heading))?;
        for found in rows {
            let name = page.styled(&quoted(&catalog.skill(found.skill).name), AnsiStyle::Title);
            let words = visible(&on_one_line(reading.words(found))).into_owned();
            let mut about = format!("‹{words}› line {}", reading.line(found));
            match part {
                SkillPart::Likely => about += &format!(" · {}", per_cent(found)),
                SkillPart::NotAsked => about += &format!(" · {}", found.mention.word()),
                SkillPart::Sure => {}
            }
            write_hanging(out, &format!("  {name}  "), &about, width)?;
        }
    }
    Ok(())
}

/// A text of one line, and its skills, as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReadLine<'a> {
    text: &'a str,
    skills: Vec<LineSkill<'a>>,
}

/// A skill of a line as JSON.
#[derive(Serialize, JsonSchema)]
struct LineSkill<'a> {
    id: &'a str,
    name: &'a str,
    score: f64,
    sure: bool,
    mention: &'static str,
    words: [usize; 2],
}

impl<'a> LineSkill<'a> {
    fn new(catalog: &'a Catalog, found: &ReadSkill) -> Self {
        let skill = catalog.skill(found.skill);
        let Range { start, end } = found.words;
        Self {
            id: &skill.id,
            name: &skill.name,
            score: round_likelihood(found.score.into()),
            sure: found.sure,
            mention: found.mention.word(),
            words: [start, end],
        }
    }
}

/// Returns a line of text and its skills as JSON.
pub fn json_line(catalog: &Catalog, text: &str, skills: &[ReadSkill]) -> Value {
    let skills = skills.iter().map(|found| LineSkill::new(catalog, found)).collect();
    to_value(&ReadLine { text, skills })
}

/// The skills of a text as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReadAnswer<'a> {
    schema: &'static str,
    source: &'a str,
    skills: Vec<ReadEntry<'a>>,
}

/// A skill of a text as JSON.
#[derive(Serialize, JsonSchema)]
struct ReadEntry<'a> {
    #[serde(flatten)]
    skill: LineSkill<'a>,
    line: usize,
    quote: &'a str,
}

impl<'a> ReadEntry<'a> {
    fn new(catalog: &'a Catalog, reading: &'a SkillReading<'_>, found: &ReadSkill) -> Self {
        Self {
            skill: LineSkill::new(catalog, found),
            line: reading.line(found),
            quote: reading.words(found),
        }
    }
}

/// Returns the skills of `reading` as JSON.
pub fn json(catalog: &Catalog, reading: &SkillReading<'_>) -> Value {
    to_value(&ReadAnswer {
        schema: "roledex/read/1",
        source: reading.source,
        skills: reading
            .skills
            .iter()
            .map(|found| ReadEntry::new(catalog, reading, found))
            .collect(),
    })
}
