//! Reads a damaged TOML file as far as it makes sense: one fault for each damage, at its place, and
//! the rest as if nothing had happened.
//!
//! The parser recovers too, but it takes all up to the next closing bracket or quote for part of
//! what was left open, and reports what it finds there. This knows the form of a pack: a line such
//! as `[[role]]` or `key =` ends whatever is open. It returns a text that the parser can read, in
//! which what is damaged is completed or blanked out, and how places in it relate to the file.

mod scan;

use std::borrow::Cow;
use std::ops::Range;

use toml::de::DeTable;

use scan::{Statement, Words};

/// A fault of the syntax, by bytes of the original text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) span: Range<usize>,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) hint: String,
}

impl Problem {
    fn new(span: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { span, code: "syntax", message: message.into(), hint: hint.into() }
    }
}

/// A text that can be read in place of a damaged one.
#[derive(Debug, Default)]
pub(super) struct Mended {
    pub(super) text: String,
    /// What is wrong, at bytes of `text`, in their order.
    pub(super) problems: Vec<Problem>,
    /// Where bytes were inserted: the byte of the original, how many, and how many before.
    inserted: Vec<(usize, usize, usize)>,
    /// Statements with a fault: anything else that is wrong with them follows from it. Bytes of
    /// `text`.
    damaged: Vec<Range<usize>>,
    /// Entries such as `[[role]]` of which a part may be missing. Bytes of `text`.
    entries: Vec<Range<usize>>,
    /// Where one section ends and the next begins. Bytes of `text`.
    sections: Vec<usize>,
    /// What was blanked out, separated by blanks.
    pub(super) lost: String,
    /// Whether the text ends in the middle of a statement, so that anything may have come after
    /// it.
    pub(super) cut_off: bool,
    /// Whether a part of `[pack]` may be missing.
    pub(super) head: bool,
}

/// Sorted ranges that do not overlap: whether one of them contains `at`.
fn within(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.contains(&at))
}

impl Mended {
    /// The byte of the original that byte `at` of the mended text is. An inserted byte is where it
    /// was inserted.
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

    /// Whether byte `at` belongs to a statement that has a fault already.
    pub(super) fn is_damaged(&self, at: usize) -> bool {
        within(&self.damaged, at)
    }

    /// Whether byte `at` belongs to an entry of which a part may be missing.
    pub(super) fn may_lack(&self, at: usize) -> bool {
        within(&self.entries, at)
    }

    /// The number of the section in which byte `at` is.
    pub(super) fn section(&self, at: usize) -> usize {
        self.sections.partition_point(|start| *start <= at)
    }
}

/// Whether lines of a merge conflict are in `text`, in their order.
pub(super) fn has_conflict(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"<<<<<<<").is_some() && conflict(text, 0).is_some()
}

/// Maximum number of problems that are worked out one by one in one text.
const MOST: usize = 20_000;

/// Reads `text`, which the parser refuses. `last` says that nothing of the file comes after it.
pub(super) fn mend(text: &str, last: bool) -> Mended {
    let mut mender = Mender::new(text, last);
    let copy = mender.unify(text);
    mender.read(&copy);
    mender.finish(&copy)
}

/// The lines of the next merge conflict from byte `from` on: where it starts, where its second side
/// starts (or the common ancestor, where that is shown), and where it ends.
fn conflict(text: &str, from: usize) -> Option<(Range<usize>, Range<usize>, usize)> {
    let marker = |from: usize, mark: &str| {
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
    };
    let start = marker(from, "<<<<<<<")?;
    let end = marker(start.end, ">>>>>>>")?;
    let ancestor = marker(start.end, "|||||||").filter(|ancestor| ancestor.start < end.start);
    let middle = marker(start.end, "=======").filter(|middle| middle.start < end.start)?;
    let second = ancestor.filter(|ancestor| ancestor.start < middle.start).unwrap_or(middle);
    Some((start, second, end.end))
}

/// Blanks out `range` of `text`, but for its line ends.
fn blank(text: &mut [u8], range: Range<usize>) {
    for byte in &mut text[range] {
        if *byte != b'\n' && *byte != b'\r' {
            *byte = b' ';
        }
    }
}

