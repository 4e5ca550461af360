//! The views, one file each, and the router that finds the handler of an action.
//!
//! To add a view, write `views/NAME.rs` with an implementation of [`View`], and a pane for its
//! state in a file behind it (`views/NAME/pane.rs`, declared as `pub(in crate::tui) mod pane`).
//! Three existing files then name it:
//!
//! 1. `action.rs`: its [`ScreenView`] and [`Focus`], both also in their `ALL`, and which view the
//!    focus belongs to; the action that opens it; a row of the table with its keys, without a hint
//!    for the footer. Its contexts are `[Page, Scroll, Global]`; it needs a [`KeyContext`] of its own
//!    (`action/context.rs`) only for keys of its own;
//! 2. `state.rs`: its pane as a field of [`AppState`], in the struct and in `without_layout`;
//! 3. this file: its module, as `pub(super)`; its line in `AppState::view_of`; its contexts while
//!    it is searched; an arm for its action in `run_globally` that calls `AppState::go_to`.
//!
//! The compiler asks for the rest of an arm that is missing; `help.rs` and `action_search.rs` need
//! one only for a shorter name or other words to find the action by.
//!
//! The defaults of [`View`] are those of a page, a text with a selection among its links; the path
//! is the plainest example. With [`View::page`] and [`View::page_mut`] it gets movement, sections
//! and mouse. [`View::layout`] lays the text out if its width or its contents have changed, which a
//! `LayoutMemo` knows, and clamps the page to its height; [`View::remap`] marks the memo as stale.
//! The question of a plain list is `ListQuestion::all`. Another kind of link is a variant of
//! `PageLink` (`pane/linked_page.rs`), with an arm where links are followed (`update/navigate.rs`), which
//! also names the views whose headings fold. A view that is not about the marked roles overrides
//! `shows_marks`.

mod compare;
pub(super) mod gap;
pub(super) mod interface;
pub(super) mod matrix;
mod path;
mod roles;
mod skills;

use self::interface::{Handled, View};
use super::action::{Action, Focus, KeyContext, ScreenView};
use super::effect::Effect;
use super::help;
use super::key::KeyChord;
use super::layout;
use super::overlay::{ChoiceTarget, OverlayContent, PairAction};
use super::pane::linked_page::{LinkedPage, PageLink};
use super::state::AppState;
use super::update::{export, fields, find, movement, navigate, role_list, texts};
use crate::model::RoleId;

impl AppState {
    /// Returns the implementation of `view`.
    pub(crate) fn view_of(view: ScreenView) -> &'static dyn View {
        match view {
            ScreenView::Roles => &roles::RolesView,
            ScreenView::Compare => &compare::CompareView,
            ScreenView::Skills => &skills::SkillsView,
            ScreenView::Path => &path::PathView,
            ScreenView::Gap => &gap::GapView,
            ScreenView::Matrix => &matrix::MatrixView,
        }
    }

    /// Returns the view that fills the screen.
    pub fn view(&self) -> &'static dyn View {
        Self::view_of(self.focus.view())
    }

    /// Returns the contexts in which keys are looked up, innermost first.
    pub fn contexts(&self) -> &'static [KeyContext] {
        match (&self.find, self.overlays.last()) {
            (_, Some(top)) => top.contexts(),
            (Some(find), None) if find.is_typing => &[KeyContext::Input, KeyContext::Global],
            (Some(_), None) => searching_contexts(self.focus),
            (None, None) => self.focus.contexts(),
        }
    }

    /// Returns the role that `d`, `Space` and Enter act on, if the focus is on one.
    pub fn current_role(&self) -> Option<RoleId> {
        self.view().role(self)
    }

    /// Returns the role that the cursor is on: that of the selected name, or the role here. The
    /// name that is selected when a page opens was not chosen by the user.
    pub fn role_at_cursor(&self) -> Option<RoleId> {
        let chosen = self.page().filter(|page| !page.is_untouched() || self.focus != Focus::Detail);
        match chosen.and_then(LinkedPage::link) {
            Some(PageLink::Role(role)) => Some(role),
            _ => self.current_role(),
        }
    }

    /// Returns the focused page, if there is one.
    pub fn page(&self) -> Option<&LinkedPage> {
        self.view().page(self)
    }
}

impl Focus {
    /// Returns the contexts in which keys are looked up, innermost first.
    pub fn contexts(self) -> &'static [KeyContext] {
        AppState::view_of(self.view()).contexts(self)
    }
}

