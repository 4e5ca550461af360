//! Two roles side by side, as text to scroll.

mod more;
mod sheet;

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use self::sheet::{Look, Spot, Told};
use crate::analysis::diff::{Align, Diff, Differ, Duties, Excerpt, How, Status};
use crate::model::{Catalog, RoleId};
use crate::tui::doc::{Doc, Scroll};
use crate::tui::layout::SPLIT;
use crate::tui::remap::Remap;

/// Column layout of the two sides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Columns {
    /// Two columns if the width allows, otherwise one.
    #[default]
    Auto,
    /// Two columns.
    Split,
    /// One column, the left side above the right.
    Unified,
}

impl Columns {
    /// Returns the next choice, wrapping around.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Auto => Self::Split,
            Self::Split => Self::Unified,
            Self::Unified => Self::Auto,
        }
    }

    /// Returns the name shown to the user.
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
    /// Column layout.
    pub columns: Columns,
    /// Offset of the column divider to the right of the centre, in cells.
    pub lean: i16,
    /// The rows shown.
    pub excerpt: Excerpt,
    /// Number of cells by which unwrapped texts are shifted to the left; `None` if they are
    /// wrapped.
    pub shift: Option<usize>,
    /// The responsibilities that count.
    pub duties: Duties,
    /// Scroll position.
    pub scroll: Scroll,
    /// The row under the cursor, marked in the gutter.
    spot: Option<Spot>,
    /// The expanded rows.
    open: Vec<Spot>,
    answer: Option<Diff>,
    /// Differ for the open catalog; set once the worker thread exists.
    differ: Option<Arc<LazyDiffer>>,
    /// Layout that [`Pane::doc`] was built for.
    made: Option<Look>,
    /// Whether the answer is new but the question is the same.
    outdated: bool,
    told: Told,
}

/// A [`Differ`] built by the first thread that needs it, while others wait: startup needs none.
pub type LazyDiffer = LazyLock<Differ, Box<dyn FnOnce() -> Differ + Send>>;

impl Pane {
    /// Sets the differ to compare with from now on.
    pub fn learn(&mut self, differ: Arc<LazyDiffer>) {
        self.differ = Some(differ);
    }

    /// Returns the roles compared, left and right.
    pub fn pair(&self) -> Option<(RoleId, RoleId)> {
        self.answer.as_ref().map(|d| (d.left, d.right))
    }

    /// Returns the answer shown.
    pub fn shown(&self) -> Option<&Diff> {
        self.answer.as_ref()
    }

    /// Returns the text.
    pub fn doc(&self) -> &Doc {
        &self.told.doc
    }

    /// Returns the lines of the row under the cursor, if it is shown.
    pub fn line(&self) -> Option<Range<usize>> {
        self.spot.and_then(|spot| self.lines(spot))
    }

    fn lines(&self, spot: Spot) -> Option<Range<usize>> {
        self.told.rows.iter().find(|(_, other)| *other == spot).map(|(lines, _)| lines.clone())
    }

    /// Whether the row under the cursor is at least partly visible in a window of `height` lines.
    pub fn is_seen(&self, height: usize) -> bool {
        let window = self.scroll.top..self.scroll.top + height;
        self.line().is_some_and(|lines| lines.start < window.end && lines.end > window.start)
    }

    /// Returns the change under the cursor, as a position in [`Doc::changes`].
    pub fn change(&self) -> Option<usize> {
        let line = self.line()?.start;
        self.doc().changes.binary_search(&line).ok()
    }

    /// Returns the position of the column divider, counted from the left of the text; `None` if
    /// there is one column.
    pub fn rule(&self) -> Option<usize> {
        self.made.as_ref().filter(|made| made.split).map(|made| sheet::rule(made.width, made.lean))
    }

    /// Moves the column divider to the cell `at`, or as close to it as both columns stay legible.
    /// Returns whether it moved.
    pub fn lean_to(&mut self, at: usize) -> bool {
        let Some(width) = self.made.as_ref().map(|made| made.width) else { return false };
        let middle = sheet::rule(width, 0) as i16;
        let wanted = at.min(width) as i16 - middle;
        let before = std::mem::replace(&mut self.lean, sheet::rule(width, wanted) as i16 - middle);
        self.lean != before
    }

