//! The catalog of the explorer.

pub(super) mod first_frame;

use std::ops::Deref;
use std::sync::Arc;

use crate::model::Catalog;

/// A catalog that is in memory: asking it anything reaches no file.
///
/// The state has no other. Only a `FirstFrame` makes one whose rows may still be in a file, and gives
/// it away for drawing alone: it can, as its module is inside this one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScreenCatalog(Arc<Catalog>);

impl ScreenCatalog {
    /// Reads into memory all rows of `catalog` that are still in a file. A row that is damaged there
    /// is empty.
    pub fn load(catalog: &Arc<Catalog>) -> Self {
        catalog.load_rows();
        Self(Arc::clone(catalog))
    }

    /// Whether both are the same catalog, and not only equal ones.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for ScreenCatalog {
    type Target = Catalog;

    fn deref(&self) -> &Catalog {
        &self.0
    }
}
