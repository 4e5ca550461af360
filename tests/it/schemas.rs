//! JSON Schemas of the JSON answers: every answer is valid, and has no field that its schema does
//! not name.

use std::collections::BTreeSet;

use boon::{Compiler, Schemas};
use serde_json::Value;

use crate::program::{self, SMALL, command, err, out};

const FULL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/full.toml");
const FAULTY: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/faulty/unknown-skill.toml");

/// How a command is run: its arguments, after `|` what is typed into it; with `--format ndjson` if
/// the lines of its output are answers.
const ANSWERS: &[(&str, &[&str])] = &[
    ("show", &["show product-manager", "show senior-software-engineer", "--pack FULL show baker"]),
    ("show-skill", &["show --skill sql", "--pack FULL show kneading", "--pack FULL show resting"]),
    (
        "diff",
        &[
            "diff product-manager product-lead --why",
            "diff data-engineer product-designer --align text",
            "diff engineering-manager product-lead --align text",
            "--pack FULL diff baker head --why",
            "diff product-manager product-lead --format ndjson",
        ],
    ),
    ("diff-pairs", &["diff --pairs -|product-manager\tproduct-lead"]),
    (
        "diff-since",
        &[
            "--pack SMALL diff --since FULL",
            "--pack FULL diff --since SMALL",
            "--pack FULL diff --since FULL",
        ],
    ),
    ("diff-since-lines", &["--pack SMALL diff --since FULL --format ndjson"]),
    ("diff-since-role", &["--pack SMALL diff --since FULL baker"]),
    (
        "search",
        &[
            "search sql",
            "search --in all manager data",
            "search --in responsibilities plans",
            "search --in roles zzzqq",
            "search sql quokka",
        ],
    ),
    ("search-queries", &["search --queries -|sql\nquokka\n\n"]),
    ("read", &["read -|You know SQL, and no Python is needed.\n"]),
    ("read-lines", &["read --lines -|You know SQL.\n\nWant to learn Python\n"]),
    ("related", &["related product-manager", "related product-manager --format ndjson"]),
    ("related-all", &["--pack SMALL related --all"]),
    (
        "gap",
        &[
            "gap --from product-manager --to product-lead data-engineer",
            "gap --have sql=expert,python --to data-engineer",
            "gap --to data-engineer --profile -|skill,level\nSQL,guru\nPython,expert\nHerding quokkas,3\n",
        ],
    ),
    (
        "path",
        &[
            "path associate-product-manager chief-product-officer",
            "path qa-engineer product-lead",
            "path qa-engineer qa-engineer",
            "--pack SMALL path kitchen-hand head-baker",
            "path apm cpo --format ndjson",
        ],
    ),
    (
        "matrix",
        &[
            "matrix product-manager senior-product-manager product-lead",
            "--pack FULL matrix baker hand",
        ],
    ),
    ("profile", &[]),
    ("profile-lines", &[]),
    (
        "profile-change-lines",
        &[
            "profile add sql=expert --format ndjson",
            "profile import - --format ndjson|skill,level\nSQL,guru\nHerding quokkas,3\n",
        ],
    ),
    ("profile-path", &["profile path"]),
    (
        "profile-change",
        &[
            "profile add sql=expert",
            "profile import -|skill,level\nSQL,guru\nPython,expert\nHerding quokkas,3\n",
        ],
    ),
    ("check", &["check", "check FAULTY", "config"]),
    ("check-lines", &["check FAULTY --format ndjson"]),
    ("check-codes", &["check --explain", "check --explain unknown-skill"]),
    ("import", &[]),
    ("import-ladder", &["import ladder tests/it/fixtures/ladder.csv --dry-run"]),
    ("ladder-map", &[]),
    ("config-show", &["config show", "--no-cache --pack FULL config show"]),
    ("config-path", &["config path", "config init"]),
    ("site", &[]),
    ("about", &["about", "--pack FULL about"]),
    ("keys", &["keys"]),
    ("pack", &[]),
];

