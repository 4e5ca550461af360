//! The explorer.
//!
//! ```text
//! signals ── signal thread ─┐
//! hits ───── search worker ─┼─> one inbox ─┐                        (no tick, no polling)
//! packs ──── watch, … ──────┘              ├─> whoever has the turn takes in all that waits
//! keys, mouse, resize ─────────────────────┘     │
//!                                                v   keymap, by context: overlay > view > global
//!                                 update(&mut AppState, Msg) -> Effects        no clock, no waiting
//!                                      │                     │
//!            effects run (search, suspend, quit, …) <────────┘        then one view(&AppState, theme, frame)
//! ```
//!
//! [`runner`] runs the effects in order and answers questions about the catalog, for the explorer and
//! for scripts of keys. The event loop
//! knows the terminal by two traits, `Screen` and `InputSource`, so that its threads and its lock
//! are tested without one.
//!
//! `update` decides, `view` draws and never changes anything, effects are plain values that tests
//! compare. `views` finds the handler of an action and has one file for each view; a view keeps
//! its state in a pane, which lays out toned `TextDoc`s. Only `canvas`, `view` and `theme`
//! know colours.
//!
//! What takes the entire catalog to compute belongs to the [`crate::engine::Engine`]: `update` asks
//! for it with an effect ([`runner::answer`] answers) and holds only parts that are ready. The catalog of the
//! state is a [`screen_catalog::ScreenCatalog`], all of which is in memory: neither `update` nor
//! `view` can reach a file. The first frame alone is drawn before that, from the rows that it shows.
//! Unpacking a row from memory when it is first looked at waits for nothing and does not fail: one
//! that is damaged is empty, and the runner reads the packs in its place.

pub mod action;
mod action_search;
pub mod backend;
pub mod bars;
mod canvas;
mod chart;
mod clipboard;
mod cursor;
mod doc;
pub mod effect;
mod effect_runner;
mod event;
mod event_loop;
pub mod export;
pub mod footer;
mod guidance;
mod help;
mod history;
pub mod input;
pub mod key;
pub mod keymap;
mod layout;
mod layout_memo;
pub mod marks;
mod outcome;
pub mod overlay;
mod overlay_choice;
mod overlay_text;
mod page_find;
pub mod pane;
mod remap;
pub mod runner;
mod screen;
pub mod screen_catalog;
pub mod session;
mod session_texts;
mod settings;
mod short_titles;
mod shutdown;
#[cfg(unix)]
mod signal;
pub mod state;
pub mod svg;
mod terminal;
pub mod theme;
pub mod update;
pub mod view;
mod views;
mod word_meaning;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;

use crate::cache::PendingPacks;
use crate::config::Config;
use crate::engine::Engine;
use crate::model::text::{path_text, printable, visible_line};
use crate::pack::Diagnostic;
use crate::watch::WatchedPacks;
use effect_runner::EffectRunner;
pub use event::message_for_key;
use event::{AppEvent, fault_lines, has_only_faults};
use event_loop::App;
pub use export::ExportFn;
pub use outcome::ExplorerOutcome;
use screen_catalog::first_frame::FirstFrame;
use session::{InitialSettings, Session};
pub use settings::Settings;
use state::AppState;
use terminal::TerminalScreen;

/// Content the explorer opens with.
pub enum Startup {
    /// The engine of a catalog, and the diagnostics of its packs.
    Ready(Arc<Engine>, Vec<Diagnostic>),
    /// Packs that take a while to read: the screen is already shown meanwhile.
    Reading(PendingPacks),
}

/// Whether the explorer can open: it needs a terminal to draw on, and keys, which come from the
/// terminal itself if standard input is a pack.
pub(crate) fn can_open(packs: &[PathBuf]) -> bool {
    let input = || {
        io::stdin().is_terminal()
            || (packs.iter().any(|path| crate::pack::is_standard_input(path))
                && terminal::has_keys())
    };
    io::stdout().is_terminal() && input()
}

