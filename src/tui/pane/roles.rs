//! The tree of roles by family, with its live filter, which lists roles flat and best first.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use tui_input::Input;

use crate::analysis::facets::{self, Facet, FacetSelection, RoleOrder};
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, RoleId};
use crate::search::{Hit, Hits, SearchItem};
use crate::tui::cursor::ListCursor;
use crate::tui::pane::elsewhere::FoundElsewhere;
use crate::tui::remap::{IdRemap, by_distance};

/// One line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleTreeRow {
    /// A family, with the number of its roles that match the filter.
    Family {
        /// The family as written in the pack.
        name: String,
        /// Number of its roles that match the filter.
        count: usize,
        /// Whether its roles are hidden.
        folded: bool,
    },
    /// A role.
    Role(RoleId),
}

impl RoleTreeRow {
    /// Whether both are the same role or family, regardless of its count and of what is folded.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Family { name: a, .. }, Self::Family { name: b, .. }) => a == b,
            (Self::Role(a), Self::Role(b)) => a == b,
            _ => false,
        }
    }

    /// Returns the same row of another catalog, if it still exists.
    fn remap(&self, map: &IdRemap<'_>) -> Option<Self> {
        Some(match self {
            Self::Role(role) => Self::Role(map.role(*role)?),
            family @ Self::Family { .. } => family.clone(),
        })
    }
}

/// The roles that match the filter.
#[derive(Debug, Clone, Default)]
struct FilteredRoles {
    /// The roles, best first.
    ranked: Vec<RoleId>,
    /// Why each matches.
    hits: HashMap<RoleId, Hit>,
}

impl FilteredRoles {
    /// Returns those that another catalog still has.
    fn remap(&self, map: &IdRemap<'_>) -> Self {
        let hits = self.hits.iter();
        Self {
            ranked: map.roles(&self.ranked),
            hits: hits.filter_map(|(role, hit)| map.role(*role).zip(map.hit(*hit))).collect(),
        }
    }
}

/// The list at a place in history.
#[derive(Debug, Clone, Default)]
pub struct SavedRoleList {
    filter: Input,
    filtered: Option<Arc<FilteredRoles>>,
    elsewhere: Option<FoundElsewhere>,
    facets: FacetSelection,
    row: Option<RoleTreeRow>,
    /// Number of rows above it on the screen.
    above: usize,
    place_before: Option<UnfilteredPlace>,
}

impl SavedRoleList {
    /// Whether both are the same row of the same list.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let rows = self.row.as_ref().zip(other.row.as_ref());
        self.filter.value() == other.filter.value()
            && self.facets == other.facets
            && rows.map_or(self.row == other.row, |(row, other)| row.is_same(other))
    }

    /// Returns the same list of another catalog; its filter is repeated when it comes back.
    #[must_use]
    pub(crate) fn remap(&self, map: &IdRemap<'_>) -> Self {
        Self {
            filtered: self.filtered.as_ref().map(|found| Arc::new(found.remap(map))),
            elsewhere: self.elsewhere.as_ref().map(|found| found.remap(map)),
            row: self.row.as_ref().and_then(|row| row.remap(map)),
            place_before: None,
            ..self.clone()
        }
    }
}

/// The place in the list before it was filtered.
#[derive(Debug, Clone)]
struct UnfilteredPlace {
    row: Option<RoleTreeRow>,
    /// Number of lines above it on the screen.
    above: usize,
}

/// Returns the roles among `hits`, best first.
fn role_hits(hits: &Hits) -> impl Iterator<Item = (RoleId, Hit)> + '_ {
    hits.hits.iter().filter_map(|hit| match hit.item {
        SearchItem::Role(role) => Some((role, *hit)),
        _ => None,
    })
}

/// Returns the name of an order for the user, for whom a level is one of a skill.
pub(crate) fn order_name(order: RoleOrder) -> &'static str {
    match order {
        RoleOrder::Level => "seniority",
        other => other.word(),
    }
}

/// Meanings of the signs before the figures of pay: in full and in fewer and fewer words, each with
/// whether it explains all of them.
const PAY_LEGENDS: [(&str, bool); 6] = [
    (": own figures first, then ~ similar occupations, ( ) other terms", true),
    (": own first, ~ similar occupation, ( ) other terms", true),
    (": own, ~ similar occupation, ( ) other terms", true),
    (": own, ~ similar, ( ) other", true),
    (", ~ similar, ( ) other", true),
    (" ~similar", false),
];

