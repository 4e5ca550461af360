//! Text with tones, wrapped to a width: the contents of the scrolling panes. Independent of
//! colours.

use std::num::NonZeroU32;
use std::ops::Range;

use compact_str::CompactString;

use super::remap::by_distance;
use crate::model::text::{LineBreaks, clusters, wrap_ranges};
pub(super) use crate::model::text::{display_width, is_simple, truncate, truncate_middle};

/// The meaning of a piece of text; the theme determines how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TextTone {
    /// Running text.
    #[default]
    Text,
    /// Less important than the text around it, and yet to be read.
    Dim,
    /// An ornament that nobody has to read: rules, counters, numbers of sources.
    Faint,
    /// The name of the entry shown.
    Title,
    /// A heading inside the text.
    Heading,
    /// Something to act on: a key, a link, the focus.
    Accent,
    /// Letters that a search matched.
    Match,
    /// The left side of a comparison.
    SideA,
    /// The right side of a comparison.
    SideB,
    /// Words that only the left side has.
    ChangedA,
    /// Words that only the right side has.
    ChangedB,
    /// The sign of something that differs on both sides.
    Changed,
    /// A level that must grow.
    Grow,
    /// A level that falls.
    LetGo,
    /// Something to be careful with.
    Warning,
}

/// A piece of text in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TonedText {
    /// The text, without line ends. Most texts are short enough to be stored inline.
    pub text: CompactString,
    /// Its tone.
    pub tone: TextTone,
    /// The link that it belongs to.
    pub link: Option<LinkId>,
}

/// Number of a link within its page. The pieces of a link that was wrapped share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkId(NonZeroU32);

impl LinkId {
    /// Returns the id of the link at position `at` of a page.
    pub fn from_index(at: usize) -> Self {
        let number = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
        Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN))
    }

    /// Returns its position in the page.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl TonedText {
    /// Creates a piece of `text` in `tone`.
    pub fn new(text: impl Into<CompactString>, tone: TextTone) -> Self {
        Self { text: text.into(), tone, link: None }
    }

    /// Creates another piece of the same link, if this one belongs to one.
    pub(super) fn with_text(&self, text: impl Into<CompactString>) -> Self {
        Self { text: text.into(), tone: self.tone, link: self.link }
    }

    /// Returns its width in cells.
    pub fn width(&self) -> usize {
        display_width(&self.text)
    }
}

/// The rule between two columns of a text. A search reads each column by itself.
pub(crate) const COLUMN_RULE: &str = " │ ";

/// A line on the screen.
pub(super) type TextRow = Vec<TonedText>;

/// Returns the width of `row` in cells.
pub(crate) fn row_width(row: &[TonedText]) -> usize {
    row.iter().map(TonedText::width).sum()
}

/// A wrapped text that scrolls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextDoc {
    /// The lines.
    pub rows: Vec<TextRow>,
    /// Headings: their line and title, ascending.
    pub sections: Vec<(usize, String)>,
    /// First lines of the changes to step through, ascending; only in comparisons.
    pub changes: Vec<usize>,
    /// First lines of responsibilities, with their positions in the role.
    responsibilities: Vec<(usize, usize)>,
    /// First lines of the items (paragraphs, fields, headings), ascending. Their number does not
    /// depend on the width, so that a place in the text can be found again after a resize.
    items: Vec<usize>,
}

/// Scroll position of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScrollPosition {
    /// The first visible line.
    pub top: usize,
    /// The place that [`ScrollPosition::rewrap`] last kept, as long as the user has not scrolled since.
    anchor: Option<ScrollAnchor>,
}

/// A place in a text, independent of its width: a line of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ScrollAnchor {
    item: usize,
    line: usize,
    top: usize,
}

impl ScrollPosition {
    /// Stays at the same place when `old` is rewrapped as `new`; at exactly the same line when the
    /// old width comes back.
    pub(crate) fn rewrap(&mut self, old: &TextDoc, new: &TextDoc) {
        let held = self.anchor.filter(|held| held.top == self.top).unwrap_or_else(|| {
            let item = old.items.partition_point(|&line| line <= self.top).saturating_sub(1);
            let line = self.top - old.items.get(item).copied().unwrap_or(0).min(self.top);
            ScrollAnchor { item, line, top: self.top }
        });
        let start = new.items.get(held.item).copied().unwrap_or(0);
        let end = new.items.get(held.item + 1).copied().unwrap_or(new.rows.len());
        self.top = (start + held.line).min(end.saturating_sub(1)).max(start);
        self.anchor = Some(ScrollAnchor { top: self.top, ..held });
    }

