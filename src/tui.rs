//! The explorer.
//!
//! ```text
//! keys, mouse, resize ── reader thread ─┐
//! signals ────────────── signal thread ─┼─> one inbox ─> recv(), then try_recv() until empty   (no tick, no polling)
//! hits ───────────────── search worker ─┘        │
//!                                                v   keymap, by context: overlay > pane > global
//!                                 update(&mut State, Msg) -> Vec<Effect>       no I/O, no clock, no locks
//!                                      │                     │
//!            effects run (search, suspend, quit, …) <────────┘        then one view(&State, Theme, frame)
//! ```
//!
//! `update` decides, `view` draws and never changes anything, effects are plain values that tests compare. Text is
//! laid out into toned [`doc::Doc`]s by the panes; only `view` and `theme` know colours.

pub mod action;
pub mod cursor;
pub mod doc;
pub mod effect;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod overlay;
pub mod pane;
pub mod state;
mod terminal;
pub mod theme;
pub mod update;
pub mod view;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use crossterm::event::{Event as Input, MouseButton, MouseEventKind};

use crate::config::Config;
use crate::pack::{Loaded, Severity};
use crate::search::{Answer, Query, Request, Worker};
use effect::{Ask, Effect};
use key::Chord;
use keymap::Keymap;
use state::State;
use terminal::Screen;
use theme::Theme;
use update::{Msg, update};

/// Lines that one notch of the wheel scrolls.
const WHEEL: isize = 3;

/// Up to this many roles and skills a search costs less than a frame, and is answered in the same one.
const AT_ONCE: usize = 1_000;

/// What comes from outside.
#[derive(Debug)]
enum Event {
    /// Keys, mouse, paste, resize.
    Input(Input),
    /// The search worker's answer.
    Found(Answer),
    /// The system asks us to end, with this exit status.
    End(u8),
}

/// Opens the explorer over `loaded` until the user leaves it. Returns the exit status.
///
/// # Errors
///
/// When the terminal cannot be taken over or written to.
pub fn run(loaded: Loaded, config: &Config) -> io::Result<u8> {
    let theme = if config.colour { Theme::Terminal } else { Theme::Mono };
    // Without this crossterm writes a reset in place of each colour when NO_COLOR is set, even where a theme has none.
    crossterm::style::force_color_output(true);
    let size = crossterm::terminal::size()?;
    let mut state = State::new(Arc::new(loaded.catalog), size);
    state.mouse = config.mouse;
    state.faults = loaded
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| crate::model::text::visible_line(&format!("{}:{} {}", d.file, d.line, d.message)))
        .collect();

    let (sender, inbox) = channel();
    // Before the terminal is ours: a signal from then on must find somebody who gives it back.
    #[cfg(unix)]
    signals(sender.clone())?;
    let mut screen = Screen::enter(state.mouse)?;
    screen.draw(&state, theme)?;
    let mut outside = Outside::start(sender, &state)?;
    let keymap = Keymap::default();
    loop {
        // Everything that waits is taken in before the next frame: a burst of keys costs one drawing.
        let Ok(first) = inbox.recv() else { return Ok(0) };
        let mut next = Some(first);
        while let Some(event) = next {
            if let Some(status) = outside.take(event, &mut state, &keymap, &mut screen)? {
                return Ok(status);
            }
            next = inbox.try_recv().ok();
        }
        screen.draw(&state, theme)?;
    }
}

/// The threads behind the inbox.
struct Outside {
    worker: Worker,
}

impl Outside {
    /// Starts reading keys and preparing for searches. Called after the first frame, which needs neither.
    fn start(sender: Sender<Event>, state: &State) -> io::Result<Self> {
        let keys = sender.clone();
        std::thread::Builder::new().name("keys".to_string()).spawn(move || {
            while let Ok(event) = crossterm::event::read() {
                if keys.send(Event::Input(event)).is_err() {
                    return;
                }
            }
            // The terminal is gone: nobody can ask us to end any more.
            let _ = keys.send(Event::End(0));
        })?;
        let worker = Worker::spawn(Arc::clone(&state.catalog), move |answer| {
            let _ = sender.send(Event::Found(answer));
        })?;
        Ok(Self { worker })
    }

