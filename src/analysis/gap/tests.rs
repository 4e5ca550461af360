//! Properties of every gap, and of every ranking of doors.

use proptest::prelude::*;

use super::*;
use crate::analysis::diff::{PairingMode, diff, fixture};
use crate::analysis::skills::LEVEL_STEP;
use crate::model::{CatalogTables, Requirement, Skill, SkillKind};

/// Number of skills in the catalogs below.
const SKILLS: usize = 6;

/// A role's demand for a skill: whether it is essential, and the rank of the level.
type DraftDemand = (bool, Option<u8>);

/// Returns a catalog with a role for each list of demands, one per skill; scales have four steps.
fn catalog(roles: &[Vec<Option<DraftDemand>>]) -> Catalog {
    let bare = fixture::themed(&vec![Vec::new(); roles.len()]);
    let mut all = bare.roles().to_vec();
    for (role, asks) in all.iter_mut().zip(roles) {
        let asked = asks.iter().enumerate().filter_map(|(skill, ask)| Some((skill, (*ask)?)));
        role.skills = asked
            .map(|(skill, (essential, rank))| Requirement {
                skill: SkillId::from_index(skill),
                importance: if essential { Importance::Essential } else { Importance::Useful },
                level: rank.map(|rank| Level { rank, of: 4 }),
                note: None,
                sources: vec![],
            })
            .collect();
        role.skills.sort_by_key(|asked| asked.importance);
    }
    // Ids count down, so that the order of ids is not the catalog's.
    Catalog::new(CatalogTables {
        packs: bare.packs().to_vec(),
        themes: bare.themes().to_vec(),
        skills: (0..SKILLS)
            .map(|at: usize| {
                Skill::new(
                    format!("skill-{}", SKILLS - at),
                    format!("Skill {at}"),
                    SkillKind::Craft,
                )
            })
            .collect(),
        roles: all,
        ..CatalogTables::default()
    })
}

fn level(rank: u8) -> Level {
    Level { rank, of: 4 }
}

fn have(skill: usize, rank: Option<u8>) -> CurrentSkill {
    CurrentSkill { skill: SkillId::from_index(skill), level: rank.map(level), unclear: false }
}

/// Returns `status skill` of each row, in order.
fn read(gap: &Gap) -> Vec<String> {
    gap.rows.iter().map(|row| format!("{} {}", row.status, row.skill.index())).collect()
}

#[test]
fn what_is_to_be_done_comes_first_essential_before_useful_the_longest_way_first() {
    let catalog = catalog(&[vec![
        Some((true, Some(1))),
        Some((true, Some(3))),
        Some((false, Some(3))),
        Some((true, None)),
        Some((false, Some(0))),
        None,
    ]]);
    let target = RoleId(0);
    let from = [have(1, Some(2)), have(4, Some(2)), have(5, None), have(3, Some(0))];
    let found = gap(&catalog, &from, target);
    assert_eq!(read(&found), ["right 0", "grow 1", "right 2", "same 3", "let-go 4", "left 5"]);
    assert_eq!(found.coverage(Importance::Essential), SkillCoverage { met: 1, begun: 1, asked: 3 });
    assert_eq!(found.coverage(Importance::Useful), SkillCoverage { met: 1, begun: 0, asked: 2 });
    assert_eq!(found.effort(), u64::from(2 * LEVEL_STEP + LEVEL_STEP + 2 * LEVEL_STEP));
}

#[test]
fn a_level_that_nobody_states_is_met_but_not_for_sure() {
    let catalog = catalog(&[vec![Some((true, Some(2))), Some((true, Some(2)))]]);
    let found = gap(&catalog, &[have(0, None), have(1, Some(2))], RoleId(0));
    assert_eq!(found.coverage(Importance::Essential), SkillCoverage { met: 2, begun: 0, asked: 2 });
    assert_eq!(
        (
            found.count_unknown_levels(Importance::Essential),
            found.count_unknown_levels(Importance::Useful)
        ),
        (1, 0)
    );
    // If a skill is listed twice, the stated level counts.
    let twice = gap(&catalog, &[have(0, Some(0)), have(0, None), have(0, Some(1))], RoleId(0));
    assert_eq!(twice.rows[1].have, Some(have(0, Some(1))));
}

