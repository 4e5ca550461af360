//! What going from one role to another means for each skill, and how much there is to learn.

use crate::model::{Importance, Level, Requirement, Role, SkillId, words};

words!(
    /// What going from left to right means for one skill.
    SkillStatus {
        /// The same level on both sides.
        Same = "same",
        /// The right asks for a higher level.
        Grow = "grow",
        /// The right asks for a lower level.
        LetGo = "let-go",
        /// The left alone asks for it.
        Left = "left",
        /// The right alone asks for it.
        Right = "right",
    }
);

impl SkillStatus {
    /// All verdicts in the order to be read: what is to be done first.
    pub const ORDER: [Self; 5] = [Self::Grow, Self::Right, Self::Same, Self::LetGo, Self::Left];

    /// The verdict on a skill that one has at the level `have`, and that is asked for at the level
    /// `asked`; the inner `None` is a level that nobody states.
    pub fn of(have: Option<Option<Level>>, asked: Option<Option<Level>>) -> Self {
        match (have, asked) {
            (Some(Some(x)), Some(Some(y))) if x < y => Self::Grow,
            (Some(Some(x)), Some(Some(y))) if x > y => Self::LetGo,
            // A level that one side does not name says nothing about growth.
            (Some(_), Some(_)) => Self::Same,
            (Some(_), None) => Self::Left,
            (None, _) => Self::Right,
        }
    }

    /// Whether something is to be learnt: the skill itself, or more of it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Grow | Self::Right)
    }

    /// A sign and what the difference means, in a word or two. A skill that is asked for less, or
    /// not at all, is never one to drop.
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

/// One skill on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkillRow {
    /// The skill.
    pub skill: SkillId,
    /// What going from left to right means for it.
    pub status: SkillStatus,
    /// What the left role asks.
    pub left: Option<Asked>,
    /// What the right role asks.
    pub right: Option<Asked>,
}

/// Level and importance at which a role asks for a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The level, where the role names one.
    pub level: Option<Level>,
    /// The importance.
    pub importance: Importance,
}

impl Asked {
    /// What `requirement` asks.
    pub fn of(requirement: &Requirement) -> Self {
        Self { level: requirement.level, importance: requirement.importance }
    }
}

/// One level of the default scale, as an amount of learning.
pub const STEP: u32 = 1000;

/// Steps from nothing to the top of a scale: those of the default scale.
const STEPS: u32 = 4;

/// What a skill counts that is asked at no stated level: two of the four steps.
pub const UNSTATED: u32 = 2 * STEP;

/// How much learning it takes from nothing to `level`, in thousandths of a [`STEP`]: the part of
/// its scale that it reaches, times four, so that a level of the default scale is one step.
pub fn height(level: Level) -> u32 {
    (u32::from(level.rank) + 1) * STEPS * STEP / u32::from(level.of.max(1))
}

/// How much of the way from the height `from` to the height `to` counts: a useful skill counts half
/// of an essential one.
///
/// Halves are taken of heights and not of their difference, so that the parts of a way add up to
/// the whole of it.
pub fn weighed(from: u32, to: u32, importance: Importance) -> u32 {
    match importance {
        Importance::Essential => to.saturating_sub(from),
        Importance::Useful => (to / 2).saturating_sub(from / 2),
    }
}

/// How much you have to learn for what is `asked`, having the skill at the level `have` (the inner
/// `None` is a level that is not stated), in thousandths of a [`STEP`]: see [`height`] and
/// [`weighed`].
///
/// A level that is not stated is met by anybody who has the skill, and is [`UNSTATED`] away for
/// everybody else.
pub fn effort(have: Option<Option<Level>>, asked: Asked) -> u32 {
    let (from, to) = match (have, asked.level) {
        (Some(None), _) | (Some(_), None) => return 0,
        (None, to) => (0, to.map_or(UNSTATED, height)),
        (Some(Some(from)), Some(to)) => (height(from), height(to)),
    };
    weighed(from, to, asked.importance)
}

