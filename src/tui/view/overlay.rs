//! An overlay: a list with a field and rows.

use std::borrow::Cow;

use crate::model::text::{DisplayWidth, group_digits};
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

use super::matches::highlighted;
use crate::search::{Query, highlight};
use crate::tui::action::{Action, KeyContext};
use crate::tui::canvas::{CaretState, DrawCanvas, field};
use crate::tui::doc::{TextTone, TonedText, pad, truncate, truncate_middle};
use crate::tui::overlay::{ChoiceTarget, Overlay, OverlayChoice, OverlayContent};
use crate::tui::state::AppState;
use crate::wording::capitalize;

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
    let prompt = match overlay.content {
        // A name is typed here, and nothing is filtered.
        OverlayContent::Export(..) | OverlayContent::ReadText => " name: ",
        _ => " / ",
    };
    let rows = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let count = count_text(overlay, usize::from(rows.height));
    let wide = (count.width() as u16).min(inner.width / 2);
    let left = Rect { height: 1, width: inner.width - wide, ..inner };
    field(canvas, left, prompt, &overlay.input, caret);
    let right = Rect { x: left.right(), width: wide, ..left };
    canvas.row(right, &[TonedText::new(count, TextTone::Dim)]);
    let keys = match overlay.content {
        OverlayContent::OtherRole { .. }
        | OverlayContent::FirstRole(_)
        | OverlayContent::PastQueries(_)
        | OverlayContent::Bookmarks(_)
        | OverlayContent::Export(..)
        | OverlayContent::ReadText
        | OverlayContent::Correct(_) => 0,
        OverlayContent::Facets(_) | OverlayContent::Sort(_) | OverlayContent::Copy(_) => 2,
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
    let edge = Rect { x: area.right() - 1, width: 1, ..rows };
    canvas.bar(edge, overlay.cursor.top, overlay.len());
    if overlay.is_empty() {
        canvas.row(rows, &[TonedText::new(format!(" {}", overlay.empty_text()), TextTone::Dim)]);
    }
}

/// Returns the place of the cursor in a list that is longer than its box of `height` rows: `3 of 158`.
fn count_text(overlay: &Overlay, height: usize) -> String {
    if overlay.len() <= height {
        return String::new();
    }
    format!("  {} of {} ", overlay.cursor.at + 1, group_digits(overlay.len() as u64))
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
    let room = usize::from(line.width);
    // Names of files differ in their ends.
    let (label, kind) = match choice.target {
        ChoiceTarget::Export(_) => {
            let kind = truncate(&choice.place, room / 3);
            let rest = room.saturating_sub(kind.width() + 3);
            (truncate_middle(&choice.label, rest), kind)
        }
        _ => (choice.label.clone(), Cow::Borrowed(choice.place.as_str())),
    };
    // The description of a key's action is shown in full, if that is possible at all; what follows
    // it gives way, first after a dot.
    let used = if keys > 0 { keys + 2 } else { 1 } + label.width();
    let full = capitalize(&kind);
    let short = full.split(" · ").next().unwrap_or_default();
    let place = [full.as_str(), short].into_iter().find(|place| used + place.width() + 2 <= room);
    let place = match place {
        Some(place) => format!("{place} "),
        None if keys < 3 => format!("{short} "),
        None => String::new(),
    };
    left.extend(highlighted(&label, &highlight(query, &label), TextTone::Text));
    canvas.sides(line, &left, &[TonedText::new(place, TextTone::Dim)]);
}
