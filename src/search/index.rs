//! The prepared labels of a catalog, and ranked search over them.

mod matching;

mod best;
mod hit;
mod partial;
mod storage;
mod tables;

use self::best::{BestFits, ItemFit, NO_SCORE};
pub use self::hit::{Hit, Hits, MatchedText, SearchItem};
use self::partial::CrossTextFit;
use self::tables::LabelTables;
use std::sync::Arc;

use super::code::{self, TypedCode};
use super::filter::AllowedItems;
use super::fold::{append_folded, for_each_word};
use super::labels::{FoundLabel, LONG_FOR_TWO};
use super::loan::{PooledVec, pooled};
use super::lookup::{self, SUGGESTIONS};
use super::query::Query;
use super::roles::RoleNames;
use super::scope::SearchScope;
use super::title;
use super::word::is_within_typos;
use crate::model::{Catalog, RoleId, SkillId};

/// Minimum score of entire words, starts of words and initials; matches inside words are less
/// certain.
const UNDERSTOOD_SCORE: i32 = 750;

/// The prepared labels of a catalog. Immutable: share it with an `Arc`.
#[derive(Debug)]
pub struct SearchIndex {
    catalog: Arc<Catalog>,
    tables: LabelTables,
    /// Created when roles are first searched.
    roles: Arc<RoleNames>,
}

/// Roles whose name was typed.
#[derive(Default)]
struct RolesByName {
    hits: Vec<Hit>,
    notice: Option<String>,
    /// Whether the name is theirs; otherwise they are only suggestions.
    sure: bool,
}

/// Score of a role whose name was typed: above any other match.
const NAMED_ROLE_SCORE: i32 = 10_000;

/// Minimum score of a likely hit: one that only contains the letters is below it.
const LIKELY_SCORE: i32 = 400;

pooled!(ItemFit, FoundLabel, CrossTextFit);

impl SearchIndex {
    /// Prepares every label of `catalog`, on two threads.
    pub fn new(catalog: Arc<Catalog>) -> Self {
        let tables = LabelTables::new(&catalog);
        Self { catalog, tables, roles: Arc::default() }
    }

    /// Returns the index with the `roles` of its catalog, so that their names are read once for
    /// both.
    #[must_use]
    pub fn with_roles(self, roles: Arc<RoleNames>) -> Self {
        Self { roles, ..self }
    }

    /// Returns the number of labels.
    pub fn labels(&self) -> usize {
        self.tables.parts.iter().map(|part| part.labels.len()).sum()
    }

