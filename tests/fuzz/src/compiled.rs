//! Compiled packs and what is made of them, damaged behind their checksums, and asked everything.

use std::sync::{Arc, LazyLock};

use roledex::analysis::diff::Differ;
use roledex::analysis::path::{Likeness, Neighbours};
use roledex::analysis::related::Relations;
use roledex::cache::Kin;
use roledex::model::Catalog;
use roledex::pack::compiled;
use roledex::search::Index;

use super::ask;
use super::bytes::{Bytes, Memory};

/// A catalog and all that is kept of it, as bytes.
struct Stored {
    catalog: Arc<Catalog>,
    /// The catalog, the index, the weights of words, what roles have in common, and who is near whom.
    files: [Vec<u8>; 5],
}

static STORED: LazyLock<[Stored; 2]> = LazyLock::new(|| {
    let small = include_str!("../../it/fixtures/small.toml");
    let small = roledex::pack::from_files("small", &[("small.toml", small)]).catalog;
    [Stored::new(super::keys::hostile()), Stored::new(small)]
});

impl Stored {
    fn new(catalog: Catalog) -> Self {
        let catalog = Arc::new(catalog);
        let kin = Kin::new(Arc::clone(&catalog), None);
        let mut files = [const { Vec::new() }; 5];
        files[0] = compiled::encode(&catalog).unwrap();
        Index::new(Arc::clone(&catalog)).write(&mut files[1]).unwrap();
        Differ::new(&catalog).write(&mut files[2]).unwrap();
        kin.relations().write(&mut files[3]).unwrap();
        kin.neighbours().write(&mut files[4]).unwrap();
        Self { catalog, files }
    }
}

/// Damages what the first byte names as the others say. Decoding it gives an error, or something to ask.
pub fn compiled(data: &[u8]) {
    let mut data = Bytes(data);
    let how = usize::from(data.byte());
    let stored = &STORED[how % 2];
    let which = how / 2 % 5;
    let mut bytes = stored.files[which].clone();
    data.damage(&mut bytes);
    let catalog = Arc::clone(&stored.catalog);
    let (mut input, size) = (&bytes[..], bytes.len() as u64);
    match which {
        0 => {
            if let Ok(catalog) = compiled::open(&Memory::new(bytes)) {
                ask::ask(&Arc::new(catalog));
            }
        }
        1 => {
            if let Ok(index) = Index::read(Arc::clone(&catalog), &mut input, size) {
                ask::ask_with(&catalog, &index, &Differ::new(&catalog), &Kin::new(Arc::clone(&catalog), None));
            }
        }
        2 => {
            if let Ok(differ) = Differ::read(&mut input, size) {
                for left in catalog.role_ids() {
                    for right in catalog.role_ids() {
                        ask::pair(&catalog, &differ, left, right);
                    }
                }
            }
        }
        3 => {
            if let Ok(relations) = Relations::read(&mut input, size) {
                for role in catalog.role_ids() {
                    relations.nearest(&catalog, role, 10);
                    relations.likeness(role);
                    relations.alike(role, 10);
                }
            }
        }
        _ => {
            if let Ok(neighbours) = Neighbours::read(&mut input, size) {
                let answers = Near { neighbours, kin: Kin::new(Arc::clone(&catalog), None) };
                ask::paths(&catalog, &answers);
                catalog.role_ids().for_each(|role| drop(answers.neighbours.nearest(role, 10)));
            }
        }
    }
}

/// Neighbours that were read, with likenesses that are right.
struct Near {
    neighbours: Neighbours,
    kin: Kin,
}

impl Likeness for Near {
    fn neighbours(&self) -> &Neighbours {
        &self.neighbours
    }

    fn likeness(&self, role: roledex::model::RoleId) -> Vec<f64> {
        self.kin.likeness(role)
    }
}
