//! The rows of a gap: each skill with the level that you have and the level that is needed.

use std::collections::BTreeSet;

use crate::analysis::gap::{Gap, GapRow};
use crate::analysis::skill_class::{MANY_SKILLS, SkillClass};
use crate::analysis::skills::SkillStatus;
use crate::model::text::{DisplayWidth, count_text};
use crate::model::{Catalog, Importance, Level};
use crate::tui::doc::{TextRow, TextTone, TonedText, pad, row_width, wrap};
use crate::tui::marks::UserSkills;
use crate::tui::pane::linked_page::{PageDraft, PageLink};
use crate::tui::pane::rows::{self, GUTTER};
use crate::wording::{self, GapSection};

/// Minimum width of the column of names; longer names are wrapped.
const MIN_NAMES: usize = 12;

/// Maximum width of the column of names.
const MAX_NAMES: usize = 48;

/// Width of the sign between the two levels.
const ARROW: usize = 3;

/// The rows about one role.
pub(super) struct GapTable<'a> {
    catalog: &'a Catalog,
    gap: &'a Gap,
    /// The skills of the profile, unless the gap starts from it.
    mine: Option<&'a UserSkills>,
    /// Headings that the user folded or unfolded.
    toggled: &'a BTreeSet<usize>,
    /// Number of the first heading.
    first_fold: usize,
    width: usize,
    columns: GapColumns,
    /// Whether the skills of a section are in classes.
    by_class: bool,
}

/// Widths of the columns.
#[derive(Debug, Clone, Copy, Default)]
struct GapColumns {
    names: usize,
    /// Of each of the two levels; 0 if no level is stated.
    level: usize,
    /// Whether the name of the level needed fits behind it.
    words: bool,
}

/// Number of headings of one role that can be folded.
pub(super) const FOLDS: usize = GapSection::ALL.len() * SkillClass::ALL.len();

