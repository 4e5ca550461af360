//! Matches the things of the older copy with those of the newer one.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::analysis::rename::{self, TermBag, mean};
use crate::analysis::words::{StemHasher, TermHash, hash_term};
use crate::model::{Catalog, PackId, Responsibility, Role, RoleId, Skill, SkillId};

/// The packs that a review covers: those that both copies have, or all if they have none in common.
pub(super) struct ReviewScope {
    /// Whether the copies have no pack in common, by id.
    no_common_pack: bool,
    /// By position in the newer copy.
    pub(super) now: Vec<bool>,
    /// By position in the older copy.
    pub(super) before: Vec<bool>,
}

impl ReviewScope {
    fn new(now: &Catalog, before: &Catalog) -> Self {
        let ids = |catalog: &Catalog| {
            catalog.packs().iter().map(|pack| pack.id.clone()).collect::<HashSet<_>>()
        };
        let (new, old) = (ids(now), ids(before));
        let apart = new.is_disjoint(&old);
        let mark = |catalog: &Catalog, others: &HashSet<String>| {
            catalog.packs().iter().map(|pack| apart || others.contains(&pack.id)).collect()
        };
        Self { no_common_pack: apart, now: mark(now, &old), before: mark(before, &new) }
    }

    /// Whether it includes every pack of both copies.
    fn covers_everything(&self) -> bool {
        self.now.iter().chain(&self.before).all(|has| *has)
    }
}

/// Whether `pack` is in the scope of the review, given the marks of its copy.
pub(super) fn in_scope(pack: PackId, marks: &[bool]) -> bool {
    marks.get(pack.index()).copied().unwrap_or_default()
}

/// Matches between the things of one kind in the older and the newer copy.
pub(super) struct MatchedItems {
    /// By position in the older copy.
    pub(super) matches: Vec<Option<usize>>,
    /// Similarity of those with a new id to their older copy, by position in the older copy.
    pub(super) likeness: HashMap<usize, f64>,
    /// Whether each thing of the older and of the newer copy is in the scope of the review.
    pub(super) in_scope: (Vec<bool>, Vec<bool>),
    taken: Vec<bool>,
}

impl MatchedItems {
    /// Matches things with equal keys; each thing once, in order.
    fn by_id<K: Hash + Eq>(
        asked: (Vec<bool>, Vec<bool>),
        old: impl Fn(usize) -> K,
        new: impl Fn(usize) -> K,
    ) -> Self {
        let (olds, news) = (asked.0.len(), asked.1.len());
        let mut known: HashMap<K, usize> = HashMap::new();
        for at in 0..news {
            known.entry(new(at)).or_insert(at);
        }
        let to: Vec<Option<usize>> = (0..olds).map(|at| known.remove(&old(at))).collect();
        let mut taken = vec![false; news];
        to.iter().flatten().for_each(|at| taken[*at] = true);
        Self { matches: to, likeness: HashMap::new(), in_scope: asked, taken }
    }

    /// Returns the things of the older copy in scope that have no match.
    pub(super) fn unmatched_older(&self) -> Vec<usize> {
        (0..self.matches.len())
            .filter(|at| self.in_scope.0[*at] && self.matches[*at].is_none())
            .collect()
    }

    /// Returns the things of the newer copy in scope that have no match.
    pub(super) fn unmatched_newer(&self) -> Vec<usize> {
        (0..self.taken.len()).filter(|at| self.in_scope.1[*at] && !self.taken[*at]).collect()
    }

