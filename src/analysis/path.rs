//! Finds paths from one role to another, direct and through other roles, with the learning that
//! each step takes.
//!
//! Skills accumulate: along a path you keep the skills of the first role and those learnt on the
//! way, at the highest level reached, and a step takes only what is still missing. The direct path
//! takes exactly the gap between its ends, and no other path takes less of the goal's skills.
//!
//! A step follows a move that a pack states, a reporting line upwards, or a similarity. Its cost is
//! the share of the new role's skills that you have to learn: so a role for which a data set lists
//! seventy tools is not further away than one with fifteen skills, and a role about which hardly
//! anything is known is not a short cut. Large shares cost disproportionately more, as nobody
//! learns an entire job in one move: two steps that are each half new are cheaper than one that is
//! all new. The change itself also has a cost, which depends on the kind of step. Costs are
//! integers in thousandths of a [`FULL_ROLE_COST`].
//!
//! Except for stated moves, the possible steps also depend on the start and the goal. Similarity
//! compares the work of two roles and not their rank, so it leads up one level at most, and never
//! from other tracks to an executive. If the goal is below the start, steps may lead down any
//! number of levels but not up; otherwise not down. So no path climbs past a role to reach it, or
//! starts again at a lower level. A reporting line states who leads whom, not that one role follows
//! the other: skipping levels costs more with each. Levels are compared within a pack; between its
//! families they are only a guide.
//!
//! The direct path always comes first, whether or not any record supports it. Other paths are
//! listed unless they are detours: they must cost little more than the direct one, a role reached
//! only by similarity must teach something that the goal requires, and an executive role is never a
//! step towards one that is not.

mod neighbours;
mod progress;
mod search;

pub use self::neighbours::NeighbourTable;
use self::neighbours::{Neighbour, relation, to_permille};
use self::progress::PathSkills;
use self::search::{HopGraph, HopLink, MAX_STEPS, PathSearch, RoleChain, SearchLimits};
use super::gap::GapRow;
use super::related::keep_nearest;
use super::skills::{self, SkillDemand};
use crate::model::{Catalog, Level, Role, RoleId, SkillId, SourceId, words};

words!(
    /// The kind of relation that a hop follows.
    HopKind {
        /// A move that the pack states.
        Move = "move",
        /// A reporting line to the role that leads the other.
        Reporting = "reporting",
        /// A similarity: stated by a classification, or computed from the work and skills of the
        /// two roles.
        Similar = "similar",
        /// No record supports it: the direct step from start to goal.
        Unrecorded = "unrecorded",
    }
);

impl HopKind {
    /// Returns the symbol and the name of such a step.
    pub fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Move => ("→", "move"),
            Self::Reporting => ("↑", "reporting line"),
            Self::Similar => ("≈", "similar role"),
            Self::Unrecorded => ("·", "not on record"),
        }
    }

    /// All kinds that have a record, the best reason first.
    pub const ALL: [Self; 3] = [Self::Move, Self::Reporting, Self::Similar];
}

/// Cost of everything that a role requires.
pub const FULL_ROLE_COST: u64 = 1000;

/// Extra cost of a large leap: if the share `p` of a job is new it costs `p + LEAP · p³` jobs. With
/// 2, a job that is half new costs three quarters, and one that is all new three. It is not higher
/// because stated moves are large: in half of those in the built-in pack, seven tenths of the job
/// or more are new.
const LARGE_STEP_FACTOR: u64 = 2;

/// Base cost of any change, even to a role that requires nothing new: a tenth of a job, so that a
/// chain does not gain a hop for little.
const MOVE_COST: u64 = 100;

/// Cost of a reporting line: a weaker reason, so that a move with the same learning is preferred.
const REPORTING_COST: u64 = 200;

/// Extra cost of a reporting line that climbs `n` levels: this times `n² − 1`. Your manager's
/// manager is further away than two promotions.
const CLIMB_COST: u64 = 700;

/// Cost of a similarity, the weakest reason: no source states that one role ever led to the other.
const SIMILARITY_COST: u64 = 300;

/// Extra cost of a similarity: this, divided by the similarity from 0 to 1. A tenth, usual for the
/// tenth most similar role, adds 600, a third 180.
const DISSIMILARITY_COST: u64 = 60;

/// Minimum similarity of a hop, in thousandths. Half of the pairs in the built-in pack are less
/// than half as similar.
const MIN_SIMILARITY: u32 = 60;

