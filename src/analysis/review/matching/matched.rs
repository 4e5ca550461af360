//! The packs in scope, and items that are matched with each other.

use crate::analysis::rename::{self, TermBag};
use crate::model::{Catalog, PackId, Responsibility, Role};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// The packs that a review covers: those that both copies have, or all if they have none in common.
pub(in crate::analysis::review) struct ReviewScope {
    /// Whether the copies have no pack in common, by id.
    pub(super) no_common_pack: bool,
    /// By position in the newer copy.
    pub(in crate::analysis::review) now: Vec<bool>,
    /// By position in the older copy.
    pub(in crate::analysis::review) before: Vec<bool>,
}

impl ReviewScope {
    pub(super) fn new(now: &Catalog, before: &Catalog) -> Self {
        let (new, old) = (pack_ids(now), pack_ids(before));
        let apart = new.is_disjoint(&old);
        Self {
            no_common_pack: apart,
            now: packs_in_scope(now, &old, apart),
            before: packs_in_scope(before, &new, apart),
        }
    }

    /// Whether it includes every pack of both copies.
    pub(super) fn covers_everything(&self) -> bool {
        self.now.iter().chain(&self.before).all(|has| *has)
    }
}

pub(super) fn pack_ids(catalog: &Catalog) -> HashSet<String> {
    catalog.packs().iter().map(|pack| pack.id.clone()).collect::<HashSet<_>>()
}

pub(super) fn packs_in_scope(
    catalog: &Catalog,
    others: &HashSet<String>,
    apart: bool,
) -> Vec<bool> {
    catalog.packs().iter().map(|pack| apart || others.contains(&pack.id)).collect()
}

/// Whether `pack` is in the scope of the review, given the marks of its copy.
pub(in crate::analysis::review) fn in_scope(pack: PackId, marks: &[bool]) -> bool {
    marks.get(pack.index()).copied().unwrap_or_default()
}

/// Matches between the things of one kind in the older and the newer copy.
pub(in crate::analysis::review) struct MatchedItems {
    /// By position in the older copy.
    pub(in crate::analysis::review) matches: Vec<Option<usize>>,
    /// Similarity of those with a new id to their older copy, by position in the older copy.
    pub(in crate::analysis::review) likeness: HashMap<usize, f64>,
    /// Whether each thing of the older and of the newer copy is in the scope of the review.
    pub(in crate::analysis::review) in_scope: (Vec<bool>, Vec<bool>),
    pub(super) taken: Vec<bool>,
}

impl MatchedItems {
    /// Matches things with equal keys; each thing once, in order.
    pub(super) fn by_id<K: Hash + Eq>(
        asked: (Vec<bool>, Vec<bool>),
        old: impl Fn(usize) -> K,
        new: impl Fn(usize) -> K,
    ) -> Self {
        let (olds, news) = (asked.0.len(), asked.1.len());
        let mut known: HashMap<K, usize> = HashMap::new();
        for at in 0..news {
            known.entry(new(at)).or_insert(at);
        }
        let to: Vec<Option<usize>> = (0..olds).map(|at| known.remove(&old(at))).collect();
        let mut taken = vec![false; news];
        to.iter().flatten().for_each(|at| taken[*at] = true);
        Self { matches: to, likeness: HashMap::new(), in_scope: asked, taken }
    }

    /// Returns the things of the older copy in scope that have no match.
    pub(in crate::analysis::review) fn unmatched_older(&self) -> Vec<usize> {
        (0..self.matches.len())
            .filter(|at| self.in_scope.0[*at] && self.matches[*at].is_none())
            .collect()
    }

    /// Returns the things of the newer copy in scope that have no match.
    pub(in crate::analysis::review) fn unmatched_newer(&self) -> Vec<usize> {
        (0..self.taken.len()).filter(|at| self.in_scope.1[*at] && !self.taken[*at]).collect()
    }

