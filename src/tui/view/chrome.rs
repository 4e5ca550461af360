//! The lines around the panes: title, tabs, divider, footer.

use ratatui::layout::{Position, Rect};

use crate::model::text::Width;
use crate::pack::REPORTED;

use super::Canvas;
use crate::tui::doc::{Piece, Tone, fit};
use crate::tui::lines;
use crate::tui::state::State;

/// Draws the divider between two panes.
pub(super) fn rule(area: Rect, canvas: &mut Canvas<'_>) {
    let style = canvas.theme.style(Tone::Dim);
    for y in area.top()..area.bottom() {
        if let Some(cell) = canvas.buf.cell_mut(Position::new(area.x, y)) {
            cell.set_symbol("│").set_style(style);
        }
    }
}

/// Draws the last line: a notice, a fault, or the keys; at the right the command that prints the
/// same.
pub(super) fn foot(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.is_empty() {
        return;
    }
    if let Some(notice) = &state.notice {
        canvas.row(area, &[Piece::new(format!(" {notice}"), Tone::Accent)]);
        return;
    }
    if let Some(packs) = &state.reading {
        canvas.row(
            area,
            &[Piece::new(
                format!(" Reading {packs} … the next time it opens at once"),
                Tone::Accent,
            )],
        );
        return;
    }
    if let Some(fault) = state.faults.first() {
        let more = match state.faults.len() {
            1 => String::new(),
            n if n < REPORTED => format!(" (and {} more: roledex check)", n - 1),
            // No more than this of each kind are listed.
            _ => format!(" (and at least {} more: roledex check)", REPORTED - 1),
        };
        // The status of what is shown comes last and must not be cut off: the fault gives way.
        let shown = format!("{more} · {}", state.shown.word());
        let room = usize::from(area.width).saturating_sub(shown.width());
        // If both do not fit, drop the folders first: the problem must be readable.
        let folders = fault
            .place
            .rfind(['/', '\\'])
            .filter(|_| fault.place.width() + fault.told.width() + 2 > room);
        let place = folders.map_or(fault.place.clone(), |at| format!("…{}", &fault.place[at..]));
        let told = format!(" {place} {}", fault.told);
        let text = format!("{}{shown}", fit(&told, room.max(24)));
        canvas.row(
            area,
            &[Piece::new(fit(&text, usize::from(area.width)).into_owned(), Tone::Warning)],
        );
        return;
    }
    let (parts, command) = lines::foot(state, area.width);
    match command {
        Some(command) => canvas.sides(area, &lines::row(&parts), &[Piece::new(command, Tone::Dim)]),
        None => canvas.row(area, &lines::row(&parts)),
    }
}
