//! Vectors of words by the company they are used in.
//!
//! The company of a word is a vector, learnt from which stems occur together in a text: their
//! pointwise mutual information, where it is positive, in as few dimensions as keep most of it
//! (Levy and Goldberg, "Neural word embedding as implicit matrix factorization", 2014). `inspects`
//! and `examines` turn out similar because the same things are inspected and examined.

use crate::analysis::eigenvectors::{SparseMatrix, leading_components};
use crate::analysis::vocabulary::{StemmedTexts, position_weight};
use crate::analysis::words::TermHash;

/// Minimum number of texts for a word to have any company.
const MIN_TEXTS: u32 = 2;

/// Maximum number of first words of a text that keep company: later words hardly count, see
/// [`position_weight`], and the work is the square of the number.
const MAX_WORDS_PER_TEXT: usize = 500;

/// Maximum number of words that have a vector, the commonest first.
const MAX_WORDS: usize = 20_000;

/// Minimum sum, weighted by [`position_weight`], for two words to occur together other than by chance.
const MIN_COOCCURRENCE: f32 = 0.15;

/// Exponent of a word's frequency as company: below 1, rare words do not count too much.
const SMOOTHING: f64 = 0.6;

/// Returns the vector of each stem of `texts`, of length 1, or zeros if there is too little data.
pub(super) fn cooccurrence_vectors<const WIDE: usize>(texts: &StemmedTexts) -> Vec<[f32; WIDE]> {
    let list = texts.stems();
    // The words that get a vector, and their position among them.
    let mut told: Vec<u32> =
        (0..list.len() as u32).filter(|&w| list[w as usize].1 >= MIN_TEXTS).collect();
    told.sort_unstable_by_key(|&w| (std::cmp::Reverse(list[w as usize].1), list[w as usize].0));
    told.truncate(MAX_WORDS);
    let mut number = vec![u32::MAX; list.len()];
    for (i, &word) in told.iter().enumerate() {
        number[word as usize] = i as u32;
    }
    let matrix = pointwise_information(texts, &number, told.len());
    let seeds: Vec<TermHash> = told.iter().map(|&word| list[word as usize].0).collect();
    let vectors = leading_components(&matrix, &seeds, WIDE);
    let mut company = vec![[0.0; WIDE]; list.len()];
    for (&word, vector) in told.iter().zip(&vectors) {
        company[word as usize].copy_from_slice(vector);
    }
    company
}

/// Returns how much more often than by chance each two of `words` words occur together, as positive
/// pointwise mutual information; `number` gives words their row, or `u32::MAX` for none.
fn pointwise_information(texts: &StemmedTexts, number: &[u32], words: usize) -> SparseMatrix {
    let mut holders: Vec<Vec<(u32, f32)>> = vec![Vec::new(); words];
    let mut taken: Vec<Vec<(u32, f32)>> = Vec::new();
    for text in texts.iter() {
        let rows = text
            .iter()
            .enumerate()
            .map(|(place, &word)| (number[word as usize], position_weight(place) as f32));
        let text: Vec<(u32, f32)> =
            rows.take(MAX_WORDS_PER_TEXT).filter(|(row, _)| *row != u32::MAX).collect();
        for (row, weight) in &text {
            holders[*row as usize].push((taken.len() as u32, *weight));
        }
        taken.push(text);
    }
    // Row by row: the companions and how much they count.
    let mut sums = vec![0.0_f32; words];
    let mut counts = SparseMatrix::default();
    let mut totals = vec![0.0_f64; words];
    for (row, holders) in holders.iter().enumerate() {
        let mut touched = Vec::new();
        for (text, weight) in holders {
            for (other, theirs) in &taken[*text as usize] {
                let sum = &mut sums[*other as usize];
                if *sum == 0.0 {
                    touched.push(*other);
                }
                *sum += weight * theirs;
            }
        }
        touched.sort_unstable();
        for other in touched {
            let sum = std::mem::take(&mut sums[other as usize]);
            if other as usize != row && sum > MIN_COOCCURRENCE {
                totals[row] += f64::from(sum);
                counts.push(other, sum);
            }
        }
        counts.end_row();
    }
    let all: f64 = totals.iter().map(|total| total.powf(SMOOTHING)).sum();
    // Half of the frequency as a word, and half of that as company: the matrix stays symmetric.
    let chance: Vec<f64> = totals
        .iter()
        .map(|total| f64::midpoint(total.ln(), SMOOTHING * total.ln() - all.ln()))
        .collect();
    counts.map(|row, other, sum| {
        let surprise = f64::from(sum).ln() - chance[row as usize] - chance[other as usize];
        (surprise > 0.0).then_some(surprise as f32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::words::{StemHasher, hash_term};

    #[test]
    fn words_of_the_same_company_are_alike() {
        let mut duties: Vec<String> = Vec::new();
        for thing in ["pumps", "valves", "engines", "boilers", "pipes"] {
            duties.push(format!("Inspects {thing} for wear."));
            duties.push(format!("Examines {thing} for cracks."));
        }
        for subject in ["history", "music", "algebra", "grammar", "chemistry"] {
            duties.push(format!("Teaches {subject} to classes."));
            duties.push(format!("Explains {subject} to pupils."));
        }
        let (mut texts, mut stems) = (StemmedTexts::default(), StemHasher::new());
        for duty in &duties {
            texts.add(stems.of(duty));
        }
        let company = cooccurrence_vectors::<64>(&texts);
        let (near, far) = (
            word_similarity("inspect", "examin", &company, &texts),
            word_similarity("inspect", "teach", &company, &texts),
        );
        assert!(near > 0.3 && far < 0.1, "{near} {far}");
    }

    fn word_similarity(a: &str, b: &str, company: &[[f32; 64]], texts: &StemmedTexts) -> f32 {
        word_vector(a, company, texts)
            .iter()
            .zip(word_vector(b, company, texts))
            .map(|(a, b)| a * b)
            .sum::<f32>()
    }

    fn word_vector(word: &str, company: &[[f32; 64]], texts: &StemmedTexts) -> [f32; 64] {
        company[texts.stems().iter().position(|(stem, _)| *stem == hash_term(word)).unwrap()]
    }
}
