//! Checks whether a document has the form that the format requires: keys, types, bounds.
//! [`super::lower`] checks what ids refer to.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::faults::{FileFaults, character_name, did_you_mean, suggest};
use super::format::{FieldKind, FormatField, MAX_AMOUNT, MAX_OF_RANGE, TableFormat};
use super::toml_reader;
use crate::model::{Date, Importance};
use crate::pack::DiagnosticCode;

/// Checks `table` against `format`.
pub(super) fn check(
    faults: &mut FileFaults<'_>,
    table: &DeTable<'_>,
    span: Range<usize>,
    format: &'static TableFormat,
) {
    // A misspelt key is not reported as missing too.
    let mut meant = Vec::new();
    for (key, value) in table {
        if let Some(field) = format.field(key.get_ref()) {
            value_fits(faults, field, value);
        } else {
            let known = format.fields.iter().map(|f| f.key);
            meant.extend(unknown_key(faults, key.get_ref(), key.span(), format.name, known));
        }
    }
    let absent =
        |f: &FormatField| f.required && !table.contains_key(f.key) && !meant.contains(&f.key);
    for (at, field) in format.fields.iter().enumerate().filter(|(_, f)| absent(f)) {
        // The place is after the preceding key: that line is more helpful than the header.
        let before = format.fields[..at].iter().rev().find_map(|f| table.get_key_value(f.key));
        let span = before.map_or(span.clone(), |(key, value)| key.span().start..value.span().end);
        let fault = faults.error(
            DiagnosticCode::MissingField,
            span,
            format!("missing key `{}` in this {}", field.key, format.name),
        );
        fault.hint(format!("{} Add `{} = …`.", field.doc, field.key));
        if before.is_some() {
            fault.at_last_line();
        }
    }
}

/// Reports an unknown key, and returns the key that was probably meant.
fn unknown_key<'a>(
    faults: &mut FileFaults<'_>,
    key: &str,
    span: Range<usize>,
    place: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let hint = toml_reader::unknown_key_hint(key, known.clone());
    let message = toml_reader::unknown_key(key, place);
    faults.error(DiagnosticCode::UnknownKey, span, message).hint(hint);
    suggest(key, known)
}

fn wrong_type(faults: &mut FileFaults<'_>, key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) {
    let message = toml_reader::wrong_type(key, wanted, value);
    faults.error(DiagnosticCode::WrongType, value.span(), message);
}

fn value_fits(
    faults: &mut FileFaults<'_>,
    field: &'static FormatField,
    value: &Spanned<DeValue<'_>>,
) {
    let key = field.key;
    match field.kind {
        FieldKind::Text | FieldKind::Ref(_) => text_fits(faults, key, value),
        FieldKind::Id => id_fits(faults, key, value),
        FieldKind::Texts | FieldKind::Refs(_) => {
            each(faults, key, "a list of strings", value, |faults, item| {
                text_fits(faults, key, item);
            });
        }
        FieldKind::Whole(min, max) => whole_fits(faults, key, value, min, max),
        FieldKind::Amount => number_fits(faults, key, value, 0.0, MAX_AMOUNT),
        FieldKind::Share => number_fits(faults, key, value, 0.0, 1.0),
        FieldKind::Range => range_fits(faults, key, value),
        FieldKind::Date => date_fits(faults, key, value),
        FieldKind::Word(words) => word_fits(faults, key, value, words),
        FieldKind::Map(_) => match value.get_ref() {
            DeValue::Table(table) => {
                table.iter().for_each(|(k, v)| text_fits(faults, k.get_ref(), v));
            }
            _ => wrong_type(faults, key, "a table of strings", value),
        },
        FieldKind::Table(format) => match value.get_ref() {
            DeValue::Table(table) => check(faults, table, value.span(), format),
            _ => wrong_type(faults, key, "a table", value),
        },
        FieldKind::Tables(format) => {
            each(faults, key, "a list of tables", value, |faults, item| match item.get_ref() {
                DeValue::Table(table) => check(faults, table, item.span(), format),
                _ => wrong_type(faults, key, "a table", item),
            });
        }
        FieldKind::ByTheme(format) => lists_fit(faults, key, value, format),
        FieldKind::ByImportance(format) => {
            if let DeValue::Table(table) = value.get_ref() {
                for (word, _) in
                    table.iter().filter(|(w, _)| Importance::from_word(w.get_ref()).is_none())
                {
                    unknown_key(
                        faults,
                        word.get_ref(),
                        word.span(),
                        "role.skills",
                        Importance::WORDS.iter().copied(),
                    );
                }
            }
            lists_fit(faults, key, value, format);
        }
    }
}

/// Checks lists under arbitrary keys whose items are texts or tables.
fn lists_fit(
    faults: &mut FileFaults<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    format: &'static TableFormat,
) {
    let DeValue::Table(lists) = value.get_ref() else {
        return wrong_type(faults, key, "a table of lists", value);
    };
    for (name, list) in lists {
        each(faults, name.get_ref(), "a list", list, |faults, item| match item.get_ref() {
            DeValue::Table(table) => check(faults, table, item.span(), format),
            DeValue::String(_) => text_fits(faults, name.get_ref(), item),
            _ => wrong_type(faults, name.get_ref(), "a list of strings or tables", item),
        });
    }
}

fn each(
    faults: &mut FileFaults<'_>,
    key: &str,
    wanted: &str,
    value: &Spanned<DeValue<'_>>,
    mut fits: impl FnMut(&mut FileFaults<'_>, &Spanned<DeValue<'_>>),
) {
    match value.get_ref() {
        DeValue::Array(items) => items.iter().for_each(|item| fits(faults, item)),
        _ => wrong_type(faults, key, wanted, value),
    }
}

