//! Decides whether a plain word in a text is meant as the name of a skill.

use super::lists::{
    FALSE_FRIENDS, is_kind_after, is_plain_after, is_plain_before, is_preposition, is_skill_before,
    is_tool_after, is_tool_part,
};
use super::words::{ReadWord, WordGap};

/// Maximum number of words between a plain name and another name that keeps it company.
const REACH: usize = 4;

/// Marks the words of [`FALSE_FRIENDS`], which only look like names of skills.
pub(super) fn mute_false_friends(words: &mut [ReadWord]) {
    for run in FALSE_FRIENDS {
        for at in 0..(words.len() + 1).saturating_sub(run.len()) {
            let here = &mut words[at..at + run.len()];
            let is_run = here[1..].iter().all(|word| word.gap < WordGap::Clause)
                && here.iter().zip(run).all(|(word, known)| word.lower == *known);
            if is_run {
                for word in here {
                    word.is_muted = true;
                }
            }
        }
    }
}

/// Whether the word at `at`, which is a plain word too, is meant as a name. `named` says which words
/// are part of names that need no company.
pub(super) fn has_company(words: &[ReadWord], at: usize, named: &[bool]) -> bool {
    let word = &words[at];
    let in_sentence = |other: usize| {
        let (from, to) = (at.min(other) + 1, at.max(other));
        words[from..=to].iter().all(|word| word.gap < WordGap::Sentence)
    };
    let before = at.checked_sub(1).filter(|other| in_sentence(*other)).map(|other| &words[other]);
    let after = words.get(at + 1).filter(|_| in_sentence(at + 1));
    if is_joined(word) || after.is_some_and(|after| is_joined(after) && after.lower != "js") {
        return false;
    }
    let all_lower = words.iter().all(|word| !word.capital);
    if !word.capital && !all_lower {
        return false;
    }
    if let Some(after) = after.filter(|after| after.gap < WordGap::Clause) {
        if is_kind_after(&after.lower) {
            return true;
        }
        let is_year = after.lower.len() == 4 && after.lower.parse::<u32>().is_ok();
        if is_plain_after(&after.lower) || is_year {
            return false;
        }
    }
    let is_means = word.capital
        && before
            .is_some_and(|before| !before.capital && is_tool_after(&before.lower, &word.lower));
    let goes_on = after.is_some_and(|after| after.gap < WordGap::Clause && goes_on(after));
    if is_means && !goes_on && word.gap < WordGap::Clause {
        return true;
    }
    let is_introduced = is_introduced(words, at);
    let held_plain =
        before.is_some_and(|before| word.gap < WordGap::Clause && is_plain_before(&before.lower));
    if held_plain && !is_introduced {
        return false;
    }
    let from = at.saturating_sub(REACH);
    let to = (at + REACH).min(words.len().saturating_sub(1));
    let in_company = (from..=to).any(|other| other != at && named[other] && in_sentence(other));
    in_company || (is_introduced && (word.capital || word.lower.len() > 2))
}

/// Whether the name of a person or a place, or a heading, may go on with `after`: "in Ruby Lane", "in
/// Excel London", "Lists in Word Format", but not "Macros in Excel VBA" or "in Excel Online".
fn goes_on(after: &ReadWord) -> bool {
    after.capital && !after.all_capitals && !is_tool_part(&after.lower)
}

/// Whether `word` is joined to the word before by a sign other than a slash.
fn is_joined(word: &ReadWord) -> bool {
    matches!(word.gap, WordGap::Joined(sign) if !matches!(sign, '/' | '.'))
}

/// Whether the word at `at` follows a word such as "experience", directly or with prepositions
/// between.
fn is_introduced(words: &[ReadWord], at: usize) -> bool {
    let mut other = at;
    while other > 0 && words[other].gap < WordGap::Sentence && at - other < 3 {
        other -= 1;
        let lower = &words[other].lower;
        if is_skill_before(lower) {
            return true;
        }
        if !is_preposition(lower) {
            return false;
        }
    }
    false
}
