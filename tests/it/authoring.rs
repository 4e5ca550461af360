//! `roledex fmt`, `rename`, `new`, and roles as parts of a pack file.

use std::path::{Path, PathBuf};
use std::process::Output;

use crate::program::{SMALL, command, err, out};

/// The program in `folder`.
pub fn run_in(folder: &Path, args: &[&str]) -> Output {
    let mut command = command(args);
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command.current_dir(folder).output().unwrap()
}

/// Runs the program in `folder` and returns its output; it must succeed.
pub fn ok(folder: &Path, args: &[&str]) -> String {
    let output = run_in(folder, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}{}", out(&output), err(&output));
    out(&output)
}

/// The exit status and what the program says on standard error.
fn refused(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = run_in(folder, args);
    (output.status.code().unwrap(), err(&output))
}

/// Writes the small pack into `folder` as a folder of two files.
pub fn small_ladder(folder: &Path) -> PathBuf {
    let ladder = folder.join("ladder");
    std::fs::create_dir_all(ladder.join("roles")).unwrap();
    let text = std::fs::read_to_string(SMALL).unwrap();
    let at = text.find("[[role]]").unwrap();
    std::fs::write(ladder.join("pack.toml"), &text[..at]).unwrap();
    std::fs::write(ladder.join("roles/all.toml"), &text[at..]).unwrap();
    ladder
}

/// Every file below `folder` with its text.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found.sort();
    found
}

#[test]
fn fmt_rewrites_what_is_not_formatted_and_check_lists_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    small_ladder(folder);
    let odd = "# kept\n[[theme]]\ntitle='Odd'\nid='odd'\n";
    std::fs::write(folder.join("ladder/odd.toml"), odd).unwrap();
    let check = run_in(folder, &["fmt", "--check", "ladder"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(out(&check).lines().any(|line| line == "ladder/odd.toml"), "{}", out(&check));
    assert_eq!(std::fs::read_to_string(folder.join("ladder/odd.toml")).unwrap(), odd);
    let listed = ok(folder, &["list", "--pack", "ladder", "--format", "json"]);
    assert_eq!(ok(folder, &["fmt", "ladder"]), out(&check));
    let new = std::fs::read_to_string(folder.join("ladder/odd.toml")).unwrap();
    assert_eq!(new, "# kept\n[[theme]]\nid = \"odd\"\ntitle = \"Odd\"\n");
    assert_eq!(ok(folder, &["fmt", "--check", "ladder"]), "");
    assert_eq!(ok(folder, &["fmt", "ladder"]), "");
    assert_eq!(ok(folder, &["list", "--pack", "ladder", "--format", "json"]), listed);
    let json = ok(folder, &["fmt", "--pack", "ladder", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json, serde_json::json!({"schema": "roledex/fmt/1", "files": 3, "changed": []}));
}

#[test]
fn fmt_leaves_alone_what_it_cannot_read() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("a.toml"), "[[theme]]\ntitle = 'A'\nid = 'a'\n").unwrap();
    std::fs::write(folder.join("b.toml"), "[[theme]\nid = 'a'\n").unwrap();
    std::fs::write(folder.join("c.toml"), b"id = '\xff'\n").unwrap();
    let (status, said) = refused(folder, &["fmt", "."]);
    assert_eq!(status, 3);
    assert!(said.contains("b.toml:1") && said.contains("c.toml:1:7"), "{said}");
    assert_eq!(std::fs::read_to_string(folder.join("b.toml")).unwrap(), "[[theme]\nid = 'a'\n");
    let new = std::fs::read_to_string(folder.join("a.toml")).unwrap();
    assert_eq!(new, "[[theme]]\nid = \"a\"\ntitle = \"A\"\n");
    let (status, said) = refused(folder, &["fmt"]);
    assert!(status == 2 && said.contains("name the files or folders of your pack"), "{said}");
}

#[test]
fn rename_changes_every_file_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let ladder = small_ladder(folder);
    let before = texts(&ladder);
    let dry = ok(folder, &["rename", "baker", "bread-maker", "--in", "ladder", "--dry-run"]);
    assert_eq!(texts(&ladder), before);
    let done = run_in(folder, &["rename", "baker", "bread-maker", "--in", "ladder"]);
    assert_eq!((done.status.code(), out(&done)), (Some(0), dry));
    let places = out(&done).lines().count();
    let said = format!("renamed the role `baker` to `bread-maker`: {places} places in ");
    assert!(places > 2 && err(&done).contains(&said), "{}", err(&done));
    for line in out(&done).lines() {
        assert_eq!(line.split('\t').count(), 4, "{line}");
    }
    ok(folder, &["check", "ladder"]);
    ok(folder, &["show", "--pack", "ladder", "bread-maker"]);
    // Renaming back gives the same bytes.
    ok(folder, &["rename", "bread-maker", "baker", "--in", "ladder"]);
    assert_eq!(texts(&ladder), before);
    let (status, said) = refused(folder, &["rename", "baker", "head-baker", "--in", "ladder"]);
    assert!(status == 1 && said.contains("a role `head-baker` already exists"), "{said}");
    let (status, said) = refused(folder, &["rename", "bakr", "x", "--in", "ladder"]);
    assert!(status == 1 && said.contains("did you mean `baker`?"), "{said}");
    let (status, said) = refused(folder, &["rename", "baker", "Bread maker", "--in", "ladder"]);
    assert!(status == 2 && said.contains("an id has only"), "{said}");
    std::fs::write(ladder.join("zz.toml"), "[[role]\n").unwrap();
    let (status, said) = refused(folder, &["rename", "baker", "x", "--in", "ladder"]);
    assert!(status == 3 && said.contains("zz.toml:1"), "{said}");
    std::fs::remove_file(ladder.join("zz.toml")).unwrap();
    assert_eq!(texts(&ladder), before);
}

