//! Messages on standard error.

use std::fmt::Display;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::model::text::printable_lines;

/// Writes `text` to standard error after the name of the program. Whatever its origin, nothing in
/// it can control a terminal.
pub(super) fn print_note(text: impl Display) {
    write_raw(format!("roledex: {}\n", printable_lines(&text.to_string())).as_bytes());
}

/// The messages of the time in which a pager has the terminal.
static HELD: Mutex<Option<Vec<u8>>> = Mutex::new(None);

/// From now on, holds messages back: a pager or the line of a shell has the terminal.
pub(super) fn hold() {
    held().get_or_insert_default();
}

/// Writes the messages that were held back.
#[cfg(unix)]
pub(super) fn release() {
    let bytes = held().take();
    if let Some(bytes) = bytes {
        write_raw(&bytes);
    }
}

fn held() -> MutexGuard<'static, Option<Vec<u8>>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes `bytes` to standard error: text that is safe to show, with the escapes that colour it.
#[allow(clippy::disallowed_methods, reason = "this is the one place")]
pub(super) fn write_raw(bytes: &[u8]) {
    if let Some(held) = &mut *held() {
        held.extend_from_slice(bytes);
        return;
    }
    // There is nowhere left to report that reporting failed.
    let _ = io::stderr().lock().write_all(bytes);
}

/// Whether standard error is a terminal.
#[allow(clippy::disallowed_methods, reason = "nothing is written")]
pub(super) fn is_terminal() -> bool {
    io::IsTerminal::is_terminal(&io::stderr())
}
