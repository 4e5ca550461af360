//! A role as it was read from a text as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::words_in_text;
use crate::json::to_value;
use crate::model::{Catalog, Importance};
use crate::reading::added::ReadDescription;
use crate::reading::corrections::WordCorrection;
use crate::reading::role::{ReadResponsibility, ReadRoleSkill};
use crate::reading::sections::{
    LineLabel, StatedPay, StatedPeriod, StatedYears, TextFact, TextPlace,
};
use crate::reading::skills::ReadSkill;
use crate::report::reference::{SkillRef, ThemeRef};
use crate::report::round_likelihood;
use crate::wording::read_facts::{label_word, pay_form};

/// A text of one line, and its skills, as JSON.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ReadLine<'a> {
    text: &'a str,
    skills: Vec<LineSkill<'a>>,
}

/// A skill of a line as JSON.
#[derive(Serialize, JsonSchema)]
struct LineSkill<'a> {
    #[serde(flatten)]
    skill: SkillRef<'a>,
    score: f64,
    sure: bool,
    mention: &'static str,
    words: [usize; 2],
}

/// Returns a line of text and its skills as JSON.
pub(crate) fn json_line(catalog: &Catalog, text: &str, skills: &[ReadSkill]) -> Value {
    let skill = |found: &ReadSkill| LineSkill {
        skill: SkillRef::new(catalog, found.skill),
        score: round_likelihood(found.score.into()),
        sure: found.sure,
        mention: found.mention.word(),
        words: [found.words.start, found.words.end],
    };
    to_value(&ReadLine { text, skills: skills.iter().map(skill).collect() })
}

/// A role as it was read from a text as JSON.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ReadAnswer<'a> {
    schema: &'static str,
    source: &'a str,
    /// The words of the text, a line each; `words` is where words begin and end in it, in bytes.
    text: String,
    title: ReadFactEntry<'a, &'a str>,
    years: ReadFactEntry<'a, YearsEntry>,
    education: ReadFactEntry<'a, &'a str>,
    place: ReadFactEntry<'a, &'a str>,
    pay: ReadFactEntry<'a, StatedPayEntry<'a>>,
    responsibilities: Vec<DutyEntry<'a>>,
    skills: Vec<SkillEntry<'a>>,
    not_asked: Vec<SkillEntry<'a>>,
    corrections: Vec<CorrectionEntry<'a>>,
    set_aside: Vec<SetAsideEntry<'a>>,
}

/// A fact: whether the text states it once, in several ways or not at all, and what it states.
#[derive(Serialize, JsonSchema)]
struct ReadFactEntry<'a, T> {
    status: &'static str,
    values: Vec<ValueEntry<'a, T>>,
}

#[derive(Serialize, JsonSchema)]
struct ValueEntry<'a, T> {
    value: T,
    #[serde(flatten)]
    place: Option<TextPlaceEntry<'a>>,
}

/// A place in the text.
#[derive(Serialize, JsonSchema)]
struct TextPlaceEntry<'a> {
    line: usize,
    words: [usize; 2],
    quote: &'a str,
}

