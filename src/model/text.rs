//! Makes text from outside safe to display, and fits it to a width.

mod natural;

use std::borrow::Cow;
use std::ffi::OsStr;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

pub use natural::{NaturalKey, natural_key};

/// Makes control characters and bidirectional overrides visible and collapses white space, so that
/// no text from a pack can control a terminal.
///
/// Runs of white space, including tabs and line ends, become one space, and the ends are trimmed.
/// C0 controls become their control pictures (`ESC` is `␛`), C1 controls and bidirectional controls
/// become `‹U+202E›`. A cluster that is drawn as one character keeps at most 32 characters, and
/// `‹+968›` is the number removed.
///
/// ```
/// use roledex::model::text::visible;
/// assert_eq!(visible("a\tb\n c "), "a b c");
/// assert_eq!(visible("\u{1b}[31mred"), "␛[31mred");
/// assert_eq!(visible("x\u{202e}y"), "x‹U+202E›y");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    let thinned = limit_joined(text);
    if thinned.is_none() && is_plain(text) {
        return Cow::Borrowed(text);
    }
    let text = thinned.as_deref().unwrap_or(text);
    let mut out = String::with_capacity(text.len() + 16);
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push(' ');
        }
        push_visible(&mut out, c);
    }
    Cow::Owned(out)
}

/// Maximum number of characters in one of the [`clusters`] of a text from outside: the stream-safe
/// format of Unicode allows 30 marks on a letter, and the longest emoji has 11.
const MAX_JOINED: usize = 32;

/// `text` with at most [`MAX_JOINED`] characters in a cluster; `None` if no cluster has more.
/// Terminals draw a letter with a million accents slowly, if at all.
fn limit_joined(text: &str) -> Option<String> {
    if text.len() <= MAX_JOINED || text.is_ascii() {
        return None;
    }
    // Most texts have no run of joining characters this long, and need not be split into clusters.
    let mut row = 0;
    let mut joins = |c: char| {
        row = if stands_alone(c) { 0 } else { row + 1 };
        row >= MAX_JOINED
    };
    if !text.chars().any(&mut joins)
        || clusters(text).all(|cluster| cluster.chars().nth(MAX_JOINED).is_none())
    {
        return None;
    }
    let mut out = String::new();
    for cluster in clusters(text) {
        match cluster.char_indices().nth(MAX_JOINED) {
            None => out.push_str(cluster),
            Some((end, _)) => {
                out.push_str(&cluster[..end]);
                out.push_str(&format!("‹+{}›", cluster[end..].chars().count()));
            }
        }
    }
    Some(out)
}

/// Whether `c` joins with neither the character before it nor the one after it, unless that is a
/// mark.
fn stands_alone(c: char) -> bool {
    let mark = matches!(
        c,
        '\u{a9}' | '\u{ad}' | '\u{ae}' | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}'
    );
    // Latin, Greek and Cyrillic letters, Chinese, Japanese and Korean ones, and punctuation.
    !mark
        && matches!(
            c,
            '\0'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}'
                | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff9d}'
        )
}

/// Like [`visible`], but keeps every blank: for a line of a file that is shown with a caret under
/// it.
///
/// A tab becomes one space; the result has no line end.
pub fn visible_line(line: &str) -> String {
    let thinned = limit_joined(line);
    let line = thinned.as_deref().unwrap_or(line);
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\t' => out.push(' '),
            '\r' | '\n' => {}
            c => push_visible(&mut out, c),
        }
    }
    out
}

/// Maximum length of a name shown in full; names that users type are shorter. Messages show only
/// the beginning of longer ones.
const MAX_QUOTED: usize = 120;
/// Number of characters shown of a longer name.
const QUOTED_START: usize = 60;

/// Like [`visible`], for a message that repeats user input or the content of a file: a text that is
/// far too long to be a name is cut, and its length is stated.
///
/// ```
/// use roledex::model::text::quoted;
/// assert_eq!(quoted("data  analyst"), "data analyst");
/// assert_eq!(quoted(&"ab".repeat(10_000)), format!("{}…, 20,000 letters", "ab".repeat(30)));
/// ```
pub fn quoted(text: &str) -> Cow<'_, str> {
    if text.len() <= MAX_QUOTED {
        return visible(text);
    }
    let letters = text.chars().count();
    if letters <= MAX_QUOTED {
        return visible(text);
    }
    let start: String = text.chars().take(QUOTED_START).collect();
    format!("{}…, {} letters", visible(&start), group_digits(letters as u64)).into()
}

