//! Lays out DOCX.

use super::OfficeArchive;
use super::blocks::BlockCollector;
use super::styles::{StyleEntry, StyleSheet};
use super::xml::{XmlElement, XmlStep, walk_xml};
use crate::reading::formats::error::ReadingFault;
use crate::reading::formats::lines::{LineCollector, StyledText, item_shape};
use crate::reading::layout::LineShape;

const KIND: &str = "DOCX";

/// Name of the part with the text.
pub(in crate::reading::formats) const DOCX_TEXT: &str = "word/document.xml";

/// Elements whose content is left out: deletions, properties before a change, the properties of
/// content controls, and texts of other pages.
const LEFT_OUT: &[&str] = &[
    "del",
    "moveFrom",
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sdtPr",
    "footnote",
    "endnote",
    "comment",
];

/// Adds the lines of a DOCX document to `lines`.
///
/// # Errors
///
/// When it is damaged, protected or too large.
pub(in crate::reading::formats) fn lay_out_docx(
    lines: &mut LineCollector,
    archive: &mut OfficeArchive<'_>,
) -> Result<(), ReadingFault> {
    let styles = match archive.part("word/styles.xml")? {
        Some(xml) => read_styles(&xml)?,
        None => StyleSheet::default(),
    };
    let text = archive.part(DOCX_TEXT)?.unwrap_or_default();
    let mut reader = DocxReader {
        styles: &styles,
        blocks: BlockCollector::new(lines),
        paragraphs: Vec::new(),
        depth: 0,
        left_out_from: None,
        controls: Vec::new(),
        alternatives: Vec::new(),
        is_in_text: false,
    };
    walk_xml(KIND, &text, |step| {
        match step {
            XmlStep::Start(element) => reader.start(&element),
            XmlStep::End(name) => reader.end(name),
            XmlStep::Text(text) if reader.is_in_text => reader.text(text),
            XmlStep::Text(_) => {}
        }
        if reader.blocks.is_full() { Err(ReadingFault::TooMuchText) } else { Ok(()) }
    })
}

