//! Several roles side by side: each in a few words, the skills that only one asks for, those that
//! they share, and the responsibilities of each under every theme.

mod grid;
mod skills;

use std::collections::BTreeSet;

use self::grid::{ColumnLabels, MatrixGrid, row_label};
use self::skills::MatrixSkills;
use super::linked_page::{LinkedPage, PageDraft, PageLink};
use super::rows::GUTTER;
use crate::analysis::matrix::{Matrix, MatrixThemeRow, matrix};
use crate::model::{Catalog, RoleId};
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
use crate::tui::marks::RoleMarks;
use crate::tui::remap::IdRemap;
use crate::wording;
use crate::wording::side_by_side::{self, WordRow};

/// Inputs of a page: width, first column, differences only, toggled headings, labels.
type MatrixKey = (u16, usize, bool, BTreeSet<usize>, ColumnLabels);

/// State of the matrix.
#[derive(Debug, Default)]
pub struct MatrixPane {
    /// Whether rows that are the same for all roles are hidden.
    pub differences_only: bool,
    /// The first visible column.
    pub first: usize,
    /// The text.
    pub page: LinkedPage,
    answer: Option<Matrix>,
    /// The marks that the roles come from, unless they are a family.
    marks: RoleMarks,
    /// The family that the roles come from, if they are all of it.
    family: Option<String>,
    /// Headings that the user folded or unfolded: themes by their position, then the
    /// classes of skills in each section.
    toggled: BTreeSet<usize>,
    /// Number of columns that fit.
    visible_columns: usize,
    /// Inputs of the current page.
    memo: LayoutMemo<MatrixKey>,
}

impl MatrixPane {
    /// Shows `roles` side by side: all roles of `family` if it is given.
    pub(crate) fn set_roles(
        &mut self,
        catalog: &Catalog,
        roles: &[RoleId],
        family: Option<&str>,
        marks: RoleMarks,
    ) {
        (self.family, self.marks) = (family.map(str::to_string), marks);
        if self.roles() == roles {
            return;
        }
        let answer = Some(matrix(catalog, roles));
        let (family, differences_only) = (self.family.take(), self.differences_only);
        *self = Self { differences_only, answer, marks, family, ..Self::default() };
    }

    /// Clears the matrix.
    pub(crate) fn clear(&mut self) {
        *self = Self { differences_only: self.differences_only, ..Self::default() };
    }

    /// Whether the matrix was built from `marks`, or from a family.
    pub(crate) fn is_about(&self, marks: RoleMarks) -> bool {
        self.family.is_some() || (self.answer.is_some() && self.marks == marks)
    }

    /// Shows the same roles of another catalog; for a family, the roles that it has now, at most
    /// `most`.
    pub(crate) fn remap(&mut self, map: &IdRemap<'_>, most: usize) {
        let Some(before) = self.answer.take() else { return };
        if self.family.is_none() && self.marks.remap(map).roles().len() < self.marks.roles().len() {
            // The columns would no longer match the roles in the header.
            return self.clear();
        }
        let family = self.family.take();
        let all = map.new.families().find(|(name, _)| Some(*name) == family.as_deref());
        let roles = match all {
            Some((_, roles)) => roles[..roles.len().min(most)].to_vec(),
            None => map.roles(&before.roles),
        };
        let marks = self.marks.remap(map);
        let still = Self { differences_only: self.differences_only, ..Self::default() };
        let Self { first, toggled, mut page, mut memo, .. } = std::mem::replace(self, still);
        if roles.is_empty() {
            return;
        }
        self.set_roles(
            map.new,
            &roles,
            all.is_some().then_some(family.as_deref()).flatten(),
            marks,
        );
        let themes = self.answer.as_ref().map_or(&[][..], |answer| &answer.themes);
        let place = |heading: usize| {
            let Some(row) = before.themes.get(heading) else {
                // A class of skills.
                return Some(heading - before.themes.len() + themes.len());
            };
            let theme = map.theme(row.theme)?;
            themes.iter().position(|row| row.theme == theme)
        };
        let toggled = toggled.into_iter().filter_map(place).collect();
        page.remap_links(|link| match link {
            PageLink::Fold(theme) => place(theme).map(PageLink::Fold),
            link => link.remap(map),
        });
        memo.mark_stale();
        (self.first, self.toggled, self.page, self.memo) = (first, toggled, page, memo);
    }

