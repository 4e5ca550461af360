//! The words for faults that every TOML file can have: packs, profiles and settings share them.

use toml::Spanned;
use toml::de::DeValue;

use super::faults::{did_you_mean, suggest};

/// Returns the type of `value` as TOML calls it: `an integer`.
pub(crate) fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Returns the message that the value of `key` must be `wanted`.
pub(crate) fn wrong_type(key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) -> String {
    format!("`{key}` must be {wanted}, not {}", type_name(value.get_ref()))
}

/// Returns the message that `key` does not exist in `place`.
pub(crate) fn unknown_key(key: &str, place: &str) -> String {
    format!("unknown key `{key}` in {place}")
}

/// Returns the hint for an unknown `key`: the one that was probably meant, or all that exist.
pub(crate) fn unknown_key_hint<'a>(
    key: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> String {
    match suggest(key, known.clone()) {
        Some(near) => did_you_mean(key, near),
        None => format!("known keys: {}", known.collect::<Vec<_>>().join(", ")),
    }
}
