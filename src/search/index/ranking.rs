//! Ranks the items that match a query.

use super::best::{BestFits, ItemFit, Likeness, NO_SCORE, UNDERSTOOD_SCORE};
use super::hit::{Hit, Hits, MatchedText, NAMED_ROLE_SCORE, SearchItem};
use super::matcher::{Matcher, is_allowed};
use crate::model::RoleId;
use crate::model::text::quoted;
use crate::search::code::{self, TypedCode};
use crate::search::filter::AllowedItems;
use crate::search::loan::PooledVec;
use crate::search::lookup::{self, LookupResult};
use crate::search::query::Query;
use crate::search::scope::SearchScope;

/// Roles whose name was typed.
#[derive(Default)]
struct RolesByName {
    hits: Vec<Hit>,
    notice: Option<String>,
    /// Whether the name is theirs; otherwise they are only suggestions.
    sure: bool,
}

impl Matcher<'_> {
    pub(super) fn search(self, query: &Query, scope: SearchScope, limit: usize) -> Hits {
        let sieve = (!query.filters.is_empty())
            .then(|| AllowedItems::new(&query.filters, self.catalog, self.roles));
        let mut hints = query.hints.clone();
        hints.extend(sieve.as_ref().into_iter().flat_map(|sieve| sieve.hints.iter().cloned()));
        if query.alternatives.is_empty() {
            return self.all_items(scope, sieve.as_ref(), limit, hints);
        }
        let mut best = self.match_any(query, scope, sieve.as_ref());
        let named = self.named_roles(query, scope, sieve.as_ref());
        let first = self.put_first(&named, query, &mut best);
        let complete = best.found.iter().any(|place| best.of[*place as usize].is_full());
        let of = &best.of;
        best.found.retain(|place| {
            let fit = of[*place as usize];
            fit.score != NO_SCORE && (fit.missing == 0 || !complete)
        });
        let read = named.notice.is_some();
        hints.extend(named.notice);
        let total = best.found.len() + first.len();
        let mut hits = self.best_hits(&best, limit);
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
        let likeness = best.likeness.filter(|_| !hits.iter().any(Hit::is_named_role));
        if let Some(likeness) = likeness {
            let like = match likeness {
                Likeness::Spelling => "are similar in spelling",
                Likeness::Letters => "have its letters in this order",
            };
            hints.push(format!("no match for `{}`; these {like}", quoted(query.text())));
        }
        let is_similar_only = likeness.is_some();
        let mut hits = Hits { total, hits, hints, words, is_similar_only };
        // The notice on how a title was read already lists the words set aside.
        if hits.is_partial() && !read && !is_similar_only {
            let hint = partial_hint(&hits);
            hits.hints.push(hint);
        }
        hits
    }

    /// Returns the first `limit` items of `scope` that pass, in display order.
    fn all_items(
        self,
        scope: SearchScope,
        sieve: Option<&AllowedItems>,
        limit: usize,
        hints: Vec<String>,
    ) -> Hits {
        let all: Vec<SearchItem> =
            self.items(scope).filter(|item| is_allowed(sieve, *item)).collect();
        let hits = all
            .iter()
            .copied()
            .take(limit)
            .map(|item| Hit { item, matched: MatchedText::Name, nth: 0, score: 0, missing: 0 })
            .collect();
        Hits { total: all.len(), hits, hints, ..Hits::default() }
    }

    /// Returns the roles whose name was typed, and takes them out of `best`.
    ///
    /// Roles with the typed name come first, however well other texts match; suggestions come first
    /// only if other texts match badly.
    fn put_first(self, named: &RolesByName, query: &Query, best: &mut BestFits) -> Vec<Hit> {
        let mut first: Vec<Hit> = Vec::new();
        for (rank, hit) in named.hits.iter().enumerate() {
            let SearchItem::Role(role) = hit.item else { continue };
            let (mut hit, known) = (*hit, best.of[role.index()]);
            if !named.sure && known.is_full() && known.score >= UNDERSTOOD_SCORE {
                continue;
            }
            if known.score != NO_SCORE {
                if hit.matched == MatchedText::Name
                    && lookup::fold_key(self.catalog.role_title(role))
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
        first
    }

    /// Returns the best `limit` of the items found, best first.
    fn best_hits(self, best: &BestFits, limit: usize) -> Vec<Hit> {
        let mut order: PooledVec<(u32, u64)> = PooledVec::new();
        for &place in best.found.iter() {
            let ItemFit { score, part, label, .. } = best.of[place as usize];
            order.push((
                reverse_order_bits(score.cast_unsigned()),
                u64::from(part) << 32 | u64::from(label),
            ));
        }
        if limit < order.len() {
            order.select_nth_unstable(limit);
            order.truncate(limit);
        }
        order.sort_unstable();
        order.iter().copied().map(|found| self.found_hit(found, best)).collect()
    }

    /// Returns the best label of each item that matches an alternative of `query`.
    fn match_any(
        self,
        query: &Query,
        scope: SearchScope,
        sieve: Option<&AllowedItems>,
    ) -> BestFits {
        let mut each = query.alternatives.iter().map(|alternative| {
            let mut one = self.match_alternative(alternative, scope, sieve);
            self.prefer_case(&alternative.cased, &mut one);
            one
        });
        let mut best = each.next().unwrap_or_else(|| BestFits::new(self.tables.places()));
        for one in each {
            best.likeness = match (best.found.is_empty(), one.found.is_empty()) {
                (true, _) => one.likeness,
                (_, true) => best.likeness,
                _ => best.likeness.zip(one.likeness).map(|(a, b)| a.max(b)),
            };
            for &place in one.found.iter() {
                let ItemFit { score, part, label, missing } = one.of[place as usize];
                best.offer(place, score, part as usize, label, missing);
            }
        }
        best
    }

    /// Returns the hit for the label of a group that was `found`, with its score in reverse order.
    fn found_hit(self, (score, label): (u32, u64), best: &BestFits) -> Hit {
        let part = &self.tables.parts[(label >> 32) as usize];
        let (place, matched, nth) = part.tag(label as u32);
        let score = reverse_order_bits(score).cast_signed();
        let missing = best.of[place as usize].missing;
        Hit { item: self.item(place), matched, nth, score, missing }
    }

    /// Returns the roles that the entire text of `query` names, as [`RoleNames`] finds them, and
    /// those whose codes begin with it.
    fn named_roles(
        self,
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
            let called = self.roles.roles_called(self.catalog, query.text());
            let hits =
                called.into_iter().map(|role| self.hit_of_role(role, query.text(), 0)).collect();
            return RolesByName { hits, notice: None, sure: true };
        }
        let found = self.roles.find(self.catalog, query.text());
        let sure = !matches!(found.found, LookupResult::Nothing(_));
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
    fn hit_of_role(self, id: RoleId, text: &str, missing: u32) -> Hit {
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
}

/// Returns the hint that no hit has all words of the query, and which words none has.
fn partial_hint(hits: &Hits) -> String {
    let without: Vec<String> =
        hits.unmatched_by_all().iter().map(|word| format!("`{word}`")).collect();
    let without = if without.is_empty() {
        String::new()
    } else {
        format!("; not matched: {}", without.join(", "))
    };
    format!("no result matches all of these words{without}")
}

fn position_by_key(names: &[String], key: &str) -> Option<usize> {
    names.iter().position(|name| lookup::fold_key(name) == key)
}

fn position_of_code(text: &str, role_codes: &[(String, String)]) -> Option<usize> {
    let sought = TypedCode::parse(text)?;
    role_codes.iter().position(|(scheme, code)| sought.fits(scheme, code) != code::CodeFit::None)
}

/// Maps the bits of a signed score to a number that is smaller for higher scores, and back.
fn reverse_order_bits(bits: u32) -> u32 {
    !bits ^ 1 << 31
}
