//! An overlay: a list with a field and rows.

use crate::model::text::DisplayWidth;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

use super::lists::highlighted;
use crate::search::{Query, highlight};
use crate::tui::action::{Action, KeyContext};
use crate::tui::bars::family_title;
use crate::tui::canvas::{CaretState, DrawCanvas, field};
use crate::tui::doc::{TextTone, TonedText, pad};
use crate::tui::overlay::{Overlay, OverlayChoice, OverlayContent};
use crate::tui::state::AppState;

/// Draws `overlay` into `area`.
pub(super) fn overlay(
    state: &AppState,
    overlay: &Overlay,
    area: Rect,
    canvas: &mut DrawCanvas<'_>,
) {
    Clear.render(area, canvas.buf);
    canvas.buf.set_style(area, canvas.theme.ground());
    let room = usize::from(area.width).saturating_sub(4);
    let turn = state.keymap.first_key(&[KeyContext::Input], Action::Mark);
    let block = Block::bordered()
        .title(format!(" {} ", overlay.title_within(&state.catalog, room)))
        .title_bottom(format!(" {} ", overlay.keys_text(&state.catalog, turn, room)))
        .border_style(canvas.theme.tone_style(TextTone::Accent));
    let inner = block.inner(area);
    block.render(area, canvas.buf);
    if inner.is_empty() {
        return;
    }
    let caret = if overlay.is_text_selected { CaretState::Selected } else { CaretState::Shown };
    field(canvas, Rect { height: 1, ..inner }, " / ", &overlay.input, caret);
    let rows = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let keys = match overlay.content {
        OverlayContent::OtherRole { .. }
        | OverlayContent::FirstRole(_)
        | OverlayContent::PastQueries(_)
        | OverlayContent::Bookmarks(_)
        | OverlayContent::Export(..)
        | OverlayContent::ReadText
        | OverlayContent::Correct(_) => 0,
        OverlayContent::Facets(_) | OverlayContent::Copy(_) => 2,
        OverlayContent::Help(_) => overlay.keys().min(if rows.width < 76 { 13 } else { 20 }),
        OverlayContent::Palette(_) => 10,
    };
    // A file name is not a search query.
    let typed = match overlay.content {
        OverlayContent::Export(..) | OverlayContent::ReadText => "",
        _ => overlay.input.value(),
    };
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
        canvas.row(rows, &[TonedText::new(format!(" {}", overlay.empty_text()), TextTone::Dim)]);
    }
}

fn choice_row(
    choice: &OverlayChoice,
    query: &Query,
    keys: usize,
    line: Rect,
    canvas: &mut DrawCanvas<'_>,
) {
    // On a narrow screen the action matters more than where it belongs.
    let keys = keys.min(usize::from(line.width) / 4);
    let mut left = vec![TonedText::new(" ", TextTone::Text)];
    if keys > 0 {
        left.push(TonedText::new(format!("{} ", pad(&choice.keys, keys)), TextTone::Accent));
    }
    // The description of a key's action is shown in full, if that is possible at all.
    let place = format!("{} ", family_title(&choice.place));
    let used = keys + 2 + choice.label.width();
    let place = if used + place.width() < usize::from(line.width) || keys < 3 {
        place
    } else {
        String::new()
    };
    left.extend(highlighted(&choice.label, &highlight(query, &choice.label), TextTone::Text));
    canvas.sides(line, &left, &[TonedText::new(place, TextTone::Dim)]);
}
