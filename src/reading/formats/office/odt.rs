//! Lays out ODT.

use super::OfficeArchive;
use super::blocks::BlockCollector;
use super::styles::{StyleEntry, StyleSheet};
use super::xml::{XmlElement, XmlStep, walk_xml};
use crate::reading::formats::error::ReadingFault;
use crate::reading::formats::lines::{LineCollector, StyledText, item_shape};
use crate::reading::layout::LineShape;

const KIND: &str = "ODT";

/// Name of the part with the text.
pub(in crate::reading::formats) const ODT_TEXT: &str = "content.xml";

/// Elements whose text is left out: deletions, notes, comments, tables of contents, programs, and
/// the data of pictures.
const LEFT_OUT: &[&str] = &[
    "tracked-changes",
    "note",
    "annotation",
    "table-of-content",
    "forms",
    "script",
    "binary-data",
];

/// Elements with the name or description of a picture or table, with their prefixes: a `text:title`
/// is the title of the document as part of its text.
const NAMES_OF_OBJECTS: &[&str] = &["svg:title", "svg:desc", "table:title", "table:desc"];

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
        depth: 0,
        starts_item: false,
        left_out: 0,
        is_in_body: false,
        covered: 0,
    };
    walk_xml(KIND, &text, |step| {
        match step {
            XmlStep::Start(element) => reader.start(&element),
            XmlStep::End(name) => reader.end(name),
            XmlStep::Text(text) => reader.text(text),
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
            XmlStep::End("style") => {
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
    /// The looks of its text, and of the open parts of it.
    looks: Vec<TextLooks>,
}

/// The looks of a text.
#[derive(Debug, Default, Clone, Copy)]
struct TextLooks {
    is_bold: bool,
    is_left_out: bool,
}

/// Reader of the text of a document.
struct OdtReader<'a> {
    styles: &'a StyleSheet,
    blocks: BlockCollector<'a>,
    paragraphs: Vec<OpenOdtParagraph>,
    /// Number of lists around.
    depth: usize,
    starts_item: bool,
    /// Number of open elements from one that is left out on.
    left_out: usize,
    is_in_body: bool,
    /// Number of cells to come that the last one covers.
    covered: usize,
}

impl OdtReader<'_> {
    fn start(&mut self, element: &XmlElement<'_>) {
        let name = element.name();
        self.is_in_body |= name == "body";
        let is_left_out =
            LEFT_OUT.contains(&name) || NAMES_OF_OBJECTS.contains(&element.full_name());
        if self.left_out > 0 || is_left_out {
            self.left_out += 1;
            return;
        }
        if !self.is_in_body {
            return;
        }
        match name {
            "table" => self.blocks.start_table(),
            "table-row" => self.blocks.start_row(),
            "table-cell" => {
                self.blocks.start_cell();
                let span = count(element, "number-columns-spanned");
                let repeats = count(element, "number-columns-repeated");
                self.blocks.widen_cell(span.saturating_mul(repeats));
                self.covered = span.saturating_sub(1);
            }
            "covered-table-cell" => {
                let repeats = count(element, "number-columns-repeated");
                let merged = repeats.saturating_sub(self.covered);
                self.covered = self.covered.saturating_sub(repeats);
                if merged > 0 {
                    self.blocks.start_cell();
                    self.blocks.merge_cell();
                    self.blocks.widen_cell(merged);
                }
            }
            "list" => self.depth += 1,
            "list-item" => self.starts_item = true,
            "h" | "p" => {
                let level = element.attribute("outline-level").and_then(|level| level.parse().ok());
                let item = (std::mem::take(&mut self.starts_item) && self.depth > 0)
                    .then(|| self.depth - 1);
                let style = element.attribute("style-name");
                self.paragraphs.push(OpenOdtParagraph {
                    lines: vec![StyledText::default()],
                    level: if name == "h" { level.or(Some(1)) } else { None },
                    looks: vec![self.looks(style.as_deref(), TextLooks::default())],
                    style,
                    item,
                });
            }
            "span" => {
                let style = element.attribute("style-name");
                let looks = self.looks(style.as_deref(), self.current_looks());
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.looks.push(looks);
                }
            }
            "tab" => self.text("\t"),
            "s" => {
                self.text(&" ".repeat(count(element, "c").min(MAX_SPACES)));
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
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        if !self.is_in_body {
            return;
        }
        match name {
            "table" => self.blocks.end_table(),
            "list" => self.depth = self.depth.saturating_sub(1),
            "span" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.looks.pop();
                }
            }
            "h" | "p" => self.end_paragraph(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.left_out > 0 {
            return;
        }
        let looks = self.current_looks();
        let Some(paragraph) = self.paragraphs.last_mut().filter(|_| !looks.is_left_out) else {
            return;
        };
        if let Some(line) = paragraph.lines.last_mut() {
            line.push(text, looks.is_bold);
        }
    }

    /// Returns the looks of the text that comes next.
    fn current_looks(&self) -> TextLooks {
        let looks = self.paragraphs.last().and_then(|paragraph| paragraph.looks.last());
        looks.copied().unwrap_or_default()
    }

    /// Returns the looks of a text with the style `name` within a text that has those of `around`.
    fn looks(&self, name: Option<&str>, around: TextLooks) -> TextLooks {
        let find = |answer: fn(&StyleEntry) -> Option<bool>| self.styles.find(name, answer);
        TextLooks {
            is_bold: find(|style| style.is_bold).unwrap_or(around.is_bold),
            is_left_out: find(|style| style.is_left_out).unwrap_or(around.is_left_out),
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        let is_title = self.styles.is_based_on(paragraph.style.as_deref(), "Title");
        let shape = match (paragraph.level, paragraph.item) {
            (Some(level), _) => LineShape::Heading(level.clamp(1, 6)),
            (None, _) if is_title => LineShape::Heading(1),
            (None, Some(depth)) => item_shape(depth),
            (None, None) => LineShape::Paragraph,
        };
        for line in &mut paragraph.lines {
            line.separate_tabs();
        }
        self.blocks.paragraph(&shape, paragraph.lines);
    }
}

/// Returns the count in an attribute, or 1.
fn count(element: &XmlElement<'_>, name: &str) -> usize {
    element.attribute(name).and_then(|count| count.parse().ok()).unwrap_or(1)
}
