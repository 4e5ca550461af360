//! Finds the cheapest paths through a graph of roles, where the cost of a step depends on
//! everything learnt before it.
//!
//! A path that costs more so far may be cheaper in the end because it brings more skills. So no
//! shortest path to a role determines the best path through it, and complete paths are searched,
//! best first, as in P. E. Hart, N. J. Nilsson and B. Raphael, "A formal basis for the heuristic
//! determination of minimum cost paths", IEEE Transactions on Systems Science and Cybernetics 4
//! (1968). The lower bound of a partial path is its cost, the cost of the changes ahead, and the
//! cost of the goal's missing skills, each learnt where that is cheapest; see [`CostBounds::cost_within`].
//!
//! Three rules keep the search small without losing anything that would be listed. Of two paths
//! through the same roles in another order, to the same role, only the cheaper one continues: both
//! have learnt the same. A path that could have gone directly to the goal continues only while that
//! costs less: otherwise it is the same path with a detour. And a path that passes through every
//! role that a cheaper one passes through is dropped with all its continuations.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::cost::{
    DETOUR_EXTRA_COST, FULL_ROLE_COST, LARGE_STEP_FACTOR, TWIN_LIMIT, learning_cost,
};
use super::hop_graph::{HopGraph, HopLink};
use super::neighbours::{NeighbourTable, PackedDemand};
use crate::analysis::skills::weighted_effort;
use crate::model::{Importance, RoleId, SkillId};

/// A path of at least two steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RoleChain {
    pub(super) cost: u64,
    /// Roles from the start to the goal, both included.
    pub(super) roles: Vec<RoleId>,
}

impl RoleChain {
    fn passed_roles(&self) -> &[RoleId] {
        &self.roles[1..self.roles.len() - 1]
    }
}

/// Limits of a search.
#[derive(Debug, Clone, Copy)]
pub(super) struct SearchLimits {
    /// Number of paths to find.
    pub(super) paths: usize,
    /// Maximum number of steps, up to [`MAX_STEPS`].
    pub(super) steps: usize,
    /// Maximum number of partial paths to look at.
    pub(super) candidates: usize,
    /// Maximum cost of a listed path.
    pub(super) ceiling: u64,
}

/// The result of a search.
#[derive(Debug, Default)]
pub(super) struct FoundChains {
    /// Chains, cheapest first; ties are broken by length, then by the order of the roles.
    pub(super) chains: Vec<RoleChain>,
    /// Number of steps up to which paths were compared.
    pub(super) steps: usize,
    /// Whether a longer path might be cheaper than one of these, or come next.
    pub(super) cut: bool,
    /// Whether the search ran out of candidates before it had ruled out further paths.
    pub(super) exhausted: bool,
    /// Number of candidates looked at.
    pub(super) candidates: usize,
}

/// Maximum number of roles that a path goes to, including the goal.
pub(super) const MAX_STEPS: usize = 16;

/// Marks the absence of a role.
const NONE: u32 = u32::MAX;

/// Cost if no link leads there.
const UNREACHABLE: u64 = u64::MAX;

/// A partial or complete path. The one that may be the cheapest orders first; at equal cost partial
/// ones come first, so that all the paths of one cost are known before the first of them is taken;
/// then the shorter, then the order of the roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PathPrefix {
    /// Lower bound on the cost of the complete path.
    total: u64,
    complete: bool,
    steps: usize,
    /// Roles after the start.
    roles: [u32; MAX_STEPS],
    cost: u64,
    /// Cost of going directly to the goal from a role that it passed through; a path that costs as
    /// much is the same path with a detour.
    direct_cost: u64,
    /// Lower bound on the cost of a path that continues from it in more steps than allowed.
    beyond: u64,
}

impl PathPrefix {
    fn passed(&self) -> impl Iterator<Item = RoleId> + '_ {
        self.roles[..self.steps].iter().map(|role| RoleId(*role))
    }

    /// Returns this node extended by one step.
    fn extended(&self, to: RoleId, cost: u64, total: u64) -> Self {
        let mut next = Self { cost, total: total.max(self.total), steps: self.steps + 1, ..*self };
        next.roles[self.steps] = to.0;
        next
    }
}

