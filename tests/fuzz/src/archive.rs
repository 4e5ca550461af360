//! Zip archives: any bytes, or a sound archive of tables that is damaged.

use std::path::PathBuf;

use roledex::import::DataSet;

use super::bytes::Bytes;
use super::import::{archive as packed, convert, tables};

const ONET: &str = include_str!("../corpus/import/onet.txt");
const ESCO: &str = include_str!("../corpus/import/esco.txt");

/// Imports the bytes behind the first; that one says whether they are an archive, or how to damage
/// one.
pub fn archive(data: &[u8]) {
    let mut data = Bytes(data);
    let how = data.byte();
    let (set, text) = if how & 1 == 0 { (DataSet::Onet, ONET) } else { (DataSet::Esco, ESCO) };
    let bytes = if how & 2 == 0 {
        data.0.to_vec()
    } else {
        let mut bytes = packed(&tables(text));
        // Most of an archive is described at its end.
        bytes.reverse();
        data.damage(&mut bytes);
        bytes.reverse();
        bytes
    };
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("set.zip");
    std::fs::write(&path, bytes).unwrap();
    convert(set, &path);
}
