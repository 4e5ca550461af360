//! Texts as the words that carry their meaning, each taken to its stem.

use foldhash::{HashMap, HashMapExt};
use rust_stemmers::{Algorithm, Stemmer};
use xxhash_rust::xxh3::xxh3_64;

/// A stem, by its hash: two that fall together are rarer than two meanings of one word.
pub(super) type Term = u64;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_function_words_can_be_searched() {
        assert!(FUNCTION_WORDS.is_sorted());
    }

    #[test]
    fn function_words_and_spelling_of_continents_do_not_count() {
        let mut stems = Stems::new();
        assert_eq!(stems.of("Organizes the launch."), stems.of("Organised a launch"));
        assert_eq!(stems.of("Is in the house of it."), stems.of("house"));
        assert_ne!(stems.of("C++"), stems.of("C#"));
        assert!(stems.of("— …").is_empty());
    }
}
