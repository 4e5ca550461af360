//! Navigation: views, panes, history, marks and comparisons.

use super::{comparison, fields};
use crate::analysis::diff::ExcerptOptions;
use crate::model::RoleId;
use crate::search::SearchItem;
use crate::tui::action::Action;
use crate::tui::doc::search_words;
use crate::tui::effect::Effect;
use crate::tui::effect::PathRequest;
use crate::tui::layout;
use crate::tui::overlay::{OverlayKind, PairAction};
use crate::tui::pane::gap::GapStart;
use crate::tui::pane::linked_page::PageLink;
use crate::tui::pane::roles::RoleTreeRow;
use crate::tui::state::{AppState, Focus, HistoryEntry, RoleMarks, ScreenView};

/// Number of places kept in history.
const HISTORY: usize = 100;

/// Remembers the current place, so that history can return to it.
fn push_history(state: &mut AppState) {
    let place = state.history_entry();
    if state.history.back.last() != Some(&place) {
        state.history.back.push(place);
    }
    if state.history.back.len() > HISTORY {
        state.history.back.remove(0);
    }
    state.history.forward.clear();
}

/// Moves the focus; changing the view is a step in history.
pub(super) fn go_to(state: &mut AppState, focus: Focus) {
    if state.focus == focus {
        return;
    }
    if state.focus.view() != focus.view() {
        push_history(state);
        state.zoomed = false;
    }
    state.focus = focus;
}

/// Opens `role` in Detail.
pub(super) fn open_role(state: &mut AppState, role: RoleId) {
    push_history(state);
    state.roles.select(&state.catalog, role);
    state.detail.search_words.clear();
    state.zoomed = false;
    state.focus = Focus::Detail;
}

/// Opens the item under the cursor.
pub(super) fn open_selected(state: &mut AppState) {
    if let Some(page) = state.page() {
        if let Some(link) = page.link() {
            follow_link(state, link);
        }
        return;
    }
    match state.focus {
        Focus::Roles => match state.roles.row() {
            Some(RoleTreeRow::Family { folded, .. }) => {
                let fold = !folded;
                state.roles.fold(&state.catalog, fold);
            }
            Some(RoleTreeRow::Role(_)) => go_to(state, Focus::Detail),
            None => {}
        },
        Focus::Filter => {
            fields::remember_query(state);
            state.focus =
                if state.roles.selected().is_some() { Focus::Detail } else { Focus::Roles };
        }
        Focus::SkillInput | Focus::Skills => {
            fields::remember_query(state);
            let sought = search_words(&state.skills.answered_query);
            if let Some(role) = state.skills.role() {
                let duty = match state.skills.item() {
                    Some(SearchItem::Responsibility(_, duty)) => Some(duty as usize),
                    _ => None,
                };
                open_role(state, role);
                state.detail.search_words = sought;
                state.detail.reveal_responsibility(duty);
            } else if state.skills.selected().is_some() {
                state.focus = Focus::Needs;
                super::relayout(state);
                let height = usize::from(layout::main_rows(&super::areas(state)).height);
                state.skills.reveal_need(height);
            }
        }
        Focus::Needs => {
            if let Some(role) = state.skills.selected_need(&state.catalog) {
                let name =
                    state.skills.selected().map(|skill| state.catalog.skill(skill).name.clone());
                open_role(state, role);
                // The skill is somewhere in it.
                state.detail.search_words =
                    name.map(|name| name.to_lowercase()).into_iter().collect();
            }
        }
        Focus::Compare => comparison::toggle_row_details(state),
        Focus::Detail | Focus::Path | Focus::Gap | Focus::Matrix => {}
    }
}

/// Opens the subject of a page's line.
fn follow_link(state: &mut AppState, link: PageLink) {
    match link {
        PageLink::Role(role) | PageLink::Hop(_, role) => open_role(state, role),
        PageLink::Skill(skill) => {
            push_history(state);
            state.skills.select(&state.catalog, skill);
            state.focus = Focus::Needs;
            state.zoomed = false;
        }
        PageLink::Fold(theme) => state.matrix.fold(theme),
        PageLink::Path(way) => state.path.show_path(way),
    }
}

