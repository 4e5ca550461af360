//! Texts with a selection: paths, the gap, the matrix.

use ratatui::layout::Rect;

use super::DrawCanvas;
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::pane::gap::{GapStart, coverage_text};
use crate::tui::state::{AppState, Focus};

/// Draws the focused page under its header.
pub(super) fn page(state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
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
    let message = match state.focus {
        Focus::Path if state.path.is_waiting() => Some("Finding paths …".to_string()),
        Focus::Path if state.path.pair.is_none() => {
            Some("Mark two roles with space, then press p.".to_string())
        }
        Focus::Gap if state.gap.question.is_none() => {
            Some("Mark two roles with space, then press c.".to_string())
        }
        Focus::Matrix if state.matrix.roles().is_empty() => {
            Some("Mark two roles with space, then press M.".to_string())
        }
        _ => None,
    };
    if let Some(message) = message {
        let text = [TonedText::new(message, TextTone::Text)];
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
type PageHeader = (Vec<TonedText>, Vec<TonedText>);

fn pair_title(from: &str, to: &str) -> Vec<TonedText> {
    vec![
        TonedText::new("A ", TextTone::SideA),
        TonedText::new(from, TextTone::Title),
        TonedText::new(" → ", TextTone::Dim),
        TonedText::new("B ", TextTone::SideB),
        TonedText::new(to, TextTone::Title),
    ]
}

fn path(state: &AppState) -> PageHeader {
    let Some((from, to)) = state.path.pair else { return PageHeader::default() };
    let title = pair_title(&state.catalog.role(from).title, &state.catalog.role(to).title);
    let about = match state.path.current_path() {
        Some((at, way)) => {
            let of = state.path.paths().len();
            let which = if of > 1 { format!("path {} of {of} · ", at + 1) } else { String::new() };
            let direct = state.path.paths().first().unwrap_or(way);
            let straight = if way.is_direct() { "direct · " } else { "" };
            vec![
                TonedText::new(which, TextTone::Accent),
                TonedText::new(straight, TextTone::Accent),
                TonedText::new(way.total_text(direct), TextTone::Dim),
            ]
        }
        None => Vec::new(),
    };
    (title, about)
}

fn gap(state: &AppState) -> PageHeader {
    let Some((start, targets)) = &state.gap.question else { return PageHeader::default() };
    let title = |role: &crate::model::RoleId| state.catalog.role(*role).title.as_str();
    let to: Vec<&str> = targets.iter().map(title).collect();
    let head = match start {
        GapStart::Role(from) => pair_title(title(from), &to.join(", ")),
        GapStart::Profile => vec![
            TonedText::new("Your profile", TextTone::Title),
            TonedText::new(" → ", TextTone::Dim),
            TonedText::new(to.join(", "), TextTone::Title),
        ],
    };
    let about = match state.gap.gaps() {
        [one] => coverage_text(one),
        several => format!("{} roles", several.len()),
    };
    (head, vec![TonedText::new(about, TextTone::Dim)])
}

fn matrix(state: &AppState) -> PageHeader {
    let (shown, len) = state.matrix.columns();
    if len == 0 {
        return PageHeader::default();
    }
    let title = match state.matrix.family() {
        Some(family) => crate::tui::bars::family_title(family),
        None => "Roles side by side".to_string(),
    };
    let counted = match len {
        1 => "1 role".to_string(),
        n => format!("{n} roles"),
    };
    let view = if shown.len() < len {
        format!(" · {} to {} in view; h l scroll", shown.start + 1, shown.end)
    } else {
        String::new()
    };
    let key = "●●○○ essential · (●●○○) useful · 3 ■■■ responsibilities · enter expands";
    let head = vec![
        TonedText::new(title, TextTone::Title),
        TonedText::new(format!("  {counted}{view}"), TextTone::Dim),
    ];
    (head, vec![TonedText::new(key, TextTone::Dim)])
}
