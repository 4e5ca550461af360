//! Events from outside, and the messages that they become.

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::{Event as Input, MouseButton, MouseEventKind};

use super::carry::{Form, Written};
use super::key::Chord;
use super::outside::profile;
use super::pane::compare::LazyDiffer;
use super::press;
use super::state::{Fault, State};
use super::update::{Msg, Reread};
use crate::analysis::path;
use crate::cache::Kept;
use crate::model::{Catalog, RoleId};
use crate::pack::{Diagnostic, ReadError, Severity};
use crate::search::Answer;
use crate::watch::{Changed, News};

/// Lines that one notch of the wheel scrolls.
const WHEEL: isize = 3;

/// An event from outside.
#[derive(Debug)]
pub(super) enum Event {
    /// Keys, mouse, paste, resize.
    Input(Input),
    /// Characters for the focused field.
    Typed(String),
    /// The search worker's answer.
    Found(Answer),
    /// The paths requested under this generation.
    Ways(u64, path::Answer),
    /// The roles most similar to this one, most similar first.
    Near(RoleId, Vec<RoleId>),
    /// The user's skills, or why they are unknown.
    Mine(profile::Read),
    /// The packs were read: the valid part, and the diagnostics.
    Read(Arc<Catalog>, Vec<Diagnostic>),
    /// The packs are now in the cache.
    Kept(Kept),
    /// The packs cannot be read.
    Unreadable(ReadError),
    /// Result of reloading the packs, and whether the user asked for it.
    News(News, bool),
    /// The packs have changed; the differ compares the roles of the new catalog.
    Changed(Changed, Arc<LazyDiffer>),
    /// The requested output, to be copied.
    Copy(Result<Vec<u8>, String>, Form),
    /// Outcome of writing a file.
    Written(PathBuf, Written),
    /// An answer tagged with the catalog epoch; dropped if the catalog has changed since.
    Of(u64, Box<Self>),
    /// The system asks the program to end, with this exit status.
    End(u8),
    /// The system asks the program to stop.
    #[cfg(unix)]
    Stop,
    /// The program continues after a stop that it did not make itself: another program may have
    /// changed the terminal since.
    #[cfg(unix)]
    Continued,
    /// Keys are no longer read.
    Left,
}

pub(super) fn nothing_but_faults(catalog: &Catalog, faults: &[Diagnostic]) -> bool {
    catalog.roles().is_empty() && faults.iter().any(|d| d.severity == Severity::Error)
}

/// Returns the errors among `faults`, each on one line.
pub(super) fn fault_lines(faults: &[Diagnostic]) -> Vec<Fault> {
    let line = |text: &str| crate::model::text::shown(text);
    let fault = |d: &Diagnostic| Fault {
        place: format!("{}:{}", line(&d.file), d.line),
        told: line(
            &d.hint
                .as_ref()
                .map_or_else(|| d.message.clone(), |hint| format!("{}: {hint}", d.message)),
        ),
    };
    faults.iter().filter(|d| d.severity == Severity::Error).map(fault).collect()
}

/// Returns packs that cannot be read at all as a fault.
fn unreadable(error: &ReadError) -> Fault {
    let line = |text: &str| crate::model::text::shown(text);
    Fault {
        place: line(&crate::model::text::shown(&error.path)),
        told: line(&error.source.to_string()),
    }
}

/// Translates an event into a message in this state; `None` if it has no meaning.
pub(super) fn translate(event: Event, state: &State) -> Option<Msg> {
    let input = match event {
        Event::Input(input) => input,
        Event::Typed(text) => return Some(Msg::Typed(text)),
        Event::Found(answer) => return Some(Msg::Found(answer)),
        Event::Ways(generation, answer) => return Some(Msg::Ways(generation, answer)),
        Event::Near(role, near) => return Some(Msg::Near(role, near)),
        Event::End(status) => return Some(Msg::End(status)),
        Event::Read(catalog, faults) => return Some(Msg::Opened(catalog, fault_lines(&faults))),
        Event::Written(path, written) => return Some(Msg::Written(path, written)),
        Event::News(News::Same, asked) => return Some(Msg::Reread(Reread::Same { asked })),
        Event::News(News::Faulty(faults), _) => {
            return Some(Msg::Reread(Reread::Faulty(fault_lines(&faults))));
        }
        Event::News(News::Unreadable(error), _) => {
            return Some(Msg::Reread(Reread::Faulty(vec![unreadable(&error)])));
        }
        Event::News(News::Unwatched(why), _) => return Some(Msg::Unwatched(why)),
        Event::News(News::Changed(_), _)
        | Event::Changed(..)
        | Event::Of(..)
        | Event::Copy(..)
        | Event::Mine(_)
        | Event::Kept(_)
        | Event::Left
        | Event::Unreadable(_) => {
            return None;
        }
        #[cfg(unix)]
        Event::Stop | Event::Continued => return None,
    };
    match input {
        Input::Key(key) => {
            let chord = Chord::from_event(key)?;
            #[cfg(debug_assertions)]
            panic_if_told(chord);
            press(state, chord)
        }
        Input::Paste(text) => Some(Msg::Paste(text)),
        Input::Resize(width, height) => Some(Msg::Resize(width, height)),
        Input::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click(mouse.column, mouse.row)),
            MouseEventKind::Drag(MouseButton::Left) => Some(Msg::Drag(mouse.column, mouse.row)),
            MouseEventKind::ScrollDown => Some(Msg::Wheel(mouse.column, mouse.row, WHEEL)),
            MouseEventKind::ScrollUp => Some(Msg::Wheel(mouse.column, mouse.row, -WHEEL)),
            _ => None,
        },
        _ => None,
    }
}

/// Lets a test check that the terminal survives a panic: debug builds panic on the key that
/// `ROLEDEX_PANIC_ON` names.
#[cfg(debug_assertions)]
fn panic_if_told(chord: Chord) {
    let told = std::env::var("ROLEDEX_PANIC_ON").is_ok_and(|key| Chord::parse(&key) == Some(chord));
    assert!(!told, "told to panic on {chord}");
}
