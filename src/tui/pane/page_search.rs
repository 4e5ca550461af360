//! Search within the text of a page: where a pattern occurs, also across wrapped lines.

use std::ops::Range;

use crate::search::fold_with_origins;
use crate::tui::doc::{COLUMN_RULE, TextDoc, TonedText, row_text};

/// A text to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PagePattern {
    /// Folded alternatives; matches of any of them count.
    needles: Vec<Vec<char>>,
    /// Whether upper and lower case differ.
    keeps_case: bool,
    /// Whether matches begin at the start of a word.
    at_word_start: bool,
}

impl PagePattern {
    /// Looks for `query` as it is typed: any case unless it has a capital letter, any accents, any
    /// number of blanks between its words.
    pub(crate) fn typed(query: &str) -> Self {
        let keeps_case = query.chars().any(char::is_uppercase);
        let words: Vec<&str> = query.split_whitespace().collect();
        Self {
            needles: vec![folded(&words.join(" "), keeps_case)],
            keeps_case,
            at_word_start: false,
        }
    }

    /// Looks for the start of any of `words`, as a search has found them.
    pub(crate) fn words(words: &[String]) -> Self {
        let needles = words.iter().map(|word| folded(word, false)).collect();
        Self { needles, keeps_case: false, at_word_start: true }
    }

    /// Whether there is nothing to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.needles.iter().all(Vec::is_empty)
    }
}

fn folded(text: &str, keeps_case: bool) -> Vec<char> {
    fold_with_origins(text, keeps_case).into_iter().map(|(c, _)| c).collect()
}

/// An occurrence of a pattern in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageMatch {
    /// The item that has it.
    pub item: usize,
    /// Its bytes, by line.
    pub parts: Vec<(usize, Range<usize>)>,
}

impl PageMatch {
    /// Whether a part of it is in `lines`.
    pub(crate) fn is_in(&self, lines: &Range<usize>) -> bool {
        self.parts.iter().any(|(line, _)| lines.contains(line))
    }
}

/// A character of a text as it is searched; the blanks between lines belong to no line.
type SearchedChar = (char, Option<(usize, Range<usize>)>);

/// Returns all occurrences of `pattern` in `doc`, in reading order.
pub(crate) fn page_matches(doc: &TextDoc, pattern: &PagePattern) -> Vec<PageMatch> {
    let mut found = Vec::new();
    if pattern.is_empty() {
        return found;
    }
    for item in 0..doc.item_count() {
        for column in columns(doc, doc.item_lines(item), pattern.keeps_case) {
            for place in places(&column, pattern) {
                found.push(PageMatch { item, parts: parts(&column[place]) });
            }
        }
    }
    found
}

/// Returns the characters of `lines`, column by column, with one blank between words.
fn columns(doc: &TextDoc, lines: Range<usize>, keeps_case: bool) -> Vec<Vec<SearchedChar>> {
    let mut columns: Vec<Vec<SearchedChar>> = Vec::new();
    for line in lines {
        let Some(row) = doc.rows.get(line) else { continue };
        let text = row_text(row);
        for (at, bytes) in column_ranges(row).into_iter().enumerate() {
            if columns.len() == at {
                columns.push(Vec::new());
            }
            let Some(column) = columns.get_mut(at) else { continue };
            add_line(column, &text[bytes.clone()], (line, bytes.start), keeps_case);
        }
    }
    columns
}

/// Adds the words of `text`, which starts at a byte of a line, to `column`.
fn add_line(
    column: &mut Vec<SearchedChar>,
    text: &str,
    (line, start): (usize, usize),
    keeps_case: bool,
) {
    if column.last().is_some_and(|(c, _)| *c != ' ') {
        column.push((' ', None));
    }
    for (c, bytes) in fold_with_origins(text, keeps_case) {
        if !c.is_whitespace() {
            column.push((c, Some((line, start + bytes.start..start + bytes.end))));
        } else if column.last().is_some_and(|(before, _)| *before != ' ') {
            column.push((' ', Some((line, start + bytes.start..start + bytes.end))));
        }
    }
}

