//! Runs searches on a separate thread, where the newest query replaces waiting ones.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;

use foldhash::{HashMap, HashMapExt};

use super::{Hits, Index, Query, Scope};

/// A search request for the worker.
#[derive(Debug, Clone)]
pub struct Request {
    /// Increasing number that the answer carries back, so that answers to old requests can be
    /// recognised.
    pub generation: u64,
    /// Typed text.
    pub query: String,
    /// Kinds of items to search.
    pub scope: Scope,
    /// Maximum number of hits.
    pub limit: usize,
}

/// The worker's answer to the request of the same generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Generation of the request.
    pub generation: u64,
    /// Search results.
    pub hits: Arc<Hits>,
}

/// An index that its first user creates while the others wait.
type Lazy = LazyLock<Index, Box<dyn FnOnce() -> Index + Send>>;

/// A thread that prepares the index and answers the newest request; it ends when this is dropped.
pub struct Worker {
    requests: Sender<Request>,
    index: Arc<Lazy>,
}

impl Worker {
    /// Starts the thread, which creates its index before the first request. `deliver` is called on
    /// it with each answer.
    ///
    /// # Errors
    ///
    /// Returns an error if the system refuses another thread.
    pub fn spawn(
        make: impl FnOnce() -> Index + Send + 'static,
        deliver: impl FnMut(Answer) + Send + 'static,
    ) -> io::Result<Self> {
        let (requests, inbox) = channel();
        let index: Arc<Lazy> = Arc::new(LazyLock::new(Box::new(make)));
        let lazy = Arc::clone(&index);
        crate::thread::spawn("search", move || serve(&inbox, &lazy, letters(&lazy), deliver))?;
        Ok(Self { requests, index })
    }

    /// Returns the index, to be searched on the caller's own thread. Waits until it is prepared.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Calls `take` with the index, on a thread of its own, once it is prepared.
    ///
    /// # Errors
    ///
    /// Returns an error if the system refuses another thread.
    pub fn when_made(
        &self,
        take: impl FnOnce(&Index) + Send + 'static,
    ) -> io::Result<JoinHandle<()>> {
        let index = Arc::clone(&self.index);
        crate::thread::spawn("keeper", move || take(&index))
    }

    /// Submits `request`; it replaces one that is still waiting.
    pub fn ask(&self, request: Request) {
        // The thread lives as long as this sender, unless it panicked: then there is no receiver.
        let _ = self.requests.send(request);
    }
}

/// Answers requests until the sender is gone, and those in `ahead`, last first, while idle. Typing
/// faster than search answers costs one search, not one for each key.
fn serve(
    inbox: &Receiver<Request>,
    index: &Index,
    mut ahead: Vec<Asked>,
    mut deliver: impl FnMut(Answer),
) {
    let search = |(query, scope, limit): &Asked| index.search(&Query::parse(query), *scope, *limit);
    let mut recent = Recent::default();
    let mut known: HashMap<Asked, Arc<Hits>> = HashMap::new();
    let mut held = 0;
    let mut prepared = false;
    loop {
        let waiting = if ahead.is_empty() && prepared {
            inbox.recv().map_err(|_| TryRecvError::Disconnected)
        } else {
            inbox.try_recv()
        };
        let mut request = match waiting {
            Ok(request) => request,
            Err(TryRecvError::Disconnected) => return,
            Err(TryRecvError::Empty) if !prepared => {
                index.prepare();
                prepared = true;
                continue;
            }
            Err(TryRecvError::Empty) => {
                if let Some(asked) = ahead.pop().filter(|_| held < MOST_HITS) {
                    let hits = Arc::new(search(&asked));
                    held += hits.hits.len();
                    known.insert(asked, hits);
                }
                continue;
            }
        };
        while let Ok(newer) = inbox.try_recv() {
            request = newer;
        }
        let Request { generation, query, scope, limit } = request;
        let asked = (query, scope, limit);
        let hits = match known.get(&asked) {
            Some(hits) => Arc::clone(hits),
            None => recent.answer(asked, search),
        };
        deliver(Answer { generation, hits });
    }
}

/// Minimum number of labels for which the answers to single letters are computed in advance: no
/// other queries have as many hits, and those of a hundred thousand labels cost 2 ms each.
const MANY: usize = 20_000;

/// Returns the likely first requests that are worth answering in advance.
fn letters(index: &Index) -> Vec<Asked> {
    if index.labels() < MANY {
        return Vec::new();
    }
    ('a'..='z').rev().map(|letter| (letter.to_string(), Scope::Skills, usize::MAX)).collect()
}

/// A request as the cache key.
type Asked = (String, Scope, usize);

