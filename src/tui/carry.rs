//! What can be carried out of the explorer: forms, and where they go.

use std::path::{Path, PathBuf};

/// A form in which an answer is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A page of GitHub's Markdown.
    Markdown,
    /// A page for a browser.
    Html,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// A picture of the screen.
    Svg,
}

impl Form {
    /// All of them, as they are offered.
    pub const ALL: [Self; 5] = [Self::Markdown, Self::Html, Self::Svg, Self::Json, Self::Csv];

    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Json => "JSON",
            Self::Csv => "CSV",
            Self::Svg => "SVG picture of the screen",
        }
    }

    /// How `--format` and the names of files call it.
    pub fn format(self) -> (&'static str, &'static str) {
        match self {
            Self::Markdown => ("markdown", "md"),
            Self::Html => ("html", "html"),
            Self::Json => ("json", "json"),
            Self::Csv => ("csv", "csv"),
            Self::Svg => ("svg", "svg"),
        }
    }

    /// The form that the name of a file asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        Self::ALL.into_iter().find(|form| form.format().1 == extension)
    }
}

/// Where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sink {
    /// The clipboard.
    Clipboard,
    /// A file, written whole or not at all.
    File(File),
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path.
    pub path: PathBuf,
    /// Whether one that is there is written over.
    pub replace: bool,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It is written.
    Whole,
    /// There already is one, and it is as it was.
    There,
    /// It could not be, for this reason.
    Failed(String),
}

/// What can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copy {
    /// The id of what is under the cursor.
    Id,
    /// Its name, or the text of a responsibility.
    Line,
    /// What the screen shows, as Markdown.
    Markdown,
    /// The same as JSON.
    Json,
    /// The command that prints it.
    Command,
    /// The link of its first source.
    Link,
}

impl Copy {
    /// All of them, with the key that takes each at once.
    pub const ALL: [(Self, char); 6] = [
        (Self::Id, 'i'),
        (Self::Line, 'l'),
        (Self::Markdown, 'm'),
        (Self::Json, 'j'),
        (Self::Command, 'c'),
        (Self::Link, 'u'),
    ];
}

/// A name for a file made of `words`: lower case, letters and digits, joined by hyphens.
pub fn file_name(words: &[String]) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let joined: String = words.join("-").chars().map(plain).collect();
    let parts: Vec<&str> = joined.split('-').filter(|part| !part.is_empty()).collect();
    let name: String = parts.join("-").chars().take(80).collect();
    if name.is_empty() { "roledex".to_string() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_tame() {
        let name =
            |words: &[&str]| file_name(&words.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(name(&["diff", "pack:a b", "../../etc"]), "diff-pack-a-b-etc");
        assert_eq!(name(&["!!!"]), "roledex");
        assert_eq!(Form::of(Path::new("x.MD")), Some(Form::Markdown));
        assert_eq!(Form::of(Path::new("x")), None);
    }
}
