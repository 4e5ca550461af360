//! Faulty packs: each file of `fixtures/faulty` says in comments which faults it has, all of them.
//!
//! A comment `#! LINE:COLUMN CODE` is one expected fault; a folder is one pack, its comments stand
//! in any of its files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::golden;

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect();
    found.sort();
    found
}

/// `file:line:column code` of each expected fault.
fn expected(path: &Path) -> BTreeSet<String> {
    let mut faults = BTreeSet::new();
    for file in files(path) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        for line in text.lines() {
            if let Some((place, code)) = line.strip_prefix("#! ").and_then(|l| l.split_once(' ')) {
                faults.insert(format!("{name}:{place} {code}"));
            }
        }
    }
    faults
}

#[test]
fn every_faulty_pack_gives_all_its_faults_and_no_other() {
    let folder = golden::path("fixtures/faulty");
    let mut packs: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    packs.sort();
    assert!(packs.len() >= 20, "{} faulty packs", packs.len());
    let mut codes = BTreeSet::new();
    let mut wrong = String::new();
    for pack in &packs {
        let loaded = roledex::pack::load(std::slice::from_ref(pack)).unwrap();
        let found: BTreeSet<String> = loaded
            .diagnostics
            .iter()
            .map(|d| {
                let name = Path::new(&d.file).file_name().unwrap().to_string_lossy().into_owned();
                format!("{name}:{}:{} {}", d.line, d.column, d.code)
            })
            .collect();
        codes.extend(loaded.diagnostics.iter().map(|d| d.code));
        let expected = expected(pack);
        if found != expected {
            wrong +=
                &format!("{}\n  expected {expected:#?}\n  found    {found:#?}\n", pack.display());
        }
        assert!(!expected.is_empty(), "{} expects nothing", pack.display());
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(codes.len() >= 20, "only these kinds of faults are covered: {codes:?}");
}

#[test]
fn faults_are_shown_with_the_line_a_caret_and_a_hint() {
    let pack = golden::path("fixtures/faulty/unknown-skill.toml");
    let mut loaded = roledex::pack::load(&[pack]).unwrap();
    for diagnostic in &mut loaded.diagnostics {
        diagnostic.file = "unknown-skill.toml".to_string();
    }
    let mut out = Vec::new();
    roledex::report::diagnostics::write_text(&mut out, &loaded.diagnostics, false).unwrap();
    golden::assert("fixtures/unknown-skill.txt", &String::from_utf8(out).unwrap());
}
