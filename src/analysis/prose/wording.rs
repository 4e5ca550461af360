//! The wording of responsibilities and summaries.

use super::finding::{ProseFinding, ProseRule};
use super::texts::own_responsibilities;
use crate::analysis::verbs::{is_base_verb, is_third_person};
use crate::model::{Catalog, CatalogPart, RoleId};

/// Maximum number of words in a responsibility: in longer ones readers forget the start before the
/// end.
const MAX_WORDS: usize = 28;

/// Phrases that fit any role and distinguish none.
const FILLER: &[&str] = &[
    "as needed",
    "as required",
    "as appropriate",
    "best practices",
    "best-in-class",
    "cutting-edge",
    "cutting edge",
    "detail-oriented",
    "duties as assigned",
    "dynamic environment",
    "etc.",
    "fast-paced",
    "go-getter",
    "hit the ground running",
    "in a timely manner",
    "leverages",
    "other duties",
    "passionate about",
    "proactively",
    "responsible for",
    "rockstar",
    "self-starter",
    "state-of-the-art",
    "synergies",
    "synergy",
    "think outside the box",
    "value-add",
    "wear many hats",
    "wide range of",
    "world-class",
];

pub(super) fn check_wording(catalog: &Catalog, id: RoleId, remarks: &mut Vec<ProseFinding>) {
    let role = catalog.role(id);
    let texts =
        own_responsibilities(role).map(|(i, text)| (CatalogPart::Responsibility(id, i), text));
    for (about, text) in texts.chain([(CatalogPart::Summary(id), role.summary.as_str())]) {
        let lower = text.to_lowercase();
        for phrase in FILLER.iter().filter(|phrase| has_phrase(&lower, phrase)) {
            remarks.push(ProseFinding {
                rule: ProseRule::Filler,
                about,
                message: format!("‹{phrase}› would fit any role"),
                hint: "say what is done, to what, and why".to_string(),
            });
        }
        let words = text.split_whitespace().count();
        if words > MAX_WORDS {
            remarks.push(ProseFinding {
                rule: ProseRule::LongSentence,
                about,
                message: format!("{words} words in one sentence"),
                hint: format!("split it in two, or cut it to at most {MAX_WORDS} words"),
            });
        }
        if matches!(about, CatalogPart::Responsibility(..))
            && let Some(mark) = second_statement(text)
        {
            remarks.push(ProseFinding {
                rule: ProseRule::SeveralSentences,
                about,
                message: format!("more than one statement, separated by ‹{mark}›"),
                hint: "make one responsibility of each, so that each finds its counterpart"
                    .to_string(),
            });
        }
        if matches!(about, CatalogPart::Responsibility(..)) && !starts_with_verb(&lower) {
            let first = text.split_whitespace().next().unwrap_or_default();
            remarks.push(ProseFinding {
                rule: ProseRule::NoVerb,
                about,
                message: format!("‹{first}› is not a known verb"),
                hint: "start with what the person does: plans, writes, decides …".to_string(),
            });
        }
    }
}

/// Abbreviations that end with a full stop inside a sentence.
const ABBREVIATIONS: &[&str] =
    &["approx", "cf", "co", "corp", "dr", "etc", "inc", "ltd", "mr", "mrs", "ms", "no", "st", "vs"];

/// Returns the mark after which `text` makes a second statement: a semicolon, or the end of a
/// sentence that another one follows. Marks in brackets do not count.
fn second_statement(text: &str) -> Option<char> {
    let mut depth = 0_usize;
    for (at, mark) in text.char_indices() {
        let rest = &text[at + mark.len_utf8()..];
        match mark {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ';' if depth == 0 && !rest.trim().is_empty() => return Some(mark),
            '.' | '?' | '!' if depth == 0 => {
                let next = rest.trim_start();
                let starts_sentence = next.len() < rest.len()
                    && next
                        .trim_start_matches(['"', '“', '‘', '\''])
                        .starts_with(char::is_uppercase);
                if starts_sentence && !(mark == '.' && ends_with_abbreviation(&text[..at])) {
                    return Some(mark);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether the last word of `text` is an abbreviation such as `e.g`, `U.S` or `Dr`.
fn ends_with_abbreviation(text: &str) -> bool {
    let word = text.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let word = word.to_lowercase();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    is_initial || word.contains('.') || ABBREVIATIONS.contains(&word.as_str())
}

/// Whether `phrase` occurs in `text` between word boundaries.
fn has_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether the first word of `text`, after adverbs, is a verb in its base form or in the third
/// person.
pub(super) fn starts_with_verb(text: &str) -> bool {
    let mut words =
        text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty());
    let word = words.find(|w| !w.ends_with("ly") || is_base_verb(w));
    word.is_some_and(|word| is_base_verb(word) || is_third_person(word))
}
