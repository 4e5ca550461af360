//! The pack that is part of the program: `content/`, checked and compiled by `src/build.rs` when
//! roledex is built.

use std::sync::Arc;

use crate::analysis::diff::Differ;
use crate::analysis::related::{SimilarityIndex, SimilarityTerms};
use crate::analysis::themes::ThemeIndex;
use crate::model::{Catalog, CatalogTables, RowStore};
use crate::pack::{self, compiled};
use crate::reading::skills::ReadingIndex;
use crate::search::{RoleNames, SearchIndex};

/// The catalog compiled by the build script.
static CONTENT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.pack"));

/// The word weights of that catalog, counted by the build script.
static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.words"));

/// The search index of that catalog and the names of its roles, written by the build script.
static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.index"));
static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.names"));

/// The skills of that catalog as they are prepared for reading texts, by the build script.
static READING: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.reading"));

/// The responsibilities of that catalog as they are prepared for finding themes, by the build
/// script.
static THEMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.themes"));

/// The relations between the roles of that catalog, and the words that they are made of, written by
/// the build script.
static RELATIONS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.relations"));
static TERMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.terms"));

/// The name of the built-in pack where packs are listed.
pub const NAME: &str = "built-in";

/// Returns a number that changes with the content.
pub fn fingerprint() -> u64 {
    xxhash_rust::xxh3::xxh3_64(CONTENT)
}

/// The built-in pack as TOML, for opening it together with other packs.
pub fn to_toml() -> String {
    let catalog = catalog();
    let tables = CatalogTables {
        packs: catalog.packs().to_vec(),
        sources: catalog.sources().to_vec(),
        themes: catalog.themes().to_vec(),
        skills: catalog.skills().to_vec(),
        roles: catalog.roles().to_vec(),
        comparisons: catalog.comparisons().to_vec(),
    };
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = pack::write(&tables, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// The built-in pack.
///
/// # Panics
///
/// Never fails in a finished build: its build script wrote the bytes with the same code.
#[allow(
    clippy::expect_used,
    reason = "a program without its content is not worth starting, and tests would see it"
)]
pub fn catalog() -> Catalog {
    let bytes: Arc<dyn RowStore> = Arc::new(CONTENT);
    compiled::open(&bytes).expect("the built-in pack is what the build script wrote")
}

/// Returns the differ for the roles of [`catalog`].
pub fn differ(catalog: &Catalog) -> Option<Differ> {
    Differ::read(catalog, &mut &*WORDS, WORDS.len() as u64).ok()
}

/// Returns the search index of [`catalog`].
pub(crate) fn index(catalog: &Arc<Catalog>) -> Option<SearchIndex> {
    SearchIndex::open(Arc::clone(catalog), Arc::new(INDEX)).ok()
}

/// Returns the roles of [`catalog`] by name.
pub(crate) fn role_names() -> Option<RoleNames> {
    RoleNames::open(Arc::new(NAMES)).ok()
}

/// Returns the skills of [`catalog`], prepared for reading texts.
pub(crate) fn reading(catalog: &Catalog) -> Option<ReadingIndex> {
    ReadingIndex::read(catalog, &mut &*READING, READING.len() as u64).ok()
}

/// Returns the responsibilities of [`catalog`], prepared for finding themes.
pub(crate) fn themes(catalog: &Catalog) -> Option<ThemeIndex> {
    ThemeIndex::read(catalog, &mut &*THEMES, THEMES.len() as u64).ok()
}

/// Returns the relations between the roles of [`catalog`].
pub(crate) fn relations(catalog: &Catalog) -> Option<SimilarityIndex> {
    SimilarityIndex::read(catalog, &mut &*RELATIONS, RELATIONS.len() as u64).ok()
}

/// Returns the words that the relations of [`catalog`] are made of.
pub(crate) fn terms(catalog: &Catalog) -> Option<SimilarityTerms> {
    SimilarityTerms::read(catalog, &mut &*TERMS, TERMS.len() as u64).ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::{RoleHead, SourceId};

    #[test]
    fn it_is_the_content_and_survives_its_bytes() {
        let read = crate::pack::load_as("built-in", Path::new("content")).unwrap();
        assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
        let built = catalog();
        assert_eq!(differ(&built).unwrap(), Differ::new(&read.catalog));
        assert_eq!(built.packs(), read.catalog.packs());
        assert_eq!(built.sources(), read.catalog.sources());
        assert_eq!(built.themes(), read.catalog.themes());
        assert_eq!(built.skills(), read.catalog.skills());
        assert_eq!(built.roles(), read.catalog.roles());
        assert_eq!(built.comparisons(), read.catalog.comparisons());
    }

    #[test]
    fn the_head_of_a_role_is_its_beginning() {
        let built = catalog();
        for id in built.role_ids() {
            assert_eq!(built.role_head(id), Some(&RoleHead::of(built.role(id))));
        }
    }

    #[test]
    fn the_ids_of_sources_are_those_of_the_sources() {
        let built = catalog();
        for (at, source) in built.sources().iter().enumerate() {
            assert_eq!(built.source_id(SourceId::from_index(at)), source.id);
        }
    }

    #[test]
    fn its_indexes_and_names_are_what_would_be_made_of_it() {
        let built = Arc::new(catalog());
        let (mut made, mut kept) = (Vec::new(), Vec::new());
        SearchIndex::new(Arc::clone(&built)).write(&mut made).unwrap();
        index(&built).unwrap().write(&mut kept).unwrap();
        assert!(made == INDEX && kept == INDEX);
        let names = RoleNames::new();
        names.prepare(&built);
        let mut made = Vec::new();
        names.write(&mut made).unwrap();
        assert!(made == NAMES && role_names().is_some());
        assert_eq!(reading(&built), Some(ReadingIndex::new(&built)));
        assert_eq!(themes(&built), Some(ThemeIndex::new(&built)));
        let (made, its_terms) = SimilarityIndex::with_terms(&built);
        assert_eq!((relations(&built), terms(&built)), (Some(made), Some(its_terms)));
    }
}
