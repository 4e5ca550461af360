//! Text fields: editing, and the queries that editing triggers.

use std::sync::Arc;

use tui_input::{Input, InputRequest};

use crate::model::text::group_digits;
use crate::search::{SearchAnswer, SearchItem, SearchScope};
use crate::tui::action::Action;
use crate::tui::effect::{Effect, FieldQuery};
use crate::tui::overlay::OverlayContent;
use crate::tui::pane::elsewhere::FoundElsewhere;
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
    let is_selected = match state.overlays.last_mut() {
        Some(top) => std::mem::take(&mut top.is_text_selected),
        None => std::mem::take(&mut state.field_selected),
    };
    if !is_selected {
        return false;
    }
    if state.overlays.is_empty() {
        state.remember_field();
    }
    let Some(field) = focused_field(state) else { return false };
    let text = std::mem::take(field).value().to_string();
    let is_replaced = !text.is_empty();
    if is_replaced {
        state.deleted_text = text;
    }
    is_replaced
}

/// Whether a slash typed now is the key that opens a field, pressed once more: the field of a list
/// is open, and nothing was typed into it yet.
fn is_slash_idle(state: &AppState) -> bool {
    if let Some(top) = state.overlays.last() {
        // A path begins with a slash.
        let is_path = matches!(top.content, OverlayContent::Export(..) | OverlayContent::ReadText);
        return !is_path && top.input.value().is_empty();
    }
    match state.focus {
        _ if state.find.as_ref().is_some_and(|find| find.is_typing) => false,
        Focus::Filter => state.field_selected || state.roles.filter.value().is_empty(),
        Focus::SkillInput => state.field_selected || state.skills.input.value().is_empty(),
        _ => false,
    }
}

/// Inserts typed `text` at the caret of the focused field, without the slash that would open it.
pub(in crate::tui) fn type_text(state: &mut AppState, text: &str) -> Vec<Effect> {
    let text = match text.strip_prefix('/') {
        Some(rest) if is_slash_idle(state) => rest,
        _ => text,
    };
    if text.is_empty() { vec![] } else { insert(state, text) }
}

/// Inserts `text` at the caret of the focused field. A blank at the start of the field of a list on
/// top searches for nothing, and is left out.
pub(in crate::tui) fn insert(state: &mut AppState, text: &str) -> Vec<Effect> {
    replace_selected(state);
    let is_start = state.overlays.last().is_some_and(|top| top.input.value().is_empty());
    let text = if is_start { text.trim_start_matches(' ') } else { text };
    if text.is_empty() && is_start {
        return vec![];
    }
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

/// Returns what `action` is in the focused field: at the end of the text there is nothing to
/// delete, and the key moves up in the list below, as in other filters. A text that is selected is
/// deleted as a whole.
pub(in crate::tui) fn action_in_field(state: &mut AppState, action: Action) -> Action {
    let (has_list, is_selected) = match state.overlays.last() {
        Some(top) => (top.help().is_none(), top.is_text_selected),
        None => (state.focus.is_input() && state.find.is_none(), state.field_selected),
    };
    if action != Action::DeleteToEnd || !has_list {
        return action;
    }
    let Some(field) = focused_field(state) else { return action };
    let is_deleted = is_selected && !field.value().is_empty();
    let is_at_end = field.cursor() >= field.value().chars().count();
    if is_at_end && !is_deleted { Action::Up } else { action }
}

/// Applies an editing action to the focused field; `None` if `action` does not edit.
pub(in crate::tui) fn edit_field(state: &mut AppState, action: Action) -> Option<Vec<Effect>> {
    use Action as A;
    if state.overlays.last().is_some_and(|top| top.help().is_some()) {
        return None;
    }
    let deletes = matches!(action, A::DeleteLeft | A::DeleteRight) || kills(action);
    if deletes && replace_selected(state) {
        return Some(start_search(state));
    }
    if kills(action) {
        return Some(delete_range(state, action));
    }
    if action == A::Yank {
        let text = state.deleted_text.clone();
        return Some(if text.is_empty() { vec![] } else { insert(state, &text) });
    }
    let request = match action {
        A::CharLeft => InputRequest::GoToPrevChar,
        A::CharRight => InputRequest::GoToNextChar,
        A::WordLeft => InputRequest::GoToPrevWord,
        A::WordRight => InputRequest::GoToNextWord,
        A::LineStart => InputRequest::GoToStart,
        A::LineEnd => InputRequest::GoToEnd,
        A::DeleteLeft => InputRequest::DeletePrevChar,
        A::DeleteRight => InputRequest::DeleteNextChar,
        _ => return None,
    };
    // The caret moves into the existing text.
    state.field_selected = false;
    if let Some(top) = state.overlays.last_mut() {
        top.is_text_selected = false;
    }
    let Some(field) = focused_field(state) else { return Some(vec![]) };
    let changed = field.handle(request).is_some_and(|change| change.value);
    Some(if changed { start_search(state) } else { vec![] })
}

/// Whether `action` deletes a text that can be inserted again.
fn kills(action: Action) -> bool {
    use Action as A;
    matches!(action, A::DeleteWord | A::DeleteWordRight | A::DeleteToStart | A::DeleteToEnd)
}

/// Deletes the word or the part of the line that `action` is about, and keeps it to be inserted
/// again.
fn delete_range(state: &mut AppState, action: Action) -> Vec<Effect> {
    let Some(field) = focused_field(state) else { return vec![] };
    let (chars, caret): (Vec<char>, usize) = (field.value().chars().collect(), field.cursor());
    let caret = caret.min(chars.len());
    let range = match action {
        Action::DeleteWord => word_start(&chars[..caret])..caret,
        Action::DeleteWordRight => caret..caret + word_end(&chars[caret..]),
        Action::DeleteToStart => 0..caret,
        _ => caret..chars.len(),
    };
    if range.is_empty() {
        return vec![];
    }
    let rest = chars[..range.start].iter().chain(&chars[range.end..]).collect::<String>();
    *field = Input::new(rest).with_cursor(range.start);
    state.deleted_text = chars[range].iter().collect();
    start_search(state)
}

/// Whether `c` belongs to a word: letters, digits, and marks on them.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && !c.is_whitespace())
}