    /// Returns the best `limit` results for `query` in `scope`, best first.
    ///
    /// A query without words returns all items of the scope, skills by name and the rest in catalog
    /// order. The order is total: score, then roles before skills before responsibilities, then the
    /// number of roles that require the skill, then the shorter text, then the text, then the item.
    ///
    /// A label matches if it contains the typed words, or they are its initials. If fewer than ten
    /// names match, labels in which the words are shortened, misspelt or joined differently also
    /// match; if there are still none, labels with scattered letters. Descriptions are searched for
    /// starts of words from three letters on, and not at all if five hundred names match.
    pub fn search(&self, query: &Query, scope: SearchScope, limit: usize) -> Hits {
        let sieve = (!query.filters.is_empty())
            .then(|| AllowedItems::new(&query.filters, &self.catalog, &self.roles));
        let mut hints = query.hints.clone();
        hints.extend(sieve.as_ref().into_iter().flat_map(|sieve| sieve.hints.iter().cloned()));
        if query.alternatives.is_empty() {
            let all: Vec<SearchItem> =
                self.items(scope).filter(|item| is_allowed(sieve.as_ref(), *item)).collect();
            let hits = all
                .iter()
                .copied()
                .take(limit)
                .map(|item| Hit { item, matched: MatchedText::Name, nth: 0, score: 0, missing: 0 })
                .collect();
            return Hits { total: all.len(), hits, hints, words: Vec::new() };
        }
        let mut best = BestFits::new(self.places());
        for alternative in &query.alternatives {
            let mut one = self.match_alternative(alternative, scope, sieve.as_ref());
            self.prefer_case(&alternative.cased, &mut one);
            for &place in one.found.iter() {
                let ItemFit { score, part, label, missing } = one.of[place as usize];
                best.offer(place, score, part as usize, label, missing);
            }
        }
        let named = self.named_roles(query, scope, sieve.as_ref());
        // Roles with the typed name come first, however well other texts match; suggestions come
        // first only if other texts match badly.
        let mut first: Vec<Hit> = Vec::new();
        for (rank, mut hit) in named.hits.into_iter().enumerate() {
            let SearchItem::Role(role) = hit.item else { continue };
            let known = best.of[role.index()];
            if !named.sure && known.is_full() && known.score >= UNDERSTOOD_SCORE {
                continue;
            }
            if known.score != NO_SCORE {
                if hit.matched == MatchedText::Name
                    && lookup::fold_key(&self.catalog.role(role).title)
                        != lookup::fold_key(query.text())
                {
                    let (_, matched, nth) = self.tables.parts[known.part as usize].tag(known.label);
                    (hit.matched, hit.nth) = (matched, nth);
                }
                hit.missing &= known.missing;
                best.of[role.index()].score = NO_SCORE;
            }
            hit.score =
                if named.sure { NAMED_ROLE_SCORE } else { UNDERSTOOD_SCORE } - 1 - rank as i32;
            first.push(hit);
        }
        let complete = best.found.iter().any(|place| best.of[*place as usize].is_full());
        let of = &best.of;
        best.found.retain(|place| {
            let fit = of[*place as usize];
            fit.score != NO_SCORE && (fit.missing == 0 || !complete)
        });
        let read = named.notice.is_some();
        hints.extend(named.notice);
        let mut order: PooledVec<(u32, u64)> = PooledVec::new();
        for &place in best.found.iter() {
            let ItemFit { score, part, label, .. } = best.of[place as usize];
            order.push((
                reverse_order_bits(score.cast_unsigned()),
                u64::from(part) << 32 | u64::from(label),
            ));
        }
        let total = order.len() + first.len();
        if limit < order.len() {
            order.select_nth_unstable(limit);
            order.truncate(limit);
        }
        order.sort_unstable();
        let mut hits: Vec<Hit> =
            order.iter().copied().map(|found| found_hit(found, &best.of, self)).collect();
        // Suggestions come after names that have all the words.
        let at = if named.sure {
            0
        } else {
            hits.partition_point(|hit| hit.score >= UNDERSTOOD_SCORE && hit.missing == 0)
        };
        hits.splice(at..at, first);
        hits.truncate(limit);
        let some_lack = hits.iter().any(|hit| hit.missing != 0);
        let words = if some_lack { query.words(u32::MAX) } else { Vec::new() };
        let mut hits = Hits { total, hits, hints, words };
        // The notice on how a title was read already lists the words set aside.
        if hits.is_partial() && !read {
            let without: Vec<String> =
                hits.unmatched_by_all().iter().map(|word| format!("`{word}`")).collect();
            let without = if without.is_empty() {
                String::new()
            } else {
                format!("; not matched: {}", without.join(", "))
            };
            hits.hints.push(format!("no result matches all of these words{without}"));
        }
        hits
    }

    /// Returns up to three roles that `text` may mean, likeliest first: the hits of a search for
    /// it, except those that only contain its letters.
    pub fn suggest(&self, text: &str) -> Vec<RoleId> {
        let hits = self.search(&Query::parse(text), SearchScope::Roles, 4 * SUGGESTIONS);
        let says_more = hits.words.iter().any(|word| is_telling_word(word));
        let mut roles: Vec<RoleId> = hits
            .hits
            .iter()
            .filter_map(|hit| suggested_role(hit, &hits, says_more, self))
            .collect();
        // An operator of queries may be part of a title.
        for role in self.roles.find(&self.catalog, text).roles() {
            if !roles.contains(role) {
                roles.push(*role);
            }
        }
        roles.truncate(SUGGESTIONS);
        roles
    }

    /// Whether the text by which `hit` was found has a word that `word` misspells.
    fn has_misspelt_word(&self, hit: &Hit, word: &str) -> bool {
        let (mut folded, mut text) = (String::new(), String::new());
        append_folded(word, &mut folded);
        append_folded(hit.text(&self.catalog), &mut text);
        let mut found = false;
        for_each_word(&text, |at| {
            found |= folded.len() >= LONG_FOR_TWO && is_within_typos(&folded, &text[at], 2);
        });
        found
    }

