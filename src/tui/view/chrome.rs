//! The lines around the panes: title, divider, tip, footer.

use ratatui::layout::{Position, Rect};

use crate::model::text::DisplayWidth;
use crate::pack::MAX_REPORTED;

use crate::tui::action::Action;
use crate::tui::bars;
use crate::tui::canvas::{self, CaretState, DrawCanvas};
use crate::tui::doc::{TextTone, TonedText, row_width, truncate};
use crate::tui::footer;
use crate::tui::page_find::PageFind;
use crate::tui::state::AppState;

/// Draws the divider between two panes.
pub(super) fn divider(area: Rect, canvas: &mut DrawCanvas<'_>) {
    let style = canvas.theme.tone_style(TextTone::Faint);
    for y in area.top()..area.bottom() {
        if let Some(cell) = canvas.buf.cell_mut(Position::new(area.x, y)) {
            cell.set_symbol("│").set_style(style);
        }
    }
}

/// Draws the first line, with a bar over the view that is shown.
pub(super) fn title(state: &AppState, area: Rect, canvas: &mut DrawCanvas<'_>) {
    let parts = bars::title(state, area.width);
    canvas.row(area, &bars::to_row(&parts));
    let tab = bars::current_tab(state, &parts);
    let tab = Rect { x: area.x + tab.start, width: tab.len() as u16, ..area };
    if !canvas.accessible {
        canvas.over(tab, canvas.theme.selected());
    }
}

/// Draws the tip that leads to the first comparison.
pub(super) fn tip(state: &AppState, area: Rect, canvas: &mut DrawCanvas<'_>) {
    if !area.is_empty() {
        canvas.row(area, &bars::to_row(&bars::tip(state, area.width)));
    }
}

/// Draws the field of the search within the page, the number of matches and the keys.
fn find_line(state: &AppState, find: &PageFind, area: Rect, canvas: &mut DrawCanvas<'_>) {
    let count = TonedText::new(format!("  {} ", find.count_text()), TextTone::Match);
    let caret = if state.field_selected { CaretState::Selected } else { CaretState::Shown };
    let mut about = vec![count];
    let keys = if find.is_in_vain() {
        let key = state.key_name(Action::ViewSkills);
        format!("  esc, then {key} searches everything ")
    } else {
        "  enter keep  tab next  esc close ".to_string()
    };
    let keys = TonedText::new(keys, TextTone::Dim);
    if usize::from(area.width) / 2 >= row_width(&about) + keys.width() {
        about.push(keys);
    }
    let wide = (row_width(&about) as u16).min(area.width / 2);
    let (left, right) = (area.width - wide, area.x + area.width - wide);
    canvas::field(canvas, Rect { width: left, ..area }, " / ", &find.input, caret);
    canvas.row(Rect { x: right, width: wide, ..area }, &about);
}

/// Draws the last line: a notice, a fault, or the keys.
pub(super) fn footer(state: &AppState, area: Rect, canvas: &mut DrawCanvas<'_>) {
    if area.is_empty() {
        return;
    }
    if let Some(notice) = &state.notice {
        let text = format!(" {notice}");
        let text = truncate(&text, usize::from(area.width));
        canvas.row(area, &[TonedText::new(text, TextTone::Accent)]);
        return;
    }
    if let Some(find) = &state.find {
        if find.is_typing {
            return find_line(state, find, area, canvas);
        }
        return canvas.row(area, &bars::to_row(&footer::footer(state, area.width)));
    }
    if let Some(packs) = &state.packs_being_read {
        canvas.row(
            area,
            &[TonedText::new(
                format!(" Reading {packs} … (cached for next time)"),
                TextTone::Accent,
            )],
        );
        return;
    }
    if let Some(fault) = state.faults.first() {
        let more = match state.faults.len() {
            1 => String::new(),
            n if n < MAX_REPORTED => format!(" (and {} more: roledex check)", n - 1),
            // No more than this of each kind are listed.
            _ => format!(" (and at least {} more: roledex check)", MAX_REPORTED - 1),
        };
        // The status of what is shown comes last and must not be cut off: the fault gives way.
        let shown = format!("{more} · {}", state.shown_version.text());
        let room = usize::from(area.width).saturating_sub(shown.width());
        // If both do not fit, drop the folders first: the problem must be readable.
        let folders = fault
            .place
            .rfind(['/', '\\'])
            .filter(|_| fault.place.width() + fault.message.width() + 2 > room);
        let place = folders.map_or(fault.place.clone(), |at| format!("…{}", &fault.place[at..]));
        let told = format!(" {place} {}", fault.message);
        let text = format!("{}{shown}", truncate(&told, room.max(24)));
        canvas.row(
            area,
            &[TonedText::new(
                truncate(&text, usize::from(area.width)).into_owned(),
                TextTone::Warning,
            )],
        );
        return;
    }
    canvas.row(area, &bars::to_row(&footer::footer(state, area.width)));
}
