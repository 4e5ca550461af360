//! Levels of skills as texts state them: "deep knowledge of", "basic", "5+ years of".

use std::ops::Range;

use crate::import::resume::word_fraction;
use crate::model::{Level, Scale};
use crate::reading::sections::words::LineWord;
use crate::reading::sections::years::years_in;
use crate::reading::skills::lists::list_has;

/// Words for a level that mean one in a sentence too. What they stand for is as in a CV.
const LEVEL_WORDS: &str = "awareness aware basic beginner elementary entry foundational fundamental familiar familiarity \
     competent conversational good intermediate working advanced extensive fluency fluent strong expert mastery \
     native guru";

/// Words that state a level in the sentences of an ad alone, or a lower one than in a CV, where people
/// choose them from a scale: "excellent" is what most ads ask for. With the part of the scale.
const AD_WORDS: [(&str, f64); 16] = [
    ("exposure", 0.25),
    ("introductory", 0.25),
    ("comfortable", 0.5),
    ("decent", 0.5),
    ("proficiency", 0.5),
    ("proficient", 0.5),
    ("solid", 0.5),
    ("sound", 0.5),
    ("comprehensive", 0.75),
    ("deep", 0.75),
    ("depth", 0.75),
    ("excellent", 0.75),
    ("profound", 0.75),
    ("substantial", 0.75),
    ("thorough", 0.75),
    ("expertly", 1.0),
];

/// Nouns that a level word grades, and that several skills may follow.
const GRADED: [&str; 17] = [
    "knowledge",
    "experience",
    "understanding",
    "proficiency",
    "skills",
    "skill",
    "command",
    "familiarity",
    "familiar",
    "proficient",
    "fluent",
    "background",
    "exposure",
    "fluency",
    "mastery",
    "grasp",
    "awareness",
];

/// Maximum number of words between a level and its skill in front of a list.
const LIST_REACH: usize = 20;

/// Maximum number of words between a level and the skill right after it.
const REACH: usize = 6;

/// Minimum years of experience for a part of the scale.
const YEARS: [(f64, f64); 3] = [(7.0, 1.0), (3.0, 0.75), (0.5, 0.5)];

/// Returns the level on `scale` that `text`, a sentence of `words`, states for the skill at `bytes`,
/// with the words that state it.
pub(super) fn stated_level(
    scale: &Scale,
    text: &str,
    words: &[LineWord],
    bytes: &Range<usize>,
) -> Option<(Level, Range<usize>)> {
    let first = words.iter().position(|word| word.range.end > bytes.start)?;
    let after = words.iter().position(|word| word.range.start >= bytes.end).unwrap_or(words.len());
    level_after(text, words, after)
        .or_else(|| level_before(text, words, first))
        .and_then(|(share, cue)| {
            let named = scale.parse_level(&text[cue.clone()]);
            named.or_else(|| scale.level_at_fraction(share)).map(|level| (level, cue))
        })
        .or_else(|| level_by_years(scale, text, words, bytes))
}

/// Returns the part of a scale that a word states.
fn share_of(word: &LineWord) -> Option<f64> {
    let in_ads = AD_WORDS.iter().find(|(name, _)| *name == word.lower).map(|(_, share)| *share);
    in_ads.or_else(|| word_fraction(&word.lower).filter(|_| list_has(LEVEL_WORDS, &word.lower)))
}

/// Whether the word at `at` is negated: "not expert".
fn is_negated(words: &[LineWord], at: usize) -> bool {
    let before = &words[at.saturating_sub(3)..at];
    before.iter().any(|word| matches!(word.lower.as_str(), "no" | "not" | "non" | "without"))
}

/// Returns the level stated before the word at `first`.
fn level_before(text: &str, words: &[LineWord], first: usize) -> Option<(f64, Range<usize>)> {
    let from = first.saturating_sub(LIST_REACH);
    let at = (from..first).rev().find(|at| share_of(&words[*at]).is_some())?;
    let cue = &words[at];
    if is_negated(words, at) {
        return None;
    }
    let between = &words[at + 1..first];
    let target = words.get(first).map_or(text.len(), |word| word.range.start);
    let signs = &text[cue.range.end..target];
    if signs.contains([';', '.', '!', '?']) {
        return None;
    }
    let comma = signs.find([',', ':', '(']).map(|comma| cue.range.end + comma);
    let grades = words[at..first].iter().any(|word| {
        GRADED.contains(&word.lower.as_str()) && comma.is_none_or(|comma| word.range.end <= comma)
    });
    let is_near = comma.is_none() && between.len() <= REACH && !ends_grade(between);
    (grades || is_near).then(|| (share_of(cue).unwrap_or_default(), cue.range.clone()))
}

