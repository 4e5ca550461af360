//! Everything that the explorer remembers.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::Context;
use super::keymap::Keymap;
use super::layout;
use super::overlay::{self, Overlay};
use super::pane::gap::Start;
use super::pane::page::{Link, Page};
use super::pane::{compare, detail, gap, matrix, path, roles, skills};
use super::remap::Remap;
use super::theme::Theme;
use crate::analysis::diff::{Duties, Excerpt};
use crate::analysis::facets::{Facet, Order};
use crate::analysis::gap::Have;
use crate::model::text::is_unsafe;
use crate::model::{Catalog, Level, RoleId, SkillId};
use crate::search::Scope;

/// What fills the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Roles and the detail of one.
    Roles,
    /// Two roles side by side.
    Compare,
    /// Skills and who needs them.
    Skills,
    /// The ways from one role to another.
    Path,
    /// What one lacks for roles.
    Gap,
    /// Several roles beside each other.
    Matrix,
}

impl View {
    /// Whether a list stands on its left.
    pub fn has_list(self) -> bool {
        matches!(self, Self::Roles | Self::Skills)
    }
}

/// What keys go to. It implies the view, so that the two cannot disagree.
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
    /// The ways.
    Path,
    /// The gap.
    Gap,
    /// The matrix.
    Matrix,
}

impl Focus {
    /// All of them.
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

    /// The view that it belongs to.
    pub fn view(self) -> View {
        match self {
            Self::Roles | Self::Filter | Self::Detail => View::Roles,
            Self::Compare => View::Compare,
            Self::SkillInput | Self::Skills | Self::Needs => View::Skills,
            Self::Path => View::Path,
            Self::Gap => View::Gap,
            Self::Matrix => View::Matrix,
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

    /// Where keys are looked up, nearest first.
    pub fn contexts(self) -> &'static [Context] {
        match self {
            Self::Roles => &[Context::Roles, Context::List, Context::Global],
            Self::Skills | Self::Needs => &[Context::Skills, Context::List, Context::Global],
            Self::Filter | Self::SkillInput => &[Context::Input, Context::Global],
            Self::Detail => &[Context::Detail, Context::Global],
            Self::Compare => &[Context::Compare, Context::Global],
            Self::Path => &[Context::Path, Context::Page, Context::Global],
            Self::Gap => &[Context::Gap, Context::Page, Context::Global],
            Self::Matrix => &[Context::Matrix, Context::Page, Context::Global],
        }
    }
}

/// What the user can do, as the profile that they keep says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mine {
    /// The skills of the catalog that it names, by id.
    pub have: Vec<Have>,
    /// Whether it is read.
    pub read: bool,
    /// Why it cannot be read or written, where that is so.
    pub fault: Option<String>,
}

impl Mine {
    /// Whether the user has `skill`, and at which level.
    #[allow(
        clippy::option_option,
        reason = "a level that nobody states is not a skill that one lacks"
    )]
    pub fn level(&self, skill: SkillId) -> Option<Option<Level>> {
        self.have.binary_search_by_key(&skill, |have| have.skill).ok().map(|at| self.have[at].level)
    }

    /// Whether a level of `skill` is stated that nobody understands.
    pub fn is_unclear(&self, skill: SkillId) -> bool {
        self.have
            .binary_search_by_key(&skill, |have| have.skill)
            .is_ok_and(|at| self.have[at].unclear)
    }

    /// Changes what is known of `skill`.
    #[allow(clippy::option_option, reason = "see `level`")]
    pub fn set(&mut self, skill: SkillId, level: Option<Option<Level>>) {
        let at = self.have.binary_search_by_key(&skill, |have| have.skill);
        match (at, level) {
            (Ok(at), Some(level)) => (self.have[at].level, self.have[at].unclear) = (level, false),
            (Ok(at), None) => drop(self.have.remove(at)),
            (Err(at), Some(level)) => self.have.insert(at, Have { skill, level, unclear: false }),
            (Err(_), None) => {}
        }
    }
}

/// So many past queries are kept.
pub(super) const QUERIES: usize = 100;

/// Maximum length of one, in characters: what is longer was pasted by mistake.
const LONGEST_QUERY: usize = 256;

/// The roles marked for comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// The left side.
    pub a: Option<RoleId>,
    /// The right side.
    pub b: Option<RoleId>,
}

impl Marks {
    /// `a` and `b`, both marked.
    pub fn both(a: RoleId, b: RoleId) -> Self {
        Self { a: Some(a), b: Some(b) }
    }

    /// A and B, where both are marked.
    pub fn pair(self) -> Option<(RoleId, RoleId)> {
        self.a.zip(self.b)
    }