/// The line above the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoleListHeading {
    /// The name of the list.
    pub name: &'static str,
    /// The facets that limit the list, and its order: ` · product · by pay`.
    pub settings: String,
    /// The place of the cursor, and the number of roles.
    pub place: String,
    /// Whether it says what all signs before the figures of the list mean.
    pub explains_signs: bool,
}

/// State of the tree.
#[derive(Debug)]
pub struct RoleListPane {
    /// The filter's text.
    pub filter: Input,
    /// Generation of the latest filter query.
    pub generation: u64,
    /// Generation of a query repeated for another catalog: its answer leaves the selection in
    /// place.
    pub keep_selection_for: Option<u64>,
    /// The selection, as a row of [`RoleListPane::rows`].
    pub cursor: ListCursor,
    /// The facets to filter by.
    pub facets: FacetSelection,
    /// The order of the roles, within families or in the flat list.
    pub order: RoleOrder,
    /// Whether the roles are in one flat list instead of under their families.
    pub flat: bool,
    rows: Vec<RoleTreeRow>,
    folded: BTreeSet<String>,
    /// Generation of the query over everything, sent when the filter found no role.
    pub wider_generation: u64,
    /// The answer to that query.
    pub elsewhere: Option<FoundElsewhere>,
    /// Roles that match the filter; `None` without a filter.
    filtered: Option<Arc<FilteredRoles>>,
    /// The place that comes back when the filter is cleared.
    place_before: Option<UnfilteredPlace>,
}

impl Default for RoleListPane {
    fn default() -> Self {
        Self {
            filter: Input::default(),
            generation: 0,
            keep_selection_for: None,
            cursor: ListCursor::default(),
            facets: FacetSelection::default(),
            order: RoleOrder::Family,
            flat: false,
            rows: Vec::new(),
            folded: BTreeSet::new(),
            wider_generation: 0,
            elsewhere: None,
            filtered: None,
            place_before: None,
        }
    }
}

impl RoleListPane {
    /// Builds the complete tree of `catalog`, with the first role selected.
    pub fn new(catalog: &Catalog) -> Self {
        let mut pane = Self::default();
        pane.rebuild(catalog);
        pane.cursor.at =
            pane.rows.iter().position(|r| matches!(r, RoleTreeRow::Role(_))).unwrap_or(0);
        pane
    }

    /// Returns the list as it is now, to come back to.
    pub(crate) fn saved(&self) -> SavedRoleList {
        SavedRoleList {
            filter: self.filter.clone(),
            filtered: self.filtered.clone(),
            elsewhere: self.elsewhere.clone(),
            facets: self.facets.clone(),
            row: self.row().cloned(),
            above: self.cursor.at.saturating_sub(self.cursor.top),
            place_before: self.place_before.clone(),
        }
    }

    /// Comes back to `saved`.
    pub(crate) fn restore(&mut self, catalog: &Catalog, saved: &SavedRoleList) {
        self.filter = saved.filter.clone();
        self.filtered.clone_from(&saved.filtered);
        self.elsewhere.clone_from(&saved.elsewhere);
        self.facets.clone_from(&saved.facets);
        self.place_before.clone_from(&saved.place_before);
        if let Some(RoleTreeRow::Role(role)) = &saved.row {
            self.folded.remove(&catalog.role(*role).family);
        }
        self.rebuild(catalog);
        if let Some(row) = &saved.row
            && let Some(at) = self.rows.iter().position(|other| other.is_same(row))
        {
            self.cursor = ListCursor { at, top: at.saturating_sub(saved.above) };
        }
    }

    /// Returns the lines, filtered and folded.
    pub fn rows(&self) -> &[RoleTreeRow] {
        &self.rows
    }

    /// Returns the line under the cursor.
    pub fn row(&self) -> Option<&RoleTreeRow> {
        self.rows.get(self.cursor.at)
    }

    /// Returns the role under the cursor; `None` on a family.
    pub fn selected(&self) -> Option<RoleId> {
        match self.row() {
            Some(RoleTreeRow::Role(role)) => Some(*role),
            _ => None,
        }
    }

