//! Overlaid lists: help, palette, the choice of a role to compare with, and others. All work the
//! same: a field to type in and rows to choose from.

use std::sync::Arc;

use tui_input::Input;

use super::action::{Action, ActionSpec, KeyContext};
use super::cursor::ListCursor;
use super::export::{CopyKind, ExportFormat};
use super::keymap::{BoundAction, Keymap};
use super::remap::IdRemap;
use crate::analysis::facets::Facet;
use crate::model::{Catalog, RoleId};
use crate::search::{Hits, Query, SearchItem, highlight};

/// Purpose of an overlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlayKind {
    /// The keys that work in these contexts.
    Help(&'static [KeyContext]),
    /// Actions of these contexts, and roles.
    Palette(&'static [KeyContext]),
    /// The roles to choose from for this purpose, together with this role.
    OtherRole(PairAction, RoleId),
    /// Past queries.
    PastQueries,
    /// Facets to filter roles by.
    Facets,
    /// Roles with a bookmark.
    Bookmarks,
    /// Texts to copy.
    Copy,
    /// Files to write.
    Export,
}

/// The purpose for which two roles are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairAction {
    /// Comparing them.
    Compare,
    /// Finding the paths from the first to the second.
    Path,
    /// Showing the skill gap from the first to the second.
    Gap,
}

/// Effect of choosing a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceTarget {
    /// Runs an action.
    Run(Action),
    /// Opens a role.
    Open(RoleId),
    /// Runs the overlay's purpose with its role and this one.
    OtherRole(RoleId),
    /// Runs the past query in the label again.
    PastQuery,
    /// Copies.
    Copy(CopyKind),
    /// Writes a file in this format; the label is its name.
    Export(ExportFormat),
    /// Turns the facet at this position on or off.
    ToggleFacet(usize),
}

/// A row of an overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayChoice {
    /// The effect of choosing it.
    pub target: ChoiceTarget,
    /// The keys, if it has any.
    pub keys: String,
    /// The text of the row.
    pub label: String,
    /// The context or family that it belongs to.
    pub place: String,
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

/// An overlaid list.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// The purpose.
    pub kind: OverlayKind,
    /// The text typed.
    pub input: Input,
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
    /// The roles most similar to the first of the pair, most similar first.
    similar_roles: Vec<RoleId>,
    /// Past queries, latest first.
    past_queries: Vec<String>,
    /// Facets, the number of roles that each would leave, and whether it is on.
    facets: Vec<(Facet, usize, bool)>,
    bookmarks: Vec<RoleId>,
    /// Texts that can be copied: kind, key and text.
    copies: Vec<(CopyKind, char, String)>,
    /// The proposed file name.
    name: String,
}

impl Overlay {
    /// Creates an overlay with all its rows.
    pub fn new(kind: OverlayKind, catalog: &Catalog, keymap: &Arc<Keymap>) -> Self {
        let mut overlay = Self {
            kind,
            input: Input::default(),
            generation: 0,
            keep_selection_for: None,
            cursor: ListCursor::default(),
            keymap: Arc::clone(keymap),
            rows: vec![],
            max_rows: 0,
            roles: None,
            similar_roles: vec![],
            past_queries: vec![],
            facets: vec![],
            bookmarks: vec![],
            copies: vec![],
            name: String::new(),
        };
        overlay.refilter(catalog);
        overlay
    }

    /// Lists `past` queries, latest first.
    pub fn past_queries(catalog: &Catalog, keymap: &Arc<Keymap>, past: Vec<String>) -> Self {
        let mut overlay = Self::new(OverlayKind::PastQueries, catalog, keymap);
        overlay.past_queries = past;
        overlay.refilter(catalog);
        overlay
    }

    /// Lists bookmarks.
    pub fn bookmarks(catalog: &Catalog, keymap: &Arc<Keymap>, bookmarks: Vec<RoleId>) -> Self {
        let mut overlay = Self::new(OverlayKind::Bookmarks, catalog, keymap);
        overlay.bookmarks = bookmarks;
        overlay.refilter(catalog);
        overlay
    }

