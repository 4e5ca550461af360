//! Texts that stand for those of another level: `Same as previous level`, `As L5`, `Everything
//! from PM1, plus:`.

use super::level::{Certainty, certainty};
use super::words::{key, word_count};

/// The level whose text is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReferredLevel {
    /// The one below.
    Below,
    /// The one of this name.
    Named(String),
}

/// A text that refers to that of another level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) target: ReferredLevel,
    /// The text that it adds to the other.
    pub(super) adds: Option<String>,
    /// Whether it takes something away or changes it: `Same as L1, but for two teams`.
    pub(super) changes: bool,
}

impl Reference {
    /// Returns the reference to the level below.
    fn below() -> Self {
        Self { target: ReferredLevel::Below, adds: None, changes: false }
    }
}

/// Texts that mean the level below by themselves.
const ALONE: &[&str] = &[
    "same",
    "ditto",
    "idem",
    "no change",
    "no changes",
    "unchanged",
    "as above",
    "see above",
    "as before",
    "as previous",
    "same again",
    "wie oben",
    "siehe oben",
    "wie zuvor",
    "unverändert",
    "gleich",
    "dito",
    "voir ci dessus",
    "igual",
    "ibid",
];

/// Beginnings before the name of a level.
const BEFORE: &[&str] = &[
    "the same as for",
    "same as for",
    "the same as at",
    "same as at",
    "the same as in",
    "same as in",
    "the same as",
    "same as",
    "same expectations as",
    "identical to",
    "equal to",
    "everything from",
    "everything in",
    "everything at",
    "everything of",
    "everything for",
    "all of the above from",
    "all from",
    "all of",
    "all expectations of",
    "builds on",
    "extends",
    "as for",
    "as in",
    "as at",
    "as",
    "like",
    "see",
    "refer to",
    "cf",
    "siehe",
    "wie",
    "voir",
    "comme",
    "véase",
    "como",
    "igual que",
    "alles von",
    "alles aus",
    "inherits from",
    "includes",
];

/// Names of the level below.
const BELOW: &[&str] = &[
    "previous",
    "previous level",
    "the previous level",
    "previous levels",
    "the previous levels",
    "above",
    "below",
    "before",
    "prior level",
    "the prior level",
    "last level",
    "the level below",
    "level below",
    "level before",
    "the level before",
    "preceding level",
    "the preceding level",
    "lower level",
    "the lower level",
    "previous column",
    "previous grade",
    "the previous grade",
    "previous role",
    "the previous role",
    "the above",
    "previous one",
    "the previous one",
];

/// Words between the level that is meant and what is added.
const PLUS: &[&str] = &[
    " and in addition",
    ", in addition",
    " in addition",
    " and additionally",
    ", additionally",
    " additionally",
    ", plus",
    " plus",
    " as well as",
    " and also",
    ", and",
    " and",
    " sowie",
    " und zusätzlich",
    ";",
];

/// Words after which a reference holds in part.
const IN_PART: &[&str] =
    &[" but ", ", but ", " except ", " with ", " without ", " on ", " for ", " when "];

/// Reads `text` as a reference to another level. Whether there is a level of that name is not
/// looked at.
pub(super) fn parse(text: &str) -> Option<Reference> {
    let text = text.trim();
    if matches!(text, "\"" | "〃" | "″" | "''" | "-\"-" | "– \" –") {
        return Some(Reference::below());
    }
    // What a colon ends goes on below.
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || ".:;,!…)".contains(c));
    let bare = bare.trim_start_matches(['(', '→', '=', ' ', '*']);
    let lower = bare.to_lowercase();
    if word_count(bare) > 30 {
        return None;
    }
    if ALONE.contains(&key(&lower).as_str()) {
        return Some(Reference::below());
    }
    let before = BEFORE
        .iter()
        .filter(|words| {
            let rest = lower.strip_prefix(**words);
            rest.is_some_and(|rest| rest.starts_with(' '))
        })
        .max_by_key(|words| words.len())?;
    let rest = bare.get(before.len()..)?;
    let (name, adds) = split_at_word(rest, PLUS);
    let (name, changes) = split_at_word(name, IN_PART);
    let (name, adds) = (name.trim_matches(is_sign), adds.trim_matches(is_sign));
    let is_comparison = matches!(*before, "as" | "like") && name.starts_with("a ");
    if name.is_empty() || word_count(name) > 6 || name.contains(',') || is_comparison {
        return None;
    }
    let target = if BELOW.contains(&key(name).as_str()) {
        ReferredLevel::Below
    } else {
        ReferredLevel::Named(name.to_string())
    };
    let adds = without_plus(adds);
    let adds = (word_count(adds) > 0).then(|| upper_first(adds));
    Some(Reference { target, adds, changes: !changes.is_empty() })
}

