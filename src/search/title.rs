//! Parses job titles into the job, its rank, and additions.
//!
//! Names in packs and typed titles go through the same [`JobTitle`]; two with equal [`JobTitle::hash`]
//! are one title, regardless of number, order and spelling.

mod languages;
mod nearby;
mod segments;
mod superiors;

pub(super) use self::languages::{kinds_by_framework, without_language};
pub(super) use self::nearby::{other_heads, other_positions, positions_of_field, shortened_titles};
pub(super) use self::segments::{TitleSegment, segments};
pub(super) use self::superiors::{
    before_of, before_superior, is_managed_thing, managed_field, manager_of,
};
mod words;

use super::fold::append_folded;
use words::{Rank, is_generic};

pub(super) use words::Rank as TitleRank;

/// Maximum number of words in a title; further ones are ignored.
const MAX_WORDS: usize = 16;

/// Maximum number of readings of one title.
const MAX_READINGS: usize = 48;

/// A title, or one reading of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct JobTitle {
    /// Words of the job itself, folded and in the singular, the head noun last.
    pub(super) core: Vec<String>,
    /// Words of seniority and grade, the lowest first.
    pub(super) ranks: Vec<Rank>,
}

/// The changes made to a title for a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct TitleChanges {
    /// An abbreviation was expanded.
    pub(super) expanded: bool,
    /// Words were reordered.
    pub(super) reordered: bool,
    /// A word was replaced by another with the same meaning.
    pub(super) reworded: bool,
}

/// A way to read a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TitleReading {
    pub(super) title: JobTitle,
    pub(super) changes: TitleChanges,
}

impl JobTitle {
    /// Returns the title of `words`, with the ranks separated.
    fn of(words: &[String]) -> Self {
        let mut title = Self::default();
        words::take_ranks(words, &mut title.core, &mut title.ranks);
        title.ranks.sort_unstable();
        title.ranks.dedup();
        title
    }

    fn is_empty(&self) -> bool {
        self.core.is_empty() && self.ranks.is_empty()
    }

    /// Returns a hash that is equal for two titles that differ only in spaces.
    pub(super) fn hash(&self) -> u64 {
        let mut text = self.core.concat();
        for rank in &self.ranks {
            text.push('|');
            rank.push_onto(&mut text);
        }
        xxhash_rust::xxh3::xxh3_64(text.as_bytes())
    }

    /// Whether the job is a single word that many jobs end in: "manager", "engineer".
    pub(super) fn is_generic(&self) -> bool {
        match &self.core[..] {
            [] => true,
            [word] => is_generic(word),
            _ => false,
        }
    }

    /// Returns the same job with these ranks.
    pub(super) fn with_ranks(&self, ranks: impl IntoIterator<Item = Rank>) -> Self {
        Self { core: self.core.clone(), ranks: ranks.into_iter().collect() }
    }

    /// Returns other wordings of the job: engineers of software are developers of it, a lead or an
    /// intern of "data science" is a data scientist.
    pub(super) fn reworded(&self) -> Vec<Self> {
        words::reworded(&self.core, !self.ranks.is_empty())
            .into_iter()
            .map(|core| Self { core, ranks: self.ranks.clone() })
            .collect()
    }

    /// Returns the title without "software" if there is such a word: a "backend software engineer"
    /// is often called a "backend engineer".
    pub(super) fn without_software(&self) -> Option<Self> {
        // "Front-end web developer", "mobile app developer": the kind of software is already
        // stated.
        let kind = self.core.iter().any(|word| words::is_kind_of_software(word));
        // "Java software developer" is not the usual name of a Java developer: the technology is
        // set aside first.
        if !kind && self.core.iter().any(|word| words::is_technology(word)) {
            return None;
        }
        let at = self.core.iter().position(|word: &String| {
            word == "software" || (kind && matches!(word.as_str(), "web" | "app" | "application"))
        })?;
        let follows = self.core.get(at + 1).is_some_and(|next| {
            words::is_software_head(next)
                || matches!(next.as_str(), "qa" | "test" | "tester" | "quality")
        });
        let rest: Vec<String> = self
            .core
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != at)
            .map(|(_, w)| w.clone())
            .collect();
        let says_enough = rest.len() > 1
            || !self.ranks.is_empty()
            || rest == ["tester"]
            || rest == ["programmer"];
        (follows && says_enough).then_some(Self { core: rest, ranks: self.ranks.clone() })
    }

    /// Whether its words indicate a job in software.
    pub(super) fn is_software(&self) -> bool {
        self.core.iter().any(|word| words::is_software(word))
            && self.core.last().is_some_and(|word| {
                words::is_software_head(word) || word == "tester" || word == "analyst"
            })
    }
}

