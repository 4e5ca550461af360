//! A text with a cursor on its rows, whose links can be opened. Detail, Compare, Path, Gap and
//! Matrix are such pages.
//!
//! A row is an item of the text: a heading, a paragraph, a row of a table. A row can be a link as a
//! whole, and have links on some of its words.

use std::ops::Range;

use crate::model::{RoleId, SkillId};
use crate::search::SearchItem;
use crate::tui::doc::{
    LinkId, ScrollPosition, TextDoc, TextRow, TextTone, TonedText, matching_items,
};
use crate::tui::remap::IdRemap;
use crate::tui::word_meaning::ReadWords;

/// The subject of a line of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageLink {
    /// A role.
    Role(RoleId),
    /// A step from the first role to the second.
    Hop(RoleId, RoleId),
    /// A skill.
    Skill(SkillId),
    /// A heading whose rows can be shown or hidden, by its index among the headings of the page.
    Fold(usize),
    /// Another path from the start to the goal, by its index.
    Path(usize),
    /// The row itself, whose details can be shown.
    Details,
    /// Words of the text that the role was read from.
    Words(ReadWords),
}

impl PageLink {
    /// Returns the same link in another catalog, if its subject still exists. Headings, paths
    /// and words are numbered, so they may now be different ones.
    #[must_use]
    pub(crate) fn remap(self, map: &IdRemap<'_>) -> Option<Self> {
        Some(match self {
            Self::Role(role) => Self::Role(map.role(role)?),
            Self::Hop(from, to) => {
                let (from, to) = map.pair((from, to))?;
                Self::Hop(from, to)
            }
            Self::Skill(skill) => Self::Skill(map.skill(skill)?),
            Self::Fold(_) | Self::Path(_) | Self::Details | Self::Words(_) => self,
        })
    }

    /// Returns what opening it does, in a word or two; `None` if that is what each page says.
    pub(crate) fn verb(self) -> Option<&'static str> {
        match self {
            Self::Path(_) => Some("choose path"),
            Self::Fold(_) => Some("show or hide"),
            Self::Words(_) => Some("correct"),
            Self::Role(_) | Self::Hop(..) | Self::Skill(_) | Self::Details => None,
        }
    }

    /// Returns the role or skill that it is about, to copy, edit or bookmark it.
    pub(crate) fn item(self) -> Option<SearchItem> {
        match self {
            Self::Role(role) => Some(SearchItem::Role(role)),
            Self::Skill(skill) => Some(SearchItem::Skill(skill)),
            Self::Hop(..) | Self::Fold(_) | Self::Path(_) | Self::Details | Self::Words(_) => None,
        }
    }
}

/// Mark before a name that can be opened.
pub(crate) const LINK_MARK: &str = "▸";

/// A text under construction, with its links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageDraft {
    /// The text.
    pub doc: TextDoc,
    /// The lines whose rows are links, ascending.
    pub links: Vec<(usize, PageLink)>,
    /// The links on words, by their ids; `None` if the subject is gone.
    pub targets: Vec<Option<PageLink>>,
    /// Lines that stay above the text while it scrolls.
    pub head: Vec<TextRow>,
}

impl PageDraft {
    /// Attaches `link` to the row that is added next.
    pub(crate) fn link(&mut self, link: PageLink) {
        self.doc.begin_item();
        self.links.push((self.doc.rows.len(), link));
    }

    /// Returns `text` as a link to `link`, with a mark before it.
    pub(crate) fn linked(&mut self, text: &str, tone: TextTone, link: PageLink) -> [TonedText; 2] {
        let id = LinkId::from_index(self.targets.len());
        self.targets.push(Some(link));
        [(LINK_MARK, TextTone::Accent), (text, tone)]
            .map(|(text, tone)| TonedText { link: Some(id), ..TonedText::new(text, tone) })
    }

    /// Returns the links of the row at `item`: of the row as a whole, then of its words.
    fn row_links(&self, item: usize) -> Vec<RowLink> {
        let lines = self.doc.item_lines(item);
        let whole = self.links.iter().filter(|(line, _)| lines.contains(line));
        let mut links: Vec<RowLink> =
            whole.map(|(_, link)| RowLink { id: None, link: *link }).take(1).collect();
        let rows = self.doc.rows.get(lines).unwrap_or_default();
        for id in rows.iter().flatten().filter_map(|piece| piece.link) {
            let target = self.targets.get(id.index()).copied().flatten();
            if let Some(link) = target.filter(|_| links.iter().all(|link| link.id != Some(id))) {
                links.push(RowLink { id: Some(id), link });
            }
        }
        links
    }
}

