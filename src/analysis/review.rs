//! What changed between an older copy of packs and now, role by role: for whoever reviews a changed ladder.
//!
//! Both copies come into one catalog, so that everything that compares two roles of a catalog compares a role with what
//! it was. Themes, skills and sources with the same id are one; a role that is there in both copies stands there twice.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::diff::{Diff, Differ, FactStatus, How, Status};
use super::facts;
use crate::model::{Catalog, PackId, Role, RoleId, SkillId, SourceId, Tables, ThemeId};

/// Two copies in one catalog.
#[derive(Debug)]
pub struct Copies {
    /// All roles as they are, with the [`RoleId`]s that they have in the newer catalog, then all roles as they were. The
    /// latter have the version of their pack behind id and title: `product-manager@2026.10`.
    pub catalog: Catalog,
    fates: Vec<Fate>,
    /// The titles that roles had.
    titles: HashMap<RoleId, String>,
}

/// What became of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is in both copies: as it was, and as it is.
    Kept(RoleId, RoleId),
    /// It is in the newer copy alone.
    Added(RoleId),
    /// It is in the older copy alone.
    Dropped(RoleId),
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    /// Roles in the newer copy alone.
    pub added: Vec<RoleId>,
    /// Roles in the older copy alone.
    pub dropped: Vec<RoleId>,
    /// Roles of which anything changed, as they were against as they are.
    pub changed: Vec<Diff>,
    /// How many roles are what they were.
    pub same: usize,
}

impl Review {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.dropped.is_empty() && self.changed.is_empty()
    }
}

impl Copies {
    /// Lays `before` behind `now`.
    ///
    /// Where the two have packs in common, by id, roles of other packs have no part in it: they are neither added nor
    /// dropped.
    pub fn new(now: &Catalog, before: &Catalog) -> Self {
        let mut tables = Tables {
            packs: now.packs().to_vec(),
            sources: now.sources().to_vec(),
            themes: now.themes().to_vec(),
            skills: now.skills().to_vec(),
            roles: now.roles().to_vec(),
            comparisons: Vec::new(),
        };
        let same = matched(now, before);
        let places = Places {
            packs: tables.packs.len(),
            themes: joined(&mut tables.themes, before.themes(), |theme| theme.id.clone()),
            skills: joined(&mut tables.skills, before.skills(), |skill| skill.id.clone()),
            sources: joined(&mut tables.sources, before.sources(), |source| source.id.clone()),
            roles: now.roles().len(),
            same: &same,
        };
        let mut titles = HashMap::new();
        for (at, role) in before.roles().iter().enumerate() {
            titles.insert(RoleId::from_index(places.roles + at), role.title.clone());
            let version = version(now, before, role.pack);
            tables.roles.push(places.role(role, &version));
        }
        for pack in before.packs() {
            tables.packs.push(pack.clone());
        }
        let fates = fates(now, before, &same);
        Self { catalog: Catalog::new(tables), fates, titles }
    }

    /// What became of each role: those that are there in the order of the newer copy, then those that are not.
    pub fn fates(&self) -> &[Fate] {
        &self.fates
    }

    /// What became of `role`, a role of the newer copy; `None` when its pack is not in the older one.
    pub fn fate(&self, role: RoleId) -> Option<Fate> {
        let about = |fate: &&Fate| matches!(fate, Fate::Kept(_, now) | Fate::Added(now) if *now == role);
        self.fates.iter().find(about).copied()
    }

    /// A role as it was against as it is. Every changed ending of a word counts, and so do title, other titles and
    /// summary.
    pub fn diff(&self, differ: &Differ, was: RoleId, now: RoleId, how: impl Into<How>) -> Diff {
        let mut diff = differ.diff(&self.catalog, was, now, How { exact: true, ..how.into() });
        let (a, b) = (self.catalog.role(was), self.catalog.role(now));
        let names = |role: &Role| Some(role.aliases.join(", ")).filter(|names| !names.is_empty());
        let texts = [
            ("title", Some(self.titles.get(&was).unwrap_or(&a.title).clone()), Some(b.title.clone())),
            ("also called", names(a), names(b)),
            ("summary", Some(a.summary.clone()), Some(b.summary.clone())),
        ];
        let rows: Vec<_> = texts.into_iter().filter_map(|(field, a, b)| facts::row(field, a, b)).collect();
        diff.facts.splice(0..0, rows);
        diff
    }