/// Returns the strict spellings of a name in a pack: as it is, with abbreviations written out, its
/// parts in either order, and without the text in brackets.
pub(super) fn name_titles(name: &str) -> Vec<JobTitle> {
    let mut titles = Vec::new();
    let plain = !name.contains([',', '(', '[', '/', '|', '–', '—']) && !name.contains(" - ");
    if plain {
        let words = words::title_words(name);
        add_title(JobTitle::of(&words::canonical(&words)), &mut titles);
        if let Some(words) = words::expanded_once(&words) {
            add_title(JobTitle::of(&words), &mut titles);
        }
        return titles;
    }
    let all = words::title_words(name);
    add_title(JobTitle::of(&words::canonical(&all)), &mut titles);
    let segments = segments(name);
    let (main, aside): (Vec<&TitleSegment>, Vec<&TitleSegment>) =
        segments.iter().partition(|segment| !segment.bracketed);
    if !aside.is_empty() {
        let text = main.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(", ");
        add_title(JobTitle::of(&words::canonical(&words::title_words(&text))), &mut titles);
        // "Registered Nurse (RN)"
        for short in aside
            .iter()
            .filter(|s| s.text.len() < 7 && s.text.chars().all(|c| c.is_ascii_uppercase()))
        {
            add_title(JobTitle::of(&words::title_words(&short.text)), &mut titles);
        }
    }
    if let [first, second] = &main[..] {
        add_title(
            JobTitle::of(&words::canonical(&words::title_words(&format!(
                "{} {}",
                second.text, first.text
            )))),
            &mut titles,
        );
    }
    titles
}

fn add_title(title: JobTitle, titles: &mut Vec<JobTitle>) {
    if !title.is_empty() && !titles.contains(&title) {
        titles.push(title);
    }
}

/// Returns `name` without "All Other" or its exceptions, if it has them: "Architects, Except
/// Landscape and Naval".
pub(super) fn without_exceptions(name: &str) -> Option<JobTitle> {
    let mut folded = String::new();
    append_folded(name, &mut folded);
    let at = [", all other", ", except", " (except", ", general"]
        .iter()
        .filter_map(|sign| folded.find(sign))
        .min()?;
    Some(JobTitle::of(&words::canonical(&words::title_words(&folded[..at]))))
        .filter(|title| !title.core.is_empty())
}

/// Whether `text` only states where or how you work, and not the job: "Remote", "m/f/d",
/// "Contract".
pub(super) fn is_clutter(text: &str) -> bool {
    words::is_clutter(text)
}