    /// Lists facets, each with the number of roles that it would leave; those of `wanted` are on.
    /// The selection stays.
    pub fn offer_facets(
        &mut self,
        catalog: &Catalog,
        counts: Vec<(Facet, usize)>,
        chosen: &[Facet],
    ) {
        let told = |(facet, count): (Facet, usize)| {
            let asked = chosen.contains(&facet);
            (facet, count, asked)
        };
        self.facets = counts.into_iter().map(told).collect();
        let cursor = self.cursor;
        self.refilter(catalog);
        self.cursor = cursor;
    }

    /// Lists the texts that can be copied.
    pub fn offer_copies(&mut self, catalog: &Catalog, copies: Vec<(CopyKind, char, String)>) {
        self.copies = copies;
        self.refilter(catalog);
    }

    /// Returns what can be copied, and the key of each.
    pub fn copies(&self) -> impl Iterator<Item = (CopyKind, char)> {
        self.copies.iter().map(|(what, key, _)| (*what, *key))
    }

    /// Lists files called `name`.
    pub fn offer_files(&mut self, catalog: &Catalog, name: String) {
        self.name = name;
        self.refilter(catalog);
    }

    /// Returns the facet at this position of the list.
    pub fn facet(&self, at: usize) -> Option<&Facet> {
        self.facets.get(at).map(|(facet, ..)| facet)
    }

    /// Returns the heading.
    pub fn title(&self, catalog: &Catalog) -> String {
        match self.kind {
            OverlayKind::Help(_) => "Keys".to_string(),
            OverlayKind::Palette(_) => "Actions and roles".to_string(),
            OverlayKind::PastQueries => "Recent searches".to_string(),
            OverlayKind::Facets => "Filter roles by".to_string(),
            OverlayKind::Bookmarks => "Bookmarks".to_string(),
            OverlayKind::Copy => "Copy".to_string(),
            OverlayKind::Export => "Export: type a file name or pick one".to_string(),
            OverlayKind::OtherRole(purpose, role) => {
                let title = &catalog.role(role).title;
                match purpose {
                    PairAction::Compare => format!("Compare {title} with"),
                    PairAction::Path => format!("Path from {title} to"),
                    PairAction::Gap => format!("Skill gap from {title} to"),
                }
            }
        }
    }