/// Returns where the last word of `chars` starts.
fn word_start(chars: &[char]) -> usize {
    let end = chars.iter().rposition(|c| is_word_char(*c)).map_or(0, |at| at + 1);
    chars[..end].iter().rposition(|c| !is_word_char(*c)).map_or(0, |at| at + 1)
}

/// Returns where the first word of `chars` ends.
fn word_end(chars: &[char]) -> usize {
    let start = chars.iter().position(|c| is_word_char(*c)).unwrap_or(chars.len());
    let length = chars[start..].iter().position(|c| !is_word_char(*c));
    length.map_or(chars.len(), |length| start + length)
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
            let Some(scope) = overlay.searched() else { return vec![] };
            (overlay.input.value().to_string(), scope)
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
        && let Some(scope) = on_top.searched()
        && !on_top.input.value().trim().is_empty()
    {
        state.generation += 1;
        on_top.generation = state.generation;
        on_top.keep_selection_for = Some(on_top.generation);
        let (generation, query) = (on_top.generation, on_top.input.value().to_string());
        effects.push(Effect::Search(FieldQuery { generation, query, scope }));
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
            if state.roles.match_count() == Some(0) {
                return search_elsewhere(state);
            }
        }
    } else if state.roles.wider_generation == answer.generation {
        state.roles.elsewhere = Some(FoundElsewhere::of(&answer.hits));
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
            && let Some(elsewhere) =
                state.skills.elsewhere.as_ref().and_then(|elsewhere| elsewhere.counts.text())
        {
            let key = state.keymap.first_key(state.contexts(), Action::SwitchScope).unwrap_or(":");
            let scope = state.skills.scope;
            state.notice = Some(format!(
                "no match for all words in {scope}, but {elsewhere}; {key} searches there"
            ));
        }
    } else if let Some(overlay) = state.overlays.last_mut()
        && overlay.generation == answer.generation
        && overlay.searched().is_some()
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
                (crate::model::text::quoted(overlay.input.value()), catalog.role_title(left));
            state.notice = Some(format!("`{typed}` is {title} itself; choose another role"));
        }
    }
    vec![]
}

/// Searches everything for the filter of the role list, which found no role.
fn search_elsewhere(state: &mut AppState) -> Vec<Effect> {
    let generation = state.next_generation();
    state.roles.wider_generation = generation;
    let query = state.roles.filter.value().to_string();
    vec![Effect::Search(FieldQuery { generation, query, scope: SearchScope::All })]
}

/// Replaces the text of the focused field with `query`.
pub(in crate::tui) fn set_query(state: &mut AppState, query: &str) -> Vec<Effect> {
    let Some(field) = focused_field(state) else { return vec![] };
    *field = Input::new(query.to_string());
    state.field_selected = false;
    start_search(state)
}
