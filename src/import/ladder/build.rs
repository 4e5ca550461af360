//! Makes a pack of a ladder: ids, the order of levels, the scale of skills.

use foldhash::{HashMap, HashSet};

use super::draft::{Draft, DraftDuty, DraftRole};
use super::facts;
use super::grade;
use super::inherit;
use super::level::{Certainty, certainty, job_of};
use super::map::LadderMap;
use super::words::{key, label, word_count};
use super::{titles, track};
use crate::import::ids::{IdGenerator, is_spelt, stable_code};
use crate::model::{
    CatalogTables, Experience, Importance, Move, Pack, Requirement, Responsibility, Role, RoleId,
    Scale, Skill, SkillId, SkillKind, Theme, ThemeId,
};

/// Family of roles of which none is known.
const NO_FAMILY: &str = "Ladder";

/// Id and title of the pack.
pub(super) struct PackName<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
}

/// Makes a pack of `draft`; adds remarks to `notes`.
pub(super) fn build(
    mut draft: Draft,
    name: &PackName<'_>,
    map: &LadderMap,
    notes: &mut Vec<String>,
) -> CatalogTables {
    name_families(&mut draft, map);
    keep_used_themes(&mut draft);
    let seniorities = seniorities(&draft.roles, map, notes);
    inherit::resolve(&mut draft, &seniorities, notes);
    let (scale, renamed) = scale(&draft, &seniorities, map, notes);
    let mut pack = Pack::new(name.id, name.title, "1");
    let mut families: Vec<String> = Vec::new();
    for role in &draft.roles {
        if !families.contains(&role.family) {
            families.push(role.family.clone());
        }
    }
    pack.families = families;

    let themes = themes(&draft);
    let theme_ids: HashMap<String, ThemeId> = draft
        .themes
        .iter()
        .enumerate()
        .map(|(at, theme)| (key(theme), ThemeId::from_index(at)))
        .collect();
    let (skills, skill_ids) = skills(&draft, &renamed, &scale);

    let mut titles = titles::plain(&draft.roles, |title| limit(title, 120));
    let role_ids = role_ids(&draft.roles, &titles);
    titles::tell_apart(&mut titles, &draft.roles);
    let singles = single_places(&draft.roles);
    let mut roles: Vec<Role> = Vec::with_capacity(draft.roles.len());
    for (at, drafted) in draft.roles.iter().enumerate() {
        let mut role = Role::new(role_ids[at].clone(), titles[at].clone(), drafted.family.clone());
        role.seniority = seniorities[at];
        role.track = track::of_role(drafted, &draft.roles);
        role.extends = drafted.base.map(RoleId::from_index);
        role.summary = summary(drafted, &titles[at]);
        role.aliases = aliases(drafted);
        role.codes =
            drafted.level.code.iter().map(|code| ("level".to_string(), code.clone())).collect();
        role.experience = Experience {
            years: drafted.years.as_deref().and_then(facts::years),
            ..Experience::default()
        };
        role.responsibilities = responsibilities(drafted, &theme_ids, &singles);
        role.skills = drafted
            .skills
            .iter()
            .filter_map(|skill| {
                let mut requirement =
                    Requirement::new(*skill_ids.get(&key(&skill.name))?, Importance::Essential);
                let name = skill.grade.as_ref().and_then(|grade| renamed.get(&key(grade)));
                requirement.level = name.and_then(|name| scale.level(name));
                Some(requirement)
            })
            .collect();
        roles.push(role);
    }
    inherit::add_duties(&mut roles);
    add_reporting(&mut roles, &draft.roles);
    let kept = add_moves(&mut roles, &draft.roles);
    note_lost_requirements(&draft, &kept, notes);
    note_lost_years(&draft, notes);
    note_lost_tracks(&draft, notes);
    pack.scale = scale;
    CatalogTables {
        packs: vec![pack],
        sources: Vec::new(),
        themes,
        skills,
        roles,
        comparisons: Vec::new(),
    }
}

/// Returns an id for each role by its title as the ladder has it, so that it does not change with
/// the titles of others.
fn role_ids(roles: &[DraftRole], titles: &[String]) -> Vec<String> {
    let mut ids = IdGenerator::default();
    let mut all = Vec::with_capacity(roles.len());
    for (role, title) in roles.iter().zip(titles) {
        let level = role.level.code.as_deref().unwrap_or(&role.level.label);
        let code = format!("{} {level}", role.family);
        let code = if is_spelt(&code) {
            code
        } else {
            stable_code("role", &format!("{code} / {}", role.title))
        };
        all.push(ids.generate_stable(title, &code));
    }
    all
}

