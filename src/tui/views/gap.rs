//! The view of the skill gap to one role or several.

use super::interface::{Handled, HeaderRows, View};
use crate::model::RoleId;
use crate::question::{GapQuestion, Question, SkillOrigin};
use crate::tui::action::{Action, KeyContext};
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::effect::Effect;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::pane::gap::{GapStart, coverage_text};
use crate::tui::pane::linked_page::LinkedPage;
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus};
use crate::tui::view::pages::{pair_title, shown_text};

/// The skill gap from A to B, or from the profile to both.
pub(super) struct GapView;

impl View for GapView {
    fn name(&self, _state: &AppState) -> &'static str {
        "Gap"
    }

    fn opened_by(&self) -> Action {
        Action::ViewGap
    }

    fn contexts(&self, _focus: Focus) -> &'static [KeyContext] {
        &[KeyContext::Gap, KeyContext::Page, KeyContext::Scroll, KeyContext::Global]
    }

    fn act(&self, state: &mut AppState, action: Action) -> Handled {
        match action {
            Action::ToggleStart => toggle_start(state),
            Action::ToggleUnchanged => {
                state.gap.missing_only = !state.gap.missing_only;
                state.notice = Some(shown_text(state.gap.missing_only, "missing skills only"));
            }
            Action::Swap if state.gap.from_profile && state.marks.pair().is_some() => {
                state.notice = Some("can't swap: the start is your profile".to_string());
            }
            _ => return Handled::Pass,
        }
        Handled::DONE
    }

    fn sync(&self, state: &mut AppState) -> Vec<Effect> {
        let question = gap_question(state);
        if state.gap.question != question {
            match question {
                Some((start, targets)) => {
                    let have = &state.profile.skills;
                    state.gap.set_question(&state.catalog, start, have, targets);
                }
                None => state.gap.clear(),
            }
        }
        vec![]
    }

    fn layout(&self, state: &mut AppState, areas: &ScreenAreas) {
        state.gap.refresh(&state.catalog, layout::main_rows(areas).width.max(1));
        let height = self.scroll_area(state, areas, state.focus).height;
        state.gap.page.clamp_scroll(usize::from(height));
    }

    fn page<'a>(&self, state: &'a AppState) -> Option<&'a LinkedPage> {
        Some(&state.gap.page)
    }

    fn page_mut<'a>(&self, state: &'a mut AppState) -> Option<&'a mut LinkedPage> {
        Some(&mut state.gap.page)
    }

    fn header(&self, state: &AppState) -> HeaderRows {
        let Some((start, targets)) = &state.gap.question else { return HeaderRows::default() };
        let catalog = &state.catalog;
        let titles: Vec<&str> =
            targets.iter().map(|role| catalog.role(*role).title.as_str()).collect();
        let to = titles.join(", ");
        let head = match start {
            GapStart::Role(from) => pair_title(&catalog.role(*from).title, &to),
            GapStart::Profile => vec![
                TonedText::new("Your profile", TextTone::Title),
                TonedText::new(" → ", TextTone::Dim),
                TonedText::new(to, TextTone::Title),
            ],
        };
        let about = match state.gap.gaps() {
            [one] => coverage_text(one),
            several => format!("{} roles", several.len()),
        };
        (head, vec![TonedText::new(about, TextTone::Dim)])
    }

    fn empty_text(&self, state: &AppState) -> Option<&'static str> {
        state.gap.question.is_none().then_some("Mark two roles with space, then press c.")
    }

    fn shown_roles(&self, state: &AppState) -> Vec<RoleId> {
        match &state.gap.question {
            Some((GapStart::Role(from), targets)) => [&[*from][..], targets].concat(),
            Some((GapStart::Profile, targets)) => targets.clone(),
            None => vec![],
        }
    }

    fn remap(&self, state: &mut AppState, map: &IdRemap<'_>) -> Vec<Effect> {
        state.gap.remap(map, &state.profile.skills);
        vec![]
    }

    fn question(&self, state: &AppState) -> Option<Question> {
        let (start, targets) = state.gap.question.as_ref()?;
        let start = match start {
            GapStart::Role(role) => SkillOrigin::Role(*role),
            GapStart::Profile => SkillOrigin::SavedProfile,
        };
        Some(Question::Gap(GapQuestion { start, targets: targets.clone(), show_all: false }))
    }

    fn example_command(&self) -> &'static [&'static str] {
        &["gap", "--to", "A"]
    }
}

/// Returns the gap question for the marked roles: from A to B; or from the profile to both, or to A
/// alone.
pub(in crate::tui) fn gap_question(state: &AppState) -> Option<(GapStart, Vec<RoleId>)> {
    if state.gap.from_profile {
        let targets = state.marks.roles();
        return (!targets.is_empty()).then_some((GapStart::Profile, targets));
    }
    state.marks.pair().map(|(from, to)| (GapStart::Role(from), vec![to]))
}

/// Switches between the gap from A to B and the gap from the profile to both.
fn toggle_start(state: &mut AppState) {
    if state.gap.question.is_none() {
        return;
    }
    if state.gap.from_profile && state.marks.b.is_none() {
        state.notice = Some("press space to mark a role to start from".to_string());
    } else if !state.gap.from_profile && !state.profile.is_read {
        let text = "no profile yet; press + on a skill to start one";
        state.notice = Some(state.profile.fault.clone().unwrap_or_else(|| text.to_string()));
    } else {
        state.push_history();
        state.gap.from_profile = !state.gap.from_profile;
    }
}
