//! Words of a text with their places.

use crate::analysis::words::is_unspaced;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Returns the words by which texts are compared; a text without words is only equal to itself.
/// Hyphens, slashes and commas separate letters as spaces do, and typographic quotes and dashes
/// equal those on a keyboard.
pub(in crate::analysis) fn normalised_words(text: &str) -> Vec<String> {
    let words: Vec<String> =
        tokens(text).into_iter().flat_map(|token| split_piece(&token.key)).collect();
    if words.is_empty() { vec![text.to_string()] } else { words }
}

/// Returns the words in a piece of text without spaces.
pub(super) fn split_piece(key: &str) -> Vec<String> {
    let chars: Vec<char> = key
        .chars()
        .map(|c: char| match c {
            '’' | '‘' | 'ʼ' => '\'',
            '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
            other => other,
        })
        .collect();
    let mut words = vec![String::new()];
    for (at, &c) in chars.iter().enumerate() {
        // Between digits they are significant: `3/4` is neither `3-4` nor `3 4`.
        let parts = matches!(c, '-' | '/' | ',' | ';' | ':')
            && is_letter(at.checked_sub(1), &chars)
            && is_letter(Some(at + 1), &chars);
        match words.last_mut() {
            Some(word) if !parts => word.push(c),
            _ => words.push(String::new()),
        }
    }
    words
}

pub(super) fn is_letter(at: Option<usize>, chars: &[char]) -> bool {
    at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphabetic())
}

/// Whether both texts have the same words, so that they differ at most in punctuation, capitals and
/// spaces.
pub(in crate::analysis) fn same_words(left: &str, right: &str) -> bool {
    left == right || normalised_words(left) == normalised_words(right)
}

/// Returns the words of `text` as written.
pub(in crate::analysis) fn written_words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| text[token.place].to_string()).collect()
}

/// A word and its position, without the punctuation around it.
pub(super) struct WordToken {
    pub(super) place: Range<usize>,
    /// In lower case, since the capital of a first word is not a change.
    pub(super) key: String,
}

/// Returns `word` in lower case and British spelling, without endings of number and tense:
/// `launches`, `launched` and `launching` are one word, `strategy` and `strategic` are two. Not for
/// display.
pub(super) fn uninflected(word: &str) -> String {
    let mut word = word.replace('’', "'");
    if word.ends_with("'s") || word.ends_with("s'") {
        word.truncate(word.len() - 2);
    }
    if let Some(stem) =
        word.strip_suffix("ies").or(word.strip_suffix("ied")).filter(|stem| stem.len() > 1)
    {
        word = format!("{stem}y");
    } else if let Some(stem) = ["sses", "ches", "shes", "xes", "zes"]
        .iter()
        .find(|end| word.ends_with(**end))
        .and_then(|_| word.strip_suffix("es"))
    {
        word = stem.to_string();
    } else if word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
    {
        word.pop();
    }
    for (ending, not) in [("ing", "thing"), ("ed", "eed")] {
        let stem = word
            .strip_suffix(ending)
            .filter(|stem| stem.len() > 2 && has_vowel(stem) && !word.ends_with(not));
        if let Some(stem) = stem {
            let doubled = stem.len() > 3
                && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
            let kept = if doubled && !stem.ends_with(['l', 's', 'z']) {
                stem.len() - 1
            } else {
                stem.len()
            };
            word = stem.get(..kept).unwrap_or(stem).to_string();
            break;
        }
    }
    if word.len() > 3 && word.ends_with('e') {
        word.pop();
    }
    if word.contains("iz") || word.contains("yz") {
        word = word.replace("iz", "is").replace("yz", "ys");
    }
    word
}

pub(super) fn has_vowel(stem: &str) -> bool {
    stem.chars().any(|c| "aeiouy".contains(c))
}

/// Returns the words of `text`. A word is the text between spaces without the punctuation around
/// it, so `C++`, `go-to-market` and `A/B` are one word each; scripts without spaces are split by
/// the rules of Unicode.
pub(super) fn tokens(text: &str) -> Vec<WordToken> {
    let mut tokens = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += piece.len();
        let bare = piece.trim_end();
        let lead = bare.len() - bare.trim_start_matches(is_opening).len();
        let word = bare[lead..].trim_end_matches(is_closing);
        if word.is_empty() {
            continue;
        }
        let from = start + lead;
        if word.chars().any(is_unspaced) {
            for (offset, part) in word.unicode_word_indices() {
                let place = from + offset..from + offset + part.len();
                tokens.push(WordToken { place, key: part.to_lowercase() });
            }
        } else {
            tokens.push(WordToken { place: from..from + word.len(), key: word.to_lowercase() });
        }
    }
    tokens
}

pub(super) fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '"'
            | '\''
            | '“'
            | '‘'
            | '«'
            | '‹'
            | '¿'
            | '¡'
            | '–'
            | '—'
            | '-'
            | '…'
            | ','
            | ';'
            | ':'
    )
}

pub(super) fn is_closing(c: char) -> bool {
    matches!(
        c,
        ')' | ']'
            | '}'
            | '"'
            | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | '.'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '…'
            | '–'
            | '—'
    )
}
