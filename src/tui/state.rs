//! The entire state of the explorer.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::KeyContext;
use super::keymap::Keymap;
use super::layout;
use super::overlay::{self, Overlay};
use super::pane::gap::GapStart;
use super::pane::linked_page::{LinkedPage, PageLink};
use super::pane::{compare, detail, gap, matrix, path, roles, skills};
use super::remap::IdRemap;
use super::theme::ColourTheme;
use crate::analysis::diff::{DiffOptions, PairingMode};
use crate::analysis::gap::CurrentSkill;
use crate::analysis::path::{HopKind, PathQuestion};
use crate::model::{Catalog, Level, RoleId, SkillId};
use crate::question::command_line::{shell_command, to_args};
use crate::question::{
    CompareQuestion, GapQuestion, ListQuestion, ListedItems, MatrixOptions, MatrixParts,
    MatrixRoles, PATH_LIMIT, Question, SEARCH_LIMIT, SkillOrigin,
};
use crate::search::SearchScope;

/// The view that fills the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScreenView {
    /// Roles and the detail of one.
    Roles,
    /// Two roles side by side.
    Compare,
    /// Skills and the roles that need them.
    Skills,
    /// The paths from one role to another.
    Path,
    /// The skill gap to one or more roles.
    Gap,
    /// Several roles next to each other.
    Matrix,
}

impl ScreenView {
    /// Whether it has a list on the left.
    pub fn has_list(self) -> bool {
        matches!(self, Self::Roles | Self::Skills)
    }
}

/// The focus of the keys. It implies the view, so that the two cannot disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Focus {
    /// The tree of roles.
    Roles,
    /// The filter above the tree.
    Filter,
    /// The text of the role.
    Detail,
    /// The comparison.
    Compare,
    /// The search field above the skills.
    SkillInput,
    /// The list of skills.
    Skills,
    /// The roles that need the skill.
    Needs,
    /// The paths.
    Path,
    /// The gap.
    Gap,
    /// The matrix.
    Matrix,
}

impl Focus {
    /// All values.
    pub const ALL: [Self; 10] = [
        Self::Roles,
        Self::Filter,
        Self::Detail,
        Self::Compare,
        Self::SkillInput,
        Self::Skills,
        Self::Needs,
        Self::Path,
        Self::Gap,
        Self::Matrix,
    ];

    /// Returns the view that it belongs to.
    pub fn view(self) -> ScreenView {
        match self {
            Self::Roles | Self::Filter | Self::Detail => ScreenView::Roles,
            Self::Compare => ScreenView::Compare,
            Self::SkillInput | Self::Skills | Self::Needs => ScreenView::Skills,
            Self::Path => ScreenView::Path,
            Self::Gap => ScreenView::Gap,
            Self::Matrix => ScreenView::Matrix,
        }
    }

    /// Whether it is in the pane on the left.
    pub fn in_list(self) -> bool {
        matches!(self, Self::Roles | Self::Filter | Self::SkillInput | Self::Skills)
    }

    /// Whether it is a text field.
    pub fn is_input(self) -> bool {
        matches!(self, Self::Filter | Self::SkillInput)
    }

    /// Returns the contexts in which keys are looked up, innermost first.
    pub fn contexts(self) -> &'static [KeyContext] {
        match self {
            Self::Roles => &[KeyContext::Roles, KeyContext::List, KeyContext::Global],
            Self::Skills | Self::Needs => {
                &[KeyContext::Skills, KeyContext::List, KeyContext::Global]
            }
            Self::Filter | Self::SkillInput => &[KeyContext::Input, KeyContext::Global],
            Self::Detail => &[KeyContext::Detail, KeyContext::Global],
            Self::Compare => &[KeyContext::Compare, KeyContext::Global],
            Self::Path => &[KeyContext::Path, KeyContext::Page, KeyContext::Global],
            Self::Gap => &[KeyContext::Gap, KeyContext::Page, KeyContext::Global],
            Self::Matrix => &[KeyContext::Matrix, KeyContext::Page, KeyContext::Global],
        }
    }
}

/// The user's skills, from their saved profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserSkills {
    /// The skills of the catalog that it lists, by id.
    pub skills: Vec<CurrentSkill>,
    /// Whether it was read.
    pub is_read: bool,
    /// The reason why it cannot be read or written, if so.
    pub fault: Option<String>,
}

