//! Work that several threads share.
//!
//! *In:* work that can be done in any order. *Out:* its results, in order. *Invariants:* where the system gives no thread,
//! the work is done by those there are, this one at least; no thread outlives the call; a panic in one is a panic here.
//! This is a leaf: it does not know what the work is.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder, ScopedJoinHandle};

/// Counts the threads that the machine runs at once.
pub fn at_once() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}

/// Does one thing on another thread and one on this.
pub fn both<A: Send, B>(aside: impl FnOnce() -> A + Send, here: impl FnOnce() -> B) -> (A, B) {
    // Whoever comes first takes it: where no thread starts, that is this one.
    let aside = Mutex::new(Some(aside));
    let take = || aside.lock().unwrap_or_else(PoisonError::into_inner).take();
    thread::scope(|scope| {
        let running = Builder::new().spawn_scoped(scope, || take().map(|work| work())).ok();
        let here = here();
        let aside = running.and_then(joined).or_else(|| take().map(|work| work()));
        (aside.expect("it is done where it is taken"), here)
    })
}

/// Makes something of each item on up to so many threads; the results are in the items' order.
///
/// The first item is seen to by this thread.
pub fn map<I: Sync, T: Send>(items: &[I], threads: usize, work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(1);
    let done = Mutex::new(BTreeMap::new());
    let from = |first: usize| {
        let others = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        for at in std::iter::once(first).chain(others) {
            let Some(item) = items.get(at) else { return };
            let made = work(item);
            done.lock().unwrap_or_else(PoisonError::into_inner).insert(at, made);
        }
    };
    thread::scope(|scope| {
        let helpers = threads.min(items.len()).saturating_sub(1);
        let helper = |_| Builder::new().spawn_scoped(scope, || from(next.fetch_add(1, Ordering::Relaxed)));
        let running: Vec<_> = (0..helpers).map_while(|n| helper(n).ok()).collect();
        from(0);
        running.into_iter().for_each(joined);
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

fn joined<T>(running: ScopedJoinHandle<'_, T>) -> T {
    running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_however_many_threads_there_are() {
        let items: Vec<usize> = (0..50).collect();
        for threads in [0, 1, 2, 7, 100] {
            assert_eq!(map(&items, threads, |n| n * 2), items.iter().map(|n| n * 2).collect::<Vec<_>>());
        }
        assert!(map(&[] as &[usize], 4, |n| *n).is_empty());
    }

    #[test]
    fn both_are_done_and_the_first_of_many_here() {
        assert_eq!(both(|| 1, || 2), (1, 2));
        let here = thread::current().id();
        assert_eq!(map(&[(); 9], 4, |()| thread::current().id())[0], here);
    }
}
