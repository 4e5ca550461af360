//! The graph of hops that a search for paths goes through.

use std::ops::Range;

use crate::model::RoleId;

/// A hop for the search, with all of its cost except the learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HopLink {
    pub(super) to: RoleId,
    /// Cost of the change.
    pub(super) change: u64,
    /// Similarity of the two in thousandths, from which the new share is estimated if skills are
    /// not stated.
    pub(super) similarity: u32,
    /// Whether only a similarity leads there.
    pub(super) by_similarity: bool,
}

/// The links between the roles that can be reached from one role.
#[derive(Debug)]
pub(super) struct HopGraph {
    /// Roles that can be reached, the start first.
    pub(super) reached: Vec<RoleId>,
    /// Range of each role's links.
    pub(super) places: Vec<Range<usize>>,
    pub(super) links: Vec<HopLink>,
}

impl HopGraph {
    /// Builds the graph of everything that can be reached from `start`, of `roles` roles. `out`
    /// lists the links of one role, each target once.
    pub(super) fn from(
        start: RoleId,
        roles: usize,
        mut out: impl FnMut(RoleId, &mut Vec<HopLink>),
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

    /// Returns the number of other roles that can be reached.
    pub(super) fn others(&self) -> usize {
        self.reached.len() - 1
    }

    /// Returns the links from `from`.
    pub(super) fn out(&self, from: RoleId) -> &[HopLink] {
        &self.links[self.places[from.index()].clone()]
    }
}
