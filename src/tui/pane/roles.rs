//! The tree of roles by family, with its live filter.

use std::collections::{BTreeSet, HashMap};

use tui_input::Input;

use crate::analysis::facets::{self, Facet, Facets, Order};
use crate::model::{Catalog, RoleId};
use crate::search::{Hit, Hits, Item};
use crate::tui::cursor::Cursor;
use crate::tui::remap::{Remap, nearest};

/// One line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A family with the number of its roles that the filter lets through.
    Family {
        /// The family as written in the pack.
        name: String,
        /// How many roles stand in it.
        count: usize,
        /// Whether its roles are hidden.
        folded: bool,
    },
    /// A role.
    Role(RoleId),
}

/// State of the tree.
#[derive(Debug)]
pub struct Pane {
    /// The filter's text.
    pub filter: Input,
    /// The question last asked for the filter.
    pub generation: u64,
    /// The question whose answer leaves the selection where it is: it was asked before, of another
    /// catalog.
    pub again: Option<u64>,
    /// The selection, as a row of [`Pane::rows`].
    pub cursor: Cursor,
    /// What roles must be.
    pub facets: Facets,
    /// By what they are ordered, in a family or all together.
    pub order: Order,
    /// Whether they stand in one list instead of under their families.
    pub flat: bool,
    rows: Vec<Row>,
    folded: BTreeSet<String>,
    /// Roles that the filter lets through, and why; `None` without a filter.
    found: Option<HashMap<RoleId, Hit>>,
}

impl Default for Pane {
    fn default() -> Self {
        Self {
            filter: Input::default(),
            generation: 0,
            again: None,
            cursor: Cursor::default(),
            facets: Facets::default(),
            order: Order::Family,
            flat: false,
            rows: Vec::new(),
            folded: BTreeSet::new(),
            found: None,
        }
    }
}

impl Pane {
    /// The whole tree of `catalog`, the first role selected.
    pub fn new(catalog: &Catalog) -> Self {
        let mut pane = Self::default();
        pane.rebuild(catalog);
        pane.cursor.at = pane.rows.iter().position(|r| matches!(r, Row::Role(_))).unwrap_or(0);
        pane
    }

