//! Ways from one role to another: straight, and by way of other roles, with what each step takes.
//!
//! Skills accumulate: along a path you keep what the first role asks and what is learnt on the way,
//! at the highest level reached, and a step takes only what is still missing by then. The straight
//! way takes exactly the gap between its ends, and no other way takes less of what the goal asks.
//!
//! A step goes along a move that a pack states, up a reporting line, or to a similar role. Its cost
//! is the part of what the new role asks that is to be learnt: so a role for which a data set lists
//! seventy tools is no further away than one with fifteen skills, and one of which hardly anything
//! is known is no short cut. Large parts cost more than their share, as nobody learns a whole job
//! in one move: two steps of which half is new are cheaper than one of which all is. The change as
//! such costs too, by the reason there is for it. Costs are whole numbers, in thousandths of a
//! [`JOB`].
//!
//! Which steps there are depends on where the way starts and ends too, but for stated moves. A
//! likeness says that two roles do like work, and nothing of rank: so it leads up one level at
//! most, and never from other tracks to an executive. Where the goal lies below the start it leads
//! down as far as one likes, but not up; else not down. So nobody climbs past a role to get at it,
//! or starts again below where they are. A reporting line tells who leads whom, and not that one
//! follows the other: one that skips levels costs more with each. Levels are compared within a
//! pack; between its families they are no more than a guide.
//!
//! The straight way always comes first, whether or not anything is on record that leads there.
//! Other ways are listed where they are no detours: they cost little more than that, a role to
//! which nothing but a likeness leads teaches something of the goal, and an executive role is never
//! a step towards one that is not.

mod held;
mod neighbours;
mod search;

use self::held::Skills;
pub use self::neighbours::Neighbours;
use self::neighbours::{Neighbour, alike, said};
use self::search::{Chain, Graph, Limits, Link, MOST_STEPS, Search};
use super::gap::GapRow;
use super::related::nearest;
use super::skills::{self, Asked};
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
        /// Nothing that is on record: straight from one end to the other all the same.
        Unrecorded = "unrecorded",
    }
);

impl Kind {
    /// The sign of such a step, and what it is called.
    pub fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Move => ("→", "move"),
            Self::Reporting => ("↑", "reporting line"),
            Self::Near => ("≈", "similar role"),
            Self::Unrecorded => ("·", "not on record"),
        }
    }

    /// All kinds that are on record, the best reason first.
    pub const ALL: [Self; 3] = [Self::Move, Self::Reporting, Self::Near];
}

/// All that a role asks, as a cost.
pub const JOB: u64 = 1000;

/// How much more a large leap costs: where the part `p` of a job is new it costs `p + LEAP · p³`
/// jobs. With 2 a job of which half is new costs three quarters, and one that is all new three. It
/// is no more than that because stated moves are large: seven tenths of the job are new in half of
/// those of the built-in pack.
const LEAP: u64 = 2;

/// Any change costs something, even to a role that asks for nothing new: a tenth of a job, so that
/// a chain does not grow by a hop for little.
const MOVE: u64 = 100;

/// A reporting line is the weaker reason, so that a move of the same learning is preferred.
const REPORTING: u64 = 200;

/// What a reporting line costs beyond that where it climbs `n` levels: this times `n² − 1`. The
/// chief of one's chief is further off than two promotions.
const RUNG: u64 = 700;

/// A likeness is the weakest reason: nobody says that one role ever led to the other.
const NEAR: u64 = 300;

/// What a likeness costs beyond that: this, divided by the likeness from 0 to 1. A tenth, usual for
/// the tenth nearest role, adds 600, a third 180.
const UNLIKE: u64 = 60;

/// Roles less alike, in thousandths, are not near. Half of the pairs in the built-in pack are not
/// half as alike.
const LEAST: u32 = 60;

/// So many of the nearest roles are hops, of the same family and again of the others: without these
/// a chain never leaves a family of many like roles.
const NEAREST: usize = 8;

/// A way that costs so much more than the straight one, or than the cheapest of the others, is a
/// detour: about as much as it costs to learn three quarters of a job.
const DEARER: u64 = 1600;

/// Where every other way is a detour and something speaks against going straight, the cheapest way
/// by one other role is listed all the same, up to this many times the cost of the straight one and
/// [`DEARER`] beyond. Without it the usual ways from a cook to a manager by supervisor, and from IT
/// support to DevOps by support engineer, were not listed.
const DETOUR: u64 = 2;