/// Lower bounds on the cost from each role to the goal.
struct CostBounds {
    /// Lower bounds on the cost of the changes on a walk to the goal, by exact number of steps,
    /// then by role.
    few: Vec<Vec<u64>>,
    /// Lower bounds on the same cost for a walk of any length, by role.
    any: Vec<u64>,
    /// Minimum cost of any change.
    least: u64,
}

/// Maximum number of steps of walks that have bounds of their own.
const FEW: usize = 3;

impl CostBounds {
    fn new(graph: &HopGraph, goal: RoleId) -> Self {
        let mut none = vec![UNREACHABLE; graph.places.len()];
        none[goal.index()] = 0;
        let others = || graph.reached.iter().rev().copied().filter(|from| *from != goal);
        let mut any = none.clone();
        let mut few = vec![none];
        while few.len() <= FEW {
            let mut next = vec![UNREACHABLE; graph.places.len()];
            for from in others() {
                next[from.index()] = least_cost(from, &few[few.len() - 1], graph);
                any[from.index()] = any[from.index()].min(next[from.index()]);
            }
            few.push(next);
        }
        let mut nearer = true;
        while std::mem::take(&mut nearer) {
            for from in others() {
                let far = least_cost(from, &any, graph);
                nearer |= far < any[from.index()];
                any[from.index()] = any[from.index()].min(far);
            }
        }
        Self {
            few,
            any,
            least: graph.links.iter().map(|link| link.change).min().unwrap_or(UNREACHABLE),
        }
    }

    /// Returns a lower bound on the cost from `role` to the goal in up to `steps` steps, while
    /// `lacking` is to be learnt, in thousandths of jobs.
    fn cost_within(&self, role: RoleId, steps: usize, lacking: u64) -> u64 {
        let few = (1..=steps.min(FEW))
            .map(|steps| cost_in_steps(steps, role, lacking, &self.few))
            .min()
            .unwrap_or(UNREACHABLE);
        let changes = self.cost_of_many(role, FEW + 1);
        if steps > FEW { few.min(changes.saturating_add(spread_cost(lacking, steps))) } else { few }
    }

    /// Returns the same bound for more than `steps` steps.
    fn cost_beyond(&self, role: RoleId, steps: usize, lacking: u64) -> u64 {
        let changes = self.cost_of_many(role, steps + 1);
        // The share learnt in each step is rounded down. Beyond this number of steps the changes
        // cost more than that rounding.
        let rounded = (changes / self.least.max(1)).saturating_add(1);
        changes.saturating_add(lacking.saturating_sub(rounded))
    }

    /// Returns a lower bound on the cost of the changes in `steps` steps or more.
    fn cost_of_many(&self, role: RoleId, steps: usize) -> u64 {
        match self.any[role.index()] {
            UNREACHABLE => UNREACHABLE,
            any => any.max(self.least.saturating_mul(steps as u64)),
        }
    }
}

fn least_cost(from: RoleId, ahead: &[u64], graph: &HopGraph) -> u64 {
    graph
        .out(from)
        .iter()
        .map(|link: &HopLink| ahead[link.to.index()].saturating_add(link.change))
        .min()
        .unwrap_or(UNREACHABLE)
}

fn cost_in_steps(steps: usize, role: RoleId, lacking: u64, few: &[Vec<u64>]) -> u64 {
    few[steps][role.index()].saturating_add(spread_cost(lacking, steps))
}

/// Returns the minimum cost of learning `lacking` thousandths of jobs in `steps` steps: large
/// shares cost disproportionately more, so equal shares are cheapest.
fn spread_cost(lacking: u64, steps: usize) -> u64 {
    let steps = steps as u64;
    // Each share, and the cube of each, may have been rounded down.
    let whole = lacking.saturating_sub(steps);
    (whole
        + LARGE_STEP_FACTOR * whole * whole * whole
            / (FULL_ROLE_COST * FULL_ROLE_COST * steps * steps))
        .saturating_sub(steps)
}

