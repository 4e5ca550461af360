use std::path::Path as File;

use proptest::prelude::*;

use std::cell::OnceCell;

use super::*;
use crate::analysis::diff::fixture;
use crate::analysis::related::Relations;
use crate::model::{Importance, Move, Requirement, Skill, SkillKind, Tables, Track};

/// A role before it has a place in a catalog.
#[derive(Debug, Clone, Default)]
struct Draft {
    level: Option<u32>,
    track: Option<Track>,
    family: usize,
    /// Skill, importance and rank of four.
    skills: Vec<(usize, Importance, Option<u8>)>,
    moves: Vec<usize>,
    reports_to: Vec<usize>,
    manages: Vec<usize>,
    related: Vec<usize>,
    /// Whether any duty is stated.
    duties: bool,
}

fn catalog(drafts: &[Draft]) -> Catalog {
    let blank = fixture::catalog(&vec![&["Bakes bread."] as &[&str]; drafts.len()]);
    let ids = |roles: &[usize]| roles.iter().map(|role| RoleId::from_index(*role)).collect::<Vec<_>>();
    let roles = blank.role_ids().zip(drafts).map(|(id, draft)| {
        let mut role = blank.role(id).clone();
        (role.level, role.track, role.family) = (draft.level, draft.track, format!("family {}", draft.family));
        for (skill, importance, rank) in &draft.skills {
            let (skill, level) = (SkillId::from_index(*skill), rank.map(|rank| Level { rank, of: 4 }));
            role.skills.push(Requirement { skill, importance: *importance, level, note: None, sources: vec![] });
        }
        let to = |to| Move { to, requires: vec!["luck".to_string()], sources: vec![] };
        role.moves = ids(&draft.moves).into_iter().map(to).collect();
        (role.reporting.reports_to, role.reporting.manages) = (ids(&draft.reports_to), ids(&draft.manages));
        role.related = ids(&draft.related);
        if !draft.duties {
            role.responsibilities.clear();
        }
        role
    });
    Catalog::new(Tables {
        packs: blank.packs().to_vec(),
        themes: blank.themes().to_vec(),
        skills: (0..6).map(|i| Skill::new(format!("skill-{i}"), format!("Skill {i}"), SkillKind::Craft)).collect(),
        roles: roles.collect(),
        ..Tables::default()
    })
}

fn question(from: usize, to: usize) -> Question {
    let (from, to) = (RoleId::from_index(from), RoleId::from_index(to));
    Question { from, to, over: Kind::ALL.to_vec(), limit: 3 }
}

/// Two roles with skills in common, one rung apart.
fn knowing(skills: &[usize]) -> Draft {
    let skills = skills.iter().map(|skill| (*skill, Importance::Essential, Some(1))).collect();
    Draft { skills, duties: true, ..Draft::default() }
}

/// No role is like another.
fn unlike(_: RoleId) -> Vec<f64> {
    Vec::new()
}

/// How alike roles are, as a test tells it.
struct Told<'a, F> {
    catalog: &'a Catalog,
    likeness: F,
    neighbours: OnceCell<Neighbours>,
}

impl<F: Fn(RoleId) -> Vec<f64>> Likeness for Told<'_, F> {
    fn neighbours(&self) -> &Neighbours {
        self.neighbours.get_or_init(|| Neighbours::new(self.catalog, &self.likeness))
    }

    fn likeness(&self, role: RoleId) -> Vec<f64> {
        (self.likeness)(role)
    }
}

fn told<F: Fn(RoleId) -> Vec<f64>>(catalog: &Catalog, likeness: F) -> Told<'_, F> {
    Told { catalog, likeness, neighbours: OnceCell::new() }
}

fn path(catalog: &Catalog, question: &Question, likeness: impl Fn(RoleId) -> Vec<f64>) -> Answer {
    super::path(catalog, question, &told(catalog, likeness))
}

fn ways(answer: &Answer) -> Vec<Vec<u32>> {
    let roles = |path: &Path| {
        path.hops.first().map(|hop| hop.from.0).into_iter().chain(path.hops.iter().map(|hop| hop.to.0)).collect()
    };
    answer.paths.iter().map(roles).collect()
}

