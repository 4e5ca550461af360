//! Sentences of a CV in which people other than its author used or did something.

use super::people::{AFTER_PEOPLE, KEPT, MADE, MAKING, PEOPLE};
use crate::reading::sections::words::LineWord;
use crate::reading::skills::lists::list_has;

/// Words before a noun.
const ARTICLES: &str =
    "a an the another other our their one two three four five several some external separate";

/// Words before the article of the author: "as a designer who".
const BEFORE_AUTHOR: &str = "am i'm as is be being become became was been";

/// People who are one's own, unless they are called others.
const OWN_GROUPS: &str = "team teams squad squads crew staff people department";

/// Words for those who are not of them.
const NOT_OWN: &str = "another other external separate their";

/// Verbs for paying others to do work.
const HIRING: &str =
    "hire hired hiring commission commissioned contracted recruit recruited recruiting";

/// Words after them that tell of the author: "hired by", "hired as".
const AFTER_BEING_HIRED: &str = "by as to in into for at and or with on from";

/// Participles and past tenses for work that [`MADE`] and [`KEPT`] leave out.
const USED: &str = "used installed ordered chose led ran did kept";

/// Persons, after the name of what they do.
const PERSON: &str = "developer engineer programmer analyst designer scientist tester \
     administrator specialist expert architect coder trainer lawyer accountant consultant contractor";

/// Words that lead to a person beside the author.
const BESIDE: &str = "with alongside under hired supported assisted helped shadowed";

/// Whether the words before and after a skill in `text` say that others used it or did it.
pub(super) fn is_work_of_others(text: &str, before: &[LineWord], after: &[LineWord]) -> bool {
    is_of_person_told_of(text, before)
        || is_used_by(before, after)
        || is_done_by_subject(text, before)
        || is_bought(before)
        || is_beside_person(text, before, after)
}

/// Whether `before`, the words before a skill, tell of a person beside the author, and what that
/// one does: "worked with a designer who used". "I am a designer who uses" tells of the author.
fn is_of_person_told_of(text: &str, before: &[LineWord]) -> bool {
    let Some(who) = before.iter().rposition(|word| word.lower == "who") else { return false };
    let article = before[..who].iter().rposition(|word| list_has(ARTICLES, &word.lower));
    let leads = article.and_then(|at| at.checked_sub(1)).map(|at| before[at].lower.as_str());
    let is_other = leads.is_some_and(|lead| !list_has(BEFORE_AUTHOR, lead));
    // "… who left, and built": the author goes on.
    let goes_on = before[who..].windows(2).any(|pair| {
        text[pair[0].range.end..pair[1].range.start].contains([',', ';']) && !pair[1].is_capital
    });
    is_other && !goes_on
}

/// Whether a skill is what others use: "Tableau was used by the finance team".
fn is_used_by(before: &[LineWord], after: &[LineWord]) -> bool {
    let is_subject = before.iter().all(|word| list_has(ARTICLES, &word.lower));
    let [is, used, by, rest @ ..] = after else { return false };
    is_subject
        && matches!(is.lower.as_str(), "was" | "were" | "is" | "are")
        && is_done(&used.lower)
        && by.lower == "by"
        && rest.iter().take(3).any(|word| list_has(PEOPLE, &word.lower))
}

fn is_done(word: &str) -> bool {
    [MADE, KEPT, MAKING, USED].iter().any(|list| list_has(list, word))
}

/// Whether others are the subject of what leads to a skill: "the vendor configured". One's own team
/// is oneself.
fn is_done_by_subject(text: &str, before: &[LineWord]) -> bool {
    let Some(first) = before.first() else { return false };
    let begins = text[..first.range.start].trim_end().chars().next_back();
    let begins = begins.is_none_or(|sign| !sign.is_alphanumeric() && sign != ',');
    let Some(person) = before.iter().take(5).position(|word| list_has(PEOPLE, &word.lower)) else {
        return false;
    };
    let is_own = list_has(OWN_GROUPS, &before[person].lower)
        && !before[..person].iter().any(|word| list_has(NOT_OWN, &word.lower));
    begins
        && list_has(ARTICLES, &first.lower)
        && !is_own
        && !before[..person].iter().any(|word| is_done(&word.lower))
        && before.get(person + 1).is_some_and(|verb| is_done(&verb.lower))
}

/// Whether others are paid for what leads to a skill: "hired a contractor to write".
fn is_bought(before: &[LineWord]) -> bool {
    let Some(hire) = before.iter().rposition(|word| list_has(HIRING, &word.lower)) else {
        return false;
    };
    let is_passive = hire.checked_sub(1).is_some_and(|at| {
        list_has(BEFORE_AUTHOR, &before[at].lower)
            || matches!(before[at].lower.as_str(), "were" | "got")
    });
    let hired = &before[hire + 1..];
    let names_others = hired.first().is_some_and(|word| {
        (list_has(ARTICLES, &word.lower) || list_has(PEOPLE, &word.lower) || word.is_number())
            && !list_has(AFTER_BEING_HIRED, &word.lower)
    });
    names_others
        && !is_passive
        && hired
            .iter()
            .skip(1)
            .take(5)
            .any(|word| matches!(word.lower.as_str(), "to" | "for" | "who"))
}

/// Whether a skill is that of a person beside the author: "worked with a QA engineer".
fn is_beside_person(text: &str, before: &[LineWord], after: &[LineWord]) -> bool {
    let [.., beside, article] = before else { return false };
    let Some(person) = after.iter().take(2).position(|word| list_has(PERSON, &word.lower)) else {
        return false;
    };
    let ends = after.get(person + 1).is_none_or(|next| {
        list_has(AFTER_PEOPLE, &next.lower)
            || text[after[person].range.end..next.range.start].contains([',', ';', '.', '('])
    });
    list_has(BESIDE, &beside.lower) && list_has(ARTICLES, &article.lower) && ends
}
