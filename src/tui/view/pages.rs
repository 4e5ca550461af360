//! Texts with a selection: paths, the gap, the matrix.

use ratatui::layout::Rect;

use super::Canvas;
use crate::tui::doc::{Piece, Tone};
use crate::tui::layout::{self, Areas};
use crate::tui::pane::gap::{Start, told};
use crate::tui::state::{Focus, State};

/// Draws the focused page under its header.
pub(super) fn page(state: &State, areas: &Areas, canvas: &mut Canvas<'_>) {
    let Some(page) = state.page() else { return };
    let header = layout::header_rows(areas.main.height);
    let (head, rest) = layout::split_top(areas.main, header);
    let (title, about) = match state.focus {
        Focus::Path => path(state),
        Focus::Gap => gap(state),
        _ => matrix(state),
    };
    if header >= 1 {
        canvas.row(head, &title);
    }
    if header >= 2 {
        canvas.row(Rect { y: head.y + 1, height: 1, ..head }, &about);
    }
    let said = match state.focus {
        Focus::Path if state.path.is_waiting() => Some("Looking for ways …".to_string()),
        Focus::Path if state.path.pair.is_none() => {
            Some("Mark a role with space, another with space, then p.".to_string())
        }
        Focus::Gap if state.gap.question.is_none() => {
            Some("Mark a role with space, another with space, then c.".to_string())
        }
        Focus::Matrix if state.matrix.roles().is_empty() => {
            Some("Mark a role with space, another with space, then M.".to_string())
        }
        _ => None,
    };
    if let Some(said) = said {
        let text = [Piece::new(said, Tone::Text)];
        for (at, line) in
            crate::tui::doc::wrap(&text, usize::from(rest.width).max(1)).iter().enumerate()
        {
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

/// The line `A Product manager → B Product lead`, and the second line.
type Header = (Vec<Piece>, Vec<Piece>);

fn ends(from: &str, to: &str) -> Vec<Piece> {
    vec![
        Piece::new("A ", Tone::SideA),
        Piece::new(from, Tone::Title),
        Piece::new(" → ", Tone::Dim),
        Piece::new("B ", Tone::SideB),
        Piece::new(to, Tone::Title),
    ]
}

fn path(state: &State) -> Header {
    let Some((from, to)) = state.path.pair else { return Header::default() };
    let title = ends(&state.catalog.role(from).title, &state.catalog.role(to).title);
    let about = match state.path.way() {
        Some((at, way)) => {
            let of = state.path.ways().len();
            let which = if of > 1 { format!("path {} of {of} · ", at + 1) } else { String::new() };
            let direct = state.path.ways().first().unwrap_or(way);
            let straight = if way.is_direct() { "direct · " } else { "" };
            vec![
                Piece::new(which, Tone::Accent),
                Piece::new(straight, Tone::Accent),
                Piece::new(way.total(direct), Tone::Dim),
            ]
        }
        None => Vec::new(),
    };
    (title, about)
}

fn gap(state: &State) -> Header {
    let Some((start, targets)) = &state.gap.question else { return Header::default() };
    let title = |role: &crate::model::RoleId| state.catalog.role(*role).title.as_str();
    let to: Vec<&str> = targets.iter().map(title).collect();
    let head = match start {
        Start::Role(from) => ends(title(from), &to.join(", ")),
        Start::Profile => vec![
            Piece::new("Your profile", Tone::Title),
            Piece::new(" → ", Tone::Dim),
            Piece::new(to.join(", "), Tone::Title),
        ],
    };
    let about = match state.gap.gaps() {
        [one] => told(one),
        several => format!("{} roles", several.len()),
    };
    (head, vec![Piece::new(about, Tone::Dim)])
}

fn matrix(state: &State) -> Header {
    let (shown, len) = state.matrix.columns();
    if len == 0 {
        return Header::default();
    }
    let title = match state.matrix.family() {
        Some(family) => crate::tui::lines::family_title(family),
        None => "Roles beside each other".to_string(),
    };
    let counted = match len {
        1 => "1 role".to_string(),
        n => format!("{n} roles"),
    };
    let view = if shown.len() < len {
        format!(" · {} to {} in view: h l", shown.start + 1, shown.end)
    } else {
        String::new()
    };
    let key = "●●○○ essential · (●●○○) useful · 3 ■■■ duties · enter shows them";
    let head =
        vec![Piece::new(title, Tone::Title), Piece::new(format!("  {counted}{view}"), Tone::Dim)];
    (head, vec![Piece::new(key, Tone::Dim)])
}
