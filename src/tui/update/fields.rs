//! Text fields: editing, and the queries that editing triggers.

use std::sync::Arc;

use tui_input::{Input, InputRequest};

use crate::model::text::group_digits;
use crate::search::{SearchAnswer, SearchItem, SearchScope};
use crate::tui::action::Action;
use crate::tui::effect::{Effect, FieldQuery};
use crate::tui::overlay::OverlayContent;
use crate::tui::state::{AppState, Focus};
use crate::tui::update::find;

/// Maximum number of characters in a field: each key redraws all of them, and real input is
/// shorter.
pub const MAX_FIELD_CHARS: usize = 16_384;

/// Returns the field that receives typed text, if one has the focus.
fn focused_field(state: &mut AppState) -> Option<&mut Input> {
    if !state.overlays.is_empty() {
        return state.overlays.last_mut().map(|overlay| &mut overlay.input);
    }
    if state.find.as_ref().is_some_and(|find| find.is_typing) {
        return state.find.as_mut().map(|find| &mut find.input);
    }
    if state.focus.is_input() { state.view().input(state) } else { None }
}

/// Removes the selected text from the visible field and remembers it as a past query. Returns
/// whether there was one.
fn replace_selected(state: &mut AppState) -> bool {
    if !state.overlays.is_empty() || !std::mem::take(&mut state.field_selected) {
        return false;
    }
    state.remember_field();
    focused_field(state).is_some_and(|field| !std::mem::take(field).value().is_empty())
}

/// Inserts `text` at the caret of the focused field.
pub(in crate::tui) fn insert(state: &mut AppState, text: &str) -> Vec<Effect> {
    replace_selected(state);
    let Some(field) = focused_field(state) else { return vec![] };
    // Inserting one character at a time would copy the entire text each time.
    let caret = field.cursor();
    let at = field.value().char_indices().nth(caret).map_or(field.value().len(), |(at, _)| at);
    let mut value = field.value().to_string();
    let room = MAX_FIELD_CHARS.saturating_sub(value.chars().count());
    let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
    value.insert_str(at, &text[..end]);
    *field = Input::new(value).with_cursor(caret + text[..end].chars().count());
    if end < text.len() {
        let most = group_digits(MAX_FIELD_CHARS as u64);
        state.notice = Some(format!("this field takes {most} characters; the rest was cut off"));
    }
    start_search(state)
}

/// Applies an editing action to the focused field; `None` if `action` does not edit.
pub(in crate::tui) fn edit_field(state: &mut AppState, action: Action) -> Option<Vec<Effect>> {
    use Action as A;
    let deletes = [A::DeleteLeft, A::DeleteRight, A::DeleteWord, A::DeleteToStart, A::DeleteToEnd];
    if deletes.contains(&action) && replace_selected(state) {
        return Some(start_search(state));
    }
    if action == Action::DeleteToStart {
        return Some(delete_to_start(state));
    }
    let request = match action {
        Action::CharLeft => InputRequest::GoToPrevChar,
        Action::CharRight => InputRequest::GoToNextChar,
        Action::WordLeft => InputRequest::GoToPrevWord,
        Action::WordRight => InputRequest::GoToNextWord,
        Action::LineStart => InputRequest::GoToStart,
        Action::LineEnd => InputRequest::GoToEnd,
        Action::DeleteLeft => InputRequest::DeletePrevChar,
        Action::DeleteRight => InputRequest::DeleteNextChar,
        Action::DeleteWord => InputRequest::DeletePrevWord,
        Action::DeleteToEnd => InputRequest::DeleteTillEnd,
        _ => return None,
    };
    // The caret moves into the existing text.
    state.field_selected = false;
    let Some(field) = focused_field(state) else { return Some(vec![]) };
    let changed = field.handle(request).is_some_and(|change| change.value);
    Some(if changed { start_search(state) } else { vec![] })
}

/// Deletes the text left of the caret, as shells do; the crate's own request deletes the entire
/// line.
fn delete_to_start(state: &mut AppState) -> Vec<Effect> {
    let Some(field) = focused_field(state) else { return vec![] };
    let rest: String = field.value().chars().skip(field.cursor()).collect();
    if rest.len() == field.value().len() {
        return vec![];
    }
    *field = Input::new(rest).with_cursor(0);
    start_search(state)
}

/// Runs the query in the focused field. An empty field is answered at once.
pub(in crate::tui) fn start_search(state: &mut AppState) -> Vec<Effect> {
    if state.overlays.is_empty() && state.find.as_ref().is_some_and(|find| find.is_typing) {
        find::search_typed(state);
        return vec![];
    }
    let generation = state.next_generation();
    let (query, scope) = match (state.overlays.last_mut(), state.focus) {
        (Some(overlay), _) => {
            overlay.generation = generation;
            overlay.refilter(&state.catalog);
            if !overlay.searches_roles() {
                return vec![];
            }
            (overlay.input.value().to_string(), SearchScope::Roles)
        }
        (None, Focus::Filter) => {
            state.roles.generation = generation;
            (state.roles.filter.value().to_string(), SearchScope::Roles)
        }
        (None, Focus::SkillInput | Focus::Skills | Focus::Needs) => {
            state.skills.generation = generation;
            (state.skills.input.value().to_string(), state.skills.scope)
        }
        (None, _) => return vec![],
    };
    if query.trim().is_empty() {
        return show_answer(state, &SearchAnswer { generation, hits: Arc::default() });
    }
    vec![Effect::Search(FieldQuery { generation, query, scope })]
}

