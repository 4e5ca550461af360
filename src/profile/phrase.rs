//! Reads free text that names skills: "SQL (expert)", "advanced Excel", "Python: 5 years",
//! "Languages: Go, Rust", "SQL, Oracle Forms, DB2".
//!
//! A text that the catalog knows in full is one skill, whatever it contains: "TCP/IP", "A/B
//! testing". Otherwise a level at its edges is set aside, and only then is the text taken apart.
//! The known parts of a list are used, and the others are reported.

mod levels;

use self::levels::{
    after_duration, headed_item, leading_levels, sentences_of_list, split_level_heading,
    split_trailing_level,
};
use crate::import::resume::{is_duration, is_level_heading, is_unplaced_level};
use crate::model::{Catalog, SkillId, SkillKind};
use crate::search::lookup::LookupResult;
use crate::search::{NamedSkill, SkillNames};

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SkillPhrase {
    /// The name as it is written, without the level and the maker.
    pub(super) written: String,
    /// The level at its edges.
    pub(super) level: Option<String>,
    /// The skill that it names.
    pub(super) skill: Option<NamedSkill>,
    /// Whether it is the heading of the others.
    pub(super) heading: bool,
}

/// Required certainty of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MatchStrictness {
    /// The name exactly as the catalog writes it.
    Exact,
    /// Parts that do not belong to the name may differ.
    Loose,
    /// Like `Loose` for tools and computer languages, whose names are unlike other words; like
    /// `Exact` for others.
    Tools,
}

/// Lists that are a single name, though the parts are names too.
const SINGLE_NAMES: [&str; 18] = [
    "a/b", "as/400", "b/w", "c/c++", "ci/cd", "d&i", "h&s", "i/o", "m&a", "os/2", "p&l", "pl/sql",
    "q&a", "r&d", "s/4", "tcp/ip", "ui/ux", "z/os",
];

/// Maximum length of a list; longer ones, and nested ones, are not searched.
const MAX_PHRASES: usize = 200;

/// Maximum number of words of an unknown item in a list with a level.
const MAX_LISTED: usize = 3;

/// Maximum depth to which headings of headings are searched.
const MAX_DEPTH: usize = 8;

/// Maximum length in bytes of a text that may name a skill.
const MAX_TEXT_LENGTH: usize = 1_000;

/// Reads texts using the names of a catalog.
pub(super) struct PhraseReader<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) names: &'a SkillNames<'a>,
}

