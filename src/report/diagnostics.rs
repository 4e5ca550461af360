//! Diagnostics of packs, for people with a caret under the location, and for programs.

mod ci;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use schemars::JsonSchema;
use serde::Serialize;

pub use self::ci::{sarif, write_github};
use crate::json::to_value;
use crate::model::text::{self, group_digits, visible_line};
use crate::pack::{Diagnostic, DiagnosticCode, RelatedPlace, Severity};

/// Writes every diagnostic with its file, line, column, the line itself with a caret, and the hint;
/// then their number.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    diagnostics: &[Diagnostic],
    colour: bool,
) -> io::Result<()> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    for diagnostic in diagnostics {
        writeln!(out, "{}\n", render_diagnostic(&renderer, diagnostic))?;
    }
    for diagnostic in diagnostics.iter().filter(|d| d.more > 0) {
        writeln!(out, "and {} more: {}\n", group_digits(diagnostic.more as u64), diagnostic.code)?;
    }
    let files: BTreeSet<&str> = diagnostics.iter().map(|d| d.file.as_str()).collect();
    let errors = count_with_severity(diagnostics, Severity::Error);
    let warnings = count_with_severity(diagnostics, Severity::Warning);
    let counts = [(errors, "error"), (warnings, "warning")];
    let mut parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| count_text(count, what))
        .collect();
    if parts.is_empty() {
        parts.push(count_text(errors, "error"));
    }
    writeln!(out, "{} in {}", parts.join(" and "), count_text(files.len(), "file"))
}

/// A number with its noun: `1 error`, `2 files`.
fn count_text(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", group_digits(count as u64), if count == 1 { "" } else { "s" })
}

/// Number of diagnostics of this severity, including those that are not listed.
fn count_with_severity(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|d| d.severity == severity).map(|d| 1 + d.more).sum()
}

fn render_diagnostic(renderer: &Renderer, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let places: Vec<ShownPlace> = std::iter::once(ShownPlace::of_fault(diagnostic))
        .chain(diagnostic.related.iter().map(ShownPlace::of_related))
        .collect();
    let message = visible_line(&diagnostic.message);
    let hint = diagnostic.hint.as_deref().map(visible_line);
    let mut group: Group<'_> = level
        .primary_title(message.as_str())
        .id(diagnostic.code.word())
        .elements(places.iter().map(ShownPlace::snippet));
    if let Some(hint) = &hint {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    renderer.render(&[group])
}

/// A place as it is displayed, with its line.
struct ShownPlace {
    file: String,
    line: usize,
    source_line: String,
    /// The bytes of `source_line` to underline.
    span: Range<usize>,
    /// Remark under the line; `None` for the fault itself.
    remark: Option<String>,
}

impl ShownPlace {
    fn of_fault(fault: &Diagnostic) -> Self {
        let column = fault.column - fault.skipped.min(fault.column);
        Self::new(&fault.file, fault.line, &fault.source_line, column, fault.length, None)
    }

    fn of_related(place: &RelatedPlace) -> Self {
        let column = place.column - place.skipped.min(place.column);
        let remark = Some(visible_line(&place.message));
        Self::new(&place.file, place.line, &place.source_line, column, place.length, remark)
    }

    /// Creates a place of `length` characters from `column` on, from 1, of `source_line`.
    fn new(
        file: &str,
        line: usize,
        source_line: &str,
        column: usize,
        length: usize,
        remark: Option<String>,
    ) -> Self {
        let shown = visible_line(source_line);
        let before = column.saturating_sub(1);
        let start = floor_char_boundary(&shown, shown_length(source_line, 0, before));
        let end = floor_char_boundary(&shown, start + shown_length(source_line, before, length));
        Self { file: text::printable(file), line, span: start..end, source_line: shown, remark }
    }

    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let annotation = match &self.remark {
            Some(remark) => AnnotationKind::Context.span(self.span.clone()).label(remark.as_str()),
            None => AnnotationKind::Primary.span(self.span.clone()),
        };
        Snippet::source(self.source_line.as_str())
            .line_start(self.line)
            .path(self.file.as_str())
            .fold(false)
            .annotation(annotation)
    }
}

