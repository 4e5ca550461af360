//! The input of the terminal: bytes in; keys, clicks and pasted text out.
//!
//! crossterm takes an escape at the end of a read for the Escape key, and the rest of a sequence
//! that arrives later for text. Over slow lines sequences do arrive in parts, and terminals also
//! send answers to questions of other programs; so the bytes are decoded here, and an incomplete
//! sequence is waited for.

#[cfg(not(unix))]
mod console;
mod decode;
mod terminal_input;
#[cfg(unix)]
mod tty;

pub use self::decode::InputDecoder;
pub use self::terminal_input::TerminalInput;

#[cfg(unix)]
pub(super) use self::tty::Keys;

#[cfg(not(unix))]
pub(super) use self::console::Keys;
