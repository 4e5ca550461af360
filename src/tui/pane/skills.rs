//! Search as you type for skills, roles and responsibilities, with the roles that need the selected
//! skill beside the list.

use std::sync::Arc;

use tui_input::Input;

use crate::analysis::diff::ResponsibilityScope;
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, Importance, RequiringRole, RoleId, SkillId};
use crate::search::{Hit, Hits, SearchItem, SearchScope};
use crate::tui::cursor::ListCursor;
use crate::tui::doc::{TextDoc, TextRow, TextTone, TonedText, display_width};
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
use crate::tui::marks::UserSkills;
use crate::tui::pane::detail::{self, dots};
use crate::tui::pane::elsewhere::FoundElsewhere;
use crate::tui::pane::linked_page::LINK_MARK;
use crate::tui::remap::{IdRemap, by_distance};

/// One item of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchListItem {
    /// The skill, role or responsibility.
    pub item: SearchItem,
    /// Match details; `None` without a query.
    pub hit: Option<Hit>,
}

/// The list: all items or the hits of a query. It can have tens of thousands of entries and changes
/// with every key.
#[derive(Debug, Clone)]
enum SearchList {
    All(Vec<SearchItem>),
    Hits(Arc<Hits>),
}

impl SearchList {
    fn len(&self) -> usize {
        match self {
            Self::All(items) => items.len(),
            Self::Hits(hits) => hits.hits.len(),
        }
    }

    fn get(&self, at: usize) -> Option<SearchListItem> {
        match self {
            Self::All(items) => items.get(at).map(|&item| SearchListItem { item, hit: None }),
            Self::Hits(hits) => {
                hits.hits.get(at).map(|&hit| SearchListItem { item: hit.item, hit: Some(hit) })
            }
        }
    }

    fn position(&self, item: SearchItem) -> Option<usize> {
        match self {
            Self::All(items) => items.iter().position(|&other| other == item),
            Self::Hits(hits) => hits.hits.iter().position(|hit| hit.item == item),
        }
    }
}

/// Returns the number of responsibilities of all roles.
fn responsibility_count(catalog: &Catalog) -> usize {
    catalog.roles().iter().map(|role| role.responsibilities.len()).sum()
}

/// State of the search.
#[derive(Debug)]
pub struct SkillSearchPane {
    /// The text typed.
    pub input: Input,
    /// The scope searched.
    pub scope: SearchScope,
    /// Generation of the latest query.
    pub generation: u64,
    /// Generation of the query over all scopes, sent when the latest query found nothing.
    pub wider_generation: u64,
    /// The answer to that query.
    pub elsewhere: Option<FoundElsewhere>,
    /// Generation of a query repeated for another catalog: its answer leaves the selection in
    /// place.
    pub keep_selection_for: Option<u64>,
    /// The query that produced the list; highlights follow it.
    pub answered_query: String,
    /// The selection in the list.
    pub cursor: ListCursor,
    /// The selection among the roles that need the skill; `top` is the first visible line of the
    /// text.
    pub needs: ListCursor,
    list: SearchList,
    /// Item and width of the text; stale when the user's skills or the catalog have changed.
    memo: LayoutMemo<(SearchItem, u16)>,
    doc: TextDoc,
    needs_line: usize,
    /// The selection among the roles to go back to, as soon as they are laid out.
    pending_needs: Option<ListCursor>,
}

/// The search at a place in history.
#[derive(Debug, Clone)]
pub struct SavedSearch {
    input: Input,
    scope: SearchScope,
    answered_query: String,
    /// `None` if everything was listed.
    hits: Option<Arc<Hits>>,
    elsewhere: Option<FoundElsewhere>,
    item: Option<SearchItem>,
    /// Number of rows above it on the screen.
    above: usize,
    needs: ListCursor,
}

impl SavedSearch {
    /// Whether both are the same row of the same list.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let key = |saved: &Self| (saved.input.value().to_string(), saved.scope, saved.item);
        key(self) == key(other) && self.needs.at == other.needs.at
    }

    /// Returns the same search in another catalog; it is repeated when it comes back.
    #[must_use]
    pub(crate) fn remap(&self, map: &IdRemap<'_>) -> Self {
        let hits = self.hits.as_ref().map(|hits| {
            let still = hits.hits.iter().filter_map(|&hit| map.hit(hit)).collect();
            Arc::new(Hits { hits: still, ..Hits::clone(hits) })
        });
        Self {
            hits,
            elsewhere: self.elsewhere.as_ref().map(|found| found.remap(map)),
            item: self.item.and_then(|item| map.item(item)),
            ..self.clone()
        }
    }
}

