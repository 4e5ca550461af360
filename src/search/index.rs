//! The prepared labels of a catalog, and ranked search over them.

mod best;
mod hit;
mod matcher;
mod matching;
mod partial;
mod ranking;
mod storage;
mod suggest;
mod tables;

use std::sync::{Arc, OnceLock};

pub use self::hit::{Hit, Hits, MatchedText, SearchItem};
use self::matcher::Matcher;
use self::tables::LabelTables;
use super::query::Query;
use super::roles::RoleNames;
use super::scope::SearchScope;
use crate::model::{Catalog, RoleId};

/// The prepared labels of a catalog. Immutable: share it with an `Arc`.
#[derive(Debug)]
pub struct SearchIndex {
    catalog: Arc<Catalog>,
    tables: LabelTables,
    /// Replaces `tables` if these turn out to be damaged.
    rebuilt: OnceLock<LabelTables>,
    /// Created when roles are first searched.
    roles: Arc<RoleNames>,
}

impl SearchIndex {
    /// Prepares every label of `catalog`, on two threads.
    pub fn new(catalog: Arc<Catalog>) -> Self {
        let tables = LabelTables::new(&catalog);
        Self::with_tables(catalog, tables)
    }

    fn with_tables(catalog: Arc<Catalog>, tables: LabelTables) -> Self {
        Self { catalog, tables, rebuilt: OnceLock::new(), roles: Arc::default() }
    }

    /// Returns the index with the `roles` of its catalog, so that their names are read once for
    /// both.
    #[must_use]
    pub fn with_roles(self, roles: Arc<RoleNames>) -> Self {
        Self { roles, ..self }
    }

    /// Returns the number of labels.
    pub fn labels(&self) -> usize {
        self.tables.labels()
    }

    /// Returns the best `limit` results for `query` in `scope`, best first.
    ///
    /// A query without words returns all items of the scope, skills by name and the rest in catalog
    /// order. The order is total: score, then roles before skills before responsibilities, then the
    /// number of roles that require the skill, then the shorter text, then the text, then the item.
    ///
    /// A label matches if it contains the typed words, or they are its initials; a name also if it
    /// has another form of a word, such as its plural. If fewer than ten names match, labels in
    /// which the words are shortened, misspelt or joined differently also match; if there are still
    /// none, names of skills with scattered letters. Descriptions are searched for starts of words
    /// from three letters on, and not at all if five hundred names match.
    pub fn search(&self, query: &Query, scope: SearchScope, limit: usize) -> Hits {
        self.answer(|matcher| matcher.search(query, scope, limit))
    }

    /// Returns up to three roles that `text` may mean, likeliest first: those whose names have most
    /// of its distinctive words. None if no name has any of them.
    pub fn suggest(&self, text: &str) -> Vec<RoleId> {
        self.answer(|matcher| matcher.suggest(text))
    }

    /// Returns the answer that `ask` gets from undamaged tables: damage is noticed when it is read,
    /// and then the labels are prepared again.
    fn answer<T>(&self, ask: impl Fn(Matcher<'_>) -> T) -> T {
        if self.rebuilt.get().is_none() {
            let answer = ask(self.matcher(&self.tables));
            if !self.tables.is_damaged() {
                return answer;
            }
        }
        ask(self.matcher(self.undamaged_tables()))
    }

    fn matcher<'a>(&'a self, tables: &'a LabelTables) -> Matcher<'a> {
        Matcher { catalog: &self.catalog, tables, roles: &self.roles }
    }

    fn undamaged_tables(&self) -> &LabelTables {
        if !self.tables.is_damaged() {
            return &self.tables;
        }
        self.rebuilt.get_or_init(|| {
            self.tables.discard();
            LabelTables::new(&self.catalog)
        })
    }

    /// Reads the names of all roles now, so that the first search does not wait for it.
    pub fn prepare(&self) {
        self.roles.prepare(&self.catalog);
    }
}

#[cfg(test)]
mod tests;
