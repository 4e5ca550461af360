//! Facts that one role states about another are shown of both.

use std::path::Path;

use serde_json::Value;

use crate::program::{self, err, out};

const PACK: &str = r#"
[pack]
format = 1
id = "p"
title = "P"
version = "1"
[[source]]
id = "guild"
title = "Rules"
publisher = "The guild"
kind = "handbook"
[[role]]
id = "baker"
title = "Baker"
family = "bakery"
level = 1
summary = "Bakes."
[[role.move]]
to = "head-baker"
[[role]]
id = "head-baker"
title = "Head baker"
family = "bakery"
level = 2
summary = "Leads."
[role.reporting]
LINE
sources = ["guild"]
[[role.move]]
to = "owner"
[[role]]
id = "owner"
title = "Owner"
family = "office"
level = 3
summary = "Owns."
"#;

/// Writes the pack with this reporting line of the head baker; returns what shows answers about it.
fn with_line(folder: &Path, line: &str) -> impl Fn(&[&str]) -> String + use<> {
    let path = folder.join("p.toml");
    std::fs::write(&path, PACK.replace("LINE", line)).unwrap();
    let path = path.to_str().unwrap().to_string();
    move |args| {
        let output = program::run(&[&["--pack", &path], args].concat());
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
        out(&output)
    }
}

#[test]
fn a_reporting_line_stated_at_one_end_is_shown_at_both() {
    let folder = tempfile::tempdir().unwrap();
    for (line, leader, led) in [
        ("manages = [\"baker\"]", ("head-baker", "Head baker"), ("baker", "Baker")),
        ("reports-to = [\"owner\"]", ("owner", "Owner"), ("head-baker", "Head baker")),
    ] {
        let ask = with_line(folder.path(), line);
        let shown = |id: &str| -> Value {
            serde_json::from_str(&ask(&["show", id, "--format", "json"])).unwrap()
        };
        assert_eq!(shown(led.0)["reporting"]["reports_to"][0]["id"], leader.0);
        assert_eq!(shown(leader.0)["reporting"]["manages"][0]["id"], led.0);
        for id in [leader.0, led.0] {
            assert_eq!(shown(id)["reporting"]["sources"][0], "guild", "{id}");
        }
        assert!(ask(&["show", led.0]).contains(&format!("\treports to\t{}", leader.1)));
        assert!(ask(&["show", leader.0]).contains(&format!("\tleads\t{}", led.1)));
        let differ = ask(&["diff", led.0, leader.0, "--format", "markdown"]);
        for field in ["reports to", "leads"] {
            let row = differ.lines().find(|row| row.contains(&format!("| {field} |")));
            assert!(row.is_some_and(|row| row.contains("The guild")), "{field}: {differ}");
        }
        let matrix = ask(&["matrix", led.0, leader.0]);
        assert!(matrix.contains(&format!("reports to {}", leader.1)), "{matrix}");
        let listed = ask(&["list", "reporting"]);
        for (role, relation, other) in [(led, "reports-to", leader), (leader, "manages", led)] {
            let row = [role.0, role.1, relation, other.0, other.1, "guild"].join("\t");
            assert!(listed.lines().any(|line| line == row), "{row}: {listed}");
        }
        let family = if led.0 == "baker" { "bakery" } else { "office" };
        let graph = ask(&["list", "reporting", "-F", family, "--format", "mermaid"]);
        assert_eq!(graph.matches("-->").count(), 1, "{graph}");
        let pages = folder.path().join(format!("site-{}", led.0));
        ask(&["site", "-o", pages.to_str().unwrap()]);
        let page = std::fs::read_to_string(pages.join(format!("role/{}.html", led.0))).unwrap();
        assert!(page.contains("eports to"), "{page}");
        let path = ask(&["path", led.0, leader.0]);
        assert!(path.starts_with("0\t"), "{path}");
        let packs: Value =
            serde_json::from_str(&ask(&["list", "packs", "--format", "json"])).unwrap();
        assert!(packs["items"][0].to_string().contains("\"with_reporting\":2"), "{packs}");
    }
}

#[test]
fn a_move_is_listed_with_either_of_its_roles() {
    let folder = tempfile::tempdir().unwrap();
    let ask = with_line(folder.path(), "manages = [\"baker\"]");
    let moves = |args: &[&str]| -> Vec<String> {
        let listed = ask(&[&["list", "moves"], args].concat());
        let ids = listed.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        ids.map(|row| format!("{} {}", row[0], row[2])).collect()
    };
    let (first, second) = ("baker head-baker", "head-baker owner");
    assert_eq!(moves(&[]), [first, second]);
    assert_eq!(moves(&["--level", "3"]), [second]);
    assert_eq!(moves(&["--level", "2"]), [second, first]);
    assert_eq!(moves(&["--family", "bakery"]), [first, second]);
    for (level, count) in [("1", 1), ("2", 2), ("3", 1)] {
        let graph = ask(&["list", "moves", "--level", level, "--format", "mermaid"]);
        assert_eq!(graph.matches("-->").count(), count, "{graph}");
    }
}
