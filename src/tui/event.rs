//! Events from outside, and the messages that they become.

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::{
    Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use super::action::{Action, KeyContext};
use super::clipboard::CopyReport;
use super::export::ExportOutcome;
use super::key::{BaseKey, KeyChord};
use super::session_texts::{PacksAndTexts, ReadTexts};
use super::state::{AppState, FaultLine};
use super::update::{Msg, ReloadOutcome};
use crate::analysis::gap::CurrentSkill;
use crate::engine::Engine;
use crate::model::Catalog;
use crate::model::text::printable;
use crate::pack::{Diagnostic, ReadError, Severity};
use crate::question::OutputFormat;
use crate::watch::ReloadResult;

/// Lines that one notch of the wheel scrolls.
const WHEEL: isize = 3;

/// The contents of the profile after some changes.
#[derive(Debug)]
pub(super) struct ProfileSnapshot {
    /// The skills in it, or why they are unknown.
    pub(super) skills: Result<Vec<CurrentSkill>, String>,
    /// A change that was not made, because the file has changed by now.
    pub(super) rejected: Option<String>,
    /// Number of changes handled. Later requests are not included.
    pub(super) edits: u64,
}

/// An event from outside.
#[derive(Debug)]
pub(super) enum AppEvent {
    /// Keys, mouse, paste, resize.
    Input(Input),
    /// Characters for the focused field.
    Typed(String),
    /// The answer of the engine, found on a thread.
    Answered(Msg),
    /// The user's skills, or why they are unknown.
    ProfileLoaded(ProfileSnapshot),
    /// The packs were read: the valid part, and the diagnostics.
    PacksRead(Arc<Engine>, Vec<Diagnostic>),
    /// The packs cannot be read.
    PacksUnreadable(ReadError),
    /// A text was read as a role; or why it cannot be.
    TextRead(Result<Box<ReadTexts>, String>),
    /// The packs have changed, and the texts were read again for them.
    PacksAndTexts(Box<PacksAndTexts>),
    /// Result of reloading the packs, and whether the user asked for it.
    Reloaded(ReloadResult, bool),
    /// The requested output, to be copied.
    CopyReady(Result<Vec<u8>, String>, OutputFormat),
    /// How the programs copied a text: the text, what it is, and their report.
    CopiedByPrograms(String, String, CopyReport),
    /// Outcome of saving these changes of the bookmarks.
    BookmarksSaved(Vec<(String, bool)>, Result<(), String>),
    /// Outcome of writing a file.
    Exported(PathBuf, ExportOutcome),
    /// An answer tagged with the catalog epoch; dropped if the catalog has changed since.
    Tagged(u64, Box<Self>),
    /// The system asks the program to end, with this exit status.
    Terminate(u8),
    /// The system asks the program to stop.
    #[cfg(unix)]
    Stop,
    /// The program continues after a stop that it did not make itself: another program may have
    /// changed the terminal since.
    #[cfg(unix)]
    Continued,
    /// The cache of the packs shown turned out to be damaged.
    CacheDamaged,
    /// Keys are no longer read.
    KeyReaderEnded,
}

pub(super) fn has_only_faults(catalog: &Catalog, faults: &[Diagnostic]) -> bool {
    catalog.roles().is_empty() && faults.iter().any(|d| d.severity == Severity::Error)
}

/// Returns the errors among `faults`, each on one line.
pub(super) fn fault_lines(faults: &[Diagnostic]) -> Vec<FaultLine> {
    faults.iter().filter(|d| d.severity == Severity::Error).map(fault_line).collect()
}

/// Returns the place and the message of a fault, with its hint, each on one line.
fn fault_line(fault: &Diagnostic) -> FaultLine {
    let message = match &fault.hint {
        Some(hint) => format!("{}: {hint}", fault.message),
        None => fault.message.clone(),
    };
    FaultLine {
        place: format!("{}:{}", printable(&fault.file), fault.line),
        message: printable(&message),
    }
}

/// Returns packs that cannot be read at all as a fault.
fn unreadable_fault(error: &ReadError) -> FaultLine {
    FaultLine { place: printable(&error.path), message: printable(error.source.to_string()) }
}

/// Translates an event into a message in this state; `None` if it has no meaning.
pub(super) fn to_message(event: AppEvent, state: &AppState) -> Option<Msg> {
    let input = match event {
        AppEvent::Input(input) => input,
        AppEvent::Typed(text) => return Some(Msg::Typed(text)),
        AppEvent::Answered(msg) => return Some(msg),
        AppEvent::Terminate(status) => return Some(Msg::Terminate(status)),
        AppEvent::Exported(path, written) => return Some(Msg::Exported(path, written)),
        AppEvent::Reloaded(ReloadResult::Unchanged, asked) => {
            return Some(Msg::Reloaded(ReloadOutcome::Unchanged { asked }));
        }
        AppEvent::Reloaded(ReloadResult::Invalid(faults), _) => {
            return Some(Msg::Reloaded(ReloadOutcome::Faulty(fault_lines(&faults))));
        }
        AppEvent::Reloaded(ReloadResult::Unreadable(error), _) => {
            return Some(Msg::Reloaded(ReloadOutcome::Faulty(vec![unreadable_fault(&error)])));
        }
        AppEvent::Reloaded(ReloadResult::NotWatching(why), _) => {
            return Some(Msg::WatchFailed(why));
        }
        AppEvent::Reloaded(ReloadResult::Changed(_), _)
        | AppEvent::Tagged(..)
        | AppEvent::CopyReady(..)
        | AppEvent::CopiedByPrograms(..)
        | AppEvent::BookmarksSaved(..)
        | AppEvent::ProfileLoaded(_)
        | AppEvent::PacksRead(..)
        | AppEvent::TextRead(_)
        | AppEvent::PacksAndTexts(..)
        | AppEvent::CacheDamaged
        | AppEvent::KeyReaderEnded
        | AppEvent::PacksUnreadable(_) => {
            return None;
        }
        #[cfg(unix)]
        AppEvent::Stop | AppEvent::Continued => return None,
    };
    match input {
        Input::Key(key) => {
            let chord = KeyChord::from_event(key)?;
            #[cfg(debug_assertions)]
            panic_if_requested(chord);
            message_for_key(state, chord)
        }
        Input::Paste(text) => Some(Msg::Paste(text)),
        Input::Resize(width, height) => Some(Msg::Resize(width, height)),
        Input::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click(mouse.column, mouse.row)),
            MouseEventKind::Down(MouseButton::Right) => {
                Some(Msg::RightClick(mouse.column, mouse.row))
            }
            MouseEventKind::Drag(MouseButton::Left) => Some(Msg::Drag(mouse.column, mouse.row)),
            MouseEventKind::ScrollDown => Some(Msg::Wheel(mouse.column, mouse.row, WHEEL)),
            MouseEventKind::ScrollUp => Some(Msg::Wheel(mouse.column, mouse.row, -WHEEL)),
            _ => None,
        },
        _ => None,
    }
}

