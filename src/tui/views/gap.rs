//! The view of the skill gap to one role or several.

use ratatui::layout::{Position, Rect};

use super::interface::{Handled, HeaderRows, PairChoice, View};
use crate::model::RoleId;
use crate::question::{GapQuestion, Question, SkillOrigin};
use crate::tui::action::{Action, KeyContext};
use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::effect::Effect;
use crate::tui::guidance::how_to_begin;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::overlay::PairAction;
use crate::tui::pane::gap::{GapStart, coverage_row};
use crate::tui::pane::linked_page::LinkedPage;
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus};
use crate::tui::update::profile;
use crate::tui::view::pages::{self, pair_title, shown_text};

/// The skill gap from A to B, or from the profile to B.
pub(super) struct GapView;

/// From this width on, the skill under the cursor is explained beside the table.
const MIN_BESIDE: u16 = 100;

/// Minimum and maximum width of the table beside the explanation.
const TABLE: (u16, u16) = (56, 100);

/// Maximum width of the explanation: longer lines are hard to read.
const MAX_PROSE: u16 = 90;

/// Lines of the explanation below the table, on screens that are not wide enough.
const BELOW: u16 = 6;

/// Minimum height of the main pane with an explanation below the table.
const MIN_BELOW: u16 = 20;

/// The areas of the gap.
struct GapAreas {
    /// The areas with a main pane for the table alone.
    table: ScreenAreas,
    /// The line or column that divides the two.
    divider: Rect,
    /// The explanation of the skill under the cursor; empty if it does not fit.
    details: Rect,
}

impl GapAreas {
    /// Divides the main pane, below `head` fixed lines.
    fn new(areas: &ScreenAreas, head: usize) -> Self {
        let main = areas.main;
        let text = layout::page_rows(areas, head);
        if main.width >= MIN_BESIDE {
            let width = (main.width / 2).clamp(TABLE.0, TABLE.1);
            let x = main.x + width;
            return Self {
                // The scroll bar is in the divider.
                table: ScreenAreas { main: Rect { width: width + 1, ..main }, ..*areas },
                divider: Rect { x, width: 1, ..text },
                details: Rect { x: x + 2, width: (main.width - width - 3).min(MAX_PROSE), ..text },
            };
        }
        if main.height < MIN_BELOW {
            let (divider, details) = (Rect::default(), Rect::default());
            return Self { table: *areas, divider, details };
        }
        let height = main.height - BELOW;
        let y = main.y + height;
        Self {
            table: ScreenAreas { main: Rect { height, ..main }, ..*areas },
            divider: Rect { y, height: 1, ..main },
            details: Rect { y: y + 1, height: BELOW - 1, ..main },
        }
    }

