//! Lays out the text of an element, as a browser would break it into lines.

use super::content::PageContent;
use super::table::{is_table_of_data, lay_out_table};
use super::tree::{NodeId, PageNode, PageNodeKind};
use crate::reading::formats::bullets::{OpenLists, list_mark, without_bullet};
use crate::reading::formats::lines::{BOLD_HEADING, LineCollector, StyledText, tidy};
use crate::reading::layout::LineShape;

/// Maximum number of characters of a description that is put on the line of its term.
const MAX_DESCRIPTION: usize = 120;

/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "noscript",
    "ol",
    "optgroup",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements that a gap separates from others.
const SEPARATED: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "header",
    "main",
    "p",
    "pre",
    "section",
    "table",
];

/// Words in the classes of elements that are shown as separate labels without a blank between.
const LABEL_CLASSES: &[&str] =
    &["tag", "chip", "badge", "pill", "label", "skill", "keyword", "tech", "token"];

/// Adds the lines of `root` to `lines`. `offset` is added to the numbers of lines.
pub(super) fn lay_out_node(
    lines: &mut LineCollector,
    content: &PageContent<'_>,
    root: NodeId,
    offset: usize,
) {
    let mut flow = PageFlow {
        lines,
        content,
        offset,
        open: StyledText::default(),
        number: 0,
        bold: 0,
        preformatted: 0,
        depth: 0,
        starts_item: false,
        heading: None,
        term: None,
        lists: OpenLists::default(),
    };
    flow.walk(root);
    flow.flush();
    flow.end_term();
}

/// A step through the tree.
enum WalkStep {
    Enter(NodeId),
    Leave(NodeId),
}

/// State of a walk through the tree.
struct PageFlow<'a, 'b> {
    lines: &'a mut LineCollector,
    content: &'a PageContent<'b>,
    offset: usize,
    /// The line that is open, and its number.
    open: StyledText,
    number: usize,
    bold: usize,
    preformatted: usize,
    /// Number of lists around.
    depth: usize,
    /// Whether the next line is the first one of an item.
    starts_item: bool,
    heading: Option<u8>,
    /// A term whose description is to come, with its line.
    term: Option<(usize, String)>,
    /// Lists that are written with bullets.
    lists: OpenLists,
}

impl PageFlow<'_, '_> {
    /// Goes through the nodes below `root` without recursion: pages may be nested without end.
    fn walk(&mut self, root: NodeId) {
        let content = self.content;
        let mut steps = vec![WalkStep::Enter(root)];
        while let Some(step) = steps.pop() {
            if self.lines.is_full() {
                return;
            }
            match step {
                WalkStep::Leave(id) => self.leave(content.tree.node(id)),
                WalkStep::Enter(id) if !content.is_read(id) => {}
                WalkStep::Enter(id) => {
                    let node = content.tree.node(id);
                    match &node.kind {
                        PageNodeKind::Text(text) => self.text(node.line, text),
                        PageNodeKind::Other => {}
                        PageNodeKind::Element(..) => {
                            if node.name() == "table" && id != root && is_table_of_data(content, id)
                            {
                                self.flush();
                                lay_out_table(self.lines, content, id, self.offset, lay_out_node);
                                self.lines.gap();
                                continue;
                            }
                            if is_label_after_label(content, id) && !self.open.is_blank() {
                                self.open.push(", ", false);
                            }
                            self.enter(node);
                        }
                    }
                    steps.push(WalkStep::Leave(id));
                    steps.extend(node.children.iter().rev().map(|id| WalkStep::Enter(*id)));
                }
            }
        }
    }

    fn enter(&mut self, node: &PageNode) {
        self.bold += usize::from(is_bold(node));
        let name = node.name();
        if let Some(level) = heading_level(node) {
            self.flush();
            self.lines.gap();
            self.heading = Some(level);
            return;
        }
        match name {
            "br" => self.line_break(),
            "hr" => {
                self.flush();
                self.lines.gap();
            }
            "pre" => self.preformatted += 1,
            _ => {}
        }
        if !BLOCKS.contains(&name) {
            return;
        }
        self.flush();
        self.separate(name);
        match name {
            "ul" | "ol" => {
                self.depth += 1;
                self.lists.close();
            }
            "li" => self.starts_item = true,
            "dt" => self.end_term(),
            _ => {}
        }
    }

