//! Reading texts as roles, on threads.

use std::io;
use std::sync::Arc;

use super::EffectRunner;
use crate::analysis::diff::Differ;
use crate::authoring::read_role;
use crate::engine::Engine;
use crate::model::RoleId;
use crate::tui::effect::{CorrectionChange, TextToRead};
use crate::tui::event::AppEvent;
use crate::tui::export::{ExportFile, ExportOutcome};
use crate::tui::fault_lines;
use crate::tui::outcome::ExplorerOutcome;
use crate::tui::screen::Screen;
use crate::tui::screen_catalog::ScreenCatalog;
use crate::tui::session_texts::{
    OpenedText, PacksAndTexts, ReadTexts, RereadReason, SessionTexts, engine_with, open, opened,
    with_correction, with_text,
};
use crate::tui::state::{AppState, FaultLine};
use crate::tui::update::{ChangedCatalog, Msg, ReloadOutcome, ShownText, update};
use crate::watch::ReloadedPacks;

/// Returns the parts of `engine` that the state has.
fn shown_parts(engine: &Engine) -> (ScreenCatalog, Arc<Differ>) {
    (ScreenCatalog::load(engine.catalog()), Arc::clone(engine.differ()))
}

/// Packs that changed, until the texts were read again for them.
#[derive(Debug)]
pub(super) struct PendingReload {
    packs: ReloadedPacks,
    /// The faults of packs that were saved still later, and are not shown.
    newer_faults: Vec<FaultLine>,
}

impl EffectRunner {
    /// Starts reading a text on a thread.
    pub(super) fn read_text(&self, text: TextToRead) -> io::Result<()> {
        self.read_on_thread(move || open(text))
    }

    /// Reads what `text` returns beside the other texts, on a thread.
    fn read_on_thread(
        &self,
        text: impl FnOnce() -> Result<OpenedText, String> + Send + 'static,
    ) -> io::Result<()> {
        let (base, before) = (self.base_engine(), Arc::clone(&self.texts));
        self.jobs.run_for_any_catalog("text", move || {
            let read = text().and_then(|text| with_text(&base, &before, text));
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
        let (catalog, differ) = shown_parts(&engine);
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
            RereadReason::Read => self.read_on_thread(move || Ok(text)),
        }
    }

    /// Shows the new contents of the packs; if there are texts, once they were read again for them,
    /// on a thread.
    pub(super) fn show_reloaded_packs(
        &mut self,
        changed: ReloadedPacks,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        if self.texts.is_empty() {
            return self.show_changed_packs(changed, Arc::default(), state, screen);
        }
        let base = Arc::clone(&changed.engine);
        let is_read = self.is_pending(&base);
        if !is_read && Arc::ptr_eq(&base, &self.base_engine()) {
            // Only the faults have changed.
            let shown = ReloadedPacks { engine: Arc::clone(&self.engine), ..changed };
            return self.show_changed_packs(shown, Arc::clone(&self.texts), state, screen);
        }
        self.pending_reload = Some(PendingReload { packs: changed, newer_faults: Vec::new() });
        if !is_read {
            self.read_texts_for(base)?;
        }
        Ok(None)
    }

    /// Whether the texts are being read for the packs of `base`, the latest contents.
    fn is_pending(&self, base: &Arc<Engine>) -> bool {
        let pending = self.pending_reload.as_ref();
        pending.is_some_and(|pending| Arc::ptr_eq(base, &pending.packs.engine))
    }

    /// Reads the texts for the packs of `base`, on a thread.
    fn read_texts_for(&self, base: Arc<Engine>) -> io::Result<()> {
        let before = Arc::clone(&self.texts);
        self.jobs.run_for_any_catalog("text", move || {
            let (engine, texts) = engine_with(&base, opened(&before));
            engine.differ();
            AppEvent::PacksAndTexts(Box::new(PacksAndTexts { engine, before, texts }))
        })
    }

    /// Shows packs and the texts that were read for them, unless still newer packs are being read. If
    /// the texts have changed meanwhile, those are read first.
    pub(super) fn show_packs_and_texts(
        &mut self,
        read: PacksAndTexts,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let PacksAndTexts { engine, before, texts } = read;
        let Some(base) = engine.base().filter(|base| self.is_pending(base)) else {
            return Ok(None);
        };
        if !Arc::ptr_eq(&before, &self.texts) {
            self.read_texts_for(Arc::clone(base))?;
            return Ok(None);
        }
        let Some(PendingReload { packs, newer_faults }) = self.pending_reload.take() else {
            return Ok(None);
        };
        self.texts = Arc::clone(&texts);
        let changed = ReloadedPacks { engine, ..packs };
        let ended = self.show_changed_packs(changed, texts, state, screen)?;
        if ended.is_some() || newer_faults.is_empty() {
            return Ok(ended);
        }
        let effects = update(state, Msg::Reloaded(ReloadOutcome::Faulty(newer_faults)));
        self.run_effects(effects, state, screen)
    }

    /// Notes how the packs were read after those that are not shown yet.
    pub(super) fn note_newer_reload(&mut self, outcome: &ReloadOutcome) {
        let Some(pending) = &mut self.pending_reload else { return };
        match outcome {
            ReloadOutcome::Faulty(faults) => pending.newer_faults.clone_from(faults),
            ReloadOutcome::Unchanged { .. } => pending.newer_faults.clear(),
            ReloadOutcome::Changed(..) => {}
        }
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
        let (catalog, differ) = shown_parts(&engine);
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