#[cfg(unix)]
#[test]
fn a_rename_that_cannot_finish_is_undone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let ladder = small_ladder(folder);
    let before = texts(&ladder);
    let last = ladder.join("roles/all.toml");
    std::fs::set_permissions(&last, std::fs::Permissions::from_mode(0o444)).unwrap();
    let skill = before[0].1.split("[[skill]]\nid = \"").nth(1).unwrap();
    let skill = &skill[..skill.find('"').unwrap()];
    let (status, said) = refused(folder, &["rename", skill, "new-name", "--in", "ladder"]);
    assert!(status == 3 && said.contains("all.toml: it is read-only"), "{said}");
    assert_eq!(texts(&ladder), before);
}

#[test]
fn a_role_as_toml_reads_back_equal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for pack in ["tests/it/fixtures/full.toml", SMALL] {
        let text = std::fs::read_to_string(root.join(pack)).unwrap();
        let before = roledex::pack::from_files("a", &[("a.toml", &text)]).catalog;
        let mut parts = Vec::new();
        for id in before.role_ids() {
            let id = &before.role(id).id;
            parts.push(ok(root, &["show", id, "--pack", pack, "--format", "toml"]));
        }
        let head = &text[..text.find("[[role]]").unwrap()];
        let rest = text.find("[[comparison]]").map_or("", |at| &text[at..]);
        let whole = format!("{head}{}\n{rest}", parts.join("\n"));
        let after = roledex::pack::from_files("a", &[("a.toml", &whole)]);
        assert!(after.diagnostics.is_empty(), "{:?}", after.diagnostics);
        assert_eq!(after.catalog.roles(), before.roles());
        assert_eq!(after.catalog.comparisons(), before.comparisons());
    }
    let refused = run_in(root, &["list", "--format", "toml"]);
    assert_eq!(refused.status.code(), Some(2));
}

/// Fills the holes of the file at `path` in turn.
fn fill(path: &Path, texts: &[&str]) {
    let mut text = std::fs::read_to_string(path).unwrap();
    for new in texts {
        let hole = text
            .match_indices("\"\"")
            .map(|(at, _)| at)
            .find(|at| !text[..*at].rsplit('\n').next().unwrap().trim_start().starts_with('#'))
            .unwrap_or_else(|| panic!("{} has no hole for {new}:\n{text}", path.display()));
        text.replace_range(hole..hole + 2, &format!("{new:?}"));
    }
    let left = roledex::authoring::template::count_holes(&text);
    assert_eq!(left, 0, "{}:\n{text}", path.display());
    std::fs::write(path, text).unwrap();
}

