//! Draws the state. Never changes it, never fails, and draws only the visible rows.

mod ascii;
mod chrome;
mod lists;
mod overlay;
mod pages;

use crate::model::text::DisplayWidth;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use super::action::{Action, KeyContext};
use super::bars;
use super::doc::{TextDoc, TextTone, TonedText};
use super::layout::{self, areas};
use super::pane::compare::{self, sign};
use super::state::{AppState, Focus, ScreenView};
use super::theme::ColourTheme;
use crate::analysis::diff::DiffStatus;
use crate::model::text::{clusters, display_width};

/// Draws one frame on `buf`, which is blank. Returns the position of the cursor, if it is visible.
pub fn view(state: &AppState, theme: &ColourTheme, buf: &mut Buffer) -> Option<Position> {
    let screen = buf.area;
    if theme.ground() != Style::default() {
        buf.set_style(screen, theme.ground());
    }
    // The state may lag behind the terminal by one event; nothing is drawn outside of either.
    let (width, height) = (state.size.0.min(screen.width), state.size.1.min(screen.height));
    if layout::is_too_small(width, height) {
        too_small((width, height), state, buf);
        if theme.ascii {
            ascii::translate(buf);
        }
        return None;
    }
    let areas = areas(width, height, state.focus, state.is_single_pane(), state.split);
    let mut canvas = DrawCanvas { buf, theme, accessible: state.accessible, caret: None };
    canvas.row(areas.title, &bars::to_row(&bars::title(state, areas.title.width)));
    chrome::divider(areas.divider, &mut canvas);
    match state.focus.view() {
        ScreenView::Roles => {
            lists::roles(state, &areas, &mut canvas);
            detail(state, &areas, &mut canvas);
        }
        ScreenView::Compare => comparison(state, &areas, &mut canvas),
        ScreenView::Path | ScreenView::Gap | ScreenView::Matrix => {
            pages::page(state, &areas, &mut canvas)
        }
        ScreenView::Skills => {
            lists::skills(state, &areas, &mut canvas);
            lists::needs(state, &areas, &mut canvas);
        }
    }
    chrome::footer(state, areas.footer, &mut canvas);
    if let Some(top) = state.overlays.last() {
        canvas.caret = None;
        overlay::overlay(state, top, layout::overlay(width, height, top.max_rows()), &mut canvas);
    }
    if state.accessible {
        // Lines and bars would be read aloud one by one; the figures next to them give the same
        // information.
        let drawn = |symbol: &str| {
            symbol.chars().next().is_some_and(|c| ('\u{2500}'..='\u{25a1}').contains(&c))
        };
        for cell in canvas.buf.content.iter_mut().filter(|cell| drawn(cell.symbol())) {
            cell.set_char(' ');
        }
    }
    if theme.ascii {
        ascii::translate(canvas.buf);
    }
    // The real cursor is at the caret: input methods and screen readers follow it.
    canvas.caret
}

/// Shows that the screen is too small, and how to quit.
fn too_small((width, height): (u16, u16), state: &AppState, buf: &mut Buffer) {
    let reads = state.contexts().first() == Some(&KeyContext::Input);
    let leave = state
        .keymap
        .first_key(&[KeyContext::Global], Action::Back)
        .filter(|_| !reads)
        .unwrap_or("ctrl-c");
    let (w, h) = layout::SMALLEST;
    let text = format!("Terminal too small: {width}×{height}, need {w}×{h}. {leave} quits.");
    let lines =
        super::doc::wrap(&[TonedText::new(text, TextTone::Text)], usize::from(width).max(1));
    for (y, line) in lines.iter().enumerate().take(usize::from(height)) {
        let text: String = line.iter().map(|piece| piece.text.as_str()).collect();
        buf.set_stringn(0, y as u16, text, usize::from(width), Style::new());
    }
}

