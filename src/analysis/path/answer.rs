//! Questions about career paths, and their answers.

use super::cost::similarity_limits_text;
use super::hop_kind::HopKind;
use crate::analysis::gap::GapRow;
use crate::analysis::skills;
use crate::model::{Catalog, RoleId, SourceId};

/// Minimum share of a job that is new, in thousandths, to be a reason against going there directly.
/// In half of the stated moves of the built-in pack it is seven tenths or less.
pub(super) const LARGE_SHARE: u32 = 750;

/// A request for paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathQuestion {
    /// Role at which the chain starts.
    pub from: RoleId,
    /// Role at which it ends.
    pub to: RoleId,
    /// Kinds of steps that hops may follow.
    pub hop_kinds: Vec<HopKind>,
    /// Maximum number of paths besides the direct one.
    pub limit: usize,
}

/// Paths, the direct one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathAnswer {
    /// The direct path, then those through other roles, cheapest first. Ties are broken by length,
    /// then by the catalog order of the roles.
    pub paths: Vec<CareerPath>,
    /// Why no recorded path exists.
    pub barrier: Option<PathBarrier>,
    /// Extra cost of the only other path over the direct one, if it is listed despite being a
    /// detour.
    pub detour: Option<u64>,
    /// Extent of the search.
    pub bound: SearchExtent,
}

/// Extent of the search for paths through other roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchExtent {
    /// Maximum number of steps; longer paths were not compared.
    pub steps: usize,
    /// Whether a longer path might belong to the answer.
    pub cut: bool,
    /// Number of partial paths after which the search gave up, if it did: there may be paths
    /// besides those found.
    pub exhausted: Option<usize>,
}

/// Why no chain leads from one role to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathBarrier {
    /// No hop leads out of the start.
    NoHopFromStart,
    /// No hop leads to the goal.
    NoHopToGoal,
    /// This many roles can be reached from the start, but none of them leads to the goal.
    Disconnected(usize),
}

impl PathBarrier {
    /// Returns what is missing, as parts of a sentence.
    pub fn reasons(self, catalog: &Catalog, question: &PathQuestion) -> Vec<String> {
        let (from, to) = (catalog.role_title(question.from), catalog.role_title(question.to));
        let mut reasons: Vec<String> = HopKind::ALL
            .iter()
            .filter(|kind| question.hop_kinds.contains(kind))
            .map(|kind| barrier_reason(*kind, from, to, self))
            .collect();
        reasons.dedup();
        reasons
    }

    /// Explains why no recorded path exists and what to do about it.
    pub fn text(self, catalog: &Catalog, question: &PathQuestion) -> String {
        let (from, to) = (catalog.role_title(question.from), catalog.role_title(question.to));
        let left_out = HopKind::ALL.iter().any(|kind| !question.hop_kinds.contains(kind));
        let hint = if left_out { "; omit --over to allow more kinds of steps" } else { "" };
        format!(
            "No recorded path leads from {from} to {to}: {}{hint}.",
            self.reasons(catalog, question).join(", and ")
        )
    }
}

pub(super) fn barrier_reason(kind: HopKind, from: &str, to: &str, this: PathBarrier) -> String {
    match (this, kind) {
        (_, HopKind::Unrecorded) => String::new(),
        (PathBarrier::NoHopFromStart, HopKind::Move) => format!("no move leads from {from}"),
        (PathBarrier::NoHopFromStart, HopKind::Reporting) => {
            format!("{from} does not report to any role")
        }
        (PathBarrier::NoHopFromStart, HopKind::Similar) => {
            format!(
                "no role of suitable seniority is similar enough to {from} ({})",
                similarity_limits_text()
            )
        }
        (PathBarrier::NoHopToGoal, HopKind::Move) => format!("no move leads to {to}"),
        (PathBarrier::NoHopToGoal, HopKind::Reporting) => format!("no role reports to {to}"),
        (PathBarrier::NoHopToGoal, HopKind::Similar) => {
            format!(
                "no role of suitable seniority is similar enough to {to} ({})",
                similarity_limits_text()
            )
        }
        (PathBarrier::Disconnected(1), _) => {
            format!("only one role can be reached from {from}, but it does not lead to {to}")
        }
        (PathBarrier::Disconnected(n), _) => {
            format!("{n} roles can be reached from {from}, but none of them leads to {to}")
        }
    }
}

