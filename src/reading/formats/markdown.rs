//! Lays out Markdown.

use std::ops::Range;
use std::path::Path;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::bullets::{ListMark, OpenLists, indentation, list_mark, without_bullet};
use super::error::ReadingFault;
use super::front_matter::split_front_matter;
use super::html::fragment::lay_out_fragment;
use super::lines::{LineCollector, RowCells, StyledText};
use super::plain::PlainReader;
use super::wrapping::{WrapWidth, wrap_separator};
use crate::reading::layout::LineShape;

/// Maximum number of characters of a heading that is underlined.
const MAX_UNDERLINED: usize = 100;

/// Whether the file `name` is Markdown.
pub(super) fn is_markdown(name: &str, text: &str) -> bool {
    let extension = Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase());
    matches!(extension.as_deref(), Some("md" | "markdown" | "mdown" | "mkd" | "mdx"))
        || split_front_matter(text).is_some()
        || text.lines().any(is_sign_of_markdown)
}

/// Whether a line is a heading, has bold words or a link, or separates the head of a table.
fn is_sign_of_markdown(line: &str) -> bool {
    let line = line.trim();
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    let is_heading = (1..=6).contains(&hashes) && line[hashes..].starts_with(' ');
    let is_bold = line.find("**").is_some_and(|at| {
        let rest = &line[at + 2..];
        rest.starts_with(char::is_alphanumeric) && rest.contains("**")
    });
    let is_table = line.contains('|')
        && line.contains("--")
        && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '));
    let is_link = line.contains("](http") || line.contains("](mailto:");
    is_heading || is_bold || is_table || is_link || line.starts_with("```")
}

/// Adds the lines of `text` to `lines`, after the facts of a job that its front matter states, and
/// returns the title that is stated there.
///
/// # Errors
///
/// When a part of it is nested too deeply.
pub(super) fn lay_out_markdown(
    lines: &mut LineCollector,
    text: &str,
) -> Result<Option<String>, ReadingFault> {
    let (title, facts, skipped, body) = match split_front_matter(text) {
        Some(front) => (front.title, front.facts, front.lines, front.body),
        None => (None, Vec::new(), 0, text),
    };
    for (number, fact) in &facts {
        lines.push(*number, LineShape::Paragraph, fact);
    }
    lines.gap();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut reader = MarkdownReader::new(lines, body, skipped);
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        if reader.lines.is_full() {
            break;
        }
        reader.event(event, range)?;
    }
    reader.flush();
    Ok(title)
}

/// A line of a paragraph that is being read.
#[derive(Debug)]
struct MarkdownLine {
    number: usize,
    text: StyledText,
}

/// Reader of the events of a Markdown text.
struct MarkdownReader<'a> {
    lines: &'a mut LineCollector,
    source: Vec<&'a str>,
    starts: Vec<usize>,
    skipped: usize,
    width: WrapWidth,
    /// The lines of the open paragraph, item, heading or cell.
    open: Vec<MarkdownLine>,
    bold: usize,
    struck: usize,
    /// Number of lists around.
    depth: usize,
    /// Whether the next line is the first one of an item.
    starts_item: bool,
    /// Column of the bullet of the last item.
    item_indent: usize,
    /// Lists that are written with bullets Markdown does not know.
    lists: OpenLists,
    /// A block of HTML or code, with its first line.
    block: Option<(usize, String)>,
    cells: Vec<Vec<String>>,
}

impl<'a> MarkdownReader<'a> {
    fn new(lines: &'a mut LineCollector, body: &'a str, skipped: usize) -> Self {
        let source: Vec<&str> = body.split('\n').collect();
        let starts = source.iter().scan(0, |at, line| {
            let start = *at;
            *at += line.len() + 1;
            Some(start)
        });
        Self {
            lines,
            starts: starts.collect(),
            source,
            skipped,
            width: WrapWidth::of(body),
            open: Vec::new(),
            bold: 0,
            struck: 0,
            depth: 0,
            starts_item: false,
            item_indent: 0,
            lists: OpenLists::default(),
            block: None,
            cells: Vec::new(),
        }
    }

    /// Number of the line of the source that holds the byte at `at`.
    fn number(&self, at: usize) -> usize {
        self.skipped + self.starts.partition_point(|start| *start <= at).max(1)
    }

