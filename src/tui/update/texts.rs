//! Texts to be read as roles: asking for one.

use std::path::PathBuf;

use super::fields;
use crate::model::text::{visible, visible_line};
use crate::tui::effect::{Effect, TextToRead};
use crate::tui::overlay::OverlayContent;
use crate::tui::state::AppState;

/// A pasted line is a path unless it is longer than this, in characters.
const LONGEST_PATH: usize = 400;

/// Asks for the path of a text, or for the text itself.
pub(in crate::tui) fn ask_for_text(state: &mut AppState) {
    if state.packs_being_read.is_some() {
        state.notice = Some("still reading the packs".to_string());
        return;
    }
    state.open_overlay(OverlayContent::ReadText);
}

/// Starts reading the file at the typed path.
pub(in crate::tui) fn read_file(state: &mut AppState, path: &str) -> Vec<Effect> {
    state.notice = Some(format!("reading {}…", visible_line(path)));
    vec![Effect::ReadText(TextToRead::File(PathBuf::from(path)))]
}

/// Inserts pasted text into the focused field. Where a text is asked for, several lines are the text
/// itself.
pub(in crate::tui) fn paste(state: &mut AppState, text: String) -> Vec<Effect> {
    let asks = state.overlays.last().is_some_and(|top| top.content == OverlayContent::ReadText);
    let is_text = text.trim().contains(['\n', '\r']) || text.chars().count() > LONGEST_PATH;
    if asks && is_text {
        state.overlays.pop();
        state.notice = Some("reading the pasted text…".to_string());
        return vec![Effect::ReadText(TextToRead::Pasted(text))];
    }
    // A line that was copied ends in a line break.
    let text = if asks { text.trim() } else { &text };
    fields::insert(state, &visible(text))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::tui::key::KeyChord;
    use crate::tui::message_for_key;
    use crate::tui::update::{Msg, update};

    fn press(state: &mut AppState, keys: &[&str]) -> Vec<Effect> {
        let mut effects = Vec::new();
        for key in keys {
            if let Some(msg) = message_for_key(state, KeyChord::parse(key).unwrap()) {
                effects.extend(update(state, msg));
            }
        }
        effects.retain(|effect| matches!(effect, Effect::ReadText(_)));
        effects
    }

    fn file(path: &str) -> Effect {
        Effect::ReadText(TextToRead::File(PathBuf::from(path)))
    }

    #[test]
    fn a_path_is_typed_or_pasted_and_lines_are_the_text() {
        let catalog = Arc::new(crate::builtin::catalog());
        let mut state = AppState::new(Arc::clone(&catalog), (80, 24));
        // A path may begin with a slash.
        assert_eq!(press(&mut state, &["R", "/", "a", ".", "t", "enter"]), [file("/a.t")]);
        assert!(state.overlays.is_empty() && state.notice.is_some());
        assert_eq!(press(&mut state, &["R", "enter"]), [], "there is nothing to read yet");
        assert_eq!(state.overlays.len(), 1);
        let _ = update(&mut state, Msg::Paste("~/my ads/ad.pdf\n".to_string()));
        assert_eq!(press(&mut state, &["enter"]), [file("~/my ads/ad.pdf")]);
        press(&mut state, &["R"]);
        let text = "Baker\n\nBakes bread\n".to_string();
        let effects: Vec<Effect> =
            update(&mut state, Msg::Paste(text.clone())).into_iter().collect();
        assert_eq!(effects, [Effect::ReadText(TextToRead::Pasted(text.clone()))]);
        assert!(state.overlays.is_empty());
        // Elsewhere, lines are text for a field.
        press(&mut state, &["/"]);
        let effects: Vec<Effect> = update(&mut state, Msg::Paste(text)).into_iter().collect();
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::ReadText(_))));
    }
}
