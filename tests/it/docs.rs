//! What the README says is what the code says.

use std::collections::BTreeMap;

use clap::CommandFactory;
use roledex::model::Role;

fn commands() -> String {
    let mut text = String::new();
    let command = roledex::cli::Args::command();
    for sub in command.get_subcommands() {
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        text += &format!("| `roledex {}` | {about} |\n", sub.get_name());
    }
    text
}

fn keys() -> String {
    let mut out = Vec::new();
    roledex::tui::keymap::Keymap::default().write_markdown(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The skills that most roles require and the roles one rank below in their family do not, with the
/// number of these roles: the answer to the question that the README asks of the tables.
pub fn senior_skills() -> Vec<(String, usize)> {
    let catalog = roledex::builtin::catalog();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for role in catalog.roles() {
        let below: Vec<&Role> = catalog
            .roles()
            .iter()
            .filter(|other| other.seniority.is_some() && other.family == role.family)
            .filter(|other| other.seniority < role.seniority)
            .collect();
        let rank = below.iter().filter_map(|other| other.seniority).max();
        let mut juniors = below.iter().filter(|other| other.seniority == rank).peekable();
        if juniors.peek().is_none() {
            continue;
        }
        let juniors: Vec<&&Role> = juniors.collect();
        for requirement in &role.skills {
            if juniors.iter().all(|junior| junior.requirement(requirement.skill).is_none()) {
                *counts.entry(&catalog.skill(requirement.skill).name).or_default() += 1;
            }
        }
    }
    let mut skills: Vec<(String, usize)> =
        counts.into_iter().map(|(name, count)| (name.to_string(), count)).collect();
    skills.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    skills.truncate(5);
    skills
}

fn senior_skills_table() -> String {
    let rows = senior_skills();
    let rows = rows.iter().map(|(name, count)| format!("| {name} | {count} |\n"));
    format!("| skill_name | senior_roles |\n| --- | ---: |\n{}", rows.collect::<String>())
}

/// `readme` with the text between the markers of `name` replaced.
fn filled(readme: &str, name: &str, text: &str) -> String {
    let start = format!("<!-- {name}: generated, see tests/it/docs.rs -->\n");
    let end = format!("<!-- /{name} -->");
    let from =
        readme.find(&start).unwrap_or_else(|| panic!("README.md has no {start}")) + start.len();
    let to = from + readme[from..].find(&end).unwrap_or_else(|| panic!("README.md has no {end}"));
    format!("{}{text}{}", &readme[..from], &readme[to..])
}

#[test]
fn the_readme_lists_the_commands_there_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let wanted = filled(&readme, "commands", &commands());
    let wanted = filled(&wanted, "senior-skills", &senior_skills_table());
    if std::env::var_os("ROLEDEX_BLESS").is_some() {
        std::fs::write(path, &wanted).unwrap();
        return;
    }
    assert!(readme == wanted, "README.md is stale: run ROLEDEX_BLESS=1 cargo test docs");
}

#[test]
fn the_page_of_keys_lists_the_keys_there_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/.github/KEYS.md");
    let page = std::fs::read_to_string(path).unwrap();
    let wanted = filled(&page, "keys", &keys());
    if std::env::var_os("ROLEDEX_BLESS").is_some() {
        std::fs::write(path, &wanted).unwrap();
        return;
    }
    assert!(page == wanted, ".github/KEYS.md is stale: run ROLEDEX_BLESS=1 cargo test docs");
}

#[test]
fn the_reference_of_the_pack_format_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/content/README.md");
    let page = std::fs::read_to_string(path).unwrap();
    let reference = roledex::pack::reference();
    for table in ["## `[pack]`", "`[[role]]`", "`[role.reporting]`", "`[[comparison.point]]`"] {
        assert!(reference.contains(table), "{table}");
    }
    let wanted = filled(&page, "reference", &reference);
    if std::env::var_os("ROLEDEX_BLESS").is_some() {
        std::fs::write(path, &wanted).unwrap();
        return;
    }
    assert!(page == wanted, "content/README.md is stale: run ROLEDEX_BLESS=1 cargo test docs");
}