    fn leave(&mut self, node: &PageNode) {
        let name = node.name();
        if heading_level(node).is_some() {
            self.flush();
            self.heading = None;
            self.lists.close();
        } else if name == "dt" {
            let term = tidy(&std::mem::take(&mut self.open).text);
            if !term.is_empty() {
                self.term = Some((self.number, term));
            }
        } else if BLOCKS.contains(&name) {
            self.flush();
            match name {
                "ul" | "ol" => self.depth = self.depth.saturating_sub(1),
                "li" => self.starts_item = false,
                "pre" => self.preformatted = self.preformatted.saturating_sub(1),
                "dl" => self.end_term(),
                _ => {}
            }
            self.separate(name);
        }
        self.bold -= usize::from(is_bold(node)).min(self.bold);
    }

    /// Notes a gap before or after an element.
    fn separate(&mut self, name: &str) {
        let is_outer_list = matches!(name, "ul" | "ol") && self.depth == 0;
        if is_outer_list || (self.depth == 0 && SEPARATED.contains(&name)) {
            self.lines.gap();
        }
    }

    fn text(&mut self, line: usize, text: &str) {
        if self.open.is_blank() && !text.trim().is_empty() {
            self.number = line + self.offset;
        }
        if self.preformatted == 0 {
            return self.open.push(text, self.bold > 0);
        }
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                self.line_break();
                self.number = line + at + self.offset;
            }
            self.open.push(part, self.bold > 0);
        }
    }

    fn line_break(&mut self) {
        if self.heading.is_some() {
            self.open.push(" ", false);
        } else if self.open.is_blank() {
            self.lines.gap();
        } else {
            self.flush();
        }
    }

    /// Ends the open line.
    fn flush(&mut self) {
        let open = std::mem::take(&mut self.open);
        if open.is_blank() {
            return;
        }
        let (number, text) = (self.number, &open.text);
        if let Some(level) = self.heading {
            self.end_term();
            return self.lines.push(number, LineShape::Heading(level), text);
        }
        if self.starts_item {
            self.end_term();
            self.starts_item = false;
            let text = without_bullet(text.trim());
            return self.lines.push_item(number, self.depth.saturating_sub(1), text);
        }
        if let Some(mark) = list_mark(text.trim())
            && !mark.text.is_empty()
        {
            self.end_term();
            let depth = self.lists.depth(&mark) + self.depth;
            return self.lines.push_item(number, depth, mark.text);
        }
        if let Some((at, term)) = self.term.take() {
            if text.chars().count() > MAX_DESCRIPTION {
                self.lines.push(at, LineShape::Heading(BOLD_HEADING), &term);
                return self.lines.push(number, LineShape::Paragraph, text);
            }
            let colon = if term.ends_with(':') { "" } else { ":" };
            let text = format!("{term}{colon} {text}");
            return self.lines.push(at, LineShape::Paragraph, &text);
        }
        self.lines.push_styled(number, &open);
    }

    /// Adds a term that is not on the line of its description.
    fn end_term(&mut self) {
        if let Some((number, term)) = self.term.take() {
            self.lines.push(number, LineShape::Heading(BOLD_HEADING), &term);
        }
    }
}

/// Returns the level of a heading.
fn heading_level(node: &PageNode) -> Option<u8> {
    let level = match node.name() {
        "h1" => 1,
        "h2" => 2,
        "h3" => 3,
        "h4" => 4,
        "h5" => 5,
        "h6" => 6,
        _ if node.attribute("role") == Some("heading") => {
            node.attribute("aria-level").and_then(|level| level.parse().ok()).unwrap_or(2)
        }
        _ => return None,
    };
    Some(level.clamp(1, 6))
}

/// Whether an element makes its text bold.
fn is_bold(node: &PageNode) -> bool {
    matches!(node.name(), "b" | "strong")
        || node.attribute("style").is_some_and(|style| {
            let style = style.replace(' ', "").to_lowercase();
            ["bold", "600", "700", "800", "900"]
                .iter()
                .any(|weight| style.contains(&format!("font-weight:{weight}")))
        })
}

/// Whether an element and the one before it are shown as separate labels, such as the skills of a
/// resume, with only blanks between them.
fn is_label_after_label(content: &PageContent<'_>, id: NodeId) -> bool {
    let node = content.tree.node(id);
    let Some(class) = node.attribute("class").filter(|_| !BLOCKS.contains(&node.name())) else {
        return false;
    };
    let lower = class.to_lowercase();
    if !LABEL_CLASSES.iter().any(|word| lower.contains(word)) {
        return false;
    }
    let Some(before) = content.previous_element(id) else { return false };
    let before = content.tree.node(before);
    before.name() == node.name() && before.attribute("class") == Some(class)
}
