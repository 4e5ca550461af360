//! Two roles side by side, as text to scroll.

mod builder;
mod entry;
mod responsibilities;
mod row_details;
mod telling;

use std::ops::Range;
use std::sync::Arc;

use self::builder::ComparisonBuilder;
use self::entry::{ComparisonLayout, ComparisonRowKey, RenderedComparison};
use crate::analysis::diff::{
    Diff, DiffOptions, DiffStatus, Differ, ExcerptOptions, PairingMode, PreparedRoles,
    ResponsibilityScope,
};
use crate::analysis::reasons::PairingExplainer;
use crate::model::{Catalog, RoleId};
use crate::tui::action::Focus;
use crate::tui::doc::{TextDoc, TextRow, TextTone};
use crate::tui::layout::{BAR_WIDTH, MIN_TWO_COLUMNS};
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
use crate::tui::pane::linked_page::{LinkedPage, PageDraft};
use crate::tui::remap::{IdRemap, by_distance};

/// Column layout of the two sides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ColumnMode {
    /// Two columns if the width allows, otherwise one.
    #[default]
    Auto,
    /// Two columns.
    Split,
    /// One column, the left side above the right.
    Unified,
}

impl ColumnMode {
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
    pub fn label(self) -> &'static str {
        match self {
            Self::Auto => "automatic",
            Self::Split => "two columns",
            Self::Unified => "one column",
        }
    }
}

/// State of the comparison.
#[derive(Debug, Default)]
pub struct ComparisonPane {
    /// Column layout.
    pub columns: ColumnMode,
    /// Offset of the column divider to the right of the centre, in cells.
    pub divider_offset: i16,
    /// The rows shown.
    pub excerpt: ExcerptOptions,
    /// Number of cells by which unwrapped texts are shifted to the left; `None` if they are
    /// wrapped.
    pub shift: Option<usize>,
    /// The responsibilities that count.
    pub scope: ResponsibilityScope,
    /// The text.
    pub page: LinkedPage,
    /// The row that was under the cursor, in a catalog whose text is not laid out yet.
    remapped: Option<ComparisonRowKey>,
    /// The expanded rows.
    expanded: Vec<ComparisonRowKey>,
    diff: Option<Diff>,
    /// Differ for the open catalog, once it was loaded.
    differ: Option<Arc<Differ>>,
    /// Responsibilities that were prepared for it.
    prepared: PreparedRoles,
    /// The roles to compare as soon as the differ is loaded.
    waiting: Option<(RoleId, RoleId)>,
    /// Whether the differ was requested.
    requested: bool,
    /// Layout that [`ComparisonPane::doc`] was built for.
    memo: LayoutMemo<ComparisonLayout>,
    /// The lines and the identity of every row of the text, in order.
    rows: Vec<(Range<usize>, ComparisonRowKey)>,
    /// Number of cells by which the texts can be shifted until the end of the last one is visible.
    max_shift: usize,
    /// The most telling differences, each as its lines.
    telling: Vec<Vec<TextRow>>,
}

impl ComparisonPane {
    /// Sets the differ to compare the roles of `catalog` with, and compares those that wait for it.
    pub(crate) fn set_differ(&mut self, catalog: &Catalog, differ: Arc<Differ>) {
        (self.differ, self.prepared) = (Some(differ), PreparedRoles::default());
        if let Some((left, right)) = self.waiting.take() {
            self.recompute(catalog, left, right);
        }
    }

    /// Whether the differ must be loaded for what is shown and was not requested yet.
    pub(crate) fn take_differ_request(&mut self) -> bool {
        self.waiting.is_some() && !std::mem::replace(&mut self.requested, true)
    }

    /// Returns the roles compared, left and right.
    pub fn pair(&self) -> Option<(RoleId, RoleId)> {
        self.waiting.or_else(|| self.diff.as_ref().map(|d| (d.left, d.right)))
    }

    /// Returns the answer shown.
    pub fn diff(&self) -> Option<&Diff> {
        self.diff.as_ref()
    }

    /// Returns the text.
    pub fn doc(&self) -> &TextDoc {
        self.page.doc()
    }

