//! The path to take among those found, and why.

use super::answer::{CareerPath, PathAnswer, PathCaution};
use super::hop_kind::HopKind;
use crate::analysis::skills::skill_levels_text;
use crate::model::text::list_text;

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
            let drawbacks = list_text(&other.drawbacks(direct));
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
    let (last, rest) = texts.split_last()?;
    // Whole clauses have a comma before the last one too.
    Some(if rest.is_empty() { last.clone() } else { format!("{}, and {last}", rest.join(", ")) })
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
    /// takes more than half as much learning again, or passes a role that is senior to the goal.
    fn drawbacks(&self, direct: &Self) -> Vec<String> {
        let mut drawbacks = Vec::new();
        let is_known = self.is_known_beside(direct);
        if is_known && 2 * self.effort > 3 * direct.effort {
            let [here, there] = [self.effort, direct.effort].map(skill_levels_text);
            drawbacks.push(format!("would take {here} instead of {there}"));
        } else if !is_known && 2 * self.cost > 3 * direct.cost {
            drawbacks.push("is a long detour".to_string());
        }
        drawbacks.extend(self.climb_text().map(str::to_string));
        drawbacks
    }

    /// Says that a role on the way is known to be senior to the goal, unless it is known to be at or
    /// below the start.
    fn climb_text(&self) -> Option<&'static str> {
        let climbs: Vec<Option<i64>> = self.hops.iter().map(|hop| hop.climb).collect();
        let splits = (1..climbs.len()).map(|at| climbs.split_at(at));
        let mut text = None;
        for (before, after) in splits {
            let from_start: Option<i64> = before.iter().copied().sum();
            let to_goal: Option<i64> = after.iter().copied().sum();
            if to_goal.is_none_or(|ranks| ranks >= 0) {
                continue;
            }
            match from_start {
                Some(1..) => {
                    return Some("leads up to a more senior role, only to come down again");
                }
                Some(_) => {}
                None => text = Some("passes a role senior to the goal"),
            }
        }
        text
    }

    /// Whether the learning that this path and the `direct` one take is known.
    fn is_known_beside(&self, direct: &Self) -> bool {
        self.hops.iter().chain(&direct.hops).all(|hop| !hop.guessed)
    }

    /// Whether each of its steps is known to be smaller than the `direct` path.
    fn is_gentler(&self, direct: &Self) -> bool {
        self.is_known_beside(direct) && self.largest_share() < direct.largest_share()
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

#[cfg(test)]
mod tests {
    use super::super::Hop;
    use super::*;
    use crate::model::RoleId;

    /// A path with these hops, each with its climb, that takes `effort`.
    fn path(climbs: &[Option<i64>], effort: u64) -> CareerPath {
        let hops = climbs.iter().map(|climb| Hop {
            from: RoleId::from_index(0),
            to: RoleId::from_index(1),
            kind: HopKind::Similar,
            requires: Vec::new(),
            sources: Vec::new(),
            climb: *climb,
            similarity: None,
            related: false,
            skills: Vec::new(),
            others: 0,
            effort: 0,
            new_share: 0,
            guessed: false,
            cost: 0,
        });
        CareerPath { hops: hops.collect(), skills_to_learn: 0, effort, cost: 0 }
    }

    /// Nothing is said of the start that is not known of it.
    #[test]
    fn a_path_past_the_goal_says_what_is_known() {
        let up = "leads up to a more senior role, only to come down again";
        let past = "passes a role senior to the goal";
        for (climbs, text) in [
            (&[Some(1), Some(-1)][..], Some(up)),
            (&[None, Some(-1)], Some(past)),
            (&[None, Some(1), Some(-2)], Some(past)),
            (&[Some(0), Some(-1)], None),
            (&[Some(1), Some(0)], None),
            (&[Some(1), None], None),
        ] {
            assert_eq!(path(climbs, 0).climb_text(), text, "{climbs:?}");
        }
    }

    #[test]
    fn one_level_is_not_written_as_several() {
        let drawbacks = path(&[Some(0), Some(0)], 1000).drawbacks(&path(&[Some(0)], 500));
        assert_eq!(drawbacks, ["would take 1 skill level instead of 0.5 skill levels"]);
    }

    #[test]
    fn cautions_are_one_clause() {
        let cautions = [PathCaution::Unrecorded, PathCaution::Climb(2), PathCaution::Large(930)];
        assert_eq!(
            clauses(cautions.into_iter()).unwrap(),
            "no recorded move, reporting line or similar role leads straight there, it skips a \
             rank, and 93 % of the job would be new all at once"
        );
    }
}
