//! Matches the skills of a CV to a catalog.

use super::phrase::{MatchStrictness, PhraseReader};
use super::resolve::{
    KnownSkill, LeftOutSkill, ResolvedSkills, StatedLevel, parse_resume_level, resolve_resume,
};
use crate::import::resume::{Resume, number_maximum};
use crate::model::{Catalog, SkillKind};
use crate::reading::cv::{CvMention, CvSkills, LeftOutReason};
use crate::search::SkillNames;

/// Maximum number of words before a skill that state its level.
const MAX_LEVEL_WORDS: usize = 12;

/// Matches the skills of a CV to `catalog`, whose names are `names`. Lists are matched as those of a
/// resume are.
pub fn resolve_cv(catalog: &Catalog, names: &SkillNames<'_>, cv: &CvSkills) -> ResolvedSkills {
    let mut resume = Resume { skills: cv.claims.clone(), ..Resume::default() };
    resume.maximum = number_maximum(&mut resume.skills);
    let mut resolved = resolve_resume(catalog, names, &resume);
    for known in &mut resolved.known {
        let lines = cv.lines.iter().filter(|(place, _)| Some(place) == known.path.as_ref());
        let words = lines.map(|(_, line)| item_with(line, &known.written));
        known.words = words.max_by_key(|words| words.contains(&known.written));
    }
    let reader = PhraseReader { catalog, names };
    let (sure, others): (Vec<&CvMention>, Vec<&CvMention>) =
        cv.mentions.iter().partition(|mention| is_unmistakable(&reader, mention));
    resolved.known.extend(sure.into_iter().map(|mention| known_mention(&reader, mention)));
    resolved.empty &= cv.mentions.is_empty() && cv.left_out.is_empty();
    let mut left_out: Vec<(&CvMention, LeftOutReason)> =
        cv.left_out.iter().map(|(mention, reason)| (mention, *reason)).collect();
    left_out.extend(others.into_iter().map(|mention| (mention, LeftOutReason::Perhaps)));
    left_out.sort_by_key(|(_, reason)| *reason == LeftOutReason::Perhaps);
    for (mention, reason) in left_out {
        let is_known = resolved.known.iter().any(|known| known.skill == mention.skill)
            || resolved.left_out.iter().any(|other| other.skill == mention.skill);
        if !is_known {
            resolved.left_out.push(LeftOutSkill {
                skill: mention.skill,
                reason,
                words: around(&mention.text, &mention.written),
                path: mention.place.clone(),
            });
        }
    }
    resolved
}

