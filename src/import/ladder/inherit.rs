//! Puts the texts of other levels where a ladder only refers to them.

use super::draft::{Draft, DraftDuty, DraftRole, NO_THEME, RoleIndex};
use super::refer::{ReferredLevel, bare_name, is_one, parse};
use super::understanding::{list, number_of};
use super::words::{key, opening};
use crate::model::{Role, RoleId};

/// Puts the texts of other levels where the ladder only refers to them; notes what it did in
/// `notes`. Roles are `seniorities` apart within their families.
pub(super) fn resolve(draft: &mut Draft, seniorities: &[Option<u32>], notes: &mut Vec<String>) {
    let mut order: Vec<RoleIndex> = (0..draft.roles.len()).collect();
    // A level below has its own texts before those above refer to it.
    order.sort_by_key(|at| (seniorities[*at].unwrap_or(0), *at));
    let mut found = Resolved::default();
    for is_last in [false, true] {
        for &role in &order {
            inherited_roles(draft, role, seniorities, &mut found);
            duties(draft, role, seniorities, &mut found);
            skills(draft, role, (seniorities, is_last), &mut found);
        }
    }
    found.note(draft, seniorities, notes);
}

/// The references of a ladder, as far as they are resolved.
#[derive(Default)]
struct Resolved {
    copied: usize,
    /// References to a level that says nothing there.
    empty: Vec<String>,
}

impl Resolved {
    /// Tells in `notes` what became of the references.
    fn note(self, draft: &Draft, seniorities: &[Option<u32>], notes: &mut Vec<String>) {
        if self.copied > 0 {
            let texts = number_of(self.copied, "text that refers", "texts that refer");
            notes.push(format!("{texts} to another level, read as what that level says"));
        }
        if !self.empty.is_empty() {
            notes.push(format!(
                "left out, as the level referred to asks nothing there: {}",
                list(&self.empty)
            ));
        }
        let mut open: Vec<String> = Vec::new();
        for (at, role) in draft.roles.iter().enumerate() {
            let texts = role.duties.iter().map(|duty| &duty.text).chain(&role.inherits);
            for text in texts {
                let Some(reference) = parse(text) else { continue };
                let known = target_of(draft, at, &reference.target, seniorities).is_some();
                if known || is_one(text) && !reference.changes {
                    open.push(format!("“{}” of {}", opening(text), role.title));
                }
            }
        }
        if !open.is_empty() {
            notes.push(format!(
                "texts that refer to another level, kept as written: {}",
                list(&open)
            ));
        }
    }
}

/// Returns the role that a reference of `role` means.
fn target_of(
    draft: &Draft,
    role: RoleIndex,
    target: &ReferredLevel,
    seniorities: &[Option<u32>],
) -> Option<RoleIndex> {
    let own = &draft.roles[role];
    let family = draft
        .roles
        .iter()
        .enumerate()
        .filter(|(at, other)| *at != role && other.family == own.family);
    match target {
        ReferredLevel::Named(name) => {
            let wanted = key(bare_name(name));
            let mut family = family;
            family.find(|(_, other)| is_called(other, &wanted)).map(|(at, _)| at)
        }
        ReferredLevel::Below => {
            let rank = seniorities[role];
            let below = family.filter(|(at, other)| match (rank, seniorities[*at]) {
                (Some(rank), Some(other_rank)) => {
                    other_rank < rank && (other.track.is_none() || other.track == own.track)
                }
                _ => *at < role && other.source == own.source,
            });
            below.max_by_key(|(at, _)| (seniorities[*at], *at)).map(|(at, _)| at)
        }
    }
}

/// Whether a role has the name `wanted` as its level, its code or its title.
fn is_called(role: &DraftRole, wanted: &str) -> bool {
    let level = &role.level;
    let names = [Some(&level.label), Some(&role.title), level.code.as_ref(), level.title.as_ref()];
    names.into_iter().flatten().any(|name| key(name) == wanted)
}

/// Whether a duty still stands for that of another level.
fn is_open(duty: &DraftDuty) -> bool {
    is_one(&duty.text) && parse(&duty.text).is_some_and(|found| !found.changes)
}

/// The theme and competency of a duty, as they are compared.
fn place_of(duty: &DraftDuty) -> (String, Option<String>) {
    (key(&duty.theme), duty.competency.as_deref().map(key))
}

