//! Rectangles, computed from the size of the terminal and the contents. Pure: `update` pages by
//! them, mouse positions are looked up in them, and `view` draws into them.

use ratatui::layout::Rect;

use super::action::{Focus, ScreenView};

/// The smallest usable screen.
pub(crate) const SMALLEST: (u16, u16) = (40, 10);

/// Whether a screen of `width` × `height` cells is smaller than [`SMALLEST`].
pub(crate) fn is_too_small(width: u16, height: u16) -> bool {
    width < SMALLEST.0 || height < SMALLEST.1
}

/// The largest area that is drawn. A terminal may report any size, and 65,535 × 65,535 cells would
/// exhaust memory; the largest displays show 1,920 × 540 of the smallest letters.
pub(crate) const LARGEST: (u16, u16) = (2_000, 1_000);

/// Limits `size` to [`LARGEST`].
pub(crate) fn clamp_size((width, height): (u16, u16)) -> (u16, u16) {
    (width.min(LARGEST.0), height.min(LARGEST.1))
}

/// Below this width, one pane is shown at a time.
const MIN_TWO_PANES: u16 = 60;

/// From this width on, a comparison has two columns, unless the user chooses otherwise.
pub(crate) const MIN_TWO_COLUMNS: u16 = 100;

/// The areas of the screen. A rectangle may be empty; then it is not drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScreenAreas {
    /// The first line.
    pub title: Rect,
    /// The last line.
    pub footer: Rect,
    /// The list of roles or skills.
    pub list: Rect,
    /// Detail, comparison or skill.
    pub main: Rect,
    /// The divider between the two.
    pub divider: Rect,
    /// The line of a tip above the last line, if there is one.
    pub tip: Rect,
}

/// Minimum width of either pane.
const MIN_PANE_WIDTH: u16 = 20;

/// Width from which a role's facts are beside its text.
const MIN_ASIDE_SCREEN: u16 = 140;

/// Returns the usual width of the list of `view` on a screen of `width` cells.
fn default_list_width(width: u16, view: ScreenView) -> u16 {
    match view {
        ScreenView::Skills => (width * 9 / 20).clamp(32, 72),
        _ if width < MIN_ASIDE_SCREEN => (width * 2 / 5).clamp(24, 40),
        // The facts beside the text need room; the wider the screen, the fewer names are cut.
        _ => 36 + (width.saturating_sub(160) / 3).min(36),
    }
}

/// Returns the width of the list of `view` when it is `split` columns wider than usual.
fn list_width(width: u16, view: ScreenView, split: i16) -> u16 {
    let most = width.saturating_sub(MIN_PANE_WIDTH + 2).max(MIN_PANE_WIDTH);
    default_list_width(width, view).saturating_add_signed(split).clamp(MIN_PANE_WIDTH, most)
}

/// Limits `split` so that both panes stay legible.
pub(crate) fn split_within(width: u16, view: ScreenView, split: i16) -> i16 {
    list_width(width, view, split) as i16 - default_list_width(width, view) as i16
}

/// Returns the split that puts the divider between the panes at column `x`.
pub(super) fn split_at(width: u16, view: ScreenView, x: u16) -> i16 {
    split_within(width, view, x.min(width) as i16 - default_list_width(width, view) as i16)
}

/// Divides a terminal of `width` × `height` cells, with the list `split` columns wider than usual.
pub(crate) fn areas(
    width: u16,
    height: u16,
    focus: Focus,
    zoomed: bool,
    split: i16,
) -> ScreenAreas {
    let title = u16::from(height >= 3);
    let foot = u16::from(height >= 4);
    let body = Rect::new(0, title, width, height.saturating_sub(title + foot));
    let mut areas = ScreenAreas {
        title: Rect::new(0, 0, width, title),
        footer: Rect::new(0, height.saturating_sub(foot), width, foot),
        ..ScreenAreas::default()
    };
    if !focus.view().has_list() {
        areas.main = body;
    } else if width < MIN_TWO_PANES || zoomed {
        if focus.in_list() {
            areas.list = body;
        } else {
            areas.main = body;
        }
    } else {
        let list = list_width(width, focus.view(), split);
        areas.list = Rect { width: list, ..body };
        areas.divider = Rect { x: list, width: 1, ..body };
        areas.main = Rect { x: list + 2, width: width.saturating_sub(list + 2), ..body };
    }
    areas
}

/// Returns `areas` with a line for a tip above the last line, unless the screen is short.
pub(crate) fn with_tip(mut areas: ScreenAreas) -> ScreenAreas {
    if areas.footer.y < SMALLEST.1 {
        return areas;
    }
    let y = areas.footer.y - 1;
    areas.tip = Rect { y, ..areas.footer };
    for area in [&mut areas.list, &mut areas.main, &mut areas.divider] {
        area.height = area.height.min(y.saturating_sub(area.y));
    }
    areas
}

/// Width of the margin for the word that marks the selection for a screen reader.
const SELECTION_MARGIN: u16 = 12;

/// Returns `areas` with a margin at the right of lists and texts, unless they are narrow.
pub(crate) fn with_margin(mut areas: ScreenAreas) -> ScreenAreas {
    for area in [&mut areas.list, &mut areas.main] {
        if area.width >= 2 * MIN_PANE_WIDTH + SELECTION_MARGIN {
            area.width -= SELECTION_MARGIN;
        }
    }
    areas
}

