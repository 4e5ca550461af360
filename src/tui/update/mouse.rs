//! The mouse: a click selects, a click on the selection opens, the wheel scrolls what is under the
//! pointer.

use ratatui::layout::{Position, Rect};

use super::{areas, navigate, overlay_box, overlay_rows, run_action, run_choice, scroll};
use crate::tui::bars::{self, ClickTarget};
use crate::tui::effect::Effect;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::state::{AppState, Focus, ScreenView};

/// Returns the row of `area` at (`x`, `y`), counted from its top.
fn row_at(area: Rect, x: u16, y: u16) -> Option<usize> {
    area.contains(Position::new(x, y)).then(|| usize::from(y - area.y))
}

/// Returns the area of the topmost overlay's rows, inside its border and below its field.
fn overlay_area(state: &AppState) -> Rect {
    let outer = overlay_box(state);
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
    if !state.overlays.is_empty() {
        return click_overlay(state, x, y);
    }
    let areas = areas(state);
    let rules = [areas.divider, comparison_divider(state, &areas)];
    state.dragging = rules.iter().any(|rule| rule.contains(Position::new(x, y)));
    if let Some(effects) = click_around(state, x, y, noticed) {
        return effects;
    }
    if let Some(row) = row_at(layout::list_rows(&areas), x, y) {
        match state.focus.view() {
            ScreenView::Skills => {
                let at = state.skills.cursor.top + row;
                let again = at == state.skills.cursor.at && state.focus == Focus::Skills;
                state.focus = Focus::Skills;
                if at < state.skills.len() {
                    state.skills.cursor.at = at;
                    if again {
                        navigate::open_selected(state);
                    }
                }
            }
            ScreenView::Compare | ScreenView::Path | ScreenView::Gap | ScreenView::Matrix => {}
            ScreenView::Roles => {
                let at = state.roles.cursor.top + row;
                let again = at == state.roles.cursor.at && state.focus == Focus::Roles;
                state.focus = Focus::Roles;
                if at < state.roles.rows().len() {
                    state.roles.cursor.at = at;
                    if again {
                        navigate::open_selected(state);
                    }
                }
            }
        }
    } else if areas.list.contains(Position::new(x, y)) {
        navigate::focus_search(state);
    } else if let Some(row) = row_at(layout::main_rows(&areas), x, y) {
        match state.focus.view() {
            ScreenView::Roles => state.focus = Focus::Detail,
            ScreenView::Skills => click_need(state, row),
            ScreenView::Compare if state.dragging => {}
            ScreenView::Compare => {
                if state.compare.select(state.compare.scroll.top + row) == Some(true) {
                    navigate::open_selected(state);
                }
            }
            ScreenView::Path | ScreenView::Gap | ScreenView::Matrix => click_page(state, x, y),
        }
    }
    vec![]
}

/// Returns the area of the column divider of a comparison; empty if there is none.
fn comparison_divider(state: &AppState, areas: &ScreenAreas) -> Rect {
    let rows = layout::main_rows(areas);
    match state.compare.divider() {
        Some(at) if state.focus == Focus::Compare => {
            Rect { x: rows.x + at as u16 + 1, width: 1, ..rows }
        }
        _ => Rect::default(),
    }
}

/// Handles a click on the lines around the panes; `None` if it is on none of them, or on nothing.
fn click_around(state: &mut AppState, x: u16, y: u16, noticed: bool) -> Option<Vec<Effect>> {
    let areas = areas(state);
    let at = Position::new(x, y);
    let tabs = Rect { y: areas.main.y + 1, height: 1, ..areas.main };
    // A message shown in place of the keys is not a key.
    let shows_hints = !noticed && state.packs_being_read.is_none() && state.faults.is_empty();
    let spot = if areas.title.contains(at) {
        bars::target_at(&bars::title(state, areas.title.width), x)
    } else if areas.footer.contains(at) && shows_hints {
        bars::target_at(&bars::footer(state, areas.footer.width).0, x)
    } else if state.focus.view() == ScreenView::Roles
        && layout::header_rows(areas.main.height) > 1
        && tabs.contains(at)
    {
        bars::target_at(
            &bars::tabs(state.detail.doc(), state.detail.scroll.top, tabs.width),
            x - tabs.x,
        )
    } else {
        None
    };
    Some(match spot? {
        ClickTarget::Run(action) => run_action(state, action),
        ClickTarget::Open(role) => {
            navigate::open_role(state, role);
            vec![]
        }
        ClickTarget::Line(line) => {
            state.focus = Focus::Detail;
            state.detail.scroll.top = line;
            vec![]
        }
    })
}