/// A change of the original: what is blanked out, or what is inserted.
#[derive(Debug)]
enum Change {
    Blank(Range<usize>),
    Insert(usize, Cow<'static, str>),
}

struct Mender {
    last: bool,
    out: Mended,
    /// In the order of their places.
    changes: Vec<Change>,
    /// The statements since the last header, header included.
    section: Vec<Statement>,
    /// Where the current entry starts, whether it is `[pack]`, and whether something of it is
    /// damaged.
    entry: (usize, bool, bool),
    /// The names of the entries so far.
    seen: Vec<String>,
    /// Whether the statement before was damaged: what makes no sense after it belongs to it.
    after_damage: bool,
}

impl Mender {
    fn new(text: &str, last: bool) -> Self {
        let (section, changes) = (Vec::new(), Vec::new());
        let out = Mended { text: String::with_capacity(text.len() + 64), ..Mended::default() };
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

    /// The text without merge conflicts and odd line ends, of the same length.
    fn unify<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let mut copy: Option<Vec<u8>> = None;
        let bare =
            |at: usize| text.as_bytes()[at] == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n');
        let mut returns =
            text.match_indices('\r').map(|(at, _)| at).filter(|at| bare(*at)).peekable();
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
                _ => format!(
                    "lines end in carriage returns that TOML does not allow ({count} of them)"
                ),
            };
            self.problem(first..first + 1, message, "save the file with LF or CRLF line ends");
        }
        let mut from = 0;
        while let Some((start, second, end)) = conflict(text, from) {
            let copy = copy.get_or_insert_with(|| text.as_bytes().to_vec());
            blank(copy, start.clone());
            blank(copy, second.start..end);
            self.out.lost += &text[second.start..end];
            self.out.lost.push(' ');
            let line = start.start..start.start + text[start].trim_end().len();
            let hint = "keep one side, and take the lines of <<<<<<<, ======= and >>>>>>> out";
            let fault = Problem {
                code: "merge-conflict",
                ..Problem::new(line, "a merge conflict is not resolved", hint)
            };
            self.out.problems.push(fault);
            from = end;
        }
        // Only ASCII was replaced, by ASCII.
        copy.and_then(|copy| String::from_utf8(copy).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    fn problem(&mut self, span: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        self.out.problems.push(Problem::new(span, message, hint));
    }

    fn read(&mut self, text: &str) {
        let mut at = 0;
        while let Some(statement) = scan::next(text, at) {
            // Headers inside of a damaged section belong to the next.
            if matches!(statement.words, Words::Header { .. }) {
                self.close(text);
                self.out.sections.push(statement.at.start);
            }
            at = statement.next;
            self.section.push(statement);
        }
        self.close(text);
    }

    /// Checks the statements of a section, and notes what is wrong with them.
    fn close(&mut self, text: &str) {
        let section = std::mem::take(&mut self.section);
        let (Some(first), Some(end)) = (section.first(), section.last()) else { return };
        let all = &text[first.at.start..end.at.end];
        if let Some((parent, _)) = first.words.name().and_then(|name| name.split_once('.'))
            && ["skill", "role", "comparison"].contains(&parent)
            && !self.seen.iter().any(|seen| seen == parent)
        {
            // The parser would take it for all there is of its kind, and refuse every entry that
            // follows.
            self.problem(
                first.at.clone(),
                format!("this table belongs to a {parent}, and there is none above it"),
                format!("move it below its [[{parent}]]"),
            );
            self.entry.2 = true;
            self.out.damaged.push(first.at.start..end.at.end);
            self.lose(text, first.at.start..end.at.end);
            self.after_damage = true;
            return;
        }
        let fine = section
            .iter()
            .all(|statement| statement.problem.is_none() && statement.words.makes_sense())
            && !Self::lost_header(text, &section)
            && DeTable::parse(all).is_ok();
        if fine {
            self.begin(&section[0]);
            self.after_damage = false;
            return;
        }
        let sub = section[0].words.name().is_some_and(|name| name.contains('.'));
        let mut ids: Vec<&str> = Vec::new();
        let mut skipping = false;
        for (at, statement) in section.iter().enumerate() {
            self.begin(statement);
            let words = &text[statement.at.clone()];
            if at == 0 && matches!(statement.words, Words::Header { known: None, sound: false, .. })
            {
                // What a header that cannot be read is about belongs to no other table.
                skipping = true;
            }
            if skipping && at > 0 {
                self.lose(text, statement.at.clone());
                continue;
            }
            let value = statement.words.id(words);
            if let Some(id) = value {
                let before_header = at + 1 == section.len() && end.at.end < text.len();
                let other = sub || ids.last().is_some_and(|known| *known != id);
                ids.push(id);
                if other && !before_header && self.out.problems.len() < MOST {
                    self.header_missing(text, &section, at);
                    continue;
                }
            }
            let before = at.checked_sub(1).map(|before| &section[before]);
            if let Some(quotes) = before.and_then(|before| half_opened(text, before, statement)) {
                self.out.damaged.push(quotes.clone());
                let hint = "a text of several lines begins with three quotes";
                self.problem(quotes, "three quotes are meant to open this text", hint);
                self.after_damage = true;
            }
            self.check(text, statement);
        }
    }

    /// Whether an id comes a second time, or where there can be none.
    fn lost_header(text: &str, section: &[Statement]) -> bool {
        let sub = section[0].words.name().is_some_and(|name| name.contains('.'));
        let ids = section
            .iter()
            .filter(|statement| statement.words.id(&text[statement.at.clone()]).is_some());
        ids.count() > usize::from(!sub)
    }

    /// An entry begins whose header is missing.
    fn header_missing(&mut self, text: &str, section: &[Statement], at: usize) {
        let statement = &section[at];
        let keys: Vec<&str> =
            section[at..].iter().filter_map(|s| s.words.key(&text[s.at.clone()])).collect();
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
        self.changes.push(Change::Insert(statement.at.start, format!("[[{name}]]\n").into()));
        self.entry = (statement.at.start, false, true);
        let message = format!("another `id` without a header: is `[[{name}]]` missing above it?");
        self.problem(first, message, format!("start each {name} with a line [[{name}]]"));
        self.after_damage = false;
    }

    /// Notes where entries begin and end.
    fn begin(&mut self, statement: &Statement) {
        if let Some(name) = statement.words.name().filter(|name| !name.contains('.')) {
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
            self.out.head |= head;
        }
    }

    fn lose(&mut self, text: &str, range: Range<usize>) {
        self.out.lost += &text[range.clone()];
        self.out.lost.push(' ');
        self.changes.push(Change::Blank(range));
    }

    fn check(&mut self, text: &str, statement: &Statement) {
        let words = &text[statement.at.clone()];
        let junk = matches!(statement.words, Words::Nothing { .. });
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
            && !matches!(statement.words, Words::Nothing { starts_anew: true });
        if !follows {
            self.report(text, statement);
        }
        self.after_damage = true;
        let changes = statement.changes();
        let changed = apply(words, statement.at.start, &changes);
        if let Words::Header { known: Some(header), sound: false, .. } = &statement.words {
            self.changes.push(Change::Insert(statement.at.start, header.to_string().into()));
            self.changes.push(Change::Blank(statement.at.clone()));
        } else if statement.problem.is_some() && !junk && DeTable::parse(&changed.text).is_ok() {
            self.changes.extend(changes);
            // A value that was never closed may have lost its end.
            self.out.lost += words;
            self.out.lost.push(' ');
        } else {
            self.lose(text, statement.at.clone());
        }
    }

    /// Notes what is wrong with `statement`: what the parser says of it, or what is known to be
    /// open.
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
            // What comes before the place at which something is left open is the cause.
            (Some(problem), Some((span, message))) if span.start < problem.span.start => {
                self.problem(span, message, hint(words));
            }
            (Some(problem), _) => self.out.problems.push(problem.clone()),
            (None, Some((span, message))) => self.problem(span, message, hint(words)),
            (None, None) => self.problem(statement.at.clone(), "this is not TOML", hint(words)),
        }
    }

    /// Puts the text together.
    fn finish(mut self, text: &str) -> Mended {
        self.end_entry(text.len());
        let applied = apply(text, 0, &self.changes);
        (self.out.text, self.out.inserted) = (applied.text, applied.inserted);
        let mut out = self.out;
        let moved = |list: &[Range<usize>]| {
            list.iter().map(|r| out.mended(r.start)..out.mended(r.end)).collect()
        };
        let (damaged, entries) = (moved(&out.damaged), moved(&out.entries));
        let sections = out.sections.iter().map(|at| out.mended(*at)).collect();
        let spans: Vec<_> =
            out.problems.iter().map(|p| out.mended(p.span.start)..out.mended(p.span.end)).collect();
        for (problem, span) in out.problems.iter_mut().zip(spans) {
            problem.span = span;
        }
        out.problems.sort_by_key(|problem| problem.span.start);
        Mended { damaged, entries, sections, ..out }
    }
}