/// Gives `state` what the user has set.
fn apply_settings(state: &mut AppState, config: &Config, settings: Settings) {
    state.mouse = config.mouse;
    state.keymap = settings.keymap;
    (state.themes, state.theme) = (Arc::new(settings.themes), settings.theme);
    state.notice = settings.notice;
    (state.confirm_quit, state.saves_state) = (config.confirm_quit, config.saves_state);
    state.has_compared = false;
    if config.accessible {
        state.make_accessible();
    }
    state.packs = config.packs.iter().map(|path| path_text(path)).collect();
}

/// Reads the session from the file at `path`. What is wrong with the file is told in `state`.
fn recall_session(state: &mut AppState, path: &Path) -> Session {
    let (valid, why) = match effect_runner::files::load_session(path) {
        Ok(session) => return session,
        Err(error) => error,
    };
    let warning = format!("bookmarks will not be saved: {why}; fix or delete {}", printable(path));
    state.warning = Some(visible_line(&warning));
    state.notice.clone_from(&state.warning);
    *valid
}

/// Runs the explorer until the user quits.
///
/// # Errors
///
/// When the terminal cannot be taken over or written to.
pub fn run(
    first: Startup,
    config: &Config,
    settings: Settings,
    source: WatchedPacks,
    answers: ExportFn,
) -> io::Result<ExplorerOutcome> {
    // Without this, crossterm writes a reset in place of each colour when NO_COLOR is set, even if
    // the theme has no colours.
    crossterm::style::force_color_output(true);
    let size = terminal::size();
    let (engine, faults, unread) = match first {
        Startup::Ready(engine, faults) => (engine, faults, None),
        Startup::Reading(unread) => {
            (Arc::new(Engine::new(Arc::default())), Vec::new(), Some(unread))
        }
    };
    if has_only_faults(engine.catalog(), &faults) {
        return Ok(ExplorerOutcome::Faults(faults));
    }
    let whole = fault_lines(&faults).is_empty();
    let set = InitialSettings {
        theme: settings.remembers_theme.then(|| settings.themes[settings.theme].name.clone()),
        mouse: config.mouse,
    };
    let mut recalled = Session::default();
    let first = FirstFrame::new(engine.catalog(), size, |state| {
        state.faults = fault_lines(&faults);
        state.packs_being_read = unread.as_ref().map(PendingPacks::summary);
        apply_settings(state, config, settings);
        if let Some(path) = config.session_file.as_deref() {
            recalled = recall_session(state, path);
            state.restore_session(&recalled, &set);
        }
    });

    let (sender, inbox) = channel();
    let watched = shutdown::guard_terminal(sender.clone());
    // Before the terminal is taken over: from then on, a signal needs a handler that gives it back.
    #[cfg(unix)]
    signal::listen(sender.clone())?;
    let mut screen = TerminalScreen::enter(first.uses_mouse())?;
    first.draw(&mut screen)?;
    let is_read = unread.is_none();
    let mut outside = EffectRunner::start(sender.clone(), Arc::clone(&engine), unread, config)?;
    outside.export_fn = Some(answers);
    outside.source = Some(source).filter(WatchedPacks::can_change);
    if is_read {
        outside.watch_packs(whole)?;
    }
    let state = first.load();
    if engine.is_incomplete() {
        // The receiver is not gone yet.
        let _ = sender.send(AppEvent::CacheDamaged);
    }
    let desk = App {
        state,
        screen: Some(Box::new(screen)),
        lent: false,
        effects: outside,
        restored: recalled,
        initial: set,
        bookmarks_seen: Vec::new(),
        draw_by: None,
    };
    let ended = event_loop::run_event_loop(desk, input::Keys::open, sender, &inbox, config);
    if watched.close() {
        return Ok(ExplorerOutcome::Status(shutdown::PANICKED));
    }
    #[cfg(unix)]
    if let Some(signal) = signal::core_dump_signal() {
        return Ok(ExplorerOutcome::Signal(signal));
    }
    ended
}
