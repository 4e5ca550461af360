//! The view of the search: skills, roles and responsibilities, and what is selected among them.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::interface::{Handled, View};
use super::roles::{scroll_preview, text_width};
use crate::model::{RoleId, SkillId};
use crate::question::{ListQuestion, ListedItems, Question, SEARCH_LIMIT};
use crate::search::{SearchItem, SearchScope};
use crate::tui::action::{Action, KeyContext};
use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::search_words;
use crate::tui::effect::Effect;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::page_find::PageFind;
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus};
use crate::tui::update::{fields, profile};
use crate::tui::view::lists;

/// The skills and the roles that need them.
pub(super) struct SkillsView;

impl View for SkillsView {
    fn name(&self, state: &AppState) -> &'static str {
        if state.skills.scope == SearchScope::Skills { "Skills" } else { "Search" }
    }

    fn opened_by(&self) -> Action {
        Action::ViewSkills
    }

    fn contexts(&self, focus: Focus) -> &'static [KeyContext] {
        if focus.is_input() {
            &[KeyContext::Input, KeyContext::Global]
        } else {
            &[KeyContext::Skills, KeyContext::List, KeyContext::Scroll, KeyContext::Global]
        }
    }

    fn panes(&self) -> &'static [Focus] {
        &[Focus::Skills, Focus::Needs]
    }

    fn field(&self) -> Option<Focus> {
        Some(Focus::SkillInput)
    }

    fn input<'a>(&self, state: &'a mut AppState) -> Option<&'a mut Input> {
        Some(&mut state.skills.input)
    }

    fn act(&self, state: &mut AppState, action: Action) -> Handled {
        match action {
            Action::SwitchScope => {
                state.skills.next_scope();
                if state.focus == Focus::Needs {
                    state.focus = Focus::Skills;
                }
                return Handled::Done(fields::start_search(state));
            }
            Action::RaiseLevel => {
                let skill = state.skills.selected();
                return Handled::Done(profile::raise_level(state, skill));
            }
            Action::LowerLevel => {
                let skill = state.skills.selected();
                return Handled::Done(profile::lower_level(state, skill));
            }
            Action::Open if state.focus != Focus::Needs && state.skills.is_empty() => {
                return Handled::Done(open_elsewhere(state));
            }
            // Between the skills and their roles: in the field, the next keys would be typed.
            Action::NextPane | Action::Left if state.focus == Focus::Needs => {
                state.focus = Focus::Skills;
            }
            Action::PreviewDown => scroll_preview(self, state, 1),
            Action::PreviewUp => scroll_preview(self, state, -1),
            Action::Left => {
                state.notice = Some("this is the left pane".to_string());
            }
            Action::Right if state.focus == Focus::Skills => self.open_selected(state),
            Action::Right => {
                state.notice = Some("this is the right pane".to_string());
            }
            _ => return Handled::Pass,
        }
        Handled::DONE
    }

    fn layout(&self, state: &mut AppState, areas: &ScreenAreas) {
        let main = layout::main_rows(areas);
        let list = usize::from(layout::list_rows(areas).height);
        state.skills.cursor.clamp(state.skills.len(), list);
        let width = text_width(state, main);
        state.skills.refresh(&state.catalog, &state.profile, width);
        let rows = state.skills.doc().0.rows.len();
        state.skills.needs.top =
            state.skills.needs.top.min(rows.saturating_sub(usize::from(main.height)));
    }

    fn draw(&self, state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
        lists::skills(state, areas, canvas);
        lists::needs(state, areas, canvas);
    }

    fn open_selected(&self, state: &mut AppState) {
        if state.focus == Focus::Needs {
            open_need(state);
            return;
        }
        if state.skills.is_empty() {
            state.notice = Some("nothing to open here".to_string());
            return;
        }
        state.remember_field();
        let words = search_words(&state.skills.answered_query);
        if let Some(role) = state.skills.role() {
            let responsibility = match state.skills.item() {
                Some(SearchItem::Responsibility(_, at)) => Some(at as usize),
                _ => None,
            };
            state.open_role(role);
            state.find = PageFind::for_words(&words);
            state.detail.reveal_responsibility(responsibility);
        } else if state.skills.selected().is_some() {
            state.focus = Focus::Needs;
            self.layout(state, &state.areas());
            let height = usize::from(layout::main_rows(&state.areas()).height);
            state.skills.reveal_need(&state.catalog, height);
        }
    }

    fn leave(&self, state: &mut AppState) -> Handled {
        match state.focus {
            Focus::Needs => state.focus = Focus::Skills,
            _ if !state.skills.input.value().is_empty() => {
                state.skills.input.reset();
                return Handled::Done(fields::start_search(state));
            }
            _ => return Handled::Pass,
        }
        Handled::DONE
    }

    fn scroll_area(&self, _state: &AppState, areas: &ScreenAreas, focus: Focus) -> Rect {
        if focus.in_list() { layout::list_rows(areas) } else { layout::main_rows(areas) }
    }

    fn scroll(&self, state: &mut AppState, focus: Focus, delta: isize, height: usize) {
        if focus.in_list() {
            let len = state.skills.len();
            state.skills.cursor.step(delta, len);
        } else {
            state.skills.step_needs(&state.catalog, delta, height);
        }
    }

    fn role(&self, state: &AppState) -> Option<RoleId> {
        match state.focus {
            Focus::Needs => state.skills.selected_need(&state.catalog),
            _ => state.skills.role(),
        }
    }

    fn item(&self, state: &AppState) -> Option<SearchItem> {
        let need = self.role(state).filter(|_| state.focus == Focus::Needs);
        need.map(SearchItem::Role).or(state.skills.item())
    }

    fn shown_roles(&self, _state: &AppState) -> Vec<RoleId> {
        vec![]
    }

    fn shown_skill(&self, state: &AppState) -> Option<SkillId> {
        state.skills.selected().filter(|_| !state.focus.is_input())
    }

    fn remap(&self, state: &mut AppState, map: &IdRemap<'_>) -> Vec<Effect> {
        state.skills.remap(map);
        vec![]
    }

    fn question(&self, state: &AppState) -> Option<Question> {
        Some(match (state.skills.input.value(), state.skills.scope) {
            ("", SearchScope::Skills | SearchScope::All) => {
                Question::List(ListQuestion::all(ListedItems::Skills))
            }
            ("", _) => Question::List(ListQuestion::all(ListedItems::Roles)),
            (query, scope) => {
                Question::Search { query: query.to_string(), scope, limit: SEARCH_LIMIT }
            }
        })
    }

    fn select_row(&self, state: &mut AppState, row: usize) -> bool {
        let at = state.skills.cursor.top + row;
        let was_focused = std::mem::replace(&mut state.focus, Focus::Skills) == Focus::Skills;
        let is_row = at < state.skills.len();
        let before = state.skills.cursor.at;
        if is_row {
            state.skills.cursor.at = at;
        }
        is_row && was_focused && at == before
    }

    fn click_main(&self, state: &mut AppState, areas: &ScreenAreas, at: Position) {
        let before = (state.focus == Focus::Needs).then_some(state.skills.needs.at);
        self.point_at(state, areas, at);
        if before.is_some() && before == need_at(state, areas, at) {
            self.open_selected(state);
        }
    }

    fn point_at(&self, state: &mut AppState, areas: &ScreenAreas, at: Position) {
        state.focus = Focus::Needs;
        if let Some(at) = need_at(state, areas, at) {
            state.skills.needs.at = at;
        }
    }

    fn wheel(&self, state: &mut AppState, _areas: &ScreenAreas, over_list: bool, lines: isize) {
        if over_list {
            self.scroll(state, Focus::Skills, lines, 1);
        } else {
            // The text moves under the pointer, the selection stays.
            state.skills.scroll_preview(lines);
        }
    }
}

