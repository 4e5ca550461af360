//! Skill gaps for one role or several.

mod details;
mod table;

use std::collections::BTreeSet;

use self::table::{FOLDS, GapTable};
use super::linked_page::{LinkedPage, PageDraft, PageLink};
use super::rows;
use crate::analysis::gap::{CurrentSkill, Gap, MissingSkill, gap, missing_skills, skills_of_role};
use crate::analysis::skills::{SkillStatus, levels_text, to_learn_text};
use crate::model::{Catalog, Importance, RoleId, SkillId};
use crate::tui::doc::{self, TextDoc, TextRow, TextTone, TonedText};
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
use crate::tui::marks::UserSkills;
use crate::tui::remap::IdRemap;
use crate::wording;

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
    pub fn remap(self, map: &IdRemap<'_>) -> Option<Self> {
        match self {
            Self::Role(role) => map.role(role).map(Self::Role),
            Self::Profile => Some(self),
        }
    }
}

/// Maps a gap question to another catalog, with the goals that still exist; `None` if the start or
/// all goals are gone.
pub fn remap(
    question: &(GapStart, Vec<RoleId>),
    map: &IdRemap<'_>,
) -> Option<(GapStart, Vec<RoleId>)> {
    let (start, targets) = (question.0.remap(map)?, map.roles(&question.1));
    (!targets.is_empty()).then_some((start, targets))
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
    /// Headings that are not as they are at first: shown or hidden.
    toggled: BTreeSet<usize>,
    /// Inputs of the current page: widths, missing only, headings.
    memo: LayoutMemo<((u16, u16), bool, BTreeSet<usize>)>,
}

impl GapPane {
    /// Computes the gaps to `targets`, `from` one role or from the skills that the user has.
    pub fn set_question(
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
        let same = self.question.as_ref() == Some(&(from, targets.clone()));
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
            memo,
        };
    }

    /// Clears the pane.
    pub fn clear(&mut self) {
        *self = Self {
            missing_only: self.missing_only,
            from_profile: self.from_profile,
            ..Self::default()
        };
    }

    /// Asks the same question of another catalog, in which the user's skills are `have`; clears the
    /// pane if there is nothing left to ask.
    pub fn remap(&mut self, map: &IdRemap<'_>, have: &[CurrentSkill]) {
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
    pub fn mark_outdated(&mut self) {
        self.memo.mark_stale();
    }

    /// Returns the skill under the cursor.
    pub fn skill(&self) -> Option<SkillId> {
        match self.page.link()? {
            PageLink::Skill(skill) => Some(skill),
            _ => None,
        }
    }

    /// Returns the text about the skill under the cursor, `width` cells wide: a few lines of it if
    /// it `is_short`.
    pub fn details(&self, catalog: &Catalog, width: usize, is_short: bool) -> Option<TextDoc> {
        let (skill, (start, _)) = (self.skill()?, self.question.as_ref()?);
        let gap = self.gaps.iter().find(|gap| gap.rows.iter().any(|row| row.skill == skill))?;
        let details = if is_short { details::short_details } else { details::skill_details };
        Some(details(catalog, *start, gap, skill, width))
    }

    /// Updates the text for a table `widths.0` cells wide, below lines of `widths.1` cells.
    pub fn refresh(&mut self, catalog: &Catalog, mine: &UserSkills, widths: (u16, u16)) {
        let key = (widths, self.missing_only, self.toggled.clone());
        if self.question.is_none() || self.memo.is_current(&key) {
            return;
        }
        let mut draft = self.draft(catalog, mine, usize::from(widths.0).max(12));
        if let (Some((start, _)), [gap]) = (&self.question, &self.gaps[..]) {
            let from = match start {
                GapStart::Role(role) => Some(*role),
                GapStart::Profile => None,
            };
            draft.head = rows::pay_lines(catalog, from, gap.target, usize::from(widths.1));
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

    fn draft(&self, catalog: &Catalog, mine: &UserSkills, width: usize) -> PageDraft {
        let mut draft = PageDraft::default();
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
                draft.doc.text(&coverage_text(gap), TextTone::Dim, width, 0);
            }
            GapTable::new((catalog, gap, mine), (&self.toggled, at * FOLDS), width)
                .write(&mut draft, self.missing_only);
        }
        draft
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

/// Formats how much of the skills asked for the user has, with bars if they fit into `width` cells:
/// `Essential 1 of 9 ▓░░░░░░░  Useful 0 of 10 ░░░░░░░░  18 skills to learn, 35 levels`.
pub fn coverage_row(gap: &Gap, width: usize) -> TextRow {
    const BAR: (usize, usize) = (6, 20);
    let counts: Vec<(Importance, String, String)> = [Importance::Essential, Importance::Useful]
        .into_iter()
        .filter_map(|importance| {
            let (met, unsure) = wording::met_counts(gap, importance)?;
            Some((importance, met, unsure))
        })
        .collect();
    if counts.is_empty() {
        let text = wording::capitalize(wording::NO_SKILLS_LISTED);
        return vec![TonedText::new(text, TextTone::Warning)];
    }
    let mut parts: Vec<(TextRow, usize, usize)> = Vec::new();
    for (importance, met, unsure) in counts {
        let mut text = vec![
            TonedText::new(format!("{} ", wording::capitalize(importance.word())), TextTone::Dim),
            TonedText::new(met, TextTone::Title),
        ];
        if !unsure.is_empty() {
            text.push(TonedText::new(format!(" ({unsure})"), TextTone::Dim));
        }
        let covered = gap.coverage(importance);
        parts.push((text, covered.met, covered.asked));
    }
    let total = TonedText::new(to_learn_text(gap.count_open(), gap.effort()), TextTone::Text);
    let taken: usize = parts.iter().map(|(text, ..)| doc::row_width(text) + 3).sum();
    let room = width.saturating_sub(taken + total.width()) / parts.len();
    let bar = if room < BAR.0 { 0 } else { room.min(BAR.1) };
    let mut row = TextRow::new();
    for (text, met, asked) in parts {
        row.extend(text);
        if bar > 0 {
            // An unfinished bar is never full, and one that was begun never empty.
            let filled = (met * bar / asked).max(usize::from(met > 0));
            row.push(TonedText::new(format!(" {}", "▓".repeat(filled)), TextTone::SideA));
            row.push(TonedText::new("░".repeat(bar - filled), TextTone::Dim));
        }
        row.push(TonedText::new(if bar > 0 { "  " } else { " · " }, TextTone::Dim));
    }
    row.push(total);
    row
}

/// Formats how many of the skills asked for the user has:
/// `5 of 9 essential · 2 of 6 useful · 8 skills to learn, 7.5 levels`.
pub fn coverage_text(gap: &Gap) -> String {
    let mut parts = Vec::new();
    for importance in [Importance::Essential, Importance::Useful] {
        if let Some((met, unsure)) = wording::met_counts(gap, importance) {
            let note = if unsure.is_empty() { unsure } else { format!(" ({unsure})") };
            parts.push(format!("{met} {importance}{note}"));
        }
    }
    parts.push(to_learn_text(gap.count_open(), gap.effort()));
    parts.join(" · ")
}
