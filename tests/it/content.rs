//! What the built-in pack must hold.

use roledex::analysis::diff::{PairingMode, diff};
use roledex::model::{Catalog, RoleId};
use roledex::search::lookup::LookupResult;
use roledex::search::{Query, SearchIndex, SearchItem, SearchScope};

fn catalog() -> Catalog {
    roledex::builtin::catalog()
}

fn role(catalog: &Catalog, id: &str) -> RoleId {
    catalog.role_by_id(id).unwrap_or_else(|| panic!("no role {id}"))
}

/// The source of the 27 claims.
const ZIPPIA: &str = "zippia-product-lead-vs-manager";

/// Words of each claim of the founding article, as the diff of lead and manager must show them,
/// side by side with where: `key` differences, `lead` and `manager` duties, `skill`, `move`.
const CLAIMS: [(u8, &str, &str); 27] = [
    (1, "key", "Takes an active part in setting the direction"),
    (2, "key", "Oversees development, creation, marketing and selling"),
    (
        3,
        "key",
        "experienced product manager who leads the development effort for a critical new product",
    ),
    (4, "key", "Typical where a complicated product needs several product teams"),
    (5, "key", "Makes the final decisions about one product"),
    (6, "key", "decides its specific plans from what the team below, analysts included, finds out"),
    (7, "key", "much involved in determining who the target consumers are"),
    (8, "key", "Oversees the whole journey of the product, from conception to sale"),
    (9, "key", "Never has product leads below"),
    (10, "key", "more experienced"),
    (11, "key", "Has the higher salary"),
    (12, "lead", "Follows market trends, customer needs and the competition"),
    (
        13,
        "lead",
        "Defines product vision and strategy, which set the direction for the product teams",
    ),
    (
        14,
        "lead",
        "Prioritises which products and features are developed, from the goals of the business",
    ),
    (15, "lead", "Makes hard decisions about what not to do, since resources are limited"),
    (
        16,
        "manager",
        "Works with engineering, design, marketing and sales to carry out the strategy",
    ),
    (17, "manager", "Writes detailed product requirements"),
    (18, "manager", "Manages the product backlog"),
    (19, "manager", "Conducts user testing"),
    (20, "manager", "Coordinates product launches"),
    (21, "manager", "Tracks product performance and adjusts"),
    (22, "both", "customer-insight"),
    (23, "both", "communication leadership stakeholder-management"),
    (24, "more", "strategic-thinking decision-making"),
    (25, "less", "project-management problem-solving"),
    (26, "key", "Many aspire to become product leads"),
    (
        27,
        "move",
        "a track record of successful launches; a proven ability to drive business results",
    ),
];

#[test]
fn every_claim_of_the_founding_article_is_shown_and_cited() {
    let catalog = catalog();
    let (lead, manager) = (role(&catalog, "product-lead"), role(&catalog, "product-manager"));
    let shown = diff(&catalog, lead, manager, PairingMode::Auto);
    let source = catalog.sources().iter().position(|s| s.id == ZIPPIA).unwrap();
    let cited = |sources: &[roledex::model::SourceId]| sources.iter().any(|s| s.index() == source);
    for (number, place, words) in CLAIMS {
        let duty = |role: RoleId| {
            catalog
                .role(role)
                .responsibilities
                .iter()
                .any(|d| d.text.contains(words) && cited(&d.sources))
        };
        let level = |skill: &str, role: RoleId| {
            let id = catalog.skill_by_id(skill).unwrap();
            catalog.role(role).requirement(id).and_then(|r| r.level)
        };
        let held = match place {
            "key" => shown.key_differences.iter().any(|k| {
                cited(&k.sources)
                    && [&k.left, &k.right].into_iter().flatten().any(|t| t.contains(words))
            }),
            "lead" => duty(lead),
            "manager" => duty(manager),
            "both" => {
                words.split(' ').all(|s| level(s, lead).is_some() && level(s, manager).is_some())
            }
            "more" => words.split(' ').all(|s| level(s, lead) > level(s, manager)),
            "less" => words.split(' ').all(|s| level(s, lead) < level(s, manager)),
            _ => shown
                .direct_moves
                .iter()
                .any(|s| s.requires.join("; ") == words && cited(&s.sources)),
        };
        assert!(held, "claim {number} is not held: {words}");
    }
}

