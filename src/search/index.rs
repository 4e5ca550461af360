//! The prepared labels of a catalog, and ranked search over them.

use std::io::{self, Read, Write};
use std::sync::Arc;

use super::code::{self, TypedCode};
use super::filter::AllowedItems;
use super::fold::{append_folded, for_each_word};
use super::labels::{FoundLabel, INITIALS, LONG_FOR_TWO, LabelKind, Labels, WordFits};
use super::loan::{PooledVec, pooled};
use super::lookup::{self, SUGGESTIONS};
use super::query::{QueryAlternative, QueryTerm, has_bit};
use super::word::{TypedWord, is_within_typos};
use super::{Query, RoleNames, SearchScope, title};
use crate::flat::{self, FlatReader};
use crate::model::{Catalog, RoleId, SkillId, words};

/// An item that search can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SearchItem {
    /// A skill.
    Skill(SkillId),
    /// A role.
    Role(RoleId),
    /// A responsibility: its role, and its position in `Role::responsibilities`.
    Responsibility(RoleId, u32),
}

words!(
    /// The text of an item that matched.
    MatchedText {
        /// The name of a skill, the title of a role, the text of a responsibility.
        Name = "name",
        /// A visible alias.
        Alias = "alias",
        /// A search term that is never shown.
        Hidden = "hidden",
        /// The description of a skill, the summary of a role.
        Description = "description",
        /// An external code of a role.
        Code = "code",
    }
);

impl MatchedText {
    const ALL: [Self; 4] = [Self::Name, Self::Alias, Self::Hidden, Self::Description];

    /// Returns the deduction for a match in this text compared with one in the name.
    fn discount(self) -> i32 {
        match self {
            Self::Name | Self::Code => 0,
            Self::Alias => 25,
            Self::Hidden => 110,
            Self::Description => 450,
        }
    }
}

/// Descriptions are searched if fewer names than this match: after that many, nobody reads on to
/// passing mentions.
const ENOUGH_NAMES: usize = 500;

/// Abbreviations and misspellings are also searched if fewer names than this match.
const FEW_NAMES: usize = 10;

/// Minimum score of entire words, starts of words and initials; matches inside words are less
/// certain.
const UNDERSTOOD_SCORE: i32 = 750;

/// Maximum number of labels with scattered letters that are listed.
const MAX_SCATTERED: usize = 100;

/// Maximum number of letters that may be taken for initials rather than the start of a word; they
/// are unless more than `RARE_FACTOR` times as many labels contain them otherwise.
const FEW_LETTERS: usize = 3;
const RARE_FACTOR: usize = 16;
const SURELY_INITIALS: i32 = 130;

/// Deduction for an item if no single text of it has all the words.
const CROSS_TEXT_PENALTY: i32 = 350;

/// Bonus if words match the capitals as typed: enough to outrank the start of a longer word, or to
/// settle a tie.
const CASE_BONUS: i32 = 110;
const WEAK_CASE_BONUS: i32 = 4;

/// Score of a literal match (`'exact`): at the start of a word, and inside.
const VERBATIM_SCORE: i32 = 900;

/// A search result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The item found.
    pub item: SearchItem,
    /// The kind of text that matched.
    pub matched: MatchedText,
    /// Position among several such texts.
    pub nth: u32,
    /// Score: higher is better; comparable only within one query.
    pub score: i32,
    /// Words of [`Hits::words`] that it does not have, as bits; 0 for a full match.
    pub missing: u32,
}

impl Hit {
    /// Whether it is a role whose name was typed.
    pub fn is_named_role(&self) -> bool {
        self.score > NAMED_ROLE_SCORE / 2 && self.missing == 0
    }