/// Notes the requirements that a pack has no place for.
fn note_lost_requirements(draft: &Draft, kept: &[bool], notes: &mut Vec<String>) {
    let lost: usize = draft
        .roles
        .iter()
        .zip(kept)
        .filter(|(_, kept)| !**kept)
        .map(|(role, _)| role.requirements.len())
        .sum();
    if lost > 0 {
        let what = super::understanding::number_of(lost, "requirement", "requirements");
        let why = if lost == 1 {
            "it belongs to a role without a level below"
        } else {
            "they belong to roles without a level below"
        };
        notes.push(format!(
            "{what} not kept: {why}, and a pack keeps requirements with the move to a role"
        ));
    }
}

/// Notes what is stated as years of experience and is no number of years.
fn note_lost_years(draft: &Draft, notes: &mut Vec<String>) {
    let mut lost: Vec<String> = Vec::new();
    for text in draft.roles.iter().filter_map(|role| role.years.as_ref()) {
        if facts::years(text).is_none() && !lost.contains(text) {
            lost.push(text.clone());
        }
    }
    if !lost.is_empty() {
        let lost = super::understanding::list(&lost);
        notes
            .push(format!("years of experience not kept, as they name no number of years: {lost}"));
    }
}

/// Gives roles without a family that of their job: the one that most roles of their source share.
fn name_families(draft: &mut Draft, map: &LadderMap) {
    let mut by_source: HashMap<String, Vec<usize>> = HashMap::default();
    for (at, role) in draft.roles.iter_mut().enumerate() {
        if let Some(family) = &map.family {
            role.family.clone_from(family);
        }
        if role.family.trim().is_empty() {
            // Tables of one text that are tracks belong to one job.
            let source = if role.track.is_some() { role.file() } else { &role.source };
            by_source.entry(source.to_string()).or_default().push(at);
        }
    }
    for roles in by_source.into_values() {
        let jobs: Vec<String> = roles.iter().map(|at| job_of(&draft.roles[*at].title)).collect();
        let shared = jobs
            .iter()
            .filter(|job| !job.is_empty())
            .max_by_key(|job| {
                let count = jobs.iter().filter(|other| key(other) == key(job)).count();
                (count, std::cmp::Reverse(job.len()))
            })
            .cloned();
        for at in roles {
            draft.roles[at].family = shared.clone().unwrap_or_else(|| NO_FAMILY.to_string());
        }
    }
}

/// Returns the seniority of each role within its family, from 1; none where the ladder does not
/// tell the order.
fn seniorities(roles: &[DraftRole], map: &LadderMap, notes: &mut Vec<String>) -> Vec<Option<u32>> {
    let mut found = vec![None; roles.len()];
    let mut families: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, role) in roles.iter().enumerate() {
        match families.iter_mut().find(|(family, _)| *family == role.family) {
            Some((_, members)) => members.push(at),
            None => families.push((role.family.clone(), vec![at])),
        }
    }
    let mut unordered: Vec<String> = Vec::new();
    for (family, members) in families {
        let keys = order_keys(roles, &members, map);
        let Some(keys) = keys else {
            if members.len() > 1 {
                unordered.push(family);
            }
            continue;
        };
        let mut distinct = keys.clone();
        distinct.sort_unstable();
        distinct.dedup();
        for (at, order) in members.iter().zip(keys) {
            found[*at] =
                distinct.binary_search(&order).ok().map(|place| (place as u32 + 1).min(99));
        }
    }
    if !unordered.is_empty() {
        notes.push(format!(
            "the order of the levels is not stated for: {}; list them under `levels` in a map",
            super::understanding::list(&unordered)
        ));
    }
    found
}

