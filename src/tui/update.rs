//! State changes: the only module in which [`AppState`] changes. No I/O, no clock, no locks, no
//! drawing.

mod comparison;
mod export;
pub mod fields;
mod mouse;
mod navigate;
mod profile;
mod reload;
mod role_list;

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::action::Action;
use super::effect::{Effect, Effects};
use super::export::ExportOutcome;
use super::layout::{self, ScreenAreas};
use super::overlay::{ChoiceTarget, Overlay, OverlayKind, PairAction};
use super::pane::detail::DetailSubject;
use super::pane::roles::RoleTreeRow;
use super::state::{AppState, FaultLine, Focus, ScreenView};
use crate::analysis::diff::Differ;
use crate::analysis::diff::ResponsibilityScope;
use crate::analysis::gap::CurrentSkill;
use crate::analysis::path;
use crate::model::{Catalog, RoleId};
use crate::search::SearchAnswer;

/// Messages that `update` handles: events after the keymap.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key that is bound here.
    Act(Action),
    /// A character typed into a field.
    Char(char),
    /// Characters typed into a field, faster than they were handled.
    Typed(String),
    /// Text pasted.
    Paste(String),
    /// The terminal has a new size.
    Resize(u16, u16),
    /// The search worker's answer.
    SearchAnswered(SearchAnswer),
    /// The paths requested under this generation.
    PathsFound(u64, path::PathAnswer),
    /// The roles most similar to this one, most similar first.
    SimilarFound(RoleId, Vec<RoleId>),
    /// What compares the roles of the catalog.
    DifferReady(Arc<Differ>),
    /// The user's skills, or why they are unknown.
    ProfileLoaded(Result<Vec<CurrentSkill>, String>),
    /// The left mouse button was pressed at this cell.
    Click(u16, u16),
    /// The pointer was moved to this cell with the button held.
    Drag(u16, u16),
    /// The wheel was turned over this cell, by this many lines down.
    Wheel(u16, u16, isize),
    /// The packs were read: their catalog, and their faults.
    CatalogLoaded(Arc<Catalog>, Vec<FaultLine>),
    /// The packs were reloaded, because they changed or the user asked for it.
    Reloaded(ReloadOutcome),
    /// Changes of the packs are not noticed, for this reason.
    WatchFailed(String),
    /// A description of the text that was copied, or why it could not be.
    Copied(Result<String, String>),
    /// Outcome of writing a file.
    Exported(PathBuf, ExportOutcome),
    /// A message from outside to show.
    Notice(String),
    /// A failure: it is shown until the next key, and later messages do not replace it.
    Warning(String),
    /// The system asks the program to end, with this exit status.
    Terminate(u8),
}

/// Result of reloading the packs.
#[derive(Debug, Clone, PartialEq)]
pub enum ReloadOutcome {
    /// The packs have not changed. This is reported if the user asked.
    Unchanged {
        /// Whether the user asked.
        asked: bool,
    },
    /// The packs have changed, and the new catalog is to be shown, with what compares its roles;
    /// these faults are left out of it.
    Changed(Arc<Catalog>, Arc<Differ>, Vec<FaultLine>),
    /// The packs have faults or cannot be read: the content shown stays.
    Faulty(Vec<FaultLine>),
}