/// A text after some changes, and where bytes were inserted: see [`Mended::inserted`].
struct Applied {
    text: String,
    inserted: Vec<(usize, usize, usize)>,
}

/// Applies `changes`, which are in the order of their places, to a text of which the first byte is
/// byte `first`.
fn apply(text: &str, first: usize, changes: &[Change]) -> Applied {
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len() + 16);
    let mut inserted: Vec<(usize, usize, usize)> = Vec::new();
    let mut from = 0;
    for change in changes {
        match change {
            Change::Insert(at, insert) => {
                let at = (at - first).max(from);
                bytes.extend(&text.as_bytes()[from..at]);
                bytes.extend(insert.as_bytes());
                from = at;
                let before = inserted.last().map_or(0, |(_, count, before)| count + before);
                inserted.push((at + first, insert.len(), before));
            }
            Change::Blank(range) => {
                let (start, end) = ((range.start - first).max(from), (range.end - first).max(from));
                bytes.extend(&text.as_bytes()[from..end]);
                let length = bytes.len();
                blank(&mut bytes, length - (end - start)..length);
                from = end;
            }
        }
    }
    bytes.extend(&text.as_bytes()[from..]);
    // Whole characters were blanked out, and ASCII inserted.
    Applied { text: String::from_utf8(bytes).unwrap_or_default(), inserted }
}

