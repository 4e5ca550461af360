//! Evidence, from their words, that two responsibilities are the same kind of work.
//!
//! Nine figures are computed for each pair of one role's responsibilities with another's, eight of
//! them here. Their weighted sum is the log-odds of the pair: a logistic regression, fitted on
//! judged pairs of roles from career ladders, on neighbours in the built-in pack and on related
//! occupations of O\*NET 30.1. Each source counts the same, except that O\*NET counts twice; then
//! the log-odds are [calibrated] to what readers judged. `benches/align.rs` fits all of this again.
//!
//! | figure | weight |
//! | --- | --- |
//! | the words that both have, by rarity: a cosine of TF-IDF | [`FeatureWeights::words`] |
//! | the number of these words plus one: its logarithm | [`FeatureWeights::shared`] |
//! | the meaning of their words, by the lexicon of `knowledge`: a cosine, less the subject common to all responsibilities of the two roles | [`FeatureWeights::meaning`] |
//! | how much better their words, the first counting most, agree than the next best pair of the one side, and of the other: the lesser lead and the greater | [`FeatureWeights::lesser_lead`], [`FeatureWeights::greater_lead`] |
//! | the lesser lead by shared words, without the verb that both open with | [`FeatureWeights::object_lead`] |
//! | the lesser lead by words used for the same work, as `recruit` and `hire` | [`FeatureWeights::similar_words_lead`] |
//! | the number of responsibilities to choose from: the logarithm of the number on the longer side, subtracted | [`FeatureWeights::choice`] |
//! | the order of the two lists, given the likelihood by all other evidence: see `align::order` | [`FeatureWeights::order`] |
//!
//! The rarity of a word is its rarity in texts on work together with the open pack, see
//! `vocabulary`. Words of scope and grade, and verbs that take any object, count three quarters: on
//! ladders they reveal little, but they name many of the tasks of O\*NET.
//!
//! Tried as well, and of no lasting use on ladders that were not fitted on: the verb alone, the
//! object alone or its head noun, place in the list as such, length, the longest common sequence,
//! the company that words keep in the open pack, how similar the two roles are, vectors learnt from
//! general text, and the likelihoods of rivals as evidence.

mod matches;

use foldhash::{HashSet, HashSetExt};

use super::knowledge::{self, LEXICON, StemIndex};
use super::mark::normalised_words;
use super::vectors::{add, dot_in_parts, to_length_1};
use super::vocabulary::{Vocabulary, position_weight};
use super::words::{StemHasher, TermHash, hash_term, is_weak_word};

/// Exponent of the rarity of a word, so that a single odd word does not decide.
const RARITY: f64 = 0.85;
/// Minimum cosine of the vectors of two words for them to be kin: almost every two words of work
/// reach less.
const SIMILAR_WORDS_THRESHOLD: f32 = 0.3;

/// Part of their rarity that words keep if they reveal little of what a responsibility is about.
const WEAK_WORD_SHARE: f32 = 0.75;

/// Number of figures for a pair.
pub const FEATURE_COUNT: usize = 9;

/// Position of the figure for [`FeatureWeights::order`], which is 0 until it is known.
pub(super) const ORDER: usize = 8;

/// Figures of a pair, in the order of [`FeatureWeights`].
pub type PairFeatures = [f64; FEATURE_COUNT];

/// Weights of the figures in the log-odds of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FeatureWeights {
    /// Shared words.
    pub words: f64,
    /// Number of shared words.
    pub shared: f64,
    /// Similar meaning.
    pub meaning: f64,
    /// The lesser of the two leads over other pairs by shared words.
    pub lesser_lead: f64,
    /// The greater of the two leads.
    pub greater_lead: f64,
    /// The lesser lead by shared words other than the verb that both open with.
    pub object_lead: f64,
    /// The lesser lead by words used for the same work.
    pub similar_words_lead: f64,
    /// Number of responsibilities to choose from: a given one of twenty is less often the
    /// counterpart than one of four.
    pub choice: f64,
    /// Order of the two lists.
    pub order: f64,
    /// Log-odds without any evidence for a pair.
    pub base: f64,
}