impl PhraseReader<'_> {
    /// Returns the parts of `text`, at least one.
    pub(super) fn read(&self, text: &str, trust: MatchStrictness) -> Vec<SkillPhrase> {
        let mut phrases = Vec::new();
        for line in split(text, &['\n', '\r', ';', '|', '•', '·', '▪', '●', '\t']) {
            let is_name = self.find_skill(line, MatchStrictness::Exact).is_some();
            let sentences = if is_name { vec![line] } else { sentences_of_list(line) };
            for sentence in sentences {
                self.read_line(sentence, trust, 0, &mut phrases);
            }
        }
        if phrases.is_empty() {
            phrases.push(unknown_phrase(text));
        }
        if phrases.len() > MAX_PHRASES {
            phrases.truncate(MAX_PHRASES);
            phrases.push(unknown_phrase(&format!(
                "everything after the first {MAX_PHRASES} items of a list"
            )));
        }
        phrases
    }

    /// Returns the skill that the full `text` names.
    pub(super) fn find_skill(&self, text: &str, trust: MatchStrictness) -> Option<NamedSkill> {
        if text.len() > MAX_TEXT_LENGTH {
            return None;
        }
        match self.names.find_exact(text) {
            LookupResult::One(skill) => {
                return Some(NamedSkill::plain(
                    self.names.better_known(skill, text).unwrap_or(skill),
                ));
            }
            LookupResult::Many(_) => return None,
            LookupResult::Nothing(_) => {}
        }
        if trust == MatchStrictness::Exact {
            return None;
        }
        let found = self.names.find_without_maker(text)?;
        (trust == MatchStrictness::Loose || self.is_tool(found.skill)).then_some(found)
    }

    fn is_tool(&self, skill: SkillId) -> bool {
        matches!(self.catalog.skill(skill).kind, SkillKind::Tool | SkillKind::Language)
    }

    /// Reads one skill, with a level at its edges.
    fn read_single(&self, text: &str, trust: MatchStrictness) -> Option<SkillPhrase> {
        if let Some(named) = self.find_skill(text, MatchStrictness::Exact) {
            return Some(SkillPhrase {
                written: text.to_string(),
                level: None,
                skill: Some(named),
                heading: false,
            });
        }
        // "SQL (3 years), Python (2 years)" is a list.
        let trust = if split(text, &[',']).len() > 1 { MatchStrictness::Exact } else { trust };
        if let Some((name, level)) = split_trailing_level(text) {
            // A duration implies nothing about the level.
            let level = Some(level).filter(|level| !is_duration(level));
            if let Some(phrase) = self.known_phrase(name, level, trust) {
                return Some(phrase);
            }
        }
        if let Some(phrase) = self.read_leading_level(text, trust) {
            return Some(phrase);
        }
        if let Some(name) = after_duration(text) {
            return self.known_phrase(name, None, trust);
        }
        self.known_phrase(text, None, trust)
    }

    /// A phrase for the skill called `text`, if there is one.
    fn known_phrase(
        &self,
        text: &str,
        level: Option<&str>,
        trust: MatchStrictness,
    ) -> Option<SkillPhrase> {
        let named = self.find_skill(text, trust)?;
        let written = named.without_maker(text).to_string();
        let level = level.map(|level| level.trim().to_string());
        Some(SkillPhrase { written, level, skill: Some(named), heading: false })
    }

    /// Whether a part may be a skill that is not in the packs.
    fn may_be_unknown_skill(&self, part: &str) -> bool {
        self.find_skill(part, MatchStrictness::Exact).is_none()
            && !is_duration(part)
            && part.len() > 1
    }

    /// Reads "advanced Excel", "good knowledge of SQL", "learning Rust".
    fn read_leading_level(&self, text: &str, trust: MatchStrictness) -> Option<SkillPhrase> {
        leading_levels(text).into_iter().find_map(|leading| {
            let name = &text[leading.name_at..];
            let is_unplaced = leading.level.as_deref().is_some_and(is_unplaced_level);
            let trust = if is_unplaced { MatchStrictness::Tools } else { trust };
            let named = self.find_skill(name, trust)?;
            let written = named.without_maker(name).to_string();
            Some(SkillPhrase { written, level: leading.level, skill: Some(named), heading: false })
        })
    }

    /// Reads a list with a level before it, which is that of each item: "basic knowledge of Python,
    /// Go and Terraform". "Advanced SQL, Python" says nothing about Python. Returns whether `text`
    /// is such a list; `is_nested` says that it is an item of another one.
    fn read_levelled_list(
        &self,
        text: &str,
        trust: MatchStrictness,
        is_nested: bool,
        phrases: &mut Vec<SkillPhrase>,
    ) -> bool {
        let is_joined = [" and ", " & ", " or ", " + "].iter().any(|word| text.contains(word));
        if !is_joined && !text.contains([',', '/']) {
            return false;
        }
        let from = phrases.len();
        leading_levels(text).into_iter().any(|leading| {
            let Some(level) = leading.level.filter(|_| leading.is_connected || is_joined) else {
                return false;
            };
            let trust = if is_unplaced_level(&level) { MatchStrictness::Tools } else { trust };
            self.read_items(&text[leading.name_at..], trust, is_nested, phrases);
            let read = &mut phrases[from..];
            let begins = read.first().is_some_and(|phrase| phrase.skill.is_some());
            let any = read.iter().any(|phrase| phrase.skill.is_some());
            // "Basic SQL, and built reports in Tableau and Python" goes on with something else.
            let is_list = read.iter().all(|phrase| {
                phrase.skill.is_some() || phrase.written.split_whitespace().count() <= MAX_LISTED
            });
            let is_meant = begins || any && leading.is_connected;
            if !is_list || !is_meant {
                phrases.truncate(from);
                return false;
            }
            set_level(read, &level);
            true
        })
    }

    /// Reads the items of a list between commas. A level before an item, "basic: Java", is that of
    /// the items that follow, too.
    fn read_items(
        &self,
        text: &str,
        trust: MatchStrictness,
        is_nested: bool,
        phrases: &mut Vec<SkillPhrase>,
    ) {
        let parts = split(text, &[',']);
        let is_list = parts.len() > 1;
        let mut level: Option<&str> = None;
        for part in parts {
            if phrases.len() > MAX_PHRASES {
                return;
            }
            let part =
                part.strip_prefix("and ").or_else(|| part.strip_prefix("or ")).unwrap_or(part);
            let part = strip_bullet(part);
            let headed = headed_item(part).filter(|_| is_list);
            let item = headed.map_or(part, |(_, item)| item);
            level = headed.map(|(heading, _)| heading).or(level);
            let from = phrases.len();
            let is_read =
                !is_nested && is_list && self.read_levelled_list(item, trust, true, phrases);
            if !is_read {
                self.read_list_item(item, trust, phrases);
            }
            if let Some(level) = level {
                set_level(&mut phrases[from..], level);
            }
        }
    }

    /// Reads a line: one skill, "Heading: list", or a list.
    fn read_line(
        &self,
        text: &str,
        trust: MatchStrictness,
        depth: usize,
        phrases: &mut Vec<SkillPhrase>,
    ) {
        let text = strip_bullet(text);
        if text.is_empty() || phrases.len() > MAX_PHRASES {
            return;
        }
        if let Some(phrase) = self.read_single(text, trust) {
            phrases.push(phrase.clone());
            return self.read_brackets(text, &phrase, phrases);
        }
        if let Some((heading, list)) = split_level_heading(text)
            .or_else(|| text.split_once(": "))
            .or_else(|| text.split_once(" – "))
            && depth < MAX_DEPTH
            && heading.chars().count() <= 40
            && !heading.contains([',', '('])
        {
            let before = phrases.len();
            self.read_line(list, trust, depth + 1, phrases);
            let any = phrases[before..].iter().any(|phrase| phrase.skill.is_some());
            let listed = list.contains([',', '/']) || any;
            if listed {
                // "Proficient: Python, Go": the level of each skill without one of its own.
                if is_level_heading(heading) {
                    set_level(&mut phrases[before..], heading.trim());
                }
                let named = self
                    .find_skill(heading, MatchStrictness::Exact)
                    .filter(|_| !is_level_heading(heading));
                let heading = SkillPhrase {
                    written: heading.trim().to_string(),
                    level: None,
                    skill: named,
                    heading: true,
                };
                phrases.insert(before, heading);
                return;
            }
            phrases.truncate(before);
        }
        if !self.read_levelled_list(text, trust, false, phrases) {
            self.read_items(text, trust, false, phrases);
        }
    }

    /// Reads a part of a list: one skill, or several between slashes, ampersands or "and".
    fn read_list_item(&self, text: &str, trust: MatchStrictness, phrases: &mut Vec<SkillPhrase>) {
        if text.is_empty() {
            return;
        }
        if let Some(phrase) = self.read_single(text, trust) {
            phrases.push(phrase.clone());
            // "AWS (S3, EC2)": the brackets may contain skills too.
            return self.read_brackets(text, &phrase, phrases);
        }
        let lower = text.to_lowercase();
        let is_one = SINGLE_NAMES.iter().any(|one| {
            lower
                .split_whitespace()
                .any(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+') == *one)
        });
        if !is_one {
            let slashes = split(text, &['/', '\\']);
            if slashes.len() > 1 && self.read_names(&slashes, trust, false, phrases) {
                return;
            }
            let spaced = text
                .replace(" and ", "\u{0}")
                .replace(" & ", "\u{0}")
                .replace(" or ", "\u{0}")
                .replace(" + ", "\u{0}");
            let joined = split(&spaced, &['\u{0}', '/']);
            if joined.len() > 1 && self.read_names(&joined, trust, true, phrases) {
                return;
            }
            let tight = split(text, &['&', '+']);
            if tight.len() > 1
                && tight
                    .iter()
                    .all(|part| part.chars().count() > 2 && self.find_skill(part, trust).is_some())
            {
                phrases.extend(tight.iter().filter_map(|part| self.read_single(part, trust)));
                return;
            }
        }
        if let (Some(open), true) = (text.find('('), text.ends_with(')')) {
            let before = phrases.len();
            let phrase = unknown_phrase(&text[..open]);
            self.read_brackets(text, &phrase, phrases);
            if phrases.len() > before {
                phrases.insert(before, SkillPhrase { heading: true, ..phrase });
                return;
            }
        }
        let level = split_trailing_level(text).filter(|(_, level)| !is_duration(level));
        let (name, level) =
            level.map_or((text, None), |(name, level)| (name, Some(level.trim().to_string())));
        phrases.push(SkillPhrase { level, ..unknown_phrase(name) });
    }

    /// Adds the known names among `parts`, if they are a list of names: all of them are known, or
    /// some that are not common words. Returns whether they are.
    fn read_names(
        &self,
        parts: &[&str],
        trust: MatchStrictness,
        prose: bool,
        phrases: &mut Vec<SkillPhrase>,
    ) -> bool {
        let parts = &parts[..parts.len().min(MAX_PHRASES + 1)];
        let found: Vec<Option<SkillPhrase>> =
            parts.iter().map(|part| self.read_single(part, trust)).collect();
        let is_known: Vec<bool> = found
            .iter()
            .map(|phrase| phrase.as_ref().is_some_and(|phrase| phrase.skill.is_some()))
            .collect();
        let is_sure: Vec<bool> = (parts.iter().zip(&found))
            .map(|(part, phrase)| self.is_surely_a_name(part, phrase.as_ref(), prose))
            .collect();
        let all = is_known.iter().all(|known| *known);
        // A single letter is a name beside others ("R and SAS"), and an initial beside initials ("R
        // and D").
        let initials = parts.iter().filter(|part| part.chars().count() <= 1).count();
        let any = (parts.iter().zip(&is_sure)).any(|(part, sure)| {
            let length = part.chars().count();
            *sure && (length > 2 || initials == usize::from(length <= 1))
        });
        if !all && !any {
            return false;
        }
        for ((part, phrase), sure) in parts.iter().zip(found).zip(is_sure) {
            phrases.push(phrase.filter(|_| all || sure).unwrap_or_else(|| unknown_phrase(part)));
        }
        true
    }

    /// Whether a part of a list, read as `phrase`, is a name of a skill and not a common word.
    fn is_surely_a_name(&self, part: &str, phrase: Option<&SkillPhrase>, prose: bool) -> bool {
        let exact = matches!(self.names.find_exact(part), LookupResult::One(_));
        phrase
            .and_then(|phrase| phrase.skill.as_ref())
            .is_some_and(|named| self.is_tool(named.skill) || (exact && !prose))
    }

    /// Reads skills in the brackets of `text`, which follow the name in `outer`: two or more as the
    /// catalog writes them.
    fn read_brackets(&self, text: &str, outer: &SkillPhrase, phrases: &mut Vec<SkillPhrase>) {
        let (Some(open), Some(close)) = (text.find('('), text.rfind(')')) else { return };
        if open >= close || outer.level.is_some() {
            return;
        }
        let parts = split(&text[open + 1..close], &[',', '/', ';']);
        let known: Vec<SkillPhrase> = parts
            .iter()
            .filter_map(|part| {
                self.find_skill(part, MatchStrictness::Exact).map(|named| (part, named))
            })
            .map(|(part, named)| SkillPhrase { skill: Some(named), ..unknown_phrase(part) })
            .collect();
        if parts.len() > 1 || outer.skill.is_none() {
            phrases.extend(known);
        }
        if parts.len() > 1 && outer.skill.is_some() {
            phrases.extend(
                parts
                    .iter()
                    .filter(|part| self.may_be_unknown_skill(part))
                    .map(|part| unknown_phrase(part)),
            );
        }
    }
}

