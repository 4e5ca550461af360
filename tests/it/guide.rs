//! The author's guide of the README, followed to the letter; the workflow and the hooks for a
//! ladder's repository. Skipped where git is not installed.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::revision::git;

/// The text of a file of the repository.
fn file(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// A repository without commits, if there is git.
fn repository() -> Option<tempfile::TempDir> {
    Command::new("git").arg("--version").output().ok()?;
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["config", "user.name", "A"]);
    git(folder.path(), &["config", "user.email", "a@example.org"]);
    Some(folder)
}

/// Runs a line of a shell in `folder`, with roledex on the path.
fn shell(folder: &Path, line: &str, variables: &[(&str, &str)]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_roledex")).parent().unwrap();
    let rest = std::env::var_os("PATH").unwrap();
    let path = std::iter::once(program.to_path_buf()).chain(std::env::split_paths(&rest));
    let path = std::env::join_paths(path).unwrap();
    Command::new("sh")
        .args(["-e", "-c", line])
        .current_dir(folder)
        .env("PATH", path)
        .env("HOME", folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env_remove("ROLEDEX_PACK")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn shell_ok(folder: &Path, line: &str, variables: &[(&str, &str)]) -> String {
    let done = shell(folder, line, variables);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{line}: {text}{said}");
    text
}

/// Every TOML file below `folder`.
fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(toml_files(&path)),
            false if path.extension().is_some_and(|e| e == "toml") => found.push(path),
            false => {}
        }
    }
    found.sort();
    found
}

/// Fills in every hole, as an author does who reads the comment beside it.
fn fill_holes(ladder: &Path) {
    let mut count = 0;
    for path in toml_files(ladder) {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut filled = String::new();
        for line in text.lines() {
            let is_hole = line.contains("\"\"") && !line.trim_start().starts_with('#');
            count += usize::from(is_hole);
            let new = match line.split(' ').next().unwrap() {
                "id" => "code-review".to_string(),
                "family" => "engineering".to_string(),
                "essential" => "code-review: working".to_string(),
                _ => format!("Plans part {count} of the work."),
            };
            let line =
                if is_hole { line.replacen("\"\"", &format!("{new:?}"), 1) } else { line.into() };
            filled.push_str(&line);
            filled.push('\n');
        }
        std::fs::write(path, filled).unwrap();
    }
    assert!(count > 0, "there was nothing to fill in");
}

#[test]
fn the_guide_of_the_readme_leads_from_nothing_to_a_published_ladder() {
    let Some(folder) = repository() else { return };
    let folder = folder.path();
    let readme = file("README.md");
    let (_, guide) = readme.split_once("tests/it/guide.rs -->\n```sh\n").unwrap();
    let (guide, _) = guide.split_once("```").unwrap();
    let mut run = 0;
    for line in guide.lines() {
        match line {
            "# Fill in the blanks." => fill_holes(&folder.join("ladder")),
            "# Change a role." => {
                let path = folder.join("ladder/roles/engineer.toml");
                let text = std::fs::read_to_string(&path).unwrap();
                let at = text.find("direction = [\n").unwrap() + "direction = [\n".len();
                let new = format!("{}  \"Reviews every change.\",\n{}", &text[..at], &text[at..]);
                std::fs::write(path, new).unwrap();
            }
            line => {
                assert!(!line.starts_with('#'), "{line}");
                let text = shell_ok(folder, line, &[]);
                if line.ends_with("--since HEAD") {
                    assert!(text.contains("Reviews every change."), "{text}");
                }
                run += 1;
            }
        }
    }
    assert!(run > 10, "{run}");
    let changes = std::fs::read_to_string(folder.join("changes.md")).unwrap();
    assert!(changes.contains("Reviews every change."), "{changes}");
    let page = std::fs::read_to_string(folder.join("ladder.html")).unwrap();
    assert!(page.contains("</html>") && page.contains("Plans part"), "{page}");
    let site = |page: &str| std::fs::read_to_string(folder.join("public").join(page)).unwrap();
    assert!(site("index.html").contains("role"), "{}", site("index.html"));
    assert!(site("role/engineer.html").contains("Reviews every change."));
    assert!(site("compare/engineer_senior-engineer.html").contains("Plans part"));
    shell_ok(folder, "roledex fmt --check", &[]);
}

