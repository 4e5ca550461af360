//! Prepares a list of labels for search, and finds those that contain the typed words.
//!
//! Labels are numbered by preference: among equal matches the lower number comes first. The typed
//! words are looked up in the vocabulary, which is about ten times smaller than the list, and only
//! labels that contain a matching word are looked at (postings). All data is in a few flat arrays.

mod looser;
mod storage;
mod vocabulary;
mod weights;

use self::looser::ScatteredFit;
use self::vocabulary::LabelVocabulary;
use self::weights::{
    ADJACENT_WORDS, ALL, ALL_WORDS, AT_START, BEGUN_AT_START, FIRST, IN_ORDER, LITERALLY,
    LONG_TO_MISSPELL, WITH_SIGNS,
};
pub(super) use self::weights::{INITIALS, LONG_FOR_TWO};
use std::ops::Range;

use memchr::memmem::find_iter;

use super::fold::{append_folded, for_each_word};
use super::loan::{PooledVec, pooled};
use super::word::{self, TypedWord};

/// Strictness of matching: names may be abbreviated and misspelt, prose may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelKind {
    /// Names and aliases.
    Name,
    /// Sentences: scattered letters in them are not significant.
    Prose,
}

/// A label that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundLabel {
    /// Number of the label.
    pub(super) label: u32,
    /// Score: higher is better.
    pub(super) score: i32,
}

pooled!(ScatteredFit);

/// The vocabulary words that one typed word matches.
#[derive(Debug, Clone)]
pub(super) struct WordFits {
    /// Quality of the match for each word of the vocabulary; 0 means no match.
    quality: PooledVec<u16>,
    /// Words that match.
    words: PooledVec<u32>,
    /// Maximum number of labels that contain one of them.
    reach: usize,
}

impl WordFits {
    /// Returns the maximum number of labels that contain a matching word.
    pub(super) fn reach(&self) -> usize {
        self.reach
    }
}

/// The parts of the score of a label that contains all typed words.
struct LabelScore {
    score: i32,
    /// Whether its first word matches the first one typed.
    first: bool,
    /// Whether the words follow each other as typed.
    follow: bool,
}

/// A list of labels prepared for search.
#[derive(Debug)]
pub(super) struct Labels {
    kind: LabelKind,
    /// The folded labels, each followed by a line end.
    text: String,
    /// End of each label in `text`.
    ends: Vec<u32>,
    vocabulary: LabelVocabulary,
    /// Words of each label in its order.
    words: Vec<u32>,
    /// End of each label's words.
    word_ends: Vec<u32>,
    /// Labels of each word, ascending.
    postings: Vec<u32>,
    /// End of each word's labels.
    posting_ends: Vec<u32>,
    /// First letters of the words of each label, each label followed by a line end.
    initials: Vec<u8>,
    /// Set of letters of each label.
    letters: Vec<u64>,
}

