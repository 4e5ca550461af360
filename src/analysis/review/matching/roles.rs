//! Matches roles by id and by content.

use super::matched::{
    MatchedItems, ReviewScope, in_scope, newer_pack, own_responsibilities, share_a_name,
};
use crate::analysis::rename::{TermBag, mean};
use crate::analysis::words::{StemHasher, hash_term};
use crate::model::{Catalog, LazyRows, Role, SkillId};
use std::collections::HashMap;

/// Returns the id that a role has inside its pack.
pub(super) fn local_id<'a>(catalog: &Catalog, role: &'a Role) -> &'a str {
    let own = role
        .id
        .strip_prefix(catalog.pack(role.pack).id.as_str())
        .and_then(|rest| rest.strip_prefix(':'));
    own.unwrap_or(&role.id)
}

pub(super) fn roles_by_id(
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
pub(super) fn code_counts(catalog: &Catalog) -> HashMap<(&str, &str), usize> {
    let mut counts = HashMap::new();
    for (scheme, code) in catalog.roles().iter().flat_map(|role| &role.codes) {
        *counts.entry((scheme.as_str(), code.as_str())).or_default() += 1;
    }
    counts
}

/// The content of a role that is compared.
pub(super) struct RoleContent {
    pub(super) title: TermBag,
    pub(super) text: TermBag,
    pub(super) skills: HashMap<usize, (Option<(u8, u8)>, crate::model::Importance)>,
}

impl RoleContent {
    pub(super) fn new(
        role: &Role,
        skill: impl Fn(SkillId) -> usize,
        stems: &mut StemHasher,
    ) -> Self {
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
    pub(super) fn bag(&self) -> TermBag {
        let skills = self.skills.keys().map(|skill| hash_term(&format!("skill {skill}"))).collect();
        self.title.union(&self.text).union(&TermBag::new(skills))
    }

    /// Returns the similarity of two roles: of their words, required skills and titles.
    pub(super) fn likeness(&self, other: &Self, named: bool) -> f64 {
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

pub(super) fn roles_by_content(
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
    let (old_counts, new_counts) = (code_counts(before), code_counts(now));
    let mut holders: HashMap<&(String, String), usize> = HashMap::new();
    for at in &added {
        holders.extend(
            new[*at]
                .codes
                .iter()
                .filter(|code| is_unique_code(code, &new_counts))
                .map(|code| (code, *at)),
        );
    }
    for at in gone {
        let codes = || old[at].codes.iter().filter(|code| is_unique_code(code, &old_counts));
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
            matched.add_match(at, other, content_similarity(at, other, &olds, &news, old, new));
        }
    }
    matched.by_content(
        |at| olds[&at].bag(),
        |at| news[&at].bag(),
        |a, b| content_similarity(a, b, &olds, &news, old, new),
    );
}

pub(super) fn content_similarity(
    a: usize,
    b: usize,
    olds: &HashMap<usize, RoleContent>,
    news: &HashMap<usize, RoleContent>,
    old: &LazyRows<Role>,
    new: &LazyRows<Role>,
) -> f64 {
    let named = share_a_name((&old[a].title, &old[a].aliases), (&new[b].title, &new[b].aliases));
    olds[&a].likeness(&news[&b], named)
}

pub(super) fn is_unique_code(
    code: &(String, String),
    counts: &HashMap<(&str, &str), usize>,
) -> bool {
    counts.get(&(code.0.as_str(), code.1.as_str())) == Some(&1)
}
