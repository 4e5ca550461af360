//! Responsibilities and requirements: lines, or sentences of lines that are about more.

use std::ops::Range;

use super::cues::{opening_verb, statement_scores, words_at};
use super::found::{LineLabel, ReadRequirement, TextPlace};
use super::importance::importance_of;
use super::marks::{LineMark, MarkedLine};
use super::words::{line_words, sentences};
use crate::model::Importance;

/// Score from which a sentence of prose is a statement of its kind.
const CERTAIN: f32 = 2.5;

/// Number of duties or requirements below which prose is searched for more.
const FEW: usize = 3;

/// Minimum number of words of prose.
const SHORTEST_PROSE: usize = 8;

/// Returns the responsibilities and the requirements of `lines`. Lines of prose that turn out to be
/// mostly one or the other get its label.
pub(super) fn extract(
    lines: &[MarkedLine<'_>],
    labels: &mut [LineLabel],
) -> (Vec<TextPlace>, Vec<ReadRequirement>) {
    let mut duties = Vec::new();
    let mut requirements = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        for (bytes, label) in statements(line, labels[at]) {
            let place = TextPlace { line: at, bytes };
            match label {
                LineLabel::Responsibility => duties.push(place),
                LineLabel::Must | LineLabel::Nice => {
                    let is_must = label == LineLabel::Must;
                    let importance =
                        if is_must { Importance::Essential } else { Importance::Useful };
                    requirements.push(ReadRequirement { place, importance });
                }
                _ => {}
            }
        }
    }
    // Prose on the role says what a person does and brings, where no list does.
    let (no_duties, no_requirements) = (duties.len() < FEW, requirements.len() < FEW);
    if no_duties || no_requirements {
        for (at, line) in lines.iter().enumerate() {
            let is_prose = labels[at] == LineLabel::Summary
                && line.mark == LineMark::Content
                && line.words.len() >= SHORTEST_PROSE;
            if !is_prose {
                continue;
            }
            let parts = sentences_of(line);
            let part_of = |wanted: fn(LineLabel) -> bool| {
                2 * parts.iter().filter(|(_, label)| label.is_some_and(wanted)).count()
                    >= parts.len()
            };
            if no_duties && part_of(|label| label == LineLabel::Responsibility) {
                labels[at] = LineLabel::Responsibility;
            } else if no_requirements && part_of(LineLabel::is_requirement) {
                labels[at] = LineLabel::Must;
            }
            for (bytes, label) in parts {
                let place = TextPlace { line: at, bytes };
                match label {
                    Some(LineLabel::Responsibility) if no_duties => duties.push(place),
                    Some(LineLabel::Must) if no_requirements => requirements
                        .push(ReadRequirement { place, importance: Importance::Essential }),
                    Some(LineLabel::Nice) if no_requirements => {
                        requirements
                            .push(ReadRequirement { place, importance: Importance::Useful });
                    }
                    _ => {}
                }
            }
        }
    }
    duties.sort_by_key(|place: &TextPlace| (place.line, place.bytes.start));
    requirements.sort_by_key(|asked| (asked.place.line, asked.place.bytes.start));
    (duties, requirements)
}

/// Returns the statements of a line with `label`: the line, or its sentences by kind if they are of
/// both kinds.
fn statements(line: &MarkedLine<'_>, label: LineLabel) -> Vec<(Range<usize>, LineLabel)> {
    if label != LineLabel::Responsibility && !label.is_requirement() {
        return Vec::new();
    }
    let text = line.line.text.as_str();
    let start = match line.mark {
        LineMark::Inline(_, first) => line.words.get(first).map_or(0, |word| word.range.start),
        _ => 0,
    };
    let line_itself = vec![(start..text.len(), label)];
    if line.depth().is_some() {
        return line_itself;
    }
    let parts = sentences_of(line);
    let is_duty = label == LineLabel::Responsibility;
    let other = |part: &Option<LineLabel>| match part {
        Some(LineLabel::Responsibility) => !is_duty,
        Some(part) => is_duty && part.is_requirement(),
        None => false,
    };
    if !parts.iter().any(|(_, part)| other(part)) {
        return line_itself;
    }
    parts.into_iter().map(|(bytes, part)| (bytes, part.unwrap_or(label))).collect()
}

/// Returns the sentences of a line, each with its kind where it is clear.
fn sentences_of(line: &MarkedLine<'_>) -> Vec<(Range<usize>, Option<LineLabel>)> {
    let text = line.line.text.as_str();
    let label_of = |bytes: &Range<usize>| {
        let words = words_at(&line.words, bytes);
        let scores = statement_scores(text, words);
        let duty = scores[LineLabel::Responsibility.number()];
        let asked = scores[LineLabel::Must.number()];
        let other = LineLabel::ALL
            .into_iter()
            .filter(|label| {
                !matches!(label, LineLabel::Responsibility | LineLabel::Must | LineLabel::Summary)
            })
            .map(|label| scores[label.number()])
            .fold(0.0, f32::max);
        if duty >= CERTAIN && duty > asked && duty > other && says_what_is_done(words) {
            Some(LineLabel::Responsibility)
        } else if asked >= CERTAIN && asked > duty && asked > other {
            let part = &text[bytes.clone()];
            Some(importance_of(part, &line_words(part), false))
        } else if other >= 2.0 && other > duty && other > asked {
            // About something else.
            Some(LineLabel::Summary)
        } else {
            None
        }
    };
    sentences(text).into_iter().map(|bytes| (bytes.clone(), label_of(&bytes))).collect()
}

/// Whether a sentence says what the person does: it begins with a verb, or has "you will" or the like.
fn says_what_is_done(words: &[super::words::LineWord]) -> bool {
    let has = |at: usize, list: &[&str]| {
        words.get(at).is_some_and(|word| list.contains(&word.lower.as_str()))
    };
    opening_verb(words).is_some()
        || (0..words.len()).any(|at| {
            has(at, &["you'll"])
                || has(
                    at,
                    &["you", "incumbent", "candidate", "holder", "person", "position", "role"],
                ) && has(at + 1, &["will", "are", "is"])
                || has(at, &["responsible"])
                || has(at, &["responsibilities", "duties"]) && has(at + 1, &["include", "will"])
        })
}