/// `number` with thousands separators.
///
/// ```
/// use roledex::model::text::group_digits;
/// assert_eq!([group_digits(0), group_digits(999), group_digits(53_000), group_digits(1_234_567)], ["0", "999", "53,000", "1,234,567"]);
/// ```
pub fn group_digits(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Formats a number of things: `1 role`, `2,000 roles`.
pub(crate) fn count_text(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", group_digits(count as u64), if count == 1 { one } else { many })
}

/// Joins words as in a sentence: `measure, region and year`.
pub(crate) fn list_text<T: AsRef<str>>(words: &[T]) -> String {
    let (last, rest) = words.split_last().map_or(("", words), |(last, rest)| (last.as_ref(), rest));
    let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
    format!("{}{}{last}", rest.join(", "), if rest.is_empty() { "" } else { " and " })
}

/// A name from outside, made safe to show on one line: of a file or folder, the value of a
/// variable, or an argument repeated in a message. Every message shows such a name through this.
///
/// It is decoded as text where possible; each byte that is not UTF-8 becomes `‹FF›`. Every blank
/// stays; line ends, tabs, characters that control a terminal and invisible characters become
/// visible, as otherwise one name could pass for another.
///
/// ```
/// use std::path::Path;
/// use roledex::model::text::printable;
/// assert_eq!(printable(Path::new("packs/my roles.toml")), "packs/my roles.toml");
/// assert_eq!(printable("a\n\u{1b}]0;x\u{7}\u{202e}.toml"), "a␊␛]0;x␇‹U+202E›.toml");
/// assert_eq!(printable("a\u{200b}b"), "a‹U+200B›b");
/// ```
pub fn printable(name: impl AsRef<OsStr>) -> String {
    let bytes = name.as_ref().as_encoded_bytes();
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|c| push_printable(&mut out, c));
        for byte in chunk.invalid() {
            out.push_str(&format!("‹{byte:02X}›"));
        }
    }
    out
}

/// A message of several lines, each made safe to show as with [`printable`]. The last safeguard before
/// a terminal: names in it should already have been through [`printable`], as a line end in a name
/// starts a new line here.
pub fn printable_lines(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && is_unsafe(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if c == '\n' { out.push(c) } else { push_printable(&mut out, c) }
    }
    Cow::Owned(out)
}

/// The text of a path for a program that reads it: unchanged except for bytes that are not UTF-8.
#[allow(clippy::disallowed_methods, reason = "this is the one place")]
pub fn path_text(path: &std::path::Path) -> String {
    path.display().to_string()
}

/// The separator between the items of a list that is written as one text.
pub const LIST_SEPARATOR: &str = " | ";

/// A list as one text that can be split again: items separated by [`LIST_SEPARATOR`]. Names contain
/// commas and semicolons, but hardly ever a bar; a bar or backslash in an item is preceded by a
/// backslash.
///
/// ```
/// use roledex::model::text::join_list;
/// assert_eq!(join_list(["PM", "Product manager, technical"]), "PM | Product manager, technical");
/// assert_eq!(join_list(["a | b", "c"]), r"a \| b | c");
/// ```
pub fn join_list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let mut out = String::new();
    push_list(&mut out, items);
    out
}

/// Appends a [`join_list`] of `items` to `out`.
pub(crate) fn push_list<T: AsRef<str>>(out: &mut String, items: impl IntoIterator<Item = T>) {
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push_str(LIST_SEPARATOR);
        }
        out.push_str(&escape_list_item(item.as_ref()));
    }
}

/// An item of a [`join_list`].
pub fn escape_list_item(item: &str) -> Cow<'_, str> {
    // Looking at all bytes is faster than stopping at the first: many are compared at once.
    if item.bytes().fold(false, |found, byte| found | matches!(byte, b'|' | b'\\')) {
        item.replace('\\', "\\\\").replace('|', "\\|").into()
    } else {
        item.into()
    }
}

/// Whether each character of `text` takes one cell by itself: Latin letters, dashes and dots,
/// arrows, and the characters used to draw tables and levels. Most text is of this kind, and need
/// not be split into clusters and measured.
pub fn is_simple(text: &str) -> bool {
    text.chars().all(is_simple_character)
}

/// Whether a character is always one cell wide and never part of a cluster. Excludes the soft
/// hyphen, which takes no cell, and characters that may be emoji.
fn is_simple_character(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}'
        | '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201f}' | '\u{2022}' | '\u{2026}' | '\u{2190}'..='\u{2193}'
        | '\u{2260}'..='\u{2265}' | '\u{2500}'..='\u{259f}' | '\u{25a0}'..='\u{25a9}' | '\u{25cb}' | '\u{25cf}')
}

/// The characters of `text` as readers perceive them: a letter with its accents, an emoji with
/// everything that is joined to it. Text is measured, cut, wrapped and drawn in clusters, and never
/// in smaller units.
pub fn clusters(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.graphemes(true)
}

