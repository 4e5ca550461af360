//! roledex: a terminal explorer of job roles.
//!
//! ```text
//! content/*.toml ─┐
//! user's packs ───┴─> pack ──> model ──┬─> search ───┐
//!                                      ├─> analysis ─┼─> report ──> cli     (answers as text and JSON)
//!                                      └─────────────┴──────────> tui     (the same answers as frames)
//! ```
//!
//! Data flows one way. Each room has one job, and most of what it must *not* know keeps the house in shape:
//!
//! | room | knows | must not know |
//! | --- | --- | --- |
//! | [`model`] | what exists: roles, responsibilities, skills, themes, pay, sources; the validated [`model::Catalog`] | TOML, files, terminals |
//! | [`pack`] | TOML to model: folders, merging, every fault with its place; a catalog as bytes | what a role means beyond validity; terminals |
//! | [`builtin`] | `content/`, compiled into the program by the build script | TOML, terminals |
//! | [`search`] | folding, the index, fuzzy-matcher (in one file), query syntax, ranking, the worker | TOML, terminals |
//! | [`analysis`] | pure answers: `fn(&Catalog, question) -> answer` | how an answer is shown |
//! | [`report`] | one answer, several writers, through `impl Write` | where an answer came from |
//! | [`cli`] | arguments, one file per subcommand, exit codes | ratatui |
//! | [`tui`] | events, actions, keymap, state, update, effects, layout, theme, panes | TOML |
//! | [`config`] | built-in, then environment, then flags | everything else |
//!
//! A feature is a pure function in `analysis` or `search` first; the command line and the explorer are two readers of
//! the same answer.

pub mod analysis;
pub mod builtin;
pub mod cli;
pub mod config;
pub mod model;
pub mod pack;
pub mod report;
pub mod search;
pub mod tui;
