//! Paths as found by trying every chain.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::network::{MAX_SIMILAR_HOPS, PossibleHop};
use super::*;
use crate::analysis::skills::{self, SkillDemand};
use crate::model::Role;

/// Generates up to six roles and the similarity of each pair.
fn graphs() -> impl Strategy<Value = (Vec<DraftPathRole>, Vec<Vec<f64>>)> {
    let importance = prop_oneof![Just(Importance::Essential), Just(Importance::Useful)];
    let skills =
        prop::collection::btree_map(0..6_usize, (importance, prop::option::of(0..4_u8)), 0..5);
    (2..=6_usize).prop_flat_map(move |n| {
        let track = prop::option::of(prop_oneof![Just(Track::Individual), Just(Track::Executive)]);
        let rank = (prop::option::of(1..5_u32), track, 0..2_usize, any::<bool>());
        let draft = (rank, skills.clone(), some_of(n), some_of(n), some_of(n), some_of(n))
            .prop_map(
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

fn some_of(n: usize) -> prop::collection::VecStrategy<std::ops::Range<usize>> {
    prop::collection::vec(0..n, 0..3)
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
    let whole = is_essential(asked) || goal.requirement(asked.skill).is_some_and(is_essential);
    if whole { to - have } else { to / 2 - have / 2 }
}

fn is_essential(asked: &Requirement) -> bool {
    asked.importance == Importance::Essential
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
        let answer = super::super::path(&catalog, &question, &told);
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
            order.retain(|other| {
                let least = min_similarity(catalog.same_family(role, *other));
                thousandths(other) >= least && map.allows_similarity_hop(role, *other)
            });
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

/// Within two steps, what begins the cheapest path of three leads to a dear end and is not
/// extended: the answer still says that longer paths were not compared.
#[test]
fn a_path_not_worth_extending_may_begin_a_longer_one() {
    let role = |skills: &[(usize, Importance, Option<u8>)]| DraftPathRole {
        skills: skills.to_vec(),
        ..DraftPathRole::default()
    };
    let drafts = [
        DraftPathRole { related: vec![2], ..role(&[(0, Importance::Essential, None)]) },
        DraftPathRole {
            manages: vec![3],
            ..role(&[(2, Importance::Essential, Some(2)), (3, Importance::Essential, None)])
        },
        DraftPathRole {
            reports_to: vec![1],
            ..role(&[(2, Importance::Essential, Some(2)), (4, Importance::Useful, None)])
        },
        DraftPathRole {
            reports_to: vec![2],
            manages: vec![0],
            ..role(&[(0, Importance::Useful, None), (4, Importance::Essential, None)])
        },
    ];
    let catalog = catalog(&drafts);
    let told = told(&catalog, |role: RoleId| {
        let mut alike = vec![0.0; 4];
        match role.index() {
            0 => alike[2] = 0.1,
            2 => alike[0] = 0.1,
            _ => {}
        }
        alike
    });
    let hop_kinds = HopKind::ALL[1..].to_vec();
    let question = PathQuestion { hop_kinds, limit: 1, ..question(0, 1) };
    let short = path_within(&catalog, &question, &told, 2, CANDIDATES);
    let long = path_within(&catalog, &question, &told, 3, CANDIDATES);
    assert_ne!(costs(&short), costs(&long));
    assert!(short.bound.cut && !long.bound.cut);
}
