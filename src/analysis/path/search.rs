//! The cheapest ways through a graph of roles, where the cost of a step depends on all that was
//! learnt before it.
//!
//! A way that costs more so far may be cheaper in the end, as it brings more: so no shortest path
//! to a role says which way through it is best, and whole ways are searched, best first, as in P.
//! E. Hart, N. J. Nilsson and B. Raphael, "A formal basis for the heuristic determination of
//! minimum cost paths", IEEE Transactions on Systems Science and Cybernetics 4 (1968). What a way
//! that has come so far costs at least is what it cost, what the changes ahead cost, and what the
//! goal's skills cost that it still lacks, each learnt where that is cheapest; see
//! [`Bound::ahead`].
//!
//! Three things keep the search small, and lose nothing that would be listed. Of two ways through
//! the same roles in another order, to the same role, the cheaper one goes on: both have learnt the
//! same. A way that could have gone straight to the goal goes on only while that costs less: else
//! it is the same way with a detour. And a way that passes through all that a cheaper one passes
//! through is left out with all its continuations.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::neighbours::{Ask, Neighbours};
use super::{DEARER, JOB, LEAP, TWIN, learning};
use crate::analysis::skills::weighed;
use crate::model::{Importance, RoleId, SkillId};

/// A hop as the search sees it: all of its cost but the learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) to: RoleId,
    /// What the change costs.
    pub(super) change: u64,
    /// How alike the two are, in thousandths: what is new where skills are not stated is guessed
    /// from it.
    pub(super) alike: u32,
    /// Whether nothing but a likeness leads there.
    pub(super) near: bool,
}

/// What leads where, from one role on.
#[derive(Debug)]
pub(super) struct Graph {
    /// The roles that can be reached, where it starts first.
    reached: Vec<RoleId>,
    /// By role: its place among the links.
    places: Vec<Range<usize>>,
    links: Vec<Link>,
}

impl Graph {
    /// All that can be reached from `start`, of `roles` roles. `out` lists where one of them leads:
    /// each place once.
    pub(super) fn from(
        start: RoleId,
        roles: usize,
        mut out: impl FnMut(RoleId, &mut Vec<Link>),
    ) -> Self {
        let (mut places, mut links) = (vec![0..0; roles], Vec::new());
        let (mut reached, mut known) = (vec![start], vec![false; roles]);
        known[start.index()] = true;
        let mut at = 0;
        while let Some(&role) = reached.get(at) {
            at += 1;
            let first = links.len();
            out(role, &mut links);
            places[role.index()] = first..links.len();
            for link in &links[first..] {
                if !std::mem::replace(&mut known[link.to.index()], true) {
                    reached.push(link.to);
                }
            }
        }
        Self { reached, places, links }
    }

    /// Whether a hop leads from `from` to `to`.
    pub(super) fn leads(&self, from: RoleId, to: RoleId) -> bool {
        self.out(from).iter().any(|link| link.to == to)
    }

    /// Whether `role` can be reached.
    pub(super) fn reaches(&self, role: RoleId) -> bool {
        self.reached.contains(&role)
    }

    /// How many other roles can be reached.
    pub(super) fn others(&self) -> usize {
        self.reached.len() - 1
    }

    fn out(&self, from: RoleId) -> &[Link] {
        &self.links[self.places[from.index()].clone()]
    }
}

/// A way of at least two steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) cost: u64,
    /// From the start to the goal, both included.
    pub(super) roles: Vec<RoleId>,
}

impl Chain {
    fn between(&self) -> &[RoleId] {
        &self.roles[1..self.roles.len() - 1]
    }
}

/// How far a search goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The number of ways that are wanted.
    pub(super) ways: usize,
    /// The largest number of steps, up to [`MOST_STEPS`].
    pub(super) steps: usize,
    /// The number of beginnings of ways that are looked at.
    pub(super) candidates: usize,
    /// The highest cost of a path that is listed.
    pub(super) ceiling: u64,
}

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The cheapest first; of as cheap ones the shorter, then the one whose roles come first.
    pub(super) chains: Vec<Chain>,
    /// The number of steps up to which ways were compared.
    pub(super) steps: usize,
    /// Whether a longer path might be cheaper than one of these, or come next.
    pub(super) cut: bool,
    /// Whether the search ended with its candidates, before it knew that there is nothing else.
    pub(super) exhausted: bool,
    /// The number of candidates looked at.
    pub(super) candidates: usize,
}

