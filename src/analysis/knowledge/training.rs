//! Training of the lexicon of [`knowledge`](super).
//!
//! 1. Vectors begin as the company that stems keep in texts on work, see `company`.
//! 2. From there they are moved until texts that name the same work are similar and others are not.
//!    The vector of a text is the sum of those of its stems, each weighted by how much it counts
//!    and by its place; in a batch of pairs of texts each must find its other half (cross-entropy
//!    over cosines, both ways; van den Oord and others, "Representation Learning with Contrastive
//!    Predictive Coding", 2018). How much a stem counts is learnt along with its vector. A penalty
//!    keeps vectors close to where they began, so that rare stems keep their company.
//!
//! The same texts give the same lexicon.

use foldhash::{HashMap, HashMapExt};

use super::cooccurrence::cooccurrence_vectors;
use super::{COMPONENTS, LearntStem, StemVector, encode_lexicon};
use crate::analysis::vectors::{add, dot, to_length_1};
use crate::analysis::vocabulary::{StemmedTexts, position_weight};
use crate::analysis::words::{StemHasher, TermHash};

/// Training data.
#[derive(Debug, Default)]
pub struct TrainingData {
    /// Kinds of work, each in several wordings.
    pub work: Vec<Vec<String>>,
    /// Names of things that have several, and their descriptions.
    pub names: Vec<Vec<String>>,
    /// Other texts on work.
    pub texts: Vec<String>,
}

/// Minimum number of texts for a stem to be included.
const MIN_TEXTS: u32 = 2;
/// Maximum number of stems in the lexicon, the commonest first.
const MAX_STEMS: usize = 16_000;
/// Number of passes over everything. More fit the lessons better but real ladders no better.
const EPOCHS: usize = 6;
/// Number of passes over the kinds of work, which are few, in each of these.
const PASSES: usize = 8;
/// Number of pairs of texts that are distinguished at once.
const BATCH: usize = 512;
/// Divisor of cosines.
const TEMPERATURE: f32 = 0.05;
/// Weight of the penalty on moving vectors; that of the penalty on changing how much stems count.
const REGULARISATION: (f32, f32) = (1.0, 0.1);
/// Length of the training steps.
const STEP: f32 = 0.02;

/// Learns from `lessons` and returns the bytes of the lexicon.
pub fn lexicon(lessons: &TrainingData) -> Vec<u8> {
    let mut stems = StemHasher::new();
    let (mut texts, mut work, mut others) =
        (StemmedTexts::default(), StemmedTexts::default(), StemmedTexts::default());
    for text in lessons.work.iter().flatten() {
        let terms = stems.of(text);
        texts.add(terms.clone());
        work.add(terms);
    }
    for text in lessons.names.iter().flatten().chain(&lessons.texts) {
        let terms = stems.of(text);
        texts.add(terms.clone());
        others.add(terms);
    }
    let mut order: Vec<usize> =
        (0..texts.stems().len()).filter(|&at| texts.stems()[at].1 >= MIN_TEXTS).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(texts.stems()[at].1), texts.stems()[at].0));
    order.truncate(MAX_STEMS);
    let first = cooccurrence_vectors(&texts);
    let terms: Vec<TermHash> = order.iter().map(|&at| texts.stems()[at].0).collect();
    let mut model = EmbeddingModel::new(
        order.iter().zip(&terms).map(|(&at, &term)| or_random_vector(&first[at], term)).collect(),
        terms.iter().map(|&term| (0.85 * stem_rarity(term, &work, &others).ln()) as f32).collect(),
    );
    let place: HashMap<TermHash, u32> = terms.iter().copied().zip(0..).collect();
    let (kinds, names) = (
        read_groups(&lessons.work, &mut stems, &place),
        read_groups(&lessons.names, &mut stems, &place),
    );
    let mut chance = TrainingRng(1);
    for _ in 0..EPOCHS {
        let mut batches: Vec<Vec<&Vec<Vec<u32>>>> = Vec::new();
        for groups in std::iter::once(&names).chain(std::iter::repeat_n(&kinds, PASSES)) {
            let mut groups: Vec<_> = groups.iter().collect();
            chance.shuffle(&mut groups);
            batches.extend(groups.chunks(BATCH).map(<[_]>::to_vec));
        }
        chance.shuffle(&mut batches);
        for batch in batches {
            let pairs: Vec<_> = batch.iter().map(|group| chance.pick_two(group)).collect();
            model.learn(&pairs);
        }
    }
    let learnt = terms.iter().zip(model.vectors.iter().zip(&model.counts));
    encode_lexicon(
        learnt
            .map(|(&term, (vector, counts))| LearntStem {
                term,
                share: mean_share(term, &work, &others),
                weight: f64::from(counts.exp()),
                vector: normalised(*vector).0,
            })
            .collect(),
    )
}

/// Words rare in one kind of text may be common in the other: the kinds of work count as much as
/// everything else.
fn mean_share(term: TermHash, work: &StemmedTexts, others: &StemmedTexts) -> f64 {
    f64::midpoint(share_of_texts(work, term), share_of_texts(others, term)).max(1e-5)
}

