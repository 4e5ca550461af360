//! Encodes a frame as bytes: only those that the terminal needs to show what has changed.
//!
//! The framework's own backend moves the cursor absolutely before every run, spells every colour in
//! its longest form, writes each blank and flushes several times a frame. These bytes are what a
//! key costs over a slow line, so this backend remembers the contents of the terminal: it writes
//! over short gaps instead of moving the cursor, erases the rest of a line in three bytes, sends
//! only the changes of a style, and hands a frame over in one piece. As it remembers, it finds the
//! changes itself: the framework's own comparison would be a second one.

use std::io::{self, Write};

use crate::model::text::{display_width, is_simple, max_display_width};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

/// Draws on anything that understands ECMA-48 control sequences, as every current terminal does.
///
/// Nothing reaches `W` before [`TerminalBackend::send`].
#[derive(Debug)]
pub struct TerminalBackend<W: Write> {
    out: W,
    /// The bytes still to be handed over.
    bytes: Vec<u8>,
    /// The position in `bytes` where the frame begins.
    begun: Option<usize>,
    /// The contents of the terminal, row by row.
    screen: Vec<Cell>,
    size: Size,
    /// The position of the cursor; `None` if terminals may disagree.
    at: Option<Position>,
    /// Whether the cursor is shown.
    visible: Option<bool>,
    style: CellStyle,
}

/// The style of the next characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct CellStyle {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Begin and end of an update that is shown as a single frame.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Minimum number of blanks at the end of a line for which it is erased.
const ERASE: usize = 4;

/// Maximum number of unchanged cells to rewrite instead of moving the cursor, which takes four
/// bytes.
const GAP: u16 = 4;

/// Attributes with the codes that set and unset them.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl CellStyle {
    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether a blank in this style shows nothing but the terminal's own background.
    fn is_unseen(self) -> bool {
        const SEEN: Modifier =
            Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);
        self.bg == Color::Reset && !self.modifier.intersects(SEEN)
    }

    /// Writes the parameters that turn `before` into this, each after a semicolon.
    fn codes_since(self, before: Self, out: &mut Vec<u8>) {
        let mut set = before.modifier;
        for (attribute, _, unset) in ATTRIBUTES {
            if set.contains(attribute) && !self.modifier.contains(attribute) {
                codes(out, &[unset]);
                // Bold and dim end together.
                let ended = ATTRIBUTES.iter().filter(|(.., code)| *code == unset);
                ended.for_each(|(attribute, ..)| set.remove(*attribute));
            }
        }
        for (attribute, on, _) in ATTRIBUTES {
            if self.modifier.contains(attribute) && !set.contains(attribute) {
                codes(out, &[on]);
            }
        }
        if self.fg != before.fg {
            colour(out, self.fg, 30);
        }
        if self.bg != before.bg {
            colour(out, self.bg, 40);
        }
    }
}

/// Writes numbers, each after a semicolon.
fn codes(out: &mut Vec<u8>, numbers: &[u8]) {
    for &number in numbers {
        out.push(b';');
        digits(out, u16::from(number));
    }
}

fn digits(out: &mut Vec<u8>, number: u16) {
    let mut buffer = [0; 5];
    let mut at = buffer.len();
    let mut rest = number;
    loop {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&buffer[at..]);
}

/// Writes the parameters of a colour; `base` is 30 for the foreground, and 40 for the background.
fn colour(out: &mut Vec<u8>, colour: Color, base: u8) {
    let plain = match colour {
        Color::Reset => 9,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Indexed(index) => {
            return codes(out, &[base + 8, 5, index]);
        }
        Color::Rgb(r, g, b) => {
            return codes(out, &[base + 8, 2, r, g, b]);
        }
    };
    codes(out, &[base + plain]);
}

/// Whether a cell shows nothing but the terminal's own background.
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && CellStyle::of(cell).is_unseen()
}

impl<W: Write> TerminalBackend<W> {
    /// Creates a pen that draws on `out`.
    pub fn new(out: W) -> Self {
        Self {
            out,
            bytes: Vec::with_capacity(1 << 14),
            begun: None,
            screen: Vec::new(),
            size: Size::default(),
            at: None,
            visible: None,
            style: CellStyle::default(),
        }
    }

    /// Returns the bytes still to be handed over.
    pub fn waiting(&self) -> &[u8] {
        &self.bytes
    }

