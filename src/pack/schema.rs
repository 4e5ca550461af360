//! The format as a JSON Schema, generated from the tables that validation reads.

use serde_json::{Map, Value, json};

use super::format::{DOCUMENT, Field, Kind, MOST_AMOUNT, MOST_OF_RANGE, Refers, Table};
use crate::model::Importance;

/// Returns the JSON Schema (draft 2020-12) of a pack file, for editors that complete and check
/// TOML.
pub fn schema() -> Value {
    let mut schema = table(&DOCUMENT);
    if let Some(object) = schema.as_object_mut() {
        object.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        object.insert("title".into(), json!("roledex content pack, format 1"));
    }
    schema
}

fn table(of: &Table) -> Value {
    let properties: Map<String, Value> =
        of.fields.iter().map(|f| (f.key.to_string(), field(f))).collect();
    let required: Vec<&str> = of.fields.iter().filter(|f| f.required).map(|f| f.key).collect();
    json!({
        "type": "object",
        "description": of.doc,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn field(of: &Field) -> Value {
    let mut value = kind(of.kind);
    if let Some(object) = value.as_object_mut() {
        object.insert("description".into(), json!(of.doc));
    }
    value
}

fn text() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

/// Returns the schema of a reference to an entry defined elsewhere.
fn reference(refers: Refers) -> Value {
    let title = match refers {
        Refers::Role => "id of a role",
        Refers::Skill => "id of a skill",
        Refers::Source => "id of a source",
        Refers::Level => "level of the pack's scale",
    };
    json!({ "type": "string", "minLength": 1, "title": title })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn kind(of: Kind) -> Value {
    match of {
        Kind::Text => text(),
        Kind::Ref(refers) => reference(refers),
        Kind::Id => json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9.-]*$" }),
        Kind::Texts => list(&text()),
        Kind::Refs(refers) => list(&reference(refers)),
        Kind::Whole(min, i64::MAX) => json!({ "type": "integer", "minimum": min }),
        Kind::Whole(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Amount => json!({ "type": "number", "minimum": 0, "maximum": MOST_AMOUNT }),
        Kind::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Kind::Range => {
            let item = json!({ "type": "number", "minimum": 0, "maximum": MOST_OF_RANGE });
            json!({ "type": "array", "items": item, "minItems": 1, "maxItems": 2 })
        }
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Map(doc) => {
            json!({ "type": "object", "additionalProperties": { "type": "string", "minLength": 1, "description": doc } })
        }
        Kind::Table(of) => table(of),
        Kind::Tables(of) => list(&table(of)),
        Kind::ByTheme(of) => {
            json!({ "type": "object", "additionalProperties": list(&json!({ "anyOf": [text(), table(of)] })) })
        }
        Kind::ByImportance(of) => {
            let items = list(&json!({ "anyOf": [text(), table(of)] }));
            let lists: Map<String, Value> =
                Importance::WORDS.iter().map(|w| ((*w).to_string(), items.clone())).collect();
            json!({ "type": "object", "properties": lists, "additionalProperties": false })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_described() {
        fn walk(value: &Value, path: &str) {
            let Some(object) = value.as_object() else { return };
            for (key, property) in
                object.get("properties").and_then(Value::as_object).into_iter().flatten()
            {
                let described = property.get("description").is_some() || path.ends_with("skills");
                assert!(described, "{path}.{key} has no description");
                walk(property, &format!("{path}.{key}"));
            }
            for key in ["items", "additionalProperties"] {
                if let Some(inner) = object.get(key) {
                    walk(inner, path);
                }
            }
        }
        let schema = schema();
        walk(&schema, "");
        assert_eq!(
            schema["properties"]["role"]["items"]["required"],
            json!(["id", "title", "family", "summary"])
        );
    }
}
