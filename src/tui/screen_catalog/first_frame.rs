//! The first frame, which is drawn before all of the catalog is in memory.

use std::io;
use std::sync::Arc;

use super::ScreenCatalog;
use crate::model::Catalog;
use crate::tui::screen::Screen;
use crate::tui::state::AppState;

/// The explorer before its first frame. The rows that this frame shows are read from the cache one
/// by one, because reading all of them would take longer than the frame.
pub(in crate::tui) struct FirstFrame(AppState);

impl FirstFrame {
    /// Creates the state of an explorer over `catalog`, and lets `set_up` change it.
    pub(in crate::tui) fn new(
        catalog: &Arc<Catalog>,
        size: (u16, u16),
        set_up: impl FnOnce(&mut AppState),
    ) -> Self {
        let mut state = AppState::new(ScreenCatalog(Arc::clone(catalog)), size);
        set_up(&mut state);
        Self(state)
    }

    /// Whether the mouse is to be captured.
    pub(in crate::tui) fn uses_mouse(&self) -> bool {
        self.0.mouse
    }

    /// Draws the frame.
    pub(in crate::tui) fn draw(&self, screen: &mut dyn Screen) -> io::Result<()> {
        screen.draw(&self.0)
    }

    /// Reads the rest of the catalog into memory, for all that follows.
    pub(in crate::tui) fn load(self) -> AppState {
        self.0.catalog.load_rows();
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::mpsc::channel;

    use super::*;
    use crate::cache::{CacheEntry, OnDamage};
    use crate::tui::screen::fixture::{RecordedScreen, SIZE, ScreenCall, screen_text};

    /// Saves a pack that is large enough for the cache; returns its catalog, its cache entry and the
    /// file of the cache.
    fn cached_pack(folder: &Path) -> (Catalog, CacheEntry, PathBuf) {
        let (path, cache) = (folder.join("pack.toml"), folder.join("cache"));
        let mut text = include_str!("../../../tests/it/fixtures/small.toml").to_string();
        // Too many for the blocks that are read when the catalog is opened.
        for n in 0..2_000 {
            text += &format!(
                "[[role]]\nid = \"r{n}\"\ntitle = \"Craft {n}\"\nfamily = \"craft\"\n\
                 summary = \"Makes what is asked for, in kind {n}.\"\n"
            );
        }
        std::fs::write(&path, format!("{text}\n#{}\n", "-".repeat(256 << 10))).unwrap();
        let packs = [path];
        let entry = CacheEntry::of(&cache, &packs).unwrap();
        let catalog = crate::pack::load(&packs).unwrap().catalog;
        assert!(entry.save(&catalog).unwrap().is_some());
        let file = std::fs::read_dir(cache).unwrap().next().unwrap().unwrap().path();
        (catalog, entry, file)
    }

    /// Cuts the file off, as a disk that fails would.
    fn empty_file(file: &Path) {
        std::fs::File::options().write(true).open(file).unwrap().set_len(0).unwrap();
    }

    #[test]
    fn after_the_first_frame_no_row_is_read_from_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let (all, entry, file) = cached_pack(folder.path());
        let (catalog, cached) = entry.open(OnDamage::Report).unwrap();
        let first = FirstFrame::new(&Arc::new(catalog), SIZE, |state| state.mouse = true);
        let (calls, drawn) = channel();
        first.draw(&mut RecordedScreen::new(calls, channel().1)).unwrap();
        assert!(first.uses_mouse());
        let state = first.load();
        empty_file(&file);
        assert!(*state.catalog == all && !cached.is_incomplete());
        assert_eq!(drawn.try_iter().last(), Some(ScreenCall::Draw(screen_text(&state))));
    }

    #[test]
    fn a_catalog_that_was_loaded_reads_neither_its_file_nor_its_packs() {
        for on_damage in [OnDamage::Report, OnDamage::ReadPacks] {
            let folder = tempfile::tempdir().unwrap();
            let (all, entry, file) = cached_pack(folder.path());
            let (catalog, cached) = entry.open(on_damage).unwrap();
            let catalog = ScreenCatalog::load(&Arc::new(catalog));
            empty_file(&file);
            assert!(*catalog == all && !cached.is_incomplete());
            // One that is damaged by then is empty, or read from the packs at once.
            let (_, entry, file) = cached_pack(folder.path());
            let (catalog, cached) = entry.open(on_damage).unwrap();
            empty_file(&file);
            let catalog = ScreenCatalog::load(&Arc::new(catalog));
            std::fs::remove_file(folder.path().join("pack.toml")).unwrap();
            let is_read = on_damage == OnDamage::ReadPacks;
            assert_eq!((*catalog == all, cached.is_incomplete()), (is_read, !is_read));
        }
    }
}
