//! Moving between views and roles, with a history to go back in.

use super::pane::linked_page::PageLink;
use super::state::{AppState, Focus};
use super::update::texts;
use crate::model::RoleId;

/// Number of places kept in history.
const HISTORY: usize = 100;

impl AppState {
    /// Remembers the current place, so that history can return to it.
    pub(super) fn push_history(&mut self) {
        let place = self.history_entry();
        match self.history.back.last_mut() {
            Some(last) if *last == place => *last = place,
            _ => self.history.back.push(place),
        }
        if self.history.back.len() > HISTORY {
            self.history.back.remove(0);
        }
        self.history.forward.clear();
    }

    /// Moves the focus; changing the view is a step in history.
    pub(super) fn go_to(&mut self, focus: Focus) {
        if self.focus == focus {
            return;
        }
        if self.focus.view() != focus.view() {
            self.push_history();
            self.zoomed = false;
        }
        self.focus = focus;
    }

    /// Goes to another view; a step in history if it shows something else than before.
    pub(super) fn enter_view(&mut self, focus: Focus, new: bool) {
        if self.focus.view() != focus.view() || new {
            self.push_history();
        }
        self.zoomed = false;
        self.focus = focus;
    }

    /// Opens `role` in Detail.
    pub(super) fn open_role(&mut self, role: RoleId) {
        self.push_history();
        self.roles.select(&self.catalog, role);
        self.zoomed = false;
        self.focus = Focus::Detail;
    }

    /// Opens the subject of a page's line.
    pub(super) fn follow_link(&mut self, link: PageLink) {
        match link {
            PageLink::Role(role) | PageLink::Hop(_, role) => self.open_role(role),
            PageLink::Skill(skill) => {
                self.push_history();
                self.skills.select(&self.catalog, skill);
                self.focus = Focus::Needs;
                self.zoomed = false;
            }
            PageLink::Fold(at) => {
                if let Some(page) = self.view().page_mut(self) {
                    page.expect_unfolding();
                }
                match self.focus {
                    Focus::Gap => self.gap.fold(at),
                    Focus::Path => self.path.fold(at),
                    Focus::Matrix => self.matrix.fold(at),
                    _ => {}
                }
            }
            PageLink::Path(at) => {
                if !self.path.show_path(at) {
                    self.notice = Some(format!("way {at} is already shown below"));
                }
            }
            PageLink::Words(words) => texts::ask_for_meaning(self, words),
            // The view that has such rows opens them.
            PageLink::Details => {}
        }
    }

    /// Remembers the text of the field that has the focus as a past query.
    pub(super) fn remember_field(&mut self) {
        let query = match self.focus {
            Focus::Filter => self.roles.filter.value().to_string(),
            Focus::SkillInput => self.skills.input.value().to_string(),
            _ => return,
        };
        self.remember_query(&query);
    }
}