/// Applies `msg` and returns the effects to run.
pub fn update(state: &mut AppState, msg: Msg) -> Effects {
    let from_user =
        matches!(msg, Msg::Act(_) | Msg::Char(_) | Msg::Typed(_) | Msg::Paste(_) | Msg::Click(..));
    if from_user {
        state.warning = None;
    }
    let effects = match msg {
        Msg::Act(action) => {
            state.notice = None;
            run_action(state, action)
        }
        Msg::Char(c) => {
            state.notice = None;
            export::copy_by_key(state, c).unwrap_or_else(|| fields::insert(state, &c.to_string()))
        }
        Msg::Typed(text) => {
            state.notice = None;
            fields::insert(state, &text)
        }
        Msg::Paste(text) => fields::insert(state, &crate::model::text::visible(&text)),
        Msg::Resize(width, height) => {
            state.size = layout::clamp_size((width, height));
            vec![]
        }
        Msg::SearchAnswered(answer) => fields::show_answer(state, &answer),
        Msg::PathsFound(generation, answer) => {
            if state.path.generation == generation {
                state.path.set_answer(answer);
            }
            vec![]
        }
        Msg::SimilarFound(role, near) => {
            if let Some(top) = state.overlays.last_mut() {
                top.set_similar_roles(&state.catalog, role, near);
            }
            vec![]
        }
        Msg::DifferReady(differ) => {
            state.compare.set_differ(&state.catalog, differ);
            vec![]
        }
        Msg::ProfileLoaded(read) => {
            profile::show_profile(state, read);
            vec![]
        }
        Msg::Click(x, y) => mouse::click(state, x, y),
        Msg::Drag(x, y) => {
            mouse::drag(state, x, y);
            vec![]
        }
        Msg::Wheel(x, y, lines) => mouse::wheel(state, x, y, lines),
        Msg::CatalogLoaded(catalog, faults) => show_loaded_catalog(state, catalog, faults),
        Msg::Reloaded(reread) => reload::show_reload(state, reread),
        Msg::WatchFailed(why) => {
            reload::warn_unwatched(state, &why);
            vec![]
        }
        Msg::Copied(told) => {
            state.notice = Some(match told {
                Ok(what) => format!("copied {what} (if the terminal allows it)"),
                Err(why) => {
                    format!("could not copy: {}", crate::model::text::visible_line(&why))
                }
            });
            vec![]
        }
        Msg::Exported(path, written) => {
            export::report_export(state, path, written);
            vec![]
        }
        Msg::Notice(text) => {
            state.notice = Some(crate::model::text::visible_line(&text));
            vec![]
        }
        Msg::Warning(text) => {
            state.warning = Some(crate::model::text::visible_line(&text));
            vec![]
        }
        Msg::Terminate(status) => vec![Effect::Quit(status)],
    };
    let asked = navigate::sync_with_marks(state);
    if state.warning.is_some() {
        state.notice.clone_from(&state.warning);
    }
    // The text of a field that lost the focus is no longer selected.
    state.field_selected &= state.focus.is_input();
    relayout(state);
    let differ = state.compare.take_differ_request().then_some(Effect::LoadDiffer);
    effects.into_iter().chain(asked).chain(differ).collect::<Vec<_>>().into()
}

/// Starts over with `catalog`, keeping what was typed while it was read.
fn show_loaded_catalog(
    state: &mut AppState,
    catalog: Arc<Catalog>,
    faults: Vec<FaultLine>,
) -> Vec<Effect> {
    let mut new = AppState::new(catalog, state.size);
    new.faults = faults;
    new.mouse = state.mouse;
    new.keymap = Arc::clone(&state.keymap);
    new.packs = std::mem::take(&mut state.packs);
    (new.themes, new.theme) = (Arc::clone(&state.themes), state.theme);
    if state.accessible {
        new.make_accessible();
    }
    new.profile = std::mem::take(&mut state.profile);
    new.generation = state.generation;
    new.warning = state.warning.take();
    if matches!(state.focus, Focus::Filter | Focus::SkillInput) {
        new.focus = state.focus;
        std::mem::swap(&mut new.roles.filter, &mut state.roles.filter);
        std::mem::swap(&mut new.skills.input, &mut state.skills.input);
    }
    *state = new;
    if matches!(state.focus, Focus::Filter | Focus::SkillInput) {
        fields::start_search(state)
    } else {
        vec![]
    }
}

/// Returns the areas of the state's terminal.
pub(super) fn areas(state: &AppState) -> ScreenAreas {
    layout::areas(state.size.0, state.size.1, state.focus, state.is_single_pane(), state.split)
}

