//! Pure answers to questions about a [`crate::model::Catalog`]: no I/O, no formatting.
//!
//! [`diff`] puts two roles side by side. The modules it is built on, each in a file of its own,
//! compute how similar two responsibilities are, which responsibilities belong together, the best
//! one-to-one assignment, which words of a pair differ, and the facts about both roles. [`reasons`]
//! explains why two responsibilities share a row or do not. [`skills`] shows what going from one
//! role to another means for each skill, and how much there is to learn; [`gap`] does so for
//! the skills you have and several roles. [`related`] finds the roles most similar to a given role,
//! [`path`] the cheapest chain of hops from one role to another. [`matrix`] puts several roles
//! beside each other. [`themes`] finds the theme that a responsibility fits best. [`review`] lists
//! what changed between two copies of packs. [`prose`] reads a pack as an editor would.

mod align;
mod assign;
pub mod diff;
mod eigenvectors;
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
pub mod skill_class;
pub mod skills;
pub mod themes;
pub(crate) mod vectors;
pub(crate) mod verbs;
mod vocabulary;
pub(crate) mod words;