fn stem_rarity(term: TermHash, work: &StemmedTexts, others: &StemmedTexts) -> f64 {
    (1.0 / mean_share(term, work, others)).ln().max(0.3)
}

fn read_groups(
    groups: &[Vec<String>],
    stems: &mut StemHasher,
    place: &HashMap<u64, u32>,
) -> Vec<Vec<Vec<u32>>> {
    let mut groups: Vec<Vec<Vec<u32>>> = groups
        .iter()
        .map(|group| {
            group
                .iter()
                .map(|text: &String| {
                    let mut known: Vec<u32> = Vec::new();
                    for word in stems.of(text).iter().filter_map(|term| place.get(term)) {
                        if !known.contains(word) {
                            known.push(*word);
                        }
                    }
                    known
                })
                .filter(|words| !words.is_empty())
                .collect()
        })
        .collect();
    groups.retain(|group| group.len() > 1);
    groups
}

fn share_of_texts(texts: &StemmedTexts, term: u64) -> f64 {
    f64::from(texts.frequency(term)) / texts.len().max(1) as f64
}

/// Returns `vector`, or if it is all zeros one that is similar to no other.
fn or_random_vector(vector: &StemVector, term: TermHash) -> StemVector {
    if vector.iter().any(|x| *x != 0.0) {
        return *vector;
    }
    let mut chance = TrainingRng(term);
    normalised(std::array::from_fn(|_| chance.next_unit() - 0.5)).0
}

/// Pseudorandom numbers, the same on every machine (Steele and others, "Fast splittable
/// pseudorandom number generators", 2014).
struct TrainingRng(u64);

impl TrainingRng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number from 0 to below 1.
    fn next_unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// Returns a number from 0 to below `end`.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }

    /// Returns two different texts of `group`, which has at least two.
    fn pick_two<'a>(&mut self, group: &'a [Vec<u32>]) -> (&'a [u32], &'a [u32]) {
        let one = self.below(group.len());
        let other = (one + 1 + self.below(group.len() - 1)) % group.len();
        (&group[one], &group[other])
    }
}

/// Returns `vector` at length 1, and its original length.
fn normalised(mut vector: StemVector) -> (StemVector, f32) {
    let length = to_length_1(&mut vector);
    (vector, length)
}

/// The parameters being learnt, with the running means of their steps (Kingma and Ba, "Adam: a
/// method for stochastic optimization", 2015).
struct EmbeddingModel {
    vectors: Vec<StemVector>,
    /// Logarithm of how much each stem counts.
    counts: Vec<f32>,
    initial: (Vec<StemVector>, Vec<f32>),
    means: Vec<(StemVector, StemVector)>,
    count_means: Vec<(f32, f32)>,
    steps: i32,
}

/// A text with its sum.
struct TextEmbedding<'a> {
    words: &'a [u32],
    /// The sum, at length 1.
    vector: StemVector,
    length: f32,
}

impl EmbeddingModel {
    fn new(vectors: Vec<StemVector>, counts: Vec<f32>) -> Self {
        let stems = vectors.len();
        Self {
            initial: (vectors.clone(), counts.clone()),
            vectors,
            counts,
            means: vec![([0.0; COMPONENTS], [0.0; COMPONENTS]); stems],
            count_means: vec![(0.0, 0.0); stems],
            steps: 0,
        }
    }

    /// Returns how much the word at `place` of a text counts.
    fn share(&self, word: u32, place: usize) -> f32 {
        self.counts[word as usize].exp() * position_weight(place) as f32
    }

