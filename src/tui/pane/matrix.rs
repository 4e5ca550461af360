//! Several roles side by side: the level each asks for in every skill, and the responsibilities of
//! each under every theme.

use std::collections::BTreeSet;

use crate::model::text::Width;

use super::page::{Draft, Link, Page};
use super::rows::GUTTER;
use crate::analysis::matrix::{Matrix, SkillRow, ThemeRow, matrix};
use crate::analysis::skills::Asked;
use crate::model::{Catalog, Importance, RoleId};
use crate::tui::doc::{Piece, Row, Tone, pad, wrap};
use crate::tui::remap::Remap;
use crate::tui::state::Marks;

/// Minimum and maximum width of a role's column.
const COLUMN: (usize, usize) = (11, 20);

/// Maximum width of the column of names.
const NAMES: usize = 30;

/// Number of lines in a column's head.
const HEAD: usize = 3;

/// State of the matrix.
#[derive(Debug, Default)]
pub struct Pane {
    /// Whether rows that are the same for all roles are hidden.
    pub differences_only: bool,
    /// The first visible column.
    pub first: usize,
    /// The text.
    pub page: Page,
    answer: Option<Matrix>,
    /// The marks that the roles come from, unless they are a family.
    marks: Marks,
    /// The family that the roles come from, if they are all of it.
    family: Option<String>,
    /// Themes whose responsibilities are shown.
    unfolded: BTreeSet<usize>,
    /// Number of columns that fit.
    shown: usize,
    /// Whether the answer is new but the question is the same.
    retold: bool,
    /// Inputs of the current page: width, first column, differences only, unfolded themes.
    made: Option<(u16, usize, bool, BTreeSet<usize>)>,
}

impl Pane {
    /// Shows `roles` side by side: all roles of `family` if it is given.
    pub fn ask(&mut self, catalog: &Catalog, roles: &[RoleId], family: Option<&str>, marks: Marks) {
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
    pub fn is_about(&self, marks: Marks) -> bool {
        self.family.is_some() || (self.answer.is_some() && self.marks == marks)
    }

    /// Shows the same roles of another catalog; for a family, the roles that it has now, at most
    /// `most`.
    pub fn remap(&mut self, map: &Remap<'_>, most: usize) {
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
        let Self { first, unfolded, mut page, made, .. } = std::mem::replace(self, still);
        if roles.is_empty() {
            return;
        }
        self.ask(map.new, &roles, all.is_some().then_some(family.as_deref()).flatten(), marks);
        let themes = self.answer.as_ref().map_or(&[][..], |answer| &answer.themes);
        let place = |theme: usize| {
            let theme = map.theme(before.themes.get(theme)?.theme)?;
            themes.iter().position(|row| row.theme == theme)
        };
        let unfolded = unfolded.into_iter().filter_map(place).collect();
        page.relink(|link| match link {
            Link::Fold(theme) => place(theme).map(Link::Fold),
            link => link.remap(map),
        });
        // No real width is 0, so the text is rebuilt, keeping its position.
        self.made = made.map(|_| (0, first, self.differences_only, BTreeSet::new()));
        (self.first, self.unfolded, self.page, self.retold) =
            (first, unfolded, page, self.made.is_some());
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
        (self.first..(self.first + self.shown).min(len), len)
    }

    /// Scrolls to another column. Returns whether there is one.
    pub fn turn(&mut self, forward: bool) -> bool {
        let last = self.roles().len().saturating_sub(self.shown.max(1));
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
        let made = |made: &(u16, usize, bool, BTreeSet<usize>)| {
            (made.0, made.1, made.2, &made.3)
                == (width, self.first, self.differences_only, &self.unfolded)
        };
        // Check this before measuring anything: it runs at every key.
        if self.made.as_ref().is_some_and(made) {
            return;
        }
        let grid = Grid::new(catalog, answer, usize::from(width).max(12));
        self.shown = grid.shown;
        self.first = self.first.min(answer.roles.len().saturating_sub(grid.shown.max(1)));
        let wanted = Some((width, self.first, self.differences_only, self.unfolded.clone()));
        if self.made == wanted {
            return;
        }
        let draft = self.draft(catalog, answer, &grid);
        let same = |made: &(u16, usize, bool, BTreeSet<usize>)| {
            (made.2, &made.3) == (self.differences_only, &self.unfolded)
        };
        match &self.made {
            Some(_) if std::mem::take(&mut self.retold) => self.page.retold(draft),
            Some(made) if same(made) => self.page.rewrapped(draft),
            Some(_) => self.page.retold(draft),
            None => self.page.begin(draft),
        }
        self.made = wanted;
    }

    fn draft(&self, catalog: &Catalog, answer: &Matrix, grid: &Grid) -> Draft {
        let columns = self.first..(self.first + grid.shown).min(answer.roles.len());
        let mut draft = Draft {
            head: grid.head(catalog, &answer.roles[columns.clone()], self.first),
            ..Draft::default()
        };
        let (told, same): (Vec<&SkillRow>, Vec<&SkillRow>) =
            answer.skills.iter().partition(|row| row.differs());
        draft.doc.section("Skills", &counted(told.len(), same.len()), grid.width);
        for row in told.iter().chain(same.iter().filter(|_| !self.differences_only)) {
            draft.link(Link::Skill(row.skill));
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
            draft.link(Link::Fold(at));
            let cells =
                row.cells[columns.clone()].iter().map(|cell| theme_cell(cell.indices.len()));
            grid.row(&mut draft, row.differs(), &catalog.theme(row.theme).title, cells);
            if self.unfolded.contains(&at) {
                self.duties(&mut draft, catalog, answer, row, grid.width);
            }
        }
        draft
    }

    /// Adds the responsibilities under a theme, each with the letters of the columns that have it.
    fn duties(
        &self,
        draft: &mut Draft,
        catalog: &Catalog,
        answer: &Matrix,
        row: &ThemeRow,
        width: usize,
    ) {
        for duty in row.duties.iter().filter(|duty| duty.differs() || !self.differences_only) {
            let has = duty.cells.iter().enumerate();
            let letters: String =
                has.map(|(at, cell)| if cell.is_some() { letter(at) } else { '·' }).collect();
            let pieces = [
                Piece::new(format!("{letters}  "), Tone::Accent),
                Piece::new(duty.text(catalog, &answer.roles), Tone::Text),
            ];
            draft.doc.pieces(&pieces, width, GUTTER + 2);
        }
    }
}

fn counted(differ: usize, same: usize) -> String {
    format!("≠ {differ} differ · = {same} the same")
}

/// Returns the letter of a column: A to Z, then lower case.
fn letter(column: usize) -> char {
    let letters = ('A'..='Z').chain('a'..='z');
    letters.clone().nth(column % letters.count()).unwrap_or('?')
}

/// Formats a level asked for: `●●○○` for an essential skill, `(●●○○)` for a useful one, `·` if the
/// skill is not asked for.
fn skill_cell(asked: Option<Asked>) -> Piece {
    let Some(asked) = asked else { return Piece::new("·", Tone::Dim) };
    let level = asked.level.map_or_else(|| "asked".to_string(), crate::model::Level::dots);
    match asked.importance {
        Importance::Essential => Piece::new(level, Tone::Text),
        Importance::Useful => Piece::new(format!("({level})"), Tone::Dim),
    }
}

/// Formats a number of responsibilities: `3 ■■■`.
fn theme_cell(duties: usize) -> Piece {
    match duties {
        0 => Piece::new("·", Tone::Dim),
        n => Piece::new(format!("{n} {}", "■".repeat(n.min(5))), Tone::Text),
    }
}

/// Column widths.
struct Grid {
    width: usize,
    names: usize,
    column: usize,
    /// Number of role columns that fit.
    shown: usize,
}

impl Grid {
    fn new(catalog: &Catalog, answer: &Matrix, width: usize) -> Self {
        let skills = answer.skills.iter().map(|row| catalog.skill(row.skill).name.width());
        let themes = answer.themes.iter().map(|row| catalog.theme(row.theme).title.width());
        let widest = skills.chain(themes).max().unwrap_or(0);
        let names = widest.min(NAMES).min(width.saturating_sub(GUTTER + COLUMN.0 + 1)).max(4);
        let room = width.saturating_sub(GUTTER + names);
        let each = room / answer.roles.len().max(1);
        let column = each.saturating_sub(1).clamp(COLUMN.0, COLUMN.1);
        Self { width, names, column, shown: (room / (column + 1)).max(1) }
    }