#[test]
fn a_door_says_which_level_opens_it_for_whom() {
    let (a, b, c, d) = (RoleId(0), RoleId(1), RoleId(2), RoleId(3));
    let catalog = catalog(&[
        vec![Some(sql_level(true, 1)), Some(sql_level(true, 3)), None, Some((false, None))],
        vec![Some(sql_level(false, 1)), Some(sql_level(true, 3)), None, Some((false, None))],
        vec![Some(sql_level(true, 3)), None, Some(sql_level(true, 1)), None],
        vec![Some(sql_level(true, 0)), None, None, None],
    ]);
    let from = [have(0, Some(0))];
    let gaps: Vec<Gap> = [a, b, c, d].map(|target| gap(&catalog, &from, target)).to_vec();
    let found = missing_skills(&catalog, &gaps);
    let order: Vec<usize> = found.iter().map(|door| door.skill.index()).collect();
    assert_eq!(order, [0, 1, 2, 3]);
    let first = &found[0];
    assert_eq!((first.essential(), first.useful(), first.effort()), (2, 1, 3 * LEVEL_STEP));
    assert_eq!(
        first.levels,
        [
            MissingSkillLevel {
                level: Some(level(1)),
                effort: LEVEL_STEP,
                essential: vec![a],
                useful: vec![b]
            },
            MissingSkillLevel {
                level: Some(level(3)),
                effort: 3 * LEVEL_STEP,
                essential: vec![c],
                useful: vec![]
            },
        ]
    );
    assert_eq!(found[3].levels[0].level, None);
    // With as many doors, as much to learn and as many roles that ask, the id decides.
    let two = catalog_of_two();
    let gaps = [gap(&two, &[], a)];
    let order: Vec<usize> =
        missing_skills(&two, &gaps).iter().map(|door| door.skill.index()).collect();
    assert_eq!(order, [1, 0]);
}

fn sql_level(essential: bool, rank: u8) -> (bool, Option<u8>) {
    (essential, Some(rank))
}

fn catalog_of_two() -> Catalog {
    catalog(&[vec![Some((true, Some(1))), Some((true, Some(1)))]])
}

#[test]
fn the_built_in_pack_agrees_with_its_comparisons() {
    let catalog = crate::builtin::catalog();
    for left in catalog.role_ids() {
        for right in catalog.role_ids() {
            agrees(&catalog, left, right);
        }
    }
}

/// Asserts that the gap between two roles agrees with their comparison on each skill.
fn agrees(catalog: &Catalog, left: RoleId, right: RoleId) {
    let found = gap(catalog, &skills_of_role(catalog.role(left)), right);
    let mut ours: Vec<_> =
        found.rows.iter().map(|row| (row.skill, row.status, row.effort, row.required)).collect();
    let rows = crate::analysis::skills::compare_skills(catalog.role(left), catalog.role(right));
    let mut theirs: Vec<_> =
        rows.iter().map(|row| (row.skill, row.status, row.effort(), row.right)).collect();
    ours.sort_by_key(|row| row.0);
    theirs.sort_by_key(|row| row.0);
    assert_eq!(ours, theirs);
}

proptest! {
    #[test]
    fn gaps_are_complete_and_agree_with_the_diff(
        roles in proptest::collection::vec(proptest::collection::vec(
            proptest::option::of((any::<bool>(), proptest::option::of(0u8..4))), SKILLS), 2..5),
    ) {
        let catalog = catalog(&roles);
        let all: Vec<RoleId> = catalog.role_ids().collect();
        for &a in &all {
            let own = gap(&catalog, &skills_of_role(catalog.role(a)), a);
            prop_assert!(own.rows.iter().all(|row| row.status == SkillStatus::Same && row.effort == 0));
            prop_assert_eq!(own.coverage(Importance::Essential).met, own.coverage(Importance::Essential).asked);
            for &b in &all {
                agrees(&catalog, a, b);
                let whole = diff(&catalog, a, b, PairingMode::Off);
                let found = gap(&catalog, &skills_of_role(catalog.role(a)), b);
                prop_assert_eq!(whole.skills.len(), found.rows.len());
                for row in &whole.skills {
                    let same = found.rows.iter().filter(|r| r.skill == row.skill && r.status == row.status).count();
                    prop_assert_eq!(same, 1);
                }
            }
            let from = skills_of_role(catalog.role(a));
            let gaps: Vec<Gap> = all.iter().map(|&b| gap(&catalog, &from, b)).collect();
            doors_are_what_is_missing(&catalog, &gaps);
        }
    }
}

/// Asserts that every target that lacks a skill is in exactly one step of its door, that no other
/// target is, and that the best doors come first.
fn doors_are_what_is_missing(catalog: &Catalog, gaps: &[Gap]) {
    let found = missing_skills(catalog, gaps);
    let open: usize = gaps.iter().flat_map(|gap| &gap.rows).filter(|row| row.is_open()).count();
    assert_eq!(found.iter().map(|door| door.essential() + door.useful()).sum::<usize>(), open);
    for door in &found {
        assert!(door.levels.is_sorted_by(|a, b| a.level < b.level));
        for (step, target, importance) in door.levels.iter().flat_map(|step| {
            let essential =
                step.essential.iter().map(move |target| (step, *target, Importance::Essential));
            essential
                .chain(step.useful.iter().map(move |target| (step, *target, Importance::Useful)))
        }) {
            let asked = catalog.role(target).requirement(door.skill).unwrap();
            assert_eq!((asked.level, asked.importance), (step.level, importance));
        }
    }
    assert!(found.is_sorted_by_key(|door: &MissingSkill| {
        let id = catalog.skill(door.skill).id.clone();
        let wanted = std::cmp::Reverse(catalog.needs(door.skill).len());
        (std::cmp::Reverse((door.essential(), door.useful())), door.effort(), wanted, id)
    }));
}
