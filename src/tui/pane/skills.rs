//! Search as you type for skills, roles and responsibilities, with the roles that need the selected
//! skill beside the list.

use std::sync::Arc;

use tui_input::Input;

use crate::analysis::diff::Duties;
use crate::model::{Catalog, Importance, Need, RoleId, SkillId};
use crate::search::{Hit, Hits, Item, Scope};
use crate::tui::cursor::Cursor;
use crate::tui::doc::{Doc, Piece, Row, Tone, cells};
use crate::tui::pane::detail::{self, dots};
use crate::tui::remap::{Remap, nearest};
use crate::tui::state::Mine;

/// One item of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The skill, role or responsibility.
    pub item: Item,
    /// Match details; `None` without a query.
    pub hit: Option<Hit>,
}

/// The list: all items or the hits of a query. It can have tens of thousands of entries and changes
/// with every key.
#[derive(Debug, Clone)]
enum List {
    All(Vec<Item>),
    Hits(Arc<Hits>),
}

impl List {
    fn len(&self) -> usize {
        match self {
            Self::All(items) => items.len(),
            Self::Hits(hits) => hits.hits.len(),
        }
    }

    fn get(&self, at: usize) -> Option<Found> {
        match self {
            Self::All(items) => items.get(at).map(|&item| Found { item, hit: None }),
            Self::Hits(hits) => {
                hits.hits.get(at).map(|&hit| Found { item: hit.item, hit: Some(hit) })
            }
        }
    }

    fn position(&self, item: Item) -> Option<usize> {
        match self {
            Self::All(items) => items.iter().position(|&other| other == item),
            Self::Hits(hits) => hits.hits.iter().position(|hit| hit.item == item),
        }
    }
}

/// Numbers of hits in the other scopes when the current scope has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// Skills.
    pub skills: usize,
    /// Roles.
    pub roles: usize,
    /// Responsibilities.
    pub responsibilities: usize,
}