/// Two roles are twins, which a data set tells apart and a career does not, when so little of
/// either is new to the other, in thousandths.
const TWIN: u32 = 150;

/// Maximum number of steps: people do not plan more jobs ahead.
const STEPS: usize = MOST_STEPS;

/// The number of beginnings of ways that are looked at, so that an answer takes no longer than a
/// blink.
const CANDIDATES: usize = 20_000;

/// From this part on, in thousandths, what is new in a job is a reason against going there
/// straight. Half of the stated moves of the built-in pack are no larger than seven tenths.
const LARGE: u32 = 750;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Where the chain starts.
    pub from: RoleId,
    /// Where it ends.
    pub to: RoleId,
    /// What hops may go along.
    pub over: Vec<Kind>,
    /// How many ways at most, beside the straight one.
    pub limit: usize,
}

/// Ways, the straight one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The straight way, then those by way of other roles, the cheapest first. Of equally cheap
    /// ones the shorter, then the one whose roles come first in the catalog.
    pub paths: Vec<Path>,
    /// Why no way is on record.
    pub barrier: Option<Barrier>,
    /// How much more than the straight way the only other one costs, where it is listed though it
    /// is a detour.
    pub detour: Option<u64>,
    /// Other ways that cost more than this are not listed.
    pub ceiling: u64,
    /// How far was looked.
    pub bound: Bound,
}

/// How far was looked for ways by way of other roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bound {
    /// Longer ways were not compared.
    pub steps: usize,
    /// Whether a longer one might belong among the paths of the answer.
    pub cut: bool,
    /// The number of beginnings of ways after which the search ended, where it ended so: beyond
    /// those of the answer there may be others.
    pub exhausted: Option<usize>,
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
            (_, Kind::Unrecorded) => String::new(),
            (Self::Out, Kind::Move) => format!("no move leads out of {from}"),
            (Self::Out, Kind::Reporting) => format!("{from} reports to nobody"),
            (Self::Out, Kind::Near) => {
                format!("no similar role at a suitable seniority follows {from}")
            }
            (Self::In, Kind::Move) => format!("no move leads to {to}"),
            (Self::In, Kind::Reporting) => format!("nobody reports to {to}"),
            (Self::In, Kind::Near) => {
                format!("no similar role at a suitable seniority precedes {to}")
            }
            (Self::Apart(1), _) => {
                format!("only one role can be reached from {from}, and it does not lead to {to}")
            }
            (Self::Apart(n), _) => {
                format!("{n} roles can be reached from {from}, and none of them leads to {to}")
            }
        };
        let mut reasons: Vec<String> =
            Kind::ALL.iter().filter(|kind| question.over.contains(kind)).map(reason).collect();
        reasons.dedup();
        reasons
    }

    /// Why no way is on record, and what to do about it.
    pub fn text(self, catalog: &Catalog, question: &Question) -> String {
        let (from, to) = (&catalog.role(question.from).title, &catalog.role(question.to).title);
        let left_out = Kind::ALL.iter().any(|kind| !question.over.contains(kind));
        let hint = if left_out { "; without --over, more kinds of steps are tried" } else { "" };
        format!(
            "Nothing on record leads from {from} to {to}: {}{hint}.",
            self.reasons(catalog, question).join(", and ")
        )
    }
}

/// A way that visits no role twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// From the start to the goal; none when these are one role.
    pub hops: Vec<Hop>,
    /// How many skills are learnt on it, or grown in: each counts once.
    pub learnt: usize,
    /// What all of them take, in thousandths of a [`skills::STEP`]. For the straight way it is
    /// what [`super::gap::gap`] says; no other way takes less of the skills that the goal
    /// asks.
    pub effort: u64,
    /// What all of them cost, in thousandths of a [`JOB`].
    pub cost: u64,
}

