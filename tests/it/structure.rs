//! Figures about the source code that may only get better: lower a limit when you can, never raise
//! one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A source file of `src`.
struct SourceFile {
    /// Path below `src`, with slashes.
    path: String,
    text: String,
}

impl SourceFile {
    /// Returns the modules that lead to the file, `["tui", "pane"]` for `tui/pane.rs`.
    fn module(&self) -> Vec<&str> {
        match self.path.as_str() {
            "lib.rs" => Vec::new(),
            path => path.trim_end_matches(".rs").split('/').collect(),
        }
    }

    fn is_test(&self) -> bool {
        let path = &self.path;
        path.ends_with("tests.rs") || path.contains("/tests/") || path.ends_with("fixture.rs")
    }
}

fn source_files() -> Vec<SourceFile> {
    fn read(folder: &Path, files: &mut Vec<SourceFile>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
                let below = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                let text = std::fs::read_to_string(&path).unwrap();
                files.push(SourceFile { path: below, text });
            }
        }
    }
    let mut files = Vec::new();
    read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn without_visibility(line: &str) -> &str {
    let line = line.trim_start();
    match line.strip_prefix("pub(") {
        Some(rest) => rest.split_once(") ").map_or(line, |(_, rest)| rest),
        None => line.strip_prefix("pub ").unwrap_or(line),
    }
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[test]
fn a_type_name_means_one_thing() {
    let files = source_files();
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in &files {
        for line in file.text.lines().map(without_visibility) {
            let kinds = ["struct ", "enum ", "trait ", "union "];
            if let Some(rest) = kinds.iter().find_map(|kind| line.strip_prefix(kind)) {
                places.entry(first_word(rest)).or_default().push(&file.path);
            }
        }
    }
    assert!(places.len() > 300, "types are not found any more");
    // The parameter of a macro.
    places.remove("");
    places.retain(|_, places| places.len() > 1);
    assert!(places.len() <= TYPE_NAMES_DEFINED_TWICE, "defined more than once: {places:#?}");
}

#[test]
fn a_comment_begins_with_a_noun_or_a_verb() {
    let files = source_files();
    let what = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("/// What ") || line.starts_with("//! What ")
    };
    let count: usize = files.iter().map(|file| file.text.lines().filter(what).count()).sum();
    assert!(count <= COMMENTS_BEGINNING_WITH_WHAT, "{count} comments begin with “What”");
}

#[test]
fn lines_are_short() {
    let files = source_files();
    let lines = || files.iter().flat_map(|file| file.text.lines());
    let long = lines().filter(|line| line.chars().count() > 100).count();
    assert!(long * 1000 <= lines().count() * LONG_LINES_PER_1000, "{long} lines over 100 columns");
}

#[test]
fn closures_are_not_hidden_functions() {
    let files = source_files();
    let is_named_closure = |line: &&str| {
        let line = line.trim_start();
        let Some((name, value)) = line.strip_prefix("let ").and_then(|rest| rest.split_once('='))
        else {
            return false;
        };
        let value = value.trim_start().trim_start_matches("move ");
        value.starts_with('|') && !name.contains(['(', '{'])
    };
    let lines: usize = files.iter().map(|file| file.text.lines().count()).sum();
    let count: usize =
        files.iter().map(|file| file.text.lines().filter(is_named_closure).count()).sum();
    assert!(
        count * 10_000 <= lines * NAMED_CLOSURES_PER_10_000_LINES,
        "{count} closures with a name in {lines} lines"
    );
}

#[test]
fn functions_and_files_can_be_read_at_once() {
    let files = source_files();
    let mut long: Vec<(String, usize)> = Vec::new();
    let mut functions = 0;
    for file in &files {
        let lines: Vec<&str> = file.text.lines().collect();
        if lines.len() > LONGEST_FILE {
            long.push((file.path.clone(), lines.len()));
        }
        for (at, line) in lines.iter().enumerate() {
            let rest = without_visibility(line);
            let rest = rest.trim_start_matches("const ").trim_start_matches("async ");
            let Some(rest) = rest.strip_prefix("fn ") else { continue };
            functions += 1;
            let indent = line.len() - line.trim_start().len();
            let end = lines[at..].iter().position(|end| {
                end.len() - end.trim_start().len() == indent && end.trim_start().starts_with('}')
            });
            let one_line = line.trim_end().ends_with(['}', ';']);
            let length = if one_line { 1 } else { end.map_or(1, |end| end + 1) };
            if length > LONGEST_FUNCTION && !file.is_test() {
                long.push((format!("{} {}", file.path, first_word(rest)), length));
            }
        }
    }
    assert!(functions > 2_000, "functions are not found any more");
    long.retain(|(place, _)| !LONG_FOR_NOW.contains(&place.as_str()));
    assert!(long.is_empty(), "too long: {long:#?}");
}

