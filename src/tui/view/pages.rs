//! Texts with a selection: paths, the gap, the matrix.

use ratatui::layout::Rect;

use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::{TextTone, TonedText, wrap};
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::pane::linked_page::LinkedPage;

/// Draws `page` under the two lines of `header`, or the text `empty` in its place.
pub(crate) fn page(
    page: &LinkedPage,
    (title, about): &(Vec<TonedText>, Vec<TonedText>),
    empty: Option<&str>,
    areas: &ScreenAreas,
    canvas: &mut DrawCanvas<'_>,
) {
    let header = layout::header_rows(areas.main.height);
    let (head, rest) = layout::split_top(areas.main, header);
    if header >= 1 {
        canvas.row(head, title);
    }
    if header >= 2 {
        canvas.row(Rect { y: head.y + 1, height: 1, ..head }, about);
    }
    if let Some(message) = empty {
        let text = [TonedText::new(message, TextTone::Text)];
        for (at, line) in wrap(&text, usize::from(rest.width).max(1)).iter().enumerate() {
            canvas.row(Rect { y: rest.y + (at as u16).min(rest.height), height: 1, ..rest }, line);
        }
        return;
    }
    let rows = layout::page_rows(areas, page.head().len());
    let above = layout::main_rows(areas);
    for (at, line) in page.head().iter().take(usize::from(rows.y - above.y)).enumerate() {
        canvas.row(Rect { y: above.y + at as u16, height: 1, ..above }, line);
    }
    canvas.doc(rows, page.doc(), page.scroll.top);
    let line = page.line().and_then(|line| line.checked_sub(page.scroll.top));
    if let Some(y) = line.filter(|y| *y < usize::from(rows.height)) {
        canvas.over(Rect { y: rows.y + y as u16, height: 1, ..rows }, canvas.theme.selected());
    }
}

/// Returns the title `A Product manager → B Product lead`.
pub(crate) fn pair_title(from: &str, to: &str) -> Vec<TonedText> {
    vec![
        TonedText::new("A ", TextTone::SideA),
        TonedText::new(from, TextTone::Title),
        TonedText::new(" → ", TextTone::Dim),
        TonedText::new("B ", TextTone::SideB),
        TonedText::new(to, TextTone::Title),
    ]
}

/// Describes the rows of a page after a switch: `part` of them if it is `on`, otherwise all.
pub(crate) fn shown_text(on: bool, part: &str) -> String {
    format!("showing {}", if on { part } else { "everything" })
}
