//! Compares an older copy of packs with the current one, to review a changed ladder.
//!
//! Both copies are put into one catalog, so that the comparison of two roles of a catalog can also
//! compare a role with its older copy. A role in both copies is in the catalog twice; themes,
//! skills and sources in both are merged. Things are matched by id, and those whose id changed by
//! external code, name and content, as Git recognises renamed files. Roles are compared
//! individually ([`CatalogVersions::review`]); all other changes are in [`CatalogVersions::items`].
//!
//! A new version of a pack is not a change in itself, nor is a new order of the tables in its
//! files: roles, skills, sources, pay figures, moves and comparisons mean the same in any order.

mod items;
mod matching;
mod roles;

use std::collections::HashMap;

use super::diff::{Diff, DiffOptions, DiffStatus, Differ, FactStatus, MarkedText, TextChange};
use crate::model::{
    Catalog, CatalogTables, IdReference, PackId, Role, RoleId, SkillId, SourceId, ThemeId, words,
};
use matching::{CatalogMatching, MatchedItems, in_scope};

/// Two copies in one catalog.
#[derive(Debug)]
pub struct CatalogVersions {
    /// The current roles, with the [`RoleId`]s that they have in the newer catalog, then the older
    /// ones. The latter have the version of their pack after id and title:
    /// `product-manager@2026.10`.
    pub catalog: Catalog,
    role_changes: Vec<RoleChange>,
    /// Number of roles in the newer copy.
    newer: usize,
    /// Ids and titles of the older roles, by position in the older copy.
    names: Vec<(String, String)>,
    /// Similarity of roles with a new id to their older copy, 0 to 1, by position in the older
    /// copy.
    likeness: HashMap<usize, f64>,
    items: Vec<ReviewItem>,
    /// Whether punctuation, capitals and spaces in running text count.
    punctuation: bool,
    /// Whether they are not copies of one pack: they share neither the id of a pack nor most roles.
    pub unrelated: bool,
}

/// Whether a role was kept, added or dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleChange {
    /// In both copies, perhaps under another id: the older and the newer role.
    Kept(RoleId, RoleId),
    /// Only in the newer copy.
    Added(RoleId),
    /// Only in the older copy.
    Dropped(RoleId),
}

words!(
    /// The kinds of things in packs besides roles.
    ReviewItemKind {
        /// The pack itself: its title, licence, scale and so on.
        Pack = "pack",
        /// A heading of responsibilities.
        Theme = "theme",
        /// A skill and what its levels mean.
        Skill = "skill",
        /// A source.
        Source = "source",
        /// An authored comparison.
        Comparison = "comparison",
    }
);

words!(
    /// The kind of change to something in a pack other than a role.
    ReviewItemStatus {
        /// Its content changed.
        Changed = "changed",
        /// Its id changed, and perhaps its content.
        Renamed = "renamed",
        /// Only in the newer copy.
        Added = "added",
        /// Only in the older copy.
        Dropped = "dropped",
    }
);

/// A change to something other than a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewItem {
    /// Kind of thing.
    pub kind: ReviewItemKind,
    /// Kind of change.
    pub status: ReviewItemStatus,
    /// Id of the thing, or those of its roles for a comparison; empty for a change that concerns
    /// all things of a kind.
    pub id: String,
    /// Title or name, or the titles of its roles for a comparison.
    pub title: MarkedText,
    /// Earlier id and title, if the id changed.
    pub was: Option<(String, String)>,
    /// Individual changes.
    pub changes: Vec<TextChange>,
    /// The roles concerned, in the newer and the older copy. Empty for a pack, which concerns all
    /// of its roles.
    pub roles: Vec<RoleId>,
    /// The pack in the newer or older copy, if it is one.
    packs: Vec<PackId>,
}

/// All changes between two copies.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    /// Roles only in the newer copy.
    pub added: Vec<RoleId>,
    /// Roles only in the older copy.
    pub dropped: Vec<RoleId>,
    /// Roles with a new id, older and newer.
    pub renamed: Vec<RenamedRole>,
    /// Roles of which anything but the id changed, each compared with its older copy.
    pub changed: Vec<Diff>,
    /// Number of roles that did not change.
    pub same: usize,
    /// Changes to things other than roles.
    pub items: Vec<ReviewItem>,
}

