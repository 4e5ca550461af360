//! Role similarity: the relations between roles and the most similar roles, computed lazily because
//! both take longer than a frame.

use std::sync::{Arc, OnceLock};

use super::Kept;
use crate::analysis::path::{Likeness, Neighbours};
use crate::analysis::related::Relations;
use crate::model::{Catalog, RoleId};

/// Maximum number of similar roles to show.
pub(super) const NEAR: usize = 20;

/// The relations between the roles of a catalog: each part is computed, or read from the cache, at
/// its first use.
#[derive(Debug)]
pub struct Kin {
    catalog: Arc<Catalog>,
    kept: Option<Kept>,
    relations: OnceLock<Relations>,
    neighbours: OnceLock<Neighbours>,
}

impl Kin {
    /// Relations of the roles of `catalog`, which is cached as `kept`.
    pub fn new(catalog: Arc<Catalog>, kept: Option<Kept>) -> Self {
        Self { catalog, kept, relations: OnceLock::new(), neighbours: OnceLock::new() }
    }

    /// The catalog of these roles.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// The relations between roles. Blocks until they are available.
    pub fn relations(&self) -> &Relations {
        self.relations.get_or_init(|| {
            let kept = self.kept.as_ref().and_then(|kept| kept.find(&self.catalog));
            kept.unwrap_or_else(|| Relations::new(&self.catalog))
        })
    }

    /// Computes everything: a path search needs the similar roles and, where these are not enough,
    /// the relations.
    pub fn make(&self) {
        self.relations();
        self.neighbours();
    }

    /// Whether everything is available without waiting.
    pub fn is_whole(&self) -> bool {
        self.neighbours.get().is_some() && self.relations.get().is_some()
    }

    /// Whether the most similar roles are available without waiting.
    pub fn is_ready(&self) -> bool {
        self.neighbours.get().is_some() || self.relations.get().is_some()
    }

    /// The 20 roles most similar to `role`, the most similar first.
    pub fn nearest(&self, role: RoleId) -> Vec<RoleId> {
        if let Some(neighbours) = self.neighbours.get() {
            return neighbours.nearest(role, NEAR);
        }
        self.relations().alike(role, NEAR).into_iter().map(|(_, role)| role).collect()
    }

    /// Saves computed parts that are not cached yet. As with a catalog, a failure to save is not
    /// reported.
    pub fn keep(&self, kept: &Kept) {
        if let Some(relations) = self.relations.get().filter(|_| !kept.has::<Relations>()) {
            let _ = kept.save(relations);
        }
        if let Some(neighbours) = self.neighbours.get().filter(|_| !kept.has::<Neighbours>()) {
            let _ = kept.save(neighbours);
        }
    }
}

impl Likeness for Kin {
    fn neighbours(&self) -> &Neighbours {
        self.neighbours.get_or_init(|| {
            let kept = self.kept.as_ref().and_then(|kept| kept.find(&self.catalog));
            kept.unwrap_or_else(|| {
                Neighbours::new(&self.catalog, |role| self.relations().likeness(role))
            })
        })
    }

    fn likeness(&self, role: RoleId) -> Vec<f64> {
        self.relations().likeness(role)
    }
}
