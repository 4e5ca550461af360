//! The skills of a catalog, prepared for reading texts.

use foldhash::{HashMap, HashSet, HashSetExt};

use super::phrases::{PhraseTable, PlainWords, names_of, phrase_table};
use super::weights::prior;
use super::wordings::WordingTable;
use super::words::{ReadWord, english_stemmer, split_words};
use crate::analysis::knowledge::{COMPONENTS, LEXICON, StemIndex};
use crate::analysis::vectors::{add, to_length_1};
use crate::analysis::words::{TermHash, hash_term, is_weak_word};
use crate::model::Catalog;

/// Number of texts that the background statistics count as.
const LEXICON_TEXTS: f64 = 5_000.0;

/// Maximum rarity of a word that no skill has.
pub(super) const UNKNOWN_RARITY: f32 = 6.0;

/// Share of their rarity that words such as "manage" keep in the name of a skill.
const WEAK_SHARE: f32 = 0.6;

/// Weight of the description of a skill in its vector, next to that of its labels.
const DESCRIPTION_SHARE: f32 = 0.5;

/// Share of the mean of all vectors that is taken off each: it is common to all skills.
const COMMON_SHARE: f32 = 0.7;

/// Length of a vector as it is stored.
pub(super) const VECTOR_SCALE: f32 = 127.0;

/// Place of a stem that is not in the lexicon.
pub(super) const NOT_IN_LEXICON: u32 = u32::MAX;

/// The skills of a catalog, prepared for reading texts.
///
/// A label is a name of a skill as the set of its stems. Labels are numbered by skill, the name of
/// the skill first.
#[derive(Debug, Default, PartialEq)]
pub struct ReadingIndex {
    /// Stems of all labels and descriptions, ascending.
    pub(super) stems: Vec<TermHash>,
    /// Spelling of each stem.
    pub(super) spellings: Vec<u8>,
    /// End of each spelling.
    pub(super) spelling_ends: Vec<u32>,
    /// Stems by spelling.
    pub(super) by_spelling: Vec<u32>,
    /// Rarity of each stem in texts on skills and on work.
    pub(super) rarities: Vec<f32>,
    /// Place of each stem of a label in the lexicon, or [`NOT_IN_LEXICON`].
    pub(super) places: Vec<u32>,
    /// Labels that have each stem, stem after stem, and the end of each stem's labels.
    pub(super) postings: Vec<u32>,
    pub(super) posting_ends: Vec<u32>,
    /// Weight of each label: the sum of the weights of its stems.
    pub(super) label_weights: Vec<f32>,
    /// Length of each label as a vector of weights.
    pub(super) label_lengths: Vec<f32>,
    /// Skill of each label, ascending.
    pub(super) label_skills: Vec<u32>,
    /// Needs of each label for it to be understood as a name: it is a plain word, or an acronym.
    pub(super) label_flags: Vec<u8>,
    /// First label of each skill, and one more at the end.
    pub(super) first_labels: Vec<u32>,
    /// Vector of each skill, one after the other.
    pub(super) vectors: Vec<i8>,
    /// Part of the vectors that is common to all skills and was taken off.
    pub(super) common: Vec<f32>,
    /// Log-odds of each skill before any text is read.
    pub(super) priors: Vec<f32>,
    /// Number of the group of each skill, counted from 1; 0 where it has none.
    pub(super) groups: Vec<u32>,
    /// Names by their words.
    pub(super) phrases: PhraseTable,
    /// Keys of names that have a short or a function word in them.
    pub(super) worded: Vec<u64>,
    /// Words with which employers ask for skills, other than their names.
    pub(super) wordings: WordingTable,
}

/// A label before it is numbered.
struct LabelDraft {
    skill: u32,
    stems: Vec<u32>,
    flags: u8,
}

/// The stems of a catalog as they are collected.
#[derive(Default)]
struct StemTable {
    numbers: HashMap<String, u32>,
    spellings: Vec<String>,
    /// Number of skills that have each stem.
    frequency: Vec<u32>,
}