impl Default for SkillSearchPane {
    fn default() -> Self {
        Self {
            input: Input::default(),
            scope: SearchScope::Skills,
            generation: 0,
            wider_generation: 0,
            elsewhere: None,
            keep_selection_for: None,
            answered_query: String::new(),
            cursor: ListCursor::default(),
            needs: ListCursor::default(),
            list: SearchList::All(Vec::new()),
            memo: LayoutMemo::default(),
            doc: TextDoc::default(),
            needs_line: 0,
            pending_needs: None,
        }
    }
}

impl SkillSearchPane {
    /// Lists all skills of `catalog` by name.
    pub fn new(catalog: &Catalog) -> Self {
        Self { list: all_items(catalog, SearchScope::Skills), ..Self::default() }
    }

    /// Returns the search as it is now, to come back to.
    pub(crate) fn saved(&self) -> SavedSearch {
        SavedSearch {
            input: self.input.clone(),
            scope: self.scope,
            answered_query: self.answered_query.clone(),
            hits: match &self.list {
                SearchList::All(_) => None,
                SearchList::Hits(hits) => Some(Arc::clone(hits)),
            },
            elsewhere: self.elsewhere.clone(),
            item: self.item(),
            above: self.cursor.at.saturating_sub(self.cursor.top),
            needs: self.needs,
        }
    }

    /// Comes back to `saved`.
    pub(crate) fn restore(&mut self, catalog: &Catalog, saved: &SavedSearch) {
        (self.input, self.scope) = (saved.input.clone(), saved.scope);
        self.answered_query.clone_from(&saved.answered_query);
        self.elsewhere.clone_from(&saved.elsewhere);
        self.list = match &saved.hits {
            Some(hits) => SearchList::Hits(Arc::clone(hits)),
            None => all_items(catalog, saved.scope),
        };
        let at = saved.item.and_then(|item| self.list.position(item)).unwrap_or(0);
        self.cursor = ListCursor { at, top: at.saturating_sub(saved.above) };
        self.pending_needs = Some(saved.needs);
    }

    /// Returns the length of the list.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the item at this position of the list.
    pub fn get(&self, at: usize) -> Option<SearchListItem> {
        self.list.get(at)
    }

    /// Returns the item under the cursor.
    pub fn item(&self) -> Option<SearchItem> {
        self.get(self.cursor.at).map(|found| found.item)
    }

    /// Returns the skill under the cursor, if the item there is a skill.
    pub fn selected(&self) -> Option<SkillId> {
        match self.item()? {
            SearchItem::Skill(skill) => Some(skill),
            _ => None,
        }
    }

    /// Returns the role under the cursor, or the role of the responsibility there.
    pub fn role(&self) -> Option<RoleId> {
        match self.item()? {
            SearchItem::Role(role) | SearchItem::Responsibility(role, _) => Some(role),
            SearchItem::Skill(_) => None,
        }
    }

    /// Returns the number of items in the current scope.
    pub(crate) fn total(&self, catalog: &Catalog) -> usize {
        match self.scope {
            SearchScope::Skills => catalog.skills().len(),
            SearchScope::Roles => catalog.roles().len(),
            SearchScope::Responsibilities => responsibility_count(catalog),
            SearchScope::All => {
                catalog.skills().len() + catalog.roles().len() + responsibility_count(catalog)
            }
        }
    }

    /// Returns the selected role among those that need the skill.
    pub(crate) fn selected_need(&self, catalog: &Catalog) -> Option<RoleId> {
        catalog.needs(self.selected()?).get(self.needs.at).map(|need| need.role)
    }

    /// Switches to the next scope: skills, roles, responsibilities, all, and around again.
    pub(crate) fn next_scope(&mut self) {
        self.scope = match self.scope {
            SearchScope::Skills => SearchScope::Roles,
            SearchScope::Roles => SearchScope::Responsibilities,
            SearchScope::Responsibilities => SearchScope::All,
            SearchScope::All => SearchScope::Skills,
        };
    }

