//! Tests that typed text finds what is meant.

use proptest::prelude::*;

use super::matching::ENOUGH_NAMES;
use super::*;
use crate::model::{CatalogTables, Skill, SkillKind};

fn catalog(skills: &[(&str, &[&str], &str)]) -> Catalog {
    Catalog::new(CatalogTables {
        skills: skills
            .iter()
            .map(|(name, aliases, description): &(&str, &[&str], &str)| Skill {
                aliases: aliases.iter().map(|a| (*a).to_string()).collect(),
                description: Some((*description).to_string()),
                ..Skill::new(name.to_lowercase().replace(' ', "-"), *name, SkillKind::Craft)
            })
            .collect(),
        ..CatalogTables::default()
    })
}

const SKILLS: &[(&str, &[&str], &str)] = &[
    ("Roadmapping", &["product roadmap"], "Plans what comes when."),
    ("Release planning", &["release management"], "Cuts releases and dates them."),
    ("Stakeholder management", &["managing stakeholders"], "Keeps those concerned informed."),
    ("Risk management", &[], "Finds what can go wrong."),
    ("Management of steak houses", &[], "Not what was meant."),
    ("SQL", &["structured query language"], "Asks databases."),
    ("NoSQL", &[], "Other databases."),
    ("Machine learning", &["ML"], "Learns from data."),
    ("Experimentation", &["A/B testing", "split testing"], "Tries things on some people first."),
    ("Prioritisation", &["prioritization"], "Decides what is first."),
    ("Analyse de données", &[], "Lire des chiffres."),
    ("データ分析", &["data analysis"], "数字を読む。"),
    ("Управление проектами", &[], "Проекты."),
    ("C++", &[], "A language."),
    ("Employee onboarding", &["new hire onboarding"], "Shows people around."),
    ("Hiring", &[], "Chooses people."),
    ("Site reliability", &["error budgets"], "Keeps it up."),
    ("Budgeting", &[], "Plans what it costs."),
    ("Grain products", &["baking wholemeal bread"], "Makes bread."),
    ("Bake wholemeal bread", &[], "Makes bread."),
    ("Knead", &[], "Makes dough."),
    ("Dough making", &["kneaded dough"], "Makes dough."),
];

fn names(query: &str) -> Vec<String> {
    let catalog = catalog(SKILLS);
    let hits = SearchIndex::new(Arc::new(catalog.clone())).search(
        &Query::parse(query),
        SearchScope::Skills,
        usize::MAX,
    );
    hits.hits
        .iter()
        .map(|hit: &Hit| match hit.item {
            SearchItem::Skill(id) => catalog.skill(id).name.clone(),
            _ => unreachable!(),
        })
        .collect()
}

#[test]
fn prose_is_looked_at_for_whole_words_and_for_starts_that_say_something() {
    // A letter or two begin some word of nearly every sentence.
    for (query, found) in [
        ("wh", false),
        ("what", true),
        ("go", true),
        ("concer", true),
        // Two of these form a word.
        ("数字", true),
    ] {
        let described = ["Roadmapping", "Risk management", "Stakeholder management", "データ分析"];
        let names = names(query);
        assert_eq!(
            described.iter().any(|name| names.iter().any(|n| n == name)),
            found,
            "{query}: {names:?}"
        );
    }
}

#[test]
fn prose_is_not_looked_at_where_hundreds_of_names_fit() {
    for (count, in_prose) in [(ENOUGH_NAMES - 1, 1), (ENOUGH_NAMES, 0)] {
        let names: Vec<String> = (0..count).map(|i| format!("Bread {i}")).collect();
        let mut skills: Vec<(&str, &[&str], &str)> =
            names.iter().map(|name| (name.as_str(), &[][..], "")).collect();
        skills.push(("Milling", &[], "Makes flour for bread."));
        let index = SearchIndex::new(Arc::new(catalog(&skills)));
        assert_eq!(
            index.search(&Query::parse("bread"), SearchScope::Skills, 5).total,
            count + in_prose
        );
    }
}

