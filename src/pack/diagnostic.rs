//! A fault in a pack, with its place.

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack is not valid.
    Error,
    /// The pack is valid, but something wants a look.
    Warning,
}

/// Whether nothing among `faults` keeps a pack from being valid: warnings do not.
pub fn is_valid(faults: &[Diagnostic]) -> bool {
    faults.iter().all(|fault| fault.severity != Severity::Error)
}

/// A fault in a pack: where, what, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable kebab-case name of the kind of fault, such as `unknown-skill`.
    pub code: &'static str,
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1; 0 where the fault is about the file as a whole.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// The line itself, unchanged, without its end; of a very long line the part around the fault.
    pub source_line: String,
    /// How many characters of the line come before `source_line`: none, unless the line is very
    /// long.
    pub skipped: usize,
    /// How many characters from `column` on the fault covers on that line; at least 1.
    pub length: usize,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
    /// How many more faults of this kind there are that are not listed.
    pub more: usize,
}
