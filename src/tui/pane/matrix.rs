//! Several roles side by side: the level each asks for in every skill, and the responsibilities of
//! each under every theme.

use std::collections::BTreeSet;

use crate::model::text::DisplayWidth;

use super::linked_page::{LinkedPage, PageDraft, PageLink};
use super::rows::GUTTER;
use crate::analysis::matrix::{Matrix, MatrixSkillRow, MatrixThemeRow, matrix};
use crate::analysis::skills::SkillDemand;
use crate::model::{Catalog, Importance, RoleId};
use crate::tui::doc::{TextRow, TextTone, TonedText, pad, wrap};
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
use crate::tui::marks::RoleMarks;
use crate::tui::remap::IdRemap;

/// Minimum and maximum width of a role's column.
const COLUMN: (usize, usize) = (11, 20);

/// Maximum width of the column of names.
const NAMES: usize = 30;

/// Number of lines in a column's head.
const HEAD: usize = 3;

/// Inputs of a page: width, first column, differences only, unfolded themes.
type MatrixKey = (u16, usize, bool, BTreeSet<usize>);

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
    /// Themes whose responsibilities are shown.
    unfolded: BTreeSet<usize>,
    /// Number of columns that fit.
    visible_columns: usize,
    /// Inputs of the current page.
    memo: LayoutMemo<MatrixKey>,
}

impl MatrixPane {
    /// Shows `roles` side by side: all roles of `family` if it is given.
    pub fn set_roles(
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
    pub fn clear(&mut self) {
        *self = Self { differences_only: self.differences_only, ..Self::default() };
    }

    /// Whether the matrix was built from `marks`, or from a family.
    pub fn is_about(&self, marks: RoleMarks) -> bool {
        self.family.is_some() || (self.answer.is_some() && self.marks == marks)
    }

    /// Shows the same roles of another catalog; for a family, the roles that it has now, at most
    /// `most`.
    pub fn remap(&mut self, map: &IdRemap<'_>, most: usize) {
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
        let Self { first, unfolded, mut page, mut memo, .. } = std::mem::replace(self, still);
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
        let place = |theme: usize| {
            let theme = map.theme(before.themes.get(theme)?.theme)?;
            themes.iter().position(|row| row.theme == theme)
        };
        let unfolded = unfolded.into_iter().filter_map(place).collect();
        page.remap_links(|link| match link {
            PageLink::Fold(theme) => place(theme).map(PageLink::Fold),
            link => link.remap(map),
        });
        memo.mark_stale();
        (self.first, self.unfolded, self.page, self.memo) = (first, unfolded, page, memo);
    }

    /// Returns the roles, in column order.
    pub fn roles(&self) -> &[RoleId] {
        self.answer.as_ref().map_or(&[], |answer| &answer.roles)
    }

    /// Returns the answer shown.
    pub fn answer(&self) -> Option<&Matrix> {
        self.answer.as_ref()
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
    pub fn scroll_columns(&mut self, forward: bool) -> bool {
        let last = self.roles().len().saturating_sub(self.visible_columns.max(1));
        let first = if forward { (self.first + 1).min(last) } else { self.first.saturating_sub(1) };
        std::mem::replace(&mut self.first, first) != first
    }

    /// Shows or hides the responsibilities of a theme.
    pub fn fold(&mut self, theme: usize) {
        if !self.unfolded.remove(&theme) {
            self.unfolded.insert(theme);
        }
    }

    /// Updates the text for a pane `width` cells wide.
    pub fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let Some(answer) = &self.answer else { return };
        // Check this before measuring anything: it runs at every key.
        if self.memo.is_current(&self.layout_key(width)) {
            return;
        }
        let grid = MatrixGrid::new(catalog, answer, usize::from(width).max(12));
        self.visible_columns = grid.visible_columns;
        self.first = self.first.min(answer.roles.len().saturating_sub(grid.visible_columns.max(1)));
        let key = self.layout_key(width);
        if self.memo.is_current(&key) {
            return;
        }
        let draft = self.draft(catalog, answer, &grid);
        match self.memo.replace(key) {
            LayoutChange::First => self.page.show(draft),
            LayoutChange::Key((_, _, differences_only, unfolded))
                if differences_only == self.differences_only && unfolded == self.unfolded =>
            {
                self.page.show_rewrapped(draft);
            }
            LayoutChange::Key(_) | LayoutChange::Contents(_) => self.page.show_changed(draft),
        }
    }

    fn layout_key(&self, width: u16) -> MatrixKey {
        (width, self.first, self.differences_only, self.unfolded.clone())
    }

    fn draft(&self, catalog: &Catalog, answer: &Matrix, grid: &MatrixGrid) -> PageDraft {
        let columns = self.first..(self.first + grid.visible_columns).min(answer.roles.len());
        let mut draft = PageDraft {
            head: grid.head(catalog, &answer.roles[columns.clone()], self.first),
            ..PageDraft::default()
        };
        let (told, same): (Vec<&MatrixSkillRow>, Vec<&MatrixSkillRow>) =
            answer.skills.iter().partition(|row| row.differs());
        draft.doc.section("Skills", &counted(told.len(), same.len()), grid.width);
        for row in told.iter().chain(same.iter().filter(|_| !self.differences_only)) {
            draft.link(PageLink::Skill(row.skill));
            let cells = row.cells[columns.clone()].iter().map(|cell| skill_cell(*cell));
            grid.row(&mut draft, row.differs(), &catalog.skill(row.skill).name, cells);
        }
        let differing = answer.themes.iter().filter(|row| row.differs()).count();
        draft.doc.section(
            "Themes",
            &counted(differing, answer.themes.len() - differing),
            grid.width,
        );
        for (at, row) in answer.themes.iter().enumerate() {
            if !row.differs() && self.differences_only {
                continue;
            }
            draft.link(PageLink::Fold(at));
            let cells =
                row.cells[columns.clone()].iter().map(|cell| theme_cell(cell.indices.len()));
            grid.row(&mut draft, row.differs(), &catalog.theme(row.theme).title, cells);
            if self.unfolded.contains(&at) {
                self.responsibility_rows(&mut draft, catalog, answer, row, grid.width);
            }
        }
        draft
    }

    /// Adds the responsibilities under a theme, each with the letters of the columns that have it.
    fn responsibility_rows(
        &self,
        draft: &mut PageDraft,
        catalog: &Catalog,
        answer: &Matrix,
        row: &MatrixThemeRow,
        width: usize,
    ) {
        for duty in
            row.responsibilities.iter().filter(|duty| duty.differs() || !self.differences_only)
        {
            let has = duty.cells.iter().enumerate();
            let letters: String =
                has.map(|(at, cell)| if cell.is_some() { letter(at) } else { '·' }).collect();
            let pieces = [
                TonedText::new(format!("{letters}  "), TextTone::Accent),
                TonedText::new(duty.text(catalog, &answer.roles), TextTone::Text),
            ];
            draft.doc.pieces(&pieces, width, GUTTER + 2);
        }
    }
}

fn counted(differ: usize, same: usize) -> String {
    format!("≠ {differ} differ · = {same} same")
}

/// Returns the letter of a column: A to Z, then lower case.
fn letter(column: usize) -> char {
    let letters = ('A'..='Z').chain('a'..='z');
    letters.clone().nth(column % letters.count()).unwrap_or('?')
}

/// Formats a level asked for: `●●○○` for an essential skill, `(●●○○)` for a useful one, `·` if the
/// skill is not asked for.
fn skill_cell(asked: Option<SkillDemand>) -> TonedText {
    let Some(asked) = asked else { return TonedText::new("·", TextTone::Dim) };
    let level = asked.level.map_or_else(|| "listed".to_string(), crate::model::Level::dots);
    match asked.importance {
        Importance::Essential => TonedText::new(level, TextTone::Text),
        Importance::Useful => TonedText::new(format!("({level})"), TextTone::Dim),
    }
}

/// Formats a number of responsibilities: `3 ■■■`.
fn theme_cell(duties: usize) -> TonedText {
    match duties {
        0 => TonedText::new("·", TextTone::Dim),
        n => TonedText::new(format!("{n} {}", "■".repeat(n.min(5))), TextTone::Text),
    }
}

/// Column widths.
struct MatrixGrid {
    width: usize,
    names: usize,
    column: usize,
    /// Number of role columns that fit.
    visible_columns: usize,
}

impl MatrixGrid {
    fn new(catalog: &Catalog, answer: &Matrix, width: usize) -> Self {
        let skills = answer.skills.iter().map(|row| catalog.skill(row.skill).name.width());
        let themes = answer.themes.iter().map(|row| catalog.theme(row.theme).title.width());
        let widest = skills.chain(themes).max().unwrap_or(0);
        let names = widest.min(NAMES).min(width.saturating_sub(GUTTER + COLUMN.0 + 1)).max(4);
        let room = width.saturating_sub(GUTTER + names);
        let each = room / answer.roles.len().max(1);
        let column = each.saturating_sub(1).clamp(COLUMN.0, COLUMN.1);
        Self { width, names, column, visible_columns: (room / (column + 1)).max(1) }
    }