/// A search for paths from one role to another.
pub(super) struct PathSearch<'a> {
    graph: &'a HopGraph,
    neighbours: &'a NeighbourTable,
    goal: RoleId,
    bound: CostBounds,
    /// For each skill, the height that the goal requires and the minimum cost of a thousandth of a
    /// level, in thousandths of a job: that in the largest job in which it is learnt. `None` if the
    /// goal does not require it.
    goal_skills: Vec<Option<GoalSkill>>,
    /// Size of everything that each role requires.
    role_totals: Vec<u64>,
    /// Height reached in each skill.
    have: Vec<u32>,
    /// Whether each skill was there at the start.
    had: Vec<bool>,
    /// Skills that changed since the start, with their earlier height.
    changed: Vec<(usize, u32)>,
    twins: HashMap<(RoleId, RoleId), bool>,
}

#[derive(Debug, Clone, Copy)]
struct GoalSkill {
    importance: Importance,
    /// Height after learning it from nothing.
    height: u32,
    /// Size of the largest job that requires it.
    job: u64,
}

impl<'a> PathSearch<'a> {
    /// Creates a search over `skills` skills.
    pub(super) fn new(
        graph: &'a HopGraph,
        neighbours: &'a NeighbourTable,
        goal: RoleId,
        skills: usize,
    ) -> Self {
        let start = graph.reached[0];
        let mut wanted: Vec<Option<GoalSkill>> = vec![None; skills];
        for (skill, ask) in neighbours.demands(goal) {
            let (importance, height) = (ask.importance(), ask.height_after(0, false));
            wanted[skill.index()] = Some(GoalSkill { importance, height, job: 1 });
        }
        let (mut have, mut had) = (vec![0; skills], vec![false; skills]);
        for (skill, ask) in neighbours.demands(start) {
            (have[skill.index()], had[skill.index()]) = (ask.required_height(), true);
        }
        for (skill, ask) in neighbours
            .demands(goal)
            .filter(|(skill, ask)| ask.height_after(1, true) == 1 && had[skill.index()])
        {
            // Having it at any level is enough.
            wanted[skill.index()] =
                Some(GoalSkill { importance: ask.importance(), height: 0, job: 1 });
        }
        let mut whole = vec![0; graph.places.len()];
        for role in &graph.reached {
            let asks = || neighbours.demands(*role);
            let all: u64 = asks()
                .map(|(skill, ask)| {
                    weighted_learning(0, ask.height_after(0, false), ask, wanted[skill.index()])
                })
                .sum();
            whole[role.index()] = all;
            for (skill, _) in asks() {
                if let Some(wanted) = &mut wanted[skill.index()] {
                    wanted.job = wanted.job.max(all);
                }
            }
        }
        let bound = CostBounds::new(graph, goal);
        Self {
            graph,
            neighbours,
            goal,
            bound,
            goal_skills: wanted,
            role_totals: whole,
            have,
            had,
            changed: Vec::new(),
            twins: HashMap::new(),
        }
    }

    /// Whether `role` teaches anything that the goal requires.
    fn teaches_goal_skill(&self, role: RoleId) -> bool {
        self.neighbours.demands(role).any(|(skill, ask)| {
            let have = self.have[skill.index()];
            let reached = ask.height_after(have, self.had[skill.index()]);
            self.goal_skills[skill.index()]
                .is_some_and(|wanted| wanted.missing(reached) < wanted.missing(have))
        })
    }

