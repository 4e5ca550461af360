//! Role similarity: the relations between roles and the most similar roles, computed lazily because
//! both take longer than a frame.

use std::sync::{Arc, OnceLock};

use super::CachedCatalog;
use crate::analysis::path::{NeighbourTable, SimilaritySource};
use crate::analysis::related::SimilarityIndex;
use crate::model::{Catalog, RoleId};

/// Maximum number of similar roles to show.
pub(super) const MAX_SIMILAR: usize = 20;

/// The relations between the roles of a catalog: each part is computed, or read from the cache, at
/// its first use.
#[derive(Debug)]
pub struct RoleSimilarity {
    catalog: Arc<Catalog>,
    cached: Option<CachedCatalog>,
    relations: OnceLock<SimilarityIndex>,
    neighbours: OnceLock<NeighbourTable>,
}

impl RoleSimilarity {
    /// Relations of the roles of `catalog`, which is cached as `kept`.
    pub fn new(catalog: Arc<Catalog>, kept: Option<CachedCatalog>) -> Self {
        Self { catalog, cached: kept, relations: OnceLock::new(), neighbours: OnceLock::new() }
    }

    /// The catalog of these roles.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// The relations between roles. Blocks until they are available.
    pub fn relations(&self) -> &SimilarityIndex {
        self.relations.get_or_init(|| {
            let kept = self.cached.as_ref().and_then(|kept| kept.load(&self.catalog));
            kept.unwrap_or_else(|| SimilarityIndex::new(&self.catalog))
        })
    }

    /// Computes everything: a path search needs the similar roles and, where these are not enough,
    /// the relations.
    pub fn compute_all(&self) {
        self.relations();
        self.neighbours();
    }

    /// Whether everything is available without waiting.
    pub fn is_complete(&self) -> bool {
        self.neighbours.get().is_some() && self.relations.get().is_some()
    }

    /// Whether the most similar roles are available without waiting.
    pub fn is_ready(&self) -> bool {
        self.neighbours.get().is_some() || self.relations.get().is_some()
    }

    /// The 20 roles most similar to `role`, the most similar first.
    pub fn most_similar(&self, role: RoleId) -> Vec<RoleId> {
        if let Some(neighbours) = self.neighbours.get() {
            return neighbours.nearest(role, MAX_SIMILAR);
        }
        self.relations()
            .nearest_scored(role, MAX_SIMILAR)
            .into_iter()
            .map(|(_, role)| role)
            .collect()
    }

    /// Saves computed parts that are not cached yet. As with a catalog, a failure to save is not
    /// reported.
    pub fn save_to(&self, kept: &CachedCatalog) {
        if let Some(relations) =
            self.relations.get().filter(|_| !kept.has_artifact::<SimilarityIndex>())
        {
            let _ = kept.save_artifact(relations);
        }
        if let Some(neighbours) =
            self.neighbours.get().filter(|_| !kept.has_artifact::<NeighbourTable>())
        {
            let _ = kept.save_artifact(neighbours);
        }
    }
}

impl SimilaritySource for RoleSimilarity {
    fn neighbours(&self) -> &NeighbourTable {
        self.neighbours.get_or_init(|| {
            let kept = self.cached.as_ref().and_then(|kept| kept.load(&self.catalog));
            kept.unwrap_or_else(|| {
                NeighbourTable::new(&self.catalog, |role| self.relations().similarities(role))
            })
        })
    }

    fn similarities(&self, role: RoleId) -> Vec<f64> {
        self.relations().similarities(role)
    }
}