/// Returns a key for each of `members` that sorts them by seniority.
fn order_keys(roles: &[DraftRole], members: &[usize], map: &LadderMap) -> Option<Vec<u32>> {
    let names: Vec<&DraftRole> = members.iter().map(|at| &roles[*at]).collect();
    if !map.levels.is_empty() {
        let places: Option<Vec<u32>> = names
            .iter()
            .map(|role| {
                map.level_place(&role.level.label)
                    .or_else(|| map.level_place(&role.title))
                    .map(|place| place as u32)
            })
            .collect();
        if places.is_some() {
            return places;
        }
    }
    let numbers: Option<Vec<u32>> = names
        .iter()
        .map(|role| role.level.code.is_some().then(|| role.level.number()).flatten())
        .collect();
    let one_code = {
        let mut letters: Vec<String> = names.iter().map(|role| role.level.code_letters()).collect();
        letters.sort();
        letters.dedup();
        letters.len() == 1
    };
    // The tables of one text follow each other as its levels do, unless one code counts them.
    let one_file = !one_code && names.iter().all(|role| role.file() == names[0].file());
    let one_source = names
        .iter()
        .all(|role| role.ordered && (one_file || role.source == roles[members[0]].source));
    let ranks: Option<Vec<u32>> = names
        .iter()
        .map(|role| {
            role.level
                .rank()
                .or_else(|| (certainty(&role.level.label) == Certainty::Maybe).then_some(3_000))
        })
        .collect();
    if let Some(numbers) = numbers.filter(|_| one_code || !one_source) {
        return Some(numbers);
    }
    if one_source {
        // Levels of two tracks on one rung share a rank.
        let mut rungs: Vec<String> = Vec::new();
        let mut places: Vec<u32> = names
            .iter()
            .enumerate()
            .map(|(at, role)| {
                let rung = role.level.rung().unwrap_or_else(|| format!("#{at}"));
                let place = rungs.iter().position(|known| *known == rung).unwrap_or(rungs.len());
                if place == rungs.len() {
                    rungs.push(rung);
                }
                place as u32
            })
            .collect();
        let falls =
            ranks.as_ref().is_some_and(|ranks| ranks.len() > 2 && ranks.is_sorted_by(|a, b| a > b));
        if falls {
            let most = places.iter().copied().max().unwrap_or(0);
            for place in &mut places {
                *place = most - *place;
            }
        }
        return Some(places);
    }
    ranks.filter(|_| members.len() > 1)
}

/// Returns the scale of the pack, and the name on it of each grade.
fn scale(
    draft: &Draft,
    seniorities: &[Option<u32>],
    map: &LadderMap,
    notes: &mut Vec<String>,
) -> (Scale, HashMap<String, String>) {
    let mut places: Vec<(String, f64, usize)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::default();
    for (role, seniority) in draft.roles.iter().zip(seniorities) {
        for grade in role.skills.iter().filter_map(|skill| skill.grade.as_ref()) {
            let next = places.len();
            let grade = explained(&draft.scale, grade);
            let at = *known.entry(key(grade)).or_insert(next);
            if at == next {
                places.push((grade.to_string(), 0.0, 0));
            }
            places[at].1 += f64::from(seniority.unwrap_or(1));
            places[at].2 += 1;
        }
    }
    if places.is_empty() {
        return (Scale::default(), HashMap::default());
    }
    let grades: Vec<(String, f64)> =
        places.into_iter().map(|(name, sum, count)| (name, sum / count as f64)).collect();
    let all: Vec<String> = draft.scale.iter().map(|(_, name)| name.clone()).collect();
    let stated = if map.grades.is_empty() { &all } else { &map.grades };
    let found = grade::order(&grades, stated);
    notes.push(format!(
        "scale of skill levels, lowest first ({}): {}",
        found.order,
        super::understanding::list(&found.names)
    ));
    let mut renamed: HashMap<String, String> =
        found.names.iter().map(|name| (key(name), name.clone())).collect();
    for (grade, name) in &draft.scale {
        if let Some(shown) = renamed.get(&key(name)).cloned() {
            renamed.insert(key(grade), shown);
        }
    }
    (Scale::new(found.names), renamed)
}

/// Returns the name that the ladder gives a level of skills, or `grade` itself.
fn explained<'t>(scale: &'t [(String, String)], grade: &'t str) -> &'t str {
    let found =
        scale.iter().find(|(known, name)| [known, name].iter().any(|t| key(t) == key(grade)));
    found.map_or(grade, |(_, name)| name)
}

/// Removes the themes of sources that turned out to be no ladder.
fn keep_used_themes(draft: &mut Draft) {
    let used: HashSet<String> =
        draft.roles.iter().flat_map(|role| &role.duties).map(|duty| key(&duty.theme)).collect();
    draft.themes.retain(|theme| used.contains(&key(theme)));
}