/// Number of cells that `text` takes on the screen: the sum of those of its [`clusters`].
///
/// An emoji that a variation selector (U+FE0F) makes colourful takes two cells, with everything
/// that is joined to it. Terminals that draw it in one leave the other blank.
///
/// ```
/// use roledex::model::text::display_width;
/// assert_eq!((display_width("abc"), display_width("厨房"), display_width("e\u{301}")), (3, 4, 1));
/// assert_eq!((display_width("\u{270f}"), display_width("\u{270f}\u{fe0f}"), display_width("👩\u{200d}👧")), (1, 2, 2));
/// ```
pub fn display_width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else if is_simple(text) {
        text.chars().count()
    } else {
        clusters(text).map(cluster_width).sum()
    }
}

/// Number of cells of one of the [`clusters`] of a text; a cluster without cells is not drawn.
fn cluster_width(cluster: &str) -> usize {
    if cluster.contains(char::is_control) {
        return 0;
    }
    unicode_width::UnicodeWidthStr::width(cluster)
}

/// Maximum number of cells in which a terminal may draw `cluster`: terminals that do not join emoji
/// draw them one after the other.
pub fn max_display_width(cluster: &str) -> usize {
    display_width(cluster).max(cluster.chars().map(max_character_width).sum())
}

/// Maximum width of a character in any terminal: some make the character before a variation
/// selector two cells wide, and some draw each half of a flag as an emoji.
fn max_character_width(c: char) -> usize {
    match c {
        // Some terminals make the preceding character two cells wide.
        '\u{fe0f}' => 1,
        // Includes the halves of flags, each of which some terminals draw as an emoji.
        '\u{1f000}'.. => 2,
        c => unicode_width::UnicodeWidthChar::width(c).unwrap_or(0),
    }
}

/// The width of a text in cells, see [`display_width`].
pub trait DisplayWidth {
    /// Number of cells of the text.
    fn width(&self) -> usize;
}

impl DisplayWidth for str {
    fn width(&self) -> usize {
        display_width(self)
    }
}

/// The places where a text may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineBreaks {
    /// At blanks only, so that dates and ranges are not broken.
    Blanks,
    /// At blanks, and after a hyphen between letters or digits.
    Hyphens,
}

/// Breaks `text` into lines of at most `width` cells, at blanks and after hyphens.
pub fn wrap(text: &str, width: usize) -> Vec<&str> {
    wrap_ranges(text, width, LineBreaks::Hyphens).into_iter().map(|line| &text[line]).collect()
}

/// The lines of at most `width` cells into which `text` breaks, as byte ranges in order; at least
/// one.
///
/// The blanks at a break are dropped; all other characters stay. A word that is wider than a line
/// is cut between [`clusters`]; a cluster that is wider than a line gets its own line.
pub fn wrap_ranges(text: &str, width: usize, breaks: LineBreaks) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(text, start..start + line.len(), width, breaks, &mut lines);
        start += line.len() + 1;
    }
    lines
}

/// Wraps one line of `text`, which contains no line ends.
fn wrap_line(
    text: &str,
    line: Range<usize>,
    width: usize,
    breaks: LineBreaks,
    lines: &mut Vec<Range<usize>>,
) {
    // The current line, and the cell at which its next word would start.
    let mut here = line.start..line.start;
    let mut next = 0;
    let mut at = line.start;
    while at < line.end {
        let word = word_end(text, at, line.end);
        let behind = line.end - text[word..line.end].trim_start_matches(' ').len();
        let mut part = at;
        while part < word {
            let end = match breaks {
                LineBreaks::Hyphens => hyphen_end(text, part, word),
                LineBreaks::Blanks => word,
            };
            let wide = styled_width(&text[part..end]);
            if next + wide > width && here.end > here.start {
                lines.push(here);
                here = part..part;
                next = 0;
            }
            if next + wide <= width {
                next += wide;
            } else {
                // Wider than a line, either by itself or with the blanks before it.
                next = cut_word(text, part..end, width, &mut here, lines);
            }
            here.end = end;
            part = end;
        }
        next += behind - word;
        at = behind;
    }
    lines.push(here);
}

/// Cuts `word` between clusters: all lines but the last are pushed; the last becomes `here`, and
/// its cells are returned.
fn cut_word(
    text: &str,
    word: Range<usize>,
    width: usize,
    here: &mut Range<usize>,
    lines: &mut Vec<Range<usize>>,
) -> usize {
    *here = word.start..word.start;
    let mut used = 0;
    for cluster in clusters(&text[word]) {
        let wide = cluster_width(cluster);
        if used > 0 && used + wide > width {
            lines.push(here.clone());
            *here = here.end..here.end;
            used = 0;
        }
        here.end += cluster.len();
        used += wide;
    }
    used
}

