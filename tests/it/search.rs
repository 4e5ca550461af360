//! Search as a whole: every script, and any bytes.

use std::sync::Arc;

use proptest::prelude::*;
use roledex::model::{Catalog, CatalogTables, Skill, SkillKind};
use roledex::search::{Query, SearchIndex, SearchItem, SearchScope, highlight};
use unicode_segmentation::UnicodeSegmentation;

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