impl Statement {
    /// What makes it complete.
    fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<(usize, Change)> = self
            .inserts
            .iter()
            .map(|(at, insert)| (*at, Change::Insert(*at, (*insert).into())))
            .collect();
        changes.extend(self.blanks.iter().map(|range| (range.start, Change::Blank(range.clone()))));
        changes.sort_by_key(|(at, _)| *at);
        changes.into_iter().map(|(_, change)| change).collect()
    }
}

/// The two quotes at the end of the statement `before`, if what comes after them makes no sense
/// unless they were three.
fn half_opened(text: &str, before: &Statement, after: &Statement) -> Option<Range<usize>> {
    let words = &text[before.at.clone()];
    let quotes = words.ends_with("= \"\"") || words.ends_with("= ''") || words.ends_with("=\"\"");
    let meant = quotes
        && before.problem.is_none()
        && matches!(after.words, Words::Nothing { starts_anew: false });
    (meant && after.problem.is_none()).then(|| before.at.end - 2..before.at.end)
}

/// How to mend the statement `words`.
pub(super) fn hint(words: &str) -> &'static str {
    let line = words.trim_start();
    if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
        return "this looks like a line of a merge conflict: take it out";
    }
    if line.starts_with([']', '}']) {
        return "nothing is open that this bracket could close: take it out, or write what it closes";
    }
    if !words.contains('\n') && words.matches('"').count() % 2 == 1 {
        return "the line has an odd number of quotes: is one missing?";
    }
    "see https://toml.io/en/v1.0.0 for how TOML is written"
}

#[cfg(test)]
mod tests;
