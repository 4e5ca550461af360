//! Styles of tones.
//!
//! The default theme uses the terminal's own sixteen colours, so that it fits every palette; the
//! others have their own background. In each of them A, B, headings, keys, the kinds of change and
//! matches look different. Whatever the theme, meaning never depends on the colour alone: changed
//! words are underlined, sides and verdicts have their signs.

mod builtin;
mod colour;
mod patch;

use ratatui::style::{Color, Modifier, Style};

use super::doc::TextTone;
use crate::model::text::visible;

pub(crate) use colour::{contrast, quantised};
pub use patch::build_themes;
pub(crate) use patch::unknown;

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
pub(crate) const THEME_ELEMENTS: [(ThemeElement, &str); 18] = [
    (ThemeElement::Ground, "ground"),
    (ThemeElement::Tone(TextTone::Text), "text"),
    (ThemeElement::Tone(TextTone::Dim), "dim"),
    (ThemeElement::Tone(TextTone::Faint), "faint"),
    (ThemeElement::Tone(TextTone::Title), "title"),
    (ThemeElement::Tone(TextTone::Heading), "heading"),
    (ThemeElement::Tone(TextTone::Accent), "accent"),
    (ThemeElement::Tone(TextTone::Match), "match"),
    (ThemeElement::Tone(TextTone::SideA), "side-a"),
    (ThemeElement::Tone(TextTone::SideB), "side-b"),
    (ThemeElement::Tone(TextTone::ChangedA), "changed-a"),
    (ThemeElement::Tone(TextTone::ChangedB), "changed-b"),
    (ThemeElement::Tone(TextTone::Changed), "changed"),
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
                TextTone::Faint => 3,
                TextTone::Title => 4,
                TextTone::Heading => 5,
                TextTone::Accent => 6,
                TextTone::Match => 7,
                TextTone::SideA => 8,
                TextTone::SideB => 9,
                TextTone::ChangedA => 10,
                TextTone::ChangedB => 11,
                TextTone::Changed => 12,
                TextTone::Grow => 13,
                TextTone::LetGo => 14,
                TextTone::Warning => 15,
            },
            Self::Selected => 16,
            Self::SelectedElsewhere => 17,
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
            builtin::colour_blind_light(),
            builtin::mono(),
        ];
        all.push(Self { name: "ascii".to_string(), ascii: true, ..builtin::mono() });
        all
    }

    /// Whether this is the theme called `name`, in either spelling of colour.
    pub fn is_called(&self, name: &str) -> bool {
        comparable_name(&self.name) == comparable_name(name)
    }

    /// Returns the style of `look`.
    pub(crate) fn element_style(&self, look: ThemeElement) -> Style {
        self.styles[look.position()]
    }

    /// Returns the style of `tone`.
    pub(crate) fn tone_style(&self, tone: TextTone) -> Style {
        self.element_style(ThemeElement::Tone(tone))
    }

    /// Returns the style of the background.
    pub(crate) fn ground(&self) -> Style {
        self.element_style(ThemeElement::Ground)
    }

    /// Returns the style of the selected row of the focused pane.
    pub(crate) fn selected(&self) -> Style {
        self.element_style(ThemeElement::Selected)
    }

    /// Returns the style of the selected row of a pane without the focus.
    pub(crate) fn selected_elsewhere(&self) -> Style {
        self.element_style(ThemeElement::SelectedElsewhere)
    }

    /// Reduces the theme to 256 colours, for terminals that do not support more. Other colours
    /// become the closest of these.
    #[must_use]
    pub(crate) fn quantised(mut self) -> Self {
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
        for name in TRUE_COLOUR {
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

    /// The built-in themes with a background of their own.
    const TRUE_COLOUR: [&str; 4] = ["dark", "light", "colour-blind", "colour-blind-light"];

    /// Tones that must be told apart at a glance: the sides, headings, keys, the sign of a change,
    /// matches, warnings, and running text.
    const APART: [TextTone; 8] = [
        TextTone::Text,
        TextTone::SideA,
        TextTone::SideB,
        TextTone::Heading,
        TextTone::Accent,
        TextTone::Changed,
        TextTone::Match,
        TextTone::Warning,
    ];

    #[test]
    fn each_meaning_has_its_own_hue_wherever_there_are_colours() {
        for theme in ColourTheme::builtin() {
            let name = &theme.name;
            let inks = APART.map(|tone| theme.tone_style(tone));
            let hues: std::collections::BTreeSet<String> =
                inks.iter().map(|ink| format!("{:?}", ink.fg)).collect();
            match name.as_str() {
                // Keys are the terminal's own colour, bold: there are six hues for seven meanings.
                "terminal" => assert_eq!(hues.len(), APART.len() - 1, "{hues:?}"),
                "mono" | "ascii" => {
                    assert_ne!(inks[1], inks[2], "{name}: A and B");
                    let plain = inks.iter().filter(|ink| **ink == inks[0]).count();
                    // The sign of a change is enough; everything else differs from running text.
                    assert_eq!(plain, 2, "{name}: {inks:?}");
                }
                _ => assert_eq!(hues.len(), APART.len(), "{name}: {hues:?}"),
            }
        }
    }

    /// Two colours that have different meanings are at least 20 apart in CIE L*a*b* (a distance of
    /// 2.3 is just noticeable side by side), but for headings, which are bold and in capitals.
    #[test]
    fn no_two_meanings_have_close_colours() {
        for name in TRUE_COLOUR {
            for theme in [find(name), find(name).quantised()] {
                for (at, one) in APART.iter().enumerate() {
                    for other in &APART[..at] {
                        if (*other, *one) == (TextTone::Text, TextTone::Heading) {
                            continue;
                        }
                        let [a, b] = [one, other].map(|tone| theme.tone_style(*tone).fg.unwrap());
                        let apart = colour::difference(a, b).unwrap();
                        assert!(apart >= 20.0, "{name}: {one:?} and {other:?}: {apart:.1}");
                    }
                }
            }
        }
    }

    /// In Solarized, bright black is the background, and four of the other bright colours are
    /// greys; black and white vanish on backgrounds of their own colour.
    #[test]
    fn the_terminal_theme_has_only_colours_that_every_palette_shows() {
        let theme = find("terminal");
        let plain =
            [Color::Red, Color::Green, Color::Yellow, Color::Blue, Color::Magenta, Color::Cyan];
        for (look, what) in THEME_ELEMENTS {
            let style = theme.element_style(look);
            let shown = |colour: Option<Color>| colour.is_none_or(|it| plain.contains(&it));
            assert!(shown(style.fg) && style.bg.is_none(), "{what}: {style:?}");
            // Many terminals show bold colours bright, and those are greys in Solarized.
            let is_bold = style.add_modifier.contains(Modifier::BOLD);
            assert!(style.fg.is_none() || !is_bold, "{what}: {style:?}");
        }
    }

    /// Faint text vanishes on some backgrounds.
    #[test]
    fn only_ornaments_are_faint_in_the_colours_of_the_terminal() {
        for name in ["terminal", "mono", "ascii"] {
            for (look, what) in THEME_ELEMENTS {
                let is_faint = find(name).element_style(look).add_modifier.contains(Modifier::DIM);
                assert_eq!(is_faint, what == "faint", "{name}: {what}");
            }
        }
    }

    #[test]
    fn what_must_be_told_apart_looks_different_in_every_theme() {
        for theme in ColourTheme::builtin() {
            let name = &theme.name;
            assert_ne!(
                theme.tone_style(TextTone::SideA),
                theme.tone_style(TextTone::SideB),
                "{name}"
            );
            for changed in [TextTone::ChangedA, TextTone::ChangedB] {
                assert!(
                    theme.tone_style(changed).add_modifier.contains(Modifier::UNDERLINED),
                    "{name}"
                );
            }
            // The selected row is a bar; without the focus, a sign beside it shows it as well.
            let (bar, elsewhere) = (theme.selected(), theme.selected_elsewhere());
            assert!(bar.add_modifier.contains(Modifier::REVERSED) || bar.bg.is_some(), "{name}");
            assert!(elsewhere.add_modifier.contains(Modifier::BOLD), "{name}");
            assert_ne!(bar, elsewhere, "{name}");
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