impl Bound {
    /// What may be missing from the answer, in a sentence or two; nothing where it is complete.
    pub fn text(self) -> Option<String> {
        let cut = format!("Paths of more than {} steps were not compared.", self.steps);
        let exhausted = self.exhausted.map(|count| {
            format!(
                "The search ended after {count} combinations of steps, so paths that cost more than those listed may be missing."
            )
        });
        let parts: Vec<String> = self.cut.then_some(cut).into_iter().chain(exhausted).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// Why the straight way may not be advisable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caution {
    /// Nothing on record leads straight there.
    Unrecorded,
    /// It climbs so many levels of seniority at once.
    Climb(i64),
    /// This part of the job would be new, in thousandths.
    Large(u32),
}

impl Caution {
    /// The reason, as a clause.
    pub fn text(self) -> String {
        match self {
            Self::Unrecorded => {
                "no move, reporting line or close similarity on record leads straight there"
                    .to_string()
            }
            Self::Climb(levels) => format!(
                "it skips {} of seniority",
                match levels - 1 {
                    1 => "a level".to_string(),
                    n => format!("{n} levels"),
                }
            ),
            Self::Large(new) => {
                format!("{:.0} % of the job would be new at once", f64::from(new) / 10.0)
            }
        }
    }

    /// What kind of reason it is, for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unrecorded => "unrecorded",
            Self::Climb(_) => "climb",
            Self::Large(_) => "large",
        }
    }
}

impl Path {
    /// Whether it goes straight to the goal.
    pub fn is_direct(&self) -> bool {
        self.hops.len() < 2
    }

    /// Why it may not be advisable to go straight; nothing for other ways.
    pub fn cautions(&self) -> Vec<Caution> {
        let [hop] = &self.hops[..] else { return Vec::new() };
        let unrecorded = (hop.kind == Kind::Unrecorded).then_some(Caution::Unrecorded);
        let large = (hop.new >= LARGE && !hop.guessed).then_some(Caution::Large(hop.new));
        let climb =
            hop.climb.filter(|levels| *levels > 1 && hop.kind != Kind::Move).map(Caution::Climb);
        unrecorded.into_iter().chain(climb).chain(large).collect()
    }

    /// What all of it takes: `2 steps, 28 skills to learn, 58 levels, 23 more than direct`.
    pub fn total(&self, direct: &Self) -> String {
        let steps = match self.hops.len() {
            1 => "1 step".to_string(),
            n => format!("{n} steps"),
        };
        let learning = skills::to_learn(self.learnt, self.effort);
        let more = match self.effort.saturating_sub(direct.effort) {
            _ if self.is_direct() => String::new(),
            0 => ", as many as direct".to_string(),
            more => format!(", {} more than direct", skills::number(more)),
        };
        let stated =
            if self.hops.iter().any(|hop| hop.guessed) { " (where skills are stated)" } else { "" };
        format!("{steps}, {learning}{more}{stated}")
    }
}

impl Answer {
    /// The straight way; its total is the gap between the ends.
    pub fn direct(&self) -> Option<&Path> {
        self.paths.first()
    }

    /// Notes on the answer, in sentences: why there is no other path, and how far the search went.
    pub fn notes(&self, catalog: &Catalog, question: &Question) -> Vec<String> {
        let amount = |cost: u64| format!("{:.2}", cost as f64 / JOB as f64);
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

/// One hop, and what is still to be learnt for it by then.
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
    /// How many levels of seniority it leads up, where both state one and are of one pack.
    pub climb: Option<i64>,
    /// How alike the two are, in thousandths, where that was asked: of roles that are near, and
    /// where skills are not stated.
    pub likeness: Option<u32>,
    /// Whether the classification calls the two related.
    pub related: bool,
    /// A row for each skill that the new role asks, with the level reached by then: what is to be
    /// learnt first.
    pub skills: Vec<GapRow>,
    /// How many skills you have by then that the new role does not ask for; you keep them.
    pub others: usize,
    /// What must be learnt, in thousandths of a [`skills::STEP`].
    pub effort: u32,
    /// The part of what the new role asks that must be learnt, in thousandths.
    pub new: u32,
    /// Whether [`Hop::new`] is a guess from how alike the two are, as no skills are stated of one
    /// side.
    pub guessed: bool,
    /// What it costs.
    pub cost: u64,
}

impl Hop {
    /// What is to be learnt for it: `14 skills to learn, 29 levels, 78 % new`.
    pub fn amount(&self) -> String {
        let new = format!("{} % new", (self.new + 5) / 10);
        if self.guessed {
            return format!("about {new} (estimate)");
        }
        format!("{}, {new}", skills::to_learn(self.learnt(), u64::from(self.effort)))
    }

