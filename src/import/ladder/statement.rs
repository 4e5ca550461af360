//! Splits the text of a cell into statements: its bullets, numbers and paragraphs.

use schemars::JsonSchema;
use serde::Deserialize;

use super::refer;
use super::words::{is_blank, plain, word_count};
use crate::import::cells::clean;

/// How the text of a cell is split into responsibilities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CellSplit {
    /// At bullets, numbers and empty lines, and at line breaks between sentences.
    #[default]
    Auto,
    /// At every line break.
    Lines,
    /// At empty lines only.
    Paragraphs,
    /// Not at all: a cell is one responsibility.
    Cell,
}

/// The statements of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Statements {
    /// The bullets and numbered items; without any, the paragraphs.
    pub(super) items: Vec<String>,
    /// The paragraphs before and between the bullets.
    pub(super) paragraphs: Vec<String>,
    /// Lines that only introduce what follows: they end with a colon.
    pub(super) lead_ins: usize,
}

impl Statements {
    /// Splits `text`. Where it has bullets, paragraphs beside them are kept apart.
    pub(super) fn of(text: &str, split: CellSplit) -> Self {
        let text = plain(text);
        let mut found = Self::default();
        match split {
            CellSplit::Cell => found.items.extend(statement(&text)),
            CellSplit::Lines => found.items.extend(text.lines().filter_map(statement)),
            CellSplit::Paragraphs => found.items.extend(paragraphs(&text).filter_map(statement)),
            CellSplit::Auto => found.split(&text),
        }
        found
    }

    /// Returns every statement: paragraphs and items.
    pub(super) fn all(self) -> impl Iterator<Item = String> {
        self.paragraphs.into_iter().chain(self.items)
    }

    fn split(&mut self, text: &str) {
        let text = split_inline_bullets(text);
        if !has_bullets(&text) {
            for paragraph in paragraphs(&text) {
                for line in sentences_by_line(paragraph) {
                    self.take_paragraph(&line, false);
                }
            }
            return;
        }
        let (mut block, mut in_item) = (String::new(), false);
        for line in text.lines().chain([""]) {
            let bullet = strip_bullet(line);
            // A sentence at the margin after a bullet in lower case is not a part of it.
            let own = bullet.is_none()
                && in_item
                && line.starts_with(char::is_uppercase)
                && block.starts_with(char::is_lowercase);
            if line.trim().is_empty() || bullet.is_some() || own {
                let done = std::mem::take(&mut block);
                if in_item {
                    self.take_item(&done);
                } else {
                    self.take_paragraph(&done, true);
                }
                in_item = bullet.is_some();
            }
            block.push_str(bullet.unwrap_or(line).trim());
            block.push(' ');
        }
        let done = std::mem::take(&mut block);
        if in_item { self.take_item(&done) } else { self.take_paragraph(&done, true) }
    }

    fn take_item(&mut self, text: &str) {
        if introduces(text) {
            self.lead_ins += 1;
        } else {
            self.items.extend(statement(text));
        }
    }

    fn take_paragraph(&mut self, text: &str, beside_bullets: bool) {
        if introduces(text) {
            self.lead_ins += 1;
        } else if beside_bullets {
            self.paragraphs.extend(statement(text));
        } else {
            self.items.extend(statement(text));
        }
    }
}

/// Whether a line only introduces what follows, and does not stand for the text of another level.
fn introduces(text: &str) -> bool {
    text.trim_end().ends_with(':') && !refer::is_one(text)
}

/// Returns `text` as a statement, if it says anything.
fn statement(text: &str) -> Option<String> {
    let text = clean(strip_bullet(text.trim_start()).unwrap_or(text)).into_owned();
    (!is_blank(&text) && text.chars().any(char::is_alphanumeric)).then_some(text)
}

/// Returns the blocks of `text` between empty lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(['\n', ' ', '\t']);
        if rest.is_empty() {
            return None;
        }
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim().is_empty() {
                break;
            }
            end += line.len();
        }
        let (block, after) = rest.split_at(end);
        rest = after;
        Some(block)
    })
}