    /// Moves to the first line `top` on the user's behalf.
    pub(crate) fn move_to(&mut self, top: usize) {
        *self = Self { top, anchor: None };
    }

    /// Keeps the last of `rows` lines at the bottom of a window of `height` lines, and the lines
    /// `cursor` in it: all of them if they are at most `fit`, otherwise at least one.
    pub(super) fn settle(&mut self, rows: usize, height: usize, cursor: &Range<usize>, fit: usize) {
        let height = height.max(1);
        let mut top = self.top.min(rows.saturating_sub(height));
        if !cursor.is_empty() {
            let (least, most) = if cursor.len() <= fit.max(1) {
                (cursor.end.saturating_sub(height), cursor.start)
            } else {
                ((cursor.start + 1).saturating_sub(height), cursor.end - 1)
            };
            top = top.clamp(least, most);
        }
        if let Some(held) = self.anchor.as_mut().filter(|held| held.top == self.top) {
            held.top = top;
        }
        self.top = top;
    }
}

/// Returns the item of `old` closest to the one at `item` that begins with the same words as one of
/// `new`, and that one.
pub(crate) fn matching_items(old: &TextDoc, item: usize, new: &TextDoc) -> Option<(usize, usize)> {
    by_distance(item, old.items.len()).find_map(|at| {
        let line = old.items[at];
        let items = new.items.iter().enumerate();
        let same = items.filter(|(_, other)| same_line(old, line, new, **other));
        let (now, _) = same.min_by_key(|(place, _)| place.abs_diff(at))?;
        Some((at, now))
    })
}

/// Whether nothing is visible on a line.
fn is_blank(row: &TextRow) -> bool {
    row.iter().all(|piece| piece.text.trim().is_empty())
}

/// Whether a line of one text equals a line of another.
fn same_line(a: &TextDoc, at: usize, b: &TextDoc, other: usize) -> bool {
    a.rows.get(at).map(|row| row_text(row)) == b.rows.get(other).map(|row| row_text(row))
}

impl TextDoc {
    /// Declares that the responsibility at this position of its role comes next.
    pub(crate) fn begin_responsibility(&mut self, at: usize) {
        self.responsibilities.push((self.rows.len(), at));
    }

    /// Returns the first line of the responsibility at position `at` of its role.
    pub(crate) fn responsibility_line(&self, at: usize) -> Option<usize> {
        self.responsibilities.iter().find(|(_, duty)| *duty == at).map(|(line, _)| *line)
    }

    /// Adds a line.
    pub(crate) fn row(&mut self, row: TextRow) {
        self.rows.push(row);
    }

    /// Adds an empty line, unless the text is empty or already ends with one.
    pub(crate) fn blank_line(&mut self) {
        if self.rows.last().is_some_and(|row| !row.is_empty()) {
            self.rows.push(Vec::new());
        }
    }

    /// Starts an item: a paragraph, a field, a row of a table. The methods below do so
    /// themselves, except [`TextDoc::row`], [`TextDoc::lines`] and [`TextDoc::blank_line`].
    pub(crate) fn begin_item(&mut self) {
        if self.items.last() != Some(&self.rows.len()) {
            self.items.push(self.rows.len());
        }
    }

    /// Returns the number of items.
    pub fn item_count(&self) -> usize {
        self.items.len()
    }

    /// Returns the lines of the item at position `at`, without the blank ones after it; an empty
    /// range beyond the last.
    pub(crate) fn item_lines(&self, at: usize) -> Range<usize> {
        let Some(&start) = self.items.get(at) else { return 0..0 };
        let next = self.items.get(at + 1).copied().unwrap_or(self.rows.len());
        let rows = &self.rows[start.min(next)..next];
        start..start + rows.iter().rposition(|row| !is_blank(row)).map_or(0, |last| last + 1)
    }

    /// Returns the item that `line` belongs to: the last that starts there or above; the first
    /// if none does.
    pub(crate) fn item_at(&self, line: usize) -> usize {
        self.items.partition_point(|&start| start <= line).saturating_sub(1)
    }

    /// Adds a heading to which the user can jump, followed by a dim remark.
    pub(crate) fn section(&mut self, title: impl Into<String>, remark: &str, width: usize) {
        let remark = TonedText::new(remark, TextTone::Dim);
        let remark = Some(remark).filter(|remark| !remark.text.is_empty());
        self.section_with(title, remark.as_slice(), width);
    }