/// Weights in use.
pub const WEIGHTS: FeatureWeights = FeatureWeights {
    words: 3.06,
    shared: 0.62,
    meaning: 2.85,
    lesser_lead: 1.08,
    greater_lead: 1.08,
    object_lead: 0.75,
    similar_words_lead: 1.48,
    choice: 0.95,
    order: 1.41,
    base: -0.61,
};

impl FeatureWeights {
    /// Returns the weights of the figures, in their order.
    fn as_features(&self) -> PairFeatures {
        let Self {
            words,
            shared,
            meaning: sense,
            lesser_lead,
            greater_lead,
            object_lead,
            similar_words_lead: kin_lead,
            choice,
            order,
            ..
        } = *self;
        [words, shared, sense, lesser_lead, greater_lead, object_lead, kin_lead, choice, order]
    }

    /// Creates weights from those of the figures, in their order, and the base.
    pub fn new(each: PairFeatures, base: f64) -> Self {
        let [words, shared, sense, lesser_lead, greater_lead, object_lead, kin_lead, choice, order] =
            each;
        Self {
            words,
            shared,
            meaning: sense,
            lesser_lead,
            greater_lead,
            object_lead,
            similar_words_lead: kin_lead,
            choice,
            order,
            base,
        }
    }

    /// Returns the log-odds of a pair with these figures.
    pub fn log_odds(&self, figures: &PairFeatures) -> f64 {
        self.as_features().iter().zip(figures).map(|(weight, figure)| weight * figure).sum::<f64>()
            + self.base
    }
}

/// Log-odds of a pair, as judged by readers, for each unit of those that were fitted. O\*NET counts
/// twice in the fit, and its tasks are related by fewer words; what readers judge on ladders and in
/// the built-in pack is more certain.
pub(crate) const STRETCH: f64 = 1.48;
/// Log-odds added to them.
pub(crate) const SHIFT: f64 = 0.41;

/// Returns the log-odds that a reader wants a pair in one row, from those by its
/// [figures](FeatureWeights::log_odds). About 30 % remains the same; what is above is more likely
/// than the fit says, and what is below less.
pub fn calibrated(log_odds: f64) -> f64 {
    STRETCH * log_odds + SHIFT
}

/// A text prepared for comparison. Only responsibilities of the same [`Vocabulary`] can be
/// compared.
#[derive(Debug, Clone)]
pub(super) struct PreparedText {
    /// Identifies the wording.
    wording: TermHash,
    /// Stems with their weights, ordered by stem; of length 1, or empty.
    words: Vec<(TermHash, f32)>,
    /// The same weights regardless of the place of a word.
    evenly: Vec<f32>,
    /// Stems in the order of the text, each once.
    stems: Vec<WeightedStem>,
    /// Mean of the vectors of its words; of length 1, or zeros.
    meaning: knowledge::StemVector,
}

/// A stem and its place in the lexicon of work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LexiconStem {
    pub(super) term: TermHash,
    place: Option<StemIndex>,
}

impl LexiconStem {
    pub(super) fn new(term: TermHash) -> Self {
        Self { term, place: LEXICON.find(term) }
    }

    /// Returns the similarity of two words by the lexicon of work, 0 to 1: 1 for the same stem, 0
    /// if either is unknown.
    pub(super) fn similarity(self, other: Self) -> f32 {
        match (self.place, other.place) {
            _ if self.term == other.term => 1.0,
            (Some(a), Some(b)) => scaled_similarity(LEXICON.cosine(a, b)),
            _ => 0.0,
        }
    }
}