    /// Returns the identity of the row under the cursor, unless that is a heading.
    fn selected_row(&self) -> Option<ComparisonRowKey> {
        let at = self.page.line()?;
        self.rows.iter().find(|(lines, _)| lines.contains(&at)).map(|(_, row)| *row)
    }

    /// Returns the change under the cursor, as a position in [`TextDoc::changes`].
    pub fn change(&self) -> Option<usize> {
        let line = self.page.line()?;
        self.doc().changes.binary_search(&line).ok()
    }

    /// Returns the position of the column divider, counted from the left of the text; `None` if
    /// there is one column.
    pub(crate) fn divider(&self) -> Option<usize> {
        self.memo
            .key()
            .filter(|made| made.split)
            .map(|made| builder::divider(made.width, made.divider_offset))
    }

    /// Moves the column divider to the cell `at`, or as close to it as both columns stay legible.
    /// Returns whether it moved.
    pub(crate) fn move_divider_to(&mut self, at: usize) -> bool {
        let Some(width) = self.memo.key().map(|made| made.width) else { return false };
        let middle = builder::divider(width, 0) as i16;
        let wanted = at.min(width) as i16 - middle;
        let before = std::mem::replace(
            &mut self.divider_offset,
            builder::divider(width, wanted) as i16 - middle,
        );
        self.divider_offset != before
    }

    /// Clears the comparison, but keeps the layout settings.
    pub(crate) fn clear(&mut self) {
        (self.diff, self.waiting) = (None, None);
        self.clear_text();
    }

    fn clear_text(&mut self) {
        self.memo.clear();
        self.page.show(PageDraft::default());
        self.rows.clear();
        self.expanded.clear();
    }

    /// Compares `left` with `right`, from the top.
    pub fn compare(&mut self, catalog: &Catalog, left: RoleId, right: RoleId) {
        if self.pair() == Some((left, right)) {
            return;
        }
        self.recompute(catalog, left, right);
    }

    /// Compares the same roles by other `duties`.
    pub(crate) fn set_scope(&mut self, catalog: &Catalog, duties: ResponsibilityScope) {
        self.scope = duties;
        if let Some((left, right)) = self.pair() {
            self.recompute(catalog, left, right);
        }
    }

    /// Returns the comparison options.
    fn how(&self) -> DiffOptions {
        DiffOptions { scope: self.scope, ..DiffOptions::from(PairingMode::Auto) }
    }

    fn compute_diff(&mut self, catalog: &Catalog, left: RoleId, right: RoleId) -> Option<Diff> {
        let how = self.how();
        let differ = self.differ.as_ref()?;
        Some(differ.diff_with(&mut self.prepared, catalog, (left, right), how))
    }

    fn recompute(&mut self, catalog: &Catalog, left: RoleId, right: RoleId) {
        self.diff = self.compute_diff(catalog, left, right);
        if self.diff.is_none() {
            self.waiting = Some((left, right));
        }
        self.clear_text();
        self.shift = self.shift.map(|_| 0);
    }

    /// Compares the same roles of another catalog by its differ, keeping the scroll position;
    /// clears the pane if one of them is gone.
    pub(crate) fn remap(&mut self, map: &IdRemap<'_>) {
        let pair = self.pair();
        (self.differ, self.prepared) = (Some(Arc::clone(map.differ)), PreparedRoles::default());
        (self.waiting, self.requested) = (None, false);
        let Some((left, right)) = pair else { return };
        let Some((left, right)) = map.pair((left, right)) else {
            self.diff = None;
            return self.clear_text();
        };
        let Some(old) = self.diff.take() else {
            return self.recompute(map.new, left, right);
        };
        let (row, expanded) = (self.selected_row(), std::mem::take(&mut self.expanded));
        self.diff = self.compute_diff(map.new, left, right);
        self.page.remap_links(|link| link.remap(map));
        self.memo.mark_stale();
        if let Some(new) = &self.diff {
            self.remapped = row.and_then(|row| row.remap(map, &old, new));
            self.expanded =
                expanded.into_iter().filter_map(|row| row.remap(map, &old, new)).collect();
        }
    }

