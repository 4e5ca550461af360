//! Navigation: views, panes, history, marks and comparisons.

use super::{comparison, fields};
use crate::analysis::diff::Excerpt;
use crate::model::RoleId;
use crate::search::Item;
use crate::tui::action::Action;
use crate::tui::doc::sought;
use crate::tui::effect::Effect;
use crate::tui::effect::Ways;
use crate::tui::layout;
use crate::tui::overlay::{Kind, Purpose};
use crate::tui::pane::gap::Start;
use crate::tui::pane::page::Link;
use crate::tui::pane::roles::Row;
use crate::tui::state::{Focus, Marks, Place, State, View};

/// Number of places kept in history.
const HISTORY: usize = 100;

/// Remembers the current place, so that history can return to it.
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

/// Moves the focus; changing the view is a step in history.
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
    state.detail.sought.clear();
    state.zoomed = false;
    state.focus = Focus::Detail;
}

/// Opens the item under the cursor.
pub(super) fn open(state: &mut State) {
    if let Some(page) = state.page() {
        if let Some(link) = page.link() {
            follow(state, link);
        }
        return;
    }
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
            fields::leave(state);
            state.focus =
                if state.roles.selected().is_some() { Focus::Detail } else { Focus::Roles };
        }
        Focus::SkillInput | Focus::Skills => {
            fields::leave(state);
            let sought = sought(&state.skills.asked);
            if let Some(role) = state.skills.role() {
                let duty = match state.skills.item() {
                    Some(Item::Responsibility(_, duty)) => Some(duty as usize),
                    _ => None,
                };
                open_role(state, role);
                state.detail.sought = sought;
                state.detail.reveal(duty);
            } else if state.skills.selected().is_some() {
                state.focus = Focus::Needs;
                super::settle(state);
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
                state.detail.sought = name.map(|name| name.to_lowercase()).into_iter().collect();
            }
        }
        Focus::Compare => comparison::tell_row(state),
        Focus::Detail | Focus::Path | Focus::Gap | Focus::Matrix => {}
    }
}

/// Opens the subject of a page's line.
fn follow(state: &mut State, link: Link) {
    match link {
        Link::Role(role) | Link::Hop(_, role) => open_role(state, role),
        Link::Skill(skill) => {
            remember(state);
            state.skills.select(&state.catalog, skill);
            state.focus = Focus::Needs;
            state.zoomed = false;
        }
        Link::Fold(theme) => state.matrix.fold(theme),
        Link::Way(way) => state.path.show(way),
    }
}

/// Moves to the next or previous pane of the view.
pub(super) fn next_pane(state: &mut State, forward: bool) {
    let ring: &[Focus] = match state.focus.view() {
        View::Roles => &[Focus::Roles, Focus::Detail],
        View::Skills => &[Focus::SkillInput, Focus::Skills, Focus::Needs],
        View::Compare | View::Path | View::Gap | View::Matrix => {
            state.notice =
                Some("there is one pane here: z and the numbers lead elsewhere".to_string());
            return;
        }
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
        Focus::Matrix => turn_matrix(state, false),
        _ => {}
    }
}

fn turn_matrix(state: &mut State, forward: bool) {
    if !state.matrix.turn(forward) {
        state.notice = Some("all roles on this side are in view".to_string());
    }
}

/// Unfolds, or moves the focus right.
pub(super) fn right(state: &mut State) {
    match state.focus {
        Focus::Roles if state.roles.fold(&state.catalog, false) => {}
        Focus::Roles if state.roles.selected().is_some() => state.focus = Focus::Detail,
        Focus::Skills => open(state),
        Focus::Matrix => turn_matrix(state, true),
        _ => {}
    }
}

/// Moves the caret to the view's field. The text there is selected: typing replaces it.
pub(super) fn search(state: &mut State) {
    match state.focus.view() {
        View::Roles => state.focus = Focus::Filter,
        View::Skills => state.focus = Focus::SkillInput,
        // These have no field of their own: search for another role or skill instead.
        View::Compare | View::Path | View::Gap | View::Matrix => go(state, Focus::SkillInput),
    }
    state.zoomed = false;
    state.selected = true;
}

/// Opens the skill search, with the caret in its field.
pub(super) fn view_skills(state: &mut State) {
    go(state, Focus::SkillInput);
    state.selected = true;
}