    /// Returns the number of roles that match the filter; `None` without a filter.
    pub fn match_count(&self) -> Option<usize> {
        self.filtered.as_ref().map(|filtered| filtered.ranked.len())
    }

    /// Whether the roles are in one list: the user chose so, or a filter puts the best first.
    pub(crate) fn is_flat(&self) -> bool {
        self.flat || self.filtered.is_some()
    }

    /// Returns why `role` matches the filter, if there is one.
    pub fn hit(&self, role: RoleId) -> Option<&Hit> {
        self.filtered.as_ref()?.hits.get(&role)
    }

    /// Takes the filter's answer: shows only `hits` and selects the best of them. If the same query
    /// was asked before, the selection is kept.
    pub(crate) fn set_hits(&mut self, catalog: &Catalog, hits: &Hits) {
        let again = self.keep_selection_for == Some(self.generation) && self.row().is_some();
        if self.filtered.is_none() {
            let above = self.cursor.at - self.cursor.top.min(self.cursor.at);
            self.place_before = Some(UnfilteredPlace { row: self.row().cloned(), above });
        }
        self.elsewhere = None;
        self.filtered = Some(Arc::new(FilteredRoles {
            ranked: role_hits(hits).map(|(role, _)| role).collect(),
            hits: role_hits(hits).collect(),
        }));
        self.rebuild(catalog);
        if !again {
            let rows = &self.rows;
            let mut ranked = self.filtered.iter().flat_map(|filtered| &filtered.ranked);
            let best = ranked
                .find_map(|role| rows.iter().position(|row| *row == RoleTreeRow::Role(*role)));
            self.cursor.at = best.unwrap_or(0);
        }
    }

    /// Clears the filter. The place before it comes back, unless a role was opened since.
    pub(crate) fn clear_filter(&mut self, catalog: &Catalog) {
        self.filter.reset();
        (self.filtered, self.elsewhere) = (None, None);
        let opened = self.selected();
        self.rebuild(catalog);
        match self.place_before.take() {
            Some(UnfilteredPlace { row, above }) => {
                let at = row.and_then(|row| self.shown_position(catalog, &row));
                self.cursor.at = at.unwrap_or(0);
                self.cursor.top = self.cursor.at.saturating_sub(above);
            }
            // Its family may be folded.
            None => opened.into_iter().for_each(|role| self.select(catalog, role)),
        }
    }

    /// Keeps the selection when the filter is cleared: the user opened the role.
    pub(crate) fn accept_filter(&mut self) {
        self.place_before = None;
    }

    /// Adds `facet` to the filter, or removes it.
    pub(crate) fn toggle_facet(&mut self, catalog: &Catalog, facet: &Facet) {
        self.facets.toggle(facet);
        self.rebuild(catalog);
    }

    /// Removes all facets.
    pub(crate) fn clear_facets(&mut self, catalog: &Catalog) {
        self.facets = FacetSelection::default();
        self.rebuild(catalog);
    }

    /// Counts the roles that each facet would leave of those that match the filter.
    pub fn counts(&self, catalog: &Catalog) -> Vec<(Facet, usize)> {
        self.facets.counts(catalog, |role| {
            self.filtered.as_ref().is_none_or(|found| found.hits.contains_key(&role))
        })
    }

    /// Orders the roles, in one flat list or under their families.
    pub(crate) fn set_order(&mut self, catalog: &Catalog, order: RoleOrder, flat: bool) {
        (self.order, self.flat) = (order, flat);
        self.rebuild(catalog);
    }

    /// Returns the folded families.
    pub(crate) fn folded(&self) -> impl Iterator<Item = &str> {
        self.folded.iter().map(String::as_str)
    }

    /// Folds exactly these families when the list is next rebuilt.
    pub(crate) fn set_folded(&mut self, families: impl IntoIterator<Item = String>) {
        self.folded = families.into_iter().collect();
    }

    /// Selects the first visible role.
    pub(crate) fn select_first(&mut self) {
        self.cursor.at =
            self.rows.iter().position(|row| matches!(row, RoleTreeRow::Role(_))).unwrap_or(0);
    }

