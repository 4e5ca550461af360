//! The build script: checks `content/` and compiles it into the program with the code that reads
//! packs at run time. An error in the content stops the build and is reported with its location.
//!
//! It is next to the modules that it shares with the library, because modules are resolved relative
//! to this file.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    missing_docs,
    reason = "the library uses the rest, and says so"
)]
#![allow(
    clippy::all,
    clippy::pedantic,
    clippy::panic,
    clippy::print_stdout,
    reason = "linted in the library"
)]

/// The part of the library's module that needs only the operating system.
mod disk {
    pub mod read;
}
mod flat;
mod model;
mod pack;
mod search;
mod thread;

/// The part of the library's module that counts words.
mod analysis {
    mod eigenvectors;
    mod evidence;
    pub mod knowledge;
    mod mark;
    pub mod related;
    /// The part that prepares responsibilities for finding themes.
    pub mod themes {
        pub mod index;
    }
    pub mod vectors;
    mod vocabulary;
    pub mod words;

    /// Returns the word weights of `catalog`, as `Differ::read` reads them.
    pub fn word_weights(catalog: &crate::model::Catalog) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        vocabulary::Vocabulary::new(catalog).write(&mut bytes)?;
        Ok(bytes)
    }
}

/// The part of the library's module that prepares skills for reading texts.
mod reading {
    pub mod skills;
}

use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=content");
    println!("cargo::rerun-if-changed=src/pack");
    println!("cargo::rerun-if-changed=src/model");
    println!("cargo::rerun-if-changed=src/search");
    println!("cargo::rerun-if-changed=src/analysis");
    println!("cargo::rerun-if-changed=src/reading");
    for file in ["build", "disk/read", "flat", "model", "pack", "search", "thread"] {
        println!("cargo::rerun-if-changed=src/{file}.rs");
    }
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    std::env::set_current_dir(&root)?;
    let loaded = pack::load_as("built-in", Path::new("content"))?;
    if !loaded.diagnostics.is_empty() {
        for fault in &loaded.diagnostics {
            println!(
                "cargo::error={}:{}:{} {}",
                fault.file, fault.line, fault.column, fault.message
            );
        }
        return Err("content/ has faults".into());
    }
    println!("cargo::rustc-env=ROLEDEX_LAYOUT={}", layout_hash()?);
    std::fs::write(out.join("content.pack"), pack::compiled::encode(&loaded.catalog)?)?;
    std::fs::write(out.join("content.words"), analysis::word_weights(&loaded.catalog)?)?;
    let (mut names, mut index) = (Vec::new(), Vec::new());
    let role_names = search::RoleNames::new();
    role_names.prepare(&loaded.catalog);
    role_names.write(&mut names)?;
    search::SearchIndex::new(loaded.catalog.clone().into()).write(&mut index)?;
    std::fs::write(out.join("content.names"), names)?;
    std::fs::write(out.join("content.index"), index)?;
    let mut reading = Vec::new();
    reading::skills::ReadingIndex::new(&loaded.catalog).write(&mut reading)?;
    std::fs::write(out.join("content.reading"), reading)?;
    let mut themes = Vec::new();
    analysis::themes::index::ThemeIndex::new(&loaded.catalog).write(&mut themes)?;
    std::fs::write(out.join("content.themes"), themes)?;
    let (relations, terms) = analysis::related::SimilarityIndex::with_terms(&loaded.catalog);
    let (mut of_roles, mut of_terms) = (Vec::new(), Vec::new());
    relations.write(&mut of_roles)?;
    terms.write(&mut of_terms)?;
    std::fs::write(out.join("content.relations"), of_roles)?;
    std::fs::write(out.join("content.terms"), of_terms)?;
    Ok(())
}

/// A number that changes with the code that serialises a catalog and the data derived from it:
/// caches of other builds are not read.
fn layout_hash() -> std::io::Result<String> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut files =
        ["src/model.rs", "src/pack/compiled.rs", "src/flat.rs"].map(PathBuf::from).to_vec();
    let mut folders = ["src/model", "src/search", "src/analysis", "src/reading", "src/cache"]
        .map(PathBuf::from)
        .to_vec();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        std::fs::read(file)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
