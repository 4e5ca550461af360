//! Skills that a text names.

use std::ops::Range;

use super::acronyms::{NameReading, read_acronym};
use super::company::{REACH, has_company};
use super::index::ReadingIndex;
use super::lists::is_common_name;
use super::phrases::{
    IS_OTHER_NAME, IS_PROPER, IS_TOOL, MAX_WORDS, NEEDS_CAPITALS, NEEDS_COMPANY, NEEDS_SIGNS,
    need_signs,
};
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
    /// How surely the words are the name: [`NameReading::Meant`] or [`NameReading::Perhaps`].
    pub(super) reading: NameReading,
    /// Whether it is the name of a tool or a language.
    pub(super) is_tool: bool,
}

/// Returns the names in `words`, none of which overlap. `is_requirement` says that the words are
/// one, in which a name may stand alone.
pub(super) fn find_named(
    index: &ReadingIndex,
    words: &[ReadWord],
    is_requirement: bool,
) -> Vec<NamedHit> {
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
        if found.iter().any(|(_, flags)| is_certain_name(words, span, *flags, is_requirement))
            || (alone && words[span.start].capital && !words[span.start].begins_sentence())
        {
            named[span.clone()].fill(true);
        }
    }
    let mut hits = Vec::new();
    for (span, found) in &spans {
        if is_muted(words, span) {
            continue;
        }
        for (skill, flags) in found.iter().copied() {
            let mut reading = reading_of(words, span, flags, &named, is_requirement);
            let may_be_of_kind =
                reading == NameReading::Perhaps || is_common_name(&words[span.start].lower);
            if may_be_of_kind && is_among_kind(index, words, &spans, (span, skill)) {
                reading = NameReading::Meant;
            }
            if reading == NameReading::Other {
                continue;
            }
            hits.push(NamedHit {
                skill,
                words: span.clone(),
                is_proper: flags & IS_PROPER > 0,
                is_own_name: flags & IS_OTHER_NAME == 0,
                reading,
                is_tool: flags & IS_TOOL > 0,
            });
        }
    }
    hits
}

/// Whether a name of another skill of the same group, which needs nothing to be understood, is near
/// `name`, a span of `words` with a skill: "containers in Kubernetes".
fn is_among_kind(
    index: &ReadingIndex,
    words: &[ReadWord],
    spans: &[(Range<usize>, Vec<FlaggedSkill>)],
    (name, skill): (&Range<usize>, u32),
) -> bool {
    spans.iter().any(|(other, found)| {
        let (from, to) = (name.start.min(other.start), name.end.max(other.end));
        let between = (to - from).saturating_sub(name.len() + other.len());
        between < REACH
            && words[from + 1..to].iter().all(|word| word.gap < WordGap::Sentence)
            && found.iter().any(|(kind, flags)| {
                flags & (NEEDS_COMPANY | NEEDS_CAPITALS) == 0 && index.are_of_kind(skill, *kind)
            })
    })
}

/// Returns how surely the words of `span` are the name of a skill with these `flags`.
fn reading_of(
    words: &[ReadWord],
    span: &Range<usize>,
    flags: u8,
    named: &[bool],
    is_requirement: bool,
) -> NameReading {
    if flags & NEEDS_SIGNS > 0 && !need_signs(&words[span.clone()]) {
        NameReading::Other
    } else if flags & NEEDS_CAPITALS > 0 {
        read_acronym(words, span.start, named, is_requirement)
    } else if flags & NEEDS_COMPANY > 0 && !has_company(words, span.start, named, is_requirement) {
        NameReading::Other
    } else {
        NameReading::Meant
    }
}

/// Whether the words of `span` are no name although they look like one.
fn is_muted(words: &[ReadWord], span: &Range<usize>) -> bool {
    let is_denied = words[span.start].is_muted
        && span.start.checked_sub(1).is_some_and(|before| words[before].lower == "non");
    is_denied || words[span.clone()].iter().all(|word| word.is_muted)
}

/// Whether the name at `span` with these `flags` is unlike other words, and needs no other name to
/// be understood.
fn is_certain_name(
    words: &[ReadWord],
    span: &Range<usize>,
    flags: u8,
    is_requirement: bool,
) -> bool {
    let none = vec![false; words.len()];
    flags & NEEDS_COMPANY == 0
        && flags & IS_PROPER > 0
        && reading_of(words, span, flags, &none, is_requirement) == NameReading::Meant
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
