//! Suggests roles for texts that name none.

use super::hit::{Hit, Hits, SearchItem};
use super::matcher::Matcher;
use super::partial::is_stop_word;
use crate::model::RoleId;
use crate::search::fold::{append_folded, for_each_word};
use crate::search::labels::LONG_FOR_TWO;
use crate::search::lookup::SUGGESTIONS;
use crate::search::query::Query;
use crate::search::scope::SearchScope;
use crate::search::title;
use crate::search::word::is_within_typos;

/// Minimum score of a likely hit: one that only contains the letters is below it.
const LIKELY_SCORE: i32 = 400;

impl Matcher<'_> {
    /// Returns up to three roles that `text` may mean, likeliest first: the hits of a search for
    /// it, except those that only contain its letters.
    pub(super) fn suggest(self, text: &str) -> Vec<RoleId> {
        let hits = self.search(&Query::parse(text), SearchScope::Roles, 4 * SUGGESTIONS);
        let says_more = hits.words.iter().any(|word| is_telling_word(word));
        let mut roles: Vec<RoleId> = hits
            .hits
            .iter()
            .filter_map(|hit| suggested_role(hit, &hits, says_more, self))
            .collect();
        // An operator of queries may be part of a title.
        for role in self.roles.find(self.catalog, text).roles() {
            if !roles.contains(role) {
                roles.push(*role);
            }
        }
        roles.truncate(SUGGESTIONS);
        roles
    }

    /// Whether the text by which `hit` was found has a word that `word` misspells.
    fn has_misspelt_word(self, hit: &Hit, word: &str) -> bool {
        let (mut folded, mut text) = (String::new(), String::new());
        append_folded(word, &mut folded);
        append_folded(hit.text(self.catalog), &mut text);
        let mut found = false;
        for_each_word(&text, |at| {
            found |= folded.len() >= LONG_FOR_TWO && is_within_typos(&folded, &text[at], 2);
        });
        found
    }
}

/// Whether two jobs that share `word` are similar: not with a head noun such as "manager".
fn is_telling_word(word: &str) -> bool {
    !is_stop_word(&word.to_lowercase()) && title::is_telling(word)
}

fn shares_telling_word(hit: &Hit, hits: &Hits, says_more: bool, this: Matcher<'_>) -> bool {
    let missing: Vec<&str> = hits.unmatched(hit).collect();
    let mut matched = hits.words.iter().filter(|word| !missing.contains(&word.as_str()));
    let mut nearly = missing.iter().filter(|word| this.has_misspelt_word(hit, word));
    if says_more {
        matched.any(|word| is_telling_word(word)) || nearly.any(|word| is_telling_word(word))
    } else {
        matched.any(|word| !title::is_rank(word)) || nearly.next().is_some()
    }
}

fn suggested_role(hit: &Hit, hits: &Hits, says_more: bool, this: Matcher<'_>) -> Option<RoleId> {
    match hit.item {
        SearchItem::Role(role) if hit.missing != 0 => {
            shares_telling_word(hit, hits, says_more, this).then_some(role)
        }
        SearchItem::Role(role) if hit.score >= LIKELY_SCORE => Some(role),
        _ => None,
    }
}
