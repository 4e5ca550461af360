mod built_in;
mod by_force;
mod rank;

use std::cell::OnceCell;

use super::cost::*;
use super::*;
use crate::analysis::diff::fixture;
use crate::analysis::gap::{gap, skills_of_role};
use crate::analysis::related::SimilarityIndex;
use crate::analysis::skills::{SkillRow, SkillStatus};
use crate::model::{
    CatalogTables, Importance, Level, Move, Requirement, RoleId, Skill, SkillId, SkillKind, Track,
};

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
        role.moves = role_ids(&draft.moves)
            .into_iter()
            .map(|to| Move { to, requires: vec!["luck".to_string()], sources: vec![] })
            .collect();
        (role.reporting.reports_to, role.reporting.manages) =
            (role_ids(&draft.reports_to), role_ids(&draft.manages));
        role.related = role_ids(&draft.related);
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

fn role_ids(roles: &[usize]) -> Vec<RoleId> {
    roles.iter().map(|role| RoleId::from_index(*role)).collect::<Vec<_>>()
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
        assert!(2 * hop_cost(500, kind) < hop_cost(1000, kind));
    }
}

fn hop_cost(new: u64, kind: HopKind) -> u64 {
    learning_cost(new) + change_cost(kind, Some(1), 300)
}

#[test]
fn a_stated_move_is_preferred_to_a_line_and_that_to_a_likeness() {
    let mut drafts = vec![knowing(&[0, 1]), knowing(&[1, 2])];
    let alike = |_: RoleId| vec![1.0; 2];
    assert_eq!(first_hop_kind(&drafts, unlike), HopKind::Unrecorded);
    assert_eq!(first_hop_kind(&drafts, alike), HopKind::Similar);
    drafts[1].manages = vec![0];
    assert_eq!(first_hop_kind(&drafts, alike), HopKind::Reporting);
    drafts[0].moves = vec![1];
    assert_eq!(first_hop_kind(&drafts, alike), HopKind::Move);
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

fn first_hop_kind(drafts: &[DraftPathRole], alike: fn(RoleId) -> Vec<f64>) -> HopKind {
    path(&catalog(drafts), &question(0, 1), alike).paths[0].hops[0].kind
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
    let last = &answer.paths[1].hops[1];
    assert_eq!(
        skill_statuses(last),
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

fn skill_statuses(hop: &Hop) -> Vec<(u32, SkillStatus)> {
    hop.skills.iter().map(|row| (row.skill.0, row.status)).collect::<Vec<_>>()
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
    let (few, most) = (&[0, 1, 2], &[0, 3, 4, 5]);
    assert_eq!(cautions_between(knowing(few), knowing(few)), [PathCaution::Unrecorded]);
    assert_eq!(
        cautions_between(role_at(1, few), role_at(4, few)),
        [PathCaution::Unrecorded, PathCaution::Climb(3)]
    );
    assert_eq!(
        cautions_between(DraftPathRole { moves: vec![1], ..role_at(1, few) }, role_at(4, few)),
        []
    );
    assert_eq!(
        cautions_between(DraftPathRole { moves: vec![1], ..knowing(few) }, knowing(most)),
        [PathCaution::Large(750)]
    );
    assert_eq!(PathCaution::Climb(3).text(), "it skips 2 ranks");
    assert_eq!(PathCaution::Climb(2).text(), "it skips a rank");
    assert_eq!(PathCaution::Large(754).text(), "75 % of the job would be new all at once");
}

fn role_at(level: u32, skills: &[usize]) -> DraftPathRole {
    DraftPathRole { level: Some(level), ..knowing(skills) }
}

fn cautions_between(from: DraftPathRole, to: DraftPathRole) -> Vec<PathCaution> {
    path(&catalog(&[from, to]), &question(0, 1), unlike).paths[0].cautions()
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
fn nobody_passes_through_what_is_not_known() {
    let drafts = [knowing(&[0, 1]), DraftPathRole::default(), knowing(&[1, 2])];
    let over = vec![HopKind::Similar];
    let through = path(
        &catalog(&drafts),
        &PathQuestion { hop_kinds: over.clone(), ..question(0, 2) },
        similar_but_goal,
    );
    assert_eq!((through.paths.len(), through.barrier), (1, Some(PathBarrier::NoHopFromStart)));
    let to = path(
        &catalog(&drafts),
        &PathQuestion { hop_kinds: over, ..question(0, 1) },
        similar_but_goal,
    );
    assert_eq!((ways(&to), to.barrier), (vec![vec![0, 1]], None));
    assert!(to.paths[0].hops[0].guessed);
}

fn similar_but_goal(role: RoleId) -> Vec<f64> {
    if role.0 == 1 { vec![0.9, 0.0, 0.9] } else { vec![0.0, 0.9, 0.0] }
}

#[test]
fn the_goal_knows_who_is_near_it() {
    // Nine roles are more similar to the start than the goal is, so only the goal has the start
    // among its most similar roles.
    let mut drafts = vec![knowing(&[0, 1]); 11];
    let found = path(&catalog(&drafts), &question(0, 10), similar_to_start);
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

fn similar_to_start(role: RoleId) -> Vec<f64> {
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
    let over = vec![HopKind::Move];
    assert_eq!(ways_with_third(&[0, 1, 2], &over), [[0, 1, 3]]);
    // The second knows everything that the first requires, but not the reverse.
    assert_eq!(ways_with_third(&[0, 1], &over), [[0, 2, 3], [0, 1, 3]]);
}

fn roles_with_third(third: &[usize]) -> [DraftPathRole; 4] {
    [
        DraftPathRole { moves: vec![1, 2], ..knowing(&[0]) },
        DraftPathRole { moves: vec![3], ..knowing(&[0, 1, 2]) },
        DraftPathRole { moves: vec![3], ..knowing(third) },
        DraftPathRole { ..knowing(&[0, 1, 2, 3]) },
    ]
}

fn ways_with_third(third: &[usize], over: &[HopKind]) -> Vec<Vec<u32>> {
    others(&path(
        &catalog(&roles_with_third(third)),
        &PathQuestion { hop_kinds: over.to_vec(), ..question(0, 3) },
        unlike,
    ))
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
    assert_eq!(barrier_between(1, 0, &HopKind::ALL, &drafts), Some(PathBarrier::NoHopFromStart));
    assert_eq!(barrier_between(0, 2, &HopKind::ALL, &drafts), Some(PathBarrier::NoHopToGoal));
    assert_eq!(barrier_between(0, 3, &HopKind::ALL, &drafts), Some(PathBarrier::Disconnected(1)));
    assert_eq!(
        barrier_between(0, 3, &[HopKind::Similar], &drafts),
        Some(PathBarrier::NoHopFromStart)
    );
    assert_eq!(barrier_between(0, 1, &HopKind::ALL, &drafts), None);
}

fn barrier_between(
    from: usize,
    to: usize,
    over: &[HopKind],
    drafts: &[DraftPathRole; 4],
) -> Option<PathBarrier> {
    let question = PathQuestion { hop_kinds: over.to_vec(), ..question(from, to) };
    path(&catalog(drafts), &question, |_| vec![0.0; 4]).barrier
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