/// A path that visits no role twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareerPath {
    /// Hops from the start to the goal; empty if these are the same role.
    pub hops: Vec<Hop>,
    /// Number of skills to learn or improve on the path; each counts once.
    pub skills_to_learn: usize,
    /// Total learning in thousandths of a [`skills::LEVEL_STEP`]. For the direct path it equals
    /// [`crate::analysis::gap::gap`]; no other path takes less of the goal's skills.
    pub effort: u64,
    /// Total cost in thousandths of a [`FULL_ROLE_COST`](super::FULL_ROLE_COST).
    pub cost: u64,
}

impl SearchExtent {
    /// Explains in a sentence or two what may be missing from the answer; `None` if it is complete.
    pub fn text(self) -> Option<String> {
        let cut = format!("Paths of more than {} steps were not compared.", self.steps);
        let exhausted = self.exhausted.map(|count| {
            format!(
                "The search stopped after {count} combinations of steps; paths that cost more than those listed may be missing."
            )
        });
        let parts: Vec<String> = self.cut.then_some(cut).into_iter().chain(exhausted).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// Why the direct path may not be advisable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathCaution {
    /// No record leads directly there.
    Unrecorded,
    /// It climbs this many levels of seniority at once.
    Climb(i64),
    /// This share of the job would be new, in thousandths.
    Large(u32),
}

impl PathCaution {
    /// Returns the reason as a clause.
    pub fn text(self) -> String {
        match self {
            Self::Unrecorded => {
                "no recorded move or reporting line leads straight there, nor are the roles similar \
                 enough in work and rank"
                    .to_string()
            }
            Self::Climb(levels) => format!(
                "it skips {}",
                match levels - 1 {
                    1 => "a rank".to_string(),
                    n => format!("{n} ranks"),
                }
            ),
            Self::Large(new) => {
                format!("{:.0} % of the job would be new all at once", f64::from(new) / 10.0)
            }
        }
    }

    /// Returns the kind of reason as a stable name for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unrecorded => "unrecorded",
            Self::Climb(_) => "climb",
            Self::Large(_) => "large",
        }
    }
}

impl CareerPath {
    /// Whether the path goes directly to the goal.
    pub fn is_direct(&self) -> bool {
        self.hops.len() < 2
    }

    /// Why going directly may not be advisable; empty for other paths.
    pub fn cautions(&self) -> Vec<PathCaution> {
        let [hop] = &self.hops[..] else { return Vec::new() };
        let unrecorded = (hop.kind == HopKind::Unrecorded).then_some(PathCaution::Unrecorded);
        let large = (hop.new_share >= LARGE_SHARE && !hop.guessed)
            .then_some(PathCaution::Large(hop.new_share));
        let climb = hop
            .climb
            .filter(|levels| *levels > 1 && hop.kind != HopKind::Move)
            .map(PathCaution::Climb);
        unrecorded.into_iter().chain(climb).chain(large).collect()
    }

    /// Summarises the total: `2 steps, 28 skills to learn, 58 skill levels (23 more than path 0)`.
    pub fn total_text(&self, direct: &Self) -> String {
        let more = match self.effort.saturating_sub(direct.effort) {
            _ if self.is_direct() => String::new(),
            0 => " (as many as path 0)".to_string(),
            more => format!(" ({} more than path 0)", skills::levels_number(more)),
        };
        let stated = if self.hops.iter().any(|hop| hop.guessed) {
            " (for roles that list skills)"
        } else {
            ""
        };
        format!("{}{more}{stated}", self.short_total_text())
    }

