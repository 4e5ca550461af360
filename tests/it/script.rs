//! Drives the explorer without a terminal: keys in, state, effects and frames out.

use std::io;
use std::sync::{Arc, OnceLock};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use roledex::engine::Engine;
use roledex::model::{Catalog, RoleId};
use roledex::tui::bars;
use roledex::tui::effect::{Effect, PathRequest};
use roledex::tui::footer::footer;
use roledex::tui::key::KeyChord;
use roledex::tui::runner::{EffectResult, EffectsOutcome, RunEffect, answer, run_effects};
use roledex::tui::screen_catalog::ScreenCatalog;
use roledex::tui::state::AppState;
use roledex::tui::theme::ColourTheme;
use roledex::tui::update::{ChangedCatalog, Msg, ReloadOutcome, update};
use roledex::tui::{message_for_key, view};

/// The explorer, and the effects that were not searches.
pub struct Script {
    pub state: AppState,
    engine: Arc<Engine>,
    pub effects: Vec<Effect>,
    /// Whether questions for ways are put aside, and those that are.
    pub slow: bool,
    pub waiting: Vec<PathRequest>,
}

/// The outside world of a script: questions are answered at once, and the other effects are kept.
struct ScriptWorld<'a> {
    engine: &'a Engine,
    effects: &'a mut Vec<Effect>,
    /// Puts questions for ways aside.
    waiting: Option<&'a mut Vec<PathRequest>>,
}

impl RunEffect for ScriptWorld<'_> {
    fn run_effect(&mut self, effect: Effect, state: &mut AppState) -> io::Result<EffectResult> {
        match (effect, &mut self.waiting) {
            (Effect::FindPaths(paths), Some(waiting)) => waiting.push(paths),
            // Pickers offer the roles family by family here.
            (Effect::FindSimilar(_), _) => {}
            (effect, _) => match answer(self.engine, &effect) {
                Some(msg) => return Ok(EffectResult::Continue(update(state, msg))),
                None => self.effects.push(effect),
            },
        }
        Ok(EffectResult::done())
    }
}

