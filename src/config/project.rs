//! The file `.roledex.toml` of a folder: it names the packs that roledex opens there and below.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::disk::read as disk;
use crate::model::text::path_text;
use crate::pack::toml_reader::TomlReader;
use crate::pack::{Diagnostic, DiagnosticCode, LineIndex};

/// The name of the file.
pub const PROJECT_FILE: &str = ".roledex.toml";

/// The packs that a folder names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFile {
    /// The file.
    pub path: PathBuf,
    /// The packs; a relative path starts at the folder of the file.
    pub packs: Vec<PathBuf>,
    /// Its faults; with any of them, the packs are not to be opened.
    pub faults: Vec<Diagnostic>,
}

impl ProjectFile {
    /// Finds the file for `folder`: there, or in the nearest folder above, up to the root of a
    /// repository or to `home`.
    pub fn find(folder: &Path, home: Option<&Path>) -> Option<Self> {
        for folder in folder.ancestors() {
            let path = folder.join(PROJECT_FILE);
            if std::fs::symlink_metadata(&path).is_ok() {
                return Some(Self::read(&path));
            }
            if folder.join(".git").exists() || Some(folder) == home {
                break;
            }
        }
        None
    }

    /// Reads the file at `path`.
    fn read(path: &Path) -> Self {
        match disk::text(path, disk::MAX_SETTINGS_SIZE) {
            Ok(text) => Self::parse(path, &text),
            Err(error) => {
                let fault = LineIndex::of("").error_at(
                    &path_text(path),
                    "",
                    0..0,
                    DiagnosticCode::Unreadable,
                    error.to_string(),
                );
                Self { path: path.to_path_buf(), packs: Vec::new(), faults: vec![fault] }
            }
        }
    }

    /// Reads `text`, the content of the file at `path`.
    pub fn parse(path: &Path, text: &str) -> Self {
        let mut reader = ProjectReader {
            name: path_text(path),
            text,
            lines: LineIndex::of(text),
            faults: Vec::new(),
        };
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let message = error.message().lines().collect::<Vec<_>>().join(" ");
            reader.report(DiagnosticCode::Syntax, error.span().unwrap_or(0..0), message, None);
        }
        let mut packs = Vec::new();
        if reader.faults.is_empty() {
            for name in reader.packs(root.get_ref()) {
                packs.push(match (name.as_str(), path.parent()) {
                    ("built-in", _) | (_, None) => PathBuf::from(name),
                    (_, Some(folder)) => folder.join(name),
                });
            }
        }
        Self { path: path.to_path_buf(), packs, faults: reader.faults }
    }
}

/// Reads the file and collects its faults.
struct ProjectReader<'a> {
    name: String,
    text: &'a str,
    lines: LineIndex,
    faults: Vec<Diagnostic>,
}

impl TomlReader for ProjectReader<'_> {
    fn report(
        &mut self,
        code: DiagnosticCode,
        span: Range<usize>,
        message: String,
        hint: Option<String>,
    ) {
        let fault = self.lines.error_at(&self.name, self.text, span, code, message);
        self.faults.push(Diagnostic { hint, ..fault });
    }

    fn wrong_type_hint(&self, _wanted: &str) -> Option<String> {
        Some("write the files or folders of your packs: packs = [\"ladder/\"]".to_string())
    }
}

impl ProjectReader<'_> {
    /// Returns the packs that the file names, as written.
    fn packs(&mut self, root: &DeTable<'_>) -> Vec<String> {
        let mut packs = Vec::new();
        for (key, value) in root {
            if key.get_ref() != "packs" {
                self.unknown_key(key.get_ref(), key.span(), PROJECT_FILE, &["packs"]);
                continue;
            }
            let items = self.list("packs", "a list of paths", value);
            for item in items.into_iter().flat_map(|items| items.iter()) {
                match item.get_ref() {
                    DeValue::String(name) if name.is_empty() || *name == "-" => {
                        let message = "this is not a file or folder".to_string();
                        let hint = self.wrong_type_hint("");
                        self.report(DiagnosticCode::BadWord, item.span(), message, hint);
                    }
                    DeValue::String(name) => packs.push(name.to_string()),
                    _ => self.wrong_type("packs", "a list of paths", item),
                }
            }
        }
        if packs.is_empty() && self.faults.is_empty() {
            let hint = self.wrong_type_hint("");
            let message = "this file names no packs".to_string();
            self.report(DiagnosticCode::MissingField, 0..0, message, hint);
        }
        packs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_start_at_the_folder_of_the_file() {
        let file = ProjectFile::parse(
            Path::new("/home/me/ladders/.roledex.toml"),
            "# Ours.\npacks = [\"ladder/\", \"../other.toml\", \"/abs\", \"built-in\"]\n",
        );
        assert_eq!(file.faults, []);
        let wanted =
            ["/home/me/ladders/ladder/", "/home/me/ladders/../other.toml", "/abs", "built-in"];
        assert_eq!(file.packs, wanted.map(PathBuf::from));
    }

    #[test]
    fn faults_have_their_place() {
        for (text, line, wanted) in [
            ("pakcs = []", 1, "unknown key `pakcs` in .roledex.toml"),
            ("\npacks = \"a\"", 2, "`packs` must be a list of paths, not a string"),
            ("packs = [\"a\",\n1]", 2, "`packs` must be a list of paths, not an integer"),
            ("packs = [\"\"]", 1, "this is not a file or folder"),
            ("", 1, "this file names no packs"),
            ("packs = [", 1, "unclosed array"),
        ] {
            let file = ProjectFile::parse(Path::new("/a/.roledex.toml"), text);
            assert_eq!(file.faults.len(), 1, "{text}: {:?}", file.faults);
            let fault = &file.faults[0];
            assert!(fault.line == line && fault.message.contains(wanted), "{text}: {fault:?}");
            assert!(file.packs.is_empty() || text.contains('\n'), "{text}");
        }
    }

    #[test]
    fn it_is_found_up_to_the_root_of_a_repository_or_home() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let deep = root.join("home/repo/a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::create_dir(root.join("home/repo/.git")).unwrap();
        let home = root.join("home");
        let found = |folder: &Path| ProjectFile::find(folder, Some(&home)).map(|file| file.path);
        std::fs::write(root.join(PROJECT_FILE), "packs = [\"x\"]").unwrap();
        assert_eq!(found(&deep), None);
        std::fs::write(home.join(PROJECT_FILE), "packs = [\"x\"]").unwrap();
        assert_eq!(found(&deep), None);
        assert_eq!(found(&home), Some(home.join(PROJECT_FILE)));
        let own = root.join("home/repo").join(PROJECT_FILE);
        std::fs::write(&own, "packs = [\"x\"]").unwrap();
        assert_eq!(found(&deep), Some(own));
        let nearest = deep.join(PROJECT_FILE);
        std::fs::create_dir(&nearest).unwrap();
        let file = ProjectFile::find(&deep, Some(&home)).unwrap();
        assert_eq!((file.path, file.faults.len()), (nearest, 1));
    }
}
