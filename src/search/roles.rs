//! Finds the role that a text names: by id, code or title, or by a title as job boards and ladders
//! write it.
//!
//! Every command, picker and filter uses [`RoleNames`]. It tries the surest reading first: facts
//! that the packs state before guesses, and a title before another role's alias. The
//! [notice](RoleMatch::notice) reports any part that was read into a title or set aside. A role of
//! another job is only ever a suggestion.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::OnceLock;

use xxhash_rust::xxh3::xxh3_64;

use super::code::{self, TypedCode};
use super::lookup::{LookupResult, SUGGESTIONS, dedup_keep_first, fold_key};
use super::title::{self, JobTitle, TitleChanges, TitleRank, TitleReading, TitleSegment};
use crate::model::text::quoted;
use crate::model::{Catalog, PackId, RoleId};

/// Maximum length of a title.
const MAX_TITLE_BYTES: usize = 200;

/// Maximum number of words of a title that is searched for shorter names inside it: each word
/// doubles the number of choices.
const MAX_INNER_WORDS: usize = 8;

/// Maximum number of readings of a title that are searched for names inside it.
const MAX_INNER_READINGS: usize = 8;

/// Maximum number of names that are looked up inside one title, over all its readings and ranks.
/// Titles that people write take a tenth of it.
const MAX_INNER_LOOKUPS: usize = 50_000;

/// The role that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleMatch {
    /// The role, or several that match equally well, or suggestions.
    pub found: LookupResult<RoleId>,
    /// Explanation of how the text was read, in one line, unless it differs only in case, number or
    /// spelling.
    pub notice: Option<String>,
    /// Words of the text that were set aside.
    pub set_aside: Vec<String>,
}

impl RoleMatch {
    fn plain(found: LookupResult<RoleId>) -> Self {
        Self { found, notice: None, set_aside: Vec::new() }
    }

    fn of(roles: Vec<RoleId>) -> Self {
        Self::plain(match roles[..] {
            [one] => LookupResult::One(one),
            _ => LookupResult::Many(roles),
        })
    }

    /// Returns the roles, likeliest first.
    pub fn roles(&self) -> &[RoleId] {
        match &self.found {
            LookupResult::One(one) => std::slice::from_ref(one),
            LookupResult::Many(many) | LookupResult::Nothing(many) => many,
        }
    }
}

/// The relation of a name to its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RoleNameKind {
    Id,
    Title,
    Alias,
    /// The title without "All Other" and its exceptions.
    Rest,
    Hidden,
}

/// Names by their hashes, sorted.
#[derive(Debug, Default)]
struct NameHashes(Vec<(u64, RoleNameKind, RoleId)>);

impl NameHashes {
    fn insert(&mut self, hash: u64, kind: RoleNameKind, role: RoleId) {
        self.0.push((hash, kind, role));
    }

    fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    fn get(&self, hash: u64, kind: RoleNameKind) -> impl Iterator<Item = RoleId> + '_ {
        let from = self.0.partition_point(|entry| (entry.0, entry.1) < (hash, kind));
        self.0[from..]
            .iter()
            .take_while(move |entry| (entry.0, entry.1) == (hash, kind))
            .map(|(_, _, role)| *role)
    }
}

/// Hashes the [`fold_key`] of a name, which ignores case and hyphens.
fn hash_written(name: &str) -> u64 {
    xxh3_64(fold_key(name).as_bytes())
}

/// An index of a catalog's roles by their names. It belongs to one catalog, which must be passed to
/// every method.
#[derive(Debug, Default)]
pub struct RoleNames {
    /// Ids and titles as written, and titles by [`JobTitle::hash`]: few, and usually enough.
    own: OnceLock<(NameHashes, NameHashes)>,
    /// Aliases and hidden search terms as written.
    other: OnceLock<NameHashes>,
    /// Aliases and hidden search terms by [`JobTitle::hash`], which takes several times as long.
    other_titles: OnceLock<NameHashes>,
}

/// A text to be resolved to a role.
struct RoleLookup<'a> {
    names: &'a RoleNames,
    catalog: &'a Catalog,
    /// Pack that the role must be in.
    pack: Option<PackId>,
    /// As typed.
    text: &'a str,
}

/// A shorter name inside a title: some of its words, in their order.
struct InnerName {
    /// Words of the name, as bits.
    mask: u32,
    /// Roles with this name.
    roles: Vec<RoleId>,
    kind: RoleNameKind,
    /// Ranks of the title that belong to it.
    ranks: Vec<TitleRank>,
}

/// The roles found by a reading.
struct RoleReading {
    roles: Vec<RoleId>,
    changes: TitleChanges,
}

impl RoleNames {
    /// Creates an empty index: names are read when they are first needed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads all names of `catalog` now, so that the first search does not wait for it.
    pub fn prepare(&self, catalog: &Catalog) {
        self.own(catalog);
        self.other(catalog);
        self.other_titles(catalog);
    }

    fn own(&self, catalog: &Catalog) -> &(NameHashes, NameHashes) {
        self.own.get_or_init(|| {
            let (mut names, mut titles) = (NameHashes::default(), NameHashes::default());
            for id in catalog.role_ids() {
                let role = catalog.role(id);
                names.insert(hash_written(&role.id), RoleNameKind::Id, id);
                // An id used in several packs has its pack in front.
                if let Some((_, own)) = role.id.split_once(':') {
                    names.insert(hash_written(own), RoleNameKind::Id, id);
                }
                names.insert(hash_written(&role.title), RoleNameKind::Title, id);
                for title in title::name_titles(&role.title) {
                    titles.insert(title.hash(), RoleNameKind::Title, id);
                }
                if let Some(rest) = title::without_exceptions(&role.title) {
                    titles.insert(rest.hash(), RoleNameKind::Rest, id);
                }
            }
            (names.sorted(), titles.sorted())
        })
    }

