//! Reads values from TOML with one voice for the faults that every file can have: packs, profiles
//! and settings share it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::DiagnosticCode;
pub(crate) use super::faults::{did_you_mean, suggest};

/// Typed access to the values of a TOML file: a value of another type, or an unknown key, is
/// reported in the same words for every kind of file.
pub(crate) trait TomlReader {
    /// Reports a fault.
    fn report(
        &mut self,
        code: DiagnosticCode,
        span: Range<usize>,
        message: String,
        hint: Option<String>,
    );

    /// Returns a key as messages show it.
    fn key_text(&self, key: &str) -> String {
        key.to_string()
    }

    /// Returns the next step after a value that is not `wanted`.
    fn wrong_type_hint(&self, _wanted: &str) -> Option<String> {
        None
    }

    /// Returns the hint for an unknown `key`: the one that was probably meant, or all that exist.
    fn unknown_key_hint(&self, key: &str, known: &[&str]) -> String {
        known_keys_hint(key, known)
    }

    /// Reports that the value of `key` must be `wanted`.
    fn wrong_type(&mut self, key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) {
        let found = type_name(value.get_ref());
        let message = format!("`{}` must be {wanted}, not {found}", self.key_text(key));
        let hint = self.wrong_type_hint(wanted);
        self.report(DiagnosticCode::WrongType, value.span(), message, hint);
    }

    /// Reports that `key` does not exist in `place`.
    fn unknown_key(&mut self, key: &str, span: Range<usize>, place: &str, known: &[&str]) {
        let message = format!("unknown key `{}` in {place}", self.key_text(key));
        let hint = Some(self.unknown_key_hint(key, known));
        self.report(DiagnosticCode::UnknownKey, span, message, hint);
    }

    /// Returns the string of `key`; reports any other value as not being `wanted`.
    fn text<'v>(
        &mut self,
        key: &str,
        wanted: &str,
        value: &'v Spanned<DeValue<'_>>,
    ) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        self.expect(text, key, wanted, value)
    }

    /// Returns the switch of `key`; reports any other value.
    fn switch(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let switch = value.get_ref().as_bool();
        self.expect(switch, key, "true or false", value)
    }

    /// Returns the table of `key`; reports any other value as not being `wanted`.
    fn table<'v, 'd>(
        &mut self,
        key: &str,
        wanted: &str,
        value: &'v Spanned<DeValue<'d>>,
    ) -> Option<&'v DeTable<'d>> {
        let table = value.get_ref().as_table();
        self.expect(table, key, wanted, value)
    }

    /// Returns the list of `key`; reports any other value as not being `wanted`.
    fn list<'v, 'd>(
        &mut self,
        key: &str,
        wanted: &str,
        value: &'v Spanned<DeValue<'d>>,
    ) -> Option<&'v DeArray<'d>> {
        let list = value.get_ref().as_array();
        self.expect(list, key, wanted, value)
    }

    /// Returns what was `found` in the value of `key`; reports the value if it is not `wanted`.
    fn expect<T>(
        &mut self,
        found: Option<T>,
        key: &str,
        wanted: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<T> {
        if found.is_none() {
            self.wrong_type(key, wanted, value);
        }
        found
    }
}

/// Returns the hint for an unknown `key`: the one of `known` that was probably meant, or all.
pub(crate) fn known_keys_hint(key: &str, known: &[&str]) -> String {
    match suggest(key, known.iter().copied()) {
        Some(near) => did_you_mean(key, near),
        None => format!("known keys: {}", known.join(", ")),
    }
}

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

/// Returns `value` as an integer, if it is one.
pub(crate) fn whole_number(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}
