//! Roles that arguments name by the text that describes them: a path, or - for standard input.

use std::path::Path;
use std::sync::Arc;

use super::{Command, CommandContext, CommandError, args, stderr};
use crate::model::text::quoted;
use crate::model::{Catalog, RoleId};
use crate::reading::added::{ReadDescription, added_roles};
use crate::reading::layout::LaidOutText;
use crate::reading::role::{ReadRole, RoleReader};
use crate::wording::read_facts::jobs_note;

/// Endings of the names of texts. A name with one of these is more likely a file than a role.
const TEXT_ENDINGS: [&str; 14] = [
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".xhtml",
    ".mht",
    ".docx",
    ".doc",
    ".odt",
    ".rtf",
    ".pdf",
    ".json",
];

/// A role that was read from a text for this run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextRole {
    /// The argument that names it.
    argument: String,
    role: RoleId,
}

/// The kind of an argument that names a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RoleArgument {
    /// A role of the packs.
    Name,
    /// A file, or standard input.
    Text,
}

/// Whether a command that takes a role could mean a path by `text`.
pub(super) fn looks_like_path(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.contains(std::path::is_separator) || TEXT_ENDINGS.iter().any(|end| lower.ends_with(end))
}

impl Command {
    /// Returns the arguments that name roles, each of which may be a path.
    pub(super) fn role_arguments(&self) -> Vec<&str> {
        match self {
            Self::Show(args) if !args.skill => vec![args.role.as_str()],
            Self::Related(args) => args.role.iter().map(String::as_str).collect(),
            Self::Path(args) => vec![args.from.as_str(), args.to.as_str()],
            Self::Gap(args) => args.to.iter().chain(&args.from).map(String::as_str).collect(),
            Self::Matrix(args) => args.roles.iter().map(String::as_str).collect(),
            Self::Diff(args) => pair_of(args),
            _ => Vec::new(),
        }
    }

    /// Whether the command reads something else than a role from standard input.
    fn reads_standard_input(&self) -> bool {
        let path = match self {
            Self::Gap(args) => args.profile.as_deref(),
            Self::Diff(args) => args.pairs.as_deref(),
            _ => None,
        };
        path.is_some_and(|path| path.as_os_str() == "-")
    }
}

/// Returns the two roles that `args` compares. A role with an older version is one of a pack.
fn pair_of(args: &args::DiffArgs) -> Vec<&str> {
    match (&args.since, &args.left, &args.right) {
        (None, Some(left), Some(right)) => vec![left.as_str(), right.as_str()],
        _ => Vec::new(),
    }
}

