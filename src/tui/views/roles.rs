//! The view of the roles: the tree, its filter, and the detail of a role or family.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::compare::toggle_inherited;
use super::interface::{Handled, View};
use crate::analysis::gap::{gap, skills_of_role};
use crate::model::text::{DisplayWidth, quoted};
use crate::model::{Importance, RoleId, family_name};
use crate::question::{ListQuestion, ListedItems, Question};
use crate::search::SearchScope;
use crate::tui::action::{Action, KeyContext};
use crate::tui::bars::{self, ClickTarget};
use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::effect::Effect;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::pane::detail::{DetailOptions, DetailSubject};
use crate::tui::pane::elsewhere::ElsewhereCounts;
use crate::tui::pane::linked_page::{LinkedPage, RowClick};
use crate::tui::pane::roles::RoleTreeRow;
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus};
use crate::tui::update::{fields, find, role_list};
use crate::tui::view::{elsewhere, lists, pages};
use crate::wording;

/// Maximum number of roles for which those similar to the role under the cursor are found as the
/// cursor moves.
const MAX_UNASKED_SIMILAR: usize = 500;

/// The roles and the detail of one.
pub(super) struct RolesView;

impl View for RolesView {
    fn name(&self, _state: &AppState) -> &'static str {
        "Roles"
    }

    fn opened_by(&self) -> Action {
        Action::ViewRoles
    }

    fn contexts(&self, focus: Focus) -> &'static [KeyContext] {
        match focus {
            Focus::Filter => &[KeyContext::Input, KeyContext::Global],
            // The list beside the text is sorted and filtered from here too.
            Focus::Detail => {
                &[KeyContext::Detail, KeyContext::Roles, KeyContext::Scroll, KeyContext::Global]
            }
            _ => &[KeyContext::Roles, KeyContext::List, KeyContext::Scroll, KeyContext::Global],
        }
    }

    fn panes(&self) -> &'static [Focus] {
        &[Focus::Roles, Focus::Detail]
    }

    fn field(&self) -> Option<Focus> {
        Some(Focus::Filter)
    }

    fn input<'a>(&self, state: &'a mut AppState) -> Option<&'a mut Input> {
        Some(&mut state.roles.filter)
    }

    fn act(&self, state: &mut AppState, action: Action) -> Handled {
        match action {
            Action::Sort | Action::ToggleTree | Action::FoldAll | Action::Facets => {
                return Handled::Done(role_list::run_action(state, action));
            }
            Action::Open if state.focus.in_list() && state.roles.rows().is_empty() => {
                return Handled::Done(open_elsewhere(state));
            }
            Action::ToggleInherited => toggle_inherited(state),
            Action::SwitchScope => {
                let key = state.key_name(Action::ViewSkills);
                state.notice =
                    Some(format!("this field finds roles only; {key} searches everything"));
            }
            // A search in the page comes first.
            Action::NextMatch | Action::PreviousMatch
                if state.focus != Focus::Detail || state.roles.match_count().is_some() =>
            {
                walk_hits(state, action == Action::NextMatch);
            }
            Action::PreviewDown => scroll_preview(self, state, 1),
            Action::PreviewUp => scroll_preview(self, state, -1),
            Action::Left if state.focus == Focus::Detail => {
                if !state.detail.page.step_link(false) {
                    state.focus = Focus::Roles;
                }
            }
            Action::Right if state.focus == Focus::Detail => return Handled::Pass,
            Action::Left => {
                if !state.roles.fold(&state.catalog, true) {
                    state.notice = Some("nothing to fold here".to_string());
                }
            }
            Action::Right if state.focus != Focus::Roles => {}
            Action::Right => {
                let unfolded = state.roles.fold(&state.catalog, false);
                if !unfolded && state.roles.selected().is_some() {
                    state.roles.accept_filter();
                    state.focus = Focus::Detail;
                } else if !unfolded {
                    state.notice = Some("nothing to unfold here".to_string());
                }
            }
            _ => return Handled::Pass,
        }
        Handled::DONE
    }

    fn layout(&self, state: &mut AppState, areas: &ScreenAreas) {
        let main = layout::main_rows(areas);
        let list = usize::from(layout::list_rows(areas).height);
        state.roles.cursor.clamp(state.roles.rows().len(), list);
        match state.roles.row().map(detail_subject) {
            Some(subject) => {
                let you = match &subject {
                    DetailSubject::Role(role) => fit_text(state, *role),
                    DetailSubject::Family(_) => None,
                };
                let (width, scope) = (text_width(state, main), state.compare.scope);
                let options = DetailOptions { width, scope, you };
                state.detail.show(&state.catalog, subject, options);
            }
            None => state.detail.clear(),
        }
        state.detail.page.clamp_scroll(usize::from(main.height));
    }

    /// Asks for the roles similar to the one shown, so that its text is complete before it is opened.
    /// In large catalogs that takes a moment: only of a role that was opened.
    fn sync(&self, state: &mut AppState) -> Vec<Effect> {
        let is_small = state.catalog.roles().len() <= MAX_UNASKED_SIMILAR;
        let role = state.roles.selected().filter(|_| is_small || state.focus == Focus::Detail);
        match role.filter(|role| state.detail.ask_similar(*role)) {
            Some(role) => vec![Effect::FindRelated(role)],
            None => vec![],
        }
    }

    fn prefetch(&self, state: &mut AppState) {
        let at = state.roles.cursor.at;
        let around = [at.checked_sub(1), at.checked_add(1)];
        for row in around.into_iter().flatten().filter_map(|at| state.roles.rows().get(at)) {
            state.detail.prepare(&state.catalog, detail_subject(row));
        }
    }

    fn draw(&self, state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
        lists::roles(state, areas, canvas);
        detail(state, areas, canvas);
    }

    fn open_selected(&self, state: &mut AppState) {
        match state.focus {
            Focus::Filter => {
                state.remember_field();
                state.roles.accept_filter();
                let found = state.roles.selected().is_some();
                state.focus = if found { Focus::Detail } else { Focus::Roles };
            }
            Focus::Roles => match state.roles.row() {
                Some(RoleTreeRow::Family { folded, .. }) => {
                    let fold = !folded;
                    state.roles.fold(&state.catalog, fold);
                }
                Some(RoleTreeRow::Role(_)) => {
                    state.roles.accept_filter();
                    state.go_to(Focus::Detail);
                }
                None => {}
            },
            _ => match state.detail.page.link() {
                Some(link) => state.follow_link(link),
                None => state.notice = Some("no name to open in this row".to_string()),
            },
        }
    }

    fn leave(&self, state: &mut AppState) -> Handled {
        match left_first(state) {
            Some(LeftFirst::Text) => state.focus = Focus::Roles,
            Some(LeftFirst::Filter) => state.roles.clear_filter(&state.catalog),
            Some(LeftFirst::Facets) => state.roles.clear_facets(&state.catalog),
            None => return Handled::Pass,
        }
        Handled::DONE
    }

    fn leave_hint(&self, state: &AppState) -> Option<&'static str> {
        Some(match left_first(state)? {
            LeftFirst::Text => "to the list",
            LeftFirst::Filter => "clear filter",
            LeftFirst::Facets => "clear facets",
        })
    }

    fn page<'a>(&self, state: &'a AppState) -> Option<&'a LinkedPage> {
        (state.focus == Focus::Detail).then_some(&state.detail.page)
    }

    fn page_mut<'a>(&self, state: &'a mut AppState) -> Option<&'a mut LinkedPage> {
        (state.focus == Focus::Detail).then_some(&mut state.detail.page)
    }

    fn scroll_area(&self, _state: &AppState, areas: &ScreenAreas, focus: Focus) -> Rect {
        if focus.in_list() { layout::list_rows(areas) } else { layout::main_rows(areas) }
    }

    fn scroll(&self, state: &mut AppState, focus: Focus, delta: isize, height: usize) {
        if focus.in_list() {
            let len = state.roles.rows().len();
            state.roles.cursor.step(delta, len);
        } else {
            state.detail.page.step(delta, height);
        }
    }

    fn role(&self, state: &AppState) -> Option<RoleId> {
        if state.focus == Focus::Detail { state.detail.role() } else { state.roles.selected() }
    }

    fn shown_roles(&self, state: &AppState) -> Vec<RoleId> {
        self.role(state).into_iter().collect()
    }

    fn remap(&self, state: &mut AppState, map: &IdRemap<'_>) -> Vec<Effect> {
        state.roles.remap(map);
        state.detail.remap(map);
        vec![]
    }

    fn question(&self, state: &AppState) -> Option<Question> {
        Some(match state.detail.role() {
            Some(role) => Question::Role { role, scope: state.compare.scope },
            None => Question::List(ListQuestion {
                items: ListedItems::Roles,
                filter: state.roles.facets.clone(),
                order: state.roles.order,
            }),
        })
    }

    fn select_row(&self, state: &mut AppState, row: usize) -> bool {
        let at = state.roles.cursor.top + row;
        let was_focused = std::mem::replace(&mut state.focus, Focus::Roles) == Focus::Roles;
        let is_row = at < state.roles.rows().len();
        let before = state.roles.cursor.at;
        if is_row {
            state.roles.cursor.at = at;
        }
        is_row && was_focused && at == before
    }

    fn point_at(&self, state: &mut AppState, _areas: &ScreenAreas, _at: Position) {
        state.focus = Focus::Detail;
    }

    fn click_main(&self, state: &mut AppState, areas: &ScreenAreas, at: Position) {
        state.focus = Focus::Detail;
        let area = layout::main_rows(areas);
        let line = state.detail.page.scroll.top + usize::from(at.y.saturating_sub(area.y));
        let cell = usize::from(at.x.saturating_sub(area.x));
        let clicked = state.detail.page.click(line, cell);
        let opens = clicked == Some(RowClick::Link)
            || (clicked == Some(RowClick::Again) && state.detail.page.link().is_some());
        if area.contains(at) && opens {
            self.open_selected(state);
        }
    }

    fn click_header(
        &self,
        state: &AppState,
        areas: &ScreenAreas,
        at: Position,
    ) -> Option<ClickTarget> {
        let tabs = Rect { y: areas.main.y + 1, height: 1, ..areas.main };
        if layout::header_rows(areas.main.height) < 2 || !tabs.contains(at) {
            return None;
        }
        let parts = bars::tabs(&state.detail.page, tabs.width);
        bars::target_at(&parts, at.x - tabs.x)
    }

    fn wheel(&self, state: &mut AppState, areas: &ScreenAreas, over_list: bool, lines: isize) {
        if over_list {
            self.scroll(state, Focus::Roles, lines, 1);
        } else {
            let height = usize::from(layout::main_rows(areas).height);
            state.detail.page.scroll_by(lines, height);
        }
    }
}

