//! Fields of study, which name skills that are not asked for as such.

use std::ops::Range;

use super::negation::is_one_of;
use super::stance::{sentence_after, sentence_before};
use super::words::{ReadWord, WordGap};

/// Degrees and what leads to them, before the field.
const DEGREES: [&str; 22] = [
    "degree",
    "degrees",
    "bachelor",
    "bachelors",
    "bachelor's",
    "master",
    "masters",
    "master's",
    "ba",
    "bs",
    "bsc",
    "ma",
    "ms",
    "msc",
    "mba",
    "phd",
    "doctorate",
    "diploma",
    "diplomas",
    "studies",
    "graduate",
    "graduated",
];

/// Words after a field of study, and before a skill, that begin what is asked for beside it.
const BESIDE_DEGREE: [&str; 24] = [
    "with",
    "plus",
    "experience",
    "knowledge",
    "skills",
    "skill",
    "proficiency",
    "familiarity",
    "understanding",
    "ability",
    "strong",
    "good",
    "excellent",
    "proven",
    "solid",
    "using",
    "expertise",
    "you",
    "is",
    "are",
    "required",
    "preferred",
    "years",
    "certification",
];

fn is_beside(word: &ReadWord) -> bool {
    is_one_of(word, &BESIDE_DEGREE)
}

fn is_named(word: &ReadWord) -> bool {
    is_one_of(word, &["degree", "diploma", "degrees"])
}

/// Whether the words at `at` are a field of study: "a degree in marketing, communication or
/// similar", "a statistics degree".
pub(super) fn is_studied(words: &[ReadWord], at: &Range<usize>) -> bool {
    let before = sentence_before(words, at.start);
    let after = sentence_after(words, at.end);
    let in_field = (0..before.len()).rev().any(|degree| {
        let field = &before[degree + 1..];
        is_one_of(&before[degree], &DEGREES)
            && field.first().is_some_and(|word| is_one_of(word, &["in", "of"]))
            && !field.iter().any(is_beside)
    });
    let of_degree = after.iter().take(4).take_while(|word| !is_beside(word)).any(is_named)
        && after.first().is_some_and(|word| is_named(word) || is_one_of(word, &["or"]));
    let is_asked = after.first().is_some_and(|word| {
        word.gap < WordGap::Clause && is_one_of(word, &["skills", "experience", "knowledge"])
    });
    (in_field || of_degree) && !is_asked
}