    /// How many of the skills that the new role asks for you have by then.
    pub fn kept(&self) -> usize {
        self.skills.len() - self.learnt()
    }

    /// How many skills you have by then that the new role does not ask for: `14 more it does not
    /// ask for`.
    pub fn beyond(&self) -> Option<String> {
        let what = match (self.kept(), self.others) {
            (_, 0) => return None,
            (0, 1) => "skill",
            (0, _) => "skills",
            _ => "more",
        };
        Some(format!("{} {what} it does not ask for", self.others))
    }

    /// How many skills are to be learnt for it, or grown in.
    pub fn learnt(&self) -> usize {
        self.skills.iter().filter(|row| row.is_open()).count()
    }
}

/// A hop before anybody goes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edge {
    to: RoleId,
    kind: Kind,
    /// In thousandths.
    likeness: u32,
    change: u64,
}

/// Nothing costs more, so that costs can be added up: in a pack that somebody made up a level may
/// be any number.
const DEAREST: u64 = u64::MAX >> 8;

/// What it costs to learn the part `new` of a job, in thousandths of a [`JOB`].
fn learning(new: u64) -> u64 {
    let cube = new.saturating_mul(new).saturating_mul(new);
    new.saturating_add(LEAP.saturating_mul(cube) / (JOB * JOB)).min(DEAREST)
}

/// What the change to another role costs along `kind`, whatever is to be learnt; `climb` are the
/// levels upwards, and `likeness`, in thousandths, is asked for where `kind` is [`Kind::Near`].
fn change(kind: Kind, climb: Option<i64>, likeness: u32) -> u64 {
    let rungs = || {
        let levels = climb.unwrap_or(1).max(1).unsigned_abs();
        RUNG.saturating_mul(levels.saturating_mul(levels) - 1).min(DEAREST)
    };
    match kind {
        Kind::Move => MOVE,
        Kind::Reporting => REPORTING + rungs(),
        Kind::Near => NEAR + UNLIKE * 1000 / u64::from(likeness.max(LEAST)),
        Kind::Unrecorded => NEAR + UNLIKE * 1000 / u64::from(LEAST) + rungs(),
    }
}

/// How alike roles are, for whoever looks for chains.
pub trait Likeness {
    /// What lies around every role.
    fn neighbours(&self) -> &Neighbours;

    /// How like each role of the catalog is to `role`, 0 to 1, by position: what
    /// [`super::related::Relations::likeness`] says. It is mutual. Asked for where neighbours do
    /// not tell.
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
        let mut map =
            Self { catalog, question, alike, neighbours: alike.neighbours(), before: Vec::new() };
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

    /// How many levels `to` lies above `from`; `None` where either states none or they are of
    /// different packs.
    fn climb(&self, from: RoleId, to: RoleId) -> Option<i64> {
        let (from, to) = (self.neighbours.standing(from), self.neighbours.standing(to));
        let (a, b) = (from.level?, to.level?);
        (from.pack == to.pack).then(|| i64::from(b) - i64::from(a))
    }