#[test]
fn what_was_meant_comes_first() {
    for (query, first) in [
        ("roadmp", "Roadmapping"),
        ("raodmapping", "Roadmapping"),
        ("mgmt stakeh", "Stakeholder management"),
        ("stakeh mgmt", "Stakeholder management"),
        ("stakholder", "Stakeholder management"),
        ("sql", "SQL"),
        ("ml", "Machine learning"),
        ("a/b testing", "Experimentation"),
        ("split", "Experimentation"),
        ("prioritsation", "Prioritisation"),
        ("prioritization", "Prioritisation"),
        ("donnees", "Analyse de données"),
        ("分析", "データ分析"),
        ("проект", "Управление проектами"),
        ("c++", "C++"),
        ("rm", "Risk management"),
        ("releaseplanning", "Release planning"),
        ("databases !no", "SQL"),
        // In any form of the words.
        ("roadmap", "Roadmapping"),
        ("roadmaps", "Roadmapping"),
        ("prioritise", "Prioritisation"),
        ("releases", "Release planning"),
        ("split tests", "Experimentation"),
        // The words themselves, as far as they are typed, come before their other forms.
        ("baking wholem", "Grain products"),
        ("kneade", "Dough making"),
        ("hire", "Hiring"),
        ("budgets", "Budgeting"),
        ("^sql$", "SQL"),
    ] {
        assert_eq!(
            names(query).first().map(String::as_str),
            Some(first),
            "{query}: {:?}",
            names(query)
        );
    }
}

#[test]
fn operators_narrow() {
    assert_eq!(names("'manage !risk !steak"), ["Stakeholder management", "Release planning"]);
    assert_eq!(names("^c++ | ^nosql").len(), 2);
    assert_eq!(names("management$").len(), 3);
    assert_eq!(names("qqqqq"), Vec::<String>::new());
}

/// Returns the names that `query` finds, each with its missing words.
fn partly(query: &str) -> (bool, Vec<(String, String)>) {
    let catalog = catalog(SKILLS);
    let hits = SearchIndex::new(Arc::new(catalog.clone())).search(
        &Query::parse(query),
        SearchScope::Skills,
        usize::MAX,
    );
    let all = hits
        .hits
        .iter()
        .map(|hit| (skill_name(hit, &catalog), hits.unmatched(hit).collect::<Vec<_>>().join(" ")));
    (hits.is_partial(), all.collect())
}

fn skill_name(hit: &Hit, catalog: &Catalog) -> String {
    match hit.item {
        SearchItem::Skill(id) => catalog.skill(id).name.clone(),
        _ => unreachable!(),
    }
}

#[test]
fn a_capital_letter_hides_nothing() {
    for query in [
        "Stakeholder Management",
        "Managing stakeholders",
        "Risk",
        "DONNÉES",
        "Split Testing",
        "Machine learning",
    ] {
        let (mut with, mut without) = (names(query), names(&query.to_lowercase()));
        assert_eq!(with.first(), without.first(), "{query}");
        with.sort_unstable();
        without.sort_unstable();
        assert_eq!(with, without, "{query}");
    }
    // If only capitals distinguish names, those as typed come first.
    let cased = [("rest", &[][..], ""), ("REST", &[][..], ""), ("restful", &[][..], "")];
    let catalog = catalog(&cased);
    let index = SearchIndex::new(Arc::new(catalog.clone()));
    let hits = index.search(&Query::parse("REST"), SearchScope::Skills, 5).hits;
    assert_eq!(hits[0].text(&catalog), "REST");
    assert_eq!(hits.len(), 3);
}

