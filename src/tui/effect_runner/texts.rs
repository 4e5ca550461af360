//! Reading texts as roles, on threads.

use std::io;
use std::sync::Arc;

use super::EffectRunner;
use crate::authoring::read_role;
use crate::engine::Engine;
use crate::model::RoleId;
use crate::tui::effect::{CorrectionChange, TextToRead};
use crate::tui::event::AppEvent;
use crate::tui::export::{ExportFile, ExportOutcome};
use crate::tui::fault_lines;
use crate::tui::outcome::ExplorerOutcome;
use crate::tui::screen::Screen;
use crate::tui::session_texts::{
    PacksAndTexts, ReadTexts, RereadReason, SessionTexts, engine_with, open, opened,
    with_correction, with_text,
};
use crate::tui::state::AppState;
use crate::tui::update::{ChangedCatalog, Msg, ReloadOutcome, ShownText, update};
use crate::watch::ReloadedPacks;

impl EffectRunner {
    /// Starts reading a text on a thread.
    pub(super) fn read_text(&self, text: TextToRead) -> io::Result<()> {
        let (base, before) = (self.base_engine(), Arc::clone(&self.texts));
        self.jobs.run_for_any_catalog("text", move || {
            let read = open(text).and_then(|text| with_text(&base, &before, text));
            AppEvent::TextRead(read.map(Box::new))
        })
    }

    /// Starts reading the text called `source` with a change of its corrections, on a thread.
    pub(super) fn correct_text(&self, source: String, change: CorrectionChange) -> io::Result<()> {
        let (base, before) = (self.base_engine(), Arc::clone(&self.texts));
        self.jobs.run_for_any_catalog("text", move || {
            AppEvent::TextRead(with_correction(&base, &before, &source, change).map(Box::new))
        })
    }

    /// Returns the engine of the packs alone.
    fn base_engine(&self) -> Arc<Engine> {
        Arc::clone(self.engine.base().unwrap_or(&self.engine))
    }

    /// Shows the roles that were read, and the latest of them. If the packs or the other texts have
    /// changed meanwhile, the text is read again for those.
    pub(super) fn show_texts(
        &mut self,
        read: Result<Box<ReadTexts>, String>,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let read = match read {
            Ok(read) => read,
            Err(why) => {
                let effects = update(state, Msg::Warning(why));
                return self.run_effects(effects, state, screen);
            }
        };
        let ReadTexts { base, before, texts, engine, latest, change } = *read;
        let is_current =
            Arc::ptr_eq(&base, &self.base_engine()) && Arc::ptr_eq(&before, &self.texts);
        if !is_current {
            self.read_later(&texts, latest, change)?;
            return Ok(None);
        }
        self.texts = Arc::clone(&texts);
        let role = RoleId::from_index(base.catalog().roles().len() + latest);
        let (catalog, differ) = (Arc::clone(engine.catalog()), Arc::clone(engine.differ()));
        let shown = ShownText { catalog, differ, texts, role, change };
        let effects = update(state, Msg::TextRead(Box::new(shown)));
        self.show_engine(engine)?;
        self.run_effects(effects, state, screen)
    }

    /// Starts the same change of the text at `latest` again, for the packs and texts of now.
    fn read_later(
        &self,
        texts: &SessionTexts,
        latest: usize,
        change: RereadReason,
    ) -> io::Result<()> {
        let Some(text) = texts.get(latest) else { return Ok(()) };
        let text = text.opened.clone();
        match change {
            RereadReason::Corrected(change) => self.correct_text(text.source, change),
            RereadReason::Read => {
                let (base, before) = (self.base_engine(), Arc::clone(&self.texts));
                self.jobs.run_for_any_catalog("text", move || {
                    AppEvent::TextRead(with_text(&base, &before, text).map(Box::new))
                })
            }
        }
    }

    /// Shows changed packs. If there are texts, they are first read again for them, on a thread.
    pub(super) fn show_reloaded_packs(
        &mut self,
        changed: ReloadedPacks,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        self.latest_packs = Some(Arc::clone(&changed.engine));
        if self.texts.is_empty() {
            return self.show_changed_packs(changed, Arc::default(), state, screen);
        }
        if Arc::ptr_eq(&changed.engine, &self.base_engine()) {
            // Only the faults are others.
            let shown = ReloadedPacks { engine: Arc::clone(&self.engine), ..changed };
            return self.show_changed_packs(shown, Arc::clone(&self.texts), state, screen);
        }
        let before = Arc::clone(&self.texts);
        self.jobs.run_for_any_catalog("text", move || {
            let (engine, texts) = engine_with(&changed.engine, opened(&before));
            engine.differ();
            AppEvent::PacksAndTexts(Box::new(PacksAndTexts { changed, before, texts, engine }))
        })?;
        Ok(None)
    }

    /// Shows the new contents of the packs, with the roles of `texts`.
    fn show_changed_packs(
        &mut self,
        changed: ReloadedPacks,
        texts: SessionTexts,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let ReloadedPacks { engine, faults } = changed;
        let (catalog, differ) = (Arc::clone(engine.catalog()), Arc::clone(engine.differ()));
        let outcome = ReloadOutcome::Changed(ChangedCatalog {
            catalog,
            differ,
            texts,
            faults: fault_lines(&faults),
        });
        let effects = update(state, Msg::Reloaded(outcome));
        if !Arc::ptr_eq(&engine, &self.engine) {
            self.show_engine(engine)?;
        }
        self.run_effects(effects, state, screen)
    }

    /// Shows changed packs and the texts that were read for them. If the texts have changed
    /// meanwhile, they are read again; if the packs have, newer ones follow.
    pub(super) fn show_packs_and_texts(
        &mut self,
        read: PacksAndTexts,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let PacksAndTexts { changed, before, texts, engine } = read;
        let is_latest =
            self.latest_packs.as_ref().is_some_and(|latest| Arc::ptr_eq(latest, &changed.engine));
        if !is_latest {
            return Ok(None);
        }
        if !Arc::ptr_eq(&before, &self.texts) {
            return self.show_reloaded_packs(changed, state, screen);
        }
        self.texts = Arc::clone(&texts);
        self.show_changed_packs(ReloadedPacks { engine, ..changed }, texts, state, screen)
    }

    /// Writes the role that was read from `source` to a pack file, on a thread.
    pub(super) fn write_read_role(&self, source: &str, file: ExportFile) -> io::Result<()> {
        let text = self.texts.iter().find(|text| text.opened.source == source).cloned();
        let base = self.base_engine();
        self.jobs.run_for_any_catalog("pack", move || {
            let written = match text {
                Some(text) => {
                    let pack = read_role::pack_file(base.catalog(), &text.description());
                    super::files::write(&file, pack.as_bytes())
                }
                None => ExportOutcome::Failed("the text is no longer open".to_string()),
            };
            AppEvent::Exported(file.path, written)
        })
    }
}
