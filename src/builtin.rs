//! The pack that is part of the program: `content/`, checked and compiled by `src/build.rs` when roledex is built.

use std::sync::Arc;

use crate::model::Catalog;
use crate::pack::compiled;

/// What the build script left for us.
static CONTENT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.pack"));

/// The built-in pack.
///
/// # Panics
///
/// Never in a finished build: its own build script wrote the bytes with the same code.
#[allow(clippy::expect_used, reason = "a program without its content is not worth starting, and tests would see it")]
pub fn catalog() -> Catalog {
    compiled::open(Arc::new(CONTENT)).expect("the built-in pack is what the build script wrote")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn it_is_the_content_and_survives_its_bytes() {
        let read = crate::pack::load_as("built-in", Path::new("content")).unwrap();
        assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
        let built = catalog();
        assert_eq!(built.packs(), read.catalog.packs());
        assert_eq!(built.sources(), read.catalog.sources());
        assert_eq!(built.themes(), read.catalog.themes());
        assert_eq!(built.skills(), read.catalog.skills());
        assert_eq!(built.roles(), read.catalog.roles());
        assert_eq!(built.comparisons(), read.catalog.comparisons());
    }
}
