//! Recognises lines that were broken to fit a width, and puts their sentences together again.

use super::bullets::list_mark;

/// Lines that are longer were not broken to fit a width.
const MAX_WIDTH: usize = 120;

/// Texts with only shorter lines were not broken to fit a width.
const MIN_WIDTH: usize = 40;

/// The width that the lines of a text were broken to fit, if they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrapWidth(Option<usize>);

impl WrapWidth {
    /// Finds the width of `text`.
    ///
    /// A text was broken to fit a width if nearly all of its lines are short, and a line that is as
    /// long as they get ends within a sentence.
    pub(super) fn of(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
        let filled = lengths.iter().filter(|length| **length > 0).count();
        let long = lengths.iter().filter(|length| **length > MAX_WIDTH).count();
        let width = lengths.iter().copied().filter(|length| *length <= MAX_WIDTH).max();
        let width = width.filter(|width| *width >= MIN_WIDTH && long * 20 <= filled);
        let Some(width) = width else { return Self(None) };
        let is_broken = lines.windows(2).zip(&lengths).any(|(pair, length)| {
            length * 5 >= width * 4
                && !ends_sentence(pair[0])
                && list_mark(pair[1]).is_none()
                && pair[1].trim_start().starts_with(char::is_lowercase)
        });
        Self(is_broken.then_some(width))
    }

    /// Whether `next` continues the sentence of `line`, the line before it.
    pub(super) fn continues(self, line: &str, next: &str) -> bool {
        let Some(width) = self.0 else { return false };
        let (line, next) = (line.trim_end(), next.trim_start());
        if line.is_empty() || next.is_empty() || line.ends_with(':') {
            return false;
        }
        let length = line.chars().count();
        let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
        // The next word did not fit, or the sentence was broken a little early.
        (length + 1 + word > width && length * 2 > width)
            || (next.starts_with(char::is_lowercase)
                && !ends_sentence(line)
                && length * 5 >= width * 3)
    }
}

/// Whether `line` ends as sentences and headings end.
fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', ')', '*', '_']).ends_with(['.', '!', '?', ':', ';'])
}

/// Returns the separator between a broken line and `next`: a space, unless a hyphen ends the line.
pub(super) fn wrap_separator(line: &str, next: &str) -> &'static str {
    let mut end = line.trim_end().chars().rev();
    let is_hyphenated = end.next() == Some('-')
        && end.next().is_some_and(char::is_alphabetic)
        && next.trim_start().starts_with(char::is_lowercase);
    if is_hyphenated { "" } else { " " }
}

/// Adds `next` to the broken line `line`.
pub(super) fn join_wrapped(line: &mut String, next: &str) {
    let separator = wrap_separator(line, next);
    line.truncate(line.trim_end().len());
    if !line.is_empty() {
        line.push_str(separator);
    }
    line.push_str(next.trim_start());
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRAPPED: &str = "\
We are looking for someone who plans the work of several teams,
and who explains it to people that have never written a
program. Experience in a public body helps.
Salary: 50,000
Place: Leeds";

    #[test]
    fn lines_that_were_broken_are_continued() {
        let width = WrapWidth::of(WRAPPED);
        let lines: Vec<&str> = WRAPPED.lines().collect();
        let continued: Vec<bool> =
            lines.windows(2).map(|pair| width.continues(pair[0], pair[1])).collect();
        assert_eq!(continued, [true, true, false, false]);
    }

    #[test]
    fn lines_of_their_own_are_not_continued() {
        for text in [
            "Name: A\nPlace: B\nand more",
            "Assists with maintaining an asset management database of all equipment.\nMaintains logs.",
        ] {
            assert_eq!(WrapWidth::of(text), WrapWidth(None), "{text}");
        }
        let long = "A sentence that goes on and on ".repeat(8);
        assert_eq!(WrapWidth::of(&format!("{long}\nand another\n{long}")), WrapWidth(None));
    }

    #[test]
    fn a_hyphen_at_the_end_of_a_line_stays() {
        for (line, next, wanted) in [
            ("cross-", "functional", "cross-functional"),
            ("plans -", "and builds", "plans - and builds"),
            ("plans ", " and builds", "plans and builds"),
            ("", "plans", "plans"),
        ] {
            let mut joined = line.to_string();
            join_wrapped(&mut joined, next);
            assert_eq!(joined, wanted);
        }
    }
}
