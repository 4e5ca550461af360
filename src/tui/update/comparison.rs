//! Actions on a comparison of two roles.

use super::{areas, settle};
use crate::analysis::diff::Excerpt;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::pane::compare;
use crate::tui::state::{Focus, State};

/// Number of cells by which a key shifts texts.
const SLIDE: isize = 8;

/// Applies `action` to a comparison, if one has the focus and the action is of that kind.
pub(super) fn act(state: &mut State, action: Action) -> bool {
    if state.focus != Focus::Compare {
        return false;
    }
    match action {
        Action::NextChange => walk(state, true),
        Action::PreviousChange => walk(state, false),
        Action::ToggleSplit => {
            state.compare.columns = state.compare.columns.next();
            state.notice = Some(format!("layout: {}", state.compare.columns.word()));
        }
        Action::ToggleWrap => {
            state.compare.shift = if state.compare.shift.is_some() { None } else { Some(0) };
            let told = if state.compare.shift.is_some() {
                "on one line each: h and l move sideways"
            } else {
                "wrapped"
            };
            state.notice = Some(format!("texts {told}"));
        }
        Action::Left => slide(state, -SLIDE),
        Action::Right => slide(state, SLIDE),
        Action::LessContext => widen(state, false),
        Action::MoreContext => widen(state, true),
        Action::NextKind => {
            state.compare.next_kind();
            show(state, state.compare.excerpt);
        }
        Action::ToggleUnchanged => {
            let all = state.compare.excerpt == Excerpt::default();
            show(state, if all { Excerpt::DIFFERENCES } else { Excerpt::default() });
        }
        _ => return false,
    }
    true
}

/// Shows other rows and reports which.
pub(super) fn show(state: &mut State, excerpt: Excerpt) {
    let height = height(state);
    let seen = state.compare.is_seen(height);
    state.compare.excerpt = excerpt;
    let told = compare::shown(excerpt);
    state.notice = Some(format!("showing {}", told.as_deref().unwrap_or("everything")));
    if seen {
        settle(state);
        state.compare.reveal(height);
    }
}

/// Returns the number of visible lines of the text.
fn height(state: &State) -> usize {
    usize::from(layout::main_rows(&areas(state)).height)
}

fn walk(state: &mut State, forward: bool) {
    if !state.compare.walk(forward, height(state)) {
        let all = state.compare.excerpt == Excerpt::default();
        let told = if all {
            "no change: both sides say the same"
        } else {
            "no change is shown: u shows everything"
        };
        state.notice = Some(told.to_string());
    }
}

/// Shows more unchanged rows around changes, or fewer.
fn widen(state: &mut State, more: bool) {
    match state.compare.widen(more) {
        Ok(()) => show(state, state.compare.excerpt),
        Err(why) => state.notice = Some(why.to_string()),
    }
}

/// Shifts the texts.
fn slide(state: &mut State, cells: isize) {
    if let Err(why) = state.compare.slide(cells) {
        state.notice = Some(why.to_string());
    }
}

/// Expands or collapses the row under the cursor.
pub(super) fn tell_row(state: &mut State) {
    if !state.compare.toggle(&state.catalog, height(state)) {
        state.notice = Some("there is no more to say of this row".to_string());
    }
    settle(state);
    state.compare.reveal(height(state));
}
