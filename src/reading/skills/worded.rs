//! Skills that a text asks for in the words of employers.

use std::collections::BTreeMap;

use super::index::ReadingIndex;
use super::weights::WordingFigures;
use super::wordings::run_term;
use super::words::{ReadWord, WordGap};
use crate::analysis::words::TermHash;

/// Maximum number of other words among those of a wording.
const MOST_BETWEEN: usize = 3;

/// Maximum rarity of a wording: more words than these say no more.
const MOST_RARE: f32 = 12.0;

/// A wording of a skill in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WordingHit {
    pub(super) skill: u32,
    /// Its words, ascending.
    pub(super) words: Vec<usize>,
    /// Rarity of its words together.
    pub(super) rarity: f32,
    /// Number of skills that have the same wording.
    pub(super) skills: usize,
}

impl WordingHit {
    /// Returns the figures of the wording.
    pub(super) fn figures(&self) -> WordingFigures {
        WordingFigures {
            present: 1.0,
            rarity: self.rarity / 10.0,
            alone: 1.0 / self.skills as f32,
            phrase: if self.words.len() > 1 { 1.0 } else { 0.0 },
        }
    }

    /// Returns how much the wording says of the skill.
    fn strength(&self) -> f32 {
        self.rarity / (self.skills as f32).sqrt()
    }
}

/// Returns the wordings in `words`, the one that says most for each skill, ascending by skill.
pub(super) fn find_wordings(index: &ReadingIndex, words: &[ReadWord]) -> Vec<WordingHit> {
    let table = &index.wordings;
    let mut best: BTreeMap<u32, WordingHit> = BTreeMap::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| !word.is_muted) {
        for wording in table.with_anchor(word.term) {
            let terms = table.terms_of(wording);
            let (places, rarity) = if table.is_run(wording) {
                // Common words in this very order are rare.
                (places_in_run(words, at, terms), MOST_RARE)
            } else {
                let rarities = terms.iter().map(|term| index.rarity_of(*term));
                (places_near(words, at, terms), rarities.sum::<f32>().min(MOST_RARE))
            };
            let Some(places) = places else { continue };
            let skills = table.skills_of(wording);
            for skill in skills {
                let hit = WordingHit {
                    skill: *skill,
                    words: places.clone(),
                    rarity,
                    skills: skills.len(),
                };
                match best.get_mut(skill) {
                    Some(known) if known.strength() >= hit.strength() => {}
                    Some(known) => *known = hit,
                    None => {
                        best.insert(*skill, hit);
                    }
                }
            }
        }
    }
    best.into_values().collect()
}

/// Returns the places of a run of `terms` that the word at `at` is part of; `None` if another word or
/// a sign is between.
fn places_in_run(words: &[ReadWord], at: usize, terms: &[TermHash]) -> Option<Vec<usize>> {
    let starts = (0..terms.len()).filter_map(|before| at.checked_sub(before));
    let mut runs = starts.filter_map(|start| Some((start, words.get(start..start + terms.len())?)));
    let (start, _) = runs.find(|(_, run)| {
        run.iter().zip(terms).all(|(word, term)| run_term(word) == *term)
            && run[1..].iter().all(|word| word.gap < WordGap::Clause)
    })?;
    Some((start..start + terms.len()).collect())
}

/// Returns the places of all of `stems` around the word `at`, which has one of them, ascending;
/// `None` if one is missing, too far off or in another sentence.
fn places_near(words: &[ReadWord], at: usize, stems: &[TermHash]) -> Option<Vec<usize>> {
    let reach = stems.len() + MOST_BETWEEN;
    let mut first = at;
    while first > 0 && at - first < reach && words[first].gap < WordGap::Sentence {
        first -= 1;
    }
    let after = words[at + 1..].iter().take(reach).take_while(|word| word.gap < WordGap::Sentence);
    let end = at + 1 + after.count();
    let mut places = Vec::with_capacity(stems.len());
    for stem in stems {
        let near = (first..end).filter(|place| words[*place].term == *stem);
        places.push(near.min_by_key(|place| place.abs_diff(at))?);
    }
    places.sort_unstable();
    let spread = places.last()? - places.first()? + 1;
    (spread <= reach).then_some(places)
}
