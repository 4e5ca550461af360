//! Whether a text asks for a skill, does without it or only wishes for it.

use std::ops::Range;

use super::denials::denies_name;
use super::negation::{NEEDING, affirms, is_negation, is_one_of};
use super::words::{ReadWord, WordGap};

/// The attitude of a text to a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextStance {
    Asked,
    Wished,
    Negated,
}

/// Words for having or needing a skill.
const HAVING: [&str; 37] = [
    "any",
    "asked",
    "background",
    "exposure",
    "experience",
    "experienced",
    "expected",
    "expert",
    "expertise",
    "familiar",
    "familiarity",
    "have",
    "include",
    "involve",
    "involved",
    "know",
    "knowledge",
    "need",
    "needed",
    "necessary",
    "prior",
    "previous",
    "proficiency",
    "proficient",
    "required",
    "require",
    "requires",
    "responsible",
    "skill",
    "skills",
    "speak",
    "training",
    "understand",
    "understanding",
    "undertake",
    "use",
    "used",
];

/// Words that wish for learning if "learn" or the like follows.
const WISHING: [&str; 30] = [
    "aim",
    "aiming",
    "aspire",
    "chance",
    "curious",
    "desire",
    "eager",
    "excited",
    "happy",
    "hope",
    "hoping",
    "interest",
    "interested",
    "keen",
    "like",
    "love",
    "opportunity",
    "plan",
    "planning",
    "ready",
    "support",
    "teach",
    "train",
    "want",
    "wanting",
    "willing",
    "willingness",
    "wish",
    "wishing",
    "ll",
];

/// Words for learning.
const LEARNING: [&str; 9] =
    ["learn", "learning", "learnt", "study", "studying", "master", "mastering", "teach", "acquire"];

/// Maximum number of words between a cue and a skill.
const REACH: usize = 8;

/// Returns the stance to the skill of the words `at`. `is_named` says that they are a name of it.
pub(super) fn stance(words: &[ReadWord], at: &Range<usize>, is_named: bool) -> TextStance {
    let before = sentence_before(words, at.start);
    let after = sentence_after(words, at.end);
    let gap = words.get(at.start).map_or(WordGap::Blank, |word| word.gap);
    if negates_before(before, gap)
        || negates_after(after)
        || does_without(before)
        || is_named && denies_name(before, gap, after)
        || is_left_to_others(before, after)
        || is_excused(words, at.end)
    {
        TextStance::Negated
    } else if wishes(before) || is_taught(before, after) {
        TextStance::Wished
    } else {
        TextStance::Asked
    }
}

/// Returns the words of the sentence before `end`, up to a "but".
pub(super) fn sentence_before(words: &[ReadWord], end: usize) -> &[ReadWord] {
    let mut from = end;
    while from > 0 && end - from < REACH && words[from].gap < WordGap::Sentence {
        if matches!(words[from - 1].lower.as_str(), "but" | "however" | "although" | "only") {
            break;
        }
        from -= 1;
    }
    &words[from..end]
}

/// Returns the words of the sentence after `start`.
pub(super) fn sentence_after(words: &[ReadWord], start: usize) -> &[ReadWord] {
    let rest = words.get(start..).unwrap_or_default();
    let end = rest
        .iter()
        .take(REACH)
        .enumerate()
        .position(|(at, word)| word.gap == WordGap::Sentence || is_other_matter(rest, at))
        .unwrap_or(rest.len().min(REACH));
    &rest[..end]
}

/// Whether a "but" at `at` begins another matter: "but Java is not required". "But not required" and
/// "but is not required" go on.
fn is_other_matter(words: &[ReadWord], at: usize) -> bool {
    words[at].lower == "but"
        && words.get(at + 1).is_some_and(|next| {
            let is_welcome = is_one_of(next, &WELCOME)
                || is_one_of(next, &["a", "an"])
                    && words.get(at + 2).is_some_and(|noun| is_one_of(noun, &WELCOME));
            !is_negation(next) && !is_one_of(next, &["is", "are", "it", "they"]) && !is_welcome
        })
}

/// Words for what is good to have and not required.
const WELCOME: [&str; 14] = [
    "preferred",
    "preferable",
    "plus",
    "bonus",
    "nice",
    "desirable",
    "desired",
    "advantage",
    "advantageous",
    "beneficial",
    "helpful",
    "useful",
    "welcome",
    "asset",
];

/// Small words between "not required" and a word for what is welcome.
const BEFORE_WELCOME: [&str; 10] =
    ["but", "though", "although", "is", "it", "a", "an", "would", "be", "and"];

