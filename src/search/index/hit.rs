//! Hits: items that match a query.

use crate::model::{Catalog, RoleId, SkillId, words};
use crate::search::query::has_bit;

/// Score of a role whose name was typed: above any other match.
pub(super) const NAMED_ROLE_SCORE: i32 = 10_000;

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
    pub(super) const ALL: [Self; 4] = [Self::Name, Self::Alias, Self::Hidden, Self::Description];

    /// Returns the deduction for a match in this text compared with one in the name.
    pub(super) fn discount(self) -> i32 {
        match self {
            Self::Name | Self::Code => 0,
            Self::Alias => 25,
            Self::Hidden => 110,
            Self::Description => 450,
        }
    }
}

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
        match (self.item, self.matched) {
            (SearchItem::Skill(id), MatchedText::Name) => &catalog.skill(id).name,
            (SearchItem::Skill(id), MatchedText::Alias) => {
                nth_text(&catalog.skill(id).aliases, self.nth)
            }
            (SearchItem::Skill(id), MatchedText::Hidden) => {
                nth_text(&catalog.skill(id).hidden, self.nth)
            }
            (SearchItem::Skill(id), MatchedText::Description) => {
                catalog.skill(id).description.as_deref().unwrap_or_default()
            }
            (SearchItem::Role(id), MatchedText::Name) => catalog.role_title(id),
            (SearchItem::Role(id), MatchedText::Alias) => {
                nth_text(&catalog.role(id).aliases, self.nth)
            }
            (SearchItem::Role(id), MatchedText::Hidden) => {
                nth_text(&catalog.role(id).hidden, self.nth)
            }
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

pub(super) fn nth_text(texts: &[String], nth: u32) -> &str {
    texts.get(nth as usize).map_or("", String::as_str)
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
    /// Whether the items are only spelt similarly to the query.
    pub is_similar_only: bool,
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

    pub(super) fn words_in(&self, bits: u32) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .enumerate()
            .filter(move |(at, _)| has_bit(bits, *at))
            .map(|(_, word)| word.as_str())
    }
}