    fn other(&self, catalog: &Catalog) -> &NameHashes {
        self.other.get_or_init(|| {
            let mut names = NameHashes::default();
            others(catalog, |role, kind, name| names.insert(hash_written(name), kind, role));
            names.sorted()
        })
    }

    fn other_titles(&self, catalog: &Catalog) -> &NameHashes {
        self.other_titles.get_or_init(|| {
            let mut titles = NameHashes::default();
            others(catalog, |role, kind, name| {
                for title in title::name_titles(name) {
                    titles.insert(title.hash(), kind, role);
                }
            });
            titles.sorted()
        })
    }

    /// Returns the role that `text` names by id, code, title, alias, or a title as people write it.
    ///
    /// If there is none, the suggestions are based on names only; [`super::SearchIndex::suggest`] finds
    /// more.
    pub fn find(&self, catalog: &Catalog, text: &str) -> RoleMatch {
        let text = text.trim();
        if let Some(id) = catalog.role_by_id(text) {
            return RoleMatch::plain(LookupResult::One(id));
        }
        // Callers that name roles by code usually name many, and as written, so avoid looking at
        // all others.
        match catalog.roles_by_code(text)[..] {
            [] => {}
            ref several => return RoleMatch::of(several.to_vec()),
        }
        if text.is_empty() || text.len() > MAX_TITLE_BYTES {
            return RoleMatch::plain(LookupResult::Nothing(vec![]));
        }
        if let Some((pack, rest)) = split_pack_prefix(catalog, text) {
            let own = catalog.role_by_id(rest).filter(|role| catalog.role(*role).pack == pack);
            let found = match own {
                Some(own) => RoleMatch::plain(LookupResult::One(own)),
                None => self.find_in_pack(catalog, rest, Some(pack)),
            };
            if !matches!(found.found, LookupResult::Nothing(_)) {
                return found;
            }
        }
        self.find_in_pack(catalog, text, None)
    }

    /// Returns the roles that are called `text` as written: by id, by title, or else by alias.
    pub(super) fn roles_called(&self, catalog: &Catalog, text: &str) -> Vec<RoleId> {
        let text = text.trim();
        if let Some(id) = catalog.role_by_id(text) {
            return vec![id];
        }
        if text.is_empty() || text.len() > MAX_TITLE_BYTES {
            return Vec::new();
        }
        let sought = RoleLookup { names: self, catalog, pack: None, text };
        let hash = hash_written(text);
        let kinds = [RoleNameKind::Title, RoleNameKind::Id, RoleNameKind::Alias].into_iter();
        kinds
            .map(|kind| sought.roles_by_written_hash(kind, hash))
            .find(|roles| !roles.is_empty())
            .unwrap_or_default()
    }

    fn find_in_pack(&self, catalog: &Catalog, text: &str, pack: Option<PackId>) -> RoleMatch {
        let sought = RoleLookup { names: self, catalog, pack, text: text.trim() };
        sought.by_code().unwrap_or_else(|| sought.by_title())
    }
}

/// Calls `each` with every alias and every hidden search term.
fn others(catalog: &Catalog, mut each: impl FnMut(RoleId, RoleNameKind, &str)) {
    for id in catalog.role_ids() {
        let role = catalog.role(id);
        role.aliases.iter().for_each(|alias| each(id, RoleNameKind::Alias, alias));
        role.hidden.iter().for_each(|hidden| each(id, RoleNameKind::Hidden, hidden));
    }
}

/// Returns the pack whose id is before the first colon of `text`, and the rest.
fn split_pack_prefix<'a>(catalog: &Catalog, text: &'a str) -> Option<(PackId, &'a str)> {
    let (pack, rest) = text.split_once(':')?;
    let at = catalog.packs().iter().position(|known| known.id.eq_ignore_ascii_case(pack.trim()))?;
    Some((PackId::from_index(at), rest.trim())).filter(|(_, rest)| !rest.is_empty())
}

