//! The lines around the panes: title, tabs, rule, foot.

use ratatui::layout::{Position, Rect};

use crate::model::text::Width;
use crate::pack::REPORTED;

use super::Canvas;
use crate::tui::doc::{Piece, Tone, fit};
use crate::tui::lines;
use crate::tui::state::State;

/// The rule between two panes.
pub(super) fn rule(area: Rect, canvas: &mut Canvas<'_>) {
    let style = canvas.theme.style(Tone::Dim);
    for y in area.top()..area.bottom() {
        if let Some(cell) = canvas.buf.cell_mut(Position::new(area.x, y)) {
            cell.set_symbol("│").set_style(style);
        }
    }
}

/// The last line: a notice, a fault, or the keys; at the right the command that prints the same.
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
            // Of each kind no more are listed.
            _ => format!(" (and at least {} more: roledex check)", REPORTED - 1),
        };
        // What is shown is said last, and must not be cut off: the fault gives way.
        let shown = format!("{more} · {}", state.shown.word());
        let room = usize::from(area.width).saturating_sub(shown.width());
        // Where both do not fit, folders say least: what is wrong must be read.
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
