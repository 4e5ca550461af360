//! Whether a requirement is required or only welcome.

use std::ops::Range;
use std::sync::LazyLock;

use super::found::LineLabel;
use super::words::{LineWord, PhraseBook, line_words, sentences, words_at};
use crate::model::Importance;

static CUES: LazyLock<PhraseBook<bool>> = LazyLock::new(|| {
    PhraseBook::read(
        "nice 1: preferred, preferable, preferably, a plus, a big plus, a huge plus, nice to have, desirable, desired, helpful, \
         beneficial, advantageous, an advantage, bonus, ideally, not required, not essential, not necessary, \
         not mandatory, an asset, is a bonus, would be great, would be nice, would be good, optional, welcome, \
         is an asset, plus$, is valued$, highly valued, would be valued, appreciated, would be ideal, good to have, not a must, useful, of interest\n\
         must 1: must, required, essential, mandatory, is a must, minimum of, at least, requires, need to",
        |head| Some(head.starts_with("nice")),
    )
});

/// Words that begin another requirement within a sentence.
const HEADS: [&str; 22] = [
    "skills",
    "skill",
    "experience",
    "knowledge",
    "ability",
    "degree",
    "understanding",
    "diploma",
    "familiarity",
    "proficiency",
    "license",
    "licence",
    "certification",
    "background",
    "qualification",
    "communication",
    "bachelor's",
    "expertise",
    "fluency",
    "track",
    "ged",
    "commitment",
];

/// Returns the label of the requirement `text`, whose words are `words`. `in_nice` says that its
/// section lists what is nice to have.
pub(super) fn importance_of(text: &str, words: &[LineWord], in_nice: bool) -> LineLabel {
    let parts = sentences(text);
    let nice = parts.iter().filter(|part| is_nice(text, words_at(words, part))).count();
    let firm = parts.iter().any(|part| is_firm(words_at(words, part)));
    let label = if in_nice { !(firm && nice == 0) } else { nice > 0 && nice == parts.len() };
    if label { LineLabel::Nice } else { LineLabel::Must }
}

/// Returns whether the words at `bytes` of `text`, in a sentence of `words`, are required or only
/// welcome, where the sentence says so itself.
pub(in crate::reading) fn stated_importance(
    text: &str,
    words: &[LineWord],
    bytes: &Range<usize>,
) -> Option<Importance> {
    let mut stated = None;
    for (at, nice) in CUES.find(words) {
        let cue = words[at.start].range.start..words[at.end - 1].range.end;
        let importance = if nice { Importance::Useful } else { Importance::Essential };
        let is_before = cue.end <= bytes.start;
        let is_aside = is_aside_cue(&words[at.start].lower);
        let is_open = is_aside
            || words[at.start].lower == "must"
            || is_before && text[cue.end..bytes.start].trim_start().starts_with(':');
        if is_before && is_open {
            // "Ideally SQL; Java is a must"
            if !text[cue.end..bytes.start].contains(';') {
                stated = Some(importance);
            }
        } else if cue.start >= bytes.end && is_of_brackets(text, &cue) {
            if is_item_before(&text[bytes.end..cue.start]) {
                stated = Some(importance);
            }
        } else if cue.start >= bytes.end
            && !leads_on(text, &cue, is_aside)
            && !text[bytes.end..cue.start].contains([';', '(', '.'])
        {
            // "Go and Rust are a plus": the clause up to the cue.
            let heads = words.iter().filter(|word| {
                word.range.start >= bytes.end
                    && word.range.end <= cue.start
                    && HEADS.contains(&word.lower.as_str())
            });
            let breaks = text[bytes.end..cue.start].contains(',');
            if stated.is_none() && !(breaks && heads.count() > 0) {
                stated = Some(importance);
            }
        }
    }
    stated
}

/// Whether `word` begins a cue for what follows it: "ideally with SQL".
fn is_aside_cue(word: &str) -> bool {
    matches!(word, "ideally" | "preferably")
}

