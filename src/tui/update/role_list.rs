//! Controls of the role list: order, facets, bookmarks, and its width.

use crate::analysis::facets::{Facet, RoleOrder, common_pay_terms};
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, Role, family_name};
use crate::search::SearchItem;
use crate::tui::action::{Action, KeyContext};
use crate::tui::effect::Effect;
use crate::tui::layout;
use crate::tui::overlay::{FacetChoice, OverlayContent};
use crate::tui::pane::roles::{RoleListPane, order_name};
use crate::tui::state::{AppState, Focus};

/// Runs `action`, which concerns the list, its width or bookmarks.
pub(in crate::tui) fn run_action(state: &mut AppState, action: Action) -> Vec<Effect> {
    match action {
        Action::Sort => state.open_overlay(OverlayContent::Sort(state.roles.order)),
        Action::ToggleTree => {
            let (order, flat) = (state.roles.order, !state.roles.flat);
            let is_read = state.focus == Focus::Detail;
            change_list(state, |roles, catalog| {
                if is_read && !flat {
                    roles.keep_selected(catalog);
                }
                roles.set_order(catalog, order, flat);
            });
            if state.roles.match_count().is_some() {
                let later = if flat { "one list" } else { "families" };
                state.notice = Some(format!("{later} once the filter is cleared"));
            }
        }
        Action::FoldAll if state.roles.is_flat() => {
            state.notice = Some("no families to fold: this is one list".to_string());
        }
        Action::FoldAll => fold_all(state),
        Action::Facets => {
            state.open_overlay(OverlayContent::Facets(facet_choices(state)));
        }
        Action::Bookmark => return toggle_bookmark(state),
        Action::Bookmarks if state.bookmarks.is_empty() => {
            let key = state
                .keymap
                .first_key(&[KeyContext::Global], Action::Bookmark)
                .unwrap_or("the palette")
                .to_string();
            state.notice = Some(format!("no bookmarks yet; {key} adds one"));
        }
        Action::Bookmarks => {
            state.open_overlay(OverlayContent::Bookmarks(state.bookmarks.clone()));
        }
        Action::Narrow => move_split(state, -SPLIT_STEP),
        Action::Widen => move_split(state, SPLIT_STEP),
        Action::ResetSplit => reset_split(state),
        _ => {}
    }
    vec![]
}

/// Runs `action`, which concerns the list: the palette offers it from every view.
pub(in crate::tui) fn run_from_elsewhere(state: &mut AppState, action: Action) -> Vec<Effect> {
    state.go_to(Focus::Roles);
    run_action(state, action)
}

/// Folds or unfolds all families. That of a role which is being read stays open, as the text would
/// be another one.
fn fold_all(state: &mut AppState) {
    let read = state.roles.selected().filter(|_| state.focus == Focus::Detail);
    let open = read.map(|role| state.catalog.role(role).family.clone());
    let folds = state.roles.fold_all(&state.catalog, open.as_deref());
    let Some(open) = open else { return };
    if state.catalog.families().count() == 1 {
        state.notice = Some("no other families to fold".to_string());
    } else if folds {
        let family = family_name(&open);
        state.notice = Some(format!("folded all families but {family}, which has this role"));
    }
}

/// Adds `facet` to the filter, or removes it.
pub(in crate::tui) fn toggle_facet(state: &mut AppState, facet: &Facet) {
    change_list(state, |roles, catalog| roles.toggle_facet(catalog, facet));
    recount_facets(state);
}

/// Changes which rows are listed. If the role or family that is being read is no longer one of them,
/// the list gets the focus.
fn change_list(state: &mut AppState, change: impl FnOnce(&mut RoleListPane, &Catalog)) {
    let read = state.roles.row().cloned();
    change(&mut state.roles, &state.catalog);
    let rows = state.roles.row().zip(read.as_ref());
    if state.focus == Focus::Detail && !rows.is_some_and(|(row, read)| row.is_same(read)) {
        state.focus = Focus::Roles;
    }
}

/// Sorts the roles by `order`, and says how.
pub(in crate::tui) fn sort(state: &mut AppState, order: RoleOrder) {
    let flat = state.roles.flat;
    state.roles.set_order(&state.catalog, order, flat);
    let is_flat = state.roles.is_flat() || order == RoleOrder::Family;
    let within = if is_flat { "" } else { " within families" };
    state.notice = Some(match order {
        RoleOrder::Pay => pay_order_text(state, within),
        _ => format!("sorted by {}{within}", order_name(order)),
    });
}

