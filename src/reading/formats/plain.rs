//! Lays out plain text.

use super::bullets::{OpenLists, indentation, list_mark};
use super::lines::{LineCollector, item_shape};
use super::wrapping::{WrapWidth, join_wrapped};
use crate::reading::layout::LineShape;

/// Maximum number of characters of a heading that is underlined.
const MAX_UNDERLINED: usize = 80;

/// Adds the lines of `text` to `lines`.
pub(super) fn lay_out_plain(lines: &mut LineCollector, text: &str) {
    let mut reader = PlainReader::new(lines, WrapWidth::of(text));
    for (at, line) in text.lines().enumerate() {
        reader.line(at + 1, line);
    }
    reader.end();
}

/// Reader of the lines of a plain text.
pub(super) struct PlainReader<'a> {
    lines: &'a mut LineCollector,
    width: WrapWidth,
    lists: OpenLists,
    open: Option<OpenLine>,
    /// Number of lines in the block that `open` ends.
    block: usize,
    /// A bullet on a line of its own, whose text is on the next one.
    waiting: Option<(usize, usize)>,
}

/// A line that the next one may continue.
#[derive(Debug)]
struct OpenLine {
    number: usize,
    shape: LineShape,
    text: String,
    /// Its last line in the source.
    last: String,
    /// Column of its first character, or of the text after its bullet.
    column: usize,
    /// Column of its bullet.
    bullet: Option<usize>,
}

impl<'a> PlainReader<'a> {
    /// Makes a reader of lines that were broken to fit `width`.
    pub(super) fn new(lines: &'a mut LineCollector, width: WrapWidth) -> Self {
        Self { lines, width, lists: OpenLists::default(), open: None, block: 0, waiting: None }
    }

    /// Reads the line `number` of the source.
    pub(super) fn line(&mut self, number: usize, line: &str) {
        let line = line.trim_end_matches(['\r', '\u{c}']);
        if line.trim().is_empty() {
            self.flush();
            self.lines.gap();
            self.block = 0;
            return;
        }
        if let Some(rule) = rule_of(line) {
            return self.rule(rule);
        }
        if let Some(heading) = decorated_heading(line) {
            self.flush();
            self.lists.close();
            self.lines.push(number, LineShape::Heading(2), heading);
            return;
        }
        self.block += 1;
        if let Some(mark) = list_mark(line) {
            self.flush();
            let depth = self.lists.depth(&mark);
            if mark.text.is_empty() {
                self.waiting = Some((number, depth));
                return;
            }
            self.open = Some(OpenLine {
                number,
                shape: item_shape(depth),
                text: mark.text.to_string(),
                last: line.to_string(),
                column: mark.text_column,
                bullet: Some(mark.indent),
            });
            return;
        }
        self.text(number, line);
    }

    /// Reads a line that is not an item.
    fn text(&mut self, number: usize, line: &str) {
        let (column, text) = indentation(line);
        if let Some((at, depth)) = self.waiting.take() {
            self.lines.push_item(at, depth, text);
            return;
        }
        if let Some(open) = &mut self.open {
            let is_hanging = open.bullet.is_some_and(|bullet| column > bullet)
                && column + 2 >= open.column
                && !open.text.ends_with(':');
            let is_level = open.bullet.is_some() || open.column.abs_diff(column) <= 1;
            if is_hanging || (is_level && self.width.continues(&open.last, line)) {
                join_wrapped(&mut open.text, text);
                open.last = line.to_string();
                return;
            }
        }
        self.flush();
        if column == 0 {
            self.lists.close();
        }
        self.open = Some(OpenLine {
            number,
            shape: LineShape::Paragraph,
            text: text.to_string(),
            last: line.to_string(),
            column,
            bullet: None,
        });
    }

    /// Reads a line that consists of `rule`: it underlines the line before it, or separates blocks.
    fn rule(&mut self, rule: char) {
        let is_heading = self.block == 1
            && self.open.as_ref().is_some_and(|open| {
                open.bullet.is_none() && open.text.chars().count() <= MAX_UNDERLINED
            });
        if is_heading && let Some(open) = &mut self.open {
            open.shape = LineShape::Heading(if rule == '=' { 1 } else { 2 });
            self.lists.close();
        }
        self.flush();
        self.lines.gap();
        self.block = 0;
    }

    /// Ends the line that could have been continued.
    pub(super) fn flush(&mut self) {
        if let Some(open) = self.open.take() {
            self.lines.push(open.number, open.shape, &open.text);
        }
    }

    /// Ends the text.
    pub(super) fn end(mut self) {
        self.flush();
    }
}

/// Returns the character that a line consists of, if it is drawn as a rule.
fn rule_of(line: &str) -> Option<char> {
    let line = line.trim();
    let first = line.chars().next().filter(|c| "=-_*~#+—–─━═•.".contains(*c))?;
    (line.chars().count() >= 3 && line.chars().all(|c| c == first || c == ' ')).then_some(first)
}

/// Returns the text of a heading between rules, such as `=== DUTIES ===`.
fn decorated_heading(line: &str) -> Option<&str> {
    let line = line.trim();
    let first = line.chars().next().filter(|c| "=-*~#".contains(*c))?;
    let text = line.trim_matches(first);
    let length = first.len_utf8();
    let before = line.len() - line.trim_start_matches(first).len();
    let after = line.len() - line.trim_end_matches(first).len();
    (before >= 2 * length && after >= 2 * length && text.starts_with(' ') && text.ends_with(' '))
        .then(|| text.trim())
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::*;

    fn laid_out(text: &str) -> Vec<String> {
        let mut lines = LineCollector::default();
        lay_out_plain(&mut lines, text);
        shown(&lines.finish(None).unwrap())
    }

    #[test]
    fn lists_keep_their_depth_and_numbers() {
        let text = "You will\n\n- plan\n  - sprints\n  - releases\n- build\n\nWe offer\n1) tea\n";
        let wanted = [
            "1 + P You will",
            "3 + I0 plan",
            "4 I1 sprints",
            "5 I1 releases",
            "6 I0 build",
            "8 + P We offer",
            "9 I0 tea",
        ];
        assert_eq!(laid_out(text), wanted);
        assert_eq!(laid_out(&text.replace('\n', "\r\n")), wanted);
        assert_eq!(laid_out("•\nplan\n•\n\nbuild"), ["1 + I0 plan", "3 + I0 build"]);
    }

    #[test]
    fn broken_lines_are_joined() {
        let text = "\
Jo plans the work of several teams, and explains it
to others.
Place: Leeds
- plans and builds the services that all of the many
  other teams use
- tests:
  all of them";
        assert_eq!(
            laid_out(text),
            [
                "1 + P Jo plans the work of several teams, and explains it to others.",
                "3 P Place: Leeds",
                "4 I0 plans and builds the services that all of the many other teams use",
                "6 I0 tests:",
                "7 P all of them",
            ]
        );
    }

    #[test]
    fn rules_make_headings_or_gaps() {
        assert_eq!(
            laid_out("Skills\n======\nSQL\n=== DUTIES ===\nplans\nbuilds\n-----\nends\n"),
            ["1 + H1 Skills", "3 + P SQL", "4 H2 DUTIES", "5 P plans", "6 P builds", "8 + P ends",]
        );
    }
}
