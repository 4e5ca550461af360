//! Collects faults by byte range, and finally turns them into diagnostics with lines and columns.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use super::diagnostic::{Diagnostic, RelatedPlace, Severity};
use super::repair::RepairedText;
use crate::pack::DiagnosticCode;

/// A file of a pack, and the starts of its lines.
#[derive(Debug)]
pub(super) struct PackText {
    pub(super) name: String,
    pub(super) text: String,
    lines: OnceLock<LineIndex>,
}

impl PackText {
    pub(super) fn new(name: String, text: String) -> Self {
        Self { name, text, lines: OnceLock::new() }
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::of(&self.text))
    }
}

/// A file of a pack or a piece of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackTextPiece<'a> {
    /// The file that this is a piece of.
    pub(super) pack_text: &'a PackText,
    pub(super) text: &'a str,
    /// Start of the piece in the file.
    start: usize,
    /// The repaired text that is read instead, if the piece is damaged: spans count in that text.
    repaired: &'a OnceLock<RepairedText>,
}

impl<'a> PackTextPiece<'a> {
    /// Creates a piece from the bytes `at` of a file; `mended` receives the repaired text if one is
    /// needed.
    pub(super) fn new(
        of: &'a PackText,
        at: Range<usize>,
        mended: &'a OnceLock<RepairedText>,
    ) -> Self {
        Self { pack_text: of, text: &of.text[at.clone()], start: at.start, repaired: mended }
    }

    /// Whether this is the last piece of the file.
    pub(super) fn is_last(&self) -> bool {
        self.start + self.text.len() == self.pack_text.text.len()
    }

    /// Returns the repaired text that is read in place of a damaged one.
    pub(super) fn repaired(&self) -> Option<&'a RepairedText> {
        self.repaired.get()
    }

    /// Makes `mended` the text that is read.
    pub(super) fn set_repaired(&self, mended: RepairedText) -> &'a RepairedText {
        self.repaired.get_or_init(|| mended)
    }

    /// Returns the byte of the file that corresponds to byte `at` of the text that was read.
    fn original(&self, at: usize) -> usize {
        self.start + self.repaired().map_or(at, |mended| mended.original(at))
    }
}

/// A fault whose line and column are not yet known.
#[derive(Debug)]
pub(super) struct PackFault {
    file: usize,
    span: Range<usize>,
    severity: Severity,
    code: DiagnosticCode,
    message: String,
    hint: Option<String>,
    /// Other places that the fault is about, each with a remark.
    related: Vec<(usize, Range<usize>, &'static str)>,
    /// Whether the place is the last line of the span.
    last_line: bool,
}

impl PackFault {
    /// Moves the place to the last line of the span.
    pub(super) fn at_last_line(&mut self) {
        self.last_line = true;
    }

    /// Adds a hint on how to fix it.
    pub(super) fn hint(&mut self, hint: impl Into<String>) -> &mut Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds another place that the fault is about.
    pub(super) fn related(
        &mut self,
        file: usize,
        span: Range<usize>,
        remark: &'static str,
    ) -> &mut Self {
        self.related.push((file, span, remark));
        self
    }
}

/// Maximum number of faults of one kind that are reported; the rest are counted.
pub(crate) const MAX_REPORTED: usize = 100;

/// Maximum number of faults of one kind that are kept for sorting.
const MAX_COLLECTED: usize = 20_000;

/// Reasons why nothing of a file is read: every other fault in it would only be a consequence.
const NOT_READ: [DiagnosticCode; 7] = [
    DiagnosticCode::NotUtf8,
    DiagnosticCode::NotToml,
    DiagnosticCode::TooLarge,
    DiagnosticCode::LinkOut,
    DiagnosticCode::BrokenLink,
    DiagnosticCode::NotAFile,
    DiagnosticCode::TooDeep,
];

/// Collects the faults of one file.
#[derive(Debug)]
pub(super) struct FileFaults<'f> {
    list: &'f mut FaultList,
    file: usize,
}

