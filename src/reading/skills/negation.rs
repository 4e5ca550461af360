//! Words that negate.

use super::words::ReadWord;

/// Words that negate the words after them if a word for having or needing follows.
const NO: [&str; 8] = ["no", "not", "without", "never", "nor", "neither", "lack", "lacking"];

/// Words for needing after a negation that follows the skill: "SQL is not required".
pub(super) const NEEDING: [&str; 12] = [
    "needed",
    "required",
    "necessary",
    "mandatory",
    "expected",
    "essential",
    "needs",
    "need",
    "prerequisite",
    "requirement",
    "compulsory",
    "used",
];

pub(super) fn is_one_of(word: &ReadWord, list: &[&str]) -> bool {
    list.contains(&word.lower.as_str())
}

/// Whether `word` is a negation, also of a verb: "don't".
pub(super) fn is_negation(word: &ReadWord) -> bool {
    is_one_of(word, &NO)
        || word.lower.ends_with("n't")
        || matches!(word.lower.as_str(), "dont" | "needn")
}

/// Whether the negation at `at` of `words` is one that affirms: "not only", "no later than".
pub(super) fn affirms(words: &[ReadWord], at: usize) -> bool {
    words.get(at + 1).is_some_and(|next| {
        is_one_of(
            next,
            &["only", "just", "later", "less", "fewer", "doubt", "matter", "limited", "least"],
        )
    })
}
