//! Actions on a comparison of two roles.

use super::{areas, relayout};
use crate::analysis::diff::ExcerptOptions;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::pane::compare;
use crate::tui::state::{AppState, Focus};

/// Number of cells by which a key shifts texts.
const SLIDE: isize = 8;

/// Applies `action` to a comparison, if one has the focus and the action is of that kind.
pub(super) fn run_action(state: &mut AppState, action: Action) -> bool {
    if state.focus != Focus::Compare {
        return false;
    }
    match action {
        Action::NextChange => walk_changes(state, true),
        Action::PreviousChange => walk_changes(state, false),
        Action::ToggleSplit => {
            state.compare.columns = state.compare.columns.next();
            state.notice = Some(format!("layout: {}", state.compare.columns.label()));
        }
        Action::ToggleWrap => {
            state.compare.shift = if state.compare.shift.is_some() { None } else { Some(0) };
            let told = if state.compare.shift.is_some() {
                "unwrapped; h and l scroll sideways"
            } else {
                "wrapped"
            };
            state.notice = Some(format!("text {told}"));
        }
        Action::Left => scroll_sideways(state, -SLIDE),
        Action::Right => scroll_sideways(state, SLIDE),
        Action::LessContext => change_context(state, false),
        Action::MoreContext => change_context(state, true),
        Action::NextKind => {
            state.compare.next_kind();
            show_rows(state, state.compare.excerpt);
        }
        Action::ToggleUnchanged => {
            let all = state.compare.excerpt == ExcerptOptions::default();
            show_rows(
                state,
                if all { ExcerptOptions::DIFFERENCES } else { ExcerptOptions::default() },
            );
        }
        _ => return false,
    }
    true
}

/// Shows other rows and reports which.
pub(super) fn show_rows(state: &mut AppState, excerpt: ExcerptOptions) {
    let height = height(state);
    let seen = state.compare.is_selection_visible(height);
    state.compare.excerpt = excerpt;
    let told = compare::excerpt_text(excerpt);
    state.notice = Some(format!("showing {}", told.as_deref().unwrap_or("everything")));
    if seen {
        relayout(state);
        state.compare.reveal(height);
    }
}

/// Returns the number of visible lines of the text.
fn height(state: &AppState) -> usize {
    usize::from(layout::main_rows(&areas(state)).height)
}

fn walk_changes(state: &mut AppState, forward: bool) {
    if !state.compare.walk_changes(forward, height(state)) {
        let all = state.compare.excerpt == ExcerptOptions::default();
        let told = if all {
            "no changes: both sides are the same"
        } else {
            "all changes are hidden; u shows everything"
        };
        state.notice = Some(told.to_string());
    }
}

/// Shows more unchanged rows around changes, or fewer.
fn change_context(state: &mut AppState, more: bool) {
    match state.compare.change_context(more) {
        Ok(()) => show_rows(state, state.compare.excerpt),
        Err(why) => state.notice = Some(why.to_string()),
    }
}

/// Shifts the texts.
fn scroll_sideways(state: &mut AppState, cells: isize) {
    if let Err(why) = state.compare.scroll_sideways(cells) {
        state.notice = Some(why.to_string());
    }
}

/// Expands or collapses the row under the cursor.
pub(super) fn toggle_row_details(state: &mut AppState) {
    if !state.compare.toggle_row(&state.catalog, height(state)) {
        state.notice = Some("nothing more about this row".to_string());
    }
    relayout(state);
    state.compare.reveal(height(state));
}