impl RoleLookup<'_> {
    fn is_in_pack(&self, role: RoleId) -> bool {
        self.pack.is_none_or(|pack| self.catalog.role(role).pack == pack)
    }

    fn by_code(&self) -> Option<RoleMatch> {
        let sought = TypedCode::parse(self.text)?;
        let mut best = code::CodeFit::None;
        let mut roles: Vec<RoleId> = Vec::new();
        let mut under = 0;
        for id in self.catalog.role_ids().filter(|id| self.is_in_pack(*id)) {
            let fits =
                self.catalog.role(id).codes.iter().map(|(scheme, code)| sought.fits(scheme, code));
            let fit = fits.max().unwrap_or(code::CodeFit::None);
            under += usize::from(fit != code::CodeFit::None);
            if fit > best {
                (best, roles) = (fit, Vec::new());
            }
            if fit == best && fit != code::CodeFit::None {
                roles.push(id);
            }
        }
        if roles.is_empty() {
            return None;
        }
        let mut found = RoleMatch::of(roles);
        if let (LookupResult::One(role), code::CodeFit::Head, 2..) = (&found.found, best, under) {
            let (text, title) = (quoted(self.text), &self.catalog.role(*role).title);
            let more = under - 1;
            let more = if more == 1 {
                "1 more role is".to_string()
            } else {
                format!("{more} more roles are")
            };
            found.notice =
                Some(format!("treating `{text}` as {title}; {more} listed under this code"));
        }
        Some(found)
    }

    /// Returns the roles with a name of this `kind` with this title hash.
    fn roles_by_title_hash(&self, kind: RoleNameKind, hash: u64) -> Vec<RoleId> {
        let titles = match kind {
            RoleNameKind::Alias | RoleNameKind::Hidden => self.names.other_titles(self.catalog),
            _ => &self.names.own(self.catalog).1,
        };
        titles.get(hash, kind).filter(|role| self.is_in_pack(*role)).collect()
    }

    /// Returns the roles with a name of this `kind` with this hash of the written form.
    fn roles_by_written_hash(&self, kind: RoleNameKind, hash: u64) -> Vec<RoleId> {
        let names = match kind {
            RoleNameKind::Alias | RoleNameKind::Hidden => self.names.other(self.catalog),
            _ => &self.names.own(self.catalog).0,
        };
        names.get(hash, kind).filter(|role| self.is_in_pack(*role)).collect()
    }

    fn by_title(&self) -> RoleMatch {
        let hash = hash_written(self.text);
        for kind in [RoleNameKind::Title, RoleNameKind::Id] {
            let roles = self.roles_by_written_hash(kind, hash);
            if !roles.is_empty() {
                return RoleMatch::of(roles);
            }
        }
        let readings = title::readings(&[self.text]);
        let as_it_stands = readings.first();
        if let Some(reading) = as_it_stands {
            let roles = self.roles_by_title_hash(RoleNameKind::Title, reading.title.hash());
            if !roles.is_empty() {
                return self.outweighing(roles, hash);
            }
        }
        let roles = self.roles_by_written_hash(RoleNameKind::Alias, hash);
        // "Customer service rep" is that title shortened, whatever other roles are called so; "PM"
        // has the meaning that the pack states.
        if !roles.is_empty() && self.text.split_whitespace().nth(1).is_some() {
            let shortened = readings.iter().filter(|reading| reading.changes.expanded);
            let mut titled: Vec<RoleId> = shortened
                .flat_map(|reading| {
                    self.roles_by_title_hash(RoleNameKind::Title, reading.title.hash())
                })
                .collect();
            titled.dedup();
            if titled.len() == 1 && !roles.contains(&titled[0]) {
                return self.outweighing(titled, hash);
            }
        }
        if !roles.is_empty() {
            return RoleMatch::of(match as_it_stands {
                Some(reading) => self.with_its_job(roles, &reading.title),
                None => roles,
            });
        }
        // The following steps interpret the text. Texts in scripts without words are names only as
        // written.
        let segments = title::segments(self.text);
        let parts: Vec<&str> = segments.iter().map(|segment| segment.text.as_str()).collect();
        if let Some(read) = self.read_title(&parts, true) {
            return self.answer(read, Vec::new());
        }
        self.set_aside(&segments).unwrap_or_else(|| self.suggest(&segments))
    }

    /// Returns the answer for a title in the other number, with a notice if it is also another
    /// title of other roles.
    fn outweighing(&self, roles: Vec<RoleId>, hash: u64) -> RoleMatch {
        let others: Vec<RoleId> = self
            .roles_by_written_hash(RoleNameKind::Alias, hash)
            .into_iter()
            .filter(|r| !roles.contains(r))
            .collect();
        let mut found = RoleMatch::of(roles);
        if let (LookupResult::One(role), [first, rest @ ..]) = (&found.found, &others[..]) {
            let (text, title) = (quoted(self.text), &self.catalog.role(*role).title);
            let first = &self.catalog.role(*first).title;
            let more =
                if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            found.notice =
                Some(format!("treating `{text}` as {title}; also another title of {first}{more}"));
        }
        found
    }

    /// Returns the roles for the title of these parts, with nothing set aside.
    fn read_title(&self, parts: &[&str], in_other_words: bool) -> Option<RoleReading> {
        let readings = title::readings(parts);
        // Readings with the same changes are equally likely; among their roles, titles come before
        // aliases.
        for same in readings.chunk_by(|a, b| a.changes == b.changes) {
            if let Some(roles) = self.first_kind(&same.iter().map(|reading| &reading.title)) {
                let roles = self.with_its_job(roles, &same[0].title);
                return Some(RoleReading { roles, changes: same[0].changes });
            }
        }
        if !in_other_words {
            return None;
        }
        self.in_other_words(&readings)
    }

    /// Returns `roles`, which are called `title`, after the role with the same title except for its
    /// seniority: a "senior data analyst" of one pack may be a different job. Within one family,
    /// the roles are returned as the pack names them.
    fn with_its_job(&self, roles: Vec<RoleId>, title: &JobTitle) -> Vec<RoleId> {
        if title.ranks.is_empty() || title.is_generic() {
            return roles;
        }
        let [own] = self.roles_by_title_hash(RoleNameKind::Title, title.with_ranks([]).hash())[..]
        else {
            return roles;
        };
        if roles.iter().all(|role: &RoleId| *role != own && !self.catalog.same_family(*role, own)) {
            std::iter::once(own).chain(roles).collect()
        } else {
            roles
        }
    }

    /// Returns the roles of the first kind that has any of `titles`.
    fn first_kind<'t>(
        &self,
        titles: &(impl Iterator<Item = &'t JobTitle> + Clone),
    ) -> Option<Vec<RoleId>> {
        for kind in [RoleNameKind::Title, RoleNameKind::Alias, RoleNameKind::Rest] {
            let mut roles: Vec<RoleId> = Vec::new();
            for title in titles.clone() {
                for role in self.roles_by_title_hash(kind, title.hash()) {
                    if !roles.contains(&role) {
                        roles.push(role);
                    }
                }
            }
            if !roles.is_empty() {
                return Some(roles);
            }
        }
        None
    }

    fn in_other_words(&self, readings: &[TitleReading]) -> Option<RoleReading> {
        let changes = TitleChanges { reworded: true, ..TitleChanges::default() };
        for reading in readings {
            // A hidden search term counts as a name of the role if it names the same job as a
            // visible title.
            let hidden = self.roles_by_title_hash(RoleNameKind::Hidden, reading.title.hash());
            let same: Vec<RoleId> =
                hidden.into_iter().filter(|role| self.is_same_job(*role, &reading.title)).collect();
            if !same.is_empty() {
                return Some(RoleReading { roles: same, changes });
            }
            let reworded = reading.title.reworded();
            if let Some(roles) = self.first_kind(&reworded.iter()) {
                return Some(RoleReading { roles, changes });
            }
            let mut leaner: Vec<JobTitle> = Vec::new();
            for title in std::iter::once(&reading.title).chain(&reworded) {
                if let Some(title) = title.without_software() {
                    leaner.extend(title.reworded());
                    leaner.push(title);
                }
            }
            if let Some(roles) = self.first_kind(&leaner.iter()) {
                let of_software: Vec<RoleId> =
                    roles.into_iter().filter(|role| self.makes_software(*role)).collect();
                if !of_software.is_empty() {
                    return Some(RoleReading { roles: of_software, changes });
                }
            }
        }
        None
    }

    /// Returns the visible names of `role`.
    fn visible_titles(&self, role: RoleId) -> impl Iterator<Item = JobTitle> + '_ {
        let role = self.catalog.role(role);
        std::iter::once(&role.title).chain(&role.aliases).flat_map(|name| title::name_titles(name))
    }

    /// Returns all names of `role`.
    fn all_titles(&self, role: RoleId) -> Vec<JobTitle> {
        let hidden =
            self.catalog.role(role).hidden.iter().flat_map(|name| title::name_titles(name));
        self.visible_titles(role).chain(hidden).collect()
    }

    /// Whether `title` differs from a title or an alias of `role` only in seniority, or consists of
    /// their words, or is their initials.
    fn is_same_job(&self, role: RoleId, title: &JobTitle) -> bool {
        let shown: Vec<JobTitle> = self.visible_titles(role).collect();
        let has = |word: &String, at_end: bool| {
            shown.iter().any(|name| {
                if at_end { name.core.last() == Some(word) } else { name.core.contains(word) }
            })
        };
        let no_position = !title.ranks.iter().any(TitleRank::is_position);
        if title.core.len() > 1
            && no_position
            && title.core.last().is_some_and(|last| has(last, true))
            && title.core.iter().all(|word| has(word, false))
        {
            return true;
        }
        let position = |title: &JobTitle| {
            title.ranks.iter().filter(|r| r.is_position()).cloned().collect::<Vec<_>>()
        };
        let (core, own) = (title.core.concat(), position(title));
        shown.iter().any(|name| {
            let same = name.core.concat() == core
                || name.reworded().iter().any(|other| other.core.concat() == core);
            let mut initials: String =
                name.core.iter().filter_map(|word| word.chars().next()).collect();
            if let Some(rank) = name.ranks.last() {
                let mut word = String::new();
                rank.push_onto(&mut word);
                initials.insert(0, word.chars().next().unwrap_or(' '));
            }
            (same && position(name) == own)
                || (title.core.len() == 1 && core.len() > 1 && initials == core)
        })
    }

    fn makes_software(&self, role: RoleId) -> bool {
        self.visible_titles(role).any(|name| name.is_software())
    }

    /// Reads ever smaller parts of the title: without words for where you work, without seniority,
    /// without the parts after it.
    fn set_aside(&self, segments: &[TitleSegment]) -> Option<RoleMatch> {
        let all: Vec<&str> = segments.iter().map(|segment| segment.text.as_str()).collect();
        if let Some(found) = self.among_languages(&all) {
            return Some(found);
        }
        if let Some(found) = self.between_slashes(segments).or_else(|| self.among_frameworks(&all))
        {
            return Some(found);
        }
        let (clutter, said): (Vec<&TitleSegment>, Vec<&TitleSegment>) =
            segments.iter().partition(|segment| title::is_clutter(&segment.text));
        let mut aside: Vec<String> =
            clutter.iter().filter(|s| !s.text.contains('/')).map(|s| s.text.clone()).collect();
        let mut less = !clutter.is_empty();
        let mut parts: Vec<&str> = said.iter().map(|segment| segment.text.as_str()).collect();
        let mut first = parts.first().map_or("", |part| *part);
        loop {
            if less && let Some(read) = self.read_title(&parts, true) {
                return Some(self.answer(read, aside));
            }
            if let Some(found) = self.without_ranks(&parts, &aside) {
                return Some(found);
            }
            let Some(rest) = title::without_scope(first) else { break };
            aside.push(first[..first.len() - rest.len()].trim().to_string());
            (less, first) = (true, rest);
            if let Some(part) = parts.first_mut() {
                *part = rest;
            }
        }
        if let Some((plain, languages)) = title::without_language(first)
            && parts.len() == 1
        {
            let aside: Vec<String> = aside.iter().cloned().chain(languages).collect();
            if let Some(read) = self.read_title(&[plain.as_str()], true) {
                return Some(self.answer(read, aside));
            }
            if let Some(found) = self.without_ranks(&[plain.as_str()], &aside) {
                return Some(found);
            }
        }
        if let Some(found) =
            self.inner_name(&parts, &aside).or_else(|| self.without_deputy(&parts, &aside))
        {
            return Some(found);
        }
        self.without_parts(&parts, &aside)
    }

    /// Reads `parts` with seniority set aside, or with words from other names of the role.
    fn lead(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
        match self.read_title(parts, true) {
            Some(read) => Some(self.answer(read, aside.to_vec())),
            None => self.without_ranks(parts, aside).or_else(|| self.inner_name(parts, aside)),
        }
    }

    /// Reads "Assistant Controller", a deputy. A product manager's assistant is an associate one.
    fn without_deputy(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
        let [text] = parts else { return None };
        let (deputy, rest) = title::without_deputy(text)?;
        let associate = format!("associate {rest}");
        if title::is_assistant(deputy)
            && let Some(read) = self.read_title(&[associate.as_str()], false)
        {
            let changes = TitleChanges { reworded: true, ..read.changes };
            return Some(self.answer(RoleReading { changes, ..read }, aside.to_vec()));
        }
        let aside: Vec<String> = aside.iter().cloned().chain([deputy.to_string()]).collect();
        self.lead(&[rest], &aside)
    }

    /// Reads a developer in several languages: "Python/Django Developer".
    fn among_languages(&self, parts: &[&str]) -> Option<RoleMatch> {
        let parts: Vec<&str> =
            parts.iter().copied().filter(|part| !title::is_clutter(part)).collect();
        let [text] = parts[..] else { return None };
        let (plain, aside) = title::without_language(text).filter(|_| text.contains(['/', '&']))?;
        match self.read_title(&[plain.as_str()], true) {
            Some(read) => Some(self.answer(read, aside)),
            None => self.without_ranks(&[plain.as_str()], &aside),
        }
    }

    /// Reads a framework as the kinds of developers that it may be for.
    fn among_frameworks(&self, parts: &[&str]) -> Option<RoleMatch> {
        let parts: Vec<&str> =
            parts.iter().copied().filter(|part| !title::is_clutter(part)).collect();
        let [text] = parts[..] else { return None };
        let mut roles: Vec<RoleId> = Vec::new();
        for kind in title::kinds_by_framework(text)? {
            let one = RoleLookup { text: &kind, ..*self };
            let read = match one.read_title(&[kind.as_str()], true) {
                Some(read) => read.roles,
                None => one
                    .without_ranks(&[kind.as_str()], &[])
                    .map(|found| found.roles().to_vec())
                    .unwrap_or_default(),
            };
            roles.extend(read.into_iter().filter(|role| !roles.contains(role)).collect::<Vec<_>>());
        }
        (roles.len() > 1).then(|| RoleMatch::of(roles))
    }

    /// Returns the role of a shorter name inside the text, if every other word is in another name
    /// of the role, or only states the technology, the industry, the place or the kind of
    /// employment.
    fn inner_name(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
        let text = parts.join(" ");
        let readings = title::readings(&[text.as_str()]);
        let mut tried: Vec<JobTitle> = Vec::new();
        let mut own = HashMap::new();
        let mut left = MAX_INNER_LOOKUPS;
        for reading in readings.into_iter().take(MAX_INNER_READINGS) {
            let lean = reading.title.without_software();
            for title in [Some(reading.title), lean].into_iter().flatten() {
                if tried.contains(&title) {
                    continue;
                }
                if let Some(found) = self.inner_name_in(&title, aside, &mut own, &mut left) {
                    return Some(found);
                }
                tried.push(title);
            }
        }
        None
    }

    /// `own` caches the parsed names of roles between calls: parsing them is most of the work.
    /// `left` is the number of names that may still be looked up.
    fn inner_name_in(
        &self,
        title: &JobTitle,
        aside: &[String],
        own: &mut HashMap<RoleId, Vec<JobTitle>>,
        left: &mut usize,
    ) -> Option<RoleMatch> {
        let core = &title.core;
        if core.len() < 2 || core.len() > MAX_INNER_WORDS {
            return None;
        }
        let names = self.names_in(title, left);
        let size = |held: &InnerName| (held.mask.count_ones(), held.ranks.len());
        let mut longest_first: Vec<&InnerName> = names.iter().collect();
        longest_first.sort_by_key(|held| Reverse(size(held)));
        let mut best: Option<(&InnerName, RoleId, Vec<String>)> = None;
        let mut equal: Vec<RoleId> = Vec::new();
        for held in longest_first {
            // A longer name matches, and looking further would parse all names of more roles.
            if best.as_ref().is_some_and(|(known, ..)| size(known) > size(held)) {
                break;
            }
            for &role in &held.roles {
                let own = own.entry(role).or_insert_with(|| self.all_titles(role));
                let Some(beside) = self.words_set_aside(title, held, role, own) else { continue };
                equal.push(role);
                if best.is_none() {
                    best = Some((held, role, beside));
                }
            }
        }
        let (held, role, beside) = best?;
        // Other words that form a name in sequence, or a technology with the head, may be the
        // intended meaning.
        let head = &core[held.mask.ilog2() as usize];
        let mut roles = equal;
        for other in &names {
            let from_first = other.mask >> other.mask.trailing_zeros();
            let in_a_row = from_first & (from_first + 1) == 0;
            let inside = other.mask & !held.mask == 0;
            if !inside && in_a_row && !other.roles.contains(&role) {
                roles.extend(&other.roles);
            }
        }
        for word in beside.iter().filter(|word| title::is_specialism(word)) {
            let other = JobTitle { core: vec![word.clone(), head.clone()], ranks: Vec::new() };
            let found = self.first_kind(&std::iter::once(&other)).unwrap_or_default();
            if !found.contains(&role) {
                roles.extend(found);
            }
        }
        dedup_keep_first(&mut roles);
        if roles.len() > 1 {
            return Some(RoleMatch::of(roles));
        }
        // Ranks that do not fit the name are set aside as well.
        let mut said: Vec<String> = Vec::new();
        for rank in title.ranks.iter().filter(|rank| !held.ranks.contains(rank)) {
            said.push(title::typed_rank(self.text, rank));
        }
        said.extend(beside.iter().map(|word| title::typed_word(self.text, word)));
        said.extend(aside.iter().cloned());
        Some(self.answer(
            RoleReading {
                roles,
                changes: TitleChanges { reworded: true, ..TitleChanges::default() },
            },
            said,
        ))
    }

    /// Returns the shorter names inside `title` with their roles.
    fn names_in(&self, title: &JobTitle, left: &mut usize) -> Vec<InnerName> {
        let core = &title.core;
        let (position, others): (Vec<&TitleRank>, Vec<&TitleRank>) =
            title.ranks.iter().partition(|r| r.is_position());
        let mut names: Vec<InnerName> = Vec::new();
        for mask in 1_u32..1 << core.len() {
            let words: Vec<String> = core
                .iter()
                .enumerate()
                .filter(|(at, _)| mask & 1 << at != 0)
                .map(|(_, word)| word.clone())
                .collect();
            let plain = JobTitle { core: words, ranks: Vec::new() };
            if plain.is_generic() {
                continue;
            }
            let mut titles = plain.reworded();
            titles.insert(0, plain);
            // Most of the ranks first.
            'ranks: for count in 0..=others.len() {
                let ranks: Vec<TitleRank> =
                    others[count..].iter().chain(&position).map(|rank| (*rank).clone()).collect();
                for kind in [RoleNameKind::Title, RoleNameKind::Alias] {
                    for title in &titles {
                        // An alias of one word, "teacher", is too vague if more was typed; "SDR" is
                        // not.
                        if let (RoleNameKind::Alias, [word]) = (kind, &title.core[..])
                            && title::is_job(word)
                        {
                            continue;
                        }
                        if *left == 0 {
                            return names;
                        }
                        *left -= 1;
                        let roles = self.roles_by_title_hash(
                            kind,
                            title.with_ranks(ranks.iter().cloned()).hash(),
                        );
                        if !roles.is_empty() {
                            names.push(InnerName { mask, roles, kind, ranks });
                            break 'ranks;
                        }
                    }
                }
            }
        }
        names
    }

    /// Returns the words of `title` that are set aside when `held` is taken as the name of `role`.
    /// Words in other names of the role, which are `own`, are not among them. `None` if a word
    /// makes it another job.
    fn words_set_aside(
        &self,
        title: &JobTitle,
        held: &InnerName,
        role: RoleId,
        own: &[JobTitle],
    ) -> Option<Vec<String>> {
        let core = &title.core;
        let mut initials = String::new();
        for (at, word) in core.iter().enumerate() {
            if held.mask & 1 << at != 0 {
                initials.extend(word.chars().next());
            }
        }
        // A name that is the title minus one word is too vague to leave out more: "operations
        // manager". So is one of another managing head: "service manager".
        let vague = held.kind == RoleNameKind::Alias && {
            let own = title::name_titles(&self.catalog.role(role).title);
            let words = core
                .iter()
                .enumerate()
                .filter(|(at, _)| held.mask & 1 << at != 0)
                .map(|(_, word)| word);
            let count = held.mask.count_ones() as usize;
            let words: Vec<&String> = words.collect();
            let less = |own: &JobTitle| {
                own.core.len() > count && words.iter().all(|word| own.core.contains(*word))
            };
            let in_charge = |own: &JobTitle| {
                words
                    .last()
                    .is_some_and(|word| title::is_in_charge(word) && own.core.last() != Some(*word))
            };
            own.iter().any(|own| less(own) || in_charge(own))
        };
        let mut beside = Vec::new();
        for (at, word) in core.iter().enumerate() {
            if held.mask & 1 << at != 0
                || *word == initials
                || own.iter().any(|name| name.core.contains(word))
            {
                continue;
            }
            let aside = title::is_beside_the_job(word) || (!vague && title::is_specialism(word));
            if !aside {
                return None;
            }
            beside.push(word.clone());
        }
        Some(beside)
    }

    /// Reads only the parts of a title that state the job.
    fn without_parts(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
        if parts.len() < 2 {
            return None;
        }
        // The first parts, as many as possible: "Manager, FP&A - RevGen". Or the parts after one
        // that does not name a job.
        let firsts = (1..parts.len()).rev().map(|count| (0..count).collect::<Vec<_>>());
        let laters = (1..parts.len()).map(|at| vec![at]);
        for kept in firsts.chain(laters) {
            let first = kept == [0] || kept.len() > 1;
            let part_of = |is_kept: bool| {
                let parts = parts.iter().enumerate().filter(|(at, _)| kept.contains(at) == is_kept);
                parts.map(|(_, part)| *part).collect::<Vec<_>>()
            };
            let (said, rest) = (part_of(true), part_of(false));
            if !first && rest.iter().any(|part| title::is_job(part)) {
                continue;
            }
            if let Some(found) = self.without_rest(&said, &rest, aside) {
                return Some(found);
            }
        }
        None
    }

    /// Reads `said`, unless `rest` makes it another job.
    fn without_rest(&self, said: &[&str], rest: &[&str], aside: &[String]) -> Option<RoleMatch> {
        let mut aside = aside.to_vec();
        aside.extend(rest.iter().map(|part| (*part).to_string()));
        let title = title::readings(said).into_iter().next()?.title;
        if title.is_generic() && title.ranks.iter().all(|rank| !rank.is_position()) {
            return None;
        }
        let mut found = self.lead(said, &aside)?;
        let LookupResult::One(role) = found.found else { return Some(found) };
        // "SRE (Site Reliability Engineer)" and "Technical Program Manager (TPM)" contain the name
        // twice.
        let initials: String = title.core.iter().filter_map(|word| word.chars().next()).collect();
        if rest.iter().all(|part: &&str| {
            part.eq_ignore_ascii_case(&initials)
                || self.read_title(&[*part], true).is_some_and(|read| read.roles.contains(&role))
        }) {
            let aside = found
                .set_aside
                .iter()
                .filter(|word| !rest.contains(&word.as_str()))
                .cloned()
                .collect();
            let changes = TitleChanges { reworded: true, ..TitleChanges::default() };
            return Some(if title.ranks.is_empty() {
                RoleMatch::plain(LookupResult::One(role))
            } else {
                self.answer(RoleReading { roles: vec![role], changes }, aside)
            });
        }
        // A single word is too vague unless it is the title.
        if title.core.len() < 2 && self.visible_titles(role).all(|own| own.core != title.core) {
            return None;
        }
        // A part that names another role means both: "Scrum Master, Agile Coach". So does one that
        // makes it another role: "Software Engineer, Machine Learning".
        let mut others: Vec<RoleId> = Vec::new();
        for part in rest {
            let head = title.core.last().map_or("", String::as_str);
            for text in [(*part).to_string(), format!("{part} {head}")] {
                others.extend(
                    self.read_title(&[text.as_str()], false)
                        .map(|read| read.roles)
                        .unwrap_or_default(),
                );
            }
        }
        others.retain(|other| *other != role);
        if let Some(first) = others.first().copied() {
            others.retain(|other| *other != first);
            let mut roles = vec![role, first];
            roles.extend(others);
            return Some(RoleMatch::of(roles));
        }
        found.set_aside = aside;
        Some(found)
    }

    /// Reads the titles between slashes: one role if all of them lead to it.
    fn between_slashes(&self, segments: &[TitleSegment]) -> Option<RoleMatch> {
        let main = segments
            .iter()
            .find(|segment| !segment.bracketed && !title::is_clutter(&segment.text))?;
        let all = title::alternatives(&main.text)?;
        // "Data/Reporting Analyst", "SDR/BDR": all of these words are names of one role.
        if let Some(found) = self.inner_name(&[main.text.as_str()], &[])
            && segments.iter().all(|segment| segment == main || title::is_clutter(&segment.text))
        {
            return Some(found);
        }
        // "UI/UX" is "UX/UI".
        if let Some((a, b)) = main.text.split_once('/') {
            let (lead, a) = a.trim().rsplit_once(' ').unwrap_or(("", a.trim()));
            let (b, tail) = b.trim().split_once(' ').unwrap_or((b.trim(), ""));
            let turned = format!("{lead} {b} {a} {tail}");
            if let Some(read) = self.read_title(&[turned.trim()], false) {
                return Some(self.answer(read, Vec::new()));
            }
        }
        let mut roles: Vec<RoleId> = Vec::new();
        let mut missing = false;
        let mut offered: Vec<RoleId> = Vec::new();
        for text in &all {
            let one = RoleLookup { text, ..*self };
            let part = one.by_title();
            match part.found {
                LookupResult::One(role) if part.set_aside.is_empty() && !roles.contains(&role) => {
                    roles.push(role);
                }
                LookupResult::One(role) => offered.push(role),
                LookupResult::Many(many) => roles.extend(many),
                LookupResult::Nothing(near) => {
                    missing |= !text.contains(' ') || near.is_empty();
                    offered.extend(near);
                }
            }
        }
        dedup_keep_first(&mut roles);
        match roles[..] {
            [] if offered.is_empty() => None,
            [] => Some(RoleMatch::plain(LookupResult::Nothing(first_three(offered)))),
            [one] if !missing || offered.contains(&one) => Some(self.answer(
                RoleReading {
                    roles,
                    changes: TitleChanges { reworded: true, ..TitleChanges::default() },
                },
                Vec::new(),
            )),
            [one] => Some(RoleMatch::plain(LookupResult::Nothing(first_three(
                [one].into_iter().chain(offered).collect(),
            )))),
            _ => Some(RoleMatch::plain(LookupResult::Many(roles))),
        }
    }

    /// Sets seniority aside, the lowest rank first.
    fn without_ranks(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
        for reading in title::readings(parts) {
            let ranks = &reading.title.ranks;
            let (keep, drop): (Vec<&TitleRank>, Vec<&TitleRank>) =
                ranks.iter().partition(|rank| rank.is_position());
            for count in 1..=drop.len() {
                let left = drop[count..].iter().chain(&keep).map(|rank| (*rank).clone());
                let title = reading.title.with_ranks(left);
                if title.is_generic() && title.ranks.is_empty() {
                    // "Senior Engineer" is too vague: a role called "Engineer" is a guess, unless
                    // by title.
                    let own = self.roles_by_title_hash(RoleNameKind::Title, title.hash());
                    if own.is_empty() {
                        continue;
                    }
                }
                // A lead or an intern of a field is one who works in it: the words are changed
                // before the rank is set aside.
                let mut titles = vec![title.clone()];
                titles.extend(
                    reading
                        .title
                        .reworded()
                        .into_iter()
                        .map(|other| JobTitle { ranks: title.ranks.clone(), ..other }),
                );
                let mut read = None;
                for title in titles {
                    let reading = TitleReading { title, changes: reading.changes };
                    read = self
                        .first_kind(&std::iter::once(&reading.title))
                        .map(|roles| RoleReading { roles, changes: reading.changes })
                        .or_else(|| self.in_other_words(std::slice::from_ref(&reading)));
                    if read.is_some() {
                        break;
                    }
                }
                if let Some(read) = read.filter(|read| !self.is_vague(&title, &read.roles)) {
                    let said = drop[..count].iter().map(|rank| title::typed_rank(self.text, rank));
                    return Some(self.answer(read, said.chain(aside.iter().cloned()).collect()));
                }
            }
        }
        None
    }

    /// Whether `title` is a single-word alias of `roles` that is also the head of another role's
    /// title: a pack may call a lecturer "teacher", but a "lead teacher" is still not a lecturer.
    fn is_vague(&self, title: &JobTitle, roles: &[RoleId]) -> bool {
        let ([word], [role]) = (&title.core[..], roles) else { return false };
        let titles = |role: RoleId| title::name_titles(&self.catalog.role(role).title);
        let is_its_head =
            |role: RoleId| titles(role).iter().any(|own| own.core.last() == Some(word));
        title::is_job(word)
            && !titles(*role).iter().any(|own| own.core.contains(word))
            && self.catalog.role_ids().any(|other| other != *role && is_its_head(other))
    }

    /// Returns suggestions if nothing matches: search terms, and other positions in the same field.
    fn suggest(&self, segments: &[TitleSegment]) -> RoleMatch {
        let parts: Vec<&str> = segments
            .iter()
            .map(|s| s.text.as_str())
            .filter(|text| !title::is_clutter(text))
            .collect();
        let mut roles: Vec<RoleId> = Vec::new();
        let mut add = |found: Vec<RoleId>| {
            for role in found {
                if !roles.contains(&role) {
                    roles.push(role);
                }
            }
        };
        add(self.roles_by_written_hash(RoleNameKind::Hidden, hash_written(self.text)));
        let mut readings = title::readings(&parts);
        if let Some(first) = parts.first().filter(|_| parts.len() > 1) {
            readings.extend(title::readings(&[*first]));
        }
        for reading in &readings {
            add(self.roles_by_title_hash(RoleNameKind::Hidden, reading.title.hash()));
            for title in title::other_positions(&reading.title) {
                for kind in [RoleNameKind::Title, RoleNameKind::Alias] {
                    add(self.roles_by_title_hash(kind, title.hash()));
                }
            }
            if reading.title.ranks.iter().any(TitleRank::is_position) {
                continue;
            }
            // Matches that were too vague, and titles with a word less.
            let plain = reading.title.with_ranks([]);
            let mut less = vec![plain.clone()];
            less.extend(title::shortened_titles(&plain));
            for title in &less {
                for kind in [RoleNameKind::Title, RoleNameKind::Alias, RoleNameKind::Hidden] {
                    let found = self.roles_by_title_hash(kind, title.hash());
                    if found.len() <= SUGGESTIONS {
                        add(found);
                    }
                }
            }
        }
        RoleMatch::plain(LookupResult::Nothing(first_three(roles)))
    }

    /// Returns the answer for a text that was `read` with the words in `aside` set aside.
    fn answer(&self, read: RoleReading, aside: Vec<String>) -> RoleMatch {
        let mut found = RoleMatch::of(read.roles);
        let silent = read.changes == TitleChanges::default() && aside.is_empty();
        if let (LookupResult::One(role), false) = (&found.found, silent) {
            let (text, title) = (quoted(self.text), &self.catalog.role(*role).title);
            let quoted: Vec<String> =
                aside.iter().map(|word| format!("`{}`", quoted(word))).collect();
            let aside = match &quoted[..] {
                [] => String::new(),
                [one] => format!("; ignored {one}"),
                [first @ .., last] => format!("; ignored {} and {last}", first.join(", ")),
            };
            found.notice = Some(format!("treating `{text}` as {title}{aside}"));
        }
        found.set_aside = aside;
        found
    }
}

fn first_three(mut roles: Vec<RoleId>) -> Vec<RoleId> {
    dedup_keep_first(&mut roles);
    roles.truncate(SUGGESTIONS);
    roles
}

#[cfg(test)]
mod tests;
