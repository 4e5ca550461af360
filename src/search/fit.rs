//! How well one word of a query fits one label, and where.

use std::ops::Range;

use super::fold::Folded;
use super::query::{Kind, Term};
use super::score::subsequence;

/// What a word of the query matched in a label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    /// Higher is better; see the constants.
    pub(super) score: i64,
    /// The folded characters that matched.
    pub(super) at: Vec<Range<usize>>,
}

// The tiers, far enough apart that adjustments inside one never reach the next.
const WORD: i64 = 1_000;
const WORD_START: i64 = 900;
const INITIALS: i64 = 850;
const SOME_INITIALS: i64 = 740;
const INSIDE: i64 = 700;
const ABBREVIATION: i64 = 520;
const TYPO: i64 = 440;
const SCATTERED: i64 = 200;

/// Shorter words are not looked for misspelt in prose: some word is always one letter away.
const LONG_ENOUGH: usize = 6;

/// How much may be made of a label: names may be abbreviated and misspelt, prose may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Names and aliases.
    Name,
    /// Sentences: scattered letters in them mean nothing.
    Prose,
}

/// The best fit of `term` in `label`, if there is one.
pub(super) fn fit(term: &Term, label: &Folded, manner: Manner) -> Option<Fit> {
    let needle = term.chars.as_slice();
    let hay = label.chars.as_slice();
    match term.kind {
        Kind::Equal => (hay == needle).then(|| one(WORD, 0..hay.len())),
        Kind::Prefix => hay.starts_with(needle).then(|| one(WORD_START, 0..needle.len())),
        Kind::Suffix => hay.ends_with(needle).then(|| one(INSIDE, hay.len() - needle.len()..hay.len())),
        Kind::Exact => {
            let at = find(hay, needle)?;
            let starts = label.words.iter().any(|w| w.start == at);
            Some(one(if starts { WORD_START } else { INSIDE }, at..at + needle.len()))
        }
        Kind::Fuzzy => {
            let missing = (term.mask & !label.mask).count_ones();
            if missing == 0
                && let Some(fit) = contained(needle, label, manner).or_else(|| abbreviated(needle, label, manner))
            {
                return Some(fit);
            }
            if manner == Manner::Prose && needle.len() < LONG_ENOUGH {
                return None;
            }
            // Each wrong letter can make one letter of the query unknown to the label.
            (missing <= allowed_typos(needle.len())).then(|| misspelt(needle, label)).flatten()
        }
    }
}

/// A fit of one stretch.
fn one(score: i64, at: Range<usize>) -> Fit {
    Fit { score, at: std::iter::once(at).collect() }
}

/// The first place at which `needle` stands in `hay`.
fn find(hay: &[char], needle: &[char]) -> Option<usize> {
    if needle.is_empty() || needle.len() > hay.len() {
        return None;
    }
    (0..=hay.len() - needle.len()).find(|&at| hay[at..].starts_with(needle))
}

/// As it stands: a word, the start of one, or inside one.
fn contained(needle: &[char], label: &Folded, manner: Manner) -> Option<Fit> {
    let hay = label.chars.as_slice();
    let mut best: Option<Fit> = None;
    let mut offer = |score: i64, at: Range<usize>| {
        if best.as_ref().is_none_or(|b| b.score < score) {
            best = Some(Fit { score, at: vec![at] });
        }
    };
    for word in &label.words {
        if hay[word.start..].starts_with(needle) {
            let end = word.start + needle.len();
            let whole = end == word.end || label.words.iter().any(|w| w.end == end);
            offer(if whole { WORD } else { WORD_START }, word.start..end);
        }
    }
    if best.is_none() && (manner == Manner::Name || needle.len() >= 4) {
        let at = find(hay, needle)?;
        best = Some(one(INSIDE, at..at + needle.len()));
    }
    best
}

/// Shortened: by initials, by the consonants of words, or by letters here and there.
fn abbreviated(needle: &[char], label: &Folded, manner: Manner) -> Option<Fit> {
    if needle.len() < 2 || manner == Manner::Prose {
        return None;
    }
    if let Some(fit) = initials(needle, label) {
        return Some(fit);
    }
    let (score, at) = subsequence(&label.chars, needle)?;
    let starts_word = label.words.iter().any(|w| at.first() == Some(&w.start));
    let span = at.last()? + 1 - at.first()?;
    // Letters strewn over a long label were hardly meant: what is matched must be a fair part of what it spans.
    if span > needle.len() * 4 + 4 {
        return None;
    }
    let quality = (score * 100 / (needle.len() as i64 * 24)).clamp(0, 140);
    let tier = if starts_word { ABBREVIATION } else { SCATTERED };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for i in at {
        match ranges.last_mut() {
            Some(last) if last.end == i => last.end = i + 1,
            _ => ranges.push(i..i + 1),
        }
    }
    Some(Fit { score: tier + quality, at: ranges })
}

/// First letters of neighbouring words: `pm` in `Product manager`.
fn initials(needle: &[char], label: &Folded) -> Option<Fit> {
    let firsts: Vec<char> = label.words.iter().map(|w| label.chars[w.start]).collect();
    let at = find(&firsts, needle)?;
    let ranges = label.words[at..at + needle.len()].iter().map(|w| w.start..w.start + 1).collect();
    let all = needle.len() == firsts.len();
    Some(Fit { score: if all { INITIALS } else { SOME_INITIALS }, at: ranges })
}

/// How many wrong letters a word of `len` letters may have.
fn allowed_typos(len: usize) -> u32 {
    match len {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// A word of the label that was meant: whole, or as far as it was typed.
fn misspelt(needle: &[char], label: &Folded) -> Option<Fit> {
    let allowed = allowed_typos(needle.len()) as usize;
    if allowed == 0 {
        return None;
    }
    let wanted: String = needle.iter().collect();
    let mut best: Option<(usize, bool, Range<usize>)> = None;
    let mut offer = |distance: usize, part: bool, at: Range<usize>| {
        if distance <= allowed && best.as_ref().is_none_or(|b| (distance, part) < (b.0, b.1)) {
            best = Some((distance, part, at));
        }
    };
    for (i, word) in label.words.iter().enumerate() {
        let len = word.len();
        if len.abs_diff(needle.len()) <= allowed {
            offer(strsim::osa_distance(&wanted, &text(label.word(word))), false, word.clone());
        }
        if len > needle.len() {
            // Not typed to its end yet.
            let start = word.start..word.start + needle.len();
            offer(strsim::osa_distance(&wanted, &text(label.word(&start))), true, start);
        }
        // Two words typed as one.
        if let Some(next) = label.words.get(i + 1).filter(|n| (len + n.len()).abs_diff(needle.len()) <= allowed) {
            let joined = text(label.word(word)) + &text(label.word(next));
            offer(strsim::osa_distance(&wanted, &joined), false, word.start..next.end);
        }
    }
    let (distance, part, at) = best?;
    let score = TYPO - 60 * distance as i64 - if part { 30 } else { 0 };
    Some(Fit { score, at: vec![at] })
}

fn text(chars: &[char]) -> String {
    chars.iter().collect()
}
