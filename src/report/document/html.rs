//! A document as an HTML page: one file without scripts that fetches nothing, or the content of a page
//! of a [site](crate::site), where names lead to other pages.
//!
//! Text from a pack is text and nothing else: every character that could be markup is escaped, and
//! the page forbids scripts and external content. Verdicts are words and signs; changed words are
//! `del` and `ins` elements, underlined: colour only repeats information that is visible without
//! it.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use super::{
    CellSpan, DocumentCell, DocumentLink, DocumentRow, DocumentSection, PAGE_LIST_SEPARATOR,
    PageColumn, ReportDocument, RowTone, SectionLayout, SpanMeaning, VisibleSection, web_address,
};
use crate::model::{Catalog, SourceId};

/// The style of a page.
pub(crate) const STYLE: &str = include_str!("page.css");

/// Writes `document`, an answer from `catalog`, as a page.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write(out: &mut impl Write, catalog: &Catalog, document: &ReportDocument) -> io::Result<()> {
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    let style = format!("<style>\n{STYLE}</style>\n");
    write_head(out, (&document.title, &document.language), policy, &style)?;
    writeln!(out, "<body>\n<main dir=\"auto\">\n<h1>{}</h1>", escape(&document.title))?;
    let content = DocumentHtml { document, links: &|link| source_address(catalog, link) };
    content.write_intro(out)?;
    content.write_section_links(out)?;
    content.write_sections(out, |_| true)?;
    content.write_notices(out)?;
    writeln!(out, "</main>\n</body>\n</html>")
}

/// The address of a source: of other items there is no page.
fn source_address(catalog: &Catalog, link: DocumentLink) -> Option<String> {
    match link {
        DocumentLink::Source(source) | DocumentLink::SourceAddress(source) => {
            web_address(catalog, source).map(str::to_string)
        }
        DocumentLink::Role(_) | DocumentLink::Skill(_) | DocumentLink::Comparison(..) => None,
    }
}

/// Writes the start of a page up to its body: its title and language, the policy for content, and
/// the elements that style it.
pub(crate) fn write_head(
    out: &mut impl Write,
    (title, language): (&str, &str),
    policy: &str,
    style: &str,
) -> io::Result<()> {
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">",
        escape(language)
    )?;
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<meta name=\"generator\" content=\"roledex {}\">", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "<title>{}</title>\n{style}</head>", escape(title))
}

/// The id of the entry of a source on a page.
pub(crate) fn entry_id(source: SourceId) -> String {
    format!("source-{}", source.index())
}

/// Writes the content of a document, without the page around it.
pub(crate) struct DocumentHtml<'a> {
    /// The document.
    pub(crate) document: &'a ReportDocument,
    /// The address of an item, if it has one.
    pub(crate) links: &'a dyn Fn(DocumentLink) -> Option<String>,
}