    /// The lines, filtered and folded.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The line under the cursor.
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(self.cursor.at)
    }

    /// The role under the cursor; none on a family.
    pub fn selected(&self) -> Option<RoleId> {
        match self.row() {
            Some(Row::Role(role)) => Some(*role),
            _ => None,
        }
    }

    /// How many roles the filter lets through; `None` without a filter.
    pub fn found(&self) -> Option<usize> {
        self.found.as_ref().map(HashMap::len)
    }

    /// Why the filter lets `role` through, where there is one.
    pub fn hit(&self, role: RoleId) -> Option<&Hit> {
        self.found.as_ref()?.get(&role)
    }

    /// Takes the filter's answer: shows only `hits`, the best of them selected. Where the same was
    /// asked before, what is selected stays so.
    pub fn filtered(&mut self, catalog: &Catalog, hits: &Hits) {
        let roles = || {
            hits.hits.iter().filter_map(|hit| match hit.item {
                Item::Role(role) => Some((role, *hit)),
                _ => None,
            })
        };
        let again = self.again == Some(self.generation) && self.row().is_some();
        let best = roles().next().map(|(role, _)| role).filter(|_| !again);
        self.found = Some(roles().collect());
        match best {
            Some(best) => self.select(catalog, best),
            None => self.rebuild(catalog),
        }
    }

    /// Drops the filter and keeps the selection.
    pub fn unfilter(&mut self, catalog: &Catalog) {
        self.filter.reset();
        self.found = None;
        self.rebuild(catalog);
    }

    /// Asks for `facet`, or no longer.
    pub fn toggle(&mut self, catalog: &Catalog, facet: &Facet) {
        self.facets.toggle(facet);
        self.rebuild(catalog);
    }

    /// Asks for no facet any more; returns whether one was asked for.
    pub fn clear_facets(&mut self, catalog: &Catalog) -> bool {
        let any = !self.facets.wanted.is_empty();
        self.facets = Facets::default();
        self.rebuild(catalog);
        any
    }

    /// How many roles each facet would leave of those that the filter lets through.
    pub fn counts(&self, catalog: &Catalog) -> Vec<(Facet, usize)> {
        self.facets.counts(catalog, |role| {
            self.found.as_ref().is_none_or(|found| found.contains_key(&role))
        })
    }

    /// Orders the roles, in one list or under their families.
    pub fn arrange(&mut self, catalog: &Catalog, order: Order, flat: bool) {
        (self.order, self.flat) = (order, flat);
        self.rebuild(catalog);
    }

    /// The families that are folded.
    pub fn folded(&self) -> impl Iterator<Item = &str> {
        self.folded.iter().map(String::as_str)
    }

    /// Folds these families and no others, once the list is made again.
    pub fn set_folded(&mut self, families: impl IntoIterator<Item = String>) {
        self.folded = families.into_iter().collect();
    }

    /// Selects the first role in sight.
    pub fn select_first(&mut self) {
        self.cursor.at = self.rows.iter().position(|row| matches!(row, Row::Role(_))).unwrap_or(0);
    }

    /// Folds all families, or unfolds them where all are folded.
    pub fn fold_all(&mut self, catalog: &Catalog) {
        let all: BTreeSet<String> =
            catalog.families().map(|(family, _)| family.to_string()).collect();
        self.folded = if self.folded == all { BTreeSet::new() } else { all };
        self.rebuild(catalog);
    }

    /// How many roles stand in the list, folded ones counted, and the place of the one under the
    /// cursor among them.
    pub fn place(&self) -> (Option<usize>, usize) {
        let mut total = 0;
        let mut at = None;
        for (i, row) in self.rows.iter().enumerate() {
            match row {
                Row::Family { count, folded, .. } => total += if *folded { *count } else { 0 },
                Row::Role(_) => {
                    total += 1;
                    if i == self.cursor.at {
                        at = Some(total);
                    }
                }
            }
        }
        (at, total)
    }

    /// Selects `role`, opening its family and dropping a filter that hides it.
    pub fn select(&mut self, catalog: &Catalog, role: RoleId) {
        if self.found.as_ref().is_some_and(|found| !found.contains_key(&role)) {
            self.filter.reset();
            self.found = None;
        }
        if !self.facets.keep(catalog.role(role)) {
            self.facets = Facets::default();
        }
        self.folded.remove(&catalog.role(role).family);
        self.rebuild(catalog);
        if let Some(at) = self.rows.iter().position(|r| *r == Row::Role(role)) {
            self.cursor.at = at;
        }
    }

    /// Folds or unfolds the family of the line under the cursor. Returns whether anything changed.
    pub fn fold(&mut self, catalog: &Catalog, fold: bool) -> bool {
        let family = match self.row() {
            Some(Row::Family { name, .. }) => name.clone(),
            Some(Row::Role(role)) if fold => catalog.role(*role).family.clone(),
            _ => return false,
        };
        let changed =
            if fold { self.folded.insert(family.clone()) } else { self.folded.remove(&family) };
        if changed {
            self.rebuild(catalog);
            let at = self
                .rows
                .iter()
                .position(|r| matches!(r, Row::Family { name, .. } if *name == family));
            self.cursor.at = at.unwrap_or(self.cursor.at);
        }
        changed
    }

    /// Shows another catalog: the same families folded, the same line selected, at the same place
    /// on the screen. Where it is gone, the nearest of its family, then the nearest of all.
    pub fn remap(&mut self, map: &Remap<'_>) {
        let (at, above) = (self.cursor.at, self.cursor.at - self.cursor.top.min(self.cursor.at));
        let before = std::mem::take(&mut self.rows);
        if let Some(found) = self.found.take() {
            self.found = Some(
                found
                    .into_iter()
                    .filter_map(|(role, hit)| map.role(role).zip(map.hit(hit)))
                    .collect(),
            );
        }
        // A role that has gone to another family is still in sight.
        if let Some(Row::Role(role)) = before.get(at)
            && let Some(role) = map.role(*role)
        {
            self.folded.remove(map.new.family(role));
        }
        self.rebuild(map.new);
        let place = |row: &Row| match row {
            Row::Role(role) => {
                let role = map.role(*role)?;
                self.rows.iter().position(|row| *row == Row::Role(role))
            }
            Row::Family { name, .. } => self
                .rows
                .iter()
                .position(|row| matches!(row, Row::Family { name: other, .. } if other == name)),
        };
        let family = |at: &usize| matches!(before[*at], Row::Family { .. });
        let end = (at + 1..before.len()).find(family).unwrap_or(before.len());
        let mut near = nearest(at, end).chain(end..before.len());
        self.cursor.at = near.find_map(|at| place(before.get(at)?)).unwrap_or(0);
        self.cursor.top = self.cursor.at.saturating_sub(above);
    }

    /// Builds the lines anew, with the cursor on the same role or family where it still stands.
    fn rebuild(&mut self, catalog: &Catalog) {
        let before = self.row().cloned();
        self.rows.clear();
        let found = self.found.as_ref();
        let kept = |role: &RoleId| {
            found.is_none_or(|found| found.contains_key(role))
                && self.facets.keep(catalog.role(*role))
        };
        if self.flat {
            let mut roles: Vec<RoleId> =
                catalog.families().flat_map(|(_, roles)| roles).copied().filter(kept).collect();
            match found {
                // The best first, unless another order was chosen.
                Some(found) if self.order == Order::Family => {
                    roles.sort_by_key(|role| {
                        std::cmp::Reverse(found.get(role).map(|hit| hit.score))
                    });
                }
                _ => facets::sort(catalog, &mut roles, self.order),
            }
            self.rows.extend(roles.into_iter().map(Row::Role));
        } else {
            for (family, roles) in catalog.families() {
                let mut roles: Vec<RoleId> = roles.iter().copied().filter(kept).collect();
                if roles.is_empty() {
                    continue;
                }
                facets::sort(catalog, &mut roles, self.order);
                let folded = self.folded.contains(family);
                self.rows.push(Row::Family {
                    name: family.to_string(),
                    count: roles.len(),
                    folded,
                });
                if !folded {
                    self.rows.extend(roles.into_iter().map(Row::Role));
                }
            }
        }
        let same = |row: &Row| match (row, &before) {
            (Row::Family { name: a, .. }, Some(Row::Family { name: b, .. })) => a == b,
            (Row::Role(a), Some(Row::Role(b))) => a == b,
            _ => false,
        };
        self.cursor.at = self.rows.iter().position(same).unwrap_or(0);
    }
}
