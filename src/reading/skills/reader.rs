//! Reads the skills of a text, sentence by sentence.

use std::ops::Range;

use foldhash::HashMap;
use rust_stemmers::Stemmer;

use super::acronyms::NameReading;
use super::company::{mute_denied_words, mute_false_friends};
use super::found::{ReadSkill, SkillMention};
use super::implied::{Comparer, SkillCandidate, WordShare};
use super::index::ReadingIndex;
use super::named::{NamedHit, find_named};
use super::stance::{TextStance, stance};
use super::studies::is_studied;
use super::weights::{ClaimFigures, SURE};
use super::worded::{WordingHit, find_wordings};
use super::words::{ReadWord, WordGap, english_stemmer, split_words};
use crate::model::SkillId;
use crate::thread;

/// Maximum number of words that are read together. Longer sentences are cut anywhere.
const MAX_TOGETHER: usize = 60;

/// Number of words from which a line is cut at its sentences.
const LONG_LINE: usize = MAX_TOGETHER / 2;

/// Maximum number of skills that one part of a text is read as.
const MOST_OF_PART: usize = 100;

/// Number of skills of a sentence that are weighed against each other.
const MOST_CLAIMED: usize = 12;

/// Rarity of a word of a name that no skill has.
const UNKNOWN_NAME_RARITY: f32 = 3.0;

/// Minimum probability of a skill that is worth showing to a person.
const TELLING: f32 = 0.08;

/// Maximum number of words between the strongest word of a skill and others of its words.
const SPREAD: usize = 6;

/// Divisor of the rarity of the words that name a skill.
const NAMED_SCALE: f32 = 10.0;