/// The most roles that a way goes to, the goal included.
pub(super) const MOST_STEPS: usize = 16;

/// No role.
const NONE: u32 = u32::MAX;

/// Nothing leads there.
const NEVER: u64 = u64::MAX;

/// The beginning of a way, or all of it. The one that may be the cheapest orders first; of as cheap
/// ones those that are not whole, so that all the ways of one cost are known before the first of
/// them is taken; then the shorter, then the one whose roles come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    /// What the whole of it costs at least.
    total: u64,
    whole: bool,
    steps: usize,
    /// The roles after the start.
    roles: [u32; MOST_STEPS],
    cost: u64,
    /// The cost of going straight to the goal from a role that it passed through; anything as
    /// expensive is the same path with a detour.
    straight: u64,
}

impl Node {
    fn passed(&self) -> impl Iterator<Item = RoleId> + '_ {
        self.roles[..self.steps].iter().map(|role| RoleId(*role))
    }

    /// This node with one step more.
    fn on(&self, to: RoleId, cost: u64, total: u64) -> Self {
        let mut next = Self { cost, total: total.max(self.total), steps: self.steps + 1, ..*self };
        next.roles[self.steps] = to.0;
        next
    }
}

/// Lower bounds on the cost from each role to the goal.
struct Bound {
    /// By number of steps, then by role: what the changes on a walk of exactly so many steps to
    /// the goal cost at least.
    few: Vec<Vec<u64>>,
    /// By role: what they cost at least on a walk of any length.
    any: Vec<u64>,
    /// What any change costs at least.
    least: u64,
}

/// Walks of up to this many steps have bounds of their own.
const FEW: usize = 3;

impl Bound {
    fn new(graph: &Graph, goal: RoleId) -> Self {
        let mut none = vec![NEVER; graph.places.len()];
        none[goal.index()] = 0;
        let least_of = |from: RoleId, ahead: &[u64]| {
            let far = |link: &Link| ahead[link.to.index()].saturating_add(link.change);
            graph.out(from).iter().map(far).min().unwrap_or(NEVER)
        };
        let others = || graph.reached.iter().rev().copied().filter(|from| *from != goal);
        let mut any = none.clone();
        let mut few = vec![none];
        while few.len() <= FEW {
            let mut next = vec![NEVER; graph.places.len()];
            for from in others() {
                next[from.index()] = least_of(from, &few[few.len() - 1]);
                any[from.index()] = any[from.index()].min(next[from.index()]);
            }
            few.push(next);
        }
        let mut nearer = true;
        while std::mem::take(&mut nearer) {
            for from in others() {
                let far = least_of(from, &any);
                nearer |= far < any[from.index()];
                any[from.index()] = any[from.index()].min(far);
            }
        }
        Self { few, any, least: graph.links.iter().map(|link| link.change).min().unwrap_or(NEVER) }
    }

    /// What it costs at least to go from `role` to the goal in up to `steps` steps, while `lacking`
    /// is to be learnt, in thousandths of jobs.
    fn ahead(&self, role: RoleId, steps: usize, lacking: u64) -> u64 {
        let far =
            |steps: usize| self.few[steps][role.index()].saturating_add(spread(lacking, steps));
        let few = (1..=steps.min(FEW)).map(far).min().unwrap_or(NEVER);
        let changes = self.many(role, FEW + 1);
        if steps > FEW { few.min(changes.saturating_add(spread(lacking, steps))) } else { few }
    }

    /// The same in more than `steps` steps.
    fn beyond(&self, role: RoleId, steps: usize, lacking: u64) -> u64 {
        let changes = self.many(role, steps + 1);
        // The part that is learnt in a step is rounded down. With more steps than this their
        // changes cost more than that.
        let rounded = (changes / self.least.max(1)).saturating_add(1);
        changes.saturating_add(lacking.saturating_sub(rounded))
    }