    /// Adds a heading to which the user can jump, followed by the pieces of a remark.
    pub(crate) fn section_with(
        &mut self,
        title: impl Into<String>,
        remark: &[TonedText],
        width: usize,
    ) {
        let title = title.into();
        self.blank_line();
        self.begin_item();
        self.sections.push((self.rows.len(), title.clone()));
        let mut pieces = vec![TonedText::new(title.to_uppercase(), TextTone::Heading)];
        if !remark.is_empty() {
            pieces.push(TonedText::new("  ", TextTone::Dim));
            pieces.extend_from_slice(remark);
        }
        self.lines(&pieces, width, 0);
    }

    /// Adds `text`, wrapped to `width` and indented by `indent` cells.
    pub fn text(&mut self, text: &str, tone: TextTone, width: usize, indent: usize) {
        self.pieces(&[TonedText::new(text, tone)], width, indent);
    }

    /// Adds `pieces` as one running text, wrapped to `width` and indented by `indent` cells.
    pub fn pieces(&mut self, pieces: &[TonedText], width: usize, indent: usize) {
        self.begin_item();
        self.lines(pieces, width, indent);
    }

    /// Adds `pieces` to the current item, wrapped to `width` and indented by `indent` cells.
    pub fn lines(&mut self, pieces: &[TonedText], width: usize, indent: usize) {
        let indent = indent.min(width.saturating_sub(8));
        for line in wrap(pieces, width.saturating_sub(indent)) {
            self.rows.push(indented(line, indent));
        }
    }

    /// Adds a labelled text: `label` in a column of `column` cells, `pieces` wrapped next to it.
    ///
    /// If the column would take more than half the width, the text appears below the label.
    pub fn field(&mut self, label: &str, pieces: &[TonedText], width: usize, column: usize) {
        self.begin_item();
        if column * 2 > width {
            self.lines(&[TonedText::new(label, TextTone::Dim)], width, 0);
            self.lines(pieces, width, 2);
            return;
        }
        let mut lines = wrap(pieces, width - column).into_iter();
        let first = lines.next().unwrap_or_default();
        let mut row = vec![TonedText::new(pad(label, column), TextTone::Dim)];
        row.extend(first);
        self.rows.push(row);
        for line in lines {
            self.rows.push(indented(line, column));
        }
    }
}

/// Returns the text of a line.
pub(crate) fn row_text(row: &[TonedText]) -> String {
    row.iter().map(|piece| piece.text.as_str()).collect()
}

/// Returns the words of `query` to look for in a text, in lower case: no fields, no operators.
pub(crate) fn search_words(query: &str) -> Vec<String> {
    let wanted =
        query.split_whitespace().filter(|word| !word.starts_with('!') && !word.contains(':'));
    wanted.map(without_punctuation).filter(|word| word.chars().count() > 1).collect()
}

/// Returns `word` in lower case without the punctuation around it; `+` and `#` belong to words.
fn without_punctuation(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+' && c != '#').to_lowercase()
}