/// Runs a command of [`ANSWERS`] and returns its answers.
fn answers(line: &str) -> Vec<Value> {
    let (args, typed) = line.split_once('|').unwrap_or((line, ""));
    let args = args.replace("FULL", FULL).replace("SMALL", SMALL).replace("FAULTY", FAULTY);
    let lines = args.contains("--format ndjson");
    let mut args: Vec<&str> = args.split(' ').collect();
    if !lines {
        args.extend(["--format", "json"]);
    }
    let home = tempfile::tempdir().unwrap();
    let typed_file = home.path().join("typed");
    std::fs::write(&typed_file, typed).unwrap();
    let output = command(&args)
        .env("HOME", home.path())
        .stdin(std::fs::File::open(typed_file).unwrap())
        .output()
        .unwrap();
    let text = out(&output);
    assert!(output.status.code().unwrap() < 2, "{line}: {}", err(&output));
    let values: Vec<Value> = if lines {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    } else {
        vec![serde_json::from_str(&text).unwrap()]
    };
    assert!(!values.is_empty(), "{line}: {}", err(&output));
    values
}

fn schema(name: &str) -> Value {
    let output = program::run(&["schema", name]);
    assert_eq!(output.status.code(), Some(0), "{name}: {}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

/// Forbids fields that a schema does not name, where it names any.
fn close(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(close),
        Value::Object(fields) => {
            let is_object = fields.get("properties").is_some_and(Value::is_object)
                && !fields.contains_key("additionalProperties");
            for (key, value) in fields.iter_mut() {
                // The parts of an object that has more than they name.
                if is_object && matches!(key.as_str(), "allOf" | "anyOf" | "oneOf") {
                    continue;
                }
                close(value);
            }
            if is_object {
                fields.insert("unevaluatedProperties".to_string(), false.into());
            }
        }
        _ => {}
    }
}

/// Asserts that `values` are valid by the closed schema `name`.
pub fn assert_valid(name: &str, command: &str, values: &[Value]) {
    let mut schema = schema(name);
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
    close(&mut schema);
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("answer.json", schema.clone()).unwrap();
    let index = compiler.compile("answer.json", &mut schemas).unwrap();
    for value in values {
        if let Err(error) = schemas.validate(value, index) {
            panic!("{command}: {error:#}\n{value:#}\n{schema:#}");
        }
    }
}

#[test]
fn every_answer_is_valid_by_its_schema() {
    for (name, commands) in ANSWERS {
        for command in *commands {
            assert_valid(name, command, &answers(command));
        }
    }
    for table in roledex::report::list::ListedItems::WORDS {
        for pack in ["", "--pack FULL "] {
            let command = format!("{pack}list {table}");
            assert_valid(&format!("list-{table}"), &command, &answers(&command));
        }
    }
}

#[test]
fn a_profile_is_valid_by_its_schema() {
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| command(args).env("HOME", home.path()).output().unwrap();
    run(&["profile", "add", "sql=expert", "python"]);
    let text = out(&run(&["profile", "--format", "json"]));
    assert_valid("profile", "profile", &[serde_json::from_str(&text).unwrap()]);
    let lines = out(&run(&["profile", "--format", "ndjson"]));
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_valid("profile-lines", "profile", &lines);
}

#[test]
fn every_schema_is_tried() {
    let help = out(&program::run(&["schema", "--help"]));
    let names = help.split("[possible values:").nth(1).unwrap().split(']').next().unwrap();
    let names: BTreeSet<&str> = names.split(',').map(str::trim).collect();
    let tried: BTreeSet<&str> = ANSWERS.iter().map(|(name, _)| *name).collect();
    let untried: Vec<&&str> =
        names.difference(&tried).filter(|name| !name.starts_with("list-")).collect();
    assert!(untried.is_empty() && names.len() > 30, "{untried:?}");
    assert_eq!(program::run(&["schema", "nonsense"]).status.code(), Some(2));
}

/// A schema that allows anything would be of no use.
#[test]
fn a_wrong_answer_is_not_valid() {
    for (name, change) in [
        ("show product-manager", ("title", Value::Null)),
        ("show product-manager", ("invented", 1.into())),
        ("show product-manager", ("schema", "roledex/show/2".into())),
        ("about", ("packs", Value::Array(vec![Value::Object(serde_json::Map::new())]))),
    ] {
        let mut answer = answers(name).remove(0);
        answer[change.0] = change.1;
        let mut schema = schema(name.split(' ').next().unwrap());
        close(&mut schema);
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("answer.json", schema).unwrap();
        let index = compiler.compile("answer.json", &mut schemas).unwrap();
        assert!(schemas.validate(&answer, index).is_err(), "{name} {}", change.0);
    }
}
