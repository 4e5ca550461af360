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
use super::words::{ReadWord, split_words};
use crate::analysis::words::{TermHash, hash_term};
use crate::model::Catalog;

/// Lines of names and wordings: `name / name: wording; wording`.
const TABLE: &str = include_str!("wordings.txt");

/// The wordings of a catalog's skills by their rarest stem.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct WordingTable {
    /// Rarest stem of each wording, ascending.
    pub(super) anchors: Vec<TermHash>,
    /// Terms of all wordings, wording after wording, and the end of each wording's terms.
    pub(super) terms: Vec<TermHash>,
    pub(super) term_ends: Vec<u32>,
    /// Whether the terms of each wording are a run: 1 or 0.
    pub(super) runs: Vec<u8>,
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
        let plain = PlainStems::new(stemmer);
        let mut by_terms: BTreeMap<WordingTerms, Vec<u32>> = BTreeMap::new();
        for (skill, wording) in wordings_of(catalog) {
            if let Some(terms) = plain.terms_of(stemmer, wording) {
                by_terms.entry(terms).or_default().push(skill);
            }
        }
        let mut order: Vec<(TermHash, WordingTerms, Vec<u32>)> = by_terms
            .into_iter()
            .filter_map(|(terms, skills)| {
                let rarest = terms
                    .stems
                    .iter()
                    .copied()
                    .max_by(|a, b| rarity(*a).total_cmp(&rarity(*b)).then(a.cmp(b)));
                Some((rarest?, terms, skills))
            })
            .collect();
        order.sort();
        let mut table = Self::default();
        for (anchor, wording, mut skills) in order {
            skills.sort_unstable();
            skills.dedup();
            table.anchors.push(anchor);
            table.runs.push(u8::from(wording.run.is_some()));
            table.terms.extend(wording.run.unwrap_or(wording.stems));
            table.term_ends.push(table.terms.len() as u32);
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

    /// Returns the terms of a wording: its stems, ascending, or those of the run of its words.
    pub(super) fn terms_of(&self, wording: usize) -> &[TermHash] {
        part(&self.terms, &self.term_ends, wording)
    }

    /// Whether a wording is a run, whose words follow each other.
    pub(super) fn is_run(&self, wording: usize) -> bool {
        self.runs[wording] != 0
    }

    /// Returns the skills of a wording.
    pub(super) fn skills_of(&self, wording: usize) -> &[u32] {
        part(&self.skills, &self.skill_ends, wording)
    }
}

/// Returns the term of `word` in a run, where "other" and "others" are two words.
pub(super) fn run_term(word: &ReadWord) -> TermHash {
    if word.is_function_word() { hash_term(&word.lower) } else { word.term }
}

/// The terms by which a wording is known in a text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct WordingTerms {
    /// Stems of its words that have a meaning of their own, ascending.
    stems: Vec<TermHash>,
    /// Terms of all its words in their order, if it is a run.
    run: Option<Vec<TermHash>>,
}

/// The stems of words that alone say nothing of a skill.
struct PlainStems {
    introducing: Vec<TermHash>,
    untelling: Vec<TermHash>,
}

impl PlainStems {
    fn new(stemmer: &Stemmer) -> Self {
        Self { introducing: terms(stemmer, INTRODUCING), untelling: terms(stemmer, UNTELLING) }
    }

    /// Returns the terms of `wording`; `None` if it is a single word that says nothing. It is a run if
    /// its stems alone would be found in texts about other things: "under pressure" would be any
    /// pressure.
    fn terms_of(&self, stemmer: &Stemmer, wording: &str) -> Option<WordingTerms> {
        let words = split_words(stemmer, wording);
        let meaningful = words.iter().filter(|word| !word.is_function_word());
        let mut stems: Vec<TermHash> = meaningful.map(|word| word.term).collect();
        stems.sort_unstable();
        stems.dedup();
        let mut telling = stems.clone();
        telling.retain(|stem| !self.untelling.contains(stem));
        let is_set = telling.iter().any(|stem| !self.introducing.contains(stem))
            && (telling.len() > 1 || words.len() == 1);
        if is_set {
            return Some(WordingTerms { stems: telling, run: None });
        }
        let run = words.iter().map(run_term).collect();
        (words.len() > 1 && !stems.is_empty()).then_some(WordingTerms { stems, run: Some(run) })
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
    use crate::model::{CatalogTables, Pack, Skill, SkillKind};
    use crate::reading::skills::index::ReadingIndex;
    use crate::reading::skills::worded::find_wordings;
    use crate::reading::skills::words::english_stemmer;

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
    fn every_wording_is_looked_for_once() {
        let stemmer = english_stemmer();
        let plain = PlainStems::new(&stemmer);
        let (mut lost, mut twins) = (Vec::new(), Vec::new());
        for (names, wordings) in entries() {
            let mut known: BTreeMap<WordingTerms, &str> = BTreeMap::new();
            for wording in wordings.split("; ") {
                match plain.terms_of(&stemmer, wording) {
                    None => lost.push((names, wording)),
                    Some(terms) => {
                        twins.extend(known.insert(terms, wording).map(|twin| (twin, wording)));
                    }
                }
            }
        }
        assert!(lost.is_empty() && twins.is_empty(), "lost: {lost:#?}\ntwins: {twins:#?}");
    }

    #[test]
    fn every_wording_is_found_in_itself() {
        let names = entries().flat_map(|(names, _)| names.split(" / "));
        let skills = names
            .enumerate()
            .map(|(number, name)| Skill::new(format!("s{number}"), name, SkillKind::Craft));
        let catalog = Catalog::new(CatalogTables {
            packs: vec![Pack::new("test", "Test", "1")],
            skills: skills.collect(),
            ..CatalogTables::default()
        });
        let index = ReadingIndex::new(&catalog);
        let stemmer = english_stemmer();
        for (skill, wording) in wordings_of(&catalog) {
            let found = find_wordings(&index, &split_words(&stemmer, &format!("Of {wording} so")));
            assert!(found.iter().any(|hit| hit.skill == skill), "{wording}");
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
