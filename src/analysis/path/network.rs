//! The network of hops from role to role.

use super::answer::{CareerPath, Hop, PathBarrier, PathQuestion};
use super::cost::{change_cost, learning_cost, min_similarity, new_share, skills_brought};
use super::hop_graph::{HopGraph, HopLink};
use super::hop_kind::HopKind;
use super::neighbours::NeighbourTable;
use super::neighbours::{Neighbour, relation, to_permille};
use super::progress::PathSkills;
use super::search::RoleChain;
use crate::analysis::related::keep_nearest;
use crate::model::{Catalog, RoleId, SkillId, SourceId};

/// Number of most similar roles that are hops, counted separately for the same family and for
/// others: otherwise a chain would never leave a family of many similar roles.
pub(super) const MAX_SIMILAR_HOPS: usize = 8;

/// A hop before its learning is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PossibleHop {
    pub(super) to: RoleId,
    pub(super) kind: HopKind,
    /// In thousandths.
    pub(super) similarity: u32,
    pub(super) change: u64,
}

/// Similarity of roles, as the path search needs it.
pub trait SimilaritySource {
    /// Returns the neighbours of every role.
    fn neighbours(&self) -> &NeighbourTable;

    /// Returns the similarity of each role of the catalog to `role`, 0 to 1, by position: the value
    /// of [`crate::analysis::related::SimilarityIndex::similarities`]. It is symmetric. Called only if the neighbours
    /// are not enough.
    fn similarities(&self, role: RoleId) -> Vec<f64>;
}

/// The hops that a question allows.
pub(super) struct HopNetwork<'a, L> {
    pub(super) catalog: &'a Catalog,
    pub(super) question: &'a PathQuestion,
    pub(super) similarity: &'a L,
    pub(super) neighbours: &'a NeighbourTable,
    /// The roles from which the goal is similar, as the goal ranks them.
    pub(super) goal_neighbours: Vec<Neighbour>,
}

