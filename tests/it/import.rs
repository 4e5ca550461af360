//! Imports as users run them.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::program;

pub fn run(args: &[&str], folder: &Path) -> Output {
    program::command(args).env("HOME", folder).current_dir(folder).output().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = entries.filter(|n| n != ".cache").collect();
    names.sort();
    names
}

fn onet(folder: &Path) {
    let set = folder.join("db");
    std::fs::create_dir(&set).unwrap();
    std::fs::write(
        set.join("Occupation Data.txt"),
        "O*NET-SOC Code\tTitle\tDescription\n11-1.00\tChief\tLeads.\n",
    )
    .unwrap();
}

#[test]
fn an_import_writes_once_and_whole() {
    let home = tempfile::tempdir().unwrap();
    onet(home.path());
    let done = run(&["import", "onet", "db", "-o", "onet.toml"], home.path());
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let report = String::from_utf8(done.stdout).unwrap();
    assert!(report.starts_with("Occupation Data.txt\t1\t1\t0\t\n"), "{report}");
    assert!(report.contains("not found; unavailable: responsibilities"), "{report}");
    // No progress in a pipe.
    assert!(done.stderr.is_empty());
    let first = std::fs::read(home.path().join("onet.toml")).unwrap();
    let again = run(&["import", "onet", "db", "-o", "onet.toml"], home.path());
    assert_eq!(again.status.code(), Some(3));
    assert!(String::from_utf8(again.stderr).unwrap().contains("--force"));
    let forced = run(&["import", "onet", "db", "-o", "onet.toml", "--force"], home.path());
    assert_eq!(forced.status.code(), Some(0));
    assert_eq!(std::fs::read(home.path().join("onet.toml")).unwrap(), first);
    let shown = run(&["--pack", "onet.toml", "show", "11-1.00"], home.path());
    assert!(String::from_utf8(shown.stdout).unwrap().contains("Leads."));
    assert_eq!(names(home.path()), ["db", "onet.toml"]);
}

#[test]
fn what_fails_leaves_nothing_behind() {
    let home = tempfile::tempdir().unwrap();
    onet(home.path());
    std::fs::write(home.path().join("cut.zip"), b"PK\x03\x04half").unwrap();
    for (args, word) in [
        (["import", "onet", "nowhere", "-o", "x.toml"], "cannot read nowhere"),
        (["import", "esco", "db", "-o", "x.toml"], "is not an ESCO classification"),
        (["import", "onet", "cut.zip", "-o", "x.toml"], "incomplete or damaged"),
        (
            ["import", "onet", "db", "-o", "no/such/folder/x.toml"],
            "cannot write no/such/folder/x.toml",
        ),
    ] {
        let failed = run(&args, home.path());
        assert_eq!(failed.status.code(), Some(3), "{args:?}");
        assert!(String::from_utf8(failed.stderr).unwrap().contains(word), "{args:?}");
    }
    assert_eq!(names(home.path()), ["cut.zip", "db"]);
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A release with another title, so that it is not the same.
fn other_onet(folder: &Path, name: &str) {
    let set = folder.join(name);
    std::fs::create_dir_all(&set).unwrap();
    std::fs::write(
        set.join("Occupation Data.txt"),
        "O*NET-SOC Code\tTitle\tDescription\n11-1.00\tHead\tLeads.\n",
    )
    .unwrap();
}

#[test]
fn two_releases_open_together_under_ids_of_their_own() {
    let home = tempfile::tempdir().unwrap();
    onet(home.path());
    other_onet(home.path(), "db_29_0");
    for args in [
        &["import", "onet", "db", "-o", "new.toml"][..],
        &[
            "import",
            "onet",
            "db_29_0",
            "-o",
            "old.toml",
            "--id",
            "onet-29",
            "--title",
            "O*NET of 2024",
        ],
    ] {
        let done = run(args, home.path());
        assert_eq!(done.status.code(), Some(0), "{}", errors(&done));
    }
    let listed = run(&["--pack", "new.toml", "--pack", "old.toml", "list", "packs"], home.path());
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.starts_with("onet\t") && listed.contains("\nonet-29\t29.0\t"), "{listed}");
    let about = run(&["--pack", "old.toml", "about"], home.path());
    assert!(String::from_utf8(about.stdout).unwrap().contains("O*NET of 2024"));
    let wrong = run(&["import", "onet", "db", "-o", "x.toml", "--id", "O*NET 29"], home.path());
    assert_eq!(wrong.status.code(), Some(2));
    assert!(errors(&wrong).contains("onet-29"), "{}", errors(&wrong));
    for title in ["", "  ", "one\ntwo", "a\u{1}b"] {
        let wrong = run(&["import", "onet", "db", "-o", "x.toml", "--title", title], home.path());
        assert_eq!(wrong.status.code(), Some(2), "{title:?}");
        assert!(errors(&wrong).contains("title"), "{}", errors(&wrong));
    }
    let wrong = run(&["import", "onet", "db", "-o", "x.toml", "--language", "de"], home.path());
    assert_eq!(wrong.status.code(), Some(2));
    // Both at once are no one release.
    let both = run(&["import", "onet", "db", "db_29_0", "-o", "x.toml"], home.path());
    assert_eq!(both.status.code(), Some(3));
    assert!(errors(&both).contains("db_29_0/Occupation Data.txt (29.0)"), "{}", errors(&both));
    assert_eq!(names(home.path()), ["db", "db_29_0", "new.toml", "old.toml"]);
}