    /// Finds the cheapest paths through other roles within `limits`.
    pub(super) fn run(&mut self, limits: &SearchLimits) -> FoundChains {
        let steps = limits.steps.min(MAX_STEPS);
        let mut found = FoundChains { steps, ..FoundChains::default() };
        let (mut ceiling, mut seen) = (limits.ceiling, HashSet::new());
        // Lower bound on the cost of the cheapest path that is longer than allowed.
        let mut longer = UNREACHABLE;
        let first = PathPrefix {
            total: 0,
            complete: false,
            steps: 0,
            roles: [NONE; MAX_STEPS],
            cost: 0,
            direct_cost: UNREACHABLE,
            beyond: UNREACHABLE,
        };
        let mut open = BinaryHeap::from([Reverse(first)]);
        while let Some(Reverse(node)) = open.pop() {
            if node.total > ceiling || found.chains.len() >= limits.paths {
                open.push(Reverse(node));
                break;
            }
            if self.repeats_any(&found.chains, &node) {
                continue;
            }
            if node.complete {
                if found.chains.is_empty() {
                    ceiling = ceiling.min(node.cost.saturating_add(DETOUR_EXTRA_COST));
                }
                let roles = self.graph.reached[..1].iter().copied().chain(node.passed()).collect();
                found.chains.push(RoleChain { cost: node.cost, roles });
                continue;
            }
            if !seen.insert(state_key(&node)) {
                continue;
            }
            if found.candidates == limits.candidates {
                found.exhausted = true;
                break;
            }
            found.candidates += 1;
            longer = longer.min(self.extend(&node, steps, ceiling, &mut open));
        }
        // A path that was not worth extending within the limit may be the beginning of a longer one
        // that costs less.
        let ahead = open.iter().filter(|Reverse(node)| !node.complete);
        let longer = ahead.map(|Reverse(node)| node.beyond).fold(longer, u64::min);
        let last = found.chains.last().map_or(UNREACHABLE, |chain| chain.cost);
        let listed =
            if found.chains.len() < limits.paths { ceiling } else { last.saturating_sub(1) };
        // A path cannot have more steps than there are roles.
        found.cut = longer <= listed && longer != UNREACHABLE && self.graph.others() > steps;
        found
    }

    /// Adds all extensions of `node` by one step, up to `steps` steps and the cost `ceiling`.
    /// Returns a lower bound on the cost of the cheapest path that continues from it in more steps
    /// than allowed.
    fn extend(
        &mut self,
        node: &PathPrefix,
        steps: usize,
        ceiling: u64,
        open: &mut BinaryHeap<Reverse<PathPrefix>>,
    ) -> u64 {
        let (graph, start) = (self.graph, self.graph.reached[0]);
        let known = self.move_to(node);
        let last = node.passed().last().unwrap_or(start);
        let lacking = if known { self.lacking() } else { 0 };
        let mut node = *node;
        let mut longer = UNREACHABLE;
        let links = graph.out(last);
        if let Some(link) =
            links.iter().find(|link| link.to == self.goal).filter(|_| node.steps > 0)
        {
            let (cost, _) = self.step(link, known);
            let whole = node.extended(self.goal, node.cost + cost, node.cost + cost);
            if whole.cost < node.direct_cost {
                open.push(Reverse(PathPrefix { complete: true, ..whole }));
                node.direct_cost = whole.cost;
            }
        }
        let most = ceiling.min(node.direct_cost.saturating_sub(1));
        let left = steps - node.steps - 1;
        for link in links {
            if link.to == self.goal || link.to == start || node.passed().any(|role| role == link.to)
            {
                continue;
            }
            let least = node.cost + link.change;
            let ahead = self
                .bound
                .cost_within(link.to, left, 0)
                .min(self.bound.cost_beyond(link.to, left, 0));
            if least.saturating_add(ahead) > most {
                continue;
            }
            if link.by_similarity
                && known
                && self.role_totals[link.to.index()] > 0
                && !self.teaches_goal_skill(link.to)
            {
                continue;
            }
            let (cost, gained) = self.step(link, known);
            let cost = node.cost + cost;
            // If no skills are known by then, the next share is estimated rather than counted in
            // skills.
            let knows = known || self.role_totals[link.to.index()] > 0;
            let lacking = if knows { lacking.saturating_sub(gained) } else { 0 };
            let total = cost.saturating_add(self.bound.cost_within(link.to, left, lacking));
            let beyond = cost.saturating_add(self.bound.cost_beyond(link.to, left, lacking));
            let beyond = if beyond <= most { beyond } else { UNREACHABLE };
            if total <= most {
                let next = node.extended(link.to, cost, total);
                open.push(Reverse(PathPrefix { beyond, ..next }));
            } else {
                longer = longer.min(beyond);
            }
        }
        longer
    }