impl DocumentHtml<'_> {
    /// Writes the paragraphs under the title.
    pub(crate) fn write_intro(&self, out: &mut impl Write) -> io::Result<()> {
        for line in self.document.intro.iter().flat_map(DocumentCell::split_lines) {
            writeln!(out, "<p>{}</p>", self.spans_html(line))?;
        }
        Ok(())
    }

    /// The sections that the page shows, with their numbers.
    fn sections(&self) -> impl Iterator<Item = (usize, &DocumentSection)> {
        let sections = self.document.sections.iter();
        sections.filter(|section| !section.visible().columns.is_empty()).enumerate()
    }

    /// Writes links to the sections, if there are several.
    pub(crate) fn write_section_links(&self, out: &mut impl Write) -> io::Result<()> {
        if self.sections().count() <= 2 {
            return Ok(());
        }
        writeln!(out, "<nav aria-label=\"Sections\">")?;
        for (i, section) in self.sections() {
            writeln!(out, "<a href=\"#s{i}\">{}</a>", escape(&section.heading))?;
        }
        writeln!(out, "</nav>")
    }

    /// Writes the sections that `is_wanted`.
    pub(crate) fn write_sections(
        &self,
        out: &mut impl Write,
        is_wanted: impl Fn(&DocumentSection) -> bool,
    ) -> io::Result<()> {
        for (i, section) in self.sections().filter(|(_, section)| is_wanted(section)) {
            // A table that scrolls is a landmark itself.
            let label = match section.layout {
                SectionLayout::Grid if section.visible().columns.len() > 1 => String::new(),
                _ => format!(" aria-labelledby=\"s{i}\""),
            };
            let heading = escape(&section.heading);
            writeln!(out, "<section{label}>\n<h2 id=\"s{i}\">{heading}</h2>")?;
            self.write_section(out, section, i)?;
            writeln!(out, "</section>")?;
        }
        Ok(())
    }

    /// Writes the notices that the open packs require.
    pub(crate) fn write_notices(&self, out: &mut impl Write) -> io::Result<()> {
        if self.document.notices.is_empty() {
            return Ok(());
        }
        writeln!(out, "<footer>")?;
        for notice in &self.document.notices {
            writeln!(out, "<p>{}</p>", escape(notice))?;
        }
        writeln!(out, "</footer>")
    }

    fn write_section(
        &self,
        out: &mut impl Write,
        section: &DocumentSection,
        number: usize,
    ) -> io::Result<()> {
        let VisibleSection { columns: heads, groups } = section.visible();
        if let [head] = heads[..] {
            for (heading, rows) in groups {
                if let Some(heading) = heading.filter(|heading| !heading.is_empty()) {
                    writeln!(out, "<h3>{}</h3>", self.cell_html(heading))?;
                }
                writeln!(out, "<ul>")?;
                for row in rows {
                    writeln!(
                        out,
                        "<li{}>{}</li>",
                        class_attribute(tone_class(row.tone)),
                        self.cell_html(row.cell(head.column))
                    )?;
                }
                writeln!(out, "</ul>")?;
            }
            return Ok(());
        }
        // Scrollable areas must be reachable by keyboard. On a small screen the rows of other
        // tables are broken up.
        let region = format!("section class=\"grid\" tabindex=\"0\" aria-labelledby=\"s{number}\"");
        let (element, start) = match section.layout {
            SectionLayout::Rows => ("div", rows_start(heads.len())),
            SectionLayout::Grid => ("section", region.as_str()),
            SectionLayout::Ladder => ("div", "div class=\"rows ladder\""),
        };
        writeln!(out, "<{start}>")?;
        writeln!(out, "<table aria-labelledby=\"s{number}\">")?;
        self.write_table_head(out, section, &heads)?;
        let columns = heads.len() + usize::from(section.margin.is_some());
        for (heading, rows) in groups {
            writeln!(out, "<tbody>")?;
            if let Some(heading) = heading.filter(|heading| !heading.is_empty()) {
                let scope = format!("scope=\"rowgroup\" colspan=\"{columns}\"");
                let heading = self.cell_html(heading);
                writeln!(out, "<tr><th {scope}>{heading}</th></tr>")?;
            }
            for row in rows {
                self.write_row(out, section, &heads, row)?;
            }
            writeln!(out, "</tbody>")?;
        }
        writeln!(out, "</table>\n</{element}>")
    }

    fn write_table_head(
        &self,
        out: &mut impl Write,
        section: &DocumentSection,
        heads: &[&PageColumn],
    ) -> io::Result<()> {
        if heads.iter().all(|head| head.title.is_empty()) {
            return Ok(());
        }
        writeln!(out, "<thead>\n<tr>")?;
        for head in heads {
            if head.title.is_empty() {
                writeln!(out, "<td></td>")?;
                continue;
            }
            let title = self.linked(escape(&head.title), head.link);
            writeln!(out, "<th scope=\"col\">{title}</th>")?;
        }
        if let Some(title) = &section.margin {
            writeln!(out, "<th class=\"margin\" scope=\"col\">{}</th>", escape(title))?;
        }
        writeln!(out, "</tr>\n</thead>")
    }

    fn write_row(
        &self,
        out: &mut impl Write,
        section: &DocumentSection,
        heads: &[&PageColumn],
        row: &DocumentRow,
    ) -> io::Result<()> {
        let id =
            row.anchor.map_or_else(String::new, |source| format!(" id=\"{}\"", entry_id(source)));
        writeln!(out, "<tr{id}{}>", class_attribute(tone_class(row.tone)))?;
        let mut at = 0;
        while at < heads.len() {
            let head = heads[at];
            let cell = row.cell(head.column);
            let is_spanned = |head: &&&PageColumn| {
                row.spans_empty_cells && !cell.is_empty() && row.cell(head.column).is_empty()
            };
            let over = 1 + heads[at + 1..].iter().take_while(is_spanned).count();
            let mut attributes = String::new();
            if over > 1 {
                attributes += &format!(" colspan=\"{over}\"");
            } else if !head.title.is_empty() && section.layout != SectionLayout::Grid {
                attributes += &format!(" data-head=\"{}\"", escape(&head.title));
            }
            if !cell.sign().is_empty() {
                attributes += &class_attribute("signed");
            } else if section.layout == SectionLayout::Grid && is_prose(cell) {
                attributes += &class_attribute("prose");
            } else if section.layout != SectionLayout::Grid && has_long_word(cell) {
                attributes += &class_attribute("long");
            }
            let text = self.cell_html(cell);
            if section.row_header == Some(head.column) {
                writeln!(out, "<th scope=\"row\"{attributes}>{text}</th>")?;
            } else {
                writeln!(out, "<td{attributes}>{text}</td>")?;
            }
            at += over;
        }
        if section.margin.is_some() {
            writeln!(out, "<td class=\"margin\"></td>")?;
        }
        writeln!(out, "</tr>")
    }

    /// The content of a cell: several lines are a list.
    fn cell_html(&self, cell: &DocumentCell) -> String {
        let lines: Vec<String> = cell.split_lines().map(|line| self.spans_html(line)).collect();
        match &lines[..] {
            [line] => line.clone(),
            _ => format!("<ul><li>{}</li></ul>", lines.join("</li><li>")),
        }
    }

    /// The pieces of a line; neighbours that name the same item are one link.
    fn spans_html(&self, line: &[CellSpan]) -> String {
        let addresses: Vec<Option<String>> =
            line.iter().map(|span| span.link.and_then(|link| self.address(link))).collect();
        let mut out = String::new();
        let mut at = 0;
        for chunk in addresses.chunk_by(|a, b| a == b) {
            let html = texts_html(line, at..at + chunk.len());
            at += chunk.len();
            match &chunk[0] {
                Some(address) => out += &format!("<a href=\"{}\">{html}</a>", escape(address)),
                None => out += &html,
            }
        }
        out
    }

    /// The address of an item: that of its entry on this page, or else of its own page.
    fn address(&self, link: DocumentLink) -> Option<String> {
        if let DocumentLink::Source(source) = link {
            let mut rows = self.document.sections.iter().flat_map(|section| &section.rows);
            if rows.any(|row| row.anchor == Some(source)) {
                return Some(format!("#{}", entry_id(source)));
            }
        }
        (self.links)(link)
    }

    /// `html` as a link, if `link` has an address.
    fn linked(&self, html: Cow<'_, str>, link: Option<DocumentLink>) -> String {
        match link.and_then(|link| self.address(link)) {
            Some(address) => format!("<a href=\"{}\">{html}</a>", escape(&address)),
            None => html.into_owned(),
        }
    }
}