#[test]
fn what_a_hop_costs() {
    let cases = [
        // Kind, new, climb, likeness, cost.
        (Kind::Move, 0, Some(5), 0, 100),
        (Kind::Move, 500, None, 0, 100 + 500 + 250),
        (Kind::Move, 1000, None, 0, 100 + 1000 + 2000),
        (Kind::Reporting, 0, None, 0, 200),
        (Kind::Reporting, 0, Some(-1), 0, 200),
        (Kind::Reporting, 0, Some(1), 0, 200),
        (Kind::Reporting, 0, Some(2), 0, 200 + 3 * 700),
        (Kind::Reporting, 0, Some(3), 0, 200 + 8 * 700),
        (Kind::Near, 0, Some(1), 1000, 300 + 60),
        (Kind::Near, 0, Some(1), 100, 300 + 600),
        (Kind::Near, 0, Some(1), 0, 300 + 1000),
    ];
    for (kind, new, climb, likeness, cost) in cases {
        assert_eq!(price(kind, new, climb, likeness), cost, "{kind} {new} {climb:?} {likeness}");
    }
    // Two hops of which half is new are better than one of which all is, whatever they go along.
    for kind in Kind::ALL {
        assert!(2 * price(kind, 500, Some(1), 300) < price(kind, 1000, Some(1), 300));
    }
}

#[test]
fn a_stated_move_is_preferred_to_a_line_and_that_to_a_likeness() {
    let mut drafts = vec![knowing(&[0, 1]), knowing(&[1, 2])];
    let alike = |_: RoleId| vec![1.0; 2];
    let kind = |drafts: &[Draft]| path(&catalog(drafts), &question(0, 1), alike).paths[0].hops[0].kind;
    assert_eq!(kind(&drafts), Kind::Near);
    drafts[1].manages = vec![0];
    assert_eq!(kind(&drafts), Kind::Reporting);
    drafts[0].moves = vec![1];
    assert_eq!(kind(&drafts), Kind::Move);
    let only = Question { over: vec![Kind::Reporting], ..question(0, 1) };
    let found = path(&catalog(&drafts), &only, unlike);
    assert_eq!(found.paths[0].hops[0].kind, Kind::Reporting);
    // Lines lead upwards alone.
    let down = path(&catalog(&drafts), &Question { over: vec![Kind::Reporting], ..question(1, 0) }, unlike);
    assert_eq!((down.paths.len(), down.barrier), (0, Some(Barrier::Out)));
}

#[test]
fn a_step_says_what_it_takes() {
    let drafts = [
        Draft { moves: vec![1], ..knowing(&[0, 1]) },
        Draft { moves: vec![2], ..knowing(&[1, 2]) },
        Draft { skills: vec![(2, Importance::Essential, Some(3)), (3, Importance::Useful, None)], ..knowing(&[]) },
    ];
    let catalog = catalog(&drafts);
    let over = vec![Kind::Move];
    let answer = path(&catalog, &Question { over, ..question(0, 2) }, unlike);
    let [found] = &answer.paths[..] else { panic!("{answer:?}") };
    let hops: Vec<_> = found.hops.iter().map(|h| (h.effort, h.new, h.guessed, h.likeness, h.cost)).collect();
    // Half of the second role is new; two of the four levels of one skill, and the useful one, are of the third.
    assert_eq!(hops, [(2000, 500, false, None, 850), (3000, 600, false, None, 1132)]);
    assert_eq!((found.effort, found.cost), (5000, 1982));
    assert_eq!(found.hops[0].requires, ["luck"]);
    for hop in &found.hops {
        assert_eq!(hop.skills, skills::compare(catalog.role(hop.from), catalog.role(hop.to)));
    }
}

#[test]
fn without_skills_what_is_new_is_guessed_from_likeness() {
    let drafts = [Draft { moves: vec![1], ..knowing(&[0]) }, Draft { duties: true, ..Draft::default() }];
    let answer = path(&catalog(&drafts), &question(0, 1), |_| vec![0.2; 2]);
    let hop = &answer.paths[0].hops[0];
    assert_eq!((hop.new, hop.guessed, hop.likeness, hop.effort), (800, true, Some(200), 0));
}

