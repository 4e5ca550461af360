//! The path to take among those found, and why.

use super::answer::{CareerPath, PathAnswer};
use super::hop_kind::HopKind;

impl PathAnswer {
    /// Returns the position of the path to take: the direct one, unless there is a reason against it
    /// and another path.
    pub fn advised(&self) -> usize {
        let against = self.direct().is_some_and(|path| !path.cautions().is_empty());
        usize::from(against).min(self.paths.len().saturating_sub(1))
    }

    /// Says in a sentence which path to take and why; `None` if start and goal are the same role.
    pub fn advice(&self) -> Option<String> {
        let way = self.advised();
        let path = self.paths.get(way)?;
        let first = path.hops.first()?;
        if way > 0 {
            return Some(format!(
                "Path {way} is recommended: {}.",
                path.steps_reason(self.direct()?)
            ));
        }
        if !path.cautions().is_empty() {
            return Some(
                "Only path 0 is listed; the caution says what to prepare for.".to_string(),
            );
        }
        let reason = match first.kind {
            HopKind::Move => "a move on record leads straight there",
            HopKind::Reporting => "a reporting line leads straight there",
            HopKind::Similar | HopKind::Unrecorded => "the two roles are similar",
        };
        Some(format!("Path 0 is recommended: {reason}{}.", first.new_text()))
    }
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
        let largest = self.hops.iter().map(|hop| hop.new_share).max().unwrap_or(0);
        let at_once = direct.hops.iter().map(|hop| hop.new_share).max().unwrap_or(0);
        let is_known = self.hops.iter().chain(&direct.hops).all(|hop| !hop.guessed);
        if is_known && largest < at_once {
            let [step, straight] = [largest, at_once].map(|share| (share + 5) / 10);
            return format!(
                "{known}, and at most {step} % of a job is new at a time, not {straight} % at once"
            );
        }
        known
    }
}
