//! Syntax faults of a damaged file.

use std::ops::Range;

use crate::pack::DiagnosticCode;

/// A syntax fault, by bytes of the original text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pack) struct SyntaxProblem {
    pub(in crate::pack) span: Range<usize>,
    pub(in crate::pack) code: DiagnosticCode,
    pub(in crate::pack) message: String,
    pub(in crate::pack) hint: String,
    /// Another place that belongs to the fault, and what is there.
    pub(in crate::pack) related: Option<(Range<usize>, &'static str)>,
}

impl SyntaxProblem {
    pub(super) fn new(
        span: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            span,
            code: DiagnosticCode::Syntax,
            message: message.into(),
            hint: hint.into(),
            related: None,
        }
    }
}