impl FileFaults<'_> {
    /// Adds an error at `span`.
    pub(super) fn error(
        &mut self,
        code: DiagnosticCode,
        span: Range<usize>,
        message: String,
    ) -> &mut PackFault {
        self.list.error(code, self.file, span, message)
    }
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(super) struct FaultList {
    list: Vec<PackFault>,
    /// Number of faults of each kind, and their severity.
    counts: HashMap<DiagnosticCode, usize>,
    /// Placeholder for faults that are only counted.
    spare: Option<PackFault>,
}

impl FaultList {
    /// Returns the list for faults of `file`.
    pub(super) fn in_file(&mut self, file: usize) -> FileFaults<'_> {
        FileFaults { list: self, file }
    }

    /// Adds an error at `span` of `file`.
    pub(super) fn error(
        &mut self,
        code: DiagnosticCode,
        file: usize,
        span: Range<usize>,
        message: String,
    ) -> &mut PackFault {
        let fault = PackFault {
            file,
            span,
            severity: Severity::Error,
            code,
            message,
            hint: None,
            related: Vec::new(),
            last_line: false,
        };
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count > MAX_COLLECTED {
            return self.spare.insert(fault);
        }
        let at = self.list.len();
        self.list.push(fault);
        &mut self.list[at]
    }

    /// Adds a warning at `span` of `file`: the pack is valid, but deserves a look.
    pub(super) fn warning(
        &mut self,
        code: DiagnosticCode,
        file: usize,
        span: Range<usize>,
        message: String,
    ) -> &mut PackFault {
        let fault = self.error(code, file, span, message);
        fault.severity = Severity::Warning;
        fault
    }

    /// Adds the faults of `others`.
    pub(super) fn merge(&mut self, others: Self) {
        for fault in others.list {
            let count = self.counts.entry(fault.code).or_default();
            *count += 1;
            if *count <= MAX_COLLECTED {
                self.list.push(fault);
            }
        }
        for (code, count) in others.counts {
            *self.counts.entry(code).or_default() += count.saturating_sub(MAX_COLLECTED);
        }
    }

    /// Works out lines and columns. The result is ordered by file, place and kind; the same fault
    /// at the same place is reported once, and the first faults of each kind carry the number of
    /// the rest. For the files in `unreadable` only that fault is reported.
    pub(super) fn into_diagnostics(
        mut self,
        files: &[PackTextPiece<'_>],
        unreadable: &[Range<usize>],
    ) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| {
            (a.file, a.span.start, a.code.word(), &a.message).cmp(&(
                b.file,
                b.span.start,
                b.code.word(),
                &b.message,
            ))
        });
        let held: HashMap<DiagnosticCode, usize> =
            self.list.iter().fold(HashMap::new(), |mut held, fault| {
                *held.entry(fault.code).or_default() += 1;
                held
            });
        let unread: HashSet<(usize, usize)> = self
            .list
            .iter()
            .filter(|f| is_syntax_fault(f))
            .map(|f| (f.file, f.span.start))
            .collect();
        self.list.retain(|f| {
            is_syntax_fault(f)
                || (!unread.contains(&(f.file, f.span.start)) && !follows_from_repair(f, files))
        });
        self.list.retain(|fault| is_about_readable_file(fault, unreadable));
        self.list.dedup_by(|a, b| {
            (a.file, a.span.start, a.code, &a.message) == (b.file, b.span.start, b.code, &b.message)
        });
        let mut shown: HashMap<DiagnosticCode, usize> = HashMap::new();
        let mut last: HashMap<DiagnosticCode, usize> = HashMap::new();
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        for fault in self.list {
            let code = fault.code;
            let count = shown.entry(code).or_default();
            *count += 1;
            if *count > MAX_REPORTED {
                continue;
            }
            if let Some(placed) = to_diagnostic(fault, files) {
                last.insert(code, diagnostics.len());
                diagnostics.push(placed);
            }
        }
        for (code, at) in last {
            let beyond = self.counts.get(&code).copied().unwrap_or_default()
                - held.get(&code).copied().unwrap_or_default();
            diagnostics[at].more =
                shown.get(&code).copied().unwrap_or_default().saturating_sub(MAX_REPORTED) + beyond;
        }
        diagnostics
    }
}