    /// Returns the text that matched.
    pub fn text<'a>(&self, catalog: &'a Catalog) -> &'a str {
        let nth = |texts: &'a [String]| texts.get(self.nth as usize).map_or("", String::as_str);
        match (self.item, self.matched) {
            (SearchItem::Skill(id), MatchedText::Name) => &catalog.skill(id).name,
            (SearchItem::Skill(id), MatchedText::Alias) => nth(&catalog.skill(id).aliases),
            (SearchItem::Skill(id), MatchedText::Hidden) => nth(&catalog.skill(id).hidden),
            (SearchItem::Skill(id), MatchedText::Description) => {
                catalog.skill(id).description.as_deref().unwrap_or_default()
            }
            (SearchItem::Role(id), MatchedText::Name) => &catalog.role(id).title,
            (SearchItem::Role(id), MatchedText::Alias) => nth(&catalog.role(id).aliases),
            (SearchItem::Role(id), MatchedText::Hidden) => nth(&catalog.role(id).hidden),
            (SearchItem::Role(id), MatchedText::Description) => &catalog.role(id).summary,
            (SearchItem::Role(id), MatchedText::Code) => {
                catalog.role(id).codes.get(self.nth as usize).map_or("", |(_, code)| code.as_str())
            }
            (SearchItem::Skill(_), MatchedText::Code) => "",
            (SearchItem::Responsibility(id, at), _) => {
                catalog.role(id).responsibilities.get(at as usize).map_or("", |duty| &duty.text)
            }
        }
    }
}

/// The results of one query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// Total number of matching items.
    pub total: usize,
    /// Best items, best first; each item once.
    pub hits: Vec<Hit>,
    /// Hints about parts of the query that had no effect, such as an unknown field, and about how a
    /// title was read.
    pub hints: Vec<String>,
    /// Words of the query, if some hits do not have all of them.
    pub words: Vec<String>,
}

impl Hits {
    /// Whether no hit has all words of the query.
    pub fn is_partial(&self) -> bool {
        !self.hits.is_empty() && self.hits.iter().all(|hit| hit.missing != 0)
    }

    /// Returns the words that `hit` does not have, in the order of the query.
    pub fn unmatched(&self, hit: &Hit) -> impl Iterator<Item = &str> {
        self.words_in(hit.missing)
    }

    /// Returns the words that no hit has.
    pub fn unmatched_by_all(&self) -> Vec<&str> {
        self.words_in(
            self.hits
                .iter()
                .map(|hit| hit.missing)
                .reduce(|all, missing| all & missing)
                .unwrap_or(0),
        )
        .collect()
    }

    fn words_in(&self, bits: u32) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .enumerate()
            .filter(move |(at, _)| has_bit(bits, *at))
            .map(|(_, word)| word.as_str())
    }
}

/// Labels of one kind, with the item of each.
#[derive(Debug)]
struct LabelGroup {
    labels: Labels,
    /// Place of each label's item.
    places: Vec<u32>,
    /// Text of the item that each label is, and its position among several; see [`LabelGroup::tag`].
    texts: Vec<u32>,
}

/// A label before it is prepared: text, weight, place, kind of text, and position among several.
type RawLabel<'a> = (&'a str, u32, u32, MatchedText, u32);

/// The parts by position, in the order in which equal matches are listed.
const PARTS: usize = 5;
const ROLE_NAMES: usize = 0;
const SKILL_NAMES: usize = 1;
const RESPONSIBILITIES: usize = 2;
const ROLE_PROSE: usize = 3;
const SKILL_PROSE: usize = 4;

/// The prepared labels of a catalog.
#[derive(Debug)]
struct LabelTables {
    parts: [LabelGroup; PARTS],
    /// Place of each role's first responsibility among all of them, and one more at the end.
    responsibilities: Vec<u32>,
}

/// The prepared labels of a catalog. Immutable: share it with an `Arc`.
#[derive(Debug)]
pub struct SearchIndex {
    catalog: Arc<Catalog>,
    tables: LabelTables,
    /// Created when roles are first searched.
    roles: Arc<RoleNames>,
}

/// The best label of each item so far.
struct BestFits {
    /// Best match by place.
    of: PooledVec<ItemFit>,
    found: PooledVec<u32>,
}

/// Quality of an item's match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ItemFit {
    score: i32,
    /// Label with its part.
    part: u32,
    label: u32,
    /// Missing words, as bits.
    missing: u32,
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

/// A label that has some of the words.
struct PartialFit {
    label: u32,
    score: i32,
    missing: u32,
}

/// Maximum number of labels with some of the words that are listed.
const MAX_PARTIAL: usize = 100;

/// Minimum weight of a partial match, as a share of all the words and of the best partial match.
const MIN_PARTIAL_WEIGHT: f64 = 0.33;
const MIN_PARTIAL_RATIO: f64 = 0.6;