    /// Summarises the total without comparing it: `2 steps, 28 skills to learn, 58 skill levels`.
    pub(crate) fn short_total_text(&self) -> String {
        let steps = match self.hops.len() {
            1 => "1 step".to_string(),
            n => format!("{n} steps"),
        };
        let learning = skills::to_learn_text(self.skills_to_learn, self.effort);
        format!("{steps}, {learning}")
    }
}

impl PathAnswer {
    /// The direct path; its total is the gap between the ends.
    pub fn direct(&self) -> Option<&CareerPath> {
        self.paths.first()
    }

    /// Returns notes on the answer, in sentences: why there is no other path, and how far the
    /// search went.
    pub fn notes(&self, catalog: &Catalog, question: &PathQuestion) -> Vec<String> {
        let others = self.paths.len().saturating_sub(1);
        let why = match (self.barrier, self.detour) {
            _ if question.limit == 0
                || question.from == question.to
                || others >= question.limit =>
            {
                None
            }
            (Some(barrier), _) => Some(barrier.text(catalog, question)),
            (None, Some(_)) => Some(
                "Every path via other roles is a detour. The shortest via one other role is listed because of the caution."
                    .to_string(),
            ),
            (None, None) if others == 0 => Some(
                "Every path via other roles is a long detour, so none is listed.".to_string(),
            ),
            (None, None) => None,
        };
        why.into_iter().chain(self.bound.text()).collect()
    }
}

/// A hop, and the learning that is still needed for it at that point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Role where it starts.
    pub from: RoleId,
    /// Role where it leads.
    pub to: RoleId,
    /// Kind of relation that it follows.
    pub kind: HopKind,
    /// Requirements of the move, if the pack states them.
    pub requires: Vec<String>,
    /// Sources for a move or a reporting line.
    pub sources: Vec<SourceId>,
    /// Levels of seniority that it leads up, if both roles state one and belong to one pack.
    pub climb: Option<i64>,
    /// Similarity of the two roles in thousandths, if it was needed: for similar roles, and if
    /// skills are not stated.
    pub similarity: Option<u32>,
    /// Whether the classification lists the two as related.
    pub related: bool,
    /// Rows of the new role's skills, one each, with the level reached so far: skills to learn
    /// first.
    pub skills: Vec<GapRow>,
    /// Number of skills you have by then that the new role does not require; you keep them.
    pub others: usize,
    /// Learning that it takes, in thousandths of a [`skills::LEVEL_STEP`].
    pub effort: u32,
    /// Share of the new role's skills that must be learnt, in thousandths.
    pub new_share: u32,
    /// Whether [`Hop::new_share`] is estimated from the similarity because one side states no skills.
    pub guessed: bool,
    /// Cost of the hop.
    pub cost: u64,
}

impl Hop {
    /// Summarises what is to be learnt: `14 skills to learn, 29 levels, 78 % new`.
    pub(crate) fn learning_text(&self) -> String {
        let new = format!("{} % new", (self.new_share + 5) / 10);
        if self.guessed {
            return format!("about {new} (estimate)");
        }
        format!("{}, {new}", skills::to_learn_text(self.skills_to_learn(), u64::from(self.effort)))
    }

    /// Number of the new role's skills that you have by then.
    pub fn skills_kept(&self) -> usize {
        self.skills.len() - self.skills_to_learn()
    }

    /// Number of skills you have by then that the new role does not require: `14 more it does not
    /// require`.
    pub(crate) fn unused_skills_text(&self) -> Option<String> {
        let what = match (self.skills_kept(), self.others) {
            (_, 0) => return None,
            (0, 1) => "skill",
            (0, _) => "skills",
            _ => "more",
        };
        Some(format!("{} {what} the role does not require", self.others))
    }

    /// Number of skills to learn or improve for it.
    pub fn skills_to_learn(&self) -> usize {
        self.skills.iter().filter(|row| row.is_open()).count()
    }
}
