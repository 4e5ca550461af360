//! Compares the skills of two roles, and measures how much there is to learn.

use crate::model::{Importance, Level, Requirement, Role, SkillId, words};

words!(
    /// The change in one skill from left to right.
    SkillStatus {
        /// The same level on both sides.
        Same = "same",
        /// The right requires a higher level.
        Grow = "grow",
        /// The right requires a lower level.
        LetGo = "let-go",
        /// Only the left requires it.
        Left = "left",
        /// Only the right requires it.
        Right = "right",
    }
);

impl SkillStatus {
    /// All statuses in display order: skills to work on first.
    pub(crate) const ORDER: [Self; 5] =
        [Self::Grow, Self::Right, Self::Same, Self::LetGo, Self::Left];

    /// Returns the status of a skill that you have at the level `have`, and that is required at the
    /// level `asked`; an inner `None` is an unstated level.
    pub fn of(have: Option<Option<Level>>, asked: Option<Option<Level>>) -> Self {
        match (have, asked) {
            (Some(Some(x)), Some(Some(y))) if x < y => Self::Grow,
            (Some(Some(x)), Some(Some(y))) if x > y => Self::LetGo,
            // A level that one side does not state gives no information about growth.
            (Some(_), Some(_)) => Self::Same,
            (Some(_), None) => Self::Left,
            (None, _) => Self::Right,
        }
    }

    /// Whether there is something to learn: the skill itself, or a higher level of it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Grow | Self::Right)
    }

    /// Returns a symbol and the meaning of the difference in a word or two. A skill with a lower or
    /// no requirement is never described as one to drop.
    pub fn advice(self) -> (&'static str, &'static str) {
        match self {
            Self::Grow => ("▲", "grow"),
            Self::Right => ("+", "learn"),
            Self::Same => ("=", "keep"),
            Self::LetGo => ("▼", "asks for less"),
            Self::Left => ("−", "not listed"),
        }
    }
}

/// Symbol and word of a skill that both sides ask for, but not in the same way.
pub(crate) const DIFFERING_DEMAND: (&str, &str) = ("~", "asked for differently");

/// A skill on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkillRow {
    /// The skill.
    pub skill: SkillId,
    /// Status of the skill from left to right.
    pub status: SkillStatus,
    /// Requirement of the left role.
    pub left: Option<SkillDemand>,
    /// Requirement of the right role.
    pub right: Option<SkillDemand>,
}

/// Level and importance at which a role requires a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkillDemand {
    /// The level, if the role states one.
    pub level: Option<Level>,
    /// The importance.
    pub importance: Importance,
}

impl SkillDemand {
    /// Returns the level and importance of `requirement`.
    pub fn of(requirement: &Requirement) -> Self {
        Self { level: requirement.level, importance: requirement.importance }
    }
}

/// Amount of learning for one level of the default scale.
pub const LEVEL_STEP: u32 = 1000;

/// Number of steps from nothing to the top of a scale: those of the default scale.
const STEPS: u32 = 4;

/// Amount of learning for a skill required at no stated level: two of the four steps.
pub const UNSTATED_EFFORT: u32 = 2 * LEVEL_STEP;

/// Returns the learning from nothing to `level`, in thousandths of a [`LEVEL_STEP`]: the fraction of its
/// scale that it reaches, times four, so that a level of the default scale is one step.
pub fn height(level: Level) -> u32 {
    (u32::from(level.rank) + 1) * STEPS * LEVEL_STEP / u32::from(level.of.max(1))
}

/// Returns the weighted learning from the height `from` to the height `to`: a useful skill counts
/// half of an essential one.
///
/// Heights are halved and not their difference, so that the parts of a path add up to its total.
pub(crate) fn weighted_effort(from: u32, to: u32, importance: Importance) -> u32 {
    match importance {
        Importance::Essential => to.saturating_sub(from),
        Importance::Useful => (to / 2).saturating_sub(from / 2),
    }
}

/// Returns how much you have to learn for `asked`, having the skill at the level `have` (an inner
/// `None` is an unstated level), in thousandths of a [`LEVEL_STEP`]: see [`height`] and
/// `weighted_effort`.
///
/// An unstated level is met by anyone who has the skill, and is [`UNSTATED_EFFORT`] away for everyone
/// else.
pub fn effort(have: Option<Option<Level>>, asked: SkillDemand) -> u32 {
    let (from, to) = match (have, asked.level) {
        (Some(None), _) | (Some(_), None) => return 0,
        (None, to) => (0, to.map_or(UNSTATED_EFFORT, height)),
        (Some(Some(from)), Some(to)) => (height(from), height(to)),
    };
    weighted_effort(from, to, asked.importance)
}

