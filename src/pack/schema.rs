//! The format as a JSON Schema, generated from the tables that validation reads.

use serde_json::{Map, Value, json};

use super::format::{
    DOCUMENT, FieldKind, FormatField, MAX_AMOUNT, MAX_OF_RANGE, ReferenceKind, TableFormat,
};
use crate::model::Importance;

/// The name of the schema's file: its id, relative to the file itself, because it is found nowhere
/// on the web.
pub const SCHEMA_FILE: &str = "roledex-pack-1.schema.json";

/// Returns the JSON Schema (draft 2020-12) of a pack file, for editors that complete and check
/// TOML.
pub fn schema() -> Value {
    let mut schema = table(&DOCUMENT);
    if let Some(object) = schema.as_object_mut() {
        object.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        object.insert("$id".into(), json!(SCHEMA_FILE));
        object.insert("title".into(), json!("roledex content pack, format 1"));
    }
    schema
}

fn table(of: &TableFormat) -> Value {
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

fn field(of: &FormatField) -> Value {
    let mut value = kind(of.kind);
    if let Some(object) = value.as_object_mut() {
        object.insert("description".into(), json!(of.doc));
    }
    value
}

/// Returns the schema of a text that stands for a table.
fn short_form(doc: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "description": doc })
}

fn text() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

/// Returns the schema of a reference to an entry defined elsewhere.
fn reference(refers: ReferenceKind) -> Value {
    let title = match refers {
        ReferenceKind::Role => "id of a role",
        ReferenceKind::Skill => "id of a skill",
        ReferenceKind::Source => "id of a source",
        ReferenceKind::Level => "level of the pack's scale",
    };
    json!({ "type": "string", "minLength": 1, "title": title })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn kind(of: FieldKind) -> Value {
    match of {
        FieldKind::Text => text(),
        FieldKind::Ref(refers) => reference(refers),
        FieldKind::Id => json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9.-]*$" }),
        FieldKind::Texts => list(&text()),
        FieldKind::Refs(refers) => list(&reference(refers)),
        FieldKind::Whole(min, i64::MAX) => json!({ "type": "integer", "minimum": min }),
        FieldKind::Whole(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        FieldKind::Amount => json!({ "type": "number", "minimum": 0, "maximum": MAX_AMOUNT }),
        FieldKind::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        FieldKind::Range => {
            let item = json!({ "type": "number", "minimum": 0, "maximum": MAX_OF_RANGE });
            json!({ "type": "array", "items": item, "minItems": 1, "maxItems": 2 })
        }
        FieldKind::Date => json!({ "type": "string", "format": "date" }),
        FieldKind::Word(words) => json!({ "enum": words }),
        FieldKind::Map(doc) => {
            json!({ "type": "object", "additionalProperties": { "type": "string", "minLength": 1, "description": doc } })
        }
        FieldKind::Table(of) => table(of),
        FieldKind::Tables(of) => list(&table(of)),
        FieldKind::ByTheme(of) => {
            let short = short_form("One sentence; the short form of a table with only `text`.");
            json!({ "type": "object", "additionalProperties": list(&json!({ "anyOf": [short, table(of)] })) })
        }
        FieldKind::ByImportance(of) => {
            let short = short_form(
                "`skill` or `skill: level`; the short form of a table with only `skill` and `level`.",
            );
            let items = list(&json!({ "anyOf": [short, table(of)] }));
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