impl StemTable {
    fn number(&mut self, stem: &str) -> u32 {
        if let Some(known) = self.numbers.get(stem) {
            return *known;
        }
        let number = self.spellings.len() as u32;
        self.numbers.insert(stem.to_string(), number);
        self.spellings.push(stem.to_string());
        self.frequency.push(0);
        number
    }
}

/// Returns the stems of `words` that have a meaning of their own, each once; all of them if none
/// has.
pub(super) fn telling_stems(words: &[ReadWord]) -> Vec<&str> {
    let mut stems: Vec<&str> = Vec::new();
    for all in [false, true] {
        for word in words.iter().filter(|word| all || !word.is_function_word()) {
            if !stems.contains(&word.stem.as_str()) {
                stems.push(&word.stem);
            }
        }
        if !stems.is_empty() {
            break;
        }
    }
    stems
}

impl ReadingIndex {
    /// Prepares the skills of `catalog`.
    pub fn new(catalog: &Catalog) -> Self {
        let (stemmer, plain) = (english_stemmer(), PlainWords::of(catalog));
        let mut table = StemTable::default();
        let (mut labels, mut descriptions, mut worded) = (Vec::new(), Vec::new(), Vec::new());
        for (number, skill) in catalog.skills().iter().enumerate() {
            let first = labels.len();
            let mut here: HashSet<u32> = HashSet::new();
            let mut known: HashSet<Vec<u32>> = HashSet::new();
            for (_, name) in names_of(skill) {
                let words = split_words(&stemmer, name);
                let stems: Vec<u32> =
                    telling_stems(&words).into_iter().map(|stem| table.number(stem)).collect();
                if words.len() > 1 && words.iter().any(ReadWord::is_function_word) {
                    worded.push(worded_key(&words));
                }
                if stems.is_empty() || !known.insert(stems.clone()) {
                    continue;
                }
                here.extend(&stems);
                let flags = plain.needs_of(&words, skill.kind);
                labels.push(LabelDraft { skill: number as u32, stems, flags });
            }
            if labels.len() == first {
                labels.push(LabelDraft { skill: number as u32, stems: Vec::new(), flags: 0 });
            }
            let text = skill.description.as_deref().unwrap_or_default();
            let words = split_words(&stemmer, text);
            let meaningful = words.iter().filter(|word| !word.is_function_word());
            let told: Vec<u32> = meaningful.map(|word| table.number(&word.stem)).collect();
            here.extend(&told);
            descriptions.push(told);
            for stem in here {
                table.frequency[stem as usize] += 1;
            }
        }
        worded.sort_unstable();
        worded.dedup();
        let phrases = phrase_table(catalog, &stemmer, &plain);
        let priors = catalog
            .skill_ids()
            .map(|id| prior(catalog.skill(id), catalog.needs(id).len()))
            .collect();
        let draft = Self { priors, groups: groups_of(catalog), phrases, worded, ..Self::default() };
        let mut index = draft.with_labels(&table, labels, &descriptions);
        index.wordings = WordingTable::of(catalog, &stemmer, |stem| index.rarity_of(stem));
        index
    }

