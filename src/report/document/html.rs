//! A sheet as an HTML page: one file without scripts that fetches nothing.
//!
//! Text from a pack is text and nothing else: every character that could be markup is escaped, and
//! the page forbids scripts and external content. Verdicts are words and signs; changed words are
//! `del` and `ins` elements, underlined: colour only repeats information that is visible without
//! it.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{
    CellSpan, DocumentCell, DocumentRow, DocumentSection, PAGE_LIST_SEPARATOR, PageColumn,
    ReportDocument, RowTone, SectionLayout, SpanMeaning, VisibleSection,
};

const STYLE: &str = include_str!("page.css");

/// Writes `sheet` as a page.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write(out: &mut impl Write, document: &ReportDocument) -> io::Result<()> {
    let title = escape(&document.title);
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">",
        escape(&document.language)
    )?;
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<meta name=\"generator\" content=\"roledex {}\">", env!("CARGO_PKG_VERSION"))?;
    writeln!(
        out,
        "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main dir=\"auto\">"
    )?;
    writeln!(out, "<h1>{title}</h1>")?;
    for line in document.intro.iter().flat_map(DocumentCell::split_lines) {
        writeln!(out, "<p>{}</p>", spans_html(line))?;
    }
    let sections: Vec<&DocumentSection> =
        document.sections.iter().filter(|section| !section.visible().columns.is_empty()).collect();
    if sections.len() > 2 {
        writeln!(out, "<nav aria-label=\"Sections\">")?;
        for (i, section) in sections.iter().enumerate() {
            writeln!(out, "<a href=\"#s{i}\">{}</a>", escape(&section.heading))?;
        }
        writeln!(out, "</nav>")?;
    }
    for (i, part) in sections.iter().enumerate() {
        writeln!(
            out,
            "<section aria-labelledby=\"s{i}\">\n<h2 id=\"s{i}\">{}</h2>",
            escape(&part.heading)
        )?;
        write_section(out, part, i)?;
        writeln!(out, "</section>")?;
    }
    if !document.notices.is_empty() {
        writeln!(out, "<footer>")?;
        for notice in &document.notices {
            writeln!(out, "<p>{}</p>", escape(notice))?;
        }
        writeln!(out, "</footer>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

fn write_section(out: &mut impl Write, section: &DocumentSection, number: usize) -> io::Result<()> {
    let VisibleSection { columns: heads, groups } = section.visible();
    if let [head] = heads[..] {
        for (heading, rows) in groups {
            if let Some(heading) = heading.filter(|heading| !heading.is_empty()) {
                writeln!(out, "<h3>{}</h3>", cell_html(heading))?;
            }
            writeln!(out, "<ul>")?;
            for row in rows {
                writeln!(
                    out,
                    "<li{}>{}</li>",
                    class_attribute(tone_class(row.tone)),
                    cell_html(row.cell(head.column))
                )?;
            }
            writeln!(out, "</ul>")?;
        }
        return Ok(());
    }
    // Scrollable areas must be reachable by keyboard. On a small screen the rows of other tables
    // are broken up; the roles still identify them as tables.
    let region = format!(" role=\"region\" tabindex=\"0\" aria-labelledby=\"s{number}\"");
    let (kind, region) = match section.layout {
        SectionLayout::Rows => ("rows", ""),
        SectionLayout::Grid => ("grid", region.as_str()),
        SectionLayout::Ladder => ("rows ladder", ""),
    };
    writeln!(out, "<div class=\"{kind}\"{region}>")?;
    writeln!(out, "<table role=\"table\" aria-labelledby=\"s{number}\">")?;
    if heads.iter().any(|head| !head.title.is_empty()) {
        writeln!(out, "<thead role=\"rowgroup\">\n<tr role=\"row\">")?;
        for head in &heads {
            match head.title.as_str() {
                "" => writeln!(out, "<td role=\"cell\"></td>")?,
                title => {
                    writeln!(
                        out,
                        "<th scope=\"col\" role=\"columnheader\">{}</th>",
                        escape(title)
                    )?;
                }
            }
        }
        if let Some(title) = &section.margin {
            writeln!(
                out,
                "<th class=\"margin\" scope=\"col\" role=\"columnheader\">{}</th>",
                escape(title)
            )?;
        }
        writeln!(out, "</tr>\n</thead>")?;
    }
    let columns = heads.len() + usize::from(section.margin.is_some());
    for (heading, rows) in groups {
        writeln!(out, "<tbody role=\"rowgroup\">")?;
        if let Some(heading) = heading.filter(|heading| !heading.is_empty()) {
            let scope = format!("scope=\"rowgroup\" role=\"rowheader\" colspan=\"{columns}\"");
            writeln!(out, "<tr role=\"row\"><th {scope}>{}</th></tr>", cell_html(heading))?;
        }
        for row in rows {
            write_row(out, section, &heads, row)?;
        }
        writeln!(out, "</tbody>")?;
    }
    writeln!(out, "</table>\n</div>")
}

fn write_row(
    out: &mut impl Write,
    section: &DocumentSection,
    heads: &[&PageColumn],
    row: &DocumentRow,
) -> io::Result<()> {
    writeln!(out, "<tr role=\"row\"{}>", class_attribute(tone_class(row.tone)))?;
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
        }
        let text = cell_html(cell);
        if section.row_header == Some(head.column) {
            writeln!(out, "<th scope=\"row\" role=\"rowheader\"{attributes}>{text}</th>")?;
        } else {
            writeln!(out, "<td role=\"cell\"{attributes}>{text}</td>")?;
        }
        at += over;
    }
    if section.margin.is_some() {
        writeln!(out, "<td class=\"margin\"></td>")?;
    }
    writeln!(out, "</tr>")
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

/// The content of a cell: several lines are a list.
fn cell_html(cell: &DocumentCell) -> String {
    let lines: Vec<String> = cell.split_lines().map(spans_html).collect();
    match &lines[..] {
        [line] => line.clone(),
        _ => format!("<ul><li>{}</li></ul>", lines.join("</li><li>")),
    }
}

fn spans_html(line: &[CellSpan]) -> String {
    let mut out = String::new();
    for (i, span) in line.iter().enumerate() {
        let text = escape(&span.text);
        match span.meaning {
            SpanMeaning::Item if i > 0 => out += PAGE_LIST_SEPARATOR,
            SpanMeaning::Plain | SpanMeaning::Break | SpanMeaning::Item => out += &text,
            SpanMeaning::Dim => out += &format!("<span class=\"dim\">{text}</span>"),
            SpanMeaning::Left => out += &format!("<del>{text}</del>"),
            SpanMeaning::Right => out += &format!("<ins>{text}</ins>"),
            SpanMeaning::Match => out += &format!("<mark>{text}</mark>"),
            // A sign on its own is the only thing to read.
            SpanMeaning::Sign if line.len() == 1 => {
                out += &format!("<span class=\"sign\">{text}</span>");
            }
            SpanMeaning::Sign => {
                let blank = if i + 1 < line.len() { " " } else { "" };
                out += &format!("<span class=\"sign\" aria-hidden=\"true\">{text}</span>{blank}");
            }
        }
    }
    out
}

/// `text` escaped for use between tags as well as in an attribute; control characters, which HTML
/// forbids, become blanks.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || c.is_control()) {
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
            c => out.push(c),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::tests::{HOSTILE, hostile};
    use proptest::prelude::*;

    fn written(sheet: &ReportDocument) -> String {
        let mut out = Vec::new();
        write(&mut out, sheet).unwrap();
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
                tags.iter().map(|tag| tag.replace(&format!("=\"{}\"", escape(text)), "")).collect()
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
        assert!(page.contains(">b</td>\n<td role=\"cell\" data-head=\"C\"></td>\n</tr>"), "{page}");
        assert!(
            page.contains("<th scope=\"row\" role=\"rowheader\" data-head=\"A\">a</th>"),
            "{page}"
        );
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
        assert!(
            page.contains(
                "<th class=\"margin\" scope=\"col\" role=\"columnheader\">Agreed</th>\n</tr>"
            ),
            "{page}"
        );
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
