//! JSON as roledex writes it: for programs, for terminals, and in its own files.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::model::text::is_unsafe;

/// Returns an answer as a value, whose fields are in alphabetical order.
pub(crate) fn to_value(answer: &impl Serialize) -> Value {
    // Structs with named fields cannot fail to become a value.
    serde_json::to_value(answer).unwrap_or_default()
}

/// Writes `value` as indented JSON with a newline at the end.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_json(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    write_value(out, value)?;
    writeln!(out)
}

/// Writes `value` as indented JSON.
pub(crate) fn write_value(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let formatter = EscapingFormatter(PrettyFormatter::new());
    Ok(value.serialize(&mut Serializer::with_formatter(out, formatter))?)
}

/// Writes `value` as JSON on one line.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_json_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(
        &mut *out,
        EscapingFormatter(CompactFormatter),
    ))?;
    writeln!(out)
}

/// Escapes characters that control a terminal. JSON itself requires this only for control
/// characters up to U+001F; DEL, the controls up to U+009F and the bidirectional controls may
/// appear in a string unescaped.
struct EscapingFormatter<F>(F);

/// Forwards the methods that only control the layout.
macro_rules! layout {
    ($($name:ident($($flag:ident)?);)*) => {$(
        fn $name<W: ?Sized + Write>(&mut self, out: &mut W $(, $flag: bool)?) -> io::Result<()> {
            self.0.$name(out $(, $flag)?)
        }
    )*};
}

impl<F: Formatter> Formatter for EscapingFormatter<F> {
    layout! {
        begin_array();
        end_array();
        begin_array_value(first);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first);
        end_object_key();
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        // Most text is ASCII, and serde_json has already split off the controls.
        if fragment.bytes().all(|byte| byte < 0x7f) {
            return out.write_all(fragment.as_bytes());
        }
        let mut from = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_unsafe(*c)) {
            out.write_all(&fragment.as_bytes()[from..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            from = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[from..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn all(value: &Value) -> [String; 2] {
        let (mut pretty, mut line) = (Vec::new(), Vec::new());
        write_json(&mut pretty, value).unwrap();
        write_json_line(&mut line, value).unwrap();
        [pretty, line].map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn what_steers_a_terminal_is_escaped_in_keys_and_values() {
        let value = json!({ "a\u{202e}": ["x\u{9b}31m\u{7f}\u{feff}é厨", "\u{2066}\u{2028}"] });
        let [pretty, line] = all(&value);
        assert_eq!(line, "{\"a\\u202e\":[\"x\\u009b31m\\u007f\\ufeffé厨\",\"\\u2066\\u2028\"]}\n");
        assert_eq!(pretty.split_whitespace().collect::<String>(), line.trim());
    }

    proptest! {
        #[test]
        fn readers_get_the_text_back(text in "[\\x00-\\x7f\u{80}-\u{a0}\u{200e}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}é厨😀]{0,40}") {
            let value = json!({ text.as_str(): text.as_str(), "other": [1, null, true, {}, [], 1.5] });
            for written in all(&value) {
                prop_assert!(!written.chars().any(|c| c != '\n' && is_unsafe(c)), "{:?}", written);
                prop_assert_eq!(&serde_json::from_str::<Value>(&written).unwrap(), &value);
            }
        }

        #[test]
        fn nothing_else_changes(text in "[ -~é厨😀\\n\\t\"\\\\]{0,40}") {
            let value = json!([{ "text": text.as_str() }, 1]);
            let [pretty, line] = all(&value);
            prop_assert_eq!(pretty.trim_end_matches('\n'), format!("{value:#}"));
            prop_assert_eq!(line.trim_end_matches('\n'), value.to_string());
        }
    }
}