    /// Whether a path must not pass through `role`, whatever leads there: an executive role is
    /// never a step towards one that is not, unless the path starts from one.
    fn is_too_high(&self, role: RoleId) -> bool {
        let Question { from, to, .. } = *self.question;
        let executive = |role: RoleId| self.neighbours.standing(role).executive;
        role != to && executive(role) && !executive(from) && !executive(to)
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

    /// Adds to `near` the roles nearest to `role` that `may`, and those that the classification
    /// calls related to it.
    fn nearest(&self, role: RoleId, may: impl Fn(RoleId) -> bool, near: &mut Vec<Neighbour>) {
        let around = self.neighbours.around(role);
        near.extend(around.said(said::NAMED).filter(|other| may(other.role)));
        for (relatives, group) in [true, false].into_iter().zip(around.near) {
            if !first(group, group.len() < Neighbours::KEPT, &may, near) {
                self.nearest_of_all(role, relatives, &may, near);
            }
        }
    }

    /// The same of its family or of the others alone, where more must be looked at than what is
    /// kept of its neighbours.
    fn nearest_of_all(
        &self,
        role: RoleId,
        relatives: bool,
        may: impl Fn(RoleId) -> bool,
        near: &mut Vec<Neighbour>,
    ) {
        let of = |to: &RoleId| *to != role && self.catalog.same_family(role, *to) == relatives;
        let mut all: Vec<(f64, RoleId)> =
            self.alike.likeness(role).into_iter().zip(self.catalog.role_ids()).collect();
        all.retain(|(likeness, to)| alike(*likeness) >= LEAST && of(to));
        nearest(&mut all, usize::MAX);
        let all: Vec<Neighbour> =
            all.into_iter().map(|(likeness, to)| Neighbour::new(to, likeness, None, 0)).collect();
        let added = near.len();
        first(&all, true, may, near);
        let brought = brought(self.catalog.role(role));
        for near in &mut near[added..] {
            let said = if related(self.catalog, role, near.role) { said::RELATED } else { 0 };
            *near = Neighbour::new(
                near.role,
                near.likeness,
                part(&brought, self.catalog.role(near.role)),
                said,
            );
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
            around
                .said(said::LEADS)
                .for_each(|leader| self.add(edges, from, leader, Kind::Reporting));
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
        let to = other.role;
        if self.is_too_high(to) {
            return;
        }
        // Where nothing of what one brings is of use the likeness is one of words.
        if kind == Kind::Near && other.new_part() == Some(1000) && !other.is(said::RELATED) {
            return;
        }
        let likeness = other.alike().min(1000);
        let edge =
            Edge { to, kind, likeness, change: change(kind, self.climb(from, to), likeness) };
        match edges.iter_mut().find(|edge| edge.to == to) {
            Some(old) if old.change <= edge.change => {}
            Some(old) => *old = edge,
            None => edges.push(edge),
        }
    }

    fn graph(&self) -> Graph {
        let mut finder = Finder::default();
        Graph::from(self.question.from, self.catalog.roles().len(), |from, links| {
            self.find_with(from, &mut finder);
            let link = |edge: &Edge| {
                let Edge { to, change, likeness: alike, kind } = *edge;
                Link { to, change, alike, near: kind == Kind::Near }
            };
            links.extend(finder.edges.iter().map(link));
        })
    }

    /// The hop straight to the goal, whatever is on record.
    fn straight(&self) -> Edge {
        let Question { from, to, .. } = *self.question;
        let recorded = self.find(from).into_iter().find(|edge| edge.to == to);
        recorded.unwrap_or_else(|| {
            let silent = |role: RoleId| self.catalog.role(role).skills.is_empty();
            // The likeness is used only where what is new has to be estimated from it.
            let likeness = if silent(from) || silent(to) {
                self.alike.likeness(from).get(to.index()).map_or(0, |likeness| alike(*likeness))
            } else {
                0
            };
            let change = change(Kind::Unrecorded, self.climb(from, to), likeness);
            Edge { to, kind: Kind::Unrecorded, likeness, change }
        })
    }

    /// The hop from `from` along `edge` in full, starting with `skills`; those of the new role are
    /// added to them.
    fn hop(&self, from: RoleId, edge: Edge, skills: &mut Skills) -> Hop {
        let Edge { to, kind, likeness, change } = edge;
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
                sources.extend(
                    both.into_iter()
                        .filter(|(_, says)| *says)
                        .flat_map(|(lines, _)| &lines.sources),
                );
            }
            Kind::Near | Kind::Unrecorded => {}
        }
        let mut seen: Vec<SourceId> = Vec::new();
        sources.retain(|source| {
            !seen.contains(source) && {
                seen.push(*source);
                true
            }
        });
        let related = related(self.catalog, from, to);
        let step = skills.step(other);
        let guessed = step.new.is_none();
        let new = step.new.unwrap_or(1000 - likeness.min(1000));
        let cost = learning(u64::from(new)) + change;
        let likeness = (kind == Kind::Near || guessed).then_some(likeness);
        let (skills, others, effort) = (step.rows, step.others, step.effort);
        let climb = self.climb(from, to);
        Hop {
            from,
            to,
            kind,
            requires,
            sources,
            climb,
            likeness,
            related,
            skills,
            others,
            effort,
            new,
            guessed,
            cost,
        }
    }

    /// The way along `edges`, from the start on.
    fn path(&self, edges: impl Iterator<Item = Edge>) -> Path {
        let Question { from, to, .. } = *self.question;
        let mut skills = Skills::of(self.catalog.role(from), self.catalog.role(to));
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
        Path { hops, learnt: learnt.len(), effort, cost }
    }