fn text_fits(faults: &mut FileFaults<'_>, key: &str, value: &Spanned<DeValue<'_>>) {
    match value.get_ref() {
        DeValue::String(text) if text.trim().is_empty() => {
            faults
                .error(DiagnosticCode::Empty, value.span(), format!("`{key}` is empty"))
                .hint("enter a value, or remove the key");
        }
        DeValue::String(_) => {}
        _ => wrong_type(faults, key, "a string", value),
    }
}

fn id_fits(faults: &mut FileFaults<'_>, key: &str, value: &Spanned<DeValue<'_>>) {
    let DeValue::String(id) = value.get_ref() else {
        return wrong_type(faults, key, "a string", value);
    };
    if !is_id(id) {
        let hint = "use lower-case letters, digits, hyphens and dots, as in `product-lead`";
        // Characters that are invisible, or look like an allowed letter, are named.
        let odd = id.chars().enumerate().find(|(_, c)| !c.is_ascii_graphic());
        let hint = match odd {
            Some((at, c)) => format!("character {} is {}; {hint}", at + 1, character_name(c)),
            None => hint.to_string(),
        };
        faults
            .error(DiagnosticCode::BadId, value.span(), format!("`{id}` is not a valid id"))
            .hint(hint);
    }
}

/// Whether `id` is a valid id of a pack entry.
pub fn is_id(id: &str) -> bool {
    id.starts_with(is_id_character)
        && id.chars().all(|c| is_id_character(c) || c == '-' || c == '.')
}

/// Whether a character may begin an id.
fn is_id_character(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

/// Returns `value` as an integer, if it is one.
pub(super) fn whole_number(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// Returns `value` as a finite number, if it is one.
pub(super) fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(_) => whole_number(value).map(|n| n as f64),
        DeValue::Float(float) => float.as_str().parse().ok().filter(|f: &f64| f.is_finite()),
        _ => None,
    }
}

/// Returns `value` as a date, if it is one without a time.
pub(super) fn date(value: &DeValue<'_>) -> Option<Date> {
    let datetime = value.as_datetime().filter(|d| d.time.is_none() && d.offset.is_none())?;
    datetime.date.and_then(|d| Date::new(d.year, d.month, d.day))
}

fn whole_fits(
    faults: &mut FileFaults<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    min: i64,
    max: i64,
) {
    if !value.get_ref().is_integer() {
        return wrong_type(faults, key, "a whole number", value);
    }
    if whole_number(value.get_ref()).is_none_or(|n| n < min || n > max) {
        let bounds =
            if max == i64::MAX { format!("{min} or more") } else { format!("{min} to {max}") };
        faults.error(DiagnosticCode::OutOfRange, value.span(), format!("`{key}` must be {bounds}"));
    }
}

fn number_fits(
    faults: &mut FileFaults<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    min: f64,
    max: f64,
) {
    if !(value.get_ref().is_integer() || value.get_ref().is_float()) {
        return wrong_type(faults, key, "a number", value);
    }
    if number(value.get_ref()).is_none_or(|n| n < min || n > max) {
        faults.error(
            DiagnosticCode::OutOfRange,
            value.span(),
            format!("`{key}` must be between {min} and {max}"),
        );
    }
}

fn range_fits(faults: &mut FileFaults<'_>, key: &str, value: &Spanned<DeValue<'_>>) {
    let DeValue::Array(items) = value.get_ref() else {
        return wrong_type(faults, key, "a list of one or two numbers", value);
    };
    items.iter().for_each(|item| number_fits(faults, key, item, 0.0, MAX_OF_RANGE));
    let numbers: Vec<f64> = items.iter().filter_map(|item| number(item.get_ref())).collect();
    if items.is_empty() || items.len() > 2 {
        faults
            .error(
                DiagnosticCode::OutOfRange,
                value.span(),
                format!("`{key}` must contain one or two numbers, not {}", items.len()),
            )
            .hint("write [from, to], or [from] if there is no upper limit");
    } else if let [from, to] = numbers[..]
        && from > to
    {
        faults
            .error(
                DiagnosticCode::OutOfRange,
                value.span(),
                format!("`{key}` goes from {from} down to {to}"),
            )
            .hint("put the smaller number first");
    }
}

fn date_fits(faults: &mut FileFaults<'_>, key: &str, value: &Spanned<DeValue<'_>>) {
    if date(value.get_ref()).is_some() {
        return;
    }
    let got = match value.get_ref() {
        DeValue::Datetime(_) => "a date with a time, or an impossible date",
        other => toml_reader::type_name(other),
    };
    faults
        .error(DiagnosticCode::BadDate, value.span(), format!("`{key}` must be a date, not {got}"))
        .hint("write the date without quotes: 2026-11-23");
}

fn word_fits(
    faults: &mut FileFaults<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    words: &'static [&'static str],
) {
    let DeValue::String(word) = value.get_ref() else {
        return wrong_type(faults, key, "a string", value);
    };
    if !words.contains(&word.as_ref()) {
        let hint = match suggest(word, words.iter().copied()) {
            Some(near) => did_you_mean(word, near),
            None => format!("allowed values: {}", words.join(", ")),
        };
        faults
            .error(
                DiagnosticCode::BadWord,
                value.span(),
                format!("`{word}` is not a valid `{key}`"),
            )
            .hint(hint);
    }
}
