//! Loading of content: the built-in pack and variants of a small one.

use proptest::prelude::*;

use super::*;

/// A small valid pack.
pub(super) const SMALL: &str = include_str!("../../tests/it/fixtures/small.toml");

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
    let inherited: Vec<&str> = senior
        .responsibilities
        .iter()
        .filter(|d| d.inherited_from == Some(base))
        .map(|d| d.text.as_str())
        .collect();
    assert_eq!(inherited, ["Shapes loaves by hand.", "Keeps the oven clean."]);
    assert_eq!(senior.responsibilities[0].inherited_from, None);
}

#[test]
fn themes_come_in_the_order_of_the_file() {
    let catalog = from_bytes("small.toml", SMALL.as_bytes()).catalog;
    let baker = catalog.role(catalog.role_by_id("baker").unwrap());
    let themes: Vec<&str> =
        baker.responsibilities.iter().map(|d| catalog.theme(d.theme).id.as_str()).collect();
    assert_eq!(themes, ["craft", "craft", "care"]);
}

#[test]
fn ids_that_two_packs_share_are_qualified_and_skills_merge() {
    let other = SMALL
        .replace("id = \"bakery\"", "id = \"other\"")
        .replace("name = \"Kneading\"", "name = \"Dough work\"");
    let loaded = read::load(vec![pack_files("a", SMALL), pack_files("b", &other)]);
    assert_eq!(loaded.diagnostics, []);
    assert!(loaded.catalog.role_by_id("bakery:baker").is_some());
    let senior = loaded.catalog.role(loaded.catalog.role_by_id("other:senior-baker").unwrap());
    assert_eq!(senior.extends, loaded.catalog.role_by_id("other:baker"));
    let kneading = loaded.catalog.skill(loaded.catalog.skill_by_id("kneading").unwrap());
    assert_eq!(kneading.name, "Kneading");
    assert!(kneading.aliases.contains(&"Dough work".to_string()));
}

fn pack_files(name: &str, text: &str) -> read::PackFiles {
    read::PackFiles {
        origin: name.to_string(),
        files: vec![(name.to_string(), text.as_bytes().to_vec())],
        skipped: vec![],
    }
}

/// Returns `count` roles, each of which extends the role that `base` returns, with `duties` of its
/// own.
fn extending(
    count: usize,
    base: impl Fn(usize) -> Option<usize>,
    duties: impl Fn(usize) -> usize,
) -> String {
    let mut text = String::from(
        "[pack]\nformat = 1\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\n[[theme]]\nid = \"t\"\ntitle = \"T\"\n",
    );
    for i in 0..count {
        text +=
            &format!("[[role]]\nid = \"r{i}\"\ntitle = \"R\"\nfamily = \"f\"\nsummary = \"s\"\n");
        if let Some(base) = base(i) {
            text += &format!("extends = \"r{base}\"\n");
        }
        let duties: Vec<String> =
            (0..duties(i)).map(|duty| format!("\"Does {i} and {duty}.\"")).collect();
        text += &format!("responsibilities.t = [{}]\n", duties.join(", "));
    }
    text
}

fn duties(catalog: &Catalog) -> usize {
    catalog.roles().iter().map(|role| role.responsibilities.len()).sum()
}

#[test]
fn a_chain_of_extends_is_followed_up_to_a_length() {
    // Real ladders are far shorter, whatever the order of roles in the file.
    for base in [|i: usize| i.checked_sub(1), |i: usize| Some(i + 1).filter(|next| *next <= 64)] {
        let loaded = from_bytes("x.toml", extending(65, base, |_| 1).as_bytes());
        assert_eq!(loaded.diagnostics, []);
        assert_eq!(duties(&loaded.catalog), (1..=65).sum::<usize>());
    }
    // One fault, at the first role that is too far away; neither the stack nor memory is exhausted.
    let text = extending(20_000, |i| i.checked_sub(1), |_| 1);
    let loaded = from_bytes("x.toml", text.as_bytes());
    let [fault] = &loaded.diagnostics[..] else { panic!("{} faults", loaded.diagnostics.len()) };
    assert_eq!(
        (fault.code.word(), fault.source_line.as_str()),
        ("extends-too-deep", "extends = \"r64\"")
    );
    assert!(duties(&loaded.catalog) < 65 * 66 / 2 + 20_000);
    let loop_of = extending(20_000, |i| Some((i + 1) % 20_000), |_| 1);
    let loaded = from_bytes("x.toml", loop_of.as_bytes());
    let [fault] = &loaded.diagnostics[..] else { panic!("{} faults", loaded.diagnostics.len()) };
    assert!(fault.code == "extends-loop" && fault.message.len() < 200, "{}", fault.message);
}

