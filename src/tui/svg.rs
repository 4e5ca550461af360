//! The screen as a picture: an SVG file that looks the same everywhere, and needs no embedded
//! fonts.
//!
//! Cells become one `<text>` for each run of the same style, stretched to its place in the grid:
//! whatever monospaced font a viewer has, columns stay columns. Colours that belong to the terminal
//! are taken from a built-in palette.

use std::fmt::Write as _;

use crate::model::text::{DisplayWidth, escape_xml};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::theme::{ColourTheme, contrast};

/// Width and height of a cell, and the outer margin, in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 12.0;
/// Distance from the top of a cell to the baseline of its text.
const BASELINE: f32 = 13.5;

/// Colours of a picture in place of the terminal's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SvgPalette {
    /// Colour of text that has none.
    pub foreground: u32,
    /// Colour of the background.
    pub background: u32,
    /// The sixteen colours, in the usual order.
    pub colours: [u32; 16],
}

/// Light text on a dark background.
pub(crate) const DARK: SvgPalette = SvgPalette {
    foreground: 0x00d8_d8d8,
    background: 0x0014_161a,
    colours: [
        0x0014_161a,
        0x00e0_6c75,
        0x0098_c379,
        0x00e5_c07b,
        0x0061_afef,
        0x00c6_78dd,
        0x0056_b6c2,
        0x00c8_ccd4,
        0x0080_8794,
        0x00f0_7c85,
        0x00a8_d389,
        0x00f5_d08b,
        0x0071_bfff,
        0x00d6_88ed,
        0x0066_c6d2,
        0x00ff_ffff,
    ],
};

/// Dark text on a light background.
pub(crate) const LIGHT: SvgPalette = SvgPalette {
    foreground: 0x0024_292f,
    background: 0x00ff_ffff,
    colours: [
        0x0024_292f,
        0x00b3_1d28,
        0x001a_7f37,
        0x0080_5a00,
        0x0009_56b5,
        0x0082_3bab,
        0x000b_6e78,
        0x0057_606a,
        0x0059_636e,
        0x00cf_222e,
        0x0011_6329,
        0x006f_4e00,
        0x0009_69da,
        0x0082_50df,
        0x000a_6c74,
        0x0024_292f,
    ],
};

/// Style of a run of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RunStyle {
    foreground: u32,
    background: u32,
    modifier: Modifier,
}

impl SvgPalette {
    /// Returns the palette that matches `theme`: a light one if its background is light, with the
    /// background of the theme also around the cells. A theme of the terminal's own colours has no
    /// background, and that of the terminal is unknown.
    pub fn of(theme: &ColourTheme) -> Self {
        let ground = theme.ground().bg.unwrap_or_default();
        let [black, white] = [0, 255].map(|ink| contrast(Color::Rgb(ink, ink, ink), ground));
        let palette = if black > white { LIGHT } else { DARK };
        Self { background: palette.colour(ground, palette.background), ..palette }
    }

    fn style(&self, cell: &Cell) -> RunStyle {
        let (mut foreground, mut background) =
            (self.colour(cell.fg, self.foreground), self.colour(cell.bg, self.background));
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut foreground, &mut background);
        }
        RunStyle { foreground, background, modifier: cell.modifier }
    }

    fn colour(&self, colour: Color, default: u32) -> u32 {
        match colour {
            Color::Reset => default,
            Color::Black => self.colours[0],
            Color::Red => self.colours[1],
            Color::Green => self.colours[2],
            Color::Yellow => self.colours[3],
            Color::Blue => self.colours[4],
            Color::Magenta => self.colours[5],
            Color::Cyan => self.colours[6],
            Color::Gray => self.colours[7],
            Color::DarkGray => self.colours[8],
            Color::LightRed => self.colours[9],
            Color::LightGreen => self.colours[10],
            Color::LightYellow => self.colours[11],
            Color::LightBlue => self.colours[12],
            Color::LightMagenta => self.colours[13],
            Color::LightCyan => self.colours[14],
            Color::White => self.colours[15],
            Color::Rgb(r, g, b) => u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b),
            Color::Indexed(at) if at < 16 => self.colours[usize::from(at)],
            Color::Indexed(at) => indexed(at),
        }
    }
}

/// Returns the colours 16 to 255 of a terminal: a cube of six steps a side, then a ramp of greys.
fn indexed(at: u8) -> u32 {
    let at = u32::from(at);
    if at >= 232 {
        let grey = 8 + (at - 232) * 10;
        return grey << 16 | grey << 8 | grey;
    }
    let at = at - 16;
    let [red, green, blue] =
        [at / 36, at / 6 % 6, at % 6].map(|part| if part == 0 { 0 } else { 55 + part * 40 });
    red << 16 | green << 8 | blue
}