    /// Folds all families but `open`, or unfolds all if those are folded. Returns whether it folded
    /// them.
    pub(crate) fn fold_all(&mut self, catalog: &Catalog, open: Option<&str>) -> bool {
        let families = catalog.families().map(|(family, _)| family);
        let others: BTreeSet<String> =
            families.filter(|family| Some(*family) != open).map(str::to_string).collect();
        let folds = !others.is_subset(&self.folded);
        self.folded = if folds { others } else { BTreeSet::new() };
        self.rebuild(catalog);
        folds
    }

    /// Unfolds the family of the role under the cursor when the list is next rebuilt.
    pub(crate) fn keep_selected(&mut self, catalog: &Catalog) {
        if let Some(role) = self.selected() {
            self.folded.remove(&catalog.role(role).family);
        }
    }

    /// Returns the position of the role under the cursor, from 1, and the number of roles in the
    /// list, including folded ones.
    pub fn place(&self) -> (Option<usize>, usize) {
        let mut total = 0;
        let mut at = None;
        for (i, row) in self.rows.iter().enumerate() {
            match row {
                RoleTreeRow::Family { count, folded, .. } => {
                    total += if *folded { *count } else { 0 }
                }
                RoleTreeRow::Role(_) => {
                    total += 1;
                    if i == self.cursor.at {
                        at = Some(total);
                    }
                }
            }
        }
        (at, total)
    }

    /// Returns the heading in `width` cells: the settings explain why a role is missing or where it
    /// is. Only they are wider where there is too little room.
    pub(crate) fn heading(&self, width: usize) -> RoleListHeading {
        let name = " ROLES";
        let (at, total) = self.place();
        let place = at.map_or_else(|| format!(" {total} "), |at| format!(" {at}/{total} "));
        // A form that explains all signs is shown wherever the cursor is.
        let widest = format!(" {total}/{total} ");
        let legends = if self.order == RoleOrder::Pay { &PAY_LEGENDS[..] } else { &[] };
        let mut forms =
            legends.iter().map(|(legend, explains)| (self.settings_text(legend), *explains));
        let (settings, explains_signs) = forms
            .find(|(text, explains)| {
                let place = if *explains { &widest } else { &place };
                name.width() + text.width() + place.width() <= width
            })
            .unwrap_or_else(|| (self.settings_text(""), false));
        RoleListHeading { name, settings, place, explains_signs }
    }

    /// Returns the settings, with this `legend` of the order.
    fn settings_text(&self, legend: &str) -> String {
        let order = match self.order {
            RoleOrder::Family => String::new(),
            order => format!("by {}{legend}", order_name(order)),
        };
        let (facets, flat) = (self.facets_text(), if self.flat { "flat" } else { "" });
        let settings = [&*facets, &order, flat].into_iter().filter(|text| !text.is_empty());
        settings.flat_map(|text| [" · ", text]).collect()
    }