/// Returns the name in `text` and the level after it, if it has one: "SQL (expert)", "SQL –
/// learning".
///
/// ```
/// use roledex::profile::name_and_level;
/// assert_eq!(name_and_level("SQL (expert)"), Some(("SQL", "expert")));
/// assert_eq!(name_and_level("SQL (5 years)"), None);
/// ```
pub fn name_and_level(text: &str) -> Option<(&str, &str)> {
    split_trailing_level(text).filter(|(name, level)| !name.is_empty() && !is_duration(level))
}

/// Gives `level` to the phrases that have none of their own.
fn set_level(phrases: &mut [SkillPhrase], level: &str) {
    for phrase in phrases.iter_mut().filter(|phrase| phrase.level.is_none()) {
        phrase.level = Some(level.to_string());
    }
}

fn unknown_phrase(text: &str) -> SkillPhrase {
    SkillPhrase { written: text.trim().to_string(), level: None, skill: None, heading: false }
}

/// Returns `text` without the marker of a list item.
fn strip_bullet(text: &str) -> &str {
    let text = text.trim();
    let bullets = ["- ", "* ", "– ", "— ", "• ", "· ", "+ "];
    let text = bullets.iter().find_map(|bullet| text.strip_prefix(bullet)).unwrap_or(text).trim();
    text.strip_suffix('.').filter(|text| text.contains(' ')).unwrap_or(text)
}

