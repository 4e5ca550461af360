use std::path::Path as File;

use proptest::prelude::*;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::*;
use crate::analysis::diff::fixture;
use crate::analysis::gap::{gap, skills_of_role};
use crate::analysis::related::SimilarityIndex;
use crate::analysis::skills::{SkillRow, SkillStatus};
use crate::model::{CatalogTables, Importance, Move, Requirement, Skill, SkillKind, Track};

/// A role before it has a place in a catalog.
#[derive(Debug, Clone, Default)]
struct DraftPathRole {
    level: Option<u32>,
    track: Option<Track>,
    family: usize,
    /// Skill, importance and rank of four.
    skills: Vec<(usize, Importance, Option<u8>)>,
    moves: Vec<usize>,
    reports_to: Vec<usize>,
    manages: Vec<usize>,
    related: Vec<usize>,
    /// Whether any responsibility is stated.
    duties: bool,
}

fn catalog(drafts: &[DraftPathRole]) -> Catalog {
    let blank = fixture::catalog(&vec![&["Bakes bread."] as &[&str]; drafts.len()]);
    let ids =
        |roles: &[usize]| roles.iter().map(|role| RoleId::from_index(*role)).collect::<Vec<_>>();
    let roles = blank.role_ids().zip(drafts).map(|(id, draft)| {
        let mut role = blank.role(id).clone();
        (role.seniority, role.track, role.family) =
            (draft.level, draft.track, format!("family {}", draft.family));
        for (skill, importance, rank) in &draft.skills {
            let (skill, level) =
                (SkillId::from_index(*skill), rank.map(|rank| Level { rank, of: 4 }));
            role.skills.push(Requirement {
                skill,
                importance: *importance,
                level,
                note: None,
                sources: vec![],
            });
        }
        role.moves = ids(&draft.moves)
            .into_iter()
            .map(|to| Move { to, requires: vec!["luck".to_string()], sources: vec![] })
            .collect();
        (role.reporting.reports_to, role.reporting.manages) =
            (ids(&draft.reports_to), ids(&draft.manages));
        role.related = ids(&draft.related);
        if !draft.duties {
            role.responsibilities.clear();
        }
        role
    });
    Catalog::new(CatalogTables {
        packs: blank.packs().to_vec(),
        themes: blank.themes().to_vec(),
        skills: (0..6)
            .map(|i| Skill::new(format!("skill-{i}"), format!("Skill {i}"), SkillKind::Craft))
            .collect(),
        roles: roles.collect(),
        ..CatalogTables::default()
    })
}

fn question(from: usize, to: usize) -> PathQuestion {
    let (from, to) = (RoleId::from_index(from), RoleId::from_index(to));
    PathQuestion { from, to, hop_kinds: HopKind::ALL.to_vec(), limit: 3 }
}

/// Returns two roles with skills in common, one level apart.
fn knowing(skills: &[usize]) -> DraftPathRole {
    let skills = skills.iter().map(|skill| (*skill, Importance::Essential, Some(1))).collect();
    DraftPathRole { skills, duties: true, ..DraftPathRole::default() }
}

/// Returns no similarity to any role.
fn unlike(_: RoleId) -> Vec<f64> {
    Vec::new()
}

/// Role similarity as defined by a test.
struct FixedSimilarities<'a, F> {
    catalog: &'a Catalog,
    likeness: F,
    neighbours: OnceCell<NeighbourTable>,
}

impl<F: Fn(RoleId) -> Vec<f64>> SimilaritySource for FixedSimilarities<'_, F> {
    fn neighbours(&self) -> &NeighbourTable {
        self.neighbours.get_or_init(|| NeighbourTable::new(self.catalog, &self.likeness))
    }

    fn similarities(&self, role: RoleId) -> Vec<f64> {
        (self.likeness)(role)
    }
}

fn told<F: Fn(RoleId) -> Vec<f64>>(catalog: &Catalog, likeness: F) -> FixedSimilarities<'_, F> {
    FixedSimilarities { catalog, likeness, neighbours: OnceCell::new() }
}

fn path(
    catalog: &Catalog,
    question: &PathQuestion,
    likeness: impl Fn(RoleId) -> Vec<f64>,
) -> PathAnswer {
    super::path(catalog, question, &told(catalog, likeness))
}

fn ways(answer: &PathAnswer) -> Vec<Vec<u32>> {
    answer
        .paths
        .iter()
        .map(|path: &CareerPath| {
            path.hops
                .first()
                .map(|hop| hop.from.0)
                .into_iter()
                .chain(path.hops.iter().map(|hop| hop.to.0))
                .collect()
        })
        .collect()
}

/// Returns the roles of the paths through other roles.
fn others(answer: &PathAnswer) -> Vec<Vec<u32>> {
    assert!(answer.paths[0].is_direct());
    ways(answer)[1..].to_vec()
}

#[test]
fn costs_of_any_numbers_can_be_added_up() {
    let most =
        [HopKind::Reporting, HopKind::Unrecorded].map(|kind| change_cost(kind, Some(i64::MAX), 0));
    let sum =
        most.iter().fold(learning_cost(u64::MAX), |sum, cost| sum.checked_add(*cost).unwrap());
    assert!(sum > learning_cost(1_000_000));
}

