//! Exports from the explorer: formats and destinations.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::Engine;
use crate::model::text::quoted;
use crate::model::{Catalog, RoleId};
use crate::question::{
    CompareQuestion, ListedItems, MatrixRoles, OutputFormat, Question, SkillOrigin,
};

/// Answers a question about the catalog of an engine in a format, or returns why it cannot.
pub type ExportFn =
    Arc<dyn Fn(&Arc<Engine>, &Question, OutputFormat) -> Result<Vec<u8>, String> + Send + Sync>;

/// An export format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// GitHub Markdown.
    Markdown,
    /// A web page.
    Html,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// A pack file with the role that was read from a text.
    Pack,
    /// A picture of the screen.
    Svg,
}

impl ExportFormat {
    /// All formats, in the order in which they are offered. A pack file comes last, and is
    /// offered only for a role that was read from a text.
    pub const ALL: [Self; 6] =
        [Self::Markdown, Self::Html, Self::Svg, Self::Json, Self::Csv, Self::Pack];

    /// Returns its display name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pack => "pack file with the role",
            Self::Svg => "SVG picture of the screen",
            _ => self.output().map_or("", OutputFormat::title),
        }
    }

    /// Returns the format of the answer; `None` for a pack file and a picture of the screen.
    pub fn output(self) -> Option<OutputFormat> {
        match self {
            Self::Markdown => Some(OutputFormat::Markdown),
            Self::Html => Some(OutputFormat::Html),
            Self::Json => Some(OutputFormat::Json),
            Self::Csv => Some(OutputFormat::Csv),
            Self::Pack | Self::Svg => None,
        }
    }

    /// Returns its file extension.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Pack => "toml",
            Self::Svg => "svg",
        }
    }

    /// Returns the format that the extension of a file name implies.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        let extension = match extension.as_str() {
            "markdown" => "md",
            "htm" => "html",
            extension => extension,
        };
        Self::ALL.into_iter().find(|form| form.extension() == extension)
    }

    /// Returns the extension of a file name, if it asks for a format that does not exist here. A
    /// number is not an extension: it may be a version.
    pub(crate) fn unknown_extension<'a>(
        path: &'a Path,
        subject: &ExportSubject,
    ) -> Option<&'a str> {
        let extension = path.extension()?.to_str()?;
        let form = Self::of(path).filter(|form| subject.formats().any(|known| known == *form));
        let asks = extension.contains(char::is_alphabetic) && form.is_none();
        asks.then_some(extension)
    }
}

/// Contents of an export, in the words of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportSubject {
    /// Its kind: `the comparison`.
    pub kind: &'static str,
    /// The rest of its name: `of Product manager and Product lead`; empty if there is none.
    pub of: String,
    /// Whether it is a role that was read from a text, which can be saved as a pack file.
    pub is_read_role: bool,
}

impl ExportSubject {
    /// Names the answer to `question`.
    pub fn new(question: &Question, catalog: &Catalog) -> Self {
        let pair = |from: RoleId, to: RoleId| {
            format!("from {} to {}", catalog.role_title(from), catalog.role_title(to))
        };
        let (kind, of) = match question {
            Question::List(list) => match list.items {
                ListedItems::Roles => ("the list of roles", String::new()),
                ListedItems::Skills => ("the list of skills", String::new()),
                _ => ("the list", String::new()),
            },
            Question::Role { role, .. } => ("the role", catalog.role_title(*role).to_string()),
            Question::Skill(skill) => ("the skill", catalog.skill(*skill).name.clone()),
            Question::Compare(CompareQuestion { left, right, .. }) => {
                let [left, right] = [left, right].map(|role| catalog.role_title(*role));
                ("the comparison", format!("of {left} and {right}"))
            }
            Question::Search { query, .. } => {
                ("the search results", format!("for ‹{}›", quoted(query.trim())))
            }
            Question::Related { role, .. } => {
                ("the similar roles", format!("of {}", catalog.role_title(*role)))
            }
            Question::Path(path) => ("the path", pair(path.from, path.to)),
            Question::Gap(gap) => {
                let titles: Vec<&str> =
                    gap.targets.iter().map(|role| catalog.role_title(*role)).collect();
                let start = match &gap.start {
                    SkillOrigin::Role(role) => catalog.role_title(*role),
                    _ => "your profile",
                };
                ("the skill gap", format!("from {start} to {}", titles.join(", ")))
            }
            Question::Matrix { roles, .. } => {
                let of = match roles {
                    MatrixRoles::Roles(roles) => format!("of {} roles", roles.len()),
                    MatrixRoles::Family(family) => format!("of the family {family}"),
                };
                ("the matrix", of)
            }
        };
        let is_read_role = match question {
            Question::Role { role, .. } => catalog.read_from(*role).is_some(),
            _ => false,
        };
        Self { kind, of, is_read_role }
    }

