//! A frame for a screen reader: no drawings, the cursor on what is selected, and each change in the
//! last line.

use ratatui::layout::{Position, Rect};

use super::chrome;
use crate::model::text::DisplayWidth;
use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::{TextTone, TonedText, truncate};
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::state::{AppState, Focus};

/// Makes a drawn frame readable: blanks the drawings, puts the cursor on the selection or, without
/// one, on the first line of the text, and writes that line at the bottom.
pub(super) fn make_readable(state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    // Lines and bars would be read aloud one by one; the figures next to them give the same
    // information.
    for cell in &mut canvas.buf.content {
        if cell.symbol().starts_with(|c| ('\u{2500}'..='\u{25a1}').contains(&c)) {
            cell.set_char(' ');
        }
    }
    let caret = canvas.caret.unwrap_or_else(|| first_text(areas, canvas));
    canvas.caret = Some(caret);
    if areas.footer.is_empty() {
        return;
    }
    if state.notice.is_some() || state.packs_being_read.is_some() {
        return chrome::footer(state, areas.footer, canvas);
    }
    let text = spoken_line(state, &row_text(canvas, caret.y));
    let width = usize::from(areas.footer.width);
    canvas.row(areas.footer, &[TonedText::new(truncate(&text, width), TextTone::Text)]);
}

/// Returns the start of the first line of the focused pane that is not blank.
fn first_text(areas: &ScreenAreas, canvas: &DrawCanvas<'_>) -> Position {
    let text = layout::main_rows(areas);
    let rows: Rect = if text.is_empty() { layout::list_rows(areas) } else { text };
    let first = (rows.top()..rows.bottom()).find(|y| !row_text(canvas, *y).is_empty());
    Position::new(rows.x, first.unwrap_or(rows.y))
}

/// Returns the text of the line `y` as it is drawn, without the word that marks the selection and
/// with single blanks.
fn row_text(canvas: &DrawCanvas<'_>, y: u16) -> String {
    let area = canvas.buf.area;
    let (mut x, mut text) = (area.left(), String::new());
    while x < area.right()
        && let Some(cell) = canvas.buf.cell((x, y))
    {
        text.push_str(cell.symbol());
        // The cells behind a wide character are blank.
        x = x.saturating_add((cell.symbol().width() as u16).max(1));
    }
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| *word != DrawCanvas::SELECTED).collect();
    words.join(" ")
}

/// Returns what is said after a change: the list or the view, the selected `line`, and its place.
fn spoken_line(state: &AppState, line: &str) -> String {
    let overlay = state.overlays.last();
    if let Some(empty) = overlay.filter(|overlay| overlay.is_empty()) {
        return empty.empty_text();
    }
    let name = match overlay {
        Some(overlay) => overlay.title(&state.catalog),
        None => state.view().name(state).to_string(),
    };
    let place = match (overlay, state.focus) {
        (Some(overlay), _) => Some((overlay.cursor.at + 1, overlay.len())),
        (None, Focus::Roles | Focus::Filter) => {
            let (at, total) = state.roles.place();
            at.map(|at| (at, total))
        }
        (None, Focus::Skills | Focus::SkillInput) if !state.skills.is_empty() => {
            Some((state.skills.cursor.at + 1, state.skills.len()))
        }
        _ => None,
    };
    let place = place.map_or(String::new(), |(at, total)| format!(", {at} of {total}"));
    let faults = match state.faults.len() {
        0 => String::new(),
        1 => "; 1 error in the packs: roledex check".to_string(),
        n => format!("; {n} errors in the packs: roledex check"),
    };
    format!("{name}: {line}{place}{faults}")
}
