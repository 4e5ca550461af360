//! Paths from one role to another: a table of the ways, and what each step of one requires.

mod steps;
mod ways;

use std::collections::BTreeSet;

use super::linked_page::{LinkedPage, PageDraft, PageLink};
use super::rows;
use crate::analysis::path::{CareerPath, HopKind, PathAnswer, PathQuestion};
use crate::model::{Catalog, RoleId};
use crate::tui::doc::TextTone;
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
use crate::tui::remap::IdRemap;

/// State of the path pane.
#[derive(Debug, Default)]
pub struct PathPane {
    /// The start and the goal.
    pub pair: Option<(RoleId, RoleId)>,
    /// Generation of the latest question.
    pub generation: u64,
    /// The ways, and the steps of the selected one.
    pub page: LinkedPage,
    answer: Option<PathAnswer>,
    path_index: usize,
    /// The line of each way in the text.
    way_lines: Vec<usize>,
    /// Long lists of skills that are shown in full.
    unfolded: BTreeSet<usize>,
    /// Inputs of the current page: path, width, lists. It is stale if the same question was asked
    /// of another catalog; the selected path and the scroll position are then kept.
    memo: LayoutMemo<(usize, u16, BTreeSet<usize>)>,
}

impl PathPane {
    /// Asks for the paths from `from` to `to`; the answer must carry `generation`.
    pub(crate) fn set_question(&mut self, from: RoleId, to: RoleId, generation: u64) {
        *self = Self { pair: Some((from, to)), generation, ..Self::default() };
    }

    /// Clears the pane; a pending answer is dropped.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Asks for the paths between the same roles of another catalog, under `generation`. Returns
    /// the roles, or `None` if there is nothing left to ask.
    pub(crate) fn remap(&mut self, map: &IdRemap<'_>, generation: u64) -> Option<(RoleId, RoleId)> {
        let pair = self.pair.and_then(|pair| map.pair(pair));
        let before = std::mem::take(self);
        let (from, to) = pair?;
        self.set_question(from, to, generation);
        (self.page, self.path_index, self.memo) = (before.page, before.path_index, before.memo);
        self.memo.mark_stale();
        self.page.remap_links(|link| link.remap(map));
        Some((from, to))
    }

    /// Takes the answer.
    pub(crate) fn set_answer(&mut self, answer: PathAnswer) {
        let last = answer.paths.len().saturating_sub(1);
        let advised = answer.advised().unwrap_or(0);
        self.path_index = if self.memo.is_stale() { self.path_index } else { advised }.min(last);
        self.answer = Some(answer);
    }

    /// Returns the paths found: the direct one, then the others, cheapest first.
    pub fn paths(&self) -> &[CareerPath] {
        self.answer.as_ref().map_or(&[], |answer| &answer.paths)
    }

    /// Returns the selected path and its index.
    pub fn current_path(&self) -> Option<(usize, &CareerPath)> {
        self.paths().get(self.path_index).map(|path| (self.path_index, path))
    }

    /// Whether the answer is pending.
    pub fn is_waiting(&self) -> bool {
        self.pair.is_some() && self.answer.is_none()
    }

    /// Selects the next or previous path, wrapping around at the ends. Returns whether there is
    /// another.
    pub(crate) fn cycle_path(&mut self, forward: bool) -> bool {
        let len = self.paths().len();
        if len > 1 {
            self.show_path((self.path_index + if forward { 1 } else { len - 1 }) % len);
            self.select_way();
        }
        len > 1
    }

    /// Selects the path with this index. Returns whether it is another one than before.
    pub(crate) fn show_path(&mut self, way: usize) -> bool {
        let is_other = std::mem::replace(&mut self.path_index, way) != way;
        if is_other {
            self.unfolded.clear();
        }
        is_other
    }

    /// Returns the step that is read once the heading of a step has scrolled away, with its roles:
    /// that of the selected row if it is visible, or else that of the first visible line.
    pub(crate) fn current_step(&self) -> Option<(usize, RoleId, RoleId)> {
        let top = self.page.scroll.top;
        let here = self.page.line().filter(|line| *line >= top).unwrap_or(top);
        let steps = self.page.draft().links.iter().filter_map(|(line, link)| match link {
            PageLink::Hop(from, to) => Some((*line, *from, *to)),
            _ => None,
        });
        let steps: Vec<(usize, RoleId, RoleId)> = steps.collect();
        steps.first().filter(|(line, ..)| *line < top)?;
        let at = steps.iter().rposition(|(line, ..)| *line <= here)?;
        let (_, from, to) = steps[at];
        Some((at, from, to))
    }

    /// Moves the cursor to the selected path in the table.
    fn select_way(&mut self) {
        if let Some(line) = self.way_lines.get(self.path_index) {
            self.page.select_line(*line);
        }
    }

    /// Shows a long list of skills in full, or its start.
    pub fn fold(&mut self, list: usize) {
        if !self.unfolded.remove(&list) {
            self.unfolded.insert(list);
        }
    }

    /// Updates the text for a pane `width` cells wide.
    pub(crate) fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let Some(answer) = &self.answer else { return };
        let key = (self.path_index, width, self.unfolded.clone());
        if self.memo.is_current(&key) {
            return;
        }
        let (draft, lines) =
            draft(catalog, answer, self.path_index, &self.unfolded, usize::from(width).max(12));
        self.way_lines = lines;
        match self.memo.replace(key) {
            LayoutChange::Key((path, _, unfolded))
                if path == self.path_index && unfolded == self.unfolded =>
            {
                self.page.show_rewrapped(draft);
            }
            // The table stays where it is; the steps below it change.
            LayoutChange::Contents(_) | LayoutChange::Key(_) => self.page.show_changed(draft),
            LayoutChange::First => {
                self.page.show(draft);
                self.select_way();
            }
        }
    }
}

/// Maximum width of running text.
const PROSE: usize = 90;

/// Number of paths to search for besides the direct one.
const MAX_ALTERNATIVES: usize = 3;

/// Builds the question about two roles.
pub fn question(from: RoleId, to: RoleId) -> PathQuestion {
    PathQuestion { from, to, hop_kinds: HopKind::ALL.to_vec(), limit: MAX_ALTERNATIVES }
}

/// Returns the text about the path number `way` among all paths, and the line of each of them.
fn draft(
    catalog: &Catalog,
    answer: &PathAnswer,
    way: usize,
    unfolded: &BTreeSet<usize>,
    width: usize,
) -> (PageDraft, Vec<usize>) {
    let mut draft = PageDraft::default();
    let Some(path) = answer.paths.get(way) else { return (draft, Vec::new()) };
    let (Some(first), Some(last)) = (path.hops.first(), path.hops.last()) else {
        draft.doc.text("Start and goal are the same role.", TextTone::Text, width, 0);
        return (draft, Vec::new());
    };
    // The pay scrolls away with the text: the steps need the height.
    draft.doc.rows.extend(rows::pay_lines(catalog, Some(first.from), last.to, width));
    draft.doc.blank_line();
    let lines = ways::table(&mut draft, catalog, answer, way, width);
    let prose = width.min(rows::GUTTER + PROSE);
    if let Some(advice) = answer.advice() {
        draft.doc.text(&advice, TextTone::Text, prose, rows::GUTTER);
    }
    for note in answer.notes(catalog, &question(first.from, last.to)) {
        draft.doc.text(&note, TextTone::Dim, prose, rows::GUTTER);
    }
    steps::steps(&mut draft, catalog, path, way, unfolded, width);
    (draft, lines)
}