#[test]
fn what_a_hop_costs() {
    let cases = [
        // Kind, climb, likeness, cost.
        (HopKind::Move, Some(5), 0, 100),
        (HopKind::Reporting, None, 0, 200),
        (HopKind::Reporting, Some(-1), 0, 200),
        (HopKind::Reporting, Some(1), 0, 200),
        (HopKind::Reporting, Some(2), 0, 200 + 3 * 700),
        (HopKind::Reporting, Some(3), 0, 200 + 8 * 700),
        (HopKind::Similar, Some(1), 1000, 300 + 60),
        (HopKind::Similar, Some(1), 100, 300 + 600),
        (HopKind::Similar, Some(1), 0, 300 + 1000),
        (HopKind::Unrecorded, None, 900, 300 + 1000),
        (HopKind::Unrecorded, Some(2), 0, 300 + 1000 + 3 * 700),
    ];
    for (kind, climb, likeness, cost) in cases {
        assert_eq!(change_cost(kind, climb, likeness), cost, "{kind} {climb:?} {likeness}");
    }
    assert_eq!([0, 500, 1000].map(learning_cost), [0, 500 + 250, 1000 + 2000]);
    // Two half-new hops are better than one all-new hop, whatever kinds they are.
    for kind in HopKind::ALL {
        let cost = |new| learning_cost(new) + change_cost(kind, Some(1), 300);
        assert!(2 * cost(500) < cost(1000));
    }
}

#[test]
fn a_stated_move_is_preferred_to_a_line_and_that_to_a_likeness() {
    let mut drafts = vec![knowing(&[0, 1]), knowing(&[1, 2])];
    let alike = |_: RoleId| vec![1.0; 2];
    let kind = |drafts: &[DraftPathRole], alike: fn(RoleId) -> Vec<f64>| {
        path(&catalog(drafts), &question(0, 1), alike).paths[0].hops[0].kind
    };
    assert_eq!(kind(&drafts, unlike), HopKind::Unrecorded);
    assert_eq!(kind(&drafts, alike), HopKind::Similar);
    drafts[1].manages = vec![0];
    assert_eq!(kind(&drafts, alike), HopKind::Reporting);
    drafts[0].moves = vec![1];
    assert_eq!(kind(&drafts, alike), HopKind::Move);
    // The direct path reports what is on record, whatever kinds are allowed for other paths.
    let only = PathQuestion { hop_kinds: vec![HopKind::Reporting], ..question(0, 1) };
    assert_eq!(path(&catalog(&drafts), &only, unlike).paths[0].hops[0].kind, HopKind::Move);
    // Reporting lines lead upwards only.
    let down = path(
        &catalog(&drafts),
        &PathQuestion { hop_kinds: vec![HopKind::Reporting], ..question(1, 0) },
        unlike,
    );
    assert_eq!((ways(&down), down.barrier), (vec![vec![1, 0]], Some(PathBarrier::NoHopFromStart)));
}

/// Returns the learning for each step and in total: skills, and thousandths of a level.
fn efforts(path: &CareerPath) -> (Vec<(usize, u32)>, (usize, u64)) {
    (
        path.hops.iter().map(|hop| (hop.skills_to_learn(), hop.effort)).collect(),
        (path.skills_to_learn, path.effort),
    )
}

fn asking(skills: &[(usize, Importance, Option<u8>)], moves: &[usize]) -> DraftPathRole {
    DraftPathRole {
        skills: skills.to_vec(),
        moves: moves.to_vec(),
        duties: true,
        ..DraftPathRole::default()
    }
}

#[test]
fn what_was_had_or_learnt_is_not_learnt_again() {
    use Importance::{Essential, Useful};
    // 0 has the first skill at the top; 1 requires less of it and teaches another; 2 requires both.
    let drafts = [
        asking(&[(0, Essential, Some(3)), (1, Essential, Some(0))], &[1]),
        asking(&[(0, Essential, Some(1)), (2, Essential, Some(1))], &[2]),
        asking(
            &[
                (0, Essential, Some(3)),
                (1, Essential, Some(1)),
                (2, Essential, Some(2)),
                (3, Useful, None),
            ],
            &[],
        ),
    ];
    let catalog = catalog(&drafts);
    let answer = path(&catalog, &question(0, 2), unlike);
    assert_eq!(ways(&answer), [vec![0, 2], vec![0, 1, 2]]);
    // One level of the second skill, three of the third, and half of two for the useful one.
    assert_eq!(efforts(&answer.paths[0]), (vec![(3, 5000)], (3, 5000)));
    // Two of the third are learnt on the way, and one is left to learn.
    assert_eq!(efforts(&answer.paths[1]), (vec![(1, 2000), (3, 3000)], (3, 5000)));
    let statuses =
        |hop: &Hop| hop.skills.iter().map(|row| (row.skill.0, row.status)).collect::<Vec<_>>();
    let last = &answer.paths[1].hops[1];
    assert_eq!(
        statuses(last),
        [
            (1, SkillStatus::Grow),
            (2, SkillStatus::Grow),
            (3, SkillStatus::Right),
            (0, SkillStatus::Same)
        ]
    );
    // The first skill is still at the top, and the others are kept too.
    assert_eq!(last.skills[3].have.unwrap().level, Some(Level { rank: 3, of: 4 }));
    assert_eq!(
        answer.paths[1].hops.iter().map(|hop| (hop.skills_kept(), hop.others)).collect::<Vec<_>>(),
        [(1, 1), (1, 0)]
    );
}

