//! Corrections by a person who reads a text: the skills that some of its words mean.

use std::ops::Range;

use super::skills::{LineUse, ReadSkill, RuledOutName, SkillMention, SkillReader};
use crate::model::{Catalog, SkillId};

/// The meaning of words that mean no skill.
pub const NO_SKILL: &str = "no skill";

/// The meaning of words of a text, as a person says. It holds in every line that is read for skills, for
/// what was read from exactly these words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordCorrection {
    /// The words. Letter case and the width of blanks do not count.
    pub words: String,
    /// Their meaning.
    pub meaning: CorrectMeaning,
}

/// The meaning of words, by the ids of skills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorrectMeaning {
    /// These skills and no other; without any, no skill.
    Skills(Vec<String>),
    /// Not these; others that were read from the words stay.
    Not(Vec<String>),
}

impl WordCorrection {
    /// Returns the ids of the skills that the words mean.
    pub fn skills(&self) -> &[String] {
        match &self.meaning {
            CorrectMeaning::Skills(skills) => skills,
            CorrectMeaning::Not(_) => &[],
        }
    }

    /// Returns the ids of the skills that the words do not mean, apart from all others.
    pub fn ruled_out(&self) -> &[String] {
        match &self.meaning {
            CorrectMeaning::Skills(_) => &[],
            CorrectMeaning::Not(skills) => skills,
        }
    }

    /// Returns the rest of a sentence about the words: `means SQL`, `does not mean SQL`.
    pub fn predicate(&self, catalog: &Catalog) -> String {
        match &self.meaning {
            CorrectMeaning::Skills(skills) if skills.is_empty() => format!("means {NO_SKILL}"),
            CorrectMeaning::Skills(skills) => format!("means {}", names(catalog, skills, "and")),
            CorrectMeaning::Not(skills) => {
                format!("does not mean {}", names(catalog, skills, "or"))
            }
        }
    }

    /// Whether it is about the words `written`.
    pub fn is_about(&self, written: &str) -> bool {
        places_of(&self.words, written).first() == Some(&(0..written.len()))
    }
}

/// Returns the names of skills as a list; the id of a skill that the catalog does not have.
fn names(catalog: &Catalog, ids: &[String], last: &str) -> String {
    let names: Vec<&str> = ids
        .iter()
        .map(|id| catalog.skill_by_id(id).map_or(id.as_str(), |skill| &catalog.skill(skill).name))
        .collect();
    match &names[..] {
        [] => String::new(),
        [one] => (*one).to_string(),
        [before @ .., end] => format!("{} {last} {end}", before.join(", ")),
    }
}

/// Replaces the correction of the same words in `all`, or adds `correction`.
pub fn set_correction(all: &mut Vec<WordCorrection>, correction: WordCorrection) {
    match all.iter_mut().find(|known| known.is_about(&correction.words)) {
        Some(known) => *known = correction,
        None => all.push(correction),
    }
}

/// A correction, and the skills of a catalog that it is about.
#[derive(Debug)]
struct SkillsOfWords<'a> {
    correction: &'a WordCorrection,
    skills: Vec<SkillId>,
    ruled_out: Vec<SkillId>,
    is_used: bool,
}

/// The corrections of a text.
#[derive(Debug)]
pub(super) struct Corrector<'a> {
    corrections: Vec<SkillsOfWords<'a>>,
}

impl<'a> Corrector<'a> {
    /// Returns the `corrections` for `catalog`. Those whose skills it does not have are left out: what
    /// their words mean is unknown.
    pub(super) fn new(catalog: &Catalog, corrections: &'a [WordCorrection]) -> Self {
        let known = corrections.iter().filter_map(|correction| {
            Some(SkillsOfWords {
                correction,
                skills: known_skills(catalog, correction.skills())?,
                ruled_out: known_skills(catalog, correction.ruled_out())?,
                is_used: false,
            })
        });
        Self { corrections: known.collect() }
    }

    /// Returns the corrections that changed or confirmed something, in their order.
    pub(super) fn used(self) -> Vec<WordCorrection> {
        let used = self.corrections.into_iter().filter(|known| known.is_used);
        used.map(|known| known.correction.clone()).collect()
    }

