//! Faulty packs: each file of `fixtures/faulty` says in comments which faults it has, all of them.
//!
//! A comment `#! LINE:COLUMN CODE` is one expected fault; a folder is one pack, its comments stand
//! in any of its files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use roledex::pack::DiagnosticCode;

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

/// The codes of the packs in `fixtures/faulty`.
fn fixture_codes() -> BTreeSet<DiagnosticCode> {
    let folder = golden::path("fixtures/faulty");
    let packs = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    packs.flat_map(|pack| codes_of(&roledex::pack::load(&[pack]).unwrap().diagnostics)).collect()
}

fn codes_of(faults: &[roledex::pack::Diagnostic]) -> BTreeSet<DiagnosticCode> {
    faults.iter().map(|fault| fault.code).collect()
}

fn codes_of_bytes(bytes: &[u8]) -> BTreeSet<DiagnosticCode> {
    codes_of(&roledex::pack::from_bytes("pack.toml", bytes).diagnostics)
}

const HEAD: &str = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n";

/// The codes of packs that are written by the test, because a fixture would be too large, or would
/// not be text.
fn written_codes() -> BTreeSet<DiagnosticCode> {
    let role = |id: usize, more: &str| {
        format!("[[role]]\nid = \"r{id}\"\ntitle = \"R\"\nfamily = \"f\"\nsummary = \"s\"\n{more}")
    };
    let chain: String =
        (0..70).map(|id| role(id, &format!("extends = \"r{}\"\n", id + 1))).collect();
    let theme = "[[theme]]\nid = \"t\"\ntitle = \"T\"\n";
    let long = "x".repeat(70_000);
    let heavy: String =
        std::iter::once(role(0, &format!("[role.responsibilities]\nt = [\"{long}\"]\n")))
            .chain((1..1100).map(|id| role(id, "extends = \"r0\"\n")))
            .collect();
    let conflict = "<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n";
    [
        codes_of_bytes(format!("{HEAD}{chain}{}", role(70, "")).as_bytes()),
        codes_of_bytes(format!("{HEAD}{theme}{heavy}").as_bytes()),
        codes_of_bytes(format!("{HEAD}{conflict}").as_bytes()),
        codes_of_bytes(b"PK\x03\x04\x14\0\0\0\x08\0"),
        codes_of_bytes("=".repeat(5 << 20).as_bytes()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The codes of faults of folders and their entries.
#[cfg(unix)]
fn folder_codes() -> BTreeSet<DiagnosticCode> {
    let home = tempfile::tempdir().unwrap();
    let pack = home.path().join("pack");
    std::fs::create_dir(&pack).unwrap();
    let mut codes =
        codes_of(&roledex::pack::load(std::slice::from_ref(&pack)).unwrap().diagnostics);
    std::fs::write(pack.join("pack.toml"), HEAD).unwrap();
    std::fs::write(home.path().join("out.toml"), HEAD).unwrap();
    std::os::unix::fs::symlink(home.path().join("out.toml"), pack.join("out.toml")).unwrap();
    std::os::unix::fs::symlink(home.path().join("none.toml"), pack.join("none.toml")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(pack.join("socket.toml")).unwrap();
    let mut deep = pack.clone();
    (0..70).for_each(|_| deep.push("d"));
    std::fs::create_dir_all(&deep).unwrap();
    codes.extend(codes_of(&roledex::pack::load(&[pack]).unwrap().diagnostics));
    codes
}

/// The codes that `check --prose` reports, by the words that the program prints.
fn prose_codes() -> BTreeSet<DiagnosticCode> {
    let words = roledex::analysis::prose::ProseRule::WORDS;
    words.iter().map(|word| DiagnosticCode::from_word(word).unwrap()).collect()
}

/// The codes of a settings file with every kind of fault, as `roledex config` reports them.
fn settings_codes() -> BTreeSet<DiagnosticCode> {
    let settings = "[keys.lst]\nmark = \"x\"\n[keys.list]\nmarc = \"x\"\nmark = [\"Ctrl+U\", \"z\", \"z\", \"ctrl-i\", \"ctrl-c\"]\n\
                    top = \"f5\"\nbottom = \"f5\"\n[keys.scroll]\ntop = \"f6\"\nbottom = \"f6\"\n[keys.input]\nopen = \"x\"\n\
                    [theme.dark]\n[theme.\" \"]\n[theme.mine]\nbase = \"drak\"\naccnt = \"red\"\naccent = \"rad\"\ndim = { blink = true }\n";
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("config.toml");
    let mut codes = BTreeSet::new();
    for bytes in [settings.as_bytes(), b"\xff\xfea\0"] {
        std::fs::write(&file, bytes).unwrap();
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_roledex"))
            .args(["config", "--format", "json", "--config"])
            .arg(&file)
            .output()
            .unwrap();
        let faults: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        codes.extend(
            faults["diagnostics"]
                .as_array()
                .unwrap()
                .iter()
                .map(|fault| DiagnosticCode::from_word(fault["code"].as_str().unwrap()).unwrap()),
        );
    }
    codes
}

/// A code that nothing reports is dead, and one without a case here is untested.
#[cfg(unix)]
#[test]
fn every_code_is_produced_by_a_case() {
    let mut codes = fixture_codes();
    codes.extend(written_codes());
    codes.extend(folder_codes());
    codes.extend(prose_codes());
    codes.extend(settings_codes());
    let Err(faults) = roledex::profile::Profile::parse("profile.toml", "format = 2") else {
        panic!("read")
    };
    codes.extend(codes_of(&faults));
    let missing: Vec<_> = DiagnosticCode::ALL.iter().filter(|code| !codes.contains(code)).collect();
    assert!(missing.is_empty(), "no case produces {missing:?}");
}

#[test]
fn check_explains_each_code_and_lists_all() {
    let run = |args: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_roledex")).args(args).output().unwrap()
    };
    let list = String::from_utf8(run(&["check", "--explain"]).stdout).unwrap();
    assert_eq!(list.lines().count(), DiagnosticCode::ALL.len());
    for code in DiagnosticCode::ALL {
        assert!(list.contains(&format!("{code} ")), "{code} is not listed");
    }
    let one = run(&["check", "--explain", "pay-order"]);
    let text = String::from_utf8(one.stdout).unwrap();
    assert!(text.starts_with("pay-order\n\n") && text.contains("ascending"), "{text}");
    let wrong = run(&["check", "--explain", "pay-ordr"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("did you mean `pay-order`?"));
    let json = run(&["check", "--explain", "empty", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(value["codes"][0]["code"], "empty");
}

/// Faults that are about two places show both: `code: line, remark`.
#[test]
fn the_other_place_of_a_fault_is_shown_too() {
    let cases = [
        ("duplicate-id.toml", DiagnosticCode::DuplicateId),
        ("twice.toml", DiagnosticCode::DuplicateSkill),
        ("extends-loop.toml", DiagnosticCode::ExtendsLoop),
        ("manages-never.toml", DiagnosticCode::ManagesNeverManages),
        ("pay.toml", DiagnosticCode::PayOrder),
        ("comparison.toml", DiagnosticCode::NotCompared),
    ];
    for (file, code) in cases {
        let pack = golden::path(&format!("fixtures/faulty/{file}"));
        let faults = roledex::pack::load(std::slice::from_ref(&pack)).unwrap().diagnostics;
        let fault = faults.iter().find(|fault| fault.code == code && !fault.related.is_empty());
        let fault = fault.unwrap_or_else(|| panic!("{file}: {code} shows one place"));
        let text = std::fs::read_to_string(&pack).unwrap();
        for place in &fault.related {
            assert_ne!((place.line, place.column), (fault.line, fault.column), "{file}");
            assert_eq!(place.source_line, text.lines().nth(place.line - 1).unwrap(), "{file}");
        }
        let mut out = Vec::new();
        roledex::report::diagnostics::write_text(&mut out, &faults, false).unwrap();
        let shown = String::from_utf8(out).unwrap();
        assert!(shown.contains(&fault.related[0].message), "{file}: {shown}");
        let mut out = Vec::new();
        roledex::report::diagnostics::write_json(&mut out, &faults).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let list = json["diagnostics"].as_array().unwrap();
        assert!(list.iter().any(|fault| fault["related"][0]["line"].is_u64()), "{file}");
    }
}
