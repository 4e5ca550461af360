//! Makes the lexicon of what is known of the words of work.
//!
//! ```text
//! cargo bench --bench knowledge -- WORK TASKS SKILLS LEXICON
//! ```
//!
//! `WORK` is `src/analysis/knowledge/work.txt`: a line `== NAME` for each kind of work, and under
//! it a line for each wording. `TASKS` is a pack whose responsibilities are learnt from, O\*NET
//! 30.1 for the lexicon in use; `SKILLS` is one whose skills are, with their other names and
//! descriptions, ESCO 1.1.1. `LEXICON` is what is written, in the project
//! `src/analysis/knowledge/lexicon.bin`.

#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr, reason = "a measurement")]

use std::path::PathBuf;
use std::time::Instant;

use roledex::analysis::knowledge::training::{TrainingData, lexicon};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<PathBuf> =
        std::env::args().skip(1).filter(|a| a != "--bench").map(PathBuf::from).collect();
    let [work, tasks, skills, written] = args.as_slice() else {
        eprintln!("usage: cargo bench --bench knowledge -- WORK TASKS SKILLS LEXICON");
        return Ok(());
    };
    let mut lessons = TrainingData::default();
    for line in
        std::fs::read_to_string(work)?.lines().map(str::trim).filter(|line| !line.is_empty())
    {
        match (line.strip_prefix("=="), lessons.work.last_mut()) {
            (Some(_), _) => lessons.work.push(Vec::new()),
            (None, Some(wordings)) => wordings.push(line.to_string()),
            (None, None) => return Err(format!("no kind of work before: {line}").into()),
        }
    }
    let tasks = roledex::pack::load(std::slice::from_ref(tasks))?.catalog;
    lessons.texts.extend(
        tasks.roles().iter().flat_map(|role| &role.responsibilities).map(|duty| duty.text.clone()),
    );
    let skills = roledex::pack::load(std::slice::from_ref(skills))?.catalog;
    for skill in skills.skills() {
        let names = std::iter::once(&skill.name).chain(&skill.aliases);
        lessons.names.push(names.chain(&skill.description).cloned().collect());
    }
    println!(
        "{} kinds of work, {} things with names, {} texts",
        lessons.work.len(),
        lessons.names.len(),
        lessons.texts.len()
    );
    let start = Instant::now();
    let bytes = lexicon(&lessons);
    println!("learnt in {:.0} s, {} bytes", start.elapsed().as_secs_f64(), bytes.len());
    std::fs::write(written, bytes)?;
    Ok(())
}