#[test]
fn where_a_pack_cannot_be_written_is_said_before_the_work() {
    let home = tempfile::tempdir().unwrap();
    onet(home.path());
    let table = "db/Occupation Data.txt";
    for (args, word) in [
        (
            &["import", "onet", "db", "-o", "db"][..],
            "it is a folder; name a file in it, such as db/onet.toml",
        ),
        (&["import", "onet", "db", "-o", "no/x.toml"], "no folder no; create it first"),
        (&["import", "onet", "db", "-o", table], "--force"),
        (&["import", "onet", table, "-o", table, "--force"], "it is one of the files to import"),
    ] {
        let failed = run(args, home.path());
        assert_eq!(failed.status.code(), Some(3), "{args:?}");
        assert!(errors(&failed).contains(word), "{args:?}: {}", errors(&failed));
    }
}

/// The usual education is told only where the answers that may be used settle it.
#[test]
fn suppressed_education_is_not_the_usual_one() {
    let home = tempfile::tempdir().unwrap();
    onet(home.path());
    let header =
        "O*NET-SOC Code\tElement ID\tScale ID\tCategory\tData Value\tN\tRecommend Suppress\n";
    let names = "Element ID\tScale ID\tCategory\tCategory Description\n2.D.1\tRL\t6\tBachelor's Degree\n2.D.1\tRL\t8\tMaster's Degree\n";
    std::fs::write(home.path().join("db/Education Categories.txt"), names).unwrap();
    for (rows, wanted) in [
        ([("6", "65.49", "30", "Y"), ("8", "10.93", "30", "N")], None),
        (
            [("6", "65.49", "30", "N"), ("8", "34.51", "30", "Y")],
            Some("Bachelor's Degree (65 % of those asked)"),
        ),
        // Too few to tell, although nothing marks them.
        ([("6", "65.49", "4", "N"), ("8", "34.51", "4", "N")], None),
        (
            [("6", "50", "30", "N"), ("8", "50", "30", "N")],
            Some("Bachelor's Degree or Master's Degree (50 % each of those asked)"),
        ),
    ] {
        let rows = rows.map(|(category, share, asked, suppress)| {
            format!("11-1.00\t2.D.1\tRL\t{category}\t{share}\t{asked}\t{suppress}\n")
        });
        std::fs::write(home.path().join("db/Education.txt"), format!("{header}{}", rows.concat()))
            .unwrap();
        let done = run(
            &["import", "onet", "db", "-o", "onet.toml", "--force", "--format", "json"],
            home.path(),
        );
        let report: Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(report["layout"], "release 30.3 or later");
        let told = report["notes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|n| n.as_str().unwrap().contains("education not stated"));
        let shown =
            run(&["--pack", "onet.toml", "show", "11-1.00", "--format", "json"], home.path());
        let shown: Value = serde_json::from_slice(&shown.stdout).unwrap();
        assert_eq!(shown["experience"]["education"].as_str(), wanted, "{shown}");
        assert_eq!(told, wanted.is_none());
    }
}

/// The folder of real releases; named by `.ci/run` where it is.
pub fn data() -> PathBuf {
    PathBuf::from(
        std::env::var_os("ROLEDEX_DATA").expect("ROLEDEX_DATA names the folder of data sets"),
    )
}

fn table<'a>(report: &'a Value, name: &str) -> &'a Value {
    report["tables"].as_array().unwrap().iter().find(|t| t["table"] == name).unwrap()
}

#[test]
#[ignore = "needs the real releases"]
fn shared_data_whole_releases_come_over() {
    let home = tempfile::tempdir().unwrap();
    for (set, path, facts) in [
        (
            "onet",
            "onet/db_30_1_text.zip",
            [
                ("Occupation Data.txt", 1016, 1016),
                ("Task Statements.txt", 18796, 18796),
                ("Technology Skills.txt", 32773, 32773),
            ],
        ),
        (
            "esco",
            "esco/esco-v1.1.1-en-csv.zip",
            [
                ("occupations_en.csv", 3007, 3007),
                ("skills_en.csv", 13896, 13896),
                ("occupationSkillRelations.csv", 123_855, 123_788),
            ],
        ),
    ] {
        let path = data().join(path).display().to_string();
        let file = format!("{set}.toml");
        let done = run(&["import", set, &path, "-o", &file, "--format", "json"], home.path());
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        let report: Value = serde_json::from_slice(&done.stdout).unwrap();
        for (name, read, taken) in facts {
            let table = table(&report, name);
            assert_eq!(
                (table["read"].as_u64(), table["taken"].as_u64()),
                (Some(read), Some(taken)),
                "{name}"
            );
        }
        let checked = run(&["check", &file], home.path());
        assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stdout));
    }
    let ratings = data().join("onet/ratings-29.2.zip").display().to_string();
    let failed = run(&["import", "onet", &ratings, "-o", "x.toml"], home.path());
    assert_eq!(failed.status.code(), Some(3));
    // Beside the release they are its ratings, and two elements of one name are two skills.
    let release = data().join("onet/db_30_1_text.zip").display().to_string();
    let done = run(&["import", "onet", &release, &ratings, "-o", "rated.toml"], home.path());
    assert_eq!(done.status.code(), Some(0), "{}", errors(&done));
    let skills = run(&["--pack", "rated.toml", "list", "skills"], home.path());
    let skills = String::from_utf8(skills.stdout).unwrap();
    assert!(skills.contains("\nmathematics\tMathematics\tcraft\t"));
    assert!(skills.contains("\nmathematics-knowledge\tMathematics (knowledge)\tknowledge\t"));
    let listed = run(&["--pack", "onet.toml", "--pack", "esco.toml", "list", "packs"], home.path());
    assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), 2);
}