#[test]
fn a_detour_makes_no_skill_cheaper() {
    use Importance::{Essential, Useful};
    // A skill that is only useful on the way, or required at no level there, is learnt for the
    // goal.
    let drafts = [
        asking(&[(5, Essential, Some(1))], &[1, 2]),
        asking(&[(0, Useful, Some(3)), (1, Essential, None), (2, Essential, Some(0))], &[2]),
        asking(&[(0, Essential, Some(3)), (1, Essential, Some(3)), (2, Essential, None)], &[]),
    ];
    let answer = path(&catalog(&drafts), &question(0, 2), unlike);
    assert_eq!(efforts(&answer.paths[0]), (vec![(3, 10_000)], (3, 10_000)));
    assert_eq!(efforts(&answer.paths[1]), (vec![(3, 7000), (2, 3000)], (3, 10_000)));
    // An unstated level is met by anyone who brings the skill, and your own unstated level is good
    // enough.
    let drafts = [
        asking(&[(0, Essential, None), (1, Essential, Some(0))], &[1]),
        asking(&[(0, Essential, Some(3)), (1, Essential, None)], &[]),
    ];
    assert_eq!(efforts(&path(&catalog(&drafts), &question(0, 1), unlike).paths[0]).1, (0, 0));
}

#[test]
fn what_speaks_against_the_straight_way_is_said() {
    let at = |level, skills: &[usize]| DraftPathRole { level: Some(level), ..knowing(skills) };
    let cautions = |from: DraftPathRole, to: DraftPathRole| {
        path(&catalog(&[from, to]), &question(0, 1), unlike).paths[0].cautions()
    };
    let (few, most) = (&[0, 1, 2], &[0, 3, 4, 5]);
    assert_eq!(cautions(knowing(few), knowing(few)), [PathCaution::Unrecorded]);
    assert_eq!(cautions(at(1, few), at(4, few)), [PathCaution::Unrecorded, PathCaution::Climb(3)]);
    assert_eq!(cautions(DraftPathRole { moves: vec![1], ..at(1, few) }, at(4, few)), []);
    assert_eq!(
        cautions(DraftPathRole { moves: vec![1], ..knowing(few) }, knowing(most)),
        [PathCaution::Large(750)]
    );
    assert_eq!(PathCaution::Climb(3).text(), "it skips 2 ranks");
    assert_eq!(PathCaution::Climb(2).text(), "it skips a rank");
    assert_eq!(PathCaution::Large(754).text(), "75 % of the job would be new all at once");
}

#[test]
fn a_step_says_what_it_takes() {
    let drafts = [
        DraftPathRole { moves: vec![1], ..knowing(&[0, 1]) },
        DraftPathRole { moves: vec![2], ..knowing(&[1, 2]) },
        DraftPathRole {
            skills: vec![(2, Importance::Essential, Some(3)), (3, Importance::Useful, None)],
            ..knowing(&[])
        },
    ];
    let catalog = catalog(&drafts);
    let answer = path(&catalog, &question(0, 2), unlike);
    let found = &answer.paths[1];
    let hops: Vec<_> = found
        .hops
        .iter()
        .map(|h| (h.effort, h.new_share, h.guessed, h.similarity, h.cost))
        .collect();
    // Half of the second role is new; the third role takes two of four levels of one skill, and the
    // useful one.
    assert_eq!(hops, [(2000, 500, false, None, 850), (3000, 600, false, None, 1132)]);
    assert_eq!((found.effort, found.cost), (5000, 1982));
    assert_eq!(found.hops[0].requires, ["luck"]);
}

#[test]
fn without_skills_what_is_new_is_guessed_from_likeness() {
    let drafts = [
        DraftPathRole { moves: vec![1], ..knowing(&[0]) },
        DraftPathRole { duties: true, ..DraftPathRole::default() },
    ];
    let answer = path(&catalog(&drafts), &question(0, 1), |_| vec![0.2; 2]);
    let hop = &answer.paths[0].hops[0];
    assert_eq!((hop.new_share, hop.guessed, hop.similarity, hop.effort), (800, true, Some(200), 0));
    // No relation is on record, but the similarity is requested anyway.
    let drafts = [knowing(&[0]), DraftPathRole { duties: true, ..DraftPathRole::default() }];
    let answer = path(&catalog(&drafts), &question(0, 1), |_| vec![0.04; 2]);
    let hop = &answer.paths[0].hops[0];
    assert_eq!(
        (hop.kind, hop.new_share, hop.guessed, hop.similarity),
        (HopKind::Unrecorded, 960, true, Some(40))
    );
}

#[test]
fn one_role_is_no_way_at_all() {
    let answer = path(&catalog(&[knowing(&[0])]), &question(0, 0), unlike);
    assert_eq!(answer.paths, [CareerPath { hops: vec![], skills_to_learn: 0, effort: 0, cost: 0 }]);
    assert_eq!((answer.barrier, answer.bound.text()), (None, None));
}

#[test]
fn a_likeness_knows_its_rank() {
    let at = |level, track| DraftPathRole { level: Some(level), track, ..knowing(&[0, 1]) };
    let to = |level, track| DraftPathRole { level: Some(level), track, ..knowing(&[1, 2]) };
    let alone = |from: DraftPathRole, to: DraftPathRole| {
        let answer = path(&catalog(&[from, to]), &question(0, 1), |_| vec![0.5; 2]);
        answer.paths[0].hops[0].kind == HopKind::Similar
    };
    assert!(alone(at(2, None), to(3, None)));
    assert!(!alone(at(2, None), to(4, None)));
    assert!(alone(at(5, None), to(1, None)), "down as far as one likes");
    assert!(!alone(at(2, Some(Track::Management)), to(3, Some(Track::Executive))));
    assert!(alone(at(2, Some(Track::Executive)), to(3, Some(Track::Executive))));
    let silent = |skills: &[usize]| DraftPathRole { level: None, ..knowing(skills) };
    assert!(alone(silent(&[0, 1]), to(9, None)), "no level, no rank");
    assert!(!alone(silent(&[0]), silent(&[1])), "nothing that one brings is of use");

    // From 0 to 2 through 1.
    let through = |levels: [u32; 3], alike: f64| {
        let drafts =
            [(levels[0], &[0, 1][..]), (levels[1], &[0, 1, 2]), (levels[2], &[0, 1, 2, 3])]
                .map(|(level, skills)| DraftPathRole { level: Some(level), ..knowing(skills) });
        others(&path(&catalog(&drafts), &question(0, 2), move |role: RoleId| match role.0 {
            1 => vec![alike, 0.0, alike],
            _ => vec![0.0, alike, 0.0],
        })) == [[0, 1, 2]]
    };
    assert!(through([2, 2, 3], 0.5) && through([2, 3, 3], 0.5) && through([2, 2, 2], 0.5));
    assert!(!through([2, 2, 3], 0.05), "hardly alike");
    assert!(!through([3, 2, 3], 0.5), "below both ends");
    assert!(!through([2, 3, 2], 0.5), "past a role to get at it");
    assert!(through([5, 4, 3], 0.5) && through([5, 3, 3], 0.5) && through([5, 5, 3], 0.5));
    assert!(!through([5, 6, 3], 0.5) && !through([5, 2, 3], 0.5), "up or too far on the way down");
}

