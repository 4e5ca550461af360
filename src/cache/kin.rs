//! What takes longer than a frame of roles: what they have in common, and who is near whom.

use std::sync::{Arc, OnceLock};

use super::Kept;
use crate::analysis::path::{Likeness, Neighbours};
use crate::analysis::related::Relations;
use crate::model::{Catalog, RoleId};

/// So many roles are near enough to be offered.
pub(super) const NEAR: usize = 20;

/// What relates the roles of a catalog: each part made, or taken from the cache, by the first who
/// asks.
#[derive(Debug)]
pub struct Kin {
    catalog: Arc<Catalog>,
    kept: Option<Kept>,
    relations: OnceLock<Relations>,
    neighbours: OnceLock<Neighbours>,
}

impl Kin {
    /// Of the roles of `catalog`, which lies in the cache as `kept`.
    pub fn new(catalog: Arc<Catalog>, kept: Option<Kept>) -> Self {
        Self { catalog, kept, relations: OnceLock::new(), neighbours: OnceLock::new() }
    }

    /// The catalog of these roles.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// What they have in common. Waits until it is there.
    pub fn relations(&self) -> &Relations {
        self.relations.get_or_init(|| {
            let kept = self.kept.as_ref().and_then(|kept| kept.find(&self.catalog));
            kept.unwrap_or_else(|| Relations::new(&self.catalog))
        })
    }

    /// Makes all of it: a search for chains asks for neighbours, and where these do not tell, for
    /// what roles have in common.
    pub fn make(&self) {
        self.relations();
        self.neighbours();
    }

    /// Whether nobody has to wait for anything.
    pub fn is_whole(&self) -> bool {
        self.neighbours.get().is_some() && self.relations.get().is_some()
    }

    /// Whether nobody has to wait for what is nearest.
    pub fn is_ready(&self) -> bool {
        self.neighbours.get().is_some() || self.relations.get().is_some()
    }

    /// The 20 roles nearest to `role`, nearest first.
    pub fn nearest(&self, role: RoleId) -> Vec<RoleId> {
        if let Some(neighbours) = self.neighbours.get() {
            return neighbours.nearest(role, NEAR);
        }
        self.relations().alike(role, NEAR).into_iter().map(|(_, role)| role).collect()
    }

    /// Lays beside its catalog what was made and is not there. As with a catalog, that it cannot be
    /// kept is no reason to complain.
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