/// Whether a negation at `no` of `after`, the words after a skill, is of a need that it is welcome
/// without: "preferred but not required", "not required but a plus".
fn is_welcome_at_least(after: &[ReadWord], no: usize) -> bool {
    let rest = &after[no + 1..];
    let Some(need) = rest.iter().take(3).position(|word| is_one_of(word, &NEEDING)) else {
        return false;
    };
    let mut behind = rest[need + 1..].iter();
    after[..no].iter().any(|word| is_one_of(word, &WELCOME))
        || behind
            .find(|word| !is_one_of(word, &BEFORE_WELCOME))
            .is_some_and(|word| is_one_of(word, &WELCOME))
}

/// Whether `before`, the words before a skill, negate it: "no experience with", "you don't need".
/// `gap` is what is between them and the skill.
fn negates_before(before: &[ReadWord], gap: WordGap) -> bool {
    let Some(no) = before.iter().rposition(is_negation).filter(|no| !affirms(before, *no)) else {
        return false;
    };
    let between = &before[no + 1..];
    // "No degree needed, SQL": a comma ends what is not needed. "Not needed: SQL" goes on.
    let gaps = between.iter().skip(1).map(|word| word.gap).chain([gap]);
    let is_closed = between
        .iter()
        .zip(gaps)
        .skip(1)
        .any(|(word, gap)| gap == WordGap::Clause && is_one_of(word, &NEEDING));
    let ends = is_closed
        || between.iter().any(|word| {
            // "No formal training, self-taught in SQL"
            is_one_of(word, &["because", "so", "then", "while", "taught"])
        });
    !ends
        && (between.is_empty()
            && !is_one_of(&before[no], &["not", "never"])
            && before[no].lower != "without"
            || between.iter().take(4).any(|word| is_one_of(word, &HAVING)))
}

/// Whether `after`, the words after a skill, negate it: "is not required", "you need not".
fn negates_after(after: &[ReadWord]) -> bool {
    let Some(no) = after.iter().position(is_negation).filter(|no| !affirms(after, *no)) else {
        return false;
    };
    if is_welcome_at_least(after, no) {
        return false;
    }
    let previous = no.checked_sub(1).map(|at| &after[at]);
    let next = &after[no + 1..];
    // "Kneading, and no French needed" asks for kneading.
    let needs =
        after[no].lower != "no" && next.iter().take(3).any(|word| is_one_of(word, &NEEDING));
    // "SQL is not required", "you need not", "you don't have to"
    let is_need_not = previous.is_some_and(|word| is_one_of(word, &["need"]));
    let have_to = next.iter().take(2).any(|word| word.lower == "have")
        && next.iter().take(3).any(|word| word.lower == "to");
    let no_need = after[no].lower == "no"
        && next.first().is_some_and(|word| is_one_of(word, &["need", "must"]));
    needs || is_need_not || have_to || no_need
}

/// Words for what is done by others.
const HANDLED: [&str; 16] = [
    "handled",
    "done",
    "covered",
    "managed",
    "owned",
    "performed",
    "provided",
    "undertaken",
    "looked",
    "taken",
    "dealt",
    "run",
    "led",
    "maintained",
    "outsourced",
    "delivered",
];
const HANDLING: [&str; 10] = [
    "handles",
    "handle",
    "does",
    "manages",
    "owns",
    "covers",
    "runs",
    "undertakes",
    "performs",
    "looks",
];

/// Words for who those others are, and what they are.
const OTHERS: [&str; 11] = [
    "another",
    "other",
    "others",
    "separate",
    "different",
    "dedicated",
    "external",
    "elsewhere",
    "contractors",
    "suppliers",
    "outsourced",
];
const GROUPS: [&str; 8] =
    ["team", "teams", "department", "group", "colleague", "colleagues", "company", "supplier"];

/// Whether the words before and after a skill say that others do it, that something else is used
/// instead, or that it is no part of the work: "X is handled by another team", "a separate team does
/// X", "Rust rather than X", "X is out of scope", "this is not an X role".
fn is_left_to_others(before: &[ReadWord], after: &[ReadWord]) -> bool {
    let is = after.iter().take(4).position(|word| is_one_of(word, &["is", "are", "be"]));
    let rest = is.map_or(&[][..], |is| &after[is + 1..]);
    let is_handled = rest.first().is_some_and(|word| is_one_of(word, &HANDLED))
        && rest.iter().take(5).any(|word| is_one_of(word, &OTHERS));
    let is_outside = rest.iter().take(2).any(|word| is_one_of(word, &["out", "outside", "not"]))
        && rest.iter().take(4).any(|word| word.lower == "scope");
    let done_by_others = before
        .windows(2)
        .rev()
        .take(4)
        .any(|pair| is_one_of(&pair[0], &GROUPS) && is_one_of(&pair[1], &HANDLING))
        && before.iter().any(|word| is_one_of(word, &OTHERS));
    let is_replaced = matches!(before, [.., first, last]
        if matches!((first.lower.as_str(), last.lower.as_str()), ("rather", "than") | ("instead", "of")));
    let is_other_role = matches!(before, [.., not, article]
        if is_negation(not) && is_one_of(article, &["a", "an"]))
        && after
            .first()
            .is_some_and(|word| is_one_of(word, &["role", "position", "job", "post", "vacancy"]));
    is_handled || is_outside || done_by_others || is_replaced || is_other_role
}

