//! The built-in themes.

use ratatui::style::{Color, Modifier, Style};

use super::{ColourTheme, THEME_ELEMENTS, ThemeElement, style};
use crate::tui::doc::TextTone;

/// The colours of a theme for each tone, and for the selection.
struct ThemePalette {
    name: &'static str,
    ground: Option<Color>,
    text: Option<Color>,
    dim: Option<Color>,
    accent: Option<Color>,
    heading: Option<Color>,
    found: Option<Color>,
    side_a: Option<Color>,
    side_b: Option<Color>,
    grow: Option<Color>,
    let_go: Option<Color>,
    warning: Option<Color>,
    /// The background of the selected row, with and without the focus; reverse video and bold if
    /// `None`.
    selected: Option<(Color, Color)>,
}

fn theme(palette: &ThemePalette) -> ColourTheme {
    use Modifier as M;
    let changed = M::BOLD.union(M::UNDERLINED);
    let mut theme = ColourTheme {
        name: palette.name.to_string(),
        ascii: false,
        styles: [Style::new(); THEME_ELEMENTS.len()],
    };
    theme.set(ThemeElement::Ground, Style { fg: palette.text, bg: palette.ground, ..Style::new() });
    for (tone, style) in [
        (TextTone::Text, plain(palette.text)),
        (TextTone::Dim, plain(palette.dim)),
        (TextTone::Title, style(palette.text, M::BOLD)),
        (TextTone::Heading, style(palette.heading, M::BOLD)),
        (TextTone::Accent, plain(palette.accent)),
        (TextTone::Match, style(palette.found, changed)),
        (TextTone::SideA, plain(palette.side_a)),
        (TextTone::SideB, plain(palette.side_b)),
        (TextTone::ChangedA, style(palette.side_a, changed)),
        (TextTone::ChangedB, style(palette.side_b, changed)),
        (TextTone::Grow, style(palette.grow, M::BOLD)),
        (TextTone::LetGo, style(palette.let_go, M::BOLD)),
        (TextTone::Warning, plain(palette.warning)),
    ] {
        theme.set(ThemeElement::Tone(tone), style);
    }
    let (selected, elsewhere) = match palette.selected {
        Some((selected, elsewhere)) => (
            Style::new().bg(selected).add_modifier(M::BOLD),
            Style::new().bg(elsewhere).add_modifier(M::BOLD),
        ),
        None => (Style::new().add_modifier(M::REVERSED), Style::new().add_modifier(M::BOLD)),
    };
    theme.set(ThemeElement::Selected, selected);
    theme.set(ThemeElement::SelectedElsewhere, elsewhere);
    theme
}

/// Returns the style of text in this colour, without modifiers.
fn plain(colour: Option<Color>) -> Style {
    style(colour, Modifier::empty())
}

/// Returns the theme of the terminal's own sixteen colours.
///
/// Whether the background is light or dark is unknown, and the terminal is not asked. Running text
/// has the terminal's own colour, and the others are those that terminals choose to be legible on
/// both: bright blue, magenta, red and bright black. Yellow, cyan and green all but vanish on white
/// in the palettes that terminals come with, blue on black.
pub(super) fn terminal() -> ColourTheme {
    theme(&ThemePalette {
        name: "terminal",
        ground: None,
        text: None,
        dim: Some(Color::DarkGray),
        accent: Some(Color::LightBlue),
        heading: Some(Color::LightBlue),
        found: Some(Color::Magenta),
        side_a: Some(Color::LightBlue),
        side_b: Some(Color::Magenta),
        grow: Some(Color::LightBlue),
        let_go: Some(Color::Red),
        warning: Some(Color::Red),
        selected: None,
    })
}

pub(super) fn dark() -> ColourTheme {
    theme(&ThemePalette {
        name: "dark",
        ground: rgb(0x16_19_1f),
        text: rgb(0xd8_dc_e3),
        dim: rgb(0xa3_ac_ba),
        accent: rgb(0x79_c8_d6),
        heading: rgb(0x79_c8_d6),
        found: rgb(0xa6_da_7c),
        side_a: rgb(0x86_b7_ff),
        side_b: rgb(0xf2_c3_6b),
        grow: rgb(0x8f_d8_96),
        let_go: rgb(0xe8_a0_dc),
        warning: rgb(0xff_a2_6b),
        selected: Some((Color::Rgb(0x2b, 0x3a, 0x55), Color::Rgb(0x23, 0x28, 0x31))),
    })
}

pub(super) fn light() -> ColourTheme {
    theme(&ThemePalette {
        name: "light",
        ground: rgb(0xfb_fa_f7),
        text: rgb(0x24_29_2f),
        dim: rgb(0x59_60_6b),
        accent: rgb(0x00_5f_73),
        heading: rgb(0x00_5f_73),
        found: rgb(0x2a_66_00),
        side_a: rgb(0x00_4f_ad),
        side_b: rgb(0x7a_44_00),
        grow: rgb(0x14_66_2f),
        let_go: rgb(0x85_2c_7d),
        warning: rgb(0x8f_2f_00),
        selected: Some((Color::Rgb(0xd7, 0xe7, 0xff), Color::Rgb(0xec, 0xec, 0xe8))),
    })
}

/// Returns a theme of colours after Okabe and Ito, "Color universal design" (2008), lightened for a
/// dark background: one side is blue, the other orange, and nothing depends on red against green.
pub(super) fn colour_blind() -> ColourTheme {
    theme(&ThemePalette {
        name: "colour-blind",
        ground: rgb(0x12_14_18),
        text: rgb(0xdd_e0_e6),
        dim: rgb(0xa0_a7_b3),
        accent: rgb(0xf0_e4_42),
        heading: rgb(0xf0_e4_42),
        found: rgb(0xf0_e4_42),
        side_a: rgb(0x6c_c0_f0),
        side_b: rgb(0xf0_a8_20),
        grow: rgb(0x6c_c0_f0),
        let_go: rgb(0xf0_a8_20),
        warning: rgb(0xe0_9c_c4),
        selected: Some((Color::Rgb(0x2c, 0x33, 0x42), Color::Rgb(0x20, 0x23, 0x2a))),
    })
}

pub(super) fn mono() -> ColourTheme {
    theme(&ThemePalette {
        name: "mono",
        ground: None,
        text: None,
        dim: None,
        accent: None,
        heading: None,
        found: None,
        side_a: None,
        side_b: None,
        grow: None,
        let_go: None,
        warning: None,
        selected: None,
    })
}

#[expect(clippy::unnecessary_wraps, reason = "as the palettes need it")]
fn rgb(colour: u32) -> Option<Color> {
    Some(Color::Rgb((colour >> 16) as u8, (colour >> 8) as u8, colour as u8))
}
