//! A table whose rows may still be packed: each is unpacked at its first use.
//!
//! A pack of thousands of roles opens as fast as a small one, because a screen shows only forty of
//! them.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Index, Range};
use std::sync::{Arc, OnceLock};

use super::Catalog;

/// The packed bytes of several tables; in memory, or fetched on request.
pub trait ByteStore: Send + Sync {
    /// Number of bytes.
    fn size(&self) -> usize;

    /// The bytes of `range`; `None` when it exceeds the size.
    fn get(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>>;

    /// Removes the file that the bytes are read from, if there is one: they turned out to be
    /// damaged.
    fn discard(&self) {}
}

/// The packed bytes of the rows of a catalog.
pub trait RowStore: ByteStore {
    /// Reads into memory all bytes that are still in a file. From then on, no method reaches a file:
    /// bytes that are damaged stay unavailable.
    fn load(&self);

    /// The catalog that these bytes were made from, rebuilt in case they turn out to be damaged;
    /// `None` where it cannot be rebuilt, or where that would take too long.
    fn rebuilt_catalog(&self) -> Option<&Catalog> {
        None
    }

    /// Records that a row could be neither unpacked nor rebuilt, so that answers are incomplete.
    fn mark_incomplete(&self) {}
}

impl ByteStore for &'static [u8] {
    fn size(&self) -> usize {
        self.len()
    }

    fn get(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>> {
        <[u8]>::get(self, range).map(Cow::Borrowed)
    }
}

impl RowStore for &'static [u8] {
    fn load(&self) {}
}

/// Rows of a table, by position.
pub struct LazyRows<T> {
    len: usize,
    /// Cells for [`GROUP`] rows each, requested with the first of them: most rows of a large table
    /// are never needed.
    groups: Vec<OnceLock<RowGroup<T>>>,
    packed: Option<PackedRows<T>>,
    /// The table of all rows that this one does not have itself.
    base: Option<Arc<LazyRows<T>>>,
}

/// Number of rows in a group.
const GROUP: usize = 64;

/// Consecutive rows.
type RowGroup<T> = Box<[OnceLock<Box<T>>]>;

/// The location of rows that have not been unpacked yet.
struct PackedRows<T> {
    bytes: Arc<dyn RowStore>,
    /// Row `i` is between `starts[i]` and `starts[i + 1]`.
    starts: Vec<u32>,
    unpack: UnpackRow<T>,
}

/// Unpacks the row at a position from its bytes, which are `None` if unavailable.
type UnpackRow<T> = Box<dyn Fn(Option<&[u8]>, usize) -> T + Send + Sync>;

impl<T> LazyRows<T> {
    /// The rows at `starts` in `bytes`, one fewer than `starts` has entries. `unpack` builds each
    /// row from its bytes, which are `None` if unavailable, and its position.
    ///
    /// `None` when `starts` is not ascending or exceeds `bytes`.
    pub fn packed(
        bytes: Arc<dyn RowStore>,
        starts: Vec<u32>,
        unpack: impl Fn(Option<&[u8]>, usize) -> T + Send + Sync + 'static,
    ) -> Option<Self> {
        let end = bytes.size();
        let sound = starts.is_sorted() && starts.last().is_some_and(|last| *last as usize <= end);
        let len = starts.len().saturating_sub(1);
        let mut groups = Vec::new();
        groups.resize_with(len.div_ceil(GROUP), OnceLock::new);
        sound.then_some(Self {
            len,
            groups,
            packed: Some(PackedRows { bytes, starts, unpack: Box::new(unpack) }),
            base: None,
        })
    }