    /// Returns the pairs in scope.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let pairs = self.matches.iter().enumerate().filter_map(|(at, to)| Some((at, (*to)?)));
        pairs.filter(|(old, new)| self.in_scope.0[*old] || self.in_scope.1[*new])
    }

    fn add_match(&mut self, old: usize, new: usize, likeness: f64) {
        if self.matches[old].is_none() && !self.taken[new] {
            self.matches[old] = Some(new);
            self.taken[new] = true;
            self.likeness.insert(old, likeness);
        }
    }

    /// Matches removed things with new ones by a key that is unique among them.
    fn by_key<K: Hash + Eq>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
        likeness: impl Fn(usize, usize) -> f64,
    ) {
        let only = |all: Vec<usize>, key: &dyn Fn(usize) -> Option<K>| {
            let mut known: HashMap<K, Option<usize>> = HashMap::new();
            for at in all {
                if let Some(key) = key(at) {
                    known.entry(key).and_modify(|known| *known = None).or_insert(Some(at));
                }
            }
            known
        };
        let (gone, added) =
            (only(self.unmatched_older(), &old), only(self.unmatched_newer(), &new));
        let mut pairs: Vec<(usize, usize)> =
            gone.iter().filter_map(|(key, at)| Some(((*at)?, (*added.get(key)?)?))).collect();
        pairs.sort_unstable();
        for (old, new) in pairs {
            self.add_match(old, new, likeness(old, new));
        }
    }

    /// Matches removed things with new ones by content: `bag` returns the terms of a thing,
    /// `likeness` the similarity of two.
    fn by_content(
        &mut self,
        mut old_bag: impl FnMut(usize) -> TermBag,
        mut new_bag: impl FnMut(usize) -> TermBag,
        likeness: impl Fn(usize, usize) -> f64,
    ) {
        let (gone, added) = (self.unmatched_older(), self.unmatched_newer());
        if gone.is_empty() || added.is_empty() {
            return;
        }
        let olds: Vec<TermBag> = gone.iter().map(|at| old_bag(*at)).collect();
        let news: Vec<TermBag> = added.iter().map(|at| new_bag(*at)).collect();
        for (old, new, like) in
            rename::pairs(&olds, &news, |old, new| likeness(gone[old], added[new]))
        {
            self.add_match(gone[old], added[new], like);
        }
    }
}

/// All matches between the older and the newer copy.
pub(super) struct CatalogMatching {
    pub(super) scope: ReviewScope,
    /// Packs in both copies: positions in the older and in the newer one.
    pub(super) packs: Vec<(usize, usize)>,
    pub(super) sources: MatchedItems,
    pub(super) themes: MatchedItems,
    pub(super) skills: MatchedItems,
    pub(super) roles: MatchedItems,
    /// Whether they are not copies of one pack, so that nothing in them counts as renamed.
    pub(super) unrelated: bool,
}

/// Maximum number of pairs of roles to compare to find out whether two packs without a common id
/// are copies.
const FEW_PAIRS: usize = 40_000;

impl CatalogMatching {
    /// Matches by id, and the rest by code, name and content. If the packs have neither an id nor
    /// most roles in common, things match by id alone: similar things in two ladders are not one
    /// thing that was renamed.
    pub(super) fn new(now: &Catalog, before: &Catalog) -> Self {
        let scope = ReviewScope::new(now, before);
        let fewer = now.roles().len().min(before.roles().len());
        let most = |count: usize| 2 * count >= fewer;
        if scope.no_common_pack && !most(count_recognised(now, before)) {
            if now.roles().len() * before.roles().len() <= FEW_PAIRS {
                let copies = Self::match_versions(now, before, ReviewScope::new(now, before));
                if most(copies.roles.matches.iter().flatten().count()) {
                    return copies;
                }
            }
            return Self::match_unrelated(now, before, scope);
        }
        Self::match_versions(now, before, scope)
    }

    fn match_unrelated(now: &Catalog, before: &Catalog, scope: ReviewScope) -> Self {
        let sources = sources_by_id(now, before, &scope, &[]);
        let roles = roles_by_id(now, before, &scope, &[]);
        let (themes, skills) =
            (themes_by_id(now, before, &scope), skills_by_id(now, before, &scope));
        Self { scope, packs: Vec::new(), sources, themes, skills, roles, unrelated: true }
    }

    fn match_versions(now: &Catalog, before: &Catalog, scope: ReviewScope) -> Self {
        let packs = packs(now, before);
        let mut stems = StemHasher::new();
        let sources = sources(now, before, &scope, &packs, &mut stems);
        let mut roles = roles_by_id(now, before, &scope, &packs);
        let themes = themes(now, before, &scope, &mut stems);
        let skills = skills(now, before, &scope, &roles, &mut stems);
        roles_by_content(now, before, &mut roles, &skills, &mut stems);
        Self { scope, packs, sources, themes, skills, roles, unrelated: false }
    }
}