/// The parts of the view that are left before it: the innermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeftFirst {
    /// The text of a role.
    Text,
    /// The filter of the list.
    Filter,
    /// Its facets.
    Facets,
}

/// Returns the part that is left first; `None` if that is the view itself.
fn left_first(state: &AppState) -> Option<LeftFirst> {
    if state.focus == Focus::Detail {
        Some(LeftFirst::Text)
    } else if !state.roles.filter.value().is_empty() {
        Some(LeftFirst::Filter)
    } else if !state.roles.facets.selected.is_empty() {
        Some(LeftFirst::Facets)
    } else {
        None
    }
}

/// Returns the subject of the text next to the list while the cursor is on `row`.
fn detail_subject(row: &RoleTreeRow) -> DetailSubject {
    match row {
        RoleTreeRow::Role(role) => DetailSubject::Role(*role),
        RoleTreeRow::Family { name, .. } => DetailSubject::Family(name.clone()),
    }
}

/// Returns whose skills are compared with those of `role`, and how many of the essential ones they
/// have: of A, or of the user's profile.
fn fit_text(state: &AppState, role: RoleId) -> Option<(&'static str, String)> {
    let (who, have) = match state.marks.a {
        Some(a) if a == role => return None,
        Some(a) => ("From A", skills_of_role(state.catalog.role(a))),
        None if state.profile.skills.is_empty() => return None,
        None => ("You", state.profile.skills.clone()),
    };
    let gap = gap(&state.catalog, &have, role);
    let (met, unsure) = wording::met_counts(&gap, Importance::Essential)?;
    let unsure = if unsure.is_empty() { unsure } else { format!(" ({unsure})") };
    let key = state.keymap.first_key(&[KeyContext::Global], Action::Gap).unwrap_or("the palette");
    Some((who, format!("essential skills: {met}{unsure} → {key} shows them")))
}

