//! Settings, and what the explorer remembers.

use std::sync::Arc;

use roledex::config::file::File;
use roledex::config::{Config, Given};
use roledex::tui::Settings;
use roledex::tui::memory::{Memory, Set};
use roledex::tui::state::State;

use super::{keys, pack};

/// Reads the text as a file of settings, and as what the explorer remembers.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let file = File::parse("config.toml", &text);
    let mut config = Config::resolve(&Given { terminal: true, ..Given::default() });
    config.heed(&file);
    let (settings, faults) = Settings::of(&file, &config);
    pack::write(&file.diagnostics(faults));
    assert!(settings.theme < settings.themes.len());
    let mut state = State::new(Arc::new(keys::hostile()), (80, 24));
    state.keymap = Arc::clone(&settings.keymap);
    (state.themes, state.theme) = (Arc::new(settings.themes), settings.theme);
    for theme in state.themes.iter() {
        keys::draw(&state, theme);
    }
    if let Ok(memory) = Memory::parse(&text) {
        let set = Set { theme: None, mouse: true };
        state.recall(&memory, &set);
        keys::draw(&state, state.theme());
        let mut again = memory.clone();
        state.remember(&mut again, &memory, &set);
        let written = serde_json::to_string(&again).unwrap();
        Memory::parse(&written).expect("what is remembered can be read");
    }
}
