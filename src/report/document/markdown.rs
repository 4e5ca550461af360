//! A sheet as a page of GitHub-flavoured Markdown.
//!
//! Text from a pack is text and nothing else: characters that would be markup are escaped, and no
//! address becomes a link.

use std::io::{self, Write};
use std::ops::Range;

use super::html::is_override;
use super::{
    CellSpan, DocumentCell, DocumentRow, DocumentSection, PAGE_LIST_SEPARATOR, PageColumn,
    ReportDocument, SpanMeaning, VisibleSection,
};

/// Writes `document` as a page.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write(out: &mut impl Write, document: &ReportDocument) -> io::Result<()> {
    writeln!(out, "# {}", escape(&document.title))?;
    for cell in &document.intro {
        for line in cell.split_lines() {
            writeln!(out, "\n{}", spans_markdown(line))?;
        }
    }
    for part in &document.sections {
        write_section(out, part)?;
    }
    if !document.notices.is_empty() {
        writeln!(out, "\n---")?;
    }
    for notice in &document.notices {
        writeln!(out, "\n{}", escape(notice))?;
    }
    Ok(())
}

fn write_section(out: &mut impl Write, section: &DocumentSection) -> io::Result<()> {
    let VisibleSection { columns: heads, groups } = section.visible();
    if heads.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## {}", escape(&section.heading))?;
    for (heading, rows) in groups {
        if let Some(heading) = heading.filter(|heading| !heading.is_empty()) {
            writeln!(out, "\n### {}", cell_markdown(heading))?;
        }
        writeln!(out)?;
        match heads[..] {
            [head] => rows
                .iter()
                .try_for_each(|row| writeln!(out, "- {}", cell_markdown(row.cell(head.column))))?,
            _ => write_table(out, &heads, rows)?,
        }
    }
    Ok(())
}

fn write_table(
    out: &mut impl Write,
    heads: &[&PageColumn],
    rows: &[DocumentRow],
) -> io::Result<()> {
    let line = |cells: Vec<String>| {
        let cells: Vec<String> = cells
            .iter()
            .map(|c| if c.is_empty() { " ".into() } else { format!(" {c} ") })
            .collect();
        format!("|{}|", cells.join("|"))
    };
    writeln!(out, "{}", line(heads.iter().map(|head| escape(&head.title)).collect()))?;
    writeln!(out, "{}", line(heads.iter().map(|_| "---".to_string()).collect()))?;
    for row in rows {
        writeln!(
            out,
            "{}",
            line(heads.iter().map(|head| cell_markdown(row.cell(head.column))).collect())
        )?;
    }
    Ok(())
}

/// All lines of `cell` in one, as a table requires.
fn cell_markdown(cell: &DocumentCell) -> String {
    let lines: Vec<String> = cell.split_lines().map(spans_markdown).collect();
    match &lines[..] {
        [line] => line.clone(),
        _ => lines.iter().map(|line| format!("• {line}")).collect::<Vec<_>>().join("<br>"),
    }
}

fn spans_markdown(line: &[CellSpan]) -> String {
    let mut text = MarkdownText::default();
    for (i, span) in line.iter().enumerate() {
        match span.meaning {
            SpanMeaning::Left | SpanMeaning::Right | SpanMeaning::Match => {
                text.push_strong(&span.text);
            }
            SpanMeaning::Sign if i + 1 < line.len() => {
                text.push(&span.text);
                text.push(" ");
            }
            SpanMeaning::Item if i > 0 => text.push(PAGE_LIST_SEPARATOR),
            SpanMeaning::Sign
            | SpanMeaning::Plain
            | SpanMeaning::Dim
            | SpanMeaning::Family
            | SpanMeaning::Break
            | SpanMeaning::Item => {
                text.push(&span.page_text());
            }
        }
    }
    text.escaped()
}

/// `text` escaped for use anywhere in Markdown.
fn escape(text: &str) -> String {
    let mut line = MarkdownText::default();
    line.push(text);
    line.escaped()
}

/// A line of text, with the ranges to be set in bold.
#[derive(Default)]
struct MarkdownText {
    /// Without line ends or consecutive blanks: a line end would end the row of a table.
    text: String,
    /// The bold ranges: ascending, disjoint, with no blank at their ends.
    strong: Vec<Range<usize>>,
}

