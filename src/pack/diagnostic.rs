//! A fault in a pack, with its place.

use super::DiagnosticCode;

/// Severity of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack is not valid.
    Error,
    /// The pack is valid, but something deserves a look.
    Warning,
}

/// Whether `faults` leave a pack valid: warnings do.
pub fn is_valid(faults: &[Diagnostic]) -> bool {
    faults.iter().all(|fault| fault.severity != Severity::Error)
}

/// A fault in a pack: where it is, what it is, and how to fix it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its severity.
    pub severity: Severity,
    /// The kind of fault.
    pub code: DiagnosticCode,
    /// The file, as the user named it.
    pub file: String,
    /// Line, from 1; 0 if the fault concerns the file as a whole.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// The line itself, unchanged, without its end; of a very long line the part around the fault.
    pub source_line: String,
    /// Number of characters of the line before `source_line`: 0 unless the line is very long.
    pub skipped: usize,
    /// Number of characters that the fault covers on that line, from `column` on; at least 1.
    pub length: usize,
    /// Message: one sentence without a full stop.
    pub message: String,
    /// Hint on how to fix it.
    pub hint: Option<String>,
    /// Other places that the fault is about, such as the first of two definitions.
    pub related: Vec<RelatedPlace>,
    /// Number of further faults of this kind that are not listed.
    pub more: usize,
}

/// Another place that a fault is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedPlace {
    /// The file, as the user named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// The line itself, unchanged, without its end; of a very long line the part around the place.
    pub source_line: String,
    /// Number of characters of the line before `source_line`: 0 unless the line is very long.
    pub skipped: usize,
    /// Number of characters of the place on that line, from `column` on; at least 1.
    pub length: usize,
    /// Remark on what this place has to do with the fault.
    pub message: String,
}
