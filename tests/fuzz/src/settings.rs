//! Settings, and what the explorer remembers.

use std::sync::Arc;

use roledex::config::file::ConfigFile;
use roledex::config::{Config, ConfigInputs};
use roledex::tui::Settings;
use roledex::tui::screen_catalog::ScreenCatalog;
use roledex::tui::session::{InitialSettings, Session};
use roledex::tui::state::AppState;

use super::{keys, pack};

/// Reads the text as a file of settings, and as what the explorer remembers.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let file = ConfigFile::parse("config.toml", &text);
    let mut config =
        Config::resolve(&ConfigInputs { stdout_is_terminal: true, ..ConfigInputs::default() });
    config.apply_file(&file);
    let (settings, faults) = Settings::of(&file, &config);
    pack::write(&file.diagnostics(faults));
    assert!(settings.theme < settings.themes.len());
    let mut state = AppState::new(ScreenCatalog::load(&Arc::new(keys::hostile())), (80, 24));
    state.keymap = Arc::clone(&settings.keymap);
    (state.themes, state.theme) = (Arc::new(settings.themes), settings.theme);
    for theme in state.themes.iter() {
        keys::draw(&state, theme);
    }
    if let Ok(memory) = Session::parse(&text) {
        let set = InitialSettings { theme: None, mouse: true };
        state.restore_session(&memory, &set);
        keys::draw(&state, state.theme());
        let mut again = memory.clone();
        state.save_session(&mut again, &memory, &set);
        let written = serde_json::to_string(&again).unwrap();
        Session::parse(&written).expect("what is remembered can be read");
    }
}