/// Number of most similar roles that are hops, counted separately for the same family and for
/// others: otherwise a chain would never leave a family of many similar roles.
const MAX_SIMILAR_HOPS: usize = 8;

/// A path that costs this much more than the direct one, or than the cheapest of the others, is a
/// detour: about the cost of learning three quarters of a job.
const DETOUR_EXTRA_COST: u64 = 1600;

/// If every other path is a detour and there is a reason against going directly, the cheapest path
/// through one other role is listed anyway, up to this many times the cost of the direct one plus
/// [`DETOUR_EXTRA_COST`]. Without it, the usual paths from a cook to a manager by supervisor, and from IT
/// support to DevOps by support engineer, were not listed.
const DETOUR_FACTOR: u64 = 2;

/// Maximum share of either role that is new to the other, in thousandths, for the two to be twins:
/// a data set distinguishes them, a career does not.
const TWIN_LIMIT: u32 = 150;

/// Maximum number of steps: people do not plan more jobs ahead.
const STEPS: usize = MAX_STEPS;

/// Maximum number of partial paths to look at, so that an answer takes no longer than a blink.
const CANDIDATES: usize = 20_000;

/// Minimum share of a job that is new, in thousandths, to be a reason against going there directly.
/// In half of the stated moves of the built-in pack it is seven tenths or less.
const LARGE_SHARE: u32 = 750;

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
    /// Maximum cost of other paths; more expensive ones are not listed.
    pub ceiling: u64,
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
        let (from, to) = (&catalog.role(question.from).title, &catalog.role(question.to).title);
        let reason = |kind: &HopKind| match (self, kind) {
            (_, HopKind::Unrecorded) => String::new(),
            (Self::NoHopFromStart, HopKind::Move) => format!("no move leads from {from}"),
            (Self::NoHopFromStart, HopKind::Reporting) => {
                format!("{from} does not report to any role")
            }
            (Self::NoHopFromStart, HopKind::Similar) => {
                format!("no similar role of suitable seniority follows {from}")
            }
            (Self::NoHopToGoal, HopKind::Move) => format!("no move leads to {to}"),
            (Self::NoHopToGoal, HopKind::Reporting) => format!("no role reports to {to}"),
            (Self::NoHopToGoal, HopKind::Similar) => {
                format!("no similar role of suitable seniority precedes {to}")
            }
            (Self::Disconnected(1), _) => {
                format!("only one role can be reached from {from}, but it does not lead to {to}")
            }
            (Self::Disconnected(n), _) => {
                format!("{n} roles can be reached from {from}, but none of them leads to {to}")
            }
        };
        let mut reasons: Vec<String> = HopKind::ALL
            .iter()
            .filter(|kind| question.hop_kinds.contains(kind))
            .map(reason)
            .collect();
        reasons.dedup();
        reasons
    }

    /// Explains why no recorded path exists and what to do about it.
    pub fn text(self, catalog: &Catalog, question: &PathQuestion) -> String {
        let (from, to) = (&catalog.role(question.from).title, &catalog.role(question.to).title);
        let left_out = HopKind::ALL.iter().any(|kind| !question.hop_kinds.contains(kind));
        let hint = if left_out { "; omit --over to allow more kinds of steps" } else { "" };
        format!(
            "No recorded path leads from {from} to {to}: {}{hint}.",
            self.reasons(catalog, question).join(", and ")
        )
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
    /// [`super::gap::gap`]; no other path takes less of the goal's skills.
    pub effort: u64,
    /// Total cost in thousandths of a [`FULL_ROLE_COST`].
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
                "no recorded move, reporting line or close similarity leads straight there"
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

    /// Summarises the total: `2 steps, 28 skills to learn, 58 levels, 23 more than direct`.
    pub fn total_text(&self, direct: &Self) -> String {
        let steps = match self.hops.len() {
            1 => "1 step".to_string(),
            n => format!("{n} steps"),
        };
        let learning = skills::to_learn_text(self.skills_to_learn, self.effort);
        let more = match self.effort.saturating_sub(direct.effort) {
            _ if self.is_direct() => String::new(),
            0 => ", as many as direct".to_string(),
            more => format!(", {} more than direct", skills::levels_number(more)),
        };
        let stated =
            if self.hops.iter().any(|hop| hop.guessed) { " (where skills are stated)" } else { "" };
        format!("{steps}, {learning}{more}{stated}")
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
        let amount = |cost: u64| format!("{:.2}", cost as f64 / FULL_ROLE_COST as f64);
        let others = self.paths.len().saturating_sub(1);
        let why = match (self.barrier, self.detour) {
            _ if question.limit == 0
                || question.from == question.to
                || others >= question.limit =>
            {
                None
            }
            (Some(barrier), _) => Some(barrier.text(catalog, question)),
            (None, Some(more)) => Some(format!(
                "Paths via other roles are detours here; the cheapest via one other role costs {} more than the direct path.",
                amount(more)
            )),
            (None, None) if others == 0 => Some(format!(
                "Every path via other roles costs more than {}, so none is listed.",
                amount(self.ceiling)
            )),
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
    pub fn learning_text(&self) -> String {
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
    pub fn unused_skills_text(&self) -> Option<String> {
        let what = match (self.skills_kept(), self.others) {
            (_, 0) => return None,
            (0, 1) => "skill",
            (0, _) => "skills",
            _ => "more",
        };
        Some(format!("{} {what} it does not require", self.others))
    }

    /// Number of skills to learn or improve for it.
    pub fn skills_to_learn(&self) -> usize {
        self.skills.iter().filter(|row| row.is_open()).count()
    }
}

/// A hop before its learning is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PossibleHop {
    to: RoleId,
    kind: HopKind,
    /// In thousandths.
    similarity: u32,
    change: u64,
}

/// Upper limit of a cost, so that costs can be added without overflow: an invented pack may contain
/// any number as a level.
const MAX_COST: u64 = u64::MAX >> 8;

/// Cost of learning the share `new` of a job, in thousandths of a [`FULL_ROLE_COST`].
fn learning_cost(new: u64) -> u64 {
    let cube = new.saturating_mul(new).saturating_mul(new);
    new.saturating_add(LARGE_STEP_FACTOR.saturating_mul(cube) / (FULL_ROLE_COST * FULL_ROLE_COST))
        .min(MAX_COST)
}

/// Cost of changing to another role along `kind`, regardless of learning; `climb` is the number of
/// levels upwards, and `likeness`, in thousandths, is used only if `kind` is [`HopKind::Similar`].
fn change_cost(kind: HopKind, climb: Option<i64>, likeness: u32) -> u64 {
    let rungs = || {
        let levels = climb.unwrap_or(1).max(1).unsigned_abs();
        CLIMB_COST.saturating_mul(levels.saturating_mul(levels) - 1).min(MAX_COST)
    };
    match kind {
        HopKind::Move => MOVE_COST,
        HopKind::Reporting => REPORTING_COST + rungs(),
        HopKind::Similar => {
            SIMILARITY_COST + DISSIMILARITY_COST * 1000 / u64::from(likeness.max(MIN_SIMILARITY))
        }
        HopKind::Unrecorded => {
            SIMILARITY_COST + DISSIMILARITY_COST * 1000 / u64::from(MIN_SIMILARITY) + rungs()
        }
    }
}

/// Similarity of roles, as the path search needs it.
pub trait SimilaritySource {
    /// Returns the neighbours of every role.
    fn neighbours(&self) -> &NeighbourTable;

    /// Returns the similarity of each role of the catalog to `role`, 0 to 1, by position: the value
    /// of [`super::related::SimilarityIndex::similarities`]. It is symmetric. Called only if the neighbours
    /// are not enough.
    fn similarities(&self, role: RoleId) -> Vec<f64>;
}

/// The hops that a question allows.
struct HopNetwork<'a, L> {
    catalog: &'a Catalog,
    question: &'a PathQuestion,
    similarity: &'a L,
    neighbours: &'a NeighbourTable,
    /// The roles from which the goal is similar, as the goal ranks them.
    goal_neighbours: Vec<Neighbour>,
}

impl<'a, L: SimilaritySource> HopNetwork<'a, L> {
    fn new(catalog: &'a Catalog, question: &'a PathQuestion, alike: &'a L) -> Self {
        let mut map = Self {
            catalog,
            question,
            similarity: alike,
            neighbours: alike.neighbours(),
            goal_neighbours: Vec::new(),
        };
        if map.allows(HopKind::Similar) {
            let mut before = Vec::new();
            map.add_nearest(
                question.to,
                |from| map.allows_similarity_hop(from, question.to),
                &mut before,
            );
            map.goal_neighbours = before;
        }
        map
    }

    fn allows(&self, kind: HopKind) -> bool {
        self.question.hop_kinds.contains(&kind)
    }

    /// Number of levels that `to` is above `from`; `None` if either states none or they are in
    /// different packs.
    fn climb(&self, from: RoleId, to: RoleId) -> Option<i64> {
        let (from, to) = (self.neighbours.rank(from), self.neighbours.rank(to));
        let (a, b) = (from.level?, to.level?);
        (from.pack == to.pack).then(|| i64::from(b) - i64::from(a))
    }

    /// Whether a path must not pass through `role`, whatever leads there: an executive role is
    /// never a step towards one that is not, unless the path starts from one.
    fn is_too_high(&self, role: RoleId) -> bool {
        let PathQuestion { from, to, .. } = *self.question;
        let executive = |role: RoleId| self.neighbours.rank(role).executive;
        role != to && executive(role) && !executive(from) && !executive(to)
    }

    /// Whether rank and the stated facts allow a hop by similarity.
    fn allows_similarity_hop(&self, from: RoleId, to: RoleId) -> bool {
        let PathQuestion { from: first, to: last, .. } = *self.question;
        let (a, b) = (self.neighbours.rank(from), self.neighbours.rank(to));
        // A path must not pass through a role about which nothing is known.
        if (to != last && b.unknown) || (b.executive && !a.executive) {
            return false;
        }
        let steps = match self.climb(first, last) {
            Some(..0) => i64::MIN..=0,
            Some(_) => 0..=1,
            None => -1..=1,
        };
        let above_an_end = match (self.climb(first, to), self.climb(last, to)) {
            (Some(above_start), Some(above_goal)) => above_start >= 0 || above_goal >= 0,
            _ => true,
        };
        steps.contains(&self.climb(from, to).unwrap_or(0)) && above_an_end
    }

    /// Adds to `near` the roles most similar to `role` that satisfy `may`, and those that the
    /// classification lists as related to it.
    fn add_nearest(&self, role: RoleId, may: impl Fn(RoleId) -> bool, near: &mut Vec<Neighbour>) {
        let around = self.neighbours.neighbours_of(role);
        near.extend(around.with_relation(relation::NAMED).filter(|other| may(other.role)));
        for (relatives, group) in [true, false].into_iter().zip(around.near) {
            if !add_first(group, group.len() < NeighbourTable::MAX_PER_GROUP, &may, near) {
                self.add_nearest_of_all(role, relatives, &may, near);
            }
        }
    }

    /// Adds the most similar roles of its family, or of the others, if the stored neighbours are
    /// not enough.
    fn add_nearest_of_all(
        &self,
        role: RoleId,
        relatives: bool,
        may: impl Fn(RoleId) -> bool,
        near: &mut Vec<Neighbour>,
    ) {
        let of = |to: &RoleId| *to != role && self.catalog.same_family(role, *to) == relatives;
        let mut all: Vec<(f64, RoleId)> =
            self.similarity.similarities(role).into_iter().zip(self.catalog.role_ids()).collect();
        all.retain(|(likeness, to)| to_permille(*likeness) >= MIN_SIMILARITY && of(to));
        keep_nearest(&mut all, usize::MAX);
        let all: Vec<Neighbour> =
            all.into_iter().map(|(likeness, to)| Neighbour::new(to, likeness, None, 0)).collect();
        let added = near.len();
        add_first(&all, true, may, near);
        let brought = skills_brought(self.catalog.role(role));
        for near in &mut near[added..] {
            let said = if is_classified_related(self.catalog, role, near.role) {
                relation::RELATED
            } else {
                0
            };
            *near = Neighbour::new(
                near.role,
                near.similarity,
                new_share(&brought, self.catalog.role(near.role)),
                said,
            );
        }
    }

    /// Returns all hops from `from`, each role once.
    fn hops_from(&self, from: RoleId) -> Vec<PossibleHop> {
        let mut finder = HopScratch::default();
        self.find_hops(from, &mut finder);
        finder.edges
    }

    /// Returns all hops from `from`, using the buffers of `finder`.
    fn find_hops(&self, from: RoleId, finder: &mut HopScratch) {
        let HopScratch { near, edges } = finder;
        near.clear();
        edges.clear();
        let around = self.neighbours.neighbours_of(from);
        // Moves come first, then reporting lines: at equal cost the better reason stays.
        if self.allows(HopKind::Move) {
            around
                .with_relation(relation::MOVE)
                .for_each(|other| self.add(edges, from, other, HopKind::Move));
        }
        if self.allows(HopKind::Reporting) {
            around
                .with_relation(relation::LEADS)
                .for_each(|leader| self.add(edges, from, leader, HopKind::Reporting));
        }
        if self.allows(HopKind::Similar) {
            self.add_nearest(from, |to| self.allows_similarity_hop(from, to), near);
            let goal = self.question.to;
            let before = self.goal_neighbours.iter().find(|before| before.role == from);
            if let Some(before) = before.filter(|_| !near.iter().any(|near| near.role == goal)) {
                let new =
                    new_share(&skills_brought(self.catalog.role(from)), self.catalog.role(goal));
                near.push(Neighbour::new(goal, before.similarity, new, before.relations));
            }
            for other in near.iter() {
                self.add(edges, from, *other, HopKind::Similar);
            }
        }
    }

    /// Adds the hop from `from` to `other` along `kind`, unless there is a better one.
    fn add(&self, edges: &mut Vec<PossibleHop>, from: RoleId, other: Neighbour, kind: HopKind) {
        let to = other.role;
        if self.is_too_high(to) {
            return;
        }
        // If none of the skills you bring is of use, the similarity is one of words only.
        if kind == HopKind::Similar
            && other.new_share() == Some(1000)
            && !other.has_relation(relation::RELATED)
        {
            return;
        }
        let likeness = other.similarity_permille().min(1000);
        let edge = PossibleHop {
            to,
            kind,
            similarity: likeness,
            change: change_cost(kind, self.climb(from, to), likeness),
        };
        match edges.iter_mut().find(|edge| edge.to == to) {
            Some(old) if old.change <= edge.change => {}
            Some(old) => *old = edge,
            None => edges.push(edge),
        }
    }

    fn graph(&self) -> HopGraph {
        let mut finder = HopScratch::default();
        HopGraph::from(self.question.from, self.catalog.roles().len(), |from, links| {
            self.find_hops(from, &mut finder);
            let link = |edge: &PossibleHop| {
                let PossibleHop { to, change, similarity: alike, kind } = *edge;
                HopLink { to, change, similarity: alike, by_similarity: kind == HopKind::Similar }
            };
            links.extend(finder.edges.iter().map(link));
        })
    }

    /// Returns the direct hop to the goal, whatever is on record.
    fn direct_hop(&self) -> PossibleHop {
        let PathQuestion { from, to, .. } = *self.question;
        let recorded = self.hops_from(from).into_iter().find(|edge| edge.to == to);
        recorded.unwrap_or_else(|| {
            let silent = |role: RoleId| self.catalog.role(role).skills.is_empty();
            // The similarity is used only if the new share has to be estimated from it.
            let likeness = if silent(from) || silent(to) {
                self.similarity
                    .similarities(from)
                    .get(to.index())
                    .map_or(0, |likeness| to_permille(*likeness))
            } else {
                0
            };
            let change = change_cost(HopKind::Unrecorded, self.climb(from, to), likeness);
            PossibleHop { to, kind: HopKind::Unrecorded, similarity: likeness, change }
        })
    }

    /// Returns the full hop from `from` along `edge`, starting with `skills`; those of the new role
    /// are added to them.
    fn hop(&self, from: RoleId, edge: PossibleHop, skills: &mut PathSkills) -> Hop {
        let PossibleHop { to, kind, similarity: likeness, change } = edge;
        let (role, other) = (self.catalog.role(from), self.catalog.role(to));
        let (mut requires, mut sources) = (Vec::new(), Vec::new());
        match kind {
            HopKind::Move => {
                for step in role.moves.iter().filter(|m| m.to == to) {
                    requires.extend(step.requires.iter().cloned());
                    sources.extend(&step.sources);
                }
            }
            HopKind::Reporting => {
                let both = [
                    (&role.reporting, role.reporting.reports_to.contains(&to)),
                    (&other.reporting, other.reporting.manages.contains(&from)),
                ];
                sources.extend(
                    both.into_iter()
                        .filter(|(_, says)| *says)
                        .flat_map(|(lines, _)| &lines.sources),
                );
            }
            HopKind::Similar | HopKind::Unrecorded => {}
        }
        let mut seen: Vec<SourceId> = Vec::new();
        sources.retain(|source| {
            !seen.contains(source) && {
                seen.push(*source);
                true
            }
        });
        let related = is_classified_related(self.catalog, from, to);
        let step = skills.step(other);
        let guessed = step.new.is_none();
        let new = step.new.unwrap_or(1000 - likeness.min(1000));
        let cost = learning_cost(u64::from(new)) + change;
        let likeness = (kind == HopKind::Similar || guessed).then_some(likeness);
        let (skills, others, effort) = (step.rows, step.others, step.effort);
        let climb = self.climb(from, to);
        Hop {
            from,
            to,
            kind,
            requires,
            sources,
            climb,
            similarity: likeness,
            related,
            skills,
            others,
            effort,
            new_share: new,
            guessed,
            cost,
        }
    }

    /// Returns the path along `edges` from the start.
    fn path(&self, edges: impl Iterator<Item = PossibleHop>) -> CareerPath {
        let PathQuestion { from, to, .. } = *self.question;
        let mut skills = PathSkills::of(self.catalog.role(from), self.catalog.role(to));
        let mut at = from;
        let hops: Vec<Hop> = edges
            .map(|edge| self.hop(std::mem::replace(&mut at, edge.to), edge, &mut skills))
            .collect();
        let mut learnt: Vec<SkillId> = hops
            .iter()
            .flat_map(|hop| &hop.skills)
            .filter(|row| row.is_open())
            .map(|row| row.skill)
            .collect();
        learnt.sort_unstable();
        learnt.dedup();
        let effort = hops.iter().map(|hop| u64::from(hop.effort)).sum();
        let cost = hops.iter().map(|hop| hop.cost).sum();
        CareerPath { hops, skills_to_learn: learnt.len(), effort, cost }
    }

    /// Returns the hops of `chain`.
    fn edges(&self, chain: &RoleChain) -> impl Iterator<Item = PossibleHop> {
        let edge =
            |pair: &[RoleId]| self.hops_from(pair[0]).into_iter().find(|edge| edge.to == pair[1]);
        chain.roles.windows(2).filter_map(edge)
    }

    /// Returns why there is no chain, given the number of other roles that can be reached.
    fn barrier(&self, others: usize) -> PathBarrier {
        let goal = self.question.to;
        if others == 0 {
            return PathBarrier::NoHopFromStart;
        }
        let line = |id: RoleId| self.catalog.role(id).reporting.reports_to.contains(&goal);
        let led = !self.catalog.role(goal).reporting.manages.is_empty();
        let moves = self.allows(HopKind::Move) && !self.catalog.moves_into(goal).is_empty();
        let lines = self.allows(HopKind::Reporting) && (led || self.catalog.role_ids().any(line));
        if moves || lines || !self.goal_neighbours.is_empty() {
            PathBarrier::Disconnected(others)
        } else {
            PathBarrier::NoHopToGoal
        }
    }
}

/// Buffers for finding hops, reused for thousands of roles.
#[derive(Default)]
struct HopScratch {
    near: Vec<Neighbour>,
    edges: Vec<PossibleHop>,
}

/// Adds to `near` the first roles of `group` that satisfy `may`, as many as may be hops, in order
/// of similarity in thousandths. Adds nothing and returns `false` if a role outside the group may
/// come before them. `group` is in order of similarity; `whole` means that it contains all similar
/// roles.
fn add_first(
    group: &[Neighbour],
    whole: bool,
    may: impl Fn(RoleId) -> bool,
    near: &mut Vec<Neighbour>,
) -> bool {
    // Some roles that are as similar as the last one may be missing here.
    let doubtful = if whole { None } else { group.last().map(Neighbour::similarity_permille) };
    let before = near.len();
    for equal in group.chunk_by(|a, b| a.similarity_permille() == b.similarity_permille()) {
        let alike = equal[0].similarity_permille();
        if alike < MIN_SIMILARITY || near.len() == before + MAX_SIMILAR_HOPS {
            break;
        }
        if doubtful == Some(alike) {
            near.truncate(before);
            return false;
        }
        let first = near.len();
        near.extend(equal.iter().filter(|other| may(other.role)));
        near[first..].sort_unstable_by_key(|other| other.role);
        near.truncate(before + MAX_SIMILAR_HOPS);
    }
    true
}

/// Whether a classification lists the two as related, on either side.
fn is_classified_related(catalog: &Catalog, a: RoleId, b: RoleId) -> bool {
    catalog.role(a).related.contains(&b) || catalog.role(b).related.contains(&a)
}

/// Returns the skills that you bring from `role`.
fn skills_brought(role: &Role) -> Vec<(SkillId, Option<Level>)> {
    let mut brought: Vec<_> = role.skills.iter().map(|r| (r.skill, r.level)).collect();
    brought.sort_by_key(|(skill, _)| *skill);
    brought
}

/// Returns the share of what `to` requires that is new if you bring `brought`, in thousandths;
/// `None` if either side states no skills.
fn new_share(brought: &[(SkillId, Option<Level>)], to: &Role) -> Option<u32> {
    let have = |skill| {
        brought.binary_search_by_key(&skill, |(skill, _)| *skill).ok().map(|at| brought[at].1)
    };
    let asked =
        to.skills.iter().map(|requirement| (requirement.skill, SkillDemand::of(requirement)));
    if brought.is_empty() { None } else { new_share_of(asked, have) }
}

/// Returns the share of `asked` that is to be learnt, in thousandths; `have` returns whether you
/// have a skill, and at which level. `None` if nothing is asked.
fn new_share_of(
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

/// Finds the direct path from one role to another, and the cheapest through other roles.
///
/// Paths that are hardly different are left out: those that pass through every role, or a twin of
/// it, that a cheaper one passes through between start and goal; and those whose extra cost over
/// the cheapest is that of learning an entire job. Twins are roles of which hardly anything is new
/// to each other.
pub fn path(
    catalog: &Catalog,
    question: &PathQuestion,
    alike: &impl SimilaritySource,
) -> PathAnswer {
    path_within(catalog, question, alike, STEPS, CANDIDATES)
}

/// Finds paths like `path`, with explicit bounds.
fn path_within(
    catalog: &Catalog,
    question: &PathQuestion,
    alike: &impl SimilaritySource,
    steps: usize,
    candidates: usize,
) -> PathAnswer {
    if question.from == question.to {
        let here = CareerPath { hops: Vec::new(), skills_to_learn: 0, effort: 0, cost: 0 };
        return PathAnswer {
            paths: vec![here],
            barrier: None,
            detour: None,
            ceiling: 0,
            bound: SearchExtent::default(),
        };
    }
    let map = HopNetwork::new(catalog, question, alike);
    let straight = if HopKind::ALL.iter().all(|kind| map.allows(*kind)) {
        map.direct_hop()
    } else {
        let anything = PathQuestion { hop_kinds: HopKind::ALL.to_vec(), ..question.clone() };
        HopNetwork::new(catalog, &anything, alike).direct_hop()
    };
    let direct = map.path(std::iter::once(straight));
    let graph = map.graph();
    let recorded = graph.leads(question.from, question.to);
    let limits = SearchLimits {
        paths: question.limit,
        steps,
        candidates,
        ceiling: direct.cost + DETOUR_EXTRA_COST,
    };
    let mut search = PathSearch::new(&graph, map.neighbours, question.to, catalog.skills().len());
    let mut found = search.run(&limits);
    // If there is a reason against going directly, a path through one other role is worth knowing
    // even if it costs more.
    let lonely = found.chains.is_empty()
        && !found.exhausted
        && question.limit > 0
        && !direct.cautions().is_empty();
    let ceiling =
        if lonely { DETOUR_FACTOR * direct.cost + DETOUR_EXTRA_COST } else { limits.ceiling };
    if lonely {
        let other = search.run(&SearchLimits { paths: 1, steps: steps.min(2), ceiling, ..limits });
        (found.chains, found.exhausted) = (other.chains, other.exhausted);
        found.candidates += other.candidates;
    }
    let detour =
        found.chains.first().map(|chain| chain.cost.saturating_sub(direct.cost)).filter(|_| lonely);
    let apart = !recorded && !graph.reaches(question.to);
    let barrier = apart.then(|| map.barrier(graph.others()));
    let others = found.chains.iter().map(|chain| map.path(map.edges(chain)));
    let exhausted = found.exhausted.then_some(found.candidates);
    PathAnswer {
        paths: std::iter::once(direct).chain(others).collect(),
        barrier,
        detour,
        ceiling: limits.ceiling,
        bound: SearchExtent { steps: found.steps, cut: found.cut, exhausted },
    }
}

#[cfg(test)]
mod tests;
