//! The trait that every view implements. Its defaults are those of a page: a text with a selection.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use crate::model::{RoleId, SkillId};
use crate::question::Question;
use crate::search::SearchItem;
use crate::tui::action::{Action, KeyContext};
use crate::tui::bars::ClickTarget;
use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::TonedText;
use crate::tui::effect::Effect;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::overlay::PairAction;
use crate::tui::pane::linked_page::{LinkedPage, PageLink, RowClick};
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus, HistoryEntry};
use crate::tui::view::pages;

/// Result of offering an action to a view.
#[derive(Debug, PartialEq)]
#[must_use = "effects must run, and an action that was passed on needs another handler"]
pub enum Handled {
    /// The view handled it; these effects remain to be run.
    Done(Vec<Effect>),
    /// The action is not the view's: the explorer handles it.
    Pass,
}

impl Handled {
    /// The view handled the action, and there are no effects to run.
    pub const DONE: Self = Self::Done(Vec::new());
}

/// The roles that an action on two roles is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairChoice {
    /// These two.
    Both(RoleId, RoleId),
    /// This one, and another that the user is asked for.
    AskFor(RoleId),
}

/// The two lines above a text.
pub(crate) type HeaderRows = (Vec<TonedText>, Vec<TonedText>);

/// A view: it fills the screen between the title bar and the footer. Each implementation is one
/// file; its state is a pane in [`AppState`], from which it computes everything else.
pub trait View: Sync {
    /// Returns its name in the title bar.
    fn name(&self, state: &AppState) -> &'static str;

    /// Returns the action that opens it.
    fn opened_by(&self) -> Action;

    /// Returns the contexts in which keys are looked up while `focus` has them, innermost first.
    fn contexts(&self, focus: Focus) -> &'static [KeyContext];

    /// Handles `action` if it is one of its own.
    fn act(&self, state: &mut AppState, action: Action) -> Handled;

    /// Updates its texts, cursors and scroll positions to the rest of the state.
    fn layout(&self, state: &mut AppState, areas: &ScreenAreas);

    /// Lays out what the next key is likely to show. Called when idle.
    fn prefetch(&self, _state: &mut AppState) {}

    /// Maps everything that it refers to by id to another catalog. The marks and the profile have
    /// been mapped already.
    fn remap(&self, state: &mut AppState, map: &IdRemap<'_>) -> Vec<Effect>;

    /// Returns the question that it answers; `None` if it shows how to begin.
    fn question(&self, state: &AppState) -> Option<Question>;

    /// Returns the words of a command that asks such a question, to show while it has none.
    fn example_command(&self) -> &'static [&'static str] {
        &["diff", "A", "B"]
    }