    /// Whether typing also searches the roles.
    pub fn searches_roles(&self) -> bool {
        matches!(
            self.kind,
            OverlayKind::Palette(_) | OverlayKind::OtherRole(..) | OverlayKind::Bookmarks
        )
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the maximum width of the keys in its rows, in cells.
    pub fn keys(&self) -> usize {
        let keys = |row: &OverlayRow| match row {
            OverlayRow::Prepared(choice) => choice.keys.chars().count(),
            OverlayRow::Role(..) => 0,
        };
        self.rows.iter().map(keys).max().unwrap_or(0)
    }

    /// Returns the maximum number of rows so far.
    pub fn max_rows(&self) -> usize {
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
            OverlayRow::Role(target, role) => role_choice(catalog, *role, *target),
        })
    }

    /// Returns the effect of choosing the row under the cursor.
    pub fn selected(&self) -> Option<ChoiceTarget> {
        self.rows.get(self.cursor.at).map(OverlayRow::target)
    }

    /// Shows the roles found by a search.
    pub fn show_hits(&mut self, catalog: &Catalog, hits: &Hits) {
        let role = |item| match item {
            SearchItem::Role(role) => Some(role),
            _ => None,
        };
        let (before, cursor) = (self.selected(), self.cursor);
        self.roles = Some(hits.hits.iter().filter_map(|hit| role(hit.item)).collect());
        self.refilter(catalog);
        if self.keep_selection_for == Some(self.generation) {
            self.keep_selection(before, cursor);
        }
    }

    /// Returns the same overlay for another catalog, with the same row selected. `None` if there is
    /// nothing left to choose.
    #[must_use]
    pub fn remap(mut self, map: &IdRemap<'_>) -> Option<Self> {
        if let OverlayKind::OtherRole(_, role) = &mut self.kind {
            *role = map.role(*role)?;
        }
        let target = self.selected().and_then(|target| match target {
            ChoiceTarget::Run(_)
            | ChoiceTarget::PastQuery
            | ChoiceTarget::ToggleFacet(_)
            | ChoiceTarget::Copy(_)
            | ChoiceTarget::Export(_) => Some(target),
            ChoiceTarget::Open(role) => map.role(role).map(ChoiceTarget::Open),
            ChoiceTarget::OtherRole(role) => map.role(role).map(ChoiceTarget::OtherRole),
        });
        let cursor = self.cursor;
        self.similar_roles = map.roles(&self.similar_roles);
        self.bookmarks = map.roles(&self.bookmarks);
        self.roles = self.roles.map(|roles| map.roles(&roles));
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
    pub fn set_similar_roles(&mut self, catalog: &Catalog, role: RoleId, near: Vec<RoleId>) {
        let asked = matches!(self.kind, OverlayKind::OtherRole(_, left) if left == role);
        // A user who has already moved or typed has something specific in mind.
        if asked && self.roles.is_none() && self.cursor == ListCursor::default() {
            self.similar_roles = near;
            self.refilter(catalog);
        }
    }

    /// Rebuilds the rows for the current text of the field, and selects the first.
    pub fn refilter(&mut self, catalog: &Catalog) {
        let query = Query::parse(self.input.value());
        if query.is_empty() {
            self.roles = None;
        }
        self.rows.clear();
        match self.kind {
            OverlayKind::Help(contexts) => {
                self.rows.extend(
                    actions(&self.keymap, contexts, &query, |_| true).map(OverlayRow::Prepared),
                );
            }
            OverlayKind::Palette(contexts) => {
                self.rows.extend(
                    actions(&self.keymap, contexts, &query, in_palette).map(OverlayRow::Prepared),
                );
                let roles = self.listed_roles(catalog, None);
                self.rows
                    .extend(roles.into_iter().map(|r| OverlayRow::Role(ChoiceTarget::Open(r), r)));
            }
            OverlayKind::PastQueries => {
                let fits = |text: &&String| query.is_empty() || !highlight(&query, text).is_empty();
                let again = |text: &String| OverlayChoice {
                    target: ChoiceTarget::PastQuery,
                    keys: String::new(),
                    label: text.clone(),
                    place: String::new(),
                };
                self.rows.extend(
                    self.past_queries.iter().filter(fits).map(again).map(OverlayRow::Prepared),
                );
            }
            OverlayKind::Facets => {
                let words: Vec<String> =
                    query.text().split_whitespace().map(str::to_lowercase).collect();
                let fits = |text: &str| words.iter().all(|word| text.to_lowercase().contains(word));
                let choice =
                    |(at, (facet, count, wanted)): (usize, &(Facet, usize, bool))| OverlayChoice {
                        target: ChoiceTarget::ToggleFacet(at),
                        keys: if *wanted { "✓" } else { "" }.to_string(),
                        label: format!("{facet}  {count}"),
                        place: facet.kind().to_string(),
                    };
                let choices = self.facets.iter().enumerate().map(choice);
                self.rows.extend(
                    choices
                        .filter(|choice| fits(&format!("{} {}", choice.place, choice.label)))
                        .map(OverlayRow::Prepared),
                );
            }
            OverlayKind::Copy => {
                let choice = |(what, key, label): &(CopyKind, char, String)| OverlayChoice {
                    target: ChoiceTarget::Copy(*what),
                    keys: key.to_string(),
                    label: label.clone(),
                    place: String::new(),
                };
                let fits = |choice: &OverlayChoice| {
                    query.is_empty() || !highlight(&query, &choice.label).is_empty()
                };
                self.rows
                    .extend(self.copies.iter().map(choice).filter(fits).map(OverlayRow::Prepared));
            }
            OverlayKind::Export => {
                let typed = self.input.value().trim();
                let asked = ExportFormat::of(std::path::Path::new(typed));
                let stem = if typed.is_empty() { self.name.as_str() } else { typed };
                for form in ExportFormat::ALL
                    .into_iter()
                    .filter(|form| asked.is_none_or(|asked| asked == *form))
                {
                    let name = if asked.is_some() {
                        stem.to_string()
                    } else {
                        format!("{stem}.{}", form.extension())
                    };
                    self.rows.push(OverlayRow::Prepared(OverlayChoice {
                        target: ChoiceTarget::Export(form),
                        keys: String::new(),
                        label: name,
                        place: form.label().to_string(),
                    }));
                }
            }
            OverlayKind::Bookmarks => {
                let fits = |role: &&RoleId| match &self.roles {
                    _ if query.is_empty() => true,
                    Some(found) => found.contains(*role),
                    None => !highlight(&query, &catalog.role(**role).title).is_empty(),
                };
                let kept = self.bookmarks.iter().filter(fits);
                self.rows
                    .extend(kept.map(|&role| OverlayRow::Role(ChoiceTarget::Open(role), role)));
            }
            OverlayKind::OtherRole(_, left) => {
                let roles = self.listed_roles(catalog, Some(left));
                self.rows.extend(
                    roles.into_iter().map(|r| OverlayRow::Role(ChoiceTarget::OtherRole(r), r)),
                );
            }
        }
        self.cursor = ListCursor::default();
        self.max_rows = self.max_rows.max(self.rows.len());
    }

    /// Returns the roles found; before anything is typed, all of them, family by family: first
    /// those often confused with `left`, then the most similar ones.
    fn listed_roles(&self, catalog: &Catalog, left: Option<RoleId>) -> Vec<RoleId> {
        let all = || catalog.families().flat_map(|(_, roles)| roles.iter().copied());
        match (&self.roles, left) {
            (Some(found), _) => found.iter().copied().filter(|&role| Some(role) != left).collect(),
            (None, None) => all().collect(),
            (None, Some(left)) => {
                let near =
                    catalog.role(left).confused_with.iter().chain(&self.similar_roles).copied();
                let mut listed = vec![false; catalog.roles().len()];
                listed[left.index()] = true;
                near.chain(all())
                    .filter(|role| !std::mem::replace(&mut listed[role.index()], true))
                    .collect()
            }
        }
    }
}

