//! Skill gaps for one role or several.

mod details;
mod table;

use std::collections::BTreeSet;

use self::table::{FOLDS, GapTable};
use super::linked_page::{LinkedPage, PageDraft, PageLink};
use super::rows;
use crate::analysis::gap::{
    CurrentSkill, Gap, MissingSkill, SkillCoverage, gap, missing_skills, skills_of_role,
};
use crate::analysis::skill_class::SkillClass;
use crate::analysis::skills::{SkillStatus, levels_text, to_learn_text};
use crate::model::{Catalog, Importance, RoleId, SkillId};
use crate::tui::doc::{self, TextDoc, TextRow, TextTone, TonedText};
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
use crate::tui::marks::UserSkills;
use crate::tui::remap::IdRemap;
use crate::wording::{self, GapSection};

/// Maximum number of doors shown; more would not be a ranking.
const DOORS: usize = 7;

/// The starting point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapStart {
    /// A role.
    Role(RoleId),
    /// The user's saved profile.
    Profile,
}

impl GapStart {
    /// Returns the same start in another catalog, if it still exists.
    pub(crate) fn remap(self, map: &IdRemap<'_>) -> Option<Self> {
        match self {
            Self::Role(role) => map.role(role).map(Self::Role),
            Self::Profile => Some(self),
        }
    }
}

/// Maps a gap question to another catalog, with the goals that still exist; `None` if the start or
/// all goals are gone.
pub(crate) fn remap(
    question: &(GapStart, Vec<RoleId>),
    map: &IdRemap<'_>,
) -> Option<(GapStart, Vec<RoleId>)> {
    let (start, targets) = (question.0.remap(map)?, map.roles(&question.1));
    (!targets.is_empty()).then_some((start, targets))
}

/// A block of the text: a section of one of the gaps, or a class of skills in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct GapBlock {
    /// The gap, by its position.
    gap: usize,
    /// The section; `None` above the first.
    section: Option<GapSection>,
    /// The class, if the cursor is on one.
    class: Option<SkillClass>,
}

/// State of the gap.
#[derive(Debug, Default)]
pub struct GapPane {
    /// The start and the goal roles.
    pub question: Option<(GapStart, Vec<RoleId>)>,
    /// Whether to start from the profile rather than from A.
    pub from_profile: bool,
    /// Whether only skills to learn are shown.
    pub missing_only: bool,
    /// The text.
    pub page: LinkedPage,
    gaps: Vec<Gap>,
    doors: Vec<MissingSkill>,
    /// Headings that the user folded or unfolded.
    toggled: BTreeSet<usize>,
    /// The line at which each block begins.
    blocks: Vec<(usize, GapBlock)>,
    /// Inputs of the current page: widths, missing only, headings.
    memo: LayoutMemo<((u16, u16), bool, BTreeSet<usize>)>,
}

impl GapPane {
    /// Computes the gaps to `targets`, `from` one role or from the skills that the user has.
    pub(crate) fn set_question(
        &mut self,
        catalog: &Catalog,
        from: GapStart,
        have: &[CurrentSkill],
        targets: Vec<RoleId>,
    ) {
        let held = match from {
            GapStart::Role(role) => skills_of_role(catalog.role(role)),
            GapStart::Profile => have.to_vec(),
        };
        let gaps: Vec<Gap> = targets.iter().map(|target| gap(catalog, &held, *target)).collect();
        let doors = if gaps.len() > 1 { missing_skills(catalog, &gaps) } else { Vec::new() };
        // Another start changes the levels, but not the place that the reader is at.
        let same = self.question.as_ref().is_some_and(|(_, before)| *before == targets);
        let (page, mut memo, toggled) = if same {
            let toggled = std::mem::take(&mut self.toggled);
            (std::mem::take(&mut self.page), std::mem::take(&mut self.memo), toggled)
        } else {
            Default::default()
        };
        memo.mark_stale();
        let (open_only, from_profile) = (self.missing_only, self.from_profile);
        *self = Self {
            question: Some((from, targets)),
            from_profile,
            missing_only: open_only,
            page,
            gaps,
            doors,
            toggled,
            blocks: Vec::new(),
            memo,
        };
    }

