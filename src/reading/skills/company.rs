//! Decides whether a plain word in a text is meant as the name of a skill.

use super::lists::{
    FALSE_FRIENDS, GRADES, GRADING_NOUNS, GRADING_WORDS, INTRODUCING, is_common_name,
    is_kind_after, is_plain_after, is_plain_before, is_preposition, is_shown_by_capital,
    is_skill_before, is_tool_after, is_tool_part, list_has,
};
use super::words::{ReadWord, WordGap};

/// Maximum number of words between a plain name and another name that keeps it company.
pub(super) const REACH: usize = 4;

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

/// Marks the words after "non", which say what something is not: "non-financial managers".
pub(super) fn mute_denied_words(words: &mut [ReadWord]) {
    for at in 1..words.len() {
        let is_next = matches!(words[at].gap, WordGap::Blank | WordGap::Joined('-' | '‑'));
        if is_next && words[at - 1].lower == "non" {
            words[at].is_muted = true;
        }
    }
}

/// Whether the word at `at`, which is a plain word too, is meant as a name. `named` says which words
/// are part of names that need no company; `is_requirement` says that the words are one.
pub(super) fn has_company(
    words: &[ReadWord],
    at: usize,
    named: &[bool],
    is_requirement: bool,
) -> bool {
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
        return is_common_name(&word.lower)
            && (has_kind_after(words, at) || is_beside_name(words, at, named));
    }
    if is_graded(words, at) || is_requirement && is_whole_item(words, at) {
        return true;
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
    in_company
        || (is_introduced && (word.capital || word.lower.len() > 2))
        || is_shown_by_capital(&word.lower) && has_telling_capital(words, at)
}

/// Whether the capital of the word at `at` says that it is a name: it is within a sentence, and the
/// line does not begin its other words with capitals too.
fn has_telling_capital(words: &[ReadWord], at: usize) -> bool {
    let is_telling = |other: &usize| {
        let word = &words[*other];
        *other != at && !word.begins_sentence() && word.lower.chars().count() > 3
    };
    let capitals = (0..words.len()).filter(is_telling).filter(|other| words[*other].capital);
    let others = (0..words.len()).filter(is_telling).filter(|other| !words[*other].capital);
    words[at].capital && !words[at].begins_sentence() && others.count() >= capitals.count()
}

/// Whether a word directly after the one at `at` says what kind of thing it names.
pub(super) fn has_kind_after(words: &[ReadWord], at: usize) -> bool {
    words
        .get(at + 1)
        .is_some_and(|after| after.gap < WordGap::Clause && is_kind_after(&after.lower))
}

/// Words between the names of a list.
const BETWEEN_NAMES: &str = "and or nor with another other e.g eg like";

fn is_between(word: &ReadWord) -> bool {
    list_has(BETWEEN_NAMES, &word.lower)
}

/// Whether the word at `at` is in a list with a name that needs no company: only signs and words of
/// lists are between.
pub(super) fn is_beside_name(words: &[ReadWord], at: usize, named: &[bool]) -> bool {
    let mut other = at;
    let mut is_listed = false;
    while other > 0 && words[other].gap < WordGap::Sentence {
        is_listed |= is_list_gap(words[other].gap) || is_between(&words[other - 1]);
        other -= 1;
        if named[other] {
            return is_listed;
        }
        if !is_between(&words[other]) {
            break;
        }
    }
    is_listed = false;
    for (other, word) in words.iter().enumerate().skip(at + 1) {
        is_listed |= is_list_gap(word.gap) || is_between(word);
        if word.gap >= WordGap::Sentence {
            return false;
        }
        if named[other] {
            return is_listed;
        }
        if !is_between(word) {
            return false;
        }
    }
    false
}

/// Whether `gap` is between the items of a list.
fn is_list_gap(gap: WordGap) -> bool {
    matches!(gap, WordGap::Clause | WordGap::Joined('/' | '&'))
}

/// Whether an item of a list ends between two words.
fn ends_item(before: &ReadWord, after: &ReadWord) -> bool {
    after.gap >= WordGap::Clause
        || is_list_gap(after.gap)
        || [before, after].iter().any(|word| list_has("and or", &word.lower))
}

/// Returns the item of a list that the word at `at` is in: what is between signs and "and".
fn item_around(words: &[ReadWord], at: usize) -> std::ops::Range<usize> {
    let mut item = at..at + 1;
    while item.start > 0 && !ends_item(&words[item.start - 1], &words[item.start]) {
        item.start -= 1;
    }
    while item.end < words.len() && !ends_item(&words[item.end - 1], &words[item.end]) {
        item.end += 1;
    }
    item
}

fn is_grading_noun(word: &ReadWord) -> bool {
    word.gap < WordGap::Clause && list_has(GRADING_NOUNS, &word.lower)
}

/// Whether `word` says how well one has a skill, or how much it is needed.
fn grades(word: &ReadWord) -> bool {
    [GRADING_NOUNS, GRADES, GRADING_WORDS].iter().any(|list| list_has(list, &word.lower))
}

/// Whether the words around the one at `at` say that one has it as a skill: "good Excel skills",
/// "Excel experience would". "Teams experience delays" is about teams.
fn is_graded(words: &[ReadWord], at: usize) -> bool {
    let Some(noun) = words.get(at + 1).filter(|word| is_grading_noun(word)) else { return false };
    let may_be_verb = words[at].begins_sentence() && !noun.lower.ends_with('s');
    let goes_on = words.get(at + 2).is_some_and(|next| {
        next.gap < WordGap::Clause
            && !next.is_function_word()
            && !list_has("would could should will can may", &next.lower)
            && !grades(next)
            && !list_has(INTRODUCING, &next.lower)
    });
    let is_plain = at.checked_sub(1).is_some_and(|before| {
        words[at].gap < WordGap::Clause && is_plain_before(&words[before].lower)
    });
    !(is_plain || may_be_verb && goes_on)
}

/// Whether the word at `at` of a requirement is the whole of it, or of one of the items that it
/// lists, apart from words that grade it: "Excel", "Excel (VLOOKUP)", "Excel is a must", "Office
/// management, Excel".
pub(super) fn is_whole_item(words: &[ReadWord], at: usize) -> bool {
    let is_whole_line = (words.iter().enumerate())
        .all(|(other, word)| other == at || word.depth > 0 || grades(word));
    if is_whole_line {
        return words[at].depth == 0;
    }
    let item = item_around(words, at);
    let begins = words[item.start].begins_sentence();
    words[at].capital
        && !begins
        && has_telling_capital(words, at)
        && words[item].iter().all(|word| word.range == words[at].range || grades(word))
}

/// Whether the name of a person or a place, or a heading, may go on with `after`: "in Ruby Lane", "in
/// Excel London", "Lists in Word Format", but not "Macros in Excel VBA" or "in Excel Online".
fn goes_on(after: &ReadWord) -> bool {
    after.capital && !after.all_capitals && !is_tool_part(&after.lower)
}

/// Whether `word` is joined to the word before by a sign other than a slash. A letter is, by "&",
/// and a longer name is in a list: "Excel & Word".
fn is_joined(word: &ReadWord) -> bool {
    let is_letter = word.lower.chars().count() == 1;
    matches!(word.gap, WordGap::Joined(sign)
        if !matches!(sign, '/' | '.') && (is_letter || sign != '&'))
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
