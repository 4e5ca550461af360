//! Answers the questions that `update` asks of the engine. The explorer asks them at once or on a
//! thread; scripts and fuzzing ask them at once. The answers are the same.

use std::sync::Arc;

use super::effect::Effect;
use super::pane::path::question;
use super::update::Msg;
use crate::analysis::path;
use crate::engine::Engine;
use crate::search::{Query, SearchAnswer};

/// Maximum number of roles and skills for which a search takes less than a frame, and is answered
/// in the same one.
const MAX_INLINE_SEARCH: usize = 1_000;

/// Maximum number of roles for which a part of the engine is computed within a frame.
pub(super) const MAX_INLINE_UNPREPARED: usize = 150;

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
        Effect::LoadDiffer if engine.ready_differ().is_some() => true,
        Effect::FindPaths(_)
        | Effect::FindSimilar(_)
        | Effect::FindRelated(_)
        | Effect::LoadDiffer => roles <= MAX_INLINE_UNPREPARED,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key::KeyChord;
    use crate::tui::message_for_key;
    use crate::tui::screen_catalog::ScreenCatalog;
    use crate::tui::state::AppState;
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
}
