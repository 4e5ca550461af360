//! Decodes bytes to keys. No clock: the caller, who reads the bytes, decides when to stop waiting.

use std::collections::VecDeque;
use std::time::Duration;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::terminal_input::TerminalInput;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
/// The end of pasted text.
const PASTED: &[u8] = b"\x1b[201~";
/// Maximum number of bytes kept of a pasted text: more than any field takes. The rest is skipped.
const MAX_PASTE_BYTES: usize = 1 << 17;
/// Longer than any sequence of a key or a click.
const LONGEST: usize = 256;
/// Maximum wait for the rest of a sequence.
const REST: Duration = Duration::from_secs(1);
/// Maximum wait for the end of an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// The kind of input that the next bytes belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum DecoderMode {
    /// Keys.
    #[default]
    Keys,
    /// Pasted text.
    Paste,
    /// An answer of the terminal that the explorer did not ask for.
    Answer,
    /// A sequence that is too long to be valid.
    Endless,
}

/// Decodes the output of a terminal to keys, clicks and pasted text, however the bytes are cut into
/// reads.
#[derive(Debug, Default)]
pub struct InputDecoder {
    /// Bytes that are not decoded yet.
    buffer: Vec<u8>,
    /// The pasted text so far, without the bytes still held.
    pasted: Vec<u8>,
    mode: DecoderMode,
    ready: VecDeque<TerminalInput>,
    /// Time after which an escape by itself is taken for the key.
    escape_timeout: Duration,
}

/// The start of the bytes held.
enum SequencePrefix {
    /// Something complete, this many bytes long; `None` if it has no meaning here.
    Whole(usize, Option<Event>),
    /// An escape and a key, this many bytes long.
    EscapeOrAlt(usize, KeyEvent),
    /// Part of a sequence.
    Part,
    /// Part of a sequence that is longer than any valid one.
    Endless,
}

impl InputDecoder {
    /// Creates a decoder that takes an escape for the key after it has been by itself for `lone`.
    pub fn new(lone: Duration) -> Self {
        Self { escape_timeout: lone, ..Self::default() }
    }

    /// Whether there is something to take.
    #[cfg(unix)]
    pub(crate) fn has_any(&self) -> bool {
        !self.ready.is_empty()
    }

    /// Returns the next key, click or text.
    pub fn take(&mut self) -> Option<TerminalInput> {
        self.ready.pop_front()
    }