impl MarkdownText {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if is_override(c) {
                continue;
            }
            if !(c.is_whitespace() || c.is_control()) {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
    }

    fn push_strong(&mut self, text: &str) {
        let start = self.text.len();
        self.push(text);
        let added = &self.text[start..];
        let start = start + added.len() - added.trim_start().len();
        let end = self.text.trim_end().len();
        if start < end {
            self.strong.push(start..end);
        }
    }

    fn escaped(&self) -> String {
        let text = self.text.trim_end();
        let mut out = String::with_capacity(text.len() + 8);
        let mut marks = self.strong.iter();
        let mut mark = marks.next();
        for (at, c) in text.char_indices() {
            if let Some(open) = mark.filter(|range| range.start == at) {
                out.push_str(if self.can_use_asterisks(open) { "**" } else { "<strong>" });
            }
            let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
            // A single tilde between blanks strikes nothing through, but it may end up between
            // asterisks.
            let alone = c == '~'
                && self.strong.is_empty()
                && is_between_blanks(before.chars().next_back(), after.chars().next());
            if is_markup(c, before, after) && !alone {
                out.push('\\');
            }
            out.push(c);
            let end = at + c.len_utf8();
            if c == '@' && !after.is_empty() && !after.starts_with(' ') {
                // An address would become a link, and a name a mention; no backslash prevents this
                // on GitHub.
                out.push_str("<!-- -->");
            }
            if let Some(close) = mark.filter(|range| range.end == end) {
                out.push_str(if self.can_use_asterisks(close) { "**" } else { "</strong>" });
                mark = marks.next();
            }
        }
        out
    }

    /// Whether asterisks around `range` would mark it: not between a letter and punctuation (see
    /// "left-flanking delimiter run" in the specification of Markdown), nor next to other
    /// asterisks.
    fn can_use_asterisks(&self, range: &Range<usize>) -> bool {
        let inside = &self.text[range.clone()];
        let (before, after) =
            (self.text[..range.start].chars().next_back(), self.text[range.end..].chars().next());
        let edge = |inside: Option<char>, outside: Option<char>| {
            inside.is_some_and(char::is_alphanumeric) || outside.is_none_or(char::is_whitespace)
        };
        let beside =
            self.strong.iter().any(|other| other.end == range.start || other.start == range.end);
        edge(inside.chars().next(), before) && edge(inside.chars().next_back(), after) && !beside
    }
}

/// Whether there are blanks or the ends of the line on both sides.
fn is_between_blanks(before: Option<char>, after: Option<char>) -> bool {
    before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace)
}

/// Whether `c`, between `before` and `after` on its line, could be markup.
fn is_markup(c: char, before: &str, after: &str) -> bool {
    match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '$' => true,
        // A heading, and its closing sequence.
        '#' => before.is_empty() || before.ends_with(' '),
        '>' | '-' | '+' => before.is_empty(),
        ')' => is_list_number(before) && ends_word(after),
        '.' => {
            is_list_number(before) && ends_word(after)
                || before.to_ascii_lowercase().ends_with("www")
        }
        '&' => is_entity(after),
        ':' => after.starts_with("//"),
        _ => false,
    }
}

/// Whether `text`, which follows a possible list marker, makes it one.
fn ends_word(text: &str) -> bool {
    text.is_empty() || text.starts_with(' ')
}

