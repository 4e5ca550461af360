//! The skills that accumulate along a way: those that the first role asks, and those learnt on the
//! way.
//!
//! A skill that was had or learnt stays at the highest level reached: it is not learnt again, and
//! counts once. What it counts follows the rules of a [`crate::analysis::gap`], so that the totals
//! of a way and of the gap between its ends compare. One rule is a way's own: a skill that is only
//! useful on the way counts whole where the goal calls it essential. Otherwise a detour would halve
//! what there is to learn.

use foldhash::{HashMap, HashMapExt};

use crate::analysis::gap::{GapRow, Have, sort};
use crate::analysis::skills::{Asked, SkillStatus, UNSTATED, height, weighed};
use crate::model::{Importance, Level, Role, SkillId};

/// The height of a skill that is held at a level that is not stated: above every level, as it is
/// taken to be good enough.
const ENOUGH: u32 = u32::MAX;

/// The height of a skill that is held at `height`, or at a level that is not stated.
pub(super) fn held(height: Option<u32>) -> u32 {
    height.unwrap_or(ENOUGH)
}

/// The height after learning what is `asked`, starting from the height `have` (0 without the
/// skill): a height, or the skill at no stated level. That is met where the skill was there at the
/// start (`had`); learning it on the way takes as much as learning it from nothing.
pub(super) fn reached(have: u32, had: bool, asked: Option<u32>) -> u32 {
    match asked {
        Some(asked) => have.max(asked),
        None if had => have,
        None => have.max(UNSTATED),
    }
}

/// A skill that is held by now.
#[derive(Debug, Clone, Copy)]
struct Held {
    have: Have,
    height: u32,
    /// Whether it was there at the start.
    had: bool,
}

impl Held {
    fn reached(held: Option<Self>, asked: Option<Level>) -> u32 {
        reached(
            held.map_or(0, |held| held.height),
            held.is_some_and(|held| held.had),
            asked.map(height),
        )
    }
}

/// The skills held at a point of a path.
#[derive(Debug, Clone)]
pub(super) struct Skills {
    held: HashMap<SkillId, Held>,
    /// What the goal calls essential.
    essential: Vec<SkillId>,
}

/// What one step takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// A row for each skill that the role asks, in the order of a gap.
    pub(super) rows: Vec<GapRow>,
    /// How many held skills the role does not ask for.
    pub(super) others: usize,
    /// The learning, in thousandths of a level.
    pub(super) effort: u32,
    /// The part of what the role asks that it is, in thousandths; `None` where nothing is known of
    /// either side.
    pub(super) new: Option<u32>,
}

impl Skills {
    /// Those that the job `start` asks, on a path to `goal`.
    pub(super) fn of(start: &Role, goal: &Role) -> Self {
        let mut essential: Vec<SkillId> = goal
            .skills
            .iter()
            .filter(|asked| asked.importance == Importance::Essential)
            .map(|a| a.skill)
            .collect();
        essential.sort_unstable();
        let mut skills = Self { held: HashMap::new(), essential };
        for asked in &start.skills {
            skills.hold(asked.skill, asked.level, held(asked.level.map(height)), true);
        }
        skills
    }

    /// Has `skill` at `level` from now on, unless a higher one was reached.
    fn hold(&mut self, skill: SkillId, level: Option<Level>, height: u32, had: bool) {
        let new = Held { have: Have { skill, level, unclear: false }, height, had };
        let old = self.held.entry(skill).or_insert(new);
        if old.height < height {
            *old = Held { had: old.had, ..new };
        }
    }

    /// What it takes to do the job `role`, whose skills are held from now on.
    pub(super) fn step(&mut self, role: &Role) -> Step {
        let (mut learn, mut all) = (0_u64, 0_u64);
        let known = !self.held.is_empty();
        let mut rows = Vec::with_capacity(role.skills.len());
        let mut learnt = Vec::with_capacity(role.skills.len());
        for requirement in &role.skills {
            let (skill, asked) = (requirement.skill, Asked::of(requirement));
            let held = self.held.get(&skill).copied();
            let (from, to) = (held.map_or(0, |held| held.height), Held::reached(held, asked.level));
            let essential = self.essential.binary_search(&skill).is_ok();
            let importance = if essential { Importance::Essential } else { asked.importance };
            let effort = weighed(from, to, importance);
            learn += u64::from(effort);
            all += u64::from(weighed(0, Held::reached(None, asked.level), importance));
            let status = match held {
                None => SkillStatus::Right,
                Some(_) if to > from => SkillStatus::Grow,
                Some(_) => SkillStatus::Same,
            };
            rows.push(GapRow {
                skill,
                status,
                have: held.map(|held| held.have),
                asked: Some(asked),
                effort,
            });
            learnt.push((skill, asked.level, to));
        }
        let others = self.held.len() - rows.iter().filter(|row| row.have.is_some()).count();
        for (skill, level, height) in learnt {
            self.hold(skill, level, height, false);
        }
        sort(&mut rows);
        let new =
            if known { (learn * 1000).checked_div(all).map(|part| part as u32) } else { None };
        Step { rows, others, effort: learn as u32, new }
    }
}