/// A link of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RowLink {
    /// Its id, if it is on some words of the row; `None` for the row as a whole.
    id: Option<LinkId>,
    link: PageLink,
}

/// Result of a click on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowClick {
    /// The row was selected.
    Selected,
    /// The row was selected already.
    Again,
    /// A link on words was clicked, which is selected now.
    Link,
}

/// A place on a page, to come back to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PagePlace {
    item: usize,
    link: usize,
    /// Number of lines of the window above the row.
    above: usize,
}

impl PagePlace {
    /// Returns the row.
    pub(crate) fn item(self) -> usize {
        self.item
    }
}

/// A text with a cursor.
#[derive(Debug, Default)]
pub struct LinkedPage {
    draft: PageDraft,
    /// The row under the cursor, as an item of the text.
    selected: usize,
    /// The row under the cursor when the text was first shown.
    start: usize,
    /// Whether the user has moved neither the cursor nor the text.
    is_untouched: bool,
    /// The selected link among those of the row.
    chosen: usize,
    /// Whether the row may be partly out of sight, as the user scrolled the text under the cursor.
    may_be_partly_seen: bool,
    /// The place to go to when there is a text.
    pending: Option<PagePlace>,
    /// Number of lines before rows below the cursor were unfolded or folded, until they are drawn.
    lines_before_fold: Option<usize>,
    /// Scroll position of the text.
    pub scroll: ScrollPosition,
}

impl LinkedPage {
    /// Returns the text and its links.
    pub(crate) fn draft(&self) -> &PageDraft {
        &self.draft
    }

    /// Returns the text.
    pub fn doc(&self) -> &TextDoc {
        &self.draft.doc
    }

    /// Returns the lines that stay above the text.
    pub fn head(&self) -> &[TextRow] {
        &self.draft.head
    }

    /// Returns the selected link.
    pub fn link(&self) -> Option<PageLink> {
        self.chosen_link().map(|link| link.link)
    }

    /// Returns the id of the selected link, if the row has others: it has to be told apart from them.
    pub(crate) fn link_among_others(&self) -> Option<LinkId> {
        let links = self.draft.row_links(self.selected);
        links.get(self.chosen).filter(|_| links.len() > 1).and_then(|link| link.id)
    }

    fn chosen_link(&self) -> Option<RowLink> {
        self.draft.row_links(self.selected).get(self.chosen).copied()
    }

    /// Returns the row under the cursor, as an item of the text.
    pub fn item(&self) -> usize {
        self.selected
    }

    /// Returns the lines of the row under the cursor.
    pub fn selected_lines(&self) -> Range<usize> {
        self.draft.doc.item_lines(self.selected)
    }

    /// Returns the first line of the row under the cursor.
    pub fn line(&self) -> Option<usize> {
        let lines = self.selected_lines();
        (!lines.is_empty()).then_some(lines.start)
    }

    /// Moves the cursor to the row at `item`.
    pub fn select_item(&mut self, item: usize) {
        if self.selected != item {
            (self.selected, self.chosen) = (item, 0);
        }
        (self.pending, self.may_be_partly_seen, self.is_untouched) = (None, false, false);
    }

    /// Moves the cursor to the row that has `line`.
    pub(crate) fn select_line(&mut self, line: usize) {
        self.select_item(self.draft.doc.item_at(line));
    }

    /// Moves the cursor to the row that has `line`, and to the link at `cell` of it.
    pub fn click(&mut self, line: usize, cell: usize) -> Option<RowClick> {
        let item = self.draft.doc.item_at(line);
        if !self.draft.doc.item_lines(item).contains(&line) {
            return None;
        }
        let again = self.selected == item;
        self.select_item(item);
        let mut end = 0;
        let row = self.draft.doc.rows.get(line)?;
        let piece = row.iter().find(|piece| {
            end += piece.width();
            cell < end
        });
        let links = self.draft.row_links(item);
        let clicked = piece.and_then(|piece| piece.link);
        if let Some(at) = links.iter().position(|link| link.id.is_some() && link.id == clicked) {
            self.chosen = at;
            return Some(RowClick::Link);
        }
        Some(if again { RowClick::Again } else { RowClick::Selected })
    }

