//! Loopless chains through a graph, cheapest first.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::model::RoleId;

/// What leads where, told when it is asked for.
pub(super) trait Graph {
    /// Where `from` leads, each place once, and at which cost (more than 0).
    fn out(&mut self, from: RoleId) -> impl Iterator<Item = (RoleId, u64)>;
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

/// All loopless chains from one role to another, in order.
///
/// The cheapest is found as Dijkstra does, each further one as in J. Y. Yen, "Finding the k shortest loopless paths in
/// a network", Management Science 17 (1971): it leaves one of those before it at some role, and is the cheapest that
/// does.
pub(super) struct Chains<'a, G> {
    graph: &'a mut G,
    start: RoleId,
    goal: RoleId,
    found: Vec<Chain>,
    /// The cheapest deviations from what was found.
    open: BTreeSet<Chain>,
    /// Nothing dearer is looked for.
    bound: u64,
}

impl<'a, G: Graph> Chains<'a, G> {
    /// The chains of `graph` from `start` to `goal`.
    pub(super) fn new(graph: &'a mut G, start: RoleId, goal: RoleId) -> Self {
        Self { graph, start, goal, found: Vec::new(), open: BTreeSet::new(), bound: u64::MAX }
    }

    /// Looks for nothing dearer than `bound` from here on.
    pub(super) fn bound(&mut self, bound: u64) {
        self.bound = bound;
        self.open.retain(|chain| chain.cost <= bound);
    }

    /// The cheapest chain that begins with `root`, of the cost `spent`, and does not go on to any of `not`.
    fn cheapest(&mut self, root: &[RoleId], spent: u64, not: &[RoleId]) -> Option<Chain> {
        let (&spur, before) = root.split_last()?;
        // By role: cost, hops, and where it was reached from.
        let mut labels: HashMap<RoleId, (u64, usize, RoleId)> = HashMap::new();
        let mut done: HashSet<RoleId> = before.iter().copied().collect();
        let mut queue = BinaryHeap::from([Reverse((spent, 0, spur))]);
        while let Some(Reverse((cost, hops, role))) = queue.pop() {
            if cost > self.bound {
                return None;
            }
            if role == self.goal {
                let mut roles = root.to_vec();
                roles.extend(back(&labels, spur, role).iter().rev());
                return Some(Chain { cost, hops: roles.len() - 1, roles });
            }
            if !done.insert(role) {
                continue;
            }
            for (to, price) in self.graph.out(role) {
                if done.contains(&to) || (role == spur && not.contains(&to)) {
                    continue;
                }
                let new = (cost + price, hops + 1, role);
                let better = labels.get(&to).is_none_or(|old| {
                    // Of chains as cheap and as long the first in order: what leads to `role` is settled by now, as
                    // every hop costs something.
                    (new.0, new.1).cmp(&(old.0, old.1)).then_with(|| {
                        let (new, old) = (back(&labels, spur, role), back(&labels, spur, old.2));
                        new.iter().rev().cmp(old.iter().rev())
                    }) == std::cmp::Ordering::Less
                });
                if better {
                    labels.insert(to, new);
                    queue.push(Reverse((new.0, new.1, to)));
                }
            }
        }
        None
    }

    /// Adds the cheapest deviations from the chain that was found last.
    fn deviate(&mut self) {
        let Some(last) = self.found.last().cloned() else { return };
        let mut spent = 0;
        for at in 0..last.roles.len() - 1 {
            let root = &last.roles[..=at];
            let next: Vec<RoleId> =
                self.found.iter().filter(|c| c.roles.starts_with(root)).map(|c| c.roles[at + 1]).collect();
            if let Some(chain) = self.cheapest(root, spent, &next) {
                self.open.insert(chain);
            }
            let price = self.graph.out(last.roles[at]).find(|(to, _)| *to == last.roles[at + 1]);
            spent += price.map_or(0, |(_, price)| price);
        }
    }
}

/// The roles on the way from `spur` to `role`: `role` first, `spur` left out.
fn back(labels: &HashMap<RoleId, (u64, usize, RoleId)>, spur: RoleId, role: RoleId) -> Vec<RoleId> {
    let mut roles = Vec::new();
    let mut at = role;
    while at != spur {
        roles.push(at);
        let Some((_, _, from)) = labels.get(&at) else { break };
        at = *from;
    }
    roles
}

impl<G: Graph> Iterator for Chains<'_, G> {
    type Item = Chain;

    fn next(&mut self) -> Option<Chain> {
        let chain = if self.found.is_empty() {
            self.cheapest(&[self.start], 0, &[])?
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

    impl Graph for Table {
        fn out(&mut self, from: RoleId) -> impl Iterator<Item = (RoleId, u64)> {
            self.0[from.index()].iter().copied()
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
        fn chains_come_all_and_in_order(mut table in tables()) {
            let (start, goal) = (RoleId(0), RoleId(1));
            let mut wanted = Vec::new();
            all(&table, &mut vec![start], 0, goal, &mut wanted);
            wanted.sort();
            let found: Vec<Chain> = Chains::new(&mut table, start, goal).collect();
            prop_assert_eq!(found, wanted);
        }

        #[test]
        fn nothing_dearer_than_the_bound_comes(mut table in tables(), bound in 1..12_u64) {
            let (start, goal) = (RoleId(0), RoleId(1));
            let mut wanted = Vec::new();
            all(&table, &mut vec![start], 0, goal, &mut wanted);
            wanted.sort();
            wanted.retain(|chain| chain.cost <= bound);
            let mut chains = Chains::new(&mut table, start, goal);
            chains.bound(bound);
            prop_assert_eq!(chains.collect::<Vec<Chain>>(), wanted);
        }
    }
}