/// Returns the number of roles of the older copy that are in the newer one by id, external code or
/// title.
fn count_recognised(now: &Catalog, before: &Catalog) -> usize {
    let mut names: HashSet<String> = HashSet::new();
    let mut codes: HashSet<(&str, &str)> = HashSet::new();
    for role in now.roles() {
        names.extend([local_id(now, role).to_string(), role.title.to_lowercase()]);
        codes.extend(role.codes.iter().map(|(scheme, code)| (scheme.as_str(), code.as_str())));
    }
    before
        .roles()
        .iter()
        .filter(|role: &&Role| {
            names.contains(local_id(before, role))
                || names.contains(&role.title.to_lowercase())
                || role
                    .codes
                    .iter()
                    .any(|(scheme, code)| codes.contains(&(scheme.as_str(), code.as_str())))
        })
        .count()
}

/// Matches packs by id; a single pack with another id matches the single pack of the other copy.
fn packs(now: &Catalog, before: &Catalog) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (old, pack) in before.packs().iter().enumerate() {
        pairs
            .extend(now.packs().iter().position(|other| other.id == pack.id).map(|new| (old, new)));
    }
    if pairs.is_empty() && now.packs().len() == 1 && before.packs().len() == 1 {
        pairs.push((0, 0));
    }
    pairs
}

/// Returns the position of an older pack in the newer copy; a distinct position past the end if it
/// is missing.
fn newer_pack(packs: &[(usize, usize)], old: PackId) -> usize {
    let found = packs.iter().find(|(at, _)| *at == old.index());
    found.map_or(usize::MAX - old.index(), |(_, new)| *new)
}

fn sources_by_id(
    now: &Catalog,
    before: &Catalog,
    scope: &ReviewScope,
    packs: &[(usize, usize)],
) -> MatchedItems {
    let (old, new) = (before.sources(), now.sources());
    let asked = (
        old.iter().map(|source| in_scope(source.pack, &scope.before)).collect(),
        new.iter().map(|source| in_scope(source.pack, &scope.now)).collect(),
    );
    MatchedItems::by_id(
        asked,
        |at| (newer_pack(packs, old[at].pack), old[at].id.as_str()),
        |at| (new[at].pack.index(), new[at].id.as_str()),
    )
}

fn sources(
    now: &Catalog,
    before: &Catalog,
    scope: &ReviewScope,
    packs: &[(usize, usize)],
    stems: &mut StemHasher,
) -> MatchedItems {
    let (old, new) = (before.sources(), now.sources());
    let mut matched = sources_by_id(now, before, scope, packs);
    matched.by_key(|at| old[at].url.as_deref(), |at| new[at].url.as_deref(), |_, _| 1.0);
    let work = |source: &crate::model::Source| {
        Some((source.title.to_lowercase(), source.publisher.to_lowercase()))
    };
    matched.by_key(|at| work(&old[at]), |at| work(&new[at]), |_, _| 1.0);
    let bag = |source: &crate::model::Source, stems: &mut StemHasher| {
        TermBag::new(stems.of(&format!("{} {}", source.title, source.publisher)))
    };
    let olds: Vec<TermBag> = old.iter().map(|source| bag(source, stems)).collect();
    let news: Vec<TermBag> = new.iter().map(|source| bag(source, stems)).collect();
    matched.by_content(
        |at| olds[at].clone(),
        |at| news[at].clone(),
        |a, b| olds[a].similarity(&news[b]),
    );
    matched
}

/// Returns the shared things in scope: all of them, or those that roles of the reviewed packs use.
fn used_items(
    catalog: &Catalog,
    scope: &ReviewScope,
    marks: &[bool],
    count: usize,
    uses: impl Fn(&Role, &mut Vec<bool>),
) -> Vec<bool> {
    let mut used = vec![scope.covers_everything(); count];
    if !scope.covers_everything() {
        catalog
            .roles()
            .iter()
            .filter(|role| in_scope(role.pack, marks))
            .for_each(|role| uses(role, &mut used));
    }
    used
}

fn own_responsibilities(role: &Role) -> impl Iterator<Item = &Responsibility> {
    role.responsibilities.iter().filter(|duty| duty.inherited_from.is_none())
}

