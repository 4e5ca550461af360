//! Prepares a list of labels for search, and finds those that contain the typed words.
//!
//! Labels are numbered by preference: among equal matches the lower number comes first. The typed
//! words are looked up in the vocabulary, which is about ten times smaller than the list, and only
//! labels that contain a matching word are looked at (postings). All data is in a few tables of
//! [`super::blocks`]: of a list in the cache, a query reads what it needs.

mod build;
mod fits;
mod list;
mod looser;
mod matching;
mod storage;
mod vocabulary;
mod weights;

pub(super) use self::fits::{FoundLabel, LabelKind, WordFits};
pub(super) use self::list::Labels;
pub(super) use self::weights::INITIALS;

#[cfg(test)]
mod tests;
