//! The engine of a catalog: everything that is computed from it, kept in the cache beside it, and
//! read back.
//!
//! A part is made by the first caller that needs it: read from the cache if it is there, computed
//! otherwise. The command line, the explorer, its exports and the tests all ask the same engine.

use std::sync::{Arc, OnceLock};

use crate::analysis::diff::Differ;
use crate::analysis::path::{NeighbourTable, SimilaritySource};
use crate::analysis::related::{SimilarityIndex, SimilarityTerms};
use crate::analysis::themes::{ThemeFinder, ThemeIndex};
use crate::builtin;
use crate::cache::{CacheEntry, CachedArtifact, CachedCatalog};
use crate::model::{AddedRoles, Catalog, RoleId};
use crate::reading::skills::ReadingIndex;
use crate::search::{RoleNames, SearchIndex};

/// Maximum number of similar roles to show.
pub(crate) const MAX_SIMILAR: usize = 20;

/// A catalog and what is computed from it. Share it with an `Arc`.
///
/// Methods that return a part wait until it is available; those that begin with `ready` never do.
#[derive(Debug)]
pub struct Engine {
    catalog: Arc<Catalog>,
    /// The cache entry of the packs that the catalog was read from, if it may be saved there.
    entry: Option<CacheEntry>,
    /// The cached form of the catalog, once there is one.
    cached: OnceLock<CachedCatalog>,
    /// Whether it is the built-in pack, whose words were counted when roledex was built.
    is_builtin: bool,
    /// The engine of the catalog without the roles that were added for the run. What it has learnt
    /// is used here, and nothing of this engine is saved.
    base: Option<Arc<Engine>>,
    role_names: OnceLock<Arc<RoleNames>>,
    index: OnceLock<Arc<SearchIndex>>,
    differ: OnceLock<Arc<Differ>>,
    relations: OnceLock<SimilarityIndex>,
    terms: OnceLock<SimilarityTerms>,
    neighbours: OnceLock<NeighbourTable>,
    reading: OnceLock<ReadingIndex>,
    themes: OnceLock<ThemeIndex>,
}

impl Engine {
    /// Returns an engine that keeps nothing in the cache.
    pub fn new(catalog: Arc<Catalog>) -> Self {
        Self {
            catalog,
            entry: None,
            cached: OnceLock::new(),
            is_builtin: false,
            base: None,
            role_names: OnceLock::new(),
            index: OnceLock::new(),
            differ: OnceLock::new(),
            relations: OnceLock::new(),
            terms: OnceLock::new(),
            neighbours: OnceLock::new(),
            reading: OnceLock::new(),
            themes: OnceLock::new(),
        }
    }

    /// Returns the engine of the built-in pack, whose words were counted when roledex was built.
    pub fn builtin() -> Self {
        Self { is_builtin: true, ..Self::new(Arc::new(builtin::catalog())) }
    }

    /// Returns the engine of a catalog that was opened from the cache as `cached`.
    pub fn with_cached(catalog: Arc<Catalog>, cached: CachedCatalog) -> Self {
        Self { cached: OnceLock::from(cached), ..Self::new(catalog) }
    }

    /// Returns the engine of a catalog that [`Engine::persist`] saves as `entry`, if there is one.
    pub(crate) fn with_entry(catalog: Arc<Catalog>, entry: Option<CacheEntry>) -> Self {
        Self { entry, ..Self::new(catalog) }
    }

    /// Returns the engine of the catalog with `added`, for the length of the run: it keeps nothing in
    /// the cache, and makes anew only what names and texts are searched by.
    #[must_use]
    pub fn with_roles(self: &Arc<Self>, added: AddedRoles) -> Self {
        let catalog = Arc::new(self.catalog.with_roles(added));
        Self { base: Some(Arc::clone(self)), ..Self::new(catalog) }
    }

    /// Returns the engine of the packs alone, if roles were added to them for the run.
    pub fn base(&self) -> Option<&Arc<Self>> {
        self.base.as_ref()
    }

