//! What a catalog's own texts say about its words: how telling each is, and which are used in the same company.
//!
//! The company of a word is a vector, learnt from which stems stand together in a responsibility or a summary: their
//! pointwise mutual information, where it is positive, in as few dimensions as keep most of it (Levy and Goldberg,
//! "Neural word embedding as implicit matrix factorization", 2014). `inspects` and `examines` come out alike because
//! the same things are inspected and examined. Nothing is learnt elsewhere: a pack in another language, or of another
//! trade, teaches its own words.

use std::io::{self, Read, Write};

use foldhash::{HashMap, HashMapExt};

use super::spectrum::{Sparse, leading};
use super::words::{Stems, Term};
use crate::flat::{self, Source};
use crate::model::Catalog;

/// Components of a word's vector. On O*NET half as many do a little worse, and more do no better.
pub(super) const COMPONENTS: usize = 64;

/// Words of fewer texts have no company to speak of.
const LEAST_TEXTS: u32 = 2;

/// So many texts teach the company of words; of more, some are taken evenly.
const MOST_TEXTS: usize = 40_000;

/// So many words of a text keep company, the first: what is said later hardly counts, see [`prominence`], and all with all
/// would be the square of a long text.
const MOST_TOLD: usize = 500;

/// So many words have a vector, the commonest.
const MOST_WORDS: usize = 20_000;

/// Pairs of words that stand together less than this, counted by [`prominence`], are taken for chance.
const LEAST_TOGETHER: f32 = 0.15;

/// How much of a word's frequency counts when it is looked at as company: below 1, rare words do not count too much.
const SMOOTHING: f64 = 0.6;

/// How much the word at `place` among the telling words of a text counts, 1 for the first. A duty says what is done to
/// what before it says how, with what and what for.
pub(super) fn prominence(place: usize) -> f64 {
    1.0 / (1.0 + place as f64 / 3.0)
}

/// What a catalog's texts say about its words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Vocabulary {
    /// The stems of all texts, ordered.
    stems: Vec<Term>,
    /// In how many texts each of them stands.
    frequency: Vec<u32>,
    /// [`COMPONENTS`] for each stem: a vector of length [`SCALE`], or zeros.
    vectors: Vec<i8>,
    texts: u32,
}

/// The length of the vector of a word.
const SCALE: f32 = 127.0;

/// The telling stems of texts, one text after the other, as positions in a list.
#[derive(Default)]
struct Texts {
    words: Vec<u32>,
    starts: Vec<usize>,
}

impl Texts {
    fn iter(&self) -> impl Iterator<Item = &[u32]> + '_ {
        let ends = self.starts.iter().skip(1).copied().chain(std::iter::once(self.words.len()));
        self.starts.iter().zip(ends).map(|(start, end)| &self.words[*start..end])
    }
}

impl Vocabulary {
    /// Reads every responsibility and summary of `catalog`; responsibilities that are inherited count once.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let mut stems = Stems::new();
        let mut known: HashMap<Term, u32> = HashMap::new();
        let mut list: Vec<(Term, u32)> = Vec::new();
        let mut texts = Texts::default();
        let mut last: Vec<usize> = Vec::new();
        for role in catalog.roles() {
            let own = role.responsibilities.iter().filter(|duty| duty.origin.is_none()).map(|duty| duty.text.as_str());
            for text in own.chain(std::iter::once(role.summary.as_str())) {
                texts.starts.push(texts.words.len());
                for term in stems.of(text) {
                    let word = *known.entry(term).or_insert_with(|| {
                        list.push((term, 0));
                        last.push(0);
                        list.len() as u32 - 1
                    });
                    // Once a text.
                    if std::mem::replace(&mut last[word as usize], texts.starts.len()) != texts.starts.len() {
                        list[word as usize].1 += 1;
                        texts.words.push(word);
                    }
                }
            }
        }
        let company = company(&texts, &list);
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_unstable_by_key(|&word| list[word].0);
        let vectors = order.iter().flat_map(|&word| company[word]).collect();
        let (stems, frequency) = order.iter().map(|&word| list[word]).unzip();
        Self { stems, frequency, vectors, texts: texts.starts.len() as u32 }
    }

    /// Writes it so that [`Vocabulary::read`] finds it, in the same build of roledex.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::put(out, &[self.texts])?;
        flat::put(out, &self.stems)?;
        flat::put(out, &self.frequency)?;
        flat::put(out, &self.vectors)
    }

    /// What was written; reads no more than `size` bytes.
    pub(super) fn read(input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = Source { input, left: size };
        let texts = input.take()?;
        let (stems, frequency) = (input.take::<Term>()?, input.take::<u32>()?);
        let vectors = input.take::<i8>()?;
        let sound = stems.len() == frequency.len()
            && vectors.len() == stems.len() * COMPONENTS
            && stems.is_sorted_by(|a, b| a < b);
        match texts.as_slice() {
            // Every word is in one of the texts, and in no more than there are.
            &[texts] if sound && frequency.iter().all(|of| (1..=texts).contains(of)) => {
                Ok(Self { stems, frequency, vectors, texts })
            }
            _ => Err(flat::damaged()),
        }
    }

    fn place(&self, term: Term) -> Option<usize> {
        self.stems.binary_search(&term).ok()
    }

    /// Inverse document frequency, smoothed: at least 1, the more the rarer.
    pub(super) fn rarity(&self, term: Term) -> f64 {
        let frequency = self.place(term).map_or(0, |at| self.frequency[at]);
        ((f64::from(self.texts) + 1.0) / (f64::from(frequency) + 1.0)).ln() + 1.0
    }

    /// The company of `term`, [`COMPONENTS`] numbers; none where it is not known.
    pub(super) fn vector(&self, term: Term) -> Option<&[i8]> {
        self.place(term).map(|at| &self.vectors[at * COMPONENTS..][..COMPONENTS])
    }
}

