//! Missing skills for a role, and the skill that most targets need.

use super::skill_class::MANY_SKILLS;
use super::skills::{SkillDemand, SkillStatus, effort};
use crate::model::{Catalog, Importance, Level, Role, RoleId, SkillId};

/// A skill that you have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentSkill {
    /// The skill.
    pub skill: SkillId,
    /// Level, if stated.
    pub level: Option<Level>,
    /// Whether a level is stated that was not understood: it is not good enough for any level that
    /// is asked.
    pub unclear: bool,
}

/// A skill with what you have of it and what the target asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GapRow {
    /// The skill.
    pub skill: SkillId,
    /// Status of the skill on the way to the target.
    pub status: SkillStatus,
    /// Your skill, if you have it.
    pub have: Option<CurrentSkill>,
    /// Level and importance that the target asks for.
    pub required: Option<SkillDemand>,
    /// Effort to learn it, in thousandths of a [`super::skills::LEVEL_STEP`]; see [`effort`].
    pub effort: u32,
}

impl GapRow {
    /// Whether something is to be done: to learn the skill, or to grow in it.
    pub fn is_open(&self) -> bool {
        self.status.is_open()
    }

    /// Whether it is met only as far as is known: a level is asked for, and your own is not stated.
    pub fn is_level_unknown(&self) -> bool {
        self.have.is_some_and(|have| have.level.is_none() && !have.unclear)
            && self.required.is_some_and(|asked| asked.level.is_some())
    }
}

/// Number of skills that are met, begun and new, out of those asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SkillCoverage {
    /// Skills that you have, at the level asked for or above.
    pub met: usize,
    /// Skills that you have, but not at the level asked for.
    pub begun: usize,
    /// Skills that are asked for.
    pub asked: usize,
}

impl SkillCoverage {
    /// Returns the number of skills that you do not have at all.
    pub fn new_to_you(self) -> usize {
        self.asked - self.met - self.begun
    }
}

/// Comparison of the skills that you have with those of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The role.
    pub target: RoleId,
    /// Every skill of either side in exactly one row, in reading order: what is to be done, what
    /// you keep, what the target asks for less of, what it does not list.
    ///
    /// What is to be done is one list, essential before useful and then the greatest effort first.
    /// Whether a skill is new or has to grow matters less than whether you get anywhere without it,
    /// and the greatest effort is the one to start on early. Rows that are equal in this stay in
    /// the order of the target.
    pub rows: Vec<GapRow>,
}

impl Gap {
    /// Returns how many of the skills that the target asks for with this importance are met, and
    /// how many are begun.
    pub fn coverage(&self, importance: Importance) -> SkillCoverage {
        let asked = self
            .rows
            .iter()
            .filter(|row| row.required.is_some_and(|asked| asked.importance == importance));
        asked.fold(SkillCoverage::default(), |all, row| SkillCoverage {
            met: all.met + usize::from(!row.is_open()),
            begun: all.begun + usize::from(row.status == SkillStatus::Grow),
            asked: all.asked + 1,
        })
    }

    /// Returns how many of the skills asked for with this importance count as met although your
    /// level is not stated: see [`GapRow::is_level_unknown`].
    pub fn count_unknown_levels(&self, importance: Importance) -> usize {
        self.rows
            .iter()
            .filter(|row: &&GapRow| {
                row.required.is_some_and(|asked| asked.importance == importance)
            })
            .filter(|row| row.is_level_unknown())
            .count()
    }

    /// Whether the target asks for so many skills that they are read by class.
    pub(crate) fn is_by_class(&self) -> bool {
        self.rows.iter().filter(|row| row.required.is_some()).count() > MANY_SKILLS
    }

    /// Returns the number of skills to learn or to grow in.
    pub fn count_open(&self) -> usize {
        self.rows.iter().filter(|row| row.is_open()).count()
    }

    /// Returns the total effort, in thousandths of a [`super::skills::LEVEL_STEP`].
    pub fn effort(&self) -> u64 {
        self.rows.iter().map(|row| u64::from(row.effort)).sum()
    }
}

/// A missing skill, and the targets that ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingSkill {
    /// The skill.
    pub skill: SkillId,
    /// Your skill, if you have it.
    pub have: Option<CurrentSkill>,
    /// Levels asked for, lowest first; if you reach a level, you have those before it.
    pub levels: Vec<MissingSkillLevel>,
}

/// A level of a [`MissingSkill`], and the targets that it satisfies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingSkillLevel {
    /// The level; `None` if no target states one.
    pub level: Option<Level>,
    /// Effort from what you have to this level, in thousandths of a [`super::skills::LEVEL_STEP`]; the
    /// same whether targets call the skill essential or useful.
    pub effort: u32,
    /// Targets that ask for exactly this level as essential, in the order in which they were
    /// named.
    pub essential: Vec<RoleId>,
    /// Targets that ask for it as useful.
    pub useful: Vec<RoleId>,
}

impl MissingSkill {
    /// Returns the number of targets that lack it as essential.
    pub fn essential(&self) -> usize {
        self.levels.iter().map(|step| step.essential.len()).sum()
    }

    /// Returns the number of targets that lack it as useful.
    pub fn useful(&self) -> usize {
        self.levels.iter().map(|step| step.useful.len()).sum()
    }

    /// Returns the effort to satisfy every target.
    pub fn effort(&self) -> u32 {
        self.levels.iter().map(|step| step.effort).max().unwrap_or(0)
    }
}

/// Returns the skills of a person who meets everything that `role` asks for and no more.
pub fn skills_of_role(role: &Role) -> Vec<CurrentSkill> {
    role.skills
        .iter()
        .map(|asked| CurrentSkill { skill: asked.skill, level: asked.level, unclear: false })
        .collect()
}

