//! Movement within a view: its panes, its text field, and the rows and sections of its text.

use crate::tui::action::{ACTIONS, Action, KeyContext};
use crate::tui::state::{AppState, Focus, ScreenView};
use crate::tui::update::find;

/// Moves to the next or previous pane of the view.
pub(in crate::tui) fn next_pane(state: &mut AppState, forward: bool) {
    let ring = state.view().panes();
    if ring.is_empty() && state.view().page_mut(state).is_some_and(|page| page.walk_links(forward))
    {
        return;
    }
    if ring.is_empty() {
        state.notice = Some(match view_keys(state) {
            Some(keys) => format!("only one pane here; keys {keys} switch views"),
            None => "only one pane here; the palette switches views".to_string(),
        });
        return;
    }
    // A field that is not a pane of its own belongs to its list.
    let here = if ring.contains(&state.focus) { state.focus } else { state.focus.without_field() };
    let at = ring.iter().position(|&pane| pane == here).unwrap_or(0);
    let step = if forward { 1 } else { ring.len() - 1 };
    state.focus = ring[(at + step) % ring.len()];
}

/// Returns the keys that switch views: `1–7`, or each of them if they are not consecutive; `None`
/// if none has a key.
fn view_keys(state: &AppState) -> Option<String> {
    let mut actions = ScreenView::ALL.map(|view| AppState::view_of(view).opened_by()).to_vec();
    actions.push(Action::ViewDetail);
    let keys: Vec<&str> = ACTIONS
        .iter()
        .filter(|spec| actions.contains(&spec.action))
        .filter_map(|spec| state.keymap.first_key(&[KeyContext::Global], spec.action))
        .collect();
    let are_consecutive = keys.iter().all(|key| key.len() == 1)
        && keys.windows(2).all(|pair| pair[0].as_bytes()[0] + 1 == pair[1].as_bytes()[0]);
    match keys[..] {
        [] => None,
        [first, _, .., last] if are_consecutive => Some(format!("{first}–{last}")),
        _ => Some(keys.join(", ")),
    }
}

/// Moves the caret to the view's field, where the text is selected: typing replaces it. On a page,
/// begins a search within it.
pub(in crate::tui) fn focus_search(state: &mut AppState) {
    match state.view().field() {
        _ if state.page().is_some() => return find::begin(state),
        Some(field) => state.focus = field,
        // Without a field of its own: search for another role or skill instead.
        None => state.go_to(Focus::SkillInput),
    }
    state.zoomed = false;
    state.field_selected = true;
}

/// Maximises or restores the focused pane.
pub(in crate::tui) fn toggle_zoom(state: &mut AppState) {
    if state.view().panes().is_empty() && !state.zoomed {
        state.notice = Some("only one pane here".to_string());
    } else {
        state.zoomed = !state.zoomed;
    }
}

/// Returns the message that `digit` opens no view.
pub(in crate::tui) fn no_view_text(state: &AppState, digit: char) -> String {
    if let Some(keys) = view_keys(state) {
        format!("there is no view {digit}; keys {keys} switch views")
    } else {
        format!("there is no view {digit}; the palette switches views")
    }
}

/// Returns the message about the digit `c`, which has no meaning here.
pub(in crate::tui) fn unbound_digit_text(state: &AppState, c: char) -> String {
    if state.overlays.is_empty() {
        return no_view_text(state, c);
    }
    let close = state.keymap.first_key(state.contexts(), Action::Cancel);
    match close.zip(view_keys(state)) {
        Some((close, keys)) => format!("{close} closes this list; then keys {keys} switch views"),
        None => format!("{c} does nothing in this list"),
    }
}

/// Returns how far `action` moves in a window of `height` rows; `None` if it does not move.
pub(in crate::tui) fn movement_delta(action: Action, height: usize) -> Option<isize> {
    let page = isize::try_from(height.max(2) - 1).unwrap_or(isize::MAX);
    Some(match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::HalfDown => (page / 2).max(1),
        Action::HalfUp => -(page / 2).max(1),
        Action::PageDown => page,
        Action::PageUp => -page,
        // No list is longer, and the movement stops at its ends.
        Action::Bottom => isize::MAX / 2,
        Action::Top => isize::MIN / 2,
        _ => return None,
    })
}

/// Moves the selection or the text that has the focus.
pub(in crate::tui) fn scroll_focused(state: &mut AppState, action: Action) {
    let area = state.view().scroll_area(state, &state.areas(), state.focus);
    let height = usize::from(area.height);
    if let Some(delta) = movement_delta(action, height) {
        state.view().scroll(state, state.focus, delta, height);
    }
}

/// Selects the next or previous name in the row under the cursor.
pub(in crate::tui) fn walk_row_links(state: &mut AppState, forward: bool) {
    if state.view().page_mut(state).is_some_and(|page| !page.step_link(forward)) {
        let next = match state.focus {
            Focus::Compare => "the next section",
            Focus::Detail | Focus::Needs => "the list",
            _ => "the next name",
        };
        let key = state.key_name(Action::NextPane);
        state.notice = Some(format!("no more names in this row; {key} goes to {next}"));
    }
}

/// Moves the cursor to the next or previous section of the page; from the list of roles, of the
/// text beside it.
pub(in crate::tui) fn jump_section(state: &mut AppState, forward: bool) {
    let is_beside = state.focus == Focus::Roles && !state.areas().main.is_empty();
    let page = if is_beside { Some(&mut state.detail.page) } else { state.view().page_mut(state) };
    let Some(page) = page else {
        let key = state.key_name(Action::Open);
        // On a family, it folds.
        let opens = if state.role_at_cursor().is_some() {
            format!("{key} opens the role")
        } else {
            format!("{key} on a role opens it")
        };
        state.notice = Some(format!("no text beside the list; {opens}"));
        return;
    };
    let before = (page.item(), page.scroll.top);
    if !page.step_section(forward) {
        state.notice = Some("this is the last section".to_string());
    } else if !forward && (page.item(), page.scroll.top) == before {
        state.notice = Some("this is the first section".to_string());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::file::{KeyOverride, SpannedText};
    use crate::tui::keymap::Keymap;
    use crate::tui::screen_catalog::ScreenCatalog;

    fn word(text: &str) -> SpannedText {
        SpannedText { text: text.to_string(), span: 0..0 }
    }

    /// Returns the keys that switch views if `action` has these keys.
    fn view_keys_with(action: &str, keys: &[&str]) -> Option<String> {
        let keys = keys.iter().map(|key| word(key)).collect();
        let wish = KeyOverride { context: word("global"), action: word(action), keys };
        let (keymap, faults) = Keymap::new(&[wish]);
        assert_eq!(faults, []);
        let mut state = AppState::new(ScreenCatalog::default(), (100, 30));
        state.keymap = Arc::new(keymap);
        view_keys(&state)
    }

    #[test]
    fn the_keys_of_the_views_are_those_of_the_keymap() {
        let state = AppState::new(ScreenCatalog::default(), (100, 30));
        assert_eq!(view_keys(&state).as_deref(), Some("1–7"));
        let other = view_keys_with("view-path", &["ctrl-x"]);
        assert_eq!(other.as_deref(), Some("1, 2, 3, 4, ctrl-x, 6, 7"));
        assert_eq!(view_keys_with("view-matrix", &[]).as_deref(), Some("1–6"));
    }
}
