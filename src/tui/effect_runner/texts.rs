//! Reading texts as roles, on threads.

use std::io;
use std::sync::Arc;

use super::EffectRunner;
use crate::engine::Engine;
use crate::model::RoleId;
use crate::tui::effect::TextToRead;
use crate::tui::event::AppEvent;
use crate::tui::outcome::ExplorerOutcome;
use crate::tui::screen::Screen;
use crate::tui::session_texts::{ReadTexts, engine_with, open, with_text};
use crate::tui::state::AppState;
use crate::tui::update::ShownText;
use crate::tui::update::{Msg, update};
use crate::watch::ReloadedPacks;

impl EffectRunner {
    /// Starts reading a text on a thread.
    pub(super) fn read_text(&self, text: TextToRead) -> io::Result<()> {
        let (base, before) = (self.base_engine(), Arc::clone(&self.texts));
        self.jobs.run_for_any_catalog("text", move || {
            AppEvent::TextRead(
                open(text).and_then(|text| with_text(&base, &before, Arc::new(text))).map(Box::new),
            )
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
        let ReadTexts { base, before, texts, engine, latest, found } = *read;
        let is_current =
            Arc::ptr_eq(&base, &self.base_engine()) && Arc::ptr_eq(&before, &self.texts);
        let Some(text) = texts.get(latest).filter(|_| !is_current) else {
            let source = texts.get(latest).map_or("", |text| &text.source).to_string();
            self.texts = texts;
            let role = RoleId::from_index(base.catalog().roles().len() + latest);
            let (catalog, differ) = (Arc::clone(engine.catalog()), Arc::clone(engine.differ()));
            let shown = ShownText { catalog, differ, role, source, found };
            let effects = update(state, Msg::TextRead(Box::new(shown)));
            self.show_engine(engine)?;
            return self.run_effects(effects, state, screen);
        };
        let (base, before, text) = (self.base_engine(), Arc::clone(&self.texts), Arc::clone(text));
        self.jobs.run_for_any_catalog("text", move || {
            AppEvent::TextRead(with_text(&base, &before, text).map(Box::new))
        })?;
        Ok(None)
    }

    /// Reads the texts again for changed packs, on a thread. Returns the packs if there are no texts.
    pub(super) fn with_texts_again(
        &self,
        changed: ReloadedPacks,
    ) -> io::Result<Option<ReloadedPacks>> {
        if self.texts.is_empty() || changed.engine.base().is_some() {
            return Ok(Some(changed));
        }
        let texts = Arc::clone(&self.texts);
        self.jobs.run_for_any_catalog("text", move || {
            let (engine, _) = engine_with(&changed.engine, &texts);
            engine.differ();
            AppEvent::PacksAndTexts(ReloadedPacks { engine, ..changed })
        })?;
        Ok(None)
    }
}