    /// Begins a frame, which terminals show at once when it is complete.
    pub fn begin(&mut self) {
        self.begun = Some(self.bytes.len());
        self.bytes.extend_from_slice(BEGIN);
    }

    /// Hands over the bytes written and drawn; nothing if nothing has changed.
    ///
    /// # Errors
    ///
    /// Errors of the terminal.
    pub fn send(&mut self) -> io::Result<()> {
        match self.begun.take() {
            // Nothing was drawn since.
            Some(begun) if self.bytes.len() == begun + BEGIN.len() => self.bytes.truncate(begun),
            Some(_) => self.bytes.extend_from_slice(END),
            None => {}
        }
        if self.bytes.is_empty() {
            return Ok(());
        }
        let written = self.out.write_all(&self.bytes).and_then(|()| self.out.flush());
        self.bytes.clear();
        written
    }

    /// Clears the terminal, whatever other programs have written there.
    pub(crate) fn clear(&mut self) {
        // They may have left any style set, and the cursor anywhere.
        self.bytes.extend_from_slice(b"\x1b[m\x1b[2J");
        (self.at, self.visible, self.style) = (None, None, CellStyle::default());
        self.screen.fill(Cell::EMPTY);
    }

    /// Draws the changes since the last frame, and puts the cursor at `caret`; without it the
    /// cursor is hidden. A `frame` of another size than the last one requires that the terminal was
    /// cleared.
    pub fn draw(&mut self, frame: &Buffer, caret: Option<Position>) {
        let size = frame.area.as_size();
        if self.size != size || self.screen.is_empty() {
            self.size = size;
            self.screen = vec![Cell::EMPTY; frame.content.len()];
        }
        let mut changed = Vec::new();
        for (y, row) in (0..size.height).zip(frame.content.chunks(usize::from(size.width).max(1))) {
            self.update_row(row, y, &mut changed);
            if !changed.is_empty() {
                self.row(y, &changed);
                changed.clear();
            }
        }
        self.set_style(CellStyle::default());
        if let Some(caret) = caret {
            self.move_to(caret);
        }
        if self.visible != Some(caret.is_some()) {
            self.visible = Some(caret.is_some());
            self.bytes.extend_from_slice(if caret.is_some() { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
    }

    /// Remembers the contents of `row`, and finds the cells to draw.
    fn update_row(&mut self, row: &[Cell], y: u16, changed: &mut Vec<u16>) {
        let first = usize::from(y) * row.len();
        let shown = &mut self.screen[first..first + row.len()];
        let (mut x, mut overdrawn) = (0, 0);
        while x < row.len() {
            let cell = &row[x];
            let (symbol, before) = (cell.symbol().as_bytes(), shown[x].symbol().as_bytes());
            // Most are one byte: comparing and measuring them as texts would take most of the time.
            let (wide, same) = match (symbol, before) {
                ([one], [other]) => (1, one == other),
                ([_], _) => (1, false),
                _ => (display_width(cell.symbol()).max(1), symbol == before),
            };
            if !same || CellStyle::of(cell) != CellStyle::of(&shown[x]) || x < overdrawn {
                shown[x].clone_from(cell);
                changed.push(x as u16);
                if symbol.len() > 2 && !is_simple(cell.symbol()) {
                    // If the terminal draws it wider than it is here, the cells after it are drawn
                    // over that.
                    overdrawn = overdrawn.max(x + max_display_width(cell.symbol()));
                }
                // The other half of a wide character shows nothing of its own: whatever appears
                // there next is drawn.
                for half in shown.iter_mut().take(x + wide).skip(x + 1) {
                    half.set_symbol("");
                }
            }
            x += wide;
        }
    }

    fn sequence(&mut self, numbers: &[u16], last: u8) {
        self.bytes.extend_from_slice(b"\x1b[");
        for (i, number) in numbers.iter().enumerate() {
            if i > 0 {
                self.bytes.push(b';');
            }
            digits(&mut self.bytes, *number);
        }
        self.bytes.push(last);
    }

    /// Moves the cursor by the shortest sequence.
    fn move_to(&mut self, to: Position) {
        match self.at {
            Some(at) if at == to => return,
            Some(at) if at.y == to.y && at.x < to.x => match to.x - at.x {
                1 => self.bytes.extend_from_slice(b"\x1b[C"),
                n => self.sequence(&[n], b'C'),
            },
            Some(at) if to.x == 0 && to.y == at.y + 1 => self.bytes.extend_from_slice(b"\r\n"),
            Some(at) if to.x == 0 && to.y == at.y => self.bytes.push(b'\r'),
            // To the start of the next row and on from there, if that is shorter: from the tenth
            // row on it is never longer.
            Some(at) if to.y == at.y + 1 && to.y >= 9 => {
                self.bytes.extend_from_slice(b"\r\n");
                self.sequence(&[to.x], b'C');
            }
            _ if to.x == 0 => self.sequence(&[to.y + 1], b'H'),
            _ => self.sequence(&[to.y + 1, to.x + 1], b'H'),
        }
        self.at = Some(to);
    }

    fn set_style(&mut self, look: CellStyle) {
        if look == self.style {
            return;
        }
        let mut by_change = Vec::new();
        look.codes_since(self.style, &mut by_change);
        let mut anew = Vec::new();
        look.codes_since(CellStyle::default(), &mut anew);
        self.bytes.extend_from_slice(b"\x1b[");
        // Without a number everything is reset.
        if anew.len() < by_change.len() {
            self.bytes.extend_from_slice(&anew);
        } else {
            self.bytes.extend_from_slice(&by_change[1..]);
        }
        self.bytes.push(b'm');
        self.style = look;
    }

    /// Writes the cell at `x` of row `y`, where the cursor is.
    fn put(&mut self, x: u16, y: u16) {
        let place = usize::from(y) * usize::from(self.size.width) + usize::from(x);
        let cell = &self.screen[place];
        let (look, symbol) = (CellStyle::of(cell), cell.symbol());
        // Blanks show no characters that could have a colour or a weight.
        let as_it_is = is_blank(cell) && self.style.is_unseen();
        let one = symbol.len() == 1 || symbol.chars().count() == 1;
        let wide = if symbol.len() == 1 { 1 } else { display_width(symbol) };
        let sure = one && wide == 1;
        // Joined characters, and emoji that are newer than some terminals.
        let unsure = wide > 1 && (!one || symbol >= "\u{1f000}");
        let wraps =
            !sure && usize::from(x) + max_display_width(symbol) > usize::from(self.size.width);
        if !as_it_is {
            self.set_style(look);
        }
        if unsure {
            // If the terminal uses fewer cells for it, the others must not keep their old contents.
            self.bytes.extend(std::iter::repeat_n(b' ', wide));
            self.at = None;
            self.move_to(Position { x, y });
        }
        let symbol = self.screen[place].symbol().as_bytes();
        if wraps {
            // If it is drawn wider than it is here, it would wrap to the next row.
            self.bytes.extend_from_slice(b"\x1b[?7l");
            self.bytes.extend_from_slice(symbol);
            self.bytes.extend_from_slice(b"\x1b[?7h");
        } else {
            self.bytes.extend_from_slice(symbol);
        }
        // At the edge the cursor waits or wraps; anything but one character of one cell may have
        // another width elsewhere.
        self.at = Some(Position { x: x + 1, y }).filter(|at| sure && at.x < self.size.width);
    }

    /// Draws the cells of row `y` that have `changed`, ascending.
    fn row(&mut self, y: u16, changed: &[u16]) {
        let first = usize::from(y) * usize::from(self.size.width);
        let row = &self.screen[first..first + usize::from(self.size.width)];
        let tail = row.iter().rposition(|cell| !is_blank(cell)).map_or(0, |at| at + 1) as u16;
        let blank = changed.iter().filter(|&&x| x >= tail).count();
        let erase = blank >= ERASE;
        for &x in changed {
            if erase && x >= tail {
                break;
            }
            if let Some(at) = self.at.filter(|at| at.y == y && at.x < x && x - at.x <= GAP) {
                let gap = first + usize::from(at.x)..first + usize::from(x);
                let look = self.style;
                let mut cells = self.screen[gap].iter();
                if cells.all(|cell| cell.symbol().len() == 1 && CellStyle::of(cell) == look) {
                    (at.x..x).for_each(|x| self.put(x, y));
                }
            }
            self.move_to(Position { x, y });
            self.put(x, y);
        }
        if erase {
            self.move_to(Position { x: tail, y });
            self.set_style(CellStyle::default());
            self.bytes.extend_from_slice(b"\x1b[K");
        }
    }
}

/// Writes sequences of other kinds the same way, in order. They must not draw.
impl<W: Write> Write for TerminalBackend<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Does nothing, as a frame is never handed over in part: see [`TerminalBackend::send`].
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