fn themes_by_id(now: &Catalog, before: &Catalog, scope: &ReviewScope) -> MatchedItems {
    let (old, new) = (before.themes(), now.themes());
    let uses = |role: &Role, used: &mut Vec<bool>| {
        own_responsibilities(role).for_each(|duty| used[duty.theme.index()] = true);
    };
    let asked = (
        used_items(before, scope, &scope.before, old.len(), uses),
        used_items(now, scope, &scope.now, new.len(), uses),
    );
    MatchedItems::by_id(asked, |at| old[at].id.as_str(), |at| new[at].id.as_str())
}

fn themes(
    now: &Catalog,
    before: &Catalog,
    scope: &ReviewScope,
    stems: &mut StemHasher,
) -> MatchedItems {
    let (old, new) = (before.themes(), now.themes());
    let mut matched = themes_by_id(now, before, scope);
    matched.by_key(
        |at| Some(old[at].title.to_lowercase()),
        |at| Some(new[at].title.to_lowercase()),
        |_, _| 1.0,
    );
    if matched.unmatched_older().is_empty() || matched.unmatched_newer().is_empty() {
        return matched;
    }
    let duties = |catalog: &Catalog| {
        let mut texts: Vec<Vec<TermHash>> = vec![Vec::new(); catalog.themes().len()];
        for duty in catalog.roles().iter().flat_map(own_responsibilities) {
            texts[duty.theme.index()].push(hash_term(&duty.text));
        }
        texts.into_iter().map(TermBag::new).collect::<Vec<_>>()
    };
    let (old_duties, new_duties) = (duties(before), duties(now));
    let titles = |catalog: &Catalog, stems: &mut StemHasher| {
        catalog
            .themes()
            .iter()
            .map(|theme| TermBag::new(stems.of(&theme.title)))
            .collect::<Vec<_>>()
    };
    let (old_titles, new_titles) = (titles(before, stems), titles(now, stems));
    let both = |title: &TermBag, duties: &TermBag| title.union(duties);
    matched.by_content(
        |at| both(&old_titles[at], &old_duties[at]),
        |at| both(&new_titles[at], &new_duties[at]),
        |a, b| {
            let some = !(old_duties[a].is_empty() && new_duties[b].is_empty());
            let duties = some.then(|| old_duties[a].similarity(&new_duties[b]));
            mean(&[(0.4, Some(old_titles[a].similarity(&new_titles[b]))), (0.6, duties)])
        },
    );
    matched
}

/// The words of a skill, and the roles that require it.
struct SkillContent {
    name: TermBag,
    text: TermBag,
    /// Positions in the newer copy of the roles that require it.
    roles: TermBag,
}

fn skill_content(skill: &Skill, roles: Vec<TermHash>, stems: &mut StemHasher) -> SkillContent {
    let mut text = skill.description.as_deref().map(|text| stems.of(text)).unwrap_or_default();
    text.extend(skill.levels.iter().flat_map(|(_, text)| stems.of(text)));
    SkillContent {
        name: TermBag::new(stems.of(&skill.name)),
        text: TermBag::new(text),
        roles: TermBag::new(roles),
    }
}

/// Whether a name of one thing is the name or an alias of the other.
fn share_a_name(a: (&str, &[String]), b: (&str, &[String])) -> bool {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    same(a.0, b.0)
        || a.1.iter().any(|name| same(name, b.0))
        || b.1.iter().any(|name| same(name, a.0))
}

fn skills_by_id(now: &Catalog, before: &Catalog, scope: &ReviewScope) -> MatchedItems {
    let (old, new) = (before.skills(), now.skills());
    let uses = |role: &Role, used: &mut Vec<bool>| {
        role.skills.iter().for_each(|asked| used[asked.skill.index()] = true);
    };
    let asked = (
        used_items(before, scope, &scope.before, old.len(), uses),
        used_items(now, scope, &scope.now, new.len(), uses),
    );
    MatchedItems::by_id(asked, |at| old[at].id.as_str(), |at| new[at].id.as_str())
}

