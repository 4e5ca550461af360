//! Reads as much as possible of a damaged TOML file: reports one fault for each damage, at its
//! place, and reads the rest as usual.
//!
//! The parser recovers too, but it treats everything up to the next closing bracket or quote as
//! part of what was left open, and reports the faults it finds there. This module knows the form of
//! a pack: a line such as `[[role]]` or `key =` ends whatever is open. It returns a text that the
//! parser can read, in which damaged parts are completed or blanked out, and a mapping from its
//! positions to those of the file.

mod problem;
mod scan;

use std::borrow::Cow;
use std::ops::Range;

use toml::de::DeTable;

use crate::pack::DiagnosticCode;
use problem::SyntaxProblem;
use scan::{Statement, StatementKind};

/// A text that can be read in place of a damaged one.
#[derive(Debug, Default)]
pub(super) struct RepairedText {
    pub(super) text: String,
    /// The problems, at bytes of `text`, in order.
    pub(super) problems: Vec<SyntaxProblem>,
    /// Insertions: the byte of the original, the number of bytes inserted there, and the number
    /// inserted before.
    inserted: Vec<(usize, usize, usize)>,
    /// Statements with a fault, in bytes of `text`: any other fault in them is a consequence.
    damaged: Vec<Range<usize>>,
    /// Entries such as `[[role]]` that may be missing a part, in bytes of `text`.
    entries: Vec<Range<usize>>,
    /// Boundaries between sections, in bytes of `text`.
    sections: Vec<usize>,
    /// The text that was blanked out, separated by blanks.
    pub(super) blanked: String,
    /// Whether the text ends in the middle of a statement, so that more may have followed.
    pub(super) cut_off: bool,
    /// Whether a part of `[pack]` may be missing.
    pub(super) pack_incomplete: bool,
}

/// Whether one of `ranges`, which are sorted and do not overlap, contains `at`.
fn contains_offset(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.contains(&at))
}

impl RepairedText {
    /// Returns the byte of the original that corresponds to byte `at` of the repaired text. An
    /// inserted byte corresponds to the place of its insertion.
    pub(super) fn original(&self, at: usize) -> usize {
        let next = self.inserted.partition_point(|(place, _, before)| place + before < at);
        let Some(&(_, count, before)) =
            next.checked_sub(1).and_then(|last| self.inserted.get(last))
        else {
            return at;
        };
        let place = self.inserted[next - 1].0;
        (at - before - count.min(at - before - place)).max(place)
    }

    fn mended(&self, at: usize) -> usize {
        let next = self.inserted.partition_point(|(place, ..)| *place < at);
        at + next.checked_sub(1).map_or(0, |last| self.inserted[last].1 + self.inserted[last].2)
    }

    /// Whether byte `at` belongs to a statement that already has a fault.
    pub(super) fn is_damaged(&self, at: usize) -> bool {
        contains_offset(&self.damaged, at)
    }

    /// Whether byte `at` belongs to an entry that may be missing a part.
    pub(super) fn may_be_incomplete(&self, at: usize) -> bool {
        contains_offset(&self.entries, at)
    }

    /// Returns the number of the section that contains byte `at`.
    pub(super) fn section(&self, at: usize) -> usize {
        self.sections.partition_point(|start| *start <= at)
    }
}

/// Whether `text` contains the marker lines of a merge conflict, in their order.
pub(super) fn has_conflict(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"<<<<<<<").is_some() && next_conflict(text, 0).is_some()
}

/// Maximum number of problems in one text that are worked out individually.
const MAX_PROBLEMS: usize = 20_000;

/// Repairs `text`, which the parser rejects. `last` means that it is the end of the file.
pub(super) fn repair(text: &str, last: bool) -> RepairedText {
    let mut mender = Repairer::new(text, last);
    let copy = mender.unify(text);
    mender.read(&copy);
    mender.finish(&copy)
}