#[test]
fn a_likeness_leads_to_what_is_of_use() {
    let through = |teaches: &[usize]| {
        let drafts = [knowing(&[0, 1]), knowing(&[&[0, 1], teaches].concat()), knowing(&[1, 2, 3])];
        !others(&path(&catalog(&drafts), &question(0, 2), |role: RoleId| {
            if role.0 == 1 { vec![0.9, 0.0, 0.9] } else { vec![0.0, 0.9, 0.0] }
        }))
        .is_empty()
    };
    assert!(through(&[2]) && !through(&[]) && !through(&[4]));
}

#[test]
fn nobody_becomes_an_executive_on_the_way() {
    let drafts = |start, middle, end| {
        let role = |track, moves: &[usize], skills: &[usize]| DraftPathRole {
            track,
            moves: moves.to_vec(),
            ..knowing(skills)
        };
        [role(start, &[1], &[0]), role(middle, &[2], &[0, 1]), role(end, &[], &[0, 1, 2])]
    };
    let through = |start, middle, end| {
        !others(&path(&catalog(&drafts(start, middle, end)), &question(0, 2), unlike)).is_empty()
    };
    let (none, executive) = (Some(Track::Individual), Some(Track::Executive));
    assert!(through(none, none, none) && !through(none, executive, none));
    assert!(through(none, executive, executive) && through(executive, executive, none));
}

#[test]
fn nobody_passes_through_what_is_not_known() {
    let drafts = [knowing(&[0, 1]), DraftPathRole::default(), knowing(&[1, 2])];
    let likeness =
        |role: RoleId| if role.0 == 1 { vec![0.9, 0.0, 0.9] } else { vec![0.0, 0.9, 0.0] };
    let over = vec![HopKind::Similar];
    let through = path(
        &catalog(&drafts),
        &PathQuestion { hop_kinds: over.clone(), ..question(0, 2) },
        likeness,
    );
    assert_eq!((through.paths.len(), through.barrier), (1, Some(PathBarrier::NoHopFromStart)));
    let to = path(&catalog(&drafts), &PathQuestion { hop_kinds: over, ..question(0, 1) }, likeness);
    assert_eq!((ways(&to), to.barrier), (vec![vec![0, 1]], None));
    assert!(to.paths[0].hops[0].guessed);
}

#[test]
fn the_goal_knows_who_is_near_it() {
    // Nine roles are more similar to the start than the goal is, so only the goal has the start
    // among its most similar roles.
    let mut drafts = vec![knowing(&[0, 1]); 11];
    let likeness = |role: RoleId| {
        let mut alike = vec![0.0; 11];
        match role.0 {
            0 => alike[1..].fill(0.8),
            10 => alike[0] = 0.3,
            _ => alike[0] = 0.8,
        }
        if role.0 == 0 {
            alike[10] = 0.3;
        }
        alike
    };
    let found = path(&catalog(&drafts), &question(0, 10), likeness);
    assert_eq!(ways(&found), [[0, 10]]);
    assert_eq!(
        (found.paths[0].hops[0].kind, found.paths[0].hops[0].similarity),
        (HopKind::Similar, Some(300))
    );
    // Related roles count as similar whatever their words.
    drafts[0].related = vec![10];
    let found = path(&catalog(&drafts), &question(0, 10), |_| vec![0.0; 11]);
    assert_eq!(found.paths[0].hops[0].kind, HopKind::Similar);
    assert!(found.paths[0].hops[0].related);
}

#[test]
fn a_detour_is_no_alternative() {
    // 0 → 1 → 4 is the cheapest; 0 → 1 → 2 → 4 and 0 → 2 → 1 → 4 pass through 1 as well; 0 → 3 → 4
    // does not.
    let drafts = [
        DraftPathRole { moves: vec![1, 2, 3], ..knowing(&[0]) },
        DraftPathRole { moves: vec![2, 4], ..knowing(&[0, 1]) },
        DraftPathRole { moves: vec![1, 4], ..knowing(&[0, 2]) },
        DraftPathRole { moves: vec![4], ..knowing(&[0, 3, 4]) },
        DraftPathRole { ..knowing(&[0, 1, 2]) },
    ];
    let question = PathQuestion { hop_kinds: vec![HopKind::Move], limit: 9, ..question(0, 4) };
    let found = path(&catalog(&drafts), &question, unlike);
    assert_eq!(ways(&found), [vec![0, 4], vec![0, 1, 4], vec![0, 2, 4], vec![0, 3, 4]]);
    let few = path(&catalog(&drafts), &PathQuestion { limit: 2, ..question }, unlike);
    assert_eq!(ways(&few), [vec![0, 4], vec![0, 1, 4], vec![0, 2, 4]]);
}

