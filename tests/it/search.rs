//! Search as a whole: every script, and any bytes.

use std::sync::Arc;

use proptest::prelude::*;
use roledex::model::{Catalog, CatalogTables, Skill, SkillKind};
use roledex::search::{Query, SearchIndex, SearchItem, SearchScope, highlight};
use unicode_segmentation::UnicodeSegmentation;

use crate::program::run;

fn index(names: &[&str]) -> SearchIndex {
    let skill = |(i, name): (usize, &&str)| Skill::new(format!("s{i}"), *name, SkillKind::Craft);
    let skills = names.iter().enumerate().map(skill).collect();
    SearchIndex::new(Arc::new(Catalog::new(CatalogTables { skills, ..CatalogTables::default() })))
}

const NAMES: [&str; 8] = [
    "项目管理",
    "Управление проектами",
    "إدارة المشاريع",
    "परियोजना प्रबंधन",
    "Διαχείριση έργων",
    "프로젝트 관리",
    "プロジェクト管理",
    "Gestão de projetos",
];

#[test]
fn labels_in_any_script_are_found_and_lit() {
    let index = index(&NAMES);
    for (typed, name, lit) in [
        ("项目", 0, "项目"),
        ("проект", 1, "проект"),
        ("проектами управление", 1, "Управлениепроектами"),
        ("управлене", 1, "Управлене"),
        ("المشاريع", 2, "المشاريع"),
        ("प्रबंधन", 3, "प्रबंधन"),
        ("ΕΡΓΩΝ", 4, "έργων"),
        ("διαχειριση", 4, "Διαχείριση"),
        ("관리", 5, "관리"),
        ("ﾌﾟﾛｼﾞｪｸﾄ", 6, "プロジェクト"),
        ("gestao", 7, "Gestão"),
    ] {
        let query = Query::parse(typed);
        let hits = index.search(&query, SearchScope::Skills, 3).hits;
        let Some(SearchItem::Skill(first)) = hits.first().map(|hit| hit.item) else {
            panic!("nothing for {typed}")
        };
        assert_eq!(NAMES[first.index()], NAMES[name], "{typed}");
        let text: String =
            highlight(&query, NAMES[name]).into_iter().map(|range| &NAMES[name][range]).collect();
        assert_eq!(text, lit, "{typed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_query_is_too_much(typed in "\\PC{0,40}|[a-z'^$!| :>=]{0,60}|[एक项目ееприا ]{0,20}", times in 1_usize..200) {
        let index = index(&NAMES);
        for text in [typed.clone(), typed.repeat(times)] {
            let query = Query::parse(&text);
            let hits = index.search(&query, SearchScope::All, 10);
            prop_assert!(hits.hits.len() <= 10);
            for name in NAMES {
                let bounds: Vec<usize> =
                    name.grapheme_indices(true).map(|(at, _)| at).chain([name.len()]).collect();
                for range in highlight(&query, name) {
                    prop_assert!(bounds.contains(&range.start) && bounds.contains(&range.end), "{text:?} in {name}");
                }
            }
        }
    }
}

/// Runs `args` and returns the exit status, the output and the messages.
fn answer(args: &[&str]) -> (Option<i32>, String, String) {
    let output = run(args);
    let [found, said] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (output.status.code(), found, said)
}

#[test]
fn roles_that_are_only_spelt_similarly_are_no_match() {
    let (status, found, said) = answer(&["search", "nurse", "--in", "roles"]);
    assert_eq!((status, found.as_str()), (Some(1), ""), "{said}");
    let (status, found, said) = answer(&["search", "waiter", "--in", "roles"]);
    assert_eq!(status, Some(1));
    assert!(found.contains("technical-writer"), "{found}");
    assert!(said.contains("no match for `waiter`; these are similar in spelling"), "{said}");
    // A misspelt skill is still found.
    assert_eq!(answer(&["search", "kubernets", "--in", "skills"]).0, Some(0));
    assert_eq!(answer(&["search", "writer", "--in", "roles"]).0, Some(0));
}

/// A name that a role and a skill share means the role to every command, unless it is the skill's
/// own; what else it means is said.
#[test]
fn a_name_of_a_role_and_a_skill_has_one_answer() {
    for (name, role, skill) in [
        ("EA", "executive-assistant", Some("enterprise-architecture")),
        ("Developer", "software-engineer", Some("software-engineering")),
        ("CRO", "chief-revenue-officer", Some("conversion-optimisation")),
        ("Product manager", "product-manager", None),
    ] {
        let (status, found, said) = answer(&["show", name, "--format", "json"]);
        assert_eq!(status, Some(0), "{name}: {said}");
        assert_eq!(found, answer(&["show", role, "--format", "json"]).1, "{name}");
        let same = answer(&["related", role]).1;
        assert_eq!(answer(&["related", name]).1, same, "{name}");
        let note = skill.map(|id| format!("skill too: `roledex show --skill {id}` shows it"));
        assert_eq!(note.is_some(), said.contains("skill too"), "{name}: {said}");
        assert!(said.contains(&note.unwrap_or_default()), "{name}: {said}");
    }
    for (name, role, skill) in [
        ("DevRel", "developer-advocate", "developer-relations"),
        ("IT Support", "it-support-specialist", "it-support"),
    ] {
        let (_, found, said) = answer(&["show", name, "--format", "json"]);
        assert_eq!(found, answer(&["show", "--skill", skill, "--format", "json"]).1, "{name}");
        assert!(said.contains(&format!("`roledex show {role}` shows it")), "{name}: {said}");
        let (status, _, said) = answer(&["related", name]);
        assert_eq!(status, Some(1), "{name}");
        assert!(said.contains(&format!("`roledex show --skill {skill}` shows it")), "{said}");
    }
}
