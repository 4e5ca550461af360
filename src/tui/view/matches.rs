//! What of a row matches the query, and why a row is listed whose name does not.

use std::ops::Range;

use crate::model::Catalog;
use crate::model::text::{DisplayWidth, quoted};
use crate::search::{Hit, MatchedText, Query, contains_words, highlight};
use crate::tui::doc::{TextTone, TonedText};

/// Returns `text` with the bytes of `lit` in the tone of a match.
pub(crate) fn highlighted(text: &str, lit: &[Range<usize>], tone: TextTone) -> Vec<TonedText> {
    let mut pieces = Vec::with_capacity(lit.len() * 2 + 1);
    let mut at = 0;
    for range in lit {
        if let (Some(before), Some(inside)) = (text.get(at..range.start), text.get(range.clone())) {
            if !before.is_empty() {
                pieces.push(TonedText::new(before, tone));
            }
            pieces.push(TonedText::new(inside, TextTone::Match));
            at = range.end;
        }
    }
    if let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        pieces.push(TonedText::new(rest, tone));
    }
    pieces
}

/// Returns the name of a hit, with the matches highlighted if the name matched.
pub(super) fn matching(name: &str, hit: Option<&Hit>, query: &Query) -> Vec<TonedText> {
    let ranges = match hit {
        // A term that is never shown means much the same as the name.
        Some(hit) if matches!(hit.matched, MatchedText::Name | MatchedText::Hidden) => {
            highlight(&query.without(hit.missing), name)
        }
        Some(hit) if contains_words(&query.without(hit.missing), name) => {
            highlight(&query.without(hit.missing), name)
        }
        _ => Vec::new(),
    };
    highlighted(name, &ranges, TextTone::Text)
}

/// Minimum number of cells for the reason of a match: what fits into fewer tells nothing.
const MIN_REASON: usize = 12;

/// Returns what matched if the name does not contain the query, preferably in `room` cells.
pub(super) fn match_reason(
    catalog: &Catalog,
    hit: Option<&Hit>,
    name: &str,
    query: &Query,
    room: usize,
) -> Vec<TonedText> {
    let missing = hit.map_or(0, |hit| hit.missing);
    let found = query.without(missing);
    let is_named = contains_words(&found, name);
    let mut pieces = if is_named || room < MIN_REASON {
        Vec::new()
    } else {
        named_otherwise(catalog, hit, &found, room)
    };
    pieces.extend(missing_words(missing, query));
    pieces
}

/// Returns the query words that a hit lacks.
pub(super) fn missing_words(missing: u32, query: &Query) -> Option<TonedText> {
    (missing != 0).then(|| {
        let words: Vec<String> =
            query.words(missing).iter().map(|word| quoted(word).to_string()).collect();
        TonedText::new(format!("  without {}", words.join(", ")), TextTone::Dim)
    })
}

/// Returns the other text that matched: `also called Sous chef`, or `= Sous chef` where there is no
/// `room` for the words. A search term that is not another name says so.
fn named_otherwise(
    catalog: &Catalog,
    hit: Option<&Hit>,
    query: &Query,
    room: usize,
) -> Vec<TonedText> {
    let Some(hit) = hit else { return Vec::new() };
    let label = match hit.matched {
        MatchedText::Name => return Vec::new(),
        MatchedText::Alias => "also called ",
        MatchedText::Hidden => "found as ",
        _ => return vec![TonedText::new(format!("  by {}", hit.matched), TextTone::Dim)],
    };
    let text = hit.text(catalog);
    let fits = 2 + label.width() + text.width() <= room;
    let label = if fits { format!("  {label}") } else { "  = ".to_string() };
    let mut pieces = vec![TonedText::new(label, TextTone::Dim)];
    pieces.extend(highlighted(text, &highlight(query, text), TextTone::Dim));
    pieces
}
