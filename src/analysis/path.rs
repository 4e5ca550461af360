//! The cheapest chain of hops from one role to another, and what each hop takes.
//!
//! A hop leads along a move that a pack states, up a reporting line, or to a role that is much alike. What it costs is
//! what must be learnt for it, told as the part of what the new role asks that one does not bring: so a role for which
//! a data set lists seventy tools lies no further away than one with fifteen skills, and one of which hardly anything
//! is known is no short cut. Large parts cost more than their share, as nobody learns a whole job in one move: two
//! hops of which half is new are cheaper than one of which all is. The cost is a whole number, in thousandths of a
//! [`JOB`], and depends on the two roles and the kind of the hop alone.
//!
//! Which hops there are depends on where the chain starts and ends too, but for authored moves. A likeness says that
//! two roles do like work, and nothing of rank: so it leads up one level at most, and never from other tracks to an
//! executive. Where the goal lies below the start it leads down as far as one likes, but not up; else not down. So
//! nobody climbs past a role to get at it, or starts again below where they are. A reporting line tells who leads whom,
//! and not that one follows the other: one that skips levels costs more with each. Levels are compared within a pack;
//! between its families they are no more than a guide.

mod chains;
mod neighbours;

use self::chains::{Chain, Chains, Graph};
pub use self::neighbours::Neighbours;
use self::neighbours::{Neighbour, alike, said};
use super::related::nearest;
use super::skills::{self, Asked, SkillRow};
use crate::model::{Catalog, Level, Role, RoleId, SkillId, SourceId, words};

words!(
    /// What a hop goes along.
    Kind {
        /// A move that the pack states.
        Move = "move",
        /// A line to the role that leads the other.
        Reporting = "reporting",
        /// A likeness: a classification says so, or what the two do and take.
        Near = "near",
    }
);

impl Kind {
    /// All kinds, the best reason first.
    pub const ALL: [Self; 3] = [Self::Move, Self::Reporting, Self::Near];
}

/// All that a role asks, as a cost.
pub const JOB: u64 = 1000;

/// How much more a large leap costs: where the part `p` of a job is new it costs `p + LEAP · p³` jobs. With 2 a job of
/// which half is new costs three quarters, and one that is all new three. It is no more than that because stated moves
/// are large: seven tenths of the job are new in half of those of the built-in pack.
const LEAP: u64 = 2;

/// Any change costs something, even to a role that asks for nothing new: a tenth of a job, so that a chain does
/// not grow by a hop for little.
const MOVE: u64 = 100;

/// A reporting line is the weaker reason, so that a move of the same learning is preferred.
const REPORTING: u64 = 200;

/// What a reporting line costs beyond that where it climbs `n` levels: this times `n² − 1`. The chief of one's chief is
/// further off than two promotions.
const RUNG: u64 = 700;

/// A likeness is the weakest reason: nobody says that one role ever led to the other.
const NEAR: u64 = 300;

/// What a likeness costs beyond that: this, divided by the likeness from 0 to 1. A tenth, usual for the tenth nearest
/// role, adds 600, a third 180.
const UNLIKE: u64 = 60;

/// Roles less alike, in thousandths, are not near. Half of the pairs in the built-in pack are not half as alike.
const LEAST: u32 = 60;

/// So many of the nearest roles are hops, of the same family and again of the others: without these a chain never leaves
/// a family of many like roles.
const NEAREST: usize = 8;

/// An alternative that costs so much more than the cheapest chain is none: as much as a job of which all is new.
const DEARER: u64 = (1 + LEAP) * JOB;

/// Two roles are twins, which a data set tells apart and a career does not, when so little of either is new to the other,
/// in thousandths.
const TWIN: u32 = 150;

/// So many chains are looked at for each one that is wanted, as many are no alternative to a cheaper one.
const TRIES: usize = 32;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Where the chain starts.
    pub from: RoleId,
    /// Where it ends.
    pub to: RoleId,
    /// What hops may go along.
    pub over: Vec<Kind>,
    /// How many chains at most.
    pub limit: usize,
}

/// Chains, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The cheapest first. Of equally cheap ones the shorter, then the one whose roles come first in the catalog.
    pub paths: Vec<Path>,
    /// Why there is none.
    pub barrier: Option<Barrier>,
}

/// Why no chain leads from one role to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barrier {
    /// No hop leads out of the start.
    Out,
    /// No hop leads to the goal.
    In,
    /// From the start so many roles can be reached; none of them leads to the goal.
    Apart(usize),
}

