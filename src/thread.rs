//! Starting threads.

use std::io;
use std::num::NonZero;
use std::sync::Mutex;
use std::thread::{Builder, JoinHandle};

/// Maximum number of threads that share one task. Each has its own state, which takes memory.
const MAX_SHARING: usize = 8;

/// Starts a thread with this name.
///
/// # Errors
///
/// When the system refuses another thread.
pub(crate) fn spawn<T: Send + 'static>(
    name: &'static str,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    Builder::new().name(name.to_string()).spawn(move || {
        #[cfg(debug_assertions)]
        panic_if_requested(name);
        work()
    })
}

/// Maps `items` in their order, on as many processors as there are for them: a thread takes
/// `share` items at a time. Each thread has its own state, made by `state` and kept in `states` for
/// the next call. The calling thread takes part, so that it works where the system refuses others.
pub(crate) fn map_on_processors<S: Send, T: Send, R: Send>(
    states: &mut Vec<S>,
    state: impl Fn() -> S + Sync,
    items: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator + Send>,
    share: usize,
    map: impl Fn(&mut S, T) -> R + Sync,
) -> Vec<R> {
    let items = items.into_iter();
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get).min(MAX_SHARING);
    let threads = items.len().div_ceil(share).min(processors).max(1);
    let queue = Mutex::new(items.enumerate());
    let work = |kept: Option<S>| {
        let mut state = kept.unwrap_or_else(&state);
        let mut mapped: Vec<(usize, R)> = Vec::new();
        loop {
            let these = next_of(&queue, share);
            if these.is_empty() {
                break (state, mapped);
            }
            mapped.extend(these.into_iter().map(|(at, item)| (at, map(&mut state, item))));
        }
    };
    let mut kept = std::mem::take(states).into_iter();
    let mut mapped = std::thread::scope(|scope| {
        let work = &work;
        let own = kept.next();
        let others: Vec<_> = (1..threads)
            .filter_map(|_| {
                let kept = kept.next();
                Builder::new().spawn_scoped(scope, move || work(kept)).ok()
            })
            .collect();
        let (state, mut mapped) = work(own);
        states.push(state);
        for other in others {
            let (state, more) =
                other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            states.push(state);
            mapped.extend(more);
        }
        mapped
    });
    states.extend(kept);
    mapped.sort_unstable_by_key(|(at, _)| *at);
    mapped.into_iter().map(|(_, mapped)| mapped).collect()
}

/// Maps `items` as [`map_on_processors`] does, without states.
pub(crate) fn map_each<T: Send, R: Send>(
    items: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator + Send>,
    share: usize,
    map: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    map_on_processors(&mut Vec::new(), || (), items, share, |(), item| map(item))
}

/// Takes the next items, at most `share`, of a queue that several threads share.
fn next_of<I: Iterator>(queue: &Mutex<I>, share: usize) -> Vec<I::Item> {
    queue.lock().map_or_else(|_| Vec::new(), |mut queue| queue.by_ref().take(share).collect())
}

/// Lets a test trigger a panic: debug builds panic in the threads that `ROLEDEX_PANIC_IN` names,
/// separated by commas, once the file that `ROLEDEX_PANIC_WHEN` names exists.
#[cfg(debug_assertions)]
fn panic_if_requested(name: &str) {
    let told = std::env::var("ROLEDEX_PANIC_IN")
        .is_ok_and(|names| names.split(',').any(|told| told == name));
    if told && let Some(file) = std::env::var_os("ROLEDEX_PANIC_WHEN") {
        while !std::path::Path::new(&file).exists() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
    assert!(!told, "told to panic in {name}");
}

#[cfg(test)]
mod tests {
    use super::map_on_processors;

    #[test]
    fn items_are_mapped_in_their_order_by_threads_that_keep_their_states() {
        let mut states: Vec<usize> = Vec::new();
        for number in [0, 1, 7, 1000] {
            let items: Vec<usize> = (0..number).collect();
            let mapped = map_on_processors(
                &mut states,
                || 0,
                &items,
                3,
                |seen, item| {
                    *seen += 1;
                    item * 2
                },
            );
            assert_eq!(mapped, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
        assert_eq!(states.iter().sum::<usize>(), 1008);
    }

    #[test]
    #[should_panic(expected = "told to")]
    fn a_panic_of_a_thread_is_one_of_the_caller() {
        let items: Vec<usize> = (0..100).collect();
        map_on_processors(
            &mut vec![(); 4],
            || (),
            &items,
            1,
            |(), item| {
                assert!(*item != 50, "told to");
            },
        );
    }
}
