use std::num::NonZeroU16;

use proptest::prelude::*;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::*;

const WIDTH: u16 = 24;
const HEIGHT: u16 = 13;

/// Content drawn at one place: a text in a style.
type DrawnText = (u16, u16, String, Style);

fn stroke() -> impl Strategy<Value = DrawnText> {
    let text = "[a-z ]{1,24}|[字é▐●] [a-z]{0,3}| {1,24}";
    let colours = prop_oneof![
        Just(Color::Reset),
        Just(Color::Red),
        Just(Color::LightBlue),
        Just(Color::Indexed(200)),
        Just(Color::Rgb(1, 20, 255))
    ];
    let modifiers =
        [Modifier::BOLD, Modifier::DIM, Modifier::ITALIC, Modifier::UNDERLINED, Modifier::REVERSED];
    let modifier = proptest::sample::subsequence(modifiers.to_vec(), 0..4);
    (0..WIDTH, 0..HEIGHT, text, colours.clone(), colours, modifier).prop_map(
        |(x, y, text, fg, bg, modifier)| {
            let mut modifier = modifier.into_iter().fold(Modifier::empty(), |all, one| all | one);
            // The terminal emulator of this test supports one weight at a time.
            if modifier.contains(Modifier::BOLD) {
                modifier.remove(Modifier::DIM);
            }
            (
                x,
                y,
                text,
                Style::new().fg(fg).bg(bg).add_modifier(modifier).remove_modifier(!modifier),
            )
        },
    )
}

fn shown(colour: vt100::Color) -> Color {
    match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(1) => Color::Red,
        vt100::Color::Idx(12) => Color::LightBlue,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}

/// Asserts that the terminal shows the drawn frame.
fn assert_shown(screen: &vt100::Screen, drawn: &Buffer) {
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let (cell, wanted) = (screen.cell(y, x).unwrap(), &drawn[(x, y)]);
            if cell.is_wide_continuation() {
                continue;
            }
            let text = if cell.contents().is_empty() { " " } else { cell.contents() };
            assert_eq!(text, wanted.symbol(), "at {x}, {y}");
            if is_blank(wanted) {
                assert_eq!(
                    (cell.bgcolor(), cell.inverse(), cell.underline()),
                    (vt100::Color::Default, false, false)
                );
                continue;
            }
            assert_eq!(
                (shown(cell.fgcolor()), shown(cell.bgcolor())),
                (wanted.fg, wanted.bg),
                "at {x}, {y}"
            );
            let seen = [
                (cell.bold(), Modifier::BOLD),
                (cell.dim(), Modifier::DIM),
                (cell.italic(), Modifier::ITALIC),
                (cell.underline(), Modifier::UNDERLINED),
                (cell.inverse(), Modifier::REVERSED),
            ];
            let seen = seen
                .into_iter()
                .filter(|(set, _)| *set)
                .fold(Modifier::empty(), |all, (_, one)| all | one);
            assert_eq!(seen, wanted.modifier, "at {x}, {y}");
        }
    }
}

fn terminal() -> vt100::Parser {
    let [height, width] = [HEIGHT, WIDTH].map(|cells| NonZeroU16::new(cells).unwrap());
    vt100::Parser::new(height, width, 0)
}

/// Hands over a frame of `strokes`, and returns it.
fn draw(
    pen: &mut TerminalBackend<Vec<u8>>,
    strokes: &[DrawnText],
    caret: Option<(u16, u16)>,
) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    for (x, y, text, style) in strokes {
        buffer.set_stringn(*x, *y, text, usize::from(WIDTH - x), *style);
    }
    pen.begin();
    pen.draw(&buffer, caret.map(Position::from));
    pen.send().unwrap();
    buffer
}

proptest! {
    #[test]
    fn the_terminal_shows_what_was_drawn(
        frames in proptest::collection::vec(proptest::collection::vec(stroke(), 0..8), 1..8),
        carets in proptest::collection::vec(proptest::option::of((0..WIDTH, 0..HEIGHT)), 8),
    ) {
        let mut pen = TerminalBackend::new(Vec::new());
        let mut parser = terminal();
        for (frame, caret) in frames.iter().zip(carets) {
            let drawn = draw(&mut pen, frame, caret);
            parser.process(&std::mem::take(&mut pen.out));
            assert_shown(parser.screen(), &drawn);
            prop_assert_eq!(parser.screen().hide_cursor(), caret.is_none());
            if let Some((x, y)) = caret {
                prop_assert_eq!(parser.screen().cursor_position(), (y, x));
            }
        }
    }
}

