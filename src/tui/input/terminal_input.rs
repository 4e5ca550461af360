//! One piece of input, before it is known whether an escape belongs to the key after it.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// Input that the terminal sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalInput {
    /// A key, a click, pasted text and so on.
    Event(Event),
    /// An escape and a key: the key with Alt, or both keys in quick succession, for which terminals
    /// send the same bytes.
    EscapeOrAlt(KeyEvent),
}

impl TerminalInput {
    /// Returns its events; `is_bound` returns whether a key is bound.
    pub(crate) fn events(self, is_bound: impl FnOnce(KeyEvent) -> bool) -> [Option<Event>; 2] {
        match self {
            Self::Event(event) => [Some(event), None],
            Self::EscapeOrAlt(key) if is_bound(key) => [Some(Event::Key(key)), None],
            Self::EscapeOrAlt(key) => {
                let plain = KeyEvent { modifiers: key.modifiers - KeyModifiers::ALT, ..key };
                [Some(Event::Key(KeyCode::Esc.into())), Some(Event::Key(plain))]
            }
        }
    }
}