    fn sum<'a>(&self, words: &'a [u32]) -> TextEmbedding<'a> {
        let mut whole = [0.0; COMPONENTS];
        for (place, &word) in words.iter().enumerate() {
            add(&mut whole, self.share(word, place), &normalised(self.vectors[word as usize]).0);
        }
        let length = to_length_1(&mut whole);
        TextEmbedding { words, vector: whole, length }
    }

    /// Makes a training step: each text of `pairs` is to find its other half among those of all.
    fn learn(&mut self, pairs: &[(&[u32], &[u32])]) {
        let n = pairs.len();
        let lefts: Vec<TextEmbedding<'_>> = pairs.iter().map(|pair| self.sum(pair.0)).collect();
        let rights: Vec<TextEmbedding<'_>> = pairs.iter().map(|pair| self.sum(pair.1)).collect();
        let mut chances: Vec<Vec<f32>> = (lefts.iter())
            .map(|l| {
                rights.iter().map(|r| (dot(&l.vector, &r.vector) / TEMPERATURE).exp()).collect()
            })
            .collect();
        let by_row: Vec<f32> = chances.iter().map(|row| row.iter().sum()).collect();
        let by_column: Vec<f32> =
            (0..n).map(|at| chances.iter().map(|row| row[at]).sum()).collect();
        // The change of the loss with each cosine.
        for (l, row) in chances.iter_mut().enumerate() {
            for (r, cell) in row.iter_mut().enumerate() {
                let found =
                    *cell / by_row[l] + *cell / by_column[r] - if l == r { 2.0 } else { 0.0 };
                *cell = found / (2.0 * n as f32 * TEMPERATURE);
            }
        }
        let mut slopes: HashMap<u32, (StemVector, f32)> = HashMap::new();
        for (at, (left, right)) in lefts.iter().zip(&rights).enumerate() {
            let (mut of_left, mut of_right) = ([0.0; COMPONENTS], [0.0; COMPONENTS]);
            for (other, row) in chances.iter().enumerate() {
                add(&mut of_left, chances[at][other], &rights[other].vector);
                add(&mut of_right, row[at], &lefts[other].vector);
            }
            self.add_gradients(left, &of_left, &mut slopes);
            self.add_gradients(right, &of_right, &mut slopes);
        }
        let used = slopes.len() as f32;
        for (&word, slope) in &mut slopes {
            let word = word as usize;
            let (unit, length) = normalised(self.vectors[word]);
            add(&mut slope.0, 2.0 * REGULARISATION.0 / used, &unit);
            add(&mut slope.0, -2.0 * REGULARISATION.0 / used, &self.initial.0[word]);
            // The length of a vector has no meaning.
            let along = dot(&slope.0, &unit);
            add(&mut slope.0, -along, &unit);
            slope.0 = slope.0.map(|x| x / length);
            slope.1 += 2.0 * REGULARISATION.1 / used * (self.counts[word] - self.initial.1[word]);
        }
        self.step(&slopes);
    }

    /// Adds to `slopes` the change of the loss with the words of `text`, given its change by
    /// `slope` with the sum of the text.
    fn add_gradients(
        &self,
        text: &TextEmbedding<'_>,
        slope: &StemVector,
        slopes: &mut HashMap<u32, (StemVector, f32)>,
    ) {
        let along = dot(slope, &text.vector);
        let mut of_sum = *slope;
        add(&mut of_sum, -along, &text.vector);
        let of_sum = of_sum.map(|x| x / text.length);
        for (place, &word) in text.words.iter().enumerate() {
            let share = self.share(word, place);
            let unit = normalised(self.vectors[word as usize]).0;
            let slope = slopes.entry(word).or_insert(([0.0; COMPONENTS], 0.0));
            add(&mut slope.0, share, &of_sum);
            slope.1 += share * dot(&unit, &of_sum);
        }
    }

    fn step(&mut self, slopes: &HashMap<u32, (StemVector, f32)>) {
        self.steps += 1;
        let (warm_first, warm_second) =
            (1.0 - 0.9_f32.powi(self.steps), 1.0 - 0.999_f32.powi(self.steps));
        for (word, vector) in self.vectors.iter_mut().enumerate() {
            let slope = slopes.get(&(word as u32)).copied().unwrap_or(([0.0; COMPONENTS], 0.0));
            let (first, second) = &mut self.means[word];
            for (at, value) in vector.iter_mut().enumerate() {
                adjust(
                    value,
                    &mut (&mut first[at], &mut second[at]),
                    slope.0[at],
                    warm_first,
                    warm_second,
                );
            }
            let (first, second) = &mut self.count_means[word];
            adjust(&mut self.counts[word], &mut (first, second), slope.1, warm_first, warm_second);
        }
    }
}

fn adjust(
    value: &mut f32,
    means: &mut (&mut f32, &mut f32),
    slope: f32,
    warm_first: f32,
    warm_second: f32,
) {
    *means.0 = 0.9 * *means.0 + 0.1 * slope;
    *means.1 = 0.999 * *means.1 + 0.001 * slope * slope;
    *value -= STEP * (*means.0 / warm_first) / ((*means.1 / warm_second).sqrt() + 1e-8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::knowledge::Lexicon;

    #[test]
    fn words_for_the_same_work_come_out_alike() {
        let work = vec![
            owned_texts(&["Recruits engineers.", "Hires engineers.", "Recruits and hires people."]),
            owned_texts(&[
                "Inspects boilers.",
                "Examines boilers.",
                "Inspects and examines pumps.",
            ]),
            owned_texts(&[
                "Teaches algebra.",
                "Explains algebra.",
                "Teaches and explains history.",
            ]),
        ];
        let lessons = TrainingData { work, ..TrainingData::default() };
        let bytes = lexicon(&lessons);
        assert_eq!(bytes, lexicon(&lessons), "the same texts give the same lexicon");
        let known = Lexicon::new(&bytes);
        let likeness = |a: &str, b: &str| {
            let place = |word| known.find(StemHasher::new().of(word)[0]).unwrap();
            known.cosine(place(a), place(b))
        };
        for (same, other) in [("hires", "explains"), ("hires", "boilers"), ("hires", "algebra")] {
            let (near, far) = (likeness("recruits", same), likeness("recruits", other));
            assert!(near > far + 0.15, "{same} {near}, {other} {far}");
        }
    }

    fn owned_texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_string()).collect::<Vec<_>>()
    }

    #[test]
    fn nothing_to_learn_from_gives_an_empty_lexicon() {
        let bytes = lexicon(&TrainingData::default());
        assert_eq!(bytes, 0_u32.to_le_bytes());
        assert_eq!(Lexicon::new(&bytes).find(7), None);
    }
}
