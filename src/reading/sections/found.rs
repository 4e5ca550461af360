//! The sections and the facts that a text was found to have.

use std::ops::Range;

use crate::model::Importance;
use crate::reading::layout::LaidOutText;

/// The subject of a line of a job ad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineLabel {
    /// The title of the job.
    Title,
    /// A heading, or a lead-in to a list.
    Heading,
    /// Something that the person does.
    Responsibility,
    /// Something that the employer requires.
    Must,
    /// Something that the employer would like but does not require.
    Nice,
    /// Pay.
    Pay,
    /// Place, hours, contract, dates and other particulars.
    Fact,
    /// Prose on the role.
    Summary,
    /// Conditions of employment, such as checks, travel and the place of work.
    Conditions,
    /// The employer: its business, its values, its history.
    Employer,
    /// Benefits beside pay.
    Benefits,
    /// Equal opportunity, diversity and accommodations.
    EqualOpportunity,
    /// How to apply, and what happens then.
    Application,
    /// Something that the text says is not asked for, or not part of the work.
    NotNeeded,
    /// The page around the text: menus, cookie banners, similar jobs, the foot.
    Page,
}

impl LineLabel {
    /// Number of labels.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// Every label, in order.
    pub const ALL: [Self; 15] = [
        Self::Title,
        Self::Heading,
        Self::Responsibility,
        Self::Must,
        Self::Nice,
        Self::Pay,
        Self::Fact,
        Self::Summary,
        Self::Conditions,
        Self::Employer,
        Self::Benefits,
        Self::EqualOpportunity,
        Self::Application,
        Self::NotNeeded,
        Self::Page,
    ];

    /// Returns the position in [`LineLabel::ALL`].
    pub(super) fn number(self) -> usize {
        self as usize
    }

    /// Whether the line is a requirement.
    pub fn is_requirement(self) -> bool {
        matches!(self, Self::Must | Self::Nice)
    }

    /// Whether the line may ask for skills.
    pub(in crate::reading) fn may_ask(self) -> bool {
        let others = matches!(self, Self::Title | Self::Responsibility | Self::Summary);
        others || self.is_requirement()
    }

    /// Returns the label with the highest of `scores`, which are by [`LineLabel::number`]; the first
    /// of those with the same.
    pub(super) fn best(scores: &[f32; Self::COUNT]) -> Self {
        let labels = Self::ALL.into_iter().rev();
        let best = labels.max_by(|a, b| scores[a.number()].total_cmp(&scores[b.number()]));
        best.unwrap_or(Self::Summary)
    }

    /// Whether the line is about the work: a responsibility or a requirement.
    pub(super) fn is_work(self) -> bool {
        self == Self::Responsibility || self.is_requirement()
    }

    /// Returns the word for it in reports: `equal opportunity`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Responsibility => "responsibility",
            Self::Must => "required",
            Self::Nice => "nice to have",
            Self::Pay => "pay",
            Self::Fact => "particulars",
            Self::Summary => "summary",
            Self::Conditions => "conditions",
            Self::Employer => "employer",
            Self::Benefits => "benefits",
            Self::EqualOpportunity => "equal opportunity",
            Self::Application => "application",
            Self::NotNeeded => "not needed",
            Self::Page => "page",
        }
    }
}

/// A place in a [`LaidOutText`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextPlace {
    /// Position in [`LaidOutText::lines`].
    pub line: usize,
    /// Bytes of the text of the line.
    pub bytes: Range<usize>,
}

impl TextPlace {
    /// Returns the words at this place of `text`.
    pub fn words<'a>(&self, text: &'a LaidOutText) -> &'a str {
        let line = text.lines.get(self.line).map_or("", |line| line.text.as_str());
        line.get(self.bytes.clone()).unwrap_or_default()
    }
}

/// A value that a text states, and the place where it does.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedValue<T> {
    /// The value.
    pub value: T,
    /// The words that it was read from.
    pub place: TextPlace,
}

/// A fact that a text may state.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum TextFact<T> {
    /// The text does not state it.
    #[default]
    NotStated,
    /// The text states it.
    Stated(StatedValue<T>),
    /// The text states it in several ways that differ, in the order of the text.
    Ambiguous(Vec<StatedValue<T>>),
}

impl<T> TextFact<T> {
    /// Returns the value, if the text states one and no other.
    pub fn value(&self) -> Option<&T> {
        self.stated().map(|stated| &stated.value)
    }

