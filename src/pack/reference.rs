//! The reference of the pack format, generated from the tables that validation reads.

use super::format::{DOCUMENT, FieldKind, FormatField, ReferenceKind, TableFormat};
use crate::model::Importance;

/// Returns the reference of the pack format as Markdown: every table with its keys, in the order in
/// which they are written.
pub fn reference() -> String {
    let mut out = String::new();
    let mut open: Vec<(String, &'static TableFormat, &'static str)> = Vec::new();
    for field in DOCUMENT.fields {
        if let FieldKind::Table(format) | FieldKind::Tables(format) = field.kind {
            open.push((field.key.to_string(), format, header(field.kind)));
        }
    }
    open.reverse();
    while let Some((path, format, form)) = open.pop() {
        out.push_str(&section(&path, format, form));
        for field in format.fields.iter().rev() {
            match field.kind {
                FieldKind::Table(inner) | FieldKind::Tables(inner) => {
                    open.push((format!("{path}.{}", field.key), inner, header(field.kind)));
                }
                FieldKind::ByTheme(inner) | FieldKind::ByImportance(inner) => {
                    open.push((format!("{path}.{}", field.key), inner, "item"));
                }
                _ => {}
            }
        }
    }
    out
}

/// The form of the header of a table.
fn header(kind: FieldKind) -> &'static str {
    if matches!(kind, FieldKind::Tables(_)) { "list" } else { "table" }
}

/// The heading, the description and the keys of a table.
fn section(path: &str, format: &TableFormat, form: &str) -> String {
    let heading = match form {
        "list" => format!("`[[{path}]]`"),
        "item" => format!("An item of `[{path}]`"),
        _ => format!("`[{path}]`"),
    };
    let level = "#".repeat(2 + path.matches('.').count().min(2));
    let rows: String = format.fields.iter().map(row).collect();
    format!(
        "{level} {heading}\n\n{}\n\n| Key | Value | Meaning |\n| --- | --- | --- |\n{rows}\n",
        format.doc
    )
}

/// The row of a key; required keys are bold.
fn row(field: &FormatField) -> String {
    let key =
        if field.required { format!("**`{}`**", field.key) } else { format!("`{}`", field.key) };
    format!("| {key} | {} | {} |\n", value(field.kind), field.doc)
}

/// The value of a key, in words.
fn value(kind: FieldKind) -> String {
    match kind {
        FieldKind::Text => "text".to_string(),
        FieldKind::Id => "a new id: lower-case letters, digits, hyphens and dots".to_string(),
        FieldKind::Texts => "list of texts".to_string(),
        FieldKind::Whole(from, i64::MAX) => format!("whole number, {from} or more"),
        FieldKind::Whole(from, to) => format!("whole number, {from} to {to}"),
        FieldKind::Amount => "number".to_string(),
        FieldKind::Share => "number, 0 to 1".to_string(),
        FieldKind::Range => "`[from]` or `[from, to]`".to_string(),
        FieldKind::Date => "date, without quotes: `2026-11-23`".to_string(),
        FieldKind::Word(words) => {
            words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        }
        FieldKind::Ref(of) => entry_name(of).to_string(),
        FieldKind::Refs(of) => format!("list: {}", entry_name(of)),
        FieldKind::Map(doc) => format!("table of texts: {}", lower_first(doc)),
        FieldKind::Table(_) => "table, below".to_string(),
        FieldKind::Tables(_) => "list of tables, below".to_string(),
        FieldKind::ByTheme(_) => {
            "table: the id of a theme, and a list of sentences; or of tables, below".to_string()
        }
        FieldKind::ByImportance(_) => {
            let words: Vec<String> = Importance::WORDS.iter().map(|w| format!("`{w}`")).collect();
            format!(
                "table: {}, and a list of `\"skill\"` or `\"skill: level\"`; or of tables, below",
                words.join(" or ")
            )
        }
    }
}

fn entry_name(of: ReferenceKind) -> &'static str {
    match of {
        ReferenceKind::Role => "id of a role",
        ReferenceKind::Skill => "id of a skill",
        ReferenceKind::Source => "id of a source",
        ReferenceKind::Level => "level of the pack's scale",
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}
