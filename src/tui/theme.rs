//! Styles of tones.
//!
//! The default theme uses the terminal's own sixteen colours, so that it fits every palette; the
//! others have their own background. Whatever the theme, meaning never depends on the colour alone:
//! changed words are underlined, sides and verdicts have their signs.

mod builtin;
mod colour;
mod patch;

use ratatui::style::{Color, Modifier, Style};

use super::doc::Tone;
use crate::model::text::visible;

pub use colour::{contrast, quantised};
pub use patch::{themes, unknown};

/// A set of styles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its display name.
    pub name: String,
    /// Whether lines and signs are drawn in ASCII characters.
    pub ascii: bool,
    looks: [Style; LOOKS.len()],
}

/// Something that can have a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Everything that is drawn.
    Ground,
    /// Text of a tone.
    Tone(Tone),
    /// The selected row of the focused pane.
    Selected,
    /// The selected row of a pane without the focus.
    SelectedElsewhere,
}

/// Everything that has a style, by its name in a settings file.
pub const LOOKS: [(Look, &str); 16] = [
    (Look::Ground, "ground"),
    (Look::Tone(Tone::Text), "text"),
    (Look::Tone(Tone::Dim), "dim"),
    (Look::Tone(Tone::Title), "title"),
    (Look::Tone(Tone::Heading), "heading"),
    (Look::Tone(Tone::Accent), "accent"),
    (Look::Tone(Tone::Match), "match"),
    (Look::Tone(Tone::SideA), "side-a"),
    (Look::Tone(Tone::SideB), "side-b"),
    (Look::Tone(Tone::ChangedA), "changed-a"),
    (Look::Tone(Tone::ChangedB), "changed-b"),
    (Look::Tone(Tone::Grow), "grow"),
    (Look::Tone(Tone::LetGo), "let-go"),
    (Look::Tone(Tone::Warning), "warning"),
    (Look::Selected, "selected"),
    (Look::SelectedElsewhere, "selected-elsewhere"),
];

impl Look {
    /// Returns its position in [`LOOKS`].
    fn at(self) -> usize {
        match self {
            Self::Ground => 0,
            Self::Tone(tone) => match tone {
                Tone::Text => 1,
                Tone::Dim => 2,
                Tone::Title => 3,
                Tone::Heading => 4,
                Tone::Accent => 5,
                Tone::Match => 6,
                Tone::SideA => 7,
                Tone::SideB => 8,
                Tone::ChangedA => 9,
                Tone::ChangedB => 10,
                Tone::Grow => 11,
                Tone::LetGo => 12,
                Tone::Warning => 13,
            },
            Self::Selected => 14,
            Self::SelectedElsewhere => 15,
        }
    }
}

impl Default for Theme {
    /// Returns the theme of the terminal's own colours.
    fn default() -> Self {
        builtin::terminal()
    }
}

impl Theme {
    /// Returns the built-in themes, in the order in which they are cycled.
    pub fn builtin() -> Vec<Self> {
        let mut all = vec![
            builtin::terminal(),
            builtin::dark(),
            builtin::light(),
            builtin::colour_blind(),
            builtin::mono(),
        ];
        all.push(Self { name: "ascii".to_string(), ascii: true, ..builtin::mono() });
        all
    }

    /// Returns the theme without any colour, for `NO_COLOR`: the meaning is in bold, underline and
    /// reverse.
    pub fn mono() -> Self {
        builtin::mono()
    }

    /// Whether this is the theme called `name`, in either spelling of colour.
    pub fn is_called(&self, name: &str) -> bool {
        let plain = |name: &str| visible(name).to_lowercase().replace("colour", "color");
        plain(&self.name) == plain(name)
    }

    /// Returns the style of `look`.
    pub fn look(&self, look: Look) -> Style {
        self.looks[look.at()]
    }

    /// Returns the style of `tone`.
    pub fn style(&self, tone: Tone) -> Style {
        self.look(Look::Tone(tone))
    }

    /// Returns the style of the background.
    pub fn ground(&self) -> Style {
        self.look(Look::Ground)
    }

    /// Returns the style of the selected row of the focused pane.
    pub fn selected(&self) -> Style {
        self.look(Look::Selected)
    }

    /// Returns the style of the selected row of a pane without the focus.
    pub fn selected_elsewhere(&self) -> Style {
        self.look(Look::SelectedElsewhere)
    }

    /// Reduces the theme to 256 colours, for terminals that do not support more. Other colours
    /// become the closest of these.
    #[must_use]
    pub fn quantised(mut self) -> Self {
        for look in &mut self.looks {
            look.fg = look.fg.map(quantised);
            look.bg = look.bg.map(quantised);
        }
        self
    }

    fn set(&mut self, look: Look, style: Style) {
        self.looks[look.at()] = style;
    }
}

/// Creates a style of `colour` and `modifiers`.
fn style(colour: Option<Color>, modifiers: Modifier) -> Style {
    Style { fg: colour, add_modifier: modifiers, ..Style::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_stands_where_its_name_says() {
        for (at, (look, _)) in LOOKS.iter().enumerate() {
            assert_eq!(look.at(), at);
        }
    }

    /// Every text is readable on its background and in a selected row: a contrast of 4.5 to 1 or
    /// more, as WCAG 2 requires for text (1.4.3).
    #[test]
    fn every_text_stands_out_from_its_ground() {
        for name in ["dark", "light", "colour-blind"] {
            for theme in [find(name), find(name).quantised()] {
                let grounds = [Look::Ground, Look::Selected, Look::SelectedElsewhere];
                for ground in grounds.map(|look| theme.look(look).bg.or(theme.ground().bg).unwrap())
                {
                    for (look, what) in LOOKS {
                        if let Look::Tone(tone) = look {
                            let ink = theme.style(tone).fg.or(theme.ground().fg).unwrap();
                            let ratio = contrast(ink, ground).unwrap();
                            assert!(
                                ratio >= 4.5,
                                "{name}: {what} {ink:?} on {ground:?} is {ratio:.2}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_must_be_told_apart_looks_different_in_every_theme() {
        for theme in Theme::builtin() {
            let look = |tone| theme.style(tone);
            let name = &theme.name;
            if theme.style(Tone::SideA).fg.is_some() {
                assert_ne!(look(Tone::SideA), look(Tone::SideB), "{name}");
                assert_ne!(look(Tone::Grow), look(Tone::LetGo), "{name}");
            }
            for changed in [Tone::ChangedA, Tone::ChangedB] {
                assert!(look(changed).add_modifier.contains(Modifier::UNDERLINED), "{name}");
            }
            let selected = theme.selected();
            assert!(
                selected.add_modifier.contains(Modifier::REVERSED) || selected.bg.is_some(),
                "{name}"
            );
            assert_ne!(theme.selected(), theme.selected_elsewhere(), "{name}");
        }
    }

    #[test]
    fn without_colour_there_is_none() {
        for name in ["mono", "ascii"] {
            for (look, what) in LOOKS {
                let style = find(name).look(look);
                assert_eq!((style.fg, style.bg), (None, None), "{name}: {what}");
            }
        }
    }

    fn find(name: &str) -> Theme {
        Theme::builtin().into_iter().find(|theme| theme.is_called(name)).unwrap()
    }

    #[test]
    fn themes_are_found_in_either_spelling() {
        assert_eq!(find("color-blind").name, "colour-blind");
        assert!(find("ASCII").ascii);
    }
}
