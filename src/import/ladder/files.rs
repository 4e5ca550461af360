//! The files of a ladder: those that the paths name or that their folders hold.

use std::path::{Path, PathBuf};

use super::error::LadderError;
use super::map::LadderMap;
use crate::disk;
use crate::model::text::path_text;

/// Largest file that is read.
const MAX_FILE: u64 = 64 << 20;

/// Most bytes that the files of a ladder may have together.
const MAX_TOTAL: u64 = 256 << 20;

/// Most files that are read.
const MAX_FILES: usize = 2_000;

/// Most folders that are looked into, and how deep.
const MAX_FOLDERS: usize = 5_000;
const MAX_DEPTH: usize = 12;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LadderFormat {
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// Comma- or tab-separated values.
    Separated,
    /// XLSX, XLS or ODS.
    Workbook,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

/// A file of a ladder.
pub(super) struct LadderFile {
    /// Its path, from the folder that was named.
    pub(super) name: String,
    /// Its name without the ending.
    pub(super) stem: String,
    pub(super) kind: LadderFormat,
    pub(super) bytes: Vec<u8>,
}

/// The files at the paths.
#[derive(Default)]
pub(super) struct FoundFiles {
    pub(super) files: Vec<LadderFile>,
    /// Files left out, and why.
    pub(super) left_out: Vec<(String, String)>,
}

/// Reads the files at `paths`: files as they are, and of folders those that may hold a ladder.
///
/// # Errors
///
/// When a path cannot be read, or there are more files or bytes than a ladder has.
pub(super) fn find(paths: &[PathBuf], map: &LadderMap) -> Result<FoundFiles, LadderError> {
    let mut found = FoundFiles::default();
    let mut total = 0_u64;
    for path in paths {
        if path.is_dir() {
            let mut walk = FolderWalk {
                found: &mut found,
                map,
                total: &mut total,
                folders: 0,
                about: Vec::new(),
            };
            walk.folder(path, path, 0)?;
            let FolderWalk { about, .. } = walk;
            // The ladder of a small repository may be in its README.
            let alone = found.files.is_empty();
            for (name, path, kind) in about {
                if alone {
                    take_file(&mut found, &path, name, kind, &mut total)?;
                } else {
                    found.left_out.push((
                        name,
                        "about the project, not a role; name it as a path to read it".to_string(),
                    ));
                }
            }
            continue;
        }
        let name = path
            .file_name()
            .map_or_else(|| path_text(path), |name| name.to_string_lossy().into_owned());
        let Some(kind) = LadderFormat::of(path) else {
            let why = other_kind(&name);
            return Err(LadderError::file(path_text(path), why));
        };
        take_file(&mut found, path, name, kind, &mut total)?;
    }
    Ok(found)
}

/// A walk through the folders of a ladder.
struct FolderWalk<'a> {
    found: &'a mut FoundFiles,
    map: &'a LadderMap,
    total: &'a mut u64,
    folders: usize,
    /// Files that are usually about the project.
    about: Vec<(String, PathBuf, LadderFormat)>,
}

impl FolderWalk<'_> {
    fn folder(&mut self, root: &Path, folder: &Path, depth: usize) -> Result<(), LadderError> {
        self.folders += 1;
        if self.folders > MAX_FOLDERS || depth > MAX_DEPTH {
            return Err(LadderError::file(
                path_text(folder),
                "too many folders; name the folder of the ladder itself",
            ));
        }
        let listed: Result<Vec<PathBuf>, std::io::Error> = std::fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect());
        let mut entries =
            listed.map_err(|source| LadderError::Read { path: folder.to_path_buf(), source })?;
        entries.sort_by_key(|a| natural_key(a));
        for path in entries {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            let bare = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            if bare.starts_with('.') || bare == "node_modules" {
                continue;
            }
            if self.map.ignores(&bare) || self.map.ignores(&name) {
                self.found.left_out.push((name, "ignored by the map".to_string()));
                continue;
            }
            // A link may lead back to where it is.
            if path.is_symlink() {
                self.found
                    .left_out
                    .push((name, "a link; name its target as a path of its own".to_string()));
            } else if path.is_dir() {
                self.folder(root, &path, depth + 1)?;
            } else if let Some(kind) = LadderFormat::of(&path) {
                if is_about_the_project(&bare) {
                    self.about.push((name, path, kind));
                } else {
                    take_file(self.found, &path, name, kind, self.total)?;
                }
            } else if let Some(form) = unread_document(&bare) {
                self.found.left_out.push((name, form.to_string()));
            }
        }
        Ok(())
    }
}

