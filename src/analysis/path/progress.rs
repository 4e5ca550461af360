//! Accumulates skills along a path: those of the first role, and those learnt on the way.
//!
//! A skill stays at the highest level reached: it is not learnt again, and counts once. Its weight
//! follows the rules of a [`crate::analysis::gap`], so that the totals of a path and of the gap
//! between its ends compare. One rule applies to paths only: a skill that is only useful on the way
//! counts in full if it is essential to the goal. Otherwise a detour would halve what there is to
//! learn.

use foldhash::{HashMap, HashMapExt};

use crate::analysis::gap::{CurrentSkill, GapRow, sort_rows};
use crate::analysis::skills::{SkillDemand, SkillStatus, UNSTATED_EFFORT, height, weighted_effort};
use crate::model::{Importance, Level, Role, SkillId};

/// Height of a skill held at an unstated level: above every level, as it is assumed to be good
/// enough.
const ENOUGH: u32 = u32::MAX;

/// Returns the height of a skill held at `height`, or at an unstated level.
pub(super) fn height_or_enough(height: Option<u32>) -> u32 {
    height.unwrap_or(ENOUGH)
}

/// Returns the height after learning what is `asked`, starting from the height `have` (0 without
/// the skill): a height, or the skill at no stated level. The latter is met if the skill was there
/// at the start (`had`); learning it on the way takes as much as learning it from nothing.
pub(super) fn height_after(have: u32, had: bool, asked: Option<u32>) -> u32 {
    match asked {
        Some(asked) => have.max(asked),
        None if had => have,
        None => have.max(UNSTATED_EFFORT),
    }
}

/// A skill held at this point.
#[derive(Debug, Clone, Copy)]
struct PathSkill {
    have: CurrentSkill,
    height: u32,
    /// Whether it was there at the start.
    had: bool,
}

impl PathSkill {
    fn height_after(held: Option<Self>, asked: Option<Level>) -> u32 {
        height_after(
            held.map_or(0, |held| held.height),
            held.is_some_and(|held| held.had),
            asked.map(height),
        )
    }
}

/// The skills held at a point of a path.
#[derive(Debug, Clone)]
pub(super) struct PathSkills {
    held: HashMap<SkillId, PathSkill>,
    /// Skills that are essential to the goal.
    essential: Vec<SkillId>,
}

/// The learning for one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StepLearning {
    /// Rows of the role's skills, one each, in the order of a gap.
    pub(super) rows: Vec<GapRow>,
    /// Number of held skills that the role does not require.
    pub(super) others: usize,
    /// Learning in thousandths of a level.
    pub(super) effort: u32,
    /// Learning as a share of what the role requires, in thousandths; `None` if nothing is known of
    /// either side.
    pub(super) new: Option<u32>,
}

impl PathSkills {
    /// Returns the skills of the job `start`, on a path to `goal`.
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
            skills.add(asked.skill, asked.level, height_or_enough(asked.level.map(height)), true);
        }
        skills
    }

    /// Adds `skill` at `level`, unless a higher level was reached.
    fn add(&mut self, skill: SkillId, level: Option<Level>, height: u32, had: bool) {
        let new = PathSkill { have: CurrentSkill { skill, level, unclear: false }, height, had };
        let old = self.held.entry(skill).or_insert(new);
        if old.height < height {
            *old = PathSkill { had: old.had, ..new };
        }
    }

    /// Computes the learning needed for the job `role` and adds its skills.
    pub(super) fn step(&mut self, role: &Role) -> StepLearning {
        let (mut learn, mut all) = (0_u64, 0_u64);
        let known = !self.held.is_empty();
        let mut rows = Vec::with_capacity(role.skills.len());
        let mut learnt = Vec::with_capacity(role.skills.len());
        for requirement in &role.skills {
            let (skill, asked) = (requirement.skill, SkillDemand::of(requirement));
            let held = self.held.get(&skill).copied();
            let (from, to) =
                (held.map_or(0, |held| held.height), PathSkill::height_after(held, asked.level));
            let essential = self.essential.binary_search(&skill).is_ok();
            let importance = if essential { Importance::Essential } else { asked.importance };
            let effort = weighted_effort(from, to, importance);
            learn += u64::from(effort);
            all += u64::from(weighted_effort(
                0,
                PathSkill::height_after(None, asked.level),
                importance,
            ));
            let status = match held {
                None => SkillStatus::Right,
                Some(_) if to > from => SkillStatus::Grow,
                Some(_) => SkillStatus::Same,
            };
            rows.push(GapRow {
                skill,
                status,
                have: held.map(|held| held.have),
                required: Some(asked),
                effort,
            });
            learnt.push((skill, asked.level, to));
        }
        let others = self.held.len() - rows.iter().filter(|row| row.have.is_some()).count();
        for (skill, level, height) in learnt {
            self.add(skill, level, height, false);
        }
        sort_rows(&mut rows);
        let new =
            if known { (learn * 1000).checked_div(all).map(|part| part as u32) } else { None };
        StepLearning { rows, others, effort: learn as u32, new }
    }
}