/// Number of bytes that `count` characters of a line from `from` on take as they are displayed:
/// every character becomes one or more visible ones.
fn shown_length(source_line: &str, from: usize, count: usize) -> usize {
    visible_line(&source_line.chars().skip(from).take(count).collect::<String>()).len()
}

/// The last start of a character in `text` up to the byte `at`. A letter with too many marks is
/// shown in part, so that its pieces may be longer than it.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Writes every code with its summary, one per line.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(crate) fn write_code_list(out: &mut impl Write, codes: &[DiagnosticCode]) -> io::Result<()> {
    let width = codes.iter().map(|code| code.word().len()).max().unwrap_or_default();
    for code in codes {
        writeln!(out, "{code:<width$}  {}", code.summary())?;
    }
    Ok(())
}

/// Writes every code with its full explanation.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(crate) fn write_explanations(out: &mut impl Write, codes: &[DiagnosticCode]) -> io::Result<()> {
    for code in codes {
        writeln!(out, "{code}\n\n{}", code.explanation())?;
    }
    Ok(())
}

/// Writes every code with its explanation as JSON.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(crate) fn write_codes_json(out: &mut impl Write, codes: &[DiagnosticCode]) -> io::Result<()> {
    let codes = codes.iter();
    let codes = codes.map(|code| CodeEntry { code: code.word(), explanation: code.explanation() });
    let answer = CodesAnswer { schema: "roledex/codes/1", codes: codes.collect() };
    super::write_json(out, &to_value(&answer))
}

/// The codes with their explanations as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct CodesAnswer {
    schema: &'static str,
    codes: Vec<CodeEntry>,
}

#[derive(Serialize, JsonSchema)]
struct CodeEntry {
    code: &'static str,
    explanation: String,
}

/// The result of a check as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct CheckAnswer<'a> {
    schema: &'static str,
    errors: usize,
    warnings: usize,
    left_out: usize,
    diagnostics: Vec<DiagnosticEntry<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct DiagnosticEntry<'a> {
    severity: &'static str,
    code: &'static str,
    #[serde(flatten)]
    place: PlaceEntry<'a>,
    hint: Option<&'a str>,
    more: usize,
    related: Vec<PlaceEntry<'a>>,
}

/// A place in a file with its message.
#[derive(Serialize, JsonSchema)]
struct PlaceEntry<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    length: usize,
    message: &'a str,
    source_line: &'a str,
    source_column: usize,
}

impl<'a> DiagnosticEntry<'a> {
    fn new(diagnostic: &'a Diagnostic) -> Self {
        Self {
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: diagnostic.code.word(),
            place: PlaceEntry {
                file: &diagnostic.file,
                line: diagnostic.line,
                column: diagnostic.column,
                length: diagnostic.length,
                message: &diagnostic.message,
                source_line: &diagnostic.source_line,
                source_column: diagnostic.skipped + 1,
            },
            hint: diagnostic.hint.as_deref(),
            more: diagnostic.more,
            related: diagnostic.related.iter().map(PlaceEntry::new).collect(),
        }
    }
}

impl<'a> PlaceEntry<'a> {
    fn new(place: &'a RelatedPlace) -> Self {
        Self {
            file: &place.file,
            line: place.line,
            column: place.column,
            length: place.length,
            message: &place.message,
            source_line: &place.source_line,
            source_column: place.skipped + 1,
        }
    }
}

/// Writes every diagnostic as a line of JSON.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_json_lines(out: &mut impl Write, diagnostics: &[Diagnostic]) -> io::Result<()> {
    diagnostics.iter().try_for_each(|diagnostic| {
        super::write_json_line(out, &to_value(&DiagnosticEntry::new(diagnostic)))
    })
}

/// Writes every diagnostic as JSON.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_json(out: &mut impl Write, diagnostics: &[Diagnostic]) -> io::Result<()> {
    super::write_json(
        out,
        &to_value(&CheckAnswer {
            schema: "roledex/check/1",
            errors: count_with_severity(diagnostics, Severity::Error),
            warnings: count_with_severity(diagnostics, Severity::Warning),
            left_out: diagnostics.iter().map(|diagnostic| diagnostic.more).sum(),
            diagnostics: diagnostics.iter().map(DiagnosticEntry::new).collect(),
        }),
    )
}