/// The context for drawing: cells, styles, and the position of the caret.
struct DrawCanvas<'a> {
    buf: &'a mut Buffer,
    theme: &'a ColourTheme,
    /// Whether screen-reader mode is on.
    accessible: bool,
    caret: Option<Position>,
}

impl DrawCanvas<'_> {
    /// Draws `row` on the first line of `area`; the part that does not fit is cut off.
    fn row(&mut self, area: Rect, row: &[TonedText]) {
        let area = area.intersection(self.buf.area);
        if area.is_empty() {
            return;
        }
        let (mut x, y) = (area.x, area.y);
        if row.iter().any(|piece| !super::doc::is_simple(&piece.text)) {
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
        if !super::doc::is_simple(text) {
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
    fn over(&mut self, area: Rect, style: Style) {
        let area = Rect { height: area.height.min(1), ..area }.intersection(self.buf.area);
        if style.add_modifier.contains(Modifier::REVERSED) {
            // The bar has one colour: tones would appear as patches of background.
            self.buf.set_style(area, Style::new().fg(Color::Reset).bg(Color::Reset));
        }
        if self.accessible && style == self.theme.selected() {
            self.mark_selected(area);
        }
        self.buf.set_style(area, style);
    }

    /// Writes a word that marks the line `area` as selected, and puts the real cursor there unless
    /// a field has it: screen readers follow it.
    fn mark_selected(&mut self, area: Rect) {
        const WORD: &str = "[selected]";
        let need = WORD.len() as u16 + 2;
        let blank =
            |x: u16| self.buf.cell((area.x + x, area.y)).is_none_or(|cell| cell.symbol() == " ");
        // In the first gap where it fits, so that nothing is covered; without such a gap, at the
        // end.
        let gap = (0..area.width.saturating_sub(need)).find(|&x| x > 0 && (x..x + need).all(blank));
        let at = area.x + gap.map_or(area.width.saturating_sub(need - 1), |gap| gap + 1);
        self.buf.set_stringn(at, area.y, WORD, usize::from(area.right() - at), Style::new());
        self.caret.get_or_insert(Position::new(area.x, area.y));
    }

    /// Draws `left` and `right` on one line: the left side is cut if both do not fit.
    fn sides(&mut self, area: Rect, left: &[TonedText], right: &[TonedText]) {
        let wide = super::doc::row_width(right);
        if wide == 0 || wide + 12 > usize::from(area.width) {
            self.ends(area, left, &[], 0);
        } else {
            self.ends(area, left, right, 1);
        }
    }

    /// Draws `left` at the start and `right` at the end of one line, at least `apart` cells apart:
    /// the left side is cut if necessary.
    fn ends(&mut self, area: Rect, left: &[TonedText], right: &[TonedText], apart: usize) {
        let wide = super::doc::row_width(right).min(usize::from(area.width));
        let start = Rect { width: area.width - wide as u16, ..area };
        let room = usize::from(start.width).saturating_sub(apart);
        if super::doc::row_width(left) <= room {
            self.row(start, left);
        } else {
            self.row(start, &super::doc::pad_row(left.to_vec(), room));
        }
        if wide > 0 {
            self.row(Rect { x: area.x + start.width, width: wide as u16, ..area }, right);
        }
    }

    /// Draws the visible part of `doc` and a bar at the edge that shows its position.
    fn doc(&mut self, area: Rect, doc: &TextDoc, top: usize) {
        self.highlighted_doc(area, doc, top, &[]);
    }

    /// Draws the visible part of `doc` and its scroll bar, with `words` highlighted.
    fn highlighted_doc(&mut self, area: Rect, doc: &TextDoc, top: usize, words: &[String]) {
        let height = usize::from(area.height);
        for (i, row) in doc.rows.iter().skip(top).take(height).enumerate() {
            let line = Rect { y: area.y + i as u16, height: 1, ..area };
            if words.is_empty() {
                self.row(line, row);
            } else {
                self.row(line, &super::doc::highlight_row(row, words));
            }
        }
        self.bar(Rect { x: area.x + area.width, width: 1, ..area }, top, doc.rows.len());
    }

    /// Draws a scroll bar in the one-column `area`, for a text of `len` lines scrolled to `top`;
    /// none if all of it is visible.
    fn bar(&mut self, area: Rect, top: usize, len: usize) {
        let height = usize::from(area.height);
        if len <= height || height == 0 || self.accessible {
            return;
        }
        let thumb = (height * height / len).max(1);
        let at = top * (height - thumb) / (len - height).max(1);
        let style = self.theme.tone_style(TextTone::Dim);
        for i in at..(at + thumb).min(height) {
            let position = Position::new(area.x, area.y + i as u16);
            if let Some(cell) = self.buf.cell_mut(position) {
                cell.set_symbol("▐").set_style(style);
            }
        }
    }
}

/// Appearance of the caret of a text field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CaretState {
    /// No caret: the field does not have the focus.
    Hidden,
    /// The caret.
    Shown,
    /// The caret, and a sign that typing replaces the text.
    Selected,
}

impl CaretState {
    /// Returns the caret of the field that has the focus when `focus` has it.
    fn of(state: &AppState, focus: Focus) -> Self {
        match state.focus == focus {
            false => Self::Hidden,
            true if state.field_selected => Self::Selected,
            true => Self::Shown,
        }
    }
}

/// Draws a text field on the first line of `area`: a prompt, the typed text, the caret if it has
/// the focus.
fn field(
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
    // The cluster in or before which the caret is counts completely: half a cluster cannot be
    // drawn.
    let (mut chars, mut before) = (0, 0);
    for cluster in clusters(input.value()) {
        chars += cluster.chars().count();
        if chars > input.cursor() {
            break;
        }
        before += display_width(cluster);
    }
    let (mut skipped, mut text) = (0, String::new());
    for cluster in clusters(input.value()) {
        if text.is_empty() && before - skipped > room {
            skipped += display_width(cluster);
        } else {
            text.push_str(cluster);
        }
    }
    let shown =
        Rect { x: area.x + prompt_width, width: display_width(&text) as u16, height: 1, ..area }
            .intersection(area);
    canvas.row(area, &[TonedText::new(prompt, tone), TonedText::new(text, TextTone::Text)]);
    if caret == CaretState::Selected {
        canvas.buf.set_style(shown, canvas.theme.selected());
    }
    if focused {
        let x = area.x + prompt_width + (before - skipped) as u16;
        canvas.caret = Some(Position::new(x.min(area.x + area.width.saturating_sub(1)), area.y));
    }
}

/// The detail of a role, or of a family.
fn detail(state: &AppState, areas: &layout::ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    if areas.main.is_empty() {
        return;
    }
    let header = layout::header_rows(areas.main.height);
    let (head, _) = layout::split_top(areas.main, header);
    let (title, about) = match (state.detail.role(), state.roles.row()) {
        (Some(id), _) => {
            let role = state.catalog.role(id);
            let mut about = vec![role.family.clone()];
            about.extend(role.track.map(|t| t.to_string()));
            about.extend(role.seniority.map(|l| format!("seniority {l}")));
            // The title stays complete; the remarks on it are cut, the family first.
            let room = usize::from(head.width).saturating_sub(role.title.width() + 5);
            while !about.is_empty() && about.join(" · ").width() > room {
                about.remove(0);
            }
            (role.title.clone(), about.join(" · "))
        }
        (None, Some(super::pane::roles::RoleTreeRow::Family { name, count, .. })) => (
            bars::family_title(name),
            if *count == 1 { "1 role".to_string() } else { format!("{count} roles") },
        ),
        (None, _) => ("No role".to_string(), String::new()),
    };
    let focused = state.focus == Focus::Detail;
    let marker = if focused { "▸ " } else { "" };
    if header >= 1 {
        let left =
            [TonedText::new(marker, TextTone::Accent), TonedText::new(title, TextTone::Title)];
        canvas.sides(head, &left, &[TonedText::new(format!("{about} "), TextTone::Dim)]);
    }
    if header >= 2 {
        let line = Rect { y: head.y + 1, height: 1, ..head };
        canvas.row(
            line,
            &bars::to_row(&bars::tabs(state.detail.doc(), state.detail.scroll.top, line.width)),
        );
    }
    let (doc, top) = (state.detail.doc(), state.detail.scroll.top);
    canvas.highlighted_doc(layout::main_rows(areas), doc, top, &state.detail.search_words);
}

/// Two roles side by side.
fn comparison(state: &AppState, areas: &layout::ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    let header = layout::header_rows(areas.main.height);
    let (head, rows) = layout::split_top(areas.main, header);
    let Some(answer) = state.compare.diff() else {
        let text = match state.compare.pair() {
            Some(_) => "Comparing …",
            None => "Mark two roles with space, then press d.",
        };
        canvas.row(rows, &[TonedText::new(text, TextTone::Text)]);
        return;
    };
    let title = |id| state.catalog.role(id).title.clone();
    let names = [
        TonedText::new("A ", TextTone::SideA),
        TonedText::new(title(answer.left), TextTone::Title),
        TonedText::new(" ⇄ ", TextTone::Dim),
        TonedText::new("B ", TextTone::SideB),
        TonedText::new(title(answer.right), TextTone::Title),
    ];
    let (summary, only) = (answer.summary, state.compare.excerpt.kind);
    let count = |kind: DiffStatus, told: String, tone: TextTone| {
        let hidden = only.is_some_and(|only| only != kind);
        TonedText::new(
            format!("{} {told}  ", sign(kind)),
            if hidden { TextTone::Dim } else { tone },
        )
    };
    let counts = [
        count(DiffStatus::Changed, format!("{} changed", summary.changed), TextTone::Accent),
        count(DiffStatus::Left, format!("{} only A", summary.left), TextTone::SideA),
        count(DiffStatus::Right, format!("{} only B", summary.right), TextTone::SideB),
        count(DiffStatus::Same, format!("{} same", summary.same), TextTone::Dim),
        TonedText::new(
            if answer.too_many.is_some() { "too many to compare all" } else { "" },
            TextTone::Dim,
        ),
    ];
    let shown = compare::excerpt_text(state.compare.excerpt)
        .map(|shown| TonedText::new(format!("{shown} "), TextTone::Accent));
    let doc = state.compare.doc();
    let total = doc.changes.len();
    let at = match state.compare.change() {
        Some(at) => format!("change {}/{total} ", at + 1),
        None => format!("{total} changes "),
    };
    let at = [TonedText::new(at, TextTone::Accent)];
    match header {
        0 => {}
        1 => canvas.sides(head, &names, &at),
        _ => {
            canvas.sides(head, &names, &at);
            canvas.sides(Rect { y: head.y + 1, height: 1, ..head }, &counts, shown.as_slice());
        }
    }
    let area = layout::main_rows(areas);
    canvas.doc(area, doc, state.compare.scroll.top);
    // The row under the cursor is marked in the gutter.
    if let Some(line) = state.compare.selected_lines().map(|lines| lines.start)
        && let Some(y) =
            line.checked_sub(state.compare.scroll.top).filter(|&y| y < usize::from(area.height))
    {
        let line = Rect { y: area.y + y as u16, height: 1, ..area };
        if canvas.accessible {
            canvas.mark_selected(line);
        } else {
            canvas.over(Rect { width: area.width.min(1), ..line }, canvas.theme.selected());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::text::tests::tricky;
    use crate::tui::doc::{highlight_row, pad_row, window, wrap};

    /// Returns the text in the cells of a line.
    fn drawn(row: &[TonedText], width: usize) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, width as u16 + 1, 1));
        let theme = &ColourTheme::builtin()[0];
        let area = Rect::new(0, 0, width as u16, 1);
        DrawCanvas { buf: &mut buf, theme, accessible: false, caret: None }.row(area, row);
        assert_eq!(buf[(width as u16, 0)].symbol(), " ", "drawn over the edge");
        let (mut text, mut skip) = (String::new(), 0);
        for cell in &buf.content[..width] {
            if skip == 0 {
                text.push_str(cell.symbol());
                skip = display_width(cell.symbol()).max(1);
            }
            skip -= 1;
        }
        text
    }

    /// Returns `text` without blanks, and without characters that take no cell by themselves.
    fn solid(text: &str) -> String {
        clusters(text).filter(|cluster| *cluster != " " && display_width(cluster) > 0).collect()
    }

    #[test]
    fn no_word_vanishes_behind_an_emoji_with_a_variation_selector() {
        let text = "✏\u{fe0f} Writes ✔\u{fe0f}done ⚠\u{fe0f} and 1\u{fe0f}\u{20e3} last";
        for width in 6..60 {
            let rows = wrap(&[TonedText::new(text, TextTone::Text)], width);
            let seen: String = rows.iter().map(|row| drawn(row, width) + " ").collect();
            for word in text.split(' ') {
                assert!(seen.contains(word), "{word:?} at {width}: {seen:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_word_is_drawn_at_every_width(text in tricky(), at in 0usize..30) {
            // As if a search had highlighted part of it.
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let pieces = [TonedText::new(&text[..at], TextTone::Text), TonedText::new(&text[at..], TextTone::Match)];
            let widest = clusters(&text).map(display_width).max().unwrap_or(0);
            for width in widest.max(1)..40 {
                let rows = wrap(&pieces, width);
                let seen: String = rows.iter().map(|row| solid(&drawn(row, width))).collect();
                prop_assert_eq!(seen, solid(&text), "at {}", width);
            }
        }

        #[test]
        fn what_is_cut_filled_or_moved_is_as_wide_as_it_is_drawn(text in tricky(), width in 3usize..40, from in 0usize..20) {
            let row = [TonedText::new(&text, TextTone::Text)];
            let told = |row: &[TonedText]| row.iter().map(|piece| piece.text.as_str()).collect::<String>();
            for row in [pad_row(row.to_vec(), width), window(&row, from, width), highlight_row(&pad_row(row.to_vec(), width), &["word".to_string()])] {
                let seen = drawn(&row, width);
                prop_assert!(display_width(&told(&row)) <= width);
                prop_assert_eq!(solid(&seen), solid(&told(&row)));
            }
        }

        /// The caret is after the text before it, and moving makes all of that visible.
        #[test]
        fn a_field_shows_what_is_typed_and_where(text in tricky(), back in 0usize..20, width in 8u16..40) {
            let long = text.chars().count();
            let input = tui_input::Input::new(text.clone()).with_cursor(long - back.min(long));
            let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
            let theme = &ColourTheme::builtin()[0];
            let mut canvas = DrawCanvas { buf: &mut buf, theme, accessible: false, caret: None };
            field(&mut canvas, Rect::new(0, 0, width, 1), " / ", &input, CaretState::Shown);
            let caret = canvas.caret.unwrap();
            prop_assert!(caret.x < width);
            let before: String = text.chars().take(input.cursor()).collect();
            let seen: String = buf.content[3..usize::from(caret.x)].iter().map(ratatui::buffer::Cell::symbol).collect();
            let whole: String = clusters(&text).scan(0, |chars, cluster| {
                *chars += cluster.chars().count();
                (*chars <= input.cursor()).then_some(cluster)
            }).collect();
            prop_assert!(before.starts_with(&whole));
            prop_assert!(solid(&whole).ends_with(&solid(&seen)), "{seen:?} {whole:?}");
        }
    }
}