/// Whether the fault is a syntax error: one fault, whatever else follows from it.
fn is_syntax_fault(fault: &PackFault) -> bool {
    matches!(
        fault.code,
        DiagnosticCode::Syntax
            | DiagnosticCode::MergeConflict
            | DiagnosticCode::NotUtf8
            | DiagnosticCode::NotToml
    )
}

/// Whether the fault follows from the repair of its file.
fn follows_from_repair(fault: &PackFault, files: &[PackTextPiece<'_>]) -> bool {
    let Some(mended) = files.get(fault.file).and_then(PackTextPiece::repaired) else {
        return false;
    };
    mended.is_damaged(fault.span.start)
        || (fault.code == DiagnosticCode::MissingField
            && mended.may_be_incomplete(fault.span.start))
}

/// Whether the fault is about a file that could be read, or is the reason that it could not.
fn is_about_readable_file(fault: &PackFault, unreadable: &[Range<usize>]) -> bool {
    NOT_READ.contains(&fault.code) || unreadable.iter().all(|files| !files.contains(&fault.file))
}

fn to_diagnostic(fault: PackFault, files: &[PackTextPiece<'_>]) -> Option<Diagnostic> {
    let file = files.get(fault.file)?;
    let PackFault { span, severity, code, message, hint, related, last_line, .. } = fault;
    let (mut start, end) = (file.original(span.start), file.original(span.end));
    let whole = file.pack_text;
    if last_line && let Some(line) = whole.text.get(start..end).and_then(|words| words.rfind('\n'))
    {
        let words = &whole.text[start + line..end];
        start += line + words.len() - words.trim_start().len();
    }
    let placed = whole.lines().error_at(&whole.name, &whole.text, start..end, code, message);
    let related = related.into_iter().filter_map(|(at, span, remark)| {
        let file = files.get(at)?;
        let (span, text) = (file.original(span.start)..file.original(span.end), file.pack_text);
        let Diagnostic { file, line, column, source_line, skipped, length, .. } =
            text.lines().error_at(&text.name, &text.text, span, code, String::new());
        let message = remark.to_string();
        Some(RelatedPlace { file, line, column, source_line, skipped, length, message })
    });
    Some(Diagnostic { severity, hint, related: related.collect(), ..placed })
}

/// The starts of the lines of a text.
#[derive(Debug)]
pub(crate) struct LineIndex(Vec<usize>);

/// Lines longer than this are not shown in full.
const MAX_LINE_LENGTH: usize = 1000;

/// Maximum number of characters of a longer line that are shown before a fault, and from its start
/// on.
const EXCERPT_SIZE: (usize, usize) = (60, 180);

impl LineIndex {
    pub(crate) fn of(text: &str) -> Self {
        // Old files end their lines with carriage returns alone.
        let end = if text.contains('\n') { '\n' } else { '\r' };
        Self(std::iter::once(0).chain(text.match_indices(end).map(|(at, _)| at + 1)).collect())
    }

    /// Returns the line, from 1, that contains byte `at`.
    fn line(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at).max(1)
    }

    /// Returns the line and the column, from 1, of byte `at` of `text`, with these lines.
    pub(crate) fn position(&self, text: &str, at: usize) -> (usize, usize) {
        let line = self.line(at);
        (line, text.get(self.0[line - 1]..at).map_or(1, |before| before.chars().count() + 1))
    }

    /// Returns an error at the bytes `span` of `text`, the full content of `file`, with these
    /// lines.
    pub(crate) fn error_at(
        &self,
        file: &str,
        text: &str,
        span: Range<usize>,
        code: DiagnosticCode,
        message: String,
    ) -> Diagnostic {
        let mut start = span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let line = self.line(start);
        let line_start = self.0[line - 1];
        let line_end = self.0.get(line).map_or(text.len(), |next| next - 1).max(start);
        let mut end = span.end.clamp(start, line_end);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let column = text[line_start..start].chars().count() + 1;
        let length = text[start..end.max(start)].chars().count().max(1);
        let source = text[line_start..line_end].trim_end_matches('\r');
        let (skipped, source_line) = if source.len() <= MAX_LINE_LENGTH {
            (0, source.to_string())
        } else {
            let skipped = (column - 1).saturating_sub(EXCERPT_SIZE.0);
            (skipped, source.chars().skip(skipped).take(EXCERPT_SIZE.0 + EXCERPT_SIZE.1).collect())
        };
        Diagnostic {
            severity: Severity::Error,
            code,
            file: file.to_string(),
            line,
            column,
            source_line,
            skipped,
            length: if skipped > 0 || source.len() > MAX_LINE_LENGTH {
                length.min(EXCERPT_SIZE.1)
            } else {
                length
            },
            message,
            hint: None,
            related: Vec::new(),
            more: 0,
        }
    }
}

/// Describes how `word` differs from `near` if the difference is invisible: a blank, or a letter
/// that looks like another.
pub(crate) fn hidden_difference(word: &str, near: &str) -> Option<String> {
    let (place, (written, _)) = word
        .chars()
        .zip(near.chars().map(Some).chain(std::iter::repeat(None)))
        .enumerate()
        .find(|(_, (written, meant))| Some(*written) != *meant)?;
    let differs = is_easily_missed(written);
    differs.then(|| format!("character {} of your text is {}", place + 1, character_name(written)))
}

/// Whether a character is easily missed or mistaken for another one.
fn is_easily_missed(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_whitespace() || c.is_ascii_control()
}

/// Whether `c` has no width, or is a blank other than the ordinary space.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (c.is_whitespace() && c != ' ')
        || c.is_control()
}