/// Moves to the next or previous pane of the view.
pub(super) fn next_pane(state: &mut AppState, forward: bool) {
    let ring: &[Focus] = match state.focus.view() {
        ScreenView::Roles => &[Focus::Roles, Focus::Detail],
        ScreenView::Skills => &[Focus::SkillInput, Focus::Skills, Focus::Needs],
        ScreenView::Compare | ScreenView::Path | ScreenView::Gap | ScreenView::Matrix => {
            state.notice = Some("only one pane here; 1–7 switch views".to_string());
            return;
        }
    };
    let here = if state.focus == Focus::Filter { Focus::Roles } else { state.focus };
    let at = ring.iter().position(|&f| f == here).unwrap_or(0);
    let step = if forward { 1 } else { ring.len() - 1 };
    state.focus = ring[(at + step) % ring.len()];
}

/// Folds, or moves the focus left.
pub(super) fn go_left(state: &mut AppState) {
    match state.focus {
        Focus::Roles => {
            state.roles.fold(&state.catalog, true);
        }
        Focus::Detail => state.focus = Focus::Roles,
        Focus::Needs => state.focus = Focus::Skills,
        Focus::Matrix => scroll_matrix(state, false),
        _ => {}
    }
}

fn scroll_matrix(state: &mut AppState, forward: bool) {
    if !state.matrix.scroll_columns(forward) {
        state.notice = Some("no more columns on this side".to_string());
    }
}

/// Unfolds, or moves the focus right.
pub(super) fn go_right(state: &mut AppState) {
    match state.focus {
        Focus::Roles if state.roles.fold(&state.catalog, false) => {}
        Focus::Roles if state.roles.selected().is_some() => state.focus = Focus::Detail,
        Focus::Skills => open_selected(state),
        Focus::Matrix => scroll_matrix(state, true),
        _ => {}
    }
}

/// Moves the caret to the view's field. The text there is selected: typing replaces it.
pub(super) fn focus_search(state: &mut AppState) {
    match state.focus.view() {
        ScreenView::Roles => state.focus = Focus::Filter,
        ScreenView::Skills => state.focus = Focus::SkillInput,
        // These have no field of their own: search for another role or skill instead.
        ScreenView::Compare | ScreenView::Path | ScreenView::Gap | ScreenView::Matrix => {
            go_to(state, Focus::SkillInput)
        }
    }
    state.zoomed = false;
    state.field_selected = true;
}

/// Opens the skill search, with the caret in its field.
pub(super) fn show_skills(state: &mut AppState) {
    go_to(state, Focus::SkillInput);
    state.field_selected = true;
}

/// Leaves the innermost transient state: the field, the zoom, the filter; otherwise goes back. The
/// marks stay.
pub(super) fn cancel(state: &mut AppState) -> Vec<Effect> {
    match state.focus {
        Focus::Filter => {
            fields::remember_query(state);
            state.focus = Focus::Roles;
        }
        Focus::SkillInput => {
            fields::remember_query(state);
            // The list gets the focus first, so that single keys work; the typed text stays.
            state.focus = Focus::Skills;
        }
        _ if state.zoomed => state.zoomed = false,
        Focus::Roles if !state.roles.filter.value().is_empty() => {
            state.roles.clear_filter(&state.catalog);
        }
        Focus::Skills if !state.skills.input.value().is_empty() => {
            state.skills.input.reset();
            state.focus = Focus::SkillInput;
            let effects = fields::start_search(state);
            state.focus = Focus::Skills;
            return effects;
        }
        Focus::Needs => state.focus = Focus::Skills,
        Focus::Detail if !state.detail.search_words.is_empty() => state.detail.search_words.clear(),
        Focus::Detail => state.focus = Focus::Roles,
        Focus::Compare if state.compare.excerpt.kind.is_some() => {
            comparison::show_rows(state, ExcerptOptions::default());
        }
        Focus::Roles if state.roles.clear_facets(&state.catalog) => {}
        _ if !state.history.back.is_empty() => return walk_history(state, false),
        _ => {}
    }
    vec![]
}

/// Goes back; quits at the start.
pub(super) fn go_back(state: &mut AppState) -> Vec<Effect> {
    if state.zoomed {
        state.zoomed = false;
    } else if !state.history.back.is_empty() {
        return walk_history(state, false);
    } else if state.focus == Focus::Detail {
        state.focus = Focus::Roles;
    } else if state.focus.view() == ScreenView::Roles {
        return vec![Effect::Quit(0)];
    } else {
        state.focus = Focus::Roles;
    }
    vec![]
}

