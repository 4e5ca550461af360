//! Properties of every diff.

use proptest::prelude::*;

use super::*;
use crate::analysis::skills::{SkillRow, SkillStatus};

/// Returns the diff as seen from the other side.
fn mirrored(diff: Diff) -> Diff {
    Diff {
        left: diff.right,
        right: diff.left,
        key_differences: diff
            .key_differences
            .into_iter()
            .map(|k| KeyDifference { left: k.right, right: k.left, ..k })
            .collect(),
        facts: diff
            .facts
            .into_iter()
            .map(|f| FactRow {
                left: f.right,
                right: f.left,
                status: mirrored_fact(f.status),
                pay: [f.pay[1], f.pay[0]],
                ..f
            })
            .collect(),
        responsibilities: diff
            .responsibilities
            .into_iter()
            .map(|r| ResponsibilityRow {
                left: r.right,
                right: r.left,
                status: mirrored_status(r.status),
                ..r
            })
            .collect(),
        skills: diff
            .skills
            .into_iter()
            .map(|s| SkillRow {
                left: s.right,
                right: s.left,
                status: mirrored_skill(s.status),
                ..s
            })
            .collect(),
        direct_moves: diff.direct_moves,
        // Between two roles there are no moves.
        move_changes: diff.move_changes,
        too_many: diff.too_many.map(|(left, right)| (right, left)),
        details: diff.details,
        summary: DiffSummary { left: diff.summary.right, right: diff.summary.left, ..diff.summary },
    }
}

fn mirrored_status(s: DiffStatus) -> DiffStatus {
    match s {
        DiffStatus::Left => DiffStatus::Right,
        DiffStatus::Right => DiffStatus::Left,
        other => other,
    }
}

fn mirrored_fact(s: FactStatus) -> FactStatus {
    match s {
        FactStatus::Left => FactStatus::Right,
        FactStatus::Right => FactStatus::Left,
        other => other,
    }
}

fn mirrored_skill(s: SkillStatus) -> SkillStatus {
    match s {
        SkillStatus::Left => SkillStatus::Right,
        SkillStatus::Right => SkillStatus::Left,
        SkillStatus::Grow => SkillStatus::LetGo,
        SkillStatus::LetGo => SkillStatus::Grow,
        SkillStatus::Same => SkillStatus::Same,
    }
}

fn sorted(mut diff: Diff) -> Diff {
    // Pay on one side only follows its side.
    diff.facts.sort_by_key(|f| format!("{f:?}"));
    diff
}

/// Asserts that every responsibility of both roles is in exactly one row, and that its spans join
/// to its text.
fn assert_complete(catalog: &Catalog, diff: &Diff) {
    type SideOf = fn(&ResponsibilityRow) -> Option<&RowSide>;
    let sides: [(RoleId, SideOf); 2] =
        [(diff.left, |r| r.left.as_ref()), (diff.right, |r| r.right.as_ref())];
    for (role, pick) in sides {
        let duties = &catalog.role(role).responsibilities;
        let mut seen: Vec<usize> = diff
            .responsibilities
            .iter()
            .filter_map(pick)
            .flat_map(RowSide::responsibilities)
            .map(|s| s.index)
            .collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..duties.len()).collect::<Vec<_>>());
        for side in
            diff.responsibilities.iter().filter_map(pick).flat_map(RowSide::responsibilities)
        {
            assert_eq!(side.text(), duties[side.index].text);
        }
    }
}

proptest! {
    #[test]
    fn every_diff_is_complete_and_mirrors(
        words in proptest::collection::vec(proptest::collection::vec(
            ("(Writes|Plans|Sets|Leads) (the |a )?(plan|backlog|team|goal|budget|launch)( of (the )?(team|product|year))?\\.?( @(x|y|z))?", 0usize..3), 0..7), 2..4),
        text in any::<bool>(),
    ) {
        let catalog = fixture::themed(&words);
        let how = if text { PairingMode::Text } else { PairingMode::Auto };
        let differ = Differ::new(&catalog);
        for a in catalog.role_ids() {
            for b in catalog.role_ids() {
                let diff = differ.diff(&catalog, a, b, how);
                assert_complete(&catalog, &diff);
                prop_assert_eq!(mirrored(differ.diff(&catalog, b, a, how)), diff);
            }
            let same = differ.diff(&catalog, a, a, how);
            prop_assert!(same.responsibilities.iter().all(|r| r.status == DiffStatus::Same && r.similarity == Some(1.0)));
        }
    }
}