/// The small pack of the fixtures.
pub fn small() -> Catalog {
    let loaded =
        roledex::pack::from_files("small", &[("small.toml", include_str!("fixtures/small.toml"))]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.catalog
}

impl Script {
    pub fn new(catalog: Catalog, width: u16, height: u16) -> Self {
        Self::over(Arc::new(Engine::new(Arc::new(catalog))), (width, height))
    }

    fn over(engine: Arc<Engine>, size: (u16, u16)) -> Self {
        let state = AppState::new(ScreenCatalog::load(engine.catalog()), size);
        Self { state, engine, effects: Vec::new(), slow: false, waiting: Vec::new() }
    }

    /// The explorer over the small pack.
    pub fn small(width: u16, height: u16) -> Self {
        static SMALL: OnceLock<Arc<Engine>> = OnceLock::new();
        let engine = SMALL.get_or_init(|| Arc::new(Engine::new(Arc::new(small()))));
        Self::over(Arc::clone(engine), (width, height))
    }

    /// The explorer over the built-in pack.
    pub fn builtin(width: u16, height: u16) -> Self {
        static BUILTIN: OnceLock<Arc<Engine>> = OnceLock::new();
        let engine =
            BUILTIN.get_or_init(|| Arc::new(Engine::new(Arc::new(roledex::builtin::catalog()))));
        Self::over(Arc::clone(engine), (width, height))
    }

    /// Presses keys, separated by blanks; `"text"` types a word letter by letter.
    pub fn keys(mut self, keys: &str) -> Self {
        for key in keys.split_whitespace() {
            match key.strip_prefix('"') {
                Some(text) => text.trim_end_matches('"').chars().for_each(|c| {
                    let c = if c == '_' { ' ' } else { c };
                    self.send(Msg::Char(c));
                }),
                None => self.press(key),
            }
        }
        self
    }

    pub fn press(&mut self, key: &str) {
        let chord = KeyChord::parse(key).unwrap_or_else(|| panic!("{key:?} is not a key"));
        if let Some(msg) = message_for_key(&self.state, chord) {
            self.send(msg);
        }
    }

    /// Applies `msg` and runs its effects as the explorer does.
    pub fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.state, msg);
        let mut world = ScriptWorld {
            engine: &self.engine,
            effects: &mut self.effects,
            waiting: self.slow.then_some(&mut self.waiting),
        };
        let end = run_effects(&mut world, &mut self.state, effects).unwrap();
        assert!(matches!(end, EffectsOutcome::Done), "{end:?}");
    }

    /// Shows another catalog, as reading the packs again would.
    pub fn take_up(&mut self, catalog: Catalog) {
        self.engine = Arc::new(Engine::new(Arc::new(catalog)));
        // What was asked of another catalog is never answered.
        self.waiting.clear();
        let (catalog, differ) = (self.engine.catalog(), self.engine.differ());
        let outcome = ReloadOutcome::Changed(ChangedCatalog::new(
            ScreenCatalog::load(catalog),
            Arc::clone(differ),
            vec![],
        ));
        self.send(Msg::Reloaded(outcome));
    }

    /// Answers a question for ways.
    pub fn answer(&mut self, paths: PathRequest) {
        let msg = answer(&self.engine, &Effect::FindPaths(paths)).expect("it is a question");
        self.send(msg);
    }

    pub fn role(&self, id: &str) -> RoleId {
        self.state.catalog.role_by_id(id).unwrap()
    }

    /// Where the real cursor stands, if it is shown.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.draw(self.state.theme()).1.map(|at| (at.x, at.y))
    }

    /// The screen, and where the real cursor stands.
    pub fn draw(&self, theme: &ColourTheme) -> (Buffer, Option<Position>) {
        let (width, height) = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let caret = view::view(&self.state, theme, &mut buffer);
        // The other half of a wide character is never shown.
        for at in 1..buffer.content.len() {
            if unicode_width::UnicodeWidthStr::width(buffer.content[at - 1].symbol()) > 1 {
                buffer.content[at].reset();
            }
        }
        (buffer, caret)
    }

    /// The keys at the bottom, with what they do.
    pub fn keys_shown(&self) -> String {
        let row = bars::to_row(&footer(&self.state, self.state.size.0));
        row.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// What was said last, if it still stands.
    pub fn notice(&self) -> &str {
        self.state.notice.as_deref().unwrap_or_default()
    }

    /// The screen as text, a line for each row.
    pub fn text(&self) -> String {
        self.frame("terminal").0
    }

    /// How every cell looks, row by row.
    pub fn looks(&self, theme: &str) -> Vec<Vec<String>> {
        let theme =
            ColourTheme::builtin().into_iter().find(|other| other.is_called(theme)).unwrap();
        let (width, height) = self.state.size;
        let (buffer, _) = self.draw(&theme);
        (0..height).map(|y| (0..width).map(|x| look(&buffer[(x, y)])).collect()).collect()
    }

    /// The screen as text, and the styles as runs: `row: first..last look`.
    pub fn frame(&self, theme: &str) -> (String, String) {
        let theme =
            ColourTheme::builtin().into_iter().find(|other| other.is_called(theme)).unwrap();
        let (width, height) = self.state.size;
        let (buffer, _) = self.draw(&theme);
        let (mut text, mut looks) = (String::new(), String::new());
        for y in 0..height {
            let mut line = String::new();
            let mut skip = 0;
            let mut run: Option<(u16, String)> = None;
            for x in 0..=width {
                let look = if x < width { look(&buffer[(x, y)]) } else { String::new() };
                if run.as_ref().is_none_or(|(_, r)| *r != look) {
                    if let Some((from, look)) = run.take().filter(|(_, l)| !l.is_empty()) {
                        looks += &format!("{y}: {from}..{x} {look}\n");
                    }
                    run = Some((x, look));
                }
                if x < width && skip == 0 {
                    let symbol = buffer[(x, y)].symbol();
                    line += symbol;
                    skip = unicode_width::UnicodeWidthStr::width(symbol).max(1);
                }
                skip = skip.saturating_sub(1);
            }
            text += line.trim_end();
            text.push('\n');
        }
        (text, looks)
    }
}

/// `cyan bold`: how a cell looks, or nothing where it is plain.
fn look(cell: &ratatui::buffer::Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(format!("{:?}", cell.fg).to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {:?}", cell.bg).to_lowercase());
    }
    for (modifier, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ] {
        if cell.modifier.contains(modifier) {
            words.push(word.to_string());
        }
    }
    words.join(" ")
}
