//! Damaged caches: reported, and replaced by the packs that they were made from.

use std::io;

use super::EffectRunner;
use crate::tui::outcome::ExplorerOutcome;
use crate::tui::screen::Screen;
use crate::tui::state::AppState;
use crate::tui::update::{Msg, update};

impl EffectRunner {
    /// Starts reading the packs again if their cache turned out to be damaged. A row that is damaged
    /// is shown empty until then: no frame waits for it. Returns how the explorer ends, if it does.
    pub(in crate::tui) fn replace_damaged_cache(
        &mut self,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let is_news = self.engine.is_incomplete() && !self.reported_damage;
        if !is_news {
            return Ok(None);
        }
        self.reported_damage = true;
        self.engine.discard_cache();
        let text = match &self.watch {
            Some(watch) => {
                watch.request_reload();
                "the cache is damaged; reading the packs again"
            }
            None => "the cache is damaged, so parts of the screen are empty; restart roledex",
        };
        let effects = update(state, Msg::Warning(text.to_string()));
        self.run_effects(effects, state, screen)
    }
}