    /// Drops everything, incomplete or complete.
    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.escape_timeout);
    }

    /// Returns how long to wait for more bytes before [`InputDecoder::give_up`]; `None` if nothing is
    /// incomplete.
    pub fn timeout(&self) -> Option<Duration> {
        match (&self.mode, &self.buffer[..]) {
            (DecoderMode::Paste, _) | (DecoderMode::Keys, []) => None,
            (DecoderMode::Answer, _) => Some(ANSWER_TIMEOUT),
            (DecoderMode::Keys, [ESC] | [ESC, ESC]) => Some(self.escape_timeout),
            (DecoderMode::Keys | DecoderMode::Endless, _) => Some(REST),
        }
    }

    /// Takes the incomplete input as it is. Returns whether that was an escape by itself: its rest
    /// may arrive late.
    pub fn give_up(&mut self) -> bool {
        let held = std::mem::take(&mut self.buffer);
        match (std::mem::take(&mut self.mode), &held[..]) {
            (DecoderMode::Paste, _) => (self.buffer, self.mode) = (held, DecoderMode::Paste),
            (DecoderMode::Keys, [ESC]) => {
                self.key(KeyCode::Esc, KeyModifiers::NONE);
                return true;
            }
            (DecoderMode::Keys, [ESC, ESC]) => {
                self.key(KeyCode::Esc, KeyModifiers::NONE);
                self.key(KeyCode::Esc, KeyModifiers::NONE);
                return true;
            }
            // Alt was held.
            (DecoderMode::Keys, [ESC, c]) if c.is_ascii_graphic() => {
                let key = KeyEvent::new(KeyCode::Char(char::from(*c)), KeyModifiers::ALT);
                self.ready.push_back(TerminalInput::EscapeOrAlt(key));
            }
            _ => {}
        }
        false
    }

    fn key(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.ready.push_back(TerminalInput::Event(Event::Key(KeyEvent::new(code, modifiers))));
    }

    /// Decodes the `bytes` of one read. They are `late` if an escape before them was taken for the
    /// key: then what is clearly the rest of a sequence is treated as such, and not as text.
    pub fn feed(&mut self, bytes: &[u8], late: bool) {
        if late && self.buffer.is_empty() && is_sequence_rest(bytes) {
            self.buffer.push(ESC);
        }
        if self.mode == DecoderMode::Paste && bytes == [3] {
            // If its end was lost, typing would no longer work: ctrl-c by itself ends it.
            self.paste(self.buffer.len());
        }
        self.buffer.extend_from_slice(bytes);
        while !self.buffer.is_empty() && self.step() {}
    }

    /// Takes one input off the bytes held. Returns whether there was one.
    fn step(&mut self) -> bool {
        match self.mode {
            DecoderMode::Paste => {
                let end = memchr::memmem::find(&self.buffer, PASTED);
                if let Some(end) = end {
                    self.paste(end);
                    self.buffer.drain(..PASTED.len());
                } else {
                    // Except for a possible first part of its end. Each byte is checked once.
                    let sure = self.buffer.len().saturating_sub(PASTED.len() - 1);
                    self.keep_pasted(sure);
                }
                end.is_some()
            }
            DecoderMode::Answer => self.skip_answer(),
            DecoderMode::Endless => {
                let end = self.buffer.iter().position(|byte| !is_parameter_byte(*byte));
                match end {
                    None => self.buffer.clear(),
                    Some(end) => {
                        let last = usize::from(is_final_byte(self.buffer[end]));
                        self.buffer.drain(..end + last);
                        self.mode = DecoderMode::Keys;
                    }
                }
                end.is_some()
            }
            DecoderMode::Keys => {
                let (count, event) = match parse_prefix(&self.buffer) {
                    SequencePrefix::Part => return false,
                    SequencePrefix::Endless => {
                        self.buffer.clear();
                        self.mode = DecoderMode::Endless;
                        return true;
                    }
                    SequencePrefix::Whole(count, event) => (count, event),
                    SequencePrefix::EscapeOrAlt(count, key) => {
                        self.buffer.drain(..count);
                        self.ready.push_back(TerminalInput::EscapeOrAlt(key));
                        return true;
                    }
                };
                // Only the bytes distinguish these from keys.
                let start = &self.buffer[..count.min(self.buffer.len())];
                self.mode = match start {
                    b"\x1b[200~" => DecoderMode::Paste,
                    [ESC, b']' | b'P' | b'_'] if event.is_none() => DecoderMode::Answer,
                    _ => DecoderMode::Keys,
                };
                self.buffer.drain(..count);
                self.ready.extend(event.map(TerminalInput::Event));
                true
            }
        }
    }

    /// Moves the first `count` bytes held to the pasted text, up to its maximum length.
    fn keep_pasted(&mut self, count: usize) {
        let room = MAX_PASTE_BYTES.saturating_sub(self.pasted.len()).min(count);
        self.pasted.extend_from_slice(&self.buffer[..room]);
        self.buffer.drain(..count);
    }

    /// Takes the first `count` bytes held as the last of a pasted text, which ends here.
    fn paste(&mut self, count: usize) {
        self.keep_pasted(count);
        let text = std::mem::take(&mut self.pasted);
        self.ready.push_back(TerminalInput::Event(Event::Paste(
            String::from_utf8_lossy(&text).into_owned(),
        )));
        self.mode = DecoderMode::Keys;
    }

    /// Skips an answer. Returns whether its end was found.
    fn skip_answer(&mut self) -> bool {
        let end = self.buffer.iter().position(|byte| matches!(*byte, BEL | ESC | 0x18 | 0x1a | 3));
        match end.map(|end| (end, &self.buffer[end..])) {
            None => self.buffer.clear(),
            // Half of its end, perhaps.
            Some((end, [ESC])) => drop(self.buffer.drain(..end)),
            Some((end, [ESC, b'\\', ..])) => {
                self.buffer.drain(..end + 2);
                self.mode = DecoderMode::Keys;
                return true;
            }
            // Bytes that interrupt it have their usual meaning.
            Some((end, [ESC | 3, ..])) => {
                self.buffer.drain(..end);
                self.mode = DecoderMode::Keys;
                return true;
            }
            Some((end, _)) => {
                self.buffer.drain(..=end);
                self.mode = DecoderMode::Keys;
                return true;
            }
        }
        false
    }
}