fn skills(
    now: &Catalog,
    before: &Catalog,
    scope: &ReviewScope,
    roles: &MatchedItems,
    stems: &mut StemHasher,
) -> MatchedItems {
    let (old, new) = (before.skills(), now.skills());
    let mut matched = skills_by_id(now, before, scope);
    if matched.unmatched_older().is_empty() || matched.unmatched_newer().is_empty() {
        return matched;
    }
    // Codes of these schemes identify a single skill; others identify a class of skills.
    let own = |skill: &Skill| {
        skill.codes.iter().find(|(scheme, _)| scheme == "esco" || scheme == "onet").cloned()
    };
    matched.by_key(|at| own(&old[at]), |at| own(&new[at]), |_, _| 1.0);
    let name = |skill: &Skill| Some((skill.name.to_lowercase(), skill.kind));
    matched.by_key(|at| name(&old[at]), |at| name(&new[at]), |_, _| 1.0);
    let name = |skill: &Skill| Some(skill.name.to_lowercase());
    matched.by_key(|at| name(&old[at]), |at| name(&new[at]), |_, _| 1.0);
    let needed =
        |catalog: &Catalog, at: usize, place: &dyn Fn(RoleId) -> Option<usize>| -> Vec<TermHash> {
            let needs = catalog.needs(SkillId::from_index(at));
            needs.iter().filter_map(|need| place(need.role)).map(|role| role as TermHash).collect()
        };
    let olds: HashMap<usize, SkillContent> = matched
        .unmatched_older()
        .into_iter()
        .map(|at| {
            (
                at,
                skill_content(
                    &old[at],
                    needed(before, at, &|role| roles.matches[role.index()]),
                    stems,
                ),
            )
        })
        .collect();
    let news: HashMap<usize, SkillContent> = matched
        .unmatched_newer()
        .into_iter()
        .map(|at| (at, skill_content(&new[at], needed(now, at, &|role| Some(role.index())), stems)))
        .collect();
    let bag = |content: &SkillContent| content.name.union(&content.text);
    matched.by_content(
        |at| bag(&olds[&at]),
        |at| bag(&news[&at]),
        |a, b| {
            let (x, y) = (&olds[&a], &news[&b]);
            let named =
                share_a_name((&old[a].name, &old[a].aliases), (&new[b].name, &new[b].aliases));
            let text =
                (!x.text.is_empty() || !y.text.is_empty()).then(|| x.text.similarity(&y.text));
            let roles = (!x.roles.is_empty()).then(|| x.roles.similarity(&y.roles));
            let name = if named { 1.0 } else { x.name.similarity(&y.name) };
            mean(&[(0.45, Some(name)), (0.35, text), (0.2, roles)])
        },
    );
    matched
}

/// Returns the id that a role has inside its pack.
fn local_id<'a>(catalog: &Catalog, role: &'a Role) -> &'a str {
    let own = role
        .id
        .strip_prefix(catalog.pack(role.pack).id.as_str())
        .and_then(|rest| rest.strip_prefix(':'));
    own.unwrap_or(&role.id)
}

fn roles_by_id(
    now: &Catalog,
    before: &Catalog,
    scope: &ReviewScope,
    packs: &[(usize, usize)],
) -> MatchedItems {
    let (old, new) = (before.roles(), now.roles());
    let asked = (
        old.iter().map(|role| in_scope(role.pack, &scope.before)).collect(),
        new.iter().map(|role| in_scope(role.pack, &scope.now)).collect(),
    );
    // If the copies have no pack in common, only ids decide.
    let apart = packs.is_empty();
    MatchedItems::by_id(
        asked,
        |at| (if apart { 0 } else { newer_pack(packs, old[at].pack) }, local_id(before, &old[at])),
        |at| (if apart { 0 } else { new[at].pack.index() }, local_id(now, &new[at])),
    )
}

/// Returns the number of roles with each external code.
fn code_counts(catalog: &Catalog) -> HashMap<(&str, &str), usize> {
    let mut counts = HashMap::new();
    for (scheme, code) in catalog.roles().iter().flat_map(|role| &role.codes) {
        *counts.entry((scheme.as_str(), code.as_str())).or_default() += 1;
    }
    counts
}

/// The content of a role that is compared.
struct RoleContent {
    title: TermBag,
    text: TermBag,
    skills: HashMap<usize, (Option<(u8, u8)>, crate::model::Importance)>,
}