    /// Takes the answer to `query`: selects the best hit, or lists all items again if the query is
    /// empty.
    pub(crate) fn set_hits(&mut self, catalog: &Catalog, query: &str, hits: &Arc<Hits>) {
        self.elsewhere = None;
        let before = self.item();
        if query.trim().is_empty() {
            self.list = all_items(catalog, self.scope);
            self.cursor.at = before.and_then(|item| self.list.position(item)).unwrap_or(0);
        } else {
            self.list = SearchList::Hits(Arc::clone(hits));
            let again = before.filter(|_| self.keep_selection_for == Some(self.generation));
            match again.and_then(|item| self.list.position(item)) {
                Some(at) => self.cursor.at = at,
                None => self.cursor = ListCursor::default(),
            }
        }
        self.answered_query = query.to_string();
    }

    /// Takes the answer to the same query over all scopes.
    pub(crate) fn set_wider_hits(&mut self, hits: &Hits) {
        self.elsewhere = Some(FoundElsewhere::of(hits));
    }

    /// Switches to another catalog, keeping the selected item and the selected role among those
    /// that need it. If one is gone, the nearest in the list is selected.
    pub(crate) fn remap(&mut self, map: &IdRemap<'_>) {
        let need = self.selected_need(map.old).and_then(|role| map.role(role));
        let (at, above) = (self.cursor.at, self.cursor.at - self.cursor.top.min(self.cursor.at));
        let now = match &self.list {
            SearchList::All(_) => all_items(map.new, self.scope),
            SearchList::Hits(hits) => {
                let still = hits.hits.iter().filter_map(|&hit| map.hit(hit)).collect();
                SearchList::Hits(Arc::new(Hits { hits: still, ..Hits::clone(hits) }))
            }
        };
        let before = std::mem::replace(&mut self.list, now);
        let place = by_distance(at, before.len())
            .find_map(|at| self.list.position(map.item(before.get(at)?.item)?));
        self.cursor.at = place.unwrap_or(0);
        self.cursor.top = self.cursor.at.saturating_sub(above);
        self.memo.remap(|(item, width)| Some((map.item(item)?, width)));
        let needs = self.selected().map_or(&[][..], |skill| map.new.needs(skill));
        let same = needs.iter().position(|other| Some(other.role) == need);
        self.needs.at = same.unwrap_or_else(|| self.needs.at.min(needs.len().saturating_sub(1)));
    }

    /// Selects `skill`; lists all skills again if it is not in the list.
    pub(crate) fn select(&mut self, catalog: &Catalog, skill: SkillId) {
        let item = SearchItem::Skill(skill);
        if self.list.position(item).is_none() {
            self.input.reset();
            self.scope = SearchScope::Skills;
            self.set_hits(catalog, "", &Arc::default());
        }
        self.cursor.at = self.list.position(item).unwrap_or(0);
    }

    /// Marks the text as outdated: it is rebuilt when it is next shown.
    pub(crate) fn mark_outdated(&mut self) {
        self.memo.mark_stale();
    }

    /// Returns the text about the skill under the cursor, and the line at which the roles that need
    /// it start.
    pub fn doc(&self) -> (&TextDoc, usize) {
        (&self.doc, self.needs_line)
    }

    /// Updates the text for a pane `width` cells wide.
    pub(crate) fn refresh(&mut self, catalog: &Catalog, mine: &UserSkills, width: u16) {
        let pending = self.pending_needs.take();
        let Some(item) = self.item() else {
            self.memo.clear();
            self.needs = ListCursor::default();
            (self.doc, self.needs_line) = Default::default();
            return;
        };
        if self.memo.is_current(&(item, width)) {
            self.needs = pending.unwrap_or(self.needs);
            return;
        }
        match self.memo.replace((item, width)) {
            LayoutChange::Key((before, _)) | LayoutChange::Contents((before, _))
                if before == item => {}
            _ => self.needs = ListCursor::default(),
        }
        (self.doc, self.needs_line) = match item {
            SearchItem::Skill(skill) => skill_doc(catalog, mine, skill, usize::from(width)),
            SearchItem::Role(role) | SearchItem::Responsibility(role, _) => (
                detail::role_doc(catalog, role, usize::from(width), ResponsibilityScope::InForce),
                0,
            ),
        };
        // Re-wrapped text keeps its start.
        if let SearchItem::Responsibility(_, duty) = item {
            // Show its theme above it.
            self.needs.top =
                self.doc.responsibility_line(duty as usize).unwrap_or(0).saturating_sub(2);
        }
        self.needs = pending.unwrap_or(self.needs);
    }

