//! Reads a job ad or a role description as a role: responsibilities under the themes of a catalog,
//! and skills with what the text says about each.

mod level;
#[cfg(test)]
mod tests;

use std::ops::Range;

use foldhash::HashMap;

use self::level::stated_level;
use super::corrections::{Corrector, WordCorrection};
use super::layout::LaidOutText;
use super::sections::importance::stated_importance;
use super::sections::words::{LineWord, line_words, sentences, words_at};
use super::sections::{LineLabel, ReadSections, TextPlace, find_sections};
use super::skills::{LineUse, ReadSkill, ReadingIndex, SkillMention, SkillReaders};
use crate::analysis::themes::ThemeFinder;
use crate::model::{Catalog, Importance, Level, Scale, SkillId, ThemeId};

/// A responsibility that was read from a text.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadResponsibility {
    /// Its words.
    pub place: TextPlace,
    /// The theme that it fits best; `None` where no theme fits with enough confidence.
    pub theme: Option<ThemeId>,
    /// How likely it is that `theme`, or else the theme that fits best, is the right one, 0 to 1.
    pub confidence: f32,
    /// Share of working time where the text states it, 0 to 1.
    pub share: Option<f64>,
}

/// A skill that was read from a text.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadRoleSkill {
    /// The skill.
    pub skill: SkillId,
    /// The importance of the skill; `None` where the text mentions it neither among the
    /// requirements nor with a word such as "required".
    pub importance: Option<Importance>,
    /// The level where the text states one, on the scale of the catalog's first pack.
    pub level: Option<Level>,
    /// The words that state the level.
    pub level_place: Option<TextPlace>,
    /// The words that the skill was read from.
    pub place: TextPlace,
    /// How the text mentions it.
    pub mention: SkillMention,
    /// Whether the skill is named beyond doubt, or likely enough to say that it was found. A skill
    /// that is negated or wished for is never sure.
    pub sure: bool,
    /// How likely it is that the text means the skill, 0 to 1.
    pub score: f32,
}

/// Words that were read as a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedWords {
    /// The place of the words.
    pub place: TextPlace,
    /// The skill.
    pub skill: SkillId,
}

/// Returns the parts of a line in their order, those that were read as a skill with their position in
/// `marked`, the words of the line that were. Of words that overlap, the first count.
pub fn marked_parts<'a>(line: &'a str, marked: &[MarkedWords]) -> Vec<(&'a str, Option<usize>)> {
    let (mut parts, mut at) = (Vec::new(), 0);
    for (position, MarkedWords { place, .. }) in marked.iter().enumerate() {
        let (start, end) = (place.bytes.start.max(at), place.bytes.end);
        let (Some(before), Some(words)) = (line.get(at..start), line.get(start..end)) else {
            continue;
        };
        if start < end {
            parts.push((before, None));
            parts.push((words, Some(position)));
            at = end;
        }
    }
    parts.push((line.get(at..).unwrap_or_default(), None));
    parts.retain(|(words, _)| !words.is_empty());
    parts
}

/// Returns the skills of `marked` words, each once.
pub fn skills_of(marked: &[MarkedWords]) -> Vec<SkillId> {
    let mut skills: Vec<SkillId> = Vec::new();
    for words in marked {
        if !skills.contains(&words.skill) {
            skills.push(words.skill);
        }
    }
    skills
}

/// A role that was read from a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadRole {
    /// The sections of the text, with title, years, education, place and pay.
    pub sections: ReadSections,
    /// The responsibilities in the order of the text.
    pub responsibilities: Vec<ReadResponsibility>,
    /// The skills that the role asks for or uses, each once, in the order of importance and
    /// certainty. Those that are only mentioned by the employer's own story or benefits are left out.
    pub skills: Vec<ReadRoleSkill>,
    /// Skills that the text says are not needed, or promises to teach.
    pub not_asked: Vec<ReadRoleSkill>,
    /// The places of all words that were read as a skill that is sure, in the order of the text.
    pub marked: Vec<MarkedWords>,
    /// The corrections whose words are in the text.
    pub corrections: Vec<WordCorrection>,
    /// The lines that are neither responsibilities nor requirements, or have a sentence that is
    /// neither, by kind, in the order of the kinds: benefits, employer, application and so on.
    /// Headings are not listed.
    pub set_aside: Vec<(LineLabel, Vec<usize>)>,
}

impl ReadRole {
    /// Returns the words of the line at the position `line` that were read as skills that are sure.
    pub fn marked_in(&self, line: usize) -> &[MarkedWords] {
        let start = self.marked.partition_point(|words| words.place.line < line);
        let end = self.marked.partition_point(|words| words.place.line <= line);
        &self.marked[start..end]
    }

