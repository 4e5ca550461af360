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
const MAX_INLINE_UNPREPARED: usize = 150;

/// Maximum number of roles for which paths are found within a frame if nothing must be computed
/// first: on the 3,000 roles of ESCO mostly 2 ms, 9 ms at worst.
const MAX_INLINE_PREPARED: usize = 5_000;

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
        Effect::FindPaths(_) | Effect::FindSimilar(_) | Effect::LoadDiffer => {
            roles <= MAX_INLINE_UNPREPARED
        }
        _ => false,
    }
}