/// Returns the lines of the next merge conflict from byte `from` on: its start, the start of its
/// second side (or of the common ancestor, if shown), and its end.
fn next_conflict(text: &str, from: usize) -> Option<(Range<usize>, Range<usize>, usize)> {
    let start = find_marker(text, from, "<<<<<<<")?;
    let end = find_marker(text, start.end, ">>>>>>>")?;
    let ancestor =
        find_marker(text, start.end, "|||||||").filter(|ancestor| ancestor.start < end.start);
    let middle =
        find_marker(text, start.end, "=======").filter(|middle| middle.start < end.start)?;
    let second = ancestor.filter(|ancestor| ancestor.start < middle.start).unwrap_or(middle);
    Some((start, second, end.end))
}

/// The next line after `from` that begins with the conflict marker `mark`.
fn find_marker(text: &str, from: usize, mark: &str) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(found) = text[at..].find(mark) {
        let start = at + found;
        let end = text[start..].find('\n').map_or(text.len(), |end| start + end + 1);
        let rest = &text[start + mark.len()..end];
        if (start == 0 || text.as_bytes()[start - 1] == b'\n')
            && (rest.starts_with(' ') || rest.trim().is_empty())
        {
            return Some(start..end);
        }
        at = start + mark.len();
    }
    None
}

/// Blanks out `range` of `text`, except its line ends.
fn blank(text: &mut [u8], range: Range<usize>) {
    for byte in &mut text[range] {
        if *byte != b'\n' && *byte != b'\r' {
            *byte = b' ';
        }
    }
}

/// A change to the original: a blanked-out range, or an insertion.
#[derive(Debug)]
enum RepairEdit {
    Blank(Range<usize>),
    Insert(usize, Cow<'static, str>),
}

struct Repairer {
    last: bool,
    out: RepairedText,
    /// Changes in the order of their places.
    changes: Vec<RepairEdit>,
    /// The statements since the last header, including it.
    section: Vec<Statement>,
    /// Start of the current entry, whether it is `[pack]`, and whether part of it is damaged.
    entry: (usize, bool, bool),
    /// The names of the entries so far.
    seen: Vec<String>,
    /// Whether the previous statement was damaged: an unreadable line after it belongs to it.
    after_damage: bool,
}

impl Repairer {
    fn new(text: &str, last: bool) -> Self {
        let (section, changes) = (Vec::new(), Vec::new());
        let out = RepairedText {
            text: String::with_capacity(text.len() + 64),
            ..RepairedText::default()
        };
        Self {
            last,
            out,
            changes,
            section,
            entry: (0, false, false),
            seen: Vec::new(),
            after_damage: false,
        }
    }

