//! Runs effects: their order, and the answers to those that are questions about the catalog. The
//! explorer and the scripts of keys use the same functions, each with its own outside world; the
//! explorer asks some questions on a thread, and the answers are the same.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use super::effect::{Effect, Effects};
use super::outcome::ExplorerOutcome;
use super::pane::path::question;
use super::state::AppState;
use super::update::Msg;
use crate::analysis::path;
use crate::engine::Engine;
use crate::search::{Query, SearchAnswer};

/// Maximum number of roles and skills for which a search takes less than a frame, and is answered
/// in the same one.
const MAX_INLINE_SEARCH: usize = 1_000;

/// Maximum number of roles for which a part of the engine is computed within a frame.
const MAX_INLINE_UNPREPARED: usize = 150;

/// Maximum number of roles for which paths are found within a frame if nothing must be computed
/// first: on the 3,000 roles of ESCO mostly 2 ms, 9 ms at worst.
const MAX_INLINE_PREPARED: usize = 5_000;

/// Maximum number of similar roles that the text of a role lists.
const MAX_RELATED: usize = 8;

/// Returns the answer to `effect`; `None` if it is not a question. Waits for the parts of `engine`
/// that it needs.
pub fn answer(engine: &Engine, effect: &Effect) -> Option<Msg> {
    Some(match effect {
        Effect::Search(asked) => {
            let hits = engine.index().search(&Query::parse(&asked.query), asked.scope, usize::MAX);
            let generation = asked.generation;
            Msg::SearchAnswered(SearchAnswer { generation, hits: Arc::new(hits) })
        }
        Effect::FindPaths(asked) => {
            let question = question(asked.from, asked.to);
            Msg::PathsFound(asked.generation, path::path(engine.catalog(), &question, engine))
        }
        Effect::FindSimilar(role) => Msg::SimilarFound(*role, engine.most_similar(*role)),
        Effect::FindRelated(role) => {
            let near = engine.relations().nearest(engine.catalog(), *role, MAX_RELATED);
            Msg::RelatedFound(*role, near)
        }
        Effect::LoadDiffer => Msg::DifferReady(Arc::clone(engine.differ())),
        _ => return None,
    })
}

/// Whether the answer to `effect` takes less than a frame.
pub(super) fn fits_in_frame(engine: &Engine, effect: &Effect) -> bool {
    let catalog = engine.catalog();
    let roles = catalog.roles().len();
    match effect {
        Effect::Search(_) => roles + catalog.skills().len() <= MAX_INLINE_SEARCH,
        Effect::FindPaths(_) if engine.ready_for_paths() => roles <= MAX_INLINE_PREPARED,
        Effect::FindSimilar(_) if engine.ready_for_similar() => true,
        Effect::FindRelated(_) if engine.has_relations() => roles <= MAX_INLINE_SEARCH,
        Effect::LoadDiffer if engine.ready_differ().is_some() => true,
        Effect::FindPaths(_)
        | Effect::FindSimilar(_)
        | Effect::FindRelated(_)
        | Effect::LoadDiffer => roles <= MAX_INLINE_UNPREPARED,
        _ => false,
    }
}

/// The outside world of [`super::update::update`].
pub trait RunEffect {
    /// Runs one effect.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be used.
    fn run_effect(&mut self, effect: Effect, state: &mut AppState) -> io::Result<EffectResult>;
}

/// How the run goes on after an effect.
#[derive(Debug)]
pub enum EffectResult {
    /// It is done or under way. These effects follow, after those that already wait.
    Continue(Effects),
    /// Another program is to have the terminal: the other effects wait until it has ended.
    Pause,
    /// The explorer ends, and the other effects are dropped.
    End(ExplorerOutcome),
}

impl EffectResult {
    /// Returns the result of an effect that nothing follows.
    pub fn done() -> Self {
        Self::Continue(Effects::default())
    }
}

/// How the run of several effects ended.
#[derive(Debug)]
#[must_use = "effects that wait are lost"]
pub enum EffectsOutcome {
    /// All of them have run.
    Done,
    /// These wait for another program that is to have the terminal.
    Paused(Effects),
    /// The explorer ends.
    Ended(ExplorerOutcome),
}