/// The start of a table of `columns` columns that is broken up where it does not fit: the more
/// columns, the sooner.
fn rows_start(columns: usize) -> &'static str {
    match columns {
        0..=4 => "div class=\"rows\"",
        5..=8 => "div class=\"rows wide\"",
        9..=12 => "div class=\"rows wider\"",
        _ => "div class=\"rows records\"",
    }
}

/// Whether a cell has a word, such as a URL, that would be wider than a column should be.
fn has_long_word(cell: &DocumentCell) -> bool {
    const LONGEST_WORD: usize = 24;
    cell.text().split_whitespace().any(|word| word.chars().count() > LONGEST_WORD)
}

/// Whether a cell has text to read rather than a value to compare.
fn is_prose(cell: &DocumentCell) -> bool {
    const LONGEST_VALUE: usize = 28;
    cell.spans.iter().any(|span| span.meaning == SpanMeaning::Break)
        || cell.text().chars().count() > LONGEST_VALUE
}

/// The pieces of a line at these positions; neighbours of one meaning are one piece.
fn texts_html(line: &[CellSpan], range: Range<usize>) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for spans in line[range].chunk_by(are_one_piece) {
        let text: String = spans.iter().map(CellSpan::page_text).collect();
        out += &text_html(&text, spans[0].meaning, at, line.len());
        at += spans.len();
    }
    out
}

