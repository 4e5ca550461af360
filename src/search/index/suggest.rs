//! Suggests roles for texts that name none.

use std::collections::HashSet;

use super::hit::SearchItem;
use super::matcher::Matcher;
use super::partial::is_stop_word;
use crate::model::RoleId;
use crate::search::fold::letter_mask;
use crate::search::inflection::is_same_word;
use crate::search::lookup::{LookupResult, SUGGESTIONS, is_similar};
use crate::search::query::Query;
use crate::search::scope::SearchScope;
use crate::search::title::{self, JobTitle};
use crate::search::word::TypedWord;

/// Maximum number of hits of one search that are compared with the text.
const MAX_HITS: usize = 8 * SUGGESTIONS;

/// Maximum number of words of the text that are searched individually.
const MAX_WORDS: usize = 6;

/// Maximum number of readings of the text that roles are compared with.
const MAX_READINGS: usize = 6;

/// Minimum share of distinctive words that a name and the text have in common, and if none of them
/// is written the same.
const MIN_SHARE: f64 = 0.3;
const MIN_SIMILAR_SHARE: f64 = 0.65;

/// Share from which roles are equally likely, and come in the order in which they were found.
const LIKELY_SHARE: f64 = 0.75;

/// Shares of a search term, which is never shown, count as this part of those of a visible name.
const HIDDEN_WEIGHT: f64 = 0.9;

/// Shares of a name for another kind of person count as this part.
const OTHER_HEAD_WEIGHT: f64 = 0.8;

/// A word that is spelt similarly counts as this part of one that is equal, and one that begins
/// with what was typed as this part.
const SPELLING_WEIGHT: f64 = 0.8;
const START_WEIGHT: f64 = 0.7;

/// Minimum score of a word that is spelt similarly: one letter is wrong, or it is shortened.
const MIN_LIKENESS_SCORE: u16 = 530;

/// Minimum similarity (Jaro-Winkler) of two entire names that are written differently.
const NAME_SIMILARITY: f64 = 0.9;

/// Minimum length of a word that may be the start of another, or short for it.
const MIN_START_BYTES: usize = 4;

/// A reading of the text for which roles are suggested.
struct SoughtTitle {
    /// Words that say what the job is about.
    telling: Vec<String>,
    /// The last word.
    head: String,
    /// All words.
    joined: String,
    /// A maker of software, at its end.
    maker: Option<String>,
}

/// The distinctive words that a name and the text have in common.
#[derive(Debug, Clone, Copy, Default)]
struct NameShare {
    /// Their share, from 0 to 1.
    share: f64,
    /// Whether one of them is the same word.
    is_exact: bool,
}

impl SoughtTitle {
    /// Whether `head` is the last word or spelt like it, or both are for people who make software.
    fn has_head_like(&self, head: &str) -> bool {
        word_likeness(&self.head, head) >= SPELLING_WEIGHT
            || (title::makes_software(&self.head) && title::makes_software(head))
    }
}

impl NameShare {
    /// Returns the share by which roles are sorted.
    fn rank(self) -> f64 {
        self.share.min(LIKELY_SHARE)
    }
}

impl Matcher<'_> {
    /// Returns up to three roles that `text` may mean, likeliest first: of those that names and
    /// searches suggest, the roles whose names have most of its distinctive words. None if no name
    /// has any of them.
    pub(super) fn suggest(self, text: &str) -> Vec<RoleId> {
        let named = self.roles.find(self.catalog, text);
        let suggested = named.roles().to_vec();
        if matches!(named.found, LookupResult::Nothing(_)) && named.notice.is_some() {
            return suggested;
        }
        let sought = sought_titles(text);
        let mut roles = self.roles_found(text);
        // An operator of queries may be part of a title.
        roles.extend(suggested);
        let likely = self.likely_roles(roles, &sought);
        if !likely.is_empty() {
            return likely;
        }
        let makers: Vec<SoughtTitle> = sought
            .into_iter()
            .filter_map(|SoughtTitle { head, joined, maker, .. }| {
                Some(SoughtTitle { telling: vec![maker?], head, joined, maker: None })
            })
            .collect();
        self.likely_roles(Vec::new(), &makers)
    }

    /// Returns the likeliest of `roles`, and of those that a search for the distinctive words of
    /// `sought` finds. Names that have one of the words come alone.
    fn likely_roles(self, mut roles: Vec<RoleId>, sought: &[SoughtTitle]) -> Vec<RoleId> {
        let telling = sought.iter().flat_map(|title| &title.telling);
        let mut asked = HashSet::new();
        for word in telling.filter(|word| asked.insert(word.as_str())).take(MAX_WORDS) {
            roles.extend(self.roles_found(word));
        }
        let mut seen = HashSet::new();
        roles.retain(|role| seen.insert(*role));
        let mut shares: Vec<(NameShare, RoleId)> = roles
            .into_iter()
            .map(|role| (self.share(role, sought), role))
            .filter(|(share, _)| share.share > 0.0)
            .collect();
        if shares.iter().any(|(share, _)| share.is_exact) {
            shares.retain(|(share, _)| share.is_exact);
        }
        shares.sort_by(|a, b| b.0.rank().total_cmp(&a.0.rank()));
        shares.truncate(SUGGESTIONS);
        shares.into_iter().map(|(_, role)| role).collect()
    }

    /// Returns the roles that a search for `text` finds, best first.
    fn roles_found(self, text: &str) -> Vec<RoleId> {
        let hits = self.search(&Query::parse(text), SearchScope::Roles, MAX_HITS).hits;
        hits.iter()
            .filter_map(|hit| match hit.item {
                SearchItem::Role(role) => Some(role),
                _ => None,
            })
            .collect()
    }

    /// Returns the largest share of distinctive words that a name of `role` and one of `sought` have
    /// in common.
    fn share(self, role: RoleId, sought: &[SoughtTitle]) -> NameShare {
        let role = self.catalog.role(role);
        let visible = std::iter::once(&role.title).chain(&role.aliases).map(|name| (name, 1.0));
        let hidden = role.hidden.iter().map(|name| (name, HIDDEN_WEIGHT));
        let mut best = NameShare::default();
        for (name, weight) in visible.chain(hidden) {
            for own in title::name_titles(name) {
                for title in sought {
                    let NameShare { share, is_exact } = share_of(title, &own);
                    best.share = best.share.max(weight * share);
                    best.is_exact |= is_exact;
                }
            }
        }
        best
    }
}