#[test]
fn every_role_is_complete() {
    let catalog = catalog();
    assert!(
        catalog.roles().len() >= 60
            && catalog.families().len() >= 10
            && catalog.skills().len() >= 300
    );
    assert!(catalog.skills().iter().filter(|s| s.levels.len() == 4).count() >= 60);
    for role in catalog.roles() {
        assert!(
            role.responsibilities.len() >= 8,
            "{} has {} duties",
            role.id,
            role.responsibilities.len()
        );
        let themes: std::collections::BTreeSet<_> =
            role.responsibilities.iter().map(|d| d.theme).collect();
        assert!(themes.len() >= 4, "{} has {} themes", role.id, themes.len());
        assert!(role.skills.len() >= 8, "{}", role.id);
        assert!(
            role.skills.iter().all(|s| s.level.is_some()),
            "{} has a skill without a level",
            role.id
        );
        assert!(!role.summary.is_empty(), "{}", role.id);
        assert!(role.family != "product" || !role.sources.is_empty(), "{}", role.id);
        let leads_on = !role.moves.is_empty() || role.id == "chief-product-officer";
        assert!(leads_on, "{} leads nowhere", role.id);
    }
}

#[test]
fn searches_that_the_readme_of_any_user_would_try() {
    let catalog = catalog();
    let index = SearchIndex::new(std::sync::Arc::new(catalog.clone()));
    for (query, first) in [
        ("roadmp", "roadmapping"),
        ("mgmt stakeh", "stakeholder-management"),
        ("sql", "sql"),
        ("a/b testing", "experimentation"),
        ("prioritization", "prioritisation"),
        ("k8s", "kubernetes"),
        ("usablity", "usability-testing"),
    ] {
        let hits = index.search(&Query::parse(query), SearchScope::Skills, 1);
        let Some(SearchItem::Skill(id)) = hits.hits.first().map(|h| h.item) else {
            panic!("nothing for {query}")
        };
        assert_eq!(catalog.skill(id).id, first, "{query}");
    }
}

/// Titles and abbreviations as people type them: the role, or the two that fit.
#[test]
fn titles_as_people_type_them() {
    let catalog = catalog();
    let names = roledex::search::RoleNames::new();
    for (text, wanted) in [
        ("PM", &["product-manager"][..]),
        ("PO", &["product-owner"]),
        ("TPM", &["technical-program-manager", "technical-product-manager"]),
        ("head of product", &["head-of-product"]),
        ("growth pm", &["growth-product-manager"]),
        ("EM", &["engineering-manager"]),
        ("SRE", &["site-reliability-engineer"]),
        ("scrum master", &["scrum-master"]),
        ("UXR", &["ux-researcher"]),
        ("PMM", &["product-marketing-manager"]),
        ("CPO", &["chief-product-officer"]),
        ("APM", &["associate-product-manager"]),
        ("BA", &["business-analyst"]),
        ("SDET", &["sdet"]),
        ("qa", &["qa-engineer"]),
        ("CSM", &["customer-success-manager"]),
        ("ml engineer", &["machine-learning-engineer"]),
        ("VP Engineering", &["vp-of-engineering"]),
        ("devops", &["devops-engineer"]),
        ("hrbp", &["hr-business-partner"]),
        ("FP&A manager", &["fpa-manager"]),
        ("frontend developer", &["frontend-engineer"]),
    ] {
        let found = match names.find(&catalog, text).found {
            LookupResult::One(role) => vec![role],
            LookupResult::Many(roles) => roles,
            LookupResult::Nothing(_) => vec![],
        };
        let ids: Vec<&str> = found.iter().map(|&r| catalog.role(r).id.as_str()).collect();
        assert_eq!(ids, wanted, "{text}");
    }
}

/// What an editor would say of it: nothing.
#[test]
fn its_prose_is_clean() {
    let remarks = roledex::analysis::prose::lint_prose(&catalog());
    assert!(remarks.is_empty(), "{remarks:#?}");
}

/// Pairs that people confuse have an authored comparison.
#[test]
fn confused_pairs_are_told_apart() {
    let catalog = catalog();
    for (a, b) in [
        ("product-lead", "product-manager"),
        ("product-manager", "product-owner"),
        ("product-manager", "project-manager"),
        ("product-manager", "program-manager"),
        ("product-manager", "product-marketing-manager"),
        ("product-lead", "group-product-manager"),
        ("technical-product-manager", "technical-program-manager"),
        ("business-analyst", "product-owner"),
        ("tech-lead", "engineering-manager"),
        ("ux-designer", "product-designer"),
        ("product-designer", "ux-researcher"),
        ("data-analyst", "data-scientist"),
        ("data-scientist", "data-engineer"),
        ("scrum-master", "project-manager"),
        ("site-reliability-engineer", "devops-engineer"),
        ("customer-success-manager", "account-manager"),
        ("qa-engineer", "sdet"),
    ] {
        let (left, right) = (catalog.role_by_id(a).unwrap(), catalog.role_by_id(b).unwrap());
        let diff = roledex::analysis::diff::diff(
            &catalog,
            left,
            right,
            roledex::analysis::diff::PairingMode::Auto,
        );
        assert!(diff.key_differences.len() >= 3, "{a} and {b}");
    }
}