/// Returns the titles that slashes or "and" separate in `text`, each with the words that all of
/// them share: "UX/UI Designer", "Data Engineer / Analyst". `None` if it has neither.
pub(super) fn alternatives(text: &str) -> Option<Vec<String>> {
    let joined = text
        .replace(" & ", " / ")
        .replace(" and ", " / ")
        .replace(" AND ", " / ")
        .replace(" And ", " / ");
    let (before, after) = joined.split_once('/')?;
    let (before, after) = (before.trim(), after.trim());
    if before.is_empty()
        || after.is_empty()
        || before.contains('/')
        || after.matches('/').count() > 2
    {
        return None;
    }
    // "Draughtsman/-woman", "waiter/-ress": the other gender of the same title.
    if after.starts_with('-') {
        let rest = after.split_once(' ').map_or("", |(_, rest)| rest);
        return Some(vec![format!("{before} {rest}").trim().to_string()]);
    }
    let spaced = joined.contains(" / ") || joined.contains("/ ") || joined.contains(" /");
    let parts: Vec<&str> =
        joined.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return None;
    }
    if ends_in_job(parts[0])
        && core_words(parts[0]).len() > 1
        && parts[1..].iter().all(|part| is_shared_start(part))
    {
        let lead = parts[0].rsplit_once(' ').map_or("", |(lead, _)| lead);
        let more = parts[1..].iter().map(|part| format!("{lead} {part}"));
        let alone = parts[1..].iter().filter(|part| !is_one_head(part)).map(ToString::to_string);
        return Some(std::iter::once(parts[0].to_string()).chain(more).chain(alone).collect());
    }
    if spaced {
        let last = parts[parts.len() - 1];
        let tail = last.rsplit_once(' ').map_or("", |(_, tail)| tail);
        return Some(
            parts
                .iter()
                .map(|part: &&str| {
                    let is_whole = ends_in_job(part) || tail.is_empty() || !ends_in_job(last);
                    if is_whole { (*part).to_string() } else { format!("{part} {tail}") }
                })
                .collect(),
        );
    }
    // Only the words next to the slash are alternatives; the rest belongs to both.
    let (lead, first) =
        parts[0].rsplit_once(' ').map_or(("", parts[0]), |(lead, word)| (lead, word));
    let last = parts[parts.len() - 1];
    let (end, tail) = last.split_once(' ').map_or((last, ""), |(word, tail)| (word, tail));
    let words =
        std::iter::once(first).chain(parts[1..parts.len() - 1].iter().copied()).chain([end]);
    let mut all: Vec<String> =
        words.map(|word| format!("{lead} {word} {tail}").trim().to_string()).collect();
    // "Scrum Master/Agile Coach": two titles of more than one word each.
    if !lead.is_empty() || !tail.is_empty() {
        all.extend(parts.into_iter().map(String::from).filter(|part| part.contains(' ')));
    }
    Some(all)
}

fn core_words(part: &str) -> Vec<String> {
    JobTitle::of(&words::canonical(&words::title_words(part))).core
}

fn ends_in_job(part: &str) -> bool {
    core_words(part).last().is_some_and(|word| words::is_job(word))
}

/// "Data Engineer / Analyst" shares the words before the head, "Product / Project Manager"
/// shares the head.
fn is_shared_start(part: &str) -> bool {
    core_words(part).len() == 1 && ends_in_job(part)
}

/// Whether `text` is a single noun for a person with any kind of job.
fn is_one_head(text: &str) -> bool {
    matches!(&words::title_words(text)[..], [word] if words::is_head(word))
}

/// Whether `word`, which is folded, is a noun for a person with any kind of job.
pub(super) fn is_head(word: &str) -> bool {
    words::is_head(word)
}

/// Returns the last word of `title`, if it is a maker of software of any kind: those who work with
/// an unknown technology do the same job.
pub(super) fn software_maker(title: &JobTitle) -> Option<&String> {
    title.core.last().filter(|word| words::is_software_maker(word) && !is_generic(word))
}

/// Whether `word`, which is folded, is a noun for a person who makes software.
pub(super) fn makes_software(word: &str) -> bool {
    words::is_software_maker(word)
}

/// Whether `word` states what a job is about.
pub(super) fn is_telling(word: &str) -> bool {
    let words = words::title_words(word);
    words.iter().any(|word| !words::is_head(word) && !words::is_beside_the_job(word))
        && !is_rank(word)
}

/// Whether `word` is only a rank.
pub(super) fn is_rank(word: &str) -> bool {
    words::is_rank(&words::title_words(word).concat())
}

/// Whether `word` is the head of jobs that only have being in charge in common.
pub(super) fn is_in_charge(word: &str) -> bool {
    words::has_deputies(word)
}

/// Returns the readings of the title that `parts` form, the least changed first: in the given and
/// in other orders, abbreviations kept and expanded.
pub(super) fn readings(parts: &[&str]) -> Vec<TitleReading> {
    let mut readings: Vec<TitleReading> = Vec::new();
    for (order, reordered) in orders(parts) {
        let words = words::title_words(&order);
        for (words, expanded) in words::expansions(&words) {
            let mut words = words::canonical(&words);
            words.truncate(MAX_WORDS);
            let title = JobTitle::of(&words);
            let changes = TitleChanges { expanded, reordered, reworded: false };
            if !title.is_empty() && !readings.iter().any(|known| known.title == title) {
                readings.push(TitleReading { title, changes });
            }
            if readings.len() >= MAX_READINGS {
                return readings;
            }
        }
    }
    readings.sort_by_key(|reading| reading.changes);
    readings
}