/// A role with a new id.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RenamedRole {
    /// The older role.
    pub was: RoleId,
    /// The newer role.
    pub now: RoleId,
    /// Similarity of the two, 0 to 1.
    pub similarity: f64,
}

impl Review {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        let Self { added, dropped, renamed, changed, items, same: _ } = self;
        added.is_empty()
            && dropped.is_empty()
            && renamed.is_empty()
            && changed.is_empty()
            && items.is_empty()
    }

    /// Keeps the changes of one kind: added ([`DiffStatus::Right`]), dropped ([`DiffStatus::Left`]) or
    /// changed.
    #[must_use]
    pub fn filtered(mut self, kind: Option<DiffStatus>) -> Self {
        let Some(kind) = kind else { return self };
        if kind != DiffStatus::Right {
            self.added.clear();
        }
        if kind != DiffStatus::Left {
            self.dropped.clear();
        }
        if kind != DiffStatus::Changed {
            self.renamed.clear();
        }
        self.items.retain_mut(|item| {
            item.changes.retain(|change| change.status == kind);
            let whole = match item.status {
                ReviewItemStatus::Added => kind == DiffStatus::Right,
                ReviewItemStatus::Dropped => kind == DiffStatus::Left,
                ReviewItemStatus::Renamed => kind == DiffStatus::Changed,
                ReviewItemStatus::Changed => false,
            };
            whole || !item.changes.is_empty()
        });
        self
    }
}

impl CatalogVersions {
    /// Puts `before` after `now` in one catalog.
    ///
    /// If the two have packs in common, by id, roles of other packs are left out: they are neither
    /// added nor dropped. If neither a pack nor most roles are in both, nothing counts as renamed
    /// ([`CatalogVersions::unrelated`]).
    pub fn new(now: &Catalog, before: &Catalog) -> Self {
        let matching = CatalogMatching::new(now, before);
        let mut tables = CatalogTables {
            packs: now.packs().to_vec(),
            sources: now.sources().to_vec(),
            themes: now.themes().to_vec(),
            skills: now.skills().to_vec(),
            roles: now.roles().to_vec(),
            comparisons: Vec::new(),
        };
        let places = JointPositions {
            packs: tables.packs.len(),
            themes: join_tables(&mut tables.themes, before.themes(), &matching.themes),
            skills: join_tables(&mut tables.skills, before.skills().iter(), &matching.skills),
            sources: join_tables(&mut tables.sources, before.sources(), &matching.sources),
            roles: now.roles().len(),
            same: &matching.roles,
        };
        let mut names = Vec::new();
        for role in before.roles() {
            names.push((role.id.clone(), role.title.clone()));
            let version = version(now, before, role.pack);
            tables.roles.push(places.role(role, &version));
        }
        for pack in before.packs() {
            tables.packs.push(pack.clone());
        }
        let fates = role_changes(now, before, &matching);
        let catalog = Catalog::new(tables);
        let items = items::items(now, before, &catalog, &matching, &places);
        let (likeness, strangers) = (matching.roles.likeness, matching.unrelated);
        Self {
            catalog,
            role_changes: fates,
            newer: now.roles().len(),
            names,
            likeness,
            items,
            punctuation: true,
            unrelated: strangers,
        }
    }

    /// Treats running text that differs only in punctuation, capitals or spaces as unchanged. In
    /// names, codes and addresses these still count.
    #[must_use]
    pub fn ignoring_punctuation(mut self) -> Self {
        self.punctuation = false;
        self.items.retain_mut(|item| {
            item.changes.retain(|change| !change.minor);
            item.status != ReviewItemStatus::Changed || !item.changes.is_empty()
        });
        self
    }

    /// Returns the fate of each role: those that still exist in the order of the newer copy, then
    /// those that do not.
    pub fn role_changes(&self) -> &[RoleChange] {
        &self.role_changes
    }