    /// Updates the text for a pane `width` cells wide, keeping the scroll position.
    pub(crate) fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let split = match self.columns {
            ColumnMode::Auto => width + BAR_WIDTH >= MIN_TWO_COLUMNS,
            ColumnMode::Split => true,
            ColumnMode::Unified => false,
        };
        let mut layout = ComparisonLayout {
            width: usize::from(width),
            split,
            divider_offset: self.divider_offset,
            excerpt: self.excerpt,
            shift: self.shift,
            expanded: self.expanded.clone(),
        };
        if self.memo.is_current(&layout) {
            return;
        }
        let how = self.how();
        let Some(answer) = &self.diff else { return };
        // Why two responsibilities share a row is only computed on request.
        let asked =
            layout.expanded.iter().any(|spot| matches!(spot, ComparisonRowKey::Responsibility(..)));
        let differ = self.differ.as_ref().filter(|_| asked);
        let prepared = &mut self.prepared;
        let why = differ.map(|differ| differ.explainer_with(prepared, catalog, answer, how));
        let why = why.as_ref();
        let mut rendered = render(catalog, answer, &layout, why);
        if layout.shift.is_some_and(|shift| shift > rendered.max_shift) {
            layout.shift = Some(rendered.max_shift);
            self.shift = layout.shift;
            rendered = render(catalog, answer, &layout, why);
        }
        let RenderedComparison { draft, rows, max_shift, telling } = rendered;
        self.telling = telling;
        let wanted = self.remapped.take().or_else(|| self.selected_row());
        let after = self.rows_from_cursor();
        let still = wanted.into_iter().chain(after).find_map(|row| line_of(&rows, row));
        let item = still.map(|line| draft.doc.item_at(line));
        let first = rows.first().map(|(lines, _)| draft.doc.item_at(lines.start));
        (self.rows, self.max_shift) = (rows, max_shift);
        let excerpt = layout.excerpt;
        match self.memo.replace(layout) {
            LayoutChange::First => {
                self.page.show(draft);
                self.page.select_start(first.unwrap_or_default());
            }
            LayoutChange::Key(before) if before.excerpt == excerpt => {
                let on_row = wanted.is_some();
                self.page.show_rewrapped(draft);
                if let Some(item) = item.filter(|_| on_row) {
                    self.page.keep_on(item);
                }
            }
            _ if wanted.is_none() => self.page.show_changed(draft),
            _ => {
                self.page.show_with_cursor(draft, item);
                if let Some(item) = item {
                    self.page.keep_on(item);
                }
            }
        }
    }

    /// Returns the rows after the cursor, nearest first, then those before it.
    fn rows_from_cursor(&self) -> Vec<ComparisonRowKey> {
        let line = self.page.line().unwrap_or_default();
        let at = self.rows.partition_point(|(lines, _)| lines.start < line);
        by_distance(at, self.rows.len()).map(|at| self.rows[at].1).collect()
    }

    /// Returns the position of the row under the cursor among the rows of its section, from 1, and
    /// their number.
    pub(crate) fn row_position(&self) -> Option<(usize, usize)> {
        let here = self.page.line()?;
        let sections = &self.doc().sections;
        let next = sections.partition_point(|(line, _)| *line <= here);
        let start = sections[..next].last().map_or(0, |(line, _)| *line);
        let end = sections.get(next).map_or(usize::MAX, |(line, _)| *line);
        let starts = self.rows.iter().map(|(lines, _)| lines.start);
        let rows: Vec<usize> = starts.filter(|line| (start..end).contains(line)).collect();
        let at = rows.iter().position(|line| *line == here)?;
        Some((at + 1, rows.len()))
    }

    /// Goes to the first row of the next or previous section. Returns whether there is one.
    pub(crate) fn step_section(&mut self, forward: bool) -> bool {
        let heading = self.page.section().and_then(|at| self.doc().sections.get(at));
        if let Some(&(line, _)) = heading.filter(|_| !forward)
            && self.row_position().is_some_and(|(at, _)| at == 1)
        {
            // There may be more above the first row than the heading: all of it is the start.
            self.page.select_line(line);
        }
        let has_moved = self.page.step_section(forward);
        self.select_row_below();
        has_moved
    }

    /// Moves the cursor from a heading to the first row below it in its section.
    pub(crate) fn select_row_below(&mut self) {
        let Some(here) = self.page.line().filter(|_| self.row_position().is_none()) else { return };
        let sections = &self.doc().sections;
        let next = sections.iter().map(|(line, _)| *line).find(|line| *line > here);
        let mut starts = self.rows.iter().map(|(lines, _)| lines.start);
        let row = starts.find(|line| *line > here && next.is_none_or(|next| *line < next));
        if let Some(line) = row {
            self.page.select_line(line);
        }
    }

    /// Walks from the cursor to the next or previous change, wrapping around at the ends. Returns
    /// whether there is one.
    pub(crate) fn walk_changes(&mut self, forward: bool, height: usize) -> bool {
        let changes = &self.doc().changes;
        let Some((&first, &last)) = changes.first().zip(changes.last()) else { return false };
        let here = self.page.selected_lines().start;
        let line = if forward {
            changes.iter().copied().find(|&line| line > here).unwrap_or(first)
        } else {
            changes.iter().copied().rfind(|&line| line < here).unwrap_or(last)
        };
        let item = self.doc().item_at(line);
        self.page.reveal_item(item, height);
        true
    }

    /// Expands or collapses the row under the cursor. Returns whether it has details.
    pub(crate) fn toggle_row(&mut self, catalog: &Catalog) -> bool {
        let Some(answer) = &self.diff else { return false };
        // Texts on one line may be cut off: expanding shows them in full.
        let cut = self.shift.is_some();
        let Some(row) = self
            .selected_row()
            .filter(|row| cut || row_details::has_details(catalog, answer, *row))
        else {
            return false;
        };
        match self.expanded.iter().position(|open| *open == row) {
            Some(at) => drop(self.expanded.remove(at)),
            None => self.expanded.push(row),
        }
        true
    }

    /// Returns the most telling differences that have room in a main pane `height` lines high.
    pub(crate) fn telling_lines(&self, height: u16) -> impl Iterator<Item = &TextRow> {
        let room = match height {
            ..20 => 0,
            20..28 => 3,
            28..36 => 4,
            _ => 6,
        };
        let mut taken = 0;
        let fitting = self.telling.iter().take_while(move |lines| {
            taken += lines.len();
            taken <= room
        });
        fitting.flatten()
    }

    /// Whether `focus` is on the comparison and a row of it is expanded.
    pub(crate) fn is_expanded(&self, focus: Focus) -> bool {
        focus == Focus::Compare && !self.expanded.is_empty()
    }

    /// Collapses the row under the cursor if it is expanded, otherwise all rows. Returns whether
    /// one was expanded.
    pub(crate) fn collapse(&mut self) -> bool {
        let here = self.selected_row();
        match self.expanded.iter().position(|open| Some(*open) == here) {
            Some(at) => drop(self.expanded.remove(at)),
            None if self.expanded.is_empty() => return false,
            None => self.expanded.clear(),
        }
        true
    }

    /// Shifts the texts by `cells` to the left, as far as there is text.
    ///
    /// # Errors
    ///
    /// Returns why nothing moves: the texts are wrapped, or already at an end.
    pub(crate) fn scroll_sideways(&mut self, cells: isize) -> Result<(), &'static str> {
        let Some(shift) = self.shift.as_mut() else {
            return Err("text is wrapped; press w to unwrap and scroll sideways");
        };
        let before =
            std::mem::replace(shift, shift.saturating_add_signed(cells).min(self.max_shift));
        match self.max_shift {
            0 => Err("nothing is cut off"),
            _ if *shift == before => Err("end of text"),
            _ => Ok(()),
        }
    }

    /// Shows more unchanged rows around changes if `more`, otherwise fewer.
    ///
    /// # Errors
    ///
    /// Returns why nothing changes.
    pub(crate) fn change_context(&mut self, more: bool) -> Result<(), &'static str> {
        let Some(answer) = &self.diff else { return Err("nothing to compare yet") };
        let ExcerptOptions { kind, context } = self.excerpt;
        self.excerpt = match (context, more) {
            (None, true) if kind.is_none() => return Err("everything is already shown"),
            (None, false) if kind.is_none() => ExcerptOptions { kind, context: Some(USUAL) },
            (None | Some(0), false) => {
                return Err("no unchanged rows left to hide");
            }
            (Some(rows), false) => ExcerptOptions { kind, context: Some(rows - 1) },
            (rows, true) => {
                let now = ExcerptOptions { kind, context: Some(rows.unwrap_or(0)) };
                let next = ExcerptOptions { kind, context: Some(rows.unwrap_or(0) + 1) };
                let any = answer.excerpt(now) != answer.excerpt(next);
                match kind {
                    _ if any => next,
                    None => ExcerptOptions::default(),
                    Some(_) => return Err("no more unchanged rows to show"),
                }
            }
        };
        Ok(())
    }

    /// Shows only the rows of the next kind; after the last kind, everything again.
    pub(crate) fn next_kind(&mut self) {
        let kind = match self.excerpt.kind {
            None => Some(DiffStatus::Changed),
            Some(DiffStatus::Changed) => Some(DiffStatus::Left),
            Some(DiffStatus::Left) => Some(DiffStatus::Right),
            Some(DiffStatus::Right) => Some(DiffStatus::Same),
            Some(DiffStatus::Same) => None,
        };
        self.excerpt = ExcerptOptions { kind, context: None };
    }
}

