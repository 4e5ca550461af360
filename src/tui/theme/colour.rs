//! Colours as figures: the contrast of two, the closest of 256, their spelling.

use ratatui::style::Color;

/// The names of the sixteen colours, in the order of their numbers.
pub(super) const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// The sixteen colours, in the same order.
const SIXTEEN: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// Parses the colour `text`: `red`, `bright-red`, `default`, `0` to `255`, `#rrggbb`.
pub(super) fn parse(text: &str) -> Option<Color> {
    if text == "default" {
        return Some(Color::Reset);
    }
    if let Some(at) = NAMES.iter().position(|name| *name == text) {
        return Some(SIXTEEN[at]);
    }
    if let Some(digits) = text.strip_prefix('#') {
        let whole = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let value = u32::from_str_radix(digits, 16).ok().filter(|_| whole)?;
        return Some(Color::Rgb((value >> 16) as u8, (value >> 8) as u8, value as u8));
    }
    text.parse().ok().map(Color::Indexed)
}

/// Returns the spelling of `colour`.
pub(super) fn colour_text(colour: Color) -> String {
    match (SIXTEEN.iter().position(|other| *other == colour), colour) {
        (Some(at), _) => NAMES[at].to_string(),
        (None, Color::Rgb(r, g, b)) => format!("#{r:02x}{g:02x}{b:02x}"),
        (None, Color::Indexed(at)) => at.to_string(),
        (None, _) => "default".to_string(),
    }
}

/// The steps of the cube of 6 × 6 × 6 colours from 16 on, as in xterm.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Returns red, green and blue if they are certain: those of the sixteen colours are unknown.
fn parts(colour: Color) -> Option<[u8; 3]> {
    match colour {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(at @ 16..=231) => {
            let at = usize::from(at - 16);
            Some([STEPS[at / 36], STEPS[at / 6 % 6], STEPS[at % 6]])
        }
        Color::Indexed(at @ 232..) => Some([8 + 10 * (at - 232); 3]),
        _ => None,
    }
}

/// Returns the closest of the colours from 16 to 255, which look the same in all terminals. Colours
/// other than 24-bit ones are unchanged.
pub(crate) fn quantised(colour: Color) -> Color {
    let Color::Rgb(r, g, b) = colour else { return colour };
    (16..=255).min_by_key(|index| distance([r, g, b], *index)).map_or(colour, Color::Indexed)
}

/// Returns how different a colour looks from the indexed colour `index`, by the approximate weights
/// of the eye: green most, blue least.
fn distance([r, g, b]: [u8; 3], index: u8) -> i32 {
    let [x, y, z] = parts(Color::Indexed(index)).unwrap_or_default();
    [(r, x, 3), (g, y, 6), (b, z, 1)]
        .iter()
        .map(|(a, b, w)| w * i32::from(a.abs_diff(*b)).pow(2))
        .sum()
}

/// Returns the contrast of `ink` on `ground`, from 1 to 21: the contrast ratio of WCAG 2.2, from
/// the relative luminance of sRGB colours. `None` if one of them is the terminal's own choice.
pub(crate) fn contrast(ink: Color, ground: Color) -> Option<f64> {
    let (ink, ground) = (luminance(ink)?, luminance(ground)?);
    Some((ink.max(ground) + 0.05) / (ink.min(ground) + 0.05))
}

/// Returns the relative luminance of a colour; `None` if the terminal chooses the colour.
fn luminance(colour: Color) -> Option<f64> {
    let [r, g, b] = parts(colour)?.map(linear);
    Some(0.2126 * r + 0.7152 * g + 0.0722 * b)
}

/// Returns a part of an sRGB colour as an amount of light, from 0 to 1.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

/// Returns how different two colours look: their distance in CIE L*a*b* (1976, daylight D65).
/// `None` if one of them is the terminal's own choice.
#[cfg(test)]
pub(super) fn difference(a: Color, b: Color) -> Option<f64> {
    let lab = |colour| {
        let [r, g, b] = parts(colour)?.map(linear);
        let curve = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.950_47);
        let y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b);
        let z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.088_83);
        Some([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)])
    };
    let (a, b) = (lab(a)?, lab(b)?);
    Some(a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_spelt_in_four_ways() {
        assert_eq!(parse("red"), Some(Color::Red));
        assert_eq!(parse("bright-black"), Some(Color::DarkGray));
        assert_eq!(parse("white"), Some(Color::Gray));
        assert_eq!(parse("default"), Some(Color::Reset));
        assert_eq!(parse("208"), Some(Color::Indexed(208)));
        assert_eq!(parse("#ffcc00"), Some(Color::Rgb(0xff, 0xcc, 0)));
        for text in ["red", "bright-white", "default", "208", "#ffcc00"] {
            assert_eq!(colour_text(parse(text).unwrap()), text);
        }
        for text in ["", "rot", "256", "-1", "#fc0", "#ggcc00", "#+fcc00"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let (white, black) = (Color::Rgb(255, 255, 255), Color::Rgb(0, 0, 0));
        assert!((contrast(white, black).unwrap() - 21.0).abs() < 1e-9);
        assert!((contrast(black, black).unwrap() - 1.0).abs() < 1e-9);
        // The grey with just enough contrast on white.
        assert!((contrast(Color::Rgb(0x76, 0x76, 0x76), white).unwrap() - 4.54).abs() < 0.01);
        assert_eq!(contrast(Color::Red, white), None);
    }

    #[test]
    fn what_is_one_of_the_256_stays_itself() {
        for at in 16..=231u8 {
            let [r, g, b] = parts(Color::Indexed(at)).unwrap();
            let nearest = quantised(Color::Rgb(r, g, b));
            assert_eq!(parts(nearest), Some([r, g, b]));
        }
        assert_eq!(quantised(Color::Red), Color::Red);
    }
}