impl UserSkills {
    /// Returns whether the user has `skill`, and at which level.
    #[allow(
        clippy::option_option,
        reason = "a level that nobody states is not a skill that one lacks"
    )]
    pub fn level(&self, skill: SkillId) -> Option<Option<Level>> {
        self.skills
            .binary_search_by_key(&skill, |have| have.skill)
            .ok()
            .map(|at| self.skills[at].level)
    }

    /// Whether a level of `skill` is stated that is not recognised.
    pub fn is_unclear(&self, skill: SkillId) -> bool {
        self.skills
            .binary_search_by_key(&skill, |have| have.skill)
            .is_ok_and(|at| self.skills[at].unclear)
    }

    /// Sets the level of `skill`, or removes it.
    #[allow(clippy::option_option, reason = "see `level`")]
    pub fn set(&mut self, skill: SkillId, level: Option<Option<Level>>) {
        let at = self.skills.binary_search_by_key(&skill, |have| have.skill);
        match (at, level) {
            (Ok(at), Some(level)) => {
                (self.skills[at].level, self.skills[at].unclear) = (level, false)
            }
            (Ok(at), None) => drop(self.skills.remove(at)),
            (Err(at), Some(level)) => {
                self.skills.insert(at, CurrentSkill { skill, level, unclear: false })
            }
            (Err(_), None) => {}
        }
    }
}

/// Maximum number of past queries.
pub(super) const QUERIES: usize = 100;

/// Maximum length of a past query, in characters: anything longer was pasted by mistake.
const LONGEST_QUERY: usize = 256;

/// The roles marked for comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoleMarks {
    /// The left side.
    pub a: Option<RoleId>,
    /// The right side.
    pub b: Option<RoleId>,
}

impl RoleMarks {
    /// Creates marks with both `a` and `b`.
    pub fn both(a: RoleId, b: RoleId) -> Self {
        Self { a: Some(a), b: Some(b) }
    }

    /// Returns A and B, if both are marked.
    pub fn pair(self) -> Option<(RoleId, RoleId)> {
        self.a.zip(self.b)
    }

    /// Returns the marked roles, A first.
    pub fn roles(self) -> Vec<RoleId> {
        self.a.into_iter().chain(self.b).collect()
    }

    /// Returns the same roles of another catalog. There is no B without an A: it becomes A.
    #[must_use]
    pub fn remap(self, map: &IdRemap<'_>) -> Self {
        let mut remapped = map.roles(&self.roles()).into_iter();
        Self { a: remapped.next(), b: remapped.next() }
    }
}

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

/// A place in the explorer to which history leads back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The focus.
    pub focus: Focus,
    /// The role shown.
    pub role: Option<RoleId>,
    /// A and B, if the view shows them; `None` in a list, which leaves them alone.
    pub marks: Option<RoleMarks>,
    /// Whether the gap started from the profile.
    pub from_profile: bool,
    /// The roles next to each other, and the family that they form.
    pub matrix: (Vec<RoleId>, Option<String>),
}

/// Earlier and later places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Places to go back to, latest last.
    pub back: Vec<HistoryEntry>,
    /// Places to go forward to, latest last.
    pub forward: Vec<HistoryEntry>,
}

