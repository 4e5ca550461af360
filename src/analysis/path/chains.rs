//! Loopless chains through a graph, cheapest first.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::Range;

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::model::RoleId;

/// A cost, and of as cheap ones the number of hops.
type Length = (u64, usize);

/// Nothing leads there.
const NEVER: Length = (u64::MAX, usize::MAX);

/// What leads where, from one role on.
#[derive(Debug)]
pub(super) struct Graph {
    /// The roles that can be reached, where it starts first.
    reached: Vec<RoleId>,
    /// By role: its place among the hops.
    places: Vec<Range<usize>>,
    hops: Vec<(RoleId, u64)>,
}

impl Graph {
    /// All that can be reached from `start`, of `roles` roles. `out` lists where one of them leads: each place once, with
    /// its cost (more than 0).
    pub(super) fn from(start: RoleId, roles: usize, mut out: impl FnMut(RoleId, &mut Vec<(RoleId, u64)>)) -> Self {
        let (mut places, mut hops) = (vec![0..0; roles], Vec::new());
        let (mut reached, mut known) = (vec![start], vec![false; roles]);
        known[start.index()] = true;
        let mut at = 0;
        while let Some(&role) = reached.get(at) {
            at += 1;
            let first = hops.len();
            out(role, &mut hops);
            places[role.index()] = first..hops.len();
            for (to, _) in &hops[first..] {
                if !std::mem::replace(&mut known[to.index()], true) {
                    reached.push(*to);
                }
            }
        }
        Self { reached, places, hops }
    }

    /// How many other roles can be reached.
    pub(super) fn others(&self) -> usize {
        self.reached.len() - 1
    }

    fn out(&self, from: RoleId) -> &[(RoleId, u64)] {
        &self.hops[self.places[from.index()].clone()]
    }

    /// By role: the hops that lead to it, turned around.
    fn turned(&self) -> (Vec<usize>, Vec<(RoleId, u64)>) {
        let mut starts = vec![0_usize; self.places.len() + 1];
        for (to, _) in &self.hops {
            starts[to.index() + 1] += 1;
        }
        for at in 0..self.places.len() {
            starts[at + 1] += starts[at];
        }
        let (mut next, mut turned) = (starts.clone(), vec![(RoleId(0), 0); self.hops.len()]);
        for from in &self.reached {
            for (to, cost) in self.out(*from) {
                let place = &mut next[to.index()];
                turned[*place] = (*from, *cost);
                *place += 1;
            }
        }
        (starts, turned)
    }

    /// By role: how far it is to `goal`, or for roles that are no nearer to it than where the graph starts, how far it
    /// is from there at least. Nothing leads from anywhere where nothing leads from the start.
    fn ahead(&self, goal: RoleId) -> Vec<Length> {
        let (starts, turned) = self.turned();
        let mut ahead = vec![NEVER; self.places.len()];
        let mut queue = BinaryHeap::from([Reverse(((0, 0), goal))]);
        ahead[goal.index()] = (0, 0);
        while let Some(Reverse((length, role))) = queue.pop() {
            if role == self.reached[0] {
                // Not all of these are settled; what is not is no nearer than this.
                for other in &mut ahead {
                    *other = (*other).min(length);
                }
                return ahead;
            }
            if ahead[role.index()] < length {
                continue;
            }
            for (from, cost) in &turned[starts[role.index()]..starts[role.index() + 1]] {
                let new = (length.0 + cost, length.1 + 1);
                if new < ahead[from.index()] {
                    ahead[from.index()] = new;
                    queue.push(Reverse((new, *from)));
                }
            }
        }
        vec![NEVER; self.places.len()]
    }
}

/// A chain of roles. The cheaper orders first, then the shorter, then the one whose roles come first in the catalog.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Chain {
    /// The sum over its hops.
    pub(super) cost: u64,
    hops: usize,
    /// From the start to the goal, both included.
    pub(super) roles: Vec<RoleId>,
}

/// All loopless chains from the start of a graph to one role, in order.
///
/// Each further one is found as in J. Y. Yen, "Finding the k shortest loopless paths in a network", Management Science 17
/// (1971): it leaves one of those before it at some role, and is the cheapest that does. What is looked at first is what
/// lies nearest to the goal, as in P. E. Hart, N. J. Nilsson and B. Raphael, "A formal basis for the heuristic
/// determination of minimum cost paths", IEEE Transactions on Systems Science and Cybernetics 4 (1968): how far it is
/// from each role is found once, from the goal backwards, and a chain that may not pass everywhere is no shorter.
pub(super) struct Chains<'a> {
    graph: &'a Graph,
    goal: RoleId,
    /// By role: how far it is to the goal at least.
    ahead: Vec<Length>,
    found: Vec<Chain>,
    /// The cheapest deviations from what was found.
    open: BTreeSet<Chain>,
    /// Nothing dearer is looked for.
    bound: u64,
}

impl<'a> Chains<'a> {
    /// The chains of `graph` from where it starts to `goal`.
    pub(super) fn new(graph: &'a Graph, goal: RoleId) -> Self {
        let ahead = graph.ahead(goal);
        Self { graph, goal, ahead, found: Vec::new(), open: BTreeSet::new(), bound: u64::MAX }
    }

    /// Looks for nothing dearer than `bound` from here on.
    pub(super) fn bound(&mut self, bound: u64) {
        self.bound = bound;
        self.open.retain(|chain| chain.cost <= bound);
    }