/// Returns the width of a text in `main`. Hidden behind the list, it is as wide as the screen, so
/// that it is ready when it is shown.
pub(super) fn text_width(state: &AppState, main: Rect) -> u16 {
    if main.width > 0 { main.width } else { state.size.0.saturating_sub(layout::BAR_WIDTH).max(1) }
}

/// Scrolls the text next to the list by half a page: down for 1, up for -1.
pub(super) fn scroll_preview(view: &dyn View, state: &mut AppState, direction: isize) {
    let half = (usize::from(layout::main_rows(&state.areas()).height) / 2).max(1);
    let delta = direction * isize::try_from(half).unwrap_or(isize::MAX);
    view.wheel(state, &state.areas(), false, delta);
}

/// Opens what a filter that matches no role finds elsewhere: the skill, if there is one, or else the
/// search for the same words in the scope that has most of them.
fn open_elsewhere(state: &mut AppState) -> Vec<Effect> {
    let query = state.roles.filter.value().to_string();
    let found = state.roles.elsewhere.clone();
    let Some(found) = found.filter(|found| found.counts.text().is_some()) else {
        let text = if query.trim().is_empty() {
            "no roles here; esc clears the facets".to_string()
        } else {
            format!("no match for {} anywhere; esc clears the filter", quoted(query.trim()))
        };
        state.notice = Some(text);
        return vec![];
    };
    state.remember_query(&query);
    // History leads back to the filter; the list itself is as it was before.
    state.push_history();
    state.roles.clear_filter(&state.catalog);
    state.zoomed = false;
    if let Some(skill) = found.only_skill() {
        state.skills.select(&state.catalog, skill);
        state.focus = Focus::Needs;
        return vec![];
    }
    state.skills.scope = match found.counts {
        ElsewhereCounts { skills: 1.., .. } => SearchScope::Skills,
        ElsewhereCounts { responsibilities: 1.., .. } => SearchScope::Responsibilities,
        ElsewhereCounts { .. } => SearchScope::All,
    };
    state.skills.input = Input::new(query);
    state.focus = Focus::Skills;
    fields::start_search(state)
}

