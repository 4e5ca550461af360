//! Forms of one word: "budget", "budgets" and "budgeting".

use std::cell::OnceCell;

use rust_stemmers::{Algorithm, Stemmer};

/// Minimum length of a word with other forms; abbreviations such as "AWS" have none.
const MIN_WORD_BYTES: usize = 4;

thread_local! {
    static STEMMER: OnceCell<Stemmer> = const { OnceCell::new() };
}

/// Returns the stem of `word`, which is folded; `None` if it has no other forms.
pub(super) fn stem(word: &str) -> Option<String> {
    if word.len() < MIN_WORD_BYTES || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let stem = STEMMER.with(|stemmer| {
        stemmer.get_or_init(|| Stemmer::create(Algorithm::English)).stem(word).into_owned()
    });
    is_inflected(word, &stem).then_some(stem)
}

/// Returns the letters with which all forms of the word with this `stem` begin.
pub(super) fn common_start(stem: &str) -> &str {
    stem.strip_suffix(['e', 'i']).unwrap_or(stem)
}

/// Whether `word` is its `stem` with the ending of a plural, a participle or a tense. Other endings
/// make other words: a manager is not management.
fn is_inflected(word: &str, stem: &str) -> bool {
    let start = common_start(stem);
    let Some(rest) = word.strip_prefix(start) else { return false };
    // "Study", "studies": an assembly is not what one does who assembles.
    if stem.ends_with('i') {
        return matches!(rest, "y" | "ies" | "ied" | "ying");
    }
    // "Planning", "planned".
    let doubled = rest
        .chars()
        .next()
        .filter(|first| start.ends_with(*first))
        .map_or(rest, |first| &rest[first.len_utf8()..]);
    is_ending(rest) || (doubled.starts_with(['e', 'i']) && is_ending(doubled))
}

/// Whether `rest` is the ending of a form of a word.
fn is_ending(rest: &str) -> bool {
    matches!(rest, "" | "s" | "es" | "e" | "ed" | "d" | "ing" | "ings")
}

/// Whether `a` and `b`, which are folded, are forms of one word.
pub(super) fn is_same_word(a: &str, b: &str) -> bool {
    a == b || stem(a).is_some_and(|stem_of_a| stem(b) == Some(stem_of_a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_told_from_other_words() {
        for (a, b) in [
            ("budget", "budgets"),
            ("budgets", "budgeting"),
            ("hire", "hiring"),
            ("tests", "testing"),
            ("roadmap", "roadmapping"),
            ("study", "studies"),
            ("planned", "planning"),
            ("négocier", "négocier"),
        ] {
            assert!(is_same_word(a, b) && is_same_word(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("manager", "management"),
            ("engineer", "engine"),
            ("assemble", "assembly"),
            ("design", "designer"),
            ("market", "marketer"),
            ("aws", "aw"),
            ("data", "date"),
            ("sales", "salad"),
        ] {
            assert!(!is_same_word(a, b), "{a} {b}");
        }
    }
}