#[test]
fn where_nothing_has_all_the_words_those_come_that_have_most() {
    for (query, first, missing) in [
        // Two letters off, next to other words that are right.
        ("relxxse planning", "Release planning", "relxxse"),
        ("machnie learnign unicorns", "Machine learning", "unicorns"),
        // One word too many, at any position.
        ("stakeholder unicorn management", "Stakeholder management", "unicorn"),
        ("Unicorn release planning", "Release planning", "Unicorn"),
        ("structured query language unicorn", "SQL", "unicorn"),
        // One word, two letters off.
        ("raodmaping", "Roadmapping", ""),
    ] {
        let (partial, found) = partly(query);
        assert_eq!(
            found.first(),
            Some(&(first.to_string(), missing.to_string())),
            "{query}: {found:?}"
        );
        assert_eq!(partial, !missing.is_empty(), "{query}");
    }
    // Full matches come without partial ones.
    assert!(partly("stakeholder management").1.iter().all(|(_, missing)| missing.is_empty()));
    // Required words must match; small words and lone letters are not worth a page of results.
    for query in
        ["'stakeholder 'unicorn", "^unicorn risk", "unicorn$ risk", "the unicorn", "!risk unicorn"]
    {
        assert!(partly(query).1.is_empty(), "{query}: {:?}", partly(query).1);
    }
    assert!(
        partly("'stakeholder management unicorn")
            .1
            .iter()
            .all(|(name, _)| name == "Stakeholder management")
    );
    assert!(
        partly("management unicorn !risk !steak").1.iter().all(|(name, _)| !name.contains("isk"))
    );
}

/// Returns what `query` finds in the built-in pack.
fn search(query: &str, scope: SearchScope) -> Hits {
    let index = SearchIndex::new(Arc::new(crate::builtin::catalog()));
    index.search(&Query::parse(query), scope, 5)
}

#[test]
fn what_is_only_similar_is_said_to_be() {
    for query in ["nurse", "doctor", "plumber"] {
        assert_eq!(search(query, SearchScope::Roles), Hits::default(), "{query}");
    }
    let hits = search("waiter", SearchScope::Roles);
    assert!(hits.is_similar_only && hits.total > 0);
    assert_eq!(hits.hints, ["no match for `waiter`; these are similar in spelling"]);
    let hits = search("nurse", SearchScope::Skills);
    assert_eq!(hits.hints, ["no match for `nurse`; these have its letters in this order"]);
    for query in ["writer", "pm", "prjct", "front end", "stakeholdr mgmt"] {
        assert!(!search(query, SearchScope::All).is_similar_only, "{query}");
    }
}

#[test]
fn a_skill_with_the_name_comes_before_sentences_that_mention_it() {
    let catalog = Arc::new(crate::builtin::catalog());
    let index = SearchIndex::new(Arc::clone(&catalog));
    for (query, skill) in [
        ("roadmap", "roadmapping"),
        ("budgets", "budgeting"),
        ("hire", "hiring"),
        ("tests", "test-planning"),
        ("test", "test-planning"),
    ] {
        let hits = index.search(&Query::parse(query), SearchScope::All, 1).hits;
        let first = catalog.skill_by_id(skill).map(SearchItem::Skill);
        assert_eq!(hits.first().map(|hit| hit.item), first, "{query}");
    }
}

#[test]
fn the_matching_text_is_named() {
    let catalog = catalog(SKILLS);
    let hits = SearchIndex::new(Arc::new(catalog.clone())).search(
        &Query::parse("split"),
        SearchScope::Skills,
        1,
    );
    assert_eq!(
        (hits.hits[0].matched, hits.hits[0].text(&catalog)),
        (MatchedText::Alias, "split testing")
    );
}

