//! Data sets: tables in a folder or an archive, imported, written as a pack and read again.

use std::io::{Cursor, Write, sink};
use std::ops::ControlFlow;
use std::path::Path;

use roledex::import::{DataSet, ImportOptions, read};
use roledex::pack;
use roledex::report::{self, PageSetup};
use zip::write::SimpleFileOptions;

use super::bytes::Bytes;

/// Comes before each table, followed by the name of its file and the end of the line.
const TABLE: &str = "#### ";

/// Imports the tables behind the first byte; that byte says which data set they are, and whether
/// they are in an archive.
pub fn import(data: &[u8]) {
    let mut data = Bytes(data);
    let how = data.byte();
    let text = String::from_utf8_lossy(data.0);
    let folder = tempfile::tempdir().unwrap();
    let set = if how & 1 == 0 { DataSet::Onet } else { DataSet::Esco };
    let tables = tables(&text);
    let path = if how & 2 == 0 {
        for (name, text) in &tables {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder.path().to_path_buf()
    } else {
        let path = folder.path().join("set.zip");
        std::fs::write(&path, archive(&tables)).unwrap();
        path
    };
    convert(set, &path);
}

/// The names and texts of tables.
pub fn tables(text: &str) -> Vec<(String, &str)> {
    let pieces = text.split(TABLE).skip(1).take(20);
    let named = pieces.filter_map(|piece| piece.split_once('\n'));
    let plain = |name: &str| {
        name.chars()
            .filter(|c| c.is_ascii_alphanumeric() || " .-_,".contains(*c))
            .take(80)
            .collect()
    };
    named
        .map(|(name, text)| (plain(name), text))
        .filter(|(name, _): &(String, _)| !name.trim_matches('.').is_empty())
        .collect()
}

/// A zip archive of `tables`.
pub fn archive(tables: &[(String, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in tables {
        // Two files of one name are refused here, and are found by damage.
        if zip.start_file(name.as_str(), SimpleFileOptions::default()).is_ok() {
            zip.write_all(text.as_bytes()).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// Imports what is at `path`, and reads the pack that comes of it: it has no faults and holds what
/// was imported.
pub fn convert(set: DataSet, path: &Path) {
    let imported = read(set, &[path.to_path_buf()], &ImportOptions::default(), &mut |_| {
        ControlFlow::Continue(())
    });
    let imported = match imported {
        Ok(imported) => imported,
        Err(error) => return drop(error.to_string()),
    };
    let answer =
        report::import::ImportReport { set, output: Path::new("set.toml"), imported: &imported };
    report::import::json(&answer).to_string();
    for width in [None, Some(20), Some(80)] {
        report::import::write_text(&mut sink(), &answer, PageSetup { width, colour: true })
            .unwrap();
    }
    let tables = &imported.tables;
    let mut text = Vec::new();
    pack::write(tables, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let loaded = pack::from_files("imported", &[("imported.toml", &text)]);
    let errors: Vec<_> =
        loaded.diagnostics.iter().filter(|fault| fault.severity == pack::Severity::Error).collect();
    assert!(errors.is_empty(), "an imported pack has faults: {errors:?}");
    assert_eq!(loaded.catalog.roles().len(), tables.roles.len());
    assert_eq!(loaded.catalog.skills().len(), tables.skills.len());
}