/// Whether `bytes` are the rest of a sequence whose escape arrived before, and nothing that a user
/// types: a key or an answer, in one piece.
fn is_sequence_rest(bytes: &[u8]) -> bool {
    let whole = [&[ESC], bytes].concat();
    match bytes {
        // Nobody types these three within one read; more of the answer may follow.
        [b'[', b'?' | b'>' | b'=' | b'<', b'0'..=b'9', ..] => true,
        [b'[', ..] => {
            matches!(parse_prefix(&whole), SequencePrefix::Whole(count, event) if count > 2 && (event.is_some() || is_answer(&whole[..count])))
        }
        [b'O', _, ..] => matches!(parse_prefix(&whole), SequencePrefix::Whole(3.., Some(_))),
        [b']', b'0'..=b'9', rest @ ..] => rest.contains(&b';'),
        [b'P', ..] | [b'_', b'G', ..] | [b']', b'l' | b'L' | b'I', ..] => {
            bytes.ends_with(b"\x1b\\")
        }
        _ => false,
    }
}

/// Whether the sequence `whole` is an answer or a report of the terminal.
fn is_answer(whole: &[u8]) -> bool {
    matches!(whole, [ESC, b'[', b'?' | b'>' | b'=' | b'<', ..])
        || matches!(whole, [ESC, b'[', b'0'..=b'9', .., b'R' | b'n' | b't' | b'y' | b'c' | b'x'])
        || matches!(whole, [ESC, b'[', b'2', b'0', b'0' | b'1', b'~'])
}

/// Decodes the start of `bytes`, which are not empty.
fn parse_prefix(bytes: &[u8]) -> SequencePrefix {
    match bytes {
        [] | [ESC] | [ESC, ESC] => SequencePrefix::Part,
        [ESC, b'[', ..] => parse_csi(bytes),
        [ESC, b'O', ..] => parse_ss3(bytes),
        [ESC, b']', rest @ ..]
            if rest.first().is_none_or(|c| c.is_ascii_digit() || b"lLI".contains(c)) =>
        {
            answer(rest)
        }
        [ESC, b'P', rest @ ..]
            if rest.first().is_none_or(|c| c.is_ascii_digit() || b"$+>!|=".contains(c)) =>
        {
            answer(rest)
        }
        [ESC, b'_', rest @ ..] if rest.first().is_none_or(|c| *c == b'G') => answer(rest),
        // Alt and a key that has a sequence itself; or the key twice.
        [ESC, ESC, b'[' | b'O', ..] => with_alt(parse_prefix(&bytes[1..])),
        [ESC, ESC, ..] => control_key(KeyCode::Esc, KeyModifiers::NONE),
        [ESC, rest @ ..] => match with_alt(parse_prefix(rest)) {
            SequencePrefix::Whole(count, Some(Event::Key(key))) => {
                SequencePrefix::EscapeOrAlt(count, key)
            }
            begin => begin,
        },
        [b'\r', ..] => control_key(KeyCode::Enter, KeyModifiers::NONE),
        [b'\t', ..] => control_key(KeyCode::Tab, KeyModifiers::NONE),
        // Terminals send either for the same key.
        [0x7f | 8, ..] => control_key(KeyCode::Backspace, KeyModifiers::NONE),
        [0, ..] => control_key(KeyCode::Char(' '), KeyModifiers::CONTROL),
        [c @ 1..=0x1a, ..] => {
            control_key(KeyCode::Char(char::from(c - 1 + b'a')), KeyModifiers::CONTROL)
        }
        [c @ 0x1c..=0x1f, ..] => {
            control_key(KeyCode::Char(char::from(c - 0x1c + b'4')), KeyModifiers::CONTROL)
        }
        _ => letter(bytes),
    }
}