/// Returns the first line of `row` among `rows`.
fn line_of(rows: &[(Range<usize>, ComparisonRowKey)], row: ComparisonRowKey) -> Option<usize> {
    rows.iter().find(|(_, other)| *other == row).map(|(lines, _)| lines.start)
}

/// Default number of unchanged rows around changes.
const USUAL: usize = 3;

/// Describes what `excerpt` shows: `changes only, 2-row context`; `None` if it shows everything.
pub(crate) fn excerpt_text(excerpt: ExcerptOptions) -> Option<String> {
    let what = match excerpt.kind {
        Some(DiffStatus::Same) => "unchanged rows",
        Some(DiffStatus::Changed) => "changed rows",
        Some(DiffStatus::Left) => "rows only in A",
        Some(DiffStatus::Right) => "rows only in B",
        None if excerpt.context.is_none() => return None,
        None => "changes only",
    };
    Some(match excerpt.context {
        None | Some(0) => what.to_string(),
        Some(rows) => format!("{what}, {rows}-row context"),
    })
}

/// Returns the gutter sign for a verdict, so that colour is never the only cue.
pub(crate) fn sign(status: DiffStatus) -> &'static str {
    crate::wording::diff_sign(status)
}

/// Lays out `answer` according to `layout`, with the reasons from `why`. Drawings with counts are
/// based on the complete comparison.
fn render(
    catalog: &Catalog,
    answer: &Diff,
    layout: &ComparisonLayout,
    why: Option<&PairingExplainer<'_>>,
) -> RenderedComparison {
    let width = layout.width.max(8);
    let mut sheet = ComparisonBuilder {
        catalog,
        diff: answer,
        why,
        layout,
        draft: PageDraft::default(),
        rows: Vec::new(),
        max_shift: 0,
        width,
        split: layout.split && width >= 40,
        column: 0,
    };
    let visible = answer.excerpt(layout.excerpt);
    responsibilities::add(&mut sheet, &visible);
    builder::key_differences(&mut sheet, &visible);
    builder::facts(&mut sheet, &visible);
    builder::skills(&mut sheet, &visible);
    builder::steps(&mut sheet, &visible);
    if answer.left == answer.right {
        sheet.draft.doc.blank_line();
        sheet.draft.doc.text("Both sides are the same role.", TextTone::Dim, width, 0);
    } else if sheet.draft.doc.rows.is_empty() {
        sheet.draft.doc.text("No rows of this kind.", TextTone::Dim, width, 0);
    }
    let telling = if answer.responsibilities.is_empty() {
        // The differences come first anyway.
        Vec::new()
    } else {
        telling::differences(answer, layout, sheet.split)
    };
    RenderedComparison { draft: sheet.draft, rows: sheet.rows, max_shift: sheet.max_shift, telling }
}
