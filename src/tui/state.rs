//! The entire state of the explorer.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::action::Action;
pub use super::action::{Focus, ScreenView};
use super::export::ExportSubject;
pub use super::history::{History, HistoryEntry};
use super::keymap::Keymap;
use super::layout::{self, ScreenAreas};
pub use super::marks::{RoleMarks, UserSkills};
use super::overlay::{Overlay, OverlayContent};
use super::page_find::PageFind;
use super::pane::linked_page::LinkedPage;
use super::pane::{compare, detail, gap, matrix, path, roles, skills};
use super::screen_catalog::ScreenCatalog;
use super::theme::ColourTheme;
use crate::model::RoleId;
use crate::question::Question;
use crate::question::command_line::{shell_command, to_args};

/// Maximum number of past queries.
pub(super) const QUERIES: usize = 100;

/// Maximum length of a past query, in characters: anything longer was pasted by mistake.
const LONGEST_QUERY: usize = 256;

/// A fault of the packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultLine {
    /// The file and the line, `mine.toml:12`; only the file if the fault concerns all of it.
    pub place: String,
    /// The fault and how to fix it.
    pub message: String,
}

/// The content shown while packs have faults.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ShownVersion {
    /// The valid part of them.
    #[default]
    Valid,
    /// Their last version without faults.
    LastGood,
    /// The valid part of an earlier version; there was none without faults.
    PreviousValid,
}

impl ShownVersion {
    /// Returns the text to show to the user.
    pub fn text(self) -> &'static str {
        match self {
            Self::Valid => "showing the valid part",
            Self::LastGood => "showing the last valid version",
            Self::PreviousValid => "showing the last valid part",
        }
    }
}

/// The entire state of the explorer. Changed only by [`super::update::update`].
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct AppState {
    /// The content.
    pub catalog: ScreenCatalog,
    /// The meaning of keys.
    pub keymap: Arc<Keymap>,
    /// The themes to choose from, never empty.
    pub themes: Arc<Vec<ColourTheme>>,
    /// The index of the theme in use.
    pub theme: usize,
    /// The open packs, as they were named; empty for the built-in one.
    pub packs: Vec<String>,
    /// The existing file that is overwritten if the export is repeated.
    pub existing_export: Option<PathBuf>,
    /// Contents of the file that is being written.
    pub export_subject: ExportSubject,
    /// Width and height of the terminal in cells.
    pub size: (u16, u16),
    /// The focus of the keys.
    pub focus: Focus,
    /// Whether the focused pane is maximised.
    pub zoomed: bool,
    /// Whether screen-reader mode is on: one column, no line drawing, a word at the selection.
    pub accessible: bool,
    /// The roles marked for comparison. Compare, Path, Gap and Matrix show these, and have no pair
    /// of their own.
    pub marks: RoleMarks,
    /// The marks that were restored from the last run: as long as no others are made, what was saved
    /// stays, including marks on roles that the packs lack today.
    pub restored_marks: RoleMarks,
    /// The marks that were cleared last, to be restored.
    pub cleared_marks: RoleMarks,
    /// The marks of which the views of two roles said that they leave some out.
    pub told_left_out: RoleMarks,
    /// The roles that were marked in the text field that has the focus, since it was opened.
    pub marked_in_field: RoleMarks,
    /// The tree of roles.
    pub roles: roles::RoleListPane,
    /// The text of one role.
    pub detail: detail::RoleDetailPane,
    /// Two roles side by side.
    pub compare: compare::ComparisonPane,
    /// Skills and the roles that need them.
    pub skills: skills::SkillSearchPane,
    /// The paths from one role to another.
    pub path: path::PathPane,
    /// The skill gap to one or more roles.
    pub gap: gap::GapPane,
    /// Several roles next to each other.
    pub matrix: matrix::MatrixPane,
    /// The user's skills.
    pub profile: UserSkills,
    /// The search within the page that has the focus.
    pub find: Option<PageFind>,
    /// The overlays, topmost last.
    pub overlays: Vec<Overlay>,
    /// Earlier and later places.
    pub history: History,
    /// Number of columns by which the list on the left is wider than usual.
    pub split: i16,
    /// Whether the divider next to the list is being dragged with the mouse.
    pub dragging: bool,
    /// Roles with a bookmark, in the order in which they were added.
    pub bookmarks: Vec<RoleId>,
    /// Past queries, latest first, without duplicates.
    pub queries: Vec<String>,
    /// Whether the text of the focused field is selected, so that typing replaces it.
    pub field_selected: bool,
    /// Whether the skill search was just opened by its own key: the next digit is one too.
    pub is_search_fresh: bool,
    /// The text that was last deleted from a field by word or line, to be inserted again.
    pub deleted_text: String,
    /// Whether the user has ever marked a role or compared two; until then, a tip says how.
    pub has_compared: bool,
    /// Whether bookmarks and the profile are saved, unless there is no folder for them.
    pub saves_state: bool,
    /// Whether quitting from the first screen needs a second key.
    pub confirm_quit: bool,
    /// Whether that second key is the next one.
    pub quit_asked: bool,
    /// Whether the last click opened something: a double click opens it once.
    pub click_opened: bool,
    /// A message in the last line, until the next key.
    pub notice: Option<String>,
    /// A failure: it is shown as the notice until the next key, and later messages do not replace
    /// it.
    pub warning: Option<String>,
    /// Bookmarks added (true) and removed in this run and not saved yet, by the ids of their roles,
    /// latest last.
    pub bookmark_changes: Vec<(String, bool)>,
    /// Faults of the packs.
    pub faults: Vec<FaultLine>,
    /// The content shown in spite of them.
    pub shown_version: ShownVersion,
    /// The packs that are being read; there is nothing to show until that is done.
    pub packs_being_read: Option<String>,
    /// Whether the mouse is captured.
    pub mouse: bool,
    /// Number of queries sent to the search worker.
    pub generation: u64,
}