/// Returns the contexts of the page that has `focus` while it is searched.
fn searching_contexts(focus: Focus) -> &'static [KeyContext] {
    use KeyContext::{Compare, Detail, Gap, Global, Matrix, Page, PageSearch, Path, Roles, Scroll};
    match focus {
        Focus::Compare => &[PageSearch, Compare, Scroll, Global],
        Focus::Path => &[PageSearch, Path, Page, Scroll, Global],
        Focus::Gap => &[PageSearch, Gap, Page, Scroll, Global],
        Focus::Matrix => &[PageSearch, Matrix, Page, Scroll, Global],
        Focus::Roles | Focus::Filter | Focus::Detail => {
            &[PageSearch, Detail, Roles, Scroll, Global]
        }
        Focus::SkillInput | Focus::Skills | Focus::Needs => &[PageSearch, Detail, Scroll, Global],
    }
}

/// Runs `action` where it belongs: in the topmost overlay, in the field that has the focus, in the
/// view, or in the explorer.
pub(super) fn run_action(state: &mut AppState, action: Action) -> Vec<Effect> {
    let action = fields::action_in_field(state, action);
    if let Some(effects) = fields::edit_field(state, action) {
        return effects;
    }
    if !state.overlays.is_empty() {
        return run_in_overlay(state, action);
    }
    if let Some(effects) = find::run_action(state, action) {
        return effects;
    }
    if action == Action::Open && open_marked(state) {
        return vec![];
    }
    match state.view().act(state, action) {
        Handled::Done(effects) => effects,
        Handled::Pass => run_globally(state, action),
    }
}

/// Shows the marked roles beside each other, if that is what enter in the field does: two in
/// Compare, more in the matrix. Returns whether it is.
fn open_marked(state: &mut AppState) -> bool {
    let Some((a, b)) = state.marks.pair().filter(|_| state.opens_marked()) else { return false };
    state.remember_field();
    if state.marks.roles().len() == 2 {
        navigate::run_pair_action(state, PairAction::Compare, a, b);
    } else {
        matrix::show_marked(state);
    }
    true
}