    /// Returns the roles, in column order.
    pub fn roles(&self) -> &[RoleId] {
        self.answer.as_ref().map_or(&[], |answer| &answer.roles)
    }

    /// Returns the answer shown.
    pub fn answer(&self) -> Option<&Matrix> {
        self.answer.as_ref()
    }

    /// Whether the roles are the same in some row.
    pub(crate) fn has_unchanged(&self, catalog: &Catalog) -> bool {
        self.answer.as_ref().is_some_and(|answer| {
            // The words last: the footer asks this for every frame.
            answer.skills.iter().any(|row| !row.differs())
                || answer.themes.iter().any(|row| !row.differs())
                || side_by_side::word_rows(catalog, &answer.roles).iter().any(|row| !row.differs())
        })
    }

    /// Returns the family that the roles come from, if they are all of it.
    pub fn family(&self) -> Option<&str> {
        self.family.as_deref()
    }

    /// Returns the visible columns, counted from 0, and the total number of columns.
    pub fn columns(&self) -> (std::ops::Range<usize>, usize) {
        let len = self.roles().len();
        (self.first..(self.first + self.visible_columns).min(len), len)
    }

    /// Scrolls to another column. Returns whether there is one.
    pub(crate) fn scroll_columns(&mut self, forward: bool) -> bool {
        let last = self.roles().len().saturating_sub(self.visible_columns.max(1));
        let first = if forward { (self.first + 1).min(last) } else { self.first.saturating_sub(1) };
        std::mem::replace(&mut self.first, first) != first
    }

    /// Shows or hides the rows under the heading number `at`.
    pub fn fold(&mut self, at: usize) {
        if !self.toggled.remove(&at) {
            self.toggled.insert(at);
        }
    }

