//! The skill gap as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{GapOrigin, GapReport, door_level_name, user_level_text};
use crate::analysis::gap::{CurrentSkill, Gap, GapRow, MissingSkill, MissingSkillLevel};
use crate::json::to_value;
use crate::model::{Catalog, Importance, RoleId};
use crate::profile::ResolvedSkills;
use crate::report::profile::MatchingEntry;
use crate::report::reference::{RoleRef, SkillRef};
use crate::report::skills::{self, DemandEntry};

#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct GapJson<'a> {
    schema: &'static str,
    from: OriginEntry<'a>,
    targets: Vec<TargetEntry<'a>>,
    doors: Vec<DoorEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<MatchingEntry<'a>>,
}

/// The origin of the skills you have.
#[derive(Serialize, JsonSchema)]
struct OriginEntry<'a> {
    kind: &'static str,
    #[serde(flatten)]
    role: Option<RoleRef<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
}

impl<'a> OriginEntry<'a> {
    fn new(catalog: &'a Catalog, origin: GapOrigin<'a>) -> Self {
        let (kind, role, file) = match origin {
            GapOrigin::Role(role) => ("role", Some(RoleRef::new(catalog, role)), None),
            GapOrigin::Profile(name) => ("profile", None, Some(name)),
            GapOrigin::Resume(name) => ("resume", None, Some(name)),
            GapOrigin::NamedSkills => ("given", None, None),
        };
        Self { kind, role, file }
    }
}

#[derive(Serialize, JsonSchema)]
struct TargetEntry<'a> {
    #[serde(flatten)]
    role: RoleRef<'a>,
    essential: CoverageEntry,
    useful: CoverageEntry,
    effort: f64,
    skills_to_learn: usize,
    skills: Vec<GapRowEntry<'a>>,
}

/// Number of skills met, begun and new among those of one importance.
#[derive(Serialize, JsonSchema)]
struct CoverageEntry {
    met: usize,
    begun: usize,
    new: usize,
    asked: usize,
    level_unknown: usize,
}

impl CoverageEntry {
    fn new(gap: &Gap, importance: Importance) -> Self {
        let coverage = gap.coverage(importance);
        Self {
            met: coverage.met,
            begun: coverage.begun,
            new: coverage.new_to_you(),
            asked: coverage.asked,
            level_unknown: gap.count_unknown_levels(importance),
        }
    }
}

impl<'a> TargetEntry<'a> {
    fn new(catalog: &'a Catalog, answer: &GapReport<'a>, gap: &Gap) -> Self {
        let skills = gap.rows.iter();
        Self {
            role: RoleRef::new(catalog, gap.target),
            essential: CoverageEntry::new(gap, Importance::Essential),
            useful: CoverageEntry::new(gap, Importance::Useful),
            effort: skills::effort_in_levels(gap.effort()),
            skills_to_learn: gap.count_open(),
            skills: skills
                .map(|row| GapRowEntry::new(catalog, answer.resolved, gap.target, row))
                .collect(),
        }
    }
}

/// A skill of a gap.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct GapRowEntry<'a> {
    #[serde(flatten)]
    skill: SkillRef<'a>,
    status: &'static str,
    have: Option<UserLevelEntry<'a>>,
    asked: Option<DemandEntry<'a>>,
    effort: f64,
}

impl<'a> GapRowEntry<'a> {
    /// Returns the skill in `row`; `resolved` provides the original spelling of a level that was
    /// not understood.
    pub(in crate::report) fn new(
        catalog: &'a Catalog,
        resolved: Option<&'a ResolvedSkills>,
        target: RoleId,
        row: &GapRow,
    ) -> Self {
        Self {
            skill: SkillRef::new(catalog, row.skill),
            status: row.status.word(),
            have: row.have.map(|have| UserLevelEntry::new(catalog, resolved, Some(target), have)),
            asked: DemandEntry::new(catalog, target, row.required),
            effort: skills::effort_in_levels(u64::from(row.effort)),
        }
    }
}

/// Your level in a skill.
#[derive(Serialize, JsonSchema)]
struct UserLevelEntry<'a> {
    level: Option<String>,
    /// The spelling and the note of a level that was not understood.
    #[serde(flatten)]
    unclear: Option<UnclearLevel<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct UnclearLevel<'a> {
    written_level: Option<&'a str>,
    understood: bool,
}

impl<'a> UserLevelEntry<'a> {
    fn new(
        catalog: &Catalog,
        resolved: Option<&'a ResolvedSkills>,
        target: Option<RoleId>,
        have: CurrentSkill,
    ) -> Self {
        if have.unclear {
            let written_level = resolved.and_then(|resolved| resolved.unclear_level(have.skill));
            return Self {
                level: None,
                unclear: Some(UnclearLevel { written_level, understood: false }),
            };
        }
        let level = target.and_then(|target| user_level_text(catalog, target, Some(have)));
        Self { level, unclear: None }
    }
}

/// A skill that targets have in common.
#[derive(Serialize, JsonSchema)]
struct DoorEntry<'a> {
    #[serde(flatten)]
    skill: SkillRef<'a>,
    have: Option<UserLevelEntry<'a>>,
    essential: usize,
    useful: usize,
    effort: f64,
    levels: Vec<DoorLevelEntry<'a>>,
}

/// A level of such a skill, and the targets that require it.
#[derive(Serialize, JsonSchema)]
struct DoorLevelEntry<'a> {
    level: Option<&'a str>,
    effort: f64,
    essential: Vec<RoleRef<'a>>,
    useful: Vec<RoleRef<'a>>,
}

impl<'a> DoorLevelEntry<'a> {
    fn new(catalog: &'a Catalog, step: &MissingSkillLevel) -> Self {
        Self {
            level: door_level_name(catalog, step),
            effort: skills::effort_in_levels(u64::from(step.effort)),
            essential: RoleRef::list(catalog, &step.essential),
            useful: RoleRef::list(catalog, &step.useful),
        }
    }
}

impl<'a> DoorEntry<'a> {
    fn new(catalog: &'a Catalog, answer: &GapReport<'a>, door: &MissingSkill) -> Self {
        let first =
            door.levels.iter().flat_map(|step| step.essential.iter().chain(&step.useful)).next();
        let have = door
            .have
            .map(|have| UserLevelEntry::new(catalog, answer.resolved, first.copied(), have));
        Self {
            skill: SkillRef::new(catalog, door.skill),
            have,
            essential: door.essential(),
            useful: door.useful(),
            effort: skills::effort_in_levels(u64::from(door.effort())),
            levels: door.levels.iter().map(|step| DoorLevelEntry::new(catalog, step)).collect(),
        }
    }
}

/// The answer as JSON.
pub fn json(catalog: &Catalog, answer: &GapReport<'_>) -> Value {
    let targets = answer.gaps.iter();
    to_value(&GapJson {
        schema: "roledex/gap/1",
        from: OriginEntry::new(catalog, answer.from),
        targets: targets.map(|gap| TargetEntry::new(catalog, answer, gap)).collect(),
        doors: answer.doors.iter().map(|door| DoorEntry::new(catalog, answer, door)).collect(),
        reading: answer.resolved.map(|resolved| MatchingEntry::new(catalog, resolved)),
    })
}