impl<'a, L: SimilaritySource> HopNetwork<'a, L> {
    pub(super) fn new(catalog: &'a Catalog, question: &'a PathQuestion, alike: &'a L) -> Self {
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

    pub(super) fn allows(&self, kind: HopKind) -> bool {
        self.question.hop_kinds.contains(&kind)
    }

    /// Number of levels that `to` is above `from`; `None` if either states none or they are in
    /// different packs.
    pub(super) fn climb(&self, from: RoleId, to: RoleId) -> Option<i64> {
        let (from, to) = (self.neighbours.rank(from), self.neighbours.rank(to));
        let (a, b) = (from.level?, to.level?);
        (from.pack == to.pack).then(|| i64::from(b) - i64::from(a))
    }

    /// Whether a path must not pass through `role`, whatever leads there: an executive role is
    /// never a step towards one that is not, unless the path starts from one.
    pub(super) fn is_too_high(&self, role: RoleId) -> bool {
        let PathQuestion { from, to, .. } = *self.question;
        role != to
            && is_executive(role, self.neighbours)
            && !is_executive(from, self.neighbours)
            && !is_executive(to, self.neighbours)
    }

    /// Whether rank and the stated facts allow a hop by similarity.
    pub(super) fn allows_similarity_hop(&self, from: RoleId, to: RoleId) -> bool {
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
    pub(super) fn add_nearest(
        &self,
        role: RoleId,
        may: impl Fn(RoleId) -> bool,
        near: &mut Vec<Neighbour>,
    ) {
        let around = self.neighbours.neighbours_of(role);
        near.extend(around.with_relation(relation::NAMED).filter(|other| may(other.role)));
        for (relatives, group) in [true, false].into_iter().zip(around.near) {
            let whole = group.len() < NeighbourTable::MAX_PER_GROUP;
            if !add_first(group, (whole, min_similarity(relatives)), &may, near) {
                self.add_nearest_of_all(role, relatives, &may, near);
            }
        }
    }

    /// Adds the most similar roles of its family, or of the others, if the stored neighbours are
    /// not enough.
    pub(super) fn add_nearest_of_all(
        &self,
        role: RoleId,
        relatives: bool,
        may: impl Fn(RoleId) -> bool,
        near: &mut Vec<Neighbour>,
    ) {
        let mut all: Vec<(f64, RoleId)> =
            self.similarity.similarities(role).into_iter().zip(self.catalog.role_ids()).collect();
        all.retain(|(likeness, to)| {
            to_permille(*likeness) >= min_similarity(relatives)
                && is_candidate(*to, role, relatives, self.catalog)
        });
        keep_nearest(&mut all, usize::MAX);
        let all: Vec<Neighbour> =
            all.into_iter().map(|(likeness, to)| Neighbour::new(to, likeness, None, 0)).collect();
        let added = near.len();
        add_first(&all, (true, min_similarity(relatives)), may, near);
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
    pub(super) fn hops_from(&self, from: RoleId) -> Vec<PossibleHop> {
        let mut finder = HopScratch::default();
        self.find_hops(from, &mut finder);
        finder.edges
    }

    /// Returns all hops from `from`, using the buffers of `finder`.
    pub(super) fn find_hops(&self, from: RoleId, finder: &mut HopScratch) {
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
    pub(super) fn add(
        &self,
        edges: &mut Vec<PossibleHop>,
        from: RoleId,
        other: Neighbour,
        kind: HopKind,
    ) {
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

    pub(super) fn graph(&self) -> HopGraph {
        let mut finder = HopScratch::default();
        HopGraph::from(self.question.from, self.catalog.roles().len(), |from, links| {
            self.find_hops(from, &mut finder);
            links.extend(finder.edges.iter().map(|edge: &PossibleHop| {
                let PossibleHop { to, change, similarity: alike, kind } = *edge;
                HopLink { to, change, similarity: alike, by_similarity: kind == HopKind::Similar }
            }));
        })
    }

    /// Returns the direct hop to the goal, whatever is on record.
    pub(super) fn direct_hop(&self) -> PossibleHop {
        let PathQuestion { from, to, .. } = *self.question;
        let recorded = self.hops_from(from).into_iter().find(|edge| edge.to == to);
        recorded.unwrap_or_else(|| {
            // The similarity is used only if the new share has to be estimated from it.
            let likeness =
                if lists_no_skills(from, self.catalog) || lists_no_skills(to, self.catalog) {
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
    pub(super) fn hop(&self, from: RoleId, edge: PossibleHop, skills: &mut PathSkills) -> Hop {
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
    pub(super) fn path(&self, edges: impl Iterator<Item = PossibleHop>) -> CareerPath {
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
    pub(super) fn edges(&self, chain: &RoleChain) -> impl Iterator<Item = PossibleHop> {
        chain.roles.windows(2).filter_map(|pair: &[RoleId]| {
            self.hops_from(pair[0]).into_iter().find(|edge| edge.to == pair[1])
        })
    }

    /// Returns why there is no chain, given the number of other roles that can be reached.
    pub(super) fn barrier(&self, others: usize) -> PathBarrier {
        let goal = self.question.to;
        if others == 0 {
            return PathBarrier::NoHopFromStart;
        }
        let moves = self.allows(HopKind::Move) && !self.catalog.moves_into(goal).is_empty();
        let lines = self.allows(HopKind::Reporting) && !self.catalog.leads(goal).is_empty();
        if moves || lines || !self.goal_neighbours.is_empty() {
            PathBarrier::Disconnected(others)
        } else {
            PathBarrier::NoHopToGoal
        }
    }
}

pub(super) fn is_executive(role: RoleId, neighbours: &NeighbourTable) -> bool {
    neighbours.rank(role).executive
}

pub(super) fn is_candidate(to: RoleId, role: RoleId, relatives: bool, catalog: &Catalog) -> bool {
    to != role && catalog.same_family(role, to) == relatives
}

pub(super) fn lists_no_skills(role: RoleId, catalog: &Catalog) -> bool {
    catalog.role(role).skills.is_empty()
}

/// Buffers for finding hops, reused for thousands of roles.
#[derive(Default)]
pub(super) struct HopScratch {
    pub(super) near: Vec<Neighbour>,
    pub(super) edges: Vec<PossibleHop>,
}

/// Adds to `near` the first roles of `group` that satisfy `may`, as many as may be hops, in order
/// of similarity in thousandths. Adds nothing and returns `false` if a role outside the group may
/// come before them. `group` is in order of similarity; `whole` means that it contains all similar
/// roles, and `least` is the minimum similarity.
pub(super) fn add_first(
    group: &[Neighbour],
    (whole, least): (bool, u32),
    may: impl Fn(RoleId) -> bool,
    near: &mut Vec<Neighbour>,
) -> bool {
    // Some roles that are as similar as the last one may be missing here.
    let doubtful = if whole { None } else { group.last().map(Neighbour::similarity_permille) };
    let before = near.len();
    for equal in group.chunk_by(|a, b| a.similarity_permille() == b.similarity_permille()) {
        let alike = equal[0].similarity_permille();
        if alike < least || near.len() == before + MAX_SIMILAR_HOPS {
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
pub(super) fn is_classified_related(catalog: &Catalog, a: RoleId, b: RoleId) -> bool {
    catalog.role(a).related.contains(&b) || catalog.role(b).related.contains(&a)
}