impl Barrier {
    /// What is missing, as parts of a sentence.
    pub fn reasons(self, catalog: &Catalog, question: &Question) -> Vec<String> {
        let (from, to) = (&catalog.role(question.from).title, &catalog.role(question.to).title);
        let reason = |kind: &Kind| match (self, kind) {
            (Self::Out, Kind::Move) => format!("no move leads out of {from}"),
            (Self::Out, Kind::Reporting) => format!("{from} reports to nobody"),
            (Self::Out, Kind::Near) => format!("no role of a fitting level is much like {from}"),
            (Self::In, Kind::Move) => format!("no move leads to {to}"),
            (Self::In, Kind::Reporting) => format!("nobody reports to {to}"),
            (Self::In, Kind::Near) => format!("no role of a fitting level is much like {to}"),
            (Self::Apart(1), _) => format!("{from} leads to one other role, and that not to {to}"),
            (Self::Apart(n), _) => format!("{from} leads to {n} other roles, and none of them to {to}"),
        };
        let mut reasons: Vec<String> =
            Kind::ALL.iter().filter(|kind| question.over.contains(kind)).map(reason).collect();
        reasons.dedup();
        reasons
    }
}

/// A chain that visits no role twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// From the start to the goal; none when these are one role.
    pub hops: Vec<Hop>,
    /// What all of them take, in thousandths of a [`skills::STEP`].
    pub effort: u64,
    /// What all of them cost, in thousandths of a [`JOB`].
    pub cost: u64,
}

/// One hop, and what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Where it starts.
    pub from: RoleId,
    /// Where it leads.
    pub to: RoleId,
    /// What it goes along.
    pub kind: Kind,
    /// What it takes, where the pack says so.
    pub requires: Vec<String>,
    /// Who says so, of a move or a reporting line.
    pub sources: Vec<SourceId>,
    /// How alike the two are, in thousandths, where that was asked: of roles that are near, and where skills are
    /// not stated.
    pub likeness: Option<u32>,
    /// Whether the classification calls the two related.
    pub related: bool,
    /// What it means for each skill of the two; see [`skills::compare`].
    pub skills: Vec<SkillRow>,
    /// What must be learnt, in thousandths of a [`skills::STEP`].
    pub effort: u32,
    /// The part of what the new role asks that must be learnt, in thousandths.
    pub new: u32,
    /// Whether [`Hop::new`] is a guess from how alike the two are, as one of them states no skills.
    pub guessed: bool,
    /// What it costs.
    pub cost: u64,
}

impl Hop {
    /// Whether anything is to be learnt for it, as far as skills are stated.
    pub fn is_open(&self) -> bool {
        self.skills.iter().any(|row| row.status.is_open())
    }
}

/// A hop as the search sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edge {
    to: RoleId,
    kind: Kind,
    likeness: Option<u32>,
    new: u32,
    guessed: bool,
    cost: u64,
}

/// What a hop along `kind` costs where the part `new` of the job is to be learnt; `climb` are the levels upwards, and
/// `likeness` is asked for where `kind` is [`Kind::Near`] (both parts in thousandths).
fn price(kind: Kind, new: u32, climb: Option<i64>, likeness: u32) -> u64 {
    let new = u64::from(new);
    let learning = new + LEAP * new * new * new / (JOB * JOB);
    let change = match kind {
        Kind::Move => MOVE,
        Kind::Reporting => {
            let levels = climb.unwrap_or(1).max(1).unsigned_abs();
            REPORTING + RUNG * (levels * levels - 1)
        }
        Kind::Near => NEAR + UNLIKE * 1000 / u64::from(likeness.max(LEAST)),
    };
    learning + change
}

/// How alike roles are, for whoever looks for chains.
pub trait Likeness {
    /// What lies around every role.
    fn neighbours(&self) -> &Neighbours;

    /// How like each role of the catalog is to `role`, 0 to 1, by position: what
    /// [`super::related::Relations::likeness`] says. It is mutual. Asked for where neighbours do not tell.
    fn likeness(&self, role: RoleId) -> Vec<f64>;
}

/// The hops that a question allows.
struct Map<'a, L> {
    catalog: &'a Catalog,
    question: &'a Question,
    alike: &'a L,
    neighbours: &'a Neighbours,
    /// The roles from which the goal is near, as the goal sees them.
    before: Vec<Neighbour>,
}