    /// Clears the comparison, but keeps the layout settings.
    pub fn clear(&mut self) {
        (self.answer, self.made, self.told) = (None, None, Told::default());
        (self.scroll, self.spot) = (Scroll::default(), None);
        self.open.clear();
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

    /// Returns the comparison options.
    fn how(&self) -> How {
        How { duties: self.duties, ..How::from(Align::Auto) }
    }

    fn answer(&mut self, catalog: &Catalog, left: RoleId, right: RoleId) {
        let how = self.how();
        self.answer = Some(match &self.differ {
            Some(differ) => differ.diff(catalog, left, right, how),
            None => Differ::new(catalog).diff(catalog, left, right, how),
        });
        (self.made, self.outdated) = (None, false);
        self.scroll = Scroll::default();
        (self.spot, self.shift) = (None, self.shift.map(|_| 0));
        self.open.clear();
    }

    /// Compares the same roles of another catalog, keeping the scroll position; clears the pane if
    /// one of them is gone. The differ of that catalog must be set first.
    pub fn remap(&mut self, map: &Remap<'_>) {
        let Some((left, right)) = self.pair() else { return };
        let (made, scroll, shift) = (self.made.take(), self.scroll, self.shift);
        let (spot, open) = (self.spot, std::mem::take(&mut self.open));
        let (Some((left, right)), Some(old)) = (map.pair((left, right)), self.answer.take()) else {
            (self.answer, self.told) = (None, Told::default());
            (self.scroll, self.spot) = (Scroll::default(), None);
            return;
        };
        self.answer(map.new, left, right);
        (self.made, self.scroll, self.shift, self.outdated) = (made, scroll, shift, true);
        if let Some(new) = &self.answer {
            let again = |spot: Spot| spot.remap(map, &old, new);
            (self.spot, self.open) =
                (spot.and_then(again), open.into_iter().filter_map(again).collect());
        }
    }

    /// Updates the text for a pane `width` cells wide, keeping the scroll position.
    pub fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let split = match self.columns {
            Columns::Auto => width + 1 >= SPLIT,
            Columns::Split => true,
            Columns::Unified => false,
        };
        let mut wanted = Look {
            width: usize::from(width),
            split,
            lean: self.lean,
            excerpt: self.excerpt,
            shift: self.shift,
            open: self.open.clone(),
        };
        if self.made.as_ref() == Some(&wanted) && !self.outdated {
            return;
        }
        let Some(answer) = &self.answer else { return };
        // Why two responsibilities share a row is only computed on request.
        let asked = wanted.open.iter().any(|spot| matches!(spot, Spot::Duty(..)));
        let own = (asked && self.differ.is_none()).then(|| Differ::new(catalog));
        let differ =
            self.differ.as_ref().map(|differ| &***differ).or(own.as_ref()).filter(|_| asked);
        let why = differ.map(|differ| differ.why(catalog, answer, self.how()));
        let why = why.as_ref();
        let mut told = sheet::told(catalog, answer, &wanted, why);
        if wanted.shift.is_some_and(|shift| shift > told.hidden) {
            wanted.shift = Some(told.hidden);
            self.shift = wanted.shift;
            told = sheet::told(catalog, answer, &wanted, why);
        }
        let old = std::mem::replace(&mut self.told, told);
        match &self.made {
            _ if std::mem::take(&mut self.outdated) => {
                self.scroll.retell(&old.doc, &self.told.doc);
            }
            Some(made) if made.excerpt == wanted.excerpt => {
                self.scroll.rewrap(&old.doc, &self.told.doc);
            }
            Some(_) => {
                // The rows have changed: keep the place of the row under the cursor, or of the
                // first that still exists.
                let top = self.scroll.top;
                // At the start, stay at the start.
                let seen = || old.rows.iter().filter(|(lines, _)| top > 0 && lines.start >= top);
                let under = seen().find(|(_, spot)| Some(*spot) == self.spot);
                let now = |(lines, spot): &(Range<usize>, Spot)| {
                    Some((lines.start, self.lines(*spot)?.start))
                };
                let kept = under.into_iter().chain(seen()).find_map(now);
                self.scroll = Scroll::default();
                self.scroll.top =
                    kept.map_or(0, |(before, now)| (top + now).saturating_sub(before));
            }
            None => {}
        }
        self.made = Some(wanted);
    }

    /// Returns the identity of the row on `line`.
    fn at(&self, line: usize) -> Option<Spot> {
        self.told.rows.iter().find(|(lines, _)| lines.contains(&line)).map(|(_, spot)| *spot)
    }

    /// Walks to the next or previous change, wrapping around at the ends. Returns whether there is
    /// one.
    pub fn walk(&mut self, forward: bool, height: usize) -> bool {
        let changes = &self.doc().changes;
        let Some((&first, &last)) = changes.first().zip(changes.last()) else { return false };
        let behind =
            |from: usize| changes.iter().copied().find(|&line| line >= from).unwrap_or(first);
        let line = match (self.line(), forward) {
            (Some(here), true) => behind(here.start + 1),
            (Some(here), false) => {
                changes.iter().copied().rfind(|&line| line < here.start).unwrap_or(last)
            }
            (None, true) => behind(self.scroll.top),
            (None, false) => last,
        };
        self.spot = self.at(line);
        // Changes already in the upper part of the screen do not scroll the text.
        if line < self.scroll.top || line >= self.scroll.top + (height * 2 / 3).max(1) {
            self.scroll.top = line.saturating_sub(height / 4);
        }
        true
    }

