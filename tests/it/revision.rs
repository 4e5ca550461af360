//! `roledex diff --since` with revisions of a Git repository. Skipped where git is not installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::authoring::{ok, run_in, small_ladder};
use crate::program::{command, err, out};

/// Runs git in `folder`.
pub fn git(folder: &Path, args: &[&str]) {
    let done = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A repository with the small pack in `ladder/`, and then a changed summary.
fn repository() -> Option<(tempfile::TempDir, PathBuf)> {
    Command::new("git").arg("--version").output().ok()?;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    small_ladder(&root);
    git(&root, &["init", "-q", "-b", "main"]);
    git(&root, &["add", "."]);
    git(&root, &["commit", "-q", "-m", "one"]);
    git(&root, &["tag", "v1"]);
    let roles = root.join("ladder/roles/all.toml");
    let text = std::fs::read_to_string(&roles).unwrap();
    std::fs::write(&roles, text.replace("Shapes loaves by hand.", "Shapes loaves with care."))
        .unwrap();
    git(&root, &["commit", "-q", "-a", "-m", "two"]);
    Some((folder, root))
}

fn changes(folder: &Path, args: &[&str]) -> String {
    ok(folder, &[&["--pack", "ladder", "diff", "--no-cache", "--since"], args].concat())
}

#[test]
fn a_revision_is_read_from_the_repository_of_the_pack() {
    let Some((_folder, root)) = repository() else { return };
    let since = changes(&root, &["HEAD~1"]);
    assert!(since.contains("Shapes loaves ‹by hand›.") && since.contains("‹with care›"), "{since}");
    for revision in ["v1", "HEAD^", "v1:ladder", "main~1:ladder/", "HEAD~1:./ladder"] {
        assert_eq!(changes(&root, &[revision]), since, "{revision}");
    }
    let one = changes(&root, &["v1", "baker"]);
    assert!(one.contains("with care"), "{one}");
    let same = run_in(&root, &["--pack", "ladder", "diff", "--since", "HEAD", "--exit-code"]);
    assert_eq!((same.status.code(), out(&same)), (Some(0), String::new()));
    assert!(err(&same).contains("nothing changed since HEAD"), "{}", err(&same));
    // From anywhere, for a file, and with files that git does not know.
    let below = root.join("ladder/roles");
    let pack = root.join("ladder");
    let args = ["--pack", pack.to_str().unwrap(), "diff", "--since", "v1"];
    assert_eq!(ok(&below, &args), since);
    std::fs::write(
        below.join("new.toml"),
        "[[role]]\nid = \"new-role\"\ntitle = \"New\"\nfamily = \"bakery\"\nsummary = \"s\"\n",
    )
    .unwrap();
    let with_new = changes(&root, &["HEAD"]);
    assert!(with_new.contains("new-role") && !with_new.contains("with care"), "{with_new}");
    // In a hook, git has set its own environment.
    let hook = command(&["--pack", "ladder", "diff", "--since", "HEAD"])
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("GIT_DIR", "/nowhere")
        .env("GIT_INDEX_FILE", "/nowhere/index")
        .current_dir(&root)
        .output()
        .unwrap();
    assert_eq!(out(&hook), with_new, "{}", err(&hook));
}

#[test]
fn a_pack_that_moved_is_found_by_its_id() {
    let Some((_folder, root)) = repository() else { return };
    git(&root, &["mv", "ladder", "roles-of-ours"]);
    let moved = run_in(&root, &["--pack", "roles-of-ours", "diff", "--since", "v1"]);
    assert!(out(&moved).contains("with care"), "{}{}", out(&moved), err(&moved));
    assert!(err(&moved).contains("roles-of-ours was ladder in v1"), "{}", err(&moved));
    // A single file that was renamed.
    let single = root.join("single.toml");
    std::fs::copy(crate::program::SMALL, &single).unwrap();
    let text = std::fs::read_to_string(&single).unwrap();
    let text = text.replacen("[pack]\nformat = 1\nid = \"", "[pack]\nformat = 1\nid = \"one-", 1);
    std::fs::write(&single, &text).unwrap();
    git(&root, &["add", "single.toml"]);
    git(&root, &["commit", "-q", "-m", "three"]);
    git(&root, &["mv", "single.toml", "renamed.toml"]);
    std::fs::write(root.join("renamed.toml"), text.replace("Bakes bread", "Bakes good bread"))
        .unwrap();
    let renamed = run_in(&root, &["--pack", "renamed.toml", "diff", "--since", "HEAD"]);
    assert_eq!(renamed.status.code(), Some(0), "{}", err(&renamed));
    assert!(err(&renamed).contains("renamed.toml was single.toml in HEAD"), "{}", err(&renamed));
}

#[test]
fn what_is_no_revision_is_one_clear_line() {
    let Some((_folder, root)) = repository() else { return };
    let said = |folder: &Path, args: &[&str]| {
        let refused = run_in(folder, args);
        assert_eq!(refused.status.code(), Some(3), "{args:?}: {}", out(&refused));
        assert_eq!(err(&refused).lines().count(), 1, "{}", err(&refused));
        err(&refused)
    };
    let diff = |since: &str| said(&root, &["--pack", "ladder", "diff", "--since", since]);
    assert!(
        diff("v9").contains("`v9` is not a file, a folder or a Git revision"),
        "{}",
        diff("v9")
    );
    assert!(diff("v9:ladder").contains("`v9` is not"), "{}", diff("v9:ladder"));
    let missing = diff("v1:elsewhere");
    assert!(missing.contains("v1 has no elsewhere") && missing.contains("v1:PATH"), "{missing}");
    assert!(said(&root, &["diff", "--since", "v1"]).contains("name your pack with --pack"));
    let option = said(&root, &["--pack", "ladder", "diff", "--since=--all"]);
    assert!(option.contains("`--all` is not"), "{option}");
    let outside = tempfile::tempdir().unwrap();
    small_ladder(outside.path());
    let said_outside = said(outside.path(), &["--pack", "ladder", "diff", "--since", "v1"]);
    assert!(said_outside.contains("git finds no revisions in"), "{said_outside}");
    let without = command(&["--pack", "ladder", "diff", "--since", "v1"])
        .env("PATH", "/nowhere")
        .current_dir(&root)
        .output()
        .unwrap();
    assert_eq!(without.status.code(), Some(3));
    assert!(err(&without).contains("cannot run git"), "{}", err(&without));
    // A broken pack in the revision is reported with the revision's name.
    std::fs::write(root.join("ladder/bad.toml"), "[[role]\n").unwrap();
    git(&root, &["add", "."]);
    git(&root, &["commit", "-q", "-m", "bad"]);
    std::fs::remove_file(root.join("ladder/bad.toml")).unwrap();
    let bad = run_in(&root, &["--pack", "ladder", "diff", "--since", "HEAD"]);
    assert_eq!(bad.status.code(), Some(3));
    assert!(err(&bad).contains("HEAD:ladder/bad.toml:1"), "{}", err(&bad));
}

#[test]
fn a_path_comes_first_and_says_that_it_is_a_revision_too() {
    let Some((_folder, root)) = repository() else { return };
    std::fs::copy(crate::program::SMALL, root.join("v1")).unwrap();
    let both = run_in(&root, &["--pack", "ladder", "diff", "--since", "v1"]);
    assert_eq!(both.status.code(), Some(0), "{}", err(&both));
    assert!(err(&both).contains("`v1` is a path and a Git revision; comparing with the path"));
    std::fs::rename(root.join("v1"), root.join("old")).unwrap();
    let path = run_in(&root, &["--pack", "ladder", "diff", "--since", "old"]);
    assert_eq!((path.status.code(), err(&path)), (Some(0), String::new()));
    assert_eq!(out(&path), out(&both));
}