/// Returns the name of a character that may be invisible.
pub(super) fn character_name(c: char) -> String {
    let name = match c {
        ' ' => "a space",
        '\t' => "a tab",
        '\n' | '\r' => "a line break",
        '\u{a0}' | '\u{202f}' | '\u{2007}' => "a no-break space",
        '\u{ad}' => "a soft hyphen",
        '\u{200b}' => "a zero-width space",
        '\u{200c}' | '\u{200d}' | '\u{2060}' => "a zero-width joiner",
        '\u{feff}' => "a byte order mark",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "a dash that is not a hyphen",
        c if c.is_whitespace() => "an unusual space",
        _ => return format!("U+{:04X}", u32::from(c)),
    };
    format!("{name} (U+{:04X})", u32::from(c))
}

/// Returns `did you mean …?`, with invisible characters named.
pub(crate) fn did_you_mean(word: &str, near: &str) -> String {
    match hidden_difference(word, near) {
        Some(difference) => format!("did you mean `{near}`? {difference}"),
        None => format!("did you mean `{near}`?"),
    }
}

/// Returns the entry of `known` that `word` was probably meant to be: at most a third of its
/// letters away.
pub(crate) fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    // Invisible characters do not make a different word, however short it is.
    let seen: String = word.chars().filter(|c| !is_unseen(*c)).collect();
    let known = known.into_iter();
    let word = if seen.len() < word.len() && !seen.is_empty() { seen } else { word };
    let length = word.chars().count();
    // In a very short word, one letter more or less makes a different word.
    let limit = match length {
        0..=2 => 0,
        len => (len / 3).max(1),
    };
    known
        // The difference in length is a lower bound of the distance.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
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
        let file = PackText::new("a.toml".into(), "é = 1\r\nnaïve = \"x\"\n".into());
        let mended = OnceLock::new();
        let files = [PackTextPiece::new(&file, 0..file.text.len(), &mended)];
        for start in 0..30 {
            for end in start..30 {
                let mut faults = FaultList::default();
                faults.error(DiagnosticCode::Syntax, 0, start..end, "m".into());
                let found = faults.into_diagnostics(&files, &[]);
                assert_eq!(found.len(), 1);
                assert!(found[0].line >= 1 && found[0].column >= 1 && found[0].length >= 1);
            }
        }
        let mut faults = FaultList::default();
        faults.error(DiagnosticCode::Syntax, 0, 17..20, "m".into());
        let found = faults.into_diagnostics(&files, &[]);
        assert_eq!((found[0].line, found[0].column, found[0].length), (2, 9, 3));
        assert_eq!(found[0].source_line, "naïve = \"x\"");
    }

    #[test]
    fn suggestions_are_near() {
        assert_eq!(suggest("roadmaping", ["roadmapping", "prototyping"]), Some("roadmapping"));
        assert_eq!(suggest("sql", ["figma", "jira"]), None);
    }
}
