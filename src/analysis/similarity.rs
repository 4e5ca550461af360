//! How alike two responsibilities are, judged by their words.
//!
//! Two views of a text are mixed: its stems weighted by how rare they are in the catalog (TF-IDF), which says whether
//! the same things are talked about, and the letter groups of its words under the same weights, which forgives what a
//! stemmer does not see (`prioritises` and `priorities`, `strategy` and `strategic`).

use std::io::{self, Read, Write};

use foldhash::{HashMap, HashMapExt};
use rust_stemmers::{Algorithm, Stemmer};
use xxhash_rust::xxh3::xxh3_64;

use crate::flat::{self, Source};
use crate::model::Catalog;

/// Part of the likeness that the stems decide; the rest is the letter groups'.
const STEM_WEIGHT: f64 = 0.6;
/// What the same leading verb adds, as a factor: "Writes …" and "Writes …" do the same to something.
const VERB_BONUS: f64 = 0.10;
/// What the same theme adds, as a factor. Small: a heading says where a duty stands, not what it is.
const THEME_BONUS: f64 = 0.12;
/// The most that texts which are not the same can reach; 1 is kept for the same words.
const CEILING: f64 = 0.99;
/// Lengths of the letter groups.
const GROUPS: std::ops::RangeInclusive<usize> = 3..=5;

/// Words that carry no duty. They count for nothing in likeness, and do not break up a run of changed words.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "across", "after", "against", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "before", "between", "both", "but", "by", "can", "do", "does", "each", "for", "from", "has", "have", "how", "if",
    "in", "into", "is", "it", "its", "may", "more", "most", "must", "no", "nor", "not", "of", "off", "on", "one", "or",
    "other", "others", "out", "over", "own", "per", "so", "some", "such", "than", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "those", "through", "to", "under", "up", "upon", "was", "were", "what",
    "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without",
];

/// Whether `word`, in lower case, carries no meaning of its own.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.binary_search(&word).is_ok()
}

/// Words as the hashes of their stems; each word is taken to its stem once.
pub(super) struct Stems {
    stemmer: Stemmer,
    known: HashMap<String, Term>,
}

impl Stems {
    pub(super) fn new() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English), known: HashMap::new() }
    }

    /// The stems of the words of `text` that carry meaning, in order.
    pub(super) fn of(&mut self, text: &str) -> Vec<Term> {
        words(text).map(|word| self.stem(word)).collect()
    }

    fn stem(&mut self, word: String) -> Term {
        if let Some(&known) = self.known.get(&word) {
            return known;
        }
        let term = term(&stem(&self.stemmer, &word));
        self.known.insert(word, term);
        term
    }
}

/// What a catalog's texts say about the weight of each word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Similarity {
    /// The stems of all texts, ordered.
    stems: Vec<Term>,
    /// In how many texts each of them stands.
    frequency: Vec<u32>,
    texts: u32,
}

/// A stem or a letter group, by its hash: two that fall together are rarer than two meanings of one word.
pub(super) type Term = u64;

/// A text made ready for comparison. Only vectors of one [`Similarity`] compare.
#[derive(Debug, Clone)]
pub(super) struct Vectors {
    stems: Sparse,
    groups: Sparse,
    verb: Option<Term>,
}

impl Similarity {
    /// Counts the words of every responsibility of `catalog`; those that are inherited count once.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let mut stems = Stems::new();
        // For each stem: in how many texts it stands, and the last of them.
        let mut counts: HashMap<Term, (u32, u32)> = HashMap::new();
        let mut texts = 0;
        for role in catalog.roles() {
            for duty in role.responsibilities.iter().filter(|duty| duty.origin.is_none()) {
                texts += 1;
                for stem in stems.of(&duty.text) {
                    let (count, last) = counts.entry(stem).or_default();
                    *count += u32::from(std::mem::replace(last, texts) != texts);
                }
            }
        }
        let mut counts: Vec<(Term, u32)> = counts.into_iter().map(|(stem, (count, _))| (stem, count)).collect();
        counts.sort_unstable();
        let (stems, frequency) = counts.into_iter().unzip();
        Self { stems, frequency, texts }
    }

    /// Writes it so that [`Similarity::read`] finds it, in the same build of roledex.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::put(out, &[self.texts])?;
        flat::put(out, &self.stems)?;
        flat::put(out, &self.frequency)
    }

    /// What was written; reads no more than `size` bytes.
    pub(super) fn read(input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = Source { input, left: size };
        let texts = input.take()?;
        let (stems, frequency) = (input.take::<Term>()?, input.take()?);
        match texts.as_slice() {
            &[texts] if stems.len() == frequency.len() && stems.is_sorted() => Ok(Self { stems, frequency, texts }),
            _ => Err(io::Error::new(io::ErrorKind::InvalidData, "these bytes are no weights of words")),
        }
    }

    /// Makes `text` ready for comparison.
    pub(super) fn vectors(&self, text: &str) -> Vectors {
        let stemmer = Stemmer::create(Algorithm::English);
        let words: Vec<(String, Term)> = words(text)
            .map(|word| {
                let term = term(&stem(&stemmer, &word));
                (word, term)
            })
            .collect();
        let mut groups = Vec::new();
        for (word, term) in &words {
            let weight = self.rarity(*term);
            each_group(word, |group| groups.push((group, weight)));
        }
        let mut stems: HashMap<Term, f64> = HashMap::new();
        for (_, term) in &words {
            *stems.entry(*term).or_default() += 1.0;
        }
        let stems = stems.into_iter().map(|(term, count)| (term, (1.0 + count.ln()) * self.rarity(term))).collect();
        Vectors { stems: Sparse::new(stems), groups: Sparse::new(groups), verb: words.first().map(|(_, term)| *term) }
    }

    /// Likeness of two texts, 0 to [`CEILING`], the same in both directions.
    pub(super) fn of(a: &Vectors, b: &Vectors, same_theme: bool) -> f64 {
        let base = STEM_WEIGHT * a.stems.cosine(&b.stems) + (1.0 - STEM_WEIGHT) * a.groups.cosine(&b.groups);
        let verb = if a.verb.is_some() && a.verb == b.verb { VERB_BONUS } else { 0.0 };
        let theme = if same_theme { THEME_BONUS } else { 0.0 };
        (base * (1.0 + verb + theme)).min(CEILING)
    }

    /// Inverse document frequency, smoothed: at least 1, the more the rarer.
    fn rarity(&self, term: Term) -> f64 {
        let frequency = self.stems.binary_search(&term).map_or(0, |at| self.frequency[at]);
        ((f64::from(self.texts) + 1.0) / (f64::from(frequency) + 1.0)).ln() + 1.0
    }
}

