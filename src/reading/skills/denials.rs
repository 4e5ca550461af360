//! Words before the name of a skill, or before a list of names, that deny it.

use super::negation::{NEEDING, affirms, is_negation, is_one_of};
use super::words::{ReadWord, WordGap};

/// Words for no person.
const NOBODY: [&str; 4] = ["nobody", "none", "noone", "nothing"];

/// Words between the names of a list.
const LISTING: [&str; 3] = ["and", "or", "nor"];

/// Verbs for working with a skill.
const DOING: [&str; 26] = [
    "write",
    "writing",
    "use",
    "using",
    "do",
    "code",
    "program",
    "build",
    "develop",
    "work",
    "touch",
    "administer",
    "maintain",
    "run",
    "expect",
    "require",
    "need",
    "want",
    "handle",
    "manage",
    "teach",
    "support",
    "see",
    "ask",
    "look",
    "know",
];

/// Small words between such a verb and a skill.
const AFTER_DOING: [&str; 12] =
    ["in", "with", "on", "any", "much", "the", "a", "an", "for", "to", "code", "our"];

/// Words that begin another clause.
const CLAUSES: [&str; 8] = ["is", "are", "and", "but", "you", "we", "not", "with"];

/// Whether the words before and after a name deny it. `gap` is what is between it and the words
/// before.
pub(super) fn denies_name(before: &[ReadWord], gap: WordGap, after: &[ReadWord]) -> bool {
    let leading = words_before_list(before, gap, after);
    leaves_out(leading)
        || denies_doing(leading)
        || is_left_behind(leading)
        || denies_list(before, after)
}

/// Returns `before` without the names of the list that the name after it is in: "without" of
/// "without Java or". Names after a comma are one if the list ends with "or".
fn words_before_list<'w>(
    before: &'w [ReadWord],
    gap: WordGap,
    after: &[ReadWord],
) -> &'w [ReadWord] {
    let names = before.iter().rev().take_while(|word| is_listed(word)).count();
    let (leading, list) = before.split_at(before.len() - names);
    let has_comma =
        list.iter().skip(1).map(|word| word.gap).chain([gap]).any(|gap| gap == WordGap::Clause);
    let ends_with_or = list.iter().chain(after.first()).any(|word| is_one_of(word, &LISTING));
    if !list.is_empty() && has_comma && !ends_with_or { before } else { leading }
}

/// Whether `word` may be part of a list of names.
fn is_listed(word: &ReadWord) -> bool {
    word.capital && !is_negation(word) && !word.begins_sentence() || is_one_of(word, &LISTING)
}

/// Whether `leading`, the words before a name, leave it out: "without", "but not", "and not". Two
/// negations affirm: "you can't work without".
fn leaves_out(leading: &[ReadWord]) -> bool {
    let Some((denial, rest)) = leading.split_last() else { return false };
    match denial.lower.as_str() {
        "without" => !rest.iter().any(|word| is_negation(word) || is_one_of(word, &NOBODY)),
        "not" => {
            denial.gap == WordGap::Clause
                || rest.last().is_none_or(|word| is_one_of(word, &["and", "but"]))
        }
        _ => false,
    }
}

/// Whether `leading`, the words before a name, deny doing it: "you will not write", "we don't
/// expect".
fn denies_doing(leading: &[ReadWord]) -> bool {
    let no = leading.iter().rposition(is_negation).filter(|no| !affirms(leading, *no));
    let Some(no) = no.filter(|no| !is_one_of(&leading[*no], &["no", "without"])) else {
        return false;
    };
    let verbs = &leading[no + 1..];
    let helping = verbs.iter().take_while(|word| is_one_of(word, &["be", "have", "to", "you"]));
    let verbs = &verbs[helping.count()..];
    verbs.first().is_some_and(|verb| is_one_of(verb, &DOING))
        && verbs[1..].iter().all(|word| is_one_of(word, &AFTER_DOING))
}

/// Whether `leading`, the words before a name, say that it was given up: "moved away from".
fn is_left_behind(leading: &[ReadWord]) -> bool {
    matches!(leading, [.., first, last]
        if first.lower == "away" && last.lower == "from"
            || is_one_of(first, &["stop", "stopped", "stopping"]) && last.lower == "using")
}

/// Whether the words before and after a name deny all of a list that it is in: "no Java, SQL or
/// Python needed".
fn denies_list(before: &[ReadWord], after: &[ReadWord]) -> bool {
    let no = before.iter().rposition(|word| is_one_of(word, &["no", "neither"]));
    let Some(no) = no.filter(|no| !affirms(before, *no)) else { return false };
    let Some(need) = after.iter().position(|word| is_one_of(word, &NEEDING)) else { return false };
    let list = || before[no + 1..].iter().chain(&after[..need]);
    let goes_on = list().all(|word| !is_one_of(word, &NEEDING) && !is_one_of(word, &CLAUSES));
    let has_comma = list().skip(1).any(|word| word.gap == WordGap::Clause);
    let has_or = list().any(|word| is_one_of(word, &["or", "nor"]));
    goes_on && (has_or || !has_comma)
}