    /// What the changes cost at least in `steps` steps or more.
    fn many(&self, role: RoleId, steps: usize) -> u64 {
        match self.any[role.index()] {
            NEVER => NEVER,
            any => any.max(self.least.saturating_mul(steps as u64)),
        }
    }
}

/// What it costs at least to learn `lacking` thousandths of jobs in so many steps: large parts cost
/// more than their share, so equal parts are cheapest.
fn spread(lacking: u64, steps: usize) -> u64 {
    let steps = steps as u64;
    // Each part, and the cube of each, may have been rounded down.
    let whole = lacking.saturating_sub(steps);
    (whole + LEAP * whole * whole * whole / (JOB * JOB * steps * steps)).saturating_sub(steps)
}

/// A search for ways from one role to another.
pub(super) struct Search<'a> {
    graph: &'a Graph,
    neighbours: &'a Neighbours,
    goal: RoleId,
    bound: Bound,
    /// By skill: the height that the goal asks, and what a thousandth of a level of it costs at
    /// least, in thousandths of a job, as the largest job in which it is learnt. None where it
    /// does not ask for it.
    wanted: Vec<Option<Wanted>>,
    /// By role: all that it asks.
    whole: Vec<u64>,
    /// By skill: the height reached.
    have: Vec<u32>,
    /// By skill: whether it was there at the start.
    had: Vec<bool>,
    /// Skills that changed since the start, and their height before.
    changed: Vec<(usize, u32)>,
    twins: HashMap<(RoleId, RoleId), bool>,
}

#[derive(Debug, Clone, Copy)]
struct Wanted {
    importance: Importance,
    /// The height after learning it from nothing.
    height: u32,
    /// The largest job that asks for it.
    job: u64,
}

impl<'a> Search<'a> {
    /// Of `skills` skills in all.
    pub(super) fn new(
        graph: &'a Graph,
        neighbours: &'a Neighbours,
        goal: RoleId,
        skills: usize,
    ) -> Self {
        let start = graph.reached[0];
        let mut wanted: Vec<Option<Wanted>> = vec![None; skills];
        for (skill, ask) in neighbours.asks(goal) {
            let (importance, height) = (ask.importance(), ask.reached(0, false));
            wanted[skill.index()] = Some(Wanted { importance, height, job: 1 });
        }
        let (mut have, mut had) = (vec![0; skills], vec![false; skills]);
        for (skill, ask) in neighbours.asks(start) {
            (have[skill.index()], had[skill.index()]) = (ask.held(), true);
        }
        for (skill, ask) in neighbours
            .asks(goal)
            .filter(|(skill, ask)| ask.reached(1, true) == 1 && had[skill.index()])
        {
            // Having it at all is enough.
            wanted[skill.index()] =
                Some(Wanted { importance: ask.importance(), height: 0, job: 1 });
        }
        let mut whole = vec![0; graph.places.len()];
        for role in &graph.reached {
            let asks = || neighbours.asks(*role);
            let all: u64 = asks()
                .map(|(skill, ask)| amount(0, ask.reached(0, false), ask, wanted[skill.index()]))
                .sum();
            whole[role.index()] = all;
            for (skill, _) in asks() {
                if let Some(wanted) = &mut wanted[skill.index()] {
                    wanted.job = wanted.job.max(all);
                }
            }
        }
        let bound = Bound::new(graph, goal);
        Self {
            graph,
            neighbours,
            goal,
            bound,
            wanted,
            whole,
            have,
            had,
            changed: Vec::new(),
            twins: HashMap::new(),
        }
    }

    /// Whether anything is learnt at `role` of what the goal asks.
    fn is_of_use(&self, role: RoleId) -> bool {
        self.neighbours.asks(role).any(|(skill, ask)| {
            let have = self.have[skill.index()];
            let reached = ask.reached(have, self.had[skill.index()]);
            self.wanted[skill.index()]
                .is_some_and(|wanted| wanted.missing(reached) < wanted.missing(have))
        })
    }