#[test]
fn a_twin_makes_no_other_way() {
    let drafts = |third: &[usize]| {
        [
            DraftPathRole { moves: vec![1, 2], ..knowing(&[0]) },
            DraftPathRole { moves: vec![3], ..knowing(&[0, 1, 2]) },
            DraftPathRole { moves: vec![3], ..knowing(third) },
            DraftPathRole { ..knowing(&[0, 1, 2, 3]) },
        ]
    };
    let over = vec![HopKind::Move];
    let ways = |third| {
        others(&path(
            &catalog(&drafts(third)),
            &PathQuestion { hop_kinds: over.clone(), ..question(0, 3) },
            unlike,
        ))
    };
    assert_eq!(ways(&[0, 1, 2]), [[0, 1, 3]]);
    // The second knows everything that the first requires, but not the reverse.
    assert_eq!(ways(&[0, 1]), [[0, 2, 3], [0, 1, 3]]);
}

#[test]
fn what_costs_far_more_is_no_alternative() {
    let drafts = [
        DraftPathRole { moves: vec![1, 2], ..knowing(&[0]) },
        DraftPathRole { ..knowing(&[0]) },
        DraftPathRole { moves: vec![1], ..knowing(&[1]) },
    ];
    // 100, and 3200.
    let question = PathQuestion { hop_kinds: vec![HopKind::Move], ..question(0, 1) };
    assert_eq!(ways(&path(&catalog(&drafts), &question, unlike)), [[0, 1]]);
}

#[test]
fn what_is_missing_is_said() {
    let drafts = [
        DraftPathRole { moves: vec![1], ..knowing(&[0]) },
        knowing(&[1]),
        DraftPathRole { moves: vec![3], ..knowing(&[2]) },
        knowing(&[3]),
    ];
    let why = |from, to, over: &[HopKind]| {
        let question = PathQuestion { hop_kinds: over.to_vec(), ..question(from, to) };
        path(&catalog(&drafts), &question, |_| vec![0.0; 4]).barrier
    };
    assert_eq!(why(1, 0, &HopKind::ALL), Some(PathBarrier::NoHopFromStart));
    assert_eq!(why(0, 2, &HopKind::ALL), Some(PathBarrier::NoHopToGoal));
    assert_eq!(why(0, 3, &HopKind::ALL), Some(PathBarrier::Disconnected(1)));
    assert_eq!(why(0, 3, &[HopKind::Similar]), Some(PathBarrier::NoHopFromStart));
    assert_eq!(why(0, 1, &HopKind::ALL), None);
}

#[test]
fn what_was_not_looked_at_is_said() {
    // A ladder on which each role teaches one more skill.
    let rungs = 6;
    let catalog = catalog(
        &(0..rungs)
            .map(|at: usize| {
                let moves = if at + 1 < rungs { vec![at + 1] } else { vec![] };
                DraftPathRole { moves, ..knowing(&(0..=at).collect::<Vec<_>>()) }
            })
            .collect::<Vec<_>>(),
    );
    let likeness = told(&catalog, unlike);
    let within = |steps, candidates| {
        path_within(&catalog, &question(0, rungs - 1), &likeness, steps, candidates)
    };
    let all = within(5, 99);
    assert_eq!((others(&all), all.bound.text()), (vec![vec![0, 1, 2, 3, 4, 5]], None));
    let short = within(4, 99);
    assert_eq!((others(&short).len(), short.barrier), (0, None));
    assert_eq!(short.bound.text().unwrap(), "Paths of more than 4 steps were not compared.");
    let hasty = within(5, 2);
    assert_eq!((others(&hasty).len(), hasty.bound.exhausted), (0, Some(2)));
    assert!(
        hasty.bound.text().unwrap().contains("after 2 combinations of steps"),
        "{:?}",
        hasty.bound.text()
    );
}

#[test]
fn the_built_in_pack_has_careers_that_people_know() {
    let catalog = crate::pack::load_as("built-in", File::new("content")).unwrap().catalog;
    let relations = SimilarityIndex::new(&catalog);
    let id = |id: &str| catalog.role_by_id(id).unwrap();
    let cases: &[&[&str]] = &[
        &[
            "associate-product-manager",
            "product-manager",
            "product-lead",
            "director-of-product",
            "vp-of-product",
        ],
        &["data-analyst", "analytics-engineer", "data-engineer"],
        &["it-support-specialist", "security-analyst", "security-engineer"],
        &["customer-support-specialist", "customer-success-manager", "product-manager"],
        &["customer-support-specialist", "sales-development-representative", "account-executive"],
        &["software-engineer", "senior-software-engineer", "tech-lead", "engineering-manager"],
        &["qa-engineer", "sdet", "devops-engineer", "site-reliability-engineer"],
        &["financial-analyst", "accountant", "financial-controller"],
        // Going directly is usual, or anything else is a detour.
        &["customer-support-specialist", "associate-product-manager"],
        &["account-executive", "product-marketing-manager"],
    ];
    let straight = |from: &str, to: &str| {
        let question =
            PathQuestion { from: id(from), to: id(to), hop_kinds: HopKind::ALL.to_vec(), limit: 1 };
        path(&catalog, &question, |role| relations.similarities(role))
    };
    for roles in cases {
        let answer = straight(roles[0], roles[roles.len() - 1]);
        let way = answer.paths.last().unwrap();
        let through: Vec<&str> =
            way.hops.iter().map(|hop| catalog.role(hop.to).id.as_str()).collect();
        assert_eq!(through, roles[1..], "{}", roles[0]);
    }
    // A stated move is the cheapest path.
    for (from, to) in [("recruiter", "hr-business-partner"), ("data-analyst", "data-scientist")] {
        let answer = straight(from, to);
        assert_eq!(answer.paths[0].hops[0].kind, HopKind::Move);
        assert!(answer.paths[0].cost < answer.paths[1].cost);
    }
}

