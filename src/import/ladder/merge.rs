//! Sources that are themes of one ladder: a sheet or file for each competency, with the same levels.

use foldhash::HashMap;

use super::draft::{Draft, DraftRole};
use super::families::names_field;
use super::level::{Certainty, LevelName, certainty, ends_with_job, title_of};
use super::map::LadderMap;
use super::meaning::LabelMeaning;
use super::understanding::list;
use super::words::key;

/// Joins the roles of sources that have the same levels and no themes of their own: the names of
/// the sources are themes then, not families. Returns a remark if it did.
pub(super) fn join_sources(
    draft: &mut Draft,
    family_of_all: &str,
    map: &LadderMap,
) -> Option<String> {
    let mut sources: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, role) in draft.roles.iter().enumerate() {
        match sources.iter_mut().find(|(family, _)| *family == role.family) {
            Some((_, roles)) => roles.push(at),
            None => sources.push((role.family.clone(), vec![at])),
        }
    }
    sources.retain(|(family, roles)| {
        map.meaning(family) != Some(LabelMeaning::Family)
            && is_theme(family, roles.iter().map(|at| &draft.roles[*at]), map)
    });
    let (_, first) = sources.first()?;
    let wanted = labels(draft, first);
    sources.retain(|(_, roles)| {
        labels(draft, roles).iter().filter(|label| wanted.contains(label)).count() * 2
            > wanted.len()
    });
    // Fields of work are families, even where their levels are called alike.
    if sources.iter().all(|(family, _)| names_field(family)) {
        let stated =
            sources.iter().any(|(family, _)| map.meaning(family) == Some(LabelMeaning::Theme));
        if !stated {
            return None;
        }
    }
    if sources.len() < 2 || map.family.is_some() && sources.is_empty() {
        return None;
    }
    let mut joined: HashMap<String, usize> = HashMap::default();
    let mut dropped: Vec<usize> = Vec::new();
    let mut lost: Vec<String> = Vec::new();
    let names: Vec<String> = sources.iter().map(|(family, _)| family.clone()).collect();
    for (family, roles) in &sources {
        for &at in roles {
            let role = &mut draft.roles[at];
            for duty in &mut role.duties {
                let theme = std::mem::replace(&mut duty.theme, family.clone());
                if theme != super::draft::NO_THEME && duty.competency.is_none() {
                    duty.competency = Some(theme);
                }
            }
            let label = role.level.label.clone();
            role.family = map.family.clone().unwrap_or_else(|| family_of_all.to_string());
            role.title = title_of(&LevelName::parse(&label), &role.family);
            if let Some(&into) = joined.get(&key(&label)) {
                let other = draft.roles[at].clone();
                add_role(&mut draft.roles[into], other, &mut lost);
                dropped.push(at);
            } else {
                role.source = String::new();
                joined.insert(key(&label), at);
            }
        }
    }
    for name in &names {
        draft.theme(name);
    }
    draft.remove(&dropped);
    let lost = if lost.is_empty() {
        String::new()
    } else {
        format!(". Stated in several ways, of which the first is kept: {}", list(&lost))
    };
    Some(
        format!(
            "read as themes, as they have the same levels: {}; where they are families, give them the meaning `family` under `labels` in a map",
            list(&names)
        ) + &lost,
    )
}

/// Adds what another source says about a role. Where both state a fact that is one, the first is
/// kept and the other named in `lost`.
fn add_role(role: &mut DraftRole, other: DraftRole, lost: &mut Vec<String>) {
    role.duties.extend(other.duties);
    for skill in other.skills {
        if !role.skills.iter().any(|known| key(&known.name) == key(&skill.name)) {
            role.skills.push(skill);
        }
    }
    extend(&mut role.summary, other.summary);
    extend(&mut role.requirements, other.requirements);
    extend(&mut role.aliases, other.aliases);
    extend(&mut role.reports_to, other.reports_to);
    extend(&mut role.inherits, other.inherits);
    keep_first(&mut role.years, other.years, &role.title, lost);
    keep_first(&mut role.track, other.track, &role.title, lost);
}

/// Adds the texts that are not known.
fn extend(known: &mut Vec<String>, texts: Vec<String>) {
    for text in texts {
        if !known.contains(&text) {
            known.push(text);
        }
    }
}

/// Sets a fact that is not known.
fn keep_first(fact: &mut Option<String>, other: Option<String>, of: &str, lost: &mut Vec<String>) {
    match (fact.as_deref(), other) {
        (None, other) => *fact = other,
        (Some(known), Some(other)) if key(known) != key(&other) => {
            lost.push(format!("“{other}” of {of}"));
        }
        _ => {}
    }
}

/// Returns the levels of some roles.
fn labels(draft: &Draft, roles: &[usize]) -> Vec<String> {
    roles.iter().map(|at| key(&draft.roles[*at].level.label)).collect()
}

/// Whether a family has bare levels, such as `Junior` or `L2`, and at most one theme, so that its
/// name is that of a theme.
fn is_theme<'r>(family: &str, roles: impl Iterator<Item = &'r DraftRole>, map: &LadderMap) -> bool {
    let mut themes: Vec<String> = Vec::new();
    for role in roles {
        let bare = role.level.title.as_ref().is_none_or(|title| {
            !ends_with_job(title) || certainty(title) == Certainty::Yes && !title.contains(' ')
        });
        if !bare || !role.ordered {
            return false;
        }
        for duty in &role.duties {
            if !themes.contains(&duty.theme) {
                themes.push(duty.theme.clone());
            }
        }
        if !role.skills.is_empty() {
            return false;
        }
    }
    let stated = map.meaning(family) == Some(LabelMeaning::Theme);
    stated || (themes.len() <= 1 && !ends_with_job(family) && !family.is_empty())
}
