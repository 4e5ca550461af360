//! How well the words of the responsibilities of one side match similar ones of the other.
//!
//! Of two words of work, about one pair in 160 is similar, so only similar ones are visited.

use foldhash::{HashMap, HashMapExt};

use super::{LexiconStem, PreparedText, WeightedStem, scaled_similarity};
use crate::analysis::knowledge::{self, LEXICON};
use crate::analysis::words::TermHash;

/// Maximum number of first words of a responsibility that are matched with those of another: a
/// longer text is not a responsibility, and the work is the square of the number.
pub(super) const MAX_MATCHED: usize = 64;

/// The similar words of two sides.
pub(super) struct WordMatches {
    /// Words on the left that each responsibility has, by number, up to [`MAX_MATCHED`].
    left: Vec<Vec<usize>>,
    /// Similar words on the right for each word on the left, with their similarity above 0 to 1: 1
    /// for the same stem.
    similar: Vec<Vec<(usize, f32)>>,
    /// Places of each word on the right: the responsibility, and the place among all words of all
    /// responsibilities.
    places: Vec<Vec<(usize, usize)>>,
    /// Shares of all words of all responsibilities on the right.
    shares: Vec<f32>,
    /// First word of each responsibility on the right, and the end of the last.
    starts: Vec<usize>,
    /// For the responsibility in question: whether each on the right is compared, how well the
    /// current word is matched there, and how well each word there is matched.
    compared: Vec<bool>,
    best: Vec<f32>,
    best_there: Vec<f32>,
}

impl WordMatches {
    pub(super) fn new(left: &[PreparedText], right: &[PreparedText]) -> Self {
        let (left, left_words) = number_words(left);
        let (numbers, right_words) = number_words(right);
        let mut places = vec![Vec::new(); right_words.len()];
        let (mut shares, mut starts) = (Vec::new(), vec![0]);
        for (at, (words, duty)) in numbers.iter().zip(right).enumerate() {
            for (word, stem) in words.iter().zip(&duty.stems) {
                places[*word].push((at, shares.len()));
                shares.push(stem.share);
            }
            starts.push(shares.len());
        }
        Self {
            left,
            similar: similar_words(&left_words, &right_words),
            places,
            compared: vec![false; right.len()],
            best: vec![0.0; right.len()],
            best_there: vec![0.0; shares.len()],
            shares,
            starts,
        }
    }

    /// Returns how well the words of `duty`, at `l` on the left, match those of each responsibility
    /// of `rights`, 0 to 1: the harmonic mean of both directions.
    pub(super) fn scores(&mut self, duty: &PreparedText, l: usize, rights: &[usize]) -> Vec<f64> {
        let mut there = vec![0.0; self.compared.len()];
        let mut matched: Vec<usize> = Vec::new();
        for &r in rights {
            self.compared[r] = true;
            self.best_there[self.starts[r]..self.starts[r + 1]].fill(0.0);
        }
        for (&word, stem) in self.left[l].iter().zip(&duty.stems) {
            for &(other, similarity) in &self.similar[word] {
                for &(r, place) in self.places[other].iter().filter(|(r, _)| self.compared[*r]) {
                    if self.best[r] == 0.0 {
                        matched.push(r);
                    }
                    self.best[r] = self.best[r].max(similarity);
                    self.best_there[place] = self.best_there[place].max(similarity);
                }
            }
            for r in matched.drain(..) {
                there[r] += f64::from(stem.share * std::mem::take(&mut self.best[r]));
            }
        }
        for &r in rights {
            self.compared[r] = false;
        }
        rights.iter().map(|&r| self.harmonic_mean(there[r], r)).collect()
    }

    /// Returns the harmonic mean of both directions: how well the left matches the responsibility
    /// at `r`, and how well the words there are matched.
    fn harmonic_mean(&self, there: f64, r: usize) -> f64 {
        let words = self.starts[r]..self.starts[r + 1];
        let shares = self.shares[words.clone()].iter().zip(&self.best_there[words]);
        let back: f64 = shares.map(|(share, best)| f64::from(share * best)).sum();
        if there + back > 0.0 { 2.0 * there * back / (there + back) } else { 0.0 }
    }
}

/// Returns the similar words of `right` for each word of `left`, with their similarity.
fn similar_words(left: &[LexiconStem], right: &[LexiconStem]) -> Vec<Vec<(usize, f32)>> {
    let vectors: Vec<_> = (right.iter().enumerate())
        .filter_map(|(number, word)| Some((number, word.term, LEXICON.components(word.place?))))
        .collect();
    let numbers: HashMap<TermHash, usize> =
        right.iter().enumerate().map(|(number, word)| (word.term, number)).collect();
    let similar = left.iter().map(|word| {
        let mut similar: Vec<(usize, f32)> = Vec::new();
        similar.extend(numbers.get(&word.term).map(|number| (*number, 1.0)));
        if let Some(place) = word.place {
            let vector = LEXICON.components(place);
            for (number, term, other) in &vectors {
                let similarity = scaled_similarity(knowledge::cosine(vector, other));
                if similarity > 0.0 && *term != word.term {
                    similar.push((*number, similarity));
                }
            }
        }
        similar
    });
    similar.collect()
}

/// Returns the words of each responsibility of `side` by number, and the words by their numbers.
fn number_words(side: &[PreparedText]) -> (Vec<Vec<usize>>, Vec<LexiconStem>) {
    let mut numbers: HashMap<TermHash, usize> = HashMap::new();
    let mut words: Vec<LexiconStem> = Vec::new();
    let duties = side
        .iter()
        .map(|duty| {
            duty.stems
                .iter()
                .take(MAX_MATCHED)
                .map(|told: &WeightedStem| {
                    *numbers.entry(told.word.term).or_insert_with(|| {
                        words.push(told.word);
                        words.len() - 1
                    })
                })
                .collect()
        })
        .collect();
    (duties, words)
}