    /// The cheapest chain that begins with `root`, of the cost `spent`, and does not go on to any of `not`.
    fn cheapest(&self, root: &[RoleId], spent: u64, not: &[RoleId]) -> Option<Chain> {
        let (&spur, before) = root.split_last()?;
        // By role: how far it is from the spur, and where it was reached from.
        let mut labels: HashMap<RoleId, (Length, RoleId)> = HashMap::new();
        let mut done: HashSet<RoleId> = before.iter().copied().collect();
        let whole = |way: Length, role: RoleId| match self.ahead[role.index()] {
            NEVER => None,
            ahead => Some((way.0 + ahead.0, way.1 + ahead.1)).filter(|(cost, _)| *cost <= self.bound),
        };
        let mut queue = BinaryHeap::from([Reverse((whole((spent, 0), spur)?, (spent, 0), spur))]);
        // Of those by which the whole is as short, the one nearest to the spur comes first: so all that leads to a role in
        // the shortest way comes before it.
        while let Some(Reverse((_, way, role))) = queue.pop() {
            if role == self.goal {
                let mut roles = root.to_vec();
                roles.extend(back(&labels, spur, role).iter().rev());
                return Some(Chain { cost: way.0, hops: roles.len() - 1, roles });
            }
            if !done.insert(role) {
                continue;
            }
            for (to, price) in self.graph.out(role) {
                if done.contains(to) || (role == spur && not.contains(to)) {
                    continue;
                }
                let new = (way.0 + price, way.1 + 1);
                let Some(whole) = whole(new, *to) else { continue };
                let better = labels.get(to).is_none_or(|old| {
                    // Of chains as cheap and as long the first in order: what leads to `role` is settled by now, as
                    // every hop costs something.
                    new.cmp(&old.0).then_with(|| {
                        let (new, old) = (back(&labels, spur, role), back(&labels, spur, old.1));
                        new.iter().rev().cmp(old.iter().rev())
                    }) == Ordering::Less
                });
                if better {
                    labels.insert(*to, (new, role));
                    queue.push(Reverse((whole, new, *to)));
                }
            }
        }
        None
    }

    /// Adds the cheapest deviations from the chain that was found last.
    fn deviate(&mut self) {
        let Some(last) = self.found.last() else { return };
        let mut spent = 0;
        for at in 0..last.roles.len() - 1 {
            let root = &last.roles[..=at];
            let next: Vec<RoleId> =
                self.found.iter().filter(|c| c.roles.starts_with(root)).map(|c| c.roles[at + 1]).collect();
            if let Some(chain) = self.cheapest(root, spent, &next) {
                self.open.insert(chain);
            }
            let price = self.graph.out(last.roles[at]).iter().find(|(to, _)| *to == last.roles[at + 1]);
            spent += price.map_or(0, |(_, price)| *price);
        }
    }
}

/// The roles on the way from `spur` to `role`: `role` first, `spur` left out.
fn back(labels: &HashMap<RoleId, (Length, RoleId)>, spur: RoleId, role: RoleId) -> Vec<RoleId> {
    let mut roles = Vec::new();
    let mut at = role;
    while at != spur {
        roles.push(at);
        let Some((_, from)) = labels.get(&at) else { break };
        at = *from;
    }
    roles
}

impl Iterator for Chains<'_> {
    type Item = Chain;

    fn next(&mut self) -> Option<Chain> {
        let chain = if self.found.is_empty() {
            self.cheapest(&self.graph.reached[..1], 0, &[])?
        } else {
            self.deviate();
            self.open.pop_first()?
        };
        self.found.push(chain.clone());
        Some(chain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// By role: where it leads, and the cost.
    #[derive(Debug)]
    struct Table(Vec<Vec<(RoleId, u64)>>);

    impl Table {
        fn graph(&self) -> Graph {
            Graph::from(RoleId(0), self.0.len(), |from, hops| hops.extend(&self.0[from.index()]))
        }
    }

    /// Every loopless chain that begins with `roles` and ends at `goal`.
    fn all(table: &Table, roles: &mut Vec<RoleId>, cost: u64, goal: RoleId, found: &mut Vec<Chain>) {
        let last = *roles.last().unwrap();
        if last == goal {
            found.push(Chain { cost, hops: roles.len() - 1, roles: roles.clone() });
            return;
        }
        for (to, price) in &table.0[last.index()] {
            if !roles.contains(to) {
                roles.push(*to);
                all(table, roles, cost + price, goal, found);
                roles.pop();
            }
        }
    }

    fn tables() -> impl Strategy<Value = Table> {
        // Few costs, so that many chains cost the same.
        (2..=7_usize).prop_flat_map(|n| {
            prop::collection::vec(prop::option::of(1..=4_u64), n * n).prop_map(move |costs| {
                let lead = |from: usize| {
                    let to = (0..n).filter(|to| *to != from);
                    to.filter_map(|to| costs[from * n + to].map(|cost| (RoleId::from_index(to), cost))).collect()
                };
                Table((0..n).map(lead).collect())
            })
        })
    }

    proptest! {
        #[test]
        fn chains_come_all_and_in_order(table in tables()) {
            let (start, goal) = (RoleId(0), RoleId(1));
            let mut wanted = Vec::new();
            all(&table, &mut vec![start], 0, goal, &mut wanted);
            wanted.sort();
            let found: Vec<Chain> = Chains::new(&table.graph(), goal).collect();
            prop_assert_eq!(found, wanted);
        }

        #[test]
        fn nothing_dearer_than_the_bound_comes(table in tables(), bound in 1..12_u64) {
            let (start, goal) = (RoleId(0), RoleId(1));
            let mut wanted = Vec::new();
            all(&table, &mut vec![start], 0, goal, &mut wanted);
            wanted.sort();
            wanted.retain(|chain| chain.cost <= bound);
            let graph = table.graph();
            let mut chains = Chains::new(&graph, goal);
            chains.bound(bound);
            prop_assert_eq!(chains.collect::<Vec<Chain>>(), wanted);
        }
    }
}
