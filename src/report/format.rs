//! Output formats.

use super::PageSetup;

/// The format of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFormat {
    /// Readable text, or tab-separated lines in a pipe.
    Text,
    /// JSON with stable fields, for programs.
    Json,
    /// One JSON object per line, for commands with many results.
    Ndjson,
    /// Comma-separated values with a header row, for spreadsheets.
    Csv,
    /// GitHub-flavoured Markdown.
    Markdown,
    /// A self-contained page for a browser.
    Html,
    /// A part of a pack file.
    Toml,
    /// Workflow commands, which GitHub shows beside the lines of a change.
    Github,
    /// SARIF 2.1.0, for services that collect the results of checks.
    Sarif,
}

impl OutputFormat {
    /// The formats of one answer.
    pub const FOR_ONE_ANSWER: [Self; 5] =
        [Self::Text, Self::Json, Self::Csv, Self::Markdown, Self::Html];
    /// The formats of many answers after each other.
    pub const FOR_MANY_ANSWERS: [Self; 3] = [Self::Text, Self::Json, Self::Ndjson];
    /// The formats of an answer that is one of many elsewhere.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Json, Self::Ndjson, Self::Csv, Self::Markdown, Self::Html];

    /// The formats of a check.
    pub const FOR_CHECKS: [Self; 4] = [Self::Text, Self::Json, Self::Github, Self::Sarif];
    /// All formats there are.
    pub const EVERY: [Self; 9] = [
        Self::Text,
        Self::Json,
        Self::Ndjson,
        Self::Csv,
        Self::Markdown,
        Self::Html,
        Self::Toml,
        Self::Github,
        Self::Sarif,
    ];

    /// The spelling on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Toml => "toml",
            Self::Github => "github",
            Self::Sarif => "sarif",
        }
    }

    /// The name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "JSON",
            Self::Ndjson => "NDJSON",
            Self::Csv => "CSV",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Toml => "TOML",
            Self::Github => "GitHub",
            Self::Sarif => "SARIF",
        }
    }

    /// Whether the output is records and has no place for notes.
    pub fn is_records(self, page: PageSetup) -> bool {
        self == Self::Csv || (self == Self::Text && page.width.is_none())
    }
}