/// Moves the divider between the panes to where it is dragged.
pub(super) fn drag(state: &mut AppState, x: u16, _y: u16) {
    if !state.dragging || !state.overlays.is_empty() {
        return;
    }
    if state.focus == Focus::Compare {
        // The divider has a blank on its left.
        state
            .compare
            .move_divider_to(usize::from(x.saturating_sub(layout::main_rows(&areas(state)).x + 1)));
    } else {
        state.split = layout::split_at(state.size.0, state.focus.view(), x);
    }
}

/// Selects the line of a page, and opens it if it is already selected.
fn click_page(state: &mut AppState, x: u16, y: u16) {
    let head = state.page().map_or(0, |page| page.head().len());
    let Some(row) = row_at(layout::page_rows(&areas(state), head), x, y) else { return };
    let Some(page) = state.page_mut() else { return };
    let (before, line) = (page.line(), page.scroll.top + row);
    if page.select_line(line).is_some() && before == Some(line) {
        navigate::open_selected(state);
    }
}

fn click_need(state: &mut AppState, row: usize) {
    let (_, first) = state.skills.doc();
    let len = state.skills.selected().map_or(0, |s| state.catalog.needs(s).len());
    let again = state.focus == Focus::Needs;
    state.focus = Focus::Needs;
    if let Some(at) = (state.skills.needs.top + row).checked_sub(first).filter(|&at| at < len) {
        let same = state.skills.needs.at == at;
        state.skills.needs.at = at;
        if same && again {
            navigate::open_selected(state);
        }
    }
}

fn click_overlay(state: &mut AppState, x: u16, y: u16) -> Vec<Effect> {
    let area = overlay_area(state);
    let Some(top) = state.overlays.last_mut() else { return vec![] };
    match row_at(area, x, y) {
        Some(row) if top.cursor.top + row < top.len() => {
            let at = top.cursor.top + row;
            if top.cursor.at == at {
                return run_choice(state);
            }
            top.cursor.at = at;
        }
        Some(_) => {}
        None => {
            state.overlays.pop();
        }
    }
    vec![]
}

pub(super) fn wheel(state: &mut AppState, x: u16, y: u16, lines: isize) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        let height = overlay_rows(state);
        if let Some(top) = state.overlays.last_mut() {
            let len = top.len();
            top.cursor.step(lines, len);
            top.cursor.clamp(len, height);
        }
        return vec![];
    }
    let areas = areas(state);
    let at = Position::new(x, y);
    let over_list = areas.list.contains(at);
    if !over_list && !areas.main.contains(at) {
        return vec![];
    }
    let focus = match (state.focus.view(), over_list) {
        (ScreenView::Roles, true) => Focus::Roles,
        (ScreenView::Roles, false) => Focus::Detail,
        (ScreenView::Skills, true) => Focus::Skills,
        (ScreenView::Skills, false) => {
            // The text moves under the pointer, the selection stays.
            state.skills.needs.top = state.skills.needs.top.saturating_add_signed(lines);
            return vec![];
        }
        (ScreenView::Compare, _) => Focus::Compare,
        (ScreenView::Path | ScreenView::Gap | ScreenView::Matrix, _) => {
            if let Some(page) = state.page_mut() {
                page.scroll.top = page.scroll.top.saturating_add_signed(lines);
            }
            return vec![];
        }
    };
    let height = usize::from(layout::main_rows(&areas).height);
    scroll(state, focus, lines, height);
    vec![]
}
