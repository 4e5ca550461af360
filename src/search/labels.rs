//! Prepares a list of labels for search, and finds those that contain the typed words.
//!
//! Labels are numbered by preference: among equal matches the lower number comes first. The typed
//! words are looked up in the vocabulary, which is about ten times smaller than the list, and only
//! labels that contain a matching word are looked at (postings). All data is in a few flat arrays.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::ops::Range;

use memchr::memmem::{Finder, find_iter};
use xxhash_rust::xxh3::xxh3_64;

use super::abbreviation::abbreviation_score;
use super::fold::{append_folded, for_each_word, letter_bit};
use super::loan::{PooledVec, pooled};
use super::score;
use super::word::{self, TypedWord};
use crate::flat::{self, FlatReader};

/// Strictness of matching: names may be abbreviated and misspelt, prose may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelKind {
    /// Names and aliases.
    Name,
    /// Sentences: scattered letters in them are not significant.
    Prose,
}

/// In prose, words of fewer bytes only match entire words: nearly every sentence has a word that
/// begins with a given Latin letter or two. One character of many other scripts is more
/// significant.
const BEGUN_IN_PROSE: usize = 3;
/// In prose, shorter words are not searched inside others or as misspellings: some word is always
/// one letter away.
const LONG_IN_PROSE: usize = 4;
const LONG_TO_MISSPELL: usize = 6;

/// Shorter words of names never match two letters off: nearly every one would.
pub(super) const LONG_FOR_TWO: usize = 5;

/// Bonus if the label equals the typed text: more than any match of a single word.
const ALL: i32 = 2_000;
/// Bonus if it does except for punctuation.
const ALL_WORDS: i32 = 1_900;
/// Maximum bonus if the label starts with the typed text.
const AT_START: i32 = 150;
/// Bonus at the start for a single incomplete word: less than the lead of a complete word
/// elsewhere.
const BEGUN_AT_START: i32 = 90;
/// Bonus for equal spaces; `WITH_SIGNS` if punctuation, which people rarely type by chance, is
/// equal too: more than the lead of a name over an alias.
const LITERALLY: i32 = 5;
const WITH_SIGNS: i32 = 30;
/// Bonus if the first word typed is the first of the label.
const FIRST: i32 = 60;
/// Bonus if words follow each other as typed.
const ADJACENT_WORDS: i32 = 40;
/// Bonus if words are in the order typed.
const IN_ORDER: i32 = 20;
/// Score of the initials of all words.
pub(super) const INITIALS: i32 = 920;
/// Score of the initials of some words.
const SOME_INITIALS: i32 = 660;
/// Score of a word typed as two, or two as one.
const REJOINED: i32 = 200;
/// Minimum score of scattered letters.
const SCATTERED: i32 = 100;

/// A label that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundLabel {
    /// Number of the label.
    pub(super) label: u32,
    /// Score: higher is better.
    pub(super) score: i32,
}

/// Distinct words, and their positions in the text.
#[derive(Debug, Default)]
struct LabelVocabulary {
    /// Words, each followed by a line end, with one more before the first.
    text: String,
    /// Start of each word in `text`, and one more at the end.
    starts: Vec<u32>,
    lengths: Vec<u8>,
    letters: Vec<u64>,
    /// Slots of an open-addressing table: the word + 1, or 0.
    slots: Vec<u32>,
}

impl LabelVocabulary {
    fn new() -> Self {
        Self { text: "\n".to_string(), starts: vec![1], slots: vec![0; 1 << 10], ..Self::default() }
    }

    /// Whether every number points at existing data, and every lookup terminates.
    fn is_valid(&self) -> bool {
        let Self { text, starts, lengths, letters, slots } = self;
        let Some((1, ends)) = starts.split_first() else { return false };
        ends.len() == lengths.len()
            && letters.len() == lengths.len()
            && text.starts_with('\n')
            && all_end_lines(ends, text, 1)
            && slots.len().is_power_of_two()
            && slots.contains(&0)
            && all_below(slots, lengths.len() + 1)
    }

    fn len(&self) -> usize {
        self.lengths.len()
    }

    fn word(&self, at: usize) -> &str {
        &self.text[self.starts[at] as usize..self.starts[at + 1] as usize - 1]
    }