/// Returns the key that a terminal sends as one byte.
fn control_key(code: KeyCode, modifiers: KeyModifiers) -> SequencePrefix {
    SequencePrefix::Whole(1, Some(Event::Key(KeyEvent::new(code, modifiers))))
}

fn answer(rest: &[u8]) -> SequencePrefix {
    if rest.is_empty() { SequencePrefix::Part } else { SequencePrefix::Whole(2, None) }
}

fn with_alt(begin: SequencePrefix) -> SequencePrefix {
    match begin {
        SequencePrefix::Part | SequencePrefix::Endless | SequencePrefix::EscapeOrAlt(..) => begin,
        SequencePrefix::Whole(count, event) => SequencePrefix::Whole(
            count + 1,
            event.map(|event| match event {
                Event::Key(key) => {
                    Event::Key(KeyEvent { modifiers: key.modifiers | KeyModifiers::ALT, ..key })
                }
                event => event,
            }),
        ),
    }
}

/// Decodes a character; invalid bytes have no meaning.
fn letter(bytes: &[u8]) -> SequencePrefix {
    let head = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => {
            return error
                .error_len()
                .map_or(SequencePrefix::Part, |count| SequencePrefix::Whole(count, None));
        }
    };
    let Some(c) = valid.chars().next() else { return SequencePrefix::Whole(1, None) };
    let event = (!c.is_control()).then(|| Event::Key(KeyCode::Char(c).into()));
    SequencePrefix::Whole(c.len_utf8(), event)
}

/// Decodes `ESC O` and a letter: arrows, function keys, the keypad. A digit before the letter
/// encodes the modifiers.
fn parse_ss3(bytes: &[u8]) -> SequencePrefix {
    let digits = bytes[2..].iter().take_while(|byte| byte.is_ascii_digit()).count().min(2);
    let Some(&last) = bytes.get(2 + digits) else { return SequencePrefix::Part };
    if !(0x40..=0x7e).contains(&last) {
        return SequencePrefix::Whole(2 + digits, None);
    }
    let held = numbers(&bytes[2..2 + digits])[0].map_or(KeyModifiers::NONE, modifiers);
    let code = match last {
        b'P'..=b'S' => Some(KeyCode::F(last - b'P' + 1)),
        b'M' => Some(KeyCode::Enter),
        b'j'..=b'o' => Some(KeyCode::Char(char::from(last - b'j' + b'*'))),
        b'p'..=b'y' => Some(KeyCode::Char(char::from(last - b'p' + b'0'))),
        b'a'..=b'd' => arrow(last.to_ascii_uppercase()),
        last => arrow(last),
    };
    SequencePrefix::Whole(3 + digits, code.map(|code| Event::Key(KeyEvent::new(code, held))))
}

fn arrow(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        _ => return None,
    })
}

