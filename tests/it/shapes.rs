//! The shapes of JSON answers: what the page of them says, and one way to write a role, a skill, a
//! theme and a level.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{program, schemas};

/// Kinds of answers whose fields take more commands to show than [`schemas::ANSWERS`] has, or that
/// name what the packs have: the name of the schema, and the commands.
const ANSWERS: &[(&str, &[&str])] = &[
    ("list-roles", &["list roles"]),
    ("list-skills", &["list skills"]),
    ("list-themes", &["list themes"]),
    ("list-packs", &["list packs"]),
    ("list-edges", &["list edges"]),
    ("list-responsibilities", &["list responsibilities"]),
    ("list-moves", &["list moves"]),
    ("list-reporting", &["list reporting"]),
    ("list-pay", &["list pay"]),
    ("list-experience", &["list experience"]),
    ("list-codes", &["list codes"]),
    ("list-aliases", &["list aliases"]),
    ("list-sources", &["list sources"]),
    ("list-comparisons", &["list comparisons"]),
    ("list-levels", &["list levels"]),
    ("show", &["show product-manager", "show senior-software-engineer", "show data-engineer"]),
    (
        "diff",
        &[
            "diff product-manager product-lead --why",
            "diff software-engineer senior-software-engineer",
            "diff data-engineer product-designer --align text",
            "diff engineering-manager product-lead --align text",
        ],
    ),
    ("search", &["search sql", "search --in roles manager", "search --in responsibilities plans"]),
    ("read", &["read tests/samples/ad-product-manager.txt", "read tests/it/fixtures/ad.txt"]),
    ("related", &["related product-manager"]),
    (
        "path",
        &["path associate-product-manager chief-product-officer", "path qa-engineer product-lead"],
    ),
    (
        "gap",
        &[
            "gap --from product-manager --to product-lead data-engineer",
            "gap --have sql=expert,python --to data-engineer",
        ],
    ),
    ("matrix", &["matrix product-manager senior-product-manager product-lead"]),
    ("about", &["about"]),
];

/// The shape of a value: the fields of objects, the items of lists merged to one.
#[derive(Debug, Default)]
struct Shape {
    types: BTreeSet<&'static str>,
    fields: BTreeMap<String, Shape>,
    /// How many objects were seen, and in how many of them each field is.
    objects: usize,
    present: BTreeMap<String, usize>,
    items: Option<Box<Shape>>,
}

impl Shape {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Null => drop(self.types.insert("null")),
            Value::Bool(_) => drop(self.types.insert("true or false")),
            Value::Number(_) => drop(self.types.insert("number")),
            Value::String(_) => drop(self.types.insert("text")),
            Value::Array(items) => {
                let shape = self.items.get_or_insert_default();
                for item in items {
                    shape.add(item);
                }
            }
            Value::Object(fields) => {
                self.objects += 1;
                for (name, value) in fields {
                    *self.present.entry(name.clone()).or_default() += 1;
                    self.fields.entry(name.clone()).or_default().add(value);
                }
            }
        }
    }

    /// Writes it, the fields of objects on lines of their own.
    fn write(&self, out: &mut String, indent: usize) {
        let mut parts: Vec<String> = Vec::new();
        if let Some(items) = &self.items {
            let mut text = String::new();
            items.write(&mut text, indent);
            parts.push(if text.is_empty() { "[]".to_string() } else { format!("[{text}]") });
        }
        if self.objects > 0 {
            let names: Vec<&str> = self.fields.keys().map(String::as_str).collect();
            parts.push(match names[..] {
                ["id", "title"] => "{id, title}".to_string(),
                ["id", "name"] => "{id, name}".to_string(),
                _ => self.object(indent),
            });
        }
        parts.extend(self.types.iter().map(ToString::to_string));
        *out += &parts.join(" | ");
    }

    fn object(&self, indent: usize) -> String {
        let mut out = "{\n".to_string();
        for (name, field) in &self.fields {
            let optional = if self.present[name] < self.objects { "?" } else { "" };
            out += &format!("{}{name}{optional}: ", " ".repeat(indent + 2));
            field.write(&mut out, indent + 2);
            out.push('\n');
        }
        out + &" ".repeat(indent) + "}"
    }
}

/// The columns of the CSV that `commands` print, if they have it.
fn csv_columns(commands: &[&str]) -> Option<String> {
    let text = schemas::printed(commands.first()?, "csv")?;
    Some(text.lines().next().unwrap_or_default().to_string())
}

/// The shape of what `commands` answer, and the columns of the same as CSV.
fn section(name: &str, commands: &[&str]) -> String {
    let mut shape = Shape::default();
    for answer in commands.iter().flat_map(|command| schemas::answers(command)) {
        shape.add(&answer);
    }
    let mut text = String::new();
    shape.write(&mut text, 0);
    let has_csv = !name.ends_with("-lines");
    let csv = match has_csv.then(|| csv_columns(commands)).flatten() {
        Some(columns) => format!("\nIn CSV: `{}`\n", columns.trim_end().replace(',', "`, `")),
        None => String::new(),
    };
    format!("\n# `{name}`\n\n```text\n{text}\n```\n{csv}")
}

