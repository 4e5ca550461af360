//! A document as a picture: an SVG file that looks the same everywhere, needs no fonts and fetches
//! nothing.
//!
//! Every line of a cell is a `<text>` on a grid of monospaced characters, stretched to its place:
//! whatever font a viewer has, columns stay columns. The colours follow the viewer's scheme, light
//! or dark, and only repeat what words and signs say.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{CellSpan, DocumentCell, DocumentSection, PAGE_LIST_SEPARATOR, ReportDocument};
use super::{RowTone, SpanMeaning, VisibleSection};
use crate::model::text::{DisplayWidth as _, LineBreaks, escape_xml, is_unsafe, wrap_ranges};
use crate::report::table::narrow_columns;

/// Width of a character and height of a line, in pixels.
const CELL: (usize, usize) = (8, 19);
/// Outer margin, in pixels.
const MARGIN: usize = 24;
/// Distance from the top of a line to the baseline of its text.
const BASELINE: usize = 14;
/// Characters in a line of text.
const LINE_WIDTH: usize = 124;
/// Blanks between two columns.
const GAP: usize = 2;
/// Characters that a column of a grid has at least, if a picture is made wider for it.
const GRID_COLUMN: usize = 14;

const STYLE: &str = "\
.b{fill:#fff}text{fill:#1f2328}.h{font-weight:bold}.t{font-weight:bold;font-size:17px}.d{fill:#59636e}\
.l{fill:#0550ae;text-decoration:underline}.r{fill:#7a4e00;text-decoration:underline}.m{font-weight:bold}\
line{stroke:#d1d9e0}.c{fill:#8250df}\
@media(prefers-color-scheme:dark){.b{fill:#14161a}text{fill:#d8d8d8}.d{fill:#9198a1}.l{fill:#79b8ff}\
.r{fill:#e5b567}line{stroke:#3d444d}.c{fill:#c9a7ff}}";

/// Writes `document` as a picture.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write(out: &mut impl Write, document: &ReportDocument) -> io::Result<()> {
    let mut picture = Picture::new(document);
    picture.write_line(0, &DocumentCell::from(&document.title), LINE_WIDTH, "t");
    picture.row += 1;
    for cell in &document.intro {
        picture.write_line(0, cell, LINE_WIDTH, "");
    }
    for section in &document.sections {
        picture.write_section(section);
    }
    picture.row += 1;
    for notice in &document.notices {
        picture.write_line(0, &DocumentCell::from(notice), LINE_WIDTH, "d");
    }
    picture.finish(out, &document.title)
}

/// A picture that is drawn from top to bottom.
struct Picture {
    /// Characters in a line.
    columns: usize,
    /// Lines drawn so far.
    row: usize,
    body: String,
}

impl Picture {
    fn new(document: &ReportDocument) -> Self {
        let most = document.sections.iter().map(|section| section.visible().columns.len());
        let columns = LINE_WIDTH.max(most.max().unwrap_or_default() * (GRID_COLUMN + GAP));
        Self { columns, row: 0, body: String::new() }
    }

    /// Draws a cell from the column `from` on, and continues below it.
    fn write_line(&mut self, from: usize, cell: &DocumentCell, width: usize, class: &str) {
        let lines = wrap_cell(cell, width);
        for line in &lines {
            self.draw(from, self.row, line, class);
            self.row += 1;
        }
    }

    fn write_section(&mut self, section: &DocumentSection) {
        let VisibleSection { columns, groups } = section.visible();
        if columns.is_empty() {
            return;
        }
        self.row += 1;
        self.write_line(0, &DocumentCell::from(&section.heading), self.columns, "h");
        let cells = || section.rows.iter();
        let mut widths: Vec<usize> = columns
            .iter()
            .map(|head| {
                let lines = cells().flat_map(|row| wrap_cell(row.cell(head.column), usize::MAX));
                lines.map(|line| line_width(&line)).max().unwrap_or(0).max(head.title.width())
            })
            .collect();
        narrow_columns(&mut widths, self.columns);
        let starts: Vec<usize> = widths
            .iter()
            .scan(0, |next, width| Some(std::mem::replace(next, *next + width + GAP)))
            .collect();
        if columns.iter().any(|head| !head.title.is_empty()) {
            let titles = columns.iter().map(|head| DocumentCell::from(&head.title));
            self.write_row(&starts, &widths, &titles.collect::<Vec<_>>(), "d");
        }
        for (heading, rows) in groups {
            if let Some(heading) = heading.filter(|heading| !heading.is_empty()) {
                self.write_line(0, heading, self.columns, "m");
            }
            for row in rows {
                let class = if row.tone == RowTone::Same { "d" } else { "" };
                let row = columns.iter().map(|head| row.cell(head.column).clone());
                self.write_row(&starts, &widths, &row.collect::<Vec<_>>(), class);
            }
        }
    }