/// Weight factor of a word of seniority among titles: "senior data" means a job with data.
const RANK_WORD_WEIGHT: f64 = 0.5;

/// Weight factor of a word that is two letters off.
const TWO_TYPOS_WEIGHT: f64 = 0.7;

/// Score for having all of the words: more than the difference in how well a few of them match.
const COVERAGE_SCORE: f64 = 4_000.0;

/// Minimum score of a likely hit: one that only contains the letters is below it.
const LIKELY_SCORE: i32 = 400;

/// An item whose texts together have all the words.
#[derive(Debug, Clone, Copy)]
struct CrossTextFit {
    place: u32,
    /// Sum of the scores of the words so far, each in its best text.
    sum: i32,
    /// Best of those texts; in the end with the score of the item.
    best: ItemFit,
    /// Best text for the current word.
    word: ItemFit,
}

pooled!(ItemFit, FoundLabel, CrossTextFit);

const NO_SCORE: i32 = i32::MIN;

impl ItemFit {
    const NONE: Self = Self { score: NO_SCORE, part: 0, label: 0, missing: 0 };

    fn is_full(&self) -> bool {
        self.score != NO_SCORE && self.missing == 0
    }
}

impl BestFits {
    fn new(places: usize) -> Self {
        Self { of: PooledVec::of(ItemFit::NONE, places), found: PooledVec::new() }
    }

    fn offer(&mut self, place: u32, score: i32, part: usize, label: u32, missing: u32) {
        let (known, part) = (&mut self.of[place as usize], part as u32);
        if known.score == NO_SCORE {
            self.found.push(place);
        }
        // Among equal labels, the first in order of preference.
        if known.score == NO_SCORE || (score, known.part, known.label) > (known.score, part, label)
        {
            *known = ItemFit { score, part, label, missing };
        }
    }
}

