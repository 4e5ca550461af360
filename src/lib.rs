//! roledex: a terminal explorer for job roles, and the library behind it.
//!
//! ```
//! use roledex::analysis::diff::{PairingMode, diff};
//! use roledex::builtin;
//!
//! let catalog = builtin::catalog();
//! let manager = catalog.role_by_id("product-manager").unwrap();
//! let lead = catalog.role_by_id("product-lead").unwrap();
//! let diff = diff(&catalog, manager, lead, PairingMode::Auto);
//! // Responsibilities that only the lead has.
//! let only_lead: Vec<String> = diff
//!     .responsibilities
//!     .iter()
//!     .filter(|row| row.left.is_none())
//!     .filter_map(|row| row.right.as_ref().map(|side| side.text()))
//!     .collect();
//! assert!(!only_lead.is_empty());
//! // Skills that the lead asks for and the manager does not.
//! let to_learn = diff.skills.iter().filter(|row| row.left.is_none()).count();
//! println!("{} new responsibilities, {to_learn} skills to learn", only_lead.len());
//! ```
//!
//! # Modules
//!
//! ```text
//! content/*.toml ─┐
//! user's packs ───┼─> pack ──> model ──┬─> search ───┐
//! O*NET, ESCO, ───┘                    ├─> analysis ─┼─> report ──> cli  (text, JSON, CSV, …)
//! ladders: import                      ├─────────────┴──────────> tui  (the same answers, drawn)
//! resumes ─import─> profile <──────────┘
//! ```
//!
//! Data flows one way. Each module has one job; what it must *not* know is checked by a test
//! (`tests/it/docs.rs`).
//!
//! | module | job | must not know |
//! | --- | --- | --- |
//! | [`model`] | roles, responsibilities, skills, pay, sources; the [`model::Catalog`] | TOML, files, terminals |
//! | [`pack`] | TOML to model and back, every fault located; compiled catalogs | the meaning of a role |
//! | [`authoring`] | writes pack files: one style, new files, renamed ids | terminals |
//! | [`import`] | public data sets and career ladders to packs; resumes | the explorer, reports |
//! | [`builtin`] | `content/`, compiled in by the build script | TOML, terminals |
//! | [`cache`] | compiled packs, and whether they are current | TOML, terminals |
//! | [`watch`] | notices changed packs | TOML, terminals |
//! | [`search`] | names, fuzzy search, query syntax, ranking | TOML, terminals |
//! | [`engine`] | what is computed from a catalog: on first use, kept in the cache, shared | terminals |
//! | [`analysis`] | pure answers: `fn(&Catalog, question) -> answer` | how it is shown |
//! | [`reading`] | texts that are not packs, from any format: finds the skills of a catalog in them | how it is shown |
//! | [`profile`] | the user's skills and their file | how it is shown |
//! | [`report`] | answers as text, JSON, CSV, Markdown, HTML | where they came from |
//! | [`site`] | a catalog as a folder of linked pages | terminals, files |
//! | [`question`], `wording` | typed questions, answered and written; words that reports and explorer share | clap, ratatui |
//! | [`cli`] | arguments, one file for each command, exit statuses | ratatui |
//! | [`tui`] | the explorer: events, state, update, view | TOML |
//! | [`config`] | settings: built in, file, environment, flags | keys and styles |
//! | [`git`] | packs as they were in a revision | terminals |
//! | [`disk`] | atomic writes, bounded reads, locks, folders | the content |
//! | [`json`], `flat`, `thread` | JSON escaping; arrays as bytes; starting threads | their content |
//!
//! A feature is a pure function in [`analysis`] or [`search`] first; the command line and the
//! explorer are two readers of the same answer.
//!
//! # A screen, with its types
//!
//! ```text
//!  roledex › Roles › Compare   A Product manager  B Product lead     view/chrome.rs, RoleMarks
//! ┌───────────────────────────────────────────────────────────────┐
//! │ A Product manager  ⇄  B Product lead                          │  PageHeader
//! │ ~ 8 changed  − 8 only A  + 6 only B                           │  DiffSummary, wording of report
//! │ Priorities and roadmap  A 3 ■■■  B 4 ■■■■                     │  TextDoc: TextRow of TonedText
//! │ ~ Makes ‹the final› decisions │ Makes ‹hard› decisions        │  ResponsibilityRow, MarkedText
//! │ + …                           │ Keeps the high-level roadmap  │  ScrollPosition, ListCursor
//! │   ┌ Help ─────────────────────────────┐                       │  Overlay, OverlayRow
//! │   │ d  Compare A with B               │                       │  ActionSpec, KeyContext
//! │   └───────────────────────────────────┘                       │
//! └───────────────────────────────────────────────────────────────┘
//!  wrote /home/me/lead.md                           d compare  ? help  bars.rs: notice, hints
//! ```
//!
//! A key goes `AppEvent` → `KeyChord` → `Action` → [`tui::update`] (`AppState`, pure) → `Effect`s
//! for the `EffectRunner`, then one [`tui::view`] of the state.
//!
//! # Glossary
//!
//! | term | meaning |
//! | --- | --- |
//! | role | a job as a pack describes it: title, family, seniority, responsibilities, skills, pay, moves |
//! | seniority | the rank of a role within its family, from 1 |
//! | responsibility | one sentence about what a role does; it belongs to one theme |
//! | theme | a heading under which responsibilities of different roles are compared |
//! | activity | a key that says that two responsibilities are the same work; never shown |
//! | skill | a named ability, body of knowledge or tool that roles ask for |
//! | level | a step on the proficiency scale of a skill |
//! | requirement | a skill that a role asks for, with importance (essential, useful) and level |
//! | source | a publication that a fact cites |
//! | pack | one or more TOML files with roles, skills, themes and sources |
//! | catalog | all open packs, validated, with ids resolved to positions |
//! | diagnostic | an error or warning with its file, position, source line and hint |
//! | pairing | deciding which responsibilities of two roles share a row |
//! | likelihood | how likely two responsibilities are the same kind of work, 0 to 1 |
//! | group | a row in which one responsibility is paired with several |
//! | lexicon | what is built in about words of work: frequency, weight, meaning |
//! | diff | two roles side by side: facts, responsibilities, skills |
//! | gap | the skills you have to learn or improve for a role |
//! | effort | the amount to learn, in levels; a useful skill counts half |
//! | path | a chain of moves, reporting lines or similar roles from one role to another |
//! | matrix | several roles side by side, by skills and by themes |
//! | review | the changes between two versions of a pack |
//! | profile | the user's own skills and levels |
//! | label | a name, alias or text of an item, folded for search |
//! | table | all rows of one kind, such as moves, with the same columns in every format |
//! | document | an answer as titled sections of rows and cells; every report format is written from it |
//! | pane | the state and text of one part of a view |
//! | overlay | a list on top of a view: help, palette, filters, bookmarks, export |
//! | mark | A or B: the roles that Compare, Path, Gap and Matrix are about |
//!
//! # How to add
//!
//! - **A view**: `src/tui/views/NAME.rs` implements `View`, and `src/tui/views/NAME/pane.rs` keeps
//!   its state; the front of `src/tui/views.rs` goes through the three files that name it:
//!   `src/tui/action.rs`, `src/tui/state.rs` and itself. What it asks is a [`question::Question`]: if
//!   none fits, add that first. Tests: `way`, `depth` and `done` in `tests/it/habits.rs`, `fault` in
//!   `tests/it/views.rs`, a frame in `tests/it/frames.rs`.
//! - **A command**: its arguments in `src/cli/args.rs`, or in a file of `src/cli/args/` that it
//!   names; `src/cli/NAME.rs` asks [`analysis`] or [`search`] and writes with [`report`], a module of
//!   `src/cli.rs` and a line of the `match` there; `src/report/NAME.rs`, a module of `src/report.rs`,
//!   lists its columns with `columns!`, which the help names too, and builds the document. Its JSON
//!   is a struct, which `src/report/schema.rs` names. Tests in `tests/it/NAME.rs`, and a line in the
//!   tables of commands of `tests/it/cli.rs`, `tests/it/formats.rs`, `tests/it/schemas.rs` and
//!   `tests/it/shapes.rs`, and in `RUNS` of `tests/it/commands.rs`.
//! - **A table of `list`**: a row declared with `table_row!` in `src/report/list/`, whose fields are
//!   the columns of every format and of the JSON Schema, and a variant of
//!   [`report::list::ListedItems`] in `src/report/list.rs`.
//! - **An importer**: `src/import/NAME.rs` implements `Importer` (which tables it knows, how it
//!   reads them into a pack); a variant of [`import::DataSet`] in `src/import/options.rs` names it,
//!   and `src/import.rs` declares the module and hands the importer out. The help in
//!   `src/cli/args/packs.rs` lists its parts for `--without`. Tests with sample tables in
//!   `src/import/tests.rs`, and of releases in `src/import/tests/releases.rs`.
//! - **A field of the model**: the struct and its constructor in `src/model/` (a field of a role
//!   before its responsibilities also in `src/model/role_head.rs`, in the same order); if it refers
//!   to something by id, `walk_ids!` there does not compile until it is in it, and `is_within` in
//!   `src/pack/compiled.rs` checks it. Then `src/pack/format.rs` (key and schema), `src/pack/lower/`
//!   (reading), `src/pack/write.rs` (writing), `src/analysis/facts.rs` (comparing),
//!   `src/report/show.rs` and `src/report/show/json.rs` (showing), and every key of the format in
//!   `tests/it/fixtures/full.toml`, of which `tests/it/review_fields.rs` changes each.
//! - **A report format**: a file beside `src/report/document/markdown.rs` that writes a
//!   `ReportDocument`; a variant of [`report::OutputFormat`] in `src/report/format.rs`, with its
//!   endings and the answers that have it; an arm in `src/report/document.rs` and in
//!   `src/question/answer.rs`; and for the explorer one of `ExportFormat` in `src/tui/export.rs`.
//!
//! Frames of the explorer are compared with `tests/it/frames/`, generated parts of the README with
//! the code. After an intended change run `ROLEDEX_BLESS=1 cargo test --test it`, and read the
//! difference before you commit it.

// Dead code is looked for with all features: some of the library is used by the program alone.
#![cfg_attr(not(feature = "program"), allow(dead_code, unused_imports))]

pub mod analysis;
pub mod authoring;
pub mod builtin;
pub mod cache;
#[cfg(feature = "program")]
pub mod cli;
#[cfg(feature = "program")]
pub mod config;
pub mod disk;
pub mod engine;
mod flat;
pub mod git;
pub mod import;
pub mod json;
pub mod model;
pub mod pack;
pub mod profile;
pub mod question;
pub mod reading;

pub mod report;
pub mod search;
pub mod site;
mod thread;
#[cfg(feature = "program")]
pub mod tui;
#[cfg(feature = "program")]
pub mod watch;
mod wording;
