//! An overlay: a list with a field and rows.

use crate::model::text::Width;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

use super::lists::lit;
use super::{Canvas, Caret, field};
use crate::search::{Query, highlight};
use crate::tui::doc::{Piece, Tone, fit, pad};
use crate::tui::lines::family_title;
use crate::tui::overlay::{Choice, Kind, Overlay};
use crate::tui::state::State;

/// Draws `overlay` into `area`.
pub(super) fn overlay(state: &State, overlay: &Overlay, area: Rect, canvas: &mut Canvas<'_>) {
    Clear.render(area, canvas.buf);
    canvas.buf.set_style(area, canvas.theme.ground());
    let block = Block::bordered()
        .title(format!(
            " {} ",
            fit(&overlay.title(&state.catalog), usize::from(area.width).saturating_sub(6))
        ))
        .title_bottom(if overlay.kind == Kind::Facets {
            " enter toggles · esc closes "
        } else {
            " enter takes it · esc closes "
        })
        .border_style(canvas.theme.style(Tone::Accent));
    let inner = block.inner(area);
    block.render(area, canvas.buf);
    if inner.is_empty() {
        return;
    }
    field(canvas, Rect { height: 1, ..inner }, " / ", &overlay.input, Caret::Shown);
    let rows = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let keys = match overlay.kind {
        Kind::With(..) | Kind::Past | Kind::Bookmarks | Kind::Export => 0,
        Kind::Facets | Kind::Copy => 2,
        Kind::Help(_) => overlay.keys().min(if rows.width < 76 { 13 } else { 20 }),
        Kind::Palette(_) => 10,
    };
    // A file name is not a search query.
    let typed = if overlay.kind == Kind::Export { "" } else { overlay.input.value() };
    let query = Query::parse(typed);
    for (i, at) in overlay.cursor.window(overlay.len(), usize::from(rows.height)).enumerate() {
        let line = Rect { y: rows.y + i as u16, height: 1, ..rows };
        if let Some(choice) = overlay.row(&state.catalog, at) {
            choice_row(&choice, &query, keys, line, canvas);
        }
        if at == overlay.cursor.at {
            canvas.over(line, canvas.theme.selected());
        }
    }
    if overlay.is_empty() {
        canvas.row(rows, &[Piece::new(" Nothing here is called that.", Tone::Dim)]);
    }
}

fn choice_row(choice: &Choice, query: &Query, keys: usize, line: Rect, canvas: &mut Canvas<'_>) {
    // On a narrow screen the action matters more than where it belongs.
    let keys = keys.min(usize::from(line.width) / 4);
    let mut left = vec![Piece::new(" ", Tone::Text)];
    if keys > 0 {
        left.push(Piece::new(format!("{} ", pad(&choice.keys, keys)), Tone::Accent));
    }
    // The description of a key's action is shown in full, if that is possible at all.
    let place = format!("{} ", family_title(&choice.place));
    let used = keys + 2 + choice.label.width();
    let place = if used + place.width() < usize::from(line.width) || keys < 3 {
        place
    } else {
        String::new()
    };
    left.extend(lit(&choice.label, &highlight(query, &choice.label), Tone::Text));
    canvas.sides(line, &left, &[Piece::new(place, Tone::Dim)]);
}
