//! Finds role names inside longer titles.

use super::{InnerName, RoleLookup, RoleMatch, RoleNameKind, RoleReading};
use crate::model::RoleId;
use crate::search::lookup::dedup_keep_first;
use crate::search::title::{self, JobTitle, TitleChanges, TitleRank};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Maximum number of words of a title that is searched for shorter names inside it: each word
/// doubles the number of choices.
pub(super) const MAX_INNER_WORDS: usize = 8;

/// Maximum number of readings of a title that are searched for names inside it.
pub(super) const MAX_INNER_READINGS: usize = 8;

/// Maximum number of names that are looked up inside one title, over all its readings and ranks.
/// Titles that people write take a tenth of it.
pub(super) const MAX_INNER_LOOKUPS: usize = 50_000;

impl RoleLookup<'_> {
    /// Returns the role of a shorter name inside the text, if every other word is in another name
    /// of the role, or only states the technology, the industry, the place or the kind of
    /// employment.
    pub(super) fn inner_name(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
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
    pub(super) fn inner_name_in(
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
        let mut longest_first: Vec<&InnerName> = names.iter().collect();
        longest_first.sort_by_key(|held| Reverse(inner_name_size(held)));
        let mut best: Option<(&InnerName, RoleId, Vec<String>)> = None;
        let mut equal: Vec<RoleId> = Vec::new();
        for held in longest_first {
            // A longer name matches, and looking further would parse all names of more roles.
            if best
                .as_ref()
                .is_some_and(|(known, ..)| inner_name_size(known) > inner_name_size(held))
            {
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
    pub(super) fn names_in(&self, title: &JobTitle, left: &mut usize) -> Vec<InnerName> {
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
    pub(super) fn words_set_aside(
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
            let own = title::name_titles(self.catalog.role_title(role));
            let words = core
                .iter()
                .enumerate()
                .filter(|(at, _)| held.mask & 1 << at != 0)
                .map(|(_, word)| word);
            let count = held.mask.count_ones() as usize;
            let words: Vec<&String> = words.collect();
            own.iter().any(|own| has_more_words(own, count, &words) || adds_charge(own, &words))
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
}

pub(super) fn inner_name_size(held: &InnerName) -> (u32, usize) {
    (held.mask.count_ones(), held.ranks.len())
}

pub(super) fn has_more_words(own: &JobTitle, count: usize, words: &[&String]) -> bool {
    own.core.len() > count && words.iter().all(|word| own.core.contains(*word))
}

pub(super) fn adds_charge(own: &JobTitle, words: &[&String]) -> bool {
    words.last().is_some_and(|word| title::is_in_charge(word) && own.core.last() != Some(*word))
}