/// Formats the number of levels to learn, to a tenth; a non-zero effort never reads as zero.
pub(crate) fn levels_number(effort: u64) -> String {
    let step = u64::from(LEVEL_STEP);
    let tenths = ((effort * 10 + step / 2) / step).max(u64::from(effort > 0));
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// Formats an amount of learning in thousandths of a [`LEVEL_STEP`], to a tenth: `7.5 levels`.
pub(crate) fn levels_text(effort: u64) -> String {
    let number = levels_number(effort);
    format!("{number} level{}", if number == "1" { "" } else { "s" })
}

/// Formats the same amount where nothing around it says that skills are meant: `7.5 skill levels`.
pub(crate) fn skill_levels_text(effort: u64) -> String {
    let number = levels_number(effort);
    format!("{number} skill level{}", if number == "1" { "" } else { "s" })
}

/// Formats `count` skills that are missing or too low, and `effort` in thousandths of a [`LEVEL_STEP`]:
/// `18 skills to learn, 35 skill levels`.
pub(crate) fn to_learn_text(count: usize, effort: u64) -> String {
    match (count, effort) {
        (0, _) => "nothing to learn".to_string(),
        (1, _) => format!("1 skill to learn, {}", skill_levels_text(effort)),
        _ => format!("{count} skills to learn, {}", skill_levels_text(effort)),
    }
}

impl SkillRow {
    /// Whether both sides ask for it, neither at a higher level as far as is known, but not in the
    /// same way: it is essential for one and useful for the other, or one states no level.
    pub(crate) fn is_asked_differently(&self) -> bool {
        self.status == SkillStatus::Same && self.left != self.right
    }

    /// Returns the symbol of the difference and its meaning in a word or two, as
    /// [`SkillStatus::advice`] does; a skill that is asked for in another way is not the same.
    pub(crate) fn advice(&self) -> (&'static str, &'static str) {
        if self.is_asked_differently() { DIFFERING_DEMAND } else { self.status.advice() }
    }

    /// Returns the learning from left to right for this skill, in thousandths of a [`LEVEL_STEP`]; see
    /// [`effort`].
    pub fn effort(&self) -> u32 {
        self.right.map_or(0, |asked| effort(self.left.map(|left| left.level), asked))
    }
}

/// Compares every skill of either role: essential ones first, then in catalog order.
pub(crate) fn compare_skills(left: &Role, right: &Role) -> Vec<SkillRow> {
    let (left, right) = (sorted_demands(left), sorted_demands(right));
    let mut skills: Vec<SkillId> = left.iter().chain(&right).map(|(skill, _)| *skill).collect();
    skills.sort_unstable();
    skills.dedup();
    let mut rows: Vec<SkillRow> = skills
        .into_iter()
        .map(|skill| {
            let (left, right) = (find_demand(&left, skill), find_demand(&right, skill));
            let status = SkillStatus::of(left.map(|l| l.level), right.map(|r| r.level));
            SkillRow { skill, status, left, right }
        })
        .collect();
    let importance =
        |row: &SkillRow| [row.left, row.right].into_iter().flatten().map(|a| a.importance).min();
    rows.sort_by_key(|row| (importance(row), row.skill));
    rows
}

/// The skills that a role requires, by id.
fn sorted_demands(role: &Role) -> Vec<(SkillId, SkillDemand)> {
    let mut asked: Vec<(SkillId, SkillDemand)> =
        role.skills.iter().map(|r| (r.skill, SkillDemand::of(r))).collect();
    asked.sort_by_key(|(skill, _)| *skill);
    asked
}

/// The requirement of a skill in a sorted list.
fn find_demand(side: &[(SkillId, SkillDemand)], skill: SkillId) -> Option<SkillDemand> {
    side.binary_search_by_key(&skill, |(skill, _)| *skill).ok().map(|at| side[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_learnt_is_counted_in_levels() {
        let level = |rank, of| Level { rank, of };
        let essential = |level| SkillDemand { level, importance: Importance::Essential };
        let cases = [
            (None, Some(level(1, 4)), 2 * LEVEL_STEP),
            (Some(Some(level(0, 4))), Some(level(3, 4)), 3 * LEVEL_STEP),
            (Some(Some(level(3, 4))), Some(level(1, 4)), 0),
            (Some(Some(level(0, 2))), Some(level(3, 4)), 2 * LEVEL_STEP),
            (None, None, 2 * LEVEL_STEP),
            (Some(None), Some(level(3, 4)), 0),
            (Some(Some(level(0, 4))), None, 0),
        ];
        for (have, asked, steps) in cases {
            assert_eq!(effort(have, essential(asked)), steps, "{have:?} {asked:?}");
            let useful = SkillDemand { importance: Importance::Useful, ..essential(asked) };
            assert_eq!(effort(have, useful), steps / 2);
        }
    }

    #[test]
    fn amounts_of_learning_are_told_to_a_tenth_of_a_level() {
        let step = u64::from(LEVEL_STEP);
        for (count, effort, text) in [
            (0, 0, "nothing to learn"),
            (2, 0, "2 skills to learn, 0 skill levels"),
            (1, 1, "1 skill to learn, 0.1 skill levels"),
            (2, step / 2, "2 skills to learn, 0.5 skill levels"),
            (1, step, "1 skill to learn, 1 skill level"),
            (1, step + 49, "1 skill to learn, 1 skill level"),
            (9, 20 * step + 500, "9 skills to learn, 20.5 skill levels"),
            (30, 100 * step, "30 skills to learn, 100 skill levels"),
        ] {
            assert_eq!(to_learn_text(count, effort), text, "{effort}");
        }
    }
}
