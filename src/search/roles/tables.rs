//! The names of the roles of a catalog, stored or read from it.

use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

use super::hashes::{NameHashes, RoleNameKind};
use crate::flat::damaged_error;
use crate::model::{ByteStore, Catalog, RoleId};
use crate::search::blocks::{BlockReader, BlockWriter, StoredBlock};
use crate::search::lookup::fold_key;
use crate::search::title;

/// Hashes the [`fold_key`] of a name, which ignores case and hyphens.
pub(super) fn hash_written(name: &str) -> u64 {
    xxh3_64(fold_key(name).as_bytes())
}

/// An index of a catalog's roles by their names. It belongs to one catalog, which must be passed to
/// every method.
#[derive(Debug, Default)]
pub struct RoleNames {
    /// Ids and titles as written: few, and usually enough.
    own: NameTable,
    /// Titles by [`title::JobTitle::hash`].
    own_titles: NameTable,
    /// Aliases and hidden search terms as written.
    other: NameTable,
    /// Aliases and hidden search terms by [`title::JobTitle::hash`], which takes several times as
    /// long.
    other_titles: NameTable,
}

/// Names that are read or computed when they are first needed.
#[derive(Debug, Default)]
struct NameTable {
    names: OnceLock<NameHashes>,
    stored: Option<StoredBlock>,
}

impl NameTable {
    fn stored(block: StoredBlock) -> Self {
        Self { names: OnceLock::new(), stored: Some(block) }
    }

    /// Returns the stored names of `roles` roles, if they are sound.
    fn read(&self, roles: usize) -> Option<NameHashes> {
        self.stored.as_ref()?.read(|bytes| NameHashes::decode(bytes, roles))
    }

    /// Returns the names of the roles of `catalog`, which `compute` lists if they are not stored.
    fn get(
        &self,
        catalog: &Catalog,
        compute: impl FnOnce(&Catalog, &mut NameHashes),
    ) -> &NameHashes {
        self.names.get_or_init(|| {
            self.read(catalog.roles().len()).unwrap_or_else(|| {
                let mut names = NameHashes::default();
                compute(catalog, &mut names);
                names.sorted()
            })
        })
    }
}

impl RoleNames {
    /// Creates an empty index: names are read when they are first needed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens the names that [`RoleNames::write`] wrote for the same catalog and the same build of
    /// roledex. They are read when they are needed; those that are damaged are read from the
    /// catalog.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes cannot be names.
    pub fn open(bytes: Arc<dyn ByteStore>) -> io::Result<Self> {
        let mut input = BlockReader::open(bytes)?;
        let names = Self {
            own: NameTable::stored(input.block()?),
            own_titles: NameTable::stored(input.block()?),
            other: NameTable::stored(input.block()?),
            other_titles: NameTable::stored(input.block()?),
        };
        if input.is_at_end() { Ok(names) } else { Err(damaged_error()) }
    }

    /// Writes the names, which were [prepared](RoleNames::prepare), for [`RoleNames::open`].
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`, and an error if they were not prepared.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BlockWriter::new(out);
        for table in self.tables() {
            let names = table.names.get().ok_or(io::ErrorKind::InvalidInput)?;
            out.write_block(&names.encode())?;
        }
        out.finish()
    }

    fn tables(&self) -> [&NameTable; 4] {
        [&self.own, &self.own_titles, &self.other, &self.other_titles]
    }

    /// Whether names were needed so far.
    pub(crate) fn is_used(&self) -> bool {
        self.tables().iter().any(|table| table.names.get().is_some())
    }

    /// Reads all names of `catalog` now, so that the first search does not wait for it.
    pub fn prepare(&self, catalog: &Catalog) {
        self.own(catalog);
        self.own_titles(catalog);
        self.other(catalog);
        self.other_titles(catalog);
    }

    pub(super) fn own(&self, catalog: &Catalog) -> &NameHashes {
        self.own.get(catalog, |catalog, names| {
            for id in catalog.role_ids() {
                let role = catalog.role(id);
                names.insert(hash_written(&role.id), RoleNameKind::Id, id);
                // An id used in several packs has its pack in front.
                if let Some((_, own)) = role.id.split_once(':') {
                    names.insert(hash_written(own), RoleNameKind::Id, id);
                }
                names.insert(hash_written(&role.title), RoleNameKind::Title, id);
            }
        })
    }

    pub(super) fn own_titles(&self, catalog: &Catalog) -> &NameHashes {
        self.own_titles.get(catalog, |catalog, titles| {
            for id in catalog.role_ids() {
                let role = catalog.role(id);
                for title in title::name_titles(&role.title) {
                    titles.insert(title.hash(), RoleNameKind::Title, id);
                }
                if let Some(rest) = title::without_exceptions(&role.title) {
                    titles.insert(rest.hash(), RoleNameKind::Rest, id);
                }
            }
        })
    }

    pub(super) fn other(&self, catalog: &Catalog) -> &NameHashes {
        self.other.get(catalog, |catalog, names| {
            others(catalog, |role, kind, name| names.insert(hash_written(name), kind, role));
        })
    }

    pub(super) fn other_titles(&self, catalog: &Catalog) -> &NameHashes {
        self.other_titles.get(catalog, |catalog, titles| {
            others(catalog, |role, kind, name| {
                for title in title::name_titles(name) {
                    titles.insert(title.hash(), kind, role);
                }
            });
        })
    }
}

/// Calls `each` with every alias and every hidden search term.
fn others(catalog: &Catalog, mut each: impl FnMut(RoleId, RoleNameKind, &str)) {
    for id in catalog.role_ids() {
        let role = catalog.role(id);
        role.aliases.iter().for_each(|alias| each(id, RoleNameKind::Alias, alias));
        role.hidden.iter().for_each(|hidden| each(id, RoleNameKind::Hidden, hidden));
    }
}