/// Leaves the innermost transient state: the field, the zoom, the filter; otherwise goes back. The
/// marks stay.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Focus::Filter => {
            fields::leave(state);
            state.focus = Focus::Roles;
        }
        Focus::SkillInput => {
            fields::leave(state);
            // The list gets the focus first, so that single keys work; the typed text stays.
            state.focus = Focus::Skills;
        }
        _ if state.zoomed => state.zoomed = false,
        Focus::Roles if !state.roles.filter.value().is_empty() => {
            state.roles.unfilter(&state.catalog);
        }
        Focus::Skills if !state.skills.input.value().is_empty() => {
            state.skills.input.reset();
            state.focus = Focus::SkillInput;
            let effects = fields::ask(state);
            state.focus = Focus::Skills;
            return effects;
        }
        Focus::Needs => state.focus = Focus::Skills,
        Focus::Detail if !state.detail.sought.is_empty() => state.detail.sought.clear(),
        Focus::Detail => state.focus = Focus::Roles,
        Focus::Compare if state.compare.excerpt.kind.is_some() => {
            comparison::show(state, Excerpt::default());
        }
        Focus::Roles if state.roles.clear_facets(&state.catalog) => {}
        _ if !state.history.back.is_empty() => return history(state, false),
        _ => {}
    }
    vec![]
}

