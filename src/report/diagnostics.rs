//! Diagnostics of packs, for people with a caret under the location, and for programs.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

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
    let count = |severity| count_with_severity(diagnostics, severity);
    let files: BTreeSet<&str> = diagnostics.iter().map(|d| d.file.as_str()).collect();
    let plural = |n: usize, what: &str| {
        format!("{} {what}{}", group_digits(n as u64), if n == 1 { "" } else { "s" })
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let counts = [(errors, "error"), (warnings, "warning")];
    let mut parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| plural(count, what))
        .collect();
    if parts.is_empty() {
        parts.push(plural(errors, "error"));
    }
    writeln!(out, "{} in {}", parts.join(" and "), plural(files.len(), "file"))
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
        // Every character becomes one or more visible ones, so the caret's position is counted in
        // the displayed text.
        let shown_length = |from: usize, count: usize| {
            visible_line(&source_line.chars().skip(from).take(count).collect::<String>()).len()
        };
        let shown = visible_line(source_line);
        // A letter with too many marks is shown in part, so that its pieces may be longer than it.
        let boundary = |at: usize| {
            (0..=at.min(shown.len())).rev().find(|at| shown.is_char_boundary(*at)).unwrap_or(0)
        };
        let before = column.saturating_sub(1);
        let start = boundary(shown_length(0, before));
        let end = boundary(start + shown_length(before, length));
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

/// Writes every code with its summary, one per line.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_code_list(out: &mut impl Write, codes: &[DiagnosticCode]) -> io::Result<()> {
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
pub fn write_explanations(out: &mut impl Write, codes: &[DiagnosticCode]) -> io::Result<()> {
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
pub fn write_codes_json(out: &mut impl Write, codes: &[DiagnosticCode]) -> io::Result<()> {
    let list: Vec<_> = codes
        .iter()
        .map(|code| json!({ "code": code.word(), "explanation": code.explanation() }))
        .collect();
    super::write_json(out, &json!({ "schema": "roledex/codes/1", "codes": list }))
}

fn related_json(place: &RelatedPlace) -> serde_json::Value {
    json!({
        "file": place.file, "line": place.line, "column": place.column, "length": place.length,
        "message": place.message, "source_line": place.source_line,
        "source_column": place.skipped + 1,
    })
}

/// Writes every diagnostic as JSON.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_json(out: &mut impl Write, diagnostics: &[Diagnostic]) -> io::Result<()> {
    let severity = |d: &Diagnostic| match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let (errors, warnings) = (
        count_with_severity(diagnostics, Severity::Error),
        count_with_severity(diagnostics, Severity::Warning),
    );
    let list: Vec<_> = diagnostics
        .iter()
        .map(|d| {
            json!({
                "severity": severity(d), "code": d.code.word(), "file": d.file, "line": d.line, "column": d.column,
                "length": d.length, "message": d.message, "hint": d.hint, "source_line": d.source_line,
                "source_column": d.skipped + 1, "more": d.more,
                "related": d.related.iter().map(related_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let value = json!({
        "schema": "roledex/check/1",
        "errors": errors,
        "warnings": warnings,
        "left_out": diagnostics.iter().map(|d| d.more).sum::<usize>(),
        "diagnostics": list,
    });
    super::write_json(out, &value)
}
