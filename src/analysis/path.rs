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

mod advice;
mod answer;
mod cost;
mod hop_graph;
mod hop_kind;
mod network;

pub use self::answer::{
    CareerPath, Hop, PathAnswer, PathBarrier, PathCaution, PathQuestion, SearchExtent,
};
pub use self::cost::FULL_ROLE_COST;
#[cfg(test)]
pub(crate) use self::cost::similarity_limits_text;
use self::cost::{DETOUR_EXTRA_COST, DETOUR_FACTOR};
pub use self::hop_kind::HopKind;
use self::network::HopNetwork;
pub use self::network::SimilaritySource;
mod neighbours;
mod progress;
mod search;

pub use self::neighbours::NeighbourTable;
use self::search::{MAX_STEPS, PathSearch, SearchLimits};
use crate::model::Catalog;

/// Maximum number of steps: people do not plan more jobs ahead.
const STEPS: usize = MAX_STEPS;

/// Maximum number of partial paths to look at, so that an answer takes no longer than a blink.
const CANDIDATES: usize = 20_000;

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
        bound: SearchExtent { steps: found.steps, cut: found.cut, exhausted },
    }
}

#[cfg(test)]
mod tests;