    /// The cheapest ways by way of other roles within `limits`.
    pub(super) fn run(&mut self, limits: &Limits) -> Found {
        let steps = limits.steps.min(MOST_STEPS);
        let mut found = Found { steps, ..Found::default() };
        let (mut ceiling, mut seen) = (limits.ceiling, HashSet::new());
        // What the cheapest way costs at least that is longer than the bound allows.
        let mut longer = NEVER;
        let first = Node {
            total: 0,
            whole: false,
            steps: 0,
            roles: [NONE; MOST_STEPS],
            cost: 0,
            straight: NEVER,
        };
        let mut open = BinaryHeap::from([Reverse(first)]);
        while let Some(Reverse(node)) = open.pop() {
            if node.total > ceiling || found.chains.len() >= limits.ways {
                break;
            }
            if self.repeats_any(&found.chains, &node) {
                continue;
            }
            if node.whole {
                if found.chains.is_empty() {
                    ceiling = ceiling.min(node.cost.saturating_add(DEARER));
                }
                let roles = self.graph.reached[..1].iter().copied().chain(node.passed()).collect();
                found.chains.push(Chain { cost: node.cost, roles });
                continue;
            }
            if !seen.insert(state(&node)) {
                continue;
            }
            if found.candidates == limits.candidates {
                found.exhausted = true;
                break;
            }
            found.candidates += 1;
            longer = longer.min(self.go_on(&node, steps, ceiling, &mut open));
        }
        let last = found.chains.last().map_or(NEVER, |chain| chain.cost);
        let listed =
            if found.chains.len() < limits.ways { ceiling } else { last.saturating_sub(1) };
        // A path cannot have more steps than there are roles.
        found.cut = longer <= listed && longer != NEVER && self.graph.others() > steps;
        found
    }

    /// Adds all that is one step longer than `node`, up to `steps` steps and the cost `ceiling`.
    /// Returns what the cheapest way costs at least that goes on from it in more steps than the
    /// bound allows.
    fn go_on(
        &mut self,
        node: &Node,
        steps: usize,
        ceiling: u64,
        open: &mut BinaryHeap<Reverse<Node>>,
    ) -> u64 {
        let (graph, start) = (self.graph, self.graph.reached[0]);
        let known = self.stand(node);
        let last = node.passed().last().unwrap_or(start);
        let lacking = if known { self.lacking() } else { 0 };
        let mut node = *node;
        let mut longer = NEVER;
        let links = graph.out(last);
        if let Some(link) =
            links.iter().find(|link| link.to == self.goal).filter(|_| node.steps > 0)
        {
            let (cost, _) = self.step(link, known);
            let whole = node.on(self.goal, node.cost + cost, node.cost + cost);
            if whole.cost < node.straight {
                open.push(Reverse(Node { whole: true, ..whole }));
                node.straight = whole.cost;
            }
        }
        let most = ceiling.min(node.straight.saturating_sub(1));
        let left = steps - node.steps - 1;
        for link in links {
            if link.to == self.goal || link.to == start || node.passed().any(|role| role == link.to)
            {
                continue;
            }
            let least = node.cost + link.change;
            let ahead = self.bound.ahead(link.to, left, 0).min(self.bound.beyond(link.to, left, 0));
            if least.saturating_add(ahead) > most {
                continue;
            }
            if link.near && known && self.whole[link.to.index()] > 0 && !self.is_of_use(link.to) {
                continue;
            }
            let (cost, gained) = self.step(link, known);
            let cost = node.cost + cost;
            // Where no skills are known by then, what comes next is guessed, and not counted in
            // skills.
            let knows = known || self.whole[link.to.index()] > 0;
            let lacking = if knows { lacking.saturating_sub(gained) } else { 0 };
            let total = cost.saturating_add(self.bound.ahead(link.to, left, lacking));
            if total <= most {
                open.push(Reverse(node.on(link.to, cost, total)));
            } else {
                let beyond = cost.saturating_add(self.bound.beyond(link.to, left, lacking));
                longer = longer.min(if beyond <= most { beyond } else { NEVER });
            }
        }
        longer
    }