/// Updates everything that depends on the rest: texts, cursors and scroll offsets.
pub(super) fn relayout(state: &mut AppState) {
    let areas = areas(state);
    let main = layout::main_rows(&areas);
    let list = usize::from(layout::list_rows(&areas).height);
    match state.focus.view() {
        ScreenView::Roles => {
            state.roles.cursor.clamp(state.roles.rows().len(), list);
            match state.roles.row().map(detail_subject) {
                Some(subject) if main.width > 0 => {
                    state.detail.show(&state.catalog, subject, main.width, state.compare.scope);
                }
                // Hidden behind the list: as wide as the screen, so that it is ready when it is
                // shown.
                Some(subject) => {
                    let width = state.size.0.saturating_sub(1).max(1);
                    state.detail.show(&state.catalog, subject, width, state.compare.scope);
                }
                None => state.detail.clear(),
            }
            let rows = state.detail.doc().rows.len();
            state.detail.scroll.clamp(rows, usize::from(main.height));
        }
        ScreenView::Compare => {
            state.compare.refresh(&state.catalog, main.width.max(1));
            let rows = state.compare.doc().rows.len();
            state.compare.scroll.clamp(rows, usize::from(main.height));
        }
        ScreenView::Path => {
            state.path.refresh(&state.catalog, main.width.max(1));
            let height = layout::page_rows(&areas, head_lines(state)).height;
            state.path.page.clamp_scroll(usize::from(height));
        }
        ScreenView::Gap => {
            state.gap.refresh(&state.catalog, main.width.max(1));
            let height = layout::page_rows(&areas, head_lines(state)).height;
            state.gap.page.clamp_scroll(usize::from(height));
        }
        ScreenView::Matrix => {
            state.matrix.refresh(&state.catalog, main.width.max(1));
            let height = layout::page_rows(&areas, head_lines(state)).height;
            state.matrix.page.clamp_scroll(usize::from(height));
        }
        ScreenView::Skills => {
            state.skills.cursor.clamp(state.skills.len(), list);
            let width =
                if main.width > 0 { main.width } else { state.size.0.saturating_sub(1).max(1) };
            state.skills.refresh(&state.catalog, &state.profile, width);
            let rows = state.skills.doc().0.rows.len();
            state.skills.needs.top =
                state.skills.needs.top.min(rows.saturating_sub(usize::from(main.height)));
        }
    }
    let height = overlay_rows(state);
    if let Some(top) = state.overlays.last_mut() {
        top.cursor.clamp(top.len(), height);
    }
}

/// Whether a character chooses something here instead of being typed into the field.
pub fn is_choosing(state: &AppState) -> bool {
    export::is_choosing(state)
}

/// Lays out what the next key is likely to show. Called when idle.
pub fn prefetch(state: &mut AppState) {
    if state.focus.view() != ScreenView::Roles {
        return;
    }
    let at = state.roles.cursor.at;
    let around = [at.checked_sub(1), at.checked_add(1)];
    for row in around.into_iter().flatten().filter_map(|at| state.roles.rows().get(at)) {
        state.detail.prepare(&state.catalog, detail_subject(row));
    }
}

/// Returns the subject of the text next to the list while the cursor is on `row`.
fn detail_subject(row: &RoleTreeRow) -> DetailSubject {
    match row {
        RoleTreeRow::Role(role) => DetailSubject::Role(*role),
        RoleTreeRow::Family { name, .. } => DetailSubject::Family(name.clone()),
    }
}

/// Returns the box of the topmost overlay.
fn overlay_box(state: &AppState) -> Rect {
    layout::overlay(state.size.0, state.size.1, state.overlays.last().map_or(0, Overlay::max_rows))
}

/// Returns the number of visible rows of the topmost overlay.
fn overlay_rows(state: &AppState) -> usize {
    usize::from(overlay_box(state).height.saturating_sub(3))
}