    /// Applies the corrections to `found`, the skills read from `line`, and returns the result. Where
    /// one applies, `reader` reads the line again, with at most `limit` skills that are only likely.
    pub(super) fn correct(
        &mut self,
        reader: &mut SkillReader<'_>,
        (line, line_use): (&str, LineUse),
        found: Vec<ReadSkill>,
        limit: usize,
    ) -> Vec<ReadSkill> {
        let places: Vec<(usize, Range<usize>)> = self
            .corrections
            .iter()
            .enumerate()
            .flat_map(|(at, known)| {
                let places = places_of(&known.correction.words, line).into_iter();
                places.map(move |place| (at, place))
            })
            // A part of a longer name is one only if it was read as one.
            .filter(|(_, place)| {
                !is_in_longer_name(line, place) || found.iter().any(|skill| skill.words == *place)
            })
            .collect();
        if places.is_empty() {
            return found;
        }
        // The skill may be named in another place too.
        let mut ruled_out: Vec<RuledOutName> = Vec::new();
        for (at, place) in &places {
            let skills = &self.corrections[*at].ruled_out;
            ruled_out.extend(
                skills
                    .iter()
                    .map(|skill| RuledOutName { bytes: place.clone(), skill: Some(*skill) }),
            );
            if skills.is_empty() {
                ruled_out.push(RuledOutName { bytes: place.clone(), skill: None });
            }
        }
        let mut corrected = reader.read_telling_as(line_use, line, limit, &ruled_out);
        for (at, place) in places {
            self.corrections[at].correct(&place, &found, &mut corrected);
        }
        corrected
    }
}

impl SkillsOfWords<'_> {
    /// Corrects what was read from the words at `place`: `found` before the correction.
    fn correct(
        &mut self,
        place: &Range<usize>,
        found: &[ReadSkill],
        corrected: &mut Vec<ReadSkill>,
    ) {
        let here: Vec<&ReadSkill> = found.iter().filter(|skill| skill.words == *place).collect();
        if !self.ruled_out.is_empty() {
            self.is_used |= here.iter().any(|skill| self.ruled_out.contains(&skill.skill));
            corrected
                .retain(|skill| skill.words != *place || !self.ruled_out.contains(&skill.skill));
            return;
        }
        self.is_used |= !self.skills.is_empty() || !here.is_empty();
        corrected.retain(|skill| skill.words != *place);
        for &skill in &self.skills {
            // What a text says of the words holds for another skill that they mean: that it is not
            // needed. If the skill is the same, this was read wrongly.
            let replaced = here.iter().find(|other| !other.mention.is_asked());
            let is_other = here.iter().all(|other| other.skill != skill);
            let mention = replaced.filter(|_| is_other).map(|other| other.mention);
            let mention = mention.unwrap_or(SkillMention::Corrected);
            corrected.push(ReadSkill {
                skill,
                score: 1.0,
                sure: mention.is_asked(),
                mention,
                words: place.clone(),
            });
        }
    }
}

/// Returns the skills with these ids; `None` if the catalog does not have one of them.
fn known_skills(catalog: &Catalog, ids: &[String]) -> Option<Vec<SkillId>> {
    ids.iter().map(|id| catalog.skill_by_id(id)).collect()
}

/// Whether the words at `place` are joined to others: `go` in `go-to-market`, `Node` in `Node.js`.
fn is_in_longer_name(line: &str, place: &Range<usize>) -> bool {
    let (before, after) = (&line[..place.start], &line[place.end..]);
    is_joined(after.chars()) || is_joined(before.chars().rev()) || {
        let starts_joined = line[place.clone()].starts_with(['.', '-']);
        starts_joined && before.ends_with(char::is_alphanumeric)
    }
}

/// Whether a sign that joins words comes first, and a word after it.
fn is_joined(mut rest: impl Iterator<Item = char>) -> bool {
    matches!(rest.next(), Some('-' | '.' | '’' | '\''))
        && rest.next().is_some_and(char::is_alphanumeric)
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
            WordCorrection {
                words: words.to_string(),
                meaning: CorrectMeaning::Skills(vec![skill.to_string()]),
            }
        }
        let mut all = vec![correction("Go  to", "a"), correction("excel", "b")];
        set_correction(&mut all, correction("go to", "c"));
        assert_eq!(all, [correction("go to", "c"), correction("excel", "b")]);
    }
}