/// Decodes `ESC [`, parameters, and a letter.
fn parse_csi(bytes: &[u8]) -> SequencePrefix {
    match &bytes[2..] {
        // The function keys of the Linux console.
        [b'[', c @ b'A'..=b'E', ..] => {
            return SequencePrefix::Whole(4, Some(Event::Key(KeyCode::F(c - b'A' + 1).into())));
        }
        // A click in the oldest format: three bytes follow.
        [b'M', button, column, row, ..] => {
            let [column, row] = [column, row].map(|byte| u16::from(byte.saturating_sub(33)));
            let click = button.checked_sub(32).and_then(|button| mouse(button, column, row, false));
            return SequencePrefix::Whole(6, click);
        }
        [b'['] | [b'M', ..] => return SequencePrefix::Part,
        _ => {}
    }
    // Shift and a key, in rxvt: the only sequence that does not end with a letter.
    let digits = bytes[2..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits > 0 && 2 + digits <= LONGEST && bytes.get(2 + digits) == Some(&b'$') {
        return SequencePrefix::Whole(
            3 + digits,
            tilde_key(&numbers(&bytes[2..2 + digits]), KeyModifiers::SHIFT),
        );
    }
    let inside = bytes[2..].iter().position(|byte| !is_parameter_byte(*byte));
    let Some(end) = inside.map(|at| at + 2) else {
        return if bytes.len() > LONGEST { SequencePrefix::Endless } else { SequencePrefix::Part };
    };
    let (inside, last) = (&bytes[2..end], bytes[end]);
    if !is_final_byte(last) {
        // Interrupted: the bytes that interrupt it have their usual meaning.
        return SequencePrefix::Whole(end, None);
    }
    // However it is cut into reads, a sequence that is too long has no meaning.
    let meaning = if end > LONGEST { None } else { csi_event(inside, last) };
    SequencePrefix::Whole(end + 1, meaning)
}

/// Whether `byte` may be between the start and the last byte of a sequence.
fn is_parameter_byte(byte: u8) -> bool {
    (0x20..=0x3f).contains(&byte)
}

/// Whether `byte` may end a sequence.
fn is_final_byte(byte: u8) -> bool {
    (0x40..=0x7e).contains(&byte)
}

/// Decodes a sequence with these parameters and this letter; `None` if it is an answer, or unknown.
fn csi_event(inside: &[u8], last: u8) -> Option<Event> {
    if let [b'<', rest @ ..] = inside {
        let [button, column, row] = numbers(rest);
        let [column, row] = [column, row].map(|place| place.unwrap_or(0).saturating_sub(1));
        return mouse(u8::try_from(button?).ok()?, column, row, last == b'm')
            .filter(|_| b"Mm".contains(&last));
    }
    if inside.iter().any(|byte| !(byte.is_ascii_digit() || matches!(byte, b';' | b':'))) {
        return None;
    }
    let [first, second, third] = numbers(inside);
    let held = second.map_or(KeyModifiers::NONE, modifiers);
    let kind = if released(inside) { KeyEventKind::Release } else { KeyEventKind::Press };
    let key = |code| Some(Event::Key(KeyEvent::new_with_kind(code, held, kind)));
    match last {
        b'A'..=b'D' | b'F' | b'H' => key(arrow(last)?),
        b'P' | b'Q' | b'S' => key(KeyCode::F(last - b'P' + 1)),
        // With numbers it is a report of the cursor position.
        b'R' if inside.is_empty() => key(KeyCode::F(3)),
        b'Z' => key(KeyCode::BackTab),
        b'I' if inside.is_empty() => Some(Event::FocusGained),
        b'O' if inside.is_empty() => Some(Event::FocusLost),
        b'a'..=b'd' if inside.is_empty() => {
            Some(Event::Key(KeyEvent::new(arrow(last.to_ascii_uppercase())?, KeyModifiers::SHIFT)))
        }
        b'M' => {
            let button = u8::try_from(first?).ok()?.checked_sub(32)?;
            mouse(button, second?.saturating_sub(1), third?.saturating_sub(1), false)
        }
        b'u' => Some(Event::Key(KeyEvent { kind, ..numbered_key(first?, held)? })),
        b'~' if first == Some(27) => Some(Event::Key(numbered_key(third?, held)?)),
        b'~' => {
            let event = tilde_key(&[first, second, third], held)?;
            Some(match event {
                Event::Key(pressed) => Event::Key(KeyEvent { kind, ..pressed }),
                event => event,
            })
        }
        b'^' => tilde_key(&[first, None, None], KeyModifiers::CONTROL),
        b'@' => tilde_key(&[first, None, None], KeyModifiers::CONTROL | KeyModifiers::SHIFT),
        _ => None,
    }
}

/// Returns the first three numbers of `text`, separated by semicolons; of numbers separated by
/// colons the first counts.
fn numbers(text: &[u8]) -> [Option<u16>; 3] {
    let mut parts = text.split(|byte| *byte == b';').map(|part| {
        let first = part.split(|byte| *byte == b':').next().unwrap_or_default();
        std::str::from_utf8(first).ok()?.parse().ok()
    });
    std::array::from_fn(|_| parts.next().flatten())
}

/// Whether a key was released rather than pressed.
fn released(inside: &[u8]) -> bool {
    let second = inside.split(|byte| *byte == b';').nth(1).unwrap_or_default();
    second.split(|byte| *byte == b':').nth(1) == Some(b"3")
}

/// Returns the modifiers held with a key, as terminals number them.
fn modifiers(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let mut held = KeyModifiers::empty();
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ] {
        held.set(modifier, bits & bit != 0);
    }
    held
}

