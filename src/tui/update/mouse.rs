//! The mouse: a click selects, a click on the selection and a double click open, a right click marks
//! the role, the wheel scrolls what is under the pointer.

use ratatui::layout::{Position, Rect};

use super::{movement, navigate};
use crate::tui::bars::{self, ClickTarget};
use crate::tui::effect::Effect;
use crate::tui::footer::footer;
use crate::tui::layout;
use crate::tui::state::{AppState, Focus, ScreenView};
use crate::tui::views::{run_action, run_choice};

/// Returns the row of `area` at (`x`, `y`), counted from its top.
fn row_at(area: Rect, x: u16, y: u16) -> Option<usize> {
    area.contains(Position::new(x, y)).then(|| usize::from(y - area.y))
}

/// Returns the area of the topmost overlay's rows, inside its border and below its field.
fn overlay_area(state: &AppState) -> Rect {
    let outer = state.overlay_box();
    let inner = Rect {
        x: outer.x + outer.width.min(1),
        y: outer.y + outer.height.min(2),
        width: outer.width.saturating_sub(2),
        height: outer.height.saturating_sub(3),
    };
    inner.intersection(outer)
}

pub(super) fn click(state: &mut AppState, x: u16, y: u16) -> Vec<Effect> {
    let noticed = state.notice.take().is_some();
    state.click_opened = false;
    if !state.overlays.is_empty() {
        return click_overlay(state, x, y);
    }
    let areas = state.areas();
    let dividers = [areas.divider, state.view().column_divider(state, &areas)];
    let at = Position::new(x, y);
    state.dragging = dividers.iter().any(|divider| divider.contains(at));
    if let Some(effects) = click_around(state, x, y, noticed) {
        return effects;
    }
    let before = shown_place(state);
    if let Some(row) = row_at(layout::list_rows(&areas), x, y) {
        state.view().click_list(state, row);
        state.click_opened = shown_place(state) != before && !state.focus.in_list();
        // A family was folded or unfolded.
        state.click_opened |= state.roles.rows().len() != before.1;
    } else if areas.list.contains(at) {
        movement::focus_search(state);
    } else if layout::main_rows(&areas).contains(at) {
        state.view().click_main(state, &areas, at);
        state.click_opened = shown_place(state).0.view() != before.0.view();
    }
    vec![]
}

/// Returns what a click that opens something changes: the focus, and the number of rows.
fn shown_place(state: &AppState) -> (Focus, usize) {
    (state.focus, state.roles.rows().len())
}

/// Marks the role that was clicked, or removes its mark. The row is selected, as by a click.
pub(super) fn right_click(state: &mut AppState, x: u16, y: u16) -> Vec<Effect> {
    state.notice = None;
    if !state.overlays.is_empty() {
        return vec![];
    }
    let areas = state.areas();
    let at = Position::new(x, y);
    if areas.title.contains(at) {
        if let Some(ClickTarget::Open(role)) =
            bars::target_at(&bars::title(state, areas.title.width), x)
        {
            navigate::toggle_mark(state, role);
        }
        return vec![];
    }
    if let Some(row) = row_at(layout::list_rows(&areas), x, y) {
        state.view().select_row(state, row);
    } else if layout::main_rows(&areas).contains(at) {
        state.view().point_at(state, &areas, at);
    } else {
        return vec![];
    }
    navigate::mark_role(state);
    vec![]
}

/// Handles a click on the lines around the panes; `None` if it is on none of them, or on nothing.
fn click_around(state: &mut AppState, x: u16, y: u16, noticed: bool) -> Option<Vec<Effect>> {
    let areas = state.areas();
    let at = Position::new(x, y);
    // A message shown in place of the keys is not a key.
    let shows_hints = !noticed
        && match &state.find {
            Some(find) => !find.is_typing,
            None => state.packs_being_read.is_none() && state.faults.is_empty(),
        };
    let spot = if areas.title.contains(at) {
        bars::target_at(&bars::title(state, areas.title.width), x)
    } else if areas.footer.contains(at) && shows_hints {
        bars::target_at(&footer(state, areas.footer.width), x)
    } else {
        state.view().click_header(state, &areas, at)
    };
    Some(match spot? {
        ClickTarget::Run(action) => run_action(state, action),
        ClickTarget::Open(role) => {
            state.open_role(role);
            vec![]
        }
        ClickTarget::Line(line) => {
            if state.focus.view() == ScreenView::Roles {
                state.focus = Focus::Detail;
            }
            if let Some(page) = state.view().page_mut(state) {
                page.reveal(line);
            }
            vec![]
        }
    })
}

/// Moves the divider between the panes to where it is dragged.
pub(super) fn drag(state: &mut AppState, x: u16, _y: u16) {
    if !state.dragging || !state.overlays.is_empty() {
        return;
    }
    state.view().drag_divider(state, x);
}

fn click_overlay(state: &mut AppState, x: u16, y: u16) -> Vec<Effect> {
    let (area, is_inside) = (overlay_area(state), state.overlay_box().contains(Position { x, y }));
    let Some(top) = state.overlays.last_mut() else { return vec![] };
    match row_at(area, x, y) {
        Some(_) if top.help().is_some() => {}
        Some(row) if top.cursor.top + row < top.len() => {
            let at = top.cursor.top + row;
            if top.cursor.at == at {
                return run_choice(state);
            }
            top.cursor.at = at;
        }
        // The border and the field choose nothing.
        Some(_) => {}
        None if is_inside => {}
        None => {
            state.overlays.pop();
        }
    }
    vec![]
}

pub(super) fn wheel(state: &mut AppState, x: u16, y: u16, lines: isize) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        let height = state.overlay_rows();
        if let Some(top) = state.overlays.last_mut() {
            let len = top.len();
            match top.help_mut() {
                Some(help) => help.scroll(lines),
                None => top.cursor.step(lines, len),
            }
            top.cursor.clamp(len, height);
        }
        return vec![];
    }
    let areas = state.areas();
    let at = Position::new(x, y);
    let over_list = areas.list.contains(at);
    if !over_list && !areas.main.contains(at) {
        return vec![];
    }
    state.view().wheel(state, &areas, over_list, lines);
    vec![]
}