/// Returns the position of the role at `at` among those that need the skill.
fn need_at(state: &AppState, areas: &ScreenAreas, at: Position) -> Option<usize> {
    let row = usize::from(at.y - layout::main_rows(areas).y);
    state.skills.need_on_line(&state.catalog, state.skills.needs.top + row)
}

/// Searches the scopes in which there is something, where there is nothing in this one.
fn open_elsewhere(state: &mut AppState) -> Vec<Effect> {
    let counts = state.skills.elsewhere.as_ref().map(|found| found.counts).unwrap_or_default();
    state.skills.scope = match (counts.skills, counts.roles, counts.responsibilities) {
        (0, 0, 0) => {
            state.notice = Some("nothing to open: no match anywhere".to_string());
            return vec![];
        }
        (_, 0, 0) => SearchScope::Skills,
        (0, _, 0) => SearchScope::Roles,
        (0, 0, _) => SearchScope::Responsibilities,
        _ => SearchScope::All,
    };
    fields::start_search(state)
}

/// Opens the selected role among those that need the skill, with the skill highlighted in it.
fn open_need(state: &mut AppState) {
    if let Some(role) = state.skills.selected_need(&state.catalog) {
        let name = state.skills.selected().map(|skill| state.catalog.skill(skill).name.clone());
        state.open_role(role);
        let words: Vec<String> = name.into_iter().collect();
        state.find = PageFind::for_words(&words);
    } else {
        state.notice = Some("no role asks for this skill".to_string());
    }
}