impl<'a, L: Likeness> Map<'a, L> {
    fn new(catalog: &'a Catalog, question: &'a Question, alike: &'a L) -> Self {
        let mut map = Self { catalog, question, alike, neighbours: alike.neighbours(), before: Vec::new() };
        if map.goes(Kind::Near) {
            let mut before = Vec::new();
            map.nearest(question.to, |from| map.may_be_near(from, question.to), &mut before);
            map.before = before;
        }
        map
    }

    fn goes(&self, kind: Kind) -> bool {
        self.question.over.contains(&kind)
    }

    /// How many levels `to` lies above `from`; `None` where either states none or they are of different packs.
    fn climb(&self, from: RoleId, to: RoleId) -> Option<i64> {
        let (from, to) = (self.neighbours.standing(from), self.neighbours.standing(to));
        let (a, b) = (from.level?, to.level?);
        (from.pack == to.pack).then(|| i64::from(b) - i64::from(a))
    }

    /// Whether rank and what is known allow a hop by likeness.
    fn may_be_near(&self, from: RoleId, to: RoleId) -> bool {
        let Question { from: first, to: last, .. } = *self.question;
        let (a, b) = (self.neighbours.standing(from), self.neighbours.standing(to));
        // Nobody passes through what is not known.
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

    /// Adds to `near` the roles nearest to `role` that `may`, and those that the classification calls related to it.
    fn nearest(&self, role: RoleId, may: impl Fn(RoleId) -> bool, near: &mut Vec<Neighbour>) {
        let around = self.neighbours.around(role);
        near.extend(around.said(said::NAMED).filter(|other| may(other.role)));
        for (relatives, group) in [true, false].into_iter().zip(around.near) {
            if !first(group, group.len() < Neighbours::KEPT, &may, near) {
                self.nearest_of_all(role, relatives, &may, near);
            }
        }
    }

    /// The same of its family or of the others alone, where more must be looked at than what is kept of its neighbours.
    fn nearest_of_all(&self, role: RoleId, relatives: bool, may: impl Fn(RoleId) -> bool, near: &mut Vec<Neighbour>) {
        let of = |to: &RoleId| *to != role && self.catalog.same_family(role, *to) == relatives;
        let mut all: Vec<(f64, RoleId)> = self.alike.likeness(role).into_iter().zip(self.catalog.role_ids()).collect();
        all.retain(|(likeness, to)| alike(*likeness) >= LEAST && of(to));
        nearest(&mut all, usize::MAX);
        let all: Vec<Neighbour> = all.into_iter().map(|(likeness, to)| Neighbour::new(to, likeness, None, 0)).collect();
        let added = near.len();
        first(&all, true, may, near);
        let brought = brought(self.catalog.role(role));
        for near in &mut near[added..] {
            let said = if related(self.catalog, role, near.role) { said::RELATED } else { 0 };
            *near = Neighbour::new(near.role, near.likeness, part(&brought, self.catalog.role(near.role)), said);
        }
    }

    /// All hops from `from`, each role once.
    fn find(&self, from: RoleId) -> Vec<Edge> {
        let mut finder = Finder::default();
        self.find_with(from, &mut finder);
        finder.edges
    }

    /// The same, in the memory of `finder`.
    fn find_with(&self, from: RoleId, finder: &mut Finder) {
        let Finder { near, edges } = finder;
        near.clear();
        edges.clear();
        let around = self.neighbours.around(from);
        // Moves come first, then lines: as dear, the better reason stays.
        if self.goes(Kind::Move) {
            around.said(said::MOVE).for_each(|other| self.add(edges, from, other, Kind::Move));
        }
        if self.goes(Kind::Reporting) {
            around.said(said::LEADS).for_each(|leader| self.add(edges, from, leader, Kind::Reporting));
        }
        if self.goes(Kind::Near) {
            self.nearest(from, |to| self.may_be_near(from, to), near);
            let goal = self.question.to;
            let before = self.before.iter().find(|before| before.role == from);
            if let Some(before) = before.filter(|_| !near.iter().any(|near| near.role == goal)) {
                let new = part(&brought(self.catalog.role(from)), self.catalog.role(goal));
                near.push(Neighbour::new(goal, before.likeness, new, before.said));
            }
            for other in near.iter() {
                self.add(edges, from, *other, Kind::Near);
            }
        }
    }

    /// Adds the hop from `from` to `other` along `kind`, unless there is a better one.
    fn add(&self, edges: &mut Vec<Edge>, from: RoleId, other: Neighbour, kind: Kind) {
        let (to, by_skills) = (other.role, other.new_part());
        let asked = kind == Kind::Near || by_skills.is_none();
        let likeness = asked.then(|| other.alike().min(1000));
        let new = by_skills.unwrap_or(1000 - likeness.unwrap_or(0));
        // Where nothing of what one brings is of use the likeness is one of words.
        if kind == Kind::Near && by_skills == Some(1000) && !other.is(said::RELATED) {
            return;
        }
        let cost = price(kind, new, self.climb(from, to), likeness.unwrap_or(0));
        let edge = Edge { to, kind, likeness, new, guessed: by_skills.is_none(), cost };
        match edges.iter_mut().find(|edge| edge.to == to) {
            Some(old) if old.cost <= cost => {}
            Some(old) => *old = edge,
            None => edges.push(edge),
        }
    }

    fn graph(&self) -> Graph {
        let mut finder = Finder::default();
        Graph::from(self.question.from, self.catalog.roles().len(), |from, hops| {
            self.find_with(from, &mut finder);
            hops.extend(finder.edges.iter().map(|edge| (edge.to, edge.cost)));
        })
    }

    /// The hop from `from` to `to`, with all that is to be said of it.
    fn hop(&self, from: RoleId, to: RoleId) -> Option<Hop> {
        let edge = self.find(from).into_iter().find(|edge| edge.to == to)?;
        let Edge { kind, likeness, new, guessed, cost, .. } = edge;
        let (role, other) = (self.catalog.role(from), self.catalog.role(to));
        let (mut requires, mut sources) = (Vec::new(), Vec::new());
        match kind {
            Kind::Move => {
                for step in role.moves.iter().filter(|m| m.to == to) {
                    requires.extend(step.requires.iter().cloned());
                    sources.extend(&step.sources);
                }
            }
            Kind::Reporting => {
                let both = [
                    (&role.reporting, role.reporting.reports_to.contains(&to)),
                    (&other.reporting, other.reporting.manages.contains(&from)),
                ];
                sources.extend(both.into_iter().filter(|(_, says)| *says).flat_map(|(lines, _)| &lines.sources));
            }
            Kind::Near => {}
        }
        let mut seen: Vec<SourceId> = Vec::new();
        sources.retain(|source| {
            !seen.contains(source) && {
                seen.push(*source);
                true
            }
        });
        let related = related(self.catalog, from, to);
        let skills = skills::compare(role, other);
        let effort = skills.iter().map(SkillRow::effort).sum();
        Some(Hop { from, to, kind, requires, sources, likeness, related, skills, effort, new, guessed, cost })
    }

    fn path(&self, chain: &Chain) -> Path {
        let hops: Vec<Hop> = chain.roles.windows(2).filter_map(|pair| self.hop(pair[0], pair[1])).collect();
        let effort = hops.iter().map(|hop| u64::from(hop.effort)).sum();
        Path { hops, effort, cost: chain.cost }
    }

    /// Why there is no chain, where so many other roles can be reached.
    fn barrier(&self, others: usize) -> Barrier {
        let goal = self.question.to;
        if others == 0 {
            return Barrier::Out;
        }
        let line = |id: RoleId| self.catalog.role(id).reporting.reports_to.contains(&goal);
        let led = !self.catalog.role(goal).reporting.manages.is_empty();
        let moves = self.goes(Kind::Move) && !self.catalog.moves_into(goal).is_empty();
        let lines = self.goes(Kind::Reporting) && (led || self.catalog.role_ids().any(line));
        if moves || lines || !self.before.is_empty() { Barrier::Apart(others) } else { Barrier::In }
    }
}

/// Memory for finding hops, which thousands of roles are asked for.
#[derive(Default)]
struct Finder {
    near: Vec<Neighbour>,
    edges: Vec<Edge>,
}

/// Adds to `near` the first of `group` that `may`, as many as are hops, in the order of how alike they are in thousandths.
/// Adds nothing, and returns `false`, where one that is not in the group may come before them. `group` is in order of
/// likeness; `whole` says that it holds all that are alike.
fn first(group: &[Neighbour], whole: bool, may: impl Fn(RoleId) -> bool, near: &mut Vec<Neighbour>) -> bool {
    // Of those as alike as the last one some may not be here.
    let doubtful = if whole { None } else { group.last().map(Neighbour::alike) };
    let before = near.len();
    for equal in group.chunk_by(|a, b| a.alike() == b.alike()) {
        let alike = equal[0].alike();
        if alike < LEAST || near.len() == before + NEAREST {
            break;
        }
        if doubtful == Some(alike) {
            near.truncate(before);
            return false;
        }
        let first = near.len();
        near.extend(equal.iter().filter(|other| may(other.role)));
        near[first..].sort_unstable_by_key(|other| other.role);
        near.truncate(before + NEAREST);
    }
    true
}

/// Whether a classification calls the two related, on whichever side it says so.
fn related(catalog: &Catalog, a: RoleId, b: RoleId) -> bool {
    catalog.role(a).related.contains(&b) || catalog.role(b).related.contains(&a)
}

/// What one brings who comes from `role`.
fn brought(role: &Role) -> Vec<(SkillId, Option<Level>)> {
    let mut brought: Vec<_> = role.skills.iter().map(|r| (r.skill, r.level)).collect();
    brought.sort_by_key(|(skill, _)| *skill);
    brought
}

/// The part of what `to` asks that is to be learnt by somebody who brings `brought`, in thousandths; `None` where either
/// side states no skills.
fn part(brought: &[(SkillId, Option<Level>)], to: &Role) -> Option<u32> {
    let have = |skill| brought.binary_search_by_key(&skill, |(skill, _)| *skill).ok().map(|at| brought[at].1);
    let asked = to.skills.iter().map(|requirement| (requirement.skill, Asked::of(requirement)));
    if brought.is_empty() { None } else { part_of(asked, have) }
}

/// The part of what is `asked` that is to be learnt by somebody of whom `have` tells whether they have a skill, and at
/// which level; `None` where nothing is asked.
fn part_of(
    asked: impl Iterator<Item = (SkillId, Asked)>,
    have: impl Fn(SkillId) -> Option<Option<Level>>,
) -> Option<u32> {
    let (mut learn, mut all) = (0_u64, 0_u64);
    for (skill, asked) in asked {
        learn += u64::from(skills::effort(have(skill), asked));
        all += u64::from(skills::effort(None, asked));
    }
    (learn * 1000).checked_div(all).map(|part| part as u32)
}

/// The cheapest chains from one role to another.
///
/// Alternatives come in the order of their cost. Left out are those that are hardly another way: that pass through every
/// role, or a twin of it, that a cheaper one passes through between start and goal; and those that cost as much more
/// than the cheapest as it costs to learn a whole job. Twins are roles of which hardly anything is new to
/// each other.
pub fn path(catalog: &Catalog, question: &Question, alike: &impl Likeness) -> Answer {
    if question.from == question.to {
        return Answer { paths: vec![Path { hops: Vec::new(), effort: 0, cost: 0 }], barrier: None };
    }
    let map = Map::new(catalog, question, alike);
    let graph = map.graph();
    let mut kept: Vec<Chain> = Vec::new();
    let mut chains = Chains::new(&graph, question.to);
    for _ in 0..question.limit.saturating_mul(TRIES) {
        let Some(chain) = (if kept.len() < question.limit { chains.next() } else { None }) else { break };
        if kept.is_empty() {
            chains.bound(chain.cost + DEARER);
        }
        if !kept.iter().any(|cheaper| repeats(catalog, cheaper, &chain)) {
            kept.push(chain);
        }
    }
    let barrier = (kept.is_empty() && question.limit > 0).then(|| map.barrier(graph.others()));
    Answer { paths: kept.iter().map(|chain| map.path(chain)).collect(), barrier }
}

/// Whether `chain` passes through all that `cheaper` passes through, or through twins; a straight hop passes through
/// nothing.
fn repeats(catalog: &Catalog, cheaper: &Chain, chain: &Chain) -> bool {
    let between = |chain: &Chain| chain.roles[1..chain.roles.len() - 1].to_vec();
    let (old, new) = (between(cheaper), between(chain));
    !old.is_empty() && old.iter().all(|a| new.iter().any(|b| a == b || twins(catalog.role(*a), catalog.role(*b))))
}

fn twins(a: &Role, b: &Role) -> bool {
    let little = |from: &Role, to: &Role| part(&brought(from), to).is_some_and(|new| new <= TWIN);
    little(a, b) && little(b, a)
}

#[cfg(test)]
mod tests;
