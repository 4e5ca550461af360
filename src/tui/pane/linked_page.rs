//! A text with a selection: the subject of a row can be opened. Path, Gap and Matrix are such
//! pages.

use crate::model::{RoleId, SkillId};
use crate::search::SearchItem;
use crate::tui::doc::{ScrollPosition, TextDoc, TextRow};
use crate::tui::remap::IdRemap;

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
}

impl PageLink {
    /// Returns the same link in another catalog, if its subject still exists. Headings and paths
    /// are numbered, so they may now be different ones.
    #[must_use]
    pub fn remap(self, map: &IdRemap<'_>) -> Option<Self> {
        Some(match self {
            Self::Role(role) => Self::Role(map.role(role)?),
            Self::Hop(from, to) => {
                let (from, to) = map.pair((from, to))?;
                Self::Hop(from, to)
            }
            Self::Skill(skill) => Self::Skill(map.skill(skill)?),
            Self::Fold(_) | Self::Path(_) => self,
        })
    }

    /// Returns the role or skill that it is about, to copy, edit or bookmark it.
    pub fn item(self) -> Option<SearchItem> {
        match self {
            Self::Role(role) => Some(SearchItem::Role(role)),
            Self::Skill(skill) => Some(SearchItem::Skill(skill)),
            Self::Hop(..) | Self::Fold(_) | Self::Path(_) => None,
        }
    }
}

/// A text under construction, with its links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageDraft {
    /// The text.
    pub doc: TextDoc,
    /// The lines that have a link, ascending.
    pub links: Vec<(usize, PageLink)>,
    /// Lines that stay above the text while it scrolls.
    pub head: Vec<TextRow>,
}

impl PageDraft {
    /// Attaches `link` to the first line of what is added next.
    pub fn link(&mut self, link: PageLink) {
        self.doc.begin_item();
        self.links.push((self.doc.rows.len(), link));
    }
}

/// A text with a selection among its links.
#[derive(Debug, Default)]
pub struct LinkedPage {
    draft: PageDraft,
    /// Position of the selected link.
    selected: usize,
    /// Scroll position of the text.
    pub scroll: ScrollPosition,
}

