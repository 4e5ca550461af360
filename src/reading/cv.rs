//! Reads the text of a CV: the skills that its author has, each with the words and the place that it
//! was read from.
//!
//! The text is cut into sections by its headings. Sections of skills are lists of names with
//! levels, which are left to the readers of [`crate::import::resume`] and [`crate::profile`], so that
//! a CV and a JSON Resume with the same skills are read alike. Sentences about experience are read
//! by [`SkillReader`]; a skill counts there if the sentence names it beyond doubt. What is negated,
//! wished for or said of another person is left out, each with the reason.

mod entries;
mod found;
mod headings;
mod list_stance;
mod lists;
mod others;
mod people;
mod periods;
mod stance;
#[cfg(test)]
mod tests;

use std::ops::Range;

use self::entries::{EmployerNames, entry_lines};
use self::found::LinePart;
pub use self::found::{CvMention, CvSkills, LeftOutReason};
use self::headings::{CvSection, SectionFinder};
use self::list_stance::{ListStance, list_parts};
use self::lists::{is_prose, list_claims};
use self::stance::{PersonStance, stance};
use super::layout::{LaidOutText, LineShape, TextLine};
use super::sections::words::{line_words, sentences, words_at};
use super::skills::lists::list_has;
use super::skills::{LineUse, ReadSkill, SkillMention, SkillReader};
use crate::import::resume::{ResumeSkill, ResumeSkillKind, is_level_heading};

/// Maximum number of skills that are likely, but not sure, for each line.
const LIKELY_PER_LINE: usize = 2;

/// Reads the skills of the person whose CV `text` is.
pub fn read_cv(text: &LaidOutText, reader: &mut SkillReader<'_>) -> CvSkills {
    let (names, skills) = (EmployerNames::default(), CvSkills::default());
    let mut cv = CvReader { reader, names, skills, last_item: usize::MAX - 1 };
    let mut finder = SectionFinder::default();
    let entries = entry_lines(&text.lines);
    for (at, line) in text.lines.iter().enumerate() {
        let next = text.lines.get(at + 1);
        let found = finder.section_of(line, next);
        if found.is_heading {
            match found.rest {
                Some(rest) => cv.read_line(line, rest, &finder, false),
                None => cv.read_group(line, &finder),
            }
            continue;
        }
        cv.read_line(line, 0..line.text.len(), &finder, entries[at]);
    }
    cv.finish()
}

/// Reader of the lines of a CV.
struct CvReader<'r, 'a> {
    reader: &'r mut SkillReader<'a>,
    /// Names of employers, schools and places.
    names: EmployerNames,
    skills: CvSkills,
    /// Number of the last line of a list.
    last_item: usize,
}

impl CvReader<'_, '_> {
    /// Reads the part of `line` at `bytes`, which belongs to the section that `finder` is in.
    fn read_line(
        &mut self,
        line: &TextLine,
        bytes: Range<usize>,
        finder: &SectionFinder,
        is_entry: bool,
    ) {
        let part = &line.text[bytes.clone()];
        let section = finder.section();
        let place = match finder.heading() {
            "" => format!("line {}", line.number),
            heading => format!("line {}, {heading}", line.number),
        };
        let at = LinePart { line, bytes, place };
        match section {
            CvSection::Skills | CvSection::Learning | CvSection::Used | CvSection::Languages => {
                let is_table = matches!(line.shape, LineShape::Row(_));
                if is_prose(part) && !is_table {
                    self.read_sentences(&at, section, false);
                } else {
                    self.read_list(&at, finder);
                }
            }
            CvSection::Wished => self.read_wish(&at),
            CvSection::Another => self.leave_out(&at, LeftOutReason::Another),
            CvSection::Interests => self.leave_out(&at, LeftOutReason::Interest),
            CvSection::Education => self.leave_out(&at, LeftOutReason::Education),
            CvSection::Published => self.leave_out(&at, LeftOutReason::Published),
            CvSection::Start | CvSection::Summary | CvSection::Experience => {
                if is_entry {
                    self.read_entry(&at);
                } else {
                    let is_start = section == CvSection::Start && !is_prose(part);
                    self.read_sentences(&at, section, is_start);
                }
            }
        }
    }

    /// Reads the line of an entry: titles of jobs, names of employers and schools, periods. A list
    /// of skills alone is what was used there.
    fn read_entry(&mut self, at: &LinePart<'_>) {
        let part = &at.line.text[at.bytes.clone()];
        let skills = self.reader.read_telling_as(LineUse::Cv, part, 0, &[]);
        let named: Vec<&str> = skills.iter().map(|skill| &part[skill.words.clone()]).collect();
        let items: Vec<&str> = part.split([',', '·', '•', '|']).map(str::trim).collect();
        if items.len() > 1 && items.iter().all(|item| named.contains(item)) {
            return self.read_sentences(at, CvSection::Experience, false);
        }
        self.names.add(part, &named);
        self.leave_out(at, LeftOutReason::Heading);
    }

