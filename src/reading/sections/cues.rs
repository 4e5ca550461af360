//! Words that show the subject of a sentence, whatever heading it is under.

use std::sync::LazyLock;

use super::found::LineLabel;
use super::headings::subject_named;
use super::words::{LineWord, PhraseBook};
use crate::analysis::verbs::{is_base_verb, is_participle, is_third_person};

/// How strongly a text is about each subject, by [`LineLabel::number`]. Requirements of either kind
/// count as [`LineLabel::Must`].
pub(super) type SubjectScores = [f32; LineLabel::COUNT];

static CUES: LazyLock<PhraseBook<(LineLabel, f32)>> = LazyLock::new(|| {
    PhraseBook::read(include_str!("cues.txt"), |head| {
        let (name, weight) = head.split_once(' ')?;
        let label = if name == "asked" { LineLabel::Must } else { subject_named(name)? };
        Some((label, weight.parse().ok()?))
    })
});

/// The verb that a sentence begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OpeningVerb {
    /// "Write …"
    Base,
    /// "Writes …"
    ThirdPerson,
    /// "Writing …"
    Participle,
}

/// Verbs for what the reader gets, or is to be, and not for what the reader does.
const NOT_DONE: [&str; 16] = [
    "become", "belong", "benefit", "bring", "earn", "enjoy", "feel", "find", "gain", "get", "grow",
    "have", "join", "know", "learn", "receive",
];

/// Whether `word`, in lower case, is the base form of a verb for what a person does at work.
pub(super) fn is_work_verb(word: &str) -> bool {
    is_base_verb(word) && !NOT_DONE.contains(&word)
}

/// Weight of an opening verb for a responsibility.
const VERB_WEIGHT: f32 = 2.5;

/// Maximum number of words before a colon or a dash that only name what follows.
const LONGEST_NAME: usize = 6;

/// Returns the verb that a sentence of `words` begins with, after adverbs, "you" and "you will".
pub(super) fn opening_verb(words: &[LineWord]) -> Option<OpeningVerb> {
    let (words, is_to_reader) = match words {
        [first, next, ..] if first.lower == "you" && next.lower == "will" => (&words[2..], true),
        [first, _, ..] if matches!(first.lower.as_str(), "you" | "you'll") => (&words[1..], true),
        words => (words, false),
    };
    let first = words.iter().take(3).map(|word| word.lower.as_str()).find(|word| {
        is_base_verb(word) || !(word.ends_with("ly") || matches!(*word, "to" | "and"))
    })?;
    if is_to_reader && NOT_DONE.contains(&first) {
        None
    } else if is_base_verb(first) {
        Some(OpeningVerb::Base)
    } else if is_third_person(first) {
        Some(OpeningVerb::ThirdPerson)
    } else if is_participle(first) {
        Some(OpeningVerb::Participle)
    } else {
        None
    }
}

/// Returns the scores of the sentence of `words`.
pub(super) fn sentence_scores(words: &[LineWord]) -> SubjectScores {
    let mut scores = SubjectScores::default();
    let mut asks_first = false;
    for (at, (label, weight)) in CUES.find(words) {
        scores[label.number()] += weight;
        asks_first |= at.start == 0 && label == LineLabel::Must;
    }
    if !asks_first && opening_verb(words).is_some() {
        scores[LineLabel::Responsibility.number()] += VERB_WEIGHT;
    }
    scores
}

/// Returns where the statement of `text` begins whose words are `words`: after a short name of it
/// and a colon or a dash, as in `Leadership: ability to lead a team`.
pub(super) fn statement_start(text: &str, words: &[LineWord]) -> usize {
    let named =
        words.iter().zip(words.iter().skip(1)).take(LONGEST_NAME).position(|(word, next)| {
            let signs = &text[word.range.end..next.range.start];
            signs.contains(": ") || signs.contains(" – ") || signs.contains(" — ") || signs == " - "
        });
    named.map_or(0, |last| last + 1)
}

/// Returns the scores of `text`, a sentence whose words are `words`: those of the sentence, or of
/// its statement after a name.
pub(super) fn statement_scores(text: &str, words: &[LineWord]) -> SubjectScores {
    let start = statement_start(text, words);
    let mut scores = sentence_scores(&words[start..]);
    if start > 0 {
        for (score, more) in scores.iter_mut().zip(sentence_scores(&words[..start])) {
            *score += more / 2.0;
        }
    }
    scores
}

/// Weight of an amount of money for pay, in a line that speaks of pay or is under a heading that
/// does.
pub(super) const MONEY_WEIGHT: f32 = 5.0;

/// Whether a text has a sign of a currency right before a digit.
pub(super) fn names_money(text: &str) -> bool {
    text.char_indices().any(|(at, c)| {
        matches!(c, '$' | '£' | '€')
            && text[at + c.len_utf8()..].trim_start().starts_with(|c: char| c.is_ascii_digit())
    })
}