#[test]
fn the_straight_way_of_the_built_in_pack_takes_the_gap() {
    let catalog = crate::builtin::catalog();
    let relations = SimilarityIndex::new(&catalog);
    let told = told(&catalog, |role| relations.similarities(role));
    for from in catalog.role_ids().step_by(3) {
        for to in catalog.role_ids().filter(|to| *to != from).step_by(5) {
            let question = PathQuestion { from, to, hop_kinds: HopKind::ALL.to_vec(), limit: 2 };
            let answer = super::path(&catalog, &question, &told);
            no_way_takes_less_than_the_gap(&catalog, &answer);
            assert_eq!(answer.bound.exhausted, None);
        }
    }
}

/// The direct path takes the gap between the ends; others take no less of the goal's skills, and so
/// no less overall.
fn no_way_takes_less_than_the_gap(catalog: &Catalog, answer: &PathAnswer) {
    let direct = &answer.paths[0].hops[0];
    let gap = gap(catalog, &skills_of_role(catalog.role(direct.from)), direct.to);
    assert_eq!(
        (answer.paths[0].skills_to_learn, answer.paths[0].effort),
        (gap.count_open(), gap.effort())
    );
    let ours: Vec<_> =
        direct.skills.iter().map(|row| (row.skill, row.is_open(), row.effort)).collect();
    let asked = gap.rows.iter().filter(|row| row.required.is_some());
    let mut theirs: Vec<_> = asked.map(|row| (row.skill, row.is_open(), row.effort)).collect();
    let mut ours = ours;
    ours.sort_unstable();
    theirs.sort_unstable();
    assert_eq!(ours, theirs);
    for way in &answer.paths {
        for row in gap.rows.iter().filter(|row| row.required.is_some()) {
            let of_skill = way
                .hops
                .iter()
                .flat_map(|hop| &hop.skills)
                .filter(|other| other.skill == row.skill);
            let learnt: u32 = of_skill.map(|row| row.effort).sum();
            assert!(learnt >= row.effort, "{:?}: {learnt} of {}", row.skill, row.effort);
        }
        assert!(way.effort >= gap.effort() && way.skills_to_learn >= gap.count_open());
    }
}

/// Generates up to six roles and the similarity of each pair.
fn graphs() -> impl Strategy<Value = (Vec<DraftPathRole>, Vec<Vec<f64>>)> {
    let importance = prop_oneof![Just(Importance::Essential), Just(Importance::Useful)];
    let skills =
        prop::collection::btree_map(0..6_usize, (importance, prop::option::of(0..4_u8)), 0..5);
    let some = |n: usize| prop::collection::vec(0..n, 0..3);
    (2..=6_usize).prop_flat_map(move |n| {
        let track = prop::option::of(prop_oneof![Just(Track::Individual), Just(Track::Executive)]);
        let rank = (prop::option::of(1..5_u32), track, 0..2_usize, any::<bool>());
        let draft = (rank, skills.clone(), some(n), some(n), some(n), some(n)).prop_map(
            |((level, track, family, duties), skills, moves, reports_to, manages, related)| {
                let skills = skills
                    .into_iter()
                    .map(|(skill, (importance, rank))| (skill, importance, rank))
                    .collect();
                DraftPathRole {
                    level,
                    track,
                    family,
                    skills,
                    moves,
                    reports_to,
                    manages,
                    related,
                    duties,
                }
            },
        );
        // Few values, so that many roles are equally similar.
        let likeness = prop_oneof![Just(0.0), Just(0.05), Just(0.1), Just(0.4)];
        let alike =
            prop::collection::vec(prop::collection::vec(likeness, n), n).prop_map(|mut alike| {
                // Similarity is symmetric.
                let half = alike.clone();
                for (a, row) in alike.iter_mut().enumerate() {
                    for (b, likeness) in row.iter_mut().enumerate() {
                        *likeness = half[a.min(b)][a.max(b)];
                    }
                }
                alike
            });
        (prop::collection::vec(draft, n), alike)
    })
}

/// Skills on a path, in the simplest form: height, and whether there from the start.
type ReachedSkills = BTreeMap<SkillId, (u32, bool)>;

/// Returns the height that `asked` leads to from `have`.
fn reached(have: Option<&(u32, bool)>, asked: &Requirement) -> u32 {
    match (have, asked.level) {
        (None, None) => 2000,
        (None, Some(level)) => (u32::from(level.rank) + 1) * 1000,
        (Some((have, _)), Some(level)) => (*have).max((u32::from(level.rank) + 1) * 1000),
        (Some((have, true)), None) => *have,
        (Some((have, false)), None) => (*have).max(2000),
    }
}

/// Returns the weighted learning from `have` to `to`, for a skill that `asked` or `goal` calls
/// essential, or for another.
fn counts(have: u32, to: u32, asked: &Requirement, goal: &Role) -> u32 {
    let essential = |asked: &Requirement| asked.importance == Importance::Essential;
    let whole = essential(asked) || goal.requirement(asked.skill).is_some_and(essential);
    if whole { to - have } else { to / 2 - have / 2 }
}

/// Returns what is missing of the requirements of `goal`.
fn lacking(kept: &ReachedSkills, goal: &Role) -> u32 {
    goal.skills
        .iter()
        .map(|asked: &Requirement| {
            let have = kept.get(&asked.skill);
            let to = reached(have, asked);
            counts(have.map_or(0, |have| have.0).min(to), to, asked, goal)
        })
        .sum()
}