/// Whether `before`, the words before a skill, say that it is as well without it: "even without".
fn does_without(before: &[ReadWord]) -> bool {
    matches!(before, [.., first, without]
        if without.lower == "without" && is_one_of(first, &["even", "or", "also"]))
}

/// Whether the words from `end`, after a skill, go on to say that the reader is excused from it:
/// "We use Java; you don't have to."
fn is_excused(words: &[ReadWord], end: usize) -> bool {
    let rest = words.get(end..).unwrap_or_default();
    let next = rest.iter().take(REACH).position(|word| word.gap == WordGap::Sentence);
    let Some(next) = next.map(|at| &rest[at..]) else { return false };
    let length = next.iter().skip(1).position(ReadWord::begins_sentence);
    let sentence = &next[..length.map_or(next.len(), |length| length + 1)];
    matches!(sentence, [you, .., last]
        if is_one_of(you, &["you"])
            && sentence.len() <= 6
            && is_one_of(last, &["to", "not"])
            && sentence.iter().any(is_negation))
}

/// Verbs of teaching, and words for lessons.
const TEACHING: [&str; 6] = ["teach", "train", "taught", "trained", "coach", "instruct"];
const LESSONS: [&str; 5] = ["training", "trainings", "course", "courses", "lessons"];
const GIVEN: [&str; 6] = ["provided", "given", "offered", "available", "included", "provide"];

/// Whether the words before and after a skill promise to teach it: "We will train you in SQL".
fn is_taught(before: &[ReadWord], after: &[ReadWord]) -> bool {
    let teach = before.iter().rposition(|word| is_one_of(word, &TEACHING));
    let by_us = teach.is_some_and(|teach| {
        let subjects = &before[..teach];
        let is_passive = is_one_of(&before[teach], &["taught", "trained"])
            && subjects.last().is_some_and(|word| is_one_of(word, &["be", "get"]));
        let is_ours = subjects.iter().any(|word| is_one_of(word, &["we", "we'll", "we'd"]))
            && !subjects.iter().any(|word| is_one_of(word, &["you", "who"]));
        before.len() - teach <= 6 && (is_passive || is_ours)
    });
    let given = after.iter().take(4).any(|word| is_one_of(word, &GIVEN));
    let lessons = before.iter().rev().take(3).chain(after.first());
    let is_lesson = given && lessons.into_iter().any(|word| is_one_of(word, &LESSONS));
    let is_learned = after.first().is_some_and(|word| is_one_of(word, &["can", "will", "may"]))
        && after.iter().take(3).any(|word| is_one_of(word, &["learned", "learnt", "taught"]));
    by_us || is_lesson || is_learned
}

/// Whether the word at `at` is part of the name of a field: "machine learning".
fn is_field(words: &[ReadWord], at: usize) -> bool {
    words[at].lower == "learning"
        && at.checked_sub(1).is_some_and(|at| {
            is_one_of(&words[at], &["machine", "deep", "reinforcement", "federated"])
        })
}

/// Whether `before`, the words before a skill, wish for it: "want to learn".
fn wishes(before: &[ReadWord]) -> bool {
    let learn = (0..before.len())
        .rev()
        .find(|at| is_one_of(&before[*at], &LEARNING) && !is_field(before, *at));
    let Some(learn) = learn else { return false };
    let close = before.len() - learn <= 6;
    // "Learn SQL on the job."
    let is_offer = learn == 0 && before[learn].lower == "learn" && before.len() <= 2;
    if !close || is_offer {
        return close;
    }
    let is_learned = is_one_of(&before[learn], &["learn", "acquire"]);
    before[..learn].iter().rev().take(4).any(|word| {
        is_one_of(word, &WISHING)
            || word.lower.ends_with("'d")
            || word.lower.ends_with("'ll")
            || is_learned && is_one_of(word, &["can", "could", "will"])
    })
}
