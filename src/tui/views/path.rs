//! The view of the paths from one role to another.

use super::interface::{Handled, HeaderRows, PairChoice, View};
use crate::analysis::path::{HopKind, PathQuestion};
use crate::model::RoleId;
use crate::question::{PATH_LIMIT, Question};
use crate::tui::action::{Action, KeyContext};
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::effect::{Effect, PathRequest};
use crate::tui::guidance::how_to_begin;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::overlay::PairAction;
use crate::tui::pane::linked_page::{LinkedPage, PageLink};
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus};
use crate::tui::update::find;
use crate::tui::view::pages::pair_title;
use crate::wording;

/// The paths from A to B.
pub(super) struct PathView;

impl View for PathView {
    fn name(&self, _state: &AppState) -> &'static str {
        "Path"
    }

    fn opened_by(&self) -> Action {
        Action::ViewPath
    }

    fn contexts(&self, _focus: Focus) -> &'static [KeyContext] {
        &[KeyContext::Path, KeyContext::Page, KeyContext::Scroll, KeyContext::Global]
    }

    fn act(&self, state: &mut AppState, action: Action) -> Handled {
        match action {
            Action::NextPath | Action::PreviousPath => {
                let forward = action == Action::NextPath;
                let before = state.path.current_path().map(|(at, _)| at);
                if !state.path.cycle_path(forward) {
                    state.notice = Some("no other path".to_string());
                } else if let Some((at, _)) = state.path.current_path()
                    && before.is_some_and(|before| (at < before) == forward)
                {
                    state.notice = Some(format!("path {at}, {}", find::wrap_text(forward)));
                }
                Handled::DONE
            }
            _ => Handled::Pass,
        }
    }

    fn sync(&self, state: &mut AppState) -> Vec<Effect> {
        match state.marks.pair() {
            pair if pair == state.path.pair => {}
            Some((from, to)) => {
                let generation = state.next_generation();
                state.path.set_question(from, to, generation);
                return vec![Effect::FindPaths(PathRequest { generation, from, to })];
            }
            None => state.path.clear(),
        }
        vec![]
    }

    fn layout(&self, state: &mut AppState, areas: &ScreenAreas) {
        state.path.refresh(&state.catalog, layout::main_rows(areas).width.max(1));
        let height = self.scroll_area(state, areas, state.focus).height;
        state.path.page.clamp_scroll(usize::from(height));
    }

    fn page<'a>(&self, state: &'a AppState) -> Option<&'a LinkedPage> {
        Some(&state.path.page)
    }

    fn page_mut<'a>(&self, state: &'a mut AppState) -> Option<&'a mut LinkedPage> {
        Some(&mut state.path.page)
    }

    fn header(&self, state: &AppState) -> HeaderRows {
        let Some((from, to)) = state.path.pair else { return HeaderRows::default() };
        let title = pair_title(state.catalog.role_title(from), state.catalog.role_title(to));
        let Some((at, path)) = state.path.current_path() else { return (title, Vec::new()) };
        // Once a step's heading has scrolled away, the step that is read is named here.
        if let Some((step, from, to)) = state.path.current_step() {
            let titles = [from, to].map(|role| state.catalog.role_title(role));
            let step = TonedText::new(format!("Path {at}, step {}: ", step + 1), TextTone::Text);
            let titles = TonedText::new(titles.join(" → "), TextTone::Title);
            return (title, vec![step, titles]);
        }
        let direct = state.path.paths().first().unwrap_or(path);
        let kind =
            if path.is_direct() { format!(", {}", wording::DIRECT_PATH) } else { String::new() };
        let which = TonedText::new(format!("Path {at}{kind}: "), TextTone::Title);
        // The comparison with the direct way is also in the table.
        let mut total = TonedText::new(path.total_text(direct), TextTone::Dim);
        if which.width() + total.width() > usize::from(state.size.0) {
            total = TonedText::new(path.short_total_text(), TextTone::Dim);
        }
        let about = vec![which, total];
        (title, about)
    }

    fn empty_text(&self, state: &AppState) -> Option<String> {
        if state.path.is_waiting() {
            return Some("Finding paths …".to_string());
        }
        state.path.pair.is_none().then(|| how_to_begin(state, PairAction::Path))
    }

    fn role(&self, state: &AppState) -> Option<RoleId> {
        match state.path.page.link() {
            Some(PageLink::Role(role) | PageLink::Hop(_, role)) => Some(role),
            _ => None,
        }
    }

    fn pair_for(&self, state: &AppState, purpose: PairAction) -> Option<PairChoice> {
        match (purpose, state.path.page.link()) {
            // The step under the cursor, for a closer look.
            (PairAction::Compare, Some(PageLink::Hop(from, to))) => {
                Some(PairChoice::Both(from, to))
            }
            // Another goal.
            (PairAction::Path, _) => state.path.pair.map(|(from, _)| PairChoice::AskFor(from)),
            _ => None,
        }
    }

    fn shown_roles(&self, state: &AppState) -> Vec<RoleId> {
        state.path.pair.map_or(vec![], |(from, to)| vec![from, to])
    }

    fn remap(&self, state: &mut AppState, map: &IdRemap<'_>) -> Vec<Effect> {
        let generation = state.next_generation();
        let pair = state.path.remap(map, generation);
        pair.map(|(from, to)| Effect::FindPaths(PathRequest { generation, from, to }))
            .into_iter()
            .collect()
    }

    fn question(&self, state: &AppState) -> Option<Question> {
        let (from, to) = state.path.pair?;
        let hop_kinds = HopKind::ALL.to_vec();
        Some(Question::Path(PathQuestion { from, to, hop_kinds, limit: PATH_LIMIT }))
    }

    fn example_command(&self) -> &'static [&'static str] {
        &["path", "A", "B"]
    }
}