/// Runs `effects` and those that follow from them, in order.
///
/// # Errors
///
/// When the terminal cannot be used.
pub fn run_effects(
    world: &mut impl RunEffect,
    state: &mut AppState,
    effects: Effects,
) -> io::Result<EffectsOutcome> {
    let mut effects: VecDeque<Effect> = effects.into_iter().collect();
    while let Some(effect) = effects.pop_front() {
        match world.run_effect(effect, state)? {
            EffectResult::Continue(more) => effects.extend(more),
            EffectResult::Pause => {
                return Ok(EffectsOutcome::Paused(Vec::from(effects).into()));
            }
            EffectResult::End(outcome) => return Ok(EffectsOutcome::Ended(outcome)),
        }
    }
    Ok(EffectsOutcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key::KeyChord;
    use crate::tui::message_for_key;
    use crate::tui::screen_catalog::ScreenCatalog;
    use crate::tui::update::update;

    /// Presses `keys`, and returns the requests for the differ without running them.
    fn press(state: &mut AppState, keys: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        for key in keys.split_whitespace() {
            if let Some(msg) = message_for_key(state, KeyChord::parse(key).unwrap()) {
                effects.extend(update(state, msg));
            }
        }
        effects.retain(|effect| *effect == Effect::LoadDiffer);
        effects
    }

    #[test]
    fn a_comparison_waits_for_its_differ_and_asks_for_it_once() {
        let engine = Engine::builtin();
        let mut state = AppState::new(ScreenCatalog::load(engine.catalog()), (120, 30));
        let effects = press(&mut state, "down space j j d enter j k");
        assert_eq!(effects, [Effect::LoadDiffer]);
        let pair = state.compare.pair();
        assert!(pair.is_some() && state.compare.diff().is_none());
        let msg = answer(&engine, &effects[0]).unwrap();
        assert!(update(&mut state, msg).is_empty());
        let diff = state.compare.diff().unwrap();
        assert_eq!(pair, Some((diff.left, diff.right)));
        assert!(!state.compare.doc().rows.is_empty());
        // From then on, nothing needs to be asked.
        assert_eq!(press(&mut state, "n enter j k"), []);
        assert!(state.compare.diff().is_some());
    }

    #[test]
    fn only_questions_have_answers() {
        let engine = Engine::builtin();
        for effect in [Effect::Redraw, Effect::Quit(0), Effect::Reload] {
            assert!(answer(&engine, &effect).is_none() && !fits_in_frame(&engine, &effect));
        }
        assert!(fits_in_frame(&engine, &Effect::LoadDiffer));
    }

    /// Writes down the effects; a redraw turns the mouse on, and the shell has the terminal.
    #[derive(Default)]
    struct Recorder(Vec<Effect>);

    impl RunEffect for Recorder {
        fn run_effect(&mut self, effect: Effect, _: &mut AppState) -> io::Result<EffectResult> {
            self.0.push(effect.clone());
            Ok(match effect {
                Effect::Redraw => EffectResult::Continue(vec![Effect::Mouse(true)].into()),
                Effect::Suspend => EffectResult::Pause,
                Effect::Quit(status) => EffectResult::End(ExplorerOutcome::Status(status)),
                _ => EffectResult::done(),
            })
        }
    }

    fn run(effects: Vec<Effect>) -> (Vec<Effect>, EffectsOutcome) {
        let mut state = AppState::new(ScreenCatalog::default(), (80, 24));
        let mut recorder = Recorder::default();
        let end = run_effects(&mut recorder, &mut state, effects.into()).unwrap();
        (recorder.0, end)
    }

    #[test]
    fn effects_run_in_order_and_what_follows_comes_last() {
        let (ran, end) = run(vec![Effect::Redraw, Effect::Reload]);
        assert_eq!(ran, [Effect::Redraw, Effect::Reload, Effect::Mouse(true)]);
        assert!(matches!(end, EffectsOutcome::Done));
    }

    #[test]
    fn effects_wait_for_a_program_that_has_the_terminal() {
        let (ran, end) = run(vec![Effect::Redraw, Effect::Suspend, Effect::Reload]);
        assert_eq!(ran, [Effect::Redraw, Effect::Suspend]);
        let EffectsOutcome::Paused(rest) = end else { panic!("{end:?}") };
        assert_eq!(rest.into_iter().collect::<Vec<_>>(), [Effect::Reload, Effect::Mouse(true)]);
    }

    #[test]
    fn nothing_runs_after_the_end() {
        let (ran, end) = run(vec![Effect::Quit(3), Effect::Reload]);
        assert_eq!(ran, [Effect::Quit(3)]);
        assert!(matches!(end, EffectsOutcome::Ended(ExplorerOutcome::Status(3))));
    }
}