/// Returns the similarity of two words whose vectors have this cosine.
fn scaled_similarity(cosine: f32) -> f32 {
    ((cosine - SIMILAR_WORDS_THRESHOLD) / (1.0 - SIMILAR_WORDS_THRESHOLD)).max(0.0)
}

/// A word of a responsibility.
#[derive(Debug, Clone, Copy, PartialEq)]
struct WeightedStem {
    word: LexiconStem,
    /// Share of the word in the responsibility; all shares add up to 1.
    share: f32,
}

impl PreparedText {
    /// Prepares `text` with the rarities of `vocabulary`. Idioms such as "takes responsibility for"
    /// do not count: their words are rare, and would pair responsibilities that share only these.
    pub(super) fn new(vocabulary: &Vocabulary, stems: &mut StemHasher, text: &str) -> Self {
        let mut told: Vec<WeightedStem> = Vec::new();
        let mut words: Vec<(TermHash, f32, f32)> = Vec::new();
        let mut sense = [0.0; knowledge::COMPONENTS];
        let mut known: HashSet<TermHash> = HashSet::new();
        for term in stems.of_work(text) {
            if !known.insert(term) {
                continue;
            }
            let whole = if is_weak_word(term) { WEAK_WORD_SHARE } else { 1.0 };
            let rarity = whole * vocabulary.rarity(term).powf(RARITY) as f32;
            let early = position_weight(told.len()) as f32;
            let word = LexiconStem::new(term);
            let share = early * word.place.map_or(rarity, |place| whole * LEXICON.weight(place));
            if let Some(place) = word.place {
                add(&mut sense, share, &LEXICON.vector(place));
            }
            words.push((term, rarity * early, rarity));
            told.push(WeightedStem { word, share });
        }
        let whole = told.iter().map(|word| word.share).sum::<f32>().max(1e-6);
        for word in &mut told {
            word.share /= whole;
        }
        to_length_1(&mut sense);
        words.sort_unstable_by_key(|(term, _, _)| *term);
        let length = words.iter().map(|(_, weight, _)| weight * weight).sum::<f32>().sqrt();
        let even_length = words.iter().map(|(_, _, weight)| weight * weight).sum::<f32>().sqrt();
        Self {
            wording: self::hash_term(&normalised_words(text).join("\n")),
            evenly: words.iter().map(|(_, _, weight)| weight / even_length).collect(),
            words: words.into_iter().map(|(term, weight, _)| (term, weight / length)).collect(),
            stems: told,
            meaning: sense,
        }
    }

    /// Returns an identifier of the wording, equal for the [same words](PreparedText::same_words).
    pub(super) fn wording(&self) -> TermHash {
        self.wording
    }

    /// Returns the stems with their weights, ordered by stem.
    pub(super) fn words(&self) -> &[(TermHash, f32)] {
        &self.words
    }

    /// Whether both have the same words; case, blanks and punctuation around words are ignored.
    pub(super) fn same_words(&self, other: &Self) -> bool {
        self.wording == other.wording
    }

    /// Returns the words that both have, by their places in [`PreparedText::words`] of either.
    pub(super) fn common(&self, other: &Self) -> impl Iterator<Item = (usize, usize)> {
        let mut theirs = 0;
        self.words.iter().enumerate().filter_map(move |(own, (term, _))| {
            while other.words.get(theirs).is_some_and(|(their, _)| their < term) {
                theirs += 1;
            }
            other.words.get(theirs).filter(|(their, _)| their == term).map(|_| (own, theirs))
        })
    }

    /// Returns the stems of its words with their weights, ascending by stem; a vector of length 1, or
    /// empty.
    pub(super) fn weighted_words(&self) -> &[(TermHash, f32)] {
        &self.words
    }

    /// Returns the mean of the vectors of its words; of length 1, or zeros.
    pub(super) fn meaning(&self) -> &knowledge::StemVector {
        &self.meaning
    }

