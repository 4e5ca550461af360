//! Checks whether a document has the form that the format requires: keys, types, bounds.
//! [`super::lower`] checks what ids refer to.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::faults::{FileFaults, character_name, did_you_mean, suggest};
use super::format::{FieldKind, FormatField, MAX_AMOUNT, MAX_OF_RANGE, TableFormat};
pub(super) use super::toml_reader::whole_number;
use super::toml_reader::{self, TomlReader};
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
            let known: Vec<&str> = format.fields.iter().map(|field| field.key).collect();
            faults.unknown_key(key.get_ref(), key.span(), format.name, &known);
            meant.extend(suggest(key.get_ref(), known));
        }
    }
    for (at, field) in format.fields.iter().enumerate() {
        if !field.required || table.contains_key(field.key) || meant.contains(&field.key) {
            continue;
        }
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

impl TomlReader for FileFaults<'_> {
    fn report(
        &mut self,
        code: DiagnosticCode,
        span: Range<usize>,
        message: String,
        hint: Option<String>,
    ) {
        let fault = self.error(code, span, message);
        if let Some(hint) = hint {
            fault.hint(hint);
        }
    }
}

fn value_fits(
    faults: &mut FileFaults<'_>,
    field: &'static FormatField,
    value: &Spanned<DeValue<'_>>,
) {
    let key = field.key;
    match field.kind {
        FieldKind::Text | FieldKind::Ref(_) => {
            let hint = if field.required { FILL_IN } else { "enter a value, or remove the key" };
            text_fits(faults, key, value, hint);
        }
        FieldKind::Id => id_fits(faults, key, value),
        FieldKind::Texts | FieldKind::Refs(_) => {
            each(faults, key, "a list of strings", value, |faults, item| {
                text_fits(faults, key, item, FILL_IN_ITEM);
            });
        }
        FieldKind::Whole(min, max) => whole_fits(faults, key, value, min, max),
        FieldKind::Amount => number_fits(faults, key, value, 0.0, MAX_AMOUNT),
        FieldKind::Share => number_fits(faults, key, value, 0.0, 1.0),
        FieldKind::Range => range_fits(faults, key, value),
        FieldKind::Date => date_fits(faults, key, value),
        FieldKind::Word(words) => word_fits(faults, key, value, words),
        FieldKind::Map(_) => {
            let table = faults.table(key, "a table of strings", value);
            for (key, text) in table.into_iter().flatten() {
                text_fits(faults, key.get_ref(), text, "enter a value, or remove the key");
            }
        }
        FieldKind::Table(format) => {
            if let Some(table) = faults.table(key, "a table", value) {
                check(faults, table, value.span(), format);
            }
        }
        FieldKind::Tables(format) => {
            each(faults, key, "a list of tables", value, |faults, item| {
                if let Some(table) = faults.table(key, "a table", item) {
                    check(faults, table, item.span(), format);
                }
            });
        }
        FieldKind::ByTheme(format) => lists_fit(faults, key, value, format),
        FieldKind::ByImportance(format) => {
            if let DeValue::Table(table) = value.get_ref() {
                for (word, _) in
                    table.iter().filter(|(w, _)| Importance::from_word(w.get_ref()).is_none())
                {
                    faults.unknown_key(
                        word.get_ref(),
                        word.span(),
                        "role.skills",
                        Importance::WORDS,
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
    let lists = faults.table(key, "a table of lists", value);
    for (name, list) in lists.into_iter().flatten() {
        each(faults, name.get_ref(), "a list", list, |faults, item| match item.get_ref() {
            DeValue::Table(table) => check(faults, table, item.span(), format),
            DeValue::String(_) => text_fits(faults, name.get_ref(), item, FILL_IN_ITEM),
            _ => faults.wrong_type(name.get_ref(), "a list of strings or tables", item),
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
    let items = faults.list(key, wanted, value);
    items.into_iter().flat_map(|items| items.iter()).for_each(|item| fits(faults, item));
}

/// The hint for an empty text under a key that must have one.
const FILL_IN: &str = "enter a value";

/// The hint for an empty item of a list.
const FILL_IN_ITEM: &str = "enter a value, or remove the item";

/// Checks that a text is not empty; `hint` says what to do if it is.
fn text_fits(
    faults: &mut FileFaults<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    hint: &'static str,
) {
    if faults.text(key, "a string", value).is_some_and(|text| text.trim().is_empty()) {
        faults.error(DiagnosticCode::Empty, value.span(), format!("`{key}` is empty")).hint(hint);
    }
}

fn id_fits(faults: &mut FileFaults<'_>, key: &str, value: &Spanned<DeValue<'_>>) {
    let Some(id) = faults.text(key, "a string", value) else { return };
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
        return faults.wrong_type(key, "a whole number", value);
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
        return faults.wrong_type(key, "a number", value);
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
    let Some(items) = faults.list(key, "a list of one or two numbers", value) else { return };
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
    let Some(word) = faults.text(key, "a string", value) else { return };
    if !words.contains(&word) {
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