/// Returns the parts of the index to search in `scope`, names first.
const fn parts_of(scope: SearchScope) -> &'static [usize] {
    match scope {
        SearchScope::Roles => &[ROLE_NAMES, ROLE_PROSE],
        SearchScope::Skills => &[SKILL_NAMES, SKILL_PROSE],
        SearchScope::Responsibilities => &[RESPONSIBILITIES],
        SearchScope::All => &[ROLE_NAMES, SKILL_NAMES, RESPONSIBILITIES, ROLE_PROSE, SKILL_PROSE],
    }
}

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

    /// Returns the memory it uses besides the catalog, in bytes.
    pub fn bytes(&self) -> usize {
        self.tables
            .parts
            .iter()
            .map(|part| part.labels.bytes() + 4 * (part.places.len() + part.texts.len()))
            .sum()
    }

    /// Writes the index for [`SearchIndex::read`], for the same catalog and the same build of roledex.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::write_numbers(out, &self.tables.responsibilities)?;
        for part in &self.tables.parts {
            part.labels.write(out)?;
            flat::write_numbers(out, &part.places)?;
            flat::write_numbers(out, &part.texts)?;
        }
        Ok(())
    }

    /// Reads the index that was written for `catalog`; at most `size` bytes. The caller must make
    /// sure that the bytes are those that were written: keep a checksum, and drop the index if it
    /// is wrong.
    ///
    /// # Errors
    ///
    /// Returns the errors of `input`, and an error if the bytes cannot be an index.
    pub fn read(catalog: Arc<Catalog>, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = FlatReader { input, remaining: size };
        let duties = input.read_numbers()?;
        let mut part = |manner| {
            let labels = Labels::read(&mut input, manner)?;
            Ok::<_, io::Error>(LabelGroup {
                labels,
                places: input.read_numbers()?,
                texts: input.read_numbers()?,
            })
        };
        let (roles, skills) = (part(LabelKind::Name)?, part(LabelKind::Name)?);
        let parts = [
            roles,
            skills,
            part(LabelKind::Prose)?,
            part(LabelKind::Prose)?,
            part(LabelKind::Prose)?,
        ];
        let index = Self {
            catalog,
            tables: LabelTables { parts, responsibilities: duties },
            roles: Arc::default(),
        };
        if index.is_valid() { Ok(index) } else { Err(flat::damaged_error()) }
    }

    /// Whether every label belongs to an existing item.
    fn is_valid(&self) -> bool {
        let LabelTables { parts, responsibilities: duties } = &self.tables;
        duties.len() == self.catalog.roles().len() + 1
            && duties.first() == Some(&0)
            && duties.is_sorted()
            && duties.last().copied().map(|end| end as usize)
                == Some(parts[RESPONSIBILITIES].labels.len())
            && parts.iter().all(|part| {
                (part.places.len(), part.texts.len()) == (part.labels.len(), part.labels.len())
                    && part.places.iter().all(|place| (*place as usize) < self.places())
            })
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
        let hit = |(score, label): (u32, u64)| {
            let part = &self.tables.parts[(label >> 32) as usize];
            let (place, matched, nth) = part.tag(label as u32);
            let missing = best.of[place as usize].missing;
            Hit {
                item: self.item(place),
                matched,
                nth,
                score: reverse_order_bits(score).cast_signed(),
                missing,
            }
        };
        let mut hits: Vec<Hit> = order.iter().copied().map(hit).collect();
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
        // A head noun like "manager" does not make two jobs similar if the text has more words.
        let telling = |word: &str| !is_stop_word(&word.to_lowercase()) && title::is_telling(word);
        let says_more = hits.words.iter().any(|word| telling(word));
        let shares = |hit: &Hit| {
            let missing: Vec<&str> = hits.unmatched(hit).collect();
            let mut matched = hits.words.iter().filter(|word| !missing.contains(&word.as_str()));
            let mut nearly = missing.iter().filter(|word| self.has_misspelt_word(hit, word));
            if says_more {
                matched.any(|word| telling(word)) || nearly.any(|word| telling(word))
            } else {
                matched.any(|word| !title::is_rank(word)) || nearly.next().is_some()
            }
        };
        let role = |hit: &Hit| match hit.item {
            SearchItem::Role(role) if hit.missing != 0 => shares(hit).then_some(role),
            SearchItem::Role(role) if hit.score >= LIKELY_SCORE => Some(role),
            _ => None,
        };
        let mut roles: Vec<RoleId> = hits.hits.iter().filter_map(role).collect();
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
        let nth = |names: &[String]| names.iter().position(|name| lookup::fold_key(name) == key);
        let code = || {
            let sought = TypedCode::parse(text)?;
            role.codes
                .iter()
                .position(|(scheme, code)| sought.fits(scheme, code) != code::CodeFit::None)
        };
        let (matched, nth) = if lookup::fold_key(&role.title) == key {
            (MatchedText::Name, 0)
        } else if let Some(nth) = nth(&role.aliases) {
            (MatchedText::Alias, nth)
        } else if let Some(nth) = nth(&role.hidden) {
            (MatchedText::Hidden, nth)
        } else if let Some(nth) = code() {
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
        let count = |role: RoleId| {
            self.tables.responsibilities[role.index() + 1]
                - self.tables.responsibilities[role.index()]
        };
        let duties = duties.then(|| catalog.role_ids()).into_iter().flatten();
        let duties = duties.flat_map(move |role| {
            (0..count(role)).map(move |at| SearchItem::Responsibility(role, at))
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

    /// Marks the places that have one of `not` in a name or a responsibility; empty if nothing is
    /// excluded. Descriptions exclude nothing, as they mention many things in passing.
    fn banned(&self, parts: &[usize], not: &[QueryTerm]) -> Vec<bool> {
        let mut banned: Vec<bool> = Vec::new();
        let names = parts.iter().filter(|part| !matches!(**part, ROLE_PROSE | SKILL_PROSE));
        for (at, term) in names.flat_map(|at| not.iter().map(move |term| (*at, term))) {
            banned.resize(self.places(), false);
            let part = &self.tables.parts[at];
            part.labels.containing(&term.text, |label| {
                if term.matches(part.labels.text(label)) {
                    banned[part.place(label) as usize] = true;
                }
            });
        }
        banned
    }

    fn match_alternative(
        &self,
        alternative: &QueryAlternative,
        scope: SearchScope,
        sieve: Option<&AllowedItems>,
    ) -> BestFits {
        let QueryAlternative { words, required: must, excluded: not, whole, .. } = alternative;
        let parts = parts_of(scope);
        let banned = self.banned(parts, not);
        let may = |place: u32| {
            !banned.get(place as usize).is_some_and(|banned| *banned)
                && sieve.is_none_or(|sieve| is_allowed(Some(sieve), self.item(place)))
        };
        let mut best = BestFits::new(self.places());
        // Number of items found by a name; descriptions mention many things in passing.
        let mut named = 0;
        let mut take = |at: usize, found: &mut PooledVec<FoundLabel>| {
            let part = &self.tables.parts[at];
            for FoundLabel { label, score } in found.drain(..) {
                let (place, matched, _) = part.tag(label);
                if may(place) && must.iter().all(|term| term.matches(part.labels.text(label))) {
                    let score = score - matched.discount();
                    let new = score >= UNDERSTOOD_SCORE
                        && best.of[place as usize].score < UNDERSTOOD_SCORE;
                    named += usize::from(new && !matches!(at, ROLE_PROSE | SKILL_PROSE));
                    best.offer(place, score, at, label, 0);
                }
            }
            (named, best.found.len())
        };
        let mut found = PooledVec::new();
        let (mut named, mut any) = (0, 0);
        let typed: Vec<Vec<WordFits>> =
            parts.iter().map(|&at| self.tables.parts[at].labels.fit_words(words)).collect();
        for (&at, typed) in parts.iter().zip(&typed) {
            if named >= ENOUGH_NAMES && matches!(at, ROLE_PROSE | SKILL_PROSE) {
                continue;
            }
            let labels = &self.tables.parts[at].labels;
            if words.is_empty() {
                verbatim_labels(labels, alternative, &mut found);
            } else {
                labels.labels_with_all(typed, whole, &mut found);
            }
            if let [word] = &words[..] {
                let held = found.len();
                labels.initials(word, &mut found);
                // A few letters that rarely begin a word, and more often are initials of a name:
                // "sdc".
                let all = found[held..].iter().filter(|f| f.score == INITIALS).count();
                if word.chars.len() <= FEW_LETTERS && held <= RARE_FACTOR * all {
                    found[held..]
                        .iter_mut()
                        .filter(|f| f.score == INITIALS)
                        .for_each(|f| f.score += SURELY_INITIALS);
                }
            }
            (named, any) = take(at, &mut found);
        }
        if words.is_empty() || named >= FEW_NAMES {
            return best;
        }
        for (&at, typed) in parts.iter().zip(&typed) {
            let labels = &self.tables.parts[at].labels;
            labels.labels_with_all_loosely(words, typed, whole, &mut found);
            labels.rejoined(words, typed, &mut found);
            if let [word] = &words[..] {
                labels.abbreviated(word, &mut found);
            }
            any = take(at, &mut found).1;
        }
        let one_word = words.len() < 2;
        if any == 0 && one_word {
            self.offer_scattered(parts, alternative, may, &mut best);
        }
        if !one_word {
            for &CrossTextFit { place, best: fit, .. } in
                self.cross_text_matches(parts, &typed, &best).iter()
            {
                if may(place) && must.is_empty() {
                    best.offer(place, fit.score, fit.part as usize, fit.label, 0);
                }
            }
        }
        if best.found.is_empty() {
            for (at, partly) in self.partial_matches(parts, words, &typed) {
                let part = &self.tables.parts[at];
                let (place, matched, _) = part.tag(partly.label);
                if may(place)
                    && must.iter().all(|term| term.matches(part.labels.text(partly.label)))
                {
                    best.offer(
                        place,
                        partly.score - matched.discount(),
                        at,
                        partly.label,
                        partly.missing,
                    );
                }
            }
        }
        // Scattered letters are less significant than most of the words.
        if best.found.is_empty() && !one_word {
            self.offer_scattered(parts, alternative, may, &mut best);
        }
        best
    }

    /// Adds labels that only contain the letters of the words, in their order.
    fn offer_scattered(
        &self,
        parts: &[usize],
        alternative: &QueryAlternative,
        may: impl Fn(u32) -> bool,
        best: &mut BestFits,
    ) {
        let QueryAlternative { words, required: must, .. } = alternative;
        let mut found = PooledVec::new();
        for &at in parts {
            let part = &self.tables.parts[at];
            part.labels.scattered(words, MAX_SCATTERED, &mut found);
            for FoundLabel { label, score } in found.drain(..) {
                let (place, matched, _) = part.tag(label);
                if may(place) && must.iter().all(|term| term.matches(part.labels.text(label))) {
                    best.offer(place, score - matched.discount(), at, label, 0);
                }
            }
        }
    }

    /// Finds the labels that have the most of the words, by weight: rare words weigh more than
    /// common ones. A word may be two letters off, and then still counts as missing.
    fn partial_matches(
        &self,
        parts: &[usize],
        words: &[TypedWord],
        typed: &[Vec<WordFits>],
    ) -> Vec<(usize, PartialFit)> {
        let labels = || parts.iter().map(|at| &self.tables.parts[*at].labels);
        let firm: Vec<Vec<WordFits>> =
            labels().zip(typed).map(|(labels, typed)| labels.firm_fits(words, typed)).collect();
        let off: Vec<Vec<WordFits>> = labels().map(|labels| labels.two_typo_fits(words)).collect();
        let all = labels().map(Labels::len).sum::<usize>() as f64;
        let reach = |fits: &[Vec<WordFits>], word: usize| {
            fits.iter().map(|fits| fits[word].reach()).sum::<usize>()
        };
        let roles_alone = parts.iter().all(|at| matches!(*at, ROLE_NAMES | ROLE_PROSE));
        let ranks = |word: usize| roles_alone && title::is_rank(&words[word].text);
        let weights: Vec<f64> = (0..words.len())
            .map(|word| match reach(&firm, word).max(reach(&off, word)) {
                0 => 0.0,
                _ if is_stop_word(&words[word].text) => 0.0,
                reach => {
                    (1.0 + all / (1.0 + reach as f64)).ln()
                        * if ranks(word) { RANK_WORD_WEIGHT } else { 1.0 }
                }
            })
            .collect();
        let total: f64 = weights.iter().sum();
        let bits = |mask: u32| {
            weights.iter().enumerate().filter(move |(at, _)| mask & 1 << at != 0).map(|(_, w)| *w)
        };
        let mut candidates: Vec<(f64, usize, u32, u32, u32)> = Vec::new();
        for (at, (firm, off)) in firm.iter().zip(&off).enumerate() {
            let part = &self.tables.parts[parts[at]].labels;
            let (mut has, mut nearly) =
                (PooledVec::of(0_u32, part.len()), PooledVec::of(0_u32, part.len()));
            for word in 0..words.len() {
                part.for_each_label_with(&firm[word], |label| has[label as usize] |= 1 << word);
                part.for_each_label_with(&off[word], |label| nearly[label as usize] |= 1 << word);
            }
            for (label, (has, nearly)) in has.iter().zip(nearly.iter()).enumerate() {
                let nearly = nearly & !has;
                let weight = bits(*has).sum::<f64>() + TWO_TYPOS_WEIGHT * bits(nearly).sum::<f64>();
                if weight > 0.0 && weight >= total * MIN_PARTIAL_WEIGHT {
                    candidates.push((weight, at, label as u32, *has, nearly));
                }
            }
        }
        let most = candidates.iter().map(|(weight, ..)| *weight).fold(0.0, f64::max);
        candidates.retain(|(weight, ..)| *weight >= most * MIN_PARTIAL_RATIO);
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        candidates.truncate(MAX_PARTIAL);
        let score = |(weight, at, label, has, nearly): (f64, usize, u32, u32, u32)| {
            let of =
                |word: usize| if has & 1 << word != 0 { &firm[at][word] } else { &off[at][word] };
            let held: Vec<usize> =
                (0..words.len()).filter(|word| (has | nearly) & 1 << word != 0).collect();
            let fits: Vec<&WordFits> = held.iter().map(|word| of(*word)).collect();
            let worth = self.tables.parts[parts[at]].labels.score(label, &fits);
            let covered = (weight / total * COVERAGE_SCORE) as i32;
            let missing = (0..words.len())
                .filter(|word| has & 1 << word == 0)
                .fold(0, |bits, word| bits | 1 << word);
            (parts[at], PartialFit { label, score: covered + worth, missing })
        };
        candidates.into_iter().map(score).collect()
    }

    /// Finds items not yet found whose texts together have all the words, by place.
    fn cross_text_matches(
        &self,
        parts: &[usize],
        typed: &[Vec<WordFits>],
        best: &BestFits,
    ) -> PooledVec<CrossTextFit> {
        let words = typed.first().map_or(0, Vec::len);
        let of_word =
            |word: usize| parts.iter().zip(typed).map(move |(at, typed)| (*at, &typed[word]));
        // Number of words seen so far at each place.
        let mut seen = PooledVec::of(0_u8, self.places());
        for word in 0..words {
            for (at, typed) in of_word(word) {
                let part = &self.tables.parts[at];
                part.labels.for_each_label_with(typed, |label| {
                    let count = &mut seen[part.place(label) as usize];
                    *count += u8::from(usize::from(*count) == word);
                });
            }
        }
        let mut spread: PooledVec<CrossTextFit> = PooledVec::new();
        for (place, _) in seen
            .iter()
            .enumerate()
            .filter(|(_, count): &(usize, &u8)| usize::from(**count) == words)
        {
            if best.of[place].score == NO_SCORE {
                spread.push(CrossTextFit {
                    place: place as u32,
                    sum: 0,
                    best: ItemFit::NONE,
                    word: ItemFit::NONE,
                });
            }
        }
        if spread.is_empty() {
            return spread;
        }
        for word in 0..words {
            spread.iter_mut().for_each(|spread| spread.word = ItemFit::NONE);
            for (at, typed) in of_word(word) {
                let part = &self.tables.parts[at];
                let mut found = PooledVec::new();
                part.labels.labels_with_all(std::slice::from_ref(typed), "", &mut found);
                for &FoundLabel { label, score } in found.iter() {
                    let (place, matched, _) = part.tag(label);
                    if let Ok(known) = spread.binary_search_by_key(&place, |spread| spread.place) {
                        let known = &mut spread[known].word;
                        *known = (*known).max(ItemFit {
                            score: score - matched.discount(),
                            part: at as u32,
                            label,
                            missing: 0,
                        });
                    }
                }
            }
            for spread in spread.iter_mut().filter(|spread| spread.word.score != NO_SCORE) {
                spread.sum += spread.word.score;
                if spread.word.score > spread.best.score {
                    spread.best = spread.word;
                }
            }
        }
        spread
            .iter_mut()
            .for_each(|spread| spread.best.score = spread.sum / words as i32 - CROSS_TEXT_PENALTY);
        spread
    }

    /// Prefers texts in which words have the capitals that were typed. Capitals exclude nothing:
    /// most are those of sentences and names.
    fn prefer_case(&self, cased: &[String], best: &mut BestFits) {
        if cased.is_empty() {
            return;
        }
        // Capitals as in "SQL", "iOS" and "R" are hardly typed by chance; as in "Ensure" they are.
        let meant =
            |word: &str| word.chars().skip(1).any(char::is_uppercase) || word.chars().count() == 1;
        let more = if cased.iter().all(|word| meant(word)) { CASE_BONUS } else { WEAK_CASE_BONUS };
        for place in best.found.iter() {
            let fit = best.of[*place as usize];
            let part = &self.tables.parts[fit.part as usize];
            let (_, matched, nth) = part.tag(fit.label);
            let text = Hit { item: self.item(*place), matched, nth, score: 0, missing: 0 }
                .text(&self.catalog);
            if cased.iter().all(|word| text.contains(word.as_str())) {
                best.of[*place as usize].score += more;
            }
        }
    }
}

/// Finds labels that contain the literal terms of `alternative`; all labels if there are none.
fn verbatim_labels(
    labels: &Labels,
    alternative: &QueryAlternative,
    found: &mut PooledVec<FoundLabel>,
) {
    let Some(term) = alternative.required.first() else {
        found.extend((0..labels.len() as u32).map(|label| FoundLabel { label, score: 0 }));
        return;
    };
    labels.containing(&term.text, |label| {
        let text = labels.text(label);
        let at = text.find(&term.text).unwrap_or(0);
        let starts = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let score = match () {
            () if text == term.text => VERBATIM_SCORE + 2_000,
            () if at == 0 => VERBATIM_SCORE + 150,
            () if starts => VERBATIM_SCORE,
            () => VERBATIM_SCORE - 200,
        };
        found.push(FoundLabel { label, score });
    });
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

impl LabelGroup {
    fn place(&self, label: u32) -> u32 {
        self.places[label as usize]
    }

    /// Returns the place of the label's item, the kind of text, and the position among several.
    fn tag(&self, label: u32) -> (u32, MatchedText, u32) {
        let text = self.texts[label as usize];
        (
            self.place(label),
            MatchedText::ALL[text as usize % MatchedText::ALL.len()],
            text / MatchedText::ALL.len() as u32,
        )
    }

    fn new(raw: &[RawLabel<'_>], manner: LabelKind) -> Self {
        let (labels, origins) =
            Labels::new(raw.iter().map(|(text, weight, ..)| (*text, *weight)), manner);
        let places = origins.iter().map(|origin| raw[*origin as usize].2).collect();
        let pack =
            |matched: MatchedText, nth: u32| matched as u32 + nth * MatchedText::ALL.len() as u32;
        let texts = origins
            .iter()
            .map(|origin| pack(raw[*origin as usize].3, raw[*origin as usize].4))
            .collect();
        Self { labels, places, texts }
    }

    fn names<'a>(
        all: impl Iterator<Item = (u32, u32, &'a String, &'a [String], &'a [String])>,
    ) -> Vec<RawLabel<'a>> {
        let mut texts = Vec::new();
        for (place, weight, name, aliases, hidden) in all {
            texts.push((name.as_str(), weight, place, MatchedText::Name, 0));
            for (matched, others) in [(MatchedText::Alias, aliases), (MatchedText::Hidden, hidden)]
            {
                let others = others.iter().enumerate();
                texts.extend(
                    others.map(|(i, text)| (text.as_str(), weight, place, matched, i as u32)),
                );
            }
        }
        texts
    }
}

impl LabelTables {
    fn new(catalog: &Catalog) -> Self {
        let roles = catalog.roles().len() as u32;
        let skills = roles + catalog.skills().len() as u32;
        let mut duties = vec![0];
        let weight = |id: SkillId| catalog.needs(id).len() as u32;
        let skill_names = || {
            let all = catalog.skill_ids().map(|id| (roles + id.0, weight(id), catalog.skill(id)));
            let all = all.map(|(place, weight, s)| {
                (place, weight, &s.name, s.aliases.as_slice(), s.hidden.as_slice())
            });
            LabelGroup::new(&LabelGroup::names(all), LabelKind::Name)
        };
        let skill_prose = || {
            let all = catalog
                .skill_ids()
                .filter_map(|id| Some((id, catalog.skill(id).description.as_deref()?)));
            let all =
                all.map(|(id, text)| (text, weight(id), roles + id.0, MatchedText::Description, 0));
            LabelGroup::new(&all.collect::<Vec<_>>(), LabelKind::Prose)
        };
        let mut rest = || {
            let all = catalog.role_ids().map(|id| (id.0, 0, catalog.role(id)));
            let names = all.map(|(place, weight, r)| {
                (place, weight, &r.title, r.aliases.as_slice(), r.hidden.as_slice())
            });
            let names = LabelGroup::new(&LabelGroup::names(names), LabelKind::Name);
            let summaries = catalog.role_ids().map(|id| {
                (catalog.role(id).summary.as_str(), 0, id.0, MatchedText::Description, 0)
            });
            let summaries = LabelGroup::new(&summaries.collect::<Vec<_>>(), LabelKind::Prose);
            let mut texts = Vec::new();
            for role in catalog.roles() {
                for duty in &role.responsibilities {
                    texts.push((
                        duty.text.as_str(),
                        0,
                        skills + texts.len() as u32,
                        MatchedText::Name,
                        0,
                    ));
                }
                duties.push(texts.len() as u32);
            }
            (names, summaries, LabelGroup::new(&texts, LabelKind::Prose))
        };
        let (skill_names, (skill_prose, (role_names, role_prose, duty_texts))) =
            std::thread::scope(|scope| {
                let names = scope.spawn(skill_names);
                let others = (skill_prose(), rest());
                let names = names.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                (names, others)
            });
        Self {
            parts: [role_names, skill_names, duty_texts, role_prose, skill_prose],
            responsibilities: duties,
        }
    }
}

#[cfg(test)]
mod tests;
