//! A review sees everything that a pack can say: each key of the format, as its schema lists them,
//! is changed alone.

use roledex::analysis::diff::{Differ, ExcerptOptions, PairingMode};
use roledex::analysis::review::{CatalogVersions, RoleChange, role_differs};
use roledex::model::Catalog;
use roledex::pack::Severity;
use roledex::report::{PageSetup, review as report};
use serde_json::Value as Json;
use toml::Value;

const FULL: &str = include_str!("fixtures/full.toml");

/// What is no change: the number of the format, of which there is one, and the version, which tells
/// copies apart.
const BOOKKEEPING: [&str; 2] = ["pack.format", "pack.version"];

/// A step into the document: a key, or a place in a list.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(String),
    At(usize),
}

fn shown(path: &[Step]) -> String {
    let parts = path.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.clone()),
        Step::At(_) => None,
    });
    parts.collect::<Vec<_>>().join(".")
}

fn full() -> Value {
    Value::Table(toml::from_str(FULL).unwrap())
}

/// `value` as TOML in one line.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => serde_json::to_string(text).unwrap(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) => {
            let pairs = table.iter().map(|(key, value)| format!("\"{key}\" = {}", inline(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Float(number) => format!("{number:?}"),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Datetime(date) => date.to_string(),
    }
}

/// The catalog of the document; `None` where that is not valid.
fn catalog(value: &Value) -> Option<Catalog> {
    let lines: Vec<String> = value
        .as_table()
        .unwrap()
        .iter()
        .map(|(key, value)| format!("{key} = {}", inline(value)))
        .collect();
    let text = lines.join("\n");
    let loaded = roledex::pack::from_files("full", &[("full.toml", &text)]);
    loaded
        .diagnostics
        .iter()
        .all(|fault| fault.severity != Severity::Error)
        .then_some(loaded.catalog)
}

fn at<'v>(value: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::At(at) => value.get_mut(*at),
    })
}

/// Every key that `schema` describes, with its own schema: of lists the first item, which the
/// fixture has.
fn fields(schema: &Json, document: &Value, path: &[Step], found: &mut Vec<(Vec<Step>, Json)>) {
    let go = |step: Step| [path, &[step]].concat();
    if let Some(any) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        for schema in any.iter().filter(|schema| schema["type"] == "object") {
            fields(schema, document, path, found);
        }
    }
    for (key, schema) in schema["properties"].as_object().into_iter().flatten() {
        let path = go(Step::Key(key.clone()));
        let value = at(&mut document.clone(), &path).cloned();
        // `useful` is `essential` once more.
        if shown(&path).ends_with("useful") {
            continue;
        }
        assert!(value.is_some(), "the fixture lacks {}", shown(&path));
        found.push((path.clone(), schema.clone()));
        fields(schema, document, &path, found);
    }
    if let Some(schema) = schema.get("additionalProperties").filter(|schema| schema.is_object()) {
        let value = at(&mut document.clone(), path).cloned();
        let keys = value.as_ref().and_then(Value::as_table).into_iter().flat_map(toml::Table::keys);
        for key in keys {
            let path = go(Step::Key(key.clone()));
            found.push((path.clone(), schema.clone()));
            // Of the lists of one form, those that have everything there can be.
            let list = value.as_ref().and_then(|value| value.get(key)).and_then(Value::as_array);
            if list.is_none_or(|list| list.iter().any(Value::is_table)) {
                fields(schema, document, &path, found);
            }
        }
    }
    if let Some(items) = schema.get("items") {
        // What only a later item has is looked for there.
        let lists = ["properties", "anyOf", "oneOf"].iter().any(|key| items.get(key).is_some());
        if lists {
            let count = at(&mut document.clone(), path)
                .and_then(|value| value.as_array().map(Vec::len))
                .unwrap_or(0);
            for (key, _) in item_keys(items) {
                let has = |place: &usize| {
                    at(
                        &mut document.clone(),
                        &[path, &[Step::At(*place), Step::Key(key.clone())]].concat(),
                    )
                    .is_some()
                };
                let place = (0..count).find(has);
                assert!(place.is_some(), "the fixture lacks {}.{key}", shown(path));
                let schema = item_keys(items).into_iter().find(|(k, _)| *k == key).unwrap().1;
                let path = [path, &[Step::At(place.unwrap()), Step::Key(key)]].concat();
                found.push((path.clone(), schema.clone()));
                fields(&schema, document, &path, found);
            }
        }
    }
}

