use proptest::prelude::*;

use super::*;
use crate::model::text::tests::tricky;
use crate::tui::doc::{highlight_row, pad_row, row_text, window, wrap};

/// Returns the text in the cells of a line.
fn drawn(row: &[TonedText], width: usize) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, width as u16 + 1, 1));
    let theme = &ColourTheme::builtin()[0];
    let area = Rect::new(0, 0, width as u16, 1);
    DrawCanvas { buf: &mut buf, theme, accessible: false, caret: None }.row(area, row);
    assert_eq!(buf[(width as u16, 0)].symbol(), " ", "drawn over the edge");
    let (mut text, mut skip) = (String::new(), 0);
    for cell in &buf.content[..width] {
        if skip == 0 {
            text.push_str(cell.symbol());
            skip = display_width(cell.symbol()).max(1);
        }
        skip -= 1;
    }
    text
}

/// Returns `text` without blanks, and without characters that take no cell by themselves.
fn solid(text: &str) -> String {
    clusters(text).filter(|cluster| *cluster != " " && display_width(cluster) > 0).collect()
}

#[test]
fn no_word_vanishes_behind_an_emoji_with_a_variation_selector() {
    let text = "✏\u{fe0f} Writes ✔\u{fe0f}done ⚠\u{fe0f} and 1\u{fe0f}\u{20e3} last";
    for width in 6..60 {
        let rows = wrap(&[TonedText::new(text, TextTone::Text)], width);
        let seen: String = rows.iter().map(|row| drawn(row, width) + " ").collect();
        for word in text.split(' ') {
            assert!(seen.contains(word), "{word:?} at {width}: {seen:?}");
        }
    }
}

#[test]
fn a_text_that_is_cut_in_a_field_says_so_at_both_ends() {
    for (cursor, room, wanted) in [
        (8, 8, ("how do I", 8)),
        (8, 7, ("…w do I", 7)),
        (0, 7, ("how do…", 0)),
        (5, 7, ("how do…", 5)),
        (6, 7, ("…w do I", 5)),
        (4, 6, ("how d…", 4)),
        (5, 6, ("…w do…", 4)),
        // Where there is hardly any room, it is for the text.
        (8, 3, ("o I", 3)),
        (8, 0, ("", 0)),
    ] {
        let input = tui_input::Input::new("how do I".to_string()).with_cursor(cursor);
        let FieldText { text, caret } = field_text(&input, room);
        assert_eq!((text.as_str(), caret), wanted, "{cursor} in {room}");
    }
}

proptest! {
    #[test]
    fn every_word_is_drawn_at_every_width(text in tricky(), at in 0usize..30) {
        // As if a search had highlighted part of it.
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let pieces = [TonedText::new(&text[..at], TextTone::Text), TonedText::new(&text[at..], TextTone::Match)];
        let widest = clusters(&text).map(display_width).max().unwrap_or(0);
        for width in widest.max(1)..40 {
            let rows = wrap(&pieces, width);
            let seen: String = rows.iter().map(|row| solid(&drawn(row, width))).collect();
            prop_assert_eq!(seen, solid(&text), "at {}", width);
        }
    }

    #[test]
    fn what_is_cut_filled_or_moved_is_as_wide_as_it_is_drawn(text in tricky(), width in 3usize..40, from in 0usize..20) {
        let row = [TonedText::new(&text, TextTone::Text)];
        for row in [pad_row(row.to_vec(), width), window(&row, from, width), highlight_row(&pad_row(row.to_vec(), width), &["word".to_string()])] {
            let seen = drawn(&row, width);
            prop_assert!(display_width(&row_text(&row)) <= width);
            prop_assert_eq!(solid(&seen), solid(&row_text(&row)));
        }
    }

    /// The caret is after the text before it, and moving makes all of that visible.
    #[test]
    fn a_field_shows_what_is_typed_and_where(text in tricky(), back in 0usize..20, width in 8u16..40) {
        let long = text.chars().count();
        let input = tui_input::Input::new(text.clone()).with_cursor(long - back.min(long));
        let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
        let theme = &ColourTheme::builtin()[0];
        let mut canvas = DrawCanvas { buf: &mut buf, theme, accessible: false, caret: None };
        field(&mut canvas, Rect::new(0, 0, width, 1), " / ", &input, CaretState::Shown);
        let caret = canvas.caret.unwrap();
        prop_assert!(caret.x < width);
        let before: String = text.chars().take(input.cursor()).collect();
        let seen: String = buf.content[3..usize::from(caret.x)].iter().map(ratatui::buffer::Cell::symbol).collect();
        // What is out of sight on the left has a sign.
        let cut = usize::from(seen.starts_with('…'));
        let seen: String = seen.chars().skip(cut).collect();
        let whole: String = clusters(&text).scan(0, |chars, cluster| {
            *chars += cluster.chars().count();
            (*chars <= input.cursor()).then_some(cluster)
        }).collect();
        prop_assert!(before.starts_with(&whole));
        prop_assert!(solid(&whole).ends_with(&solid(&seen)), "{seen:?} {whole:?}");
        prop_assert!(cut > 0 || width < 10 || solid(&whole) == solid(&seen), "{seen:?} {whole:?}");
    }
}