/// How many levels there are to learn, to a tenth; what there is is never nothing.
pub fn number(effort: u64) -> String {
    let step = u64::from(STEP);
    let tenths = ((effort * 10 + step / 2) / step).max(u64::from(effort > 0));
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// `7.5 levels`, to a tenth: an amount of learning in thousandths of a [`STEP`].
pub fn levels(effort: u64) -> String {
    let number = number(effort);
    format!("{number} level{}", if number == "1" { "" } else { "s" })
}

/// `18 skills to learn, 35 levels`: `count` skills that are missing or too low, and `effort` in
/// thousandths of a [`STEP`].
pub fn to_learn(count: usize, effort: u64) -> String {
    match (count, effort) {
        (0, _) => "nothing to learn".to_string(),
        (1, _) => format!("1 skill to learn, {}", levels(effort)),
        _ => format!("{count} skills to learn, {}", levels(effort)),
    }
}

impl SkillRow {
    /// What the step from left to right takes for this skill, in thousandths of a [`STEP`]; see
    /// [`effort`].
    pub fn effort(&self) -> u32 {
        self.right.map_or(0, |asked| effort(self.left.map(|left| left.level), asked))
    }
}

/// Every skill of either role: essential ones first, then in the catalog's order.
pub fn compare(left: &Role, right: &Role) -> Vec<SkillRow> {
    let sorted = |role: &Role| {
        let mut asked: Vec<(SkillId, Asked)> =
            role.skills.iter().map(|r| (r.skill, Asked::of(r))).collect();
        asked.sort_by_key(|(skill, _)| *skill);
        asked
    };
    let (left, right) = (sorted(left), sorted(right));
    let mut skills: Vec<SkillId> = left.iter().chain(&right).map(|(skill, _)| *skill).collect();
    skills.sort_unstable();
    skills.dedup();
    let find = |side: &[(SkillId, Asked)], skill| {
        side.binary_search_by_key(&skill, |(skill, _)| *skill).ok().map(|at| side[at].1)
    };
    let mut rows: Vec<SkillRow> = skills
        .into_iter()
        .map(|skill| {
            let (left, right) = (find(&left, skill), find(&right, skill));
            let status = SkillStatus::of(left.map(|l| l.level), right.map(|r| r.level));
            SkillRow { skill, status, left, right }
        })
        .collect();
    let importance =
        |row: &SkillRow| [row.left, row.right].into_iter().flatten().map(|a| a.importance).min();
    rows.sort_by_key(|row| (importance(row), row.skill));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_learnt_is_counted_in_levels() {
        let level = |rank, of| Level { rank, of };
        let essential = |level| Asked { level, importance: Importance::Essential };
        let cases = [
            (None, Some(level(1, 4)), 2 * STEP),
            (Some(Some(level(0, 4))), Some(level(3, 4)), 3 * STEP),
            (Some(Some(level(3, 4))), Some(level(1, 4)), 0),
            (Some(Some(level(0, 2))), Some(level(3, 4)), 2 * STEP),
            (None, None, 2 * STEP),
            (Some(None), Some(level(3, 4)), 0),
            (Some(Some(level(0, 4))), None, 0),
        ];
        for (have, asked, steps) in cases {
            assert_eq!(effort(have, essential(asked)), steps, "{have:?} {asked:?}");
            let useful = Asked { importance: Importance::Useful, ..essential(asked) };
            assert_eq!(effort(have, useful), steps / 2);
        }
    }

    #[test]
    fn amounts_of_learning_are_told_to_a_tenth_of_a_level() {
        let step = u64::from(STEP);
        for (count, effort, text) in [
            (0, 0, "nothing to learn"),
            (2, 0, "2 skills to learn, 0 levels"),
            (1, 1, "1 skill to learn, 0.1 levels"),
            (2, step / 2, "2 skills to learn, 0.5 levels"),
            (1, step, "1 skill to learn, 1 level"),
            (1, step + 49, "1 skill to learn, 1 level"),
            (9, 20 * step + 500, "9 skills to learn, 20.5 levels"),
            (30, 100 * step, "30 skills to learn, 100 levels"),
        ] {
            assert_eq!(to_learn(count, effort), text, "{effort}");
        }
    }
}
