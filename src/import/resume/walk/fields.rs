//! Reads the fields of one JSON object of a resume: its name, its level, its lists.

use serde_json::{Map, Value};

use super::super::{is_blank, is_level_heading, means_no_skill, scale_fraction};
use super::sections::{
    GROUPS, LAYOUT, LEVELS, LISTS, NAMES, OTHER_NAMES, ResumeSection, normalized_name,
};
use crate::model::text::visible;

/// The fields of an object.
pub(super) type JsonObject = Map<String, Value>;

/// Returns the type of `value`, with its article.
pub(super) fn describe_value(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Returns the field of `fields` whose [`normalized_name`] name is `name`.
pub(super) fn field<'a>(fields: &'a JsonObject, name: &str) -> Option<&'a Value> {
    fields.get(name).or_else(|| {
        fields.iter().find(|(key, _)| normalized_name(key) == name).map(|(_, value)| value)
    })
}

/// Returns a text made safe to show, without its markup; `None` if it is blank.
pub(super) fn text_of(value: &Value) -> Option<String> {
    let Value::String(text) = value else { return None };
    let text = without_markup(text);
    let text =
        text.lines().map(|line| visible(line).trim().to_string()).filter(|line| !line.is_empty());
    let text = text.collect::<Vec<_>>().join("; ");
    (!text.is_empty()).then_some(text)
}

/// Returns `text` without HTML tags, each list item on a line of its own.
pub(super) fn without_markup(text: &str) -> String {
    if !(text.contains('<') && text.contains('>')) {
        return text.to_string();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        rest = tag;
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            out.push('<');
            continue;
        }
        let Some((name, after)) = tag.split_once('>') else {
            // No tag after this one is closed either.
            out.push('<');
            break;
        };
        let name = name.trim_start_matches('/').to_lowercase();
        let breaks =
            ["li", "p", "br", "div", "ul", "ol", "h"].iter().any(|tag| name.starts_with(tag));
        out.push_str(if breaks { "\n" } else { "" });
        rest = after;
    }
    out.push_str(rest);
    out.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Returns the name that `fields` give to what they describe; it may be nested one object deeper.
pub(super) fn name_of(fields: &JsonObject) -> Option<String> {
    NAMES.iter().find_map(|name| match field(fields, name)? {
        Value::Object(inner) => name_of(inner)
            .or_else(|| text_of(field(inner, "value")?))
            .or_else(|| text_of(translated_text(inner)?)),
        value => text_of(value),
    })
}

/// Returns the name of an entry that has none of the usual fields for it.
pub(super) fn other_name_of(fields: &JsonObject) -> Option<String> {
    OTHER_NAMES
        .iter()
        .find_map(|name| field(fields, name).and_then(text_of).filter(|text| can_be_name(text)))
        .or_else(|| described_name(fields))
}

/// Whether a text can be the name of a skill.
fn can_be_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !is_level(text) && text.chars().count() <= 80
}

/// The name inside the description of an item.
fn described_name(fields: &JsonObject) -> Option<String> {
    field(fields, "description").and_then(Value::as_object).and_then(name_of)
}

/// Returns the text of `fields` in English, or else in the first language, if they contain one text
/// in several languages.
pub(super) fn translated_text(fields: &JsonObject) -> Option<&Value> {
    if fields.is_empty()
        || !fields.keys().all(|key| is_language_code(key))
        || !fields.values().all(Value::is_string)
    {
        return None;
    }
    fields
        .iter()
        .find(|(key, _)| key.starts_with("en"))
        .or_else(|| fields.iter().next())
        .map(|(_, text)| text)
}