/// Splits the top `rows` lines off `area`, and returns them and the rest.
pub(crate) fn split_top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// Returns the number of lines above the text of the focused main pane: title and section tabs,
/// fewer on short screens.
pub(crate) fn header_rows(height: u16) -> u16 {
    match height {
        0..=2 => 0,
        3..=9 => 1,
        _ => 2,
    }
}

/// Returns the text area of the list pane: below its one header line.
pub(crate) fn list_rows(areas: &ScreenAreas) -> Rect {
    split_top(areas.list, u16::from(areas.list.height > 1)).1
}

/// Returns the text area of the main pane, below its header, with a blank and a column left free at
/// the edge for the scroll bar.
pub(crate) fn main_rows(areas: &ScreenAreas) -> Rect {
    let rest = split_top(areas.main, header_rows(areas.main.height)).1;
    Rect { width: rest.width.saturating_sub(BAR_WIDTH), ..rest }
}

/// Number of columns beside a text that the scroll bar takes, with the blank before it.
pub(crate) const BAR_WIDTH: u16 = 2;

/// Returns the column of the scroll bar of the text in `rows`.
pub(crate) fn scroll_bar(rows: Rect) -> Rect {
    Rect { x: rows.right() + BAR_WIDTH - 1, width: 1, ..rows }
}

/// Returns the scrolling area, below the header, of a page whose first `head` lines are fixed.
pub(crate) fn page_rows(areas: &ScreenAreas, head: usize) -> Rect {
    let rows = main_rows(areas);
    // On the smallest screens the text matters more than the lines above it.
    let head = if usize::from(rows.height) > 2 * head { head as u16 } else { 0 };
    split_top(rows, head).1
}

/// Returns the box of the help with `rows` rows of columns: nearly the entire screen, without the
/// last line.
pub(crate) fn help(width: u16, height: u16, rows: usize) -> Rect {
    let (w, most) = (width.min(MAX_HELP_WIDTH), height.saturating_sub(1));
    let h = u16::try_from(rows + 2).unwrap_or(u16::MAX).clamp(most.min(5), most);
    // The first line, which names the view, stays visible if possible.
    Rect::new((width - w) / 2, (most - h).div_ceil(2), w, h)
}

/// Maximum width of the help.
const MAX_HELP_WIDTH: u16 = 132;

/// Returns the box of an overlay for a screen reader: everything above the last line, so that
/// nothing is read that is behind it.
pub(crate) fn accessible_overlay(width: u16, height: u16) -> Rect {
    Rect::new(0, 0, width, height.saturating_sub(1))
}

/// Up to this width, an overlay is as wide as the screen: what is left of the page beside it could
/// not be read.
const MAX_FULL_WIDTH: u16 = 100;

/// Returns the box of an overlay with `rows` rows: centred, as wide as a narrow screen, 88 cells on
/// a wide one, no higher than it needs and at most 24; all of a screen of a few lines.
pub(crate) fn overlay(width: u16, height: u16, rows: usize) -> Rect {
    let w = if width <= MAX_FULL_WIDTH { width } else { 88 };
    let most = (height.saturating_sub(4)).min(24);
    // A border around it, and a field at the top.
    let h = if height < 12 {
        height
    } else {
        u16::try_from(rows + 3).unwrap_or(u16::MAX).clamp(5, most)
    };
    Rect::new((width - w) / 2, (height - if height < 12 { h } else { most }) / 3, w, h)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::screen_catalog::ScreenCatalog;
    use crate::tui::state::AppState;
    use crate::tui::update::{Msg, update};

    #[test]
    fn a_terminal_of_any_size_has_a_screen_that_fits_in_memory() {
        let mut state = AppState::new(ScreenCatalog::default(), (u16::MAX, u16::MAX));
        assert_eq!(state.size, LARGEST);
        for (told, drawn) in
            [((u16::MAX, 5), (2_000, 5)), ((0, u16::MAX), (0, 1_000)), ((2_000, 60), (2_000, 60))]
        {
            let _ = update(&mut state, Msg::Resize(told.0, told.1));
            assert_eq!(state.size, drawn);
        }
    }

    #[test]
    fn no_rectangle_leaves_the_screen_and_none_overlap() {
        for focus in Focus::ALL {
            for zoomed in [false, true] {
                for width in 0..160 {
                    for height in 0..50 {
                        let screen = Rect::new(0, 0, width, height);
                        let split = (i32::from(width) * 7 % 61 - 30) as i16;
                        let a = areas(width, height, focus, zoomed, split);
                        let all = [a.title, a.footer, a.list, a.main, a.divider];
                        for (i, r) in all.iter().enumerate() {
                            assert!(
                                r.is_empty() || screen.union(*r) == screen,
                                "{focus:?} {width}x{height} {r:?}"
                            );
                            for other in &all[i + 1..] {
                                assert!(
                                    r.intersection(*other).is_empty(),
                                    "{focus:?} {width}x{height} {r:?} {other:?}"
                                );
                            }
                        }
                        assert!(
                            screen.is_empty()
                                || screen.union(overlay(width, height, usize::from(width) % 31))
                                    == screen
                        );
                    }
                }
            }
        }
    }
}