/// Goes back; quits at the start.
pub(super) fn back(state: &mut State) -> Vec<Effect> {
    if state.zoomed {
        state.zoomed = false;
    } else if !state.history.back.is_empty() {
        return history(state, false);
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
pub(super) fn history(state: &mut State, forward: bool) -> Vec<Effect> {
    let here = state.place();
    let (from, to) = if forward {
        (&mut state.history.forward, &mut state.history.back)
    } else {
        (&mut state.history.back, &mut state.history.forward)
    };
    let Some(place) = from.pop() else {
        state.notice = Some(if forward { "nothing ahead" } else { "nothing behind" }.to_string());
        return vec![];
    };
    to.push(here);
    arrive(state, place);
    vec![]
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
    state.gap.from_profile = place.from_profile;
    let (roles, family) = place.matrix;
    if place.focus == Focus::Matrix && !roles.is_empty() {
        let marks = place.marks.unwrap_or(state.marks);
        state.matrix.ask(&state.catalog, &roles, family.as_deref(), marks);
    }
    // A view of A and B returns with the roles that it showed. A view of a family shows no marks.
    let shown =
        place.marks.filter(|_| place.focus != Focus::Matrix || state.matrix.family().is_none());
    if let Some(marks) = shown.filter(|marks| *marks != state.marks) {
        state.marks = marks;
        let title = |role: RoleId| state.catalog.role(role).title.as_str();
        state.notice = Some(match (marks.a, marks.b) {
            (Some(a), Some(b)) => format!("A is {} again, B is {}", title(a), title(b)),
            (Some(a), None) => format!("A is {} again, B is not set", title(a)),
            (None, _) => "A and B are not set, as before".to_string(),
        });
    }
}

/// Makes the focused view show what the header names: A and B are chosen only in [`State::marks`],
/// and each view of two roles follows them. Called after every message, so that no way of changing
/// the marks is missed.
pub(super) fn follow_marks(state: &mut State) -> Vec<Effect> {
    let pair = state.marks.pair();
    match state.focus.view() {
        View::Roles | View::Skills => {}
        View::Compare => match pair {
            Some((a, b)) => state.compare.compare(&state.catalog, a, b),
            None if state.compare.pair().is_some() => state.compare.clear(),
            None => {}
        },
        View::Path if state.path.pair == pair => {}
        View::Path => match pair {
            Some((from, to)) => {
                let generation = state.next_generation();
                state.path.ask(from, to, generation);
                return vec![Effect::Ways(Ways { generation, from, to })];
            }
            None => state.path.clear(),
        },
        View::Gap => {
            let question = gap_question(state);
            if state.gap.question != question {
                match question {
                    Some((start, targets)) => {
                        state.gap.ask(&state.catalog, start, &state.mine.have, targets);
                    }
                    None => state.gap.clear(),
                }
            }
        }
        View::Matrix if state.matrix.is_about(state.marks) => {}
        View::Matrix => match pair {
            Some((a, b)) => state.matrix.ask(&state.catalog, &[a, b], None, state.marks),
            None => state.matrix.clear(),
        },
    }
    vec![]
}

/// Returns the gap question for the marked roles: from A to B; or from the profile to both, or to A
/// alone.
fn gap_question(state: &State) -> Option<(Start, Vec<RoleId>)> {
    if state.gap.from_profile {
        let targets = state.marks.roles();
        return (!targets.is_empty()).then_some((Start::Profile, targets));
    }
    state.marks.pair().map(|(from, to)| (Start::Role(from), vec![to]))
}

/// Marks the role as A, then as B; a third mark replaces B; marking a marked role removes its mark.
pub(super) fn mark(state: &mut State) {
    let Some(role) = state.current_role() else {
        if matches!(state.focus, Focus::Filter | Focus::SkillInput) {
            return next_pane(state, true);
        }
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
        let replaced = marks
            .b
            .replace(role)
            .map(|old| format!(" instead of {}", state.catalog.role(old).title));
        format!("B is {title}{}: d compares", replaced.unwrap_or_default())
    };
    state.notice = Some(told);
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
fn pair(state: &mut State, purpose: Purpose) -> Result<(RoleId, RoleId), Vec<Effect>> {
    if let (Focus::Path, Purpose::Compare, Some(Link::Hop(from, to))) =
        (state.focus, purpose, state.path.page.link())
    {
        // The step under the cursor, for a closer look.
        return Ok((from, to));
    }
    if let (Focus::Compare, Purpose::Compare, Some(left)) = (state.focus, purpose, state.marks.a) {
        return Err(ask_for_other(state, purpose, left));
    }
    // The matrix has no cursor on a role: use the leftmost role.
    let first = state.matrix.roles().first().copied().filter(|_| state.focus == Focus::Matrix);
    let here = state.current_role().or(first);
    match (state.marks.a, state.marks.b, here) {
        (Some(a), Some(b), _) => Ok((a, b)),
        (Some(a), None, Some(here)) if here != a => Ok((a, here)),
        (Some(left), None, _) | (None, _, Some(left)) => Err(ask_for_other(state, purpose, left)),
        (None, _, None) => {
            state.notice = Some("mark a role with space first".to_string());
            Err(vec![])
        }
    }
}

/// Asks for the other role.
fn ask_for_other(state: &mut State, purpose: Purpose, left: RoleId) -> Vec<Effect> {
    state.lay(Kind::With(purpose, left));
    vec![Effect::Near(left)]
}

/// Opens the view of `purpose` for two roles, asking for them if they are not chosen.
pub(super) fn act_on_pair(state: &mut State, purpose: Purpose) -> Vec<Effect> {
    match pair(state, purpose) {
        Ok((left, right)) => {
            put_to_use(state, purpose, left, right);
            vec![]
        }
        Err(effects) => effects,
    }
}

/// Marks `left` and `right` as A and B, and opens the view of `purpose`.
pub(super) fn put_to_use(state: &mut State, purpose: Purpose, left: RoleId, right: RoleId) {
    let focus = match purpose {
        Purpose::Compare => Focus::Compare,
        Purpose::Path => Focus::Path,
        Purpose::Gap => Focus::Gap,
    };
    let marks = Marks::both(left, right);
    let from_profile = focus != Focus::Gap && state.gap.from_profile;
    enter(state, focus, state.marks != marks || state.gap.from_profile != from_profile);
    (state.marks, state.gap.from_profile) = (marks, from_profile);
}

/// Goes to another view; a step in history if it shows something else than before.
fn enter(state: &mut State, focus: Focus, new: bool) {
    if state.focus.view() != focus.view() || new {
        remember(state);
    }
    state.zoomed = false;
    state.focus = focus;
}

/// Switches between the gap from A to B and the gap from the profile to both.
pub(super) fn toggle_start(state: &mut State) {
    if state.gap.question.is_none() {
        return;
    }
    if state.gap.from_profile && state.marks.b.is_none() {
        state.notice = Some("mark a role to start from with space".to_string());
    } else if !state.gap.from_profile && !state.mine.read {
        let text = "no profile yet: + on a skill begins one";
        state.notice = Some(state.mine.fault.clone().unwrap_or_else(|| text.to_string()));
    } else {
        remember(state);
        state.gap.from_profile = !state.gap.from_profile;
    }
}

/// Goes to Compare, Path, Gap or Matrix with A and B; if they are not chosen, asks for them or
/// explains how to choose them.
pub(super) fn view_page(state: &mut State, focus: Focus) -> Vec<Effect> {
    let purpose = match focus {
        Focus::Compare => Purpose::Compare,
        Focus::Path => Purpose::Path,
        Focus::Gap => Purpose::Gap,
        _ => {
            view_matrix(state);
            return vec![];
        }
    };
    // From a profile, one role is enough.
    let ready =
        state.marks.pair().is_some() || (focus == Focus::Gap && gap_question(state).is_some());
    if ready {
        go(state, focus);
        return vec![];
    }
    act_on_pair(state, purpose)
}

/// Goes to the matrix: of A and B if both are marked, otherwise the existing one or a new one.
fn view_matrix(state: &mut State) {
    let of_family = state.matrix.family().is_some();
    match state.marks.pair() {
        Some((a, b)) if of_family || !state.matrix.is_about(state.marks) => {
            enter(state, Focus::Matrix, true);
            state.matrix.ask(&state.catalog, &[a, b], None, state.marks);
        }
        _ if state.matrix.is_about(state.marks) => go(state, Focus::Matrix),
        _ => matrix(state),
    }
}

/// Shows roles side by side: the marked ones and the one here, or all roles of a family if there
/// are no marks.
pub(super) fn matrix(state: &mut State) {
    let here = state.current_role();
    let mut roles = state.marks.roles();
    roles.extend(here);
    let mut seen = std::collections::HashSet::new();
    roles.retain(|role| seen.insert(*role));
    let family = match (state.roles.row(), state.focus) {
        (Some(Row::Family { name, .. }), Focus::Roles | Focus::Filter) => Some(name.clone()),
        _ if roles.len() > 1 => None,
        _ => roles.first().map(|role| state.catalog.family(*role).to_string()),
    };
    if let Some(family) = &family {
        let all = state.catalog.families().find(|(name, _)| name == family);
        roles = all.map(|(_, roles)| roles.to_vec()).unwrap_or_default();
    }
    if roles.is_empty() {
        state.notice = Some("mark roles with space first, or stand on a family".to_string());
        return;
    }
    if roles.len() > MOST_BESIDE {
        state.notice = Some(format!("the first {MOST_BESIDE} of {} roles", roles.len()));
        roles.truncate(MOST_BESIDE);
    }
    enter(state, Focus::Matrix, state.matrix.roles() != roles);
    if let (None, Marks { a: Some(a), b: None }, Some(here)) = (&family, state.marks, here) {
        // Column B is the mark B, as everywhere else that takes A and the role here.
        state.marks = Marks::both(a, here);
    }
    state.matrix.ask(&state.catalog, &roles, family.as_deref(), state.marks);
}

/// Maximum number of roles in the matrix: a wider table is unreadable; the command line writes all.
pub(super) const MOST_BESIDE: usize = 26;

/// Swaps A and B, start and goal.
pub(super) fn swap(state: &mut State) {
    let Some((a, b)) = state.marks.pair() else { return };
    if state.focus == Focus::Gap && state.gap.from_profile {
        state.notice = Some("from your profile there is no way back".to_string());
        return;
    }
    if matches!(state.focus, Focus::Path | Focus::Gap) {
        remember(state);
    }
    state.marks = Marks::both(b, a);
}

/// Clears the marks, or restores those that were cleared last.
pub(super) fn toggle_marks(state: &mut State) {
    let key = state
        .keymap
        .shown(state.contexts(), Action::ToggleMarks)
        .unwrap_or("the palette")
        .to_string();
    let none = Marks::default();
    state.notice = Some(if state.marks != none {
        state.cleared = std::mem::take(&mut state.marks);
        format!("marks A and B cleared; {key} restores them")
    } else if state.cleared == none {
        "nothing is marked; press space to mark a role".to_string()
    } else {
        state.marks = state.cleared;
        let titles: Vec<&str> = state
            .marks
            .roles()
            .into_iter()
            .map(|role| state.catalog.role(role).title.as_str())
            .collect();
        format!("marks restored: {}", titles.join(", "))
    });
}