#[test]
fn what_matched_is_lit() {
    for (query, text, lit) in [
        ("roadmp", "Roadmapping", vec!["Roadm", "p"]),
        ("mgmt", "Stakeholder management", vec!["m", "g", "m", "t"]),
        ("ml", "Machine learning", vec!["M", "l"]),
        ("raodmapping", "Roadmapping", vec!["Roadmapping"]),
        ("donnees", "Analyse de donne\u{301}es", vec!["donne\u{301}es"]),
        ("分", "データ分析", vec!["分"]),
        ("hire", "Hiring", vec!["Hir"]),
        ("budgets", "Budgeting", vec!["Budget"]),
        ("zzz", "Roadmapping", vec![]),
    ] {
        let ranges = crate::search::highlight(&Query::parse(query), text);
        assert_eq!(
            ranges.into_iter().map(|r| &text[r]).collect::<Vec<_>>(),
            lit,
            "{query} in {text}"
        );
    }
}

proptest! {
    #[test]
    fn any_query_is_answered_alike_each_time(query in "\\PC{0,30}|[a-z' ^$!|]{0,30}", limit in 0usize..8) {
        let index = SearchIndex::new(Arc::new(catalog(SKILLS)));
        let query = Query::parse(&query);
        let all = index.search(&query, SearchScope::All, usize::MAX);
        prop_assert_eq!(all.total, all.hits.len());
        let some = index.search(&query, SearchScope::All, limit);
        prop_assert_eq!(&all.hits[..limit.min(all.hits.len())], &some.hits[..]);
        prop_assert_eq!(some.total, all.total);
        // Full matches are listed without partial ones.
        prop_assert!(all.hits.iter().all(|hit| hit.missing == 0) || all.is_partial() || all.hits[0].is_named_role());
    }

    #[test]
    fn highlights_are_in_order_and_on_boundaries(query in "\\PC{0,8}", text in "\\PC{0,40}") {
        let mut at = 0;
        for range in crate::search::highlight(&Query::parse(&query), &text) {
            prop_assert!(range.start >= at && range.start < range.end);
            prop_assert!(text.get(range.clone()).is_some());
            at = range.end;
        }
    }
}

#[test]
fn very_long_queries_take_bounded_time() {
    let index = SearchIndex::new(Arc::new(catalog(SKILLS)));
    for query in
        ["a".repeat(10_000), "ab ".repeat(5_000), "é".repeat(10_000), "!'^$|".repeat(2_000)]
    {
        let _ = index.search(&Query::parse(&query), SearchScope::All, 10);
    }
}

#[test]
fn what_a_role_is_called_comes_first_though_it_holds_an_operator() {
    let mut text = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n".to_string();
    for (id, title) in [
        ("cook", "Cook"),
        ("both", "Cook | Baker"),
        ("baker", "Baker"),
        ("not", "!Cook"),
        ("cost", "Cost$"),
    ] {
        text += &format!(
            "[[role]]\nid = \"{id}\"\ntitle = \"{title}\"\nfamily = \"f\"\nsummary = \"S.\"\n"
        );
    }
    let catalog = crate::pack::from_files("p", &[("p.toml", &text)]).catalog;
    let index = SearchIndex::new(Arc::new(catalog.clone()));
    for (query, role) in
        [("Cook | Baker", "both"), ("cook | baker", "both"), ("!Cook", "not"), ("cost$", "cost")]
    {
        assert_eq!(found_ids(query, &index, &catalog)[0], role, "{query}");
        assert_eq!(
            index.roles.find(&catalog, query).roles()[0],
            catalog.role_by_id(role).unwrap(),
            "{query}"
        );
    }
    // An operator that no role is called by is still an operator.
    assert_eq!(found_ids("baker | cook", &index, &catalog).len(), 4);
    assert!(!found_ids("!baker", &index, &catalog).contains(&"baker".to_string()));
}

fn found_ids(query: &str, index: &SearchIndex, catalog: &Catalog) -> Vec<String> {
    let hits = index.search(&Query::parse(query), SearchScope::Roles, usize::MAX).hits;
    hits.iter()
        .map(|hit: &Hit| match hit.item {
            SearchItem::Role(role) => catalog.role(role).id.clone(),
            _ => String::new(),
        })
        .collect()
}