    /// Returns the fate of `role`, a role of the newer copy; `None` if its pack is not in the older
    /// one.
    pub fn role_change(&self, role: RoleId) -> Option<RoleChange> {
        self.role_changes.iter().find(|fate: &&RoleChange| matches!(fate, RoleChange::Kept(_, now) | RoleChange::Added(now) if *now == role)).copied()
    }

    /// Returns the fate of `role`, a role of the older copy; `None` if its pack is not in the newer
    /// one.
    pub fn older_role_change(&self, role: RoleId) -> Option<RoleChange> {
        let joint = RoleId::from_index(self.newer + role.index());
        self.role_changes.iter().find(|fate: &&RoleChange| matches!(fate, RoleChange::Kept(was, _) | RoleChange::Dropped(was) if *was == joint)).copied()
    }

    /// Returns the number of roles in the newer copy; they come first in the catalog.
    pub(crate) fn newer_count(&self) -> usize {
        self.newer
    }

    /// Returns the id and the title of `role` in its own copy, without the version.
    pub fn name(&self, role: RoleId) -> (&str, &str) {
        let older = role.index().checked_sub(self.newer).and_then(|at| self.names.get(at));
        match older {
            Some((id, title)) => (id, title),
            None => (&self.catalog.role(role).id, self.catalog.role_title(role)),
        }
    }

    /// Returns how similar the role `was` is to `now`, if its id changed.
    pub fn renamed(&self, was: RoleId, now: RoleId) -> Option<RenamedRole> {
        let likeness = self.likeness.get(&was.index().checked_sub(self.newer)?)?;
        Some(RenamedRole { was, now, similarity: *likeness })
    }

    /// Returns the changes to things other than roles: packs, themes, skills, sources, comparisons.
    pub fn items(&self) -> &[ReviewItem] {
        &self.items
    }

    /// Returns the changes outside the role that concern it: to its pack, the skills that it
    /// requires, the themes of its responsibilities, the sources that it cites, the comparisons
    /// that name it.
    pub fn items_about(&self, was: RoleId, now: RoleId) -> Vec<ReviewItem> {
        let packs = [was, now].map(|role| self.catalog.role(role).pack);
        self.items
            .iter()
            .filter(|item: &&ReviewItem| {
                item.roles.iter().any(|role| *role == was || *role == now)
                    || item.packs.iter().any(|pack| packs.contains(pack))
            })
            .cloned()
            .collect()
    }

    /// Compares a role with its older copy. Everything that its pack states about it counts, down
    /// to the ending of a word; [`CatalogVersions::ignoring_punctuation`] makes it count less.
    pub fn diff(
        &self,
        differ: &Differ,
        was: RoleId,
        now: RoleId,
        how: impl Into<DiffOptions>,
    ) -> Diff {
        roles::diff_versions(self, differ, was, now, DiffOptions { exact: true, ..how.into() })
    }

    /// Compares all roles, and everything else.
    pub fn review(&self, differ: &Differ, how: impl Into<DiffOptions>) -> Review {
        let how = how.into();
        let mut review = Review { items: self.items.clone(), ..Review::default() };
        for fate in &self.role_changes {
            match *fate {
                RoleChange::Added(role) => review.added.push(role),
                RoleChange::Dropped(role) => review.dropped.push(role),
                RoleChange::Kept(was, now) => {
                    let renamed = self.renamed(was, now);
                    review.renamed.extend(renamed);
                    let diff = (!roles::is_same_role(self, was, now))
                        .then(|| self.diff(differ, was, now, how));
                    match diff.filter(role_differs) {
                        Some(diff) => review.changed.push(diff),
                        None if renamed.is_none() => review.same += 1,
                        None => {}
                    }
                }
            }
        }
        review
    }
}

/// Whether a role differs from its older copy in anything that is compared.
pub fn role_differs(diff: &Diff) -> bool {
    diff.responsibilities.iter().any(|row| row.status != DiffStatus::Same)
        || diff.skills.iter().any(|row| diff.skill_status(row) != DiffStatus::Same)
        || diff.facts.iter().any(|row| row.status != FactStatus::Same)
        || !diff.move_changes.is_empty()
}

