//! Recognises the items of lists in lines of text.

/// Width of a tab, in columns.
const TAB_WIDTH: usize = 4;

/// Characters that begin an item whether or not a blank follows. The last ones are those of symbol
/// fonts, as word processors write them.
const SURE_BULLETS: &str =
    "•▪▫■□●○◦◉◆◇‣⁃∙➢➤➔►▶✓✔✅☑❖✦✧★☆·⦁⚫\u{f0b7}\u{f0a7}\u{f0d8}\u{f0fc}\u{f076}\u{f0a8}";

/// Characters that begin an item if a blank follows.
const POSSIBLE_BULLETS: &str = "-*+–—−‐‑»›>→§~";

/// A mark of an item: its bullet or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ListMark<'a> {
    /// Its column.
    pub(super) indent: usize,
    /// The bullet: `1` for any number, and `a` for any letter.
    pub(super) glyph: char,
    /// The column of the text after it.
    pub(super) text_column: usize,
    /// The text after it, which may be empty.
    pub(super) text: &'a str,
}

/// Returns the mark that `line` begins with.
pub(super) fn list_mark(line: &str) -> Option<ListMark<'_>> {
    let (indent, rest) = indentation(line);
    let first = rest.chars().next()?;
    let after = &rest[first.len_utf8()..];
    let is_before_blank = after.is_empty() || after.starts_with(char::is_whitespace);
    let (glyph, length) = if SURE_BULLETS.contains(first)
        || (POSSIBLE_BULLETS.contains(first) && is_before_blank)
        || is_lettered_bullet(first, after, indent)
    {
        (first, first.len_utf8())
    } else {
        enumerator(rest)?
    };
    let after = &rest[length..];
    // A line that consists of bullets, such as a rule, is not an item.
    if !after.is_empty() && after.chars().all(|c| c.is_whitespace() || c == first) {
        return None;
    }
    let (gap, text) = indentation(after);
    let width = rest[..length].chars().count();
    Some(ListMark { indent, glyph, text_column: indent + width + gap, text: text.trim_end() })
}

/// Returns `line`, the text of an item or of a line in a cell, without a bullet. Numbers stay.
pub(super) fn without_bullet(line: &str) -> &str {
    let mark = list_mark(line).filter(|mark| !mark.glyph.is_ascii_alphanumeric());
    mark.map_or(line, |mark| mark.text)
}

/// Whether an `o` is the hollow bullet that word processors write for items of inner lists.
fn is_lettered_bullet(first: char, after: &str, indent: usize) -> bool {
    first == 'o'
        && (after.starts_with('\t')
            || after.starts_with("  ")
            || (indent > 0 && after.starts_with(' ')))
}

/// Returns the kind and length of a number or letter that `rest` begins with: `1.`, `12)`, `(3)`,
/// `a)`.
fn enumerator(rest: &str) -> Option<(char, usize)> {
    let inner = rest.strip_prefix('(');
    let name = inner.unwrap_or(rest);
    let length = name.find(|c: char| !c.is_ascii_alphanumeric())?;
    let end = name[length..].chars().next()?;
    let is_number = (1..=2).contains(&length) && name[..length].bytes().all(|b| b.is_ascii_digit());
    let is_letter = length == 1 && name.starts_with(|c: char| c.is_ascii_alphabetic());
    let fits = match (inner.is_some(), end) {
        (_, ')') => is_number || is_letter,
        (false, '.') => is_number,
        _ => false,
    };
    if !fits {
        return None;
    }
    let total = rest.len() - name.len() + length + 1;
    let is_before_blank = rest[total..].starts_with(char::is_whitespace);
    is_before_blank.then_some((if is_number { '1' } else { 'a' }, total))
}

/// Returns the column of the first character that is not a blank, and the text from there.
pub(super) fn indentation(line: &str) -> (usize, &str) {
    let rest = line.trim_start();
    let blanks = &line[..line.len() - rest.len()];
    let column = blanks.chars().fold(0, |column, c| match c {
        '\t' => (column / TAB_WIDTH + 1) * TAB_WIDTH,
        _ => column + 1,
    });
    (column, rest)
}

/// The open lists around an item, from the outermost.
#[derive(Debug, Default)]
pub(super) struct OpenLists(Vec<(usize, char)>);

impl OpenLists {
    /// Returns the depth of the next item.
    ///
    /// An item is deeper if it is indented more, or if it begins with another bullet at the same
    /// column.
    pub(super) fn depth(&mut self, mark: &ListMark<'_>) -> usize {
        while self.0.last().is_some_and(|(indent, _)| *indent > mark.indent) {
            self.0.pop();
        }
        let same = self
            .0
            .iter()
            .position(|(indent, glyph)| *glyph == mark.glyph && indent.abs_diff(mark.indent) <= 1);
        match same {
            Some(at) => self.0.truncate(at + 1),
            None => self.0.push((mark.indent, mark.glyph)),
        }
        self.0.len() - 1
    }

    /// Closes all lists.
    pub(super) fn close(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_items_are_recognised() {
        for (line, wanted) in [
            ("- Plans", Some(('-', "Plans"))),
            ("* Plans", Some(('*', "Plans"))),
            ("•Plans", Some(('•', "Plans"))),
            ("  –  Plans ", Some(('–', "Plans"))),
            ("\u{f0b7}\tPlans", Some(('\u{f0b7}', "Plans"))),
            ("o\tPlans", Some(('o', "Plans"))),
            ("1. Plans", Some(('1', "Plans"))),
            ("12) Plans", Some(('1', "Plans"))),
            ("(3) Plans", Some(('1', "Plans"))),
            ("a) Plans", Some(('a', "Plans"))),
            ("•", Some(('•', ""))),
            ("-5 degrees", None),
            ("--flag", None),
            ("*bold* text", None),
            ("1.5 years", None),
            ("2019. A year", None),
            ("I. A name", None),
            ("or not", None),
            ("- - - -", None),
            ("", None),
            ("(see below) text", None),
            ("Опыт", None),
            ("(Опыт", None),
        ] {
            let mark = list_mark(line).map(|mark| (mark.glyph, mark.text));
            assert_eq!(mark, wanted, "{line:?}");
        }
        for (line, wanted) in [("• Plans", "Plans"), ("1. Plans", "1. Plans"), ("Plans", "Plans")]
        {
            assert_eq!(without_bullet(line), wanted);
        }
        assert_eq!(list_mark("  1.  a").map(|mark| (mark.indent, mark.text_column)), Some((2, 6)));
    }

    #[test]
    fn depth_follows_columns_and_bullets() {
        let depths = |lines: &[&str]| -> Vec<usize> {
            let mut open = OpenLists::default();
            lines.iter().map(|line| open.depth(&list_mark(line).unwrap())).collect()
        };
        assert_eq!(depths(&["- a", "  - b", "    - c", "  - d", "- e"]), [0, 1, 2, 1, 0]);
        assert_eq!(depths(&["• a", "o\tb", "o\tc", "• d"]), [0, 1, 1, 0]);
        assert_eq!(depths(&["1. a", "\t- b", "2. c"]), [0, 1, 0]);
        assert_eq!(depths(&["    - a", "    - b", "- c"]), [0, 0, 0]);
        assert_eq!(depths(&["- a", " - b", "- c"]), [0, 0, 0]);
    }
}