    /// Clears the pane.
    pub(crate) fn clear(&mut self) {
        *self = Self {
            missing_only: self.missing_only,
            from_profile: self.from_profile,
            ..Self::default()
        };
    }

    /// Asks the same question of another catalog, in which the user's skills are `have`; clears the
    /// pane if there is nothing left to ask.
    pub(crate) fn remap(&mut self, map: &IdRemap<'_>, have: &[CurrentSkill]) {
        let Some(before) = self.question.take() else { return };
        let Some((start, targets)) = remap(&before, map) else {
            self.clear();
            return;
        };
        self.page.remap_links(|link| link.remap(map));
        // The text keeps its position, as the question is the same.
        self.question = Some((start, targets.clone()));
        self.set_question(map.new, start, have, targets);
    }

    /// Returns the gaps, one for each target.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Shows or hides the rows under the heading number `at`.
    pub fn fold(&mut self, at: usize) {
        if !self.toggled.remove(&at) {
            self.toggled.insert(at);
        }
    }

    /// Marks the text as outdated, as the user's skills have changed.
    pub(crate) fn mark_outdated(&mut self) {
        self.memo.mark_stale();
    }

    /// Returns the skill under the cursor.
    pub fn skill(&self) -> Option<SkillId> {
        match self.page.link()? {
            PageLink::Skill(skill) => Some(skill),
            _ => None,
        }
    }

    /// Returns the text about the skill under the cursor, or about the block there, `width` cells wide:
    /// a few lines of it if it `is_short`.
    pub fn details(&self, catalog: &Catalog, width: usize, is_short: bool) -> Option<TextDoc> {
        let (start, _) = self.question.as_ref()?;
        let block = self.block();
        if let Some(skill) = self.skill() {
            // The same skill may be in several gaps.
            let here = self.gaps.get(block.gap).filter(|gap| lists_skill(gap, skill));
            if let Some(gap) = here.or_else(|| self.gaps.iter().find(|gap| lists_skill(gap, skill)))
            {
                let details =
                    if is_short { details::short_details } else { details::skill_details };
                return Some(details(catalog, *start, gap, skill, width));
            }
        }
        let gap = self.gaps.get(block.gap)?;
        Some(details::block_details(catalog, gap, (block.section, block.class), width))
    }

    /// Returns the block under the cursor.
    fn block(&self) -> GapBlock {
        if let Some(PageLink::Fold(fold)) = self.page.link() {
            let classes = SkillClass::ALL.len();
            return GapBlock {
                gap: fold / FOLDS,
                section: GapSection::ALL.get(fold % FOLDS / classes).copied(),
                class: SkillClass::ALL.get(fold % classes).copied(),
            };
        }
        let line = self.page.line().unwrap_or_default();
        let before = self.blocks.iter().rev().find(|(start, _)| *start <= line);
        before.map_or(GapBlock { gap: 0, section: None, class: None }, |(_, block)| *block)
    }

    /// Updates the text for a table `widths.0` cells wide, below lines of `widths.1` cells.
    pub(crate) fn refresh(&mut self, catalog: &Catalog, mine: &UserSkills, widths: (u16, u16)) {
        let key = (widths, self.missing_only, self.toggled.clone());
        if self.question.is_none() || self.memo.is_current(&key) {
            return;
        }
        let table = usize::from(widths.0).max(12);
        let (mut draft, blocks) = self.draft(catalog, mine, table, widths.0 >= widths.1);
        self.blocks = blocks;
        let above = usize::from(widths.1);
        draft.head.extend(legend(&self.gaps, above));
        // On narrow screens, where the table needs the height, the pay scrolls away with it.
        if widths.0 < widths.1 {
            draft.head.extend(self.pay_lines(catalog, above));
        }
        match self.memo.replace(key) {
            LayoutChange::Key((_, missing_only, toggled))
                if missing_only == self.missing_only && toggled == self.toggled =>
            {
                self.page.show_rewrapped(draft);
            }
            // The same question may have a new answer, as the user's skills change.
            _ => self.page.show_changed(draft),
        }
    }

    /// Returns the pay of the start and of the goal, if there is one goal.
    fn pay_lines(&self, catalog: &Catalog, width: usize) -> Vec<TextRow> {
        let (Some((start, _)), [gap]) = (&self.question, &self.gaps[..]) else { return Vec::new() };
        let from = match start {
            GapStart::Role(role) => Some(*role),
            GapStart::Profile => None,
        };
        rows::pay_lines(catalog, from, gap.target, width)
    }

