//! Finds items that match only some of the typed words.

use super::best::{BestFits, ItemFit, NO_SCORE};
use super::matcher::Matcher;
use super::tables::{LabelGroup, PARTS, ROLE_NAMES, ROLE_PROSE};
use crate::search::labels::{FoundLabel, Labels, WordFits};
use crate::search::loan::{PooledVec, pooled};
use crate::search::title;
use crate::search::word::TypedWord;

pooled!(CrossTextFit);

/// Deduction for an item if no single text of it has all the words.
pub(super) const CROSS_TEXT_PENALTY: i32 = 350;

/// A label that has some of the words.
pub(super) struct PartialFit {
    pub(super) label: u32,
    pub(super) score: i32,
    pub(super) missing: u32,
}

/// Maximum number of labels with some of the words that are listed.
pub(super) const MAX_PARTIAL: usize = 100;

/// Minimum weight of a partial match, as a share of all the words and of the best partial match.
pub(super) const MIN_PARTIAL_WEIGHT: f64 = 0.33;

pub(super) const MIN_PARTIAL_RATIO: f64 = 0.6;

/// Weight factor of a word of seniority among titles: "senior data" means a job with data.
pub(super) const RANK_WORD_WEIGHT: f64 = 0.5;

/// Weight factor of a word that is two letters off.
pub(super) const TWO_TYPOS_WEIGHT: f64 = 0.7;

/// Score for having all of the words: more than the difference in how well a few of them match.
pub(super) const COVERAGE_SCORE: f64 = 4_000.0;

/// An item whose texts together have all the words.
#[derive(Debug, Clone, Copy)]
pub(super) struct CrossTextFit {
    pub(super) place: u32,
    /// Sum of the scores of the words so far, each in its best text.
    pub(super) sum: i32,
    /// Best of those texts; in the end with the score of the item.
    pub(super) best: ItemFit,
    /// Best text for the current word.
    pub(super) word: ItemFit,
}

impl Matcher<'_> {
    /// Finds the labels that have the most of the words, by weight: rare words weigh more than
    /// common ones. A word may be two letters off, and then still counts as missing.
    pub(super) fn partial_matches(
        self,
        parts: &[usize],
        words: &[TypedWord],
        typed: &[Vec<WordFits>],
    ) -> Vec<(usize, PartialFit)> {
        let labels: Vec<&Labels> = parts.iter().map(|at| &self.tables.parts[*at].labels).collect();
        let each = labels.iter();
        let firm: Vec<Vec<WordFits>> =
            each.clone().zip(typed).map(|(labels, typed)| labels.firm_fits(words, typed)).collect();
        let off: Vec<Vec<WordFits>> =
            each.clone().map(|labels| labels.two_typo_fits(words)).collect();
        let all = each.map(|labels| labels.len()).sum::<usize>() as f64;
        let roles_alone = parts.iter().all(|at| matches!(*at, ROLE_NAMES | ROLE_PROSE));
        let weights: Vec<f64> = (0..words.len())
            .map(|word| match total_reach(&firm, word).max(total_reach(&off, word)) {
                0 => 0.0,
                _ if is_stop_word(&words[word].text) => 0.0,
                reach => {
                    (1.0 + all / (1.0 + reach as f64)).ln()
                        * if is_rank_word(word, roles_alone, words) {
                            RANK_WORD_WEIGHT
                        } else {
                            1.0
                        }
                }
            })
            .collect();
        let total: f64 = weights.iter().sum();
        let mut candidates: Vec<(f64, usize, u32, u32, u32)> = Vec::new();
        for (at, (firm, off)) in firm.iter().zip(&off).enumerate() {
            let part = &self.tables.parts[parts[at]].labels;
            let (mut has, mut nearly) =
                (PooledVec::of(0_u32, part.len()), PooledVec::of(0_u32, part.len()));
            for word in 0..words.len() {
                part.for_each_label_with(&firm[word], |label| has[label as usize] |= 1 << word);
                part.for_each_label_with(&off[word], |label| nearly[label as usize] |= 1 << word);
            }
            for (label, (has, nearly)) in has.iter().zip(nearly.iter()).enumerate() {
                let nearly = nearly & !has;
                let weight =
                    weight_of(*has, &weights) + TWO_TYPOS_WEIGHT * weight_of(nearly, &weights);
                if weight > 0.0 && weight >= total * MIN_PARTIAL_WEIGHT {
                    candidates.push((weight, at, label as u32, *has, nearly));
                }
            }
        }
        let most = candidates.iter().map(|(weight, ..)| *weight).fold(0.0, f64::max);
        candidates.retain(|(weight, ..)| *weight >= most * MIN_PARTIAL_RATIO);
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        candidates.truncate(MAX_PARTIAL);
        candidates
            .into_iter()
            .map(|candidate| {
                partial_fit(candidate, &firm, &off, total, words, parts, &self.tables.parts)
            })
            .collect()
    }

    /// Finds items not yet found whose texts together have all the words, by place.
    pub(super) fn cross_text_matches(
        self,
        parts: &[usize],
        typed: &[Vec<WordFits>],
        best: &BestFits,
    ) -> PooledVec<CrossTextFit> {
        let words = typed.first().map_or(0, Vec::len);
        let of_word =
            |word: usize| parts.iter().zip(typed).map(move |(at, typed)| (*at, &typed[word]));
        // Number of words seen so far at each place.
        let mut seen = PooledVec::of(0_u8, self.tables.places());
        for word in 0..words {
            for (at, typed) in of_word(word) {
                let part = &self.tables.parts[at];
                part.labels.for_each_label_with(typed, |label| {
                    let count = &mut seen[part.place(label) as usize];
                    *count += u8::from(usize::from(*count) == word);
                });
            }
        }
        let mut spread: PooledVec<CrossTextFit> = PooledVec::new();
        for (place, _) in seen
            .iter()
            .enumerate()
            .filter(|(_, count): &(usize, &u8)| usize::from(**count) == words)
        {
            if best.of[place].score == NO_SCORE {
                spread.push(CrossTextFit {
                    place: place as u32,
                    sum: 0,
                    best: ItemFit::NONE,
                    word: ItemFit::NONE,
                });
            }
        }
        if spread.is_empty() {
            return spread;
        }
        for word in 0..words {
            spread.iter_mut().for_each(|spread| spread.word = ItemFit::NONE);
            for (at, typed) in of_word(word) {
                let part = &self.tables.parts[at];
                let mut found = PooledVec::new();
                part.labels.labels_with_all(std::slice::from_ref(typed), "", &mut found);
                for &FoundLabel { label, score } in found.iter() {
                    let (place, matched, _) = part.tag(label);
                    if let Ok(known) = spread.binary_search_by_key(&place, |spread| spread.place) {
                        let known = &mut spread[known].word;
                        *known = (*known).max(ItemFit {
                            score: score - matched.discount(),
                            part: at as u32,
                            label,
                            missing: 0,
                        });
                    }
                }
            }
            for spread in spread.iter_mut().filter(|spread| spread.word.score != NO_SCORE) {
                spread.sum += spread.word.score;
                if spread.word.score > spread.best.score {
                    spread.best = spread.word;
                }
            }
        }
        spread
            .iter_mut()
            .for_each(|spread| spread.best.score = spread.sum / words as i32 - CROSS_TEXT_PENALTY);
        spread
    }
}