#[test]
fn one_role_is_no_way_at_all() {
    let answer = path(&catalog(&[knowing(&[0])]), &question(0, 0), unlike);
    assert_eq!(answer, Answer { paths: vec![Path { hops: vec![], effort: 0, cost: 0 }], barrier: None });
}

#[test]
fn a_likeness_knows_its_rank() {
    let at = |level, track| Draft { level: Some(level), track, ..knowing(&[0, 1]) };
    let to = |level, track| Draft { level: Some(level), track, ..knowing(&[1, 2]) };
    let alone = |from: Draft, to: Draft| {
        let answer = path(&catalog(&[from, to]), &question(0, 1), |_| vec![0.5; 2]);
        !answer.paths.is_empty()
    };
    assert!(alone(at(2, None), to(3, None)));
    assert!(!alone(at(2, None), to(4, None)));
    assert!(alone(at(5, None), to(1, None)), "down as far as one likes");
    assert!(!alone(at(2, Some(Track::Management)), to(3, Some(Track::Executive))));
    assert!(alone(at(2, Some(Track::Executive)), to(3, Some(Track::Executive))));
    let silent = |skills: &[usize]| Draft { level: None, ..knowing(skills) };
    assert!(alone(silent(&[0, 1]), to(9, None)), "no level, no rank");
    assert!(!alone(silent(&[0]), silent(&[1])), "nothing that one brings is of use");

    // From 0 to 2 by way of 1.
    let through = |levels: [u32; 3], alike: f64| {
        let drafts = levels.map(|level| Draft { level: Some(level), ..knowing(&[0, 1]) });
        let likeness = move |role: RoleId| match role.0 {
            1 => vec![alike, 0.0, alike],
            _ => vec![0.0, alike, 0.0],
        };
        ways(&path(&catalog(&drafts), &question(0, 2), likeness)) == [[0, 1, 2]]
    };
    assert!(through([2, 2, 3], 0.5) && through([2, 3, 3], 0.5) && through([2, 2, 2], 0.5));
    assert!(!through([2, 2, 3], 0.05), "hardly alike");
    assert!(!through([3, 2, 3], 0.5), "below both ends");
    assert!(!through([2, 3, 2], 0.5), "past a role to get at it");
    assert!(through([5, 4, 3], 0.5) && through([5, 3, 3], 0.5) && through([5, 5, 3], 0.5));
    assert!(!through([5, 6, 3], 0.5) && !through([5, 2, 3], 0.5), "up or too far on the way down");
}

#[test]
fn nobody_passes_through_what_is_not_known() {
    let drafts = [knowing(&[0, 1]), Draft::default(), knowing(&[1, 2])];
    let likeness = |role: RoleId| if role.0 == 1 { vec![0.9, 0.0, 0.9] } else { vec![0.0, 0.9, 0.0] };
    let over = vec![Kind::Near];
    let through = path(&catalog(&drafts), &Question { over: over.clone(), ..question(0, 2) }, likeness);
    assert_eq!((through.paths.len(), through.barrier), (0, Some(Barrier::Out)));
    let to = path(&catalog(&drafts), &Question { over, ..question(0, 1) }, likeness);
    assert_eq!(ways(&to), [[0, 1]]);
    assert!(to.paths[0].hops[0].guessed);
}

#[test]
fn the_goal_knows_who_is_near_it() {
    // Nine roles are nearer to the start than the goal, so that only the goal counts the start among its nearest.
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
    assert_eq!(found.paths[0].hops[0].likeness, Some(300));
    // Related roles count as near whatever their words.
    drafts[0].related = vec![10];
    let found = path(&catalog(&drafts), &question(0, 10), |_| vec![0.0; 11]);
    assert_eq!(ways(&found), [[0, 10]]);
    assert!(found.paths[0].hops[0].related);
}