    /// Returns the areas of what `state` shows.
    fn of(state: &AppState, areas: &ScreenAreas) -> Self {
        Self::new(areas, state.gap.page.head().len())
    }
}

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
            Action::RaiseLevel | Action::LowerLevel => {
                let (skill, raise) = (state.gap.skill(), action == Action::RaiseLevel);
                return Handled::Done(profile::change_in_gap(state, skill, raise));
            }
            Action::ToggleUnchanged if self.unchanged_hint(state).is_none() => {
                state.notice = Some("every skill here is missing: none to hide".to_string());
            }
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
        // The width does not depend on the fixed lines.
        let table = layout::main_rows(&GapAreas::of(state, areas).table).width.max(1);
        let above = layout::main_rows(areas).width.max(1);
        state.gap.refresh(&state.catalog, &state.profile, (table, above));
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
        let titles: Vec<&str> = targets.iter().map(|role| catalog.role_title(*role)).collect();
        let to = titles.join(", ");
        let head = match start {
            GapStart::Role(from) => pair_title(catalog.role_title(*from), &to),
            GapStart::Profile => vec![
                TonedText::new("From ", TextTone::Dim),
                TonedText::new("your profile", TextTone::Title),
                TonedText::new(" to ", TextTone::Dim),
                TonedText::new(to, TextTone::Title),
            ],
        };
        let about = match state.gap.gaps() {
            [one] => coverage_row(one, usize::from(state.size.0.saturating_sub(layout::BAR_WIDTH))),
            several => vec![TonedText::new(format!("{} roles", several.len()), TextTone::Dim)],
        };
        (head, about)
    }

    fn draw(&self, state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
        let parts = GapAreas::of(state, areas);
        let (header, empty) = (self.header(state), self.empty_text(state));
        if empty.is_none() {
            draw_details(state, &parts, canvas);
        }
        pages::page(state, &state.gap.page, &header, empty.as_deref(), &parts.table, canvas);
        if empty.is_some() {
            return;
        }
        // The lines above the table have the full width.
        let mut above: Vec<&Vec<TonedText>> = vec![&header.0, &header.1];
        above.truncate(usize::from(layout::header_rows(parts.table.main.height)));
        let text = layout::page_rows(&parts.table, state.gap.page.head().len());
        above.extend(state.gap.page.head());
        for (row, y) in above.iter().zip(areas.main.y..text.y) {
            canvas.row(Rect { y, height: 1, ..areas.main }, row);
        }
    }

    fn scroll_area(&self, state: &AppState, areas: &ScreenAreas, _focus: Focus) -> Rect {
        let head = state.gap.page.head().len();
        layout::page_rows(&GapAreas::new(areas, head).table, head)
    }

    fn empty_text(&self, state: &AppState) -> Option<String> {
        state.gap.question.is_none().then(|| how_to_begin(state, PairAction::Gap))
    }

    fn unchanged_hint(&self, state: &AppState) -> Option<&'static str> {
        let has_others =
            state.gap.gaps().iter().flat_map(|gap| &gap.rows).any(|row| !row.is_open());
        if state.gap.missing_only {
            return Some("all skills");
        }
        has_others.then_some("missing only")
    }

    /// The gap from here asks for another goal.
    fn pair_for(&self, state: &AppState, purpose: PairAction) -> Option<PairChoice> {
        match (purpose, &state.gap.question) {
            (PairAction::Gap, Some((GapStart::Role(from), _))) => Some(PairChoice::AskFor(*from)),
            _ => None,
        }
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

/// Draws the explanation of the skill under the cursor, and the line between it and the table.
fn draw_details(state: &AppState, parts: &GapAreas, canvas: &mut DrawCanvas<'_>) {
    let GapAreas { divider, details, .. } = parts;
    let is_below = divider.width > 1;
    let line = if is_below { "─" } else { "│" };
    let style = canvas.theme.tone_style(TextTone::Faint);
    for at in divider.positions() {
        if let Some(cell) = canvas.buf.cell_mut(Position::new(at.x, at.y)) {
            cell.set_symbol(line).set_style(style);
        }
    }
    let text = state.gap.details(&state.catalog, usize::from(details.width), is_below);
    let rows = text.map(|text| text.rows).unwrap_or_default();
    for (row, y) in rows.iter().zip(details.y..details.bottom()) {
        canvas.row(Rect { y, height: 1, ..*details }, row);
    }
}

/// Returns the gap question for the marked roles: from A to B; or from the profile to the roles
/// that are not A, or to A alone.
pub(in crate::tui) fn gap_question(state: &AppState) -> Option<(GapStart, Vec<RoleId>)> {
    if state.gap.from_profile {
        let mut targets = state.marks.roles();
        if targets.len() > 1 {
            // The profile takes the place of A as the start; A does not become a goal.
            targets.remove(0);
        }
        return (!targets.is_empty()).then_some((GapStart::Profile, targets));
    }
    state.marks.pair().map(|(from, to)| (GapStart::Role(from), vec![to]))
}

/// Switches between the gap from A to B and the gap from the profile to B.
fn toggle_start(state: &mut AppState) {
    if state.gap.question.is_none() {
        state.notice = Some("no gap yet: first mark the role you want to reach".to_string());
        return;
    }
    if state.gap.from_profile && state.marks.b.is_none() {
        let key = state.key_name(Action::Mark);
        state.notice = Some(format!("press {key} to mark a role to start from"));
    } else if !state.gap.from_profile && !state.profile.is_read {
        let key = state.key_name(Action::RaiseLevel);
        let text = format!("no profile yet; press {key} on a skill to start one");
        state.notice = Some(state.profile.fault.clone().unwrap_or(text));
    } else {
        state.push_history();
        state.gap.from_profile = !state.gap.from_profile;
    }
}