    /// Returns the pairs in scope.
    pub(in crate::analysis::review) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let pairs = self.matches.iter().enumerate().filter_map(|(at, to)| Some((at, (*to)?)));
        pairs.filter(|(old, new)| self.in_scope.0[*old] || self.in_scope.1[*new])
    }

    pub(super) fn add_match(&mut self, old: usize, new: usize, likeness: f64) {
        if self.matches[old].is_none() && !self.taken[new] {
            self.matches[old] = Some(new);
            self.taken[new] = true;
            self.likeness.insert(old, likeness);
        }
    }

    /// Matches removed things with new ones by a key that is unique among them.
    pub(super) fn by_key<K: Hash + Eq>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
        likeness: impl Fn(usize, usize) -> f64,
    ) {
        let (gone, added) =
            (unique_keys(self.unmatched_older(), &old), unique_keys(self.unmatched_newer(), &new));
        let mut pairs: Vec<(usize, usize)> =
            gone.iter().filter_map(|(key, at)| Some(((*at)?, (*added.get(key)?)?))).collect();
        pairs.sort_unstable();
        for (old, new) in pairs {
            self.add_match(old, new, likeness(old, new));
        }
    }

    /// Matches removed things with new ones by content: `bag` returns the terms of a thing,
    /// `likeness` the similarity of two.
    pub(super) fn by_content(
        &mut self,
        mut old_bag: impl FnMut(usize) -> TermBag,
        mut new_bag: impl FnMut(usize) -> TermBag,
        likeness: impl Fn(usize, usize) -> f64,
    ) {
        let (gone, added) = (self.unmatched_older(), self.unmatched_newer());
        if gone.is_empty() || added.is_empty() {
            return;
        }
        let olds: Vec<TermBag> = gone.iter().map(|at| old_bag(*at)).collect();
        let news: Vec<TermBag> = added.iter().map(|at| new_bag(*at)).collect();
        for (old, new, like) in
            rename::pairs(&olds, &news, |old, new| likeness(gone[old], added[new]))
        {
            self.add_match(gone[old], added[new], like);
        }
    }
}

pub(super) fn unique_keys<K: Hash + Eq>(
    all: Vec<usize>,
    key: &dyn Fn(usize) -> Option<K>,
) -> HashMap<K, Option<usize>> {
    let mut known: HashMap<K, Option<usize>> = HashMap::new();
    for at in all {
        if let Some(key) = key(at) {
            known.entry(key).and_modify(|known| *known = None).or_insert(Some(at));
        }
    }
    known
}

/// Matches packs by id; a single pack with another id matches the single pack of the other copy.
pub(super) fn packs(now: &Catalog, before: &Catalog) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (old, pack) in before.packs().iter().enumerate() {
        pairs
            .extend(now.packs().iter().position(|other| other.id == pack.id).map(|new| (old, new)));
    }
    if pairs.is_empty() && now.packs().len() == 1 && before.packs().len() == 1 {
        pairs.push((0, 0));
    }
    pairs
}

/// Returns the position of an older pack in the newer copy; a distinct position past the end if it
/// is missing.
pub(super) fn newer_pack(packs: &[(usize, usize)], old: PackId) -> usize {
    let found = packs.iter().find(|(at, _)| *at == old.index());
    found.map_or(usize::MAX - old.index(), |(_, new)| *new)
}

pub(super) fn own_responsibilities(role: &Role) -> impl Iterator<Item = &Responsibility> {
    role.responsibilities.iter().filter(|duty| duty.inherited_from.is_none())
}

/// Whether a name of one thing is the name or an alias of the other.
pub(super) fn share_a_name(a: (&str, &[String]), b: (&str, &[String])) -> bool {
    is_same_name(a.0, b.0)
        || a.1.iter().any(|name| is_same_name(name, b.0))
        || b.1.iter().any(|name| is_same_name(name, a.0))
}

pub(super) fn is_same_name(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}