#[test]
fn the_pack_in_the_readme_is_sound() {
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let from = readme.find("```toml\n").unwrap() + 8;
    let pack = &readme[from..from + readme[from..].find("```").unwrap()];
    let loaded = roledex::pack::from_files("README.md", &[("README.md", pack)]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    assert_eq!(loaded.catalog.roles().len(), 1);
}

#[test]
fn the_settings_in_the_readme_are_sound() {
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let from = readme.rfind("```toml\n").unwrap() + 8;
    let text = &readme[from..from + readme[from..].find("```").unwrap()];
    let file = roledex::config::file::ConfigFile::parse("README.md", text);
    assert_eq!((file.mouse, file.keys.len()), (Some(false), 2));
    assert_eq!(file.faults, []);
    assert_eq!(roledex::tui::keymap::Keymap::new(&file.keys).1, []);
    assert_eq!(roledex::tui::theme::build_themes(&file.themes).1, []);
}

/// Returns the files and folders that the recipes of the front page name, apart from those to add.
fn named_in_recipes(front: &str) -> Vec<&str> {
    let recipes = front.split_once("# How to add").unwrap().1.split_once("#![cfg_attr").unwrap().0;
    let is_path = |word: &&str| word.starts_with("src/") || word.starts_with("tests/");
    let words = recipes.split('`').filter(is_path);
    words.filter(|path| !path.contains("NAME")).collect()
}

#[test]
fn the_files_that_recipes_name_exist() {
    let front = include_str!("../../src/lib.rs");
    let named = named_in_recipes(front);
    assert!(named.len() > 25, "{named:?}");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let gone: Vec<_> = named.iter().filter(|path| !root.join(path).exists()).collect();
    assert!(gone.is_empty(), "{gone:?}");
    assert_eq!(
        named_in_recipes("# How to add\n`src/a.rs` `b` `tests/NAME.rs`\n#![cfg_attr"),
        ["src/a.rs"]
    );
}

/// The rooms keep to what they may know.
#[test]
fn rooms_do_not_know_what_they_must_not_know() {
    fn sources(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let below = path.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
                found.push((below.to_str().unwrap().replace('\\', "/"), text));
            }
        }
    }
    let mut found = Vec::new();
    sources(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
    let rules: &[(&str, &[&str])] = &[
        (
            "model",
            &[
                "toml::",
                "ratatui",
                "crossterm",
                "clap",
                "std::fs",
                "crate::pack",
                "crate::tui",
                "crate::report",
            ],
        ),
        (
            "pack",
            &[
                "ratatui",
                "crossterm",
                "clap",
                "crate::tui",
                "crate::report",
                "crate::search",
                "crate::analysis",
            ],
        ),
        ("config", &["ratatui", "crossterm", "clap", "crate::tui", "crate::report", "crate::cli"]),
        (
            "search",
            &["toml::", "ratatui", "crossterm", "clap", "std::fs", "crate::tui", "crate::report"],
        ),
        (
            "analysis",
            &["toml::", "ratatui", "crossterm", "clap", "std::fs", "crate::tui", "crate::report"],
        ),
        ("profile", &["ratatui", "crossterm", "clap", "crate::tui", "crate::report", "crate::cli"]),
        ("report", &["ratatui", "crossterm", "clap", "toml::", "crate::tui", "crate::cli"]),
        (
            "site",
            &["ratatui", "crossterm", "clap", "toml::", "std::fs", "crate::tui", "crate::cli"],
        ),
        ("cli", &["ratatui", "toml::"]),
        ("tui", &["toml::", "clap", "crate::cli", "crate::report"]),
        (
            "tui/update",
            &["ratatui::widgets", "ratatui::buffer", "std::fs", "std::thread", "println"],
        ),
        ("tui/pane", &["ratatui::", "std::fs", "std::thread"]),
    ];
    for (room, banned) in rules {
        for (path, text) in found
            .iter()
            .filter(|(p, _)| p.starts_with(&format!("{room}/")) || *p == format!("{room}.rs"))
        {
            for word in *banned {
                let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
                let tests = path.ends_with("tests.rs") || path.contains("/tests/");
                let hit =
                    code.clone().find(|l| l.contains(word) && !tests && !l.contains("mod tests"));
                assert!(hit.is_none(), "{path} must not know {word}: {hit:?}");
            }
        }
    }
    // Everything measures and wraps as it is drawn.
    let of_width = |text: &str| text.contains("unicode_width") || text.contains("textwrap");
    let measured: Vec<&str> =
        found.iter().filter(|(_, t)| of_width(t)).map(|(p, _)| p.as_str()).collect();
    assert_eq!(measured, ["model/text.rs"]);
    let fuzzy: Vec<&str> = found
        .iter()
        .filter(|(_, t)| t.contains("use fuzzy_matcher"))
        .map(|(p, _)| p.as_str())
        .collect();
    assert_eq!(fuzzy, ["search/score.rs"]);
}
