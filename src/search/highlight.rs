//! Finds the matches of a query in a text for highlighting.

use std::ops::Range;

use super::abbreviation::abbreviation_score;
use super::fold::{FoldedText, letter_mask};
use super::inflection::is_same_word;
use super::query::{Query, QueryAlternative};
use super::score;
use super::term::QueryTerm;
use super::word::{INFLECTED, INSIDE, TypedWord};

/// Returns the bytes of `text` (any label, shown or about to be) that the query matches: ascending,
/// disjoint, at grapheme boundaries; empty if a word of the query does not match.
pub fn highlight(query: &Query, text: &str) -> Vec<Range<usize>> {
    let folded = FoldedText::new(text);
    query
        .alternatives
        .iter()
        .find_map(|alternative| matched_chars(alternative, &folded))
        .map_or_else(Vec::new, |lit| {
            let mut ranges: Vec<Range<usize>> = Vec::new();
            for (origin, _) in folded.origins.iter().zip(&lit).filter(|(_, lit)| **lit) {
                let (start, end) = (origin.start as usize, origin.end as usize);
                match ranges.last_mut() {
                    Some(last) if start <= last.end => last.end = last.end.max(end),
                    _ => ranges.push(start..end),
                }
            }
            ranges
        })
}

/// Whether `text` contains every word of the query as it was typed, or inside a longer word.
pub fn contains_words(query: &Query, text: &str) -> bool {
    let folded = FoldedText::new(text);
    let words: Vec<String> =
        folded.words.iter().map(|word| folded.word(word).iter().collect()).collect();
    query.alternatives.iter().any(|alternative| {
        let mut needles = alternative.words.iter();
        !alternative.words.is_empty()
            && needles.all(|needle| words.iter().any(|word| word.contains(&needle.text)))
    })
}

/// Returns whether `alternative` matches each character of `label`. `None` if a word does not
/// match.
fn matched_chars(alternative: &QueryAlternative, label: &FoldedText) -> Option<Vec<bool>> {
    let mut lit = vec![false; label.chars.len()];
    let words: Vec<String> =
        label.words.iter().map(|word| label.word(word).iter().collect()).collect();
    for needle in &alternative.words {
        let at = chars_in_word(needle, label, &words)
            .or_else(|| chars_across_words(needle, label, &words))?;
        for i in at {
            lit[i] = true;
        }
    }
    for term in &alternative.required {
        verbatim_range(term, label)?.for_each(|i| lit[i] = true);
    }
    Some(lit)
}

/// Returns the characters of the word that `needle` fits best.
fn chars_in_word(needle: &TypedWord, label: &FoldedText, words: &[String]) -> Option<Vec<usize>> {
    let mut best: Option<(u16, usize)> = None;
    for (i, word) in words.iter().enumerate() {
        let chars = label.word(&label.words[i]);
        let is_other_form = *word != needle.text && is_same_word(&needle.text, word);
        let inflected = is_other_form.then_some(INFLECTED);
        let quality = inflected.max(needle.fit_in(word, true)).max(needle.resembles(
            word,
            chars.len() as u32,
            letter_mask(chars),
            true,
        ));
        if let Some(quality) = quality.filter(|q| best.is_none_or(|b| b.0 < *q)) {
            best = Some((quality, i));
        }
    }
    let (quality, i) = best?;
    let range = label.words[i].clone();
    if quality == INFLECTED {
        let same = words[i].chars().zip(&needle.chars).take_while(|(a, b)| a == *b).count();
        return Some((range.start..range.start + same).collect());
    }
    if quality >= INSIDE {
        let at = words[i].find(&needle.text).map_or(0, |byte| words[i][..byte].chars().count());
        return Some((range.start + at..range.start + at + needle.chars.len()).collect());
    }
    // An abbreviation highlights its letters, a misspelling the word.
    let mut wanted = needle.chars.iter().peekable();
    let letters: Vec<usize> =
        range.clone().filter(|i| wanted.next_if(|w| **w == label.chars[*i]).is_some()).collect();
    Some(if wanted.peek().is_none() { letters } else { range.collect() })
}

/// Returns the characters that match `needle` when it is read over several words: initials,
/// abbreviations, words typed as one, and scattered letters.
fn chars_across_words(
    needle: &TypedWord,
    label: &FoldedText,
    words: &[String],
) -> Option<Vec<usize>> {
    let firsts: Vec<char> = label.words.iter().map(|w| label.chars[w.start]).collect();
    let wanted = needle.chars.as_slice();
    if let Some(at) = firsts.windows(wanted.len()).position(|window| window == wanted) {
        return Some(label.words[at..at + wanted.len()].iter().map(|w| w.start).collect());
    }
    let text: String = label.chars.iter().collect();
    if abbreviation_score(needle, words.iter().map(String::as_str)).is_some() {
        return Some(abbreviation_chars(wanted, label));
    }
    score::positions(&text, &needle.text)
}

/// Returns the letters of an abbreviation: each at the start of a word if one begins with it,
/// otherwise as early as possible.
fn abbreviation_chars(wanted: &[char], label: &FoldedText) -> Vec<usize> {
    let mut at = Vec::new();
    let mut from = 0;
    for (k, c) in wanted.iter().enumerate() {
        let inside = (from..label.chars.len()).find(|i| label.chars[*i] == *c);
        let start =
            label.words.iter().map(|w| w.start).find(|s| *s >= from && label.chars[*s] == *c);
        let Some(i) = start.filter(|s| k == 0 || rest_fits(*s, k, wanted, &label.chars)).or(inside)
        else {
            break;
        };
        at.push(i);
        from = i + 1;
    }
    at
}

/// Whether the letters of `wanted` after the one at `k` follow in this order after position `i` of
/// the label.
fn rest_fits(i: usize, k: usize, wanted: &[char], label_chars: &[char]) -> bool {
    let mut rest = wanted[k + 1..].iter().peekable();
    for c in &label_chars[i + 1..] {
        rest.next_if(|w| *w == c);
    }
    rest.peek().is_none()
}

fn verbatim_range(term: &QueryTerm, label: &FoldedText) -> Option<Range<usize>> {
    let text: String = label.chars.iter().collect();
    if !term.matches(&text) {
        return None;
    }
    let len = term.text.chars().count();
    let byte = if text.ends_with(&term.text) && !text.starts_with(&term.text) {
        text.rfind(&term.text)?
    } else {
        text.find(&term.text)?
    };
    let at = text[..byte].chars().count();
    Some(at..(at + len).min(label.chars.len()))
}