fn item_keys(items: &Json) -> Vec<(String, Json)> {
    let all = items["anyOf"]
        .as_array()
        .or(items["oneOf"].as_array())
        .cloned()
        .unwrap_or(vec![items.clone()]);
    all.iter()
        .flat_map(|schema| schema["properties"].as_object().cloned().unwrap_or_default())
        .collect()
}

/// Gives everything that is called `from` the name `to`.
fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => *text = to.to_string(),
        Value::String(text) if text.starts_with(&format!("{from}: ")) => {
            *text = text.replacen(from, to, 1);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, from, to)),
        Value::Table(table) => {
            let old = std::mem::take(table);
            for (key, mut value) in old {
                rename(&mut value, from, to);
                table.insert(if key == from { to.to_string() } else { key }, value);
            }
        }
        _ => {}
    }
}

/// Every way to change the value at `path`, each with what was done.
fn changed(document: &Value, path: &[Step], schema: &Json) -> Vec<(String, Value)> {
    let old = at(&mut document.clone(), path).cloned().unwrap();
    let set = |value: Value| {
        let mut document = document.clone();
        *at(&mut document, path).unwrap() = value;
        document
    };
    let mut ways: Vec<(String, Value)> = Vec::new();
    let ids = |kind: &str| -> Vec<String> {
        let kind = match kind {
            "id of a role" => "role",
            "id of a skill" => "skill",
            "id of a source" => "source",
            _ => return vec!["some".into(), "good".into(), "best".into()],
        };
        let all = document[kind].as_array().unwrap();
        all.iter().map(|item| item["id"].as_str().unwrap().to_string()).collect()
    };
    match &old {
        Value::String(text) => {
            if let Some(words) = schema["enum"].as_array() {
                let other = words.iter().find(|word| word.as_str() != Some(text)).unwrap();
                ways.push(("another word".into(), set(other.as_str().unwrap().into())));
            } else if schema.get("pattern").is_some() {
                let mut document = document.clone();
                rename(&mut document, text, "renamed");
                ways.push(("another id".into(), document));
            } else if let Some(title) = schema["title"].as_str() {
                // Not the role itself, which nothing may refer to from within.
                for other in ids(title).into_iter().filter(|id| id != text && id != "baker") {
                    ways.push((format!("a reference to {other}"), set(other.into())));
                }
            } else {
                let other =
                    if text == "EUR" { "USD".to_string() } else { format!("{text} altered") };
                ways.push(("another text".into(), set(other.into())));
                ways.push((
                    "capitals and punctuation".into(),
                    set(format!("{}!", text.to_uppercase()).into()),
                ));
            }
        }
        Value::Integer(number) => ways.push(("another number".into(), set((number + 1).into()))),
        Value::Float(number) => {
            ways.push(("another number".into(), set((number * 0.5).into())));
            ways.push(("hardly another number".into(), set((number + 0.000_01).into())));
        }
        Value::Datetime(_) => {
            ways.push(("another day".into(), set(Value::Datetime("2023-03-04".parse().unwrap()))));
        }
        Value::Array(items)
            if items.first().is_some_and(|item| !item.is_table()) || items.len() > 1 =>
        {
            if items.len() > 1 && schema["items"]["type"] != "number" {
                let order = !["role", "skill", "source"].contains(&shown(path).as_str());
                if order {
                    let mut other = items.clone();
                    other.reverse();
                    ways.push(("another order".into(), set(Value::Array(other))));
                }
            }
            if schema["items"]["type"] == "number" {
                ways.push((
                    "another end".into(),
                    set(Value::Array(vec![items[0].clone(), 9.into()])),
                ));
                ways.push(("no end".into(), set(Value::Array(vec![items[0].clone()]))));
            } else if items.iter().all(Value::is_str)
                && items.len() > 1
                && schema["items"].get("anyOf").is_none()
            {
                let only = vec![items[0].clone()];
                if shown(path) != "pack.scale" && shown(path) != "comparison.roles" {
                    ways.push(("one item less".into(), set(Value::Array(only))));
                }
            }
        }
        _ => {}
    }
    // Leaving out what can be left out.
    if let (Some(Step::Key(key)), parent) =
        (path.last().unwrap().clone().into(), &path[..path.len() - 1])
    {
        let mut document = document.clone();
        let table = at(&mut document, parent).and_then(Value::as_table_mut).unwrap();
        table.remove(&key);
        ways.push(("left out".into(), document));
    }
    ways
}