    /// The marked roles, A first.
    pub fn roles(self) -> Vec<RoleId> {
        self.a.into_iter().chain(self.b).collect()
    }

    /// The same roles of another catalog. There is no B without an A: it becomes A.
    #[must_use]
    pub fn remap(self, map: &Remap<'_>) -> Self {
        let mut there = map.roles(&self.roles()).into_iter();
        Self { a: there.next(), b: there.next() }
    }
}

/// A fault of the packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file and the line, `mine.toml:12`; the file alone where the fault is about it as a
    /// whole.
    pub place: String,
    /// What is wrong and how to mend it.
    pub told: String,
}

/// What is shown while packs have faults.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shown {
    /// What is sound of them.
    #[default]
    Sound,
    /// What they held when they had none.
    LastGood,
    /// What was sound of an earlier version; there was none without faults.
    Before,
}

impl Shown {
    /// What to tell people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sound => "showing what is sound",
            Self::LastGood => "showing the last good version",
            Self::Before => "showing what was sound before",
        }
    }
}

/// A place in the explorer to which history leads back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where the keys went.
    pub focus: Focus,
    /// The role shown.
    pub role: Option<RoleId>,
    /// A and B, where the view shows them; `None` in a list, which leaves them alone.
    pub marks: Option<Marks>,
    /// Whether the gap started from the profile.
    pub from_profile: bool,
    /// The roles beside each other, and the family that they are.
    pub matrix: (Vec<RoleId>, Option<String>),
}

/// Places behind and ahead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Where we came from, latest last.
    pub back: Vec<Place>,
    /// Where we went back from, latest last.
    pub forward: Vec<Place>,
}

/// Everything that the explorer remembers. Changed by [`super::update::update`] alone.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct State {
    /// The content.
    pub catalog: Arc<Catalog>,
    /// What keys mean.
    pub keymap: Arc<Keymap>,
    /// The themes to choose from, never none.
    pub themes: Arc<Vec<Theme>>,
    /// Which of them is worn.
    pub theme: usize,
    /// The packs that are open, as they were named; none for the built-in one.
    pub packs: Vec<String>,
    /// What stands there already and is written over when it is asked for once more.
    pub there: Option<PathBuf>,
    /// Width and height of the terminal in cells.
    pub size: (u16, u16),
    /// What keys go to.
    pub focus: Focus,
    /// Whether the focused pane has all the room.
    pub zoomed: bool,
    /// Whether the screen is made for being read aloud: one column, no drawings, a word where the
    /// selection is.
    pub accessible: bool,
    /// The roles marked for comparison. Compare, Path, Gap and Matrix show these, and no pair of
    /// their own.
    pub marks: Marks,
    /// The marks that were cleared last, to bring them back.
    pub cleared: Marks,
    /// The tree of roles.
    pub roles: roles::Pane,
    /// The text of one role.
    pub detail: detail::Pane,
    /// Two roles side by side.
    pub compare: compare::Pane,
    /// Skills and who needs them.
    pub skills: skills::Pane,
    /// The ways from one role to another.
    pub path: path::Pane,
    /// What one lacks for roles.
    pub gap: gap::Pane,
    /// Several roles beside each other.
    pub matrix: matrix::Pane,
    /// What the user can do.
    pub mine: Mine,
    /// What lies on top, topmost last.
    pub overlays: Vec<Overlay>,
    /// Places behind and ahead.
    pub history: History,
    /// By how many columns the list on the left is wider than usual.
    pub split: i16,
    /// Whether the rule beside the list is held with the mouse.
    pub dragging: bool,
    /// Roles with a bookmark, in the order in which they were put.
    pub bookmarks: Vec<RoleId>,
    /// What was searched for before, latest first, each once.
    pub queries: Vec<String>,
    /// Whether the text of the field in focus is selected, so that typing replaces it.
    pub selected: bool,
    /// One line at the foot, until the next key.
    pub notice: Option<String>,
    /// Something that went wrong: it is the notice until the next key, whatever else there is to
    /// say meanwhile.
    pub warning: Option<String>,
    /// Bookmarks added (true) and removed in this run, by the ids of their roles, latest last.
    pub bookmarked: Vec<(String, bool)>,
    /// Faults of the packs.
    pub faults: Vec<Fault>,
    /// What is shown in spite of them.
    pub shown: Shown,
    /// The packs that are being read; there is nothing to show until they are.
    pub reading: Option<String>,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// Counts the questions to the search worker.
    pub generation: u64,
}

