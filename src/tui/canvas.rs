//! Drawing of rows, texts, fields and selections into cells.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use super::doc::{self, TextDoc, TextTone, TonedText};
use super::layout;
use super::state::{AppState, Focus};
use super::theme::ColourTheme;
use crate::model::text::{clusters, display_width};

/// The context for drawing: cells, styles, and the position of the caret.
pub struct DrawCanvas<'a> {
    /// The cells.
    pub buf: &'a mut Buffer,
    /// The styles.
    pub theme: &'a ColourTheme,
    /// Whether screen-reader mode is on.
    pub accessible: bool,
    /// The position of the caret, if a field has the focus.
    pub caret: Option<Position>,
}

impl DrawCanvas<'_> {
    /// The word that marks the selection in screen-reader mode.
    pub(crate) const SELECTED: &'static str = "[selected]";

    /// Draws `row` on the first line of `area`; the part that does not fit is cut off.
    pub(crate) fn row(&mut self, area: Rect, row: &[TonedText]) {
        let area = area.intersection(self.buf.area);
        if area.is_empty() {
            return;
        }
        let (mut x, y) = (area.x, area.y);
        if row.iter().any(|piece| !doc::is_simple(&piece.text)) {
            return self.clusters(area, row);
        }
        for piece in row {
            x = self.write(
                &piece.text,
                Position { x, y },
                area.right(),
                self.theme.tone_style(piece.tone),
            );
        }
    }

    /// Draws `row` cluster by cluster: an accent may be in another piece than its letter if a
    /// search highlighted the letter alone. Each cluster has the style of its start.
    fn clusters(&mut self, area: Rect, row: &[TonedText]) {
        let text: String = row.iter().map(|piece| piece.text.as_str()).collect();
        let (mut at, mut piece, mut end) = (0, 0, row.first().map_or(0, |piece| piece.text.len()));
        let mut x = area.x;
        for cluster in clusters(&text) {
            while at >= end && piece + 1 < row.len() {
                piece += 1;
                end += row[piece].text.len();
            }
            at += cluster.len();
            if display_width(cluster) > usize::from(area.right() - x) {
                return;
            }
            let style = self.theme.tone_style(row[piece].tone);
            x = self.write(cluster, Position { x, y: area.y }, area.right(), style);
        }
    }

    /// Writes `text` from `at` until the column `end`, and returns the column where it ended.
    fn write(&mut self, text: &str, at: Position, end: u16, style: Style) -> u16 {
        if at.x >= end {
            return at.x;
        }
        if !doc::is_simple(text) {
            return self.write_clusters(text, at, end, style);
        }
        let (first, room) = (self.buf.index_of(at.x, at.y), usize::from(end - at.x));
        let mut x = at.x;
        for (cell, c) in self.buf.content[first..first + room].iter_mut().zip(text.chars()) {
            cell.set_char(c).set_style(style);
            x += 1;
        }
        x
    }

    /// Writes `text`, in which not every character is a cell, from `at` until the column `end`, and
    /// returns the column where it ended.
    fn write_clusters(&mut self, text: &str, at: Position, end: u16, style: Style) -> u16 {
        let mut x = at.x;
        for cluster in clusters(text) {
            let wide = display_width(cluster) as u16;
            if wide > end - x {
                break;
            }
            for (place, column) in (x..x + wide).enumerate() {
                let Some(cell) = self.buf.cell_mut((column, at.y)) else { continue };
                if place == 0 {
                    cell.set_symbol(cluster).set_style(style);
                } else {
                    // The terminal draws the first cell over it.
                    cell.reset();
                }
            }
            x += wide;
        }
        x
    }

    /// Applies `style` to the first line of `area`.
    pub fn over(&mut self, area: Rect, style: Style) {
        let area = Rect { height: area.height.min(1), ..area }.intersection(self.buf.area);
        if style.add_modifier.contains(Modifier::REVERSED) {
            // The bar has one colour: tones would appear as patches of background.
            let even = Style::new().fg(Color::Reset).bg(Color::Reset);
            self.buf.set_style(area, even.remove_modifier(Modifier::DIM));
        }
        if self.accessible && style == self.theme.selected() {
            self.mark_selected(area);
        }
        self.buf.set_style(area, style);
    }

    /// Draws the selected row `area` of a text that does not have the focus, or of which only a
    /// part is chosen, with a sign beside it that shows in every theme.
    pub(crate) fn dim_selection(&mut self, area: Rect) {
        self.over(area, self.theme.selected_elsewhere());
        if !self.accessible && area.x > 0 {
            let edge = Rect { x: area.x - 1, width: 1, height: 1, ..area };
            self.row(edge, &[TonedText::new("▌", TextTone::Accent)]);
        }
    }

    /// Writes a word that marks the line `area` as selected, and puts the real cursor there: screen
    /// readers follow it.
    pub(crate) fn mark_selected(&mut self, area: Rect) {
        let need = Self::SELECTED.len() as u16 + 2;
        // In the first gap where it fits, so that nothing is covered; without such a gap, in the
        // margin, and where there is none, at the end.
        let gap = (1..area.width.saturating_sub(need))
            .find(|&x| (x..x + need).all(|x| self.is_blank(area.x + x, area.y)));
        let room = self.buf.area.right().saturating_sub(area.right());
        let end =
            if room >= need - 1 { area.width + 1 } else { area.width.saturating_sub(need - 1) };
        let at = area.x + gap.map_or(end, |gap| gap + 1);
        let room = self.buf.area.right().saturating_sub(at);
        self.buf.set_stringn(at, area.y, Self::SELECTED, usize::from(room), Style::new());
        self.caret = Some(Position::new(area.x, area.y));
    }

    /// Whether nothing is drawn on a cell.
    fn is_blank(&self, x: u16, y: u16) -> bool {
        self.buf.cell((x, y)).is_none_or(|cell| cell.symbol() == " ")
    }

    /// Draws `left` and `right` on one line: the left side is cut if both do not fit.
    pub(crate) fn sides(&mut self, area: Rect, left: &[TonedText], right: &[TonedText]) {
        let wide = doc::row_width(right);
        if wide == 0 || wide + 12 > usize::from(area.width) {
            self.ends(area, left, &[], 0);
        } else {
            self.ends(area, left, right, 1);
        }
    }

    /// Draws `left` at the start and `right` at the end of one line, at least `apart` cells apart:
    /// the left side is cut if necessary.
    pub fn ends(&mut self, area: Rect, left: &[TonedText], right: &[TonedText], apart: usize) {
        let wide = doc::row_width(right).min(usize::from(area.width));
        let start = Rect { width: area.width - wide as u16, ..area };
        let room = usize::from(start.width).saturating_sub(apart);
        if doc::row_width(left) <= room {
            self.row(start, left);
        } else {
            self.row(start, &doc::pad_row(left.to_vec(), room));
        }
        if wide > 0 {
            self.row(Rect { x: area.x + start.width, width: wide as u16, ..area }, right);
        }
    }

    /// Draws the visible part of `doc` and a bar at the edge that shows its position.
    pub(crate) fn doc(&mut self, area: Rect, doc: &TextDoc, top: usize) {
        self.highlighted_doc(area, doc, top, &[]);
    }

    /// Draws the visible part of `doc` and its scroll bar, with `words` highlighted.
    pub(crate) fn highlighted_doc(
        &mut self,
        area: Rect,
        doc: &TextDoc,
        top: usize,
        words: &[String],
    ) {
        let height = usize::from(area.height);
        for (i, row) in doc.rows.iter().skip(top).take(height).enumerate() {
            let line = Rect { y: area.y + i as u16, height: 1, ..area };
            if words.is_empty() {
                self.row(line, row);
            } else {
                self.row(line, &doc::highlight_row(row, words));
            }
        }
        self.bar(layout::scroll_bar(area), top, doc.rows.len());
    }

    /// Draws a scroll bar and its track in the one-column `area`, for a text of `len` lines
    /// scrolled to `top`; none if all of it is visible.
    pub(crate) fn bar(&mut self, area: Rect, top: usize, len: usize) {
        let height = usize::from(area.height);
        if len <= height || height == 0 || self.accessible {
            return;
        }
        let thumb = (height * height / len).max(1);
        let at = top * (height - thumb) / (len - height).max(1);
        let seen = at..(at + thumb).min(height);
        for i in 0..height {
            let (sign, tone) =
                if seen.contains(&i) { ("┃", TextTone::Text) } else { ("│", TextTone::Faint) };
            let position = Position::new(area.x, area.y + i as u16);
            if let Some(cell) = self.buf.cell_mut(position) {
                cell.set_symbol(sign).set_style(self.theme.tone_style(tone));
            }
        }
    }
}