    /// Draws cells beside each other, and a rule below them.
    fn write_row(
        &mut self,
        starts: &[usize],
        widths: &[usize],
        cells: &[DocumentCell],
        class: &str,
    ) {
        let mut height = 1;
        for ((start, width), cell) in starts.iter().zip(widths).zip(cells) {
            let lines = wrap_cell(cell, *width);
            for (at, line) in lines.iter().enumerate() {
                self.draw(*start, self.row + at, line, class);
            }
            height = height.max(lines.len());
        }
        self.row += height;
        let (y, right) = (line_top(self.row), MARGIN + self.columns * CELL.0);
        // Writing to a string does not fail.
        let _ = writeln!(self.body, "<line x1=\"{MARGIN}\" y1=\"{y}\" x2=\"{right}\" y2=\"{y}\"/>");
    }

    /// Draws one line of text.
    fn draw(&mut self, column: usize, row: usize, line: &[CellSpan], class: &str) {
        let width = line_width(line);
        if width == 0 {
            return;
        }
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"{class}>",
            MARGIN + column * CELL.0,
            line_top(row) + BASELINE,
            width * CELL.0
        );
        for span in line {
            let class = match span.meaning {
                SpanMeaning::Left => "l",
                SpanMeaning::Right => "r",
                SpanMeaning::Match => "m",
                SpanMeaning::Dim => "d",
                SpanMeaning::Sign => "c",
                SpanMeaning::Plain
                | SpanMeaning::Family
                | SpanMeaning::Break
                | SpanMeaning::Item => "",
            };
            let text = escape_xml(&span.text);
            let _ = match class {
                "" => write!(self.body, "{text}"),
                class => write!(self.body, "<tspan class=\"{class}\">{text}</tspan>"),
            };
        }
        self.body.push_str("</text>\n");
    }

    fn finish(self, out: &mut impl Write, title: &str) -> io::Result<()> {
        let (width, height) = (2 * MARGIN + self.columns * CELL.0, 2 * MARGIN + self.row * CELL.1);
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{}</title>\n<style>{STYLE}</style>\n\
             <rect width=\"100%\" height=\"100%\" class=\"b\"/>\n\
             <g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
             font-size=\"13\" xml:space=\"preserve\">",
            escape_xml(title)
        )?;
        write!(out, "{}</g>\n</svg>\n", self.body)
    }
}

fn line_top(row: usize) -> usize {
    MARGIN + row * CELL.1
}

fn line_width(line: &[CellSpan]) -> usize {
    line.iter().map(|span| span.text.width()).sum()
}

/// The lines of a cell at this width, with the meaning of each piece.
fn wrap_cell(cell: &DocumentCell, width: usize) -> Vec<Vec<CellSpan>> {
    let parts: Vec<Vec<CellSpan>> = cell.split_lines().map(visible_spans).collect();
    let is_list = parts.len() > 1;
    let mut lines = Vec::new();
    for mut spans in parts {
        if is_list {
            spans.insert(0, CellSpan::new("• ", SpanMeaning::Dim));
        }
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        for range in wrap_ranges(&text, width.max(1), LineBreaks::Hyphens) {
            let mut line = Vec::new();
            let mut start = 0;
            for span in &spans {
                let end = start + span.text.len();
                let (from, to) = (range.start.max(start), range.end.min(end));
                if from < to {
                    let text = text[from..to].to_string();
                    line.push(CellSpan::new(text, span.meaning));
                }
                start = end;
            }
            lines.push(line);
        }
    }
    lines
}

/// The pieces of a line as they are shown: signs with a blank, items with a separator.
fn visible_spans(line: &[CellSpan]) -> Vec<CellSpan> {
    let mut spans: Vec<CellSpan> = Vec::new();
    for (at, span) in line.iter().enumerate() {
        let mut text = span.page_text().replace(is_unsafe, " ");
        match span.meaning {
            SpanMeaning::Sign if at + 1 < line.len() && !text.is_empty() => text.push(' '),
            SpanMeaning::Item if at > 0 => text = PAGE_LIST_SEPARATOR.to_string(),
            _ => {}
        }
        // It is written as people read it.
        let meaning =
            if span.meaning == SpanMeaning::Family { SpanMeaning::Plain } else { span.meaning };
        spans.push(CellSpan::new(text, meaning));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::tests::{HOSTILE, hostile};

    #[test]
    fn a_picture_is_text_in_its_place_whatever_the_text() {
        for text in HOSTILE {
            let mut out = Vec::new();
            write(&mut out, &hostile(text)).unwrap();
            let picture = String::from_utf8(out).unwrap();
            assert!(picture.starts_with("<svg xmlns") && picture.ends_with("</svg>\n"));
            assert_eq!(picture.matches("<text").count(), picture.matches("</text>").count());
            let raw = picture.replace("http://www.w3.org/2000/svg", "");
            for word in ["<script", "://", "<image", "href=", "url("] {
                assert!(word == "://" || !raw.contains(word), "{text}: {word}");
            }
        }
    }

    #[test]
    fn long_cells_wrap_and_keep_their_meaning() {
        let cell = DocumentCell::from("one two ").append("three four", SpanMeaning::Left);
        let lines = wrap_cell(&cell, 9);
        let texts: Vec<String> =
            lines.iter().map(|line| line.iter().map(|span| span.text.as_str()).collect()).collect();
        assert_eq!(texts, ["one two", "three", "four"]);
        assert_eq!(lines[1][0].meaning, SpanMeaning::Left);
    }
}
