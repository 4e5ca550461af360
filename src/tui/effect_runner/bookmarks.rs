//! Writing bookmarks as soon as they change.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::files;
use crate::tui::session::BookmarkChanges;

/// The bookmarks to write. Threads write one after the other, and each writes the latest ones, so
/// that an older version never replaces a newer one.
#[derive(Debug, Clone, Default)]
pub(super) struct BookmarkWriter {
    latest: Arc<Mutex<Option<BookmarkChanges>>>,
    writing: Arc<Mutex<()>>,
}

impl BookmarkWriter {
    /// Replaces the bookmarks that the next thread writes.
    pub(super) fn set_latest(&self, bookmarks: BookmarkChanges) {
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(bookmarks);
    }

    /// Writes the latest bookmarks to the file at `path`, unless another thread did.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written.
    pub(super) fn write_latest(&self, path: &Path) -> io::Result<()> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner).take();
        match latest {
            Some(bookmarks) => files::update_session(path, |memory| bookmarks.apply(memory)),
            None => Ok(()),
        }
    }
}