impl LinkedPage {
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
        self.draft.links.get(self.selected).map(|(_, link)| *link)
    }

    /// Returns the line of the selected link.
    pub fn line(&self) -> Option<usize> {
        self.draft.links.get(self.selected).map(|(line, _)| *line)
    }

    /// Selects the link on `line` and returns it.
    pub fn select_line(&mut self, line: usize) -> Option<PageLink> {
        let at = self.draft.links.iter().position(|(of, _)| *of == line)?;
        self.selected = at;
        self.link()
    }

    /// Shows another text from its start.
    pub fn show(&mut self, draft: PageDraft) {
        *self = Self { draft, ..Self::default() };
    }

    /// Shows the same text wrapped to another width, keeping the scroll position and the selection.
    pub fn show_rewrapped(&mut self, draft: PageDraft) {
        self.scroll.rewrap(&self.draft.doc, &draft.doc);
        self.set_draft(draft);
    }

    /// Shows the same text with more or fewer rows; the selection keeps its place on the screen.
    pub fn show_changed(&mut self, draft: PageDraft) {
        if self.draft.doc.rows.is_empty() {
            return self.show(draft);
        }
        let before = self.line().unwrap_or_default();
        self.set_draft(draft);
        let now = self.line().unwrap_or_default();
        self.scroll.top = (self.scroll.top + now).saturating_sub(before);
    }

    /// Replaces the text with `draft`; the selection stays on the same link, or close to it.
    fn set_draft(&mut self, draft: PageDraft) {
        let link = self.link();
        let at = draft.links.iter().position(|(_, other)| Some(*other) == link);
        self.draft = draft;
        self.selected =
            at.unwrap_or_else(|| self.selected.min(self.draft.links.len().saturating_sub(1)));
    }

    /// Replaces each link with the result of `link`. The selection stays on its line, or goes to
    /// the nearest line that has a link.
    pub fn remap_links(&mut self, link: impl Fn(PageLink) -> Option<PageLink>) {
        let line = self.line();
        self.draft.links.retain_mut(|(_, of)| link(*of).map(|new| *of = new).is_some());
        let line = line.unwrap_or_default();
        let links = self.draft.links.iter().enumerate();
        let nearest = links.min_by_key(|(_, (of, _))| line.abs_diff(*of));
        self.selected = nearest.map_or(0, |(at, _)| at);
    }

    /// Moves the selection by `delta` in a window of `height` lines: from link to link, or line by
    /// line while the next link is out of sight, so that every line can be read.
    pub fn step(&mut self, delta: isize, height: usize) {
        let height = height.max(1);
        if delta.unsigned_abs() > 1 {
            return self.scroll_by(delta, height);
        }
        let (top, end) = (self.scroll.top, self.scroll.top + height);
        let next = if delta > 0 { self.selected + 1 } else { self.selected.wrapping_sub(1) };
        match self.draft.links.get(next).map(|(line, _)| *line) {
            Some(line) if (top..end).contains(&line) => self.selected = next,
            Some(line) => {
                let last = self.draft.doc.rows.len().saturating_sub(height);
                self.scroll.top = top.saturating_add_signed(delta).min(last);
                if (self.scroll.top..self.scroll.top + height).contains(&line)
                    || self.scroll.top == top
                {
                    self.selected = next;
                }
            }
            None => self.scroll.top = top.saturating_add_signed(delta),
        }
    }

    /// Scrolls by many lines; the selection moves along, to the nearest visible link.
    fn scroll_by(&mut self, delta: isize, height: usize) {
        let last = self.draft.doc.rows.len().saturating_sub(height);
        self.scroll.top = self.scroll.top.saturating_add_signed(delta).min(last);
        let window = self.scroll.top..self.scroll.top + height;
        let line = self.line().map(|line| line.saturating_add_signed(delta)).unwrap_or_default();
        let line = line.clamp(window.start, window.end.saturating_sub(1));
        let seen =
            self.draft.links.iter().enumerate().filter(|(_, (line, _))| window.contains(line));
        if let Some((at, _)) = seen.min_by_key(|(_, (of, _))| of.abs_diff(line)) {
            self.selected = at;
        }
    }

    /// Scrolls the heading at `line` to the top and selects the first link after it.
    pub fn reveal(&mut self, line: usize) {
        self.scroll.top = line;
        let behind = self.draft.links.iter().position(|(of, _)| *of >= line);
        self.selected = behind.unwrap_or(self.draft.links.len().saturating_sub(1));
    }

    /// Clamps the scroll position to a window of `height` lines.
    pub fn clamp_scroll(&mut self, height: usize) {
        self.scroll.clamp(self.draft.doc.rows.len(), height);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::doc::{TextTone, TonedText};
    use proptest::prelude::*;

    fn draft(lines: usize, links: &[usize]) -> PageDraft {
        let mut draft = PageDraft::default();
        for line in 0..lines {
            if links.contains(&line) {
                draft.link(PageLink::Fold(line));
            }
            draft.doc.row(vec![TonedText::new(format!("line {line}"), TextTone::Text)]);
        }
        draft
    }

    #[test]
    fn every_line_can_be_read_and_every_link_reached() {
        for links in [&[][..], &[0], &[3, 4, 30, 59], &[0, 20, 40], &[59]] {
            for height in [1, 5, 80] {
                let mut page = LinkedPage::default();
                page.show(draft(60, links));
                let (mut seen, mut reached) = (std::collections::BTreeSet::new(), Vec::new());
                for _ in 0..200 {
                    seen.extend(page.scroll.top..(page.scroll.top + height).min(60));
                    reached.extend(page.line());
                    page.step(1, height);
                    page.clamp_scroll(height);
                }
                assert_eq!(seen.len(), 60, "{links:?} {height}");
                assert!(
                    links.iter().all(|link| reached.contains(link)),
                    "{links:?} {height} {reached:?}"
                );
                for _ in 0..200 {
                    page.step(-1, height);
                    page.clamp_scroll(height);
                }
                assert_eq!((page.scroll.top, page.selected), (0, 0));
            }
        }
    }

    proptest! {
        #[test]
        fn a_selection_stays_within_the_text(
            steps in prop::collection::vec(-80_isize..80, 0..40), height in 0_usize..30, links in prop::collection::btree_set(0_usize..50, 0..10),
        ) {
            let mut page = LinkedPage::default();
            page.show(draft(50, &links.iter().copied().collect::<Vec<_>>()));
            for step in steps {
                page.step(step, height);
                page.clamp_scroll(height);
                prop_assert!(links.is_empty() || page.link().is_some());
                prop_assert!(page.scroll.top <= 50_usize.saturating_sub(height));
            }
        }
    }
}
