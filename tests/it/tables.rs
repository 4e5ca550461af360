//! The tables of `list`: the same rows in every format, with ids that join them.

use std::collections::{BTreeMap, BTreeSet};

use roledex::report::list::ListedItems;
use serde_json::{Map, Value};

use crate::commands::FULL;
use crate::program::{self, err, out};

fn written(pack: &[&str], args: &[&str], format: &str) -> String {
    let args = [pack, &["list"], args, &["--format", format]].concat();
    let output = program::run(&args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    out(&output)
}

fn rows(pack: &[&str], what: &str) -> Vec<Map<String, Value>> {
    let answer: Value = serde_json::from_str(&written(pack, &[what], "json")).unwrap();
    assert_eq!((&answer["schema"], &answer["what"]), (&"roledex/list/1".into(), &what.into()));
    let items = answer["items"].as_array().unwrap();
    items.iter().map(|item| item.as_object().unwrap().clone()).collect()
}

/// Splits a cell into the items of its list.
fn list_items(cell: &str) -> Vec<String> {
    let (mut items, mut item, mut chars) = (Vec::new(), String::new(), cell.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => item.extend(chars.next()),
            '|' => items.push(std::mem::take(&mut item)),
            c => item.push(c),
        }
    }
    items.push(item);
    items.iter().map(|item| item.trim().to_string()).filter(|item| !item.is_empty()).collect()
}

/// Asserts that the cell of a CSV file says what the JSON says.
fn assert_equal(cell: &str, value: &Value, place: &str) {
    // What a spreadsheet would take for a formula has an apostrophe in front.
    let bare = cell.trim_start_matches('\'').trim_start();
    let is_guarded = cell.starts_with('\'') && bare.starts_with(['=', '+', '-', '@']);
    let cell = if is_guarded { &cell[1..] } else { cell };
    match value {
        Value::Null => assert_eq!(cell, "", "{place}"),
        Value::Number(number) => assert_eq!(cell.parse().ok(), number.as_f64(), "{place}"),
        Value::String(text) => assert_eq!(cell, text, "{place}"),
        Value::Array(items) => {
            let items: Vec<&str> = items.iter().map(|item| item.as_str().unwrap()).collect();
            assert_eq!(list_items(cell), items, "{place}");
        }
        _ => panic!("{place}: {value}"),
    }
}

#[test]
fn csv_read_back_is_the_json() {
    for pack in [&[][..], &["--pack", FULL]] {
        for what in ListedItems::WORDS {
            let rows = rows(pack, what);
            assert!(!rows.is_empty() || pack.is_empty(), "{what}: the full pack has none");
            let csv = written(pack, &[what], "csv");
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let columns: Vec<String> =
                reader.headers().unwrap().iter().map(str::to_string).collect();
            let mut count = 0;
            for (record, row) in reader.records().zip(&rows) {
                let record = record.unwrap();
                assert_eq!((record.len(), row.len()), (columns.len(), columns.len()));
                for (column, cell) in columns.iter().zip(&record) {
                    assert_equal(cell, &row[column], &format!("{what} {column}"));
                }
                count += 1;
            }
            assert_eq!(count, rows.len(), "{what}");
            let lines: Vec<Value> = written(pack, &[what], "ndjson")
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            assert_eq!(lines, rows.into_iter().map(Value::Object).collect::<Vec<_>>(), "{what}");
        }
    }
}

/// Everything that the full pack says is in a table, and reads like this.
#[test]
fn tables_of_the_full_pack() {
    let mut all = String::new();
    for what in ListedItems::WORDS {
        let text = written(&["--pack", FULL], &[what], "csv").replace("\r\n", "\n");
        all += &format!("# {what}\n{}\n", text.replace(FULL, "full.toml"));
    }
    crate::golden::assert("fixtures/tables.txt", &all);
}

#[test]
fn every_id_joins_a_row_of_another_table() {
    let ids = |what: &str| -> BTreeSet<String> {
        rows(&[], what).iter().map(|row| row["id"].as_str().unwrap().to_string()).collect()
    };
    let known: BTreeMap<&str, BTreeSet<String>> =
        ["roles", "skills", "themes", "packs", "sources"].map(|what| (what, ids(what))).into();
    let mut checked = 0;
    for what in ListedItems::WORDS {
        for row in rows(&[], what) {
            for (column, value) in &row {
                let target = match column.as_str() {
                    "role_id" | "from_id" | "to_id" | "other_id" | "inherited_from_id"
                    | "extends_id" | "confused_with_ids" | "related_ids" => "roles",
                    "broader_ids" if *what == "roles" => "roles",
                    "item_id" if row["kind"] == "role" => "roles",
                    "skill_id" | "broader_ids" | "item_id" => "skills",
                    "theme_id" => "themes",
                    "pack_id" => "packs",
                    "source" => "sources",
                    "sources" if *what != "packs" => "sources",
                    column => {
                        assert!(!column.ends_with("_id"), "{what} {column}");
                        continue;
                    }
                };
                for id in value.as_array().unwrap_or(&vec![value.clone()]) {
                    let is_known = id.as_str().is_none_or(|id| known[target].contains(id));
                    assert!(is_known, "{what} {column}: {id}");
                    checked += usize::from(id.is_string());
                }
            }
        }
    }
    assert!(checked > 10_000, "{checked} ids");
}