    /// What changed in all roles.
    pub fn review(&self, differ: &Differ, how: impl Into<How>) -> Review {
        let how = how.into();
        let mut review = Review::default();
        for fate in &self.fates {
            match *fate {
                Fate::Added(role) => review.added.push(role),
                Fate::Dropped(role) => review.dropped.push(role),
                Fate::Kept(was, now) => {
                    let diff = self.diff(differ, was, now, how);
                    if differs(&diff) { review.changed.push(diff) } else { review.same += 1 }
                }
            }
        }
        review
    }
}

/// Whether a role differs from what it was in anything that is compared.
pub fn differs(diff: &Diff) -> bool {
    diff.responsibilities.iter().any(|row| row.status != Status::Same)
        || diff.skills.iter().any(|row| row.kind() != Status::Same)
        || diff.facts.iter().any(|row| row.status != FactStatus::Same)
}

/// The id that a role has inside its pack.
fn local<'a>(catalog: &Catalog, role: &'a Role) -> &'a str {
    let own = role.id.strip_prefix(catalog.pack(role.pack).id.as_str()).and_then(|rest| rest.strip_prefix(':'));
    own.unwrap_or(&role.id)
}

/// The ids of packs that both have; empty when there is none, and roles are told by their ids alone.
fn shared_packs<'a>(now: &'a Catalog, before: &Catalog) -> HashSet<&'a str> {
    let old: HashSet<&str> = before.packs().iter().map(|pack| pack.id.as_str()).collect();
    now.packs().iter().map(|pack| pack.id.as_str()).filter(|id| old.contains(id)).collect()
}

/// The roles of `before` that are in `now`, with what they are there.
fn matched(now: &Catalog, before: &Catalog) -> HashMap<RoleId, RoleId> {
    let shared = shared_packs(now, before);
    let key = |catalog: &Catalog, role: &Role| -> (String, String) {
        let pack = if shared.is_empty() { String::new() } else { catalog.pack(role.pack).id.clone() };
        (pack, local(catalog, role).to_string())
    };
    let mut known: HashMap<(String, String), RoleId> = HashMap::new();
    for (role, id) in now.roles().iter().zip(now.role_ids()) {
        known.entry(key(now, role)).or_insert(id);
    }
    // Each role is what one other was.
    let of = |(role, id): (&Role, RoleId)| known.remove(&key(before, role)).map(|now| (id, now));
    before.roles().iter().zip(before.role_ids()).filter_map(of).collect()
}

fn fates(now: &Catalog, before: &Catalog, same: &HashMap<RoleId, RoleId>) -> Vec<Fate> {
    let shared = shared_packs(now, before);
    let concerns = |catalog: &Catalog, role: RoleId| {
        shared.is_empty() || shared.contains(catalog.pack(catalog.role(role).pack).id.as_str())
    };
    let old = |role: RoleId| RoleId::from_index(now.roles().len() + role.index());
    let was: HashMap<RoleId, RoleId> = same.iter().map(|(was, now)| (*now, *was)).collect();
    let mut fates = Vec::new();
    for role in now.role_ids().filter(|role| concerns(now, *role)) {
        fates.push(was.get(&role).map_or(Fate::Added(role), |was| Fate::Kept(old(*was), role)));
    }
    let gone = before.role_ids().filter(|role| concerns(before, *role) && !same.contains_key(role));
    fates.extend(gone.map(|role| Fate::Dropped(old(role))));
    fates
}

/// What stands behind the titles of a pack as it was: its version, or `before` where that is the same.
fn version(now: &Catalog, before: &Catalog, pack: PackId) -> String {
    let pack = before.pack(pack);
    let same = now.packs().iter().any(|p| p.id == pack.id && p.version == pack.version);
    if same { "before".to_string() } else { pack.version.clone() }
}

/// Adds those of `more` to `all` that are not there yet, told by `key`; where each of `more` is then.
fn joined<'a, T: Clone + 'a, K: Hash + Eq>(
    all: &mut Vec<T>,
    more: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&T) -> K,
) -> Vec<usize> {
    let mut at: HashMap<K, usize> = HashMap::new();
    for (i, one) in all.iter().enumerate() {
        at.entry(key(one)).or_insert(i);
    }
    let place = |one: &T| {
        *at.entry(key(one)).or_insert_with(|| {
            all.push(one.clone());
            all.len() - 1
        })
    };
    more.into_iter().map(place).collect()
}

