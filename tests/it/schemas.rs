//! JSON Schemas of the JSON answers: every answer is valid, and has no field that its schema does
//! not name.

use std::collections::BTreeSet;
use std::process::Output;
use std::slice;

use boon::{Compiler, Schemas};
use serde_json::Value;

use crate::commands::{FAULTY, FULL};
use crate::program::{self, SMALL, command, err, out};

/// How a command is run: its arguments, after `|` what is typed into it; with `--format ndjson` if
/// the lines of its output are answers.
pub const ANSWERS: &[(&str, &[&str])] = &[
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
            "path apm chief-product-officer --format ndjson",
        ],
    ),
    (
        "matrix",
        &[
            "matrix product-manager senior-product-manager product-lead",
            "--pack FULL matrix baker hand",
        ],
    ),
    ("profile", &["profile", "--pack SMALL profile"]),
    ("profile-lines", &["--pack SMALL profile --format ndjson"]),
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
    ("import", &["import onet HOME/db -o HOME/x.toml", "import esco HOME/esco -o HOME/x.toml"]),
    ("import-ladder", &["import ladder tests/it/fixtures/ladder.csv --dry-run"]),
    ("ladder-map", &[]),
    ("config-show", &["config show", "--no-cache --pack FULL config show"]),
    ("config-path", &["config path", "config init"]),
    ("site", &["--pack SMALL site -o HOME/pages"]),
    ("about", &["about", "--pack FULL about"]),
    ("keys", &["keys"]),
    (
        "new",
        &[
            "new pack HOME/ladder",
            "--pack HOME/mine.toml new role porter",
            "new comparison apprentice head-baker --in HOME/mine.toml",
        ],
    ),
    ("fmt", &["fmt HOME/mine.toml", "fmt --check content", "--pack HOME/mine.toml fmt --check"]),
    (
        "rename",
        &[
            "rename baker bread-maker --in HOME/mine.toml",
            "rename craft trade --in HOME/mine.toml --dry-run",
        ],
    ),
    ("pack", &[]),
];

/// Runs a command of [`ANSWERS`], which may name its format.
fn run(line: &str, format: &str) -> Output {
    let home = crate::commands::folder();
    let (args, typed) = line.split_once('|').unwrap_or((line, ""));
    let args = args.replace("HOME", home.path().to_str().unwrap());
    let args = args.replace("FULL", FULL).replace("SMALL", SMALL).replace("FAULTY", FAULTY);
    let mut args: Vec<&str> = args.split(' ').collect();
    if !args.contains(&"--format") {
        args.extend(["--format", format]);
    }
    let typed_file = home.path().join("typed");
    std::fs::write(&typed_file, typed).unwrap();
    let mut command = command(&args);
    let command = command.env("HOME", home.path());
    command.stdin(std::fs::File::open(typed_file).unwrap()).output().unwrap()
}

/// What a command of [`ANSWERS`] prints in `format`, if it has it.
pub fn printed(line: &str, format: &str) -> Option<String> {
    let output = run(line, format);
    (output.status.code().unwrap() < 2).then(|| out(&output))
}

/// Runs a command of [`ANSWERS`] and returns its answers.
pub fn answers(line: &str) -> Vec<Value> {
    let output = run(line, "json");
    let text = out(&output);
    assert!(output.status.code().unwrap() < 2, "{line}: {}", err(&output));
    let values: Vec<Value> = if line.contains("--format ndjson") {
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

/// Compares `values` with `schema`, and says what is wrong with the first that does not fit.
fn validate(schema: &Value, values: &[Value]) -> Result<(), String> {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("answer.json", schema.clone()).unwrap();
    let index = compiler.compile("answer.json", &mut schemas).unwrap();
    values.iter().try_for_each(|value| {
        let valid = schemas.validate(value, index);
        valid.map_err(|error| format!("{error:#}\n{value:#}\n{schema:#}"))
    })
}

/// Asserts that `values` are valid by the closed schema `name`.
pub fn assert_valid(name: &str, command: &str, values: &[Value]) {
    let mut schema = schema(name);
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
    close(&mut schema);
    if let Err(fault) = validate(&schema, values) {
        panic!("{command}: {fault}");
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

/// The names of the schemas that there are.
pub fn names() -> BTreeSet<String> {
    let help = out(&program::run(&["schema", "--help"]));
    let names = help.split("[possible values:").nth(1).unwrap().split(']').next().unwrap();
    names.split(',').map(|name| name.trim().to_string()).collect()
}

/// What the field `schema` of an answer of the schema `name` says; nothing if it has no such field.
fn stated_id(schema: &Value) -> &Value {
    &schema["properties"]["schema"]["const"]
}

/// Whatever a command prints as JSON is described by a schema that can be had.
#[test]
fn every_run_of_a_command_has_a_schema() {
    let schemas: Vec<(String, Value)> = names()
        .into_iter()
        .filter(|name| !["pack", "ladder-map"].contains(&name.as_str()))
        .map(|name| (name.clone(), schema(&name)))
        .collect();
    let mut tried = 0;
    for (args, typed, formats) in crate::commands::RUNS {
        // The answer of `schema` is a schema.
        if args[0] == "schema" || !formats.contains(&"json") {
            continue;
        }
        let folder = crate::commands::folder();
        let with_format = [args, &["--format", "json"]].concat();
        let output = crate::commands::run_in(folder.path(), (&with_format, typed), |_| {});
        let answer: Value = serde_json::from_str(&out(&output)).unwrap();
        let fitting = schemas.iter().filter(|(_, schema)| stated_id(schema) == &answer["schema"]);
        let is_described = fitting.into_iter().any(|(_, schema)| {
            let mut schema = schema.clone();
            close(&mut schema);
            validate(&schema, slice::from_ref(&answer)).is_ok()
        });
        assert!(is_described, "{args:?}: {answer:#}");
        tried += 1;
    }
    assert!(tried > 50, "{tried}");
}

#[test]
fn every_schema_is_tried() {
    let names = names();
    let tried: BTreeSet<String> = ANSWERS.iter().map(|(name, _)| (*name).to_string()).collect();
    let untried: Vec<&String> =
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
        assert!(validate(&schema, slice::from_ref(&answer)).is_err(), "{name} {}", change.0);
    }
}
