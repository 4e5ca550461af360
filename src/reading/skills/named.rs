//! Skills that a text names.

use std::ops::Range;

use super::company::has_company;
use super::index::ReadingIndex;
use super::phrases::{IS_OTHER_NAME, IS_PROPER, MAX_WORDS, NEEDS_COMPANY};
use super::words::{
    ReadWord, WordGap, acronym_key, inflected_key, lower_case_key, phrase_key, plain_form,
};
use crate::analysis::words::hash_term;

/// Minimum number of letters of a name whose words may be written together or apart.
const MIN_JOINED: usize = 6;

/// A skill with the flags of one of its names.
type FlaggedSkill = (u32, u8);

/// A name of a skill in a text.
#[derive(Debug, Clone)]
pub(super) struct NamedHit {
    pub(super) skill: u32,
    /// Its words.
    pub(super) words: Range<usize>,
    /// Whether the name is unlike other words.
    pub(super) is_proper: bool,
    /// Whether it is the name of the skill and not another name of it.
    pub(super) is_own_name: bool,
}

/// Returns the names in `words`, none of which overlap.
pub(super) fn find_named(index: &ReadingIndex, words: &[ReadWord]) -> Vec<NamedHit> {
    let mut spans: Vec<(Range<usize>, Vec<FlaggedSkill>)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match longest_name(index, words, at) {
            Some((end, found)) => {
                spans.push((at..end, found));
                at = end;
            }
            None => at += 1,
        }
    }
    let mut named = vec![false; words.len()];
    for (span, found) in &spans {
        // Plain names written as names keep each other company: "R, Go".
        let alone = found.iter().all(|(_, flags)| flags & NEEDS_COMPANY > 0);
        if found.iter().copied().any(is_certain_name)
            || (alone && words[span.start].capital && !words[span.start].begins_sentence())
        {
            named[span.clone()].fill(true);
        }
    }
    let mut hits = Vec::new();
    for (span, found) in spans {
        if words[span.clone()].iter().all(|word| word.is_muted) {
            continue;
        }
        for (skill, flags) in found {
            if flags & NEEDS_COMPANY > 0 && !has_company(words, span.start, &named) {
                continue;
            }
            hits.push(NamedHit {
                skill,
                words: span.clone(),
                is_proper: flags & IS_PROPER > 0,
                is_own_name: flags & IS_OTHER_NAME == 0,
            });
        }
    }
    hits
}

/// Whether a name is unlike other words, and needs no company.
fn is_certain_name((_, flags): FlaggedSkill) -> bool {
    flags & NEEDS_COMPANY == 0 && flags & IS_PROPER > 0
}

/// Returns the end of the longest name that begins at word `at`, and the skills that have it.
fn longest_name(
    index: &ReadingIndex,
    words: &[ReadWord],
    at: usize,
) -> Option<(usize, Vec<FlaggedSkill>)> {
    let most = words[at + 1..]
        .iter()
        .take(MAX_WORDS - 1)
        .take_while(|word| word.gap < WordGap::Clause)
        .count();
    (at + 1..=at + 1 + most).rev().find_map(|end| {
        let span = &words[at..end];
        let found = names_in_letters(index, span);
        let letters: usize = span.iter().map(|word| word.lower.len()).sum();
        // "be an" is not a bean.
        let may_be_joined = span.len() == 1
            || letters >= MIN_JOINED && !span.iter().any(ReadWord::is_function_word)
            || index.is_worded(span);
        if !found.is_empty() && may_be_joined {
            return Some((end, found));
        }
        let found =
            if span.len() > 1 { best_names(index, inflected_key(span)) } else { Vec::new() };
        if !found.is_empty() {
            return Some((end, found));
        }
        // "HTML5", "Python3"
        let [word] = span else { return None };
        let bare = word.lower.trim_end_matches(|c: char| c.is_ascii_digit());
        if bare.len() < 3 || bare.len() == word.lower.len() {
            return None;
        }
        let found = best_names(index, hash_term(&plain_form(bare)));
        (!found.is_empty()).then_some((end, found))
    })
}

/// Returns the skills that the words of `span` name letter by letter, the ending of a plural aside.
/// A text in capitals may have a plural ("DATABASES"), one in lower case an acronym ("etcs").
fn names_in_letters(index: &ReadingIndex, span: &[ReadWord]) -> Vec<FlaggedSkill> {
    let found = best_names(index, phrase_key(span));
    if !found.is_empty() {
        return found;
    }
    match span {
        [word] if !word.all_capitals && word.lower.ends_with('s') => {
            best_names(index, acronym_key(word))
        }
        _ if span.iter().any(ReadWord::is_acronym_in_s) => best_names(index, lower_case_key(span)),
        _ => found,
    }
}

/// Returns the skills with this key: those whose own name it is, or else all others.
fn best_names(index: &ReadingIndex, key: u64) -> Vec<FlaggedSkill> {
    let mut found: Vec<FlaggedSkill> = index.phrases.find(key).collect();
    if found.iter().any(|(_, flags)| flags & IS_OTHER_NAME == 0) {
        found.retain(|(_, flags)| flags & IS_OTHER_NAME == 0);
    }
    found
}