    /// Returns the text, and the line at which each of its blocks begins.
    fn draft(
        &self,
        catalog: &Catalog,
        mine: &UserSkills,
        width: usize,
        pay_scrolls: bool,
    ) -> (PageDraft, Vec<(usize, GapBlock)>) {
        let (mut draft, mut blocks) = (PageDraft::default(), Vec::new());
        if pay_scrolls {
            draft.doc.rows.extend(self.pay_lines(catalog, width));
        }
        if !self.doors.is_empty() {
            draft.doc.section(wording::MOST_NEEDED_SKILLS, "", width);
            let shown = &self.doors[..self.doors.len().min(DOORS)];
            let column =
                rows::column(shown.iter().map(|door| catalog.skill(door.skill).name.as_str()));
            for door in shown {
                Self::door(&mut draft, catalog, door, column, width);
            }
        }
        let from_role = matches!(self.question, Some((GapStart::Role(_), _)));
        let mine = Some(mine).filter(|_| from_role);
        for (at, gap) in self.gaps.iter().enumerate() {
            if self.gaps.len() > 1 {
                draft.doc.section(catalog.role_title(gap.target), "", width);
                let heading = draft.doc.rows.len() - 1;
                blocks.push((heading, GapBlock { gap: at, section: None, class: None }));
                draft.doc.text(&wording::gap_summary(gap), TextTone::Dim, width, 0);
            }
            let headings = GapTable::new((catalog, gap, mine), (&self.toggled, at * FOLDS), width)
                .write(&mut draft, self.missing_only)
                .into_iter();
            blocks.extend(headings.map(|(line, section)| {
                (line, GapBlock { gap: at, section: Some(section), class: None })
            }));
        }
        (draft, blocks)
    }

    /// Adds a skill to learn: the level to reach, the learning it takes, and the roles that ask for
    /// it.
    fn door(
        draft: &mut PageDraft,
        catalog: &Catalog,
        door: &MissingSkill,
        column: usize,
        width: usize,
    ) {
        let mut steps: Vec<TonedText> = Vec::new();
        for step in &door.levels {
            if !steps.is_empty() {
                steps.push(TonedText::new(" · ", TextTone::Dim));
            }
            let level = step.level.map(|level| format!("{} ", level.dots())).unwrap_or_default();
            steps.push(TonedText::new(
                format!("{level}{}", levels_text(u64::from(step.effort))),
                TextTone::Accent,
            ));
            for (word, roles) in [("essential for", &step.essential), ("useful for", &step.useful)]
            {
                if !roles.is_empty() {
                    let titles: Vec<&str> =
                        roles.iter().map(|role| catalog.role_title(*role)).collect();
                    steps.push(TonedText::new(
                        format!("  {word} {}", titles.join(", ")),
                        TextTone::Dim,
                    ));
                }
            }
        }
        draft.link(PageLink::Skill(door.skill));
        let have = door.have.is_some();
        let status = if have { SkillStatus::Grow } else { SkillStatus::Right };
        rows::skill(
            &mut draft.doc,
            width,
            status,
            (&catalog.skill(door.skill).name, column),
            &steps,
        );
    }
}

/// Whether `skill` is in a row of `gap`.
fn lists_skill(gap: &Gap, skill: SkillId) -> bool {
    gap.rows.iter().any(|row| row.skill == skill)
}

/// Parts of a bar: of the skills met, begun and new.
const BAR_PARTS: [(&str, &str); 3] = [("▓", "met"), ("▒", "begun"), ("░", "new")];

/// Minimum and maximum width of a bar.
const BAR: (usize, usize) = (6, 20);

/// Formats how much of the skills asked for the user has, with bars if they fit into `width` cells:
/// `Essential 1 met, 2 begun, 6 new ▓▒▒░░░░  Useful 10 new ░░░░░░░░`.
pub(crate) fn coverage_row(gap: &Gap, width: usize) -> TextRow {
    let parts = coverage_parts(gap);
    if parts.is_empty() {
        let text = wording::capitalize(wording::NO_SKILLS_LISTED);
        return vec![TonedText::new(text, TextTone::Warning)];
    }
    let bar = bar_width(&parts, width);
    let mut row = TextRow::new();
    for (text, coverage) in parts {
        if !row.is_empty() {
            row.push(TonedText::new(if bar > 0 { "  " } else { " · " }, TextTone::Dim));
        }
        row.extend(text);
        if bar > 0 {
            row.push(TonedText::new(" ", TextTone::Text));
            row.extend(coverage_bar(coverage, bar));
        }
    }
    row
}