/// Returns the cost of a step along `edge` and adds its skills to `kept`; `None` if the step is not
/// allowed.
fn go(
    map: &HopNetwork<'_, impl SimilaritySource>,
    kept: &mut ReachedSkills,
    edge: PossibleHop,
) -> Option<u64> {
    let (role, goal) = (map.catalog.role(edge.to), map.catalog.role(map.question.to));
    let (known, before) = (!kept.is_empty(), kept.clone());
    let (mut learn, mut all) = (0, 0);
    for asked in &role.skills {
        let have = before.get(&asked.skill);
        let to = reached(have, asked);
        learn += counts(have.map_or(0, |have| have.0), to, asked, goal);
        all += counts(0, reached(None, asked), asked, goal);
        kept.insert(asked.skill, (to, have.is_some_and(|have| have.1)));
    }
    let of_use = lacking(kept, goal) < lacking(&before, goal);
    if edge.kind == HopKind::Similar && edge.to != map.question.to && known && all > 0 && !of_use {
        return None;
    }
    let new = if known && all > 0 { learn * 1000 / all } else { 1000 - edge.similarity };
    Some(learning_cost(u64::from(new)) + edge.change)
}

/// Returns every chain without a loop that begins with `roles`, with its cost.
fn all(
    map: &HopNetwork<'_, impl SimilaritySource>,
    roles: &[RoleId],
    kept: &ReachedSkills,
    cost: u64,
    found: &mut Vec<(u64, Vec<RoleId>)>,
) {
    let last = *roles.last().unwrap();
    if last == map.question.to {
        found.push((cost, roles.to_vec()));
        return;
    }
    for edge in map.hops_from(last).into_iter().filter(|edge| !roles.contains(&edge.to)) {
        let mut kept = kept.clone();
        if let Some(step) = go(map, &mut kept, edge) {
            all(map, &[roles, &[edge.to]].concat(), &kept, cost + step, found);
        }
    }
}

/// Finds the cheapest paths through other roles by trying all of up to `steps` steps; also returns
/// the cost of the direct one.
fn by_force(
    map: &HopNetwork<'_, impl SimilaritySource>,
    straight: PossibleHop,
    steps: usize,
    cautious: bool,
) -> (u64, Vec<(u64, Vec<RoleId>)>) {
    let (catalog, question) = (map.catalog, map.question);
    let start: ReachedSkills = catalog
        .role(question.from)
        .skills
        .iter()
        .map(|asked| {
            (
                asked.skill,
                (asked.level.map_or(1 << 20, |level| (u32::from(level.rank) + 1) * 1000), true),
            )
        })
        .collect();
    let direct = go(map, &mut start.clone(), straight).unwrap();
    let mut wanted = Vec::new();
    all(map, &[question.from], &start, 0, &mut wanted);
    wanted.retain(|(_, roles)| roles.len() > 2 && roles.len() <= steps + 1);
    wanted.sort_by(|a, b| (a.0, a.1.len(), &a.1).cmp(&(b.0, b.1.len(), &b.1)));
    let mut kept: Vec<(u64, Vec<RoleId>)> = Vec::new();
    let detour = wanted.iter().find(|(_, roles)| roles.len() == 3 && cautious).cloned();
    for (cost, roles) in wanted {
        let between = |roles: &[RoleId]| roles[1..roles.len() - 1].to_vec();
        let new = |a: RoleId, b: RoleId| {
            let rows = skills::compare_skills(catalog.role(a), catalog.role(b));
            let asked: u32 = catalog
                .role(b)
                .skills
                .iter()
                .map(|r| skills::effort(None, SkillDemand::of(r)))
                .sum();
            let stated = !catalog.role(a).skills.is_empty();
            (rows.iter().map(SkillRow::effort).sum::<u32>() * 1000)
                .checked_div(asked)
                .filter(|_| stated)
        };
        let twins = |a: RoleId, b: RoleId| {
            [new(a, b), new(b, a)].iter().all(|new| new.is_some_and(|new| new <= 150))
        };
        let detour = kept.iter().any(|(_, cheaper)| {
            let now = between(&roles);
            between(cheaper).iter().all(|a| now.iter().any(|b| a == b || twins(*a, *b)))
        });
        let cheapest = kept.first().map_or(direct, |(cost, _)| direct.min(*cost));
        if !detour && kept.len() < question.limit && cost <= cheapest + DETOUR_EXTRA_COST {
            kept.push((cost, roles));
        }
    }
    if kept.is_empty() && question.limit > 0 {
        kept.extend(detour.filter(|(cost, _)| *cost <= DETOUR_FACTOR * direct + DETOUR_EXTRA_COST));
    }
    (direct, kept)
}

/// Returns the paths of `answer` through other roles, with their costs.
fn costs(answer: &PathAnswer) -> Vec<(u64, Vec<RoleId>)> {
    let roles = |path: &CareerPath| {
        std::iter::once(path.hops[0].from)
            .chain(path.hops.iter().map(|hop| hop.to))
            .collect::<Vec<RoleId>>()
    };
    answer.paths[1..].iter().map(|path| (path.cost, roles(path))).collect()
}

