//! The path to take among those found, and why.

use super::answer::{CareerPath, PathAnswer, PathCaution};
use super::hop_kind::HopKind;
use crate::analysis::skills::levels_number;

impl PathAnswer {
    /// Returns the position of the path to take: the direct one, unless there is a reason against it
    /// and another path that is no worse a choice.
    pub fn advised(&self) -> usize {
        let Some(direct) = self.direct().filter(|path| !path.cautions().is_empty()) else {
            return 0;
        };
        let other = self.paths.iter().skip(1).position(|path| path.drawbacks(direct).is_empty());
        other.map_or(0, |at| at + 1)
    }

    /// Says which path to take and why, and why not the direct one; `None` if start and goal are
    /// the same role.
    pub fn advice(&self) -> Option<String> {
        let way = self.advised();
        let path = self.paths.get(way)?;
        let first = path.hops.first()?;
        let direct = self.direct()?;
        let cautions = direct.cautions();
        if way > 0 {
            let reason = path.steps_reason(direct);
            let is_gentler = path.is_gentler(direct);
            let against = clauses(cautions.into_iter().filter(|caution| {
                // That is said already.
                !(is_gentler && matches!(caution, PathCaution::Large(_)))
            }));
            let against = against.map(|text| format!(" Path 0 is not: {text}."));
            return Some(format!(
                "Path {way} is recommended: {reason}.{}",
                against.unwrap_or_default()
            ));
        }
        if let Some(against) = clauses(cautions.into_iter()) {
            let Some(other) = self.paths.get(1) else {
                return Some(
                    "Only path 0 is listed; the caution says what to prepare for.".to_string(),
                );
            };
            let drawbacks = other.drawbacks(direct).join(" and ");
            return Some(format!(
                "Path 0 is recommended, with a caution: {against}. Path 1 {drawbacks}."
            ));
        }
        let reason = match first.kind {
            HopKind::Move => "a move on record leads straight there",
            HopKind::Reporting => "a reporting line leads straight there",
            HopKind::Similar | HopKind::Unrecorded => "the two roles are similar",
        };
        Some(format!("Path 0 is recommended: {reason}{}.", first.new_text()))
    }
}

/// Joins the reasons against the direct path into a clause; `None` if there are none.
fn clauses(cautions: impl Iterator<Item = PathCaution>) -> Option<String> {
    let texts: Vec<String> = cautions.map(PathCaution::text).collect();
    (!texts.is_empty()).then(|| texts.join(", and "))
}

impl super::Hop {
    /// Returns how much of the job is new, as a clause; empty if that is not known.
    fn new_text(&self) -> String {
        if self.guessed {
            return String::new();
        }
        format!(", and {} % of the job would be new", (self.new_share + 5) / 10)
    }
}

impl CareerPath {
    /// Returns the number of steps that are moves which the packs record.
    pub fn recorded_moves(&self) -> usize {
        self.hops.iter().filter(|hop| hop.kind == HopKind::Move).count()
    }

    /// Returns why it is not to be preferred to the `direct` path, whatever is against that one: it
    /// takes more than half as much learning again, or leads up only to come down.
    fn drawbacks(&self, direct: &Self) -> Vec<String> {
        let mut drawbacks = Vec::new();
        let is_known = self.hops.iter().chain(&direct.hops).all(|hop| !hop.guessed);
        if is_known && 2 * self.effort > 3 * direct.effort {
            let [here, there] = [self.effort, direct.effort].map(levels_number);
            drawbacks.push(format!("would take {here} skill levels instead of {there}"));
        } else if !is_known && 2 * self.cost > 3 * direct.cost {
            drawbacks.push("is a long detour".to_string());
        }
        if self.climbs_past_ends() {
            drawbacks.push("leads up to a more senior role, only to come down again".to_string());
        }
        drawbacks
    }

    /// Whether a role on the way is known to be senior to the goal, and not known to be at or below
    /// the start.
    fn climbs_past_ends(&self) -> bool {
        let climbs: Vec<Option<i64>> = self.hops.iter().map(|hop| hop.climb).collect();
        (1..climbs.len()).any(|at| {
            let (before, after) = climbs.split_at(at);
            let from_start: Option<i64> = before.iter().copied().sum();
            let to_goal: Option<i64> = after.iter().copied().sum();
            to_goal.is_some_and(|ranks| ranks < 0) && from_start.is_none_or(|ranks| ranks > 0)
        })
    }

    /// Whether each of its steps is known to be smaller than the `direct` path.
    fn is_gentler(&self, direct: &Self) -> bool {
        let is_known = self.hops.iter().chain(&direct.hops).all(|hop| !hop.guessed);
        is_known && self.largest_share() < direct.largest_share()
    }

    /// Returns the largest share of a job that is new in one step, in thousandths.
    fn largest_share(&self) -> u32 {
        self.hops.iter().map(|hop| hop.new_share).max().unwrap_or(0)
    }

    /// Says what its steps have over the `direct` path.
    fn steps_reason(&self, direct: &Self) -> String {
        let (steps, moves) = (self.hops.len(), self.recorded_moves());
        let known = match (steps, moves) {
            (2, 2) => "both steps are moves on record".to_string(),
            (all, moves) if all == moves => format!("all {all} steps are moves on record"),
            (_, 0) => "each step is a reporting line or leads to a similar role".to_string(),
            (all, 1) => format!("1 of {all} steps is a move on record"),
            (all, moves) => format!("{moves} of {all} steps are moves on record"),
        };
        if self.is_gentler(direct) {
            let [step, straight] = [self, direct].map(|path| (path.largest_share() + 5) / 10);
            return format!(
                "{known}, and at most {step} % of a job is new at a time, not {straight} % at once"
            );
        }
        known
    }
}