#[test]
fn the_built_in_pack_mirrors_and_no_role_differs_from_itself() {
    let catalog = crate::builtin::catalog();
    let differ = Differ::new(&catalog);
    assert!(catalog.roles().len() >= 16);
    for a in catalog.role_ids() {
        // The other half follows from the mirror. All pairs of a family, and one in twenty others:
        // all of them would take minutes.
        let family = |id: RoleId| &catalog.role(id).family;
        let others = catalog.role_ids().filter(|b| *b >= a);
        for b in others.filter(|&b| family(b) == family(a) || (a.index() + b.index()) % 20 == 0) {
            let diff = differ.diff(&catalog, a, b, PairingMode::Auto);
            assert_complete(&catalog, &diff);
            let back = differ.diff(&catalog, b, a, PairingMode::Auto);
            assert_eq!(
                sorted(mirrored(back)),
                sorted(diff),
                "{} {}",
                catalog.role(a).id,
                catalog.role(b).id
            );
        }
        let own = differ.diff(&catalog, a, a, PairingMode::Auto);
        assert!(own.responsibilities.iter().all(|r| r.status == DiffStatus::Same));
        assert!(own.facts.iter().all(|f| f.status == FactStatus::Same));
        assert!(own.skills.iter().all(|s| s.status == SkillStatus::Same));
        assert!(own.key_differences.is_empty() && own.direct_moves.is_empty());
    }
}

#[test]
fn skills_say_what_to_learn() {
    let catalog = crate::pack::from_files(
        "x",
        &[("x", include_str!("../../../tests/it/fixtures/small.toml"))],
    )
    .catalog;
    let diff = diff(
        &catalog,
        role_on_track("baker", &catalog),
        role_on_track("head-baker", &catalog),
        PairingMode::Auto,
    );
    assert_eq!(verdict("kneading", &catalog, &diff.skills), Some(SkillStatus::LetGo));
    assert_eq!(verdict("bookkeeping", &catalog, &diff.skills), Some(SkillStatus::Grow));
    assert_eq!(verdict("french", &catalog, &diff.skills), Some(SkillStatus::Right));
    assert_eq!(verdict("baking", &catalog, &diff.skills), Some(SkillStatus::Left));
    assert_eq!(diff.key_differences.len(), 3);
    assert_eq!(diff.key_differences[1].right, None);
}

fn role_on_track(id: &str, catalog: &Catalog) -> RoleId {
    catalog.role_by_id(id).unwrap()
}

fn verdict(id: &str, catalog: &Catalog, diff_skills: &[SkillRow]) -> Option<SkillStatus> {
    let skill = catalog.skill_by_id(id).unwrap();
    diff_skills.iter().find(|r| r.skill == skill).map(|r| r.status)
}

#[test]
fn a_day_of_comparing_keeps_no_more_than_an_hour_of_it() {
    use std::fmt::Write as _;
    let mut pack = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n\
        [[theme]]\nid = \"t\"\ntitle = \"T\"\n"
        .to_string();
    for at in 0..120 {
        let _ = write!(
            pack,
            "[[role]]\nid = \"r{at}\"\ntitle = \"Role {at}\"\nfamily = \"f\"\nsummary = \"S.\"\n"
        );
        let duties: Vec<String> =
            (0..60).map(|duty| format!("\"Bakes bread {at} with {duty}\"")).collect();
        let _ = write!(pack, "[role.responsibilities]\nt = [{}]\n", duties.join(", "));
    }
    let loaded = crate::pack::from_files("p", &[("p.toml", &pack)]);
    assert!(crate::pack::is_valid(&loaded.diagnostics), "{:?}", loaded.diagnostics.first());
    let catalog = loaded.catalog;
    let differ = Differ::new(&catalog);
    let (first, mut prepared) = (RoleId::from_index(0), PreparedRoles::default());
    for at in 1..120 {
        let other = RoleId::from_index(at);
        let diff = differ.diff_with(&mut prepared, &catalog, (first, other), PairingMode::Auto);
        assert_eq!(diff, differ.diff(&catalog, first, other, PairingMode::Auto));
        assert!((60..=PreparedRoles::MAX_KEPT).contains(&prepared.len()), "{}", prepared.len());
    }
}