/// Whether the words of a sentence can hardly mean anything else: the name of a tool or a language, or
/// several words that are a name in full. "Collaboration" is often one of a product.
fn is_unmistakable(reader: &PhraseReader<'_>, mention: &CvMention) -> bool {
    let is_tool =
        matches!(reader.catalog.skill(mention.skill).kind, SkillKind::Tool | SkillKind::Language);
    // "Containers" are tools and things. Who writes without capitals writes all names so.
    let is_name = mention.written.contains(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || !mention.text.chars().skip(1).any(char::is_uppercase);
    let named = reader.find_skill(&mention.written, MatchStrictness::Exact);
    let is_exact = named.is_some_and(|named| named.skill == mention.skill);
    is_tool && is_name || is_exact && mention.written.contains(char::is_whitespace)
}

/// Returns the skill that a sentence names, with the level that the sentence states for it.
fn known_mention(reader: &PhraseReader<'_>, mention: &CvMention) -> KnownSkill {
    let stated = mention.level.clone().or_else(|| sentence_level(reader, mention));
    let level = parse_resume_level(reader.catalog, stated.as_deref(), None);
    // A negated level would have been left out before.
    let (stated, level) = match level {
        StatedLevel::Absent => (None, StatedLevel::Unstated),
        level => (stated, level),
    };
    KnownSkill {
        skill: mention.skill,
        written: mention.written.clone(),
        maker: None,
        level,
        written_level: stated,
        maximum: None,
        own_level: true,
        path: Some(mention.place.clone()),
        words: Some(around(&mention.text, &mention.written)),
    }
}

/// Returns the level that the words around a skill state: "advanced SQL", "SQL (basic)".
fn sentence_level(reader: &PhraseReader<'_>, mention: &CvMention) -> Option<String> {
    let (sentence, words) = mention.sentence.as_ref()?;
    let before = mention.text.get(sentence.start..words.start)?;
    let after = mention.text.get(words.end..sentence.end)?;
    let starts: Vec<usize> = before
        .char_indices()
        .filter(|(at, c)| {
            !c.is_whitespace()
                && before[..*at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(')
        })
        .map(|(at, _)| at)
        .collect();
    let tokens: Vec<String> = starts
        .iter()
        .map(|at| before[*at..].split_whitespace().next().unwrap_or_default().to_lowercase())
        .collect();
    let bracket = after.trim_start();
    let bracket = bracket.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let suffix = bracket.map_or(String::new(), |(inside, _)| format!(" ({inside})"));
    for count in (0..=tokens.len().min(MAX_LEVEL_WORDS)).rev() {
        let from = tokens.len() - count;
        let has_end = tokens[from..].iter().any(|word| word.ends_with([';', ':', '.']));
        let is_list = tokens[from..].iter().any(|word| word.ends_with(','));
        let is_negated = tokens[from.saturating_sub(3)..from].iter().any(|word| {
            matches!(word.as_str(), "not" | "no" | "never" | "cannot")
                || word.replace('’', "'").ends_with("n't")
        });
        if has_end || is_negated {
            continue;
        }
        let start = starts.get(from).map_or(before.len(), |at| *at);
        let phrase = format!("{}{}{suffix}", &before[start..], mention.written);
        let read = reader.read(phrase.trim(), MatchStrictness::Exact);
        // "Good knowledge of SQL, Git and Python", and nothing else between commas.
        if is_list && read.iter().any(|phrase| phrase.skill.is_none()) {
            continue;
        }
        let level = read
            .into_iter()
            .find(|phrase| phrase.skill.as_ref().is_some_and(|named| named.skill == mention.skill))
            .and_then(|phrase| phrase.level)
            // "Machine learning in Python" states none.
            .filter(|level| {
                parse_resume_level(reader.catalog, Some(level), None).level().is_some()
            });
        if level.is_some() {
            return level;
        }
    }
    None
}

/// Maximum length of quoted words, in characters.
const MAX_QUOTED: usize = 90;

/// Returns the item of a list in `line` that has `written`.
fn item_with(line: &str, written: &str) -> String {
    let Some(at) = line.find(written) else { return shorten(line, 0) };
    let separators = [',', ';', '|', '•', '·', '\n'];
    let start = line[..at]
        .rfind(separators)
        .map_or(0, |start| start + line[start..].chars().next().map_or(1, char::len_utf8));
    let end = line[at + written.len()..]
        .find(separators)
        .map_or(line.len(), |end| at + written.len() + end);
    // A heading before the item is not part of it.
    let item = &line[start..end];
    let heading = item.find(": ").filter(|colon| start + colon < at);
    let item = heading.map_or(item, |colon| &item[colon + 2..]);
    shorten(item.trim(), 0)
}

/// Returns `text`, or the part around `written` if it is long.
fn around(text: &str, written: &str) -> String {
    shorten(text.trim(), text.trim().find(written).unwrap_or(0))
}

/// Returns at most [`MAX_QUOTED`] characters of `text` that include those at byte `at`.
fn shorten(text: &str, at: usize) -> String {
    let length = text.chars().count();
    if length <= MAX_QUOTED {
        return text.to_string();
    }
    let place = text[..at].chars().count();
    let from = place.saturating_sub(MAX_QUOTED / 3).min(length - MAX_QUOTED);
    let part: String = text.chars().skip(from).take(MAX_QUOTED).collect();
    // Cut at words.
    let part =
        if from > 0 { part.split_once(' ').map_or(part.as_str(), |(_, rest)| rest) } else { &part };
    let is_end = from + MAX_QUOTED >= length;
    let part = if is_end { part } else { part.rsplit_once(' ').map_or(part, |(first, _)| first) };
    format!("{}{part}{}", if from > 0 { "… " } else { "" }, if is_end { "" } else { " …" })
}
