//! Pages: texts with a cursor on their rows.

use ratatui::layout::Rect;

use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::{self, LinkId, TextRow, TextTone, TonedText, wrap};
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::page_find::PageFind;
use crate::tui::pane::linked_page::LinkedPage;
use crate::tui::pane::page_search::PageMatch;
use crate::tui::state::AppState;

/// Draws `page` under the two lines of `header`, or the text `empty` in its place.
pub(crate) fn page(
    state: &AppState,
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
    if let Some(text) = empty {
        return message(text, rest, canvas);
    }
    let rows = layout::page_rows(areas, page.head().len());
    let above = layout::main_rows(areas);
    for (at, line) in page.head().iter().take(usize::from(rows.y - above.y)).enumerate() {
        canvas.row(Rect { y: above.y + at as u16, height: 1, ..above }, line);
    }
    page_text(page, state.find.as_ref(), true, rows, canvas);
    canvas.bar(layout::scroll_bar(rows), page.scroll.top, page.doc().rows.len());
}

/// Draws `text` in `area` in place of a page.
pub(crate) fn message(text: &str, area: Rect, canvas: &mut DrawCanvas<'_>) {
    let width = usize::from(area.width.min(MAX_MESSAGE)).max(1);
    let lines = wrap(&[TonedText::new(text, TextTone::Text)], width);
    for (at, line) in lines.iter().enumerate().take(usize::from(area.height)) {
        canvas.row(Rect { y: area.y + at as u16, height: 1, ..area }, line);
    }
}

/// Maximum width of a message: longer lines are hard to read.
const MAX_MESSAGE: u16 = 90;

/// Draws the visible part of the text of `page`, its cursor and the matches of `find`. Without the
/// focus, the cursor is dimmed, and hidden as long as it is at the start.
pub(crate) fn page_text(
    page: &LinkedPage,
    find: Option<&PageFind>,
    is_focused: bool,
    area: Rect,
    canvas: &mut DrawCanvas<'_>,
) {
    let (top, doc) = (page.scroll.top, page.doc());
    let matches = find.map_or(&[][..], PageFind::matches);
    let current = find.and_then(PageFind::current);
    let (cursor, link) = (page.selected_lines(), page.link_among_others());
    let is_parted = link.is_some() || current.is_some_and(|found| found.is_in(&cursor));
    let shows_cursor = is_focused || !page.is_at_start();
    for (at, row) in doc.rows.iter().skip(top).take(usize::from(area.height)).enumerate() {
        let (line, area) = (top + at, Rect { y: area.y + at as u16, height: 1, ..area });
        canvas.row(area, &lit_row(row, line, matches));
        if !shows_cursor || !cursor.contains(&line) {
            continue;
        }
        if !is_focused {
            canvas.dim_selection(area);
        } else if canvas.accessible {
            if line == cursor.start.max(top) {
                canvas.mark_selected(area);
            }
        } else if is_parted {
            canvas.dim_selection(area);
            for cells in chosen_cells(row, line, link, current) {
                let x = area.x + cells.0 as u16;
                let cells = Rect { x, width: cells.1 as u16, ..area }.intersection(area);
                canvas.over(cells, canvas.theme.selected());
            }
        } else {
            canvas.over(area, canvas.theme.selected());
        }
    }
}

/// Returns `row`, which is `line` of its text, with the matches in it highlighted.
fn lit_row(row: &TextRow, line: usize, matches: &[PageMatch]) -> TextRow {
    let parts = matches.iter().flat_map(|found| &found.parts);
    let mut ranges: Vec<_> =
        parts.filter(|(of, _)| *of == line).map(|(_, bytes)| bytes.clone()).collect();
    ranges.sort_by_key(|bytes| bytes.start);
    if ranges.is_empty() { row.clone() } else { doc::light_row(row, &ranges) }
}

/// Returns the cells of `row` that the bar of the cursor is drawn over if only a part of the row is
/// chosen, each run by its start and width: the selected link and the match under the cursor.
fn chosen_cells(
    row: &TextRow,
    line: usize,
    link: Option<LinkId>,
    current: Option<&PageMatch>,
) -> Vec<(usize, usize)> {
    let (mut runs, mut at) = (Vec::new(), 0);
    for piece in row {
        if link.is_some() && piece.link == link {
            runs.push((at, piece.width()));
        }
        at += piece.width();
    }
    let text = doc::row_text(row);
    for (_, bytes) in current.iter().flat_map(|found| &found.parts).filter(|(of, _)| *of == line) {
        if let (Some(before), Some(inside)) = (text.get(..bytes.start), text.get(bytes.clone())) {
            runs.push((doc::display_width(before), doc::display_width(inside)));
        }
    }
    runs
}

/// Returns the title `From A Product manager to B Product lead`.
pub(crate) fn pair_title(from: &str, to: &str) -> Vec<TonedText> {
    vec![
        TonedText::new("From ", TextTone::Dim),
        TonedText::new("A ", TextTone::SideA),
        TonedText::new(from, TextTone::Title),
        TonedText::new(" to ", TextTone::Dim),
        TonedText::new("B ", TextTone::SideB),
        TonedText::new(to, TextTone::Title),
    ]
}

/// Describes the rows of a page after a switch: `part` of them if it is `on`, otherwise all.
pub(crate) fn shown_text(on: bool, part: &str) -> String {
    format!("showing {}", if on { part } else { "everything" })
}