/// A run of cells of one style: its start, its length in cells, and its text.
struct CellRun {
    x: u16,
    cells: usize,
    style: RunStyle,
    text: String,
}

fn runs(buffer: &Buffer, y: u16, palette: &SvgPalette) -> Vec<CellRun> {
    let mut runs: Vec<CellRun> = Vec::new();
    let mut x = buffer.area.x;
    while x < buffer.area.right() {
        let Some(cell) = buffer.cell((x, y)) else { break };
        let (look, wide) = (palette.style(cell), cell.symbol().width().max(1));
        match runs.last_mut() {
            Some(run) if run.style == look => {
                run.text.push_str(cell.symbol());
                run.cells += wide;
            }
            _ => runs.push(CellRun {
                x: x - buffer.area.x,
                cells: wide,
                style: look,
                text: cell.symbol().to_string(),
            }),
        }
        x = x.saturating_add(wide as u16);
    }
    runs
}

/// Renders `buffer` as an SVG file with the title `title`.
pub fn svg(buffer: &Buffer, palette: &SvgPalette, title: &str) -> String {
    let width = f32::from(buffer.area.width) * CELL.0 + 2.0 * MARGIN;
    let height = f32::from(buffer.area.height) * CELL.1 + 2.0 * MARGIN;
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.1}\" height=\"{height:.1}\" \
         viewBox=\"0 0 {width:.1} {height:.1}\" role=\"img\">\n<title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#{:06x}\"/>\n\
         <g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\" \
         xml:space=\"preserve\">\n",
        escape_xml(title),
        palette.background
    );
    for (row, y) in (buffer.area.y..buffer.area.bottom()).enumerate() {
        let top = MARGIN + row as f32 * CELL.1;
        for run in runs(buffer, y, palette) {
            let left = MARGIN + f32::from(run.x) * CELL.0;
            let long = run.cells as f32 * CELL.0;
            if run.style.background != palette.background {
                let _ = writeln!(
                    out,
                    "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{long:.1}\" height=\"{:.1}\" fill=\"#{:06x}\"/>",
                    CELL.1, run.style.background
                );
            }
            let text = run.text.trim_end();
            let blank = text.trim_start();
            if blank.is_empty() {
                continue;
            }
            let lead = text.len() - blank.len();
            let left = left + text[..lead].width() as f32 * CELL.0;
            let _ = writeln!(
                out,
                "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
                 fill=\"#{:06x}\"{}>{}</text>",
                top + BASELINE,
                blank.width() as f32 * CELL.0,
                run.style.foreground,
                ornament(run.style.modifier),
                escape_xml(blank)
            );
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn ornament(modifier: Modifier) -> String {
    let mut out = String::new();
    for (part, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.7\""),
    ] {
        if modifier.contains(part) {
            out.push_str(attribute);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn a_screen_becomes_runs_in_their_places() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
        buffer.set_string(
            0,
            0,
            "A <b>",
            Style::new().fg(Color::LightBlue).add_modifier(Modifier::BOLD),
        );
        buffer.set_string(0, 1, "漢字 & x", Style::new().add_modifier(Modifier::REVERSED));
        let picture = svg(&buffer, &DARK, "a & b");
        assert!(picture.contains("<title>a &amp; b</title>"));
        assert!(
            picture.contains(">A &lt;b&gt;</text>")
                && picture.contains("fill=\"#71bfff\" font-weight=\"bold\"")
        );
        // Two wide letters fill four cells; the bar is as long as the text on it.
        assert!(
            picture.contains(&format!(
                "width=\"{:.1}\" height=\"18.0\" fill=\"#d8d8d8\"",
                8.0 * CELL.0
            ))
        );
        assert!(picture.contains(">漢字 &amp; x</text>"));
        assert_eq!(picture.matches("<text").count(), 2);
        assert!(picture.starts_with("<svg xmlns") && picture.ends_with("</svg>\n"));
    }

    #[test]
    fn a_light_theme_has_a_light_picture() {
        for theme in ColourTheme::builtin() {
            let light = SvgPalette::of(&theme).foreground == LIGHT.foreground;
            assert_eq!(light, theme.name.ends_with("light"), "{}", theme.name);
        }
    }

    #[test]
    fn an_empty_screen_is_a_picture_too() {
        let picture = svg(&Buffer::empty(Rect::ZERO), &LIGHT, "");
        assert!(picture.contains("<svg") && !picture.contains("<text"));
    }

    #[test]
    fn the_cube_and_the_ramp_are_those_of_terminals() {
        assert_eq!(
            (indexed(16), indexed(231), indexed(196), indexed(232), indexed(255)),
            (0, 0xff_ffff, 0xff_0000, 0x08_0808, 0xee_eeee)
        );
    }
}
