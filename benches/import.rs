//! Importing a data set beside what reading and parsing its tables alone costs with the `csv`
//! crate.
//!
//! `cargo bench --bench import -- [ROUNDS] onet|esco PATH…` prints the median of as many rounds for
//! each way, all ways taking turns in each round, each
//! time in a process of its own. The tables are those that the import reads, unpacked from the same
//! archive; every row is split into its cells, and nothing is done with them.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement"
)]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use roledex::disk::{FileAccess, IfExists, write_atomic};
use roledex::import::{DataSet, ImportOptions, ImportedPack, read};

fn import(set: DataSet, path: &Path) -> ImportedPack {
    read(set, &[path.to_path_buf()], &ImportOptions::default(), &mut |_| ControlFlow::Continue(()))
        .unwrap()
}

/// Every table of `names` in the archive or folder at `path`.
fn tables(path: &Path, names: &BTreeSet<String>) -> Vec<(String, Vec<u8>)> {
    let mut tables = Vec::new();
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            if names.contains(&name) {
                tables.push((name, std::fs::read(entry).unwrap()));
            }
        }
        return tables;
    }
    let mut archive =
        zip::ZipArchive::new(std::io::BufReader::new(std::fs::File::open(path).unwrap())).unwrap();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let full = entry.name().unwrap().into_owned();
        let name = full.rsplit('/').next().unwrap_or_default().to_string();
        if names.contains(&name) {
            let mut bytes = Vec::with_capacity(entry.size() as usize);
            entry.read_to_end(&mut bytes).unwrap();
            tables.push((name, bytes));
        }
    }
    tables
}

/// Reads every cell of `bytes`; returns how many there are.
fn parse(set: DataSet, bytes: &[u8]) -> usize {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true);
    if set == DataSet::Onet {
        builder.delimiter(b'\t').quoting(false);
    }
    let (mut reader, mut record, mut cells) =
        (builder.from_reader(bytes), csv::StringRecord::new(), 0);
    while reader.read_record(&mut record).unwrap() {
        cells += black_box(&record).len();
    }
    cells
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// What one process does, by name.
const WAYS: [&str; 4] =
    ["unpack", "unpack and parse with csv", "import, in memory", "import and write the pack"];

/// Goes one way, once; ends without giving back what it made, as the program does.
fn go(way: &str, set: DataSet, path: &Path, names: &BTreeSet<String>) {
    match way {
        "unpack" => std::mem::forget(black_box(tables(path, names))),
        "unpack and parse with csv" => {
            let tables = tables(path, names);
            black_box(tables.iter().map(|(_, bytes)| parse(set, bytes)).sum::<usize>());
            std::mem::forget(tables);
        }
        "import, in memory" => std::mem::forget(black_box(import(set, path))),
        _ => {
            let imported = import(set, path);
            let out = std::env::temp_dir().join("roledex-bench-import.toml");
            write_atomic(&out, IfExists::Replace, FileAccess::Default, |out| {
                roledex::pack::write(&imported.tables, out)
            })
            .unwrap();
            std::fs::remove_file(out).unwrap();
            std::mem::forget(imported);
        }
    }
}

fn main() {
    // Cargo passes `--bench`.
    let mut args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if args.first().is_some_and(|a| a == "--one") {
        let set = DataSet::from_word(&args[2]).unwrap();
        return go(&args[1], set, Path::new(&args[3]), &args[4..].iter().cloned().collect());
    }
    let rounds =
        args.first().and_then(|a| a.parse().ok()).inspect(|_| drop(args.remove(0))).unwrap_or(9);
    if args.is_empty() || args.len() % 2 == 1 {
        println!("usage: cargo bench --bench import -- [ROUNDS] onet|esco PATH…");
        return;
    }
    for pair in args.chunks(2) {
        let (set, path) =
            (DataSet::from_word(&pair[0]).expect("onet or esco"), PathBuf::from(&pair[1]));
        let names: BTreeSet<String> =
            import(set, &path).tally.tables.into_iter().map(|t| t.table).collect();
        let mut times = vec![Vec::new(); WAYS.len()];
        for _ in 0..rounds {
            for (way, times) in WAYS.iter().zip(&mut times) {
                let start = Instant::now();
                let done = Command::new(std::env::current_exe().unwrap())
                    .args(["--one", way, &pair[0], &pair[1]])
                    .args(&names)
                    .status();
                assert!(done.unwrap().success(), "{way}");
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
        let times: Vec<f64> = times.into_iter().map(median).collect();
        println!("{}: {} tables, median of {rounds} rounds", path.to_string_lossy(), names.len());
        for (way, time) in WAYS.iter().zip(&times) {
            println!("  {way:<28} {time:>9.1} ms  {:>6.2} x csv", time / times[1]);
        }
    }
}