/// Whether `words` between a level and a skill grade something else: "strong communicator who knows".
fn ends_grade(words: &[LineWord]) -> bool {
    words.iter().any(|word| {
        matches!(word.lower.as_str(), "who" | "that" | "which" | "using" | "with" | "and" | "or")
    })
}

/// Returns the level stated right after a skill: "SQL (advanced)", "SQL: basic".
fn level_after(text: &str, words: &[LineWord], after: usize) -> Option<(f64, Range<usize>)> {
    let next = words.get(after)?;
    let end = after.checked_sub(1).map_or(0, |last| words[last].range.end);
    let signs = &text[end..next.range.start];
    if !signs.contains(['(', ':', '–', '—']) && signs.trim() != "-" {
        return None;
    }
    let share = share_of(next)?;
    let follows = words.get(after + 1);
    let is_alone = follows.is_none_or(|word| {
        matches!(word.lower.as_str(), "level" | "knowledge" | "skills" | "user")
            || text[next.range.end..word.range.start].contains([')', ',', ';', '/'])
    });
    is_alone.then(|| (share, next.range.clone()))
}

/// Returns the level for the years of experience that the text states for the skill at `bytes`.
fn level_by_years(
    scale: &Scale,
    text: &str,
    words: &[LineWord],
    bytes: &Range<usize>,
) -> Option<(Level, Range<usize>)> {
    let (years, cue) = years_in(text, words)
        .into_iter()
        .filter(|(_, cue)| {
            let between = if cue.end <= bytes.start {
                &text[cue.end..bytes.start]
            } else if bytes.end <= cue.start {
                &text[bytes.end..cue.start]
            } else {
                return false;
            };
            let is_after = cue.start >= bytes.end;
            let reach = if is_after { 3 } else { LIST_REACH };
            !between.contains([';', '.']) && between.split_whitespace().count() <= reach
        })
        .min_by_key(|(_, cue)| cue.start.abs_diff(bytes.start))?;
    let (_, share) = YEARS.iter().find(|(from, _)| years.min >= *from)?;
    scale.level_at_fraction(*share).map(|level| (level, cue))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sections::words::line_words;

    fn read(text: &str, skill: &str) -> Option<String> {
        let scale = Scale::default();
        let start = text.find(skill).unwrap();
        let words = line_words(text);
        let level = stated_level(&scale, text, &words, &(start..start + skill.len()));
        level.map(|(level, cue)| format!("{} {}", scale.name(level), &text[cue]))
    }

    #[test]
    fn every_word_for_a_level_stands_for_a_part_of_the_scale() {
        for word in LEVEL_WORDS.split_ascii_whitespace() {
            assert!(word_fraction(word).is_some(), "{word}");
            assert!(!AD_WORDS.iter().any(|(other, _)| *other == word), "{word}");
        }
    }

    #[test]
    fn levels_are_read_where_words_state_them() {
        for (text, skill, level) in [
            ("Deep knowledge of SQL", "SQL", Some("practitioner Deep")),
            ("Deep knowledge of Python, Java and SQL", "SQL", Some("practitioner Deep")),
            (
                "Deep knowledge of SQL and basic knowledge of Python",
                "Python",
                Some("awareness basic"),
            ),
            (
                "Deep knowledge of SQL and basic knowledge of Python",
                "SQL",
                Some("practitioner Deep"),
            ),
            ("Basic SQL", "SQL", Some("awareness Basic")),
            ("You are an expert in SQL", "SQL", Some("expert expert")),
            ("Advanced Excel, SQL", "SQL", None),
            ("SQL (advanced), Python (basic)", "SQL", Some("practitioner advanced")),
            ("SQL (advanced), Python (basic)", "Python", Some("awareness basic")),
            ("Working knowledge of SQL", "SQL", Some("working Working")),
            ("5+ years of experience with SQL", "SQL", Some("practitioner 5+ years")),
            ("At least two years of SQL", "SQL", Some("working two years")),
            ("Ten years with SQL", "SQL", Some("expert Ten years")),
            ("SQL: 3 years", "SQL", Some("practitioner 3 years")),
            ("Experience with SQL", "SQL", None),
            ("SQL", "SQL", None),
            ("You need not be an expert in SQL", "SQL", None),
            ("A strong communicator who knows SQL", "SQL", None),
            ("We are experts. You know SQL", "SQL", None),
            ("You are 18 years old and know SQL", "SQL", None),
        ] {
            assert_eq!(read(text, skill).as_deref(), level, "{text}: {skill}");
        }
    }
}