    /// Updates the text for a pane `width` cells wide.
    pub(crate) fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let Some(answer) = &self.answer else { return };
        // Check this before measuring anything: it runs at every key.
        if self.memo.is_current(&self.layout_key(width)) {
            return;
        }
        let words = side_by_side::word_rows(catalog, &answer.roles);
        let aspects = side_by_side::key_difference_rows(catalog, &answer.roles);
        let width_of_text = usize::from(width).max(12);
        let grid = MatrixGrid::new(
            catalog,
            answer,
            words.iter().chain(&aspects),
            (width_of_text, self.column_labels()),
        );
        self.visible_columns = grid.visible_columns;
        self.first = self.first.min(answer.roles.len().saturating_sub(grid.visible_columns.max(1)));
        let key = self.layout_key(width);
        if self.memo.is_current(&key) {
            return;
        }
        let draft = self.draft(catalog, answer, (words, &aspects), &grid);
        match self.memo.replace(key) {
            LayoutChange::First => self.page.show(draft),
            LayoutChange::Key((_, _, differences_only, toggled, _))
                if differences_only == self.differences_only && toggled == self.toggled =>
            {
                self.page.show_rewrapped(draft);
            }
            LayoutChange::Key(_) | LayoutChange::Contents(_) => self.page.show_changed(draft),
        }
    }

    fn layout_key(&self, width: u16) -> MatrixKey {
        let labels = self.column_labels();
        (width, self.first, self.differences_only, self.toggled.clone(), labels)
    }

    /// Returns what the columns are called: only marked roles have letters.
    fn column_labels(&self) -> ColumnLabels {
        if self.family.is_some() { ColumnLabels::Numbers } else { ColumnLabels::Marks }
    }

    fn draft(
        &self,
        catalog: &Catalog,
        answer: &Matrix,
        (mut rows, aspects): (Vec<WordRow>, &[WordRow]),
        grid: &MatrixGrid,
    ) -> PageDraft {
        let columns = self.first..(self.first + grid.visible_columns).min(answer.roles.len());
        let mut draft = PageDraft {
            head: grid.head(catalog, &answer.roles[columns.clone()], self.first),
            ..PageDraft::default()
        };
        rows.retain(|row| row.differs() || !self.differences_only);
        words(&mut draft, &rows, &columns, grid);
        // Of the others, no visible role has a text.
        let visible: Vec<WordRow> = aspects
            .iter()
            .filter(|row| row.cells[columns.clone()].iter().any(|cell| !cell.is_empty()))
            .cloned()
            .collect();
        if !visible.is_empty() {
            let about = skills::count_of(visible.len(), aspects.len());
            draft.doc.section(wording::KEY_DIFFERENCES, &about, grid.width);
            words(&mut draft, &visible, &columns, grid);
        }
        let mut shared = answer.shared_skills();
        if self.differences_only {
            shared.alike.clear();
        }
        let skills = MatrixSkills {
            catalog,
            grid,
            columns,
            toggled: &self.toggled,
            first_fold: answer.themes.len(),
            by_class: answer.is_by_class(),
        };
        skills.add(&mut draft, &shared);
        let columns = skills.columns;
        self.themes(&mut draft, catalog, answer, &columns, grid);
        draft
    }

    /// Adds the themes, those first under which the roles differ most.
    fn themes(
        &self,
        draft: &mut PageDraft,
        catalog: &Catalog,
        answer: &Matrix,
        columns: &std::ops::Range<usize>,
        grid: &MatrixGrid,
    ) {
        let differ = answer.themes.iter().filter(|row| row.differs()).count();
        let same = answer.themes.len() - differ;
        let about = format!("responsibilities: {differ} differ, {same} the same; enter shows them");
        draft.doc.section("Themes", &about, grid.width);
        for (at, row) in answer.themes.iter().enumerate() {
            if !row.differs() && self.differences_only {
                continue;
            }
            draft.link(PageLink::Fold(at));
            let cells = row.cells[columns.clone()].iter();
            let cells = cells.map(|cell| vec![theme_cell(cell.indices.len())]).collect();
            grid.row(draft, &catalog.theme(row.theme).title, cells);
            if self.toggled.contains(&at) {
                self.responsibility_rows(draft, catalog, answer, row, grid);
            }
        }
    }

    /// Adds the responsibilities under a theme, each with the labels of the columns that have it.
    fn responsibility_rows(
        &self,
        draft: &mut PageDraft,
        catalog: &Catalog,
        answer: &Matrix,
        row: &MatrixThemeRow,
        grid: &MatrixGrid,
    ) {
        for duty in
            row.responsibilities.iter().filter(|duty| duty.differs() || !self.differences_only)
        {
            let has: Vec<bool> = duty.cells.iter().map(Option::is_some).collect();
            let labels = grid.labels.pattern(&has);
            let pieces = [
                TonedText::new(format!("{labels}  "), TextTone::Accent),
                TonedText::new(duty.text(catalog, &answer.roles), TextTone::Text),
            ];
            draft.doc.pieces(&pieces, grid.width.min(PROSE), GUTTER + 2);
        }
    }
}

/// Maximum width of running text.
const PROSE: usize = 90;

/// Adds what each role is: its summary, its seniority and manager, its pay.
fn words(
    draft: &mut PageDraft,
    rows: &[WordRow],
    columns: &std::ops::Range<usize>,
    grid: &MatrixGrid,
) {
    for row in rows {
        draft.doc.begin_item();
        let cells = row.cells[columns.clone()].iter();
        let cells = cells.map(|text| match text.as_str() {
            "" => vec![TonedText::new("·", TextTone::Faint)],
            text => vec![TonedText::new(text, TextTone::Text)],
        });
        grid.row(draft, &row_label(row, grid.labels), cells.collect());
    }
}

/// Formats a number of responsibilities: `3 ■■■`.
fn theme_cell(duties: usize) -> TonedText {
    match duties {
        0 => TonedText::new("·", TextTone::Faint),
        n => TonedText::new(format!("{n} {}", "■".repeat(n.min(5))), TextTone::Text),
    }
}