/// Returns the total weight of the words in `mask`, as bits.
fn weight_of(mask: u32, weights: &[f64]) -> f64 {
    weights.iter().enumerate().filter(|(at, _)| mask & 1 << at != 0).map(|(_, weight)| weight).sum()
}

pub(super) fn total_reach(fits: &[Vec<WordFits>], word: usize) -> usize {
    fits.iter().map(|fits| fits[word].reach()).sum::<usize>()
}

pub(super) fn is_rank_word(word: usize, roles_alone: bool, words: &[TypedWord]) -> bool {
    roles_alone && title::is_rank(&words[word].text)
}

pub(super) fn partial_fit(
    (weight, at, label, has, nearly): (f64, usize, u32, u32, u32),
    firm: &[Vec<WordFits>],
    off: &[Vec<WordFits>],
    total: f64,
    words: &[TypedWord],
    parts: &[usize],
    self_tables_parts: &[LabelGroup; PARTS],
) -> (usize, PartialFit) {
    let held: Vec<usize> =
        (0..words.len()).filter(|word| (has | nearly) & 1 << word != 0).collect();
    let fits: Vec<&WordFits> =
        held.iter().map(|word| fits_of_word(*word, has, at, firm, off)).collect();
    let worth = self_tables_parts[parts[at]].labels.score(label, &fits);
    let covered = (weight / total * COVERAGE_SCORE) as i32;
    let missing =
        (0..words.len()).filter(|word| has & 1 << word == 0).fold(0, |bits, word| bits | 1 << word);
    (parts[at], PartialFit { label, score: covered + worth, missing })
}

pub(super) fn fits_of_word<'a>(
    word: usize,
    has: u32,
    at: usize,
    firm: &'a [Vec<WordFits>],
    off: &'a [Vec<WordFits>],
) -> &'a WordFits {
    if has & 1 << word != 0 { &firm[at][word] } else { &off[at][word] }
}

/// Whether `word` occurs in nearly every sentence.
pub(super) fn is_stop_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "of"
            | "on"
            | "or"
            | "the"
            | "to"
            | "with"
    )
}