    /// The hops of `chain`.
    fn edges(&self, chain: &Chain) -> impl Iterator<Item = Edge> {
        let edge = |pair: &[RoleId]| self.find(pair[0]).into_iter().find(|edge| edge.to == pair[1]);
        chain.roles.windows(2).filter_map(edge)
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

/// Adds to `near` the first of `group` that `may`, as many as are hops, in the order of how alike
/// they are in thousandths. Adds nothing, and returns `false`, where one that is not in the group
/// may come before them. `group` is in order of likeness; `whole` says that it holds all that are
/// alike.
fn first(
    group: &[Neighbour],
    whole: bool,
    may: impl Fn(RoleId) -> bool,
    near: &mut Vec<Neighbour>,
) -> bool {
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

/// The part of what `to` asks that is to be learnt by somebody who brings `brought`, in
/// thousandths; `None` where either side states no skills.
fn part(brought: &[(SkillId, Option<Level>)], to: &Role) -> Option<u32> {
    let have = |skill| {
        brought.binary_search_by_key(&skill, |(skill, _)| *skill).ok().map(|at| brought[at].1)
    };
    let asked = to.skills.iter().map(|requirement| (requirement.skill, Asked::of(requirement)));
    if brought.is_empty() { None } else { part_of(asked, have) }
}

/// The part of what is `asked` that is to be learnt by somebody of whom `have` tells whether they
/// have a skill, and at which level; `None` where nothing is asked.
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

/// The straight way from one role to another, and the cheapest by way of other roles.
///
/// Left out are ways that are hardly another way: that pass through every role, or a twin of it,
/// that a cheaper one passes through between start and goal; and those that cost as much more than
/// the cheapest as it costs to learn a whole job. Twins are roles of which hardly anything is new
/// to each other.
pub fn path(catalog: &Catalog, question: &Question, alike: &impl Likeness) -> Answer {
    within(catalog, question, alike, STEPS, CANDIDATES)
}

/// The same within bounds of its own.
fn within(
    catalog: &Catalog,
    question: &Question,
    alike: &impl Likeness,
    steps: usize,
    candidates: usize,
) -> Answer {
    if question.from == question.to {
        let here = Path { hops: Vec::new(), learnt: 0, effort: 0, cost: 0 };
        return Answer {
            paths: vec![here],
            barrier: None,
            detour: None,
            ceiling: 0,
            bound: Bound::default(),
        };
    }
    let map = Map::new(catalog, question, alike);
    let straight = if Kind::ALL.iter().all(|kind| map.goes(*kind)) {
        map.straight()
    } else {
        let anything = Question { over: Kind::ALL.to_vec(), ..question.clone() };
        Map::new(catalog, &anything, alike).straight()
    };
    let direct = map.path(std::iter::once(straight));
    let graph = map.graph();
    let recorded = graph.leads(question.from, question.to);
    let limits = Limits { ways: question.limit, steps, candidates, ceiling: direct.cost + DEARER };
    let mut search = Search::new(&graph, map.neighbours, question.to, catalog.skills().len());
    let mut found = search.run(&limits);
    // Where something speaks against going straight, a way by one other role is worth knowing even
    // if it costs more.
    let lonely = found.chains.is_empty()
        && !found.exhausted
        && question.limit > 0
        && !direct.cautions().is_empty();
    let ceiling = if lonely { DETOUR * direct.cost + DEARER } else { limits.ceiling };
    if lonely {
        let other = search.run(&Limits { ways: 1, steps: steps.min(2), ceiling, ..limits });
        (found.chains, found.exhausted) = (other.chains, other.exhausted);
        found.candidates += other.candidates;
    }
    let detour =
        found.chains.first().map(|chain| chain.cost.saturating_sub(direct.cost)).filter(|_| lonely);
    let apart = !recorded && !graph.reaches(question.to);
    let barrier = apart.then(|| map.barrier(graph.others()));
    let others = found.chains.iter().map(|chain| map.path(map.edges(chain)));
    let exhausted = found.exhausted.then_some(found.candidates);
    Answer {
        paths: std::iter::once(direct).chain(others).collect(),
        barrier,
        detour,
        ceiling: limits.ceiling,
        bound: Bound { steps: found.steps, cut: found.cut, exhausted },
    }
}

#[cfg(test)]
mod tests;