    /// Returns the wrapped titles of `roles`, each with its letter.
    fn head(&self, catalog: &Catalog, roles: &[RoleId], first: usize) -> Vec<TextRow> {
        let mut titles: Vec<Vec<TextRow>> = Vec::with_capacity(roles.len());
        for (at, role) in roles.iter().enumerate() {
            let letter = TonedText::new(format!("{} ", letter(first + at)), TextTone::Accent);
            let title = TonedText::new(&catalog.role(*role).title, TextTone::Title);
            titles.push(wrap(&[letter, title], self.column));
        }
        let count = titles.iter().map(Vec::len).max().unwrap_or(0).min(HEAD);
        let mut lines = Vec::with_capacity(count);
        for at in 0..count {
            let mut row = vec![TonedText::new(" ".repeat(GUTTER + self.names), TextTone::Text)];
            for title in &titles {
                row.push(TonedText::new(" ", TextTone::Text));
                let part = title.get(at).cloned().unwrap_or_default();
                row.extend(crate::tui::doc::pad_row(part, self.column));
            }
            lines.push(row);
        }
        lines
    }

    fn row(
        &self,
        draft: &mut PageDraft,
        differs: bool,
        name: &str,
        cells: impl Iterator<Item = TonedText>,
    ) {
        let (sign, tone) = if differs { ("≠", TextTone::Accent) } else { ("=", TextTone::Dim) };
        let name_tone = if differs { TextTone::Text } else { TextTone::Dim };
        let mut row = Vec::with_capacity(2 + 2 * self.visible_columns);
        row.push(TonedText::new(pad(sign, GUTTER), tone));
        row.push(TonedText::new(pad(name, self.names), name_tone));
        for cell in cells {
            row.push(TonedText::new(" ", TextTone::Text));
            row.push(TonedText::new(pad(&cell.text, self.column), cell.tone));
        }
        draft.doc.row(row);
    }
}