/// Meanings of the signs before the figures of pay.
const PAY_SIGNS: &str = "~ similar occupation, ( ) other terms";

/// Returns the message that the roles are sorted by pay, `within` their families. It explains the
/// signs of the figures unless the heading of the list does, and has as much besides as fits.
fn pay_order_text(state: &AppState, within: &str) -> String {
    let order = format!("sorted by {}", order_name(RoleOrder::Pay));
    let terms = pay_terms(state);
    let full = format!("{order}{terms}{within}, own figures first");
    let heading = state.list_heading(&state.areas());
    if heading.is_some_and(|heading| heading.explains_signs) {
        return full;
    }
    // A blank before it.
    let room = usize::from(state.size.0).saturating_sub(1);
    let starts = [&full, &format!("{order}{terms}{within}"), &format!("{order}{within}"), &order];
    let mut forms = starts.into_iter().map(|start| format!("{start}; {PAY_SIGNS}"));
    forms.find(|text| text.width() <= room).unwrap_or_else(|| PAY_SIGNS.to_string())
}

/// Returns the terms of the figures that the roles are sorted by, which may not be those that their
/// pages show first: ` (US, base, per year)`.
fn pay_terms(state: &AppState) -> String {
    common_pay_terms(&state.catalog).map_or_else(String::new, |pay| {
        let (region, basis, period) = (&pay.region, pay.basis, pay.period);
        format!(" ({region}, {basis}, per {period})")
    })
}

/// Resets the split, or says that it is where it is by default.
fn reset_split(state: &mut AppState) {
    if std::mem::take(&mut state.split) == 0 {
        state.notice = Some("the panes have their default widths".to_string());
    }
}

/// Number of columns by which a key moves the split.
const SPLIT_STEP: i16 = 4;

/// Moves the split by `columns`, as far as both panes stay legible.
fn move_split(state: &mut AppState, columns: i16) {
    if !state.focus.view().has_list() {
        state.notice = Some("only one pane here".to_string());
        return;
    }
    let before = state.areas().list.width;
    state.split =
        layout::split_within(state.size.0, state.focus.view(), state.split.saturating_add(columns));
    if state.areas().list.width == before {
        state.notice = Some("the panes can't get any narrower".to_string());
    }
}

/// Returns the facets, each with the number of roles that it would leave.
fn facet_choices(state: &AppState) -> Vec<FacetChoice> {
    let counts = state.roles.counts(&state.catalog);
    let choices = counts.into_iter().map(|(facet, count)| {
        let on = state.roles.facets.selected.contains(&facet);
        FacetChoice { facet, count, on }
    });
    choices.collect()
}

/// Recounts the roles that each facet would leave, if facets are listed.
pub(in crate::tui) fn recount_facets(state: &mut AppState) {
    let choices = facet_choices(state);
    if let Some(top) = state.overlays.last_mut() {
        top.update_facets(&state.catalog, choices);
    }
}

/// Adds or removes a bookmark on the role, which is saved at once.
fn toggle_bookmark(state: &mut AppState) -> Vec<Effect> {
    let linked = match state.view().item(state) {
        Some(SearchItem::Role(role)) => Some(role),
        _ => None,
    };
    let Some(role) = state.role_at_cursor().or(linked) else {
        state.notice = Some("no role here to bookmark".to_string());
        return vec![];
    };
    if let Some(text) = state.catalog.read_from(role) {
        state.notice = Some(format!("read from {text}: only roles in a pack can be bookmarked"));
        return vec![];
    }
    let Role { id, title, .. } = state.catalog.role(role);
    let message = if let Some(at) = state.bookmarks.iter().position(|other| *other == role) {
        state.bookmarks.remove(at);
        state.bookmark_changes.retain(|(other, _)| other != id);
        state.bookmark_changes.push((id.clone(), false));
        format!("removed bookmark: {title}")
    } else {
        state.bookmarks.push(role);
        // The last change of each role counts; a bookmark that was removed before returns as the
        // last one.
        state.bookmark_changes.retain(|(other, added)| other != id || !added);
        state.bookmark_changes.push((id.clone(), true));
        let key = state
            .keymap
            .first_key(&[KeyContext::Global], Action::Bookmarks)
            .unwrap_or("the palette");
        format!("bookmarked {title}; {key} lists bookmarks")
    };
    state.notice = Some(message + state.until_quit_text());
    vec![]
}