#[test]
fn a_detour_is_no_alternative() {
    // 0 → 1 → 4 is the cheapest; 0 → 1 → 2 → 4 and 0 → 2 → 1 → 4 pass through 1 as well; 0 → 3 → 4 does not.
    let drafts = [
        Draft { moves: vec![1, 2, 3], ..knowing(&[0]) },
        Draft { moves: vec![2, 4], ..knowing(&[0, 1]) },
        Draft { moves: vec![1, 4], ..knowing(&[0, 2]) },
        Draft { moves: vec![4], ..knowing(&[0, 3, 4]) },
        Draft { ..knowing(&[0, 1, 2]) },
    ];
    let question = Question { over: vec![Kind::Move], limit: 9, ..question(0, 4) };
    let found = path(&catalog(&drafts), &question, unlike);
    assert_eq!(ways(&found), [vec![0, 1, 4], vec![0, 2, 4], vec![0, 3, 4]]);
    // One step is a way of its own, and none of the others passes through it.
    let mut drafts = drafts;
    drafts[0].moves.push(4);
    assert_eq!(ways(&path(&catalog(&drafts), &question, unlike))[0], [0, 4]);
    assert_eq!(path(&catalog(&drafts), &question, unlike).paths.len(), 4);
    assert_eq!(path(&catalog(&drafts), &Question { limit: 2, ..question }, unlike).paths.len(), 2);
}

#[test]
fn a_twin_makes_no_other_way() {
    let drafts = |third: &[usize]| {
        [
            Draft { moves: vec![1, 2], ..knowing(&[0]) },
            Draft { moves: vec![3], ..knowing(&[0, 1, 2]) },
            Draft { moves: vec![3], ..knowing(third) },
            Draft { ..knowing(&[0, 1, 2, 3]) },
        ]
    };
    let over = vec![Kind::Move];
    let ways =
        |third| ways(&path(&catalog(&drafts(third)), &Question { over: over.clone(), ..question(0, 3) }, unlike));
    assert_eq!(ways(&[0, 1, 2]), [[0, 1, 3]]);
    // All that one asks is known in the other, but not the other way about.
    assert_eq!(ways(&[0, 1]), [[0, 2, 3], [0, 1, 3]]);
}

#[test]
fn what_costs_a_whole_job_more_is_no_alternative() {
    let drafts = [
        Draft { moves: vec![1, 2], ..knowing(&[0]) },
        Draft { ..knowing(&[0]) },
        Draft { moves: vec![1], ..knowing(&[1]) },
    ];
    // 100, and twice 3100.
    let found = path(&catalog(&drafts), &Question { over: vec![Kind::Move], ..question(0, 1) }, unlike);
    assert_eq!(ways(&found), [[0, 1]]);
}

#[test]
fn what_is_missing_is_said() {
    let drafts = [
        Draft { moves: vec![1], ..knowing(&[0]) },
        knowing(&[1]),
        Draft { moves: vec![3], ..knowing(&[2]) },
        knowing(&[3]),
    ];
    let why = |from, to, over: &[Kind]| {
        let question = Question { over: over.to_vec(), ..question(from, to) };
        path(&catalog(&drafts), &question, |_| vec![0.0; 4]).barrier
    };
    assert_eq!(why(1, 0, &Kind::ALL), Some(Barrier::Out));
    assert_eq!(why(0, 2, &Kind::ALL), Some(Barrier::In));
    assert_eq!(why(0, 3, &Kind::ALL), Some(Barrier::Apart(1)));
    assert_eq!(why(0, 3, &[Kind::Near]), Some(Barrier::Out));
    assert_eq!(why(0, 1, &Kind::ALL), None);
}