#[test]
fn roles_that_extend_the_same_one_inherit_up_to_a_size() {
    let text = extending(3_000, |i| (i > 0).then_some(0), |i| if i == 0 { 1_000 } else { 1 });
    let loaded = from_bytes("x.toml", text.as_bytes());
    assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["extends-too-much"]);
    assert!(duties(&loaded.catalog) < 1_000_000, "{}", duties(&loaded.catalog));
    let text = extending(500, |i| (i > 0).then_some(0), |i| if i == 0 { 100 } else { 5 });
    let loaded = from_bytes("x.toml", text.as_bytes());
    assert_eq!(loaded.diagnostics, []);
    assert_eq!(duties(&loaded.catalog), 100 + 499 * 105);
}

#[test]
fn text_from_a_pack_cannot_steer_the_terminal() {
    let text = SMALL.replace("Bakes bread.", "Bakes \\u001b[31mred\\u202e bread.");
    let catalog = from_bytes("small.toml", text.as_bytes()).catalog;
    let summary = &catalog.role(catalog.role_by_id("baker").unwrap()).summary;
    assert_eq!(summary, "Bakes ␛[31mred‹U+202E› bread.");
}

#[test]
fn a_reading_that_is_broken_off_gives_nothing() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("small.toml");
    std::fs::write(&path, SMALL).unwrap();
    let stop = CancelToken::default();
    stop.cancel();
    assert!(load_cancellable(std::slice::from_ref(&path), |_| None, &stop).unwrap().is_none());
    stop.reset();
    let loaded = load_cancellable(&[path], |_| None, &stop).unwrap().unwrap();
    assert_eq!(loaded.catalog.roles().len(), 5);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = from_bytes("x.toml", &bytes);
    }

    #[test]
    fn no_mutation_of_a_pack_makes_it_panic(at in 0usize..4000, len in 0usize..40, put in "[\\[\\]{}=\"'\\\\#a-z0-9 .\\né\u{a0}\u{2028}]{0,12}") {
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

/// Roles that state reporting lines at either end, and at both.
const LINES: &str = r#"
[pack]
format = 1
id = "p"
title = "P"
version = "1"
[[source]]
id = "a"
title = "A"
publisher = "A"
kind = "survey"
[[source]]
id = "b"
title = "B"
publisher = "B"
kind = "survey"
[[role]]
id = "baker"
title = "Baker"
family = "bakery"
summary = "Bakes."
[role.reporting]
reports-to = ["owner"]
sources = ["a"]
[[role]]
id = "head"
title = "Head baker"
family = "bakery"
summary = "Leads."
[role.reporting]
manages = ["baker"]
sources = ["b"]
[[role]]
id = "owner"
title = "Owner"
family = "bakery"
summary = "Owns."
[role.reporting]
manages = ["head", "baker"]
"#;

#[test]
fn a_line_stated_at_one_end_holds_at_both() {
    let catalog = from_files("p", &[("p.toml", LINES)]).catalog;
    let [baker, head, owner] = ["baker", "head", "owner"].map(|id| catalog.role_by_id(id).unwrap());
    assert_eq!(catalog.reports_to(baker), [owner, head]);
    assert_eq!(catalog.leads(head), [baker]);
    assert_eq!(catalog.reports_to(head), [owner]);
    assert_eq!(catalog.leads(owner), [head, baker]);
    let sources = |role, other| {
        let ids = catalog.line_sources(role, other).iter();
        ids.map(|source| catalog.source_id(*source)).collect::<Vec<_>>()
    };
    assert_eq!(sources(baker, head), ["b"]);
    assert_eq!(sources(baker, owner), ["a"]);
    assert!(sources(owner, baker).is_empty(), "it states the line itself, without a source");
    assert_eq!(catalog.reporting_sources(baker).len(), 2);
}