fn page() -> String {
    let mut page = "\
Every JSON answer is one value with a `schema`; where there are many, it is an array of them, and
`ndjson` has one on each line. The headings are the names by which `roledex schema NAME` prints the
JSON Schema. In every command

- a role is `{id, title}`, a theme `{id, title}` and a skill `{id, name}`; where more is said of
  one, the same object has more fields
- the `status` of a skill of a comparison compares levels alone: it is `same` also where the
  importance differs, or one side states no level
- a level is its name on the scale of the role's pack, or null if it is not stated; the rank of a
  role in its family is its `seniority`
- a source is its id; `cited` in `show` describes each
- the tables of `list` are flat: a column that ends in `_id` has the id of a row of another table
- amounts of learning are decimal numbers of levels, shares and similarities are from 0 to 1

A field with `?` is left out if it has nothing to say. In CSV, the items of a list are separated by
` | `.
"
    .to_string();
    for (name, commands) in ANSWERS {
        page += &section(name, commands);
    }
    let is_shown = |name: &str| ANSWERS.iter().any(|(known, _)| *known == name);
    for (name, commands) in schemas::ANSWERS {
        if !is_shown(name) && !commands.is_empty() {
            page += &section(name, commands);
        }
    }
    page + &profile_section()
}

/// The file of a profile, as `profile add` writes it, and the keys that it may have.
fn profile_section() -> String {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| program::command(args).env("HOME", folder.path()).output().unwrap();
    run(&["profile", "add", "sql=working", "python"]);
    let path = program::out(&run(&["profile", "path"]));
    let text = std::fs::read_to_string(path.trim()).unwrap();
    format!("\n# The profile file\n\n```toml\n{text}```\n\n{}", roledex::profile::reference())
}

/// Every schema of an answer has its shape on the page.
#[test]
fn the_page_of_shapes_has_every_answer() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    for name in schemas::names() {
        // These are files; content/README.md and the help of `import` describe them.
        if !["pack", "ladder-map"].contains(&name.as_str()) {
            assert!(page.contains(&format!("\n# `{name}`\n")), "{name}");
        }
    }
}

/// The page of shapes.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/shapes.md");

#[test]
fn the_page_of_shapes_is_what_the_program_prints() {
    let wanted = page();
    if std::env::var_os("ROLEDEX_BLESS").is_some() {
        std::fs::write(PAGE, &wanted).unwrap();
        return;
    }
    let written = std::fs::read_to_string(PAGE).unwrap();
    assert!(
        written == wanted,
        "src/report/shapes.md is stale: run ROLEDEX_BLESS=1 cargo test shapes"
    );
}

/// Checks every value below `value`, which is the field `key` of its object.
fn check(command: &str, key: &str, value: &Value, known: &Known) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| check(command, key, item, known)),
        Value::Object(fields) => {
            if let Some(id) = fields.get("id").and_then(Value::as_str) {
                let named = |name: &str| fields.get(name).and_then(Value::as_str);
                let is_known = [
                    known.roles.get(id).is_some_and(|title| named("title") == Some(title)),
                    known.themes.get(id).is_some_and(|title| named("title") == Some(title)),
                    known.skills.get(id).is_some_and(|name| named("name") == Some(name)),
                    !known.has(id),
                ];
                assert!(is_known.contains(&true), "{command}: {key}: {value}");
            }
            for (key, value) in fields {
                if key == "level" {
                    assert!(value.is_null() || value.is_string(), "{command}: {value}");
                }
                check(command, key, value, known);
            }
        }
        Value::String(text) if known.has(text) => {
            // Free text may equal an id: a family, the two texts of a fact, words of a text.
            let is_free = [
                "left", "right", "id", "name", "title", "family", "group", "query", "kind",
                "field", "aliases", "text", "quote",
            ];
            // Tables are flat: a column names ids on purpose, to join by.
            let is_column = command.starts_with("list ");
            let is_free = is_column || is_free.contains(&key);
            assert!(is_free, "{command}: {key} is only the id {text}");
        }
        _ => {}
    }
}

/// Names by id.
struct Known {
    roles: BTreeMap<String, String>,
    themes: BTreeMap<String, String>,
    skills: BTreeMap<String, String>,
}

impl Known {
    /// Whether a role, a theme or a skill has this id.
    fn has(&self, id: &str) -> bool {
        self.roles.contains_key(id) || self.themes.contains_key(id) || self.skills.contains_key(id)
    }
}

#[test]
fn a_role_a_skill_and_a_theme_are_written_the_same_way_everywhere() {
    let catalog = roledex::builtin::catalog();
    let known = Known {
        roles: catalog.roles().iter().map(|role| (role.id.clone(), role.title.clone())).collect(),
        themes: catalog.themes().iter().map(|it| (it.id.clone(), it.title.clone())).collect(),
        skills: catalog
            .skill_ids()
            .map(|id| (catalog.skill(id).id.clone(), catalog.skill(id).name.clone()))
            .collect(),
    };
    for command in ANSWERS.iter().flat_map(|(_, commands)| *commands) {
        for answer in schemas::answers(command) {
            check(command, "", &answer, &known);
        }
    }
}