/// Runs an action that is the same in all views.
fn run_globally(state: &mut AppState, action: Action) -> Vec<Effect> {
    use Action::{
        CharLeft, CharRight, DeleteLeft, DeleteRight, DeleteToEnd, DeleteToStart, DeleteWord,
        DeleteWordRight, Facets, FoldAll, LessContext, LineEnd, LineStart, LowerLevel, MoreContext,
        NextChange, NextKind, NextPath, PreviewDown, PreviewUp, PreviousChange, PreviousPath,
        RaiseLevel, Sort, SwitchScope, ToggleInherited, ToggleSplit, ToggleStart, ToggleTree,
        ToggleUnchanged, ToggleWrap, WordLeft, WordRight, Yank,
    };
    match action {
        Action::Quit => return vec![Effect::Quit(0)],
        Action::Interrupt => return navigate::interrupt(state),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Left | Action::Right => movement::walk_row_links(state, action == Action::Right),
        Action::NextMatch | Action::PreviousMatch => {
            let key = state.key_name(Action::Search);
            state.notice = Some(format!("no search on this page yet; {key} starts one"));
        }
        Action::Reload => return reload(state),
        Action::ReadText => texts::ask_for_text(state),
        Action::ToggleMouse => return toggle_mouse(state),
        Action::NextTheme => {
            state.theme = (state.theme + 1) % state.themes.len();
            state.notice = Some(format!("theme: {}", state.theme().name));
        }
        Action::Help => state.open_overlay(OverlayContent::Help(state.focus.contexts())),
        // The palette offers the actions of the pane behind a text field, and not those for
        // editing text.
        Action::Palette => {
            state.open_overlay(OverlayContent::Palette(state.focus.without_field().contexts()));
        }
        Action::PastQueries => show_past_queries(state),
        // The user cannot see where going back would lead.
        Action::Back if layout::is_too_small(state.size.0, state.size.1) => {
            return vec![Effect::Quit(0)];
        }
        Action::Back => return navigate::go_back(state),
        Action::Cancel => return navigate::cancel(state),
        Action::Search => movement::focus_search(state),
        Action::NextPane => movement::next_pane(state, true),
        Action::PreviousPane => movement::next_pane(state, false),
        Action::ViewRoles
        | Action::ViewDetail
        | Action::ViewCompare
        | Action::ViewSkills
        | Action::ViewPath
        | Action::ViewGap
        | Action::ViewMatrix => return show_view(state, action),
        Action::Compare => return navigate::with_pair(state, PairAction::Compare),
        Action::Path => return navigate::with_pair(state, PairAction::Path),
        Action::Gap => return navigate::with_pair(state, PairAction::Gap),
        Action::Matrix => return matrix::open_matrix(state),
        Action::SimilarRoles => navigate::show_similar_roles(state),
        Action::Zoom => movement::toggle_zoom(state),
        Action::HistoryBack => return navigate::walk_history(state, false),
        Action::HistoryForward => return navigate::walk_history(state, true),
        Action::Open => state.view().open_selected(state),
        Action::Mark => navigate::mark_role(state),
        Action::ToggleMarks => navigate::toggle_marks(state),
        Action::Swap => navigate::swap(state),
        Action::NextSection => movement::jump_section(state, true),
        Action::PreviousSection => movement::jump_section(state, false),
        Action::Copy
        | Action::CopyLine
        | Action::CopyCommand
        | Action::Export
        | Action::Edit
        | Action::OpenLink => return export::run_action(state, action),
        Action::Bookmark
        | Action::Bookmarks
        | Action::Narrow
        | Action::Widen
        | Action::ResetSplit => return role_list::run_action(state, action),
        Action::Down
        | Action::Up
        | Action::Top
        | Action::Bottom
        | Action::HalfDown
        | Action::HalfUp
        | Action::PageDown
        | Action::PageUp => movement::scroll_focused(state, action),
        Sort | Facets => return role_list::run_from_elsewhere(state, action),
        // Views that have these have handled them; elsewhere they have no meaning.
        ToggleTree | FoldAll | NextPath | PreviousPath | ToggleStart | RaiseLevel | LowerLevel | NextChange | PreviousChange | ToggleSplit | ToggleUnchanged | ToggleWrap | LessContext | MoreContext | NextKind | ToggleInherited | SwitchScope | PreviewDown | PreviewUp
        // Fields have handled these.
        | CharLeft | CharRight | WordLeft | WordRight | LineStart | LineEnd | DeleteLeft | DeleteRight | DeleteWord | DeleteWordRight | DeleteToStart | DeleteToEnd | Yank => {}
    }
    vec![]
}

/// Goes to the view that `action` opens, or says that it is this one.
fn show_view(state: &mut AppState, action: Action) -> Vec<Effect> {
    let before = (state.focus, state.overlays.len(), state.history.back.len());
    let effects = match action {
        Action::ViewCompare => navigate::show_pair_view(state, PairAction::Compare),
        Action::ViewPath => navigate::show_pair_view(state, PairAction::Path),
        Action::ViewGap => navigate::show_pair_view(state, PairAction::Gap),
        Action::ViewMatrix => matrix::show_matrix(state),
        Action::ViewDetail => {
            state.go_to(Focus::Detail);
            vec![]
        }
        Action::ViewSkills => {
            navigate::show_skills(state);
            vec![]
        }
        _ => {
            state.go_home();
            vec![]
        }
    };
    let after = (state.focus, state.overlays.len(), state.history.back.len());
    if after == before && effects.is_empty() && state.notice.is_none() {
        let name = help::view_name(action).unwrap_or_default();
        state.notice = Some(format!("you are already in {name}"));
    }
    effects
}

/// Handles the digit `c` typed first after the skill search was opened by its own: it means a view
/// still, and not a search. `None` if it is no digit.
pub(super) fn switch_by_digit(state: &mut AppState, c: char) -> Option<Vec<Effect>> {
    if !c.is_ascii_digit() || state.focus != Focus::SkillInput {
        return None;
    }
    let chord = KeyChord::parse(&c.to_string())?;
    let contexts = Focus::Skills.contexts();
    if let Some(action) = state.keymap.lookup(contexts, chord) {
        return Some(run_action(state, action));
    }
    state.notice = Some(movement::no_view_text(state, c));
    Some(vec![])
}

fn reload(state: &mut AppState) -> Vec<Effect> {
    if state.packs_being_read.is_none() {
        return vec![Effect::Reload];
    }
    state.notice = Some("still reading the packs".to_string());
    vec![]
}

