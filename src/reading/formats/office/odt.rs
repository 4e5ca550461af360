//! Lays out ODT.

use super::OfficeArchive;
use super::blocks::BlockCollector;
use super::styles::{StyleEntry, StyleSheet};
use super::xml::{XmlElement, XmlStep, walk_xml};
use crate::reading::formats::error::ReadingFault;
use crate::reading::formats::lines::{LineCollector, StyledText};
use crate::reading::layout::LineShape;

const KIND: &str = "ODT";

/// Name of the part that holds the text.
pub(in crate::reading::formats) const ODT_TEXT: &str = "content.xml";

/// Elements whose text is left out: deletions, notes, comments and tables of contents.
const LEFT_OUT: &[&str] =
    &["tracked-changes", "note", "annotation", "table-of-content", "forms", "title", "desc"];

/// Maximum number of spaces that one element stands for.
const MAX_SPACES: usize = 100;

/// Adds the lines of an ODT document to `lines`.
///
/// # Errors
///
/// When it is damaged, protected or too large.
pub(in crate::reading::formats) fn lay_out_odt(
    lines: &mut LineCollector,
    archive: &mut OfficeArchive<'_>,
) -> Result<(), ReadingFault> {
    let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(ReadingFault::Password { kind: KIND });
    }
    let text = archive.part(ODT_TEXT)?.unwrap_or_default();
    let mut styles = StyleSheet::default();
    if let Some(xml) = archive.part("styles.xml")? {
        read_styles(&mut styles, &xml)?;
    }
    read_styles(&mut styles, &text)?;
    let mut reader = OdtReader {
        styles: &styles,
        blocks: BlockCollector::new(lines),
        paragraphs: Vec::new(),
        spans: Vec::new(),
        depth: 0,
        starts_item: false,
        left_out: 0,
        is_in_body: false,
        covered: 0,
    };
    walk_xml(KIND, &text, |step| {
        match step {
            XmlStep::Start(element) => reader.start(&element),
            XmlStep::End(name) => reader.end(&name),
            XmlStep::Text(text) => reader.text(&text),
        }
        if reader.blocks.is_full() { Err(ReadingFault::TooMuchText) } else { Ok(()) }
    })
}

/// Reads the styles in a part of a document.
fn read_styles(styles: &mut StyleSheet, xml: &str) -> Result<(), ReadingFault> {
    let mut open: Option<(String, StyleEntry)> = None;
    walk_xml(KIND, xml, |step| {
        match step {
            XmlStep::Start(element) if element.name() == "style" => {
                let parent = element.attribute("parent-style-name");
                let entry = StyleEntry { parent, ..StyleEntry::default() };
                open = element.attribute("name").map(|name| (name, entry));
            }
            XmlStep::Start(element) if element.name() == "text-properties" => {
                if let Some((_, style)) = &mut open {
                    style.is_bold = element.attribute("font-weight").map(|weight| {
                        weight == "bold" || weight.parse().is_ok_and(|w: u16| w >= 600)
                    });
                    let is_struck = element
                        .attribute("text-line-through-style")
                        .is_some_and(|line| line != "none");
                    let is_hidden = element.attribute("display").as_deref() == Some("none");
                    style.is_left_out = (is_struck || is_hidden).then_some(true);
                }
            }
            XmlStep::End(name) if name == "style" => {
                if let Some((name, style)) = open.take() {
                    styles.insert(name, style);
                }
            }
            _ => {}
        }
        Ok(())
    })
}

/// A paragraph that is being read.
struct OpenOdtParagraph {
    lines: Vec<StyledText>,
    level: Option<u8>,
    style: Option<String>,
    item: Option<usize>,
}

/// Reader of the text of a document.
struct OdtReader<'a> {
    styles: &'a StyleSheet,
    blocks: BlockCollector<'a>,
    paragraphs: Vec<OpenOdtParagraph>,
    /// Styles of the open parts of a paragraph.
    spans: Vec<Option<String>>,
    /// Number of lists around.
    depth: usize,
    starts_item: bool,
    left_out: usize,
    is_in_body: bool,
    /// Number of cells to come that the last one covers.
    covered: usize,
}

impl OdtReader<'_> {
    fn start(&mut self, element: &XmlElement<'_>) {
        let name = element.name();
        self.is_in_body |= name == "body";
        if LEFT_OUT.contains(&&*name) {
            self.left_out += 1;
        }
        if self.left_out > 0 || !self.is_in_body {
            return;
        }
        match &*name {
            "table" => self.blocks.start_table(),
            "table-row" => self.blocks.start_row(),
            "table-cell" => {
                self.blocks.start_cell();
                let span = element.attribute("number-columns-spanned");
                let span = span.and_then(|span| span.parse().ok()).unwrap_or(1);
                self.blocks.widen_cell(span);
                self.covered = span.saturating_sub(1);
            }
            "covered-table-cell" if self.covered > 0 => self.covered -= 1,
            "covered-table-cell" => {
                self.blocks.start_cell();
                self.blocks.merge_cell();
            }
            "list" => self.depth += 1,
            "list-item" => self.starts_item = true,
            "h" | "p" => {
                let level = element.attribute("outline-level").and_then(|level| level.parse().ok());
                let item = (std::mem::take(&mut self.starts_item) && self.depth > 0)
                    .then(|| self.depth - 1);
                self.paragraphs.push(OpenOdtParagraph {
                    lines: vec![StyledText::default()],
                    level: if name == "h" { level.or(Some(1)) } else { None },
                    style: element.attribute("style-name"),
                    item,
                });
            }
            "span" => self.spans.push(element.attribute("style-name")),
            "tab" => self.text("\t"),
            "s" => {
                let count = element.attribute("c").and_then(|count| count.parse().ok());
                self.text(&" ".repeat(count.unwrap_or(1).min(MAX_SPACES)));
            }
            "line-break" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.lines.push(StyledText::default());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let was_left_out = self.left_out > 0;
        if LEFT_OUT.contains(&name) {
            self.left_out = self.left_out.saturating_sub(1);
        }
        if was_left_out || !self.is_in_body {
            return;
        }
        match name {
            "table" => self.blocks.end_table(),
            "list" => self.depth = self.depth.saturating_sub(1),
            "span" => drop(self.spans.pop()),
            "h" | "p" => self.end_paragraph(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.left_out > 0 {
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let find = |answer: fn(&StyleEntry) -> Option<bool>| {
            let spans = self.spans.iter().rev().map(Option::as_deref);
            let mut styles = spans.chain([paragraph.style.as_deref()]);
            styles.find_map(|name| self.styles.find(name, answer)).unwrap_or(false)
        };
        if find(|style| style.is_left_out) {
            return;
        }
        let is_bold = find(|style| style.is_bold);
        if let Some(line) = paragraph.lines.last_mut() {
            line.push(text, is_bold);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        let is_title = paragraph.style.as_deref() == Some("Title");
        let shape = match (paragraph.level, paragraph.item) {
            (Some(level), _) => LineShape::Heading(level.clamp(1, 6)),
            (None, _) if is_title => LineShape::Heading(1),
            (None, Some(depth)) => LineShape::Item(depth.min(20) as u8),
            (None, None) => LineShape::Paragraph,
        };
        for line in &mut paragraph.lines {
            line.separate_tabs();
        }
        self.blocks.paragraph(&shape, paragraph.lines);
    }
}