/// The entire state of the explorer. Changed only by [`super::update::update`].
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct AppState {
    /// The content.
    pub catalog: Arc<Catalog>,
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
    /// The marks that were cleared last, to be restored.
    pub cleared_marks: RoleMarks,
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
    /// A message in the last line, until the next key.
    pub notice: Option<String>,
    /// A failure: it is shown as the notice until the next key, and later messages do not replace
    /// it.
    pub warning: Option<String>,
    /// Bookmarks added (true) and removed in this run, by the ids of their roles, latest last.
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
    /// Creates an explorer over `catalog` in a terminal of `size`, at the first role.
    pub fn new(catalog: Arc<Catalog>, size: (u16, u16)) -> Self {
        let mut state = Self {
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
            themes: Arc::new(ColourTheme::builtin()),
            theme: 0,
            catalog,
            size: layout::clamp_size(size),
            focus: Focus::Roles,
            zoomed: false,
            accessible: false,
            marks: RoleMarks::default(),
            cleared_marks: RoleMarks::default(),
            field_selected: false,
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
        };
        super::update::relayout(&mut state);
        state
    }

    /// Opens an overlay of this `kind`.
    pub fn open_overlay(&mut self, kind: overlay::OverlayKind) {
        let overlay = Overlay::new(kind, &self.catalog, &self.keymap);
        self.overlays.push(overlay);
    }

    /// Returns the theme in use.
    pub fn theme(&self) -> &ColourTheme {
        &self.themes[self.theme.min(self.themes.len() - 1)]
    }

    /// Switches to the theme called `name`, if there is one.
    pub fn set_theme(&mut self, name: &str) {
        self.theme =
            self.themes.iter().position(|theme| theme.is_called(name)).unwrap_or(self.theme);
    }

    /// Turns screen-reader mode on.
    pub fn make_accessible(&mut self) {
        self.accessible = true;
        self.compare.columns = compare::ColumnMode::Unified;
    }

    /// Whether only the focused pane is shown.
    pub fn is_single_pane(&self) -> bool {
        self.zoomed || self.accessible
    }

    /// Returns the contexts in which keys are looked up, innermost first.
    pub fn contexts(&self) -> &'static [KeyContext] {
        if self.overlays.is_empty() { self.focus.contexts() } else { &[KeyContext::Input] }
    }

    /// Returns the role that `d`, `Space` and Enter act on, if the focus is on one.
    pub fn current_role(&self) -> Option<RoleId> {
        match self.focus {
            Focus::Roles | Focus::Filter => self.roles.selected(),
            Focus::Detail => self.detail.role(),
            Focus::SkillInput | Focus::Skills => self.skills.role(),
            Focus::Compare | Focus::Gap | Focus::Matrix => None,
            Focus::Path => match self.path.page.link() {
                Some(PageLink::Role(role) | PageLink::Hop(_, role)) => Some(role),
                _ => None,
            },
            Focus::Needs => self.skills.selected_need(&self.catalog),
        }
    }

    /// Returns the focused page, if there is one.
    pub fn page(&self) -> Option<&LinkedPage> {
        match self.focus {
            Focus::Path => Some(&self.path.page),
            Focus::Gap => Some(&self.gap.page),
            Focus::Matrix => Some(&self.matrix.page),
            _ => None,
        }
    }

    /// Returns the focused page for moving in it, if there is one.
    pub fn page_mut(&mut self) -> Option<&mut LinkedPage> {
        match self.focus {
            Focus::Path => Some(&mut self.path.page),
            Focus::Gap => Some(&mut self.gap.page),
            Focus::Matrix => Some(&mut self.matrix.page),
            _ => None,
        }
    }

    /// Adds `query` to the past queries.
    pub fn remember_query(&mut self, query: &str) {
        let query = query.trim();
        if (2..=LONGEST_QUERY).contains(&query.chars().count()) {
            self.queries.retain(|other| other != query);
            self.queries.insert(0, query.to_string());
            self.queries.truncate(QUERIES);
        }
    }

    /// Returns the number for the next query to the search worker.
    pub fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }

    /// Returns the place that history would come back to.
    pub fn history_entry(&self) -> HistoryEntry {
        HistoryEntry {
            focus: self.focus,
            role: self.roles.selected().or(self.detail.role()),
            marks: (!self.focus.view().has_list()).then_some(self.marks),
            from_profile: self.gap.from_profile,
            matrix: (self.matrix.roles().to_vec(), self.matrix.family().map(str::to_string)),
        }
    }

    /// Returns the question that the screen answers; `None` if it shows how to begin.
    pub fn question(&self) -> Option<Question> {
        Some(match self.focus.view() {
            ScreenView::Roles => match self.detail.role() {
                Some(role) => Question::Role { role, scope: self.compare.scope },
                None => Question::List(ListQuestion {
                    items: ListedItems::Roles,
                    filter: self.roles.facets.clone(),
                    order: self.roles.order,
                }),
            },
            ScreenView::Compare => {
                let (left, right) = self.compare.pair()?;
                let scope = self.compare.scope;
                Question::Compare(CompareQuestion {
                    left,
                    right,
                    options: DiffOptions { scope, ..PairingMode::Auto.into() },
                    excerpt: self.compare.excerpt,
                    why: false,
                })
            }
            ScreenView::Skills => match (self.skills.input.value(), self.skills.scope) {
                ("", SearchScope::Skills | SearchScope::All) => {
                    Question::List(ListQuestion::all(ListedItems::Skills))
                }
                ("", _) => Question::List(ListQuestion::all(ListedItems::Roles)),
                (query, scope) => {
                    Question::Search { query: query.to_string(), scope, limit: SEARCH_LIMIT }
                }
            },
            ScreenView::Path => {
                let (from, to) = self.path.pair?;
                let hop_kinds = HopKind::ALL.to_vec();
                Question::Path(PathQuestion { from, to, hop_kinds, limit: PATH_LIMIT })
            }
            ScreenView::Gap => {
                let (start, targets) = self.gap.question.as_ref()?;
                let start = match start {
                    GapStart::Role(role) => SkillOrigin::Role(*role),
                    GapStart::Profile => SkillOrigin::SavedProfile,
                };
                Question::Gap(GapQuestion { start, targets: targets.clone(), show_all: false })
            }
            ScreenView::Matrix => Question::Matrix {
                roles: match self.matrix.family() {
                    Some(family) => MatrixRoles::Family(family.to_string()),
                    None => MatrixRoles::Roles(self.matrix.roles().to_vec()),
                },
                options: MatrixOptions {
                    by: MatrixParts::Both,
                    only_differences: self.matrix.differences_only,
                },
            },
        })
    }

    /// Returns the arguments after `roledex` that ask the question of the screen.
    fn command_arguments(&self) -> Option<Vec<String>> {
        self.question().map(|question| to_args(&question, &self.catalog))
    }

    /// Returns the command that prints the contents of the screen, without the open packs.
    pub fn command(&self) -> String {
        let words = self.command_arguments().unwrap_or_else(|| {
            let what: &[&str] = match self.focus.view() {
                ScreenView::Path => &["path", "A", "B"],
                ScreenView::Gap => &["gap", "--to", "A"],
                _ => &["diff", "A", "B"],
            };
            what.iter().map(ToString::to_string).collect()
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
