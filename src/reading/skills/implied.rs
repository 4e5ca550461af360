//! Skills that a sentence resembles.

use foldhash::HashMap;

use super::index::{ReadingIndex, UNKNOWN_RARITY, VECTOR_SCALE};
use super::lists::{INTRODUCING, INTRODUCING_SHARE, UNTELLING};
use super::weights::SkillFigures;
use super::worded::WordingHit;
use super::words::{ReadWord, english_stemmer, split_words};
use crate::analysis::knowledge::{COMPONENTS, LEXICON};
use crate::analysis::vectors::{add, to_length_1};
use crate::analysis::words::TermHash;

/// Minimum cosine of the vectors of two words for them to be similar.
const SIMILAR: f32 = 0.3;
/// Minimum similarity that counts.
const LEAST: f32 = 0.12;
/// Minimum length of the common beginning of two similar words, and its minimum share of the longer.
const BEGINNING: usize = 5;
const BEGINNING_SHARE: f32 = 0.6;
/// Similarity of two words with the same beginning, per share of it.
const BEGINNING_SIMILARITY: f32 = 0.9;
/// Number of words that are compared with a skill together.
const WINDOW: usize = 4;
/// Number of skills that are looked at closely by their words, and by their vectors.
const BY_WORDS: usize = 150;
const BY_VECTORS: usize = 60;
/// Rarity, for the vector of a sentence, of a word that no skill has.
const UNKNOWN_VECTOR_RARITY: f32 = 5.0;

/// A skill that a sentence may mean.
#[derive(Debug, Clone)]
pub(super) struct SkillCandidate {
    pub(super) skill: u32,
    pub(super) figures: SkillFigures,
    /// The figures and the prior, weighed.
    pub(super) rank: f32,
    /// The label that the sentence has most of, if it has any.
    pub(super) label: Option<u32>,
    /// Words of the best window, as numbers of words of the sentence.
    pub(super) window: (usize, usize),
}

/// Weight with which a word of the sentence is part of a label.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordShare {
    /// Number of the word in the sentence.
    pub(super) word: usize,
    pub(super) weight: f32,
}

/// A label with its sums for the sentence; all in one place, since there are tens of thousands of
/// labels and a sentence may have words of a third of them.
#[derive(Debug, Clone, Copy)]
struct LabelSums {
    /// See [`ReadingIndex::label_skills`].
    skill: u32,
    /// See [`ReadingIndex::label_weights`].
    whole: f32,
    /// See [`ReadingIndex::label_lengths`].
    length: f32,
    /// See [`ReadingIndex::label_flags`].
    flags: u8,
    /// Whether it is the name of the skill.
    is_name: bool,
    /// Weights of its stems that the sentence has, similar words included.
    soft: f32,
    /// Weights of its stems that the sentence has in the same words.
    exact: f32,
    /// The product of both as vectors.
    product: f32,
}

/// Compares sentences with the skills of a catalog.
pub(super) struct Comparer<'a> {
    index: &'a ReadingIndex,
    /// Weight of words that say little of a skill, by stem.
    weights: HashMap<TermHash, f32>,
    /// Stem of labels, if there is one, at each place of the lexicon.
    stems_by_place: Vec<Option<u32>>,
    /// Similar stems of words seen so far.
    similar: HashMap<TermHash, Vec<(u32, f32)>>,
    /// For each stem: its weight in the sentence, that of the same word, and the word.
    soft: Vec<f32>,
    exact: Vec<f32>,
    givers: Vec<u32>,
    active: Vec<u32>,
    sums: Vec<LabelSums>,
    touched: Vec<u32>,
    /// Place of each skill among the candidates, counted from 1.
    places: Vec<u32>,
}

impl<'a> Comparer<'a> {
    pub(super) fn new(index: &'a ReadingIndex) -> Self {
        let stemmer = english_stemmer();
        let mut weights = HashMap::default();
        for (list, weight) in [(INTRODUCING, INTRODUCING_SHARE), (UNTELLING, 0.0)] {
            weights.extend(split_words(&stemmer, list).into_iter().map(|word| (word.term, weight)));
        }
        let mut stems_by_place = vec![None; LEXICON.len()];
        for (stem, place) in (0_u32..).zip(&index.places) {
            if let Some(known) = stems_by_place.get_mut(*place as usize) {
                *known = Some(stem);
            }
        }
        let (stems, labels) = (index.stems.len(), index.label_skills.len() as u32);
        Self {
            index,
            weights,
            stems_by_place,
            similar: HashMap::default(),
            soft: vec![0.0; stems],
            exact: vec![0.0; stems],
            givers: vec![0; stems],
            active: Vec::new(),
            sums: (0..labels).map(|label| LabelSums::new(index, label)).collect(),
            touched: Vec::new(),
            places: vec![0; index.skills()],
        }
    }