impl AppState {
    /// Creates the state of an explorer over `catalog`, before its texts are laid out.
    pub(super) fn without_layout(catalog: ScreenCatalog, size: (u16, u16)) -> Self {
        Self {
            roles: roles::RoleListPane::new(&catalog),
            skills: skills::SkillSearchPane::new(&catalog),
            detail: detail::RoleDetailPane::default(),
            compare: compare::ComparisonPane::default(),
            path: path::PathPane::default(),
            gap: gap::GapPane::default(),
            matrix: matrix::MatrixPane::default(),
            profile: UserSkills::default(),
            keymap: Arc::default(),
            packs: Vec::new(),
            existing_export: None,
            export_subject: ExportSubject::picture(),
            themes: Arc::new(ColourTheme::builtin()),
            theme: 0,
            catalog,
            size: layout::clamp_size(size),
            focus: Focus::Roles,
            zoomed: false,
            accessible: false,
            marks: RoleMarks::default(),
            restored_marks: RoleMarks::default(),
            cleared_marks: RoleMarks::default(),
            told_left_out: RoleMarks::default(),
            marked_in_field: RoleMarks::default(),
            field_selected: false,
            is_search_fresh: false,
            deleted_text: String::new(),
            has_compared: true,
            saves_state: true,
            confirm_quit: false,
            quit_asked: false,
            click_opened: false,
            find: None,
            overlays: Vec::new(),
            history: History::default(),
            split: 0,
            dragging: false,
            bookmarks: Vec::new(),
            queries: Vec::new(),
            notice: None,
            warning: None,
            bookmark_changes: Vec::new(),
            faults: Vec::new(),
            shown_version: ShownVersion::default(),
            packs_being_read: None,
            mouse: true,
            generation: 0,
        }
    }

    /// Returns the heading of the list of roles if it is drawn in `areas`: a filter takes its place.
    pub(crate) fn list_heading(&self, areas: &ScreenAreas) -> Option<roles::RoleListHeading> {
        let is_filtered = self.focus == Focus::Filter || !self.roles.filter.value().is_empty();
        let has_line = layout::list_rows(areas).y > areas.list.y;
        (has_line && !is_filtered).then(|| self.roles.heading(usize::from(areas.list.width)))
    }

    /// Returns the areas of the terminal.
    pub fn areas(&self) -> ScreenAreas {
        self.areas_within(self.size.0, self.size.1)
    }

    /// Returns the areas of a terminal of `width` × `height` cells.
    pub(crate) fn areas_within(&self, width: u16, height: u16) -> ScreenAreas {
        let areas = layout::areas(width, height, self.focus, self.is_single_pane(), self.split);
        let areas = if self.has_tip() { layout::with_tip(areas) } else { areas };
        if self.accessible { layout::with_margin(areas) } else { areas }
    }

    /// Whether a line says how to compare two roles: in the list, while its keys do what it says.
    fn has_tip(&self) -> bool {
        !self.has_compared
            && self.focus == Focus::Roles
            && self.roles.filter.value().is_empty()
            && !self.roles.rows().is_empty()
            && self.marks.a.is_none()
    }

    /// Returns the key of `action` for a message, as it has to be pressed from here: in a field
    /// most keys are text, and those of its list work once the field is left.
    pub(crate) fn key_name(&self, action: Action) -> String {
        let here = self.focus.contexts();
        if let Some(key) = self.keymap.first_key(here, action) {
            return key.to_string();
        }
        let behind = self.keymap.first_key(self.focus.without_field().contexts(), action);
        match (behind, self.keymap.first_key(here, Action::Cancel)) {
            (Some(key), Some(leave)) if self.focus.is_input() => format!("{leave} then {key}"),
            (key, _) => key.unwrap_or("the palette").to_string(),
        }
    }