/// Whether two neighbours can be written as one piece.
fn are_one_piece(a: &CellSpan, b: &CellSpan) -> bool {
    a.meaning == b.meaning && matches!(a.meaning, SpanMeaning::Plain | SpanMeaning::Dim)
}

/// Text of one meaning, at this position in a line of `count` pieces.
fn text_html(text: &str, meaning: SpanMeaning, at: usize, count: usize) -> String {
    let text = escape(text);
    match meaning {
        SpanMeaning::Item if at > 0 => PAGE_LIST_SEPARATOR.to_string(),
        SpanMeaning::Plain | SpanMeaning::Family | SpanMeaning::Break | SpanMeaning::Item => {
            text.into_owned()
        }
        SpanMeaning::Dim => format!("<span class=\"dim\">{text}</span>"),
        SpanMeaning::Left => format!("<del>{text}</del>"),
        SpanMeaning::Right => format!("<ins>{text}</ins>"),
        SpanMeaning::Match => format!("<mark>{text}</mark>"),
        // A sign on its own is the only thing to read.
        SpanMeaning::Sign if count == 1 => format!("<span class=\"sign\">{text}</span>"),
        SpanMeaning::Sign => {
            let blank = if at + 1 < count { " " } else { "" };
            format!("<span class=\"sign\" aria-hidden=\"true\">{text}</span>{blank}")
        }
    }
}

fn tone_class(tone: RowTone) -> &'static str {
    match tone {
        RowTone::Plain => "",
        RowTone::Same => "same",
        RowTone::Changed => "changed",
        RowTone::Left => "left",
        RowTone::Right => "right",
    }
}

/// The attribute that sets `class`, if it is not empty.
fn class_attribute(class: &str) -> String {
    if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") }
}

/// `text` escaped for use between tags as well as in an attribute; control characters, which HTML
/// forbids, become blanks.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_special) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c if is_noncharacter(c) => out.push('\u{fffd}'),
            // They would reorder the text around them too.
            c if is_override(c) => {}
            c => out.push(c),
        }
    }
    out.into()
}

/// Whether `c` is not written as it is.
fn is_special(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'')
        || c.is_control()
        || is_noncharacter(c)
        || is_override(c)
}

