//! A table of names that may be stored in the cache.

use std::sync::OnceLock;

use super::hashes::NameHashes;
use crate::model::Catalog;
use crate::search::blocks::StoredBlock;

/// Names that are read or computed when they are first needed.
#[derive(Debug, Default)]
pub(super) struct NameTable {
    names: OnceLock<NameHashes>,
    stored: Option<StoredBlock>,
}

impl NameTable {
    pub(super) fn stored(block: StoredBlock) -> Self {
        Self { names: OnceLock::new(), stored: Some(block) }
    }

    /// Returns the names, if they were needed before.
    pub(super) fn known(&self) -> Option<&NameHashes> {
        self.names.get()
    }

    /// Returns the stored names of `roles` roles, if they are sound.
    pub(super) fn read(&self, roles: usize) -> Option<NameHashes> {
        self.stored.as_ref()?.read(|bytes| NameHashes::decode(bytes, roles))
    }

    /// Returns the names of the roles of `catalog`, which `compute` lists if they are not stored.
    pub(super) fn get(
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
