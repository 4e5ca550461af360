//! Reads the skills of a text, sentence by sentence.

use std::ops::Range;

use foldhash::HashMap;
use rust_stemmers::Stemmer;

use super::company::mute_false_friends;
use super::found::{ReadSkill, SkillMention};
use super::implied::{Comparer, SkillCandidate, WordShare};
use super::index::ReadingIndex;
use super::named::{NamedHit, find_named};
use super::stance::{TextStance, stance};
use super::weights::{ClaimFigures, SURE};
use super::words::{ReadWord, WordGap, english_stemmer, split_words};
use crate::model::SkillId;

/// Maximum number of words that are read together. Longer lines are cut at sentences, and longer
/// sentences anywhere.
const MAX_TOGETHER: usize = 60;

/// Maximum number of skills that one part of a text is read as.
const MOST_OF_PART: usize = 100;

/// Number of skills of a sentence that are weighed against each other.
const MOST_CLAIMED: usize = 12;

/// Minimum probability of a skill that is worth showing to a person.
const TELLING: f32 = 0.08;

/// Maximum number of words between the strongest word of a skill and others of its words.
const SPREAD: usize = 6;

/// Divisor of the rarity of the words that name a skill.
const NAMED_SCALE: f32 = 10.0;

/// Minimum probability of a skill that is named by a name unlike other words.
const NAMED_PROBABILITY: f32 = 0.9;

/// Reads texts with the index of a catalog. It learns which words of the catalog are similar to
/// those of the texts: many texts are read faster by the same reader.
pub struct SkillReader<'a> {
    index: &'a ReadingIndex,
    stemmer: Stemmer,
    comparer: Comparer<'a>,
}

impl std::fmt::Debug for SkillReader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SkillReader").field("skills", &self.index.skills()).finish_non_exhaustive()
    }
}

impl<'a> SkillReader<'a> {
    /// Returns a reader with `index`.
    pub fn new(index: &'a ReadingIndex) -> Self {
        Self { index, stemmer: english_stemmer(), comparer: Comparer::new(index) }
    }

    /// Returns the skills that `text` means, at most `limit`, the likeliest first. Skills that are
    /// negated or wished for are listed with the others, and are never sure.
    pub fn read(&mut self, text: &str, limit: usize) -> Vec<ReadSkill> {
        let mut words = split_words(&self.stemmer, text);
        mute_false_friends(&mut words);
        let mut best: HashMap<SkillId, ReadSkill> = HashMap::default();
        for part in parts(&words) {
            let most = limit.clamp(MOST_CLAIMED, MOST_OF_PART);
            for found in self.read_part(&words[part], most) {
                let known = best.entry(found.skill).or_insert_with(|| found.clone());
                // What is asked for in one place is asked for.
                let (old, new) = (is_asked(known), is_asked(&found));
                if (new, found.score) > (old, known.score) {
                    *known = found;
                }
            }
        }
        let mut found: Vec<ReadSkill> = best.into_values().collect();
        found.sort_by(|a, b| {
            let asked = is_asked(b).cmp(&is_asked(a));
            asked.then(b.score.total_cmp(&a.score)).then(a.skill.cmp(&b.skill))
        });
        found.truncate(limit);
        found
    }

    /// Returns the skills of `text` that are worth showing to a person: those that are sure, at most
    /// `limit` others that are likely, and those named that are negated or wished for.
    pub fn read_telling(&mut self, text: &str, limit: usize) -> Vec<ReadSkill> {
        let mut found = self.read(text, usize::MAX);
        found.retain(|found| found.score >= TELLING);
        let mut likely = 0;
        found.retain(|found| {
            likely += usize::from(!found.sure && is_asked(found));
            found.sure || !is_asked(found) || likely <= limit
        });
        found
    }

