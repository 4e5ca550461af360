//! The prepared labels of a catalog, and the ranked answers.

use std::ops::Range;
use std::sync::Arc;

use super::{Query, Scope};
use crate::model::{Catalog, RoleId, SkillId, words};

/// Something that search finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A skill.
    Skill(SkillId),
    /// A role.
    Role(RoleId),
    /// A responsibility: its role, and its position in `Role::responsibilities`.
    Responsibility(RoleId, u32),
}

words!(
    /// Which of an item's texts matched.
    Matched {
        /// The name of a skill, the title of a role, the text of a responsibility.
        Name = "name",
        /// Another name that is shown.
        Alias = "alias",
        /// A search term that is never shown.
        Hidden = "hidden",
        /// The description of a skill, the summary of a role.
        Description = "description",
    }
);

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What was found.
    pub item: Item,
    /// Which of its texts matched.
    pub matched: Matched,
    /// The text that matched.
    pub text: Arc<str>,
    /// Higher is better; comparable within one query only.
    pub score: i64,
}

/// The answers to one query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits {
    /// How many items match in all.
    pub total: usize,
    /// The best of them, best first; each item once.
    pub hits: Vec<Hit>,
}

/// The prepared labels of a catalog. Immutable: share it with an `Arc`.
#[derive(Debug)]
pub struct Index {}

impl Index {
    /// Prepares every label of `catalog`.
    pub fn new(catalog: &Catalog) -> Self {
        let _ = catalog;
        Self {}
    }

    /// The best `limit` answers to `query` in `scope`; all items in pack order when the query is empty.
    pub fn search(&self, query: &Query, scope: Scope, limit: usize) -> Hits {
        let _ = (query, scope, limit);
        Hits::default()
    }

    /// Which bytes of `text` (any label, shown or about to be) the query matches: ascending, disjoint, at grapheme
    /// boundaries; empty where it does not match.
    pub fn highlight(query: &Query, text: &str) -> Vec<Range<usize>> {
        let _ = (query, text);
        Vec::new()
    }
}
