//! Scores and lengths that rank matching labels.

/// In prose, words of fewer bytes only match entire words: nearly every sentence has a word that
/// begins with a given Latin letter or two. One character of many other scripts is more
/// significant.
pub(super) const BEGUN_IN_PROSE: usize = 3;

/// In prose, shorter words are not searched inside others or as misspellings: some word is always
/// one letter away.
pub(super) const LONG_IN_PROSE: usize = 4;

pub(super) const LONG_TO_MISSPELL: usize = 6;

/// Shorter words of names never match two letters off: nearly every one would.
pub(super) const LONG_FOR_TWO: usize = 5;

/// Bonus if the label equals the typed text: more than any match of a single word.
pub(super) const ALL: i32 = 2_000;

/// Bonus if it does except for punctuation.
pub(super) const ALL_WORDS: i32 = 1_900;

/// Maximum bonus if the label starts with the typed text.
pub(super) const AT_START: i32 = 150;

/// Bonus at the start for a single incomplete word: less than the lead of a complete word
/// elsewhere.
pub(super) const BEGUN_AT_START: i32 = 90;

/// Bonus at the start of a longer label for another form of the word: less than the lead of the word
/// itself elsewhere in a name, and more than that of one in an alias.
pub(super) const INFLECTED_AT_START: i32 = 10;

/// Deduction for each of several words that is another form of what was typed: more than the lead of
/// a name over an alias with the words themselves.
pub(super) const OTHER_FORM: i32 = 30;

/// Bonus for equal spaces; `WITH_SIGNS` if punctuation, which people rarely type by chance, is
/// equal too: more than the lead of a name over an alias.
pub(super) const LITERALLY: i32 = 5;

pub(super) const WITH_SIGNS: i32 = 30;

/// Bonus if the first word typed is the first of the label.
pub(super) const FIRST: i32 = 60;

/// Bonus if words follow each other as typed.
pub(super) const ADJACENT_WORDS: i32 = 40;

/// Bonus if words are in the order typed.
pub(super) const IN_ORDER: i32 = 20;

/// Score of the initials of all words.
pub(in crate::search) const INITIALS: i32 = 920;

/// Score of the initials of some words.
pub(super) const SOME_INITIALS: i32 = 660;

/// Score of a word typed as two, or two as one.
pub(super) const REJOINED: i32 = 200;

/// Minimum score of scattered letters.
pub(super) const SCATTERED: i32 = 100;
