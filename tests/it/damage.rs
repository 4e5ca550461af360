//! Packs that are damaged at random: each gives faults in little time, and where there is one
//! damage the first fault is on a damaged line.

use std::collections::BTreeMap;
use std::path::Path;

use roledex::pack::{self, LoadedPacks};

use crate::import;
use crate::ruin::{self, Kind};

/// The built-in pack as one file.
fn builtin() -> String {
    fn read(folder: &Path, text: &mut String) {
        let mut entries: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                read(&path, text);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                *text += &std::fs::read_to_string(path).unwrap();
            }
        }
    }
    let mut text = String::new();
    read(Path::new("content"), &mut text);
    text
}

/// How many packs with one damage of each kind have a fault, and of how many the first is on a
/// damaged line.
fn first_faults(text: &str, rounds: u64) -> BTreeMap<&'static str, (usize, usize, Vec<String>)> {
    let mut found: BTreeMap<&'static str, (usize, usize, Vec<String>)> = BTreeMap::new();
    for kind in Kind::ALL {
        for seed in 0..rounds {
            let ruined = ruin::one(text, kind, seed);
            let LoadedPacks { diagnostics, .. } = pack::from_bytes("pack.toml", &ruined.bytes);
            let Some(first) = diagnostics.first() else { continue };
            let (all, hits, misses) = found.entry(kind.name()).or_default();
            *all += 1;
            if ruined.lines.contains(&first.line) {
                *hits += 1;
            } else {
                misses.push(format!(
                    "{} {seed}: damaged {:?}, {}:{} {} {}",
                    kind.name(),
                    ruined.lines,
                    first.line,
                    first.column,
                    first.code,
                    first.message
                ));
            }
        }
    }
    found
}

fn assert_first_faults(text: &str, rounds: u64) {
    assert_eq!(pack::from_bytes("pack.toml", text.as_bytes()).diagnostics, []);
    let found = first_faults(text, rounds);
    let all: usize = found.values().map(|(all, ..)| all).sum();
    let hits: usize = found.values().map(|(_, hits, _)| hits).sum();
    let misses: Vec<&String> = found.values().flat_map(|(.., misses)| misses).collect();
    let figures: Vec<_> =
        found.iter().map(|(kind, (all, hits, _))| format!("{kind} {hits}/{all}")).collect();
    assert_eq!(found.len(), Kind::ALL.len(), "a kind of damage gives no faults: {figures:?}");
    assert!(hits * 100 >= all * 95, "{hits} of {all}: {figures:?}\n{misses:#?}");
}

#[test]
fn the_first_fault_is_on_a_damaged_line() {
    assert_first_faults(&builtin(), 20);
}

#[test]
#[ignore = "needs the real releases"]
fn shared_data_the_first_fault_of_esco_is_on_a_damaged_line() {
    let home = tempfile::tempdir().unwrap();
    let release = import::data().join("esco/esco-v1.1.1-en-csv.zip").display().to_string();
    let done = import::run(&["import", "esco", &release, "-o", "esco.toml"], home.path());
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let text = std::fs::read_to_string(home.path().join("esco.toml")).unwrap();
    assert_first_faults(&ruin::cut(&text, 2_000_000), 20);
}

/// One of a hundred lines or many bytes: however many faults there are, a bounded number of them is
/// reported.
#[test]
fn much_damage_gives_a_bounded_number_of_faults() {
    let text = builtin();
    let mut with_faults = 0;
    for kind in Kind::ALL {
        for seed in 0..3 {
            let loaded = pack::from_bytes("pack.toml", &ruin::many(&text, kind, seed));
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            for fault in &loaded.diagnostics {
                *kinds.entry(fault.code.word()).or_default() += 1;
            }
            assert!(kinds.values().all(|count| *count <= 100), "{kinds:?}");
            with_faults += usize::from(!loaded.diagnostics.is_empty());
        }
    }
    assert!(with_faults > Kind::ALL.len(), "{with_faults}");
}