    /// Reads the names of all roles now, so that the first search does not wait for it.
    pub fn prepare(&self) {
        self.roles.prepare(&self.catalog);
    }

    /// Returns the roles that the entire text of `query` names, as [`RoleNames`] finds them, and
    /// those whose codes begin with it.
    fn named_roles(
        &self,
        query: &Query,
        scope: SearchScope,
        sieve: Option<&AllowedItems>,
    ) -> RolesByName {
        if !matches!(scope, SearchScope::Roles | SearchScope::All) || !query.filters.is_empty() {
            return RolesByName::default();
        }
        let plain = matches!(&query.alternatives[..], [one] if one.required.is_empty() && one.excluded.is_empty());
        if !plain {
            // An operator may be part of a title here too: "Cook | Baker".
            let called = self.roles.roles_called(&self.catalog, query.text());
            let hits =
                called.into_iter().map(|role| self.hit_of_role(role, query.text(), 0)).collect();
            return RolesByName { hits, notice: None, sure: true };
        }
        let found = self.roles.find(&self.catalog, query.text());
        let sure = !matches!(found.found, lookup::LookupResult::Nothing(_));
        let mut named = RolesByName { hits: Vec::new(), notice: found.notice.clone(), sure };
        let all = query.words(u32::MAX);
        let mut missing = 0;
        for (at, word) in all.iter().enumerate() {
            let aside = found
                .set_aside
                .iter()
                .any(|aside| aside.split_whitespace().any(|a| a.eq_ignore_ascii_case(word)));
            missing |= u32::from(aside) << at.min(31);
        }
        let roles = found.roles().iter().filter(|_| sure || scope == SearchScope::Roles);
        for &role in roles.filter(|role| is_allowed(sieve, SearchItem::Role(**role))) {
            named.hits.push(self.hit_of_role(role, query.text(), missing));
        }
        if let Some(sought) = TypedCode::parse(query.text()) {
            named.sure = true;
            for role in
                self.catalog.role_ids().filter(|role| is_allowed(sieve, SearchItem::Role(*role)))
            {
                let codes = &self.catalog.role(role).codes;
                let begins =
                    codes.iter().position(|(scheme, code)| sought.is_prefix_of(scheme, code));
                if let Some(nth) = begins.filter(|_| {
                    !named.hits.iter().any(|hit: &Hit| hit.item == SearchItem::Role(role))
                }) {
                    let item = SearchItem::Role(role);
                    named.hits.push(Hit {
                        item,
                        matched: MatchedText::Code,
                        nth: nth as u32,
                        score: 0,
                        missing: 0,
                    });
                }
            }
        }
        named
    }

    /// Returns the hit for a role that is called `text`, with the name that matched.
    fn hit_of_role(&self, id: RoleId, text: &str, missing: u32) -> Hit {
        let role = self.catalog.role(id);
        let key = lookup::fold_key(text);
        let (matched, nth) = if lookup::fold_key(&role.title) == key {
            (MatchedText::Name, 0)
        } else if let Some(nth) = position_by_key(&role.aliases, &key) {
            (MatchedText::Alias, nth)
        } else if let Some(nth) = position_by_key(&role.hidden, &key) {
            (MatchedText::Hidden, nth)
        } else if let Some(nth) = position_of_code(text, &role.codes) {
            (MatchedText::Code, nth)
        } else {
            (MatchedText::Name, 0)
        };
        Hit { item: SearchItem::Role(id), matched, nth: nth as u32, score: 0, missing }
    }