/// Walks through the places visited.
pub(super) fn walk_history(state: &mut AppState, forward: bool) -> Vec<Effect> {
    let here = state.history_entry();
    let (from, to) = if forward {
        (&mut state.history.forward, &mut state.history.back)
    } else {
        (&mut state.history.back, &mut state.history.forward)
    };
    let Some(place) = from.pop() else {
        state.notice = Some(
            if forward { "no later place in history" } else { "no earlier place in history" }
                .to_string(),
        );
        return vec![];
    };
    to.push(here);
    restore_entry(state, place);
    vec![]
}

fn restore_entry(state: &mut AppState, place: HistoryEntry) {
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
    state.gap.from_profile = place.from_profile;
    let (roles, family) = place.matrix;
    if place.focus == Focus::Matrix && !roles.is_empty() {
        let marks = place.marks.unwrap_or(state.marks);
        state.matrix.set_roles(&state.catalog, &roles, family.as_deref(), marks);
    }
    // A view of A and B returns with the roles that it showed. A view of a family shows no marks.
    let shown =
        place.marks.filter(|_| place.focus != Focus::Matrix || state.matrix.family().is_none());
    if let Some(marks) = shown.filter(|marks| *marks != state.marks) {
        state.marks = marks;
        let title = |role: RoleId| state.catalog.role(role).title.as_str();
        state.notice = Some(match (marks.a, marks.b) {
            (Some(a), Some(b)) => format!("A is again {}, B is {}", title(a), title(b)),
            (Some(a), None) => format!("A is again {}, B is not set", title(a)),
            (None, _) => "A and B are unset again".to_string(),
        });
    }
}

/// Makes the focused view show what the header names: A and B are chosen only in [`AppState::marks`],
/// and each view of two roles follows them. Called after every message, so that no way of changing
/// the marks is missed.
pub(super) fn sync_with_marks(state: &mut AppState) -> Vec<Effect> {
    let pair = state.marks.pair();
    match state.focus.view() {
        ScreenView::Roles | ScreenView::Skills => {}
        ScreenView::Compare => match pair {
            Some((a, b)) => state.compare.compare(&state.catalog, a, b),
            None if state.compare.pair().is_some() => state.compare.clear(),
            None => {}
        },
        ScreenView::Path if state.path.pair == pair => {}
        ScreenView::Path => match pair {
            Some((from, to)) => {
                let generation = state.next_generation();
                state.path.set_question(from, to, generation);
                return vec![Effect::FindPaths(PathRequest { generation, from, to })];
            }
            None => state.path.clear(),
        },
        ScreenView::Gap => {
            let question = gap_question(state);
            if state.gap.question != question {
                match question {
                    Some((start, targets)) => {
                        state.gap.set_question(
                            &state.catalog,
                            start,
                            &state.profile.skills,
                            targets,
                        );
                    }
                    None => state.gap.clear(),
                }
            }
        }
        ScreenView::Matrix if state.matrix.is_about(state.marks) => {}
        ScreenView::Matrix => match pair {
            Some((a, b)) => state.matrix.set_roles(&state.catalog, &[a, b], None, state.marks),
            None => state.matrix.clear(),
        },
    }
    vec![]
}

/// Returns the gap question for the marked roles: from A to B; or from the profile to both, or to A
/// alone.
fn gap_question(state: &AppState) -> Option<(GapStart, Vec<RoleId>)> {
    if state.gap.from_profile {
        let targets = state.marks.roles();
        return (!targets.is_empty()).then_some((GapStart::Profile, targets));
    }
    state.marks.pair().map(|(from, to)| (GapStart::Role(from), vec![to]))
}

