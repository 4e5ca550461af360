//! Making text from outside safe to show, and fit to a width.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Makes control characters and bidirectional overrides visible and folds white space, so that no text from a pack
/// steers a terminal.
///
/// Runs of white space, tabs and line ends included, become one space, and the ends are trimmed. C0 controls become
/// their control pictures (`ESC` is `␛`), C1 controls and bidirectional controls become `‹U+202E›`.
///
/// ```
/// use roledex::model::text::visible;
/// assert_eq!(visible("a\tb\n c "), "a b c");
/// assert_eq!(visible("\u{1b}[31mred"), "␛[31mred");
/// assert_eq!(visible("x\u{202e}y"), "x‹U+202E›y");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
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

/// Like [`visible`], but leaves every blank where it is: for a line of a file that is shown with a caret under it.
///
/// A tab becomes one space; the result has no line end.
pub fn visible_line(line: &str) -> String {
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

/// Whether each character of `text` stands for itself in one cell: Latin letters, dashes and dots, arrows, and what
/// tables and levels are drawn with. Most text is such, and need not be put together and measured.
pub fn is_simple(text: &str) -> bool {
    let simple = |c: char| {
        // Not the soft hyphen, which takes no cell, nor what may be an emoji.
        matches!(c, ' '..='~' | '\u{a1}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}'
            | '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201f}' | '\u{2022}' | '\u{2026}' | '\u{2190}'..='\u{2193}'
            | '\u{2260}'..='\u{2265}' | '\u{2500}'..='\u{259f}' | '\u{25a0}'..='\u{25a9}' | '\u{25cb}' | '\u{25cf}')
    };
    text.chars().all(simple)
}

/// The cells that `text` takes.
pub fn cells(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else if is_simple(text) {
        text.chars().count()
    } else {
        text.width()
    }
}

/// `text` cut to at most `width` cells, with `…` where something was lost.
pub fn fit(text: &str, width: usize) -> Cow<'_, str> {
    if cells(text) <= width {
        return Cow::Borrowed(text);
    }
    if width == 0 {
        return Cow::Borrowed("");
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let w = grapheme.width();
        if used + w > width - 1 {
            break;
        }
        used += w;
        out.push_str(grapheme);
    }
    out.push('…');
    Cow::Owned(out)
}

fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    let ascii = bytes.windows(2).all(|w| w != b"  ") && bytes.iter().all(|b| (0x20..0x7f).contains(b));
    ascii || !text.chars().any(|c| c != ' ' && (c.is_whitespace() || is_unsafe(c))) && !text.contains("  ")
}

/// Characters that steer a terminal or the order of what follows.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn simple_characters_take_one_cell_and_join_with_nothing() {
        let simple: Vec<char> = ('\u{0}'..='\u{ffff}').filter(|c| is_simple(&c.to_string())).collect();
        assert!("aé–—’…→≠─│■●○·".chars().all(|c| simple.contains(&c)));
        assert!("\t\u{7f}\u{9b}\u{ad}©厨\u{301}\u{200d}\u{fe0f}▶".chars().all(|c| !simple.contains(&c)));
        let text: String = simple.iter().collect();
        assert_eq!((text.width(), text.graphemes(true).count()), (simple.len(), simple.len()));
        assert!(simple.iter().all(|c| c.to_string().width() == 1));
    }

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(visible("Plain text, naïve café."), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_keep_their_columns() {
        assert_eq!(visible_line("a\t b\u{1b}x\r\n"), "a  b␛x");
    }

    proptest! {
        #[test]
        fn nothing_visible_steers_a_terminal(text in "\\PC{0,40}|[\\x00-\\x7f\u{202a}-\u{202e}\u{80}-\u{9f}]{0,40}") {
            for shown in [visible(&text).into_owned(), visible_line(&text)] {
                prop_assert!(!shown.chars().any(is_unsafe), "{shown:?}");
            }
            let once = visible(&text).into_owned();
            prop_assert_eq!(visible(&once).into_owned(), once.clone());
        }
    }
}