    /// Returns the catalog.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// Returns the roles of the catalog by name.
    pub fn role_names(&self) -> &Arc<RoleNames> {
        self.role_names.get_or_init(|| {
            let known = self.is_builtin.then(builtin::role_names).flatten();
            Arc::new(known.or_else(|| self.load()).unwrap_or_default())
        })
    }

    /// Returns the search index.
    pub fn index(&self) -> &Arc<SearchIndex> {
        self.index.get_or_init(|| {
            let known = self.is_builtin.then(|| builtin::index(&self.catalog)).flatten();
            let known = known.or_else(|| self.load());
            let index = known.unwrap_or_else(|| SearchIndex::new(Arc::clone(&self.catalog)));
            Arc::new(index.with_roles(Arc::clone(self.role_names())))
        })
    }

    /// Returns a search index of all skills of the catalog: that of the packs, which has them all.
    pub(crate) fn skill_index(&self) -> Arc<SearchIndex> {
        Arc::clone(self.base.as_ref().map_or_else(|| self.index(), |base| base.index()))
    }

    /// Returns the differ for the roles of the catalog.
    pub fn differ(&self) -> &Arc<Differ> {
        if let Some(base) = &self.base {
            return base.differ();
        }
        self.differ.get_or_init(|| {
            let counted = self.is_builtin.then(|| builtin::differ(&self.catalog)).flatten();
            let known = counted.or_else(|| self.load());
            Arc::new(known.unwrap_or_else(|| Differ::new(&self.catalog)))
        })
    }

    /// Returns the differ if it is available without waiting: that of the built-in pack is read in
    /// less than a millisecond, when it is first needed.
    pub(crate) fn ready_differ(&self) -> Option<&Arc<Differ>> {
        if let Some(base) = &self.base {
            return base.ready_differ();
        }
        if self.is_builtin {
            return Some(self.differ());
        }
        self.differ.get()
    }

    /// Returns the relations between roles.
    pub fn relations(&self) -> &SimilarityIndex {
        self.relations.get_or_init(|| {
            if let Some(base) = &self.base {
                return base.relations().with_roles(base.terms(), &self.catalog);
            }
            let prepared = self.is_builtin.then(|| builtin::relations(&self.catalog)).flatten();
            prepared.or_else(|| self.load()).unwrap_or_else(|| {
                let (relations, terms) = SimilarityIndex::with_terms(&self.catalog);
                // Saved with them: making them later would take as long again.
                let _ = self.terms.set(terms);
                relations
            })
        })
    }

    /// Returns the words of the relations, by which an added role is compared with the others.
    fn terms(&self) -> &SimilarityTerms {
        self.terms.get_or_init(|| {
            let prepared = self.is_builtin.then(|| builtin::terms(&self.catalog)).flatten();
            let known = prepared.or_else(|| self.load());
            known.unwrap_or_else(|| SimilarityIndex::with_terms(&self.catalog).1)
        })
    }

    /// Returns the skills of the catalog, prepared for reading texts. Made when it is first needed:
    /// few runs read a text.
    pub fn reading(&self) -> &ReadingIndex {
        if let Some(base) = &self.base {
            return base.reading();
        }
        self.reading.get_or_init(|| {
            let prepared = self.is_builtin.then(|| builtin::reading(&self.catalog)).flatten();
            let known = prepared.or_else(|| self.load());
            known.unwrap_or_else(|| ReadingIndex::new(&self.catalog))
        })
    }