/// Whether a character only ends or brackets a text.
fn is_sign(c: char) -> bool {
    c.is_whitespace() || ".,:;()".contains(c)
}

/// Returns what is added, without a word that only says so.
fn without_plus(adds: &str) -> &str {
    let lower = adds.to_lowercase();
    let words = ["in addition", "additionally", "also", "plus", "zusätzlich"];
    let word = words.iter().find(|word| {
        lower.strip_prefix(**word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    });
    let rest = word.and_then(|word| adds.get(word.len()..)).unwrap_or(adds);
    rest.trim_start_matches(|c: char| c.is_whitespace() || ",:;".contains(c))
}

/// Splits `text` at the first of `words` that stands by itself; returns what is before and after
/// it.
fn split_at_word<'t>(text: &'t str, words: &[&str]) -> (&'t str, &'t str) {
    let lower = text.to_lowercase();
    let found = words.iter().filter_map(|word| {
        let at = lower.find(word)?;
        let after = text.get(at + word.len()..)?;
        let ends = word.ends_with(' ') || after.is_empty() || after.starts_with([' ', ',', ':']);
        text.is_char_boundary(at).then_some((at, after)).filter(|_| ends)
    });
    let first = found.min_by_key(|(at, after)| (*at, after.len()));
    first.map_or((text, ""), |(at, after)| (&text[..at], after))
}

/// Whether a text refers to another level, as far as its words tell.
pub(super) fn is_one(text: &str) -> bool {
    parse(text).is_some_and(|found| match found.target {
        ReferredLevel::Below => true,
        ReferredLevel::Named(name) => certainty(bare_name(&name)) > Certainty::No,
    })
}

/// Returns the name of a level without words before and after it.
pub(super) fn bare_name(name: &str) -> &str {
    let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("a ")).unwrap_or(name);
    name.strip_suffix(" level").unwrap_or(name)
}

/// Returns `text` with its first letter in upper case.
fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_to_another_level_are_known() {
        for text in [
            "Same as previous level",
            "same as previous",
            "Same as above",
            "ditto",
            "Idem.",
            "Same",
            "No change",
            "(as above)",
            "Same as the level below.",
        ] {
            let found = parse(text);
            let wanted = Some(Reference::below());
            assert_eq!(found, wanted, "{text}");
            assert!(is_one(text), "{text}");
        }
        for (text, name, adds) in [
            ("As L1", "L1", None),
            ("See L1.", "L1", None),
            ("siehe Entwickler", "Entwickler", None),
            ("Everything from PM1, plus:", "PM1", None),
            ("See IC2, and in addition:", "IC2", None),
            ("Same as Junior, plus leads a team", "Junior", Some("Leads a team")),
            ("All of L2 and mentors others.", "L2", Some("Mentors others")),
        ] {
            let target = ReferredLevel::Named(name.to_string());
            let adds = adds.map(str::to_string);
            let wanted = Reference { target, adds, changes: false };
            assert_eq!(parse(text), Some(wanted), "{text}");
            assert!(is_one(text), "{text}");
        }
        for text in [
            "Sees customers weekly.",
            "See customers weekly.",
            "As needed, helps others.",
            "As a senior engineer, you lead.",
            "Includes others in decisions.",
            "Builds on feedback.",
            "Same tasks every day.",
        ] {
            assert!(!is_one(text), "{text}");
        }
        assert!(parse("Same as L1, but for two teams").is_some_and(|found| found.changes));
    }
}
