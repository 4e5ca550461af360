//! Costs of hops.

use super::hop_kind::HopKind;
use crate::analysis::skills::{self, SkillDemand};
use crate::model::{Level, Role, SkillId};

/// Cost of everything that a role requires.
pub const FULL_ROLE_COST: u64 = 1000;

/// Extra cost of a large leap: if the share `p` of a job is new it costs `p + LEAP · p³` jobs. With
/// 2, a job that is half new costs three quarters, and one that is all new three. It is not higher
/// because stated moves are large: in half of those in the built-in pack, seven tenths of the job
/// or more are new.
pub(super) const LARGE_STEP_FACTOR: u64 = 2;

/// Base cost of any change, even to a role that requires nothing new: a tenth of a job, so that a
/// chain does not gain a hop for little.
pub(super) const MOVE_COST: u64 = 100;

/// Cost of a reporting line: a weaker reason, so that a move with the same learning is preferred.
pub(super) const REPORTING_COST: u64 = 200;

/// Extra cost of a reporting line that climbs `n` levels: this times `n² − 1`. Your manager's
/// manager is further away than two promotions.
pub(super) const CLIMB_COST: u64 = 700;

/// Cost of a similarity, the weakest reason: no source states that one role ever led to the other.
pub(super) const SIMILARITY_COST: u64 = 300;

/// Extra cost of a similarity: this, divided by the similarity from 0 to 1. A tenth, usual for the
/// tenth most similar role, adds 600, a third 180.
pub(super) const DISSIMILARITY_COST: u64 = 60;

/// A path that costs this much more than the direct one, or than the cheapest of the others, is a
/// detour: about the cost of learning three quarters of a job.
pub(super) const DETOUR_EXTRA_COST: u64 = 1600;

/// If every other path is a detour and there is a reason against going directly, the cheapest path
/// through one other role is listed anyway, up to this many times the cost of the direct one plus
/// [`DETOUR_EXTRA_COST`]. Without it, the usual paths from a cook to a manager by supervisor, and
/// from IT support to DevOps by support engineer, were not listed.
pub(super) const DETOUR_FACTOR: u64 = 2;

/// Maximum share of either role that is new to the other, in thousandths, for the two to be twins:
/// a data set distinguishes them, a career does not.
pub(super) const TWIN_LIMIT: u32 = 150;

/// Upper limit of a cost, so that costs can be added without overflow: an invented pack may contain
/// any number as a level.
pub(super) const MAX_COST: u64 = u64::MAX >> 8;

/// Cost of learning the share `new` of a job, in thousandths of a [`FULL_ROLE_COST`].
pub(super) fn learning_cost(new: u64) -> u64 {
    let cube = new.saturating_mul(new).saturating_mul(new);
    new.saturating_add(LARGE_STEP_FACTOR.saturating_mul(cube) / (FULL_ROLE_COST * FULL_ROLE_COST))
        .min(MAX_COST)
}

/// Cost of changing to another role along `kind`, regardless of learning; `climb` is the number of
/// levels upwards, and `likeness`, in thousandths, is used only if `kind` is [`HopKind::Similar`].
pub(super) fn change_cost(kind: HopKind, climb: Option<i64>, likeness: u32) -> u64 {
    match kind {
        HopKind::Move => MOVE_COST,
        HopKind::Reporting => REPORTING_COST + climb_cost(climb),
        HopKind::Similar => {
            SIMILARITY_COST + DISSIMILARITY_COST * 1000 / u64::from(likeness.max(LOWEST_SIMILARITY))
        }
        HopKind::Unrecorded => {
            SIMILARITY_COST
                + DISSIMILARITY_COST * 1000 / u64::from(LOWEST_SIMILARITY)
                + climb_cost(climb)
        }
    }
}

pub(super) fn climb_cost(climb: Option<i64>) -> u64 {
    let levels = climb.unwrap_or(1).max(1).unsigned_abs();
    CLIMB_COST.saturating_mul(levels.saturating_mul(levels) - 1).min(MAX_COST)
}

/// Returns the skills that you bring from `role`.
pub(super) fn skills_brought(role: &Role) -> Vec<(SkillId, Option<Level>)> {
    let mut brought: Vec<_> = role.skills.iter().map(|r| (r.skill, r.level)).collect();
    brought.sort_by_key(|(skill, _)| *skill);
    brought
}

/// Returns the share of what `to` requires that is new if you bring `brought`, in thousandths;
/// `None` if either side states no skills.
pub(super) fn new_share(brought: &[(SkillId, Option<Level>)], to: &Role) -> Option<u32> {
    let asked =
        to.skills.iter().map(|requirement| (requirement.skill, SkillDemand::of(requirement)));
    if brought.is_empty() {
        None
    } else {
        new_share_of(asked, |skill| {
            brought.binary_search_by_key(&skill, |(skill, _)| *skill).ok().map(|at| brought[at].1)
        })
    }
}

/// Returns the share of `asked` that is to be learnt, in thousandths; `have` returns whether you
/// have a skill, and at which level. `None` if nothing is asked.
pub(super) fn new_share_of(
    asked: impl Iterator<Item = (SkillId, SkillDemand)>,
    have: impl Fn(SkillId) -> Option<Option<Level>>,
) -> Option<u32> {
    let (mut learn, mut all) = (0_u64, 0_u64);
    for (skill, asked) in asked {
        learn += u64::from(skills::effort(have(skill), asked));
        all += u64::from(skills::effort(None, asked));
    }
    (learn * 1000).checked_div(all).map(|part| part as u32)
}

/// Minimum similarity of a hop that no classification supports, in thousandths. Below a quarter,
/// two roles share a few words rather than work: an accountant was led to the head of data, and a
/// recruiter to the security officer, by similarities of 8 to 11 %.
const MIN_SIMILARITY: u32 = 250;

/// The same within a family, which is a reason to think that the work is similar. In the built-in
/// pack a product manager and a product owner share 24 %, a frontend and a backend engineer 21 %.
const MIN_FAMILY_SIMILARITY: u32 = 200;

/// Returns the minimum similarity of a hop within a family, or between two, in thousandths.
pub(super) fn min_similarity(is_same_family: bool) -> u32 {
    if is_same_family { MIN_FAMILY_SIMILARITY } else { MIN_SIMILARITY }
}

/// Says from which similarity on roles are similar enough: `at least 25 %, or 20 % within a
/// family`.
pub(crate) fn similarity_limits_text() -> String {
    format!(
        "at least {} %, or {} % within a family",
        MIN_SIMILARITY / 10,
        MIN_FAMILY_SIMILARITY / 10
    )
}

/// Similarity below which a hop costs no more, in thousandths: that of a direct step without a
/// record.
const LOWEST_SIMILARITY: u32 = 60;