    /// Whether enter in the field that has the focus shows the marked roles beside each other: at
    /// least two are marked, one of them while the field was open. A list without rows has
    /// something else to open.
    pub(crate) fn opens_marked(&self) -> bool {
        let is_listed = match self.focus {
            Focus::Filter => !self.roles.rows().is_empty(),
            Focus::SkillInput => !self.skills.is_empty(),
            _ => false,
        };
        let mut marked = self.marked_in_field.roles().into_iter();
        is_listed
            && self.marks.pair().is_some()
            && marked.any(|role| self.marks.letter(role).is_some())
    }

    /// Returns the words after a message about something to keep if it is not saved.
    pub(crate) fn until_quit_text(&self) -> &'static str {
        if self.saves_state { "" } else { " (until you quit: --no-state saves nothing)" }
    }

    /// Opens an overlay with this `content`.
    pub(crate) fn open_overlay(&mut self, content: OverlayContent) {
        let mut overlay = Overlay::new(content, &self.catalog, &self.keymap);
        if self.accessible {
            overlay.make_linear(&self.catalog);
        }
        self.overlays.push(overlay);
    }

    /// Returns the box of the topmost overlay.
    pub(crate) fn overlay_box(&self) -> Rect {
        self.overlay_box_within(self.size)
    }

    /// Returns the box of the topmost overlay on a screen of this width and height.
    pub(crate) fn overlay_box_within(&self, (width, height): (u16, u16)) -> Rect {
        let Some(top) = self.overlays.last() else { return Rect::default() };
        match top.help() {
            _ if self.accessible => layout::accessible_overlay(width, height),
            Some(help) => layout::help(width, height, help.rows(width)),
            None => layout::overlay(width, height, top.max_rows()),
        }
    }

    /// Returns the number of visible rows of the topmost overlay.
    pub(crate) fn overlay_rows(&self) -> usize {
        usize::from(self.overlay_box().height.saturating_sub(3))
    }

    /// Returns the theme in use.
    pub fn theme(&self) -> &ColourTheme {
        &self.themes[self.theme.min(self.themes.len() - 1)]
    }

    /// Switches to the theme called `name`, if there is one.
    pub(crate) fn set_theme(&mut self, name: &str) {
        self.theme =
            self.themes.iter().position(|theme| theme.is_called(name)).unwrap_or(self.theme);
    }

    /// Turns screen-reader mode on.
    pub fn make_accessible(&mut self) {
        self.accessible = true;
        self.compare.columns = compare::ColumnMode::Unified;
    }

    /// Whether only the focused pane is shown.
    pub(crate) fn is_single_pane(&self) -> bool {
        self.zoomed || self.accessible
    }

    /// Whether typed text goes into a field of the view.
    pub(crate) fn is_typing(&self) -> bool {
        self.focus.is_input() || self.find.as_ref().is_some_and(|find| find.is_typing)
    }

    /// Adds `query` to the past queries.
    pub(crate) fn remember_query(&mut self, query: &str) {
        let query = query.trim();
        if (2..=LONGEST_QUERY).contains(&query.chars().count()) {
            self.queries.retain(|other| other != query);
            self.queries.insert(0, query.to_string());
            self.queries.truncate(QUERIES);
        }
    }

    /// Returns the number for the next query to the search worker.
    pub(crate) fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }

    /// Returns the place that history would come back to.
    pub(crate) fn history_entry(&self) -> HistoryEntry {
        HistoryEntry {
            focus: self.focus,
            role: self.roles.selected().or(self.detail.role()),
            marks: (!self.focus.view().has_list()).then_some(self.marks),
            from_profile: self.gap.from_profile,
            question: self.question().filter(|_| !self.focus.view().has_list()),
            place: self.page().map(LinkedPage::place),
            roles: self.roles.saved(),
            search: (self.focus.view() == ScreenView::Skills).then(|| self.skills.saved()),
        }
    }

    /// Returns the question that the screen answers; `None` if it shows how to begin.
    pub fn question(&self) -> Option<Question> {
        self.view().question(self)
    }

    /// Returns the arguments after `roledex` that ask the question of the screen.
    fn command_arguments(&self) -> Option<Vec<String>> {
        self.question().map(|question| to_args(&question, &self.catalog))
    }

    /// Returns the command that prints the contents of the screen, without the open packs.
    pub fn command(&self) -> String {
        let words = self.command_arguments().unwrap_or_else(|| {
            self.view().example_command().iter().map(ToString::to_string).collect()
        });
        shell_command(&words)
    }

    /// Returns the command that prints the contents of the screen, with the open packs, for a
    /// shell.
    pub fn full_command(&self) -> String {
        let words = self.command_arguments().unwrap_or_default();
        let packs = self.packs.iter().flat_map(|path| ["--pack".to_string(), path.clone()]);
        shell_command(&packs.chain(words).collect::<Vec<_>>())
    }
}
