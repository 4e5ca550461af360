//! Finds labels by initials, abbreviations, scattered letters, and words joined or split.

use super::fits::{FoundLabel, LabelKind, WordFits};
use super::list::{Labels, initial};
use super::vocabulary::has_more_bits_than;
use super::weights::{
    INITIALS, LONG_FOR_TWO, LONG_TO_MISSPELL, REJOINED, SCATTERED, SOME_INITIALS,
};
use crate::search::abbreviation::abbreviation_score;
use crate::search::loan::{PooledVec, pooled};
use crate::search::score;
use crate::search::word::{self, TypedWord};
use memchr::memmem::Finder;
use std::cmp::Reverse;

/// The score of a label with scattered letters, and its number.
type ScatteredFit = (Reverse<i32>, u32);

pooled!(ScatteredFit);

impl Labels {
    /// Finds the words that each of `needles`, with the matches `typed`, equals, begins, or
    /// misspells as far as that is forgiven.
    pub(in crate::search) fn firm_fits(
        &self,
        needles: &[TypedWord],
        typed: &[WordFits],
    ) -> Vec<WordFits> {
        needles
            .iter()
            .zip(typed)
            .map(|(needle, typed)| fits_at_word_starts(needle, typed, self))
            .collect()
    }

    /// Finds the words that are exactly two letters off each of `needles`.
    pub(in crate::search) fn two_typo_fits(&self, needles: &[TypedWord]) -> Vec<WordFits> {
        needles.iter().map(|needle| fits_with_two_typos(needle, self)).collect()
    }

    /// Finds the labels in which a word was typed as two, or two as one.
    pub(in crate::search) fn rejoined(
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
            whole.reach = self.posting_counts.all()[word as usize] as usize;
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
    pub(in crate::search) fn initials(
        &self,
        needle: &TypedWord,
        found: &mut PooledVec<FoundLabel>,
    ) {
        if self.kind == LabelKind::Prose || !(2..=12).contains(&needle.chars.len()) {
            return;
        }
        let sought: Vec<u8> = needle.chars.iter().map(|c| initial(*c)).collect();
        let finder = Finder::new(&sought);
        let known = self.vocabulary.words();
        for (first, block) in self.initials.blocks() {
            let mut next = 0;
            for at in finder.find_iter(block.items()) {
                if at < next {
                    continue;
                }
                let (row, span) = block.row_at(at);
                next = span.end;
                let label = (first + row) as u32;
                let from = at - span.start;
                let mut rest = self.words_from(label, from).zip(&needle.chars);
                // Letters beyond ASCII share a byte.
                if !rest.all(|(word, c)| known.word(word).starts_with(*c)) {
                    continue;
                }
                let score = match (self.word_count(label) == sought.len(), from) {
                    (true, _) => INITIALS,
                    (false, 0) => SOME_INITIALS + 20,
                    _ => SOME_INITIALS,
                };
                found.push(FoundLabel { label, score });
            }
        }
    }

    /// Finds the labels that `needle` abbreviates over several of their words: `prjmgmt`.
    pub(in crate::search) fn abbreviated(
        &self,
        needle: &TypedWord,
        found: &mut PooledVec<FoundLabel>,
    ) {
        let Some(first) =
            needle.chars.first().filter(|_| self.kind == LabelKind::Name && needle.chars.len() > 1)
        else {
            return;
        };
        let first = initial(*first);
        let known = self.vocabulary.words();
        for label in self.with_letters(needle.mask) {
            if !self.initials.row(label as usize).contains(&first)
                || !score::is_subsequence(self.text(label), &needle.text)
            {
                continue;
            }
            let words = self.words_from(label, 0).map(|word| known.word(word));
            if let Some(score) = abbreviation_score(needle, words) {
                found.push(FoundLabel { label, score });
            }
        }
    }

    /// Returns the labels that have all letters of `mask`.
    pub(super) fn with_letters(&self, mask: u64) -> impl Iterator<Item = u32> + '_ {
        let all = self.letters.all().iter().enumerate();
        all.filter(move |(_, letters)| *letters & mask == mask).map(|(label, _)| label as u32)
    }

    /// Finds the best `limit` labels in which the letters of each needle occur in order, as ranked
    /// by fuzzy-matcher.
    ///
    /// Equivalent to scoring every label with it: see `score.rs`.
    pub(in crate::search) fn scattered(
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
        found.extend(best.iter().map(|(Reverse(score), label)| FoundLabel {
            label: *label,
            score: scattered_score(*score, letters),
        }));
    }
}

pub(super) fn fits_at_word_starts(needle: &TypedWord, typed: &WordFits, this: &Labels) -> WordFits {
    let mut fits = this.loosened(needle, typed, false);
    let inside: Vec<u32> = fits
        .words
        .iter()
        .copied()
        .filter(|word| fits.quality[*word as usize] == word::INSIDE)
        .collect();
    let counts = this.posting_counts.all();
    for word in inside {
        fits.quality[word as usize] = 0;
        fits.reach -= counts[word as usize] as usize;
    }
    let quality = &fits.quality;
    fits.words.retain(|word| quality[*word as usize] > 0);
    fits
}

pub(super) fn fits_with_two_typos(needle: &TypedWord, this: &Labels) -> WordFits {
    let mut fits = WordFits {
        quality: PooledVec::of(0, this.vocabulary.len()),
        words: PooledVec::new(),
        reach: 0,
    };
    let long = needle.chars.len() as u32;
    let least = if this.kind == LabelKind::Name { LONG_FOR_TWO } else { LONG_TO_MISSPELL };
    if (long as usize) < least {
        return fits;
    }
    let (words, counts) = (this.vocabulary.words(), this.posting_counts.all());
    for (id, (letters, len)) in this.vocabulary.letters_and_lengths().enumerate() {
        let near =
            u32::from(len).abs_diff(long) <= 2 && !has_more_bits_than(2, needle.mask & !letters);
        let word = if near { words.word(id) } else { continue };
        if needle.text.chars().next() == word.chars().next()
            && strsim::osa_distance(&needle.text, word) == 2
        {
            fits.quality[id] = word::TWO_OFF;
            fits.words.push(id as u32);
            fits.reach += counts[id] as usize;
        }
    }
    fits
}

pub(super) fn scattered_score(score: i32, letters: i32) -> i32 {
    SCATTERED + (score * 10 / letters.max(1)).clamp(-90, 250)
}
