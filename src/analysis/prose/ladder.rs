//! Ladders: roles of one trade and family, one above the other.

use std::collections::{HashMap, HashSet};

use super::finding::{ProseFinding, ProseRule};
use crate::model::{Catalog, CatalogPart, Level, Role, RoleId, SkillKind};

/// Words for rank in a title. Two titles that differ only in these are levels of one ladder.
const RANKS: &[&str] = &[
    "assistant",
    "associate",
    "chief",
    "group",
    "head",
    "junior",
    "lead",
    "principal",
    "senior",
    "staff",
    "trainee",
];

/// Returns the title of `role` without its rank.
fn title_without_rank(role: &Role) -> Vec<String> {
    let words = role.title.split_whitespace().map(str::to_lowercase);
    words.filter(|word| !RANKS.contains(&word.as_str())).collect()
}

/// Checks a ladder: a move inside one family and trade to the next level. A theme on one level
/// should appear on the next, if only to state who is responsible for it now.
pub(super) fn check_missing_themes(catalog: &Catalog, id: RoleId, remarks: &mut Vec<ProseFinding>) {
    let role = catalog.role(id);
    for step in &role.moves {
        let next = catalog.role(step.to);
        let rung = next.family == role.family
            && title_without_rank(next) == title_without_rank(role)
            && matches!((role.seniority, next.seniority), (Some(a), Some(b)) if b == a + 1);
        if !rung {
            continue;
        }
        let themes: HashSet<_> = next.responsibilities.iter().map(|duty| duty.theme).collect();
        let mut reported = HashSet::new();
        for duty in &role.responsibilities {
            let missing = !themes.contains(&duty.theme);
            if missing && reported.insert(duty.theme) {
                remarks.push(ProseFinding {
                    rule: ProseRule::MissingTheme,
                    about: CatalogPart::Role(step.to),
                    message: format!(
                        "{} has no responsibility under ‹{}›, unlike {} one rank below",
                        next.title,
                        catalog.theme(duty.theme).title,
                        role.title
                    ),
                    hint: "add a responsibility for this theme, or extend the role below with `extends`".to_string(),
                });
            }
        }
    }
}

/// Words of a title that state a rank or a span of control, in addition to [`RANKS`].
const MANAGING: &[&str] =
    &["director", "manager", "mid-level", "of", "president", "the", "vice", "vp"];

/// A title taken apart for ladders.
struct TradeTitle {
    /// The words that name the trade, in alphabetical order.
    trade: Vec<String>,
    /// Whether the title states a rank, such as senior or staff.
    ranked: bool,
}

impl TradeTitle {
    /// Takes `title` apart. An assistant or associate is a rank only in front: an executive
    /// assistant does not become the chief executive.
    fn parse(title: &str) -> Self {
        let words: Vec<String> = title.split_whitespace().map(str::to_lowercase).collect();
        let is_chief = words.iter().any(|word| word == "chief");
        let mut parsed = Self { trade: Vec::new(), ranked: false };
        for (at, word) in words.iter().enumerate() {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let is_rank = RANKS.contains(&word)
                && (at == 0 || !matches!(word, "assistant" | "associate" | "trainee"));
            let is_managing = match word {
                "officer" => is_chief,
                "executive" => at > 0 && is_chief,
                _ => MANAGING.contains(&word),
            };
            parsed.ranked |= is_rank;
            if !is_rank && !is_managing && !word.is_empty() {
                parsed.trade.push(word.to_string());
            }
        }
        parsed.trade.sort();
        parsed
    }

    /// Whether `self` names a part of the trade of `other`, as staff engineer does of software
    /// engineer.
    fn is_wider_than(&self, other: &Self) -> bool {
        !self.trade.is_empty()
            && self.trade.len() < other.trade.len()
            && self.trade.iter().all(|word| other.trade.contains(word))
    }
}

/// Returns the rungs of all ladders as (lower role, next role): roles of one pack, family and trade
/// with the nearest higher rank, and moves from one ranked title to a higher one whose trade is
/// named more widely.
fn rungs(catalog: &Catalog) -> Vec<(RoleId, RoleId)> {
    let titles: Vec<TradeTitle> =
        catalog.roles().iter().map(|role| TradeTitle::parse(&role.title)).collect();
    let mut ladders: HashMap<_, Vec<(u32, RoleId)>> = HashMap::new();
    for id in catalog.role_ids() {
        let role = catalog.role(id);
        let trade = &titles[id.index()].trade;
        if let Some(seniority) = role.seniority.filter(|_| !trade.is_empty()) {
            let ladder = (role.pack, role.family.as_str(), trade.as_slice());
            ladders.entry(ladder).or_default().push((seniority, id));
        }
    }
    let mut rungs = Vec::new();
    for id in catalog.role_ids() {
        let role = catalog.role(id);
        let title = &titles[id.index()];
        let Some(seniority) = role.seniority else { continue };
        let ladder = ladders.get(&(role.pack, role.family.as_str(), title.trade.as_slice()));
        let higher = ladder.into_iter().flatten().filter(|(other, _)| *other > seniority);
        let nearest = higher.clone().map(|(other, _)| *other).min();
        rungs.extend(higher.filter(|(s, _)| Some(*s) == nearest).map(|(_, next)| (id, *next)));
        for step in &role.moves {
            let (next, next_title) = (catalog.role(step.to), &titles[step.to.index()]);
            let is_rung = (next.pack, &next.family, next.track)
                == (role.pack, &role.family, role.track)
                && next.seniority > Some(seniority)
                && title.ranked
                && next_title.ranked
                && next_title.is_wider_than(title);
            if is_rung {
                rungs.push((id, step.to));
            }
        }
    }
    rungs.sort_by_key(|(lower, next)| (*next, *lower));
    rungs.dedup();
    rungs
}