impl CommandContext<'_> {
    /// Returns `catalog` with the roles that `command` names by a text.
    pub(super) fn with_texts_of(
        &mut self,
        catalog: Arc<Catalog>,
        command: &Command,
    ) -> Result<Arc<Catalog>, CommandError> {
        let taken = command.reads_standard_input();
        self.with_texts(catalog, &command.role_arguments(), taken)
    }

    /// Returns `catalog` with the roles that `names` name by a text. `stdin_taken` means that
    /// something else is read from standard input.
    pub(super) fn with_texts(
        &mut self,
        catalog: Arc<Catalog>,
        names: &[&str],
        stdin_taken: bool,
    ) -> Result<Arc<Catalog>, CommandError> {
        let mut texts: Vec<&str> = Vec::new();
        let from_stdin = names.iter().filter(|name| **name == "-").count();
        if from_stdin > 1 || (from_stdin == 1 && stdin_taken) {
            return Err(CommandError::Usage(
                "standard input (-) can be read only once; name a file for the other".to_string(),
            ));
        }
        for name in names {
            if !texts.contains(name) && self.is_text(&catalog, name) {
                texts.push(name);
            }
        }
        if texts.is_empty() {
            return Ok(catalog);
        }
        let engine = self.engine(&catalog);
        let mut read: Vec<(String, LaidOutText, ReadRole)> = Vec::new();
        let mut files: Vec<std::path::PathBuf> = Vec::new();
        let mut places: Vec<usize> = Vec::new();
        let mut reader = RoleReader::new(&catalog, engine.reading(), engine.themes());
        for name in &texts {
            let path = Path::new(name);
            // The same file under two names is one role.
            let file = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
            if let Some(known) = files.iter().position(|other| *other == file) {
                places.push(known);
                continue;
            }
            let source = super::gap::input_name(path);
            let text = super::read::read_layout(path)?;
            let role = reader.read(&text);
            places.push(files.len());
            files.push(file);
            read.push((source, text, role));
        }
        let of_texts: Vec<ReadDescription<'_>> = read
            .iter()
            .map(|(source, text, role)| ReadDescription { source, text, role })
            .collect();
        for text in &of_texts {
            note_if_empty(text);
            note_several_jobs(text);
        }
        let first = catalog.roles().len();
        let all = Arc::new(engine.with_roles(added_roles(&catalog, &of_texts)));
        let catalog = Arc::clone(all.catalog());
        self.engines.push(all);
        self.text_roles = texts
            .iter()
            .zip(places)
            .map(|(name, at)| TextRole {
                argument: (*name).to_string(),
                role: RoleId::from_index(first + at),
            })
            .collect();
        Ok(catalog)
    }

    /// Returns the role that was read from the text that `argument` names.
    pub(super) fn text_role(&self, argument: &str) -> Option<RoleId> {
        self.text_roles.iter().find(|known| known.argument == argument).map(|known| known.role)
    }

    /// Returns what `name` is: a file that exists is read, unless a role is called exactly so and
    /// the name has no separator.
    fn role_argument(&mut self, catalog: &Arc<Catalog>, name: &str) -> RoleArgument {
        if name == "-" {
            return RoleArgument::Text;
        }
        if !std::fs::metadata(name).is_ok_and(|about| !about.is_dir()) {
            return RoleArgument::Name;
        }
        if name.contains(std::path::is_separator) {
            return RoleArgument::Text;
        }
        let names = Arc::clone(self.engine(catalog).role_names());
        let shown = quoted(name);
        if names.is_called(catalog, name) {
            let path = quoted(&format!("./{name}")).into_owned();
            stderr::print_note(format!(
                "`{shown}` is also a file; using the role (`{path}` reads the file)"
            ));
            return RoleArgument::Name;
        }
        // The name could be meant for a role or a skill in other words.
        if !looks_like_path(name) {
            stderr::print_note(format!("reading the file `{shown}` as a role"));
        }
        RoleArgument::Text
    }

    /// Whether `name` is the path of a text, or standard input, rather than the name of a role.
    pub(super) fn is_text(&mut self, catalog: &Arc<Catalog>, name: &str) -> bool {
        self.role_argument(catalog, name) == RoleArgument::Text
    }
}

/// Reports that nothing of a role was found in a text: the answer would be about nothing.
fn note_if_empty(text: &ReadDescription<'_>) {
    let role = text.role;
    if role.responsibilities.is_empty() && role.asked_skills().next().is_none() {
        stderr::print_note(format!(
            "{}: no responsibilities and no skills found; `roledex read` shows how it was read",
            text.source
        ));
    }
}

/// Reports that a text describes several jobs: the answer would be about a role that nobody has.
pub(super) fn note_several_jobs(text: &ReadDescription<'_>) {
    if let Some(note) = jobs_note(text) {
        stderr::print_note(note);
    }
}

/// Returns what to add to the message that no role is called `name`, if it could be a path. A file
/// that can be read as a role has been read before.
pub(super) fn missing_file_text(name: &str) -> Option<String> {
    let shown = quoted(name);
    let is_stdin = name == "-";
    match std::fs::metadata(name) {
        Ok(about) if about.is_dir() => {
            Some(format!("`{shown}` is a folder; name a file in it to read that as a role"))
        }
        Err(_) if !is_stdin => {
            looks_like_path(name).then(|| format!("there is no file `{shown}` either"))
        }
        _ => {
            let what = if is_stdin { "standard input" } else { "a file" };
            Some(format!(
                "`{shown}` is {what}, but only a role from a pack can be named here; `roledex read` \
                 writes a text as a pack"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_a_separator_or_the_ending_of_a_text() {
        for path in ["ads/x", "./x", "ad.txt", "Ad.PDF", "cv.docx", "page.HTML"] {
            assert!(looks_like_path(path), "{path}");
        }
        for name in ["product-manager", "15-1252.00", "Node.js developer", "-", ".NET developer"] {
            assert!(!looks_like_path(name), "{name}");
        }
    }
}
