//! What one lacks for a role, and which skill opens most doors.

use super::skills::{Asked, SkillStatus, effort};
use crate::model::{Catalog, Importance, Level, Role, RoleId, SkillId};

/// A skill that one has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Have {
    /// The skill.
    pub skill: SkillId,
    /// At which level, where that is said.
    pub level: Option<Level>,
    /// Whether a level is stated that was not understood: it is not good enough for any level that
    /// is asked.
    pub unclear: bool,
}

/// One skill: what one has of it, and what the target asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GapRow {
    /// The skill.
    pub skill: SkillId,
    /// What going to the target means for it.
    pub status: SkillStatus,
    /// What one has.
    pub have: Option<Have>,
    /// What the target asks.
    pub asked: Option<Asked>,
    /// What there is to learn, in thousandths of a [`super::skills::STEP`]; see [`effort`].
    pub effort: u32,
}

impl GapRow {
    /// Whether something is to be done: to learn the skill, or to grow in it.
    pub fn is_open(&self) -> bool {
        self.status.is_open()
    }

    /// Whether it is met only as far as anybody knows: a level is asked, and one's own is not said.
    pub fn is_unsure(&self) -> bool {
        self.have.is_some_and(|have| have.level.is_none() && !have.unclear)
            && self.asked.is_some_and(|asked| asked.level.is_some())
    }
}

/// How many of so many skills are met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Met {
    /// Those one has, at the level asked or above.
    pub met: usize,
    /// Those that are asked for.
    pub asked: usize,
}

/// From what one has to one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The role.
    pub target: RoleId,
    /// Every skill of either side in exactly one row, in the order to be read: what is to be done,
    /// what is kept, what the target asks for less of, what it does not list.
    ///
    /// What is to be done is one list, essential before useful and then the longest way first.
    /// Whether a skill is new or has to grow matters less than whether one gets anywhere
    /// without it, and the longest way is the one to start on early. What the target asks
    /// alike stands in the order in which it asks.
    pub rows: Vec<GapRow>,
}

impl Gap {
    /// How many of the skills that the target asks for in this way are met.
    pub fn met(&self, importance: Importance) -> Met {
        let asked = self
            .rows
            .iter()
            .filter(|row| row.asked.is_some_and(|asked| asked.importance == importance));
        asked.fold(Met::default(), |all, row| Met {
            met: all.met + usize::from(!row.is_open()),
            asked: all.asked + 1,
        })
    }

    /// How many of the skills asked for in this way count as met although one's level is not said:
    /// see [`GapRow::is_unsure`].
    pub fn unsure(&self, importance: Importance) -> usize {
        let asked = |row: &&GapRow| row.asked.is_some_and(|asked| asked.importance == importance);
        self.rows.iter().filter(asked).filter(|row| row.is_unsure()).count()
    }

    /// How many skills there are to learn or to grow in.
    pub fn open(&self) -> usize {
        self.rows.iter().filter(|row| row.is_open()).count()
    }

    /// All that there is to learn, in thousandths of a [`super::skills::STEP`].
    pub fn effort(&self) -> u64 {
        self.rows.iter().map(|row| u64::from(row.effort)).sum()
    }
}

/// A missing skill, and the targets that ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// The skill.
    pub skill: SkillId,
    /// What one has of it.
    pub have: Option<Have>,
    /// The levels asked for, lowest first; one who reaches a level has those before it.
    pub steps: Vec<DoorStep>,
}

/// A level of a [`Door`], and whom it satisfies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorStep {
    /// The level; none where no target says one.
    pub level: Option<Level>,
    /// What there is to learn from what one has to this level, in thousandths of a
    /// [`super::skills::STEP`]; the same whether targets call the skill essential or useful.
    pub effort: u32,
    /// Targets that ask for exactly this level as essential, in the order in which they were
    /// named.
    pub essential: Vec<RoleId>,
    /// Targets that ask for it as useful.
    pub useful: Vec<RoleId>,
}

impl Door {
    /// How many targets lack it as essential.
    pub fn essential(&self) -> usize {
        self.steps.iter().map(|step| step.essential.len()).sum()
    }

    /// How many targets lack it as useful.
    pub fn useful(&self) -> usize {
        self.steps.iter().map(|step| step.useful.len()).sum()
    }

    /// What there is to learn to satisfy every target.
    pub fn effort(&self) -> u32 {
        self.steps.iter().map(|step| step.effort).max().unwrap_or(0)
    }
}

/// What one has who meets all that `role` asks and no more.
pub fn held_in(role: &Role) -> Vec<Have> {
    role.skills
        .iter()
        .map(|asked| Have { skill: asked.skill, level: asked.level, unclear: false })
        .collect()
}

