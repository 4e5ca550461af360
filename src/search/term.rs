//! Terms of a query that match by more than their words, such as `^prefix`.

/// The way in which a [`QueryTerm`] matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TermKind {
    /// In any way.
    Fuzzy,
    /// Literally, anywhere.
    Exact,
    /// At the start of the label.
    Prefix,
    /// At the end of the label.
    Suffix,
    /// The entire label.
    Equal,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryTerm {
    pub(super) kind: TermKind,
    /// Whether it must not be found.
    pub(super) not: bool,
    /// Folded.
    pub(super) text: String,
    /// As typed.
    pub(super) typed: String,
}

impl QueryTerm {
    /// Whether the folded `label` matches it by its kind; never for [`TermKind::Fuzzy`].
    pub(super) fn matches(&self, label: &str) -> bool {
        match self.kind {
            TermKind::Fuzzy => false,
            TermKind::Exact => label.contains(&self.text),
            TermKind::Prefix => label.starts_with(&self.text),
            TermKind::Suffix => label.ends_with(&self.text),
            TermKind::Equal => label == self.text,
        }
    }
}