impl State {
    /// The explorer over `catalog` in a terminal of `size`, at the first role.
    pub fn new(catalog: Arc<Catalog>, size: (u16, u16)) -> Self {
        let mut state = Self {
            roles: roles::Pane::new(&catalog),
            skills: skills::Pane::new(&catalog),
            detail: detail::Pane::default(),
            compare: compare::Pane::default(),
            path: path::Pane::default(),
            gap: gap::Pane::default(),
            matrix: matrix::Pane::default(),
            mine: Mine::default(),
            keymap: Arc::default(),
            packs: Vec::new(),
            there: None,
            themes: Arc::new(Theme::builtin()),
            theme: 0,
            catalog,
            size: layout::drawn(size),
            focus: Focus::Roles,
            zoomed: false,
            accessible: false,
            marks: Marks::default(),
            cleared: Marks::default(),
            selected: false,
            overlays: Vec::new(),
            history: History::default(),
            split: 0,
            dragging: false,
            bookmarks: Vec::new(),
            queries: Vec::new(),
            notice: None,
            warning: None,
            bookmarked: Vec::new(),
            faults: Vec::new(),
            shown: Shown::default(),
            reading: None,
            mouse: true,
            generation: 0,
        };
        super::update::settle(&mut state);
        state
    }

    /// Lays a list for `kind` on top.
    pub fn lay(&mut self, kind: overlay::Kind) {
        let overlay = Overlay::new(kind, &self.catalog, &self.keymap);
        self.overlays.push(overlay);
    }

    /// How everything looks.
    pub fn theme(&self) -> &Theme {
        &self.themes[self.theme.min(self.themes.len() - 1)]
    }

    /// Wears the theme called `name` from now on, if there is one.
    pub fn wear(&mut self, name: &str) {
        self.theme =
            self.themes.iter().position(|theme| theme.is_called(name)).unwrap_or(self.theme);
    }

    /// Makes the screen for being read aloud from now on.
    pub fn make_accessible(&mut self) {
        self.accessible = true;
        self.compare.columns = compare::Columns::Unified;
    }

    /// Whether the focused pane has all the room.
    pub fn one_pane(&self) -> bool {
        self.zoomed || self.accessible
    }

