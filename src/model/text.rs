//! Makes text from outside safe to display, and fits it to a width.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

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
/// use roledex::model::text::number;
/// assert_eq!([number(0), number(999), number(53_000), number(1_234_567)], ["0", "999", "53,000", "1,234,567"]);
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

/// A name from outside, made safe to show on one line: of a file or folder, the value of a
/// variable, or an argument repeated in a message. Every message shows such a name through this.
///
/// It is decoded as text where possible; each byte that is not UTF-8 becomes `‹FF›`. Every blank
/// stays; line ends, tabs, characters that control a terminal and invisible characters become
/// visible, as otherwise one name could pass for another.
///
/// ```
/// use std::path::Path;
/// use roledex::model::text::shown;
/// assert_eq!(shown(Path::new("packs/my roles.toml")), "packs/my roles.toml");
/// assert_eq!(shown("a\n\u{1b}]0;x\u{7}\u{202e}.toml"), "a␊␛]0;x␇‹U+202E›.toml");
/// assert_eq!(shown("a\u{200b}b"), "a‹U+200B›b");
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
/// use roledex::model::text::list;
/// assert_eq!(list(["PM", "Product manager, technical"]), "PM | Product manager, technical");
/// assert_eq!(list(["a | b", "c"]), r"a \| b | c");
/// ```
pub fn join_list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let mut out = String::new();
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push_str(LIST_SEPARATOR);
        }
        out.push_str(&escape_list_item(item.as_ref()));
    }
    out
}

/// An item of a [`join_list`].
pub fn escape_list_item(item: &str) -> Cow<'_, str> {
    if item.contains(['|', '\\']) {
        item.replace('\\', "\\\\").replace('|', "\\|").into()
    } else {
        item.into()
    }
}

/// Whether each character of `text` takes one cell by itself: Latin letters, dashes and dots,
/// arrows, and the characters used to draw tables and levels. Most text is of this kind, and need
/// not be split into clusters and measured.
pub fn is_simple(text: &str) -> bool {
    let simple = |c: char| {
        // Excludes the soft hyphen, which takes no cell, and characters that may be emoji.
        matches!(c, ' '..='~' | '\u{a1}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}'
            | '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201f}' | '\u{2022}' | '\u{2026}' | '\u{2190}'..='\u{2193}'
            | '\u{2260}'..='\u{2265}' | '\u{2500}'..='\u{259f}' | '\u{25a0}'..='\u{25a9}' | '\u{25cb}' | '\u{25cf}')
    };
    text.chars().all(simple)
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
/// use roledex::model::text::cells;
/// assert_eq!((cells("abc"), cells("厨房"), cells("e\u{301}")), (3, 4, 1));
/// assert_eq!((cells("\u{270f}"), cells("\u{270f}\u{fe0f}"), cells("👩\u{200d}👧")), (1, 2, 2));
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
    let each = |c: char| match c {
        // Some terminals make the preceding character two cells wide.
        '\u{fe0f}' => 1,
        // Includes the halves of flags, each of which some terminals draw as an emoji.
        '\u{1f000}'.. => 2,
        c => unicode_width::UnicodeWidthChar::width(c).unwrap_or(0),
    };
    display_width(cluster).max(cluster.chars().map(each).sum())
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
    let is_blank = |blank: usize| {
        let next = text.as_bytes().get(blank + 1).is_none_or(u8::is_ascii);
        next || clusters(&text[blank..end]).next() == Some(" ")
    };
    let mut blanks = text[at..end].match_indices(' ').map(|(place, _)| at + place);
    blanks.find(|&blank| is_blank(blank)).unwrap_or(end)
}