    /// Returns the line of the source with this number.
    fn source_line(&self, number: usize) -> &'a str {
        self.source.get(number.wrapping_sub(self.skipped + 1)).copied().unwrap_or_default()
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), ReadingFault> {
        let number = self.number(range.start);
        match event {
            Event::Start(tag) => self.start(&tag, number),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((number, block)) = self.block.take() {
                    lay_out_fragment(self.lines, &block, number)?;
                }
            }
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) | Event::Html(text) if self.block.is_some() => {
                if let Some((_, block)) = &mut self.block {
                    block.push_str(&text);
                }
            }
            Event::Text(text) | Event::Code(text) => self.text(number, &text),
            Event::SoftBreak => self.soft_break(number),
            Event::HardBreak => self.new_line(number + 1),
            Event::InlineHtml(tag) => self.inline_html(number, &tag),
            Event::Rule => {
                self.flush();
                self.lines.gap();
            }
            Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>, number: usize) {
        match tag {
            Tag::Strong => self.bold += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.flush();
                // The text of a fenced block begins after the fence.
                let fence = matches!(tag, Tag::CodeBlock(CodeBlockKind::Fenced(_)));
                self.block = Some((number + usize::from(fence), String::new()));
            }
            Tag::List(_) => {
                self.flush();
                if self.depth == 0 {
                    self.lines.gap();
                }
                self.depth += 1;
                self.lists.close();
            }
            Tag::Item => {
                self.flush();
                self.starts_item = true;
                self.item_indent = indentation(self.source_line(number)).0;
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow => {
                self.flush();
                self.cells.clear();
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) => {
                self.flush();
                // The paragraphs of a loose list are items of one list.
                if !self.starts_item || self.is_after_blank_line(number) {
                    self.lines.gap();
                }
            }
            _ => {}
        }
    }

    /// Whether an empty line comes before the line with this number.
    fn is_after_blank_line(&self, number: usize) -> bool {
        self.source_line(number - 1).trim().is_empty()
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::List(_) => {
                self.flush();
                self.depth = self.depth.saturating_sub(1);
                self.starts_item = false;
                if self.depth == 0 {
                    self.lines.gap();
                }
            }
            TagEnd::Item => {
                self.flush();
                self.starts_item = false;
            }
            TagEnd::Heading(level) => self.heading(level, range),
            TagEnd::TableCell => {
                let lines = std::mem::take(&mut self.open);
                self.cells.push(
                    lines.iter().map(|line| without_bullet(&line.text.text).to_string()).collect(),
                );
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let number = self.number(range.start);
                let cells = std::mem::take(&mut self.cells);
                self.lines.push_row(number, &RowCells::from(cells), tag == TagEnd::TableHead);
            }
            TagEnd::Table => self.lines.gap(),
            TagEnd::Paragraph | TagEnd::BlockQuote(_) => self.flush(),
            _ => {}
        }
    }

    fn text(&mut self, number: usize, text: &str) {
        if self.struck > 0 {
            return;
        }
        if self.open.is_empty() {
            self.new_line(number);
        }
        let is_bold = self.bold > 0;
        if let Some(line) = self.open.last_mut() {
            line.text.push(text, is_bold);
        }
    }

    fn new_line(&mut self, number: usize) {
        self.open.push(MarkdownLine { number, text: StyledText::default() });
    }

    /// Reads the end of the line `number` within a paragraph.
    fn soft_break(&mut self, number: usize) {
        let (line, next) = (self.source_line(number), self.source_line(number + 1));
        let continues = list_mark(next).is_none() && self.width.continues(line, next);
        match self.open.last_mut() {
            Some(open) if continues => {
                open.text.push(wrap_separator(line, next), false);
            }
            _ => self.new_line(number + 1),
        }
    }

    fn inline_html(&mut self, number: usize, tag: &str) {
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        let is_end = tag.starts_with("</");
        match name.as_str() {
            "br" | "li" | "p" | "div" | "ul" | "ol" => self.new_line(number),
            "b" | "strong" if is_end => self.bold = self.bold.saturating_sub(1),
            "b" | "strong" => self.bold += 1,
            "s" | "del" | "strike" if is_end => self.struck = self.struck.saturating_sub(1),
            "s" | "del" | "strike" => self.struck += 1,
            _ => {}
        }
    }

    /// Reads a block of code as plain text: what is indented in a job ad is rarely code.
    fn code_block(&mut self) {
        let Some((number, block)) = self.block.take() else { return };
        self.lines.gap();
        let mut reader = PlainReader::new(self.lines, self.width);
        for (at, line) in block.lines().enumerate() {
            reader.line(number + at, line);
        }
        reader.end();
        self.lines.gap();
    }

    fn heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let lines = std::mem::take(&mut self.open);
        let text: Vec<&str> = lines.iter().map(|line| line.text.text.trim()).collect();
        let is_underlined = !self
            .source_line(self.number(range.start))
            .trim_start()
            .starts_with(['#', '>', '-', '*']);
        // Paragraphs above a rule look like underlined headings.
        if is_underlined
            && (text.len() > 1 || text.iter().any(|line| line.chars().count() > MAX_UNDERLINED))
        {
            self.open = lines;
            self.flush();
            self.lines.gap();
            return;
        }
        self.starts_item = false;
        if let Some(first) = lines.first() {
            self.lines.push(first.number, LineShape::Heading(level as u8), &text.join(" "));
        }
    }

    /// Ends the open paragraph or item.
    fn flush(&mut self) {
        for line in std::mem::take(&mut self.open) {
            if line.text.is_blank() {
                self.lines.gap();
            } else {
                self.paragraph_line(&line);
            }
        }
    }

    fn paragraph_line(&mut self, line: &MarkdownLine) {
        let text = line.text.text.trim();
        if is_template_tag(text) {
            return self.lines.gap();
        }
        if self.depth > 0 && std::mem::take(&mut self.starts_item) {
            return self.lines.push_item(line.number, self.depth - 1, text);
        }
        if let Some((level, heading)) = tight_heading(text) {
            self.lists.close();
            return self.lines.push(line.number, LineShape::Heading(level), heading);
        }
        if let Some(mark) = list_mark(text)
            && !mark.text.is_empty()
        {
            let indent = indentation(self.source_line(line.number)).0;
            let depth = self.lists.depth(&ListMark { indent, ..mark }) + self.depth;
            // An item whose bullet Markdown does not know, after one whose bullet it knows.
            let is_sibling = self.depth > 0 && indent <= self.item_indent;
            let depth = depth - usize::from(is_sibling);
            return self.lines.push_item(line.number, depth, mark.text);
        }
        self.lines.push_styled(line.number, &line.text);
    }
}