/// The vector of each word of `list`, which are stems with their number of texts.
fn company(texts: &Texts, list: &[(Term, u32)]) -> Vec<[i8; COMPONENTS]> {
    // The words that get one, and their position among them.
    let mut told: Vec<u32> = (0..list.len() as u32).filter(|&w| list[w as usize].1 >= LEAST_TEXTS).collect();
    told.sort_unstable_by_key(|&w| (std::cmp::Reverse(list[w as usize].1), list[w as usize].0));
    told.truncate(MOST_WORDS);
    let mut number = vec![u32::MAX; list.len()];
    for (i, &word) in told.iter().enumerate() {
        number[word as usize] = i as u32;
    }
    let matrix = together(texts, &number, told.len());
    let seeds: Vec<Term> = told.iter().map(|&word| list[word as usize].0).collect();
    let vectors = leading(&matrix, &seeds, COMPONENTS);
    let mut company = vec![[0; COMPONENTS]; list.len()];
    for (&word, vector) in told.iter().zip(&vectors) {
        for (to, from) in company[word as usize].iter_mut().zip(vector) {
            *to = (from * SCALE).round() as i8;
        }
    }
    company
}

/// How much more often than by chance each two of `words` words stand together, as positive pointwise mutual
/// information; `number` gives words their row, or `u32::MAX` for none.
fn together(texts: &Texts, number: &[u32], words: usize) -> Sparse {
    let step = texts.starts.len().div_ceil(MOST_TEXTS).max(1);
    let mut holders: Vec<Vec<(u32, f32)>> = vec![Vec::new(); words];
    let mut taken: Vec<Vec<(u32, f32)>> = Vec::new();
    for text in texts.iter().step_by(step) {
        let rows = text.iter().enumerate().map(|(place, &word)| (number[word as usize], prominence(place) as f32));
        let text: Vec<(u32, f32)> = rows.take(MOST_TOLD).filter(|(row, _)| *row != u32::MAX).collect();
        for (row, weight) in &text {
            holders[*row as usize].push((taken.len() as u32, *weight));
        }
        taken.push(text);
    }
    // Row by row: with whom, and how much.
    let mut sums = vec![0.0_f32; words];
    let mut counts = Sparse::default();
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
            if other as usize != row && sum > LEAST_TOGETHER {
                totals[row] += f64::from(sum);
                counts.push(other, sum);
            }
        }
        counts.end_row();
    }
    let all: f64 = totals.iter().map(|total| total.powf(SMOOTHING)).sum();
    // Half of what a word as such, and half of what it counts as company: the matrix stays symmetric.
    let chance: Vec<f64> =
        totals.iter().map(|total| f64::midpoint(total.ln(), SMOOTHING * total.ln() - all.ln())).collect();
    counts.map(|row, other, sum| {
        let surprise = f64::from(sum).ln() - chance[row as usize] - chance[other as usize];
        (surprise > 0.0).then_some(surprise as f32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::diff::fixture;
    use crate::analysis::words::term;

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
        let duties: Vec<&str> = duties.iter().map(String::as_str).collect();
        let vocabulary = Vocabulary::new(&fixture::catalog(&[&duties]));
        let likeness = |a: &str, b: &str| {
            let (a, b) = (vocabulary.vector(term(a)).unwrap(), vocabulary.vector(term(b)).unwrap());
            a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>() / f64::from(SCALE * SCALE)
        };
        let (near, far) = (likeness("inspect", "examin"), likeness("inspect", "teach"));
        assert!(near > 0.3 && far < 0.1, "{near} {far}");
        assert!(vocabulary.rarity(term("pump")) > vocabulary.rarity(term("inspect")));
        assert!(vocabulary.vector(term("unknown")).is_none());
    }

    #[test]
    fn it_survives_being_written() {
        let catalog = fixture::catalog(&[&["Keeps the books.", "Keeps bees."], &["Writes release notes."]]);
        let (written, mut bytes) = (Vocabulary::new(&catalog), Vec::new());
        written.write(&mut bytes).unwrap();
        let keep = term("keep");
        assert_eq!(written.stems.iter().zip(&written.frequency).find(|(t, _)| **t == keep), Some((&keep, &2)));
        assert_eq!(Vocabulary::read(&mut &bytes[..], bytes.len() as u64).unwrap(), written);
        assert!(Vocabulary::read(&mut &bytes[..bytes.len() - 4], bytes.len() as u64).is_err());
    }
}