    /// Where keys are looked up, nearest first.
    pub fn contexts(&self) -> &'static [Context] {
        if self.overlays.is_empty() { self.focus.contexts() } else { &[Context::Input] }
    }

    /// The role that `d`, `Space` and Enter are about, if the focus is on one.
    pub fn current_role(&self) -> Option<RoleId> {
        match self.focus {
            Focus::Roles | Focus::Filter => self.roles.selected(),
            Focus::Detail => self.detail.role(),
            Focus::SkillInput | Focus::Skills => self.skills.role(),
            Focus::Compare | Focus::Gap | Focus::Matrix => None,
            Focus::Path => match self.path.page.link() {
                Some(Link::Role(role) | Link::Hop(_, role)) => Some(role),
                _ => None,
            },
            Focus::Needs => self.skills.selected_need(&self.catalog),
        }
    }

    /// The page that has the focus, if one has.
    pub fn page(&self) -> Option<&Page> {
        match self.focus {
            Focus::Path => Some(&self.path.page),
            Focus::Gap => Some(&self.gap.page),
            Focus::Matrix => Some(&self.matrix.page),
            _ => None,
        }
    }

    /// The same, to be moved in.
    pub fn page_mut(&mut self) -> Option<&mut Page> {
        match self.focus {
            Focus::Path => Some(&mut self.path.page),
            Focus::Gap => Some(&mut self.gap.page),
            Focus::Matrix => Some(&mut self.matrix.page),
            _ => None,
        }
    }

    /// Remembers that `query` was searched for.
    pub fn remember_query(&mut self, query: &str) {
        let query = query.trim();
        if (2..=LONGEST_QUERY).contains(&query.chars().count()) {
            self.queries.retain(|other| other != query);
            self.queries.insert(0, query.to_string());
            self.queries.truncate(QUERIES);
        }
    }

    /// The number for the next question to the search worker.
    pub fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }

    /// The place that history would come back to.
    pub fn place(&self) -> Place {
        Place {
            focus: self.focus,
            role: self.roles.selected().or(self.detail.role()),
            marks: (!self.focus.view().has_list()).then_some(self.marks),
            from_profile: self.gap.from_profile,
            matrix: (self.matrix.roles().to_vec(), self.matrix.family().map(str::to_string)),
        }
    }

    /// The arguments after `roledex` that print the list of roles.
    fn list_arguments(&self) -> Vec<String> {
        let mut words = vec!["list".to_string()];
        for facet in &self.roles.facets.wanted {
            words.push(format!(
                "--{}",
                if *facet == Facet::Pay { "with-pay" } else { facet.kind() }
            ));
            match facet {
                Facet::Family(family) => words.push(family.clone()),
                Facet::Track(track) => words.push(track.to_string()),
                Facet::Level(level) => words.push(level.to_string()),
                Facet::Focus(focus) => words.push(focus.to_string()),
                Facet::Pay => {}
            }
        }
        if self.roles.order != Order::Family {
            words.extend(["--sort".to_string(), self.roles.order.to_string()]);
        }
        words
    }

    /// The arguments after `roledex` that print what the screen shows; `None` where it shows how to
    /// begin.
    pub fn arguments(&self) -> Option<Vec<String>> {
        let id = |role: RoleId| self.catalog.role(role).id.clone();
        let mut words: Vec<String> = Vec::new();
        let mut say = |parts: &[&str]| words.extend(parts.iter().map(ToString::to_string));
        match self.focus.view() {
            View::Roles => {
                let Some(role) = self.detail.role() else { return Some(self.list_arguments()) };
                say(&["show", &id(role)]);
            }
            View::Compare => {
                let (a, b) = self.compare.pair()?;
                say(&["diff", &id(a), &id(b)]);
                let Excerpt { kind, context } = self.compare.excerpt;
                if let Some(kind) = kind {
                    say(&["--kind", kind.word()]);
                }
                match context {
                    Some(0) if kind.is_none() => say(&["--only-differences"]),
                    None | Some(0) => {}
                    Some(rows) => say(&["--context", &rows.to_string()]),
                }
            }
            View::Skills => match (self.skills.input.value(), self.skills.scope) {
                ("", Scope::Skills | Scope::All) => {
                    say(&["list", "skills"]);
                }
                ("", _) => {
                    say(&["list", "roles"]);
                }
                (query, scope) => {
                    say(&["search"]);
                    if scope != Scope::Skills {
                        say(&["--in", scope.word()]);
                    }
                    // What looks like a flag is none.
                    if query.starts_with('-') {
                        say(&["--"]);
                    }
                    say(&[query]);
                }
            },
            View::Path => {
                let (from, to) = self.path.pair?;
                say(&["path", &id(from), &id(to)]);
            }
            View::Gap => {
                let (start, targets) = self.gap.question.as_ref()?;
                say(&["gap", "--to"]);
                for role in targets {
                    say(&[&id(*role)]);
                }
                if let Start::Role(role) = start {
                    say(&["--from", &id(*role)]);
                }
            }
            View::Matrix => {
                say(&["matrix"]);
                match self.matrix.family() {
                    Some(family) => {
                        say(&["--family", family]);
                    }
                    None => {
                        for role in self.matrix.roles() {
                            say(&[&id(*role)]);
                        }
                    }
                }
                if self.matrix.differences_only {
                    say(&["--only-differences"]);
                }
            }
        }
        if self.compare.duties == Duties::AddedHere
            && matches!(self.focus.view(), View::Roles | View::Compare)
        {
            words.extend(["--duties", "added-here"].map(str::to_string));
        }
        Some(words)
    }

    /// The command that prints what the screen shows, without the packs that are open.
    pub fn command(&self) -> String {
        let words = self.arguments().unwrap_or_else(|| {
            let what: &[&str] = match self.focus.view() {
                View::Path => &["path", "A", "B"],
                View::Gap => &["gap", "--to", "A"],
                _ => &["diff", "A", "B"],
            };
            what.iter().map(ToString::to_string).collect()
        });
        command(&words)
    }

    /// The same with the packs, for a shell.
    pub fn whole_command(&self) -> String {
        let words = self.arguments().unwrap_or_default();
        let packs = self.packs.iter().flat_map(|path| ["--pack".to_string(), path.clone()]);
        command(&packs.chain(words).collect::<Vec<_>>())
    }
}

/// `roledex` with these arguments, for a POSIX shell.
fn command(words: &[String]) -> String {
    let words = words.iter().map(|word| shell_word(word));
    std::iter::once("roledex".to_string()).chain(words).collect::<Vec<_>>().join(" ")
}

/// `text` as one word of a POSIX shell.
fn shell_word(text: &str) -> String {
    if !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_./+=:".contains(c)) {
        return text.to_string();
    }
    if !text.chars().any(is_unsafe) {
        return format!("'{}'", text.replace('\'', r"'\''"));
    }
    // Bytes by number: as they are they would steer the terminal that they are shown or pasted in.
    let mut out = "$'".to_string();
    for c in text.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            c if is_unsafe(c) => {
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out += &format!("\\{byte:03o}"));
            }
            c => out.push(c),
        }
    }
    out + "'"
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn commands_survive_the_shell() {
        assert_eq!(shell_word("sql"), "sql");
        assert_eq!(shell_word("road map"), "'road map'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
        assert_eq!(shell_word("!not"), "'!not'");
        assert_eq!(shell_word("a\n\u{1b}'\\\u{202e}"), r"$'a\012\033\'\\\342\200\256'");
    }
}
