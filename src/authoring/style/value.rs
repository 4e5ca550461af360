//! Values of a pack file in the one style.

use serde_json::json;
use toml_edit::{Array, InlineTable, Item, Table, TableLike, Value};

use super::comments::{all_comments, split_comments, trailing_comment};
use super::shape::ListFormat;
use crate::model::text::is_unsafe;

/// Maximum length of a line, in characters; a list that is longer has an item on each line.
const MAX_WIDTH: usize = 120;

/// Appends `name`, quoted if necessary.
pub(crate) fn push_key(out: &mut String, name: &str) {
    if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    {
        out.push_str(name);
    } else {
        push_quoted(out, name);
    }
}

/// Appends `text` as a basic string; what would not be visible is escaped.
fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_unsafe(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Appends the value of a key that takes `column` characters of its line.
pub(super) fn push_value(out: &mut String, value: &Value, column: usize, format: ListFormat) {
    match value {
        Value::Array(array) => {
            let text = inline_array(array, format);
            let is_long = format.is_always_long && !array.is_empty();
            if is_long || has_inner_comments(value) || !fits(column, &text) {
                push_long_array(out, array, format);
            } else {
                out.push_str(&text);
            }
        }
        _ => out.push_str(&item_text(value, format)),
    }
}

/// Whether `key = value` takes one line.
pub(super) fn fits_on_a_line(key: &str, value: &Value) -> bool {
    let mut text = String::new();
    push_key(&mut text, key);
    text.push_str(" = ");
    text.push_str(&inline_text(value, ListFormat::FREE));
    fits(0, &text)
}

fn fits(column: usize, text: &str) -> bool {
    !text.contains('\n') && column + text.chars().count() <= MAX_WIDTH
}

/// Whether there are comments inside of a list or an inline table.
pub(super) fn has_inner_comments(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::InlineTable(_))
        && !all_comments(&verbatim(value)).is_empty()
}

/// Returns `value` as it is written in the file.
fn verbatim(value: &Value) -> String {
    value.clone().decorated("", "").to_string()
}

/// Returns a value that may have comments inside: then it is left as it is.
fn item_text(value: &Value, format: ListFormat) -> String {
    if has_inner_comments(value) { verbatim(value) } else { inline_text(value, format) }
}

/// Returns a value without comments.
fn inline_text(value: &Value, format: ListFormat) -> String {
    match value {
        Value::String(string) => {
            let raw = string.display_repr();
            // Authors chose the lines of a long text, and the escapes of a character.
            let is_chosen = raw.starts_with("\"\"\"")
                || raw.starts_with("'''")
                || (raw.starts_with('"') && (raw.contains("\\u") || raw.contains("\\U")));
            if is_chosen {
                return raw.into_owned();
            }
            let mut text = String::new();
            push_quoted(&mut text, string.value());
            text
        }
        Value::Array(array) => inline_array(array, format),
        Value::InlineTable(table) => inline_table(table, format),
        _ => verbatim(value),
    }
}

fn inline_array(array: &Array, format: ListFormat) -> String {
    let items: Vec<String> = array.iter().map(|item| inline_text(item, format)).collect();
    format!("[{}]", items.join(", "))
}

fn inline_table(table: &InlineTable, format: ListFormat) -> String {
    let mut entries: Vec<(&str, &Value)> = table.iter().collect();
    if entries.is_empty() {
        return "{}".to_string();
    }
    entries.sort_by_key(|(key, _)| format.tables.place(key));
    let pairs = entries.into_iter().map(|(key, value)| {
        let mut pair = String::new();
        push_key(&mut pair, key);
        pair.push_str(" = ");
        let tables = format.tables.below(key);
        pair.push_str(&inline_text(value, ListFormat { tables, is_always_long: false }));
        pair
    });
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}

/// A line of a list: an item with the comment beside it, or a comment.
enum ArrayLine {
    Item(String, Option<String>),
    Comment(String),
}

/// Appends a list with an item on each line.
fn push_long_array(out: &mut String, array: &Array, format: ListFormat) {
    out.push('[');
    let mut lines: Vec<ArrayLine> = Vec::new();
    for item in array {
        push_between(out, &mut lines, split_comments(item.decor().prefix()));
        lines.push(ArrayLine::Item(item_text(item, format), None));
        push_between(out, &mut lines, split_comments(item.decor().suffix()));
    }
    push_between(out, &mut lines, split_comments(Some(array.trailing())));
    out.push('\n');
    for line in lines {
        out.push_str("  ");
        match line {
            ArrayLine::Comment(comment) => out.push_str(&comment),
            ArrayLine::Item(text, beside) => {
                out.push_str(&text);
                out.push(',');
                if let Some(beside) = beside {
                    out.push(' ');
                    out.push_str(&beside);
                }
            }
        }
        out.push('\n');
    }
    out.push(']');
}

/// Adds the comments between two items: the one on the line of the first item, or of the bracket,
/// stays there.
fn push_between(
    out: &mut String,
    lines: &mut Vec<ArrayLine>,
    (first, rest): (Option<String>, Vec<String>),
) {
    if let Some(first) = first {
        match lines.last_mut() {
            Some(ArrayLine::Item(_, beside @ None)) => *beside = Some(first),
            None if out.ends_with('[') => {
                out.push(' ');
                out.push_str(&first);
            }
            _ => lines.push(ArrayLine::Comment(first)),
        }
    }
    lines.extend(rest.into_iter().map(ArrayLine::Comment));
}

/// Returns `table` as an inline table, if it has no comments and fits on a line after `key`.
pub(super) fn as_line(key: &str, table: &Table) -> Option<Value> {
    let decor = table.decor();
    let raws = [decor.prefix(), decor.suffix()];
    let mut inline = InlineTable::new();
    let is_plain = raws.into_iter().flatten().all(|raw| !raw.as_str().unwrap_or("").contains('#'))
        && table.iter().all(|(name, item)| {
            let prefix = table.key(name).and_then(|key| key.leaf_decor().prefix()?.as_str());
            item.as_value().is_some_and(|value| {
                inline.insert(name, value.clone().decorated("", ""));
                !has_inner_comments(value) && trailing_comment(value.decor().suffix()).is_none()
            }) && !prefix.unwrap_or("").contains('#')
        });
    let value = Value::InlineTable(inline);
    (is_plain && !table.is_empty() && fits_on_a_line(key, &value)).then_some(value)
}

/// Returns what `item` says, without its layout and the order of its keys.
pub(super) fn plain_value(item: &Item) -> serde_json::Value {
    match item {
        Item::None => json!(null),
        Item::Value(value) => plain(value),
        Item::Table(table) => plain_table(table),
        Item::ArrayOfTables(tables) => {
            serde_json::Value::Array(tables.iter().map(|table| plain_table(table)).collect())
        }
    }
}

fn plain_table(table: &dyn TableLike) -> serde_json::Value {
    let entries = table.iter().map(|(key, item)| (key.to_string(), plain_value(item)));
    serde_json::Value::Object(entries.collect())
}

fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::String(text) => json!(text.value()),
        Value::Array(array) => serde_json::Value::Array(array.iter().map(plain).collect()),
        Value::InlineTable(table) => plain_table(table),
        Value::Integer(number) => json!({ "integer": number.value() }),
        Value::Float(number) => json!({ "float": number.value().to_bits() }),
        Value::Boolean(switch) => json!(switch.value()),
        Value::Datetime(date) => json!({ "date": date.value().to_string() }),
    }
}