/// Marks the role as A, then as B; a third mark replaces B; marking a marked role removes its mark.
pub(super) fn mark_role(state: &mut AppState) {
    let Some(role) = state.current_role() else {
        if matches!(state.focus, Focus::Filter | Focus::SkillInput) {
            return next_pane(state, true);
        }
        state.notice = Some("no role here to mark".to_string());
        return;
    };
    let title = &state.catalog.role(role).title;
    let marks = &mut state.marks;
    let message = if marks.a == Some(role) {
        *marks = RoleMarks { a: marks.b, b: None };
        format!("{title} unmarked")
    } else if marks.b == Some(role) {
        marks.b = None;
        format!("{title} unmarked")
    } else if marks.a.is_none() {
        marks.a = Some(role);
        format!("A is {title}; mark another, or press d on it")
    } else {
        let replaced = marks
            .b
            .replace(role)
            .map(|old| format!(" instead of {}", state.catalog.role(old).title));
        format!("B is {title}{}; d compares", replaced.unwrap_or_default())
    };
    state.notice = Some(message);
    match state.focus {
        Focus::Roles | Focus::Filter => {
            let len = state.roles.rows().len();
            state.roles.cursor.step(1, len);
        }
        Focus::SkillInput | Focus::Skills => {
            let len = state.skills.len();
            state.skills.cursor.step(1, len);
        }
        Focus::Needs => {
            let height = usize::from(layout::main_rows(&super::areas(state)).height);
            state.skills.step_needs(&state.catalog, 1, height);
        }
        _ => {}
    }
}

/// Returns the two roles that an action is about: both marks, or one mark and the role here;
/// otherwise asks for the other role.
fn choose_pair(state: &mut AppState, purpose: PairAction) -> Result<(RoleId, RoleId), Vec<Effect>> {
    if let (Focus::Path, PairAction::Compare, Some(PageLink::Hop(from, to))) =
        (state.focus, purpose, state.path.page.link())
    {
        // The step under the cursor, for a closer look.
        return Ok((from, to));
    }
    if let (Focus::Compare, PairAction::Compare, Some(left)) = (state.focus, purpose, state.marks.a)
    {
        return Err(ask_for_other_role(state, purpose, left));
    }
    // The matrix has no cursor on a role: use the leftmost role.
    let first = state.matrix.roles().first().copied().filter(|_| state.focus == Focus::Matrix);
    let here = state.current_role().or(first);
    match (state.marks.a, state.marks.b, here) {
        (Some(a), Some(b), _) => Ok((a, b)),
        (Some(a), None, Some(here)) if here != a => Ok((a, here)),
        (Some(left), None, _) | (None, _, Some(left)) => {
            Err(ask_for_other_role(state, purpose, left))
        }
        (None, _, None) => {
            state.notice = Some("mark a role with space first".to_string());
            Err(vec![])
        }
    }
}

/// Asks for the other role.
fn ask_for_other_role(state: &mut AppState, purpose: PairAction, left: RoleId) -> Vec<Effect> {
    state.open_overlay(OverlayKind::OtherRole(purpose, left));
    vec![Effect::FindSimilar(left)]
}

/// Opens the view of `purpose` for two roles, asking for them if they are not chosen.
pub(super) fn with_pair(state: &mut AppState, purpose: PairAction) -> Vec<Effect> {
    match choose_pair(state, purpose) {
        Ok((left, right)) => {
            run_pair_action(state, purpose, left, right);
            vec![]
        }
        Err(effects) => effects,
    }
}

/// Marks `left` and `right` as A and B, and opens the view of `purpose`.
pub(super) fn run_pair_action(
    state: &mut AppState,
    purpose: PairAction,
    left: RoleId,
    right: RoleId,
) {
    let focus = match purpose {
        PairAction::Compare => Focus::Compare,
        PairAction::Path => Focus::Path,
        PairAction::Gap => Focus::Gap,
    };
    let marks = RoleMarks::both(left, right);
    let from_profile = focus != Focus::Gap && state.gap.from_profile;
    enter_view(state, focus, state.marks != marks || state.gap.from_profile != from_profile);
    (state.marks, state.gap.from_profile) = (marks, from_profile);
}

/// Goes to another view; a step in history if it shows something else than before.
fn enter_view(state: &mut AppState, focus: Focus, new: bool) {
    if state.focus.view() != focus.view() || new {
        push_history(state);
    }
    state.zoomed = false;
    state.focus = focus;
}

/// Switches between the gap from A to B and the gap from the profile to both.
pub(super) fn toggle_start(state: &mut AppState) {
    if state.gap.question.is_none() {
        return;
    }
    if state.gap.from_profile && state.marks.b.is_none() {
        state.notice = Some("mark a role with space to start from".to_string());
    } else if !state.gap.from_profile && !state.profile.is_read {
        let text = "no profile yet; press + on a skill to start one";
        state.notice = Some(state.profile.fault.clone().unwrap_or_else(|| text.to_string()));
    } else {
        push_history(state);
        state.gap.from_profile = !state.gap.from_profile;
    }
}

