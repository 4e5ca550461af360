//! Overlaid lists: help, palette, the choice of a role to compare with, and others. All work the
//! same: a field to type in and rows to choose from.

use std::sync::Arc;

use tui_input::Input;

use super::action::KeyContext;
use super::action_search;
use super::cursor::ListCursor;
use super::export::{CopyKind, ExportSubject};
use super::help::HelpPage;
use super::keymap::{BoundAction, Keymap};
pub use super::overlay_choice::{
    ChoiceTarget, CopyChoice, FacetChoice, OverlayChoice, PairAction, WordMeaning,
};
use super::overlay_choice::{
    facet_choices, file_choices, order_choices, role_choice, text_choices,
};
use super::remap::IdRemap;
use super::word_meaning::TakenWords;
use crate::analysis::facets::{Facet, RoleOrder};
use crate::model::{Catalog, RoleId, SkillId};
use crate::search::{Hits, Query, SearchItem, SearchScope, highlight};

/// Contents of an overlay, with what they are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OverlayContent {
    /// The keys that work in these contexts.
    Help(&'static [KeyContext]),
    /// Actions of these contexts, and roles.
    Palette(&'static [KeyContext]),
    /// The roles to choose from for this purpose, together with the first role.
    OtherRole {
        /// The purpose.
        purpose: PairAction,
        /// The first role.
        first: RoleId,
        /// The role under the cursor, offered before all others.
        here: Option<RoleId>,
        /// The roles most similar to it, most similar first, once they are known.
        similar: Vec<RoleId>,
    },
    /// The roles to choose the first one from for this purpose.
    FirstRole(PairAction),
    /// Past queries, latest first.
    PastQueries(Vec<String>),
    /// Facets to filter roles by.
    Facets(Vec<FacetChoice>),
    /// The orders of the list of roles, with the one that it is in.
    Sort(RoleOrder),
    /// Roles with a bookmark.
    Bookmarks(Vec<RoleId>),
    /// Texts to copy.
    Copy(Vec<CopyChoice>),
    /// Files to write, with a proposed name, and what is written.
    Export(String, ExportSubject),
    /// A field for the path of a text to read.
    ReadText,
    /// Words of a text that was read, and skills that they may mean instead.
    Correct(TakenWords),
}

/// A stored row. There may be thousands of roles, of which a few are visible: their texts are made
/// when they are drawn.
#[derive(Debug, Clone)]
enum OverlayRow {
    Prepared(OverlayChoice),
    Role(ChoiceTarget, RoleId),
}

impl OverlayRow {
    fn target(&self) -> ChoiceTarget {
        match self {
            Self::Prepared(choice) => choice.target,
            Self::Role(target, _) => *target,
        }
    }
}

/// An overlaid list: its contents, a field, and the rows that match what is typed there.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// The contents.
    pub content: OverlayContent,
    /// The text typed.
    pub input: Input,
    /// Whether it is selected, so that typing replaces it.
    pub is_text_selected: bool,
    /// The last query for roles.
    pub generation: u64,
    /// The query whose answer keeps the selection: it was already asked, of another catalog.
    pub keep_selection_for: Option<u64>,
    /// The selection.
    pub cursor: ListCursor,
    keymap: Arc<Keymap>,
    rows: Vec<OverlayRow>,
    /// Maximum number of rows so far: the box does not shrink while the user types.
    max_rows: usize,
    /// Roles found for the typed text; `None` if the field is empty.
    roles: Option<Vec<RoleId>>,
    /// Skills found for it.
    skills: Vec<SkillId>,
    /// Whether the help is always a list, which a screen reader reads line by line.
    is_linear: bool,
    /// Whether the role that is chosen is the start, and the first role the goal.
    is_reversed: bool,
    /// The help as columns, while it is read and not searched.
    help: Option<HelpPage>,
}