    /// Returns the text without merge conflicts and unusual line ends, at the same length.
    fn unify<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let mut copy: Option<Vec<u8>> = None;
        let mut returns = text
            .match_indices('\r')
            .map(|(at, _)| at)
            .filter(|at| is_bare_return(text, *at))
            .peekable();
        if let Some(&first) = returns.peek() {
            let copy = copy.get_or_insert_with(|| text.as_bytes().to_vec());
            let mut count = 0;
            for at in returns {
                let doubled = text.as_bytes().get(at + 1) == Some(&b'\r')
                    && text.as_bytes().get(at + 2) == Some(&b'\n');
                copy[at] = if doubled { b' ' } else { b'\n' };
                count += 1;
            }
            let message = match count {
                1 => "a carriage return without a line feed".to_string(),
                _ => {
                    format!("{count} lines end in bare carriage returns, which TOML does not allow")
                }
            };
            self.problem(first..first + 1, message, "save the file with LF or CRLF line endings");
        }
        let mut from = 0;
        while let Some((start, second, end)) = next_conflict(text, from) {
            let copy = copy.get_or_insert_with(|| text.as_bytes().to_vec());
            blank(copy, start.clone());
            blank(copy, second.start..end);
            self.out.blanked += &text[second.start..end];
            self.out.blanked.push(' ');
            let line = start.start..start.start + text[start].trim_end().len();
            let hint = "keep one side, and delete the lines with <<<<<<<, ======= and >>>>>>>";
            let fault = SyntaxProblem {
                code: DiagnosticCode::MergeConflict,
                ..SyntaxProblem::new(line, "unresolved merge conflict", hint)
            };
            self.out.problems.push(fault);
            from = end;
        }
        // Only ASCII was replaced, with ASCII.
        copy.and_then(|copy| String::from_utf8(copy).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    fn problem(&mut self, span: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        self.out.problems.push(SyntaxProblem::new(span, message, hint));
    }

    fn read(&mut self, text: &str) {
        let mut at = 0;
        while let Some(statement) = scan::next(text, at) {
            // Headers inside a damaged section belong to the next one.
            if matches!(statement.kind, StatementKind::Header { .. }) {
                self.close_section(text);
                self.out.sections.push(statement.at.start);
            }
            at = statement.next;
            self.section.push(statement);
        }
        self.close_section(text);
    }

    /// Checks the statements of a section, and records its faults.
    fn close_section(&mut self, text: &str) {
        let section = std::mem::take(&mut self.section);
        let (Some(first), Some(end)) = (section.first(), section.last()) else { return };
        let all = &text[first.at.start..end.at.end];
        if let Some((parent, _)) = first.kind.name().and_then(|name| name.split_once('.'))
            && ["skill", "role", "comparison"].contains(&parent)
            && !self.seen.iter().any(|seen| seen == parent)
        {
            // The parser would treat it as the only entry of its kind, and reject every entry after
            // it.
            self.problem(
                first.at.clone(),
                format!("this table belongs to a {parent}, but there is none above it"),
                format!("move it below its [[{parent}]]"),
            );
            self.entry.2 = true;
            self.out.damaged.push(first.at.start..end.at.end);
            self.blank_out(text, first.at.start..end.at.end);
            self.after_damage = true;
            return;
        }
        let fine = section
            .iter()
            .all(|statement| statement.problem.is_none() && statement.kind.is_valid())
            && !Self::lost_header(text, &section)
            && DeTable::parse(all).is_ok();
        if fine {
            self.begin_entry(&section[0]);
            self.after_damage = false;
            return;
        }
        let sub = section[0].kind.name().is_some_and(|name| name.contains('.'));
        let mut ids: Vec<&str> = Vec::new();
        let mut skipping = false;
        for (at, statement) in section.iter().enumerate() {
            self.begin_entry(statement);
            let words = &text[statement.at.clone()];
            if at == 0
                && matches!(statement.kind, StatementKind::Header { known: None, sound: false, .. })
            {
                // The keys under an unreadable header belong to no other table.
                skipping = true;
            }
            if skipping && at > 0 {
                self.blank_out(text, statement.at.clone());
                continue;
            }
            let value = statement.kind.id(words);
            if let Some(id) = value {
                let before_header = at + 1 == section.len() && end.at.end < text.len();
                let other = sub || ids.last().is_some_and(|known| *known != id);
                ids.push(id);
                if other && !before_header && self.out.problems.len() < MAX_PROBLEMS {
                    self.report_missing_header(text, &section, at);
                    continue;
                }
            }
            let before = at.checked_sub(1).map(|before| &section[before]);
            if let Some(quotes) =
                before.and_then(|before| half_opened_string(text, before, statement))
            {
                self.out.damaged.push(quotes.clone());
                let hint = "a multi-line string starts with three quotes";
                self.problem(quotes, "this string should start with three quotes", hint);
                self.after_damage = true;
            }
            self.check(text, statement);
        }
    }

    /// Whether an id is repeated, or appears where none is allowed.
    fn lost_header(text: &str, section: &[Statement]) -> bool {
        let sub = section[0].kind.name().is_some_and(|name| name.contains('.'));
        let ids = section
            .iter()
            .filter(|statement| statement.kind.id(&text[statement.at.clone()]).is_some());
        ids.count() > usize::from(!sub)
    }

    /// Records an entry whose header is missing.
    fn report_missing_header(&mut self, text: &str, section: &[Statement], at: usize) {
        let statement = &section[at];
        let keys: Vec<&str> =
            section[at..].iter().filter_map(|s| s.kind.key(&text[s.at.clone()])).collect();
        let has = |key: &str| keys.contains(&key);
        let name = match () {
            () if has("publisher") || has("url") => "source",
            () if has("family") || has("summary") => "role",
            () if has("kind") || has("name") => "skill",
            () => "theme",
        };
        let first = statement.at.start
            ..statement.at.start + text[statement.at.clone()].lines().next().map_or(0, str::len);
        self.end_entry(statement.at.start);
        self.changes.push(RepairEdit::Insert(statement.at.start, format!("[[{name}]]\n").into()));
        self.entry = (statement.at.start, false, true);
        let message = format!("another `id` without a header: is `[[{name}]]` missing above it?");
        self.problem(first, message, format!("start each {name} with the line [[{name}]]"));
        self.after_damage = false;
    }

    /// Records the boundaries of entries.
    fn begin_entry(&mut self, statement: &Statement) {
        if let Some(name) = statement.kind.name().filter(|name| !name.contains('.')) {
            self.end_entry(statement.at.start);
            self.entry = (statement.at.start, name == "pack", false);
            if !self.seen.iter().any(|seen| seen == name) {
                self.seen.push(name.to_string());
            }
        }
    }

    fn end_entry(&mut self, at: usize) {
        let (start, head, damaged) = self.entry;
        if damaged {
            self.out.entries.push(start..at);
            self.out.pack_incomplete |= head;
        }
    }

    fn blank_out(&mut self, text: &str, range: Range<usize>) {
        self.out.blanked += &text[range.clone()];
        self.out.blanked.push(' ');
        self.changes.push(RepairEdit::Blank(range));
    }

    fn check(&mut self, text: &str, statement: &Statement) {
        let words = &text[statement.at.clone()];
        let junk = matches!(statement.kind, StatementKind::Unrecognised { .. });
        let error = match &statement.problem {
            None if !junk => DeTable::parse(words).err(),
            _ => None,
        };
        if statement.problem.is_none() && !junk && error.is_none() {
            self.after_damage = false;
            return;
        }
        self.entry.2 = true;
        self.out.cut_off |= self.last && statement.at.end >= text.trim_end().len();
        self.out.damaged.push(statement.at.clone());
        let follows = junk
            && self.after_damage
            && !matches!(statement.kind, StatementKind::Unrecognised { starts_anew: true });
        if !follows {
            self.report(text, statement);
        }
        self.after_damage = true;
        let changes = statement.changes();
        let changed = apply(words, statement.at.start, &changes);
        if let StatementKind::Header { known: Some(header), sound: false, .. } = &statement.kind {
            self.changes.push(RepairEdit::Insert(statement.at.start, header.to_string().into()));
            self.changes.push(RepairEdit::Blank(statement.at.clone()));
        } else if statement.problem.is_some() && !junk && DeTable::parse(&changed.text).is_ok() {
            self.changes.extend(changes);
            // A value that was never closed may have lost its end.
            self.out.blanked += words;
            self.out.blanked.push(' ');
        } else {
            self.blank_out(text, statement.at.clone());
        }
    }

    /// Records what is wrong with `statement`: the parser's error, or the bracket or quote known to
    /// be open.
    fn report(&mut self, text: &str, statement: &Statement) {
        let words = &text[statement.at.clone()];
        let first_line = words.lines().next().map_or(0, str::len);
        let parsed = DeTable::parse(words).err().map(|error| {
            let span = error.span().unwrap_or(0..first_line);
            let mut message = error.message().lines().collect::<Vec<_>>().join(", ");
            if message.is_empty() {
                message = "this is not TOML".to_string();
            }
            (statement.at.start + span.start..statement.at.start + span.end, message)
        });
        match (&statement.problem, parsed) {
            // An error before the place where something is left open is the cause.
            (Some(problem), Some((span, message))) if span.start < problem.span.start => {
                self.problem(span, message, repair_hint(words));
            }
            (Some(problem), _) => self.out.problems.push(problem.clone()),
            (None, Some((span, message))) => self.problem(span, message, repair_hint(words)),
            (None, None) => {
                self.problem(statement.at.clone(), "this is not TOML", repair_hint(words));
            }
        }
    }

    /// Builds the repaired text.
    fn finish(mut self, text: &str) -> RepairedText {
        self.end_entry(text.len());
        let applied = apply(text, 0, &self.changes);
        (self.out.text, self.out.inserted) = (applied.text, applied.inserted);
        let mut out = self.out;
        let moved = |list: &[Range<usize>]| {
            list.iter().map(|r| out.mended(r.start)..out.mended(r.end)).collect()
        };
        let (damaged, entries) = (moved(&out.damaged), moved(&out.entries));
        let sections = out.sections.iter().map(|at| out.mended(*at)).collect();
        let mut problems = std::mem::take(&mut out.problems);
        for problem in &mut problems {
            let related = problem.related.as_mut().map(|(span, _)| span);
            for span in std::iter::once(&mut problem.span).chain(related) {
                *span = out.mended(span.start)..out.mended(span.end);
            }
        }
        problems.sort_by_key(|problem| problem.span.start);
        out.problems = problems;
        RepairedText { damaged, entries, sections, ..out }
    }
}

/// Whether the carriage return at `at` is not part of a line end.
fn is_bare_return(text: &str, at: usize) -> bool {
    text.as_bytes()[at] == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n')
}

/// A text with changes applied, and its insertions: see [`RepairedText::inserted`].
struct EditedText {
    text: String,
    inserted: Vec<(usize, usize, usize)>,
}

/// Applies `changes`, in the order of their places, to a text whose first byte is byte `first`.
fn apply(text: &str, first: usize, changes: &[RepairEdit]) -> EditedText {
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len() + 16);
    let mut inserted: Vec<(usize, usize, usize)> = Vec::new();
    let mut from = 0;
    for change in changes {
        match change {
            RepairEdit::Insert(at, insert) => {
                let at = (at - first).max(from);
                bytes.extend(&text.as_bytes()[from..at]);
                bytes.extend(insert.as_bytes());
                from = at;
                let before = inserted.last().map_or(0, |(_, count, before)| count + before);
                inserted.push((at + first, insert.len(), before));
            }
            RepairEdit::Blank(range) => {
                let (start, end) = ((range.start - first).max(from), (range.end - first).max(from));
                bytes.extend(&text.as_bytes()[from..end]);
                let length = bytes.len();
                blank(&mut bytes, length - (end - start)..length);
                from = end;
            }
        }
    }
    bytes.extend(&text.as_bytes()[from..]);
    // Only entire characters were blanked out, and ASCII inserted.
    EditedText { text: String::from_utf8(bytes).unwrap_or_default(), inserted }
}

impl Statement {
    /// Returns the changes that complete the statement.
    fn changes(&self) -> Vec<RepairEdit> {
        let mut changes: Vec<(usize, RepairEdit)> = self
            .inserts
            .iter()
            .map(|(at, insert)| (*at, RepairEdit::Insert(*at, (*insert).into())))
            .collect();
        changes.extend(
            self.blanks.iter().map(|range| (range.start, RepairEdit::Blank(range.clone()))),
        );
        changes.sort_by_key(|(at, _)| *at);
        changes.into_iter().map(|(_, change)| change).collect()
    }
}

/// Returns the two quotes at the end of the statement `before`, if the text after them only makes
/// sense when they were meant as three.
fn half_opened_string(text: &str, before: &Statement, after: &Statement) -> Option<Range<usize>> {
    let words = &text[before.at.clone()];
    let quotes = words.ends_with("= \"\"") || words.ends_with("= ''") || words.ends_with("=\"\"");
    let meant = quotes
        && before.problem.is_none()
        && matches!(after.kind, StatementKind::Unrecognised { starts_anew: false });
    (meant && after.problem.is_none()).then(|| before.at.end - 2..before.at.end)
}

/// Returns how to fix the statement `words`.
pub(super) fn repair_hint(words: &str) -> &'static str {
    let line = words.trim_start();
    if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
        return "this looks like a line of a merge conflict: delete it";
    }
    if line.starts_with([']', '}']) {
        return "this bracket has no opening bracket: delete it, or add the opening one";
    }
    if !words.contains('\n') && words.matches('"').count() % 2 == 1 {
        return "this line has an odd number of quotes; is one missing?";
    }
    "see https://toml.io/en/v1.0.0 for the TOML syntax"
}

#[cfg(test)]
mod tests;