impl Labels {
    /// Prepares `labels`, each with its weight: among equal matches the heavier comes first, then
    /// the shorter, then by text, then the earlier. Also returns, by number, which of `labels` each
    /// one is.
    pub(super) fn new<'a>(
        labels: impl IntoIterator<Item = (&'a str, u32)>,
        kind: LabelKind,
    ) -> (Self, Vec<u32>) {
        let mut folded = String::new();
        let mut spans: Vec<(u32, u32)> = Vec::new();
        let mut order: Vec<(u64, u32)> = Vec::new();
        for (i, (label, weight)) in labels.into_iter().enumerate() {
            let start = folded.len();
            append_folded(label, &mut folded);
            let text = &folded[start..];
            let chars = if text.is_ascii() { text.len() } else { text.chars().count() };
            // The first keys of the comparison in one number; the text decides the rest.
            let weight = u64::from(0xFF_FFFF - weight.min(0xFF_FFFF));
            order.push((weight << 40 | (chars.min(0xFFFF) as u64) << 24, i as u32));
            spans.push((start as u32, folded.len() as u32));
        }
        for (key, i) in &mut order {
            let bytes = suffix_text(*i, &folded, &spans).as_bytes();
            *key |= byte_at(0, bytes) << 16 | byte_at(1, bytes) << 8 | byte_at(2, bytes);
        }
        order.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| {
                    suffix_text(a.1, &folded, &spans).cmp(suffix_text(b.1, &folded, &spans))
                })
                .then(a.1.cmp(&b.1))
        });

        let names = kind == LabelKind::Name;
        let count = order.len();
        let mut vocabulary = LabelVocabulary::new();
        let mut text = String::with_capacity(folded.len() + count);
        let (mut ends, mut word_ends) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut words: Vec<u32> = Vec::with_capacity(folded.len() / 6);
        let (mut initials, mut letters) = (Vec::new(), Vec::new());
        for (_, i) in &order {
            let label = suffix_text(*i, &folded, &spans);
            let mut set = 0;
            for_each_word(label, |word| {
                let id = vocabulary.intern(&label[word.clone()]);
                set |= vocabulary.letters[id as usize];
                words.push(id);
                if names {
                    initials.push(initial(label[word].chars().next().unwrap_or(' ')));
                }
            });
            word_ends.push(words.len() as u32);
            text.push_str(label);
            text.push('\n');
            ends.push(text.len() as u32);
            if names {
                initials.push(b'\n');
                letters.push(set);
            }
        }
        let (postings, posting_ends) = postings(&words, &word_ends, vocabulary.len());
        words.shrink_to_fit();
        let origins = order.into_iter().map(|(_, i)| i).collect();
        let labels = Self {
            kind,
            text,
            ends,
            vocabulary,
            words,
            word_ends,
            postings,
            posting_ends,
            initials,
            letters,
        };
        (labels, origins)
    }

    /// Returns the number of labels.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the folded text of `label`.
    pub(super) fn text(&self, label: u32) -> &str {
        &self.text[row_start(&self.ends, label as usize)..self.ends[label as usize] as usize - 1]
    }

    /// Returns the bonus if `label` equals `whole` or begins with it.
    fn literally(&self, label: u32, whole: &[u8]) -> i32 {
        // The line end after each label ends the comparison.
        let rest =
            self.text.as_bytes().get(row_start(&self.ends, label as usize)..).unwrap_or_default();
        match rest.strip_prefix(whole) {
            Some([b'\n', ..]) => ALL,
            Some(_) if whole.iter().any(u8::is_ascii_punctuation) => WITH_SIGNS,
            Some(_) => LITERALLY,
            None => 0,
        }
    }

    fn words(&self, label: u32) -> &[u32] {
        &self.words
            [row_start(&self.word_ends, label as usize)..self.word_ends[label as usize] as usize]
    }

    fn postings(&self, word: u32) -> &[u32] {
        &self.postings[row_start(&self.posting_ends, word as usize)
            ..self.posting_ends[word as usize] as usize]
    }

    /// Finds the words of the vocabulary that contain each of `needles` as typed.
    pub(super) fn fit_words(&self, needles: &[TypedWord]) -> Vec<WordFits> {
        needles.iter().map(|needle| self.fits(needle)).collect()
    }

    fn fits(&self, needle: &TypedWord) -> WordFits {
        let (mut quality, mut words, mut reach) =
            (PooledVec::of(0, self.vocabulary.len()), PooledVec::new(), 0);
        self.vocabulary.words_containing(needle, self.kind, |word, fit| {
            quality[word as usize] = fit;
            words.push(word);
            reach += self.postings(word).len();
        });
        WordFits { quality, words, reach }
    }

    /// Returns the words in `typed` for `needle`, plus words that it misspells or, if `shortened`,
    /// abbreviates.
    fn loosened(&self, needle: &TypedWord, typed: &WordFits, shortened: bool) -> WordFits {
        let WordFits { mut quality, mut words, mut reach } = typed.clone();
        if self.kind == LabelKind::Name || needle.chars.len() >= LONG_TO_MISSPELL {
            self.vocabulary.words_resembling(needle, shortened, |word, fit| {
                let known = &mut quality[word as usize];
                if *known == 0 {
                    words.push(word);
                    reach += self.postings(word).len();
                }
                *known = fit.max(*known);
            });
        }
        WordFits { quality, words, reach }
    }

    /// Returns the score of `label` for the words of `fits`, all of which it has.
    pub(super) fn score(&self, label: u32, fits: &[&WordFits]) -> i32 {
        self.weigh(label, fits).map_or(0, |weight| weight.score)
    }

    /// Finds the labels that contain all of the words `typed`, in any order. `whole` is the entire
    /// text, folded.
    pub(super) fn labels_with_all(
        &self,
        typed: &[WordFits],
        whole: &str,
        found: &mut PooledVec<FoundLabel>,
    ) {
        self.for_each_match(
            &typed.iter().collect::<Vec<_>>(),
            |label, LabelScore { score, first, .. }| {
                let more = if first { self.literally(label, whole.as_bytes()) } else { 0 };
                found.push(FoundLabel { label, score: score + more });
            },
        );
    }

    /// Finds the labels that contain all of `needles`, with the matches `typed`, also if
    /// abbreviated and misspelt.
    pub(super) fn labels_with_all_loosely(
        &self,
        needles: &[TypedWord],
        typed: &[WordFits],
        whole: &str,
        found: &mut PooledVec<FoundLabel>,
    ) {
        // A single word may abbreviate several: see `abbreviated`.
        let shortened = needles.len() > 1;
        self.labels_with_all(
            &needles
                .iter()
                .zip(typed)
                .map(|(needle, typed)| self.loosened(needle, typed, shortened))
                .collect::<Vec<_>>(),
            whole,
            found,
        );
    }

    /// Calls `holds` one or more times for each label that contains what was `typed`.
    pub(super) fn for_each_label_with(&self, typed: &WordFits, mut holds: impl FnMut(u32)) {
        typed.words.iter().flat_map(|word| self.postings(*word)).for_each(|label| holds(*label));
    }

    /// Calls `found` for each label that has a match for every one of `fits`.
    fn for_each_match(&self, fits: &[&WordFits], mut found: impl FnMut(u32, LabelScore)) {
        let Some(rarest) = fits.iter().min_by_key(|f| f.reach).filter(|f| f.reach > 0) else {
            return;
        };
        // If many labels contain one of them, reading all in sequence is faster than random access.
        if rarest.reach > self.len() / 4 {
            for label in 0..self.len() as u32 {
                if let Some(weight) = self.weigh(label, fits) {
                    found(label, weight);
                }
            }
            return;
        }
        let mut seen = PooledVec::of(0_u64, self.len().div_ceil(64));
        for &word in rarest.words.iter() {
            for &label in self.postings(word) {
                let (at, bit) = (label as usize / 64, 1 << (label % 64));
                if seen[at] & bit != 0 {
                    continue;
                }
                seen[at] |= bit;
                if let Some(weight) = self.weigh(label, fits) {
                    found(label, weight);
                }
            }
        }
    }

    /// Returns how well `label` matches every one of `fits`.
    fn weigh(&self, label: u32, fits: &[&WordFits]) -> Option<LabelScore> {
        let words = self.words(label);
        if let [only] = fits {
            let begin = words.first().map_or(0, |word| only.quality[*word as usize]);
            let first = begin > 0;
            let more = match begin {
                word::INSIDE => 0,
                word::START => BEGUN_AT_START,
                _ => i32::from(begin) * AT_START / 1_000,
            };
            let start = i32::from(begin) + more;
            let best = words
                .iter()
                .skip(1)
                .map(|word: &u32| i32::from(only.quality[*word as usize]))
                .fold(start, i32::max);
            let all = words.len() == 1 && best == i32::from(word::WHOLE) + AT_START;
            let score = best + if all { ALL_WORDS - ALL / 2 } else { 0 };
            return (best > 0).then_some(LabelScore { score, first, follow: true });
        }
        let mut sum = 0;
        let mut last: Option<usize> = None;
        let (mut first, mut follow, mut ascend, mut complete) =
            (false, true, true, words.len() == fits.len());
        let mut inside = false;
        for fit in fits {
            // The best word; among equal ones, that which follows the previous word.
            let (mut best, mut at) = (0, 0);
            for (k, word) in words.iter().enumerate() {
                let quality = fit.quality[*word as usize];
                if quality > best
                    || (quality == best && best > 0 && last.is_some_and(|l| k == l + 1))
                {
                    (best, at) = (quality, k);
                }
            }
            if best == 0 {
                return None;
            }
            sum += i32::from(best);
            complete &= best == word::WHOLE;
            inside |= best == word::INSIDE;
            match last {
                None => first = at == 0,
                Some(l) => (follow, ascend) = (follow && at == l + 1, ascend && at > l),
            }
            last = Some(at);
        }
        let mean = sum / fits.len() as i32;
        let mut score = mean;
        score += match (first, follow, ascend) {
            _ if inside => 0,
            (true, true, _) => mean * AT_START / i32::from(word::WHOLE),
            (true, false, true) => FIRST + IN_ORDER,
            (false, true, _) => ADJACENT_WORDS,
            (false, false, true) => IN_ORDER,
            _ => 0,
        };
        if complete && first && follow {
            score += ALL_WORDS - ALL / 2;
        }
        Some(LabelScore { score, first, follow })
    }

    /// Finds the labels whose text contains `sought`.
    pub(super) fn containing(&self, sought: &str, mut found: impl FnMut(u32)) {
        let mut next = 0;
        for at in find_iter(self.text.as_bytes(), sought.as_bytes()) {
            if at < next {
                continue;
            }
            let label = self.ends.partition_point(|end| *end as usize <= at);
            next = self.ends[label] as usize;
            found(label as u32);
        }
    }
}