/// Repeats the queries of all fields for a catalog that has just been opened, keeping what is
/// selected.
pub(in crate::tui) fn restart_searches(state: &mut AppState) -> Vec<Effect> {
    let focus = state.focus;
    let overlays = std::mem::take(&mut state.overlays);
    let mut effects = Vec::new();
    // Pending answers are about the old catalog, whatever the fields contain.
    (state.roles.generation, state.skills.generation) =
        (state.next_generation(), state.next_generation());
    if !state.roles.filter.value().trim().is_empty() {
        state.focus = Focus::Filter;
        effects.extend(start_search(state));
        state.roles.keep_selection_for = Some(state.roles.generation);
    }
    if !state.skills.input.value().trim().is_empty() {
        state.focus = Focus::SkillInput;
        effects.extend(start_search(state));
        state.skills.keep_selection_for = Some(state.skills.generation);
    }
    (state.focus, state.overlays) = (focus, overlays);
    if let Some(on_top) = state.overlays.last_mut()
        && on_top.searches_roles()
        && !on_top.input.value().trim().is_empty()
    {
        state.generation += 1;
        on_top.generation = state.generation;
        on_top.keep_selection_for = Some(on_top.generation);
        let (generation, query) = (on_top.generation, on_top.input.value().to_string());
        effects.push(Effect::Search(FieldQuery { generation, query, scope: SearchScope::Roles }));
    }
    effects
}

/// Delivers an answer to the field that asked; answers to older queries are dropped.
pub(in crate::tui) fn show_answer(state: &mut AppState, answer: &SearchAnswer) -> Vec<Effect> {
    let catalog = &state.catalog;
    let on_top = state.overlays.last().map_or(0, |overlay| overlay.generation);
    let asked =
        [state.roles.generation, state.skills.generation, on_top].contains(&answer.generation);
    if let Some(hint) = answer.hits.hints.first().filter(|_| asked) {
        state.notice = Some(crate::model::text::visible(hint).to_string());
    }
    if state.roles.generation == answer.generation {
        if state.roles.filter.value().trim().is_empty() {
            state.roles.clear_filter(catalog);
        } else {
            state.roles.set_hits(catalog, &answer.hits);
        }
    } else if state.skills.generation == answer.generation {
        let query = state.skills.input.value().to_string();
        state.skills.set_hits(catalog, &query, &answer.hits);
        let nothing =
            !query.trim().is_empty() && (answer.hits.hits.is_empty() || answer.hits.is_partial());
        if nothing && state.skills.scope != SearchScope::All {
            // Check whether it can be found elsewhere.
            let generation = state.next_generation();
            state.skills.wider_generation = generation;
            return vec![Effect::Search(FieldQuery { generation, query, scope: SearchScope::All })];
        }
    } else if state.skills.wider_generation == answer.generation {
        state.skills.set_wider_hits(&answer.hits);
        if !state.skills.is_empty()
            && let Some(elsewhere) = state.skills.elsewhere.and_then(|elsewhere| elsewhere.text())
        {
            let key = state.keymap.first_key(state.contexts(), Action::SwitchScope).unwrap_or(":");
            let scope = state.skills.scope;
            state.notice = Some(format!(
                "no match for all words in {scope}, but {elsewhere}; {key} searches there"
            ));
        }
    } else if let Some(overlay) = state.overlays.last_mut()
        && overlay.generation == answer.generation
        && overlay.searches_roles()
        && !overlay.input.value().trim().is_empty()
    {
        overlay.show_hits(catalog, &answer.hits);
        // A role is not offered for comparison with itself: explain this if another of
        // its names was typed.
        if let OverlayContent::OtherRole { first: left, .. } = overlay.content
            && let Some(first) = answer.hits.hits.first()
            && first.item == SearchItem::Role(left)
            && first.is_named_role()
        {
            let (typed, title) =
                (crate::model::text::quoted(overlay.input.value()), &catalog.role(left).title);
            state.notice = Some(format!("`{typed}` is {title} itself; choose another role"));
        }
    }
    vec![]
}

/// Replaces the text of the focused field with `query`.
pub(in crate::tui) fn set_query(state: &mut AppState, query: &str) -> Vec<Effect> {
    let Some(field) = focused_field(state) else { return vec![] };
    *field = Input::new(query.to_string());
    state.field_selected = false;
    start_search(state)
}