    /// Sets the held skills to those learnt up to the end of `node`. Returns whether any skill is
    /// stated.
    fn move_to(&mut self, node: &PathPrefix) -> bool {
        for (skill, before) in self.changed.drain(..).rev() {
            self.have[skill] = before;
        }
        let mut known = self.role_totals[self.graph.reached[0].index()] > 0;
        for role in node.passed() {
            known |= self.role_totals[role.index()] > 0;
            for (skill, ask) in self.neighbours.demands(role) {
                let have = &mut self.have[skill.index()];
                let reached = ask.height_after(*have, self.had[skill.index()]);
                if reached > *have {
                    self.changed.push((skill.index(), *have));
                    *have = reached;
                }
            }
        }
        known
    }

    /// Returns the cost of a step along `link`, and the reduction of the goal's minimum cost; both
    /// in thousandths of a job.
    fn step(&self, link: &HopLink, known: bool) -> (u64, u64) {
        let (mut learn, mut gained) = (0, 0);
        for (skill, ask) in self.neighbours.demands(link.to) {
            let (have, wanted) = (self.have[skill.index()], self.goal_skills[skill.index()]);
            let reached = ask.height_after(have, self.had[skill.index()]);
            learn += weighted_learning(have, reached, ask, wanted);
            if let Some(wanted) = wanted {
                gained += wanted.remaining_cost(have) - wanted.remaining_cost(reached);
            }
        }
        let whole = self.role_totals[link.to.index()];
        let new = if known && whole > 0 {
            learn * 1000 / whole
        } else {
            1000 - u64::from(link.similarity.min(1000))
        };
        (learning_cost(new) + link.change, gained)
    }

    /// Returns the minimum cost of the goal's missing skills, in thousandths of a job.
    fn lacking(&self) -> u64 {
        self.neighbours
            .demands(self.goal)
            .map(|(skill, _): (SkillId, PackedDemand)| {
                self.goal_skills[skill.index()]
                    .map_or(0, |wanted| wanted.remaining_cost(self.have[skill.index()]))
            })
            .sum()
    }

    /// Whether `node` passes through all roles, or their twins, that one of `chains` passes
    /// through.
    fn repeats_any(&mut self, chains: &[RoleChain], node: &PathPrefix) -> bool {
        let passed: Vec<RoleId> = node.passed().filter(|role| *role != self.goal).collect();
        chains.iter().any(|chain| {
            chain
                .passed_roles()
                .iter()
                .all(|old| passed.iter().any(|new| old == new || self.are_twins(*old, *new)))
        })
    }

    fn are_twins(&mut self, a: RoleId, b: RoleId) -> bool {
        let neighbours = self.neighbours;
        *self
            .twins
            .entry((a.min(b), a.max(b)))
            .or_insert_with(|| is_little_new(a, b, neighbours) && is_little_new(b, a, neighbours))
    }
}

fn is_little_new(from: RoleId, to: RoleId, neighbours: &NeighbourTable) -> bool {
    neighbours.new_share(from, to).is_some_and(|new| new <= TWIN_LIMIT)
}

impl GoalSkill {
    /// Returns the learning that is left from the height `have`.
    fn missing(&self, have: u32) -> u64 {
        u64::from(weighted_effort(have.min(self.height), self.height, self.importance))
    }

    /// Returns the minimum cost of the rest from the height `have`, in thousandths of a job.
    fn remaining_cost(&self, have: u32) -> u64 {
        self.missing(have) * 1000 / self.job
    }
}

/// Returns the weighted learning from the height `have` to `reached`, as required by `ask`, on the
/// way to the goal's `wanted` for the skill.
fn weighted_learning(have: u32, reached: u32, ask: PackedDemand, wanted: Option<GoalSkill>) -> u64 {
    let essential = wanted.is_some_and(|wanted| wanted.importance == Importance::Essential);
    let importance = if essential { Importance::Essential } else { ask.importance() };
    u64::from(weighted_effort(have, reached, importance))
}

/// Returns the state that determines the cost ahead: the current role and the set of roles passed
/// through.
fn state_key(node: &PathPrefix) -> (u32, [u32; MAX_STEPS]) {
    let last = node.steps.checked_sub(1).map_or(NONE, |at| node.roles[at]);
    let mut passed = node.roles;
    passed.sort_unstable();
    (last, passed)
}