#[test]
fn the_built_in_pack_has_careers_that_people_know() {
    let catalog = crate::pack::load_as("built-in", File::new("content")).unwrap().catalog;
    let relations = Relations::new(&catalog);
    let id = |id: &str| catalog.role_by_id(id).unwrap();
    let cases: &[&[&str]] = &[
        &["associate-product-manager", "product-manager", "product-lead", "director-of-product", "vp-of-product"],
        &["data-analyst", "analytics-engineer", "data-engineer"],
        &["it-support-specialist", "security-analyst", "security-engineer", "chief-information-security-officer"],
        &["customer-support-specialist", "customer-success-manager", "product-manager"],
        &["qa-engineer", "sdet", "engineering-manager"],
        &["recruiter", "people-operations-manager"],
        &["ux-designer", "product-designer", "design-manager", "head-of-product"],
        &["scrum-master", "product-owner", "product-manager"],
    ];
    for roles in cases {
        let (from, to) = (id(roles[0]), id(roles[roles.len() - 1]));
        let question = Question { from, to, over: Kind::ALL.to_vec(), limit: 1 };
        let answer = path(&catalog, &question, |role| relations.likeness(role));
        let through: Vec<&str> = answer.paths[0].hops.iter().map(|hop| catalog.role(hop.to).id.as_str()).collect();
        assert_eq!(through, roles[1..], "{}", roles[0]);
    }
}