/// Returns the readings of `text`, each with its distinctive words; its heads, if it has no others.
fn sought_titles(text: &str) -> Vec<SoughtTitle> {
    let segments = title::segments(text);
    let parts: Vec<&str> = segments
        .iter()
        .map(|segment| segment.text.as_str())
        .filter(|part| !title::is_clutter(part))
        .collect();
    title::readings(&[parts.join(" ").as_str()])
        .into_iter()
        .take(MAX_READINGS)
        .map(|reading| SoughtTitle {
            telling: telling_words(&reading.title),
            head: reading.title.core.last().cloned().unwrap_or_default(),
            joined: reading.title.core.concat(),
            maker: title::software_maker(&reading.title).cloned(),
        })
        .collect()
}

/// Returns the words of `title` that say what the job is about; its heads, if it has no others.
fn telling_words(title: &JobTitle) -> Vec<String> {
    let words = title.core.iter().filter(|word| !is_stop_word(word));
    let telling: Vec<String> = words
        .clone()
        .filter(|word| title::is_telling(word) && *word != "management")
        .cloned()
        .collect();
    if telling.is_empty() { words.cloned().collect() } else { telling }
}

/// Returns the share of the distinctive words of `sought`, and of those of `own`, that both have: the
/// mean of the two. 0 if it is too small for a suggestion.
fn share_of(sought: &SoughtTitle, own: &JobTitle) -> NameShare {
    let joined = own.core.concat();
    if is_similar(&sought.joined, &joined, NAME_SIMILARITY) {
        // A "programmer" only begins as a "program" does.
        let begins = joined != sought.joined && joined.starts_with(&sought.joined);
        return NameShare { share: 1.0, is_exact: !begins };
    }
    let theirs = telling_words(own);
    let each: Vec<f64> = sought.telling.iter().map(|word| likeness_in(word, &own.core)).collect();
    let sum: f64 = each.iter().sum();
    let (typed, named) = (sought.telling.len().max(1), theirs.len().max(1));
    let weight = if own.core.last().is_some_and(|head| sought.has_head_like(head)) {
        1.0
    } else {
        OTHER_HEAD_WEIGHT
    };
    let share = weight * (sum / typed as f64 + (sum / named as f64).min(1.0)) / 2.0;
    let is_exact = each.iter().any(|likeness| *likeness >= 1.0);
    let least = if is_exact { MIN_SHARE } else { MIN_SIMILAR_SHARE };
    if share < least { NameShare::default() } else { NameShare { share, is_exact } }
}

/// Returns how much `typed` is like the one of `words` that it is most like, from 0 to 1.
fn likeness_in(typed: &str, words: &[String]) -> f64 {
    words.iter().map(|word| word_likeness(typed, word)).fold(0.0, f64::max)
}

/// Returns how much `typed` is like `word`, from 0 to 1: the same word, its start, shortened or
/// misspelt.
fn word_likeness(typed: &str, word: &str) -> f64 {
    if is_same_word(typed, word) {
        return 1.0;
    }
    if typed.len() < MIN_START_BYTES {
        return 0.0;
    }
    let chars: Vec<char> = word.chars().collect();
    let needle = TypedWord::new(&typed.chars().collect::<Vec<_>>());
    let quality = needle.resembles(word, chars.len() as u32, letter_mask(&chars), true);
    if quality.is_some_and(|quality| quality >= MIN_LIKENESS_SCORE) {
        SPELLING_WEIGHT
    } else if word.starts_with(typed) {
        START_WEIGHT
    } else {
        0.0
    }
}