fn run_action(state: &mut AppState, action: Action) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        return act_in_overlay(state, action);
    }
    if let Some(effects) = fields::edit_field(state, action) {
        return effects;
    }
    if role_list::run_action(state, action) || comparison::run_action(state, action) {
        return vec![];
    }
    if let Some(effects) = export::run_action(state, action) {
        return effects;
    }
    match action {
        Action::Quit => return vec![Effect::Quit(0)],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        Action::ToggleMouse => {
            state.mouse = !state.mouse;
            let told =
                if state.mouse { "mouse on" } else { "mouse off: the terminal selects text" };
            state.notice = Some(told.to_string());
            return vec![Effect::Mouse(state.mouse)];
        }
        Action::SwitchScope => return switch_scope(state),
        Action::PastQueries if state.queries.is_empty() => {
            state.notice = Some("no recent searches".to_string());
        }
        Action::PastQueries => {
            let overlay =
                Overlay::past_queries(&state.catalog, &state.keymap, state.queries.clone());
            state.overlays.push(overlay);
        }
        Action::PreviewDown => scroll_preview(state, 1),
        Action::PreviewUp => scroll_preview(state, -1),
        Action::NextMatch => walk_matches(state, true),
        Action::PreviousMatch => walk_matches(state, false),
        Action::Reload if state.packs_being_read.is_some() => {
            state.notice = Some("still reading the packs".to_string());
        }
        Action::Reload => return vec![Effect::Reload],
        Action::NextTheme => {
            state.theme = (state.theme + 1) % state.themes.len();
            state.notice = Some(format!("theme: {}", state.theme().name));
        }
        Action::Help => state.open_overlay(OverlayKind::Help(state.focus.contexts())),
        Action::Palette => state.open_overlay(OverlayKind::Palette(palette_contexts(state))),
        // The user cannot see where going back would lead.
        Action::Back if layout::is_too_small(state.size.0, state.size.1) => {
            return vec![Effect::Quit(0)];
        }
        Action::Back => return navigate::go_back(state),
        Action::Cancel => return navigate::cancel(state),
        Action::Search => navigate::focus_search(state),
        Action::NextPane => navigate::next_pane(state, true),
        Action::PreviousPane => navigate::next_pane(state, false),
        Action::ViewRoles => navigate::go_to(state, Focus::Roles),
        Action::ViewDetail => navigate::go_to(state, Focus::Detail),
        Action::ViewCompare => return navigate::show_pair_view(state, Focus::Compare),
        Action::ViewSkills => navigate::show_skills(state),
        Action::ViewPath => return navigate::show_pair_view(state, Focus::Path),
        Action::ViewGap => return navigate::show_pair_view(state, Focus::Gap),
        Action::ViewMatrix => return navigate::show_pair_view(state, Focus::Matrix),
        Action::Path => return navigate::with_pair(state, PairAction::Path),
        Action::Gap => return navigate::with_pair(state, PairAction::Gap),
        Action::Matrix => navigate::open_matrix(state),
        Action::NextPath => cycle_path(state, true),
        Action::PreviousPath => cycle_path(state, false),
        Action::ToggleStart => navigate::toggle_start(state),
        Action::RaiseLevel => return profile::raise_level(state),
        Action::LowerLevel => return profile::lower_level(state),
        Action::Zoom => state.zoomed = !state.zoomed,
        Action::HistoryBack => return navigate::walk_history(state, false),
        Action::HistoryForward => return navigate::walk_history(state, true),
        Action::Open => navigate::open_selected(state),
        Action::Mark => navigate::mark_role(state),
        Action::Compare => return navigate::with_pair(state, PairAction::Compare),
        Action::ToggleMarks => navigate::toggle_marks(state),
        Action::Swap => navigate::swap(state),
        Action::NextSection => section(state, true),
        Action::PreviousSection => section(state, false),
        Action::ToggleUnchanged => toggle_unchanged(state),
        Action::ToggleInherited => toggle_inherited(state),
        Action::Left => navigate::go_left(state),
        Action::Right => navigate::go_right(state),
        _ => movement(state, action),
    }
    vec![]
}

/// Hides or shows skills that need no learning, or entries that all roles share.
fn toggle_unchanged(state: &mut AppState) {
    let (hidden, label) = match state.focus {
        Focus::Gap => (&mut state.gap.missing_only, "missing skills only"),
        _ => (&mut state.matrix.differences_only, "differences only"),
    };
    *hidden = !*hidden;
    state.notice = Some(format!("showing {}", if *hidden { label } else { "everything" }));
}

