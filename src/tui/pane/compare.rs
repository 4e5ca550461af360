//! Two roles side by side, as a text to scroll.

mod sheet;

use std::sync::{Arc, LazyLock};

use crate::analysis::diff::{Align, Diff, Differ, Duties, Excerpt, How, Status};
use crate::model::{Catalog, RoleId};
use crate::tui::doc::{Doc, Scroll};
use crate::tui::layout::SPLIT;
use crate::tui::remap::Remap;

/// How the two sides stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Columns {
    /// Two columns where the width allows, else one.
    #[default]
    Auto,
    /// Two columns.
    Split,
    /// One column, the left side above the right.
    Unified,
}

impl Columns {
    /// The next choice, around.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Auto => Self::Split,
            Self::Split => Self::Unified,
            Self::Unified => Self::Auto,
        }
    }

    /// What to tell people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "as the width allows",
            Self::Split => "two columns",
            Self::Unified => "one column",
        }
    }
}

/// State of the comparison.
#[derive(Debug, Default)]
pub struct Pane {
    /// How the two sides stand.
    pub columns: Columns,
    /// Whether what is the same is hidden.
    pub changes_only: bool,
    /// Which responsibilities count.
    pub duties: Duties,
    /// How far the text is scrolled.
    pub scroll: Scroll,
    /// The change last walked to, as a position in [`Doc::changes`].
    pub change: Option<usize>,
    answer: Option<Diff>,
    /// Of the catalog that is open; learnt once there is a thread to make it on.
    differ: Option<Arc<LazyDiffer>>,
    /// What [`Pane::doc`] was made for: width, columns, changes only.
    made: Option<(u16, bool, bool)>,
    /// Whether the answer is another one to the same question.
    outdated: bool,
    doc: Doc,
}

/// A [`Differ`] that the first who asks it makes, while others wait: the start needs none.
pub type LazyDiffer = LazyLock<Differ, Box<dyn FnOnce() -> Differ + Send>>;

impl Pane {
    /// From now on compares with `differ`.
    pub fn learn(&mut self, differ: Arc<LazyDiffer>) {
        self.differ = Some(differ);
    }

    /// The roles compared, left and right.
    pub fn pair(&self) -> Option<(RoleId, RoleId)> {
        self.answer.as_ref().map(|d| (d.left, d.right))
    }

    /// The answer shown.
    pub fn shown(&self) -> Option<&Diff> {
        self.answer.as_ref()
    }

    /// The text.
    pub fn doc(&self) -> &Doc {
        &self.doc
    }

    /// Compares `left` with `right`, from the top.
    pub fn compare(&mut self, catalog: &Catalog, left: RoleId, right: RoleId) {
        if self.pair() == Some((left, right)) {
            return;
        }
        self.answer(catalog, left, right);
    }

    /// Compares the same roles by other `duties`.
    pub fn by(&mut self, catalog: &Catalog, duties: Duties) {
        self.duties = duties;
        if let Some((left, right)) = self.pair() {
            self.answer(catalog, left, right);
        }
    }

    fn answer(&mut self, catalog: &Catalog, left: RoleId, right: RoleId) {
        let how = How { duties: self.duties, ..How::from(Align::Auto) };
        self.answer = Some(match &self.differ {
            Some(differ) => differ.diff(catalog, left, right, how),
            None => Differ::new(catalog).diff(catalog, left, right, how),
        });
        (self.made, self.outdated) = (None, false);
        self.scroll = Scroll::default();
        self.change = None;
    }

    /// Compares the same roles of another catalog, at the same place of the text; nothing where one of them is gone.
    /// What compares the roles of that catalog is to be learnt before.
    pub fn remap(&mut self, map: &Remap<'_>) {
        let Some((left, right)) = self.pair() else { return };
        let (made, scroll, change) = (self.made, self.scroll, self.change);
        if let Some((left, right)) = map.pair((left, right)) {
            self.answer(map.new, left, right);
            (self.made, self.scroll, self.change, self.outdated) = (made, scroll, change, true);
        } else {
            (self.answer, self.made, self.doc) = (None, None, Doc::default());
            (self.scroll, self.change) = (Scroll::default(), None);
        }
    }

    /// Brings the text up to date for a pane `width` cells wide. The place in it stays.
    pub fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let split = match self.columns {
            Columns::Auto => width + 1 >= SPLIT,
            Columns::Split => true,
            Columns::Unified => false,
        };
        let wanted = Some((width, split, self.changes_only));
        if self.made == wanted && !self.outdated {
            return;
        }
        let Some(answer) = &self.answer else { return };
        let excerpt = if self.changes_only { Excerpt::DIFFERENCES } else { Excerpt::default() };
        let doc = sheet::doc(catalog, answer, excerpt, usize::from(width), split);
        match self.made {
            _ if std::mem::take(&mut self.outdated) => {
                self.scroll.retell(&self.doc, &doc);
                self.change = self.change.and_then(|change| self.doc.same_change(change, &doc));
            }
            Some((.., changes_only)) if changes_only == self.changes_only => self.scroll.rewrap(&self.doc, &doc),
            // Other lines are there now, but the changes are the same: the first in view keeps its place.
            Some(_) => {
                let first = self.doc.changes.partition_point(|&line| line < self.scroll.top);
                if let (Some(&old), Some(&new)) = (self.doc.changes.get(first), doc.changes.get(first)) {
                    self.scroll.top = new.saturating_sub(old - self.scroll.top);
                }
            }
            None => {}
        }
        self.doc = doc;
        self.made = wanted;
    }

    /// Walks to the next change, or the one before; around at the ends. Returns whether there is one.
    pub fn walk(&mut self, forward: bool, height: usize) -> bool {
        let len = self.doc.changes.len();
        if len == 0 {
            return false;
        }
        let next = match (self.change, forward) {
            (Some(at), true) => (at + 1) % len,
            (Some(at), false) => (at + len - 1) % len,
            (None, true) => self.doc.changes.iter().position(|&line| line >= self.scroll.top).unwrap_or(0),
            (None, false) => len - 1,
        };
        self.change = Some(next);
        let line = self.doc.changes[next];
        // Changes already in the upper part of the screen do not make the text jump.
        if line < self.scroll.top || line >= self.scroll.top + (height * 2 / 3).max(1) {
            self.scroll.top = line.saturating_sub(height / 4);
        }
        true
    }
}

/// The sign in the gutter and the word for a verdict: never colour alone.
pub fn sign(status: Status) -> &'static str {
    match status {
        Status::Same => "=",
        Status::Changed => "~",
        Status::Left => "−",
        Status::Right => "+",
    }
}