/// Compares the skills that you have with those of `target`. If a skill is in `have` twice, its
/// highest level counts.
///
/// ```
/// use roledex::analysis::gap::{gap, skills_of_role};
/// let catalog = roledex::builtin::catalog();
/// let role = catalog.role_by_id("data-engineer").unwrap();
/// assert_eq!(gap(&catalog, &skills_of_role(catalog.role(role)), role).effort(), 0);
/// assert!(gap(&catalog, &[], role).rows.iter().all(|row| row.is_open()));
/// ```
pub fn gap(catalog: &Catalog, have: &[CurrentSkill], target: RoleId) -> Gap {
    let have = highest_levels(have);
    let asked: Vec<(SkillId, SkillDemand)> = catalog
        .role(target)
        .skills
        .iter()
        .map(|asked| (asked.skill, SkillDemand::of(asked)))
        .collect();
    let mut skills: Vec<SkillId> = asked.iter().map(|(skill, _)| *skill).collect();
    skills.sort_unstable();
    let beyond = have.iter().filter(|have| skills.binary_search(&have.skill).is_err());
    let mut rows: Vec<GapRow> =
        asked.iter().map(|(skill, asked)| gap_row(*skill, Some(*asked), &have)).collect();
    rows.extend(beyond.map(|known| gap_row(known.skill, None, &have)));
    sort_rows(&mut rows);
    Gap { target, rows }
}

fn gap_row(skill: SkillId, asked: Option<SkillDemand>, have: &[CurrentSkill]) -> GapRow {
    let have = have.binary_search_by_key(&skill, |have| have.skill).ok().map(|at| have[at]);
    let level = have.map(|have| have.level);
    // A level that was not understood reaches none that is asked for, and may be as far from it
    // as having nothing.
    let unclear =
        have.is_some_and(|have| have.unclear) && asked.is_some_and(|asked| asked.level.is_some());
    let status = if unclear {
        SkillStatus::Grow
    } else {
        SkillStatus::of(level, asked.map(|asked| asked.level))
    };
    let reached = level.filter(|_| !unclear);
    GapRow {
        skill,
        status,
        have,
        required: asked,
        effort: asked.map_or(0, |asked| effort(reached, asked)),
    }
}

/// Sorts `rows` into the order of [`Gap::rows`]. The sort is stable: equal rows stay in the order
/// of the role, and of the catalog beyond it.
pub(super) fn sort_rows(rows: &mut [GapRow]) {
    rows.sort_by_key(|row| {
        let place = match row.status {
            SkillStatus::Grow | SkillStatus::Right => 0,
            SkillStatus::Same => 1,
            SkillStatus::LetGo => 2,
            SkillStatus::Left => 3,
        };
        (place, row.required.map(|asked| asked.importance), std::cmp::Reverse(row.effort))
    });
}

/// Returns each skill of `have` once, at its highest level, by id.
pub(crate) fn highest_levels(have: &[CurrentSkill]) -> Vec<CurrentSkill> {
    let mut have = have.to_vec();
    // A level that was not understood is worth less than a level, but more is known than without
    // one.
    have.sort_by_key(|have| (have.skill, std::cmp::Reverse((have.level, have.unclear))));
    have.dedup_by_key(|have| have.skill);
    have
}

/// Returns the skills that are missing for the targets of `gaps`, the one that most targets need
/// first: by how many targets lack it as essential, then as useful, then by the least effort, then
/// by how many roles of the catalog ask for it, then by id.
///
/// All `gaps` start from the same skills.
pub fn missing_skills(catalog: &Catalog, gaps: &[Gap]) -> Vec<MissingSkill> {
    let mut missing: Vec<(&GapRow, SkillDemand, RoleId)> = Vec::new();
    for gap in gaps {
        let open = gap.rows.iter().filter(|row| row.is_open());
        missing.extend(open.filter_map(|row| Some((row, row.required?, gap.target))));
    }
    missing.sort_by_key(|(row, asked, _)| (row.skill, asked.level));
    let mut doors: Vec<MissingSkill> = Vec::new();
    for (row, asked, target) in missing {
        let reached = row.have.filter(|have| !have.unclear).map(|have| have.level);
        let whole = effort(reached, SkillDemand { importance: Importance::Essential, ..asked });
        if doors.last().is_none_or(|door| door.skill != row.skill) {
            doors.push(MissingSkill { skill: row.skill, have: row.have, levels: Vec::new() });
        }
        let Some(door) = doors.last_mut() else { continue };
        if door.levels.last().is_none_or(|step| step.level != asked.level) {
            let (essential, useful) = (Vec::new(), Vec::new());
            door.levels.push(MissingSkillLevel {
                level: asked.level,
                effort: whole,
                essential,
                useful,
            });
        }
        let Some(step) = door.levels.last_mut() else { continue };
        match asked.importance {
            Importance::Essential => step.essential.push(target),
            Importance::Useful => step.useful.push(target),
        }
    }
    doors.sort_by(|a, b| {
        let need = (b.essential(), b.useful()).cmp(&(a.essential(), a.useful()));
        need.then(a.effort().cmp(&b.effort()))
            .then_with(|| count_needs(b, catalog).cmp(&count_needs(a, catalog)))
            .then_with(|| catalog.skill(a.skill).id.cmp(&catalog.skill(b.skill).id))
    });
    doors
}

fn count_needs(door: &MissingSkill, catalog: &Catalog) -> usize {
    catalog.needs(door.skill).len()
}

#[cfg(test)]
mod tests;
