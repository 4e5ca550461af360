//! What the built-in pack must hold.

use std::collections::BTreeSet;

use roledex::analysis::diff::{PairingMode, diff};
use roledex::model::{Catalog, IdReference, Importance, Role, RoleId, Track};
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
    (8, "key", "Oversees the entire journey of the product, from conception to sale"),
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
        "Prioritises which products and features are developed, in line with the goals of the business",
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
        // Essential weighs more than useful, then the level decides.
        let weight = |skill: &str, role: RoleId| {
            let id = catalog.skill_by_id(skill).unwrap();
            let requirement = catalog.role(role).requirement(id);
            requirement.map(|r| (r.importance == Importance::Essential, r.level))
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
            "more" => words.split(' ').all(|s| weight(s, lead) > weight(s, manager)),
            "less" => words.split(' ').all(|s| weight(s, lead) < weight(s, manager)),
            _ => shown
                .direct_moves
                .iter()
                .any(|s| s.requires.join("; ") == words && cited(&s.sources)),
        };
        assert!(held, "claim {number} is not held: {words}");
    }
}

/// Asserts that `faults` is empty; if not, lists them.
fn assert_none(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{what}: {}\n  {}", faults.len(), faults.join("\n  "));
}

/// Asserts that at least `percent` of `all` have something; if not, lists those without.
fn assert_share(what: &str, percent: usize, all: usize, without: &[String]) {
    let has = all - without.len();
    assert!(
        has * 100 >= all * percent,
        "{what}: {has} of {all}, needs {percent} %; without:\n  {}",
        without.join("\n  ")
    );
}

/// Returns the ids of the roles that do not have something.
fn roles_without(catalog: &Catalog, has: impl Fn(&Role) -> bool) -> Vec<String> {
    catalog.roles().iter().filter(|role| !has(role)).map(|role| role.id.clone()).collect()
}

#[test]
fn it_has_the_roles_and_comparisons_that_people_ask_for() {
    let catalog = catalog();
    let counts = [
        ("roles", catalog.roles().len(), 140),
        ("families", catalog.families().len(), 12),
        ("skills", catalog.skills().len(), 300),
        ("comparisons", catalog.comparisons().len(), 55),
    ];
    let few: Vec<String> = counts
        .iter()
        .filter(|(_, count, least)| count < least)
        .map(|(what, count, least)| format!("{count} {what}, needs {least}"))
        .collect();
    assert_none("too few", &few);
}

#[test]
fn every_role_is_complete() {
    let catalog = catalog();
    let mut faults = Vec::new();
    for role in catalog.roles() {
        let duties = role.responsibilities.len();
        let own = role.responsibilities.iter().filter(|d| d.inherited_from.is_none()).count();
        let themes: BTreeSet<_> = role.responsibilities.iter().map(|d| d.theme).collect();
        let themes = themes.len();
        let leads_on = !role.moves.is_empty() || role.track == Some(Track::Executive);
        for (holds, fault) in [
            (duties >= 8 && own <= 20, format!("{duties} responsibilities, {own} of its own")),
            (themes >= 4, format!("{themes} themes")),
            ((10..=20).contains(&role.skills.len()), format!("{} skills", role.skills.len())),
            (role.skills.iter().all(|s| s.level.is_some()), "a skill without a level".to_string()),
            (!role.summary.is_empty(), "no summary".to_string()),
            (role.seniority.is_some() && role.track.is_some(), "no rank or track".to_string()),
            (!role.confused_with.is_empty(), "confused with nothing".to_string()),
            (leads_on, "no moves".to_string()),
        ] {
            if !holds {
                faults.push(format!("{}: {fault}", role.id));
            }
        }
    }
    assert_none("incomplete roles", &faults);
}