proptest! {
    #[test]
    fn no_way_is_cheaper((drafts, alike) in graphs(), over in 1..8_usize, steps in 2..5_usize, limit in 1..4_usize) {
        let catalog = catalog(&drafts);
        let over = (0..3).filter(|bit| over & (1 << bit) != 0).map(|bit| HopKind::ALL[bit]).collect();
        let question = PathQuestion { hop_kinds: over, limit, ..question(0, 1) };
        let told = told(&catalog, |role: RoleId| alike[role.index()].clone());
        let map = HopNetwork::new(&catalog, &question, &told);
        let anything = PathQuestion { hop_kinds: HopKind::ALL.to_vec(), ..question.clone() };
        let straight = HopNetwork::new(&catalog, &anything, &told).direct_hop();
        let answer = super::path(&catalog, &question, &told);
        let cautious = !answer.paths[0].cautions().is_empty();
        let (direct, wanted) = by_force(&map, straight, usize::MAX - 1, cautious);
        prop_assert_eq!(answer.paths[0].cost, direct);
        prop_assert_eq!(costs(&answer), wanted.clone());
        prop_assert_eq!(answer.bound, SearchExtent { steps: STEPS, cut: false, exhausted: None });
        if answer.barrier.is_some() {
            prop_assert!(wanted.is_empty() && map.hops_from(question.from).iter().all(|edge| edge.to != question.to));
        }

        // Within limits the result is right as far as they reach, and reports if it may be
        // incomplete.
        let short = path_within(&catalog, &question, &told, steps, CANDIDATES);
        prop_assert_eq!(costs(&short), by_force(&map, straight, steps, cautious).1);
        prop_assert!(short.bound.cut || costs(&short) == wanted);
        let hasty = path_within(&catalog, &question, &told, STEPS, steps);
        prop_assert!(wanted.starts_with(&costs(&hasty)));
        prop_assert!(hasty.bound.exhausted.is_some() || costs(&hasty) == wanted);
    }

    #[test]
    fn each_hop_is_one_that_may_be((drafts, alike) in graphs()) {
        let catalog = catalog(&drafts);
        let answer = path(&catalog, &question(0, 1), |role: RoleId| alike[role.index()].clone());
        no_way_takes_less_than_the_gap(&catalog, &answer);
        for path in &answer.paths {
            prop_assert_eq!(path.cost, path.hops.iter().map(|hop| hop.cost).sum::<u64>());
            prop_assert_eq!(path.effort, path.hops.iter().map(|hop| u64::from(hop.effort)).sum::<u64>());
            let mut visited = vec![RoleId(0)];
            for hop in &path.hops {
                prop_assert_eq!(Some(&hop.from), visited.last());
                prop_assert!(!visited.contains(&hop.to));
                visited.push(hop.to);
                let (from, to) = (&drafts[hop.from.index()], &drafts[hop.to.index()]);
                let (a, b) = (hop.from.index(), hop.to.index());
                match hop.kind {
                    HopKind::Move => prop_assert!(from.moves.contains(&b) && !hop.requires.is_empty()),
                    HopKind::Reporting => prop_assert!(from.reports_to.contains(&b) || to.manages.contains(&a)),
                    HopKind::Similar => {
                        let said = from.related.contains(&b) || to.related.contains(&a);
                        let near = alike[a][b] >= 0.06 || alike[b][a] >= 0.06;
                        prop_assert!(said || near);
                        if let (Some(x), Some(y)) = (from.level, to.level) {
                            prop_assert!(y <= x + 1);
                        }
                    }
                    HopKind::Unrecorded => prop_assert!(path.is_direct()),
                }
                prop_assert!(hop.new_share <= 1000);
                prop_assert_eq!(hop.skills.len(), to.skills.len());
                // No skill is required again at a height that was reached.
                for row in hop.skills.iter().filter(|row| row.is_open()) {
                    let (have, asked) = (row.have.and_then(|have| have.level), row.required.and_then(|asked| asked.level));
                    if let (Some(have), Some(asked)) = (have, asked) {
                        prop_assert!(have < asked);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_kept_of_the_nearest_is_enough(
        ranks in prop::collection::vec((prop::option::of(1..4_u32), 0..2_usize, any::<bool>()), 150),
        values in prop::collection::vec(0..40_u8, 150),
        few in any::<bool>(),
    ) {
        let drafts: Vec<DraftPathRole> = ranks
            .iter()
            .map(|&(level, family, duties)| DraftPathRole { level, family, duties: duties || few, ..DraftPathRole::default() })
            .collect();
        let catalog = catalog(&drafts);
        // Many are equal in similarity when rounded to thousandths, but not exactly.
        let alike = |a: usize, b: usize| {
            let value = f64::from(values[a].abs_diff(values[b]));
            if few { (value / 4.0).floor() / 40.0 } else { value / 40.0 + value / 1e6 }
        };
        let told = told(&catalog, |role| (0..150).map(|other| alike(role.index(), other)).collect());
        let question = question(0, 1);
        let map = HopNetwork::new(&catalog, &question, &told);
        for role in catalog.role_ids() {
            let mut order: Vec<RoleId> = catalog.role_ids().filter(|other| *other != role).collect();
            let thousandths = |other: &RoleId| (alike(role.index(), other.index()) * 1000.0 + 0.5) as u32;
            order.retain(|other| thousandths(other) >= MIN_SIMILARITY && map.allows_similarity_hop(role, *other));
            order.sort_by_key(|other| (std::cmp::Reverse(thousandths(other)), *other));
            let mut wanted = Vec::new();
            for relatives in [true, false] {
                let of = order.iter().filter(|other| catalog.same_family(role, **other) == relatives);
                wanted.extend(of.take(MAX_SIMILAR_HOPS).map(|other| (*other, thousandths(other))));
            }
            let mut found = Vec::new();
            map.add_nearest(role, |other| map.allows_similarity_hop(role, other), &mut found);
            prop_assert_eq!(found.iter().map(|near| (near.role, near.similarity_permille())).collect::<Vec<_>>(), wanted);
        }
    }
}
