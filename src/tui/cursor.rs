//! The position in a list: the selected row and the first visible row.

/// A selection in a list of which only a window is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListCursor {
    /// The selected row, from 0.
    pub at: usize,
    /// The first visible row.
    pub top: usize,
}

impl ListCursor {
    /// Moves by `delta` rows, stopping at the ends of a list of `len`.
    pub(crate) fn step(&mut self, delta: isize, len: usize) {
        self.at = self.at.saturating_add_signed(delta).min(len.saturating_sub(1));
    }

    /// Keeps the selection inside a list of `len` and inside a window of `height` rows, scrolling
    /// as little as possible.
    pub(crate) fn clamp(&mut self, len: usize, height: usize) {
        self.at = self.at.min(len.saturating_sub(1));
        let height = height.max(1);
        if self.at < self.top {
            self.top = self.at;
        } else if self.at >= self.top + height {
            self.top = self.at + 1 - height;
        }
        self.top = self.top.min(len.saturating_sub(height));
    }

    /// Returns the rows to draw, for a list of `len` in a window of `height`.
    pub(crate) fn window(&self, len: usize, height: usize) -> std::ops::Range<usize> {
        self.top.min(len)..(self.top + height).min(len)
    }
}

#[cfg(test)]
mod tests {
    use super::ListCursor;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_selection_is_always_visible(len in 0usize..60, height in 0usize..20, steps in proptest::collection::vec(-70isize..70, 0..20)) {
            let mut cursor = ListCursor::default();
            for step in steps {
                cursor.step(step, len);
                cursor.clamp(len, height);
                let window = cursor.window(len, height.max(1));
                prop_assert!(len == 0 || window.contains(&cursor.at), "{cursor:?} {window:?}");
            }
        }
    }
}