impl RoleContent {
    fn new(role: &Role, skill: impl Fn(SkillId) -> usize, stems: &mut StemHasher) -> Self {
        let mut text = stems.of(&role.summary);
        text.extend(own_responsibilities(role).flat_map(|duty| stems.of(&duty.text)));
        let asked = role.skills.iter().map(|asked| {
            let level = asked.level.map(|level| (level.rank, level.of));
            (skill(asked.skill), (level, asked.importance))
        });
        Self {
            title: TermBag::new(stems.of(&role.title)),
            text: TermBag::new(text),
            skills: asked.collect(),
        }
    }

    /// Returns the terms that lead to candidates: words and skills.
    fn bag(&self) -> TermBag {
        let skills = self.skills.keys().map(|skill| hash_term(&format!("skill {skill}"))).collect();
        self.title.union(&self.text).union(&TermBag::new(skills))
    }

    /// Returns the similarity of two roles: of their words, required skills and titles.
    fn likeness(&self, other: &Self, named: bool) -> f64 {
        let title = if named { 1.0 } else { self.title.similarity(&other.title) };
        let all = self.skills.len() + other.skills.len();
        let shared: f64 = self
            .skills
            .iter()
            .filter_map(|(skill, asked)| {
                other.skills.get(skill).map(|theirs| if asked == theirs { 1.0 } else { 0.6 })
            })
            .sum();
        let skills = (all > 0).then(|| 2.0 * shared / all as f64);
        let text = (!self.text.is_empty() || !other.text.is_empty())
            .then(|| self.text.similarity(&other.text));
        mean(&[(0.25, Some(title)), (0.45, text), (0.3, skills)])
    }
}

fn roles_by_content(
    now: &Catalog,
    before: &Catalog,
    matched: &mut MatchedItems,
    skills: &MatchedItems,
    stems: &mut StemHasher,
) {
    let (gone, added) = (matched.unmatched_older(), matched.unmatched_newer());
    if gone.is_empty() || added.is_empty() {
        return;
    }
    let (old, new) = (before.roles(), now.roles());
    // A removed skill matches none of the newer copy.
    let olds: HashMap<usize, RoleContent> = gone
        .iter()
        .map(|at| {
            (
                *at,
                RoleContent::new(
                    &old[*at],
                    |skill: SkillId| {
                        skills.matches[skill.index()].unwrap_or(usize::MAX - skill.index())
                    },
                    stems,
                ),
            )
        })
        .collect();
    let news: HashMap<usize, RoleContent> =
        added.iter().map(|at| (*at, RoleContent::new(&new[*at], SkillId::index, stems))).collect();
    let likeness = |a: usize, b: usize| {
        let named =
            share_a_name((&old[a].title, &old[a].aliases), (&new[b].title, &new[b].aliases));
        olds[&a].likeness(&news[&b], named)
    };
    let (old_counts, new_counts) = (code_counts(before), code_counts(now));
    let alone = |code: &(String, String), counts: &HashMap<(&str, &str), usize>| {
        counts.get(&(code.0.as_str(), code.1.as_str())) == Some(&1)
    };
    let mut holders: HashMap<&(String, String), usize> = HashMap::new();
    for at in &added {
        holders.extend(
            new[*at].codes.iter().filter(|code| alone(code, &new_counts)).map(|code| (code, *at)),
        );
    }
    for at in gone {
        let codes = || old[at].codes.iter().filter(|code| alone(code, &old_counts));
        // Among several roles that share a code, the one with most in common.
        let mut found: Vec<usize> = codes().filter_map(|code| holders.get(code).copied()).collect();
        found.sort_unstable();
        found.dedup();
        let balance = |other: usize| {
            let pairs = codes().filter_map(|(scheme, code)| {
                new[other]
                    .codes
                    .iter()
                    .find(|(theirs, _)| theirs == scheme)
                    .map(|(_, theirs)| theirs == code)
            });
            pairs.map(|same| if same { 1 } else { -1 }).sum::<i32>()
        };
        let best = found
            .into_iter()
            .max_by_key(|other| balance(*other))
            .filter(|other| balance(*other) > 0);
        if let Some(other) = best {
            matched.add_match(at, other, likeness(at, other));
        }
    }
    matched.by_content(|at| olds[&at].bag(), |at| news[&at].bag(), likeness);
}
