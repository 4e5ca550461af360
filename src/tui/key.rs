//! Keys by name: each chord has one spelling, whatever the terminal sends.

use std::fmt;

use crate::model::text::is_unsafe;

/// A key without modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BaseKey {
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
const NAMES: &[(BaseKey, &str)] = &[
    (BaseKey::Char(' '), "space"),
    (BaseKey::Enter, "enter"),
    (BaseKey::Esc, "esc"),
    (BaseKey::Tab, "tab"),
    (BaseKey::BackTab, "shift-tab"),
    (BaseKey::Backspace, "backspace"),
    (BaseKey::Delete, "delete"),
    (BaseKey::Up, "up"),
    (BaseKey::Down, "down"),
    (BaseKey::Left, "left"),
    (BaseKey::Right, "right"),
    (BaseKey::Home, "home"),
    (BaseKey::End, "end"),
    (BaseKey::PageUp, "pgup"),
    (BaseKey::PageDown, "pgdn"),
];

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyChord {
    /// The key.
    pub key: BaseKey,
    /// Whether Ctrl is down.
    pub ctrl: bool,
    /// Whether Alt is down.
    pub alt: bool,
}

/// Reads the name of a function key, `f1` to `f24`.
fn function_key(name: &str) -> Option<BaseKey> {
    let number = name.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&number).then_some(BaseKey::F(number))
}

/// Reads a single character as its key, unless it is a blank or unsafe to show.
fn character_key(text: &str) -> Option<BaseKey> {
    let mut chars = text.chars();
    let c = chars.next()?;
    (chars.next().is_none() && c != ' ' && !is_unsafe(c)).then_some(BaseKey::Char(c))
}

impl KeyChord {
    /// Creates a chord without modifiers.
    pub fn plain(key: BaseKey) -> Self {
        Self { key, ctrl: false, alt: false }
    }

    /// Parses a chord: `j`, `G`, `ctrl-u`, `alt-left`, `shift-tab`, `space`, `f1`.
    pub fn parse(text: &str) -> Option<Self> {
        let (ctrl, rest) = strip(text, "ctrl-");
        let (alt, rest) = strip(rest, "alt-");
        let named = NAMES.iter().find(|(_, name)| *name == rest).map(|&(key, _)| key);
        let key = named.or_else(|| function_key(rest)).or_else(|| character_key(rest))?;
        Some(Self { key, ctrl, alt })
    }

    /// Returns the character that this chord types into a text field, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.key {
            BaseKey::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

fn strip<'a>(text: &'a str, prefix: &str) -> (bool, &'a str) {
    text.strip_prefix(prefix).map_or((false, text), |rest| (true, rest))
}

impl fmt::Display for KeyChord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match self.key {
            BaseKey::F(n) => write!(f, "f{n}"),
            key => match (NAMES.iter().find(|(k, _)| *k == key), key) {
                (Some((_, name)), _) => f.write_str(name),
                (None, BaseKey::Char(c)) => write!(f, "{c}"),
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
            let chord = KeyChord::parse(text).unwrap();
            assert_eq!(chord.to_string(), text);
        }
        for text in ["", "ctrl-", "f0", "f99", "jj", "hyper-x"] {
            assert_eq!(KeyChord::parse(text), None, "{text:?}");
        }
    }
}
