//! Skill gaps for one role or several.

use super::linked_page::{LinkedPage, PageDraft, PageLink};
use super::rows;
use crate::analysis::gap::{
    CurrentSkill, Gap, GapRow, MissingSkill, gap, missing_skills, skills_of_role,
};
use crate::analysis::skills::{SkillStatus, levels_text, to_learn_text};
use crate::model::{Catalog, Importance, RoleId};
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
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
    /// Inputs of the current page: width, missing only.
    memo: LayoutMemo<(u16, bool)>,
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
        let (page, mut memo) = if same {
            (std::mem::take(&mut self.page), std::mem::take(&mut self.memo))
        } else {
            (LinkedPage::default(), LayoutMemo::default())
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

    /// Updates the text for a pane `width` cells wide.
    pub fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let key = (width, self.missing_only);
        if self.question.is_none() || self.memo.is_current(&key) {
            return;
        }
        let draft = self.draft(catalog, usize::from(width).max(12));
        match self.memo.replace(key) {
            LayoutChange::Key((_, missing_only)) if missing_only == self.missing_only => {
                self.page.show_rewrapped(draft);
            }
            // The same question may have a new answer, as the user's skills change.
            _ => self.page.show_changed(draft),
        }
    }

    fn draft(&self, catalog: &Catalog, width: usize) -> PageDraft {
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
        for gap in &self.gaps {
            target_rows(&mut draft, catalog, gap, self.missing_only, self.gaps.len() > 1, width);
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
                        roles.iter().map(|role| catalog.role(*role).title.as_str()).collect();
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

/// Adds the rows about one role.
fn target_rows(
    draft: &mut PageDraft,
    catalog: &Catalog,
    gap: &Gap,
    open_only: bool,
    several: bool,
    width: usize,
) {
    if several {
        draft.doc.section(&catalog.role(gap.target).title, "", width);
        draft.doc.text(&coverage_text(gap), TextTone::Dim, width, 0);
    }
    let column = rows::column(gap.rows.iter().map(|row| catalog.skill(row.skill).name.as_str()));
    let mut any = false;
    for section in GapSection::ALL {
        let (title, open) = (section.title(), section.is_open());
        let rows: Vec<&GapRow> =
            gap.rows.iter().filter(|row| GapSection::of(row) == section).collect();
        if rows.is_empty() || (open_only && !open) {
            continue;
        }
        any |= open;
        if several {
            draft.doc.text(&format!("{title} {}", rows.len()), TextTone::Heading, width, 0);
        } else {
            draft.doc.section(format!("{title} {}", rows.len()), "", width);
        }
        for row in rows {
            draft.link(PageLink::Skill(row.skill));
            let name = (catalog.skill(row.skill).name.as_str(), column);
            rows::skill(&mut draft.doc, width, row.status, name, &row_levels(catalog, gap, row));
        }
    }
    if open_only && !any {
        draft.doc.text("Nothing to learn: you already have every skill.", TextTone::Text, width, 0);
    }
}

/// Formats the level that the user has and the level asked for.
fn row_levels(catalog: &Catalog, gap: &Gap, row: &GapRow) -> Vec<TonedText> {
    let have = row.have.map(|have| match have.level {
        Some(level) => {
            format!("{} {}", level.dots(), catalog.profile_level_name(level).unwrap_or_default())
        }
        None if have.unclear => wording::LEVEL_NOT_UNDERSTOOD.to_string(),
        None => wording::LEVEL_UNKNOWN.to_string(),
    });
    let asked = row.required.map(|mut asked| {
        if row.is_open() {
            // If all of them are useful, the heading states it.
            asked.importance = Importance::Essential;
        }
        rows::requirement_text(catalog, gap.target, asked)
    });
    // If the level is unknown on either side, there is nothing to compare.
    match (row.have.and_then(|have| have.level), row.required.and_then(|asked| asked.level)) {
        (Some(has), Some(asks)) if has == asks => rows::levels(asked.clone(), asked),
        _ => rows::levels(have, asked),
    }
}