fn suffix_text<'a>(i: u32, folded: &'a str, spans: &[(u32, u32)]) -> &'a str {
    &folded[spans[i as usize].0 as usize..spans[i as usize].1 as usize]
}

fn byte_at(at: usize, bytes: &[u8]) -> u64 {
    u64::from(bytes.get(at).copied().unwrap_or(0))
}

/// Returns the byte for a word that begins with `c`.
fn initial(c: char) -> u8 {
    if c.is_ascii() && c != '\n' { c as u8 } else { 0x80 | (c as u32 & 0x7F) as u8 }
}

/// Returns the start of row `at`, given the end of each row.
fn row_start(ends: &[u32], at: usize) -> usize {
    at.checked_sub(1).map_or(0, |before| ends[before] as usize)
}

/// Returns the labels that contain each word, ascending and each once, and the end of each word's
/// labels.
fn postings(words: &[u32], word_ends: &[u32], vocabulary: usize) -> (Vec<u32>, Vec<u32>) {
    let mut next = vec![0_u32; vocabulary + 1];
    for word in words {
        next[*word as usize + 1] += 1;
    }
    for i in 0..vocabulary {
        next[i + 1] += next[i];
    }
    let starts = next.clone();
    let mut postings = vec![0; words.len()];
    for label in 0..word_ends.len() {
        for word in &words[row_start(word_ends, label)..word_ends[label] as usize] {
            let at = &mut next[*word as usize];
            // A label may contain a word twice.
            if *at > starts[*word as usize] && postings[*at as usize - 1] == label as u32 {
                continue;
            }
            postings[*at as usize] = label as u32;
            *at += 1;
        }
    }
    // Close the gaps that repeated words left.
    let mut ends = Vec::with_capacity(vocabulary);
    let mut to = 0;
    for word in 0..vocabulary {
        let range: Range<usize> = starts[word] as usize..next[word] as usize;
        let count = range.len();
        postings.copy_within(range, to);
        to += count;
        ends.push(to as u32);
    }
    postings.truncate(to);
    (postings, ends)
}

#[cfg(test)]
mod tests;
