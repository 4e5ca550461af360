//! What people type, taken apart.

/// A parsed query: words that must all be found, with fzf's extended syntax.
///
/// `'exact`, `^prefix`, `suffix$`, `!not`, `a | b`. Every text is a query; nothing is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    text: String,
}

impl Query {
    /// Takes `text` apart.
    pub fn parse(text: &str) -> Self {
        Self { text: text.trim().to_string() }
    }

    /// The text as typed, trimmed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it asks for everything.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}