    /// Adds `labels` and what the `descriptions` of the skills contribute.
    fn with_labels(
        mut self,
        table: &StemTable,
        mut labels: Vec<LabelDraft>,
        descriptions: &[Vec<u32>],
    ) -> Self {
        let hashes: Vec<TermHash> = table.spellings.iter().map(|stem| hash_term(stem)).collect();
        let mut order: Vec<u32> = (0..hashes.len() as u32).collect();
        order.sort_unstable_by_key(|stem| hashes[*stem as usize]);
        let mut new_numbers = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            new_numbers[*old as usize] = new as u32;
        }
        let texts = descriptions.len() as f64 + LEXICON_TEXTS;
        for old in order.iter().map(|old| *old as usize) {
            let known = LEXICON.find(hashes[old]).map_or(0.0, |place| LEXICON.share(place));
            let frequency = f64::from(table.frequency[old]) + known * LEXICON_TEXTS;
            let rarity = (((texts + 1.0) / (frequency + 1.0)).ln() + 1.0) as f32;
            self.stems.push(hashes[old]);
            self.rarities.push(rarity);
            self.spellings.extend(table.spellings[old].bytes());
            self.spelling_ends.push(self.spellings.len() as u32);
        }
        let weights: Vec<f32> =
            (0..self.stems.len() as u32).map(|stem| self.label_weight(stem)).collect();
        for label in &mut labels {
            for stem in &mut label.stems {
                *stem = new_numbers[*stem as usize];
            }
        }
        let mut by_spelling: Vec<u32> = (0..self.stems.len() as u32).collect();
        by_spelling.sort_unstable_by(|a, b| self.spelling(*a).cmp(self.spelling(*b)));
        self.by_spelling = by_spelling;
        self.add_postings(&labels, &weights);
        let vectors = VectorTable::of(&self.stems);
        self.places.clone_from(&vectors.places);
        // Only stems of labels can be similar to a word.
        for stem in 0..self.stems.len() {
            if self.labels_of(stem as u32).is_empty() {
                self.places[stem] = NOT_IN_LEXICON;
            }
        }
        let descriptions: Vec<Vec<u32>> = descriptions
            .iter()
            .map(|stems| stems.iter().map(|stem| new_numbers[*stem as usize]).collect())
            .collect();
        self.add_vectors(&vectors, &labels, &descriptions, &weights);
        self
    }

    /// Adds the labels that have each stem, and the weights of labels.
    fn add_postings(&mut self, labels: &[LabelDraft], weights: &[f32]) {
        let mut of_stems: Vec<Vec<u32>> = vec![Vec::new(); self.stems.len()];
        let skills = self.priors.len();
        self.first_labels = vec![0; skills + 1];
        for (number, label) in labels.iter().enumerate() {
            let each = label.stems.iter().map(|stem| weights[*stem as usize]);
            self.label_weights.push(each.clone().sum());
            self.label_lengths.push(each.map(|weight| weight * weight).sum::<f32>().sqrt());
            self.label_skills.push(label.skill);
            self.label_flags.push(label.flags);
            self.first_labels[label.skill as usize + 1] = number as u32 + 1;
            for stem in &label.stems {
                of_stems[*stem as usize].push(number as u32);
            }
        }
        for labels in of_stems {
            self.postings.extend(labels);
            self.posting_ends.push(self.postings.len() as u32);
        }
    }

    /// Adds the vector of each skill: the mean of its labels and its description.
    fn add_vectors(
        &mut self,
        vectors: &VectorTable,
        labels: &[LabelDraft],
        descriptions: &[Vec<u32>],
        weights: &[f32],
    ) {
        let mut rows = vec![[0.0_f32; COMPONENTS]; descriptions.len()];
        for (skill, row) in rows.iter_mut().enumerate() {
            let range = self.first_labels[skill] as usize..self.first_labels[skill + 1] as usize;
            let share = 1.0 / range.len().max(1) as f32;
            for stem in labels[range].iter().flat_map(|label| &label.stems) {
                vectors.add_to(row, *stem, share * weights[*stem as usize]);
            }
            let told = &descriptions[skill];
            for stem in told {
                let share = DESCRIPTION_SHARE / told.len() as f32;
                vectors.add_to(row, *stem, share * weights[*stem as usize]);
            }
            to_length_1(row);
        }
        let mut common = [0.0_f32; COMPONENTS];
        let share = COMMON_SHARE / rows.len().max(1) as f32;
        for row in &rows {
            add(&mut common, share, row);
        }
        for row in &mut rows {
            add(row, -1.0, &common);
            to_length_1(row);
            self.vectors.extend(row.iter().map(|x| (x * VECTOR_SCALE).round() as i8));
        }
        self.common = common.to_vec();
    }

    /// Returns the number of skills.
    pub(super) fn skills(&self) -> usize {
        self.priors.len()
    }

    /// Whether two skills are different ones of the same group.
    pub(super) fn are_of_kind(&self, one: u32, other: u32) -> bool {
        let group = self.groups[one as usize];
        one != other && group > 0 && group == self.groups[other as usize]
    }

    /// Returns the number of the stem, if a skill has it.
    pub(super) fn stem(&self, term: TermHash) -> Option<u32> {
        self.stems.binary_search(&term).ok().map(|at| at as u32)
    }

    /// Returns the rarity of a stem, whether a skill has it or not.
    pub(super) fn rarity_of(&self, term: TermHash) -> f32 {
        self.stem(term).map_or(UNKNOWN_RARITY, |stem| self.rarities[stem as usize])
    }

    /// Returns the spelling of a stem in bytes.
    pub(super) fn spelling(&self, stem: u32) -> &[u8] {
        let start = (stem as usize).checked_sub(1).map_or(0, |before| self.spelling_ends[before]);
        &self.spellings[start as usize..self.spelling_ends[stem as usize] as usize]
    }

    /// Returns the labels that have a stem.
    pub(super) fn labels_of(&self, stem: u32) -> &[u32] {
        let start = (stem as usize).checked_sub(1).map_or(0, |before| self.posting_ends[before]);
        &self.postings[start as usize..self.posting_ends[stem as usize] as usize]
    }

    /// Whether a skill has exactly these words, short and function words included, as its name.
    pub(super) fn is_worded(&self, words: &[ReadWord]) -> bool {
        self.worded.binary_search(&worded_key(words)).is_ok()
    }

    /// Returns the weight of a stem in a label.
    pub(super) fn label_weight(&self, stem: u32) -> f32 {
        let rarity = self.rarities[stem as usize];
        if is_weak_word(self.stems[stem as usize]) { WEAK_SHARE * rarity } else { rarity }
    }

    /// Returns the vector of a skill.
    pub(super) fn vector(&self, skill: u32) -> &[i8] {
        let start = skill as usize * COMPONENTS;
        &self.vectors[start..start + COMPONENTS]
    }
}