    /// Returns the skills that count as asked for: those that are sure.
    pub fn asked_skills(&self) -> impl Iterator<Item = &ReadRoleSkill> {
        self.skills.iter().filter(|skill| skill.sure)
    }
}

/// Maximum number of skills that are likely, but not sure, for each line.
const LIKELY_PER_LINE: usize = 3;

/// Reads texts as roles with a catalog.
#[derive(Debug)]
pub struct RoleReader<'a> {
    catalog: &'a Catalog,
    skills: SkillReaders<'a>,
    themes: ThemeFinder<'a>,
}

impl<'a> RoleReader<'a> {
    /// Returns a reader for `catalog` with its `index` of skills and what finds its `themes`.
    pub fn new(catalog: &'a Catalog, index: &'a ReadingIndex, themes: ThemeFinder<'a>) -> Self {
        Self { catalog, skills: SkillReaders::new(index), themes }
    }

    /// Reads `text` as a role.
    pub fn read(&mut self, text: &LaidOutText) -> ReadRole {
        self.read_corrected(text, &[])
    }

    /// Reads `text` as a role with these `corrections` of its words.
    pub fn read_corrected(
        &mut self,
        text: &LaidOutText,
        corrections: &[WordCorrection],
    ) -> ReadRole {
        let mut corrector = Corrector::new(self.catalog, corrections);
        let sections = find_sections(text);
        let responsibilities = self.read_responsibilities(text, &sections);
        let mut role = self.read_skills(text, &sections, &mut corrector);
        role.set_aside = set_aside(&sections);
        role.corrections = corrector.used();
        ReadRole { sections, responsibilities, ..role }
    }

    fn read_responsibilities(
        &mut self,
        text: &LaidOutText,
        sections: &ReadSections,
    ) -> Vec<ReadResponsibility> {
        let read = sections.responsibilities.iter().map(|place| {
            let words = place.words(text);
            let found = self.themes.find(words);
            ReadResponsibility {
                place: place.clone(),
                theme: found.filter(|found| found.is_clear).map(|found| found.theme),
                confidence: found.map_or(0.0, |found| found.confidence as f32),
                share: stated_share(words),
            }
        });
        read.collect()
    }

    /// Returns a role with the skills that the text asks for, those that it names and does not ask
    /// for, and the places of all that are sure.
    fn read_skills(
        &mut self,
        text: &LaidOutText,
        sections: &ReadSections,
        corrector: &mut Corrector<'_>,
    ) -> ReadRole {
        let scale = self.catalog.packs().first().map(|pack| pack.scale.clone()).unwrap_or_default();
        let mut best: HashMap<SkillId, ReadRoleSkill> = HashMap::default();
        let mut marked: Vec<MarkedWords> = Vec::new();
        let asking: Vec<usize> = (0..sections.labels.len())
            .filter(|line| {
                sections.labels_of(*line).any(|label| label.may_ask() || names_unneeded(label))
            })
            .collect();
        let found = self.skills.read_each(&asking, |reader, line| {
            let line_use = use_of(sections.labels[*line]);
            reader.read_telling_as(line_use, &text.lines[*line].text, LIKELY_PER_LINE, &[])
        });
        for (line, found) in asking.into_iter().zip(found) {
            let written = text.lines[line].text.as_str();
            let words = line_words(written);
            let read_as = (written, use_of(sections.labels[line]));
            let found = corrector.correct(self.skills.one(), read_as, found, LIKELY_PER_LINE);
            for mut found in found {
                let label = sections.label_at(line, found.words.start);
                if names_unneeded(label) && found.sure {
                    found.mention = SkillMention::Negated;
                } else if !label.may_ask() {
                    continue;
                }
                if found.sure {
                    let place = TextPlace { line, bytes: found.words.clone() };
                    marked.push(MarkedWords { place, skill: found.skill });
                }
                let skill = role_skill(&scale, written, &words, line, label, found);
                match best.get_mut(&skill.skill) {
                    Some(known) => merge(known, skill),
                    None => {
                        best.insert(skill.skill, skill);
                    }
                }
            }
        }
        let (mut skills, mut not_asked): (Vec<_>, Vec<_>) =
            best.into_values().partition(|skill| skill.mention.is_asked());
        skills.sort_by(|a, b| {
            rank_of(a.importance)
                .cmp(&rank_of(b.importance))
                .then(b.sure.cmp(&a.sure))
                .then(b.score.total_cmp(&a.score))
                .then(a.skill.cmp(&b.skill))
        });
        not_asked.sort_by_key(|skill| (skill.place.line, skill.place.bytes.start, skill.skill));
        marked.sort_by_key(|words| {
            (words.place.line, words.place.bytes.start, words.place.bytes.end, words.skill)
        });
        ReadRole { skills, not_asked, marked, ..ReadRole::default() }
    }
}

