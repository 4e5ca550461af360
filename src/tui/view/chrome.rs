//! The lines around the panes: title, tabs, rule, foot.

use ratatui::layout::{Position, Rect};

use super::Canvas;
use crate::search::Scope;
use crate::tui::action::Context;
use crate::tui::doc::{Doc, Piece, Tone, fit, row_width};
use crate::tui::keymap::Keymap;
use crate::tui::state::{State, View};

/// A family as a heading: `product` becomes `Product`.
pub(super) fn family_title(family: &str) -> String {
    let mut chars = family.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The first line: where we are, the marks, how much there is. The marks stay longest.
pub(super) fn title(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let catalog = &state.catalog;
    let name = match state.focus.view() {
        View::Roles => "Roles",
        View::Compare => "Compare",
        View::Skills if state.skills.scope == Scope::Skills => "Skills",
        View::Skills => "Search",
        View::Path => "Path",
        View::Gap => "Gap",
        View::Matrix => "Matrix",
    };
    let left = vec![Piece::new(" roledex ", Tone::Title), Piece::new(format!("› {name} "), Tone::Accent)];
    let pack = match catalog.packs() {
        [one] => format!("  {} {}", one.id, one.version),
        packs => format!("  {} packs", packs.len()),
    };
    let counts = format!("  {} roles  {} skills ", catalog.roles().len(), catalog.skills().len());
    let room = usize::from(area.width).saturating_sub(row_width(&left));
    let mark = |id: Option<crate::model::RoleId>, width: usize| match id {
        Some(id) => fit(&catalog.role(id).title, width).into_owned(),
        None => "–".to_string(),
    };
    let marks = |width: usize| {
        vec![
            Piece::new(" A ", Tone::SideA),
            Piece::new(mark(state.marks.a, width), Tone::Text),
            Piece::new("  B ", Tone::SideB),
            Piece::new(mark(state.marks.b, width), Tone::Text),
            Piece::new(" ", Tone::Text),
        ]
    };
    let mut right = marks(28);
    if row_width(&right) > room {
        right = marks(room.saturating_sub(9) / 2);
    }
    let spare = room.saturating_sub(row_width(&right));
    let mut tail = Vec::new();
    if pack.chars().count() + counts.chars().count() <= spare {
        tail.push(Piece::new(pack, Tone::Dim));
    }
    if tail.is_empty() && counts.chars().count() <= spare || !tail.is_empty() {
        tail.push(Piece::new(counts, Tone::Dim));
    }
    right.extend(tail);
    if row_width(&right) > room {
        right.clear();
    }
    let filler = usize::from(area.width).saturating_sub(row_width(&left) + row_width(&right));
    let mut row = left;
    row.push(Piece::new(" ".repeat(filler), Tone::Text));
    row.extend(right);
    canvas.row(area, &row);
}

/// The rule between two panes.
pub(super) fn rule(area: Rect, canvas: &mut Canvas<'_>) {
    let style = canvas.theme.style(Tone::Dim);
    for y in area.top()..area.bottom() {
        if let Some(cell) = canvas.buf.cell_mut(Position::new(area.x, y)) {
            cell.set_symbol("│").set_style(style);
        }
    }
}

/// The sections of `doc`, the one at `top` lit.
pub(super) fn tabs(doc: &Doc, top: usize, area: Rect, canvas: &mut Canvas<'_>) {
    let current = doc.sections.iter().rposition(|(line, _)| *line <= top);
    let mut row = Vec::new();
    for (i, (_, title)) in doc.sections.iter().enumerate() {
        let tone = if current == Some(i) { Tone::Heading } else { Tone::Dim };
        let title = Piece::new(format!("{title}  "), tone);
        if row_width(&row) + title.width() > usize::from(area.width) + 2 {
            row.push(Piece::new("…", Tone::Dim));
            break;
        }
        row.push(title);
    }
    canvas.row(area, &row);
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
        canvas.row(area, &[Piece::new(format!(" Reading {packs} … the next time it opens at once"), Tone::Accent)]);
        return;
    }
    if let Some(fault) = state.faults.first() {
        let more = match state.faults.len() {
            1 => String::new(),
            n => format!(" (and {} more: roledex check)", n - 1),
        };
        let text = format!(" {fault}{more} · showing what is sound");
        canvas.row(area, &[Piece::new(fit(&text, usize::from(area.width)).into_owned(), Tone::Warning)]);
        return;
    }
    let command = vec![Piece::new(format!("{} ", state.command()), Tone::Dim)];
    let room = usize::from(area.width);
    // The command stays where it leaves the keys most of the line.
    let asked = row_width(&command) + 2;
    let told = asked * 5 <= room * 2;
    let keys = hints(&state.keymap, state.contexts(), room.saturating_sub(if told { asked + 3 } else { 1 }));
    let mut left = vec![Piece::new(" ", Tone::Text)];
    left.extend(keys);
    if told || row_width(&left) + asked <= room {
        canvas.sides(area, &left, &command);
    } else {
        canvas.row(area, &left);
    }
}

/// As many hints as fit into `room` cells, the most important first; `help` always stays.
fn hints(keymap: &Keymap, contexts: &[Context], room: usize) -> Vec<Piece> {
    let mut rows = keymap.effective(contexts);
    rows.retain(|row| row.spec.priority > 0);
    rows.sort_by_key(|row| row.spec.priority);
    let mut used = 0;
    let mut pieces = Vec::new();
    for row in rows {
        let Some(key) = row.keys.first() else { continue };
        let width = key.chars().count() + 1 + row.spec.hint.chars().count() + 2;
        if used + width > room + 2 {
            continue;
        }
        used += width;
        pieces.push(Piece::new(*key, Tone::Accent));
        pieces.push(Piece::new(format!(" {}  ", row.spec.hint), Tone::Dim));
    }
    pieces
}
