//! roledex: a terminal explorer for job roles.
//!
//! ```text
//! content/*.toml ─┐
//! user's packs ───┼─> pack ──> model ──┬─> search ───┐
//! O*NET, ESCO ─import─┘                ├─> analysis ─┼─> report ──> cli     (answers as text, JSON, CSV, Markdown, HTML)
//!                                      ├─────────────┴──────────> tui     (the same answers as frames)
//! resumes ─import─> profile <──────────┘
//! ```
//!
//! Data flows one way. Each room has one job, and most of what it must *not* know keeps the house
//! in shape:
//!
//! | room | knows | must not know |
//! | --- | --- | --- |
//! | [`model`] | what exists: roles, responsibilities, skills, themes, pay, sources; the validated [`model::Catalog`] | TOML, files, terminals |
//! | [`pack`] | TOML to model: folders, merging, every fault with its place; model to TOML; a catalog as bytes | what a role means beyond validity; terminals |
//! | [`import`] | column names and quirks of public data sets and of resumes; turns the sets into a pack with provenance | the explorer, reports |
//! | [`builtin`] | `content/`, compiled into the program by the build script | TOML, terminals |
//! | [`cache`] | whether a compiled pack still is what its files say; where it lies | TOML, terminals |
//! | [`watch`] | which folders packs lie in, and when what they hold has changed | TOML, terminals |
//! | [`search`] | folding, the index, fuzzy-matcher (in one file), query syntax, ranking, the worker | TOML, terminals |
//! | [`analysis`] | pure answers: `fn(&Catalog, question) -> answer` | how an answer is shown |
//! | [`profile`] | what the user can do: the file that is kept of it, and which skills of a catalog it means | how it is shown |
//! | [`report`] | one answer, several writers, through `impl Write` | where an answer came from |
//! | [`question`] | typed questions, their answers through `analysis`, `search` and `report`, and the command that asks each | clap, ratatui, the terminal |
//! | [`cli`] | arguments, one file per subcommand, exit codes | ratatui |
//! | [`tui`] | events, actions, keymap, state, update, effects, layout, theme, panes | TOML |
//! | `wording` | words and signs that reports and the explorer share | how they are laid out |
//! | [`disk`] | writing a file in full or not at all, by one roledex at a time; reading regular files up to a limit; links, modes and leftovers; the platform's folders | what is in the files |
//! | [`json`] | JSON without characters that steer a terminal | what is in it |
//! | `flat` | arrays of numbers as bytes | what they count |
//! | `thread` | how threads start, and how a test makes one panic | what they do |
//! | [`config`] | built-in, then the user's file, then environment, then flags; the file with its faults | what keys and looks there are |
//!
//! A feature is a pure function in `analysis` or `search` first; the command line and the explorer
//! are two readers of the same answer.

pub mod analysis;
pub mod builtin;
pub mod cache;
pub mod cli;
pub mod config;
pub mod disk;
mod flat;
pub mod import;
pub mod json;
pub mod model;
pub mod pack;
pub mod profile;
pub mod question;
pub mod report;
pub mod search;
mod thread;
pub mod tui;
pub mod watch;
mod wording;