/// Whether words with this label name what is not asked for.
fn names_unneeded(label: LineLabel) -> bool {
    label == LineLabel::NotNeeded
}

/// Returns what a line with `label` is for a reader of skills.
fn use_of(label: LineLabel) -> LineUse {
    if label.is_requirement() { LineUse::Requirement } else { LineUse::Ad }
}

/// Returns the rank of an importance: the lower, the more it counts.
fn rank_of(importance: Option<Importance>) -> u8 {
    importance.map_or(2, |importance| importance as u8)
}

/// Returns a skill that was found in `text`, the words of `line` with `label`.
fn role_skill(
    scale: &Scale,
    text: &str,
    words: &[LineWord],
    line: usize,
    label: LineLabel,
    found: ReadSkill,
) -> ReadRoleSkill {
    let sentence = sentences(text)
        .into_iter()
        .find(|sentence| sentence.contains(&found.words.start))
        .unwrap_or(0..text.len());
    let words = words_at(words, &sentence);
    let by_section = match label {
        LineLabel::Must => Some(Importance::Essential),
        LineLabel::Nice => Some(Importance::Useful),
        _ => None,
    };
    let by_words = stated_importance(text, words, &found.words);
    let importance = match (by_section, by_words) {
        // A list of what is welcome stays one, whatever its items call minimal or essential.
        (Some(Importance::Useful), _) => by_section,
        (by_section, by_words) => by_words.or(by_section),
    };
    let states_level = label.is_requirement() || label == LineLabel::Summary;
    let level = if states_level && found.mention.is_asked() {
        stated_level(scale, text, words, &found.words)
    } else {
        None
    };
    ReadRoleSkill {
        skill: found.skill,
        importance,
        level: level.as_ref().map(|(level, _)| *level),
        level_place: level.map(|(_, bytes)| TextPlace { line, bytes }),
        place: TextPlace { line, bytes: found.words },
        mention: found.mention,
        sure: found.sure,
        score: found.score,
    }
}

/// Returns how much a mention of a skill counts beside another.
fn weight_of(skill: &ReadRoleSkill) -> (bool, bool, u8, f32) {
    (skill.mention.is_asked(), skill.sure, 2 - rank_of(skill.importance), skill.score)
}

/// Adds another mention of a skill to what is known of it: the mention that asks for it most counts,
/// and a level that only the other states is kept.
fn merge(known: &mut ReadRoleSkill, other: ReadRoleSkill) {
    let (better, worse) = if weight_of(&other) > weight_of(known) {
        (other, known.clone())
    } else {
        (known.clone(), other)
    };
    let takes_level = better.level.is_none() && worse.mention.is_asked();
    let takes_importance = better.importance.is_none() && worse.mention.is_asked();
    *known = ReadRoleSkill {
        level: if takes_level { worse.level } else { better.level },
        level_place: if takes_level { worse.level_place } else { better.level_place.clone() },
        importance: if takes_importance { worse.importance } else { better.importance },
        ..better
    };
}

/// Returns the share of working time that a responsibility states: "… (20%)", "20 % …".
fn stated_share(text: &str) -> Option<f64> {
    let mut found = text.match_indices('%').map(|(at, _)| at);
    let (at, None) = (found.next()?, found.next()) else { return None };
    let number: Range<usize> = {
        let end = text[..at].trim_end().len();
        let digits = text[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
        end - digits..end
    };
    let value: f64 = text[number.clone()].parse().ok()?;
    let is_first = text[..number.start].trim().trim_matches('(').is_empty();
    let rest = text[at + 1..].trim();
    let ends = rest.is_empty() || rest.trim_end_matches(['.', ')']).is_empty();
    let in_brackets = text[..number.start].trim_end().ends_with(['(', '–', '-', '—']);
    ((is_first || ends && in_brackets) && value > 0.0 && value <= 100.0).then_some(value / 100.0)
}

/// Returns the lines that are neither responsibilities nor requirements, by kind.
fn set_aside(sections: &ReadSections) -> Vec<(LineLabel, Vec<usize>)> {
    let kinds = [
        LineLabel::Summary,
        LineLabel::Pay,
        LineLabel::Fact,
        LineLabel::Conditions,
        LineLabel::Employer,
        LineLabel::Benefits,
        LineLabel::EqualOpportunity,
        LineLabel::Application,
        LineLabel::NotNeeded,
        LineLabel::Page,
    ];
    kinds
        .into_iter()
        .map(|kind| {
            let lines = 0..sections.labels.len();
            let of_kind = |line: &usize| sections.labels_of(*line).any(|label| label == kind);
            (kind, lines.filter(of_kind).collect::<Vec<usize>>())
        })
        .filter(|(_, lines)| !lines.is_empty())
        .collect()
}