    /// Returns the skills of one part of a text.
    fn read_part(&mut self, words: &[ReadWord], limit: usize) -> Vec<ReadSkill> {
        let hits = find_named(self.index, words);
        let named: Vec<u32> = hits.iter().map(|hit| hit.skill).collect();
        let candidates = self.comparer.compare(words, &named);
        let whole = self.comparer.extent(words).1.max(f32::MIN_POSITIVE);
        let top = candidates.first().map_or(0.0, |best| best.rank);
        // Share of each word that better skills have claimed.
        let mut claimed = vec![0.0_f32; words.len()];
        let mut found: Vec<ReadSkill> = Vec::new();
        for (number, candidate) in candidates.iter().enumerate() {
            let hit = hits.iter().find(|hit| hit.skill == candidate.skill);
            if number >= limit && hit.is_none() {
                continue;
            }
            let shares = candidate.label.map_or_else(Vec::new, |label| self.comparer.shares(label));
            let sum: f32 = shares.iter().map(|share| share.weight).sum();
            let taken: f32 =
                shares.iter().map(|share| share.weight * claimed[share.word].min(1.0)).sum();
            let claim = ClaimFigures {
                rank: candidate.rank,
                behind: candidate.rank - top,
                claimed: if sum > 0.0 { taken / sum } else { 0.0 },
                cover: sum / whole,
                named: hit.map_or(0.0, |hit| self.named_rarity(words, hit)),
                figures: candidate.figures,
            };
            found.push(read_skill(words, candidate, hit, &shares, claim.probability()));
            let most = shares.iter().map(|share| share.weight).fold(f32::MIN_POSITIVE, f32::max);
            for share in shares {
                claimed[share.word] = claimed[share.word].max(share.weight / most);
            }
        }
        // In the order of the ranks, whatever the probabilities are.
        let mut least = f32::MAX;
        for skill in &mut found {
            least = least.min(skill.score);
            skill.score = least;
        }
        found
    }

    /// Returns the rarity of the words that name a skill.
    fn named_rarity(&self, words: &[ReadWord], hit: &NamedHit) -> f32 {
        let rarities = words[hit.words.clone()].iter().map(|word| {
            self.index.stem(word.term).map_or(3.0, |stem| self.index.rarities[stem as usize])
        });
        rarities.sum::<f32>() / NAMED_SCALE
    }
}

/// Whether the text asks for the skill.
fn is_asked(found: &ReadSkill) -> bool {
    matches!(found.mention, SkillMention::Named | SkillMention::Implied)
}

/// Returns a skill of a sentence as it is reported.
fn read_skill(
    words: &[ReadWord],
    candidate: &SkillCandidate,
    hit: Option<&NamedHit>,
    shares: &[WordShare],
    probability: f32,
) -> ReadSkill {
    let span = hit.map_or_else(|| evidence(candidate, shares), |hit| hit.words.clone());
    let is_certain = hit.is_some_and(|hit| hit.is_proper || hit.is_own_name && hit.words.len() > 1);
    let probability = if is_certain { probability.max(NAMED_PROBABILITY) } else { probability };
    let mention = match stance(words, &span) {
        TextStance::Negated => SkillMention::Negated,
        TextStance::Wished => SkillMention::Wished,
        TextStance::Asked if hit.is_some() => SkillMention::Named,
        TextStance::Asked => SkillMention::Implied,
    };
    let asked = matches!(mention, SkillMention::Named | SkillMention::Implied);
    let bytes = match (words.get(span.start), words.get(span.end.saturating_sub(1))) {
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => 0..0,
    };
    ReadSkill {
        skill: SkillId(candidate.skill),
        score: probability,
        sure: asked && probability >= SURE,
        mention,
        words: bytes,
    }
}

/// Returns the words that an implied skill was read from: those close to the strongest, or the best
/// window.
fn evidence(candidate: &SkillCandidate, shares: &[WordShare]) -> Range<usize> {
    let strongest = shares.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    let Some(strongest) = strongest else {
        return candidate.window.0..candidate.window.1 + 1;
    };
    let near = shares
        .iter()
        .filter(|share| {
            share.word.abs_diff(strongest.word) <= SPREAD && share.weight * 4.0 >= strongest.weight
        })
        .map(|share| share.word);
    let (first, last) = near.fold((strongest.word, strongest.word), |(first, last), word| {
        (first.min(word), last.max(word))
    });
    first..last + 1
}

/// Cuts words into parts that are read together: lines, and sentences of long lines.
fn parts(words: &[ReadWord]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        let is_full = at - start >= MAX_TOGETHER;
        let is_end = word.gap == WordGap::Line || is_full;
        if at > start && is_end {
            parts.extend(sentences(words, start..at));
            start = at;
        }
    }
    if start < words.len() {
        parts.extend(sentences(words, start..words.len()));
    }
    parts
}

/// Cuts a line at the ends of its sentences if it is long.
fn sentences(words: &[ReadWord], line: Range<usize>) -> Vec<Range<usize>> {
    if line.len() < MAX_TOGETHER / 2 {
        return vec![line];
    }
    let mut cut = vec![line.start];
    cut.extend((line.start + 1..line.end).filter(|at| words[*at].begins_sentence()));
    cut.push(line.end);
    cut.windows(2).map(|ends| ends[0]..ends[1]).collect()
}
