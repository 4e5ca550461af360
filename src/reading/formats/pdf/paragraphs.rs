//! Puts the lines of pages together: paragraphs, items of lists and headings.

use std::collections::{HashMap, HashSet};

use super::columns::PdfLine;
use crate::reading::formats::bullets::{ListMark, OpenLists, list_mark};
use crate::reading::formats::lines::{
    BOLD_HEADING, LineCollector, item_shape, separate_tabs, tidy,
};
use crate::reading::layout::LineShape;

/// Maximum number of characters of a heading.
const MAX_HEADING: usize = 100;

/// Factor by which the type of a heading is larger than that of the text.
const MIN_HEADING_SIZE: f64 = 1.12;

/// Words before a hyphen that stays when the line ends with it.
const BEFORE_HYPHEN: &[&str] = &[
    "all", "anti", "back", "business", "client", "co", "cost", "cross", "customer", "data", "day",
    "decision", "end", "ever", "front", "full", "go", "hands", "high", "in", "inter", "large",
    "long", "low", "mid", "multi", "non", "off", "on", "open", "part", "post", "pre", "problem",
    "real", "result", "results", "self", "semi", "short", "small", "state", "sub", "team", "third",
    "time", "to", "two", "up", "user", "well", "world",
];

/// Words after a hyphen that stays when the line before ends with it.
const AFTER_HYPHEN: &[&str] = &[
    "and",
    "augmented",
    "aware",
    "based",
    "building",
    "centered",
    "centric",
    "class",
    "critical",
    "depth",
    "driven",
    "end",
    "facing",
    "first",
    "focused",
    "free",
    "friendly",
    "functional",
    "house",
    "intensive",
    "led",
    "level",
    "limited",
    "making",
    "minded",
    "of",
    "off",
    "on",
    "oriented",
    "out",
    "party",
    "performance",
    "person",
    "quality",
    "ready",
    "related",
    "scale",
    "side",
    "site",
    "solving",
    "source",
    "specific",
    "stack",
    "stage",
    "starter",
    "term",
    "the",
    "time",
    "to",
    "up",
    "wide",
];

/// Adds the lines of pages to `lines`.
pub(super) fn lay_out_paragraphs(lines: &mut LineCollector, pages: Vec<Vec<PdfLine>>) {
    let sizes = heading_sizes(&pages);
    let words = words_of(&pages);
    let mut reader =
        ParagraphReader { lines, sizes, words, lists: OpenLists::default(), open: None, number: 0 };
    for line in pages.into_iter().flatten() {
        reader.line(line);
    }
    reader.flush();
}

/// Size of the text, and those of headings from the largest.
struct TypeSizes {
    text: f64,
    headings: Vec<f64>,
}

/// Finds the size of most of the text, and the larger ones.
fn heading_sizes(pages: &[Vec<PdfLine>]) -> TypeSizes {
    let mut letters: HashMap<i64, usize> = HashMap::new();
    for line in pages.iter().flatten() {
        *letters.entry((line.size * 4.0).round() as i64).or_default() += line.text.len();
    }
    let text =
        letters.iter().max_by_key(|(size, count)| (**count, **size)).map_or(0, |(size, _)| *size);
    let text = text as f64 / 4.0;
    let mut headings: Vec<f64> = letters
        .keys()
        .map(|size| *size as f64 / 4.0)
        .filter(|size| *size >= text * MIN_HEADING_SIZE)
        .collect();
    headings.sort_by(|a, b| b.total_cmp(a));
    TypeSizes { text, headings }
}

/// A paragraph that the next line may continue.
struct OpenPdfParagraph {
    text: String,
    shape: LineShape,
    last: PdfLine,
    /// Where its text begins, after the bullet.
    text_left: f64,
    number: usize,
}

/// Reader of the lines of a document.
struct ParagraphReader<'a> {
    lines: &'a mut LineCollector,
    sizes: TypeSizes,
    /// The words of the document, without those that a line may have divided.
    words: HashSet<String>,
    lists: OpenLists,
    open: Option<OpenPdfParagraph>,
    number: usize,
}