/// Returns the number of the group of each skill, counted from 1; 0 where it has none.
fn groups_of(catalog: &Catalog) -> Vec<u32> {
    let mut numbers: HashMap<&str, u32> = HashMap::default();
    let of_skill = catalog.skills().iter().map(|skill| {
        let Some(group) = skill.group.as_deref() else { return 0 };
        let next = numbers.len() as u32 + 1;
        *numbers.entry(group).or_insert(next)
    });
    of_skill.collect()
}

/// Returns the key of a name by its words, each for itself.
fn worded_key(words: &[ReadWord]) -> u64 {
    let words: Vec<String> =
        words.iter().map(|word| super::words::plain_form(&word.lower)).collect();
    hash_term(&words.join(" "))
}

/// The vectors of the stems of a catalog.
struct VectorTable {
    places: Vec<u32>,
    vectors: Vec<Option<Box<[f32; COMPONENTS]>>>,
}

impl VectorTable {
    fn of(stems: &[TermHash]) -> Self {
        let found: Vec<Option<StemIndex>> = stems.iter().map(|stem| LEXICON.find(*stem)).collect();
        Self {
            places: found
                .iter()
                .map(|place| place.map_or(NOT_IN_LEXICON, StemIndex::number))
                .collect(),
            vectors: found
                .iter()
                .map(|place| place.map(|place| Box::new(LEXICON.vector(place))))
                .collect(),
        }
    }

    /// Adds `by` times the vector of a stem to `row`.
    fn add_to(&self, row: &mut [f32; COMPONENTS], stem: u32, by: f32) {
        if let Some(vector) = &self.vectors[stem as usize] {
            add(row, by, &**vector);
        }
    }
}
