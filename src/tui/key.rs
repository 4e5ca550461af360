//! Keys by name: each chord has one spelling, whatever the terminal sends.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::model::text::is_unsafe;

/// A key without modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A character; capitals represent themselves.
    Char(char),
    /// The Enter key.
    Enter,
    /// Escape.
    Esc,
    /// The Tab key.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Moves to the start.
    Home,
    /// Moves to the end.
    End,
    /// Moves a page up.
    PageUp,
    /// Moves a page down.
    PageDown,
    /// A function key.
    F(u8),
}

/// Every key that has a name.
const NAMES: &[(Key, &str)] = &[
    (Key::Char(' '), "space"),
    (Key::Enter, "enter"),
    (Key::Esc, "esc"),
    (Key::Tab, "tab"),
    (Key::BackTab, "shift-tab"),
    (Key::Backspace, "backspace"),
    (Key::Delete, "delete"),
    (Key::Up, "up"),
    (Key::Down, "down"),
    (Key::Left, "left"),
    (Key::Right, "right"),
    (Key::Home, "home"),
    (Key::End, "end"),
    (Key::PageUp, "pgup"),
    (Key::PageDown, "pgdn"),
];

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Whether Ctrl is down.
    pub ctrl: bool,
    /// Whether Alt is down.
    pub alt: bool,
}

impl Chord {
    /// Creates a chord without modifiers.
    pub fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false }
    }

    /// Parses a chord: `j`, `G`, `ctrl-u`, `alt-left`, `shift-tab`, `space`, `f1`.
    pub fn parse(text: &str) -> Option<Self> {
        let (ctrl, rest) = strip(text, "ctrl-");
        let (alt, rest) = strip(rest, "alt-");
        let named = NAMES.iter().find(|(_, name)| *name == rest).map(|&(key, _)| key);
        let function = || {
            rest.strip_prefix('f')
                .and_then(|n| n.parse().ok())
                .filter(|n| (1..=24).contains(n))
                .map(Key::F)
        };
        let single = || {
            let mut chars = rest.chars();
            let c = chars.next()?;
            (chars.next().is_none() && c != ' ' && !is_unsafe(c)).then_some(Key::Char(c))
        };
        let key = named.or_else(function).or_else(single)?;
        Some(Self { key, ctrl, alt })
    }

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
                Key::Backspace
            }
            KeyCode::Char(c) => Key::Char(c),
            KeyCode::Enter => Key::Enter,
            KeyCode::Esc => Key::Esc,
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
            KeyCode::Tab => Key::Tab,
            KeyCode::BackTab => Key::BackTab,
            KeyCode::Backspace => Key::Backspace,
            KeyCode::Delete => Key::Delete,
            KeyCode::Up => Key::Up,
            KeyCode::Down => Key::Down,
            KeyCode::Left => Key::Left,
            KeyCode::Right => Key::Right,
            KeyCode::Home => Key::Home,
            KeyCode::End => Key::End,
            KeyCode::PageUp => Key::PageUp,
            KeyCode::PageDown => Key::PageDown,
            KeyCode::F(n) => Key::F(n),
            _ => return None,
        };
        Some(Self { key, ctrl, alt })
    }

    /// Returns the character that this chord types into a text field, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

fn strip<'a>(text: &'a str, prefix: &str) -> (bool, &'a str) {
    text.strip_prefix(prefix).map_or((false, text), |rest| (true, rest))
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match self.key {
            Key::F(n) => write!(f, "f{n}"),
            key => match (NAMES.iter().find(|(k, _)| *k == key), key) {
                (Some((_, name)), _) => f.write_str(name),
                (None, Key::Char(c)) => write!(f, "{c}"),
                (None, _) => Ok(()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_reads_back() {
        for text in [
            "j",
            "G",
            "?",
            "/",
            ":",
            "-",
            "ctrl-u",
            "alt-left",
            "shift-tab",
            "space",
            "f1",
            "f12",
            "f",
            "pgdn",
            "[",
        ] {
            let chord = Chord::parse(text).unwrap();
            assert_eq!(chord.to_string(), text);
        }
        for text in ["", "ctrl-", "f0", "f99", "jj", "hyper-x"] {
            assert_eq!(Chord::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn shift_is_part_of_the_character() {
        let event = |modifiers| KeyEvent::new(KeyCode::Char('G'), modifiers);
        assert_eq!(
            Chord::from_event(event(KeyModifiers::SHIFT)),
            Chord::from_event(event(KeyModifiers::NONE))
        );
    }

    #[test]
    fn ctrl_h_is_backspace() {
        let event = |modifiers| KeyEvent::new(KeyCode::Char('h'), modifiers);
        assert_eq!(Chord::from_event(event(KeyModifiers::CONTROL)), Chord::parse("backspace"));
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(Chord::from_event(event(both)), Chord::parse("alt-backspace"));
        assert_eq!(Chord::from_event(event(KeyModifiers::NONE)), Chord::parse("h"));
    }

    #[test]
    fn releases_are_no_keys() {
        let event =
            KeyEvent::new_with_kind(KeyCode::Char('j'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(Chord::from_event(event), None);
    }
}
