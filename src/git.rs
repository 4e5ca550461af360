//! Reads the files of a pack as they were in a revision of its Git repository, through the `git`
//! program.
//!
//! Only commands that read objects are run: they start no hooks, touch no index and fetch nothing.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::model::text::{printable, quoted, visible_line};
use crate::pack::FileContents;

/// Maximum size of the files of a pack together.
const MAX_SIZE: u64 = 2 << 30;

/// A reason why a revision cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// The program cannot be run.
    #[error(
        "cannot run git, which --since needs to read a revision: {0}; install it, or name a file or folder"
    )]
    Missing(io::Error),
    /// The folder is in no repository.
    #[error("`{revision}` is not a file or folder, and git finds no revisions in {folder}: {why}")]
    NoRepository {
        /// The revision.
        revision: String,
        /// The folder of the pack.
        folder: String,
        /// The message of git.
        why: String,
    },
    /// There is no such revision.
    #[error("`{0}` is not a file, a folder or a Git revision; `git log --oneline` lists revisions")]
    UnknownRevision(String),
    /// The revision does not contain the pack.
    #[error("{revision} has no {path}; if it was elsewhere, name it: --since {revision}:PATH")]
    NoSuchPath {
        /// The revision.
        revision: String,
        /// The path from the root of the repository.
        path: String,
    },
    /// Git failed in another way.
    #[error("git failed: {0}")]
    Failed(String),
    /// The system failed.
    #[error("cannot read from git: {0}")]
    Io(#[from] io::Error),
}

/// A pack as it was in a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldPack {
    /// The revision and the path, as messages show it.
    pub origin: String,
    /// Its files: names and contents.
    pub files: FileContents,
    /// The path at which it was found, if it has moved since.
    pub moved_from: Option<String>,
}

/// A file of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TreeFile {
    path: String,
    object: String,
}

/// Whether `name` is a revision of the repository that `folder` is in. Anything that keeps git from
/// saying so counts as no.
pub(crate) fn is_revision(folder: &Path, name: &str) -> bool {
    let revision = name.split_once(':').map_or(name, |(revision, _)| revision);
    commit_of(folder, revision).is_ok_and(|commit| commit.is_some())
}

/// Reads the pack that is at `path` now as it was in `revision`: a name such as `HEAD~1`, or with a
/// path from the root of the repository, `main:ladder`.
///
/// A pack that has been moved since is found by its id.
///
/// # Errors
///
/// When git is missing, the path is in no repository, or the revision or the pack in it does not
/// exist.
pub(crate) fn read_pack(path: &Path, revision: &str) -> Result<OldPack, GitError> {
    let (revision, named) = match revision.split_once(':') {
        Some((revision, path)) => (revision, Some(path)),
        None => (revision, None),
    };
    let path = path.canonicalize()?;
    let (folder, file) = if path.is_dir() {
        (path.as_path(), None)
    } else {
        (path.parent().unwrap_or(&path), path.file_name().map(|name| name.to_string_lossy()))
    };
    let top =
        run(folder, &["rev-parse", "--show-prefix"])?.map_err(|why| GitError::NoRepository {
            revision: quoted(revision).into_owned(),
            folder: printable(folder),
            why,
        })?;
    let prefix = String::from_utf8_lossy(&top).trim_end_matches(['\n', '\r']).to_string();
    let commit = commit_of(folder, revision)?
        .ok_or_else(|| GitError::UnknownRevision(quoted(revision).into_owned()))?;
    let wanted = match named {
        Some(named) => clean_path(named),
        None => clean_path(&format!("{prefix}{}", file.as_deref().unwrap_or_default())),
    };
    let mut files = tree_files(folder, &commit, &wanted)?;
    let mut moved_from = None;
    if files.is_empty() && named.is_none() {
        let everything = tree_files(folder, &commit, "")?;
        if let Some((old, found)) = find_moved(folder, &path, &everything)? {
            (moved_from, files) = (Some(old), found);
        }
    }
    if files.is_empty() {
        let path = if wanted.is_empty() { "pack".to_string() } else { printable(&wanted) };
        return Err(GitError::NoSuchPath { revision: quoted(revision).into_owned(), path });
    }
    let origin = match moved_from.as_ref().unwrap_or(&wanted).as_str() {
        "" => visible_line(revision),
        path => visible_line(&format!("{revision}:{path}")),
    };
    let contents = read_objects(folder, &files)?;
    let names = files.into_iter().map(|file| visible_line(&format!("{revision}:{}", file.path)));
    Ok(OldPack { origin, files: names.zip(contents).collect(), moved_from })
}

/// Returns a path from the root of the repository without `./`, and without a slash at its end.
fn clean_path(path: &str) -> String {
    path.trim_start_matches("./").trim_end_matches('/').to_string()
}

/// Returns the commit that `revision` names.
fn commit_of(folder: &Path, revision: &str) -> Result<Option<String>, GitError> {
    // Anything that looks like an option is not a revision.
    if revision.is_empty() || revision.starts_with('-') {
        return Ok(None);
    }
    let name = format!("{revision}^{{commit}}");
    let found = run(folder, &["rev-parse", "--verify", "--quiet", &name])?;
    Ok(found.ok().map(|id| String::from_utf8_lossy(&id).trim().to_string()))
}