/// Whether the cue at `cue` is about what follows it in the sentence: "nice to have: SQL", "ideally
/// SQL". `is_aside` says that it is a word that may.
fn leads_on(text: &str, cue: &Range<usize>, is_aside: bool) -> bool {
    let rest = text[cue.end..].trim_start();
    rest.starts_with(':')
        || is_aside
            && rest
                .trim_start_matches([',', ' '])
                .starts_with(|c: char| c.is_alphanumeric() || c == '.')
}

/// Whether brackets begin with the cue at `cue`: "(nice to have)", "(strongly preferred)".
fn is_of_brackets(text: &str, cue: &Range<usize>) -> bool {
    let Some(open) = text[..cue.start].rfind(['(', ')']).filter(|at| text[*at..].starts_with('('))
    else {
        return false;
    };
    text[open + 1..cue.start].split_whitespace().all(|word| BEFORE_CUES.contains(&word))
        && text[cue.end..].find(')').is_some_and(|close| {
            let rest = &text[cue.end..cue.end + close];
            line_words(rest).iter().all(|word| BESIDE_CUES.contains(&word.lower.as_str()))
        })
}

/// Words between a bracket and a cue in it.
const BEFORE_CUES: [&str; 11] =
    ["a", "is", "are", "as", "would", "be", "only", "strongly", "highly", "very", "but"];

/// Words after a cue in brackets, which add nothing to what the brackets are about.
const BESIDE_CUES: [&str; 20] = [
    "to",
    "have",
    "but",
    "not",
    "required",
    "essential",
    "necessary",
    "mandatory",
    "a",
    "an",
    "the",
    "plus",
    "only",
    "though",
    "or",
    "nice",
    "desirable",
    "preferred",
    "bonus",
    "must",
];

/// Whether `between`, the text from a skill to a cue in brackets, leads to the brackets without
/// another item: one after a comma is its own.
fn is_item_before(between: &str) -> bool {
    let before = between.rfind('(').map_or(between, |open| &between[..open]);
    !before.contains([',', ';', '.', '('])
}

fn is_firm(words: &[LineWord]) -> bool {
    let found = CUES.find(words);
    found.iter().any(|(at, nice)| {
        !nice && matches!(words[at.end - 1].lower.as_str(), "must" | "required" | "mandatory")
    })
}

/// Whether all of the sentence of `words` in `text` is only welcome.
fn is_nice(text: &str, words: &[LineWord]) -> bool {
    let found = CUES.find(words);
    let Some((at, _)) = found.iter().rfind(|(_, nice)| *nice) else { return false };
    if found.iter().any(|(_, nice)| !nice) {
        return false;
    }
    // "Programming, ideally in Rust" asks for programming.
    let first = words[at.start].lower.as_str();
    let asks_before =
        words[..at.start].iter().any(|word| !matches!(word.lower.as_str(), "and" | "but" | "or"));
    if is_aside_cue(first) && asks_before || first == "useful" && at.start > 1 {
        return false;
    }
    // "Java; SQL a plus" asks for Java, as does "Java, nice to have: SQL".
    let cue = words[at.start].range.start..words[at.end - 1].range.end;
    let end = words.last().map_or(cue.end, |word| word.range.end);
    let leads = leads_on(text, &cue, false);
    let is_of_all = leads && at.start == 0;
    let has_parts = text[words[0].range.start..end].contains(';') || leads;
    if has_parts && !is_of_all {
        return false;
    }
    // "Desktop applications (Qt preferred)" asks for desktop applications.
    let start = words[0].range.start;
    let so_far = &text[start..words[at.start].range.start];
    if so_far.rfind('(').is_some_and(|open| open > 0 && !so_far[open..].contains(')')) {
        return false;
    }
    // "Good writing skills, experience with Rust preferred": only the second is welcome.
    let before = &words[..at.start];
    let breaks = before
        .iter()
        .zip(before.iter().skip(1))
        .rposition(|(word, next)| text[word.range.end..next.range.start].contains([',', ';', '(']));
    let Some(breaks) = breaks else { return true };
    !(names_head(&before[..=breaks]) && names_head(&before[breaks + 1..]))
}

/// Whether `words` have a word that heads a requirement.
fn names_head(words: &[LineWord]) -> bool {
    words.iter().any(|word| HEADS.contains(&word.lower.as_str()))
}