/// Returns the themes with their ids.
fn themes(draft: &Draft) -> Vec<Theme> {
    let mut ids = IdGenerator::default();
    draft
        .themes
        .iter()
        .map(|name| {
            let id = ids.generate_stable(name, &stable_code("theme", &key(name)));
            Theme { id, title: limit(name, 120) }
        })
        .collect()
}

/// Returns the skills that roles require, with their ids.
fn skills(
    draft: &Draft,
    renamed: &HashMap<String, String>,
    scale: &Scale,
) -> (Vec<Skill>, HashMap<String, SkillId>) {
    let required: HashSet<String> =
        draft.roles.iter().flat_map(|role| &role.skills).map(|skill| key(&skill.name)).collect();
    let mut ids = IdGenerator::default();
    let (mut skills, mut by_name) = (Vec::new(), HashMap::default());
    for (name, facts) in draft.skills.iter().filter(|(name, _)| required.contains(&key(name))) {
        let id = ids.generate_stable(name, &stable_code("skill", &key(name)));
        let mut skill = Skill::new(id, limit(name, 120), SkillKind::Craft);
        skill.group.clone_from(&facts.group);
        skill.description = facts.description.as_deref().map(label);
        skill.levels = facts
            .levels
            .iter()
            .filter_map(|(grade, text)| {
                let name = renamed.get(&key(grade))?;
                scale.level(name).map(|_| (name.clone(), label(text)))
            })
            .collect();
        skill.levels.sort_by_key(|(name, _)| scale.names().iter().position(|known| known == name));
        by_name.insert(key(name), SkillId::from_index(skills.len()));
        skills.push(skill);
    }
    (skills, by_name)
}

/// The place of a responsibility: its theme and competency, as they are compared.
type DutyPlace = (String, String);

/// Returns the place of a responsibility, if it has a competency.
fn place_of(duty: &DraftDuty) -> Option<DutyPlace> {
    duty.competency.as_ref().map(|name| (key(&duty.theme), key(name)))
}

/// Returns the competencies of each family of which most levels say one sentence. It does not
/// depend on any level alone: a line added to one changes nothing for the others.
fn single_places(roles: &[DraftRole]) -> HashSet<(&str, DutyPlace)> {
    let mut levels: HashMap<(&str, DutyPlace), (usize, usize)> = HashMap::default();
    for role in roles {
        let mut places: HashMap<DutyPlace, usize> = HashMap::default();
        for place in role.duties.iter().filter_map(place_of) {
            *places.entry(place).or_default() += 1;
        }
        for (place, count) in places {
            let (all, single) = levels.entry((&role.family, place)).or_default();
            *all += 1;
            *single += usize::from(count == 1);
        }
    }
    levels.retain(|_, (all, single)| *single * 2 >= *all);
    levels.into_keys().collect()
}

/// Returns the responsibilities of a role. The first of a competency of which most levels say one
/// sentence is paired with those of other levels by it.
fn responsibilities(
    role: &DraftRole,
    themes: &HashMap<String, ThemeId>,
    singles: &HashSet<(&str, DutyPlace)>,
) -> Vec<Responsibility> {
    let mut seen: HashSet<DutyPlace> = HashSet::default();
    let mut duties: Vec<Responsibility> = Vec::new();
    for drafted in &role.duties {
        let Some(theme) = themes.get(&key(&drafted.theme)) else { continue };
        let mut duty = Responsibility::new(drafted.text.clone(), *theme);
        if let Some(place) = place_of(drafted) {
            let is_single = singles.contains(&(role.family.as_str(), place.clone()));
            if is_single && seen.insert(place.clone()) {
                duty.activity = Some(activity(&place.0, &place.1));
            }
            duty.note.clone_from(&drafted.competency);
        }
        duties.push(duty);
    }
    duties
}

/// Returns the key that pairs the statements of a competency.
fn activity(theme: &str, competency: &str) -> String {
    let code = stable_code("competency", &format!("{theme} / {competency}"));
    IdGenerator::default().generate_stable(&format!("{theme} {competency}"), &code)
}

/// Returns a sentence about the role: its summary, else its title.
fn summary(role: &DraftRole, title: &str) -> String {
    let text = role.summary.iter().map(|text| label_sentence(text)).collect::<Vec<_>>().join(" ");
    if text.is_empty() { title.to_string() } else { text }
}

