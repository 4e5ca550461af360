//! Getting about: views, panes, history, marks and comparisons.

use super::fields;
use crate::model::RoleId;
use crate::tui::effect::Effect;
use crate::tui::layout;
use crate::tui::overlay::{Kind, Overlay};
use crate::tui::pane::roles::Row;
use crate::tui::state::{Focus, Marks, Place, State, View};

/// How many places history keeps.
const HISTORY: usize = 100;

/// Remembers where we are, so that history can come back.
fn remember(state: &mut State) {
    let place = state.place();
    if state.history.back.last() != Some(&place) {
        state.history.back.push(place);
    }
    if state.history.back.len() > HISTORY {
        state.history.back.remove(0);
    }
    state.history.forward.clear();
}

/// Moves the focus; another view is a step in history.
pub(super) fn go(state: &mut State, focus: Focus) {
    if state.focus == focus {
        return;
    }
    if state.focus.view() != focus.view() {
        remember(state);
        state.zoomed = false;
    }
    state.focus = focus;
}

/// Opens `role` in Detail.
pub(super) fn open_role(state: &mut State, role: RoleId) {
    remember(state);
    state.roles.select(&state.catalog, role);
    state.zoomed = false;
    state.focus = Focus::Detail;
}

/// Opens what is under the cursor.
pub(super) fn open(state: &mut State) {
    match state.focus {
        Focus::Roles => match state.roles.row() {
            Some(Row::Family { folded, .. }) => {
                let fold = !folded;
                state.roles.fold(&state.catalog, fold);
            }
            Some(Row::Role(_)) => go(state, Focus::Detail),
            None => {}
        },
        Focus::Filter => {
            state.focus = if state.roles.selected().is_some() { Focus::Detail } else { Focus::Roles };
        }
        Focus::SkillInput | Focus::Skills => {
            if state.skills.selected().is_some() {
                state.focus = Focus::Needs;
                super::settle(state);
                let height = usize::from(layout::main_rows(&super::areas(state)).height);
                state.skills.reveal_need(height);
            }
        }
        Focus::Needs => {
            if let Some(role) = state.skills.selected_need(&state.catalog) {
                open_role(state, role);
            }
        }
        Focus::Detail | Focus::Compare => {}
    }
}

/// To the next pane of the view, or the one before.
pub(super) fn next_pane(state: &mut State, forward: bool) {
    let ring: &[Focus] = match state.focus.view() {
        View::Roles => &[Focus::Roles, Focus::Detail],
        View::Skills => &[Focus::SkillInput, Focus::Skills, Focus::Needs],
        View::Compare => return,
    };
    let here = if state.focus == Focus::Filter { Focus::Roles } else { state.focus };
    let at = ring.iter().position(|&f| f == here).unwrap_or(0);
    let step = if forward { 1 } else { ring.len() - 1 };
    state.focus = ring[(at + step) % ring.len()];
}

/// Folds, or moves the focus left.
pub(super) fn left(state: &mut State) {
    match state.focus {
        Focus::Roles => {
            state.roles.fold(&state.catalog, true);
        }
        Focus::Detail => state.focus = Focus::Roles,
        Focus::Needs => state.focus = Focus::Skills,
        _ => {}
    }
}

/// Unfolds, or moves the focus right.
pub(super) fn right(state: &mut State) {
    match state.focus {
        Focus::Roles if state.roles.fold(&state.catalog, false) => {}
        Focus::Roles if state.roles.selected().is_some() => state.focus = Focus::Detail,
        Focus::Skills => open(state),
        _ => {}
    }
}

/// Puts the caret into the view's field.
pub(super) fn search(state: &mut State) {
    match state.focus.view() {
        View::Roles => state.focus = Focus::Filter,
        View::Skills => state.focus = Focus::SkillInput,
        // A comparison has no field of its own: what is looked for is another role or skill.
        View::Compare => go(state, Focus::SkillInput),
    }
    state.zoomed = false;
}

/// Leaves the nearest transient thing: the field, the zoom, the filter, the marks; then goes back.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Focus::Filter => state.focus = Focus::Roles,
        Focus::SkillInput => {
            // The list has the focus first, so that single keys work; what was typed stays.
            state.focus = Focus::Skills;
        }
        _ if state.zoomed => state.zoomed = false,
        Focus::Roles if !state.roles.filter.value().is_empty() => state.roles.unfilter(&state.catalog),
        Focus::Skills if !state.skills.input.value().is_empty() => {
            state.skills.input.reset();
            state.focus = Focus::SkillInput;
            let effects = fields::ask(state);
            state.focus = Focus::Skills;
            return effects;
        }
        Focus::Needs => state.focus = Focus::Skills,
        Focus::Detail => state.focus = Focus::Roles,
        Focus::Roles if state.marks != Marks::default() => {
            state.marks = Marks::default();
            state.notice = Some("marks cleared".to_string());
        }
        _ if !state.history.back.is_empty() => history(state, false),
        _ => {}
    }
    vec![]
}