#[test]
fn comparisons_help_to_decide() {
    let catalog = catalog();
    let mut faults = Vec::new();
    for comparison in catalog.comparisons() {
        let ids: Vec<&str> =
            comparison.roles.iter().map(|id| catalog.role(*id).id.as_str()).collect();
        let points = comparison.points.len();
        // The founding article makes more points, and every one of them is shown.
        let most = if ids.contains(&"product-lead") { 20 } else { 9 };
        if !(5..=most).contains(&points) {
            faults.push(format!("{}: {points} points", ids.join(" and ")));
        }
        for point in &comparison.points {
            if point.texts.is_empty() && point.positions.len() < 2 {
                faults.push(format!("{}: ‹{}› has no text", ids.join(" and "), point.aspect));
            }
        }
    }
    assert_none("comparisons of 5 to 9 points with texts or two positions", &faults);
}

#[test]
fn facts_cover_its_roles() {
    let catalog = catalog();
    let all = catalog.roles().len();
    assert_share("pay", 85, all, &roles_without(&catalog, |role| !role.pay.is_empty()));
    let experienced =
        |role: &Role| role.experience.years.is_some() || role.experience.education.is_some();
    assert_share("experience or education", 90, all, &roles_without(&catalog, experienced));
    assert_none("roles without a fact that cites a source", &roles_without(&catalog, cites));
    let duties = || catalog.roles().iter().flat_map(|role| &role.responsibilities);
    let sourced = duties().filter(|duty| !duty.sources.is_empty()).count();
    let all = duties().count();
    assert!(sourced * 100 >= all * 40, "responsibilities with a source: {sourced} of {all}");
}

/// Whether a fact of `role` cites a source; the sources of the role in general do not count.
fn cites(role: &Role) -> bool {
    let facts = Role { sources: Vec::new(), ..role.clone() };
    let mut found = false;
    facts.visit_ids(|id| found |= matches!(id, IdReference::Source(_)));
    found
}

/// Everyone reports to someone, except for the person at the top; managers have reports.
#[test]
fn reporting_lines_are_complete() {
    let catalog = catalog();
    let mut faults = Vec::new();
    for role in catalog.roles() {
        if role.reporting.reports_to.is_empty() && role.id != "chief-executive-officer" {
            faults.push(format!("{} reports to no role", role.id));
        }
    }
    let led = catalog.roles().iter().filter(|role| role.track == Some(Track::Executive));
    for role in led.filter(|role| role.reporting.manages.is_empty()) {
        faults.push(format!("{} manages no role", role.id));
    }
    assert_none("reporting lines", &faults);
    assert_clean(&["one-sided-reporting", "superior-rank"]);
}

/// No skill falls from a role to the one above, unless a note says why.
#[test]
fn ladders_grow() {
    assert_clean(&[
        "falling-level",
        "dropped-skill",
        "missing-theme",
        "entry-expert",
        "steep-move",
    ]);
}

#[test]
fn names_belong_to_one_role() {
    assert_clean(&["claimed-twice"]);
}

/// Asserts that the linter has no remark under these rules.
fn assert_clean(rules: &[&str]) {
    let remarks = roledex::analysis::prose::lint_prose(&catalog());
    let remarks = remarks.iter().filter(|remark| rules.contains(&remark.rule.word()));
    let messages: Vec<String> = remarks.map(|remark| remark.message.clone()).collect();
    assert_none("remarks", &messages);
}

/// The share of roles with each kind of fact; `--nocapture` prints the table.
#[test]
fn coverage() {
    let catalog = catalog();
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_roledex"))
        .args(["list", "packs", "--format", "json"])
        .output()
        .unwrap();
    let packs: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let pack = &packs["items"][0];
    let count = |key: &str| usize::try_from(pack[key].as_u64().unwrap()).unwrap();
    let mut table = String::new();
    for (key, of) in [
        ("with_pay", "roles"),
        ("with_years", "roles"),
        ("with_education", "roles"),
        ("with_reporting", "roles"),
        ("with_sources", "roles"),
        ("sourced_responsibilities", "responsibilities"),
    ] {
        let (has, all) = (count(key), count(of));
        table += &format!("{key:26}{has:5} of {all:5} {:4} %\n", has * 100 / all);
    }
    println!("{table}");
    let with_pay = catalog.roles().len() - roles_without(&catalog, |r| !r.pay.is_empty()).len();
    assert_eq!((count("roles"), count("with_pay")), (catalog.roles().len(), with_pay));
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
        ("CPO", &["chief-product-officer", "chief-people-officer"]),
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