impl ParagraphReader<'_> {
    fn line(&mut self, line: PdfLine) {
        let text = bullet_for_symbol(&line.text);
        if tidy(&text).is_empty() {
            return;
        }
        let mark = list_mark(&text);
        // A bullet on a line of its own belongs to the next one.
        if let Some(open) = &mut self.open
            && open.text.is_empty()
        {
            open.text = separate_tabs(&text);
            open.last = line;
            return;
        }
        if mark.is_none() && self.continues(&line) {
            if let Some(open) = &mut self.open {
                join_broken(&mut open.text, &separate_tabs(&text), &self.words);
                open.last = line;
            }
            return;
        }
        let is_after_gap = self.open.as_ref().is_none_or(|open| {
            let drop = open.last.baseline - line.baseline;
            drop > 1.6 * open.last.size.max(line.size) || drop < 0.0
        });
        self.flush();
        if is_after_gap {
            self.lines.gap();
        }
        self.number += 1;
        let (shape, text, text_left) = match mark {
            Some(mark) => {
                let indent = (line.left / (self.sizes.text.max(1.0) * 0.6)) as usize;
                let depth = self.lists.depth(&ListMark { indent, ..mark });
                let left = line.left + 0.5 * line.size;
                (item_shape(depth), separate_tabs(mark.text), left)
            }
            None => (self.shape_of(&line), separate_tabs(&text), line.left),
        };
        if matches!(shape, LineShape::Heading(_)) {
            self.lists.close();
        }
        self.open =
            Some(OpenPdfParagraph { text, shape, last: line, text_left, number: self.number });
    }

    /// Returns the shape of a line without a bullet.
    fn shape_of(&self, line: &PdfLine) -> LineShape {
        let is_short = line.text.chars().count() <= MAX_HEADING;
        let is_closed = line.text.trim_end().ends_with(['.', ';', ',']);
        let larger = self.sizes.headings.partition_point(|size| line.size < size - 0.13);
        match larger {
            rank if is_short && rank < self.sizes.headings.len() => {
                LineShape::Heading(rank.min(5) as u8 + 1)
            }
            _ if line.is_bold && is_short && !is_closed => LineShape::Heading(BOLD_HEADING),
            _ => LineShape::Paragraph,
        }
    }

    /// Whether a line without a bullet continues the open paragraph.
    fn continues(&self, line: &PdfLine) -> bool {
        let Some(open) = &self.open else { return false };
        let last = &open.last;
        let drop = last.baseline - line.baseline;
        let size = last.size.max(line.size);
        let starts_small = line.text.trim_start().starts_with(char::is_lowercase);
        let is_below = drop > 0.5 * size && drop < 1.75 * size;
        let is_other_page = drop < 0.0 || drop > 1.75 * size;
        let is_alike = (last.size - line.size).abs() < 0.1 * size && last.is_bold == line.is_bold;
        let is_item = matches!(open.shape, LineShape::Item(_));
        let is_heading = matches!(open.shape, LineShape::Heading(_));
        // Lines of a paragraph begin at the same place, but for the first one.
        let is_in_place = if is_item {
            line.left > last.left.min(open.text_left) - 0.1 * size
                && (line.left - last.left).abs() < 4.0 * size
                && line.left >= open.text_left - 0.6 * size
        } else {
            (line.left - last.left).abs() < 1.2 * size
        };
        let word = line.text.split_whitespace().next().map_or(0, |word| word.chars().count());
        // The next word did not fit; half of the size is the width of a letter.
        let is_full = last.right + (word as f64 + 1.0) * 0.42 * size > last.column_right;
        let ends = last.text.trim_end().ends_with(['.', '!', '?', ':', ';']);
        if is_other_page {
            return !is_heading
                && starts_small
                && !ends
                && is_full
                && (last.size - line.size).abs() < 0.5;
        }
        if !is_below || !is_in_place || last.text.contains('\t') && !starts_small {
            return false;
        }
        if is_heading {
            return is_alike && is_full && drop < 1.5 * size;
        }
        if (last.size - line.size).abs() >= 0.15 * size
            || matches!(self.shape_of(line), LineShape::Heading(_)) && !starts_small
        {
            return false;
        }
        let introduces = last.text.trim_end().ends_with(':');
        (is_full && (is_item || !introduces)) || (starts_small && !ends && is_item)
    }

    fn flush(&mut self) {
        if let Some(open) = self.open.take() {
            self.lines.push(open.number, open.shape, &open.text);
        }
    }
}

/// Returns `text` with a bullet in place of a symbol that only its own font knows.
fn bullet_for_symbol(text: &str) -> String {
    let trimmed = text.trim_start();
    let mut letters = trimmed.chars();
    match letters.next() {
        Some(first) if ('\u{e000}'..='\u{f8ff}').contains(&first) => {
            format!("• {}", letters.as_str())
        }
        _ => trimmed.to_string(),
    }
}

/// Returns the words of all lines but the first and last of each, in lower case.
fn words_of(pages: &[Vec<PdfLine>]) -> HashSet<String> {
    let mut words = HashSet::new();
    for line in pages.iter().flatten() {
        let mut of_line: Vec<&str> =
            line.text.split(|c: char| !c.is_alphabetic() && c != '-').collect();
        of_line.pop();
        words.extend(of_line.iter().skip(1).map(|word| word.to_lowercase()));
    }
    words
}

/// Adds the next line of a paragraph. A hyphen that divides a word is left out; one within a
/// compound stays.
fn join_broken(text: &mut String, next: &str, words: &HashSet<String>) {
    text.truncate(text.trim_end().len());
    let next = next.trim_start();
    let before = text.trim_end_matches(['-', '\u{2010}', '\u{ad}']);
    let is_divided = before.len() < text.len()
        && before.ends_with(char::is_alphabetic)
        && next.starts_with(char::is_lowercase);
    if is_divided {
        let first = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let is_chain = before[..before.len() - first.len()].ends_with('-');
        let first = first.to_lowercase();
        let second = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let second = second.to_lowercase();
        let is_compound = !text.ends_with('\u{ad}')
            && !words.contains(&format!("{first}{second}"))
            && (is_chain
                || words.contains(&format!("{first}-{second}"))
                || words.contains(&second)
                || BEFORE_HYPHEN.contains(&&*first)
                || AFTER_HYPHEN.contains(&&*second));
        let end = before.len();
        text.truncate(end);
        if is_compound {
            text.push('-');
        }
    } else {
        text.push(' ');
    }
    text.push_str(next);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divided_words_are_joined() {
        let words = ["storage", "informed", "re-use"].map(str::to_string).into();
        for (text, next, wanted) in [
            ("the develop-", "ment of", "the development of"),
            ("the in-", "formed", "the informed"),
            ("a cross-", "functional team", "a cross-functional team"),
            ("a component-", "based design", "a component-based design"),
            ("a state-of-the-", "art tool", "a state-of-the-art tool"),
            ("tiered-", "storage", "tiered-storage"),
            ("re-", "use", "re-use"),
            ("soft\u{ad}", "ware", "software"),
            ("plans –", "and builds", "plans – and builds"),
            ("plans", "and builds", "plans and builds"),
            ("SQL-", "Server", "SQL- Server"),
        ] {
            let mut joined = text.to_string();
            join_broken(&mut joined, next, &words);
            assert_eq!(joined, wanted);
        }
    }
}
