//! What comes from outside, and what it means.

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

/// What comes from outside.
#[derive(Debug)]
pub(super) enum Event {
    /// Keys, mouse, paste, resize.
    Input(Input),
    /// Characters for the field in focus.
    Typed(String),
    /// The search worker's answer.
    Found(Answer),
    /// The ways that were asked for under this generation.
    Ways(u64, path::Answer),
    /// The roles nearest to one, nearest first.
    Near(RoleId, Vec<RoleId>),
    /// What the user can do, or why that is not known.
    Mine(profile::Read),
    /// The packs are read: what is sound of them, and what is not.
    Read(Arc<Catalog>, Vec<Diagnostic>),
    /// The packs lie in the cache now.
    Kept(Kept),
    /// The packs cannot be read.
    Unreadable(ReadError),
    /// News of the packs, and whether somebody asked for it.
    News(News, bool),
    /// The packs hold something else now, whose roles this compares.
    Changed(Changed, Arc<LazyDiffer>),
    /// What was asked for, to be copied.
    Copy(Result<Vec<u8>, String>, Form),
    /// What became of a file.
    Written(PathBuf, Written),
    /// Something that was asked for while this many catalogs had been shown: of another one it
    /// means nothing.
    Of(u64, Box<Self>),
    /// The system asks us to end, with this exit status.
    End(u8),
    /// The system asks us to stop.
    #[cfg(unix)]
    Stop,
    /// We go on after a stop that was not ours: the terminal may be another one's since.
    #[cfg(unix)]
    Continued,
    /// Nobody reads keys any more.
    Left,
}

pub(super) fn nothing_but_faults(catalog: &Catalog, faults: &[Diagnostic]) -> bool {
    catalog.roles().is_empty() && faults.iter().any(|d| d.severity == Severity::Error)
}

/// The errors among `faults`, each on one line.
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

/// Packs that cannot be read at all, as a fault.
fn unreadable(error: &ReadError) -> Fault {
    let line = |text: &str| crate::model::text::shown(text);
    Fault {
        place: line(&crate::model::text::shown(&error.path)),
        told: line(&error.source.to_string()),
    }
}

/// What an event means in this state; `None` when it means nothing.
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

/// Lets a test see that the terminal survives a panic: debug builds panic on the key that
/// `ROLEDEX_PANIC_ON` names.
#[cfg(debug_assertions)]
fn panic_if_told(chord: Chord) {
    let told = std::env::var("ROLEDEX_PANIC_ON").is_ok_and(|key| Chord::parse(&key) == Some(chord));
    assert!(!told, "told to panic on {chord}");
}
