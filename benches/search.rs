//! Search beside its peers: speaks a line protocol that a harness drives.
//!
//!     cargo bench --bench search -- LABELS.txt
//!
//! LABELS.txt has one label a line; each becomes a skill. Each line of standard input is a query;
//! the answer is the microseconds that it took, and the line numbers, from 0, of the best 50
//! labels, best first. On standard error: the time and the bytes that the index took.

#![allow(missing_docs, clippy::print_stderr, reason = "a measurement")]

use std::io::{BufRead, Write};
use std::sync::Arc;
use std::time::Instant;

use roledex::model::{Catalog, CatalogTables, Skill, SkillKind};
use roledex::search::{Query, SearchIndex, SearchItem, SearchScope};

fn main() -> std::io::Result<()> {
    let Some(path) = std::env::args().skip(1).find(|arg| !arg.starts_with("--")) else {
        eprintln!("usage: cargo bench --bench search -- LABELS.txt");
        return Ok(());
    };
    let text = std::fs::read_to_string(path)?;
    let skill = |(i, label): (usize, &str)| Skill::new(i.to_string(), label, SkillKind::Craft);
    let skills: Vec<Skill> = text.lines().enumerate().map(skill).collect();
    drop(text);
    let catalog = Arc::new(Catalog::new(CatalogTables { skills, ..CatalogTables::default() }));
    let start = Instant::now();
    let index = SearchIndex::new(catalog);
    let labels = index.labels().max(1);
    eprintln!(
        "{labels} labels in {:.1} ms, {} bytes a label",
        start.elapsed().as_secs_f64() * 1e3,
        index.bytes() / labels
    );
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let start = Instant::now();
        let hits = index.search(&Query::parse(&line), SearchScope::Skills, 50);
        write!(out, "{}", start.elapsed().as_nanos() as f64 / 1e3)?;
        for hit in hits.hits {
            if let SearchItem::Skill(id) = hit.item {
                write!(out, " {}", id.0)?;
            }
        }
        writeln!(out)?;
        out.flush()?;
    }
    Ok(())
}