    /// Returns what both have in common.
    pub(super) fn shared(&self, other: &Self) -> WordOverlap {
        let opening = opening_term(self).filter(|term| opening_term(other) == Some(*term));
        let mut shared = WordOverlap::default();
        for (own, theirs) in self.common(other) {
            let term = self.words[own].0;
            let evenly = f64::from(self.evenly[own] * other.evenly[theirs]);
            shared.cosine += f64::from(self.words[own].1 * other.words[theirs].1);
            shared.evenly += evenly;
            if opening == Some(term) {
                shared.opening = evenly;
            }
            shared.count += if is_weak_word(term) { f64::from(WEAK_WORD_SHARE) } else { 1.0 };
        }
        shared
    }
}

fn opening_term(duty: &PreparedText) -> Option<u64> {
    duty.stems.first().map(|told| told.word.term)
}

/// The words that two responsibilities have in common.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WordOverlap {
    /// Cosine of their words, 0 to 1; the first words count most.
    pub(super) cosine: f64,
    /// Cosine with the same weight for every place.
    evenly: f64,
    /// Part of `evenly` that comes from the verb that both open with.
    opening: f64,
    /// Number of words that both have; a word that reveals little counts less.
    count: f64,
}

/// Number of responsibilities below which a smaller number is no further evidence for a pair.
const MIN_CHOICES: usize = 8;

/// Values for each pair: by position on the left, then on the right.
pub type PairMatrix<T> = Vec<Vec<T>>;

/// Returns the figures of each pair of `left` with `right`, the same from either side.
pub(super) fn pair_features(
    left: &[PreparedText],
    right: &[PreparedText],
) -> PairMatrix<PairFeatures> {
    let all: Vec<usize> = (0..right.len()).collect();
    let some = CandidateFeatures::new(left, right, &vec![all; left.len()]);
    (0..left.len()).map(|l| (0..right.len()).map(|r| some.of(l, r)).collect()).collect()
}

/// Words that two responsibilities have in common, and how well they match.
#[derive(Debug, Clone, Copy, Default)]
struct ComparedPair {
    shared: WordOverlap,
    matched: f64,
}

/// Figures of pairs if only some are compared: a pair is measured against the pairs that are.
pub(super) struct CandidateFeatures {
    meaning: (Vec<knowledge::StemVector>, Vec<knowledge::StemVector>),
    /// For each of the left, those of the right that it was compared with, in order.
    compared: Vec<Vec<(usize, ComparedPair)>>,
    words: RivalScores,
    objects: RivalScores,
    matched: RivalScores,
}

impl CandidateFeatures {
    /// Compares each of `left` with those of `right` that `compared` lists for it.
    pub(super) fn new(
        left: &[PreparedText],
        right: &[PreparedText],
        compared: &[Vec<usize>],
    ) -> Self {
        let mut matches = matches::WordMatches::new(left, right);
        let (mut words, mut objects, mut matched) =
            (new_rivals(left, right), new_rivals(left, right), new_rivals(left, right));
        let mut table = Vec::with_capacity(left.len());
        for (l, rights) in compared.iter().enumerate() {
            let mut row = Vec::with_capacity(rights.len());
            let scores = matches.scores(&left[l], l, rights);
            for (&r, score) in rights.iter().zip(scores) {
                let shared = left[l].shared(&right[r]);
                words.add(l, r, shared.cosine);
                objects.add(l, r, shared.evenly - shared.opening);
                matched.add(l, r, score);
                row.push((r, ComparedPair { shared, matched: score }));
            }
            row.sort_unstable_by_key(|(r, _)| *r);
            table.push(row);
        }
        Self { meaning: distinct_meaning(left, right), compared: table, words, objects, matched }
    }

