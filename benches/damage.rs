//! Packs that are damaged at random: how long reading takes, and whether the first fault is on a
//! damaged line.
//!
//! `cargo bench --bench damage -- [ROUNDS] PACK.toml [BYTES]` damages the pack as many times in
//! each way, once each time and then one of a hundred lines at once, and prints the figures. With
//! BYTES it is cut to a pack of that size first, which needs one made from ESCO. `-v` names the
//! packs whose first fault is elsewhere.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement"
)]
#![allow(unreachable_pub, dead_code, reason = "shared with the tests")]

use std::time::{Duration, Instant};

#[path = "../tests/it/ruin.rs"]
mod ruin;

use ruin::Kind;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let number = |arg: &String| arg.parse::<usize>().ok();
    let rounds = args.iter().find_map(number).unwrap_or(20);
    let size = args.iter().filter_map(number).nth(1);
    let verbose = args.iter().any(|arg| arg == "-v");
    let path =
        args.iter().find(|arg| number(arg).is_none() && !arg.starts_with('-')).expect("a pack");
    let mut text = std::fs::read_to_string(path).unwrap();
    if let Some(size) = size {
        text = ruin::cut(&text, size);
    }
    let sound = roledex::pack::from_bytes("pack.toml", text.as_bytes());
    assert!(sound.diagnostics.is_empty(), "{:?}", sound.diagnostics.first());
    println!("{} bytes, {} rounds of each kind", text.len(), rounds);
    println!(
        "{:20} {:>6} {:>6} {:>8} {:>9} | {:>9} {:>7}",
        "", "faulty", "first", "most", "slowest", "1 %: most", "slowest"
    );
    let (mut faulty, mut hits, mut slowest) = (0, 0, Duration::ZERO);
    for kind in Kind::ALL {
        let (mut all, mut hit, mut most, mut longest) = (0, 0, 0, Duration::ZERO);
        for seed in 0..rounds as u64 {
            let ruined = ruin::one(&text, kind, seed);
            let start = Instant::now();
            let loaded = roledex::pack::from_bytes("pack.toml", &ruined.bytes);
            longest = longest.max(start.elapsed());
            let count: usize = loaded.diagnostics.iter().map(|fault| 1 + fault.more).sum();
            most = most.max(count);
            let Some(first) = loaded.diagnostics.first() else { continue };
            all += 1;
            if ruined.lines.contains(&first.line) {
                hit += 1;
            } else if verbose {
                println!(
                    "  {seed} {:?}: {}:{} {} {}",
                    ruined.lines, first.line, first.column, first.code, first.message
                );
            }
        }
        let (mut many, mut long) = (0, Duration::ZERO);
        for seed in 0..(rounds as u64).div_ceil(4) {
            let bytes = ruin::many(&text, kind, seed);
            let start = Instant::now();
            let loaded = roledex::pack::from_bytes("pack.toml", &bytes);
            long = long.max(start.elapsed());
            many = many.max(loaded.diagnostics.iter().map(|fault| 1 + fault.more).sum());
        }
        let name = kind.name();
        println!("{name:20} {all:>6} {hit:>6} {most:>8} {longest:>9.1?} | {many:>9} {long:>7.1?}");
        (faulty, hits, slowest) = (faulty + all, hits + hit, slowest.max(longest).max(long));
    }
    println!(
        "first fault on a damaged line: {hits} of {faulty}, {:.1} %; slowest {slowest:.1?}",
        100.0 * f64::from(hits) / f64::from(faulty)
    );
}