    /// Selects the next or previous link of the row. Returns whether there is one.
    pub(crate) fn step_link(&mut self, forward: bool) -> bool {
        let len = self.draft.row_links(self.selected).len();
        let next = if forward { self.chosen + 1 } else { self.chosen.wrapping_sub(1) };
        if next < len {
            (self.chosen, self.is_untouched) = (next, false);
        }
        next < len
    }

    /// Selects the next or previous link of the page, wrapping around at the ends. Returns whether
    /// there is one.
    pub(crate) fn walk_links(&mut self, forward: bool) -> bool {
        if self.step_link(forward) {
            return true;
        }
        let len = self.draft.doc.item_count();
        for step in 1..=len {
            let item = (self.selected + if forward { step } else { len - step }) % len;
            let links = self.draft.row_links(item);
            let is_name = |link: &RowLink| link.link != PageLink::Details;
            let name = if forward {
                links.iter().position(is_name)
            } else {
                links.iter().rposition(is_name)
            };
            if let Some(name) = name {
                self.select_item(item);
                self.chosen = name;
                return true;
            }
        }
        false
    }

    /// Whether the text is at its start, as it is first shown.
    pub(crate) fn is_at_start(&self) -> bool {
        self.selected == self.start
    }

    /// Whether the user has moved neither the cursor nor the text.
    pub(crate) fn is_untouched(&self) -> bool {
        self.is_untouched
    }

    /// Returns the place of the cursor.
    pub fn place(&self) -> PagePlace {
        let above = self.selected_lines().start.saturating_sub(self.scroll.top);
        self.pending.unwrap_or(PagePlace { item: self.selected, link: self.chosen, above })
    }

    /// Goes back to `place`, as soon as there is a text.
    pub(crate) fn go_to(&mut self, place: PagePlace) {
        self.pending = Some(place);
    }

    /// Shows another text from its start, with the cursor on the first row that is not a heading.
    pub fn show(&mut self, draft: PageDraft) {
        let pending = self.pending;
        *self = Self { draft, pending, is_untouched: true, ..Self::default() };
        let doc = &self.draft.doc;
        let is_heading = |item: &usize| {
            let line = doc.item_lines(*item).start;
            doc.sections.iter().any(|(heading, _)| *heading == line)
        };
        self.selected = (0..doc.item_count()).find(|item| !is_heading(item)).unwrap_or(0);
        self.start = self.selected;
    }

    /// Shows the same text wrapped to another width, keeping the scroll position and the cursor.
    pub(crate) fn show_rewrapped(&mut self, draft: PageDraft) {
        if self.draft.doc.rows.is_empty() || self.is_untouched {
            return self.show(draft);
        }
        self.scroll.rewrap(&self.draft.doc, &draft.doc);
        self.draft = draft;
    }

    /// Shows the same text with more or fewer rows; the cursor stays on its row, or goes to the
    /// nearest that still exists, and keeps its place on the screen.
    pub(crate) fn show_changed(&mut self, draft: PageDraft) {
        let item = self.matching_item(&draft);
        self.show_with_cursor(draft, item);
    }

    /// Shows the same text with more or fewer rows; the cursor goes to the row at `item`, if there
    /// is one, and keeps its place on the screen.
    pub(crate) fn show_with_cursor(&mut self, draft: PageDraft, item: Option<usize>) {
        if self.draft.doc.rows.is_empty() || self.is_untouched {
            return self.show(draft);
        }
        let (link, before) = (self.link(), self.line().unwrap_or_default());
        self.draft = draft;
        self.selected = item.unwrap_or(self.selected);
        self.selected = self.selected.min(self.draft.doc.item_count().saturating_sub(1));
        let links = self.draft.row_links(self.selected);
        self.chosen = links.iter().position(|other| Some(other.link) == link).unwrap_or(0);
        let now = self.line().unwrap_or_default();
        self.scroll.move_to((self.scroll.top + now).saturating_sub(before));
    }

    /// Moves the cursor of a text that was just shown to the row at `item`, unless it goes to another
    /// place anyway.
    pub(crate) fn select_start(&mut self, item: usize) {
        (self.selected, self.start, self.chosen) = (item, item, 0);
    }

    /// Moves the cursor to the row at `item`, which is where it was before the text was laid out
    /// again.
    pub(crate) fn keep_on(&mut self, item: usize) {
        self.selected = item;
    }

