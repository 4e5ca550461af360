//! The path to take among those found, and why.

use super::answer::{CareerPath, PathAnswer, PathCaution};
use super::hop_kind::HopKind;
use crate::analysis::skills::{levels_number, skill_levels_text};
use crate::model::text::list_text;

impl PathAnswer {
    /// Returns the position of the path to take, if there is one: the direct one, unless there is a
    /// reason against it and another path that is no worse a choice. A [leap](CareerPath::is_leap)
    /// is never the one: instead of it, the path takes the least learning of those that do not lead
    /// up to come down again, and makes no leap itself if it can.
    pub fn advised(&self) -> Option<usize> {
        let direct = self.direct()?;
        if direct.cautions().is_empty() {
            return Some(0);
        }
        let others = self.paths.iter().enumerate().skip(1);
        if direct.is_leap() {
            let level = others.filter(|(_, path)| path.climb_text().is_none());
            let best = level.min_by_key(|(_, path)| (path.leaps().next().is_some(), path.effort));
            return best.map(|(at, _)| at);
        }
        let mut others = others.filter(|(_, path)| path.drawbacks(direct).is_empty());
        Some(others.next().map_or(0, |(at, _)| at))
    }

    /// Says which path to take and why, and why not the direct one; `None` if start and goal are
    /// the same role.
    pub fn advice(&self) -> Option<String> {
        let direct = self.direct()?;
        let first = direct.hops.first()?;
        let cautions = direct.cautions();
        Some(match self.advised() {
            None => self.no_advice_text(&cautions),
            Some(0) if cautions.is_empty() => {
                let reason = match first.kind {
                    HopKind::Move => "a move on record leads straight there",
                    HopKind::Reporting => "a reporting line leads straight there",
                    HopKind::Similar | HopKind::Unrecorded => "the two roles are similar",
                };
                format!("Path 0 is recommended: {reason}{}.", first.new_text())
            }
            Some(0) => match self.paths.get(1) {
                None if cautions.len() == 1 => {
                    "Only path 0 is listed; the caution says what to prepare for.".to_string()
                }
                None => "Only path 0 is listed; the cautions say what to prepare for.".to_string(),
                Some(other) => format!(
                    "Path 0 is recommended, with {}. Path 1 {}.",
                    cautions_text(&cautions),
                    list_text(&other.drawbacks(direct))
                ),
            },
            Some(way) => other_advice_text(way, &self.paths[way], direct),
        })
    }

    /// Says why no path is advised: the direct one is a leap, and no other is better.
    fn no_advice_text(&self, cautions: &[PathCaution]) -> String {
        let cautions = cautions_text(cautions);
        let others: Vec<&'static str> =
            self.paths.iter().skip(1).filter_map(CareerPath::climb_text).collect();
        let Some(first) = others.first() else {
            return format!("No path is advised. Only path 0 is listed, with {cautions}.");
        };
        let why = match others.len() {
            1 => format!("Path 1 {first}"),
            _ if others.iter().all(|text| text == first) => format!("Each other path {first}"),
            _ => format!("Each other path {PASSES_SENIOR}"),
        };
        format!("No path is advised. Path 0 is the quickest on paper, with {cautions}. {why}.")
    }
}

/// Says why another path than the direct one is advised, and what it takes.
fn other_advice_text(way: usize, path: &CareerPath, direct: &CareerPath) -> String {
    let is_gentler = path.is_gentler(direct);
    let mut against = direct.cautions();
    // That is said already.
    against.retain(|caution| !(is_gentler && matches!(caution, PathCaution::Large(_))));
    let reason = path.steps_reason(direct);
    let against = clauses_text(&against);
    if direct.is_leap() {
        let takes = path.price_text(direct);
        let against = if against.is_empty() { String::new() } else { format!(": {against}") };
        return format!(
            "Path {way} is recommended: {reason}.{takes} Path 0 is the quickest on paper, but \
             not advised{against}."
        );
    }
    let against =
        if against.is_empty() { String::new() } else { format!(" Path 0 is not: {against}.") };
    format!("Path {way} is recommended: {reason}.{against}")
}

/// Says that a path passes a role senior to its goal, whatever is known of its start.
const PASSES_SENIOR: &str = "passes a role senior to the goal";

/// Numbers the cautions and lists them: `two cautions: …; …`.
fn cautions_text(cautions: &[PathCaution]) -> String {
    let number = match cautions.len() {
        1 => "a caution".to_string(),
        2 => "two cautions".to_string(),
        3 => "three cautions".to_string(),
        n => format!("{n} cautions"),
    };
    format!("{number}: {}", clauses_text(cautions))
}

/// Joins cautions, which are whole clauses, into a list.
fn clauses_text(cautions: &[PathCaution]) -> String {
    let texts: Vec<String> = cautions.iter().map(|caution| caution.text()).collect();
    texts.join("; ")
}

/// Minimum share of a job that is new, in thousandths, for a step without a move on record to be a
/// leap.
const LEAP_SHARE: u32 = 800;

impl super::Hop {
    /// Whether nobody should be advised to take this step where others lead there: no move on
    /// record supports it, and it skips ranks, or nearly all of the job would be new. A reporting
    /// line says who leads whom, not that one role follows the other.
    pub fn is_leap(&self) -> bool {
        let is_far = self.climb.is_some_and(|ranks| ranks > 1);
        let is_new = !self.guessed && self.new_share >= LEAP_SHARE;
        self.kind != HopKind::Move && (is_far || is_new)
    }

