//! The account of how a ladder was understood.

use super::refer;
use super::statement::{CellSplit, Statements};
use super::words::{has_words, opening, word_count, words};
use crate::model::text::group_digits;

/// How one source was understood: a file, a sheet of it, or a table in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceReading {
    /// The source: a file, or a sheet or table of it.
    pub name: String,
    /// Its shape, in words.
    pub shape: String,
    /// The parts that were understood: the kind of thing, and its text.
    pub understood: Vec<(String, String)>,
    /// The parts that were left out, and why.
    pub left_out: Vec<(String, String)>,
    /// Responsibilities read from it.
    pub responsibilities: usize,
    /// Skill requirements read from it.
    pub skills: usize,
    /// Parts that were left out, counted by kind and reason; [`SourceReading::settle`] names them.
    counted: Vec<CountedLoss>,
}

/// Parts of one kind that were left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CountedLoss {
    /// The name of one, and of several; without the latter the number follows the name.
    one: String,
    many: Option<String>,
    why: String,
    count: usize,
}

impl SourceReading {
    /// Returns the account of a source of which nothing is understood yet.
    pub(super) fn new(name: impl Into<String>, shape: impl Into<String>) -> Self {
        Self { name: name.into(), shape: shape.into(), ..Self::default() }
    }

    /// Notes what a label was read as.
    pub(super) fn note(&mut self, kind: &str, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            return;
        }
        let entry = (kind.to_string(), text);
        if !self.understood.contains(&entry) {
            self.understood.push(entry);
        }
    }

    /// Notes that something was left out.
    pub(super) fn leave_out(&mut self, what: impl Into<String>, why: impl Into<String>) {
        let entry = (what.into(), why.into());
        if !self.left_out.contains(&entry) {
            self.left_out.push(entry);
        }
    }
}

impl SourceReading {
    /// Counts parts that were left out: `count` times `one`, or `many` if there are several.
    pub(super) fn count(&mut self, count: usize, (one, many): (&str, &str), why: &str) {
        self.add(CountedLoss {
            one: one.to_string(),
            many: Some(many.to_string()),
            why: why.to_string(),
            count,
        });
    }

    /// Counts a part that may be left out several times, such as a key.
    pub(super) fn skip(&mut self, what: impl Into<String>, why: &str) {
        self.add(CountedLoss { one: what.into(), many: None, why: why.to_string(), count: 1 });
    }

    fn add(&mut self, loss: CountedLoss) {
        let known = self.counted.iter_mut().find(|known| {
            known.one == loss.one && known.many == loss.many && known.why == loss.why
        });
        match known {
            Some(known) => known.count += loss.count,
            None if loss.count > 0 => self.counted.push(loss),
            None => {}
        }
    }

    /// Splits a text about `name` into statements, and counts the lines that only introduce others.
    /// Numbers without words get the name before them; without a name in words they are left out.
    pub(super) fn statements(&mut self, name: &str, text: &str, split: CellSplit) -> Vec<String> {
        let statements = Statements::of(text, split);
        self.count_lead_ins(statements.lead_ins);
        let mut all: Vec<String> = statements.all().collect();
        if has_words(name) {
            for text in all.iter_mut().filter(|text| !has_words(text)) {
                *text = format!("{name}: {text}");
            }
        }
        for text in all.extract_if(.., |text| !has_words(text)) {
            self.skip(format!("“{}”", opening(&text)), "numbers without words");
        }
        all
    }

    /// Splits a cell about `name` into statements, as [`SourceReading::statements`] does; those of
    /// one or two words that are no sentence and do not say it get the name before them too.
    pub(super) fn named_statements(
        &mut self,
        name: &str,
        cell: &str,
        split: CellSplit,
    ) -> Vec<String> {
        let mut all = self.statements(name, cell, split);
        for text in &mut all {
            let count = word_count(text);
            // A column such as "How you work with others" is no name of a thing.
            let is_short = (1..=3).contains(&word_count(name))
                && (count == 1 || count == 2 && !text.ends_with('.'));
            if is_short && !says_name(text, name) && !refer::is_one(text) {
                *text = format!("{name}: {text}");
            }
        }
        all
    }

    /// Counts lines that only introduce what follows.
    pub(super) fn count_lead_ins(&mut self, count: usize) {
        self.count(count, ("line that ends with a colon", "lines that end with a colon"), LEAD_IN);
    }

    /// Counts cells and the like that say nothing.
    pub(super) fn count_blank(&mut self, count: usize) {
        self.count(count, ("cell", "cells"), "they ask for nothing (-, n/a, TBD)");
    }

    /// Counts explanations of competencies that are no skills.
    pub(super) fn count_explanations(&mut self, count: usize) {
        let names = ("explanation of a competency", "explanations of competencies");
        self.count(count, names, "they belong to no level");
    }

    /// Adds what was read from a part of the source.
    pub(super) fn absorb(&mut self, part: Self) {
        self.responsibilities += part.responsibilities;
        self.skills += part.skills;
        for (kind, text) in part.understood {
            self.note(&kind, text);
        }
        for (what, why) in part.left_out {
            self.leave_out(what, why);
        }
        for loss in part.counted {
            self.add(loss);
        }
    }

    /// Names what was counted.
    pub(super) fn settle(&mut self) {
        for CountedLoss { one, many, why, count } in std::mem::take(&mut self.counted) {
            let what = match many {
                Some(many) => number_of(count, &one, &many),
                None if count == 1 => one,
                None => format!("{one} ({count} times)"),
            };
            self.leave_out(what, why);
        }
    }
}

/// Whether `text` contains the words of `name` in a row, or a word of the same stem: "Good command"
/// does not contain "Go", and "Mentors others" says "Mentoring".
fn says_name(text: &str, name: &str) -> bool {
    let (text, name) = (words(text), words(name));
    name.is_empty()
        || text.windows(name.len()).any(|run| run == name)
        || text
            .iter()
            .filter_map(|word| stem(word))
            .any(|one| name.iter().filter_map(|word| stem(word)).any(|other| one == other))
}

/// Returns the first letters of a word that is long enough to be known by them.
fn stem(word: &str) -> Option<&str> {
    const LENGTH: usize = 5;
    let next = word.char_indices().map(|(at, _)| at).chain([word.len()]).nth(LENGTH)?;
    Some(&word[..next])
}

/// Why lines that end with a colon are not read.
const LEAD_IN: &str = "they introduce what follows";

/// Returns a number of things in words: `1 cell`, `3 cells`.
pub(super) fn number_of(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", group_digits(count as u64)) }
}

/// Joins names for the account; long lists are shortened.
pub(super) fn list(names: &[String]) -> String {
    const MOST: usize = 12;
    if names.len() <= MOST {
        return names.join(", ");
    }
    format!("{}, … ({} in all)", names[..MOST].join(", "), names.len())
}