    /// Returns the number of roles for which the skill is essential; they come first.
    fn essential(&self, catalog: &Catalog) -> usize {
        let needs = self.selected().map_or(&[][..], |skill| catalog.needs(skill));
        essential_count(needs)
    }

    /// Returns the line of the role at position `at` among those that need the skill.
    pub fn need_position(&self, catalog: &Catalog, at: usize) -> usize {
        let essential = self.essential(catalog);
        let between = if at >= essential && essential > 0 { GROUP_HEADING } else { 0 };
        self.needs_line + at + between
    }

    /// Returns the position of the role on `line` among those that need the skill.
    pub fn need_on_line(&self, catalog: &Catalog, line: usize) -> Option<usize> {
        let len = self.selected().map_or(0, |skill| catalog.needs(skill).len());
        let at = line.checked_sub(self.needs_line)?;
        let essential = self.essential(catalog);
        let at = match at {
            at if at < essential || essential == 0 => at,
            at => at.checked_sub(GROUP_HEADING).filter(|at| *at >= essential)?,
        };
        (at < len).then_some(at)
    }

    /// Scrolls the text beside the list.
    pub(crate) fn scroll_preview(&mut self, delta: isize) {
        self.needs.top = self.needs.top.saturating_add_signed(delta);
    }

    /// Moves the selection among the roles by `delta`; past the first and the last, scrolls the
    /// text around them into view.
    pub(crate) fn step_needs(&mut self, catalog: &Catalog, delta: isize, height: usize) {
        let len = self.selected().map_or(0, |s| catalog.needs(s).len());
        let row = self.need_position(catalog, self.needs.at);
        let before = delta < 0 && (self.needs.at == 0 || len == 0);
        let after = delta > 0 && (row >= self.needs.top + height || self.needs.at + 1 >= len);
        if before || after {
            self.needs.top = self.needs.top.saturating_add_signed(delta);
        } else {
            self.needs.step(delta, len);
            self.reveal_need(catalog, height);
        }
        self.needs.top = self.needs.top.min(self.doc.rows.len().saturating_sub(height.max(1)));
    }

    /// Scrolls until the selected role is visible.
    pub(crate) fn reveal_need(&mut self, catalog: &Catalog, height: usize) {
        let at = self.need_position(catalog, self.needs.at);
        let mut window = ListCursor { at, top: self.needs.top };
        window.clamp(self.doc.rows.len(), height);
        self.needs.top = window.top;
    }
}

/// Returns all items in `scope`, listed before anything is typed.
fn all_items(catalog: &Catalog, scope: SearchScope) -> SearchList {
    let skills = catalog.skills_by_name().iter().map(|&skill| SearchItem::Skill(skill));
    let roles = catalog.families().flat_map(|(_, roles)| roles).map(|&role| SearchItem::Role(role));
    SearchList::All(match scope {
        SearchScope::Skills => skills.collect(),
        SearchScope::Roles => roles.collect(),
        SearchScope::All => skills.chain(roles).collect(),
        // Thousands of unordered sentences are of no use.
        SearchScope::Responsibilities => Vec::new(),
    })
}

/// Number of lines between the roles for which a skill is essential and those for which it is
/// useful: a blank one and a heading.
const GROUP_HEADING: usize = 2;

/// Returns the number of roles for which the skill is essential.
fn essential_count(needs: &[RequiringRole]) -> usize {
    needs.partition_point(|need| need.importance == Importance::Essential)
}

