//! Pure answers to questions about a [`crate::model::Catalog`]: no I/O, no formatting.
//!
//! [`diff`] puts two roles side by side. Beneath it lie, each in a file of its own: how alike two
//! duties are, which duties belong together, the best one-to-one assignment, which words of a pair
//! differ, and what is known of both. [`reasons`] says why two duties share a row, or do not.
//! [`skills`] says what going from one role to another means for each skill, and how much there is
//! to learn; [`gap`] asks the same of what somebody has and of several roles. [`related`] finds the
//! roles nearest to one, [`path`] the cheapest chain of hops from one to another. [`matrix`] puts
//! several roles beside each other. [`review`] says what changed between two copies of packs.
//! [`prose`] reads a pack as an editor would.

mod align;
mod assign;
pub mod diff;
pub mod evidence;
pub mod facets;
mod facts;
pub mod gap;
pub mod knowledge;
mod mark;
pub mod matrix;
pub mod path;
pub mod pay;
pub mod prose;
pub mod reasons;
pub mod related;
mod rename;
pub mod review;
pub mod skills;
mod spectrum;
mod vectors;
mod vocabulary;
mod words;