/// Returns the key that a number before a tilde encodes.
fn tilde_key(numbers: &[Option<u16>; 3], held: KeyModifiers) -> Option<Event> {
    let code = match u8::try_from(numbers[0]?).ok()? {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        n @ 11..=15 => KeyCode::F(n - 10),
        n @ 17..=21 => KeyCode::F(n - 11),
        n @ 23..=26 => KeyCode::F(n - 12),
        n @ 28..=29 => KeyCode::F(n - 15),
        n @ 31..=34 => KeyCode::F(n - 17),
        _ => return None,
    };
    Some(Event::Key(KeyEvent::new(code, held)))
}

/// Returns the key that is encoded by the number of its character.
fn numbered_key(number: u16, held: KeyModifiers) -> Option<KeyEvent> {
    let code = match number {
        27 => KeyCode::Esc,
        13 | 57414 => KeyCode::Enter,
        9 if held.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        8 | 127 => KeyCode::Backspace,
        57399..=57408 => KeyCode::Char(char::from_digit(u32::from(number - 57399), 10)?),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57426 => KeyCode::Delete,
        // Keys of other kinds are numbered there.
        0xe000..=0xf8ff => return None,
        number => {
            let c = char::from_u32(u32::from(number)).filter(|c| !c.is_control())?;
            let capital =
                held.contains(KeyModifiers::SHIFT).then(|| c.to_uppercase().next()).flatten();
            KeyCode::Char(capital.unwrap_or(c))
        }
    };
    Some(KeyEvent::new(code, held))
}

/// Returns a click, a turn of the wheel or a movement: `number` encodes which, and the modifiers
/// held with it.
fn mouse(number: u8, column: u16, row: u16, up: bool) -> Option<Event> {
    let button = [MouseButton::Left, MouseButton::Middle, MouseButton::Right]
        .get(usize::from(number & 3))
        .copied();
    let kind = match (number & 0xc0, number & 0x20 != 0, button) {
        (0, false, Some(button)) if up => MouseEventKind::Up(button),
        (0, false, Some(button)) => MouseEventKind::Down(button),
        (0, true, Some(button)) => MouseEventKind::Drag(button),
        (0, false, None) => MouseEventKind::Up(MouseButton::Left),
        (_, true, _) => MouseEventKind::Moved,
        (0x40, false, _) => match number & 3 {
            0 => MouseEventKind::ScrollUp,
            1 => MouseEventKind::ScrollDown,
            2 => MouseEventKind::ScrollLeft,
            _ => MouseEventKind::ScrollRight,
        },
        _ => return None,
    };
    let held = modifiers(u16::from(number >> 2 & 7) + 1);
    // In this number the second bit is Alt and the third Ctrl, as it is with keys.
    Some(Event::Mouse(MouseEvent { kind, column, row, modifiers: held }))
}

#[cfg(test)]
mod tests;
