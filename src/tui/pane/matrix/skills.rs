//! The skills of a matrix: those that only one role asks for, and those that several share.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;

use super::grid::MatrixGrid;
use crate::analysis::matrix::{MatrixSkillRow, SharedSkills};
use crate::analysis::skill_class::SkillClass;
use crate::analysis::skills::SkillDemand;
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, Importance};
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::pane::linked_page::{PageDraft, PageLink};
use crate::wording::side_by_side;

/// The sections of skills.
pub(super) struct MatrixSkills<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) grid: &'a MatrixGrid,
    /// The visible columns.
    pub(super) columns: Range<usize>,
    /// Headings that the user folded or unfolded.
    pub(super) toggled: &'a BTreeSet<usize>,
    /// Number of the first heading.
    pub(super) first_fold: usize,
    /// Whether the skills of a section are in classes.
    pub(super) by_class: bool,
}

/// Adds rows of skills to a page.
type AddRows<'a> = fn(&MatrixSkills<'a>, &mut PageDraft, &[&MatrixSkillRow]);

impl<'a> MatrixSkills<'a> {
    /// Adds the sections.
    pub(super) fn add(&self, draft: &mut PageDraft, shared: &SharedSkills<'_>) {
        let sections: [(&str, &[&MatrixSkillRow], AddRows<'a>); 3] = [
            (side_by_side::ONLY_ONE, &shared.only_one, Self::only_one),
            (side_by_side::SHARED_NOT_ALIKE, &shared.not_alike, Self::rows),
            (side_by_side::SHARED_ALIKE, &shared.alike, Self::rows),
        ];
        for (number, (heading, rows, add)) in sections.into_iter().enumerate() {
            let visible = rows.iter().filter(|row| number > 0 || self.is_seen(row)).count();
            if visible == 0 {
                continue;
            }
            let about = count_of(visible, rows.len());
            draft.doc.section(heading, &about, self.grid.width);
            if self.by_class {
                self.classes(draft, rows, number * SkillClass::ALL.len(), add);
            } else {
                add(self, draft, rows);
            }
        }
    }

    /// Whether one of the visible columns asks for the skill of `row`.
    fn is_seen(&self, row: &MatrixSkillRow) -> bool {
        row.cells[self.columns.clone()].iter().any(Option::is_some)
    }

    /// Adds `rows` by class; programs and instruments are counted until they are unfolded.
    fn classes(
        &self,
        draft: &mut PageDraft,
        rows: &[&MatrixSkillRow],
        first: usize,
        add: AddRows<'a>,
    ) {
        for (class, rows) in SkillClass::divide(rows, |row| self.catalog.skill(row.skill)) {
            let fold = self.first_fold + first + class as usize;
            let folded = class.is_equipment() != self.toggled.contains(&fold);
            draft.link(PageLink::Fold(fold));
            let sign = if folded { "▸" } else { "▾" };
            let counts = self.columns.clone().map(|column| {
                let asked = rows.iter().filter(|row| row.cells[column].is_some()).count();
                let text = if asked > 0 { asked.to_string() } else { "·".to_string() };
                vec![TonedText::new(text, TextTone::Text)]
            });
            let name = format!("{sign} {}", class.title());
            self.grid.row(draft, &name, counts.collect());
            if !folded {
                add(self, draft, &rows);
            }
        }
    }

    /// Adds a row for each skill, with a level for each role.
    fn rows(&self, draft: &mut PageDraft, rows: &[&MatrixSkillRow]) {
        for row in rows {
            draft.link(PageLink::Skill(row.skill));
            let cells = row.cells[self.columns.clone()].iter();
            let cells = cells.map(|cell| vec![skill_cell(*cell)]).collect();
            self.grid.row(draft, &self.catalog.skill(row.skill).name, cells);
        }
    }

    /// Adds the skills that only one of the roles asks for, in the column of that role.
    fn only_one(&self, draft: &mut PageDraft, rows: &[&MatrixSkillRow]) {
        let mut lists: Vec<VecDeque<&MatrixSkillRow>> = vec![VecDeque::new(); self.columns.len()];
        for row in rows {
            let column = row.cells.iter().position(Option::is_some);
            if let Some(at) = column.filter(|at| self.columns.contains(at)) {
                lists[at - self.columns.start].push_back(row);
            }
        }
        while lists.iter().any(|list| !list.is_empty()) {
            let mut cells = Vec::with_capacity(lists.len());
            for (at, list) in lists.iter_mut().enumerate() {
                let Some(row) = list.pop_front() else {
                    cells.push(Vec::new());
                    continue;
                };
                draft.link(PageLink::Skill(row.skill));
                let asked = row.cells[self.columns.start + at];
                let name = &self.catalog.skill(row.skill).name;
                cells.push(named_cell(name, asked, self.grid.column));
            }
            self.grid.row(draft, "", cells);
        }
    }
}

/// Formats how many of `all` rows are about visible columns.
pub(super) fn count_of(visible: usize, all: usize) -> String {
    if visible < all {
        format!("{visible} in these columns, {all} in all")
    } else {
        visible.to_string()
    }
}

/// Returns the name of a skill with the level asked for, in a column of `width` cells. Without
/// levels, only what is merely useful says so.
fn named_cell(name: &str, asked: Option<SkillDemand>, width: usize) -> Vec<TonedText> {
    let is_plain = asked
        .is_none_or(|asked| asked.level.is_none() && asked.importance == Importance::Essential);
    if is_plain {
        return vec![TonedText::new(name, TextTone::Text)];
    }
    let level = skill_cell(asked);
    // The dots stay with the last word, unless that would break one of the two.
    let word = name.rsplit(' ').next().unwrap_or_default();
    let fits = word.width() + 1 + level.width() <= width;
    let blank = if fits { '\u{a0}' } else { ' ' };
    vec![TonedText::new(format!("{name}{blank}"), TextTone::Text), level]
}

/// Formats a level asked for: `●●○○` for an essential skill, `(●●○○)` for a useful one, the words if
/// no level is stated, `·` if the skill is not asked for.
fn skill_cell(asked: Option<SkillDemand>) -> TonedText {
    let Some(asked) = asked else { return TonedText::new("·", TextTone::Faint) };
    let level = match (asked.level, asked.importance) {
        (Some(level), _) => level.dots(),
        (None, importance) => importance.word().to_string(),
    };
    match asked.importance {
        Importance::Essential => TonedText::new(level, TextTone::Text),
        Importance::Useful => TonedText::new(format!("({level})"), TextTone::Text),
    }
}