    /// Has learnt from here on all that is learnt up to the end of `node`. Returns whether any
    /// skill is stated.
    fn stand(&mut self, node: &Node) -> bool {
        for (skill, before) in self.changed.drain(..).rev() {
            self.have[skill] = before;
        }
        let mut known = self.whole[self.graph.reached[0].index()] > 0;
        for role in node.passed() {
            known |= self.whole[role.index()] > 0;
            for (skill, ask) in self.neighbours.asks(role) {
                let have = &mut self.have[skill.index()];
                let reached = ask.reached(*have, self.had[skill.index()]);
                if reached > *have {
                    self.changed.push((skill.index(), *have));
                    *have = reached;
                }
            }
        }
        known
    }

    /// What a step along `link` costs, and how much less the goal costs at least then; both in
    /// thousandths of a job.
    fn step(&self, link: &Link, known: bool) -> (u64, u64) {
        let (mut learn, mut gained) = (0, 0);
        for (skill, ask) in self.neighbours.asks(link.to) {
            let (have, wanted) = (self.have[skill.index()], self.wanted[skill.index()]);
            let reached = ask.reached(have, self.had[skill.index()]);
            learn += amount(have, reached, ask, wanted);
            if let Some(wanted) = wanted {
                gained += wanted.lacks(have) - wanted.lacks(reached);
            }
        }
        let whole = self.whole[link.to.index()];
        let new = if known && whole > 0 {
            learn * 1000 / whole
        } else {
            1000 - u64::from(link.alike.min(1000))
        };
        (learning(new) + link.change, gained)
    }

    /// What the goal's missing skills cost at least, in thousandths of a job.
    fn lacking(&self) -> u64 {
        let lacks = |(skill, _): (SkillId, Ask)| {
            self.wanted[skill.index()].map_or(0, |wanted| wanted.lacks(self.have[skill.index()]))
        };
        self.neighbours.asks(self.goal).map(lacks).sum()
    }

    /// Whether `node` passes through all that one of `chains` passes through, or through twins.
    fn repeats_any(&mut self, chains: &[Chain], node: &Node) -> bool {
        let passed: Vec<RoleId> = node.passed().filter(|role| *role != self.goal).collect();
        chains.iter().any(|chain| {
            chain
                .between()
                .iter()
                .all(|old| passed.iter().any(|new| old == new || self.are_twins(*old, *new)))
        })
    }

    fn are_twins(&mut self, a: RoleId, b: RoleId) -> bool {
        let neighbours = self.neighbours;
        let little = |from, to| neighbours.part(from, to).is_some_and(|new| new <= TWIN);
        *self.twins.entry((a.min(b), a.max(b))).or_insert_with(|| little(a, b) && little(b, a))
    }
}

impl Wanted {
    /// What is to be learnt from the height `have`.
    fn missing(&self, have: u32) -> u64 {
        u64::from(weighed(have.min(self.height), self.height, self.importance))
    }

    /// What the rest costs at least from the height `have`, in thousandths of a job.
    fn lacks(&self, have: u32) -> u64 {
        self.missing(have) * 1000 / self.job
    }
}

/// What it counts to get from the height `have` to `reached`, as `ask` asks, on the way to what is
/// `wanted` of the skill.
fn amount(have: u32, reached: u32, ask: Ask, wanted: Option<Wanted>) -> u64 {
    let essential = wanted.is_some_and(|wanted| wanted.importance == Importance::Essential);
    let importance = if essential { Importance::Essential } else { ask.importance() };
    u64::from(weighed(have, reached, importance))
}

/// What is ahead depends on: where one is, and the roles that one passed through.
fn state(node: &Node) -> (u32, [u32; MOST_STEPS]) {
    let last = node.steps.checked_sub(1).map_or(NONE, |at| node.roles[at]);
    let mut passed = node.roles;
    passed.sort_unstable();
    (last, passed)
}