/// Replaces the duties of a role that only refer to another's.
fn duties(draft: &mut Draft, role: RoleIndex, ranks: &[Option<u32>], found: &mut Resolved) {
    let mut at = 0;
    while at < draft.roles[role].duties.len() {
        let duty = draft.roles[role].duties[at].clone();
        at += 1;
        let Some(reference) = parse(&duty.text).filter(|found| !found.changes) else { continue };
        let Some(target) = target_of(draft, role, &reference.target, ranks) else { continue };
        let other = &draft.roles[target];
        let mut texts: Vec<DraftDuty> = other
            .duties
            .iter()
            .filter(|other| place_of(other) == place_of(&duty))
            .cloned()
            .collect();
        if duty.theme == NO_THEME && texts.is_empty() {
            // Below no heading, it means all that the level says.
            texts.clone_from(&other.duties);
        }
        if texts.iter().any(is_open) {
            continue;
        }
        let said = texts.len();
        texts.extend(reference.adds.map(|text| DraftDuty { text, ..duty.clone() }));
        if said == 0 {
            let theme = duty.competency.as_ref().unwrap_or(&duty.theme);
            found.empty.push(format!(
                "“{}” of {} ({theme})",
                opening(&duty.text),
                draft.roles[role].title
            ));
        } else {
            found.copied += 1;
        }
        let own = &mut draft.roles[role].duties;
        texts.retain(|text| !own.contains(text));
        let count = texts.len();
        own.splice(at - 1..at, texts);
        at = at - 1 + count;
    }
}

/// Gives skills whose level only refers to another's that level; in the last round, those that are
/// not known have none.
fn skills(
    draft: &mut Draft,
    role: RoleIndex,
    (ranks, is_last): (&[Option<u32>], bool),
    found: &mut Resolved,
) {
    for at in 0..draft.roles[role].skills.len() {
        let skill = draft.roles[role].skills[at].clone();
        let Some(grade) = skill.grade.as_deref().filter(|grade| is_one(grade)) else { continue };
        let target = parse(grade).and_then(|found| target_of(draft, role, &found.target, ranks));
        let other = target.and_then(|target| {
            draft.roles[target].skills.iter().find(|other| key(&other.name) == key(&skill.name))
        });
        match other.map(|other| other.grade.clone()) {
            Some(Some(grade)) if !is_one(&grade) => {
                draft.roles[role].skills[at].grade = Some(grade);
                found.copied += 1;
            }
            _ if is_last => {
                let title = &draft.roles[role].title;
                found.empty.push(format!("“{}” of {title} ({})", opening(grade), skill.name));
                draft.roles[role].skills[at].grade = None;
            }
            _ => {}
        }
    }
}

/// Finds the roles whose duties a role has too, as its text says of all that it asks.
fn inherited_roles(
    draft: &mut Draft,
    role: RoleIndex,
    ranks: &[Option<u32>],
    found: &mut Resolved,
) {
    for text in std::mem::take(&mut draft.roles[role].inherits) {
        let Some(reference) = parse(&text) else { continue };
        if reference.changes {
            draft.roles[role].inherits.push(text);
            continue;
        }
        let target = target_of(draft, role, &reference.target, ranks);
        let base = target.filter(|target| !goes_round(draft, role, *target));
        match base {
            Some(base) if draft.roles[role].base.is_none() => {
                draft.roles[role].base = Some(base);
                let adds = reference.adds.map(|text| DraftDuty {
                    theme: NO_THEME.to_string(),
                    competency: None,
                    text,
                });
                if adds.is_some() {
                    draft.theme(NO_THEME);
                }
                draft.roles[role].duties.extend(adds);
                found.copied += 1;
            }
            _ => draft.roles[role].inherits.push(text),
        }
    }
}

/// Whether `role` would have its own duties from `base` again.
fn goes_round(draft: &Draft, role: RoleIndex, base: RoleIndex) -> bool {
    let mut at = Some(base);
    for _ in 0..=draft.roles.len() {
        match at {
            Some(here) if here == role => return true,
            Some(here) => at = draft.roles[here].base,
            None => return false,
        }
    }
    true
}

/// Adds to each role the duties of those that it extends, after its own.
pub(super) fn add_duties(roles: &mut [Role]) {
    let own: Vec<_> = roles.iter().map(|role| role.responsibilities.clone()).collect();
    for at in 0..roles.len() {
        let mut base = roles[at].extends;
        while let Some(from) = base {
            let from: RoleId = from;
            for duty in &own[from.index()] {
                let known = roles[at]
                    .responsibilities
                    .iter()
                    .any(|other| other.theme == duty.theme && other.text == duty.text);
                if !known {
                    let mut duty = duty.clone();
                    duty.inherited_from = Some(from);
                    roles[at].responsibilities.push(duty);
                }
            }
            base = roles[from.index()].extends;
        }
    }
}
