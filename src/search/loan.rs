//! Buffers that are returned to a pool after use: the memory that a query needs grows with the
//! catalog, and is the same for the next query.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::thread::LocalKey;

/// Maximum number of buffers of a type kept for the next query; each thread has its own.
const MOST: usize = 32;

/// The pool of buffers of a type.
pub(super) type Pool<T> = LocalKey<RefCell<Vec<Vec<T>>>>;

/// A type of which buffers are pooled.
pub(super) trait Pooled: Sized + 'static {
    fn pool() -> &'static Pool<Self>;
}

/// Gives each type its pool.
macro_rules! pooled {
    ($($kind:ty),*) => {$(
        impl $crate::search::loan::Pooled for $kind {
            fn pool() -> &'static $crate::search::loan::Pool<Self> {
                std::thread_local! {
                    static POOL: std::cell::RefCell<Vec<Vec<$kind>>> = const { std::cell::RefCell::new(Vec::new()) };
                }
                &POOL
            }
        }
    )*};
}
pub(super) use pooled;

pooled!(u8, u16, u32, u64, (u32, u64));

/// A vector that returns to its thread's pool, from which the next one is taken. Its content is not
/// kept.
#[derive(Debug)]
pub(super) struct PooledVec<T: Pooled>(Vec<T>);

impl<T: Pooled> PooledVec<T> {
    /// Returns an empty vector.
    pub(super) fn new() -> Self {
        let known = T::pool().try_with(|pool| pool.borrow_mut().pop());
        Self(known.ok().flatten().unwrap_or_default())
    }
}

impl<T: Pooled + Clone> PooledVec<T> {
    /// Returns a vector with `count` copies of `item`.
    pub(super) fn of(item: T, count: usize) -> Self {
        let mut loan = Self::new();
        loan.resize(count, item);
        loan
    }
}

impl<T: Pooled + Clone> Clone for PooledVec<T> {
    fn clone(&self) -> Self {
        let mut loan = Self::new();
        loan.extend_from_slice(self);
        loan
    }
}

impl<T: Pooled> Drop for PooledVec<T> {
    fn drop(&mut self) {
        let mut room = std::mem::take(&mut self.0);
        room.clear();
        // A thread that is ending keeps nothing.
        let _ = T::pool().try_with(|pool| {
            let mut pool = pool.borrow_mut();
            if pool.len() < MOST {
                pool.push(room);
            }
        });
    }
}

impl<T: Pooled> Deref for PooledVec<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T: Pooled> DerefMut for PooledVec<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_used_again_and_empty() {
        let place = {
            let loan = PooledVec::of(7_u16, 1_000);
            assert!(loan.iter().all(|n| *n == 7) && loan.len() == 1_000);
            loan.as_ptr()
        };
        let again = PooledVec::<u16>::new();
        assert!(again.is_empty() && again.capacity() >= 1_000);
        assert_eq!(again.as_ptr(), place);
        assert_ne!(PooledVec::<u16>::of(1, 10).as_ptr(), place);
    }
}
