//! Packs: any bytes as a file, or as the files of two copies of a pack.

use std::io::sink;
use std::path::Path;
use std::sync::Arc;

use roledex::model::{Catalog, CatalogPart, RoleId, SkillId};
use roledex::pack::{self, Diagnostic, LoadedPacks, PackLocator, compiled};
use roledex::report::diagnostics;

use super::ask;
use super::bytes::Memory;

/// Comes between an older copy and the newer one.
const NEWER: &str = "\n#### newer\n";
/// Comes between two files of a copy.
const NEXT: &str = "\n#### next\n";

/// Reads the pack, or two copies of it, and asks everything of the valid part.
pub fn pack(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        let LoadedPacks { catalog, diagnostics } = pack::from_bytes("pack.toml", data);
        write(&diagnostics);
        return ask::ask(&Arc::new(catalog));
    };
    let (older, newer) =
        text.split_once(NEWER).map_or((text, None), |(older, newer)| (older, Some(newer)));
    let catalog = read(older);
    ask::ask(&catalog);
    if let Some(newer) = newer {
        let newer = read(newer);
        ask::review(&newer, &catalog);
        ask::review(&catalog, &newer);
    }
}

/// The valid part of a pack.
fn read(text: &str) -> Arc<Catalog> {
    let names: Vec<String> =
        (0..=text.matches(NEXT).count()).map(|at| format!("{at}.toml")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(text.split(NEXT)).collect();
    let LoadedPacks { catalog, diagnostics } = pack::from_files("pack", &files);
    write(&diagnostics);
    if pack::is_valid(&diagnostics) {
        let compiled = compiled::encode(&catalog).unwrap();
        let again = compiled::open(&Memory::of(compiled)).unwrap();
        assert!(again == catalog, "a compiled pack is the pack");
        if files.len() == 1 {
            find(text, &catalog);
        }
    }
    Arc::new(catalog)
}

/// Finds the place in the file of everything in `catalog`.
fn find(text: &str, catalog: &Catalog) {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let path: &Path = file.path();
    let places = PackLocator::read(&[Some(path)]).unwrap();
    places.parse_all();
    let skills = (0..catalog.skills().len()).map(|at| CatalogPart::Skill(SkillId::from_index(at)));
    let roles = (0..catalog.roles().len()).map(RoleId::from_index).flat_map(|role| {
        let duties = catalog.role(role).responsibilities.len();
        (0..duties)
            .map(move |at| CatalogPart::Responsibility(role, at))
            .chain([CatalogPart::Role(role), CatalogPart::Summary(role)])
    });
    for part in skills.chain(roles) {
        places.find(catalog, part);
    }
}

/// Writes faults as people and programs read them.
pub fn write(faults: &[Diagnostic]) {
    diagnostics::write_text(&mut sink(), faults, true).unwrap();
    diagnostics::write_text(&mut sink(), faults, false).unwrap();
    diagnostics::write_json(&mut sink(), faults).unwrap();
}