    /// Reads a wish for the future. "A position in which I can use my skills in payroll" says that
    /// the person has them.
    fn read_wish(&mut self, at: &LinePart<'_>) {
        let text = &at.line.text[at.bytes.clone()];
        let Some(claimed) = claimed_in_wish(text) else {
            return self.leave_out(at, LeftOutReason::Wished);
        };
        let parts = [0..claimed.start, claimed.clone(), claimed.end..text.len()];
        for (at_part, range) in parts.into_iter().enumerate() {
            let bytes = at.bytes.start + range.start..at.bytes.start + range.end;
            let part = LinePart { line: at.line, bytes, place: at.place.clone() };
            match at_part {
                1 => self.read_sentences(&part, CvSection::Summary, false),
                _ => self.leave_out(&part, LeftOutReason::Wished),
            }
        }
    }

    /// Reads the heading of a group of skills, which may be a skill too.
    fn read_group(&mut self, line: &TextLine, finder: &SectionFinder) {
        if let Some(group) = finder.group().filter(|group| *group == line.text) {
            let place = format!("line {}, {}", line.number, finder.heading());
            let kind = ResumeSkillKind::Group;
            self.skills.claims.push(ResumeSkill::new(group, kind, place.clone()));
            self.skills.lines.push((place, line.text.clone()));
        }
    }

    /// Reads a list of skills.
    fn read_list(&mut self, at: &LinePart<'_>, finder: &SectionFinder) {
        let text = &at.line.text[at.bytes.clone()];
        if self.states_level_of_last(at, text) {
            return;
        }
        self.last_item = at.line.number;
        let parts = match at.line.shape {
            LineShape::Row(_) => vec![(0..text.len(), ListStance::Has)],
            _ => list_parts(text),
        };
        for (range, stance) in parts {
            let level = match stance {
                ListStance::Has => None,
                ListStance::Learning => Some("learning"),
                ListStance::LeftOut(reason) => {
                    let bytes = at.bytes.start + range.start..at.bytes.start + range.end;
                    let part = LinePart { line: at.line, bytes, place: at.place.clone() };
                    self.leave_out(&part, reason);
                    continue;
                }
            };
            let columns = &mut self.skills.table;
            self.skills.claims.extend(list_claims(at, &text[range], level, finder, columns));
        }
        self.skills.lines.push((at.place.clone(), text.to_string()));
    }

    /// Gives the level in `text` to the skill on the line before it, if it is one: "SQL / Expert".
    fn states_level_of_last(&mut self, at: &LinePart<'_>, text: &str) -> bool {
        let is_next = at.line.number == self.last_item + 1 && !at.line.after_gap;
        if !is_next || !is_level_heading(text) || matches!(at.line.shape, LineShape::Row(_)) {
            return false;
        }
        let last = self.skills.claims.last_mut().filter(|claim| claim.level.is_none());
        let Some(claim) = last else { return false };
        claim.level = Some(text.trim().to_string());
        claim.own_level = true;
        true
    }

    /// Reports the skills named in a part that is not about skills of the person.
    fn leave_out(&mut self, at: &LinePart<'_>, reason: LeftOutReason) {
        let text = &at.line.text[at.bytes.clone()];
        for found in self.reader.read_telling_as(LineUse::Cv, text, 0, &[]) {
            let is_named = found.mention == SkillMention::Named;
            // "2011 MA, Cognitive Science" is no merger.
            if DEGREES.contains(&&text[found.words.clone()]) {
                continue;
            }
            if is_named || !matches!(found.mention, SkillMention::Implied) {
                self.skills.left_out.push((mention(at, text, &found), reason));
            }
        }
    }