/// Returns where one of `words` (in lower case) occurs in `text` at the start of a word: byte
/// ranges, ascending, disjoint.
fn match_ranges(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let lower = text.to_lowercase();
    // If lower case has another length, the ranges would not match the text.
    if lower.len() != text.len() {
        return Vec::new();
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in words {
        for (at, _) in lower.match_indices(word.as_str()) {
            let before = lower[..at].chars().next_back();
            let whole = text.is_char_boundary(at) && text.is_char_boundary(at + word.len());
            if whole && before.is_none_or(|c| !c.is_alphanumeric()) {
                found.push(at..at + word.len());
            }
        }
    }
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found.dedup_by(|next, before| next.start < before.end);
    found
}

/// Returns `row` with the bytes `ranges`, ascending, in the tone of a match.
pub(crate) fn light_row(row: &[TonedText], ranges: &[Range<usize>]) -> TextRow {
    let (mut out, mut at) = (TextRow::new(), 0);
    for range in ranges {
        out.extend(slice_row(row, at, range.start));
        let mut lit = slice_row(row, range.start.max(at), range.end);
        for piece in &mut lit {
            piece.tone = TextTone::Match;
        }
        out.extend(lit);
        at = range.end.max(at);
    }
    out.extend(slice_row(row, at, usize::MAX));
    out
}

/// Returns `row` with `words` in the tone of a match.
pub(crate) fn highlight_row(row: &[TonedText], words: &[String]) -> TextRow {
    light_row(row, &match_ranges(&row_text(row), words))
}

fn indented(line: TextRow, indent: usize) -> TextRow {
    if indent == 0 || line.is_empty() {
        return line;
    }
    let mut row = vec![TonedText::new(" ".repeat(indent), TextTone::Text)];
    row.extend(line);
    row
}

/// Breaks `pieces`, read as one text, into lines of at most `width` cells.
///
/// Lines break only at blanks, so that dates and ranges stay together; a word wider than the line
/// is cut between graphemes. The blanks at a break are dropped; every other character is kept. At
/// least one line is returned.
pub(crate) fn wrap(pieces: &[TonedText], width: usize) -> Vec<TextRow> {
    let text: String = pieces.iter().map(|p| p.text.as_str()).collect();
    wrap_ranges(&text, width, LineBreaks::Blanks)
        .into_iter()
        .map(|line| slice_row(pieces, line.start, line.end))
        .collect()
}

/// Returns the part of `pieces` between the bytes `start` and `end` of their joined text.
fn slice_row(pieces: &[TonedText], start: usize, end: usize) -> TextRow {
    let mut row = Vec::new();
    let mut offset = 0;
    for piece in pieces {
        let (from, to) = (start.max(offset), end.min(offset + piece.text.len()));
        if from < to
            && let Some(part) = piece.text.get(from - offset..to - offset)
        {
            row.push(piece.with_text(part));
        }
        offset += piece.text.len();
    }
    row
}

/// Returns the cells of `pieces`, read as one line, starting at cell `from`, at most `width` of
/// them; `…` appears where text is cut off.
pub(crate) fn window(pieces: &[TonedText], from: usize, width: usize) -> TextRow {
    let total = row_width(pieces);
    if (from == 0 && total <= width) || total == 0 || width == 0 {
        return pieces.to_vec();
    }
    let ellipsis = TonedText::new("…", TextTone::Faint);
    let (before, behind) = (from > 0, from + width < total);
    let seen = from + usize::from(before)..(from + width).saturating_sub(usize::from(behind));
    let mut row: TextRow = before.then(|| ellipsis.clone()).into_iter().collect();
    let mut at = 0;
    for piece in pieces {
        let mut text = String::new();
        for cluster in clusters(&piece.text) {
            let taken = at..at + display_width(cluster);
            at = taken.end;
            if seen.start <= taken.start && taken.end <= seen.end {
                text.push_str(cluster);
            } else if taken.start < seen.start && seen.start < taken.end {
                // Part of it is visible: what follows keeps its cells.
                text.extend(std::iter::repeat_n(' ', taken.end.min(seen.end) - seen.start));
            } else if taken.start < seen.end && seen.end < taken.end {
                text.extend(std::iter::repeat_n(' ', seen.end - taken.start));
            }
        }
        if !text.is_empty() {
            row.push(piece.with_text(text));
        }
    }
    row.extend(behind.then_some(ellipsis));
    row
}

/// Cuts `text`, or pads it with blanks, to exactly `width` cells.
pub(crate) fn pad(text: &str, width: usize) -> CompactString {
    const BLANKS: &str = "                                ";
    let mut out = CompactString::from(truncate(text, width));
    let mut left = width.saturating_sub(display_width(&out));
    while left > 0 {
        let some = left.min(BLANKS.len());
        out.push_str(&BLANKS[..some]);
        left -= some;
    }
    out
}

/// Cuts or pads `row` to exactly `width` cells.
pub(crate) fn pad_row(row: TextRow, width: usize) -> TextRow {
    let mut out = Vec::with_capacity(row.len() + 1);
    // The sign that something is cut off takes a cell.
    let is_cut = row_width(&row) > width;
    let mut left = if is_cut { width.saturating_sub(1) } else { width };
    for piece in row {
        let w = piece.width();
        if w <= left {
            left -= w;
            out.push(piece);
            continue;
        }
        let room = (left + 1).min(width);
        let cut = truncate(&format!("{} ", piece.text), room).into_owned();
        left = room - display_width(&cut);
        match cut.strip_suffix('…') {
            // It is no part of a match.
            Some(shown) if piece.tone == TextTone::Match => {
                out.push(piece.with_text(shown));
                out.push(TonedText::new("…", TextTone::Text));
            }
            _ => out.push(piece.with_text(cut)),
        }
        break;
    }
    if left > 0 {
        out.push(TonedText::new(" ".repeat(left), TextTone::Text));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::DisplayWidth as _;
    use proptest::prelude::*;

    #[test]
    fn a_match_that_is_cut_off_ends_before_the_dots() {
        let row = [("= ", TextTone::Dim), ("Sous", TextTone::Match)];
        let cut = pad_row(row.map(|(text, tone)| TonedText::new(text, tone)).to_vec(), 5);
        assert_eq!(row_text(&cut), "= So…");
        assert!(cut.iter().all(|piece| piece.tone != TextTone::Match || !piece.text.contains('…')));
        // What follows a piece that fits exactly is not cut off in silence.
        let row = ["= ", "So", "us"].map(|text| TonedText::new(text, TextTone::Match));
        assert_eq!(row_text(&pad_row(row.to_vec(), 4)), "= S…");
    }

    #[test]
    fn tones_survive_a_break_inside_them() {
        let pieces =
            [TonedText::new("one ", TextTone::Text), TonedText::new("two three", TextTone::Match)];
        let rows = wrap(&pieces, 8);
        assert_eq!(rows.iter().map(|r| row_text(r)).collect::<Vec<_>>(), ["one two", "three"]);
        assert_eq!(rows[1][0].tone, TextTone::Match);
    }

    #[test]
    fn repeated_words_keep_their_own_tones() {
        let pieces =
            [TonedText::new("aa aa ", TextTone::Text), TonedText::new("aa", TextTone::Match)];
        let rows = wrap(&pieces, 2);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[2][0].tone, TextTone::Match);
    }

    #[test]
    fn words_are_lit_where_words_start() {
        let row = [
            TonedText::new("Road ", TextTone::Dim),
            TonedText::new("maps, roadmaps: MAP", TextTone::Text),
        ];
        let lit = highlight_row(&row, &["map".to_string()]);
        let told: Vec<(&str, TextTone)> =
            lit.iter().map(|piece| (piece.text.as_str(), piece.tone)).collect();
        assert_eq!(
            told,
            [
                ("Road ", TextTone::Dim),
                ("map", TextTone::Match),
                ("s, roadmaps: ", TextTone::Text),
                ("MAP", TextTone::Match),
            ]
        );
    }

    #[test]
    fn fields_fall_under_their_label_when_narrow() {
        let mut doc = TextDoc::default();
        doc.field("Reports to", &[TonedText::new("Head of product", TextTone::Text)], 18, 14);
        assert_eq!(doc.rows.len(), 2);
        assert_eq!(row_text(&doc.rows[1]), "  Head of product");
    }

    fn without_blanks(text: &str) -> String {
        text.split_whitespace().collect()
    }

    proptest! {
        #[test]
        fn wrapping_loses_nothing_and_never_overflows(words in proptest::collection::vec("[a-z-]{1,12}|[字語]{1,6}|e\u{301}{0,3}", 0..12), width in 2usize..40) {
            let pieces: Vec<TonedText> = words.iter().map(|w| TonedText::new(format!("{w} "), TextTone::Text)).collect();
            let rows = wrap(&pieces, width);
            let text: String = rows.iter().map(|r| row_text(r)).collect();
            prop_assert_eq!(without_blanks(&text), without_blanks(&words.concat()));
            for row in &rows {
                prop_assert!(row_width(row) <= width, "{:?} at {width}", row);
            }
        }

        #[test]
        fn a_window_moves_over_a_line_and_loses_nothing(text in "[a-z 字é]{0,30}", width in 5usize..20) {
            let pieces = [TonedText::new(&text, TextTone::Text)];
            let total = text.width();
            let mut seen = String::new();
            for from in 0..=total.saturating_sub(width) {
                let row = row_text(&window(&pieces, from, width));
                prop_assert!(row.width() <= width, "{row:?} from {from}");
                prop_assert_eq!(row.starts_with('…'), from > 0 && total > 0);
                prop_assert_eq!(row.ends_with('…'), from + width < total);
                seen.push_str(&row);
            }
            prop_assert!(text.chars().all(|c| seen.contains(c)), "{text:?} {seen:?}");
            // Beyond the end, only a sign that text was cut off.
            prop_assert!(row_width(&window(&pieces, total + 5, width)) <= 1 || total == 0);
        }

        #[test]
        fn padding_is_exact(text in "\\PC{0,20}", width in 0usize..30) {
            // A wide character that does not fit leaves a blank.
            prop_assert_eq!(pad(&text, width).width(), width);
        }
    }
}
