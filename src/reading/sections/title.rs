//! The title of a job.

use std::ops::Range;

use super::facts::{fact_of, value_of};
use super::found::{LineLabel, StatedValue, TextFact, TextPlace};
use super::marks::{LineMark, MarkedLine};
use super::title_text::{announced_title, bare_title};
use super::words::{line_words, sentences, words_at};
use super::workers::names_worker;
use crate::reading::layout::LineShape;

/// Returns the title of the job. `stated` is the one that the format states.
pub(super) fn title(
    lines: &[MarkedLine<'_>],
    labels: &[LineLabel],
    stated: Option<&str>,
) -> TextFact<String> {
    if let Some(title) = stated {
        let mut same = lines.iter().enumerate().filter(|(_, line)| line.line.text.contains(title));
        let first = same.clone().next();
        let line = same.find(|(_, line)| may_hold_title(line)).or(first).map_or(0, |(at, _)| at);
        let start = lines.get(line).and_then(|line| line.line.text.find(title));
        let bytes = start.map_or(0..0, |start| start..start + title.len());
        let value = bare_title(title, 0..title.len());
        return TextFact::Stated(StatedValue {
            value: title[value].to_string(),
            place: TextPlace { line, bytes },
        });
    }
    let keyed: Vec<StatedValue<String>> = (0..lines.len())
        .filter(|line| {
            labels[*line] == LineLabel::Title && matches!(lines[*line].mark, LineMark::Key(_))
        })
        .map(|line| {
            let text = &lines[line].line.text;
            title_at(lines, line, bare_title(text, value_of(text)))
        })
        .filter(|stated| !stated.value.is_empty())
        .collect();
    if !keyed.is_empty() {
        return fact_of(keyed);
    }
    let Some(line) = title_line(lines) else {
        let found = announced(lines).or_else(|| lone_title(lines, labels));
        return found.map_or(TextFact::NotStated, TextFact::Stated);
    };
    let text = &lines[line].line.text;
    let stated = title_at(lines, line, bare_title(text, 0..text.len()));
    if stated.value.is_empty() { TextFact::NotStated } else { TextFact::Stated(stated) }
}

/// Returns the title that the first sentence of the text announces that announces one: "We are
/// looking for a baker to run our shop."
fn announced(lines: &[MarkedLine<'_>]) -> Option<StatedValue<String>> {
    let prose = lines.iter().enumerate().take(LAST_TITLE_LINE);
    let prose = prose.filter(|(_, line)| {
        line.depth().is_none() && matches!(line.mark, LineMark::Content | LineMark::LeadIn(_))
    });
    for (at, line) in prose {
        for sentence in sentences(&line.line.text) {
            let text = &line.line.text[sentence.clone()];
            if let Some(title) = announced_title(text, &line_words(text)) {
                let bytes = sentence.start + title.start..sentence.start + title.end;
                return Some(title_at(lines, at, bytes));
            }
        }
    }
    None
}

/// Returns the only title that stands in a block of its own, outside of lists and sections: some
/// ads state it at the end.
fn lone_title(lines: &[MarkedLine<'_>], labels: &[LineLabel]) -> Option<StatedValue<String>> {
    let mut found = lines.iter().enumerate().filter(|(at, line)| {
        let text = line.line.text.as_str();
        let is_outside = matches!(labels[*at], LineLabel::Summary | LineLabel::Fact);
        is_outside
            && line.mark == LineMark::Content
            && line.line.shape == LineShape::Paragraph
            && line.begins_block()
            && may_hold_title(line)
            && line.words.iter().all(|word| word.is_capital || word.lower.len() <= 3)
            && names_worker(text, &line.words)
    });
    let (at, line) = found.next()?;
    let text = line.line.text.as_str();
    found.next().is_none().then(|| title_at(lines, at, bare_title(text, 0..text.len())))
}

/// Returns the title at `bytes` of a line.
pub(super) fn title_at(
    lines: &[MarkedLine<'_>],
    line: usize,
    bytes: Range<usize>,
) -> StatedValue<String> {
    let value = lines[line].line.text[bytes.clone()].to_string();
    StatedValue { value, place: TextPlace { line, bytes } }
}

/// Maximum number of words of a title.
const LONGEST_TITLE: usize = 12;

/// Maximum number of words of a line with a title, pay, place and terms.
const LONGEST_LINE: usize = 30;

/// Whether a line is short enough to be a title, and no item of a list.
pub(super) fn may_hold_title(line: &MarkedLine<'_>) -> bool {
    let text = line.line.text.as_str();
    let is_bare = line.words.len() <= LONGEST_LINE
        && sentences(text).len() <= 1
        && !text.trim_end().ends_with('.')
        && title_words(line) <= LONGEST_TITLE;
    is_bare && (line.depth().is_none() || is_key(line))
}

/// Returns the number of words of a line without what is around a title.
fn title_words(line: &MarkedLine<'_>) -> usize {
    let text = line.line.text.as_str();
    words_at(&line.words, &bare_title(text, 0..text.len())).len()
}

fn is_key(line: &MarkedLine<'_>) -> bool {
    matches!(line.mark, LineMark::Key(_))
}

/// Position of the last line that may be the title.
const LAST_TITLE_LINE: usize = 12;

/// Returns the first line that may be the title: short, before any known heading or prose.
pub(super) fn title_line(lines: &[MarkedLine<'_>]) -> Option<usize> {
    for (at, line) in lines.iter().enumerate() {
        match line.mark {
            // The same title twice, as in copied pages.
            LineMark::Furniture if names_worker(&line.line.text, &line.words) => return Some(at),
            LineMark::Furniture | LineMark::Page | LineMark::Key(_) => {}
            LineMark::Heading(mark) if mark.subject.is_some_and(|known| known.coverage > 0.7) => {
                return None;
            }
            LineMark::Heading(_) | LineMark::Content => {
                let is_marked = matches!(line.line.shape, LineShape::Heading(1..=6));
                let text = line.line.text.as_str();
                let bare = &text[bare_title(text, 0..text.len())];
                let is_title = (is_marked || names_worker(bare, &line_words(bare)))
                    && !line.words.is_empty()
                    && may_hold_title(line)
                    && !text.trim_end().ends_with(['.', ':', ',']);
                if is_title {
                    return Some(at);
                }
                if title_words(line) > LONGEST_TITLE || at >= LAST_TITLE_LINE {
                    return None;
                }
            }
            LineMark::Inline(..) | LineMark::LeadIn(_) => return None,
        }
    }
    None
}