fn role_changes(now: &Catalog, before: &Catalog, matching: &CatalogMatching) -> Vec<RoleChange> {
    let mut was: Vec<Option<usize>> = vec![None; now.roles().len()];
    for (at, to) in matching.roles.matches.iter().enumerate() {
        if let Some(to) = to {
            was[*to] = Some(at);
        }
    }
    let mut fates = Vec::new();
    for role in now.role_ids().filter(|role| in_scope(now.role(*role).pack, &matching.scope.now)) {
        fates.push(
            was[role.index()].map_or(RoleChange::Added(role), |was| {
                RoleChange::Kept(older_role(was, now), role)
            }),
        );
    }
    let gone = before.role_ids().filter(|role| {
        in_scope(before.role(*role).pack, &matching.scope.before)
            && matching.roles.matches[role.index()].is_none()
    });
    fates.extend(gone.map(|role| RoleChange::Dropped(older_role(role.index(), now))));
    fates
}

fn older_role(role: usize, now: &Catalog) -> RoleId {
    RoleId::from_index(now.roles().len() + role)
}

/// Returns the suffix for the titles of an older pack: its version, or `before` if the version did
/// not change.
fn version(now: &Catalog, before: &Catalog, pack: PackId) -> String {
    let pack = before.pack(pack);
    let same = now.packs().iter().any(|p| p.id == pack.id && p.version == pack.version);
    if same { "before".to_string() } else { pack.version.clone() }
}

/// Adds to `all` those of `more` that `matched` has no match for; returns the position of each of
/// `more` in `all`.
fn join_tables<'a, T: Clone + 'a>(
    all: &mut Vec<T>,
    more: impl IntoIterator<Item = &'a T>,
    matched: &MatchedItems,
) -> Vec<usize> {
    more.into_iter()
        .enumerate()
        .map(|(at, one): (usize, &T)| {
            matched.matches[at].unwrap_or_else(|| {
                all.push(one.clone());
                all.len() - 1
            })
        })
        .collect()
}

/// Positions of the older copy's things in the joint catalog.
struct JointPositions<'a> {
    /// Number of packs before those of the older copy.
    packs: usize,
    themes: Vec<usize>,
    skills: Vec<usize>,
    sources: Vec<usize>,
    /// Number of roles before those of the older copy.
    roles: usize,
    same: &'a MatchedItems,
}

