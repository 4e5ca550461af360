//! The explorer.
//!
//! ```text
//! signals ── signal thread ─┐
//! hits ───── search worker ─┼─> one inbox ─┐                        (no tick, no polling)
//! packs ──── watch, … ──────┘              ├─> whoever has the turn takes in all that waits
//! keys, mouse, resize ─────────────────────┘     │
//!                                                v   keymap, by context: overlay > pane > global
//!                                 update(&mut State, Msg) -> Vec<Effect>       no I/O, no clock, no locks
//!                                      │                     │
//!            effects run (search, suspend, quit, …) <────────┘        then one view(&State, Theme, frame)
//! ```
//!
//! `update` decides, `view` draws and never changes anything, effects are plain values that tests
//! compare. Text is laid out into toned [`doc::Doc`]s by the panes; only `view` and `theme` know
//! colours.

pub mod action;
pub mod carry;
pub mod chart;
pub mod cursor;
mod desk;
pub mod doc;
pub mod effect;
mod ending;
mod event;
pub mod input;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod lines;
pub mod memory;
mod outside;
pub mod overlay;
pub mod pane;
pub mod pen;
pub mod picture;
pub mod remap;
mod settings;
#[cfg(unix)]
mod signal;
pub mod state;
mod terminal;
pub mod theme;
pub mod update;
pub mod view;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::channel;

use crate::cache::{Kept, Unread};
use crate::config::Config;
use crate::model::Catalog;
use crate::model::text::{path_text, shown};
use crate::pack::{Diagnostic, ReadError};
use crate::watch::Source;
use desk::Desk;
use event::{fault_lines, nothing_but_faults};
use key::Chord;
use memory::{Memory, Set};
use outside::Outside;
pub use settings::Settings;
use state::State;
use terminal::Screen;
use update::Msg;

/// Writes the output of these command-line arguments for this catalog in the named format, or
/// returns why it cannot.
pub type Answers =
    Arc<dyn Fn(&Arc<Catalog>, &[String], &'static str) -> Result<Vec<u8>, String> + Send + Sync>;

/// Content the explorer opens with.
pub enum First {
    /// A catalog, the diagnostics of its packs, and its cache entry.
    Ready(Arc<Catalog>, Vec<Diagnostic>, Option<Kept>),
    /// Packs that take a while to read: the screen is already shown meanwhile.
    Reading(Unread),
}

/// Outcome of running the explorer.
#[derive(Debug)]
pub enum Ended {
    /// The user quit, or a signal ended it; with this exit status.
    Status(u8),
    /// Ended by a signal after which the system writes a core dump: the parent process should see
    /// it.
    Signal(i32),
    /// There is nothing to show but faults.
    Faults(Vec<Diagnostic>),
    /// The packs could not be read.
    Unreadable(ReadError),
}

/// Runs the explorer until the user quits.
///
/// # Errors
///
/// When the terminal cannot be taken over or written to.
pub fn run(
    first: First,
    config: &Config,
    settings: Settings,
    source: Source,
    answers: Answers,
) -> io::Result<Ended> {
    // Without this, crossterm writes a reset in place of each colour when NO_COLOR is set, even if
    // the theme has no colours.
    crossterm::style::force_color_output(true);
    let size = crossterm::terminal::size()?;
    let (catalog, faults, kept, unread) = match first {
        First::Ready(catalog, faults, kept) => (catalog, faults, kept, None),
        First::Reading(unread) => (Arc::default(), Vec::new(), None, Some(unread)),
    };
    if nothing_but_faults(&catalog, &faults) {
        return Ok(Ended::Faults(faults));
    }
    let mut state = State::new(catalog, size);
    state.mouse = config.mouse;
    state.keymap = settings.keymap;
    (state.themes, state.theme) = (Arc::new(settings.themes), settings.theme);
    state.notice = settings.notice;
    if config.accessible {
        state.make_accessible();
    }
    state.packs = config.packs.iter().map(|path| path_text(path)).collect();
    let set =
        Set { theme: settings.keeps_theme.then(|| state.theme().name.clone()), mouse: state.mouse };
    let recalled = match config.memory.as_deref().map(|path| (path, outside::files::recall(path))) {
        None => Memory::default(),
        Some((_, Ok(memory))) => memory,
        Some((path, Err((valid, why)))) => {
            let told = format!("bookmarks will not be saved: {why}; fix or delete {}", shown(path));
            update::update(&mut state, Msg::Warned(told));
            *valid
        }
    };
    if config.memory.is_some() {
        state.recall(&recalled, &set);
    }
    let whole = fault_lines(&faults).is_empty();
    state.faults = fault_lines(&faults);
    state.reading = unread.as_ref().map(Unread::text);

    let (sender, inbox) = channel();
    let watched = ending::watch(sender.clone());
    // Before the terminal is taken over: from then on, a signal needs a handler that gives it back.
    #[cfg(unix)]
    signal::listen(sender.clone())?;
    let mut screen = Screen::enter(state.mouse)?;
    screen.draw(&state)?;
    let mut outside =
        Outside::start(sender.clone(), &mut state, (kept, unread), config.profile.clone())?;
    outside.answers = Some(answers);
    outside.source = Some(source).filter(Source::can_change);
    if state.reading.is_none() {
        outside.watch(&state, whole)?;
    }
    let desk = Desk { state, screen, outside, recalled, set, owed: None };
    let ended = desk::work(desk, sender, &inbox, config);
    if watched.close() {
        return Ok(Ended::Status(ending::PANICKED));
    }
    #[cfg(unix)]
    if let Some(signal) = signal::dumping() {
        return Ok(Ended::Signal(signal));
    }
    ended
}

/// Returns the message that `chord` means in this state.
pub fn press(state: &State, chord: Chord) -> Option<Msg> {
    let (contexts, keymap) = (state.contexts(), &state.keymap);
    match keymap.lookup(contexts, chord) {
        Some(action) => Some(Msg::Act(action)),
        // Overlays end the walk; quitting works everywhere.
        None if !state.overlays.is_empty() && chord.typed().is_none() => {
            let action = keymap.lookup(&[action::Context::Global], chord)?;
            matches!(
                action,
                action::Action::Quit | action::Action::Suspend | action::Action::Redraw
            )
            .then_some(Msg::Act(action))
        }
        None if contexts.first() == Some(&action::Context::Input) => chord.typed().map(Msg::Text),
        None => None,
    }
}