/// Goes back; quits at the start.
pub(super) fn back(state: &mut State) -> Vec<Effect> {
    if state.zoomed {
        state.zoomed = false;
    } else if !state.history.back.is_empty() {
        history(state, false);
    } else if state.focus == Focus::Detail {
        state.focus = Focus::Roles;
    } else if state.focus.view() == View::Roles {
        return vec![Effect::Quit(0)];
    } else {
        state.focus = Focus::Roles;
    }
    vec![]
}

/// Walks through the places visited.
pub(super) fn history(state: &mut State, forward: bool) {
    let here = state.place();
    let (from, to) = if forward {
        (&mut state.history.forward, &mut state.history.back)
    } else {
        (&mut state.history.back, &mut state.history.forward)
    };
    let Some(place) = from.pop() else {
        state.notice = Some(if forward { "nothing ahead" } else { "nothing behind" }.to_string());
        return;
    };
    to.push(here);
    arrive(state, place);
}

fn arrive(state: &mut State, place: Place) {
    state.zoomed = false;
    // A field would swallow the next key; its list shows the same.
    state.focus = match place.focus {
        Focus::Filter => Focus::Roles,
        Focus::SkillInput => Focus::Skills,
        focus => focus,
    };
    if let Some(role) = place.role {
        state.roles.select(&state.catalog, role);
    }
    if let Some((a, b)) = place.pair {
        state.compare.compare(&state.catalog, a, b);
    }
}

/// Marks the role as A, then as B; a third mark replaces B; a mark on a marked role takes it away.
pub(super) fn mark(state: &mut State) {
    let Some(role) = state.current_role() else {
        state.notice = Some("no role here to mark".to_string());
        return;
    };
    let title = &state.catalog.role(role).title;
    let marks = &mut state.marks;
    let told = if marks.a == Some(role) {
        *marks = Marks { a: marks.b, b: None };
        format!("{title} unmarked")
    } else if marks.b == Some(role) {
        marks.b = None;
        format!("{title} unmarked")
    } else if marks.a.is_none() {
        marks.a = Some(role);
        format!("A is {title}: mark another, or press d on it")
    } else {
        let replaced = marks.b.replace(role).map(|old| format!(" instead of {}", state.catalog.role(old).title));
        format!("B is {title}{}: d compares", replaced.unwrap_or_default())
    };
    state.notice = Some(told);
    match state.focus {
        Focus::Roles => {
            let len = state.roles.rows().len();
            state.roles.cursor.step(1, len);
        }
        Focus::Needs => {
            let height = usize::from(layout::main_rows(&super::areas(state)).height);
            state.skills.step_needs(&state.catalog, 1, height);
        }
        _ => {}
    }
}

/// Puts two roles side by side: both marks, or one mark and the role here, or asks for the other.
pub(super) fn compare(state: &mut State) {
    if let (Focus::Compare, Some((left, _))) = (state.focus, state.compare.pair()) {
        state.overlays.push(Overlay::new(Kind::CompareWith(left), &state.catalog));
        return;
    }
    let here = state.current_role();
    match (state.marks.a, state.marks.b, here) {
        (Some(a), Some(b), _) => compare_pair(state, a, b),
        (Some(a), None, Some(here)) if here != a => compare_pair(state, a, here),
        (Some(left), None, _) | (None, _, Some(left)) => {
            state.overlays.push(Overlay::new(Kind::CompareWith(left), &state.catalog));
        }
        (None, _, None) => state.notice = Some("mark a role with space first".to_string()),
    }
}

/// Shows `left` and `right` side by side and marks them A and B.
pub(super) fn compare_pair(state: &mut State, left: RoleId, right: RoleId) {
    if state.focus.view() != View::Compare || state.compare.pair() != Some((left, right)) {
        remember(state);
    }
    state.marks = Marks { a: Some(left), b: Some(right) };
    state.compare.compare(&state.catalog, left, right);
    state.zoomed = false;
    state.focus = Focus::Compare;
}

/// Goes to the comparison; without one it starts one, or says how.
pub(super) fn view_compare(state: &mut State) {
    match (state.marks.a, state.marks.b, state.compare.pair()) {
        (Some(a), Some(b), _) | (_, _, Some((a, b))) => compare_pair(state, a, b),
        _ => compare(state),
    }
}

/// Exchanges A and B.
pub(super) fn swap(state: &mut State) {
    if let Some((left, right)) = state.compare.pair() {
        state.marks = Marks { a: Some(right), b: Some(left) };
        state.compare.compare(&state.catalog, right, left);
    }
}
