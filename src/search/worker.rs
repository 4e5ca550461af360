//! Runs searches on a separate thread, where the newest query replaces waiting ones.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use foldhash::{HashMap, HashMapExt};

use super::index::{Hits, SearchIndex};
use super::query::Query;
use super::scope::SearchScope;

/// A search request for the worker.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// Increasing number that the answer carries back, so that answers to old requests can be
    /// recognised.
    pub generation: u64,
    /// Typed text.
    pub query: String,
    /// Kinds of items to search.
    pub scope: SearchScope,
    /// Maximum number of hits.
    pub limit: usize,
}

/// The worker's answer to the request of the same generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchAnswer {
    /// Generation of the request.
    pub generation: u64,
    /// Search results.
    pub hits: Arc<Hits>,
}

/// A thread that answers the newest request; it ends when this is dropped.
#[derive(Debug)]
pub struct SearchWorker {
    requests: Sender<SearchRequest>,
}

impl SearchWorker {
    /// Starts the thread, which gets its index from `index` before the first request. `deliver` is
    /// called on it with each answer.
    ///
    /// # Errors
    ///
    /// Returns an error if the system refuses another thread.
    pub fn spawn(
        index: impl FnOnce() -> Arc<SearchIndex> + Send + 'static,
        deliver: impl FnMut(SearchAnswer) + Send + 'static,
    ) -> io::Result<Self> {
        let (requests, inbox) = channel();
        crate::thread::spawn("search", move || {
            let index = index();
            run_worker(&inbox, &index, common_requests(&index), deliver);
        })?;
        Ok(Self { requests })
    }

    /// Submits `request`; it replaces one that is still waiting.
    pub fn submit(&self, request: SearchRequest) {
        // The thread lives as long as this sender, unless it panicked: then there is no receiver.
        let _ = self.requests.send(request);
    }
}

/// Answers requests until the sender is gone, and those in `ahead`, last first, while idle. Typing
/// faster than search answers costs one search, not one for each key.
fn run_worker(
    inbox: &Receiver<SearchRequest>,
    index: &SearchIndex,
    mut ahead: Vec<RememberedQuery>,
    mut deliver: impl FnMut(SearchAnswer),
) {
    let mut recent = RecentAnswers::default();
    let mut known: HashMap<RememberedQuery, Arc<Hits>> = HashMap::new();
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
                if let Some(asked) = ahead.pop().filter(|_| held < MAX_HITS) {
                    let hits = Arc::new(run_query(&asked, index));
                    held += hits.hits.len();
                    known.insert(asked, hits);
                }
                continue;
            }
        };
        while let Ok(newer) = inbox.try_recv() {
            request = newer;
        }
        let SearchRequest { generation, query, scope, limit } = request;
        let asked = (query, scope, limit);
        let hits = match known.get(&asked) {
            Some(hits) => Arc::clone(hits),
            None => recent.answer(asked, |asked| run_query(asked, index)),
        };
        deliver(SearchAnswer { generation, hits });
    }
}

fn run_query((query, scope, limit): &RememberedQuery, index: &SearchIndex) -> Hits {
    index.search(&Query::parse(query), *scope, *limit)
}

/// Minimum number of labels for which the answers to single letters are computed in advance: no
/// other queries have as many hits, and those of a hundred thousand labels cost 2 ms each.
const MANY_LABELS: usize = 20_000;

/// Returns the likely first requests that are worth answering in advance.
fn common_requests(index: &SearchIndex) -> Vec<RememberedQuery> {
    if index.labels() < MANY_LABELS {
        return Vec::new();
    }
    ('a'..='z').rev().map(|letter| (letter.to_string(), SearchScope::Skills, usize::MAX)).collect()
}

/// A request as the cache key.
type RememberedQuery = (String, SearchScope, usize);

/// Recent answers: deleting a letter shows the earlier result again.
#[derive(Debug, Default)]
struct RecentAnswers {
    /// Latest last.
    answers: VecDeque<(RememberedQuery, Arc<Hits>)>,
    /// Total number of their hits.
    hits: usize,
}

/// Maximum number of hits that are kept, 20 bytes each.
const MAX_HITS: usize = 500_000;