/// From what one has to `target`. Of a skill that stands twice in `have` the highest level counts.
///
/// ```
/// use roledex::analysis::gap::{gap, held_in};
/// let catalog = roledex::builtin::catalog();
/// let role = catalog.role_by_id("data-engineer").unwrap();
/// assert_eq!(gap(&catalog, &held_in(catalog.role(role)), role).effort(), 0);
/// assert!(gap(&catalog, &[], role).rows.iter().all(|row| row.is_open()));
/// ```
pub fn gap(catalog: &Catalog, have: &[Have], target: RoleId) -> Gap {
    let have = highest(have);
    let asked: Vec<(SkillId, Asked)> =
        catalog.role(target).skills.iter().map(|asked| (asked.skill, Asked::of(asked))).collect();
    let mut skills: Vec<SkillId> = asked.iter().map(|(skill, _)| *skill).collect();
    skills.sort_unstable();
    let row = |skill: SkillId, asked: Option<Asked>| {
        let have = have.binary_search_by_key(&skill, |have| have.skill).ok().map(|at| have[at]);
        let level = have.map(|have| have.level);
        // A level that was not understood reaches none that is asked, and may be as far from it as
        // having nothing.
        let unclear = have.is_some_and(|have| have.unclear)
            && asked.is_some_and(|asked| asked.level.is_some());
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
            asked,
            effort: asked.map_or(0, |asked| effort(reached, asked)),
        }
    };
    let beyond = have.iter().filter(|have| skills.binary_search(&have.skill).is_err());
    let mut rows: Vec<GapRow> =
        asked.iter().map(|(skill, asked)| row(*skill, Some(*asked))).collect();
    rows.extend(beyond.map(|have| row(have.skill, None)));
    sort(&mut rows);
    Gap { target, rows }
}

/// Puts `rows` in the order of [`Gap::rows`]. A stable sort: what compares equal stays in the order
/// of the role, and of the catalog beyond it.
pub(super) fn sort(rows: &mut [GapRow]) {
    rows.sort_by_key(|row| {
        let place = match row.status {
            SkillStatus::Grow | SkillStatus::Right => 0,
            SkillStatus::Same => 1,
            SkillStatus::LetGo => 2,
            SkillStatus::Left => 3,
        };
        (place, row.asked.map(|asked| asked.importance), std::cmp::Reverse(row.effort))
    });
}

/// Each skill of `have` once, at its highest level, by id.
pub fn highest(have: &[Have]) -> Vec<Have> {
    let mut have = have.to_vec();
    // What was not understood is worth less than a level, and more is known of it than of none.
    have.sort_by_key(|have| (have.skill, std::cmp::Reverse((have.level, have.unclear))));
    have.dedup_by_key(|have| have.skill);
    have
}

/// The skills that are missing on the way to the targets of `gaps`, the one that opens most doors
/// first: by how many targets lack it as essential, then as useful, then by how little there is to
/// learn, then by how many roles of the catalog ask for it, then by id.
///
/// `gaps` all start from the same.
pub fn doors(catalog: &Catalog, gaps: &[Gap]) -> Vec<Door> {
    let mut missing: Vec<(&GapRow, Asked, RoleId)> = Vec::new();
    for gap in gaps {
        let open = gap.rows.iter().filter(|row| row.is_open());
        missing.extend(open.filter_map(|row| Some((row, row.asked?, gap.target))));
    }
    missing.sort_by_key(|(row, asked, _)| (row.skill, asked.level));
    let mut doors: Vec<Door> = Vec::new();
    for (row, asked, target) in missing {
        let reached = row.have.filter(|have| !have.unclear).map(|have| have.level);
        let whole = effort(reached, Asked { importance: Importance::Essential, ..asked });
        if doors.last().is_none_or(|door| door.skill != row.skill) {
            doors.push(Door { skill: row.skill, have: row.have, steps: Vec::new() });
        }
        let Some(door) = doors.last_mut() else { continue };
        if door.steps.last().is_none_or(|step| step.level != asked.level) {
            let (essential, useful) = (Vec::new(), Vec::new());
            door.steps.push(DoorStep { level: asked.level, effort: whole, essential, useful });
        }
        let Some(step) = door.steps.last_mut() else { continue };
        match asked.importance {
            Importance::Essential => step.essential.push(target),
            Importance::Useful => step.useful.push(target),
        }
    }
    doors.sort_by(|a, b| {
        let need = (b.essential(), b.useful()).cmp(&(a.essential(), a.useful()));
        let wanted = |door: &Door| catalog.needs(door.skill).len();
        need.then(a.effort().cmp(&b.effort()))
            .then_with(|| wanted(b).cmp(&wanted(a)))
            .then_with(|| catalog.skill(a.skill).id.cmp(&catalog.skill(b.skill).id))
    });
    doors
}

#[cfg(test)]
mod tests;