/// Switches between all responsibilities that apply and those that a role adds to the one it
/// extends.
fn toggle_inherited(state: &mut AppState) {
    let (duties, label) = match state.compare.scope {
        ResponsibilityScope::InForce => {
            (ResponsibilityScope::AddedHere, "only the roles' own responsibilities")
        }
        ResponsibilityScope::AddedHere => {
            (ResponsibilityScope::InForce, "all responsibilities, including inherited ones")
        }
    };
    state.compare.set_scope(&state.catalog, duties);
    state.notice = Some(format!("showing {label}"));
}

/// Searches another scope for the text in the field.
fn switch_scope(state: &mut AppState) -> Vec<Effect> {
    if state.focus.view() != ScreenView::Skills {
        state.notice = Some("this field finds roles only; 4 searches everything".to_string());
        return vec![];
    }
    state.skills.next_scope();
    if state.focus == Focus::Needs {
        state.focus = Focus::Skills;
    }
    fields::start_search(state)
}

/// Scrolls the text next to the list that a field belongs to.
fn scroll_preview(state: &mut AppState, lines: isize) {
    let half = (usize::from(layout::main_rows(&areas(state)).height) / 2).max(1) as isize;
    match state.focus.view() {
        ScreenView::Roles => scroll(state, Focus::Detail, lines * half, 1),
        ScreenView::Skills => state.skills.scroll_preview(lines * half),
        _ => {}
    }
}

/// Steps through the matches of the last search in a role.
fn walk_matches(state: &mut AppState, forward: bool) {
    state.notice = Some(match state.detail.walk_matches(forward) {
        Some((at, of)) => format!("match {at}/{of}"),
        None if state.detail.search_words.is_empty() => {
            "no search yet; 4 searches everything".to_string()
        }
        None => format!("no match for {} in this role", state.detail.search_words.join(" ")),
    });
}

/// Shows another path.
fn cycle_path(state: &mut AppState, forward: bool) {
    if !state.path.cycle_path(forward) {
        state.notice = Some("no other path".to_string());
    }
}

/// Returns the contexts of the palette: it offers the actions of the pane behind a text field, and
/// not those for editing text.
fn palette_contexts(state: &AppState) -> &'static [super::action::KeyContext] {
    match state.focus {
        Focus::Filter => Focus::Roles.contexts(),
        Focus::SkillInput => Focus::Skills.contexts(),
        focus => focus.contexts(),
    }
}

/// Returns how far `action` moves in a window of `height` rows; `None` if it does not move.
fn movement_delta(action: Action, height: usize) -> Option<isize> {
    let page = isize::try_from(height.max(2) - 1).unwrap_or(isize::MAX);
    Some(match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::HalfDown => (page / 2).max(1),
        Action::HalfUp => -(page / 2).max(1),
        Action::PageDown => page,
        Action::PageUp => -page,
        // No list is longer, and the movement stops at its ends.
        Action::Bottom => isize::MAX / 2,
        Action::Top => isize::MIN / 2,
        _ => return None,
    })
}

fn movement(state: &mut AppState, action: Action) {
    let areas = areas(state);
    let height = match state.focus {
        Focus::Roles | Focus::Filter | Focus::Skills | Focus::SkillInput => {
            layout::list_rows(&areas).height
        }
        Focus::Path | Focus::Gap | Focus::Matrix => {
            layout::page_rows(&areas, head_lines(state)).height
        }
        Focus::Detail | Focus::Compare | Focus::Needs => layout::main_rows(&areas).height,
    };
    let height = usize::from(height);
    if let Some(delta) = movement_delta(action, height) {
        scroll(state, state.focus, delta, height);
    }
}