/// A ladder in the first commit of a repository, ready to be checked.
fn ladder_repository() -> Option<(tempfile::TempDir, String)> {
    let folder = repository()?;
    let made = "roledex new pack ladder; roledex new role engineer --in ladder";
    shell_ok(folder.path(), made, &[]);
    fill_holes(&folder.path().join("ladder"));
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "one"]);
    let head = shell_ok(folder.path(), "git rev-parse HEAD", &[]).trim().to_string();
    Some((folder, head))
}

/// Each step of the workflow that runs roledex, on a good change and on a bad one.
#[test]
fn the_workflow_passes_good_changes_and_stops_bad_ones() {
    let Some((folder, base)) = ladder_repository() else { return };
    let folder = folder.path();
    let workflow = file(".github/ladder/workflow.yml");
    let steps: Vec<&str> = workflow
        .lines()
        .filter_map(|line| line.trim().strip_prefix("run: "))
        .filter(|line| !line.starts_with("cargo install"))
        .collect();
    assert_eq!(steps.len(), 4, "{steps:?}");
    let role = folder.join("ladder/roles/engineer.toml");
    let text = std::fs::read_to_string(&role).unwrap();
    std::fs::write(&role, text.replacen("individual", "management", 1)).unwrap();
    git(folder, &["commit", "-q", "-a", "-m", "two"]);
    let summary = folder.join("summary.md");
    let variables = [
        ("LADDER", "ladder"),
        ("BASE", base.as_str()),
        ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
    ];
    for step in &steps {
        let text = shell_ok(folder, step, &variables);
        assert!(text.is_empty() || step.ends_with("site -o public"), "{step}: {text}");
    }
    assert!(folder.join("public/role/engineer.html").is_file());
    let review = std::fs::read_to_string(&summary).unwrap();
    assert!(review.contains("management"), "{review}");
    std::fs::write(&role, text.replace("family = ", "familie = ")).unwrap();
    let bad = shell(folder, steps[0], &variables);
    assert_eq!(bad.status.code(), Some(1));
    let said = String::from_utf8(bad.stdout).unwrap();
    let line = said.lines().next().unwrap();
    assert!(line.starts_with("::error file=ladder/roles/engineer.toml,line="), "{said}");
    let sarif = shell(folder, "roledex check ladder --format sarif", &[]);
    let sarif: serde_json::Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "ladder/roles/engineer.toml"
    );
    // No line of the workflow is indented with a tab, or has a key twice in a row.
    assert!(!workflow.contains('\t'));
}

#[test]
fn the_hooks_run_the_commands_that_there_are() {
    let Some((folder, _)) = ladder_repository() else { return };
    let folder = folder.path();
    let entries = |name: &str| -> Vec<String> {
        file(name)
            .lines()
            .filter_map(|line| line.trim().strip_prefix("entry: "))
            .map(str::to_string)
            .collect()
    };
    for entry in entries(".github/ladder/pre-commit-config.yaml") {
        shell_ok(folder, &entry, &[]);
    }
    let hooks = entries(".pre-commit-hooks.yaml");
    assert_eq!(hooks, ["roledex fmt", "roledex check"]);
    for entry in hooks {
        shell_ok(folder, &format!("{entry} ladder"), &[]);
    }
    for name in [".github/ladder/pre-commit-config.yaml", ".pre-commit-hooks.yaml"] {
        let text = file(name);
        let count = |key: &str| text.lines().filter(|line| line.contains(key)).count();
        for key in ["name: ", "entry: ", "language: ", "pass_filenames: false"] {
            assert_eq!(count("id: "), count(key), "{name}: {key}");
        }
    }
}