    /// Returns the row of `draft` that is the same as the one under the cursor, or as one close to
    /// it: its link is the same, or its first words.
    fn matching_item(&self, draft: &PageDraft) -> Option<usize> {
        let at = self.line()?;
        let link = self.draft.links.iter().find(|(line, _)| *line == at).map(|(_, link)| *link);
        let same = draft.links.iter().filter(|(_, other)| Some(*other) == link);
        let items = same.map(|(line, _)| draft.doc.item_at(*line));
        items.min_by_key(|item| item.abs_diff(self.selected)).or_else(|| {
            matching_items(&self.draft.doc, self.selected, &draft.doc).map(|(_, now)| now)
        })
    }

    /// Replaces each link with the result of `link`.
    pub(crate) fn remap_links(&mut self, link: impl Fn(PageLink) -> Option<PageLink>) {
        self.draft.links.retain_mut(|(_, of)| link(*of).map(|new| *of = new).is_some());
        for target in &mut self.draft.targets {
            *target = target.and_then(&link);
        }
    }

    /// Moves the cursor by `delta` in a window of `height` lines: by 1 from row to row, or line by
    /// line through a row that is taller than the window; otherwise by lines.
    pub(crate) fn step(&mut self, delta: isize, height: usize) {
        let height = height.max(1);
        if delta.unsigned_abs() > 1 {
            return self.step_lines(delta, height);
        }
        let lines = self.selected_lines();
        let (top, end) = (self.scroll.top, self.scroll.top + height);
        let hidden = if delta > 0 { lines.end > end } else { lines.start < top };
        match self.neighbour(delta) {
            _ if hidden && !lines.is_empty() => {
                self.is_untouched = false;
                self.scroll.move_to(top.saturating_add_signed(delta));
            }
            Some(item) => {
                self.select_item(item);
                let lines = self.selected_lines();
                if lines.len() > height {
                    let top = if delta > 0 { lines.start } else { lines.end - height };
                    self.scroll.move_to(top);
                }
            }
            None => {
                self.is_untouched = false;
                self.scroll.move_to(top.saturating_add_signed(delta));
            }
        }
        self.clamp_scroll(height);
    }

    /// Returns the next visible row in the direction of `delta`; none if that is 0.
    fn neighbour(&self, delta: isize) -> Option<usize> {
        let is_visible = |item: &usize| !self.draft.doc.item_lines(*item).is_empty();
        match delta.signum() {
            1 => (self.selected + 1..self.draft.doc.item_count()).find(is_visible),
            -1 => (0..self.selected).rev().find(is_visible),
            _ => None,
        }
    }

    /// Moves by many lines; the text moves along.
    fn step_lines(&mut self, delta: isize, height: usize) {
        let lines = self.selected_lines();
        let from = lines.start.max(self.scroll.top.min(lines.end.saturating_sub(1)));
        let last = self.draft.doc.rows.len().saturating_sub(1);
        let (before, top) = (self.selected, self.scroll.top);
        let target = from.saturating_add_signed(delta).min(last);
        self.select_line(target);
        self.skip_empty(delta);
        self.scroll.move_to(top.saturating_add_signed(delta));
        self.clamp_scroll(height);
        if (self.selected, self.scroll.top) == (before, top)
            && let Some(item) = self.neighbour(delta)
        {
            self.select_item(item);
            self.clamp_scroll(height);
        }
    }

    /// Leaves a row that has no lines.
    fn skip_empty(&mut self, delta: isize) {
        if self.selected_lines().is_empty()
            && let Some(item) = self.neighbour(delta).or_else(|| self.neighbour(-delta))
        {
            self.select_item(item);
        }
    }

    /// Scrolls by `lines`; the cursor stays on its row as long as that is in the window of `height`
    /// lines, and otherwise goes to the nearest that is.
    pub(crate) fn scroll_by(&mut self, lines: isize, height: usize) {
        let height = height.max(1);
        let last = self.draft.doc.rows.len().saturating_sub(height);
        let top = self.scroll.top.saturating_add_signed(lines).min(last);
        self.scroll.move_to(top);
        let window = top..top + height;
        let here = self.selected_lines();
        if !is_in_window(&here, &window) {
            let doc = &self.draft.doc;
            let seen: Vec<(usize, Range<usize>)> = (doc.item_at(top)..doc.item_count())
                .map(|item| (item, doc.item_lines(item)))
                .take_while(|(_, lines)| lines.start < window.end)
                .filter(|(_, lines)| lines.end > window.start && !lines.is_empty())
                .collect();
            let readable = seen.iter().filter(|(_, lines)| is_in_window(lines, &window));
            let nearest = readable.min_by_key(|(item, _)| item.abs_diff(self.selected));
            // Where none can be read at once, a part of one is: the row above a window that begins
            // with blank lines would pull the text back.
            let nearest = nearest.or(seen.first()).map_or(doc.item_at(top), |(item, _)| *item);
            self.select_item(nearest);
            self.skip_empty(1);
        }
        (self.may_be_partly_seen, self.is_untouched) = (true, false);
    }

