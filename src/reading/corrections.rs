//! Corrections by a person who reads a text: which skills some of its words mean.

use std::ops::Range;

use super::skills::{ReadSkill, SkillMention};
use crate::model::{Catalog, SkillId};

/// The meaning of words that mean no skill.
pub const NO_SKILL: &str = "no skill";

/// The skills that some words of a text mean, as a person says. Wherever a line has these words, they
/// take the place of what was read from exactly them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordCorrection {
    /// The words. Letter case and the width of blanks do not count.
    pub words: String,
    /// The ids of the skills that they mean; none if they mean no skill.
    pub skills: Vec<String>,
}

impl WordCorrection {
    /// Returns the names of the skills that the words mean.
    pub fn meaning(&self, catalog: &Catalog) -> String {
        let skills = self.skills.iter().map(|id| catalog.skill_by_id(id));
        let names: Vec<&str> = self
            .skills
            .iter()
            .zip(skills)
            .map(|(id, skill)| skill.map_or(id.as_str(), |skill| &catalog.skill(skill).name))
            .collect();
        if names.is_empty() { NO_SKILL.to_string() } else { names.join(", ") }
    }

    /// Whether it is about the words `written`.
    pub fn is_about(&self, written: &str) -> bool {
        places_of(&self.words, written).first() == Some(&(0..written.len()))
    }
}

/// Replaces the correction of the same words in `all`, or adds `correction`.
pub fn set_correction(all: &mut Vec<WordCorrection>, correction: WordCorrection) {
    match all.iter_mut().find(|known| known.is_about(&correction.words)) {
        Some(known) => *known = correction,
        None => all.push(correction),
    }
}

/// A correction, and the skills of a catalog that it means.
#[derive(Debug)]
pub(super) struct SkillsOfWords<'a> {
    correction: &'a WordCorrection,
    skills: Vec<SkillId>,
    is_used: bool,
}

/// Returns `corrections` for `catalog`. Those whose skills it does not have are left out: what their
/// words mean is unknown.
pub(super) fn skills_of_words<'a>(
    catalog: &Catalog,
    corrections: &'a [WordCorrection],
) -> Vec<SkillsOfWords<'a>> {
    let known = corrections.iter().filter_map(|correction| {
        let skills = correction.skills.iter().map(|id| catalog.skill_by_id(id));
        let skills: Vec<SkillId> = skills.collect::<Option<_>>()?;
        Some(SkillsOfWords { correction, skills, is_used: false })
    });
    known.collect()
}

/// Returns the corrections whose words were in a line that was corrected, in their order.
pub(super) fn used(corrections: Vec<SkillsOfWords<'_>>) -> Vec<WordCorrection> {
    let used = corrections.into_iter().filter(|known| known.is_used);
    used.map(|known| known.correction.clone()).collect()
}

/// Applies `corrections` to the skills `found` in `line`.
pub(super) fn correct(
    corrections: &mut [SkillsOfWords<'_>],
    line: &str,
    mut found: Vec<ReadSkill>,
) -> Vec<ReadSkill> {
    for known in corrections {
        for place in places_of(&known.correction.words, line) {
            known.is_used = true;
            // What a text says of the words holds for what they mean: a skill that it negates.
            let replaced = found.iter().find(|skill| skill.words == place);
            let mention = replaced.filter(|skill| !skill.mention.is_asked());
            let mention = mention.map_or(SkillMention::Corrected, |skill| skill.mention);
            found.retain(|skill| skill.words != place);
            for &skill in &known.skills {
                found.retain(|other| other.skill != skill);
                found.push(ReadSkill {
                    skill,
                    score: 1.0,
                    sure: mention.is_asked(),
                    mention,
                    words: place.clone(),
                });
            }
        }
    }
    found
}

/// Returns where `line` has `words` as words of its own, in bytes, from left to right.
fn places_of(words: &str, line: &str) -> Vec<Range<usize>> {
    let words = words.trim();
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    for (start, c) in line.char_indices() {
        let is_free = places.last().is_none_or(|last| last.end <= start);
        if is_free
            && may_part(before, words.chars().next())
            && let Some(length) = matching_length(words, &line[start..])
            && may_part(words.chars().next_back(), line[start + length..].chars().next())
        {
            places.push(start..start + length);
        }
        before = Some(c);
    }
    places
}

/// Whether a word may end between two characters: `C` is no word of `C++`.
fn may_part(left: Option<char>, right: Option<char>) -> bool {
    let goes_on = right.is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '#'));
    !(left.is_some_and(char::is_alphanumeric) && goes_on)
}

/// Returns the length of the start of `text` that has `words`, in bytes.
fn matching_length(words: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    let mut parts = words.split_whitespace().peekable();
    parts.peek()?;
    while let Some(part) = parts.next() {
        for expected in part.chars() {
            let c = rest.chars().next()?;
            if !c.to_lowercase().eq(expected.to_lowercase()) {
                return None;
            }
            rest = &rest[c.len_utf8()..];
        }
        if parts.peek().is_some() {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
    }
    Some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_in_any_case_and_spacing() {
        for (words, line, places) in [
            ("go", "Go to market, going, go", vec![(0, 2), (21, 23)]),
            ("go to market", "We GO  to\u{a0}market.", vec![(3, 17)]),
            ("c++", "C++ and C++17, not c", vec![(0, 3), (8, 11)]),
            ("c", "C++, c#, ac, C", vec![(13, 14)]),
            (".net", "Use .NET, not .nets", vec![(4, 8)]),
            ("straße", "STRASSE straße Straße", vec![(8, 15), (16, 23)]),
            ("  ", "a b", vec![]),
            ("", "a b", vec![]),
        ] {
            let found: Vec<(usize, usize)> =
                places_of(words, line).iter().map(|place| (place.start, place.end)).collect();
            assert_eq!(found, places, "{words:?} in {line:?}");
        }
    }

    #[test]
    fn the_last_correction_of_the_same_words_counts() {
        fn correction(words: &str, skill: &str) -> WordCorrection {
            WordCorrection { words: words.to_string(), skills: vec![skill.to_string()] }
        }
        let mut all = vec![correction("Go  to", "a"), correction("excel", "b")];
        set_correction(&mut all, correction("go to", "c"));
        assert_eq!(all, [correction("go to", "c"), correction("excel", "b")]);
    }
}