/// What is told of the change from `before` to `now`: as records, as JSON, and of the baker alone.
fn told(before: &Catalog, now: &Catalog) -> (String, bool, bool) {
    let copies = CatalogVersions::new(now, before);
    let differ = Differ::new(now);
    let review = copies.review(&differ, PairingMode::Auto);
    let mut out = Vec::new();
    report::write_text(
        &mut out,
        &copies,
        &review,
        "",
        (ExcerptOptions::DIFFERENCES, PageSetup::PLAIN),
    )
    .unwrap();
    let json = report::json(&copies, &review, before, now, ExcerptOptions::DIFFERENCES);
    let lists = [
        "added",
        "dropped",
        "renamed",
        "changed",
        "packs",
        "themes",
        "skills",
        "sources",
        "comparisons",
    ];
    let any = lists.iter().any(|list| !json[list].as_array().unwrap().is_empty());
    assert_eq!(any, !review.is_empty());
    let baker = copies.role_changes().iter().find_map(|fate| match *fate {
        RoleChange::Kept(was, now) if copies.name(was).0 == "baker" => Some((was, now)),
        _ => None,
    });
    let (was, is) = baker.expect("the baker is there still");
    let role = role_differs(&copies.diff(&differ, was, is, PairingMode::Auto))
        || copies.renamed(was, is).is_some()
        || !copies.items_about(was, is).is_empty();
    (String::from_utf8(out).unwrap(), any, role)
}

#[test]
fn a_change_of_any_key_is_told() {
    let document = full();
    let before = catalog(&document).unwrap();
    let mut keys = Vec::new();
    fields(&roledex::pack::schema(), &document, &[], &mut keys);
    assert!(keys.len() > 100, "{}", keys.len());
    let (mut faults, mut ways) = (Vec::new(), 0);
    for (path, schema) in &keys {
        let name = shown(path);
        let valid = changed(&document, path, schema)
            .into_iter()
            .filter_map(|(what, now)| Some((what, catalog(&now)?)));
        let valid: Vec<(String, Catalog)> = valid.collect();
        // Tables are changed key by key.
        let table = at(&mut document.clone(), path).is_some_and(|value| match value {
            Value::Array(items) => items.iter().all(Value::is_table),
            value => value.is_table(),
        });
        if valid.is_empty() && name != "pack.format" && !table {
            faults.push(format!("{name}: no way to change it"));
        }
        for (what, now) in valid {
            let (text, any, role) = told(&before, &now);
            ways += 1;
            let quiet = BOOKKEEPING.contains(&name.as_str());
            if any == quiet || text.is_empty() != quiet {
                faults.push(format!("{name}, {what}: {text:?}"));
            }
            // Everything in the fixture has to do with the baker, but for what other things are.
            if !role && !quiet && !["theme", "skill", "source", "role"].contains(&name.as_str()) {
                faults.push(format!("{name}, {what}: not told of the baker: {text}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(ways > 150, "{ways}");
}

#[test]
fn a_copy_of_a_pack_is_the_same_whatever_the_order_of_its_tables() {
    let document = full();
    let before = catalog(&document).unwrap();
    for kind in ["role", "skill", "source", "comparison"] {
        let mut now = document.clone();
        now[kind].as_array_mut().unwrap().reverse();
        let (text, any, role) = told(&before, &catalog(&now).unwrap());
        assert_eq!((text.as_str(), any, role), ("", false, false), "{kind}");
    }
}
