//! Runs the fuzz targets on the files of their corpus, so that these count where nobody fuzzes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::fuzz::TARGETS;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Runs one target on all of its corpus, and names the files: the last one is the one that failed.
#[allow(clippy::print_stderr, reason = "shown where the test fails")]
fn replay(target: &str) {
    let (_, run) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    let files = names(&corpus().join(target));
    assert!(!files.is_empty());
    for file in files {
        eprintln!("{target}/{file}");
        run(&std::fs::read(corpus().join(target).join(file)).unwrap());
    }
}

macro_rules! replays {
    ($($target:ident)*) => {
        $(
            #[test]
            fn $target() {
                replay(stringify!($target));
            }
        )*

        #[test]
        fn every_target_has_a_corpus_and_is_replayed() {
            let replayed: BTreeSet<String> = [$(stringify!($target).to_string()),*].into();
            assert_eq!(TARGETS.iter().map(|(name, _)| name.to_string()).collect::<BTreeSet<_>>(), replayed);
            assert_eq!(names(&corpus()), replayed);
            let programs = names(&corpus().join("../fuzz_targets"));
            assert_eq!(programs, replayed.iter().map(|name| format!("{name}.rs")).collect());
        }
    };
}

replays!(archive compiled import input keys pack profile query resume settings wording);

#[test]
fn the_corpus_stays_small() {
    let folders = names(&corpus()).into_iter().map(|target| corpus().join(target));
    let sizes =
        folders.flat_map(|folder| names(&folder).into_iter().map(move |file| folder.join(file)));
    let size: u64 = sizes.map(|file| file.metadata().unwrap().len()).sum();
    assert!(size < 100 << 10, "{size} bytes");
}