/// Moves to the next or previous role that matches the filter.
fn walk_hits(state: &mut AppState, forward: bool) {
    let Some(count) = state.roles.match_count() else {
        let key = state.key_name(Action::Search);
        state.notice = Some(format!("the list is not filtered; {key} filters it"));
        return;
    };
    let len = state.roles.rows().len();
    if len == 0 {
        state.notice = Some("no role matches the filter".to_string());
        return;
    }
    let at = state.roles.cursor.at;
    state.roles.cursor.at = (at + if forward { 1 } else { len - 1 }) % len;
    let now = state.roles.cursor.at;
    let around = if (now < at) == forward && now != at {
        format!(", {}", find::wrap_text(forward))
    } else {
        String::new()
    };
    state.notice = Some(format!("match {} of {count}{around}", now + 1));
}

/// The detail of a role, or of a family.
fn detail(state: &AppState, areas: &layout::ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    if areas.main.is_empty() {
        return;
    }
    if let Some(found) = state.roles.elsewhere.as_ref().filter(|_| state.roles.rows().is_empty())
        && found.counts.text().is_some()
    {
        return elsewhere::elsewhere(state, found, areas, canvas);
    }
    let header = layout::header_rows(areas.main.height);
    let (head, _) = layout::split_top(areas.main, header);
    let (title, about) = match (state.detail.role(), state.roles.row()) {
        (Some(id), _) => {
            let role = state.catalog.role(id);
            let mut about = vec![family_name(&role.family)];
            about.extend(role.track.map(|t| t.to_string()));
            about.extend(role.seniority.map(|l| format!("seniority {l}")));
            // The title stays complete; the remarks on it are cut, the family first.
            let room = usize::from(head.width).saturating_sub(role.title.width() + 5);
            while !about.is_empty() && about.join(" · ").width() > room {
                about.remove(0);
            }
            (role.title.clone(), about.join(" · "))
        }
        (None, Some(RoleTreeRow::Family { name, count, .. })) => (
            family_name(name),
            if *count == 1 { "1 role".to_string() } else { format!("{count} roles") },
        ),
        (None, _) => ("No role".to_string(), String::new()),
    };
    let focused = state.focus == Focus::Detail;
    if header >= 1 {
        let left = [TonedText::new(title, TextTone::Title)];
        canvas.sides(head, &left, &[TonedText::new(format!("{about} "), TextTone::Dim)]);
        if focused {
            elsewhere::focus_sign(areas, canvas);
        }
    }
    if header >= 2 {
        let line = Rect { y: head.y + 1, height: 1, ..head };
        canvas.row(line, &bars::to_row(&bars::tabs(&state.detail.page, line.width)));
    }
    let find = state.find.as_ref().filter(|_| focused);
    let area = layout::main_rows(areas);
    let (aside, right) = state.detail.aside();
    let right = (right as u16).min(area.width);
    let beside = Rect { x: area.x + right, width: area.width - right, ..area };
    for (at, row) in aside.rows.iter().take(usize::from(area.height)).enumerate() {
        canvas.row(Rect { y: beside.y + at as u16, height: 1, ..beside }, row);
    }
    let text = if aside.rows.is_empty() { area } else { Rect { width: right - 2, ..area } };
    pages::page_text(&state.detail.page, find, focused, text, canvas);
    let (top, len) = (state.detail.page.scroll.top, state.detail.doc().rows.len());
    canvas.bar(layout::scroll_bar(area), top, len);
}
