//! The order in which effects run. The explorer and the scripts of keys run them through the same
//! function, each with its own outside world.

use std::collections::VecDeque;
use std::io;

use super::effect::{Effect, Effects};
use super::outcome::ExplorerOutcome;
use super::state::AppState;

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
    use crate::tui::screen_catalog::ScreenCatalog;

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
