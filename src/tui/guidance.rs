//! Messages of views that have nothing to show: what is missing, and the keys to press.

use super::action::Action;
use super::overlay::PairAction;
use super::state::AppState;

/// Returns the message of a view of two roles that has none: which mark is missing and the keys that
/// choose it, and the key that brings cleared marks back.
pub(super) fn how_to_begin(state: &AppState, purpose: PairAction) -> String {
    let (action, question) = match purpose {
        PairAction::Compare => (Action::Compare, "to compare with"),
        PairAction::Path => (Action::Path, "that the path leads to"),
        PairAction::Gap => (Action::Gap, "that the skill gap leads to"),
        PairAction::Matrix => (Action::Matrix, "to show beside it"),
    };
    let (key, marks) = (state.key_name(action), state.key_name(Action::ToggleMarks));
    if state.catalog.roles().len() < 2 {
        return "This pack has no two roles. Start with --pack to open another one.".to_string();
    }
    if let Some(a) = state.marks.a {
        let title = state.catalog.role_title(a);
        return format!("A is {title}. Press {key} to choose the role {question}.");
    }
    let restores = if state.cleared_marks.pair().is_some() {
        format!(", or {marks} to restore the marks that were cleared")
    } else {
        String::new()
    };
    format!("No roles are marked. Press {key} to choose two{restores}.")
}
