//! Texts to be read as roles: asking for one, and for what its words mean.

use std::path::PathBuf;

use super::fields;
use crate::model::RoleId;
use crate::model::text::{count_text, visible, visible_line};
use crate::tui::action::Action;
use crate::tui::effect::{CorrectionChange, Effect, TextToRead};
use crate::tui::overlay::{Overlay, OverlayContent, WordMeaning};
use crate::tui::session_texts::text_of;
use crate::tui::state::AppState;
use crate::tui::word_meaning::{ReadWords, TakenWords};

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

/// Asks what words of the text mean that the role shown was read from.
pub(in crate::tui) fn ask_for_meaning(state: &mut AppState, place: ReadWords) {
    let Some(role) = state.detail.role() else { return };
    let text = text_of(state.detail.texts(), &state.catalog, role);
    let words = text.and_then(|text| TakenWords::new(&state.catalog, (role, text), place));
    if let Some(words) = words {
        state.open_overlay(OverlayContent::Correct(words));
    }
}

/// Starts reading the text again with the `meaning` that was chosen in the list `asked`.
pub(in crate::tui) fn correct(
    state: &AppState,
    asked: &Overlay,
    meaning: WordMeaning,
) -> Vec<Effect> {
    let OverlayContent::Correct(words) = &asked.content else { return vec![] };
    let Some(source) = state.catalog.read_from(words.role) else { return vec![] };
    vec![Effect::CorrectText(source.to_string(), words.change(&state.catalog, meaning))]
}

/// Returns the message that the text of `role` was read.
pub(super) fn read_text(state: &AppState, role: RoleId) -> Option<String> {
    let text = text_of(state.detail.texts(), &state.catalog, role)?;
    let (duties, skills) = text.description().found();
    let duties = count_text(duties, "responsibility", "responsibilities");
    let skills = count_text(skills, "skill", "skills");
    let source = visible_line(text.description().file_name());
    Some(format!("{duties}, {skills} in {source}; listed under Read until you quit"))
}

/// Returns the message that what words mean was changed.
pub(super) fn corrected_text(state: &AppState, change: &CorrectionChange) -> String {
    let key = state.key_name(Action::Export);
    match change {
        CorrectionChange::Remove(words) => {
            format!("‹{}› has its original meaning again", visible_line(words))
        }
        CorrectionChange::Set(correction) => {
            let words = visible_line(&correction.words);
            let predicate = visible_line(&correction.predicate(&state.catalog));
            format!("‹{words}› {predicate}; {key} saves a pack with it")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::tui::key::KeyChord;
    use crate::tui::message_for_key;
    use crate::tui::screen_catalog::ScreenCatalog;
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
        let mut state = AppState::new(ScreenCatalog::load(&catalog), (80, 24));
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