    /// Returns how much of the job is new, as a clause; empty if that is not known.
    fn new_text(&self) -> String {
        if self.guessed {
            return String::new();
        }
        format!(", and {} % of the job would be new", (self.new_share + 5) / 10)
    }
}

impl CareerPath {
    /// Whether it goes directly and leaps: see [`super::Hop::is_leap`].
    pub fn is_leap(&self) -> bool {
        self.is_direct() && self.leaps().next().is_some()
    }

    /// Returns its steps that are leaps.
    fn leaps(&self) -> impl Iterator<Item = &super::Hop> {
        self.hops.iter().filter(|hop| hop.is_leap())
    }

    /// Says how much learning it takes, beside the `direct` path: `8 skill levels instead of 5.5`.
    fn levels_beside(&self, direct: &Self) -> String {
        format!("{} instead of {}", skill_levels_text(self.effort), levels_number(direct.effort))
    }

    /// Says in a sentence what it takes instead of the `direct` path, and whether it leaps itself.
    fn price_text(&self, direct: &Self) -> String {
        let mut parts = Vec::new();
        if self.is_known_beside(direct) && self.effort > direct.effort {
            parts.push(format!("takes {}", self.levels_beside(direct)));
        }
        match self.leaps().filter_map(|hop| hop.climb).max() {
            Some(2) => parts.push("has a step that skips a rank".to_string()),
            Some(ranks @ 3..) => {
                parts.push(format!("has a step that skips {} ranks", ranks - 1));
            }
            _ => {}
        }
        if parts.is_empty() { String::new() } else { format!(" It {}.", list_text(&parts)) }
    }

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
            drawbacks.push(format!("would take {}", self.levels_beside(direct)));
        } else if !is_known && 2 * self.cost > 3 * direct.cost {
            drawbacks.push("is a long detour".to_string());
        }
        drawbacks.extend(self.climb_text().map(str::to_string));
        drawbacks
    }

    /// Says that a role on the way is known to be senior to the goal, unless it is known to be at
    /// or below the start.
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
                None => text = Some(PASSES_SENIOR),
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
        assert_eq!(drawbacks, ["would take 1 skill level instead of 0.5"]);
    }

    #[test]
    fn cautions_are_counted() {
        let cautions = [PathCaution::Unrecorded, PathCaution::Climb(2), PathCaution::Large(930)];
        assert_eq!(
            cautions_text(&cautions),
            "three cautions: no recorded move or reporting line leads straight there, nor are the roles \
             similar enough in work and rank; it skips a rank; 93 % of the job would be new all at once"
        );
        assert_eq!(cautions_text(&cautions[1..2]), "a caution: it skips a rank");
    }

    /// An answer with these paths, the first of them direct: each with its climbs, the share of a
    /// job that is new in its first step, and its effort.
    fn answer(paths: &[(HopKind, &[i64], u32, u64)]) -> PathAnswer {
        let paths = paths.iter().map(|(kind, climbs, new, effort)| {
            let climbs: Vec<Option<i64>> = climbs.iter().copied().map(Some).collect();
            let mut path = path(&climbs, *effort);
            for hop in &mut path.hops {
                hop.kind = *kind;
            }
            path.hops[0].new_share = *new;
            path
        });
        PathAnswer {
            paths: paths.collect(),
            barrier: None,
            detour: None,
            bound: super::super::SearchExtent::default(),
        }
    }

    /// Three times the learning is too much instead of a reasonable step, not instead of a leap.
    #[test]
    fn no_leap_is_recommended() {
        let ladder = (HopKind::Move, &[1, 1][..], 400, 90_000);
        let shorter = (HopKind::Move, &[1, 1][..], 400, 80_000);
        let past = (HopKind::Move, &[3, -1][..], 400, 60_000);
        let line = (HopKind::Reporting, &[0, 2][..], 400, 70_000);
        for (direct, advised) in [
            ((HopKind::Unrecorded, &[2][..], 500, 30_000), Some(2)),
            ((HopKind::Reporting, &[2][..], 500, 30_000), Some(2)),
            ((HopKind::Unrecorded, &[0][..], 800, 30_000), Some(2)),
            ((HopKind::Unrecorded, &[1][..], 799, 30_000), Some(0)),
            ((HopKind::Move, &[3][..], 900, 30_000), Some(0)),
            ((HopKind::Similar, &[1][..], 300, 30_000), Some(0)),
        ] {
            let found = answer(&[direct, ladder, shorter, past, line]);
            assert_eq!(found.advised(), advised, "{direct:?}: {:?}", found.advice());
        }
        let leap = (HopKind::Unrecorded, &[2][..], 940, 30_000);
        let text = answer(&[leap, line]).advice().unwrap();
        assert!(text.starts_with("Path 1 is recommended: "), "{text}");
        let price = " It takes 70 skill levels instead of 30 and has a step that skips \
                     a rank. Path 0 is the quickest on paper, but not advised: no recorded";
        assert!(text.contains(price), "{text}");
        for paths in [&[leap][..], &[leap, past], &[leap, past, past]] {
            let found = answer(paths);
            assert_eq!(found.advised(), None);
            let text = found.advice().unwrap();
            let why = match paths.len() {
                1 => "Only path 0 is listed, with three cautions: ",
                2 => ". Path 1 leads up to a more senior role, only to come down again.",
                _ => ". Each other path leads up to a more senior role, only to come down again.",
            };
            assert!(text.starts_with("No path is advised. ") && text.contains(why), "{text}");
        }
    }
}
