//! The data that a query is answered from.

use super::hit::SearchItem;
use super::tables::LabelTables;
use crate::model::{Catalog, RoleId, SkillId};
use crate::search::filter::AllowedItems;
use crate::search::roles::RoleNames;
use crate::search::scope::SearchScope;

/// The data that a query is answered from: the same tables from its start to its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matcher<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) tables: &'a LabelTables,
    pub(super) roles: &'a RoleNames,
}

impl<'a> Matcher<'a> {
    /// Returns all items of `scope` in display order.
    pub(super) fn items(self, scope: SearchScope) -> impl Iterator<Item = SearchItem> + 'a {
        let Self { catalog, tables, .. } = self;
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
            (0..count_responsibilities(role, &tables.responsibilities))
                .map(move |at| SearchItem::Responsibility(role, at))
        });
        roles
            .map(SearchItem::Role)
            .chain(skills.map(|skill| SearchItem::Skill(*skill)))
            .chain(duties)
    }

    /// Returns the item at `place`. Places number all items: roles first, then skills, then
    /// responsibilities.
    pub(super) fn item(self, place: u32) -> SearchItem {
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
}

fn count_responsibilities(role: RoleId, responsibilities: &[u32]) -> u32 {
    responsibilities[role.index() + 1] - responsibilities[role.index()]
}

/// Whether `sieve` lets `item` pass, if there is one.
pub(super) fn is_allowed(sieve: Option<&AllowedItems>, item: SearchItem) -> bool {
    sieve.is_none_or(|sieve| match item {
        SearchItem::Skill(id) => sieve.skills[id.index()],
        SearchItem::Role(id) | SearchItem::Responsibility(id, _) => sieve.roles[id.index()],
    })
}