/// Whether HTML forbids `c`, which Unicode reserves for programs' own use.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// Whether `c` changes the direction of the text after it.
pub(super) fn is_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::tests::{HOSTILE, hostile};
    use proptest::prelude::*;

    fn written(sheet: &ReportDocument) -> String {
        let mut out = Vec::new();
        write(&mut out, &Catalog::default(), sheet).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The tags of `page` in order, with their attributes, and the text between them.
    fn parts(page: &str) -> (Vec<String>, String) {
        let (mut tags, mut text, mut rest) = (Vec::new(), String::new(), page);
        while let Some((before, after)) = rest.split_once('<') {
            let (tag, tail) = after.split_once('>').unwrap();
            text += before;
            tags.push(tag.to_string());
            rest = tail;
        }
        (tags, text + rest)
    }

    #[test]
    fn text_never_becomes_a_tag_or_an_attribute() {
        let (tags, _) = parts(&written(&hostile("plain")));
        for text in HOSTILE {
            let (found, said) = parts(&written(&hostile(text)));
            // All except the two attributes that contain text.
            let bare = |tags: &[String], text: &str| -> Vec<String> {
                let said = format!("=\"{}\"", escape(text));
                // A long word may break.
                let bare =
                    tags.iter().map(|tag| tag.replace(&said, "").replace(" class=\"long\"", ""));
                bare.collect()
            };
            assert_eq!(bare(&found, text), bare(&tags, "plain"), "{text}");
            assert!(said.contains(escape(text).as_ref()), "{text}");
        }
    }

    #[test]
    fn every_tag_is_closed_in_its_order() {
        let (tags, _) = parts(&written(&hostile("a")));
        let mut open = Vec::new();
        for tag in &tags {
            let name = tag.split([' ', '\n']).next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{tags:?}"),
                None if ["!DOCTYPE", "meta"].contains(&name) => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty());
    }

    #[test]
    fn nothing_is_fetched_and_nothing_runs() {
        let page = written(&hostile("a"));
        for word in [
            "<script",
            "<link",
            "<img",
            "<iframe",
            "src=",
            "url(",
            "@import",
            "http:",
            "https:",
            "javascript:",
        ] {
            assert!(!page.contains(word), "{word}");
        }
        let links: Vec<&str> = page.split("href=\"").skip(1).collect();
        assert!(links.iter().all(|link| link.starts_with("#s")));
    }

    #[test]
    fn an_empty_cell_gives_its_room_where_the_row_says_so() {
        let row = |spread| DocumentRow {
            cells: vec!["a".into(), "b".into(), DocumentCell::default()],
            spans_empty_cells: spread,
            ..DocumentRow::default()
        };
        let section = DocumentSection::new("S")
            .show_column(0_usize, "A")
            .show_column(1_usize, "B")
            .show_column(2_usize, "C")
            .row_header(0_usize);
        let full = DocumentRow::new(["x".into(), "y".into(), "z".into()]);
        let sheet = ReportDocument {
            sections: vec![section.rows([full, row(true), row(false)])],
            ..ReportDocument::default()
        };
        let page = written(&sheet);
        assert!(page.contains(" colspan=\"2\">b</td>\n</tr>"), "{page}");
        assert!(page.contains(">b</td>\n<td data-head=\"C\"></td>\n</tr>"), "{page}");
        assert!(page.contains("<th scope=\"row\" data-head=\"A\">a</th>"), "{page}");
    }

    #[test]
    fn on_paper_there_is_room_to_write_by_hand() {
        let row = |a: &str, b: &str| DocumentRow::new([a.into(), b.into(), "g".into()]);
        let section = DocumentSection::new("S")
            .show_column(0_usize, "A")
            .show_column(1_usize, "B")
            .group_by(2_usize)
            .margin("Agreed")
            .rows([row("x", "y")]);
        let page =
            written(&ReportDocument { sections: vec![section], ..ReportDocument::default() });
        assert!(page.contains("<th class=\"margin\" scope=\"col\">Agreed</th>\n</tr>"), "{page}");
        assert!(
            page.contains("colspan=\"3\">g</th>")
                && page.contains("<td class=\"margin\"></td>\n</tr>"),
            "{page}"
        );
        // It is visible in print only.
        assert!(STYLE.contains("\n.margin { display: none; }\n"));
    }

    proptest! {
        #[test]
        fn escaped_text_reads_as_it_was(text in "[<>&\"'a-c;#]{0,20}") {
            let written = escape(&text).into_owned();
            prop_assert!(!written.contains(['<', '>', '"', '\'']));
            let read = written.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
            prop_assert_eq!(read.replace("&amp;", "&"), text);
        }
    }
}
