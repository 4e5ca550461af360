//! Spellings of skill names, by hash.

use crate::model::{Catalog, Skill, SkillId};
use xxhash_rust::xxh3::xxh3_64;

/// The relation of a spelling to its skill; the first kind that matches decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SpellingKind {
    Id,
    Name,
    Alias,
    Hidden,
    /// Derived from the name.
    Derived,
    /// The initials at the end of the name.
    Initials,
}

/// Sorted hashes of spellings, each with its skill: collisions are rarer than two meanings of one
/// name.
#[derive(Default)]
pub(super) struct Spellings(pub(super) Vec<(u64, SpellingKind, SkillId)>);

impl Spellings {
    pub(super) fn insert(&mut self, spelling: &str, kind: SpellingKind, id: SkillId) {
        if !spelling.is_empty() {
            self.0.push((xxh3_64(spelling.as_bytes()), kind, id));
        }
    }

    pub(super) fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    /// Returns the skills with `spelling` of the first kind that has any.
    pub(super) fn first_kind(&self, spelling: &str) -> impl Iterator<Item = SkillId> + '_ {
        self.of_first_kind(spelling).map(|(_, id)| id)
    }

    /// Returns the skills from whose names `spelling` is derived.
    pub(super) fn derived(&self, spelling: &str) -> impl Iterator<Item = SkillId> + '_ {
        let hash = xxh3_64(spelling.as_bytes());
        let from = self
            .0
            .partition_point(|(other, kind, _)| (*other, *kind) < (hash, SpellingKind::Derived));
        self.0[from..].iter().take_while(move |(other, ..)| *other == hash).map(|(_, _, id)| *id)
    }

    /// Returns the same skills as [`Spellings::first_kind`], each with the kind.
    pub(super) fn of_first_kind(
        &self,
        spelling: &str,
    ) -> impl Iterator<Item = (SpellingKind, SkillId)> + '_ {
        let hash = xxh3_64(spelling.as_bytes());
        let from = self.0.partition_point(|(other, ..)| *other < hash);
        let first = self.0.get(from).map(|(_, kind, _)| *kind);
        self.0[from..]
            .iter()
            .take_while(move |(other, kind, _): &&(u64, SpellingKind, SkillId)| {
                *other == hash && Some(*kind) == first
            })
            .map(|(_, kind, id)| (*kind, *id))
    }
}

/// Returns every name of every skill.
pub(super) fn names(catalog: &Catalog) -> impl Iterator<Item = (SkillId, SpellingKind, &str)> {
    catalog.skill_ids().flat_map(|id| {
        let Skill { id: own, name, aliases, hidden, .. } = catalog.skill(id);
        let aliases = aliases.iter().map(|alias| (SpellingKind::Alias, alias));
        let hidden = hidden.iter().map(|hidden| (SpellingKind::Hidden, hidden));
        let all = [(SpellingKind::Id, own), (SpellingKind::Name, name)]
            .into_iter()
            .chain(aliases)
            .chain(hidden);
        all.map(move |(kind, text)| (id, kind, text.as_str()))
    })
}
