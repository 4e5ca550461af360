//! Reloaded packs, and packs with a role that was read from a text: restores the same places in
//! their new content.

use super::{ChangedCatalog, ReloadOutcome, ShownText, fields};
use crate::model::RoleId;
use crate::model::text::visible_line;
use crate::tui::effect::Effect;
use crate::tui::overlay::OverlayContent;
use crate::tui::remap::IdRemap;
use crate::tui::session_texts::RereadReason;
use crate::tui::state::{AppState, Focus, ScreenView, ShownVersion};

/// Applies the result of reloading the packs.
pub(super) fn show_reload(state: &mut AppState, reread: ReloadOutcome) -> Vec<Effect> {
    match reread {
        ReloadOutcome::Unchanged { asked } => {
            if asked && state.faults.is_empty() {
                state.notice = Some("packs reloaded; nothing changed".to_string());
            }
            state.faults.clear();
            vec![]
        }
        ReloadOutcome::Faulty(faults) => {
            // Once a version without faults was shown, it stays until there is another.
            state.shown_version = match (state.faults.is_empty(), state.shown_version) {
                (true, _) | (false, ShownVersion::LastGood) => ShownVersion::LastGood,
                (false, ShownVersion::Valid | ShownVersion::PreviousValid) => {
                    ShownVersion::PreviousValid
                }
            };
            state.faults = faults;
            // A notice would hide them.
            state.notice = None;
            vec![]
        }
        ReloadOutcome::Changed(changed) => show_catalog(state, changed),
    }
}

/// Shows the catalog with a role that was read from a text, and the role.
pub(super) fn show_text(state: &mut AppState, shown: ShownText) -> Vec<Effect> {
    let ShownText { catalog, differ, texts, role, change } = shown;
    state.detail.set_texts(texts);
    let old = std::mem::replace(&mut state.catalog, catalog);
    let new = state.catalog.clone();
    let map = IdRemap { old: &old, new: &new, differ: &differ };
    let mut effects = remap_state(state, &map);
    effects.extend(fields::restart_searches(state));
    match change {
        RereadReason::Corrected(change) => {
            state.notice = Some(super::texts::corrected_text(state, &change));
        }
        RereadReason::Read => {
            state.open_role(role);
            state.notice = super::texts::read_text(state, role);
        }
    }
    effects
}

/// Reports that the packs are not watched for changes.
pub(super) fn warn_unwatched(state: &mut AppState, why: &str) {
    let key = state.keymap.first_key(Focus::Roles.contexts(), crate::tui::action::Action::Reload);
    let key = key.map_or(String::new(), |key| format!("; {key} reloads them"));
    let why = visible_line(why);
    let message = format!("not watching the packs ({why}){key}");
    state.notice = Some(match state.notice.take() {
        Some(before) => format!("{before} · {message}"),
        None => message,
    });
}

fn show_catalog(state: &mut AppState, changed: ChangedCatalog) -> Vec<Effect> {
    let ChangedCatalog { catalog, differ, texts, faults } = changed;
    (state.shown_version, state.notice) = (ShownVersion::Valid, None);
    if state.catalog.is_same(&catalog) {
        state.faults = faults;
        return vec![];
    }
    state.detail.set_texts(texts);
    let old = std::mem::replace(&mut state.catalog, catalog);
    let new = state.catalog.clone();
    let map = IdRemap { old: &old, new: &new, differ: &differ };
    let gone = missing_titles(state, &map);
    if faults.is_empty() {
        let gone = if gone.is_empty() {
            String::new()
        } else {
            format!(" · removed: {}", gone.join(", "))
        };
        state.notice = Some(format!("the packs changed and were reloaded{gone}"));
    }
    state.faults = faults;
    let effects = remap_state(state, &map);
    [effects, fields::restart_searches(state)].concat()
}

/// Returns the titles of roles that are shown or marked but no longer exist.
fn missing_titles(state: &AppState, map: &IdRemap<'_>) -> Vec<String> {
    let shown = state.view().shown_roles(state);
    let mut roles: Vec<RoleId> =
        shown.into_iter().chain(state.marks.a).chain(state.marks.b).collect();
    let mut seen = std::collections::HashSet::new();
    roles.retain(|role| seen.insert(*role) && map.role(*role).is_none());
    let skill = state.view().shown_skill(state).filter(|skill| map.skill(*skill).is_none());
    let titles = roles.into_iter().map(|role| map.old.role_title(role).to_string());
    let titles = titles.chain(skill.map(|skill| map.old.skill(skill).name.clone()));
    // A row of a damaged cache has none.
    titles.filter(|title| !title.is_empty()).collect()
}

/// Maps everything that the state refers to by id to the new catalog. What no longer exists is
/// replaced by the nearest item, or by nothing.
pub(super) fn remap_state(state: &mut AppState, map: &IdRemap<'_>) -> Vec<Effect> {
    (state.marks, state.cleared_marks) = (state.marks.remap(map), state.cleared_marks.remap(map));
    state.restored_marks = state.restored_marks.remap(map);
    state.marked_in_field = state.marked_in_field.remap(map);
    state
        .profile
        .skills
        .retain_mut(|have| map.skill(have.skill).map(|skill| have.skill = skill).is_some());
    state.profile.skills.sort_by_key(|have| have.skill);
    // It is numbered in the old catalog.
    state.profile.started = None;
    state.bookmarks = map.roles(&state.bookmarks);
    let mut effects = Vec::new();
    for view in ScreenView::ALL {
        effects.extend(AppState::view_of(view).remap(state, map));
    }
    state.history.remap(map);
    state.overlays = std::mem::take(&mut state.overlays)
        .into_iter()
        .filter_map(|on_top| on_top.remap(map))
        .collect();
    super::role_list::recount_facets(state);
    if let Some(on_top) = state.overlays.last()
        && let OverlayContent::OtherRole { first: left, .. } = on_top.content
        && on_top.input.value().trim().is_empty()
    {
        effects.push(Effect::FindSimilar(left));
    }
    effects
}