    /// Moves the cursor to the row at `line`, or to the first one below if that is a heading, and
    /// scrolls `line` to the top.
    pub(crate) fn reveal(&mut self, line: usize) {
        self.select_line(line);
        let sections = &self.draft.doc.sections;
        let below = self.draft.doc.item_lines(self.selected + 1);
        let is_heading = sections.iter().any(|(heading, _)| *heading == line);
        let is_section = sections.iter().any(|(heading, _)| *heading == below.start);
        if is_heading && !is_section && !below.is_empty() {
            self.select_item(self.selected + 1);
        }
        self.scroll.move_to(line);
    }

    /// Returns the section that the cursor is in; `None` above the first.
    pub fn section(&self) -> Option<usize> {
        self.section_of(self.selected)
    }

    /// Returns the section that the row at `item` is in; `None` above the first.
    pub(crate) fn section_of(&self, item: usize) -> Option<usize> {
        let here = self.draft.doc.item_lines(item).start;
        self.draft.doc.sections.iter().rposition(|(line, _)| *line <= here)
    }

    /// Moves the cursor to the next section, or to the start of this one or the previous. Returns
    /// whether there is one.
    pub(crate) fn step_section(&mut self, forward: bool) -> bool {
        let sections = &self.draft.doc.sections;
        let next = match (self.section(), forward) {
            (None, true) => Some(0),
            (None, false) => None,
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => {
                // The first row below the heading counts as the start.
                let heading = sections.get(at).map_or(0, |(line, _)| *line);
                let is_start = self.selected <= self.draft.doc.item_at(heading) + 1;
                if is_start { at.checked_sub(1) } else { Some(at) }
            }
        };
        match next.and_then(|at| sections.get(at)).map(|(line, _)| *line) {
            Some(line) => self.reveal(line),
            None if forward => return false,
            None => self.reveal(0),
        }
        true
    }

    /// Moves the cursor to the row at `item`; if it is not in the upper part of a window of
    /// `height` lines, scrolls it there.
    pub(crate) fn reveal_item(&mut self, item: usize, height: usize) {
        self.select_item(item);
        let lines = self.selected_lines();
        let end = self.scroll.top + height;
        if lines.start < self.scroll.top || lines.end > end {
            self.scroll.move_to(lines.start.saturating_sub(height / 4));
        }
        self.clamp_scroll(height);
    }

    /// Prepares for rows that are unfolded below the cursor: they come into sight as far as there is
    /// room.
    pub(crate) fn expect_unfolding(&mut self) {
        self.lines_before_fold = Some(self.draft.doc.rows.len());
    }

    /// Keeps the cursor in a window of `height` lines, and the end of the text at its bottom.
    pub(crate) fn clamp_scroll(&mut self, height: usize) {
        if !self.draft.doc.rows.is_empty()
            && let Some(place) = self.pending.take()
        {
            self.select_item(place.item.min(self.draft.doc.item_count().saturating_sub(1)));
            self.chosen = place.link;
            self.scroll.move_to(self.selected_lines().start.saturating_sub(place.above));
        }
        let lines = self.selected_lines();
        if let Some(before) = self.lines_before_fold.take() {
            let end = lines.end + self.draft.doc.rows.len().saturating_sub(before);
            if end > lines.end && end > self.scroll.top + height {
                self.scroll.move_to(lines.start.min(end - height));
            }
        }
        let must_see = if self.may_be_partly_seen { 1 } else { height };
        self.scroll.settle(self.draft.doc.rows.len(), height, &lines, must_see);
    }
}

/// Whether the row of `lines` can be read in `window`: all of it, or a part of a taller row.
fn is_in_window(lines: &Range<usize>, window: &Range<usize>) -> bool {
    let seen = lines.start < window.end && lines.end > window.start;
    let all = lines.start >= window.start && lines.end <= window.end;
    !lines.is_empty() && if lines.len() > window.len() { seen } else { all }
}

#[cfg(test)]
mod tests;