impl<'a> TextPlaceEntry<'a> {
    fn new(reading: &ReadDescription<'a>, place: &TextPlace) -> Self {
        Self {
            line: reading.line_number(place.line),
            words: words_in_text(reading, place),
            quote: place.words(reading.text),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct YearsEntry {
    from: f64,
    to: Option<f64>,
}

#[derive(Serialize, JsonSchema)]
struct StatedPayEntry<'a> {
    /// One amount, a range, or an amount with one end.
    form: &'static str,
    low: Option<f64>,
    high: Option<f64>,
    currency: Option<&'a str>,
    period: Option<&'static str>,
}

impl<'a> StatedPayEntry<'a> {
    fn new(pay: &'a StatedPay) -> Self {
        Self {
            form: pay_form(pay),
            low: pay.low,
            high: pay.high,
            currency: pay.currency.as_deref(),
            period: pay.period.map(StatedPeriod::word),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct DutyEntry<'a> {
    text: &'a str,
    theme: Option<ThemeRef<'a>>,
    confidence: f64,
    share: Option<f64>,
    line: usize,
    words: [usize; 2],
}

impl<'a> DutyEntry<'a> {
    fn new(catalog: &'a Catalog, reading: &ReadDescription<'a>, duty: &ReadResponsibility) -> Self {
        Self {
            text: duty.place.words(reading.text),
            theme: duty.theme.map(|theme| ThemeRef::new(catalog, theme)),
            confidence: round_likelihood(duty.confidence.into()),
            share: duty.share,
            line: reading.line_number(duty.place.line),
            words: words_in_text(reading, &duty.place),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct SkillEntry<'a> {
    #[serde(flatten)]
    skill: SkillRef<'a>,
    importance: Option<&'static str>,
    level: Option<&'a str>,
    level_quote: Option<&'a str>,
    score: f64,
    sure: bool,
    mention: &'static str,
    #[serde(flatten)]
    place: TextPlaceEntry<'a>,
}

impl<'a> SkillEntry<'a> {
    fn list(
        catalog: &'a Catalog,
        reading: &ReadDescription<'a>,
        all: &[ReadRoleSkill],
    ) -> Vec<Self> {
        all.iter().map(|found| Self::new(catalog, reading, found)).collect()
    }

    fn new(catalog: &'a Catalog, reading: &ReadDescription<'a>, found: &ReadRoleSkill) -> Self {
        Self {
            skill: SkillRef::new(catalog, found.skill),
            importance: found.importance.map(Importance::word),
            level: found.level.and_then(|level| super::level_name(catalog, level)),
            level_quote: found.level_place.as_ref().map(|place| place.words(reading.text)),
            score: round_likelihood(found.score.into()),
            sure: found.sure,
            mention: found.mention.word(),
            place: TextPlaceEntry::new(reading, &found.place),
        }
    }
}

/// Words that mean these skills and no other, as the user says; or that do not mean those of `not`.
#[derive(Serialize, JsonSchema)]
struct CorrectionEntry<'a> {
    words: &'a str,
    skills: Vec<SkillRef<'a>>,
    not: Vec<SkillRef<'a>>,
}

impl<'a> CorrectionEntry<'a> {
    fn new(catalog: &'a Catalog, correction: &'a WordCorrection) -> Self {
        Self {
            words: &correction.words,
            skills: Self::refs(catalog, correction.skills()),
            not: Self::refs(catalog, correction.ruled_out()),
        }
    }

    fn refs(catalog: &'a Catalog, ids: &[String]) -> Vec<SkillRef<'a>> {
        let skills = ids.iter().filter_map(|id| catalog.skill_by_id(id));
        skills.map(|skill| SkillRef::new(catalog, skill)).collect()
    }
}

/// Lines that say neither what the role does nor what it asks for.
#[derive(Serialize, JsonSchema)]
struct SetAsideEntry<'a> {
    kind: &'static str,
    count: usize,
    lines: Vec<LineEntry<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct LineEntry<'a> {
    line: usize,
    text: &'a str,
}

impl<'a> SetAsideEntry<'a> {
    fn new(reading: &ReadDescription<'a>, label: LineLabel, lines: &[usize]) -> Self {
        let line = |at: &usize| {
            let text = reading.text.lines.get(*at)?;
            Some(LineEntry { line: text.number, text: &text.text })
        };
        Self {
            kind: label_word(label),
            count: lines.len(),
            lines: lines.iter().filter_map(line).collect(),
        }
    }
}

fn fact<'a, T, V>(
    reading: &ReadDescription<'a>,
    fact: &'a TextFact<T>,
    value: impl Fn(&'a T) -> V,
) -> ReadFactEntry<'a, V> {
    let entry = |stated: &'a crate::reading::sections::StatedValue<T>| ValueEntry {
        value: value(&stated.value),
        place: Some(TextPlaceEntry::new(reading, &stated.place)),
    };
    let status = match fact {
        TextFact::NotStated => "not stated",
        TextFact::Stated(_) => "stated",
        TextFact::Ambiguous(_) => "several",
    };
    ReadFactEntry { status, values: fact.all().iter().map(entry).collect() }
}

/// Returns `reading` as JSON.
pub fn json(catalog: &Catalog, reading: &ReadDescription<'_>) -> Value {
    let (role, sections) = (reading.role, &reading.role.sections);
    let mut title = fact(reading, &sections.title, String::as_str);
    if let (true, Some(stated)) = (title.values.is_empty(), reading.title()) {
        title.status = "stated";
        title.values.push(ValueEntry { value: stated, place: None });
    }
    to_value(&ReadAnswer {
        schema: "roledex/read/2",
        source: reading.source,
        text: reading.text.text(),
        title,
        years: fact(reading, &sections.years, |years: &StatedYears| YearsEntry {
            from: years.min,
            to: years.max,
        }),
        education: fact(reading, &sections.education, String::as_str),
        place: fact(reading, &sections.location, String::as_str),
        pay: fact(reading, &sections.pay, StatedPayEntry::new),
        responsibilities: role
            .responsibilities
            .iter()
            .map(|duty| DutyEntry::new(catalog, reading, duty))
            .collect(),
        skills: SkillEntry::list(catalog, reading, &role.skills),
        not_asked: SkillEntry::list(catalog, reading, &role.not_asked),
        corrections: role
            .corrections
            .iter()
            .map(|correction| CorrectionEntry::new(catalog, correction))
            .collect(),
        set_aside: role
            .set_aside
            .iter()
            .map(|(label, lines)| SetAsideEntry::new(reading, *label, lines))
            .collect(),
    })
}