impl<'a> GapTable<'a> {
    pub(super) fn new(
        (catalog, gap, mine): (&'a Catalog, &'a Gap, Option<&'a UserSkills>),
        (toggled, first_fold): (&'a BTreeSet<usize>, usize),
        width: usize,
    ) -> Self {
        let mut table = Self {
            catalog,
            gap,
            mine,
            toggled,
            first_fold,
            width,
            columns: GapColumns::default(),
            by_class: gap.is_by_class(),
        };
        table.columns = table.columns();
        table
    }

    fn columns(&self) -> GapColumns {
        let levels = self.gap.rows.iter().flat_map(|row| {
            let [have, asked] = row_levels(row);
            have.into_iter().chain(asked)
        });
        let level = levels.map(|level| usize::from(level.of)).max().unwrap_or(0);
        // No column where no level is stated, as in ESCO.
        let level = if level > 0 { level.max("you".len()) } else { 0 };
        let taken = GUTTER + if level > 0 { 2 + 2 * level + ARROW } else { 0 };
        let names = self.gap.rows.iter().map(|row| self.catalog.skill(row.skill).name.width());
        let longest = names.max().unwrap_or(0);
        let room = self.width.saturating_sub(taken).max(MIN_NAMES);
        let names = longest.clamp(MIN_NAMES, MAX_NAMES).min(room);
        let words = self.gap.rows.iter().filter_map(|row| self.level_word(row));
        let words = words.map(DisplayWidth::width).max().unwrap_or(0);
        GapColumns { names, level, words: level > 0 && taken + names + 2 + words <= self.width }
    }

    /// Returns the name of the level that is needed.
    fn level_word(&self, row: &GapRow) -> Option<&'a str> {
        let level = row.required.and_then(|asked| asked.level)?;
        Some(self.catalog.level_name(self.gap.target, level))
    }

    /// Adds all sections, or those with something to learn, and returns the lines of their headings.
    pub(super) fn write(&self, draft: &mut PageDraft, open_only: bool) -> Vec<(usize, GapSection)> {
        let (mut any, mut first) = (false, true);
        let mut headings = Vec::new();
        for (at, section) in GapSection::ALL.into_iter().enumerate() {
            let rows: Vec<&GapRow> =
                self.gap.rows.iter().filter(|row| GapSection::of(row) == section).collect();
            if rows.is_empty() || (open_only && !section.is_open()) {
                continue;
            }
            any |= section.is_open();
            let mut remark = section.count_text(rows.len());
            if section == GapSection::NotListed {
                let target = self.catalog.role_title(self.gap.target);
                remark = format!("{remark} · not listed for {target}");
            }
            draft.doc.section(section.title(), &remark, self.width);
            headings.push((draft.doc.rows.len() - 1, section));
            if std::mem::take(&mut first) {
                self.column_heads(draft);
            }
            let fold = self.first_fold + at * SkillClass::ALL.len();
            match section {
                GapSection::NotListed if rows.len() <= MANY_SKILLS => {
                    self.not_listed(draft, &rows, fold);
                }
                // Nothing is to be done for these: their names are read only if you ask.
                GapSection::NotListed => self.classes(draft, &rows, fold, |_| true),
                _ if self.by_class => {
                    self.classes(draft, &rows, fold, SkillClass::is_equipment);
                }
                _ => rows.iter().for_each(|row| self.row(draft, row)),
            }
        }
        let lists_none = self.gap.rows.iter().all(|row| row.required.is_none());
        if lists_none {
            let text = wording::capitalize(wording::NO_SKILLS_LISTED);
            draft.doc.text(
                &format!("{text}: there is nothing to compare."),
                TextTone::Text,
                self.width,
                0,
            );
        } else if open_only && !any {
            let text = "Nothing to learn: you already have every skill.";
            draft.doc.text(text, TextTone::Text, self.width, 0);
        }
        headings
    }

    /// Adds the heads of the columns to the heading that was just added, if they fit.
    fn column_heads(&self, draft: &mut PageDraft) {
        let at = GUTTER + self.columns.names + 2;
        let Some(row) = draft.doc.rows.last_mut() else { return };
        let taken = row_width(row);
        if self.columns.level == 0 || taken + 1 > at {
            return;
        }
        row.push(TonedText::new(" ".repeat(at - taken), TextTone::Text));
        row.push(TonedText::new(pad("you", self.columns.level + ARROW), TextTone::Dim));
        row.push(TonedText::new("needed", TextTone::Dim));
    }

    /// Adds `rows` by class; those that are `folded_at_first` are counted until they are unfolded.
    fn classes(
        &self,
        draft: &mut PageDraft,
        rows: &[&GapRow],
        first: usize,
        folded_at_first: fn(SkillClass) -> bool,
    ) {
        for (class, rows) in SkillClass::divide(rows, |row| self.catalog.skill(row.skill)) {
            let fold = first + class as usize;
            let folded = folded_at_first(class) != self.toggled.contains(&fold);
            draft.link(PageLink::Fold(fold));
            let effort = rows.iter().map(|row| u64::from(row.effort)).sum();
            let about = wording::class_count(rows.len(), effort);
            draft.doc.row(vec![
                TonedText::new(if folded { "▸ " } else { "▾ " }, TextTone::Accent),
                TonedText::new(class.title(), TextTone::Title),
                TonedText::new(format!("  {about}"), TextTone::Dim),
            ]);
            if !folded {
                for row in rows {
                    self.row(draft, row);
                }
            }
        }
    }

    /// Adds the skills that the role does not list: small, as they need no action.
    fn not_listed(&self, draft: &mut PageDraft, rows: &[&GapRow], fold: usize) {
        let unfolded = self.toggled.contains(&fold);
        draft.link(PageLink::Fold(fold));
        if unfolded {
            draft.doc.row(vec![
                TonedText::new("▾ ", TextTone::Accent),
                TonedText::new(count_text(rows.len(), "skill", "skills"), TextTone::Dim),
            ]);
            for row in rows {
                self.row(draft, row);
            }
            return;
        }
        let mut pieces = Vec::with_capacity(rows.len());
        for row in rows {
            let level = row.have.and_then(|have| have.level).map(Level::dots);
            let level = level.map(|dots| format!("\u{a0}{dots}")).unwrap_or_default();
            let name = self.catalog.skill(row.skill).name.replace(' ', "\u{a0}");
            pieces.push(TonedText::new(format!("{name}{level}  "), TextTone::Dim));
        }
        let mut sign = TonedText::new("▸ ", TextTone::Accent);
        for mut line in wrap(&pieces, self.width.saturating_sub(GUTTER).max(8)) {
            line.iter_mut().for_each(rows::restore_blanks);
            line.insert(0, std::mem::replace(&mut sign, rows::blank()));
            draft.doc.row(line);
        }
    }

    /// Adds a skill: the level that you have, and the level that is needed.
    fn row(&self, draft: &mut PageDraft, row: &GapRow) {
        let GapColumns { names, level, words } = self.columns;
        draft.link(PageLink::Skill(row.skill));
        let (sign, _) = row.status.advice();
        let tone = match row.status {
            // Signs of what needs no action are quiet.
            SkillStatus::Same | SkillStatus::LetGo | SkillStatus::Left => TextTone::Dim,
            status => rows::status_tone(status),
        };
        let name = TonedText::new(&self.catalog.skill(row.skill).name, TextTone::Text);
        let mut cells = TextRow::new();
        if level > 0 {
            cells.push(TonedText::new("  ", TextTone::Text));
            cells.extend(level_cells(row, level));
        }
        let word = self.level_word(row).filter(|_| words);
        let mut notes = self.notes(row, word);
        let mut sign = TonedText::new(pad(sign, GUTTER), tone);
        for (at, line) in wrap(&[name], names).into_iter().enumerate() {
            let mut text = vec![std::mem::replace(&mut sign, rows::blank())];
            text.extend(line);
            if at == 0 {
                let taken = row_width(&text);
                let gap = (GUTTER + names).saturating_sub(taken);
                text.push(TonedText::new(" ".repeat(gap), TextTone::Text));
                text.append(&mut cells);
                for note in notes.drain(..) {
                    // What does not fit is in the details of the skill.
                    if row_width(&text) + 2 + note.width() <= self.width {
                        text.push(TonedText::new("  ", TextTone::Text));
                        text.push(note);
                    }
                }
            }
            draft.doc.row(text);
        }
    }

    /// Returns remarks on a row, the most important first; among them `word`, the name of the level
    /// that is needed.
    fn notes(&self, row: &GapRow, word: Option<&str>) -> Vec<TonedText> {
        let mut notes = Vec::new();
        if row.have.is_some_and(|have| have.unclear) {
            notes.push(TonedText::new(wording::LEVEL_NOT_UNDERSTOOD, TextTone::Dim));
        } else if row.is_level_unknown() {
            notes.push(TonedText::new(wording::LEVEL_UNKNOWN, TextTone::Dim));
        }
        notes.extend(word.map(|word| TonedText::new(word, TextTone::Dim)));
        if let Some(level) = self.mine.and_then(|mine| mine.level(row.skill)) {
            // The same sign as in the list of skills.
            let level = level.map(|level| format!(" {}", level.dots())).unwrap_or_default();
            notes.push(TonedText::new(format!("✓{level}"), TextTone::Grow));
        }
        let is_useful = row.required.is_some_and(|asked| asked.importance == Importance::Useful);
        if is_useful && !row.is_open() {
            notes.push(TonedText::new("useful", TextTone::Dim));
        }
        notes
    }
}

/// Returns the level that you have and the level that is needed.
fn row_levels(row: &GapRow) -> [Option<Level>; 2] {
    [row.have.and_then(|have| have.level), row.required.and_then(|asked| asked.level)]
}

/// Returns `●●○○ → ●●●○`, each level in `width` cells.
fn level_cells(row: &GapRow, width: usize) -> Vec<TonedText> {
    let [have, asked] = row_levels(row);
    let of = asked.map_or(0, |level| usize::from(level.of));
    let (had, tone) = match (row.have, have) {
        (None, _) => ("·".repeat(of), TextTone::Dim),
        (Some(_), Some(level)) => (level.dots(), TextTone::SideA),
        (Some(_), None) => (wording::UNCERTAIN_SIGN.to_string(), TextTone::Dim),
    };
    let mut cells = vec![TonedText::new(pad(&had, width), tone)];
    if row.required.is_some() {
        let sign = match (have, asked) {
            (Some(have), Some(asked)) if have == asked => " = ",
            _ if row.is_open() => " → ",
            (Some(_), Some(_)) => " ≥ ",
            _ => "   ",
        };
        cells.push(TonedText::new(sign, TextTone::Dim));
        cells.push(TonedText::new(asked.map(Level::dots).unwrap_or_default(), TextTone::SideB));
    }
    cells
}