impl Overlay {
    /// Creates an overlay with all its rows.
    pub fn new(content: OverlayContent, catalog: &Catalog, keymap: &Arc<Keymap>) -> Self {
        let mut overlay = Self {
            content,
            input: Input::default(),
            is_text_selected: false,
            generation: 0,
            keep_selection_for: None,
            cursor: ListCursor::default(),
            keymap: Arc::clone(keymap),
            rows: vec![],
            max_rows: 0,
            roles: None,
            skills: vec![],
            is_linear: false,
            is_reversed: false,
            help: None,
        };
        if let OverlayContent::Help(contexts) = &overlay.content {
            overlay.help = Some(HelpPage::new(keymap, contexts));
        }
        overlay.refilter(catalog);
        if let OverlayContent::Sort(order) = overlay.content {
            let current = Some(ChoiceTarget::Sort(order));
            overlay.cursor.at =
                overlay.rows.iter().position(|row| Some(row.target()) == current).unwrap_or(0);
        }
        overlay
    }

    /// Returns the help, if this is it and it is not being searched.
    pub(crate) fn help(&self) -> Option<&HelpPage> {
        self.help.as_ref()
    }

    /// Returns the help for scrolling.
    pub(crate) fn help_mut(&mut self) -> Option<&mut HelpPage> {
        self.help.as_mut()
    }

    /// Makes the help a list that stays one.
    pub(crate) fn make_linear(&mut self, catalog: &Catalog) {
        self.is_linear = true;
        self.start_help_search(catalog);
    }

    /// Turns the help into a list that can be searched.
    pub(crate) fn start_help_search(&mut self, catalog: &Catalog) {
        if self.help.take().is_some() {
            self.refilter(catalog);
        }
    }

    /// Turns the list of keys that is searched back into the help. Returns whether it was one.
    pub(crate) fn end_help_search(&mut self, catalog: &Catalog) -> bool {
        let OverlayContent::Help(contexts) = &self.content else { return false };
        if self.help.is_some() || self.is_linear {
            return false;
        }
        self.help = Some(HelpPage::new(&self.keymap, contexts));
        self.input.reset();
        self.refilter(catalog);
        true
    }

    /// Returns the two roles that the list asks for as start and goal, if it does.
    pub(crate) fn direction(&self) -> Option<PairAction> {
        let (OverlayContent::OtherRole { purpose, .. } | OverlayContent::FirstRole(purpose)) =
            self.content
        else {
            return None;
        };
        matches!(purpose, PairAction::Path | PairAction::Gap).then_some(purpose)
    }

    /// Whether the role that is chosen is the start, and the first role the goal.
    pub(crate) fn is_reversed(&self) -> bool {
        self.is_reversed && self.direction().is_some()
    }

    /// Asks for the start if `reversed`, otherwise for the goal. What is typed and selected stays.
    pub(crate) fn set_direction(&mut self, catalog: &Catalog, reversed: bool) {
        if self.direction().is_some() && self.is_reversed != reversed {
            self.is_reversed = reversed;
            let cursor = self.cursor;
            self.refilter(catalog);
            self.cursor = cursor;
        }
    }

