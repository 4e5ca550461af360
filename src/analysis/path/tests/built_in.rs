//! Paths between roles of the built-in pack.

use std::path::Path as File;

use super::*;

#[test]
fn the_built_in_pack_has_careers_that_people_know() {
    let catalog = crate::pack::load_as("built-in", File::new("content")).unwrap().catalog;
    let relations = SimilarityIndex::new(&catalog);
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
        &["customer-support-specialist", "associate-product-manager", "product-manager"],
        &["customer-support-specialist", "sales-development-representative", "account-executive"],
        &["software-engineer", "senior-software-engineer", "tech-lead", "engineering-manager"],
        &["qa-engineer", "sdet", "site-reliability-engineer"],
        &["financial-analyst", "fpa-manager", "finance-manager", "financial-controller"],
    ];
    for roles in cases {
        let answer = straight_path(roles[0], roles[roles.len() - 1], &catalog, &relations);
        let way = answer.paths.last().unwrap();
        let through: Vec<&str> =
            way.hops.iter().map(|hop| catalog.role(hop.to).id.as_str()).collect();
        assert_eq!(through, roles[1..], "{}", roles[0]);
    }
    // A stated move is the cheapest path.
    for (from, to) in [
        ("recruiter", "hr-business-partner"),
        ("data-analyst", "data-scientist"),
        ("customer-support-specialist", "associate-product-manager"),
    ] {
        let answer = straight_path(from, to, &catalog, &relations);
        assert_eq!(answer.paths[0].hops[0].kind, HopKind::Move);
        let cost = answer.paths[0].cost;
        assert!(answer.paths[1..].iter().all(|path| path.cost > cost));
    }
}

fn built_in_id(id: &str, catalog: &Catalog) -> RoleId {
    catalog.role_by_id(id).unwrap()
}

fn straight_path(
    from: &str,
    to: &str,
    catalog: &Catalog,
    relations: &SimilarityIndex,
) -> PathAnswer {
    let question = PathQuestion {
        from: built_in_id(from, catalog),
        to: built_in_id(to, catalog),
        hop_kinds: HopKind::ALL.to_vec(),
        limit: 1,
    };
    path(catalog, &question, |role| relations.similarities(role))
}

#[test]
fn the_straight_way_of_the_built_in_pack_takes_the_gap() {
    let catalog = crate::builtin::catalog();
    let relations = SimilarityIndex::new(&catalog);
    let told = told(&catalog, |role| relations.similarities(role));
    for from in catalog.role_ids().step_by(3) {
        for to in catalog.role_ids().filter(|to| *to != from).step_by(5) {
            let question = PathQuestion { from, to, hop_kinds: HopKind::ALL.to_vec(), limit: 2 };
            let answer = super::super::path(&catalog, &question, &told);
            no_way_takes_less_than_the_gap(&catalog, &answer);
            assert_eq!(answer.bound.exhausted, None);
        }
    }
}

/// A path through other roles is recommended instead of a reasonable step only if it takes at most
/// half as much learning again, and never if it passes a role that is senior to both ends. A leap
/// is never recommended: instead of it, the least learning is. The sentence says why.
#[test]
fn neither_a_detour_nor_a_leap_is_recommended() {
    let catalog = crate::builtin::catalog();
    let relations = SimilarityIndex::new(&catalog);
    let told = told(&catalog, |role| relations.similarities(role));
    let (mut kept, mut advised_others, mut instead_of_leaps, mut none) = (0, 0, 0, 0);
    for from in catalog.role_ids().step_by(4) {
        for to in catalog.role_ids().filter(|to| *to != from).step_by(3) {
            let question = PathQuestion { from, to, hop_kinds: HopKind::ALL.to_vec(), limit: 3 };
            let answer = super::super::path(&catalog, &question, &told);
            let (direct, advised) = (&answer.paths[0], answer.advised());
            let advice = answer.advice().unwrap();
            let pair = [from, to].map(|role| catalog.role_title(role));
            if direct.cautions().is_empty() {
                assert_eq!(advised, Some(0), "{pair:?}: {advice}");
                continue;
            }
            let Some(advised) = advised else {
                none += 1;
                assert!(direct.is_leap() && advice.starts_with("No path is advised. "), "{advice}");
                continue;
            };
            assert!(!direct.is_leap() || advised > 0, "{pair:?}: {advice}");
            if advised == 0 && answer.paths.len() == 1 {
                continue;
            }
            if advised == 0 {
                kept += 1;
                let is_said = advice.contains(" caution: ") || advice.contains(" cautions: ");
                assert!(is_said && advice.contains("Path 1 "), "{advice}");
                assert!(!advice.contains("Path 1 ."), "{pair:?}: {advice}");
                continue;
            }
            let path = &answer.paths[advised];
            if direct.is_leap() {
                instead_of_leaps += 1;
                assert!(advice.contains(" is the quickest on paper, but not advised"), "{advice}");
            } else {
                advised_others += 1;
                let is_known = path.hops.iter().chain(&direct.hops).all(|hop| !hop.guessed);
                assert!(!is_known || 2 * path.effort <= 3 * direct.effort, "{pair:?}: {advice}");
            }
            let highest = catalog.role(from).seniority.max(catalog.role(to).seniority);
            for hop in &path.hops {
                let rank = catalog.role(hop.to).seniority;
                assert!(rank <= highest, "{pair:?} via {}", catalog.role_title(hop.to));
            }
        }
    }
    assert!(kept > 20 && advised_others > 20, "{kept} {advised_others}");
    assert!(instead_of_leaps > 100 && none > 100, "{instead_of_leaps} {none}");
}

/// People climb step by step: nobody is advised to go straight to the top.
#[test]
fn a_ladder_on_record_is_recommended_over_a_leap() {
    let catalog = crate::builtin::catalog();
    let relations = SimilarityIndex::new(&catalog);
    for (from, to) in [
        ("junior-software-engineer", "vp-of-engineering"),
        ("accountant", "chief-financial-officer"),
        ("data-analyst", "chief-data-officer"),
        ("sales-development-representative", "chief-executive-officer"),
        ("bookkeeper", "chief-technology-officer"),
        ("scrum-master", "chief-technology-officer"),
        ("qa-engineer", "engineering-manager"),
    ] {
        let answer = straight_path(from, to, &catalog, &relations);
        let advice = answer.advice().unwrap();
        assert_eq!(answer.advised(), Some(1), "{from}: {advice}");
        assert!(advice.contains(" skill levels instead of "), "{advice}");
    }
}

/// Roles that `related` lists first are similar for a path too, if their family and their rank are
/// the same.
#[test]
fn equals_of_a_family_are_similar() {
    let catalog = crate::builtin::catalog();
    let relations = SimilarityIndex::new(&catalog);
    for (from, to) in [
        ("product-manager", "product-owner"),
        ("cloud-engineer", "platform-engineer"),
        ("full-stack-engineer", "software-engineer"),
    ] {
        let answer = straight_path(from, to, &catalog, &relations);
        assert_eq!(answer.paths[0].hops[0].kind, HopKind::Similar, "{from}");
    }
}

#[test]
fn a_support_manager_is_not_sent_up_to_come_down() {
    let catalog = crate::builtin::catalog();
    let relations = SimilarityIndex::new(&catalog);
    let answer = straight_path("support-manager", "product-manager", &catalog, &relations);
    assert_eq!(answer.advised(), Some(0));
    let advice = answer.advice().unwrap();
    assert!(advice.contains("skill levels instead of 29.5"), "{advice}");
    assert!(advice.contains("only to come down again"), "{advice}");
}