/// Reads a file into `found`.
fn take_file(
    found: &mut FoundFiles,
    path: &Path,
    name: String,
    kind: LadderFormat,
    total: &mut u64,
) -> Result<(), LadderError> {
    if found.files.len() >= MAX_FILES {
        return Err(LadderError::file(
            name,
            format!("more than {MAX_FILES} files; name the folder of the ladder itself"),
        ));
    }
    let bytes = disk::read::bytes(path, MAX_FILE)
        .map_err(|source| LadderError::Read { path: path.to_path_buf(), source })?;
    *total += bytes.len() as u64;
    if *total > MAX_TOTAL {
        return Err(LadderError::file(
            name,
            format!("the files have more than {} MB together", MAX_TOTAL >> 20),
        ));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        found.left_out.push((name, "empty".to_string()));
        return Ok(());
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    found.files.push(LadderFile { name, stem, kind, bytes });
    Ok(())
}

impl LadderFormat {
    /// Returns the format of a file by its name.
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_string_lossy().to_lowercase();
        Some(match extension.as_str() {
            "md" | "markdown" | "mdx" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "csv" | "tsv" | "tab" => Self::Separated,
            "xlsx" | "xlsm" | "ods" | "xls" => Self::Workbook,
            "yaml" | "yml" => Self::Yaml,
            "json" => Self::Json,
            _ => return None,
        })
    }
}

/// Returns why a file of another format is not read, and what to do.
fn other_kind(name: &str) -> String {
    unread_document(name).map_or_else(
        || "not a format that ladders come in: use Markdown, HTML, CSV, TSV, XLSX, ODS, YAML or JSON".to_string(),
        str::to_string,
    )
}

/// Returns why a document is not read as a ladder.
fn unread_document(name: &str) -> Option<&'static str> {
    let extension = Path::new(name).extension()?.to_string_lossy().to_lowercase();
    Some(match extension.as_str() {
        "pdf" | "docx" | "doc" | "odt" | "rtf" => "a text document; save its table as CSV or XLSX",
        "numbers" => "a Numbers file; export it as XLSX or CSV",
        "gsheet" => "a link to Google Sheets; download it as XLSX or CSV",
        "xlsb" => "a binary workbook; save it as XLSX",
        "js" | "ts" => "program code; save its data as JSON",
        "txt" => "plain text; save it as Markdown or CSV",
        _ => return None,
    })
}

/// Whether a file of this name is about the repository rather than a role.
fn is_about_the_project(name: &str) -> bool {
    let stem = Path::new(name)
        .file_stem()
        .map(|stem| stem.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let extension = Path::new(name)
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if matches!(extension.as_str(), "json" | "yml" | "yaml") {
        return [
            "package",
            "package-lock",
            "tsconfig",
            "_config",
            "composer",
            "pnpm-lock",
            "netlify",
            "mkdocs",
            "action",
        ]
        .contains(&stem.as_str());
    }
    [
        "readme",
        "contributing",
        "license",
        "licence",
        "code_of_conduct",
        "code-of-conduct",
        "changelog",
        "security",
        "codeowners",
        "authors",
        "claude",
        "agents",
        "404",
        "search",
    ]
    .contains(&stem.as_str())
}

/// Returns a key that sorts `level-2` before `level-10`.
fn natural_key(path: &Path) -> Vec<(bool, u64, String)> {
    let name =
        path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut parts = Vec::new();
    let mut rest = name.as_str();
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            parts.push((
                false,
                rest[..digits].parse().unwrap_or(u64::MAX),
                rest[..digits].to_string(),
            ));
            rest = &rest[digits..];
        } else {
            let text = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
            parts.push((true, 0, rest[..text].to_string()));
            rest = &rest[text..];
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_their_tables_in_order_and_name_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("level-10.md", "# Ten"),
            ("level-2.md", "# Two"),
            ("README.md", "# About"),
            ("old.pdf", "%PDF"),
            ("empty.csv", " \n"),
            ("logo.png", "x"),
            ("skip.csv", "a,b"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let map = LadderMap { ignore: vec!["skip.csv".to_string()], ..LadderMap::default() };
        let found = find(&[folder.path().to_path_buf()], &map).unwrap();
        let names: Vec<&str> = found.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["level-2.md", "level-10.md"]);
        let left_out: Vec<&str> = found.left_out.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(left_out, ["empty.csv", "old.pdf", "skip.csv", "README.md"]);
        let error = find(&[folder.path().join("old.pdf")], &map).err().unwrap().to_string();
        assert!(error.contains("CSV or XLSX"), "{error}");
    }
}