    /// Returns the contexts in which keys are looked up: without a field, those of everything that
    /// scrolls.
    pub(crate) fn contexts(&self) -> &'static [KeyContext] {
        match self.help {
            Some(_) => &[KeyContext::Scroll, KeyContext::Global],
            None => &[KeyContext::Input],
        }
    }

    /// Lists other facets, keeping the selection, if it lists facets.
    pub(crate) fn update_facets(&mut self, catalog: &Catalog, choices: Vec<FacetChoice>) {
        if let OverlayContent::Facets(facets) = &mut self.content {
            *facets = choices;
            let cursor = self.cursor;
            self.refilter(catalog);
            self.cursor = cursor;
        }
    }

    /// Returns the text that the key `c` copies, if this is a list of texts to copy and nothing is
    /// typed into its field.
    pub(crate) fn copy_by_key(&self, c: char) -> Option<CopyKind> {
        match &self.content {
            OverlayContent::Copy(copies) if self.input.value().is_empty() => {
                copies.iter().find(|copy| copy.key == c).map(|copy| copy.kind)
            }
            _ => None,
        }
    }

    /// Whether the character `c` acts on a row instead of being typed into the field.
    pub(crate) fn is_choosing(&self, c: char) -> bool {
        match self.content {
            OverlayContent::Copy(_) => self.input.value().is_empty(),
            OverlayContent::Facets(_) => c == ' ',
            _ => false,
        }
    }

    /// Returns the facet at this position of the list.
    pub(crate) fn facet(&self, at: usize) -> Option<&Facet> {
        match &self.content {
            OverlayContent::Facets(facets) => facets.get(at).map(|choice| &choice.facet),
            _ => None,
        }
    }

    /// Returns what typing also searches, if anything.
    pub(crate) fn searched(&self) -> Option<SearchScope> {
        match self.content {
            OverlayContent::Palette(_)
            | OverlayContent::OtherRole { .. }
            | OverlayContent::FirstRole(_)
            | OverlayContent::Bookmarks(_) => Some(SearchScope::Roles),
            OverlayContent::Correct(_) => Some(SearchScope::Skills),
            _ => None,
        }
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the maximum width of the keys in its rows, in cells.
    pub fn keys(&self) -> usize {
        let prepared = self.rows.iter().filter_map(|row| match row {
            OverlayRow::Prepared(choice) => Some(choice.keys.chars().count()),
            OverlayRow::Role(..) => None,
        });
        prepared.max().unwrap_or(0)
    }

    /// Returns the maximum number of rows so far.
    pub(crate) fn max_rows(&self) -> usize {
        self.max_rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the row at this position.
    pub fn row(&self, catalog: &Catalog, at: usize) -> Option<OverlayChoice> {
        Some(match self.rows.get(at)? {
            OverlayRow::Prepared(choice) => choice.clone(),
            OverlayRow::Role(target, role) => {
                let mut choice = role_choice(catalog, *role, *target);
                if self.is_here(*role) {
                    choice.place = format!("{} · here", choice.place);
                }
                choice
            }
        })
    }

    /// Whether `role` is listed first as the one that the user comes from, and not by how near it is.
    fn is_here(&self, role: RoleId) -> bool {
        let typed = !self.input.value().is_empty();
        matches!(self.content, OverlayContent::OtherRole { here: Some(here), .. } if here == role)
            && !typed
    }

    /// Returns the effect of choosing the row under the cursor.
    pub(crate) fn selected(&self) -> Option<ChoiceTarget> {
        self.rows.get(self.cursor.at).map(OverlayRow::target)
    }

    /// Shows the roles or skills found by a search.
    pub(crate) fn show_hits(&mut self, catalog: &Catalog, hits: &Hits) {
        let roles = hits.hits.iter().filter_map(|hit| match hit.item {
            SearchItem::Role(role) => Some(role),
            _ => None,
        });
        let skills = hits.hits.iter().filter_map(|hit| match hit.item {
            SearchItem::Skill(skill) => Some(skill),
            _ => None,
        });
        self.skills = skills.collect();
        let (before, cursor) = (self.selected(), self.cursor);
        self.roles = Some(roles.collect());
        self.refilter(catalog);
        if self.keep_selection_for == Some(self.generation) {
            self.keep_selection(before, cursor);
        }
    }

    /// Returns the same overlay for another catalog, with the same row selected. `None` if there is
    /// nothing left to choose.
    #[must_use]
    pub(crate) fn remap(mut self, map: &IdRemap<'_>) -> Option<Self> {
        let target = self.selected().and_then(|target| target.remap(map));
        match &mut self.content {
            OverlayContent::OtherRole { first, here, similar, .. } => {
                *first = map.role(*first)?;
                *here = here.and_then(|role| map.role(role));
                *similar = map.roles(similar);
            }
            OverlayContent::Bookmarks(roles) => *roles = map.roles(roles),
            OverlayContent::Correct(words) => *words = words.clone().remap(map)?,
            OverlayContent::Help(_)
            | OverlayContent::Palette(_)
            | OverlayContent::FirstRole(_)
            | OverlayContent::PastQueries(_)
            | OverlayContent::Facets(_)
            | OverlayContent::Sort(_)
            | OverlayContent::Copy(_)
            | OverlayContent::Export(..)
            | OverlayContent::ReadText => {}
        }
        let cursor = self.cursor;
        self.roles = self.roles.map(|roles| map.roles(&roles));
        self.skills = self.skills.iter().filter_map(|skill| map.skill(*skill)).collect();
        self.refilter(map.new);
        self.keep_selection(target, cursor);
        Some(self)
    }

    /// Selects the row of `target`, at its place on the screen; without it, the row that `cursor`
    /// was on.
    fn keep_selection(&mut self, target: Option<ChoiceTarget>, cursor: ListCursor) {
        let at = self.rows.iter().position(|row| Some(row.target()) == target).unwrap_or(cursor.at);
        let above = cursor.at - cursor.top.min(cursor.at);
        self.cursor = ListCursor {
            at: at.min(self.rows.len().saturating_sub(1)),
            top: at.saturating_sub(above),
        };
    }

    /// Sets the roles most similar to `role`: they are listed first while the field is empty.
    pub(crate) fn set_similar_roles(&mut self, catalog: &Catalog, role: RoleId, near: Vec<RoleId>) {
        // A user who has already moved or typed has something specific in mind.
        let untouched = self.roles.is_none() && self.cursor == ListCursor::default();
        if let OverlayContent::OtherRole { first, similar, .. } = &mut self.content
            && *first == role
            && untouched
        {
            *similar = near;
            self.refilter(catalog);
        }
    }

    /// Rebuilds the rows for the current text of the field, and selects the first.
    pub(crate) fn refilter(&mut self, catalog: &Catalog) {
        let query = Query::parse(self.input.value());
        if query.is_empty() {
            self.roles = None;
            self.skills.clear();
        }
        self.rows = self.matching_rows(catalog, &query);
        self.cursor = ListCursor::default();
        self.max_rows = self.max_rows.max(self.rows.len());
    }

    /// Returns the rows that match `query`.
    fn matching_rows(&self, catalog: &Catalog, query: &Query) -> Vec<OverlayRow> {
        match &self.content {
            OverlayContent::Help(contexts) => action_choices(&self.keymap, contexts, query, false),
            OverlayContent::Palette(contexts) => {
                let mut rows = action_choices(&self.keymap, contexts, query, true);
                let roles = self.listed_roles(catalog);
                rows.extend(roles.map(|role| OverlayRow::Role(ChoiceTarget::Open(role), role)));
                rows
            }
            OverlayContent::PastQueries(queries) => {
                let again = queries.iter().map(|text| OverlayChoice {
                    target: ChoiceTarget::PastQuery,
                    keys: String::new(),
                    label: text.clone(),
                    place: String::new(),
                });
                prepared(again.filter(|choice| choice.matches(query)))
            }
            OverlayContent::Facets(facets) => prepared(facet_choices(facets, query)),
            OverlayContent::Sort(order) => prepared(order_choices(*order, query)),
            OverlayContent::Copy(copies) => {
                let choices = copies.iter().map(|copy| OverlayChoice {
                    target: ChoiceTarget::Copy(copy.kind),
                    keys: copy.key.to_string(),
                    label: copy.label.clone(),
                    place: String::new(),
                });
                prepared(choices.filter(|choice| choice.matches(query)))
            }
            OverlayContent::Export(name, subject) => {
                prepared(file_choices(self.input.value(), name, subject))
            }
            OverlayContent::ReadText => prepared(text_choices(self.input.value())),
            OverlayContent::Correct(words) if query.is_empty() => {
                prepared(words.choices(catalog).into_iter())
            }
            OverlayContent::Correct(_) => {
                let skills = self.skills.iter();
                prepared(skills.map(|skill| TakenWords::choice_of(catalog, *skill)))
            }
            OverlayContent::Bookmarks(roles) => roles
                .iter()
                .filter(|role| match &self.roles {
                    _ if query.is_empty() => true,
                    Some(found) => found.contains(role),
                    None => !highlight(query, catalog.role_title(**role)).is_empty(),
                })
                .map(|&role| OverlayRow::Role(ChoiceTarget::Open(role), role))
                .collect(),
            OverlayContent::FirstRole(purpose) => self
                .listed_roles(catalog)
                .map(|role| OverlayRow::Role(ChoiceTarget::FirstRole(*purpose, role), role))
                .collect(),
            OverlayContent::OtherRole { purpose, first, here, similar } => self
                .other_roles(catalog, *first, (*here, similar))
                .into_iter()
                .map(|role| {
                    let (from, to) =
                        if self.is_reversed() { (role, *first) } else { (*first, role) };
                    OverlayRow::Role(ChoiceTarget::OtherRole(*purpose, from, to), role)
                })
                .collect(),
        }
    }

    /// Returns the roles to choose from besides `first`. Before anything is typed, the role `here`
    /// comes first, then those often confused with `first`, then the most similar ones.
    fn other_roles(
        &self,
        catalog: &Catalog,
        first: RoleId,
        (here, similar): (Option<RoleId>, &[RoleId]),
    ) -> Vec<RoleId> {
        let confused = &catalog.role(first).confused_with;
        let nearest: Vec<RoleId> = match self.roles {
            Some(_) => Vec::new(),
            None => here.iter().chain(confused).chain(similar).copied().collect(),
        };
        let mut listed = vec![false; catalog.roles().len()];
        listed[first.index()] = true;
        let roles = nearest.into_iter().chain(self.listed_roles(catalog));
        roles.filter(|role| !std::mem::replace(&mut listed[role.index()], true)).collect()
    }

    /// Returns the roles found; before anything is typed, all of them, family by family.
    fn listed_roles<'a>(&'a self, catalog: &'a Catalog) -> impl Iterator<Item = RoleId> + 'a {
        let found = self.roles.iter().flatten();
        let all = catalog.families().flat_map(|(_, roles)| roles);
        found.chain(all.take_while(|_| self.roles.is_none())).copied()
    }
}

impl ChoiceTarget {
    /// Returns the same effect in another catalog, if its roles still exist.
    fn remap(self, map: &IdRemap<'_>) -> Option<Self> {
        Some(match self {
            Self::Open(role) => Self::Open(map.role(role)?),
            Self::FirstRole(purpose, role) => Self::FirstRole(purpose, map.role(role)?),
            Self::OtherRole(purpose, first, other) => {
                Self::OtherRole(purpose, map.role(first)?, map.role(other)?)
            }
            Self::OpenSkill(skill) => Self::OpenSkill(map.skill(skill)?),
            Self::Correct(WordMeaning::Skill(skill)) => {
                Self::Correct(WordMeaning::Skill(map.skill(skill)?))
            }
            Self::Run(_)
            | Self::Correct(WordMeaning::NotThis | WordMeaning::AsRead)
            | Self::PastQuery
            | Self::Sort(_)
            | Self::ToggleFacet(_)
            | Self::Copy(_)
            | Self::Export(_)
            | Self::ReadText => self,
        })
    }
}

fn prepared(choices: impl Iterator<Item = OverlayChoice>) -> Vec<OverlayRow> {
    choices.map(OverlayRow::Prepared).collect()
}

/// Returns a row for each action found in `contexts`.
fn action_choices(
    keymap: &Keymap,
    contexts: &[KeyContext],
    query: &Query,
    for_palette: bool,
) -> Vec<OverlayRow> {
    let found = action_search::find_actions(keymap, contexts, query, for_palette);
    let choices = found.into_iter().map(|BoundAction { spec, keys }| OverlayChoice {
        target: ChoiceTarget::Run(spec.action),
        keys: keys.join(" "),
        label: spec.doc.to_string(),
        place: spec.context.title().to_string(),
    });
    prepared(choices)
}