    /// Moves the cursor to the row that has `line`; returns whether it was there already, or `None`
    /// if the line does not belong to a row.
    pub fn select(&mut self, line: usize) -> Option<bool> {
        let spot = self.at(line)?;
        Some(self.spot.replace(spot) == Some(spot))
    }

    /// Expands or collapses the row under the cursor. If the cursor is outside a window of `height`
    /// lines, it moves to the first row there that has details. Returns whether there is one.
    pub fn toggle(&mut self, catalog: &Catalog, height: usize) -> bool {
        let Some(answer) = &self.answer else { return false };
        let cut = self.shift.is_some();
        let has_more = |spot: Spot| cut || !more::more(catalog, answer, None, spot).is_empty();
        if !self.is_seen(height) {
            let window = self.scroll.top..self.scroll.top + height;
            let mut rows = self.told.rows.iter().filter(|(lines, _)| window.contains(&lines.start));
            self.spot = rows.find(|(_, spot)| has_more(*spot)).map(|(_, spot)| *spot);
        }
        let Some(spot) = self.spot.filter(|spot| has_more(*spot)) else { return false };
        match self.open.iter().position(|open| *open == spot) {
            Some(at) => drop(self.open.remove(at)),
            None => self.open.push(spot),
        }
        true
    }

    /// Scrolls until the row under the cursor is fully visible in a window of `height` lines, if it
    /// fits.
    pub fn reveal(&mut self, height: usize) {
        if let Some(lines) = self.line() {
            let down = lines.end.saturating_sub(height);
            self.scroll.top = self.scroll.top.max(down).min(lines.start);
        }
    }

    /// Shifts the texts by `cells` to the left, as far as there is text.
    ///
    /// # Errors
    ///
    /// Returns why nothing moves: the texts are wrapped, or already at an end.
    pub fn slide(&mut self, cells: isize) -> Result<(), &'static str> {
        let Some(shift) = self.shift.as_mut() else {
            return Err("texts are wrapped: w puts each on one line, which moves sideways");
        };
        let before =
            std::mem::replace(shift, shift.saturating_add_signed(cells).min(self.told.hidden));
        match self.told.hidden {
            0 => Err("all texts are seen whole"),
            _ if *shift == before => Err("there is no more text on this side"),
            _ => Ok(()),
        }
    }

    /// Shows more unchanged rows around changes if `more`, otherwise fewer.
    ///
    /// # Errors
    ///
    /// Returns why nothing changes.
    pub fn widen(&mut self, more: bool) -> Result<(), &'static str> {
        let Some(answer) = &self.answer else { return Err("nothing is compared") };
        let Excerpt { kind, context } = self.excerpt;
        let around = |context: usize| Excerpt { kind, context: Some(context) };
        self.excerpt = match (context, more) {
            (None, true) if kind.is_none() => return Err("everything is shown"),
            (None, false) if kind.is_none() => around(USUAL),
            (None | Some(0), false) => {
                return Err("nothing is shown around these: there is no less");
            }
            (Some(rows), false) => around(rows - 1),
            (rows, true) => {
                let (now, next) = (around(rows.unwrap_or(0)), around(rows.unwrap_or(0) + 1));
                let any = answer.excerpt(now) != answer.excerpt(next);
                match kind {
                    _ if any => next,
                    None => Excerpt::default(),
                    Some(_) => return Err("there is nothing more around these"),
                }
            }
        };
        Ok(())
    }

    /// Shows only the rows of the next kind; after the last kind, everything again.
    pub fn next_kind(&mut self) {
        let kind = match self.excerpt.kind {
            None => Some(Status::Changed),
            Some(Status::Changed) => Some(Status::Left),
            Some(Status::Left) => Some(Status::Right),
            Some(Status::Right) => Some(Status::Same),
            Some(Status::Same) => None,
        };
        self.excerpt = Excerpt { kind, context: None };
    }
}

/// Default number of unchanged rows around changes.
const USUAL: usize = 3;

/// Describes what `excerpt` shows: `changes only, 2 around each`; `None` if it shows everything.
pub fn shown(excerpt: Excerpt) -> Option<String> {
    let what = match excerpt.kind {
        Some(Status::Same) => "what is the same",
        Some(Status::Changed) => "what changed",
        Some(Status::Left) => "what only A has",
        Some(Status::Right) => "what only B has",
        None if excerpt.context.is_none() => return None,
        None => "changes only",
    };
    Some(match excerpt.context {
        None | Some(0) => what.to_string(),
        Some(rows) => format!("{what}, {rows} around each"),
    })
}

/// Returns the gutter sign for a verdict, so that colour is never the only cue.
pub fn sign(status: Status) -> &'static str {
    match status {
        Status::Same => "=",
        Status::Changed => "~",
        Status::Left => "−",
        Status::Right => "+",
    }
}
