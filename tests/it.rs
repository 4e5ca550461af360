//! Whole-program tests, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::missing_panics_doc,
    missing_docs,
    unreachable_pub,
    reason = "a test fails by panicking, and its parts are documented where that helps"
)]

#[path = "it/ads.rs"]
mod ads;
#[path = "it/answers.rs"]
mod answers;
#[path = "it/authoring.rs"]
mod authoring;
#[path = "it/bounds.rs"]
mod bounds;
#[path = "it/carry.rs"]
mod carry;
#[path = "it/cli.rs"]
mod cli;
#[path = "it/commands.rs"]
mod commands;
#[path = "it/comparison.rs"]
mod comparison;
#[path = "it/completions.rs"]
mod completions;
#[path = "it/config.rs"]
mod config;
#[path = "it/content.rs"]
mod content;
#[path = "it/corpus.rs"]
mod corpus;
#[path = "it/damage.rs"]
mod damage;
#[path = "it/day.rs"]
mod day;
#[path = "it/docs.rs"]
mod docs;
#[path = "it/explained.rs"]
mod explained;
#[path = "it/faults.rs"]
mod faults;
#[path = "it/first_steps.rs"]
mod first_steps;
#[path = "it/flows.rs"]
mod flows;
#[path = "it/formats.rs"]
mod formats;
#[path = "it/frames.rs"]
mod frames;
#[path = "fuzz/src/lib.rs"]
mod fuzz;
#[path = "it/gap.rs"]
mod gap;
#[path = "it/golden.rs"]
mod golden;
#[path = "it/groups.rs"]
mod groups;
#[cfg(unix)]
#[path = "it/guide.rs"]
mod guide;
#[path = "it/habits.rs"]
mod habits;
#[path = "it/import.rs"]
mod import;
#[path = "it/keys.rs"]
mod keys;
#[path = "it/ladder.rs"]
mod ladder;
#[path = "it/layout.rs"]
mod layout;
#[cfg(unix)]
#[path = "it/lent.rs"]
mod lent;
#[path = "it/lists.rs"]
mod lists;
#[path = "it/man.rs"]
mod man;
#[path = "it/matrix.rs"]
mod matrix;
#[cfg(target_os = "linux")]
#[path = "it/names.rs"]
mod names;
#[path = "it/naughty.rs"]
mod naughty;
#[path = "it/newcomers.rs"]
mod newcomers;
#[path = "it/one_sided.rs"]
mod one_sided;
#[path = "it/options.rs"]
mod options;
#[path = "it/outputs.rs"]
mod outputs;
#[cfg(unix)]
#[path = "it/pager.rs"]
mod pager;
#[path = "it/pages.rs"]
mod pages;
#[path = "it/path.rs"]
mod path;
#[path = "it/pay.rs"]
mod pay;
#[path = "it/program.rs"]
mod program;
#[path = "it/project.rs"]
mod project;
#[cfg(unix)]
#[path = "it/pty.rs"]
mod pty;
#[path = "it/readable.rs"]
mod readable;
#[path = "it/readback.rs"]
mod readback;
#[path = "it/readme.rs"]
mod readme;
#[path = "it/reload.rs"]
mod reload;
#[path = "it/reproductions.rs"]
mod reproductions;
#[path = "it/review.rs"]
mod review;
#[path = "it/review_fields.rs"]
mod review_fields;
#[path = "it/revision.rs"]
mod revision;
#[cfg(target_os = "linux")]
#[path = "it/robust.rs"]
mod robust;
#[path = "it/ruin.rs"]
mod ruin;
#[path = "it/schemas.rs"]
mod schemas;
#[path = "it/script.rs"]
mod script;
#[path = "it/search.rs"]
mod search;
#[cfg(unix)]
#[path = "it/sessions.rs"]
mod sessions;
#[path = "it/shapes.rs"]
mod shapes;
#[path = "it/site.rs"]
mod site;
#[path = "it/streams.rs"]
mod streams;
#[path = "it/structure.rs"]
mod structure;
#[cfg(unix)]
#[path = "it/surroundings.rs"]
mod surroundings;
#[path = "it/tables.rs"]
mod tables;
#[path = "it/tasks.rs"]
mod tasks;
#[path = "it/texts.rs"]
mod texts;
#[path = "it/titles.rs"]
mod titles;
#[path = "it/together.rs"]
mod together;
#[cfg(unix)]
#[path = "it/unvouched.rs"]
mod unvouched;
#[path = "it/views.rs"]
mod views;
#[path = "it/worth.rs"]
mod worth;
#[cfg(target_os = "linux")]
#[path = "it/writes.rs"]
mod writes;
