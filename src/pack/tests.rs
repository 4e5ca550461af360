//! Loading content: the built-in pack and mended variants of a small one.

use proptest::prelude::*;

use super::*;

/// A small valid pack.
pub(super) const SMALL: &str = include_str!("../../tests/it/fixtures/small.toml");

fn codes(text: &str) -> Vec<&'static str> {
    from_bytes("small.toml", text.as_bytes()).diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn the_small_pack_is_sound() {
    let loaded = from_bytes("small.toml", SMALL.as_bytes());
    assert_eq!(loaded.diagnostics, []);
    assert_eq!(loaded.catalog.roles().len(), 5);
}

#[test]
fn duties_of_the_base_hold_with_their_origin_unless_said_anew() {
    let catalog = from_bytes("small.toml", SMALL.as_bytes()).catalog;
    let senior = catalog.role(catalog.role_by_id("senior-baker").unwrap());
    let base = catalog.role_by_id("baker").unwrap();
    let inherited: Vec<&str> =
        senior.responsibilities.iter().filter(|d| d.origin == Some(base)).map(|d| d.text.as_str()).collect();
    assert_eq!(inherited, ["Shapes loaves by hand.", "Keeps the oven clean."]);
    assert_eq!(senior.responsibilities[0].origin, None);
}

#[test]
fn themes_come_in_the_order_of_the_file() {
    let catalog = from_bytes("small.toml", SMALL.as_bytes()).catalog;
    let baker = catalog.role(catalog.role_by_id("baker").unwrap());
    let themes: Vec<&str> = baker.responsibilities.iter().map(|d| catalog.theme(d.theme).id.as_str()).collect();
    assert_eq!(themes, ["craft", "craft", "care"]);
}

#[test]
fn ids_that_two_packs_share_are_qualified_and_skills_merge() {
    let other =
        SMALL.replace("id = \"bakery\"", "id = \"other\"").replace("name = \"Kneading\"", "name = \"Dough work\"");
    let sources = |name: &str, text: &str| read::Sources {
        origin: name.to_string(),
        files: vec![(name.to_string(), text.as_bytes().to_vec())],
        skipped: vec![],
    };
    let loaded = read::load(vec![sources("a", SMALL), sources("b", &other)]);
    assert_eq!(loaded.diagnostics, []);
    assert!(loaded.catalog.role_by_id("bakery:baker").is_some());
    let senior = loaded.catalog.role(loaded.catalog.role_by_id("other:senior-baker").unwrap());
    assert_eq!(senior.extends, loaded.catalog.role_by_id("other:baker"));
    let kneading = loaded.catalog.skill(loaded.catalog.skill_by_id("kneading").unwrap());
    assert_eq!(kneading.name, "Kneading");
    assert!(kneading.aliases.contains(&"Dough work".to_string()));
}

#[test]
fn a_long_chain_of_extends_does_not_exhaust_the_stack() {
    let mut text = String::from("[pack]\nformat = 1\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\n");
    for i in 0..5_000 {
        text += &format!("[[role]]\nid = \"r{i}\"\ntitle = \"R\"\nfamily = \"f\"\nsummary = \"s\"\n");
        if i > 0 {
            text += &format!("extends = \"r{}\"\n", i - 1);
        }
    }
    assert_eq!(codes(&text), Vec::<&str>::new());
}

#[test]
fn text_from_a_pack_cannot_steer_the_terminal() {
    let text = SMALL.replace("Bakes bread.", "Bakes \\u001b[31mred\\u202e bread.");
    let catalog = from_bytes("small.toml", text.as_bytes()).catalog;
    let summary = &catalog.role(catalog.role_by_id("baker").unwrap()).summary;
    assert_eq!(summary, "Bakes ␛[31mred‹U+202E› bread.");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = from_bytes("x.toml", &bytes);
    }

    #[test]
    fn no_mutation_of_a_pack_makes_it_panic(at in 0usize..4000, len in 0usize..40, put in "[\\[\\]{}=\"a-z0-9 .\\n]{0,12}") {
        let mut bytes = SMALL.as_bytes().to_vec();
        let at = at % bytes.len();
        let end = (at + len).min(bytes.len());
        bytes.splice(at..end, put.into_bytes());
        let loaded = from_bytes("x.toml", &bytes);
        for diagnostic in &loaded.diagnostics {
            prop_assert!(diagnostic.line >= 1 && diagnostic.column >= 1);
        }
    }
}