/// Appearance of the caret of a text field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaretState {
    /// No caret: the field does not have the focus.
    Hidden,
    /// The caret.
    Shown,
    /// The caret, and a sign that typing replaces the text.
    Selected,
}

impl CaretState {
    /// Returns the caret of the field that has the focus when `focus` has it.
    pub(super) fn of(state: &AppState, focus: Focus) -> Self {
        match state.focus == focus {
            false => Self::Hidden,
            true if state.field_selected => Self::Selected,
            true => Self::Shown,
        }
    }
}

/// The part of a field's text that is visible.
struct FieldText {
    /// The part, with an ellipsis at each end that is cut.
    text: String,
    /// Number of cells before the caret.
    caret: usize,
}

/// Minimum number of cells for an ellipsis at an end of a text that is cut.
const MIN_ELLIPSIS: usize = 6;

/// Returns the part of the text of `input` that fits into `room` cells, from the earliest start
/// with which the character at the caret is in sight. Behind the text, the caret has a cell of its
/// own.
fn field_text(input: &tui_input::Input, room: usize) -> FieldText {
    let parts: Vec<&str> = clusters(input.value()).collect();
    // The cluster in or before which the caret is counts completely: half a cluster cannot be
    // drawn.
    let (mut at, mut chars) = (0, 0);
    let mut ends = vec![0];
    for part in &parts {
        chars += part.chars().count();
        at += usize::from(chars <= input.cursor());
        ends.push(ends[ends.len() - 1] + display_width(part));
    }
    let sign = if room >= MIN_ELLIPSIS { "…" } else { "" };
    let mut from = 0;
    let to = loop {
        let to = window_end(&ends, from, (room, display_width(sign)));
        if to > at || to == parts.len() || from == at {
            break to;
        }
        from += 1;
    };
    let left = if from > 0 { sign } else { "" };
    let right = if to < parts.len() { sign } else { "" };
    FieldText {
        text: format!("{left}{}{right}", parts[from..to].concat()),
        caret: display_width(left) + ends[at] - ends[from],
    }
}

