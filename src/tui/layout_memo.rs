//! Remembers the inputs of a laid-out text, so that it is laid out again only when they change.

/// The inputs of the text that is shown.
#[derive(Debug, Clone)]
pub(super) struct LayoutMemo<K> {
    key: Option<K>,
    is_stale: bool,
}

/// Relation of a text that must be laid out to the one shown before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LayoutChange<K> {
    /// Nothing was shown before: the text is shown from its start.
    First,
    /// The contents have changed, as after a reload; the text shown before had this key.
    Contents(K),
    /// Only the key has changed; this is the one before.
    Key(K),
}

impl<K> Default for LayoutMemo<K> {
    fn default() -> Self {
        Self { key: None, is_stale: false }
    }
}

impl<K: PartialEq> LayoutMemo<K> {
    /// Returns the key of the text that is shown.
    pub(super) fn key(&self) -> Option<&K> {
        self.key.as_ref()
    }

    /// Whether the text shown is the one for `key`.
    pub(crate) fn is_current(&self, key: &K) -> bool {
        !self.is_stale && self.key.as_ref() == Some(key)
    }

    /// Whether the contents have changed since the text was laid out.
    pub(crate) fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// Notes that the text for `key` is shown from now on, and returns how it follows from the one
    /// before.
    pub(super) fn replace(&mut self, key: K) -> LayoutChange<K> {
        let is_stale = std::mem::take(&mut self.is_stale);
        match self.key.replace(key) {
            None => LayoutChange::First,
            Some(before) if is_stale => LayoutChange::Contents(before),
            Some(before) => LayoutChange::Key(before),
        }
    }

    /// Notes that the contents have changed: the text is laid out again, keeping its place.
    pub(crate) fn mark_stale(&mut self) {
        self.is_stale = true;
    }

    /// Forgets the text: the next one is shown from its start.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Maps the key to another catalog, whose text differs; `None` if its subject is gone.
    pub(crate) fn remap(&mut self, map: impl FnOnce(K) -> Option<K>) {
        self.key = self.key.take().and_then(map);
        self.mark_stale();
    }
}

#[cfg(test)]
mod tests {
    use super::{LayoutChange, LayoutMemo};

    #[test]
    fn a_text_is_laid_out_once_for_each_change() {
        let mut memo = LayoutMemo::default();
        assert!(!memo.is_current(&1));
        assert_eq!(memo.replace(1), LayoutChange::First);
        assert!(memo.is_current(&1) && !memo.is_current(&2));
        assert_eq!(memo.replace(2), LayoutChange::Key(1));
        memo.mark_stale();
        assert!(!memo.is_current(&2));
        assert_eq!(memo.replace(2), LayoutChange::Contents(2));
        assert!(memo.is_current(&2));
        memo.remap(|key| Some(key + 10));
        assert_eq!(memo.replace(2), LayoutChange::Contents(12));
        memo.remap(|_| None);
        assert!(memo.is_stale());
        assert_eq!(memo.replace(2), LayoutChange::First);
        assert!(memo.is_current(&2));
        memo.clear();
        assert_eq!(memo.replace(2), LayoutChange::First);
    }
}