/// Recent answers: deleting a letter shows the earlier result again.
#[derive(Debug, Default)]
struct Recent {
    /// Latest last.
    answers: VecDeque<(Asked, Arc<Hits>)>,
    /// Total number of their hits.
    hits: usize,
}

/// Maximum number of hits that are kept, 20 bytes each.
const MOST_HITS: usize = 500_000;

/// Maximum number of answers that are kept.
const MOST_ANSWERS: usize = 64;

impl Recent {
    /// Returns the answer to `asked` from the cache, or else from `search`.
    fn answer(&mut self, asked: Asked, search: impl FnOnce(&Asked) -> Hits) -> Arc<Hits> {
        let known = self
            .answers
            .iter()
            .position(|(other, _)| *other == asked)
            .and_then(|at| self.answers.remove(at));
        let (asked, hits) = known.unwrap_or_else(|| {
            let hits = search(&asked);
            self.hits += hits.hits.len();
            (asked, Arc::new(hits))
        });
        self.answers.push_back((asked, Arc::clone(&hits)));
        while self.answers.len() > MOST_ANSWERS || self.hits > MOST_HITS {
            let Some((_, oldest)) = self.answers.pop_front() else { break };
            self.hits -= oldest.hits.len();
        }
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Catalog, SkillId, Tables};
    use crate::search::{Hit, Item, Matched};

    #[test]
    fn what_was_asked_before_is_not_searched_again_until_much_was_asked_since() {
        let asked = |query: &str| (query.to_string(), Scope::All, 5);
        let mut recent = Recent::default();
        let mut searched = Vec::new();
        let mut ask = |query: &str, hits: usize| {
            let hit = Hit {
                item: Item::Skill(SkillId(0)),
                matched: Matched::Name,
                nth: 0,
                score: 0,
                missing: 0,
            };
            let answer = recent.answer(asked(query), |(query, ..)| {
                searched.push(query.clone());
                Hits { total: hits, hits: vec![hit; hits], ..Hits::default() }
            });
            assert_eq!(answer.total, hits);
            recent.hits
        };
        for (query, hits) in [("p", 9), ("pr", 5), ("p", 9), ("pr", 5)] {
            ask(query, hits);
        }
        assert_eq!(ask("x", MOST_HITS + 1), 0, "more than is remembered");
        assert_eq!(ask("p", 9), 9);
        for i in 0..2 * MOST_ANSWERS {
            ask(&i.to_string(), 1);
        }
        assert_eq!(ask("p", 9), MOST_ANSWERS - 1 + 9);
        assert_eq!(searched.iter().filter(|query| *query == "p").count(), 3);
        assert_eq!(searched.iter().filter(|query| *query == "pr").count(), 1);
    }

    #[test]
    fn what_was_found_ahead_is_what_a_search_finds() {
        let index = Index::new(Arc::new(crate::builtin::catalog()));
        let asked = |query: &str| (query.to_string(), Scope::Skills, usize::MAX);
        let (requests, inbox) = channel();
        let (sender, answers) = channel();
        let ahead = vec![asked("s"), asked("d")];
        let index = &index;
        std::thread::scope(|scope| {
            scope.spawn(move || serve(&inbox, index, ahead, |answer| drop(sender.send(answer))));
            // Some before all of it is found, and some after.
            for (generation, query) in ["s", "d", "da", "d", "s", "S"].into_iter().enumerate() {
                let (query, scope, limit) = asked(query);
                requests
                    .send(Request {
                        generation: generation as u64,
                        query: query.clone(),
                        scope,
                        limit,
                    })
                    .unwrap();
                let answer = answers.recv().unwrap();
                assert_eq!(answer.generation, generation as u64);
                assert_eq!(
                    *answer.hits,
                    index.search(&Query::parse(&query), scope, limit),
                    "{query}"
                );
                assert!(!answer.hits.hits.is_empty());
            }
            drop(requests);
        });
        // A small pack requests nothing in advance.
        assert_eq!(letters(index), []);
    }

    #[test]
    fn the_newest_question_is_answered_as_if_asked_directly() {
        let catalog = Arc::new(Catalog::new(Tables::default()));
        let (sender, answers) = channel();
        let worker =
            Worker::spawn(|| Index::new(catalog), move |answer| drop(sender.send(answer))).unwrap();
        for generation in 1..=50 {
            worker.ask(Request { generation, query: "x".to_string(), scope: Scope::All, limit: 5 });
        }
        let last = answers.iter().find(|a| a.generation == 50).unwrap();
        assert_eq!(*last.hits, worker.index().search(&Query::parse("x"), Scope::All, 5));
        drop(worker);
        // The thread ends, and with it the sender of answers.
        assert!(answers.iter().all(|a| a.generation <= 50));
    }
}