/// Returns the lines of a paragraph if each is a sentence of its own, or the paragraph as one line.
fn sentences_by_line(paragraph: &str) -> Vec<String> {
    let lines: Vec<&str> =
        paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let own = lines.len() > 1
        && lines.iter().enumerate().all(|(at, line)| {
            let goes_on = at > 0 && gives_examples(line);
            word_count(line) >= 2 && (goes_on || !line.starts_with(char::is_lowercase))
        });
    if !own {
        return vec![lines.join(" ")];
    }
    let mut sentences: Vec<String> = Vec::new();
    for line in lines {
        match sentences.last_mut().filter(|_| gives_examples(line)) {
            Some(sentence) => {
                sentence.push(' ');
                sentence.push_str(line);
            }
            None => sentences.push(line.to_string()),
        }
    }
    sentences
}

/// Whether a line goes on with the one before it, of which it gives examples.
fn gives_examples(line: &str) -> bool {
    let start = line.trim_start_matches(['(', '*', '_']).to_lowercase();
    ["example:", "examples:", "e.g.", "eg:", "i.e.", "for example"]
        .iter()
        .any(|word| start.starts_with(word))
}

/// Whether some lines of `text` are bullets or numbered.
fn has_bullets(text: &str) -> bool {
    text.lines().any(|line| strip_bullet(line).is_some())
}

/// Returns the text after a bullet or a number at the start of a line.
fn strip_bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.strip_prefix([
        '-', '*', '•', '–', '—', '‣', '·', '●', '◦', '○', '▪', '■', '➤', '→', '+', '\u{f0b7}',
    ]);
    if let Some(rest) = rest {
        let glued = line.starts_with(['-', '*', '+', '–']);
        return (!glued || rest.starts_with([' ', '\t', '\u{a0}'])).then_some(rest.trim_start());
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) {
        let rest = line[digits..].strip_prefix(['.', ')'])?;
        return rest.starts_with([' ', '\t', '\u{a0}']).then_some(rest.trim_start());
    }
    let mut chars = line.chars();
    let letter = chars.next().filter(char::is_ascii_lowercase)?;
    let rest = line.strip_prefix(letter)?.strip_prefix(')')?;
    rest.starts_with(' ').then_some(rest.trim_start())
}

/// Puts bullets that are all on one line on lines of their own.
fn split_inline_bullets(text: &str) -> String {
    let many = text.matches(" • ").count() + usize::from(text.trim_start().starts_with('•'));
    if many >= 2 { text.replace(" • ", "\n• ") } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<String> {
        Statements::of(text, CellSplit::Auto).items
    }

    #[test]
    fn cells_are_split_as_they_are_written() {
        for (text, wanted) in [
            ("One sentence. And another.", vec!["One sentence. And another."]),
            ("- plans work\n- tests it", vec!["plans work", "tests it"]),
            ("1. Plans work.\n\n2. Tests it.\n", vec!["Plans work.", "Tests it."]),
            ("Plans the work.\n\n[PM] Tests it.", vec!["Plans the work.", "[PM] Tests it."]),
            ("Plans the work.<br><br>Tests it.", vec!["Plans the work.", "Tests it."]),
            ("Plans the work.\nTests all of it.", vec!["Plans the work.", "Tests all of it."]),
            (
                "Plans the work.\nExamples: plans, charts",
                vec!["Plans the work. Examples: plans, charts"],
            ),
            (
                "Plans the work of one.\ne.g. tickets\nTests all of the work.",
                vec!["Plans the work of one. e.g. tickets", "Tests all of the work."],
            ),
            ("Plans the work\nof the team.", vec!["Plans the work of the team."]),
            ("You can:\n• plan\n• test", vec!["plan", "test"]),
            ("• plan • test • run", vec!["plan", "test", "run"]),
            (
                "- plans work\n  that is large\n- tests it",
                vec!["plans work that is large", "tests it"],
            ),
            ("3.5 years of work", vec!["3.5 years of work"]),
            ("n/a", vec![]),
            ("-", vec![]),
        ] {
            assert_eq!(items(text), wanted, "{text}");
        }
    }

    #[test]
    fn paragraphs_beside_bullets_are_kept_apart() {
        let found = Statements::of("A lead plans.\n\nYou will:\n- plan\n- test", CellSplit::Auto);
        assert_eq!(found.items, ["plan", "test"]);
        assert_eq!(found.paragraphs, ["A lead plans."]);
        assert_eq!(found.lead_ins, 1);
    }

    #[test]
    fn a_map_decides_how_cells_are_split() {
        let text = "* plans\n* tests\n\nand runs";
        for (how, count) in
            [(CellSplit::Cell, 1), (CellSplit::Lines, 3), (CellSplit::Paragraphs, 2)]
        {
            assert_eq!(Statements::of(text, how).items.len(), count, "{how:?}");
        }
    }
}