/// Whether `text` can be the number of a list item.
fn is_list_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether `text`, which follows an ampersand, makes it an entity.
fn is_entity(text: &str) -> bool {
    let name = text.strip_prefix('#').unwrap_or(text);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name[length..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::tests::{HOSTILE, hostile};
    use proptest::prelude::*;

    /// The text that a Markdown parser reads from text without markup.
    fn read(markdown: &str) -> String {
        let mut out = String::new();
        let markdown = markdown.replace("<!-- -->", "");
        let mut chars = markdown.chars();
        while let Some(c) = chars.next() {
            out.extend(if c == '\\' { chars.next() } else { Some(c) });
        }
        out
    }

    fn folded(text: &str) -> String {
        let mut line = MarkdownText::default();
        line.push(text);
        line.text.trim_end().to_string()
    }

    /// Whether every character that is always markup has an odd number of backslashes before it.
    fn is_inert(markdown: &str) -> bool {
        // A tilde between blanks is not markup.
        let words: Vec<&str> = markdown.split(' ').filter(|word| *word != "~").collect();
        let markdown = words.join(" ").replace("<!-- -->", "");
        let mut escaped = false;
        markdown.chars().all(|c| {
            let fine = escaped || !"`*_[]<|~$".contains(c);
            escaped = c == '\\' && !escaped;
            fine
        })
    }

    #[test]
    fn only_what_could_be_markup_is_escaped() {
        for (text, written) in [
            (
                "Plain text, with (brackets) and 3.5 - 2 = 1.5!",
                "Plain text, with (brackets) and 3.5 - 2 = 1.5!",
            ),
            ("C# and C++ & R&D", "C# and C++ & R&D"),
            ("# not a heading #", "\\# not a heading \\#"),
            ("1. not a list", "1\\. not a list"),
            ("1.5 levels, and 2.", "1.5 levels, and 2."),
            ("3.", "3\\."),
            ("2) nor this", "2\\) nor this"),
            ("- nor this", "\\- nor this"),
            (
                "a|b `c` *d* _e_ <f> [g](h) ~i~ ~ $j$",
                "a\\|b \\`c\\` \\*d\\* \\_e\\_ \\<f> \\[g\\](h) \\~i\\~ ~ \\$j\\$",
            ),
            ("&amp; & &#35; &x", "\\&amp; & \\&#35; &x"),
            ("https://a.b www.c.d", "https\\://a.b www\\.c.d"),
            ("mail me@a.b or @team @ home", "mail me@<!-- -->a.b or @<!-- -->team @ home"),
            (" two \n lines ", "two lines"),
        ] {
            assert_eq!(escape(text), written);
        }
    }

    #[test]
    fn marked_words_are_strong_wherever_they_stand() {
        use SpanMeaning::{Left, Plain, Sign};
        let line = |parts: &[(&str, SpanMeaning)]| {
            let parts = parts.iter().map(|(text, meaning)| CellSpan::new(*text, *meaning));
            spans_markdown(&parts.collect::<Vec<_>>())
        };
        assert_eq!(line(&[("a ", Plain), ("b c", Left), (".", Plain)]), "a **b c**.");
        assert_eq!(line(&[("a", Plain), (" b ", Left), ("c", Plain)]), "a **b** c");
        assert_eq!(line(&[("a", Plain), ("(b)", Left), ("c", Plain)]), "a<strong>(b)</strong>c");
        assert_eq!(line(&[("a", Left), ("b", Left)]), "<strong>a</strong><strong>b</strong>");
        assert_eq!(line(&[("1", Plain), (". a", Left)]), "1<strong>\\. a</strong>");
        assert_eq!(line(&[("~", Sign), ("changed", Plain)]), "~ changed");
        assert_eq!(line(&[("+", Sign)]), "\\+");
        assert_eq!(line(&[("a\u{202e}b\u{2066}", Plain)]), "ab");
    }

    #[test]
    fn every_row_is_one_line_of_its_table() {
        for text in HOSTILE {
            let mut out = Vec::new();
            write(&mut out, &hostile(text)).unwrap();
            let out = String::from_utf8(out).unwrap();
            let tables: Vec<&str> = out.lines().filter(|line| line.starts_with('|')).collect();
            assert_eq!(tables.len(), 3, "{out}");
            for line in tables {
                let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
                assert_eq!(bars, 4, "{line}");
            }
            assert_eq!(out.lines().filter(|line| line.starts_with("# ")).count(), 1, "{out}");
            assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "{out:?}");
        }
    }

    proptest! {
        #[test]
        fn text_stays_text(text in "\\PC{0,30}|[-#`*_.)(1<>|~$&;:/@w+= \\\\\\[\\]a\n]{0,30}") {
            let written = escape(&text);
            prop_assert_eq!(read(&written), folded(&text));
            prop_assert!(is_inert(&written), "{}", written);
            prop_assert!(!written.starts_with(['#', '>', '-', '+']));
        }
    }
}