/// Returns a text that ends as a sentence does.
fn label_sentence(text: &str) -> String {
    let text = label(text);
    if text.ends_with(['.', '!', '?', '…']) { text } else { format!("{text}.") }
}

/// Returns the other titles of a role.
fn aliases(role: &DraftRole) -> Vec<String> {
    let mut aliases: Vec<String> = Vec::new();
    for alias in role.aliases.iter().map(|alias| limit(&label(alias), 120)) {
        let known = key(&alias) == key(&role.title)
            || aliases.iter().any(|other| key(other) == key(&alias));
        if !alias.is_empty() && !known && word_count(&alias) <= 12 {
            aliases.push(alias);
        }
    }
    aliases
}

/// Notes the words for a track that name no kind of career.
fn note_lost_tracks(draft: &Draft, notes: &mut Vec<String>) {
    let mut lost: Vec<String> = Vec::new();
    for text in draft.roles.iter().filter_map(|role| role.track.as_ref()) {
        if track::of(text).is_none() && !lost.contains(text) {
            lost.push(text.clone());
        }
    }
    if !lost.is_empty() {
        let lost = super::understanding::list(&lost);
        notes.push(format!(
            "tracks not kept, as they name neither individual contributors nor managers: {lost}"
        ));
    }
}

/// Adds whom roles report to, where that is a role of the ladder; the summary says it otherwise.
fn add_reporting(roles: &mut [Role], drafted: &[DraftRole]) {
    for at in 0..roles.len() {
        for title in &drafted[at].reports_to {
            let mut named = drafted
                .iter()
                .enumerate()
                .filter(|(other, role)| *other != at && key(&role.title) == key(title));
            if let (Some((other, _)), None) = (named.next(), named.next()) {
                roles[at].reporting.reports_to.push(RoleId::from_index(other));
                continue;
            }
            let own = std::mem::take(&mut roles[at].summary);
            let own = if own == roles[at].title { String::new() } else { own + " " };
            roles[at].summary = format!("{own}Reports to: {}", label_sentence(title));
        }
    }
}

/// Adds the move from each level to the next where the order is known, with what the next requires.
/// Returns for each role whether its requirements are kept.
fn add_moves(roles: &mut [Role], drafted: &[DraftRole]) -> Vec<bool> {
    let mut kept = vec![false; roles.len()];
    for to in 0..roles.len() {
        let Some(rank) = roles[to].seniority else { continue };
        let seniorities = roles
            .iter()
            .filter(|role| role.family == roles[to].family)
            .filter_map(|role| role.seniority);
        let Some(next) = seniorities.filter(|seniority| *seniority < rank).max() else {
            continue;
        };
        let candidates: Vec<usize> = (0..roles.len())
            .filter(|at| {
                roles[*at].family == roles[to].family && roles[*at].seniority == Some(next)
            })
            .collect();
        let fitting: Vec<usize> = candidates
            .iter()
            .copied()
            .filter(|at| may_share_a_track(&roles[*at], &roles[to]))
            .collect();
        // Several jobs of one family have levels of the same names: a move stays within the job.
        let job = key(&job_of(&roles[to].title));
        let own: Vec<usize> =
            fitting.iter().copied().filter(|at| key(&job_of(&roles[*at].title)) == job).collect();
        let from = if !own.is_empty() {
            own
        } else if fitting.len() == 1 {
            fitting
        } else {
            continue;
        };
        for at in from {
            roles[at].moves.push(Move {
                to: RoleId::from_index(to),
                requires: drafted[to].requirements.iter().map(|text| label(text)).collect(),
                sources: Vec::new(),
            });
            kept[to] = true;
        }
    }
    for (kept, drafted) in kept.iter_mut().zip(drafted) {
        *kept |= drafted.requirements.is_empty();
    }
    kept
}

/// Whether two roles may be on one career track.
fn may_share_a_track(role: &Role, other: &Role) -> bool {
    role.track == other.track || role.track.is_none() || other.track.is_none()
}

/// Returns `text` on one line and without what a pack refuses, at most `most` characters long; a
/// longer one is cut at a word.
fn limit(text: &str, most: usize) -> String {
    let text = label(text);
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most).collect();
    let at = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..at].trim_end())
}