/// Returns the bytes of the columns of a line.
fn column_ranges(row: &[TonedText]) -> Vec<Range<usize>> {
    let (mut ranges, mut start, mut at) = (Vec::new(), 0, 0);
    for piece in row {
        let end = at + piece.text.len();
        if piece.text == COLUMN_RULE {
            ranges.push(start..at);
            start = end;
        }
        at = end;
    }
    ranges.push(start..at);
    ranges
}

/// Returns where `pattern` occurs in `column`: ascending, disjoint.
fn places(column: &[SearchedChar], pattern: &PagePattern) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for needle in pattern.needles.iter().filter(|needle| !needle.is_empty()) {
        for (start, window) in column.windows(needle.len()).enumerate() {
            let starts_word = start == 0 || !column[start - 1].0.is_alphanumeric();
            if (starts_word || !pattern.at_word_start)
                && window.iter().zip(needle).all(|((c, _), wanted)| c == wanted)
            {
                places.push(start..start + needle.len());
            }
        }
    }
    places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    places.dedup_by(|next, before| next.start < before.end);
    places
}

/// Returns the bytes of `chars` by line.
fn parts(chars: &[SearchedChar]) -> Vec<(usize, Range<usize>)> {
    let mut parts: Vec<(usize, Range<usize>)> = Vec::new();
    for (line, bytes) in chars.iter().filter_map(|(_, place)| place.as_ref()) {
        match parts.last_mut().filter(|(last, _)| last == line) {
            Some((_, part)) => part.end = part.end.max(bytes.end),
            None => parts.push((*line, bytes.clone())),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::doc::{TextTone, wrap};

    fn found(doc: &TextDoc, query: &str) -> Vec<String> {
        let shown = |found: PageMatch| {
            let parts = found
                .parts
                .iter()
                .map(|(line, bytes)| row_text(&doc.rows[*line])[bytes.clone()].to_string());
            parts.collect::<Vec<_>>().join("|")
        };
        page_matches(doc, &PagePattern::typed(query)).into_iter().map(shown).collect()
    }

    #[test]
    fn words_are_found_over_wrapped_lines_in_any_case_and_with_any_accents() {
        let mut doc = TextDoc::default();
        doc.text("Leads the Café team, and every café.", TextTone::Text, 12, 2);
        assert!(doc.rows.len() > 2);
        assert_eq!(found(&doc, "cafe"), ["Café", "café"]);
        assert_eq!(found(&doc, "Cafe"), ["Café"]);
        assert_eq!(found(&doc, "LEADS"), [""; 0]);
        assert_eq!(found(&doc, "the  cafe team"), ["the|Café team"]);
        assert_eq!(found(&doc, "eam, a"), ["eam,|a"]);
        assert_eq!(found(&doc, " "), [""; 0]);
    }

    #[test]
    fn each_column_is_read_by_itself() {
        let text = |text: &str| wrap(&[TonedText::new(text, TextTone::Text)], 9);
        let mut doc = TextDoc::default();
        doc.begin_item();
        for (mut left, right) in text("bakes the bread").into_iter().zip(text("sells the bread")) {
            left.push(TonedText::new(COLUMN_RULE, TextTone::Faint));
            left.extend(right);
            doc.row(left);
        }
        assert_eq!(found(&doc, "bakes the bread"), ["bakes the|bread"]);
        assert_eq!(found(&doc, "the bread"), ["the|bread", "the|bread"]);
        assert_eq!(found(&doc, "the sells"), [""; 0]);
    }

    #[test]
    fn words_of_a_search_are_found_where_words_start() {
        let mut doc = TextDoc::default();
        doc.text("Road maps, roadmaps: MAP", TextTone::Text, 60, 0);
        let words = ["map".to_string(), "maps".to_string()];
        let lit: Vec<_> = page_matches(&doc, &PagePattern::words(&words))
            .into_iter()
            .flat_map(|found| found.parts)
            .collect();
        assert_eq!(lit, [(0, 5..9), (0, 21..24)]);
    }
}