/// Checks that no skill falls from a rung to the next one without a reason, and that no general
/// skill is dropped between neighbours of one track.
pub(super) fn check_falling_skills(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let mut reported = HashSet::new();
    for (lower_id, next_id) in rungs(catalog) {
        let (lower, next) = (catalog.role(lower_id), catalog.role(next_id));
        let are_neighbours = next.track == lower.track
            && matches!((lower.seniority, next.seniority), (Some(a), Some(b)) if b == a + 1);
        for requirement in &lower.skills {
            let Some(level) = requirement.level else { continue };
            let skill = catalog.skill(requirement.skill);
            let found = next.skills.iter().position(|r| r.skill == requirement.skill);
            let Some(at) = found else {
                if are_neighbours
                    && skill.kind == SkillKind::People
                    && is_upper_half(level)
                    && reported.insert((next_id, requirement.skill))
                {
                    remarks.push(ProseFinding::new(
                        ProseRule::DroppedSkill,
                        CatalogPart::Role(next_id),
                        format!(
                            "{} does not require {}, but {} below requires it at {}",
                            next.title,
                            skill.name,
                            lower.title,
                            catalog.level_name(lower_id, level)
                        ),
                        "add the skill at that level or higher; make it useful if it matters less",
                    ));
                }
                continue;
            };
            let above = &next.skills[at];
            if let Some(next_level) = above.level
                && next_level.of == level.of
                && next_level.rank < level.rank
                && above.note.is_none()
                && reported.insert((next_id, requirement.skill))
            {
                remarks.push(ProseFinding::new(
                    ProseRule::FallingLevel,
                    CatalogPart::Requirement(next_id, at),
                    format!(
                        "{} requires {} at {}, but {} below requires {}",
                        next.title,
                        skill.name,
                        catalog.level_name(next_id, next_level),
                        lower.title,
                        catalog.level_name(lower_id, level)
                    ),
                    "raise the level; make the skill useful if it only matters less; if the level \
                     really falls, say why in a `note`",
                ));
            }
        }
    }
}

/// Whether `level` is in the upper half of its scale.
fn is_upper_half(level: Level) -> bool {
    level.rank * 2 >= level.of
}

/// Checks that an entry role, which ranks first and below others of its family, does not require
/// the highest level of a skill.
pub(super) fn check_entry_level(catalog: &Catalog, id: RoleId, remarks: &mut Vec<ProseFinding>) {
    let role = catalog.role(id);
    if role.seniority != Some(1) {
        return;
    }
    let has_higher = catalog.roles().iter().any(|other| {
        other.pack == role.pack && other.family == role.family && other.seniority > Some(1)
    });
    if !has_higher {
        return;
    }
    for (at, requirement) in role.skills.iter().enumerate() {
        if let Some(level) = requirement.level
            && level.of > 2
            && level.rank + 1 == level.of
            && requirement.note.is_none()
        {
            remarks.push(ProseFinding::new(
                ProseRule::EntryExpert,
                CatalogPart::Requirement(id, at),
                format!(
                    "{} is an entry role, but requires {} at {}",
                    role.title,
                    catalog.skill(requirement.skill).name,
                    catalog.level_name(id, level)
                ),
                "lower the level to what a beginner can do, or raise the rank of the role",
            ));
        }
    }
}

/// Checks that no move skips two or more ranks that have roles in the family it leads to.
pub(super) fn check_steep_moves(catalog: &Catalog, id: RoleId, remarks: &mut Vec<ProseFinding>) {
    let role = catalog.role(id);
    for (at, step) in role.moves.iter().enumerate() {
        let next = catalog.role(step.to);
        let (Some(from), Some(to)) = (role.seniority, next.seniority) else { continue };
        if to <= from + 2 || next.pack != role.pack {
            continue;
        }
        let skipped: HashSet<u32> = catalog
            .roles()
            .iter()
            .filter(|other| other.pack == next.pack && other.family == next.family)
            .filter_map(|other| other.seniority)
            .filter(|rank| (from + 1..to).contains(rank))
            .collect();
        if skipped.len() >= 2 {
            remarks.push(ProseFinding::new(
                ProseRule::SteepMove,
                CatalogPart::Move(id, at),
                format!(
                    "the move from {} (rank {from}) to {} (rank {to}) skips {} ranks",
                    role.title,
                    next.title,
                    skipped.len()
                ),
                "name the role that people usually move to first, or correct the ranks",
            ));
        }
    }
}