/// Terminals may draw the parts of an emoji one after the other, or use one cell for characters
/// that a variation selector makes colourful; this emulator does both. The words around are
/// shown all the same. At the edge the terminal is instructed not to wrap to the next row,
/// which the emulator does not understand.
/// Returns `text` without style at column `x` of row 5.
fn plain(x: u16, text: &str) -> DrawnText {
    (x, 5, text.to_string(), Style::new())
}

#[test]
fn what_terminals_measure_differently_hides_no_word() {
    let hard = [
        "✏\u{fe0f}",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦",
        "👍🏽",
        "🇩🇪",
        "1\u{fe0f}\u{20e3}",
        "🏳\u{fe0f}\u{200d}🌈",
        "🫩",
        "e\u{301}",
        "ก\u{e33}",
        "क\u{94d}षि",
        "厨",
        "\u{1100}\u{1161}\u{11a8}",
        "❤\u{fe0e}",
    ];
    for cluster in hard {
        let wide = display_width(cluster) as u16;
        let edge = WIDTH - wide;
        let (mut pen, stroke) = (TerminalBackend::new(Vec::new()), plain(edge, cluster));
        draw(&mut pen, &[stroke], None);
        let held =
            String::from_utf8(pen.out).unwrap().contains(&format!("\x1b[?7l{cluster}\x1b[?7h"));
        assert_eq!(held, max_display_width(cluster) > usize::from(wide), "{cluster:?}");
        for x in 0..=WIDTH - max_display_width(cluster) as u16 {
            let (mut pen, mut parser) = (TerminalBackend::new(Vec::new()), terminal());
            let mut show = |strokes: &[DrawnText]| {
                let drawn = draw(&mut pen, strokes, None);
                parser.process(&std::mem::take(&mut pen.out));
                for (at, wanted) in drawn.content.iter().enumerate() {
                    let (x_of, y) = (at as u16 % WIDTH, at as u16 / WIDTH);
                    if y == 5 && (x..x + wide).contains(&x_of) {
                        continue;
                    }
                    let seen = parser.screen().cell(y, x_of).unwrap().contents();
                    let seen = if seen.is_empty() { " " } else { seen };
                    assert_eq!(seen, wanted.symbol(), "at {x_of}, {y} with {cluster:?} at {x}");
                }
            };
            let words = "abcdefghijklmnopqrstuvwxyz";
            let (before, behind) =
                (&words[..usize::from(x)], &words[usize::from(x + wide)..usize::from(WIDTH)]);
            let below = (0, 6, words[..usize::from(WIDTH)].to_string(), Style::new());
            let around = [plain(0, before), plain(x + wide, behind), below];
            // Words first, and then the emoji between them; then another word in its place, and
            // the emoji again.
            show(&around);
            let with = [&around[..], &[plain(x, cluster)]].concat();
            show(&with);
            show(&[&around[..], &[plain(x, "Z")]].concat());
            show(&with);
            // The emoji by itself, and the words after it.
            show(&[plain(x, cluster)]);
            show(&with);
        }
    }
}

#[test]
fn what_others_left_behind_is_cleared() {
    let (mut pen, mut parser) = (TerminalBackend::new(Vec::new()), terminal());
    let stroke = (0, 0, "text".to_string(), Style::new());
    for _ in 0..2 {
        pen.clear();
        let drawn = draw(&mut pen, std::slice::from_ref(&stroke), None);
        parser.process(&std::mem::take(&mut pen.out));
        assert_shown(parser.screen(), &drawn);
        parser.process(b"\x1b[31;44;7mmore");
    }
}

#[test]
fn a_frame_without_changes_costs_nothing() {
    let mut pen = TerminalBackend::new(Vec::new());
    let mut written = |text: &str| {
        draw(&mut pen, &[(3, 2, text.to_string(), Style::new())], None);
        String::from_utf8(std::mem::take(&mut pen.out)).unwrap()
    };
    written("road map");
    assert_eq!(written("road map"), "");
    // Over the gap rather than around it, and the rest of the line at once.
    assert_eq!(written("rude map"), "\x1b[?2026h\x1b[3;5Hude\x1b[?2026l");
    assert_eq!(written("ru"), "\x1b[?2026h\x1b[3;6H\x1b[K\x1b[?2026l");
}
