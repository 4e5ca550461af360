//! Loading a pack beside a bare parse of the same file.
//!
//! `cargo bench --bench load -- [ROUNDS] PACK.toml…` prints the median of as many rounds for each
//! way, all ways taking turns in each round. `toml typed` is what any program pays that reads the
//! file with one thread into plain structs; `roledex` adds validation, references and the search
//! index.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use serde::Deserialize;

/// The format as plain structs, as a program would have them that only reads it.
#[derive(Deserialize)]
#[allow(dead_code, reason = "read, and that is all")]
struct Pack {
    #[serde(default)]
    source: Vec<BTreeMap<String, Loose>>,
    #[serde(default)]
    theme: Vec<BTreeMap<String, String>>,
    #[serde(default)]
    skill: Vec<Skill>,
    #[serde(default)]
    role: Vec<Role>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "read, and that is all")]
enum Loose {
    Text(String),
    Date(toml::value::Datetime),
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, and that is all")]
struct Skill {
    id: String,
    name: String,
    kind: String,
    group: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    hidden: Vec<String>,
    description: Option<String>,
    #[serde(default)]
    codes: BTreeMap<String, String>,
    #[serde(default)]
    broader: Vec<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, and that is all")]
struct Role {
    id: String,
    title: String,
    family: String,
    level: Option<u32>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    hidden: Vec<String>,
    #[serde(default)]
    related: Vec<String>,
    #[serde(default)]
    broader: Vec<String>,
    summary: String,
    #[serde(default)]
    codes: BTreeMap<String, String>,
    #[serde(default)]
    sources: Vec<String>,
    experience: Option<Experience>,
    #[serde(default)]
    responsibilities: BTreeMap<String, Vec<Duty>>,
    #[serde(default)]
    skills: BTreeMap<String, Vec<Asked>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, and that is all")]
struct Experience {
    #[serde(default)]
    years: Vec<f64>,
    education: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "read, and that is all")]
enum Duty {
    Short(String),
    Long { text: String, activity: Option<String>, note: Option<String> },
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "read, and that is all")]
enum Asked {
    Short(String),
    Long { skill: String, level: Option<String>, note: Option<String> },
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let rounds = args
        .first()
        .and_then(|a| a.parse().ok())
        .inspect(|_: &usize| drop(args.remove(0)))
        .unwrap_or(9);
    if args.is_empty() {
        println!("usage: cargo bench --bench load -- [ROUNDS] PACK.toml…");
        return;
    }
    for path in args {
        let path = PathBuf::from(path);
        let ways: [(&str, &dyn Fn()); 4] = [
            ("read the file", &|| drop(std::hint::black_box(std::fs::read(&path).unwrap()))),
            ("toml typed", &|| {
                let text = std::fs::read_to_string(&path).unwrap();
                drop(std::hint::black_box(toml::from_str::<Pack>(&text).unwrap()));
            }),
            ("roledex, model", &|| {
                drop(std::hint::black_box(
                    roledex::pack::load(std::slice::from_ref(&path)).unwrap(),
                ));
            }),
            ("roledex, model and index", &|| {
                let loaded = roledex::pack::load(std::slice::from_ref(&path)).unwrap();
                drop(std::hint::black_box(roledex::search::SearchIndex::new(std::sync::Arc::new(
                    loaded.catalog,
                ))));
            }),
        ];
        let mut times = vec![Vec::new(); ways.len()];
        for _ in 0..rounds {
            for (way, times) in ways.iter().zip(&mut times) {
                let start = Instant::now();
                way.1();
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
        let times: Vec<f64> = times.into_iter().map(median).collect();
        println!(
            "{}: {} MB, median of {rounds} rounds",
            path.to_string_lossy(),
            std::fs::metadata(&path).unwrap().len() >> 20
        );
        for (way, time) in ways.iter().zip(&times) {
            println!("  {:<26} {time:>9.1} ms  {:>6.2} x toml typed", way.0, time / times[1]);
        }
    }
}