impl Elsewhere {
    /// Returns the number of hits of each kind as text; `None` if there are none.
    pub fn text(&self) -> Option<String> {
        let found = [
            (self.skills, "in skills"),
            (self.roles, "in roles"),
            (self.responsibilities, "in responsibilities"),
        ];
        let told: Vec<String> =
            found.iter().filter(|(n, _)| *n > 0).map(|(n, place)| format!("{n} {place}")).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

/// State of the search.
#[derive(Debug)]
pub struct Pane {
    /// The text typed.
    pub input: Input,
    /// The scope searched.
    pub scope: Scope,
    /// Generation of the latest query.
    pub generation: u64,
    /// Generation of the query over all scopes, sent when the latest query found nothing.
    pub wider: u64,
    /// The answer to that query.
    pub elsewhere: Option<Elsewhere>,
    /// Generation of a query repeated for another catalog: its answer leaves the selection in
    /// place.
    pub again: Option<u64>,
    /// The query that produced the list; highlights follow it.
    pub asked: String,
    /// The selection in the list.
    pub cursor: Cursor,
    /// The selection among the roles that need the skill; `top` is the first visible line of the
    /// text.
    pub needs: Cursor,
    found: List,
    shown: Option<(Item, u16)>,
    /// Set when the user's skills or the catalog changed and the text must be rebuilt.
    outdated: bool,
    doc: Doc,
    needs_at: usize,
}

impl Default for Pane {
    fn default() -> Self {
        Self {
            input: Input::default(),
            scope: Scope::Skills,
            generation: 0,
            wider: 0,
            elsewhere: None,
            again: None,
            asked: String::new(),
            cursor: Cursor::default(),
            needs: Cursor::default(),
            found: List::All(Vec::new()),
            shown: None,
            outdated: false,
            doc: Doc::default(),
            needs_at: 0,
        }
    }
}

impl Pane {
    /// Lists all skills of `catalog` by name.
    pub fn new(catalog: &Catalog) -> Self {
        Self { found: everything(catalog, Scope::Skills), ..Self::default() }
    }

    /// Returns the length of the list.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the item at this position of the list.
    pub fn get(&self, at: usize) -> Option<Found> {
        self.found.get(at)
    }

    /// Returns the item under the cursor.
    pub fn item(&self) -> Option<Item> {
        self.get(self.cursor.at).map(|found| found.item)
    }

    /// Returns the skill under the cursor, if the item there is a skill.
    pub fn selected(&self) -> Option<SkillId> {
        match self.item()? {
            Item::Skill(skill) => Some(skill),
            _ => None,
        }
    }

    /// Returns the role under the cursor, or the role of the responsibility there.
    pub fn role(&self) -> Option<RoleId> {
        match self.item()? {
            Item::Role(role) | Item::Responsibility(role, _) => Some(role),
            Item::Skill(_) => None,
        }
    }

    /// Returns the number of items in the current scope.
    pub fn total(&self, catalog: &Catalog) -> usize {
        let duties =
            || catalog.roles().iter().map(|role| role.responsibilities.len()).sum::<usize>();
        match self.scope {
            Scope::Skills => catalog.skills().len(),
            Scope::Roles => catalog.roles().len(),
            Scope::Responsibilities => duties(),
            Scope::All => catalog.skills().len() + catalog.roles().len() + duties(),
        }
    }

    /// Returns the selected role among those that need the skill.
    pub fn selected_need(&self, catalog: &Catalog) -> Option<RoleId> {
        catalog.needs(self.selected()?).get(self.needs.at).map(|need| need.role)
    }

    /// Switches to the next scope: skills, roles, responsibilities, all, and around again.
    pub fn widen(&mut self) {
        self.scope = match self.scope {
            Scope::Skills => Scope::Roles,
            Scope::Roles => Scope::Responsibilities,
            Scope::Responsibilities => Scope::All,
            Scope::All => Scope::Skills,
        };
    }

    /// Takes the answer to `query`: selects the best hit, or lists all items again if the query is
    /// empty.
    pub fn answered(&mut self, catalog: &Catalog, query: &str, hits: &Arc<Hits>) {
        self.elsewhere = None;
        let before = self.item();
        if query.trim().is_empty() {
            self.found = everything(catalog, self.scope);
            self.cursor.at = before.and_then(|item| self.found.position(item)).unwrap_or(0);
        } else {
            self.found = List::Hits(Arc::clone(hits));
            let again = before.filter(|_| self.again == Some(self.generation));
            match again.and_then(|item| self.found.position(item)) {
                Some(at) => self.cursor.at = at,
                None => self.cursor = Cursor::default(),
            }
        }
        self.asked = query.to_string();
    }

    /// Takes the answer to the same query over all scopes.
    pub fn answered_wider(&mut self, hits: &Hits) {
        let mut elsewhere = Elsewhere::default();
        for hit in hits.hits.iter().filter(|hit| hit.missing == 0) {
            match hit.item {
                Item::Skill(_) => elsewhere.skills += 1,
                Item::Role(_) => elsewhere.roles += 1,
                Item::Responsibility(..) => elsewhere.responsibilities += 1,
            }
        }
        self.elsewhere = Some(elsewhere);
    }

    /// Switches to another catalog, keeping the selected item and the selected role among those
    /// that need it. If one is gone, the nearest in the list is selected.
    pub fn remap(&mut self, map: &Remap<'_>) {
        let need = self.selected_need(map.old).and_then(|role| map.role(role));
        let (at, above) = (self.cursor.at, self.cursor.at - self.cursor.top.min(self.cursor.at));
        let now = match &self.found {
            List::All(_) => everything(map.new, self.scope),
            List::Hits(hits) => {
                let still = hits.hits.iter().filter_map(|&hit| map.hit(hit)).collect();
                List::Hits(Arc::new(Hits { hits: still, ..Hits::clone(hits) }))
            }
        };
        let before = std::mem::replace(&mut self.found, now);
        let place = |at: usize| self.found.position(map.item(before.get(at)?.item)?);
        self.cursor.at = nearest(at, before.len()).find_map(place).unwrap_or(0);
        self.cursor.top = self.cursor.at.saturating_sub(above);
        self.shown = self.shown.and_then(|(item, width)| Some((map.item(item)?, width)));
        self.outdated = true;
        let needs = self.selected().map_or(&[][..], |skill| map.new.needs(skill));
        let same = needs.iter().position(|other| Some(other.role) == need);
        self.needs.at = same.unwrap_or_else(|| self.needs.at.min(needs.len().saturating_sub(1)));
    }

    /// Selects `skill`; lists all skills again if it is not in the list.
    pub fn select(&mut self, catalog: &Catalog, skill: SkillId) {
        let item = Item::Skill(skill);
        if self.found.position(item).is_none() {
            self.input.reset();
            self.scope = Scope::Skills;
            self.answered(catalog, "", &Arc::default());
        }
        self.cursor.at = self.found.position(item).unwrap_or(0);
    }

    /// Marks the text as outdated: it is rebuilt when it is next shown.
    pub fn outdate(&mut self) {
        self.outdated = true;
    }

    /// Returns the text about the skill under the cursor, and the line at which the roles that need
    /// it start.
    pub fn doc(&self) -> (&Doc, usize) {
        (&self.doc, self.needs_at)
    }

    /// Updates the text for a pane `width` cells wide.
    pub fn refresh(&mut self, catalog: &Catalog, mine: &Mine, width: u16) {
        let wanted = self.item().map(|item| (item, width));
        if self.shown == wanted && !std::mem::take(&mut self.outdated) {
            return;
        }
        let anew = self.shown.map(|(item, _)| item) != wanted.map(|(item, _)| item);
        if anew {
            self.needs = Cursor::default();
        }
        self.shown = wanted;
        let Some((item, width)) = wanted else {
            (self.doc, self.needs_at) = Default::default();
            return;
        };
        (self.doc, self.needs_at) = match item {
            Item::Skill(skill) => skill_doc(catalog, mine, skill, usize::from(width)),
            Item::Role(role) | Item::Responsibility(role, _) => {
                (detail::role_doc(catalog, role, usize::from(width), Duties::InForce), 0)
            }
        };
        // Re-wrapped text keeps its start.
        if let Item::Responsibility(_, duty) = item {
            // Show its theme above it.
            self.needs.top = self.doc.duty(duty as usize).unwrap_or(0).saturating_sub(2);
        }
    }

    /// Scrolls the text beside the list.
    pub fn scroll_preview(&mut self, delta: isize) {
        self.needs.top = self.needs.top.saturating_add_signed(delta);
    }

    /// Moves the selection among the roles by `delta`; past the first and the last, scrolls the
    /// text around them into view.
    pub fn step_needs(&mut self, catalog: &Catalog, delta: isize, height: usize) {
        let len = self.selected().map_or(0, |s| catalog.needs(s).len());
        let row = self.needs_at + self.needs.at;
        let before = delta < 0 && (self.needs.at == 0 || len == 0);
        let after = delta > 0 && (row >= self.needs.top + height || self.needs.at + 1 >= len);
        if before || after {
            self.needs.top = self.needs.top.saturating_add_signed(delta);
        } else {
            self.needs.step(delta, len);
            self.reveal_need(height);
        }
        self.needs.top = self.needs.top.min(self.doc.rows.len().saturating_sub(height.max(1)));
    }

    /// Scrolls until the selected role is visible.
    pub fn reveal_need(&mut self, height: usize) {
        let mut window = Cursor { at: self.needs_at + self.needs.at, top: self.needs.top };
        window.settle(self.doc.rows.len(), height);
        self.needs.top = window.top;
    }
}

/// Returns all items in `scope`, listed before anything is typed.
fn everything(catalog: &Catalog, scope: Scope) -> List {
    let skills = || catalog.skills_by_name().iter().map(|&skill| Item::Skill(skill));
    let roles = || catalog.families().flat_map(|(_, roles)| roles).map(|&role| Item::Role(role));
    List::All(match scope {
        Scope::Skills => skills().collect(),
        Scope::Roles => roles().collect(),
        Scope::All => skills().chain(roles()).collect(),
        // Thousands of unordered sentences are of no use.
        Scope::Responsibilities => Vec::new(),
    })
}

/// Builds the text about a skill, followed by an empty line for each role that needs it: there may
/// be thousands, and only the visible ones are filled in; see [`need_line`].
fn skill_doc(catalog: &Catalog, mine: &Mine, id: SkillId, width: usize) -> (Doc, usize) {
    let skill = catalog.skill(id);
    let mut doc = Doc::default();
    if let Some(level) = mine.level(id) {
        let level = level
            .map(|l| format!(" at {} {}", l.dots(), catalog.own_level_name(l).unwrap_or_default()));
        let unclear = if mine.is_unclear(id) { ", at a level that is not understood" } else { "" };
        let told = format!("✓ in your profile{}{unclear}", level.unwrap_or_default());
        doc.text(&told, Tone::Grow, width, 0);
    }
    if let Some(description) = &skill.description {
        doc.text(description, Tone::Text, width, 0);
    }
    if !skill.aliases.is_empty() {
        doc.text(&format!("also: {}", skill.aliases.join(", ")), Tone::Dim, width, 0);
    }
    let needs = catalog.needs(id);
    doc.section(
        if needs.is_empty() {
            "Required by no role".to_string()
        } else {
            format!("Required by {}", needs.len())
        },
        "",
        width,
    );
    let at = doc.rows.len();
    doc.rows.resize(at + needs.len(), Row::new());
    if !skill.levels.is_empty() {
        if !needs.is_empty() {
            // The line above stays empty only until it is drawn.
            doc.row(Row::new());
        }
        doc.section("What the levels mean", "", width);
        let column = skill.levels.iter().map(|(name, _)| cells(name)).max().unwrap_or(0) + 2;
        for (name, text) in &skill.levels {
            doc.field(name, &[Piece::new(text, Tone::Text)], width, column);
        }
    }
    (doc, at)
}

/// Returns the line about the role of `need`.
pub fn need_line(catalog: &Catalog, need: &Need, width: usize) -> Row {
    let level = need
        .level
        .map_or(String::new(), |l| format!("{} {}", dots(l), catalog.level_name(need.role, l)));
    let importance = match need.importance {
        Importance::Essential => "essential",
        Importance::Useful => "useful",
    };
    need_row(&catalog.role(need.role).title, &level, importance, width)
}

/// Formats `Product lead   ●●●● expert   essential`, shortening the title first.
fn need_row(title: &str, level: &str, importance: &str, width: usize) -> Vec<Piece> {
    use crate::tui::doc::{fit, pad};
    const LEVEL: usize = 18;
    const IMPORTANCE: usize = 9;
    let title_width = width.saturating_sub(LEVEL + IMPORTANCE + 2);
    if title_width >= 24 {
        return vec![
            Piece::new(format!("{} ", pad(title, title_width)), Tone::Text),
            Piece::new(format!("{} ", pad(level, LEVEL)), Tone::Accent),
            Piece::new(importance, Tone::Dim),
        ];
    }
    // Too narrow for columns: only the dots, and the importance if it fits.
    let short = level.split(' ').next().unwrap_or_default();
    let rest = width.saturating_sub(cells(short) + 1);
    let dots = Piece::new(format!("{short} "), Tone::Accent);
    if rest < IMPORTANCE + 20 {
        return vec![dots, Piece::new(fit(title, rest), Tone::Text)];
    }
    let title = Piece::new(format!("{} ", pad(title, rest - IMPORTANCE - 1)), Tone::Text);
    vec![dots, title, Piece::new(importance, Tone::Dim)]
}