/// Moves the selection or the text of the pane that `focus` belongs to.
fn scroll(state: &mut AppState, focus: Focus, delta: isize, height: usize) {
    match focus {
        Focus::Roles | Focus::Filter => {
            let len = state.roles.rows().len();
            state.roles.cursor.step(delta, len);
        }
        Focus::Skills | Focus::SkillInput => {
            let len = state.skills.len();
            state.skills.cursor.step(delta, len);
        }
        Focus::Needs => state.skills.step_needs(&state.catalog, delta, height),
        // `relayout` stops these at the end.
        Focus::Path => state.path.page.step(delta, height),
        Focus::Gap => state.gap.page.step(delta, height),
        Focus::Matrix => state.matrix.page.step(delta, height),
        Focus::Detail => {
            state.detail.scroll.top = state.detail.scroll.top.saturating_add_signed(delta);
        }
        Focus::Compare => {
            state.compare.scroll.top = state.compare.scroll.top.saturating_add_signed(delta);
        }
    }
}

/// Returns the number of lines of the focused page that do not scroll.
fn head_lines(state: &AppState) -> usize {
    state.page().map_or(0, |page| page.head().len())
}

fn section(state: &mut AppState, forward: bool) {
    let (doc, top) = match state.focus {
        Focus::Path | Focus::Gap | Focus::Matrix => match state.page() {
            Some(page) => (page.doc(), page.scroll.top),
            None => return,
        },
        Focus::Compare => (state.compare.doc(), state.compare.scroll.top),
        _ => (state.detail.doc(), state.detail.scroll.top),
    };
    let mut lines = doc.sections.iter().map(|(line, _)| *line);
    let target = if forward {
        lines.find(|&line| line > top).unwrap_or(top)
    } else {
        lines.take_while(|&line| line < top).last().unwrap_or(0)
    };
    match state.focus {
        Focus::Compare => state.compare.scroll.top = target,
        Focus::Path | Focus::Gap | Focus::Matrix => {
            if let Some(page) = state.page_mut() {
                page.reveal(target);
            }
        }
        _ => state.detail.scroll.top = target,
    }
}

fn act_in_overlay(state: &mut AppState, action: Action) -> Vec<Effect> {
    if let Some(effects) = fields::edit_field(state, action) {
        return effects;
    }
    let height = overlay_rows(state);
    let Some(top) = state.overlays.last_mut() else { return vec![] };
    if let Some(delta) = movement_delta(action, height) {
        let len = top.len();
        top.cursor.step(delta, len);
        return vec![];
    }
    match action {
        Action::Quit => vec![Effect::Quit(0)],
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
        Action::Cancel | Action::Help | Action::Back => {
            state.overlays.pop();
            vec![]
        }
        Action::Open => run_choice(state),
        _ => vec![],
    }
}

/// Runs the row under the cursor of the topmost overlay, which closes.
fn run_choice(state: &mut AppState) -> Vec<Effect> {
    if let Some(top) = state.overlays.last()
        && let Some(ChoiceTarget::ToggleFacet(at)) = top.selected()
    {
        // Several may be chosen: the list stays open.
        if let Some(facet) = top.facet(at).cloned() {
            state.roles.toggle_facet(&state.catalog, &facet);
            role_list::offer_facets(state);
        }
        return vec![];
    }
    let Some(overlay) = state.overlays.pop() else { return vec![] };
    let Some(choice) = overlay.row(&state.catalog, overlay.cursor.at) else { return vec![] };
    match (choice.target, overlay.kind) {
        (ChoiceTarget::Run(action), _) => run_action(state, action),
        (ChoiceTarget::Open(role), _) => {
            navigate::open_role(state, role);
            vec![]
        }
        (ChoiceTarget::OtherRole(right), OverlayKind::OtherRole(purpose, left)) => {
            navigate::run_pair_action(state, purpose, left, right);
            vec![]
        }
        (ChoiceTarget::Copy(what), _) => export::copy(state, what),
        (ChoiceTarget::Export(form), _) => export::export_screen(state, form, &choice.label),
        (ChoiceTarget::PastQuery, _) => fields::set_query(state, &choice.label),
        (ChoiceTarget::OtherRole(_) | ChoiceTarget::ToggleFacet(_), _) => vec![],
    }
}