/// The end of the part of a word that starts at `at`: after the next hyphen between letters or
/// digits.
fn hyphen_end(text: &str, at: usize, end: usize) -> usize {
    let inside = |place: usize| {
        let (before, behind) =
            (text[at..place].chars().next_back(), text[place + 1..end].chars().next());
        before.is_some_and(char::is_alphanumeric) && behind.is_some_and(char::is_alphanumeric)
    };
    let mut hyphens = text[at..end].match_indices('-').map(|(place, _)| at + place);
    hyphens.find(|&place| inside(place)).map_or(end, |place| place + 1)
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

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn simple_characters_take_one_cell_and_join_with_nothing() {
        let simple: Vec<char> =
            ('\u{0}'..='\u{ffff}').filter(|c| is_simple(&c.to_string())).collect();
        assert!("aé–—’…→≠─│■●○·".chars().all(|c| simple.contains(&c)));
        assert!(
            "\t\u{7f}\u{9b}\u{ad}©厨\u{301}\u{200d}\u{fe0f}▶".chars().all(|c| !simple.contains(&c))
        );
        let text: String = simple.iter().collect();
        let by_cluster: usize = clusters(&text).map(cluster_width).sum();
        assert_eq!((by_cluster, clusters(&text).count()), (simple.len(), simple.len()));
        assert!(simple.iter().all(|c| cluster_width(&c.to_string()) == 1));
    }

    #[test]
    fn no_character_is_made_of_a_million() {
        let (marks, joined) = ("\u{301}".repeat(1_000_000), "👩\u{200d}".repeat(100_000));
        for (text, shown) in [
            (format!("a{marks} b"), format!("a{}‹+999969› b", &marks[..31 * 2])),
            (format!("x {marks}"), format!("x {}‹+999969›", &marks[..31 * 2])),
            (joined.clone(), format!("{}‹+199968›", "👩\u{200d}".repeat(16))),
            ("क\u{94d}".repeat(1000), format!("{}‹+1968›", "क\u{94d}".repeat(16))),
            ("\u{1100}".repeat(1000), format!("{}‹+968›", "\u{1100}".repeat(32))),
            ("\u{903}".repeat(1000), format!("{}‹+968›", "\u{903}".repeat(32))),
            ("日\u{3099}".repeat(100), "日\u{3099}".repeat(100)),
            (
                "Z\u{351}\u{36b}\u{343}a\u{323}".repeat(50),
                "Z\u{351}\u{36b}\u{343}a\u{323}".repeat(50),
            ),
            ("วิศวกรซอฟต์แวร์".repeat(20), "วิศวกรซอฟต์แวร์".repeat(20)),
        ] {
            assert_eq!(visible(&text), shown, "{text:.20}");
            assert_eq!(visible_line(&text), shown, "{text:.20}");
            assert!(clusters(&visible(&text)).all(|cluster| cluster.chars().count() <= MAX_JOINED));
            // Text that was made visible once does not change.
            assert_eq!(visible(&shown), shown);
        }
    }

    proptest! {
        #[test]
        fn what_stands_alone_joins_with_nothing_else_that_does(row in "[é¿ŁΩжẞᾳ–…、あア日한ｱ！ａ ]{0,40}") {
            prop_assert!(row.chars().all(stands_alone));
            prop_assert_eq!(clusters(&row).count(), row.chars().count());
        }
    }

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(visible("Plain text, naïve café."), Cow::Borrowed(_)));
    }

    /// Splits at the separator, and removes the backslashes.
    fn apart(text: &str) -> Vec<String> {
        let bare = |item: &str| {
            let (mut out, mut chars) = (String::new(), item.chars());
            while let Some(c) = chars.next() {
                out.extend(if c == '\\' { chars.next() } else { Some(c) });
            }
            out
        };
        text.split(LIST_SEPARATOR).map(bare).collect()
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_text_are_shown_as_well() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(printable(OsStr::from_bytes(b"a\xff\xc3 b\xe2\x80")), "a‹FF›‹C3› b‹E2›‹80›");
    }

    #[test]
    fn lines_keep_their_columns() {
        assert_eq!(visible_line("a\t b\u{1b}x\r\n"), "a  b␛x");
    }

    /// Words, and text that terminals and programs measure differently.
    pub(crate) fn tricky() -> impl Strategy<Value = String> {
        let tokens = [
            "✏\u{fe0f}",
            "⚠\u{fe0f}",
            "✔\u{fe0f}",
            "❤\u{fe0e}",
            "☎",
            "✏",
            "1\u{fe0f}\u{20e3}",
            "#\u{20e3}",
            "👩\u{200d}👩\u{200d}👧\u{200d}👦",
            "🏳\u{fe0f}\u{200d}🌈",
            "👍🏽",
            "🇩🇪",
            "🇩",
            "🫩",
            "e\u{301}",
            "u\u{308}\u{304}",
            "각",
            "\u{1100}\u{1161}\u{11a8}",
            "ก\u{e33}",
            "ที\u{e48}",
            "क\u{94d}षि",
            "हिन\u{94d}दी",
            "厨房",
            "ｱﾞ",
            "Ａ",
            "ﷺ",
            "سلام",
            "لا",
            "שלום",
            "a\u{200b}b",
            "a\u{ad}b",
            "\u{2060}x",
            "…",
            "—",
            "half-baked",
            "2-in-1",
            "x",
            "word",
            "Unterscheidungsmerkmale",
        ];
        let token = proptest::sample::select(tokens.map(str::to_string).to_vec());
        proptest::collection::vec(
            (token, prop_oneof![4 => Just(" "), 1 => Just(""), 1 => Just("  ")]),
            0..14,
        )
        .prop_map(|parts| {
            parts.into_iter().flat_map(|(token, gap)| [token, gap.to_string()]).collect()
        })
    }

    #[test]
    fn emoji_take_two_cells_and_accents_none() {
        for (text, wanted) in [
            ("✏\u{fe0f}", 2),
            ("✏\u{fe0f} word", 7),
            ("☎\u{fe0e}", 1),
            ("👩\u{200d}👩\u{200d}👧\u{200d}👦", 2),
            ("👍🏽👍", 4),
            ("🇩🇪", 2),
            ("1\u{fe0f}\u{20e3}", 2),
            ("e\u{301}\u{302}", 1),
            ("\u{1100}\u{1161}\u{11a8}", 2),
            ("厨房", 4),
            ("ｱﾞ", 2),
            ("سلام", 4),
            ("a\u{200b}b\u{fe0f}", 2),
        ] {
            assert_eq!(display_width(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn lines_break_at_blanks_behind_hyphens_and_else_between_clusters() {
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("  one two  ", 6), ["  one", "two"]);
        assert_eq!(wrap("one\ntwo", 20), ["one", "two"]);
        assert_eq!(wrap("a half-baked idea", 8), ["a half-", "baked", "idea"]);
        assert_eq!(wrap("- a -b c-", 3), ["- a", "-b", "c-"]);
        assert_eq!(wrap("✏\u{fe0f} pen", 5), ["✏\u{fe0f}", "pen"]);
        assert_eq!(wrap("✏\u{fe0f} pen", 6), ["✏\u{fe0f} pen"]);
        assert_eq!(wrap("abcdef gh", 4), ["abcd", "ef", "gh"]);
        assert_eq!(wrap("a👍🏽👍🏽b", 3), ["a👍🏽", "👍🏽b"]);
        assert_eq!(wrap("厨房", 1), ["厨", "房"]);
        assert_eq!(wrap("\u{1b}[1mone\u{1b}[0m two", 7), ["\u{1b}[1mone\u{1b}[0m two"]);
        let whole = |text| wrap_ranges(text, 8, LineBreaks::Blanks).len();
        assert_eq!((whole("a 2-in-1"), whole("a half-baked")), (1, 3));
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_it_may_be_and_nothing_is_lost(text in tricky(), hyphens in any::<bool>()) {
            let breaks = if hyphens { LineBreaks::Hyphens } else { LineBreaks::Blanks };
            let all: Vec<&str> = clusters(&text).filter(|cluster| *cluster != " ").collect();
            for width in 1..40 {
                let lines: Vec<&str> = wrap_ranges(&text, width, breaks).into_iter().map(|line| &text[line]).collect();
                for line in &lines {
                    let alone = clusters(line).filter(|cluster| display_width(cluster) > 0).count() <= 1;
                    prop_assert!(display_width(line) <= width || alone, "{line:?} at {width}");
                }
                let kept: Vec<&str> = lines.iter().flat_map(|line| clusters(line)).filter(|cluster| *cluster != " ").collect();
                prop_assert_eq!(&kept, &all, "at {}", width);
            }
        }

        #[test]
        fn what_is_cut_fits_and_says_so(text in tricky(), width in 0usize..40) {
            let short = truncate(&text, width);
            prop_assert!(display_width(&short) <= width);
            prop_assert_eq!(short == text, display_width(&text) <= width);
            prop_assert!(short == text || width == 0 || short.ends_with('…'));
        }

        #[test]
        fn lists_can_be_taken_apart(items in prop::collection::vec("[a|\\\\,; ]{0,6}[a|\\\\,;]", 1..5)) {
            prop_assert_eq!(apart(&join_list(&items)), items);
        }

        #[test]
        fn nothing_visible_steers_a_terminal(text in "\\PC{0,40}|[\\x00-\\x7f\u{202a}-\u{202e}\u{80}-\u{9f}]{0,40}") {
            for shown in [visible(&text).into_owned(), visible_line(&text), printable(&text)] {
                prop_assert!(!shown.chars().any(is_unsafe), "{shown:?}");
            }
            prop_assert!(!printable_lines(&text).chars().any(|c| c != '\n' && is_unsafe(c)));
            prop_assert_eq!(printable_lines(&text).lines().count(), text.split('\n').count() - usize::from(text.is_empty() || text.ends_with('\n')));
            let once = visible(&text).into_owned();
            prop_assert_eq!(visible(&once).into_owned(), once.clone());
        }
    }
}