/// Reads the styles of a document.
fn read_styles(xml: &str) -> Result<StyleSheet, ReadingFault> {
    let mut styles = StyleSheet::default();
    let mut open: Option<(String, StyleEntry)> = None;
    walk_xml(KIND, xml, |step| {
        match step {
            XmlStep::Start(element) if element.name() == "style" => {
                open = element.attribute("styleId").map(|id| (id, StyleEntry::default()));
            }
            XmlStep::Start(element) => {
                if let Some((_, style)) = &mut open {
                    read_style_part(style, &element);
                }
            }
            XmlStep::End("style") => {
                if let Some((id, style)) = open.take() {
                    styles.insert(id, style);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

fn read_style_part(style: &mut StyleEntry, element: &XmlElement<'_>) {
    let value = element.attribute("val").unwrap_or_default();
    match element.name() {
        "basedOn" => style.parent = Some(value),
        // The names of built-in styles are English in every language.
        "name" => {
            let name = value.to_lowercase();
            if name == "title" {
                style.level = Some(1);
            } else if let Some(level) = name.strip_prefix("heading ") {
                style.level = level.trim().parse().ok().filter(|level| (1..=9).contains(level));
            } else if name.starts_with("toc ") {
                style.is_left_out = Some(true);
            }
        }
        "outlineLvl" if style.level.is_none() => {
            style.level =
                value.parse::<u8>().ok().map(|level| if level < 9 { level + 1 } else { 0 });
        }
        "numId" => style.item = style.item.or((value != "0").then_some(0)),
        "ilvl" => style.item = value.parse().ok(),
        "b" => style.is_bold = Some(element.is_on()),
        "vanish" | "strike" | "dstrike" => style.is_left_out = Some(element.is_on()),
        _ => {}
    }
}

/// A paragraph that is being read.
#[derive(Default)]
struct OpenParagraph {
    lines: Vec<StyledText>,
    style: StyleEntry,
    run: Option<StyleEntry>,
    /// Whether the properties of the paragraph are being read, and not those of its text.
    is_in_properties: bool,
}

/// Reader of the text of a document.
struct DocxReader<'a> {
    styles: &'a StyleSheet,
    blocks: BlockCollector<'a>,
    /// The open paragraphs: text boxes are paragraphs within others.
    paragraphs: Vec<OpenParagraph>,
    /// Number of open elements.
    depth: usize,
    /// The depth of the open element whose content is left out.
    left_out_from: Option<usize>,
    /// The depths of the open content controls.
    controls: Vec<usize>,
    /// For each open element that has its content in several forms, whether one was read.
    alternatives: Vec<bool>,
    /// Whether the text is that of a run, rather than a number or code of the layout.
    is_in_text: bool,
}

impl DocxReader<'_> {
    fn start(&mut self, element: &XmlElement<'_>) {
        let name = element.name();
        self.depth += 1;
        if name == "showingPlcHdr" && element.is_on() {
            self.leave_out_control();
        }
        if self.left_out_from.is_some() {
            return;
        }
        let is_left_out = match name {
            // Only the first form is read.
            "Choice" | "Fallback" => {
                self.alternatives.last_mut().is_some_and(|is_read| std::mem::replace(is_read, true))
            }
            name => LEFT_OUT.contains(&name),
        };
        if is_left_out {
            self.left_out_from = Some(self.depth);
            return;
        }
        match name {
            "sdt" => self.controls.push(self.depth),
            "AlternateContent" => self.alternatives.push(false),
            "t" => self.is_in_text = true,
            "tbl" => self.blocks.start_table(),
            "tr" => self.blocks.start_row(),
            "tc" => self.blocks.start_cell(),
            "gridSpan" => self.blocks.widen_cell(number(element).unwrap_or(1)),
            "vMerge" if element.attribute("val").is_none_or(|value| value == "continue") => {
                self.blocks.merge_cell();
            }
            "p" => self.paragraphs.push(OpenParagraph::default()),
            _ => self.start_in_paragraph(name, element),
        }
    }

    /// Leaves out the innermost content control, which shows only a placeholder. Its properties,
    /// which state this, come before its content and are left out too.
    fn leave_out_control(&mut self) {
        let Some(control) = self.controls.last().copied() else { return };
        if self.left_out_from.is_none_or(|from| from == control + 1) {
            self.left_out_from = Some(control);
        }
    }

    fn start_in_paragraph(&mut self, name: &str, element: &XmlElement<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match name {
            "pPr" => paragraph.is_in_properties = true,
            "r" => paragraph.run = Some(StyleEntry::default()),
            "tab" | "ptab" if !paragraph.is_in_properties => self.text("\t"),
            "noBreakHyphen" => self.text("-"),
            "sym" => {
                let code = element.attribute("char");
                let code = code.and_then(|code| u32::from_str_radix(&code, 16).ok());
                if let Some(symbol) = code.and_then(char::from_u32) {
                    self.text(symbol.encode_utf8(&mut [0; 4]));
                }
            }
            "br" | "cr" => paragraph.lines.push(StyledText::default()),
            "pStyle" => paragraph.style.parent = element.attribute("val"),
            "outlineLvl" => {
                let level = number(element).filter(|level| *level < 9);
                paragraph.style.level = Some(level.map_or(0, |level| level as u8 + 1));
            }
            "ilvl" => paragraph.style.item = number(element),
            "numId" => {
                let is_item = element.attribute("val").as_deref() != Some("0");
                // A numbered heading is not an item.
                paragraph.style.item = match paragraph.style.item {
                    _ if !is_item => Some(usize::MAX),
                    depth => depth.or(Some(0)),
                };
            }
            "rStyle" | "b" | "vanish" | "strike" | "dstrike" if !paragraph.is_in_properties => {
                if let Some(run) = &mut paragraph.run {
                    match name {
                        "rStyle" => run.parent = element.attribute("val"),
                        "b" => run.is_bold = Some(element.is_on()),
                        _ if element.is_on() => run.is_left_out = Some(true),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        if self.left_out_from.is_some_and(|from| from < depth) {
            return;
        }
        if self.controls.last() == Some(&depth) {
            self.controls.pop();
        }
        if self.left_out_from.take().is_some() {
            return;
        }
        match name {
            "AlternateContent" => drop(self.alternatives.pop()),
            "t" => self.is_in_text = false,
            "tbl" => self.blocks.end_table(),
            "p" => self.end_paragraph(),
            "pPr" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.is_in_properties = false;
                }
            }
            "r" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.run = None;
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let Some(run) = &paragraph.run else { return };
        let of_paragraph = paragraph.style.parent.as_deref();
        let find = |answer: fn(&StyleEntry) -> Option<bool>| {
            answer(run)
                .or_else(|| self.styles.find(run.parent.as_deref(), answer))
                .or_else(|| self.styles.find(of_paragraph, answer))
                .unwrap_or(false)
        };
        if find(|style| style.is_left_out) {
            return;
        }
        let is_bold = find(|style| style.is_bold);
        if paragraph.lines.is_empty() {
            paragraph.lines.push(StyledText::default());
        }
        if let Some(line) = paragraph.lines.last_mut() {
            line.push(text, is_bold);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        let style = &paragraph.style;
        let of_style = style.parent.as_deref();
        let level = style.level.or_else(|| self.styles.find(of_style, |style| style.level));
        let item = style.item.or_else(|| self.styles.find(of_style, |style| style.item));
        let shape = match (level, item) {
            (Some(level @ 1..), _) => LineShape::Heading(level.min(6)),
            (_, Some(depth)) if depth < usize::MAX => item_shape(depth),
            _ => LineShape::Paragraph,
        };
        if matches!(shape, LineShape::Heading(_)) && paragraph.lines.len() > 1 {
            let mut joined = StyledText::default();
            for line in &paragraph.lines {
                joined.push(&line.text, false);
                joined.push(" ", false);
            }
            paragraph.lines = vec![joined];
        }
        for line in &mut paragraph.lines {
            line.separate_tabs();
        }
        self.blocks.paragraph(&shape, paragraph.lines);
    }
}

/// Returns the number in the value of an element.
fn number(element: &XmlElement<'_>) -> Option<usize> {
    element.attribute("val")?.parse().ok()
}

#[cfg(test)]
mod tests;