/// The author's guide, from nothing to a published ladder.
#[test]
fn new_files_pass_once_their_holes_are_filled() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let made = ok(folder, &["new", "pack", "our-ladder"]);
    let schema = "our-ladder/roledex-pack-1.schema.json";
    assert_eq!(
        made.lines().collect::<Vec<_>>(),
        ["our-ladder/pack.toml", "our-ladder/skills.toml", "our-ladder/sources.toml", schema]
    );
    ok(folder, &["fmt", "--check", "our-ladder"]);
    // Each hole is an error of `check` until it is filled, with its place.
    let check = run_in(folder, &["check", "our-ladder", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&check)).unwrap();
    assert_eq!((check.status.code(), &json["errors"]), (Some(1), &8.into()), "{json:#}");
    fill(&folder.join("our-ladder/pack.toml"), &["Our ladder"]);
    let levels = ["Knows it.", "Does it.", "Does it well.", "Teaches it."];
    let skill = [&["review", "Code review", "Reads code."][..], &levels].concat();
    fill(&folder.join("our-ladder/skills.toml"), &skill);
    ok(folder, &["check", "our-ladder"]);

    assert_eq!(
        ok(folder, &["new", "role", "engineer", "--in", "our-ladder"]),
        "our-ladder/roles/engineer.toml\n"
    );
    let engineer = folder.join("our-ladder/roles/engineer.toml");
    let said =
        ["Engineer", "engineering", "Builds things.", "Builds the product.", "review: working"];
    fill(&engineer, &said);
    let extends = ["new", "role", "senior-engineer", "--in", "our-ladder", "--extends", "engineer"];
    ok(folder, &extends);
    let senior = folder.join("our-ladder/roles/senior-engineer.toml");
    fill(&senior, &["Senior engineer", "Leads.", "Plans the product.", "review: expert"]);
    ok(folder, &["new", "comparison", "engineer", "senior engineer", "--in", "our-ladder"]);
    let comparison = folder.join("our-ladder/comparisons/engineer-senior-engineer.toml");
    fill(&comparison, &["Scope", "One task.", "A project."]);
    ok(folder, &["fmt", "--check", "our-ladder"]);
    let checked = ok(folder, &["check", "our-ladder"]);
    assert!(checked.contains("no problems (2 roles, 1 skill, 0 sources)"), "{checked}");
    let shown =
        ok(folder, &["--pack", "our-ladder", "show", "senior-engineer", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["seniority"], 2, "{shown:#}");

    // Nothing is overwritten.
    let before = texts(folder);
    let again: [&[&str]; 5] = [
        &["new", "pack", "our-ladder"],
        &["new", "role", "engineer", "--in", "our-ladder"],
        &["new", "role", "engineer", "--in", "our-ladder/more.toml"],
        &["new", "comparison", "senior-engineer", "engineer", "--in", "our-ladder"],
        &["new", "role", "other", "--in", "nowhere/roles.toml"],
    ];
    for args in again {
        let (status, said) = refused(folder, args);
        assert!([1, 3].contains(&status) && said.contains("roledex: "), "{args:?}: {said}");
    }
    assert_eq!(texts(folder), before);
    // A role can be added to a file.
    let file = "our-ladder/roles/engineer.toml";
    assert_eq!(ok(folder, &["new", "role", "guest", "--in", file]), format!("{file}\n"));
    let text = std::fs::read_to_string(&engineer).unwrap();
    let (_, old) = before.iter().find(|(path, _)| *path == engineer).unwrap();
    assert!(text.starts_with(old) && text.contains("id = \"guest\""), "{text}");
}

/// A hint about a role is about the pack that is written to, and one about a key fits the key.
#[test]
fn hints_are_about_the_pack_at_hand() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let pack = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"\"\nversion = \"1\"\nlicense = \"\"\n\
                [[role]]\nid = \"baker\"\ntitle = \"Baker\"\nfamily = \"f\"\nsummary = \"Bakes.\"\n\
                aliases = [\"\"]\n";
    std::fs::write(folder.join("p.toml"), pack).unwrap();
    let (status, said) =
        refused(folder, &["new", "role", "x", "--in", "p.toml", "--extends", "bakr"]);
    assert_eq!(status, 1);
    assert!(said.contains("did you mean:\n  baker  Baker"), "{said}");
    let comparison = ["new", "comparison", "baker", "astronaut", "--in", "p.toml"];
    let (status, said) = refused(folder, &comparison);
    assert_eq!(status, 1);
    let hint = "no role named `astronaut` in p.toml; `roledex --pack p.toml list` shows all";
    assert!(said.contains(hint), "{said}");
    let check = run_in(folder, &["check", "p.toml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&check)).unwrap();
    let hints: Vec<&str> = json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["hint"].as_str().unwrap())
        .collect();
    assert_eq!(
        hints,
        ["enter a value", "enter a value, or remove the key", "enter a value, or remove the item"]
    );
}

/// Copies of built-in roles bring what the pack lacks, and pass once they have a title.
#[test]
fn a_role_copied_from_another_pack_passes() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    ok(folder, &["new", "pack", "p"]);
    fill(&folder.join("p/pack.toml"), &["P"]);
    std::fs::remove_file(folder.join("p/skills.toml")).unwrap();
    for (at, role) in ["product-manager", "product-lead", "data-engineer"].iter().enumerate() {
        let id = format!("copy-{at}");
        let copied = run_in(folder, &["new", "role", &id, "--in", "p", "--from", role]);
        assert_eq!(copied.status.code(), Some(0), "{}", err(&copied));
        assert!(err(&copied).contains("left out of the copy: "), "{}", err(&copied));
        fill(&folder.join(format!("p/roles/{id}.toml")), &[&format!("Copy {at}")]);
        let checked = run_in(folder, &["check", "p"]);
        assert_eq!(checked.status.code(), Some(0), "{}{}", out(&checked), err(&checked));
        ok(folder, &["fmt", "--check", "p"]);
    }
    let shown = |pack: &str, role: &str| {
        let text = ok(folder, &["show", "--pack", pack, role, "--format", "json"]);
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let (copy, role) = (shown("p", "copy-0"), shown("built-in", "product-manager"));
    assert_eq!(copy["skills"], role["skills"]);
    // Themes that both packs have keep the title of the own one.
    let said = |role: &serde_json::Value| -> Vec<String> {
        let all = role["responsibilities"].as_array().unwrap();
        all.iter().map(|duty| format!("{} {}", duty["theme"]["id"], duty["text"])).collect()
    };
    assert_eq!(said(&copy), said(&role));
    assert_eq!(copy["summary"], role["summary"]);
}