    /// Returns the figures of the pair at these positions.
    pub(super) fn of(&self, l: usize, r: usize) -> PairFeatures {
        let row = &self.compared[l];
        let found = row.binary_search_by_key(&r, |(at, _)| *at).ok().and_then(|at| row.get(at));
        let ComparedPair { shared, matched } =
            found.map(|(_, compared)| *compared).unwrap_or_default();
        let (lesser_lead, greater_lead) = self.words.leads(l, r, shared.cosine);
        [
            shared.evenly,
            (1.0 + shared.count).ln(),
            f64::from(dot_in_parts(&self.meaning.0[l], &self.meaning.1[r])),
            lesser_lead,
            greater_lead,
            self.objects.leads(l, r, shared.evenly - shared.opening).0,
            self.matched.leads(l, r, matched).0,
            -(self.meaning.0.len().max(self.meaning.1.len()).max(MIN_CHOICES) as f64).ln(),
            0.0,
        ]
    }
}

fn new_rivals(left: &[PreparedText], right: &[PreparedText]) -> RivalScores {
    RivalScores::new(left, right)
}

/// Returns the meaning of each responsibility, a vector of length 1, without what all
/// responsibilities of both roles have in common: between a dentist and a hygienist, the fact that
/// both speak of teeth is no evidence.
fn distinct_meaning(
    left: &[PreparedText],
    right: &[PreparedText],
) -> (Vec<knowledge::StemVector>, Vec<knowledge::StemVector>) {
    let (of_left, of_right) = (mean_meaning(left), mean_meaning(right));
    // The mean of few responsibilities is mostly themselves.
    let known = 1.0 - 2.0 / (left.len() + right.len()).max(2) as f32;
    let common: knowledge::StemVector =
        std::array::from_fn(|at| known * f32::midpoint(of_left[at], of_right[at]));
    (
        left.iter().map(|duty| own_meaning(duty, &common)).collect(),
        right.iter().map(|duty| own_meaning(duty, &common)).collect(),
    )
}

fn mean_meaning(side: &[PreparedText]) -> knowledge::StemVector {
    let mut mean = [0.0; knowledge::COMPONENTS];
    for duty in side {
        add(&mut mean, 1.0 / side.len() as f32, &duty.meaning);
    }
    mean
}

fn own_meaning(duty: &PreparedText, common: &knowledge::StemVector) -> [f32; 128] {
    let mut own = duty.meaning;
    // A text without known words has no meaning of its own either.
    if own.iter().any(|x| *x != 0.0) {
        add(&mut own, -1.0, common);
        to_length_1(&mut own);
    }
    own
}

/// Best values of each responsibility's pairs by a single figure.
struct RivalScores {
    rows: Vec<TopTwo>,
    columns: Vec<TopTwo>,
}

impl RivalScores {
    fn new(left: &[PreparedText], right: &[PreparedText]) -> Self {
        Self {
            rows: vec![TopTwo::default(); left.len()],
            columns: vec![TopTwo::default(); right.len()],
        }
    }

    fn add(&mut self, l: usize, r: usize, value: f64) {
        self.rows[l].add(value);
        self.columns[r].add(value);
    }

    /// Returns by how much `value`, which belongs to this pair, beats the next best of either side:
    /// the lesser lead and the greater.
    fn leads(&self, l: usize, r: usize, value: f64) -> (f64, f64) {
        let (row, column) = (self.rows[l].lead(value), self.columns[r].lead(value));
        (row.min(column), row.max(column))
    }
}

/// The two best values of a row or a column, as far as there are two.
#[derive(Debug, Clone, Copy, Default)]
struct TopTwo {
    first: Option<f64>,
    second: Option<f64>,
}

impl TopTwo {
    fn add(&mut self, value: f64) {
        if self.first.is_none_or(|first| value >= first) {
            self.second = self.first.replace(value);
        } else {
            self.second = Some(self.second.map_or(value, |second| second.max(value)));
        }
    }

    /// Returns by how much `value`, one of the row, beats the best other; all of it if it is alone.
    fn lead(self, value: f64) -> f64 {
        let other =
            if self.first.is_some_and(|first| value >= first) { self.second } else { self.first };
        value - other.unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests;