    /// A picture of the screen.
    pub(crate) fn picture() -> Self {
        Self { kind: "a picture of the screen", of: String::new(), is_read_role: false }
    }

    /// Returns the formats that it can be saved in.
    pub(crate) fn formats(&self) -> impl Iterator<Item = ExportFormat> + use<> {
        let has_pack = self.is_read_role;
        ExportFormat::ALL.into_iter().filter(move |form| has_pack || *form != ExportFormat::Pack)
    }

    /// Returns its full name.
    pub(crate) fn full(&self) -> String {
        [self.kind, &self.of].join(" ").trim_end().to_string()
    }
}

/// Destination of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportTarget {
    /// The clipboard.
    Clipboard,
    /// A file, written completely or not at all.
    File(ExportFile),
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Its path.
    pub path: PathBuf,
    /// Whether to overwrite an existing file.
    pub replace: bool,
}

/// Outcome of writing a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportOutcome {
    /// The file at this full path was written.
    Complete(PathBuf),
    /// The file at this full path already exists and was left unchanged.
    AlreadyExists(PathBuf),
    /// The file could not be written, for this reason.
    Failed(String),
}

/// Something that can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyKind {
    /// The id of the entry under the cursor.
    Id,
    /// Its name, or the text of a responsibility.
    Line,
    /// The contents of the screen, as Markdown.
    Markdown,
    /// The contents of the screen, as JSON.
    Json,
    /// The command that prints the contents of the screen.
    Command,
    /// The link of its first source.
    Link,
}

impl CopyKind {
    /// All of them, with the shortcut key of each.
    pub const ALL: [(Self, char); 6] = [
        (Self::Id, 'i'),
        (Self::Line, 'l'),
        (Self::Markdown, 'm'),
        (Self::Json, 'j'),
        (Self::Command, 'c'),
        (Self::Link, 'u'),
    ];
}

/// Returns a file name made of `words`: lower case, letters and digits, joined by hyphens.
pub(crate) fn file_name(words: &[String]) -> String {
    let joined = words.join("-").to_ascii_lowercase();
    let parts: Vec<&str> =
        joined.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let name: String = parts.join("-").chars().take(80).collect();
    if name.is_empty() { "roledex".to_string() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_tame() {
        let words = ["diff", "pack:a b", "../../etc"].map(str::to_string);
        assert_eq!(file_name(&words), "diff-pack-a-b-etc");
        assert_eq!(file_name(&["!!!".to_string()]), "roledex");
        assert_eq!(ExportFormat::of(Path::new("x.MD")), Some(ExportFormat::Markdown));
        assert_eq!(ExportFormat::of(Path::new("x.markdown")), Some(ExportFormat::Markdown));
        assert_eq!(ExportFormat::of(Path::new("x")), None);
    }

    #[test]
    fn an_ending_that_asks_for_another_format_is_known_as_such() {
        for (name, unknown) in [
            ("levels.docx", Some("docx")),
            ("levels.final", Some("final")),
            ("a.md.pdf", Some("pdf")),
            ("levels.toml", Some("toml")),
            ("levels.md", None),
            ("levels.HTM", None),
            ("levels", None),
            ("levels v1.2", None),
            (".levels", None),
            ("levels.", None),
            ("my.folder/levels", None),
        ] {
            let picture = ExportSubject::picture();
            let found = ExportFormat::unknown_extension(Path::new(name), &picture);
            assert_eq!(found, unknown, "{name}");
        }
    }
}