/// Takes `a::{b, c::d}` apart.
fn paths_of(tree: &str) -> Vec<String> {
    let Some((before, rest)) = tree.split_once('{') else { return vec![tree.trim().to_string()] };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let (mut depth, mut parts, mut part) = (0, Vec::new(), String::new());
    for c in inside.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
    }
    parts.push(part);
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.flat_map(|part| paths_of(&format!("{}{part}", before.trim_start()))).collect()
}

/// Returns the files that each file uses, by position, through `use` without `pub`.
fn uses(files: &[SourceFile]) -> Vec<BTreeSet<usize>> {
    let by_module: BTreeMap<Vec<&str>, usize> =
        files.iter().enumerate().map(|(at, file)| (file.module(), at)).collect();
    let mut edges = vec![BTreeSet::new(); files.len()];
    for (at, file) in files.iter().enumerate() {
        for statement in file.text.split(';') {
            let Some(start) = statement.rfind("\nuse ") else { continue };
            let tree = statement[start + 5..].split_whitespace().collect::<Vec<_>>().join(" ");
            for path in paths_of(&tree) {
                let mut segments = path.split("::").map(str::trim).peekable();
                let own = file.module();
                let mut module = match segments.peek() {
                    Some(&"crate") => Vec::new(),
                    _ => own.clone(),
                };
                let mut is_local = true;
                while let Some(&segment) = segments.peek() {
                    match segment {
                        "crate" | "self" => {}
                        "super" => drop(module.pop()),
                        _ => break,
                    }
                    is_local = false;
                    segments.next();
                }
                for segment in segments {
                    let next: Vec<&str> = module.iter().copied().chain([segment]).collect();
                    if !by_module.contains_key(&next) {
                        break;
                    }
                    is_local = false;
                    module = segment_of(files, &by_module, &next);
                }
                if let Some(&used) = by_module.get(&module)
                    && used != at
                    && !module.is_empty()
                    && !is_local
                {
                    edges[at].insert(used);
                }
            }
        }
    }
    edges
}

/// Returns the module of a file, with the lifetime of the files.
fn segment_of<'a>(
    files: &'a [SourceFile],
    by_module: &BTreeMap<Vec<&str>, usize>,
    module: &[&str],
) -> Vec<&'a str> {
    files[by_module[module]].module()
}

/// Returns what can be reached from `start`.
fn reached(edges: &[BTreeSet<usize>], start: usize) -> BTreeSet<usize> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(at) = open.pop() {
        for &next in &edges[at] {
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    seen
}

#[test]
fn files_do_not_use_each_other_in_circles() {
    let files: Vec<SourceFile> = source_files()
        .into_iter()
        .filter(|file| !file.is_test() && !matches!(file.path.as_str(), "build.rs" | "main.rs"))
        .collect();
    let edges = uses(&files);
    assert!(edges.iter().map(BTreeSet::len).sum::<usize>() > 400, "uses are not found any more");
    let reach: Vec<BTreeSet<usize>> = (0..files.len()).map(|at| reached(&edges, at)).collect();
    let mut circles: BTreeSet<Vec<&str>> = BTreeSet::new();
    for at in 0..files.len() {
        if reach[at].contains(&at) {
            let circle = (0..files.len())
                .filter(|other| reach[at].contains(other) && reach[*other].contains(&at));
            circles.insert(circle.map(|at| files[at].path.as_str()).collect());
        }
    }
    assert_eq!(circles.len(), CIRCLES_OF_FILES, "{circles:#?}");
}

/// Type names that are defined more than once.
const TYPE_NAMES_DEFINED_TWICE: usize = 1;
/// Documentation that begins with “What”.
const COMMENTS_BEGINNING_WITH_WHAT: usize = 14;
/// Lines of more than 100 columns among 1,000.
const LONG_LINES_PER_1000: usize = 5;
/// Closures that are given a name, among 10,000 lines.
const NAMED_CLOSURES_PER_10_000_LINES: usize = 16;
/// Lines of the longest function outside of tests.
const LONGEST_FUNCTION: usize = 90;
/// Lines of the longest file.
const LONGEST_FILE: usize = 600;
/// Circles of files that use each other.
const CIRCLES_OF_FILES: usize = 0;
/// Files and functions that are longer, to be taken apart.
const LONG_FOR_NOW: &[&str] = &[];
