//! The label of each line: by the heading that it is under and by what it says.

use super::LineLabel;
use super::cues::{SubjectScores, opening_verb, statement_scores, words_at};
use super::importance::importance_of;
use super::marks::{HeadingMark, LineMark, MarkedLine};
use super::words::sentences;

/// A heading that is in force.
#[derive(Debug, Clone, Copy)]
struct OpenHeading {
    mark: HeadingMark,
    is_lead_in: bool,
    /// Whether an item of its list was seen.
    has_items: bool,
}

/// The section that a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
struct LineSection {
    /// Number of the section, counted by headings.
    number: usize,
    /// The subject of its heading, if it is known.
    subject: Option<LineLabel>,
    /// The subject of the section before, where the heading is not known.
    before: Option<LineLabel>,
}

/// Returns the label of each of `lines`.
pub(super) fn label_lines(lines: &[MarkedLine<'_>]) -> Vec<LineLabel> {
    let mut sections = sections_of(lines);
    let scores: Vec<SubjectScores> = lines.iter().map(scores_of).collect();
    correct_sections(lines, &scores, &mut sections);
    let labels = lines.iter().zip(&scores).zip(&sections);
    labels.map(|((line, scores), section)| label_of(line, scores, section)).collect()
}

/// Returns the section of each line.
fn sections_of(lines: &[MarkedLine<'_>]) -> Vec<LineSection> {
    let mut open: Vec<OpenHeading> = Vec::new();
    let mut number = 0;
    let mut before = None;
    let mut sections = Vec::with_capacity(lines.len());
    for line in lines {
        match line.mark {
            LineMark::Heading(mark) | LineMark::Inline(mark, _) | LineMark::LeadIn(mark) => {
                let last = subject_of(&open);
                open.retain(|heading| heading.mark.rank < mark.rank);
                before = if mark.subject.is_some() { None } else { last.or(before) };
                let is_lead_in = matches!(line.mark, LineMark::LeadIn(_));
                open.push(OpenHeading { mark, is_lead_in, has_items: false });
                number += 1;
            }
            LineMark::Content => {
                let is_item = line.depth().is_some();
                let is_over = open.last().is_some_and(|heading| {
                    heading.is_lead_in && heading.has_items && !is_item && line.line.after_gap
                });
                if is_over {
                    open.pop();
                    number += 1;
                }
                if let Some(heading) = open.last_mut() {
                    heading.has_items |= is_item;
                }
            }
            LineMark::Key(_) => {}
        }
        sections.push(LineSection { number, subject: subject_of(&open), before });
    }
    sections
}

/// Returns the subject of the innermost heading whose subject is known. "Education" under "Nice to
/// have" is nice to have.
fn subject_of(open: &[OpenHeading]) -> Option<LineLabel> {
    let mut known = open.iter().rev().filter_map(|heading| heading.mark.subject);
    let inner = known.next()?;
    let outer = known.next();
    let stays_nice = inner.label == LineLabel::Must
        && !inner.is_explicit
        && outer.is_some_and(|outer| outer.label == LineLabel::Nice);
    Some(if stays_nice { LineLabel::Nice } else { inner.label })
}

/// Returns the scores of a line: the sum over its sentences, which counts less the more there are.
fn scores_of(line: &MarkedLine<'_>) -> SubjectScores {
    let text = line.line.text.as_str();
    let from = match line.mark {
        LineMark::Inline(_, first) => first,
        _ => 0,
    };
    let mut scores = SubjectScores::default();
    let mut count = 0.0_f32;
    for sentence in sentences(text) {
        let words = words_at(&line.words, &sentence);
        let skipped = from
            .saturating_sub(line.words.partition_point(|word| word.range.start < sentence.start));
        let words = words.get(skipped..).unwrap_or_default();
        if words.is_empty() {
            continue;
        }
        for (score, more) in scores.iter_mut().zip(statement_scores(text, words)) {
            *score += more;
        }
        count += 1.0;
    }
    for score in &mut scores {
        *score /= count.max(1.0).sqrt();
    }
    scores
}

/// Whether a line is one of a list: an item, or a line right below another.
fn is_listed(line: &MarkedLine<'_>) -> bool {
    line.depth().is_some() || (!line.line.after_gap && sentences(&line.line.text).len() <= 3)
}

/// Corrects the subjects of sections whose lines are about something else, and finds those of
/// sections without a known heading, by what most of their lines say.
fn correct_sections(
    lines: &[MarkedLine<'_>],
    scores: &[SubjectScores],
    sections: &mut [LineSection],
) {
    let last = sections.last().map_or(0, |section| section.number);
    let mut tallies = vec![SectionTally::default(); last + 1];
    for ((line, scores), section) in lines.iter().zip(scores).zip(&*sections) {
        if line.mark == LineMark::Content {
            tallies[section.number].add(line, scores);
        }
    }
    for section in sections {
        section.subject = tallies[section.number].correct(section.subject, section.before);
    }
}

/// Counts of the lines of a section.
#[derive(Debug, Clone, Copy, Default)]
struct SectionTally {
    lines: f32,
    listed: f32,
    /// Lines that say what a person does, as far as they begin with "do" or "does".
    doing: f32,
    /// Lines that say what a person does, also those that begin with "doing".
    duties: f32,
    asked: f32,
    benefits: f32,
}

impl SectionTally {
    fn add(&mut self, line: &MarkedLine<'_>, scores: &SubjectScores) {
        let score = |label: LineLabel| scores[label.number()];
        let (duty, asked) = (score(LineLabel::Responsibility), score(LineLabel::Must));
        let benefits = score(LineLabel::Benefits);
        self.lines += 1.0;
        if !is_listed(line) {
            return;
        }
        self.listed += 1.0;
        if benefits >= 3.0 && benefits > duty.max(asked) {
            self.benefits += 1.0;
        } else if duty > asked {
            self.duties += 1.0;
            let is_participle =
                opening_verb(&line.words) == Some(super::cues::OpeningVerb::Participle);
            self.doing += f32::from(u8::from(!is_participle));
        } else if asked > duty {
            self.asked += 1.0;
        }
    }

    /// Returns the subject of the section whose heading shows `subject`.
    fn correct(self, subject: Option<LineLabel>, before: Option<LineLabel>) -> Option<LineLabel> {
        let part = |count: f32| count / self.listed.max(1.0);
        let many = self.listed >= 3.0;
        match subject {
            Some(LineLabel::Must) if many && part(self.doing) >= 0.7 => {
                Some(LineLabel::Responsibility)
            }
            Some(LineLabel::Responsibility) if many && part(self.asked) >= 0.7 => {
                Some(LineLabel::Must)
            }
            None | Some(LineLabel::Summary) if self.listed >= 2.0 => {
                let known = if part(self.benefits) >= 0.5 {
                    Some(LineLabel::Benefits)
                } else if part(self.duties) >= 0.6 {
                    Some(LineLabel::Responsibility)
                } else if part(self.asked) >= 0.6 {
                    Some(LineLabel::Must)
                } else {
                    None
                };
                let soft = before.filter(|before| {
                    matches!(before, LineLabel::Responsibility if part(self.duties) >= 0.4)
                });
                known.or(soft).or(subject)
            }
            subject => subject,
        }
    }
}

/// How strongly a heading shows the subject of the lines below.
const LIST_PRIOR: f32 = 5.0;
const PROSE_PRIOR: f32 = 3.0;

/// Scores below which nothing is known of a line.
const MIN_SCORE: f32 = 1.0;

fn label_of(line: &MarkedLine<'_>, scores: &SubjectScores, section: &LineSection) -> LineLabel {
    match line.mark {
        LineMark::Heading(_) | LineMark::LeadIn(_) => return LineLabel::Heading,
        LineMark::Key(label) => return label,
        LineMark::Inline(..) | LineMark::Content => {}
    }
    let mut scores = *scores;
    let is_listed = is_listed(line);
    let sentences = sentences(&line.line.text).len();
    let is_work = section
        .subject
        .is_some_and(|subject| subject == LineLabel::Responsibility || subject.is_requirement());
    if is_work && is_listed {
        // In a list of duties or requirements, applications and benefits are subjects of the work.
        for label in LineLabel::ALL {
            if label != LineLabel::Responsibility && label != LineLabel::Must {
                scores[label.number()] *= 0.4;
            }
        }
    }
    if let Some(subject) = section.subject {
        let subject = if subject == LineLabel::Nice { LineLabel::Must } else { subject };
        let prior = if is_listed { LIST_PRIOR } else { PROSE_PRIOR };
        scores[subject.number()] += prior;
    }
    if !is_listed {
        scores[LineLabel::Summary.number()] += 1.0;
        let is_prose = section.subject != Some(LineLabel::Responsibility)
            && (sentences > 1 || section.subject.is_none());
        if is_prose {
            // Prose on the role, unless a heading says that these are the duties.
            let duties = std::mem::take(&mut scores[LineLabel::Responsibility.number()]);
            scores[LineLabel::Summary.number()] += duties;
        }
    }
    let best = LineLabel::ALL
        .into_iter()
        .max_by(|a, b| scores[a.number()].total_cmp(&scores[b.number()]))
        .filter(|best| scores[best.number()] >= MIN_SCORE);
    match best {
        Some(LineLabel::Must) => {
            let is_nice = section.subject == Some(LineLabel::Nice);
            importance_of(&line.line.text, &line.words, is_nice)
        }
        Some(label) => label,
        None if line.words.len() <= 4 => LineLabel::Fact,
        None => LineLabel::Summary,
    }
}
