//! The view of the roles: the tree, its filter, and the detail of a role or family.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::compare::toggle_inherited;
use super::interface::{Handled, View};
use crate::model::RoleId;
use crate::model::text::{DisplayWidth, quoted};
use crate::question::{ListQuestion, ListedItems, Question};
use crate::search::SearchScope;
use crate::tui::action::{Action, KeyContext};
use crate::tui::bars::{self, ClickTarget};
use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::{TextDoc, TextTone, TonedText};
use crate::tui::effect::Effect;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::pane::detail::DetailSubject;
use crate::tui::pane::linked_page::PageLink;
use crate::tui::pane::roles::RoleTreeRow;
use crate::tui::pane::skills::ElsewhereCounts;
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus};
use crate::tui::update::{fields, role_list};
use crate::tui::view::lists;

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
            Focus::Detail => &[KeyContext::Detail, KeyContext::Scroll, KeyContext::Global],
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
                state.notice =
                    Some("this field finds roles only; press 4 to search everything".to_string());
            }
            Action::PreviewDown => scroll_preview(self, state, 1),
            Action::PreviewUp => scroll_preview(self, state, -1),
            Action::NextMatch => walk_matches(state, true),
            Action::PreviousMatch => walk_matches(state, false),
            Action::Left if state.focus == Focus::Detail => state.focus = Focus::Roles,
            Action::Left => {
                state.roles.fold(&state.catalog, true);
            }
            Action::Right if state.focus != Focus::Roles => {}
            Action::Right => {
                if !state.roles.fold(&state.catalog, false) && state.roles.selected().is_some() {
                    state.roles.accept_filter();
                    state.focus = Focus::Detail;
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
                let scope = state.compare.scope;
                state.detail.show(&state.catalog, subject, text_width(state, main), scope);
            }
            None => state.detail.clear(),
        }
        let rows = state.detail.doc().rows.len();
        state.detail.scroll.clamp(rows, usize::from(main.height));
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
            _ => {}
        }
    }

    fn leave(&self, state: &mut AppState) -> Handled {
        if state.focus == Focus::Detail {
            if state.detail.search_words.is_empty() {
                state.focus = Focus::Roles;
            } else {
                state.detail.search_words.clear();
            }
        } else if !state.roles.filter.value().is_empty() {
            state.roles.clear_filter(&state.catalog);
        } else if !state.roles.clear_facets(&state.catalog) {
            return Handled::Pass;
        }
        Handled::DONE
    }

    fn doc<'a>(&self, state: &'a AppState) -> Option<(&'a TextDoc, usize)> {
        Some((state.detail.doc(), state.detail.scroll.top))
    }

    fn scroll_to(&self, state: &mut AppState, line: usize) {
        state.detail.scroll.top = line;
    }

    fn scroll_area(&self, _state: &AppState, areas: &ScreenAreas, focus: Focus) -> Rect {
        if focus.in_list() { layout::list_rows(areas) } else { layout::main_rows(areas) }
    }

    fn scroll(&self, state: &mut AppState, focus: Focus, delta: isize, _height: usize) {
        if focus.in_list() {
            let len = state.roles.rows().len();
            state.roles.cursor.step(delta, len);
        } else {
            // `layout` stops it at the end.
            state.detail.scroll.top = state.detail.scroll.top.saturating_add_signed(delta);
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

    fn click_main(&self, state: &mut AppState, _areas: &ScreenAreas, _at: Position) {
        state.focus = Focus::Detail;
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
        let parts = bars::tabs(state.detail.doc(), state.detail.scroll.top, tabs.width);
        bars::target_at(&parts, at.x - tabs.x)
    }

    fn wheel(&self, state: &mut AppState, _areas: &ScreenAreas, over_list: bool, lines: isize) {
        self.scroll(state, if over_list { Focus::Roles } else { Focus::Detail }, lines, 1);
    }
}

/// Returns the subject of the text next to the list while the cursor is on `row`.
fn detail_subject(row: &RoleTreeRow) -> DetailSubject {
    match row {
        RoleTreeRow::Role(role) => DetailSubject::Role(*role),
        RoleTreeRow::Family { name, .. } => DetailSubject::Family(name.clone()),
    }
}

/// Returns the width of a text in `main`. Hidden behind the list, it is as wide as the screen, so
/// that it is ready when it is shown.
pub(super) fn text_width(state: &AppState, main: Rect) -> u16 {
    if main.width > 0 { main.width } else { state.size.0.saturating_sub(1).max(1) }
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
    let Some(found) = state.roles.elsewhere.filter(|found| found.counts.text().is_some()) else {
        let text = if query.trim().is_empty() {
            "no roles here; esc clears the facets".to_string()
        } else {
            format!("no match for {} anywhere; esc clears the filter", quoted(query.trim()))
        };
        state.notice = Some(text);
        return vec![];
    };
    state.remember_query(&query);
    // The list is as it was before when the user comes back.
    state.roles.clear_filter(&state.catalog);
    state.focus = Focus::Roles;
    if let Some(skill) = found.only_skill() {
        state.follow_link(PageLink::Skill(skill));
        return vec![];
    }
    state.skills.scope = match found.counts {
        ElsewhereCounts { skills: 1.., .. } => SearchScope::Skills,
        ElsewhereCounts { responsibilities: 1.., .. } => SearchScope::Responsibilities,
        ElsewhereCounts { .. } => SearchScope::All,
    };
    state.skills.input = Input::new(query);
    state.go_to(Focus::Skills);
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
        return;
    }
    let at = state.roles.cursor.at;
    state.roles.cursor.at = (at + if forward { 1 } else { len - 1 }) % len;
    state.notice = Some(format!("match {} of {count}", state.roles.cursor.at + 1));
}