    /// Returns all items of `scope` in display order.
    fn items(&self, scope: SearchScope) -> impl Iterator<Item = SearchItem> + '_ {
        let catalog = &*self.catalog;
        let (roles, skills, duties) = match scope {
            SearchScope::Roles => (true, false, false),
            SearchScope::Skills => (false, true, false),
            SearchScope::Responsibilities => (false, false, true),
            SearchScope::All => (true, true, true),
        };
        let skills = skills.then(|| catalog.skills_by_name().iter()).into_iter().flatten();
        let roles = roles.then(|| catalog.role_ids()).into_iter().flatten();
        let duties = duties.then(|| catalog.role_ids()).into_iter().flatten();
        let duties = duties.flat_map(move |role| {
            (0..count_responsibilities(role, &self.tables.responsibilities))
                .map(move |at| SearchItem::Responsibility(role, at))
        });
        roles
            .map(SearchItem::Role)
            .chain(skills.map(|skill| SearchItem::Skill(*skill)))
            .chain(duties)
    }

    /// Returns the item at `place`. Places number all items: roles first, then skills, then
    /// responsibilities.
    fn item(&self, place: u32) -> SearchItem {
        let roles = self.tables.responsibilities.len() as u32 - 1;
        let skills = self.catalog.skills().len() as u32;
        if place < roles {
            return SearchItem::Role(RoleId(place));
        }
        if place < roles + skills {
            return SearchItem::Skill(SkillId(place - roles));
        }
        let duty = place - roles - skills;
        let role = self.tables.responsibilities.partition_point(|first| *first <= duty) - 1;
        SearchItem::Responsibility(RoleId(role as u32), duty - self.tables.responsibilities[role])
    }

    fn places(&self) -> usize {
        let duties = self.tables.responsibilities.last().copied().unwrap_or(0) as usize;
        self.tables.responsibilities.len() - 1 + self.catalog.skills().len() + duties
    }
}

fn found_hit((score, label): (u32, u64), best_of: &PooledVec<ItemFit>, this: &SearchIndex) -> Hit {
    let part = &this.tables.parts[(label >> 32) as usize];
    let (place, matched, nth) = part.tag(label as u32);
    let missing = best_of[place as usize].missing;
    Hit {
        item: this.item(place),
        matched,
        nth,
        score: reverse_order_bits(score).cast_signed(),
        missing,
    }
}

/// Whether two jobs that share `word` are similar: not with a head noun such as "manager".
fn is_telling_word(word: &str) -> bool {
    !is_stop_word(&word.to_lowercase()) && title::is_telling(word)
}

fn shares_telling_word(hit: &Hit, hits: &Hits, says_more: bool, this: &SearchIndex) -> bool {
    let missing: Vec<&str> = hits.unmatched(hit).collect();
    let mut matched = hits.words.iter().filter(|word| !missing.contains(&word.as_str()));
    let mut nearly = missing.iter().filter(|word| this.has_misspelt_word(hit, word));
    if says_more {
        matched.any(|word| is_telling_word(word)) || nearly.any(|word| is_telling_word(word))
    } else {
        matched.any(|word| !title::is_rank(word)) || nearly.next().is_some()
    }
}

fn suggested_role(hit: &Hit, hits: &Hits, says_more: bool, this: &SearchIndex) -> Option<RoleId> {
    match hit.item {
        SearchItem::Role(role) if hit.missing != 0 => {
            shares_telling_word(hit, hits, says_more, this).then_some(role)
        }
        SearchItem::Role(role) if hit.score >= LIKELY_SCORE => Some(role),
        _ => None,
    }
}

fn position_by_key(names: &[String], key: &str) -> Option<usize> {
    names.iter().position(|name| lookup::fold_key(name) == key)
}

fn position_of_code(text: &str, role_codes: &[(String, String)]) -> Option<usize> {
    let sought = TypedCode::parse(text)?;
    role_codes.iter().position(|(scheme, code)| sought.fits(scheme, code) != code::CodeFit::None)
}

fn count_responsibilities(role: RoleId, responsibilities: &[u32]) -> u32 {
    responsibilities[role.index() + 1] - responsibilities[role.index()]
}

/// Maps the bits of a signed score to a number that is smaller for higher scores, and back.
fn reverse_order_bits(bits: u32) -> u32 {
    !bits ^ 1 << 31
}

/// Whether `word` occurs in nearly every sentence.
fn is_stop_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "of"
            | "on"
            | "or"
            | "the"
            | "to"
            | "with"
    )
}

fn is_allowed(sieve: Option<&AllowedItems>, item: SearchItem) -> bool {
    sieve.is_none_or(|sieve| match item {
        SearchItem::Skill(id) => sieve.skills[id.index()],
        SearchItem::Role(id) | SearchItem::Responsibility(id, _) => sieve.roles[id.index()],
    })
}

#[cfg(test)]
mod tests;