/// Returns how many skills of each importance are met, begun and new, in words and as numbers.
fn coverage_parts(gap: &Gap) -> Vec<(TextRow, SkillCoverage)> {
    let both = [Importance::Essential, Importance::Useful].into_iter();
    both.filter_map(|importance| {
        let (met, unsure) = wording::met_counts(gap, importance)?;
        let mut text = vec![
            TonedText::new(format!("{} ", wording::capitalize(importance.word())), TextTone::Dim),
            TonedText::new(met, TextTone::Title),
        ];
        if !unsure.is_empty() {
            text.push(TonedText::new(format!(" ({unsure})"), TextTone::Dim));
        }
        Some((text, gap.coverage(importance)))
    })
    .collect()
}

/// Returns the width of each bar beside `parts`; 0 if there is no room for any.
fn bar_width(parts: &[(TextRow, SkillCoverage)], width: usize) -> usize {
    let taken: usize = parts.iter().map(|(text, _)| doc::row_width(text) + 3).sum();
    let room = width.saturating_sub(taken) / parts.len().max(1);
    if room < BAR.0 { 0 } else { room.min(BAR.1) }
}

/// Draws `coverage` as a bar of `width` cells.
fn coverage_bar(coverage: SkillCoverage, width: usize) -> [TonedText; 3] {
    let SkillCoverage { met, begun, asked } = coverage;
    // An unfinished bar is never full, and a part that is not empty has a cell.
    let [met_cells, begun_cells] =
        [met, begun].map(|count| (count * width / asked.max(1)).max(usize::from(count > 0)));
    let met_cells = met_cells.min(width - usize::from(met < asked));
    let begun_cells = begun_cells.min(width - met_cells);
    let rest = width - met_cells - begun_cells;
    [
        TonedText::new(BAR_PARTS[0].0.repeat(met_cells), TextTone::SideA),
        TonedText::new(BAR_PARTS[1].0.repeat(begun_cells), TextTone::Grow),
        TonedText::new(BAR_PARTS[2].0.repeat(rest), TextTone::Dim),
    ]
}

/// Returns the line that sums the learning up and explains the signs, as far as it fits into `width`
/// cells. With several gaps, only the signs.
fn legend(gaps: &[Gap], width: usize) -> Option<TextRow> {
    let open: usize = gaps.iter().map(Gap::count_open).sum();
    if gaps.iter().all(|gap| coverage_parts(gap).is_empty()) {
        return None;
    }
    let mut row = TextRow::new();
    if let [gap] = gaps {
        let total = to_learn_text(gap.count_open(), gap.effort());
        row.push(TonedText::new(total, TextTone::Text));
    }
    let signs = wording::OPEN_SIGNS.map(|(status, word)| {
        vec![
            TonedText::new(status.advice().0, rows::status_tone(status)),
            TonedText::new(format!(" {word}"), TextTone::Dim),
        ]
    });
    let bars = match gaps {
        [gap] if bar_width(&coverage_parts(gap), width) > 0 => {
            let tones = [TextTone::SideA, TextTone::Grow, TextTone::Dim];
            let signs = BAR_PARTS.iter().zip(tones).flat_map(|((sign, word), tone)| {
                [TonedText::new(*sign, tone), TonedText::new(format!(" {word}  "), TextTone::Dim)]
            });
            vec![signs.collect()]
        }
        _ => Vec::new(),
    };
    let half =
        vec![TonedText::new("a skill level is one ●; useful ones count half", TextTone::Dim)];
    if open > 0 {
        for part in signs.into_iter().chain(bars).chain([half]) {
            if doc::row_width(&row) + 3 + doc::row_width(&part) > width {
                break;
            }
            if !row.is_empty() {
                row.push(TonedText::new("   ", TextTone::Dim));
            }
            row.extend(part);
        }
    }
    Some(row)
}