/// Goes to Compare, Path, Gap or Matrix with A and B; if they are not chosen, asks for them or
/// explains how to choose them.
pub(super) fn show_pair_view(state: &mut AppState, focus: Focus) -> Vec<Effect> {
    let purpose = match focus {
        Focus::Compare => PairAction::Compare,
        Focus::Path => PairAction::Path,
        Focus::Gap => PairAction::Gap,
        _ => {
            show_matrix(state);
            return vec![];
        }
    };
    // From a profile, one role is enough.
    let ready =
        state.marks.pair().is_some() || (focus == Focus::Gap && gap_question(state).is_some());
    if ready {
        go_to(state, focus);
        return vec![];
    }
    with_pair(state, purpose)
}

/// Goes to the matrix: of A and B if both are marked, otherwise the existing one or a new one.
fn show_matrix(state: &mut AppState) {
    let of_family = state.matrix.family().is_some();
    match state.marks.pair() {
        Some((a, b)) if of_family || !state.matrix.is_about(state.marks) => {
            enter_view(state, Focus::Matrix, true);
            state.matrix.set_roles(&state.catalog, &[a, b], None, state.marks);
        }
        _ if state.matrix.is_about(state.marks) => go_to(state, Focus::Matrix),
        _ => open_matrix(state),
    }
}

/// Shows roles side by side: the marked ones and the one here, or all roles of a family if there
/// are no marks.
pub(super) fn open_matrix(state: &mut AppState) {
    let here = state.current_role();
    let mut roles = state.marks.roles();
    roles.extend(here);
    let mut seen = std::collections::HashSet::new();
    roles.retain(|role| seen.insert(*role));
    let family = match (state.roles.row(), state.focus) {
        (Some(RoleTreeRow::Family { name, .. }), Focus::Roles | Focus::Filter) => {
            Some(name.clone())
        }
        _ if roles.len() > 1 => None,
        _ => roles.first().map(|role| state.catalog.family(*role).to_string()),
    };
    if let Some(family) = &family {
        let all = state.catalog.families().find(|(name, _)| name == family);
        roles = all.map(|(_, roles)| roles.to_vec()).unwrap_or_default();
    }
    if roles.is_empty() {
        state.notice = Some("mark roles with space, or move to a family".to_string());
        return;
    }
    if roles.len() > MAX_MATRIX_ROLES {
        state.notice =
            Some(format!("showing the first {MAX_MATRIX_ROLES} of {} roles", roles.len()));
        roles.truncate(MAX_MATRIX_ROLES);
    }
    enter_view(state, Focus::Matrix, state.matrix.roles() != roles);
    if let (None, RoleMarks { a: Some(a), b: None }, Some(here)) = (&family, state.marks, here) {
        // Column B is the mark B, as everywhere else that takes A and the role here.
        state.marks = RoleMarks::both(a, here);
    }
    state.matrix.set_roles(&state.catalog, &roles, family.as_deref(), state.marks);
}

/// Maximum number of roles in the matrix: a wider table is unreadable; the command line writes all.
pub(super) const MAX_MATRIX_ROLES: usize = 26;

/// Swaps A and B, start and goal.
pub(super) fn swap(state: &mut AppState) {
    let Some((a, b)) = state.marks.pair() else { return };
    if state.focus == Focus::Gap && state.gap.from_profile {
        state.notice = Some("can't swap: the start is your profile".to_string());
        return;
    }
    if matches!(state.focus, Focus::Path | Focus::Gap) {
        push_history(state);
    }
    state.marks = RoleMarks::both(b, a);
}

/// Clears the marks, or restores those that were cleared last.
pub(super) fn toggle_marks(state: &mut AppState) {
    let key = state
        .keymap
        .first_key(state.contexts(), Action::ToggleMarks)
        .unwrap_or("the palette")
        .to_string();
    let none = RoleMarks::default();
    state.notice = Some(if state.marks != none {
        state.cleared_marks = std::mem::take(&mut state.marks);
        format!("marks A and B cleared; {key} restores them")
    } else if state.cleared_marks == none {
        "nothing is marked; press space to mark a role".to_string()
    } else {
        state.marks = state.cleared_marks;
        let titles: Vec<&str> = state
            .marks
            .roles()
            .into_iter()
            .map(|role| state.catalog.role(role).title.as_str())
            .collect();
        format!("marks restored: {}", titles.join(", "))
    });
}
