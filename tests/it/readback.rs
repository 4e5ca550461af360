//! CSV read back says what the JSON says, for every command that has both. The tables of `list` are
//! in `tests/it/tables.rs`.

use serde_json::Value;

use crate::program::{SMALL, command, err, out};

type Rows = Vec<Vec<String>>;

/// Runs `args` in `format`, with a home of its own that has a profile.
fn written(args: &[&str], format: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| command(args).env("HOME", home.path()).output().unwrap();
    run(&["--pack", SMALL, "profile", "add", "kneading=expert", "french"]);
    let output = run(&[args, &["--format", format]].concat());
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    out(&output)
}

/// The records whose first cell is one of `sections`, or all, without their order.
fn csv_rows(args: &[&str], sections: &[&str], columns: &[usize]) -> Rows {
    let text = written(args, "csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.unwrap());
    let mut rows: Rows = records
        .filter(|record| sections.is_empty() || sections.contains(&&record[0]))
        .map(|record| columns.iter().map(|at| record[*at].to_string()).collect())
        .collect();
    rows.sort();
    rows
}

/// A value as a cell has it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(is) => if *is { "yes" } else { "no" }.to_string(),
        Value::Number(number) => {
            let number = number.as_f64().unwrap();
            if number.fract() == 0.0 { format!("{number:.0}") } else { number.to_string() }
        }
        _ => panic!("{value}"),
    }
}