/// Steps through the matches of the last search in a role; without one, through the roles of the
/// filter.
fn walk_matches(state: &mut AppState, forward: bool) {
    let is_filtered = state.roles.match_count().is_some();
    if state.focus != Focus::Detail || (is_filtered && state.detail.search_words.is_empty()) {
        return walk_hits(state, forward);
    }
    state.notice = Some(match state.detail.walk_matches(forward) {
        Some((at, of)) => format!("match {at}/{of}"),
        None if state.detail.search_words.is_empty() => {
            "no search yet; press 4 to search everything".to_string()
        }
        None => format!("no match for {} in this role", state.detail.search_words.join(" ")),
    });
}

/// The detail of a role, or of a family.
fn detail(state: &AppState, areas: &layout::ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    if areas.main.is_empty() {
        return;
    }
    let header = layout::header_rows(areas.main.height);
    let (head, _) = layout::split_top(areas.main, header);
    let (title, about) = match (state.detail.role(), state.roles.row()) {
        (Some(id), _) => {
            let role = state.catalog.role(id);
            let mut about = vec![role.family.clone()];
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
            bars::family_title(name),
            if *count == 1 { "1 role".to_string() } else { format!("{count} roles") },
        ),
        (None, _) => ("No role".to_string(), String::new()),
    };
    let focused = state.focus == Focus::Detail;
    let marker = if focused { "▸ " } else { "" };
    if header >= 1 {
        let left =
            [TonedText::new(marker, TextTone::Accent), TonedText::new(title, TextTone::Title)];
        canvas.sides(head, &left, &[TonedText::new(format!("{about} "), TextTone::Dim)]);
    }
    if header >= 2 {
        let line = Rect { y: head.y + 1, height: 1, ..head };
        canvas.row(
            line,
            &bars::to_row(&bars::tabs(state.detail.doc(), state.detail.scroll.top, line.width)),
        );
    }
    let (doc, top) = (state.detail.doc(), state.detail.scroll.top);
    canvas.highlighted_doc(layout::main_rows(areas), doc, top, &state.detail.search_words);
}