/// Maximum probability of a skill that is not to be sure.
const MOST_UNSURE: f32 = 0.29;

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
        let rules = ReadingRules { line: LineUse::Ad, ruled_out: &[], least: 0.0 };
        self.read_likely(text, limit, rules)
    }

    /// The same by `rules`.
    fn read_likely(&mut self, text: &str, limit: usize, rules: ReadingRules<'_>) -> Vec<ReadSkill> {
        let mut words = split_words(&self.stemmer, text);
        mute_false_friends(&mut words);
        mute_denied_words(&mut words);
        let mut best: HashMap<SkillId, ReadSkill> = HashMap::default();
        for part in parts(&words) {
            let most = limit.clamp(MOST_CLAIMED, MOST_OF_PART);
            for found in self.read_part(&words[part], most, rules) {
                let known = best.entry(found.skill).or_insert_with(|| found.clone());
                // What is asked for in one place is asked for.
                let (old, new) = (known.mention.is_asked(), found.mention.is_asked());
                if (new, found.score) > (old, known.score) {
                    *known = found;
                }
            }
        }
        let mut found: Vec<ReadSkill> = best.into_values().collect();
        found.sort_by(|a, b| {
            let asked = b.mention.is_asked().cmp(&a.mention.is_asked());
            asked.then(b.score.total_cmp(&a.score)).then(a.skill.cmp(&b.skill))
        });
        found.truncate(limit);
        found
    }

    /// Returns the skills of `text` that are worth showing to a person: those that are sure, at most
    /// `limit` others that are likely, and those named that are negated or wished for.
    pub fn read_telling(&mut self, text: &str, limit: usize) -> Vec<ReadSkill> {
        self.read_telling_as(LineUse::Ad, text, limit, &[])
    }

    /// The same of a line of this use, which does not name a skill at the places `ruled_out`.
    pub(in crate::reading) fn read_telling_as(
        &mut self,
        line: LineUse,
        text: &str,
        limit: usize,
        ruled_out: &[RuledOutName],
    ) -> Vec<ReadSkill> {
        let rules = ReadingRules { line, ruled_out, least: TELLING };
        let mut found = self.read_likely(text, usize::MAX, rules);
        let mut likely = 0;
        found.retain(|found| {
            likely += usize::from(!found.sure && found.mention.is_asked());
            found.sure || !found.mention.is_asked() || likely <= limit
        });
        found
    }

    /// Returns the skills of one part of a text by `rules`.
    fn read_part(
        &mut self,
        words: &[ReadWord],
        limit: usize,
        rules: ReadingRules<'_>,
    ) -> Vec<ReadSkill> {
        let ReadingRules { line, ruled_out, least } = rules;
        let mut hits = find_named(self.index, words, line == LineUse::Requirement);
        hits.retain(|hit| {
            let bytes = bytes_of(words, &hit.words);
            ruled_out.iter().all(|name| {
                name.bytes != bytes || name.skill.is_some_and(|skill| skill.0 != hit.skill)
            })
        });
        if line != LineUse::Cv {
            hits.retain(|hit| hit.is_tool || !is_studied(words, &hit.words));
        }
        let named: Vec<u32> = hits.iter().map(|hit| hit.skill).collect();
        let wordings = find_wordings(self.index, words);
        let candidates = self.comparer.compare(words, &named, &wordings);
        let whole = self.comparer.extent(words).1.max(f32::MIN_POSITIVE);
        let top = candidates.first().map_or(0.0, |best| best.rank);
        // Share of each word that better skills have claimed.
        let mut claimed = vec![0.0_f32; words.len()];
        let mut found: Vec<ReadSkill> = Vec::new();
        // In the order of the ranks, whatever the probabilities are.
        let mut most_left = 1.0_f32;
        for (number, candidate) in candidates.iter().enumerate() {
            // The first place that asks for the skill, or else the first place.
            let hit = hits
                .iter()
                .filter(|hit| hit.skill == candidate.skill)
                .min_by_key(|hit| stance(words, &hit.words, true) != TextStance::Asked);
            // Once it is too unlikely, only names are told.
            if (number >= limit || most_left < least) && hit.is_none() {
                continue;
            }
            let shares = candidate.label.map_or_else(Vec::new, |label| self.comparer.shares(label));
            let wording = wordings.binary_search_by_key(&candidate.skill, |hit| hit.skill);
            let shares = match wording {
                Ok(at) if hit.is_none() => self.stronger_shares(words, &wordings[at], shares),
                _ => shares,
            };
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
            let is_unsure = hit.map_or_else(
                || is_of_other_name(candidate.skill, &hits, &shares),
                |hit| hit.reading == NameReading::Perhaps,
            );
            let probability = claim.probability();
            let most = if is_unsure { MOST_UNSURE } else { 1.0 };
            let mut skill = read_skill(words, candidate, hit, &shares, probability.min(most));
            if hit.is_none()
                && line != LineUse::Cv
                && is_studied(words, &words_of(words, &skill.words))
            {
                continue;
            }
            most_left = most_left.min(skill.score);
            // A name is told whatever is likelier beside it.
            if most_left < least && hit.is_none() {
                continue;
            }
            if !skill.sure {
                skill.score = most_left;
            }
            found.push(skill);
            let most = shares.iter().map(|share| share.weight).fold(f32::MIN_POSITIVE, f32::max);
            for share in shares {
                claimed[share.word] = claimed[share.word].max(share.weight / most);
            }
        }
        found
    }

    /// Returns the words of a wording as the shares of a skill, or `shares` if they weigh more.
    fn stronger_shares(
        &self,
        words: &[ReadWord],
        wording: &WordingHit,
        shares: Vec<WordShare>,
    ) -> Vec<WordShare> {
        let worded = wording.words.iter().map(|word| WordShare {
            word: *word,
            weight: self.comparer.rarity(&words[*word], UNKNOWN_NAME_RARITY),
        });
        let weight = |shares: &[WordShare]| shares.iter().map(|share| share.weight).sum::<f32>();
        let worded: Vec<WordShare> = worded.collect();
        if weight(&worded) > weight(&shares) { worded } else { shares }
    }

    /// Returns the rarity of the words that name a skill.
    fn named_rarity(&self, words: &[ReadWord], hit: &NamedHit) -> f32 {
        let words = words[hit.words.clone()].iter();
        let rarities = words.map(|word| self.comparer.rarity(word, UNKNOWN_NAME_RARITY));
        rarities.sum::<f32>() / NAMED_SCALE
    }
}

/// Whether `shares`, the words of a skill that is not named, are all of names of other skills,
/// which say no more than that: "Bash" is no other shell.
fn is_of_other_name(skill: u32, hits: &[NamedHit], shares: &[WordShare]) -> bool {
    let is_name = |word: usize| {
        hits.iter().any(|hit| hit.is_tool && hit.skill != skill && hit.words == (word..word + 1))
    };
    !shares.is_empty() && shares.iter().all(|share| is_name(share.word))
}

/// Number of lines that a reader takes at a time, where several read: too few for a reader of its
/// own to be worth making are read by the one that is there.
const LINES_AT_A_TIME: usize = 4;