/// Returns the files at or below `path` in a commit that belong to a pack: TOML files that are not
/// hidden, or the file that `path` names.
fn tree_files(folder: &Path, commit: &str, path: &str) -> Result<Vec<TreeFile>, GitError> {
    let listed = run(folder, &["ls-tree", "-r", "-z", "--full-tree", commit])?;
    let listed = listed.map_err(GitError::Failed)?;
    let listed = String::from_utf8_lossy(&listed);
    let mut files = Vec::new();
    for entry in listed.split('\0').filter(|entry| !entry.is_empty()) {
        let Some((about, file)) = entry.split_once('\t') else { continue };
        let mut about = about.split(' ');
        let (mode, object) = (about.next().unwrap_or_default(), about.nth(1).unwrap_or_default());
        // Links, and the commits of other repositories, are not read.
        let is_file = mode.starts_with("100");
        let below = match file.strip_prefix(path) {
            Some("") => Some(""),
            Some(below) if path.is_empty() => Some(below),
            Some(below) => below.strip_prefix('/'),
            None => None,
        };
        let belongs = below.is_some_and(|below| {
            let is_toml = Path::new(below).extension().is_some_and(|extension| extension == "toml");
            below.is_empty() || (is_toml && !below.split('/').any(|part| part.starts_with('.')))
        });
        if is_file && belongs {
            files.push(TreeFile { path: file.to_string(), object: object.to_string() });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Finds the pack that is at `path` now elsewhere in a revision, by its id; returns where it was and
/// its files, if there is exactly one.
fn find_moved(
    folder: &Path,
    path: &Path,
    all: &[TreeFile],
) -> Result<Option<(String, Vec<TreeFile>)>, GitError> {
    let now = crate::pack::files(path).unwrap_or_default();
    let texts = now.iter().filter_map(|file| std::fs::read_to_string(file).ok());
    let Some(id) = texts.into_iter().find_map(|text| crate::pack::pack_id(&text)) else {
        return Ok(None);
    };
    let contents = read_objects(folder, all)?;
    let heads: Vec<&TreeFile> = all
        .iter()
        .zip(&contents)
        .filter(|(_, bytes)| {
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            crate::pack::pack_id(text).as_ref() == Some(&id)
        })
        .map(|(file, _)| file)
        .collect();
    let [head] = heads[..] else { return Ok(None) };
    if !path.is_dir() {
        return Ok(Some((head.path.clone(), vec![head.clone()])));
    }
    let root = head.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_string();
    let is_below = |file: &TreeFile| {
        root.is_empty() || file.path.strip_prefix(&root).is_some_and(|rest| rest.starts_with('/'))
    };
    let files = all.iter().filter(|file| is_below(file)).cloned().collect();
    Ok(Some((root, files)))
}

/// Returns the contents of `files`.
fn read_objects(folder: &Path, files: &[TreeFile]) -> Result<Vec<Vec<u8>>, GitError> {
    let mut child = git(folder)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(GitError::Missing)?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (Some(mut input), Some(output)) = (input, output) else {
        return Err(GitError::Failed("its streams are not open".to_string()));
    };
    let wanted = files.iter().fold(String::new(), |all, file| all + &file.object + "\n");
    let contents = std::thread::scope(|scope| {
        // Written aside: git answers before it has read everything.
        scope.spawn(move || {
            let _ = input.write_all(wanted.as_bytes());
        });
        let mut output = BufReader::new(output);
        let mut size = 0;
        files.iter().map(|file| read_object(&mut output, file, &mut size)).collect()
    });
    let _ = child.wait();
    contents
}

/// Reads the next object from the output of `git cat-file --batch`.
fn read_object(
    output: &mut impl BufRead,
    file: &TreeFile,
    size: &mut u64,
) -> Result<Vec<u8>, GitError> {
    let mut header = String::new();
    output.read_line(&mut header)?;
    let length = header.trim_end().rsplit_once(' ').and_then(|(_, length)| length.parse().ok());
    let Some(length) = length else {
        return Err(GitError::Failed(format!("cannot read {}", printable(&file.path))));
    };
    *size += length;
    if *size > MAX_SIZE {
        return Err(GitError::Failed("the pack is too large".to_string()));
    }
    let mut bytes = Vec::new();
    output.by_ref().take(length).read_to_end(&mut bytes)?;
    let mut end = [0; 1];
    output.read_exact(&mut end)?;
    Ok(bytes)
}

/// Runs git; returns its output, or its message if it fails.
fn run(folder: &Path, args: &[&str]) -> Result<Result<Vec<u8>, String>, GitError> {
    let done = git(folder).args(args).stdin(Stdio::null()).output().map_err(GitError::Missing)?;
    if done.status.success() {
        return Ok(Ok(done.stdout));
    }
    let message = String::from_utf8_lossy(&done.stderr);
    let line = message.lines().find(|line| !line.trim().is_empty()).unwrap_or("no message");
    Ok(Err(visible_line(line.trim_start_matches("fatal: "))))
}

/// The program, in `folder`; it speaks English, asks nothing and fetches nothing.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    let settings: BTreeMap<&str, &str> = BTreeMap::from([
        ("LC_ALL", "C"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
    ]);
    command.arg("-C").arg(folder).envs(settings);
    // A hook has these set to its own repository.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
}

/// Returns the folder that git is to look at for the pack at `path`.
pub(crate) fn folder_of(path: &Path) -> PathBuf {
    let folder = if path.is_dir() { Some(path) } else { path.parent() };
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_path_buf()
}