/// Returns `text` split at `separators` outside brackets, without blank parts.
fn split<'a>(text: &'a str, separators: &[char]) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 && separators.contains(&c) => {
                parts.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    // An unclosed bracket hides nothing.
    if depth > 0 {
        return text.split(separators).map(str::trim).filter(|part| !part.is_empty()).collect();
    }
    parts.push(&text[from..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_length_and_depth_are_read() {
        let catalog = crate::builtin::catalog();
        let names = SkillNames::new(&catalog);
        let reader = PhraseReader { catalog: &catalog, names: &names };
        for text in [
            "a: ".repeat(20_000),
            "SQL and ".repeat(2_000),
            "SQL/".repeat(2_000),
            "SQL,".repeat(2_000),
            "good ".repeat(2_000) + "SQL",
            "(".repeat(5_000) + &")".repeat(5_000),
            "SQL".to_string() + &" (expert)".repeat(2_000),
            "ab".repeat(50_000),
        ] {
            let phrases = reader.read(&text, MatchStrictness::Loose);
            assert!(
                (1..=MAX_PHRASES + 1).contains(&phrases.len()),
                "{}: {}",
                &text[..8],
                phrases.len()
            );
        }
        let read = reader.read(&"SQL,".repeat(MAX_PHRASES + 1), MatchStrictness::Loose);
        assert_eq!(read.len(), MAX_PHRASES + 1);
        assert!(read[..MAX_PHRASES].iter().all(|phrase| phrase.skill.is_some()));
        assert_eq!(read[MAX_PHRASES].written, "everything after the first 200 items of a list");
    }
}
