//! The explorer without a terminal: each byte is a key, a click, a paste or a new size, and each is
//! drawn.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use roledex::analysis::gap::{CurrentSkill, skills_of_role};
use roledex::engine::Engine;
use roledex::model::Catalog;
use roledex::tui::effect::Effect;
use roledex::tui::key::KeyChord;
use roledex::tui::runner::answer;
use roledex::tui::screen_catalog::ScreenCatalog;
use roledex::tui::session::{InitialSettings, Session};
use roledex::tui::state::AppState;
use roledex::tui::theme::ColourTheme;
use roledex::tui::update::{self, ChangedCatalog, Msg, ReloadOutcome, update};
use roledex::tui::{message_for_key, view};

use super::bytes::Bytes;

/// A pack of odd names and texts, every field of it used.
pub fn hostile() -> Catalog {
    let loaded =
        roledex::pack::from_files("hostile", &[("hostile.toml", include_str!("hostile.toml"))]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.catalog
}

static ENGINES: LazyLock<[Engine; 3]> = LazyLock::new(|| {
    let empty = roledex::pack::from_files("empty", &[("pack.toml", "")]).catalog;
    [roledex::builtin::catalog(), hostile(), empty].map(|catalog| Engine::new(Arc::new(catalog)))
});

/// Opens the explorer over the catalog that the first byte names, and sends it what the other bytes
/// say.
pub fn keys(data: &[u8]) {
    let mut data = Bytes(data);
    let mut at = usize::from(data.byte()) % ENGINES.len();
    let mut state = AppState::new(ScreenCatalog::load(ENGINES[at].catalog()), (80, 24));
    for _ in 0..150 {
        let Some(byte) = data.next() else { break };
        let msg = match byte {
            0x20..=0x7e => key(&state, KeyCode::Char(char::from(byte)), KeyModifiers::NONE),
            0..=0x1f => key(&state, named(byte), KeyModifiers::NONE),
            0x7f => key(&state, KeyCode::Backspace, KeyModifiers::NONE),
            0x80..=0x99 => {
                key(&state, KeyCode::Char(char::from(byte - 0x80 + b'a')), KeyModifiers::CONTROL)
            }
            0x9a..=0xb3 => {
                key(&state, KeyCode::Char(char::from(byte - 0x9a + b'a')), KeyModifiers::ALT)
            }
            0xb4..=0xbf => key(&state, named(byte - 0xb4), KeyModifiers::ALT),
            0xc0..=0xc7 => Some(Msg::Click(u16::from(data.byte()), u16::from(data.byte()))),
            0xc8..=0xcb => Some(Msg::Drag(u16::from(data.byte()), u16::from(data.byte()))),
            0xcc..=0xd3 => Some(Msg::Wheel(
                u16::from(data.byte()),
                u16::from(data.byte()),
                isize::from(byte) - 0xd0,
            )),
            0xd4..=0xdb => {
                let (width, height) =
                    (u16::from(data.byte()) % 200 + 1, u16::from(data.byte()) % 60 + 1);
                Some(Msg::Resize(width, height))
            }
            0xdc..=0xe3 => Some(Msg::Paste(text(&mut data))),
            // What is typed is never a control character.
            0xe4..=0xeb => Some(Msg::Typed(text(&mut data).replace(char::is_control, ""))),
            0xec..=0xef => {
                at = usize::from(data.byte()) % ENGINES.len();
                let (catalog, faults) = (ScreenCatalog::load(ENGINES[at].catalog()), Vec::new());
                Some(if byte == 0xec {
                    Msg::CatalogLoaded(catalog, faults)
                } else {
                    let differ = Arc::clone(ENGINES[at].differ());
                    Msg::Reloaded(ReloadOutcome::Changed(ChangedCatalog::new(
                        catalog, differ, faults,
                    )))
                })
            }
            0xf0..=0xf1 => Some(Msg::ProfileLoaded(Ok(first_skills(ENGINES[at].catalog())))),
            0xf2 => {
                update::prefetch(&mut state);
                None
            }
            0xf3 => {
                state.make_accessible();
                None
            }
            0xf4..=0xf7 => Some(Msg::Warning(text(&mut data))),
            0xf8..=0xff => {
                recall(&mut state);
                None
            }
        };
        if msg.is_some_and(|msg| send(&mut state, &ENGINES[at], msg)) {
            break;
        }
        state.question();
        state.full_command();
        draw(&state, state.theme());
    }
}

/// Takes what the explorer remembers to the next run.
fn recall(state: &mut AppState) {
    let set = InitialSettings { theme: Some(state.theme().name.clone()), mouse: state.mouse };
    let mut memory = Session::default();
    state.save_session(&mut memory, &Session::default(), &set);
    let again = Session::parse(&serde_json::to_string(&memory).unwrap())
        .expect("what is remembered can be read");
    state.restore_session(&again, &set);
}

/// Up to 255 bytes as text.
fn text(data: &mut Bytes<'_>) -> String {
    let count = usize::from(data.byte());
    String::from_utf8_lossy(data.take(count)).into_owned()
}

fn named(byte: u8) -> KeyCode {
    use KeyCode::{
        BackTab, Backspace, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right,
        Tab, Up,
    };
    let names = [
        Enter, Esc, Tab, BackTab, Up, Down, Left, Right, Home, End, PageUp, PageDown, Delete,
        Backspace,
    ];
    names.get(usize::from(byte)).copied().unwrap_or(F(byte))
}

fn key(state: &AppState, code: KeyCode, modifiers: KeyModifiers) -> Option<Msg> {
    message_for_key(state, KeyChord::from_event(KeyEvent::new(code, modifiers))?)
}

/// Returns the skills of the first role.
fn first_skills(catalog: &Catalog) -> Vec<CurrentSkill> {
    let first = catalog.role_ids().next();
    first.map_or_else(Vec::new, |role| skills_of_role(catalog.role(role)))
}

/// Applies `msg` and what follows from it. Says whether the explorer ends.
fn send(state: &mut AppState, engine: &Engine, msg: Msg) -> bool {
    let mut messages = VecDeque::from([msg]);
    for _ in 0..40 {
        let Some(msg) = messages.pop_front() else { return false };
        for effect in update(state, msg) {
            if matches!(effect, Effect::Quit(_)) {
                return true;
            }
            messages.extend(answer(engine, &effect));
        }
    }
    assert!(messages.is_empty(), "effects without end");
    false
}

/// Draws the screen; the cursor is on it.
pub fn draw(state: &AppState, theme: &ColourTheme) {
    let (width, height) = state.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let caret = view::view(state, theme, &mut buffer);
    assert!(
        caret.is_none_or(|caret| caret.x < width && caret.y < height),
        "the cursor is off the screen"
    );
    for cell in &buffer.content {
        assert!(
            !cell.symbol().chars().any(char::is_control),
            "a control character on the screen: {:?}",
            cell.symbol()
        );
    }
}