/// The end of the word that starts at `at`. A blank with an accent on it is a letter.
fn word_end(text: &str, at: usize, end: usize) -> usize {
    let mut blanks = text[at..end].match_indices(' ').map(|(place, _)| at + place);
    blanks.find(|&blank| ends_word(blank, end, text)).unwrap_or(end)
}

/// Whether the blank at `blank` is a cluster of its own and lines may break there: `84 %` stays
/// together.
fn ends_word(blank: usize, end: usize, text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_in_percentage = bytes[..blank].last().is_some_and(u8::is_ascii_digit)
        && bytes.get(blank + 1) == Some(&b'%');
    let next = bytes.get(blank + 1).is_none_or(u8::is_ascii);
    !is_in_percentage && (next || clusters(&text[blank..end]).next() == Some(" "))
}

/// The end of the part of a word that starts at `at`: after the next hyphen between letters or
/// digits.
fn hyphen_end(text: &str, at: usize, end: usize) -> usize {
    let mut hyphens = text[at..end].match_indices('-').map(|(place, _)| at + place);
    hyphens.find(|&place| is_inside_word(place, at, end, text)).map_or(end, |place| place + 1)
}

/// Whether the hyphen at `place` is between letters or digits.
fn is_inside_word(place: usize, at: usize, end: usize, text: &str) -> bool {
    let (before, behind) =
        (text[at..place].chars().next_back(), text[place + 1..end].chars().next());
    before.is_some_and(char::is_alphanumeric) && behind.is_some_and(char::is_alphanumeric)
}

/// Number of cells of `text`, which may contain colour escapes.
fn styled_width(text: &str) -> usize {
    let Some((before, after)) = text.split_once("\x1b[") else { return display_width(text) };
    display_width(before) + after.split_once('m').map_or(0, |(_, rest)| styled_width(rest))
}

/// `text` cut to at most `width` cells, with `…` if something was cut off.
pub fn truncate(text: &str, width: usize) -> Cow<'_, str> {
    if display_width(text) <= width {
        return Cow::Borrowed(text);
    }
    if width == 0 {
        return Cow::Borrowed("");
    }
    let mut out = String::new();
    let mut used = 0;
    for cluster in clusters(text) {
        let wide = cluster_width(cluster);
        if used + wide > width - 1 {
            break;
        }
        used += wide;
        out.push_str(cluster);
    }
    out.push('…');
    Cow::Owned(out)
}

/// Returns the end of `text` in at most `width` cells, after `…` if something was cut off.
pub fn truncate_start(text: &str, width: usize) -> String {
    if display_width(text) <= width || width == 0 {
        return truncate(text, width).into_owned();
    }
    let (mut start, mut used) = (text.len(), 1);
    let clusters: Vec<&str> = clusters(text).collect();
    for cluster in clusters.into_iter().rev() {
        used += cluster_width(cluster);
        if used > width {
            break;
        }
        start -= cluster.len();
    }
    format!("…{}", &text[start..])
}

/// Returns both ends of `text` in at most `width` cells, with `…` between them if something was cut
/// out.
pub fn truncate_middle(text: &str, width: usize) -> String {
    if display_width(text) <= width || width < 4 {
        return truncate(text, width).into_owned();
    }
    let end = truncate_start(text, width / 2);
    let start = truncate(text, width - display_width(&end) + 1);
    format!("{}{end}", start.trim_end_matches('…'))
}

fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    let ascii =
        bytes.windows(2).all(|w| w != b"  ") && bytes.iter().all(|b| (0x20..0x7f).contains(b));
    ascii
        || !text.chars().any(|c| c != ' ' && (c.is_whitespace() || is_unsafe(c)))
            && !text.contains("  ")
}

/// Whether `c` controls a terminal or the order of the text after it.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether `c` takes no room and means nothing in a text: soft hyphens, zero-width spaces, marks of
/// direction and controls, but not the joiners that emoji and some scripts need.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}

/// Like [`push_visible`], but also shows characters that take no cells.
fn push_printable(out: &mut String, c: char) {
    match c {
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{e0000}'..='\u{e007f}' => {
            out.push_str(&format!("‹U+{:04X}›", u32::from(c)));
        }
        c => push_visible(out, c),
    }
}

fn push_visible(out: &mut String, c: char) {
    use std::fmt::Write;
    match c {
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\u{7f}' => out.push('\u{2421}'),
        c if is_unsafe(c) => {
            // Writing to a String cannot fail.
            let _ = write!(out, "‹U+{:04X}›", u32::from(c));
        }
        c => out.push(c),
    }
}

/// Escapes `text` for an XML document such as an SVG picture, without the characters that XML does not
/// allow at all; unsafe ones become blanks.
pub(crate) fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if is_unsafe(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
pub(crate) mod tests;
