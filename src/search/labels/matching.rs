//! Finds the labels that contain the typed words.

use super::fits::{FoundLabel, LabelKind, LabelScore, WordFits};
use super::list::{LabelWords, Labels};
use super::weights::{
    ADJACENT_WORDS, ALL, ALL_WORDS, AT_START, BEGUN_AT_START, FIRST, IN_ORDER, INFLECTED_AT_START,
    LONG_TO_MISSPELL, OTHER_FORM,
};
use crate::search::loan::PooledVec;
use crate::search::word::{self, TypedWord};

impl Labels {
    /// Finds the words of the vocabulary that contain each of `needles` as typed.
    pub(in crate::search) fn fit_words(&self, needles: &[TypedWord]) -> Vec<WordFits> {
        needles.iter().map(|needle| self.fits(needle)).collect()
    }

    pub(super) fn fits(&self, needle: &TypedWord) -> WordFits {
        let (mut quality, mut words, mut reach) =
            (PooledVec::of(0, self.vocabulary.len()), PooledVec::new(), 0);
        let counts = self.posting_counts.all();
        self.vocabulary.words_containing(needle, self.kind, |word, fit| {
            quality[word as usize] = fit;
            words.push(word);
            reach += counts[word as usize] as usize;
        });
        if self.kind == LabelKind::Name {
            self.vocabulary.inflected_words(needle, |word| {
                let known = &mut quality[word as usize];
                if *known == 0 {
                    words.push(word);
                    reach += counts[word as usize] as usize;
                }
                *known = word::INFLECTED.max(*known);
            });
        }
        WordFits { quality, words, reach }
    }

    /// Returns the words in `typed` for `needle`, plus words that it misspells or, if `shortened`,
    /// abbreviates.
    pub(super) fn loosened(
        &self,
        needle: &TypedWord,
        typed: &WordFits,
        shortened: bool,
    ) -> WordFits {
        let WordFits { mut quality, mut words, mut reach } = typed.clone();
        if self.kind == LabelKind::Name || needle.chars.len() >= LONG_TO_MISSPELL {
            let counts = self.posting_counts.all();
            self.vocabulary.words_resembling(needle, shortened, |word, fit| {
                let known = &mut quality[word as usize];
                if *known == 0 {
                    words.push(word);
                    reach += counts[word as usize] as usize;
                }
                *known = fit.max(*known);
            });
        }
        WordFits { quality, words, reach }
    }

    /// Returns the score of `label` for the words of `fits`, all of which it has.
    pub(in crate::search) fn score(&self, label: u32, fits: &[&WordFits]) -> i32 {
        self.weigh(label, fits).map_or(0, |weight| weight.score)
    }

    /// Finds the labels that contain all of the words `typed`, in any order. `whole` is the entire
    /// text, folded.
    pub(in crate::search) fn labels_with_all(
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
    pub(in crate::search) fn labels_with_all_loosely(
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
    pub(in crate::search) fn for_each_label_with(
        &self,
        typed: &WordFits,
        mut holds: impl FnMut(u32),
    ) {
        typed.words.iter().flat_map(|word| self.postings(*word)).for_each(|label| holds(*label));
    }

    /// Calls `found` for each label that has a match for every one of `fits`.
    pub(super) fn for_each_match(
        &self,
        fits: &[&WordFits],
        mut found: impl FnMut(u32, LabelScore),
    ) {
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
    #[inline]
    fn weigh(&self, label: u32, fits: &[&WordFits]) -> Option<LabelScore> {
        match &self.words {
            LabelWords::Narrow(rows) => weigh_words(rows.row(label as usize), fits),
            LabelWords::Wide(rows) => weigh_words(rows.row(label as usize), fits),
        }
    }
}

/// Returns how well a label of `words` matches every one of `fits`.
#[inline]
fn weigh_words<W: Copy + Into<u32>>(words: &[W], fits: &[&WordFits]) -> Option<LabelScore> {
    if let [only] = fits {
        let begin = words.first().map_or(0, |word| only.quality_of(*word));
        let first = begin > 0;
        let more = match begin {
            word::INSIDE => 0,
            word::START => BEGUN_AT_START,
            word::INFLECTED if words.len() > 1 => INFLECTED_AT_START,
            _ => i32::from(begin) * AT_START / 1_000,
        };
        let start = i32::from(begin) + more;
        let best = words
            .iter()
            .skip(1)
            .map(|word: &W| i32::from(only.quality_of(*word)))
            .fold(start, i32::max);
        let all = words.len() == 1 && begin >= word::INFLECTED;
        let score = best + if all { ALL_WORDS - ALL / 2 } else { 0 };
        return (best > 0).then_some(LabelScore { score, first, follow: true });
    }
    let mut sum = 0;
    let mut last: Option<usize> = None;
    let (mut first, mut follow, mut ascend, mut complete) =
        (false, true, true, words.len() == fits.len());
    let (mut inside, mut inflected) = (false, 0);
    for fit in fits {
        // The best word; among equal ones, that which follows the previous word.
        let (mut best, mut at) = (0, 0);
        for (k, word) in words.iter().enumerate() {
            let quality = fit.quality_of(*word);
            if quality > best || (quality == best && best > 0 && last.is_some_and(|l| k == l + 1)) {
                (best, at) = (quality, k);
            }
        }
        if best == 0 {
            return None;
        }
        sum += i32::from(best);
        complete &= best >= word::INFLECTED;
        inside |= best == word::INSIDE;
        inflected += i32::from(best == word::INFLECTED);
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
    score -= OTHER_FORM * inflected;
    if complete && first && follow {
        score += ALL_WORDS - ALL / 2;
    }
    Some(LabelScore { score, first, follow })
}
