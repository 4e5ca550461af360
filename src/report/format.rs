//! Output formats.

use std::path::Path;

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
    /// A Mermaid flowchart of roles.
    Mermaid,
    /// A Graphviz graph of roles.
    Dot,
    /// A role as an occupation of schema.org.
    JsonLd,
    /// A picture.
    Svg,
}

/// The endings of files in each format; the first of a format is its usual one.
const ENDINGS: [(&str, OutputFormat); 18] = [
    ("txt", OutputFormat::Text),
    ("tsv", OutputFormat::Text),
    ("json", OutputFormat::Json),
    ("ndjson", OutputFormat::Ndjson),
    ("jsonl", OutputFormat::Ndjson),
    ("csv", OutputFormat::Csv),
    ("md", OutputFormat::Markdown),
    ("markdown", OutputFormat::Markdown),
    ("html", OutputFormat::Html),
    ("htm", OutputFormat::Html),
    ("mmd", OutputFormat::Mermaid),
    ("mermaid", OutputFormat::Mermaid),
    ("dot", OutputFormat::Dot),
    ("gv", OutputFormat::Dot),
    ("jsonld", OutputFormat::JsonLd),
    ("svg", OutputFormat::Svg),
    ("toml", OutputFormat::Toml),
    ("sarif", OutputFormat::Sarif),
];

impl OutputFormat {
    /// The formats of many answers after each other.
    pub(crate) const FOR_MANY_ANSWERS: [Self; 3] = [Self::Text, Self::Json, Self::Ndjson];
    /// The formats of every answer to a question.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Json, Self::Ndjson, Self::Csv, Self::Markdown, Self::Html];
    /// The formats of an answer that is a graph of roles.
    pub(crate) const FOR_GRAPHS: [Self; 8] = [
        Self::Text,
        Self::Json,
        Self::Ndjson,
        Self::Csv,
        Self::Markdown,
        Self::Html,
        Self::Mermaid,
        Self::Dot,
    ];
    /// The formats of an answer that is a picture of roles side by side.
    pub(crate) const FOR_PICTURES: [Self; 7] =
        [Self::Text, Self::Json, Self::Ndjson, Self::Csv, Self::Markdown, Self::Html, Self::Svg];
    /// The formats of a role in full.
    pub(crate) const FOR_A_ROLE: [Self; 7] =
        [Self::Text, Self::Json, Self::Ndjson, Self::Csv, Self::Markdown, Self::Html, Self::JsonLd];
    /// Every format that some answer has.
    pub const ANY: [Self; 13] = [
        Self::Text,
        Self::Json,
        Self::Ndjson,
        Self::Csv,
        Self::Markdown,
        Self::Html,
        Self::Mermaid,
        Self::Dot,
        Self::JsonLd,
        Self::Svg,
        Self::Toml,
        Self::Github,
        Self::Sarif,
    ];
    /// The formats of a check.
    pub(crate) const FOR_CHECKS: [Self; 5] =
        [Self::Text, Self::Json, Self::Ndjson, Self::Github, Self::Sarif];

    /// The format that the ending of a file name asks for.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, format)| *format)
    }

    /// The format with this spelling.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ANY.into_iter().find(|format| format.word() == word)
    }

    /// The endings of file names that ask for a format, in words.
    pub(crate) fn endings_text() -> String {
        let usual = Self::ANY.iter().filter_map(|format| {
            ENDINGS.iter().find(|(_, of)| of == format).map(|(ending, _)| format!(".{ending}"))
        });
        usual.collect::<Vec<_>>().join(", ")
    }

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
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
            Self::JsonLd => "jsonld",
            Self::Svg => "svg",
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
            Self::Mermaid => "Mermaid",
            Self::Dot => "Graphviz",
            Self::JsonLd => "JSON-LD",
            Self::Svg => "SVG",
        }
    }

    /// Whether the output is records and has no place for notes.
    pub(crate) fn is_records(self, page: PageSetup) -> bool {
        self == Self::Csv || (self == Self::Text && page.width.is_none())
    }
}
