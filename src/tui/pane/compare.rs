//! Two roles side by side, as a text to scroll.

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
    /// By how many cells the rule between two columns is right of the middle.
    pub lean: i16,
    /// Which rows are shown.
    pub excerpt: Excerpt,
    /// By how many cells the texts are shifted to the left, each on one line; `None` where they
    /// are wrapped.
    pub shift: Option<usize>,
    /// Which responsibilities count.
    pub duties: Duties,
    /// How far the text is scrolled.
    pub scroll: Scroll,
    /// The row under the cursor, which the gutter marks.
    spot: Option<Spot>,
    /// The rows of which all is told.
    open: Vec<Spot>,
    answer: Option<Diff>,
    /// Of the catalog that is open; learnt once there is a thread to make it on.
    differ: Option<Arc<LazyDiffer>>,
    /// What [`Pane::doc`] was made for.
    made: Option<Look>,
    /// Whether the answer is another one to the same question.
    outdated: bool,
    told: Told,
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
        &self.told.doc
    }

    /// The lines of the row under the cursor, where it is shown.
    pub fn line(&self) -> Option<Range<usize>> {
        self.spot.and_then(|spot| self.lines(spot))
    }

    fn lines(&self, spot: Spot) -> Option<Range<usize>> {
        self.told.rows.iter().find(|(_, other)| *other == spot).map(|(lines, _)| lines.clone())
    }

    /// Whether the row under the cursor is in a window of `height` lines, or a part of it.
    pub fn is_seen(&self, height: usize) -> bool {
        let window = self.scroll.top..self.scroll.top + height;
        self.line().is_some_and(|lines| lines.start < window.end && lines.end > window.start)
    }

    /// The change under the cursor, as a position in [`Doc::changes`].
    pub fn change(&self) -> Option<usize> {
        let line = self.line()?.start;
        self.doc().changes.binary_search(&line).ok()
    }

    /// Where the rule between the columns stands, counted from the left of the text; `None` where
    /// there is one column.
    pub fn rule(&self) -> Option<usize> {
        self.made.as_ref().filter(|made| made.split).map(|made| sheet::rule(made.width, made.lean))
    }

    /// Puts the rule between the columns at the cell `at`, or as near to it as both columns stay
    /// legible. Says whether it moves.
    pub fn lean_to(&mut self, at: usize) -> bool {
        let Some(width) = self.made.as_ref().map(|made| made.width) else { return false };
        let middle = sheet::rule(width, 0) as i16;
        let wanted = at.min(width) as i16 - middle;
        let before = std::mem::replace(&mut self.lean, sheet::rule(width, wanted) as i16 - middle);
        self.lean != before
    }

    /// Compares nothing any more. What is remembered of the look stays.
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

    /// How the roles are compared.
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

    /// Compares the same roles of another catalog, at the same place of the text; nothing where one
    /// of them is gone. What compares the roles of that catalog is to be learnt before.
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

    /// Brings the text up to date for a pane `width` cells wide. The place in it stays.
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
        // Why two responsibilities share a row is worked out for those who ask.
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
                // Other rows are there now: the one under the cursor keeps its place, or the first
                // that is still there.
                let top = self.scroll.top;
                // At the start one stays at the start.
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

    /// What the row on `line` is about.
    fn at(&self, line: usize) -> Option<Spot> {
        self.told.rows.iter().find(|(lines, _)| lines.contains(&line)).map(|(_, spot)| *spot)
    }

    /// Walks to the next change, or the one before; around at the ends. Returns whether there is
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
        // Changes already in the upper part of the screen do not make the text jump.
        if line < self.scroll.top || line >= self.scroll.top + (height * 2 / 3).max(1) {
            self.scroll.top = line.saturating_sub(height / 4);
        }
        true
    }

    /// Puts the cursor on the row that has `line`; says whether it was there already. `None` where
    /// the line is of no row.
    pub fn select(&mut self, line: usize) -> Option<bool> {
        let spot = self.at(line)?;
        Some(self.spot.replace(spot) == Some(spot))
    }

    /// Tells all that there is of the row under the cursor, or the row alone again. Where the
    /// cursor is out of a window of `height` lines it goes to the first row there that has more
    /// to tell. Returns whether there is one.
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

    /// Scrolls so far that the row under the cursor is seen whole in a window of `height` lines, if
    /// it fits.
    pub fn reveal(&mut self, height: usize) {
        if let Some(lines) = self.line() {
            let down = lines.end.saturating_sub(height);
            self.scroll.top = self.scroll.top.max(down).min(lines.start);
        }
    }

    /// Shifts the texts by so many `cells` to the left, as far as there is text.
    ///
    /// # Errors
    ///
    /// Where they are wrapped, or at an end: why nothing moves.
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

    /// Shows `more` of what is the same around changes, or less of it.
    ///
    /// # Errors
    ///
    /// Why nothing changes.
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

    /// Shows the rows of the next kind alone, then everything again.
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

/// So many rows around changes are shown first.
const USUAL: usize = 3;

/// What `excerpt` shows, for people: `changes only, 2 around each`; `None` where it is everything.
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

/// The sign in the gutter and the word for a verdict: never colour alone.
pub fn sign(status: Status) -> &'static str {
    match status {
        Status::Same => "=",
        Status::Changed => "~",
        Status::Left => "−",
        Status::Right => "+",
    }
}