/// Returns the level and text of a heading that lacks the space after its hashes, as older Markdown
/// allowed.
fn tight_heading(line: &str) -> Option<(u8, &str)> {
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    let text = line[hashes..].trim_end_matches('#').trim();
    let is_one = (2..=6).contains(&hashes) || (hashes == 1 && !text.contains('#'));
    (is_one && text.starts_with(char::is_alphabetic) && text.contains(|c: char| c.is_lowercase()))
        .then_some((hashes as u8, text))
}

/// Whether a line is a tag of a template of a site generator.
fn is_template_tag(line: &str) -> bool {
    [("{{", "}}"), ("{%", "%}"), ("{:", "}")]
        .iter()
        .any(|(start, end)| line.starts_with(start) && line.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::*;

    fn laid_out(text: &str) -> Vec<String> {
        let mut lines = LineCollector::default();
        let title = lay_out_markdown(&mut lines, text).unwrap();
        shown(&lines.finish(title).unwrap())
    }

    #[test]
    fn blocks_keep_their_shape_and_source_line() {
        let text = "\
---
title: \"Baker: night shift\"
tags: [a]
---

# Baker

We bake **bread**.

##Duties:
**Objective 1:**
* **Baking**
    * bread
    * cake<br>and pie

* Selling

1. [x] Count
2. ~~No~~ Pay [us](https://x)

• Clean
  • windows

- Tea
-\u{a0} Cake

{{% job_details %}}
<!-- hidden -->

Skills
------
Place: Leeds  
Hours: 37
";
        assert_eq!(
            laid_out(text),
            [
                "6 + H1 Baker",
                "8 + P We bake bread.",
                "10 + H2 Duties:",
                "11 H7 Objective 1:",
                "12 + I0 Baking",
                "13 I1 bread",
                "14 I1 cake",
                "14 P and pie",
                "16 + I0 Selling",
                "18 + I0 Count",
                "19 I0 Pay us",
                "21 + I0 Clean",
                "22 I1 windows",
                "24 + I0 Tea",
                "25 I0 Cake",
                "30 + H2 Skills",
                "32 + P Place: Leeds",
                "33 P Hours: 37",
            ]
        );
    }

    #[test]
    fn tables_become_rows_of_cells() {
        let text = "\
| Level | Scope |
|---|:--|
| 1 | **Tasks** with help.<br><br>- Asks \\| listens |
| 2 | |

After";
        assert_eq!(
            laid_out(text),
            ["1 + T Level|Scope", "3 R 1|Tasks with help./Asks | listens", "4 R 2|", "6 + P After",]
        );
    }

    #[test]
    fn broken_lines_are_joined_and_others_are_not() {
        let wrapped = "\
- Familiarity with the work of teams that write
  programs, and their
  tools
- Writes the programs that many people use, and cross-
  checks them

Name: A
Place: B";
        assert_eq!(
            laid_out(wrapped),
            [
                "1 + I0 Familiarity with the work of teams that write programs, and their",
                "3 P tools",
                "4 I0 Writes the programs that many people use, and cross-checks them",
                "7 + P Name: A",
                "8 P Place: B",
            ]
        );
    }

    #[test]
    fn html_within_markdown_is_laid_out() {
        let text = "Intro\n\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n\n    - indented\n";
        assert_eq!(laid_out(text), ["1 + P Intro", "4 + I0 one", "5 I0 two", "8 + I0 indented"]);
    }

    #[test]
    fn paragraphs_above_a_rule_are_not_headings() {
        assert_eq!(
            laid_out("Name: A\nPlace: B\n---\nC"),
            ["1 + P Name: A", "2 P Place: B", "4 + P C"]
        );
    }
}