fn row(cells: &[&Value]) -> Vec<String> {
    cells.iter().map(|value| cell(value)).collect()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The text of a level with the importance of a skill that is only useful.
fn level(of: &Value) -> String {
    let level = cell(&of["level"]);
    if of["importance"] == "useful" { format!("{level} (useful)") } else { level }
}

/// Asserts that the rows of the CSV are those that `rows` makes of the JSON.
fn assert_same(args: &[&str], sections: &[&str], columns: &[usize], rows: impl Fn(&Value) -> Rows) {
    let json: Value = serde_json::from_str(&written(args, "json")).unwrap();
    let mut wanted = rows(&json);
    wanted.sort();
    assert!(!wanted.is_empty(), "{args:?}: {json}");
    assert_eq!(csv_rows(args, sections, columns), wanted, "{args:?}");
}

#[test]
fn results_of_a_search_and_similar_roles() {
    let small = ["--pack", SMALL, "search", "knead", "--in", "all"];
    for args in [&small[..], &["search", "sql"], &["search", "--in", "responsibilities", "plans"]] {
        assert_same(args, &[], &[0, 1, 2, 3, 4], |json| {
            let hits = items(&json["hits"]);
            hits.map(|hit| {
                let mut cells = row(&[&hit["kind"], &hit["id"], &hit["name"], &hit["matched"]]);
                // Hidden names are there to be found, and not to be shown.
                let text = if hit["matched"] == "hidden" { &Value::Null } else { &hit["text"] };
                cells.push(cell(text));
                cells
            })
            .collect()
        });
    }
    for args in [&["--pack", SMALL, "related", "baker"][..], &["related", "product-manager"]] {
        assert_same(args, &[], &[0, 1, 2, 3, 4], |json| {
            let related = items(&json["related"]);
            related
                .map(|role| {
                    let mut cells = row(&[&role["id"], &role["title"]]);
                    cells.push(format!("{:.3}", role["score"].as_f64().unwrap()));
                    cells.push(items(&role["shared_skills"]).count().to_string());
                    cells.push(cell(&role["shared_responsibilities"]));
                    cells
                })
                .collect()
        });
    }
}

#[test]
fn a_role_and_a_skill() {
    for args in [&["--pack", SMALL, "show", "baker"][..], &["show", "data-engineer"]] {
        assert_same(args, &["Essential skills", "Useful skills"], &[0, 1], |json| {
            let skill = |skill: &Value| {
                let importance =
                    if skill["importance"] == "useful" { "Useful" } else { "Essential" };
                vec![format!("{importance} skills"), cell(&skill["level"])]
            };
            items(&json["skills"]).map(skill).collect()
        });
        assert_same(args, &["Responsibilities"], &[1], |json| {
            items(&json["responsibilities"]).map(|it| row(&[&it["theme"]["title"]])).collect()
        });
        let texts = csv_rows(args, &["Responsibilities"], &[2]);
        let json: Value = serde_json::from_str(&written(args, "json")).unwrap();
        for responsibility in items(&json["responsibilities"]) {
            let text = responsibility["text"].as_str().unwrap();
            assert!(texts.iter().any(|row| row[0].starts_with(text)), "{text}");
        }
    }
    for args in [&["--pack", SMALL, "show", "kneading"][..], &["show", "sql"]] {
        assert_same(args, &["Essential for", "Useful for"], &[1, 2], |json| {
            items(&json["roles"]).map(|role| row(&[&role["level"], &role["title"]])).collect()
        });
    }
}

#[test]
fn two_roles_side_by_side() {
    for args in [
        &["--pack", SMALL, "diff", "baker", "head-baker"][..],
        &["diff", "product-manager", "product-lead"],
    ] {
        assert_same(args, &["Facts"], &[1, 2, 3, 4], |json| {
            let facts = items(&json["facts"]);
            facts
                .map(|fact| row(&[&fact["field"], &fact["status"], &fact["left"], &fact["right"]]))
                .collect()
        });
        assert_same(args, &["Responsibilities"], &[1, 2], |json| {
            let rows = items(&json["responsibilities"]);
            rows.map(|it| row(&[&it["theme"]["title"], &it["status"]])).collect()
        });
        assert_same(args, &["Skills"], &[2, 3], |json| {
            items(&json["skills"]).map(|it| row(&[&it["status"], &it["name"]])).collect()
        });
        // The words that changed are between marks in a table.
        let marked = csv_rows(args, &["Responsibilities"], &[3, 4]);
        let texts: Vec<String> =
            marked.iter().flatten().map(|text| text.replace(['‹', '›'], "")).collect();
        let json: Value = serde_json::from_str(&written(args, "json")).unwrap();
        for side in items(&json["responsibilities"]).flat_map(|it| [&it["left"], &it["right"]]) {
            let Some(text) = side["text"].as_str() else { continue };
            assert!(texts.iter().any(|cell| cell.contains(text)), "{text}");
        }
    }
}

#[test]
fn what_to_learn() {
    for args in [
        &["--pack", SMALL, "gap", "--from", "baker", "--to", "head-baker", "senior-baker"][..],
        &["gap", "--have", "sql=expert", "--to", "data-engineer", "data-analyst"],
    ] {
        assert_same(args, &["target"], &[1, 4, 8, 9, 10, 11, 12], |json| {
            let targets = items(&json["targets"]);
            targets
                .map(|it| {
                    let (essential, useful) = (&it["essential"], &it["useful"]);
                    row(&[
                        &it["id"],
                        &it["title"],
                        &it["effort"],
                        &essential["met"],
                        &essential["asked"],
                        &useful["met"],
                        &useful["asked"],
                    ])
                })
                .collect()
        });
        assert_same(args, &["skill"], &[1, 2, 3, 4, 5, 6, 7, 8], |json| {
            let mut rows = Vec::new();
            for target in items(&json["targets"]) {
                for it in items(&target["skills"]) {
                    let (asked, have) = (&it["asked"], &it["have"]);
                    rows.push(row(&[
                        &target["id"],
                        &it["status"],
                        &it["id"],
                        &it["name"],
                        &asked["importance"],
                        &have["level"],
                        &asked["level"],
                        &it["effort"],
                    ]));
                }
            }
            rows
        });
    }
}

#[test]
fn the_way_there() {
    for args in [
        &["--pack", SMALL, "path", "apprentice", "head-baker"][..],
        &["path", "associate-product-manager", "product-lead"],
    ] {
        let steps = ["move", "reporting", "similar", "unrecorded"];
        let json: Value = serde_json::from_str(&written(args, "json")).unwrap();
        let mut wanted: Rows = Vec::new();
        for (way, path) in items(&json["paths"]).enumerate() {
            for (at, step) in items(&path["steps"]).enumerate() {
                let mut cells = vec![way.to_string(), (at + 1).to_string()];
                cells.extend(row(&[
                    &step["from"]["id"],
                    &step["to"]["id"],
                    &step["kind"],
                    &step["effort"],
                ]));
                cells.push(format!("{:.3}", step["new"].as_f64().unwrap()));
                wanted.push(cells);
            }
        }
        wanted.sort();
        let rows: Rows = csv_rows(args, &[], &[0, 1, 2, 3, 4, 5, 6])
            .into_iter()
            .filter(|row| steps.contains(&row[4].as_str()))
            .collect();
        assert_eq!(rows, wanted, "{args:?}");
    }
}

#[test]
fn roles_side_by_side() {
    for args in [
        &["--pack", SMALL, "matrix", "baker", "head-baker"][..],
        &["matrix", "product-manager", "product-lead", "--by", "both"],
    ] {
        assert_same(args, &["Skills"], &[1, 2, 3, 4], |json| {
            let skills = items(&json["skills"]);
            skills
                .map(|it| {
                    let cells = items(&it["cells"]).map(level);
                    row(&[&it["name"], &it["differs"]]).into_iter().chain(cells).collect()
                })
                .collect()
        });
        assert_same(args, &["Themes"], &[1, 2, 3, 4], |json| {
            let themes = items(&json["themes"]);
            themes
                .map(|it| {
                    // Nothing is an empty cell.
                    let cells = items(&it["cells"]).map(|of| cell(&of["count"]).replace('0', ""));
                    row(&[&it["title"], &it["differs"]]).into_iter().chain(cells).collect()
                })
                .collect()
        });
    }
}

#[test]
fn the_profile_and_its_changes() {
    assert_same(&["--pack", SMALL, "profile"], &[], &[0, 1, 2, 3], |json| {
        let skills = items(&json["skills"]);
        skills
            .map(|it| row(&[&it["id"], &it["name"], &it["written_level"], &it["written"]]))
            .collect()
    });
    let change = ["change", "id", "name", "from", "to", "written"];
    let args = ["--pack", SMALL, "profile", "add", "kneading=working", "baking"];
    assert_same(&args, &[], &[0, 1, 2, 3, 4, 5], |json| {
        items(&json["changes"]).map(|it| row(&change.map(|name| &it[name]))).collect()
    });
    // NDJSON has the columns of the table.
    for (args, columns) in [
        (&args[..], &change[..]),
        (&["--pack", SMALL, "profile"], &["id", "name", "level", "written"]),
    ] {
        let lines = written(args, "ndjson");
        let mut rows: Rows = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|line| row(&columns.iter().map(|name| &line[*name]).collect::<Vec<_>>()))
            .collect();
        rows.sort();
        assert_eq!(rows, csv_rows(args, &[], &(0..columns.len()).collect::<Vec<_>>()), "{args:?}");
    }
}

#[test]
fn what_changed_since() {
    let full = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/full.toml");
    let args = ["--pack", SMALL, "diff", "--since", full];
    // A line of NDJSON and a record of CSV for each change.
    let lines = written(&args, "ndjson").lines().count();
    assert!(lines > 0 && csv_rows(&args, &[], &[0]).len() >= lines, "{lines}");
}