    /// Reads sentences about the person. `is_doubtful` means that the part may be anything.
    fn read_sentences(&mut self, at: &LinePart<'_>, section: CvSection, is_doubtful: bool) {
        let text = &at.line.text[at.bytes.clone()];
        let words = line_words(text);
        let all_sentences = sentences(text);
        let read = self.reader.read_telling_as(LineUse::Cv, text, LIKELY_PER_LINE, &[]);
        for found in read {
            let sentence = all_sentences
                .iter()
                .find(|sentence| sentence.contains(&found.words.start))
                .cloned()
                .unwrap_or(0..text.len());
            let own = words_at(&words, &sentence);
            let mut told = mention(at, text, &found);
            let is_former = says_no_longer(&text[sentence.start..found.words.start]);
            let reason = match (found.mention, stance(text, own, &found.words)) {
                // What a text only resembles is nobody's.
                (SkillMention::Implied, _) if !found.sure => continue,
                (SkillMention::Negated, _) | (_, PersonStance::Negated) if is_former => {
                    Some(LeftOutReason::Perhaps)
                }
                (SkillMention::Negated, _) | (_, PersonStance::Negated) => {
                    Some(LeftOutReason::Negated)
                }
                // The title of the person's own job, and what the person did for others.
                (_, PersonStance::Another) if is_doubtful => Some(LeftOutReason::Heading),
                (_, PersonStance::Another) if is_past(&told.written) => {
                    Some(LeftOutReason::Perhaps)
                }
                (_, PersonStance::Another) => Some(LeftOutReason::Another),
                (SkillMention::Wished, _) | (_, PersonStance::Wished) => {
                    Some(LeftOutReason::Wished)
                }
                (_, PersonStance::Employer) => Some(LeftOutReason::Heading),
                (SkillMention::Implied, _) | (_, PersonStance::Doubtful) => {
                    Some(LeftOutReason::Perhaps)
                }
                (SkillMention::Named | SkillMention::Corrected, _)
                    if !found.sure || is_doubtful =>
                {
                    Some(LeftOutReason::Perhaps)
                }
                (SkillMention::Named | SkillMention::Corrected, PersonStance::Learning) => {
                    told.level = Some("learning".to_string());
                    None
                }
                (SkillMention::Named | SkillMention::Corrected, PersonStance::Has) => None,
            };
            if let Some(reason) = reason {
                self.skills.left_out.push((told, reason));
                continue;
            }
            if section == CvSection::Learning {
                told.level = Some("currently learning".to_string());
            }
            told.sentence = Some((sentence, found.words.clone()));
            self.skills.mentions.push(told);
        }
    }

    /// Returns the skills, without those that are names of employers, schools or places.
    fn finish(mut self) -> CvSkills {
        let names = self.names;
        let (named, had): (Vec<_>, Vec<_>) = std::mem::take(&mut self.skills.mentions)
            .into_iter()
            .partition(|mention| names.contains(&mention.written));
        self.skills.mentions = had;
        let named = named.into_iter().map(|mention| (mention, LeftOutReason::Heading));
        self.skills.left_out.extend(named);
        self.skills
    }
}

/// Degrees whose abbreviations are those of skills too.
const DEGREES: [&str; 12] =
    ["MA", "BA", "MS", "BS", "ME", "BE", "MD", "AA", "AS", "MBA", "PhD", "M.A."];

/// Whether `before`, the words before a skill, say that it was, and is no longer.
fn says_no_longer(before: &str) -> bool {
    let lower = before.to_lowercase();
    lower.contains("no longer") || lower.contains("not any more") || lower.contains("not anymore")
}

/// Whether `written` begins with a verb in the past: "mentored two analysts".
fn is_past(written: &str) -> bool {
    written.split_whitespace().next().is_some_and(|word| word.ends_with("ed"))
}

/// Verbs for putting what one has to use.
const USING: &str = "\
     use using apply applying bring bringing contribute contributing utilise utilising utilize \
     utilizing leverage leveraging offer offering combine combining share sharing employ of \
     where";

/// Nouns for what a person has.
const OWNED: &str = "\
     skills skill experience expertise knowledge background strengths abilities talents";

/// Returns the bytes of `text`, a wish, that name skills which the person has: "payroll" in "where
/// I can use my skills in payroll".
fn claimed_in_wish(text: &str) -> Option<Range<usize>> {
    let words = line_words(text);
    let my = (0..words.len()).find(|at| {
        words[*at].lower == "my"
            && words[at.saturating_sub(3)..*at].iter().any(|word| list_has(USING, &word.lower))
    })?;
    let noun =
        (my + 1..words.len().min(my + 5)).rev().find(|at| list_has(OWNED, &words[*at].lower))?;
    let leads = words
        .get(noun + 1)
        .filter(|word| matches!(word.lower.as_str(), "in" | "with" | "of" | "as"))?;
    let sentence =
        sentences(text).into_iter().find(|sentence| sentence.contains(&leads.range.start));
    Some(leads.range.end..sentence.map_or(text.len(), |sentence| sentence.end))
}

fn mention(at: &LinePart<'_>, text: &str, found: &ReadSkill) -> CvMention {
    CvMention {
        skill: found.skill,
        written: text[found.words.clone()].to_string(),
        text: text.to_string(),
        sentence: None,
        level: None,
        place: at.place.clone(),
    }
}
