//! Finds the role that a text names: by id, code or title, or by a title as job boards and ladders
//! write it.
//!
//! Every command, picker and filter uses [`RoleNames`]. It tries the surest reading first: facts
//! that the packs state before guesses, and a title before another role's alias. The
//! [notice](RoleMatch::notice) reports any part that was read into a title or set aside. A role of
//! another job is only ever a suggestion.

mod aside;
mod found;
mod founder;
mod graded;
mod hashes;
mod inner;
mod leaders;
mod tables;

pub use self::found::RoleMatch;
use self::hashes::RoleNameKind;
pub use self::tables::RoleNames;
use self::tables::hash_written;
use super::code::{self, TypedCode};
use super::lookup::{LookupResult, SUGGESTIONS, dedup_keep_first};
use super::title::{self, JobTitle, TitleChanges, TitleRank, TitleReading, TitleSegment};
use crate::model::text::quoted;
use crate::model::{Catalog, PackId, RoleId};

/// Maximum length of a title.
const MAX_TITLE_BYTES: usize = 200;

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

    /// Whether a role has exactly this id, code, title or alias.
    pub(crate) fn is_called(&self, catalog: &Catalog, text: &str) -> bool {
        !self.roles_called(catalog, text).is_empty()
            || !catalog.roles_by_code(text.trim()).is_empty()
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

    /// Returns the roles that have `text` as written as a search term, which is never shown.
    pub(crate) fn roles_searched_as(&self, catalog: &Catalog, text: &str) -> Vec<RoleId> {
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_TITLE_BYTES {
            return Vec::new();
        }
        let sought = RoleLookup { names: self, catalog, pack: None, text };
        sought.roles_by_written_hash(RoleNameKind::Hidden, hash_written(text))
    }

    fn find_in_pack(&self, catalog: &Catalog, text: &str, pack: Option<PackId>) -> RoleMatch {
        let sought = RoleLookup { names: self, catalog, pack, text: text.trim() };
        sought.by_code().unwrap_or_else(|| sought.unless_led(sought.by_title()))
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
            let (text, title) = (quoted(self.text), self.catalog.role_title(*role));
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
            _ => self.names.own_titles(self.catalog),
        };
        titles.get(hash, kind).filter(|role| self.is_in_pack(*role)).collect()
    }

    /// Returns the roles with a name of this `kind` with this hash of the written form.
    fn roles_by_written_hash(&self, kind: RoleNameKind, hash: u64) -> Vec<RoleId> {
        let names = match kind {
            RoleNameKind::Alias | RoleNameKind::Hidden => self.names.other(self.catalog),
            _ => self.names.own(self.catalog),
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
                return self
                    .outweighing(roles, self.roles_by_written_hash(RoleNameKind::Alias, hash));
            }
        }
        let roles = self.roles_by_written_hash(RoleNameKind::Alias, hash);
        if let ([role], Some(reading)) = (&roles[..], as_it_stands) {
            let short = self.also_short_for(*role, &reading.title, hash);
            let confused = &self.catalog.role(*role).confused_with;
            if short.iter().any(|other| confused.contains(other)) {
                return RoleMatch::of(std::iter::once(*role).chain(short).collect());
            }
            if !short.is_empty() {
                return self.outweighing(roles, short);
            }
        }
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
                return self.outweighing(titled, roles);
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

    /// Returns the other roles that `short`, with this hash of the written form and an alias of
    /// `role`, is short for: it is a search term of theirs, and the initials of their title. "CPO"
    /// is short for a chief people officer too.
    fn also_short_for(&self, role: RoleId, short: &JobTitle, hash: u64) -> Vec<RoleId> {
        let mut roles = self.roles_by_written_hash(RoleNameKind::Hidden, hash);
        roles.retain(|other| *other != role && self.has_initials(*other, short));
        roles
    }

    /// Returns the answer for `roles`, which the text names, with a notice if it is also another
    /// title of `others`.
    fn outweighing(&self, roles: Vec<RoleId>, mut others: Vec<RoleId>) -> RoleMatch {
        others.retain(|other| !roles.contains(other));
        let mut found = RoleMatch::of(roles);
        if let (LookupResult::One(role), [first, rest @ ..]) = (&found.found, &others[..]) {
            let (text, title) = (quoted(self.text), self.catalog.role_title(*role));
            let first = self.catalog.role_title(*first);
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
            let only = hidden.len() == 1;
            let same: Vec<RoleId> = hidden
                .into_iter()
                .filter(|role| {
                    self.is_same_job(*role, &reading.title)
                        || (only && self.is_its_head(*role, &reading.title))
                })
                .collect();
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
        let no_position = !title.ranks.iter().any(TitleRank::is_position);
        if title.core.len() > 1
            && no_position
            && title.core.last().is_some_and(|last| has_word(last, true, &shown))
            && title.core.iter().all(|word| has_word(word, false, &shown))
        {
            return true;
        }
        let (core, own) = (title.core.concat(), positions_of(title));
        shown.iter().any(|name| {
            let same = name.core.concat() == core
                || name.reworded().iter().any(|other| other.core.concat() == core);
            (same && positions_of(name) == own) || is_short_for(title, name)
        })
    }

    /// Whether `title` is the initials of the title of `role`.
    fn has_initials(&self, role: RoleId, title: &JobTitle) -> bool {
        titles_of_role(role, self.catalog).iter().any(|own| is_short_for(title, own))
    }

    /// Whether `title` is one word for a person, in which a visible name of `role` ends: a
    /// "developer" is a software developer if no other role has the word as a search term.
    fn is_its_head(&self, role: RoleId, title: &JobTitle) -> bool {
        let [word] = &title.core[..] else { return false };
        title.ranks.is_empty()
            && !title.is_generic()
            && title::is_job(word)
            && self.visible_titles(role).any(|name| name.core.last() == Some(word))
    }

    fn makes_software(&self, role: RoleId) -> bool {
        self.visible_titles(role).any(|name| name.is_software())
    }

    /// Whether `title` is a single-word alias of `roles` that is also the head of another role's
    /// title: a pack may call a lecturer "teacher", but a "lead teacher" is still not a lecturer.
    fn is_vague(&self, title: &JobTitle, roles: &[RoleId]) -> bool {
        let ([word], [role]) = (&title.core[..], roles) else { return false };
        title::is_job(word)
            && !titles_of_role(*role, self.catalog).iter().any(|own| own.core.contains(word))
            && self
                .catalog
                .role_ids()
                .any(|other| other != *role && is_head_of_role(other, word, self.catalog))
    }

    /// Returns suggestions if nothing matches: search terms, and other positions in the same field.
    fn suggest(&self, segments: &[TitleSegment]) -> RoleMatch {
        let parts: Vec<&str> = segments
            .iter()
            .map(|s| s.text.as_str())
            .filter(|text| !title::is_clutter(text))
            .collect();
        let mut roles: Vec<RoleId> = Vec::new();
        add_new_roles(
            self.roles_by_written_hash(RoleNameKind::Hidden, hash_written(self.text)),
            &mut roles,
        );
        let mut readings = title::readings(&parts);
        if let Some(first) = parts.first().filter(|_| parts.len() > 1) {
            readings.extend(title::readings(&[*first]));
        }
        for reading in &readings {
            add_new_roles(
                self.roles_by_title_hash(RoleNameKind::Hidden, reading.title.hash()),
                &mut roles,
            );
            let other_heads = title::other_heads(&reading.title).into_iter();
            for title in title::other_positions(&reading.title).into_iter().chain(other_heads) {
                for kind in [RoleNameKind::Title, RoleNameKind::Alias] {
                    add_new_roles(self.roles_by_title_hash(kind, title.hash()), &mut roles);
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
                        add_new_roles(found, &mut roles);
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
            let (text, title) = (quoted(self.text), self.catalog.role_title(*role));
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

/// Whether `short` is one word that consists of the initials of `name`.
fn is_short_for(short: &JobTitle, name: &JobTitle) -> bool {
    let [word] = &short.core[..] else { return false };
    let mut initials: String = name.core.iter().filter_map(|word| word.chars().next()).collect();
    if let Some(rank) = name.ranks.last() {
        let mut word = String::new();
        rank.push_onto(&mut word);
        initials.insert(0, word.chars().next().unwrap_or(' '));
    }
    word.len() > 1 && initials == *word
}

fn has_word(word: &str, at_end: bool, shown: &[JobTitle]) -> bool {
    shown.iter().any(|name| {
        if at_end {
            name.core.last().is_some_and(|last| last == word)
        } else {
            name.core.iter().any(|own| own == word)
        }
    })
}

fn positions_of(title: &JobTitle) -> Vec<TitleRank> {
    title.ranks.iter().filter(|r| r.is_position()).cloned().collect::<Vec<_>>()
}

fn titles_of_role(role: RoleId, catalog: &Catalog) -> Vec<JobTitle> {
    title::name_titles(catalog.role_title(role))
}

fn is_head_of_role(role: RoleId, word: &str, catalog: &Catalog) -> bool {
    titles_of_role(role, catalog).iter().any(|own| own.core.last().is_some_and(|last| last == word))
}

fn add_new_roles(found: Vec<RoleId>, roles: &mut Vec<RoleId>) {
    for role in found {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
}

fn first_three(mut roles: Vec<RoleId>) -> Vec<RoleId> {
    dedup_keep_first(&mut roles);
    roles.truncate(SUGGESTIONS);
    roles
}

#[cfg(test)]
mod tests;
