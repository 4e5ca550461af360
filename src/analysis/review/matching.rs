//! Matches the things of the older copy with those of the newer one.

mod matched;

pub(super) use self::matched::{MatchedItems, ReviewScope, in_scope};
use self::matched::{newer_pack, own_responsibilities, packs, share_a_name};
mod roles;

use self::roles::{local_id, roles_by_content, roles_by_id};
use std::collections::{HashMap, HashSet};

use crate::analysis::rename::{TermBag, mean};
use crate::analysis::words::{StemHasher, TermHash, hash_term};
use crate::model::{Catalog, Role, RoleId, Skill, SkillId, SkillKind, Source};

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
        if scope.no_common_pack && !is_most(count_recognised(now, before), fewer) {
            if now.roles().len() * before.roles().len() <= FEW_PAIRS {
                let copies = Self::match_versions(now, before, ReviewScope::new(now, before));
                if is_most(copies.roles.matches.iter().flatten().count(), fewer) {
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

fn is_most(count: usize, fewer: usize) -> bool {
    2 * count >= fewer
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
    matched.by_key(
        |at| Some(title_and_publisher(&old[at])),
        |at| Some(title_and_publisher(&new[at])),
        |_, _| 1.0,
    );
    let olds: Vec<TermBag> = old.iter().map(|source| source_bag(source, stems)).collect();
    let news: Vec<TermBag> = new.iter().map(|source| source_bag(source, stems)).collect();
    matched.by_content(
        |at| olds[at].clone(),
        |at| news[at].clone(),
        |a, b| olds[a].similarity(&news[b]),
    );
    matched
}

fn title_and_publisher(source: &Source) -> (String, String) {
    (source.title.to_lowercase(), source.publisher.to_lowercase())
}

fn source_bag(source: &Source, stems: &mut StemHasher) -> TermBag {
    TermBag::new(stems.of(&format!("{} {}", source.title, source.publisher)))
}

/// Returns the shared things in scope: all of them, or those that roles of the reviewed packs use.
fn used_items(
    catalog: &Catalog,
    scope: &ReviewScope,
    marks: &[bool],
    count: usize,
    uses: impl Fn(&Role, &mut [bool]),
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

fn themes_by_id(now: &Catalog, before: &Catalog, scope: &ReviewScope) -> MatchedItems {
    let (old, new) = (before.themes(), now.themes());
    let asked = (
        used_items(before, scope, &scope.before, old.len(), mark_used_themes),
        used_items(now, scope, &scope.now, new.len(), mark_used_themes),
    );
    MatchedItems::by_id(asked, |at| old[at].id.as_str(), |at| new[at].id.as_str())
}

fn mark_used_themes(role: &Role, used: &mut [bool]) {
    own_responsibilities(role).for_each(|duty| used[duty.theme.index()] = true);
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
    let (old_duties, new_duties) = (responsibility_bags(before), responsibility_bags(now));
    let (old_titles, new_titles) = (title_bags(before, stems), title_bags(now, stems));
    matched.by_content(
        |at| theme_words(&old_titles[at], &old_duties[at]),
        |at| theme_words(&new_titles[at], &new_duties[at]),
        |a, b| {
            let some = !(old_duties[a].is_empty() && new_duties[b].is_empty());
            let duties = some.then(|| old_duties[a].similarity(&new_duties[b]));
            mean(&[(0.4, Some(old_titles[a].similarity(&new_titles[b]))), (0.6, duties)])
        },
    );
    matched
}

fn responsibility_bags(catalog: &Catalog) -> Vec<TermBag> {
    let mut texts: Vec<Vec<TermHash>> = vec![Vec::new(); catalog.themes().len()];
    for duty in catalog.roles().iter().flat_map(own_responsibilities) {
        texts[duty.theme.index()].push(hash_term(&duty.text));
    }
    texts.into_iter().map(TermBag::new).collect::<Vec<_>>()
}

fn title_bags(catalog: &Catalog, stems: &mut StemHasher) -> Vec<TermBag> {
    catalog.themes().iter().map(|theme| TermBag::new(stems.of(&theme.title))).collect::<Vec<_>>()
}

fn theme_words(title: &TermBag, duties: &TermBag) -> TermBag {
    title.union(duties)
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

fn skills_by_id(now: &Catalog, before: &Catalog, scope: &ReviewScope) -> MatchedItems {
    let (old, new) = (before.skills(), now.skills());
    let asked = (
        used_items(before, scope, &scope.before, old.len(), mark_used_skills),
        used_items(now, scope, &scope.now, new.len(), mark_used_skills),
    );
    MatchedItems::by_id(asked, |at| old[at].id.as_str(), |at| new[at].id.as_str())
}

fn mark_used_skills(role: &Role, used: &mut [bool]) {
    role.skills.iter().for_each(|asked| used[asked.skill.index()] = true);
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
    matched.by_key(|at| public_code(&old[at]), |at| public_code(&new[at]), |_, _| 1.0);
    matched.by_key(
        |at| Some(name_and_kind(&old[at])),
        |at| Some(name_and_kind(&new[at])),
        |_, _| 1.0,
    );
    matched.by_key(
        |at| Some(old[at].name.to_lowercase()),
        |at| Some(new[at].name.to_lowercase()),
        |_, _| 1.0,
    );
    let olds: HashMap<usize, SkillContent> = matched
        .unmatched_older()
        .into_iter()
        .map(|at| {
            (
                at,
                skill_content(
                    &old[at],
                    roles_needing(before, at, &|role| roles.matches[role.index()]),
                    stems,
                ),
            )
        })
        .collect();
    let news: HashMap<usize, SkillContent> = matched
        .unmatched_newer()
        .into_iter()
        .map(|at| {
            (at, skill_content(&new[at], roles_needing(now, at, &|role| Some(role.index())), stems))
        })
        .collect();
    matched.by_content(
        |at| skill_words(&olds[&at]),
        |at| skill_words(&news[&at]),
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

/// Returns the code that identifies `skill`, if it has one: codes of other schemes identify a class
/// of skills.
fn public_code(skill: &Skill) -> Option<(String, String)> {
    skill.codes.iter().find(|(scheme, _)| scheme == "esco" || scheme == "onet").cloned()
}

fn name_and_kind(skill: &Skill) -> (String, SkillKind) {
    (skill.name.to_lowercase(), skill.kind)
}

fn roles_needing(
    catalog: &Catalog,
    at: usize,
    place: &dyn Fn(RoleId) -> Option<usize>,
) -> Vec<u64> {
    let needs = catalog.needs(SkillId::from_index(at));
    needs.iter().filter_map(|need| place(need.role)).map(|role| role as TermHash).collect()
}

fn skill_words(content: &SkillContent) -> TermBag {
    content.name.union(&content.text)
}