    /// Returns the value with its place, if the text states one and no other.
    pub fn stated(&self) -> Option<&StatedValue<T>> {
        match self {
            Self::Stated(stated) => Some(stated),
            Self::NotStated | Self::Ambiguous(_) => None,
        }
    }

    /// Returns everything that the text states: nothing, one value, or several that differ.
    pub fn all(&self) -> &[StatedValue<T>] {
        match self {
            Self::NotStated => &[],
            Self::Stated(stated) => std::slice::from_ref(stated),
            Self::Ambiguous(all) => all,
        }
    }
}

/// Something that the employer asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRequirement {
    /// Its words: a line, or a sentence of a line.
    pub place: TextPlace,
    /// Whether it is required or only welcome.
    pub importance: Importance,
}

/// Years of experience that a text asks for: `5+ years`, `three to five years`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StatedYears {
    /// The minimum.
    pub min: f64,
    /// The maximum, where there is one.
    pub max: Option<f64>,
}

/// The period that stated pay covers. Texts use more periods than packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatedPeriod {
    /// Per hour.
    Hour,
    /// Per day.
    Day,
    /// Per week.
    Week,
    /// Per month.
    Month,
    /// Per year.
    Year,
}

impl StatedPeriod {
    /// Returns the word for it: `hour`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// Pay as a text states it: an amount (both ends are equal), a range, "from" (no high end) or "up
/// to" (no low end). At least one end is present.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedPay {
    /// The low end.
    pub low: Option<f64>,
    /// The high end.
    pub high: Option<f64>,
    /// ISO 4217 code; `None` where the text states no currency, or one that several countries call
    /// the same.
    pub currency: Option<String>,
    /// The period; `None` where the text states none.
    pub period: Option<StatedPeriod>,
}

/// A sentence of a line of prose that is about several subjects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledSentence {
    /// The sentence.
    pub place: TextPlace,
    /// Its subject.
    pub label: LineLabel,
}

/// Returns those of `parts`, which are in the order of the text, that are of a line.
pub(super) fn parts_of(parts: &[LabelledSentence], line: usize) -> &[LabelledSentence] {
    let start = parts.partition_point(|part| part.place.line < line);
    let end = parts.partition_point(|part| part.place.line <= line);
    &parts[start..end]
}

/// Returns the label of the one of `parts` that holds the byte at `at` of a line.
pub(super) fn label_in(parts: &[LabelledSentence], line: usize, at: usize) -> Option<LineLabel> {
    let mut parts = parts_of(parts, line).iter();
    parts.find(|part| part.place.bytes.contains(&at)).map(|part| part.label)
}

/// The sections of a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadSections {
    /// The label of each line of the text, in order.
    pub labels: Vec<LineLabel>,
    /// The sentences of those lines that are about several subjects, in the order of the text. The
    /// label of such a line is that of what counts most in it.
    pub parts: Vec<LabelledSentence>,
    /// The titles of the jobs, if the text is about several. They are read as one role.
    pub jobs: Vec<StatedValue<String>>,
    /// The title of the job.
    pub title: TextFact<String>,
    /// The responsibilities in the order of the text: a line each, or a sentence of a paragraph that
    /// is about something else too.
    pub responsibilities: Vec<TextPlace>,
    /// The requirements in the order of the text: a line each, or a sentence.
    pub requirements: Vec<ReadRequirement>,
    /// The years of experience that are required.
    pub years: TextFact<StatedYears>,
    /// The education that is required or welcome, in the words of the text.
    pub education: TextFact<String>,
    /// The place of work, in the words of the text.
    pub location: TextFact<String>,
    /// Pay.
    pub pay: TextFact<StatedPay>,
}

impl ReadSections {
    /// Returns the positions of the lines with `label`, in order.
    pub fn lines(&self, label: LineLabel) -> impl Iterator<Item = usize> + '_ {
        let labels = self.labels.iter().enumerate();
        labels.filter(move |(_, other)| **other == label).map(|(line, _)| line)
    }

    /// Returns the labels of a line: its own, or those of its sentences.
    pub fn labels_of(&self, line: usize) -> impl Iterator<Item = LineLabel> + '_ {
        let parts = parts_of(&self.parts, line);
        let own = self.labels.get(line).copied().filter(|_| parts.is_empty());
        own.into_iter().chain(parts.iter().map(|part| part.label))
    }

    /// Returns the label of the words at the byte `at` of a line.
    pub fn label_at(&self, line: usize, at: usize) -> LineLabel {
        let own = self.labels.get(line).copied().unwrap_or(LineLabel::Summary);
        label_in(&self.parts, line, at).unwrap_or(own)
    }
}
