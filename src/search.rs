//! Finds skills, roles and responsibilities by typed text.
//!
//! [`SearchIndex`] answers a [`Query`] with a total order of [`Hit`]s; [`SearchWorker`] does so on a thread of
//! its own. Only `score.rs` uses fuzzy-matcher.

mod abbreviation;
mod blocks;
mod code;
mod filter;
mod fold;
mod highlight;
mod index;
mod inflection;
mod labels;
mod loan;
pub mod lookup;
mod names;
mod query;
mod roles;
mod scope;
mod score;
mod term;
mod title;
mod word;
mod worker;

#[cfg(test)]
pub(crate) use blocks::reseal;
pub use filter::FilterField;
pub(crate) use fold::fold_with_origins;
pub use highlight::{contains_words, highlight};
pub use index::{Hit, Hits, MatchedText, SearchIndex, SearchItem};
pub use names::{NamedSkill, SkillNames};
pub(crate) use names::{SHORT_SKILL_NAMES, without_known_maker};
pub use query::Query;
pub use roles::{RoleMatch, RoleNames};
pub use scope::SearchScope;
pub use worker::{SearchAnswer, SearchRequest, SearchWorker};