/// Readers of skills with one index, as many as there are processors for the lines of a text.
#[derive(Debug)]
pub(crate) struct SkillReaders<'a> {
    index: &'a ReadingIndex,
    readers: Vec<SkillReader<'a>>,
}

impl<'a> SkillReaders<'a> {
    /// Returns readers with `index`. They are made when they are needed.
    pub(crate) fn new(index: &'a ReadingIndex) -> Self {
        Self { index, readers: Vec::new() }
    }

    /// Returns one of the readers.
    pub(crate) fn one(&mut self) -> &mut SkillReader<'a> {
        if self.readers.is_empty() {
            self.readers.push(SkillReader::new(self.index));
        }
        &mut self.readers[0]
    }

    /// Returns what `read` returns for each of `lines`, in their order.
    pub(crate) fn read_each<T: Sync, R: Send>(
        &mut self,
        lines: &[T],
        read: impl Fn(&mut SkillReader<'a>, &T) -> R + Sync,
    ) -> Vec<R> {
        let index = self.index;
        let new_reader = || SkillReader::new(index);
        thread::map_on_processors(&mut self.readers, new_reader, lines, LINES_AT_A_TIME, read)
    }
}

/// Use of a line of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum LineUse {
    /// It says what is required: a name of a skill may stand alone.
    Requirement,
    /// It is another line of a job ad, where a field of study is not a skill that is asked for.
    Ad,
    /// It is of a CV.
    Cv,
}

/// How a text is read.
#[derive(Debug, Clone, Copy)]
struct ReadingRules<'r> {
    line: LineUse,
    /// Places that are no names.
    ruled_out: &'r [RuledOutName],
    /// Minimum probability of a skill of a part of the text.
    least: f32,
}

/// A place of a text that does not name a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct RuledOutName {
    /// The place in the text, in bytes.
    pub(in crate::reading) bytes: Range<usize>,
    /// The skill that it does not name; `None` if it names none.
    pub(in crate::reading) skill: Option<SkillId>,
}

/// Returns the bytes of the text that `span` of its words takes up.
fn bytes_of(words: &[ReadWord], span: &Range<usize>) -> Range<usize> {
    match (words.get(span.start), words.get(span.end.saturating_sub(1))) {
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => 0..0,
    }
}

/// Returns which of `words` are at `bytes` of the text.
fn words_of(words: &[ReadWord], bytes: &Range<usize>) -> Range<usize> {
    let start = words.partition_point(|word| word.range.end <= bytes.start);
    start..words.partition_point(|word| word.range.start < bytes.end).max(start)
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
    let is_certain = hit.is_some_and(|hit| {
        hit.reading == NameReading::Meant
            && (hit.is_proper || hit.is_own_name && hit.words.len() > 1)
    });
    let probability = if is_certain { probability.max(NAMED_PROBABILITY) } else { probability };
    let mention = match stance(words, &span, hit.is_some()) {
        TextStance::Negated => SkillMention::Negated,
        TextStance::Wished => SkillMention::Wished,
        TextStance::Asked if hit.is_some() => SkillMention::Named,
        TextStance::Asked => SkillMention::Implied,
    };
    let bytes = bytes_of(words, &span);
    ReadSkill {
        skill: SkillId(candidate.skill),
        score: probability,
        sure: mention.is_asked() && probability >= SURE,
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

/// Cuts words into parts that are read together: lines, sentences of long lines, and pieces of long
/// sentences.
fn parts(words: &[ReadWord]) -> Vec<Range<usize>> {
    let lines = cut(0..words.len(), |at| words[at].gap == WordGap::Line);
    let sentences = lines.into_iter().flat_map(|line| {
        if line.len() < LONG_LINE {
            vec![line]
        } else {
            cut(line, |at| words[at].begins_sentence())
        }
    });
    let pieces = sentences.flat_map(|Range { start, end }| {
        (start..end).step_by(MAX_TOGETHER).map(move |from| from..end.min(from + MAX_TOGETHER))
    });
    pieces.collect()
}

/// Cuts `range` before each word for which `begins` holds.
fn cut(range: Range<usize>, begins: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut ends = vec![range.start];
    ends.extend((range.start + 1..range.end).filter(|at| begins(*at)));
    ends.push(range.end);
    ends.windows(2).map(|pair| pair[0]..pair[1]).collect()
}