impl JointPositions<'_> {
    /// Returns the role that a reference to the older `role` means: its current copy, if it has
    /// one.
    fn current_role(&self, role: RoleId) -> RoleId {
        RoleId::from_index(self.same.matches[role.index()].unwrap_or(self.roles + role.index()))
    }

    fn role(&self, role: &Role, version: &str) -> Role {
        let mut role = role.clone();
        role.id = format!("{}@{version}", role.id);
        role.title = format!("{} ({version})", role.title);
        role.pack = PackId::from_index(self.packs + role.pack.index());
        role.visit_ids_mut(|reference| match reference {
            IdReference::Role(role) => *role = self.current_role(*role),
            IdReference::Skill(skill) => *skill = SkillId::from_index(self.skills[skill.index()]),
            IdReference::Theme(theme) => *theme = ThemeId::from_index(self.themes[theme.index()]),
            IdReference::Source(source) => {
                *source = SourceId::from_index(self.sources[source.index()]);
            }
        });
        role
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::diff::PairingMode;

    const PACK: &str = include_str!("../../tests/it/fixtures/small.toml");

    fn read(text: &str) -> Catalog {
        let loaded = crate::pack::from_files("small", &[("small.toml", text)]);
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
        loaded.catalog
    }

    fn review(before: &str, now: &str) -> (CatalogVersions, Review) {
        let (before, now) = (read(before), read(now));
        let copies = CatalogVersions::new(&now, &before);
        let review = copies.review(&Differ::new(&copies.catalog), PairingMode::Auto);
        (copies, review)
    }

    #[test]
    fn nothing_changes_by_itself() {
        for text in [PACK.to_string(), PACK.replace("version = \"", "version = \"0")] {
            let (copies, review) = review(&text, PACK);
            assert!(review.is_empty(), "{review:?}");
            assert_eq!(review.same, copies.role_changes().len());
        }
    }

    #[test]
    fn what_was_added_dropped_and_reworded_is_told() {
        let now = PACK
            .replace("Shapes loaves by hand.", "Shapes large loaves by hand.")
            .replace("\"kitchen-hand\"", "\"helper\"")
            .replace("title = \"Kitchen hand 厨房\"", "title = \"Night watch\"")
            .replace("Helps wherever hands are missing.", "Guards the house.")
            .replace(
                "care = [\"Sweeps the bakery.\", \"Washes the trays.\"]",
                "care = [\"Locks all doors.\"]",
            );
        let (copies, review) = review(PACK, &now);
        assert_eq!(
            review.added.iter().map(|role| id_of(*role, &copies)).collect::<Vec<_>>(),
            ["helper"]
        );
        assert_eq!(
            review.dropped.iter().map(|role| id_of(*role, &copies)).collect::<Vec<_>>(),
            ["kitchen-hand"]
        );
        let reworded: Vec<String> = review
            .changed
            .iter()
            .flat_map(|diff| &diff.responsibilities)
            .filter(|row| row.status == DiffStatus::Changed)
            .filter_map(|row| row.right.as_ref())
            .flat_map(|side| {
                side.main.spans.iter().filter(|span| span.changed).map(|span| span.text.clone())
            })
            .collect();
        assert!(reworded.contains(&"large".to_string()), "{reworded:?}");
        let (_, back) = self::review(&now, PACK);
        assert_eq!((back.added.len(), back.dropped.len()), (1, 1));
        assert_eq!(back.changed.len(), review.changed.len());
    }

    fn id_of(role: RoleId, copies: &CatalogVersions) -> &str {
        copies.name(role).0
    }

    #[test]
    fn punctuation_and_capitals_in_running_text_count_only_when_asked() {
        let (_, exact) = review(PACK, &PACK.replace("Sweeps the bakery.", "sweeps the bakery"));
        assert!(!exact.changed.is_empty());
        for (was, is) in [
            ("Sweeps the bakery.", "sweeps the bakery"),
            ("Sweeps the bakery.", "Sweeps the bakery!"),
            ("Sweeps the bakery.", "Sweeps  the “bakery”."),
        ] {
            let now = PACK.replace(was, is);
            assert_ne!(now, PACK, "{was}");
            let catalogs = [&now, PACK].map(read);
            let copies = CatalogVersions::new(&catalogs[0], &catalogs[1]).ignoring_punctuation();
            let differ = Differ::new(&catalogs[0]);
            assert!(copies.review(&differ, PairingMode::Auto).is_empty(), "{is}");
        }
        // Words count as a unit, and in names capitals count.
        for (was, is) in
            [("Sweeps the bakery.", "Sweeps a bakery."), ("title = \"", "title = \"THE ")]
        {
            let now = PACK.replacen(was, is, 1);
            assert_ne!(now, PACK, "{was}");
            let catalogs = [&now, PACK].map(read);
            let copies = CatalogVersions::new(&catalogs[0], &catalogs[1]).ignoring_punctuation();
            assert!(
                !copies.review(&Differ::new(&catalogs[0]), PairingMode::Auto).is_empty(),
                "{is}"
            );
        }
    }

    #[test]
    fn endings_titles_and_levels_count_as_changes() {
        for (from, to) in [
            ("Shapes loaves by hand.", "Shapes loaf by hand."),
            ("title = \"Baker\"", "title = \"Master baker\""),
            ("Bakes bread.", "Bakes breads."),
        ] {
            assert!(PACK.contains(from), "{from}");
            let (copies, review) = review(PACK, &PACK.replacen(from, to, 1));
            assert!(!review.changed.is_empty(), "{from} → {to}");
            assert!(
                review.added.is_empty() && review.dropped.is_empty(),
                "{:?}",
                copies.role_changes()
            );
        }
    }
}
