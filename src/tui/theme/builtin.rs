//! The built-in themes.

use ratatui::style::{Color, Modifier, Style};

use super::{ColourTheme, THEME_ELEMENTS, ThemeElement, style};
use crate::tui::doc::TextTone;

/// A colour, if it is not that of running text, and modifiers.
type Ink = (Option<Color>, Modifier);

/// The colours of a theme for each tone, and for the selection.
struct ThemePalette {
    name: &'static str,
    ground: Option<Color>,
    text: Option<Color>,
    dim: Ink,
    faint: Ink,
    accent: Ink,
    heading: Ink,
    found: Ink,
    side_a: Ink,
    side_b: Ink,
    /// Words that only one side has are in the colour of the side, bold and underlined; this is
    /// the colour of the sign of a change, and of a level that must grow.
    changed: Option<Color>,
    warning: Option<Color>,
    /// The background of the selected row, with and without the focus; reverse video if `None`.
    selected: Option<(Color, Color)>,
}

/// No modifier: plain text.
const PLAIN: Modifier = Modifier::empty();

fn theme(palette: &ThemePalette) -> ColourTheme {
    use Modifier as M;
    let changed = M::BOLD.union(M::UNDERLINED);
    let mut theme = ColourTheme {
        name: palette.name.to_string(),
        ascii: false,
        styles: [Style::new(); THEME_ELEMENTS.len()],
    };
    theme.set(ThemeElement::Ground, Style { fg: palette.text, bg: palette.ground, ..Style::new() });
    for (tone, (colour, modifiers)) in [
        (TextTone::Text, (palette.text, PLAIN)),
        (TextTone::Dim, palette.dim),
        (TextTone::Faint, palette.faint),
        (TextTone::Title, (palette.text, M::BOLD)),
        (TextTone::Heading, palette.heading),
        (TextTone::Accent, palette.accent),
        (TextTone::Match, palette.found),
        (TextTone::SideA, palette.side_a),
        (TextTone::SideB, palette.side_b),
        (TextTone::ChangedA, (palette.side_a.0, changed)),
        (TextTone::ChangedB, (palette.side_b.0, changed)),
        (TextTone::Changed, (palette.changed, PLAIN)),
        (TextTone::Grow, (palette.changed, M::BOLD)),
        (TextTone::LetGo, (palette.warning, PLAIN)),
        (TextTone::Warning, (palette.warning, M::BOLD)),
    ] {
        theme.set(ThemeElement::Tone(tone), style(colour, modifiers));
    }
    let (selected, elsewhere) = match palette.selected {
        Some((selected, elsewhere)) => (
            Style::new().bg(selected).add_modifier(M::BOLD),
            Style::new().bg(elsewhere).add_modifier(M::BOLD),
        ),
        None => (
            Style::new().add_modifier(M::REVERSED.union(M::BOLD)),
            // The sign at its edge shows it; faint reversed text is hard to read.
            Style::new().add_modifier(M::BOLD),
        ),
    };
    theme.set(ThemeElement::Selected, selected);
    theme.set(ThemeElement::SelectedElsewhere, elsewhere);
    theme
}

/// Returns the theme of the terminal's own sixteen colours.
///
/// Whether the background is light or dark is unknown, and the terminal is not asked. Running text
/// has the terminal's own colour. Only the six plain hues are used: in Solarized, bright black is
/// the background, and bright blue, green, yellow and cyan are greys. What has to be read in
/// sentences (A and B) has the two hues that are legible on most backgrounds; the others
/// stand for signs, headings and short words. Text is coloured or bold, never both: many terminals
/// show bold colours bright. Ornaments are faint rather than grey, and nothing else is.
pub(super) fn terminal() -> ColourTheme {
    let mut terminal = theme(&ThemePalette {
        name: "terminal",
        ground: None,
        text: None,
        dim: (None, PLAIN),
        faint: (None, Modifier::DIM),
        accent: (None, Modifier::BOLD),
        heading: (Some(Color::Cyan), PLAIN),
        found: (Some(Color::Green), Modifier::UNDERLINED),
        side_a: (Some(Color::Blue), PLAIN),
        side_b: (Some(Color::Magenta), PLAIN),
        changed: Some(Color::Yellow),
        warning: Some(Color::Red),
        selected: None,
    });
    for style in terminal.styles.iter_mut().filter(|style| style.fg.is_some()) {
        style.add_modifier.remove(Modifier::BOLD);
    }
    terminal
}

