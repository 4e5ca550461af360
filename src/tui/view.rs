//! Draws the state. Never changes it, never fails, and draws only the visible rows.

mod ascii;
mod chrome;
pub(super) mod elsewhere;
mod help;
pub(super) mod lists;
pub(super) mod matches;
mod overlay;
pub(super) mod pages;
mod speech;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::action::{Action, KeyContext};
use super::canvas::DrawCanvas;
use super::doc::{TextTone, TonedText};
use super::layout;
use super::state::AppState;
use super::theme::ColourTheme;

/// Draws one frame on `buf`, which is blank. Returns the position of the cursor, if it is visible.
pub fn view(state: &AppState, theme: &ColourTheme, buf: &mut Buffer) -> Option<Position> {
    let screen = buf.area;
    if theme.ground() != Style::default() {
        buf.set_style(screen, theme.ground());
    }
    // The state may lag behind the terminal by one event; nothing is drawn outside of either.
    let (width, height) = (state.size.0.min(screen.width), state.size.1.min(screen.height));
    if layout::is_too_small(width, height) {
        too_small((width, height), state, buf);
        if theme.ascii {
            ascii::translate(buf);
        }
        return state.accessible.then_some(Position::ORIGIN);
    }
    let areas = state.areas_within(width, height);
    let mut canvas = DrawCanvas { buf, theme, accessible: state.accessible, caret: None };
    chrome::title(state, areas.title, &mut canvas);
    chrome::divider(areas.divider, &mut canvas);
    state.view().draw(state, &areas, &mut canvas);
    chrome::tip(state, areas.tip, &mut canvas);
    if !state.accessible {
        chrome::footer(state, areas.footer, &mut canvas);
    }
    if let Some(top) = state.overlays.last() {
        canvas.caret = None;
        let area = state.overlay_box_within((width, height));
        match top.help() {
            Some(page) => help::help(page, area, &mut canvas),
            None => overlay::overlay(state, top, area, &mut canvas),
        }
    }
    if state.accessible {
        speech::make_readable(state, &areas, &mut canvas);
    }
    if theme.ascii {
        ascii::translate(canvas.buf);
    }
    // The real cursor is at the caret: input methods and screen readers follow it.
    canvas.caret
}

/// Shows that the screen is too small, and how to quit.
fn too_small((width, height): (u16, u16), state: &AppState, buf: &mut Buffer) {
    let reads = state.contexts().first() == Some(&KeyContext::Input);
    let leave = state
        .keymap
        .first_key(&[KeyContext::Global], Action::Back)
        .filter(|_| !reads)
        .unwrap_or("ctrl-c");
    let (w, h) = layout::SMALLEST;
    let text = format!("Terminal too small: {width}×{height}, need {w}×{h}. {leave} quits.");
    let lines =
        super::doc::wrap(&[TonedText::new(text, TextTone::Text)], usize::from(width).max(1));
    for (y, line) in lines.iter().enumerate().take(usize::from(height)) {
        let text: String = line.iter().map(|piece| piece.text.as_str()).collect();
        buf.set_stringn(0, y as u16, text, usize::from(width), Style::new());
    }
}