impl KeyChord {
    /// Returns the chord of a key event; `None` for releases and keys that roledex has no name for.
    ///
    /// Shift is dropped, since a shifted character already is another character; terminals differ
    /// in whether they send the bit at all.
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let (mut ctrl, alt) = (
            event.modifiers.contains(KeyModifiers::CONTROL),
            event.modifiers.contains(KeyModifiers::ALT),
        );
        let key = match event.code {
            // Some terminals send ctrl-h for Backspace, and others what is usually Backspace for
            // ctrl-h.
            KeyCode::Char('h') if ctrl => {
                ctrl = false;
                BaseKey::Backspace
            }
            KeyCode::Char(c) => BaseKey::Char(c),
            KeyCode::Enter => BaseKey::Enter,
            KeyCode::Esc => BaseKey::Esc,
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => BaseKey::BackTab,
            KeyCode::Tab => BaseKey::Tab,
            KeyCode::BackTab => BaseKey::BackTab,
            KeyCode::Backspace => BaseKey::Backspace,
            KeyCode::Delete => BaseKey::Delete,
            KeyCode::Up => BaseKey::Up,
            KeyCode::Down => BaseKey::Down,
            KeyCode::Left => BaseKey::Left,
            KeyCode::Right => BaseKey::Right,
            KeyCode::Home => BaseKey::Home,
            KeyCode::End => BaseKey::End,
            KeyCode::PageUp => BaseKey::PageUp,
            KeyCode::PageDown => BaseKey::PageDown,
            KeyCode::F(n) => BaseKey::F(n),
            _ => return None,
        };
        Some(Self { key, ctrl, alt })
    }
}

/// Lets a test check that the terminal survives a panic: debug builds panic on the key that
/// `ROLEDEX_PANIC_ON` names.
#[cfg(debug_assertions)]
fn panic_if_requested(chord: KeyChord) {
    let told =
        std::env::var("ROLEDEX_PANIC_ON").is_ok_and(|key| KeyChord::parse(&key) == Some(chord));
    assert!(!told, "told to panic on {chord}");
}

/// Returns the message that `chord` means in this state.
pub fn message_for_key(state: &AppState, chord: KeyChord) -> Option<Msg> {
    let (contexts, keymap) = (state.contexts(), &state.keymap);
    match keymap.lookup(contexts, chord) {
        Some(action) => Some(Msg::Act(action)),
        // Overlays end the walk; quitting works everywhere.
        None if !state.overlays.is_empty() && chord.typed().is_none() => {
            let action = keymap.lookup(&[KeyContext::Global], chord)?;
            matches!(action, Action::Quit | Action::Interrupt | Action::Suspend | Action::Redraw)
                .then_some(Msg::Act(action))
        }
        None if contexts.first() == Some(&KeyContext::Input) => chord.typed().map(Msg::Char),
        None => match chord.typed() {
            Some(c) if c.is_ascii_digit() => Some(Msg::UnboundDigit(c)),
            // With Alt, it may be what is left of a sequence that the terminal sent.
            None if chord.alt => None,
            _ => Some(Msg::UnboundKey(chord)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(c: char, modifiers: KeyModifiers) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(c), modifiers)
    }

    #[test]
    fn shift_is_part_of_the_character() {
        assert_eq!(
            KeyChord::from_event(pressed('G', KeyModifiers::SHIFT)),
            KeyChord::from_event(pressed('G', KeyModifiers::NONE))
        );
    }

    #[test]
    fn ctrl_h_is_backspace() {
        assert_eq!(
            KeyChord::from_event(pressed('h', KeyModifiers::CONTROL)),
            KeyChord::parse("backspace")
        );
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(KeyChord::from_event(pressed('h', both)), KeyChord::parse("alt-backspace"));
        assert_eq!(KeyChord::from_event(pressed('h', KeyModifiers::NONE)), KeyChord::parse("h"));
    }

    #[test]
    fn releases_are_no_keys() {
        let event =
            KeyEvent::new_with_kind(KeyCode::Char('j'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(KeyChord::from_event(event), None);
    }
}