    /// Returns the wrapped titles of `roles`, each with its letter.
    fn head(&self, catalog: &Catalog, roles: &[RoleId], first: usize) -> Vec<Row> {
        let title = |(at, role): (usize, &RoleId)| {
            let letter = Piece::new(format!("{} ", letter(first + at)), Tone::Accent);
            wrap(&[letter, Piece::new(&catalog.role(*role).title, Tone::Title)], self.column)
        };
        let titles: Vec<Vec<Row>> = roles.iter().enumerate().map(title).collect();
        let lines = titles.iter().map(Vec::len).max().unwrap_or(0).min(HEAD);
        let line = |at: usize| {
            let mut row = vec![Piece::new(" ".repeat(GUTTER + self.names), Tone::Text)];
            for title in &titles {
                row.push(Piece::new(" ", Tone::Text));
                let part = title.get(at).cloned().unwrap_or_default();
                row.extend(crate::tui::doc::pad_row(part, self.column));
            }
            row
        };
        (0..lines).map(line).collect()
    }

    fn row(
        &self,
        draft: &mut Draft,
        differs: bool,
        name: &str,
        cells: impl Iterator<Item = Piece>,
    ) {
        let (sign, tone) = if differs { ("≠", Tone::Accent) } else { ("=", Tone::Dim) };
        let name_tone = if differs { Tone::Text } else { Tone::Dim };
        let mut row = Vec::with_capacity(2 + 2 * self.shown);
        row.push(Piece::new(pad(sign, GUTTER), tone));
        row.push(Piece::new(pad(name, self.names), name_tone));
        for cell in cells {
            row.push(Piece::new(" ", Tone::Text));
            row.push(Piece::new(pad(&cell.text, self.column), cell.tone));
        }
        draft.doc.row(row);
    }
}