/// Returns the end of the window into a text that starts at part `from` and is at most `room` cells
/// wide, with a `sign` at each end that is cut; `ends` are the cells before each part and behind
/// the last.
fn window_end(ends: &[usize], from: usize, (room, sign): (usize, usize)) -> usize {
    let last = ends.len() - 1;
    let room = if from > 0 { room.saturating_sub(sign) } else { room };
    if ends[last] - ends[from] <= room {
        return last;
    }
    let room = room.saturating_sub(sign);
    ends.partition_point(|end| *end <= ends[from] + room) - 1
}

/// Draws a text field on the first line of `area`: a prompt, the typed text, the caret if it has
/// the focus.
pub(super) fn field(
    canvas: &mut DrawCanvas<'_>,
    area: Rect,
    prompt: &str,
    input: &tui_input::Input,
    caret: CaretState,
) {
    let focused = caret != CaretState::Hidden;
    let prompt_width = display_width(prompt) as u16;
    let tone = if focused { TextTone::Accent } else { TextTone::Dim };
    let room = usize::from(area.width.saturating_sub(prompt_width + 1));
    let FieldText { text, caret: column } = field_text(input, room);
    let shown =
        Rect { x: area.x + prompt_width, width: display_width(&text) as u16, height: 1, ..area }
            .intersection(area);
    canvas.row(area, &[TonedText::new(prompt, tone), TonedText::new(text, TextTone::Text)]);
    if caret == CaretState::Selected {
        canvas.buf.set_style(shown, canvas.theme.selected());
    }
    if focused {
        let x = area.x + prompt_width + column as u16;
        canvas.caret = Some(Position::new(x.min(area.x + area.width.saturating_sub(1)), area.y));
    }
}

#[cfg(test)]
mod tests;