/// A vector with few components, of length 1, ordered by component.
#[derive(Debug, Clone)]
struct Sparse(Vec<(Term, f64)>);

impl Sparse {
    /// Adds up what stands several times, and scales the whole to length 1.
    fn new(mut components: Vec<(Term, f64)>) -> Self {
        // By value too: adding up in one fixed order gives the same bits on every run.
        components.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        components.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let length = components.iter().map(|(_, v)| v * v).sum::<f64>().sqrt();
        if length > 0.0 {
            for (_, value) in &mut components {
                *value /= length;
            }
        }
        Self(components)
    }

    fn cosine(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some((left, x)), Some((right, y))) = (a.peek(), b.peek()) {
            match left.cmp(right) {
                std::cmp::Ordering::Less => {
                    a.next();
                }
                std::cmp::Ordering::Greater => {
                    b.next();
                }
                std::cmp::Ordering::Equal => {
                    sum += x * y;
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }
}

/// The words of `text` that carry meaning, in lower case. `C++`, `C#` and `.NET` stay what they are.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '+' | '#')))
        .map(|word| word.trim_matches(['\'', '’']).to_lowercase())
        .map(|word| match word.strip_suffix("'s").or(word.strip_suffix("’s")) {
            Some(owner) => owner.to_string(),
            None => word,
        })
        .filter(|word| !word.is_empty() && !is_function_word(word))
}

/// The stem of `word`. American endings are made British first, since the stemmer knows `-ize` and not `-ise`.
fn stem(stemmer: &Stemmer, word: &str) -> String {
    if word.contains("iz") || word.contains("yz") {
        return stemmer.stem(&word.replace("iz", "is").replace("yz", "ys")).into_owned();
    }
    stemmer.stem(word).into_owned()
}

pub(super) fn term(text: &str) -> Term {
    xxh3_64(text.as_bytes())
}

/// Calls `take` with every group of letters of `word`, its ends being letters too.
fn each_group(word: &str, mut take: impl FnMut(Term)) {
    let word: Vec<char> = std::iter::once('^').chain(word.chars()).chain(std::iter::once('$')).collect();
    let mut letters = String::new();
    for length in GROUPS {
        for group in word.windows(length) {
            letters.clear();
            letters.extend(group);
            take(term(&letters));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::diff::fixture;

    fn likeness(a: &str, b: &str) -> f64 {
        let catalog = fixture::catalog(&[&[a], &[b], &["Keeps the books."], &["Writes release notes."]]);
        let similarity = Similarity::new(&catalog);
        Similarity::of(&similarity.vectors(a), &similarity.vectors(b), false)
    }

    #[test]
    fn the_list_of_function_words_can_be_searched() {
        assert!(FUNCTION_WORDS.is_sorted());
    }

    #[test]
    fn the_same_duty_in_other_words_is_nearer_than_the_same_frame_about_something_else() {
        for (duty, same, other) in [
            ("Prioritises the product backlog.", "Sets the priorities of the backlog.", "Prioritises hiring plans."),
            ("Writes detailed product requirements.", "Writes requirements.", "Writes release notes."),
            ("Defines the product strategy.", "Sets strategic direction for the product.", "Defines the test data."),
        ] {
            let (near, far) = (likeness(duty, same), likeness(duty, other));
            assert!(near > far, "{duty}: {near} {same}, {far} {other}");
        }
    }

    #[test]
    fn function_words_and_spelling_of_continents_do_not_count() {
        assert!(likeness("Organizes the launch.", "Organises a launch") > 0.85);
        assert!(likeness("Works with the team.", "Is in the house.") < 0.01);
        assert!(likeness("Writes C++.", "Writes C#.") < likeness("Writes C++.", "Writes modern C++."));
    }

    #[test]
    fn weights_survive_being_written() {
        let catalog = fixture::catalog(&[&["Keeps the books.", "Keeps bees."], &["Writes release notes."]]);
        let (written, mut bytes) = (Similarity::new(&catalog), Vec::new());
        written.write(&mut bytes).unwrap();
        let keep = term("keep");
        assert_eq!(written.stems.iter().zip(&written.frequency).find(|(t, _)| **t == keep), Some((&keep, &2)));
        assert_eq!(Similarity::read(&mut &bytes[..], bytes.len() as u64).unwrap(), written);
        assert!(Similarity::read(&mut &bytes[..bytes.len() - 4], bytes.len() as u64).is_err());
    }

    #[test]
    fn texts_without_words_are_like_nothing() {
        assert!(likeness("—", "…") < 1e-9);
        assert!(likeness("", "Writes.") < 1e-9);
    }
}