    /// Returns its panes, in the order in which the focus walks through them.
    fn panes(&self) -> &'static [Focus] {
        &[]
    }

    /// Returns its text field, if it has one.
    fn field(&self) -> Option<Focus> {
        None
    }

    /// Returns the contents of its text field for editing, if it has one.
    fn input<'a>(&self, _state: &'a mut AppState) -> Option<&'a mut Input> {
        None
    }

    /// Makes it show the roles that the header names. Called after every message, so that no way
    /// of changing the marks is missed.
    fn sync(&self, _state: &mut AppState) -> Vec<Effect> {
        vec![]
    }

    /// Returns its text with a selection, if it is a page.
    fn page<'a>(&self, _state: &'a AppState) -> Option<&'a LinkedPage> {
        None
    }

    /// Returns its page for moving in it.
    fn page_mut<'a>(&self, _state: &'a mut AppState) -> Option<&'a mut LinkedPage> {
        None
    }

    /// Returns the rows above its text.
    fn header(&self, _state: &AppState) -> HeaderRows {
        HeaderRows::default()
    }

    /// Returns the message shown in place of a text that is empty.
    fn empty_text(&self, _state: &AppState) -> Option<String> {
        None
    }

    /// Returns what hiding or showing its unchanged rows would do now; `None` if nothing.
    fn unchanged_hint(&self, _state: &AppState) -> Option<&'static str> {
        None
    }

    /// Draws it.
    fn draw(&self, state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
        if let Some(page) = self.page(state) {
            let empty = self.empty_text(state);
            pages::page(state, page, &self.header(state), empty.as_deref(), areas, canvas);
        }
    }

    /// Opens the item under the cursor.
    fn open_selected(&self, state: &mut AppState) {
        match self.page(state).and_then(LinkedPage::link) {
            Some(link) => state.follow_link(link),
            None => state.notice = Some("no name to open in this row".to_string()),
        }
    }

    /// Leaves its innermost transient state other than a field, such as a filter.
    fn leave(&self, _state: &mut AppState) -> Handled {
        Handled::Pass
    }

    /// Returns what [`View::leave`] would do now; `None` if nothing.
    fn leave_hint(&self, _state: &AppState) -> Option<&'static str> {
        None
    }

    /// Returns the area by whose height `focus` moves by pages.
    fn scroll_area(&self, state: &AppState, areas: &ScreenAreas, _focus: Focus) -> Rect {
        layout::page_rows(areas, self.page(state).map_or(0, |page| page.head().len()))
    }

    /// Moves the selection or the text of `focus` by `delta` lines in a window of `height`.
    fn scroll(&self, state: &mut AppState, _focus: Focus, delta: isize, height: usize) {
        if let Some(page) = self.page_mut(state) {
            page.step(delta, height);
        }
    }

    /// Returns the role under the cursor, if there is one.
    fn role(&self, _state: &AppState) -> Option<RoleId> {
        None
    }

    /// Returns the role or skill under the cursor, to copy, edit or bookmark it.
    fn item(&self, state: &AppState) -> Option<SearchItem> {
        let linked = self.page(state).and_then(LinkedPage::link).and_then(PageLink::item);
        self.role(state).map(SearchItem::Role).or(linked)
    }

    /// Returns the roles that `purpose` is about here, if they are others than the marked ones.
    fn pair_for(&self, _state: &AppState, _purpose: PairAction) -> Option<PairChoice> {
        None
    }

    /// Returns the role that an action on two roles takes where none is under the cursor.
    fn first_role(&self, _state: &AppState) -> Option<RoleId> {
        None
    }

    /// Returns the roles that it shows, whose removal from the packs is reported.
    fn shown_roles(&self, state: &AppState) -> Vec<RoleId>;

    /// Returns the skill that it shows, whose removal from the packs is reported.
    fn shown_skill(&self, _state: &AppState) -> Option<SkillId> {
        None
    }

    /// Restores what it showed at a place in history, besides the marks.
    fn restore(&self, _state: &mut AppState, _place: &HistoryEntry) {}

    /// Whether it shows the marked roles.
    fn shows_marks(&self, _state: &AppState) -> bool {
        true
    }

    /// Selects row `row` of the visible part of the list. Returns whether it was selected before.
    fn select_row(&self, _state: &mut AppState, _row: usize) -> bool {
        false
    }

    /// Handles a click on row `row` of the list: selects it, and opens it if it was selected.
    fn click_list(&self, state: &mut AppState, row: usize) {
        if self.select_row(state, row) {
            self.open_selected(state);
        }
    }

    /// Selects the line at `at`, below the header of the main pane.
    fn point_at(&self, state: &mut AppState, areas: &ScreenAreas, at: Position) {
        let area = self.scroll_area(state, areas, state.focus);
        if let Some(page) = self.page_mut(state).filter(|_| area.contains(at)) {
            let line = page.scroll.top + usize::from(at.y - area.y);
            page.select_line(line);
        }
    }

    /// Handles a click at `at`, below the header of the main pane: selects the row there, and opens
    /// it if it was selected, or if a name in it was clicked.
    fn click_main(&self, state: &mut AppState, areas: &ScreenAreas, at: Position) {
        let area = self.scroll_area(state, areas, state.focus);
        let Some(page) = self.page_mut(state).filter(|_| area.contains(at)) else { return };
        let (line, cell) =
            (page.scroll.top + usize::from(at.y - area.y), usize::from(at.x - area.x));
        if matches!(page.click(line, cell), Some(RowClick::Again | RowClick::Link)) {
            self.open_selected(state);
        }
    }

    /// Returns the effect of a click at `at` on the header of the main pane.
    fn click_header(
        &self,
        _state: &AppState,
        _areas: &ScreenAreas,
        _at: Position,
    ) -> Option<ClickTarget> {
        None
    }

    /// Scrolls the list or the main pane under the pointer by `lines`.
    fn wheel(&self, state: &mut AppState, areas: &ScreenAreas, _over_list: bool, lines: isize) {
        let height = self.scroll_area(state, areas, state.focus).height;
        if let Some(page) = self.page_mut(state) {
            page.scroll_by(lines, usize::from(height));
        }
    }

    /// Returns the area of the divider between columns of its text that the mouse can drag.
    fn column_divider(&self, _state: &AppState, _areas: &ScreenAreas) -> Rect {
        Rect::default()
    }

    /// Moves its divider to column `x` of the screen.
    fn drag_divider(&self, state: &mut AppState, x: u16) {
        state.split = layout::split_at(state.size.0, state.focus.view(), x);
    }
}