/// Where the things of the older copy are in the joint catalog.
struct Places<'a> {
    /// Packs lie behind so many.
    packs: usize,
    themes: Vec<usize>,
    skills: Vec<usize>,
    sources: Vec<usize>,
    /// Roles lie behind so many.
    roles: usize,
    same: &'a HashMap<RoleId, RoleId>,
}

impl Places<'_> {
    /// Where a reference to `role` leads: to what it is now, where it is there still.
    fn of(&self, role: RoleId) -> RoleId {
        self.same.get(&role).copied().unwrap_or_else(|| RoleId::from_index(self.roles + role.index()))
    }

    fn role(&self, role: &Role, version: &str) -> Role {
        let mut role = role.clone();
        role.id = format!("{}@{version}", role.id);
        role.title = format!("{} ({version})", role.title);
        role.pack = PackId::from_index(self.packs + role.pack.index());
        let roles = [
            &mut role.confused_with,
            &mut role.related,
            &mut role.broader,
            &mut role.reporting.reports_to,
            &mut role.reporting.manages,
            &mut role.reporting.never_manages,
        ];
        for other in roles.into_iter().flatten() {
            *other = self.of(*other);
        }
        let source = |source: &mut SourceId| *source = SourceId::from_index(self.sources[source.index()]);
        role.sources.iter_mut().for_each(source);
        role.reporting.sources.iter_mut().for_each(source);
        role.experience.sources.iter_mut().for_each(source);
        role.extends = role.extends.map(|base| self.of(base));
        for duty in &mut role.responsibilities {
            duty.theme = ThemeId::from_index(self.themes[duty.theme.index()]);
            duty.origin = duty.origin.map(|origin| self.of(origin));
            duty.sources.iter_mut().for_each(source);
        }
        for asked in &mut role.skills {
            asked.skill = SkillId::from_index(self.skills[asked.skill.index()]);
            asked.sources.iter_mut().for_each(source);
        }
        for pay in &mut role.pay {
            source(&mut pay.source);
        }
        for step in &mut role.moves {
            step.to = self.of(step.to);
            step.sources.iter_mut().for_each(source);
        }
        role
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::diff::Align;

    const PACK: &str = include_str!("../../tests/it/fixtures/small.toml");

    fn read(text: &str) -> Catalog {
        let loaded = crate::pack::from_files("small", &[("small.toml", text)]);
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
        loaded.catalog
    }

    fn review(before: &str, now: &str) -> (Copies, Review) {
        let (before, now) = (read(before), read(now));
        let copies = Copies::new(&now, &before);
        let review = copies.review(&Differ::new(&copies.catalog), Align::Auto);
        (copies, review)
    }

    #[test]
    fn nothing_changes_by_itself() {
        for text in [PACK.to_string(), PACK.replace("version = \"", "version = \"0")] {
            let (copies, review) = review(&text, PACK);
            assert!(review.is_empty(), "{review:?}");
            assert_eq!(review.same, copies.fates().len());
        }
    }

    #[test]
    fn what_was_added_dropped_and_reworded_is_told() {
        let now = PACK
            .replace("Shapes loaves by hand.", "Shapes large loaves by hand.")
            .replace("\"kitchen-hand\"", "\"helper\"");
        let (copies, review) = review(PACK, &now);
        let id = |role: &RoleId| copies.catalog.role(*role).id.as_str();
        assert_eq!(review.added.iter().map(id).collect::<Vec<_>>(), ["helper"]);
        assert!(id(&review.dropped[0]).starts_with("kitchen-hand@"));
        let reworded: Vec<String> = review
            .changed
            .iter()
            .flat_map(|diff| &diff.responsibilities)
            .filter(|row| row.status == Status::Changed)
            .filter_map(|row| row.right.as_ref())
            .flat_map(|side| side.spans.iter().filter(|span| span.changed).map(|span| span.text.clone()))
            .collect();
        assert!(reworded.contains(&"large".to_string()), "{reworded:?}");
        let (_, back) = self::review(&now, PACK);
        assert_eq!((back.added.len(), back.dropped.len()), (1, 1));
        assert_eq!(back.changed.len(), review.changed.len());
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
            assert!(review.added.is_empty() && review.dropped.is_empty(), "{:?}", copies.fates());
        }
    }
}