/// Maximum number of answers that are kept.
const MAX_ANSWERS: usize = 64;

impl RecentAnswers {
    /// Returns the answer to `asked` from the cache, or else from `search`.
    fn answer(
        &mut self,
        asked: RememberedQuery,
        search: impl FnOnce(&RememberedQuery) -> Hits,
    ) -> Arc<Hits> {
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
        while self.answers.len() > MAX_ANSWERS || self.hits > MAX_HITS {
            let Some((_, oldest)) = self.answers.pop_front() else { break };
            self.hits -= oldest.hits.len();
        }
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Catalog, CatalogTables, SkillId};
    use crate::search::{Hit, MatchedText, SearchItem};

    #[test]
    fn what_was_asked_before_is_not_searched_again_until_much_was_asked_since() {
        let mut recent = RecentAnswers::default();
        let mut searched = Vec::new();
        for (query, hits) in [("p", 9), ("pr", 5), ("p", 9), ("pr", 5)] {
            answer_query(query, hits, &mut recent, &mut searched);
        }
        assert_eq!(
            answer_query("x", MAX_HITS + 1, &mut recent, &mut searched),
            0,
            "more than is remembered"
        );
        assert_eq!(answer_query("p", 9, &mut recent, &mut searched), 9);
        for i in 0..2 * MAX_ANSWERS {
            answer_query(&i.to_string(), 1, &mut recent, &mut searched);
        }
        assert_eq!(answer_query("p", 9, &mut recent, &mut searched), MAX_ANSWERS - 1 + 9);
        assert_eq!(searched.iter().filter(|query| *query == "p").count(), 3);
        assert_eq!(searched.iter().filter(|query| *query == "pr").count(), 1);
    }

    fn query_of_all(query: &str) -> (String, SearchScope, usize) {
        (query.to_string(), SearchScope::All, 5)
    }

    fn answer_query(
        query: &str,
        hits: usize,
        recent: &mut RecentAnswers,
        searched: &mut Vec<String>,
    ) -> usize {
        let hit = Hit {
            item: SearchItem::Skill(SkillId(0)),
            matched: MatchedText::Name,
            nth: 0,
            score: 0,
            missing: 0,
        };
        let answer = recent.answer(query_of_all(query), |(query, ..)| {
            searched.push(query.clone());
            Hits { total: hits, hits: vec![hit; hits], ..Hits::default() }
        });
        assert_eq!(answer.total, hits);
        recent.hits
    }

    #[test]
    fn what_was_found_ahead_is_what_a_search_finds() {
        let index = SearchIndex::new(Arc::new(crate::builtin::catalog()));
        let (requests, inbox) = channel();
        let (sender, answers) = channel();
        let ahead = vec![query_of_skills("s"), query_of_skills("d")];
        let index = &index;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                run_worker(&inbox, index, ahead, |answer| drop(sender.send(answer)));
            });
            // Some before all of it is found, and some after.
            for (generation, query) in ["s", "d", "da", "d", "s", "S"].into_iter().enumerate() {
                let (query, scope, limit) = query_of_skills(query);
                requests
                    .send(SearchRequest {
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
        assert_eq!(common_requests(index), []);
    }

    fn query_of_skills(query: &str) -> (String, SearchScope, usize) {
        (query.to_string(), SearchScope::Skills, usize::MAX)
    }

    #[test]
    fn the_newest_question_is_answered_as_if_asked_directly() {
        let catalog = Arc::new(Catalog::new(CatalogTables::default()));
        let (sender, answers) = channel();
        let index = Arc::new(SearchIndex::new(catalog));
        let of_worker = Arc::clone(&index);
        let worker =
            SearchWorker::spawn(|| of_worker, move |answer| drop(sender.send(answer))).unwrap();
        for generation in 1..=50 {
            worker.submit(SearchRequest {
                generation,
                query: "x".to_string(),
                scope: SearchScope::All,
                limit: 5,
            });
        }
        let last = answers.iter().find(|a| a.generation == 50).unwrap();
        assert_eq!(*last.hits, index.search(&Query::parse("x"), SearchScope::All, 5));
        drop(worker);
        // The thread ends, and with it the sender of answers.
        assert!(answers.iter().all(|a| a.generation <= 50));
    }
}