    /// Returns what finds the themes of responsibilities that are read. Its index is made when it is
    /// first needed, as that of skills.
    pub fn themes(&self) -> ThemeFinder<'_> {
        if let Some(base) = &self.base {
            return base.themes();
        }
        let index = self.themes.get_or_init(|| {
            let prepared = self.is_builtin.then(|| builtin::themes(&self.catalog)).flatten();
            prepared.or_else(|| self.load()).unwrap_or_else(|| ThemeIndex::new(&self.catalog))
        });
        ThemeFinder::new(index, self.differ())
    }

    /// Whether paths can be found without waiting for a part.
    pub(crate) fn ready_for_paths(&self) -> bool {
        self.neighbours.get().is_some() && self.relations.get().is_some()
    }

    /// Whether [`Engine::most_similar`] answers without waiting for a part.
    pub(crate) fn ready_for_similar(&self) -> bool {
        self.neighbours.get().is_some() || self.relations.get().is_some()
    }

    /// Whether the relations between roles are available without computing them.
    pub(crate) fn has_relations(&self) -> bool {
        self.is_builtin || self.relations.get().is_some()
    }

    /// Returns the 20 roles most similar to `role`, the most similar first.
    pub fn most_similar(&self, role: RoleId) -> Vec<RoleId> {
        if let Some(neighbours) = self.neighbours.get() {
            return neighbours.nearest(role, MAX_SIMILAR);
        }
        let nearest = self.relations().nearest_scored(role, MAX_SIMILAR);
        nearest.into_iter().map(|(_, role)| role).collect()
    }

    /// Makes every part available, so that no later call waits.
    pub fn warm(&self) {
        if let Some(base) = &self.base {
            base.warm();
        }
        self.role_names().prepare(&self.catalog);
        self.index();
        self.differ();
        self.relations();
        self.neighbours();
    }

    /// Whether parts of this catalog are kept in the cache.
    pub(crate) fn may_be_cached(&self) -> bool {
        if let Some(base) = &self.base {
            return base.may_be_cached();
        }
        self.entry.is_some() || self.cached.get().is_some()
    }

    /// Makes those parts available that are not in the cache, and saves them there. A part that is
    /// cached is read when it is needed: until then it would only take up memory.
    pub(crate) fn complete_cache(&self) {
        if let Some(base) = &self.base {
            base.complete_cache();
            return;
        }
        self.persist();
        if !self.has_cached::<RoleNames>() {
            self.role_names().prepare(&self.catalog);
        }
        if !self.has_cached::<SearchIndex>() {
            self.index();
        }
        if !self.has_cached::<Differ>() {
            self.differ();
        }
        if !self.has_cached::<SimilarityIndex>() {
            self.relations();
        }
        if !self.has_cached::<NeighbourTable>() {
            self.neighbours();
        }
        self.persist();
    }

    /// Saves the catalog and the parts made so far, as far as the cache lacks them. Failures are
    /// not reported: the next start only takes longer.
    pub(crate) fn persist(&self) {
        if let Some(base) = &self.base {
            base.persist();
        }
        if self.cached.get().is_none()
            && let Some(Ok(Some(cached))) =
                self.entry.as_ref().map(|entry| entry.save(&self.catalog))
        {
            // Another thread may have saved the same.
            let _ = self.cached.set(cached);
        }
        if let Some(cached) = self.cached.get() {
            self.save_to(cached);
        }
    }

    /// Saves the parts made so far beside the catalog in `cached`, as far as they are not there.
    pub fn save_to(&self, cached: &CachedCatalog) {
        if let Some(names) = self.role_names.get().filter(|names| names.is_used())
            && !cached.is_incomplete()
            && !cached.has_artifact::<RoleNames>()
        {
            names.prepare(&self.catalog);
            save_part(cached, Some(&**names));
        }
        save_part(cached, self.index.get().map(AsRef::as_ref));
        save_part(cached, self.differ.get().map(AsRef::as_ref));
        save_part(cached, self.relations.get());
        save_part(cached, self.terms.get());
        save_part(cached, self.neighbours.get());
        save_part(cached, self.reading.get());
        save_part(cached, self.themes.get());
    }

    /// Removes the cached catalog, so that the packs are read the next time.
    pub(crate) fn discard_cache(&self) {
        if let Some(base) = &self.base {
            base.discard_cache();
        }
        if let Some(cached) = self.cached.get() {
            cached.discard();
        }
    }

    /// Whether the cache turned out to be damaged where the packs could not replace it, so that
    /// answers are incomplete.
    pub(crate) fn is_incomplete(&self) -> bool {
        self.base.as_ref().is_some_and(|base| base.is_incomplete())
            || self.cached.get().is_some_and(CachedCatalog::is_incomplete)
    }

    /// Reads a part from the cache.
    fn load<T: CachedArtifact>(&self) -> Option<T> {
        self.cached.get()?.load(&self.catalog)
    }

    fn has_cached<T: CachedArtifact>(&self) -> bool {
        self.cached.get().is_some_and(CachedCatalog::has_artifact::<T>)
    }
}