    /// Takes one event in and runs what follows from it. Returns the exit status when that is to leave.
    fn take(
        &mut self,
        event: Event,
        state: &mut State,
        keymap: &Keymap,
        screen: &mut Screen,
    ) -> io::Result<Option<u8>> {
        let Some(msg) = translate(event, state, keymap) else { return Ok(None) };
        for effect in update(state, msg) {
            match effect {
                Effect::Quit(status) => return Ok(Some(status)),
                Effect::Search(ask) => self.search(ask, state),
                Effect::Suspend => {
                    screen.suspend(state.mouse)?;
                    let (width, height) = crossterm::terminal::size()?;
                    update(state, Msg::Resize(width, height));
                }
                Effect::Mouse(on) => screen.mouse(on)?,
                Effect::Redraw => screen.forget()?,
            }
        }
        Ok(None)
    }

    /// Answers at once where that takes less than a frame, and on the worker's thread otherwise.
    fn search(&self, ask: Ask, state: &mut State) {
        let catalog = &state.catalog;
        if catalog.roles().len() + catalog.skills().len() <= AT_ONCE {
            let hits = self.worker.index().search(&Query::parse(&ask.query), ask.scope, usize::MAX);
            update(state, Msg::Found(Answer { generation: ask.generation, hits }));
            return;
        }
        let Ask { generation, query, scope } = ask;
        self.worker.ask(Request { generation, query, scope, limit: usize::MAX });
    }
}

/// Turns signals into events: SIGTERM, SIGHUP and SIGINT, so that leaving goes the usual way; SIGWINCH, because
/// crossterm loses the one that arrives together with a key.
#[cfg(unix)]
fn signals(sender: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM, SIGWINCH])?;
    std::thread::Builder::new().name("signals".to_string()).spawn(move || {
        for signal in &mut signals {
            let event = match signal {
                SIGWINCH => match crossterm::terminal::size() {
                    Ok((width, height)) => Event::Input(Input::Resize(width, height)),
                    Err(_) => continue,
                },
                // 128 + n is how shells report an end by signal n.
                _ => Event::End(128 + signal as u8),
            };
            if sender.send(event).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// What an event means in this state; `None` when it means nothing.
fn translate(event: Event, state: &State, keymap: &Keymap) -> Option<Msg> {
    let input = match event {
        Event::Input(input) => input,
        Event::Found(answer) => return Some(Msg::Found(answer)),
        Event::End(status) => return Some(Msg::End(status)),
    };
    match input {
        Input::Key(key) => {
            let chord = Chord::from_event(key)?;
            #[cfg(debug_assertions)]
            panic_if_told(chord);
            press(state, keymap, chord)
        }
        Input::Paste(text) => Some(Msg::Paste(text)),
        Input::Resize(width, height) => Some(Msg::Resize(width, height)),
        Input::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click(mouse.column, mouse.row)),
            MouseEventKind::ScrollDown => Some(Msg::Wheel(mouse.column, mouse.row, WHEEL)),
            MouseEventKind::ScrollUp => Some(Msg::Wheel(mouse.column, mouse.row, -WHEEL)),
            _ => None,
        },
        _ => None,
    }
}

/// What pressing `chord` means in this state.
pub fn press(state: &State, keymap: &Keymap, chord: Chord) -> Option<Msg> {
    let contexts = state.contexts();
    match keymap.lookup(contexts, chord) {
        Some(action) => Some(Msg::Act(action)),
        // Overlays stop the walk; leaving the program works everywhere.
        None if !state.overlays.is_empty() && chord.typed().is_none() => {
            let action = keymap.lookup(&[action::Context::Global], chord)?;
            matches!(action, action::Action::Quit | action::Action::Suspend | action::Action::Redraw)
                .then_some(Msg::Act(action))
        }
        None if contexts.first() == Some(&action::Context::Input) => chord.typed().map(Msg::Text),
        None => None,
    }
}

/// Lets a test see that the terminal survives a panic: debug builds panic on the key that `ROLEDEX_PANIC_ON` names.
#[cfg(debug_assertions)]
fn panic_if_told(chord: Chord) {
    let told = std::env::var("ROLEDEX_PANIC_ON").is_ok_and(|key| Chord::parse(&key) == Some(chord));
    assert!(!told, "told to panic on {chord}");
}
