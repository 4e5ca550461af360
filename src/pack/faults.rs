//! Collects faults by byte range, and turns them into diagnostics with lines and columns at the end.

use std::collections::HashSet;
use std::ops::Range;

use super::diagnostic::{Diagnostic, Severity};

/// A file of a pack or a piece of one: its name as people know it, and its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    /// What spans count in.
    pub(super) text: &'a str,
    /// The file that `text` is a piece of.
    pub(super) whole: &'a str,
    /// Where in `whole` it starts.
    pub(super) start: usize,
}

impl<'a> File<'a> {
    /// A whole file.
    pub(super) fn whole(name: &'a str, text: &'a str) -> Self {
        Self { name, text, whole: text, start: 0 }
    }

    /// The line of the whole file, from 1, in which byte `at` of the text stands.
    pub(super) fn line(&self, at: usize) -> usize {
        line_at(self.whole, self.start + at)
    }
}

/// A fault before its place is worked out.
#[derive(Debug)]
pub(super) struct Fault {
    file: usize,
    span: Range<usize>,
    severity: Severity,
    code: &'static str,
    message: String,
    hint: Option<String>,
}

impl Fault {
    /// Adds how to mend it.
    pub(super) fn hint(&mut self, hint: impl Into<String>) {
        self.hint = Some(hint.into());
    }
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// The file that is being read.
    pub(super) file: usize,
    list: Vec<Fault>,
}

impl Faults {
    /// None so far, about to be found in `file`.
    pub(super) fn of(file: usize) -> Self {
        Self { file, list: Vec::new() }
    }

    /// Notes an error at `span` of the current file.
    pub(super) fn error(&mut self, code: &'static str, span: Range<usize>, message: String) -> &mut Fault {
        let at = self.list.len();
        self.list.push(Fault { file: self.file, span, severity: Severity::Error, code, message, hint: None });
        &mut self.list[at]
    }

    /// Notes a warning at `span` of the current file: the pack is valid, but should be looked at.
    pub(super) fn warning(&mut self, code: &'static str, span: Range<usize>, message: String) -> &mut Fault {
        let fault = self.error(code, span, message);
        fault.severity = Severity::Warning;
        fault
    }

    /// Takes over what `others` noted.
    pub(super) fn absorb(&mut self, others: Self) {
        self.list.extend(others.list);
    }

    /// Works out lines and columns. Ordered by file, place and kind; the same fault at the same place stands once.
    pub(super) fn into_diagnostics(mut self, files: &[File<'_>]) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| {
            (a.file, a.span.start, a.code, &a.message).cmp(&(b.file, b.span.start, b.code, &b.message))
        });
        // What the parser could not read is one fault, whatever else follows from it.
        let unread: HashSet<(usize, usize)> =
            self.list.iter().filter(|f| f.code == "syntax").map(|f| (f.file, f.span.start)).collect();
        self.list.retain(|f| f.code == "syntax" || !unread.contains(&(f.file, f.span.start)));
        let mut diagnostics: Vec<Diagnostic> = self.list.into_iter().filter_map(|f| place(f, files)).collect();
        diagnostics.dedup();
        diagnostics
    }
}

/// The line of `text`, from 1, in which byte `at` stands.
pub(super) fn line_at(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&b| b == b'\n').count() + 1
}

fn place(fault: Fault, files: &[File<'_>]) -> Option<Diagnostic> {
    let file = files.get(fault.file)?;
    let Fault { span, severity, code, message, hint, .. } = fault;
    let mut placed = Diagnostic { severity, hint, ..Diagnostic::error(file.name, file.text, span, code, message) };
    placed.line += file.line(0) - 1;
    Some(placed)
}

impl Diagnostic {
    /// An error at the bytes `span` of `text`, which is all that stands in `file`.
    pub(crate) fn error(file: &str, text: &str, span: Range<usize>, code: &'static str, message: String) -> Self {
        let mut start = span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let mut end = span.end.clamp(start, line_end.max(start));
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self {
            severity: Severity::Error,
            code,
            file: file.to_string(),
            line: line_at(text, start),
            column: text[line_start..start].chars().count() + 1,
            source_line: text[line_start..line_end].trim_end_matches('\r').to_string(),
            length: text[start..end.max(start)].chars().count().max(1),
            message,
            hint: None,
        }
    }
}

/// The one of `known` that `word` was perhaps meant to be: at most a third of its letters away.
pub(crate) fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    // A letter more or less in a very short word makes another word.
    let limit = match word.chars().count() {
        0..=2 => 0,
        len => (len / 3).max(1),
    };
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_survive_any_span() {
        let files = [File::whole("a.toml", "é = 1\r\nnaïve = \"x\"\n")];
        for start in 0..30 {
            for end in start..30 {
                let mut faults = Faults::default();
                faults.error("x", start..end, "m".into());
                let found = faults.into_diagnostics(&files);
                assert_eq!(found.len(), 1);
                assert!(found[0].line >= 1 && found[0].column >= 1 && found[0].length >= 1);
            }
        }
        let mut faults = Faults::default();
        faults.error("x", 17..20, "m".into());
        let found = faults.into_diagnostics(&files);
        assert_eq!((found[0].line, found[0].column, found[0].length), (2, 9, 3));
        assert_eq!(found[0].source_line, "naïve = \"x\"");
    }

    #[test]
    fn suggestions_are_near() {
        assert_eq!(suggest("roadmaping", ["roadmapping", "prototyping"]), Some("roadmapping"));
        assert_eq!(suggest("sql", ["figma", "jira"]), None);
    }
}