    /// Returns the weight of a word: 0 if it says nothing of a skill.
    pub(super) fn word_weight(&self, word: &ReadWord) -> f32 {
        if word.is_muted || word.is_function_word() {
            return 0.0;
        }
        self.weights.get(&word.term).copied().unwrap_or(1.0)
    }

    /// Returns the rarity of a word.
    pub(super) fn rarity(&self, word: &ReadWord, unknown: f32) -> f32 {
        self.index.stem(word.term).map_or(unknown, |stem| self.index.rarities[stem as usize])
    }

    /// Returns the length of the sentence as a vector of weights, and the sum of the weights.
    pub(super) fn extent(&self, words: &[ReadWord]) -> (f32, f32) {
        let (mut square, mut sum) = (0.0, 0.0);
        for (at, word) in words.iter().enumerate() {
            let weight = self.word_weight(word) * self.rarity(word, UNKNOWN_RARITY);
            // A word that says nothing of a skill in one place may do so in another.
            let is_new = words[..at]
                .iter()
                .all(|other| other.term != word.term || self.word_weight(other) <= 0.0);
            if weight > 0.0 && is_new {
                square += weight * weight;
                sum += weight;
            }
        }
        (square.sqrt(), sum)
    }

    /// Returns the skills that the sentence of `words` may mean, the likeliest first. Those that it
    /// names, `named`, and those that it words otherwise, `wordings`, are among them in any case.
    pub(super) fn compare(
        &mut self,
        words: &[ReadWord],
        named: &[u32],
        wordings: &[WordingHit],
    ) -> Vec<SkillCandidate> {
        self.weigh_stems(words);
        let mut found = self.collect_labels(words, named);
        self.clear_sums();
        let vector = self.vector(words);
        let told: Vec<u32> =
            named.iter().copied().chain(wordings.iter().map(|hit| hit.skill)).collect();
        self.keep_best(&mut found, vector.as_ref(), &told);
        found.retain(|candidate| {
            candidate.label.is_some()
                || !self.is_plain_name(candidate.skill)
                || told.contains(&candidate.skill)
        });
        let windows = self.windows(words);
        for candidate in &mut found {
            let row = self.index.vector(candidate.skill);
            candidate.figures.meaning = vector.as_ref().map_or(0.0, |vector| cosine(vector, row));
            let best = windows.iter().map(|(range, vector)| (cosine(vector, row), *range));
            let best = best.max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((window, range)) = best {
                candidate.figures.window = window;
                candidate.window = range;
            }
            if let Ok(at) = wordings.binary_search_by_key(&candidate.skill, |hit| hit.skill) {
                candidate.figures.wording = wordings[at].figures();
            }
            candidate.rank = candidate.figures.rank() + self.index.priors[candidate.skill as usize];
        }
        found.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(a.skill.cmp(&b.skill)));
        found
    }

    /// Returns the words that make up `label`; only until the next sentence is compared.
    pub(super) fn shares(&self, label: u32) -> Vec<WordShare> {
        let here = self
            .active
            .iter()
            .filter(|stem| self.index.labels_of(**stem).binary_search(&label).is_ok());
        let shares = here.map(|stem| WordShare {
            word: self.givers[*stem as usize] as usize,
            weight: self.soft[*stem as usize] * self.index.label_weight(*stem),
        });
        shares.collect()
    }

    /// Weighs the stems of labels by how much the sentence has of them.
    fn weigh_stems(&mut self, words: &[ReadWord]) {
        for stem in self.active.drain(..) {
            self.soft[stem as usize] = 0.0;
            self.exact[stem as usize] = 0.0;
        }
        for (number, word) in words.iter().enumerate() {
            let weight = self.word_weight(word);
            if weight <= 0.0 {
                continue;
            }
            if !self.similar.contains_key(&word.term) {
                let similar = self.similar_stems(word);
                self.similar.insert(word.term, similar);
            }
            for (stem, similarity) in self.similar.get(&word.term).into_iter().flatten() {
                let at = *stem as usize;
                if self.soft[at] == 0.0 {
                    self.active.push(*stem);
                }
                if similarity * weight > self.soft[at] {
                    self.soft[at] = similarity * weight;
                    self.givers[at] = number as u32;
                }
                if *similarity >= 1.0 {
                    self.exact[at] = self.exact[at].max(weight);
                }
            }
        }
    }

    /// Returns the stems of labels that are similar to `word`, each with its similarity.
    fn similar_stems(&self, word: &ReadWord) -> Vec<(u32, f32)> {
        let mut similar: HashMap<u32, f32> = HashMap::default();
        if let Some(place) = LEXICON.find(word.term) {
            for other in LEXICON.similar(place) {
                let Some(stem) = self.stems_by_place[other.number() as usize] else { continue };
                let likeness = (LEXICON.cosine(place, other) - SIMILAR) / (1.0 - SIMILAR);
                if likeness >= LEAST {
                    similar.insert(stem, likeness);
                }
            }
        }
        for (stem, likeness) in self.same_beginning(word.stem.as_bytes()) {
            let known = similar.entry(stem).or_insert(0.0);
            *known = known.max(likeness);
        }
        if let Some(stem) = self.index.stem(word.term) {
            similar.insert(stem, 1.0);
        }
        let mut similar: Vec<(u32, f32)> = similar
            .into_iter()
            .filter(|(stem, _)| !self.index.labels_of(*stem).is_empty())
            .collect();
        similar.sort_unstable_by_key(|(stem, _)| *stem);
        similar
    }

    /// Returns the stems that begin like `word`: "architect" and "architectur".
    fn same_beginning(&self, word: &[u8]) -> Vec<(u32, f32)> {
        let Some(beginning) = word.get(..BEGINNING - 1) else { return Vec::new() };
        let stems = &self.index.by_spelling;
        let from = stems.partition_point(|stem| self.index.spelling(*stem) < beginning);
        let here = stems[from..]
            .iter()
            .map(|stem| (*stem, self.index.spelling(*stem)))
            .take_while(|(_, spelling)| spelling.starts_with(beginning));
        let similar = here.filter_map(|(stem, spelling)| {
            let common = word.iter().zip(spelling).take_while(|(a, b)| a == b).count();
            let longer = word.len().max(spelling.len());
            let share = common as f32 / longer as f32;
            if common >= BEGINNING && share >= BEGINNING_SHARE {
                Some((stem, BEGINNING_SIMILARITY * share))
            } else if common == word.len().min(spelling.len()) && longer <= BEGINNING + 1 {
                Some((stem, 0.5))
            } else {
                None
            }
        });
        similar.collect()
    }

    /// Returns the skills with labels that the sentence has a part of.
    fn collect_labels(&mut self, words: &[ReadWord], named: &[u32]) -> Vec<SkillCandidate> {
        let length = self.extent(words).0.max(f32::MIN_POSITIVE);
        for stem in &self.active {
            let at = *stem as usize;
            let weight = self.index.label_weight(*stem);
            let (soft, exact) = (weight * self.soft[at], weight * self.exact[at]);
            let product = soft * self.index.rarities[at];
            for label in self.index.labels_of(*stem) {
                let sums = &mut self.sums[*label as usize];
                if sums.soft == 0.0 {
                    self.touched.push(*label);
                }
                sums.soft += soft;
                sums.exact += exact;
                sums.product += product;
            }
        }
        let mut found: Vec<SkillCandidate> = Vec::new();
        let mut best_values: Vec<f32> = Vec::new();
        for label in &self.touched {
            let sums = self.sums[*label as usize];
            let skill = sums.skill;
            if sums.flags > 0 && !named.contains(&skill) {
                continue;
            }
            let place = &mut self.places[skill as usize];
            if *place == 0 {
                found.push(SkillCandidate::new(skill));
                best_values.push(0.0);
                *place = found.len() as u32;
            }
            let place = *place as usize - 1;
            let candidate = &mut found[place];
            let figures = &mut candidate.figures;
            let (share, exact) = (sums.soft / sums.whole, sums.exact / sums.whole);
            figures.share = figures.share.max(share);
            figures.exact_share = figures.exact_share.max(exact);
            let cosine = sums.product / (sums.length * length).max(f32::MIN_POSITIVE);
            figures.cosine = figures.cosine.max(cosine);
            if sums.is_name {
                figures.name_share = share;
                figures.exact_name_share = exact;
            }
            let value = share * sums.soft.sqrt();
            if value > best_values[place] {
                best_values[place] = value;
                candidate.label = Some(*label);
            }
        }
        found
    }

    /// Whether the name of `skill` is a plain word too.
    fn is_plain_name(&self, skill: u32) -> bool {
        let name = self.index.first_labels[skill as usize] as usize;
        self.index.label_flags.get(name).is_some_and(|flags| *flags > 0)
    }

    /// Clears the sums of labels, and the places of candidates.
    fn clear_sums(&mut self) {
        for label in self.touched.drain(..) {
            let sums = &mut self.sums[label as usize];
            (sums.soft, sums.exact, sums.product) = (0.0, 0.0, 0.0);
            self.places[sums.skill as usize] = 0;
        }
    }

    /// Keeps the candidates that are the best by their words, and adds those that are the best by
    /// their vectors.
    fn keep_best(
        &self,
        found: &mut Vec<SkillCandidate>,
        vector: Option<&[i8; COMPONENTS]>,
        named: &[u32],
    ) {
        let priors = &self.index.priors;
        let mut likeness: Vec<(i32, u32)> = Vec::new();
        if let Some(vector) = vector {
            let rows = self.index.vectors.chunks_exact(COMPONENTS);
            likeness = rows.map(|row| product(vector, row)).zip(0..).collect();
            if likeness.len() > BY_VECTORS {
                likeness.select_nth_unstable_by_key(BY_VECTORS, |(likeness, _)| -likeness);
                likeness.truncate(BY_VECTORS);
            }
        }
        for candidate in found.iter_mut() {
            candidate.rank = candidate.figures.rank() + priors[candidate.skill as usize];
        }
        let mut wanted: Vec<u32> = likeness.iter().map(|(_, skill)| *skill).collect();
        wanted.extend(named);
        wanted.sort_unstable();
        wanted.dedup();
        if found.len() > BY_WORDS {
            found.select_nth_unstable_by(BY_WORDS, |a, b| b.rank.total_cmp(&a.rank));
            let rest = found.split_off(BY_WORDS);
            let close = rest.into_iter().filter(|c| wanted.binary_search(&c.skill).is_ok());
            found.extend(close);
        }
        let mut known: Vec<u32> = found.iter().map(|candidate| candidate.skill).collect();
        known.sort_unstable();
        let others = wanted.into_iter().filter(|skill| known.binary_search(skill).is_err());
        found.extend(others.map(SkillCandidate::new));
    }

    /// Returns the vector of some words; `None` if the lexicon knows none of them.
    fn vector_of<'w>(&self, words: impl Iterator<Item = &'w ReadWord>) -> Option<[i8; COMPONENTS]> {
        let mut vector = [0.0_f32; COMPONENTS];
        let mut seen: Vec<TermHash> = Vec::new();
        for word in words {
            if seen.contains(&word.term) {
                continue;
            }
            seen.push(word.term);
            if let Some(place) = LEXICON.find(word.term) {
                let weight = self.word_weight(word) * self.rarity(word, UNKNOWN_VECTOR_RARITY);
                add(&mut vector, weight, &LEXICON.vector(place));
            }
        }
        if to_length_1(&mut vector) <= 1e-6 {
            return None;
        }
        add(&mut vector, -1.0, &self.index.common);
        to_length_1(&mut vector);
        Some(vector.map(|x| (x * VECTOR_SCALE).round() as i8))
    }

    fn vector(&self, words: &[ReadWord]) -> Option<[i8; COMPONENTS]> {
        self.vector_of(words.iter().filter(|word| self.word_weight(word) > 0.0))
    }

    /// Returns the vectors of consecutive telling words, each with its first and last word.
    fn windows(&self, words: &[ReadWord]) -> Vec<((usize, usize), [i8; COMPONENTS])> {
        let telling: Vec<usize> =
            (0..words.len()).filter(|at| self.word_weight(&words[*at]) > 0.0).collect();
        let windows = telling.windows(WINDOW.min(telling.len()).max(1)).filter_map(|window| {
            let vector = self.vector_of(window.iter().map(|at| &words[*at]))?;
            Some(((window[0], window[window.len() - 1]), vector))
        });
        windows.collect()
    }
}

impl LabelSums {
    fn new(index: &ReadingIndex, label: u32) -> Self {
        let at = label as usize;
        let skill = index.label_skills[at];
        Self {
            skill,
            whole: index.label_weights[at],
            length: index.label_lengths[at],
            flags: index.label_flags[at],
            is_name: index.first_labels[skill as usize] == label,
            soft: 0.0,
            exact: 0.0,
            product: 0.0,
        }
    }
}

impl SkillCandidate {
    fn new(skill: u32) -> Self {
        let figures = SkillFigures::default();
        Self { skill, figures, rank: 0.0, label: None, window: (0, 0) }
    }
}

/// Returns the dot product of two stored vectors.
fn product(a: &[i8; COMPONENTS], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b))).sum()
}

/// Returns the cosine of two stored vectors.
fn cosine(a: &[i8; COMPONENTS], b: &[i8]) -> f32 {
    product(a, b) as f32 / (VECTOR_SCALE * VECTOR_SCALE)
}