    /// Returns the facets that the list is filtered by: `product, management`.
    pub(crate) fn facets_text(&self) -> String {
        self.facets.selected.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    /// Selects `role`, unfolding its family and clearing a filter that hides it.
    pub(crate) fn select(&mut self, catalog: &Catalog, role: RoleId) {
        if self.filtered.as_ref().is_some_and(|found| !found.hits.contains_key(&role)) {
            self.filter.reset();
            (self.filtered, self.elsewhere) = (None, None);
        }
        self.place_before = None;
        if !self.facets.matches_id(catalog, role) {
            self.facets = FacetSelection::default();
        }
        self.folded.remove(&catalog.role(role).family);
        self.rebuild(catalog);
        if let Some(at) = self.rows.iter().position(|r| *r == RoleTreeRow::Role(role)) {
            self.cursor.at = at;
        }
    }

    /// Folds or unfolds the family of the line under the cursor. Returns whether anything changed.
    pub fn fold(&mut self, catalog: &Catalog, fold: bool) -> bool {
        if self.is_flat() {
            return false;
        }
        let family = match self.row() {
            Some(RoleTreeRow::Family { name, .. }) => name.clone(),
            Some(RoleTreeRow::Role(role)) if fold => catalog.role(*role).family.clone(),
            _ => return false,
        };
        let changed =
            if fold { self.folded.insert(family.clone()) } else { self.folded.remove(&family) };
        if changed {
            self.rebuild(catalog);
            let at = self
                .rows
                .iter()
                .position(|r| matches!(r, RoleTreeRow::Family { name, .. } if *name == family));
            self.cursor.at = at.unwrap_or(self.cursor.at);
        }
        changed
    }

    /// Switches to another catalog, keeping the folded families, the selected line and its place on
    /// the screen. If the line is gone, the nearest in its family is selected, or else the nearest
    /// of all.
    pub(crate) fn remap(&mut self, map: &IdRemap<'_>) {
        let (at, above) = (self.cursor.at, self.cursor.at - self.cursor.top.min(self.cursor.at));
        let before = std::mem::take(&mut self.rows);
        self.filtered = self.filtered.take().map(|found| Arc::new(found.remap(map)));
        // The query is repeated for the new catalog.
        self.elsewhere = None;
        if let Some(place) = &mut self.place_before {
            place.row = match place.row.take() {
                Some(RoleTreeRow::Role(role)) => map.role(role).map(RoleTreeRow::Role),
                row => row,
            };
        }
        // A role that has moved to another family is still visible.
        if let Some(RoleTreeRow::Role(role)) = before.get(at)
            && let Some(role) = map.role(*role)
        {
            self.folded.remove(map.new.family(role));
        }
        self.rebuild(map.new);
        let end = (at + 1..before.len())
            .find(|at| matches!(before[*at], RoleTreeRow::Family { .. }))
            .unwrap_or(before.len());
        let mut near = by_distance(at, end).chain(end..before.len());
        let place = near.find_map(|at| self.position_of(before.get(at)?, map));
        self.cursor.at = place.unwrap_or(0);
        self.cursor.top = self.cursor.at.saturating_sub(above);
    }

    /// Returns the position in the tree of a row of the previous catalog, if it still exists.
    fn position_of(&self, row: &RoleTreeRow, map: &IdRemap<'_>) -> Option<usize> {
        let now = row.remap(map)?;
        self.rows.iter().position(|row| row.is_same(&now))
    }

    /// Returns the position of `row`; of a role whose line is hidden, that of its family.
    fn shown_position(&self, catalog: &Catalog, row: &RoleTreeRow) -> Option<usize> {
        let own = self.rows.iter().position(|other| other.is_same(row));
        own.or_else(|| {
            let RoleTreeRow::Role(role) = row else { return None };
            let family = catalog.family(*role);
            self.rows.iter().position(
                |other| matches!(other, RoleTreeRow::Family { name, .. } if name == family),
            )
        })
    }

    /// Rebuilds the lines, keeping the cursor on the same role or family if it still exists. From a
    /// role whose line is hidden, it goes to its family.
    fn rebuild(&mut self, catalog: &Catalog) {
        let before = self.row().cloned();
        self.rows.clear();
        let facets = &self.facets;
        if self.is_flat() {
            let all = catalog.families().flat_map(|(_, roles)| roles).copied();
            let mut roles: Vec<RoleId> = match &self.filtered {
                // Best hits first, unless another order was chosen.
                Some(found) if self.order == RoleOrder::Family => found.ranked.clone(),
                Some(found) => all.filter(|role| found.hits.contains_key(role)).collect(),
                None => all.collect(),
            };
            roles.retain(|role| facets.matches_id(catalog, *role));
            facets::sort_roles(catalog, &mut roles, self.order);
            self.rows.extend(roles.into_iter().map(RoleTreeRow::Role));
        } else {
            for (family, roles) in catalog.families() {
                let roles = roles.iter().copied();
                let mut roles: Vec<RoleId> =
                    roles.filter(|role| facets.matches_id(catalog, *role)).collect();
                if roles.is_empty() {
                    continue;
                }
                facets::sort_roles(catalog, &mut roles, self.order);
                let folded = self.folded.contains(family);
                self.rows.push(RoleTreeRow::Family {
                    name: family.to_string(),
                    count: roles.len(),
                    folded,
                });
                if !folded {
                    self.rows.extend(roles.into_iter().map(RoleTreeRow::Role));
                }
            }
        }
        let place = before.and_then(|before| self.shown_position(catalog, &before));
        self.cursor.at = place.unwrap_or(0);
    }
}