/// Up to six roles, and how alike any two of them are.
fn graphs() -> impl Strategy<Value = (Vec<Draft>, Vec<Vec<f64>>)> {
    let importance = prop_oneof![Just(Importance::Essential), Just(Importance::Useful)];
    let skills = prop::collection::btree_map(0..6_usize, (importance, prop::option::of(0..4_u8)), 0..5);
    let some = |n: usize| prop::collection::vec(0..n, 0..3);
    (2..=6_usize).prop_flat_map(move |n| {
        let track = prop::option::of(prop_oneof![Just(Track::Individual), Just(Track::Executive)]);
        let rank = (prop::option::of(1..5_u32), track, 0..2_usize, any::<bool>());
        let draft = (rank, skills.clone(), some(n), some(n), some(n), some(n)).prop_map(
            |((level, track, family, duties), skills, moves, reports_to, manages, related)| {
                let skills = skills.into_iter().map(|(skill, (importance, rank))| (skill, importance, rank)).collect();
                Draft { level, track, family, skills, moves, reports_to, manages, related, duties }
            },
        );
        // Few values, so that many roles are equally near.
        let likeness = prop_oneof![Just(0.0), Just(0.05), Just(0.1), Just(0.4)];
        let alike = prop::collection::vec(prop::collection::vec(likeness, n), n).prop_map(|mut alike| {
            // It is mutual.
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

/// Every chain without a loop that begins with `roles`, with its cost.
fn all(map: &Map<'_, impl Likeness>, roles: &mut Vec<RoleId>, found: &mut Vec<(u64, Vec<RoleId>)>) {
    let last = *roles.last().unwrap();
    if last == map.question.to {
        let cost = roles.windows(2).map(|w| map.find(w[0]).iter().find(|e| e.to == w[1]).unwrap().cost).sum();
        found.push((cost, roles.clone()));
        return;
    }
    for edge in map.find(last) {
        if !roles.contains(&edge.to) {
            roles.push(edge.to);
            all(map, roles, found);
            roles.pop();
        }
    }
}

proptest! {
    #[test]
    fn no_chain_is_cheaper((drafts, alike) in graphs(), over in 1..8_usize) {
        let catalog = catalog(&drafts);
        let over = (0..3).filter(|bit| over & (1 << bit) != 0).map(|bit| Kind::ALL[bit]).collect();
        let question = Question { over, ..question(0, 1) };
        let likeness = |role: RoleId| alike[role.index()].clone();
        let answer = path(&catalog, &question, likeness);

        let told = told(&catalog, likeness);
        let map = Map::new(&catalog, &question, &told);
        let mut wanted = Vec::new();
        all(&map, &mut vec![question.from], &mut wanted);
        wanted.sort_by(|a, b| (a.0, a.1.len(), &a.1).cmp(&(b.0, b.1.len(), &b.1)));
        let mut kept: Vec<(u64, Vec<RoleId>)> = Vec::new();
        for (cost, roles) in wanted {
            let between = |roles: &[RoleId]| roles[1..roles.len() - 1].to_vec();
            let new = |a: RoleId, b: RoleId| {
                let rows = skills::compare(catalog.role(a), catalog.role(b));
                let asked: u32 = catalog.role(b).skills.iter().map(|r| skills::effort(None, Asked::of(r))).sum();
                (rows.iter().map(SkillRow::effort).sum::<u32>() * 1000).checked_div(asked)
            };
            let twins = |a: RoleId, b: RoleId| new(a, b) <= Some(150) && new(b, a) <= Some(150)
                && new(a, b).is_some() && new(b, a).is_some();
            let detour = kept.iter().any(|(_, cheaper)| {
                let passed = between(cheaper);
                let now = between(&roles);
                !passed.is_empty() && passed.iter().all(|a| now.iter().any(|b| a == b || twins(*a, *b)))
            });
            if !detour && kept.len() < 3 && cost <= kept.first().map_or(cost, |(cost, _)| cost + DEARER) {
                kept.push((cost, roles));
            }
        }
        let found: Vec<(u64, Vec<RoleId>)> = answer.paths.iter().map(|path| {
            let roles = std::iter::once(question.from).chain(path.hops.iter().map(|hop| hop.to)).collect();
            (path.cost, roles)
        }).collect();
        prop_assert_eq!(found, kept);
        prop_assert_eq!(answer.paths.is_empty(), answer.barrier.is_some());
    }

    #[test]
    fn each_hop_is_one_that_may_be((drafts, alike) in graphs()) {
        let catalog = catalog(&drafts);
        let likeness = |role: RoleId| alike[role.index()].clone();
        let answer = path(&catalog, &question(0, 1), likeness);
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
                    Kind::Move => prop_assert!(from.moves.contains(&b) && !hop.requires.is_empty()),
                    Kind::Reporting => prop_assert!(from.reports_to.contains(&b) || to.manages.contains(&a)),
                    Kind::Near => {
                        let said = from.related.contains(&b) || to.related.contains(&a);
                        let near = alike[a][b] >= 0.06 || alike[b][a] >= 0.06;
                        prop_assert!(said || near);
                        if let (Some(x), Some(y)) = (from.level, to.level) {
                            prop_assert!(y <= x + 1);
                        }
                    }
                }
                let (left, right) = (catalog.role(hop.from), catalog.role(hop.to));
                let asked: u32 = right.skills.iter().map(|r| skills::effort(None, Asked::of(r))).sum();
                prop_assert_eq!(hop.effort, skills::compare(left, right).iter().map(SkillRow::effort).sum::<u32>());
                prop_assert_eq!(hop.guessed, left.skills.is_empty() || right.skills.is_empty());
                if !hop.guessed {
                    prop_assert_eq!(hop.new, hop.effort * 1000 / asked);
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
        let drafts: Vec<Draft> = ranks
            .iter()
            .map(|&(level, family, duties)| Draft { level, family, duties: duties || few, ..Draft::default() })
            .collect();
        let catalog = catalog(&drafts);
        // Many are as alike in thousandths, and not quite as alike.
        let alike = |a: usize, b: usize| {
            let value = f64::from(values[a].abs_diff(values[b]));
            if few { (value / 4.0).floor() / 40.0 } else { value / 40.0 + value / 1e6 }
        };
        let told = told(&catalog, |role| (0..150).map(|other| alike(role.index(), other)).collect());
        let question = question(0, 1);
        let map = Map::new(&catalog, &question, &told);
        for role in catalog.role_ids() {
            let mut order: Vec<RoleId> = catalog.role_ids().filter(|other| *other != role).collect();
            let thousandths = |other: &RoleId| (alike(role.index(), other.index()) * 1000.0 + 0.5) as u32;
            order.retain(|other| thousandths(other) >= LEAST && map.may_be_near(role, *other));
            order.sort_by_key(|other| (std::cmp::Reverse(thousandths(other)), *other));
            let mut wanted = Vec::new();
            for relatives in [true, false] {
                let of = order.iter().filter(|other| catalog.same_family(role, **other) == relatives);
                wanted.extend(of.take(NEAREST).map(|other| (*other, thousandths(other))));
            }
            let mut found = Vec::new();
            map.nearest(role, |other| map.may_be_near(role, other), &mut found);
            prop_assert_eq!(found.iter().map(|near| (near.role, near.alike())).collect::<Vec<_>>(), wanted);
        }
    }
}
