//! Getting about: views, panes, history, marks and comparisons.

use super::{comparison, fields};
use crate::analysis::diff::Excerpt;
use crate::model::RoleId;
use crate::search::Item;
use crate::tui::doc::sought;
use crate::tui::effect::Effect;
use crate::tui::effect::Ways;
use crate::tui::layout;
use crate::tui::overlay::{Kind, Purpose};
use crate::tui::pane::gap::Start;
use crate::tui::pane::page::Link;
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
    state.detail.sought.clear();
    state.zoomed = false;
    state.focus = Focus::Detail;
}

/// Opens what is under the cursor.
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
            state.focus = if state.roles.selected().is_some() { Focus::Detail } else { Focus::Roles };
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
                let name = state.skills.selected().map(|skill| state.catalog.skill(skill).name.clone());
                open_role(state, role);
                // The skill stands somewhere in it.
                state.detail.sought = name.map(|name| name.to_lowercase()).into_iter().collect();
            }
        }
        Focus::Compare => comparison::tell_row(state),
        Focus::Detail | Focus::Path | Focus::Gap | Focus::Matrix => {}
    }
}

/// Opens what a line of a page is about.
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

/// To the next pane of the view, or the one before.
pub(super) fn next_pane(state: &mut State, forward: bool) {
    let ring: &[Focus] = match state.focus.view() {
        View::Roles => &[Focus::Roles, Focus::Detail],
        View::Skills => &[Focus::SkillInput, Focus::Skills, Focus::Needs],
        View::Compare | View::Path | View::Gap | View::Matrix => {
            state.notice = Some("there is one pane here: z and the numbers lead elsewhere".to_string());
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

/// Puts the caret into the view's field.
pub(super) fn search(state: &mut State) {
    match state.focus.view() {
        View::Roles => state.focus = Focus::Filter,
        View::Skills => state.focus = Focus::SkillInput,
        // These have no field of their own: what is looked for is another role or skill.
        View::Compare | View::Path | View::Gap | View::Matrix => go(state, Focus::SkillInput),
    }
    state.zoomed = false;
}

/// Leaves the nearest transient thing: the field, the zoom, the filter, the marks; then goes back.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Focus::Filter => {
            fields::leave(state);
            state.focus = Focus::Roles;
        }
        Focus::SkillInput => {
            fields::leave(state);
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
        Focus::Detail if !state.detail.sought.is_empty() => state.detail.sought.clear(),
        Focus::Detail => state.focus = Focus::Roles,
        Focus::Compare if state.compare.excerpt.kind.is_some() => comparison::show(state, Excerpt::default()),
        Focus::Roles if state.roles.clear_facets(&state.catalog) => {}
        Focus::Roles if state.marks != Marks::default() => {
            state.marks = Marks::default();
            state.notice = Some("marks cleared".to_string());
        }
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
    arrive(state, place)
}

fn arrive(state: &mut State, place: Place) -> Vec<Effect> {
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
    if let Some((start, targets)) = place.gap {
        state.gap.ask(&state.catalog, start, &state.mine.have, targets);
    }
    let (roles, family) = place.matrix;
    if !roles.is_empty() {
        state.matrix.ask(&state.catalog, &roles, family.as_deref());
    }
    match place.path {
        Some(pair) if state.path.pair != Some(pair) => ask_ways(state, pair),
        _ => vec![],
    }
}

/// Marks the role as A, then as B; a third mark replaces B; a mark on a marked role takes it away.
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
        let replaced = marks.b.replace(role).map(|old| format!(" instead of {}", state.catalog.role(old).title));
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

/// The two roles that an action is about: those of what is shown, both marks, or one mark and the role here; or else the
/// question for the other one is put.
fn pair(state: &mut State, purpose: Purpose) -> Result<(RoleId, RoleId), Vec<Effect>> {
    let shown = match (state.focus, &state.gap.question) {
        (Focus::Compare, _) => state.compare.pair(),
        (Focus::Path, _) => match state.path.page.link() {
            // The step under the cursor, where it is to be looked at closely.
            Some(Link::Hop(from, to)) if purpose == Purpose::Compare => Some((from, to)),
            _ => state.path.pair,
        },
        (Focus::Gap, Some((Start::Role(from), targets))) => targets.first().map(|to| (*from, *to)),
        _ => None,
    };
    if let Some((left, _)) = shown {
        if state.focus == Focus::Compare && purpose == Purpose::Compare {
            return Err(ask_for_other(state, purpose, left));
        }
        return shown.ok_or_else(Vec::new);
    }
    // The matrix has no cursor on a role: the one on the left stands for it.
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

/// Puts the question which role is the other one.
fn ask_for_other(state: &mut State, purpose: Purpose, left: RoleId) -> Vec<Effect> {
    state.lay(Kind::With(purpose, left));
    vec![Effect::Near(left)]
}

/// Does what `purpose` says with two roles, which it asks for where they are not chosen.
pub(super) fn act_on_pair(state: &mut State, purpose: Purpose) -> Vec<Effect> {
    match pair(state, purpose) {
        Ok((left, right)) => put_to_use(state, purpose, left, right),
        Err(effects) => effects,
    }
}

/// Does what `purpose` says with `left` and `right`.
pub(super) fn put_to_use(state: &mut State, purpose: Purpose, left: RoleId, right: RoleId) -> Vec<Effect> {
    match purpose {
        Purpose::Compare => compare_pair(state, left, right),
        Purpose::Path => return show_path(state, left, right),
        Purpose::Gap => show_gap(state, Start::Role(left), vec![right]),
    }
    vec![]
}

/// Shows the ways from `from` to `to`, which become A and B.
fn show_path(state: &mut State, from: RoleId, to: RoleId) -> Vec<Effect> {
    enter(state, Focus::Path, state.path.pair != Some((from, to)));
    state.marks = Marks { a: Some(from), b: Some(to) };
    if state.path.pair == Some((from, to)) { vec![] } else { ask_ways(state, (from, to)) }
}

fn ask_ways(state: &mut State, (from, to): (RoleId, RoleId)) -> Vec<Effect> {
    let generation = state.next_generation();
    state.path.ask(from, to, generation);
    vec![Effect::Ways(Ways { generation, from, to })]
}

/// Shows what is missing from `start` to `targets`.
fn show_gap(state: &mut State, start: Start, targets: Vec<RoleId>) {
    enter(state, Focus::Gap, state.gap.question.as_ref() != Some(&(start, targets.clone())));
    if let (Start::Role(from), [to]) = (start, targets.as_slice()) {
        state.marks = Marks { a: Some(from), b: Some(*to) };
    }
    state.gap.ask(&state.catalog, start, &state.mine.have, targets);
}

/// Goes to another view, a step in history where something else is shown than before.
fn enter(state: &mut State, focus: Focus, new: bool) {
    if state.focus.view() != focus.view() || new {
        remember(state);
    }
    state.zoomed = false;
    state.focus = focus;
}

/// From a role to a role, or from the profile: to the goal, or to both roles that are marked.
pub(super) fn toggle_start(state: &mut State) {
    let Some((start, targets)) = state.gap.question.clone() else { return };
    match start {
        Start::Role(_) if !state.mine.read => {
            let text = "no profile yet: + on a skill begins one";
            state.notice = Some(state.mine.fault.clone().unwrap_or_else(|| text.to_string()));
        }
        Start::Role(from) => {
            // From oneself both roles are goals, unless one is what one starts from in all but name.
            let both = if from == targets[0] { targets } else { vec![from, targets[0]] };
            show_gap(state, Start::Profile, both);
        }
        Start::Profile => match targets.as_slice() {
            [from, to, ..] => show_gap(state, Start::Role(*from), vec![*to]),
            [_] | [] => state.notice = Some("mark a role to start from with space".to_string()),
        },
    }
}

/// Goes to the ways, the gap or the matrix; without one it starts one, or says how.
pub(super) fn view_page(state: &mut State, focus: Focus) -> Vec<Effect> {
    let there = match focus {
        Focus::Path => state.path.pair.is_some(),
        Focus::Gap => state.gap.question.is_some(),
        _ => !state.matrix.roles().is_empty(),
    };
    match focus {
        _ if there => go(state, focus),
        Focus::Path => return act_on_pair(state, Purpose::Path),
        Focus::Gap => return act_on_pair(state, Purpose::Gap),
        _ => matrix(state),
    }
    vec![]
}

/// Puts roles beside each other: the marked ones and the one here, or without marks all of a family.
pub(super) fn matrix(state: &mut State) {
    let here = state.current_role();
    let mut roles: Vec<RoleId> = [state.marks.a, state.marks.b, here].into_iter().flatten().collect();
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
    state.matrix.ask(&state.catalog, &roles, family.as_deref());
}

/// More roles than that are no table that anybody reads; the command line writes them all.
pub(super) const MOST_BESIDE: usize = 26;

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
pub(super) fn view_compare(state: &mut State) -> Vec<Effect> {
    match (state.marks.a, state.marks.b, state.compare.pair()) {
        (Some(a), Some(b), _) | (_, _, Some((a, b))) => {
            compare_pair(state, a, b);
            vec![]
        }
        _ => act_on_pair(state, Purpose::Compare),
    }
}

/// Exchanges A and B, start and goal.
pub(super) fn swap(state: &mut State) -> Vec<Effect> {
    match (state.focus, &state.gap.question) {
        (Focus::Path, _) => {
            if let Some((from, to)) = state.path.pair {
                return show_path(state, to, from);
            }
        }
        (Focus::Gap, Some((Start::Role(from), targets))) => {
            let (from, to) = (*from, targets[0]);
            show_gap(state, Start::Role(to), vec![from]);
        }
        (Focus::Gap, _) => state.notice = Some("from your profile there is no way back".to_string()),
        _ => {
            if let Some((left, right)) = state.compare.pair() {
                state.marks = Marks { a: Some(right), b: Some(left) };
                state.compare.compare(&state.catalog, right, left);
            }
        }
    }
    vec![]
}