    /// Returns the slot of `word`, which contains it or is free.
    fn slot(&self, word: &str) -> usize {
        let mut slot = xxh3_64(word.as_bytes()) as usize & (self.slots.len() - 1);
        while self.slots[slot] != 0 && self.word(self.slots[slot] as usize - 1) != word {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }

    fn get(&self, word: &str) -> Option<u32> {
        self.slots[self.slot(word)].checked_sub(1)
    }

    fn intern(&mut self, word: &str) -> u32 {
        let slot = self.slot(word);
        if let Some(id) = self.slots[slot].checked_sub(1) {
            return id;
        }
        let id = self.len() as u32;
        self.text.push_str(word);
        self.text.push('\n');
        self.starts.push(self.text.len() as u32);
        self.lengths.push(word.chars().count().min(255) as u8);
        self.letters.push(word.chars().fold(0, |mask, c| mask | letter_bit(c)));
        self.slots[slot] = id + 1;
        if self.len() * 2 > self.slots.len() {
            self.slots = vec![0; self.slots.len() * 2];
            for id in 0..self.len() {
                let slot = self.slot(self.word(id));
                self.slots[slot] = id as u32 + 1;
            }
        }
        id
    }

    /// Calls `fits` with each word that contains `needle` as typed, and its quality.
    fn words_containing(
        &self,
        needle: &TypedWord,
        manner: LabelKind,
        mut fits: impl FnMut(u32, u16),
    ) {
        // A single Latin letter is searched only at the start of words.
        let anywhere = needle.is_meaningful();
        let sought = if anywhere { needle.text.clone() } else { format!("\n{}", needle.text) };
        let inside = manner == LabelKind::Name || needle.chars.len() >= LONG_IN_PROSE;
        let begun = manner == LabelKind::Name || needle.text.len() >= BEGUN_IN_PROSE;
        let mut next = 0;
        for at in find_iter(self.text.as_bytes(), sought.as_bytes()) {
            let at = at + usize::from(!anywhere);
            if at < next {
                continue;
            }
            let id = self.starts.partition_point(|start| *start as usize <= at) - 1;
            let (start, end) = (self.starts[id] as usize, self.starts[id + 1] as usize - 1);
            next = end;
            let quality = match at == start {
                true if end - start == needle.text.len() => word::WHOLE,
                true if begun => word::START,
                false if inside => word::INSIDE,
                _ => continue,
            };
            fits(id as u32, quality);
        }
    }

    /// Calls `fits` with each word that `needle` misspells or, if it may be `shortened`,
    /// abbreviates, and its quality.
    fn words_resembling(
        &self,
        needle: &TypedWord,
        shortened: bool,
        mut fits: impl FnMut(u32, u16),
    ) {
        let (most, forgiven) = (needle.chars.len() as u32, needle.forgiven());
        for (id, (letters, len)) in self.letters.iter().zip(&self.lengths).enumerate() {
            let len = u32::from(*len);
            // An abbreviation is not longer than its word.
            if len + forgiven >= most
                && !has_more_bits_than(forgiven, needle.mask & !letters)
                && let Some(quality) = needle.resembles(self.word(id), len, *letters, shortened)
            {
                fits(id as u32, quality);
            }
        }
    }
}

/// Whether each text that `ends` cuts from `text`, starting at byte `from`, ends in a line end.
fn all_end_lines(ends: &[u32], text: &str, from: usize) -> bool {
    let bytes = text.as_bytes();
    let mut last = from;
    ends.iter().all(|end: &u32| {
        let end = *end as usize;
        end > std::mem::replace(&mut last, end) && bytes.get(end - 1) == Some(&b'\n')
    }) && last == text.len()
}

/// Whether `ends` cuts `count` things into pieces.
fn is_partition(ends: &[u32], count: usize) -> bool {
    ends.is_sorted() && ends.last().map_or(0, |end| *end as usize) == count
}

/// Whether all of `numbers` are below `limit`.
fn all_below(numbers: &[u32], limit: usize) -> bool {
    // The maximum is found without a branch for each number.
    numbers.iter().fold(0, |most, number| most.max(*number))
        < u32::try_from(limit).unwrap_or(u32::MAX).max(1)
        && (limit > 0 || numbers.is_empty())
}

/// Whether `bits` has more than `count` ones; `count` is at most two.
fn has_more_bits_than(count: u32, bits: u64) -> bool {
    // Each step clears the lowest one: on plain x86-64 that is faster than counting them.
    let less = bits & bits.wrapping_sub(1);
    match count {
        0 => bits != 0,
        1 => less != 0,
        _ => less & less.wrapping_sub(1) != 0,
    }
}

/// The score of a label with scattered letters, and its number.
type ScatteredFit = (Reverse<i32>, u32);

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
        manner: LabelKind,
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
        let of = |i: u32| &folded[spans[i as usize].0 as usize..spans[i as usize].1 as usize];
        for (key, i) in &mut order {
            let bytes = of(*i).as_bytes();
            let byte = |at: usize| u64::from(bytes.get(at).copied().unwrap_or(0));
            *key |= byte(0) << 16 | byte(1) << 8 | byte(2);
        }
        order.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| of(a.1).cmp(of(b.1))).then(a.1.cmp(&b.1))
        });

        let names = manner == LabelKind::Name;
        let count = order.len();
        let mut vocabulary = LabelVocabulary::new();
        let mut text = String::with_capacity(folded.len() + count);
        let (mut ends, mut word_ends) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut words: Vec<u32> = Vec::with_capacity(folded.len() / 6);
        let (mut initials, mut letters) = (Vec::new(), Vec::new());
        for (_, i) in &order {
            let label = of(*i);
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
            kind: manner,
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

    /// Returns the memory used by the list, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let vocabulary = &self.vocabulary;
        self.text.len()
            + self.initials.len()
            + 8 * (self.letters.len() + vocabulary.letters.len())
            + vocabulary.text.len()
            + vocabulary.lengths.len()
            + 4 * [&self.ends, &self.words, &self.word_ends, &self.postings, &self.posting_ends]
                .into_iter()
                .chain([&vocabulary.starts, &vocabulary.slots])
                .map(Vec::len)
                .sum::<usize>()
    }

    /// Writes the list for [`Labels::read`].
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self {
            kind: _,
            text,
            ends,
            vocabulary,
            words,
            word_ends,
            postings,
            posting_ends,
            initials,
            letters,
        } = self;
        flat::write_numbers(out, text.as_bytes())?;
        flat::write_numbers(out, vocabulary.text.as_bytes())?;
        flat::write_numbers(out, &vocabulary.lengths)?;
        for numbers in
            [&vocabulary.starts, &vocabulary.slots, ends, words, word_ends, postings, posting_ends]
        {
            flat::write_numbers(out, numbers)?;
        }
        flat::write_numbers(out, initials)?;
        flat::write_numbers(out, &vocabulary.letters)?;
        flat::write_numbers(out, letters)
    }

    /// Reads the list that was written.
    pub(super) fn read(input: &mut FlatReader<'_>, manner: LabelKind) -> io::Result<Self> {
        let text = input.read_text()?;
        let (vocabulary, lengths) = (input.read_text()?, input.read_numbers()?);
        let (starts, slots) = (input.read_numbers()?, input.read_numbers()?);
        let (ends, words, word_ends) =
            (input.read_numbers()?, input.read_numbers()?, input.read_numbers()?);
        let (postings, posting_ends, initials) =
            (input.read_numbers()?, input.read_numbers()?, input.read_numbers()?);
        let vocabulary = LabelVocabulary {
            text: vocabulary,
            starts,
            lengths,
            letters: input.read_numbers()?,
            slots,
        };
        let letters = input.read_numbers()?;
        let read = Self {
            kind: manner,
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
        if read.is_valid() { Ok(read) } else { Err(flat::damaged_error()) }
    }

    /// Whether every number points at existing data, so that no search panics or loops forever.
    fn is_valid(&self) -> bool {
        let Self {
            kind: manner,
            text,
            ends,
            vocabulary,
            words,
            word_ends,
            postings,
            posting_ends,
            initials,
            letters,
        } = self;
        let (labels, known) = (ends.len(), vocabulary.len());
        // For labels searched by initials: one for each word and a line end for each label.
        let by_initials =
            if *manner == LabelKind::Name { (words.len() + labels, labels) } else { (0, 0) };
        vocabulary.is_valid()
            && all_end_lines(ends, text, 0)
            && word_ends.len() == labels
            && is_partition(word_ends, words.len())
            && all_below(words, known)
            && posting_ends.len() == known
            && is_partition(posting_ends, postings.len())
            && all_below(postings, labels)
            && (initials.len(), letters.len()) == by_initials
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

    /// Finds the words that each of `needles`, with the matches `typed`, equals, begins, or
    /// misspells as far as that is forgiven.
    pub(super) fn firm_fits(&self, needles: &[TypedWord], typed: &[WordFits]) -> Vec<WordFits> {
        let firm = |(needle, typed): (&TypedWord, &WordFits)| {
            let mut fits = self.loosened(needle, typed, false);
            let inside: Vec<u32> = fits
                .words
                .iter()
                .copied()
                .filter(|word| fits.quality[*word as usize] == word::INSIDE)
                .collect();
            for word in inside {
                fits.quality[word as usize] = 0;
                fits.reach -= self.postings(word).len();
            }
            let quality = &fits.quality;
            fits.words.retain(|word| quality[*word as usize] > 0);
            fits
        };
        needles.iter().zip(typed).map(firm).collect()
    }

    /// Finds the words that are exactly two letters off each of `needles`.
    pub(super) fn two_typo_fits(&self, needles: &[TypedWord]) -> Vec<WordFits> {
        let off = |needle: &TypedWord| {
            let mut fits = WordFits {
                quality: PooledVec::of(0, self.vocabulary.len()),
                words: PooledVec::new(),
                reach: 0,
            };
            let long = needle.chars.len() as u32;
            let least = if self.kind == LabelKind::Name { LONG_FOR_TWO } else { LONG_TO_MISSPELL };
            if (long as usize) < least {
                return fits;
            }
            for (id, (letters, len)) in
                self.vocabulary.letters.iter().zip(&self.vocabulary.lengths).enumerate()
            {
                let near = u32::from(*len).abs_diff(long) <= 2
                    && !has_more_bits_than(2, needle.mask & !letters);
                let word = if near { self.vocabulary.word(id) } else { continue };
                if needle.text.chars().next() == word.chars().next()
                    && strsim::osa_distance(&needle.text, word) == 2
                {
                    fits.quality[id] = word::TWO_OFF;
                    fits.words.push(id as u32);
                    fits.reach += self.postings(id as u32).len();
                }
            }
            fits
        };
        needles.iter().map(off).collect()
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

    /// Finds the labels in which a word was typed as two, or two as one.
    pub(super) fn rejoined(
        &self,
        needles: &[TypedWord],
        typed: &[WordFits],
        found: &mut PooledVec<FoundLabel>,
    ) {
        for (i, pair) in needles.windows(2).enumerate() {
            let chars: Vec<char> = pair[0].chars.iter().chain(&pair[1].chars).copied().collect();
            let joined = TypedWord::new(&chars);
            if joined.chars.len() < chars.len() {
                continue;
            }
            let joined = self.fits(&joined);
            let all: Vec<&WordFits> =
                typed[..i].iter().chain([&joined]).chain(&typed[i + 2..]).collect();
            self.for_each_match(&all, |label, weight| {
                found.push(FoundLabel { label, score: weight.score - REJOINED });
            });
        }
        let [needle] = needles else { return };
        for cut in 1..needle.chars.len() {
            let (left, right) = needle.chars.split_at(cut);
            let left = TypedWord::new(left);
            let Some(word) = self.vocabulary.get(&left.text) else { continue };
            let mut whole = WordFits {
                quality: PooledVec::of(0, self.vocabulary.len()),
                words: PooledVec::of(word, 1),
                reach: 0,
            };
            whole.quality[word as usize] = word::WHOLE;
            whole.reach = self.postings(word).len();
            let mut rest = self.fits(&TypedWord::new(right));
            // After a short word only an entire one counts, or two letters would be enough: `e
            // mail`, and not `of fre…`.
            let least = if cut < 4 || right.len() < 3 { word::WHOLE } else { word::START };
            rest.quality
                .iter_mut()
                .filter(|quality| **quality < least)
                .for_each(|quality| *quality = 0);
            self.for_each_match(&[&whole, &rest], |label, weight| {
                if weight.follow {
                    found.push(FoundLabel { label, score: weight.score - REJOINED });
                }
            });
        }
    }

    /// Finds the labels whose words begin with the letters of `needle`: all of their words, or some
    /// consecutive ones.
    pub(super) fn initials(&self, needle: &TypedWord, found: &mut PooledVec<FoundLabel>) {
        if self.kind == LabelKind::Prose || !(2..=12).contains(&needle.chars.len()) {
            return;
        }
        let sought: Vec<u8> = needle.chars.iter().map(|c| initial(*c)).collect();
        let mut next = 0;
        for at in Finder::new(&sought).find_iter(&self.initials) {
            if at < next {
                continue;
            }
            let label = self.label_of_initial(at);
            // Label `l` begins after one byte for each word and one for each label before it.
            let start = row_start(&self.word_ends, label) + label;
            next = self.word_ends[label] as usize + label;
            let words = self.words(label as u32);
            let from = at - start;
            // Letters beyond ASCII share a byte.
            if !words[from..].iter().zip(&needle.chars).all(|(word, c): (&u32, &char)| {
                self.vocabulary.word(*word as usize).starts_with(*c)
            }) {
                continue;
            }
            let score = match (words.len() == sought.len(), from) {
                (true, _) => INITIALS,
                (false, 0) => SOME_INITIALS + 20,
                _ => SOME_INITIALS,
            };
            found.push(FoundLabel { label: label as u32, score });
        }
    }

    fn label_of_initial(&self, at: usize) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.word_ends[middle] as usize + middle < at {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Finds the labels that `needle` abbreviates over several of their words: `prjmgmt`.
    pub(super) fn abbreviated(&self, needle: &TypedWord, found: &mut PooledVec<FoundLabel>) {
        let Some(first) =
            needle.chars.first().filter(|_| self.kind == LabelKind::Name && needle.chars.len() > 1)
        else {
            return;
        };
        let first = initial(*first);
        for label in self.with_letters(needle.mask) {
            let start = row_start(&self.word_ends, label as usize) + label as usize;
            let words = self.words(label);
            if !self.initials[start..start + words.len()].contains(&first)
                || !score::is_subsequence(self.text(label), &needle.text)
            {
                continue;
            }
            let words = words.iter().map(|word| self.vocabulary.word(*word as usize));
            if let Some(score) = abbreviation_score(needle, words) {
                found.push(FoundLabel { label, score });
            }
        }
    }

    /// Returns the labels that have all letters of `mask`.
    fn with_letters(&self, mask: u64) -> impl Iterator<Item = u32> + '_ {
        let all = self.letters.iter().enumerate();
        all.filter(move |(_, letters)| *letters & mask == mask).map(|(label, _)| label as u32)
    }

    /// Finds the best `limit` labels in which the letters of each needle occur in order, as ranked
    /// by fuzzy-matcher.
    ///
    /// Equivalent to scoring every label with it: see `score.rs`.
    pub(super) fn scattered(
        &self,
        needles: &[TypedWord],
        limit: usize,
        found: &mut PooledVec<FoundLabel>,
    ) {
        if self.kind == LabelKind::Prose || needles.is_empty() || limit == 0 {
            return;
        }
        let mask = needles.iter().fold(0, |mask, needle| mask | needle.mask);
        let mut scorers: Vec<score::Scorer<'_>> = needles.iter().map(score::Scorer::new).collect();
        let mut bounds: PooledVec<ScatteredFit> = PooledVec::new();
        for label in self.with_letters(mask) {
            let text = self.text(label);
            let bound = scorers.iter_mut().map(|scorer| scorer.bound(text)).sum::<Option<i32>>();
            bounds.extend(bound.map(|bound| (Reverse(bound), label)));
        }
        bounds.sort_unstable();
        let mut best: Vec<ScatteredFit> = Vec::new();
        for &(Reverse(bound), label) in bounds.iter() {
            // No later label can enter the list.
            if best.len() >= limit && best[limit - 1].0.0 > bound {
                break;
            }
            let text = self.text(label);
            let sum = needles
                .iter()
                .map(|needle| score::subsequence(text, &needle.text))
                .sum::<Option<i32>>();
            let Some(sum) = sum else { continue };
            let at = best.partition_point(|other| *other < (Reverse(sum), label));
            best.insert(at, (Reverse(sum), label));
            best.truncate(limit);
        }
        // Whatever its letters score, it ranks below words that were understood.
        let letters: i32 = needles.iter().map(|needle| needle.chars.len() as i32).sum();
        let worth = |score: i32| SCATTERED + (score * 10 / letters.max(1)).clamp(-90, 250);
        found.extend(
            best.iter()
                .map(|(Reverse(score), label)| FoundLabel { label: *label, score: worth(*score) }),
        );
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
