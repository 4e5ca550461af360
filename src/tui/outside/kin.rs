//! What takes longer than a frame of roles: what they have in common, and the ways between them.

use std::sync::{Arc, OnceLock};

use crate::analysis::path::{Answer, path};
use crate::analysis::related::Relations;
use crate::cache::Kept;
use crate::model::{Catalog, RoleId};
use crate::tui::effect::Ways;
use crate::tui::pane::path::question;

/// What the roles of a catalog have in common, made by the first who asks.
pub(super) struct Kin {
    catalog: Arc<Catalog>,
    kept: Option<Kept>,
    relations: OnceLock<Relations>,
}

impl Kin {
    /// Of the roles of `catalog`, which lies in the cache as `kept`.
    pub(super) fn new(catalog: Arc<Catalog>, kept: Option<Kept>) -> Self {
        Self { catalog, kept, relations: OnceLock::new() }
    }

    /// Waits until they are there.
    pub(super) fn relations(&self) -> &Relations {
        self.relations.get_or_init(|| {
            let kept = self.kept.as_ref().and_then(Kept::relations);
            kept.unwrap_or_else(|| Relations::new(&self.catalog))
        })
    }

    /// Whether nobody has to wait for them any more.
    pub(super) fn is_ready(&self) -> bool {
        self.relations.get().is_some()
    }

    /// The roles nearest to `role`, nearest first.
    pub(super) fn near(&self, role: RoleId) -> Vec<RoleId> {
        let mut near: Vec<(f64, RoleId)> =
            self.relations().likeness(role).into_iter().zip(self.catalog.role_ids()).collect();
        near.retain(|(likeness, _)| *likeness > 0.0);
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.into_iter().map(|(_, role)| role).take(NEAR).collect()
    }

    /// Finds the ways that are asked for.
    pub(super) fn ways(&self, ways: Ways) -> Answer {
        path(&self.catalog, &question(ways.from, ways.to), |role| self.relations().likeness(role))
    }
}

/// So many roles are near enough to be offered.
const NEAR: usize = 20;
