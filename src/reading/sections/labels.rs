//! The label of each line: by the heading that it is under and by what it says.

use super::cues::{
    MONEY_WEIGHT, OpeningVerb, SubjectScores, names_money, opening_verb, statement_scores,
};
use super::education::names_degree;
use super::facts::has_any;
use super::found::{LabelledSentence, LineLabel};
use super::importance::importance_of;
use super::marks::{LineMark, MarkedLine};
use super::outline::{LineSection, sections_of};
use super::parts::{denies_work, label_parts};
use super::words::{sentences, words_at};
use crate::reading::layout::LineShape;

/// Returns the label of each of `lines`, and the sentences of lines that are about several
/// subjects.
pub(super) fn label_lines(
    lines: &[MarkedLine<'_>],
    first_title: Option<usize>,
) -> (Vec<LineLabel>, Vec<LabelledSentence>) {
    let mut sections = sections_of(lines, first_title);
    let scores: Vec<SubjectScores> = lines.iter().map(scores_of).collect();
    correct_sections(lines, &scores, &mut sections);
    let labels = lines.iter().zip(&scores).zip(&sections);
    let mut labels: Vec<LineLabel> =
        labels.map(|((line, scores), section)| label_of(line, scores, section)).collect();
    let parts = label_parts(lines, &sections, &mut labels);
    (labels, parts)
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
    let pay = &mut scores[LineLabel::Pay.number()];
    if *pay > 0.0 && names_money(text) {
        *pay += MONEY_WEIGHT;
    }
    for score in &mut scores {
        *score /= count.max(1.0).sqrt();
    }
    scores
}

/// Maximum number of words of a line that is one of a list without bullets.
const LONGEST_LISTED: usize = 50;

/// Whether a line is one of a list: an item, or a line right below another.
fn is_listed(line: &MarkedLine<'_>) -> bool {
    let is_close = !line.line.after_gap && !line.follows_item && line.words.len() <= LONGEST_LISTED;
    line.depth().is_some() || (is_close && sentences(&line.line.text).len() <= 3)
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
    for (line, section) in lines.iter().zip(sections) {
        // Prose beside a list may be about something else than the list.
        if is_listed(line) {
            section.subject = tallies[section.number].correct(section);
        }
    }
}

/// Counts of the lines of a section.
#[derive(Debug, Clone, Copy, Default)]
struct SectionTally {
    listed: f32,
    /// Lines that say what a person does, as far as they begin with "do" or "does".
    doing: f32,
    /// Lines that say what a person does, also those that begin with "doing".
    duties: f32,
    asked: f32,
    /// Items that begin by asking: "Commitment to …".
    asking_items: f32,
    benefits: f32,
}

impl SectionTally {
    fn add(&mut self, line: &MarkedLine<'_>, scores: &SubjectScores) {
        let (duty, asked) =
            (scores[LineLabel::Responsibility.number()], scores[LineLabel::Must.number()]);
        let benefits = scores[LineLabel::Benefits.number()];
        if !is_listed(line) || line.is_short() {
            return;
        }
        self.listed += 1.0;
        if line.depth().is_some() && asked >= 4.0 {
            self.asking_items += 1.0;
        }
        if benefits >= 3.0 && benefits > duty.max(asked) {
            self.benefits += 1.0;
        } else if duty > asked {
            self.duties += 1.0;
            let is_participle = opening_verb(&line.words) == Some(OpeningVerb::Participle);
            self.doing += f32::from(u8::from(!is_participle));
        } else if asked > duty {
            self.asked += 1.0;
        }
    }

    /// Returns the subject of `section`, whose lines were counted.
    fn correct(self, section: &LineSection) -> Option<LineLabel> {
        let LineSection { subject, before, is_led_in, .. } = *section;
        let listed = self.listed.max(1.0);
        let many = self.listed >= 3.0;
        match subject {
            Some(LineLabel::Must) if many && !is_led_in && (self.doing / listed) >= 0.9 => {
                Some(LineLabel::Responsibility)
            }
            Some(LineLabel::Responsibility) if many && (self.asked / listed) >= 0.7 => {
                Some(LineLabel::Must)
            }
            // "Equal opportunities" among the criteria of a person specification.
            Some(LineLabel::EqualOpportunity)
                if self.listed >= 1.0 && (self.asking_items / listed) >= 0.9 =>
            {
                Some(LineLabel::Must)
            }
            None | Some(LineLabel::Summary) if self.listed >= 2.0 => {
                let known = if self.benefits >= 2.0 && (self.benefits / listed) >= 0.5 {
                    Some(LineLabel::Benefits)
                } else if (self.duties / listed) >= 0.6 {
                    Some(LineLabel::Responsibility)
                } else if (self.asked / listed) >= 0.6 {
                    Some(LineLabel::Must)
                } else {
                    None
                };
                let soft = before.filter(|before| {
                    matches!(before, LineLabel::Responsibility if (self.duties / listed) >= 0.4)
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
const ROW_PRIOR: f32 = 10.0;

/// Score of a requirement that no heading announces.
const CERTAIN_REQUIREMENT: f32 = 4.0;

/// Scores below which nothing is known of a line.
const MIN_SCORE: f32 = 1.0;

fn label_of(line: &MarkedLine<'_>, scores: &SubjectScores, section: &LineSection) -> LineLabel {
    if let Some(label) = label_of_mark(line, section) {
        return label;
    }
    let mut scores = *scores;
    if section.subject.is_some_and(LineLabel::is_work) && is_listed(line) {
        weaken_others(line, &mut scores);
    }
    let is_aside = is_aside(line, section, &scores) || is_past_list(section, &scores);
    if let Some(subject) = section.subject.filter(|_| !is_aside) {
        strengthen(subject, line, &mut scores);
    }
    if section.subject == Some(LineLabel::Pay) {
        weigh_money(line, &mut scores);
    }
    if !is_listed(line) {
        weigh_prose(line, section, &mut scores);
    }
    if section.subject.is_none() && line.is_short() {
        scores[LineLabel::Responsibility.number()] = 0.0;
    }
    let asked = &mut scores[LineLabel::Must.number()];
    let is_unannounced = is_aside || matches!(section.subject, None | Some(LineLabel::Fact));
    if is_unannounced && *asked < CERTAIN_REQUIREMENT {
        *asked = 0.0;
    }
    let best = Some(LineLabel::best(&scores)).filter(|best| scores[best.number()] >= MIN_SCORE);
    match best {
        Some(LineLabel::Must) => {
            let is_nice = section.subject == Some(LineLabel::Nice);
            importance_of(&line.line.text, &line.words, is_nice)
        }
        Some(label) => label,
        None if line.words.len() <= 4 && !names_only(line, section) => LineLabel::Fact,
        None => LineLabel::Summary,
    }
}

fn is_one_sentence(line: &MarkedLine<'_>) -> bool {
    sentences(&line.line.text).len() == 1
}

/// Whether a line is an item below a heading that is not known: it may name a skill, and does not
/// say whether the skill is required.
fn names_only(line: &MarkedLine<'_>, section: &LineSection) -> bool {
    section.is_unknown && section.subject.is_none() && line.depth().is_some()
}

/// Returns the label of a line that does not depend on the subjects of its words.
fn label_of_mark(line: &MarkedLine<'_>, section: &LineSection) -> Option<LineLabel> {
    if section.subject == Some(LineLabel::Page) {
        return Some(LineLabel::Page);
    }
    match line.mark {
        LineMark::LeadIn(_)
            if states_requirement(line) && section.subject == Some(LineLabel::Must) =>
        {
            Some(LineLabel::Must)
        }
        LineMark::Heading(_) | LineMark::LeadIn(_) => Some(LineLabel::Heading),
        LineMark::Key(label) => Some(label),
        LineMark::Furniture => Some(LineLabel::Fact),
        LineMark::Page => Some(LineLabel::Page),
        LineMark::Inline(..) | LineMark::Content => match section.subject {
            Some(LineLabel::NotNeeded) => Some(LineLabel::NotNeeded),
            _ if says_nothing(line) => Some(LineLabel::Fact),
            _ if is_one_sentence(line) && denies_work(&line.words) => Some(LineLabel::NotNeeded),
            _ => None,
        },
    }
}

/// Whether a line of prose is not about the subject of its section: in a list of duties or
/// requirements, it speaks of the company or to the reader.
fn is_aside(line: &MarkedLine<'_>, section: &LineSection, scores: &SubjectScores) -> bool {
    if is_listed(line) {
        return false;
    }
    match section.subject {
        Some(LineLabel::Responsibility) => speaks_of_us(line),
        Some(subject) if subject.is_requirement() => {
            let asks = scores[LineLabel::Must.number()] > 0.0;
            let is_ours = line.words.first().is_some_and(|word| {
                let word = word.lower.as_str();
                matches!(word, "we" | "we're" | "we've" | "our" | "please" | "if" | "this")
            });
            !asks && (is_ours || has_several_sentences(line))
        }
        _ => false,
    }
}

/// Whether text after a list of duties or requirements says nothing that a person does or brings.
fn is_past_list(section: &LineSection, scores: &SubjectScores) -> bool {
    let kind = match section.subject {
        Some(LineLabel::Responsibility) => LineLabel::Responsibility,
        Some(subject) if subject.is_requirement() => LineLabel::Must,
        _ => return false,
    };
    section.is_after_list && scores[kind.number()] < 2.0
}

fn has_several_sentences(line: &MarkedLine<'_>) -> bool {
    sentences(&line.line.text).len() > 1
}

/// Adds to the score of `subject`, that of the section of the line.
fn strengthen(subject: LineLabel, line: &MarkedLine<'_>, scores: &mut SubjectScores) {
    let prior = match line.line.shape {
        // A row holds many statements.
        LineShape::Row(_) if subject.is_work() => ROW_PRIOR,
        _ if is_listed(line) => LIST_PRIOR,
        _ => PROSE_PRIOR,
    };
    let subject = if subject == LineLabel::Nice { LineLabel::Must } else { subject };
    scores[subject.number()] += prior;
}

/// Tells pay from benefits below a heading of both: pay names money.
fn weigh_money(line: &MarkedLine<'_>, scores: &mut SubjectScores) {
    if names_money(&line.line.text) {
        scores[LineLabel::Pay.number()] += MONEY_WEIGHT;
    } else if scores[LineLabel::Benefits.number()] >= 3.0 {
        scores[LineLabel::Pay.number()] -= LIST_PRIOR;
    }
}

/// Takes prose for a summary of the role, unless a heading says that these are the duties.
fn weigh_prose(line: &MarkedLine<'_>, section: &LineSection, scores: &mut SubjectScores) {
    scores[LineLabel::Summary.number()] += 1.0;
    let follows_duties = section.before == Some(LineLabel::Responsibility)
        && scores[LineLabel::Responsibility.number()] >= 3.0;
    let is_summary = section.subject != Some(LineLabel::Responsibility)
        && (section.subject.is_none() || has_several_sentences(line));
    if is_summary && !follows_duties {
        let duties = std::mem::take(&mut scores[LineLabel::Responsibility.number()]);
        scores[LineLabel::Summary.number()] += duties;
    }
}

/// Weakens the scores for other subjects of a line in a list of duties or requirements: there,
/// applications and benefits are subjects of the work.
fn weaken_others(line: &MarkedLine<'_>, scores: &mut SubjectScores) {
    let is_one = line.depth().is_some() || matches!(line.line.shape, LineShape::Row(_));
    let part = if is_one { 0.4 } else { 0.8 };
    for label in LineLabel::ALL {
        if label != LineLabel::Responsibility && label != LineLabel::Must {
            scores[label.number()] *= part;
        }
    }
}

/// Whether prose is about the employer from its first words: "We recognise …", "At Acme, we …". "We
/// will ask you" and "we need you" are about the reader.
fn speaks_of_us(line: &MarkedLine<'_>) -> bool {
    let words = line.words.get(..line.words.len().min(4)).unwrap_or_default();
    let is_ours = match words {
        [first, ..] if matches!(first.lower.as_str(), "we" | "we're" | "we've" | "our") => true,
        [first, rest @ ..] if first.lower == "at" => has_any(rest, &["we", "we're", "our"]),
        _ => false,
    };
    let asks = ["you'll", "will", "need", "ask", "expect", "want"];
    is_ours && !has_any(&line.words, &asks)
}

/// Whether a line that leads in to a list is a requirement itself: years of experience, a degree.
fn states_requirement(line: &MarkedLine<'_>) -> bool {
    let has_degree = (0..line.words.len()).any(|at| names_degree(&line.line.text, &line.words, at));
    has_degree || has_any(&line.words, &["year", "years"]) && has_any(&line.words, &["experience"])
}

/// Whether a line says that there is nothing to say: "None", "N/A".
fn says_nothing(line: &MarkedLine<'_>) -> bool {
    let words: Vec<&str> = line.words.iter().map(|word| word.lower.as_str()).collect();
    matches!(words.as_slice(), ["none" | "na" | "tbd" | "tba"] | ["n", "a"] | ["not", "applicable"])
}
