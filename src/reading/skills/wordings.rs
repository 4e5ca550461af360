//! Words with which employers ask for skills, other than the names of the skills.
//!
//! Job ads seldom name a general skill as a list of skills does: who is "highly motivated" shows
//! determination, and "tight deadlines" have to be met. The table was written for roledex. It goes
//! by the names of skills, so it holds for any catalog that has a skill of one of these names.

use std::collections::BTreeMap;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt};
use rust_stemmers::Stemmer;

use super::lists::{INTRODUCING, UNTELLING};
use super::words::split_words;
use crate::analysis::words::TermHash;
use crate::model::Catalog;

/// Lines of names and wordings: `name / name: wording; wording`.
const TABLE: &str = include_str!("wordings.txt");

/// The wordings of a catalog's skills, as sets of stems, by their rarest stem.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct WordingTable {
    /// Rarest stem of each wording, ascending.
    pub(super) anchors: Vec<TermHash>,
    /// Stems of all wordings, wording after wording, and the end of each wording's stems.
    pub(super) stems: Vec<TermHash>,
    pub(super) stem_ends: Vec<u32>,
    /// Skills of all wordings, wording after wording, and the end of each wording's skills.
    pub(super) skills: Vec<u32>,
    pub(super) skill_ends: Vec<u32>,
}

impl WordingTable {
    /// Finds the wordings of the skills of `catalog`; `rarity` is that of a stem.
    pub(super) fn of(
        catalog: &Catalog,
        stemmer: &Stemmer,
        rarity: impl Fn(TermHash) -> f32,
    ) -> Self {
        let plain: Vec<TermHash> = terms(stemmer, INTRODUCING);
        let untelling: Vec<TermHash> = terms(stemmer, UNTELLING);
        let mut by_stems: BTreeMap<Vec<TermHash>, Vec<u32>> = BTreeMap::new();
        for (skill, wording) in wordings_of(catalog) {
            let words = split_words(stemmer, wording);
            let mut stems: Vec<TermHash> = words
                .iter()
                .filter(|word| !word.is_function_word() && !untelling.contains(&word.term))
                .map(|word| word.term)
                .collect();
            stems.sort_unstable();
            stems.dedup();
            let telling = stems.iter().filter(|stem| !plain.contains(stem)).count();
            // "Part of a team" must not be a team.
            if telling > 0 && (stems.len() > 1 || words.len() == 1) {
                by_stems.entry(stems).or_default().push(skill);
            }
        }
        let anchor = |stems: &[TermHash]| {
            stems.iter().copied().max_by(|a, b| rarity(*a).total_cmp(&rarity(*b)).then(a.cmp(b)))
        };
        let mut order: Vec<(TermHash, Vec<TermHash>, Vec<u32>)> = by_stems
            .into_iter()
            .filter_map(|(stems, skills)| Some((anchor(&stems)?, stems, skills)))
            .collect();
        order.sort();
        let mut table = Self::default();
        for (anchor, stems, mut skills) in order {
            skills.sort_unstable();
            skills.dedup();
            table.anchors.push(anchor);
            table.stems.extend(stems);
            table.stem_ends.push(table.stems.len() as u32);
            table.skills.extend(skills);
            table.skill_ends.push(table.skills.len() as u32);
        }
        table
    }

    /// Returns the numbers of the wordings whose rarest stem is `stem`.
    pub(super) fn with_anchor(&self, stem: TermHash) -> Range<usize> {
        let from = self.anchors.partition_point(|anchor| *anchor < stem);
        from..from + self.anchors[from..].iter().take_while(|anchor| **anchor == stem).count()
    }

    /// Returns the stems of a wording.
    pub(super) fn stems_of(&self, wording: usize) -> &[TermHash] {
        part(&self.stems, &self.stem_ends, wording)
    }

    /// Returns the skills of a wording.
    pub(super) fn skills_of(&self, wording: usize) -> &[u32] {
        part(&self.skills, &self.skill_ends, wording)
    }
}

/// Returns the part `number` of `all`, whose parts end at `ends`.
fn part<'a, T>(all: &'a [T], ends: &[u32], number: usize) -> &'a [T] {
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    &all[start as usize..ends[number] as usize]
}

/// Returns the stems of the words of a list.
fn terms(stemmer: &Stemmer, list: &str) -> Vec<TermHash> {
    split_words(stemmer, list).into_iter().map(|word| word.term).collect()
}

/// Returns each skill of `catalog` that the table knows by its name, or by an alias that no other
/// skill has, with each of its wordings.
fn wordings_of(catalog: &Catalog) -> Vec<(u32, &'static str)> {
    let mut by_name: HashMap<String, u32> = HashMap::new();
    let mut by_alias: HashMap<String, Vec<u32>> = HashMap::new();
    for (number, skill) in (0_u32..).zip(catalog.skills()) {
        by_name.entry(skill.name.to_lowercase()).or_insert(number);
        for alias in &skill.aliases {
            by_alias.entry(alias.to_lowercase()).or_default().push(number);
        }
    }
    let mut found = Vec::new();
    for (names, wordings) in entries() {
        for name in names.split(" / ").map(str::to_lowercase) {
            let skill = by_name.get(&name).copied().or_else(|| match by_alias.get(&name)?[..] {
                [alone] => Some(alone),
                _ => None,
            });
            if let Some(skill) = skill {
                found.extend(wordings.split("; ").map(|wording| (skill, wording)));
            }
        }
    }
    found
}

/// Returns the names and the wordings of each line of the table.
fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_names_and_wordings() {
        let lines: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(entries().count(), lines.len());
        let mut names: Vec<&str> = entries().flat_map(|(names, _)| names.split(" / ")).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all, "a name stands on one line");
        for (names, wordings) in entries() {
            let wordings: Vec<&str> = wordings.split("; ").collect();
            assert!(!names.is_empty() && wordings.iter().all(|w| w.trim() == *w && !w.is_empty()));
            let mut unique = wordings.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), wordings.len(), "{names}");
        }
    }

    #[test]
    fn the_built_in_pack_has_skills_with_wordings() {
        let catalog = crate::builtin::catalog();
        let found = wordings_of(&catalog);
        let name = |(skill, _): &(u32, &str)| catalog.skills()[*skill as usize].name.clone();
        let known: Vec<String> = found.iter().map(name).collect();
        for name in ["Communication", "Collaboration", "Leadership", "Problem-solving"] {
            assert!(known.iter().any(|known| known == name), "{name}");
        }
    }
}