/// Saves a part that has been made and is not in the cache yet.
fn save_part<T: CachedArtifact>(cached: &CachedCatalog, part: Option<&T>) {
    // What was made from an incomplete catalog would outlive it.
    if let Some(part) = part.filter(|_| !cached.is_incomplete() && !cached.has_artifact::<T>()) {
        // As with a catalog, a failure only makes the next start slower.
        let _ = cached.save_artifact(part);
    }
}

impl SimilaritySource for Engine {
    fn neighbours(&self) -> &NeighbourTable {
        if let Some(base) = &self.base {
            return self.neighbours.get_or_init(|| {
                let base = SimilaritySource::neighbours(&**base);
                base.with_roles(&self.catalog, |role| self.relations().similarities(role))
            });
        }
        self.neighbours.get_or_init(|| {
            self.load().unwrap_or_else(|| {
                NeighbourTable::new(&self.catalog, |role| self.relations().similarities(role))
            })
        })
    }

    fn similarities(&self, role: RoleId) -> Vec<f64> {
        self.relations().similarities(role)
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::cache::OnDamage;
    use crate::pack;

    /// Returns the cache entry of `packs` in `folder`.
    fn entry(folder: &Path, packs: &[PathBuf]) -> CacheEntry {
        CacheEntry::of(&folder.join("cache"), packs).unwrap()
    }

    /// Returns the engine of the catalog in the cache.
    fn reopened(folder: &Path, packs: &[PathBuf]) -> Engine {
        let (catalog, cached) = entry(folder, packs).open(OnDamage::ReadPacks).unwrap();
        Engine::with_cached(Arc::new(catalog), cached)
    }

    /// Writes a pack that is large enough for the cache; returns its path.
    fn large_pack(folder: &Path) -> PathBuf {
        let path = folder.join("pack.toml");
        let text = include_str!("../tests/it/fixtures/small.toml");
        std::fs::write(&path, format!("{text}\n#{}\n", "-".repeat(256 << 10))).unwrap();
        path
    }

    #[test]
    fn what_the_cache_has_is_read_when_it_is_needed_and_what_it_lacks_is_saved() {
        let folder = tempfile::tempdir().unwrap();
        let packs = [large_pack(folder.path())];
        let catalog = Arc::new(pack::load(&packs).unwrap().catalog);
        let first = Engine::with_entry(Arc::clone(&catalog), Some(entry(folder.path(), &packs)));
        assert!(first.may_be_cached() && !first.has_cached::<Differ>());
        first.complete_cache();
        let engine = reopened(folder.path(), &packs);
        for has in [
            engine.has_cached::<SearchIndex>(),
            engine.has_cached::<Differ>(),
            engine.has_cached::<SimilarityIndex>(),
            engine.has_cached::<NeighbourTable>(),
        ] {
            assert!(has);
        }
        engine.complete_cache();
        assert!(engine.ready_differ().is_none() && engine.index.get().is_none());
        assert!(!engine.ready_for_similar() && !engine.ready_for_paths());
        for role in catalog.role_ids() {
            assert_eq!(engine.most_similar(role), first.most_similar(role));
        }
        engine.warm();
        assert!(engine.ready_differ().is_some() && engine.ready_for_paths());
        assert_eq!(engine.differ(), first.differ());
        assert_eq!(engine.neighbours(), first.neighbours());
        // A part that was removed is computed and saved again.
        for file in std::fs::read_dir(folder.path().join("cache")).unwrap().flatten() {
            if file.path().extension().is_some_and(|end| end == "words") {
                std::fs::remove_file(file.path()).unwrap();
            }
        }
        let engine = reopened(folder.path(), &packs);
        assert!(!engine.has_cached::<Differ>());
        engine.complete_cache();
        assert!(engine.has_cached::<Differ>() && engine.index.get().is_none());
    }

    #[test]
    fn the_built_in_pack_can_be_compared_at_once() {
        let engine = Engine::builtin();
        assert!(engine.ready_differ().is_some() && !engine.may_be_cached());
        assert_eq!(**engine.differ(), Differ::new(engine.catalog()));
    }
}