/// Builds the text about a skill, followed by an empty line for each role that needs it: there may
/// be thousands, and only the visible ones are filled in; see [`need_line`].
fn skill_doc(catalog: &Catalog, mine: &UserSkills, id: SkillId, width: usize) -> (TextDoc, usize) {
    let skill = catalog.skill(id);
    let mut doc = TextDoc::default();
    if let Some(level) = mine.level(id) {
        let level = level.map(|l| {
            format!(" at {} {}", l.dots(), catalog.profile_level_name(l).unwrap_or_default())
        });
        let unclear = if mine.is_unclear(id) { ", level not understood" } else { "" };
        let told = format!("✓ in your profile{}{unclear}", level.unwrap_or_default());
        doc.text(&told, TextTone::Grow, width, 0);
    }
    if let Some(description) = &skill.description {
        doc.text(description, TextTone::Text, width, 0);
    }
    if !skill.aliases.is_empty() {
        doc.text(&format!("also called: {}", skill.aliases.join(", ")), TextTone::Dim, width, 0);
    }
    let needs = catalog.needs(id);
    let essential = essential_count(needs);
    let useful = needs.len() - essential;
    match (essential, useful) {
        (0, 0) => doc.section("No role asks for it", "", width),
        (0, n) => doc.section(format!("Useful for {n}"), "", width),
        (n, 0) => doc.section(format!("Essential for {n}"), "", width),
        (n, m) => {
            doc.section(format!("Essential for {n}"), &format!("and useful for {m} more"), width);
        }
    }
    let at = doc.rows.len();
    doc.rows.resize(at + needs.len(), TextRow::new());
    if essential > 0 && useful > 0 {
        // Between the two groups, a blank line and a heading, for which these lines make room.
        let line = at + essential;
        doc.rows.splice(line..line, std::iter::repeat_n(TextRow::new(), GROUP_HEADING));
        let heading = format!("Useful for {useful}");
        let row = vec![TonedText::new(heading.to_uppercase(), TextTone::Heading)];
        doc.rows[line + GROUP_HEADING - 1] = row;
        doc.sections.push((line + GROUP_HEADING - 1, heading));
    }
    if !skill.levels.is_empty() {
        if !needs.is_empty() {
            // The line above stays empty only until it is drawn.
            doc.row(TextRow::new());
        }
        doc.section("Level descriptions", "", width);
        let column =
            skill.levels.iter().map(|(name, _)| display_width(name)).max().unwrap_or(0) + 2;
        for (name, text) in &skill.levels {
            doc.field(name, &[TonedText::new(text, TextTone::Text)], width, column);
        }
    }
    (doc, at)
}

/// Returns the text about a skill with its first `height` lines filled in, for a list in which it
/// is not selected.
pub(crate) fn filled_skill_doc(
    catalog: &Catalog,
    mine: &UserSkills,
    id: SkillId,
    (width, height): (usize, usize),
) -> TextDoc {
    let (mut doc, start) = skill_doc(catalog, mine, id, width);
    let needs = catalog.needs(id);
    let essential = essential_count(needs);
    for (at, need) in needs.iter().enumerate() {
        let between = if at >= essential && essential > 0 { GROUP_HEADING } else { 0 };
        let line = start + at + between;
        if line >= height {
            break;
        }
        doc.rows[line] = need_line(catalog, *need, width);
    }
    doc
}

/// Returns the line about the role of `need`.
pub(crate) fn need_line(catalog: &Catalog, need: RequiringRole, width: usize) -> TextRow {
    let level = need
        .level
        .map_or(String::new(), |l| format!("{} {}", dots(l), catalog.level_name(need.role, l)));
    let importance = match need.importance {
        Importance::Essential => "essential",
        Importance::Useful => "useful",
    };
    need_row(catalog.role_title(need.role), &level, importance, width)
}

/// Formats `▸Product lead   ●●●● expert   essential`, shortening the title first.
fn need_row(title: &str, level: &str, importance: &str, width: usize) -> Vec<TonedText> {
    use crate::tui::doc::{pad, truncate};
    const LEVEL: usize = 18;
    const IMPORTANCE: usize = 9;
    let mark = TonedText::new(LINK_MARK, TextTone::Accent);
    let width = width.saturating_sub(LINK_MARK.width());
    let title_width = width.saturating_sub(LEVEL + IMPORTANCE + 2);
    if title_width >= 24 {
        return vec![
            mark,
            TonedText::new(format!("{} ", pad(title, title_width)), TextTone::Text),
            TonedText::new(format!("{} ", pad(level, LEVEL)), TextTone::Accent),
            TonedText::new(importance, TextTone::Dim),
        ];
    }
    // Too narrow for columns: only the dots, and the importance if it fits.
    let short = level.split(' ').next().unwrap_or_default();
    let rest = width.saturating_sub(display_width(short) + 1);
    let dots = if short.is_empty() { String::new() } else { format!("{short} ") };
    let rest = if short.is_empty() { width } else { rest };
    let dots = TonedText::new(dots, TextTone::Accent);
    if rest < IMPORTANCE + 20 {
        return vec![dots, mark, TonedText::new(truncate(title, rest), TextTone::Text)];
    }
    let title = TonedText::new(format!("{} ", pad(title, rest - IMPORTANCE - 1)), TextTone::Text);
    vec![dots, mark, title, TonedText::new(importance, TextTone::Dim)]
}