pub(super) fn dark() -> ColourTheme {
    theme(&ThemePalette {
        name: "dark",
        ground: rgb(0x16_19_1f),
        text: rgb(0xd8_dc_e3),
        dim: plain(0xa3_ac_ba),
        faint: plain(0xa3_ac_ba),
        accent: plain(0xc9_b6_ff),
        heading: bold(0x6f_d0_dd),
        found: (rgb(0xa6_da_7c), Modifier::UNDERLINED),
        side_a: plain(0x7f_b2_ff),
        side_b: plain(0xf2_c3_6b),
        changed: rgb(0xff_9f_d0),
        warning: rgb(0xff_9a_7a),
        selected: Some((Color::Rgb(0x2b, 0x3a, 0x55), Color::Rgb(0x23, 0x28, 0x31))),
    })
}

pub(super) fn light() -> ColourTheme {
    theme(&ThemePalette {
        name: "light",
        ground: rgb(0xfb_fa_f7),
        text: rgb(0x24_29_2f),
        dim: plain(0x59_60_6b),
        faint: plain(0x59_60_6b),
        accent: plain(0x6f_1a_b4),
        heading: bold(0x00_60_60),
        found: (rgb(0x2a_66_00), Modifier::UNDERLINED),
        side_a: plain(0x00_4f_ad),
        side_b: plain(0x7a_44_00),
        changed: rgb(0x9c_1f_63),
        warning: rgb(0xa0_1c_10),
        selected: Some((Color::Rgb(0xd7, 0xe7, 0xff), Color::Rgb(0xec, 0xec, 0xe8))),
    })
}

/// Returns a theme of colours after Okabe and Ito, "Color universal design" (2008), lightened for a
/// dark background: one side is blue, the other orange, headings are white, and nothing depends on
/// red against green.
pub(super) fn colour_blind() -> ColourTheme {
    theme(&ThemePalette {
        name: "colour-blind",
        ground: rgb(0x12_14_18),
        text: rgb(0xdd_e0_e6),
        dim: plain(0xa0_a7_b3),
        faint: plain(0xa0_a7_b3),
        accent: plain(0x5f_d6_b0),
        heading: bold(0xff_ff_ff),
        found: (rgb(0xf0_e4_42), Modifier::UNDERLINED),
        side_a: plain(0x6c_c0_f0),
        side_b: plain(0xf0_a8_20),
        changed: rgb(0xe8_a8_d4),
        warning: rgb(0xff_94_70),
        selected: Some((Color::Rgb(0x2c, 0x33, 0x42), Color::Rgb(0x20, 0x23, 0x2a))),
    })
}

/// Returns the same colours darkened for a light background.
pub(super) fn colour_blind_light() -> ColourTheme {
    theme(&ThemePalette {
        name: "colour-blind-light",
        ground: rgb(0xfb_fa_f7),
        text: rgb(0x24_29_2f),
        dim: plain(0x59_60_6b),
        faint: plain(0x59_60_6b),
        accent: plain(0x00_60_4a),
        heading: bold(0x00_00_00),
        found: (rgb(0x5c_54_00), Modifier::UNDERLINED),
        side_a: plain(0x00_58_a0),
        side_b: plain(0x8a_45_00),
        changed: rgb(0x8c_2f_78),
        warning: rgb(0xa0_20_10),
        selected: Some((Color::Rgb(0xd7, 0xe7, 0xff), Color::Rgb(0xec, 0xec, 0xe8))),
    })
}

pub(super) fn mono() -> ColourTheme {
    let bold = (None, Modifier::BOLD);
    theme(&ThemePalette {
        name: "mono",
        ground: None,
        text: None,
        dim: (None, PLAIN),
        faint: (None, Modifier::DIM),
        accent: bold,
        heading: bold,
        found: (None, Modifier::BOLD.union(Modifier::UNDERLINED)),
        side_a: bold,
        side_b: (None, Modifier::UNDERLINED),
        changed: None,
        warning: None,
        selected: None,
    })
}

/// Returns a plain colour.
fn plain(colour: u32) -> Ink {
    (rgb(colour), PLAIN)
}

/// Returns a colour for bold text.
fn bold(colour: u32) -> Ink {
    (rgb(colour), Modifier::BOLD)
}

#[expect(clippy::unnecessary_wraps, reason = "as the palettes need it")]
fn rgb(colour: u32) -> Option<Color> {
    Some(Color::Rgb((colour >> 16) as u8, (colour >> 8) as u8, colour as u8))
}
