//! Messages on standard error.

use std::fmt::Display;
use std::io::{self, Write};

use crate::model::text::printable_lines;

/// Writes `text` to standard error after the name of the program. Whatever its origin, nothing in
/// it can control a terminal.
pub(super) fn print_note(text: impl Display) {
    write_raw(format!("roledex: {}\n", printable_lines(&text.to_string())).as_bytes());
}

/// Writes `bytes` to standard error: text that is safe to show, with the escapes that colour it.
#[allow(clippy::disallowed_methods, reason = "this is the one place")]
pub(super) fn write_raw(bytes: &[u8]) {
    // There is nowhere left to report that reporting failed.
    let _ = io::stderr().lock().write_all(bytes);
}

/// Whether standard error is a terminal.
#[allow(clippy::disallowed_methods, reason = "nothing is written")]
pub(super) fn is_terminal() -> bool {
    io::IsTerminal::is_terminal(&io::stderr())
}