    /// The rows of `base` except that `changed` replaces the rows at its positions, followed by
    /// `added`. No row of `base` is unpacked or copied.
    pub(super) fn layered(base: Arc<Self>, changed: Vec<(usize, T)>, added: Vec<T>) -> Self {
        let first = base.len();
        let len = first + added.len();
        let mut groups = Vec::new();
        groups.resize_with(len.div_ceil(GROUP), OnceLock::new);
        let layered = Self { len, groups, packed: None, base: Some(base) };
        let changed = changed.into_iter().filter(|(at, _)| *at < first);
        for (at, row) in changed.chain((first..).zip(added)) {
            if let Some(cell) = layered.group(at).and_then(|group| group.get(at % GROUP)) {
                let _ = cell.set(Box::new(row));
            }
        }
        layered
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the table is empty.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Reads into memory the bytes of all rows that are still in a file; none is unpacked.
    pub(super) fn load(&self) {
        if let Some(packed) = &self.packed {
            packed.bytes.load();
        }
        if let Some(base) = &self.base {
            base.load();
        }
    }

    /// The row at `at`, if there is one. Never waits for another thread.
    pub fn get(&self, at: usize) -> Option<&T> {
        if let Some(row) = self.unpacked(at) {
            return Some(row);
        }
        if let Some(base) = &self.base {
            return base.get(at);
        }
        let packed = self.packed.as_ref()?;
        let (start, end) = (*packed.starts.get(at)?, *packed.starts.get(at + 1)?);
        let cell = self.group(at)?.get(at % GROUP)?;
        let bytes = packed.bytes.get(start as usize..end as usize);
        let _ = cell.set(Box::new((packed.unpack)(bytes.as_deref(), at)));
        cell.get().map(|row| &**row)
    }

    /// The cells of the group of the row at `at`.
    fn group(&self, at: usize) -> Option<&RowGroup<T>> {
        let group = self.groups.get(at / GROUP)?;
        group.get().or_else(|| {
            let mut cells = Vec::new();
            cells.resize_with(GROUP.min(self.len - at / GROUP * GROUP), OnceLock::new);
            // If another thread was faster, its cells or its row are used: no thread waits for
            // another to read.
            let _ = group.set(cells.into());
            group.get()
        })
    }

    /// The row at `at`, if it has been unpacked.
    #[inline]
    fn unpacked(&self, at: usize) -> Option<&T> {
        let row = self.groups.get(at / GROUP)?.get()?.get(at % GROUP)?.get();
        row.map(|row| &**row)
    }

    /// All rows in order; unpacks every one.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> + DoubleEndedIterator + '_ {
        (0..self.len()).map(|at| &self[at])
    }
}

impl<T: Clone> LazyRows<T> {
    /// A copy of all rows.
    pub fn to_vec(&self) -> Vec<T> {
        self.iter().cloned().collect()
    }
}

impl<T> From<Vec<T>> for LazyRows<T> {
    fn from(rows: Vec<T>) -> Self {
        let len = rows.len();
        let mut groups = Vec::with_capacity(len.div_ceil(GROUP));
        let mut rows = rows.into_iter().map(|row| OnceLock::from(Box::new(row))).peekable();
        while rows.peek().is_some() {
            let group: RowGroup<T> = rows.by_ref().take(GROUP).collect();
            groups.push(OnceLock::from(group));
        }
        Self { len, groups, packed: None, base: None }
    }
}

impl<T> Default for LazyRows<T> {
    fn default() -> Self {
        Self { len: 0, groups: Vec::new(), packed: None, base: None }
    }
}

impl<T> Index<usize> for LazyRows<T> {
    type Output = T;

    /// Panics when there is no row at `at`.
    #[allow(clippy::panic, reason = "indexing does")]
    fn index(&self, at: usize) -> &T {
        match self.get(at) {
            Some(row) => row,
            None => panic!("row {at} of {}", self.len()),
        }
    }
}

impl<'a, T> IntoIterator for &'a LazyRows<T> {
    type Item = &'a T;
    type IntoIter = Box<dyn Iterator<Item = &'a T> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl<T: PartialEq> PartialEq for LazyRows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<T: Clone> Clone for LazyRows<T> {
    fn clone(&self) -> Self {
        Self::from(self.to_vec())
    }
}

impl<T: fmt::Debug> fmt::Debug for LazyRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries((0..self.len).map(|at| self.unpacked(at))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_made_when_looked_at() {
        let bytes: Arc<dyn RowStore> = Arc::new(b"onetwo".as_slice());
        let unpack = |bytes: Option<&[u8]>, _| {
            String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
        };
        let rows = LazyRows::packed(Arc::clone(&bytes), vec![0, 3, 3, 6], unpack).unwrap();
        assert_eq!((rows[2].as_str(), rows.get(3)), ("two", None));
        assert_eq!(format!("{rows:?}"), "[None, None, Some(\"two\")]");
        assert_eq!(rows, LazyRows::from(vec!["one".to_string(), String::new(), "two".to_string()]));
        assert!(LazyRows::packed(Arc::clone(&bytes), vec![0, 9], unpack).is_none());
        assert!(LazyRows::packed(bytes, vec![4, 2], unpack).is_none());
    }

    #[test]
    fn a_layer_unpacks_no_row_of_its_base() {
        let bytes: Arc<dyn RowStore> = Arc::new(b"onetwothree".as_slice());
        let unpack = |bytes: Option<&[u8]>, _| {
            String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
        };
        let base = Arc::new(LazyRows::packed(bytes, vec![0, 3, 6, 11], unpack).unwrap());
        let changed = vec![(1, "TWO".to_string()), (9, "outside".to_string())];
        let rows = LazyRows::layered(Arc::clone(&base), changed, vec!["four".to_string()]);
        assert_eq!(format!("{base:?}"), "[None, None, None]");
        assert_eq!(rows.to_vec(), ["one", "TWO", "three", "four"]);
        assert_eq!((base[1].as_str(), rows.get(4)), ("two", None));
        let twice = LazyRows::layered(Arc::new(rows), vec![], vec!["five".to_string()]);
        assert_eq!(twice.to_vec(), ["one", "TWO", "three", "four", "five"]);
    }
}
