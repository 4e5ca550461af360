//! Responsibilities and requirements: lines, or sentences of lines that are about more.

use std::iter;
use std::ops::Range;

use super::found::{LabelledSentence, LineLabel, ReadRequirement, TextPlace, parts_of};
use super::marks::{LineMark, MarkedLine, column_kind};
use super::parts::sentence_label;
use super::words::{sentences, words_at};
use crate::model::Importance;
use crate::reading::layout::LineShape;

/// Number of duties or requirements below which prose is searched for more.
const FEW: usize = 3;

/// Minimum number of words of prose.
const SHORTEST_PROSE: usize = 8;

/// Returns the responsibilities and the requirements of `lines`. Lines of prose that turn out to be
/// mostly one or the other get its label.
pub(super) fn extract(
    lines: &[MarkedLine<'_>],
    labels: &mut [LineLabel],
    parts: &[LabelledSentence],
) -> (Vec<TextPlace>, Vec<ReadRequirement>) {
    let mut extracts = TextExtracts::default();
    extracts.add_labelled(lines, labels, parts);
    // Prose on the role says what a person does and brings, where no list does.
    let (no_duties, no_requirements) =
        (extracts.duties.len() < FEW, extracts.requirements.len() < FEW);
    if no_duties || no_requirements {
        extracts.add_prose(lines, labels, (no_duties, no_requirements));
    }
    let TextExtracts { mut duties, mut requirements } = extracts;
    duties.sort_by_key(|place| (place.line, place.bytes.start));
    requirements.sort_by_key(|asked| (asked.place.line, asked.place.bytes.start));
    (duties, requirements)
}

/// Statements of a text, in the order in which they were found.
#[derive(Default)]
struct TextExtracts {
    duties: Vec<TextPlace>,
    requirements: Vec<ReadRequirement>,
}

impl TextExtracts {
    /// Adds the statement at `place`, if its `label` is that of a duty or a requirement.
    fn add(&mut self, place: TextPlace, label: LineLabel) {
        let importance = match label {
            LineLabel::Responsibility => return self.duties.push(place),
            LineLabel::Must => Importance::Essential,
            LineLabel::Nice => Importance::Useful,
            _ => return,
        };
        self.requirements.push(ReadRequirement { place, importance });
    }

    /// Adds the statements of the lines whose label says that they are.
    fn add_labelled(
        &mut self,
        lines: &[MarkedLine<'_>],
        labels: &[LineLabel],
        parts: &[LabelledSentence],
    ) {
        let mut columns: Vec<Option<LineLabel>> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            if let LineShape::Row(row) = &line.line.shape
                && row.starts_table
            {
                let kinds = row.cells.iter().map(|cell| column_kind(&cell.join(" ")));
                columns = kinds.map(|kind| kind.map(|kind| kind.label)).collect();
            }
            let known = parts_of(parts, at);
            if labels[at].is_work() && !known.is_empty() {
                for part in known {
                    self.add(part.place.clone(), part.label);
                }
                continue;
            }
            for (bytes, label) in statements(line, labels[at], &columns) {
                self.add(TextPlace { line: at, bytes }, label);
            }
        }
    }

    /// Adds those sentences of prose that are duties or requirements, whichever are wanted. A line
    /// that is mostly one or the other gets its label.
    fn add_prose(
        &mut self,
        lines: &[MarkedLine<'_>],
        labels: &mut [LineLabel],
        (wants_duties, wants_requirements): (bool, bool),
    ) {
        for (at, line) in lines.iter().enumerate() {
            let is_prose = labels[at] == LineLabel::Summary
                && line.mark == LineMark::Content
                && line.words.len() >= SHORTEST_PROSE;
            if !is_prose {
                continue;
            }
            let parts = sentences_of(line);
            if wants_duties && is_half(&parts, |label| label == LineLabel::Responsibility) {
                labels[at] = LineLabel::Responsibility;
            } else if wants_requirements && is_half(&parts, LineLabel::is_requirement) {
                labels[at] = LineLabel::Must;
            }
            for (bytes, label) in parts {
                let Some(label) = label else { continue };
                let is_duty = label == LineLabel::Responsibility;
                let is_wanted = if is_duty { wants_duties } else { wants_requirements };
                if is_wanted {
                    self.add(TextPlace { line: at, bytes }, label);
                }
            }
        }
    }
}

/// Whether half of the sentences `parts` or more are of a kind that is wanted.
fn is_half(
    parts: &[(Range<usize>, Option<LineLabel>)],
    is_wanted: impl Fn(LineLabel) -> bool,
) -> bool {
    let wanted = parts.iter().filter(|(_, label)| label.is_some_and(&is_wanted));
    2 * wanted.count() >= parts.len()
}

/// Returns the statements of a line with `label`: the line, or its sentences by kind if they are of
/// both kinds.
fn statements(
    line: &MarkedLine<'_>,
    label: LineLabel,
    columns: &[Option<LineLabel>],
) -> Vec<(Range<usize>, LineLabel)> {
    if label != LineLabel::Responsibility && !label.is_requirement() {
        return Vec::new();
    }
    if let LineShape::Row(row) = &line.line.shape
        && label.is_requirement()
        && columns.iter().any(Option::is_some)
    {
        return cells_by_column(&row.cells, columns);
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
    let has_other = parts.iter().any(|(_, part)| match part {
        Some(LineLabel::Responsibility) => !is_duty,
        Some(part) => is_duty && part.is_requirement(),
        None => false,
    });
    let are_duties = is_duty && parts.iter().all(|(_, part)| *part == Some(label));
    // What stands under requirements is no duty.
    if !has_other && !are_duties || parts.len() < 2 {
        return line_itself;
    }
    parts.into_iter().map(|(bytes, part)| (bytes, part.unwrap_or(label))).collect()
}

/// Returns the lines of the cells of a row that are in columns of requirements. The text of the row
/// is that of its cells.
fn cells_by_column(
    cells: &[Vec<String>],
    columns: &[Option<LineLabel>],
) -> Vec<(Range<usize>, LineLabel)> {
    let mut found = Vec::new();
    let mut at = 0;
    for (cell, kind) in cells.iter().zip(columns.iter().copied().chain(iter::repeat(None))) {
        for (number, line) in cell.iter().enumerate() {
            at += usize::from(number > 0);
            if let Some(kind) = kind
                && line.chars().any(char::is_alphanumeric)
            {
                found.push((at..at + line.len(), kind));
            }
            at += line.len();
        }
        at += " | ".len();
    }
    found
}

/// Returns the sentences of a line, each with its kind where it is clear.
fn sentences_of(line: &MarkedLine<'_>) -> Vec<(Range<usize>, Option<LineLabel>)> {
    let text = line.line.text.as_str();
    sentences(text)
        .into_iter()
        .map(|bytes| (bytes.clone(), kind_of_sentence(line, &bytes)))
        .collect()
}

/// Returns the kind of the sentence at `bytes` of a line where it is clear: [`LineLabel::Summary`]
/// if it is neither a duty nor a requirement.
fn kind_of_sentence(line: &MarkedLine<'_>, bytes: &Range<usize>) -> Option<LineLabel> {
    let words = words_at(&line.words, bytes);
    let label = sentence_label(&line.line.text, bytes, words, None).filter(|_| !words.is_empty());
    label.map(|label| if label.is_work() { label } else { LineLabel::Summary })
}