/// Returns `text` without a first word for the place or customers: "Global Head of Product". `None`
/// if there is no such word, or if it would be another job without it: "Enterprise Architect".
pub(super) fn without_scope(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let first = words::title_words(first).concat();
    let left = JobTitle::of(&words::title_words(rest)).core.len();
    ((words::is_scope(&first) && left > 0) || (words::is_market(&first) && left > 1))
        .then_some(rest.trim_start())
}

/// Whether `word` states how, where or in which language you work, and nothing about the job.
pub(super) fn is_beside_the_job(word: &str) -> bool {
    words::is_beside_the_job(word)
}

/// Whether `word` is a well-known technology or industry: the job is the same with another one.
pub(super) fn is_specialism(word: &str) -> bool {
    words::is_technology(word) || words::is_industry(word)
}

/// Whether `text` has a noun for a person with a job.
pub(super) fn is_job(text: &str) -> bool {
    words::canonical(&words::title_words(text)).iter().any(|word| words::is_job(word))
}

/// Whether `word` means an assistant of another person.
pub(super) fn is_assistant(word: &str) -> bool {
    matches!(words::title_words(word).concat().as_str(), "assistant" | "asst")
}

/// Splits `text` into a first word that means a deputy, and the rest: "Assistant Controller".
pub(super) fn without_deputy(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let deputy =
        is_assistant(first) || matches!(words::title_words(first).concat().as_str(), "deputy");
    let title = JobTitle::of(&words::canonical(&words::title_words(rest)));
    let position = title.ranks.iter().any(Rank::is_position);
    let headed = title.core.last().is_some_and(|word| words::has_deputies(word));
    (deputy && headed && !position && title.core.len() > usize::from(title.is_generic()))
        .then_some((first, rest.trim_start()))
}

/// Returns the words of `text` as typed.
fn typed_words(text: &str) -> Vec<&str> {
    text.split(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '(' | ')' | '/' | '–' | '—' | ';' | '|' | '&')
    })
    .filter(|word| !word.is_empty())
    .collect()
}

/// Returns `word`, which is folded, as typed in `text`.
pub(super) fn typed_word(text: &str, word: &str) -> String {
    let tokens = typed_words(text);
    // A single word may be typed as two: "React Native".
    for count in 1..=2 {
        for tokens in tokens.windows(count) {
            let typed = tokens.join(" ");
            if words::canonical(&words::title_words(&typed)).concat() == word {
                return typed.trim_matches(['.', '-', ':']).to_string();
            }
        }
    }
    word.to_string()
}

/// Returns `rank` as typed in `text`.
pub(super) fn typed_rank(text: &str, rank: &Rank) -> String {
    let mut word = String::new();
    match typed_words(text).into_iter().find(|word| is_rank_word(word, rank)) {
        Some(typed) => word.push_str(typed.trim_matches(['.', '-', ':'])),
        None => rank.push_onto(&mut word),
    }
    // A word in itself is quoted as words are.
    if word.len() > 1 && word.chars().skip(1).all(char::is_lowercase) {
        word.to_lowercase()
    } else {
        word
    }
}

fn is_rank_word(word: &&str, rank: &Rank) -> bool {
    let (mut core, mut ranks) = (Vec::new(), Vec::new());
    let words: Vec<String> = std::iter::once("x".to_string())
        .chain(words::canonical(&words::title_words(word)))
        .collect();
    words::take_ranks(&words, &mut core, &mut ranks);
    let first: Vec<String> = words[1..].iter().cloned().chain(["x".to_string()]).collect();
    words::take_ranks(&first, &mut core, &mut ranks);
    ranks.contains(rank)
}

/// Joins `parts` in every order, the given order first.
fn orders(parts: &[&str]) -> Vec<(String, bool)> {
    let orders: &[&[usize]] = match parts.len() {
        0 => &[],
        1 => &[&[0]],
        2 => &[&[0, 1], &[1, 0]],
        3 => &[&[0, 1, 2], &[1, 0, 2], &[2, 1, 0], &[1, 2, 0], &[2, 0, 1], &[0, 2, 1]],
        _ => return vec![(parts.join(" "), false)],
    };
    orders.iter().enumerate().map(|(i, order)| (join_parts(order, parts), i > 0)).collect()
}

fn join_parts(order: &[usize], parts: &[&str]) -> String {
    order.iter().map(|at| parts[*at]).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
