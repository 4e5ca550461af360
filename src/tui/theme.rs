//! Styles of tones.
//!
//! The default theme uses the terminal's own sixteen colours, so that it fits every palette; the
//! others have their own background. Whatever the theme, meaning never depends on the colour alone:
//! changed words are underlined, sides and verdicts have their signs.

mod builtin;
mod colour;
mod patch;

use ratatui::style::{Color, Modifier, Style};

use super::doc::TextTone;
use crate::model::text::visible;

pub use colour::{contrast, quantised};
pub use patch::{build_themes, unknown};

/// A set of styles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColourTheme {
    /// Its display name.
    pub name: String,
    /// Whether lines and signs are drawn in ASCII characters.
    pub ascii: bool,
    styles: [Style; THEME_ELEMENTS.len()],
}

/// Something that can have a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeElement {
    /// Everything that is drawn.
    Ground,
    /// Text of a tone.
    Tone(TextTone),
    /// The selected row of the focused pane.
    Selected,
    /// The selected row of a pane without the focus.
    SelectedElsewhere,
}

/// Everything that has a style, by its name in a settings file.
pub const THEME_ELEMENTS: [(ThemeElement, &str); 16] = [
    (ThemeElement::Ground, "ground"),
    (ThemeElement::Tone(TextTone::Text), "text"),
    (ThemeElement::Tone(TextTone::Dim), "dim"),
    (ThemeElement::Tone(TextTone::Title), "title"),
    (ThemeElement::Tone(TextTone::Heading), "heading"),
    (ThemeElement::Tone(TextTone::Accent), "accent"),
    (ThemeElement::Tone(TextTone::Match), "match"),
    (ThemeElement::Tone(TextTone::SideA), "side-a"),
    (ThemeElement::Tone(TextTone::SideB), "side-b"),
    (ThemeElement::Tone(TextTone::ChangedA), "changed-a"),
    (ThemeElement::Tone(TextTone::ChangedB), "changed-b"),
    (ThemeElement::Tone(TextTone::Grow), "grow"),
    (ThemeElement::Tone(TextTone::LetGo), "let-go"),
    (ThemeElement::Tone(TextTone::Warning), "warning"),
    (ThemeElement::Selected, "selected"),
    (ThemeElement::SelectedElsewhere, "selected-elsewhere"),
];

impl ThemeElement {
    /// Returns its position in [`THEME_ELEMENTS`].
    fn position(self) -> usize {
        match self {
            Self::Ground => 0,
            Self::Tone(tone) => match tone {
                TextTone::Text => 1,
                TextTone::Dim => 2,
                TextTone::Title => 3,
                TextTone::Heading => 4,
                TextTone::Accent => 5,
                TextTone::Match => 6,
                TextTone::SideA => 7,
                TextTone::SideB => 8,
                TextTone::ChangedA => 9,
                TextTone::ChangedB => 10,
                TextTone::Grow => 11,
                TextTone::LetGo => 12,
                TextTone::Warning => 13,
            },
            Self::Selected => 14,
            Self::SelectedElsewhere => 15,
        }
    }
}

impl Default for ColourTheme {
    /// Returns the theme of the terminal's own colours.
    fn default() -> Self {
        builtin::terminal()
    }
}

impl ColourTheme {
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
        comparable_name(&self.name) == comparable_name(name)
    }

    /// Returns the style of `look`.
    pub fn element_style(&self, look: ThemeElement) -> Style {
        self.styles[look.position()]
    }

    /// Returns the style of `tone`.
    pub fn tone_style(&self, tone: TextTone) -> Style {
        self.element_style(ThemeElement::Tone(tone))
    }

    /// Returns the style of the background.
    pub fn ground(&self) -> Style {
        self.element_style(ThemeElement::Ground)
    }

    /// Returns the style of the selected row of the focused pane.
    pub fn selected(&self) -> Style {
        self.element_style(ThemeElement::Selected)
    }

    /// Returns the style of the selected row of a pane without the focus.
    pub fn selected_elsewhere(&self) -> Style {
        self.element_style(ThemeElement::SelectedElsewhere)
    }

    /// Reduces the theme to 256 colours, for terminals that do not support more. Other colours
    /// become the closest of these.
    #[must_use]
    pub fn quantised(mut self) -> Self {
        for look in &mut self.styles {
            look.fg = look.fg.map(quantised);
            look.bg = look.bg.map(quantised);
        }
        self
    }

    fn set(&mut self, look: ThemeElement, style: Style) {
        self.styles[look.position()] = style;
    }
}

/// Creates a style of `colour` and `modifiers`.
fn style(colour: Option<Color>, modifiers: Modifier) -> Style {
    Style { fg: colour, add_modifier: modifiers, ..Style::new() }
}

/// Returns the name of a theme in the form in which names are compared: either case, either
/// spelling of colour.
fn comparable_name(name: &str) -> String {
    visible(name).to_lowercase().replace("colour", "color")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_stands_where_its_name_says() {
        for (at, (look, _)) in THEME_ELEMENTS.iter().enumerate() {
            assert_eq!(look.position(), at);
        }
    }

    /// Every text is readable on its background and in a selected row: a contrast of 4.5 to 1 or
    /// more, as WCAG 2 requires for text (1.4.3).
    #[test]
    fn every_text_stands_out_from_its_ground() {
        for name in ["dark", "light", "colour-blind"] {
            for theme in [find(name), find(name).quantised()] {
                let grounds =
                    [ThemeElement::Ground, ThemeElement::Selected, ThemeElement::SelectedElsewhere];
                for ground in
                    grounds.map(|look| theme.element_style(look).bg.or(theme.ground().bg).unwrap())
                {
                    for (look, what) in THEME_ELEMENTS {
                        if let ThemeElement::Tone(tone) = look {
                            let ink = theme.tone_style(tone).fg.or(theme.ground().fg).unwrap();
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
        for theme in ColourTheme::builtin() {
            let name = &theme.name;
            if theme.tone_style(TextTone::SideA).fg.is_some() {
                assert_ne!(
                    theme.tone_style(TextTone::SideA),
                    theme.tone_style(TextTone::SideB),
                    "{name}"
                );
                assert_ne!(
                    theme.tone_style(TextTone::Grow),
                    theme.tone_style(TextTone::LetGo),
                    "{name}"
                );
            }
            for changed in [TextTone::ChangedA, TextTone::ChangedB] {
                assert!(
                    theme.tone_style(changed).add_modifier.contains(Modifier::UNDERLINED),
                    "{name}"
                );
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
            for (look, what) in THEME_ELEMENTS {
                let style = find(name).element_style(look);
                assert_eq!((style.fg, style.bg), (None, None), "{name}: {what}");
            }
        }
    }

    fn find(name: &str) -> ColourTheme {
        ColourTheme::builtin().into_iter().find(|theme| theme.is_called(name)).unwrap()
    }

    #[test]
    fn themes_are_found_in_either_spelling() {
        assert_eq!(find("color-blind").name, "colour-blind");
        assert!(find("ASCII").ascii);
    }
}