fn role_choice(catalog: &Catalog, id: RoleId, target: ChoiceTarget) -> OverlayChoice {
    let role = catalog.role(id);
    OverlayChoice {
        target,
        keys: String::new(),
        label: role.title.clone(),
        place: role.family.clone(),
    }
}

/// Whether an action belongs in the palette: moving in a list does not.
fn in_palette(spec: &ActionSpec) -> bool {
    use Action as A;
    !matches!(
        spec.action,
        A::Down
            | A::Up
            | A::Top
            | A::Bottom
            | A::HalfDown
            | A::HalfUp
            | A::PageDown
            | A::PageUp
            | A::Left
            | A::Right
    ) && !matches!(spec.action, A::Palette | A::Cancel | A::Open)
}

/// Returns the rows of the action table for `contexts` that match `query`: the earliest match
/// first; without a query, the most useful actions first.
fn actions(
    keymap: &Keymap,
    contexts: &[KeyContext],
    query: &Query,
    keep: fn(&ActionSpec) -> bool,
) -> impl Iterator<Item = OverlayChoice> {
    let mut rows: Vec<(usize, OverlayChoice)> = Vec::new();
    for BoundAction { spec, keys } in
        keymap.effective(contexts).into_iter().filter(|bound| keep(bound.spec))
    {
        let text = format!("{} {}", spec.doc, keys.join(" "));
        let matched = highlight(query, &text);
        let rank = match matched.first() {
            Some(first) => first.start + matched.len() * 100,
            // Those without a priority come last, in the order of the table.
            None if query.is_empty() => usize::from(spec.priority).wrapping_sub(1),
            None => continue,
        };
        let choice = OverlayChoice {
            target: ChoiceTarget::Run(spec.action),
            keys: keys.join(" "),
            label: spec.doc.to_string(),
            place: spec.context.title().to_string(),
        };
        rows.push((rank, choice));
    }
    rows.sort_by_key(|(rank, _)| *rank);
    rows.into_iter().map(|(_, choice)| choice)
}