fn toggle_mouse(state: &mut AppState) -> Vec<Effect> {
    state.mouse = !state.mouse;
    let text = if state.mouse { "mouse on" } else { "mouse off: you can now select text" };
    state.notice = Some(text.to_string());
    vec![Effect::Mouse(state.mouse)]
}

fn show_past_queries(state: &mut AppState) {
    if state.queries.is_empty() {
        state.notice = Some("no recent searches".to_string());
        return;
    }
    state.open_overlay(OverlayContent::PastQueries(state.queries.clone()));
}

/// Runs `action` in the topmost overlay; most actions have no meaning there.
fn run_in_overlay(state: &mut AppState, action: Action) -> Vec<Effect> {
    let height = state.overlay_rows();
    let Some(top) = state.overlays.last_mut() else { return vec![] };
    if let Some(delta) = movement::movement_delta(action, height) {
        match top.help_mut() {
            Some(help) => help.scroll(delta),
            None => top.cursor.step(delta, top.len()),
        }
        return vec![];
    }
    match action {
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        // The search in the help is inside it.
        Action::Cancel | Action::Interrupt if top.end_help_search(&state.catalog) => {}
        Action::Cancel | Action::Interrupt | Action::Quit | Action::Help | Action::Back => {
            state.overlays.pop();
        }
        Action::Search => top.start_help_search(&state.catalog),
        Action::Mark if top.direction().is_some() => {
            let reversed = !top.is_reversed();
            top.set_direction(&state.catalog, reversed);
        }
        Action::Open if top.help().is_none() => return run_choice(state),
        // The help lists these keys in its first line.
        _ if top.help().is_some() && help::view_name(action).is_some() => {
            state.overlays.pop();
            return run_action(state, action);
        }
        _ => {}
    }
    vec![]
}

/// Handles a blank in a list of check boxes, which it toggles; `None` elsewhere.
pub(super) fn toggle_choice(state: &mut AppState, c: char) -> Option<Vec<Effect>> {
    let top = state.overlays.last().filter(|_| c == ' ')?;
    matches!(top.content, OverlayContent::Facets(_)).then(|| run_choice(state))
}

/// Runs the row under the cursor of the topmost overlay, which closes.
pub(super) fn run_choice(state: &mut AppState) -> Vec<Effect> {
    if let Some(top) = state.overlays.last()
        && let Some(ChoiceTarget::ToggleFacet(at)) = top.selected()
    {
        // Several may be chosen: the list stays open.
        if let Some(facet) = top.facet(at).cloned() {
            role_list::toggle_facet(state, &facet);
        }
        return vec![];
    }
    if let Some(top) = state.overlays.last_mut()
        && top.selected().is_none()
    {
        // Nothing to choose: the text stays until another one is typed, with the reason below it.
        top.is_text_selected = !top.input.value().is_empty();
        return vec![];
    }
    let Some(overlay) = state.overlays.pop() else { return vec![] };
    let Some(choice) = overlay.row(&state.catalog, overlay.cursor.at) else { return vec![] };
    match choice.target {
        ChoiceTarget::Run(action) => return run_action(state, action),
        ChoiceTarget::Open(role) => state.open_role(role),
        ChoiceTarget::FirstRole(purpose, role) => {
            let effects = navigate::ask_for_other_role(state, purpose, role);
            if let Some(top) = state.overlays.last_mut() {
                // The same question goes on.
                top.set_direction(&state.catalog, overlay.is_reversed());
            }
            return effects;
        }
        ChoiceTarget::OtherRole(purpose, first, other) => {
            navigate::run_pair_action(state, purpose, first, other);
        }
        ChoiceTarget::Copy(what) => return export::copy(state, what),
        ChoiceTarget::Export(form) => return export::export_screen(state, form, &choice.label),
        ChoiceTarget::ReadText => return texts::read_file(state, &choice.label),
        ChoiceTarget::Correct(meaning) => return texts::correct(state, &overlay, meaning),
        ChoiceTarget::OpenSkill(skill) => state.follow_link(PageLink::Skill(skill)),
        ChoiceTarget::Sort(order) => role_list::sort(state, order),
        ChoiceTarget::PastQuery => return fields::set_query(state, &choice.label),
        // Handled above, as the list stays open.
        ChoiceTarget::ToggleFacet(_) => {}
    }
    vec![]
}