/// Whether a key is the code of a language, with or without a region.
fn is_language_code(key: &str) -> bool {
    let (language, region) = key.split_once(['-', '_']).unwrap_or((key, ""));
    language.len() == 2
        && region.len() <= 4
        && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

/// A level as it is written, and the maximum of a number if stated.
pub(super) type WrittenLevel = (String, Option<u16>);

/// Returns the level that `fields` state. Of several, the first meaningful one counts: "Expert"
/// beside a number that was never set.
pub(super) fn level_of(fields: &JsonObject, named: bool) -> Option<WrittenLevel> {
    let whole = ["max", "maxlevel", "maxrating", "outof", "of", "scale"]
        .iter()
        .find_map(|name| field(fields, name)?.as_u64());
    let whole = whole.and_then(|whole| u16::try_from(whole).ok()).filter(|whole| *whole > 0);
    let names = LEVELS.iter().filter(|name| named || **name != "value");
    let stated = names.filter_map(|name| {
        let of = if *name == "levelnum" { Some(10) } else { whole };
        let value = field(fields, name)?;
        // "expertise": ["React", "Vue"]
        if (value.is_array() || value.is_object())
            && ResumeSection::of(name) == ResumeSection::Skills
        {
            return None;
        }
        parse_level(value, of)
    });
    let stated: Vec<WrittenLevel> = stated.collect();
    stated.iter().find(|(level, _)| is_level_in_words(level)).or(stated.first()).cloned()
}

/// Whether a level is written in words rather than as a number.
fn is_level_in_words(level: &str) -> bool {
    scale_fraction(level).is_some() || (means_no_skill(level) && level.parse::<f64>().is_err())
}

pub(super) fn parse_level(value: &Value, of: Option<u16>) -> Option<WrittenLevel> {
    match value {
        Value::Number(number) => Some((number.to_string(), of)),
        Value::String(text) => {
            let text = visible(text).trim().to_string();
            (!is_blank(&text)).then_some((text, of))
        }
        Value::Bool(false) => Some(("false".to_string(), None)),
        Value::Object(inner) if inner.is_empty() => None,
        Value::Object(inner) => level_of(inner, true)
            .or_else(|| name_of(inner).map(|name| (name, of)))
            .or_else(|| text_of(translated_text(inner)?).map(|text| (text, of)))
            // It states something that cannot be understood.
            .or_else(|| Some((visible(&value.to_string()).into_owned(), None))),
        Value::Array(items) => match &items[..] {
            [] => None,
            [one] => parse_level(one, of),
            _ => Some((visible(&value.to_string()).into_owned(), None)),
        },
        _ => None,
    }
}

/// Returns the level of everything below the heading `name`: "Expert", "Currently learning".
pub(super) fn level_of_heading(name: &str) -> Option<WrittenLevel> {
    is_level_heading(name).then(|| (name.to_string(), None))
}

/// Whether `level` is certainly a level.
pub(super) fn is_level(level: &str) -> bool {
    level.trim().parse::<f64>().is_ok()
        || scale_fraction(level).is_some()
        || means_no_skill(level)
        || super::super::is_unplaced_level(level)
}

/// Returns `path.name`, where either may be empty.
pub(super) fn join(path: &str, name: &str) -> String {
    match (path, name) {
        (path, "") => path.to_string(),
        ("", name) => name.to_string(),
        (path, name) => format!("{path}.{name}"),
    }
}

/// Whether the field called `name` lists skills, judged by its name or its contents.
pub(super) fn is_list(name: &str, value: &Value) -> bool {
    let name = normalized_name(name);
    let by_name = LISTS.contains(&name.as_str())
        || matches!(name.as_str(), "skillslist" | "skilllist" | "skillset");
    by_name || (value.is_array() && ResumeSection::of(&name) == ResumeSection::Skills)
}

/// Whether `fields` only contain lists of skills, as sections of resume makers do.
pub(super) fn only_holds_lists(fields: &JsonObject) -> bool {
    let own = ["level", "proficiency", "rating"].iter().any(|name| field(fields, name).is_some());
    !own && fields.iter().any(is_named_list)
}

/// Whether a field is a list of items by its name and its value.
fn is_named_list((name, value): (&String, &Value)) -> bool {
    ["items", "sets", "list", "entries", "featuredskills"].contains(&normalized_name(name).as_str())
        && (value.is_array() || value.is_object())
}

/// Whether `fields` describe one skill or one group of skills, and not several by their names.
pub(super) fn is_item(fields: &JsonObject) -> bool {
    has_single_value(&["name", "title", "skill", "keyword", "label", "technology"], fields)
        && (fields.len() == 1
            || has_field(&LEVELS, fields)
            || has_field(&LISTS, fields)
            || has_field(&GROUPS, fields)
            || has_field(&LAYOUT, fields))
        || (has_single_value(&["category", "group", "type", "area"], fields)
            && has_field(&LISTS, fields))
}

/// Whether one of the fields `names` holds one value and not a list.
fn has_single_value(names: &[&str], fields: &JsonObject) -> bool {
    names.iter().any(|name| field(fields, name).is_some_and(|value| !value.is_array()))
}

/// Whether the object has one of the fields `names`.
fn has_field(names: &[&str], fields: &JsonObject) -> bool {
    names.iter().any(|name| field(fields, name).is_some())
}

/// Whether `value` contains any text, at any depth.
pub(super) fn has_names(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => items.iter().any(has_names),
        Value::Object(fields) => fields.values().any(has_names),
    }
}