#[test]
fn filters_of_roles_select_rows_about_them() {
    let count = |args: &[&str]| written(&[], args, "csv").lines().count() - 1;
    for what in ListedItems::all() {
        let args = [what.word(), "--family", "product", "--track", "management"];
        if what.is_about_roles() {
            assert!(count(&args) < count(&args[..1]), "{args:?}");
            continue;
        }
        let output = program::run(&[&["list"], &args[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains("tables about roles only"), "{}", err(&output));
    }
    let roles: BTreeSet<String> = written(&[], &["edges", "--track", "executive"], "text")
        .lines()
        .map(|line| line.split('\t').next().unwrap().to_string())
        .collect();
    let executives: BTreeSet<String> = written(&[], &["roles", "--track", "executive"], "text")
        .lines()
        .map(|line| line.split('\t').next().unwrap().to_string())
        .collect();
    assert_eq!(roles, executives);
    assert_eq!(count(&["codes", "--track", "executive"]), {
        let codes = written(&[], &["codes", "--track", "executive"], "csv");
        codes.lines().filter(|line| line.starts_with("role,")).count()
    });
}

#[test]
fn an_empty_table_says_so_beside_its_output() {
    for (format, lines) in [("text", 0), ("csv", 1), ("ndjson", 0)] {
        let args = ["--pack", program::SMALL, "list", "comparisons", "--level", "1"];
        let output = program::run(&[&args[..], &["--format", format]].concat());
        let noted = err(&output).contains("no texts of comparisons of these roles");
        assert_eq!((output.status.code(), out(&output).lines().count()), (Some(0), lines));
        assert!(noted, "{}", err(&output));
    }
}

/// The blocks of the README in `language`.
fn readme_blocks(language: &str) -> Vec<String> {
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let start = format!("\n```{language}\n");
    let blocks = readme.split(&start).skip(1);
    blocks.map(|block| block.split("\n```").next().unwrap().to_string()).collect()
}

/// A Python interpreter that has `DuckDB`: the one that `ROLEDEX_DUCKDB_PYTHON` names, or `python3`.
fn python_with_duckdb() -> Option<std::ffi::OsString> {
    let python = std::env::var_os("ROLEDEX_DUCKDB_PYTHON").unwrap_or_else(|| "python3".into());
    let tried = std::process::Command::new(&python).args(["-c", "import duckdb"]).output();
    tried.is_ok_and(|tried| tried.status.success()).then_some(python)
}

#[cfg(unix)]
#[test]
fn duckdb_reads_every_table_as_the_readme_says() {
    let Some(python) = python_with_duckdb() else {
        eprintln!("skipped: no Python with DuckDB; `pip install duckdb`, or ROLEDEX_DUCKDB_PYTHON");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    // The loop of the README, in a shell that finds the program.
    let lists =
        readme_blocks("sh").into_iter().find(|block| block.contains("list $table")).unwrap();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_roledex")).parent().unwrap();
    let path = format!("{}:/usr/bin:/bin", program.display());
    let status = std::process::Command::new("sh")
        .args(["-e", "-c", &lists])
        .env_clear()
        .envs([("PATH", path.as_str()), ("HOME", folder.path().to_str().unwrap())])
        .current_dir(folder.path())
        .status();
    assert!(status.unwrap().success());
    let sql = readme_blocks("sql");
    let mut script = "import duckdb, json\ndb = duckdb.connect()\n".to_string();
    script += &format!("db.execute({})\n", Value::from(sql[0].as_str()));
    for what in ListedItems::WORDS {
        script += &format!("print(json.dumps(db.sql('SELECT count(*) FROM {what}').fetchall()))\n");
    }
    script += &format!("print(json.dumps(db.sql({}).fetchall()))\n", Value::from(sql[1].as_str()));
    let run = std::process::Command::new(python)
        .args(["-c", &script])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", err(&run));
    let lines: Vec<Value> =
        out(&run).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (what, count) in ListedItems::WORDS.iter().zip(&lines) {
        assert_eq!(count[0][0].as_u64().unwrap() as usize, rows(&[], what).len(), "{what}");
    }
    let answered: Vec<(String, usize)> =
        serde_json::from_value(lines.last().unwrap().clone()).unwrap();
    assert_eq!(answered, crate::docs::senior_skills());
}
